//! Courses and whatever else happens at a place and a time: from a rule to single lessons.
//!
//! One model serves all: [`Course::lessons`] is what pages, calendars and data show. Nothing here
//! knows the day of the compilation; whoever shows lessons leaves out those that are over.

mod calendar;
pub mod ics;
pub mod import;
mod raw;
mod rules;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::reference::{Entry, RawPlace, Table, Weekday, minutes};
use crate::yaml::{Localised, OrTodo, Spanned};

pub use calendar::{PUBLIC_HOLIDAYS, public_holiday};
pub use raw::{
    Group, Kind, Level, RawCalendar, RawCancelled, RawCourse, RawExtra, RawHolidays, RawMoved,
    RawRegistration, RawSlot,
};
pub use rules::check;

/// Where lessons take place.
pub const ZONE: &str = "Europe/Prague";

/// A course that goes on for longer is a slip of the pen.
const LONGEST_DAYS: i32 = 3 * 366;

/// A course with its lessons.
#[derive(Debug, Clone)]
pub struct Course {
    /// As it is written.
    pub raw: RawCourse,
    /// When it is in each week.
    pub slots: Vec<Slot>,
    /// Its lessons in order, those that were cancelled among them.
    pub lessons: Vec<Lesson>,
    /// Days that would have a lesson if they were no holidays.
    pub skipped: Vec<Skipped>,
}

/// Days of the week with the same times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The days, in order.
    pub days: Vec<Weekday>,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub end: Time,
}

/// One lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// Its day.
    pub date: Date,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub end: Time,
    /// Id of the place, if it is not that of the course.
    pub place: Option<String>,
    /// How it came about.
    pub state: State,
}

/// How a lesson came about. Numbers are places in the lists of [`RawCourse`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// By the rule; the slot that it belongs to.
    Regular(usize),
    /// It will not take place.
    Cancelled {
        /// The slot that it belongs to.
        slot: usize,
        /// Place among the cancelled lessons.
        by: usize,
    },
    /// It takes place at another time.
    Moved {
        /// The slot that it belongs to.
        slot: usize,
        /// The day on which it should have been.
        from: Date,
        /// Place among the moved lessons.
        by: usize,
    },
    /// It is besides the rule; place among the extra lessons.
    Extra(usize),
}

impl State {
    /// As other sites get it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Regular(_) => "regular",
            Self::Cancelled { .. } => "cancelled",
            Self::Moved { .. } => "moved",
            Self::Extra(_) => "extra",
        }
    }
}

impl Lesson {
    /// `2027-01-11T17:00`, by the clock of [`ZONE`].
    pub fn start_iso(&self) -> String {
        let mut text = String::with_capacity("2027-01-11T17:00".len());
        push_iso(&mut text, self.date, self.start);
        text
    }

    /// Whether it takes place.
    pub fn is_held(&self) -> bool {
        !matches!(self.state, State::Cancelled { .. })
    }
}

/// Adds a moment by the clock of [`ZONE`], such as `2027-01-11T17:00`. There are so many lessons
/// that the machinery of `format!` would be felt.
pub fn push_iso(text: &mut String, date: Date, time: Time) {
    push_year(text, date);
    for (sign, number) in
        [('-', date.month()), ('-', date.day()), ('T', time.hour()), (':', time.minute())]
    {
        text.push(sign);
        push_two_digits(text, number.into());
    }
}

fn push_year(text: &mut String, date: Date) {
    push_two_digits(text, date.year() / 100);
    push_two_digits(text, date.year());
}

fn push_two_digits(text: &mut String, number: i16) {
    let number = u32::from(number.unsigned_abs());
    text.extend(char::from_digit(number / 10 % 10, 10));
    text.extend(char::from_digit(number % 10, 10));
}

/// A day without a lesson.
#[derive(Debug, Clone)]
pub struct Skipped {
    /// The day.
    pub date: Date,
    /// Why.
    pub holiday: Holiday,
}

/// What a holiday is called.
#[derive(Debug, Clone)]
pub enum Holiday {
    /// A public one: the name of its message.
    Public(&'static str),
    /// One of `calendars.yaml`.
    Named(Localised),
}

/// The days of calendars.
#[derive(Debug, Clone, Default)]
pub struct Calendars<'a>(BTreeMap<&'a str, &'a RawCalendar>);

impl<'a> Calendars<'a> {
    /// Those of `calendars.yaml`.
    pub fn new(table: &'a Table<RawCalendar>) -> Self {
        Self(table.iter().map(|(id, entry)| (id.as_str(), &entry.value)).collect())
    }

    /// The holiday that a day is in one of these calendars.
    pub fn holiday<'b>(
        &self,
        day: Date,
        ids: impl IntoIterator<Item = &'b str>,
    ) -> Option<Holiday> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut wanted: Vec<&str> = ids.into_iter().collect();
        // Public holidays have the better known name.
        wanted.sort_by_key(|id| *id == PUBLIC_HOLIDAYS);
        while let Some(id) = wanted.pop() {
            if id == PUBLIC_HOLIDAYS {
                if let Some(name) = public_holiday(day) {
                    return Some(Holiday::Public(name));
                }
                continue;
            }
            let Some((id, calendar)) = self.0.get_key_value(id) else { continue };
            if !seen.insert(id) {
                continue;
            }
            let is_on = |days: &&RawHolidays| days.from.value.0 <= day && day <= days.to.value.0;
            if let Some(days) = calendar.days.iter().find(is_on) {
                return Some(Holiday::Named(days.name.clone()));
            }
            wanted.extend(calendar.includes.iter().map(|id| id.value.as_str()));
        }
        None
    }
}

/// From and to of `17:00-18:30`; nothing if they are no two times of one day.
pub fn times(text: &str) -> Option<(Time, Time)> {
    let time = |minutes: u16| {
        let (hours, minutes) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
        Time::new(hours, minutes, 0, 0).ok()
    };
    let (start, end) = minutes(text)?;
    Some((time(start)?, time(end)?))
}

impl Course {
    /// Makes lessons of the rule. What cannot be used is left out and found.
    pub fn new(
        raw: RawCourse,
        id: &Span,
        calendars: &Calendars<'_>,
        found: &mut Diagnostics,
    ) -> Self {
        let path = id.path.clone();
        let mut reading = Reading { path: &path, found };
        let slots: Vec<Slot> = raw.lessons.iter().filter_map(|slot| reading.slot(slot)).collect();
        let mut course = Self { raw, slots, lessons: Vec::new(), skipped: Vec::new() };
        course.by_rule(&mut reading, id, calendars);
        course.exceptions(&mut reading);
        course.lessons.sort_by_key(|lesson| (lesson.date, lesson.start, lesson.end));
        course
    }

    /// The lessons of each week.
    fn by_rule(&mut self, reading: &mut Reading<'_>, id: &Span, calendars: &Calendars<'_>) {
        let raw = &self.raw;
        if raw.lessons.is_empty() && raw.extra.is_empty() {
            reading.missing(id, "lessons");
        }
        if raw.lessons.is_empty() {
            return;
        }
        let (Some(from), Some(to)) = (&raw.from, &raw.to) else {
            reading.missing(id, if raw.from.is_none() { "from" } else { "to" });
            return;
        };
        let (first, last) = (from.value.0, to.value.0);
        let length = first.until(last).map_or(i32::MAX, |span| span.get_days());
        if !(0..=LONGEST_DAYS).contains(&length) {
            reading.bad(to, last, "later-day");
            return;
        }
        let holidays: Vec<&str> = raw.holidays.iter().map(|id| id.value.as_str()).collect();
        for date in first.series(1.day()).take_while(|date| *date <= last) {
            for (slot, times) in self.slots.iter().enumerate() {
                if !times.days.iter().any(|day| day.jiff() == date.weekday()) {
                    continue;
                }
                if let Some(holiday) = calendars.holiday(date, holidays.iter().copied()) {
                    if self.skipped.last().is_none_or(|skipped| skipped.date != date) {
                        self.skipped.push(Skipped { date, holiday });
                    }
                    continue;
                }
                let Slot { start, end, .. } = *times;
                let state = State::Regular(slot);
                self.lessons.push(Lesson { date, start, end, place: None, state });
            }
        }
    }

    /// Cancelled, moved and extra lessons.
    fn exceptions(&mut self, reading: &mut Reading<'_>) {
        for (by, cancelled) in self.raw.cancelled.iter().enumerate() {
            let mut is_known = false;
            for lesson in on(&mut self.lessons, cancelled.date.value.0) {
                is_known = true;
                if let State::Regular(slot) = lesson.state {
                    lesson.state = State::Cancelled { slot, by };
                }
            }
            if !is_known {
                reading.no_lesson(&cancelled.date);
            }
        }
        for (by, moved) in self.raw.moved.iter().enumerate() {
            let mut is_known = false;
            let times = moved.times.as_ref().map(|times| (times, reading.times(times)));
            if matches!(times, Some((_, None))) {
                continue;
            }
            for lesson in on(&mut self.lessons, moved.date.value.0) {
                is_known = true;
                let State::Regular(slot) = lesson.state else { continue };
                lesson.state = State::Moved { slot, from: lesson.date, by };
                lesson.date = moved.to.value.0;
                if let Some((_, Some((start, end)))) = times {
                    (lesson.start, lesson.end) = (start, end);
                }
                lesson.place = moved.place.as_ref().map(|place| place.value.clone());
            }
            if !is_known {
                reading.no_lesson(&moved.date);
            }
        }
        for (by, extra) in self.raw.extra.iter().enumerate() {
            let Some((start, end)) = reading.times(&extra.times) else { continue };
            let place = extra.place.as_ref().map(|place| place.value.clone());
            let date = extra.date.value.0;
            self.lessons.push(Lesson { date, start, end, place, state: State::Extra(by) });
        }
    }

    /// What it names in other files: kind and id.
    pub fn references(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let raw = &self.raw;
        let moved = raw.moved.iter().filter_map(|moved| moved.place.as_ref());
        let extra = raw.extra.iter().filter_map(|extra| extra.place.as_ref());
        let own = raw.place.as_ref().and_then(OrTodo::known);
        let places = own.into_iter().chain(moved).chain(extra).map(|id| ("place", id));
        let contact = raw.registration.as_ref().and_then(|way| way.contact.as_ref());
        let price = raw.price.as_ref().and_then(OrTodo::known);
        let values = price.into_iter().chain(&raw.deposit).map(|id| ("value", id));
        let calendars = raw.holidays.iter().map(|id| ("calendar", id));
        let all = places.chain(contact.map(|id| ("contact", id))).chain(values).chain(calendars);
        all.map(|(kind, id)| (kind, id.value.as_str()))
    }

    /// Id of the place of a lesson.
    pub fn place_of<'a>(&'a self, lesson: &'a Lesson) -> Option<&'a str> {
        lesson.place.as_deref().or_else(|| self.place())
    }

    /// Id of its place, if staff have supplied it.
    pub fn place(&self) -> Option<&str> {
        self.raw.place.as_ref().and_then(OrTodo::known).map(|place| place.value.as_str())
    }

    /// The town that it is in; none for what is online only or whose place is not known yet.
    pub fn town<'a>(&'a self, places: &'a Table<RawPlace>) -> Option<&'a str> {
        let place = self.place().and_then(|id| places.get(id)).map(|entry| &entry.value);
        let address = place.and_then(RawPlace::known_address);
        let of_place = address.and_then(|address| address.city.known()).map(String::as_str);
        self.raw.town.as_deref().or(of_place)
    }

    /// Its first and last day, exceptions included; none if there is no lesson.
    pub fn days(&self) -> Option<(Date, Date)> {
        Some((self.lessons.first()?.date, self.lessons.last()?.date))
    }

    /// Whether there is no lesson on a day or later.
    pub fn is_over(&self, today: Date) -> bool {
        self.days().is_none_or(|(_, last)| last < today)
    }

    /// The lessons from a day on.
    pub fn lessons_from(&self, day: Date) -> impl Iterator<Item = &Lesson> {
        self.lessons.iter().filter(move |lesson| lesson.date >= day)
    }
}

/// The lessons by the rule on a day, with what happened to them.
fn on(lessons: &mut [Lesson], day: Date) -> impl Iterator<Item = &mut Lesson> {
    lessons.iter_mut().filter(move |lesson| match lesson.state {
        State::Regular(_) | State::Cancelled { .. } => lesson.date == day,
        State::Moved { from, .. } => from == day,
        State::Extra(_) => false,
    })
}

/// Reads what is written in a file.
struct Reading<'a> {
    path: &'a SourcePath,
    found: &'a mut Diagnostics,
}

impl Reading<'_> {
    fn slot(&mut self, raw: &RawSlot) -> Option<Slot> {
        let (start, end) = self.times(&raw.times)?;
        let mut days = raw.days.clone();
        days.sort_unstable();
        days.dedup();
        Some(Slot { days, start, end })
    }

    fn times(&mut self, text: &Spanned<String>) -> Option<(Time, Time)> {
        let read = times(&text.value);
        if read.is_none() {
            self.bad(text, &text.value, "time-range");
        }
        read
    }

    fn bad<T>(&mut self, at: &Spanned<T>, value: impl std::fmt::Display, expected: &'static str) {
        let span = Span::new(self.path, at.span.clone());
        let finding = Diagnostic::at(Code::BadValue, span).with("value", value);
        self.found.push(finding.with("expected", expected));
    }

    fn missing(&mut self, id: &Span, key: &str) {
        self.found.push(Diagnostic::at(Code::MissingKey, id.clone()).with("key", key));
    }

    fn no_lesson(&mut self, day: &Spanned<crate::yaml::Day>) {
        let span = Span::new(self.path, day.span.clone());
        self.found.push(Diagnostic::at(Code::NoSuchLesson, span).with("date", day.value.0));
    }
}

/// Courses of one town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Town {
    /// Its name; none for what is online and for courses whose town is not known yet.
    pub name: Option<String>,
    /// Whether it stands for what is online.
    pub is_online: bool,
    /// Its part of addresses.
    pub slug: String,
    /// Ids of the courses.
    pub courses: Vec<String>,
}

/// The towns that courses are in, in the order that `compare` gives their names.
pub fn towns(
    courses: &Courses,
    places: &Table<RawPlace>,
    compare: impl Fn(&str, &str) -> std::cmp::Ordering,
) -> Vec<Town> {
    let mut towns: BTreeMap<(Option<&str>, bool), Vec<String>> = BTreeMap::new();
    for (id, entry) in courses {
        let name = entry.value.town(places);
        let is_online = name.is_none() && entry.value.raw.online;
        towns.entry((name, is_online)).or_default().push(id.clone());
    }
    let mut towns: Vec<Town> = towns
        .into_iter()
        .map(|((name, is_online), courses)| Town {
            name: name.map(ToOwned::to_owned),
            is_online,
            slug: match name {
                Some(name) => slug(name),
                None if is_online => "online".to_owned(),
                None => "elsewhere".to_owned(),
            },
            courses,
        })
        .collect();
    towns.sort_by(|a, b| match (&a.name, &b.name) {
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()).then(a.cmp(b)),
    });
    towns
}

/// `usti-nad-labem`.
fn slug(name: &str) -> String {
    let words = crate::search::tokens(name).into_iter().map(|word| crate::search::fold(&word));
    words.collect::<Vec<_>>().join("-")
}

/// All courses by their ids.
pub type Courses = BTreeMap<String, Entry<Course>>;
