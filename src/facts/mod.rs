//! Facts of a text: what must be the same in every language, whatever its spelling.
//!
//! A price, a date or a phone number looks different in each language and means the same. Here
//! texts become [`Fact`]s: values that can be compared, and where they stand. What the comparison
//! finds, [`crate::check`] says.

mod address;
mod calendar;
mod compare;
mod language;
mod letters;
mod number;
mod page;
mod scan;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use address::web;
pub use compare::{Difference, Side, differences};
pub use language::Language;
pub use page::{Field, PageFacts, Part, Section, Shape, ShapeKind, of_page, of_value};
pub use scan::facts;

/// What a fact says, in one spelling for all languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names of the fields say it all")]
pub enum Value {
    /// Digits with `.` before the decimals: `1500`, `13.5`.
    Number(Box<str>),
    /// An amount and the ISO 4217 code of its currency; empty where only a dash stands for it.
    Money { amount: Box<str>, currency: Box<str> },
    /// A share of a hundred.
    Percent(Box<str>),
    /// A day, or a month of a year; people often leave out the year.
    Date { year: Option<u16>, month: u8, day: Option<u8> },
    /// A time of day.
    Time { hour: u8, minute: u8 },
    /// Digits, without the prefix of the Czech Republic.
    Phone(Box<str>),
    /// In small letters.
    Mail(Box<str>),
    /// An address on the web without what differs between its languages.
    Web(Box<str>),
    /// A law of the collection of laws.
    Law { number: u16, year: u16 },
    /// A paragraph of a law: `155a`.
    Paragraph(Box<str>),
    /// Letters and digits: `A2`, a file number.
    Code(Box<str>),
    /// What a reference in double square brackets or a link names.
    Reference { target: Box<str>, anchor: Option<Box<str>> },
    /// The file of a picture.
    Picture(Box<str>),
}

/// A fact and the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it says.
    pub value: Value,
    /// Where, in bytes of the text or file that was read.
    pub span: Range<usize>,
}

impl Value {
    /// Whether two values mean the same. People write a time like a number and leave out years,
    /// so some kinds agree with others.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self == other || self.is_loosely(other) || other.is_loosely(self)
    }

    fn is_loosely(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Date { year: None, month, day },
                Self::Date { month: other_month, day: other_day, .. },
            ) => month == other_month && day == other_day,
            (Self::Money { amount, currency }, Self::Money { amount: other, .. }) => {
                currency.is_empty() && amount == other
            }
            // Small numbers count something.
            (Self::Time { hour, minute }, Self::Number(number)) if *minute > 0 || *hour > 6 => {
                let written = format!("{hour}.{minute:02}");
                number::canonical(&written) == **number
            }
            (Self::Date { year: None, month, day: Some(day) }, Self::Time { hour, minute }) => {
                day == hour && month == minute
            }
            (
                Self::Date { year: Some(year), month, day: None },
                Self::Law { number, year: other },
            ) => year == other && u16::from(*month) == *number,
            (Self::Phone(digits) | Self::Paragraph(digits), Self::Number(number)) => {
                digits == number
            }
            _ => false,
        }
    }

    /// Values of one class take each other's place by a slip.
    fn class(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Money { .. } => 1,
            Self::Percent(_) => 2,
            Self::Date { .. } => 3,
            Self::Time { .. } => 4,
            Self::Phone(_) => 5,
            Self::Law { .. } => 6,
            Self::Paragraph(_) => 7,
            Self::Code(_) => 8,
            Self::Mail(_) => 20,
            Self::Web(_) => 21,
            Self::Reference { .. } => 22,
            Self::Picture(_) => 23,
        }
    }

    /// Whether it is written in figures.
    fn is_figure(&self) -> bool {
        self.class() < 20
    }
}
