//! What can be wrong with the record of a translation, and which translations are too old.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::site::{Bundle, Edition, Page, Site};

use super::{Change, State, sections, source_of, steps_to_source};

/// All rules on translations.
pub fn check(site: &Site, found: &mut Diagnostics) {
    for (bundle, standings) in site.bundles.iter().zip(&site.standings) {
        circle(site, bundle, found);
        for (edition, page) in bundle.cells.iter().enumerate() {
            let Some(page) = page else { continue };
            record(site, bundle, edition, page, found);
            if let Some(standing) = &standings[edition]
                && standing.state() == State::Outdated
                && let Some(source) = &bundle.cells[standing.from]
            {
                found.extend(outdated(page, source, &standing.changes));
            }
        }
    }
    unrecorded(site, found);
}

/// A translation says something else than the text that it was made from says by now.
fn outdated(page: &Page, source: &Page, changes: &[Change]) -> Option<Diagnostic> {
    let from = &page.front_matter.translation.as_ref()?.from;
    let heading = |page: &Page, section: &str| {
        let heading = page.document.headings.iter().find(|heading| heading.id == section)?;
        Some(Span::new(&page.path, heading.span.clone()))
    };
    let first = |page| changes.iter().find_map(|change| heading(page, &change.section));
    let at = first(page).unwrap_or_else(|| Span::new(&page.path, from.span.clone()));
    let names: Vec<String> = changes.iter().map(|change| format!("`{}`", change.section)).collect();
    let finding = Diagnostic::at(Code::TranslationOutdated, at)
        .with("locale", &from.value)
        .with("sections", names.join(", "));
    Some(match first(source) {
        Some(span) => finding.label(span, "source"),
        None => finding,
    })
}

/// A record names sections that there are, a day, and a text that is there.
fn record(site: &Site, bundle: &Bundle, edition: Edition, page: &Page, found: &mut Diagnostics) {
    let Some(translation) = &page.front_matter.translation else { return };
    let from = &translation.from;
    let Some(index) = site.config.locale_index(&from.value) else { return };
    let at = Span::new(&page.path, from.span.clone());
    if !translation.sections.is_empty() && translation.on.is_none() {
        found.push(Diagnostic::at(Code::MissingKey, at.clone()).with("key", "on"));
    }
    let Some(source) = &bundle.cells[index] else {
        // That the source language is missing is said of the whole page.
        if index != site.config.source && index != edition {
            found.push(
                Diagnostic::at(Code::MissingOriginal, at)
                    .with("page", bundle.name())
                    .with("locale", &from.value),
            );
        }
        return;
    };
    for (section, digest) in &translation.sections {
        let is_in = |page: &Page| sections(page).any(|(known, _)| known == section);
        if !is_in(source) && !is_in(page) {
            let span = Span::new(&page.path, digest.span.clone());
            let finding = Diagnostic::at(Code::UnknownSection, span).with("section", section);
            let known: Vec<&str> = sections(source).map(|(known, _)| known).collect();
            found.push(finding.did_you_mean(section, known));
        }
    }
}

/// Translations that name each other as what they were made from.
fn circle(site: &Site, bundle: &Bundle, found: &mut Diagnostics) {
    let editions = bundle.cells.len();
    let sources: Vec<Option<Edition>> =
        (0..editions).map(|edition| source_of(bundle, &site.config, edition)).collect();
    let is_in_circle = |edition: Edition| {
        let mut at = sources[edition];
        for _ in 0..editions {
            if at == Some(edition) {
                return true;
            }
            at = at.and_then(|at| sources[at]);
        }
        false
    };
    let Some(first) = (0..editions)
        .find(|&edition| steps_to_source(&sources, edition).is_none() && is_in_circle(edition))
    else {
        return;
    };
    let span = |edition: Edition| {
        let page = bundle.cells[edition].as_ref()?;
        let from = &page.front_matter.translation.as_ref()?.from;
        Some(Span::new(&page.path, from.span.clone()))
    };
    let (Some(at), Some(next)) = (span(first), sources[first]) else { return };
    let finding = Diagnostic::at(Code::TranslationCircle, at)
        .with("locale", &site.config.locales[first])
        .with("from", &site.config.locales[next]);
    found.push(match span(next).filter(|_| next != first) {
        Some(other) => finding.label(other, "other"),
        None => finding,
    });
}

/// Translations of which nobody ever said that they agree; one finding for each language.
fn unrecorded(site: &Site, found: &mut Diagnostics) {
    for (edition, locale) in site.config.locales.iter().enumerate() {
        let pages: Vec<&Page> = site
            .bundles
            .iter()
            .zip(&site.standings)
            .filter_map(|(bundle, standings)| {
                let standing = standings[edition].as_ref()?;
                let page = bundle.cells[edition].as_deref()?;
                let is_new = standing.state() == State::Unrecorded && !page.front_matter.draft;
                is_new.then_some(page)
            })
            .collect();
        if let Some(first) = pages.first() {
            let from = first.front_matter.translation.as_ref().map(|one| one.from.span.clone());
            let span =
                from.map_or_else(|| Span::file(&first.path), |at| Span::new(&first.path, at));
            let finding = Diagnostic::at(Code::TranslationUnrecorded, span);
            found.push(finding.with("locale", locale).with("count", pages.len()).hint("stamp"));
        }
    }
}
