//! The whole input in memory. This is the only file that reads it.
#![expect(clippy::disallowed_methods, reason = "the one reader of input")]

mod conflict;
mod history;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::pdf;

pub use conflict::unresolved;
pub use history::versions;

/// Name of the file that marks the root of a site.
pub const CONFIG: &str = "site.yaml";

/// Folders and files of a site that are input.
pub const INPUTS: [&str; 6] = [CONFIG, "content", "i18n", "themes", "admin", pdf::FOLDER];

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceFile {
    /// UTF-8 text, without a byte order mark and with `\n` at the end of each line whatever system
    /// it was written on.
    Text(Arc<str>),
    /// Anything else: pictures and other files to be published as they are.
    Binary(Arc<[u8]>),
}

impl SourceFile {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Binary(_) => None,
        }
    }

    /// The bytes, of text too.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

/// Every input file by its path relative to the root, in Unicode normalisation form C.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceTree {
    files: BTreeMap<SourcePath, SourceFile>,
    problems: BTreeMap<SourcePath, Vec<Diagnostic>>,
    /// Files with marks of an unfinished merge, as they are on the disk.
    conflicts: BTreeMap<SourcePath, Arc<str>>,
    /// Files whose lines end with a carriage return too.
    from_windows: BTreeSet<SourcePath>,
}

/// The bytes of a file that is no part of a portal, such as a spreadsheet to import.
///
/// # Errors
/// What the system says.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

impl SourceTree {
    /// A tree of files that stand nowhere on a disk, such as those of an embedded theme or a test.
    pub fn from_files(
        files: impl IntoIterator<Item = (impl Into<SourcePath>, impl AsRef<[u8]>)>,
    ) -> Self {
        let mut tree = Self::default();
        for (path, bytes) in files {
            tree.insert(path.into(), bytes.as_ref().to_vec());
        }
        tree
    }

    /// The same with texts whatever their names, for showing lines of files that are no input.
    pub fn from_texts(
        texts: impl IntoIterator<Item = (impl Into<SourcePath>, impl Into<Arc<str>>)>,
    ) -> Self {
        let file = |(path, text): (_, _)| (Into::into(path), SourceFile::Text(Into::into(text)));
        Self { files: texts.into_iter().map(file).collect(), ..Self::default() }
    }

    /// Reads `site.yaml`, `content/`, `i18n/`, `themes/`, `admin/` and `pdf/` below `root`.
    ///
    /// Files that editors and systems leave behind are passed over. A file that cannot be read or
    /// is not UTF-8 becomes a finding of [`Self::diagnostics`].
    pub fn read(root: &Path) -> Self {
        let mut tree = Self::default();
        for input in INPUTS {
            tree.read_below(root, Path::new(input));
        }
        tree
    }

    /// Reads `site.yaml` alone.
    pub fn read_config(root: &Path) -> Self {
        let mut tree = Self::default();
        tree.read_below(root, Path::new(CONFIG));
        tree
    }

    /// Reads again what changed on disk: files, or everything below folders. `changed` paths are
    /// absolute or relative to the working directory, like `root`.
    pub fn reread<'a>(&mut self, root: &Path, changed: impl IntoIterator<Item = &'a PathBuf>) {
        for path in changed {
            let Ok(relative) = path.strip_prefix(root) else { continue };
            let is_input = relative
                .components()
                .next()
                .is_some_and(|first| INPUTS.iter().any(|input| first.as_os_str() == *input));
            if !is_input {
                continue;
            }
            let name = portable(relative);
            let below = format!("{name}/");
            let is_gone = |path: &SourcePath| **path == *name || path.starts_with(&below);
            self.files.retain(|path, _| !is_gone(path));
            self.problems.retain(|path, _| !is_gone(path));
            self.conflicts.retain(|path, _| !is_gone(path));
            self.from_windows.retain(|path| !is_gone(path));
            self.read_below(root, relative);
        }
    }

    fn read_below(&mut self, root: &Path, relative: &Path) {
        let mut paths = Vec::new();
        let start = root.join(relative);
        if start.symlink_metadata().is_err() {
            return;
        }
        let walk = walkdir::WalkDir::new(&start)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| !is_left_behind(&entry.file_name().to_string_lossy()));
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_file() => paths.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().map_or_else(|| start.clone(), Path::to_path_buf);
                    let reason =
                        error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                    self.unreadable(
                        &portable(path.strip_prefix(root).unwrap_or(&path)).into(),
                        &reason,
                    );
                }
            }
        }
        let read: Vec<(PathBuf, io::Result<Vec<u8>>)> = paths
            .into_par_iter()
            .map(|path| {
                let bytes = std::fs::read(&path);
                (path, bytes)
            })
            .collect();
        for (path, bytes) in read {
            let name: SourcePath = portable(path.strip_prefix(root).unwrap_or(&path)).into();
            match bytes {
                Ok(bytes) => self.insert(name, bytes),
                // Deleted between the listing and the reading: as if it had never been there.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => self.unreadable(&name, &error.to_string()),
            }
        }
    }

    fn insert(&mut self, path: SourcePath, bytes: Vec<u8>) {
        if self.files.contains_key(&path) {
            let span = Span::file(&path);
            let finding = Diagnostic::at(Code::FileNameCollision, span)
                .with("name", &path)
                .with("other", &path);
            self.problems.entry(path).or_default().push(finding);
            return;
        }
        let file = if is_text(&path) {
            if bytes.windows(2).any(|pair| pair == b"\r\n") {
                self.from_windows.insert(path.clone());
            }
            match String::from_utf8(bytes) {
                Ok(text) => SourceFile::Text(self.merged(&path, plain_text(text))),
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    let good = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
                    let good = plain_text(good);
                    // The rest is kept as well as it can be, so that nothing else seems broken.
                    let whole = plain_text(decoded(error.as_bytes()));
                    let span = Span::new(&path, good.len()..good.len());
                    let finding =
                        Diagnostic::at(Code::NotUtf8, span).with("offset", at).hint("convert");
                    self.problems.entry(path.clone()).or_default().push(finding);
                    SourceFile::Text(whole)
                }
            }
        } else {
            SourceFile::Binary(bytes.into())
        };
        self.files.insert(path, file);
    }

    /// The text without the marks of an unfinished merge, which are reported here and nowhere else.
    fn merged(&mut self, path: &SourcePath, text: Arc<str>) -> Arc<str> {
        let Some((mark, plain)) = unresolved(&text) else { return text };
        let finding = Diagnostic::at(Code::MergeConflict, Span::new(path, mark)).hint("choose");
        self.problems.entry(path.clone()).or_default().push(finding);
        self.conflicts.insert(path.clone(), text);
        plain.into()
    }

    fn unreadable(&mut self, path: &SourcePath, reason: &str) {
        let finding = Diagnostic::at(Code::UnreadableFile, Span::file(path)).with("reason", reason);
        self.problems.entry(path.clone()).or_default().push(finding);
    }

    /// What went wrong while reading, and names that not every disk can tell apart.
    pub fn diagnostics(&self) -> Diagnostics {
        let mut found: Diagnostics = self.problems.values().flatten().cloned().collect();
        let mut seen: BTreeMap<String, &SourcePath> = BTreeMap::new();
        for path in self.files.keys() {
            let folded = path.to_lowercase();
            if let Some(other) = seen.get(&folded) {
                found.push(
                    Diagnostic::at(Code::FileNameCollision, Span::file(path))
                        .with("name", path)
                        .with("other", other)
                        .label(Span::file(other), "other"),
                );
            }
            seen.insert(folded, path);
        }
        found
    }

    /// A digest of all paths and bytes.
    pub fn digest(&self) -> blake3::Hash {
        let files: Vec<_> = self.files.iter().collect();
        let digests: Vec<_> =
            files.par_iter().map(|(_, file)| blake3::hash(file.bytes())).collect();
        let mut hasher = blake3::Hasher::new();
        for ((path, _), digest) in files.iter().zip(digests) {
            hasher.update(&(path.len() as u64).to_le_bytes());
            hasher.update(path.as_bytes()).update(digest.as_bytes());
        }
        for path in self.problems.keys() {
            hasher.update(path.as_bytes());
        }
        hasher.finalize()
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// The same with the marks of an unfinished merge, for showing a line of it.
    pub fn as_written(&self, path: &str) -> Option<&str> {
        self.conflicts.get(path).map(|text| &**text).or_else(|| self.text(path))
    }

    /// A new text for the file at a path, with its lines ended as they are on the disk.
    pub fn with_own_line_ends(&self, path: &str, text: &str) -> String {
        if self.from_windows.contains(path) { text.replace('\n', "\r\n") } else { text.to_owned() }
    }

    /// The text of the file at a path.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(SourceFile::text)
    }

    /// Files whose path starts with `prefix`, in the order of their paths.
    pub fn below<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceFile)> {
        self.files
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
    }

    /// Whether it was found unreadable, which was reported already.
    pub fn has_problem(&self, path: &str) -> bool {
        self.problems.contains_key(path)
    }
}

/// The nearest folder from `start` upwards that holds `site.yaml`.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf)
}

/// Whether a folder holds `site.yaml`.
pub fn is_root(folder: &Path) -> bool {
    folder.join(CONFIG).is_file()
}

/// The nearest folder from `start` upwards that is the root of a git repository.
pub fn find_repository(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

/// Whether a folder holds this program too, as the package `rozcestnik`.
pub fn holds_program(folder: &Path) -> bool {
    let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let package = manifest.split("[package]").nth(1).unwrap_or_default();
    let mut lines = package.lines().take_while(|line| !line.starts_with('['));
    lines.any(|line| line.replace(' ', "") == "name=\"rozcestnik\"")
}

/// Files of editors and systems that nobody meant to publish.
pub fn is_left_behind(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    (name.starts_with('.') && name.len() > 1)
        || name.ends_with('~')
        || name.starts_with("~$")
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || name.contains("___jb_")
        || [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig"].iter().any(|end| lower.ends_with(end))
        || ["thumbs.db", "desktop.ini"].contains(&lower.as_str())
}

fn is_text(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["md", "yaml", "yml", "html", "css", "js", "svg", "txt", "csv"]
        .iter()
        .any(|text| extension.eq_ignore_ascii_case(text))
}

fn plain_text(text: String) -> Arc<str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}

/// Text in another encoding: UTF-16, or one that shares its plain letters with UTF-8.
fn decoded(bytes: &[u8]) -> String {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return String::from_utf8_lossy(bytes).into_owned(),
    };
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn portable(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_windows_reads_like_text_from_anywhere_else() {
        let tree = SourceTree::from_files([("a.md", "\u{feff}# One\r\ntwo\r\n")]);
        assert_eq!(tree.text("a.md"), Some("# One\ntwo\n"));
    }

    #[test]
    fn a_file_that_is_not_utf8_is_one_finding_and_keeps_what_can_be_read() {
        let tree = SourceTree::from_files([("a.md", b"dobr\xfd den".as_slice())]);
        let found = tree.diagnostics();
        let codes: Vec<_> = found.iter().map(|d| (d.code, d.span.clone().unwrap().start)).collect();
        assert_eq!(codes, [(Code::NotUtf8, 4)]);
        assert_eq!(tree.text("a.md"), Some("dobr\u{fffd} den"));
    }

    #[test]
    fn text_in_utf16_is_a_finding_and_read_all_the_same() {
        let units: Vec<u8> = "\u{feff}---\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let tree = SourceTree::from_files([("a.md", units)]);
        assert_eq!(tree.diagnostics().iter().map(|d| d.code).collect::<Vec<_>>(), [Code::NotUtf8]);
        assert_eq!(tree.text("a.md"), Some("---\n"));
    }

    #[test]
    fn names_that_differ_only_by_case_are_a_finding() {
        let tree = SourceTree::from_files([("content/A.md", ""), ("content/a.md", "")]);
        assert_eq!(
            tree.diagnostics().iter().map(|d| d.code).collect::<Vec<_>>(),
            [Code::FileNameCollision]
        );
    }

    #[test]
    fn names_in_two_normalisation_forms_are_a_finding() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        std::fs::create_dir(&content).unwrap();
        std::fs::write(content.join("\u{e1}.md"), "").unwrap();
        std::fs::write(content.join("a\u{301}.md"), "").unwrap();
        let found = SourceTree::read(folder.path()).diagnostics();
        assert_eq!(found.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::FileNameCollision]);
    }

    #[test]
    fn what_editors_leave_behind_is_not_input() {
        for name in ["cs.md~", ".cs.md.swp", "#cs.md#", ".DS_Store", "Thumbs.db", "~$cs.md", "4913"]
        {
            assert!(is_left_behind(name), "{name}");
        }
        for name in ["cs.md", "site.yaml", "photo.png", "."] {
            assert!(!is_left_behind(name), "{name}");
        }
    }

    #[test]
    fn a_changed_and_a_deleted_file_are_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("content")).unwrap();
        std::fs::write(root.join("content/cs.md"), "one").unwrap();
        std::fs::write(root.join("content/en.md"), "one").unwrap();
        let mut tree = SourceTree::read(root);
        std::fs::write(root.join("content/cs.md"), "two").unwrap();
        std::fs::remove_file(root.join("content/en.md")).unwrap();
        tree.reread(root, &[root.join("content/cs.md"), root.join("content/en.md")]);
        assert_eq!(tree.text("content/cs.md"), Some("two"));
        assert_eq!(tree.text("content/en.md"), None);
        assert_eq!(tree, SourceTree::read(root));
    }
}
