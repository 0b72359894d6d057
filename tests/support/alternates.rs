//! Whether the translations of all pages name each other.

use std::collections::BTreeMap;

use rozcestnik::output::OutputTree;

use crate::page::{found, pages};

/// Asserts that every page that names its translations names itself, a default, and only pages
/// that name the same translations. Gives the number of such pages.
pub fn are_reciprocal(portal: &OutputTree, base_url: &str) -> usize {
    let mut alternates: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, html) in pages(portal) {
        let lines = found(&html, "link[hreflang]", |link| {
            format!("{} {}", link.attr("hreflang").unwrap(), link.attr("href").unwrap())
        });
        let pairs: Vec<(&str, &str)> =
            lines.lines().map(|line| line.split_once(' ').unwrap()).collect();
        let own: BTreeMap<String, String> =
            pairs.iter().map(|(tag, url)| ((*tag).to_owned(), (*url).to_owned())).collect();
        assert_eq!(own.len(), pairs.len(), "{path} names a language twice");
        if !own.is_empty() {
            let address = format!("{base_url}/{}", path.trim_end_matches("index.html"));
            alternates.insert(address, own);
        }
    }
    for (address, own) in &alternates {
        assert!(own.contains_key("x-default"), "{address} names no default");
        for (tag, url) in own {
            let theirs = alternates.get(url);
            assert!(
                theirs.is_some(),
                "{address} names {url}, which is not published or names none"
            );
            if tag != "x-default" {
                assert_eq!(theirs, Some(own), "{address} and {url}");
            }
        }
    }
    alternates.len()
}
