//! The postings of a key, weighed and rounded: what the command line asks of tantivy, and what the
//! export walks through, must be the same numbers.

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{Bm25Weight, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentOrdinal, SegmentReader, TERMINATED, Term};

use super::index::{Part, SectionIndex};

/// BM25 scores are multiplied by this before they are rounded.
const SCALE: f32 = 1.5;
/// What is left of the score of a word that says nothing by itself.
const FUNCTION: f32 = 0.1;

/// A page that a key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Number of the page.
    pub page: u32,
    /// How well its best section fits, 1 to 255.
    pub impact: u32,
    /// Which section that is.
    pub section: u32,
}

/// A key with everything that scoring needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// How rare it is, 1 (on every page) to 127.
    pub weight: u32,
    /// Number of the language that it comes from; 0 is the reader's own.
    pub language: u32,
    /// The pages, in the order of their numbers.
    pub postings: Vec<Posting>,
}

/// Rounds weighed scores of sections to impacts of pages: the best section counts, the earlier one
/// where two are equal.
fn entry(key: &str, is_own: bool, mut scored: Vec<(DocId, f32)>, index: &SectionIndex) -> Entry {
    scored.sort_by_key(|(doc, _)| *doc);
    let mut best: Vec<(u32, f32, u32)> = Vec::new();
    let mut at = 0;
    while let Some(&(doc, _)) = scored.get(at) {
        let mut score = 0.0;
        while let Some((_, more)) = scored.get(at).filter(|(next, _)| *next == doc) {
            score += more;
            at += 1;
        }
        let Some(place) = index.sections.get(doc as usize) else { continue };
        let score = score * place.prior;
        match best.last_mut().filter(|(page, ..)| *page == place.page) {
            Some((_, known, _)) if *known >= score => {}
            Some(last) => *last = (place.page, score, place.section),
            None => best.push((place.page, score, place.section)),
        }
    }
    let (weight, scale) = match index.function_keys.contains(key) {
        true => (1, SCALE * FUNCTION),
        false => (rarity(best.len(), index.pages), SCALE),
    };
    let posting = |(page, score, section): (u32, f32, u32)| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the number is between 1 and 255"
        )]
        let impact = (score * scale).round().clamp(1.0, 255.0) as u32;
        Posting { page, impact, section }
    };
    Entry {
        key: key.to_owned(),
        weight,
        language: u32::from(!is_own),
        postings: best.into_iter().map(posting).collect(),
    }
}

/// How rare a key is that leads to `found` of `pages` pages.
fn rarity(found: usize, pages: usize) -> u32 {
    #[expect(clippy::cast_precision_loss, reason = "nobody has so many pages")]
    let (found, pages) = (found as f64, pages as f64);
    let rarity = 16.0 * (1.0 + (pages - found + 0.5) / (found + 0.5)).ln();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the number is between 1 and 127"
    )]
    let rounded = rarity.round().clamp(1.0, 127.0) as u32;
    rounded
}

/// Walks the dictionaries and posting lists of all fields side by side: every key in order.
///
/// # Errors
/// Those of tantivy, which there are none of in memory.
pub fn walk(index: &SectionIndex) -> tantivy::Result<Vec<Entry>> {
    let searcher = &index.searcher;
    let mut keys: Vec<(String, Part, tantivy::postings::TermInfo)> = Vec::new();
    let Some(segment) = searcher.segment_readers().first() else { return Ok(Vec::new()) };
    let total = u64::from(segment.max_doc());
    let mut readers = Vec::new();
    for (part, field) in Part::ALL.into_iter().zip(&index.fields) {
        let inverted = segment.inverted_index(*field)?;
        let mut terms = inverted.terms().stream()?;
        while terms.advance() {
            let key = String::from_utf8_lossy(terms.key()).into_owned();
            keys.push((key, part, terms.value().clone()));
        }
        drop(terms);
        #[expect(clippy::cast_precision_loss, reason = "tantivy reckons so too")]
        let average = inverted.total_num_tokens() as Score / total as Score;
        let norms = match part.is_measured() {
            true => segment.get_fieldnorms_reader(*field)?,
            false => FieldNormReader::constant(segment.max_doc(), 1),
        };
        readers.push((inverted, norms, average));
    }
    // Keys of one text in the order of the parts: scores are added in the same order everywhere.
    keys.sort_by(|a, b| (&a.0, a.1 as usize).cmp(&(&b.0, b.1 as usize)));
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = 0;
    while at < keys.len() {
        let end = at + keys[at..].iter().take_while(|(key, ..)| *key == keys[at].0).count();
        let mut scored = Vec::new();
        let mut is_own = false;
        for (_, part, info) in &keys[at..end] {
            let (inverted, norms, average) = &readers[*part as usize];
            let weight =
                Bm25Weight::for_one_term_without_explain(u64::from(info.doc_freq), total, *average);
            let mut postings =
                inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            while postings.doc() != TERMINATED {
                let score = weight.score(norms.fieldnorm_id(postings.doc()), postings.term_freq());
                scored.push((postings.doc(), score * part.weight()));
                postings.advance();
            }
            is_own |= part.is_own();
        }
        entries.push(entry(&keys[at].0, is_own, scored, index));
        at = end;
    }
    Ok(entries)
}

/// Asks tantivy for one key, as its own queries and scorers see it; `None` if there is no such key.
///
/// # Errors
/// Those of tantivy, which there are none of in memory.
pub fn ask(index: &SectionIndex, key: &str) -> tantivy::Result<Option<Entry>> {
    let searcher = &index.searcher;
    let mut scored = Vec::new();
    let mut is_own = false;
    for (part, field) in Part::ALL.into_iter().zip(&index.fields) {
        let query =
            TermQuery::new(Term::from_field_text(*field, key), IndexRecordOption::WithFreqs);
        let found = searcher.search(&query, &EveryScore)?;
        is_own |= part.is_own() && !found.is_empty();
        scored.extend(found.into_iter().map(|(doc, score)| (doc, score * part.weight())));
    }
    Ok((!scored.is_empty()).then(|| entry(key, is_own, scored, index)))
}

/// Collects all documents with their scores.
struct EveryScore;

struct Scores(Vec<(DocId, Score)>);

impl Collector for EveryScore {
    type Fruit = Vec<(DocId, Score)>;
    type Child = Scores;

    fn for_segment(&self, _: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Scores> {
        Ok(Scores(Vec::new()))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(DocId, Score)>>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits.into_iter().flatten().collect())
    }
}

impl SegmentCollector for Scores {
    type Fruit = Vec<(DocId, Score)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.0.push((doc, score));
    }

    fn harvest(self) -> Self::Fruit {
        self.0
    }
}
