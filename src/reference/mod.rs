//! `content/data/`: values, contacts, places and terms. One fact stands in one place; pages name it.

mod raw;

use std::collections::{BTreeMap, BTreeSet, btree_map};

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span, most_similar};
use crate::locale::Locale;
use crate::source::SourceTree;
use crate::timetable::{Calendars, Course, Courses, PUBLIC_HOLIDAYS, RawCalendar, RawCourse};
use crate::yaml::{self, OrTodo};

pub use raw::{
    Confidence, RawAddress, RawContact, RawDuration, RawException, RawHours, RawPlace, RawRevision,
    RawTerm, RawValue, Weekday,
};

/// The reserved folder below `content/`.
pub const FOLDER: &str = "content/data/";

/// Folder of files with courses.
const TIMETABLES: &str = "timetables/";

/// Files that the folder may hold, with the kind of entry that a reference to them names.
const FILES: [(&str, &str); 7] = [
    ("addresses.yaml", "address"),
    ("calendars.yaml", "calendar"),
    ("contacts.yaml", "contact"),
    ("glossary.yaml", "term"),
    ("places.yaml", "place"),
    ("revisions.yaml", "revision"),
    ("values.yaml", "value"),
];

/// Everything that pages can refer to.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// `values.yaml`.
    pub values: Table<Fact>,
    /// `contacts.yaml`.
    pub contacts: Table<RawContact>,
    /// `places.yaml`.
    pub places: Table<RawPlace>,
    /// `glossary.yaml`.
    pub terms: Table<RawTerm>,
    /// `addresses.yaml`: published addresses, and the id of the page that stood there.
    pub addresses: Table<String>,
    /// `calendars.yaml`.
    pub calendars: Table<RawCalendar>,
    /// `timetables/*.yaml`.
    pub courses: Courses,
    /// `revisions.yaml`: what was published of each course.
    pub revisions: Table<RawRevision>,
    /// Kind and id of entries that are there with a mistake, and so in none of the tables.
    left_out: BTreeSet<(&'static str, String)>,
    /// Kinds whose file could not be read at all.
    unreadable: BTreeSet<&'static str>,
}

impl Registry {
    /// The ids of the entries of a kind, as references name it.
    pub fn ids(&self, kind: &str) -> Box<dyn Iterator<Item = &str> + '_> {
        match kind {
            "value" => Box::new(self.values.keys().map(String::as_str)),
            "contact" => Box::new(self.contacts.keys().map(String::as_str)),
            "place" => Box::new(self.places.keys().map(String::as_str)),
            "term" => Box::new(self.terms.keys().map(String::as_str)),
            "course" => Box::new(self.courses.keys().map(String::as_str)),
            "calendar" => {
                let own = self.calendars.keys().map(String::as_str);
                Box::new(own.chain([PUBLIC_HOLIDAYS]))
            }
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Whether there is such an entry.
    pub fn has(&self, kind: &str, id: &str) -> bool {
        match kind {
            "value" => self.values.contains_key(id),
            "contact" => self.contacts.contains_key(id),
            "place" => self.places.contains_key(id),
            "term" => self.terms.contains_key(id),
            "course" => self.courses.contains_key(id),
            "calendar" => self.calendars.contains_key(id),
            _ => false,
        }
    }

    /// Whether a reference to an entry is wrong. It is not if the entry or its whole file cannot
    /// be used for a mistake of its own.
    pub fn lacks(&self, kind: &'static str, id: &str) -> bool {
        !self.has(kind, id)
            && !self.unreadable.contains(kind)
            && !self.left_out.contains(&(kind, id.to_owned()))
    }
}

/// The entries of a file by their ids.
pub type Table<T> = BTreeMap<String, Entry<T>>;

/// An entry and where its id stands.
#[derive(Debug, Clone)]
pub struct Entry<T> {
    /// What it says.
    pub value: T,
    /// Bytes of the id in its file.
    pub span: Span,
}

/// A value of `values.yaml`, valid: it is exactly one kind of thing.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is.
    pub kind: FactKind,
    /// What it is about, where it stands alone in a list.
    pub label: Option<yaml::Localised>,
    /// Day of verification, where the fact is not certain and readers must know.
    pub verified: Option<yaml::Day>,
}

/// A kind of value.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of the fields say it all")]
pub enum FactKind {
    /// An amount in a currency (ISO 4217 code).
    Money { amount: f64, currency: String },
    /// A day.
    Date(yaml::Day),
    /// From the first to the last day.
    Dates { from: yaml::Day, to: yaml::Day },
    /// A number of units; the name of the plural message says them.
    Duration { count: i64, message: &'static str },
    /// A number.
    Number(f64),
    /// At least and at most so many.
    Range { at_least: Option<f64>, at_most: Option<f64> },
    /// A share of a hundred.
    Percent(f64),
    /// Anything else, in every language.
    Text(yaml::Localised),
    /// Staff still have to supply it.
    Todo,
}

/// Reads `content/data/`.
pub fn load(tree: &SourceTree) -> (Registry, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut registry = Registry::default();
    report_unknown_files(tree, &mut registry, &mut found);
    let (raw_values, faulty) =
        table::<RawValue>(tree, "values.yaml", "value", &mut registry, &mut found);
    for (id, Entry { value: raw, span }) in raw_values {
        let mut problems = Diagnostics::new();
        let kind = fact(&id, &raw, &span, &mut problems);
        // What is missing may be what was found wrong already.
        if !faulty.contains(&id) {
            found.append(problems);
        }
        let verified = raw.verified.filter(|_| raw.is_uncertain());
        match kind {
            Some(kind) => {
                let fact = Fact { kind, label: raw.label, verified };
                registry.values.insert(id, Entry { value: fact, span });
            }
            None => {
                registry.left_out.insert(("value", id));
            }
        }
    }
    registry.contacts = table(tree, "contacts.yaml", "contact", &mut registry, &mut found).0;
    registry.places = table(tree, "places.yaml", "place", &mut registry, &mut found).0;
    registry.terms = table(tree, "glossary.yaml", "term", &mut registry, &mut found).0;
    registry.addresses = table(tree, "addresses.yaml", "address", &mut registry, &mut found).0;
    registry.revisions = table(tree, "revisions.yaml", "revision", &mut registry, &mut found).0;
    registry.calendars = table(tree, "calendars.yaml", "calendar", &mut registry, &mut found).0;
    load_courses(tree, &mut registry, &mut found);
    report_bad_times(&registry, &mut found);
    report_bad_languages(&registry, &mut found);
    report_todos(&registry, &mut found);
    (registry, found)
}

/// The courses of all files in `timetables/`; the first of two with one id counts.
fn load_courses(tree: &SourceTree, registry: &mut Registry, found: &mut Diagnostics) {
    let folder = format!("{FOLDER}{TIMETABLES}");
    let names: Vec<String> = tree
        .below(&folder)
        .map(|(path, _)| path.trim_start_matches(FOLDER).to_owned())
        .filter(|name| name.ends_with(".yaml"))
        .collect();
    let mut raw: Table<RawCourse> = Table::new();
    for name in names {
        for (id, entry) in table::<RawCourse>(tree, &name, "course", registry, found).0 {
            match raw.entry(id) {
                btree_map::Entry::Vacant(vacant) => {
                    vacant.insert(entry);
                }
                btree_map::Entry::Occupied(first) => {
                    let finding = Diagnostic::at(Code::DuplicateKey, entry.span);
                    let finding = finding.with("key", first.key());
                    found.push(finding.label(first.get().span.clone(), "first"));
                }
            }
        }
    }
    for (id, entry) in &raw {
        if !crate::site::is_slug(id) {
            let finding = Diagnostic::at(Code::BadValue, entry.span.clone()).with("value", id);
            found.push(finding.with("expected", "slug"));
        }
    }
    let calendars = Calendars::new(&registry.calendars);
    let course = |(id, Entry { value, span }): (String, Entry<RawCourse>)| {
        let value = Course::new(value, &span, &calendars, found);
        (id, Entry { value, span })
    };
    registry.courses = raw.into_iter().map(course).collect();
}

fn report_unknown_files(tree: &SourceTree, registry: &mut Registry, found: &mut Diagnostics) {
    let names = FILES.map(|(name, _)| name);
    for (path, _) in tree.below(FOLDER) {
        let name = path.trim_start_matches(FOLDER);
        let is_timetable = name.starts_with(TIMETABLES) && name.ends_with(".yaml");
        if names.contains(&name) || is_timetable {
            continue;
        }
        let finding = Diagnostic::at(Code::UnknownDataFile, Span::file(path)).with("name", name);
        if let Some(meant) = most_similar(name, names) {
            let kind = FILES.iter().find(|(name, _)| *name == meant).map(|(_, kind)| *kind);
            registry.unreadable.extend(kind);
            found.push(finding.with("suggestion", meant).hint("similar"));
        } else {
            let list = names.map(|name| format!("`{name}`")).join(", ");
            found.push(finding.with("keys", list).hint("known"));
        }
    }
}

/// The entries of a file, and the ids of those with a mistake.
fn table<T: DeserializeOwned>(
    tree: &SourceTree,
    name: &str,
    kind: &'static str,
    registry: &mut Registry,
    found: &mut Diagnostics,
) -> (Table<T>, BTreeSet<String>) {
    let path: SourcePath = format!("{FOLDER}{name}").into();
    if tree.has_problem(&path) {
        registry.unreadable.insert(kind);
    }
    let Some(text) = tree.text(&path) else { return Default::default() };
    let (keyed, problems) = yaml::read_keyed::<T>(text, &path);
    found.append(problems);
    let Some(keyed) = keyed else {
        registry.unreadable.insert(kind);
        return Default::default();
    };
    let entries: Table<T> = keyed
        .entries
        .into_iter()
        .map(|(id, value)| (id.value, Entry { value, span: Span::new(&path, id.span) }))
        .collect();
    let left_out = keyed.ids.into_iter().filter(|id| !entries.contains_key(id));
    registry.left_out.extend(left_out.map(|id| (kind, id)));
    (entries, keyed.faulty)
}

/// The one kind of thing that an entry of `values.yaml` is.
fn fact(id: &str, raw: &RawValue, span: &Span, found: &mut Diagnostics) -> Option<FactKind> {
    let known = |number: &OrTodo<f64>| number.known().copied();
    let mut kinds = Vec::new();
    if let Some(amount) = &raw.money {
        let currency = raw.currency.clone().unwrap_or_else(|| "CZK".to_owned());
        kinds.push(
            known(amount).map_or(FactKind::Todo, |amount| FactKind::Money { amount, currency }),
        );
    }
    if let Some(date) = &raw.date {
        kinds.push(date.known().map_or(FactKind::Todo, |day| FactKind::Date(*day)));
    }
    match (&raw.from, &raw.to) {
        (Some(OrTodo::Known(from)), Some(OrTodo::Known(to))) => {
            kinds.push(FactKind::Dates { from: *from, to: *to });
        }
        (None, None) => {}
        (Some(OrTodo::Todo), _) | (_, Some(OrTodo::Todo)) => kinds.push(FactKind::Todo),
        (from, _) => {
            let key = if from.is_some() { "to" } else { "from" };
            found.push(Diagnostic::at(Code::MissingKey, span.clone()).with("key", key));
            return None;
        }
    }
    if let Some(duration) = &raw.duration {
        match duration.known().map(RawDuration::single) {
            None => kinds.push(FactKind::Todo),
            Some(Some((count, message))) => kinds.push(FactKind::Duration { count, message }),
            Some(None) => {
                let finding = Diagnostic::at(Code::BadValue, span.clone())
                    .with("value", id)
                    .with("expected", "one-unit");
                found.push(finding.with("keys", RawDuration::KEYS).hint("known"));
                return None;
            }
        }
    }
    if let Some(age) = &raw.age {
        let age = age.known().map(|age| FactKind::Duration { count: *age, message: "age" });
        kinds.push(age.unwrap_or(FactKind::Todo));
    }
    if let Some(number) = &raw.number {
        kinds.push(known(number).map_or(FactKind::Todo, FactKind::Number));
    }
    if raw.at_least.is_some() || raw.at_most.is_some() {
        kinds.push(FactKind::Range { at_least: raw.at_least, at_most: raw.at_most });
    }
    if let Some(percent) = &raw.percent {
        kinds.push(known(percent).map_or(FactKind::Todo, FactKind::Percent));
    }
    if let Some(text) = &raw.text {
        kinds.push(text.known().map_or(FactKind::Todo, |text| FactKind::Text(text.clone())));
    }
    let mut kinds = kinds.into_iter();
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => Some(kind),
        _ => {
            let finding = Diagnostic::at(Code::BadValue, span.clone())
                .with("value", id)
                .with("expected", "one-kind-of-value");
            found.push(finding.with("keys", RawValue::KINDS).hint("known"));
            None
        }
    }
}

/// Opening hours that are no times.
fn report_bad_times(registry: &Registry, found: &mut Diagnostics) {
    let path: SourcePath = format!("{FOLDER}places.yaml").into();
    for place in registry.places.values().map(|entry| &entry.value) {
        let hours = place.hours.as_ref().and_then(OrTodo::known);
        let regular = hours.into_iter().flatten().flat_map(|hours| &hours.times);
        for times in regular.chain(place.exceptions.iter().flat_map(|day| &day.times)) {
            if minutes(&times.value).is_none() {
                let span = Span::new(&path, times.span.clone());
                let finding = Diagnostic::at(Code::BadValue, span).with("value", &times.value);
                found.push(finding.with("expected", "time-range"));
            }
        }
    }
}

/// Languages of contacts that are none.
fn report_bad_languages(registry: &Registry, found: &mut Diagnostics) {
    let path: SourcePath = format!("{FOLDER}contacts.yaml").into();
    for contact in registry.contacts.values().map(|entry| &entry.value) {
        let languages = contact.languages.as_ref().and_then(OrTodo::known);
        for tag in languages.into_iter().flatten() {
            if Locale::parse(&tag.value).is_err() {
                let span = Span::new(&path, tag.span.clone());
                let finding = Diagnostic::at(Code::BadValue, span).with("value", &tag.value);
                found.push(finding.with("expected", "language-tag"));
            }
        }
    }
}

/// From and to of `09:00-16:00` in minutes from midnight, which may be the end too: `24:00`. Nothing
/// if the text is no time, a hyphen and a later time.
pub fn minutes(times: &str) -> Option<(u16, u16)> {
    let minutes = |time: &str| {
        let (hours, minutes) = time.split_once(':')?;
        let is_written_out = [hours, minutes]
            .iter()
            .all(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()));
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
        let time = hours * 60 + minutes;
        (is_written_out && minutes < 60 && time <= 24 * 60).then_some(time)
    };
    let (from, to) = times.split_once('-')?;
    Some((minutes(from.trim())?, minutes(to.trim())?)).filter(|(from, to)| from < to)
}

fn report_todos(registry: &Registry, found: &mut Diagnostics) {
    let mut todo = |span: &Span, id: &str, field: &str| {
        let field = if field.is_empty() { id.to_owned() } else { format!("{id}: {field}") };
        found.push(Diagnostic::at(Code::StaffTodo, span.clone()).with("field", field));
    };
    for (id, entry) in &registry.values {
        if matches!(entry.value.kind, FactKind::Todo) {
            todo(&entry.span, id, "");
        }
    }
    for (id, entry) in &registry.contacts {
        for field in entry.value.todos() {
            todo(&entry.span, id, field);
        }
    }
    for (id, entry) in &registry.places {
        for field in entry.value.todos() {
            todo(&entry.span, id, field);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_hours_are_two_times_of_one_day() {
        for text in ["09:00-16:00", "00:00-24:00", "09:00 - 16:30"] {
            assert!(minutes(text).is_some(), "{text}");
        }
        for text in
            ["9-17", "9:00-16:00", "09:00-25:00", "16:00-09:00", "09:00–16:00", "+9:00-16:00"]
        {
            assert!(minutes(text).is_none(), "{text}");
        }
    }
}
