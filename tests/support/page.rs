//! Looks into the pages of a built portal.

use rozcestnik::output::{OutputFile, OutputTree};
use scraper::{ElementRef, Html, Selector};

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
