//! The view types: everything a template can see, and so the contract between the compiler and
//! themes. A field that a template does not know does no harm; a field that it asks for and that
//! is not here is a [`TemplateError`](crate::diagnostic::Code::TemplateError).
//!
//! Strings are plain text and are escaped by the template engine; only fields named `html`,
//! `…_html` or `json_ld` hold finished HTML and are inserted with `| safe`. Addresses (`url`) are relative to the root of
//! the host (`/uk/contacts/`), `absolute_…` hold the scheme and host too if the site has a base address.
//! What many pages share is rendered once, from a component each, and templates insert it as
//! `{{ parts.NAME | safe }}`: `assets` (`page_assets`), `alternates` (`alternates`), `brand`
//! (`brand`), `search` (`search`), `navigation` (`navigation`), `banner` (`campaign_banner`, while an
//! urgent campaign runs), `help` (`help_box`) and `footer` (`site_footer`).
//! The page of a course is rendered once for all courses whose title and summary are in the same
//! languages: its templates see stand-ins for its words, to insert and not to compare.
//! Templates of printed sheets see `locale`, `site`, `m` and `sheet` ([`SheetView`]).
//! Messages of the catalog are reached as `m.NAME`; those with placeholders are filled in by the
//! compiler and stand in the view.

mod campaign;
mod download;
mod offline;
mod sheet;
mod timetable;
mod tools;

use serde::Serialize;

pub use campaign::{
    CampaignMaterialsView, CampaignView, LanguageMaterialsView, MaterialsView, SharePictureView,
    SheetLinkView,
};
pub use download::{DownloadPageView, DownloadTopicView, DownloadView, LeafletView};
pub use offline::{OfflineArchiveView, OfflineView};
pub use sheet::{ChapterView, ColumnView, PanelView, PosterView, RowsView, SheetView, SideView};
pub use timetable::{
    CourseView, LessonView, NextCourseView, RegistrationView, TimetableView, TownView, WeekDayView,
    WeekLessonView,
};

pub use tools::{FeedbackView, SharingView, ToolsView};

/// What every template gets.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// The edition that the page belongs to.
    pub locale: LocaleView,
    /// What belongs in `<head>`.
    pub head: HeadView,
    /// All editions, for the language switcher, in the order of `site.yaml`.
    pub languages: Vec<LanguageView>,
    /// From the home page down to the parent of this page; empty on the home page.
    pub breadcrumbs: Vec<LinkView>,
    /// The page itself.
    pub page: ContentView,
}

/// What is the same on all pages of one edition; templates see it as `site`.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// Name of the portal.
    pub name: String,
    /// Short name, for small headers and home screens.
    pub short_name: String,
    /// One sentence about the portal.
    pub description: String,
    /// Home page of this edition.
    pub home_url: String,
    /// A–Z and topic index of this edition.
    pub index_url: String,
    /// The page with people to ask, if the site names one.
    pub help_url: Option<String>,
    /// The page with all PDFs, if there are any to offer.
    pub downloads_url: Option<String>,
    /// The page on which readers save the edition, if they can.
    pub offline_url: Option<String>,
    /// The style sheet that other layouts than guides link besides that of all pages.
    pub extra_css_url: String,
    /// The accessibility statement, if there is one.
    pub accessibility_url: Option<String>,
    /// Its own sign, in place of the signpost.
    pub logo: Option<LogoView>,
    /// Who runs the portal.
    pub organisation: OrganisationView,
    /// Who pays for it, if the site says so.
    pub funding: Option<FundingView>,
}

/// The sign of the portal, as large as it is shown.
#[derive(Debug, Clone, Serialize)]
pub struct LogoView {
    /// Its address.
    pub url: String,
    /// Width in pixels of CSS.
    pub width: usize,
    /// Height in pixels of CSS.
    pub height: usize,
}

/// Who runs the portal.
#[derive(Debug, Clone, Serialize)]
pub struct OrganisationView {
    /// Name in the language of the page.
    pub name: TextView,
    /// The legal person behind it.
    pub operator: Option<TextView>,
    /// Its own site.
    pub url: Option<String>,
    /// How to reach it, which pages say on paper.
    pub contact: Option<ContactView>,
}

/// The funding block that EU rules ask for on every page, the argument of the component `funding`.
/// There the compiler looks for the emblem by the class `funding__emblem` and for
/// `official_statement` in an element of the class `funding__statement`.
#[derive(Debug, Clone, Serialize)]
pub struct FundingView {
    /// The statement in the source language, shown beside the emblem.
    pub official_statement: TextView,
    /// The same in the language of the page, unless that is the source language.
    pub statement: Option<TextView>,
    /// Name of the fund or programme.
    pub fund: Option<TextView>,
    /// The national authority.
    pub authority: Option<TextView>,
    /// Name of the project.
    pub name: Option<TextView>,
    /// Registration number of the project.
    pub project: Option<String>,
    /// The page about the project.
    pub url: Option<String>,
}

/// A code that leads from paper to an address: the argument of the component `qr`.
#[derive(Debug, Clone, Serialize)]
pub struct QrView {
    /// The address as people read and type it, without `https://`.
    pub address: String,
    /// Modules from edge to edge, white edge included: width and height of the `viewBox`.
    pub size: usize,
    /// The dark modules as the `d` of a path.
    pub path: String,
}

/// A text with the language that it is really in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TextView {
    /// Plain text.
    pub text: String,
    /// The same as HTML, with numbers and foreign words isolated.
    pub html: String,
    /// BCP 47 tag, only if it differs from the page's.
    pub lang: Option<String>,
    /// `ltr` or `rtl`, only together with `lang`.
    pub dir: Option<String>,
}

/// An edition.
#[derive(Debug, Clone, Serialize)]
pub struct LocaleView {
    /// BCP 47 tag for `lang`.
    pub tag: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Its name in itself: `Українська`.
    pub autonym: String,
}

/// What belongs in `<head>` of this page alone.
#[derive(Debug, Clone, Serialize)]
pub struct HeadView {
    /// `<title>`: the title of the page, then the name of the portal.
    pub title: String,
    /// Description for search engines and link previews.
    pub description: Option<String>,
    /// The page that search engines should list: the source page for a fallback page.
    pub canonical: String,
    /// The address of this very page, absolute if the site has a base address.
    pub url: String,
    /// Whether search engines should leave the page out.
    pub noindex: bool,
    /// `article` or `website`, for Open Graph.
    pub kind: String,
    /// The code of this page for paper, if the site has a base address.
    pub qr_url: Option<String>,
    /// The picture that is shown with a link to the page.
    pub picture: Option<SharePictureView>,
    /// Structured data: JSON that is safe inside `<script type="application/ld+json">`.
    pub json_ld: Option<String>,
}

/// What belongs in `<head>` on every page of an edition: the argument of the component
/// `page_assets`.
#[derive(Debug, Clone, Serialize)]
pub struct AssetsView {
    /// Content security policy for hosts that send no headers.
    pub csp: String,
    /// Style sheet with its fingerprint.
    pub css_url: String,
    /// The module of all components with its fingerprint; the page works without.
    pub js_url: Option<String>,
    /// Icon (SVG) with its fingerprint.
    pub icon_url: String,
    /// Web manifest of the edition.
    pub manifest_url: String,
    /// Atom feed of the edition, if the site has a base address.
    pub feed_url: Option<String>,
    /// Name of the portal.
    pub site_name: String,
}

/// Where the search of an edition begins: the argument of the components `search` and
/// `search_results`; templates see it as `search`, and nothing where readers cannot search.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// The module that does it, loaded when a reader first touches the field.
    pub engine_url: String,
    /// The map of the index.
    pub map_url: String,
    /// A–Z, for readers without JavaScript.
    pub index_url: String,
    /// The page that shows results.
    pub search_url: String,
}

/// One translation of a page, for `<link rel="alternate">`.
#[derive(Debug, Clone, Serialize)]
pub struct AlternateView {
    /// BCP 47 tag or `x-default`.
    pub hreflang: String,
    /// Address, absolute if the site has a base address.
    pub url: String,
}

/// A section in the navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavigationView {
    /// Its title.
    pub title: TextView,
    /// Its address.
    pub url: String,
    /// Name of the drawn icon, if it has one.
    pub icon: Option<String>,
    /// `page`: this is the page; `true`: the page lies below it.
    pub current: Option<&'static str>,
}

/// An edition in the language switcher.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageView {
    /// BCP 47 tag.
    pub tag: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Its name in itself.
    pub autonym: String,
    /// The same page in that edition.
    pub url: String,
    /// Whether it is the edition of this page.
    pub current: bool,
    /// Whether the page there shows a text in another language because it is not translated yet.
    pub untranslated: bool,
}

/// A link with its text.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    /// Text of the link.
    pub title: TextView,
    /// Address.
    pub url: String,
}

/// A page below a section, drawn as a tile.
#[derive(Debug, Clone, Serialize)]
pub struct TileView {
    /// Title of the page.
    pub title: TextView,
    /// Its summary.
    pub summary: Option<TextView>,
    /// Its address.
    pub url: String,
    /// Name of the drawn icon, if it has one.
    pub icon: Option<String>,
    /// Title in the source language, for the counter, unless the page is in it.
    pub source_title: Option<TextView>,
    /// For a campaign: until when it runs or since when it is over.
    pub dates: Option<String>,
}

/// The page itself.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ContentView {
    /// Its id: the path of its folder; empty for the home page.
    pub id: String,
    /// Title, the text of `<h1>`.
    pub title: TextView,
    /// Title in the source language, shown small so that the reader can show it at the counter;
    /// absent where the page is in that language.
    pub source_title: Option<TextView>,
    /// One or two sentences under the title.
    pub summary: Option<TextView>,
    /// The place of the text, headings from `<h2>` down: templates can insert it and ask whether
    /// there is one, but not read it.
    pub html: String,
    /// Language of `html` and the titles if it is not that of the edition (a fallback page).
    pub lang: Option<String>,
    /// Direction of that language.
    pub dir: Option<String>,
    /// Headings of the second level: "on this page". Empty when there are fewer than two.
    pub contents: Vec<HeadingView>,
    /// Notices for the reader, most important first.
    pub notices: Vec<NoticeView>,
    /// For whom the page is, as words.
    pub audience: Vec<String>,
    /// Where to go, what it costs, how long it takes and by when, as far as the page says so.
    pub at_a_glance: Vec<FactsView>,
    /// When a person last checked the page.
    pub reviewed: Option<DateView>,
    /// `true` when the date of the next review has passed.
    pub review_overdue: bool,
    /// Where the facts come from.
    pub sources: Vec<SourceView>,
    /// The pages below this one.
    pub children: Vec<TileView>,
    /// What a reader can do with it.
    pub tools: Option<ToolsView>,
    /// Campaigns below this page that are over, the latest first.
    pub archive: Vec<TileView>,
    /// What a `campaign` page asks of its readers.
    pub campaign: Option<CampaignView>,
    /// The materials of all campaigns, on the page for staff.
    pub materials: Option<MaterialsView>,
    /// The campaigns that run, on a home page and on that of their section.
    pub campaigns: Vec<CampaignView>,
    /// What there is next in the timetable, on a home page.
    pub next_courses: Vec<NextCourseView>,
    /// The page with all courses, where `next_courses` are only some.
    pub timetable_url: Option<String>,
    /// Who speaks the language of the page, on a home page; whoever runs the portal if nobody is
    /// known to.
    pub people: Vec<ContactView>,
    /// The page before this one in its section.
    pub previous: Option<LinkView>,
    /// The page after this one in its section.
    pub next: Option<LinkView>,
    /// The contact cards of a `contacts` page.
    pub contacts: Vec<ContactView>,
    /// The places of a `places` page.
    pub places: Vec<PlaceView>,
    /// The entries of a `glossary` page, collated.
    pub terms: Vec<TermView>,
    /// Initial letters with their entries on an index page, collated.
    pub letters: Vec<LetterView>,
    /// Topics with their pages on an index page.
    pub topics: Vec<TopicView>,
    /// Sheets to print on which the page stands.
    pub leaflets: Vec<LeafletView>,
    /// PDFs of what is printed of the page besides leaflets.
    pub downloads: Vec<DownloadView>,
    /// All PDFs by topic, on the page that lists them.
    pub download_topics: Vec<DownloadTopicView>,
    /// What can be saved for use without a connection, on that page.
    pub offline: Option<OfflineView>,
    /// The place of the courses on a `timetable` page and on the page of a town's week, made by
    /// the components `timetable` and `town_week`; empty elsewhere.
    pub courses: String,
}

/// A row of what a page says at a glance.
#[derive(Debug, Clone, Serialize)]
pub struct FactsView {
    /// What it is about, in words.
    pub label: String,
    /// Name of the drawn icon.
    pub icon: &'static str,
    /// The facts, each as HTML.
    pub facts_html: Vec<String>,
}

/// A heading of the page.
#[derive(Debug, Clone, Serialize)]
pub struct HeadingView {
    /// Fragment, without `#`.
    pub id: String,
    /// Plain text.
    pub title: String,
}

/// A day.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2026-11-23`, for `<time datetime>`.
    pub iso: String,
    /// In the words of the page's language.
    pub text: String,
}

/// A notice above the text.
#[derive(Debug, Clone, Serialize)]
pub struct NoticeView {
    /// `fallback`, `machine`, `outdated`, `overdue`, `expired`, `not-yet`: which notice it is.
    pub kind: &'static str,
    /// The sentence, as HTML.
    pub html: String,
    /// Its language, where it stands in a text of another one.
    pub lang: Option<String>,
    /// Direction of that language.
    pub dir: Option<String>,
    /// Where more can be read (the source page or section), if anywhere.
    pub link: Option<LinkView>,
}

/// A source of facts.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    /// Who says it.
    pub title: Option<String>,
    /// Address of the official page.
    pub url: Option<String>,
    /// Citation of the law in the source language: `zákon č. 326/1999 Sb., § 68`.
    pub law: Option<String>,
    /// Language of `title` and `law`.
    pub lang: String,
    /// Direction of that language.
    pub dir: String,
}

/// A contact card; also used for block references to contacts inside the text.
#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    /// Id in `contacts.yaml`, also the fragment of the card on the contacts page.
    pub id: String,
    /// Name in the page's language.
    pub name: TextView,
    /// Name in the source language, unless the page is in it.
    pub source_name: Option<TextView>,
    /// What one can ask there.
    pub role: Option<TextView>,
    /// Postal address, one line each; in the source language.
    pub address: Vec<String>,
    /// Phone numbers.
    pub phones: Vec<PhoneView>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Web page and its address as text.
    pub web: Option<String>,
    /// Identifier of the Czech data box.
    pub data_box: Option<String>,
    /// Languages that one can speak there, as HTML, if they are known.
    pub languages_html: Option<String>,
    /// Whether that of the page is one of them.
    pub speaks_your_language: bool,
    /// Opening hours, if they are known.
    pub hours: Vec<HoursView>,
    /// Day on which the details were verified, where they are not certain.
    pub verified: Option<DateView>,
    /// `true` when staff still have to supply phone, e-mail or hours.
    pub incomplete: bool,
}

/// A phone number.
#[derive(Debug, Clone, Serialize)]
pub struct PhoneView {
    /// `+420475657111`, for `tel:`.
    pub number: String,
    /// `+420 475 657 111`, as people read it.
    pub text: String,
}

/// Opening hours of one or more days.
#[derive(Debug, Clone, Serialize)]
pub struct HoursView {
    /// Days in words: `pondělí a středa`.
    pub days: String,
    /// Times: `9:00–16:00`.
    pub times: Vec<String>,
    /// Remark.
    pub note: Option<TextView>,
}

/// A place.
#[derive(Debug, Clone, Serialize)]
pub struct PlaceView {
    /// Id in `places.yaml`, also the fragment on the places page.
    pub id: String,
    /// Name in the page's language.
    pub name: TextView,
    /// Name in the source language, unless the page is in it.
    pub source_name: Option<TextView>,
    /// Postal address, one line each.
    pub address: Vec<String>,
    /// Opening hours; empty when they are not known.
    pub hours: Vec<HoursView>,
    /// Days with other hours, in words, as HTML.
    pub exceptions: Vec<String>,
    /// How to get in without stairs.
    pub accessibility: Option<TextView>,
    /// Day on which the details were verified, where they are not certain.
    pub verified: Option<DateView>,
    /// `true` when staff still have to supply hours or the address.
    pub incomplete: bool,
}

/// A term of the glossary.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// Id in `glossary.yaml`, also the fragment on the glossary page.
    pub id: String,
    /// The term in the page's language.
    pub term: TextView,
    /// The office term in the source language, unless the page is in it.
    pub source_term: Option<TextView>,
    /// What it means.
    pub definition: Option<TextView>,
    /// The page about it.
    pub url: Option<String>,
}

/// A letter of the A–Z index.
#[derive(Debug, Clone, Serialize)]
pub struct LetterView {
    /// The letter, upper case (`Ch` is one in Czech).
    pub letter: String,
    /// Fragment of its group.
    pub id: String,
    /// Titles and keywords that begin with it.
    pub entries: Vec<LinkView>,
}

/// A topic of the index.
#[derive(Debug, Clone, Serialize)]
pub struct TopicView {
    /// The section.
    pub title: TextView,
    /// Its address.
    pub url: String,
    /// Name of its icon.
    pub icon: Option<String>,
    /// The pages in it.
    pub pages: Vec<LinkView>,
}
