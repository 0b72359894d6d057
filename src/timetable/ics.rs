//! Calendars that people subscribe to: iCalendar, RFC 5545.
//!
//! A weekly rule is one `VEVENT` with `RRULE` and `EXDATE`; what happens to a single lesson is an
//! override with its `RECURRENCE-ID`; lessons besides the rule are events of their own.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::{Course, Lesson, Slot, State, ZONE, push_two_digits, push_year};

/// Longest line in octets, without its end.
const LONGEST_LINE: usize = 75;

/// The rules of the zone since 1996.
const TIME_ZONE: &str = "BEGIN:VTIMEZONE\nTZID:Europe/Prague\n\
    BEGIN:DAYLIGHT\nDTSTART:19960331T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\n\
    TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\nEND:DAYLIGHT\n\
    BEGIN:STANDARD\nDTSTART:19961027T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\n\
    TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nEND:STANDARD\nEND:VTIMEZONE";

/// A calendar as a whole.
#[derive(Debug, Clone)]
pub struct Calendar<'a> {
    /// What calendar programs show.
    pub name: String,
    /// BCP 47 tag of its texts.
    pub locale: &'a str,
    /// What is in it, in order.
    pub events: Vec<Event<'a>>,
    /// Days on which places are open at other times.
    pub hours: Vec<OtherHours>,
}

/// A day on which a place is open at other times, or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherHours {
    /// Id of the place with the times, and host of the portal.
    pub uid: (String, String),
    /// The day.
    pub date: Date,
    /// Day on which somebody last checked the place, or that of the compilation.
    pub changed: Date,
    /// What is different.
    pub summary: String,
    /// The place and its address.
    pub location: String,
}

/// A course in a calendar, in the words of one edition.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// Id of the course and host of the portal: the beginning and the end of each `UID`.
    pub uid: (String, String),
    /// Goes up with each change.
    pub sequence: u32,
    /// Day of the last change.
    pub changed: Date,
    /// Title.
    pub summary: String,
    /// What else there is to say.
    pub description: String,
    /// Address of its page.
    pub url: Option<String>,
    /// Where it is, by the place of a lesson: none is that of the course.
    pub locations: BTreeMap<Option<String>, String>,
    /// What it is.
    pub course: &'a Course,
}

impl Calendar<'_> {
    /// The file, lines ending in CRLF.
    pub fn to_ics(&self) -> String {
        let mut text = Text(String::with_capacity(1024 * (1 + self.events.len())));
        text.line(&["BEGIN:VCALENDAR"]);
        text.line(&["VERSION:2.0"]);
        text.line(&["PRODID:-//Rozcestnik//Timetables//EN"]);
        text.line(&["CALSCALE:GREGORIAN"]);
        text.value("NAME", self.locale, &self.name);
        text.value("X-WR-CALNAME", "", &self.name);
        text.line(&["X-WR-TIMEZONE:", ZONE]);
        text.line(&["REFRESH-INTERVAL;VALUE=DURATION:P1D"]);
        text.line(&["X-PUBLISHED-TTL:P1D"]);
        TIME_ZONE.lines().for_each(|line| text.line(&[line]));
        for event in &self.events {
            event.write(&mut text, self.locale);
        }
        for hours in &self.hours {
            hours.write(&mut text, self.locale);
        }
        text.line(&["END:VCALENDAR"]);
        text.0
    }
}

impl OtherHours {
    /// An event of the whole day that leaves people free.
    fn write(&self, text: &mut Text, locale: &str) {
        let (id, host) = &self.uid;
        let day = compact_date(self.date);
        let next = compact_date(self.date.saturating_add(1.day()));
        text.line(&["BEGIN:VEVENT"]);
        text.value("UID", "", &format!("{id}-{day}@{host}"));
        text.line(&["DTSTAMP:", &compact_date(self.changed), "T000000Z"]);
        text.line(&["DTSTART;VALUE=DATE:", &day]);
        text.line(&["DTEND;VALUE=DATE:", &next]);
        text.value("SUMMARY", locale, &self.summary);
        text.value("LOCATION", "", &self.location);
        text.line(&["TRANSP:TRANSPARENT"]);
        text.line(&["END:VEVENT"]);
    }
}

impl Event<'_> {
    fn write(&self, text: &mut Text, locale: &str) {
        for (number, slot) in self.course.slots.iter().enumerate() {
            self.series(text, locale, number, slot);
        }
        for lesson in &self.course.lessons {
            if let State::Extra(_) = lesson.state {
                let (start, end) = (compact_time(lesson.start), compact_time(lesson.end));
                let name = [&compact_date(lesson.date), &start[..4], &end[..4]].join("-");
                let place = lesson.place.as_ref().map_or(String::new(), |id| format!("-{id}"));
                let name = format!("extra-{name}{place}");
                self.single(text, locale, &name, lesson, None);
            }
        }
    }

    /// The lessons of a slot: the rule and its exceptions.
    fn series(&self, text: &mut Text, locale: &str, number: usize, slot: &Slot) {
        let of_slot = |lesson: &Lesson| match lesson.state {
            State::Regular(slot) | State::Cancelled { slot, .. } if slot == number => {
                Some(lesson.date)
            }
            State::Moved { slot, from, .. } if slot == number => Some(from),
            _ => None,
        };
        let mut days: Vec<Date> = self.course.lessons.iter().filter_map(of_slot).collect();
        days.sort_unstable();
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
            return;
        };
        let name = (number + 1).to_string();
        let regular = Lesson {
            date: first,
            start: slot.start,
            end: slot.end,
            place: None,
            state: State::Regular(number),
        };
        self.open(text, &name);
        self.when(text, &regular);
        // An exception needs a rule, even if that gives one lesson only.
        let is_regular = |lesson: &Lesson| lesson.state == State::Regular(number);
        if first != last || !self.course.lessons.iter().any(is_regular) {
            let by_day: Vec<&str> = slot.days.iter().map(|day| day.as_str()).collect();
            // The end of the day: some programs take it for a local time.
            let night = last.at(23, 59, 59, 0);
            let until = night.to_zoned(zone());
            let until = until.map(|until| until.with_time_zone(TimeZone::UTC).datetime());
            let until = compact(until.unwrap_or(night));
            let days = by_day.join(",").to_uppercase();
            text.line(&["RRULE:FREQ=WEEKLY;UNTIL=", &until, "Z;BYDAY=", &days]);
        }
        for skipped in &self.course.skipped {
            let day = skipped.date;
            let is_in_rule = slot.days.iter().any(|known| known.jiff() == day.weekday());
            if is_in_rule && first < day && day < last {
                text.moment("EXDATE", day.to_datetime(slot.start));
            }
        }
        self.close(text, locale, None, "CONFIRMED");
        for lesson in &self.course.lessons {
            let original = of_slot(lesson).map(|day| day.to_datetime(slot.start));
            if !matches!(lesson.state, State::Regular(_)) && original.is_some() {
                self.single(text, locale, &name, lesson, original);
            }
        }
    }

    /// One lesson; `original` is the beginning of the lesson by the rule whose place it takes.
    fn single(
        &self,
        text: &mut Text,
        locale: &str,
        name: &str,
        lesson: &Lesson,
        original: Option<DateTime>,
    ) {
        self.open(text, name);
        if let Some(original) = original {
            text.moment("RECURRENCE-ID", original);
        }
        self.when(text, lesson);
        let status = if lesson.is_held() { "CONFIRMED" } else { "CANCELLED" };
        self.close(text, locale, lesson.place.as_ref(), status);
    }

    fn open(&self, text: &mut Text, name: &str) {
        let (id, host) = &self.uid;
        text.line(&["BEGIN:VEVENT"]);
        text.value("UID", "", &format!("{id}-{name}@{host}"));
        text.line(&["DTSTAMP:", &compact_date(self.changed), "T000000Z"]);
        text.line(&["SEQUENCE:", &self.sequence.to_string()]);
    }

    fn when(&self, text: &mut Text, lesson: &Lesson) {
        text.moment("DTSTART", lesson.date.to_datetime(lesson.start));
        text.moment("DTEND", lesson.date.to_datetime(lesson.end));
    }

    fn close(&self, text: &mut Text, locale: &str, place: Option<&String>, status: &str) {
        text.value("SUMMARY", locale, &self.summary);
        if !self.description.is_empty() {
            text.value("DESCRIPTION", locale, &self.description);
        }
        if let Some(location) = self.locations.get(&place.cloned()).filter(|at| !at.is_empty()) {
            text.value("LOCATION", "", location);
        }
        if let Some(url) = &self.url {
            text.line(&["URL:", url]);
        }
        text.line(&["STATUS:", status]);
        text.line(&["TRANSP:OPAQUE"]);
        text.line(&["END:VEVENT"]);
    }
}

fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

fn compact(at: DateTime) -> String {
    let mut text = compact_date(at.date());
    text.push('T');
    text.push_str(&compact_time(at.time()));
    text
}

fn compact_date(day: Date) -> String {
    let mut text = String::with_capacity("20270111T170000".len());
    push_year(&mut text, day);
    push_two_digits(&mut text, day.month().into());
    push_two_digits(&mut text, day.day().into());
    text
}

fn compact_time(time: Time) -> String {
    let mut text = String::with_capacity("170000".len());
    for number in [time.hour(), time.minute(), time.second()] {
        push_two_digits(&mut text, number.into());
    }
    text
}

/// A file that grows line by line.
struct Text(String);

impl Text {
    /// A line, folded between characters so that none is longer than 75 octets.
    fn line(&mut self, parts: &[&str]) {
        if parts.iter().map(|part| part.len()).sum::<usize>() <= LONGEST_LINE {
            self.0.extend(parts.iter().copied());
        } else {
            self.folded(&parts.concat());
        }
        self.0.push_str("\r\n");
    }

    fn folded(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LONGEST_LINE;
        while rest.len() > room {
            let cut = rest.floor_char_boundary(room);
            self.0.push_str(&rest[..cut]);
            self.0.push_str("\r\n ");
            rest = &rest[cut..];
            // The space counts.
            room = LONGEST_LINE - 1;
        }
        self.0.push_str(rest);
    }

    /// A moment by the clock of [`ZONE`].
    fn moment(&mut self, name: &str, at: DateTime) {
        self.line(&[name, ";TZID=", ZONE, ":", &compact(at)]);
    }

    /// A text, escaped, with its language if there is one.
    fn value(&mut self, name: &str, locale: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ',' | ';' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        let language = if locale.is_empty() { "" } else { ";LANGUAGE=" };
        self.line(&[name, language, locale, ":", &escaped]);
    }
}
