//! Leaflets and booklets that cannot be made as they are asked for, or do not fit.

const PORTAL: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
SITE
-- content/cs.md --
---
title: Portál
summary: Rady.
locales: [cs]
---
-- content/visa/cs.md --
---
title: Vízum
summary: O vízu.
HEAD
---
Úvod.

## Co potřebujete {#documents}

- pas,
- fotku.

## Kroky {#steps}

1. Přijďte.
2. Zaplaťte.
-- content/visa/uk.md --
---
title: Віза
summary: Про візу.
translation:
  from: cs
  by: human
  on: 2026-10-01
  sections: {_head: bqklrztp, _intro: xsjpvhrm, documents: ljvxmsfq, steps: htpllxvz}
---
Вступ.

## Що потрібно {#documents}

- паспорт,
- фото.

## Кроки {#steps}

1. Прийдіть.
2. Заплатіть.
";

fn portal(head: &str, site: &str) -> String {
    PORTAL.replace("HEAD", head).replace("SITE\n", site)
}

fn head(leaflet: &str) -> String {
    portal(&format!("leaflet:\n  - {leaflet}"), "")
}

#[test]
fn leaflets_that_can_be_made_are_not_found() {
    check!(&head("{format: a4, beside: cs, sections: [_intro, {id: steps, first: 1}]}"), @"");
    check!(&portal("leaflet: []", "leaflets: {visa: [{format: tri-fold}]}\n"), @"");
}

/// A tri-fold whose panel shows a picture of that size.
fn panel_with_picture(size: &str) -> String {
    format!(
        "
-- content/visa/cs.md --
---
title: Vízum
summary: O vízu.
leaflet: [{{format: tri-fold}}]
---
## Kudy k nám {{#way}}

![Mapa](map.png)
-- content/visa/map.png (png {size}) --
"
    )
}

#[test]
fn a_picture_on_a_panel_is_found_below_200_dots_an_inch_and_not_above() {
    check!(&panel_with_picture("472x300"), @"content/visa/cs.md:8:1: warning[low-resolution]: this picture has 472 dots in a row, too few for paper: 199 dpi at 60 mm (give it at least 473 dots in a row, or draw it as SVG)");
    check!(&panel_with_picture("473x300"), @"");
}

#[test]
fn an_unknown_format_is_found() {
    check!(&head("{format: tri-fld}"), @"content/visa/cs.md:5:14: error[bad-value]: `tri-fld` is not a value that is known here (did you mean `tri-fold`?)");
    check!(&head("{format: booklet}"), @"content/visa/cs.md:5:14: error[bad-value]: `booklet` is not a value that is known here (write one of these: `a4`, `a5`, `a5-2up`, `a4-folded`, `tri-fold`, `eu-poster`)");
}

#[test]
fn an_unknown_section_is_found() {
    check!(&head("{format: a5, sections: [documens, {id: price, first: 2}]}"), @r"
    content/visa/cs.md:5:29: error[unknown-leaflet-section]: page `visa` has no section `documens` (did you mean `documents`?)
    content/visa/cs.md:5:44: error[unknown-leaflet-section]: page `visa` has no section `price` (write one of these sections: `_intro`, `documents`, `steps`)
    ");
}

#[test]
fn a_field_of_a_section_that_nobody_knows_is_found() {
    check!(&head("{format: a5, sections: [{id: steps, fist: 2}]}"), @"content/visa/cs.md:5:41: error[unknown-key]: nothing is called `fist` here (did you mean `first`?)");
}

#[test]
fn a_language_beside_itself_is_found() {
    check!(&head("{format: a4, locales: [uk], beside: uk}"), @"content/visa/cs.md:5:28: error[leaflet-beside-itself]: the leaflet would have the language `uk` beside itself");
}

#[test]
fn unknown_languages_are_found() {
    check!(&head("{format: a4, locales: [ukr], beside: de}"), @r"
    content/visa/cs.md:5:28: error[bad-value]: `ukr` is not a language of this portal (did you mean `uk`?)
    content/visa/cs.md:5:42: error[bad-value]: `de` is not a language of this portal
    ");
}

#[test]
fn two_leaflets_at_one_address_are_found() {
    check!(&head("{format: a5}\n  - {format: a4}\n  - {format: a4}"), @"content/visa/cs.md:7:14: error[address-collision]: two pages are to stand at one address `/cs/visa/leaflet/a4/`");
}

#[test]
fn a_leaflet_of_a_page_without_text_is_found() {
    let site =
        head("{format: a4}").replace("locales: [cs]\n", "locales: [cs]\nleaflet: [{format: a4}]\n");
    check!(&site, @"content/cs.md:5:20: error[empty-leaflet]: page `content/` has no text that could stand on a leaflet");
}

#[test]
fn leaflets_below_an_unknown_page_are_found() {
    check!(&portal("icon: card", "leaflets: {vsa: [{format: a4}]}\n"), @"site.yaml:5:12: error[unknown-reference]: the page `vsa` does not exist (did you mean `visa`?)");
}

#[test]
fn a_booklet_with_an_unknown_page_is_found() {
    let site = "booklets:\n  month: {title: Měsíc, pages: [visa, vissa]}\n";
    check!(&portal("icon: card", site), @"site.yaml:6:39: error[unknown-reference]: the page `vissa` does not exist (did you mean `visa`?)");
    let site = "booklets:\n  My month: {title: Měsíc, pages: [visa]}\n";
    check!(&portal("icon: card", site), @"site.yaml:6:3: error[bad-value]: `My month` is not a part of an address (small letters without accents, digits, hyphens)");
}

#[test]
fn blocks_without_a_counterpart_are_found_where_they_stand() {
    let two = "{format: a4, beside: cs}";
    check!(&head(two).replace("- фото.\n", "- фото,\n- гроші.\n"), @r"
    content/visa/uk.md:14:3: warning[different-structure]: number of items: 3 in the translation, 2 in the original (content/visa/cs.md:11)
    content/visa/uk.md:16:3: warning[unpaired-block]: this block has no counterpart in `cs`, so section `documents` will not be level on the leaflet in two languages
    ");
    check!(&head(two).replace("- паспорт,\n- фото.\n", "- паспорт і фото.\n"), @r"
    content/visa/cs.md:12:3: warning[unpaired-block]: this block has no counterpart in `uk`, so section `documents` will not be level on the leaflet in two languages
    content/visa/uk.md:14:3: warning[different-structure]: number of items: 1 in the translation, 2 in the original (content/visa/cs.md:11)
    ");
    check!(&head(two).replace("- паспорт,\n- фото.\n", "Паспорт і фото.\n"), @r"
    content/visa/uk.md:12:1: warning[different-structure]: number of items: 0 in the translation, 2 in the original (content/visa/cs.md:11)
    content/visa/uk.md:14:1: warning[unpaired-block]: this block has no counterpart in `cs`, so section `documents` will not be level on the leaflet in two languages
    ");
    // What is not on the leaflet may differ.
    let site = head("{format: a4, beside: cs, sections: [steps]}")
        .replace("- фото.\n", "- фото,\n- гроші.\n");
    check!(&site, @"content/visa/uk.md:14:3: warning[different-structure]: number of items: 3 in the translation, 2 in the original (content/visa/cs.md:11)");
}

#[test]
fn a_text_that_is_too_long_is_found_with_its_panel() {
    let long =
        "1. Přijďte na úřad a přineste všechny doklady, které jsme vám napsali.\n".repeat(30);
    check!(&head("{format: a5, locales: [cs]}").replace("1. Přijďte.\n", &long), @r"
    content/visa/cs.md:5:14: warning[leaflet-full]: leaflet /cs/visa/leaflet/ in `cs`: panel `front` is estimated to be 136 % full (171 of 125 mm) (pick fewer sections (`sections`), shorten them (`first`) or choose a larger format)
    content/visa/uk.md:17:1: warning[translation-outdated]: this translation is older than the text in `cs`: `steps` changed
    content/visa/uk.md:19:4: warning[different-structure]: number of steps: 2 in the translation, 31 in the original (content/visa/cs.md:16)
    ");
    let three_times =
        "1. Přijďte na úřad a přineste všechny doklady, které jsme vám napsali.\n".repeat(110);
    check!(&head("{format: a5, locales: [cs]}").replace("1. Přijďte.\n", &three_times), @r"
    content/visa/cs.md:5:14: warning[leaflet-full]: leaflet /cs/visa/leaflet/ in `cs`: panel `front` is estimated to be 426 % full (534 of 125 mm) (pick fewer sections (`sections`), shorten them (`first`) or choose a larger format)
    content/visa/uk.md:17:1: warning[translation-outdated]: this translation is older than the text in `cs`: `steps` changed
    content/visa/uk.md:19:4: warning[different-structure]: number of steps: 2 in the translation, 111 in the original (content/visa/cs.md:16)
    ");
}

const FUNDING: &str = "funding: {statement: {cs: Spolufinancováno Evropskou unií, uk: Співфінансується ЄС}, fund: Fond, authority: Úřad, name: NAME, project: CZ.1}\n";

#[test]
fn a_poster_about_support_that_nobody_gives_is_found() {
    check!(&head("{format: eu-poster, sections: [_intro]}"), @"content/visa/cs.md:5:14: error[missing-key]: `funding` is missing (a poster about EU support needs `funding` in `site.yaml`: who pays for the project and what it is called)");
}

#[test]
fn a_poster_about_support_that_is_too_small_is_found() {
    let eu = "leaflet: [{format: eu-poster, locales: [cs]}]";
    check!(&portal(eu, &FUNDING.replace("NAME", "Projekt")), @"");
    let long = "Projekt na podporu cizinců ".repeat(18);
    let said = crate::site::said(&portal(eu, &FUNDING.replace("NAME", &long)));
    assert!(said.contains("leaflet /cs/visa/leaflet/ in `cs`: panel `poster` is"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn sheets_of_a_portal_without_an_address_are_found_once() {
    let site = head("{format: a4}\n  - {format: a5}");
    check!(&site.replace("base_url: https://portal.example/\n", ""), @"content/visa/cs.md:5:14: warning[sheet-without-address]: the portal has no address (`base_url`), so leaflets and posters show neither a QR code nor an address (add one to `site.yaml`, such as `base_url: https://www.portal.example`, or `base_url: TODO` if you do not know it yet)");
    check!(&site.replace("https://portal.example/", "TODO"), @"site.yaml:2:11: warning[staff-todo]: `base_url` still has to be filled in");
    check!(&portal("icon: card", "").replace("base_url: https://portal.example/\n", ""), @"");
}
