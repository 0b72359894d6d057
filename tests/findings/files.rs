//! Files that cannot be read, or that nobody expects.
#![cfg_attr(unix, expect(clippy::disallowed_methods, reason = "some sites must lie on a disk"))]

#[cfg(unix)]
use crate::{site::short, txtar::files};

#[test]
fn a_site_without_its_settings_says_how_to_get_one() {
    check!("-- site.yaml (absent) --\n", @"error[missing-config]: no portal here: neither `.` nor a folder above it holds `site.yaml` (go to the folder of your portal, name it with `--root DIR`, or create a new one with `rozcestnik new portal DIR`)");
}

#[test]
fn a_text_in_an_old_encoding_is_found_at_the_first_letter_that_does_not_fit() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
Text
-- content/data/values.yaml (latin-1) --
# dobrý
",
        @"content/data/values.yaml:1:7: error[not-utf8]: this file is not UTF-8 text: byte 6 fits no letter (save the file again in the encoding UTF-8 (in Notepad: Save as, Encoding: UTF-8))"
    );
}

#[test]
fn names_that_differ_only_in_capital_letters_collide() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Pictures.
---
![One](map.svg) ![Two](Map.svg)
-- content/map.svg --
<svg width='2' height='1'></svg>
-- content/Map.svg --
<svg width='2' height='1'></svg>
",
        @"content/map.svg:1:1: error[file-name-collision]: `content/map.svg` differs from `content/Map.svg` only in capital letters or in how its accents are stored"
    );
}

/// A Mac stores `á` as a letter and an accent, Windows as one sign.
#[cfg(unix)]
#[test]
fn names_that_differ_only_in_how_accents_are_stored_collide() {
    let folder = on_disk(
        "
-- content/á/cs.md --
---
title: A
summary: A.
---
-- content/a\u{301}/cs.md --
---
title: A
summary: A.
---
",
    );
    insta::assert_snapshot!(said_of_folder(&folder), @r"
    content/á/cs.md:1:1: error[file-name-collision]: `content/á/cs.md` differs from `content/á/cs.md` only in capital letters or in how its accents are stored
    content/á/cs.md:1:1: error[bad-value]: `á` is not a part of an address (small letters without accents, digits, hyphens)
    ");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_cannot_be_read() {
    let folder = on_disk("");
    std::os::unix::fs::symlink("nowhere.png", folder.path().join("content/map.png")).unwrap();
    insta::assert_snapshot!(said_of_folder(&folder), @"content/map.png:1:1: error[unreadable-file]: this file cannot be read: No such file or directory (os error 2)");
}

#[cfg(unix)]
fn on_disk(site: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files(site) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

#[cfg(unix)]
fn said_of_folder(folder: &tempfile::TempDir) -> String {
    let tree = std::sync::Arc::new(rozcestnik::source::SourceTree::read(folder.path()));
    let (_, found) = rozcestnik::compile(&tree, &crate::site::options());
    short(&found, &tree)
}

#[test]
fn a_text_whose_name_is_no_language_of_the_portal_is_found() {
    check!(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
-- content/visa/sc.md --
-- content/visa/ukrainian.md --
-- i18n/cz.yaml --
-- i18n/notes.txt --
",
        @r"
    content/visa/sc.md:1:1: error[unknown-locale-file]: `sc.md` belongs to none of the portal's languages (did you mean `cs`?)
    content/visa/ukrainian.md:1:1: error[unknown-locale-file]: `ukrainian.md` belongs to none of the portal's languages (the languages of the portal need these names: `cs.md`)
    i18n/cz.yaml:1:1: error[unknown-locale-file]: `cz.yaml` belongs to none of the portal's languages (did you mean `cs`?)
    i18n/notes.txt:1:1: error[unknown-locale-file]: `notes.txt` belongs to none of the portal's languages (the languages of the portal need these names: `cs.yaml`)
    "
    );
}

#[test]
fn a_data_file_that_nothing_reads_is_found() {
    check!(
        "
-- content/data/contact.yaml --
-- content/data/prices.csv --
",
        @r"
    content/data/contact.yaml:1:1: error[unknown-data-file]: the program reads no file called `contact.yaml` in `content/data` (did you mean `contacts.yaml`?)
    content/data/prices.csv:1:1: error[unknown-data-file]: the program reads no file called `prices.csv` in `content/data` (these names are known: `addresses.yaml`, `calendars.yaml`, `contacts.yaml`, `glossary.yaml`, `places.yaml`, `revisions.yaml`, `values.yaml`)
    "
    );
}

#[test]
fn a_picture_that_is_none_is_found() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Pictures.
---
![Map](map.png) ![Drawing](drawing.svg)
-- content/map.png --
not a picture
-- content/drawing.svg --
<svg></svg>
",
        @r"
    content/drawing.svg:1:1: error[bad-picture]: this picture cannot be used: SVG: width, height, viewBox
    content/map.png:1:1: error[bad-picture]: this picture cannot be used: Could not decode image
    "
    );
}

#[test]
fn a_picture_that_no_text_shows_is_found() {
    check!("-- content/map.png (png 40x30) --\n", @"content/map.png:1:1: warning[unused-picture]: the page does not show its picture `map.png`");
}

#[test]
fn a_folder_name_that_is_no_address_is_found() {
    check!(
        "
-- content/Trvalý pobyt/cs.md --
---
title: Trvalý pobyt
summary: Pobyt.
---
",
        @"content/Trvalý pobyt/cs.md:1:1: error[bad-value]: `Trvalý pobyt` is not a part of an address (small letters without accents, digits, hyphens)"
    );
}
