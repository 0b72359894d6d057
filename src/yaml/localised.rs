//! The texts of a file that stand there in several languages.

use std::ops::Range;

use super::Spanned;
use super::node::{self, Kind, Node};

/// A text in several languages and where its parts stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalisedPlace {
    /// The keys on the way to it; a number for an item of a list, from 1.
    pub keys: Vec<String>,
    /// Tag and text of each language, in the order of the file.
    pub texts: Vec<(String, Spanned<String>)>,
    /// Bytes of the whole map.
    pub span: Range<usize>,
    /// Columns before each key.
    pub indent: usize,
}

/// Every map of the file whose keys are tags of `locales`, `source` among them. Nothing if the
/// file is no YAML.
pub fn localised_places(text: &str, locales: &[&str], source: &str) -> Vec<LocalisedPlace> {
    let mut places = Vec::new();
    if let Ok(root) = node::parse(text, 0) {
        collect(&root, text, locales, source, &mut Vec::new(), &mut places);
    }
    places
}

fn collect(
    node: &Node,
    text: &str,
    locales: &[&str],
    source: &str,
    keys: &mut Vec<String>,
    places: &mut Vec<LocalisedPlace>,
) {
    match &node.kind {
        Kind::Mapping(entries) => {
            let is_localised = entries.iter().any(|entry| entry.key == source)
                && entries.iter().all(|entry| locales.contains(&entry.key.as_str()));
            let texts: Vec<_> = entries
                .iter()
                .filter_map(|entry| match &entry.value.kind {
                    Kind::Scalar { text, .. } => {
                        let span = entry.value.span.clone();
                        Some((entry.key.clone(), Spanned { value: text.clone(), span }))
                    }
                    _ => None,
                })
                .collect();
            if is_localised && texts.len() == entries.len() {
                let first = entries.first().map_or(node.span.start, |entry| entry.key_span.start);
                let line = text[..first].rfind('\n').map_or(0, |at| at + 1);
                let (keys, span) = (keys.clone(), node.span.clone());
                places.push(LocalisedPlace { keys, texts, span, indent: first - line });
                return;
            }
            for entry in entries {
                keys.push(entry.key.clone());
                collect(&entry.value, text, locales, source, keys, places);
                keys.pop();
            }
        }
        Kind::Sequence(items) => {
            for (number, item) in items.iter().enumerate() {
                keys.push((number + 1).to_string());
                collect(item, text, locales, source, keys, places);
                keys.pop();
            }
        }
        Kind::Nothing | Kind::Scalar { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_of_languages_are_found_wherever_they_stand() {
        let text = "a:\n  name:\n    cs: \"Á\"\n    uk: Б\n  way: {cs: C}\n  other: {cs: x, y: z}\n\
                    b:\n  list:\n    - note: {uk: Д, cs: D}\n";
        let found = localised_places(text, &["cs", "uk"], "cs");
        let shown: Vec<String> = found
            .iter()
            .map(|place| {
                let texts: Vec<_> = place
                    .texts
                    .iter()
                    .map(|(tag, one)| format!("{tag}={}", &text[one.span.clone()]))
                    .collect();
                format!("{} {} {}", place.keys.join("."), place.indent, texts.join(" "))
            })
            .collect();
        assert_eq!(shown, ["a.name 4 cs=\"Á\" uk=Б", "a.way 8 cs=C", "b.list.1.note 13 uk=Д cs=D"]);
    }
}
