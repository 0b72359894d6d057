//! The plan of everything that is published. A build renders all of it; `serve` only what is asked
//! for, so that one changed page in ten thousand costs one page.

mod offline;
mod plan;
mod rendering;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::admin;
use crate::campaign::posters;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::feed;
use crate::hosting;
use crate::html::Html;
use crate::leaflet::{self, Sheet, Sheets};
use crate::locale::Locale;
use crate::offline as saving;
use crate::output::{OutputFile, OutputPath, OutputTree};
use crate::pdf::{self, Downloads};
use crate::qr;
use crate::render::{self, CalendarOf, Generated, Renderer};
use crate::search::{SearchIndex, Searches};
use crate::share::Words;
use crate::site::{BundleIndex, Edition, Site};
use crate::sitemap;
use crate::source::SourceTree;
use crate::theme::Theme;
use crate::timetable::Town;

use offline::Saving;
use plan::{Entries, Plan};
pub use rendering::Rendering;

/// A portal that can be rendered.
pub struct Portal {
    renderer: Renderer,
    tree: Arc<SourceTree>,
    entries: BTreeMap<OutputPath, Entry>,
    searches: Searches,
    saving: Saving,
}

/// What stands at a path.
#[derive(Debug, Clone)]
enum Entry {
    Page(BundleIndex, Edition),
    Generated(Generated),
    SearchMap(Edition),
    /// The page of a course, by its id.
    Course(String, Edition),
    /// The printable week of a town, by its place among the towns.
    Week(usize, Edition),
    /// A sheet to print, by its place among all of them.
    Sheet(usize),
    Calendar(CalendarOf, Edition),
    Lessons(Edition),
    /// The lessons of a week, by its Monday.
    WeekOfLessons(Date),
    /// A file of the content, as it is.
    File(SourcePath),
    /// The materials of a campaign in one file.
    Archive(BundleIndex),
    /// What is shown with a link to a campaign.
    Picture(Words),
    /// Style sheet, script or icon.
    Asset(Vec<u8>),
    Redirect(hosting::Redirect),
    Feed(Edition),
    Manifest(Edition),
    /// The worker of the browser; `false` for one that removes what earlier ones left.
    Worker(bool),
    /// What can be saved, of all editions.
    SavingIndex,
    /// The list of the files that are saved of an edition.
    SavingList(Edition),
    /// The page on which readers save an edition.
    SavingPage(Edition),
    /// An edition in one file.
    EditionArchive(Edition),
    /// The words of scripts.
    Words(Edition),
    /// The code of the page at an address.
    QrCode(String),
    Sitemap(usize),
    SitemapIndex,
    Robots,
    Hosting(hosting::File),
    Admin(admin::File),
}

impl Portal {
    /// Plans what is published where. Two things at one path are an error.
    pub fn plan(
        tree: Arc<SourceTree>,
        site: Arc<Site>,
        theme: Arc<Theme>,
        today: Date,
    ) -> (Self, Diagnostics) {
        let mut plan =
            Plan { site: &site, entries: Entries(BTreeMap::new()), found: Diagnostics::new() };
        let config = &site.config;
        for (index, bundle) in site.bundles.iter().enumerate() {
            for (edition, address) in bundle.addresses.iter().enumerate() {
                // Two pages at one address were reported when the addresses were given.
                if site.at_address(address) == Some((index, edition)) {
                    plan.entries.entry_at(address, Entry::Page(index, edition));
                }
            }
            for path in bundle.files.values() {
                if let Some(address) = site.file_address(path) {
                    plan.entries.entry_at(address, Entry::File(path.clone()));
                }
            }
        }
        let own = &Span::file(&config.path);
        for edition in 0..config.locales.len() {
            let index = render::index_address(config, edition);
            let not_found = render::not_found_address(config, edition);
            plan.at(&index, Entry::Generated(Generated::Index(edition)), own);
            if site.find("").is_none() {
                let home = format!("/{}/", config.locales[edition]);
                plan.at(&home, Entry::Generated(Generated::Home(edition)), own);
            }
            if config.search {
                let results = render::search_address(config, edition);
                plan.at(&results, Entry::Generated(Generated::Search(edition)), own);
                let map = render::search_map_address(config, edition);
                plan.at(&map, Entry::SearchMap(edition), own);
            }
            if config.offers_pdf() {
                let downloads = render::downloads_address(config, edition);
                plan.at(&downloads, Entry::Generated(Generated::Downloads(edition)), own);
            }
            plan.saving(edition);
            plan.timetable(edition, today);
            plan.at(&not_found, Entry::Generated(Generated::NotFound(edition)), own);
            plan.at(&render::manifest_address(config, edition), Entry::Manifest(edition), own);
            plan.at(&render::words_address(config, edition), Entry::Words(edition), own);
            if config.base_url.is_some() {
                plan.at(&render::feed_address(config, edition), Entry::Feed(edition), own);
            }
        }
        if config.offline {
            plan.at(saving::INDEX_ADDRESS, Entry::SavingIndex, own);
        }
        plan.at(saving::WORKER_ADDRESS, Entry::Worker(config.offline), own);
        plan.at("/", Entry::Generated(Generated::Languages), own);
        plan.campaigns(today);
        plan.at("/404.html", Entry::Generated(Generated::NotFoundAnywhere), own);
        plan.at("/robots.txt", Entry::Robots, own);
        if config.base_url.is_some() {
            let parts = sitemap::parts(&site);
            for part in 0..parts {
                plan.at(&sitemap::address(part, parts), Entry::Sitemap(part), own);
            }
            if parts > 1 {
                plan.at("/sitemap.xml", Entry::SitemapIndex, own);
            }
        }
        let is_wanted = |(component, _): &(&String, _)| match component.as_str() {
            "search" => config.search,
            "offline" => config.offline,
            _ => true,
        };
        let lazy = theme.lazy.iter().filter(is_wanted).flat_map(|(_, module)| module.assets());
        let sheets = [&theme.css, &theme.extra, &theme.icon];
        let logo = theme.logo.iter().map(|logo| &logo.asset);
        for asset in theme.script.iter().chain(lazy).chain(sheets).chain(logo) {
            plan.entries.entry_at(&asset.address, Entry::Asset(asset.bytes.clone()));
        }
        for redirect in hosting::redirects(&site) {
            let from = redirect.from.clone();
            let span = redirect.span.clone();
            if from.ends_with('/') {
                plan.redirect(&from, redirect, &span);
            }
        }
        for file in hosting::FILES {
            plan.at(file.address(), Entry::Hosting(file), own);
        }
        if let Some(admin) = &config.admin {
            for file in admin::FILES {
                plan.at(file.address(), Entry::Admin(file), own);
            }
            for path in admin::published(admin) {
                plan.at(&format!("/{path}"), Entry::File(path.into()), own);
            }
        }
        if config.style_guide {
            plan.style_guide();
        }
        if config.base_url.is_some() {
            plan.codes(own);
        }
        let (mut sheets, problems) = leaflet::plan(&site);
        sheets.extend(posters(&site));
        plan.found.append(problems);
        plan.found.extend(sheets.first().and_then(|sheet| without_address(config, sheet)));
        for (number, sheet) in sheets.iter().enumerate() {
            plan.at(&sheet.address, Entry::Sheet(number), &sheet.span);
        }
        if !sheets.is_empty() {
            plan.entries.entry_at(&theme.paper.address, Entry::Asset(theme.paper.bytes.clone()));
        }
        let (entries, mut found) = (plan.entries.0, plan.found);
        let searches = Searches::new(config.locales.len());
        let saving = Saving::new(config.locales.len());
        let renderer = Renderer::new(site.clone(), theme, Sheets::new(sheets), today);
        let mut portal = Self { renderer, tree, entries, searches, saving };
        // Only once the sheets can be rendered is it known which PDFs were made from them.
        let (downloads, problems) = pdf::downloads(&portal, &portal.tree);
        found.append(problems);
        for download in &downloads {
            if let Some(path) = OutputPath::of_address(&download.address) {
                portal.entries.insert(path, Entry::File(download.path.clone()));
            }
        }
        portal.renderer.downloads = Downloads::new(downloads);
        (portal, found)
    }

    /// The same with the style guide, whether `site.yaml` asks for it or not. What stands at its
    /// addresses already stays.
    #[must_use]
    pub fn with_style_guide(mut self) -> Self {
        let site = self.renderer.site.clone();
        let entries = Entries(std::mem::take(&mut self.entries));
        let mut plan = Plan { site: &site, entries, found: Diagnostics::new() };
        plan.style_guide();
        self.entries = plan.entries.0;
        self
    }

    /// The same for trying pages out: nothing can be saved, and a worker that an earlier portal at the
    /// same address left goes away.
    #[must_use]
    pub fn without_saving(mut self) -> Self {
        self.renderer.saves = false;
        if let Some(worker) = OutputPath::of_address(saving::WORKER_ADDRESS) {
            self.entries.insert(worker, Entry::Worker(false));
        }
        self
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is published.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many pages each edition has, those without a translation included.
    pub fn pages_by_locale(&self) -> impl Iterator<Item = (&Locale, usize)> {
        let site = self.site();
        let pages = site.bundles.len();
        site.config.locales.iter().map(move |locale| (locale, pages))
    }

    /// Renders one page of each kind, to find mistakes in templates before somebody asks for them.
    pub fn probe(&self) -> Diagnostics {
        let site = self.site();
        let mut layouts = Vec::new();
        let mut found = Diagnostics::new();
        for (index, bundle) in site.bundles.iter().enumerate() {
            if !layouts.contains(&bundle.layout) {
                layouts.push(bundle.layout);
                found.extend(self.renderer.page(index, site.config.source).err());
            }
        }
        let results = site.config.search.then_some(Generated::Search(site.config.source));
        let downloads =
            site.config.offers_pdf().then_some(Generated::Downloads(site.config.source));
        let pages = [
            Generated::Index(site.config.source),
            Generated::Languages,
            Generated::NotFoundAnywhere,
            Generated::StyleGuide(site.config.source),
        ];
        let offline = site.config.offline.then_some(Generated::Offline(site.config.source));
        for page in pages.into_iter().chain(results).chain(downloads).chain(offline) {
            found.extend(self.renderer.generated(page).err());
        }
        found
    }

    /// The title of the printable week of a town.
    pub fn week_title(&self, town: &Town, edition: Edition) -> String {
        self.renderer.week_title(town, edition).text
    }

    /// The day for which the portal is compiled.
    pub fn today(&self) -> Date {
        self.renderer.today
    }

    /// The model behind the portal.
    pub fn site(&self) -> &Site {
        &self.renderer.site
    }

    /// Everything that is made to be printed.
    pub fn sheets(&self) -> &[Sheet] {
        self.renderer.sheets.all()
    }

    /// The file at a path, rendered now; `None` if nothing is published there.
    ///
    /// # Errors
    /// A template error.
    pub fn file(&self, path: &OutputPath) -> Option<Result<OutputFile, Diagnostic>> {
        match self.entries.get(path) {
            Some(entry) => Some(self.render(entry)),
            None => Some(self.searches.file(path, &self.renderer)?.map(OutputFile::Bytes)),
        }
    }

    /// The same, where a sheet is kept until it is published.
    ///
    /// # Errors
    /// A template error.
    pub fn file_ahead(&self, path: &OutputPath) -> Option<Result<OutputFile, Diagnostic>> {
        match self.entries.get(path) {
            Some(Entry::Sheet(number)) => {
                Some(self.renderer.sheet_ahead(*number).map(OutputFile::Html))
            }
            _ => self.file(path),
        }
    }

    /// What stands in the calendars of a course; `None` if there is no such course or no timetable.
    pub fn course_digest(&self, id: &str) -> Option<String> {
        self.renderer.course_digest(id)
    }

    /// The index of an edition itself, made anew.
    ///
    /// # Errors
    /// A template error, or what the index says.
    pub fn search_index(&self, edition: Edition) -> Result<SearchIndex, Diagnostic> {
        SearchIndex::build(&self.renderer, edition)
    }

    /// Where everything is, in order: what was planned, and the files of the search.
    fn paths(&self) -> Vec<OutputPath> {
        let editions: Vec<Edition> = (0..self.site().config.locales.len()).collect();
        let paths = |edition| self.searches.paths(edition, &self.renderer);
        let of_search: Vec<Vec<OutputPath>> = editions.into_par_iter().map(paths).collect();
        let mut paths: Vec<OutputPath> = self.entries.keys().cloned().collect();
        paths.extend(of_search.into_iter().flatten());
        paths.sort();
        paths
    }

    /// Everything, rendered on all cores. The result is the same whatever their number.
    pub fn output(&self) -> (OutputTree, Diagnostics) {
        self.rendering(&|| ()).into_tree()
    }

    /// The portal as something to publish. `on_file` is called for each file, from any thread.
    pub fn rendering<'a>(&'a self, on_file: &'a (dyn Fn() + Sync)) -> Rendering<'a> {
        Rendering::new(self, self.paths(), on_file)
    }

    fn render(&self, entry: &Entry) -> Result<OutputFile, Diagnostic> {
        let site = &self.renderer.site;
        let text = |text: String| OutputFile::Bytes(text.into_bytes());
        let nothing = || Html::whole("");
        Ok(match entry {
            Entry::Page(bundle, edition) => {
                OutputFile::Html(self.renderer.page(*bundle, *edition)?)
            }
            Entry::Generated(page) => OutputFile::Html(self.renderer.generated(*page)?),
            Entry::File(path) => {
                let bytes = self.tree.get(path).map(|file| file.bytes().to_vec());
                OutputFile::Bytes(bytes.unwrap_or_default())
            }
            Entry::Archive(bundle) => {
                OutputFile::Archive(self.renderer.archive(*bundle, &self.tree)?)
            }
            Entry::Picture(words) => OutputFile::Picture(words.clone()),
            Entry::Asset(bytes) => OutputFile::Bytes(bytes.clone()),
            Entry::Redirect(redirect) => OutputFile::Html(Html::whole(&redirect.page(site))),
            Entry::Feed(edition) => text(feed::atom(site, *edition, self.renderer.today)),
            Entry::Manifest(edition) => {
                text(hosting::manifest(site, *edition, &self.renderer.theme.icon.address))
            }
            Entry::Worker(can_save) => text(saving::worker(*can_save)),
            Entry::SavingIndex => text(self.saving_index()?),
            Entry::SavingList(edition) => text(self.saving_list(*edition)?.0.clone()),
            Entry::SavingPage(edition) => OutputFile::Html(self.saving_page(*edition)?),
            Entry::EditionArchive(edition) => OutputFile::Bytes(self.edition_archive(*edition)?),
            Entry::Words(edition) => text(self.renderer.words(*edition)),
            Entry::QrCode(address) => {
                let code = qr::code(&site.config.absolute(address));
                text(code.as_ref().map(qr::file).unwrap_or_default())
            }
            Entry::Sitemap(part) => text(sitemap::urls(site, *part)),
            Entry::SearchMap(edition) => text(self.searches.map(*edition, &self.renderer)?),
            Entry::Course(id, edition) => OutputFile::Html(
                self.renderer.course_page(id, *edition).transpose()?.unwrap_or_else(nothing),
            ),
            Entry::Week(town, edition) => OutputFile::Html(
                self.renderer.week_page(*town, *edition).transpose()?.unwrap_or_else(nothing),
            ),
            Entry::Sheet(number) => OutputFile::Html(self.renderer.sheet(*number)?.0),
            Entry::Calendar(of, edition) => {
                text(self.renderer.calendar(of, *edition).unwrap_or_default())
            }
            Entry::Lessons(edition) => {
                text(self.renderer.lessons_json(*edition).unwrap_or_default())
            }
            Entry::WeekOfLessons(monday) => text(self.renderer.lessons_of_week(*monday)),
            Entry::SitemapIndex => text(sitemap::index(site)),
            Entry::Robots => text(sitemap::robots(site)),
            Entry::Hosting(file) => text(file.content(site)),
            Entry::Admin(file) => text(
                site.config
                    .admin
                    .as_ref()
                    .map_or_else(String::new, |admin| file.content(site, &self.tree, admin)),
            ),
        })
    }
}

/// Sheets of a portal without an address show no way back to it; one of them is enough to say so.
/// An address that staff still have to supply was reported where `site.yaml` is read.
fn without_address(config: &Config, sheet: &Sheet) -> Option<Diagnostic> {
    let is_missing = config.base_url.is_none() && !config.has_base_url;
    is_missing
        .then(|| Diagnostic::at(Code::SheetWithoutAddress, sheet.span.clone()).hint("address"))
}
