//! Words in a foreign script: where the phrase ends that they make together.
//!
//! On a page in Arabic, `Masarykova 12, 400 01 Ústí nad Labem` and `zákon č. 326/1999 Sb.` must be
//! one run each, or their parts line up from right to left. So a phrase in Latin script takes along
//! house numbers, postcodes and numbers of laws, but neither phone numbers, times and prices, which
//! are runs of their own, nor an integer before a word of the page, which counts that word.

use icu::properties::props::Script;

use super::SCRIPTS;
use super::code::{core_at, date_end, is_digits, link_end, unit_end};
use super::token::{after_space, around, char_at, is_latin, is_mark};

/// Czech abbreviations after which a phrase goes on.
const ABBREVIATIONS: [&str; 20] = [
    "Bc", "Ing", "JUDr", "MUDr", "Mgr", "PhDr", "Sb", "bod", "tel", "ul", "nám", "odst", "písm",
    "st", "sv", "tř", "č", "čj", "čl", "čp",
];

/// What a phrase has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A word.
    Word,
    /// An abbreviation, its dot included: what follows belongs to it.
    Abbreviation,
    /// A number.
    Number,
}

/// The end of the phrase whose first Latin word begins at `start`.
pub(super) fn end(text: &str, start: usize) -> usize {
    extended(text, word_end(text, start), Last::Word)
}

/// The end of a phrase that begins with a number: `400 01 Ústí`, `28. října`, `§ 68 odst. 1`.
/// `sign` is where the number's sign begins, if it has one. Nothing if no such phrase is there.
pub(super) fn end_after_number(text: &str, sign: usize, start: usize) -> Option<usize> {
    let (end, core) = core_at(text, start);
    let is_paragraph = text[sign..start].starts_with('§')
        && is_digits(core.trim_end_matches(|c: char| c.is_ascii_lowercase()));
    let end = if is_paragraph {
        end
    } else {
        postcode_end(text, start).or_else(|| ordinal_end(text, start))?
    };
    let is_followed = after_space(text, end).is_some_and(|next| {
        char_at(text, next).is_some_and(is_latin) && unit_end(text, start, end).is_none()
    });
    is_followed.then(|| extended(text, end, Last::Number))
}

/// The end of the words in one script that begin at `start`.
pub(super) fn end_in_script(text: &str, start: usize, script: Script) -> usize {
    let is_word = |c: char| {
        let found = SCRIPTS.get(c);
        found == script || found == Script::Inherited
    };
    let mut end = start;
    loop {
        end += text[end..].chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
        let joiner = char_at(text, end).filter(|c| "-‐–'’ʼ/".contains(*c));
        let next = joiner.map(|c| end + c.len_utf8()).or_else(|| after_space(text, end));
        match next.filter(|next| char_at(text, *next).is_some_and(|c| SCRIPTS.get(c) == script)) {
            Some(next) => end = next,
            None => return end,
        }
    }
}

/// Goes on from the end of a word or number as long as the phrase does.
fn extended(text: &str, mut end: usize, mut last: Last) -> usize {
    loop {
        let mut before_space = end;
        if last == Last::Word && is_abbreviated(text, end) {
            last = Last::Abbreviation;
            before_space += 1;
        }
        let comma = text[end..].starts_with(", ").then_some(end + 2);
        let Some(next) = after_space(text, before_space).or(comma) else { return end };
        let is_word = char_at(text, next).is_some_and(is_latin);
        let found = if is_word {
            // A comma is inside the phrase after a number, and before `s.r.o.`
            joined_word_end(text, next).filter(|found| {
                comma.is_none() || last == Last::Number || text[next..*found].ends_with('.')
            })
        } else {
            number_end(text, next, last)
        };
        let Some(found) = found else { return end };
        end = found;
        last = if is_word { Last::Word } else { Last::Number };
    }
}

/// A word with its inner signs: `Ústí-město`, `s.r.o.`
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut has_dot = false;
    loop {
        let letters = text[end..].chars().take_while(|c| is_latin(*c) || is_mark(*c));
        end += letters.map(char::len_utf8).sum::<usize>();
        let Some(sign) = char_at(text, end).filter(|c| "-‐–'’/.&".contains(*c)) else {
            return end;
        };
        let next = end + sign.len_utf8();
        if !char_at(text, next).is_some_and(is_latin) {
            return if has_dot && sign == '.' { next } else { end };
        }
        has_dot |= sign == '.';
        end = next;
    }
}

/// A further word of a phrase. Addresses and file numbers stay runs of their own; `A2` is a word.
fn joined_word_end(text: &str, start: usize) -> Option<usize> {
    if link_end(text, start, around(text, start, start).end).is_some() {
        return None;
    }
    let (end, core) = core_at(text, start);
    if !core.contains(|c: char| c.is_ascii_digit()) {
        return Some(word_end(text, start));
    }
    core.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(end)
}

/// A number that belongs to what stands before it.
fn number_end(text: &str, start: usize, last: Last) -> Option<usize> {
    let start = match text.get(start..)?.strip_prefix('§') {
        Some(_) => after_space(text, start + '§'.len_utf8())?,
        None => start,
    };
    if date_end(text, start).is_some() {
        return None;
    }
    if let Some(end) = postcode_end(text, start).or_else(|| ordinal_end(text, start)) {
        return Some(end);
    }
    let (end, core) = core_at(text, start);
    let number = core.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if core.len() > number.len() + 1 {
        return None;
    }
    let after = after_space(text, end).and_then(|next| char_at(text, next));
    if let Some((first, second)) = number.split_once('/') {
        let is_law = second.len() == 4 && is_digits(first);
        let law = unit_end(text, start, end).filter(|_| is_law);
        return (is_digits(first) && is_digits(second)).then_some(law.unwrap_or(end));
    }
    let is_counted =
        last != Last::Abbreviation && after.is_some_and(|c| c.is_alphabetic() && !is_latin(c));
    let is_amount =
        after.is_some_and(|c| c.is_ascii_digit()) || unit_end(text, start, end).is_some();
    (is_digits(number) && number.len() <= 4 && !is_counted && !is_amount).then_some(end)
}

/// `400 01`
fn postcode_end(text: &str, start: usize) -> Option<usize> {
    let (end, first) = core_at(text, start);
    let (end, second) = core_at(text, after_space(text, end)?);
    let is_postcode = [(first, 3), (second, 2)].iter().all(|(t, n)| t.len() == *n && is_digits(t));
    is_postcode.then_some(end)
}

/// `28.` before a word in lower case
fn ordinal_end(text: &str, start: usize) -> Option<usize> {
    let (end, day) = core_at(text, start);
    let next = char_at(text, end).filter(|c| *c == '.').and_then(|_| after_space(text, end + 1))?;
    let is_word = char_at(text, next).is_some_and(|c| is_latin(c) && c.is_lowercase());
    (is_digits(day) && day.len() <= 2 && is_word).then_some(end + 1)
}

/// Whether the word that ends at `end` is an abbreviation with its dot.
fn is_abbreviated(text: &str, end: usize) -> bool {
    let word = text[..end].rsplit(|c: char| !is_latin(c)).next().unwrap_or_default();
    text[end..].starts_with('.') && ABBREVIATIONS.contains(&word)
}
