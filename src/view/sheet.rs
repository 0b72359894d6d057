//! Printed sheets as templates see them.

use serde::Serialize;

use super::{ContactView, DateView, NoticeView, QrView, TextView};

/// A sheet of paper, seen as `sheet`.
#[derive(Debug, Clone, Serialize)]
pub struct SheetView {
    /// Name of its format: `a4`, `a5`, `a5-2up`, `a4-folded`, `tri-fold`, `eu-poster`, `booklet`, …
    pub format: &'static str,
    /// How many steps larger than its smallest size the text is, up to 3.
    pub step: usize,
    /// Whether two languages stand beside each other.
    pub is_pair: bool,
    /// Whether marks show where to cut.
    pub crop_marks: bool,
    /// `<title>`.
    pub head_title: String,
    /// Content security policy.
    pub csp: String,
    /// Its style sheet.
    pub css_url: String,
    /// Icon of the portal.
    pub icon_url: String,
    /// Address of the page that it was made of, from the root of the host.
    pub page_url: String,
    /// The way to that page from paper; nothing if the portal has no address.
    pub qr: Option<QrView>,
    /// Whether both sides of a landscape paper are printed, to be turned over its short edge.
    pub is_folded: bool,
    /// Whether the support of the European Union is what it is about.
    pub is_eu_poster: bool,
    /// Title.
    pub title: TextView,
    /// Title in the second language, or in that of offices.
    pub second_title: Option<TextView>,
    /// What it is about.
    pub summary: Option<TextView>,
    /// What the reader must know first.
    pub notices: Vec<NoticeView>,
    /// The day for which it is true.
    pub day: Option<DateView>,
    /// The last day on which it is true, if that is known.
    pub valid_until: Option<DateView>,
    /// The day from which on the reader should look whether it is still true.
    pub check_after: Option<DateView>,
    /// Whom to ask.
    pub contact: Option<ContactView>,
    /// What a poster says; nothing on other sheets.
    pub poster: Option<PosterView>,
    /// The sides of the paper.
    pub sides: Vec<SideView>,
}

/// What a poster says besides its title and summary.
#[derive(Debug, Clone, Serialize)]
pub struct PosterView {
    /// How long the title is: `short`, `medium` or `long`.
    pub size: &'static str,
    /// The date or the time limit that matters.
    pub when: Option<TextView>,
    /// What to do.
    pub call_to_action: Option<TextView>,
}

/// A side of the paper.
#[derive(Debug, Clone, Serialize)]
pub struct SideView {
    /// Its panels in the order in which they are read.
    pub panels: Vec<PanelView>,
}

/// A box of fixed size.
#[derive(Debug, Clone, Serialize)]
pub struct PanelView {
    /// Its name.
    pub name: String,
    /// Whether title and notices stand at its top.
    pub has_head: bool,
    /// Whether contact, edition and publicity stand at its end.
    pub has_foot: bool,
    /// Whether it repeats another panel, so that it says nothing new.
    pub is_copy: bool,
    /// Number of its page, in a booklet.
    pub number: Option<usize>,
    /// Whether it is left free for what the reader writes.
    pub is_for_notes: bool,
    /// Contents of a booklet, where they stand on this panel.
    pub contents: Vec<ChapterView>,
    /// How much of it the compiler expects to be taken, in per cent.
    pub percent: u32,
    /// What flows into it.
    pub rows: Vec<RowsView>,
}

/// A chapter in the contents of a booklet.
#[derive(Debug, Clone, Serialize)]
pub struct ChapterView {
    /// Its title.
    pub title: TextView,
    /// The number of the page on which it begins.
    pub number: usize,
}

/// Text in one language, or in two beside each other.
#[derive(Debug, Clone, Serialize)]
pub struct RowsView {
    /// Whether rows of both languages are level.
    pub is_level: bool,
    /// One text for each language.
    pub texts: Vec<ColumnView>,
}

/// The text of a language.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnView {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The place of the text, to insert and not to read.
    pub html: String,
}
