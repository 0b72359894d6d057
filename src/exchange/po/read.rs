//! PO to a delivery, with the place of each mistake.

use std::iter::Peekable;
use std::ops::Range;
use std::str::Chars;

use super::{BETWEEN, SOURCE};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::exchange::EXPORTED;
use crate::exchange::delivery::{DeliveredFile, DeliveredUnit, Delivery, Finish};
use crate::exchange::segment::flowing;

/// Reads a PO file.
pub fn read(text: &str, path: &SourcePath) -> (Option<Delivery>, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut delivery = Delivery {
        path: path.clone(),
        from: (String::new(), 0..0),
        to: (String::new(), 0..0),
        files: Vec::new(),
    };
    let mut has_header = false;
    for entry in entries(text, path, &mut found) {
        if entry.context.is_none() && entry.id.0.is_empty() {
            has_header = true;
            let field = |name: &str| {
                let lines = entry.text.0.lines();
                let value =
                    lines.filter_map(|line| line.split_once(':')).find(|(key, _)| *key == name);
                value.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
            };
            let span = entry.text.1.clone();
            delivery.to = (field("Language").replace('_', "-"), span.clone());
            delivery.from = (field(SOURCE), span);
            continue;
        }
        let (context, span) = entry.context.unwrap_or_default();
        let span = if context.is_empty() { entry.id.1.clone() } else { span };
        let (file, unit) = context.split_once(BETWEEN).unwrap_or((&context, ""));
        let unit = DeliveredUnit {
            id: unit.to_owned(),
            span: entry.text.1,
            source: flowing(&entry.id.0),
            target: flowing(&entry.text.0),
            finish: if entry.is_fuzzy { Finish::No } else { Finish::Yes },
            exported: entry.exported,
        };
        match delivery.files.iter_mut().rfind(|known| known.id == file) {
            Some(known) => known.units.push(unit),
            None => {
                delivery.files.push(DeliveredFile { id: file.to_owned(), span, units: vec![unit] })
            }
        }
    }
    if !has_header && found.is_empty() {
        let finding = Diagnostic::at(Code::ExchangeFormat, Span::file(path));
        found.push(finding.with("name", "PO").hint("header"));
        return (None, found);
    }
    (Some(delivery), found)
}

/// A text and where it stands, quotation marks included.
type Text = (String, Range<usize>);

#[derive(Default)]
struct Entry {
    context: Option<Text>,
    id: Text,
    text: Text,
    is_fuzzy: bool,
    exported: Option<String>,
}

/// What the lines in quotation marks belong to.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Context,
    Id,
    Text,
    /// Plural forms and other things that this program never writes.
    Other,
}

fn entries(text: &str, path: &SourcePath, found: &mut Diagnostics) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut entry = Entry::default();
    let mut field: Option<Field> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let line = line.trim();
        let (keyword, rest) = line.split_at(line.find(['"', ' ', '\t']).unwrap_or(line.len()));
        let next = match keyword {
            "msgctxt" => Some(Field::Context),
            "msgid" => Some(Field::Id),
            "msgstr" => Some(Field::Text),
            "msgid_plural" => Some(Field::Other),
            keyword if keyword.starts_with("msgstr[") => Some(Field::Other),
            _ => None,
        };
        // An entry ends where a comment or the next key follows its translation.
        let is_over = field.is_some_and(|field| matches!(field, Field::Text | Field::Other));
        if is_over && (line.starts_with('#') || matches!(next, Some(Field::Context | Field::Id))) {
            entries.push(std::mem::take(&mut entry));
            field = None;
        }
        if line.is_empty() {
            continue;
        }
        if let Some(comment) = line.strip_prefix('#') {
            let exported =
                comment.strip_prefix('.').and_then(|note| note.trim().strip_prefix(EXPORTED));
            if let Some(exported) = exported.and_then(|rest| rest.strip_prefix(':')) {
                entry.exported = Some(exported.trim().to_owned());
            }
            if let Some(flags) = comment.strip_prefix(',') {
                entry.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
            }
            continue;
        }
        field = next.or(field);
        let quoted = if next.is_some() { rest.trim_start() } else { line };
        let offset = start + line.len() - quoted.len();
        let span = offset..start + line.len();
        let words = match (field, unquoted(quoted)) {
            (Some(_), Ok(words)) => words,
            (_, words) => {
                let wrong = words.err().unwrap_or(0);
                let span = Span::new(path, (offset + wrong).min(span.end)..span.end);
                let finding = Diagnostic::at(Code::ExchangeSyntax, span);
                found.push(finding.with("reason", format!("`{}`", shortened(line))).hint("po"));
                continue;
            }
        };
        let text = match field {
            Some(Field::Context) => entry.context.get_or_insert_default(),
            Some(Field::Id) => &mut entry.id,
            Some(Field::Text) => &mut entry.text,
            Some(Field::Other) | None => continue,
        };
        if text.1.is_empty() {
            text.1 = span.clone();
        }
        text.1.end = span.end;
        text.0.push_str(&words);
    }
    match field {
        Some(Field::Text | Field::Other) => entries.push(entry),
        Some(Field::Context | Field::Id) => {
            let finding = Diagnostic::at(Code::ExchangeSyntax, Span::new(path, at..at));
            found.push(finding.with("reason", "`msgstr`").hint("po-cut"));
        }
        None => {}
    }
    entries
}

fn shortened(line: &str) -> String {
    line.chars().take(40).collect()
}

/// The text in quotation marks; else the byte at which it goes wrong.
fn unquoted(line: &str) -> Result<String, usize> {
    let inner = line.strip_prefix('"').ok_or(0_usize)?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars().peekable();
    let mut length = 1;
    while let Some(c) = chars.next() {
        match c {
            '"' if chars.peek().is_none() => return Ok(text),
            '"' => return Err(length),
            '\\' => {
                let (c, taken) = escape(&mut chars).ok_or(length)?;
                text.push(c);
                length += taken;
            }
            c => text.push(c),
        }
        length += c.len_utf8();
    }
    Err(line.len())
}

/// The character of an escape sequence, and its bytes behind the backslash.
fn escape(chars: &mut Peekable<Chars<'_>>) -> Option<(char, usize)> {
    let simple = match chars.next()? {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        c @ ('"' | '\\') => c,
        first @ '0'..='7' => {
            let (mut number, mut length) = (first.to_digit(8)?, 1);
            while length < 3
                && let Some(digit) = chars.peek().and_then(|c| c.to_digit(8))
            {
                number = number * 8 + digit;
                length += 1;
                chars.next();
            }
            return Some((char::from_u32(number)?, length));
        }
        'x' => {
            let (mut number, mut length) = (0, 1);
            while length < 3
                && let Some(digit) = chars.peek().and_then(|c| c.to_digit(16))
            {
                number = number * 16 + digit;
                length += 1;
                chars.next();
            }
            return Some((char::from_u32(number)?, length));
        }
        _ => return None,
    };
    Some((simple, 1))
}
