//! What changed in a text since a translation was made from it, for whoever mends the translation.

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use crate::markdown::Digest;
use crate::message::Messages;
use crate::report::Colour;
use crate::site::Page;

use super::{Change, ChangeKind, HEAD, INTRODUCTION, head_lines, sections};

/// A section that changed, with all that a translator needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What changed.
    pub change: Change,
    /// Its heading, as the text that the translation was made from has it now, or had it.
    pub heading: Option<String>,
    /// Its Markdown when the translation was made, if an earlier version is known.
    pub before: Option<String>,
    /// Its Markdown now; nothing if it is gone.
    pub now: Option<String>,
    /// Its Markdown in the translation.
    pub translated: Option<String>,
}

/// A page and the text of its file.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// What the text says.
    pub page: &'a Page,
    /// The whole file.
    pub text: &'a str,
}

impl Version<'_> {
    /// The Markdown of a section without its heading's mark, if the page has it.
    pub fn section(self, section: &str) -> Option<String> {
        if section == HEAD {
            return Some(head_lines(self.page).join("\n\n"));
        }
        let id = (section != INTRODUCTION).then_some(section);
        let found = self.page.document.sections.iter().find(|known| known.id.as_deref() == id)?;
        Some(self.text[found.span.clone()].trim().to_owned())
    }

    fn heading(self, section: &str) -> Option<String> {
        let heading = self.page.document.headings.iter().find(|heading| heading.id == section)?;
        Some(heading.text.clone()).filter(|text| !text.is_empty())
    }

    fn digest(self, section: &str) -> Option<Digest> {
        sections(self.page).find(|(known, _)| *known == section).map(|(_, digest)| digest)
    }
}

/// What changed in `source` since `translation` was made. `earlier` versions of the source, the
/// newest first, are asked for one by one until the sections as they were are all found.
pub fn differences<'a>(
    changes: &[Change],
    source: Version<'_>,
    translation: Version<'_>,
    earlier: impl Iterator<Item = Version<'a>>,
) -> Vec<Difference> {
    let recorded = |section: &str| {
        let record = translation.page.front_matter.translation.as_ref()?;
        Digest::parse(&record.sections.get(section)?.value)
    };
    let mut all: Vec<Difference> = changes
        .iter()
        .map(|change| Difference {
            change: change.clone(),
            heading: source.heading(&change.section),
            before: None,
            now: source.section(&change.section),
            translated: translation.section(&change.section),
        })
        .collect();
    let is_sought = |difference: &Difference| {
        let kind = difference.change.kind;
        difference.before.is_none() && matches!(kind, ChangeKind::Edited | ChangeKind::Removed)
    };
    for version in earlier {
        for difference in all.iter_mut().filter(|difference| is_sought(difference)) {
            let section = difference.change.section.as_str();
            if version.digest(section).is_some() && version.digest(section) == recorded(section) {
                difference.before = version.section(section);
                difference.heading = difference.heading.take().or_else(|| version.heading(section));
            }
        }
        if !all.iter().any(is_sought) {
            break;
        }
    }
    all
}

/// The differences for a terminal: words that went and words that came, one section after another.
///
/// Without colours they stand in `[-…-]` and `{+…+}`.
pub fn in_terminal(differences: &[Difference], messages: &Messages, colour: Colour) -> String {
    let mut out = String::new();
    for difference in differences {
        let title = title(difference, messages);
        let title = match colour {
            Colour::Ansi => format!("\x1b[1m{title}\x1b[0m"),
            Colour::None => title,
        };
        let _ = writeln!(out, "{title}");
        if let Some(remark) = remark(difference, messages) {
            let _ = writeln!(out, "({remark})");
        }
        let text = match (&difference.before, &difference.now) {
            (Some(before), now) => {
                let now = now.as_deref().unwrap_or_default();
                words(before, now, |tag, text| marked(tag, text, colour))
            }
            (None, Some(now)) => now.clone(),
            (None, None) => String::new(),
        };
        if !text.is_empty() && difference.change.kind != ChangeKind::Behind {
            let _ = writeln!(out, "\n{text}");
        }
        out.push('\n');
    }
    out
}

/// The differences as Markdown for an e-mail: each section as it was, as it is, and its translation.
pub fn in_markdown(differences: &[Difference], messages: &Messages) -> String {
    let mut out = String::new();
    let part = |out: &mut String, label: &str, text: Option<&String>| {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        let label = messages.text(&format!("report.diff.{label}"), &[]);
        let _ = write!(out, "{label}\n\n{}\n\n", quoted(text));
    };
    for difference in differences {
        let _ = write!(out, "## {}\n\n", title(difference, messages));
        if let Some(remark) = remark(difference, messages) {
            let _ = write!(out, "{remark}\n\n");
        }
        let struck = match (&difference.before, &difference.now) {
            (Some(before), Some(now)) => Some(words(before, now, |tag, text| match tag {
                ChangeTag::Delete => wrapped(text, "~~"),
                ChangeTag::Insert => wrapped(text, "**"),
                ChangeTag::Equal => text.to_owned(),
            })),
            _ => None,
        };
        if difference.change.kind != ChangeKind::Behind {
            part(&mut out, "changes", struck.as_ref());
            let before = difference.before.as_ref().filter(|_| difference.now.is_none());
            part(&mut out, "before", before);
            part(&mut out, "now", difference.now.as_ref());
        }
        part(&mut out, "translated", difference.translated.as_ref());
    }
    out
}

fn title(difference: &Difference, messages: &Messages) -> String {
    let section = &difference.change.section;
    let name = match section.as_str() {
        HEAD => messages.text("report.diff.head", &[]),
        INTRODUCTION => messages.text("report.diff.introduction", &[]),
        _ => match &difference.heading {
            Some(heading) => format!("{heading} (#{section})"),
            None => format!("#{section}"),
        },
    };
    let kind = format!("report.diff.kinds.{}", difference.change.kind.as_str());
    format!("{name}: {}", messages.text(&kind, &[]))
}

/// What a reader of the difference must know.
fn remark(difference: &Difference, messages: &Messages) -> Option<String> {
    let key = match difference.change.kind {
        ChangeKind::Edited | ChangeKind::Removed if difference.before.is_none() => "no_history",
        ChangeKind::Behind => "behind_first",
        _ => return None,
    };
    Some(messages.text(&format!("report.diff.{key}"), &[]))
}

/// Two texts as one, each run of words that went or came written by `write`.
fn words(before: &str, now: &str, write: impl Fn(ChangeTag, &str) -> String) -> String {
    let diff = TextDiff::from_words(before, now);
    let (mut out, mut run, mut tag) = (String::new(), String::new(), ChangeTag::Equal);
    for change in diff.iter_all_changes() {
        if change.tag() != tag {
            out.push_str(&write(tag, &run));
            run.clear();
            tag = change.tag();
        }
        run.push_str(change.value());
    }
    out.push_str(&write(tag, &run));
    out
}

fn marked(tag: ChangeTag, text: &str, colour: Colour) -> String {
    let (start, end) = match (tag, colour) {
        (ChangeTag::Equal, _) => return text.to_owned(),
        (_, _) if text.is_empty() => return String::new(),
        (ChangeTag::Delete, Colour::Ansi) => ("\x1b[31;9m", "\x1b[0m"),
        (ChangeTag::Insert, Colour::Ansi) => ("\x1b[32m", "\x1b[0m"),
        (ChangeTag::Delete, Colour::None) => ("[-", "-]"),
        (ChangeTag::Insert, Colour::None) => ("{+", "+}"),
    };
    format!("{start}{text}{end}")
}

/// Marks stand at words: Markdown takes none beside a space.
fn wrapped(text: &str, mark: &str) -> String {
    let words = text.trim();
    if words.is_empty() {
        return text.to_owned();
    }
    let (before, after) = text.split_once(words).unwrap_or_default();
    let lines: Vec<String> = words
        .split('\n')
        .map(
            |line| {
                if line.trim().is_empty() { String::new() } else { format!("{mark}{line}{mark}") }
            },
        )
        .collect();
    format!("{before}{}{after}", lines.join("\n"))
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    lines.join("\n")
}
