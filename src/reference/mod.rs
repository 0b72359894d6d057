//! `content/data/`: values, contacts, places and terms. One fact stands in one place; pages name it.

mod raw;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::source::SourceTree;
use crate::yaml::{self, OrTodo, Spanned};

pub use raw::{
    Confidence, RawAddress, RawContact, RawDuration, RawException, RawHours, RawPlace, RawTerm,
    RawValue, Weekday,
};

/// The reserved folder below `content/`.
pub const FOLDER: &str = "content/data/";

/// Files that the folder may hold.
const FILES: [&str; 5] =
    ["addresses.yaml", "contacts.yaml", "glossary.yaml", "places.yaml", "values.yaml"];

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
    for (path, _) in tree.below(FOLDER) {
        let name = path.trim_start_matches(FOLDER);
        if !FILES.contains(&name) {
            let finding =
                Diagnostic::at(Code::UnknownDataFile, Span::file(path)).with("name", name);
            found.push(finding.did_you_mean(name, FILES));
        }
    }
    let raw_values: Table<RawValue> = table(tree, "values.yaml", &mut found);
    let values = raw_values
        .into_iter()
        .filter_map(|(id, entry)| {
            let kind = fact(&entry.value, &entry.span, &mut found)?;
            let verified = entry.value.verified.filter(|_| entry.value.is_uncertain());
            Some((id, Entry { value: Fact { kind, verified }, span: entry.span }))
        })
        .collect();
    let registry = Registry {
        values,
        contacts: table(tree, "contacts.yaml", &mut found),
        places: table(tree, "places.yaml", &mut found),
        terms: table(tree, "glossary.yaml", &mut found),
        addresses: table(tree, "addresses.yaml", &mut found),
    };
    report_todos(&registry, &mut found);
    (registry, found)
}

fn table<T: DeserializeOwned>(tree: &SourceTree, name: &str, found: &mut Diagnostics) -> Table<T> {
    let path: SourcePath = format!("{FOLDER}{name}").into();
    let Some(text) = tree.text(&path) else { return Table::new() };
    let (entries, problems) = yaml::read::<BTreeMap<Spanned<String>, T>>(text, &path, 0);
    found.append(problems);
    let entry = |span: Range<usize>, value| Entry { value, span: Span::new(&path, span) };
    entries
        .unwrap_or_default()
        .into_iter()
        .map(|(id, value)| (id.value, entry(id.span, value)))
        .collect()
}

/// The one kind of thing that an entry of `values.yaml` is.
fn fact(raw: &RawValue, span: &Span, found: &mut Diagnostics) -> Option<FactKind> {
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
                    .with("value", "duration")
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
        (first, _) => {
            let id = first.map_or("money", |_| "text");
            let finding = Diagnostic::at(Code::BadValue, span.clone())
                .with("value", id)
                .with("expected", "one-kind-of-value");
            found.push(finding.with("keys", RawValue::KINDS).hint("known"));
            None
        }
    }
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
