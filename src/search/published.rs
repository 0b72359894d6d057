//! The files of the search among those of the portal: where they are, and that they are made once,
//! when somebody asks for one of them.

use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::output::OutputPath;
use crate::render::Renderer;
use crate::site::Edition;

use super::SearchIndex;
use super::export::{Files, export};
use super::index::languages;

/// Where the files are; hosts keep what lies in `assets` for ever.
const FOLDER: &str = "assets/search/";

/// What the module says; the other words of the search are in the pages.
const WORDS: [&str; 9] = [
    "search_all",
    "search_corrected",
    "search_count",
    "search_help",
    "search_fallback",
    "label_machine",
    "label_outdated",
    "search_matched",
    "search_none",
];

/// The search of each edition, made when somebody asks for one of its files.
pub struct Searches(Vec<OnceLock<Result<Searched, Diagnostic>>>);

/// The files of an edition's search, and what was found when they were made.
struct Searched {
    files: Files,
    found: Diagnostics,
}

impl Searches {
    /// None of them made yet.
    pub fn new(editions: usize) -> Self {
        Self((0..editions).map(|_| OnceLock::new()).collect())
    }

    /// The search of an edition; `None` if readers cannot search.
    fn of(&self, edition: Edition, renderer: &Renderer) -> Option<&Result<Searched, Diagnostic>> {
        let site = &renderer.site;
        let make = || {
            let index = SearchIndex::build(renderer, edition)?;
            Ok(Searched { files: export(&index), found: index.not_findable(site) })
        };
        site.config.search.then(|| self.0[edition].get_or_init(make))
    }

    /// A shard, list of words or block: `assets/search/uk.0123456789ab.3.bin`. Files of another
    /// build are not there.
    ///
    /// # Errors
    /// Why there is no index.
    pub fn file(
        &self,
        path: &OutputPath,
        renderer: &Renderer,
    ) -> Option<Result<Vec<u8>, Diagnostic>> {
        let (locale, rest) = path.as_str().strip_prefix(FOLDER)?.split_once('.')?;
        let (build, name) = rest.split_once('.')?;
        let edition = renderer.site.config.locale_index(locale)?;
        match self.of(edition, renderer)? {
            Ok(searched) if searched.files.build == build => {
                searched.files.files.get(name).cloned().map(Ok)
            }
            Ok(_) => None,
            Err(finding) => Some(Err(finding.clone())),
        }
    }

    /// Where the files of an edition are; nowhere if there is no index.
    pub fn paths(&self, edition: Edition, renderer: &Renderer) -> Vec<OutputPath> {
        let Some(Ok(Searched { files, .. })) = self.of(edition, renderer) else {
            return Vec::new();
        };
        let folder = format!("{FOLDER}{}.{}.", renderer.site.config.locales[edition], files.build);
        let names = files.files.keys();
        names.filter_map(|name| OutputPath::new(&format!("{folder}{name}"))).collect()
    }

    /// What the search of an edition begins with: where its files are, and its words.
    ///
    /// # Errors
    /// Why there is no index.
    pub fn map(&self, edition: Edition, renderer: &Renderer) -> Result<String, Diagnostic> {
        let site = &renderer.site;
        let config = &site.config;
        let files = match self.of(edition, renderer) {
            Some(Ok(searched)) => &searched.files,
            Some(Err(finding)) => return Err(finding.clone()),
            None => return Ok(String::new()),
        };
        let locale = &config.locales[edition];
        let languages = languages(edition, config.locales.len());
        let help = config.help_page.as_ref().and_then(|page| site.find(&page.value));
        let mut map = files.map.clone();
        if let Some(map) = map.as_object_mut() {
            let build = &files.build;
            map.insert("build".to_owned(), build.as_str().into());
            map.insert("base".to_owned(), format!("/{FOLDER}{locale}.{build}.").into());
            let tags = languages.into_iter().map(|edition| config.locales[edition].to_string());
            map.insert("locales".to_owned(), tags.collect());
            let help = help.map(|page| site.bundles[page].addresses[edition].clone());
            map.insert("help_url".to_owned(), help.into());
            map.insert("m".to_owned(), site.catalogs[edition].named(&WORDS));
        }
        Ok(map.to_string())
    }

    /// What was found while those were made that somebody asked for.
    pub fn found(&self) -> Diagnostics {
        let mut found = Diagnostics::new();
        for searched in self.0.iter().filter_map(|made| made.get()?.as_ref().ok()) {
            found.append(searched.found.clone());
        }
        found
    }
}
