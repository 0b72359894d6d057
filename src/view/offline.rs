//! The page on which readers save an edition, as templates see it.

use serde::Serialize;

/// What can be saved and how.
#[derive(Debug, Clone, Serialize)]
pub struct OfflineView {
    /// The module that saves; none where pages are only tried out.
    pub module_url: Option<String>,
    /// What it asks for first: what there is to save.
    pub index_url: String,
    /// Its words, as JSON.
    pub words: String,
    /// The edition in one file, if readers are offered one.
    pub archive: Option<OfflineArchiveView>,
}

/// An edition in one file.
#[derive(Debug, Clone, Serialize)]
pub struct OfflineArchiveView {
    /// Its address.
    pub url: String,
    /// About how large it is, such as `0.8 MB`.
    pub size: String,
}
