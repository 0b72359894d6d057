//! A site as texts to translate.

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::data;
use crate::exchange::pairing::pairs;
use crate::exchange::segment::{Kind, Piece, in_one_line, pieces};
use crate::exchange::{File, Group, Package, Unit, What, file_id};
use crate::frontmatter::{FrontMatter, Translator};
use crate::markdown::{Block, Role};
use crate::site::{Bundle, BundleIndex, Edition, Page, Site};
use crate::source::SourceTree;
use crate::translation::{HEAD, Standing, State, is_wanted};

/// Which texts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// Those of sections that say something else than their source by now, or lack a part of it.
    Outdated,
    /// Those that nobody has translated.
    Missing,
    /// All of them.
    All,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// The edition to translate from.
    pub from: Edition,
    /// The edition to translate to.
    pub to: Edition,
    /// How far the texts are.
    pub only: Only,
    /// Ids of pages and of files of data, `_data/glossary`; none means all.
    pub ids: &'a [String],
}

/// The site as a package for a translator.
pub fn package(site: &Site, tree: &SourceTree, wanted: &Wanted<'_>) -> Package {
    let locale = |edition: Edition| site.config.locales[edition].to_string();
    let pages = (0..site.bundles.len())
        .filter_map(|bundle| page(site, tree, bundle, wanted.from, wanted.to));
    let data = data::files(site, tree, wanted.from, wanted.to);
    let is_wanted = |file: &File| {
        let is_named = |id: &String| file.id == *id || file_id(id) == file.id;
        wanted.ids.is_empty() || wanted.ids.iter().any(is_named)
    };
    let mut files: Vec<File> = pages.chain(data).filter(is_wanted).collect();
    for file in &mut files {
        let is_new = file.units().all(|unit| unit.target.is_empty());
        file.groups.retain(|group| is_asked_for(group, wanted.only, is_new));
    }
    files.retain(|file| !file.groups.is_empty());
    let names = names(site, &files, wanted.to);
    Package { from: locale(wanted.from), to: locale(wanted.to), files, names }
}

/// What readers of an edition see for the references to terms, contacts, places and pages.
fn names(site: &Site, files: &[File], to: Edition) -> BTreeMap<String, String> {
    let units = files.iter().flat_map(File::units);
    let codes = units.flat_map(|unit| pieces(&unit.source)).filter_map(|piece| match piece {
        Piece::Code(code) | Piece::Open(code) if code.kind == Kind::Reference => Some(code.target),
        _ => None,
    });
    let targets: BTreeSet<String> = codes.collect();
    let known = |text| site.config.localise(text, to).map(|(name, _)| name);
    let name = |target: &String| {
        let name = match target.split_once(':') {
            Some(("term", id)) => known(&site.registry.terms.get(id)?.value.term)?,
            Some(("contact", id)) => known(&site.registry.contacts.get(id)?.value.name)?,
            Some(("place", id)) => known(&site.registry.places.get(id)?.value.name)?,
            Some(_) => return None,
            None => site.shown(site.find(target.split('#').next()?)?, to)?.1.title(),
        };
        Some((target.clone(), name.to_owned()))
    };
    targets.iter().filter_map(name).collect()
}

fn is_asked_for(group: &Group, only: Only, is_new: bool) -> bool {
    let states = || group.units.iter().map(|unit| unit.state);
    match only {
        Only::All => true,
        Only::Missing => states().any(|state| state == State::Missing),
        Only::Outdated if is_new => false,
        Only::Outdated => states().any(|state| matches!(state, State::Outdated | State::Missing)),
    }
}

/// A page as texts to translate; nothing if it is not meant for readers of the language, or there
/// is nothing to translate from.
pub fn page(
    site: &Site,
    tree: &SourceTree,
    bundle: BundleIndex,
    from: Edition,
    to: Edition,
) -> Option<File> {
    let standing = site.standings[bundle][to].as_ref().filter(|standing| standing.from == from);
    let bundle = &site.bundles[bundle];
    let tag = &site.config.locales[to];
    if !is_wanted(bundle, site.config.source, tag) {
        return None;
    }
    let source = bundle.cells[from].as_deref()?;
    let own = bundle.cells[to].as_deref();
    let mut groups = vec![head(source, own, standing)];
    let text = tree.text(&source.path)?;
    let own_text = own.and_then(|own| tree.text(&own.path)).unwrap_or_default();
    for pair in pairs(&source.document, own.map(|own| &own.document)) {
        let title = match pair.source.blocks.first() {
            Some(first) if first.role == Role::Heading => in_one_line(&text[first.span.clone()]).0,
            _ => String::new(),
        };
        let state = state(pair.key, own, standing);
        let unit = |(number, block, own): (usize, &Block, Option<&Block>)| {
            let target = own.map(|own| in_one_line(&own_text[own.span.clone()]).0);
            let target = target.unwrap_or_default();
            Unit {
                id: format!("{}.{number}", pair.key),
                source: in_one_line(&text[block.span.clone()]).0,
                state: if target.is_empty() { State::Missing } else { state },
                target,
                what: What::Block(block.role),
                place: (source.path.clone(), block.span.start),
            }
        };
        let units: Vec<Unit> = pair.blocks(text).map(unit).collect();
        if !units.is_empty() {
            groups.push(Group { key: pair.key.to_owned(), title, units });
        }
    }
    Some(File {
        id: file_id(&bundle.id).to_owned(),
        path: own.map_or_else(|| path(bundle, tag.as_str()).into(), |own| own.path.clone()),
        notes: vec![source.title().to_owned(), bundle.addresses[to].clone()],
        groups,
    })
}

/// The path of the page of a bundle in a language.
fn path(bundle: &Bundle, tag: &str) -> String {
    let between = if bundle.id.is_empty() { "" } else { "/" };
    format!("content/{}{between}{tag}.md", bundle.id)
}

/// Title, summary, keywords and the texts of a campaign.
fn head(source: &Page, own: Option<&Page>, standing: Option<&Standing>) -> Group {
    let state = state(HEAD, own, standing);
    let fields = fields(&source.front_matter);
    let own_fields = own.map(|own| self::fields(&own.front_matter));
    let unit = |(name, what, text): (&str, What, String)| {
        let own = own_fields.iter().flatten().find(|(own, ..)| *own == name);
        let target = own.map(|(_, _, text)| text.clone()).unwrap_or_default();
        Unit {
            id: format!("{HEAD}.{name}"),
            source: text,
            state: if target.is_empty() { State::Missing } else { state },
            target,
            what,
            place: (source.path.clone(), 0),
        }
    };
    let units = fields.into_iter().map(unit);
    let units = units.filter(|unit| !unit.source.is_empty()).collect();
    Group { key: HEAD.to_owned(), title: String::new(), units }
}

/// The texts in the head of a page by their names.
pub fn fields(front_matter: &FrontMatter) -> Vec<(&'static str, What, String)> {
    let title = front_matter.title.as_ref().map_or("", |title| title.value.trim());
    let mut fields = vec![
        ("title", What::Title, title.to_owned()),
        ("summary", What::Summary, front_matter.summary().unwrap_or_default().to_owned()),
        ("keywords", What::Keywords, front_matter.keywords.join(", ")),
    ];
    let of_campaign = front_matter.campaign.iter().flat_map(|campaign| campaign.written());
    let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    fields.extend(of_campaign.map(|(key, text)| (key, What::Campaign, in_one_line(text))));
    fields
}

fn state(key: &str, own: Option<&Page>, standing: Option<&Standing>) -> State {
    let Some(by) = own.map(|own| own.front_matter.translation.as_ref().map(|one| one.by)) else {
        return State::Missing;
    };
    match standing {
        Some(standing) if standing.change(key).is_some() => State::Outdated,
        _ if by == Some(Translator::Machine) => State::Machine,
        Some(standing) if standing.is_recorded => State::Current,
        _ => State::Unrecorded,
    }
}

impl File {
    /// All its texts.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.groups.iter().flat_map(|group| &group.units)
    }
}
