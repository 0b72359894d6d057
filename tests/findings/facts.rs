//! What a translation says otherwise than its source.

use rozcestnik::diagnostic::{Code, Diagnostic};
use rozcestnik::report::position;
use rozcestnik::{Memo, assemble};

use crate::site;

/// A page in six languages with facts of every kind, each language in its own spelling.
const PAGES: &str = include_str!("facts/pages.txtar");

/// Realistic slips: file, what stands there, what somebody makes of it, the line of the finding
/// where it is another one than that of the change.
const SLIPS: &[(&str, &str, &str, Option<&str>)] = &[
    // Prices and other numbers
    ("en", "cost CZK 1,500", "cost CZK 1,600", None),
    ("en", "cost CZK 1,500", "cost CZK 1.500", None),
    ("en", "CZK 2,000.50", "CZK 2,000.60", None),
    ("uk", "раніше 1 000 Kč", "раніше дешевше", Some("{#price}")),
    ("uk", "1500 крон.", "1500 євро.", None),
    ("vi", "1.500 koruna", "1,500 koruna", None),
    ("ar", "١٬٥٠٠ كرونة", "١٬٦٠٠ كرونة", None),
    ("ar", "٢٠٪", "٣٠٪", None),
    ("ru", "20 процентов", "25 процентов", None),
    ("vi", "13,5%", "15,3%", None),
    ("vi", "3.000 đến 10.000 Kč", "3.000 đến 1.000 Kč", None),
    ("ru", "3 000 – 10 000 Kč", "3 000 – 100 000 Kč", None),
    ("cs", "do 15 let", "do 18 let", Some("{#price}")),
    ("uk", "за 30 хвилин", "за 20 хвилин", None),
    ("en", "35 × 45 mm", "35 × 54 mm", None),
    ("ar", "٦٠ يومًا", "٩٠ يومًا", None),
    // Dates and times
    ("en", "15 January 2027", "15 June 2027", None),
    ("en", "31 March 2027", "30 March 2027", None),
    ("uk", "15 січня 2027", "15 січня 2026", None),
    ("ru", "15.01.2027", "01.05.2027", None),
    ("vi", "15/1/2027", "1/5/2027", None),
    ("vi", "31 tháng 3 năm 2027", "31 tháng 5 năm 2027", None),
    ("ar", "15 يناير 2027", "15 فبراير 2027", None),
    ("ar", "31 أغسطس", "31 يوليو", None),
    ("uk", "квітні 2027", "червні 2027", None),
    ("en", "2026/27", "2025/26", None),
    ("ru", "valid_until: 2027-03-31", "valid_until: 2027-03-13", None),
    ("uk", "13:00–17:30", "13:00–7:30", None),
    ("en", "until 2 p.m.", "until 2 a.m.", None),
    ("ru", "13.00–17.30", "13.00–17.00", None),
    ("vi", "13h00–17h30", "13h00–17h20", None),
    ("ar", "2:00 مساءً", "2:00 صباحًا", None),
    // Phone numbers, addresses, laws, codes
    ("ru", "+420 475 657 111", "+420 475 675 111", None),
    ("en", "475 316 811", "475 316 881", None),
    ("vi", "karta@urad.cz", "katra@urad.cz", None),
    ("ar", "karta?id=12", "karta?id=21", None),
    ("uk", "www.urad.cz", "www.urad.com", None),
    ("ru", "326/1999", "326/1998", None),
    ("en", "Act No. 326/1999", "Act No. 236/1999", None),
    ("uk", "Sb., § 68", "Sb., § 86", None),
    ("ar", "المادة 68", "المادة 69", None),
    ("en", "§ 155a\"", "§ 155b\"", None),
    ("vi", "| A2 |", "| A1 |", None),
    ("ar", "24_022/0000077", "24_022/0000078", None),
    // References and pictures
    ("en", "[[contact:office]]", "[[contact:centre]]", None),
    ("uk", "[[value:fee]]", "[[value:deposit]]", None),
    ("ru", "[[value:deadline]]", "две недели", Some("{#steps}")),
    ("vi", "#who|", "#where|", None),
    ("ar", "map.png", "plan.png", None),
    ("ru", "[[term-page#who|кто подаёт]]", "кто подаёт", Some("{#steps}")),
    // Shape
    ("en", "3. Pay.\n", "", Some("1. Read")),
    ("uk", "- [ ] фотографії\n", "", Some("- [ ] паспорт")),
    ("ru", "| B1 | 4 500 Kč |\n", "", Some("| Уровень |")),
    ("vi", "> [!IMPORTANT]", "> [!WARNING]", Some("Hãy đến sớm")),
    ("ar", "## الخطوات {#steps}", "## الخطوات {#how}", None),
    ("en", "## Open", "### Open", None),
    ("uk", "## Допомога {#help}\n\n![мапа](map.png)\n\n[[contact:office]]\n", "", Some("{#exam}")),
];

/// The findings of this stage in the files of a site.
fn differences(files: &str, memo: &mut Memo) -> Vec<(Diagnostic, String, usize)> {
    let tree = site::tree(files);
    let (portal, found) = assemble(&tree, &site::options(), memo);
    assert!(portal.is_some(), "{found:#?}");
    let is_meant = |finding: &&Diagnostic| {
        use Code::{AddedFact, DifferentFact, DifferentStructure, MissingFact};
        [DifferentFact, MissingFact, AddedFact, DifferentStructure].contains(&finding.code)
    };
    let mut differences = Vec::new();
    for finding in found.iter().filter(is_meant) {
        let span = finding.span.clone().unwrap();
        assert_eq!(finding.labels.len(), 1, "a finding names both places");
        let line = position(tree.text(&span.path).unwrap(), span.start).line;
        differences.push((finding.clone(), span.path.to_string(), line));
    }
    differences
}

/// These findings, one a line.
fn said(files: &str) -> String {
    let found = differences(files, &mut Memo::default()).into_iter().map(|(finding, ..)| finding);
    site::short(&found.collect(), &site::tree(files))
}

/// The line of a file in the archive on which a text stands.
fn line_of(archive: &str, path: &str, text: &str) -> usize {
    let start = archive.find(&format!("-- {path} --\n")).unwrap();
    let file = archive[start..].split_once('\n').unwrap().1;
    file.lines().position(|line| line.contains(text)).unwrap() + 1
}

#[test]
fn every_language_may_spell_a_fact_its_own_way() {
    assert_eq!(said(PAGES), "");
}

#[test]
fn a_finding_names_both_texts() {
    let page = |locale: &str, text: &str| {
        let from = if locale == "cs" { "" } else { "translation: {from: cs, by: human}\n" };
        format!("-- content/{locale}.md --\n---\ntitle: A\nsummary: B\n{from}---\n{text}\n")
    };
    let site = |files: String| {
        format!(
            "-- site.yaml --\nname: {{cs: Portál 24, en: Portal 42}}\nbase_url: https://portal.example\n\
             source_locale: cs\nlocales: [cs, en]\nsearch: false\n{files}"
        )
    };
    let czech = "Stojí 1 500 Kč a platí 2 roky.\n\n## Kdo {#who}\n\nVolejte 475 316 811.\n\n1. Jdi\n2. Stůj";
    let english =
        "It costs CZK 1,600.\n\n## Who {#whom}\n\nCall 475 316 811 by 5 May.\n\n1. Go and stand";
    insta::assert_snapshot!(
        said(&site(page("cs", czech) + &page("en", english))),
        @r"
        content/en.md:6:1: warning[missing-fact]: the translation lacks `2`, which is in the original (content/cs.md:5)
        content/en.md:6:10: warning[different-fact]: the translation says `CZK 1,600`, the original `1 500 Kč` (content/cs.md:5)
        content/en.md:8:8: warning[different-structure]: id of the heading: `{#whom}` in the translation, `{#who}` in the original (content/cs.md:7)
        content/en.md:10:21: warning[added-fact]: `5 May` is in the translation only, not in the original (content/cs.md:7)
        content/en.md:12:4: warning[different-structure]: number of steps: 1 in the translation, 2 in the original (content/cs.md:11)
        site.yaml:1:34: warning[different-fact]: the translation says `42`, the original `24` (site.yaml:1)
        "
    );
}

#[test]
fn texts_of_the_data_are_compared_too() {
    insta::assert_snapshot!(
        said(r#"
-- site.yaml --
name: Portal
base_url: https://portal.example
source_locale: cs
locales: [cs, en, uk]
search: false
-- content/cs.md --
---
title: A
summary: B
---
[[contact:a]] [[value:b]]
-- content/en.md --
---
title: A
summary: B
translation: {from: cs, by: human}
---
[[value:b]] [[contact:a]]
-- content/uk.md --
---
title: A
summary: B
translation: {from: uk, by: human}
---
[[value:b]] [[contact:a]]
-- content/data/contacts.yaml --
a: {name: Úřad, role: {cs: "Pokoj 12, 2. patro", en: "Room 21, second floor", uk: "Кімната 12, другий поверх"}}
-- content/data/values.yaml --
b:
  text:
    cs: do 15 dnů
    en: >-
      within fifteen
      days
    uk: до 51 дня
"#),
        @r"
        content/data/contacts.yaml:1:60: warning[different-fact]: the translation says `21`, the original `12` (content/data/contacts.yaml:1)
        content/data/values.yaml:7:12: warning[different-fact]: the translation says `51`, the original `15` (content/data/values.yaml:3)
        "
    );
}

#[test]
fn a_heading_without_an_id_is_known_by_its_place() {
    insta::assert_snapshot!(
        said(r#"
-- site.yaml --
name: Portal
base_url: https://portal.example
source_locale: cs
locales: [cs, en]
search: false
-- content/cs.md --
---
title: A
summary: B
---
Viz [[#cena]].

## Kdo

Text 1.

## Cena

Text 2.
-- content/en.md --
---
title: A
summary: B
---
See [[#price]].

## Who

Text 1.

## Price

Text 3.
"#),
        @r"
        content/en.md:13:6: warning[different-fact]: the translation says `3`, the original `2` (content/cs.md:13)
        "
    );
}

#[test]
fn a_text_before_the_first_heading_may_be_missing_as_a_whole() {
    insta::assert_snapshot!(
        said(r#"
-- site.yaml --
name: Portal
base_url: https://portal.example
source_locale: cs
locales: [cs, en, uk]
search: false
-- content/cs.md --
---
title: A
summary: B
---
Stojí 500 Kč.

## Kdo {#who}
-- content/en.md --
---
title: A
summary: B
translation: {from: cs, by: human}
---
## Who {#who}

## More {#more}
-- content/uk.md --
---
title: A
summary: B
translation: {from: cs, by: human}
---
"#),
        @r"
    content/en.md:2:8: warning[missing-fact]: the translation lacks `500 Kč`, which is in the original (content/cs.md:5)
    content/en.md:8:1: warning[added-fact]: `## More {#more}` is in the translation only, not in the original (content/cs.md:2)
    "
    );
}

#[test]
fn each_slip_in_a_translation_is_one_finding_at_its_line() {
    let mut memo = Memo::default();
    assert!(SLIPS.len() >= 40);
    let mut wrong = Vec::new();
    for (locale, right, slip, elsewhere) in SLIPS {
        let path = format!("content/card/{locale}.md");
        let start = PAGES.find(&format!("-- {path} --")).unwrap();
        let at = start + PAGES[start..].find(right).unwrap_or_else(|| panic!("{right}"));
        let archive = format!("{}{slip}{}", &PAGES[..at], &PAGES[at + right.len()..]);
        let found = differences(&archive, &mut memo);
        let expected = match elsewhere {
            // Everybody who translated the source differs from it now.
            Some(text) if *locale == "cs" => line_of(&archive, "content/card/en.md", text),
            Some(text) => line_of(&archive, &path, text),
            None => line_of(&archive, &path, slip.lines().next().unwrap()),
        };
        let places: Vec<_> = found
            .iter()
            .filter(|(_, file, _)| *locale == "cs" || *file == path)
            .map(|(finding, file, line)| (finding.code, file.as_str(), *line))
            .collect();
        let is_right = match locale {
            &"cs" => {
                places.iter().any(|(_, file, line)| file.ends_with("en.md") && *line == expected)
            }
            _ => places.len() == 1 && places[0].2 == expected,
        };
        if !is_right {
            wrong.push(format!("{locale} {right} -> {slip}: line {expected}, found {places:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
