//! The record of a translation in the head of its file, as `rozcestnik stamp` writes it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::frontmatter::{self, Translator};
use crate::markdown::Digest;
use crate::yaml::Spanned;

/// Columns of a line of sections.
const WIDTH: usize = 100;

/// From what, by whom and when a translation was made, and what each section of the text that it
/// was made from said.
///
/// ```
/// use rozcestnik::frontmatter::Translator;
/// use rozcestnik::markdown::Digest;
/// use rozcestnik::translation::{HEAD, Record};
///
/// let record = Record {
///     from: "cs".to_owned(),
///     by: Translator::Human,
///     on: jiff::civil::date(2026, 11, 23),
///     sections: vec![(HEAD.to_owned(), Digest::of("Vízum"))],
/// };
/// let text = "---\ntitle: Віза\ntranslation: {from: cs, by: machine}\n---\nТекст\n";
/// assert_eq!(
///     record.write_into(text).as_deref(),
///     Some(
///         "---\ntitle: Віза\ntranslation:\n  from: cs\n  by: human\n  on: 2026-11-23\n  \
///          sections: {_head: xjmpcfkm}\n---\nТекст\n"
///     ),
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Tag of the edition that it was made from.
    pub from: String,
    /// Who made it.
    pub by: Translator,
    /// The day on which somebody said that the two agree.
    pub on: Date,
    /// What the sections said, in the order of the text.
    pub sections: Vec<(String, Digest)>,
}

impl Record {
    /// As it stands in the head of a page.
    fn yaml(&self) -> String {
        let mut yaml = format!(
            "translation:\n  from: {}\n  by: {}\n  on: {}\n",
            self.from,
            self.by.as_str(),
            self.on
        );
        let mut line = "  sections: {".to_owned();
        for (number, (section, digest)) in self.sections.iter().enumerate() {
            let end = if number + 1 == self.sections.len() { "}" } else { "," };
            let entry = format!("{}: {digest}{end}", key(section));
            if line.chars().count() + entry.chars().count() + 1 > WIDTH {
                yaml.push_str(line.trim_end());
                yaml.push('\n');
                line = "    ".to_owned();
            }
            line.push_str(&entry);
            if end == "," {
                line.push(' ');
            }
        }
        yaml.push_str(&line);
        yaml.push_str(if self.sections.is_empty() { "}\n" } else { "\n" });
        yaml
    }

    /// The text of a page with this record in place of the one in its head; every other byte stays.
    /// Nothing if the text has no closed head.
    pub fn write_into(&self, text: &str) -> Option<String> {
        let head = frontmatter::yaml_of(text)?;
        let old = entry(&text[head.clone()], "translation");
        let old =
            old.map_or(head.end..head.end, |old| head.start + old.start..head.start + old.end);
        Some(format!("{}{}{}", &text[..old.start], self.yaml(), &text[old.end..]))
    }
}

/// A key of YAML, in quotation marks where it could be read as something else than words.
fn key(section: &str) -> String {
    let is_plain = section.starts_with(|c: char| c == '_' || c.is_ascii_lowercase())
        && section.chars().all(|c| c == '_' || c == '-' || c.is_ascii_alphanumeric())
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&section);
    if is_plain { section.to_owned() } else { serde_json::Value::from(section).to_string() }
}

/// The lines of an entry at the top of a YAML mapping, the lines that belong to its value included.
pub fn entry(yaml: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let mut lines = yaml.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let is_key = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let (start, first) = lines.find(|(_, line)| is_key(line))?;
    let of_value = |line: &str| line.starts_with([' ', '\t', '}', ']']) || line.trim().is_empty();
    let more = lines.take_while(|(_, line)| of_value(line)).last();
    let end = more.map_or(start + first.len(), |(at, line)| at + line.len());
    Some(start..end)
}

/// What a record holds after somebody said that sections agree: what they say `now`, and for all
/// others what was recorded of them. `agreeing` holds keys; nothing means all of them.
pub fn agreed(
    recorded: &BTreeMap<String, Spanned<String>>,
    now: &[(&str, Digest)],
    agreeing: Option<&[String]>,
) -> Vec<(String, Digest)> {
    let Some(agreeing) = agreeing else {
        return now.iter().map(|(section, digest)| ((*section).to_owned(), *digest)).collect();
    };
    let old = |section: &str| Digest::parse(&recorded.get(section)?.value);
    let is_agreeing = |section: &str| agreeing.iter().any(|agreeing| agreeing == section);
    let here = now.iter().filter_map(|(section, digest)| {
        let digest = if is_agreeing(section) { *digest } else { old(section)? };
        Some(((*section).to_owned(), digest))
    });
    // A section that is gone still needs somebody's work.
    let gone = recorded
        .keys()
        .filter(|section| now.iter().all(|(known, _)| known != section) && !is_agreeing(section));
    let gone = gone.filter_map(|section| Some((section.clone(), old(section)?)));
    here.chain(gone).collect()
}
