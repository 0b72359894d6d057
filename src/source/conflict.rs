//! Marks that git leaves in a file when two people changed the same place.

use std::ops::Range;

/// The first line of marks, and the text with all marks and all second versions as spaces, so that
/// every other byte keeps its place; nothing if there are no marks.
pub fn unresolved(text: &str) -> Option<(Range<usize>, String)> {
    let (mut first, mut plain) = (None, String::new());
    let mut is_second = false;
    let mut is_open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let begins = words.starts_with("<<<<<<< ");
        let ends = words.starts_with(">>>>>>> ");
        let divides = is_open && (words == "=======" || words.starts_with("||||||| "));
        if begins || ends {
            first.get_or_insert(at..at + words.len());
        }
        is_second = (is_second || divides) && !begins;
        if begins || divides || ends || is_second {
            plain.extend(std::iter::repeat_n(' ', words.len()));
            plain.push_str(&line[words.len()..]);
        } else {
            plain.push_str(line);
        }
        is_open = (is_open || begins) && !ends;
        is_second &= !ends;
        at += line.len();
    }
    first.map(|first| (first, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_version_stays_and_every_byte_keeps_its_place() {
        let text = "é\n<<<<<<< HEAD\none\n||||||| base\nold\n=======\ndvě\n>>>>>>> b\nend\n";
        let (first, plain) = unresolved(text).unwrap();
        assert_eq!(&text[first], "<<<<<<< HEAD");
        assert_eq!(plain.len(), text.len());
        let words: Vec<&str> = plain.split_whitespace().collect();
        assert_eq!(words, ["é", "one", "end"]);
        assert_eq!(plain.find("end"), text.find("end"));
    }

    #[test]
    fn a_line_under_a_heading_is_no_mark() {
        assert_eq!(unresolved("Title\n=======\n\n> quoted\n"), None);
    }

    #[test]
    fn a_forgotten_last_mark_is_one_too() {
        let (_, plain) = unresolved("one\n>>>>>>> branch\ntwo\n").unwrap();
        assert_eq!(plain.split_whitespace().collect::<Vec<_>>(), ["one", "two"]);
    }
}
