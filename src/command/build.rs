//! `build` and `check`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rozcestnik::diagnostic::{Diagnostics, Severity};
use rozcestnik::output::{OutputFile, OutputPath, OutputTree};
use rozcestnik::portal::Portal;
use rozcestnik::receipt::{Receipt, digest};
use rozcestnik::report::{Format, report};
use rozcestnik::source::SourceTree;
use rozcestnik::write::{Published, publish, publish_with_receipt, receipt};
use rozcestnik::{Drafts, Memo, assemble};

use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say, say_error, say_refusal};
use crate::cli::{Build, Check, Input};

/// Compiles and publishes.
pub fn build(session: &Session, options: &Build) -> u8 {
    let started = Instant::now();
    let messages = &session.messages;
    let folder = options.out.clone().unwrap_or_else(|| default_output(&session.root));
    let tree = Arc::new(SourceTree::read(&session.root));
    let input = digest(&tree, &session.options(drafts(&options.input), &options.input.base_url));
    let is_done = |last: &Receipt| last.input == input && options.keep_index.is_none();
    if let Some((last, bytes)) = last_build(&folder).filter(|(last, _)| is_done(last)) {
        say_findings(session, &last.found, &tree, options.input.format);
        let published = Published { bytes, ..Published::default() };
        say_summary(session, &folder, &last, &published, started.elapsed());
        return FINE;
    }
    let (portal, found) = plan(session, &options.input, &tree);
    let is_sound = !found.has_errors();
    let Some(portal) = portal.as_ref().filter(|_| is_sound) else {
        let found = render_all(session, portal.as_ref(), found);
        say_findings(session, &found, &tree, options.input.format);
        say_nothing_written(session, &found);
        return FINDINGS;
    };
    let pages = portal.pages_by_locale().map(|(locale, pages)| (locale.to_string(), pages));
    let pages: Vec<_> = pages.collect();
    let progress = Progress::new(session.is_watched, portal.len());
    let step = || progress.step();
    let rendering = portal.rendering(&step);
    let receipt = || {
        let found = with(&found, rendering.found());
        Receipt { input: input.clone(), pages: pages.clone(), found }
    };
    let published = publish_with_receipt(&rendering, &folder, || Some(receipt().to_json()));
    progress.clear();
    let receipt = receipt();
    say_findings(session, &receipt.found, &tree, options.input.format);
    if receipt.found.has_errors() {
        say_nothing_written(session, &receipt.found);
        return FINDINGS;
    }
    let published = match published {
        Ok(published) => published,
        Err(error) => {
            say_refusal(&error, messages);
            return COULD_NOT_RUN;
        }
    };
    if let Some(error) = &published.untidied {
        say_refusal(error, messages);
    }
    say_summary(session, &folder, &receipt, &published, started.elapsed());
    options.keep_index.as_ref().map_or(FINE, |folder| keep_index(session, portal, folder))
}

/// Writes the tantivy index of each edition to a folder, in place of those that are there.
fn keep_index(session: &Session, portal: &Portal, folder: &Path) -> u8 {
    let mut kept = OutputTree::new();
    for (edition, locale) in portal.site().config.locales.iter().enumerate() {
        let said = |reason: String| {
            say_error(&session.messages.text("search-failed.message", &[("reason", &reason)]));
            COULD_NOT_RUN
        };
        let index = match portal.search_index(edition) {
            Ok(index) => index,
            Err(finding) => return said(session.messages.message(&finding)),
        };
        let files = match index.tantivy_files() {
            Ok(files) => files,
            Err(error) => return said(error.to_string()),
        };
        for (name, bytes) in files {
            if let Some(path) = OutputPath::new(&format!("{locale}/{name}")) {
                drop(kept.insert(path, OutputFile::Bytes(bytes)));
            }
        }
    }
    match publish(&kept, folder) {
        Ok(_) => FINE,
        Err(error) => {
            say_refusal(&error, &session.messages);
            COULD_NOT_RUN
        }
    }
}

fn say_nothing_written(session: &Session, found: &Diagnostics) {
    let messages = &session.messages;
    let errors = messages.count("report.errors", found.count(Severity::Error));
    let warnings = messages.count("report.warnings", found.count(Severity::Warning));
    let words = [("errors", errors.as_str()), ("warnings", &warnings)];
    say_error(&messages.text("report.nothing_written", &words));
}

/// The build that made the portal in a folder. Whatever is wrong with the folder shows when we
/// publish to it.
fn last_build(folder: &Path) -> Option<(Receipt, u64)> {
    let (receipt, bytes) = receipt(folder).ok()??;
    Some((Receipt::from_json(&receipt)?, bytes))
}

fn say_summary(
    session: &Session,
    folder: &Path,
    receipt: &Receipt,
    published: &Published,
    time: Duration,
) {
    let messages = &session.messages;
    for (locale, pages) in &receipt.pages {
        say_error(&format!("{locale:>8}  {}", messages.count("report.pages", *pages)));
    }
    let pages: usize = receipt.pages.iter().map(|(_, pages)| pages).sum();
    let warnings = messages.count("report.warnings", receipt.found.count(Severity::Warning));
    let is_changed = published.written + published.removed > 0;
    let words = [
        ("folder", folder.display().to_string()),
        ("pages", messages.count("report.pages", pages)),
        ("bytes", size(published.bytes)),
        ("time", duration(time)),
        ("warnings", warnings),
    ];
    let pattern = if is_changed { "report.built" } else { "report.unchanged" };
    say_error(&messages.text(pattern, &borrowed(&words)));
    if is_changed {
        let words = [
            ("written", published.written.to_string()),
            ("unchanged", published.unchanged.to_string()),
            ("removed", published.removed.to_string()),
        ];
        say_error(&messages.text("report.files", &borrowed(&words)));
    }
}

fn borrowed<'a>(words: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    words.iter().map(|(name, word)| (*name, word.as_str())).collect()
}

/// Compiles and reports.
pub fn check(session: &Session, options: &Check) -> u8 {
    let tree = Arc::new(SourceTree::read(&session.root));
    let (portal, found) = plan(session, &options.input, &tree);
    let found = render_all(session, portal.as_ref(), found);
    say_findings(session, &found, &tree, options.input.format);
    let messages = &session.messages;
    let pages: usize =
        portal.iter().flat_map(Portal::pages_by_locale).map(|(_, pages)| pages).sum();
    let words = [
        ("pages", messages.count("report.pages", pages)),
        ("errors", messages.count("report.errors", found.count(Severity::Error))),
        ("warnings", messages.count("report.warnings", found.count(Severity::Warning))),
    ];
    let words: Vec<(&str, &str)> =
        words.iter().map(|(name, word)| (*name, word.as_str())).collect();
    let pattern = if found.is_empty() { "report.checked_clean" } else { "report.checked" };
    say_error(&messages.text(pattern, &words));
    let fails = found.has_errors() || options.strict && !found.is_empty();
    if fails { FINDINGS } else { FINE }
}

pub fn drafts(input: &Input) -> Drafts {
    if input.drafts { Drafts::Shown } else { Drafts::Hidden }
}

fn plan(session: &Session, input: &Input, tree: &Arc<SourceTree>) -> (Option<Portal>, Diagnostics) {
    let options = session.options(drafts(input), &input.base_url);
    assemble(tree, &options, &mut Memo::default())
}

/// What was found, and what is found when every file is made.
fn render_all(session: &Session, portal: Option<&Portal>, found: Diagnostics) -> Diagnostics {
    let Some(portal) = portal else { return found };
    let progress = Progress::new(session.is_watched, portal.len());
    let step = || progress.step();
    let rendering = portal.rendering(&step);
    rendering.check();
    progress.clear();
    with(&found, rendering.found())
}

fn with(found: &Diagnostics, more: Diagnostics) -> Diagnostics {
    let mut all = found.clone();
    all.append(more);
    all.finish();
    all
}

pub fn say_findings(session: &Session, found: &Diagnostics, tree: &SourceTree, format: Format) {
    let text = report(found, tree, &session.messages, format, session.colour);
    match format {
        // For programs: standard output holds nothing else.
        Format::Json | Format::Github | Format::Gitlab => say(&text),
        Format::Human | Format::Short if text.is_empty() => {}
        Format::Human | Format::Short => say_error(text.trim_end_matches('\n')),
    }
}

/// One line that counts, for builds that take long enough to wonder.
struct Progress {
    is_shown: bool,
    started: Instant,
    total: usize,
    done: AtomicUsize,
}

impl Progress {
    fn new(is_shown: bool, total: usize) -> Self {
        Self { is_shown, started: Instant::now(), total, done: AtomicUsize::new(0) }
    }

    fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let is_long = || self.started.elapsed() > Duration::from_millis(500);
        if self.is_shown && done.is_multiple_of(200) && is_long() {
            super::say_over(&format!("{done} / {}", self.total));
        }
    }

    fn clear(&self) {
        if self.is_shown && self.started.elapsed() > Duration::from_millis(500) {
            super::say_over("");
        }
    }
}

/// Bytes as people read them.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} kB", bytes / 1024),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

/// A length of time as people read it.
pub fn duration(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{} ms", time.as_millis())
    } else {
        format!("{:.1} s", time.as_secs_f64())
    }
}

/// The folder that a build writes to unless told otherwise.
pub fn default_output(root: &Path) -> std::path::PathBuf {
    root.join("public")
}
