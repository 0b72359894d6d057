//! A row to a course.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::site::is_slug;
use crate::timetable::{
    LONGEST_DAYS, RawCancelled, RawCourse, RawExtra, RawMoved, RawRegistration, RawSlot,
};
use crate::yaml::{Day, Localised, OrTodo, Spanned, TODO};

use super::cell::{self, Read, Words, Wrong};
use super::columns::{Columns, Field, Heading};
use super::table::Row;
use super::{Expected, Problem, ProblemKind, plain_name};

/// Reads one row.
pub struct Reading<'a> {
    pub columns: &'a Columns,
    pub row: &'a Row,
    pub problems: &'a mut Vec<Problem>,
}

/// When a course is in each week, and the days between which it is.
struct Term {
    lessons: Vec<RawSlot>,
    /// Whether the cells could be read, so that what is not in `lessons` is not in them either.
    is_certain: bool,
    from: Option<Date>,
    to: Option<Date>,
}

impl Term {
    /// Whether there may be a lesson on a day.
    fn has(&self, date: Date) -> bool {
        let is_on = |slot: &RawSlot| slot.days.iter().any(|day| day.jiff() == date.weekday());
        let is_between =
            self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to);
        is_between && (!self.is_certain || self.lessons.iter().any(is_on))
    }
}

impl<'a> Reading<'a> {
    /// The id of the course. `seen` are those of the rows above, with the numbers of the rows.
    pub fn id(&mut self, seen: &mut BTreeMap<String, usize>) -> Option<String> {
        let text = self.needed(Field::Id)?;
        let kind = if !is_slug(text) {
            ProblemKind::NotSlug(Some(plain_name(text)).filter(|name| !name.is_empty()))
        } else if let Some(first) = seen.get(text) {
            ProblemKind::DuplicateId(*first)
        } else {
            seen.insert(text.to_owned(), self.row.number);
            return Some(text.to_owned());
        };
        self.problem(Field::Id, text, kind);
        None
    }

    /// Everything else. What is wrong with it is left out and reported.
    pub fn course(&mut self) -> Option<RawCourse> {
        let kind = self.needed(Field::Kind).and_then(|text| {
            let read = cell::word(text, cell::KINDS, Expected::Kind);
            self.kept(Field::Kind, read)
        });
        let level = self.one(Field::Level, cell::levels);
        let level_to = self.word(Field::LevelTo, cell::LEVELS, Expected::Level);
        let extra = self.extra();
        let term = self.term();
        let cancelled = self.cancelled(&term);
        let moved = self.moved(&term);
        Some(RawCourse {
            title: self.localised(Field::Title).map(one_line),
            note: self.localised(Field::Note),
            level: level.map(|(level, _)| level),
            level_to: level_to.or(level.and_then(|(_, highest)| highest)).map(spanned),
            group: self.word(Field::Group, cell::GROUPS, Expected::Group),
            taught_in: self.list(Field::TaughtIn, cell::language),
            interpreted: self.list(Field::Interpreted, cell::language),
            place: self.id_or_todo(Field::Place),
            room: self.line(Field::Room).map(spanned),
            town: self.line(Field::Town),
            online: self.is_so(Field::Online),
            from: term.from.map(day),
            to: term.to.map(day),
            lessons: term.lessons,
            number_of_lessons: self.one(Field::NumberOfLessons, cell::number).map(spanned),
            free: self.is_so(Field::Free),
            price: self.id_or_todo(Field::Price),
            deposit: self.one(Field::Deposit, cell::id).map(spanned),
            audience: self.list(Field::Audience, |text| {
                cell::word(text, cell::AUDIENCES, Expected::Audience)
            }),
            registration: self.registration(),
            childcare: self.is_so(Field::Childcare),
            capacity: self.one(Field::Capacity, cell::number),
            full: self.is_so(Field::Full),
            teacher: self.line(Field::Teacher),
            holidays: self.list(Field::Holidays, cell::holidays),
            cancelled,
            moved,
            extra,
            sample: self.is_so(Field::Sample),
            kind: kind?,
        })
    }

    /// Lessons of each week, first and last day, and whether the row says enough of them.
    fn term(&mut self) -> Term {
        let before = self.problems.len();
        let lessons = self.slots();
        let is_certain = self.problems.len() == before;
        if is_certain && lessons.is_empty() && self.text(Field::Extra).is_none() {
            self.missing(Field::Days);
        }
        if !is_certain || !lessons.is_empty() {
            self.needed(Field::From);
            self.needed(Field::To);
        }
        let from = self.one(Field::From, cell::date);
        let to = self.one(Field::To, cell::date);
        if let (Some(first), Some(last), Some(text)) = (from, to, self.text(Field::To)) {
            let length = first.until(last).map_or(i32::MAX, |span| span.get_days());
            if !(0..=LONGEST_DAYS).contains(&length) {
                self.problem(Field::To, text, ProblemKind::NotAfterFrom);
            }
        }
        Term { lessons, is_certain, from, to }
    }

    fn slots(&mut self) -> Vec<RawSlot> {
        let Some(days) = self.text(Field::Days) else {
            if self.one(Field::Times, cell::single_times).is_some() {
                self.missing(Field::Days);
            }
            return Vec::new();
        };
        let slots = self.all_kept(Field::Days, cell::slots(days));
        let are_timed = slots.iter().all(|(_, times)| times.is_some()) && !slots.is_empty();
        let times = match self.text(Field::Times) {
            Some(text) if are_timed => {
                self.problem(Field::Times, text, ProblemKind::TimesTwice);
                None
            }
            None if !are_timed && !slots.is_empty() => {
                self.missing(Field::Times);
                None
            }
            _ => self.one(Field::Times, cell::single_times),
        };
        let slot = |(days, own): cell::Slot| {
            Some(RawSlot { days, times: spanned(own.or_else(|| times.clone())?) })
        };
        slots.into_iter().filter_map(slot).collect()
    }

    fn cancelled(&mut self, term: &Term) -> Vec<RawCancelled> {
        let Some(text) = self.text(Field::Cancelled) else { return Vec::new() };
        let dates = self.all_kept(Field::Cancelled, cell::dates(text));
        dates.iter().for_each(|date| self.lesson(Field::Cancelled, term, *date));
        dates.into_iter().map(|date| RawCancelled { date: day(date), reason: None }).collect()
    }

    fn moved(&mut self, term: &Term) -> Vec<RawMoved> {
        let Some(text) = self.text(Field::Moved) else { return Vec::new() };
        let moves = self.all_kept(Field::Moved, cell::moves(text));
        moves.iter().for_each(|(date, ..)| self.lesson(Field::Moved, term, *date));
        let moved = |(date, to, times): (Date, Date, Option<String>)| RawMoved {
            date: day(date),
            to: day(to),
            times: times.map(spanned),
            place: None,
            reason: None,
        };
        moves.into_iter().map(moved).collect()
    }

    fn extra(&mut self) -> Vec<RawExtra> {
        let Some(text) = self.text(Field::Extra) else { return Vec::new() };
        let extra = |(date, times): (Date, String)| RawExtra {
            date: day(date),
            times: spanned(times),
            place: None,
            note: None,
        };
        self.all_kept(Field::Extra, cell::extra(text)).into_iter().map(extra).collect()
    }

    fn registration(&mut self) -> Option<RawRegistration> {
        let way = self.localised(Field::Registration).map(|way| match &way {
            Localised::ByLocale(texts) if texts.values().all(|text| text.value == TODO) => {
                OrTodo::Todo
            }
            _ => OrTodo::Known(way),
        });
        let registration = RawRegistration {
            way,
            from: self.one(Field::RegistrationFrom, cell::date).map(Day),
            to: self.one(Field::RegistrationTo, cell::date).map(Day),
            contact: self.one(Field::RegistrationContact, cell::id).map(spanned),
            web: self.one(Field::RegistrationWeb, cell::web).map(spanned),
        };
        let RawRegistration { way, from, to, contact, web } = &registration;
        let is_given = way.is_some() || contact.is_some() || web.is_some();
        (is_given || from.is_some() || to.is_some()).then_some(registration)
    }

    /// Says so if there is no lesson on a day.
    fn lesson(&mut self, field: Field, term: &Term, date: Date) {
        if !term.has(date) {
            self.problem(field, &date.to_string(), ProblemKind::NoLesson);
        }
    }

    fn localised(&self, field: Field) -> Option<Localised> {
        let row = self.row;
        let text = |heading: &Heading| {
            let text = row.cell(heading.number);
            (!text.is_empty()).then(|| (heading.locale.clone(), spanned(text.to_owned())))
        };
        let texts: BTreeMap<_, _> = self.columns.of(field).filter_map(text).collect();
        (!texts.is_empty()).then_some(Localised::ByLocale(texts))
    }

    fn id_or_todo(&mut self, field: Field) -> Option<OrTodo<Spanned<String>>> {
        match self.text(field) {
            Some(TODO) => Some(OrTodo::Todo),
            _ => self.one(field, cell::id).map(|id| OrTodo::Known(spanned(id))),
        }
    }

    fn is_so(&mut self, field: Field) -> bool {
        self.word(field, cell::YES_OR_NO, Expected::YesOrNo).unwrap_or_default()
    }

    fn word<T: Copy>(&mut self, field: Field, words: Words<T>, expected: Expected) -> Option<T> {
        self.one(field, |text| cell::word(text, words, expected))
    }

    fn line(&self, field: Field) -> Option<String> {
        self.text(field).map(in_one_line)
    }

    /// A cell with one value; the whole of it is to blame if it is none.
    fn one<T>(&mut self, field: Field, read: impl Fn(&str) -> Read<T>) -> Option<T> {
        let text = self.text(field)?;
        let read = read(text).map_err(|wrong| Wrong { value: text.to_owned(), ..wrong });
        self.kept(field, read)
    }

    fn list<T>(&mut self, field: Field, read: impl Fn(&str) -> Read<T>) -> Vec<Spanned<T>> {
        let Some(text) = self.text(field) else { return Vec::new() };
        self.all_kept(field, cell::list(text, read)).into_iter().map(spanned).collect()
    }

    fn all_kept<T>(&mut self, field: Field, entries: Vec<Read<T>>) -> Vec<T> {
        entries.into_iter().filter_map(|entry| self.kept(field, entry)).collect()
    }

    fn kept<T>(&mut self, field: Field, read: Read<T>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(Wrong { value, kind }) => {
                self.problem(field, &value, kind);
                None
            }
        }
    }

    /// The cell; nothing if it is empty or there is no such column.
    fn text(&self, field: Field) -> Option<&'a str> {
        let number = self.columns.of(field).next()?.number;
        Some(self.row.cell(number)).filter(|text| !text.is_empty())
    }

    /// The cell, which must not be empty.
    fn needed(&mut self, field: Field) -> Option<&'a str> {
        let text = self.text(field);
        // That there is no such column at all was said of the first row.
        let is_reported =
            matches!(field, Field::Id | Field::Kind) && self.columns.of(field).next().is_none();
        if text.is_none() && !is_reported {
            self.missing(field);
        }
        text
    }

    fn missing(&mut self, field: Field) {
        self.problem(field, "", ProblemKind::Missing(field));
    }

    fn problem(&mut self, field: Field, value: &str, kind: ProblemKind) {
        let problem = match self.columns.of(field).next() {
            Some(heading) => self.columns.problem(self.row, heading.number, value, kind),
            None => {
                let value = value.to_owned();
                Problem { row: self.row.number, column: None, value, kind }
            }
        };
        self.problems.push(problem);
    }
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned { value, span: 0..0 }
}

fn day(date: Date) -> Spanned<Day> {
    spanned(Day(date))
}

fn one_line(text: Localised) -> Localised {
    match text {
        Localised::Same(text) => Localised::Same(in_one_line(&text)),
        Localised::ByLocale(texts) => {
            let line = |text: Spanned<String>| spanned(in_one_line(&text.value));
            Localised::ByLocale(texts.into_iter().map(|(tag, text)| (tag, line(text))).collect())
        }
    }
}

/// A text without line breaks.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
