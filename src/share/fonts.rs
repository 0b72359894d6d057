//! The fonts of the program, how wide words are in them, and the picture itself.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Node, Options, Tree, fontdb};
use skrifa::{FontRef, MetadataProvider};

use crate::markdown::escape;

use super::{SIZE, Words, svg};

/// The family of a text: the first one named decides the weight of all its letters.
pub fn family(text: &str) -> &'static str {
    let is_arabic =
        text.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}'));
    if is_arabic { "Noto Sans Arabic, Noto Sans" } else { "Noto Sans, Noto Sans Arabic" }
}

/// Family of the statement: the rules of the Union allow few, and this one may be passed on.
pub const STATEMENT: &str = "Ubuntu derivative Rozcestnik, Noto Sans, Noto Sans Arabic";

const FILES: [&[u8]; 5] = [
    include_bytes!("fonts/NotoSans-Bold.ttf"),
    include_bytes!("fonts/NotoSansArabic-Bold.ttf"),
    include_bytes!("fonts/NotoSans-Regular.ttf"),
    include_bytes!("fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("fonts/UbuntuDerivative-Bold.ttf"),
];

/// The pixels that words are measured at.
const MEASURE: f32 = 100.0;

fn options() -> &'static Options<'static> {
    static OPTIONS: OnceLock<Options<'static>> = OnceLock::new();
    OPTIONS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for file in FILES {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(file)));
        }
        Options { fontdb: Arc::new(fonts), ..Options::default() }
    })
}

/// The first letter that no font has; there would be a box in its place.
pub fn first_without_font(text: &str) -> Option<char> {
    static FONTS: OnceLock<Vec<FontRef<'static>>> = OnceLock::new();
    let fonts =
        FONTS.get_or_init(|| FILES.iter().filter_map(|file| FontRef::new(file).ok()).collect());
    let is_drawn = |c: char| {
        c.is_whitespace() || c.is_control() || fonts.iter().any(|f| f.charmap().map(c).is_some())
    };
    text.chars().find(|c| !is_drawn(*c))
}

/// How wide each of some words is, in pixels at a size of one pixel.
pub fn widths(words: &[&str], weight: u16) -> Vec<f32> {
    let mut text = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">");
    for (number, word) in words.iter().enumerate() {
        text.push_str(&format!(
            "<text id=\"w{number}\" y=\"{MEASURE}\" font-family=\"{}\" font-weight=\"{weight}\" \
             font-size=\"{MEASURE}\">",
            family(word)
        ));
        escape(&mut text, word);
        text.push_str("</text>");
    }
    text.push_str("</svg>");
    let tree = Tree::from_str(&text, options()).ok();
    let width = |number: usize| match tree.as_ref()?.node_by_id(&format!("w{number}"))? {
        Node::Text(text) => Some(text.bounding_box().width() / MEASURE),
        _ => None,
    };
    (0..words.len()).map(|number| width(number).unwrap_or_default()).collect()
}

/// The picture; empty only if it could not be drawn at all.
pub fn png(words: &Words) -> Vec<u8> {
    let tree = Tree::from_str(&svg::svg(words), options());
    let (Ok(tree), Some(mut picture)) = (tree, Pixmap::new(SIZE.0, SIZE.1)) else {
        return Vec::new();
    };
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    picture.encode_png().unwrap_or_default()
}
