//! Printable sheets: what of which pages stands on which paper, in one language or in two.
//!
//! A sheet holds no text of its own. It picks sections of pages and lays them over panels of fixed
//! size; whether they fit is estimated here ([`fit`]) and measured when a PDF is made.

pub mod fit;
mod format;
mod layout;
mod pick;
mod plan;
mod raw;

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::site::{BundleIndex, Edition};

pub use format::{Format, Panel, Side};
pub use layout::{Layout, Row, layout};
pub use pick::{Chosen, ChosenSection, Cut, choose, counterpart};
pub use plan::plan;
pub use raw::{Pick, RawBooklet, RawLeaflet};

/// A sheet of paper, or several that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Id of the bundle or of the booklet.
    pub id: String,
    /// The edition of its reader.
    pub edition: Edition,
    /// The edition whose text stands beside that of the reader.
    pub beside: Option<Edition>,
    /// Paper and folding.
    pub format: Format,
    /// Address of its page, from the root of the host.
    pub address: String,
    /// Where it is asked for.
    pub span: Span,
    /// How many pages it has when it is printed; nothing where its text decides.
    pub pages: Option<usize>,
    /// Its title in the language of the reader.
    pub title: String,
    /// Whether marks show where to cut.
    pub crop_marks: bool,
    /// What stands on it.
    pub content: Content,
}

impl Sheet {
    /// Whether it is of several pages, with an id of its own.
    pub fn is_booklet(&self) -> bool {
        matches!(self.content, Content::Booklet(_))
    }
}

/// What stands on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Sections of a page.
    Page {
        /// The page.
        bundle: BundleIndex,
        /// What of it, if not all.
        sections: Option<Vec<Pick>>,
    },
    /// A campaign in a few large words.
    Poster(BundleIndex),
    /// Whole pages as chapters.
    Booklet(Vec<BundleIndex>),
}

/// All sheets, and which of them belong to a page.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    all: Vec<Sheet>,
    of_pages: BTreeMap<(BundleIndex, Edition), Vec<usize>>,
}

impl Sheets {
    /// In the order of their pages.
    pub fn new(all: Vec<Sheet>) -> Self {
        let mut of_pages: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (number, sheet) in all.iter().enumerate() {
            let pages = match &sheet.content {
                Content::Page { bundle, .. } => std::slice::from_ref(bundle),
                Content::Booklet(pages) => pages,
                // A poster is for walls: staff find it among the materials.
                Content::Poster(_) => &[],
            };
            for page in pages {
                let numbers = of_pages.entry((*page, sheet.edition)).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        Self { all, of_pages }
    }

    /// All of them.
    pub fn all(&self) -> &[Sheet] {
        &self.all
    }

    /// Those on which a page stands in an edition.
    pub fn of_page(&self, bundle: BundleIndex, edition: Edition) -> impl Iterator<Item = &Sheet> {
        let numbers = self.of_pages.get(&(bundle, edition)).into_iter().flatten();
        numbers.filter_map(|number| self.all.get(*number))
    }
}
