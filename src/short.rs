//! Short addresses for paper: `short: ochrana` in the head of a page makes `/uk/ochrana/` lead to its
//! Ukrainian edition. People type it who cannot scan the code beside it.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::site::{Bundle, BundleIndex, Edition, Site, is_slug};
use crate::yaml::Spanned;

/// What is written in the head of a page, if it can be a part of an address.
fn word(site: &Site, bundle: BundleIndex) -> Option<(&Spanned<String>, Span)> {
    let page = site.bundles[bundle].leading(site.config.source)?;
    let word = page.front_matter.short.as_ref()?;
    Some((word, Span::new(&page.path, word.span.clone())))
}

/// The short address of a page in an edition, from the root of the host.
pub fn address(site: &Site, bundle: BundleIndex, edition: Edition) -> Option<String> {
    let (word, _) = word(site, bundle)?;
    is_slug(&word.value).then(|| format!("/{}/{}/", site.config.locales[edition], word.value))
}

/// Every short address, where it leads, and where it is written.
pub fn all(site: &Site) -> impl Iterator<Item = (String, BundleIndex, Edition, Span)> {
    (0..site.bundles.len()).flat_map(move |bundle| {
        let editions = 0..site.config.locales.len();
        editions.filter_map(move |edition| {
            let (_, span) = word(site, bundle)?;
            Some((address(site, bundle, edition)?, bundle, edition, span))
        })
    })
}

/// A short address is a word, leads to one page, and led to no other before: it stands on paper.
pub fn check(site: &Site, found: &mut Diagnostics) {
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for bundle in 0..site.bundles.len() {
        let Some((word, span)) = word(site, bundle) else { continue };
        if !is_slug(&word.value) {
            let finding = Diagnostic::at(Code::BadValue, span);
            found.push(finding.with("value", &word.value).with("expected", "slug"));
            continue;
        }
        let earlier = match first.get(&*word.value) {
            Some(other) => Some(other.clone()),
            None => recorded_for_another(site, &site.bundles[bundle], &word.value),
        };
        if let Some(earlier) = earlier {
            let address = format!("/{}/{}/", site.config.locales[site.config.source], word.value);
            let finding = Diagnostic::at(Code::AddressCollision, span.clone());
            found.push(finding.with("address", address).label(earlier, "first"));
        }
        first.entry(&word.value).or_insert(span);
    }
}

/// Where an address of this word was recorded as that of another page.
fn recorded_for_another(site: &Site, bundle: &Bundle, word: &str) -> Option<Span> {
    let addresses = site.config.locales.iter().map(|locale| format!("/{locale}/{word}/"));
    let mut entries = addresses.filter_map(|address| site.registry.addresses.get(&address));
    entries.find(|entry| *entry.value != *bundle.id).map(|entry| entry.span.clone())
}
