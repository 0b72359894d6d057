//! XLIFF 2.0, the exchange format of programs for translators
//! (<https://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html>).

mod read;
mod write;

pub use read::read;
pub use write::write;

/// The namespace of version 2.0.
const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";
/// Before states that only this program knows.
const OWN: &str = "rozcestnik:";
