//! New pages and new portals.

use crate::config::Config;
use crate::site::is_slug;

/// A file to create, relative to the root of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Path with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl NewFile {
    /// Whether people or programs run it.
    pub fn is_script(&self) -> bool {
        self.text.starts_with("#!")
    }
}

/// Why nothing can be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The id is not a path of small letters, digits and hyphens.
    BadId,
    /// The portal has no such edition.
    UnknownLocale(String),
}

/// The files of a new page, one for each language: a draft until somebody writes it.
///
/// # Errors
/// [`Refused`].
pub fn page(
    config: &Config,
    id: &str,
    locales: &[String],
    today: jiff::civil::Date,
) -> Result<Vec<NewFile>, Refused> {
    if !id.split('/').all(is_slug) || id == "data" || id.starts_with("data/") {
        return Err(Refused::BadId);
    }
    let source = config.source_locale().as_str();
    let chosen: Vec<&str> = if locales.is_empty() {
        vec![source]
    } else {
        locales.iter().map(String::as_str).collect()
    };
    chosen
        .into_iter()
        .map(|tag| {
            if config.locale_index(tag).is_none() {
                return Err(Refused::UnknownLocale(tag.to_owned()));
            }
            let name = id.rsplit('/').next().unwrap_or(id).replace('-', " ");
            let translation = if tag == source {
                format!("order: 100\nreviewed: {today}\n")
            } else {
                format!("translation: {{from: {source}, by: human}}\n")
            };
            let text = format!(
                "---\ntitle: {name}\nsummary: TODO\nkeywords: []\n{translation}draft: true\n---\n\
                 ## TODO {{#who}}\n\nTODO\n"
            );
            Ok(NewFile { path: format!("content/{id}/{tag}.md"), text })
        })
        .collect()
}

/// The files of a complete small portal that builds without a finding.
pub fn portal(today: jiff::civil::Date) -> Vec<NewFile> {
    let review_by = today.saturating_add(jiff::Span::new().years(1));
    let fill = |text: &str| {
        text.replace("{today}", &today.to_string()).replace("{review_by}", &review_by.to_string())
    };
    FILES
        .iter()
        .map(|(path, text)| NewFile { path: (*path).to_owned(), text: fill(text) })
        .collect()
}

const FILES: &[(&str, &str)] = &[
    ("site.yaml", include_str!("scaffold/site.yaml")),
    ("content/cs.md", include_str!("scaffold/content/cs.md")),
    ("content/en.md", include_str!("scaffold/content/en.md")),
    ("content/residence/cs.md", include_str!("scaffold/content/residence/cs.md")),
    ("content/residence/en.md", include_str!("scaffold/content/residence/en.md")),
    (
        "content/residence/new-address/cs.md",
        include_str!("scaffold/content/residence/new-address/cs.md"),
    ),
    (
        "content/residence/new-address/en.md",
        include_str!("scaffold/content/residence/new-address/en.md"),
    ),
    ("content/contacts/cs.md", include_str!("scaffold/content/contacts/cs.md")),
    ("content/contacts/en.md", include_str!("scaffold/content/contacts/en.md")),
    ("content/data/values.yaml", include_str!("scaffold/content/data/values.yaml")),
    ("content/data/contacts.yaml", include_str!("scaffold/content/data/contacts.yaml")),
    ("content/data/glossary.yaml", include_str!("scaffold/content/data/glossary.yaml")),
    (".gitignore", "/public\n"),
];
