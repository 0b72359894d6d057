//! The model: page bundles × editions, with their addresses, order and translation links.
//!
//! A missing translation is an empty cell, never a missing page: [`Site::shown`] says which text
//! an edition shows instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::characters::{control_characters, todos};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::frontmatter::{self, FrontMatter, Layout};
use crate::locale::{Formats, Locale};
use crate::markdown::{self, Document};
use crate::picture::{self, Picture};
use crate::reference::{self, Registry};
use crate::source::{SourceFile, SourceTree};
use crate::timetable::{self, Town};
use crate::translation::{Standing, standings};

/// Index of a bundle in [`Site::bundles`].
pub type BundleIndex = usize;
/// Index of an edition in [`Config::locales`].
pub type Edition = usize;

/// Everything that is published, before it is rendered.
#[derive(Debug)]
pub struct Site {
    /// What the site is called and which editions it has.
    pub config: Config,
    /// The words of each edition.
    pub catalogs: Vec<Catalog>,
    /// The number, date and order formats of each edition.
    pub formats: Vec<Arc<Formats>>,
    /// Values, contacts, places and terms.
    pub registry: Registry,
    /// Page bundles in the order of their ids; the home page, if there is one, is the first.
    pub bundles: Vec<Bundle>,
    /// Pictures by the path of their file.
    pub pictures: BTreeMap<SourcePath, Picture>,
    /// Addresses of the other files of bundles.
    pub attachments: BTreeMap<SourcePath, String>,
    /// Towns with courses.
    pub towns: Vec<Town>,
    /// How each bundle's page stands against what it was translated from, in each edition.
    pub standings: Vec<Vec<Option<Standing>>>,
    by_id: BTreeMap<Box<str>, BundleIndex>,
    by_address: BTreeMap<String, (BundleIndex, Edition)>,
}

/// A folder below `content/`: one page in several languages.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Path of the folder below `content/`; empty for the home page. Stable for ever.
    pub id: Box<str>,
    /// The nearest folder above that is a bundle too; `None` for the home page.
    pub parent: Option<BundleIndex>,
    /// The bundles below, in the order in which readers see them.
    pub children: Vec<BundleIndex>,
    /// The page in each edition.
    pub cells: Vec<Option<Arc<Page>>>,
    /// Pictures and other files by their name.
    pub files: BTreeMap<String, SourcePath>,
    /// What kind of page it is.
    pub layout: Layout,
    /// Name of its drawn icon.
    pub icon: Option<String>,
    /// Address in each edition, from the root of the host: `/uk/residence/visa/`.
    pub addresses: Vec<String>,
}

/// A page in one language.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its file.
    pub path: SourcePath,
    /// Its head.
    pub front_matter: FrontMatter,
    /// Its text.
    pub document: Document,
    /// What staff still have to write in it, with its bytes in the file.
    pub todos: Vec<(String, std::ops::Range<usize>)>,
}

impl Page {
    /// The title, or the name of the file where it has none.
    pub fn title(&self) -> &str {
        self.front_matter.title.as_ref().map_or(&self.path, |title| title.value.trim())
    }
}

/// A parsed page and what was found in it.
pub type Parsed = (Arc<Page>, Diagnostics);

/// Reads one page. It depends on nothing but its arguments, so the result can be kept.
pub fn parse_page(path: &SourcePath, text: &str, locale: &Locale, source: &Locale) -> Parsed {
    let (head, mut found) = frontmatter::parse(text, path);
    let (document, problems) = markdown::parse(text, head.body.clone(), path, locale, source);
    found.append(problems);
    found.append(control_characters(path, text));
    let start = head.body.start;
    let todos = todos(&text[head.body])
        .into_iter()
        .map(|(note, span)| (note, span.start + start..span.end + start))
        .collect();
    (Arc::new(Page { path: path.clone(), front_matter: head.front_matter, document, todos }), found)
}

/// Where the file of a page belongs.
struct Cell<'a> {
    id: &'a str,
    edition: Edition,
    path: &'a SourcePath,
}

/// Assembles the model from all stages before it. `pages` holds the parsed pages by path.
pub fn assemble(
    tree: &SourceTree,
    config: Config,
    catalogs: Vec<Catalog>,
    registry: Registry,
    with_drafts: bool,
    parse: impl FnOnce(&[(SourcePath, Edition)]) -> Vec<Arc<Parsed>>,
) -> (Site, Diagnostics) {
    let mut found = Diagnostics::new();
    let (cells, files) = sort_files(tree, &config, &mut found);
    let wanted: Vec<_> = cells.iter().map(|cell| (cell.path.clone(), cell.edition)).collect();
    let parsed = parse(&wanted);

    let mut bundles: BTreeMap<&str, Bundle> = BTreeMap::new();
    let editions = config.locales.len();
    for (cell, parsed) in cells.iter().zip(&parsed) {
        let (page, problems) = &**parsed;
        found.append(problems.clone());
        let bundle = bundles.entry(cell.id).or_insert_with(|| Bundle::new(cell.id, editions));
        if !page.front_matter.draft || with_drafts {
            bundle.cells[cell.edition] = Some(page.clone());
        }
    }
    bundles.retain(|_, bundle| bundle.cells.iter().any(Option::is_some));
    let (mut pictures, mut attachments) = (BTreeMap::new(), BTreeMap::new());
    for (id, name, path) in files {
        let Some(bundle) = bundles.get_mut(id) else { continue };
        bundle.files.insert(name.to_owned(), path.clone());
        let Some(file) = tree.get(path) else { continue };
        if picture::is_picture(path) {
            let (picture, problems) = picture::read(path, file);
            found.append(problems);
            pictures.extend(picture.map(|picture| (path.clone(), picture)));
        } else {
            attachments.insert(path.clone(), picture::fingerprinted(path, file.bytes()));
        }
    }
    let mut bundles: Vec<Bundle> = bundles.into_values().collect();
    let by_id: BTreeMap<Box<str>, BundleIndex> =
        bundles.iter().enumerate().map(|(index, bundle)| (bundle.id.clone(), index)).collect();
    let formats: Vec<_> = config.locales.iter().map(|l| Arc::new(Formats::new(l))).collect();
    link_families(&mut bundles, &by_id, &config, &formats);
    let by_address = assign_addresses(&mut bundles, &config, &mut found);
    let source = &formats[config.source];
    let towns = timetable::towns(&registry.courses, &registry.places, |a, b| source.compare(a, b));
    let standings = bundles.iter().map(|bundle| standings(bundle, &config)).collect();
    let site = Site {
        towns,
        standings,
        config,
        catalogs,
        formats,
        registry,
        bundles,
        pictures,
        attachments,
        by_id,
        by_address,
    };
    (site, found)
}

type Files<'a> = Vec<(&'a str, &'a str, &'a SourcePath)>;

fn sort_files<'a>(
    tree: &'a SourceTree,
    config: &Config,
    found: &mut Diagnostics,
) -> (Vec<Cell<'a>>, Files<'a>) {
    let mut cells = Vec::new();
    let mut files = Vec::new();
    for (path, file) in tree.below("content/") {
        let below = &path["content/".len()..];
        if path.starts_with(reference::FOLDER) {
            continue;
        }
        let (id, name) = below.rsplit_once('/').unwrap_or(("", below));
        let Some(tag) = name.strip_suffix(".md") else {
            files.push((id, name, path));
            continue;
        };
        if !matches!(file, SourceFile::Text(_)) {
            continue;
        }
        if let Some(part) = id.split('/').find(|part| !is_slug(part) && !id.is_empty()) {
            let finding = Diagnostic::at(Code::BadValue, Span::file(path));
            found.push(finding.with("value", part).with("expected", "slug"));
        }
        match config.locale_index(tag) {
            Some(edition) => cells.push(Cell { id, edition, path }),
            None => {
                let known = config.locales.iter().map(Locale::as_str);
                let list: Vec<_> = known.clone().map(|tag| format!("`{tag}.md`")).collect();
                let finding =
                    Diagnostic::at(Code::UnknownLocaleFile, Span::file(path)).with("name", name);
                let finding = finding.did_you_mean(tag, known);
                found.push(match finding.hint {
                    Some(_) => finding,
                    None => finding.with("keys", list.join(", ")).hint("known"),
                });
            }
        }
    }
    (cells, files)
}

/// A part of an address: small letters, digits and hyphens.
pub fn is_slug(part: &str) -> bool {
    !part.is_empty()
        && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn link_families(
    bundles: &mut [Bundle],
    by_id: &BTreeMap<Box<str>, BundleIndex>,
    config: &Config,
    formats: &[Arc<Formats>],
) {
    for index in 0..bundles.len() {
        let id = bundles[index].id.clone();
        let mut above = &*id;
        while !above.is_empty() {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
            if let Some(&parent) = by_id.get(above) {
                bundles[index].parent = Some(parent);
                bundles[parent].children.push(index);
                break;
            }
        }
    }
    for index in 0..bundles.len() {
        let mut children = std::mem::take(&mut bundles[index].children);
        let format = &formats[config.source];
        let key = |child: BundleIndex| {
            let page = bundles[child].leading(config.source);
            let order = page.and_then(|page| page.front_matter.order).unwrap_or(i64::MAX);
            (order, page.map_or("", Page::title))
        };
        children.sort_by(|&a, &b| {
            let ((order_a, title_a), (order_b, title_b)) = (key(a), key(b));
            order_a.cmp(&order_b).then_with(|| format.compare(title_a, title_b)).then(a.cmp(&b))
        });
        let leading = bundles[index].leading(config.source).map(|page| &page.front_matter);
        let layout = leading.and_then(|front| front.layout);
        let icon = leading.and_then(|front| front.icon.clone());
        let by_shape = match (&*bundles[index].id, children.is_empty()) {
            ("", _) => Layout::Home,
            (_, true) => Layout::Guide,
            (_, false) => Layout::Section,
        };
        let bundle = &mut bundles[index];
        bundle.children = children;
        bundle.layout = layout.unwrap_or(by_shape);
        bundle.icon = icon;
    }
}

fn assign_addresses(
    bundles: &mut [Bundle],
    config: &Config,
    found: &mut Diagnostics,
) -> BTreeMap<String, (BundleIndex, Edition)> {
    let mut taken: BTreeMap<String, (BundleIndex, Edition)> = BTreeMap::new();
    // Parents come first: an id sorts behind each of its prefixes.
    for index in 0..bundles.len() {
        for edition in 0..config.locales.len() {
            let bundle = &bundles[index];
            let page = bundle.cells[edition].as_deref();
            let slug = page.and_then(|page| page.front_matter.slug.as_ref());
            if let (Some(slug), Some(page)) = (slug, page)
                && !is_slug(&slug.value)
            {
                let span = Span::new(&page.path, slug.span.clone());
                let finding = Diagnostic::at(Code::BadValue, span);
                found.push(finding.with("value", &slug.value).with("expected", "slug"));
            }
            let slug = slug.map(|slug| slug.value.as_str()).filter(|slug| is_slug(slug));
            let address = match bundle.parent {
                _ if bundle.id.is_empty() => format!("/{}/", config.locales[edition]),
                None => format!("/{}/{}/", config.locales[edition], slug.unwrap_or(&bundle.id)),
                Some(parent) => {
                    let parent = &bundles[parent];
                    let below = bundle.id.trim_start_matches(&*parent.id).trim_start_matches('/');
                    format!("{}{}/", parent.addresses[edition], slug.unwrap_or(below))
                }
            };
            if let Some(&(other, other_edition)) = taken.get(&address) {
                if let Some(span) = bundle.place_of_address(edition) {
                    let finding =
                        Diagnostic::at(Code::AddressCollision, span).with("address", &address);
                    let first = bundles[other].place_of_address(other_edition);
                    found.push(match first {
                        Some(first) => finding.label(first, "first"),
                        None => finding,
                    });
                }
            } else {
                taken.insert(address.clone(), (index, edition));
            }
            bundles[index].addresses.push(address);
        }
    }
    taken
}

impl Bundle {
    fn new(id: &str, editions: usize) -> Self {
        Self {
            id: id.into(),
            parent: None,
            children: Vec::new(),
            cells: vec![None; editions],
            files: BTreeMap::new(),
            layout: Layout::Guide,
            icon: None,
            addresses: Vec::with_capacity(editions),
        }
    }

    /// The page in the source language, or any other: it holds what is the same in all languages.
    pub fn leading(&self, source: Edition) -> Option<&Page> {
        self.cells[source].as_deref().or_else(|| self.cells.iter().flatten().next().map(|p| &**p))
    }

    /// A file of the bundle, for findings.
    pub fn any_path(&self) -> Option<&SourcePath> {
        self.cells.iter().flatten().map(|page| &page.path).next()
    }

    /// What gives it its address in an edition: the slug, or else the file as a whole.
    pub fn place_of_address(&self, edition: Edition) -> Option<Span> {
        let page = self.cells[edition].as_deref();
        let slug = page.and_then(|page| Some((&page.path, page.front_matter.slug.as_ref()?)));
        match slug {
            Some((path, slug)) => Some(Span::new(path, slug.span.clone())),
            None => page.map(|page| &page.path).or_else(|| self.any_path()).map(Span::file),
        }
    }

    /// The id as people should read it in a finding.
    pub fn name(&self) -> &str {
        if self.id.is_empty() { "content/" } else { &self.id }
    }
}

impl Site {
    /// The bundle of an id.
    pub fn find(&self, id: &str) -> Option<BundleIndex> {
        self.by_id.get(id).copied()
    }

    /// The page that shows all courses.
    pub fn timetable_page(&self) -> Option<BundleIndex> {
        self.bundles.iter().position(|bundle| bundle.layout == Layout::Timetable)
    }

    /// The page at an address.
    pub fn at_address(&self, address: &str) -> Option<(BundleIndex, Edition)> {
        self.by_address.get(address).copied()
    }

    /// The text that an edition shows: its own, or that of the next language in its fallback chain.
    pub fn shown(&self, bundle: BundleIndex, edition: Edition) -> Option<(Edition, &Page)> {
        let cells = &self.bundles[bundle].cells;
        self.config.chains[edition]
            .iter()
            .chain(&[self.config.source])
            .copied()
            .chain(0..cells.len())
            .find_map(|index| Some((index, cells[index].as_deref()?)))
    }

    /// The file of a link or picture below a bundle, by its name there.
    pub fn file(&self, bundle: BundleIndex, name: &str) -> Option<&SourcePath> {
        self.bundles[bundle].files.get(name.trim_start_matches("./"))
    }

    /// The address at which a file of a bundle is published.
    pub fn file_address(&self, path: &SourcePath) -> Option<&str> {
        let picture = self.pictures.get(path).map(|picture| &picture.address);
        picture.or_else(|| self.attachments.get(path)).map(String::as_str)
    }

    /// The ids of all bundles.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(|id| &**id)
    }
}
