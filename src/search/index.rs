//! Sections to a tantivy index: one segment, written by one thread, so that the same pages give the
//! same postings.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::directory::RamDirectory;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, Searcher, TantivyDocument};

use crate::locale::Locale;
use crate::site::Edition;

use super::analysis::{Analyser, cyrillic_skeleton, fold, tokens};
use super::document::{Run, SearchPage};
use super::function_words::function_words;

/// Memory that tantivy may use before it writes, in bytes; it is only an index in memory.
const MEMORY: usize = 64 << 20;

/// Stands between keys in the text of a field, since keys of phrases hold spaces.
const SEPARATOR: char = '\n';

/// A part of a section, and how much a word in it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Title of the page.
    Title,
    /// Words that staff want the page to be found by.
    Keywords,
    /// The heading.
    Heading,
    /// The text.
    Body,
    /// Titles, keywords and terms in other languages.
    Others,
    /// Title and keywords as wholes, their words in the order of the alphabet.
    Phrases,
    /// Pairs of neighbours, where words are syllables.
    Neighbours,
}

impl Part {
    /// All parts, in the order of the fields.
    pub const ALL: [Self; 7] = [
        Self::Title,
        Self::Keywords,
        Self::Heading,
        Self::Body,
        Self::Others,
        Self::Phrases,
        Self::Neighbours,
    ];

    /// How much a match counts.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Title => 10.0,
            Self::Keywords => 8.0,
            Self::Heading => 3.0,
            Self::Body => 1.0,
            Self::Others => 3.0,
            Self::Phrases => 24.0,
            Self::Neighbours => 3.0,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Keywords => "keywords",
            Self::Heading => "headings",
            Self::Body => "body",
            Self::Others => "others",
            Self::Phrases => "phrases",
            Self::Neighbours => "neighbours",
        }
    }

    /// Whether a word counts less the more words there are: a page with many keywords is not less
    /// about each of them.
    pub const fn is_measured(self) -> bool {
        matches!(self, Self::Heading | Self::Body)
    }

    /// Whether its words are the reader's own language.
    pub const fn is_own(self) -> bool {
        !matches!(self, Self::Others)
    }
}

/// The tantivy index of an edition and what the export needs besides.
pub struct SectionIndex {
    /// One segment in memory.
    pub index: Index,
    /// What answers from it.
    pub searcher: Searcher,
    /// Its files as they are, checksums included.
    pub directory: RamDirectory,
    /// Its fields, in the order of [`Part::ALL`].
    pub fields: Vec<Field>,
    /// For each document where it is.
    pub sections: Vec<Place>,
    /// How many pages there are.
    pub pages: usize,
    /// Keys of words that say nothing by themselves.
    pub function_keys: BTreeSet<String>,
    /// The words behind the keys.
    pub lexicon: Lexicon,
}

/// A section among all.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Number of its page.
    pub page: u32,
    /// Its number among the page's sections.
    pub section: u32,
    /// How likely it is that a page of this kind is the answer, 0 to 1.
    pub prior: f32,
}

/// How one language's word is spelt, folded and keyed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// Folded.
    pub form: String,
    /// What stands in the index.
    pub key: String,
    /// In lower case, with diacritics.
    pub word: String,
    /// Its language, numbered as readers of the edition see them: 0 is their own.
    pub language: u8,
}

/// All words of an edition.
#[derive(Default)]
pub struct Lexicon {
    /// In the order in which they came.
    spellings: Vec<Spelling>,
    /// Place of a word among them, by language.
    known: BTreeMap<u8, BTreeMap<Box<str>, usize>>,
    /// Places of the words in a piece of text between spaces and signs, by language.
    pieces: BTreeMap<u8, BTreeMap<Box<str>, Box<[usize]>>>,
    /// Folded forms of the reader's own language.
    pub own_forms: BTreeSet<String>,
    /// Words in titles, keywords and headings in Cyrillic letters, by their Latin skeleton.
    pub skeletons: BTreeMap<String, BTreeSet<String>>,
}

impl Lexicon {
    /// Whether a form is one of the reader's own language.
    pub fn has_own(&self, form: &str) -> bool {
        self.own_forms.contains(form)
    }

    /// All spellings, by language and word.
    pub fn spellings(&self) -> impl Iterator<Item = &Spelling> {
        self.spellings.iter()
    }
}

/// Languages as the readers of an edition number them: their own first, the others in the order of
/// `site.yaml`.
pub fn languages(edition: Edition, count: usize) -> Vec<Edition> {
    std::iter::once(edition).chain((0..count).filter(|other| *other != edition)).collect()
}

/// Indexes the pages of an edition.
///
/// # Errors
/// Those of tantivy, which there are none of in memory.
pub fn build(
    pages: &[SearchPage],
    edition: Edition,
    source: Edition,
    locales: &[Locale],
) -> tantivy::Result<SectionIndex> {
    let mut schema = Schema::builder();
    let field = |part: &Part| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(Keys::NAME)
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(part.is_measured());
        schema.add_text_field(part.name(), TextOptions::default().set_indexing_options(indexing))
    };
    let fields: Vec<Field> = Part::ALL.iter().map(field).collect();
    let tokenizers = TokenizerManager::default();
    tokenizers.register(Keys::NAME, Keys);
    let directory = RamDirectory::create();
    let mut writer = Index::builder()
        .schema(schema.build())
        .tokenizers(tokenizers)
        .single_segment_index_writer::<TantivyDocument>(directory.clone(), MEMORY)?;

    let order = languages(edition, locales.len());
    let mut indexing = Indexing {
        source,
        analysers: locales.iter().map(Analyser::new).collect(),
        numbers: (0..locales.len()).map(|e| number_of(&order, e)).collect(),
        lexicon: Lexicon::default(),
        texts: std::array::from_fn(|_| String::new()),
    };
    let mut sections = Vec::new();
    for (number, page) in (0_u32..).zip(pages) {
        for (at, section) in (0_u32..).zip(&page.sections) {
            if at == 0 {
                indexing.add_head(page);
            }
            indexing.add(&section.heading, Part::Heading);
            indexing.add(&section.body, Part::Body);
            let mut document = TantivyDocument::new();
            for (field, text) in fields.iter().zip(&mut indexing.texts) {
                if !text.is_empty() {
                    document.add_text(*field, &*text);
                    text.clear();
                }
            }
            writer.add_document(document)?;
            sections.push(Place { page: number, section: at, prior: page.prior });
        }
    }
    let function_keys = function_words(locales[edition].language())
        .flat_map(tokens)
        .map(|word| indexing.word(edition, word))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|word| indexing.lexicon.spellings[word].key.clone())
        .collect();
    let pages = pages.len();
    let index = writer.finalize()?;
    Ok(SectionIndex {
        searcher: index.reader()?.searcher(),
        index,
        directory,
        fields,
        sections,
        pages,
        function_keys,
        lexicon: indexing.lexicon,
    })
}

fn number_of(order: &[Edition], edition: Edition) -> u8 {
    let number = order.iter().position(|other| *other == edition).unwrap_or(0);
    u8::try_from(number).unwrap_or(u8::MAX)
}

struct Indexing {
    /// The language of offices.
    source: Edition,
    analysers: Vec<Analyser>,
    /// The number of each language, by edition.
    numbers: Vec<u8>,
    lexicon: Lexicon,
    /// The keys of the section for each part, with [`SEPARATOR`] between them.
    texts: [String; Part::ALL.len()],
}

impl Indexing {
    fn add_head(&mut self, page: &SearchPage) {
        self.add(std::slice::from_ref(&page.title), Part::Title);
        self.add(&page.keywords, Part::Keywords);
        self.add(&page.others, Part::Others);
        // Whole phrases of the reader's language and of letters from offices; those of all others
        // would be half of the index.
        let others = page.others.iter().filter(|run| run.language == self.source);
        let runs: Vec<&Run> =
            std::iter::once(&page.title).chain(&page.keywords).chain(others).collect();
        for run in runs {
            let words = self.words(run);
            let keys = words.iter().map(|word| self.lexicon.spellings[*word].key.clone());
            let key = phrase(&keys.collect());
            self.push(Part::Phrases, &key);
        }
    }

    /// Adds words to a part, or to the others if they are foreign.
    fn add(&mut self, runs: &[Run], part: Part) {
        for run in runs {
            let is_own = self.numbers[run.language] == 0;
            let words = self.words(run);
            if is_own && part != Part::Body {
                self.add_outstanding(run.language, &words);
            }
            let part = if is_own { part } else { Part::Others };
            let text = &mut self.texts[part as usize];
            for word in words {
                text.push_str(&self.lexicon.spellings[word].key);
                text.push(SEPARATOR);
            }
        }
    }

    /// What words of titles, keywords and headings are known by besides.
    fn add_outstanding(&mut self, language: Edition, words: &[usize]) {
        let form = |word: &usize| self.lexicon.spellings[*word].form.clone();
        let forms: Vec<String> = words.iter().map(form).collect();
        if self.analysers[language].has_syllables() {
            for pair in forms.windows(2) {
                self.push(Part::Neighbours, &neighbours(&pair[0], &pair[1]));
            }
        }
        for form in forms {
            if let Some(skeleton) = cyrillic_skeleton(&form) {
                let forms = self.lexicon.skeletons.entry(format!("~{skeleton}"));
                forms.or_default().insert(form);
            }
        }
    }

    fn push(&mut self, part: Part, key: &str) {
        let text = &mut self.texts[part as usize];
        text.push_str(key);
        text.push(SEPARATOR);
    }

    /// Places of the words of a run in the lexicon.
    fn words(&mut self, run: &Run) -> Vec<usize> {
        let mut words = Vec::new();
        for piece in run.text.split_whitespace() {
            let number = self.numbers[run.language];
            let known = self.lexicon.pieces.get(&number).and_then(|pieces| pieces.get(piece));
            if let Some(known) = known {
                words.extend_from_slice(known);
                continue;
            }
            let found: Vec<usize> =
                tokens(piece).into_iter().map(|word| self.word(run.language, word)).collect();
            words.extend_from_slice(&found);
            let pieces = self.lexicon.pieces.entry(number).or_default();
            pieces.insert(piece.into(), found.into());
        }
        words
    }

    /// Place of a word in the lexicon.
    fn word(&mut self, language: Edition, word: String) -> usize {
        let number = self.numbers[language];
        let known = self.lexicon.known.entry(number).or_default();
        if let Some(place) = known.get(word.as_str()) {
            return *place;
        }
        let place = self.lexicon.spellings.len();
        known.insert(word.as_str().into(), place);
        let form = fold(&word);
        if number == 0 && !form.is_empty() {
            self.lexicon.own_forms.insert(form.clone());
        }
        let analyser = &self.analysers[language];
        let key = analyser.key(&word);
        let word = if analyser.has_syllables() { key.clone() } else { word };
        self.lexicon.spellings.push(Spelling { form, key, word, language: number });
        place
    }
}

/// The key of words that stand together as a title or keyword.
pub fn phrase(keys: &BTreeSet<String>) -> String {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    format!("{}=", keys.join(" "))
}

/// The key of two syllables that stand side by side, both folded.
pub fn neighbours(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

/// Splits the text of a field into the keys that were put there.
#[derive(Debug, Clone, Default)]
struct Keys;

impl Keys {
    const NAME: &'static str = "keys";
}

struct KeyStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for Keys {
    type TokenStream<'a> = KeyStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KeyStream<'a> {
        KeyStream { rest: text, token: Token::default() }
    }
}

impl TokenStream for KeyStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((key, rest)) = self.rest.split_once(SEPARATOR) else { return false };
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(key);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
