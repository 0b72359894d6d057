//! Alphabetical order, and the letters under which an A–Z index of a language lists its titles.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::convert::Infallible;

use icu::collator::options::{CollatorOptions, Strength};
use icu::collator::preferences::CollationNumericOrdering;
use icu::collator::{CollatorBorrowed, CollatorPreferences};
use icu::locale::exemplar_chars::ExemplarCharacters;
use icu::properties::CodePointMapData;
use icu::properties::props::Script;
use unicode_normalization::UnicodeNormalization;

/// Letters that get a heading in every language: titles in another script occur, chiefly names.
const COMMON_LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
                              ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

/// Arabic words whose own letters look like the article: verbal nouns of roots that begin with lam.
const NOT_THE_ARTICLE: [&str; 12] = [
    "التئام",
    "التباس",
    "التحاق",
    "التزام",
    "التزامات",
    "التفات",
    "التقاء",
    "التقاط",
    "التماس",
    "التماسات",
    "التهاب",
    "التهابات",
];

/// The alphabetical order of one language.
#[derive(Debug)]
pub(super) struct Order {
    full: CollatorBorrowed<'static>,
    primary: CollatorBorrowed<'static>,
    /// Headings by the sort key of their letter.
    headings: BTreeMap<Vec<u8>, String>,
    ignores_article: bool,
}

impl Order {
    /// Nothing if the compiled data lacks the order of the language and the common one.
    pub(super) fn new(locale: &icu::locale::Locale) -> Option<Self> {
        let full = collator(locale, Strength::Tertiary)?;
        let primary = collator(locale, Strength::Primary)?;
        let headings = headings(locale, &primary);
        let ignores_article = locale.id.language.as_str() == "ar";
        Some(Self { full, primary, headings, ignores_article })
    }

    pub(super) fn compare(&self, left: &str, right: &str) -> Ordering {
        let by_letters = self.full.compare(self.sorted_part(left), self.sorted_part(right));
        by_letters.then_with(|| left.cmp(right))
    }

    pub(super) fn sort_key(&self, text: &str) -> Vec<u8> {
        let mut key = key_of(&self.full, self.sorted_part(text));
        // Keys hold no zero byte, so this ends one and keeps the order total.
        key.push(0);
        key.extend_from_slice(text.as_bytes());
        key
    }

    pub(super) fn index_letter(&self, text: &str) -> String {
        let text = self.sorted_part(text);
        let Some(first) = text.chars().next().filter(|first| first.is_alphanumeric()) else {
            return "#".to_owned();
        };
        if is_digit(first) {
            return "0–9".to_owned();
        }
        // What begins with the same letter has a key that begins with the key of the letter, so
        // the entries of a heading stand together whatever the language counts as a letter.
        let key = key_of(&self.primary, text);
        if let Some((letter, heading)) = self.headings.range(..=key.clone()).next_back()
            && (key.starts_with(letter) || is_filed_under(first, heading))
        {
            return heading.clone();
        }
        self.heading_of(first)
    }

    /// The part of a title that decides its place.
    fn sorted_part<'a>(&self, text: &'a str) -> &'a str {
        let start = text.find(char::is_alphanumeric).unwrap_or(0);
        let text = &text[start..];
        if !self.ignores_article {
            return text;
        }
        let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or(text);
        // The article and one letter more are no word.
        let has_article = word.chars().count() > 3 && !NOT_THE_ARTICLE.contains(&word);
        text.strip_prefix("ال").filter(|_| has_article).unwrap_or(text)
    }

    /// The heading of a letter that is in no table: itself, without marks that do not count.
    fn heading_of(&self, letter: char) -> String {
        let whole = letter.to_string();
        let base: String = letter.nfd().take(1).collect();
        let counts = self.primary.compare(&base, &whole) != Ordering::Equal;
        let heading = if counts { whole } else { base };
        // Georgian capitals are for inscriptions only, and few fonts have them.
        if matches!(letter, 'ა'..='ჿ') { heading } else { heading.to_uppercase() }
    }
}

fn collator(locale: &icu::locale::Locale, strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    let mut preferences = CollatorPreferences::from(locale);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    CollatorBorrowed::try_new(preferences, options).ok()
}

fn key_of(collator: &CollatorBorrowed<'static>, text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() + 8);
    let Ok(()): Result<(), Infallible> = collator.write_sort_key_to(text, &mut key);
    key
}

/// The headings of the language (CLDR's index characters), then those of other alphabets.
fn headings(
    locale: &icu::locale::Locale,
    primary: &CollatorBorrowed<'static>,
) -> BTreeMap<Vec<u8>, String> {
    let mut letters = Vec::new();
    if let Ok(index) = ExemplarCharacters::try_new_index(&locale.into()) {
        letters.extend(index.code_points().iter_chars().map(String::from));
        letters.extend(index.strings().iter().map(title_case));
        // Of `Е` and `Ё`, which count as one letter in Russian, the plain one is the heading.
        letters.sort_by_key(|letter| letter.nfd().count());
    }
    letters.extend(COMMON_LETTERS.chars().map(String::from));
    let mut headings = BTreeMap::new();
    for letter in letters {
        headings.entry(key_of(primary, &letter)).or_insert(letter);
    }
    headings
}

/// `CH` as the heading `Ch`.
fn title_case(letter: &str) -> String {
    let mut chars = letter.chars();
    chars.next().map(|first| first.to_string() + &chars.as_str().to_lowercase()).unwrap_or_default()
}

/// Whether a character that is no letter of the index belongs to the heading before it, as `き`
/// does to `か`. In alphabets with cases every letter gets a heading of its own.
fn is_filed_under(character: char, heading: &str) -> bool {
    let script = |character| CodePointMapData::<Script>::new().get(character);
    !character.is_lowercase()
        && !character.is_uppercase()
        && heading.chars().next().map(script) == Some(script(character))
}

fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '٠'..='٩' | '۰'..='۹')
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    fn order(tag: &str) -> Order {
        Order::new(&tag.parse().unwrap()).unwrap()
    }

    static ORDERS: LazyLock<Vec<(&str, Order)>> = LazyLock::new(|| {
        ["cs", "uk", "ru", "vi", "en-GB", "ar", "mn"].map(|tag| (tag, order(tag))).into()
    });

    /// Sorts the words of a language and gives each heading with its words.
    fn index(tag: &str, words: &str) -> String {
        let order = order(tag);
        let mut words: Vec<&str> = words.split(' ').collect();
        words.sort_by(|left, right| order.compare(left, right));
        let mut lines: Vec<String> = Vec::new();
        let mut last = None;
        for word in words {
            let letter = order.index_letter(word);
            if last.as_ref() != Some(&letter) {
                assert!(!lines.iter().any(|line| line.starts_with(&format!("{letter}:"))));
                lines.push(format!("{letter}:"));
                last = Some(letter);
            }
            let line = lines.last_mut().unwrap();
            line.push(' ');
            line.push_str(word);
        }
        lines.join("\n")
    }

    #[test]
    fn a_czech_index_knows_ch_and_the_letters_with_hooks() {
        insta::assert_snapshot!(index("cs", "žena zima úřad ulice šťáva sůl řeka ruka Ústí chléb \
            Chodov hora dům ďábel čaj cukr c ídka jablko 10denní 2denní Áron azyl ňouma nájem \
            ťukat trvalý „uvozovky“ Київ Žďár OAMP CHKO"), @r"
        0–9: 2denní 10denní
        A: Áron azyl
        C: c cukr
        Č: čaj
        D: ďábel dům
        H: hora
        Ch: CHKO chléb Chodov
        I: ídka
        J: jablko
        N: nájem ňouma
        O: OAMP
        R: ruka
        Ř: řeka
        S: sůl
        Š: šťáva
        T: trvalý ťukat
        U: ulice úřad Ústí „uvozovky“
        Z: zima
        Ž: Žďár žena
        К: Київ
        ");
    }

    #[test]
    fn a_ukrainian_index_knows_all_its_letters_and_russian_ones() {
        insta::assert_snapshot!(index("uk", "їжа йод інший єдність екран ґанок гора Ґудзик Гривня \
            яблуко юрист щастя шкіра мʼята ми́ло Ірина икати Ёлка Ель этап ыйм Praha azyl 112"), @r"
        0–9: 112
        Г: гора Гривня
        Ґ: ґанок Ґудзик
        Е: екран Ёлка Ель
        Є: єдність
        И: икати
        І: інший Ірина
        Ї: їжа
        Й: йод
        М: ми́ло мʼята
        Ш: шкіра
        Щ: щастя
        Ы: ыйм
        Э: этап
        Ю: юрист
        Я: яблуко
        A: azyl
        P: Praha
        ");
    }

    #[test]
    fn a_russian_index_files_yo_under_ye() {
        insta::assert_snapshot!(index("ru", "ёлка ель Ёж еда йод игра этап ъ ящик Інформація \
            Ґанок дом Praha жильё"), @r"
        Г: Ґанок
        Д: дом
        Е: еда Ёж ёлка ель
        Ж: жильё
        И: игра
        І: Інформація
        Й: йод
        Ъ: ъ
        Э: этап
        Я: ящик
        P: Praha
        ");
    }

    #[test]
    fn a_vietnamese_index_knows_letters_and_ignores_tones() {
        insta::assert_snapshot!(index("vi", "đào dân dăm dao ăn ấm áo âm an ông ổn ơn oan ưu ung \
            êm em Đức Ấn y tế Facebook Zalo Wifi"), @r"
        A: an áo
        Ă: ăn
        Â: âm ấm Ấn
        D: dao dăm dân
        Đ: đào Đức
        E: em
        Ê: êm
        F: Facebook
        O: oan
        Ô: ổn ông
        Ơ: ơn
        T: tế
        U: ung
        Ư: ưu
        W: Wifi
        Y: y
        Z: Zalo
        ");
    }

    #[test]
    fn an_english_index_is_plain() {
        insta::assert_snapshot!(index("en-GB", "school School Élan east (asylum) Čeština 24/7 zoo"), @r"
        0–9: 24/7
        A: (asylum)
        C: Čeština
        E: east Élan
        S: school School
        Z: zoo
        ");
    }

    #[test]
    fn an_arabic_index_ignores_the_article_and_the_forms_of_alif() {
        insta::assert_snapshot!(index("ar", "الإقامة إقامة أسرة اسم آباء تأمين التأمين التحاق الالتحاق \
            التزام التفاصيل مدرسة المدرسة ورقة يوم ال الم OAMP 2027 ءامن ةاء ىاء ئاب ؤاب"), @r"
        0–9: 2027
        ا: ؤاب ئاب آباء ءامن أسرة اسم إقامة الإقامة ال الالتحاق التحاق التزام الم
        ت: ةاء التأمين تأمين التفاصيل
        م: المدرسة مدرسة
        و: ورقة
        ي: ىاء يوم
        O: OAMP
        ");
    }

    #[test]
    fn other_languages_have_indexes_too() {
        insta::assert_snapshot!(index("mn", "өвөл үнэ оршин Ёс Ерөөл Praha"), @r"
        Е: Ерөөл Ёс
        О: оршин
        Ө: өвөл
        Ү: үнэ
        P: Praha
        ");
        insta::assert_snapshot!(index("ja", "がっこう きもの かさ さくら アパート"), @r"
        あ: アパート
        か: かさ がっこう きもの
        さ: さくら
        ");
        insta::assert_snapshot!(index("ka", "აბა ბინა Praha"), @r"
        ა: აბა
        ბ: ბინა
        P: Praha
        ");
    }

    #[test]
    fn a_title_without_letters_stands_under_a_sign() {
        let order = order("cs");
        assert_eq!(order.index_letter(""), "#");
        assert_eq!(order.index_letter("…"), "#");
        assert_eq!(order.index_letter("ალი"), "ა");
    }

    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zA-Záčďéěíňóřšťúůýž0-9„ -]{0,8}",
            "[а-яА-ЯёґєіїъыэйʼЁЙ ]{0,8}",
            "[a-zăâđêôơưạảấầẩẫậắằặế]{0,8}",
            "[ء-ي]{0,8}",
            "(ال)?[ء-ي]{0,8}",
            "\\PC{0,6}"
        ]
    }

    proptest! {
        #[test]
        fn the_entries_of_a_letter_stand_together(
            mut words in prop::collection::vec(
                "[a-zA-Záčďéěíňóřšťúůýžăâđêôơưạảấầẩẫậ]{1,4}|[а-яёґєії]{1,4}|(ال)?[ء-غف-ي]{1,4}|[0-9]{1,3}",
                1..60,
            ),
        ) {
            for (tag, order) in &*ORDERS {
                words.sort_by(|left, right| order.compare(left, right));
                let mut letters: Vec<String> =
                    words.iter().map(|word| order.index_letter(word)).collect();
                letters.dedup();
                let mut unique = letters.clone();
                unique.sort();
                unique.dedup();
                prop_assert_eq!(letters.len(), unique.len(), "{}: {:?} {:?}", tag, letters, words);
            }
        }

        #[test]
        fn sort_keys_agree_with_comparison(left in word(), right in word()) {
            for (_, order) in &*ORDERS {
                let by_key = order.sort_key(&left).cmp(&order.sort_key(&right));
                prop_assert_eq!(by_key, order.compare(&left, &right));
                prop_assert_eq!(by_key == Ordering::Equal, left == right);
                prop_assert!(!order.index_letter(&left).is_empty());
            }
        }
    }
}
