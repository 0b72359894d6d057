//! How each translation stands against the text that it was made from, section by section.
//!
//! A translation records the digest of each section of that text ([`Record`]); no date and no
//! commit is compared, so the answer is the same in a shallow clone, without git and inside the
//! change that makes the translation.

mod diff;
mod format;
mod record;
mod rules;
mod status;

pub use diff::{Difference, Version, differences, in_markdown, in_terminal};
pub use format::{html, markdown, table};
pub use record::{Record, agreed, entry};
pub use rules::check;
pub use status::{Overview, is_wanted, overview};

use jiff::civil::Date;

use crate::config::Config;
use crate::frontmatter::Translator;
use crate::markdown::{Digest, Section};
use crate::site::{Bundle, Edition, Page};

/// Key of the title, the summary and the texts of a campaign in a record.
pub const HEAD: &str = "_head";
/// Key of the words before the first heading in a record.
pub const INTRODUCTION: &str = "_intro";

/// How a translation stands against the text that it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The edition that it was made from.
    pub from: Edition,
    /// Who made it, if that is recorded.
    pub by: Option<Translator>,
    /// The day on which somebody last said that the two agree.
    pub on: Option<Date>,
    /// Whether anybody ever said so.
    pub is_recorded: bool,
    /// How many sections the text that it was made from has.
    pub sections: usize,
    /// What no longer agrees, in the order of the text that it was made from.
    pub changes: Vec<Change>,
}

/// A section that no longer agrees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// [`HEAD`], [`INTRODUCTION`] or the id of its heading.
    pub section: String,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What happened to a section since it was translated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It says something else.
    Edited,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is the same, but is itself older than the text that it was translated from.
    Behind,
}

impl ChangeKind {
    /// The name in data for programs, and of the message that says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Behind => "behind",
        }
    }
}

/// What somebody has to know about a page in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nobody translated it.
    Missing,
    /// The text that it was made from says something else by now.
    Outdated,
    /// Nobody ever said that it agrees with the text that it was made from.
    Unrecorded,
    /// It agrees, but a machine made it and no person has read it.
    Machine,
    /// It agrees.
    Current,
    /// It is the text that others are made from.
    Source,
    /// The page is not meant for readers of this language.
    NotWanted,
}

impl State {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 7] = [
        Self::Missing,
        Self::Outdated,
        Self::Unrecorded,
        Self::Machine,
        Self::Current,
        Self::Source,
        Self::NotWanted,
    ];

    /// The name in data for programs, and of the message that says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Outdated => "outdated",
            Self::Unrecorded => "unrecorded",
            Self::Machine => "machine",
            Self::Current => "current",
            Self::Source => "source",
            Self::NotWanted => "not-wanted",
        }
    }
}

impl Standing {
    /// The state of the page.
    pub const fn state(&self) -> State {
        match self.by {
            _ if !self.is_recorded => State::Unrecorded,
            _ if !self.changes.is_empty() => State::Outdated,
            Some(Translator::Machine) => State::Machine,
            Some(Translator::Human | Translator::MachineReviewed) | None => State::Current,
        }
    }

    /// How much of the text that it was made from it still agrees with, in percent; rounded down, so
    /// that 100 is everything.
    pub fn percent(&self) -> usize {
        if !self.is_recorded {
            return 0;
        }
        let removed = |change: &&Change| change.kind == ChangeKind::Removed;
        let gone = self.changes.iter().filter(removed).count();
        let all = self.sections + gone;
        (all - self.changes.len().min(all)) * 100 / all.max(1)
    }

    /// What happened to a section, if it no longer agrees.
    pub fn change(&self, section: &str) -> Option<&Change> {
        self.changes.iter().find(|change| change.section == section)
    }
}

/// What a reader of an edition must know before trusting a page, wherever the page is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// It is shown in another language.
    Fallback(Edition),
    /// The text that it was made from says something else by now.
    Outdated,
    /// A machine made it and no person has read it.
    Machine,
}

impl Label {
    /// `machine`, `outdated`, or the tag of the language that the page is shown in.
    pub fn name(self, config: &Config) -> &str {
        match self {
            Self::Fallback(language) => config.locales[language].as_str(),
            Self::Outdated => "outdated",
            Self::Machine => "machine",
        }
    }
}

/// The most important label of the text that `edition` shows in `language`.
pub fn label(standing: Option<&Standing>, edition: Edition, language: Edition) -> Option<Label> {
    if language != edition {
        return Some(Label::Fallback(language));
    }
    let standing = standing?;
    let by_machine = (standing.by == Some(Translator::Machine)).then_some(Label::Machine);
    if standing.state() == State::Outdated { Some(Label::Outdated) } else { by_machine }
}

/// The sections of a page with what they say, in the order of the text; first the head: title,
/// summary and the texts of a campaign.
///
/// A page without words before its first heading has no [`INTRODUCTION`].
pub fn sections(page: &Page) -> impl Iterator<Item = (&str, Digest)> {
    let head = Digest::of(&head_lines(page).join("\n"));
    let text = page.document.sections.iter();
    std::iter::once((HEAD, head)).chain(text.map(|section| (key(section), section.digest)))
}

/// What records call a section of the text: [`INTRODUCTION`] or the id of its heading.
pub fn key(section: &Section) -> &str {
    section.id.as_deref().unwrap_or(INTRODUCTION)
}

/// The texts in the head of a page that are translated.
pub fn head_lines(page: &Page) -> Vec<&str> {
    let head = &page.front_matter;
    let of_campaign = head.campaign.iter().flat_map(|campaign| campaign.written());
    let mut lines = vec![page.title(), head.summary().unwrap_or_default()];
    lines.extend(of_campaign.map(|(_, text)| text));
    lines
}

/// How the page of a bundle stands in each edition; nothing where it is no translation, where what
/// it was made from is not there, or where translations were made from each other in a circle.
pub fn standings(bundle: &Bundle, config: &Config) -> Vec<Option<Standing>> {
    let editions = bundle.cells.len();
    let mut standings: Vec<Option<Standing>> = vec![None; editions];
    let sources: Vec<Option<Edition>> =
        (0..editions).map(|edition| source_of(bundle, config, edition)).collect();
    // What a translation was made from comes first, since it may itself be one.
    let mut order: Vec<(usize, Edition)> = (0..editions)
        .filter_map(|edition| Some((steps_to_source(&sources, edition)?, edition)))
        .collect();
    order.sort_unstable();
    for (_, edition) in order {
        let (Some(from), Some(page)) = (sources[edition], &bundle.cells[edition]) else { continue };
        if let Some(source) = &bundle.cells[from] {
            standings[edition] = Some(standing(page, from, source, standings[from].as_ref()));
        }
    }
    standings
}

/// The edition that a page was translated from: that which its head names, or else the source
/// language, if the page is there in it.
pub fn source_of(bundle: &Bundle, config: &Config, edition: Edition) -> Option<Edition> {
    let page = bundle.cells[edition].as_ref()?;
    if let Some(translation) = &page.front_matter.translation {
        return config.locale_index(&translation.from.value);
    }
    let source = bundle.cells[config.source].as_ref()?;
    let is_first = edition == config.source || source.front_matter.translation.is_some();
    (!is_first).then_some(config.source)
}

/// How many translations lie between an edition and the first text; nothing in a circle.
pub fn steps_to_source(sources: &[Option<Edition>], edition: Edition) -> Option<usize> {
    let (mut at, mut steps) = (edition, 0);
    while let Some(from) = sources[at] {
        (at, steps) = (from, steps + 1);
        if steps > sources.len() {
            return None;
        }
    }
    Some(steps)
}

fn standing(page: &Page, from: Edition, source: &Page, of_source: Option<&Standing>) -> Standing {
    let translation = page.front_matter.translation.as_ref();
    let recorded = |section: &str| translation?.sections.get(section);
    let mut count = 0;
    let mut changes = Vec::new();
    for (section, digest) in sections(source) {
        count += 1;
        let kind = match recorded(section).map(|digest| Digest::parse(&digest.value)) {
            None => Some(ChangeKind::Added),
            Some(Some(known)) if known != digest => Some(ChangeKind::Edited),
            // What cannot be read is a finding of its own.
            Some(_) => of_source.and_then(|of| of.change(section)).map(|_| ChangeKind::Behind),
        };
        changes.extend(kind.map(|kind| Change { section: section.to_owned(), kind }));
    }
    // What neither of the two texts has any more needs nobody's work; the check says so.
    let is_in = |page: &Page, section: &str| sections(page).any(|(known, _)| known == section);
    let recorded = translation.into_iter().flat_map(|one| one.sections.keys());
    let gone = recorded.filter(|section| !is_in(source, section) && is_in(page, section));
    changes
        .extend(gone.map(|section| Change { section: section.clone(), kind: ChangeKind::Removed }));
    let is_recorded = translation.is_some_and(|one| !one.sections.is_empty());
    if !is_recorded {
        changes.clear();
    }
    Standing {
        from,
        by: translation.map(|one| one.by),
        on: translation.and_then(|one| one.on).map(|day| day.0),
        is_recorded,
        sections: count,
        changes,
    }
}
