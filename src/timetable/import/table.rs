//! Bytes of a CSV file to rows, numbered as the spreadsheet numbers them.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1250};

use super::{Column, Problem, ProblemKind};

/// What a workbook begins with: it is an archive.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// A row behind the last one. It is there unless a cell that nobody closed swallowed it.
const END: &str = "\n\0";

/// A row of cells without space around them.
#[derive(Debug)]
pub struct Row {
    /// From 1.
    pub number: usize,
    /// From the left.
    pub cells: Vec<String>,
}

impl Row {
    /// Whether no cell holds anything.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }

    /// The cell of a column; empty where the row is shorter.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// The rows, and what cannot be read in them.
///
/// # Errors
/// The bytes are no text.
pub fn rows(bytes: &[u8]) -> Result<(Vec<Row>, Vec<Problem>), ProblemKind> {
    let text = decoded(bytes);
    if text.contains('\0') || bytes.starts_with(ARCHIVE) {
        return Err(ProblemKind::NotText);
    }
    let text = format!("{text}{END}");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<Row> = Vec::new();
    let mut number = 0;
    for record in reader.records() {
        let Ok(record) = record else { return Err(ProblemKind::NotText) };
        let start = record.position().map_or(0, csv::Position::byte);
        number += 1 + empty_lines(&text, usize::try_from(start).unwrap_or(usize::MAX));
        let cells = record.iter().map(|cell| cell.replace("\r\n", "\n").replace('\r', "\n"));
        rows.push(Row { number, cells: cells.map(|cell| cell.trim().to_owned()).collect() });
    }
    let is_end = |row: &mut Row| row.cells == [END.trim_start()];
    let is_open = rows.pop_if(is_end).is_none();
    let header = rows.iter().find(|row| !row.is_empty()).map_or(&[][..], |row| &row.cells).to_vec();
    let problem = |row: usize, number: usize, value: &str, kind| {
        let header = header.get(number).cloned().unwrap_or_default();
        Problem { row, column: Some(Column { number, header }), value: value.to_owned(), kind }
    };
    let mut problems = Vec::new();
    if is_open
        && let Some(row) = rows.last_mut()
        && let Some(cell) = row.cells.pop()
    {
        let cell = cell.trim_end_matches(END).trim_end().to_owned();
        problems.push(problem(row.number, row.cells.len(), &cell, ProblemKind::OpenQuote));
        row.cells.push(cell);
    }
    for row in &rows {
        for (number, cell) in row.cells.iter().enumerate().filter(|(_, cell)| is_unreadable(cell)) {
            problems.push(problem(row.number, number, cell, ProblemKind::Unreadable));
        }
    }
    Ok((rows, problems))
}

/// UTF-8, or what Excel writes instead: UTF-16 with a byte order mark, or Windows-1250. What
/// cannot be decoded becomes U+FFFD.
fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0;
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return text.into();
    }
    let text = String::from_utf8_lossy(bytes);
    let lost = text.matches('\u{fffd}').count();
    let good = text.chars().filter(|c| !c.is_ascii()).count() - lost;
    // Few letters of Windows-1250 are UTF-8 by chance, few of damaged UTF-8 are not.
    if lost > good { WINDOWS_1250.decode_without_bom_handling(bytes).0 } else { text }
}

/// Comma, semicolon or tab, whichever the header has most of outside of quotation marks.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut is_quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts.iter_mut().filter(|(one, _)| *one == byte).for_each(|(_, n)| *n += 1),
        }
    }
    counts.iter().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| *byte)
}

/// Lines without anything at byte `start`, which the reader passes over and a spreadsheet shows.
fn empty_lines(text: &str, start: usize) -> usize {
    let Some((before, rest)) = text.split_at_checked(start) else { return 0 };
    // The reader takes the second half of the end of a line for the beginning of the next one.
    let rest = if before.ends_with('\r') { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
    let ends = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    ends.replace("\r\n", "\n").len()
}

/// Whether characters were lost or cannot be seen.
fn is_unreadable(cell: &str) -> bool {
    cell.chars().any(|c| c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\t'))
}
