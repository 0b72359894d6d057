//! Links: Markdown's own, references in double square brackets, and addresses that are no links.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, TagEnd};

use crate::diagnostic::{Code, Diagnostic};

use super::Content;
use super::renderer::{Events, Renderer};
use super::text::escape;

/// A link whose text is being written.
pub struct OpenLink {
    end: LinkEnd,
    /// Where its text began: how much HTML and how many holes there were.
    html: usize,
    holes: usize,
    range: Range<usize>,
}

/// What ends a link.
pub enum LinkEnd {
    /// `</a>`.
    Anchor,
    /// `</a>` and the office term.
    Term(Box<str>),
}

impl Renderer<'_> {
    pub fn link(
        &mut self,
        kind: LinkType,
        target: &str,
        range: &Range<usize>,
        alone: bool,
        events: &Events<'_>,
    ) -> usize {
        if let LinkType::WikiLink { has_pothole } = kind {
            return self.reference(target, has_pothole, range, alone, events);
        }
        let is_external = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| {
            target.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme))
        });
        if target.trim().is_empty() {
            self.report(Diagnostic::at(Code::EmptyLink, self.span(range)));
            self.out.html.push_str("<a>");
        } else if is_external || kind == LinkType::Email {
            self.out.html.push_str("<a href=\"");
            if kind == LinkType::Email && !target.starts_with("mailto:") {
                self.out.html.push_str("mailto:");
            }
            escape(&mut self.out.html, target);
            self.out.html.push('"');
            if target.starts_with("http") {
                self.out.html.push_str(" class=\"external\" rel=\"external\"");
            }
            self.out.html.push('>');
        } else {
            self.hole(Content::Internal { target: target.into() }, range);
        }
        self.open_link(LinkEnd::Anchor, range);
        1
    }

    /// A wiki link: `[[page]]`, `[[page#heading|text]]`, `[[kind:id]]`, `[[kind:id|text]]`.
    fn reference(
        &mut self,
        target: &str,
        own_text: bool,
        range: &Range<usize>,
        alone: bool,
        events: &Events<'_>,
    ) -> usize {
        // `\|` keeps the bar from ending the cell of a table, and the parser hands the sign on.
        let target = if own_text { target.trim_end_matches('\\') } else { target };
        let content = content_of(target, own_text, alone);
        let end = match &content {
            Content::Term { id, .. } => LinkEnd::Term(id.clone()),
            _ => LinkEnd::Anchor,
        };
        if own_text && matches!(content, Content::Value { .. }) {
            self.unsupported("`|`", "own-text", range.clone());
        }
        let keeps_text = own_text && !matches!(content, Content::Value { .. });
        self.hole(content, range);
        if keeps_text {
            self.open_link(end, range);
            return 1;
        }
        let close = events.iter().position(|(event, _)| *event == Event::End(TagEnd::Link));
        close.map_or(1, |close| close + 1)
    }

    fn open_link(&mut self, end: LinkEnd, range: &Range<usize>) {
        let (html, holes) = (self.out.html.len(), self.out.holes.len());
        self.open_links.push(OpenLink { end, html, holes, range: range.clone() });
    }

    pub fn end_link(&mut self) {
        let Some(OpenLink { end, html, holes, range }) = self.open_links.pop() else { return };
        let text = self.out.html.get(html..).unwrap_or_default();
        // A picture is a hole until the page is rendered.
        if text.trim().is_empty() && self.out.holes.len() <= holes && !self.in_staff_note {
            self.report(Diagnostic::at(Code::EmptyLink, self.span(&range)));
        }
        self.out.html.push_str("</a>");
        if let LinkEnd::Term(id) = end {
            self.hole(Content::SourceTerm { id }, &range);
        }
    }

    /// Addresses in a text, which nobody could follow.
    pub fn bare_addresses(&mut self, text: &str, range: &Range<usize>) {
        let mut rest = 0;
        while let Some(at) = text[rest..]
            .match_indices("http")
            .map(|(at, _)| rest + at)
            .find(|&at| ["http://", "https://"].iter().any(|scheme| text[at..].starts_with(scheme)))
        {
            let word = text[at..].split(char::is_whitespace).next().unwrap_or_default();
            rest = at + word.len();
            // What ends the sentence does not belong to the address.
            let address = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
            let start = range.start + at;
            let place = start..(start + address.len()).min(range.end);
            self.unsupported(address, "bare-url", place);
        }
    }
}

/// What a reference in double square brackets asks for.
pub fn content_of(target: &str, own_text: bool, alone: bool) -> Content {
    match target.split_once(':') {
        None => {
            let (id, anchor) = match target.split_once('#') {
                Some((id, anchor)) => (id, Some(anchor.into())),
                None => (target, None),
            };
            Content::Page { id: id.trim().trim_matches('/').into(), anchor, own_text }
        }
        Some(("value", id)) => Content::Value { id: id.trim().into() },
        Some(("contact", id)) => Content::Contact { id: id.trim().into(), own_text, alone },
        Some(("place", id)) => Content::Place { id: id.trim().into(), own_text, alone },
        Some(("course", id)) => Content::Course { id: id.trim().into(), own_text, alone },
        Some(("term", id)) => Content::Term { id: id.trim().into(), own_text },
        Some((kind, id)) => {
            Content::Unknown { kind: kind.trim().into(), id: id.trim().into(), own_text }
        }
    }
}
