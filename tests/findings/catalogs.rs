//! The portal's own words.

#[test]
fn a_language_without_words_of_the_portal_is_found() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, mn]
-- content/mn.md --
---
title: Нүүр
summary: Нүүр хуудас.
---
",
        @r"
    content/mn.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `mn` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE mn`)
    site.yaml:1:1: warning[missing-catalog]: there is no catalog of texts for `mn`; readers will see buttons and labels in `cs`
    site.yaml:1:1: warning[no-stemmer]: for the language `mn` the search does not know which forms of a word belong together
    "
    );
}

#[test]
fn messages_that_a_catalog_lacks_are_listed() {
    let words: String = include_str!("../../i18n/en.yaml")
        .lines()
        .filter(|line| !line.starts_with("menu:") && !line.starts_with("call:"))
        .map(|line| format!("{line}\n"))
        .collect();
    let site = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, mn]
-- content/mn.md --
---
title: Нүүр
summary: Нүүр хуудас.
---
-- i18n/mn.yaml --
";
    check!(&format!("{site}{words}"), @r"
    content/mn.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `mn` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE mn`)
    i18n/mn.yaml:1:1: warning[missing-message]: the catalog `mn` lacks `call`, `menu`
    site.yaml:1:1: warning[no-stemmer]: for the language `mn` the search does not know which forms of a word belong together
    ");
}

#[test]
fn a_misspelt_message_is_found_and_one_of_the_site_s_own_theme_is_not() {
    check!(
        "
-- i18n/cs.yaml --
skip_to_contents: Přeskočit
bus_timetable: Jízdní řád
",
        @"i18n/cs.yaml:1:1: error[unknown-message]: no text of the portal is called `skip_to_contents` (did you mean `skip_to_content`?)"
    );
}

#[test]
fn a_plural_form_that_the_language_needs_is_found() {
    check!(
        "
-- i18n/cs.yaml --
duration_days: {one: \"{count} den\", many: \"{count} dne\"}
",
        @r"
    i18n/cs.yaml:1:16: warning[missing-plural-category]: text `duration_days` lacks the form `few`, which the language `cs` needs for some numbers
    i18n/cs.yaml:1:16: warning[missing-plural-category]: text `duration_days` lacks the form `other`, which the language `cs` needs for some numbers
    "
    );
}

#[test]
fn a_plural_category_that_does_not_exist_is_found() {
    check!(
        "
-- i18n/cs.yaml --
duration_days: {one: \"{count} den\", fev: \"{count} dny\", many: \"{count} dne\", other: \"{count} dní\"}
",
        @"i18n/cs.yaml:1:37: error[unknown-key]: nothing is called `fev` here (did you mean `few`?)"
    );
}

#[test]
fn placeholders_that_differ_are_found() {
    check!(
        "
-- i18n/cs.yaml --
verified_on: \"(ověřeno {datum})\"
menu: \"Nabídka {count}\"
",
        @r"
    i18n/cs.yaml:1:14: error[placeholder-mismatch]: text `verified_on` does not hold the same placeholders as in the source language: `date` (put `date` in curly brackets where the value belongs in the sentence)
    i18n/cs.yaml:1:14: error[placeholder-mismatch]: text `verified_on` does not hold the same placeholders as in the source language: `datum` (the program has no value for `datum`: correct the word in curly brackets or remove it)
    i18n/cs.yaml:2:7: error[placeholder-mismatch]: text `menu` does not hold the same placeholders as in the source language: `count` (the program has no value for `count`: correct the word in curly brackets or remove it)
    "
    );
}

#[test]
fn a_message_with_forms_where_the_program_expects_one_text_is_found() {
    check!(
        "
-- i18n/cs.yaml --
menu: {one: Nabídka, few: Nabídky, many: Nabídky, other: Nabídek}
",
        @"i18n/cs.yaml:1:7: error[wrong-type]: expected a text, found a group of keys with values"
    );
}
