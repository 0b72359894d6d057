//! Which sheets there are: what heads of pages and `site.yaml` ask for, in every edition that has
//! the pages.

use crate::check::unknown;
use crate::config::no_edition;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::frontmatter;
use crate::markdown::{Block, Section};
use crate::site::{BundleIndex, Edition, Page, Site};
use crate::translation::INTRODUCTION;
use crate::yaml::Spanned;

use super::pick::{choose, counterpart, ids};
use super::{Content, Format, Pick, RawBooklet, RawLeaflet, Sheet};

/// All sheets, and what is wrong with those that are asked for.
pub fn plan(site: &Site) -> (Vec<Sheet>, Diagnostics) {
    let mut plan = Plan { site, sheets: Vec::new(), found: Diagnostics::new() };
    for bundle in 0..site.bundles.len() {
        plan.page(bundle);
    }
    for (id, booklet) in &site.config.booklets {
        plan.booklet(id, booklet);
    }
    plan.sections();
    (plan.sheets, plan.found)
}

struct Plan<'a> {
    site: &'a Site,
    sheets: Vec<Sheet>,
    found: Diagnostics,
}

/// Where sheets are asked for and for whom.
struct Request<'a> {
    path: &'a SourcePath,
    beside: Option<&'a Spanned<String>>,
    locales: Option<&'a [Spanned<String>]>,
}

impl<'a> Plan<'a> {
    fn page(&mut self, index: BundleIndex) {
        let site = self.site;
        let bundle = &site.bundles[index];
        let Some(page) = bundle.leading(site.config.source) else { return };
        if let Some(leaflets) = &page.front_matter.leaflet {
            let mut places = Vec::new();
            for leaflet in leaflets {
                self.leaflet(index, leaflet, &page.path, &mut places);
            }
        } else if bundle.layout == frontmatter::Layout::Guide
            && let Some(leaflets) = self.of_section(index)
        {
            let mut places = Vec::new();
            for leaflet in leaflets {
                self.leaflet(index, leaflet, &site.config.path, &mut places);
            }
        }
    }

    /// What `site.yaml` asks for below the nearest page above.
    fn of_section(&self, index: BundleIndex) -> Option<&'a [RawLeaflet]> {
        let site = self.site;
        let mut above = site.bundles[index].parent;
        while let Some(parent) = above {
            let bundle = &site.bundles[parent];
            let named = site.config.leaflets.iter().find(|(id, _)| id.value == *bundle.id);
            if let Some((_, leaflets)) = named {
                return Some(leaflets);
            }
            above = bundle.parent;
        }
        None
    }

    /// `site.yaml` names pages that exist.
    fn sections(&mut self) {
        let config = &self.site.config;
        for id in config.leaflets.keys() {
            if self.site.find(&id.value).is_none() {
                let span = Span::new(&config.path, id.span.clone());
                self.found.push(unknown("page", &id.value, span, self.site.ids()));
            }
        }
    }

    fn leaflet(
        &mut self,
        index: BundleIndex,
        leaflet: &RawLeaflet,
        path: &'a SourcePath,
        places: &mut Vec<String>,
    ) {
        let site = self.site;
        let bundle = &site.bundles[index];
        let Some(leading) = bundle.leading(site.config.source) else { return };
        let span = Span::new(path, leaflet.format.span.clone());
        let request =
            Request { path, beside: leaflet.beside.as_ref(), locales: leaflet.locales.as_deref() };
        let Some(pairs) = self.pairs(&request) else { return };
        let format = leaflet.format.value;
        let funding = site.config.funding.as_ref();
        if format == Format::EuPoster && funding.is_none() {
            let finding = Diagnostic::at(Code::MissingKey, span).with("key", "funding");
            self.found.push(finding.hint("publicity"));
            return;
        }
        let is_of_page = *path == leading.path;
        if leading.document.elements.is_empty() {
            // A section leaves out what has no text.
            if is_of_page {
                let finding = Diagnostic::at(Code::EmptyLeaflet, span);
                self.found.push(finding.with("page", bundle.name()));
            }
            return;
        }
        let known: Vec<&str> = ids(&leading.document).collect();
        let (named, missing): (Vec<_>, Vec<_>) = leaflet
            .sections
            .iter()
            .flatten()
            .cloned()
            .partition(|pick| known.contains(&pick.id.value.as_str()));
        if is_of_page {
            for pick in &missing {
                let span = Span::new(path, pick.id.span.clone());
                let finding = Diagnostic::at(Code::UnknownLeafletSection, span)
                    .with("id", &pick.id.value)
                    .with("page", bundle.name());
                let finding = finding.did_you_mean(&pick.id.value, known.iter().copied());
                self.found.push(match finding.hint {
                    Some(_) => finding,
                    None => {
                        let known: Vec<_> = known.iter().map(|id| format!("`{id}`")).collect();
                        finding.with("ids", known.join(", ")).hint("known")
                    }
                });
            }
        }
        if named.is_empty() && leaflet.sections.is_some() {
            return;
        }
        let place = match (&leaflet.beside, places.is_empty()) {
            (_, true) => String::new(),
            (None, false) => format!("{}/", format.as_str()),
            (Some(beside), false) => format!("{}-{}/", format.as_str(), beside.value),
        };
        if places.contains(&place) {
            let address = format!("{}leaflet/{place}", bundle.addresses[site.config.source]);
            let finding = Diagnostic::at(Code::AddressCollision, span);
            self.found.push(finding.with("address", address));
            return;
        }
        let project = funding.filter(|_| format == Format::EuPoster).and_then(|f| f.name.as_ref());
        let title = |page: &Page, edition: Edition| {
            let named = project.and_then(|name| site.config.localise(&name.value, edition));
            named.map_or_else(|| page.title().to_owned(), |(name, _)| name.to_owned())
        };
        for (edition, beside) in pairs {
            // A leaflet in another language than its page would help nobody.
            let Some(page) = bundle.cells[edition].as_deref() else { continue };
            let beside = beside.filter(|beside| bundle.cells[*beside].is_some());
            if let Some(beside) = beside {
                let picks = leaflet.sections.is_some().then_some(&*named);
                self.unpaired(index, (edition, beside), picks);
            }
            let sides = format.sides(leaflet.both_sides.unwrap_or(beside.is_some()));
            self.sheets.push(Sheet {
                id: bundle.id.to_string(),
                edition,
                beside,
                format,
                address: format!("{}leaflet/{place}", bundle.addresses[edition]),
                span: span.clone(),
                pages: Some(sides.len()),
                title: title(page, edition),
                crop_marks: leaflet.crop_marks,
                content: Content::Page {
                    bundle: index,
                    sections: leaflet.sections.is_some().then(|| named.clone()),
                },
            });
        }
        places.push(place);
    }

    fn booklet(&mut self, id: &Spanned<String>, booklet: &RawBooklet) {
        let site = self.site;
        let config = &site.config;
        let request = Request {
            path: &config.path,
            beside: booklet.beside.as_ref(),
            locales: booklet.locales.as_deref(),
        };
        let span = |range: &std::ops::Range<usize>| Span::new(&config.path, range.clone());
        let mut pages = Vec::new();
        for page in &booklet.pages {
            match site.find(&page.value) {
                Some(index) => pages.push(index),
                None => {
                    let finding = unknown("page", &page.value, span(&page.span), site.ids());
                    self.found.push(finding);
                }
            }
        }
        if !crate::site::is_slug(&id.value) {
            let finding = Diagnostic::at(Code::BadValue, span(&id.span));
            self.found.push(finding.with("value", &id.value).with("expected", "slug"));
            return;
        }
        let Some(pairs) = self.pairs(&request) else { return };
        for (edition, beside) in pairs {
            let has_text = |index: &BundleIndex| site.bundles[*index].cells[edition].is_some();
            let pages: Vec<BundleIndex> = pages.iter().copied().filter(has_text).collect();
            let is_in = |edition: Edition| {
                pages.iter().all(|index| site.bundles[*index].cells[edition].is_some())
            };
            if pages.is_empty() {
                continue;
            }
            let beside = beside.filter(|beside| is_in(*beside));
            for (&page, beside) in pages.iter().zip(beside.into_iter().cycle()) {
                self.unpaired(page, (edition, beside), None);
            }
            let title = config.localise(&booklet.title.value, edition);
            self.sheets.push(Sheet {
                id: id.value.clone(),
                edition,
                beside,
                format: Format::Booklet,
                address: format!("/{}/booklet/{}/", config.locales[edition], id.value),
                span: span(&id.span),
                pages: None,
                title: title.map_or_else(|| id.value.clone(), |(title, _)| title.to_owned()),
                crop_marks: booklet.crop_marks,
                content: Content::Booklet(pages),
            });
        }
    }

    /// Sections that cannot stand beside those of the other language row by row.
    fn unpaired(
        &mut self,
        index: BundleIndex,
        (edition, beside): (Edition, Edition),
        picks: Option<&[Pick]>,
    ) {
        let bundle = &self.site.bundles[index];
        let page = |edition: Edition| bundle.cells[edition].as_deref();
        let (Some(own), Some(other)) = (page(edition), page(beside)) else { return };
        let Some(leading) = bundle.leading(self.site.config.source) else { return };
        let beside_own = choose(&other.document, &leading.document, picks);
        for section in choose(&own.document, &leading.document, picks) {
            let is_own = |known: &&Section| known.id == section.id;
            let Some(here) = own.document.sections.iter().find(is_own) else { continue };
            let there = counterpart(&own.document, &section, &other.document);
            let chosen = there.and_then(|there| beside_own.iter().find(|one| one.id == there.id));
            if chosen.is_some_and(|chosen| section.is_like(chosen)) {
                continue;
            }
            let finding = |page: &Page, block: Option<&Block>, section: &Section| {
                let span = block.map_or(section.span.start..section.span.start, |b| b.span.clone());
                Diagnostic::at(Code::UnpairedBlock, Span::new(&page.path, span))
            };
            let shape = |block: &Block| (block.role, block.depth);
            let blocks = there.map_or(&[][..], |there| &there.blocks);
            let alike = here.blocks.iter().zip(blocks).take_while(|(a, b)| shape(a) == shape(b));
            let at = alike.count();
            let (page, found) = match (here.blocks.get(at), blocks.get(at), there) {
                // The other text goes on where this one ends.
                (None, Some(block), Some(there)) => (own, finding(other, Some(block), there)),
                (block, _, _) => (other, finding(own, block, here)),
            };
            let language = if std::ptr::eq(page, own) { edition } else { beside };
            let found = found
                .with("other", &self.site.config.locales[language])
                .with("section", section.id.as_deref().unwrap_or(INTRODUCTION));
            let label = match (std::ptr::eq(page, own), there) {
                (true, _) => Some(here.span.start),
                (false, there) => there.map(|there| there.span.start),
            };
            self.found.push(match label {
                Some(start) => found.label(Span::new(&page.path, start..start), "other"),
                None => found,
            });
        }
    }

    /// The editions that get a sheet, each with the one beside it; nothing where that is wrong.
    fn pairs(&mut self, request: &Request<'_>) -> Option<Vec<(Edition, Option<Edition>)>> {
        let config = &self.site.config;
        let mut is_sound = true;
        let mut edition = |tag: &Spanned<String>| {
            let known = config.locale_index(&tag.value);
            if known.is_none() {
                is_sound = false;
                self.found.push(no_edition(request.path, tag, &config.locales));
            }
            known
        };
        let beside = request.beside.map(|tag| (tag, edition(tag)));
        let readers: Vec<Edition> = match request.locales {
            Some(tags) => tags.iter().filter_map(&mut edition).collect(),
            None => (0..config.locales.len()).collect(),
        };
        let itself = request
            .locales
            .into_iter()
            .flatten()
            .find(|tag| request.beside.is_some_and(|beside| beside.value == tag.value));
        if let Some(tag) = itself {
            is_sound = false;
            let finding = Diagnostic::at(
                Code::LeafletBesideItself,
                Span::new(request.path, tag.span.clone()),
            );
            self.found.push(finding.with("locale", &tag.value));
        }
        let beside = beside.and_then(|(_, edition)| edition);
        let pair = |reader: Edition| (reader, beside.filter(|beside| *beside != reader));
        is_sound.then(|| readers.into_iter().map(pair).collect())
    }
}
