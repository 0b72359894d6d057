//! What the content security policy forbids, and what a page must never load.

use scraper::{ElementRef, Html, Selector};

/// Styles and scripts written into a page, handlers of events, and anything that the page itself
/// loads from elsewhere.
pub fn breaches(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let every = Selector::parse("*").unwrap();
    document.select(&every).filter(breaks).map(|element| element.html()).collect()
}

fn breaks(element: &ElementRef<'_>) -> bool {
    let name = element.value().name();
    let is_inline_script = name == "script"
        && element.attr("src").is_none()
        && element.attr("type") != Some("application/ld+json");
    let is_forbidden = |name: &str| name == "style" || name.starts_with("on");
    let loads = match name {
        "a" | "meta" => None,
        "link" if matches!(element.attr("rel"), Some("canonical" | "alternate")) => None,
        "link" => element.attr("href"),
        _ => element.attr("src").or_else(|| element.attr("srcset")),
    };
    name == "style"
        || is_inline_script
        || element.value().attrs().any(|(name, _)| is_forbidden(name))
        || loads.is_some_and(|address| !address.starts_with('/') || address.starts_with("//"))
}
