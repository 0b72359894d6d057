//! What the program says to the people who run it, in their language.
//!
//! Portals have catalogs of their own (see [`crate::catalog`]); this is the voice of the tool.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};

use crate::diagnostic::{Code, Diagnostic, SourcePath};
use crate::locale::{Formats, Locale, Number};
use crate::yaml;

const ENGLISH: &str = include_str!("messages/en.yaml");
const CZECH: &str = include_str!("messages/cs.yaml");

/// The messages of the tool in one language.
pub struct Messages {
    tag: &'static str,
    root: Tree,
    /// Always there: both tags are languages that ICU knows.
    formats: Option<Formats>,
}

enum Tree {
    Text(String),
    Branch(BTreeMap<String, Tree>),
}

impl Messages {
    /// Those in the language `tag`; in English where there are none.
    pub fn new(tag: &str) -> Self {
        let is_czech = tag.split('-').next() == Some("cs");
        let (text, tag) = if is_czech { (CZECH, "cs") } else { (ENGLISH, "en") };
        let path: SourcePath = "messages".into();
        let (root, _) = yaml::read::<Tree>(text, &path, 0);
        let root = root.unwrap_or_else(|| Tree::Branch(BTreeMap::new()));
        let formats = Locale::parse(tag).ok().map(|locale| Formats::new(&locale));
        Self { tag, root, formats }
    }

    /// The language that they are in: `cs` or `en`.
    pub const fn tag(&self) -> &'static str {
        self.tag
    }

    /// The text at a path such as `report.publish.io`, with `{placeholders}` filled.
    ///
    /// A path that does not exist is returned itself, so that a gap is seen and not fatal.
    pub fn text(&self, path: &str, arguments: &[(&str, &str)]) -> String {
        fill(self.get(path).unwrap_or(path), |name| {
            arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    /// The text at a path as it is, if there is one.
    pub fn find(&self, path: &str) -> Option<&str> {
        self.get(path)
    }

    /// The plural form for `count` of the messages at a path.
    pub fn count(&self, path: &str, count: usize) -> String {
        let number = Number::from(i64::try_from(count).unwrap_or(i64::MAX));
        let formats = self.formats.as_ref();
        let category = formats.map_or("other", |formats| formats.plural(&number).name());
        let form = self.get(&format!("{path}.{category}"));
        let form = form.or_else(|| self.get(&format!("{path}.other"))).unwrap_or(path);
        let digits = formats.map_or_else(|| count.to_string(), |formats| formats.number(&number));
        fill(form, |_| Some(digits.clone()))
    }

    /// A day with the name of its month.
    pub fn day(&self, day: jiff::civil::Date) -> String {
        self.formats.as_ref().map_or_else(|| day.to_string(), |formats| formats.date_long(day))
    }

    /// What a finding says.
    pub fn message(&self, finding: &Diagnostic) -> String {
        self.of_code(finding, "message").unwrap_or_default()
    }

    /// What the reader of a finding can do, if we know it.
    pub fn hint(&self, finding: &Diagnostic) -> Option<String> {
        self.of_code(finding, &format!("hints.{}", finding.hint?))
    }

    /// The text at the second place of a finding.
    pub fn label(&self, finding: &Diagnostic, name: &str) -> String {
        self.of_code(finding, &format!("labels.{name}")).unwrap_or_default()
    }

    /// The long explanation of a code, in Markdown.
    pub fn explanation(&self, code: Code) -> &str {
        self.get(&format!("{code}.explanation")).unwrap_or_default()
    }

    /// The bare message and hints of a code, with their placeholders.
    pub fn patterns(&self, code: Code) -> (&str, Vec<&str>) {
        let hints = match self.branch(&format!("{code}.hints")) {
            Some(Tree::Branch(hints)) => hints
                .values()
                .filter_map(|hint| match hint {
                    Tree::Text(text) => Some(text.as_str()),
                    Tree::Branch(_) => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        (self.get(&format!("{code}.message")).unwrap_or_default(), hints)
    }

    fn of_code(&self, finding: &Diagnostic, path: &str) -> Option<String> {
        let pattern = self.get(&format!("{}.{path}", finding.code))?;
        Some(fill(pattern, |name| {
            finding.arguments.get(name).map(|value| self.word(finding, name, value))
        }))
    }

    /// Arguments that are ids of words, or numbers, in the language of the reader.
    fn word(&self, finding: &Diagnostic, name: &str, value: &str) -> String {
        let found = match name {
            "expected" | "found" => self.get(&format!("types.{value}")),
            "kind" => self.get(&format!("kinds.{value}")),
            "name" if finding.code == Code::ControlCharacter => {
                self.get(&format!("characters.{value}")).or_else(|| self.get("characters.other"))
            }
            "size" => return self.kilobytes(value, f64::ceil),
            "budget" => return self.kilobytes(value, f64::floor),
            "millimetres" => return self.decimal(value),
            _ => None,
        };
        found.unwrap_or(value).to_owned()
    }

    /// A number of bytes as people know it, rounded to a tenth: `14,2 kB`.
    fn kilobytes(&self, bytes: &str, round: fn(f64) -> f64) -> String {
        let tenths = bytes.parse::<f64>().ok().map(|bytes| round(bytes / 102.4) / 10.0);
        let number = tenths.and_then(Number::from_f64);
        match (&self.formats, number) {
            (Some(formats), Some(number)) => format!("{} kB", formats.number(&number)),
            _ => bytes.to_owned(),
        }
    }

    /// A number with decimals: `37,6`.
    fn decimal(&self, value: &str) -> String {
        let number = value.parse().ok().and_then(Number::from_f64);
        match (&self.formats, number) {
            (Some(formats), Some(number)) => formats.number(&number),
            _ => value.to_owned(),
        }
    }

    fn get(&self, path: &str) -> Option<&str> {
        match self.branch(path)? {
            Tree::Text(text) => Some(text),
            Tree::Branch(_) => None,
        }
    }

    fn branch(&self, path: &str) -> Option<&Tree> {
        path.split('.').try_fold(&self.root, |tree, name| match tree {
            Tree::Branch(branches) => branches.get(name),
            Tree::Text(_) => None,
        })
    }
}

/// The name of a placeholder, hint or label as the messages hold it.
pub fn word(name: &str) -> Option<&'static str> {
    ENGLISH.match_indices(name).next().map(|(_, word)| word)
}

/// Replaces each `{name}` (small letters and `_`) by its value; unknown names stay as they are.
///
/// ```
/// let text = rozcestnik::message::fill("{count} of {total}", |name| (name == "count").then(|| "3".into()));
/// assert_eq!(text, "3 of {total}");
/// ```
pub fn fill(pattern: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        text.push_str(&rest[..at]);
        let name = placeholder(&rest[at..]);
        match name.and_then(&value) {
            Some(value) => {
                text.push_str(&value);
                rest = &rest[at + name.map_or(0, str::len) + 2..];
            }
            None => {
                text.push('{');
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    text
}

/// The names of the placeholders of a pattern.
pub fn placeholders(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.match_indices('{').filter_map(|(at, _)| placeholder(&pattern[at..]))
}

/// The name in the braces that `text` begins with.
fn placeholder(text: &str) -> Option<&str> {
    let name = text.strip_prefix('{')?.split_once('}')?.0;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    is_name.then_some(name)
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TreeVisitor;
        impl<'de> Visitor<'de> for TreeVisitor {
            type Value = Tree;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a group of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
                Ok(Tree::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut branches = BTreeMap::new();
                while let Some((name, branch)) = map.next_entry()? {
                    branches.insert(name, branch);
                }
                Ok(Tree::Branch(branches))
            }
        }
        deserializer.deserialize_any(TreeVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn texts(tree: &Tree, path: &str, into: &mut BTreeMap<String, BTreeSet<String>>) {
        match tree {
            Tree::Text(text) => {
                into.insert(path.to_owned(), placeholders(text).map(ToOwned::to_owned).collect());
            }
            Tree::Branch(branches) => {
                for (name, branch) in branches {
                    texts(branch, &format!("{path}/{name}"), into);
                }
            }
        }
    }

    #[test]
    fn czech_and_english_say_the_same_things_with_the_same_placeholders() {
        let (mut english, mut czech) = (BTreeMap::new(), BTreeMap::new());
        texts(&Messages::new("en").root, "", &mut english);
        texts(&Messages::new("cs").root, "", &mut czech);
        let is_compared = |path: &str| {
            !path.ends_with("/explanation") && !path.ends_with("/few") && !path.ends_with("/many")
        };
        english.retain(|path, _| is_compared(path));
        czech.retain(|path, _| is_compared(path));
        assert_eq!(english, czech);
    }

    #[test]
    fn every_code_has_a_message_and_an_explanation() {
        for tag in ["cs", "en"] {
            let messages = Messages::new(tag);
            for code in Code::ALL {
                assert!(!messages.patterns(*code).0.is_empty(), "{tag} {code}");
                assert!(messages.explanation(*code).len() > 100, "{tag} {code}");
            }
        }
    }

    #[test]
    fn counted_things_take_the_plural_of_their_language() {
        let czech = Messages::new("cs");
        let forms: Vec<_> = [1, 2, 5].map(|count| czech.count("report.errors", count)).into();
        assert_eq!(forms, ["1 chyba", "2 chyby", "5 chyb"]);
    }
}
