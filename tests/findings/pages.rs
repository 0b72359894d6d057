//! Pages as a whole: title, languages, dates, addresses.

#[test]
fn a_page_without_a_title_is_found() {
    check!("-- content/visa/cs.md --\n---\nsummary: Visa.\n---\n", @"content/visa/cs.md:1:1: error[missing-title]: this page has no title");
    check!("-- content/visa/cs.md --\n# Visa\n", @r"
    content/visa/cs.md:1:1: error[missing-title]: this page has no title
    content/visa/cs.md:1:1: error[unsupported-markdown]: this way of writing has no meaning here: `#` (begin with `##`: the main heading is the `title` in the head of the page)
    ");
    check!("-- content/visa/cs.md --\n---\ntitle: \"  \"\nsummary: Visa.\n---\n", @"content/visa/cs.md:1:1: error[missing-title]: this page has no title");
}

#[test]
fn a_page_without_a_summary_is_found() {
    check!("-- content/visa/cs.md --\n---\ntitle: Visa\n---\n", @"content/visa/cs.md:1:1: warning[missing-summary]: this page has no summary");
    check!("-- content/visa/cs.md --\n---\ntitle: Visa\nsummary: \"  \"\n---\n", @"content/visa/cs.md:1:1: warning[missing-summary]: this page has no summary");
}

#[test]
fn a_page_without_the_language_it_is_translated_from_is_found() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
-- content/uk.md --
---
title: Головна
summary: Головна.
---
-- content/visa/uk.md --
---
title: Віза
summary: Віза.
---
",
        @r"
    content/uk.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE uk`)
    content/visa/uk.md:1:1: warning[missing-source]: page `visa` has no text in `cs`, the language it is translated from
    "
    );
    check!("-- content/cs.md (absent) --\n", @"site.yaml:1:1: warning[missing-source]: page `content/` has no text in `cs`, the language it is translated from");
}

#[test]
fn languages_that_a_page_lacks_are_listed_once() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, en, ar]
-- content/uk.md --
---
title: Головна
summary: Головна.
---
",
        @r"
    content/cs.md:1:1: warning[missing-translation]: page `content/` is not translated yet: `en`, `ar`
    content/uk.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE uk`)
    "
    );
}

#[test]
fn a_page_may_be_meant_for_some_languages_only() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, en]
-- content/cs.md --
---
title: Domů
summary: Domů.
locales: [cs, en, us]
---
",
        @r"
    content/cs.md:1:1: warning[missing-translation]: page `content/` is not translated yet: `en`
    content/cs.md:4:19: error[bad-locale]: `us` is not the code of a language (did you mean `cs`?)
    "
    );
}

#[test]
fn a_translation_from_a_language_that_the_portal_lacks_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
translation: {from: cz, by: human}
---
",
        @"content/visa/cs.md:4:21: error[bad-locale]: `cz` is not the code of a language (did you mean `cs`?)"
    );
}

#[test]
fn a_day_that_has_passed_is_found() {
    check!(
        "
-- content/enrolment/cs.md --
---
title: Enrolment
summary: Enrolment.
review_by: 2026-11-22
valid_until: 2026-02-15
---
-- content/today/cs.md --
---
title: Today
summary: The last day still counts.
review_by: 2026-11-23
valid_until: 2026-11-23
---
",
        @r"
    content/enrolment/cs.md:4:12: warning[review-overdue]: this page should have been checked by 2026-11-22
    content/enrolment/cs.md:5:14: warning[page-expired]: this page was valid only until 2026-02-15
    content/today/cs.md:4:12: warning[review-soon]: this page has to be checked by 2026-11-23
    content/today/cs.md:5:14: warning[expires-soon]: this page is valid only until 2026-11-23
    "
    );
}

#[test]
fn two_pages_at_one_address_are_found_at_the_slug() {
    check!(
        "
-- content/long-stay/cs.md --
---
title: Long stay
summary: Long stay.
slug: visa
---
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
-- content/zebra/cs.md --
---
title: Zebra
summary: Zebra.
slug: visa
---
",
        @"
    content/visa/cs.md:1:1: error[address-collision]: two pages are to stand at one address `/cs/visa/`
    content/zebra/cs.md:4:7: error[address-collision]: two pages are to stand at one address `/cs/visa/`
    "
    );
}

#[test]
fn a_page_at_an_address_of_the_program_is_found_at_the_page() {
    check!(
        "
-- content/a-z/cs.md --
---
title: Abeceda
summary: Abeceda.
---
",
        @"content/a-z/cs.md:1:1: error[address-collision]: two pages are to stand at one address `/cs/a-z/`"
    );
}

#[test]
fn a_redirect_from_an_address_in_use_is_found_at_the_redirect() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
redirects:
  - {from: /cs/visa/, to: \"https://ipc.gov.cz/\"}
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
",
        @"site.yaml:6:12: error[address-collision]: two pages are to stand at one address `/cs/visa/`"
    );
}

#[test]
fn a_short_address_is_a_word_of_one_page_that_led_to_no_other_before() {
    check!(
        "
-- content/health/cs.md --
---
title: Zdraví
summary: Zdraví.
short: Zdraví
---
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
short: vizum
---
-- content/visits/cs.md --
---
title: Návštěvy
summary: Návštěvy.
short: vizum
---
-- content/work/cs.md --
---
title: Práce
summary: Práce.
short: prace
---
-- content/zebra/cs.md --
---
title: Zebra
summary: Zebra.
short: visa
---
-- content/data/addresses.yaml --
/cs/prace/: visa
",
        @"
    content/health/cs.md:4:8: error[bad-value]: `Zdraví` is not a part of an address (small letters without accents, digits, hyphens)
    content/visits/cs.md:4:8: error[address-collision]: two pages are to stand at one address `/cs/vizum/`
    content/work/cs.md:4:8: error[address-collision]: two pages are to stand at one address `/cs/prace/`
    content/zebra/cs.md:4:8: error[address-collision]: two pages are to stand at one address `/cs/visa/`
    "
    );
}

#[test]
fn an_address_that_was_published_and_leads_nowhere_now_is_found() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
redirects:
  - {from: /cs/older/, to: visa}
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
slug: vizum
---
-- content/data/addresses.yaml --
/cs/gone/: gone
/cs/older/: older
/cs/visa/: visa
",
        @"content/data/addresses.yaml:1:1: error[address-moved]: the page at `/cs/gone/` is gone, and nothing leads from there to its new place (add `/cs/gone/` to `redirects` in `site.yaml`, or give the page its old folder or `slug` back)"
    );
}

#[test]
fn what_staff_must_supply_is_listed_in_pages_and_data() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: TODO
---
Text. TODO: opening hours

A METODO is none.

[[contact:centre]] [[place:centre]] [[value:price]] [[term:visa]]
-- content/data/contacts.yaml --
centre: {name: Centrum, phone: TODO, email: TODO, web: TODO, data_box: TODO, role: {cs: TODO}}
-- content/data/places.yaml --
centre: {name: Centrum, address: {street: TODO, city: Ústí}, hours: TODO, accessibility: TODO}
-- content/data/values.yaml --
price: {money: TODO}
-- content/data/glossary.yaml --
visa: {term: vízum, definition: {cs: TODO}}
",
        @r"
    content/cs.md:3:10: warning[staff-todo]: `summary` still has to be filled in
    content/cs.md:5:7: warning[staff-todo]: `opening hours` still has to be filled in
    content/data/contacts.yaml:1:1: warning[staff-todo]: `centre: data_box` still has to be filled in
    content/data/contacts.yaml:1:1: warning[staff-todo]: `centre: email` still has to be filled in
    content/data/contacts.yaml:1:1: warning[staff-todo]: `centre: phone` still has to be filled in
    content/data/contacts.yaml:1:1: warning[staff-todo]: `centre: role` still has to be filled in
    content/data/contacts.yaml:1:1: warning[staff-todo]: `centre: web` still has to be filled in
    content/data/glossary.yaml:1:1: warning[staff-todo]: `visa: definition` still has to be filled in
    content/data/places.yaml:1:1: warning[staff-todo]: `centre: accessibility` still has to be filled in
    content/data/places.yaml:1:1: warning[staff-todo]: `centre: address.street` still has to be filled in
    content/data/places.yaml:1:1: warning[staff-todo]: `centre: hours` still has to be filled in
    content/data/values.yaml:1:1: warning[staff-todo]: `price` still has to be filled in
    "
    );
}

#[test]
fn entries_that_no_page_uses_are_found() {
    check!(
        "
-- content/data/contacts.yaml --
centre: {name: Centrum}
-- content/data/places.yaml --
centre: {name: Centrum}
-- content/data/values.yaml --
price: {money: 5}
-- content/data/glossary.yaml --
visa: {term: vízum}
",
        @r"
    content/data/contacts.yaml:1:1: warning[unused-data]: no page uses the contact `centre`
    content/data/glossary.yaml:1:1: warning[unused-data]: no page uses the term `visa`
    content/data/places.yaml:1:1: warning[unused-data]: no page uses the place `centre`
    content/data/values.yaml:1:1: warning[unused-data]: no page uses the value `price`
    "
    );
}

#[test]
fn data_without_a_language_is_found() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
-- content/cs.md --
---
title: Home
summary: Data.
---
[[contact:centre]] [[place:centre]] [[term:visa]] [[value:level]]
-- content/uk.md --
---
title: Головна
summary: Головна.
---
-- content/data/contacts.yaml --
centre: {name: {cs: Centrum}, role: {cs: Poradna}}
-- content/data/places.yaml --
centre: {name: {cs: Centrum}, accessibility: {cs: Výtah}}
-- content/data/glossary.yaml --
visa: {term: {cs: vízum}, definition: {cs: Povolení}}
-- content/data/values.yaml --
level: {text: {cs: úroveň A2}}
",
        @r"
    content/data/contacts.yaml:1:1: warning[missing-text]: `centre: name` has no text in `uk`; readers will see it in another language
    content/data/contacts.yaml:1:1: warning[missing-text]: `centre: role` has no text in `uk`; readers will see it in another language
    content/data/glossary.yaml:1:1: warning[missing-text]: `visa: definition` has no text in `uk`; readers will see it in another language
    content/data/glossary.yaml:1:1: warning[missing-text]: `visa: term` has no text in `uk`; readers will see it in another language
    content/data/places.yaml:1:1: warning[missing-text]: `centre: accessibility` has no text in `uk`; readers will see it in another language
    content/data/places.yaml:1:1: warning[missing-text]: `centre: name` has no text in `uk`; readers will see it in another language
    content/data/values.yaml:1:1: warning[missing-text]: `level: text` has no text in `uk`; readers will see it in another language
    content/uk.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE uk`)
    "
    );
}

#[test]
fn a_page_that_three_others_push_aside_is_found() {
    let page = |id: &str, keywords: &str| {
        format!(
            "-- content/{id}/cs.md --\n---\ntitle: {id}\nsummary: Text.\nkeywords: [{keywords}]\n---\n"
        )
    };
    let site: String = ["alfa", "beta", "delta"].iter().map(|id| page(id, "vízum")).collect();
    check!(&(site + &page("omega", "\"vízum do jiné země\", vízum")), @"content/delta/cs.md:1:1: warning[page-not-findable]: the search does not find this page by its own words: `vízum`");
}
