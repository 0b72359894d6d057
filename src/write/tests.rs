//! Publishing, looked at on the disk.
#![expect(clippy::disallowed_methods, reason = "tests look at what was written")]

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::*;
use crate::html::Html;
use crate::output::{OutputTree, Unmade};

fn tree(files: &[(&str, &str)]) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, text) in files {
        let file = OutputFile::Bytes(text.as_bytes().to_vec());
        tree.insert(OutputPath::new(path).unwrap(), file).unwrap();
    }
    tree
}

/// A folder with `public` in it, which holds these files published long ago.
fn published(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("public");
    publish(&tree(files), &folder).unwrap();
    for (path, _) in files {
        age(&disk::inside(&folder, path));
    }
    (home, folder)
}

fn long_ago() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000)
}

fn age(path: &Path) {
    fs::File::options().append(true).open(path).unwrap().set_modified(long_ago()).unwrap();
}

fn is_old(path: &Path) -> bool {
    fs::metadata(path).unwrap().modified().unwrap() == long_ago()
}

/// Everything below a folder, folders with a `/` at the end, but for the marks.
fn everything(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let listing = disk::list(folder).unwrap();
    for name in listing.folders {
        let name = name.into_string().unwrap();
        let below = everything(&folder.join(&name));
        found.push((format!("{name}/"), String::new()));
        found.extend(below.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
    }
    for name in listing.files.into_iter().filter(|name| name != portal::MARK) {
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        found.push((name.into_string().unwrap(), text));
    }
    found
}

fn check(folder: &Path, expected: &[(&str, &str)]) {
    let found = everything(folder);
    let found: Vec<_> = found.iter().map(|(path, text)| (&**path, &**text)).collect();
    assert_eq!(found, expected);
}

/// Publishing `files` to `folder` is refused and changes nothing around it.
fn check_refused(kind: Kind, files: &[(&str, &str)], folder: &Path) -> PublishError {
    let home = folder.parent().unwrap();
    let before = everything(home);
    let error = publish(&tree(files), folder).unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    assert_eq!(everything(home), before);
    error
}

#[test]
fn a_tree_becomes_a_folder() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("a/b/public");
    let files = [("index.html", "root"), ("cs/a/index.html", "page"), ("cs/feed.xml", "feed")];
    let done = publish(&tree(&files), &folder).unwrap();
    assert_eq!((done.written, done.unchanged, done.removed, done.bytes), (3, 0, 0, 12));
    assert!(done.untidied.is_none());
    check(
        home.path(),
        &[
            ("a/", ""),
            ("a/b/", ""),
            ("a/b/public/", ""),
            ("a/b/public/cs/", ""),
            ("a/b/public/cs/a/", ""),
            ("a/b/public/cs/a/index.html", "page"),
            ("a/b/public/cs/feed.xml", "feed"),
            ("a/b/public/index.html", "root"),
        ],
    );
}

#[test]
fn an_empty_folder_is_taken() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("public");
    fs::create_dir(&folder).unwrap();
    assert!(publish(&tree(&[("a", "1")]), &folder).unwrap().untidied.is_none());
    check(home.path(), &[("public/", ""), ("public/a", "1")]);
}

#[test]
fn what_did_not_change_is_not_touched() {
    let files = [("cs/index.html", "page"), ("en/index.html", "page")];
    let (home, folder) = published(&files);
    let times = || -> Vec<_> {
        ["", "public", "public/cs", "public/.rozcestnik.json", "public/cs/index.html"]
            .map(|path| fs::metadata(home.path().join(path)).unwrap().modified().unwrap())
            .into()
    };
    let before = times();
    let done = publish(&tree(&files), &folder).unwrap();
    assert_eq!((done.written, done.unchanged, done.removed, done.bytes), (0, 2, 0, 8));
    assert_eq!(times(), before);
}

#[test]
fn only_changed_files_are_written() {
    let (_home, folder) = published(&[("a", "1"), ("b/b", "2"), ("gone/gone", "3")]);
    let done = publish(&tree(&[("a", "one"), ("b/b", "2"), ("new", "4")]), &folder).unwrap();
    assert_eq!((done.written, done.unchanged, done.removed, done.bytes), (2, 1, 1, 5));
    check(&folder, &[("b/", ""), ("b/b", "2"), ("a", "one"), ("new", "4")]);
    assert!(is_old(&folder.join("b/b")));
    assert!(!is_old(&folder.join("a")));
}

#[test]
fn a_file_that_somebody_changed_is_put_right() {
    let (_home, folder) = published(&[("a", "1"), ("b", "2"), ("c", "3")]);
    fs::write(folder.join("a"), "!").unwrap();
    let later = SystemTime::now() + Duration::from_secs(10);
    fs::File::options().append(true).open(folder.join("a")).unwrap().set_modified(later).unwrap();
    fs::remove_file(folder.join("b")).unwrap();
    let done = publish(&tree(&[("a", "1"), ("b", "2"), ("c", "3")]), &folder).unwrap();
    assert_eq!((done.written, done.unchanged, done.removed), (2, 1, 0));
    check(&folder, &[("a", "1"), ("b", "2"), ("c", "3")]);
    assert!(is_old(&folder.join("c")));
}

#[test]
fn equal_bytes_stay_whatever_they_were_made_from() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("public");
    let html = OutputFile::Html(Html::whole("<!doctype html><title>a</title><p>b</p>"));
    let bytes = OutputFile::Bytes(html.bytes().into_owned());
    assert_ne!(html.key(), bytes.key());
    let one = |file| {
        let mut tree = OutputTree::new();
        tree.insert(OutputPath::new("a.html").unwrap(), file).unwrap();
        tree
    };
    publish(&one(html), &folder).unwrap();
    age(&folder.join("a.html"));
    let bytes = one(bytes);
    assert_eq!(publish(&bytes, &folder).unwrap().unchanged, 1);
    assert!(is_old(&folder.join("a.html")));
}

#[test]
fn a_portal_with_a_file_that_could_not_be_made_is_not_published() {
    struct Broken(OutputTree);

    impl Output for Broken {
        fn paths(&self) -> Vec<&OutputPath> {
            self.0.paths()
        }

        fn file(&self, path: &OutputPath) -> Result<Cow<'_, OutputFile>, Unmade> {
            self.0.file(path).and_then(|file| match path.as_str() {
                "b" => Err(Unmade),
                _ => Ok(file),
            })
        }
    }

    for old in [&[("a", "1"), ("b", "2")][..], &[("a", "1")]] {
        let (home, folder) = published(old);
        let before = everything(home.path());
        let error = publish(&Broken(tree(&[("a", "2"), ("b", "2")])), &folder).unwrap_err();
        assert_eq!(error.kind, Kind::Unmade);
        assert_eq!(everything(home.path()), before);
    }
}

#[test]
fn a_portal_marked_by_another_version_is_ours_too() {
    let (_home, folder) = published(&[("a", "1"), ("b", "2")]);
    fs::write(folder.join(portal::MARK), r#"{"rozcestnik":99,"pages":[]}"#).unwrap();
    let done = publish(&tree(&[("a", "1"), ("b", "two")]), &folder).unwrap();
    assert_eq!((done.written, done.unchanged), (1, 1));
    assert!(is_old(&folder.join("a")));
}

#[test]
fn two_builds_of_one_source_are_equal_byte_for_byte() {
    let files = [("cs/index.html", "page"), ("a", "1")];
    let (_one, first) = published(&[("a", "0")]);
    publish(&tree(&files), &first).unwrap();
    let (_two, second) = published(&files);
    check(&first, &[("cs/", ""), ("cs/index.html", "page"), ("a", "1")]);
    let mark = |folder: &Path| fs::read_to_string(folder.join(portal::MARK)).unwrap();
    assert_eq!(mark(&first), mark(&second));
}

#[test]
fn what_we_did_not_make_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("public");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("thesis.txt"), "years of work").unwrap();
    check_refused(Kind::Unmarked, &[("a", "1")], &folder);
    fs::write(folder.join(portal::MARK), "not a mark").unwrap();
    check_refused(Kind::Unmarked, &[("a", "1")], &folder);
    check_refused(Kind::File, &[("a", "1")], &folder.join("thesis.txt"));
}

#[test]
fn sources_and_checkouts_are_left_alone_even_with_our_mark() {
    let (_home, folder) = published(&[("a", "1")]);
    fs::write(folder.join("site.yaml"), "name: x").unwrap();
    check_refused(Kind::Source, &[("a", "2")], &folder);
    fs::remove_file(folder.join("site.yaml")).unwrap();
    fs::create_dir(folder.join(".git")).unwrap();
    check_refused(Kind::Checkout, &[("a", "2")], &folder);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let (home, folder) = published(&[("a", "1")]);
    let link = home.path().join("link");
    std::os::unix::fs::symlink(&folder, &link).unwrap();
    for path in [link.clone(), link.join("")] {
        assert_eq!(publish(&tree(&[("a", "2")]), &path).unwrap_err().kind, Kind::Link);
    }
    check(&folder, &[("a", "1")]);
}

#[test]
fn a_file_that_somebody_put_into_the_portal_is_not_lost() {
    let (_home, folder) = published(&[("cs/a", "1")]);
    fs::write(folder.join("cs/notes.txt"), "mine").unwrap();
    let error = check_refused(Kind::ForeignFile, &[("cs/a", "2")], &folder);
    assert_eq!(error.path, folder.join("cs/notes.txt"));
    fs::rename(folder.join("cs/notes.txt"), folder.join("cs/.DS_Store")).unwrap();
    publish(&tree(&[("cs/a", "2")]), &folder).unwrap();
    check(&folder, &[("cs/", ""), ("cs/a", "2")]);
}

#[test]
fn a_failure_half_way_leaves_the_old_portal() {
    let (_home, folder) = published(&[("a", "1"), ("b", "2")]);
    let name = "long".repeat(100);
    let too_long = check_refused(Kind::NameTooLong, &[("a", "x"), (&name, "y")], &folder);
    assert_eq!(too_long.cause.unwrap().0, Deed::Write);
    check_refused(Kind::Clash, &[("a", "x"), (portal::MARK, "y")], &folder);
    check_refused(Kind::Clash, &[("a", "x"), ("a/b", "y")], &folder);
}

#[test]
fn a_folder_that_cannot_be_made_is_one_clear_error() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("file"), "text").unwrap();
    let folder = home.path().join("file/public");
    let error = publish(&tree(&[("a", "1")]), &folder).unwrap_err();
    assert_eq!(error.cause.unwrap().0, Deed::CreateFolder);
    check(home.path(), &[("file", "text")]);
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    for (folder_made, mark_made) in [(true, false), (true, true)] {
        let files = [("a", "1"), ("b/b", "2")];
        let (home, folder) = published(&files);
        let place = Place::of(&folder).unwrap();
        drop(place.lock().unwrap());
        if folder_made {
            disk::create_folder(&place.staging).unwrap();
        }
        if mark_made {
            drop(NewPortal::begin(&place.staging).unwrap());
            disk::write_new(&place.staging.join("half"), b"a pa").unwrap();
        }
        assert_eq!(publish(&tree(&files), &folder).unwrap().unchanged, 2);
        check(
            home.path(),
            &[("public/", ""), ("public/b/", ""), ("public/b/b", "2"), ("public/a", "1")],
        );
    }
}

#[cfg(unix)]
#[test]
fn builds_at_the_same_time_do_not_mix() {
    let (home, folder) = published(&[("a", "0"), ("b", "0")]);
    std::thread::scope(|scope| {
        for version in ["1", "2", "3", "4"] {
            let folder = &folder;
            scope.spawn(move || {
                for _ in 0..25 {
                    let files = tree(&[("a", version), ("b", version), (version, "own")]);
                    if let Err(error) = publish(&files, folder) {
                        assert_eq!(error.kind, Kind::Busy, "{error}");
                    }
                }
            });
        }
    });
    let version = fs::read_to_string(folder.join("a")).unwrap();
    check(&folder, &[(&version, "own"), ("a", &version), ("b", &version)]);
    assert_eq!(disk::list(home.path()).unwrap().files, [""; 0]);
}

#[test]
fn the_folders_of_a_level_come_after_those_above_them() {
    let tree = tree(&[("index.html", ""), ("cs/a/b/index.html", ""), ("cs/feed.xml", "")]);
    let files: Vec<_> = tree.paths().into_iter().map(Wanted::new).collect();
    assert_eq!(levels(&files), [["cs"], ["cs/a"], ["cs/a/b"]]);
}
