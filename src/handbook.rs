//! The handbook for staff: how to write and translate the portal, and what each finding means.
//!
//! The chapters are the files of `docs/`, so that they can be read in the repository too.

use std::borrow::Cow;
use std::fmt::Write;

use crate::diagnostic::{Code, Severity};
use crate::message::Messages;

/// The chapter that is generated.
const FINDINGS: &str = "findings";

macro_rules! chapters {
    ($($name:literal),*) => {
        /// Name of each chapter, its text in Czech and in English, in the order of reading.
        const CHAPTERS: &[(&str, &str, &str)] = &[$((
            $name,
            include_str!(concat!("../docs/cs/", $name, ".md")),
            include_str!(concat!("../docs/en/", $name, ".md")),
        ),)*];
    };
}

chapters![
    "first-edit",
    "writing",
    "translation",
    "timetable",
    "printing",
    "campaign",
    "publishing"
];

/// The names of all chapters.
pub fn names() -> impl Iterator<Item = &'static str> {
    CHAPTERS.iter().map(|(name, ..)| *name).chain([FINDINGS])
}

/// The text of a chapter in the language of `messages`.
pub fn chapter(name: &str, messages: &Messages) -> Option<Cow<'static, str>> {
    if name == FINDINGS {
        return Some(findings(messages).into());
    }
    let (_, czech, english) = CHAPTERS.iter().find(|(known, ..)| *known == name)?;
    Some(if messages.tag() == "cs" { *czech } else { *english }.into())
}

/// All chapters, one a line: name and title.
pub fn contents(messages: &Messages) -> String {
    let mut text = format!("{}\n\n", messages.text("report.handbook.title", &[]));
    for name in names() {
        let chapter = chapter(name, messages).unwrap_or_default();
        let title = chapter.lines().next().unwrap_or_default().trim_start_matches("# ");
        let _ = writeln!(text, "{name:<12} {title}");
    }
    text + "\n" + &messages.text("report.handbook.how", &[]) + "\n"
}

/// What each finding means, sorted by its code.
fn findings(messages: &Messages) -> String {
    let word = |name: &str| messages.text(&format!("report.handbook.findings.{name}"), &[]);
    let (error, warning, may_help) = (word("error"), word("warning"), word("hints"));
    let mut text = format!("# {}\n\n{}", word("title"), word("introduction"));
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(|code| code.name());
    for code in codes {
        let severity = match code.severity() {
            Severity::Error => &error,
            Severity::Warning => &warning,
        };
        let (message, hints) = messages.patterns(code);
        let explanation = messages.explanation(code).trim_end();
        let _ = write!(text, "\n## {code}\n\n**{severity}:** {message}\n\n{explanation}\n");
        if !hints.is_empty() {
            let _ = writeln!(text, "\n{may_help}\n");
            for hint in hints {
                let _ = writeln!(text, "- {hint}");
            }
        }
    }
    text
}
