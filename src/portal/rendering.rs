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
    /// Addresses and sizes after compression of the style sheets that pages may link.
    sheets: [(&'a str, u64); 2],
    found: Mutex<BTreeMap<OutputPath, Diagnostics>>,
    /// What publicity lacks on any of the pages.
    unpublicised: Mutex<BTreeSet<Fault>>,
    on_file: &'a (dyn Fn() + Sync),
}

impl Output for Rendering<'_> {
    fn paths(&self) -> Vec<&OutputPath> {
        self.paths.iter().collect()
    }

    fn is_made_last(&self, path: &OutputPath) -> bool {
        self.portal.entries.get(path).is_some_and(Entry::tells_of_others)
    }

    fn key(&self, path: &OutputPath) -> Option<blake3::Hash> {
        match self.portal.entries.get(path)? {
            Entry::EditionArchive(edition) => self.portal.archive_key(*edition).ok(),
            _ => None,
        }
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
        let theme = &portal.renderer.theme;
        let sheets = [&theme.css, &theme.extra]
            .map(|sheet| (&*sheet.address, compressed_size(&sheet.bytes)));
        let (found, unpublicised) = (Mutex::default(), Mutex::default());
        Self { portal, paths, sheets, found, unpublicised, on_file }
    }

    /// Renders everything for the sake of what is found on the way. In an archive is nothing that was
    /// not found where it comes from.
    pub fn check(&self) {
        let is_made = |path: &&OutputPath| {
            !matches!(self.portal.entries.get(path), Some(Entry::EditionArchive(_)))
        };
        for group in self.in_order() {
            let wanted: Vec<&OutputPath> = group.into_iter().filter(is_made).collect();
            wanted.into_par_iter().for_each(|path| drop(self.make(path)));
        }
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
        let mut tree = OutputTree::new();
        for group in self.in_order() {
            let files = group.into_par_iter().map(|path| (path, self.make(path)));
            for (path, file) in files.collect::<Vec<_>>() {
                if let Ok(file) = file {
                    // The plan holds each path once, so nothing can collide here.
                    drop(tree.insert(path.clone(), file));
                }
            }
        }
        (tree, self.found())
    }

    /// What can be made side by side, one group after the other.
    fn in_order(&self) -> [Vec<&OutputPath>; 2] {
        let (last, first) = self.paths.iter().partition(|path| self.is_made_last(path));
        [first, last]
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
        if let Ok(file) = &made {
            portal.note(path, file);
        }
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
        let all_sheets: u64 = self.sheets.iter().map(|(_, size)| size).sum();
        if html.len() as u64 <= budget.saturating_sub(all_sheets).saturating_mul(3) {
            return None;
        }
        let html = html.minified();
        let is_linked =
            |address: &str| html.windows(address.len()).any(|w| w == address.as_bytes());
        let linked = self.sheets.iter().filter(|(address, _)| is_linked(address));
        let size = linked.map(|(_, size)| size).sum::<u64>() + compressed_size(&html);
        (size > budget).then(|| {
            Diagnostic::at(Code::PageOverBudget, Span::file(&page.path))
                .with("size", size)
                .with("budget", budget)
        })
    }
}

/// Bytes after compression with brotli, quality 5: what hosts send that compress on the fly.
pub(super) fn compressed_size(bytes: &[u8]) -> u64 {
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
