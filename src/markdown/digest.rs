//! What a text says, apart from how it is written.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// What a text says, apart from white space, the wrapping of lines and the kind of quotation
/// marks, as eight letters.
///
/// They are letters without vowels, so that YAML never takes them for a number and nobody for a
/// word: 34 bits of BLAKE3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; Self::LENGTH]);

impl Digest {
    const LENGTH: usize = 8;
    const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";

    /// The digest of a text; each line of it is a block.
    ///
    /// ```
    /// use rozcestnik::markdown::Digest;
    ///
    /// assert_eq!(Digest::of("„Ahoj“   světe"), Digest::of("\"Ahoj\" světe"));
    /// assert_ne!(Digest::of("1 500 Kč"), Digest::of("1 600 Kč"));
    /// ```
    pub fn of(text: &str) -> Self {
        let hash = blake3::hash(normalised(text).as_bytes());
        let (start, _) = hash.as_bytes().split_at(8);
        let mut rest = start.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        Self(std::array::from_fn(|_| {
            let letters = Self::LETTERS.len() as u64;
            let letter = usize::try_from(rest % letters).map_or(0, |at| Self::LETTERS[at]);
            rest /= letters;
            letter
        }))
    }

    /// Reads the eight letters; nothing if the text is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; Self::LENGTH] = text.as_bytes().try_into().ok()?;
        letters.iter().all(|letter| Self::LETTERS.contains(letter)).then_some(Self(letters))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|letter| write!(formatter, "{}", char::from(*letter)))
    }
}

/// One space for any white space, one sign for any quotation mark, composed characters.
fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        for word in line.split_whitespace() {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push(' ');
            }
            out.extend(word.nfc().map(|c| if is_quotation_mark(c) { '"' } else { c }));
        }
        out.push('\n');
    }
    out
}

const fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '«' | '»' | '\u{2018}'..='\u{201f}' | '‹' | '›')
}
