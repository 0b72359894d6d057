//! Courses as readers see them: the list, a page for each, a week for each town; and the same as
//! calendars and as data for other sites.

mod calendar;
mod course;
mod data;
mod frame;
mod listing;

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::html::{Html, Part, Piece};
use crate::site::{BundleIndex, Edition, Site};
use crate::timetable::{Course, RawCourse, Town};
use crate::view::{ContentView, CourseView, HeadView, PageView, TextView, TownView};
use crate::yaml::Localised;

use super::Renderer;

pub(super) use course::language_names;
pub(super) use frame::Frames;

/// What a calendar holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarOf {
    /// A course, by its id.
    Course(String),
    /// The courses of a town, by its place among the towns.
    Town(usize),
    /// Everything.
    All,
}

/// Where the things of a timetable are; nothing if no page shows it.
#[derive(Debug, Clone)]
pub struct Addresses(String);

impl Addresses {
    /// Those of an edition.
    pub fn new(site: &Site, edition: Edition) -> Option<Self> {
        let page = site.timetable_page()?;
        Some(Self(site.bundles[page].addresses[edition].clone()))
    }

    /// The page of a course.
    pub fn course(&self, id: &str) -> String {
        format!("{}{id}/", self.0)
    }

    /// The printable week of a town.
    pub fn week(&self, town: &Town) -> String {
        format!("{}week-{}/", self.0, town.slug)
    }

    /// A calendar.
    pub fn calendar(&self, site: &Site, of: &CalendarOf) -> String {
        match of {
            CalendarOf::Course(id) => format!("{}{id}/{id}.ics", self.0),
            CalendarOf::Town(town) => {
                let slug = site.towns.get(*town).map_or("", |town| &town.slug);
                format!("{}week-{slug}/{slug}.ics", self.0)
            }
            CalendarOf::All => format!("{}courses.ics", self.0),
        }
    }

    /// All lessons, for other sites.
    pub fn lessons(&self) -> String {
        format!("{}lessons.json", self.0)
    }

    /// The lessons of a week, by its Monday: `…/2027-01-11.json`.
    pub fn lessons_of(&self, monday: Date) -> String {
        format!("{}{monday}.json", self.0)
    }

    /// Whether one of these things stands at an address.
    pub fn has(&self, site: &Site, address: &str) -> bool {
        let Some(rest) = address.strip_prefix(&*self.0) else { return false };
        let courses = &site.registry.courses;
        let id = rest.split('/').next().unwrap_or_default();
        let is_course = || {
            let calendar = self.calendar(site, &CalendarOf::Course(id.to_owned()));
            courses.contains_key(id) && (address == self.course(id) || address == calendar)
        };
        let is_town = |(number, town)| {
            let calendar = self.calendar(site, &CalendarOf::Town(number));
            address == self.week(town) || address == calendar
        };
        let all = self.calendar(site, &CalendarOf::All);
        !courses.is_empty()
            && (address == all
                || address == self.lessons()
                || is_course()
                || site.towns.iter().enumerate().any(is_town))
    }
}

/// The Mondays of the weeks that may have lessons from a day on, without a gap.
pub fn weeks(site: &Site, today: Date) -> Vec<Date> {
    let days = || site.registry.courses.values().filter_map(|entry| entry.value.days());
    let first = days().map(|(first, _)| first).min().map(|first| monday(first.max(today)));
    let last = days().map(|(_, last)| last).max();
    let mondays = first.zip(last).map(|(first, last)| {
        first.series(1.week()).take_while(move |monday| *monday <= last).collect()
    });
    mondays.unwrap_or_default()
}

fn monday(day: Date) -> Date {
    let since = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(since.days())
}

impl Renderer {
    /// The page of a course; `None` if there is no such course or no timetable.
    ///
    /// # Errors
    /// A template error.
    pub fn course_page(&self, id: &str, edition: Edition) -> Option<Result<Html, Diagnostic>> {
        let entry = self.site.registry.courses.get(id)?;
        let addresses = Addresses::new(&self.site, edition)?;
        let course = self.course(id, &entry.value, edition, &addresses, true);
        let data = self.course_data(id, &entry.value, edition, &addresses);
        Some(self.framed(edition, &course, data))
    }

    /// Everything about a course below its title, written without a superfluous byte: as with the
    /// texts of pages no minifier sees it.
    fn course_body(&self, course: &CourseView, edition: Edition) -> Result<Piece, Diagnostic> {
        self.ready("course_body", &BTreeMap::from([("course", course)]), edition)
    }

    /// All courses by town.
    pub(super) fn timetable_piece(&self, edition: Edition) -> Result<Piece, Diagnostic> {
        let timetable = self.timetable(edition);
        self.ready("timetable", &BTreeMap::from([("timetable", timetable)]), edition)
    }

    fn ready(
        &self,
        component: &str,
        arguments: &impl Serialize,
        edition: Edition,
    ) -> Result<Piece, Diagnostic> {
        let messages = &self.editions[edition].messages;
        self.theme.component(component, arguments, None, messages).map(Piece::ready)
    }

    /// The printable week of a town; `None` if there is no such town or no timetable.
    ///
    /// # Errors
    /// A template error.
    pub fn week_page(&self, town: usize, edition: Edition) -> Option<Result<Html, Diagnostic>> {
        let addresses = Addresses::new(&self.site, edition)?;
        let of = self.site.towns.get(town)?;
        let view = self.town(town, of, edition, &addresses, false);
        Some(self.week(&view, of, edition))
    }

    fn week(&self, view: &TownView, town: &Town, edition: Edition) -> Result<Html, Diagnostic> {
        let config = &self.site.config;
        let content = ContentView {
            title: view.title.clone(),
            courses: Part::Courses.stand_in(),
            ..ContentView::default()
        };
        let address = |other: Edition| {
            Addresses::new(&self.site, other).map_or_else(String::new, |all| all.week(town))
        };
        let absolute = |other: Edition| config.absolute(&address(other));
        let alternates = self.alternate_views(absolute, absolute(config.source));
        let pieces = self
            .parts(edition, self.timetable_section())?
            .with(Part::Alternates, self.alternates_piece(&alternates)?)
            .with(
                Part::Courses,
                self.ready("town_week", &BTreeMap::from([("town", view)]), edition)?,
            );
        let view = self.below_timetable(edition, content, None, &address);
        self.render("week.html", edition, &view, pieces)
    }

    /// The section that the timetable is in.
    fn timetable_section(&self) -> Option<BundleIndex> {
        self.site.timetable_page().and_then(|page| self.section_of(page))
    }

    /// A page below the one with all courses.
    fn below_timetable(
        &self,
        edition: Edition,
        content: ContentView,
        json_ld: Option<String>,
        address: &dyn Fn(Edition) -> String,
    ) -> PageView {
        let page = self.site.timetable_page();
        let mut breadcrumbs = page.map_or_else(Vec::new, |page| self.breadcrumbs(page, edition));
        breadcrumbs.extend(page.map(|page| self.link(page, edition)));
        let url = self.site.config.absolute(&address(edition));
        PageView {
            locale: self.editions[edition].locale.clone(),
            head: HeadView {
                title: format!("{} – {}", content.title.text, self.site_name(edition)),
                description: content.summary.as_ref().map(|summary| summary.text.clone()),
                canonical: url.clone(),
                url,
                noindex: false,
                kind: "website".to_owned(),
                qr_url: self.qr_url(&address(edition)),
                picture: None,
                json_ld,
            },
            languages: self.language_views(edition, |other| (address(other), false)),
            breadcrumbs,
            page: content,
        }
    }

    /// The title of a course: its own, or its kind and level.
    pub fn course_title(&self, course: &Course, edition: Edition) -> TextView {
        let (title, language) = self.title_words(course, edition);
        self.text(&title, language, edition)
    }

    /// The same in plain words, and their language.
    pub fn title_words<'a>(
        &'a self,
        course: &'a Course,
        edition: Edition,
    ) -> (Cow<'a, str>, Edition) {
        let config = &self.site.config;
        let own = course.raw.title.as_ref();
        if let Some((title, language)) = own.and_then(|text| config.localise(text, edition)) {
            return (title.into(), language);
        }
        let kind = self.site.catalogs[edition].text(course.raw.kind.message());
        match levels(&course.raw) {
            Some(levels) => (format!("{kind} {levels}").into(), edition),
            None => (kind.into(), edition),
        }
    }

    /// A text in plain words; `None` if staff still have to supply it.
    fn plain<'a>(&self, text: &'a Localised, edition: Edition) -> Option<&'a str> {
        self.site.config.localise(text, edition).map(|(text, _)| text)
    }

    fn place_name(&self, id: Option<&str>, edition: Edition) -> Option<TextView> {
        let entry = self.site.registry.places.get(id?)?;
        self.known(&entry.value.name, edition)
    }

    /// The room of a course, as its place calls it.
    fn room(&self, course: &Course, edition: Edition) -> Option<String> {
        let room = &course.raw.room.as_ref()?.value;
        let place = course.place().and_then(|id| self.site.registry.places.get(id));
        let name = place.and_then(|place| self.plain(place.value.rooms.get(room)?, edition));
        Some(name.map_or_else(
            || self.site.catalogs[edition].fill("course_room", &[("room", room)]),
            ToOwned::to_owned,
        ))
    }

    /// The title of the week of a town.
    pub fn week_title(&self, town: &Town, edition: Edition) -> TextView {
        let name = self.town_name(town, edition);
        self.own(&self.site.catalogs[edition].fill("week_in", &[("town", &name.text)]), edition)
    }

    /// The town of a course, or what stands for it.
    pub(super) fn town_of(&self, course: &Course, edition: Edition) -> TextView {
        let catalog = &self.site.catalogs[edition];
        match course.town(&self.site.registry.places) {
            Some(name) => self.text(name, self.site.config.source, edition),
            None if course.raw.online => self.own(catalog.text("town_online"), edition),
            None => self.own(catalog.text("town_to_follow"), edition),
        }
    }

    /// The name of a town, or what stands for it.
    fn town_name(&self, town: &Town, edition: Edition) -> TextView {
        let catalog = &self.site.catalogs[edition];
        match &town.name {
            Some(name) => self.text(name, self.site.config.source, edition),
            None if town.is_online => self.own(catalog.text("town_online"), edition),
            None => self.own(catalog.text("town_to_follow"), edition),
        }
    }
}

/// `A1`, `A0–A1`.
fn levels(raw: &RawCourse) -> Option<String> {
    let first = raw.level?.as_str();
    Some(match &raw.level_to {
        Some(last) => format!("{first}–{}", last.value.as_str()),
        None => first.to_owned(),
    })
}
