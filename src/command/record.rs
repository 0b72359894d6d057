//! Commands that write source files: `new` and `record-addresses`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rozcestnik::message::Messages;
use rozcestnik::portal::Portal;
use rozcestnik::reference::{self, Entry, RawRevision};
use rozcestnik::scaffold::{self, NewFile, Refused};
use rozcestnik::short;
use rozcestnik::source::SourceTree;
use rozcestnik::write::{create_files, refuse_used_folder, replace_file};
use rozcestnik::yaml::Day;
use rozcestnik::{Drafts, Memo, assemble, config};

use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say_error, say_refusal};

/// A complete small portal in a new folder.
pub fn new_portal(folder: &Path, today: jiff::civil::Date, messages: &Messages) -> u8 {
    if let Err(error) = refuse_used_folder(folder) {
        say_refusal(&error, messages);
        return COULD_NOT_RUN;
    }
    create(folder, &scaffold::portal(today), messages)
}

/// A page in the portal.
pub fn new_page(session: &Session, id: &str, locales: &[String]) -> u8 {
    let messages = &session.messages;
    let tree = SourceTree::read_config(&session.root);
    let (Some(config), _) = config::load(&tree, None) else {
        let folder = session.root.display().to_string();
        say_error(&messages.text("missing-config.message", &[("folder", &folder)]));
        return COULD_NOT_RUN;
    };
    match scaffold::page(&config, id, locales, session.today) {
        Ok(files) => create(&session.root, &files, messages),
        Err(refused) => {
            let (pattern, word) = match &refused {
                Refused::BadId => ("report.new.bad_id", id),
                Refused::UnknownLocale(tag) => ("report.new.unknown_locale", tag.as_str()),
            };
            say_error(&messages.text(pattern, &[("word", word)]));
            COULD_NOT_RUN
        }
    }
}

fn create(root: &Path, files: &[NewFile], messages: &Messages) -> u8 {
    match create_files(root, files) {
        Ok(()) => {
            for file in files {
                let path = root.join(&file.path).display().to_string();
                say_error(&messages.text("report.new.created", &[("path", &path)]));
            }
            FINE
        }
        Err(error) => {
            say_refusal(&error, messages);
            COULD_NOT_RUN
        }
    }
}

/// Adds the addresses of all pages, short ones too, to `addresses.yaml`. Courses end, and their pages with them:
/// nobody should have to say where each of them leads then.
pub fn addresses(session: &Session) -> u8 {
    let messages = &session.messages;
    let tree = Arc::new(SourceTree::read(&session.root));
    let options = session.options(Drafts::Hidden, &None);
    let (portal, found) = assemble(&tree, &options, &mut Memo::default());
    let Some(portal) = portal.filter(|_| !found.has_errors()) else {
        say_error(&messages.text("report.record.errors", &[]));
        return FINDINGS;
    };
    let site = portal.site();
    let mut addresses: BTreeMap<&str, &str> = site
        .registry
        .addresses
        .iter()
        .map(|(address, entry)| (address.as_str(), entry.value.as_str()))
        .collect();
    let before = addresses.len();
    for bundle in site.bundles.iter().filter(|bundle| !bundle.id.is_empty()) {
        for (address, cell) in bundle.addresses.iter().zip(&bundle.cells) {
            if cell.is_some() {
                addresses.entry(address).or_insert(&bundle.id);
            }
        }
    }
    let short: Vec<_> = short::all(site).collect();
    for (address, bundle, ..) in &short {
        addresses.entry(address).or_insert(&site.bundles[*bundle].id);
    }
    let added = addresses.len() - before;
    if added > 0 {
        let mut text = format!("# {}\n", messages.text("report.record.head", &[]));
        for (address, id) in &addresses {
            text.push_str(&format!("{address}: {id}\n"));
        }
        let path = session.root.join(reference::FOLDER).join("addresses.yaml");
        if let Err(error) = replace_file(&path, &text) {
            say_refusal(&error, messages);
            return COULD_NOT_RUN;
        }
    }
    say_error(&messages.count("report.record.added", added));
    revisions(session, &portal)
}

/// Writes down what was published of each course, so that calendars tell a change from a repetition.
fn revisions(session: &Session, portal: &Portal) -> u8 {
    let messages = &session.messages;
    let registry = &portal.site().registry;
    let mut revisions = registry.revisions.clone();
    let mut changed: usize = 0;
    for (id, entry) in &registry.courses {
        let Some(digest) = portal.course_digest(id) else { continue };
        let before = revisions.get(id).map(|entry| &entry.value);
        if before.is_some_and(|before| before.digest == digest) {
            continue;
        }
        let number = before.map_or(0, |before| before.number + 1);
        let value = RawRevision { digest, number, changed: Day(session.today) };
        revisions.insert(id.clone(), Entry { value, span: entry.span.clone() });
        changed += 1;
    }
    if changed > 0 {
        let mut text = format!("# {}\n", messages.text("report.record.revisions_head", &[]));
        for (id, Entry { value, .. }) in &revisions {
            text.push_str(&format!(
                "{id}: {{digest: \"{}\", number: {}, changed: {}}}\n",
                value.digest, value.number, value.changed.0
            ));
        }
        let path = session.root.join(reference::FOLDER).join("revisions.yaml");
        if let Err(error) = replace_file(&path, &text) {
            say_refusal(&error, messages);
            return COULD_NOT_RUN;
        }
    }
    if !registry.courses.is_empty() {
        say_error(&messages.count("report.record.revisions", changed));
    }
    FINE
}
