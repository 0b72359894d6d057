//! Sheets to print: what stands on them, in which order and in which language.

use rozcestnik::leaflet::Format;
use rozcestnik::output::OutputTree;

use crate::built;
use crate::looks::{elements, found, text, words};

const PORTAL: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
organisation: {name: Centrum, contact: centre}
funding: {statement: {cs: Spolufinancováno Evropskou unií, ar: بتمويل مشترك من الاتحاد الأوروبي}}
booklets:
  month: {title: {cs: Měsíc, ar: شهر}, pages: [visa, work]}
-- content/data/contacts.yaml --
centre: {name: Centrum, phone: \"+420475000000\"}
-- content/cs.md --
---
title: Portál
summary: Rady.
locales: [cs]
---
-- content/work/cs.md --
---
title: Práce
summary: O práci.
---
Pracujte.
-- content/visa/cs.md --
---
title: Vízum
summary: O vízu.
reviewed: 2026-11-01
valid_until: 2027-03-31
leaflet:
  - {format: a4, beside: cs}
  - {format: tri-fold, sections: [{id: steps, first: 2}, documents]}
  - {format: a5-2up, crop_marks: true}
---
Úvod o [[work]].

## Co potřebujete {#documents}

- pas,
- fotku.

## Kroky {#steps}

1. Přijďte.
2. Zaplaťte.
3. Čekejte.

Pak odejděte.

## Kolik {#price}

| co | Kč |
|---|---|
| vízum | nic |

## Koho se zeptat {#help}

[[contact:centre]]
-- content/visa/ar.md --
---
title: تأشيرة
summary: عن التأشيرة.
translation: {from: cs, by: machine}
---
عن [[work]].

## ما تحتاج إليه {#documents}

- جواز سفر،
- صورة.

## الخطوات {#steps}

1. تعال.
2. ادفع.
3. انتظر.

ثم اذهب.

## كم {#price}

تأشيرة.

## من تسأل {#help}

[[contact:centre]]
";

fn sheet(portal: &OutputTree, path: &str) -> String {
    text(portal, &format!("{path}index.html"))
}

#[test]
fn blocks_of_two_languages_stand_beside_each_other_each_in_its_direction() {
    let html = sheet(&built(PORTAL), "ar/visa/leaflet/");
    insta::assert_snapshot!(elements(&html, "html > body .panel--front .pair"), @r#"
    <div class="pair"><div class="pair__text text" dir="rtl" lang="ar"><p>عن <a dir="ltr" href="/ar/work/" lang="cs">Práce</a>.</p></div><div class="pair__text text" dir="ltr" lang="cs"><p>Úvod o <a href="/cs/work/">Práce</a>.</p></div></div>
    <div class="pair"><div class="pair__text text" dir="rtl" lang="ar"><h2>ما تحتاج إليه</h2><div class="rows rows--2"><ul><li>جواز سفر،</li><li>صورة.</li></ul></div></div><div class="pair__text text" dir="ltr" lang="cs"><h2>Co potřebujete</h2><div class="rows rows--2"><ul><li>pas,</li><li>fotku.</li></ul></div></div></div>
    "#);
    let classes = found(&html, "html", |html| html.attr("class").unwrap().to_owned());
    insta::assert_snapshot!(classes, @"sheet-a4 sheet-step-3 sheet-pair");
}

#[test]
fn the_language_that_stands_beside_others_stands_alone_in_its_own_edition() {
    let html = sheet(&built(PORTAL), "cs/visa/leaflet/");
    assert!(!html.contains("class=\"pair"), "{html}");
    insta::assert_snapshot!(elements(&html, ".flow"), @r#"<div class="flow"><div class="text"><p>Úvod o <a href="/cs/work/">Práce</a>.</p><h2>Co potřebujete</h2><ul><li>pas,</li><li>fotku.</li></ul><h2>Kroky</h2><ol class="steps"><li>Přijďte.</li><li>Zaplaťte.</li><li>Čekejte.</li></ol><p>Pak odejděte.</p><h2>Kolik</h2><div class="table-wrapper"><table><thead><tr><th scope="col">co</th><th scope="col">Kč</th></tr></thead><tbody><tr><td>vízum</td><td>nic</td></tr></tbody></table></div></div></div>"#);
}

#[test]
fn a_leaflet_picks_sections_in_its_own_order_and_shortens_them() {
    let html = sheet(&built(PORTAL), "cs/visa/leaflet/tri-fold/");
    insta::assert_snapshot!(words(&html, ".flow :is(h2, li, p)"), @r"
    Kroky
    Přijďte.
    Zaplaťte.
    Co potřebujete
    pas,
    fotku.
    ");
    let panels = found(&html, ".panel", |panel| panel.attr("data-panel").unwrap().to_owned());
    insta::assert_snapshot!(panels.replace('\n', " "), @"cover flap back inside-1 inside-2 inside-3");
}

#[test]
fn a_sheet_says_what_it_is_of_when_and_whom_to_ask() {
    let html = sheet(&built(PORTAL), "ar/visa/leaflet/");
    insta::assert_snapshot!(words(&html, ".sheet-head > *, .sheet-foot__who > *, .funding p, .qr__address"), @r"
    تأشيرة
    Vízum
    عن التأشيرة.
    هذه الصفحة مترجمة آليًا ولم يراجعها أي شخص بعد. النص الأصلي هو المعتمد.
    Centrum
    +420475000000
    المعلومات حتى تاريخ: 1 نوفمبر 2026 · صالح حتى: 31 مارس 2027
    Spolufinancováno Evropskou unií
    بتمويل مشترك من الاتحاد الأوروبي
    portal.example/ar/visa/
    ");
}

#[test]
fn a_sheet_needs_nothing_of_other_pages_and_is_in_no_list() {
    let portal = built(PORTAL);
    let html = sheet(&portal, "cs/visa/leaflet/");
    insta::assert_snapshot!(elements(&html, "meta:not([http-equiv]), title"), @r#"
    <meta charset="utf-8">
    <meta content="width=device-width,initial-scale=1" name="viewport">
    <meta content="noindex" name="robots">
    <title>Vízum – Portál</title>
    "#);
    let sheets = found(&html, "[rel=stylesheet]", |link| link.attr("href").unwrap().to_owned());
    assert!(sheets.starts_with("/assets/paper."), "{sheets}");
    assert_eq!((sheets.lines().count(), html.contains("<script")), (1, false));
    for list in ["sitemap.xml", "cs/feed.xml", "cs/a-z/index.html"] {
        assert!(!text(&portal, list).contains("leaflet"), "{list}");
    }
}

#[test]
fn a_copy_for_cutting_says_nothing_new() {
    let html = sheet(&built(PORTAL), "cs/visa/leaflet/a5-2up/");
    let panel = |panel: scraper::ElementRef<'_>| {
        format!("{:?} {:?}", panel.attr("data-panel"), panel.attr("inert").is_some())
    };
    insta::assert_snapshot!(found(&html, ".panel", panel), @r#"
    Some("front") false
    Some("front-copy") true
    "#);
    assert_eq!(words(&html, "h1").lines().count(), 1);
    let classes = found(&html, "html", |html| html.attr("class").unwrap().to_owned());
    assert!(classes.contains("sheet-marked"), "{classes}");
}

#[test]
fn a_booklet_has_its_contents_and_pages_in_multiples_of_four() {
    let html = sheet(&built(PORTAL), "cs/booklet/month/");
    insta::assert_snapshot!(words(&html, ".chapters li"), @r"
    Vízum 3
    Práce 4
    ");
    let side = |side: scraper::ElementRef<'_>| {
        let panel = scraper::Selector::parse(".panel").unwrap();
        let names = side.select(&panel).map(|panel| panel.attr("data-panel").unwrap());
        names.collect::<Vec<_>>().join(" ")
    };
    insta::assert_snapshot!(found(&html, ".side", side), @r"
    page-1 page-8
    page-2 page-7
    page-3 page-6
    page-4 page-5
    ");
}

#[test]
fn a_page_leads_to_its_leaflets() {
    let portal = built(PORTAL);
    insta::assert_snapshot!(elements(&text(&portal, "ar/visa/index.html"), ".leaflets a"), @r#"
    <a href="/ar/visa/leaflet/">منشور A4 + <span dir="ltr" lang="cs">Čeština</span></a>
    <a href="/ar/visa/leaflet/tri-fold/">مطوية (ورقة A4 بثلاث طيات)</a>
    <a href="/ar/visa/leaflet/a5-2up/">منشوران A5 على ورقة A4</a>
    <a href="/ar/booklet/month/">كتيّب: شهر</a>
    "#);
    assert_eq!(words(&text(&portal, "cs/index.html"), ".leaflets a"), "");
}

#[test]
fn every_format_has_a_name_in_every_language() {
    for format in Format::ALL {
        assert!(format.message().starts_with("leaflet_"), "{format:?}");
        for locale in ["cs", "uk", "ru", "vi", "en", "ar"] {
            let catalog =
                rozcestnik::embedded::tree().text(&format!("i18n/{locale}.yaml")).unwrap();
            let key = format!("\n{}: ", format.message());
            assert!(catalog.contains(&key), "{key} {locale}");
        }
    }
}

#[test]
fn the_poster_about_support_names_the_project_and_puts_the_union_first() {
    let site = PORTAL
        .replace("leaflet:\n", "leaflet:\n  - {format: eu-poster, sections: [_intro]}\n")
        .replace(
            "funding: {",
            "funding: {fund: Fond, authority: Ministerstvo, project: CZ.1, name: {cs: Projekt centra, ar: مشروع المركز}, ",
        );
    let portal = built(&site);
    for (path, title) in [("cs", "Projekt centra"), ("ar", "مشروع المركز")] {
        let html = sheet(&portal, &format!("{path}/visa/leaflet/"));
        assert_eq!(words(&html, "h1").trim(), title);
        assert_eq!(html.matches("funding__emblem").count(), 1, "{html}");
    }
    let html = sheet(&portal, "ar/visa/leaflet/");
    insta::assert_snapshot!(words(&html, ".eu-poster__support > *, .eu-poster__project > *, .flow, .sheet-foot"), @r"
    Spolufinancováno Evropskou unií
    بتمويل مشترك من الاتحاد الأوروبي
    المشروع
    مشروع المركز
    Projekt centra
    رقم المشروع: CZ.1
    Fond
    Ministerstvo
    عن Práce.
    Centrum+420475000000المعلومات حتى تاريخ: 1 نوفمبر 2026 · صالح حتى: 31 مارس 2027portal.example/ar/visa/
    ");
}
