//! Rules on what becomes of pictures on paper.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::picture::Picture;

/// Dots in an inch below which print looks blurred.
const RESOLUTION: f64 = 200.0;
/// No picture is printed narrower than this, as `print.css` says; on a sheet only where its column is
/// narrower, which makes it sharper.
const NARROWEST: f64 = 60.0;
const INCH: f64 = 25.4;

/// Width and height of the emblem on a page, in pixels of CSS.
const EMBLEM: [usize; 2] = [88, 58];

/// A picture that has too few dots even where it is printed as narrow as pictures are.
pub fn low_resolution(path: &str, picture: &Picture, span: &Span) -> Option<Diagnostic> {
    let is_drawn = path.to_ascii_lowercase().ends_with(".svg");
    let dpi = picture.width as f64 / NARROWEST * INCH;
    let finding = || {
        Diagnostic::at(Code::LowResolution, span.clone())
            .with("width", picture.width)
            .with("dpi", dpi.floor())
            .with("millimetres", NARROWEST)
            .with("wanted", (RESOLUTION * NARROWEST / INCH).ceil())
            .hint("larger")
    };
    (!is_drawn && dpi < RESOLUTION).then(finding)
}

/// A logo in a text that is both wider and higher than the emblem.
pub fn larger_logo(file: &str, picture: &Picture, span: &Span) -> Option<Diagnostic> {
    let name = file.rsplit('/').next().unwrap_or(file).to_ascii_lowercase();
    let is_larger = picture.width > EMBLEM[0] && picture.height > EMBLEM[1];
    (name.starts_with("logo") && is_larger).then(|| Diagnostic::at(Code::LargerLogo, span.clone()))
}
