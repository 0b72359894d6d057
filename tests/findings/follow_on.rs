//! One mistake is one finding: what is broken keeps its place, so nothing else seems broken.

#[test]
fn a_page_with_a_broken_head_keeps_its_place() {
    check!(
        "
-- content/visa/cs.md --
---
title: [Visa
---
## Who {#who}
-- content/cs.md --
---
title: Home
summary: Links.
---
[[visa]] [[visa#who]] [page](visa/#who)
",
        @"content/visa/cs.md:2:8: error[bad-yaml]: this cannot be read as YAML: unclosed bracket '['"
    );
}

#[test]
fn a_page_whose_head_has_no_end_keeps_its_place_and_its_headings() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.

## Who {#who}

It costs [[value:fee]].
-- content/cs.md --
---
title: Home
summary: Links.
---
[[visa]] [[visa#who]]
-- content/data/values.yaml --
fee: {money: 100}
",
        @"content/visa/cs.md:1:1: error[bad-yaml]: this cannot be read as YAML: `---` (the head of the page has no end: put a line `---` after its last line)"
    );
}

#[test]
fn a_page_in_an_old_encoding_keeps_its_place_and_its_headings() {
    check!(
        "
-- content/visa/cs.md (latin-1) --
---
title: Povolen\u{ed}
summary: Povolen\u{ed}.
---
## Who {#who}

It costs [[value:fee]].
-- content/cs.md --
---
title: Home
summary: Links.
---
[[visa]] [[visa#who]]
-- content/data/values.yaml --
fee: {money: 100}
",
        @"content/visa/cs.md:2:15: error[not-utf8]: this file is not UTF-8 text: byte 18 fits no letter (save the file again in the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8))"
    );
}

#[test]
fn an_entry_with_a_mistake_keeps_its_id() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: References.
---
[[value:fee]] [[value:period]] [[contact:centre]] [[place:centre]] [[term:visa]]
-- content/data/values.yaml --
fee: {money: hundred}
period: {from: 2027-01-15, too: 2027-02-15}
-- content/data/contacts.yaml --
centre: {nam: Centrum}
-- content/data/places.yaml --
centre: [Centrum]
-- content/data/glossary.yaml --
visa: {term: [vízum]}
",
        @"
    content/data/contacts.yaml:1:10: error[unknown-key]: nothing is called `nam` here (did you mean `name`?)
    content/data/glossary.yaml:1:14: error[wrong-type]: expected a text, found a list
    content/data/places.yaml:1:9: error[wrong-type]: expected a group of keys with values, found a list
    content/data/values.yaml:1:14: error[wrong-type]: expected a number, found a text
    content/data/values.yaml:2:28: error[unknown-key]: nothing is called `too` here (did you mean `to`?)
    "
    );
}

#[test]
fn a_data_file_that_is_no_yaml_makes_no_reference_unknown() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: References.
---
[[value:fee]] [[contact:centre]]
-- content/data/values.yaml --
fee: {money: 100
-- content/data/contacts.yaml --
centre: {name: Centrum: Ústí}
",
        @r"
    content/data/contacts.yaml:1:23: error[bad-yaml]: this cannot be read as YAML: while parsing a flow mapping, did not find expected ',' or '}'
    content/data/values.yaml:1:6: error[bad-yaml]: this cannot be read as YAML: unclosed bracket '{'
    "
    );
}

#[test]
fn a_catalog_that_is_no_yaml_is_not_called_missing() {
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
-- i18n/mn.yaml --
menu: [Цэс
",
        @r"
    content/mn.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `mn` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE mn`)
    i18n/mn.yaml:1:7: error[bad-yaml]: this cannot be read as YAML: unclosed bracket '['
    site.yaml:1:1: warning[no-stemmer]: for the language `mn` the search does not know which forms of a word belong together
    "
    );
}

#[test]
fn settings_with_one_mistake_are_still_used() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
organization: {name: Centrum}
budget: {page: small}
-- content/visa/cs.md --
---
title: Visa
sumary: Visa.
---
",
        @r"
    content/visa/cs.md:3:1: error[unknown-key]: nothing is called `sumary` here (did you mean `summary`?)
    site.yaml:5:1: error[unknown-key]: nothing is called `organization` here (did you mean `organisation`?)
    site.yaml:6:16: error[wrong-type]: expected a whole number, found a text
    "
    );
}

#[test]
fn a_misspelt_key_is_not_called_missing_too() {
    check!(
        "
-- site.yaml --
nme: Portál
source_locale: cs
locales: [cs]
",
        @"site.yaml:1:1: error[unknown-key]: nothing is called `nme` here (did you mean `name`?)"
    );
}

#[test]
fn a_misspelt_title_or_summary_is_one_finding() {
    check!(
        "
-- content/visa/cs.md --
---
titel: Visa
sumary: Visa.
---
-- content/work/cs.md --
---
title: {cs: Work}
summary: [Work]
---
",
        @r"
    content/visa/cs.md:2:1: error[unknown-key]: nothing is called `titel` here (did you mean `title`?)
    content/visa/cs.md:3:1: error[unknown-key]: nothing is called `sumary` here (did you mean `summary`?)
    content/work/cs.md:2:8: error[wrong-type]: expected a text, found a group of keys with values
    content/work/cs.md:3:10: error[wrong-type]: expected a text, found a list
    "
    );
}

#[test]
fn a_picture_that_is_none_is_not_called_missing_too() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Pictures.
---
![Map](map.png)
-- content/map.png --
",
        @"content/map.png:1:1: error[bad-picture]: this picture cannot be used: failed to fill whole buffer"
    );
}
