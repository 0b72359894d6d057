//! What a translation of a text must have in common with it.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::characters::control_characters;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::exchange::segment::{Kind, LINE_BREAK, Piece, in_one_line, pieces};
use crate::locale::Locale;
use crate::markdown::{self, CallOut, Role};

/// What a page may hold only as a mistake, whatever stands around it.
const MISTAKES: [Code; 4] =
    [Code::RawHtml, Code::UnsupportedMarkdown, Code::EmptyLink, Code::MissingAltText];

/// A translation, and the place of what came back.
pub struct Translated<'a> {
    /// The text that it was made from.
    pub source: &'a str,
    /// The translation that is there now.
    pub old: &'a str,
    /// The translation.
    pub target: &'a str,
    /// The file that came back.
    pub path: &'a SourcePath,
    /// Its bytes there.
    pub span: &'a Range<usize>,
}

impl Translated<'_> {
    fn at(&self, code: Code) -> Diagnostic {
        Diagnostic::at(code, Span::new(self.path, self.span.clone()))
    }

    /// What is wrong with any text.
    pub fn characters(&self) -> Diagnostics {
        let found = control_characters(self.path, self.target);
        found.iter().map(|one| self.here(one)).collect()
    }

    /// The same finding about what came back.
    fn here(&self, finding: &Diagnostic) -> Diagnostic {
        let span = Some(Span::new(self.path, self.span.clone()));
        Diagnostic { span, labels: Vec::new(), ..finding.clone() }
    }

    /// What is wrong with a block of a page.
    pub fn block(&self, role: Role, locale: &Locale) -> Diagnostics {
        let mut found = self.characters();
        let (source, target) = (codes(self.source), codes(self.target));
        // What was different and accepted before may stay so.
        let is_as_before = !self.old.is_empty() && codes(self.old) == target;
        if source != target && !is_as_before {
            let missing = list(&source, &target);
            let added = list(&target, &source);
            let hint = if missing.is_empty() {
                "added"
            } else if added.is_empty() {
                "missing"
            } else {
                "both"
            };
            let finding = self.at(Code::ReferencesDiffer).with("missing", missing);
            found.push(finding.with("added", added).hint(hint));
        }
        let stray = stray_signs(self.target)
            .find(|sign| stray_signs(self.source).all(|known| known != *sign));
        if let Some(sign) = stray {
            found.push(self.at(Code::MarkupBroken).with("sign", format!("`{sign}`")).hint("stray"));
        }
        let (is_one_block, mistakes) = parsed(self.target, role, locale);
        found.extend(mistakes.iter().map(|one| self.here(one)));
        if !is_one_block && stray.is_none() && mistakes.is_empty() {
            found.push(self.broken());
        }
        found
    }

    /// The finding that the text is no longer one block.
    pub fn broken(&self) -> Diagnostic {
        let sign: String = self.target.chars().take(12).collect();
        self.at(Code::MarkupBroken).with("sign", format!("`{sign}`")).hint("block")
    }
}

/// How often each thing is named that translators may move and not change.
fn codes(text: &str) -> BTreeMap<(Kind, String), usize> {
    let mut codes = BTreeMap::new();
    for piece in pieces(text) {
        let (Piece::Code(code) | Piece::Open(code)) = piece else { continue };
        let is_bound = matches!(
            code.kind,
            Kind::Reference | Kind::Link | Kind::Picture | Kind::Verbatim | Kind::Footnote
        );
        if is_bound {
            *codes.entry((code.kind, code.target)).or_default() += 1;
        }
    }
    codes
}

/// What `left` has more often than `right`.
fn list(left: &BTreeMap<(Kind, String), usize>, right: &BTreeMap<(Kind, String), usize>) -> String {
    let more = left.iter().filter(|(code, count)| right.get(*code) < Some(*count));
    let shown = more.map(|((kind, target), _)| match kind {
        Kind::Reference => format!("`[[{target}]]`"),
        Kind::Verbatim => target.clone(),
        _ => format!("`{target}`"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Signs of Markdown that stand among the words, where readers would see them.
fn stray_signs(text: &str) -> impl Iterator<Item = &'static str> {
    let pieces = pieces(text);
    ["[[", "]]", "**", "](", "{#"].into_iter().filter(move |sign| {
        pieces.iter().any(|piece| match piece {
            Piece::Text(text) => {
                text.match_indices(sign).any(|(at, _)| !text[..at].ends_with('\\'))
            }
            _ => false,
        })
    })
}

/// Whether a text is still one block of its kind, and what may stand on no page.
fn parsed(target: &str, role: Role, locale: &Locale) -> (bool, Diagnostics) {
    let lines = |prefix: &str| target.replace(LINE_BREAK, &format!("{LINE_BREAK}{prefix}"));
    let (text, blocks) = match role {
        Role::Heading => (format!("## {target} {{#x}}\n"), 1),
        Role::Paragraph | Role::InItem | Role::Code => (format!("{target}\n"), 1),
        Role::Step => (format!("1. {}\n", lines("   ")), 1),
        Role::Item => (format!("- {}\n", lines("  ")), 1),
        Role::Task => (format!("- [ ] {}\n", lines("  ")), 1),
        Role::Quote => (format!("> {}\n", lines("> ")), 1),
        Role::CallOut(kind) => (format!("> [!{}]\n> {}\n", name(kind), lines("> ")), 1),
        Role::Footnote => (format!("x[^x]\n\n[^x]: {}\n", lines("  ")), 2),
        Role::HeadCell { .. } => (format!("| {target} | x |\n|---|---|\n"), 2),
        Role::Cell { .. } => (format!("| x | x |\n|---|---|\n| {target} | x |\n"), 4),
    };
    let path: SourcePath = "unit".into();
    let footnotes = footnotes(target, &text);
    let whole = format!("{text}{footnotes}");
    let (document, found) = markdown::parse(&whole, 0..whole.len(), &path, locale, locale);
    let found = found.iter().filter(|one| MISTAKES.contains(&one.code)).cloned().collect();
    let all = || document.sections.iter().flat_map(|section| &section.blocks);
    let at = match role {
        Role::Footnote => 1,
        Role::Cell { .. } => 2,
        _ => 0,
    };
    let has_role = |known: Role| match (role, known) {
        (Role::HeadCell { .. }, Role::HeadCell { .. }) | (Role::Cell { .. }, Role::Cell { .. }) => {
            true
        }
        (Role::InItem | Role::Code, known) => known == Role::Paragraph,
        (role, known) => role == known,
    };
    let own: Vec<_> = all().filter(|block| block.span.start < text.len()).collect();
    let is_same = own.get(at).is_some_and(|block| {
        has_role(block.role) && in_one_line(&whole[block.span.clone()]).0 == target
    });
    (own.len() == blocks && is_same, found)
}

/// The footnotes that a text names, so that its marks are marks.
fn footnotes(target: &str, text: &str) -> String {
    let marks = pieces(target).into_iter().filter_map(|piece| match piece {
        Piece::Code(code) if code.kind == Kind::Footnote => Some(code.target),
        _ => None,
    });
    let missing = marks.filter(|mark| !text.contains(&format!("{mark}:")));
    missing.map(|mark| format!("\n{mark}: x\n")).collect()
}

const fn name(kind: CallOut) -> &'static str {
    match kind {
        CallOut::Note => "NOTE",
        CallOut::Tip => "TIP",
        CallOut::Important => "IMPORTANT",
        CallOut::Warning => "WARNING",
        CallOut::Caution => "CAUTION",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes_of(role: Role, source: &str, target: &str) -> Vec<Code> {
        let (path, span) = ("a.po".into(), 0..1);
        let text = Translated { source, old: "", target, path: &path, span: &span };
        let found = text.block(role, &Locale::parse("uk").unwrap());
        found.iter().map(|one| one.code).collect()
    }

    #[test]
    fn words_may_change_and_codes_may_move() {
        for (role, source, target) in [
            (Role::Paragraph, "Platí [[value:a]] [[term:b]].", "[[term:b|слова]] діє [[value:a]]."),
            (Role::Heading, "Kdo *to* je", "Хто це"),
            (Role::Cell { column: 1 }, "a\\|b", "б\\|в"),
            (Role::Footnote, "a", "б\\\nв"),
            (Role::CallOut(CallOut::Tip), "a[^1]", "б[^1]"),
            (Role::Task, "a `b`", "`b` в"),
            (Role::InItem, "5 * 3", "3 * 5"),
        ] {
            assert_eq!(codes_of(role, source, target), [], "{target}");
        }
    }

    #[test]
    fn each_mistake_is_one_finding() {
        use Code::{ControlCharacter, MarkupBroken, RawHtml, ReferencesDiffer};
        for (role, source, target, expected) in [
            (Role::Paragraph, "a [[value:b]]", "б", ReferencesDiffer),
            (Role::Paragraph, "a", "б [в](https://a.cz)", ReferencesDiffer),
            (Role::Paragraph, "a", "1. б", MarkupBroken),
            (Role::Paragraph, "a", "> б", MarkupBroken),
            (Role::Item, "a", "- б", MarkupBroken),
            (Role::Cell { column: 0 }, "a", "б | в", MarkupBroken),
            (Role::Heading, "a", "б {#c}", MarkupBroken),
            (Role::Heading, "a", "б\\\nв", MarkupBroken),
            (Role::Step, "a **b**", "б **в", MarkupBroken),
            (Role::Quote, "a", "б <b>в</b>", RawHtml),
            (Role::Paragraph, "a", "б\u{200e}", ControlCharacter),
        ] {
            assert_eq!(codes_of(role, source, target), [expected], "{target}");
        }
    }
}
