//! Rules about campaigns.

use jiff::civil::Date;

use crate::check::{Target, is_web_address, resolve, unknown, unknown_entry};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::frontmatter::{FrontMatter, Layout};
use crate::markdown::Content;
use crate::share::first_without_font;
use crate::site::{Bundle, BundleIndex, Edition, Page, Site};
use crate::source::SourceTree;
use crate::yaml::{Spanned, TODO};

use super::{Campaign, MESSAGE_LIMIT, Material, Phase, message, references};

/// All rules about campaigns on the assembled site.
pub fn check(tree: &SourceTree, site: &Site, today: Date, found: &mut Diagnostics) {
    for (index, bundle) in site.bundles.iter().enumerate() {
        for (edition, page) in bundle.cells.iter().enumerate() {
            let Some(page) = page.as_deref() else { continue };
            period_backwards(page, found);
            if let Some(campaign) = &page.front_matter.campaign {
                let here = Here { tree, site, bundle: index, edition, page, campaign };
                here.texts(found);
                here.link(found);
                here.message_too_long(found);
                here.no_font(found);
            }
        }
        let leading = bundle.leading(site.config.source);
        if let Some(page) = leading.filter(|_| bundle.layout == Layout::Campaign) {
            missing_keys(page, found);
            missing_texts(site, bundle, page, found);
        } else if let Some(page) = leading.filter(|page| page.front_matter.campaign.is_some()) {
            found.push(missing(page, "layout: campaign"));
        }
    }
    campaign_over(site, today, found);
}

/// A page that stops being true before it begins.
fn period_backwards(page: &Page, found: &mut Diagnostics) {
    let FrontMatter { valid_from: Some(from), valid_until: Some(until), .. } = &page.front_matter
    else {
        return;
    };
    if until.value < from.value {
        found.push(
            Diagnostic::at(Code::PeriodBackwards, Span::new(&page.path, until.span.clone()))
                .with("first", from.value.0)
                .with("last", until.value.0)
                .label(Span::new(&page.path, from.span.clone()), "first"),
        );
    }
}

fn missing(page: &Page, key: &str) -> Diagnostic {
    Diagnostic::at(Code::MissingKey, Span::new(&page.path, 0..3)).with("key", key)
}

/// What a campaign cannot do without: its period and something to do.
fn missing_keys(page: &Page, found: &mut Diagnostics) {
    let head = &page.front_matter;
    let call = head.campaign.as_ref().and_then(|campaign| campaign.call_to_action.as_ref());
    let has_message = head
        .campaign
        .as_ref()
        .is_none_or(|campaign| campaign.message.is_some() || !campaign.has(Material::Message));
    let keys = [
        ("valid_from", head.valid_from.is_some()),
        ("valid_until", head.valid_until.is_some()),
        ("campaign.call_to_action", call.is_some()),
        ("campaign.call_to_action.link", call.is_none_or(|call| call.link.is_some())),
        ("campaign.message", has_message),
    ];
    found.extend(
        keys.into_iter().filter(|(_, is_there)| !is_there).map(|(key, _)| missing(page, key)),
    );
}

/// Texts of the source that a translation lacks.
fn missing_texts(site: &Site, bundle: &Bundle, leading: &Page, found: &mut Diagnostics) {
    let Some(campaign) = &leading.front_matter.campaign else { return };
    for (key, text) in campaign.texts() {
        let Some(text) = text else { continue };
        let lacks = |page: &Page| {
            let own = page.front_matter.campaign.as_ref();
            own.is_none_or(|own| {
                own.texts().iter().all(|(own, text)| *own != key || text.is_none())
            })
        };
        let missing: Vec<String> = site
            .config
            .locales
            .iter()
            .zip(&bundle.cells)
            .filter(|(_, cell)| cell.as_deref().is_some_and(lacks))
            .map(|(locale, _)| format!("`{locale}`"))
            .collect();
        if !missing.is_empty() {
            found.push(
                Diagnostic::at(Code::MissingText, Span::new(&leading.path, text.span.clone()))
                    .with("key", format!("campaign.{key}"))
                    .with("locales", missing.join(", ")),
            );
        }
    }
}

/// A campaign on one page.
struct Here<'a> {
    tree: &'a SourceTree,
    site: &'a Site,
    bundle: BundleIndex,
    edition: Edition,
    page: &'a Page,
    campaign: &'a Campaign,
}

impl Here<'_> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(&self.page.path, range.clone())
    }

    /// Texts that are still to be written, and references in them that lead nowhere.
    fn texts(&self, found: &mut Diagnostics) {
        for (key, text) in self.campaign.texts() {
            let Some(text) = text else { continue };
            if text.value.trim() == TODO {
                let finding = Diagnostic::at(Code::StaffTodo, self.span(&text.span));
                found.push(finding.with("field", format!("campaign.{key}")));
            }
            for (range, target) in references(&text.value) {
                let span = self.place_of(text, &text.value[range]);
                match target.split_once(':') {
                    Some(("value", id)) => {
                        found.extend(unknown_entry(&self.site.registry, "value", id, span));
                    }
                    _ => found.push(
                        Diagnostic::at(Code::UnknownReference, span)
                            .with("kind", target.split_once(':').map_or("page", |(kind, _)| kind))
                            .with("id", target.split_once(':').map_or(target, |(_, id)| id))
                            .hint("values"),
                    ),
                }
            }
        }
    }

    /// Where some words of a text stand in the file; the whole text if it is folded between them.
    fn place_of(&self, text: &Spanned<String>, words: &str) -> Span {
        let file = self.tree.text(&self.page.path).unwrap_or_default();
        let at = file.get(text.span.clone()).and_then(|text| text.find(words));
        self.span(&at.map_or(text.span.clone(), |at| {
            text.span.start + at..text.span.start + at + words.len()
        }))
    }

    /// The button leads to a page of the portal or to the web.
    fn link(&self, found: &mut Diagnostics) {
        let call = self.campaign.call_to_action.as_ref();
        let Some(link) = call.and_then(|call| call.link.as_ref()) else { return };
        let span = self.span(&link.span);
        if link.value.contains("://") {
            if !is_web_address(&link.value) {
                found.push(
                    Diagnostic::at(Code::BadValue, span)
                        .with("value", &link.value)
                        .with("expected", "address-on-the-web")
                        .hint("address"),
                );
            }
        } else if self.site.find(&link.value).is_none() {
            found.push(unknown("page", &link.value, span, self.site.ids()));
        }
    }

    fn message_too_long(&self, found: &mut Diagnostics) {
        let Some(text) = &self.campaign.message else { return };
        let message = message(self.site, self.bundle, self.edition, self.campaign);
        let count = message.map_or(0, |message| message.chars().count());
        if count >= MESSAGE_LIMIT {
            found.push(
                Diagnostic::at(Code::MessageTooLong, self.span(&text.span))
                    .with("count", count)
                    .with("limit", MESSAGE_LIMIT),
            );
        }
    }

    /// A picture whose letters no font has would show boxes, so there is none.
    fn no_font(&self, found: &mut Diagnostics) {
        let bundle = &self.site.bundles[self.bundle];
        let is_wanted = bundle.campaign(self.site).is_some_and(|c| c.has(Material::SharePicture));
        let texts = [self.page.front_matter.title.as_ref(), self.campaign.when.as_ref()];
        for text in texts.into_iter().flatten().filter(|_| is_wanted) {
            if let Some(letter) = first_without_font(&text.value) {
                let span = self.place_of(text, letter.encode_utf8(&mut [0; 4]));
                let finding = Diagnostic::at(Code::NoFont, span).with("letter", letter);
                found.push(finding.with("locale", &self.site.config.locales[self.edition]));
            }
        }
    }
}

/// Pages that lead readers on name no campaign that is over.
fn campaign_over(site: &Site, today: Date, found: &mut Diagnostics) {
    for (index, bundle) in site.bundles.iter().enumerate() {
        if !matches!(bundle.layout, Layout::Home | Layout::Section) {
            continue;
        }
        for page in bundle.cells.iter().flatten() {
            for hole in &page.document.holes {
                let target = match &hole.content {
                    Content::Page { id, .. } => site.find(id),
                    Content::Internal { target } => match resolve(site, index, target) {
                        Some((Target::Page(target), _)) => Some(target),
                        _ => None,
                    },
                    _ => None,
                };
                let over = target.map(|target| &site.bundles[target]);
                let over = over.filter(|over| over.phase(site, today) == Some(Phase::Over));
                let Some(over) = over else { continue };
                let head = over.leading(site.config.source).map(|page| &page.front_matter);
                let last = head.and_then(|head| head.valid_until.as_ref());
                found.push(
                    Diagnostic::at(Code::CampaignOver, Span::new(&page.path, hole.span.clone()))
                        .with("page", over.name())
                        .with("date", last.map_or(today, |day| day.value.0)),
                );
            }
        }
    }
}
