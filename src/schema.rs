//! JSON Schema of each YAML format, for completion and checks in editors.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::config::RawConfig;
use crate::frontmatter::FrontMatter;
use crate::reference::{RawContact, RawPlace, RawRevision, RawTerm, RawValue};
use crate::timetable::{RawCalendar, RawCourse};

/// A YAML format of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// `site.yaml`.
    Site,
    /// The head of a page.
    FrontMatter,
    /// `content/data/values.yaml`.
    Values,
    /// `content/data/contacts.yaml`.
    Contacts,
    /// `content/data/places.yaml`.
    Places,
    /// `content/data/glossary.yaml`.
    Glossary,
    /// `content/data/addresses.yaml`.
    Addresses,
    /// `content/data/calendars.yaml`.
    Calendars,
    /// `content/data/timetables/*.yaml`.
    Timetable,
    /// `content/data/revisions.yaml`.
    Revisions,
    /// `i18n/LOCALE.yaml`.
    Catalog,
}

/// The schema of a format, as JSON Schema 2020-12.
pub fn schema(format: Format) -> Schema {
    match format {
        Format::Site => of::<RawConfig>(),
        Format::FrontMatter => of::<FrontMatter>(),
        Format::Values => of::<BTreeMap<String, RawValue>>(),
        Format::Contacts => of::<BTreeMap<String, RawContact>>(),
        Format::Places => of::<BTreeMap<String, RawPlace>>(),
        Format::Glossary => of::<BTreeMap<String, RawTerm>>(),
        Format::Addresses => of::<BTreeMap<String, String>>(),
        Format::Calendars => of::<BTreeMap<String, RawCalendar>>(),
        Format::Timetable => of::<BTreeMap<String, RawCourse>>(),
        Format::Revisions => of::<BTreeMap<String, RawRevision>>(),
        Format::Catalog => of::<BTreeMap<String, Message>>(),
    }
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// A message of a catalog: a text, or a text for each plural category of the language.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its shape is used")]
enum Message {
    /// The same for every number.
    Plain(String),
    /// By plural category of CLDR; `other` is always needed.
    Plural {
        zero: Option<String>,
        one: Option<String>,
        two: Option<String>,
        few: Option<String>,
        many: Option<String>,
        other: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_learn_keys_types_and_what_they_mean() {
        let schema = schema(Format::FrontMatter);
        let order = schema.pointer("/properties/order/description").unwrap();
        assert!(order.as_str().unwrap().starts_with("Position among its neighbours"));
        assert_eq!(schema.pointer("/additionalProperties"), Some(&serde_json::json!(false)));
    }
}
