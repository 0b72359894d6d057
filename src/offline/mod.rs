//! A language to take along: what a browser saves of it, the worker that shows that without a
//! connection, and the same in one file that needs no browser to save it.
//!
//! The browser keeps files by address and revision and, for each language, a list of those that
//! belong together. A new list takes the place of the old one only when all its files are there, so
//! that a reader never sees half of one publication and half of another. The compiler says what
//! belongs to a language:
//!
//! ```json
//! {"tag":"uk","build":"0f3a…","saved":"<div>…{date}…","missing":"<div>…","files":{"/uk/":["9c41d2e07b55",11873]}}
//! ```
//!
//! A file whose address holds a fingerprint of its content has an empty revision. Sizes are those
//! before compression and minifying: at most so much is stored.

mod archive;
mod tags;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::config::Config;
use crate::locale::Locale;
use crate::minify;
use crate::output::OutputFile;
use crate::site::Edition;

pub use archive::{Packer, file_of};
pub use tags::{Target, portable, resources};

/// Where the worker is published: it answers for everything beside and below it.
pub const WORKER_ADDRESS: &str = "/sw.js";

/// What can be saved, of all editions: small, and asked for before anything is saved or renewed.
pub const INDEX_ADDRESS: &str = "/offline.json";

/// Where hosts keep files for ever, because their addresses hold a fingerprint.
const FOR_EVER: &str = "/assets/";

/// What the module of the page says; its other words are in the page.
pub const WORDS: [&str; 17] = [
    "offline_blocked",
    "offline_failed",
    "offline_full",
    "offline_lost",
    "offline_newer",
    "offline_progress",
    "offline_remove",
    "offline_removed",
    "offline_resume",
    "offline_room",
    "offline_save",
    "offline_saved",
    "offline_size",
    "offline_stop",
    "offline_stopped",
    "offline_update",
    "offline_waiting",
];

/// The page on which readers save an edition.
pub fn page_address(config: &Config, edition: Edition) -> String {
    format!("/{}/offline/", config.locales[edition])
}

/// The list of the files of an edition.
pub fn list_address(config: &Config, edition: Edition) -> String {
    format!("{}files.json", page_address(config, edition))
}

/// An edition in one file.
pub fn archive_address(config: &Config, edition: Edition) -> String {
    format!("{}{}.zip", page_address(config, edition), folder(&config.locales[edition]))
}

/// The folder that the archive of an edition unpacks to.
pub fn folder(locale: &Locale) -> String {
    format!("portal-{locale}")
}

/// The worker of a portal; where nothing can be saved, one that removes what earlier ones left.
pub fn worker(can_save: bool) -> String {
    let source = if can_save { include_str!("worker.js") } else { include_str!("farewell.js") };
    // It is tried in a browser as it is published, so that it cannot be wrong here.
    minify::script(source).unwrap_or_else(|_| source.to_owned())
}

/// What a saved language has to know about a published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Digest of everything that determines its bytes.
    pub key: blake3::Hash,
    /// Its size in bytes, at most.
    pub size: u64,
    /// Addresses of the files that a page shows or needs.
    pub resources: Vec<String>,
}

impl Mark {
    /// That of a file.
    pub fn of(file: &OutputFile) -> Self {
        let (size, resources) = match file {
            OutputFile::Html(html) => (html.len(), resources(&html.text())),
            OutputFile::Bytes(bytes) => (bytes.len(), Vec::new()),
            OutputFile::Archive(_) | OutputFile::Picture(_) => (file.bytes().len(), Vec::new()),
        };
        Self { key: file.key(), size: size as u64, resources }
    }
}

/// The files of an edition that belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    files: BTreeMap<String, (String, u64)>,
}

impl List {
    /// Adds a file at an address.
    pub fn insert(&mut self, address: &str, mark: &Mark) {
        let revision = match address.starts_with(FOR_EVER) {
            true => String::new(),
            false => mark.key.to_hex()[..12].to_owned(),
        };
        self.files.insert(address.to_owned(), (revision, mark.size));
    }

    /// The addresses of its files, in order.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Size of all its files in bytes, at most.
    pub fn size(&self) -> u64 {
        self.files.values().map(|(_, size)| size).sum()
    }

    /// What is published of it. `notices` stand on saved pages, and where a page is missing.
    pub fn to_json(&self, locale: &Locale, notices: &[String; 2]) -> Value {
        let [saved, missing] = notices;
        let content = json!({
            "tag": locale.as_str(),
            "saved": saved,
            "missing": missing,
            "files": self.files,
        });
        let build = blake3::hash(content.to_string().as_bytes()).to_hex()[..16].to_owned();
        let mut published = json!({ "build": build });
        if let (Some(published), Value::Object(content)) = (published.as_object_mut(), content) {
            published.extend(content);
        }
        published
    }
}
