//! The texts of `site.yaml` and `content/data/` as texts to translate, and back.

use crate::diagnostic::SourcePath;
use crate::exchange::segment::{LINE_BREAK, flowing};
use crate::exchange::{File, Group, Unit, What};
use crate::reference::FOLDER;
use crate::site::{Edition, Site};
use crate::source::{CONFIG, SourceTree};
use crate::translation::State;
use crate::yaml::{LocalisedPlace, Spanned, TODO, localised_places, scalar, scalar_in_brackets};

/// Before the name of a file of data in its id.
pub const PREFIX: &str = "_data/";
/// The id of `site.yaml`.
const SITE: &str = "_site";

/// The path of the file with this id.
pub fn path(id: &str) -> Option<String> {
    match id.strip_prefix(PREFIX) {
        Some(name) => Some(format!("{FOLDER}{name}.yaml")),
        None => (id == SITE).then(|| CONFIG.to_owned()),
    }
}

/// Files with texts in the language `from`.
pub fn files(site: &Site, tree: &SourceTree, from: Edition, to: Edition) -> Vec<File> {
    let paths = tree.below(CONFIG).chain(tree.below(FOLDER)).map(|(path, _)| path);
    paths.filter_map(|path| file(site, tree, path, from, to)).collect()
}

/// A file of data as texts to translate.
pub fn file(
    site: &Site,
    tree: &SourceTree,
    path: &SourcePath,
    from: Edition,
    to: Edition,
) -> Option<File> {
    let id = match path.strip_prefix(FOLDER) {
        Some(name) => format!("{PREFIX}{}", name.strip_suffix(".yaml")?),
        None => SITE.to_owned(),
    };
    let [from, to] = [from, to].map(|edition| site.config.locales[edition].as_str());
    let mut groups: Vec<Group> = Vec::new();
    for place in places(site, tree.text(path)?, from) {
        let Some(source) = known(&place, from) else { continue };
        let target = known(&place, to).map(|text| in_one_line(&text.value)).unwrap_or_default();
        let unit = Unit {
            id: place.keys.join("."),
            source: in_one_line(&source.value),
            state: if target.is_empty() { State::Missing } else { State::Current },
            target,
            what: What::Data,
            place: (path.clone(), source.span.start),
        };
        let key = place.keys.first().map_or("", String::as_str);
        match groups.last_mut() {
            Some(last) if last.key == key => last.units.push(unit),
            _ => {
                groups.push(Group { key: key.to_owned(), title: key.to_owned(), units: vec![unit] })
            }
        }
    }
    let is_empty = groups.is_empty();
    (!is_empty).then(|| File { id, path: path.clone(), notes: vec![path.to_string()], groups })
}

/// A text whose lines end with a mark that translators see.
fn in_one_line(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(flowing).collect();
    lines.join(LINE_BREAK).trim().to_owned()
}

fn places(site: &Site, text: &str, from: &str) -> Vec<LocalisedPlace> {
    let locales: Vec<&str> = site.config.locales.iter().map(|locale| locale.as_str()).collect();
    localised_places(text, &locales, from)
}

/// The text of a language, unless staff still have to supply it.
fn known<'a>(place: &'a LocalisedPlace, locale: &str) -> Option<&'a Spanned<String>> {
    let text = place.texts.iter().find(|(tag, _)| tag == locale).map(|(_, text)| text)?;
    (!text.value.trim().is_empty() && text.value != TODO).then_some(text)
}

/// The text of a file with translations by the ids of their units; all other bytes stay.
pub fn written(
    site: &Site,
    text: &str,
    [from, to]: [Edition; 2],
    translations: &[(&str, &str)],
) -> String {
    let [from, to] = [from, to].map(|edition| site.config.locales[edition].as_str());
    let mut written = text.to_owned();
    for place in places(site, text, from).into_iter().rev() {
        let id = place.keys.join(".");
        let Some((_, words)) = translations.iter().find(|(known, _)| *known == id) else {
            continue;
        };
        let words = &words.replace(LINE_BREAK, "\n");
        let is_in_brackets = text[place.span.clone()].starts_with('{');
        let words = if is_in_brackets { scalar_in_brackets(words) } else { scalar(words) };
        let old = place.texts.iter().find(|(tag, _)| tag == to);
        let last = place.texts.iter().map(|(_, text)| text.span.end).max();
        match (old, last) {
            (Some((_, old)), _) => written.replace_range(old.span.clone(), &words),
            (None, Some(end)) if is_in_brackets => {
                written.insert_str(end, &format!(", {to}: {words}"));
            }
            (None, Some(end)) => {
                let indent = " ".repeat(place.indent);
                written.insert_str(end, &format!("\n{indent}{to}: {words}"));
            }
            (None, None) => {}
        }
    }
    written
}
