//! What can be wrong with a timetable although every line of it can be read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::check::{unknown, unknown_entry};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::reference::{Entry, Registry};
use crate::site::Site;
use crate::yaml::{OrTodo, Spanned};

use super::sheet::sheet_over_page;
use super::{Calendars, Course, Lesson, PUBLIC_HOLIDAYS, State};

/// All rules on the timetables.
pub fn check(site: &Site, today: Date, found: &mut Diagnostics) {
    let registry = &site.registry;
    for (id, entry) in &registry.courses {
        references(registry, entry, found);
        room_of_place(registry, entry, found);
        levels(entry, found);
        free_with_price(entry, found);
        first_day(entry, found);
        lesson_count(entry, found);
        on_holiday(registry, entry, found);
        still_to_come(id, entry, today, found);
        staff_todo(id, entry, found);
    }
    calendars(registry, found);
    samples(registry, found);
    overlaps(registry, found);
    no_timetable_page(site, found);
    sheet_over_page(site, today, found);
}

fn in_file<T>(entry: &Entry<Course>, at: &Spanned<T>) -> Span {
    Span::new(&entry.span.path, at.span.clone())
}

/// Places, contacts, values and calendars that are named exist.
fn references(registry: &Registry, entry: &Entry<Course>, found: &mut Diagnostics) {
    let raw = &entry.value.raw;
    let mut check = |kind: &'static str, id: &Spanned<String>| {
        found.extend(unknown_entry(registry, kind, &id.value, in_file(entry, id)));
    };
    let place = raw.place.as_ref().and_then(OrTodo::known);
    let others = raw.moved.iter().filter_map(|moved| moved.place.as_ref());
    let extra = raw.extra.iter().filter_map(|extra| extra.place.as_ref());
    place.into_iter().chain(others).chain(extra).for_each(|id| check("place", id));
    let contact = raw.registration.as_ref().and_then(|way| way.contact.as_ref());
    contact.into_iter().for_each(|id| check("contact", id));
    let price = raw.price.as_ref().and_then(OrTodo::known);
    price.into_iter().chain(&raw.deposit).for_each(|id| check("value", id));
    let calendars = raw.holidays.iter().filter(|id| id.value != PUBLIC_HOLIDAYS);
    calendars.for_each(|id| check("calendar", id));
}

/// The room is one of its place, if that lists its rooms.
fn room_of_place(registry: &Registry, entry: &Entry<Course>, found: &mut Diagnostics) {
    let course = &entry.value;
    let Some(room) = &course.raw.room else { return };
    let place = course.place().and_then(|id| registry.places.get(id)).map(|place| &place.value);
    let Some(rooms) = place.map(|place| &place.rooms).filter(|rooms| !rooms.is_empty()) else {
        return;
    };
    if !rooms.contains_key(&room.value) {
        let known = rooms.keys().map(String::as_str);
        found.push(unknown("room", &room.value, in_file(entry, room), known));
    }
}

/// The highest level is not below the lowest.
fn levels(entry: &Entry<Course>, found: &mut Diagnostics) {
    let raw = &entry.value.raw;
    let (Some(first), Some(last)) = (raw.level, &raw.level_to) else { return };
    if last.value < first {
        let finding = Diagnostic::at(Code::BadValue, in_file(entry, last));
        found.push(finding.with("value", last.value.as_str()).with("expected", "higher-level"));
    }
}

/// What is free has no price.
fn free_with_price(entry: &Entry<Course>, found: &mut Diagnostics) {
    let raw = &entry.value.raw;
    if let (true, Some(price)) = (raw.free, &raw.price) {
        let price = price.known().map(|price| in_file(entry, price));
        let span = price.unwrap_or_else(|| entry.span.clone());
        found.push(Diagnostic::at(Code::FreeWithPrice, span));
    }
}

/// Calendars include calendars that there are.
fn calendars(registry: &Registry, found: &mut Diagnostics) {
    for entry in registry.calendars.values() {
        for id in entry.value.includes.iter().filter(|id| id.value != PUBLIC_HOLIDAYS) {
            let span = Span::new(&entry.span.path, id.span.clone());
            found.extend(unknown_entry(registry, "calendar", &id.value, span));
        }
        for days in entry.value.days.iter().filter(|days| days.to.value < days.from.value) {
            let span = Span::new(&entry.span.path, days.to.span.clone());
            let finding = Diagnostic::at(Code::BadValue, span).with("value", days.to.value.0);
            found.push(finding.with("expected", "later-day"));
        }
    }
}

/// The first day is one on which there are lessons.
fn first_day(entry: &Entry<Course>, found: &mut Diagnostics) {
    let course = &entry.value;
    let Some(from) = &course.raw.from else { return };
    let weekday = from.value.0.weekday();
    let mut days = course.slots.iter().flat_map(|slot| &slot.days);
    if !course.slots.is_empty() && !days.any(|day| day.jiff() == weekday) {
        let finding = Diagnostic::at(Code::StartOffWeekday, in_file(entry, from));
        found.push(finding.with("date", from.value.0));
    }
}

/// There are as many lessons as somebody counted.
fn lesson_count(entry: &Entry<Course>, found: &mut Diagnostics) {
    let course = &entry.value;
    let Some(wanted) = &course.raw.number_of_lessons else { return };
    let count = course.lessons.iter().filter(|lesson| lesson.is_held()).count();
    if u32::try_from(count) != Ok(wanted.value) {
        let finding = Diagnostic::at(Code::LessonCount, in_file(entry, wanted));
        found.push(finding.with("wanted", wanted.value).with("count", count));
    }
}

/// No lesson falls on a public holiday or on a day without lessons.
fn on_holiday(registry: &Registry, entry: &Entry<Course>, found: &mut Diagnostics) {
    let course = &entry.value;
    let calendars = Calendars::new(&registry.calendars);
    let own = course.raw.holidays.iter().map(|id| id.value.as_str());
    let all: Vec<&str> = own.chain([PUBLIC_HOLIDAYS]).collect();
    for lesson in course.lessons.iter().filter(|lesson| lesson.is_held()) {
        if calendars.holiday(lesson.date, all.iter().copied()).is_none() {
            continue;
        }
        let span = match lesson.state {
            State::Moved { by, .. } => course.raw.moved.get(by).map(|moved| &moved.to),
            State::Extra(by) => course.raw.extra.get(by).map(|extra| &extra.date),
            State::Regular(_) | State::Cancelled { .. } => course.raw.from.as_ref(),
        };
        let span = span.map_or_else(|| entry.span.clone(), |day| in_file(entry, day));
        found.push(Diagnostic::at(Code::LessonOnHoliday, span).with("date", lesson.date));
    }
}

/// There is something to come to.
fn still_to_come(id: &str, entry: &Entry<Course>, today: Date, found: &mut Diagnostics) {
    let course = &entry.value;
    let Some((_, last)) = course.days() else { return };
    if last < today {
        let finding = Diagnostic::at(Code::CourseOver, entry.span.clone());
        found.push(finding.with("id", id).with("date", last));
    } else if !course.lessons_from(today).any(Lesson::is_held) {
        found.push(Diagnostic::at(Code::NoLessonToCome, entry.span.clone()).with("id", id));
    }
}

fn staff_todo(id: &str, entry: &Entry<Course>, found: &mut Diagnostics) {
    let raw = &entry.value.raw;
    if raw.sample {
        return;
    }
    let mut todo = |field: &str| {
        let finding = Diagnostic::at(Code::StaffTodo, entry.span.clone());
        found.push(finding.with("field", format!("{id}: {field}")));
    };
    if matches!(raw.place, Some(OrTodo::Todo)) {
        todo("place");
    }
    if matches!(raw.price, Some(OrTodo::Todo)) {
        todo("price");
    }
    if matches!(raw.registration.as_ref().and_then(|way| way.way.as_ref()), Some(OrTodo::Todo)) {
        todo("registration.way");
    }
}

/// Samples wait for staff to replace them; one finding for each file.
fn samples(registry: &Registry, found: &mut Diagnostics) {
    let mut files: BTreeMap<&str, (&Entry<Course>, usize)> = BTreeMap::new();
    for entry in registry.courses.values().filter(|entry| entry.value.raw.sample) {
        files.entry(&entry.span.path).or_insert((entry, 0)).1 += 1;
    }
    for (entry, count) in files.into_values() {
        let finding = Diagnostic::at(Code::SampleCourses, Span::file(&entry.span.path));
        found.push(finding.with("count", count));
    }
}

/// Nobody teaches in two places, and no room holds two lessons, at one time.
fn overlaps(registry: &Registry, found: &mut Diagnostics) {
    type Lessons<'a> = Vec<(&'a Lesson, &'a str, &'a Entry<Course>)>;
    let mut held: BTreeMap<(&str, String), Lessons<'_>> = BTreeMap::new();
    for (id, entry) in &registry.courses {
        let course = &entry.value;
        for lesson in course.lessons.iter().filter(|lesson| lesson.is_held()) {
            if let (Some(place), Some(room)) = (course.place_of(lesson), &course.raw.room) {
                let room = format!("{place} {}", room.value);
                held.entry(("room", room)).or_default().push((lesson, id, entry));
            }
            if let Some(teacher) = &course.raw.teacher {
                held.entry(("teacher", teacher.clone())).or_default().push((lesson, id, entry));
            }
        }
    }
    for ((what, name), mut lessons) in held {
        lessons.sort_by_key(|(lesson, ..)| (lesson.date, lesson.start));
        let mut reported: Vec<(&str, &str)> = Vec::new();
        for pair in lessons.windows(2) {
            let [(first, one, at), (second, other, place)] = pair else { continue };
            let is_overlap = first.date == second.date && second.start < first.end;
            let both = (*one.min(other), *one.max(other));
            if !is_overlap || reported.contains(&both) {
                continue;
            }
            reported.push(both);
            found.push(
                Diagnostic::at(Code::LessonOverlap, place.span.clone())
                    .with("kind", what)
                    .with("name", &name)
                    .with("date", second.date)
                    .with("id", other)
                    .with("other", one)
                    .label(at.span.clone(), "first"),
            );
        }
    }
}

/// Courses need a page to stand on.
fn no_timetable_page(site: &Site, found: &mut Diagnostics) {
    let first = site.registry.courses.values().next();
    if let (Some(entry), None) = (first, site.timetable_page()) {
        found.push(Diagnostic::at(Code::NoTimetablePage, entry.span.clone()));
    }
}
