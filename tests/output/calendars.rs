//! Calendars: other people's readers find in them the lessons that `lessons.json` names.
//!
//! Two readers that know nothing of each other: `calcard` reads a file as a whole, `rrule` only
//! expands the rules that a few lines here find in its text. `tests/calendars` asks others.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarStatus,
    ICalendarValue,
};
use calcard::{Entry, Parser};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use rozcestnik::output::{OutputPath, OutputTree};
use rozcestnik::portal::Portal;
use rozcestnik::timetable::public_holiday;
use rozcestnik::{Memo, assemble};
use rrule::RRuleSet;

use crate::looks::text;
use crate::{built, site};

/// A whole school year; `tests/run` builds the same folder for the other readers.
const YEAR: &str = concat!(
    "\n-- site.yaml --\n",
    include_str!("../calendars/year/site.yaml"),
    "\n-- content/cs.md --\n",
    include_str!("../calendars/year/content/cs.md"),
    "\n-- content/timetable/cs.md --\n",
    include_str!("../calendars/year/content/timetable/cs.md"),
    "\n-- content/data/places.yaml --\n",
    include_str!("../calendars/year/content/data/places.yaml"),
    "\n-- content/data/calendars.yaml --\n",
    include_str!("../calendars/year/content/data/calendars.yaml"),
    "\n-- content/data/timetables/year.yaml --\n",
    include_str!("../calendars/year/content/data/timetables/year.yaml"),
);
const LOCALES: [&str; 3] = ["cs", "uk", "ar"];
const HOST: &str = "@portal.example";
const ZONE: &str = "Europe/Prague";

/// Lessons by course, each as `2026-09-07T17:00 2026-09-07T18:30 regular`, in order.
type Lessons = BTreeMap<String, Vec<String>>;

fn line(start: DateTime, end: DateTime, state: &str) -> String {
    let minutes = "%Y-%m-%dT%H:%M";
    format!("{} {} {state}", start.strftime(minutes), end.strftime(minutes))
}

/// Courses and lessons, put in order.
fn lessons(all: impl IntoIterator<Item = (String, String)>) -> Lessons {
    let mut lessons = Lessons::new();
    all.into_iter().for_each(|(id, line)| lessons.entry(id).or_default().push(line));
    lessons.values_mut().for_each(|of_course| of_course.sort());
    lessons
}

/// Asserts that a reader finds the lessons that it should, and says which it does not.
fn assert_found(seen: &Lessons, expected: &Lessons, what: &str) {
    let pairs = |lessons: &Lessons| -> Vec<String> {
        let pairs = lessons.iter().flat_map(|(id, all)| all.iter().map(move |one| (id, one)));
        pairs.map(|(id, lesson)| format!("{id} {lesson}")).collect()
    };
    let (seen, expected) = (pairs(seen), pairs(expected));
    let surplus: Vec<&String> = seen.iter().filter(|one| !expected.contains(one)).collect();
    let missing: Vec<&String> = expected.iter().filter(|one| !seen.contains(one)).collect();
    assert!(seen == expected, "{what}: {surplus:#?} should not be there, {missing:#?} should");
}

/// What `lessons.json` says: the lessons, and the titles of all courses.
fn published(json: &str) -> (Lessons, BTreeMap<String, String>) {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let mut all = Vec::new();
    let mut titles = BTreeMap::new();
    for course in json["courses"].as_array().unwrap() {
        let id = course["id"].as_str().unwrap();
        titles.insert(id.to_owned(), course["title"].as_str().unwrap().to_owned());
        for lesson in course["lessons"].as_array().unwrap() {
            let [start, end, state] = ["start", "end", "state"].map(|key| &lesson[key]);
            let at = |text: &serde_json::Value| text.as_str().unwrap().parse().unwrap();
            all.push((id.to_owned(), line(at(start), at(end), state.as_str().unwrap())));
        }
    }
    (lessons(all), titles)
}

/// `evening` of `evening-1@portal.example` and of `evening-extra-20261024-1000@portal.example`.
fn course_of(uid: &str) -> &str {
    let name = uid.strip_suffix(HOST).unwrap();
    let (id, _) = name.split_once("-extra-").or_else(|| name.rsplit_once('-')).unwrap();
    id
}

/// Whether it stands for other opening hours of a place, and no lesson.
fn is_of_hours(uid: &str) -> bool {
    uid.contains("-hours-")
}

/// The state that a calendar shows.
fn state(uid: &str, is_override: bool, is_cancelled: bool) -> &'static str {
    match (is_cancelled, is_override) {
        (true, _) => "cancelled",
        (_, true) => "moved",
        _ if uid.contains("-extra-") => "extra",
        _ => "regular",
    }
}

/// What calcard reads, if it can read everything.
fn read(ics: &str) -> ICalendar {
    let mut parser = Parser::new(ics);
    let calendar = match parser.entry() {
        Entry::ICalendar(calendar) => Some(calendar),
        _ => None,
    };
    let calendar = calendar.unwrap();
    assert_eq!(parser.entry(), Entry::Eof);
    for component in &calendar.components {
        let kind = &component.component_type;
        assert!(!matches!(kind, ICalendarComponentType::Other(_)), "{kind:?}");
        for entry in &component.entries {
            // A value that it cannot read stays a text.
            let is_text = match &entry.name {
                ICalendarProperty::Other(name) => name.starts_with("X-"),
                ICalendarProperty::Version
                | ICalendarProperty::Prodid
                | ICalendarProperty::Name
                | ICalendarProperty::Tzid
                | ICalendarProperty::Tzname
                | ICalendarProperty::Uid
                | ICalendarProperty::Summary
                | ICalendarProperty::Description
                | ICalendarProperty::Location => true,
                ICalendarProperty::Url => {
                    assert!(matches!(entry.values[0], ICalendarValue::Uri(_)), "{entry:?}");
                    continue;
                }
                _ => false,
            };
            let is_read = |value| matches!(value, &ICalendarValue::Text(_)) == is_text;
            assert!(entry.values.len() == 1 && entry.values.iter().all(is_read), "{entry:?}");
        }
    }
    calendar
}

/// The lessons that calcard finds.
fn seen_by_calcard(ics: &str) -> Lessons {
    let calendar = read(ics);
    let mut series: BTreeMap<String, Vec<ICalendarComponent>> = BTreeMap::new();
    for component in calendar.components {
        if let Some(uid) = component.uid() {
            series.entry(uid.to_owned()).or_default().push(component);
        }
    }
    let mut found = Vec::new();
    for (uid, components) in series.into_iter().filter(|(uid, _)| !is_of_hours(uid)) {
        // One at a time: it mixes up the exceptions of two series at the same moment.
        let series = ICalendar { components };
        let expanded = series.expand_dates(Tz::Floating, 10_000);
        assert_eq!(expanded.errors, [], "{uid}");
        for event in expanded.events {
            let component = &series.components[event.comp_id as usize];
            let is_cancelled = component.status() == Some(&ICalendarStatus::Cancelled);
            let event = event.try_into_date_time().unwrap();
            assert_eq!(event.start.timezone().name().as_deref(), Some(ZONE));
            let at = |naive: String| naive.replace(' ', "T").parse::<DateTime>().unwrap();
            let start = at(event.start.naive_local().to_string());
            let end = at(event.end.naive_local().to_string());
            let state = state(&uid, component.is_recurrence_override(), is_cancelled);
            found.push((course_of(&uid).to_owned(), line(start, end, state)));
        }
    }
    lessons(found)
}

/// An event as a text: names of its lines, parameters and values.
struct Event<'a>(Vec<(&'a str, &'a str, &'a str)>);

impl<'a> Event<'a> {
    /// Those of a calendar whose lines are whole.
    fn all(unfolded: &'a str) -> Vec<Self> {
        let events = unfolded.split("BEGIN:VEVENT\n").skip(1);
        let whole = events.map(|event| event.split_once("END:VEVENT").unwrap().0);
        whole.map(|event| Self(event.lines().map(Self::field).collect())).collect()
    }

    fn field(line: &'a str) -> (&'a str, &'a str, &'a str) {
        let (head, value) = line.split_once(':').unwrap();
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        (name, parameters, value)
    }

    fn find(&self, wanted: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, ..)| *name == wanted).map(|(.., value)| *value)
    }

    fn get(&self, wanted: &str) -> &'a str {
        let found = self.find(wanted);
        assert!(found.is_some(), "{wanted} is missing: {:?}", self.0);
        found.unwrap()
    }

    /// A time with the zone of Prague.
    fn time(&self, wanted: &str) -> Option<DateTime> {
        let (_, parameters, value) = self.0.iter().find(|(name, ..)| *name == wanted)?;
        assert_eq!(*parameters, format!("TZID={ZONE}"));
        Some(DateTime::strptime("%Y%m%dT%H%M%S", value).unwrap())
    }

    /// When it begins by its rule.
    fn starts(&self) -> Vec<DateTime> {
        let first = self.time("DTSTART").unwrap();
        if self.find("RRULE").is_none() {
            assert_eq!(self.find("EXDATE"), None);
            return vec![first];
        }
        let is_rule = |name: &str| matches!(name, "DTSTART" | "RRULE" | "EXDATE");
        let rule = self.0.iter().filter(|(name, ..)| is_rule(name));
        let rule = rule.map(|(name, parameters, value)| {
            let semicolon = if parameters.is_empty() { "" } else { ";" };
            format!("{name}{semicolon}{parameters}:{value}")
        });
        let set: RRuleSet = rule.collect::<Vec<_>>().join("\n").parse().unwrap();
        let found = set.all(u16::MAX);
        assert!(!found.limited);
        let at = |naive: String| naive.replace(' ', "T").parse().unwrap();
        found.dates.iter().map(|start| at(start.naive_local().to_string())).collect()
    }
}

fn unfolded(ics: &str) -> String {
    ics.replace("\r\n ", "").replace("\r\n", "\n")
}

/// The lessons by the rules as rrule expands them, exceptions put in their places.
fn seen_by_rrule(ics: &str) -> Lessons {
    let text = unfolded(ics);
    let events = Event::all(&text);
    let lessons_only = events.iter().filter(|event| !is_of_hours(event.get("UID")));
    let (exceptions, rules): (Vec<_>, Vec<_>) =
        lessons_only.partition(|event| event.find("RECURRENCE-ID").is_some());
    let mut found = Vec::new();
    let mut replaced: BTreeSet<(&str, DateTime)> =
        exceptions.iter().map(|one| (one.get("UID"), one.time("RECURRENCE-ID").unwrap())).collect();
    for rule in rules {
        let uid = rule.get("UID");
        let (first, end) = (rule.time("DTSTART").unwrap(), rule.time("DTEND").unwrap());
        let starts = rule.starts();
        assert_eq!(starts.first(), Some(&first), "the first lesson of {uid} is not by its rule");
        for start in starts {
            if !replaced.remove(&(uid, start)) {
                let end = start.date().to_datetime(end.time());
                found.push((course_of(uid).to_owned(), line(start, end, state(uid, false, false))));
            }
        }
    }
    assert_eq!(replaced, BTreeSet::new(), "exceptions to lessons that there are not");
    for event in exceptions {
        let uid = event.get("UID");
        let (start, end) = (event.time("DTSTART").unwrap(), event.time("DTEND").unwrap());
        let state = state(uid, true, event.get("STATUS") == "CANCELLED");
        found.push((course_of(uid).to_owned(), line(start, end, state)));
    }
    lessons(found)
}

/// What RFC 5545 says of the form: lines, time zone, names, days, the end of rules.
fn assert_sound(ics: &str) {
    let lines: Vec<&str> = ics.strip_suffix("\r\n").unwrap().split("\r\n").collect();
    for line in &lines {
        assert!(!line.contains(['\r', '\n']) && !line.is_empty(), "{line:?}");
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    let count = |wanted: &str| lines.iter().filter(|line| **line == wanted).count();
    assert_eq!((count("BEGIN:VTIMEZONE"), count(&format!("TZID:{ZONE}"))), (1, 1));
    let text = unfolded(ics);
    let mut names = BTreeSet::new();
    for event in Event::all(&text) {
        let name = (event.get("UID"), event.find("RECURRENCE-ID"));
        assert!(names.insert(name), "{name:?} is there twice");
        if is_of_hours(name.0) {
            assert_eq!(event.get("TRANSP"), "TRANSPARENT");
            continue;
        }
        assert!(["CONFIRMED", "CANCELLED"].contains(&event.get("STATUS")), "{name:?}");
        let start = event.time("DTSTART").unwrap();
        assert!(start < event.time("DTEND").unwrap(), "{name:?}");
        let Some(rule) = event.find("RRULE") else { continue };
        let parts: BTreeMap<&str, &str> =
            rule.split(';').map(|part| part.split_once('=').unwrap()).collect();
        let weekday = format!("{:?}", start.date().weekday()).to_uppercase();
        assert!(parts["BYDAY"].split(',').any(|day| weekday.starts_with(day)), "{name:?}: {rule}");
        assert!(parts["UNTIL"].ends_with('Z'), "{name:?}: {rule}");
    }
}

/// Calendars of an edition with their paths, the one with everything first.
fn calendars(portal: &OutputTree, locale: &str) -> Vec<(String, String)> {
    let all = format!("{locale}/timetable/courses.ics");
    let paths = portal.iter().map(|(path, _)| path.as_str());
    let others = paths.filter(|path| {
        path.starts_with(&format!("{locale}/")) && path.ends_with(".ics") && *path != all
    });
    let of = |path: &str| (path.to_owned(), text(portal, path));
    std::iter::once(all.as_str()).chain(others).map(of).collect()
}

#[test]
fn every_reader_finds_the_lessons_of_a_whole_year_in_every_language() {
    let portal = built(YEAR);
    for locale in LOCALES {
        let (expected, titles) =
            published(&text(&portal, &format!("{locale}/timetable/lessons.json")));
        let calendars = calendars(&portal, locale);
        // Everything, nine courses, four towns.
        assert_eq!(calendars.len(), 1 + 9 + 4);
        assert_found(&seen_by_calcard(&calendars[0].1), &expected, locale);
        for (path, ics) in &calendars {
            assert_sound(ics);
            let seen = seen_by_calcard(ics);
            assert_found(&seen_by_rrule(ics), &seen, path);
            let own = expected.iter().filter(|(id, _)| seen.contains_key(*id));
            let own: Lessons = own.map(|(id, lessons)| (id.clone(), lessons.clone())).collect();
            assert_found(&seen, &own, path);
            for event in read(ics).components {
                let Some(uid) = event.uid().filter(|uid| !is_of_hours(uid)) else { continue };
                let summary = event.property(&ICalendarProperty::Summary).unwrap();
                let summary = summary.values[0].as_text().unwrap();
                let title = &titles[course_of(uid)];
                assert!(summary.ends_with(title), "{path}: {summary}");
            }
        }
    }
}

#[test]
fn the_year_holds_all_that_can_happen() {
    let (lessons, _) = published(&text(&built(YEAR), "cs/timetable/lessons.json"));
    let count = |id: &str, what: &str| lessons[id].iter().filter(|l| l.contains(what)).count();
    let evening = ["regular", "cancelled", "moved", "extra"].map(|state| count("evening", state));
    // 86 Mondays and Wednesdays, of which three are public holidays and three school holidays.
    assert_eq!(evening, [86 - 3 - 3 - 3 - 2, 3, 2, 2]);
    for holiday in ["2026-09-28", "2026-10-28", "2026-12-28", "2027-03-29"] {
        assert_eq!(count("evening", holiday), 0, "{holiday}");
    }
    for change_of_the_clock in ["2026-10-25", "2027-03-28"] {
        assert_eq!(count("weekend", change_of_the_clock), 1);
    }
    assert_eq!(lessons["once-cancelled"], ["2027-01-13T08:00 2027-01-13T09:00 cancelled"]);
    assert!(!lessons.contains_key("never"));
}

#[test]
fn the_feeds_of_courses_towns_and_everything_agree() {
    let portal = built(YEAR);
    for locale in LOCALES {
        let blocks = |ics: &str| -> BTreeSet<String> {
            ics.split("BEGIN:VEVENT").skip(1).map(|block| block.to_owned()).collect()
        };
        let without_end = |ics: &str| ics.strip_suffix("END:VCALENDAR\r\n").unwrap().to_owned();
        let mut feeds = calendars(&portal, locale).into_iter();
        let all = blocks(&without_end(&feeds.next().unwrap().1));
        let (towns, courses): (Vec<_>, Vec<_>) =
            feeds.partition(|(path, _)| path.contains("/week-"));
        let together = |feeds: Vec<(String, String)>| {
            let mut seen = BTreeSet::new();
            for (path, ics) in &feeds {
                let mut own = blocks(&without_end(ics));
                let count = seen.len() + own.len();
                seen.append(&mut own);
                assert_eq!(seen.len(), count, "{path} has what another feed has");
            }
            seen
        };
        assert_eq!(together(towns), all);
        // Opening hours are of no course.
        let hours: BTreeSet<String> = all.difference(&together(courses)).cloned().collect();
        let day = |event: &String| event.split_once("VALUE=DATE:").unwrap().1[..8].to_owned();
        let days: BTreeSet<String> = hours.iter().map(day).collect();
        assert_eq!(hours.len(), 3);
        assert_eq!(days.into_iter().collect::<Vec<_>>(), ["20261231", "20270104", "20270328"]);
    }
}

#[test]
fn a_moved_lesson_says_its_place() {
    let portal = built(YEAR);
    let calendar = unfolded(&text(&portal, "uk/timetable/evening/evening.ics"));
    let events = Event::all(&calendar);
    let place = |original: Option<&str>| {
        let event = events.iter().find(|event| event.find("RECURRENCE-ID") == original).unwrap();
        event.get("LOCATION").split("\\,").next().unwrap()
    };
    assert_eq!(place(Some("20270215T170000")), "Бібліотека");
    assert_eq!(place(Some("20270331T180000")), "Центр підтримки інтеграції іноземців");
    assert_eq!(place(None), "Центр підтримки інтеграції іноземців");
}

/// A portal that can be asked for single files.
fn assembled(site: &str, memo: &mut Memo) -> Portal {
    let tree = site::tree(site);
    let (portal, found) = assemble(&tree, &site::options(), memo);
    assert!(!found.has_errors(), "{}\n{site}", site::short(&found, &tree));
    portal.unwrap()
}

fn file(portal: &Portal, path: &str) -> String {
    let file = portal.file(&OutputPath::new(path).unwrap()).unwrap().unwrap();
    String::from_utf8(file.bytes().into_owned()).unwrap()
}

/// Names of the events of the evening course, and what is said of its revision, in each edition.
fn revisions(site: &str, memo: &mut Memo) -> (Vec<String>, BTreeSet<(String, String)>) {
    let portal = assembled(site, memo);
    let (mut names, mut revisions) = (Vec::new(), BTreeSet::new());
    for locale in LOCALES {
        let text = unfolded(&file(&portal, &format!("{locale}/timetable/courses.ics")));
        for event in Event::all(&text) {
            if is_of_hours(event.get("UID")) {
                continue;
            }
            if course_of(event.get("UID")) == "evening" {
                let original = event.find("RECURRENCE-ID").unwrap_or_default();
                names.push(format!("{locale} {} {original}", event.get("UID")));
                revisions.insert((event.get("SEQUENCE").into(), event.get("DTSTAMP").into()));
            } else {
                assert_eq!(event.get("SEQUENCE"), "0", "nothing was recorded of this course");
            }
        }
    }
    (names, revisions)
}

#[test]
fn names_stay_and_the_sequence_goes_up_when_something_changed() {
    let memo = &mut Memo::default();
    let digest = assembled(YEAR, memo).course_digest("evening").unwrap();
    let recorded = |site: &str, number: u32| {
        let revision = format!("{{digest: \"{digest}\", number: {number}, changed: 2026-09-01}}");
        format!("{site}-- content/data/revisions.yaml --\nevening: {revision}\n")
    };
    let said = |sequence: &str, day: &str| {
        BTreeSet::from([(sequence.to_owned(), format!("{day}T000000Z"))])
    };
    let (names, revision) = revisions(YEAR, memo);
    assert_eq!(names.len(), 3 * (2 + 3 + 2 + 2));
    assert_eq!(revision, said("0", "20261123"));

    for number in [0, 4] {
        let unchanged = revisions(&recorded(YEAR, number), memo);
        assert_eq!(unchanged, (names.clone(), said(&number.to_string(), "20260901")));
    }
    // What readers see of a course in any language is a change; what they see of others is none.
    for (from, to, is_change) in [
        ("Čeština večer", "Čeština po práci", true),
        ("التشيكية مساءً", "التشيكية", true),
        ("Knihovna", "Městská knihovna", true),
        ("18:00-19:45", "18:00-19:30", true),
        ("  full: true\n", "", true),
        ("to: 2027-01-03", "to: 2027-01-04", true),
        ("Poradna na cestách", "Poradna u vás", false),
        ("Jarní prázdniny", "Volno", false),
    ] {
        let edited = YEAR.replacen(from, to, 1);
        assert_ne!(edited, YEAR);
        let (names_after, revision) = revisions(&recorded(&edited, 4), memo);
        assert_eq!(names_after, names, "{from}");
        let expected = if is_change { said("5", "20261123") } else { said("4", "20260901") };
        assert_eq!(revision, expected, "{from}");
    }
    let moved = YEAR.replace("https://portal.example/", "https://new.example/");
    let portal = assembled(&moved, memo);
    assert_eq!(portal.course_digest("evening"), Some(digest));
}

/// A course as chance made it.
#[derive(Debug)]
struct Chance {
    from: Date,
    days: i32,
    /// Days of the week as bits, times.
    slots: Vec<(u8, Times)>,
    has_public_holidays: bool,
    /// After how many days a break begins, and how long it is.
    breaks: Vec<(i32, i32)>,
    cancelled: Vec<Index>,
    /// Which lesson, by how many days, the new times, whether in another place.
    moved: Vec<(Index, i32, Option<Times>, bool)>,
    /// After how many days, the times, whether in another place. No two begin at one moment.
    extra: BTreeMap<(i32, i8, i8), (i8, bool)>,
}

/// Hour, quarter of an hour, number of quarters; never when the clock changes.
type Times = (i8, i8, i8);

fn times() -> impl Strategy<Value = Times> {
    (3..21i8, 0..4i8, 1..12i8)
}

fn written((hour, quarter, length): Times) -> String {
    let end = quarter + length;
    format!("times: \"{hour:02}:{:02}-{:02}:{:02}\"", 15 * quarter, hour + end / 4, 15 * (end % 4))
}

fn chance() -> impl Strategy<Value = Chance> {
    let slots = prop::collection::vec((1..128u8, times()), 0..4);
    let breaks = prop::collection::vec((0..400, 0..20), 0..4);
    let cancelled = prop::collection::vec(any::<Index>(), 0..5);
    let moved = (any::<Index>(), -40..40, prop::option::of(times()), any::<bool>());
    let moved = prop::collection::vec(moved, 0..5);
    let extra =
        prop::collection::btree_map((-40..440, 3..21i8, 0..4i8), (1..12i8, any::<bool>()), 1..5);
    let length = prop_oneof![Just(0), 0..15, 0..420];
    let rule = (0..700i32, length, slots);
    (rule, any::<bool>(), breaks, cancelled, moved, extra).prop_map(
        |((first, days, slots), has_public_holidays, breaks, cancelled, moved, extra)| Chance {
            from: date(2026, 8, 1) + first.days(),
            days,
            slots,
            has_public_holidays,
            breaks,
            cancelled,
            moved,
            extra,
        },
    )
}

impl Chance {
    fn holidays(&self) -> impl Iterator<Item = (Date, Date)> {
        let days = |(after, length): &(i32, i32)| {
            let first = self.from + after.days();
            (first, first + length.days())
        };
        self.breaks.iter().map(days)
    }

    /// Days on which there is a lesson by the rule.
    fn days(&self) -> Vec<Date> {
        let is_free = |day: Date| {
            (self.has_public_holidays && public_holiday(day).is_some())
                || self.holidays().any(|(first, last)| (first..=last).contains(&day))
        };
        let is_taught = |day: Date| {
            let bit = 1 << day.weekday().to_monday_zero_offset();
            self.slots.iter().any(|(days, _)| days & bit != 0)
        };
        let days = self.from.series(1.day()).take(1 + usize::try_from(self.days).unwrap());
        days.filter(|day| is_taught(*day) && !is_free(*day)).collect()
    }

    /// `calendars.yaml` and a course in it.
    fn site(&self) -> String {
        let mut site =
            format!("{EMPTY}-- content/data/calendars.yaml --\nschool:\n  name: S\n  days:\n");
        for (first, last) in self.holidays() {
            site += &format!("    - {{name: H, from: {first}, to: {last}}}\n");
        }
        site += "    - {name: H, from: 2020-01-01, to: 2020-01-01}\n";
        site += "-- content/data/timetables/chance.yaml --\nchance:\n  kind: czech\n  place: a\n";
        let public = if self.has_public_holidays { "public-holidays, " } else { "" };
        let to = self.from + self.days.days();
        site += &format!("  holidays: [{public}school]\n  from: {}\n  to: {to}\n", self.from);
        let mut list = |name: &str, items: Vec<String>| {
            if !items.is_empty() {
                site += &format!("  {name}: [{}]\n", items.join(", "));
            }
        };
        let slot = |(days, times): &(u8, Times)| {
            let names = ["mo", "tu", "we", "th", "fr", "sa", "su"].into_iter().enumerate();
            let names = names.filter(|(bit, _)| days & (1 << bit) != 0).map(|(_, name)| name);
            format!("{{days: [{}], {}}}", names.collect::<Vec<_>>().join(", "), written(*times))
        };
        let place = |is_elsewhere: bool| if is_elsewhere { ", place: b" } else { "" };
        list("lessons", self.slots.iter().map(slot).collect());
        let extra = self.extra.iter().map(|((after, hour, quarter), (length, is_elsewhere))| {
            let day = self.from + after.days();
            let times = written((*hour, *quarter, *length));
            format!("{{date: {day}, {times}{}}}", place(*is_elsewhere))
        });
        list("extra", extra.collect());
        let days = self.days();
        if days.is_empty() {
            return site;
        }
        let cancelled =
            self.cancelled.iter().map(|which| format!("{{date: {}}}", which.get(&days)));
        list("cancelled", cancelled.collect());
        let moved = self.moved.iter().map(|(which, by, times, is_elsewhere)| {
            let day = *which.get(&days);
            let times = times.map_or(String::new(), |times| format!(", {}", written(times)));
            let place = place(*is_elsewhere);
            format!("{{date: {day}, to: {}{times}{place}}}", day + by.days())
        });
        list("moved", moved.collect());
        site
    }
}

const EMPTY: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
search: false
-- content/timetable/cs.md --
---
title: Rozvrh
summary: Všechny kurzy.
layout: timetable
---
-- content/data/places.yaml --
a: {name: A}
b: {name: B}
";

#[test]
fn any_course_comes_through() {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) };
    let mut runner = TestRunner::new(config);
    // The theme is prepared once.
    let memo = RefCell::new(Memo::default());
    let result = runner.run(&chance(), |course| {
        let portal = assembled(&course.site(), &mut memo.borrow_mut());
        let ics = file(&portal, "cs/timetable/chance/chance.ics");
        let (expected, _) = published(&file(&portal, "cs/timetable/lessons.json"));
        assert_sound(&ics);
        assert_found(&seen_by_calcard(&ics), &expected, &ics);
        assert_found(&seen_by_rrule(&ics), &expected, &ics);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
}
