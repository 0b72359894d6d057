//! What stands for the fonts in a program without them: it makes no pictures.

use super::Words;

/// No font is asked for.
pub const fn first_without_font(_: &str) -> Option<char> {
    None
}

/// No picture is planned.
pub const fn png(_: &Words) -> Vec<u8> {
    Vec::new()
}
