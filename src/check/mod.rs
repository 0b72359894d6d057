//! The rules: one function each, named after its code. They read the model and change nothing.

mod facts;
mod forms;
mod paper;
mod references;
mod texts;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::campaign::{self, Phase};
use crate::config::no_edition;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::frontmatter::Layout;
use crate::publicity;
use crate::reference::FOLDER;
use crate::search::Analyser;
use crate::short;
use crate::site::{Bundle, Page, Site};
use crate::source::SourceTree;
use crate::timetable;
use crate::translation::{self, is_wanted};
use crate::yaml::{Day, Spanned};

pub use forms::is_web_address;
pub use references::{Target, resolve, unknown, unknown_entry};

/// All rules on the assembled site.
pub fn check(tree: &SourceTree, site: &Site, today: Date) -> Diagnostics {
    let mut found = Diagnostics::new();
    let used = references::check(site, &mut found);
    unused_data(site, &used, &mut found);
    unused_picture(site, &used, &mut found);
    missing_source(site, &mut found);
    missing_translation(site, &mut found);
    no_stemmer(site, &mut found);
    review_due(site, today, &mut found);
    expiry(site, today, &mut found);
    translation_record(site, &mut found);
    address_moved(site, &mut found);
    config_references(site, &mut found);
    translation::check(site, &mut found);
    timetable::check(site, today, &mut found);
    publicity::check(tree, &site.config, &mut found);
    campaign::check(tree, site, today, &mut found);
    forms::forms(site, &mut found);
    forms::redirects(site, &mut found);
    short::check(site, &mut found);
    texts::missing_text(site, &mut found);
    texts::control_character(tree, &mut found);
    texts::staff_todo(site, &mut found);
    facts::different_facts(tree, site, &mut found);
    found
}

/// What pages refer to, by kind and id.
pub type Used = BTreeSet<(&'static str, String)>;

fn pages(site: &Site) -> impl Iterator<Item = &Page> {
    site.bundles.iter().flat_map(|bundle| bundle.cells.iter().flatten()).map(|page| &**page)
}

fn unused_data(site: &Site, used: &Used, found: &mut Diagnostics) {
    let shows_all = |layout| site.bundles.iter().any(|bundle| bundle.layout == layout);
    let mut report = |kind: &'static str, id: &String, span: &Span| {
        if !used.contains(&(kind, id.clone())) {
            let finding = Diagnostic::at(Code::UnusedData, span.clone());
            found.push(finding.with("kind", kind).with("id", id));
        }
    };
    for (id, entry) in &site.registry.values {
        report("value", id, &entry.span);
    }
    if !shows_all(Layout::Contacts) {
        site.registry.contacts.iter().for_each(|(id, entry)| report("contact", id, &entry.span));
    }
    if !shows_all(Layout::Places) {
        site.registry.places.iter().for_each(|(id, entry)| report("place", id, &entry.span));
    }
    if !shows_all(Layout::Glossary) {
        site.registry.terms.iter().for_each(|(id, entry)| report("term", id, &entry.span));
    }
}

fn unused_picture(site: &Site, used: &Used, found: &mut Diagnostics) {
    for bundle in &site.bundles {
        for (name, path) in &bundle.files {
            if !used.contains(&("file", path.to_string())) {
                let finding = Diagnostic::at(Code::UnusedPicture, Span::file(path));
                found.push(finding.with("name", name));
            }
        }
    }
}

fn missing_source(site: &Site, found: &mut Diagnostics) {
    let source = site.config.source;
    let finding = |path: &SourcePath, page: &str| {
        Diagnostic::at(Code::MissingSource, Span::file(path))
            .with("page", page)
            .with("locale", site.config.source_locale())
    };
    if site.find("").is_none() {
        found.push(finding(&site.config.path, "content/"));
    }
    for bundle in &site.bundles {
        if bundle.cells[source].is_none()
            && let Some(path) = bundle.any_path()
        {
            found.push(finding(path, bundle.name()));
        }
    }
}

fn missing_translation(site: &Site, found: &mut Diagnostics) {
    for bundle in &site.bundles {
        let source = site.config.source;
        // Without its source the page is a finding already.
        let Some(leading) = bundle.cells[source].as_deref() else { continue };
        let missing: Vec<String> = site
            .config
            .locales
            .iter()
            .zip(&bundle.cells)
            .enumerate()
            .filter(|(edition, (locale, cell))| {
                cell.is_none() && *edition != source && is_wanted(bundle, source, locale)
            })
            .map(|(_, (locale, _))| format!("`{locale}`"))
            .collect();
        if !missing.is_empty() {
            found.push(
                Diagnostic::at(Code::MissingTranslation, Span::file(&leading.path))
                    .with("page", bundle.name())
                    .with("locales", missing.join(", ")),
            );
        }
    }
}

/// How many days before its time a page is announced.
pub const NOTICE_DAYS: i64 = 30;

fn checked_pages(site: &Site, is_checked: impl Fn(&Bundle) -> bool) -> impl Iterator<Item = &Page> {
    let bundles = site.bundles.iter().filter(move |bundle| is_checked(bundle));
    bundles.flat_map(|bundle| bundle.cells.iter().flatten()).map(|page| &**page)
}

/// Facts that somebody promised to look at, and did not yet.
fn review_due(site: &Site, today: Date, found: &mut Diagnostics) {
    for page in checked_pages(site, |bundle| bundle.phase(site, today) != Some(Phase::Over)) {
        if let Some(day) = &page.front_matter.review_by {
            dated(page, day, today, [Code::ReviewOverdue, Code::ReviewSoon], found);
        }
    }
}

/// Pages that are true no longer, or not for long. Campaigns end as planned, and then say so.
fn expiry(site: &Site, today: Date, found: &mut Diagnostics) {
    for page in checked_pages(site, |bundle| bundle.layout != Layout::Campaign) {
        if let Some(day) = &page.front_matter.valid_until {
            dated(page, day, today, [Code::PageExpired, Code::ExpiresSoon], found);
        }
    }
}

/// The first code if the day is past, the second if it is near.
fn dated(
    page: &Page,
    day: &Spanned<Day>,
    today: Date,
    [past, near]: [Code; 2],
    found: &mut Diagnostics,
) {
    let days = (day.value.0 - today).get_days();
    let code = if days < 0 { past } else { near };
    if i64::from(days) <= NOTICE_DAYS {
        let span = Span::new(&page.path, day.span.clone());
        found.push(Diagnostic::at(code, span).with("date", day.value.0));
    }
}

/// Languages in which the search does not know the forms of words.
fn no_stemmer(site: &Site, found: &mut Diagnostics) {
    let locales = site.config.locales.iter().filter(|_| site.config.search);
    for locale in locales.filter(|locale| !Analyser::new(locale).is_complete()) {
        let finding = Diagnostic::at(Code::NoStemmer, Span::file(&site.config.path));
        found.push(finding.with("locale", locale));
    }
}

/// Heads of pages name editions that there are, and that a translation can have been made from.
fn translation_record(site: &Site, found: &mut Diagnostics) {
    for page in pages(site) {
        for tag in page.front_matter.locales.iter().flatten() {
            if site.config.locale_index(&tag.value).is_none() {
                found.push(no_edition(&page.path, tag, &site.config.locales));
            }
        }
        let Some(translation) = &page.front_matter.translation else { continue };
        let from = &translation.from;
        if site.config.locale_index(&from.value).is_none() {
            found.push(no_edition(&page.path, from, &site.config.locales));
        }
    }
}

/// Every address that was ever published still leads somewhere.
fn address_moved(site: &Site, found: &mut Diagnostics) {
    for (address, entry) in &site.registry.addresses {
        let is_redirected =
            site.config.redirects.iter().any(|redirect| redirect.from.value == *address);
        let page_is_here = site.find(&entry.value).is_some();
        if !is_redirected && !page_is_here && site.at_address(address).is_none() {
            found.push(
                Diagnostic::at(Code::AddressMoved, entry.span.clone())
                    .with("address", address)
                    .hint("redirect"),
            );
        }
    }
}

/// `site.yaml` names pages and contacts that exist.
fn config_references(site: &Site, found: &mut Diagnostics) {
    let config = &site.config;
    let span = |range: &std::ops::Range<usize>| Span::new(&config.path, range.clone());
    let page_of_funding = config.funding.as_ref().and_then(|funding| funding.page.as_ref());
    for id in config.help_page.iter().chain(page_of_funding) {
        if site.find(&id.value).is_none() {
            found.push(references::unknown("page", &id.value, span(&id.span), site.ids()));
        }
    }
    let registry = &site.registry;
    let organisation = config.organisation.as_ref();
    if let Some(id) = organisation.and_then(|organisation| organisation.contact.as_ref()) {
        found.extend(references::unknown_entry(registry, "contact", &id.value, span(&id.span)));
    }
    let in_file = |name: &str, id: &Spanned<String>| {
        Span::new(&format!("{FOLDER}{name}").into(), id.span.clone())
    };
    for id in registry.contacts.values().filter_map(|entry| entry.value.place.as_ref()) {
        let span = in_file("contacts.yaml", id);
        found.extend(references::unknown_entry(registry, "place", &id.value, span));
    }
    for id in registry.terms.values().filter_map(|entry| entry.value.page.as_ref()) {
        if site.find(&id.value).is_none() {
            let span = in_file("glossary.yaml", id);
            found.push(references::unknown("page", &id.value, span, site.ids()));
        }
    }
}
