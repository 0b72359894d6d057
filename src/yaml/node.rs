//! A YAML document as a tree that knows where each part stands and how it was spelt.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy};

/// A value and its place.
#[derive(Debug)]
pub struct Node {
    /// Different for every node of a tree.
    pub id: usize,
    /// Bytes in the whole file.
    pub span: Range<usize>,
    pub kind: Kind,
}

impl Node {
    /// Whether the node with this id is this one or a part of it.
    pub fn holds(&self, id: usize) -> bool {
        self.id == id
            || match &self.kind {
                Kind::Nothing | Kind::Scalar { .. } => false,
                Kind::Sequence(items) => items.iter().any(|item| item.holds(id)),
                Kind::Mapping(entries) => entries.iter().any(|entry| entry.value.holds(id)),
            }
    }
}

#[derive(Debug)]
pub enum Kind {
    /// `key:` with nothing behind it, or `~`.
    Nothing,
    /// `text` is the value with quotes and escapes resolved, else as spelt; `plain` is what YAML
    /// takes an unquoted scalar for.
    Scalar {
        text: String,
        plain: Plain,
    },
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
}

/// What a scalar is by the rules of YAML 1.1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plain {
    Text,
    Bool(bool),
    Integer(i64),
    Float(f64),
}

#[derive(Debug)]
pub struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub value: Node,
}

/// The text is not YAML.
#[derive(Debug)]
pub struct SyntaxError {
    pub reason: String,
    pub span: Range<usize>,
    pub hint: Option<&'static str>,
}

/// The tree of a document that starts at byte `offset` of its file.
pub fn parse(text: &str, offset: usize) -> Result<Node, SyntaxError> {
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options::<Option<serde_yaml::Spanned<Any>>>(text, options) {
        Ok(Some(root)) => Ok(Placing { text, offset, next_id: 0 }.node(root, text.len())),
        Ok(None) => Ok(Node { id: 0, span: offset..offset, kind: Kind::Mapping(Vec::new()) }),
        Err(error) => Err(syntax_error(&error, text, offset)),
    }
}

/// What serde sees of a document.
enum Any {
    Nothing,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Sequence(Vec<serde_yaml::Spanned<Any>>),
    Mapping(Vec<(serde_yaml::Spanned<Any>, serde_yaml::Spanned<Any>)>),
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Any, E> {
        Ok(Any::Nothing)
    }

    fn visit_none<E>(self) -> Result<Any, E> {
        Ok(Any::Nothing)
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Any, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Any, E> {
        Ok(Any::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Any, E> {
        Ok(Any::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Any, E> {
        Ok(i64::try_from(value).map_or(Any::Float(value as f64), Any::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Any, E> {
        Ok(Any::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Any, E> {
        Ok(Any::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Any, E> {
        Ok(Any::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Any, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Any::Sequence(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Any, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Any::Mapping(entries))
    }
}

/// Gives every part its id and its place in the whole file.
struct Placing<'a> {
    text: &'a str,
    offset: usize,
    next_id: usize,
}

impl Placing<'_> {
    /// `limit` is where the next entry begins: a collection reaches no further.
    fn node(&mut self, any: serde_yaml::Spanned<Any>, limit: usize) -> Node {
        let id = self.next_id;
        self.next_id += 1;
        let place = bytes_of(&any.referenced, self.text);
        let spelt = |place: &Range<usize>| self.text[place.clone()].trim().to_owned();
        let scalar = |plain| Kind::Scalar { text: spelt(&place), plain };
        let (kind, place) = match any.value {
            Any::Nothing => (Kind::Nothing, place),
            Any::Bool(value) => (scalar(Plain::Bool(value)), place),
            Any::Integer(value) => (scalar(Plain::Integer(value)), place),
            Any::Float(value) => (scalar(Plain::Float(value)), place),
            Any::Text(text) => (Kind::Scalar { text, plain: Plain::Text }, place),
            Any::Sequence(items) => {
                let starts: Vec<usize> =
                    items.iter().map(|item| bytes_of(&item.referenced, self.text).start).collect();
                let items = self.each(items.into_iter(), &starts, limit);
                let end = items.last().map_or(place.end, |last| last.span.end - self.offset);
                (Kind::Sequence(items), self.collection(place.start, end, limit))
            }
            Any::Mapping(entries) => {
                let starts: Vec<usize> = entries
                    .iter()
                    .map(|(key, _)| bytes_of(&key.referenced, self.text).start)
                    .collect();
                let mut placed = Vec::with_capacity(entries.len());
                for (index, (key, value)) in entries.into_iter().enumerate() {
                    let next = starts.get(index + 1).copied().unwrap_or(limit);
                    let key = self.node(key, next);
                    let value = self.node(value, next);
                    let name = match key.kind {
                        Kind::Scalar { text, .. } => text,
                        _ => self.text[key.span.start - self.offset..key.span.end - self.offset]
                            .to_owned(),
                    };
                    placed.push(Entry { key: name, key_span: key.span, value });
                }
                let end = placed.last().map_or(place.end, |last| last.value.span.end - self.offset);
                (Kind::Mapping(placed), self.collection(place.start, end, limit))
            }
        };
        Node { id, span: place.start + self.offset..place.end + self.offset, kind }
    }

    fn each(
        &mut self,
        items: impl Iterator<Item = serde_yaml::Spanned<Any>>,
        starts: &[usize],
        limit: usize,
    ) -> Vec<Node> {
        items
            .enumerate()
            .map(|(index, item)| self.node(item, starts.get(index + 1).copied().unwrap_or(limit)))
            .collect()
    }

    /// The place of a collection from its first byte to the end of its last item, with the closing
    /// bracket if it has one.
    fn collection(&self, start: usize, end: usize, limit: usize) -> Range<usize> {
        let closing = match self.text.as_bytes().get(start) {
            Some(b'{') => '}',
            Some(b'[') => ']',
            _ => return start..end.max(start),
        };
        let end = end.max(start);
        let limit = limit.max(end);
        let bracket = self.text.get(end..limit).and_then(|rest| rest.find(closing));
        start..bracket.map_or(end, |at| end + at + 1)
    }
}

/// Bytes of a location in `text`, inside it and on character boundaries whatever the parser says.
fn bytes_of(location: &serde_yaml::Location, text: &str) -> Range<usize> {
    let span = location.span();
    let boundary = |at: u64| {
        let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
        text.floor_char_boundary(at)
    };
    let start = boundary(span.byte_offset().unwrap_or(0));
    let end = boundary(span.byte_offset().unwrap_or(0) + span.byte_len().unwrap_or(0));
    let trimmed = text[start..end.max(start)].trim_end().len();
    start..start + trimmed
}

/// Where a document could not be read, and why.
pub fn syntax_error(error: &serde_yaml::Error, text: &str, offset: usize) -> SyntaxError {
    let error = error.without_snippet();
    let place = error.location().map_or(0..0, |location| {
        // Some errors know only line and column, in characters.
        let known = bytes_of(&location, text);
        let line = usize::try_from(location.line()).unwrap_or(1).max(1) - 1;
        let column = usize::try_from(location.column()).unwrap_or(1).max(1) - 1;
        let start_of_line: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = &text[start_of_line.min(text.len())..];
        let inside = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
        let start = if known.start > 0 { known.start } else { start_of_line + inside };
        start..known.end.max(start)
    });
    let line_start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let hint = if line.trim_start_matches(' ').starts_with('\t') {
        Some("tab")
    } else if line.matches(": ").count() > 1 && !line.contains(['"', '\'', '{']) {
        Some("quotes")
    } else {
        None
    };
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default().trim_end_matches('.');
    SyntaxError {
        reason: reason.lines().next().unwrap_or_default().to_owned(),
        span: place.start + offset..place.end + offset,
        hint,
    }
}
