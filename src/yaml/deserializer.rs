//! Feeds a [`Node`] to serde and says precisely what does not fit.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use crate::diagnostic::most_similar;

use super::node::{Entry, Kind, Node, Plain};
use super::types::{DAY, OR_TODO, SPANNED, TODO};

/// Why a value does not fit its type, where, and which node to leave out.
#[derive(Debug)]
pub struct Mistake {
    pub reason: Reason,
    pub span: Option<Range<usize>>,
    pub node: Option<usize>,
}

#[derive(Debug)]
pub enum Reason {
    UnknownKey {
        key: String,
        names: &'static [&'static str],
    },
    /// Both are ids of the words for types in the messages.
    WrongType {
        expected: &'static str,
        found: &'static str,
    },
    BadValue {
        value: String,
        names: &'static [&'static str],
    },
    BadDate {
        value: String,
    },
    MissingKey {
        key: &'static str,
    },
    /// It only follows from a mistake that was reported already.
    Follows,
}

impl Mistake {
    fn new(reason: Reason) -> Self {
        Self { reason, span: None, node: None }
    }

    /// Names the innermost node that the mistake belongs to.
    fn or_at(mut self, node: &Node) -> Self {
        self.span.get_or_insert_with(|| node.span.clone());
        self.node.get_or_insert(node.id);
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.reason)
    }
}

impl std::error::Error for Mistake {}

impl de::Error for Mistake {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Reason::BadValue { value: message.to_string(), names: &[] })
    }

    fn invalid_type(found: Unexpected<'_>, _expected: &dyn de::Expected) -> Self {
        let found = match found {
            Unexpected::Seq => "list",
            Unexpected::Map => "map",
            Unexpected::Unit => "nothing",
            _ => "text",
        };
        Self::new(Reason::WrongType { expected: "text", found })
    }

    fn unknown_field(key: &str, names: &'static [&'static str]) -> Self {
        Self::new(Reason::UnknownKey { key: key.to_owned(), names })
    }

    fn unknown_variant(value: &str, names: &'static [&'static str]) -> Self {
        Self::new(Reason::BadValue { value: value.to_owned(), names })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Reason::MissingKey { key })
    }

    fn duplicate_field(_key: &'static str) -> Self {
        Self::new(Reason::Follows)
    }
}

/// A node without those parts of it that were found wrong.
#[derive(Clone, Copy)]
pub struct NodeDeserializer<'a> {
    node: &'a Node,
    left_out: &'a BTreeSet<usize>,
    day: bool,
}

impl<'a> NodeDeserializer<'a> {
    pub fn new(node: &'a Node, left_out: &'a BTreeSet<usize>) -> Self {
        Self { node, left_out, day: false }
    }

    fn found(self) -> &'static str {
        match &self.node.kind {
            Kind::Nothing => "nothing",
            Kind::Scalar { plain, .. } => match plain {
                Plain::Text => "text",
                Plain::Bool(_) => "yes-or-no",
                Plain::Integer(_) => "whole-number",
                Plain::Float(_) => "number",
            },
            Kind::Sequence(_) => "list",
            Kind::Mapping(_) => "map",
        }
    }

    fn wrong(self, expected: &'static str) -> Mistake {
        Mistake::new(Reason::WrongType { expected, found: self.found() }).or_at(self.node)
    }

    fn integer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.node.kind {
            Kind::Scalar { plain: Plain::Integer(value), .. } => {
                visitor.visit_i64(value).map_err(|_: Mistake| self.wrong("whole-number"))
            }
            _ => Err(self.wrong("whole-number")),
        }
    }

    fn float<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.node.kind {
            Kind::Scalar { plain: Plain::Integer(value), .. } => visitor.visit_f64(value as f64),
            Kind::Scalar { plain: Plain::Float(value), .. } => visitor.visit_f64(value),
            _ => Err(self.wrong("number")),
        }
    }

    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.kind {
            Kind::Scalar { text, .. } => {
                visitor.visit_str(text).map_err(|mistake: Mistake| mistake.or_at(self.node))
            }
            _ => Err(self.wrong(if self.day { "date" } else { "text" })),
        }
    }

    /// `names` are the keys that the mapping can have, if they are fixed.
    fn mapping<'de, V: Visitor<'de>>(
        self,
        names: &[&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let entries = match &self.node.kind {
            Kind::Mapping(entries) => entries.as_slice(),
            Kind::Nothing => &[],
            _ => return Err(self.wrong("map")),
        };
        let access = Entries { entries, at: 0, left_out: self.left_out };
        visitor.visit_map(access).map_err(|mistake: Mistake| {
            // Under its own name with a wrong value, or misspelt.
            let left_out_key = |key: &str| {
                let mut left_out = entries.iter().filter(|e| self.left_out.contains(&e.value.id));
                left_out.any(|e| {
                    e.key == key || most_similar(&e.key, names.iter().copied()) == Some(key)
                })
            };
            let mut mistake = match mistake.reason {
                Reason::MissingKey { key } if left_out_key(key) => Mistake::new(Reason::Follows),
                _ => mistake,
            };
            if let (Reason::MissingKey { .. }, None, [first, ..]) =
                (&mistake.reason, &mistake.span, entries)
            {
                mistake.span = Some(first.key_span.clone());
            }
            mistake.or_at(self.node)
        })
    }
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.kind {
            Kind::Nothing => visitor.visit_unit(),
            Kind::Scalar { .. } => self.text(visitor),
            Kind::Sequence(_) => self.deserialize_seq(visitor),
            Kind::Mapping(_) => self.mapping(&[], visitor),
        }
        .map_err(|mistake| mistake.or_at(self.node))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.kind {
            Kind::Scalar { text, plain: Plain::Bool(value) }
                if matches!(text.as_str(), "true" | "false") =>
            {
                visitor.visit_bool(*value)
            }
            _ => Err(self.wrong("yes-or-no")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.node.kind {
            Kind::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match &self.node.kind {
            Kind::Sequence(items) => {
                visitor.visit_seq(Items { items, at: 0, left_out: self.left_out })
            }
            Kind::Nothing => {
                visitor.visit_seq(Items { items: &[], at: 0, left_out: self.left_out })
            }
            _ => Err(self.wrong("list")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match name {
            SPANNED => {
                visitor.visit_seq(SpannedParts { inner: self, span: &self.node.span, part: 0 })
            }
            OR_TODO => match &self.node.kind {
                Kind::Nothing => visitor.visit_none(),
                Kind::Scalar { text, .. } if text == TODO => visitor.visit_none(),
                _ => visitor.visit_some(self),
            },
            DAY => {
                Self { day: true, ..self }.text(visitor).map_err(|mistake| match mistake.reason {
                    Reason::BadValue { value, .. } => Mistake {
                        reason: Reason::BadDate { value },
                        span: mistake.span,
                        node: mistake.node,
                    },
                    _ => mistake,
                })
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.mapping(&[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        self.mapping(fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match &self.node.kind {
            Kind::Scalar { text, .. } => visitor
                .visit_enum(UnitVariant(text))
                .map_err(|mistake: Mistake| mistake.or_at(self.node)),
            _ => Err(self.wrong("text")),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.text(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_unit()
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.text(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.integer(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.integer(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.integer(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.float(visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

struct Items<'a> {
    items: &'a [Node],
    at: usize,
    left_out: &'a BTreeSet<usize>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mistake> {
        while let Some(item) = self.items.get(self.at) {
            self.at += 1;
            if !self.left_out.contains(&item.id) {
                let inner = NodeDeserializer::new(item, self.left_out);
                return seed.deserialize(inner).map(Some).map_err(|mistake| mistake.or_at(item));
            }
        }
        Ok(None)
    }
}

struct Entries<'a> {
    entries: &'a [Entry],
    at: usize,
    left_out: &'a BTreeSet<usize>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Mistake> {
        while let Some(entry) = self.entries.get(self.at) {
            let repeated = self.entries[..self.at].iter().any(|other| other.key == entry.key);
            if repeated || self.left_out.contains(&entry.value.id) {
                self.at += 1;
                continue;
            }
            return seed.deserialize(Key(entry)).map(Some).map_err(|mistake| Mistake {
                span: Some(entry.key_span.clone()),
                node: Some(entry.value.id),
                ..mistake
            });
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        let Some(entry) = self.entries.get(self.at) else {
            return Err(Mistake::new(Reason::Follows));
        };
        self.at += 1;
        seed.deserialize(NodeDeserializer::new(&entry.value, self.left_out)).map_err(|mistake| {
            let mut mistake = mistake.or_at(&entry.value);
            // An empty place cannot be underlined: point at the key instead.
            if mistake.span.as_ref().is_some_and(Range::is_empty) {
                mistake.span = Some(entry.key_span.clone());
            }
            mistake
        })
    }
}

/// The name of an entry.
#[derive(Clone, Copy)]
struct Key<'a>(&'a Entry);

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_str(&self.0.key)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        match name {
            SPANNED => {
                visitor.visit_seq(SpannedParts { inner: self, span: &self.0.key_span, part: 0 })
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The three parts of a [`super::Spanned`]: start, end, value.
struct SpannedParts<'a, D> {
    inner: D,
    span: &'a Range<usize>,
    part: u8,
}

impl<'de, D: Deserializer<'de, Error = Mistake> + Copy> SeqAccess<'de> for SpannedParts<'_, D> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Mistake> {
        self.part += 1;
        let number = |value: usize| -> de::value::U64Deserializer<Mistake> {
            (value as u64).into_deserializer()
        };
        match self.part {
            1 => seed.deserialize(number(self.span.start)).map(Some),
            2 => seed.deserialize(number(self.span.end)).map(Some),
            3 => seed.deserialize(self.inner).map(Some),
            _ => Ok(None),
        }
    }
}

struct UnitVariant<'a>(&'a str);

impl<'de> EnumAccess<'de> for UnitVariant<'_> {
    type Error = Mistake;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mistake> {
        let name: de::value::StrDeserializer<'_, Mistake> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for UnitVariant<'_> {
    type Error = Mistake;

    fn unit_variant(self) -> Result<(), Mistake> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _seed: T) -> Result<T::Value, Mistake> {
        Err(Mistake::new(Reason::WrongType { expected: "map", found: "text" }))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Mistake> {
        Err(Mistake::new(Reason::WrongType { expected: "list", found: "text" }))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Mistake> {
        Err(Mistake::new(Reason::WrongType { expected: "map", found: "text" }))
    }
}
