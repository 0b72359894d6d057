//! What nobody can see in a text, and what staff still have to write.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::yaml::TODO;

/// Characters without a shape, or that change the direction of the text behind them.
pub fn control_characters(path: &SourcePath, text: &str) -> Diagnostics {
    suspicious(text)
        .filter(|(_, character)| is_forbidden(*character))
        .map(|(at, character)| {
            let span = Span::new(path, at..at + character.len_utf8());
            let code = format!("U+{:04X}", u32::from(character));
            let sets_direction = matches!(
                character,
                '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            );
            Diagnostic::at(Code::ControlCharacter, span)
                .with("name", &code)
                .with("code", &code)
                .hint(if sets_direction { "isolate" } else { "remove" })
        })
        .collect()
}

/// Each `TODO` of a text with what stands behind it in its line, if anything.
pub fn todos(text: &str) -> Vec<(String, Range<usize>)> {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(TODO)
        .filter_map(|(at, word)| {
            let after = &text[at + word.len()..];
            if !is_edge(text[..at].chars().next_back()) || !is_edge(after.chars().next()) {
                return None;
            }
            let line = after.lines().next().unwrap_or_default();
            // A heading ends with its mark.
            let note = line.split("{#").next().unwrap_or_default();
            let note = note.trim_start_matches([':', ' ']).trim();
            Some((note.to_owned(), at..at + word.len()))
        })
        .collect()
}

/// Characters that begin with a byte that a forbidden one can begin with: most texts have none, and
/// decoding all of them would cost more than parsing them.
fn suspicious(text: &str) -> impl Iterator<Item = (usize, char)> {
    const SUSPICIOUS: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 0x20 {
            table[byte] = byte != b'\t' as usize && byte != b'\n' as usize;
            byte += 1;
        }
        table[0x7f] = true;
        table[0xc2] = true;
        table[0xd8] = true;
        table[0xe1] = true;
        table[0xe2] = true;
        table[0xef] = true;
        table
    };
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| SUSPICIOUS[usize::from(*byte)])
        .filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
}

fn is_forbidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}
