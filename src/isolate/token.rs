//! Tokens: what stands between spaces and letters of the page, and whether it is marked.

use std::ops::Range;

use super::code::{self, Shape};
use super::phrase;

/// What a marked run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Figures or an address.
    Code,
    /// Words.
    Foreign,
}

/// The script of the page, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// Latin: words with digits in them are ordinary text.
    Latin,
    /// Any other: Latin letters are foreign.
    Other,
}

/// Signs before a number.
const PREFIXES: [&str; 10] = ["CZK", "EUR", "USD", "GBP", "€", "$", "£", "§§", "§", "№"];

/// Characters of a token that are looked at in each direction: a table pasted without spaces must
/// not be read from every comma to its end.
const LONGEST: usize = 512;

/// Finds the run that begins in a token; it may begin before the token, but not before `floor`,
/// and end after it.
pub(super) fn read(
    text: &str,
    floor: usize,
    token: Range<usize>,
    page: Page,
) -> Option<(Range<usize>, Kind)> {
    let start = trim_start(text, &token);
    let core = &text[start..trim_end(text, start, token.end)];
    if let Some(end) = code::link_end(text, start, token.end) {
        return Some((start..end, Kind::Code));
    }
    if !core.contains(|c: char| c.is_ascii_digit()) {
        if page == Page::Latin || !core.contains(is_latin) {
            return None;
        }
        if PREFIXES.contains(&core)
            && let Some(number) = after_space(text, start + core.len())
            && let Some(end) = code::end(text, number, page, code::Prefix::Sign)
        {
            return Some((start..end, Kind::Code));
        }
        return phrase_from(text, start, core);
    }
    let prefix = prefix_start(text, floor, start);
    let sign = if prefix == start { code::Prefix::None } else { code::Prefix::Sign };
    if page == Page::Other
        && let Some(end) = phrase::end_after_number(text, prefix, start)
    {
        return Some((prefix..end, Kind::Foreign));
    }
    if let Some(end) = code::end(text, start, page, sign) {
        return Some((prefix..end, Kind::Code));
    }
    let is_word = page == Page::Other && code::shape(core, page) == Shape::Word;
    if is_word { phrase_from(text, start, core) } else { None }
}

/// A phrase from the first Latin letter of a token on.
fn phrase_from(text: &str, start: usize, core: &str) -> Option<(Range<usize>, Kind)> {
    let start = start + core.find(is_latin)?;
    Some((start..phrase::end(text, start), Kind::Foreign))
}

/// The token around a position: letters, digits and the signs inside numbers and addresses.
pub(super) fn around(text: &str, floor: usize, at: usize) -> Range<usize> {
    let before = text[floor..at].chars().rev().take(LONGEST).take_while(|c| is_inner(*c));
    let after = text[at..].chars().take(LONGEST).take_while(|c| is_inner(*c));
    let start = at - before.map(char::len_utf8).sum::<usize>();
    start..at + after.map(char::len_utf8).sum::<usize>()
}

fn is_inner(c: char) -> bool {
    match c {
        '!' | '"' | '(' | ')' | ';' | '<' | '>' | '[' | '\\' | ']' | '^' | '`' | '{' | '|'
        | '}' => false,
        '–' | '−' | '’' | '‰' | '€' | '£' | '§' | '№' | '°' | '×' | '²' | '³' => {
            true
        }
        _ => c.is_ascii_graphic() || is_latin(c) || is_mark(c),
    }
}

/// The start of a token without opening punctuation; a sign stays if a number of its own follows.
fn trim_start(text: &str, token: &Range<usize>) -> usize {
    let mut start = token.start;
    while let Some(c) = char_at(&text[..token.end], start) {
        let next = char_at(&text[..token.end], start + c.len_utf8());
        let begins = match c {
            '+' | '-' | '−' => {
                let before = text[..start].chars().next_back();
                next.is_some_and(|next| next.is_ascii_digit())
                    && before.is_none_or(|c| c.is_whitespace() || "([„“«".contains(c))
            }
            '@' | '#' | '$' | '€' | '£' | '§' | '№' => {
                next.is_some_and(char::is_alphanumeric)
            }
            _ => c.is_alphanumeric(),
        };
        if begins {
            break;
        }
        start += c.len_utf8();
    }
    start
}

/// The end of a token without the punctuation of the sentence; `500,-` keeps its dash.
pub(super) fn trim_end(text: &str, start: usize, end: usize) -> usize {
    let token = &text[start..end];
    let kept = token.trim_end_matches(|c: char| {
        !(c.is_alphanumeric() || is_mark(c) || "+%‰°€£$²³×".contains(c))
    });
    let rest = &token[kept.len()..];
    let is_price = kept.ends_with(|c: char| c.is_ascii_digit());
    match [",-", ",–"].into_iter().find(|dash| is_price && rest.starts_with(dash)) {
        Some(dash) => start + kept.len() + dash.len(),
        None => start + kept.len(),
    }
}

/// Where the currency or the paragraph sign before a number begins; `start` if there is none.
fn prefix_start(text: &str, floor: usize, start: usize) -> usize {
    let before = &text[floor..start];
    let Some(space) = before.chars().next_back().filter(|c| is_space(*c)) else { return start };
    let before = &before[..before.len() - space.len_utf8()];
    let found = PREFIXES.into_iter().find(|prefix| {
        before.strip_suffix(prefix).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    });
    found.map_or(start, |prefix| floor + before.len() - prefix.len())
}

/// The position after exactly one space.
pub(super) fn after_space(text: &str, at: usize) -> Option<usize> {
    let space = char_at(text, at).filter(|c| is_space(*c))?;
    let next = at + space.len_utf8();
    char_at(text, next).filter(|c| !c.is_whitespace()).map(|_| next)
}

pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Spaces that stand inside numbers and between words; a soft line break is one of them.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

pub(super) fn is_latin(c: char) -> bool {
    matches!(
        c,
        'a'..='z'
            | 'A'..='Z'
            | 'À'..='Ö'
            | 'Ø'..='ö'
            | 'ø'..='\u{2af}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{2c60}'..='\u{2c7f}'
            | '\u{a722}'..='\u{a7ff}'
            | '\u{fb00}'..='\u{fb06}'
    )
}

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
