//! Papers and foldings: which panels stand on which side, and how large they are in millimetres.

use schemars::JsonSchema;
use serde::Deserialize;

/// Paper and folding of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
pub enum Format {
    /// A4 portrait, one side or both.
    #[serde(rename = "a4")]
    A4,
    /// A5 portrait, one side or both.
    #[serde(rename = "a5")]
    A5,
    /// Two equal A5 sheets on A4 landscape, to be cut apart.
    #[serde(rename = "a5-2up")]
    A5TwoUp,
    /// A4 landscape folded once to four pages of A5.
    #[serde(rename = "a4-folded")]
    A4Folded,
    /// A4 landscape folded twice to six panels of the size DL.
    #[serde(rename = "tri-fold")]
    TriFold,
    /// A poster on A3 portrait about the support of the European Union, as Article 50 of Regulation
    /// (EU) 2021/1060 asks for.
    #[serde(rename = "eu-poster")]
    EuPoster,
    /// As many sheets of A4 landscape as its chapters take, folded once together.
    #[serde(skip)]
    Booklet,
    /// A poster on A4 portrait.
    #[serde(skip)]
    PosterA4,
    /// A poster on A3 portrait.
    #[serde(skip)]
    PosterA3,
}

/// A side of the paper, which is a page of the PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Its panels in the order in which they are read.
    pub panels: Vec<Panel>,
}

/// A box of fixed size on a side.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Name, unique on the sheet.
    pub name: String,
    /// Width between its margins.
    pub width: f64,
    /// Height between its margins.
    pub height: f64,
    /// Whether title and notices stand at its top.
    pub has_head: bool,
    /// Whether text flows into it.
    pub has_text: bool,
    /// Whether contact, edition and publicity stand at its end.
    pub has_foot: bool,
    /// Whether it repeats the panel of this name, so that the sheet can be cut into two.
    pub copy_of: Option<String>,
}

impl Panel {
    fn new(name: &str, [width, height]: [f64; 2], holds: &str) -> Self {
        Self {
            name: name.to_owned(),
            width,
            height,
            has_head: holds.contains("head"),
            has_text: holds.contains("text"),
            has_foot: holds.contains("foot"),
            copy_of: None,
        }
    }
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::A4,
        Self::A5,
        Self::A5TwoUp,
        Self::A4Folded,
        Self::TriFold,
        Self::EuPoster,
        Self::Booklet,
        Self::PosterA4,
        Self::PosterA3,
    ];

    /// As it is written, in addresses and in the class of the page too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::A5TwoUp => "a5-2up",
            Self::A4Folded => "a4-folded",
            Self::TriFold => "tri-fold",
            Self::EuPoster => "eu-poster",
            Self::Booklet => "booklet",
            Self::PosterA4 => "poster-a4",
            Self::PosterA3 => "poster-a3",
        }
    }

    /// Name of the message that says it to readers.
    pub const fn message(self) -> &'static str {
        match self {
            Self::A4 => "leaflet_a4",
            Self::A5 => "leaflet_a5",
            Self::A5TwoUp => "leaflet_a5_2up",
            Self::A4Folded => "leaflet_a4_folded",
            Self::TriFold => "leaflet_tri_fold",
            Self::EuPoster => "leaflet_eu_poster",
            Self::Booklet => "leaflet_booklet",
            Self::PosterA4 => "leaflet_poster_a4",
            Self::PosterA3 => "leaflet_poster_a3",
        }
    }

    /// Width and height between the margins of a panel in millimetres, as in the style sheets.
    const fn panel(self) -> [f64; 2] {
        match self {
            Self::A4 => [186.0, 275.0],
            Self::A5 | Self::A5TwoUp => [130.0, 194.0],
            Self::A4Folded => [128.5, 190.0],
            Self::TriFold => [86.0, 194.0],
            Self::Booklet => [126.5, 184.0],
            Self::PosterA4 => [182.0, 269.0],
            Self::PosterA3 | Self::EuPoster => [257.0, 380.0],
        }
    }

    /// Size of the text in points, alone and beside another language, as in the style sheets.
    pub const fn text_size(self, is_pair: bool) -> f64 {
        match (self, is_pair) {
            (Self::A4 | Self::A4Folded | Self::Booklet, false) => 9.5,
            (Self::A4 | Self::A4Folded | Self::Booklet, true) => 8.5,
            (Self::A5 | Self::A5TwoUp | Self::TriFold, false) => 9.0,
            (Self::A5 | Self::A5TwoUp | Self::TriFold, true) => 8.0,
            (Self::PosterA4, _) => 12.0,
            (Self::PosterA3, _) => 17.0,
            (Self::EuPoster, false) => 14.0,
            (Self::EuPoster, true) => 12.0,
        }
    }

    /// Between the languages of a pair and between columns, in millimetres.
    pub const fn gap(self) -> f64 {
        match self {
            Self::TriFold => 4.0,
            Self::EuPoster => 12.0,
            _ => 6.0,
        }
    }

    /// Whether the paper lies on its long side and is turned over its short edge.
    pub const fn is_folded(self) -> bool {
        matches!(self, Self::A5TwoUp | Self::A4Folded | Self::TriFold | Self::Booklet)
    }

    /// In how many columns a text stands in a panel.
    pub const fn columns(self) -> usize {
        match self {
            Self::A4 => 2,
            _ => 1,
        }
    }

    /// The sides of a sheet whose text does not decide how many there are.
    pub fn sides(self, both: bool) -> Vec<Side> {
        let size = self.panel();
        let panel = |name: &str, holds: &str| Panel::new(name, size, holds);
        let side = |panels: Vec<Panel>| Side { panels };
        match self {
            Self::A4 | Self::A5 if both => vec![
                side(vec![panel("front", "head text")]),
                side(vec![panel("back", "text foot")]),
            ],
            Self::A4 | Self::A5 => vec![side(vec![panel("front", "head text foot")])],
            Self::A5TwoUp => {
                let twice = |name: &str, copy: &str, holds: &str| {
                    let copy_of = Some(name.to_owned());
                    side(vec![panel(name, holds), Panel { copy_of, ..panel(copy, holds) }])
                };
                match both {
                    true => vec![
                        twice("front", "front-copy", "head text"),
                        twice("back", "back-copy", "text foot"),
                    ],
                    false => vec![twice("front", "front-copy", "head text foot")],
                }
            }
            Self::A4Folded => vec![
                side(vec![panel("cover", "head text"), panel("back", "foot")]),
                side(vec![panel("inside-1", "text"), panel("inside-2", "text")]),
            ],
            // The panel that is folded in is 3 mm narrower.
            Self::TriFold => {
                let narrow = |name: &str| Panel::new(name, [size[0] - 3.0, size[1]], "text");
                vec![
                    side(vec![panel("cover", "head"), narrow("flap"), panel("back", "foot")]),
                    side(vec![
                        panel("inside-1", "text"),
                        panel("inside-2", "text"),
                        narrow("inside-3"),
                    ]),
                ]
            }
            Self::Booklet => Vec::new(),
            Self::PosterA4 | Self::PosterA3 | Self::EuPoster => {
                vec![side(vec![panel("poster", "head text foot")])]
            }
        }
    }

    /// A page of a booklet.
    pub fn page(self, number: usize, holds: &str) -> Panel {
        Panel::new(&format!("page-{number}"), self.panel(), holds)
    }
}
