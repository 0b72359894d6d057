//! YAML text to typed values, with every mistake found in one go.
//!
//! `serde` stops at the first mistake. [`read`] notes it, leaves the guilty entry out and tries
//! again, until the value is complete or nothing more can be left out.

mod deserializer;
mod localised;
mod node;
mod scalar;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};

use deserializer::{Mistake, NodeDeserializer, Reason};
pub use localised::{LocalisedPlace, localised_places};
pub(crate) use scalar::{is_plain, scalar, scalar_in_brackets};
pub use types::{Day, Localised, OneOrMany, OrTodo, Spanned, TODO};

/// Reads one YAML document.
///
/// `offset` is where `text` starts in the file at `path`, so that findings in a front matter point
/// into the whole file. The value is `None` if the text is not YAML at all or the root itself is
/// of the wrong kind; an entry with a mistake is left out of the value.
pub fn read<T: DeserializeOwned>(
    text: &str,
    path: &SourcePath,
    offset: usize,
) -> (Option<T>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let Some(root) = parse(text, path, offset, &mut diagnostics) else {
        return (None, diagnostics);
    };
    let (value, _) = fit(&root, path, offset, &mut diagnostics);
    (value, diagnostics)
}

/// Reads one YAML document that holds data of any kind, numbers and truth values as such; the first
/// mistake ends it.
pub fn read_loosely<T: DeserializeOwned>(text: &str, path: &SourcePath) -> Result<T, Diagnostic> {
    serde_yaml::from_str(text).map_err(|error| bad_yaml(node::syntax_error(&error, text, 0), path))
}

/// A mapping from ids to entries of one kind, and which of its ids are not to be trusted.
#[derive(Debug)]
pub struct Keyed<T> {
    /// The entries that could be read, each possibly without the part that is wrong.
    pub entries: BTreeMap<Spanned<String>, T>,
    /// All ids, those of entries that could not be read included.
    pub ids: BTreeSet<String>,
    /// Ids of the entries with a mistake, which was reported.
    pub faulty: BTreeSet<String>,
}

/// Reads one YAML document that maps ids to entries, like [`read`].
pub fn read_keyed<T: DeserializeOwned>(
    text: &str,
    path: &SourcePath,
) -> (Option<Keyed<T>>, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let Some(root) = parse(text, path, 0, &mut diagnostics) else { return (None, diagnostics) };
    let (entries, left_out) = fit(&root, path, 0, &mut diagnostics);
    let Some(entries) = entries else { return (None, diagnostics) };
    let (mut ids, mut faulty) = (BTreeSet::new(), BTreeSet::new());
    if let node::Kind::Mapping(written) = &root.kind {
        for entry in written {
            ids.insert(entry.key.clone());
            if left_out.iter().any(|&id| entry.value.holds(id)) {
                faulty.insert(entry.key.clone());
            }
        }
    }
    (Some(Keyed { entries, ids, faulty }), diagnostics)
}

fn parse(
    text: &str,
    path: &SourcePath,
    offset: usize,
    diagnostics: &mut Diagnostics,
) -> Option<node::Node> {
    match node::parse(text, offset) {
        Ok(root) => {
            report_duplicate_keys(&root, path, diagnostics);
            Some(root)
        }
        Err(error) => {
            diagnostics.push(bad_yaml(error, path));
            None
        }
    }
}

fn bad_yaml(error: node::SyntaxError, path: &SourcePath) -> Diagnostic {
    let span = Span::new(path, error.span);
    let mut diagnostic = Diagnostic::at(Code::BadYaml, span).with("reason", error.reason);
    diagnostic.hint = error.hint;
    diagnostic
}

/// The value, and the ids of the nodes that had to be left out of it.
fn fit<T: DeserializeOwned>(
    root: &node::Node,
    path: &SourcePath,
    offset: usize,
    diagnostics: &mut Diagnostics,
) -> (Option<T>, BTreeSet<usize>) {
    let mut left_out = BTreeSet::new();
    loop {
        match T::deserialize(NodeDeserializer::new(root, &left_out)) {
            Ok(value) => return (Some(value), left_out),
            Err(mistake) => {
                let Some(guilty) = mistake.node else { return (None, left_out) };
                if let Some(diagnostic) = describe(&mistake, path, offset) {
                    diagnostics.push(diagnostic);
                }
                if guilty == root.id || !left_out.insert(guilty) {
                    return (None, left_out);
                }
            }
        }
    }
}

fn report_duplicate_keys(node: &node::Node, path: &SourcePath, diagnostics: &mut Diagnostics) {
    match &node.kind {
        node::Kind::Mapping(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                if let Some(first) = entries[..index].iter().find(|other| other.key == entry.key) {
                    diagnostics.push(
                        Diagnostic::at(Code::DuplicateKey, Span::new(path, entry.key_span.clone()))
                            .with("key", &entry.key)
                            .label(Span::new(path, first.key_span.clone()), "first"),
                    );
                }
                report_duplicate_keys(&entry.value, path, diagnostics);
            }
        }
        node::Kind::Sequence(items) => {
            for item in items {
                report_duplicate_keys(item, path, diagnostics);
            }
        }
        node::Kind::Nothing | node::Kind::Scalar { .. } => {}
    }
}

/// The finding for a mistake; `None` where it only follows from another one.
fn describe(mistake: &Mistake, path: &SourcePath, offset: usize) -> Option<Diagnostic> {
    let span = Span::new(path, mistake.span.clone().unwrap_or(offset..offset));
    let known =
        |names: &[&str]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    Some(match &mistake.reason {
        Reason::Follows => return None,
        Reason::UnknownKey { key, names } => {
            let diagnostic = Diagnostic::at(Code::UnknownKey, span).with("key", key);
            let diagnostic = diagnostic.did_you_mean(key, names.iter().copied());
            match diagnostic.hint {
                Some(_) => diagnostic,
                None => diagnostic.with("keys", known(names)).hint("known"),
            }
        }
        Reason::WrongType { expected, found } => {
            Diagnostic::at(Code::WrongType, span).with("expected", expected).with("found", found)
        }
        Reason::BadValue { value, names } => {
            let diagnostic = Diagnostic::at(Code::BadValue, span)
                .with("value", value)
                .with("expected", "known-value");
            let diagnostic = diagnostic.did_you_mean(value, names.iter().copied());
            match diagnostic.hint {
                Some(_) => diagnostic,
                None if names.is_empty() => diagnostic,
                None => diagnostic.with("keys", known(names)).hint("known"),
            }
        }
        Reason::BadDate { value } => {
            let looks_like_a_date = value.len() == 10
                && value.chars().enumerate().all(|(i, c)| match i {
                    4 | 7 => c == '-',
                    _ => c.is_ascii_digit(),
                });
            Diagnostic::at(Code::BadDate, span).with("value", value).hint(if looks_like_a_date {
                "impossible"
            } else {
                "format"
            })
        }
        Reason::MissingKey { key } => Diagnostic::at(Code::MissingKey, span).with("key", key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        title: Option<Spanned<String>>,
        order: Option<i64>,
        day: Option<Day>,
        #[serde(default)]
        tags: Vec<String>,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        name: String,
        open: bool,
    }

    fn read_sample(text: &str) -> (Option<Sample>, Vec<String>) {
        let path: SourcePath = "x.yaml".into();
        let (value, mut diagnostics) = read(text, &path, 0);
        diagnostics.finish();
        let lines = diagnostics
            .iter()
            .map(|d| {
                let place = d.span.as_ref().map(|s| text[s.start..s.end].to_owned());
                format!("{} {:?} {:?}", d.code, place.unwrap_or_default(), d.arguments)
            })
            .collect();
        (value, lines)
    }

    #[test]
    fn every_mistake_of_a_document_is_found_in_one_go() {
        let (value, found) = read_sample(
            "titel: Ahoj\norder: first\nday: 2027-02-30\ntags: [a, {b: 1}, c]\ninner:\n  open: maybe\n",
        );
        insta::assert_snapshot!(found.join("\n"), @r#"
        unknown-key "titel" {"key": "titel", "suggestion": "title"}
        wrong-type "first" {"expected": "whole-number", "found": "text"}
        bad-date "2027-02-30" {"value": "2027-02-30"}
        wrong-type "{b: 1}" {"expected": "text", "found": "map"}
        missing-key "open" {"key": "name"}
        wrong-type "maybe" {"expected": "yes-or-no", "found": "text"}
        "#);
        assert_eq!(value.unwrap().tags, ["a", "c"]);
    }

    #[test]
    fn a_misspelt_key_is_not_called_missing_too() {
        let (_, found) = read_sample("inner: {nam: Ahoj, open: true}\n");
        assert_eq!(found, [r#"unknown-key "nam" {"key": "nam", "suggestion": "name"}"#]);
    }

    #[test]
    fn an_entry_that_cannot_be_read_keeps_its_id() {
        let path: SourcePath = "x.yaml".into();
        let text = "good: {name: A, open: true}\nbad: [A]\nhalf: {name: A, open: true, nme: B}\n";
        let (keyed, _) = read_keyed::<Inner>(text, &path);
        let keyed = keyed.unwrap();
        let read: Vec<_> = keyed.entries.keys().map(|id| id.value.as_str()).collect();
        assert_eq!(read, ["good", "half"]);
        assert_eq!(Vec::from_iter(keyed.ids), ["bad", "good", "half"]);
        assert_eq!(Vec::from_iter(keyed.faulty), ["bad", "half"]);
    }

    #[test]
    fn plain_scalars_keep_their_spelling_where_text_is_expected() {
        let (value, found) =
            read_sample("title: no\ntags: [0755, 1.10, yes, 2027-01-01, \"x: y\"]\n");
        assert!(found.is_empty(), "{found:?}");
        let value = value.unwrap();
        assert_eq!(value.title.unwrap().value, "no");
        assert_eq!(value.tags, ["0755", "1.10", "yes", "2027-01-01", "x: y"]);
    }

    #[test]
    fn both_places_of_a_repeated_key_are_named_and_the_first_one_counts() {
        let (value, found) = read_sample("order: 1\norder: 2\n");
        assert_eq!(found, [r#"duplicate-key "order" {"key": "order"}"#]);
        assert_eq!(value.unwrap().order, Some(1));
    }

    #[test]
    fn spans_count_bytes_of_the_whole_file_behind_other_scripts() {
        let path: SourcePath = "x.md".into();
        let file = "---\n# Příliš žluťoučký\ntitle: Тимчасовий захист\n---\n";
        let (value, _) = read::<Sample>(&file[4..file.len() - 4], &path, 4);
        let span = value.unwrap().title.unwrap().span;
        assert_eq!(&file[span], "Тимчасовий захист");
    }

    #[test]
    fn broken_syntax_is_one_finding_with_a_place() {
        let (value, found) = read_sample("title: [a, b\norder: 1\n");
        assert_eq!(value, None);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("bad-yaml"), "{found:?}");
    }

    #[test]
    fn an_empty_document_is_an_empty_mapping() {
        let (value, found) = read_sample("# nothing yet\n");
        assert!(found.is_empty(), "{found:?}");
        assert!(value.is_some());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,80}", noise in "[a-z:\\-\\[\\]{}#&*!|>'\"%@`\n ]{0,80}") {
            let path: SourcePath = "x.yaml".into();
            let _ = read::<Sample>(&text, &path, 0);
            let _ = read::<Sample>(&noise, &path, 0);
        }
    }
}
