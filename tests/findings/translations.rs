//! Translations that are too old, and records of them that are wrong.

const CONFIG: &str = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs, uk, ar]
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
---
Úvod.

## Kdo {#who}

Vy.

## Kolik {#price}

Stojí to 1 500 Kč.
";

const UKRAINIAN: &str = "
-- content/visa/uk.md --
---
title: Віза
summary: Про візу.
translation:
  from: cs
  by: human
  on: 2026-10-01
  sections: {_head: bqklrztp, _intro: xsjpvhrm, who: rlwsnzpk, price: nlxmctck}
---
Вступ.

## Хто {#who}

Ви.

## Скільки {#price}

Це коштує 1 500 Kč.
";

const ARABIC: &str = "
-- content/visa/ar.md --
---
title: تأشيرة
summary: عن التأشيرة.
translation:
  from: uk
  by: human
  on: 2026-10-01
  sections: {_head: tnqnxqnn, _intro: dmrwwvct, who: kptspqcz, price: nxjlkdzg}
---
مقدمة.

## من {#who}

أنت.

## كم {#price}

1500 CZK
";

/// All three texts; `changes` are words to replace before anything is said.
fn site(changes: &[(&str, &str)]) -> String {
    let mut site = format!("{CONFIG}{UKRAINIAN}{ARABIC}");
    for (old, new) in changes {
        assert!(site.contains(old), "{old}");
        site = site.replace(old, new);
    }
    site
}

#[test]
fn translations_that_agree_are_not_found() {
    check!(&site(&[]), @"");
}

#[test]
fn other_quotation_marks_white_space_and_wrapping_outdate_nobody() {
    let changes =
        [("Stojí to 1 500 Kč.", "Stojí  to\n1\u{a0}500 Kč."), ("Úvod.\n\n", "Úvod.\n\n\n")];
    check!(&site(&changes), @"");
}

#[test]
fn a_section_that_changed_is_found_where_it_stands_in_the_translation() {
    check!(&site(&[("Stojí to 1 500 Kč.", "Stojí to 1 700 Kč.")]), @r"
    content/visa/ar.md:16:1: warning[translation-outdated]: this translation is older than the text in `uk`: `price` changed
    content/visa/uk.md:16:1: warning[translation-outdated]: this translation is older than the text in `cs`: `price` changed
    content/visa/uk.md:18:11: warning[different-fact]: the translation says `1 500 Kč`, the original `1 700 Kč` (content/visa/cs.md:13)
    ");
}

#[test]
fn a_new_title_outdates_the_head_alone() {
    check!(&site(&[("title: Vízum", "title: Dlouhodobé vízum")]), @r"
    content/visa/ar.md:5:9: warning[translation-outdated]: this translation is older than the text in `uk`: `_head` changed
    content/visa/uk.md:5:9: warning[translation-outdated]: this translation is older than the text in `cs`: `_head` changed
    ");
}

#[test]
fn a_section_that_is_new_or_gone_is_found() {
    check!(&site(&[("## Kdo {#who}", "## Komu {#whom}")]), @r"
    content/visa/ar.md:12:1: warning[translation-outdated]: this translation is older than the text in `uk`: `who` changed
    content/visa/uk.md:12:1: warning[translation-outdated]: this translation is older than the text in `cs`: `whom`, `who` changed
    content/visa/uk.md:12:8: warning[different-structure]: id of the heading: `{#who}` in the translation, `{#whom}` in the original (content/visa/cs.md:7)
    ");
}

#[test]
fn a_translation_of_a_translation_is_as_old_as_its_source() {
    check!(&site(&[("Úvod.", "Úvod a obsah.")]), @r"
    content/visa/ar.md:5:9: warning[translation-outdated]: this translation is older than the text in `uk`: `_intro` changed
    content/visa/uk.md:5:9: warning[translation-outdated]: this translation is older than the text in `cs`: `_intro` changed
    ");
}

#[test]
fn a_translation_without_a_record_is_found_once_for_each_language() {
    check!(&site(&[("  on: 2026-10-01\n  sections: {_head: bqklrztp, _intro: xsjpvhrm, who: rlwsnzpk, price: nlxmctck}\n", "")]), @"content/visa/uk.md:5:9: warning[translation-unrecorded]: nobody has recorded that the translations into `uk` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE uk`)");
}

#[test]
fn a_section_that_neither_text_has_is_found() {
    check!(&site(&[("price: nlxmctck", "prise: nlxmctck")]), @r"
    content/visa/ar.md:16:1: warning[translation-outdated]: this translation is older than the text in `uk`: `price` changed
    content/visa/uk.md:8:71: warning[unknown-section]: the record of the translation names section `prise`, which neither of the two texts has (did you mean `price`?)
    content/visa/uk.md:16:1: warning[translation-outdated]: this translation is older than the text in `cs`: `price` changed
    ");
}

#[test]
fn a_record_that_somebody_typed_is_found() {
    check!(&site(&[("nlxmctck", "12345678")]), @"content/visa/uk.md:8:71: error[bad-value]: `12345678` is not the eight letters that `rozcestnik stamp` writes");
    check!(&site(&[("  on: 2026-10-01\n  sections: {_head: b", "  sections: {_head: b")]), @"content/visa/uk.md:5:9: error[missing-key]: `on` is missing");
}

#[test]
fn translations_that_name_each_other_are_found_once() {
    check!(&site(&[("from: cs", "from: ar")]), @"content/visa/uk.md:5:9: error[translation-circle]: the translation into `uk` was made from `ar`, and that from it in turn");
}

#[test]
fn a_translation_whose_source_is_gone_is_found() {
    check!(&format!("{CONFIG}{ARABIC}"), @r"
    content/visa/ar.md:5:9: warning[missing-original]: page `visa` was translated from `uk`, but that text is not here any more
    content/visa/cs.md:1:1: warning[missing-translation]: page `visa` is not translated yet: `uk`
    ");
}

#[test]
fn a_translation_of_a_page_that_no_longer_exists_is_found_once() {
    let site = format!("{CONFIG}{UKRAINIAN}").replace("content/visa/cs.md", "content/permit/cs.md");
    check!(&site.replace("locales: [cs]\n", ""), @r"
    content/cs.md:1:1: warning[missing-translation]: page `content/` is not translated yet: `uk`, `ar`
    content/permit/cs.md:1:1: warning[missing-translation]: page `permit` is not translated yet: `uk`, `ar`
    content/visa/uk.md:1:1: warning[missing-source]: page `visa` has no text in `cs`, the language it is translated from
    ");
}

#[test]
fn marks_of_an_unfinished_merge_are_one_finding_and_no_other() {
    let merge = "<<<<<<< HEAD\ntitle: Віза\n=======\ntitle: Дозвіл\n>>>>>>> new-words";
    check!(&site(&[("title: Віза", merge)]), @"content/visa/uk.md:2:1: error[merge-conflict]: marks of an unfinished merge were left in this file (keep one of the two versions and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`)");
    let merge = "<<<<<<< HEAD\n## Хто {#who}\n=======\n## Хто {#who}\n# x\n>>>>>>> new-words";
    check!(&site(&[("## Хто {#who}", merge)]), @"content/visa/uk.md:12:1: error[merge-conflict]: marks of an unfinished merge were left in this file (keep one of the two versions and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`)");
}
