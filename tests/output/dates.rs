//! What a page says about its age, by the day for which the portal is compiled.

use jiff::civil::date;
use rozcestnik::Options;

use crate::looks::{elements, text, words};
use crate::{built_with, site};

const SITE: &str = "
-- content/enrolment/cs.md --
---
title: Zápis
summary: Zápis do školy.
reviewed: 2026-11-01
review_by: 2027-06-30
valid_from: 2027-01-15
valid_until: 2027-07-15
---
";

fn notices(year: i16, month: i8, day: i8) -> String {
    let options = Options { today: date(year, month, day), ..site::options() };
    let html = text(&built_with(SITE, &options), "cs/enrolment/index.html");
    words(&html, ".notice")
}

#[test]
fn a_page_that_is_not_valid_yet_says_so() {
    insta::assert_snapshot!(notices(2027, 1, 14), @" Tato stránka bude platit od 15. ledna 2027.");
}

#[test]
fn a_valid_page_says_nothing() {
    assert_eq!(notices(2027, 1, 15), "");
    assert_eq!(notices(2027, 6, 30), "");
}

#[test]
fn a_page_that_nobody_checked_in_time_says_so() {
    insta::assert_snapshot!(notices(2027, 7, 1), @" Tuto stránku jsme měli zkontrolovat do 30. června 2027. Údaje si prosím ověřte.");
}

#[test]
fn a_page_that_is_over_says_so_first() {
    insta::assert_snapshot!(notices(2027, 7, 16), @r"
    Tato stránka platila do 15. července 2027. Údaje už nemusí být správné.
    Tuto stránku jsme měli zkontrolovat do 30. června 2027. Údaje si prosím ověřte.
    ");
}

#[test]
fn an_exception_of_opening_hours_is_shown_until_its_day_has_passed() {
    let site = "
-- content/cs.md --
---
title: Domů
summary: Místo.
---
[[place:office]]
-- content/data/places.yaml --
office: {name: Kancelář, exceptions: [{date: 2026-12-24, closed: true}]}
";
    let shown = |day| {
        let options = Options { today: date(2026, 12, day), ..site::options() };
        words(&text(&built_with(site, &options), "cs/index.html"), ".card__facts dd")
    };
    insta::assert_snapshot!(shown(24), @"24. prosince 2026: zavřeno");
    assert_eq!(shown(25), "");
}

#[test]
fn a_translation_by_a_machine_says_so_and_leads_to_its_source() {
    let portal = built_with(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ru]
-- content/uk.md --
---
title: Головна
summary: Поради.
translation: {from: cs, by: machine-reviewed}
---
-- content/ru.md --
---
title: Главная
summary: Советы.
translation: {from: uk, by: machine}
---
",
        &site::options(),
    );
    assert_eq!(words(&text(&portal, "uk/index.html"), ".notice"), "");
    insta::assert_snapshot!(elements(&text(&portal, "ru/index.html"), ".notice > span"), @r#"<span>Эту страницу перевела машина, и ни один человек её ещё не проверил. Решающим является исходный текст. <a href="/uk/"><span dir="ltr" lang="uk">Українська</span></a></span>"#);
}
