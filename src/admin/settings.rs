//! The configuration of the editor: which files can be edited, and which fields they have.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::fields::Fields;
use crate::config::{Backend, RawAdmin};
use crate::message::Messages;
use crate::reference;
use crate::schema::Format;
use crate::site::{Bundle, Site};
use crate::source::{SourceFile, SourceTree};

/// The files of facts that can be edited, and their formats.
const DATA: [(&str, Format); 5] = [
    ("values", Format::Values),
    ("contacts", Format::Contacts),
    ("places", Format::Places),
    ("glossary", Format::Glossary),
    ("calendars", Format::Calendars),
];

/// The whole configuration.
pub fn settings(site: &Site, tree: &SourceTree, admin: &RawAdmin, messages: &Messages) -> Value {
    let config = &site.config;
    let tags: Vec<&str> = config.locales.iter().map(|locale| locale.as_str()).collect();
    let fields = Fields::new(&tags, config.source_locale().as_str(), messages);
    let mut collections = pages(site, &fields, messages);
    collections.push(json!({ "divider": true }));
    collections.extend(new_pages(site, &fields, messages));
    collections.push(json!({ "divider": true }));
    collections.extend(data(tree, &fields, messages));
    let mut settings = json!({
        "backend": backend(admin),
        "app_title": config.localise(&config.name.value, config.source).map(|(text, _)| text),
        "media_folder": "content",
        "public_folder": "/",
        "i18n": {
            "structure": "multiple_files",
            "locales": tags,
            "default_locale": config.source_locale().as_str(),
            "initial_locales": "default",
        },
        "editor": { "preview": false },
        "slug": { "encoding": "ascii", "clean_accents": true },
        "output": {
            "omit_empty_optional_fields": true,
            "yaml": { "indent_sequences": true },
        },
        "collections": collections,
    });
    if let Some(url) = &config.base_url {
        settings["site_url"] = json!(url);
    }
    if admin.review.as_ref().is_some_and(|review| review.value) {
        settings["publish_mode"] = json!("editorial_workflow");
    }
    settings
}

fn backend(admin: &RawAdmin) -> Value {
    let mut backend = json!({
        "name": match admin.backend {
            Backend::Github => "github",
            Backend::Gitlab => "gitlab",
            Backend::Forgejo => "gitea",
        },
        "repo": admin.repo.value,
        "branch": admin.branch.as_ref().map_or("main", |branch| branch.as_str()),
    });
    let text = |value: &Option<crate::yaml::Spanned<String>>| {
        value.as_ref().map(|text| text.value.clone())
    };
    let given = [
        ("api_root", text(&admin.api)),
        ("base_url", text(&admin.auth)),
        ("app_id", admin.app_id.clone()),
        // GitLab hands out no secret to a page: the other way in is a token of one's own.
        (
            "auth_type",
            (admin.backend == Backend::Gitlab && admin.app_id.is_some()).then(|| "pkce".into()),
        ),
    ];
    for (name, value) in given {
        if let Some(value) = value {
            backend[name] = json!(value);
        }
    }
    backend
}

/// The first folder of a page, for those that share one with others.
fn sections(site: &Site) -> BTreeMap<&str, Vec<&Bundle>> {
    let mut sections: BTreeMap<&str, Vec<&Bundle>> = BTreeMap::new();
    for bundle in &site.bundles {
        let section = bundle.id.split('/').next().unwrap_or_default();
        sections.entry(section).or_default().push(bundle);
    }
    let alone: Vec<&str> =
        sections.iter().filter(|(_, pages)| pages.len() == 1).map(|(name, _)| *name).collect();
    for name in alone {
        let pages = sections.remove(name).unwrap_or_default();
        sections.entry("").or_default().extend(pages);
    }
    sections
}

fn title(site: &Site, id: &str) -> String {
    let page =
        site.find(id).and_then(|bundle| site.bundles[bundle].cells[site.config.source].as_ref());
    page.map_or_else(|| id.to_owned(), |page| page.title().to_owned())
}

/// Each page is named with its files: nothing is left to patterns that might meet other files.
fn pages(site: &Site, fields: &Fields<'_>, messages: &Messages) -> Vec<Value> {
    let config = &site.config;
    let of_section = |(section, bundles): (&str, Vec<&Bundle>)| {
        let files: Vec<Value> = bundles
            .iter()
            .map(|bundle| {
                let folder = folder(&bundle.id);
                let source = bundle.cells[config.source].as_ref();
                let written = source.and_then(|page| page.front_matter.locales.as_ref());
                let i18n = match written {
                    Some(tags) => {
                        let tags: Vec<&str> = tags.iter().map(|tag| tag.value.as_str()).collect();
                        json!({ "locales": tags })
                    }
                    None => json!(true),
                };
                json!({
                    "name": name(&bundle.id),
                    "label": title(site, &bundle.id),
                    "file": format!("{folder}/{{{{locale}}}}.md"),
                    "media_folder": format!("/{folder}"),
                    "public_folder": "",
                    "i18n": i18n,
                    "fields": fields.page(),
                })
            })
            .collect();
        let label = match section {
            "" => messages.text("admin.pages", &[]),
            section => title(site, section),
        };
        let name = if section.is_empty() { "pages" } else { section };
        json!({ "name": name, "label": label, "format": "yaml-frontmatter", "i18n": true, "files": files })
    };
    sections(site).into_iter().map(of_section).collect()
}

/// Where a page can be added: it is written in the source language first. Only drafts are listed,
/// the others have their place above.
fn new_pages(site: &Site, fields: &Fields<'_>, messages: &Messages) -> Vec<Value> {
    let source = site.config.source_locale().as_str();
    sections(site)
        .into_keys()
        .map(|section| {
            let place = match section {
                "" => messages.text("admin.pages", &[]),
                section => title(site, section),
            };
            json!({
                "name": format!("new-{}", if section.is_empty() { "page" } else { section }),
                "label": messages.text("admin.new_page", &[("section", &place)]),
                "label_singular": messages.text("admin.page", &[]),
                "folder": folder(section),
                "path": format!("{{{{slug}}}}/{source}"),
                "extension": "md",
                "format": "yaml-frontmatter",
                "slug": { "template": "{{title}}", "editable": ["create"] },
                "create": true,
                "delete": false,
                "media_folder": "",
                "public_folder": "",
                "filter": { "field": "draft", "value": true },
                "fields": fields.new_page(),
            })
        })
        .collect()
}

/// Facts. A form writes a file anew and comments would be lost, so a file with comments is edited
/// as the text that it is.
fn data(tree: &SourceTree, fields: &Fields<'_>, messages: &Messages) -> Vec<Value> {
    let facts: Vec<Value> = DATA
        .into_iter()
        .filter_map(|(name, format)| {
            let label = messages.text(&format!("admin.data.{name}"), &[]);
            data_file(tree, fields, &format!("{}{name}.yaml", reference::FOLDER), &label, format)
        })
        .collect();
    let timetables = format!("{}timetables/", reference::FOLDER);
    let timetables: Vec<Value> = tree
        .below(&timetables)
        .filter_map(|(path, _)| {
            let label = path.strip_prefix(timetables.as_str())?.strip_suffix(".yaml")?;
            data_file(tree, fields, path, label, Format::Timetable)
        })
        .collect();
    [("facts", facts), ("timetables", timetables)]
        .into_iter()
        .filter(|(_, files)| !files.is_empty())
        .map(|(name, files)| {
            let label = messages.text(&format!("admin.{name}"), &[]);
            json!({ "name": format!("data-{name}"), "label": label, "files": files })
        })
        .collect()
}

fn data_file(
    tree: &SourceTree,
    fields: &Fields<'_>,
    path: &str,
    label: &str,
    format: Format,
) -> Option<Value> {
    let text = tree.get(path).and_then(SourceFile::text)?;
    let entries = if has_comments(text) { None } else { serde_yaml::from_str::<Value>(text).ok() };
    let form = entries.as_ref().and_then(Value::as_object).filter(|entries| !entries.is_empty());
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".yaml");
    Some(match form {
        Some(entries) => json!({
            "name": stem,
            "label": label,
            "file": path,
            "format": "yaml",
            "fields": fields.entries(format, entries),
        }),
        None => json!({
            "name": stem,
            "label": label,
            "file": path,
            "format": "raw",
            "fields": [fields.raw()],
        }),
    })
}

/// Whether a `#` may begin a comment; one in a text that is quoted counts too, to be safe.
fn has_comments(text: &str) -> bool {
    text.starts_with('#') || ["\n#", " #", "\t#"].iter().any(|sign| text.contains(sign))
}

fn folder(id: &str) -> String {
    if id.is_empty() { "content".to_owned() } else { format!("content/{id}") }
}

/// An id without slashes. Words of an id are never empty, so two hyphens stand for a slash alone.
fn name(id: &str) -> String {
    if id.is_empty() { "home".to_owned() } else { id.replace('/', "--") }
}
