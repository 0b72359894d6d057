//! Search: pages to keys, keys to files that a small module in the browser reads.
//!
//! ```text
//! pages ──▶ sections ──▶ tantivy index ──▶ postings of pages ──▶ map, shards, words, blocks
//!           (document)      (index)          (postings)              (export, published)
//! ```
//!
//! tantivy stays the source of every number: `export` walks its dictionaries, posting lists and
//! field norms, and the command line ([`SearchIndex::ask_tantivy`]) asks its queries and scorers.
//! Scores are rounded to small integers so that the browser only has to add.

mod analysis;
mod document;
mod export;
mod function_words;
mod index;
mod postings;
mod published;
mod query;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use tantivy::Directory;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::render::Renderer;
use crate::site::{BundleIndex, Edition, Site};

pub use analysis::{Analyser, fold, tokens, tone_on_first};
pub use index::languages;
pub use published::Searches;
pub use query::{Answer, Hit, Term};

use analysis::missing_forms;
use index::SectionIndex;
use postings::Entry;

/// A page must be among so many for each of its own words.
const FINDABLE: usize = 3;

/// The index of an edition.
pub struct SearchIndex {
    tantivy: SectionIndex,
    /// All keys in order.
    entries: Vec<Entry>,
    /// Folded forms and the keys that they stand for.
    forms: BTreeMap<String, Vec<FormKey>>,
    is_cyrillic: bool,
    has_syllables: bool,
    /// Languages as hits number them.
    pub languages: Vec<Edition>,
    /// What is shown of the pages, by their number.
    pub pages: Vec<ShownPage>,
}

/// A key that a form stands for, with the spelling that means just this one, if there are others. An
/// empty spelling says that the form is in no text: it was made up for readers who type it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FormKey {
    key: String,
    spelling: Option<String>,
}

impl FormKey {
    fn is_made_up(&self) -> bool {
        self.spelling.as_deref() == Some("")
    }
}

/// What readers see of a page among the results.
#[derive(Debug)]
pub struct ShownPage {
    /// Which page it is.
    pub bundle: BundleIndex,
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Summary.
    pub summary: Option<String>,
    /// What the reader must know about its text: `machine`, `outdated`, or the language that it is
    /// shown in.
    pub label: Option<String>,
    /// Its sections by their number.
    pub sections: Vec<ShownSection>,
    keywords: Vec<String>,
    /// The title, if it has one and not just the name of its file.
    own_title: Option<String>,
    is_own: bool,
}

/// What readers see of a section.
#[derive(Debug)]
pub struct ShownSection {
    /// Fragment; empty for the beginning of the page.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Beginning of the text.
    pub text: String,
}

impl SearchIndex {
    /// Indexes an edition.
    ///
    /// # Errors
    /// A template error, or what tantivy says.
    pub fn build(renderer: &Renderer, edition: Edition) -> Result<Self, Diagnostic> {
        let pages = document::pages(renderer, edition)?;
        let config = &renderer.site.config;
        let failed = |error: tantivy::TantivyError| {
            Diagnostic::nowhere(Code::SearchFailed).with("reason", error.to_string())
        };
        let tantivy =
            index::build(&pages, edition, config.source, &config.locales).map_err(failed)?;
        let mut entries = postings::walk(&tantivy).map_err(failed)?;
        let languages = languages_of_keys(&tantivy);
        for entry in entries.iter_mut().filter(|entry| entry.language != 0) {
            entry.language = languages.get(entry.key.as_str()).copied().unwrap_or(0);
        }
        let shown = pages.iter().map(|page| shown(page, edition)).collect();
        let locale = &config.locales[edition];
        Ok(Self {
            forms: forms(&tantivy, locale.language()),
            entries,
            is_cyrillic: locale.script().as_str() == "Cyrl",
            has_syllables: Analyser::new(locale).has_syllables(),
            languages: index::languages(edition, config.locales.len()),
            pages: shown,
            tantivy,
        })
    }

    /// Answers a query from the walked index, as the browser does.
    pub fn answer(&self, query: &str) -> Answer {
        let entry =
            |key: &str| Ok::<_, std::convert::Infallible>(self.entry(key).map(Cow::Borrowed));
        match query::answer(self, query, entry) {
            Ok(answer) => answer,
            Err(never) => match never {},
        }
    }

    /// Answers a query by asking tantivy for every key.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn ask_tantivy(&self, query: &str) -> Result<Answer, tantivy::TantivyError> {
        query::answer(self, query, |key| {
            let asked = postings::ask(&self.tantivy, key)?;
            // tantivy knows whether a key is foreign, the lexicon from which language it is.
            let language = self.entry(key).map_or(0, |entry| entry.language);
            Ok(asked
                .map(|asked| Cow::Owned(Entry { language: asked.language * language, ..asked })))
        })
    }

    /// The files of the tantivy index, by name.
    ///
    /// # Errors
    /// What tantivy says.
    pub fn tantivy_files(&self) -> Result<Vec<(String, Vec<u8>)>, tantivy::TantivyError> {
        let listed = self.tantivy.index.directory().list_managed_files().into_iter();
        let mut files = Vec::new();
        for path in listed.chain(["meta.json".into()]).collect::<BTreeSet<_>>() {
            if self.tantivy.directory.exists(&path)? {
                let bytes = self.tantivy.directory.atomic_read(&path)?;
                files.push((path.display().to_string(), bytes));
            }
        }
        Ok(files)
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        let at = self.entries.binary_search_by(|entry| entry.key.as_str().cmp(key)).ok()?;
        self.entries.get(at)
    }

    /// The keys of a form; only those of the very spelling, if that has diacritics and is known.
    fn keys_of(&self, form: &str, spelling: Option<&str>) -> Option<BTreeSet<String>> {
        let keys = self.forms.get(form)?;
        let is_meant = |key: &&FormKey| spelling.is_some() && key.spelling.as_deref() == spelling;
        let meant: BTreeSet<String> =
            keys.iter().filter(is_meant).map(|key| key.key.clone()).collect();
        Some(if meant.is_empty() {
            keys.iter().map(|key| key.key.clone()).collect()
        } else {
            meant
        })
    }

    /// Folded forms of the edition's own language.
    fn own_forms(&self) -> &BTreeSet<String> {
        &self.tantivy.lexicon.own_forms
    }

    /// Forms in order, from this one on, but for those that are in no text.
    fn forms_from(&self, form: &str) -> impl Iterator<Item = &str> {
        let forms = self.forms.range(form.to_owned()..);
        let is_real = |(_, keys): &(&String, &Vec<FormKey>)| !keys.iter().all(FormKey::is_made_up);
        forms.filter(is_real).map(|(form, _)| form.as_str())
    }

    /// Pages that their own title or keywords do not bring among the first.
    pub fn not_findable(&self, site: &Site) -> Diagnostics {
        let mut found = Diagnostics::new();
        for (number, page) in (0_u32..).zip(&self.pages).filter(|(_, page)| page.is_own) {
            let words = page.own_title.iter().chain(&page.keywords);
            let lost: Vec<String> = words
                .filter(|word| {
                    let answer = self.answer(word);
                    !tokens(word).is_empty()
                        && !answer.hits.iter().take(FINDABLE).any(|hit| hit.page == number)
                })
                .map(|word| format!("`{word}`"))
                .collect();
            let cell = site.bundles[page.bundle].cells.get(self.languages[0]);
            if let (false, Some(Some(cell))) = (lost.is_empty(), cell) {
                let finding = Diagnostic::at(Code::PageNotFindable, Span::file(&cell.path));
                found.push(finding.with("words", lost.join(", ")));
            }
        }
        found
    }
}

fn shown(page: &document::SearchPage, edition: Edition) -> ShownPage {
    ShownPage {
        bundle: page.bundle,
        title: page.title.text.clone(),
        url: page.url.clone(),
        summary: page.summary.clone(),
        label: page.label.clone(),
        sections: page
            .sections
            .iter()
            .map(|section| ShownSection {
                id: section.id.clone(),
                heading: section.title(),
                text: section.excerpt(),
            })
            .collect(),
        keywords: page.keywords.iter().map(|run| run.text.clone()).collect(),
        own_title: page.own_title.clone(),
        is_own: page.title.language == edition,
    }
}

fn forms(index: &SectionIndex, language: &str) -> BTreeMap<String, Vec<FormKey>> {
    let mut words: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    // Words of the reader's own language come first; a foreign one that folds to the same form
    // would only be in their way.
    for spelling in index.lexicon.spellings().filter(|s| !s.form.is_empty()) {
        if spelling.language == 0 || !index.lexicon.has_own(&spelling.form) {
            words.entry(&spelling.form).or_default().insert((&spelling.key, &spelling.word));
        }
    }
    let keys_of = |words: &BTreeSet<(&str, &str)>| {
        let keys: BTreeSet<&str> = words.iter().map(|(key, _)| *key).collect();
        if keys.len() == 1 {
            return keys
                .into_iter()
                .map(|key| FormKey { key: key.into(), spelling: None })
                .collect();
        }
        let key = |(key, word): &(&str, &str)| FormKey {
            key: (*key).to_owned(),
            spelling: Some((*word).to_owned()),
        };
        words.iter().map(key).collect::<Vec<_>>()
    };
    let mut forms: BTreeMap<String, Vec<FormKey>> =
        words.iter().map(|(form, words)| ((*form).to_owned(), keys_of(words))).collect();
    for spelling in index.lexicon.spellings().filter(|spelling| spelling.language == 0) {
        for form in missing_forms(language, &spelling.key) {
            let key = FormKey { key: spelling.key.clone(), spelling: Some(String::new()) };
            forms.entry(form).or_insert_with(|| vec![key]);
        }
    }
    for (skeleton, of) in &index.lexicon.skeletons {
        let keys: BTreeSet<String> = of
            .iter()
            .filter_map(|form| forms.get(form))
            .flatten()
            .map(|key| key.key.clone())
            .collect();
        let keys = keys.into_iter().map(|key| FormKey { key, spelling: None }).collect();
        forms.insert(skeleton.clone(), keys);
    }
    forms
}

/// The first language but the reader's own of those that have a word with this key.
fn languages_of_keys(index: &SectionIndex) -> BTreeMap<&str, u32> {
    let mut languages: BTreeMap<&str, u32> = BTreeMap::new();
    for spelling in index.lexicon.spellings().filter(|spelling| spelling.language > 0) {
        let language = u32::from(spelling.language);
        let known = languages.entry(&spelling.key).or_insert(language);
        *known = language.min(*known);
    }
    languages
}
