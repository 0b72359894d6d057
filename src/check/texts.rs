//! Rules about words: those that are missing, and characters that nobody can see.

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::reference::Entry;
use crate::site::Site;
use crate::source::{CONFIG, SourceTree};
use crate::yaml::Localised;

use super::pages;

/// Texts of `site.yaml` and of the data that lack a language.
pub fn missing_text(site: &Site, found: &mut Diagnostics) {
    let config = &site.config;
    let file = Span::file(&config.path);
    let mut check = |text: &Localised, key: &str, span: &Span| {
        let missing = missing_locales(text, config);
        if !missing.is_empty() {
            let finding = Diagnostic::at(Code::MissingText, span.clone()).with("key", key);
            found.push(finding.with("locale", missing.join(", ")));
        }
    };
    check(&config.name, "name", &file);
    check(&config.short_name, "short_name", &file);
    if let Some(description) = &config.description {
        check(description, "description", &file);
    }
    if let Some(organisation) = &config.organisation {
        check(&organisation.name, "organisation.name", &file);
    }
    if let Some(funding) = &config.funding {
        check(&funding.statement, "funding.statement", &file);
    }
    for (id, Entry { value, span }) in &site.registry.contacts {
        check(&value.name, &format!("{id}: name"), span);
        if let Some(role) = &value.role {
            check(role, &format!("{id}: role"), span);
        }
    }
    for (id, Entry { value, span }) in &site.registry.places {
        check(&value.name, &format!("{id}: name"), span);
    }
    for (id, Entry { value, span }) in &site.registry.terms {
        check(&value.term, &format!("{id}: term"), span);
    }
}

fn missing_locales(text: &Localised, config: &Config) -> Vec<String> {
    match text {
        Localised::Same(_) => Vec::new(),
        Localised::ByLocale(texts) => config
            .locales
            .iter()
            .filter(|locale| !texts.contains_key(locale.as_str()))
            .map(|locale| format!("`{locale}`"))
            .collect(),
    }
}

/// Characters without a shape, or that change the direction of the text behind them.
pub fn control_character(tree: &SourceTree, found: &mut Diagnostics) {
    let files = tree.below(CONFIG).chain(tree.below("content/")).chain(tree.below("i18n/"));
    for (path, file) in files {
        let Some(text) = file.text() else { continue };
        for (at, character) in suspicious(text) {
            if !is_forbidden(character) {
                continue;
            }
            let span = Span::new(path, at..at + character.len_utf8());
            let code = format!("U+{:04X}", u32::from(character));
            let sets_direction = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            found.push(
                Diagnostic::at(Code::ControlCharacter, span)
                    .with("name", &code)
                    .with("code", &code)
                    .hint(if sets_direction { "isolate" } else { "remove" }),
            );
        }
    }
}

/// Characters that begin with a byte that a forbidden one can begin with: most texts have none, and
/// decoding all of them would cost more than everything else in this file.
fn suspicious(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| match byte {
            b'\t' | b'\n' => false,
            0..=0x1f | 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef => true,
            _ => false,
        })
        .filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
}

fn is_forbidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{61c}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// `TODO` in the text of a page: staff still have to supply something.
pub fn staff_todo(tree: &SourceTree, site: &Site, found: &mut Diagnostics) {
    for page in pages(site) {
        let Some(body) = tree.text(&page.path).and_then(|text| text.get(page.body.clone())) else {
            continue;
        };
        for (at, word) in body.match_indices("TODO") {
            let is_word = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            if is_word(body[..at].chars().next_back()) && is_word(body[at + 4..].chars().next()) {
                let start = page.body.start + at;
                let line = body[at + 4..].lines().next().unwrap_or_default();
                let note = line.trim_start_matches([':', ' ']).trim();
                let span = Span::new(&page.path, start..start + word.len());
                found.push(Diagnostic::at(Code::StaffTodo, span).with("field", note));
            }
        }
    }
    let config = &site.config;
    let todo = |field: &str| {
        Diagnostic::at(Code::StaffTodo, Span::file(&config.path)).with("field", field)
    };
    let url = config.organisation.as_ref().and_then(|organisation| organisation.url.as_ref());
    if url.is_some_and(|url| url.known().is_none()) {
        found.push(todo("organisation.url"));
    }
}
