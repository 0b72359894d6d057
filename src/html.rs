//! A page in pieces: what hundreds of pages share is rendered, stored and minified once, and the
//! text of the page, which is written without a superfluous byte, passes templates and minifier by.

use std::sync::{Arc, OnceLock};

use memchr::memmem;

use crate::minify;

/// A part of a page that templates insert without seeing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The text of the page.
    Text,
    /// What belongs in `<head>` on every page of an edition.
    Assets,
    /// The other editions of the page, in `<head>`.
    Alternates,
    /// The way to the home page.
    Brand,
    /// The search field.
    Search,
    /// The sections.
    Navigation,
    /// The way to a person.
    Help,
    /// Who runs the portal and who pays for it.
    Footer,
}

/// How many parts there are.
const PARTS: usize = 8;

/// What stands for a part in a frame, before and after its number; authors cannot write an element.
const OPEN: &str = "<x-piece i=";
const CLOSE: &str = "></x-piece>";

impl Part {
    /// All parts with the names by which templates know them.
    pub const NAMED: [(&'static str, Self); PARTS] = [
        ("text", Self::Text),
        ("assets", Self::Assets),
        ("alternates", Self::Alternates),
        ("brand", Self::Brand),
        ("search", Self::Search),
        ("navigation", Self::Navigation),
        ("help", Self::Help),
        ("footer", Self::Footer),
    ];

    /// What templates insert where the part belongs.
    pub fn stand_in(self) -> String {
        format!("{OPEN}{}{CLOSE}", self as usize)
    }
}

/// The HTML of a part. Copies are cheap and share what is made of it.
#[derive(Debug, Clone)]
pub struct Piece(Arc<Made>);

#[derive(Debug)]
struct Made {
    html: String,
    digest: blake3::Hash,
    /// `None`: nothing to take away.
    minified: Option<OnceLock<Vec<u8>>>,
}

impl Piece {
    /// Whole elements as a template made them.
    pub fn new(html: String) -> Self {
        let digest = blake3::hash(html.as_bytes());
        Self(Arc::new(Made { html, digest, minified: Some(OnceLock::new()) }))
    }

    /// HTML that the minifier could hardly make smaller.
    pub fn ready(html: String) -> Self {
        let digest = blake3::hash(html.as_bytes());
        Self(Arc::new(Made { html, digest, minified: None }))
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.html.is_empty()
    }

    /// The HTML itself.
    pub fn as_str(&self) -> &str {
        &self.0.html
    }

    fn html(&self) -> &[u8] {
        self.0.html.as_bytes()
    }

    fn minified(&self) -> &[u8] {
        match &self.0.minified {
            Some(made) => made.get_or_init(|| minify::html(&self.0.html)),
            None => self.html(),
        }
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        self.0.html == other.0.html
    }
}

impl Eq for Piece {}

/// The pieces of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces([Option<Piece>; PARTS]);

impl Pieces {
    /// Adds the piece for a part.
    #[must_use]
    pub fn with(mut self, part: Part, piece: Piece) -> Self {
        self.0[part as usize] = Some(piece);
        self
    }
}

/// A page as the templates made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// What is the page's own, with a stand-in for each piece.
    frame: Box<str>,
    pieces: Pieces,
}

impl Html {
    /// A page whose templates left room for these pieces; they may leave some out.
    pub fn new(frame: &str, pieces: Pieces) -> Self {
        // Copied, not shrunk: allocators keep the room of a string that only became shorter.
        Self { frame: frame.into(), pieces }
    }

    /// A page without pieces.
    pub fn whole(html: &str) -> Self {
        Self::new(html, Pieces::default())
    }

    /// The page as the templates made it.
    pub fn text(&self) -> String {
        let bytes = self.join(self.frame.as_bytes(), Piece::html);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Its length in bytes before anything is taken away.
    pub fn len(&self) -> usize {
        let pieces = self.pieces.0.iter().flatten().map(|piece| piece.html().len());
        self.frame.len() + pieces.sum::<usize>()
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// The page, minified.
    pub fn minified(&self) -> Vec<u8> {
        self.join(&minify::html(&self.frame), Piece::minified)
    }

    /// Feeds everything that determines the published bytes to a digest.
    pub fn digest(&self, hasher: &mut blake3::Hasher) {
        // With its length, so that no part can pass for the end of the one before.
        hasher.update(&self.frame.len().to_le_bytes()).update(self.frame.as_bytes());
        for (part, piece) in (0_u8..).zip(&self.pieces.0) {
            if let Some(piece) = piece {
                hasher.update(&[part]).update(piece.0.digest.as_bytes());
            }
        }
    }

    /// Puts the pieces in the place of their stand-ins.
    fn join<'a>(&'a self, frame: &[u8], html: impl Fn(&'a Piece) -> &'a [u8]) -> Vec<u8> {
        let mut joined = Vec::with_capacity(self.len());
        let mut done = 0;
        for at in memmem::find_iter(frame, OPEN.as_bytes()) {
            let digit = frame.get(at + OPEN.len());
            let number = digit.map_or(PARTS, |digit| usize::from(digit.wrapping_sub(b'0')));
            joined.extend_from_slice(frame.get(done..at).unwrap_or_default());
            if let Some(Some(piece)) = self.pieces.0.get(number) {
                joined.extend_from_slice(html(piece));
            }
            done = at + OPEN.len() + 1 + CLOSE.len();
        }
        joined.extend_from_slice(frame.get(done..).unwrap_or_default());
        joined
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(brand: &str, text: &str) -> String {
        format!(
            "<!doctype html><html lang=\"cs\"><head><title>a</title>{}</head><body><div>{brand}\
             </div> <p>d</p>\n<main>{text}</main></body></html>",
            Part::Assets.stand_in()
        )
    }

    fn page(brand: &str, text: &str) -> Html {
        let pieces = Pieces::default()
            .with(Part::Assets, Piece::new("<link rel=\"icon\" href=\"/i\">".to_owned()))
            .with(Part::Brand, Piece::new(brand.to_owned()))
            .with(Part::Text, Piece::ready(text.to_owned()));
        Html::new(&frame(&Part::Brand.stand_in(), &Part::Text.stand_in()), pieces)
    }

    const BRAND: &str = "<nav aria-label=\"b\"><a href=\"/\">c</a></nav>";
    const TEXT: &str = "<h2 id=f>g</h2><p>h</p>";

    #[test]
    fn a_page_in_pieces_is_minified_like_the_whole() {
        let page = page(BRAND, TEXT);
        let whole = Html::whole(&page.text());
        assert!(whole.text().contains(BRAND), "{}", whole.text());
        assert_eq!(
            String::from_utf8(page.minified()).unwrap(),
            String::from_utf8(whole.minified()).unwrap()
        );
    }

    #[test]
    fn a_digest_tells_pages_apart_by_frame_and_pieces() {
        let digest = |page: &Html| {
            let mut hasher = blake3::Hasher::new();
            page.digest(&mut hasher);
            hasher.finalize()
        };
        let one = digest(&page(BRAND, TEXT));
        assert_eq!(one, digest(&page(BRAND, TEXT)));
        assert_ne!(one, digest(&page(BRAND, "other")));
        assert_ne!(one, digest(&page("other", TEXT)));
        assert_ne!(one, digest(&Html::new("frame", page(BRAND, TEXT).pieces)));
    }

    #[test]
    fn a_theme_may_leave_a_part_out_or_show_it_twice() {
        for count in [0, 2] {
            let frame = frame("", &Part::Text.stand_in().repeat(count));
            let page = Html::new(&frame, page(BRAND, TEXT).pieces);
            assert_eq!(page.text().matches(TEXT).count(), count);
            assert!(!page.text().contains(BRAND));
        }
    }

    #[test]
    fn a_stand_in_that_a_theme_spells_itself_does_no_harm() {
        for frame in ["a<x-piece i=", "a<x-piece i=\"1\">", "a<x-piece i=<x-piece i=9"] {
            assert!(Html::new(frame, page(BRAND, TEXT).pieces).text().starts_with('a'));
        }
    }
}
