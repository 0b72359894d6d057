//! A page in pieces: what hundreds of pages share is stored once and minified once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::minify;

/// Templates put what is the same on many pages between these two comments: the navigation, the
/// foot. It must be one or more whole elements.
const OPEN: &str = "<!--shared-->";
const CLOSE: &str = "<!--/shared-->";

/// Stands for a shared piece in the text around it; authors cannot write an element.
const STAND_IN: &str = "<x-shared></x-shared>";

/// A page as the templates made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html {
    /// The text that is the page's own, with a stand-in for each shared piece.
    own: Box<str>,
    shared: Vec<Arc<Shared>>,
}

/// A piece of many pages.
#[derive(Debug)]
struct Shared {
    text: String,
    minified: OnceLock<String>,
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Shared {}

/// The shared pieces of a portal.
#[derive(Debug, Default)]
pub struct Pieces(Mutex<BTreeMap<String, Arc<Shared>>>);

impl Pieces {
    /// Takes a rendered page apart.
    pub fn page(&self, rendered: String) -> Html {
        if !rendered.contains(OPEN) {
            return Html::whole(&rendered);
        }
        let mut own = String::with_capacity(rendered.len() / 2);
        let mut shared = Vec::new();
        let mut rest = rendered.as_str();
        while let Some((before, after)) = rest.split_once(OPEN) {
            own.push_str(before);
            let (piece, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            shared.push(self.piece(piece));
            own.push_str(STAND_IN);
            rest = after;
        }
        own.push_str(rest);
        // Copied, not shrunk: allocators keep the room of a string that only became shorter.
        Html { own: own.as_str().into(), shared }
    }

    fn piece(&self, text: &str) -> Arc<Shared> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(piece) = known.get(text) {
            return piece.clone();
        }
        let piece = Arc::new(Shared { text: text.to_owned(), minified: OnceLock::new() });
        known.insert(text.to_owned(), piece.clone());
        piece
    }
}

impl Html {
    /// A page without shared pieces.
    pub fn whole(text: &str) -> Self {
        Self { own: text.into(), shared: Vec::new() }
    }

    /// The page as the templates made it.
    pub fn text(&self) -> Cow<'_, str> {
        if self.shared.is_empty() {
            return Cow::Borrowed(&self.own);
        }
        Cow::Owned(join(&self.own, self.shared.iter().map(|piece| piece.text.as_str())))
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        let pieces: usize = self.shared.iter().map(|piece| piece.text.len()).sum();
        self.own.len() + pieces - self.shared.len() * STAND_IN.len()
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// The page, minified.
    pub fn minified(&self) -> Vec<u8> {
        let own = minify::html(&self.own);
        if self.shared.is_empty() {
            return own.into_bytes();
        }
        let pieces = self
            .shared
            .iter()
            .map(|piece| piece.minified.get_or_init(|| minify::html(&piece.text)).as_str());
        join(&own, pieces).into_bytes()
    }

    /// Feeds everything that determines the published bytes to a digest.
    pub fn digest(&self, hasher: &mut blake3::Hasher) {
        let mut rest = &*self.own;
        for piece in &self.shared {
            let (before, after) = rest.split_once(STAND_IN).unwrap_or((rest, ""));
            hasher.update(before.as_bytes()).update(piece.text.as_bytes());
            rest = after;
        }
        hasher.update(rest.as_bytes());
    }
}

/// Puts the pieces in the place of their stand-ins.
fn join<'a>(own: &str, pieces: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::with_capacity(own.len() * 2);
    let mut rest = own;
    for piece in pieces {
        let (before, after) = rest.split_once(STAND_IN).unwrap_or((rest, ""));
        text.push_str(before);
        text.push_str(piece);
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html lang=\"cs\"><head><title>a</title></head><body><div>\
        <!--shared--><nav aria-label=\"b\"><a href=\"/\">c</a></nav><!--/shared--></div><p>d</p>\
        <!--shared--><footer><p>e</p></footer><!--/shared--></body></html>";

    fn plain() -> String {
        PAGE.replace(OPEN, "").replace(CLOSE, "")
    }

    #[test]
    fn a_page_in_pieces_reads_like_the_whole() {
        let page = Pieces::default().page(PAGE.to_owned());
        assert_eq!(page.text(), plain());
        assert_eq!(page.len(), plain().len());
    }

    #[test]
    fn a_page_in_pieces_is_minified_like_the_whole() {
        let page = Pieces::default().page(PAGE.to_owned());
        let whole = Html::whole(&plain());
        assert_eq!(
            String::from_utf8(page.minified()).unwrap(),
            String::from_utf8(whole.minified()).unwrap()
        );
    }

    #[test]
    fn a_digest_does_not_depend_on_the_pieces() {
        let digest = |page: &Html| {
            let mut hasher = blake3::Hasher::new();
            page.digest(&mut hasher);
            hasher.finalize()
        };
        let page = Pieces::default().page(PAGE.to_owned());
        assert_eq!(digest(&page), digest(&Html::whole(&plain())));
    }

    #[test]
    fn equal_pieces_are_stored_once() {
        let pieces = Pieces::default();
        let (a, b) = (pieces.page(PAGE.to_owned()), pieces.page(PAGE.to_owned()));
        assert!(Arc::ptr_eq(&a.shared[0], &b.shared[0]));
    }
}
