//! Looks into the files of a built portal.

use rozcestnik::output::{OutputFile, OutputPath, OutputTree};
use scraper::{ElementRef, Html, Selector};

/// A published file as text.
pub fn text(portal: &OutputTree, path: &str) -> String {
    let path = OutputPath::new(path).unwrap();
    let file = portal.get(&path).unwrap_or_else(|| panic!("nothing is published at {path}"));
    String::from_utf8(file.bytes().into_owned()).unwrap()
}

/// Every page with its path.
pub fn pages(portal: &OutputTree) -> impl Iterator<Item = (&str, String)> {
    let is_page = |file: &OutputFile| matches!(file, OutputFile::Html(_));
    let pages = portal.iter().filter(move |(_, file)| is_page(file));
    pages.map(|(path, file)| (path.as_str(), String::from_utf8(file.bytes().into_owned()).unwrap()))
}

/// What `look` sees in each element that a CSS selector finds, one a line.
pub fn found(html: &str, selector: &str, look: impl Fn(ElementRef<'_>) -> String) -> String {
    let document = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).map(|element| look(element) + "\n").collect()
}

/// The elements that a CSS selector finds, one a line.
pub fn elements(html: &str, selector: &str) -> String {
    found(html, selector, |element| element.html())
}

/// The words of the elements that a CSS selector finds, one a line.
pub fn words(html: &str, selector: &str) -> String {
    found(html, selector, |element| element.text().collect())
}
