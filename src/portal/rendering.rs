//! A portal as something to publish: its files, made when they are asked for, and what is found on
//! the way.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::frontmatter::Layout;
use crate::html::Html;
use crate::output::{Output, OutputFile, OutputPath, OutputTree, Unmade};
use crate::publicity::Fault;

use super::{Entry, Portal};

/// A portal whose files are rendered as they are asked for, and what was found on the way.
pub struct Rendering<'a> {
    portal: &'a Portal,
    paths: Vec<OutputPath>,
    /// Size of the style sheet after compression.
    css: u64,
    found: Mutex<BTreeMap<OutputPath, Diagnostics>>,
    /// What publicity lacks on any of the pages.
    unpublicised: Mutex<BTreeSet<Fault>>,
    on_file: &'a (dyn Fn() + Sync),
}

impl Output for Rendering<'_> {
    fn paths(&self) -> Vec<&OutputPath> {
        self.paths.iter().collect()
    }

    fn file(&self, path: &OutputPath) -> Result<Cow<'_, OutputFile>, Unmade> {
        self.make(path).map(Cow::Owned)
    }
}

impl<'a> Rendering<'a> {
    pub(super) fn new(
        portal: &'a Portal,
        paths: Vec<OutputPath>,
        on_file: &'a (dyn Fn() + Sync),
    ) -> Self {
        let css = compressed_size(&portal.renderer.theme.css.bytes);
        let (found, unpublicised) = (Mutex::default(), Mutex::default());
        Self { portal, paths, css, found, unpublicised, on_file }
    }

    /// Renders everything for the sake of what is found on the way.
    pub fn check(&self) {
        self.paths.par_iter().for_each(|path| drop(self.make(path)));
    }

    /// Mistakes in templates and pages that are too large, of the files that were asked for, and
    /// pages that the search does not find.
    pub fn found(&self) -> Diagnostics {
        let of_files = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found: Diagnostics = of_files.values().flatten().cloned().collect();
        found.append(self.portal.searches.found());
        let missing = self.unpublicised.lock().unwrap_or_else(PoisonError::into_inner);
        found.append(self.portal.renderer.publicity(&self.portal.tree, &missing));
        found
    }

    /// Everything in memory, and what was found.
    pub(super) fn into_tree(self) -> (OutputTree, Diagnostics) {
        let files: Vec<_> = self.paths.par_iter().map(|path| self.make(path)).collect();
        let found = self.found();
        let mut tree = OutputTree::new();
        for (path, file) in self.paths.into_iter().zip(files) {
            if let Ok(file) = file {
                // The plan holds each path once, so nothing can collide here.
                drop(tree.insert(path, file));
            }
        }
        (tree, found)
    }

    fn make(&self, path: &OutputPath) -> Result<OutputFile, Unmade> {
        let portal = self.portal;
        let entry = portal.entries.get(path);
        let mut found = Diagnostics::new();
        let made = match entry {
            // What is on a sheet and whether it fits is found out together.
            Some(Entry::Sheet(number)) => portal.renderer.sheet(*number).map(|(html, problems)| {
                found.append(problems);
                OutputFile::Html(html)
            }),
            _ => portal.file(path).ok_or(Unmade)?,
        };
        (self.on_file)();
        match (&made, entry) {
            (Ok(OutputFile::Html(html)), Some(entry)) => {
                found.extend(self.page_over_budget(entry, html));
                if !matches!(entry, Entry::Redirect(_) | Entry::Admin(_)) {
                    let missing = match entry {
                        Entry::Sheet(_) => portal.renderer.sheet_without_publicity(html),
                        _ => portal.renderer.without_publicity(html),
                    };
                    let all = self.unpublicised.lock();
                    all.unwrap_or_else(PoisonError::into_inner).extend(missing);
                }
            }
            (Ok(_), _) => {}
            (Err(finding), _) => found.push(finding.clone()),
        }
        if !found.is_empty() {
            let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            all.insert(path.clone(), found);
        }
        made.map_err(|_| Unmade)
    }

    /// A guide that does not fit into the first round trip of a TCP connection.
    ///
    /// Only pages that could be too large are compressed: HTML shrinks to a third at the least, so
    /// a page of three times what is left is small enough.
    fn page_over_budget(&self, entry: &Entry, html: &Html) -> Option<Diagnostic> {
        let Entry::Page(bundle, edition) = entry else { return None };
        let site = &self.portal.renderer.site;
        let bundle = &site.bundles[*bundle];
        let page = bundle.cells[*edition].as_ref().filter(|_| bundle.layout == Layout::Guide)?;
        let budget = site.config.page_budget;
        let left = budget.saturating_sub(self.css);
        if html.len() as u64 <= left.saturating_mul(3) {
            return None;
        }
        let size = self.css + compressed_size(&html.minified());
        (size > budget).then(|| {
            Diagnostic::at(Code::PageOverBudget, Span::file(&page.path))
                .with("size", size)
                .with("budget", budget)
        })
    }
}

/// Bytes after compression with brotli, quality 5: what hosts send that compress on the fly.
fn compressed_size(bytes: &[u8]) -> u64 {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    let mut counter = Counter(0);
    let written = brotli::BrotliCompress(&mut &*bytes, &mut counter, &parameters);
    written.map_or(bytes.len() as u64, |_| counter.0)
}

struct Counter(u64);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
