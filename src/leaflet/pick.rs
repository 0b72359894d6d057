//! What of a page stands on a sheet: sections by the ids of their headings, whole or shortened.

use std::ops::Range;

use crate::exchange::pairing::pairs;
use crate::markdown::{Content, Document, Element, ElementKind, Mark, Section};
use crate::translation::INTRODUCTION;

use super::Pick;

/// What of a text stands on a sheet.
pub type Chosen = Vec<ChosenSection>;

/// A section, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenSection {
    /// Id of its heading; nothing for the words before the first one.
    pub id: Option<String>,
    /// Its elements.
    pub cuts: Vec<Cut>,
}

/// An element, or the first items of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// What it is.
    pub kind: ElementKind,
    /// Where it begins and ends.
    pub marks: Range<Mark>,
    /// How many items a list has here.
    pub items: usize,
    /// Whether the list ends before its end.
    pub is_short: bool,
}

/// The elements between a heading and the next one, with the heading.
struct Group<'a> {
    id: Option<&'a str>,
    elements: Range<usize>,
}

fn groups(document: &Document) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (at, element) in document.elements.iter().enumerate() {
        let heading = match element.kind {
            ElementKind::Heading(heading) => document.headings.get(heading),
            _ => None,
        };
        match (heading, groups.last_mut()) {
            (None, Some(group)) => group.elements.end = at + 1,
            _ => {
                groups.push(Group { id: heading.map(|heading| &*heading.id), elements: at..at + 1 })
            }
        }
    }
    groups
}

/// The ids that a leaflet of a text can name.
pub fn ids(document: &Document) -> impl Iterator<Item = &str> {
    groups(document).into_iter().map(|group| group.id.unwrap_or(INTRODUCTION))
}

/// What of a text stands on a sheet. `leading` is the text whose ids are named: those of another
/// language belong to them by their ids or, where headings have none, by their position.
pub fn choose(document: &Document, leading: &Document, picks: Option<&[Pick]>) -> Chosen {
    let groups = groups(document);
    let pairs = pairs(leading, Some(document));
    let find = |id: &str| {
        let own = pairs.iter().find(|pair| pair.key == id).and_then(|pair| pair.own)?;
        groups.iter().find(|group| group.id == own.id.as_deref())
    };
    match picks {
        None => groups.iter().map(|group| cut(document, group, usize::MAX)).collect(),
        Some(picks) => picks
            .iter()
            .filter_map(|pick| {
                let group = find(&pick.id.value)?;
                Some(cut(document, group, pick.first.unwrap_or(usize::MAX)))
            })
            .collect(),
    }
}

/// The section of another language that belongs to a section of a text.
pub fn counterpart<'a>(
    document: &'a Document,
    section: &ChosenSection,
    other: &'a Document,
) -> Option<&'a Section> {
    let id = section.id.as_deref();
    pairs(document, Some(other)).into_iter().find(|pair| pair.source.id.as_deref() == id)?.own
}

/// The first blocks of a section, after its heading.
fn cut(document: &Document, group: &Group<'_>, mut first: usize) -> ChosenSection {
    let mut cuts = Vec::new();
    for at in group.elements.clone() {
        let Some(element) = document.elements.get(at) else { continue };
        let end = document.elements.get(at + 1).map_or_else(
            || Mark { at: document.html.len(), hole: document.holes.len() },
            |next| next.start,
        );
        let whole = Cut {
            kind: element.kind,
            marks: element.start..end,
            items: element.items.len(),
            is_short: false,
        };
        match element.kind {
            ElementKind::Heading(_) => cuts.push(whole),
            _ if first == 0 => break,
            _ => {
                let taken = element.items.len().clamp(1, first);
                first -= taken;
                cuts.push(shortened(element, whole, taken));
            }
        }
    }
    ChosenSection { id: group.id.map(ToOwned::to_owned), cuts }
}

fn shortened(element: &Element, whole: Cut, items: usize) -> Cut {
    match element.items.get(items) {
        Some(next) => Cut { marks: whole.marks.start..*next, items, is_short: true, ..whole },
        None => whole,
    }
}

impl ChosenSection {
    /// Whether each element stands beside one of its kind.
    pub fn is_like(&self, other: &Self) -> bool {
        let kind = |cut: &Cut| match cut.kind {
            ElementKind::Heading(_) => ElementKind::Heading(0),
            kind => kind,
        };
        let shape = |section: &Self| {
            section.cuts.iter().map(|cut| (kind(cut), cut.items)).collect::<Vec<_>>()
        };
        shape(self) == shape(other)
    }
}

impl Cut {
    /// Whether it is nothing but the card of this contact.
    pub fn is_card_of(&self, document: &Document, contact: &str) -> bool {
        let holes = document.holes.get(self.marks.start.hole..self.marks.end.hole);
        self.marks.start.at == self.marks.end.at
            && matches!(
                holes,
                Some([hole]) if matches!(&hole.content, Content::Contact { id, alone: true, .. } if **id == *contact)
            )
    }
}
