//! Exact decimal numbers and the plural categories that they fall into.

use std::fmt;

use icu::decimal::input::Decimal;
use serde::Serialize;

/// A decimal number as it was written: `13.5` is never 13.499…, and `2.0` keeps its zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Number(Decimal);

impl Number {
    /// Reads `1500`, `-3` or `13.5`; nothing if the text is no such number.
    pub fn parse(text: &str) -> Option<Self> {
        Decimal::try_from_str(text).ok().map(Self)
    }

    /// The shortest decimal that stands for the binary fraction (what YAML readers hand over);
    /// nothing for infinities and NaN.
    pub fn from_f64(number: f64) -> Option<Self> {
        Self::parse(&number.to_string())
    }

    pub(super) fn decimal(&self) -> &Decimal {
        &self.0
    }

    /// The same number with two decimal places, if it has any: sums of money are written so.
    pub(super) fn with_cents(&self) -> Decimal {
        let mut decimal = self.0.clone();
        decimal.absolute.trim_end();
        if decimal.absolute.nonzero_magnitude_end() < 0 {
            decimal.absolute.pad_end(-2);
        }
        decimal
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(Decimal::from(number))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A form that a language has for counted things; CLDR defines six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PluralCategory {
    /// For 0 in Arabic.
    Zero,
    /// For 1; for 21 too in Ukrainian.
    One,
    /// For 2 in Arabic.
    Two,
    /// For 2 to 4 in Czech.
    Few,
    /// For fractions in Czech, for 5 in Ukrainian.
    Many,
    /// Every language has it.
    Other,
}

impl PluralCategory {
    /// All six, in the order of CLDR.
    pub const ALL: [Self; 6] =
        [Self::Zero, Self::One, Self::Two, Self::Few, Self::Many, Self::Other];

    /// The name that catalogs use: `few`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }

    /// The category of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}

impl From<icu::plurals::PluralCategory> for PluralCategory {
    fn from(category: icu::plurals::PluralCategory) -> Self {
        match category {
            icu::plurals::PluralCategory::Zero => Self::Zero,
            icu::plurals::PluralCategory::One => Self::One,
            icu::plurals::PluralCategory::Two => Self::Two,
            icu::plurals::PluralCategory::Few => Self::Few,
            icu::plurals::PluralCategory::Many => Self::Many,
            icu::plurals::PluralCategory::Other => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_the_digits_it_was_written_with() {
        for text in ["0", "1500", "-3", "13.5", "2.0", "0.1"] {
            assert_eq!(Number::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Number::from_f64(13.5).unwrap().to_string(), "13.5");
        assert_eq!(Number::from_f64(0.1 + 0.2).unwrap().to_string(), "0.30000000000000004");
        assert_eq!(Number::from_f64(1e21).unwrap().to_string(), "1000000000000000000000");
        assert_eq!(Number::from(-3).to_string(), "-3");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "TODO", "1 500", "1,5", "NaN", "inf"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        assert_eq!(Number::from_f64(f64::NAN), None);
        assert_eq!(Number::from_f64(f64::INFINITY), None);
    }

    #[test]
    fn categories_are_found_by_name() {
        for category in PluralCategory::ALL {
            assert_eq!(PluralCategory::from_name(category.name()), Some(category));
        }
        assert_eq!(PluralCategory::from_name("several"), None);
    }
}
