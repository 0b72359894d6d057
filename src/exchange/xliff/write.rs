//! A package as XLIFF.

use std::collections::BTreeMap;

use crate::markdown::escape;
use crate::message::Messages;

use super::{NAMESPACE, OWN};
use crate::exchange::segment::{Code, Kind, Piece, pieces};
use crate::exchange::{EXPORTED, File, Package, Unit};
use crate::translation::State;

/// The whole package as one file.
pub fn write(package: &Package, messages: &Messages) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.push_str(&format!(
        "<xliff xmlns=\"{NAMESPACE}\" version=\"2.0\" srcLang=\"{}\" trgLang=\"{}\">\n",
        package.from, package.to
    ));
    for file in &package.files {
        write_file(&mut xml, file, &package.names, messages);
    }
    xml.push_str("</xliff>\n");
    xml
}

fn write_file(xml: &mut String, file: &File, names: &Names, messages: &Messages) {
    xml.push_str(&format!(
        "  <file id=\"{}\" original=\"{}\" canResegment=\"no\">\n",
        file.id.replace('/', "."),
        attribute(&file.path)
    ));
    write_notes(xml, "    ", &file.notes, None);
    for group in &file.groups {
        let key = attribute(&group.key);
        let name = match attribute(&group.title) {
            title if title.is_empty() => title,
            title => format!(" name=\"{title}\""),
        };
        xml.push_str(&format!("    <group id=\"{key}\"{name}>\n"));
        for unit in &group.units {
            write_unit(xml, unit, names, messages);
        }
        xml.push_str("    </group>\n");
    }
    xml.push_str("  </file>\n");
}

fn write_notes(xml: &mut String, indent: &str, notes: &[String], exported: Option<String>) {
    if notes.is_empty() {
        return;
    }
    xml.push_str(&format!("{indent}<notes>\n"));
    for note in notes {
        xml.push_str(&format!("{indent}  <note>{}</note>\n", attribute(note)));
    }
    if let Some(exported) = exported {
        xml.push_str(&format!("{indent}  <note category=\"{EXPORTED}\">{exported}</note>\n"));
    }
    xml.push_str(&format!("{indent}</notes>\n"));
}

fn write_unit(xml: &mut String, unit: &Unit, names: &Names, messages: &Messages) {
    let mut codes = Codes { data: Vec::new(), next: 0, known: Known::new(), names };
    let source = codes.inline(&pieces(&unit.source), None);
    let known = codes.known.clone();
    let target = codes.inline(&pieces(&unit.target), Some(known));
    xml.push_str(&format!("      <unit id=\"{}\">\n", attribute(&unit.id)));
    write_notes(xml, "        ", &unit.notes(messages), unit.exported());
    if !codes.data.is_empty() {
        xml.push_str("        <originalData>\n");
        for (number, data) in codes.data.iter().enumerate() {
            let data = text(data);
            xml.push_str(&format!("          <data id=\"d{}\">{data}</data>\n", number + 1));
        }
        xml.push_str("        </originalData>\n");
    }
    let state = match unit.state {
        State::Missing => "state=\"initial\"".to_owned(),
        State::Current => "state=\"reviewed\"".to_owned(),
        state => format!("state=\"initial\" subState=\"{OWN}{}\"", state.as_str()),
    };
    xml.push_str(&format!("        <segment {state}>\n"));
    xml.push_str(&format!("          <source>{source}</source>\n"));
    if !unit.target.is_empty() {
        xml.push_str(&format!("          <target>{target}</target>\n"));
    }
    xml.push_str("        </segment>\n      </unit>\n");
}

/// The codes of a unit. A code of the target has the id of the equal code of the source.
struct Codes<'a> {
    data: Vec<String>,
    next: usize,
    known: Known,
    names: &'a Names,
}

/// What readers see for a reference.
type Names = BTreeMap<String, String>;

/// Ids of the codes of the source by their Markdown before and behind the words.
type Known = BTreeMap<(String, Option<String>), Vec<usize>>;

impl Codes<'_> {
    fn inline(&mut self, pieces: &[Piece], mut known: Option<Known>) -> String {
        let mut xml = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text(words) => xml.push_str(&text(words)),
                Piece::Close(_) => xml.push_str("</pc>"),
                Piece::Code(code) => {
                    let id = self.id(code, None, &mut known);
                    let data = self.reference(&code.start);
                    let attributes = attributes(code);
                    let shown = attribute(self.names.get(&code.target).unwrap_or(&code.start));
                    xml.push_str(&format!(
                        "<ph id=\"{id}\" dataRef=\"{data}\" disp=\"{shown}\"{attributes}/>"
                    ));
                }
                Piece::Open(code) => {
                    let end = closing(&pieces[at + 1..]);
                    let id = self.id(code, Some(end), &mut known);
                    let (start, end) = (self.reference(&code.start), self.reference(end));
                    let attributes = attributes(code);
                    xml.push_str(&format!(
                        "<pc id=\"{id}\" dataRefStart=\"{start}\" dataRefEnd=\"{end}\"{attributes}>"
                    ));
                }
            }
        }
        xml
    }

    fn id(&mut self, code: &Code, end: Option<&str>, known: &mut Option<Known>) -> usize {
        let key = (code.start.clone(), end.map(ToOwned::to_owned));
        let used = known.as_mut().and_then(|known| {
            let ids = known.get_mut(&key)?;
            (!ids.is_empty()).then(|| ids.remove(0))
        });
        used.unwrap_or_else(|| {
            self.next += 1;
            if known.is_none() {
                self.known.entry(key).or_default().push(self.next);
            }
            self.next
        })
    }

    fn reference(&mut self, data: &str) -> String {
        let at = self.data.iter().position(|known| known == data).unwrap_or_else(|| {
            self.data.push(data.to_owned());
            self.data.len() - 1
        });
        format!("d{}", at + 1)
    }
}

/// The Markdown that ends the code whose words `pieces` begin with.
fn closing(pieces: &[Piece]) -> &str {
    let mut depth = 0_usize;
    for piece in pieces {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(end) if depth == 0 => return end,
            Piece::Close(_) => depth -= 1,
            Piece::Text(_) | Piece::Code(_) => {}
        }
    }
    ""
}

const fn attributes(code: &Code) -> &'static str {
    match code.kind {
        Kind::Emphasis => " type=\"fmt\" subType=\"xlf:i\"",
        Kind::Strong => " type=\"fmt\" subType=\"xlf:b\"",
        Kind::Strikethrough | Kind::Html => " type=\"fmt\"",
        Kind::LineBreak => " type=\"fmt\" subType=\"xlf:lb\"",
        Kind::Reference | Kind::Link => " type=\"link\"",
        Kind::Picture => " type=\"image\"",
        Kind::Verbatim | Kind::Footnote => " type=\"other\"",
    }
}

fn attribute(value: &str) -> String {
    let mut xml = String::new();
    let plain: String = value.chars().filter(|c| is_in_xml(*c)).collect();
    escape(&mut xml, &plain.replace('\n', " "));
    xml
}

/// Text of an element; what no XML can hold becomes `<cp hex="…"/>`.
fn text(text: &str) -> String {
    let mut xml = String::new();
    let mut plain = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_in_xml(*c)) {
        escape(&mut xml, &text[plain..at]);
        xml.push_str(&format!("<cp hex=\"{:04X}\"/>", u32::from(c)));
        plain = at + c.len_utf8();
    }
    escape(&mut xml, &text[plain..]);
    xml
}

/// Whether XML 1.0 has this character; `\r` it has, but readers take it for `\n`.
const fn is_in_xml(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => c >= ' ',
    }
}
