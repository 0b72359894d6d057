//! The picture that messengers show beside a link to a campaign: 1200 × 630 pixels, made of words.
//!
//! ```text
//! Words ── svg ──▶ SVG ── png ──▶ PNG
//! ```
//!
//! Its fonts are part of the program (feature `share-pictures`): no font of the system is read, so
//! that the same words give the same bytes everywhere.

#[cfg(feature = "share-pictures")]
mod fonts;
#[cfg(not(feature = "share-pictures"))]
#[path = "without_fonts.rs"]
mod fonts;
#[cfg(feature = "share-pictures")]
mod lines;
#[cfg(feature = "share-pictures")]
mod svg;

use crate::locale::Direction;
use crate::picture::fingerprinted;

pub use fonts::{first_without_font, png};

/// Width and height in pixels: what messengers and social networks ask for.
pub const SIZE: (u32, u32) = (1200, 630);

/// Whether the program can make pictures.
pub const IS_AVAILABLE: bool = cfg!(feature = "share-pictures");

/// Which way of drawing made a picture. Change it with anything that changes the picture.
const VERSION: &str = "share picture 1";

/// What stands on a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Name of the portal.
    pub name: String,
    /// Title of the page.
    pub title: String,
    /// The date or the time limit that matters.
    pub when: Option<String>,
    /// The statement of the European Union, in its official wording.
    pub statement: Option<String>,
    /// Where lines begin.
    pub direction: Direction,
}

impl Words {
    /// The first letter that no font has.
    pub fn first_without_font(&self) -> Option<char> {
        let texts = [Some(&self.name), Some(&self.title), self.when.as_ref()];
        let texts = texts.into_iter().chain([self.statement.as_ref()]).flatten();
        texts.into_iter().find_map(|text| first_without_font(text))
    }

    /// Where the picture is published, under a name of its own for each page and language.
    pub fn address(&self, name: &str) -> String {
        fingerprinted(&format!("{name}.png"), self.digest().as_bytes())
    }

    /// A digest of everything that determines the picture.
    pub fn digest(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new_derive_key(VERSION);
        hasher.update(format!("{self:?}").as_bytes());
        hasher.finalize()
    }
}
