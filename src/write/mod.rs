//! Publishing: an [`OutputTree`] becomes a folder, all of it or none.
//!
//! The new portal is built in a hidden folder beside the published one and then takes its place in
//! one step, so whoever looks, at any moment and after any crash, finds the old portal whole or the
//! new one whole. What did not change is not written again: it is the same file under a second
//! name (a hard link), modification time included. So no file that exists is ever opened for
//! writing here, because its second name may be the published one.
//!
//! | beside `public` | lives |
//! |---|---|
//! | `.public.staging` | as long as a build writes; the next one clears it after a kill |
//! | `.public.old` | an instant, on systems that cannot exchange two folders |
//! | `.public.lock` | as long as a build writes |
//!
//! Linux and macOS exchange the folders atomically. Elsewhere (Windows, some network mounts) two
//! renames do it, between which there is no portal for an instant; a build killed just there leaves
//! `.public.old`, and the next one begins by putting it back.

mod disk;
mod error;
mod place;
mod portal;
mod source_files;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::output::{OutputFile, OutputPath, OutputTree};

pub use error::{Deed, Kind, PublishError};
pub use source_files::{create_files, refuse_used_folder, replace_file};

use place::Place;
use portal::{Entry, NewPortal, Portal};

/// What [`publish`] did.
#[derive(Debug, Default)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were there already, untouched.
    pub unchanged: usize,
    /// Files of the portal before that are gone.
    pub removed: usize,
    /// Size of all files of the portal together.
    pub bytes: u64,
    /// What went wrong once the new portal was in place: the old one could not be removed, say. The
    /// portal is whole all the same, and the next publish tries again.
    pub untidied: Option<PublishError>,
}

/// Makes `folder` hold the files of `tree` and nothing else, besides our mark. Folders above it are
/// made as needed. When nothing changed, nothing on the disk is touched.
///
/// # Errors
/// [`PublishError`], and `folder` is as it was: it, or a file in it, is not ours ([`Kind`] lists
/// how), another build is writing, or the system refused.
pub fn publish(tree: &OutputTree, folder: &Path) -> Result<Published, PublishError> {
    publish_with_receipt(tree, folder, None)
}

/// The same, and [`receipt`] will give back what the build wants to be remembered.
///
/// # Errors
/// Those of [`publish`].
pub fn publish_with_receipt(
    tree: &OutputTree,
    folder: &Path,
    receipt: Option<&serde_json::Value>,
) -> Result<Published, PublishError> {
    let place = Place::of(folder)?;
    let files = wanted(tree);
    let portal = Portal::read(&place.target)?;
    if !place.is_littered()?
        && let Some(published) = unchanged(&files, portal.as_ref())?
    {
        return Ok(published);
    }
    let lock = place.lock()?;
    let outcome = replace(&place, &files, receipt);
    let untidied = lock.release().err();
    outcome.map(|published| Published { untidied: published.untidied.or(untidied), ..published })
}

/// The receipt of the build that made the portal in `folder` and the size of its files in bytes, if
/// every file still stands as that build left it. Nothing inside the files is looked at.
///
/// # Errors
/// What is there is not ours, or the system refused to show it.
pub fn receipt(folder: &Path) -> Result<Option<(serde_json::Value, u64)>, PublishError> {
    let Some(portal) = Portal::read(folder)? else { return Ok(None) };
    Ok(portal.receipt()?.map(|(receipt, bytes)| (receipt.clone(), bytes)))
}

/// A file to publish with its key, which is computed once.
struct Wanted<'a> {
    path: &'a OutputPath,
    file: &'a OutputFile,
    key: String,
}

fn wanted(tree: &OutputTree) -> Vec<Wanted<'_>> {
    let files: Vec<_> = tree.iter().collect();
    files
        .into_par_iter()
        .map(|(path, file)| Wanted { path, file, key: file.key().to_hex().to_string() })
        .collect()
}

fn unchanged(
    files: &[Wanted<'_>],
    portal: Option<&Portal>,
) -> Result<Option<Published>, PublishError> {
    let Some(portal) = portal else { return Ok(None) };
    let bytes = portal.current_bytes(files)?;
    Ok(bytes.map(|bytes| Published { unchanged: files.len(), bytes, ..Published::default() }))
}

/// The part that only one build at a time may do.
fn replace(
    place: &Place,
    files: &[Wanted<'_>],
    receipt: Option<&serde_json::Value>,
) -> Result<Published, PublishError> {
    place.clear()?;
    let portal = Portal::read(&place.target)?;
    if let Some(published) = unchanged(files, portal.as_ref())? {
        return Ok(published);
    }
    if let Some(portal) = &portal {
        portal.refuse_foreign_files()?;
    }
    let staged = stage(files, portal.as_ref(), &place.staging, receipt);
    let (staged, old) = match staged.and_then(|staged| Ok((staged, place.swap()?))) {
        Ok(done) => done,
        Err(error) => {
            // What stopped this build is what people must hear; the next one clears the rest.
            drop(place.clear());
            return Err(error);
        }
    };
    Ok(Published {
        removed: portal.map_or(0, |portal| portal.count_missing_from(files)),
        untidied: place.settle(old).err(),
        ..staged
    })
}

/// Builds the whole portal in the folder `staging` and waits until the disk has it.
fn stage(
    files: &[Wanted<'_>],
    portal: Option<&Portal>,
    staging: &Path,
    receipt: Option<&serde_json::Value>,
) -> Result<Published, PublishError> {
    disk::create_folder(staging)?;
    let mark = NewPortal::begin(staging)?;
    let mut staged = Published::default();
    let mut entries = BTreeMap::new();
    for level in levels(files) {
        let placed: Vec<_> = level
            .par_iter()
            .map(|(folder, files)| {
                if !folder.is_empty() {
                    disk::create_folder(&disk::inside(staging, folder))?;
                }
                files.par_iter().map(|file| place_file(file, portal, staging)).collect()
            })
            .collect::<Result<Vec<Vec<_>>, PublishError>>()?;
        for (path, entry, origin) in placed.into_iter().flatten() {
            match origin {
                Origin::Written => staged.written += 1,
                Origin::Kept => staged.unchanged += 1,
            }
            staged.bytes += entry.size;
            entries.insert(path, entry);
        }
    }
    mark.finish(entries, receipt)?;
    disk::sync_all(staging)?;
    Ok(staged)
}

/// Whether a file of the new portal was written or taken over from the old one.
enum Origin {
    Written,
    Kept,
}

fn place_file<'a>(
    wanted: &Wanted<'a>,
    portal: Option<&Portal>,
    staging: &Path,
) -> Result<(&'a str, Entry, Origin), PublishError> {
    let path = wanted.path.as_str();
    let new = disk::inside(staging, path);
    let placed = |size, origin| (path, Entry { key: wanted.key.clone(), size }, origin);
    if let Some(portal) = portal
        && let Some(size) = portal.current_size(wanted)?
    {
        disk::link_or_copy(&disk::inside(&portal.folder, path), &new)?;
        return Ok(placed(size, Origin::Kept));
    }
    let bytes = wanted.file.bytes();
    if let Some(portal) = portal
        && let old = disk::inside(&portal.folder, path)
        && disk::holds(&old, &bytes)?
    {
        disk::link_or_copy(&old, &new)?;
        return Ok(placed(disk::size(&bytes), Origin::Kept));
    }
    disk::write_new(&new, &bytes)?;
    Ok(placed(disk::size(&bytes), Origin::Written))
}

/// Every folder with its own files, those above before those below; the folders of one level can
/// be made side by side. `index.html`, `cs/a/index.html` and `cs/feed.xml` give the levels
/// `[("", [index.html])]`, `[("cs", [cs/feed.xml])]` and `[("cs/a", [cs/a/index.html])]`.
fn levels<'f, 'a>(files: &'f [Wanted<'a>]) -> Vec<Vec<(&'a str, Vec<&'f Wanted<'a>>)>> {
    let mut levels: BTreeMap<usize, BTreeMap<&str, Vec<&Wanted<'_>>>> = BTreeMap::new();
    for file in files {
        let path = file.path.as_str();
        let mut folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        levels.entry(depth(folder)).or_default().entry(folder).or_default().push(file);
        while let Some((above, _)) = folder.rsplit_once('/') {
            levels.entry(depth(above)).or_default().entry(above).or_default();
            folder = above;
        }
    }
    levels.into_values().map(|level| level.into_iter().collect()).collect()
}

fn depth(folder: &str) -> usize {
    if folder.is_empty() { 0 } else { 1 + folder.matches('/').count() }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests look at what was written")]

    use std::fs;
    use std::path::PathBuf;
    use std::time::{Duration, SystemTime};

    use tempfile::TempDir;

    use super::*;
    use crate::html::Html;

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
        fs::File::options()
            .append(true)
            .open(folder.join("a"))
            .unwrap()
            .set_modified(later)
            .unwrap();
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
        assert!(
            Portal::read(&folder)
                .unwrap()
                .unwrap()
                .current_bytes(&wanted(&bytes))
                .unwrap()
                .is_some()
        );
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
        let files = wanted(&tree);
        let levels: Vec<Vec<_>> = levels(&files)
            .into_iter()
            .map(|level| level.into_iter().map(|(folder, files)| (folder, files.len())).collect())
            .collect();
        assert_eq!(levels, [[("", 1)], [("cs", 1)], [("cs/a", 0)], [("cs/a/b", 1)]]);
    }
}
