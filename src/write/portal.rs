//! The published folder as it is: our mark in it, and what the mark says about its files.
//!
//! The mark is `.rozcestnik.json` in the root of the folder. It names every file with the key of
//! the output that it was made from ([`OutputFile::key`](crate::output::OutputFile::key)) and its
//! size:
//!
//! ```json
//! {"rozcestnik":1,"files":{"cs/index.html":{"key":"9f2a…","size":11873}}}
//! ```
//!
//! A file is known to be unchanged without a look inside it if it has that size and is not newer
//! than the mark, which is written last; only a file of that very size that somebody put back with
//! an old date goes unnoticed. The mark holds no times itself, so that two builds of one source are
//! equal byte for byte.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::output::OutputPath;

use super::disk;
use super::error::{Deed, Kind, PublishError};

/// The file that says that a folder is ours.
pub const MARK: &str = ".rozcestnik.json";

const FORMAT: u32 = 1;

/// Files that systems put into folders unasked and that nobody misses.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A file in the mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What it was made from.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A portal that we published earlier.
pub struct Portal {
    /// Where it is.
    pub folder: PathBuf,
    /// When its mark was written.
    marked: SystemTime,
    /// `None` if a version of this program made it that writes another format.
    files: Option<BTreeMap<String, Entry>>,
    /// What the build that made it wanted to be remembered.
    receipt: Option<serde_json::Value>,
}

impl Portal {
    /// The portal in a folder; `None` if there is no folder or nothing in it.
    ///
    /// # Errors
    /// Whatever else is there is not ours.
    pub fn read(folder: &Path) -> Result<Option<Self>, PublishError> {
        let Some(found) = disk::look(folder)? else { return Ok(None) };
        let refused = |kind| Err(PublishError::at(kind, folder));
        if found.is_symlink() {
            return refused(Kind::Link);
        }
        if !found.is_dir() {
            return refused(Kind::File);
        }
        for (name, kind) in [(".git", Kind::Checkout), ("site.yaml", Kind::Source)] {
            if disk::look(&folder.join(name))?.is_some() {
                return refused(kind);
            }
        }
        let mark = folder.join(MARK);
        let (Some(found), Some(bytes)) = (disk::look(&mark)?, disk::read(&mark)?) else {
            let is_empty = disk::list(folder)?.is_empty();
            return if is_empty { Ok(None) } else { refused(Kind::Unmarked) };
        };
        let Ok(Format { rozcestnik }) = serde_json::from_slice(&bytes) else {
            return refused(Kind::Unmarked);
        };
        let files = match serde_json::from_slice(&bytes) {
            Ok(Files { files, receipt }) if rozcestnik == FORMAT => (Some(files), receipt),
            _ => (None, None),
        };
        let (files, receipt) = files;
        let marked = modified(&mark, &found)?;
        Ok(Some(Self { folder: folder.to_owned(), marked, files, receipt }))
    }

    /// The size of a file if it stands here and was made from the output with this key, which is
    /// known without a look inside.
    pub fn current_size(&self, path: &OutputPath, key: &str) -> Result<Option<u64>, PublishError> {
        let path = path.as_str();
        let entry = self.files.as_ref().and_then(|files| files.get(path));
        let Some(entry) = entry.filter(|entry| entry.key == key) else { return Ok(None) };
        Ok(self.stands(path, entry)?.then_some(entry.size))
    }

    /// What the build wanted to be remembered and the size of all files, if every file still stands as it left it.
    pub fn receipt(&self) -> Result<Option<(&serde_json::Value, u64)>, PublishError> {
        let (Some(files), Some(receipt)) = (&self.files, &self.receipt) else { return Ok(None) };
        let stand = files.par_iter().map(|(path, entry)| self.stands(path, entry));
        let stand: Vec<bool> = stand.collect::<Result<_, _>>()?;
        let bytes = files.values().map(|entry| entry.size).sum();
        Ok(stand.into_iter().all(|stands| stands).then_some((receipt, bytes)))
    }

    /// Whether a file has the size that the mark says and is not newer than it.
    fn stands(&self, path: &str, entry: &Entry) -> Result<bool, PublishError> {
        let place = disk::inside(&self.folder, path);
        let Some(found) = disk::look(&place)? else { return Ok(false) };
        let is_as_marked = found.is_file() && found.len() == entry.size;
        Ok(is_as_marked && modified(&place, &found)? <= self.marked)
    }

    /// Whether the portal holds files at these paths, which are sorted, and nowhere else.
    pub fn has_exactly(&self, paths: &[&OutputPath]) -> bool {
        let ours = |files: &BTreeMap<String, Entry>| {
            files.len() == paths.len()
                && files.keys().zip(paths).all(|(ours, path)| ours == path.as_str())
        };
        self.files.as_ref().is_some_and(ours)
    }

    /// How many files of this portal are not in the new one, whose paths are sorted.
    pub fn count_missing_from(&self, paths: &[&OutputPath]) -> usize {
        let is_gone = |ours: &str| paths.binary_search_by(|path| path.as_str().cmp(ours)).is_err();
        self.files.as_ref().map_or(0, |files| files.keys().filter(|path| is_gone(path)).count())
    }

    /// # Errors
    /// There is a file that the mark does not name: somebody put it there and would miss it.
    pub fn refuse_foreign_files(&self) -> Result<(), PublishError> {
        self.files.as_ref().map_or(Ok(()), |files| refuse_foreign_files(&self.folder, "", files))
    }
}

/// A folder with the mark and nothing else yet.
pub struct NewPortal {
    mark: File,
    path: PathBuf,
}

impl NewPortal {
    /// Marks a new, empty folder as ours.
    pub fn begin(folder: &Path) -> Result<Self, PublishError> {
        let path = folder.join(MARK);
        Ok(Self { mark: disk::write_new(&path, b"")?, path })
    }

    /// Notes what the folder holds, now that all of it is there.
    pub fn finish(
        mut self,
        files: BTreeMap<&str, Entry>,
        receipt: Option<&serde_json::Value>,
    ) -> Result<(), PublishError> {
        let bytes = serde_json::to_vec(&NewMark { rozcestnik: FORMAT, receipt, files })
            .map_err(|error| PublishError::system(Deed::Write, &self.path, error.into()))?;
        disk::append(&mut self.mark, &self.path, &bytes)
    }
}

#[derive(Serialize)]
struct NewMark<'a> {
    rozcestnik: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<&'a serde_json::Value>,
    files: BTreeMap<&'a str, Entry>,
}

#[derive(Deserialize)]
struct Format {
    rozcestnik: u32,
}

#[derive(Deserialize)]
struct Files {
    files: BTreeMap<String, Entry>,
    receipt: Option<serde_json::Value>,
}

fn modified(path: &Path, metadata: &Metadata) -> Result<SystemTime, PublishError> {
    metadata.modified().map_err(|error| PublishError::system(Deed::Read, path, error))
}

/// `prefix` is the path of `folder` in the portal, with a `/` at its end.
fn refuse_foreign_files(
    folder: &Path,
    prefix: &str,
    ours: &BTreeMap<String, Entry>,
) -> Result<(), PublishError> {
    let listing = disk::list(folder)?;
    for name in &listing.files {
        let is_known = name.to_str().is_some_and(|name| {
            let is_mark = prefix.is_empty() && name == MARK;
            is_mark || LITTER.contains(&name) || is_among(ours, &format!("{prefix}{name}"))
        });
        if !is_known {
            return Err(PublishError::at(Kind::ForeignFile, &folder.join(name)));
        }
    }
    listing.folders.par_iter().try_for_each(|name| {
        let prefix = format!("{prefix}{}/", name.to_string_lossy());
        refuse_foreign_files(&folder.join(name), &prefix, ours)
    })
}

/// Some disks of macOS give names back in another normal form than the one they were given.
fn is_among(ours: &BTreeMap<String, Entry>, path: &str) -> bool {
    ours.contains_key(path) || ours.contains_key(&path.nfc().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_another_normal_form_is_still_ours() {
        let entry = Entry { key: String::new(), size: 0 };
        let composed = "cs/p\u{159}ihl\u{e1}\u{161}ka.jpg";
        let decomposed = "cs/pr\u{30c}ihla\u{301}s\u{30c}ka.jpg";
        for (ours, found, known) in [
            (composed, composed, true),
            (composed, decomposed, true),
            (decomposed, decomposed, true),
            (composed, "cs/prihlaska.jpg", false),
        ] {
            let ours = BTreeMap::from([(ours.to_owned(), entry.clone())]);
            assert_eq!(is_among(&ours, found), known, "{found}");
        }
    }

    #[test]
    fn a_mark_is_ours_only_if_it_says_so() {
        let folder = tempfile::tempdir().unwrap();
        for (mark, is_ours) in [
            (r#"{"rozcestnik":1,"files":{"a":{"key":"0","size":1}}}"#, true),
            (r#"{"rozcestnik":2}"#, true),
            (r#"{"files":{}}"#, false),
            ("", false),
        ] {
            let portal = folder.path().join(mark.len().to_string());
            disk::create_folder(&portal).unwrap();
            disk::write_new(&portal.join(MARK), mark.as_bytes()).unwrap();
            match Portal::read(&portal) {
                Ok(found) => assert!(is_ours && found.is_some(), "{mark}"),
                Err(error) => assert!(!is_ours && error.kind == Kind::Unmarked, "{mark}"),
            }
        }
    }
}
