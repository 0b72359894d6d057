//! Pages that the program puts together: sections, neighbours, contacts, places, index, drafts.

use rozcestnik::{Drafts, Options};

use crate::looks::{elements, found, text, words};
use crate::{built, built_with, site};

const SECTION: &str = "
-- content/residence/cs.md --
---
title: Pobyt
summary: O pobytu.
order: 10
icon: passport
---
-- content/residence/visa/cs.md --
---
title: Vízum
summary: Krátce.
order: 20
audience: [families, workers]
reviewed: 2026-11-01
sources:
  - {title: Portál, url: \"https://ipc.gov.cz/\", law: \"zákon č. 326/1999 Sb., § 68\"}
  - {law: § 1}
---
-- content/residence/permanent/cs.md --
---
title: Trvalý pobyt
summary: Natrvalo.
order: 10
---
-- content/residence/zebra/cs.md --
---
title: Žádost
summary: Bez pořadí.
---
-- content/residence/course/cs.md --
---
title: Čekárna
summary: Bez pořadí.
---
-- content/school/cs.md --
---
title: Škola
summary: O škole.
layout: section
---
";

#[test]
fn a_section_lists_its_pages_in_their_order_then_by_the_alphabet() {
    let html = text(&built(SECTION), "cs/residence/index.html");
    insta::assert_snapshot!(elements(&html, ".more a"), @r#"
    <a class="topic-tile__link" href="/cs/residence/permanent/">Trvalý pobyt</a>
    <a class="topic-tile__link" href="/cs/residence/visa/">Vízum</a>
    <a class="topic-tile__link" href="/cs/residence/course/">Čekárna</a>
    <a class="topic-tile__link" href="/cs/residence/zebra/">Žádost</a>
    "#);
}

#[test]
fn a_guide_leads_up_and_to_its_neighbours() {
    let html = text(&built(SECTION), "cs/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".breadcrumbs a, .prev-next a"), @r#"
    <a href="/cs/">Úvod</a>
    <a href="/cs/residence/">Pobyt</a>
    <a class="prev-next__link" href="/cs/residence/permanent/" rel="prev"><small>Předchozí</small> Trvalý pobyt</a>
    <a class="prev-next__link" href="/cs/residence/course/" rel="next"><small>Další</small> Čekárna</a>
    "#);
}

#[test]
fn a_guide_says_for_whom_it_is_how_old_it_is_and_how_we_know() {
    let html = text(&built(SECTION), "cs/residence/visa/index.html");
    insta::assert_snapshot!(words(&html, ".page-header, .sources"), @r"
    VízumKrátce. Pro kohorodiny s dětmi · zaměstnanci Zkontrolováno1. listopadu 2026Sdílet a další možnosti WhatsAppViberTelegramE-mail
    Odkud to vímePortál zákon č. 326/1999 Sb., § 68§ 1
    ");
}

#[test]
fn the_current_section_is_marked_in_the_navigation() {
    let html = text(&built(SECTION), "cs/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".navigation [aria-current]"), @r#"<a aria-current="true" class="navigation__link" href="/cs/residence/">Pobyt</a>"#);
}

#[test]
fn a_word_of_the_source_among_the_keywords_of_a_translation_keeps_its_language_in_the_index() {
    let page = |title: &str, keywords: &str| {
        format!("---\ntitle: {title}\nsummary: Work.\nkeywords: [{keywords}]\n---\n")
    };
    let site = format!(
        "-- site.yaml --\nname: Portál\nbase_url: https://portal.example/\nsource_locale: cs\n\
         locales: [cs, en]\n-- content/en.md --\n---\ntitle: Home\nsummary: Home.\n---\n\
         -- content/work/cs.md --\n{}-- content/work/en.md --\n{}",
        page("Podnikání", "živnost"),
        page("Self-employment", "živnost, trade licence"),
    );
    let html = text(&built(&site), "en/a-z/index.html");
    insta::assert_snapshot!(elements(&html, ".index-letters__groups a"), @r#"
    <a href="/en/work/">Self-employment</a>
    <a href="/en/work/">Trade licence</a>
    <a href="/en/work/"><span dir="ltr" lang="cs">Živnost</span></a>
    "#);
}

#[test]
fn the_index_is_in_the_order_of_the_czech_alphabet() {
    let html = text(&built(SECTION), "cs/a-z/index.html");
    insta::assert_snapshot!(words(&html, ".index-letters a, .index-letters__group"), @r"
    Č
    P
    Š
    T
    V
    Ž
    ČČekárna
    PPobyt
    ŠŠkola
    TTrvalý pobyt
    VVízum
    ŽŽádost
    ");
}

const PEOPLE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
help_page: contacts
organisation: {name: Centrum, operator: {cs: Poradna}, contact: centre}
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
[[contact:centre]]

[[contact:centre]] و[[place:office]]
-- content/contacts/cs.md --
---
title: Kontakty
summary: Kontakty.
layout: contacts
---
-- content/places/cs.md --
---
title: Místa
summary: Místa.
layout: places
---
-- content/data/contacts.yaml --
centre:
  name: {cs: Centrum, ar: المركز}
  role: {cs: Poradna}
  phone: [\"+420 475 316 811\", \"+420 475 316 812\"]
  email: info@centrum.example
  web: https://centrum.example/kontakt/
  data_box: abc123
  place: office
  verified: 2026-11-01
  confidence: medium
-- content/data/places.yaml --
office:
  name: {cs: Kancelář}
  address: {street: Velká Hradební 12, postcode: 400 01, city: Ústí nad Labem}
  hours:
    - {days: [mo, tu, we], times: [\"09:00-12:00\", \"13:00-17:00\"], note: {cs: bez objednání}}
    - {days: [th, sa], times: [\"00:00-24:00\"]}
  exceptions:
    - {date: 2026-12-24, closed: true, note: {cs: svátek}}
    - {date: 2026-12-31, times: [\"09:00-11:00\"]}
    - {date: 2026-01-02, closed: true}
  accessibility: {cs: Výtah je vlevo.}
";

#[test]
fn a_contact_alone_in_its_paragraph_is_a_card_and_in_a_sentence_a_link() {
    let html = text(&built(PEOPLE), "ar/index.html");
    insta::assert_snapshot!(elements(&html, ".prose > p"), @r#"<p><a class="contact" href="/ar/contacts/#centre">المركز</a> و<a class="place" dir="ltr" href="/ar/places/#office" lang="cs">Kancelář</a></p>"#);
    let actions = found(&html, ".prose .contact-card__actions a", |action| {
        format!("{} {}", action.attr("href").unwrap(), action.text().collect::<String>().trim())
    });
    insta::assert_snapshot!(actions, @r"
    tel:+420475316811 اتصل +420 475 316 811
    tel:+420475316812 اتصل +420 475 316 812
    mailto:info@centrum.example info@centrum.example
    ");
    insta::assert_snapshot!(words(&html, ".prose .card__facts > div"), @r"
    العنوانVelká Hradební 12400 01 Ústí nad Labem
    ساعات العملالاثنين – الأربعاء9:00–12:00 · 13:00–17:00 bez objednáníالخميس والسبت0:00–24:00
    الموقع الإلكترونيcentrum.example/kontakt
    صندوق البياناتabc123
    تاريخ التحقق1 نوفمبر 2026
    ");
}

#[test]
fn a_place_shows_its_hours_and_what_changes_soon() {
    let html = text(&built(PEOPLE), "cs/places/index.html");
    insta::assert_snapshot!(words(&html, ".opening-hours__line, .card__facts > div > dd"), @r"
    Velká Hradební 12400 01 Ústí nad Labem
    pondělí – středa9:00–12:00 · 13:00–17:00 bez objednáníčtvrtek a sobota0:00–24:00
    pondělí – středa9:00–12:00 · 13:00–17:00 bez objednání
    čtvrtek a sobota0:00–24:00
    24. prosince 2026: zavřeno (svátek)
    31. prosince 2026: 9:00–11:00
    Výtah je vlevo.
    ");
}

#[test]
fn texts_of_the_data_in_another_language_are_marked() {
    let html = text(&built(PEOPLE), "ar/places/index.html");
    insta::assert_snapshot!(elements(&html, "article [lang]"), @r#"
    <h1 dir="ltr" lang="cs">Místa</h1>
    <p class="page-header__summary" dir="ltr" lang="cs">Místa.</p>
    <bdi dir="ltr" lang="cs">Čeština</bdi>
    <h2 class="card__name" dir="ltr" lang="cs">Kancelář</h2>
    <dd dir="ltr" lang="cs">Velká Hradební 12<br>400 01 Ústí nad Labem</dd>
    <small dir="ltr" lang="cs">bez objednání</small>
    <bdi dir="ltr" lang="cs">svátek</bdi>
    <dd dir="ltr" lang="cs">Výtah je vlevo.</dd>
    "#);
}

#[test]
fn changes_of_opening_hours_are_isolated_and_notes_in_another_language_marked() {
    let html = text(&built(PEOPLE), "ar/places/index.html");
    insta::assert_snapshot!(elements(&html, ".card__facts > div > dd:not([lang]) > [lang], .card__facts > div > dd > bdi"), @r#"
    <bdi dir="ltr" lang="cs">svátek</bdi>
    <bdi dir="ltr">9:00–11:00</bdi>
    "#);
}

const DRAFT: &str = "
-- content/visa/cs.md --
---
title: Vízum
summary: Rozepsáno.
draft: true
---
";

#[test]
fn drafts_are_published_only_on_demand() {
    let hidden = built(DRAFT);
    let options = Options { drafts: Drafts::Shown, ..site::options() };
    let shown = built_with(DRAFT, &options);
    assert!(!hidden.iter().any(|(path, _)| path.as_str().contains("visa")));
    assert!(!text(&hidden, "cs/index.html").contains("Vízum"));
    insta::assert_snapshot!(words(&text(&shown, "cs/visa/index.html"), "h1"), @"Vízum");
}

#[test]
fn what_a_note_for_staff_says_is_not_for_readers() {
    let portal = built(
        "
-- content/cs.md --
---
title: Domů
summary: TODO
---
Text.

TODO: opening hours
",
    );
    for (path, html) in crate::looks::pages(&portal) {
        assert!(!html.contains("TODO"), "{path}");
    }
}

#[test]
fn terms_are_in_the_order_of_each_alphabet() {
    let portal = built(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
-- content/glossary/cs.md --
---
title: Slovníček
summary: Pojmy.
layout: glossary
---
-- content/data/glossary.yaml --
a: {term: {cs: cizinec, uk: їжа}, definition: {cs: Kdo není občan., uk: Те що їдять.}}
b: {term: {cs: čekárna, uk: ґанок}}
c: {term: {cs: cukr, uk: екран}}
d: {term: {cs: chléb, uk: гора}}
e: {term: {cs: hora, uk: єдність}}
f: {term: {cs: idea, uk: інший}}
",
    );
    let terms = |path| words(&text(&portal, path), "dt").replace('\n', " ");
    assert_eq!(terms("cs/glossary/index.html"), "cizinec cukr čekárna hora chléb idea ");
    assert_eq!(terms("uk/glossary/index.html"), "гора ґанок екран єдність інший їжа ");
    let html = text(&portal, "uk/glossary/index.html");
    insta::assert_snapshot!(elements(&html, "#a > *"), @r#"
    <dt class="glossary-entry__term">їжа</dt>
    <dd class="source-title" dir="ltr" lang="cs">cizinec</dd>
    <dd>Те що їдять.</dd>
    "#);
}

#[test]
fn no_id_stands_twice_on_a_page_whatever_authors_choose() {
    let portal = built(
        "
-- content/visa/cs.md --
---
title: Vízum
summary: Značky.
---
## Hlavní {#main}

## Pomoc {#help-title}

## Poznámka {#fn-1}

## Centrum {#centre}

[[contact:centre]]

[[contact:centre]]

Text[^1].

[^1]: Poznámka.
-- content/data/contacts.yaml --
centre: {name: Centrum}
",
    );
    let html = text(&portal, "cs/visa/index.html");
    let ids = found(&html, "[id]", |element| element.attr("id").unwrap().to_owned());
    let mut unique: Vec<&str> = ids.lines().collect();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.lines().count(), "{ids}");
}

/// Every page leads there, and so does the choice of languages.
#[test]
fn a_portal_without_a_home_page_of_its_own_has_one_all_the_same() {
    let portal = built(
        "
-- content/cs.md (absent) --
-- content/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
---
",
    );
    let html = text(&portal, "cs/index.html");
    insta::assert_snapshot!(elements(&html, "h1, .topic-tile__link"), @r#"
    <h1>Portál</h1>
    <a class="topic-tile__link" href="/cs/visa/">Vízum</a>
    "#);
}

const GLANCE: &str = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs, ar]
-- content/stay/cs.md --
---
title: Trvalý pobyt
summary: Natrvalo.
audience: [families, workers]
at_a_glance: {where: [oamp, archive], price: [exam, unknown-yet], time: [stay], deadline: [unknown-yet]}
---
-- content/stay/ar.md --
---
title: إقامة
summary: دائمة.
at_a_glance: {price: [stay]}
translation: {from: cs, by: human}
---
-- content/contacts/cs.md --
---
title: Kontakty
summary: Kontakty.
layout: contacts
---
-- content/data/values.yaml --
exam:
  money: 3200
  label: {cs: Zkouška <A2>, ar: امتحان}
  verified: 2026-11-01
  confidence: medium
stay: {duration: {years: 5}, label: {cs: Pobyt}}
unknown-yet: {money: TODO}
-- content/data/contacts.yaml --
oamp: {name: {cs: Úřad, ar: مكتب}}
-- content/data/places.yaml --
archive: {name: {cs: Archiv}}
";

#[test]
fn what_matters_first_is_a_list_in_the_language_of_the_reader() {
    let portal = built(GLANCE);
    let facts = |edition| {
        let html = text(&portal, &format!("{edition}/stay/index.html"));
        elements(&html, ".page-header__facts > div > dd")
    };
    insta::assert_snapshot!(facts("cs"), @r#"
    <dd>rodiny s dětmi · zaměstnanci</dd>
    <dd><a href="/cs/contacts/#oamp">Úřad</a></dd>
    <dd>Archiv</dd>
    <dd>Zkouška &lt;<bdi dir="ltr">A2</bdi>&gt;: <b class="value"><bdi dir="ltr">3&nbsp;200&nbsp;Kč</bdi></b> <span class="value__verified">(ověřeno 1.&nbsp;listopadu 2026)</span></dd>
    <dd>Pobyt: <b class="value">5 let</b></dd>
    "#);
    insta::assert_snapshot!(facts("ar"), @r#"
    <dd>الأسر التي لديها أطفال · الموظفون والعمال</dd>
    <dd><a href="/ar/contacts/#oamp">مكتب</a></dd>
    <dd><bdi dir="ltr" lang="cs">Archiv</bdi></dd>
    <dd>امتحان: <b class="value"><bdi dir="ltr">3,200&nbsp;Kč</bdi></b> <span class="value__verified">(تم التحقق في 1&nbsp;نوفمبر 2026)</span></dd>
    <dd><bdi dir="ltr" lang="cs">Pobyt</bdi>: <b class="value">5 سنوات</b></dd>
    "#);
}
