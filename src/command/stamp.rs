//! `stamp`: somebody says that translations agree with the text that they were made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use rozcestnik::frontmatter::{FrontMatter, Translator};
use rozcestnik::markdown::Digest;
use rozcestnik::site::{BundleIndex, Edition, Page, parse_page};
use rozcestnik::source::versions;
use rozcestnik::translation::{ChangeKind, Record, State, agreed, sections, source_of};

use super::desk::Desk;
use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say_error};
use crate::cli::Stamp;

/// `stamp`.
pub fn stamp(session: &Session, options: &Stamp) -> u8 {
    let Some(desk) = Desk::open(session) else { return COULD_NOT_RUN };
    if options.unrecorded {
        return unrecorded(&desk, options);
    }
    let Some(page) = &options.page else { return COULD_NOT_RUN };
    if options.minor {
        return desk.page(page).map_or(COULD_NOT_RUN, |(bundle, _)| minor(&desk, bundle));
    }
    let Some((bundle, edition)) = desk.translation(page, options.locale.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let wanted = (!options.sections.is_empty()).then_some(&*options.sections);
    one(&desk, bundle, edition, wanted, options)
}

/// Stamps one translation; `wanted` are the sections that agree, nothing for all of them.
fn one(
    desk: &Desk<'_>,
    bundle: BundleIndex,
    edition: Edition,
    wanted: Option<&[String]>,
    options: &Stamp,
) -> u8 {
    let site = desk.site();
    let entry = &site.bundles[bundle];
    let locale = site.config.locales[edition].as_str();
    let words = [("page", entry.name()), ("locale", locale)];
    let Some(page) = &entry.cells[edition] else {
        desk.say("report.stamp.no_translation", &words);
        return COULD_NOT_RUN;
    };
    let from = match &options.from {
        Some(tag) => desk.edition(tag),
        None => source_of(entry, &site.config, edition),
    };
    let Some(from) = from else {
        if options.from.is_none() {
            desk.say("report.stamp.no_source", &words);
        }
        return COULD_NOT_RUN;
    };
    let Some(source) = entry.cells[from].as_ref().filter(|_| from != edition) else {
        desk.say("report.stamp.no_source", &words);
        return COULD_NOT_RUN;
    };
    if desk.is_broken(&page.path) || desk.is_broken(&source.path) {
        return FINDINGS;
    }
    if let Some(unknown) = wanted
        .and_then(|wanted| wanted.iter().find(|name| sections(source).all(|(s, _)| s != **name)))
    {
        let known: Vec<&str> = sections(source).map(|(section, _)| section).collect();
        let words = [("section", unknown.as_str()), ("keys", &known.join(", "))];
        desk.say("report.stamp.no_section", &words);
        return COULD_NOT_RUN;
    }
    let old = page.front_matter.translation.as_ref();
    let by = options.by.or(old.map(|old| old.by));
    let record = record(desk, page, source, from, by.unwrap_or(Translator::Human), wanted);
    let Some(text) = desk.tree.text(&page.path).and_then(|text| record.write_into(text)) else {
        desk.say("report.stamp.no_head", &words);
        return COULD_NOT_RUN;
    };
    if !desk.write(&page.path, &text) {
        return COULD_NOT_RUN;
    }
    let from = site.config.locales[from].as_str();
    desk.say("report.stamp.done", &[("page", entry.name()), ("locale", locale), ("from", from)]);
    FINE
}

fn record(
    desk: &Desk<'_>,
    page: &Page,
    source: &Page,
    from: Edition,
    by: Translator,
    wanted: Option<&[String]>,
) -> Record {
    let now: Vec<(&str, Digest)> = sections(source).collect();
    let translation = page.front_matter.translation.as_ref();
    let old = translation.map(|translation| &translation.sections);
    Record {
        from: desk.site().config.locales[from].to_string(),
        by,
        on: desk.session.today,
        sections: agreed(old.unwrap_or(&BTreeMap::new()), &now, wanted),
    }
}

/// Stamps every translation but drafts of which nobody ever said that it agrees.
fn unrecorded(desk: &Desk<'_>, options: &Stamp) -> u8 {
    let site = desk.site();
    let only = match options.locale.as_deref().or(options.page.as_deref()) {
        Some(tag) => match desk.edition(tag) {
            None => return COULD_NOT_RUN,
            found => found,
        },
        None => None,
    };
    let mut worst = FINE;
    let mut count = 0;
    for (bundle, standings) in site.standings.iter().enumerate() {
        for (edition, standing) in standings.iter().enumerate() {
            let page = site.bundles[bundle].cells[edition].as_ref();
            let is_new = page.is_some_and(|page| !page.front_matter.draft)
                && standing.as_ref().is_some_and(|one| one.state() == State::Unrecorded);
            if is_new && only.is_none_or(|only| only == edition) {
                let code = one(desk, bundle, edition, None, options);
                count += usize::from(code == FINE);
                worst = worst.max(code);
            }
        }
    }
    say_error(&desk.session.messages.count("report.stamp.count", count));
    worst
}

/// The source says the same in other words: what agreed before the edit still agrees.
fn minor(desk: &Desk<'_>, bundle: BundleIndex) -> u8 {
    let site = desk.site();
    let entry = &site.bundles[bundle];
    let Some(source) = &entry.cells[site.config.source] else {
        let locale = site.config.source_locale().as_str();
        desk.say("report.stamp.no_translation", &[("page", entry.name()), ("locale", locale)]);
        return COULD_NOT_RUN;
    };
    if desk.is_broken(&source.path) {
        return FINDINGS;
    }
    let before = Before::new(desk, bundle, source);
    let (mut worst, mut count) = (FINE, 0);
    for (edition, standing) in site.standings[bundle].iter().enumerate() {
        let (Some(standing), Some(page)) = (standing, &entry.cells[edition]) else { continue };
        if standing.from != site.config.source || !standing.is_recorded {
            continue;
        }
        let Some(translation) = &page.front_matter.translation else { continue };
        let is_minor = |section: &str| {
            let recorded = translation.sections.get(section).map(|digest| digest.value.as_str());
            recorded.is_some_and(|recorded| before.is_last(section, recorded))
        };
        let edited = standing.changes.iter().filter(|change| change.kind == ChangeKind::Edited);
        let (agreeing, older): (Vec<String>, Vec<String>) =
            edited.map(|change| change.section.clone()).partition(|section| is_minor(section));
        let locale = site.config.locales[edition].as_str();
        if !older.is_empty() {
            let sections = older.join(", ");
            let words = [("page", entry.name()), ("locale", locale), ("sections", &sections)];
            desk.say("report.stamp.left", &words);
        }
        if agreeing.is_empty() {
            continue;
        }
        let from = standing.from;
        let record = record(desk, page, source, from, translation.by, Some(&agreeing));
        // Nobody read the translation today.
        let record = Record { on: standing.on.unwrap_or(desk.session.today), ..record };
        let text = desk.tree.text(&page.path).and_then(|text| record.write_into(text));
        if text.is_some_and(|text| desk.write(&page.path, &text)) {
            count += 1;
        } else {
            worst = COULD_NOT_RUN;
        }
    }
    say_error(&desk.session.messages.count("report.stamp.count", count));
    worst
}

/// What the sections of a source said before its last edit.
struct Before {
    /// For each section that git remembers otherwise, the last other digest.
    by_history: Vec<(String, Digest)>,
    /// Without history: what all translations recorded alike.
    by_records: Vec<(String, String)>,
}

impl Before {
    fn new(desk: &Desk<'_>, bundle: BundleIndex, source: &Arc<Page>) -> Self {
        let config = &desk.site().config;
        let locale = config.source_locale();
        let mut by_history: Vec<(String, Digest)> = Vec::new();
        let mut open: Vec<(String, Digest)> =
            sections(source).map(|(section, digest)| (section.to_owned(), digest)).collect();
        for text in versions(&desk.session.root, &source.path) {
            let (parsed, _) = parse_page(&source.path, &text, locale, locale);
            open.retain(|(section, now)| {
                let then = sections(&parsed).find(|(known, _)| known == section);
                match then.filter(|(_, then)| then != now) {
                    Some((_, then)) => {
                        by_history.push((section.clone(), then));
                        false
                    }
                    None => true,
                }
            });
            if open.is_empty() {
                break;
            }
        }
        let heads: Vec<&FrontMatter> = desk.site().bundles[bundle]
            .cells
            .iter()
            .flatten()
            .map(|page| &page.front_matter)
            .collect();
        let by_records = open
            .iter()
            .filter_map(|(section, now)| {
                let recorded = heads.iter().filter_map(|head| {
                    head.translation.as_ref()?.sections.get(section).map(|one| &one.value)
                });
                let mut other: Vec<&String> =
                    recorded.filter(|one| **one != now.to_string()).collect();
                other.sort_unstable();
                other.dedup();
                match other[..] {
                    [only] => Some((section.clone(), only.clone())),
                    _ => None,
                }
            })
            .collect();
        Self { by_history, by_records }
    }

    fn is_last(&self, section: &str, recorded: &str) -> bool {
        let by_history = self
            .by_history
            .iter()
            .any(|(known, digest)| known == section && digest.to_string() == recorded);
        by_history
            || self.by_records.iter().any(|(known, only)| known == section && only == recorded)
    }
}
