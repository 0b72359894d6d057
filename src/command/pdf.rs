//! `pdf`: sheets and pages through an installed Chromium, all in one run of it.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rozcestnik::browser::{self, Browser, BrowserError, NOWHERE, Printed};
use rozcestnik::diagnostic::Diagnostics;
use rozcestnik::output::OutputPath;
use rozcestnik::pdf::{self, Document, FOLDER, MANIFEST, Made, Manifest, PAGE};
use rozcestnik::report::Format;
use rozcestnik::source::{SourceTree, read_file};
use rozcestnik::write::{PublishError, TemporaryFolder, remove_files, replace_bytes, replace_file};
use rozcestnik::{Drafts, Memo, assemble};

use super::build::{duration, say_findings};
use super::desk::Desk;
use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, Surroundings};
use crate::cli::Pdf;

/// Makes PDFs of what was asked for.
pub fn pdf(session: &Session, around: &Surroundings, options: &Pdf) -> u8 {
    let started = Instant::now();
    let tree = Arc::new(SourceTree::read(&session.root));
    let drafts = if options.drafts { Drafts::Shown } else { Drafts::Hidden };
    let compilation = session.options(drafts, &options.base_url);
    let (portal, mut found) = assemble(&tree, &compilation, &mut Memo::default());
    let Some(portal) = portal.filter(|_| !found.has_errors()) else {
        say_findings(session, &found, &tree, Format::Human);
        return FINDINGS;
    };
    let desk = Desk::of(session, tree, portal, found.clone());
    let Some(documents) = chosen(&desk, options) else { return COULD_NOT_RUN };
    if documents.is_empty() {
        desk.say("report.pdf.nothing", &[]);
        return FINE;
    }
    let folder = options.out.clone().unwrap_or_else(|| session.root.join(FOLDER));
    let manifest = read_file(&folder.join(MANIFEST)).unwrap_or_default();
    let mut printer = Printer {
        desk: &desk,
        around,
        limit: Duration::from_secs(options.time_limit.into()),
        folder: &folder,
        manifest: Manifest::parse(&manifest),
        browser: None,
        total: documents.len(),
        tally: Tally::default(),
        found: Diagnostics::new(),
    };
    let is_everything = options.ids.is_empty() && options.locale.is_none() && !options.has_format();
    let outcome = printer.print_all(&documents, options.ids.is_empty(), is_everything);
    printer.clear();
    let Printer { tally, found: problems, .. } = printer;
    found = problems;
    found.finish();
    say_findings(session, &found, &desk.tree, Format::Human);
    tally.say(&desk, &folder, started.elapsed());
    match outcome {
        Err(code) => code,
        Ok(()) if tally.failed > 0 => FINDINGS,
        Ok(()) => FINE,
    }
}

/// The documents that are meant; nothing if the person means something that is not there, which is
/// said.
fn chosen(desk: &Desk<'_>, options: &Pdf) -> Option<Vec<Document>> {
    let site = desk.site();
    let editions = match &options.locale {
        Some(tags) => {
            let editions: Vec<_> = tags.iter().map(|tag| desk.edition(tag)).collect();
            editions.into_iter().collect::<Option<Vec<_>>>()?
        }
        None => (0..site.config.locales.len()).collect(),
    };
    let mut documents = pdf::documents(&desk.portal);
    let is_booklet = |id: &&String| {
        desk.portal.sheets().iter().any(|sheet| sheet.is_booklet() && sheet.id == **id)
    };
    let (booklets, pages): (Vec<_>, Vec<_>) = options.ids.iter().partition(is_booklet);
    let pages: Vec<_> = pages.into_iter().map(|id| desk.page(id)).collect();
    let pages = pages.into_iter().collect::<Option<Vec<_>>>()?;
    if options.wants(PAGE) {
        let bundles: Vec<_> = match options.ids.is_empty() {
            true => (0..site.bundles.len()).collect(),
            false => pages.iter().map(|(bundle, _)| *bundle).collect(),
        };
        for bundle in bundles {
            let pages = editions.iter().map(|edition| pdf::page(&desk.portal, bundle, *edition));
            documents.extend(pages.flatten());
        }
    }
    let known: BTreeSet<&str> = documents.iter().map(|document| document.format).collect();
    let known: Vec<&str> = known.into_iter().chain([PAGE]).collect();
    if let Some(format) = options.format.iter().find(|format| !known.contains(&format.as_str())) {
        desk.say("report.pdf.no_format", &[("format", format), ("keys", &known.join(", "))]);
        return None;
    }
    let pages = pages.iter().map(|(bundle, _)| &*site.bundles[*bundle].id);
    let ids: Vec<&str> = pages.chain(booklets.into_iter().map(String::as_str)).collect();
    documents.retain(|document| {
        editions.contains(&document.edition)
            && (ids.is_empty() || ids.contains(&document.id.as_str()))
            && (!options.has_format() || options.wants(document.format))
    });
    let missing = ids.iter().find(|id| documents.iter().all(|document| document.id != **id));
    if let Some(id) = missing {
        desk.say("report.pdf.no_sheet", &[("page", id)]);
        return None;
    }
    Some(documents)
}

#[derive(Default)]
struct Tally {
    made: usize,
    current: usize,
    failed: usize,
    removed: usize,
}

impl Tally {
    fn say(&self, desk: &Desk<'_>, folder: &Path, time: Duration) {
        let messages = &desk.session.messages;
        let words = [
            ("folder", folder.display().to_string()),
            ("made", messages.count("report.pdf.made", self.made)),
            ("current", self.current.to_string()),
            ("failed", self.failed.to_string()),
            ("removed", self.removed.to_string()),
            ("time", duration(time)),
        ];
        let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
        desk.say("report.pdf.done", &words);
    }
}

/// A run of `pdf`.
struct Printer<'a> {
    desk: &'a Desk<'a>,
    around: &'a Surroundings,
    limit: Duration,
    folder: &'a Path,
    manifest: Manifest,
    browser: Option<Browser>,
    total: usize,
    tally: Tally,
    found: Diagnostics,
}

impl Printer<'_> {
    /// Prints all that is not there yet. Who names pages wants them anew.
    fn print_all(
        &mut self,
        documents: &[Document],
        only_changed: bool,
        is_everything: bool,
    ) -> Result<(), u8> {
        let mut queue = VecDeque::new();
        for document in documents {
            match self.digest(document) {
                Some(from) if only_changed && self.is_current(document, &from) => {
                    self.tally.current += 1;
                }
                Some(from) => queue.push_back((document, from)),
                None => self.tally.failed += 1,
            }
        }
        if is_everything {
            self.remove_others(documents)?;
        }
        let program = match queue.is_empty() {
            true => return Ok(()),
            false => self.program().inspect_err(|_| self.tally.failed += queue.len())?,
        };
        let mut is_second = false;
        while let Some((document, from)) = queue.pop_front() {
            self.progress(document);
            match self.print(&program, document) {
                Ok(printed) => self.keep(document, from, printed)?,
                // One that was ended from outside or ran out of memory gets a second chance, and
                // what ended it comes last.
                Err(error) if error.is_fatal() && !is_second && !error.is_of_start() => {
                    self.say_error(&error, document);
                    self.browser = None;
                    self.desk.say("report.pdf.again", &[]);
                    is_second = true;
                    queue.push_back((document, from));
                }
                Err(error) => {
                    self.say_error(&error, document);
                    self.tally.failed += 1;
                    if error.is_fatal() {
                        self.tally.failed += queue.len();
                        return Err(COULD_NOT_RUN);
                    }
                }
            }
        }
        Ok(())
    }

    /// The browser; says what to install if there is none.
    fn program(&self) -> Result<PathBuf, u8> {
        let named = self.around.browser.as_deref();
        browser::find(named, &self.around.path).ok_or_else(|| {
            if let Some(named) = named {
                let named = named.to_string_lossy();
                self.desk.say("report.pdf.no_such_browser", &[("path", &named)]);
            } else {
                self.desk.say("report.pdf.no_browser", &[]);
            }
            self.desk.say("report.pdf.install", &[]);
            COULD_NOT_RUN
        })
    }

    fn print(&mut self, program: &Path, document: &Document) -> Result<Printed, BrowserError> {
        let browser = match &mut self.browser {
            Some(browser) => browser,
            none => {
                let profile = TemporaryFolder::create(&self.around.temporary);
                let profile = profile.map_err(|error| {
                    BrowserError::Start(std::io::Error::other(error.to_string()))
                })?;
                none.insert(Browser::start(program, profile, self.limit).map_err(not_started)?)
            }
        };
        let portal = &self.desk.portal;
        let origin = portal.site().config.base_url.as_deref().unwrap_or(NOWHERE);
        let answer = |address: &str| {
            let path = OutputPath::of_address(address)?;
            let bytes = portal.file(&path)?.ok()?.bytes().into_owned();
            Some(browser::File::new(address, bytes))
        };
        browser.print(origin, &document.address, &answer)
    }

    /// Examines a sheet and writes it down if it may be handed out.
    fn keep(&mut self, document: &Document, from: String, printed: Printed) -> Result<(), u8> {
        let problems = pdf::examine(self.desk.site(), document, &printed);
        if problems.has_errors() {
            self.tally.failed += 1;
            self.found.append(problems);
            return Ok(());
        }
        let name = document.file_name(self.desk.site());
        let bytes = pdf::file::same_for_all(printed.pdf, document.day);
        let made = Made { from, size: bytes.len() as u64, pages: pdf::file::pages(&bytes) };
        let written = replace_bytes(&self.folder.join(&name), &bytes);
        written.map_err(|error| self.refusal(&error))?;
        self.manifest.insert(&name, made);
        self.write_manifest()?;
        self.tally.made += 1;
        Ok(())
    }

    /// Removes PDFs of sheets and pages that there are no more; other files in the folder stay.
    fn remove_others(&mut self, documents: &[Document]) -> Result<(), u8> {
        let (site, portal) = (self.desk.site(), &self.desk.portal);
        let editions = 0..site.config.locales.len();
        let pages = (0..site.bundles.len()).flat_map(|bundle| {
            editions.clone().filter_map(move |edition| pdf::page(portal, bundle, edition))
        });
        let names: BTreeSet<String> =
            pages.chain(documents.iter().cloned()).map(|each| each.file_name(site)).collect();
        let gone = self.manifest.retain(|name| names.contains(name));
        if gone.is_empty() {
            return Ok(());
        }
        self.tally.removed = gone.len();
        remove_files(self.folder, &gone).map_err(|error| self.refusal(&error))?;
        self.write_manifest()
    }

    fn write_manifest(&self) -> Result<(), u8> {
        let written = replace_file(&self.folder.join(MANIFEST), &self.manifest.to_text());
        written.map_err(|error| self.refusal(&error))
    }

    fn refusal(&self, error: &PublishError) -> u8 {
        self.clear();
        super::say_refusal(error, &self.desk.session.messages);
        COULD_NOT_RUN
    }

    /// What the PDF of a document would be made from; what a template says against it is found.
    fn digest(&mut self, document: &Document) -> Option<String> {
        match pdf::digest(&self.desk.portal, document)? {
            Ok(digest) => Some(digest),
            Err(finding) => {
                self.found.push(finding);
                None
            }
        }
    }

    fn is_current(&self, document: &Document, from: &str) -> bool {
        let name = document.file_name(self.desk.site());
        let made = self.manifest.get(&name).filter(|made| made.from == from);
        let size = || read_file(&self.folder.join(&name)).map_or(0, |bytes| bytes.len() as u64);
        made.is_some_and(|made| made.size == size())
    }

    fn say_error(&self, error: &BrowserError, document: &Document) {
        self.clear();
        let messages = &self.desk.session.messages;
        let name = document.file_name(self.desk.site());
        let seconds = self.limit.as_secs().to_string();
        let (key, reason) = match error {
            BrowserError::Start(error) => ("start", error.to_string()),
            BrowserError::Ended(said) if said.is_empty() => ("ended", String::new()),
            BrowserError::Ended(said) => ("ended_saying", said.clone()),
            BrowserError::Silent => ("silent", String::new()),
            BrowserError::Refused(what, reason) => ("refused", format!("{what}: {reason}")),
            BrowserError::Absent => ("absent", document.address.clone()),
        };
        let words = [("name", name.as_str()), ("reason", &reason), ("seconds", &seconds)];
        super::say_error(&messages.text(&format!("report.pdf.{key}"), &words));
    }

    fn progress(&self, document: &Document) {
        if self.desk.session.is_watched {
            let Tally { made, current, failed, .. } = self.tally;
            let (done, name) = (made + current + failed, document.file_name(self.desk.site()));
            super::say_over(&format!("{} / {}  {name}", done + 1, self.total));
        }
    }

    fn clear(&self) {
        if self.desk.session.is_watched {
            super::say_over("");
        }
    }
}

/// A browser that ends before it has made anything was never of any use.
fn not_started(error: BrowserError) -> BrowserError {
    match error {
        BrowserError::Ended(said) => BrowserError::Start(std::io::Error::other(said)),
        other => other,
    }
}
