//! Courses from a spreadsheet: a CSV file to [`RawCourse`]s, and those to YAML.
//!
//! ```text
//! bytes ── table ──▶ rows ── columns, cell ──▶ courses ── writing ──▶ YAML
//! ```
//!
//! A row is a course. Cells are read in every way in which spreadsheets and people write them, but
//! nothing is guessed: what can be read in two ways is a [`Problem`].

mod cell;
mod columns;
mod course;
mod table;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use crate::site::is_slug;

use super::raw::RawCourse;
use super::slug;
use columns::Columns;
use course::Reading;
use table::Row;

pub use columns::{Field, fields};

/// The courses of a spreadsheet.
#[derive(Debug, Clone)]
pub struct Imported {
    /// In the order of the rows; no two have the same id.
    pub courses: Vec<ImportedCourse>,
}

/// A row that is a course.
#[derive(Debug, Clone)]
pub struct ImportedCourse {
    /// The row, as in [`Problem`].
    pub row: usize,
    /// Its id.
    pub id: String,
    /// What it says. No value has a place in a file.
    pub raw: RawCourse,
}

/// Something in a spreadsheet that cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Row as the spreadsheet shows it: the first is 1, a line break in a cell makes no new one.
    pub row: usize,
    /// Column; none where the row or the whole file is to blame.
    pub column: Option<Column>,
    /// What is written there, or the part of it that is wrong.
    pub value: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// A column of a spreadsheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// Its number; the first is 0.
    pub number: usize,
    /// Its first cell.
    pub header: String,
}

impl Column {
    /// As the spreadsheet shows it: `A` to `Z`, then `AA`.
    pub fn letter(&self) -> String {
        let mut letters = String::new();
        let mut rest = self.number + 1;
        while rest > 0 {
            rest -= 1;
            letters.insert(0, char::from(b'A' + (rest % 26) as u8));
            rest /= 26;
        }
        letters
    }
}

/// What is wrong with a cell, a row or a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The file is no text: a workbook, say.
    NotText,
    /// There is no course.
    Empty,
    /// A quotation mark has no second one, so the rest of the file is one cell.
    OpenQuote,
    /// It holds characters that were lost or that nobody can see.
    Unreadable,
    /// No such column is known; perhaps this one was meant.
    UnknownColumn(Option<String>),
    /// The column was there already, under this letter.
    DuplicateColumn(String),
    /// There must be such a column.
    MissingColumn(Field),
    /// The column has no name.
    NamelessColumn,
    /// The cell of this column must not be empty here.
    Missing(Field),
    /// The id is not made of small letters, digits and hyphens; this one would be.
    NotSlug(Option<String>),
    /// The id was there already, in this row.
    DuplicateId(usize),
    /// It is not what it should be; perhaps this word was meant.
    Not(Expected, Option<String>),
    /// No calendar has such a day.
    ImpossibleDay,
    /// The end is not after the beginning.
    EndsBeforeItBegins,
    /// The last day is before the first one, or years after it.
    NotAfterFrom,
    /// More than one time for all days.
    SeveralTimes,
    /// The days have times of their own.
    TimesTwice,
    /// The course has no lesson on that day.
    NoLesson,
}

/// What a cell should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// One of [`super::Kind`].
    Kind,
    /// A level of the Common European Framework.
    Level,
    /// Open or closed.
    Group,
    /// A language, by its tag or name.
    Locale,
    /// Yes or no.
    YesOrNo,
    /// A day of the week.
    Weekday,
    /// From and to.
    Times,
    /// A day of the calendar.
    Date,
    /// A whole number.
    Number,
    /// Id of a place, value, contact or calendar.
    Id,
    /// A group of readers.
    Audience,
    /// An address on the web.
    Web,
    /// A day, another day, and perhaps times.
    Move,
    /// A day with times.
    Extra,
}

impl Expected {
    /// The stable name, by which messages know it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Level => "level",
            Self::Group => "group",
            Self::Locale => "locale",
            Self::YesOrNo => "yes_or_no",
            Self::Weekday => "weekday",
            Self::Times => "times",
            Self::Date => "date",
            Self::Number => "number",
            Self::Id => "id",
            Self::Audience => "audience",
            Self::Web => "web",
            Self::Move => "move",
            Self::Extra => "extra",
        }
    }
}

impl ProblemKind {
    /// The stable name, by which messages know it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotText => "not_text",
            Self::Empty => "empty",
            Self::OpenQuote => "open_quote",
            Self::Unreadable => "unreadable",
            Self::UnknownColumn(_) => "unknown_column",
            Self::DuplicateColumn(_) => "duplicate_column",
            Self::MissingColumn(_) => "missing_column",
            Self::NamelessColumn => "nameless_column",
            Self::Missing(_) => "missing",
            Self::NotSlug(_) => "not_slug",
            Self::DuplicateId(_) => "duplicate_id",
            Self::Not(..) => "not",
            Self::ImpossibleDay => "impossible_day",
            Self::EndsBeforeItBegins => "ends_before_it_begins",
            Self::NotAfterFrom => "not_after_from",
            Self::SeveralTimes => "several_times",
            Self::TimesTwice => "times_twice",
            Self::NoLesson => "no_lesson",
        }
    }

    /// What was perhaps meant.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::UnknownColumn(meant) | Self::NotSlug(meant) | Self::Not(_, meant) => {
                meant.as_deref()
            }
            _ => None,
        }
    }
}

/// Reads a spreadsheet that was saved as CSV, whichever separator and encoding the program chose.
/// Texts in a column without a language are in `source_locale`.
///
/// # Errors
/// Everything that is wrong with it, in the order of rows and columns; there is at least one.
pub fn from_csv(bytes: &[u8], source_locale: &str) -> Result<Imported, Vec<Problem>> {
    let whole = |kind| vec![Problem { row: 1, column: None, value: String::new(), kind }];
    let (rows, mut problems) = table::rows(bytes).map_err(whole)?;
    let mut rows = rows.iter().filter(|row| !row.is_empty());
    let Some(header) = rows.next() else { return Err(whole(ProblemKind::Empty)) };
    let rows: Vec<&Row> = rows.collect();
    if rows.is_empty() && problems.is_empty() {
        problems.extend(whole(ProblemKind::Empty));
    }
    let columns = Columns::new(header, source_locale, &mut problems);
    columns.report_nameless(&rows, &mut problems);
    let mut courses = Vec::new();
    let mut seen = BTreeMap::new();
    for row in rows {
        let mut reading = Reading { columns: &columns, row, problems: &mut problems };
        let id = reading.id(&mut seen);
        let raw = reading.course();
        let course = |(id, raw)| ImportedCourse { row: row.number, id, raw };
        courses.extend(id.zip(raw).map(course));
    }
    drop_follow_on(&mut problems);
    problems.sort();
    if problems.is_empty() { Ok(Imported { courses }) } else { Err(problems) }
}

/// What cannot be read at all is not wrong in another way too.
fn drop_follow_on(problems: &mut Vec<Problem>) {
    let place = |problem: &Problem| (problem.row, problem.column.as_ref().map(|at| at.number));
    let is_unreadable = |problem: &&Problem| {
        matches!(problem.kind, ProblemKind::Unreadable | ProblemKind::OpenQuote)
    };
    let unreadable: BTreeSet<_> = problems.iter().filter(is_unreadable).map(place).collect();
    problems.retain(|problem| is_unreadable(&problem) || !unreadable.contains(&place(problem)));
}

impl Imported {
    /// The file for `content/data/timetables/`, with `head` as a comment at its top.
    pub fn yaml(&self, head: &str) -> String {
        writing::yaml(head, &self.courses)
    }
}

/// The name that a file or an id can have in the place of any text; empty if it has neither a
/// letter nor a digit.
///
/// ```
/// assert_eq!(rozcestnik::timetable::import::plain_name("Kurzy – jaro 2027"), "kurzy-jaro-2027");
/// ```
pub fn plain_name(text: &str) -> String {
    let name = slug(text);
    if is_slug(&name) { name } else { String::new() }
}
