//! Leaflets and booklets as they are written in heads of pages and in `site.yaml`.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};

use crate::yaml::{Localised, Spanned};

use super::Format;

/// A leaflet of a page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLeaflet {
    /// Paper and folding.
    pub format: Spanned<Format>,
    /// The edition whose text stands beside that of the reader, row by row.
    pub beside: Option<Spanned<String>>,
    /// The editions that get it; all that have the page where none are named.
    pub locales: Option<Vec<Spanned<String>>>,
    /// The sections that stand on it, by the ids of their headings (`_intro` for the words before
    /// the first heading); all where none are named.
    pub sections: Option<Vec<Pick>>,
    /// Whether both sides of the paper are printed, for A4 and A5; they are where two languages
    /// stand beside each other.
    pub both_sides: Option<bool>,
    /// Whether marks show where to cut.
    #[serde(default)]
    pub crop_marks: bool,
}

/// Several pages as one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBooklet {
    /// Its title.
    pub title: Spanned<Localised>,
    /// The pages that it is made of, in their order.
    pub pages: Vec<Spanned<String>>,
    /// The edition whose text stands beside that of the reader, row by row.
    pub beside: Option<Spanned<String>>,
    /// The editions that get it; all where none are named.
    pub locales: Option<Vec<Spanned<String>>>,
    /// Whether marks show where to cut.
    #[serde(default)]
    pub crop_marks: bool,
}

/// A section of a page, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// Id of its heading.
    pub id: Spanned<String>,
    /// How many of its paragraphs and items stand on the leaflet, if not all.
    pub first: Option<usize>,
}

impl<'de> Deserialize<'de> for Pick {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Shortened {
            id: Spanned<String>,
            first: Option<usize>,
        }
        enum Either {
            Id(String),
            Shortened(Shortened),
        }
        struct Written;
        impl<'de> Visitor<'de> for Written {
            type Value = Either;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, id: &str) -> Result<Either, E> {
                Ok(Either::Id(id.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Either, A::Error> {
                Shortened::deserialize(MapAccessDeserializer::new(map)).map(Either::Shortened)
            }
        }
        impl<'de> Deserialize<'de> for Either {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Written)
            }
        }
        let Spanned { value, span } = Spanned::<Either>::deserialize(deserializer)?;
        Ok(match value {
            Either::Id(value) => Self { id: Spanned { value, span }, first: None },
            Either::Shortened(Shortened { id, first }) => Self { id, first },
        })
    }
}

impl JsonSchema for Pick {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SectionOfLeaflet".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Id of a heading, or `{id: …, first: 3}` for the first paragraphs and items of its section.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "id": { "type": "string" },
                        "first": { "type": "integer", "minimum": 1 }
                    },
                    "required": ["id"],
                    "additionalProperties": false
                }
            ]
        })
    }
}
