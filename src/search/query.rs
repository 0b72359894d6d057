//! From what a reader typed to the pages that answer it.
//!
//! The module of the theme's search component does the same with the files of
//! [`export`](super::export): a test holds the two against each other.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::SearchIndex;
use super::analysis::{fold, skeleton, tokens, tone_on_first};
use super::index::{neighbours, phrase};
use super::postings::Entry;

/// What is read of a query: UTF-16 units and words.
const LONGEST_QUERY: usize = 200;
const MOST_WORDS: usize = 12;

/// How many forms a beginning may stand for, and a misspelt word.
const MOST_COMPLETIONS: usize = 8;
const MOST_CORRECTIONS: usize = 4;

/// How much an inexact word counts, in sixteenths.
const EXACT: u32 = 16;
const INFLECTED: u32 = 12;
const CORRECTED: u32 = 10;

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The words that were looked for, if they are not just those that were typed.
    pub corrected: Option<String>,
    /// The pages, best first.
    pub hits: Vec<Hit>,
    /// What was added up, for people who ask why.
    pub terms: Vec<Term>,
}

/// A page that answers a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Number of the page.
    pub page: u32,
    /// Number of the section that answers best.
    pub section: u32,
    /// How well it does.
    pub score: u64,
    /// Number of the language that it was found by; 0 is the reader's own.
    pub language: u32,
}

/// A word of the query, or a bonus for words that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its keys.
    pub keys: String,
    /// How rare it is; 0 for a bonus.
    weight: u32,
    /// For each page what it gives, if the page has it.
    pages: Vec<Option<Given>>,
}

/// What a term gives a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Given {
    impact: u32,
    section: u32,
    language: u32,
}

impl Term {
    fn new(keys: String, weight: u32, pages: usize) -> Self {
        Self { keys, weight, pages: vec![None; pages] }
    }

    /// Adds a key: the better impact counts, of equals the earlier section.
    fn add(&mut self, entry: &Entry, factor: u32) {
        for posting in &entry.postings {
            let impact = posting.impact * factor / EXACT;
            let given = Given { impact, section: posting.section, language: entry.language };
            let Some(place) = self.pages.get_mut(posting.page as usize) else { continue };
            let is_better = place.is_none_or(|known| {
                (impact, Reverse(given.section)) > (known.impact, Reverse(known.section))
            });
            if is_better {
                *place = Some(given);
            }
        }
    }

    /// What it gives a page.
    pub fn impact(&self, page: u32) -> Option<u32> {
        self.given(page as usize).map(|given| given.impact)
    }

    fn given(&self, page: usize) -> Option<Given> {
        self.pages.get(page).copied().flatten()
    }
}

/// A word of the query in the words of the index.
struct Word {
    forms: Vec<String>,
    keys: BTreeSet<String>,
    factor: u32,
    is_as_typed: bool,
}

/// Answers a query. `entry` gives the postings of a key.
pub fn answer<'a, E>(
    index: &'a SearchIndex,
    query: &str,
    entry: impl Fn(&str) -> Result<Option<Cow<'a, Entry>>, E>,
) -> Result<Answer, E> {
    let typed = tokens_of(query);
    let words: Vec<Option<Word>> = typed.iter().map(|word| resolve(index, word)).collect();
    let is_as_typed = words.iter().all(|word| word.as_ref().is_some_and(|word| word.is_as_typed));
    let found: Vec<&Word> = words.iter().flatten().collect();
    let shown: Vec<&str> =
        found.iter().filter_map(|word| word.forms.first()).map(|form| &**form).collect();
    let corrected = (!is_as_typed && !typed.is_empty()).then(|| shown.join(" "));

    let count = index.pages.len();
    let mut terms = Vec::new();
    for word in &found {
        let keys: Vec<&str> = word.keys.iter().map(String::as_str).collect();
        let mut term = Term::new(keys.join(" | "), 0, count);
        for key in keys {
            if let Some(entry) = entry(key)? {
                term.weight = term.weight.max(entry.weight);
                term.add(&entry, word.factor);
            }
        }
        terms.push(term);
    }
    let words = terms.len();
    let mut extras = Vec::new();
    let first_keys: BTreeSet<String> =
        found.iter().filter_map(|word| word.keys.first().cloned()).collect();
    if !first_keys.is_empty() {
        extras.push(phrase(&first_keys));
    }
    if index.has_syllables {
        let pairs = typed.windows(2).map(|pair| neighbours(&fold(&pair[0]), &fold(&pair[1])));
        extras.extend(pairs);
    }
    for key in extras {
        if let Some(entry) = entry(&key)? {
            let mut term = Term::new(key, 0, count);
            term.add(&entry, EXACT);
            terms.push(term);
        }
    }
    let mut hits: Vec<Hit> = (0..count).filter_map(|page| hit(page, &terms, words)).collect();
    hits.sort_by_key(|hit| (Reverse(hit.score), hit.page));
    Ok(Answer { corrected, hits, terms })
}

/// What the terms make of a page: the first `words` of them are words, and without one of them a
/// page is no answer; the others are bonuses.
fn hit(page: usize, terms: &[Term], words: usize) -> Option<Hit> {
    let given = || terms.iter().filter_map(|term| term.given(page));
    let of_words = || terms.iter().take(words).filter(|term| term.given(page).is_some());
    let languages = || of_words().filter_map(|term| term.given(page)).map(|given| given.language);
    let first = languages().next()?;
    let total: u32 = terms.iter().map(|term| term.weight).sum();
    let weight: u32 = of_words().map(|term| term.weight).sum();
    let sum: u32 = given().map(|given| given.impact).sum();
    // There are so few terms that adding up each section anew is the quickest.
    let in_section = |section: u32| -> u32 {
        given().filter(|given| given.section == section).map(|given| given.impact).sum()
    };
    let sections = given().map(|given| given.section);
    let section = sections.max_by_key(|section| (in_section(*section), Reverse(*section)));
    let (sum, weight, total) = (u64::from(sum), u64::from(weight), u64::from(total).max(1));
    Some(Hit {
        page: u32::try_from(page).ok()?,
        section: section.unwrap_or(0),
        score: sum * weight * weight / (total * total),
        language: if languages().all(|language| language != 0) { first } else { 0 },
    })
}

/// The words of a query, as much of it as is read.
fn tokens_of(query: &str) -> Vec<String> {
    let mut units = 0;
    let read: String = query
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST_QUERY
        })
        .collect();
    tokens(&read).into_iter().take(MOST_WORDS).collect()
}

/// What a word of a query stands for; `None` if nothing in the index is near it.
fn resolve(index: &SearchIndex, word: &str) -> Option<Word> {
    let form = fold(word);
    let spelling = if index.has_syllables { tone_on_first(word) } else { word.to_owned() };
    let spelling = Some(spelling.as_str()).filter(|spelling| **spelling != form);
    if let Some(keys) = index.keys_of(&form, spelling) {
        return Some(Word { forms: vec![form], keys, factor: EXACT, is_as_typed: true });
    }
    let is_latin = !form.is_empty() && form.chars().all(|c| c.is_ascii_lowercase());
    if index.is_cyrillic && is_latin {
        let skeleton = format!("~{}", skeleton(&form));
        if let Some(keys) = index.keys_of(&skeleton, None) {
            return Some(Word { forms: vec![form], keys, factor: EXACT, is_as_typed: true });
        }
    }
    let length = form.chars().count();
    let (forms, factor) = match beginning_alike(index, &form, length) {
        forms if !forms.is_empty() => (forms, INFLECTED),
        _ => (corrections(index, &form, length), CORRECTED),
    };
    let keys = forms.iter().filter_map(|form| index.keys_of(form, None)).flatten().collect();
    (!forms.is_empty()).then_some(Word { forms, keys, factor, is_as_typed: false })
}

/// Forms that begin with the word; else those that share all but its end.
fn beginning_alike(index: &SearchIndex, form: &str, length: usize) -> Vec<String> {
    if length < 3 {
        return Vec::new();
    }
    let shared = 3.max(length.saturating_sub(3));
    let start: String = form.chars().take(shared).collect();
    let candidates: Vec<(&str, usize)> = index
        .forms_from(&start)
        .take_while(|other| other.starts_with(&start))
        .filter(|other| !other.contains(' ') && !other.starts_with('~'))
        .map(|other| (other, other.chars().count()))
        .collect();
    let shortest_first = |mut found: Vec<(&str, usize)>| {
        found.sort_by_key(|(other, length)| (*length, *other));
        found.into_iter().map(|(other, _)| other.to_owned()).collect::<Vec<_>>()
    };
    let completions: Vec<(&str, usize)> = candidates
        .iter()
        .copied()
        .filter(|(other, long)| other.starts_with(form) && *long <= length + 6)
        .collect();
    if !completions.is_empty() {
        let mut forms = shortest_first(completions);
        forms.truncate(MOST_COMPLETIONS);
        return forms;
    }
    let alike: Vec<(usize, (&str, usize))> = candidates
        .into_iter()
        .map(|(other, long)| {
            let common = other.chars().zip(form.chars()).take_while(|(a, b)| a == b).count();
            (common, (other, long))
        })
        .filter(|(common, (_, long))| {
            *common >= 4.max(length.saturating_sub(3)) && long - common <= 3
        })
        .collect();
    let most = alike.iter().map(|(common, _)| *common).max();
    let alike = shortest_first(
        alike
            .into_iter()
            .filter(|(common, _)| Some(*common) == most)
            .map(|(_, other)| other)
            .collect(),
    );
    // The first of them is the one that the reader is told.
    let mut forms = nearest(form, length, alike.iter());
    forms.extend(alike.iter().filter(|other| !forms.contains(other)).cloned().collect::<Vec<_>>());
    forms.truncate(MOST_COMPLETIONS);
    forms
}

/// The forms of the reader's own language that are spelt most like a word.
fn corrections(index: &SearchIndex, form: &str, length: usize) -> Vec<String> {
    if length < 4 { Vec::new() } else { nearest(form, length, index.own_forms().iter()) }
}

/// The forms that the fewest slips of the pen lead to.
fn nearest<'a>(form: &str, length: usize, forms: impl Iterator<Item = &'a String>) -> Vec<String> {
    let letters: Vec<char> = form.chars().collect();
    let mut found: Vec<&str> = Vec::new();
    let mut least = if length < 8 { 1 } else { 2 };
    for other in forms {
        if let Some(distance) = distance(&letters, other, least) {
            if distance < least {
                found.clear();
                least = distance;
            }
            found.push(other);
        }
    }
    found.truncate(MOST_CORRECTIONS);
    found.into_iter().map(ToOwned::to_owned).collect()
}

/// Optimal string alignment distance, if it is at most `limit`: letters put in, left out, changed,
/// or neighbours swapped.
fn distance(word: &[char], other: &str, limit: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if word.len().abs_diff(other.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in word.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut cost = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && word[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            next.push(cost);
        }
        if next.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_is_one_step() {
        for (word, other, steps) in [
            ("obcansti", "obcanstvi", Some(1)),
            ("kindergraten", "kindergarten", Some(1)),
            ("abc", "abc", Some(0)),
            ("abcd", "badc", Some(2)),
            ("abcd", "wxyz", None),
            ("a", "abcd", None),
        ] {
            let word: Vec<char> = word.chars().collect();
            assert_eq!(distance(&word, other, 2), steps, "{other}");
        }
    }

    #[test]
    fn a_query_is_read_to_a_limit() {
        assert_eq!(tokens_of(&"a ".repeat(500)).len(), MOST_WORDS);
        assert_eq!(tokens_of(&"a".repeat(10_000))[0].len(), 40);
        assert!(tokens_of("\u{0} <>'\"; -- 😀").is_empty());
    }
}
