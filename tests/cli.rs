//! The program as people run it: exit codes, words, and what it does to the disk.
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/txtar.rs"]
mod txtar;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use assert_cmd::Command;
use tempfile::TempDir;

const VISA: &str = "
-- content/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
---
Text.
-- content/work/cs.md --
---
title: Práce
summary: Kde ji hledat.
---
Text.
";

/// The program in a folder, on a computer that speaks English.
fn rozcestnik(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rozcestnik"));
    command.current_dir(folder).args(arguments).args(["--today", "2026-11-23"]);
    command.env("LC_ALL", "en_US.UTF-8");
    command
}

/// What it says on standard error and on standard output, and its exit code.
fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = rozcestnik(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stderr), text(output.stdout), output.status.code().unwrap())
}

fn code(folder: &Path, arguments: &[&str]) -> i32 {
    run(folder, arguments).2
}

fn portal(site: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in txtar::files(site) {
        write(&folder.path().join(path), bytes);
    }
    folder
}

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = walk.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

/// Every file and folder below a folder with the time of its last change and its number on the disk.
fn stamps(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, u64)> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    walk.map(|entry| {
        let metadata = entry.metadata().unwrap();
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&metadata);
        #[cfg(not(unix))]
        let number = 0;
        (entry.path().to_owned(), (metadata.modified().unwrap(), number))
    })
    .collect()
}

#[test]
fn the_exit_code_says_whether_there_are_findings() {
    let clean = portal("");
    let warning = portal("-- content/map.png (png 4x3) --\n");
    let error = portal("-- content/visa/cs.md --\n");
    let nothing = tempfile::tempdir().unwrap();
    for (folder, arguments, expected) in [
        (&clean, &["check"][..], 0),
        (&clean, &["check", "--strict"], 0),
        (&clean, &["build"], 0),
        (&warning, &["check"], 0),
        (&warning, &["check", "--strict"], 1),
        (&warning, &["build"], 0),
        (&error, &["check"], 1),
        (&error, &["build"], 1),
        (&nothing, &["check"], 2),
        (&nothing, &["build"], 2),
        (&clean, &["check", "--no-such-option"], 2),
        (&clean, &["--root", "nowhere", "check"], 2),
        (&clean, &["check", "--today", "2026-02-30"], 2),
    ] {
        assert_eq!(code(folder.path(), arguments), expected, "{arguments:?}");
    }
}

#[test]
fn without_a_portal_people_are_told_how_to_get_one() {
    let nothing = tempfile::tempdir().unwrap();
    for arguments in [&["check"][..], &["--root", ".", "check"]] {
        let (said, _, _) = run(nothing.path(), arguments);
        let said =
            said.replace(&fs::canonicalize(nothing.path()).unwrap().display().to_string(), "DIR");
        let said =
            said.replace(&nothing.path().display().to_string(), "DIR").replace("DIR/.", "DIR");
        assert!(said.contains("no portal here: neither `DIR` nor a folder above it"), "{said}");
        assert!(said.contains("rozcestnik new portal DIR"), "{said}");
    }
}

#[test]
fn a_new_portal_has_nothing_to_correct_and_can_be_built() {
    let home = tempfile::tempdir().unwrap();
    let (said, _, done) = run(home.path(), &["new", "portal", "my/portal"]);
    assert_eq!(done, 0, "{said}");
    let root = home.path().join("my/portal");
    let (said, _, done) = run(&root, &["--lang", "en", "check", "--strict"]);
    assert_eq!((said.as_str(), done), ("checked 8 pages: nothing to correct\n", 0));
    let (said, _, done) = run(&root, &["--lang", "en", "check", "--strict", "--drafts"]);
    assert_eq!((said.as_str(), done), ("checked 8 pages: nothing to correct\n", 0));
    assert_eq!(code(&root, &["build"]), 0);
    assert!(root.join("public/en/residence/new-address/index.html").is_file());
}

#[test]
fn nothing_is_written_over_when_something_new_is_made() {
    let home = tempfile::tempdir().unwrap();
    write(&home.path().join("full/notes.txt"), "mine");
    let (said, _, done) = run(home.path(), &["new", "portal", "full"]);
    assert_eq!(done, 2, "{said}");
    assert!(said.contains("notes.txt") || said.contains("exists already"), "{said}");
    assert_eq!(files(home.path()).len(), 1);

    let portal = portal(VISA);
    let before = files(portal.path());
    let (said, _, done) = run(portal.path(), &["--lang", "en", "new", "page", "visa"]);
    assert_eq!(done, 2, "{said}");
    assert!(said.contains("content/visa/cs.md` exists already; nothing was changed"), "{said}");
    assert_eq!(files(portal.path()), before);
}

#[test]
fn a_new_page_is_a_draft_in_each_language() {
    let site = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs, uk, en]
-- content/uk.md --
---
title: Головна
summary: Поради.
---
-- content/en.md --
---
title: Home
summary: Guidance.
---
";
    let portal = portal(site);
    let arguments = ["--lang", "en", "new", "page", "residence/long-stay", "--locales", "cs,uk"];
    let (said, _, done) = run(portal.path(), &arguments);
    assert_eq!(done, 0, "{said}");
    for locale in ["cs", "uk"] {
        let page = portal.path().join(format!("content/residence/long-stay/{locale}.md"));
        assert!(said.contains(&format!("created: {}\n", page.display())), "{said}");
        assert!(fs::read_to_string(page).unwrap().contains("draft: true"));
    }
    assert_eq!(code(portal.path(), &["stamp", "--unrecorded"]), 0);
    assert_eq!(code(portal.path(), &["check", "--strict"]), 0);
    let (said, _, done) =
        run(portal.path(), &["--lang", "en", "check", "--drafts", "--format", "short"]);
    assert_eq!(done, 0, "{said}");
    assert!(said.contains("content/residence/long-stay/uk.md:3:10: warning[staff-todo]"), "{said}");
    assert!(!said.contains("``") && !said.contains("{#"), "{said}");
}

#[test]
fn a_language_can_be_added_to_a_page_later() {
    let site = "-- site.yaml --\nname: Portál\nsource_locale: cs\nlocales: [cs, uk]\n";
    let portal = portal(&format!("{site}{VISA}"));
    assert_eq!(code(portal.path(), &["new", "page", "visa", "--locales", "uk"]), 0);
    let page = fs::read_to_string(portal.path().join("content/visa/uk.md")).unwrap();
    assert!(page.contains("translation: {from: cs, by: human}\n"), "{page}");
    assert!(!page.contains("order:"), "{page}");
}

#[test]
fn a_new_page_needs_an_address_and_languages_of_the_portal() {
    let portal = portal("");
    for (arguments, expected) in [
        (["--lang", "en", "new", "page", "Trvalý pobyt"], "`Trvalý pobyt` is no path of a page"),
        (["--lang", "en", "new", "page", "../visa"], "`../visa` is no path of a page"),
        (["--lang", "en", "new", "page", "data/visa"], "`data/visa` is no path of a page"),
    ] {
        let (said, _, done) = run(portal.path(), &arguments);
        assert_eq!(done, 2, "{said}");
        assert!(said.starts_with(expected), "{said}");
    }
    let arguments = ["--lang", "en", "new", "page", "visa", "--locales", "cs,uk"];
    let (said, _, done) = run(portal.path(), &arguments);
    assert_eq!((said.as_str(), done), ("the portal has no language `uk`\n", 2));
    assert!(!portal.path().join("content/visa").exists());
}

#[test]
fn a_finding_is_explained_by_its_code() {
    let home = tempfile::tempdir().unwrap();
    let (_, said, done) = run(home.path(), &["explain", "broken-link"]);
    assert_eq!(done, 0);
    assert!(said.starts_with("# broken-link\n\nAn error: nothing is published"), "{said}");
    let (_, said, _) = run(home.path(), &["explain", "broken-link", "--lang", "cs"]);
    assert!(said.starts_with("# broken-link\n\nChyba: "), "{said}");
    let (said, _, done) = run(home.path(), &["explain", "broken-lnk"]);
    assert_eq!(done, 2);
    assert_eq!(said, "no finding is called `broken-lnk`\ndid you mean `broken-link`?\n");
    let portal = portal("");
    let (_, said, _) = run(portal.path(), &["explain", "broken-link"]);
    assert!(said.starts_with("# broken-link\n\nChyba: "), "{said}");
    let (_, said, done) = run(home.path(), &["explain"]);
    assert_eq!(done, 0);
    for code in rozcestnik::diagnostic::Code::ALL {
        assert!(said.contains(&format!("\n{code} ")), "{code}");
    }
}

#[test]
fn every_format_has_a_schema() {
    let home = tempfile::tempdir().unwrap();
    for format in
        ["site", "front-matter", "values", "contacts", "places", "glossary", "addresses", "catalog"]
    {
        let (_, text, done) = run(home.path(), &["schema", format]);
        assert_eq!(done, 0, "{format}");
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{format}");
        assert_eq!(schema["type"], "object", "{format}");
    }
    assert_eq!(code(home.path(), &["schema", "timetable-of-trains"]), 2);
}

#[test]
fn shells_can_complete_the_commands() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let (_, script, done) = run(home.path(), &["completions", shell]);
        assert_eq!(done, 0, "{shell}");
        assert!(script.contains("record-addresses"), "{shell}");
    }
}

#[test]
fn help_names_every_command() {
    let home = tempfile::tempdir().unwrap();
    let (_, help, done) = run(home.path(), &["--help"]);
    assert_eq!(done, 0);
    for command in
        ["build", "check", "serve", "new", "explain", "schema", "record-addresses", "completions"]
    {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
    }
}

#[test]
fn the_portal_is_found_upwards_and_by_its_name() {
    let portal = portal(VISA);
    let elsewhere = tempfile::tempdir().unwrap();
    let root = portal.path().to_str().unwrap();
    assert_eq!(code(&portal.path().join("content/visa"), &["check"]), 0);
    assert_eq!(code(elsewhere.path(), &["check", "--root", root]), 0);
    assert_eq!(code(elsewhere.path(), &["--root", root, "build"]), 0);
    assert!(portal.path().join("public/cs/visa/index.html").is_file());
    assert_eq!(files(elsewhere.path()).len(), 0);
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let portal = portal(VISA);
    write(&portal.path().join("holiday/photo.jpg"), "mine");
    write(&portal.path().join("project/.git/HEAD"), "ref");
    let before = files(portal.path());
    for (out, expected) in [
        ("holiday", "is not empty and was not made by rozcestnik"),
        ("project", "is the root of a project under version control"),
        ("content", "choose another"),
        (".", "holds the source of a portal"),
        ("site.yaml", "is a file, not a folder"),
    ] {
        let (said, _, done) = run(portal.path(), &["--lang", "en", "build", "--out", out]);
        assert_eq!(done, 2, "{out}: {said}");
        assert!(said.contains(expected), "{out}: {said}");
    }
    assert_eq!(files(portal.path()), before);
}

#[test]
fn a_file_that_somebody_put_into_the_portal_is_not_lost() {
    let portal = portal(VISA);
    assert_eq!(code(portal.path(), &["build"]), 0);
    let before = files(&portal.path().join("public"));
    let notes = portal.path().join("public/cs/notes.txt");
    write(&notes, "mine");
    write(&portal.path().join("content/visa/cs.md"), "---\ntitle: Víza\nsummary: V.\n---\n");
    let (said, _, done) = run(portal.path(), &["--lang", "en", "build"]);
    assert_eq!(done, 2, "{said}");
    assert!(said.contains("cs/notes.txt` was not made by rozcestnik and would be lost"), "{said}");
    fs::remove_file(&notes).unwrap();
    assert_eq!(files(&portal.path().join("public")), before);
}

#[test]
fn nothing_is_written_when_there_is_an_error() {
    let portal = portal(VISA);
    let page = portal.path().join("content/visa/cs.md");
    write(&page, "---\ntitle: Vízum\nsummary: Vízum.\n---\n[[nowhere]]\n");
    let (said, _, done) = run(portal.path(), &["--lang", "en", "build"]);
    assert_eq!(done, 1);
    assert!(said.ends_with("nothing was written: 1 error, 0 warnings\n"), "{said}");
    assert!(!portal.path().join("public").exists());

    write(&page, "---\ntitle: Vízum\nsummary: Vízum.\n---\n[[work]]\n");
    assert_eq!(code(portal.path(), &["build"]), 0);
    let before = stamps(&portal.path().join("public"));
    write(&page, "---\ntitle: Vízum\n");
    assert_eq!(code(portal.path(), &["build"]), 1);
    assert_eq!(stamps(&portal.path().join("public")), before);
}

#[test]
fn a_build_with_nothing_changed_touches_no_file() {
    let portal = portal(VISA);
    assert_eq!(code(portal.path(), &["build"]), 0);
    let before = stamps(portal.path());
    let (said, _, done) = run(portal.path(), &["--lang", "en", "build"]);
    assert_eq!(done, 0);
    assert!(said.contains("is up to date, no file was touched"), "{said}");
    assert_eq!(stamps(portal.path()), before);
}

#[test]
fn what_is_wrong_is_said_again_when_nothing_changed() {
    let portal = portal("-- content/map.png (png 4x3) --\n");
    let lines = |arguments: &[&str]| run(portal.path(), arguments).0.lines().count();
    let first = lines(&["build", "--format", "short"]);
    assert!(first > 3);
    assert_eq!(lines(&["build", "--format", "short"]), first - 1, "all but the count of files");
    let (_, json, _) = run(portal.path(), &["build", "--format", "json"]);
    let findings: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(findings[0]["code"], "unused-picture");
}

#[test]
fn everything_that_the_portal_depends_on_makes_it_anew() {
    let site = "-- content/visa/cs.md --\n---\ntitle: Vízum\nsummary: V.\ndraft: true\n\
                valid_until: 2026-11-30\n---\n";
    let portal = portal(site);
    let page = portal.path().join("public/cs/visa/index.html");
    let built = |arguments: &[&str]| {
        assert_eq!(code(portal.path(), &[&["build"], arguments].concat()), 0);
        fs::read_to_string(&page).unwrap_or_default()
    };
    assert_eq!(built(&[]), "");
    assert!(built(&["--drafts"]).contains("https://portal.example/cs/visa/"));
    let moved = built(&["--drafts", "--base-url", "https://other.example"]);
    assert!(moved.contains("https://other.example/cs/visa/"));
    let mut later = Command::new(env!("CARGO_BIN_EXE_rozcestnik"));
    later.current_dir(portal.path()).args(["build", "--drafts", "--today", "2026-12-01"]);
    later.assert().success();
    assert!(fs::read_to_string(&page).unwrap().contains("notice--expired"));
    write(&portal.path().join("i18n/cs.yaml"), "home: Domeček\n");
    assert!(built(&["--drafts"]).contains("Domeček"));
    write(&portal.path().join("themes/default/css/99-own.css"), ".own-rule { color: red }\n");
    let before = built(&["--drafts"]);
    fs::remove_dir_all(portal.path().join("themes")).unwrap();
    assert_ne!(built(&["--drafts"]), before);
    assert_eq!(built(&[]), "");
}

#[test]
fn what_somebody_spoilt_in_the_portal_is_mended() {
    let portal = portal(VISA);
    assert_eq!(code(portal.path(), &["build"]), 0);
    let public = portal.path().join("public");
    let whole = files(&public);
    fs::remove_file(public.join("cs/visa/index.html")).unwrap();
    write(&public.join("cs/work/index.html"), "spoilt");
    write(&public.join("robots.txt"), "");
    assert_eq!(code(portal.path(), &["build"]), 0);
    assert_eq!(files(&public), whole);
}

#[test]
fn a_changed_page_changes_only_the_files_that_show_it() {
    let portal = portal(VISA);
    let public = portal.path().join("public");
    let changed = |text: &str| {
        let before = stamps(&public);
        write(&portal.path().join("content/visa/cs.md"), text);
        assert_eq!(code(portal.path(), &["build"]), 0);
        let after = stamps(&public);
        let is_file = |path: &&PathBuf| path.is_file();
        let paths =
            after.keys().filter(is_file).filter(|path| after.get(*path) != before.get(*path));
        let names = paths.map(|path| path.strip_prefix(&public).unwrap().display().to_string());
        // The files of the search are named after what they hold.
        let names = names.map(|name| name.replace('\\', "/"));
        let is_steady = |name: &String| !name.starts_with("assets/search/");
        names.filter(is_steady).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(code(portal.path(), &["build"]), 0);
    insta::assert_snapshot!(
        changed("---\ntitle: Vízum\nsummary: Kdo ho potřebuje.\n---\nJiný text.\n"),
        @r"
    .rozcestnik.json
    cs/offline/files.json
    cs/offline/portal-cs.zip
    cs/search/map.json
    cs/visa/index.html
    offline.json
    "
    );
    insta::assert_snapshot!(
        changed("---\ntitle: Víza\nsummary: Kdo ho potřebuje.\n---\nJiný text.\n"),
        @r"
    .rozcestnik.json
    cs/a-z/index.html
    cs/index.html
    cs/offline/files.json
    cs/offline/portal-cs.zip
    cs/search/map.json
    cs/visa/index.html
    offline.json
    "
    );
}

#[test]
fn a_deleted_page_is_gone_from_the_portal() {
    let portal = portal(VISA);
    assert_eq!(code(portal.path(), &["build"]), 0);
    fs::remove_dir_all(portal.path().join("content/visa")).unwrap();
    assert_eq!(code(portal.path(), &["build"]), 0);
    assert!(!portal.path().join("public/cs/visa").exists());
    assert!(portal.path().join("public/cs/work/index.html").is_file());
}

#[test]
fn an_address_that_was_recorded_is_never_lost() {
    let portal = portal(VISA);
    let root = portal.path();
    let (said, _, done) = run(root, &["--lang", "en", "record-addresses"]);
    assert_eq!((said.as_str(), done), ("2 addresses added\n", 0));
    let (said, _, done) = run(root, &["--lang", "en", "record-addresses"]);
    assert_eq!((said.as_str(), done), ("0 addresses added\n", 0));
    assert_eq!(code(root, &["check", "--strict"]), 0);

    fs::rename(root.join("content/visa"), root.join("content/long-stay")).unwrap();
    let (said, _, done) = run(root, &["--lang", "en", "check", "--format", "short"]);
    assert_eq!(done, 1);
    let expected = "content/data/addresses.yaml:2:1: error[address-moved]: the page at `/cs/visa/`";
    assert!(said.starts_with(expected), "{said}");

    let settings = fs::read_to_string(root.join("site.yaml")).unwrap();
    let redirect = "redirects: [{from: /cs/visa/, to: long-stay}]\n";
    write(&root.join("site.yaml"), format!("{settings}{redirect}"));
    assert_eq!(code(root, &["check", "--strict"]), 0);

    write(
        &root.join("content/work/cs.md"),
        "---\ntitle: Práce\nsummary: Kde ji hledat.\nslug: prace\n---\n",
    );
    assert_eq!(code(root, &["build"]), 0);
    let redirects = fs::read_to_string(root.join("public/_redirects")).unwrap();
    assert_eq!(redirects, "/cs/visa/ /cs/long-stay/ 301\n/cs/work/ /cs/prace/ 301\n");
    assert!(root.join("public/cs/work/index.html").is_file());
}

#[test]
fn a_short_address_that_was_recorded_stays_when_the_page_gets_another() {
    let page = |short: &str| format!("---\ntitle: Vízum\nsummary: V.\nshort: {short}\n---\n");
    let portal = portal(&format!("-- content/visa/cs.md --\n{}", page("vizum")));
    let root = portal.path();
    let (said, _, done) = run(root, &["--lang", "en", "record-addresses"]);
    assert_eq!((said.as_str(), done), ("2 addresses added\n", 0));

    write(&root.join("content/visa/cs.md"), page("d"));
    assert_eq!(code(root, &["build"]), 0);
    let redirects = fs::read_to_string(root.join("public/_redirects")).unwrap();
    assert_eq!(redirects, "/cs/d/ /cs/visa/ 301\n/cs/vizum/ /cs/visa/ 301\n");
}

#[test]
fn no_address_is_recorded_while_there_are_errors() {
    let portal = portal("-- content/visa/cs.md --\n");
    assert_eq!(code(portal.path(), &["record-addresses"]), 1);
    assert!(!portal.path().join("content/data").exists());
}

#[test]
fn json_for_programs_stands_alone_on_standard_output() {
    let portal =
        portal("-- content/visa/cs.md --\n---\ntitle: Vízum\nsummary: V.\n---\n[[nowhere]]\n");
    for command in ["check", "build"] {
        let (_, text, done) = run(portal.path(), &[command, "--format", "json"]);
        assert_eq!(done, 1);
        let findings: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(findings[0]["code"], "broken-link");
        assert_eq!(findings[0]["file"], "content/visa/cs.md");
        assert_eq!(findings[0]["line"], 5);
    }
    let (_, text, _) = run(portal.path(), &["check", "--format", "github"]);
    assert!(text.starts_with("::error file=content/visa/cs.md,line=5,col=1,"), "{text}");
    let (_, text, _) = run(portal.path(), &["check", "--format", "human"]);
    assert_eq!(text, "");
    write(&portal.path().join("content/visa/cs.md"), "---\ntitle: Vízum\nsummary: V.\n---\n");
    assert_eq!(run(portal.path(), &["check", "--format", "json"]).1, "[]\n");
}

#[test]
fn the_program_speaks_the_language_of_the_portal_unless_told_otherwise() {
    let czech = portal("");
    let english = portal(
        "
-- site.yaml --
name: Portal
source_locale: en
locales: [en]
-- content/cs.md (absent) --
-- content/en.md --
---
title: Home
summary: Guidance.
---
",
    );
    let said = |portal: &TempDir, arguments: &[&str]| run(portal.path(), arguments).0;
    assert_eq!(said(&czech, &["check"]), "zkontrolováno: 1 stránka; není co opravovat\n");
    assert_eq!(said(&czech, &["check", "--lang", "en"]), "checked 1 page: nothing to correct\n");
    assert_eq!(said(&english, &["check"]), "checked 1 page: nothing to correct\n");
    assert_eq!(said(&english, &["check", "--lang", "cs"]), said(&czech, &["check"]));
}

#[test]
fn where_there_is_no_portal_the_program_speaks_the_language_of_the_person() {
    let home = tempfile::tempdir().unwrap();
    for (language, expected) in
        [("cs_CZ.UTF-8", "# not-utf8\n\nChyba"), ("C", "# not-utf8\n\nAn error")]
    {
        let mut command = rozcestnik(home.path(), &["explain", "not-utf8"]);
        let output = command.env("LC_ALL", language).output().unwrap();
        assert!(output.stdout.starts_with(expected.as_bytes()), "{language}");
    }
}

#[test]
fn options_decide_what_is_built_and_where() {
    let portal =
        portal("-- content/visa/cs.md --\n---\ntitle: Vízum\nsummary: V.\ndraft: true\n---\n");
    let arguments =
        ["build", "--out", "a/b/site", "--base-url", "https://example.org/", "--drafts"];
    assert_eq!(code(portal.path(), &arguments), 0);
    let html = fs::read_to_string(portal.path().join("a/b/site/cs/visa/index.html")).unwrap();
    assert!(html.contains("https://example.org/cs/visa/"), "{html}");
    assert!(!portal.path().join("public").exists());
}

#[test]
fn the_summary_says_what_was_built() {
    let portal = portal(VISA);
    let (said, _, _) = run(portal.path(), &["--lang", "en", "build"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "      cs  3 pages");
    assert!(lines[1].starts_with("portal built in ") && lines[1].contains(": 3 pages, "), "{said}");
    assert!(lines[1].ends_with("; 0 warnings"), "{said}");
    let mut published = files(&portal.path().join("public"));
    // What the program remembers of the folder is no part of the portal.
    assert!(published.remove(&portal.path().join("public/.rozcestnik.json")).is_some());
    let published = published.len();
    assert_eq!(lines[2], format!("files written: {published}, unchanged: 0, removed: 0"));
    assert_eq!(lines.len(), 3, "{said}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let portal = portal(VISA);
    let built = |threads: &str| {
        let mut command = rozcestnik(portal.path(), &["build", "--out", threads]);
        command.env("RAYON_NUM_THREADS", threads).assert().success();
        let folder = portal.path().join(threads);
        let files = files(&folder).into_iter();
        files
            .map(|(path, bytes)| (path.strip_prefix(&folder).unwrap().to_owned(), bytes))
            .collect::<BTreeMap<_, _>>()
    };
    assert!(built("1") == built("2"));
}

#[test]
fn the_search_answers_people_and_programs() {
    let portal = portal(VISA);
    let (_, answer, code) = run(portal.path(), &["search", "prace", "--locale", "cs"]);
    assert_eq!(code, 0);
    assert!(answer.contains("Práce") && answer.contains("/cs/work/"), "{answer}");

    let (_, answer, _) = run(portal.path(), &["search", "prace", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["query"], "prace");
    assert_eq!(answer["corrected"], serde_json::Value::Null);
    let first = &answer["results"][0];
    assert_eq!(first["page"], "work");
    assert_eq!(first["url"], "/cs/work/");
    assert_eq!(first["matched_locale"], "cs");
    assert!(first["score"].as_u64().unwrap() > 0);

    let (said, _, code) = run(portal.path(), &["search", "prace", "--locale", "fi"]);
    assert_eq!(code, 2);
    assert!(said.contains("`fi`"), "{said}");
}

#[test]
fn many_queries_are_answered_line_by_line() {
    let portal = portal(VISA);
    let mut command = rozcestnik(portal.path(), &["search", "--batch", "--json"]);
    let output = command.write_stdin("cs\tvizum\nprace\ncs\txyzxyz\n").output().unwrap();
    assert!(output.status.success());
    let lines = String::from_utf8(output.stdout).unwrap();
    let pages = lines.lines().map(|line| {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        answer["results"][0]["page"].as_str().map(ToOwned::to_owned)
    });
    let expected = [Some("visa"), Some("work"), None];
    assert!(pages.eq(expected.map(|page| page.map(ToOwned::to_owned))), "{lines}");
    assert_eq!(code(portal.path(), &["search", "--batch", "prace"]), 2);

    let mut command = rozcestnik(portal.path(), &["search", "--batch"]);
    let output = command.write_stdin(&b"prace\n\xff\n"[..]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_index_itself_can_be_kept() {
    let portal = portal(VISA);
    for _ in 0..2 {
        assert_eq!(code(portal.path(), &["build", "--keep-index", "kept"]), 0);
        let kept = files(&portal.path().join("kept"));
        assert!(kept.keys().any(|path| path.ends_with("cs/meta.json")), "{:?}", kept.keys());
    }
}

#[test]
fn the_handbook_is_printed_by_chapter() {
    let home = tempfile::tempdir().unwrap();
    let (_, said, done) = run(home.path(), &["handbook"]);
    assert_eq!(done, 0);
    assert!(said.contains("\nfirst-edit   First edit: from an empty computer"), "{said}");
    let (_, said, done) = run(home.path(), &["handbook", "writing"]);
    assert_eq!(done, 0);
    assert!(said.starts_with("# Writing: "), "{said}");
    let (said, _, done) = run(home.path(), &["handbook", "writting"]);
    assert_eq!(done, 2);
    let expected = "no chapter is called `writting`; `rozcestnik handbook` lists them\n\
                    did you mean `writing`?\n";
    assert_eq!(said, expected);
    let portal = portal("");
    let (_, said, _) = run(portal.path(), &["handbook", "findings"]);
    assert!(said.starts_with("# Co znamená který nález\n"), "{said}");
    let (_, said, _) = run(portal.path(), &["handbook", "findings", "--lang", "en"]);
    assert!(said.starts_with("# What each finding means\n"), "{said}");
}
