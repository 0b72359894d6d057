//! Texts for translators who do not use git: XLIFF 2.0, PO and TBX, and back.
//!
//! ```text
//! Site ── texts ──▶ Package ── xliff, po ──▶ file ── (translator) ──▶ Delivery ── import ──▶ edits
//! ```
//!
//! A unit is one block of a page, a part of its head or a text of the data. Its Markdown stands in
//! one line; what must not change in it is a code that programs for translators protect. What was
//! translated from which text travels in the file itself: the source of each unit is compared with
//! the source of today, so that nothing depends on notes that such programs may drop.

mod check;
mod data;
pub mod delivery;
pub mod import;
mod pages;
pub(crate) mod pairing;
mod plural;
pub mod po;
pub mod segment;
pub mod tbx;
pub mod texts;
pub mod xliff;

use std::collections::BTreeMap;

use crate::diagnostic::SourcePath;
use crate::markdown::Role;
use crate::message::Messages;
use crate::translation::State;

/// Everything that a translator is asked for in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Tag of the language to translate from.
    pub from: String,
    /// Tag of the language to translate to.
    pub to: String,
    /// Pages and files of data.
    pub files: Vec<File>,
    /// What readers see for the references in them, by what the references name.
    pub names: BTreeMap<String, String>,
}

/// A page or a file of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// [`file_id`] of the page, or `_data/` and the name of the file.
    pub id: String,
    /// Path of the file that holds the translation, or will hold it.
    pub path: SourcePath,
    /// What translators should know about it.
    pub notes: Vec<String>,
    /// Its sections.
    pub groups: Vec<Group>,
}

/// A section of a page, or an entry of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Key of the section, or id of the entry.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its texts.
    pub units: Vec<Unit>,
}

/// A text to translate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// The key of its group, a dot and its number or name there.
    pub id: String,
    /// The text as one line of Markdown.
    pub source: String,
    /// The translation as it is now; empty if there is none.
    pub target: String,
    /// How far the translation is.
    pub state: State,
    /// What it is.
    pub what: What,
    /// Where the text to translate stands.
    pub place: (SourcePath, usize),
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The title of a page.
    Title,
    /// Its summary.
    Summary,
    /// Words that people type when they look for it.
    Keywords,
    /// A text of its campaign.
    Campaign,
    /// A block of its text.
    Block(Role),
    /// A text of the data.
    Data,
}

impl What {
    /// Name of the message that says it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Keywords => "keywords",
            Self::Campaign => "campaign",
            Self::Data => "data",
            Self::Block(role) => match role {
                Role::Heading => "heading",
                Role::Paragraph | Role::InItem | Role::Code => "paragraph",
                Role::Step => "step",
                Role::Item => "item",
                Role::Task => "task",
                Role::Quote => "quote",
                Role::CallOut(_) => "call-out",
                Role::Footnote => "footnote",
                Role::HeadCell { .. } => "head-cell",
                Role::Cell { .. } => "cell",
            },
        }
    }
}

/// Before the fingerprint of a translation in a comment of PO, and the category of such a note in
/// XLIFF.
const EXPORTED: &str = "exported";

/// Tells a text from any other, its spaces and quotation marks included.
fn fingerprint(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(12).collect()
}

impl Unit {
    /// The fingerprint of the translation that goes out, so that a translator who leaves it alone does
    /// not undo what others did meanwhile.
    fn exported(&self) -> Option<String> {
        (!self.target.is_empty()).then(|| fingerprint(&self.target))
    }

    /// What translators should know about it.
    fn notes(&self, messages: &Messages) -> Vec<String> {
        let role = messages.text(&format!("report.exchange.roles.{}", self.what.as_str()), &[]);
        let state = match self.state {
            State::Missing | State::Current => None,
            state => {
                Some(messages.text(&format!("report.exchange.states.{}", state.as_str()), &[]))
            }
        };
        std::iter::once(role).chain(state).collect()
    }
}

/// What stands for the empty id of the home page.
const HOME: &str = "_home";

/// The id of a page where it must not be empty.
pub fn file_id(page: &str) -> &str {
    if page.is_empty() { HOME } else { page }
}

/// The id of the page that [`file_id`] stands for.
pub fn page_id(file: &str) -> &str {
    if file == HOME { "" } else { file }
}
