//! Words into lines.

use super::fonts::widths;

/// A text and how wide its words are.
pub struct Text<'a> {
    words: Vec<&'a str>,
    widths: Vec<f32>,
    space: f32,
}

impl<'a> Text<'a> {
    /// Measures a text. Only a space ends a line, and none behind a word of one letter.
    pub fn new(text: &'a str, weight: u16) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let (mut start, mut at) = (0, 0);
        for word in text.split(' ') {
            let end = at + word.len();
            if word.chars().count() > 1 || end == text.len() {
                words.extend(Some(text[start..end].trim()).filter(|word| !word.is_empty()));
                start = end + 1;
            }
            at = end + 1;
        }
        let mut measured = words.clone();
        measured.extend(["n n", "nn"]);
        let mut widths = widths(&measured, weight);
        let joined = widths.pop().unwrap_or_default();
        let space = widths.pop().unwrap_or_default() - joined;
        Self { words, widths, space }
    }

    /// The lines at a size, none wider than `width` but for a word that is wider itself, and all
    /// of about one width.
    pub fn lines(&self, size: f32, width: f32) -> Vec<String> {
        let count = self.broken(size, width).len();
        let (mut narrow, mut wide) = (width / 3.0, width);
        for _ in 0..6 {
            let middle = f32::midpoint(narrow, wide);
            if self.broken(size, middle).len() > count {
                narrow = middle;
            } else {
                wide = middle;
            }
        }
        self.broken(size, wide).into_iter().map(|line| self.words[line].join(" ")).collect()
    }

    /// Whether no word is wider than a line.
    pub fn fits(&self, size: f32, width: f32) -> bool {
        self.widths.iter().all(|word| word * size <= width)
    }

    fn broken(&self, size: f32, width: f32) -> Vec<std::ops::Range<usize>> {
        let mut lines: Vec<std::ops::Range<usize>> = Vec::new();
        let mut used = f32::INFINITY;
        for (number, word) in self.widths.iter().enumerate() {
            let more = (self.space + word) * size;
            match lines.last_mut() {
                Some(line) if used + more <= width => {
                    line.end = number + 1;
                    used += more;
                }
                _ => {
                    lines.push(number..number + 1);
                    used = word * size;
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: f32) -> Vec<String> {
        Text::new(text, 700).lines(80.0, width)
    }

    #[test]
    fn lines_are_of_about_one_width() {
        let found = lines("Blíží se zápis do první třídy", 1056.0);
        assert_eq!(found, ["Blíží se zápis", "do první třídy"]);
    }

    #[test]
    fn a_word_of_one_letter_stays_with_the_next() {
        let found = lines("Kdo se stará o děti v Ústí", 400.0);
        assert_eq!(found, ["Kdo se", "stará", "o děti", "v Ústí"]);
    }

    #[test]
    fn arabic_is_measured_as_it_joins() {
        let [joined, apart] = [&["سلسلة"], &["س ل س ل ة"]].map(|words| widths(words, 700)[0]);
        assert!(joined < apart);
        assert_eq!(lines("اقترب موعد التسجيل", 500.0).len(), 2);
    }
}
