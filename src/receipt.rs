//! What a build leaves behind so that the next one of the same input need not be made: a digest of
//! the input, and the findings, for they must be said again.

use serde_json::{Value, json};

use crate::Options;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Label, Span};
use crate::embedded;
use crate::message::word;
use crate::minify;
use crate::source::SourceTree;

/// A finished build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Digest of everything that the result depends on.
    pub input: String,
    /// Pages of each edition, by its tag.
    pub pages: Vec<(String, usize)>,
    /// The warnings.
    pub found: Diagnostics,
}

/// A digest of everything that the result of a compilation depends on.
pub fn digest(tree: &SourceTree, options: &Options) -> String {
    let mut hasher = blake3::Hasher::new_derive_key(concat!(
        "rozcestnik ",
        env!("CARGO_PKG_VERSION"),
        " ",
        env!("ROZCESTNIK_PROGRAM")
    ));
    hasher.update(minify::VERSION.as_bytes());
    hasher.update(format!("{options:?}").as_bytes());
    for tree in [tree, embedded::tree()] {
        hasher.update(tree.digest().as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

impl Receipt {
    /// The receipt as it is kept.
    pub fn to_json(&self) -> Value {
        let found: Vec<Value> = self.found.iter().map(finding_to_json).collect();
        json!({ "input": self.input, "pages": self.pages, "found": found })
    }

    /// A receipt that was kept; `None` if it is not one of this version.
    pub fn from_json(value: &Value) -> Option<Self> {
        let found = value.get("found")?.as_array()?.iter().map(finding_from_json);
        Some(Self {
            input: value.get("input")?.as_str()?.to_owned(),
            pages: serde_json::from_value(value.get("pages")?.clone()).ok()?,
            found: found.collect::<Option<Vec<_>>>()?.into_iter().collect(),
        })
    }
}

fn finding_to_json(finding: &Diagnostic) -> Value {
    let labels: Vec<Value> =
        finding.labels.iter().map(|label| json!([span_to_json(&label.span), label.text])).collect();
    json!({
        "code": finding.code.name(),
        "span": finding.span.as_ref().map(span_to_json),
        "arguments": finding.arguments,
        "hint": finding.hint,
        "labels": labels,
    })
}

fn finding_from_json(value: &Value) -> Option<Diagnostic> {
    let span = match value.get("span")? {
        Value::Null => None,
        span => Some(span_from_json(span)?),
    };
    let arguments = value.get("arguments")?.as_object()?.iter();
    let labels = value.get("labels")?.as_array()?.iter();
    Some(Diagnostic {
        span,
        code: Code::from_name(value.get("code")?.as_str()?)?,
        arguments: arguments
            .map(|(name, value)| Some((word(name)?, value.as_str()?.to_owned())))
            .collect::<Option<_>>()?,
        hint: match value.get("hint")? {
            Value::Null => None,
            hint => Some(word(hint.as_str()?)?),
        },
        labels: labels
            .map(|label| {
                let span = span_from_json(label.get(0)?)?;
                Some(Label { span, text: word(label.get(1)?.as_str()?)? })
            })
            .collect::<Option<_>>()?,
    })
}

fn span_to_json(span: &Span) -> Value {
    json!([&*span.path, span.start, span.end])
}

fn span_from_json(value: &Value) -> Option<Span> {
    let (path, start, end): (String, usize, usize) = serde_json::from_value(value.clone()).ok()?;
    Some(Span { path: path.into(), start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back() {
        let span = Span { path: "content/cs.md".into(), start: 3, end: 9 };
        let first = Span { path: "content/en.md".into(), start: 0, end: 0 };
        let receipt = Receipt {
            input: "00".to_owned(),
            pages: vec![("cs".to_owned(), 14)],
            found: [
                Diagnostic::at(Code::AddressCollision, span)
                    .with("address", "/cs/")
                    .label(first, "first"),
                Diagnostic::nowhere(Code::UnknownKey)
                    .with("key", "a")
                    .with("suggestion", "b")
                    .hint("similar"),
            ]
            .into_iter()
            .collect(),
        };
        assert_eq!(Receipt::from_json(&receipt.to_json()), Some(receipt));
    }

    #[test]
    fn another_day_or_another_letter_is_another_input() {
        let options = |day| Options {
            today: jiff::civil::date(2027, 1, day),
            drafts: crate::Drafts::Hidden,
            base_url: None,
        };
        let (one, two) =
            (SourceTree::from_files([("a", "1")]), SourceTree::from_files([("a", "2")]));
        assert_ne!(digest(&one, &options(1)), digest(&two, &options(1)));
        assert_ne!(digest(&one, &options(1)), digest(&one, &options(2)));
        assert_eq!(digest(&one, &options(1)), digest(&one.clone(), &options(1)));
    }
}
