//! Text to keys: how a word is spelt in the index, and how a reader's spelling leads there.
//!
//! The module of the theme's search component folds words in the very same way: what is changed
//! here must be changed there, and a test compares the two on every word of the content.

use frostem::Stemmer;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::locale::Locale;

/// Longest word in UTF-16 units; the rest of it is cut off.
const LONGEST: usize = 40;

/// Languages whose words do not change their form, so that they need no stemmer. Their words are
/// syllables, and it matters which of them stand side by side.
const ISOLATING: [&str; 4] = ["vi", "th", "lo", "km"];

/// How words of one language are analysed.
#[derive(Clone, Copy)]
pub struct Analyser {
    stemmer: Option<Stemmer>,
    is_isolating: bool,
}

impl Analyser {
    /// The analyser of a language; a plain one if nobody wrote a stemmer for it.
    pub fn new(locale: &Locale) -> Self {
        let language = locale.language();
        let is_isolating = ISOLATING.contains(&language);
        Self { stemmer: Stemmer::try_from_name(language).ok(), is_isolating }
    }

    /// Whether different forms of a word are known to be one.
    pub fn is_complete(&self) -> bool {
        self.stemmer.is_some() || self.is_isolating
    }

    /// Whether words are syllables, so that neighbours are indexed too.
    pub fn has_syllables(&self) -> bool {
        self.is_isolating
    }

    /// The key of a word as [`tokens`] gives it: the stem of its accented form, folded. Folding
    /// first would rob the stemmer of the letters that it knows endings by.
    pub fn key(&self, word: &str) -> String {
        let word = letters(word);
        let stem = self.stemmer.map(|stemmer| stemmer.stem(&word).into_owned());
        let key = fold(stem.as_deref().unwrap_or(&word));
        match (key.is_empty(), self.is_isolating) {
            (true, _) => fold(&word),
            // Tones tell syllables apart, and readers who type them mean them.
            (false, true) => tone_on_first(&word),
            (false, false) => key,
        }
    }
}

/// Forms that a text may lack and readers type: the bare stem, and in Slavic languages the stem with
/// the vowel that comes and goes before its last consonant (`dávka`, `dávek`; `садка`, `садок`).
pub fn missing_forms(language: &str, key: &str) -> Vec<String> {
    let (vowels, inserted): (&str, &[char]) = match language {
        "cs" | "sk" | "pl" => ("aeiouy", &['e']),
        "uk" | "ru" | "be" => ("аеєиіїоуюяыэ", &['о', 'е']),
        _ => return Vec::new(),
    };
    let letters: Vec<char> = key.chars().collect();
    let mut forms = vec![key.to_owned()];
    if let [start @ .., before, last] = letters.as_slice() {
        let is_cluster = !vowels.contains(*before) && !vowels.contains(*last);
        if is_cluster && start.len() >= 2 {
            let stem: String = start.iter().chain([before]).collect();
            forms.extend(inserted.iter().map(|vowel| format!("{stem}{vowel}{last}")));
        }
    }
    forms
}

/// A Vietnamese syllable that ends in `oa`, `oe` or `uy` with its tone on the first of the two
/// vowels: people write `khoá` and `khóa`.
///
/// ```
/// use rozcestnik::search::tone_on_first;
/// assert_eq!(tone_on_first("khoá"), "khóa");
/// assert_eq!(tone_on_first("khóa"), "khóa");
/// ```
pub fn tone_on_first(word: &str) -> String {
    let mut letters: Vec<char> = word.nfd().collect();
    if let [.., first, second, tone] = letters.as_mut_slice() {
        let is_pair = matches!((*first, *second), ('o', 'a' | 'e') | ('u', 'y'));
        if is_pair && matches!(tone, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}') {
            std::mem::swap(second, tone);
        }
    }
    letters.into_iter().nfc().collect()
}

/// The words of a text in lower case and composed form, without apostrophes and invisible signs.
///
/// ```
/// use rozcestnik::search::tokens;
/// assert_eq!(tokens("П’ять кроків: A2!"), ["пять", "кроків", "a2"]);
/// ```
pub fn tokens(text: &str) -> Vec<String> {
    let lower: String = text.nfc().collect::<String>().to_lowercase();
    let kept: String = lower.chars().filter(|c| !is_dropped(*c)).nfc().collect();
    kept.split(|c: char| !is_of_word(c))
        .filter(|word| !word.is_empty() && word.chars().all(|c| c <= '\u{ffff}'))
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Apostrophes inside words, and signs that nobody sees.
fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\'' | '`'
            | '\u{b4}'
            | '\u{2bc}'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{2032}'
            | '\u{ad}'
            | '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{feff}'
    )
}

/// A word with look-alike letters put right and letters unified that are spelt either way.
fn letters(word: &str) -> String {
    let is_cyrillic = word.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    word.chars()
        .map(|c| match c {
            'a' if is_cyrillic => 'а',
            'c' if is_cyrillic => 'с',
            'e' if is_cyrillic => 'е',
            'i' if is_cyrillic => 'і',
            'o' if is_cyrillic => 'о',
            'p' if is_cyrillic => 'р',
            'x' if is_cyrillic => 'х',
            'y' if is_cyrillic => 'у',
            'k' if is_cyrillic => 'к',
            'm' if is_cyrillic => 'м',
            't' if is_cyrillic => 'т',
            'h' if is_cyrillic => 'н',
            'b' if is_cyrillic => 'в',
            'ё' => 'е',
            'ґ' => 'г',
            c => c,
        })
        .collect()
}

/// A word without its diacritics, so that it is found however it is typed. `й` and `ї` are letters
/// of their own and stay.
///
/// ```
/// use rozcestnik::search::fold;
/// assert_eq!(fold("žádost"), "zadost");
/// assert_eq!(fold("đăng"), "dang");
/// assert_eq!(fold("мiй"), "мій");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in letters(word).chars() {
        if matches!(c, 'й' | 'ї') {
            folded.push(c);
            continue;
        }
        for part in std::iter::once(c).nfd().filter(|part| !is_mark(*part)) {
            match part {
                'đ' | 'ð' => folded.push('d'),
                'ł' => folded.push('l'),
                'ø' => folded.push('o'),
                'ı' => folded.push('i'),
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ى' => folded.push('ي'),
                'ة' => folded.push('ه'),
                '\u{660}'..='\u{669}' => folded.extend(digit(part, '\u{660}')),
                '\u{6f0}'..='\u{6f9}' => folded.extend(digit(part, '\u{6f0}')),
                part => folded.push(part),
            }
        }
    }
    folded
}

fn digit(c: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// A folded word of a Cyrillic language as people spell it in Latin letters.
fn romanised(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "h",
            'д' => "d",
            'е' | 'э' => "e",
            'є' => "ye",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' | 'ы' => "y",
            'і' => "i",
            'ї' => "yi",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ю' => "yu",
            'я' => "ya",
            _ => "",
        })
        .collect()
}

/// Latin spellings of one Cyrillic word made alike, whatever system they follow, in this order.
const SPELLINGS: [(&str, &str); 24] = [
    ("shch", "sc"),
    ("sch", "sc"),
    ("zh", "z"),
    ("kh", "h"),
    ("ts", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("ya", "a"),
    ("ja", "a"),
    ("ia", "a"),
    ("yu", "u"),
    ("ju", "u"),
    ("iu", "u"),
    ("ye", "e"),
    ("je", "e"),
    ("ie", "e"),
    ("yi", "i"),
    ("ji", "i"),
    ("yo", "o"),
    ("jo", "o"),
    ("io", "o"),
    ("g", "h"),
    ("w", "v"),
    ("x", "ks"),
];

/// What is left of a Latin spelling of a Cyrillic word when nothing is left to taste.
pub fn skeleton(word: &str) -> String {
    let mut text = word.to_owned();
    for (spelling, one) in SPELLINGS {
        if text.contains(spelling) {
            text = text.replace(spelling, one);
        }
    }
    let mut skeleton = String::with_capacity(text.len());
    for c in text.chars().map(|c| if matches!(c, 'y' | 'j') { 'i' } else { c }) {
        if !skeleton.ends_with(c) {
            skeleton.push(c);
        }
    }
    skeleton
}

/// The skeleton of a folded Cyrillic word; `None` if it holds other letters too.
pub fn cyrillic_skeleton(form: &str) -> Option<String> {
    let is_cyrillic = form.chars().all(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    is_cyrillic.then(|| skeleton(&romanised(form))).filter(|skeleton| !skeleton.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(locale: &str, word: &str) -> String {
        Analyser::new(&Locale::parse(locale).unwrap()).key(&tokens(word)[0])
    }

    #[test]
    fn forms_of_a_word_have_one_key() {
        for (locale, forms) in [
            ("cs", &["občanství", "občanstvím"][..]),
            ("cs", &["dávka", "dávky"]),
            ("ru", &["разрешение", "разрешения"]),
            ("en", &["course", "courses"]),
            ("uk", &["посвідка", "посвідки"]),
            ("ar", &["المدرسة", "مدرسة"]),
        ] {
            let keys: Vec<_> = forms.iter().map(|form| key(locale, form)).collect();
            assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");
        }
    }

    #[test]
    fn a_vowel_that_comes_and_goes_is_put_back() {
        assert_eq!(missing_forms("cs", "davk"), ["davk", "davek"]);
        assert_eq!(missing_forms("uk", "садк"), ["садк", "садок", "садек"]);
        assert_eq!(missing_forms("cs", "skol"), ["skol"]);
        assert_eq!(missing_forms("en", "cours"), [""; 0]);
    }

    #[test]
    fn tones_of_syllables_stay_in_their_keys() {
        assert_eq!(key("vi", "Trú"), "trú");
        assert_ne!(key("vi", "trú"), key("vi", "trừ"));
    }

    #[test]
    fn a_language_without_a_stemmer_says_so() {
        let analyser = |tag| Analyser::new(&Locale::parse(tag).unwrap());
        assert!(!analyser("mn").is_complete());
        assert!(analyser("vi").is_complete() && analyser("vi").has_syllables());
        assert!(analyser("uk").is_complete() && !analyser("uk").has_syllables());
    }

    #[test]
    fn latin_spellings_of_a_cyrillic_word_are_one() {
        for (word, spellings) in [
            ("дитячий", &["dytiachyi", "dityachij", "dytjachyj"][..]),
            ("защита", &["zashchita", "zaschita"]),
            ("временная", &["vremennaya", "vremennaja"]),
            ("схід", &["skhid"]),
        ] {
            let expected = cyrillic_skeleton(&fold(word)).unwrap();
            for spelling in spellings {
                assert_eq!(skeleton(spelling), expected, "{spelling}");
            }
        }
        assert_eq!(cyrillic_skeleton("a2"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_word_depends_on_what_stands_beyond_a_space(text in "\\PC{0,60}|[ a-zá’ΣА-яѝ̀\u{301}.=-]{0,40}") {
            let of_pieces: Vec<String> = text.split_whitespace().flat_map(tokens).collect();
            proptest::prop_assert_eq!(of_pieces, tokens(&text));
        }

        #[test]
        fn no_text_makes_the_analyser_panic(text in "\\PC{0,60}") {
            for word in tokens(&text) {
                for locale in ["cs", "uk", "ru", "vi", "en", "ar", "mn"] {
                    let analyser = Analyser::new(&Locale::parse(locale).unwrap());
                    proptest::prop_assert!(!analyser.key(&word).is_empty() || fold(&word).is_empty());
                }
            }
        }
    }
}
