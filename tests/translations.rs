//! `status`, `stamp` and `diff` as staff run them, with git and without it.
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/txtar.rs"]
mod txtar;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const SITE: &str = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs, uk, vi, ar]
-- content/cs.md --
---
title: Portál
summary: Rady.
locales: [cs]
---
-- content/visa/cs.md --
---
title: Vízum
summary: O vízu.
audience: [newcomers]
review_by: 2026-12-01
---
Úvod.

## Kdo {#who}

Vy a vaše rodina.

## Kolik {#price}

Stojí to 1 500 Kč.
-- content/visa/uk.md --
---
title: Віза
summary: Про візу.
---
Вступ.

## Хто {#who}

Ви.

## Скільки {#price}

Це коштує 1 500 Kč.
-- content/visa/vi.md --
---
title: Thị thực
summary: Về thị thực.
---
Mở đầu.

## Ai {#who}

Bạn.

## Bao nhiêu {#price}

1 500 Kč.
";

const SOURCE: &str = "content/visa/cs.md";
const UKRAINIAN: &str = "content/visa/uk.md";

/// A portal whose two translations were stamped on 1 October.
fn portal() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in txtar::files(SITE) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    assert_eq!(code(folder.path(), &["stamp", "--unrecorded", "--today", "2026-10-01"]), 0);
    folder
}

/// The same, committed.
fn repository() -> TempDir {
    let folder = portal();
    git(folder.path(), &["init", "--quiet"]);
    commit(folder.path());
    folder
}

fn commit(folder: &Path) {
    git(folder, &["add", "."]);
    let person = ["-c", "user.name=Test", "-c", "user.email=test@portal.example"];
    git(folder, &[&person[..], &["commit", "--quiet", "--message", "Change"]].concat());
}

fn git(folder: &Path, arguments: &[&str]) {
    Command::new("git").current_dir(folder).args(arguments).assert().success();
}

fn edit(folder: &Path, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(folder.join(path)).unwrap();
    assert!(text.contains(old), "{old}");
    fs::write(folder.join(path), text.replace(old, new)).unwrap();
}

fn text(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

/// What it says on standard error and on standard output, and its exit code.
fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rozcestnik"));
    command.current_dir(folder).args(["--lang", "en"]).args(arguments);
    if !arguments.contains(&"--today") {
        command.args(["--today", "2026-11-23"]);
    }
    // A portal without git must not meet the repository that a temporary folder may lie in.
    command.env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stderr), text(output.stdout), output.status.code().unwrap())
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).2
}

#[test]
fn a_stamp_changes_the_record_and_no_other_byte() {
    let portal = portal();
    let before = text(portal.path(), UKRAINIAN);
    insta::assert_snapshot!(before.split("---").nth(1).unwrap(), @r"
    title: Віза
    summary: Про візу.
    translation:
      from: cs
      by: human
      on: 2026-10-01
      sections: {_head: bqklrztp, _intro: xsjpvhrm, who: qfdbxxwb, price: nlxmctck}
    ");
    edit(portal.path(), SOURCE, "1 500", "1 700");
    let (said, _, done) = run(portal.path(), &["stamp", "visa", "uk", "--by", "machine-reviewed"]);
    assert_eq!((said.as_str(), done), ("recorded: `visa` in `uk` agrees with `cs`\n", 0));
    let after = text(portal.path(), UKRAINIAN);
    let changed: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(changed.len(), 3, "{changed:?}");
    assert_eq!(before.lines().count(), after.lines().count());
    assert!(after.contains("  by: machine-reviewed\n  on: 2026-11-23\n"), "{after}");
    assert_eq!(code(portal.path(), &["diff", UKRAINIAN]), 0);
}

#[test]
fn a_page_is_named_by_its_id_its_folder_or_its_file() {
    let portal = portal();
    for page in [&["visa", "uk"][..], &["content/visa/", "uk"], &["./content/visa/uk.md"]] {
        assert_eq!(code(portal.path(), &[&["stamp"], page].concat()), 0, "{page:?}");
    }
    let refused = |arguments: &[&str]| {
        let (said, _, done) = run(portal.path(), arguments);
        assert_eq!(done, 2, "{said}");
        said
    };
    insta::assert_snapshot!(refused(&["stamp", "vsa", "uk"]), @r"
    there is no page `vsa` in the portal
    did you mean `visa`?
    ");
    insta::assert_snapshot!(refused(&["stamp", "visa"]), @"name the language of the translation too, as in `rozcestnik stamp residence/visa uk`");
    insta::assert_snapshot!(refused(&["stamp", "visa", "de"]), @"the portal has no language `de`; it has: cs, uk, vi, ar");
    insta::assert_snapshot!(refused(&["stamp", "visa", "ar"]), @"page `visa` has no text in `ar`");
    insta::assert_snapshot!(refused(&["stamp", "visa", "cs"]), @"page `visa` in `cs` is no translation: the text that it would be made from is not here");
    insta::assert_snapshot!(refused(&["stamp", "visa", "uk", "--section", "prise"]), @"the text that the translation was made from has no section `prise`; it has: _head, _intro, who, price");
}

#[test]
fn a_file_with_the_line_ends_of_windows_keeps_them() {
    let portal = portal();
    let windows = text(portal.path(), UKRAINIAN).replace('\n', "\r\n");
    fs::write(portal.path().join(UKRAINIAN), &windows).unwrap();
    assert_eq!(code(portal.path(), &["stamp", "visa", "uk"]), 0);
    let after = text(portal.path(), UKRAINIAN);
    assert_eq!(after, windows.replace("2026-10-01", "2026-11-23"));
}

#[test]
fn a_file_with_mistakes_is_not_stamped() {
    let portal = portal();
    edit(portal.path(), UKRAINIAN, "title:", "titel:");
    let before = text(portal.path(), UKRAINIAN);
    let (said, _, done) = run(portal.path(), &["stamp", "visa", "uk"]);
    assert!(said.contains("error[unknown-key]") && done == 1, "{said}");
    assert_eq!(text(portal.path(), UKRAINIAN), before);
}

#[test]
fn one_section_can_be_stamped_alone() {
    let portal = portal();
    edit(portal.path(), SOURCE, "1 500", "1 700");
    edit(portal.path(), SOURCE, "Úvod", "Nový úvod");
    assert_eq!(code(portal.path(), &["stamp", "visa", "uk", "--section", "price"]), 0);
    let (_, said, done) = run(portal.path(), &["diff", "visa", "uk"]);
    assert!(said.contains("introduction: changed") && !said.contains("#price"), "{said}");
    assert_eq!(done, 1);
}

#[test]
fn a_difference_shows_the_words_that_git_remembers() {
    let portal = repository();
    edit(portal.path(), SOURCE, "1 500 Kč", "1 700 Kč");
    commit(portal.path());
    edit(portal.path(), SOURCE, "a vaše rodina", "");
    edit(portal.path(), SOURCE, "Úvod.\n", "");
    let (_, said, done) = run(portal.path(), &["diff", "visa", "uk"]);
    assert_eq!(done, 1);
    insta::assert_snapshot!(said, @r"
    Vízum (visa): what changed in `cs` since the translation into `uk` (1 October 2026)

    Kdo (#who): changed

    ## Kdo {#who}

    Vy [-a vaše rodina.-]{+.+}

    Kolik (#price): changed

    ## Kolik {#price}

    Stojí to 1 [-500-]{+700+} Kč.

    introduction: deleted

    [-Úvod.-]

    Once the translation is mended: `rozcestnik stamp visa uk`
    ");
    let (_, said, _) = run(portal.path(), &["diff", "visa", "uk", "--markdown"]);
    insta::assert_snapshot!(said, @r"
    # Vízum

    The translation into `uk` is of 1 October 2026. Since then the text in `cs` has changed. Please mend these sections in the file `content/visa/uk.md`.

    ## Kdo (#who): changed

    What changed:

    > ## Kdo {#who}
    >
    > Vy ~~a vaše rodina.~~**.**

    Now:

    > ## Kdo {#who}
    >
    > Vy .

    Your translation:

    > ## Хто {#who}
    >
    > Ви.

    ## Kolik (#price): changed

    What changed:

    > ## Kolik {#price}
    >
    > Stojí to 1 ~~500~~**700** Kč.

    Now:

    > ## Kolik {#price}
    >
    > Stojí to 1 700 Kč.

    Your translation:

    > ## Скільки {#price}
    >
    > Це коштує 1 500 Kč.

    ## introduction: deleted

    Before:

    > Úvod.

    Your translation:

    > Вступ.

    Once the translation is mended: `rozcestnik stamp visa uk`
    ");
}

#[test]
fn without_history_a_difference_is_the_list_of_sections() {
    let portal = portal();
    edit(portal.path(), SOURCE, "1 500 Kč", "1 700 Kč");
    let (_, said, done) = run(portal.path(), &["diff", "visa", "uk"]);
    assert_eq!(done, 1);
    insta::assert_snapshot!(said, @r"
    Vízum (visa): what changed in `cs` since the translation into `uk` (1 October 2026)

    Kolik (#price): changed
    (git does not know how this section was before; this is how it is now)

    ## Kolik {#price}

    Stojí to 1 700 Kč.

    Once the translation is mended: `rozcestnik stamp visa uk`
    ");
}

#[test]
fn a_shallow_clone_knows_what_is_outdated() {
    let origin = repository();
    edit(origin.path(), SOURCE, "1 500 Kč", "1 700 Kč");
    commit(origin.path());
    let folder = tempfile::tempdir().unwrap();
    let from = format!("file://{}", origin.path().display());
    git(folder.path(), &["clone", "--quiet", "--depth", "1", &from, "clone"]);
    let (_, said, done) = run(&folder.path().join("clone"), &["diff", "visa", "uk"]);
    assert!(said.contains("Kolik (#price): changed") && done == 1, "{said}");
}

#[test]
fn a_minor_edit_outdates_nobody_who_agreed_before_it() {
    for portal in [portal(), repository()] {
        let has_history = portal.path().join(".git").exists();
        edit(portal.path(), SOURCE, "Stojí to", "Zaplatíte");
        assert_eq!(code(portal.path(), &["diff", "visa", "vi"]), 1);
        let (said, _, done) = run(portal.path(), &["stamp", "--minor", "visa"]);
        assert_eq!((said.as_str(), done), ("2 translations recorded\n", 0), "{has_history}");
        assert_eq!(code(portal.path(), &["diff", "visa", "vi"]), 0);
        // Nobody read the translation, so its day stays.
        assert!(text(portal.path(), UKRAINIAN).contains("on: 2026-10-01"));
    }
}

#[test]
fn a_minor_edit_does_not_make_an_old_translation_new() {
    let portal = repository();
    edit(portal.path(), SOURCE, "1 500 Kč", "1 700 Kč");
    assert_eq!(code(portal.path(), &["stamp", "visa", "vi"]), 0);
    commit(portal.path());
    edit(portal.path(), SOURCE, "Stojí to", "Zaplatíte");
    let (said, _, done) = run(portal.path(), &["stamp", "--minor", "visa"]);
    insta::assert_snapshot!(said, @r"
    `visa` in `uk`: price stays out of date, because it did not agree before the last edit either
    1 translation recorded
    ");
    assert_eq!(done, 0);
    assert_eq!(code(portal.path(), &["diff", "visa", "uk"]), 1);
    assert_eq!(code(portal.path(), &["diff", "visa", "vi"]), 0);
}

#[test]
fn the_state_of_everything_fits_eighty_columns() {
    let portal = portal();
    edit(portal.path(), SOURCE, "1 500 Kč", "1 700 Kč");
    assert_eq!(code(portal.path(), &["stamp", "visa", "vi", "--by", "machine"]), 0);
    let (_, said, done) = run(portal.path(), &["status"]);
    assert_eq!(done, 0);
    insta::assert_snapshot!(said, @r"
    page          uk    vi    ar
    content/      –     –     –
    visa          75 %  auto  none

    uk: 1 out of date, 1 not to be translated
    vi: 1 by machine, 1 not to be translated
    ar: 1 missing, 1 not to be translated

    What has to be looked at
      visa: to be checked by 1 December 2026

    `rozcestnik status --locale LOCALE` says what to do.
    ");
    for locale in ["uk", "vi", "ar", "cs"] {
        let (_, said, _) = run(portal.path(), &["status", "--locale", locale]);
        assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
    }
    let (_, said, _) = run(portal.path(), &["status", "--locale", "uk"]);
    insta::assert_snapshot!(said, @r"
    content/: not to be translated
    visa: out of date (75 %, translated by a person, 53 days)
      changed: Kolik
      next: `rozcestnik diff visa uk`

    uk: 1 out of date, 1 not to be translated

    What has to be looked at
      visa: to be checked by 1 December 2026
    ");
}

#[test]
fn the_state_is_data_a_list_for_an_issue_and_a_page_too() {
    let portal = portal();
    edit(portal.path(), SOURCE, "1 500 Kč", "1 700 Kč");
    let (_, json, _) = run(portal.path(), &["status", "--locale", "uk", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    insta::assert_snapshot!(format!("{:#}", json["pages"][1]), @r#"
    {
      "id": "visa",
      "title": "Vízum",
      "translations": [
        {
          "locale": "uk",
          "state": "outdated",
          "percent": 75,
          "age_days": 53,
          "by": "human",
          "from": "cs",
          "changes": [
            {
              "section": "price",
              "heading": "Kolik",
              "kind": "edited"
            }
          ],
          "next": "update"
        }
      ]
    }
    "#);
    let (_, said, _) = run(portal.path(), &["status", "--format", "markdown"]);
    insta::assert_snapshot!(said, @r"
    # How the translations stand

    - `uk`: 1 out of date, 1 not to be translated
    - `vi`: 1 out of date, 1 not to be translated
    - `ar`: 1 missing, 1 not to be translated

    ## What has to be looked at

    - [ ] `visa`: to be checked by 1 December 2026

    ## Translations that are missing

    - [ ] Vízum (`visa`): `ar`

    ## Translations that are out of date

    - [ ] Vízum (`visa`): `uk` (Kolik), `vi` (Kolik)
    ");
    assert_eq!(code(portal.path(), &["status", "--html", "status.html"]), 0);
    let html = text(portal.path(), "status.html");
    assert!(html.contains("<td class=\"outdated\">75 %"), "{html}");
    assert_eq!(html, run(portal.path(), &["status", "--format", "html"]).1);
}
