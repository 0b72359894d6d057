//! `export translations` and `import translations`.

use std::path::Path;

use rozcestnik::diagnostic::{SourcePath, most_similar};
use rozcestnik::exchange::import::{self as importing, Imported};
use rozcestnik::exchange::texts::{self, Wanted};
use rozcestnik::exchange::{self, delivery, po, tbx, xliff};
use rozcestnik::report::position;
use rozcestnik::source::{SourceTree, read_file};
use rozcestnik::write::{Kind, refuse_existing, replace_file};

use super::build::say_findings;
use super::desk::Desk;
use super::import::name_of;
use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say_error, say_refusal};
use crate::cli::{ExchangeFormat, ExportTranslations, ImportTranslations};

/// Folder below that of the portal for files of translators.
const FOLDER: &str = "translations";

/// Writes the texts of a language for a translator.
pub fn export(session: &Session, options: &ExportTranslations) -> u8 {
    let messages = &session.messages;
    let Some(desk) = Desk::open(session) else { return COULD_NOT_RUN };
    let (site, tree) = (desk.site(), &desk.tree);
    if desk.found.has_errors() {
        desk.say("report.exchange.has_errors", &[]);
    }
    let from = match &options.from {
        Some(tag) => desk.edition(tag),
        None => Some(site.config.source),
    };
    let (Some(from), Some(to)) = (from, desk.edition(&options.locale)) else {
        return COULD_NOT_RUN;
    };
    if from == to {
        say_error(&messages.text("report.exchange.same_locale", &[("locale", &options.locale)]));
        return COULD_NOT_RUN;
    }
    let everything =
        texts::package(site, tree, &Wanted { from, to, only: texts::Only::All, ids: &[] });
    let known = || everything.files.iter().map(|file| file.id.as_str());
    let wrong: Vec<&String> = options
        .ids
        .iter()
        .filter(|id| known().all(|known| known != exchange::file_id(id)))
        .collect();
    for id in &wrong {
        say_error(&messages.text("report.exchange.unknown_id", &[("id", id)]));
        if let Some(meant) = most_similar(id, known()) {
            say_error(&messages.text("report.explain.similar", &[("suggestion", meant)]));
        }
    }
    if !wrong.is_empty() {
        return COULD_NOT_RUN;
    }
    let wanted = Wanted { from, to, only: options.only, ids: &options.ids };
    let package = texts::package(site, tree, &wanted);
    let texts = package.files.iter().map(|file| file.units().count()).sum();
    let tag = site.config.locales[to].as_str();
    if texts == 0 && options.format != ExchangeFormat::Tbx {
        say_error(&messages.text("report.exchange.nothing", &[("locale", tag)]));
        return FINE;
    }
    let name = site.config.localise(&site.config.name.value, from).map_or("", |(name, _)| name);
    let line_of = |path: &str, at| position(tree.text(path).unwrap_or_default(), at).line;
    let texts = messages.count("report.exchange.texts", texts);
    let terms = messages.count("report.exchange.terms", site.registry.terms.len());
    let [from, to] = [from, to].map(|edition| &site.config.locales[edition]);
    let mut files = Vec::new();
    if matches!(options.format, ExchangeFormat::Xliff | ExchangeFormat::All) {
        files.push((format!("{tag}.xlf"), xliff::write(&package, messages), &texts));
    }
    if matches!(options.format, ExchangeFormat::Po | ExchangeFormat::All) {
        let po = po::write(&package, name, to, session.today, messages, line_of);
        files.push((format!("{tag}.po"), po, &texts));
    }
    if matches!(options.format, ExchangeFormat::Tbx | ExchangeFormat::All) {
        files.push((format!("{tag}.tbx"), tbx::write(&site.registry, name, from, &[to]), &terms));
    }
    let folder = options.out.clone().unwrap_or_else(|| session.root.join(FOLDER));
    let mut names = files.iter().filter(|_| !options.replace).map(|(name, ..)| folder.join(name));
    if let Err(error) = names.try_for_each(|path| refuse_existing(&path)) {
        say_refusal(&error, messages);
        if error.kind == Kind::Exists {
            say_error(&messages.text("report.exchange.replace", &[]));
        }
        return COULD_NOT_RUN;
    }
    for (name, text, what) in files {
        let path = folder.join(name);
        if let Err(error) = replace_file(&path, &text) {
            say_refusal(&error, messages);
            return COULD_NOT_RUN;
        }
        let path = path.display().to_string();
        say_error(&messages.text("report.exchange.exported", &[("path", &path), ("texts", what)]));
    }
    FINE
}

/// Puts back what a translator made of it.
pub fn import(session: &Session, options: &ImportTranslations) -> u8 {
    let Some(mut desk) = Desk::open(session) else { return COULD_NOT_RUN };
    let mut code = FINE;
    for file in &options.files {
        let bytes = match read_file(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                say_unreadable(session, file, &error);
                code = COULD_NOT_RUN;
                continue;
            }
        };
        let path: SourcePath = file.display().to_string().into();
        let (text, delivery, mut found) = delivery::read(&bytes, &path);
        let shown = SourceTree::from_texts([(path, text)]);
        let mut imported = Imported::default();
        // A file of which only a part can be read is not taken over at all.
        if let Some(delivery) = delivery.filter(|_| !found.has_errors()) {
            let how = importing::Options {
                by: options.by,
                all_finished: options.finished,
                today: session.today,
            };
            let (outcome, problems) = importing::import(desk.site(), &desk.tree, &delivery, &how);
            (imported, found) = (outcome, problems);
        }
        found.finish();
        say_findings(session, &found, &shown, options.format);
        if found.has_errors() {
            code = code.max(FINDINGS);
        }
        let mut changed = Vec::new();
        for (path, text) in &imported.written {
            if !desk.write(path, text) {
                return COULD_NOT_RUN;
            }
            changed.push(session.root.join(&**path));
        }
        desk.reread(&changed);
        say_imported(session, file, &imported);
    }
    code
}

fn say_unreadable(session: &Session, file: &Path, error: &std::io::Error) {
    let messages = &session.messages;
    let (path, reason) = (file.display().to_string(), error.to_string());
    let deed = messages.text("report.deeds.read", &[]);
    let words = [("path", path.as_str()), ("deed", &deed), ("reason", &reason)];
    say_error(&messages.text("report.publish.failed", &words));
}

fn say_imported(session: &Session, file: &Path, imported: &Imported) {
    let messages = &session.messages;
    let words = [
        ("file", name_of(file.file_name())),
        ("written", messages.count("report.exchange.written", imported.written.len())),
        ("unchanged", messages.count("report.exchange.unchanged", imported.unchanged)),
    ];
    let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
    say_error(&messages.text("report.exchange.imported", &words));
    if !imported.refused.is_empty() {
        let pages: Vec<String> = imported.refused.iter().map(|id| format!("`{id}`")).collect();
        say_error(&messages.text("report.exchange.refused", &[("pages", &pages.join(", "))]));
    }
}
