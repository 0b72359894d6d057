//! The head of a page: title, dates, sources, who translated it.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::campaign::Campaign;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::leaflet::RawLeaflet;
use crate::markdown::Digest;
use crate::yaml::{self, Day, Spanned, TODO};

/// The front matter as it is written between two lines of `---`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// Title of the page, its only heading of the first level. Required.
    pub title: Option<Spanned<String>>,
    /// One or two sentences: what the reader finds here.
    pub summary: Option<Spanned<String>>,
    /// Last part of the address in this language, if it is not the name of the folder.
    pub slug: Option<Spanned<String>>,
    /// A short word for the address on paper: `visa` makes `/en/visa/` lead to the page.
    /// Counts in the source language only.
    pub short: Option<Spanned<String>>,
    /// Position among its neighbours, smallest first. Counts in the source language only.
    pub order: Option<i64>,
    /// What kind of page it is. Counts in the source language only.
    pub layout: Option<Layout>,
    /// Name of a drawn icon of the theme. Counts in the source language only.
    pub icon: Option<String>,
    /// The editions that the page is written for, if not for all: the others show it in another
    /// language, and nobody is asked for a translation. Counts in the source language only.
    pub locales: Option<Vec<Spanned<String>>>,
    /// For whom the page is.
    #[serde(default)]
    pub audience: Vec<Spanned<Audience>>,
    /// What readers want to know first, as a list at the top of the page.
    /// Counts in the source language only.
    pub at_a_glance: Option<AtAGlance>,
    /// Words that people type when they look for this page.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Day on which a person last checked the facts.
    pub reviewed: Option<Day>,
    /// Day by which the facts must be checked again.
    pub review_by: Option<Spanned<Day>>,
    /// First day on which the page is true.
    pub valid_from: Option<Spanned<Day>>,
    /// Last day on which the page is true.
    pub valid_until: Option<Spanned<Day>>,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// What an information campaign says besides its text; only on pages of the layout `campaign`.
    pub campaign: Option<Campaign>,
    /// Sheets that are printed of it, in place of those that `site.yaml` names for its section;
    /// `[]` for none. Counts in the source language only.
    pub leaflet: Option<Vec<RawLeaflet>>,
    /// A draft is published only with `--drafts`.
    #[serde(default)]
    pub draft: bool,
    /// From what and by whom this text was translated; absent in the source language.
    pub translation: Option<Translation>,
}

impl FrontMatter {
    /// The summary, unless staff still have to write it.
    pub fn summary(&self) -> Option<&str> {
        let summary = self.summary.as_ref()?.value.trim();
        (!summary.is_empty() && summary != TODO).then_some(summary)
    }
}

/// What readers want to know first: nothing but ids of the data, so that no language says it in
/// words of its own. For whom the page is stands in `audience`.
///
/// ```text
/// at_a_glance: {where: [oamp-usti, oamp-chomutov], price: [a2-exam-price]}
/// ```
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtAGlance {
    /// Where to go: ids of contacts or places.
    #[serde(default, rename = "where")]
    pub places: Vec<Spanned<String>>,
    /// What it costs: ids of values.
    #[serde(default)]
    pub price: Vec<Spanned<String>>,
    /// How long it takes or lasts: ids of values.
    #[serde(default)]
    pub time: Vec<Spanned<String>>,
    /// By when it has to be done: ids of values.
    #[serde(default)]
    pub deadline: Vec<Spanned<String>>,
}

impl AtAGlance {
    /// The ids of values in the order in which readers see them.
    pub fn values(&self) -> impl Iterator<Item = &Spanned<String>> {
        [&self.price, &self.time, &self.deadline].into_iter().flatten()
    }
}

/// What kind of page it is, and so which template it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// The first page of an edition.
    Home,
    /// A page that leads to others.
    Section,
    /// Guidance.
    Guide,
    /// A page without dates and sources.
    Plain,
    /// All contacts.
    Contacts,
    /// All places with their opening hours.
    Places,
    /// All terms.
    Glossary,
    /// All courses.
    Timetable,
    /// News of an information campaign, which runs for a time.
    Campaign,
}

/// For whom a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// People in their first weeks.
    Newcomers,
    /// Holders of a long-term visa or residence permit.
    LongTermResidents,
    /// Permanent residents and those who want to be.
    PermanentResidents,
    /// Holders of temporary protection.
    TemporaryProtection,
    /// Holders of international protection and applicants.
    InternationalProtection,
    /// Families with children.
    Families,
    /// Employees.
    Workers,
    /// Self-employed people.
    SelfEmployed,
    /// Clerks, teachers and others who meet foreigners at work.
    Professionals,
}

impl Audience {
    /// Name of the message that says it to readers.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Newcomers => "audience_newcomers",
            Self::LongTermResidents => "audience_long_term_residents",
            Self::PermanentResidents => "audience_permanent_residents",
            Self::TemporaryProtection => "audience_temporary_protection",
            Self::InternationalProtection => "audience_international_protection",
            Self::Families => "audience_families",
            Self::Workers => "audience_workers",
            Self::SelfEmployed => "audience_self_employed",
            Self::Professionals => "audience_professionals",
        }
    }
}

/// A source of facts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Who says it.
    pub title: Option<String>,
    /// Address of the official page.
    pub url: Option<Spanned<String>>,
    /// Citation of the law in the source language.
    pub law: Option<Spanned<String>>,
}

/// How a translation came about. `rozcestnik stamp` writes it; nobody types a digest.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The edition it was translated from; another translation may serve as a pivot.
    pub from: Spanned<String>,
    /// Who made it.
    pub by: Translator,
    /// The day on which somebody last said that it agrees with the text it was made from.
    pub on: Option<Day>,
    /// For each section, the digest of the text it was made from.
    #[serde(default)]
    pub sections: BTreeMap<String, Spanned<String>>,
}

/// Who made a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Translator {
    /// A person.
    Human,
    /// A machine, and nobody has read it yet.
    Machine,
    /// A machine, and a person has read and mended it.
    MachineReviewed,
}

impl Translator {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Machine => "machine",
            Self::MachineReviewed => "machine-reviewed",
        }
    }
}

/// The head and the place of the body in the whole file.
#[derive(Debug, Clone)]
pub struct Head {
    /// What was understood of the front matter.
    pub front_matter: FrontMatter,
    /// Bytes of the Markdown.
    pub body: Range<usize>,
}

/// Reads the head of a page. A page with a broken head keeps its place with an empty one.
pub fn parse(text: &str, path: &SourcePath) -> (Head, Diagnostics) {
    let mut found = Diagnostics::new();
    let Some(parts) = split(text) else {
        found.push(Diagnostic::at(Code::MissingTitle, Span::new(path, 0..0)));
        return (Head { front_matter: FrontMatter::default(), body: 0..text.len() }, found);
    };
    let Parts { yaml, body, is_closed } = parts;
    let (front_matter, problems) = yaml::read::<FrontMatter>(&text[yaml.clone()], path, yaml.start);
    let is_readable = front_matter.is_some();
    let front_matter = front_matter.unwrap_or_default();
    if !is_closed {
        // Where the head ends is a guess, so what else is wrong with it may not be.
        let finding = Diagnostic::at(Code::BadYaml, Span::new(path, 0..3));
        found.push(finding.with("reason", "`---`").hint("front-matter-open"));
        return (Head { front_matter, body }, found);
    }
    let mentions = |key| is_about(&problems, key, &text[..yaml.end]);
    let is_blank = |text: &Option<Spanned<String>>| {
        text.as_ref().is_none_or(|text| text.value.trim().is_empty())
    };
    if is_readable && is_blank(&front_matter.title) && !mentions("title") {
        found.push(Diagnostic::at(Code::MissingTitle, Span::new(path, 0..3)));
    }
    if is_readable && is_blank(&front_matter.summary) && !mentions("summary") {
        found.push(Diagnostic::at(Code::MissingSummary, Span::new(path, 0..3)));
    }
    found.append(problems);
    for digest in front_matter.translation.iter().flat_map(|one| one.sections.values()) {
        if Digest::parse(&digest.value).is_none() {
            let span = Span::new(path, digest.span.clone());
            let finding = Diagnostic::at(Code::BadValue, span).with("value", &digest.value);
            found.push(finding.with("expected", "digest"));
        }
    }
    (Head { front_matter, body }, found)
}

/// Whether a key was found misspelt, or its value of another type.
fn is_about(problems: &Diagnostics, key: &str, head: &str) -> bool {
    problems.iter().any(|problem| match problem.code {
        Code::UnknownKey => problem.arguments.get("suggestion").is_some_and(|meant| meant == key),
        Code::WrongType => problem.span.as_ref().is_some_and(|span| {
            // A list may stand below its key.
            let mut lines = head[..span.start].lines().rev();
            let top = lines.find(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
            top.and_then(|line| line.strip_prefix(key)).is_some_and(|rest| rest.starts_with(':'))
        }),
        _ => false,
    })
}

struct Parts {
    /// Bytes between the lines of dashes.
    yaml: Range<usize>,
    /// Bytes of the Markdown.
    body: Range<usize>,
    /// Whether there is a second line of dashes.
    is_closed: bool,
}

/// Bytes of the YAML in the head of a page; nothing if the head is missing or not closed.
pub fn yaml_of(text: &str) -> Option<Range<usize>> {
    split(text).filter(|parts| parts.is_closed).map(|parts| parts.yaml)
}

/// The front matter and the body, if the text begins with a line of dashes. Without a second one
/// the body begins at the first empty line or heading, so that its headings can be linked.
fn split(text: &str) -> Option<Parts> {
    let start = text.strip_prefix("---\n").map(|_| 4)?;
    let mut at = start;
    let mut text_at = None;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            let body = at + line.len()..text.len();
            return Some(Parts { yaml: start..at, body, is_closed: true });
        }
        if text_at.is_none() && (line.trim().is_empty() || line.starts_with("##")) {
            text_at = Some(at);
        }
        at += line.len();
    }
    let text_at = text_at.unwrap_or(text.len());
    Some(Parts { yaml: start..text_at, body: text_at..text.len(), is_closed: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        let (_, found) = parse(text, &"a.md".into());
        found.iter().map(|d| d.code).collect()
    }

    #[test]
    fn the_body_begins_behind_the_second_line_of_dashes() {
        let text = "---\ntitle: A\nsummary: B\n---\nText\n";
        let (head, found) = parse(text, &"a.md".into());
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(&text[head.body], "Text\n");
        let title = head.front_matter.title.unwrap();
        assert_eq!(&text[title.span], "A");
    }

    #[test]
    fn a_half_written_head_is_one_finding() {
        assert_eq!(codes("---\ntitle: A\n"), [Code::BadYaml]);
        assert_eq!(codes("---\ntitle: [A\n---\n"), [Code::BadYaml]);
    }

    #[test]
    fn a_page_without_a_title_says_so_once() {
        assert_eq!(codes("Text\n"), [Code::MissingTitle]);
        assert_eq!(codes("---\nsummary: B\n---\n"), [Code::MissingTitle]);
        assert_eq!(codes("---\ntitel: A\nsummary: B\n---\n"), [Code::UnknownKey]);
        assert_eq!(codes("---\ntitle: [A]\nsummary: B\n---\n"), [Code::WrongType]);
        assert_eq!(codes("---\ntitle:\n  - A\nsummary: B\n---\n"), [Code::WrongType]);
        let [missing, unknown] = codes("---\ntitle:\ncolour: A\nsummary: B\n---\n")[..] else {
            panic!()
        };
        assert_eq!((missing, unknown), (Code::MissingTitle, Code::UnknownKey));
    }

    #[test]
    fn a_head_without_an_end_ends_at_the_first_empty_line_or_heading() {
        for text in ["---\ntitle: A\n\nText\n", "---\ntitle: A\n## Who\n"] {
            let (head, _) = parse(text, &"a.md".into());
            assert_eq!(head.front_matter.title.unwrap().value, "A");
            assert_eq!(head.body, 13..text.len());
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(---\n)?\\PC{0,60}\n(---\n)?\\PC{0,20}") {
            let (head, _) = parse(&text, &"a.md".into());
            let _ = &text[head.body];
        }
    }
}
