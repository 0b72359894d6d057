//! Languages: the tag of an edition, its direction and script, and what ICU4X knows about it.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use icu::locale::{LanguageIdentifier, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander};
use serde::{Serialize, Serializer};

pub use self::formats::Formats;
pub use self::months::month_names;
pub use self::number::{Number, PluralCategory};
pub use icu::locale::subtags::Script;

mod formats;
mod months;
mod number;
mod order;

/// A language as a BCP 47 tag in its canonical form: `cs`, `zh-Hant`, `en-GB`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Locale {
    // The tag comes first and decides the rest, so the derived order is that of the tags.
    tag: Arc<str>,
    direction: Direction,
    script: Script,
}

impl Locale {
    /// Reads a tag in any case and makes it canonical (`iw` becomes `he`).
    ///
    /// # Errors
    /// The text is not a tag of language, script, region and variants, or CLDR knows no such
    /// language (`cz`). Extensions (`-u-nu-latn`) are not taken: they would end up in addresses.
    pub fn parse(tag: &str) -> Result<Self, InvalidLocale> {
        let id = LanguageIdentifier::try_from_str(tag).map_err(|_| InvalidLocale::NotATag)?;
        let mut locale = icu::locale::Locale::from(id);
        LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
        let script = LocaleExpander::new_extended()
            .get_likely_script(&locale.id)
            .ok_or(InvalidLocale::UnknownLanguage)?;
        let rtl = LocaleDirectionality::new_extended().is_right_to_left(&locale.id);
        let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
        Ok(Self { tag: locale.to_string().into(), direction, script })
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.tag
    }

    /// The language without script, region and variants: `zh` of `zh-Hant`.
    pub fn language(&self) -> &str {
        self.tag.split_once('-').map_or(&*self.tag, |(language, _)| language)
    }

    /// The direction in which the language is written.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The script in which the language is written, as ISO 15924 names it: `Latn`, `Arab`, `Jpan`.
    pub fn script(&self) -> Script {
        self.script
    }

    /// The name of the language in itself, if it is in the table below.
    pub fn autonym(&self) -> Option<&'static str> {
        let find = |tag: &str| AUTONYMS.iter().find(|(known, _)| *known == tag);
        find(self.as_str()).or_else(|| find(self.language())).map(|(_, autonym)| *autonym)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.tag)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.tag)
    }
}

/// Finds a locale in an ordered map by its tag.
impl Borrow<str> for Locale {
    fn borrow(&self) -> &str {
        &self.tag
    }
}

/// Why a text is no [`Locale`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidLocale {
    /// It does not have the form of a tag: `česky`, `zh_Hans`.
    NotATag,
    /// It has the form of a tag, but there is no such language: `cz`.
    UnknownLanguage,
}

impl fmt::Display for InvalidLocale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotATag => "not a BCP 47 tag",
            Self::UnknownLanguage => "no such language",
        })
    }
}

impl std::error::Error for InvalidLocale {}

/// The direction of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// The value of the attribute `dir`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Names of languages in themselves, as a language switcher shows them: by tag, in byte order.
/// ICU4X gives no such names without its unstable interfaces.
const AUTONYMS: &[(&str, &str)] = &[
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("ko", "한국어"),
    ("ku", "Kurdî"),
    ("ky", "Кыргызча"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("mn", "Монгол"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sr-Latn", "Srpski"),
    ("sv", "Svenska"),
    ("tg", "Тоҷикӣ"),
    ("th", "ไทย"),
    ("ti", "ትግርኛ"),
    ("tk", "Türkmençe"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "Oʻzbekcha"),
    ("uz-Cyrl", "Ўзбекча"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_canonical() {
        for (given, canonical) in
            [("CS", "cs"), ("zh-hant", "zh-Hant"), ("iw", "he"), ("EN-gb", "en-GB"), ("mn", "mn")]
        {
            assert_eq!(Locale::parse(given).unwrap().as_str(), canonical);
        }
    }

    #[test]
    fn what_is_no_language_is_refused() {
        for text in ["", " cs", "zh_Hans", "česky", "ar-u-nu-latn", "x-cs", "../cs"] {
            assert_eq!(Locale::parse(text), Err(InvalidLocale::NotATag), "{text}");
        }
        for text in ["cz", "und", "qx"] {
            assert_eq!(Locale::parse(text), Err(InvalidLocale::UnknownLanguage), "{text}");
        }
    }

    #[test]
    fn direction_and_script_come_from_the_language() {
        for (tag, direction, script) in [
            ("cs", "ltr", "Latn"),
            ("uk", "ltr", "Cyrl"),
            ("ar", "rtl", "Arab"),
            ("fa", "rtl", "Arab"),
            ("he", "rtl", "Hebr"),
            ("ku", "ltr", "Latn"),
            ("ckb", "rtl", "Arab"),
            ("uz-Arab", "rtl", "Arab"),
            ("mn", "ltr", "Cyrl"),
            ("zh-TW", "ltr", "Hant"),
            ("ja", "ltr", "Jpan"),
        ] {
            let locale = Locale::parse(tag).unwrap();
            assert_eq!(locale.direction().as_str(), direction, "{tag}");
            assert_eq!(locale.script().as_str(), script, "{tag}");
        }
    }

    #[test]
    fn languages_of_newcomers_are_named_in_themselves() {
        assert!(AUTONYMS.is_sorted_by_key(|(tag, _)| tag));
        for (tag, _) in AUTONYMS {
            assert_eq!(Locale::parse(tag).unwrap().as_str(), *tag);
        }
        for (tag, autonym) in [
            ("cs", "Čeština"),
            ("en-GB", "English"),
            ("zh-Hant", "繁體中文"),
            ("zh-Hant-HK", "中文"),
            ("mn", "Монгол"),
        ] {
            assert_eq!(Locale::parse(tag).unwrap().autonym(), Some(autonym));
        }
        assert_eq!(Locale::parse("cy").unwrap().autonym(), None);
    }

    #[test]
    fn a_map_of_locales_is_searched_by_tag() {
        let map: std::collections::BTreeMap<Locale, u8> =
            ["vi", "ar", "cs"].into_iter().map(|tag| (Locale::parse(tag).unwrap(), 1)).collect();
        assert_eq!(map.get("cs"), Some(&1));
        assert_eq!(map.keys().map(Locale::as_str).collect::<Vec<_>>(), ["ar", "cs", "vi"]);
        assert_eq!(serde_json::to_string(&Locale::parse("cs").unwrap()).unwrap(), "\"cs\"");
    }
}
