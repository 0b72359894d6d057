//! What is wrong with a printed sheet: text over its panel, too many pages, letters without a font.

use crate::browser::Printed;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::site::Site;

use super::{Document, file};

/// CSS pixels in a millimetre.
const PIXELS: f64 = 96.0 / 25.4;

/// What forbids to hand the sheet out.
pub fn examine(site: &Site, document: &Document, printed: &Printed) -> Diagnostics {
    let locales = [Some(document.edition), document.beside];
    let locales = locales.iter().flatten().map(|edition| site.config.locales[*edition].as_str());
    let locales = locales.collect::<Vec<_>>().join(" + ");
    let at = |code| {
        Diagnostic::at(code, document.span.clone())
            .with("page", &document.id)
            .with("format", document.format)
            .with("locales", &locales)
    };
    let mut found = Diagnostics::new();
    for overflow in &printed.overflows {
        let (across, down) = overflow.over;
        let millimetres = across.max(down) / PIXELS;
        found.push(
            at(Code::PanelOverflow)
                .with("panel", &overflow.panel)
                .with("locale", &overflow.lang)
                .with("millimetres", format!("{millimetres:.1}"))
                .hint(if down >= across { "shorten" } else { "wide" }),
        );
    }
    let pages = file::pages(&printed.pdf);
    // Too much text in a panel that is not cut off is a page more: one mistake, one finding.
    if let Some(wanted) = document.pages.filter(|wanted| *wanted != pages) {
        found.push(at(Code::SheetPageCount).with("count", pages).with("wanted", wanted));
    }
    for missing in &printed.without_font {
        found.push(
            at(Code::ScriptWithoutFont)
                .with("locale", &missing.lang)
                .with("letters", &missing.letters)
                .hint("install"),
        );
    }
    found
}
