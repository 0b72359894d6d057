//! Names of months, to recognise them in texts.

use icu::calendar::{Date, Gregorian};
use icu::datetime::fieldsets::{M, MD};
use icu::datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};

use super::Locale;

/// The names that a language has for each month, from January on: by itself, in a date, and short.
/// Numbers and dots are not part of a name.
pub fn month_names(locale: &Locale) -> [Vec<String>; 12] {
    let data = icu::locale::Locale::try_from_str(&format!("{locale}-u-nu-latn"))
        .unwrap_or(icu::locale::Locale::UNKNOWN);
    let preferences = DateTimeFormatterPreferences::from(&data);
    let alone = [M::long(), M::medium()]
        .map(|fields| FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, fields));
    let dated = [MD::long(), MD::medium()]
        .map(|fields| FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(preferences, fields));
    std::array::from_fn(|index| {
        let month = u8::try_from(index + 1).unwrap_or(1);
        let Ok(date) = Date::try_new_gregorian(2027, month, 15) else { return Vec::new() };
        let alone = alone.iter().flatten().map(|names| names.format(&date).to_string());
        let dated = dated.iter().flatten().map(|names| names.format(&date).to_string());
        let mut names: Vec<String> = alone.chain(dated).filter_map(|text| name(&text)).collect();
        names.sort();
        names.dedup();
        names
    })
}

/// The letters of a text that is one word but for digits and signs.
fn name(text: &str) -> Option<String> {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let word = words.next().filter(|_| words.next().is_none())?;
    Some(word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_the_forms_that_dates_need() {
        let of = |tag: &str, month: usize| {
            month_names(&Locale::parse(tag).unwrap())[month - 1].join(" ")
        };
        assert_eq!(of("cs", 1), "led leden ledna");
        assert_eq!(of("en", 1), "Jan January");
        assert_eq!(of("uk", 2), "лют лютий лютого");
        assert_eq!(of("ar", 3), "مارس");
        assert_eq!(of("vi", 3), "Tháng thg tháng");
    }
}
