//! Courses to YAML as a careful person writes it.

use std::fmt::Display;

use crate::timetable::{RawCancelled, RawCourse, RawExtra, RawMoved, RawRegistration, RawSlot};
use crate::yaml::{Day, Localised, OrTodo, Spanned, TODO, is_plain, scalar};

use super::ImportedCourse;
use super::cell::{self, written};

/// All courses, the keys of each in the order of [`RawCourse`].
pub fn yaml(head: &str, courses: &[ImportedCourse]) -> String {
    let mut text: String = head.lines().map(|line| format!("# {line}\n")).collect();
    for ImportedCourse { id, raw, .. } in courses {
        text.push_str(&format!("\n{}:\n", scalar(id)));
        course(&mut Block { text: &mut text, depth: 1 }, raw);
    }
    text
}

fn course(block: &mut Block<'_>, raw: &RawCourse) {
    // Without `..`, so that a new key is not forgotten here.
    let RawCourse {
        kind,
        title,
        note,
        level,
        level_to,
        group,
        taught_in,
        interpreted,
        place,
        room,
        town,
        online,
        lessons,
        from,
        to,
        number_of_lessons,
        free,
        price,
        deposit,
        audience,
        registration,
        childcare,
        capacity,
        full,
        teacher,
        holidays,
        cancelled,
        moved,
        extra,
        sample,
    } = raw;
    block.plain("kind", Some(kind.as_str()));
    block.localised("title", title.as_ref());
    block.localised("note", note.as_ref());
    block.plain("level", level.map(|level| level.as_str()));
    block.plain("level_to", level_to.as_ref().map(|level| level.value.as_str()));
    block.plain("group", group.map(|group| written(&group, cell::GROUPS)));
    block.list("taught_in", taught_in.iter().map(|tag| tag.value.as_str()));
    block.list("interpreted", interpreted.iter().map(|tag| tag.value.as_str()));
    block.or_todo("place", place.as_ref());
    block.text("room", room.as_ref().map(|room| &room.value));
    block.text("town", town.as_ref());
    block.plain("online", online.then_some(true));
    block.entries("lessons", lessons, |block, RawSlot { days, times }| {
        let days: Vec<_> = days.iter().map(|day| written(day, cell::WEEKDAYS)).collect();
        block.line(&format!("{{days: [{}], times: {}}}", days.join(", "), scalar(&times.value)));
    });
    block.day("from", from.as_ref());
    block.day("to", to.as_ref());
    block.plain("number_of_lessons", number_of_lessons.as_ref().map(|number| number.value));
    block.plain("free", free.then_some(true));
    block.or_todo("price", price.as_ref());
    block.text("deposit", deposit.as_ref().map(|id| &id.value));
    block.list("audience", audience.iter().map(|one| written(&one.value, cell::AUDIENCES)));
    if let Some(RawRegistration { way, from, to, contact, web }) = registration {
        block.line("registration:");
        let inner = &mut block.inner();
        match way {
            Some(OrTodo::Known(way)) => inner.localised("way", Some(way)),
            Some(OrTodo::Todo) => inner.plain("way", Some(TODO)),
            None => {}
        }
        inner.plain("from", from.map(|Day(day)| day));
        inner.plain("to", to.map(|Day(day)| day));
        inner.text("contact", contact.as_ref().map(|id| &id.value));
        inner.text("web", web.as_ref().map(|web| &web.value));
    }
    block.plain("childcare", childcare.then_some(true));
    block.plain("capacity", *capacity);
    block.plain("full", full.then_some(true));
    block.text("teacher", teacher.as_ref());
    block.list("holidays", holidays.iter().map(|id| id.value.as_str()));
    block.entries("cancelled", cancelled, |block, RawCancelled { date, reason }| {
        block.day("date", Some(date));
        block.localised("reason", reason.as_ref());
    });
    block.entries("moved", moved, |block, RawMoved { date, to, times, place, reason }| {
        block.day("date", Some(date));
        block.day("to", Some(to));
        block.text("times", times.as_ref().map(|times| &times.value));
        block.text("place", place.as_ref().map(|id| &id.value));
        block.localised("reason", reason.as_ref());
    });
    block.entries("extra", extra, |block, RawExtra { date, times, place, note }| {
        block.day("date", Some(date));
        block.text("times", Some(&times.value));
        block.text("place", place.as_ref().map(|id| &id.value));
        block.localised("note", note.as_ref());
    });
    block.plain("sample", sample.then_some(true));
}

/// Lines that belong together, each behind two spaces for each level.
struct Block<'a> {
    text: &'a mut String,
    depth: usize,
}

impl Block<'_> {
    fn inner(&mut self) -> Block<'_> {
        Block { text: self.text, depth: self.depth + 1 }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A value that needs no quotation marks.
    fn plain(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.line(&format!("{key}: {value}"));
        }
    }

    fn day(&mut self, key: &str, day: Option<&Spanned<Day>>) {
        self.plain(key, day.map(|day| day.value.0));
    }

    fn text(&mut self, key: &str, text: Option<&String>) {
        match text {
            Some(text) if is_block(text) => {
                self.line(&format!("{key}: |-"));
                for line in text.lines() {
                    let mut inner = self.inner();
                    if line.is_empty() { inner.text.push('\n') } else { inner.line(line) }
                }
            }
            Some(text) => self.line(&format!("{key}: {}", scalar(text))),
            None => {}
        }
    }

    fn or_todo(&mut self, key: &str, id: Option<&OrTodo<Spanned<String>>>) {
        match id {
            Some(OrTodo::Known(id)) => self.text(key, Some(&id.value)),
            Some(OrTodo::Todo) => self.plain(key, Some(TODO)),
            None => {}
        }
    }

    fn localised(&mut self, key: &str, text: Option<&Localised>) {
        match text {
            Some(Localised::Same(text)) => self.text(key, Some(text)),
            Some(Localised::ByLocale(texts)) => {
                self.line(&format!("{key}:"));
                for (locale, text) in texts {
                    self.inner().text(&scalar(locale), Some(&text.value));
                }
            }
            None => {}
        }
    }

    fn list<'b>(&mut self, key: &str, values: impl Iterator<Item = &'b str>) {
        let values: Vec<String> = values.map(scalar).collect();
        if !values.is_empty() {
            self.line(&format!("{key}: [{}]", values.join(", ")));
        }
    }

    /// One entry below the other, a hyphen before the first line of each.
    fn entries<T>(&mut self, key: &str, entries: &[T], write: impl Fn(&mut Block<'_>, &T)) {
        if !entries.is_empty() {
            self.line(&format!("{key}:"));
        }
        for entry in entries {
            let start = self.text.len();
            let depth = self.depth + 2;
            write(&mut Block { text: self.text, depth }, entry);
            let hyphen = start + 2 * (depth - 1);
            self.text.replace_range(hyphen..=hyphen, "-");
        }
    }
}

/// Whether a text of several lines can stand there as it is.
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && text.trim() == text
        && text.lines().all(|line| line.chars().all(is_plain))
}
