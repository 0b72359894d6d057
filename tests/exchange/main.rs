//! Texts for translators and back: what is written, what comes back, what is refused.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod properties;
mod refusals;
#[path = "../support/txtar.rs"]
mod txtar;

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use rozcestnik::diagnostic::{Diagnostics, SourcePath};
use rozcestnik::exchange::delivery::{self, Delivery};
use rozcestnik::exchange::import::{Imported, Options, import};
use rozcestnik::exchange::texts::{Only, Wanted, package};
use rozcestnik::exchange::{Package, po, xliff};
use rozcestnik::frontmatter::Translator;
use rozcestnik::message::Messages;
use rozcestnik::portal::Portal;
use rozcestnik::report::{Colour, Format, report};
use rozcestnik::source::SourceTree;
use rozcestnik::{Drafts, Memo, assemble};

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);

/// A page in Czech with one of everything, and half of it in Ukrainian.
const SITE: &str = "
-- site.yaml --
name: {cs: Portál, uk: Портал}
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, en]
-- content/data/values.yaml --
fee:
  money: 1500
-- content/data/glossary.yaml --
vizum:
  term: {cs: vízum, uk: віза}
  definition:
    cs: Povolení ke vstupu.
-- content/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
order: 10
keywords: [vízum, pobyt]
reviewed: 2026-11-23
---
Stojí [[value:fee]], *vždy*.

## Kdo {#who}

1. Kdo má [[term:vizum|jiné vízum]].
2. Kdo je tu déle
   než rok.

> [!TIP]
> Ptejte se.

## Kolik

| Co | Cena |
|---|--:|
| [Dítě](https://a.cz) | [[value:fee]] |
-- content/visa/uk.md --
---
title: Віза
summary: Хто її потребує.
keywords: [віза]
translation: {from: cs, by: machine}
---
Коштує [[value:fee]], *завжди*.

## Хто {#who}

1. Хто має [[term:vizum]].
2. Хто тут довше
   року.

> [!TIP]
> Запитуйте. TODO: кого?

## Скільки {#kolik}

| Що | Ціна |
|---|--:|
| [Дитина](https://a.cz) | [[value:fee]] |
";

fn tree(site: &str) -> Arc<SourceTree> {
    Arc::new(SourceTree::from_files(txtar::files(site)))
}

thread_local! {
    /// The theme is the same in all tests, and the slowest to prepare.
    static MEMO: RefCell<Memo> = RefCell::default();
}

fn planned(tree: &Arc<SourceTree>) -> Portal {
    let options = rozcestnik::Options { today: TODAY, drafts: Drafts::Shown, base_url: None };
    MEMO.with_borrow_mut(|memo| assemble(tree, &options, memo)).0.unwrap()
}

fn exported(tree: &Arc<SourceTree>, tag: &str, only: Only) -> (Portal, Package) {
    let portal = planned(tree);
    let package = packed(&portal, tree, tag, only);
    (portal, package)
}

fn packed(portal: &Portal, tree: &SourceTree, tag: &str, only: Only) -> Package {
    let config = &portal.site().config;
    let wanted =
        Wanted { from: config.source, to: config.locale_index(tag).unwrap(), only, ids: &[] };
    package(portal.site(), tree, &wanted)
}

#[derive(Clone, Copy, Debug)]
enum Exchange {
    Xliff,
    Po,
}

/// The package as a file.
fn written(portal: &Portal, package: &Package, format: Exchange) -> String {
    let messages = Messages::new("en");
    match format {
        Exchange::Xliff => xliff::write(package, &messages),
        Exchange::Po => {
            let config = &portal.site().config;
            let locale = &config.locales[config.locale_index(&package.to).unwrap()];
            po::write(package, "Portál", locale, TODAY, &messages, |_, at| at)
        }
    }
}

fn path(format: Exchange) -> SourcePath {
    match format {
        Exchange::Xliff => "uk.xlf".into(),
        Exchange::Po => "uk.po".into(),
    }
}

fn delivered(text: &str, format: Exchange) -> Delivery {
    let (_, delivery, found) = delivery::read(text.as_bytes(), &path(format));
    assert!(found.is_empty(), "{found:?}");
    delivery.unwrap()
}

const AS_SAID: Options = Options { by: None, all_finished: false, today: TODAY };
const ALL_FINISHED: Options = Options { all_finished: true, ..AS_SAID };

/// What an import does to a site, and what it says: both in one text.
fn taken_over(tree: &Arc<SourceTree>, file: &str, options: &Options) -> String {
    let format = if file.trim_start().starts_with('<') { Exchange::Xliff } else { Exchange::Po };
    let (text, delivery, mut found) = delivery::read(file.as_bytes(), &path(format));
    let mut said = String::new();
    if let Some(delivery) = delivery.filter(|_| !found.has_errors()) {
        let (imported, problems) = import(planned(tree).site(), tree, &delivery, options);
        found = problems;
        for (path, text) in imported.written {
            said.push_str(&format!("== {path}\n{}", changes(tree.text(&path), &text)));
        }
    }
    found.finish();
    said + &shown(&found, &path(format), text)
}

fn shown(found: &Diagnostics, path: &SourcePath, text: String) -> String {
    let tree = SourceTree::from_texts([(path.clone(), text)]);
    report(found, &tree, &Messages::new("en"), Format::Short, Colour::None)
}

/// The lines that are new; all of them if the file is.
fn changes(old: Option<&str>, new: &str) -> String {
    let old: Vec<&str> = old.into_iter().flat_map(str::lines).collect();
    let lines = new.lines().filter(|line| !old.contains(line));
    lines.map(|line| format!("{line}\n")).collect()
}

/// The PO file of the site, changed by hand.
fn po(site: &str, edit: impl Fn(String) -> String) -> String {
    let tree = tree(site);
    let (portal, package) = exported(&tree, "uk", Only::All);
    edit(written(&portal, &package, Exchange::Po))
}

fn xlf(site: &str, edit: impl Fn(String) -> String) -> String {
    let tree = tree(site);
    let (portal, package) = exported(&tree, "uk", Only::All);
    edit(written(&portal, &package, Exchange::Xliff))
}

fn real() -> Arc<SourceTree> {
    Arc::new(SourceTree::read(Path::new(env!("CARGO_MANIFEST_DIR"))))
}

#[test]
fn a_round_trip_changes_no_byte_of_the_real_portal() {
    let tree = real();
    let portal = planned(&tree);
    for tag in ["vi", "uk", "ru", "en", "ar"] {
        let package = packed(&portal, &tree, tag, Only::All);
        assert!(package.files.len() > 60, "{}", package.files.len());
        for format in [Exchange::Xliff, Exchange::Po] {
            let file = written(&portal, &package, format);
            let delivery = delivered(&file, format);
            let (imported, found) = import(portal.site(), &tree, &delivery, &AS_SAID);
            assert!(found.is_empty(), "{}", shown(&found, &path(format), file));
            let unchanged = package.files.len();
            assert_eq!(imported, Imported { unchanged, ..Imported::default() });
        }
    }
}

/// All translations of a language are taken away and made anew from what was exported before: what
/// stands behind their heads is the same.
#[test]
fn pages_that_are_not_there_are_written_after_the_pattern_of_their_source() {
    let tree = real();
    let portal = planned(&tree);
    for tag in ["vi", "ar"] {
        let package = packed(&portal, &tree, tag, Only::All);
        let delivery = delivered(&written(&portal, &package, Exchange::Xliff), Exchange::Xliff);
        let name = format!("/{tag}.md");
        let others = tree.below("").filter(|(path, _)| !path.ends_with(&name));
        let others = Arc::new(SourceTree::from_files(
            others.map(|(path, file)| (path.clone(), file.bytes().to_vec())),
        ));
        let (imported, found) = import(planned(&others).site(), &others, &delivery, &ALL_FINISHED);
        assert!(found.is_empty(), "{found:?}");
        assert!(imported.written.len() > 50);
        let body = |text: &str| text.splitn(3, "---\n").nth(2).unwrap().to_owned();
        for (path, text) in imported.written {
            assert_eq!(body(&text), body(tree.text(&path).unwrap()), "{path}");
        }
    }
}

#[test]
fn xliff_holds_context_codes_and_states() {
    let (portal, package) = exported(&tree(SITE), "uk", Only::All);
    let xliff = written(&portal, &package, Exchange::Xliff);
    let unit = xliff.split("<unit id=\"who.2\">").nth(1).unwrap().split("</unit>").next().unwrap();
    insta::assert_snapshot!(unit, @r#"
    <notes>
      <note>Step of a procedure</note>
      <note>Translated by a machine, no person has read it yet: check the translation</note>
      <note category="exported">3619cdf52b80</note>
    </notes>
    <originalData>
      <data id="d1">[[term:vizum|</data>
      <data id="d2">]]</data>
      <data id="d3">[[term:vizum]]</data>
    </originalData>
    <segment state="initial" subState="rozcestnik:machine">
      <source>Kdo má <pc id="1" dataRefStart="d1" dataRefEnd="d2" type="link">jiné vízum</pc>.</source>
      <target>Хто має <ph id="2" dataRef="d3" disp="віза" type="link"/>.</target>
    </segment>
    "#);
}

#[test]
fn po_holds_context_and_marks_what_nobody_has_read() {
    let text = po(SITE, |text| text);
    let (header, rest) = text.split_once("\n\n").unwrap();
    insta::assert_snapshot!(header, @r#"
    msgid ""
    msgstr ""
    "Project-Id-Version: Portál\n"
    "POT-Creation-Date: 2026-11-23 00:00+0000\n"
    "PO-Revision-Date: 2026-11-23 00:00+0000\n"
    "Last-Translator: \n"
    "Language-Team: uk\n"
    "Language: uk\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=3; plural=((n%10==1) && !(n%100==11) ? 0 : ((n%10>=2 && n%10<=4)) && !((n%100>=12 && n%100<=14)) ? 1 : 2);\n"
    "X-Source-Language: cs\n"
    "#);
    let unit = rest.split("\n\n").find(|unit| unit.contains("visa#who.2")).unwrap();
    insta::assert_snapshot!(unit, @r#"
    #. Vízum
    #. /uk/visa/
    #. Kdo
    #. Step of a procedure
    #. Translated by a machine, no person has read it yet: check the translation
    #. exported: 3619cdf52b80
    #: content/visa/cs.md:157
    #, fuzzy
    msgctxt "visa#who.2"
    msgid "Kdo má [[term:vizum|jiné vízum]]."
    msgstr "Хто має [[term:vizum]]."
    "#);
}

#[test]
fn only_what_changed_is_written_and_wrapped_lines_stay() {
    let file = po(SITE, |text| text.replace("Коштує", "Ціна:"));
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &AS_SAID), @r"
    == content/visa/uk.md
    Ціна: [[value:fee]], *завжди*.
    ");
}

#[test]
fn a_page_that_somebody_went_through_is_reviewed_and_recorded() {
    let file = po(SITE, |text| text.replace("#, fuzzy\n", ""));
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &AS_SAID), @r"
    == content/visa/uk.md
    translation:
      from: cs
      by: machine-reviewed
      on: 2026-11-23
      sections: {_head: wqvwbcqn, _intro: bmlwzfzf, who: wjprljzx, kolik: vwqmjxqr}
    ");
    let by_machine = Options { by: Some(Translator::Machine), ..AS_SAID };
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &by_machine), @r"
    == content/visa/uk.md
    translation:
      from: cs
      by: machine
      on: 2026-11-23
      sections: {_head: wqvwbcqn, _intro: bmlwzfzf, who: wjprljzx, kolik: vwqmjxqr}
    ");
}

#[test]
fn a_note_among_staff_survives_a_new_translation() {
    let file = xlf(SITE, |text| text.replace("Запитуйте.", "Питайте."));
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &AS_SAID), @r"
    == content/visa/uk.md
    > Питайте. TODO: кого?
    ");
}

#[test]
fn a_new_page_has_the_shape_of_its_source() {
    let site = format!("{SITE}-- content/visa/uk.md (absent) --\n");
    let file = po(SITE, |text| text.replace("#, fuzzy\n", ""));
    insta::assert_snapshot!(taken_over(&tree(&site), &file, &AS_SAID), @r"
    == content/visa/uk.md
    ---
    title: Віза
    summary: Хто її потребує.
    keywords: [віза]
    reviewed: 2026-11-23
    translation:
      from: cs
      by: human
      on: 2026-11-23
      sections: {_head: wqvwbcqn, _intro: bmlwzfzf, who: wjprljzx, kolik: vwqmjxqr}
    ---
    Коштує [[value:fee]], *завжди*.

    ## Хто {#who}

    1. Хто має [[term:vizum]].
    2. Хто тут довше року.

    > [!TIP]
    > Запитуйте.

    ## Скільки {#kolik}

    | Що | Ціна |
    |---|--:|
    | [Дитина](https://a.cz) | [[value:fee]] |
    ");
}

#[test]
fn a_page_with_gaps_waits_until_it_is_complete() {
    let site = format!("{SITE}-- content/visa/uk.md (absent) --\n");
    let file = po(SITE, |text| text.replace("msgstr \"Запитуйте.\"", "msgstr \"\""));
    insta::assert_snapshot!(taken_over(&tree(&site), &file, &AS_SAID), @"uk.po:38:9: warning[translation-incomplete]: part `visa` was not written, texts in it that are not translated: 1");
}

#[test]
fn a_section_of_another_shape_is_made_anew() {
    let site = SITE.replace("2. Хто тут довше\n   року.\n", "");
    let file = po(SITE, |text| text);
    insta::assert_snapshot!(taken_over(&tree(&site), &file, &AS_SAID), @r"
    == content/visa/uk.md
    2. Хто тут довше року.
    > Запитуйте.
    ");
}

#[test]
fn what_the_translator_did_not_see_is_not_recorded() {
    let site = SITE.replace("Ptejte se.", "Ptejte se vždy.");
    let file = po(SITE, |text| text.replace("#, fuzzy\n", "").replace("Запитуйте.", "Питайте."));
    insta::assert_snapshot!(taken_over(&tree(&site), &file, &AS_SAID), @r#"
    == content/visa/uk.md
    translation:
      from: cs
      by: machine
      on: 2026-11-23
      sections: {_head: wqvwbcqn, _intro: bmlwzfzf, kolik: vwqmjxqr}
    > Питайте. TODO: кого?
    uk.po:113:8: warning[source-changed]: section "Kdo" has changed since the file was made; its translation was taken over, but not confirmed
    "#);
}

#[test]
fn what_the_translator_left_alone_undoes_nothing() {
    let file = po(SITE, |text| text.replace("Запитуйте.", "Питайте.").replace("#, fuzzy\n", ""));
    let site = SITE.replace("Хто має", "Хто вже має").replace("Запитуйте.", "Запитайте.");
    insta::assert_snapshot!(taken_over(&tree(&site), &file, &AS_SAID), @r#"
    == content/visa/uk.md
    translation:
      from: cs
      by: machine
      on: 2026-11-23
      sections: {_head: wqvwbcqn, _intro: bmlwzfzf, kolik: vwqmjxqr}
    > Питайте. TODO: кого?
    uk.po:113:8: warning[translation-changed]: the translation on the page has changed meanwhile; that of the file counts, the page said: "Запитайте."
    "#);
    let untouched = xlf(SITE, |text| text);
    insta::assert_snapshot!(taken_over(&tree(&site), &untouched, &AS_SAID), @"");
}

#[test]
fn a_block_that_moved_is_found_by_its_words() {
    let site = SITE
        .replace("1. Kdo má", "1. Kdokoli.\n2. Kdo má")
        .replace("1. Хто має", "1. Усі.\n2. Хто має");
    let file = po(SITE, |text| text.replace("Хто тут довше року.", "Хто живе тут довше року."));
    insta::assert_snapshot!(taken_over(&tree(&site), &file, &AS_SAID), @r"
    == content/visa/uk.md
    2. Хто живе тут довше року.
    ");
}

#[test]
fn texts_of_the_data_get_their_language() {
    let file = po(SITE, |text| {
        let at = text.find("msgid \"Povolení ke vstupu.\"").unwrap();
        let (before, after) = text.split_at(at);
        before.to_owned()
            + &after
                .replacen("msgstr \"\"", "msgstr \"Дозвіл: в'їзд\"", 1)
                .replace("Портал", "Портал, новий")
    });
    insta::assert_snapshot!(taken_over(&tree(SITE), &file, &AS_SAID), @r#"
    == content/data/glossary.yaml
        uk: "Дозвіл: в'їзд"
    "#);
}

#[test]
fn only_what_is_missing_or_outdated_is_asked_for() {
    let ids = |only| {
        let (_, package) = exported(&tree(SITE), "uk", only);
        let units = package
            .files
            .iter()
            .flat_map(|file| file.units().map(|unit| format!("{}#{}", file.id, unit.id)));
        units.collect::<Vec<_>>().join(" ")
    };
    insta::assert_snapshot!(ids(Only::Missing), @"_home#_head.title _home#_head.summary _data/glossary#vizum.term _data/glossary#vizum.definition");
    insta::assert_snapshot!(ids(Only::Outdated), @"_data/glossary#vizum.term _data/glossary#vizum.definition");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "this test looks at the disk")]
fn files_of_translators_are_not_written_over_and_pages_are() {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in txtar::files(SITE) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let run = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("rozcestnik").unwrap();
        let output = command
            .current_dir(folder.path())
            .args(["--lang", "en", "--today", "2026-11-23"])
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let said = said.replace(folder.path().canonicalize().unwrap().to_str().unwrap(), "ROOT");
        format!("{} {}", output.status.code().unwrap(), said.trim_end())
    };
    let export = ["export", "translations", "--locale", "uk", "visa"];
    insta::assert_snapshot!(run(&export), @r"
    0 ROOT/translations/uk.xlf: 12 texts
    ROOT/translations/uk.po: 12 texts
    ROOT/translations/uk.tbx: 1 term
    ");
    insta::assert_snapshot!(run(&export), @r"
    2 `ROOT/translations/uk.xlf` exists already; nothing was changed
    `--replace` writes over it; translations in it that were not imported would be lost
    ");
    insta::assert_snapshot!(run(&["export", "translations", "--locale", "de"]), @"2 the portal has no language `de`; it has: cs, uk, en");
    insta::assert_snapshot!(run(&["export", "translations", "--locale", "cs"]), @"2 the language `cs` cannot be translated into itself; `--from LANGUAGE` chooses another source");
    insta::assert_snapshot!(run(&["export", "translations", "--locale", "uk", "vise"]), @r"
    2 the portal has no page or file `vise`
    did you mean `visa`?
    ");
    let po = folder.path().join("translations/uk.po");
    let text = std::fs::read_to_string(&po).unwrap();
    std::fs::write(&po, text.replace("#, fuzzy\n", "").replace("Коштує", "Ціна:")).unwrap();
    let path = folder.path().join("content/visa/uk.md");
    let page = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, page.replace('\n', "\r\n")).unwrap();
    let import = ["import", "translations", "translations/uk.po", "translations/uk.xlf"];
    insta::assert_snapshot!(run(&import), @r"
    0 uk.po: 1 file written, 0 files unchanged
    uk.xlf: 0 files written, 1 file unchanged
    ");
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("by: machine-reviewed"), "{page}");
    assert_eq!(page.matches('\n').count(), page.matches("\r\n").count(), "{page:?}");
    insta::assert_snapshot!(run(&["import", "translations", "nothing.po"]), @"2 failed to read `nothing.po`: No such file or directory (os error 2)");
}
