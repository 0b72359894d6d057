//! The finished portal: every file that will be published, by its path, as a value or as a promise.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::campaign::Archive;
use crate::html::Html;
use crate::share::{self, Words};

/// A path inside the published folder: relative, `/` between parts, no empty, `.` or `..` part, no
/// backslash and no control character, so that it means the same on every system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Box<str>);

impl OutputPath {
    /// `None` if the path breaks a rule above.
    ///
    /// ```
    /// use rozcestnik::output::OutputPath;
    /// assert!(OutputPath::new("uk/contacts/index.html").is_some());
    /// assert!(OutputPath::new("../etc/passwd").is_none());
    /// assert!(OutputPath::new("/uk/index.html").is_none());
    /// ```
    pub fn new(path: &str) -> Option<Self> {
        let sound = path.split('/').all(|part| !matches!(part, "" | "." | ".."))
            && !path.chars().any(|c| c == '\\' || c == ':' || c.is_control());
        sound.then(|| Self(path.into()))
    }

    /// The file that a static host sends for an address such as `/uk/contacts/`.
    pub fn of_address(address: &str) -> Option<Self> {
        let relative = address.strip_prefix('/')?;
        match relative.strip_suffix('/') {
            Some(folder) => Self::new(&format!("{folder}/index.html")),
            None if relative.is_empty() => Self::new("index.html"),
            None => Self::new(relative),
        }
    }

    /// The address under which a static host sends the file: the opposite of [`Self::of_address`].
    pub fn address(&self) -> String {
        let folder = self.0.strip_suffix("index.html").filter(|f| f.is_empty() || f.ends_with('/'));
        format!("/{}", folder.unwrap_or(&self.0))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A file of the portal. HTML is minified only when its bytes are asked for, so that an unchanged
/// page costs nothing: its key is enough to know that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputFile {
    /// A page as the templates made it.
    Html(Html),
    /// The materials of a campaign, put together only when the bytes are asked for.
    Archive(Archive),
    /// The picture of these words, drawn only when its bytes are asked for.
    Picture(Words),
    /// Bytes to publish as they are.
    Bytes(Vec<u8>),
}

impl OutputFile {
    /// A digest of everything that determines the published bytes: equal keys, equal bytes.
    pub fn key(&self) -> blake3::Hash {
        match self {
            Self::Html(html) => {
                let mut hasher = blake3::Hasher::new_derive_key(crate::minify::VERSION);
                html.digest(&mut hasher);
                hasher.finalize()
            }
            Self::Archive(archive) => archive.digest(),
            Self::Picture(words) => words.digest(),
            Self::Bytes(bytes) => blake3::hash(bytes),
        }
    }

    /// The bytes to publish.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Html(html) => Cow::Owned(html.minified()),
            Self::Archive(archive) => Cow::Owned(archive.zip()),
            Self::Picture(words) => Cow::Owned(share::png(words)),
            Self::Bytes(bytes) => Cow::Borrowed(bytes),
        }
    }
}

/// A portal that can be published. Its files are made when they are asked for, from any thread, so
/// that ten thousand pages never stand in memory together.
pub trait Output: Sync {
    /// Where its files are, in order.
    fn paths(&self) -> Vec<&OutputPath>;

    /// Whether a file tells of others, so that it costs least once those are made.
    fn is_made_last(&self, _path: &OutputPath) -> bool {
        false
    }

    /// The [key](OutputFile::key) of a file, if it is known before the file is made.
    fn key(&self, _path: &OutputPath) -> Option<blake3::Hash> {
        None
    }

    /// The file at one of the [`Self::paths`]: the same each time.
    ///
    /// # Errors
    /// [`Unmade`], and whoever implements this remembers why.
    fn file(&self, path: &OutputPath) -> Result<Cow<'_, OutputFile>, Unmade>;
}

/// A file could not be made, so the portal must not be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmade;

/// Two files were to be published at one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision(pub OutputPath);

/// Every file of the portal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutputTree(BTreeMap<OutputPath, OutputFile>);

impl OutputTree {
    /// An empty portal.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    ///
    /// # Errors
    /// [`Collision`] if there is one at this path already; that one stays.
    pub fn insert(&mut self, path: OutputPath, file: OutputFile) -> Result<(), Collision> {
        if self.0.contains_key(&path) {
            return Err(Collision(path));
        }
        self.0.insert(path, file);
        Ok(())
    }

    /// The file at a path.
    pub fn get(&self, path: &OutputPath) -> Option<&OutputFile> {
        self.0.get(path)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> std::collections::btree_map::Iter<'_, OutputPath, OutputFile> {
        self.0.iter()
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Output for OutputTree {
    fn paths(&self) -> Vec<&OutputPath> {
        self.0.keys().collect()
    }

    fn file(&self, path: &OutputPath) -> Result<Cow<'_, OutputFile>, Unmade> {
        self.get(path).map(Cow::Borrowed).ok_or(Unmade)
    }
}

impl<'a> IntoIterator for &'a OutputTree {
    type Item = (&'a OutputPath, &'a OutputFile);
    type IntoIter = std::collections::btree_map::Iter<'a, OutputPath, OutputFile>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_at_one_path_is_refused_and_the_first_stays() {
        let path = OutputPath::new("a.txt").unwrap();
        let mut tree = OutputTree::new();
        tree.insert(path.clone(), OutputFile::Bytes(b"first".to_vec())).unwrap();
        let refused = tree.insert(path.clone(), OutputFile::Bytes(b"second".to_vec()));
        assert_eq!(refused, Err(Collision(path.clone())));
        assert_eq!(tree.get(&path).unwrap().bytes().as_ref(), b"first");
    }

    #[test]
    fn an_address_names_the_file_that_hosts_send() {
        let file = |address| OutputPath::of_address(address).map(|path| path.to_string());
        assert_eq!(file("/"), Some("index.html".into()));
        assert_eq!(file("/uk/contacts/"), Some("uk/contacts/index.html".into()));
        assert_eq!(file("/uk/feed.xml"), Some("uk/feed.xml".into()));
        assert_eq!(file("/uk/../secret"), None);
    }
}
