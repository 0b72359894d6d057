//! PO, the exchange format of gettext
//! (<https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>).

mod read;
mod write;

pub use read::read;
pub use write::write;

/// Between the id of a file and that of a unit in `msgctxt`.
const BETWEEN: char = '#';
/// The header that tells the language of the source.
const SOURCE: &str = "X-Source-Language";
