//! The words of the portal itself (`i18n/LOCALE.yaml`): labels, notices, plural forms.
//!
//! Catalogs in all languages that this program knows are embedded; a site lays its own messages
//! over them. English is the reference: its keys and placeholders are what a theme may rely on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span, most_similar};
use crate::locale::{Formats, Locale, Number, PluralCategory};
use crate::message::{fill, placeholders};
use crate::source::SourceTree;
use crate::yaml::{self, Spanned};

/// The messages of one edition, complete: what its own catalog lacks comes from its fallbacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    messages: BTreeMap<String, Message>,
    /// The languages of messages that come from another one: their plural forms follow its rules.
    lenders: BTreeMap<String, Locale>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Message {
    Plain(String),
    /// By the name of the plural category.
    Plural(BTreeMap<String, String>),
}

impl Message {
    fn forms(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Plural(forms) => forms.values().map(String::as_str).collect(),
        }
    }

    fn placeholders(&self) -> BTreeSet<&str> {
        self.forms().into_iter().flat_map(placeholders).collect()
    }
}

impl Catalog {
    /// A message without placeholders; its key if there is none.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.messages.get(key) {
            Some(Message::Plain(text)) => text,
            _ => key,
        }
    }

    /// A message with its placeholders filled.
    pub fn fill(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        fill(self.text(key), |name| {
            arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    /// The plural form of a message for `count`.
    pub fn count(&self, key: &str, count: i64, formats: &Formats) -> String {
        let exact = Number::from(count);
        let number = formats.number(&exact);
        let form = match self.messages.get(key) {
            Some(Message::Plain(text)) => text,
            Some(Message::Plural(forms)) => {
                let category = match self.lenders.get(key) {
                    Some(lender) => lender.plural(&exact),
                    None => formats.plural(&exact),
                };
                // Any form is better for readers than the name of the message.
                forms
                    .get(category.name())
                    .or_else(|| forms.get(PluralCategory::Other.name()))
                    .or_else(|| forms.values().next())
                    .map_or(key, String::as_str)
            }
            None => key,
        };
        fill(form, |name| (name == "count").then(|| number.clone()))
    }

    /// Messages with these keys, as scripts get them: texts, and plural forms by category.
    pub fn named(&self, keys: &[&str]) -> serde_json::Value {
        let json = |message: &Message| match message {
            Message::Plain(text) => text.as_str().into(),
            Message::Plural(forms) => serde_json::json!(forms),
        };
        let known = keys.iter().filter_map(|key| Some((*key, self.messages.get(*key)?)));
        serde_json::Value::Object(known.map(|(key, m)| (key.to_owned(), json(m))).collect())
    }

    /// All messages without plural forms, for templates.
    pub fn plain(&self) -> impl Iterator<Item = (&str, &str)> {
        self.messages.iter().filter_map(|(key, message)| match message {
            Message::Plain(text) => Some((key.as_str(), text.as_str())),
            Message::Plural(_) => None,
        })
    }
}

/// Names of the plural categories of CLDR.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// A catalog as it is written, with places.
type Written = BTreeMap<Spanned<String>, Spanned<RawMessage>>;

struct RawMessage(Message);

/// The catalogs of all editions, in their order.
pub fn load(
    tree: &SourceTree,
    embedded: &SourceTree,
    config: &Config,
) -> (Vec<Catalog>, Diagnostics) {
    let mut found = Diagnostics::new();
    let reference = embedded_catalog(embedded, "en").unwrap_or_default();
    let mut own: Vec<BTreeMap<String, Message>> = Vec::new();
    let mut unreadable = BTreeSet::new();
    for locale in &config.locales {
        let path: SourcePath = format!("i18n/{locale}.yaml").into();
        let mut messages = embedded_catalog(embedded, locale.as_str());
        if let Some(text) = tree.text(&path) {
            let (written, problems) = yaml::read::<Written>(text, &path, 0);
            match written {
                Some(written) => {
                    let sound =
                        check_messages(written, &reference, &problems, &path, locale, &mut found);
                    let messages = messages.get_or_insert_default();
                    for (key, message) in sound {
                        lay_over(messages, key, message);
                    }
                }
                None => {
                    unreadable.insert(locale);
                }
            }
            found.append(problems);
        }
        own.push(messages.unwrap_or_default());
    }
    report_unknown_files(tree, config, &mut found);
    for (index, locale) in config.locales.iter().enumerate() {
        // What an unreadable catalog lacks, nobody can tell.
        if unreadable.contains(locale) || tree.has_problem(&format!("i18n/{locale}.yaml")) {
            continue;
        }
        report_gaps(&own, index, locale, &reference, config, tree, &mut found);
    }
    let catalogs = config
        .chains
        .iter()
        .map(|chain| {
            let mut messages = reference.clone();
            let mut lenders = BTreeMap::new();
            let english = Locale::parse("en").ok();
            lenders.extend(
                english.iter().flat_map(|en| reference.keys().map(|key| (key.clone(), en.clone()))),
            );
            for &index in chain.iter().rev() {
                for (key, message) in &own[index] {
                    messages.insert(key.clone(), message.clone());
                    lenders.insert(key.clone(), config.locales[index].clone());
                }
            }
            // Its own messages are the last, so what is left are those of other languages.
            lenders.retain(|_, lender| {
                chain.first().is_none_or(|&own| *lender != config.locales[own])
            });
            Catalog { messages, lenders }
        })
        .collect();
    (catalogs, found)
}

/// A site's message takes the place of the embedded one, plural forms one by one.
fn lay_over(messages: &mut BTreeMap<String, Message>, key: String, message: Message) {
    match (messages.get_mut(&key), message) {
        (Some(Message::Plural(known)), Message::Plural(forms)) => known.extend(forms),
        (_, message) => {
            messages.insert(key, message);
        }
    }
}

fn embedded_catalog(embedded: &SourceTree, tag: &str) -> Option<BTreeMap<String, Message>> {
    let path: SourcePath = format!("i18n/{tag}.yaml").into();
    let (written, _) = yaml::read::<Written>(embedded.text(&path)?, &path, 0);
    Some(written?.into_iter().map(|(key, message)| (key.value, message.value.0)).collect())
}

/// The messages that can be used. `problems` are those of reading the file.
fn check_messages(
    written: Written,
    reference: &BTreeMap<String, Message>,
    problems: &Diagnostics,
    path: &SourcePath,
    locale: &Locale,
    found: &mut Diagnostics,
) -> BTreeMap<String, Message> {
    let mut sound = BTreeMap::new();
    let categories = Formats::new(locale).plural_categories();
    for (key, Spanned { value: RawMessage(message), span }) in written {
        let (key, place) = (key.value, Span::new(path, key.span));
        let span = Span::new(path, span);
        let Some(expected) = reference.get(&key) else {
            // A site may have messages for templates of its own; a near miss is a slip of the pen.
            if let Some(meant) = most_similar(&key, reference.keys().map(String::as_str)) {
                found.push(
                    Diagnostic::at(Code::UnknownMessage, place)
                        .with("key", &key)
                        .with("suggestion", meant)
                        .hint("similar"),
                );
            }
            sound.insert(key, message);
            continue;
        };
        if let (Message::Plural(_), Message::Plain(_)) = (&message, expected) {
            let finding = Diagnostic::at(Code::WrongType, span);
            found.push(finding.with("expected", "text").with("found", "map"));
            continue;
        }
        if let Message::Plural(forms) = &message {
            for category in categories.iter().map(|category| category.name()) {
                if !forms.contains_key(category) && !is_misspelt(category, &span, problems) {
                    found.push(
                        Diagnostic::at(Code::MissingPluralCategory, span.clone())
                            .with("key", &key)
                            .with("category", category)
                            .with("locale", locale),
                    );
                }
            }
        }
        let (here, there) = (message.placeholders(), expected.placeholders());
        let differences = there
            .difference(&here)
            .map(|name| (name, "missing-here"))
            .chain(here.difference(&there).map(|name| (name, "unknown-here")));
        for (name, hint) in differences {
            found.push(
                Diagnostic::at(Code::PlaceholderMismatch, span.clone())
                    .with("key", &key)
                    .with("placeholder", name)
                    .hint(hint),
            );
        }
        sound.insert(key, message);
    }
    sound
}

/// Whether a plural category stands in the message at `span` under another name, or with a value
/// that is none.
fn is_misspelt(category: &str, span: &Span, problems: &Diagnostics) -> bool {
    problems.iter().any(|problem| {
        let is_inside = problem
            .span
            .as_ref()
            .is_some_and(|place| span.start <= place.start && place.end <= span.end);
        let meant = problem.arguments.get("suggestion");
        is_inside && meant.is_none_or(|meant| meant == category)
    })
}

fn report_unknown_files(tree: &SourceTree, config: &Config, found: &mut Diagnostics) {
    for (path, _) in tree.below("i18n/") {
        let name = path.trim_start_matches("i18n/");
        let tag = name.strip_suffix(".yaml");
        // The tool's own repository keeps catalogs for languages that a site need not have.
        if tag.is_none_or(|tag| config.locale_index(tag).is_none()) {
            let known = config.locales.iter().map(Locale::as_str);
            let finding =
                Diagnostic::at(Code::UnknownLocaleFile, Span::file(path)).with("name", name);
            let finding = finding.did_you_mean(tag.unwrap_or(name), known.clone());
            found.push(match finding.hint {
                Some(_) => finding,
                None => {
                    let list: Vec<_> = known.map(|tag| format!("`{tag}.yaml`")).collect();
                    finding.with("keys", list.join(", ")).hint("known")
                }
            });
        }
    }
}

fn report_gaps(
    own: &[BTreeMap<String, Message>],
    index: usize,
    locale: &Locale,
    reference: &BTreeMap<String, Message>,
    config: &Config,
    tree: &SourceTree,
    found: &mut Diagnostics,
) {
    let missing: Vec<String> = reference
        .keys()
        .filter(|key| !own[index].contains_key(*key))
        .map(|key| format!("`{key}`"))
        .collect();
    if own[index].is_empty() {
        let next = config.chains[index].iter().skip(1).find(|&&other| !own[other].is_empty());
        let lender = next.map_or("en", |&other| config.locales[other].as_str());
        found.push(
            Diagnostic::at(Code::MissingCatalog, Span::file(&config.path))
                .with("locale", locale)
                .with("fallback", lender),
        );
    } else if !missing.is_empty() {
        let path: SourcePath = format!("i18n/{locale}.yaml").into();
        let span = Span::file(if tree.text(&path).is_some() { &path } else { &config.path });
        found.push(
            Diagnostic::at(Code::MissingMessage, span)
                .with("locale", locale)
                .with("keys", missing.join(", ")),
        );
    }
}

impl<'de> Deserialize<'de> for RawMessage {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Forms;
        impl<'de> Visitor<'de> for Forms {
            type Value = RawMessage;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or its plural forms")
            }

            fn visit_str<E>(self, text: &str) -> Result<RawMessage, E> {
                Ok(RawMessage(Message::Plain(text.to_owned())))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawMessage, A::Error> {
                let mut forms = BTreeMap::new();
                while let Some((Category(name), text)) = map.next_entry()? {
                    forms.insert(name, text);
                }
                Ok(RawMessage(Message::Plural(forms)))
            }
        }
        deserializer.deserialize_any(Forms)
    }
}

/// The name of a plural category.
struct Category(String);

impl<'de> Deserialize<'de> for Category {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        match PluralCategory::from_name(&name) {
            Some(_) => Ok(Self(name)),
            None => Err(serde::de::Error::unknown_field(&name, &CATEGORIES)),
        }
    }
}
