//! Rules about words: those that are missing, and characters that nobody can see.

use crate::characters::control_characters;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::reference::{Entry, FOLDER, FactKind};
use crate::site::Site;
use crate::source::{CONFIG, SourceTree};
use crate::yaml::{Localised, OrTodo, Spanned, TODO};

use super::pages;

/// Texts of `site.yaml` and of the data that lack a language.
pub fn missing_text(site: &Site, found: &mut Diagnostics) {
    for (key, text, span) in texts(site) {
        let missing = missing_locales(text, &site.config);
        if !missing.is_empty() && !is_todo(text) {
            let finding = Diagnostic::at(Code::MissingText, span).with("key", key);
            found.push(finding.with("locales", missing.join(", ")));
        }
    }
}

/// The texts of `site.yaml` at their places and those of the data at the ids of their entries,
/// with the names of their keys.
fn texts<'a>(site: &'a Site) -> Vec<(String, &'a Localised, Span)> {
    let config = &site.config;
    let mut texts: Vec<(String, &'a Localised, Span)> = Vec::new();
    let mut of_config =
        |key: &str, text: Option<&'a Spanned<Localised>>| {
            texts.extend(text.map(|text| {
                (key.to_owned(), &text.value, Span::new(&config.path, text.span.clone()))
            }));
        };
    of_config("name", Some(&config.name));
    of_config("short_name", Some(&config.short_name).filter(|short| **short != config.name));
    of_config("description", config.description.as_ref());
    if let Some(organisation) = &config.organisation {
        of_config("organisation.name", Some(&organisation.name));
        of_config("organisation.operator", organisation.operator.as_ref());
    }
    if let Some(funding) = &config.funding {
        of_config("funding.statement", Some(&funding.statement));
        of_config("funding.fund", funding.fund.as_ref());
        of_config("funding.authority", funding.authority.as_ref());
        of_config("funding.name", funding.name.as_ref());
    }
    let mut of_entry = |id: &str, span: &Span, key: &str, text: Option<&'a Localised>| {
        texts.extend(text.map(|text| (format!("{id}: {key}"), text, span.clone())));
    };
    let registry = &site.registry;
    for (id, Entry { value, span }) in &registry.values {
        if let FactKind::Text(text) = &value.kind {
            of_entry(id, span, "text", Some(text));
        }
    }
    for (id, Entry { value, span }) in &registry.contacts {
        of_entry(id, span, "name", Some(&value.name));
        of_entry(id, span, "role", value.role.as_ref());
    }
    for (id, Entry { value, span }) in &registry.places {
        of_entry(id, span, "name", Some(&value.name));
        let accessibility = value.accessibility.as_ref().and_then(OrTodo::known);
        of_entry(id, span, "accessibility", accessibility);
        for (room, name) in &value.rooms {
            of_entry(id, span, &format!("rooms.{room}"), Some(name));
        }
        for hours in value.hours.iter().filter_map(OrTodo::known).flatten() {
            of_entry(id, span, "hours.note", hours.note.as_ref());
        }
        for exception in &value.exceptions {
            of_entry(id, span, "exceptions.note", exception.note.as_ref());
        }
    }
    for (id, Entry { value, span }) in &registry.terms {
        of_entry(id, span, "term", Some(&value.term));
        of_entry(id, span, "definition", value.definition.as_ref());
    }
    texts
}

/// The texts of `site.yaml`, of the data and of the courses, with their files.
pub fn localised(site: &Site) -> Vec<(&Localised, SourcePath)> {
    let mut all: Vec<(&Localised, SourcePath)> =
        texts(site).into_iter().map(|(_, text, span)| (text, span.path)).collect();
    for Entry { value, span } in site.registry.courses.values() {
        all.extend(value.raw.texts().map(|text| (text, span.path.clone())));
    }
    for Entry { value, span } in site.registry.calendars.values() {
        let names = value.days.iter().map(|days| &days.name).chain([&value.name]);
        all.extend(names.map(|text| (text, span.path.clone())));
    }
    all
}

fn missing_locales(text: &Localised, config: &Config) -> Vec<String> {
    match text {
        Localised::Same(_) => Vec::new(),
        Localised::ByLocale(texts) => config
            .locales
            .iter()
            .filter(|locale| !texts.contains_key(locale.as_str()))
            .map(|locale| format!("`{locale}`"))
            .collect(),
    }
}

/// Whether staff still have to supply it, in any language.
fn is_todo(text: &Localised) -> bool {
    match text {
        Localised::Same(text) => text == TODO,
        Localised::ByLocale(texts) => texts.values().any(|text| text.value == TODO),
    }
}

/// Characters without a shape in files that are no pages; those of pages are found when the page is
/// parsed.
pub fn control_character(tree: &SourceTree, found: &mut Diagnostics) {
    let files = tree.below(CONFIG).chain(tree.below(FOLDER)).chain(tree.below("i18n/"));
    for (path, file) in files {
        found.append(control_characters(path, file.text().unwrap_or_default()));
    }
}

/// `TODO` in a page, in `site.yaml` or in a text of the data: staff still have to supply something.
pub fn staff_todo(site: &Site, found: &mut Diagnostics) {
    let todo = |field: &str, span| Diagnostic::at(Code::StaffTodo, span).with("field", field);
    for page in pages(site) {
        let head = &page.front_matter;
        for (field, text) in [("title", &head.title), ("summary", &head.summary)] {
            if let Some(text) = text.as_ref().filter(|text| text.value.trim() == TODO) {
                found.push(todo(field, Span::new(&page.path, text.span.clone())));
            }
        }
        for (note, span) in &page.todos {
            let note = if note.is_empty() { page.title() } else { note };
            found.push(todo(note, Span::new(&page.path, span.clone())));
        }
    }
    for (key, text, span) in texts(site) {
        if is_todo(text) {
            found.push(todo(&key, span));
        }
    }
    let config = &site.config;
    let url = config.organisation.as_ref().and_then(|organisation| organisation.url.as_ref());
    let project = config.funding.as_ref().and_then(|funding| funding.project.as_ref());
    for (field, value) in [("organisation.url", url), ("funding.project", project)] {
        if let Some(Spanned { value: OrTodo::Todo, span }) = value {
            found.push(todo(field, Span::new(&config.path, span.clone())));
        }
    }
}
