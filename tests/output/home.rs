//! What a home page shows besides its text.

use rozcestnik::output::OutputTree;

use crate::built;
use crate::looks::{elements, text, words};

const HOME: &str = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs, uk]
organisation: {name: Centrum, contact: centre}
-- content/cs.md --
---
title: Domů
summary: Domů.
layout: home
---
-- content/uk.md --
---
title: Додому
summary: Додому.
translation: {from: cs, by: human}
---
-- content/visa/cs.md --
---
title: Vízum
summary: Vízum.
---
-- content/timetable/cs.md --
---
title: Rozvrh
summary: Rozvrh.
layout: timetable
---
-- content/data/contacts.yaml --
centre: {name: Centrum, languages: [cs, en]}
helper: {name: {cs: Pracovnice, uk: Працівниця}, languages: [uk, cs], phone: \"+420 000 000 000\"}
other: {name: Jiný, languages: TODO}
-- content/data/timetables/a.yaml --
late: {kind: czech, level: A2, town: Most, lessons: [{days: [mo], times: \"17:00-18:30\"}], from: 2027-01-11, to: 2027-02-15, holidays: []}
soon:
  kind: czech
  level: A1
  town: Teplice
  full: true
  lessons: [{days: [tu], times: \"09:00-10:30\"}]
  from: 2026-12-01
  to: 2026-12-15
  holidays: []
  cancelled: [{date: 2026-12-01}]
online: {kind: conversation, online: true, sample: true, lessons: [{days: [tu], times: \"08:00-09:30\"}], from: 2026-12-08, to: 2026-12-15, holidays: []}
fourth: {kind: czech, level: B1, town: Most, lessons: [{days: [fr], times: \"17:00-18:30\"}], from: 2027-03-05, to: 2027-03-12, holidays: []}
over: {kind: czech, level: B2, town: Most, lessons: [{days: [mo], times: \"17:00-18:30\"}], from: 2026-01-12, to: 2026-02-16, holidays: []}
";

fn home(portal: &OutputTree, edition: &str) -> String {
    text(portal, &format!("{edition}/index.html"))
}

#[test]
fn the_lessons_that_come_next_are_on_the_home_page() {
    let html = home(&built(HOME), "cs");
    insta::assert_snapshot!(words(&html, ".next-courses li"), @r"
    Konverzace v češtině úterý 8. prosince 2026, 8:00–9:30 OnlineUkázka
    Kurz češtiny A1 úterý 8. prosince 2026, 9:00–10:30 TepliceObsazeno
    Kurz češtiny A2 pondělí 11. ledna 2027, 17:00–18:30 Most
    ");
    insta::assert_snapshot!(elements(&html, ".next-courses__all a, .next-courses li:last-child time"), @r#"
    <time datetime="2027-01-11T17:00"><b>pondělí 11.&nbsp;ledna 2027</b>, <bdi dir="ltr">17:00–18:30</bdi></time>
    <a href="/cs/timetable/">Všechny kurzy a setkání</a>
    "#);
}

#[test]
fn those_who_speak_the_language_of_the_reader_are_on_the_home_page() {
    let portal = built(HOME);
    insta::assert_snapshot!(words(&home(&portal, "uk"), "#people, .people .card"), @r"
    Людина, яка говорить вашою мовою
    ПрацівницяPracovnice Подзвонити +420 000 000 000МовиУкраїнська і Čeština
    ");
    let nobody = built(&HOME.replace("[uk, cs]", "[vi]").replace("[cs, en]", "TODO"));
    insta::assert_snapshot!(words(&home(&nobody, "uk"), "#people, .people .card"), @r"
    Порадимо вам особисто
    CentrumІнші дані додамо пізніше.
    ");
}

#[test]
fn the_search_of_a_home_page_is_below_its_question_and_nowhere_else() {
    let html = home(&built(HOME), "cs");
    insta::assert_snapshot!(words(&html, "form.search label"), @"Co hledáte?");
    insta::assert_snapshot!(words(&html, ".hero h2, .hero form.search label"), @r"
    S čím potřebujete poradit?
    Co hledáte?
    ");
}
