//! Site × theme to HTML: one page at a time, so that a page can be asked for alone.

mod campaign;
mod downloads;
mod fill;
mod glance;
mod head;
mod home;
mod listing;
mod materials;
mod notices;
mod offline;
mod parts;
mod publicity;
mod sheet;
mod style_guide;
mod texts;
mod timetable;
mod tools;
mod views;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use jiff::civil::Date;
use tera::{Context, Value};

use crate::campaign::Phase;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::frontmatter::Layout;
use crate::html::{Html, Part, Piece, Pieces};
use crate::isolate::Isolation;
use crate::leaflet::Sheets;
use crate::pdf::Downloads;
use crate::site::{BundleIndex, Edition, Page, Site};
use crate::theme::Theme;
use crate::view::{
    ContentView, HeadingView, LanguageView, LinkView, LocaleView, PageView, SourceView, TileView,
};

use parts::{LazyPiece, stand_ins};

pub use campaign::share_picture_address;
pub use fill::fact_in_words;
pub use materials::{MATERIALS_ADDRESS, archive_address};
pub use timetable::{Addresses as TimetableAddresses, CalendarOf, weeks};

pub use head::{
    CSP, QR_FILE, downloads_address, feed_address, index_address, is_generated, manifest_address,
    not_found_address, search_address, search_map_address, style_guide_address, words_address,
};

/// What rendering needs besides the page, prepared once.
pub struct Renderer {
    /// The model.
    pub site: Arc<Site>,
    /// The templates.
    pub theme: Arc<Theme>,
    /// What can be printed.
    pub sheets: Sheets,
    /// The day for which the portal is compiled.
    pub today: Date,
    /// Whether readers can save pages; not while pages are only tried out.
    pub saves: bool,
    /// The PDFs that readers are offered.
    pub downloads: Downloads,
    /// Sheets that were rendered to see what PDFs were made from, until they are published.
    kept_sheets: Mutex<BTreeMap<usize, (Html, Diagnostics)>>,
    editions: Vec<EditionValues>,
    /// How numbers and foreign words are marked, for each language.
    isolations: Vec<Isolation>,
    /// Bundles with a special role.
    contacts: Option<BundleIndex>,
    places: Option<BundleIndex>,
    glossary: Option<BundleIndex>,
    cards: Mutex<Cards>,
    /// Number and day of the revision of courses that were asked for.
    revisions: Mutex<BTreeMap<Box<str>, (u32, Date)>>,
    /// The links to the other editions of each bundle.
    alternates: Vec<LazyPiece>,
    /// Days and periods of courses in words, as HTML.
    days: InWords<Date>,
    periods: InWords<(Date, Date)>,
    /// What the pages of courses have in common.
    course_frames: Mutex<timetable::Frames>,
    /// What templates insert for the parts of a page.
    stand_ins: Value,
    /// The statement of EU support as it must stand on every page, as HTML.
    statement: Option<String>,
}

/// Days in the words of an edition, as HTML.
type InWords<Days> = Mutex<BTreeMap<(Edition, Days), Arc<str>>>;

/// Cards in the middle of texts: kind, edition, language and id of the entry, HTML.
type Cards = BTreeMap<(&'static str, Edition, Edition, Box<str>), Arc<str>>;

/// What all pages of an edition share.
struct EditionValues {
    locale: LocaleView,
    site: Value,
    messages: Value,
    locale_value: Value,
    assets: LazyPiece,
    brand: LazyPiece,
    search: LazyPiece,
    /// For each section that can be current, and for none.
    navigation: BTreeMap<Option<BundleIndex>, LazyPiece>,
    /// What every page says while an urgent campaign runs.
    /// Nothing while no urgent campaign runs.
    banner: OnceLock<Result<Option<Piece>, Diagnostic>>,
    help: LazyPiece,
    help_url: Option<String>,
    footer: LazyPiece,
}

/// A page that no folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generated {
    /// The first page of an edition, where the portal has none of its own.
    Home(Edition),
    /// A–Z and topics of an edition.
    Index(Edition),
    /// The results of a search in an edition.
    Search(Edition),
    /// "There is no such page", in an edition.
    NotFound(Edition),
    /// "There is no such page", for addresses that name no edition.
    NotFoundAnywhere,
    /// The PDFs of an edition.
    Downloads(Edition),
    /// Saving an edition for use without a connection.
    Offline(Edition),
    /// The choice of languages at the root.
    Languages,
    /// The materials of all campaigns, for staff.
    Materials,
    /// The components of the theme, in an edition.
    StyleGuide(Edition),
}

impl Generated {
    /// The edition that it belongs to, if it is one alone.
    pub fn edition(self) -> Option<Edition> {
        match self {
            Self::Home(edition)
            | Self::Index(edition)
            | Self::Search(edition)
            | Self::NotFound(edition)
            | Self::Downloads(edition)
            | Self::Offline(edition)
            | Self::StyleGuide(edition) => Some(edition),
            Self::NotFoundAnywhere | Self::Languages | Self::Materials => None,
        }
    }

    /// Whether people may come to it from a search engine or from paper.
    pub fn is_indexed(self) -> bool {
        match self {
            Self::Home(_)
            | Self::Index(_)
            | Self::Search(_)
            | Self::Downloads(_)
            | Self::Languages => true,
            Self::NotFound(_)
            | Self::NotFoundAnywhere
            | Self::Offline(_)
            | Self::Materials
            | Self::StyleGuide(_) => false,
        }
    }
}

impl Renderer {
    /// Prepares what all pages share.
    pub fn new(site: Arc<Site>, theme: Arc<Theme>, sheets: Sheets, today: Date) -> Self {
        let by_layout = |layout| site.bundles.iter().position(|bundle| bundle.layout == layout);
        let [contacts, places, glossary] =
            [Layout::Contacts, Layout::Places, Layout::Glossary].map(by_layout);
        let source = site.config.source_locale();
        let isolations =
            site.config.locales.iter().map(|locale| Isolation::new(locale, source)).collect();
        let editions = 0..site.config.locales.len();
        let mut renderer = Self {
            site,
            theme,
            sheets,
            today,
            saves: true,
            downloads: Downloads::default(),
            kept_sheets: Mutex::default(),
            editions: Vec::new(),
            isolations,
            contacts,
            places,
            glossary,
            cards: Mutex::default(),
            revisions: Mutex::default(),
            alternates: Vec::new(),
            days: Mutex::default(),
            periods: Mutex::default(),
            course_frames: Mutex::default(),
            stand_ins: stand_ins(),
            statement: None,
        };
        renderer.alternates = renderer.site.bundles.iter().map(|_| LazyPiece::new()).collect();
        renderer.editions = editions.map(|edition| renderer.edition_values(edition)).collect();
        let source = renderer.site.config.source;
        let funding = renderer.funding(source);
        renderer.statement = funding.map(|funding| funding.official_statement.html);
        renderer
    }

    /// The HTML of a page in an edition; in another language where it is not translated.
    ///
    /// # Errors
    /// A template error.
    pub fn page(&self, bundle: BundleIndex, edition: Edition) -> Result<Html, Diagnostic> {
        let Some((language, page)) = self.site.shown(bundle, edition) else {
            return Ok(Html::whole(""));
        };
        let notices = self.section_notices(bundle, edition, language, page)?;
        let text = self.fill(bundle, edition, language, page, &notices)?;
        let content = self.content(bundle, edition, language, page, &text);
        let view = PageView {
            locale: self.editions[edition].locale.clone(),
            head: self.head(bundle, edition, language, page),
            languages: self.languages(bundle, edition),
            breadcrumbs: self.breadcrumbs(bundle, edition),
            page: content,
        };
        let template = match self.site.bundles[bundle].layout {
            Layout::Home => "home.html",
            Layout::Section => "section.html",
            Layout::Guide | Layout::Plain => "page.html",
            Layout::Contacts => "contacts.html",
            Layout::Places => "places.html",
            Layout::Glossary => "glossary.html",
            Layout::Timetable => "timetable.html",
            Layout::Campaign => "campaign.html",
        };
        let section = self.section_of(bundle);
        let mut pieces = self
            .parts(edition, section)?
            .with(Part::Text, text)
            .with(Part::Alternates, self.alternates_of(bundle)?);
        if let Layout::Timetable = self.site.bundles[bundle].layout {
            pieces = pieces.with(Part::Courses, self.timetable_piece(edition)?);
        }
        self.render(template, edition, &view, pieces)
    }

    /// The HTML of the text that an edition shows on a page, without what is around it.
    ///
    /// # Errors
    /// A template error.
    pub fn text_of(&self, bundle: BundleIndex, edition: Edition) -> Result<Piece, Diagnostic> {
        match self.site.shown(bundle, edition) {
            Some((language, page)) => self.fill(bundle, edition, language, page, &[]),
            None => Ok(Piece::ready(String::new())),
        }
    }

    /// The HTML of a page that no folder stands for.
    ///
    /// # Errors
    /// A template error.
    pub fn generated(&self, page: Generated) -> Result<Html, Diagnostic> {
        let edition = page.edition().unwrap_or(self.site.config.source);
        self.generated_from(page, &self.generated_view(page, edition))
    }

    fn generated_from(&self, page: Generated, view: &PageView) -> Result<Html, Diagnostic> {
        let edition = page.edition().unwrap_or(self.site.config.source);
        let template = match page {
            Generated::Home(_) => "home.html",
            Generated::Index(_) => "index.html",
            Generated::Search(_) => "search.html",
            Generated::NotFound(_) => "not-found.html",
            Generated::NotFoundAnywhere => "not-found.html",
            Generated::Downloads(_) => "downloads.html",
            Generated::Offline(_) => "offline.html",
            Generated::Languages => "languages.html",
            Generated::Materials => "materials.html",
            Generated::StyleGuide(_) => "style-guide.html",
        };
        let alternates = self.alternates_piece(&self.generated_alternates(page))?;
        let mut pieces = self.parts(edition, None)?.with(Part::Alternates, alternates);
        if let Generated::StyleGuide(edition) = page {
            pieces = pieces.with(Part::Text, self.style_guide(edition)?);
        }
        self.render(template, edition, view, pieces)
    }

    fn render(
        &self,
        template: &str,
        edition: Edition,
        view: &PageView,
        pieces: Pieces,
    ) -> Result<Html, Diagnostic> {
        Ok(Html::new(&self.frame(template, edition, view)?, pieces))
    }

    /// What a template makes around the parts of a page.
    fn frame(
        &self,
        template: &str,
        edition: Edition,
        view: &PageView,
    ) -> Result<String, Diagnostic> {
        let shared = &self.editions[edition];
        let mut context = Context::new();
        context.insert_value("locale", shared.locale_value.clone());
        context.insert_value("site", shared.site.clone());
        context.insert_value("m", shared.messages.clone());
        context.insert("search", &self.search(edition));
        context.insert_value("parts", self.stand_ins.clone());
        context.insert("head", &view.head);
        context.insert("languages", &view.languages);
        context.insert("breadcrumbs", &view.breadcrumbs);
        context.insert("page", &view.page);
        self.theme.render(template, &context)
    }

    fn edition_values(&self, edition: Edition) -> EditionValues {
        let locale = &self.site.config.locales[edition];
        let view = LocaleView {
            tag: locale.to_string(),
            direction: locale.direction().as_str().to_owned(),
            autonym: locale.autonym().unwrap_or(locale.as_str()).to_owned(),
        };
        let messages: BTreeMap<&str, &str> = self.site.catalogs[edition].plain().collect();
        let sections: Vec<Option<BundleIndex>> =
            std::iter::once(None).chain(self.sections().map(Some)).collect();
        let view_of_site = self.site_view(edition);
        EditionValues {
            locale_value: Value::from_serializable(&view),
            locale: view,
            site: Value::from_serializable(&view_of_site),
            messages: Value::from_serializable(&messages),
            assets: LazyPiece::new(),
            brand: LazyPiece::new(),
            search: LazyPiece::new(),
            navigation: sections.into_iter().map(|current| (current, LazyPiece::new())).collect(),
            banner: OnceLock::new(),
            help: LazyPiece::new(),
            help_url: view_of_site.help_url.clone(),
            footer: LazyPiece::new(),
        }
    }

    /// The bundles right below the home page that are sections, or have a place in the order.
    fn sections(&self) -> impl Iterator<Item = BundleIndex> + use<'_> {
        let home = self.site.find("");
        let top = home.map_or(&[][..], |home| &self.site.bundles[home].children);
        top.iter().copied().filter(|&index| self.site.bundles[index].layout == Layout::Section)
    }

    fn section_of(&self, bundle: BundleIndex) -> Option<BundleIndex> {
        let mut at = bundle;
        while let Some(parent) = self.site.bundles[at].parent {
            if self.site.bundles[parent].id.is_empty() {
                return Some(at);
            }
            at = parent;
        }
        None
    }

    fn languages(&self, bundle: BundleIndex, edition: Edition) -> Vec<LanguageView> {
        let bundle = &self.site.bundles[bundle];
        self.language_views(edition, |other| {
            (bundle.addresses[other].clone(), bundle.cells[other].is_none())
        })
    }

    fn language_views(
        &self,
        current: Edition,
        page: impl Fn(Edition) -> (String, bool),
    ) -> Vec<LanguageView> {
        (0..self.site.config.locales.len())
            .map(|edition| {
                let locale = &self.site.config.locales[edition];
                let (url, untranslated) = page(edition);
                LanguageView {
                    tag: locale.to_string(),
                    direction: locale.direction().as_str().to_owned(),
                    autonym: locale.autonym().unwrap_or(locale.as_str()).to_owned(),
                    url,
                    current: edition == current,
                    untranslated,
                }
            })
            .collect()
    }

    fn breadcrumbs(&self, bundle: BundleIndex, edition: Edition) -> Vec<LinkView> {
        let mut trail = Vec::new();
        let mut at = self.site.bundles[bundle].parent;
        while let Some(index) = at {
            trail.push(self.link(index, edition));
            at = self.site.bundles[index].parent;
        }
        if let Some(home) = trail.last_mut().filter(|_| self.site.find("").is_some()) {
            home.title = self.own(self.site.catalogs[edition].text("home"), edition);
        }
        trail.reverse();
        trail
    }

    fn content(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        language: Edition,
        page: &Page,
        text: &Piece,
    ) -> ContentView {
        let site = &*self.site;
        let entry = &site.bundles[bundle];
        let head = &page.front_matter;
        // Sources and readers are the same in all languages: the source page names them once.
        let leading = entry.leading(site.config.source).unwrap_or(page);
        let is_dated = matches!(entry.layout, Layout::Guide | Layout::Section | Layout::Campaign);
        let is_home = entry.layout == Layout::Home;
        let is_overdue = head.review_by.as_ref().is_some_and(|day| day.value.0 < self.today);
        let contents: Vec<HeadingView> = page
            .document
            .headings
            .iter()
            .filter(|heading| heading.level == 2)
            .map(|heading| HeadingView {
                id: heading.id.clone(),
                title: self.heading_text(heading, edition, language),
            })
            .filter(|heading| !heading.title.is_empty())
            .collect();
        let source = site.config.source_locale();
        let foreign = (language != edition).then(|| &site.config.locales[language]);
        let (previous, next) = self.neighbours(bundle, edition);
        ContentView {
            id: entry.id.to_string(),
            title: self.text(page.title(), language, edition),
            source_title: self.source_title(entry, language),
            summary: head.summary().map(|summary| self.text(summary, language, edition)),
            html: if text.is_empty() { String::new() } else { Part::Text.stand_in() },
            lang: foreign.map(ToString::to_string),
            dir: foreign.map(|locale| locale.direction().as_str().to_owned()),
            contents: if contents.len() < 2 { Vec::new() } else { contents },
            notices: self.notices(bundle, edition, language, page),
            audience: leading
                .front_matter
                .audience
                .iter()
                .map(|audience| site.catalogs[edition].text(audience.value.message()).to_owned())
                .collect(),
            at_a_glance: self.at_a_glance(&leading.front_matter, edition),
            reviewed: head.reviewed.filter(|_| is_dated).map(|day| self.date(day.0, edition)),
            review_overdue: is_dated && is_overdue,
            sources: leading
                .front_matter
                .sources
                .iter()
                .map(|from| SourceView {
                    title: from.title.clone(),
                    url: from.url.as_ref().map(|url| url.value.clone()),
                    law: from.law.as_ref().map(|law| law.value.clone()),
                    lang: source.to_string(),
                    dir: source.direction().as_str().to_owned(),
                })
                .collect(),
            children: self.tiles(&self.current(&entry.children, entry.layout), edition),
            tools: (entry.layout != Layout::Home)
                .then(|| self.tools(bundle, edition, language, page)),
            archive: self.past(&entry.children, edition),
            campaign: self.campaign(bundle, edition),
            materials: None,
            campaigns: match entry.layout {
                Layout::Home => self.campaigns(edition, |_| true),
                Layout::Section => self.campaigns(edition, |index| entry.children.contains(&index)),
                _ => Vec::new(),
            },
            next_courses: if is_home { self.next_courses(edition) } else { Vec::new() },
            timetable_url: is_home.then(|| self.timetable_url(edition)).flatten(),
            people: if is_home { self.people(edition) } else { Vec::new() },
            previous,
            next,
            contacts: match entry.layout {
                Layout::Contacts => self.all_contacts(edition),
                _ => Vec::new(),
            },
            places: if entry.layout == Layout::Places {
                self.all_places(edition)
            } else {
                Vec::new()
            },
            terms: if entry.layout == Layout::Glossary {
                self.all_terms(edition)
            } else {
                Vec::new()
            },
            leaflets: self.leaflets(bundle, edition),
            letters: Vec::new(),
            topics: Vec::new(),
            downloads: self.downloads_of(&entry.id, edition),
            download_topics: Vec::new(),
            offline: None,
            courses: if entry.layout == Layout::Timetable {
                Part::Courses.stand_in()
            } else {
                String::new()
            },
        }
    }

    fn tiles(&self, pages: &[BundleIndex], edition: Edition) -> Vec<TileView> {
        pages
            .iter()
            .filter_map(|&index| {
                let (language, page) = self.site.shown(index, edition)?;
                let entry = &self.site.bundles[index];
                let summary = page.front_matter.summary();
                Some(TileView {
                    title: self.text(page.title(), language, edition),
                    summary: summary.map(|summary| self.text(summary, language, edition)),
                    url: entry.addresses[edition].clone(),
                    icon: entry.icon.clone(),
                    source_title: self.source_title(entry, language),
                    dates: self.campaign_dates(index, edition),
                })
            })
            .collect()
    }

    /// Pages without news of the past and of the future, nor those that stand at the top of the
    /// page as campaigns.
    fn current(&self, pages: &[BundleIndex], layout: Layout) -> Vec<BundleIndex> {
        let phase = |index: BundleIndex| self.site.bundles[index].phase(&self.site, self.today);
        let are_above = matches!(layout, Layout::Home | Layout::Section);
        let is_listed =
            |index: BundleIndex| phase(index).is_none_or(|p| p == Phase::Running && !are_above);
        pages.iter().copied().filter(|&index| is_listed(index)).collect()
    }

    /// The pages before and after this one among guides of one section.
    fn neighbours(
        &self,
        bundle: BundleIndex,
        edition: Edition,
    ) -> (Option<LinkView>, Option<LinkView>) {
        let bundles = &self.site.bundles;
        let Some(parent) = bundles[bundle].parent.filter(|&p| !bundles[p].id.is_empty()) else {
            return (None, None);
        };
        let siblings = self.current(&bundles[parent].children, Layout::Campaign);
        let Some(at) = siblings.iter().position(|&index| index == bundle) else {
            return (None, None);
        };
        let previous = at.checked_sub(1).and_then(|before| siblings.get(before));
        let next = siblings.get(at + 1);
        (previous.map(|&i| self.link(i, edition)), next.map(|&i| self.link(i, edition)))
    }
}
