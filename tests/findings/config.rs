//! `site.yaml`.

#[test]
fn a_language_that_does_not_exist_is_found() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, czech, uk_UA, cs]
",
        @r"
    site.yaml:4:15: error[bad-locale]: `czech` is not the code of a language
    site.yaml:4:22: error[bad-locale]: `uk_UA` is not the code of a language
    site.yaml:4:29: error[duplicate-key]: `cs` stands here twice
    "
    );
}

#[test]
fn the_source_must_be_one_of_the_languages() {
    check!(
        "
-- site.yaml --
name: Portál
source_locale: cz
locales: [cs, uk]
",
        @"site.yaml:2:16: error[bad-locale]: `cz` is not the code of a language (did you mean `cs`?)"
    );
}

#[test]
fn fallbacks_must_be_languages_of_the_portal() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
fallback:
  ua: [cs]
  cs: [en]
",
        @"
    site.yaml:6:3: error[bad-locale]: `ua` is not the code of a language
    site.yaml:7:8: error[bad-value]: `en` is not a language of this portal
    "
    );
}

#[test]
fn an_address_without_a_scheme_is_found() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: portal.example
source_locale: cs
locales: [cs]
",
        @"site.yaml:2:11: error[bad-value]: `portal.example` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)"
    );
}

#[test]
fn what_staff_must_supply_is_listed_at_its_place() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: TODO
source_locale: cs
locales: [cs]
organisation:
  name: Centrum
  url: TODO
",
        @"
    site.yaml:2:11: warning[staff-todo]: `base_url` still has to be filled in
    site.yaml:7:8: warning[staff-todo]: `organisation.url` still has to be filled in
    "
    );
}

#[test]
fn a_name_without_a_language_is_found_at_its_place() {
    check!(
        "
-- site.yaml --
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
name: {cs: Portál, uk: Портал}
description: {cs: Popis}
-- content/uk.md --
---
title: Головна
summary: Головна.
---
",
        @r"
    content/uk.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE uk`)
    site.yaml:5:14: warning[missing-text]: `description` has no text in `uk`; readers will see it in another language
    "
    );
}

#[test]
fn pages_and_contacts_that_the_settings_name_exist() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
help_page: contact
organisation: {name: Centrum, contact: center}
funding: {statement: EU, page: projekt}
redirects:
  - {from: /cs/old/, to: contact}
  - {from: cs/older/, to: contacts}
  - {from: /cs/oldest/, to: /cs/nowhere/}
-- content/contacts/cs.md --
---
title: Kontakty
summary: Kontakty.
layout: contacts
---
-- content/data/contacts.yaml --
centre: {name: Centrum}
",
        @r"
    site.yaml:5:12: error[unknown-reference]: the page `contact` does not exist (did you mean `contacts`?)
    site.yaml:6:40: error[unknown-reference]: the contact `center` does not exist (did you mean `centre`?)
    site.yaml:7:22: error[wrong-statement]: `EU` is not the official statement in the language `cs` (write it out in full: `Spolufinancováno Evropskou unií`)
    site.yaml:7:22: warning[incomplete-publicity]: `funding` does not say `fund`, `authority`, `name`, `project`
    site.yaml:7:32: error[unknown-reference]: the page `projekt` does not exist
    site.yaml:9:26: error[unknown-reference]: the page `contact` does not exist (did you mean `contacts`?)
    site.yaml:10:12: error[bad-value]: `cs/older/` is not an address on this portal, such as `/cs/old-page/`
    site.yaml:11:29: error[broken-link]: link to `/cs/nowhere/` leads to no page of this portal
    "
    );
}

#[test]
fn feedback_goes_to_an_address_that_names_the_page() {
    let site = |feedback: &str| {
        crate::site::said(&format!(
            "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
feedback: {feedback}
"
        ))
    };
    insta::assert_snapshot!(site("{email: portal.example, url: 'https://git.example/new?title={pages}'}"), @r"
    site.yaml:5:19: error[bad-value]: `portal.example` is not an e-mail address
    site.yaml:5:40: error[bad-value]: `https://git.example/new?title={pages}` is not the address of a form that begins with `https://`, names the page and holds no unknown placeholder (write one of these: `{page}`, `{address}`, `{title}`, `{language}`, `{edition}`, `{kind}`)
    ");
    insta::assert_snapshot!(site("{email: TODO}"), @"site.yaml:5:19: warning[staff-todo]: `feedback.email` still has to be filled in");
    assert_eq!(site("{url: 'https://git.example/new?title={page}'}"), "");
}

#[test]
fn a_redirect_has_an_address_that_hosts_understand() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
redirects:
  - {from: \"/cs/a b/\", to: \"https://ipc.gov.cz/\"}
  - {from: /cs/../x/, to: \"https://ipc.gov.cz/ x\"}
  - {from: /cs/old/, to: \"https://ipc.gov.cz/\"}
  - {from: /cs/old/, to: \"https://mvcr.cz/\"}
",
        @"
    site.yaml:6:12: error[bad-value]: `/cs/a b/` is not an address on this portal, such as `/cs/old-page/`
    site.yaml:7:12: error[bad-value]: `/cs/../x/` is not an address on this portal, such as `/cs/old-page/`
    site.yaml:7:27: error[bad-value]: `https://ipc.gov.cz/ x` is not a web address that begins with `https://` (write the whole address, it begins with `https://`)
    site.yaml:9:12: error[duplicate-key]: `/cs/old/` stands here twice
    "
    );
}

#[test]
fn a_portal_has_at_least_one_language() {
    check!("-- site.yaml --\nname: Portál\nsource_locale: cs\nlocales: []\n", @"site.yaml:2:16: error[bad-value]: `cs` is not a language of this portal");
    check!("-- site.yaml --\nname: Portál\n", @"
    site.yaml:1:1: error[missing-key]: `locales` is missing
    site.yaml:1:1: error[missing-key]: `source_locale` is missing
    ");
    check!("-- site.yaml --\n- Portál\n", @"site.yaml:1:1: error[wrong-type]: expected a group of keys with values, found a list");
    check!("-- site.yaml --\n", @"
    site.yaml:1:1: error[missing-key]: `locales` is missing
    site.yaml:1:1: error[missing-key]: `name` is missing
    site.yaml:1:1: error[missing-key]: `source_locale` is missing
    ");
}

#[test]
fn owners_are_people_whom_the_repository_knows() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, en]
owners:
  cs: [\"@redakce\", \"@centrum/preklady\", redakce@portal.example]
  uk: [Oksana, \"@a b\", redakce@portal]
  de: [\"@redakce\"]
-- content/uk.md --
---
title: Головна
summary: Поради.
---
-- content/en.md --
---
title: Home
summary: Guidance.
---
",
        @"
    content/en.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `en` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE en`)
    content/uk.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE uk`)
    site.yaml:6:3: warning[no-owner]: nobody looks after these languages: uk, en
    site.yaml:7:8: error[bad-value]: `Oksana` is not `@name`, `@organisation/team` or an e-mail address
    site.yaml:7:16: error[bad-value]: `@a b` is not `@name`, `@organisation/team` or an e-mail address
    site.yaml:7:24: error[bad-value]: `redakce@portal` is not `@name`, `@organisation/team` or an e-mail address
    site.yaml:8:3: error[bad-value]: `de` is not a language of this portal
    "
    );
}
