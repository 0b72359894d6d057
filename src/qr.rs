//! QR codes for paper: an address as the outline of its dark modules.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// Modules of white around a code, without which cameras do not find it (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// A code that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    /// Modules from edge to edge, with the quiet zone: width and height of its `viewBox`.
    pub size: usize,
    /// The dark modules as the `d` of an SVG path, one rectangle for each run in a row.
    pub path: String,
}

/// The code of a text at error correction level M; `None` where the text is too long for any code.
pub fn code(text: &str) -> Option<QrCode> {
    let matrix = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for row in 0..matrix.size {
        let is_dark = |column: usize| column < matrix.size && matrix[row][column].value();
        let mut column = 0;
        while column < matrix.size {
            let length = (column..).take_while(|column| is_dark(*column)).count();
            if length > 0 {
                let (x, y) = (column + QUIET_ZONE, row + QUIET_ZONE);
                let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
            }
            column += length + 1;
        }
    }
    Some(QrCode { size: matrix.size + 2 * QUIET_ZONE, path })
}

/// The code as a whole SVG file on white ground.
pub fn file(code: &QrCode) -> String {
    let QrCode { size, path } = code;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/>\
         <path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the runs of a path, eight dots to a module.
    fn decoded(code: &QrCode) -> String {
        const DOTS: usize = 8;
        let mut dark = vec![vec![false; code.size]; code.size];
        for run in code.path.split_terminator('z') {
            let numbers: Vec<usize> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [x, y, length, 1, back] = numbers[..] else { panic!("{run}") };
            assert_eq!(length, back);
            dark[y][x..x + length].fill(true);
        }
        let shade = |x: usize, y: usize| if dark[y / DOTS][x / DOTS] { 0 } else { 255 };
        let dots = code.size * DOTS;
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(dots, dots, shade);
        let grids = picture.detect_grids();
        let [grid] = &grids[..] else { panic!("{} codes", grids.len()) };
        let (data, text) = grid.decode().unwrap();
        // The decoder counts L as 1, M as 0, Q as 3 and H as 2, as the format does.
        assert_eq!(data.ecc_level, 0);
        text
    }

    #[test]
    fn a_decoder_reads_the_address_back() {
        for address in [
            "https://portal.example/uk/",
            "https://portal.example/uk/residence/permanent-residence/",
            "https://portal.example/ar/a/page/with/quite/a/long/path/to/it/and/then/some/more/",
        ] {
            assert_eq!(decoded(&code(address).unwrap()), address);
        }
    }

    #[test]
    fn four_modules_around_a_code_stay_white() {
        let code = code("https://portal.example/").unwrap();
        assert_eq!(code.size, 25 + 2 * 4);
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        let last = format!("M4 {}h7v1h-7z", code.size - 5);
        assert!(code.path.contains(&last), "{}", code.path);
    }

    #[test]
    fn a_text_that_fits_into_no_code_has_none() {
        assert_eq!(code(&"x".repeat(3000)), None);
    }
}
