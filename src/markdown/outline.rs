//! The sections of a text and the blocks of words in them: what translations are held against.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::Heading;
use super::digest::Digest;
use super::renderer::Events;
use super::todo::todo_at;

/// The words between a heading and the next one of whatever level, with the heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Fragment of its heading; nothing for the words before the first one.
    pub id: Option<String>,
    /// Level of its heading, 2 to 6; 1 before the first one.
    pub level: u8,
    /// Bytes in the file, from its heading to the next one.
    pub span: Range<usize>,
    /// What it says.
    pub digest: Digest,
    /// Its blocks in the order of the text.
    pub blocks: Vec<Block>,
}

/// Words that belong together: a paragraph, the line of an item, a cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub role: Role,
    /// How many lists, quotes and notes it stands in.
    pub depth: u8,
    /// Bytes in the file, without the marks of the block; empty for an empty cell.
    pub span: Range<usize>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The words of a heading.
    Heading,
    /// A paragraph of the text.
    Paragraph,
    /// The first words of a numbered step.
    Step,
    /// The first words of an item with a dot.
    Item,
    /// The first words of an item to tick off.
    Task,
    /// A further paragraph of an item.
    InItem,
    /// A paragraph of a quotation.
    Quote,
    /// A paragraph of a call-out.
    CallOut(CallOut),
    /// A paragraph of a footnote.
    Footnote,
    /// A cell in the head of a table.
    HeadCell {
        /// Its number in the row, from 0.
        column: u16,
    },
    /// Another cell of a table.
    Cell {
        /// Its number in the row, from 0.
        column: u16,
    },
    /// Words that are shown as they are.
    Code,
}

/// The kind of a call-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names of GitHub's alerts")]
pub enum CallOut {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// Takes a text apart. `headings` are those that the renderer found, in the order of the text.
pub fn outline(events: &Events<'_>, body: Range<usize>, headings: &[Heading]) -> Vec<Section> {
    let mut outline = Outline {
        offset: body.start,
        headings: headings.iter(),
        sections: Vec::new(),
        section: Open::new(None, 1, body.start),
        within: Vec::new(),
        block: None,
        targets: Vec::new(),
        column: 0,
        in_head: false,
    };
    for (event, range) in events {
        outline.event(event, range);
    }
    outline.close_section(body.end);
    outline.sections
}

/// What a block stands in.
#[derive(Clone, Copy)]
enum Container {
    Quote(Option<CallOut>),
    Steps,
    Items,
    Item { is_task: bool, has_words: bool },
    Footnote,
}

struct Open {
    section: Section,
    /// One line for each block: its marks and its words.
    text: String,
}

impl Open {
    fn new(id: Option<String>, level: u8, start: usize) -> Self {
        let section =
            Section { id, level, span: start..start, digest: Digest::of(""), blocks: Vec::new() };
        Self { section, text: String::new() }
    }
}

struct OpenBlock {
    role: Role,
    span: Range<usize>,
    text: String,
}

struct Outline<'a> {
    offset: usize,
    headings: std::slice::Iter<'a, Heading>,
    sections: Vec<Section>,
    section: Open,
    within: Vec<Container>,
    block: Option<OpenBlock>,
    /// What the open links and pictures end with.
    targets: Vec<String>,
    column: u16,
    in_head: bool,
}

impl Outline<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(text) => self.words(text, range),
            Event::Code(code) => self.words(&format!("`{code}`"), range),
            Event::Html(html) | Event::InlineHtml(html) => self.words(html, range),
            Event::FootnoteReference(label) => self.words(&format!("[^{label}]"), range),
            Event::HardBreak => self.words("\\ ", range),
            Event::SoftBreak => self.words("\n", range),
            Event::Rule => {
                self.close_block();
                self.section.text.push_str("---\n");
            }
            Event::TaskListMarker(_) => {
                if let Some(Container::Item { is_task, .. }) = self.within.last_mut() {
                    *is_task = true;
                }
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let target = match tag {
            Tag::Emphasis => return self.words("*", range),
            Tag::Strong => return self.words("**", range),
            Tag::Strikethrough => return self.words("~~", range),
            Tag::Link { link_type: LinkType::WikiLink { has_pothole: true }, dest_url, .. } => {
                self.words(&format!("[[{dest_url}|"), range);
                "]]".to_owned()
            }
            Tag::Link { link_type: LinkType::WikiLink { .. }, .. } => {
                self.words("[[", range);
                "]]".to_owned()
            }
            Tag::Link { dest_url, .. } => {
                self.words("[", range);
                format!("]({dest_url})")
            }
            Tag::Image { dest_url, title, .. } => {
                self.words("![", range);
                format!("]({dest_url} {title})")
            }
            _ => return self.start_block(tag, range),
        };
        self.targets.push(target);
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        self.close_block();
        match tag {
            Tag::Heading { .. } => {
                self.close_section(range.start + self.offset);
                if let Some(heading) = self.headings.next() {
                    let start = range.start + self.offset;
                    self.section = Open::new(Some(heading.id.clone()), heading.level, start);
                }
                self.open_block(Role::Heading, range.start..range.start);
            }
            Tag::BlockQuote(kind) => self.within.push(Container::Quote(kind.map(call_out))),
            Tag::List(Some(_)) => self.within.push(Container::Steps),
            Tag::List(None) => self.within.push(Container::Items),
            Tag::Item => self.within.push(Container::Item { is_task: false, has_words: false }),
            Tag::FootnoteDefinition(_) => self.within.push(Container::Footnote),
            Tag::TableHead => (self.in_head, self.column) = (true, 0),
            Tag::TableRow => (self.in_head, self.column) = (false, 0),
            Tag::TableCell => {
                let column = self.column;
                self.column += 1;
                let role =
                    if self.in_head { Role::HeadCell { column } } else { Role::Cell { column } };
                self.open_block(role, range.start..range.start);
            }
            Tag::CodeBlock(kind) => {
                self.open_block(Role::Code, range.start..range.start);
                if let CodeBlockKind::Fenced(language) = kind {
                    self.section.text.push_str(&format!("```{language}"));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.words("*", range),
            TagEnd::Strong => self.words("**", range),
            TagEnd::Strikethrough => self.words("~~", range),
            TagEnd::Link | TagEnd::Image => {
                let target = self.targets.pop().unwrap_or_default();
                self.words(&target, range);
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close_block();
                self.within.pop();
            }
            _ => self.close_block(),
        }
    }

    fn words(&mut self, text: &str, range: &Range<usize>) {
        if self.block.is_none() {
            let role = self.role();
            self.open_block(role, range.clone());
        }
        let Some(block) = &mut self.block else { return };
        if block.span.is_empty() {
            block.span = range.clone();
        }
        block.span.start = block.span.start.min(range.start);
        block.span.end = block.span.end.max(range.end);
        block.text.push_str(text);
    }

    /// What a paragraph is here.
    fn role(&self) -> Role {
        let mut within = self.within.iter().rev();
        match within.next() {
            Some(Container::Item { has_words: true, .. }) => Role::InItem,
            Some(Container::Item { is_task: true, .. }) => Role::Task,
            Some(Container::Item { .. }) => match within.next() {
                Some(Container::Steps) => Role::Step,
                _ => Role::Item,
            },
            Some(Container::Quote(Some(kind))) => Role::CallOut(*kind),
            Some(Container::Quote(None)) => Role::Quote,
            Some(Container::Footnote) => Role::Footnote,
            Some(Container::Steps | Container::Items) | None => Role::Paragraph,
        }
    }

    fn open_block(&mut self, role: Role, span: Range<usize>) {
        self.block = Some(OpenBlock { role, span, text: String::new() });
    }

    fn close_block(&mut self) {
        let Some(block) = self.block.take() else { return };
        if let Some(Container::Item { has_words, .. }) = self.within.last_mut() {
            *has_words = true;
        }
        let text = if block.role == Role::Code { block.text } else { for_readers(&block.text) };
        let is_cell = matches!(block.role, Role::HeadCell { .. } | Role::Cell { .. });
        if text.trim().is_empty() && !is_cell {
            return;
        }
        let depth = self.within.iter().filter(|one| !matches!(one, Container::Item { .. })).count();
        let marks = format!("{depth}{} ", marks(block.role));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.section.text.push_str(&marks);
        self.section.text.push_str(&words);
        self.section.text.push('\n');
        let span = block.span.start + self.offset..block.span.end + self.offset;
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        self.section.section.blocks.push(Block { role: block.role, depth, span });
    }

    fn close_section(&mut self, end: usize) {
        self.close_block();
        let Open { mut section, text } =
            std::mem::replace(&mut self.section, Open::new(None, 1, end));
        section.span.end = end;
        section.digest = Digest::of(&text);
        if section.id.is_some() || !section.blocks.is_empty() {
            self.sections.push(section);
        }
    }
}

/// What readers see of a text: a note among staff goes from `TODO` to the end of its line.
fn for_readers(text: &str) -> String {
    let lines = text.split('\n').map(|line| todo_at(line).map_or(line, |at| &line[..at]));
    lines.collect::<Vec<_>>().join("\n")
}

const fn call_out(kind: BlockQuoteKind) -> CallOut {
    match kind {
        BlockQuoteKind::Note => CallOut::Note,
        BlockQuoteKind::Tip => CallOut::Tip,
        BlockQuoteKind::Important => CallOut::Important,
        BlockQuoteKind::Warning => CallOut::Warning,
        BlockQuoteKind::Caution => CallOut::Caution,
    }
}

/// The signs that stand for a role in what is digested. To change one outdates every translation.
const fn marks(role: Role) -> &'static str {
    match role {
        Role::Heading => "#",
        Role::Paragraph => "",
        Role::Step => "1.",
        Role::Item => "-",
        Role::Task => "[ ]",
        Role::InItem => "+",
        Role::Quote => ">",
        Role::CallOut(CallOut::Note) => ">note",
        Role::CallOut(CallOut::Tip) => ">tip",
        Role::CallOut(CallOut::Important) => ">important",
        Role::CallOut(CallOut::Warning) => ">warning",
        Role::CallOut(CallOut::Caution) => ">caution",
        Role::Footnote => "^",
        Role::HeadCell { .. } => "||",
        Role::Cell { .. } => "|",
        Role::Code => "`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::markdown::parse;

    fn sections(body: &str) -> Vec<Section> {
        let file = format!("head\n{body}");
        let locale = Locale::parse("cs").unwrap();
        let (document, _) = parse(&file, 5..file.len(), &"a.md".into(), &locale, &locale);
        document.sections
    }

    fn check(body: &str, expected: &[&str]) {
        let file = format!("head\n{body}");
        let found: Vec<String> = sections(body)
            .iter()
            .flat_map(|section| {
                let id = section.id.as_deref().unwrap_or("_");
                let line = |block: &Block| {
                    format!("{id} {}{:?} {}", block.depth, block.role, &file[block.span.clone()])
                };
                section.blocks.iter().map(line).collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn blocks_are_paragraphs_items_and_cells_with_their_bytes() {
        check(
            "Ahoj *světe*\njaře.\n\n## Kdo {#who}\n\n1. Jdi [[a|b]].\n\n   Pak.\n2. Stůj\n   - [ ] pas\n",
            &[
                "_ 0Paragraph Ahoj *světe*\njaře.",
                "who 0Heading Kdo",
                "who 1Step Jdi [[a|b]].",
                "who 1InItem Pak.",
                "who 1Step Stůj",
                "who 2Task pas",
            ],
        );
        check(
            "> [!NOTE]\n> Ráno\n> dnes\n\n| a | |\n|---|---|\n| [[value:x]] | d |\n\n[^1]: Dole\n",
            &[
                "_ 1CallOut(Note) Ráno\n> dnes",
                "_ 0HeadCell { column: 0 } a",
                "_ 0HeadCell { column: 1 } ",
                "_ 0Cell { column: 0 } [[value:x]]",
                "_ 0Cell { column: 1 } d",
                "_ 1Footnote Dole",
            ],
        );
    }

    #[test]
    fn notes_among_staff_are_no_blocks() {
        check("A TODO: ask\nb\n\nTODO: write this\n", &["_ 0Paragraph A TODO: ask\nb"]);
        assert_eq!(sections("A TODO: ask\nb\n")[0].digest, sections("A\nb\n")[0].digest);
    }

    #[test]
    fn a_digest_knows_words_and_not_how_they_are_written() {
        let same = |one: &str, other: &str| {
            let digests = |text| sections(text).iter().map(|s| s.digest).collect::<Vec<_>>();
            digests(one) == digests(other)
        };
        assert!(same("Ahoj světe\n", "Ahoj\n  světe"));
        assert!(same("„Ahoj“ světe", "\"Ahoj\"  světe"));
        assert!(same("1\u{a0}500 Kč", "1 500 Kč"));
        assert!(same("- a\n- b\n", "* a\n\n* b\n"));
        assert!(same("| a | b |\n|---|---|\n| c | d |", "|a|b|\n|-|-|\n|c|d|"));
        assert!(!same("- a\n- b\n", "1. a\n2. b\n"));
        assert!(!same("a\n\nb", "a b"));
        assert!(!same("[[a]]", "[[b]]"));
        assert!(!same("[a](https://x.cz)", "[a](https://y.cz)"));
        assert!(!same("> [!NOTE]\n> a", "> [!WARNING]\n> a"));
        assert!(!same("1 500 Kč", "1 600 Kč"));
    }

    #[test]
    fn a_digest_is_eight_letters_and_stays_what_it_was() {
        assert_eq!(Digest::of("Ahoj").to_string(), "jrxrwmvg");
        assert_eq!(
            Digest::parse("bcdfghjk").map(|digest| digest.to_string()),
            Some("bcdfghjk".into())
        );
        assert_eq!(Digest::parse("12345678"), None);
        assert_eq!(sections("Ahoj.\n\n- *a* [[b|c]]\n")[0].digest.to_string(), "lqmxsczj");
    }
}
