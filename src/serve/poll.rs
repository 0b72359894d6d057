//! Finding changes by looking at every file, for when the system will not tell.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::ignore::is_temporary;

/// Every file and folder under some roots, with what changes when it is written.
pub type Snapshot = BTreeMap<PathBuf, Stamp>;

/// What changes when a file is written. A whole second, or a time that only grows, would miss a
/// second save and an older copy put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    length: Option<u64>,
}

/// Looks at everything under `roots` except temporary files and `ignored` folders. What cannot be
/// read counts as absent.
pub fn snapshot(roots: &[PathBuf], ignored: &[PathBuf]) -> Snapshot {
    let walk = |root: &PathBuf| {
        let below = root.clone();
        let wanted = move |path: &Path| {
            !ignored.iter().any(|folder| path.starts_with(folder))
                && path.strip_prefix(&below).is_ok_and(|below| !is_temporary(below))
        };
        WalkDir::new(root).follow_links(true).into_iter().filter_entry(move |e| wanted(e.path()))
    };
    let mut seen = Snapshot::new();
    for entry in roots.iter().flat_map(walk) {
        let Ok(entry) = entry else { continue };
        let Ok(metadata) = entry.metadata() else { continue };
        // A folder's own time changes with each temporary file in it.
        let stamp = if metadata.is_dir() {
            Stamp { modified: None, length: None }
        } else {
            Stamp { modified: metadata.modified().ok(), length: Some(metadata.len()) }
        };
        seen.insert(entry.into_path(), stamp);
    }
    seen
}

/// The paths that appeared, disappeared or were written between two looks.
pub fn differences(before: &Snapshot, after: &Snapshot) -> BTreeSet<PathBuf> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let written = after.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp));
    gone.chain(written.map(|(path, _)| path)).cloned().collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write what the server then sees")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_written_made_or_removed_is_seen_and_a_temporary_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("content");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("cs.md"), "a").unwrap();
        fs::write(root.join("en.md"), "a").unwrap();
        let roots = [root.clone(), folder.path().join("absent")];
        let before = snapshot(&roots, &[]);
        assert_eq!(differences(&before, &snapshot(&roots, &[])), BTreeSet::new());

        fs::write(root.join("cs.md"), "ab").unwrap();
        fs::remove_file(root.join("en.md")).unwrap();
        fs::create_dir(root.join("new")).unwrap();
        fs::write(root.join(".cs.md.swp"), "x").unwrap();
        fs::create_dir(root.join("public")).unwrap();
        let expected = ["cs.md", "en.md", "new"].map(|name| root.join(name));
        let after = snapshot(&roots, &[root.join("public")]);
        assert_eq!(differences(&before, &after), BTreeSet::from(expected));
    }

    #[test]
    fn an_older_copy_put_back_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let roots = [folder.path().to_path_buf()];
        let page = folder.path().join("cs.md");
        fs::write(&page, "a").unwrap();
        let before = snapshot(&roots, &[]);
        let file = fs::OpenOptions::new().append(true).open(&page).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert_eq!(differences(&before, &snapshot(&roots, &[])), BTreeSet::from([page]));
    }
}
