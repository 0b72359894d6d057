//! Parts of what was built, as snapshots show them.

use rozcestnik::output::{OutputPath, OutputTree};

pub use crate::page::{found, pages};

/// A published file as text.
pub fn text(portal: &OutputTree, path: &str) -> String {
    let path = OutputPath::new(path).unwrap();
    let file = portal.get(&path);
    assert!(file.is_some(), "nothing is published at {path}");
    String::from_utf8(file.unwrap().bytes().into_owned()).unwrap()
}

/// The elements that a CSS selector finds, one a line.
pub fn elements(html: &str, selector: &str) -> String {
    found(html, selector, |element| element.html())
}

/// The words of the elements that a CSS selector finds, one a line, with plain spaces.
pub fn words(html: &str, selector: &str) -> String {
    found(html, selector, |element| element.text().collect()).replace('\u{a0}', " ")
}
