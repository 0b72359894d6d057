//! What came back from a translator, whatever its format.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::exchange::{fingerprint, po, xliff};
use crate::source::unresolved;

/// What came back from a translator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The file that came.
    pub path: SourcePath,
    /// Tag of the language that was translated from, and where it stands.
    pub from: (String, Range<usize>),
    /// Tag of the language that was translated to, and where it stands.
    pub to: (String, Range<usize>),
    /// Pages and files of data.
    pub files: Vec<DeliveredFile>,
}

/// A page or a file of data that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredFile {
    /// As in [`crate::exchange::File`].
    pub id: String,
    /// Where the id stands in the file that came.
    pub span: Range<usize>,
    /// Its texts.
    pub units: Vec<DeliveredUnit>,
}

/// A text that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveredUnit {
    /// As in [`crate::exchange::Unit`].
    pub id: String,
    /// Bytes of the translation in the file that came; of the unit if there is none.
    pub span: Range<usize>,
    /// The text that it was made from.
    pub source: String,
    /// The translation; empty if there is none.
    pub target: String,
    /// Whether the translator says that it is finished.
    pub finish: Finish,
    /// Fingerprint of the translation that went out, if the file still holds it.
    pub exported: Option<String>,
}

impl DeliveredUnit {
    /// Whether the translation is the one that went out.
    pub fn is_untouched(&self) -> bool {
        self.exported.as_ref().is_some_and(|exported| *exported == fingerprint(&self.target))
    }
}

/// What a translator says about a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// It is finished.
    Yes,
    /// Nothing: not every program for translators keeps the states of XLIFF. What changed is
    /// finished, what is as it was is not.
    Unsaid,
    /// It is not finished.
    No,
}

/// Reads a file of either format. Its text, for showing a line of it, comes along.
pub fn read(bytes: &[u8], path: &SourcePath) -> (String, Option<Delivery>, Diagnostics) {
    let mut found = Diagnostics::new();
    let text = match decoded(bytes) {
        Ok(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Err(name) if name == UTF_8.name() => {
            let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let finding = Diagnostic::at(Code::NotUtf8, Span::file(path)).with("offset", at);
            found.push(finding.hint("convert"));
            return (String::new(), None, found);
        }
        Err(name) => {
            let finding = Diagnostic::at(Code::ExchangeFormat, Span::file(path));
            found.push(finding.with("name", format!("`{name}`")).hint("encoding"));
            return (String::new(), None, found);
        }
    };
    if let Some((mark, _)) = unresolved(&text) {
        let reason = format!("`{}`", &text[mark.clone()]);
        let finding = Diagnostic::at(Code::ExchangeSyntax, Span::new(path, mark));
        found.push(finding.with("reason", reason).hint("conflict"));
        return (text, None, found);
    }
    let start = text.trim_start();
    let (delivery, found) = if start.starts_with('<') {
        xliff::read(&text, path)
    } else if start.starts_with(['#', 'm']) {
        po::read(&text, path)
    } else {
        let name: String = start.chars().take_while(|c| !c.is_control()).take(12).collect();
        let finding = Diagnostic::at(Code::ExchangeFormat, Span::file(path));
        found.push(finding.with("name", format!("`{name}`")).hint("xml"));
        (None, found)
    };
    (text, delivery, found)
}

/// The text in the encoding that a mark at the beginning, the declaration of XML or the header of
/// PO names; else the name of the encoding that it does not fit.
fn decoded(bytes: &[u8]) -> Result<String, String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let named = ["encoding=\"", "encoding='", "charset="].iter().find_map(|before| {
        let (_, rest) = start.split_once(before)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.:".contains(c)));
        Some(rest[..end.unwrap_or(rest.len())].to_owned())
    });
    let by_mark = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = match (by_mark, named) {
        (Some(encoding), _) => encoding,
        (None, None) => UTF_8,
        (None, Some(name)) => Encoding::for_label(name.as_bytes()).ok_or(name)?,
    };
    let (text, is_broken) = encoding.decode_with_bom_removal(bytes);
    if is_broken || text.contains('\0') {
        Err(encoding.name().to_owned())
    } else {
        Ok(text.into_owned())
    }
}
