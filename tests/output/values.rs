//! Facts of the data, written in the way of each language.

use crate::built;
use crate::looks::{elements, found, text, words};
use crate::site::said;

/// One page with every kind of value in each language.
fn site() -> String {
    let mut site = String::from(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ru, vi, en, ar]
-- content/data/values.yaml --
fee: {money: 3200, currency: CZK}
cents: {money: 99.5, currency: EUR}
day: {date: 2027-03-31}
days: {from: 2027-01-15, to: 2027-02-15}
years: {duration: {years: 5}}
days-1: {duration: {days: 1}}
days-2: {duration: {days: 2}}
days-5: {duration: {days: 5}}
lessons: {duration: {lessons: 100}}
age: {age: 15}
number: {number: 12000}
range: {at_least: 10, at_most: 30}
least: {at_least: 10}
most: {at_most: 30}
share: {percent: 13.5}
level: {text: {cs: úroveň A2, uk: рівень A2, ru: уровень A2, vi: trình độ A2, en: level A2, ar: المستوى A2}}
",
    );
    let ids = "fee cents day days years days-1 days-2 days-5 lessons age number range least most share level";
    for locale in ["cs", "uk", "ru", "vi", "en", "ar"] {
        site.push_str(&format!("-- content/{locale}.md --\n---\ntitle: T\nsummary: S.\n---\n"));
        for id in ids.split(' ') {
            site.push_str(&format!("[[value:{id}]]\n"));
        }
    }
    site
}

/// The values, one a line, with what nobody sees made visible.
fn values(locale: &str) -> String {
    let html = text(&built(&site()), &format!("{locale}/index.html"));
    found(&html, ".value", |value| value.text().collect())
        .replace('\u{a0}', "·")
        .replace('\u{202f}', "‧")
        .replace('\u{200f}', "[RLM]")
        .replace('\u{2009}', "[thin]")
}

#[test]
fn values_in_czech() {
    insta::assert_snapshot!(values("cs"), @r"
    3·200·Kč
    99,50·€
    31.·března 2027
    15.·ledna·– 15.·února 2027
    5 let
    1 den
    2 dny
    5 dní
    100 lekcí
    15 let
    12·000
    10–30
    nejméně 10
    nejvýše 30
    13,5·%
    úroveň A2
    ");
}

#[test]
fn values_in_ukrainian() {
    insta::assert_snapshot!(values("uk"), @r"
    3·200·Kč
    99,50·€
    31·березня 2027·р.
    15·січня·– 15·лютого 2027·р.
    5 років
    1 день
    2 дні
    5 днів
    100 уроків
    15 років
    12·000
    10–30
    щонайменше 10
    щонайбільше 30
    13,5%
    рівень A2
    ");
}

#[test]
fn values_in_russian() {
    insta::assert_snapshot!(values("ru"), @r"
    3·200·Kč
    99,50·€
    31·марта 2027·г.
    15·января·– 15·февраля 2027·г.
    5 лет
    1 день
    2 дня
    5 дней
    100 уроков
    15 лет
    12·000
    10–30
    не менее 10
    не более 30
    13,5·%
    уровень A2
    ");
}

#[test]
fn values_in_vietnamese() {
    insta::assert_snapshot!(values("vi"), @r"
    3.200·Kč
    99,50·€
    31·tháng 3 năm 2027
    15·tháng 1·– 15·tháng 2 năm 2027
    5 năm
    1 ngày
    2 ngày
    5 ngày
    100 tiết học
    15 tuổi
    12.000
    10–30
    ít nhất 10
    nhiều nhất 30
    13,5%
    trình độ A2
    ");
}

#[test]
fn values_in_english() {
    insta::assert_snapshot!(values("en"), @r"
    CZK·3,200
    €99.50
    31·March 2027
    15·January·– 15·February 2027
    5 years
    1 day
    2 days
    5 days
    100 lessons
    15 years
    12,000
    10–30
    at least 10
    at most 30
    13.5%
    level A2
    ");
}

#[test]
fn values_in_arabic() {
    insta::assert_snapshot!(values("ar"), @r"
    3,200·Kč
    99.50·€
    31·مارس 2027
    15·يناير·– 15·فبراير 2027
    5 سنوات
    يوم واحد
    يومان
    5 أيام
    100 درس
    15 سنة
    12,000
    10–30
    10 على الأقل
    30 على الأكثر
    13.5%
    المستوى A2
    ");
}

#[test]
fn a_value_is_isolated_and_a_day_is_readable_by_machines() {
    let html = text(&built(&site()), "ar/index.html");
    let all = elements(&html, ".value");
    let first: Vec<&str> = all.lines().take(3).collect();
    insta::assert_snapshot!(first.join("\n"), @r#"
    <span class="value"><bdi>3,200&nbsp;Kč</bdi></span>
    <span class="value"><bdi>99.50&nbsp;€</bdi></span>
    <span class="value"><bdi><time datetime="2027-03-31">31&nbsp;مارس 2027</time></bdi></span>
    "#);
}

const UNCERTAIN: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
-- content/cs.md --
---
title: Domů
summary: Hodnoty.
---
Stojí [[value:fee]], opravdu [[value:fee]]. Lhůta je [[value:limit]].
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
[[value:fee]] [[value:missing]]
-- content/data/values.yaml --
fee: {money: 500, verified: 2026-11-01, confidence: medium}
limit: {duration: {days: 30}, verified: 2026-11-01, confidence: high}
missing: {money: TODO}
";

#[test]
fn an_uncertain_value_says_once_when_it_was_verified() {
    let portal = built(UNCERTAIN);
    insta::assert_snapshot!(elements(&text(&portal, "cs/index.html"), ".prose p"), @r#"<p>Stojí <span class="value"><bdi>500&nbsp;Kč</bdi></span> <span class="value__verified">(ověřeno 1.&nbsp;listopadu 2026)</span>, opravdu <span class="value"><bdi>500&nbsp;Kč</bdi></span>. Lhůta je <span class="value"><bdi>30 dní</bdi></span>.</p>"#);
    insta::assert_snapshot!(words(&text(&portal, "ar/index.html"), ".value__verified"), @"(تم التحقق في 1 نوفمبر 2026)");
}

#[test]
fn a_value_that_staff_must_supply_is_promised_to_readers_and_listed_for_staff() {
    let html = text(&built(UNCERTAIN), "ar/index.html");
    insta::assert_snapshot!(elements(&html, ".to-be-supplied"), @r#"<span class="to-be-supplied">سنضيف هذه المعلومة لاحقًا</span>"#);
    insta::assert_snapshot!(said(UNCERTAIN), @r"
    content/ar.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `ar` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE ar`)
    content/ar.md:5:1: warning[missing-fact]: the translation lacks `[[value:fee]]`, which is in the original (content/cs.md:5)
    content/ar.md:5:15: warning[different-fact]: the translation says `[[value:missing]]`, the original `[[value:limit]]` (content/cs.md:5)
    content/data/values.yaml:3:1: warning[staff-todo]: `missing` still has to be filled in
    ");
}

#[test]
fn a_value_in_words_of_another_language_is_marked_as_such() {
    let portal = built(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
[[value:level]]
-- content/data/values.yaml --
level: {text: {cs: úroveň A2}}
",
    );
    insta::assert_snapshot!(
        elements(&text(&portal, "ar/index.html"), ".prose .value"),
        @r#"<span class="value"><bdi dir="ltr" lang="cs">úroveň A2</bdi></span>"#
    );
}

#[test]
fn staff_fields_are_left_out_of_cards() {
    let portal = built(
        "
-- content/cs.md --
---
title: Domů
summary: Kontakt.
---
[[contact:centre]]

[[place:centre]]
-- content/data/contacts.yaml --
centre: {name: Centrum, phone: TODO, email: info@centrum.example, web: TODO, data_box: TODO}
-- content/data/places.yaml --
centre:
  name: Centrum
  address: {street: TODO, postcode: 400 01, city: Ústí nad Labem}
  hours: TODO
  accessibility: TODO
",
    );
    let html = text(&portal, "cs/index.html");
    assert!(!html.contains("TODO"), "{html}");
    insta::assert_snapshot!(words(&html, ".prose dt, .prose dd, .prose .button"), @r"
     info@centrum.example
    Adresa
    400 01 Ústí nad Labem
    ");
}

#[test]
fn no_page_ever_shows_the_name_of_a_message() {
    let portal = built(
        "
-- content/cs.md --
---
title: Domů
summary: Lhůta.
---
[[value:limit]]
-- content/data/values.yaml --
limit: {duration: {days: 30}}
-- i18n/cs.yaml --
duration_days: {one: \"{count} den\"}
",
    );
    insta::assert_snapshot!(words(&text(&portal, "cs/index.html"), ".value"), @"30 dní");
}
