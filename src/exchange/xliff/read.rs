//! XLIFF to a delivery, with the place of each mistake.

use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

use super::{NAMESPACE, OWN};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::exchange::EXPORTED;
use crate::exchange::delivery::{DeliveredFile, DeliveredUnit, Delivery, Finish};
use crate::exchange::segment::flowing;

/// What begins a definition of entities.
const DOCTYPE: &str = "<!DOCTYPE";
/// More elements than any portal has texts.
const MAX_NODES: u32 = 20_000_000;
/// Codes around codes around words: deeper than anybody writes.
const MAX_DEPTH: usize = 100;

/// Reads a file of XLIFF 2.
pub fn read(text: &str, path: &SourcePath) -> (Option<Delivery>, Diagnostics) {
    let mut reader = Reader { path, found: Diagnostics::new() };
    let delivery = reader.document(text);
    (delivery, reader.found)
}

struct Reader<'a> {
    path: &'a SourcePath,
    found: Diagnostics,
}

impl Reader<'_> {
    fn document(&mut self, text: &str) -> Option<Delivery> {
        // Without a document type nothing can be expanded into more than it is.
        let options =
            ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..Default::default() };
        let document = match Document::parse_with_options(text, options) {
            Ok(document) => document,
            Err(roxmltree::Error::DtdDetected) => {
                let at = text.find(DOCTYPE).unwrap_or_default();
                self.refuse(
                    at..(at + DOCTYPE.len()).min(text.len()),
                    "document-type",
                    "`<!DOCTYPE`",
                );
                return None;
            }
            Err(error) => {
                let at = match error {
                    roxmltree::Error::UnclosedRootNode => text.len(),
                    _ => byte_at(text, error.pos()),
                };
                let finding = Diagnostic::at(Code::ExchangeSyntax, Span::new(self.path, at..at));
                self.found.push(finding.with("reason", error).hint("xml"));
                return None;
            }
        };
        let root = document.root_element();
        if !self.is_xliff_2(root) {
            return None;
        }
        let language = |name| {
            let attribute = root.attribute_node(name);
            let value = attribute.map_or("", |attribute| attribute.value()).to_owned();
            (value, attribute.map_or_else(|| start(root), |attribute| attribute.range_value()))
        };
        let files = root.children().filter(|node| is(*node, "file"));
        let files = files.map(|file| self.file(file)).collect();
        let (from, to) = (language("srcLang"), language("trgLang"));
        Some(Delivery { path: self.path.clone(), from, to, files })
    }

    fn is_xliff_2(&mut self, root: Node<'_, '_>) -> bool {
        let name = root.tag_name();
        let version = root.attribute("version").unwrap_or_default();
        if name.name() != "xliff" {
            let hint = if ["tbx", "martif"].contains(&name.name()) { "glossary" } else { "xml" };
            self.refuse(start(root), hint, &format!("`<{}>`", name.name()));
        } else if name.namespace() != Some(NAMESPACE) || !version.starts_with("2.") {
            self.refuse(start(root), "version", &format!("XLIFF {version}"));
        } else {
            return true;
        }
        false
    }

    fn refuse(&mut self, at: Range<usize>, hint: &'static str, name: &str) {
        let finding = Diagnostic::at(Code::ExchangeFormat, Span::new(self.path, at));
        self.found.push(finding.with("name", name).hint(hint));
    }

    fn file(&mut self, file: Node<'_, '_>) -> DeliveredFile {
        let id = file.attribute_node("id");
        let units = file.descendants().filter(|node| is(*node, "unit"));
        DeliveredFile {
            id: id.map(|id| id.value().replace('.', "/")).unwrap_or_default(),
            span: id.map_or_else(|| start(file), |id| id.range_value()),
            units: units.map(|unit| self.unit(unit)).collect(),
        }
    }

    fn unit(&mut self, unit: Node<'_, '_>) -> DeliveredUnit {
        let data: Data<'_> = unit
            .children()
            .filter(|node| is(*node, "originalData"))
            .flat_map(|node| node.children())
            .filter_map(|node| Some((node.attribute("id")?, words(node, &Data::new(), 1))))
            .collect();
        let deep = unit.descendants().find(|node| is_too_deep(*node));
        if let Some(deep) = deep {
            let name = format!("`<{}>`", deep.tag_name().name());
            self.refuse(start(deep), "too-deep", &name);
        }
        let segments: Vec<_> = unit.children().filter(|node| is(*node, "segment")).collect();
        let parts =
            || unit.children().filter(|node| is(*node, "segment") || is(*node, "ignorable"));
        let child = |part: Node<'_, '_>, name| {
            let child = part.children().find(|node| is(*node, name));
            child.map(|node| words(node, &data, MAX_DEPTH)).unwrap_or_default()
        };
        let source: String = parts().map(|part| child(part, "source")).collect();
        let target: String = parts().map(|part| child(part, "target")).collect();
        let is_exported =
            |node: &Node<'_, '_>| is(*node, "note") && node.attribute("category") == Some(EXPORTED);
        let exported = unit.descendants().find(is_exported);
        let first = unit.descendants().find(|node| is(*node, "target"));
        DeliveredUnit {
            id: unit.attribute("id").unwrap_or_default().to_owned(),
            span: first.map_or_else(|| start(unit), |target| target.range()),
            source: flowing(&source),
            target: flowing(&target),
            finish: finish(&segments),
            exported: exported.and_then(|note| note.text()).map(|text| text.trim().to_owned()),
        }
    }
}

/// What the states of all segments of a unit say together.
fn finish(segments: &[Node<'_, '_>]) -> Finish {
    let finished = |segment: &Node<'_, '_>| match segment.attribute("state") {
        Some("translated") => {
            !segment.attribute("subState").is_some_and(|state| state.starts_with(OWN))
        }
        None | Some("initial") => false,
        Some(_) => true,
    };
    let is_finished = !segments.is_empty() && segments.iter().all(finished);
    if is_finished { Finish::Yes } else { Finish::Unsaid }
}

/// The Markdown of codes by their ids.
type Data<'a> = BTreeMap<&'a str, String>;

/// The Markdown of a `source`, `target` or `data`.
fn words(node: Node<'_, '_>, data: &Data<'_>, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return String::new() };
    let of = |node: Node<'_, '_>, name| {
        node.attribute(name).and_then(|id| data.get(id)).map_or("", String::as_str).to_owned()
    };
    let mut text = String::new();
    for child in node.children() {
        match child.tag_name().name() {
            "" if child.is_text() => text.push_str(child.text().unwrap_or_default()),
            "pc" => {
                text.push_str(&of(child, "dataRefStart"));
                text.push_str(&words(child, data, depth));
                text.push_str(&of(child, "dataRefEnd"));
            }
            "ph" | "sc" | "ec" => text.push_str(&of(child, "dataRef")),
            "cp" => {
                let number =
                    child.attribute("hex").and_then(|hex| u32::from_str_radix(hex, 16).ok());
                text.extend(number.and_then(char::from_u32));
            }
            "mrk" => text.push_str(&words(child, data, depth)),
            _ => {}
        }
    }
    text
}

/// Whether more codes stand around an element than are read.
fn is_too_deep(node: Node<'_, '_>) -> bool {
    node.is_element() && node.ancestors().nth(MAX_DEPTH).is_some()
}

fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.has_tag_name((NAMESPACE, name))
}

/// The start tag of an element, as far as its name.
fn start(node: Node<'_, '_>) -> Range<usize> {
    let range = node.range();
    range.start..(range.start + node.tag_name().name().len() + 1).min(range.end)
}

fn byte_at(text: &str, position: roxmltree::TextPos) -> usize {
    let line = usize::try_from(position.row.saturating_sub(1)).unwrap_or_default();
    let column = usize::try_from(position.col.saturating_sub(1)).unwrap_or_default();
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[before..];
    before + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}
