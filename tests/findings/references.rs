//! Links and references between pages and to the data.

#[test]
fn names_that_do_not_exist_come_with_those_that_do() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: References.
---
[[value:exam-pric]] [[contact:oamp-ústi]] [[place:office]] [[term:visum]] [[price:exam]]

[[value:exam-price]] [[contact:oamp-usti]] [[term:visa|vízem]]
-- content/data/values.yaml --
exam-price: {money: 3200}
-- content/data/contacts.yaml --
oamp-usti: {name: OAMP}
-- content/data/glossary.yaml --
visa: {term: vízum}
",
        @r"
    content/cs.md:5:1: error[unknown-reference]: the value `exam-pric` does not exist (did you mean `exam-price`?)
    content/cs.md:5:21: error[unknown-reference]: the contact `oamp-ústi` does not exist (did you mean `oamp-usti`?)
    content/cs.md:5:43: error[unknown-reference]: the place `office` does not exist
    content/cs.md:5:60: error[unknown-reference]: the term `visum` does not exist
    content/cs.md:5:75: error[unknown-reference]: the price `exam` does not exist (before the colon belongs one of `value`, `contact`, `place`, `course`, `term`; a page is written without it, as `[[page-id]]`)
    "
    );
}

#[test]
fn entries_that_name_a_missing_place_or_page_are_found() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: References.
---
[[contact:centre]] [[place:office]] [[term:visa]]
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
-- content/data/contacts.yaml --
centre: {name: Centrum, place: ofice}
-- content/data/places.yaml --
office: {name: Kancelář}
-- content/data/glossary.yaml --
visa: {term: vízum, page: viza}
",
        @r"
    content/data/contacts.yaml:1:32: error[unknown-reference]: the place `ofice` does not exist (did you mean `office`?)
    content/data/glossary.yaml:1:27: error[unknown-reference]: the page `viza` does not exist (did you mean `visa`?)
    "
    );
}

#[test]
fn links_that_lead_to_no_page_are_found() {
    check!(
        "
-- content/residence/visa/cs.md --
---
title: Visa
summary: Visa.
---
## Who {#who}

[[residence/vsia]] [[permanent]] [[x]] [page](../permanent/) [file](form.pdf) [address](/cs/nowhere/)
[reference][missing] [up](../../../up/)

[[residence/visa]] [here](#who) [self](../visa/cs.md) [home](../..) [mail](mailto:a@b.cz) [call](tel:+420475316811)
-- content/residence/cs.md --
---
title: Residence
summary: Residence.
---
",
        @r"
    content/residence/visa/cs.md:7:1: error[broken-link]: link to `residence/vsia` leads to no page of this portal (did you mean `residence/visa`?)
    content/residence/visa/cs.md:7:20: error[broken-link]: link to `permanent` leads to no page of this portal
    content/residence/visa/cs.md:7:34: error[broken-link]: link to `x` leads to no page of this portal
    content/residence/visa/cs.md:7:40: error[broken-link]: link to `../permanent/` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    content/residence/visa/cs.md:7:62: error[broken-link]: link to `form.pdf` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    content/residence/visa/cs.md:7:79: error[broken-link]: link to `/cs/nowhere/` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    content/residence/visa/cs.md:8:1: error[broken-link]: link to `missing` leads to no page of this portal
    content/residence/visa/cs.md:8:22: error[broken-link]: link to `../../../up/` leads to no page of this portal (link to pages by the path of their folder: `[[residence/permanent-residence]]`)
    "
    );
}

#[test]
fn links_that_lead_to_no_heading_are_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
## Who {#who}

## Documents {#documents}
-- content/cs.md --
---
title: Home
summary: Links.
---
[[visa#document]] [[visa#fees|fees]] [here](#top) [page](visa#how) [address](/cs/visa/#where)

[[visa#who]] [page](visa/#who) [address](/cs/visa/#who)
",
        @r"
    content/cs.md:5:1: error[broken-anchor]: link `visa#document` leads to no heading (did you mean `documents`?)
    content/cs.md:5:19: error[broken-anchor]: link `visa#fees` leads to no heading (the headings there are marked `who`, `documents`)
    content/cs.md:5:38: error[broken-anchor]: link `#top` leads to no heading
    content/cs.md:5:51: error[broken-anchor]: link `visa#how` leads to no heading (the headings there are marked `who`, `documents`)
    content/cs.md:5:68: error[broken-anchor]: link `/cs/visa/#where` leads to no heading (the headings there are marked `who`, `documents`)
    "
    );
}

#[test]
fn an_anchor_is_looked_for_in_the_text_that_the_reader_sees() {
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
[[visa#documents]] [[work#documents]]
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
## Documents {#documents}
-- content/visa/uk.md --
---
title: Віза
summary: Віза.
---
## Документи {#papers}
-- content/work/cs.md --
---
title: Work
summary: Work.
---
## Documents {#documents}
",
        @r"
    content/uk.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 2 (once you have compared a page: `rozcestnik stamp PAGE uk`)
    content/uk.md:5:1: error[broken-anchor]: link `visa#documents` leads to no heading (the headings there are marked `papers`)
    content/visa/uk.md:5:14: warning[different-structure]: id of the heading: `{#papers}` in the translation, `{#documents}` in the original (content/visa/cs.md:5)
    content/work/cs.md:1:1: warning[missing-translation]: page `work` is not translated yet: `uk`
    "
    );
}

#[test]
fn the_index_and_the_feed_can_be_linked() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Links.
---
[Everything](/cs/a-z/) and [news](/cs/feed.xml)
",
        @""
    );
}

#[test]
fn a_link_to_a_draft_is_found_as_long_as_it_is_hidden() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Links.
---
[[visa]]
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
draft: true
---
",
        @"content/cs.md:5:1: error[broken-link]: link to `visa` leads to no page of this portal"
    );
}

#[test]
fn a_name_is_forgiven_spaces_and_slashes_but_not_capital_letters() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
[[ visa ]] [[/visa/]] [[visa/]] [[Visa]] [[value: fee ]] [[Value:fee]]
-- content/data/values.yaml --
fee: {money: 5}
",
        @r"
    content/visa/cs.md:5:33: error[broken-link]: link to `Visa` leads to no page of this portal (did you mean `visa`?)
    content/visa/cs.md:5:58: error[unknown-reference]: the Value `fee` does not exist (before the colon belongs one of `value`, `contact`, `place`, `course`, `term`; a page is written without it, as `[[page-id]]`)
    "
    );
}

#[test]
fn what_a_page_says_at_a_glance_is_in_the_data() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: References.
at_a_glance:
  where: [centre, office, offise]
  price: [fe, fee]
  times: [fee]
---
-- content/data/values.yaml --
fee: {money: 3200}
-- content/data/contacts.yaml --
centre: {name: Centrum}
-- content/data/places.yaml --
office: {name: Kancelář}
",
        @r"
    content/cs.md:5:27: error[unknown-reference]: the contact or place `offise` does not exist (did you mean `office`?)
    content/cs.md:6:11: error[unknown-reference]: the value `fe` does not exist (did you mean `fee`?)
    content/cs.md:7:3: error[unknown-key]: nothing is called `times` here (did you mean `time`?)
    "
    );
}
