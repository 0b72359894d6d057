//! Headings: their levels, ids and words.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Span};

use super::links::content_of;
use super::renderer::{Events, Renderer};
use super::text::{escape, slug};
use super::todo::todo_at;
use super::{Content, Heading, Hole};

impl Renderer<'_> {
    pub fn heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        range: &Range<usize>,
        events: &Events<'_>,
    ) -> usize {
        let line = self.body[range.clone()].trim_end().len();
        let range = range.start..range.start + line;
        let previous = self.headings.last().map_or(1, |heading| heading.level);
        if level == 1 {
            self.unsupported("`#`", "heading-one", range.clone());
        } else if level > previous + 1 {
            self.report(
                Diagnostic::at(Code::SkippedHeadingLevel, self.span(&range))
                    .with("found", level)
                    .with("expected", previous + 1),
            );
        }
        let close =
            events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_))));
        let close = close.unwrap_or(events.len() - 1);
        let all: String = events[1..close]
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                _ => None,
            })
            .collect();
        let id = self.heading_id(id, &all, &range);
        let (text, holes) = heading_text(&events[1..close], self.offset);
        let is_for_staff = todo_at(&text) == Some(0);
        let level = level.max(2);
        let at = self.out.html.len();
        let span = range.start + self.offset..range.end + self.offset;
        if is_for_staff {
            // It keeps its id, so that links to it are no mistake.
            let text = String::new();
            self.headings.push(Heading { level, id, text, holes: Vec::new(), at, span });
            return close + 1;
        }
        self.out.html.push_str(&format!("<h{level} id=\""));
        escape(&mut self.out.html, &id);
        self.out.html.push_str("\">");
        self.headings.push(Heading { level, id, text, holes, at, span });
        let mut inner = 1;
        while inner < close {
            inner += self.event(&events[inner..close]);
        }
        self.in_staff_note = false;
        self.out.html.push_str(&format!("</h{level}>"));
        close + 1
    }

    fn heading_id(&mut self, explicit: Option<&str>, text: &str, range: &Range<usize>) -> String {
        let wanted = explicit.map_or_else(|| slug(text), ToOwned::to_owned);
        let wanted = if wanted.is_empty() { "section".to_owned() } else { wanted };
        let first = self.headings.iter().find(|heading| heading.id == wanted);
        if first.is_none() && !is_reserved(&wanted) {
            return wanted;
        }
        if let Some(first) = first.filter(|_| explicit.is_some()) {
            let first = Span::new(self.path, first.span.clone());
            self.report(
                Diagnostic::at(Code::DuplicateHeadingId, self.span(range))
                    .with("id", &wanted)
                    .label(first, "first"),
            );
        }
        (2..)
            .map(|number| format!("{wanted}-{number}"))
            .find(|id| self.headings.iter().all(|heading| heading.id != *id))
            .unwrap_or(wanted)
    }
}

/// Fragments that the theme and the notes use on every page: no heading may take them.
fn is_reserved(id: &str) -> bool {
    const OF_THE_THEME: [&str; 7] = [
        "main",
        "contents-title",
        "help-title",
        "home-topics",
        "index-letters",
        "index-topics",
        "section-pages",
    ];
    OF_THE_THEME.contains(&id) || id.starts_with("fn-") || id.starts_with("fnref-")
}

/// The words of a heading, and the references among them; `at` counts bytes of the words.
fn heading_text(events: &Events<'_>, offset: usize) -> (String, Vec<Hole>) {
    let (mut text, mut holes) = (String::new(), Vec::new());
    let mut events = events.iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::Start(Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                ..
            }) => {
                let content = content_of(dest_url, *has_pothole, false);
                if !*has_pothole || matches!(content, Content::Value { .. }) {
                    let span = range.start + offset..range.end + offset;
                    holes.push(Hole { at: text.len(), span, content });
                    events.by_ref().find(|(event, _)| *event == Event::End(TagEnd::Link));
                }
            }
            _ => {}
        }
    }
    (text, holes)
}
