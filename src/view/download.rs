//! What a page offers to print, and PDFs, as templates see them.

use serde::Serialize;

use super::{LinkView, TextView};

/// A sheet to print on which the page stands.
#[derive(Debug, Clone, Serialize)]
pub struct LeafletView {
    /// Its address.
    pub url: String,
    /// Paper and folding in words.
    pub name: String,
    /// Its title, where it holds other pages too.
    pub title: Option<TextView>,
    /// Name of the second language in itself, where there is one.
    pub beside: Option<TextView>,
    /// The same as a PDF, if readers are offered one.
    pub pdf: Option<DownloadView>,
}

/// A PDF to download.
#[derive(Debug, Clone, Serialize)]
pub struct DownloadView {
    /// What it is.
    pub title: TextView,
    /// Its address.
    pub url: String,
    /// The languages that stand beside each other on it, as they call themselves; empty where it is
    /// in the language of the edition alone.
    pub languages: Vec<String>,
    /// How many pages it has, in words.
    pub pages: String,
    /// Its size, such as `58 kB`.
    pub size: String,
}

/// A page with PDFs.
#[derive(Debug, Clone, Serialize)]
pub struct DownloadPageView {
    /// Title of the page.
    pub title: TextView,
    /// Its PDFs.
    pub files: Vec<DownloadView>,
}

/// A topic with PDFs.
#[derive(Debug, Clone, Serialize)]
pub struct DownloadTopicView {
    /// The section; `None` for what belongs to no section.
    pub topic: Option<LinkView>,
    /// Its pages.
    pub pages: Vec<DownloadPageView>,
}
