//! One meaning, many spellings.

use jiff::civil;
use proptest::prelude::*;

use super::*;
use crate::locale::{Formats, Locale, Number};

const LOCALES: [&str; 6] = ["cs", "uk", "ru", "vi", "en", "ar"];

fn language(tag: &str) -> (Language, Formats) {
    let locale = Locale::parse(tag).unwrap();
    let formats = Formats::new(&locale);
    (Language::new(&locale, &formats), formats)
}

/// The facts of a text in a few words each, with the words that state them.
fn read(tag: &str, text: &str) -> String {
    let (language, _) = language(tag);
    let shown = facts(text, &language).into_iter().map(|fact| {
        let words = &text[fact.span];
        match fact.value {
            Value::Number(number) => format!("{number} ({words})"),
            Value::Money { amount, currency } => format!("{amount} {currency} ({words})"),
            Value::Percent(share) => format!("{share} % ({words})"),
            Value::Date { year, month, day } => {
                let part = |number: Option<u16>| number.map_or("?".into(), |n| n.to_string());
                format!("{}-{month}-{} ({words})", part(year), part(day.map(u16::from)))
            }
            Value::Time { hour, minute } => format!("{hour}:{minute:02} ({words})"),
            Value::Law { number, year } => format!("law {number}/{year} ({words})"),
            Value::Paragraph(number) => format!("§ {number} ({words})"),
            other => format!("{other:?}"),
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn check(expectations: &[(&str, &str, &str)]) {
    for (tag, text, expected) in expectations {
        assert_eq!(read(tag, text), *expected, "{tag} {text}");
    }
}

#[test]
fn amounts_are_read_in_the_spelling_of_their_language() {
    check(&[
        ("cs", "1 500 Kč", "1500 CZK (1 500 Kč)"),
        ("cs", "1.500,50 Kč a 500,- Kč", "1500.5 CZK (1.500,50 Kč), 500 CZK (500,- Kč)"),
        ("cs", "1\u{202f}500\u{a0}korun.", "1500 CZK (1\u{202f}500\u{a0}korun)"),
        ("cs", "100 až 200 Kč", "100 CZK (100), 200 CZK (200 Kč)"),
        ("en", "CZK 1,500 or 1500 CZK", "1500 CZK (CZK 1,500), 1500 CZK (1500 CZK)"),
        ("en", "CZK 1.500", "1.5 CZK (CZK 1.500)"),
        ("en", "from CZK 100 to 200", "100 CZK (CZK 100), 200 CZK (200)"),
        ("en", "€400,000 and 2 500 euros", "400000 EUR (€400,000), 2500 EUR (2 500 euros)"),
        ("vi", "1.500.000 Kč", "1500000 CZK (1.500.000 Kč)"),
        ("ar", "١٬٥٠٠ كرونة و١٣٫٥٪", "1500 CZK (١٬٥٠٠ كرونة), 13.5 % (١٣٫٥٪)"),
        ("uk", "13,5 відсотка, 10–15 %", "13.5 % (13,5 відсотка), 10 % (10), 15 % (15 %)"),
        ("cs", "400 01 Ústí", "400 (400), 1 (01)"),
    ]);
}

#[test]
fn dates_and_times_are_read_in_the_spelling_of_their_language() {
    check(&[
        ("cs", "15. 1. 2027, 15.1.2027", "2027-1-15 (15. 1. 2027), 2027-1-15 (15.1.2027)"),
        ("cs", "do 31. března a 1. 4.", "?-3-31 (31. března), ?-4-1 (1. 4.)"),
        ("cs", "15.–20. ledna 2027", "2027-1-15 (15), 2027-1-20 (20. ledna 2027)"),
        ("cs", "v lednu 2027", "2027-1-? (lednu 2027)"),
        ("cs", "ve 2 dnech, bod 3. a 4. rok", "2 (2), 3 (3), 4 (4)"),
        ("uk", "15 січня 2027 року", "2027-1-15 (15 січня 2027)"),
        ("ru", "с 1 июля по 31 августа", "?-7-1 (1 июля), ?-8-31 (31 августа)"),
        ("vi", "ngày 15 tháng 1 năm 2027", "2027-1-15 (15 tháng 1 năm 2027)"),
        ("vi", "15/1/2027, tháng 9/2027", "2027-1-15 (15/1/2027), 2027-9-? (tháng 9/2027)"),
        ("vi", "trong 3 tháng", "3 (3)"),
        ("en", "January 15, 2027", "2027-1-15 (January 15, 2027)"),
        ("en", "children under 15 may come", "15 (15)"),
        ("en", "the 2nd of May", "?-5-2 (2nd of May)"),
        ("ar", "15 يناير 2027", "2027-1-15 (15 يناير 2027)"),
        ("cs", "8.00–12.00, v 17:30", "8:00 (8.00), 12:00 (12.00), 17:30 (17:30)"),
        ("en", "5:30 pm, 9 a.m.–noon", "17:30 (5:30 pm), 9:00 (9 a.m.)"),
        ("en", "8.00–12.00", "8:00 (8.00), 12:00 (12.00)"),
        ("vi", "17h30, 17 giờ 30", "17:30 (17h30), 17:30 (17 giờ 30)"),
        ("cs", "školní rok 2026/27", "2026 (2026/27), 2027 (2026/27)"),
    ]);
}

#[test]
fn laws_numbers_and_addresses_are_read() {
    check(&[
        ("cs", "zákon č. 326/1999 Sb., § 68", "law 326/1999 (326/1999), § 68 (§ 68)"),
        (
            "cs",
            "§ 155a a § 156, § 10 až 11b",
            "§ 155a (§ 155a), § 156 (§ 156), § 10 (§ 10), § 11b (11b)",
        ),
        ("en", "Sections 5 and 7a", "§ 5 (Sections 5), § 7a (7a)"),
        ("cs", "10denní kurz, 24hodinový", "10 (10), 24 (24)"),
        ("cs", "tel. +420 475 316 811", r#"Phone("475316811")"#),
        ("uk", "475 316 811, 00420475316811", r#"Phone("475316811"), Phone("475316811")"#),
        ("cs", "Info@Centrum.cz.", r#"Mail("info@centrum.cz")"#),
        ("en", "(www.urad.cz/en/), ipc.gov.cz", r#"Web("urad.cz"), Web("ipc.gov.cz")"#),
        ("ar", "المستوى A2/B1", r#"Code("A2"), Code("B1")"#),
        ("uk", "рівень А2", r#"Code("A2")"#),
        ("cs", "s.r.o., např. tj. Ph.D.", ""),
    ]);
}

proptest! {
    #[test]
    fn what_the_formats_write_is_read_again(
        locale in 0..6_usize,
        whole in 0..3_000_000_i64,
        cents in prop_oneof![Just(0), 1..100_i64],
        days in 0..20_000_i32,
        minutes in 0..1440_i16,
    ) {
        let (language, formats) = language(LOCALES[locale]);
        let one = |text: &str| facts(text, &language).into_iter().map(|f| f.value).collect::<Vec<_>>();
        let digits = format!("{whole}.{cents:02}");
        let number = Number::parse(&digits).unwrap();
        let amount: Box<str> = number::canonical(&digits).into();
        let written = formats.money(&number, "CZK");
        prop_assert_eq!(one(&written), [Value::Money { amount: amount.clone(), currency: "CZK".into() }]);
        let written = formats.percent(&number);
        prop_assert_eq!(one(&written), [Value::Percent(amount.clone())]);
        let written = formats.number(&Number::from(whole));
        let value = one(&written);
        prop_assert!(
            value.len() == 1 && value[0].agrees_with(&Value::Number(whole.to_string().into())),
            "{} {:?}", written, value
        );
        let date = civil::date(1950, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let written = formats.date_long(date);
        let expected = Value::Date {
            year: u16::try_from(date.year()).ok(),
            month: date.month().unsigned_abs(),
            day: Some(date.day().unsigned_abs()),
        };
        prop_assert_eq!(one(&written), std::slice::from_ref(&expected), "{}", written);
        let next = date.checked_add(jiff::Span::new().days(9)).unwrap();
        let written = formats.date_range_long(date, next);
        prop_assert_eq!(&one(&written)[0], &expected, "{}", written);
        let (hour, minute) = (minutes / 60, minutes % 60);
        let time = civil::time(hour.try_into().unwrap(), minute.try_into().unwrap(), 0, 0);
        let written = Formats::time_range(time, time);
        let time = Value::Time { hour: hour.try_into().unwrap(), minute: minute.try_into().unwrap() };
        prop_assert_eq!(one(&written), [time.clone(), time]);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,40}|[-0-9 .:,/–+§@()A-Ca-cK€ž\u{a0}абв'٠٥٫°]{0,40}", locale in 0..6_usize) {
        let (language, _) = language(LOCALES[locale]);
        for fact in facts(&text, &language) {
            prop_assert!(!text[fact.span].is_empty());
        }
    }
}
