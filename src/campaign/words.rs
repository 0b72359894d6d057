//! The short texts of a campaign, with their facts filled in: `Enrolment: [[value:enrolment]]`.

use std::ops::Range;

use crate::frontmatter::FrontMatter;
use crate::render::fact_in_words;
use crate::share::{self, Words};
use crate::site::{BundleIndex, Edition, Site};

use super::{Campaign, Material};

/// The references of a text: bytes with the brackets, and what stands between them.
pub struct References<'a> {
    text: &'a str,
    at: usize,
}

/// The references of a text, in their order.
///
/// ```
/// let text = "From [[value:first]] to [[value:last]]";
/// let found: Vec<_> = rozcestnik::campaign::references(text).collect();
/// assert_eq!(found, [(5..20, "value:first"), (24..38, "value:last")]);
/// ```
pub fn references(text: &str) -> References<'_> {
    References { text, at: 0 }
}

impl<'a> Iterator for References<'a> {
    type Item = (Range<usize>, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at + self.text[self.at..].find("[[")?;
        let length = self.text[start..].find("]]")?;
        self.at = start + length + 2;
        Some((start..self.at, &self.text[start + 2..start + length]))
    }
}

/// The ids of the facts that the texts of a campaign name.
pub fn values(head: &FrontMatter) -> impl Iterator<Item = &str> {
    let texts = head.campaign.iter().flat_map(Campaign::texts);
    let texts = texts.filter_map(|(_, text)| Some(text?.value.as_str()));
    texts.flat_map(references).filter_map(|(_, target)| target.strip_prefix("value:"))
}

/// A text with its facts in the words of a language; what staff still have to supply is said so.
pub fn filled(site: &Site, text: &str, language: Edition) -> String {
    let (mut words, mut at) = (String::with_capacity(text.len()), 0);
    for (range, target) in references(text) {
        words.push_str(&text[at..range.start]);
        let fact = target.strip_prefix("value:").and_then(|id| site.registry.values.get(id));
        let fact = fact.and_then(|entry| fact_in_words(site, &entry.value, language));
        match fact {
            Some((fact, _)) => words.push_str(&fact),
            None => words.push_str(site.catalogs[language].text("to_be_supplied")),
        }
        at = range.end;
    }
    words.push_str(&text[at..]);
    words
}

/// The text that staff send by messengers, with the address of the page if the portal has one.
pub fn message(
    site: &Site,
    bundle: BundleIndex,
    language: Edition,
    campaign: &Campaign,
) -> Option<String> {
    let text = super::known(campaign.message.as_ref()?)?;
    let mut message = filled(site, text, language);
    if site.config.base_url.is_some() {
        message.push('\n');
        message.push_str(&site.config.absolute(&site.bundles[bundle].addresses[language]));
    }
    Some(message)
}

/// What stands on the picture of a campaign in a language; nothing if none is asked for, none can be
/// made, or no font has its letters.
pub fn share_picture(site: &Site, bundle: BundleIndex, language: Edition) -> Option<Words> {
    let config = &site.config;
    let entry = &site.bundles[bundle];
    let is_wanted = entry.campaign(site)?.has(Material::SharePicture) && share::IS_AVAILABLE;
    let page = entry.cells[language].as_deref().filter(|_| is_wanted)?;
    let when = page.front_matter.campaign.as_ref().and_then(|campaign| campaign.when.as_ref());
    let name = config.localise(&config.short_name.value, language);
    let statement = config.funding.as_ref().and_then(|funding| {
        config.localise(&funding.statement.value, config.source).map(|(text, _)| text.to_owned())
    });
    let words = Words {
        name: name.map_or_else(String::new, |(name, _)| name.to_owned()),
        title: page.title().to_owned(),
        when: when.and_then(super::known).map(|when| filled(site, when, language)),
        statement,
        direction: config.locales[language].direction(),
    };
    words.first_without_font().is_none().then_some(words)
}
