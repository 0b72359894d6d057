//! `TODO` in a text: a note among staff that readers never see.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::yaml::TODO;

use super::renderer::{Events, Renderer};

/// Where the first `TODO` of a text stands as a word.
pub fn todo_at(text: &str) -> Option<usize> {
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(TODO).map(|(at, _)| at).find(|&at| {
        is_apart(text[..at].chars().next_back()) && is_apart(text[at + TODO.len()..].chars().next())
    })
}

/// How many events the paragraph or item that `events` begin with takes, if it begins with `TODO`.
pub fn staff_block(events: &Events<'_>, end: TagEnd) -> Option<usize> {
    let mut inner = events[1..].iter().map(|(event, _)| event).skip_while(|event| {
        matches!(event, Event::Start(Tag::Paragraph) | Event::TaskListMarker(_))
    });
    let Some(Event::Text(text)) = inner.next() else { return None };
    if todo_at(text.trim_start()) != Some(0) {
        return None;
    }
    let mut depth = 0_usize;
    let close = events.iter().position(|(event, _)| {
        match event {
            Event::Start(tag) if tag.to_end() == end => depth += 1,
            Event::End(tag) if *tag == end => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    Some(close + 1)
}

impl Renderer<'_> {
    /// Passes over an event of a line behind `TODO`; `None` where the readers' text goes on.
    pub fn staff_event(&mut self, events: &Events<'_>) -> Option<usize> {
        let (event, range) = events.first()?;
        match event {
            Event::Text(text) => {
                if let Some(at) = text.find('\n') {
                    self.in_staff_note = false;
                    self.text(&text[at..], &(range.start + at..range.end));
                }
                Some(1)
            }
            Event::Code(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => Some(1),
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                let end = Event::End(tag.to_end());
                events.iter().position(|(event, _)| *event == end).map(|close| close + 1)
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => None,
            _ => {
                self.in_staff_note = false;
                None
            }
        }
    }

    /// Writes what readers see of a text with `TODO` at byte `at`.
    pub fn text_around_todo(&mut self, text: &str, at: usize, range: &Range<usize>) {
        self.text(&text[..at], &(range.start..(range.start + at).min(range.end)));
        match text[at..].find('\n').map(|end| at + end) {
            Some(end) => self.text(&text[end..], &((range.start + end).min(range.end)..range.end)),
            None => self.in_staff_note = true,
        }
    }
}
