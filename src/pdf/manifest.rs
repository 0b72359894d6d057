//! What each PDF in a folder was made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Name of the file in the folder of the PDFs.
pub const MANIFEST: &str = "manifest.json";

const FORMAT: u32 = 1;

/// The PDFs of a folder by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    rozcestnik: u32,
    files: BTreeMap<String, Made>,
}

/// A PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Digest of the HTML that it was made from, which names style sheet and pictures by theirs.
    pub from: String,
    /// Its size in bytes: a file of another one is not what was made.
    pub size: u64,
    /// How many pages it has.
    pub pages: usize,
}

impl Manifest {
    /// The manifest in `text`; an empty one if it is none of this version.
    ///
    /// ```
    /// use rozcestnik::pdf::Manifest;
    /// let text = r#"{"rozcestnik":1,"files":{"visa-uk-a4.pdf":{"from":"9f","size":8,"pages":2}}}"#;
    /// assert_eq!(Manifest::parse(text.as_bytes()).get("visa-uk-a4.pdf").unwrap().pages, 2);
    /// assert!(Manifest::parse(b"").get("visa-uk-a4.pdf").is_none());
    /// ```
    pub fn parse(text: &[u8]) -> Self {
        let read: Option<Self> = serde_json::from_slice(text).ok();
        read.filter(|read| read.rozcestnik == FORMAT).unwrap_or_default()
    }

    /// What is known of a PDF.
    pub fn get(&self, name: &str) -> Option<&Made> {
        self.files.get(name)
    }

    /// Notes a PDF.
    pub fn insert(&mut self, name: &str, made: Made) {
        self.rozcestnik = FORMAT;
        self.files.insert(name.to_owned(), made);
    }

    /// Forgets all PDFs but those that are wanted, and gives the names of the others.
    pub fn retain(&mut self, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
        let mut gone: Vec<String> = self.files.keys().cloned().collect();
        gone.retain(|name| !is_wanted(name));
        for name in &gone {
            self.files.remove(name);
        }
        gone
    }

    /// The text of the file, one PDF a line, so that two people who make PDFs can merge.
    pub fn to_text(&self) -> String {
        let line = |(name, made): (&String, &Made)| {
            format!("  {}: {}", serde_json::json!(name), serde_json::json!(made))
        };
        let lines: Vec<String> = self.files.iter().map(line).collect();
        format!("{{\"rozcestnik\": {FORMAT}, \"files\": {{\n{}\n}}}}\n", lines.join(",\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again_and_what_is_unwanted_is_named() {
        let made = Made { from: "9f".to_owned(), size: 8, pages: 2 };
        let mut manifest = Manifest::default();
        for name in ["a-cs-a4.pdf", "b-cs-a4.pdf"] {
            manifest.insert(name, made.clone());
        }
        assert_eq!(Manifest::parse(manifest.to_text().as_bytes()), manifest);
        assert_eq!(manifest.retain(|name| name.starts_with('b')), ["a-cs-a4.pdf"]);
        assert_eq!((manifest.get("a-cs-a4.pdf"), manifest.get("b-cs-a4.pdf")), (None, Some(&made)));
    }

    #[test]
    fn a_manifest_of_another_version_holds_nothing() {
        let manifest = Manifest::parse(br#"{"rozcestnik":2,"files":{}}"#);
        assert_eq!(manifest, Manifest::default());
    }
}
