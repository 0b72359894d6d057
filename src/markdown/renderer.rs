//! Walks the events of pulldown-cmark and writes HTML that obeys our content security policy.
//!
//! The library's own writer puts `style=` on table cells, gives alerts no title and footnotes no
//! way back; and offsets for findings, isolation of numbers and links into the site need the
//! events anyway.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser,
    Tag, TagEnd, TextMergeWithOffset,
};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::isolate::{Isolation, write_isolated};
use crate::locale::Locale;

use super::footnotes::Footnotes;
use super::links::OpenLink;
use super::outline::outline;
use super::text::{escape, escape_text};
use super::todo::{staff_block, todo_at};
use super::{Content, Document, Element, ElementKind, Heading, Hole, Mark};

/// The Markdown of this program: that of GitHub, and wiki links.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

pub type Events<'a> = [(Event<'a>, Range<usize>)];

pub fn render(
    body: &str,
    offset: usize,
    path: &SourcePath,
    locale: &Locale,
    source: &Locale,
) -> (Document, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut dangling = Vec::new();
    let mut callback = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            dangling.push((link.span.clone(), link.reference.to_string()));
        }
        None::<(CowStr<'_>, CowStr<'_>)>
    };
    let parser = Parser::new_with_broken_link_callback(body, OPTIONS, Some(&mut callback));
    // A phone number may go on in the next line of the source: it must stay one run of text.
    let events = parser.into_offset_iter().map(|(event, range)| match event {
        Event::SoftBreak => (Event::Text(CowStr::Borrowed("\n")), range),
        event => (event, range),
    });
    let events: Vec<_> = TextMergeWithOffset::new(events).collect();
    for (range, reference) in dangling {
        let span = Span::new(path, range.start + offset..range.end + offset);
        found.push(Diagnostic::at(Code::BrokenLink, span).with("target", reference));
    }

    let mut renderer = Renderer {
        body,
        offset,
        path,
        isolation: Isolation::new(locale, source),
        found,
        out: Output { html: String::with_capacity(body.len() * 5 / 4), holes: Vec::new() },
        outer: Vec::new(),
        headings: Vec::new(),
        list_depth: 0,
        quote_depth: 0,
        open_label: false,
        alignments: Vec::new(),
        cell: 0,
        in_table_head: false,
        footnotes: Footnotes::default(),
        in_staff_note: false,
        open_links: Vec::new(),
        elements: Vec::new(),
    };
    let mut at = 0;
    while at < events.len() {
        renderer.element(&events[at].0);
        at += renderer.event(&events[at..]);
    }
    let (mut document, found) = renderer.finish();
    document.sections = outline(&events, offset..offset + body.len(), &document.headings);
    (document, found)
}

#[derive(Default)]
pub struct Output {
    pub html: String,
    pub holes: Vec<Hole>,
}

pub struct Renderer<'a> {
    pub body: &'a str,
    pub offset: usize,
    pub path: &'a SourcePath,
    isolation: Isolation,
    found: Diagnostics,
    pub out: Output,
    /// Outputs that wait while a footnote is written.
    outer: Vec<Output>,
    pub headings: Vec<Heading>,
    list_depth: usize,
    quote_depth: usize,
    open_label: bool,
    alignments: Vec<Alignment>,
    cell: usize,
    in_table_head: bool,
    pub footnotes: Footnotes,
    /// Whether the rest of the line is for staff.
    pub in_staff_note: bool,
    /// The links whose text is being written.
    pub open_links: Vec<OpenLink>,
    elements: Vec<Element>,
}

impl Renderer<'_> {
    /// Notes where an element that stands in no other one, or an item of such a list, begins.
    fn element(&mut self, event: &Event<'_>) {
        if self.quote_depth > 0 || !self.outer.is_empty() {
            return;
        }
        let start = self.mark();
        let kind = match event {
            Event::Start(Tag::Item) if self.list_depth == 1 => {
                self.elements.last_mut().into_iter().for_each(|list| list.items.push(start));
                return;
            }
            _ if self.list_depth > 0 => return,
            Event::Start(Tag::Heading { .. }) => ElementKind::Heading(self.headings.len()),
            Event::Start(Tag::Paragraph) => ElementKind::Paragraph,
            Event::Start(Tag::List(Some(_))) => ElementKind::Steps,
            Event::Start(Tag::List(None)) => ElementKind::Items,
            Event::Start(Tag::BlockQuote(_)) => ElementKind::Quote,
            Event::Start(Tag::Table(_)) => ElementKind::Table,
            Event::Start(Tag::CodeBlock(_)) => ElementKind::Code,
            Event::Rule => ElementKind::Rule,
            _ => return,
        };
        self.elements.push(Element { kind, start, items: Vec::new() });
    }

    fn mark(&self) -> Mark {
        Mark { at: self.out.html.len(), hole: self.out.holes.len() }
    }

    /// Writes the first event, and says how many it has dealt with.
    pub fn event(&mut self, events: &Events<'_>) -> usize {
        let Some((event, range)) = events.first() else { return 1 };
        if self.in_staff_note
            && let Some(passed) = self.staff_event(events)
        {
            return passed;
        }
        match event {
            Event::Start(tag) => return self.start(tag, range, events),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.out.html.push_str("<code>");
                escape_text(&mut self.out.html, code);
                self.out.html.push_str("</code>");
            }
            Event::HardBreak => self.out.html.push_str("<br>"),
            Event::Rule => self.out.html.push_str("<hr>"),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html, range),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::TaskListMarker(checked) => {
                let attribute = if *checked { " checked" } else { "" };
                self.out.html.push_str("<label><input type=\"checkbox\"");
                self.out.html.push_str(attribute);
                self.out.html.push_str("> ");
                self.open_label = true;
            }
            Event::SoftBreak | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
        1
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, events: &Events<'_>) -> usize {
        if !is_inline(tag) {
            self.close_label();
        }
        match tag {
            Tag::Paragraph => return self.paragraph(events),
            Tag::Heading { level, id, .. } => {
                return self.heading(*level as u8, id.as_deref(), range, events);
            }
            Tag::BlockQuote(kind) => self.quote(*kind, range, events),
            Tag::CodeBlock(kind) => {
                self.out.html.push_str("<pre><code");
                if let CodeBlockKind::Fenced(language) = kind
                    && !language.is_empty()
                {
                    self.out.html.push_str(" class=\"language-");
                    escape(&mut self.out.html, language);
                    self.out.html.push('"');
                }
                self.out.html.push('>');
                let mut used = 1;
                for (event, _) in &events[1..] {
                    used += 1;
                    match event {
                        Event::Text(text) => escape_text(&mut self.out.html, text),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
                self.out.html.push_str("</code></pre>");
                return used;
            }
            Tag::List(first) => {
                self.list_depth += 1;
                let is_top = self.list_depth == 1 && self.quote_depth == 0 && self.outer.is_empty();
                match first {
                    Some(number) => {
                        self.out.html.push_str("<ol");
                        if is_top {
                            self.out.html.push_str(" class=\"steps\"");
                        }
                        if *number != 1 {
                            self.out.html.push_str(&format!(" start=\"{number}\""));
                        }
                        self.out.html.push('>');
                    }
                    None if has_task(events) => self.out.html.push_str("<ul class=\"checklist\">"),
                    None => self.out.html.push_str("<ul>"),
                }
            }
            Tag::Item => {
                if let Some(passed) = staff_block(events, TagEnd::Item) {
                    return passed;
                }
                self.out.html.push_str("<li>");
            }
            Tag::FootnoteDefinition(label) => {
                self.footnotes.current = Some(label.to_string());
                self.outer.push(std::mem::take(&mut self.out));
            }
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.out
                    .html
                    .push_str("<div class=\"table-wrapper\" role=\"group\" tabindex=\"0\" ");
                if let Some(heading) = self.headings.last() {
                    self.out.html.push_str("aria-labelledby=\"");
                    escape(&mut self.out.html, &heading.id);
                } else {
                    self.out.html.push_str("aria-label=\"");
                    self.hole(Content::Message("table"), range);
                }
                self.out.html.push_str("\"><table>");
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.cell = 0;
                self.out.html.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.out.html.push_str("<tr>");
            }
            Tag::TableCell => {
                let name = if self.in_table_head { "<th scope=\"col\"" } else { "<td" };
                self.out.html.push_str(name);
                self.out.html.push_str(match self.alignments.get(self.cell) {
                    Some(Alignment::Right) => " class=\"align-end\">",
                    Some(Alignment::Center) => " class=\"align-center\">",
                    _ => ">",
                });
                self.cell += 1;
            }
            Tag::Emphasis => self.out.html.push_str("<em>"),
            Tag::Strong => self.out.html.push_str("<strong>"),
            Tag::Strikethrough => self.out.html.push_str("<del>"),
            Tag::Link { link_type, dest_url, .. } => {
                return self.link(*link_type, dest_url, range, false, events);
            }
            Tag::Image { dest_url, title, .. } => {
                return self.picture(dest_url, title, range, false, events);
            }
            Tag::HtmlBlock
            | Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
        1
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.close_label();
                self.out.html.push_str("</p>");
            }
            TagEnd::BlockQuote(kind) => {
                self.quote_depth -= 1;
                self.out.html.push_str(if kind.is_some() { "</div>" } else { "</blockquote>" });
            }
            TagEnd::List(ordered) => {
                self.list_depth -= 1;
                self.out.html.push_str(if ordered { "</ol>" } else { "</ul>" });
            }
            TagEnd::Item => {
                self.close_label();
                self.out.html.push_str("</li>");
            }
            TagEnd::FootnoteDefinition => {
                let text = std::mem::replace(&mut self.out, self.outer.pop().unwrap_or_default());
                if let Some(label) = self.footnotes.current.take() {
                    self.footnotes.texts.insert(label, text);
                }
            }
            TagEnd::Table => self.out.html.push_str("</tbody></table></div>"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.out.html.push_str("</tr></thead><tbody>");
            }
            TagEnd::TableRow => self.out.html.push_str("</tr>"),
            TagEnd::TableCell => {
                let is_head = self.in_table_head;
                self.out.html.push_str(if is_head { "</th>" } else { "</td>" });
            }
            TagEnd::Emphasis => self.out.html.push_str("</em>"),
            TagEnd::Strong => self.out.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.html.push_str("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// A paragraph, or the picture or card that stands alone in it.
    fn paragraph(&mut self, events: &Events<'_>) -> usize {
        if let Some(passed) = staff_block(events, TagEnd::Paragraph) {
            return passed;
        }
        let ends_after = |end: TagEnd| {
            let close = events.iter().position(|(event, _)| *event == Event::End(end))?;
            matches!(events.get(close + 1), Some((Event::End(TagEnd::Paragraph), _)))
                .then_some(close)
        };
        match events.get(1) {
            Some((Event::Start(Tag::Image { dest_url, title, .. }), range))
                if ends_after(TagEnd::Image).is_some() =>
            {
                return self.picture(dest_url, title, range, true, &events[1..]) + 2;
            }
            Some((Event::Start(Tag::Link { link_type, dest_url, .. }), range)) => {
                let is_reference = matches!(link_type, LinkType::WikiLink { has_pothole: false })
                    && ["contact:", "place:", "course:"]
                        .iter()
                        .any(|kind| dest_url.starts_with(kind));
                if is_reference && ends_after(TagEnd::Link).is_some() {
                    return self.link(*link_type, dest_url, range, true, &events[1..]) + 2;
                }
            }
            Some((Event::Text(text), range)) if text.starts_with(":::") => {
                self.unsupported("`:::`", "container", range.start..range.start + 3);
            }
            _ => {}
        }
        self.out.html.push_str("<p>");
        1
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, range: &Range<usize>, events: &Events<'_>) {
        self.quote_depth += 1;
        let Some(kind) = kind else {
            if let Some((Event::Text(text), place)) = events.get(2)
                && let Some(name) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']'))
            {
                let is_known = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"].contains(&name.0);
                let hint = if is_known { "alert-title" } else { "alert-kind" };
                let place = place.start..place.start + name.0.len() + 3;
                self.unsupported(&format!("`[!{}]`", name.0), hint, place);
            }
            self.out.html.push_str("<blockquote>");
            return;
        };
        let (class, message) = match kind {
            BlockQuoteKind::Note => ("note", "alert_note"),
            BlockQuoteKind::Tip => ("tip", "alert_tip"),
            BlockQuoteKind::Important => ("important", "alert_important"),
            BlockQuoteKind::Warning => ("warning", "alert_warning"),
            BlockQuoteKind::Caution => ("caution", "alert_caution"),
        };
        self.out.html.push_str(&format!(
            "<div class=\"alert alert--{class}\" role=\"note\"><p class=\"alert__title\">"
        ));
        self.hole(Content::Message(message), range);
        self.out.html.push_str("</p>");
    }

    fn picture(
        &mut self,
        file: &str,
        caption: &str,
        range: &Range<usize>,
        alone: bool,
        events: &Events<'_>,
    ) -> usize {
        let close = events.iter().position(|(event, _)| *event == Event::End(TagEnd::Image));
        let close = close.unwrap_or(0);
        let alt: String = events[..close]
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                Event::HardBreak => Some(" "),
                _ => None,
            })
            .collect();
        if alt.trim().is_empty() {
            let finding = Diagnostic::at(Code::MissingAltText, self.span(range));
            self.report(finding.with("picture", file).hint("describe"));
        }
        let caption = (!caption.is_empty()).then(|| caption.into());
        self.hole(
            Content::Picture {
                file: file.into(),
                alt: alt.trim().replace('\n', " ").into(),
                caption,
                alone,
            },
            range,
        );
        close + 1
    }

    pub fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some(at) = todo_at(text) {
            self.text_around_todo(text, at, range);
            return;
        }
        // In links the address may be the text; anywhere else nobody could follow it.
        if self.open_links.is_empty() {
            self.bare_addresses(text, range);
        }
        for (at, sign) in text.match_indices("[[") {
            let start = range.start + at;
            self.unsupported(sign, "open-reference", start..(start + sign.len()).min(range.end));
        }
        let mut rest = 0;
        while let Some(at) = text[rest..].find("[^").map(|at| at + rest) {
            let Some(length) = text[at..].find(']') else { break };
            let label = &text[at + 2..at + length];
            if !label.is_empty() && !label.contains(char::is_whitespace) {
                let place = range.start + at..(range.start + at + length + 1).min(range.end);
                let finding = Diagnostic::at(Code::BrokenFootnote, self.span(&place));
                self.report(finding.with("id", label));
            }
            rest = at + length;
        }
        write_isolated(&mut self.out.html, text, &self.isolation);
    }

    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        let trimmed = html.trim_start();
        // A comment is a note among staff: it says nothing to readers.
        if trimmed.starts_with("<!--") || !trimmed.starts_with('<') || trimmed.starts_with("</") {
            return;
        }
        let end = trimmed.find('>').map_or(trimmed.len(), |at| at + 1);
        let name: String = trimmed[1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        let hint = match name.as_str() {
            "br" => "line-break",
            "a" => "link",
            "img" | "picture" | "figure" => "picture",
            "div" | "section" | "aside" => "alert",
            _ => "generic",
        };
        let start = range.start + (html.len() - trimmed.len());
        let place = start..(start + end).min(range.end);
        let finding = Diagnostic::at(Code::RawHtml, self.span(&place));
        self.report(finding.with("tag", format!("<{name}>")).hint(hint));
    }

    fn close_label(&mut self) {
        if std::mem::take(&mut self.open_label) {
            self.out.html.push_str("</label>");
        }
    }

    pub fn hole(&mut self, content: Content, range: &Range<usize>) {
        let span = range.start + self.offset..range.end + self.offset;
        self.out.holes.push(Hole { at: self.out.html.len(), span, content });
    }

    pub fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.path, range.start + self.offset..range.end + self.offset)
    }

    pub fn report(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }

    pub fn unsupported(&mut self, what: &str, hint: &'static str, range: Range<usize>) {
        let finding = Diagnostic::at(Code::UnsupportedMarkdown, self.span(&range));
        self.report(finding.with("what", what.trim_matches('`')).hint(hint));
    }

    fn finish(mut self) -> (Document, Diagnostics) {
        let start = self.mark();
        self.write_footnotes();
        if self.mark() > start {
            let kind = ElementKind::Footnotes;
            self.elements.push(Element { kind, start, items: Vec::new() });
        }
        // What is for staff alone leaves nothing behind.
        let ends: Vec<Mark> = self.elements.iter().skip(1).map(|next| next.start).collect();
        let mut ends = ends.into_iter().chain([self.mark()]);
        self.elements.retain_mut(|element| {
            element.items.dedup();
            ends.next().is_some_and(|end| end > element.start)
        });
        let document = Document {
            // Copied, not shrunk: allocators keep the room of a string that only became shorter.
            html: self.out.html.as_str().to_owned(),
            holes: self.out.holes,
            headings: self.headings,
            sections: Vec::new(),
            elements: self.elements,
        };
        (document, self.found)
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// Whether the first item of the list that `events` begin with is a task.
fn has_task(events: &Events<'_>) -> bool {
    events[1..].iter().take(3).any(|(event, _)| matches!(event, Event::TaskListMarker(_)))
}
