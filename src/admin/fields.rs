//! Fields of forms, from the JSON Schema of a format and, for facts, from what is written now.
//!
//! A fact may be written in several ways (`name: Centrum` or a text for each language). A form shows
//! the way that is used; what no form can show is left out, and the editor keeps it as it is.

use serde_json::{Map, Value, json};

use crate::message::Messages;
use crate::schema::{Format, schema};
use crate::yaml::TODO;

/// Fields of the front matter that count in the source language only.
const OF_SOURCE: [&str; 7] =
    ["short", "order", "layout", "icon", "locales", "at_a_glance", "leaflet"];

/// Fields with room for sentences.
const LONG: [&str; 5] = ["summary", "definition", "note", "role", "message"];

/// What makes fields.
pub struct Fields<'a> {
    tags: &'a [&'a str],
    source: &'a str,
    messages: &'a Messages,
    front_matter: Value,
}

/// A field in the making.
struct Named<'a> {
    /// Names of the fields around it and its own.
    path: Vec<&'a str>,
    schema: &'a Value,
    /// What is written now, if that matters.
    present: Option<&'a Value>,
    definitions: &'a Value,
}

impl<'a> Fields<'a> {
    /// For a portal with these editions, `source` among them, labelled in the language of `messages`.
    pub fn new(tags: &'a [&'a str], source: &'a str, messages: &'a Messages) -> Self {
        Self { tags, source, messages, front_matter: schema(Format::FrontMatter).to_value() }
    }

    /// Those of a page in every edition.
    pub fn page(&self) -> Vec<Value> {
        let mut fields = self.front_matter();
        for field in &mut fields {
            let is_of_source = OF_SOURCE.iter().any(|name| field["name"] == *name);
            field["i18n"] = json!(!is_of_source);
            if field["name"] == "translation" {
                // It is what tells a translation from its source.
                let others = self.tags.iter().filter(|tag| **tag != self.source);
                field["required"] = others.copied().collect();
            }
        }
        fields.push(self.body());
        fields
    }

    /// Those of a page that is written for the first time, in the source language.
    pub fn new_page(&self) -> Vec<Value> {
        let mut fields = self.front_matter();
        fields.retain(|field| field["name"] != "translation");
        for field in &mut fields {
            if field["name"] == "draft" {
                field["default"] = json!(true);
            }
        }
        fields.push(self.body());
        fields
    }

    fn front_matter(&self) -> Vec<Value> {
        let schema = &self.front_matter;
        let mut fields = self.object(&[], schema, None, &schema["$defs"]);
        for field in &mut fields {
            if ["title", "summary"].contains(&field["name"].as_str().unwrap_or_default()) {
                field["required"] = json!(true);
            }
        }
        fields
    }

    /// The text as it is written: a rich text editor would not know references and call-outs.
    fn body(&self) -> Value {
        json!({
            "name": "body",
            "label": self.messages.text("admin.labels.body", &[]),
            "hint": self.messages.text("admin.hints.body", &[]),
            "widget": "markdown",
            "modes": ["raw"],
            "required": false,
            "i18n": true,
        })
    }

    /// A whole file as its text.
    pub fn raw(&self) -> Value {
        json!({
            "name": "body",
            "label": self.messages.text("admin.labels.raw", &[]),
            "hint": self.messages.text("admin.hints.raw", &[]),
            "widget": "text",
        })
    }

    /// Those of a file of facts: one group for each entry.
    pub fn entries(&self, format: Format, entries: &Map<String, Value>) -> Vec<Value> {
        let schema = schema(format).to_value();
        let of_entry = &schema["additionalProperties"];
        let group = |(id, entry): (&String, &Value)| {
            let schema_of_entry = resolved(of_entry, &schema["$defs"]);
            let fields = self.object(&[], schema_of_entry, Some(entry), &schema["$defs"]);
            (!fields.is_empty()).then(|| {
                json!({
                    "name": id,
                    "label": self.title(entry).unwrap_or(id),
                    "widget": "object",
                    "collapsed": true,
                    "fields": fields,
                })
            })
        };
        entries.iter().filter_map(group).collect()
    }

    /// What an entry is called in the source language.
    fn title<'v>(&self, entry: &'v Value) -> Option<&'v str> {
        let text = ["name", "term", "title"].iter().find_map(|name| entry.get(name))?;
        text.as_str().or_else(|| text.get(self.source)?.as_str())
    }

    fn object(
        &self,
        path: &[&str],
        schema: &Value,
        present: Option<&Value>,
        definitions: &Value,
    ) -> Vec<Value> {
        let required: Vec<&str> = match schema["required"].as_array() {
            Some(names) => names.iter().filter_map(Value::as_str).collect(),
            None => Vec::new(),
        };
        let properties = schema["properties"].as_object();
        properties
            .into_iter()
            .flatten()
            .filter_map(|(name, schema)| {
                let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
                let present = present.and_then(|entry| entry.get(name));
                let named = Named { path, schema, present, definitions };
                let mut field = self.widget(&named)?;
                field["name"] = json!(name);
                field["label"] = json!(self.label(&named.path));
                if let Some(hint) = self.hint(&named) {
                    field["hint"] = json!(hint);
                }
                field["required"] = json!(required.contains(&name.as_str()));
                Some(field)
            })
            .collect()
    }

    /// The kind of field, if a form can show it.
    fn widget(&self, named: &Named<'_>) -> Option<Value> {
        let name = named.path.last().copied().unwrap_or_default();
        // What `stamp` writes; nobody should change it by hand.
        if [["translation", "on"], ["translation", "sections"]]
            .iter()
            .any(|path| named.path == path)
        {
            return None;
        }
        if name == "locales" {
            return Some(json!({ "widget": "select", "multiple": true, "options": self.tags }));
        }
        let present = named.present;
        let is_localised = is_localised(named.schema);
        let schema = variant(named.schema, present, named.definitions)?;
        if is_localised {
            return Some(match present {
                Some(Value::String(_)) => json!({ "widget": text_widget(name) }),
                _ => json!({ "widget": "object", "fields": self.languages(name) }),
            });
        }
        if let Some(options) = self.options(schema) {
            return Some(json!({ "widget": "select", "options": options }));
        }
        match schema["type"].as_str().or_else(|| schema["type"][0].as_str())? {
            "string" if schema["format"] == "date" => Some(json!({
                "widget": "datetime", "type": "date", "format": "YYYY-MM-DD", "picker_utc": false,
            })),
            "string" => Some(json!({ "widget": text_widget(name) })),
            "integer" => Some(json!({ "widget": "number", "value_type": "int" })),
            "number" => Some(json!({ "widget": "number", "value_type": "float" })),
            "boolean" => Some(json!({ "widget": "boolean", "default": false })),
            "array" => self.list(named, schema),
            "object" => {
                let fields = self.object(&named.path, schema, present, named.definitions);
                Some(json!({ "widget": "object", "collapsed": "auto", "fields": fields }))
            }
            _ => None,
        }
    }

    fn list(&self, named: &Named<'_>, schema: &Value) -> Option<Value> {
        let items = resolved(&schema["items"], named.definitions);
        if let Some(options) = self.options(items) {
            return Some(json!({ "widget": "select", "multiple": true, "options": options }));
        }
        if items["type"] == "string" {
            return Some(json!({ "widget": "list" }));
        }
        let written: &[Value] =
            named.present.and_then(Value::as_array).map_or(&[], |items| items.as_slice());
        let merged = merged(written)?;
        let fields = self.object(&named.path, items, Some(&merged), named.definitions);
        // An item that a form shows in part would lose the rest when it is saved.
        let is_whole = items["properties"].as_object().is_some_and(|all| all.len() == fields.len());
        is_whole.then(|| json!({ "widget": "list", "collapsed": "auto", "fields": fields }))
    }

    fn languages(&self, name: &str) -> Vec<Value> {
        let field = |tag: &&str| json!({ "name": tag, "label": tag, "widget": text_widget(name), "required": false });
        self.tags.iter().map(field).collect()
    }

    /// The values to choose from, with what they mean.
    fn options(&self, schema: &Value) -> Option<Vec<Value>> {
        let values: Vec<&str> = match (schema["oneOf"].as_array(), schema["enum"].as_array()) {
            (Some(values), _) => {
                values.iter().map(|value| value["const"].as_str()).collect::<Option<_>>()?
            }
            (None, Some(values)) => values.iter().map(Value::as_str).collect::<Option<_>>()?,
            (None, None) => return None,
        };
        let option = |value: &str| {
            let label = self.messages.text(&format!("admin.options.{value}"), &[]);
            json!({ "value": value, "label": label })
        };
        Some(values.into_iter().map(option).collect())
    }

    fn label(&self, path: &[&str]) -> String {
        let own = format!("admin.labels.{}", path.join("_"));
        let name = path.last().copied().unwrap_or_default();
        let found = self.messages.find(&own);
        found
            .map_or_else(|| self.messages.text(&format!("admin.labels.{name}"), &[]), str::to_owned)
    }

    /// What a field is for: the tool's own words, or in English what the type says.
    fn hint(&self, named: &Named<'_>) -> Option<String> {
        let own = self.messages.find(&format!("admin.hints.{}", named.path.join("_")));
        let documented = || {
            let text = named.schema["description"].as_str()?;
            (self.messages.tag() == "en").then(|| text.replace('\n', " ").replace('`', ""))
        };
        own.map(str::to_owned).or_else(documented)
    }
}

fn text_widget(name: &str) -> &'static str {
    if LONG.contains(&name) { "text" } else { "string" }
}

/// What a reference leads to.
fn resolved<'s>(schema: &'s Value, definitions: &'s Value) -> &'s Value {
    match schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        Some(name) => &definitions[name],
        None => schema,
    }
}

fn is_localised(schema: &Value) -> bool {
    schema["$ref"] == "#/$defs/LocalisedText"
        || schema["anyOf"].as_array().is_some_and(|any| any.iter().any(is_localised))
}

/// The way in which a value is written, or would be; `None` where it is `TODO` and should be no text.
fn variant<'s>(
    schema: &'s Value,
    present: Option<&Value>,
    definitions: &'s Value,
) -> Option<&'s Value> {
    let schema = resolved(schema, definitions);
    let Some(any) = schema["anyOf"].as_array() else {
        let is_text = schema["type"] == "string" || schema["type"][0] == "string";
        let is_todo = present.is_some_and(|value| value == TODO);
        return (!is_todo || is_text).then_some(schema);
    };
    let is_empty = |way: &Value| way["type"] == "null" || way["const"] == TODO;
    let ways: Vec<&Value> = any.iter().filter(|way| !is_empty(way)).collect();
    let fits = |way: &&&Value| {
        let way = resolved(way, definitions);
        present.is_some_and(|value| {
            way["anyOf"].is_array()
                || value.is_array() == (way["type"] == "array")
                    && value.is_object() == (way["type"] == "object")
        })
    };
    let way = ways.iter().find(fits).or_else(|| ways.first())?;
    variant(way, present, definitions)
}

/// The entries of a list as one, if equal keys hold values of the same kind.
fn merged(items: &[Value]) -> Option<Value> {
    let mut all = Map::new();
    for (name, value) in items.iter().filter_map(Value::as_object).flatten() {
        match all.get(name) {
            Some(before) if std::mem::discriminant(before) != std::mem::discriminant(value) => {
                return None;
            }
            Some(_) => {}
            None => {
                all.insert(name.clone(), value.clone());
            }
        }
    }
    Some(Value::Object(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const FORMATS: [Format; 7] = [
        Format::FrontMatter,
        Format::Values,
        Format::Contacts,
        Format::Places,
        Format::Glossary,
        Format::Calendars,
        Format::Timetable,
    ];

    /// Names of all properties, and all values to choose from.
    fn words(schema: &Value, names: &mut BTreeSet<String>, values: &mut BTreeSet<String>) {
        match schema {
            Value::Object(entries) => {
                if let Some(properties) = schema["properties"].as_object() {
                    names.extend(properties.keys().cloned());
                }
                let ways = schema["oneOf"].as_array().into_iter().flatten();
                let listed = schema["enum"].as_array().into_iter().flatten();
                let all = ways.map(|way| &way["const"]).chain(listed);
                values.extend(all.filter_map(Value::as_str).map(str::to_owned));
                entries.values().for_each(|value| words(value, names, values));
            }
            Value::Array(items) => items.iter().for_each(|item| words(item, names, values)),
            _ => {}
        }
    }

    #[test]
    fn every_field_and_every_choice_has_a_label_in_both_languages() {
        let (mut names, mut values) = (BTreeSet::new(), BTreeSet::new());
        for format in FORMATS {
            words(schema(format).as_value(), &mut names, &mut values);
        }
        assert!(names.len() > 80 && values.len() > 40);
        for tag in ["cs", "en"] {
            let messages = Messages::new(tag);
            let missing = |group: &str, names: &BTreeSet<String>| -> Vec<String> {
                let is_missing =
                    |name: &&String| messages.find(&format!("admin.{group}.{name}")).is_none();
                names.iter().filter(is_missing).cloned().collect()
            };
            assert_eq!(missing("labels", &names), [""; 0], "{tag}");
            assert_eq!(missing("options", &values), [""; 0], "{tag}");
        }
    }

    #[test]
    fn what_counts_in_the_source_language_only_says_so() {
        let schema = schema(Format::FrontMatter).to_value();
        let says_so = |schema: &Value| {
            let text = schema["description"].as_str().unwrap_or_default();
            text.contains("Counts in the source language only")
        };
        let properties = schema["properties"].as_object().unwrap();
        let names: Vec<&String> =
            properties.iter().filter(|(_, schema)| says_so(schema)).map(|(name, _)| name).collect();
        assert_eq!(names, OF_SOURCE);
    }

    #[test]
    fn english_hints_come_from_the_types() {
        let (czech, english) = (Messages::new("cs"), Messages::new("en"));
        let hint = |messages: &Messages| {
            let fields = Fields::new(&["cs"], "cs", messages).page();
            let field = fields.into_iter().find(|field| field["name"] == "reviewed").unwrap();
            field["hint"].clone()
        };
        assert_eq!(hint(&english), "Day on which a person last checked the facts.");
        assert_eq!(hint(&czech), Value::Null);
    }

    #[test]
    fn a_list_whose_items_differ_in_kind_is_left_to_the_text() {
        let item = |reason: Value| json!({ "reason": reason });
        let text = item(json!("Svátek"));
        assert!(merged(&[text.clone(), item(json!("Jiný důvod"))]).is_some());
        assert!(merged(&[text, item(json!({ "cs": "Svátek" }))]).is_none());
    }
}
