//! Types that the YAML formats share.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

pub(super) const SPANNED: &str = "$rozcestnik::Spanned";
pub(super) const OR_TODO: &str = "$rozcestnik::OrTodo";
pub(super) const DAY: &str = "$rozcestnik::Day";

/// What stands for a fact that staff still have to supply.
pub const TODO: &str = "TODO";

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Bytes in the whole file.
    pub span: Range<usize>,
}

impl<T: Ord> PartialOrd for Spanned<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for Spanned<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value).then(self.span.start.cmp(&other.span.start))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Self::Value, A::Error> {
                let missing = || de::Error::custom("a place");
                let start = parts.next_element::<u64>()?.ok_or_else(missing)?;
                let end = parts.next_element::<u64>()?.ok_or_else(missing)?;
                let value = parts.next_element()?.ok_or_else(missing)?;
                let byte = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
                Ok(Spanned { value, span: byte(start)..byte(end) })
            }
        }
        deserializer.deserialize_newtype_struct(SPANNED, Parts(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A value, or `TODO` (or nothing) where staff still have to supply it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrTodo<T> {
    /// It is known.
    Known(T),
    /// Staff still have to supply it.
    Todo,
}

impl<T> OrTodo<T> {
    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Todo => None,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrTodo<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = OrTodo<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or TODO")
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(OrTodo::Todo)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
                T::deserialize(inner).map(OrTodo::Known)
            }
        }
        deserializer.deserialize_newtype_struct(OR_TODO, Either(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for OrTodo<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}OrTodo", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [value, { "const": "TODO" }] })
    }
}

/// A day of the calendar, written `2027-02-28`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Iso;
        impl Visitor<'_> for Iso {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day such as 2027-02-28")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Day, E> {
                let iso = text.len() == 10;
                let day = text.parse().ok().filter(|_| iso).map(Day);
                day.ok_or_else(|| E::custom(text))
            }
        }
        deserializer.deserialize_newtype_struct(DAY, Iso)
    }
}

impl JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "examples": ["2027-02-28"] })
    }
}

/// A text in several languages: a map from locale to text, or one text for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Localised {
    /// The same in every language, such as a name.
    Same(String),
    /// By BCP 47 tag.
    ByLocale(BTreeMap<String, Spanned<String>>),
}

impl Localised {
    /// The text that is written for this very locale, unless staff still have to supply it.
    pub fn own(&self, locale: &str) -> Option<&str> {
        let Self::ByLocale(texts) = self else { return None };
        let text = texts.get(locale)?.value.as_str();
        (!text.is_empty() && text != TODO).then_some(text)
    }
}

impl<'de> Deserialize<'de> for Localised {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = Localised;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a text for each language")
            }

            fn visit_str<E>(self, text: &str) -> Result<Localised, E> {
                Ok(Localised::Same(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Localised, A::Error> {
                let mut texts = BTreeMap::new();
                while let Some((locale, text)) = map.next_entry::<String, Spanned<String>>()? {
                    texts.insert(locale, text);
                }
                Ok(Localised::ByLocale(texts))
            }
        }
        deserializer.deserialize_any(Texts)
    }
}

impl JsonSchema for Localised {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "LocalisedText".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One text for all languages, or a text for each: `{cs: …, uk: …}`.",
            "anyOf": [
                { "type": "string" },
                { "type": "object", "additionalProperties": { "type": "string" } }
            ]
        })
    }
}

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany(pub Vec<Spanned<String>>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        enum Either {
            One(String),
            Many(Vec<Spanned<String>>),
        }
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Either;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<Either, E> {
                Ok(Either::One(text.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Either, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = items.next_element()? {
                    values.push(value);
                }
                Ok(Either::Many(values))
            }
        }
        impl<'de> Deserialize<'de> for Either {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(Values)
            }
        }
        let Spanned { value, span } = Spanned::<Either>::deserialize(deserializer)?;
        Ok(Self(match value {
            Either::One(value) => vec![Spanned { value, span }],
            Either::Many(values) => values,
        }))
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OneOrMany".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }]
        })
    }
}
