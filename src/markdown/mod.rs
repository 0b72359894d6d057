//! Markdown to a [`Document`]: parsed once, and read by rendering, checks and search alike.
//!
//! A document's HTML is finished but for its [`Hole`]s: links to other pages, values, contacts,
//! terms, pictures and words of the catalog, which only the whole site knows.

mod digest;
mod footnotes;
mod headings;
mod links;
mod outline;
mod renderer;
mod text;
mod todo;

use std::ops::Range;

use crate::diagnostic::{Diagnostics, SourcePath};
use crate::locale::Locale;

pub use digest::Digest;
pub use outline::{Block, CallOut, Role, Section};
pub(crate) use renderer::OPTIONS;
pub use text::{escape, escape_text, is_inline, unescape};
pub(crate) use todo::todo_at;

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// HTML without what belongs into the holes.
    pub html: String,
    /// Where the site has to fill something in, in the order of `at`.
    pub holes: Vec<Hole>,
    /// Headings in the order of the text.
    pub headings: Vec<Heading>,
    /// The same text as sections and blocks of words.
    pub sections: Vec<Section>,
    /// The elements of the HTML that stand in no other one, in the order of the text.
    pub elements: Vec<Element>,
}

/// An element of the text that stands in no other one. It reaches to the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// Where it begins.
    pub start: Mark,
    /// Where the items of a list begin.
    pub items: Vec<Mark>,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementKind {
    /// A heading, by its place among [`Document::headings`].
    Heading(usize),
    /// A paragraph, or a card or picture that stands alone in one.
    Paragraph,
    /// A numbered list.
    Steps,
    /// Another list.
    Items,
    /// A quotation or a call-out.
    Quote,
    /// A table.
    Table,
    /// Words that are shown as they are.
    Code,
    /// A line between two parts of the text.
    Rule,
    /// All footnotes.
    Footnotes,
}

/// A place between two bytes of the HTML and two of its holes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// How many bytes of the HTML stand before it.
    pub at: usize,
    /// How many holes stand before it.
    pub hole: usize,
}

/// A heading of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6; the first level is the title of the page.
    pub level: u8,
    /// Fragment, unique on the page.
    pub id: String,
    /// Plain text without its references; empty if it is a note among staff.
    pub text: String,
    /// References in the text; `at` counts bytes of it.
    pub holes: Vec<Hole>,
    /// Where its element begins in the HTML; its section reaches to the next heading of its level
    /// or above.
    pub at: usize,
    /// Bytes in the file.
    pub span: Range<usize>,
}

/// A place in the HTML that the site fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hole {
    /// Byte of the HTML before which it stands.
    pub at: usize,
    /// Bytes in the file that ask for it.
    pub span: Range<usize>,
    /// What belongs there.
    pub content: Content,
}

/// What belongs into a hole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the fields say it all")]
pub enum Content {
    /// A message of the catalog.
    Message(&'static str),
    /// A link to a page of the site; the start tag only if it has a text of its own.
    Page { id: Box<str>, anchor: Option<Box<str>>, own_text: bool },
    /// The start tag of a Markdown link to something inside the site.
    Internal { target: Box<str> },
    /// A fact of `values.yaml`.
    Value { id: Box<str> },
    /// A contact: the card if it stands alone, else a link.
    Contact { id: Box<str>, own_text: bool, alone: bool },
    /// A place: the card if it stands alone, else a link.
    Place { id: Box<str>, own_text: bool, alone: bool },
    /// A course: the card if it stands alone, else a link.
    Course { id: Box<str>, own_text: bool, alone: bool },
    /// A term; the start tag only if it has a text of its own.
    Term { id: Box<str>, own_text: bool },
    /// The office term in brackets behind a term with a text of its own.
    SourceTerm { id: Box<str> },
    /// A reference of a kind that does not exist.
    Unknown { kind: Box<str>, id: Box<str>, own_text: bool },
    /// A picture of the bundle.
    Picture { file: Box<str>, alt: Box<str>, caption: Option<Box<str>>, alone: bool },
}

/// Parses the Markdown of `file[body]`.
///
/// Nothing that an author can write makes it fail: what is wrong becomes a finding, with a span
/// that counts bytes in the whole file, and the rest of the text keeps its place.
pub fn parse(
    file: &str,
    body: Range<usize>,
    path: &SourcePath,
    locale: &Locale,
    source: &Locale,
) -> (Document, Diagnostics) {
    renderer::render(&file[body.clone()], body.start, path, locale, source)
}

#[cfg(test)]
mod tests;
