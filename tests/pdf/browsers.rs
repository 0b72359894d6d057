//! A browser that is missing, never starts, ends in the middle or hangs.

use std::path::PathBuf;

use crate::{Desk, is_whole, pretend};

/// Six pages, so that there is a middle.
const PAGES: &str = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs]
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
---
-- content/a/cs.md --
---
title: A
summary: A.
---
Text.
-- content/b/cs.md --
---
title: B
summary: B.
---
Text.
-- content/c/cs.md --
---
title: C
summary: C.
---
Text.
-- content/d/cs.md --
---
title: D
summary: D.
---
Text.
-- content/e/cs.md --
---
title: E
summary: E.
---
Text.
";

const ALL: [&str; 7] = [
    "a-cs-page.pdf",
    "b-cs-page.pdf",
    "c-cs-page.pdf",
    "d-cs-page.pdf",
    "e-cs-page.pdf",
    "home-cs-page.pdf",
    "manifest.json",
];

#[test]
fn without_a_browser_it_says_what_to_install() {
    let desk = Desk::with(PAGES, PathBuf::from("/nowhere/chromium"));
    let (said, code) = desk.run(&["pdf", "--format", "page"]);
    assert_eq!((code, desk.files("pdf")), (2, vec![]));
    assert!(said.contains("CHROMIUM says `/nowhere/chromium`, and that is no program"), "{said}");
    let mut command = desk.command(&["pdf", "--format", "page"]);
    let output = command.env_remove("CHROMIUM").env("PATH", desk.path("")).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    for word in ["none was found", "apt install chromium", "macOS", "Windows", "not made: 6"] {
        assert!(said.contains(word), "{said}");
    }
}

#[test]
fn a_browser_that_never_starts_is_given_up_with_its_last_words() {
    let mut desk = Desk::with(PAGES, PathBuf::new());
    pretend(&mut desk, "echo starts >> starts\necho 'No usable sandbox!' >&2\nexit 1");
    let (said, code) = desk.run(&["pdf", "--format", "page"]);
    assert_eq!((code, desk.files("pdf")), (2, vec![]));
    assert!(said.contains("could not be started"), "{said}");
    assert!(said.contains("No usable sandbox!"), "{said}");
    assert_eq!(std::fs::read_to_string(desk.path("starts")).unwrap(), "starts\n");
}

#[test]
fn a_browser_that_hangs_is_ended() {
    let mut desk = Desk::with(PAGES, PathBuf::new());
    pretend(&mut desk, "exec sleep 600");
    let (said, code) = desk.run(&["pdf", "--format", "page", "--time-limit", "1"]);
    assert_eq!((code, desk.files("pdf")), (2, vec![]));
    assert!(said.contains("within 1 s; `--time-limit SECONDS`"), "{said}");
}

#[test]
fn something_that_is_no_browser_is_given_up() {
    let mut desk = Desk::with(PAGES, PathBuf::new());
    pretend(&mut desk, "printf '{\"id\":1,\"error\":{\"message\":\"what?\"}}\\0' >&4\nsleep 600");
    let (said, code) = desk.run(&["pdf", "--format", "page", "--time-limit", "5"]);
    assert_eq!((code, desk.files("pdf")), (1, vec![]));
    assert!(said.contains("Target.createTarget: what?"), "{said}");
}

/// Ends the browser as soon as the first PDF is there.
const KILL_IN_THE_MIDDLE: &str = "
\"$CHROMIUM\" \"$@\" &
while ! ls pdf/*.pdf >/dev/null 2>&1; do sleep 0.01; done
kill -9 $!";

#[test]
fn a_browser_that_ends_in_the_middle_is_started_once_more_for_the_rest() {
    let mut desk = Desk::new(PAGES);
    pretend(
        &mut desk,
        &format!("[ -e ended ] && exec \"$CHROMIUM\" \"$@\"\n: > ended\n{KILL_IN_THE_MIDDLE}"),
    );
    let (said, code) = desk.run(&["pdf", "--format", "page"]);
    assert_eq!((code, desk.files("pdf")), (0, ALL.map(ToOwned::to_owned).to_vec()), "{said}");
    assert!(said.contains("the browser stopped while it was making"), "{said}");
    assert!(said.contains("started once more"), "{said}");
    assert!(ALL.iter().all(|name| is_whole(&desk.path("pdf").join(name))));
}

#[test]
fn a_browser_that_always_ends_leaves_what_was_finished_and_nothing_broken() {
    let mut desk = Desk::new(PAGES);
    pretend(&mut desk, KILL_IN_THE_MIDDLE);
    let (said, code) = desk.run(&["pdf", "--format", "page"]);
    assert_eq!(code, 2, "{said}");
    let files = desk.files("pdf");
    assert!((2..ALL.len()).contains(&files.len()), "{files:?}");
    assert!(files.iter().all(|name| ALL.contains(&name.as_str())), "{files:?}");
    assert!(files.iter().all(|name| is_whole(&desk.path("pdf").join(name))));
}
