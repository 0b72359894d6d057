//! The facts and the shape of a page, section by section.

use std::ops::Range;

use crate::campaign::{Campaign, references};
use crate::frontmatter::FrontMatter;
use crate::markdown::{self, Block, CallOut, Document, Role, todo_at};
use crate::yaml::{Spanned, TODO};

use super::address::web;
use super::letters::{GAP, Letters};
use super::scan::scan;
use super::{Fact, Language, Value, facts};

/// What a page states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFacts {
    /// Fields of the head, in the order of [`Field::ALL`].
    pub fields: [Part; 8],
    /// Sections in the order of the text.
    pub sections: Vec<Section>,
}

/// A field of the head that states facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of the fields say it all")]
pub enum Field {
    Title,
    Summary,
    ValidFrom,
    ValidUntil,
    Sources,
    When,
    CallToAction,
    Message,
}

impl Field {
    /// All of them, in the order of [`PageFacts::fields`].
    pub const ALL: [Self; 8] = [
        Self::Title,
        Self::Summary,
        Self::ValidFrom,
        Self::ValidUntil,
        Self::Sources,
        Self::When,
        Self::CallToAction,
        Self::Message,
    ];
}

/// Facts that are compared with each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Bytes in the file; where a finding points that has no place of its own.
    pub span: Range<usize>,
    /// What it states.
    pub facts: Vec<Fact>,
}

/// A section: its heading, its facts and its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The fragment that its heading is given in the text; nothing if it follows from the words.
    pub id: Option<String>,
    /// Level of its heading; 1 for the text before the first one.
    pub level: u8,
    /// Bytes of all its text in the file.
    pub text: Range<usize>,
    /// Its facts; the span is that of its heading.
    pub part: Part,
    /// Lists, tables and call-outs.
    pub shapes: Vec<Shape>,
}

/// So many of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// What is counted.
    pub kind: ShapeKind,
    /// How many there are.
    pub count: usize,
    /// Where the first one stands.
    pub span: Range<usize>,
    /// From the first to the last one.
    pub range: Range<usize>,
}

/// What is counted in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum ShapeKind {
    Steps { depth: u8 },
    Items { depth: u8 },
    Tasks { depth: u8 },
    CallOuts(CallOut),
    Tables,
    Columns { table: usize },
    Rows { table: usize },
    Footnotes,
}

/// What a page states. `source` is the language of the site's offices, in which laws are cited.
pub fn of_page(
    file: &str,
    head: &FrontMatter,
    document: &Document,
    language: &Language,
    source: &Language,
) -> PageFacts {
    let text = |field: &Option<Spanned<String>>| {
        field.as_ref().map_or_else(Part::default, |text| of_value(file, text, language))
    };
    let day = |day: &Option<Spanned<crate::yaml::Day>>| {
        day.as_ref().map_or_else(Part::default, |day| {
            let date = day.value.0;
            let value = Value::Date {
                year: u16::try_from(date.year()).ok(),
                month: date.month().unsigned_abs(),
                day: Some(date.day().unsigned_abs()),
            };
            let span = day.span.clone();
            Part { span: span.clone(), facts: vec![Fact { value, span }] }
        })
    };
    let mut sources = Part::default();
    for entry in &head.sources {
        if let Some(url) = &entry.url {
            let value = Value::Web(web(&url.value));
            sources.facts.push(Fact { value, span: url.span.clone() });
        }
        if let Some(law) = &entry.law {
            sources.facts.extend(of_value(file, law, source).facts);
        }
    }
    sources.span = sources.facts.first().map_or(0..0, |fact| fact.span.clone());
    let texts = head.campaign.as_ref().map(Campaign::texts).unwrap_or_default();
    let [when, call_to_action, message] = texts.map(|(_, text)| {
        text.map_or_else(Part::default, |text| of_short_text(file, text, language))
    });
    let fields = [
        text(&head.title),
        text(&head.summary),
        day(&head.valid_from),
        day(&head.valid_until),
        sources,
        when,
        call_to_action,
        message,
    ];
    let sections = document.sections.iter().map(|found| section(file, found, language)).collect();
    PageFacts { fields, sections }
}

/// The facts of a text in a YAML file.
pub fn of_value(file: &str, text: &Spanned<String>, language: &Language) -> Part {
    let span = text.span.clone();
    let mut facts = facts(&text.value, language);
    // A folded or escaped text has no bytes of its own for each word.
    let start = file.get(span.clone()).and_then(|raw| raw.find(&text.value));
    for fact in &mut facts {
        fact.span = match start {
            Some(at) => {
                let start = span.start + at;
                start + fact.span.start..start + fact.span.end
            }
            None => span.clone(),
        };
    }
    Part { span, facts }
}

/// The facts of a short text of a campaign, which names those of the data in brackets.
fn of_short_text(file: &str, text: &Spanned<String>, language: &Language) -> Part {
    let span = text.span.clone();
    if text.value.trim() == TODO {
        return Part { span, facts: Vec::new() };
    }
    let (mut letters, mut at) = (Letters::default(), 0);
    let mut facts = Vec::new();
    for (range, target) in references(&text.value) {
        letters.push_str(&text.value[at..range.start], at);
        letters.push(GAP, range.start..range.start);
        facts.push(Fact { value: reference(target, None), span: range.clone() });
        at = range.end;
    }
    letters.push_str(&text.value[at..], at);
    facts.extend(scan(&letters, language));
    let raw = file.get(span.clone()).unwrap_or_default();
    for fact in &mut facts {
        // A folded text has other bytes between its words.
        let words = text.value.get(fact.span.clone()).unwrap_or_default();
        let exact = raw.find(&text.value).map(|at| at + fact.span.start);
        fact.span = match exact.or_else(|| raw.find(words)) {
            Some(at) => span.start + at..span.start + at + words.len(),
            None => span.clone(),
        };
    }
    Part { span, facts }
}

fn section(file: &str, found: &markdown::Section, language: &Language) -> Section {
    let mut facts = Vec::new();
    for block in &found.blocks {
        block_facts(file, block, language, &mut facts);
    }
    let line = file[found.span.clone()].lines().next().unwrap_or_default();
    let is_explicit = found.id.is_some() && line.contains("{#");
    let start = found.span.start;
    let span = if found.id.is_some() { start..start + line.trim_end().len() } else { start..start };
    Section {
        id: found.id.clone().filter(|_| is_explicit),
        level: found.level,
        text: found.span.clone(),
        part: Part { span, facts },
        shapes: shapes(&found.blocks),
    }
}

fn block_facts(file: &str, block: &Block, language: &Language, facts: &mut Vec<Fact>) {
    let raw = &file[block.span.clone()];
    let mut reader = Inline { raw, start: block.span.start, letters: Letters::default(), facts };
    if may_state_facts(raw) {
        reader.read(|rest| rest.chars().next().map(|_| 0));
        let letters = reader.letters;
        facts.extend(scan(&letters, language));
    } else if raw.contains('[') {
        reader.read(|rest| memchr::memchr3(b'[', b']', b'!', rest.as_bytes()));
    }
}

/// Whether there can be a fact besides the targets of links, or a note among staff.
fn may_state_facts(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let end = match byte {
            b'[' if rest.starts_with(b"[[") => rest.iter().position(|b| b"]|".contains(b)),
            b']' if rest.starts_with(b"](") => rest.iter().position(|b| *b == b')'),
            _ => None,
        };
        let is_fact = match byte {
            b'0'..=b'9' | b'@' | 0xe0 | 0xef => true,
            // Digits of Arabic and Persian.
            0xd9 | 0xdb => rest.get(1).is_some_and(|next| (0xa0..=0xb9).contains(next)),
            b'.' => at > 0 && is_letter(at - 1) && is_letter(at + 1),
            b'T' => rest.starts_with(b"TODO"),
            _ => false,
        };
        if is_fact {
            return true;
        }
        at += end.unwrap_or(0).max(1);
    }
    false
}

/// Takes the markup off the words of a block.
struct Inline<'a> {
    raw: &'a str,
    start: usize,
    letters: Letters,
    facts: &'a mut Vec<Fact>,
}

impl Inline<'_> {
    /// Reads what `next_of` finds in the rest of the block.
    fn read(&mut self, next_of: impl Fn(&str) -> Option<usize>) {
        let mut at = 0;
        // Whether an open bracket is a picture.
        let mut open: Vec<bool> = Vec::new();
        while let Some(found) = next_of(&self.raw[at..]) {
            at += found;
            let Some(c) = self.raw[at..].chars().next() else { break };
            let rest = &self.raw[at..];
            let next = at + c.len_utf8();
            at = match c {
                '\n' => {
                    self.push(c, at);
                    next + (rest[1..].len() - rest[1..].trim_start_matches([' ', '\t', '>']).len())
                }
                'T' if todo_at(rest) == Some(0) => at + rest.find('\n').unwrap_or(rest.len()),
                '[' if rest.starts_with("[[") => self.reference(at),
                ']' if rest.starts_with("]]") && !rest.starts_with("](") && open.is_empty() => {
                    at + 2
                }
                '!' if rest.starts_with("![") => {
                    open.push(true);
                    at + 2
                }
                '[' if rest.starts_with("[^") => at + rest.find(']').map_or(1, |end| end + 1),
                '[' => {
                    open.push(false);
                    next
                }
                ']' => {
                    let is_picture = open.pop().unwrap_or(false);
                    if rest[1..].starts_with('(') { self.target(at + 2, is_picture) } else { next }
                }
                '*' | '`' | '~' => next,
                '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                    self.push(rest[1..].chars().next().unwrap_or(c), next);
                    next + 1
                }
                '&' if rest.starts_with("&nbsp;") => {
                    self.push('\u{a0}', at);
                    at + "&nbsp;".len()
                }
                c => {
                    self.push(c, at);
                    next
                }
            };
        }
    }

    fn push(&mut self, c: char, at: usize) {
        let start = self.start + at;
        self.letters.push(c, start..start + c.len_utf8());
    }

    fn gap(&mut self, at: usize) {
        self.letters.push(GAP, self.start + at..self.start + at);
    }

    fn fact(&mut self, value: Value, range: Range<usize>) {
        let span = self.start + range.start..self.start + range.end;
        self.facts.push(Fact { value, span });
    }

    /// `[[kind:id]]`, `[[page#heading|words]]`; its words are read like others.
    fn reference(&mut self, at: usize) -> usize {
        let rest = &self.raw[at + 2..];
        let end = rest.find("]]").unwrap_or(rest.len());
        let inner = &rest[..end];
        let target = inner.split(['|', '\\']).next().unwrap_or_default();
        let value = match target.split_once('#').filter(|_| !target.contains(':')) {
            Some((page, anchor)) => reference(page, Some(anchor)),
            None => reference(target, None),
        };
        let after = at + 2 + target.len();
        self.gap(at);
        if target.len() == inner.len() {
            let end = (after + 2).min(self.raw.len());
            self.fact(value, at..end);
            return end;
        }
        self.fact(value, at + 2..after);
        let words = self.raw[after..].trim_start_matches(['\\', '|']);
        self.raw.len() - words.len()
    }

    /// The target of a Markdown link or picture, from behind its bracket on.
    fn target(&mut self, at: usize, is_picture: bool) -> usize {
        let rest = &self.raw[at..];
        let mut depth = 0_usize;
        let end = rest.find(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' if depth == 0 => true,
            ')' => {
                depth -= 1;
                false
            }
            _ => false,
        });
        let end = end.unwrap_or(rest.len());
        let address = rest[..end].split_whitespace().next().unwrap_or_default();
        let value = if is_picture { Value::Picture(address.into()) } else { link(address) };
        self.gap(at);
        self.fact(value, at..at + address.len());
        (at + end + 1).min(self.raw.len())
    }
}

fn reference(target: &str, anchor: Option<&str>) -> Value {
    let target = match target.split_once(':') {
        Some((kind, id)) => format!("{}:{}", kind.trim(), id.trim()),
        None => target.trim().trim_matches('/').to_owned(),
    };
    Value::Reference { target: target.into(), anchor: anchor.map(|anchor| anchor.trim().into()) }
}

/// What a Markdown link leads to.
fn link(address: &str) -> Value {
    let address = address.trim_matches(['<', '>']);
    if let Some(mail) = address.strip_prefix("mailto:") {
        return Value::Mail(mail.to_lowercase().into());
    }
    if let Some(phone) = address.strip_prefix("tel:") {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        return Value::Phone(digits.strip_prefix("420").unwrap_or(&digits).into());
    }
    if address.contains("://") {
        return Value::Web(web(address));
    }
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (address, None),
    };
    // `/uk/work/` and `/cs/work/` are one page.
    let below = path.strip_prefix('/').and_then(|path| path.split_once('/'));
    let target = below.map_or(path, |(_, below)| below);
    Value::Reference {
        target: format!("/{}", target.trim_matches('/')).into(),
        anchor: anchor.map(Into::into),
    }
}

fn shapes(blocks: &[Block]) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = Vec::new();
    let mut count = |kind: ShapeKind, by: usize, span: &Range<usize>| match shapes
        .iter_mut()
        .find(|shape| shape.kind == kind)
    {
        Some(shape) => {
            shape.count += by;
            shape.range.end = span.end;
        }
        None => {
            let (span, range) = (span.clone(), span.clone());
            shapes.push(Shape { kind, count: by, span, range });
        }
    };
    let mut tables = 0;
    let mut last = None;
    for Block { role, depth, span } in blocks {
        let depth = *depth;
        match *role {
            Role::Step => count(ShapeKind::Steps { depth }, 1, span),
            Role::Item => count(ShapeKind::Items { depth }, 1, span),
            Role::Task => count(ShapeKind::Tasks { depth }, 1, span),
            // A call-out of two paragraphs is one.
            Role::CallOut(kind) if last != Some(*role) => count(ShapeKind::CallOuts(kind), 1, span),
            Role::Footnote => count(ShapeKind::Footnotes, 1, span),
            Role::HeadCell { column } => {
                if column == 0 {
                    tables += 1;
                    count(ShapeKind::Tables, 1, span);
                    count(ShapeKind::Rows { table: tables }, 0, span);
                }
                count(ShapeKind::Columns { table: tables }, 1, span);
            }
            Role::Cell { column } => {
                let by = usize::from(column == 0);
                count(ShapeKind::Rows { table: tables }, by, span);
            }
            _ => {}
        }
        last = Some(*role);
    }
    shapes
}
