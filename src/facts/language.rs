//! What the recognition of facts must know about a language.

use crate::locale::{Formats, Locale, Number, month_names};

use super::words::{self, Words};

/// Prepared once for each language of a site.
#[derive(Debug)]
pub struct Language {
    /// The sign before decimals; the other one of `.` and `,` divides thousands.
    pub(super) decimal: char,
    pub(super) words: &'static Words,
    /// Whether months begin with a capital: `15 may` are no date.
    are_capital: bool,
    /// Names of months in small letters, and their beginnings for other cases of the word.
    months: Vec<(String, u8)>,
    beginnings: Vec<(String, u8)>,
    /// The words before the number of a month, where months have no names.
    pub(super) month_words: Vec<String>,
}

impl Language {
    /// Prepares a language.
    pub fn new(locale: &Locale, formats: &Formats) -> Self {
        let half = Number::parse("0.5").map(|half| formats.number(&half)).unwrap_or_default();
        let names = month_names(locale);
        let lower = |name: &String| name.to_lowercase();
        let is_numbered = names.windows(2).all(|pair| pair[0] == pair[1]);
        let mut language = Self {
            decimal: if half.contains(',') { ',' } else { '.' },
            words: words::of(locale.language()),
            are_capital: names[0].iter().any(|name| name.starts_with(char::is_uppercase)),
            months: Vec::new(),
            beginnings: Vec::new(),
            month_words: if is_numbered {
                names[0].iter().map(lower).collect()
            } else {
                Vec::new()
            },
        };
        if is_numbered {
            return language;
        }
        for (month, names) in (1..).zip(&names) {
            let names: Vec<String> = names.iter().map(lower).collect();
            language.months.extend(names.iter().map(|name| (name.clone(), month)));
            let is_long = |name: &&String| name.chars().count() > 3;
            let has_long = names.iter().any(|name| is_long(&name));
            let longest = names.iter().filter(|name| !has_long || is_long(name));
            if let Some(beginning) = longest.cloned().reduce(|a, b| common_start(&a, &b))
                && !beginning.is_empty()
            {
                language.beginnings.push((beginning, month));
            }
        }
        // `červenec` before `červen`.
        language.beginnings.sort_by_key(|(beginning, _)| std::cmp::Reverse(beginning.len()));
        language
    }

    /// The month that a word names.
    pub(super) fn month(&self, word: &str) -> Option<u8> {
        if self.are_capital && !word.starts_with(char::is_uppercase) {
            return None;
        }
        let word = word.to_lowercase();
        let exact = self.months.iter().find(|(name, _)| *name == word);
        let begun = || {
            self.beginnings.iter().find(|(beginning, _)| {
                let rest = word.strip_prefix(beginning.as_str());
                let longest = if beginning.chars().count() > 2 { 3 } else { 1 };
                rest.is_some_and(|rest| rest.chars().count() <= longest)
            })
        };
        let shortened = || {
            let is_enough = word.chars().count() > 2;
            self.months.iter().find(|(name, _)| is_enough && name.starts_with(&word))
        };
        exact.or_else(begun).or_else(shortened).map(|(_, month)| *month)
    }

    /// Whether one of its words for a number stands in a text.
    pub fn says(&self, text: &str, number: u16) -> bool {
        let numbers = self.words.numbers;
        let Some((_, patterns)) = numbers.iter().find(|(known, _)| *known == number) else {
            return false;
        };
        let text = text.to_lowercase().replace(['’', 'ʼ'], "'");
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| !word.is_empty())
            .collect();
        patterns.iter().any(|pattern| {
            let parts: Vec<&str> = pattern.split([' ', '-']).collect();
            words.windows(parts.len()).any(|window| {
                window
                    .iter()
                    .zip(&parts)
                    .all(|(word, part)| is_like(word, part) || is_like(without_article(word), part))
            })
        })
    }
}

/// Whether a word is that of a pattern, which may end with `*`.
pub(super) fn is_like(word: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == pattern,
    }
}

/// An Arabic word without the particles that are written with it.
fn without_article(word: &str) -> &str {
    let word = word.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']);
    word.strip_prefix("ال").unwrap_or(word)
}

fn common_start(a: &str, b: &str) -> String {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Language {
        let locale = Locale::parse(tag).unwrap();
        Language::new(&locale, &Formats::new(&locale))
    }

    #[test]
    fn months_are_known_in_every_case() {
        for (tag, word, month) in [
            ("cs", "červen", 6),
            ("cs", "června", 6),
            ("cs", "červenci", 7),
            ("cs", "července", 7),
            ("cs", "lednu", 1),
            ("uk", "січні", 1),
            ("uk", "червнем", 6),
            ("ru", "мая", 5),
            ("ru", "мае", 5),
            ("ru", "марте", 3),
            ("en", "Sept", 9),
            ("en", "September", 9),
            ("ar", "يناير", 1),
        ] {
            assert_eq!(language(tag).month(word), Some(month), "{tag} {word}");
        }
        assert_eq!(language("en").month("may"), None);
        assert_eq!(language("cs").month("ledovce"), None);
        assert_eq!(language("ru").month("магазин"), None);
        assert_eq!(language("vi").month_words, ["tháng", "thg", "tháng"]);
    }

    #[test]
    fn words_are_numbers_too() {
        for (tag, text, number) in [
            ("cs", "na dvoudenní kurz", 2),
            ("en", "a two-day course", 2),
            ("uk", "протягом п’яти днів", 5),
            ("ru", "полгода", 6),
            ("vi", "trong mười hai tháng", 12),
            ("ar", "خلال شهرين", 2),
            ("ar", "والثلاثة", 3),
        ] {
            assert!(language(tag).says(text, number), "{tag} {text}");
        }
        assert!(!language("en").says("the tenant", 10));
        assert!(!language("ar").says("استمارة", 6));
    }
}
