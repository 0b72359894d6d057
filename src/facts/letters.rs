//! The characters of a text without markup, each with its place, and in one spelling.

use std::ops::Range;

use super::language::is_like;

/// Stands for what is no text: a reference, a picture.
pub(super) const GAP: char = '\u{fffc}';

/// A text as characters: digits of every script are ASCII, spaces and dashes are of one kind, and
/// nothing is there that nobody can see.
#[derive(Debug, Default)]
pub(super) struct Letters {
    chars: Vec<char>,
    places: Vec<Range<usize>>,
}

/// Zeros of the digits that people use besides `0`.
const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];

impl Letters {
    pub fn push_str(&mut self, text: &str, start: usize) {
        for (at, c) in text.char_indices() {
            self.push(c, start + at..start + at + c.len_utf8());
        }
    }

    pub fn push(&mut self, c: char, place: Range<usize>) {
        let c = match c {
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => return,
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '’' | 'ʼ' => '\'',
            '٪' => '%',
            '،' => ',',
            c if c.is_whitespace() => ' ',
            c if c.is_ascii() => c,
            c => digit(c).unwrap_or(c),
        };
        if c == ' ' && self.chars.last() == Some(&' ') {
            return;
        }
        self.chars.push(c);
        self.places.push(place);
    }

    /// Whether there is a digit or an address at all.
    pub fn may_state_facts(&self) -> bool {
        self.chars.iter().enumerate().any(|(at, c)| match c {
            '0'..='9' | '@' => true,
            '.' => {
                self.before(at).is_some_and(|c| c.is_ascii_alphanumeric())
                    && self.is(at + 1, |c| c.is_ascii_alphanumeric())
            }
            _ => false,
        })
    }

    pub fn has_digit_in(&self, range: Range<usize>) -> bool {
        let end = range.end.min(self.len());
        self.chars.get(range.start..end).is_some_and(|c| c.iter().any(char::is_ascii_digit))
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    pub fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|index| self.at(index))
    }

    pub fn is(&self, index: usize, test: impl Fn(char) -> bool) -> bool {
        self.at(index).is_some_and(test)
    }

    pub fn text(&self, range: Range<usize>) -> String {
        self.chars.get(range).into_iter().flatten().collect()
    }

    /// Bytes of the text that these characters stand for.
    pub fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.places.get(range.start).map_or(0, |place| place.start);
        let last = self.places.get(range.end.saturating_sub(1));
        start..last.map_or(start, |place| place.end)
    }

    /// The index behind the characters from `index` on that pass a test.
    pub fn while_(&self, index: usize, test: impl Fn(char) -> bool) -> usize {
        index + self.chars[index.min(self.len())..].iter().take_while(|c| test(**c)).count()
    }

    pub fn digits(&self, index: usize) -> usize {
        self.while_(index, |c| c.is_ascii_digit())
    }

    /// The number that the digits of a range make, if it is not too large.
    pub fn number(&self, range: Range<usize>) -> Option<u16> {
        self.text(range).parse().ok()
    }

    /// The index behind one space, if one is there.
    pub fn after_space(&self, index: usize) -> usize {
        index + usize::from(self.at(index) == Some(' '))
    }

    /// The word at an index in small letters, and the index behind it.
    pub fn word(&self, index: usize) -> (String, usize) {
        let end = self.while_(index, |c| c.is_alphabetic() || c == '\'');
        (self.text(index..end).to_lowercase(), end)
    }

    /// The index behind the words of a pattern, if they stand here.
    pub fn phrase(&self, index: usize, pattern: &str) -> Option<usize> {
        let mut end = index;
        for (number, part) in pattern.split(' ').enumerate() {
            let start = if number == 0 { end } else { self.after_space(end) };
            if !part.starts_with(char::is_alphabetic) {
                end = start + 1;
                self.at(start).filter(|c| part.chars().eq([*c]))?;
                continue;
            }
            let (word, after) = self.word_with_dots(start, part);
            if !is_like(&word, part) {
                return None;
            }
            end = after;
        }
        Some(end)
    }

    /// `p.m` is one word.
    fn word_with_dots(&self, index: usize, pattern: &str) -> (String, usize) {
        if !pattern.contains('.') {
            return self.word(index);
        }
        let end = self.while_(index, |c| c.is_alphabetic() || c == '.');
        let word = self.text(index..end).to_lowercase();
        (word.trim_end_matches('.').to_owned(), end)
    }

    /// The index behind the first pattern that stands here.
    pub fn one_of(&self, index: usize, patterns: &[&str]) -> Option<usize> {
        patterns.iter().find_map(|pattern| self.phrase(index, pattern))
    }
}

fn digit(c: char) -> Option<char> {
    let value = ZEROS.iter().find_map(|zero| {
        (u32::from(c)).checked_sub(u32::from(*zero)).filter(|value| *value < 10)
    })?;
    char::from_digit(value, 10)
}
