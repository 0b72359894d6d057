//! Publishing: an [`Output`] becomes a folder, all of it or none.
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

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::output::{Output, OutputFile, OutputPath};

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

/// Makes `folder` hold the files of `output` and nothing else, besides our mark. Folders above it
/// are made as needed. When nothing changed, nothing on the disk is touched.
///
/// Each file is made, written and forgotten; only what is already there is made a second time when
/// something else turns out to have changed meanwhile.
///
/// # Errors
/// [`PublishError`], and `folder` is as it was: it, or a file in it, is not ours ([`Kind`] lists
/// how), another build is writing, a file could not be made, or the system refused.
pub fn publish(output: &impl Output, folder: &Path) -> Result<Published, PublishError> {
    publish_with_receipt(output, folder, || None)
}

/// The same, and [`receipt`] will give back what the build wants to be remembered, which is asked
/// for when all files are made.
///
/// # Errors
/// Those of [`publish`].
pub fn publish_with_receipt(
    output: &impl Output,
    folder: &Path,
    receipt: impl FnOnce() -> Option<serde_json::Value>,
) -> Result<Published, PublishError> {
    let place = Place::of(folder)?;
    let files: Vec<Wanted<'_>> = output.paths().into_iter().map(Wanted::new).collect();
    let portal = Portal::read(&place.target)?;
    if !place.is_littered()?
        && let Some(portal) = &portal
        && let Some(published) = unchanged(output, &files, portal)?
    {
        return Ok(published);
    }
    let lock = place.lock()?;
    let outcome = replace(&place, output, &files, receipt);
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

/// A file to publish.
struct Wanted<'a> {
    path: &'a OutputPath,
    /// Its key, once the file was made.
    key: OnceLock<String>,
}

impl<'a> Wanted<'a> {
    fn new(path: &'a OutputPath) -> Self {
        Self { path, key: OnceLock::new() }
    }

    fn key_of(&self, file: &OutputFile) -> &str {
        self.key.get_or_init(|| file.key().to_hex().to_string())
    }
}

fn paths<'a>(files: &[Wanted<'a>]) -> Vec<&'a OutputPath> {
    files.iter().map(|file| file.path).collect()
}

/// Makes files until one differs from the published portal; none if there is no such file.
fn unchanged(
    output: &impl Output,
    files: &[Wanted<'_>],
    portal: &Portal,
) -> Result<Option<Published>, PublishError> {
    if !portal.has_exactly(&paths(files)) {
        return Ok(None);
    }
    let is_changed = AtomicBool::new(false);
    let size = |file: &Wanted<'_>| {
        if is_changed.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let size = match output.file(file.path) {
            Ok(made) => portal.current_size(file.path, file.key_of(&made))?,
            Err(_) => None,
        };
        if size.is_none() {
            is_changed.store(true, Ordering::Relaxed);
        }
        Ok(size)
    };
    let sizes: Vec<Option<u64>> = files.par_iter().map(size).collect::<Result<_, _>>()?;
    let bytes: Option<u64> = sizes.into_iter().sum();
    Ok(bytes.map(|bytes| Published { unchanged: files.len(), bytes, ..Published::default() }))
}

/// The part that only one build at a time may do.
fn replace(
    place: &Place,
    output: &impl Output,
    files: &[Wanted<'_>],
    receipt: impl FnOnce() -> Option<serde_json::Value>,
) -> Result<Published, PublishError> {
    place.clear()?;
    let portal = Portal::read(&place.target)?;
    if let Some(portal) = &portal {
        portal.refuse_foreign_files()?;
    }
    let staged = stage(output, files, portal.as_ref(), &place.staging, receipt);
    let (staged, old) = match staged.and_then(|staged| Ok((staged, place.swap()?))) {
        Ok(done) => done,
        Err(error) => {
            // What stopped this build is what people must hear; the next one clears the rest.
            drop(place.clear());
            return Err(error);
        }
    };
    Ok(Published {
        removed: portal.map_or(0, |portal| portal.count_missing_from(&paths(files))),
        untidied: place.settle(old).err(),
        ..staged
    })
}

/// Builds the whole portal in the folder `staging` and waits until the disk has it.
fn stage(
    output: &impl Output,
    files: &[Wanted<'_>],
    portal: Option<&Portal>,
    staging: &Path,
    receipt: impl FnOnce() -> Option<serde_json::Value>,
) -> Result<Published, PublishError> {
    disk::create_folder(staging)?;
    let mark = NewPortal::begin(staging)?;
    for level in levels(files) {
        level
            .par_iter()
            .try_for_each(|folder| disk::create_folder(&disk::inside(staging, folder)))?;
    }
    let placed: Vec<_> = files
        .par_iter()
        .map(|file| Ok((file, place_file(output, file, portal, staging)?)))
        .collect::<Result<_, PublishError>>()?;
    let mut staged = Published::default();
    let mut entries = BTreeMap::new();
    for (file, placed) in placed {
        let (Some((size, origin)), Some(key)) = (placed, file.key.get()) else {
            return Err(PublishError::at(Kind::Unmade, &disk::inside(staging, file.path.as_str())));
        };
        match origin {
            Origin::Written => staged.written += 1,
            Origin::Kept => staged.unchanged += 1,
        }
        staged.bytes += size;
        entries.insert(file.path.as_str(), Entry { key: key.clone(), size });
    }
    mark.finish(entries, receipt().as_ref())?;
    disk::sync_all(staging)?;
    Ok(staged)
}

/// Whether a file of the new portal was written or taken over from the old one.
enum Origin {
    Written,
    Kept,
}

/// The size of the file that now stands in `staging`; `None` if it could not be made.
fn place_file(
    output: &impl Output,
    wanted: &Wanted<'_>,
    portal: Option<&Portal>,
    staging: &Path,
) -> Result<Option<(u64, Origin)>, PublishError> {
    let path = wanted.path.as_str();
    let new = disk::inside(staging, path);
    let kept = |key: &str| {
        let Some(portal) = portal else { return Ok(None) };
        let Some(size) = portal.current_size(wanted.path, key)? else { return Ok(None) };
        disk::link_or_copy(&disk::inside(&portal.folder, path), &new)?;
        Ok(Some((size, Origin::Kept)))
    };
    if let Some(key) = wanted.key.get()
        && let Some(kept) = kept(key)?
    {
        return Ok(Some(kept));
    }
    let Ok(file) = output.file(wanted.path) else { return Ok(None) };
    if wanted.key.get().is_none()
        && let Some(kept) = kept(wanted.key_of(&file))?
    {
        return Ok(Some(kept));
    }
    let bytes = file.bytes();
    let size = disk::size(&bytes);
    if let Some(portal) = portal
        && let old = disk::inside(&portal.folder, path)
        && disk::holds(&old, &bytes)?
    {
        disk::link_or_copy(&old, &new)?;
        return Ok(Some((size, Origin::Kept)));
    }
    disk::write_new(&new, &bytes)?;
    Ok(Some((size, Origin::Written)))
}

/// The folders that the files are in, those above before those below: those of one level can be
/// made side by side. `index.html`, `cs/a/index.html` and `cs/feed.xml` give `[[cs], [cs/a]]`.
fn levels<'a>(files: &[Wanted<'a>]) -> Vec<Vec<&'a str>> {
    let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let mut rest = file.path.as_str();
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if !levels.entry(folder.matches('/').count()).or_default().insert(folder) {
                break;
            }
            rest = folder;
        }
    }
    levels.into_values().map(|level| level.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
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
}
