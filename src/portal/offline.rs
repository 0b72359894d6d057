//! What a saved edition holds: known from the files that were made, so that none is made twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::offline::{
    List, Mark, Packer, Target, file_of, folder, list_address, page_address, portable,
};
use crate::output::{OutputFile, OutputPath};
use crate::render::{Generated, manifest_address};
use crate::site::Edition;
use crate::theme::Module;

use super::rendering::compressed_size;
use super::{Entry, Portal};

/// How many pages are compressed to tell how much there is to download.
const SAMPLE: usize = 8;

/// Names the way in which archives are made, in their keys.
const ARCHIVE: &str = "archive of an edition 1";

/// What is known about the files that were made, and what follows from it.
pub(super) struct Saving {
    marks: Mutex<BTreeMap<OutputPath, Arc<Mark>>>,
    lists: Vec<OnceLock<Result<(String, Value), Diagnostic>>>,
}

impl Saving {
    pub(super) fn new(editions: usize) -> Self {
        Self { marks: Mutex::default(), lists: (0..editions).map(|_| OnceLock::new()).collect() }
    }
}

impl Entry {
    /// Whether it is made from other files.
    pub(super) fn tells_of_others(&self) -> bool {
        matches!(
            self,
            Self::SavingIndex | Self::SavingList(_) | Self::SavingPage(_) | Self::EditionArchive(_)
        )
    }

    /// Whether it is a page that readers of an edition read.
    fn is_read_in(&self, edition: Edition) -> bool {
        match self {
            Self::Page(_, own) | Self::Course(_, own) | Self::Week(_, own) => *own == edition,
            Self::Generated(Generated::Home(own) | Generated::Index(own)) => *own == edition,
            _ => false,
        }
    }

    /// Whether a saved edition needs it besides, for what only scripts do.
    fn is_used_in(&self, edition: Edition) -> bool {
        match self {
            Self::Generated(Generated::Search(own)) | Self::SearchMap(own) | Self::Words(own) => {
                *own == edition
            }
            Self::WeekOfLessons(_) => true,
            _ => false,
        }
    }
}

impl Portal {
    /// Remembers what a saved edition has to know about a file.
    pub(super) fn note(&self, path: &OutputPath, file: &OutputFile) {
        if self.site().config.offline
            && !matches!(file, OutputFile::Archive(_) | OutputFile::Picture(_))
        {
            let mark = Arc::new(Mark::of(file));
            let mut marks = self.saving.marks.lock().unwrap_or_else(PoisonError::into_inner);
            marks.insert(path.clone(), mark);
        }
    }

    fn mark(&self, path: &OutputPath) -> Result<Option<Arc<Mark>>, Diagnostic> {
        let known = {
            let marks = self.saving.marks.lock().unwrap_or_else(PoisonError::into_inner);
            marks.get(path).cloned()
        };
        match known {
            Some(mark) => Ok(Some(mark)),
            None => Ok(self.file(path).transpose()?.map(|file| Arc::new(Mark::of(&file)))),
        }
    }

    /// The pages of an edition with their marks, and then the files that they show or need.
    fn pages_and_resources(&self, edition: Edition) -> Result<[Vec<Marked>; 2], Diagnostic> {
        let mut pages = Vec::new();
        let mut resources = BTreeMap::new();
        for (path, entry) in &self.entries {
            if !entry.is_read_in(edition) {
                continue;
            }
            let Some(mark) = self.mark(path)? else { continue };
            for address in &mark.resources {
                let known = OutputPath::of_address(address).filter(|path| {
                    let entry = self.entries.get(path);
                    entry.is_some_and(|entry| !matches!(entry, Entry::QrCode(_)))
                });
                if let Some(path) = known
                    && !resources.contains_key(&path)
                    && let Some(mark) = self.mark(&path)?
                {
                    resources.insert(path, mark);
                }
            }
            pages.push((path.clone(), mark));
        }
        Ok([pages, resources.into_iter().collect()])
    }

    /// All files of an edition that belong together.
    fn list(&self, edition: Edition) -> Result<List, Diagnostic> {
        let config = &self.site().config;
        let [pages, resources] = self.pages_and_resources(edition)?;
        let mut list = List::default();
        for (path, mark) in pages.iter().chain(&resources) {
            list.insert(&path.address(), mark);
        }
        let theme = &self.renderer.theme;
        let modules = theme.lazy.values().flat_map(Module::assets);
        let assets = modules.chain(&theme.script).map(|asset| asset.address.clone());
        let own = [page_address(config, edition), manifest_address(config, edition)];
        let used = self.entries.iter().filter(|(_, entry)| entry.is_used_in(edition));
        let more: Vec<OutputPath> = assets
            .chain(own)
            .filter_map(|address| OutputPath::of_address(&address))
            .chain(used.map(|(path, _)| path.clone()))
            .chain(self.searches.paths(edition, &self.renderer))
            .collect();
        for path in more {
            if let Some(mark) = self.mark(&path)? {
                list.insert(&path.address(), &mark);
            }
        }
        Ok(list)
    }

    /// The list of the files of an edition as it is published, and what the index says of it.
    pub(super) fn saving_list(&self, edition: Edition) -> Result<&(String, Value), Diagnostic> {
        let make = || {
            let config = &self.site().config;
            let list = self.list(edition)?;
            let notices = self.renderer.offline_notices(edition)?;
            let published = list.to_json(&config.locales[edition], &notices);
            let bytes = list.size();
            let entry = json!({
                "build": published["build"],
                "list": list_address(config, edition),
                "bytes": bytes,
                "transfer": (bytes as f64 * self.ratio(edition)?) as u64,
            });
            Ok((published.to_string(), entry))
        };
        self.saving.lists[edition].get_or_init(make).as_ref().map_err(Clone::clone)
    }

    /// What can be saved, of all editions.
    pub(super) fn saving_index(&self) -> Result<String, Diagnostic> {
        let mut index = Map::new();
        for (edition, locale) in self.site().config.locales.iter().enumerate() {
            index.insert(locale.to_string(), self.saving_list(edition)?.1.clone());
        }
        Ok(Value::Object(index).to_string())
    }

    /// How much smaller the pages of an edition are when a host sends them: some of them tell.
    fn ratio(&self, edition: Edition) -> Result<f64, Diagnostic> {
        let pages: Vec<&OutputPath> =
            self.entries.iter().filter(|(_, e)| e.is_read_in(edition)).map(|(p, _)| p).collect();
        let (mut before, mut after) = (1, 1);
        for path in pages.iter().step_by(pages.len().div_ceil(SAMPLE).max(1)) {
            if let Some(OutputFile::Html(html)) = self.file(path).transpose()? {
                before += html.len() as u64;
                after += compressed_size(&html.minified());
            }
        }
        Ok(after as f64 / before as f64)
    }

    /// The page on which readers save an edition.
    pub(super) fn saving_page(&self, edition: Edition) -> Result<Html, Diagnostic> {
        let mut size = 0;
        if self.site().config.offline_archive {
            let [pages, resources] = self.pages_and_resources(edition)?;
            let total: u64 = pages.iter().chain(&resources).map(|(_, mark)| mark.size).sum();
            size = (total as f64 * self.ratio(edition)?) as u64;
        }
        self.renderer.offline_page(edition, size)
    }

    /// The key of the archive of an edition, which is known without making it.
    pub(super) fn archive_key(&self, edition: Edition) -> Result<blake3::Hash, Diagnostic> {
        let mut hasher = blake3::Hasher::new_derive_key(ARCHIVE);
        hasher.update(self.site().config.absolute("").as_bytes());
        for (path, mark) in self.pages_and_resources(edition)?.iter().flatten() {
            hasher.update(path.as_str().as_bytes()).update(&[0]).update(mark.key.as_bytes());
        }
        Ok(hasher.finalize())
    }

    /// An edition in one file. Its pages are made one by one.
    pub(super) fn edition_archive(&self, edition: Edition) -> Result<Vec<u8>, Diagnostic> {
        let site = self.site();
        let locale = &site.config.locales[edition];
        let home = format!("/{locale}/");
        let parts = self.pages_and_resources(edition)?;
        let members: BTreeMap<String, &OutputPath> =
            parts.iter().flatten().map(|(path, _)| (path.address(), path)).collect();
        let mut packer = Packer::default();
        for (address, path) in &members {
            // What leads to it is left out of the pages too.
            if address.ends_with(".js") || address.ends_with(".webmanifest") {
                continue;
            }
            let own = file_of(&home, address);
            let Some(file) = self.file(path).transpose()? else { continue };
            let bytes = match &file {
                OutputFile::Html(html) => {
                    let target = |to: &str| self.target(&home, &own, &members, to);
                    portable(&String::from_utf8_lossy(&html.minified()), target).into_bytes()
                }
                _ => file.bytes().into_owned(),
            };
            packer.add(&format!("{}/{own}", folder(locale)), &bytes);
        }
        Ok(packer.finish())
    }

    /// Where an address of the portal leads from the file `from` of an archive with these members.
    fn target(
        &self,
        home: &str,
        from: &str,
        members: &BTreeMap<String, &OutputPath>,
        address: &str,
    ) -> Target {
        let end = address.find(['#', '?']).unwrap_or(address.len());
        let (path, rest) = address.split_at(end);
        if members.contains_key(path) {
            let up = "../".repeat(from.matches('/').count());
            return Target::Beside(format!("{up}{}{rest}", file_of(home, path)));
        }
        match &self.site().config.base_url {
            Some(_) => Target::Public(self.site().config.absolute(address)),
            None => Target::Nowhere,
        }
    }
}

/// A path and what is known about the file there.
type Marked = (OutputPath, Arc<Mark>);
