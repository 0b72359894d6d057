//! Pictures of the content: their size in pixels and their published name.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::source::SourceFile;

/// A picture that can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width in CSS pixels.
    pub width: usize,
    /// Height in CSS pixels.
    pub height: usize,
    /// Address from the root of the host, with a fingerprint of the content.
    pub address: String,
}

/// Whether a file is a picture by its name.
pub fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["png", "jpg", "jpeg", "webp", "avif", "gif", "svg"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// Measures a picture.
pub fn read(path: &SourcePath, file: &SourceFile) -> (Option<Picture>, Diagnostics) {
    let size = match file {
        SourceFile::Text(text) => {
            svg_size(text).ok_or_else(|| "SVG: width, height, viewBox".to_owned())
        }
        SourceFile::Binary(bytes) => imagesize::blob_size(bytes)
            .map(|size| (size.width, size.height))
            .map_err(|error| error.to_string()),
    };
    match size {
        Ok((width, height)) => {
            let address = fingerprinted(path, file.bytes());
            (Some(Picture { width, height, address }), Diagnostics::new())
        }
        Err(reason) => {
            let finding = Diagnostic::at(Code::BadPicture, Span::file(path));
            (None, [finding.with("reason", reason)].into_iter().collect())
        }
    }
}

/// Address of a file whose content never changes under it: `/assets/map.1f2e3d4c5b6a.png`.
pub fn fingerprinted(path: &str, content: &[u8]) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let safe: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
        .collect();
    let hash = blake3::hash(content).to_hex();
    format!("/assets/{safe}.{}.{}", &hash[..12], extension.to_ascii_lowercase())
}

/// Size of an SVG from `width` and `height` of its root, else from its `viewBox`.
fn svg_size(text: &str) -> Option<(usize, usize)> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}="))? + name.len() + 2;
        let quote = tag[at..].chars().next()?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |value: &str| value.trim_end_matches("px").parse::<f64>().ok();
    let given = attribute("width").and_then(pixels).zip(attribute("height").and_then(pixels));
    let (width, height) = given.or_else(|| {
        let view_box: Vec<f64> =
            attribute("viewBox")?.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
        view_box.get(2).copied().zip(view_box.get(3).copied())
    })?;
    (width >= 1.0 && height >= 1.0).then_some((width.round() as usize, height.round() as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_a_drawing_comes_from_its_root() {
        assert_eq!(svg_size("<svg width=\"20\" height='10px'>"), Some((20, 10)));
        assert_eq!(svg_size("<?xml?><svg viewBox=\"0 0 24 12\"><g width=\"1\">"), Some((24, 12)));
        assert_eq!(svg_size("<svg>"), None);
    }

    #[test]
    fn names_are_made_safe_and_carry_the_content() {
        let (a, b) =
            (fingerprinted("x/Mapa města.PNG", b"1"), fingerprinted("x/Mapa města.PNG", b"2"));
        assert!(a.starts_with("/assets/Mapa-m-sta.") && a.ends_with(".png"), "{a}");
        assert_ne!(a, b);
    }
}
