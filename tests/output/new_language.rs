//! A seventh language that the program has no words for: Mongolian.

use crate::looks::{elements, text, words};
use crate::site::said;
use crate::{alternates::are_reciprocal, built};

const SITE: &str = "
-- site.yaml --
name: {cs: Portál, en: Portal}
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ru, vi, en, ar, mn]
fallback: {uk: [en], ru: [en], vi: [en], ar: [en], mn: [ru, en]}
-- content/en.md --
---
title: Home
summary: Guidance.
---
-- content/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
reviewed: 2026-11-01
---
Stojí [[value:fee]] od [[value:day]], lhůta je [[value:limit]].
-- content/visa/mn.md --
---
title: Виз
summary: Хэнд хэрэгтэй вэ.
reviewed: 2026-11-01
---
[[value:fee]], [[value:day]], [[value:limit]].
-- content/data/values.yaml --
fee: {money: 3200}
day: {date: 2027-03-31}
limit: {duration: {days: 30}}
";

#[test]
fn it_builds_with_fallbacks_and_honest_warnings() {
    insta::assert_snapshot!(said(SITE), @r"
    content/cs.md:1:1: warning[missing-translation]: page `content/` is not translated yet: `uk`, `ru`, `vi`, `ar`, `mn`
    content/en.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `en` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE en`)
    content/visa/cs.md:1:1: warning[missing-translation]: page `visa` is not translated yet: `uk`, `ru`, `vi`, `en`, `ar`
    content/visa/mn.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `mn` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE mn`)
    site.yaml:1:1: warning[missing-catalog]: there is no catalog of texts for `mn`; readers will see buttons and labels in `ru`
    site.yaml:1:1: warning[no-stemmer]: for the language `mn` the search does not know which forms of a word belong together
    site.yaml:1:7: warning[missing-text]: `name` has no text in `uk`, `ru`, `vi`, `ar`, `mn`; readers will see it in another language
    ");
    assert_eq!(are_reciprocal(&built(SITE), "https://portal.example"), 7 * 5 + 1);
}

#[test]
fn a_page_in_it_stands_among_words_of_its_fallback() {
    let html = text(&built(SITE), "mn/visa/index.html");
    assert!(elements(&html, "html").starts_with("<html dir=\"ltr\" lang=\"mn\">"));
    insta::assert_snapshot!(words(&html, "h1, .prose, .skip__link"), @r"
    Перейти к содержанию
    Виз
    3,200 Kč, 2027 оны гуравдугаар сарын 31, 30 дней.
    ");
}

#[test]
fn a_page_without_a_translation_shows_the_text_of_its_fallback() {
    let html = text(&built(SITE), "mn/index.html");
    insta::assert_snapshot!(elements(&html, "h1, .notice > span"), @r#"
    <h1 dir="ltr" lang="en">Home</h1>
    <span>Эта страница ещё не переведена. Язык, на котором вы её читаете: <bdi dir="ltr" lang="en">English</bdi>.</span>
    "#);
}

#[test]
fn everyone_finds_it_by_its_own_name() {
    let html = text(&built(SITE), "index.html");
    insta::assert_snapshot!(elements(&html, "[href='/mn/']"), @r#"<a class="language-list__link" dir="ltr" href="/mn/" hreflang="mn" lang="mn">Монгол</a>"#);
}

#[test]
fn words_of_its_own_take_the_place_of_the_fallback_one_by_one() {
    let site = format!(
        "{SITE}-- i18n/mn.yaml --
skip_to_content: Агуулга руу
duration_days: {{one: \"{{count}} өдөр\", other: \"{{count}} өдөр\"}}
"
    );
    let html = text(&built(&site), "mn/visa/index.html");
    insta::assert_snapshot!(words(&html, ".prose, .skip__link"), @r"
    Агуулга руу
    3,200 Kč, 2027 оны гуравдугаар сарын 31, 30 өдөр.
    ");
    let line = said(&site).lines().find(|line| line.contains("mn.yaml")).unwrap().to_owned();
    assert!(
        line.starts_with("i18n/mn.yaml:1:1: warning[missing-message]: the catalog `mn` lacks "),
        "{line}"
    );
}

#[test]
fn its_whole_catalog_silences_the_warning() {
    let catalog = include_str!("../../i18n/en.yaml");
    let said = said(&format!("{SITE}-- i18n/mn.yaml --\n{catalog}"));
    assert!(!said.contains("catalog"), "{said}");
}
