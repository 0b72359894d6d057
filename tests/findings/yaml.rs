//! YAML: in front matter, in the data and in the settings alike.

#[test]
fn a_head_without_an_end_is_found() {
    check!("-- content/visa/cs.md --\n---\ntitle: Visa\n", @"content/visa/cs.md:1:1: error[bad-yaml]: this cannot be read as YAML: `---` (the head of the page has no end: put a line `---` after its last line)");
}

#[test]
fn broken_syntax_is_found_where_reading_stopped() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa: how to apply
summary: Visa.
---
-- content/pass/cs.md --
---
title: Pass
keywords: [pass, identity
---
-- content/work/cs.md --
---
title: Work
sources:
\t- {title: Law}
---
",
        @r#"
    content/pass/cs.md:3:11: error[bad-yaml]: this cannot be read as YAML: unclosed bracket '['
    content/visa/cs.md:2:12: error[bad-yaml]: this cannot be read as YAML: mapping values are not allowed in this context (put a value that holds a colon into quotes: `title: "Visa: how to apply"`)
    content/work/cs.md:4:2: error[bad-yaml]: this cannot be read as YAML: tabs disallowed within this context (block indentation) (indent with spaces, never with the tab key)
    "#
    );
}

#[test]
fn a_key_that_stands_twice_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
title: Visas
---
",
        @"content/visa/cs.md:4:1: error[duplicate-key]: `title` stands here twice"
    );
}

#[test]
fn an_unknown_key_comes_with_the_one_that_was_meant() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
sumary: Visa.
summary: Visa.
colour: red
translation: {from: cs, by: human, at: 2026-01-01}
---
",
        @r"
    content/visa/cs.md:3:1: error[unknown-key]: nothing is called `sumary` here (did you mean `summary`?)
    content/visa/cs.md:5:1: error[unknown-key]: nothing is called `colour` here (this can stand here: `title`, `summary`, `slug`, `short`, `order`, `layout`, `icon`, `locales`, `audience`, `at_a_glance`, `keywords`, `reviewed`, `review_by`, `valid_from`, `valid_until`, `sources`, `campaign`, `leaflet`, `draft`, `translation`)
    content/visa/cs.md:6:21: error[translation-circle]: the translation into `cs` was made from `cs`, and that from it in turn
    content/visa/cs.md:6:36: error[unknown-key]: nothing is called `at` here (this can stand here: `from`, `by`, `on`, `sections`)
    "
    );
}

#[test]
fn a_value_of_another_type_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
order: first
keywords: visa, residence
draft: maybe
sources: {title: Law}
---
",
        @r"
    content/visa/cs.md:4:8: error[wrong-type]: expected a whole number, found a text
    content/visa/cs.md:5:11: error[wrong-type]: expected a list, found a text
    content/visa/cs.md:6:8: error[wrong-type]: expected the value `true` or `false`, found a text
    content/visa/cs.md:7:10: error[wrong-type]: expected a list, found a group of keys with values
    "
    );
}

#[test]
fn a_word_that_is_none_of_the_possible_ones_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
layout: guid
audience: [families, everybody]
slug: Vízum
---
",
        @r"
    content/visa/cs.md:4:9: error[bad-value]: `guid` is not a value that is known here (did you mean `guide`?)
    content/visa/cs.md:5:22: error[bad-value]: `everybody` is not a value that is known here (write one of these: `newcomers`, `long-term-residents`, `permanent-residents`, `temporary-protection`, `international-protection`, `families`, `workers`, `self-employed`, `professionals`)
    content/visa/cs.md:6:7: error[bad-value]: `Vízum` is not a part of an address (small letters without accents, digits, hyphens)
    "
    );
}

#[test]
fn a_date_that_is_none_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
reviewed: 23. 11. 2026
valid_from: 2027-02-30
---
",
        @r"
    content/visa/cs.md:4:11: error[bad-date]: `23. 11. 2026` is not a date (write year, month and day with hyphens, such as `2027-02-28`)
    content/visa/cs.md:5:13: error[bad-date]: `2027-02-30` is not a date (the calendar has no such day: check the month and the day)
    "
    );
}

#[test]
fn an_entry_without_what_it_needs_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
translation: {from: cs}
---
[[contact:centre]] [[value:enrolment]]
-- content/data/contacts.yaml --
centre: {web: https://centre.example/}
-- content/data/values.yaml --
enrolment: {from: 2027-01-15}
",
        @r"
    content/data/contacts.yaml:1:10: error[missing-key]: `name` is missing
    content/data/values.yaml:1:1: error[missing-key]: `to` is missing
    content/visa/cs.md:4:15: error[missing-key]: `by` is missing
    "
    );
}

#[test]
fn a_value_is_exactly_one_kind_of_thing() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Values.
---
[[value:two]] [[value:none]] [[value:units]]
-- content/data/values.yaml --
two: {money: 100, percent: 5}
none: {law: § 1}
units: {duration: {days: 1, hours: 2}}
",
        @r"
    content/data/values.yaml:1:1: error[bad-value]: `two` is not exactly one kind of value (write one of these: `money`, `date`, `from`, `duration`, `age`, `number`, `at_least`, `percent`, `text`)
    content/data/values.yaml:2:1: error[bad-value]: `none` is not exactly one kind of value (write one of these: `money`, `date`, `from`, `duration`, `age`, `number`, `at_least`, `percent`, `text`)
    content/data/values.yaml:3:1: error[bad-value]: `units` is not a length of time in exactly one unit (write one of these: `minutes`, `hours`, `days`, `working_days`, `weeks`, `months`, `years`, `lessons`)
    "
    );
}

#[test]
fn opening_hours_have_the_form_of_times() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Places.
---
[[place:centre]]
-- content/data/places.yaml --
centre:
  name: Centrum
  hours:
    - {days: [mo], times: [\"9-17\"]}
    - {days: [monday], times: [\"09:00-25:00\"]}
",
        @r#"
    content/data/places.yaml:4:28: error[bad-value]: `9-17` is not a time from–to, such as `09:00-16:00`
    content/data/places.yaml:5:15: error[bad-value]: `monday` is not a value that is known here (write one of these: `mo`, `tu`, `we`, `th`, `fr`, `sa`, `su`)
    content/data/places.yaml:5:32: error[bad-value]: `09:00-25:00` is not a time from–to, such as `09:00-16:00`
    "#
    );
}

/// Without a scheme a browser would look for it on the portal.
#[test]
fn addresses_on_the_web_are_whole() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
organisation:
  name: Centrum
  url: centrum.example
-- content/cs.md --
---
title: Home
summary: Addresses.
sources:
  - {title: Portál, url: ipc.gov.cz}
  - {title: Portál, url: \"javascript:alert(1)\"}
---
[[contact:centre]]
-- content/data/contacts.yaml --
centre: {name: Centrum, web: www.centrum.example}
",
        @"
    content/cs.md:5:26: error[bad-value]: `ipc.gov.cz` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)
    content/cs.md:6:26: error[bad-value]: `javascript:alert(1)` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)
    content/data/contacts.yaml:1:30: error[bad-value]: `www.centrum.example` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)
    site.yaml:7:8: error[bad-value]: `centrum.example` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)
    "
    );
}

#[test]
fn phone_numbers_and_mail_addresses_have_their_form() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Contact.
---
[[contact:centre]] [[contact:office]]
-- content/data/contacts.yaml --
centre: {name: Centrum, phone: 475 316 811, email: info.centrum.example}
office: {name: Centrum, phone: [\"+420 475 316 811\", \"volejte\"], email: [a@b.cz, c@d]}
",
        @"
    content/data/contacts.yaml:1:32: error[bad-value]: `475 316 811` is not a phone number, such as `\"+420…\"`
    content/data/contacts.yaml:1:52: error[bad-value]: `info.centrum.example` is not an e-mail address
    content/data/contacts.yaml:2:53: error[bad-value]: `volejte` is not a phone number, such as `\"+420…\"`
    content/data/contacts.yaml:2:81: error[bad-value]: `c@d` is not an e-mail address
    "
    );
}

#[test]
fn a_list_where_one_text_belongs_and_the_other_way_round_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: [Visa]
summary: {cs: Visa}
audience: families
sources:
  title: Law
reviewed:
translation:
---
",
        @r"
    content/visa/cs.md:2:8: error[wrong-type]: expected a text, found a list
    content/visa/cs.md:3:10: error[wrong-type]: expected a text, found a group of keys with values
    content/visa/cs.md:4:11: error[wrong-type]: expected a list, found a text
    content/visa/cs.md:6:3: error[wrong-type]: expected a list, found a group of keys with values
    "
    );
}
