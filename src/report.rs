//! Findings for people at a terminal, for editors, for programs and for pull requests.

use std::collections::BTreeMap;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::embedded;
use crate::message::Messages;
use crate::source::{CONFIG, SourceTree};

/// A way to write findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the line of the source and what to do.
    Human,
    /// One line each: `file:line:column: error[code]: message`.
    Short,
    /// An array of objects with `code`, `severity`, `message`, `hint`, `file`, `line`, `column`,
    /// `end_line`, `end_column`; lines and columns count from 1, columns in characters.
    Json,
    /// Annotations on the changed lines of a pull request at GitHub.
    Github,
    /// A Code Quality report, which GitLab shows beside the changed lines of a merge request.
    Gitlab,
}

/// Whether the text may hold colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Escape sequences of terminals.
    Ansi,
    /// Plain text.
    None,
}

/// All findings as one text.
pub fn report(
    found: &Diagnostics,
    tree: &SourceTree,
    messages: &Messages,
    format: Format,
    colour: Colour,
) -> String {
    match format {
        Format::Human => {
            let renderer = match colour {
                Colour::Ansi => Renderer::styled(),
                Colour::None => Renderer::plain(),
            };
            let renderer = renderer.decor_style(DecorStyle::Unicode);
            found
                .iter()
                .map(|finding| format!("{}\n\n", human(finding, tree, messages, &renderer)))
                .collect()
        }
        Format::Short => found.iter().map(|finding| short(finding, tree, messages)).collect(),
        Format::Json => {
            let all: Vec<_> = found.iter().map(|finding| object(finding, tree, messages)).collect();
            format!("{}\n", serde_json::Value::from(all))
        }
        Format::Github => found.iter().map(|finding| annotation(finding, tree, messages)).collect(),
        Format::Gitlab => code_quality(found, tree, messages),
    }
}

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// Where a byte of a text stands.
pub fn position(text: &str, byte: usize) -> Position {
    let before = &text[..text.floor_char_boundary(byte)];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Position { line: before.matches('\n').count() + 1, column: before[start..].chars().count() + 1 }
}

fn text_of<'a>(tree: &'a SourceTree, span: &Span) -> &'a str {
    tree.as_written(&span.path).or_else(|| embedded::tree().text(&span.path)).unwrap_or_default()
}

fn places(span: &Span, tree: &SourceTree) -> (Position, Position) {
    let text = text_of(tree, span);
    (position(text, span.start), position(text, span.end))
}

fn severity_word(finding: &Diagnostic, messages: &Messages) -> String {
    let path = match finding.code.severity() {
        Severity::Error => "report.error",
        Severity::Warning => "report.warning",
    };
    messages.text(path, &[])
}

fn human(
    finding: &Diagnostic,
    tree: &SourceTree,
    messages: &Messages,
    renderer: &Renderer,
) -> String {
    let word = severity_word(finding, messages);
    let level = match finding.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title =
        level.with_name(word).primary_title(messages.message(finding)).id(finding.code.name());
    let mut groups = Vec::new();
    let mut group = Group::with_title(title);
    if let Some(span) = &finding.span {
        let text = text_of(tree, span);
        let range = span.start.min(text.len())..span.end.min(text.len());
        let mut snippet =
            Snippet::source(text).path(&*span.path).annotation(AnnotationKind::Primary.span(range));
        for label in finding.labels.iter().filter(|label| label.span.path == span.path) {
            let range = label.span.start.min(text.len())..label.span.end.min(text.len());
            let text = messages.label(finding, label.text);
            snippet = snippet.annotation(AnnotationKind::Context.span(range).label(text));
        }
        group = group.element(snippet);
        for label in finding.labels.iter().filter(|label| label.span.path != span.path) {
            let text = text_of(tree, &label.span);
            let range = label.span.start.min(text.len())..label.span.end.min(text.len());
            let words = messages.label(finding, label.text);
            group = group.element(
                Snippet::source(text)
                    .path(&*label.span.path)
                    .annotation(AnnotationKind::Context.span(range).label(words)),
            );
        }
    }
    groups.push(group);
    if let Some(hint) = messages.hint(finding) {
        let help = Level::HELP.with_name(messages.text("report.help", &[]));
        groups.push(Group::with_title(help.secondary_title(hint)));
    }
    renderer.render(&groups)
}

fn short(finding: &Diagnostic, tree: &SourceTree, messages: &Messages) -> String {
    let place = finding.span.as_ref().map_or_else(String::new, |span| {
        let (start, _) = places(span, tree);
        format!("{}:{}:{}: ", span.path, start.line, start.column)
    });
    let word = severity_word(finding, messages);
    let message = messages.message(finding);
    let hint = messages.hint(finding).map_or_else(String::new, |hint| format!(" ({hint})"));
    format!("{place}{word}[{}]: {message}{hint}\n", finding.code)
}

fn object(finding: &Diagnostic, tree: &SourceTree, messages: &Messages) -> serde_json::Value {
    let mut object = json!({
        "code": finding.code.name(),
        "severity": finding.code.severity(),
        "message": messages.message(finding),
        "hint": messages.hint(finding),
    });
    if let (Some(span), Some(fields)) = (&finding.span, object.as_object_mut()) {
        let (start, end) = places(span, tree);
        for (name, value) in [
            ("file", json!(&*span.path)),
            ("line", json!(start.line)),
            ("column", json!(start.column)),
            ("end_line", json!(end.line)),
            ("end_column", json!(end.column)),
        ] {
            fields.insert(name.to_owned(), value);
        }
    }
    object
}

/// A workflow command: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
fn annotation(finding: &Diagnostic, tree: &SourceTree, messages: &Messages) -> String {
    let command = match finding.code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let place = finding.span.as_ref().map_or_else(String::new, |span| {
        let (start, end) = places(span, tree);
        format!(
            "file={},line={},col={},endLine={},endColumn={},",
            property(&span.path),
            start.line,
            start.column,
            end.line,
            end.column
        )
    });
    let message = messages.message(finding);
    let hint = messages.hint(finding).map_or_else(String::new, |hint| format!("\n{hint}"));
    let text = escape(&format!("{message}{hint}"));
    format!("::{command} {place}title={}::{text}\n", property(finding.code.name()))
}

/// A list of issues: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.
///
/// A fingerprint does not depend on the line, so that a finding that only moved is not a new one;
/// findings that are otherwise equal are counted, because GitLab drops equal fingerprints.
fn code_quality(found: &Diagnostics, tree: &SourceTree, messages: &Messages) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issues: Vec<serde_json::Value> = found
        .iter()
        .map(|finding| {
            let message = messages.message(finding);
            let hint = messages.hint(finding).map_or_else(String::new, |hint| format!(" ({hint})"));
            let (path, line) = match &finding.span {
                Some(span) => (&*span.path, places(span, tree).0.line),
                None => (CONFIG, 1),
            };
            let identity = format!("{path}\n{}\n{:?}", finding.code, finding.arguments);
            let count = seen.entry(identity.clone()).or_default();
            let fingerprint = blake3::hash(format!("{identity}\n{count}").as_bytes()).to_hex();
            *count += 1;
            json!({
                "description": format!("{message}{hint}"),
                "check_name": finding.code.name(),
                "fingerprint": fingerprint.as_str(),
                "severity": match finding.code.severity() {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                },
                "location": { "path": path, "lines": { "begin": line } },
            })
        })
        .collect();
    format!("{}\n", serde_json::Value::from(issues))
}
