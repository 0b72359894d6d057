//! The words of a block as translators see them: one line of Markdown, and in it the codes that
//! must stay what they are.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag, TagEnd};

use crate::markdown::{OPTIONS, todo_at};

/// A part of a segment. The parts put together give the Markdown again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A code that stands alone.
    Code(Code),
    /// The beginning of a code around words.
    Open(Code),
    /// The end of the last code that is open.
    Close(String),
}

/// Markdown that translators move and do not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What it is.
    pub kind: Kind,
    /// Its Markdown, of a code around words that before them.
    pub start: String,
    /// What it names: the target of a link, the id of a reference; nothing for emphasis.
    pub target: String,
}

/// What a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `*…*`
    Emphasis,
    /// `**…**`
    Strong,
    /// `~~…~~`
    Strikethrough,
    /// `[[…]]`
    Reference,
    /// `[…](…)`
    Link,
    /// `![…](…)`
    Picture,
    /// `` `…` ``
    Verbatim,
    /// `[^…]`
    Footnote,
    /// The end of a line that readers see.
    LineBreak,
    /// HTML, which is not allowed.
    Html,
}

/// A hard break in the one line of a segment.
pub const LINE_BREAK: &str = "\\\n";

/// Takes a segment apart. The pieces put together are the segment.
pub fn pieces(segment: &str) -> Vec<Piece> {
    let mut marks = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let text = with_footnotes(segment);
    let mut callback = |link: BrokenLink<'_>| {
        let is_written_out = matches!(link.link_type, LinkType::Reference | LinkType::Collapsed);
        is_written_out.then(|| (link.reference.into_string().into(), CowStr::Borrowed("")))
    };
    let parser = Parser::new_with_broken_link_callback(&text, OPTIONS, Some(&mut callback));
    for (event, range) in parser.into_offset_iter() {
        if range.end > segment.len() {
            continue;
        }
        match &event {
            Event::Start(tag) => {
                if let Some((kind, target)) = of_tag(tag) {
                    let has_words = has_words(tag);
                    let inner = range.start;
                    open.push(Open { kind, target, inner, has_words });
                    continue;
                }
            }
            Event::End(tag) => {
                if is_inline_end(*tag)
                    && let Some(code) = open.pop()
                {
                    code.mark(segment, &range, &mut marks);
                }
            }
            Event::Code(_) => mark_alone(Kind::Verbatim, segment, &range, &mut marks),
            Event::FootnoteReference(_) => {
                mark_alone(Kind::Footnote, segment, &range, &mut marks);
            }
            Event::HardBreak => {
                let end =
                    segment[range.start..].find('\n').map_or(range.end, |at| range.start + at + 1);
                mark_alone(Kind::LineBreak, segment, &(range.start..end), &mut marks);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                mark_alone(Kind::Html, segment, &range, &mut marks);
            }
            _ => {}
        }
        if let Some(outer) = open.last_mut() {
            outer.inner = outer.inner.max(range.end);
        }
    }
    put_together(segment, marks)
}

/// The Markdown of pieces.
pub fn markdown(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Close(text) => text.as_str(),
            Piece::Code(code) | Piece::Open(code) => code.start.as_str(),
        })
        .collect()
}

/// A footnote that is not there would be mere words.
fn with_footnotes(segment: &str) -> String {
    let mut text = segment.to_owned();
    for (at, _) in segment.match_indices("[^") {
        if let Some(end) = segment[at..].find(']') {
            text.push_str(&format!("\n\n{}: x", &segment[at..=at + end]));
        }
    }
    text
}

fn of_tag(tag: &Tag<'_>) -> Option<(Kind, String)> {
    Some(match tag {
        Tag::Emphasis => (Kind::Emphasis, String::new()),
        Tag::Strong => (Kind::Strong, String::new()),
        Tag::Strikethrough => (Kind::Strikethrough, String::new()),
        Tag::Link { link_type: LinkType::WikiLink { .. }, dest_url, .. } => {
            (Kind::Reference, dest_url.to_string())
        }
        Tag::Link { dest_url, .. } => (Kind::Link, dest_url.to_string()),
        Tag::Image { dest_url, .. } => (Kind::Picture, dest_url.to_string()),
        _ => return None,
    })
}

fn has_words(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Link { link_type, .. } => !matches!(
            link_type,
            LinkType::WikiLink { has_pothole: false } | LinkType::Autolink | LinkType::Email
        ),
        _ => true,
    }
}

const fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

struct Open {
    kind: Kind,
    target: String,
    /// Where the words that it holds end.
    inner: usize,
    has_words: bool,
}

/// A code and the bytes that it takes.
type Mark = (Range<usize>, Piece);

fn mark_alone(kind: Kind, segment: &str, range: &Range<usize>, marks: &mut Vec<Mark>) {
    let start = segment[range.clone()].to_owned();
    let code = Code { kind, target: start.clone(), start };
    marks.push((range.clone(), Piece::Code(code)));
}

impl Open {
    fn mark(self, segment: &str, range: &Range<usize>, marks: &mut Vec<Mark>) {
        let whole = &segment[range.clone()];
        let (start, end) = match self.kind {
            Kind::Emphasis => (1, range.end - 1),
            Kind::Strong => (2, range.end - 2),
            Kind::Strikethrough => {
                let signs = if whole.starts_with("~~") { 2 } else { 1 };
                (signs, range.end - signs)
            }
            Kind::Reference => (whole.find('|').map_or(2, |at| at + 1), range.end - 2),
            Kind::Picture => (2, self.inner),
            _ => (1, self.inner),
        };
        let opening = range.start..range.start + start;
        let closing = end.max(opening.end)..range.end;
        let closes = segment[closing.clone()].starts_with([']', '*', '_', '~']);
        let Self { kind, target, has_words, .. } = self;
        if has_words && closes {
            let code = Code { kind, start: segment[opening.clone()].to_owned(), target };
            marks.push((opening, Piece::Open(code)));
            marks.push((closing.clone(), Piece::Close(segment[closing].to_owned())));
        } else {
            // What stands in it belongs to it.
            marks.retain(|(inner, _)| inner.start < range.start);
            let code = Code { kind, start: whole.to_owned(), target };
            marks.push((range.clone(), Piece::Code(code)));
        }
    }
}

/// Codes in their order with the words between them.
fn put_together(segment: &str, mut marks: Vec<Mark>) -> Vec<Piece> {
    marks.sort_by_key(|(range, _)| (range.start, range.end));
    let mut pieces = Vec::new();
    let mut at = 0;
    for (range, piece) in marks {
        if range.start < at {
            // Codes that overlap are none that translators could keep apart.
            return vec![Piece::Text(segment.to_owned())];
        }
        if range.start > at {
            pieces.push(Piece::Text(segment[at..range.start].to_owned()));
        }
        at = range.end;
        pieces.push(piece);
    }
    if at < segment.len() {
        pieces.push(Piece::Text(segment[at..].to_owned()));
    }
    pieces
}

/// The bytes of a block in its file as one line, and the notes among staff in it.
///
/// ```
/// use rozcestnik::exchange::segment::in_one_line;
///
/// let (line, notes) = in_one_line("Ráno\n> dnes TODO: kdy?");
/// assert_eq!((line.as_str(), notes.as_str()), ("Ráno dnes", "TODO: kdy?"));
/// ```
pub fn in_one_line(block: &str) -> (String, String) {
    let mut text = String::with_capacity(block.len());
    let mut breaks = false;
    for (number, line) in block.lines().enumerate() {
        let line = if number == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) };
        let ends_with_spaces = line.ends_with("  ");
        let line = line.trim_end_matches([' ', '\t']);
        if number > 0 {
            text.push_str(if breaks { LINE_BREAK } else { "\n" });
        }
        text.push_str(line);
        breaks = ends_with_spaces;
    }
    let (text, notes) = without_notes(text);
    (flowing(&text), notes)
}

/// Words with one space between them; only line breaks that readers see stay.
pub fn flowing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let words = line.split([' ', '\t', '\r']).filter(|word| !word.is_empty());
        for word in words {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
            out.push_str(word);
        }
        let signs = out.len() - out.trim_end_matches('\\').len();
        if signs % 2 == 1 && lines.peek().is_some() {
            out.push('\n');
        }
    }
    if let Some(rest) = out.strip_suffix(LINE_BREAK) {
        out.truncate(rest.len());
    }
    out
}

/// Cuts out what stands from `TODO` to the end of its line.
fn without_notes(text: String) -> (String, String) {
    if todo_at(&text).is_none() {
        return (text, String::new());
    }
    let (mut kept, mut notes) = (String::new(), Vec::new());
    let mut note: Option<String> = None;
    let mut depth = 0_usize;
    for piece in pieces(&text) {
        match &piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Piece::Text(words) = &piece else {
            note.as_mut().unwrap_or(&mut kept).push_str(&markdown(&[piece]));
            continue;
        };
        for line in words.split_inclusive('\n') {
            let at = todo_at(line).filter(|_| depth == 0 && note.is_none());
            let (before, after) = line.split_at(at.unwrap_or(0));
            if at.is_some() {
                kept.push_str(before);
                note = Some(String::new());
            }
            note.as_mut().unwrap_or(&mut kept).push_str(after);
            if line.ends_with('\n')
                && let Some(whole) = note.take()
            {
                notes.push(whole.trim().to_owned());
                kept.push('\n');
            }
        }
    }
    notes.extend(note.map(|note| note.trim().to_owned()));
    (kept, notes.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes in angle brackets, the words between them.
    fn shown(segment: &str) -> String {
        let pieces = pieces(segment);
        assert_eq!(markdown(&pieces), segment);
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Code(code) => format!("⟨{}⟩", code.start),
                Piece::Open(code) => format!("⟨{}⟨", code.start),
                Piece::Close(end) => format!("⟩{end}⟩"),
            })
            .collect()
    }

    #[test]
    fn words_are_kept_apart_from_codes() {
        for (segment, expected) in [
            ("Platí [[value:a]] *hned*.", "Platí ⟨[[value:a]]⟩ ⟨*⟨hned⟩*⟩."),
            ("[[term:a|slova **b**]] c", "⟨[[term:a|⟨slova ⟨**⟨b⟩**⟩⟩]]⟩ c"),
            ("[web](https://a.cz \"t\") `x`", "⟨[⟨web⟩](https://a.cz \"t\")⟩ ⟨`x`⟩"),
            ("![alt](a.png)", "⟨![⟨alt⟩](a.png)⟩"),
            ("a[^1] b\\\nc <https://a.cz>", "a⟨[^1]⟩ b⟨\\\n⟩c ⟨<https://a.cz>⟩"),
            ("1\\. \\*a\\* &amp; ~~b~~", "1\\. \\*a\\* &amp; ⟨~~⟨b⟩~~⟩"),
            ("***a*** __b__ [c\\]](d)", "⟨*⟨⟨**⟨a⟩**⟩⟩*⟩ ⟨__⟨b⟩__⟩ ⟨[⟨c\\]⟩](d)⟩"),
            ("a <b>c</b>", "a ⟨<b>⟩c⟨</b>⟩"),
            ("[a][b] [](c)", "⟨[⟨a⟩][b]⟩ ⟨[⟨⟩](c)⟩"),
        ] {
            assert_eq!(shown(segment), expected);
        }
    }

    #[test]
    fn a_block_of_several_lines_is_one_line_without_notes() {
        for (block, line, notes) in [
            ("a\n   b", "a b", ""),
            ("a\n> b  \n> c", "a b\\\nc", ""),
            ("a\\\n  b", "a\\\nb", ""),
            (
                "a TODO: x [[value:y]] z\nb [c](TODO) TODO",
                "a b [c](TODO)",
                "TODO: x [[value:y]] z TODO",
            ),
        ] {
            let expected = (line.to_owned(), notes.to_owned());
            assert_eq!(in_one_line(block), expected, "{block}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic_or_changes(text in "[\\PC\\[\\]*_`|!()\\\\^~<>:\\n ]{0,60}") {
            let line = flowing(&text);
            proptest::prop_assert_eq!(&flowing(&line), &line);
            proptest::prop_assert_eq!(markdown(&pieces(&line)), line);
            in_one_line(&text);
        }
    }
}
