//! A package as PO.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{BETWEEN, SOURCE};
use crate::exchange::plural::plural_forms;
use crate::exchange::segment::{Piece, pieces};
use crate::exchange::{EXPORTED, File, Package, Unit};
use crate::locale::Locale;
use crate::message::Messages;
use crate::translation::State;

/// Columns of a line, as gettext writes them.
const WIDTH: usize = 77;

/// The whole package as one file. `line_of` gives the line of a place.
pub fn write(
    package: &Package,
    name: &str,
    locale: &Locale,
    today: Date,
    messages: &Messages,
    line_of: impl Fn(&str, usize) -> usize,
) -> String {
    let header = [
        format!("Project-Id-Version: {name}"),
        format!("POT-Creation-Date: {today} 00:00+0000"),
        format!("PO-Revision-Date: {today} 00:00+0000"),
        "Last-Translator: ".to_owned(),
        format!("Language-Team: {}", package.to),
        format!("Language: {}", package.to.replace('-', "_")),
        "MIME-Version: 1.0".to_owned(),
        "Content-Type: text/plain; charset=UTF-8".to_owned(),
        "Content-Transfer-Encoding: 8bit".to_owned(),
        format!("Plural-Forms: {}", plural_forms(locale)),
        format!("{SOURCE}: {}", package.from),
    ];
    let mut po = String::from("msgid \"\"\nmsgstr \"\"\n");
    for line in header {
        po.push_str(&format!("\"{}\\n\"\n", escaped(&line)));
    }
    for file in &package.files {
        for group in &file.groups {
            for unit in &group.units {
                let (path, at) = &unit.place;
                let place = format!("{path}:{}", line_of(path, *at));
                let context = (file, group.title.as_str(), &package.names);
                write_unit(&mut po, context, unit, &place, messages);
            }
        }
    }
    po
}

fn write_unit(
    po: &mut String,
    (file, title, names): (&File, &str, &BTreeMap<String, String>),
    unit: &Unit,
    place: &str,
    messages: &Messages,
) {
    po.push('\n');
    let title = Some(title).filter(|title| !title.is_empty()).map(ToOwned::to_owned);
    let notes = file.notes.iter().cloned().chain(title);
    let references = pieces(&unit.source).into_iter().filter_map(|piece| match piece {
        Piece::Code(code) => Some(format!("{} = {}", code.start, names.get(&code.target)?)),
        _ => None,
    });
    let exported = unit.exported().map(|exported| format!("{EXPORTED}: {exported}"));
    for note in notes.chain(unit.notes(messages)).chain(references).chain(exported) {
        for line in note.lines() {
            po.push_str(&format!("#. {line}\n"));
        }
    }
    po.push_str(&format!("#: {place}\n"));
    if !matches!(unit.state, State::Missing | State::Current) && !unit.target.is_empty() {
        po.push_str("#, fuzzy\n");
    }
    let context = format!("{}{BETWEEN}{}", file.id, unit.id);
    po.push_str(&format!("msgctxt \"{}\"\n", escaped(&context)));
    write_text(po, "msgid", &unit.source);
    write_text(po, "msgstr", &unit.target);
}

/// A text behind its keyword, in several lines if it is long.
fn write_text(po: &mut String, keyword: &str, text: &str) {
    let mut lines = vec![String::new()];
    let mut width = 0;
    for word in text.split_inclusive([' ', '\n']) {
        let length = word.chars().count();
        let starts_line = width > 0 && width + length > WIDTH;
        if starts_line || lines.last().is_some_and(|line| line.ends_with('\n')) {
            lines.push(String::new());
            width = 0;
        }
        width += length;
        if let Some(line) = lines.last_mut() {
            line.push_str(word);
        }
    }
    if let [line] = &lines[..] {
        po.push_str(&format!("{keyword} \"{}\"\n", escaped(line)));
        return;
    }
    po.push_str(&format!("{keyword} \"\"\n"));
    for line in lines {
        po.push_str(&format!("\"{}\"\n", escaped(&line)));
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if u32::from(c) < 0x20 || c == '\u{7f}' => {
                out.push_str(&format!("\\{:03o}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}
