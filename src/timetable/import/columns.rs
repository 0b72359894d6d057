//! What the columns are: their names in English and Czech.

use crate::diagnostic::most_similar;
use crate::locale::Locale;
use crate::timetable::slug;

use super::table::Row;
use super::{Column, Expected, Problem, ProblemKind};

macro_rules! fields {
    ($($variant:ident = [$($name:literal),+];)*) => {
        /// What a column holds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names say it all")]
        pub enum Field {
            $($variant,)*
        }

        /// The names of each column: as in YAML, as we call it in Czech, and others.
        const NAMES: &[(Field, &[&str])] = &[$((Field::$variant, &[$($name),+]),)*];
    };
}

fields! {
    Id = ["id", "kód"];
    Kind = ["kind", "druh"];
    Title = ["title", "název"];
    Note = ["note", "poznámka"];
    Level = ["level", "úroveň"];
    LevelTo = ["level_to", "úroveň do"];
    Group = ["group", "skupina"];
    TaughtIn = ["taught_in", "jazyk výuky", "jazyky výuky", "vyučovací jazyk"];
    Interpreted = ["interpreted", "tlumočení"];
    Place = ["place", "místo"];
    Room = ["room", "místnost", "učebna"];
    Town = ["town", "město"];
    Online = ["online", "online"];
    Days = ["days", "dny", "day", "den", "lessons", "lekce"];
    Times = ["times", "čas", "time", "časy"];
    From = ["from", "od"];
    To = ["to", "do"];
    NumberOfLessons = ["number_of_lessons", "počet lekcí"];
    Free = ["free", "zdarma"];
    Price = ["price", "cena"];
    Deposit = ["deposit", "kauce"];
    Audience = ["audience", "pro koho"];
    Registration = ["registration", "přihlášení"];
    RegistrationFrom = ["registration_from", "přihlášení od"];
    RegistrationTo = ["registration_to", "přihlášení do"];
    RegistrationContact = ["registration_contact", "přihlášení kontakt", "kontakt"];
    RegistrationWeb = ["registration_web", "přihlášení web"];
    Childcare = ["childcare", "hlídání dětí"];
    Capacity = ["capacity", "kapacita"];
    Full = ["full", "obsazeno"];
    Teacher = ["teacher", "lektor", "lektorka"];
    Holidays = ["holidays", "prázdniny"];
    Cancelled = ["cancelled", "zrušeno"];
    Moved = ["moved", "přesunuto"];
    Extra = ["extra", "navíc"];
    Sample = ["sample", "ukázka"];
}

impl Field {
    /// Its names in YAML and in Czech.
    pub fn names(self) -> (&'static str, &'static str) {
        let names = NAMES.iter().find(|(field, _)| *field == self).map(|(_, names)| *names);
        match names {
            Some([english, czech, ..]) => (english, czech),
            _ => ("", ""),
        }
    }

    /// Whether there can be a column for each language.
    fn is_localised(self) -> bool {
        matches!(self, Self::Title | Self::Note | Self::Registration)
    }
}

/// All of them.
pub fn fields() -> impl Iterator<Item = Field> {
    NAMES.iter().map(|(field, _)| *field)
}

/// The columns of a spreadsheet.
#[derive(Debug)]
pub struct Columns {
    headers: Vec<String>,
    headings: Vec<Heading>,
}

/// A column that we know.
#[derive(Debug)]
pub struct Heading {
    /// What it holds.
    pub field: Field,
    /// The language of its texts; of no meaning where there are none.
    pub locale: String,
    /// Its place.
    pub number: usize,
}

impl Columns {
    /// Those that the first row names.
    pub fn new(header: &Row, source_locale: &str, problems: &mut Vec<Problem>) -> Self {
        let mut columns = Self { headers: header.cells.clone(), headings: Vec::new() };
        for (number, name) in header.cells.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let kind = match heading(name, source_locale) {
                Err(kind) => kind,
                Ok((field, locale)) => {
                    let is_same = |one: &&Heading| one.field == field && one.locale == locale;
                    match columns.headings.iter().find(is_same) {
                        Some(one) => {
                            ProblemKind::DuplicateColumn(columns.column(one.number).letter())
                        }
                        None => {
                            columns.headings.push(Heading { field, locale, number });
                            continue;
                        }
                    }
                }
            };
            problems.push(columns.problem(header, number, name, kind));
        }
        for field in [Field::Id, Field::Kind] {
            if columns.of(field).next().is_none() {
                let kind = ProblemKind::MissingColumn(field);
                let (row, value) = (header.number, String::new());
                problems.push(Problem { row, column: None, value, kind });
            }
        }
        columns
    }

    /// Each column that holds something and says not what.
    pub fn report_nameless(&self, rows: &[&Row], problems: &mut Vec<Problem>) {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let is_nameless = |number: &usize| self.headers.get(*number).is_none_or(String::is_empty);
        for number in (0..width).filter(is_nameless) {
            if let Some(row) = rows.iter().find(|row| !row.cell(number).is_empty()) {
                let kind = ProblemKind::NamelessColumn;
                problems.push(self.problem(row, number, row.cell(number), kind));
            }
        }
    }

    /// The columns for a field, one for each language.
    pub fn of(&self, field: Field) -> impl Iterator<Item = &Heading> {
        self.headings.iter().filter(move |heading| heading.field == field)
    }

    /// A problem with a cell, or with a part of it.
    pub fn problem(&self, row: &Row, number: usize, value: &str, kind: ProblemKind) -> Problem {
        let column = Some(self.column(number));
        Problem { row: row.number, column, value: value.to_owned(), kind }
    }

    fn column(&self, number: usize) -> Column {
        Column { number, header: self.headers.get(number).cloned().unwrap_or_default() }
    }
}

/// What a column with this name holds, and in which language.
fn heading(name: &str, source_locale: &str) -> Result<(Field, String), ProblemKind> {
    let (own, tag) = match name.split_once(':') {
        Some((own, tag)) => (own.trim(), Some(tag.trim())),
        None => (name, None),
    };
    let wanted = slug(own);
    let is_wanted = |names: &[&str]| names.iter().any(|known| slug(known) == wanted);
    let found = NAMES.iter().find(|(_, names)| is_wanted(names));
    let Some((field, _)) = found else {
        let names = NAMES.iter().flat_map(|(_, names)| names.iter().copied());
        let meant = most_similar(own, names).map(|meant| match tag {
            Some(tag) => format!("{meant}:{tag}"),
            None => meant.to_owned(),
        });
        return Err(ProblemKind::UnknownColumn(meant));
    };
    match tag {
        None => Ok((*field, source_locale.to_owned())),
        Some(_) if !field.is_localised() => Err(ProblemKind::UnknownColumn(Some(own.to_owned()))),
        Some(tag) => match Locale::parse(tag) {
            Ok(locale) => Ok((*field, locale.to_string())),
            Err(_) => Err(ProblemKind::Not(Expected::Locale, None)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_for_two_columns() {
        let names =
            NAMES.iter().flat_map(|(field, names)| names.iter().map(|name| (*field, *name)));
        for (field, name) in names {
            assert_eq!(heading(name, "cs"), Ok((field, "cs".to_owned())), "{name}");
        }
    }
}
