//! What is said as a whole: all at once, in order, in every format and language.

use rozcestnik::message::Messages;
use rozcestnik::report::{Colour, Format, report};

use crate::site::{options, said, tree};

const SITE: &str = "
-- content/visa/cs.md --
---
titel: Vízum
summary: Kdo ho potřebuje.
review_by: 2026-01-31
---
Podrobnosti: 100 %, [[vzia]], [[value:fee]].
-- content/vzea/cs.md --
---
title: Visa
summary: Visa.
---
";

fn written(format: Format, language: &str) -> String {
    let tree = tree(SITE);
    let (_, found) = rozcestnik::compile(&tree, &options());
    report(&found, &tree, &Messages::new(language), format, Colour::None)
}

#[test]
fn staff_read_findings_in_czech() {
    insta::assert_snapshot!(written(Format::Short, "cs"), @r"
    content/visa/cs.md:2:1: chyba[unknown-key]: klíč `titel` zde nic neznamená (neměli jste na mysli `title`?)
    content/visa/cs.md:4:12: varování[review-overdue]: stránka měla být zkontrolována do 2026-01-31
    content/visa/cs.md:6:21: chyba[broken-link]: odkaz `vzia` nevede na žádnou stránku portálu (neměli jste na mysli `vzea`?)
    content/visa/cs.md:6:31: chyba[unknown-reference]: hodnota `fee` neexistuje
    ");
    let human = written(Format::Human, "cs");
    let lines: Vec<&str> = human.lines().map(str::trim_end).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    chyba[unknown-key]: klíč `titel` zde nic neznamená
      ╭▸ content/visa/cs.md:2:1
      │
    2 │ titel: Vízum
      │ ━━━━━
      ╰╴
    rada: neměli jste na mysli `title`?

    varování[review-overdue]: stránka měla být zkontrolována do 2026-01-31
      ╭▸ content/visa/cs.md:4:12
      │
    4 │ review_by: 2026-01-31
      ╰╴           ━━━━━━━━━━

    chyba[broken-link]: odkaz `vzia` nevede na žádnou stránku portálu
      ╭▸ content/visa/cs.md:6:21
      │
    6 │ Podrobnosti: 100 %, [[vzia]], [[value:fee]].
      │                     ━━━━━━━━
      ╰╴
    rada: neměli jste na mysli `vzea`?

    chyba[unknown-reference]: hodnota `fee` neexistuje
      ╭▸ content/visa/cs.md:6:31
      │
    6 │ Podrobnosti: 100 %, [[vzia]], [[value:fee]].
      ╰╴                              ━━━━━━━━━━━━━
    ");
}

#[test]
fn programs_read_findings_as_json() {
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json, "en")).unwrap();
    insta::assert_snapshot!(format!("{json:#}"), @r#"
    [
      {
        "code": "unknown-key",
        "severity": "error",
        "message": "nothing is called `titel` here",
        "hint": "did you mean `title`?",
        "file": "content/visa/cs.md",
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 6
      },
      {
        "code": "review-overdue",
        "severity": "warning",
        "message": "this page should have been checked by 2026-01-31",
        "hint": null,
        "file": "content/visa/cs.md",
        "line": 4,
        "column": 12,
        "end_line": 4,
        "end_column": 22
      },
      {
        "code": "broken-link",
        "severity": "error",
        "message": "link to `vzia` leads to no page of this portal",
        "hint": "did you mean `vzea`?",
        "file": "content/visa/cs.md",
        "line": 6,
        "column": 21,
        "end_line": 6,
        "end_column": 29
      },
      {
        "code": "unknown-reference",
        "severity": "error",
        "message": "the value `fee` does not exist",
        "hint": null,
        "file": "content/visa/cs.md",
        "line": 6,
        "column": 31,
        "end_line": 6,
        "end_column": 44
      }
    ]
    "#);
}

#[test]
fn pull_requests_show_findings_beside_the_lines() {
    insta::assert_snapshot!(written(Format::Github, "en"), @r"
    ::error file=content/visa/cs.md,line=2,col=1,endLine=2,endColumn=6,title=unknown-key::nothing is called `titel` here%0Adid you mean `title`?
    ::warning file=content/visa/cs.md,line=4,col=12,endLine=4,endColumn=22,title=review-overdue::this page should have been checked by 2026-01-31
    ::error file=content/visa/cs.md,line=6,col=21,endLine=6,endColumn=29,title=broken-link::link to `vzia` leads to no page of this portal%0Adid you mean `vzea`?
    ::error file=content/visa/cs.md,line=6,col=31,endLine=6,endColumn=44,title=unknown-reference::the value `fee` does not exist
    ");
}

#[test]
fn merge_requests_show_findings_beside_the_lines() {
    let report: serde_json::Value = serde_json::from_str(&written(Format::Gitlab, "en")).unwrap();
    let issues = report.as_array().unwrap();
    assert_eq!(issues.len(), 4);
    let mut first = issues[0].clone();
    let fingerprint = first["fingerprint"].take();
    assert_eq!(fingerprint.as_str().unwrap().len(), 64);
    insta::assert_snapshot!(format!("{first:#}"), @r#"
    {
      "description": "nothing is called `titel` here (did you mean `title`?)",
      "check_name": "unknown-key",
      "fingerprint": null,
      "severity": "critical",
      "location": {
        "path": "content/visa/cs.md",
        "lines": {
          "begin": 2
        }
      }
    }
    "#);
    assert_eq!(issues[1]["severity"], "minor");
}

#[test]
fn a_finding_that_only_moved_is_not_a_new_one_to_gitlab() {
    let fingerprints = |body: &str| {
        let tree =
            tree(&format!("-- content/visa/cs.md --\n---\ntitle: V\nsummary: V.\n---\n{body}"));
        let (_, found) = rozcestnik::compile(&tree, &options());
        let text = report(&found, &tree, &Messages::new("cs"), Format::Gitlab, Colour::None);
        let issues: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let of = |issue: &serde_json::Value| issue["fingerprint"].as_str().unwrap().to_owned();
        issues.iter().map(of).collect::<Vec<_>>()
    };
    let before = fingerprints("[[nowhere]]\n\n[[nowhere]]\n");
    assert_eq!(before.len(), 2);
    assert_ne!(before[0], before[1]);
    assert_eq!(fingerprints("A sentence before.\n\n[[nowhere]]\n\n[[nowhere]]\n"), before);
}

#[test]
fn a_sound_site_is_met_with_silence() {
    check!("", @"");
}

/// Ten pages with five mistakes each.
#[test]
fn fifty_mistakes_at_once_are_fifty_findings_in_order() {
    let mut site = String::new();
    for number in (0..10).rev() {
        site.push_str(&format!(
            "-- content/page-{number}/cs.md --
---
title: Strana {number}
sumary: Chybí.
summary: Strana.
reviewed: 30. 2. 2027
---
Žluťoučký [[value:fee-{number}]] a [[page-{number}x/y/z]].

#### Přeskočeno
"
        ));
    }
    let said = said(&site);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 50, "{said}");
    for (number, lines) in lines.chunks(5).enumerate() {
        let places = ["3:1", "5:11", "7:11", "7:29", "9:1"];
        let codes = [
            "unknown-key",
            "bad-date",
            "unknown-reference",
            "broken-link",
            "skipped-heading-level",
        ];
        for ((line, place), code) in lines.iter().zip(places).zip(codes) {
            let start = format!("content/page-{number}/cs.md:{place}: error[{code}]: ");
            assert!(line.starts_with(&start), "{line}\n{start}");
        }
    }
}

/// One page with fifty mistakes of one kind.
#[test]
fn no_number_of_mistakes_in_one_line_hides_another() {
    let words: Vec<String> = (0..50).map(|number| format!("[[value:v{number}]]")).collect();
    let page = "-- content/cs.md --\n---\ntitle: Domů\nsummary: Rozcestník.\n---\n";
    let said = said(&format!("{page}{}\n", words.join(" ")));
    assert_eq!(said.lines().count(), 50, "{said}");
    assert!(said.lines().all(|line| line.starts_with("content/cs.md:5:")), "{said}");
}
