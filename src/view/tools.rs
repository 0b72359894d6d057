//! What a reader can do with a page.

use serde::Serialize;

/// The argument of the components `page_tools` and `feedback`.
#[derive(Debug, Clone, Serialize)]
pub struct ToolsView {
    /// The same page in the source language, to be shown at a counter; absent on pages in it and
    /// on those that are not translated.
    pub source_url: Option<String>,
    /// BCP 47 tag of the source language.
    pub source_lang: String,
    /// How to pass the page on, if the site has a base address.
    pub sharing: Option<SharingView>,
    /// Where to say whether the page helped, if the site names a place.
    pub feedback: Option<FeedbackView>,
}

/// What links for passing a page on hold, ready for the query of an address.
#[derive(Debug, Clone, Serialize)]
pub struct SharingView {
    /// The absolute address of the page.
    pub address: String,
    /// Its title.
    pub title: String,
}

/// Links that lead to a message or a form which is filled in.
#[derive(Debug, Clone, Serialize)]
pub struct FeedbackView {
    /// "This page helped me."
    pub helped_url: String,
    /// "Something is wrong here."
    pub wrong_url: String,
}
