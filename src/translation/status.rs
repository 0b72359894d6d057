//! Every page in every language: how it stands, and what somebody should do next.

use jiff::civil::Date;
use serde::Serialize;

use crate::check::NOTICE_DAYS;
use crate::frontmatter::Audience;
use crate::locale::Locale;
use crate::site::{Bundle, BundleIndex, Edition, Site};

use super::{ChangeKind, HEAD, INTRODUCTION, State};

/// What `status` tells.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    /// The day for which it is true.
    pub today: String,
    /// The languages, in the order of `site.yaml`; without the source language.
    pub locales: Vec<String>,
    /// Pages and languages, in the order in which readers need the pages.
    pub pages: Vec<PageRow>,
    /// Pages whose facts somebody must look at, the most urgent first.
    pub dates: Vec<DatedPage>,
}

/// A page in all languages.
#[derive(Debug, Clone, Serialize)]
pub struct PageRow {
    /// Path of its folder; empty for the home page.
    pub id: String,
    /// Its title in the source language.
    pub title: String,
    /// It in each language of [`Overview::locales`].
    pub translations: Vec<Cell>,
}

/// A page in one language.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The language.
    pub locale: String,
    /// `missing`, `outdated`, `unrecorded`, `machine`, `current`, `source` or `not-wanted`.
    pub state: &'static str,
    /// How much of the source it agrees with, from 0 to 100.
    pub percent: usize,
    /// Days since somebody last said that it agrees.
    pub age_days: Option<i32>,
    /// `human`, `machine` or `machine-reviewed`.
    pub by: Option<&'static str>,
    /// The language that it was made from.
    pub from: Option<String>,
    /// Sections that no longer agree.
    pub changes: Vec<ChangedSection>,
    /// What to do: `translate`, `update`, `update-source-first`, `compare`, `review` or nothing.
    pub next: Option<&'static str>,
}

/// A section that no longer agrees.
#[derive(Debug, Clone, Serialize)]
pub struct ChangedSection {
    /// `_head`, `_intro` or the id of its heading.
    pub section: String,
    /// Its heading in the text that the translation was made from.
    pub heading: Option<String>,
    /// `edited`, `added`, `removed` or `behind`.
    pub kind: &'static str,
}

/// A page with a day that is near or past.
#[derive(Debug, Clone, Serialize)]
pub struct DatedPage {
    /// Path of its folder.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `review_by` or `valid_until`.
    pub what: &'static str,
    /// The day.
    pub date: String,
    /// Days until then; below 0 when it has passed.
    pub days: i32,
}

/// How everything stands; `only` keeps one language.
pub fn overview(site: &Site, today: Date, only: Option<Edition>) -> Overview {
    let config = &site.config;
    let editions: Vec<Edition> = (0..config.locales.len())
        .filter(|&edition| only.map_or(edition != config.source, |only| only == edition))
        .collect();
    let mut order: Vec<BundleIndex> = Vec::with_capacity(site.bundles.len());
    let roots = (0..site.bundles.len()).filter(|&index| site.bundles[index].parent.is_none());
    roots.for_each(|root| in_reading_order(site, root, &mut order));
    order.sort_by_key(|&index| urgency(&site.bundles[index], config.source));
    let pages = order
        .into_iter()
        .map(|index| {
            let bundle = &site.bundles[index];
            let title = bundle.leading(config.source).map_or("", |page| page.title());
            PageRow {
                id: bundle.id.to_string(),
                title: title.to_owned(),
                translations: editions
                    .iter()
                    .map(|&edition| cell(site, index, edition, today))
                    .collect(),
            }
        })
        .collect();
    Overview {
        today: today.to_string(),
        locales: editions.iter().map(|&edition| config.locales[edition].to_string()).collect(),
        pages,
        dates: dates(site, today),
    }
}

/// Parents before children, neighbours as readers see them.
fn in_reading_order(site: &Site, index: BundleIndex, order: &mut Vec<BundleIndex>) {
    order.push(index);
    site.bundles[index].children.iter().for_each(|&child| in_reading_order(site, child, order));
}

/// Who cannot wait comes first: people in their first weeks and those under temporary protection,
/// then everybody, then those who read at work.
fn urgency(bundle: &Bundle, source: Edition) -> u8 {
    let audience = bundle.leading(source).map(|page| &page.front_matter.audience);
    let is_for = |one: Audience| {
        audience.is_some_and(|audience| audience.iter().any(|known| known.value == one))
    };
    let is_first = bundle.id.is_empty()
        || is_for(Audience::Newcomers)
        || is_for(Audience::TemporaryProtection);
    match (is_first, is_for(Audience::Professionals)) {
        (true, _) => 0,
        (false, false) => 1,
        (false, true) => 2,
    }
}

fn cell(site: &Site, index: BundleIndex, edition: Edition, today: Date) -> Cell {
    let config = &site.config;
    let bundle = &site.bundles[index];
    let standing = site.standings[index][edition].as_ref();
    let state = match (standing, &bundle.cells[edition]) {
        (Some(standing), _) => standing.state(),
        (None, Some(page)) if page.front_matter.translation.is_some() => State::Unrecorded,
        (None, Some(_)) => State::Source,
        (None, None) if is_wanted(bundle, config.source, &config.locales[edition]) => {
            State::Missing
        }
        (None, None) => State::NotWanted,
    };
    let changes: Vec<ChangedSection> = standing
        .into_iter()
        .flat_map(|standing| standing.changes.iter().map(move |change| (standing.from, change)))
        .map(|(from, change)| ChangedSection {
            section: change.section.clone(),
            heading: bundle.cells[from].as_ref().and_then(|page| {
                let headings = &page.document.headings;
                let heading = headings.iter().find(|heading| heading.id == change.section)?;
                Some(heading.text.clone()).filter(|text| !text.is_empty())
            }),
            kind: change.kind.as_str(),
        })
        .collect();
    let is_behind = standing.is_some_and(|standing| {
        standing.changes.iter().all(|change| change.kind == ChangeKind::Behind)
    });
    Cell {
        locale: config.locales[edition].to_string(),
        state: state.as_str(),
        percent: match state {
            State::Source => 100,
            _ => standing.map_or(0, super::Standing::percent),
        },
        age_days: standing.and_then(|standing| Some((today - standing.on?).get_days())),
        by: standing.and_then(|standing| Some(standing.by?.as_str())),
        from: standing.map(|standing| config.locales[standing.from].to_string()),
        changes,
        next: match state {
            State::Missing => Some("translate"),
            State::Outdated if is_behind => Some("update-source-first"),
            State::Outdated => Some("update"),
            State::Unrecorded => Some("compare"),
            State::Machine => Some("review"),
            State::Current | State::Source | State::NotWanted => None,
        },
    }
}

/// Whether a page is meant for readers of a language.
pub fn is_wanted(bundle: &Bundle, source: Edition, locale: &Locale) -> bool {
    let leading = bundle.leading(source);
    let wanted = leading.and_then(|page| page.front_matter.locales.as_ref());
    wanted.is_none_or(|wanted| wanted.iter().any(|only| only.value == locale.as_str()))
}

fn dates(site: &Site, today: Date) -> Vec<DatedPage> {
    let mut dates: Vec<DatedPage> = site
        .bundles
        .iter()
        .filter_map(|bundle| Some((bundle, bundle.leading(site.config.source)?)))
        .flat_map(|(bundle, page)| {
            let head = &page.front_matter;
            [("review_by", &head.review_by), ("valid_until", &head.valid_until)]
                .into_iter()
                .filter_map(move |(what, day)| Some((bundle, page, what, day.as_ref()?.value.0)))
        })
        .map(|(bundle, page, what, day)| DatedPage {
            id: bundle.id.to_string(),
            title: page.title().to_owned(),
            what,
            date: day.to_string(),
            days: (day - today).get_days(),
        })
        .filter(|page| i64::from(page.days) <= NOTICE_DAYS)
        .collect();
    dates.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    dates
}

impl ChangedSection {
    /// What a person calls the section: its heading, or the name of its place.
    pub fn place(&self) -> Option<&'static str> {
        match self.section.as_str() {
            HEAD => Some("report.diff.head"),
            INTRODUCTION => Some("report.diff.introduction"),
            _ => None,
        }
    }
}
