//! Which PDFs of the folder `pdf` readers can download: those made from what is published now.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::output::OutputPath;
use crate::portal::Portal;
use crate::site::Edition;
use crate::source::SourceTree;

use super::{Document, FOLDER, MANIFEST, Manifest, documents};

/// How many PDFs a finding names.
const NAMED: usize = 5;

/// A PDF that readers can download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// What it shows.
    pub document: Document,
    /// Its address, beside that of the sheet.
    pub address: String,
    /// The file in the source.
    pub path: SourcePath,
    /// Its size in bytes.
    pub size: u64,
    /// How many pages it has.
    pub pages: usize,
}

/// The PDFs that readers can download, by what they belong to.
#[derive(Debug, Clone, Default)]
pub struct Downloads {
    all: Vec<Download>,
    by_sheet: BTreeMap<String, usize>,
    by_page: BTreeMap<(String, Edition), Vec<usize>>,
}

impl Downloads {
    /// In the order of their documents.
    pub fn new(all: Vec<Download>) -> Self {
        let mut by_sheet = BTreeMap::new();
        let mut by_page: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (number, Download { document, .. }) in all.iter().enumerate() {
            by_sheet.insert(document.address.clone(), number);
            by_page.entry((document.id.clone(), document.edition)).or_default().push(number);
        }
        Self { all, by_sheet, by_page }
    }

    /// All of them.
    pub fn all(&self) -> &[Download] {
        &self.all
    }

    /// That of the sheet at an address.
    pub fn at(&self, address: &str) -> Option<&Download> {
        self.by_sheet.get(address).and_then(|number| self.all.get(*number))
    }

    /// Those of a page in an edition.
    pub fn of_page(&self, id: &str, edition: Edition) -> impl Iterator<Item = &Download> {
        let numbers = self.by_page.get(&(id.to_owned(), edition)).into_iter().flatten();
        numbers.filter_map(|number| self.all.get(*number))
    }
}

/// What stands against a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lack {
    Missing,
    Outdated,
}

/// The PDFs to offer, in the order of their documents; nothing where `site.yaml` does not ask for
/// them.
pub fn downloads(portal: &Portal, tree: &SourceTree) -> (Vec<Download>, Diagnostics) {
    let mut found = Diagnostics::new();
    let site = portal.site();
    let Some(asked) = site.config.pdf.as_ref().filter(|asked| asked.value) else {
        return (Vec::new(), found);
    };
    let manifest = tree.get(&format!("{FOLDER}/{MANIFEST}"));
    let manifest = manifest.map_or_else(Manifest::default, |file| Manifest::parse(file.bytes()));
    let (mut ready, mut lacks) = (Vec::new(), Vec::new());
    let checked: Vec<_> = documents(portal)
        .into_par_iter()
        .map(|document| {
            let name = document.file_name(site);
            (download(portal, tree, &manifest, document, &name), name)
        })
        .collect();
    for (download, name) in checked {
        match download {
            Ok(download) => ready.push(download),
            Err(lack) => lacks.push((lack, name)),
        }
    }
    let place = Span::new(&site.config.path, asked.span.clone());
    for (lack, code) in [(Lack::Missing, Code::PdfMissing), (Lack::Outdated, Code::PdfOutdated)] {
        let names: Vec<&str> = lacks
            .iter()
            .filter(|(other, _)| *other == lack)
            .map(|(_, name)| name.as_str())
            .collect();
        if !names.is_empty() {
            let mut shown = names[..names.len().min(NAMED)].join(", ");
            if names.len() > NAMED {
                shown.push_str(", …");
            }
            found.push(
                Diagnostic::at(code, place.clone())
                    .with("count", names.len())
                    .with("names", shown)
                    .hint("make"),
            );
        }
    }
    (ready, found)
}

fn download(
    portal: &Portal,
    tree: &SourceTree,
    manifest: &Manifest,
    document: Document,
    name: &str,
) -> Result<Download, Lack> {
    let path: SourcePath = format!("{FOLDER}/{name}").into();
    let made = manifest.get(name).ok_or(Lack::Missing)?;
    let size = tree.get(&path).ok_or(Lack::Missing)?.bytes().len() as u64;
    // What a template says against the sheet is found when the sheet is published.
    let sheet = OutputPath::of_address(&document.address).and_then(|path| portal.file_ahead(&path));
    let from = sheet.and_then(Result::ok).map(|file| file.key().to_hex().to_string());
    if size != made.size || from.as_ref() != Some(&made.from) {
        return Err(Lack::Outdated);
    }
    let address = format!("{}{name}", document.address);
    Ok(Download { document, address, path, size, pages: made.pages })
}
