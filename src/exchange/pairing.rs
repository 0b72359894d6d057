//! The blocks of a text beside those of its translation.

use crate::exchange::segment::{Kind, Piece, in_one_line, pieces};
use crate::markdown::{Block, Document, Role, Section};
use crate::translation::key;

/// A section of the text to translate, and that of the translation if there is one.
#[derive(Debug, Clone)]
pub struct Pair<'a> {
    /// Its key in records of translations.
    pub key: &'a str,
    /// The section to translate.
    pub source: &'a Section,
    /// The section of the translation.
    pub own: Option<&'a Section>,
    /// Whether both have the same blocks, so that each can be put in the place of the other.
    pub is_alike: bool,
}

/// The sections of a text, each with that of the translation.
///
/// They belong together by their ids; where headings have none that are written down, by their
/// position.
pub fn pairs<'a>(source: &'a Document, own: Option<&'a Document>) -> Vec<Pair<'a>> {
    let own = own.map_or(&[][..], |own| &own.sections);
    let levels = |sections: &[Section]| sections.iter().map(|s| s.level).collect::<Vec<_>>();
    let is_parallel = levels(&source.sections) == levels(own);
    let find = |at: usize, section: &Section| {
        let by_id = own.iter().find(|own| own.id == section.id);
        let by_position = || {
            let own = own.get(at).filter(|_| is_parallel)?;
            source.sections.iter().all(|source| source.id != own.id).then_some(own)
        };
        by_id.or_else(by_position)
    };
    let pair = |(at, section): (usize, &'a Section)| {
        let own = find(at, section);
        let is_alike = own.is_some_and(|own| shape(own).eq(shape(section)));
        Pair { key: key(section), source: section, own, is_alike }
    };
    source.sections.iter().enumerate().map(pair).collect()
}

fn shape(section: &Section) -> impl Iterator<Item = (Role, u8)> {
    section.blocks.iter().map(|block| (block.role, block.depth))
}

impl<'a> Pair<'a> {
    /// The blocks with words, with their number from 1 and the block of the translation.
    pub fn blocks(
        &self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, &'a Block, Option<&'a Block>)> {
        let own = self.own.filter(|_| self.is_alike).map_or(&[][..], |own| &own.blocks);
        let blocks = self.source.blocks.iter().enumerate();
        blocks
            .filter(|(_, block)| block.role != Role::Code && has_words(&text[block.span.clone()]))
            .map(|(at, block)| (at + 1, block, own.get(at)))
    }
}

/// Whether there is anything to translate: more than codes, or a reference that may get words of its
/// own.
fn has_words(block: &str) -> bool {
    pieces(&in_one_line(block).0).iter().any(|piece| match piece {
        Piece::Text(text) => !text.trim().is_empty(),
        Piece::Code(code) => {
            let is_word = !code.target.contains(':') || code.target.starts_with("term:");
            code.kind == Kind::Reference && is_word
        }
        Piece::Open(_) | Piece::Close(_) => false,
    })
}
