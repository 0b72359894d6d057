//! Marks what is numeric or foreign in a text, so that it reads right in every direction.
//!
//! Browsers order a line by the directions of its letters. Digits and signs have none of their
//! own, so `+420 475 316 811` or `9:00–17:00` inside Arabic comes out backwards, and a Czech street
//! drags its neighbours along. In a `<bdi>` such a run is ordered by itself; with `lang` a screen
//! reader speaks Czech words as Czech. The same is done in every language: one rule, and nothing
//! to remember for those who write the texts.

use std::ops::Range;

use icu::properties::props::Script;
use icu::properties::{CodePointMapData, CodePointMapDataBorrowed};

use self::token::{Kind, Page};
use crate::locale::Locale;
use crate::markdown::escape_text;

mod code;
mod phrase;
mod token;

const SCRIPTS: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::<Script>::new();

/// How texts on pages of one language are marked. Build it once for each language.
#[derive(Debug)]
pub struct Isolation {
    scripts: Vec<Script>,
    page: Page,
    source: Locale,
    source_letters: &'static str,
    /// Whether a byte may begin something that is marked, or lie inside it.
    stops: [bool; 256],
}

impl Isolation {
    /// For texts in the language `page` on a site whose offices work in `source`.
    pub fn new(page: &Locale, source: &Locale) -> Self {
        let scripts = match page.script().as_str() {
            "Jpan" => vec![Script::Han, Script::Hiragana, Script::Katakana],
            "Kore" => vec![Script::Hangul, Script::Han],
            "Hans" | "Hant" => vec![Script::Han, Script::Bopomofo],
            _ => vec![Script::from(page.script())],
        };
        let is_latin = scripts.contains(&Script::Latin);
        Self {
            page: if is_latin { Page::Latin } else { Page::Other },
            source: source.clone(),
            source_letters: letters_of(source),
            stops: std::array::from_fn(|byte| is_stop(byte, &scripts)),
            scripts,
        }
    }
}

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run<'a> {
    /// Ordinary text in the language of the page, plain integers included.
    Plain(&'a str),
    /// Figures and addresses that are read from left to right in every language: phone numbers,
    /// times, dates in figures, prices, ranges, file numbers, e-mail and web addresses.
    Code(&'a str),
    /// Words in another script than the page's, with the numbers inside a Latin phrase.
    Foreign {
        /// The words.
        text: &'a str,
        /// The source language of the site, if the words hold letters that give it away.
        lang: Option<&'a str>,
    },
}

/// Splits a text into runs. Put together again they are the text; none is empty.
pub fn runs<'a>(text: &'a str, isolation: &'a Isolation) -> impl Iterator<Item = Run<'a>> {
    let mut done = 0;
    let mut found = None;
    std::iter::from_fn(move || {
        let next = found.take().or_else(|| next_run(text, done, isolation));
        let start = next.as_ref().map_or(text.len(), |(range, _)| range.start);
        if start > done {
            found = next;
            return Some(Run::Plain(&text[std::mem::replace(&mut done, start)..start]));
        }
        let (range, run) = next?;
        done = range.end;
        Some(run)
    })
}

/// Appends a text as HTML for the inside of an element: escaped, and with `<bdi>` around what is not
/// [`Run::Plain`].
pub fn write_isolated(out: &mut String, text: &str, isolation: &Isolation) {
    for run in runs(text, isolation) {
        match run {
            Run::Plain(text) => escape_text(out, text),
            Run::Code(text) => write_element(out, "<bdi dir=\"ltr\">", text),
            Run::Foreign { text, lang: None } => write_element(out, "<bdi>", text),
            Run::Foreign { text, lang: Some(lang) } => {
                out.push_str("<bdi lang=\"");
                out.push_str(lang);
                write_element(out, "\">", text);
            }
        }
    }
}

fn write_element(out: &mut String, opening: &str, text: &str) {
    out.push_str(opening);
    escape_text(out, text);
    out.push_str("</bdi>");
}

/// The first run after `from` that is marked, and where it is.
fn next_run<'a>(
    text: &'a str,
    from: usize,
    isolation: &'a Isolation,
) -> Option<(Range<usize>, Run<'a>)> {
    let bytes = text.as_bytes();
    let mut floor = from;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| isolation.stops[usize::from(*byte)])?;
        let stop = token::char_at(text, at)?;
        if stop == '.' && !is_inside_word(bytes, at) {
            at += 1;
        } else if stop.is_ascii() || token::is_latin(stop) && isolation.page == Page::Other {
            let token = token::around(text, floor, at);
            if let Some((range, kind)) = token::read(text, floor, token.clone(), isolation.page) {
                return Some((range.clone(), kind.run(&text[range], isolation)));
            }
            floor = token.end;
            at = token.end;
        } else {
            let script = SCRIPTS.get(stop);
            let is_neutral = [Script::Common, Script::Inherited, Script::Unknown].contains(&script);
            if !is_neutral && !isolation.scripts.contains(&script) {
                let range = at..phrase::end_in_script(text, at, script);
                return Some((range.clone(), Kind::Foreign.run(&text[range], isolation)));
            }
            at += stop.len_utf8();
        }
    }
}

impl Kind {
    fn run<'a>(self, text: &'a str, isolation: &'a Isolation) -> Run<'a> {
        match self {
            Self::Code => Run::Code(text),
            Self::Foreign => {
                let is_source = |c: char| !c.is_ascii() && isolation.source_letters.contains(c);
                let is_marked = isolation.page == Page::Other && text.contains(is_source);
                let lang = is_marked.then(|| isolation.source.as_str());
                Run::Foreign { text, lang }
            }
        }
    }
}

fn is_inside_word(bytes: &[u8], at: usize) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    at > 0 && is_word(bytes.get(at - 1)) && is_word(bytes.get(at + 1))
}

/// Bytes of other scripts, and those of the page's script that also begin other characters, are
/// looked at closely. Dots matter where only a web address has one inside a word.
fn is_stop(byte: usize, scripts: &[Script]) -> bool {
    let is_latin = scripts.contains(&Script::Latin);
    match byte {
        0x30..=0x39 | 0x40 => true,
        0x2e => is_latin,
        // ASCII letters; letters of Latin-1 and the extensions after it.
        0x41..=0x5a | 0x61..=0x7a | 0xc3..=0xcb => !is_latin,
        // Signs of Latin-1, combining marks.
        0xc2 | 0xcc => false,
        0xd0..=0xd3 => !scripts.contains(&Script::Cyrillic),
        0xd8..=0xdb => !scripts.contains(&Script::Arabic),
        _ => byte >= 0xc0,
    }
}

/// Letters that tell a language of Latin script from English and from bare names.
fn letters_of(source: &Locale) -> &'static str {
    match source.language() {
        "cs" => "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
        "sk" => "áäčďéíĺľňóôŕšťúýžÁÄČĎÉÍĹĽŇÓÔŔŠŤÚÝŽ",
        "pl" => "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
        "hu" => "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
        "de" => "äöüßÄÖÜ",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn isolation(page: &str) -> Isolation {
        Isolation::new(&Locale::parse(page).unwrap(), &Locale::parse("cs").unwrap())
    }

    /// Shows codes as `[…]` and foreign words as `{…}` or `{cs:…}`.
    fn shown(page: &str, text: &str) -> String {
        let isolation = isolation(page);
        let show = |run| match run {
            Run::Plain(text) => text.to_owned(),
            Run::Code(text) => format!("[{text}]"),
            Run::Foreign { text, lang: None } => format!("{{{text}}}"),
            Run::Foreign { text, lang: Some(lang) } => format!("{{{lang}:{text}}}"),
        };
        runs(text, &isolation).map(show).collect()
    }

    /// Each expectation marks the runs in its own text.
    fn check(page: &str, expectations: &[&str]) {
        for expected in expectations {
            let text = expected.replace("{cs:", "").replace(['[', ']', '{', '}'], "");
            assert_eq!(shown(page, &text), *expected, "{page}");
        }
    }

    #[test]
    fn numbers_with_separators_are_codes() {
        check(
            "cs",
            &[
                "volejte [+420 475 316 811], [00420 475 316 811] nebo [475 316 811].",
                "([475 316 811]) a ([+420]) [475 316 811]",
                "v [17:30]. V [9:00–17:00], [9:00 – 17:00] i [8.30]!",
                "dne [15. 1. 2027] a [15.1.2027], do [15. 1.] nebo [31. 12. 2026].",
                "od [15. 1. – 15. 2. 2027], [15. 1.–15. 2.] a [2026-11-23].",
                "zákon č. [326/1999 Sb.], [§ 68], [§ 68a] odst. 1 a [§§ 5–7]",
                "projekt [CZ.12.01.02/00/24_022/0000077], kód [OAM-1234/ZM-2026].",
                "[1 500 Kč] a [1\u{a0}500\u{a0}Kč]/měsíc, [500,- Kč], [500,-], [99,50 Kč], [1500Kč]",
                "[13,5 %], [50%], [1 234 567,5], [5 km], [-5 °C], [CZK 1,500], [€400,000], [400 000 €]",
                "[1 500 Kč – 2 000 Kč], [10–30] osob, skupiny [1.–9.] třída",
                "[400 01] Ústí, zkouška [A2], [A2/B1], [COVID-19], verze [v2.4]",
            ],
        );
    }

    #[test]
    fn addresses_are_codes() {
        check(
            "cs",
            &[
                "pište na [info@centrum.cz].",
                "na [ipc.gov.cz], [https://ipc.gov.cz/] a [www.mvcr.cz/cs].",
                "([https://cs.wikipedia.org/wiki/A_(b)]) [frs.gov.cz/cs/ioff/].",
                "<[jan.novak@x.gov.cz]> a @ sám, [@centrum]",
            ],
        );
    }

    #[test]
    fn plain_integers_and_words_with_digits_stay_text() {
        check(
            "cs",
            &[
                "9 škol, 15. ledna 2027, bod 5. a (12)",
                "10denní, 2letý, 10-year, 1st, 24hodinový",
                "rok 2026 – 15 lidí; od 5 do 10",
                "s.r.o. a např. tj. atd.; konec.Začátek; Ph.D.",
                "",
                " ",
            ],
        );
        check("uk", &["9 шкіл, 10-річний, 5-й клас, 15 січня 2027 р."]);
        check("ar", &["9 مدارس و10 أيام، 15 يناير 2027"]);
    }

    #[test]
    fn codes_are_found_between_letters_of_the_page() {
        check("uk", &["о [17:30]–ї годині", "рівень [A2]-рівень, [5km], [10-year]"]);
        check(
            "ar",
            &[
                "من [9:00–17:00] كل يوم",
                "من [9:00] إلى [17:00]، و[17:30].",
                "اتصل على [+420 475 316 811]، أو [info@centrum.cz].",
                "بمبلغ [1,500 Kč] أو [CZK 1,500] (ال[13.5%])",
                "القانون [326/1999 Sb.] وموقع [ipc.gov.cz]، [2026-11-23]",
                "المستوى [A2] و[B1]",
                "رقم [+420 475\n316 811]، {cs:trvalý\npobyt}",
            ],
        );
    }

    #[test]
    fn words_in_another_script_are_foreign() {
        check(
            "uk",
            &[
                "дозвіл ({cs:povolení k trvalému pobytu}) видає {OAMP}.",
                "{cs:Ústí nad Labem} та {Praha}–місто, {IT}-фахівець",
            ],
        );
        check(
            "ar",
            &[
                "تصريح {cs:trvalý pobyt} من {OAMP}، {Erasmus} و{cs:Šance}",
                "بـ{IOM}، العربية {українською}",
            ],
        );
        check("vi", &["Thẻ {Київ} và {العربية}, giấy phép povolení k pobytu"]);
        check("cs", &["{Українська мова} a {العربية}, {п’ять}"]);
        check("ja", &["プラハの{OAMP}で{cs:trvalý pobyt}を"]);
    }

    #[test]
    fn a_latin_phrase_takes_its_numbers_along() {
        check(
            "ar",
            &[
                "العنوان: {cs:Masarykova 12, 400 01 Ústí nad Labem}.",
                "{cs:zákon č. 326/1999 Sb., § 68 odst. 1}",
                "{§ 68 odst. 1}، {§ 68a odst. 1} و{cs:28. října 5}",
                "{Praha 3}، لكن {IOM} 5 أشخاص",
                "{OAMP} [+420 475 316 811] {Po} [9:00–17:00]",
                "{cs:kód} [OAM-1/2026] {kurz A2}، {Integra, s.r.o.} هنا",
            ],
        );
    }

    #[test]
    fn html_is_escaped_and_marked() {
        let written = |page, text| {
            let mut html = String::new();
            write_isolated(&mut html, text, &isolation(page));
            html
        };
        assert_eq!(written("cs", "a < b & \"c\" > 'd'"), "a &lt; b &amp; \"c\" > 'd'");
        assert_eq!(
            written("ar", "في 17:30، trvalý pobyt & OAMP"),
            "في <bdi dir=\"ltr\">17:30</bdi>، <bdi lang=\"cs\">trvalý pobyt</bdi> &amp; <bdi>OAMP</bdi>"
        );
    }

    #[test]
    fn another_source_language_is_told_by_its_own_letters() {
        let locale = |tag| Locale::parse(tag).unwrap();
        let isolation = Isolation::new(&locale("uk"), &locale("pl"));
        let lang = |text| match runs(text, &isolation).next() {
            Some(Run::Foreign { lang, .. }) => lang,
            _ => None,
        };
        assert_eq!(lang("książka"), Some("pl"));
        assert_eq!(lang("řeka"), None);
    }

    proptest! {
        #[test]
        fn the_runs_together_are_the_text(text in any_text(), page in 0..4usize) {
            let isolation = isolation(["cs", "uk", "ar", "ja"][page]);
            let mut whole = String::new();
            for run in runs(&text, &isolation) {
                let (Run::Plain(part) | Run::Code(part) | Run::Foreign { text: part, .. }) = run;
                prop_assert!(!part.is_empty());
                if !matches!(run, Run::Plain(_)) {
                    prop_assert_eq!(part.trim(), part);
                }
                whole.push_str(part);
            }
            prop_assert_eq!(&whole, &text);
            let mut html = String::new();
            write_isolated(&mut html, &text, &isolation);
            let mut read = html.replace("<bdi dir=\"ltr\">", "").replace("<bdi lang=\"cs\">", "");
            read = read.replace("<bdi>", "").replace("</bdi>", "").replace("&lt;", "<");
            read = read.replace("&amp;", "&");
            prop_assert_eq!(read, text);
        }
    }

    /// Anything, and texts thick with what codes are made of.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "\\PC{0,40}",
            ".{0,20}",
            "[-0-9 .:,/–+§@()A-Ca-cčKž\u{a0}абвي«»'Sb=?]{0,40}",
            "(č|Sb|ul|Kč|CZK|§|www|://|x.cz|Ústí|12|400|01|15|\\.|,| |/|–|@|слово|يوم|́){0,25}",
        ]
    }
}
