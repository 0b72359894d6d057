//! A page in pieces: what hundreds of pages share is rendered, stored and minified once, and the
//! text of the page, which is written without a superfluous byte, passes templates and minifier by.
//! Pages that differ in a few words only share even their frame.

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
    /// Urgent campaigns.
    Banner,
    /// The way to a person.
    Help,
    /// Who runs the portal and who pays for it.
    Footer,
    /// The courses of the portal or of a town.
    Courses,
}

/// How many parts there are.
const PARTS: usize = 10;

/// What stands for a part in a frame, before and after its number; authors cannot write an element.
const OPEN: &str = "<x-piece i=";
const CLOSE: &str = "></x-piece>";

/// What stands for words in a shared frame, before and after their number: control characters are in
/// no text, and the space makes the minifier keep the quotation marks of an attribute.
const WORDS: u8 = 2;
const WORDS_END: &[u8] = b" \x03";

/// What templates insert for words in which pages with one frame differ: in a text, in an attribute
/// or in data.
pub fn word_stand_in(number: usize) -> String {
    format!("\u{2}{number} \u{3}")
}

impl Part {
    /// All parts with the names by which templates know them.
    pub const NAMED: [(&'static str, Self); PARTS] = [
        ("text", Self::Text),
        ("assets", Self::Assets),
        ("alternates", Self::Alternates),
        ("brand", Self::Brand),
        ("search", Self::Search),
        ("navigation", Self::Navigation),
        ("banner", Self::Banner),
        ("help", Self::Help),
        ("footer", Self::Footer),
        ("courses", Self::Courses),
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
    /// What is around the pieces, with a stand-in for each of them.
    frame: Piece,
    /// HTML that takes the place of the stand-ins for words, by their numbers.
    words: Vec<String>,
    pieces: Pieces,
}

impl Html {
    /// A page whose templates left room for these pieces; they may leave some out.
    pub fn new(frame: &str, pieces: Pieces) -> Self {
        // Copied, not shrunk: allocators keep the room of a string that only became shorter.
        Self::in_frame(Piece::new(frame.into()), Vec::new(), pieces)
    }

    /// A page in a frame that it shares with others.
    pub fn in_frame(frame: Piece, words: Vec<String>, pieces: Pieces) -> Self {
        Self { frame, words, pieces }
    }

    /// A page without pieces.
    pub fn whole(html: &str) -> Self {
        Self::new(html, Pieces::default())
    }

    /// The page as the templates made it.
    pub fn text(&self) -> String {
        let bytes = self.join(Piece::html);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Its length in bytes before anything is taken away.
    pub fn len(&self) -> usize {
        let pieces = self.pieces.0.iter().flatten().map(|piece| piece.html().len());
        let words = self.words.iter().map(String::len);
        self.frame.html().len() + pieces.chain(words).sum::<usize>()
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.frame.is_empty()
    }

    /// Whether a text stands in the page, whole in its frame or in one of the pieces that are shown.
    pub fn contains(&self, text: &str) -> bool {
        let frame = self.frame.html();
        let text = memmem::Finder::new(text);
        let is_in = |html: &[u8]| text.find(html).is_some();
        let mut stand_ins = memchr::memchr_iter(b'<', frame);
        is_in(frame)
            || stand_ins.any(|at| {
                let rest = frame.get(at..).unwrap_or_default();
                rest.starts_with(OPEN.as_bytes())
                    && self.stand_in(rest, &Piece::html).is_some_and(|(_, html)| is_in(html))
            })
    }

    /// The page, minified.
    pub fn minified(&self) -> Vec<u8> {
        self.join(Piece::minified)
    }

    /// Feeds everything that determines the published bytes to a digest.
    pub fn digest(&self, hasher: &mut blake3::Hasher) {
        hasher.update(self.frame.0.digest.as_bytes());
        for (part, piece) in (0_u8..).zip(&self.pieces.0) {
            if let Some(piece) = piece {
                hasher.update(&[part]).update(piece.0.digest.as_bytes());
            }
        }
        for words in &self.words {
            // With its length, so that no words can pass for the end of those before.
            hasher.update(&words.len().to_le_bytes()).update(words.as_bytes());
        }
    }

    /// Puts pieces and words in the place of their stand-ins.
    fn join<'a>(&'a self, html: impl Fn(&'a Piece) -> &'a [u8]) -> Vec<u8> {
        let frame = html(&self.frame);
        let mut joined = Vec::with_capacity(self.len());
        let mut done = 0;
        for at in memchr::memchr2_iter(b'<', WORDS, frame) {
            let Some((length, inserted)) = self.stand_in(&frame[at..], &html) else { continue };
            joined.extend_from_slice(frame.get(done..at).unwrap_or_default());
            joined.extend_from_slice(inserted);
            done = at + length;
        }
        joined.extend_from_slice(frame.get(done..).unwrap_or_default());
        joined
    }

    /// The length of the stand-in that a frame goes on with, and what takes its place.
    fn stand_in<'a>(
        &'a self,
        frame: &[u8],
        html: &impl Fn(&'a Piece) -> &'a [u8],
    ) -> Option<(usize, &'a [u8])> {
        if let Some(rest) = frame.strip_prefix(OPEN.as_bytes()) {
            let number = usize::from(rest.first()?.wrapping_sub(b'0'));
            let piece = self.pieces.0.get(number).and_then(Option::as_ref);
            return Some((OPEN.len() + 1 + CLOSE.len(), piece.map_or(&[], html)));
        }
        let end = memmem::find(frame, WORDS_END).filter(|_| frame.first() == Some(&WORDS))?;
        let number: usize = str::from_utf8(frame.get(1..end)?).ok()?.parse().ok()?;
        Some((end + WORDS_END.len(), self.words.get(number)?.as_bytes()))
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
        let words = |words: &[&str]| {
            let words = words.iter().map(ToString::to_string).collect();
            digest(&Html::in_frame(Piece::new("frame".to_owned()), words, Pieces::default()))
        };
        assert_eq!(words(&["a", "b"]), words(&["a", "b"]));
        assert_ne!(words(&["a", "b"]), words(&["ab", ""]));
    }

    #[test]
    fn words_take_their_place_in_texts_attributes_and_data() {
        let [title, address, none] = [0, 1, 7].map(word_stand_in);
        let frame = Piece::new(format!(
            "<!doctype html><title>{title}</title><script type=\"application/ld+json\">[{title}]\
             </script><p title=\"{title}\"><a href=\"{address}\">{title} {none}</a></p>{}",
            Part::Text.stand_in()
        ));
        let minified = |words: [&str; 2]| {
            let words = words.map(ToOwned::to_owned).into();
            let pieces = Pieces::default().with(Part::Text, Piece::ready(title.clone()));
            String::from_utf8(Html::in_frame(frame.clone(), words, pieces).minified()).unwrap()
        };
        let page = scraper::Html::parse_document(&minified(["b &amp; c", "/cs/a b/"]));
        let of = |selector: &str| {
            let selector = scraper::Selector::parse(selector).unwrap();
            page.select(&selector).next().unwrap()
        };
        assert_eq!(of("title").inner_html(), "b &amp; c");
        assert_eq!(of("p").attr("title"), Some("b & c"));
        assert_eq!(of("a").attr("href"), Some("/cs/a b/"));
        assert_eq!(of("script").text().collect::<String>(), "[b &amp; c]");
        assert!(of("a").inner_html().starts_with("b &amp; c "));
        // What authors write is no stand-in.
        assert!(minified(["b", "c"]).ends_with(&title));
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
