//! Whether the translations of all pages name each other.

use std::collections::BTreeMap;

use rozcestnik::output::OutputTree;

use crate::page::{found, pages};

/// Asserts that each page that names translations names a default, that its canonical address is
/// one of them, and that all of them are published and name the same ones. Gives the number of
/// such pages.
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
        if own.is_empty() {
            continue;
        }
        assert!(own.contains_key("x-default"), "{path} names no default");
        let canonical =
            found(&html, "link[rel=canonical]", |link| link.attr("href").unwrap().to_owned());
        assert!(own.values().any(|url| url == canonical.trim()), "{path} does not name itself");
        alternates.insert(format!("{base_url}/{}", path.trim_end_matches("index.html")), own);
    }
    for (address, own) in &alternates {
        for (tag, url) in own {
            let theirs = alternates.get(url);
            assert!(theirs.is_some(), "{address} names {url}, which names no translation");
            // The default may be the choice of languages, which stands for other pages too.
            if tag != "x-default" {
                assert_eq!(theirs, Some(own), "{address} and {url}");
            }
        }
    }
    alternates.len()
}
