//! Courses as readers see them: the list, a page for each, a week for each town; and the same as
//! calendars and as data for other sites.

use std::sync::PoisonError;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::html::{Html, Part, Piece};
use crate::locale::{Formats, Locale};
use crate::markdown::escape_text;
use crate::reference::{Entry, RawException, RawPlace, Weekday};
use crate::site::{Edition, Site};
use crate::timetable::ics::{Calendar, Event, OtherHours};
use crate::timetable::{Course, Group, Holiday, Lesson, RawCourse, State, Town};
use crate::view::{
    ContentView, CourseView, HeadView, LessonView, LinkView, PageView, RegistrationView, TextView,
    TimetableView, TownView, WeekDayView, WeekLessonView,
};
use crate::yaml::{Localised, OrTodo, Spanned};

use super::Renderer;
use super::views::{days_in_words, element_of};

/// How many of the next lessons a page shows.
const NEXT: usize = 10;
/// Host in the names of calendar entries of a portal that has no address yet.
const NO_HOST: &str = "rozcestnik.invalid";
const WEEK: [Weekday; 7] =
    [Weekday::Mo, Weekday::Tu, Weekday::We, Weekday::Th, Weekday::Fr, Weekday::Sa, Weekday::Su];

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
        let content = ContentView {
            id: id.to_owned(),
            title: course.title.clone(),
            source_title: course.source_title.clone(),
            summary: course.note.clone(),
            html: Part::Text.stand_in(),
            ..ContentView::default()
        };
        let data = self.course_data(id, &entry.value, edition, &addresses);
        let body = match self.course_body(&course, edition) {
            Ok(body) => body,
            Err(finding) => return Some(Err(finding)),
        };
        let address = |other: Edition| {
            Addresses::new(&self.site, other).map_or_else(String::new, |all| all.course(id))
        };
        let text = Some(body);
        Some(self.below_timetable("course.html", edition, content, text, Some(data), &address))
    }

    /// Everything about a course below its title, written without a superfluous byte: as with the
    /// texts of pages no minifier sees it.
    fn course_body(&self, course: &CourseView, edition: Edition) -> Result<Piece, Diagnostic> {
        let course = std::collections::BTreeMap::from([("course", course)]);
        let messages = &self.editions[edition].messages;
        Ok(Piece::ready(self.theme.component("course_body", &course, None, messages)?))
    }

    /// The printable week of a town; `None` if there is no such town or no timetable.
    ///
    /// # Errors
    /// A template error.
    pub fn week_page(&self, town: usize, edition: Edition) -> Option<Result<Html, Diagnostic>> {
        let addresses = Addresses::new(&self.site, edition)?;
        let of = self.site.towns.get(town)?;
        let view = self.town(town, of, edition, &addresses, false);
        let title = view.title.clone();
        let content = ContentView {
            title: TextView { html: title.html, ..self.own(&title.text, edition) },
            town: Some(view),
            ..ContentView::default()
        };
        let address = |other: Edition| {
            Addresses::new(&self.site, other).map_or_else(String::new, |all| all.week(of))
        };
        Some(self.below_timetable("week.html", edition, content, None, None, &address))
    }

    fn below_timetable(
        &self,
        template: &str,
        edition: Edition,
        content: ContentView,
        text: Option<Piece>,
        json_ld: Option<String>,
        address: &dyn Fn(Edition) -> String,
    ) -> Result<Html, Diagnostic> {
        let config = &self.site.config;
        let page = self.site.timetable_page();
        let mut breadcrumbs = page.map_or_else(Vec::new, |page| self.breadcrumbs(page, edition));
        breadcrumbs.extend(page.map(|page| self.link(page, edition)));
        let absolute = |other: Edition| config.absolute(&address(other));
        let view = PageView {
            locale: self.editions[edition].locale.clone(),
            head: HeadView {
                title: format!("{} – {}", content.title.text, self.site_name(edition)),
                description: content.summary.as_ref().map(|summary| summary.text.clone()),
                canonical: absolute(edition),
                url: absolute(edition),
                noindex: false,
                kind: "website".to_owned(),
                json_ld,
            },
            languages: self.language_views(edition, |other| (address(other), false)),
            breadcrumbs,
            page: content,
        };
        let alternates = self.alternates_below(absolute(config.source), &absolute)?;
        let section = page.and_then(|page| self.section_of(page));
        let pieces = self.parts(edition, section)?;
        let mut pieces = pieces.with(Part::Alternates, alternates);
        if let Some(text) = text {
            pieces = pieces.with(Part::Text, text);
        }
        self.render(template, edition, &view, pieces)
    }

    /// The links to the other editions, the same in each of them: made once.
    fn alternates_below(
        &self,
        source: String,
        absolute: &dyn Fn(Edition) -> String,
    ) -> Result<Piece, Diagnostic> {
        let known = || self.alternates_below.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(piece) = known().get(&source) {
            return Ok(piece.clone());
        }
        let piece = self.alternates_piece(&self.alternate_views(absolute, source.clone()))?;
        known().insert(source, piece.clone());
        Ok(piece)
    }

    /// What the page with all courses shows.
    pub(super) fn timetable(&self, edition: Edition) -> Option<TimetableView> {
        let addresses = Addresses::new(&self.site, edition)?;
        let site = &*self.site;
        let towns: Vec<TownView> = site
            .towns
            .iter()
            .enumerate()
            .map(|(number, town)| self.town(number, town, edition, &addresses, true))
            .filter(|town| !town.courses.is_empty())
            .collect();
        let courses = || towns.iter().flat_map(|town| &town.courses);
        let option = |value: &str, label: &str| (value.to_owned(), label.to_owned());
        let mut kinds: Vec<(String, String)> = Vec::new();
        let mut levels = Vec::new();
        let mut languages = Vec::new();
        let mut days = Vec::new();
        let add = |list: &mut Vec<(String, String)>, one: (String, String)| {
            if !list.contains(&one) {
                list.push(one);
            }
        };
        for course in courses() {
            add(&mut kinds, option(&course.kind, &course.kind_label));
            for level in course.levels.split(' ').filter(|level| !level.is_empty()) {
                add(&mut levels, option(level, level));
            }
            for tag in course.languages.split(' ').filter(|tag| !tag.is_empty()) {
                add(&mut languages, option(tag, &language_name(tag)));
            }
        }
        for day in WEEK {
            let name = day_name(day);
            if courses().any(|course| course.days.split(' ').any(|known| known == name)) {
                let label = site.formats[edition].weekday_long(day.jiff());
                add(&mut days, option(name, label));
            }
        }
        levels.sort();
        let all = addresses.calendar(site, &CalendarOf::All);
        Some(TimetableView {
            has_samples: courses().any(|course| course.sample),
            has_free_places: courses().any(|course| course.full),
            kinds,
            levels,
            languages,
            days,
            count_messages: site.catalogs[edition].named(&["filter_count"])["filter_count"]
                .to_string(),
            subscribe_url: self.webcal(&all),
            calendar_url: all,
            lessons_url: addresses.lessons(),
            towns,
        })
    }

    /// A town with all its courses, or only with those that the printed week lists beside its days.
    fn town(
        &self,
        number: usize,
        town: &Town,
        edition: Edition,
        addresses: &Addresses,
        is_whole: bool,
    ) -> TownView {
        let site = &*self.site;
        let catalog = &site.catalogs[edition];
        let name = match &town.name {
            Some(name) => self.text(name, site.config.source, edition),
            None if town.is_online => self.own(catalog.text("town_online"), edition),
            None => self.own(catalog.text("town_to_follow"), edition),
        };
        let in_words = catalog.fill("week_in", &[("town", &name.text)]);
        let calendar = addresses.calendar(site, &CalendarOf::Town(number));
        let courses: Vec<(&String, &Entry<Course>)> = town
            .courses
            .iter()
            .filter_map(|id| site.registry.courses.get_key_value(id))
            .filter(|(_, entry)| entry.value.days().is_some_and(|(_, last)| last >= self.today))
            .collect();
        let views: Vec<CourseView> = courses
            .iter()
            .filter(|(_, entry)| is_whole || entry.value.slots.is_empty())
            .map(|(id, entry)| self.course(id, &entry.value, edition, addresses, false))
            .collect();
        TownView {
            id: town.slug.clone(),
            title: self.own(&in_words, edition),
            name,
            week_url: addresses.week(town),
            subscribe_url: self.webcal(&calendar),
            calendar_url: calendar,
            week: WEEK
                .iter()
                .map(|day| WeekDayView {
                    name: site.formats[edition].weekday_long(day.jiff()).to_owned(),
                    lessons: self.lessons_on(*day, &courses, edition, addresses),
                })
                .collect(),
            has_week: courses.iter().any(|(_, entry)| !entry.value.slots.is_empty()),
            courses: views,
        }
    }

    /// What there is on a day of each week, in the order of the clock.
    fn lessons_on(
        &self,
        day: Weekday,
        courses: &[(&String, &Entry<Course>)],
        edition: Edition,
        addresses: &Addresses,
    ) -> Vec<WeekLessonView> {
        let mut lessons = Vec::new();
        for (id, entry) in courses {
            let course = &entry.value;
            for slot in course.slots.iter().filter(|slot| slot.days.contains(&day)) {
                let view = WeekLessonView {
                    times: Formats::time_range(slot.start, slot.end),
                    title: self.course_title(course, edition),
                    url: addresses.course(id),
                    period: self.period(course, edition),
                    place: self.place_name(course.place(), edition),
                    room: self.room(&course.raw, edition),
                    full: course.raw.full,
                    sample: course.raw.sample,
                };
                lessons.push((slot.start, slot.end, id, view));
            }
        }
        lessons.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
        lessons.into_iter().map(|(.., view)| view).collect()
    }

    /// The title of a course: its own, or its kind and level.
    pub fn course_title(&self, course: &Course, edition: Edition) -> TextView {
        if let Some(title) = course.raw.title.as_ref().and_then(|text| self.known(text, edition)) {
            return title;
        }
        let kind = self.site.catalogs[edition].text(course.raw.kind.message());
        match levels(&course.raw) {
            Some(levels) => self.own(&format!("{kind} {levels}"), edition),
            None => self.own(kind, edition),
        }
    }

    /// The card of a course in the middle of a text.
    pub(super) fn course_card(&self, id: &str, edition: Edition) -> Option<CourseView> {
        let entry = self.site.registry.courses.get(id)?;
        let addresses = Addresses::new(&self.site, edition)?;
        Some(self.course(id, &entry.value, edition, &addresses, false))
    }

    /// What a card shows of a course; its page, as a whole, shows the lessons too.
    fn course(
        &self,
        id: &str,
        course: &Course,
        edition: Edition,
        addresses: &Addresses,
        is_whole: bool,
    ) -> CourseView {
        let site = &*self.site;
        let (catalog, formats) = (&site.catalogs[edition], &site.formats[edition]);
        let raw = &course.raw;
        let place = course.place().and_then(|id| site.registry.places.get(id));
        let address = place.and_then(|place| place.value.address.as_ref()?.known());
        let source = site.config.source;
        let title = self.course_title(course, edition);
        let source_title = self.course_title(course, source);
        let town = course.town(&site.registry.places);
        let languages = raw.taught_in.iter().chain(&raw.interpreted);
        let mut languages: Vec<&str> = languages.map(|tag| tag.value.as_str()).collect();
        languages.sort_unstable();
        languages.dedup();
        let mut days: Vec<&str> =
            course.slots.iter().flat_map(|slot| &slot.days).map(|day| day_name(*day)).collect();
        days.extend(course.lessons.iter().filter(|_| course.slots.is_empty()).map(|lesson| {
            WEEK.iter()
                .find(|day| day.jiff() == lesson.date.weekday())
                .map_or("", |day| day_name(*day))
        }));
        days.dedup();
        let calendar = addresses.calendar(site, &CalendarOf::Course(id.to_owned()));
        let next: Vec<&Lesson> =
            course.lessons_from(self.today).take(if is_whole { NEXT } else { 0 }).collect();
        let is_over = course.days().is_none_or(|(_, last)| last < self.today);
        let count = course.lessons.iter().filter(|lesson| lesson.is_held()).count();
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        CourseView {
            id: id.to_owned(),
            url: addresses.course(id),
            source_title: (edition != source && source_title.text != title.text)
                .then(|| self.foreign_text(&source_title.text, source)),
            title,
            kind: raw.kind.as_str().to_owned(),
            kind_label: catalog.text(raw.kind.message()).to_owned(),
            level: levels(raw),
            levels: level_list(raw),
            sample: raw.sample,
            full: raw.full,
            has_places: !raw.full && raw.capacity.is_some() && !raw.sample && !is_over,
            over: is_over,
            when: self.when(course, edition),
            period: self.period(course, edition).filter(|_| !course.slots.is_empty()),
            lessons: (count > 1 && !course.slots.is_empty())
                .then(|| catalog.count("course_lessons", number, formats)),
            place: self.place_name(course.place(), edition),
            place_to_follow: matches!(raw.place, Some(OrTodo::Todo)),
            address: address.map(|address| address.lines()).unwrap_or_default(),
            room: self.room(raw, edition),
            online: raw.online,
            town: town.map(|town| self.text(town, source, edition)),
            town_id: site.town_of(id).map_or_else(String::new, |town| town.slug.clone()),
            days: days.join(" "),
            languages: languages.join(" "),
            taught_in: language_names(&raw.taught_in, formats),
            interpreted: language_names(&raw.interpreted, formats),
            group: raw.group.map(|group| {
                let key = match group {
                    Group::Open => "course_group_open",
                    Group::Closed => "course_group_closed",
                };
                catalog.text(key).to_owned()
            }),
            price: self.price(raw, edition),
            deposit: self.value_html(raw.deposit.as_ref(), edition),
            audience: (!raw.audience.is_empty()).then(|| {
                let who = raw.audience.iter().map(|who| catalog.text(who.value.message()));
                formats.list_and(&who.collect::<Vec<_>>())
            }),
            registration: self.registration(raw, edition),
            childcare: raw.childcare,
            capacity: raw
                .capacity
                .map(|people| catalog.count("course_places", i64::from(people), formats)),
            teacher: raw.teacher.clone(),
            note: raw.note.as_ref().and_then(|note| self.known(note, edition)),
            next: next.into_iter().map(|lesson| self.lesson(course, lesson, edition)).collect(),
            exceptions: if is_whole { self.exceptions(course, edition) } else { Vec::new() },
            subscribe_url: self.webcal(&calendar),
            calendar_url: calendar,
        }
    }

    /// `pondělí a středa 17:00–18:30`; days of their own where there is no rule.
    fn when(&self, course: &Course, edition: Edition) -> Vec<String> {
        let formats = &self.site.formats[edition];
        let by_rule = course.slots.iter().map(|slot| {
            let days = days_in_words(&slot.days, formats);
            format!("{days} {}", Formats::time_range(slot.start, slot.end))
        });
        let alone = course.lessons.iter().filter(|lesson| {
            course.slots.is_empty() && lesson.is_held() && lesson.date >= self.today
        });
        let alone = alone.map(|lesson| {
            let day = formats.weekday_long(lesson.date.weekday());
            let date = formats.date_long(lesson.date);
            format!("{day} {date}, {}", Formats::time_range(lesson.start, lesson.end))
        });
        by_rule.chain(alone).map(|text| self.isolated(&text, edition)).collect()
    }

    fn period(&self, course: &Course, edition: Edition) -> Option<String> {
        let (first, last) = course.days()?;
        let dates = self.site.formats[edition].date_range_long(first, last);
        Some(self.isolated(&dates, edition))
    }

    fn place_name(&self, id: Option<&str>, edition: Edition) -> Option<TextView> {
        let entry = self.site.registry.places.get(id?)?;
        self.known(&entry.value.name, edition)
    }

    fn room(&self, raw: &RawCourse, edition: Edition) -> Option<String> {
        let room = raw.room.as_ref()?;
        Some(self.site.catalogs[edition].fill("course_room", &[("room", room)]))
    }

    /// What it costs, as HTML; nothing if nobody said.
    fn price(&self, raw: &RawCourse, edition: Edition) -> Option<String> {
        let catalog = &self.site.catalogs[edition];
        match &raw.price {
            _ if raw.free => Some(self.isolated(catalog.text("course_free"), edition)),
            Some(OrTodo::Known(id)) => self.value_html(Some(id), edition),
            Some(OrTodo::Todo) => Some(self.isolated(catalog.text("to_be_supplied"), edition)),
            None => None,
        }
    }

    fn value_html(&self, id: Option<&Spanned<String>>, edition: Edition) -> Option<String> {
        let entry = self.site.registry.values.get(&id?.value)?;
        let Some((text, language)) = self.fact(&entry.value, edition) else {
            let text = self.site.catalogs[edition].text("to_be_supplied");
            return Some(self.isolated(text, edition));
        };
        Some(element_of(&self.text(&text, language, edition)))
    }

    fn registration(&self, raw: &RawCourse, edition: Edition) -> Option<RegistrationView> {
        let registration = raw.registration.as_ref()?;
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let way = match &registration.way {
            Some(OrTodo::Known(text)) => self.known(text, edition),
            Some(OrTodo::Todo) => Some(self.own(catalog.text("to_be_supplied"), edition)),
            None => None,
        };
        let date = |day: Date| formats.date_long(day);
        let dates = match (registration.from, registration.to) {
            (Some(from), Some(to)) => {
                let dates = formats.date_range_long(from.0, to.0);
                Some(catalog.fill("course_registration_dates", &[("dates", &dates)]))
            }
            (Some(from), None) => {
                Some(catalog.fill("course_registration_from", &[("date", &date(from.0))]))
            }
            (None, Some(to)) => {
                Some(catalog.fill("course_registration_until", &[("date", &date(to.0))]))
            }
            (None, None) => None,
        };
        let contact = registration.contact.as_ref();
        let contact = contact.and_then(|id| self.site.registry.contacts.get_key_value(&id.value));
        Some(RegistrationView {
            way,
            dates: dates.map(|dates| self.isolated(&dates, edition)),
            contact: contact.map(|(id, entry)| LinkView {
                title: self.localised(&entry.value.name, edition),
                url: self.contacts.map_or_else(String::new, |page| {
                    format!("{}#{id}", self.site.bundles[page].addresses[edition])
                }),
            }),
            web: registration.web.as_ref().map(|web| web.value.clone()),
        })
    }

    fn lesson(&self, course: &Course, lesson: &Lesson, edition: Edition) -> LessonView {
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let day = formats.weekday_long(lesson.date.weekday());
        let date = format!("{day} {}", formats.date_long(lesson.date));
        let state = match lesson.state {
            State::Regular(_) => None,
            State::Cancelled { .. } => Some("lesson_is_cancelled"),
            State::Moved { .. } => Some("lesson_is_moved"),
            State::Extra(_) if course.slots.is_empty() => None,
            State::Extra(_) => Some("lesson_is_extra"),
        };
        LessonView {
            iso: iso(lesson.date, lesson.start),
            date: self.isolated(&date, edition),
            times: Formats::time_range(lesson.start, lesson.end),
            state: state.map(|key| catalog.text(key).to_owned()),
            cancelled: !lesson.is_held(),
            place: self.place_name(lesson.place.as_deref(), edition),
        }
    }

    /// Days that are not by the rule, in words, as HTML.
    fn exceptions(&self, course: &Course, edition: Edition) -> Vec<String> {
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let date = |day: Date| {
            format!("{} {}", formats.weekday_long(day.weekday()), formats.date_long(day))
        };
        let mut all: Vec<(Date, String)> = Vec::new();
        for skipped in &course.skipped {
            let words = catalog.fill("course_no_lesson", &[("date", &date(skipped.date))]);
            let name = match &skipped.holiday {
                Holiday::Public(name) => Some(self.own(
                    &format!("{}, {}", catalog.text("public_holiday"), catalog.text(name)),
                    edition,
                )),
                Holiday::Named(name) => self.known(name, edition),
            };
            all.push((skipped.date, self.with_reason(&words, name, edition)));
        }
        let reason = |text: Option<&Localised>| text.and_then(|text| self.known(text, edition));
        for lesson in &course.lessons {
            let (day, words, why) = match lesson.state {
                State::Cancelled { by, .. } => {
                    let words = catalog.fill("course_cancelled", &[("date", &date(lesson.date))]);
                    let why = course.raw.cancelled.get(by).and_then(|one| one.reason.as_ref());
                    (lesson.date, words, why)
                }
                State::Moved { from, by, .. } => {
                    let to = format!(
                        "{}, {}",
                        date(lesson.date),
                        Formats::time_range(lesson.start, lesson.end)
                    );
                    let words = catalog.fill("course_moved", &[("date", &date(from)), ("to", &to)]);
                    (from, words, course.raw.moved.get(by).and_then(|one| one.reason.as_ref()))
                }
                State::Extra(by) if !course.slots.is_empty() => {
                    let day = format!(
                        "{}, {}",
                        date(lesson.date),
                        Formats::time_range(lesson.start, lesson.end)
                    );
                    let words = catalog.fill("course_extra", &[("date", &day)]);
                    (lesson.date, words, course.raw.extra.get(by).and_then(|one| one.note.as_ref()))
                }
                State::Regular(_) | State::Extra(_) => continue,
            };
            all.push((day, self.with_reason(&words, reason(why), edition)));
        }
        all.retain(|(day, _)| *day >= self.today);
        all.sort();
        all.into_iter().map(|(_, words)| words).collect()
    }

    fn with_reason(&self, words: &str, reason: Option<TextView>, edition: Edition) -> String {
        let mut html = self.isolated(words, edition);
        if let Some(reason) = reason {
            html.push_str(&format!(" ({})", element_of(&reason)));
        }
        html
    }

    /// An address to subscribe to; only a portal with an address has one.
    fn webcal(&self, address: &str) -> Option<String> {
        let base = self.site.config.base_url.as_ref()?;
        let (_, host) = base.split_once("://")?;
        Some(format!("webcal://{host}{address}"))
    }

    /// A calendar as a file; `None` if there is no such calendar.
    pub fn calendar(&self, of: &CalendarOf, edition: Edition) -> Option<String> {
        let site = &*self.site;
        let courses = &site.registry.courses;
        let addresses = Addresses::new(site, edition)?;
        let catalog = &site.catalogs[edition];
        let (ids, name): (Vec<&str>, String) = match of {
            CalendarOf::Course(id) => {
                let entry = courses.get(id)?;
                (vec![id], self.course_title(&entry.value, edition).text)
            }
            CalendarOf::Town(town) => {
                let town = site.towns.get(*town)?;
                let ids = town.courses.iter().map(String::as_str).collect();
                let name = match &town.name {
                    Some(name) => name.as_str(),
                    None if town.is_online => catalog.text("town_online"),
                    None => catalog.text("town_to_follow"),
                };
                (ids, name.to_owned())
            }
            CalendarOf::All => {
                (courses.keys().map(String::as_str).collect(), self.site_name(edition))
            }
        };
        let event = |id: &str| {
            let course = &courses.get(id)?.value;
            let (sequence, changed) = self.revision(id);
            Some(Event { sequence, changed, ..self.event(id, course, edition, &addresses) })
        };
        let is_in_town = |place: &RawPlace| match of {
            CalendarOf::Course(_) => false,
            CalendarOf::Town(town) => {
                let address = place.address.as_ref().and_then(OrTodo::known);
                let city = address.and_then(|address| address.city.known());
                city.is_some() && site.towns.get(*town).and_then(|town| town.name.as_ref()) == city
            }
            CalendarOf::All => true,
        };
        let places = site.registry.places.iter();
        let hours = places
            .filter(|(_, entry)| is_in_town(&entry.value))
            .flat_map(|(id, entry)| self.other_hours(id, &entry.value, edition))
            .collect();
        let calendar = Calendar {
            name,
            locale: site.config.locales[edition].as_str(),
            events: ids.into_iter().filter_map(event).collect(),
            hours,
        };
        Some(calendar.to_ics())
    }

    /// Days on which a place is open at other times.
    fn other_hours(&self, id: &str, place: &RawPlace, edition: Edition) -> Vec<OtherHours> {
        let name = self.localised(&place.name, edition).text;
        let address = place.address.as_ref().and_then(OrTodo::known);
        let lines = address.map(|address| address.lines()).unwrap_or_default();
        let location = std::iter::once(name.clone()).chain(lines).collect::<Vec<_>>().join(", ");
        let hours = |exception: &RawException| {
            let digits = |times: &str| times.replace(|c: char| !c.is_ascii_digit(), "");
            let times = exception.times.iter().map(|times| format!("-{}", digits(&times.value)));
            OtherHours {
                uid: (format!("{id}-hours{}", times.collect::<String>()), self.host().to_owned()),
                date: exception.date.0,
                changed: place.verified.map_or(self.today, |day| day.0),
                summary: format!("{name}, {}", self.exception_words(exception, edition)),
                location: location.clone(),
            }
        };
        place.exceptions.iter().map(hours).collect()
    }

    /// Host of the portal, the end of each name of a calendar entry.
    fn host(&self) -> &str {
        let base = self.site.config.base_url.as_deref().and_then(|base| base.split_once("://"));
        base.map_or(NO_HOST, |(_, rest)| rest.split(['/', ':']).next().unwrap_or(rest))
    }

    /// A course in a calendar, as if it had never been changed.
    fn event<'a>(
        &'a self,
        id: &str,
        course: &'a Course,
        edition: Edition,
        addresses: &Addresses,
    ) -> Event<'a> {
        let site = &*self.site;
        let catalog = &site.catalogs[edition];
        let raw = &course.raw;
        let base = site.config.base_url.as_deref();
        let host = self.host();
        let title = self.course_title(course, edition).text;
        let mark = |key: &str| format!("[{}] {title}", catalog.text(key));
        let summary = match (raw.sample, raw.full) {
            (true, _) => mark("course_sample"),
            (_, true) => mark("course_full"),
            _ => title.clone(),
        };
        let mut lines: Vec<String> = Vec::new();
        if raw.sample {
            lines.push(catalog.text("course_sample_text").to_owned());
        }
        lines.extend(raw.note.as_ref().and_then(|note| self.known(note, edition)).map(|n| n.text));
        lines.extend(levels(raw).map(|all| format!("{}: {all}", catalog.text("course_level"))));
        let location = |id: Option<&str>| {
            let place = id.and_then(|id| site.registry.places.get(id));
            let mut parts: Vec<String> = Vec::new();
            parts.extend(place.and_then(|p| self.known(&p.value.name, edition)).map(|n| n.text));
            // A room is one of the course's own place.
            parts.extend(self.room(raw, edition).filter(|_| id == course.place()));
            let address = place.and_then(|place| place.value.address.as_ref()?.known());
            parts.extend(address.map(|address| address.lines()).unwrap_or_default());
            if place.is_none() {
                let town = course.town(&site.registry.places).map(str::to_owned);
                let online = raw.online.then(|| catalog.text("course_online").to_owned());
                parts.extend(town.or(online));
            }
            parts.join(", ")
        };
        Event {
            uid: (id.to_owned(), host.to_owned()),
            sequence: 0,
            changed: Date::ZERO,
            summary,
            description: lines.join("\n"),
            url: base.map(|base| format!("{base}{}", addresses.course(id))),
            locations: std::iter::once(None)
                .chain(course.lessons.iter().filter_map(|lesson| lesson.place.clone()).map(Some))
                .map(|place| {
                    let words = location(place.as_deref().or(course.place()));
                    (place, words)
                })
                .collect(),
            course,
        }
    }

    /// What stands in the calendars of a course in all editions: a new digest is a new revision.
    pub fn course_digest(&self, id: &str) -> Option<String> {
        let course = &self.site.registry.courses.get(id)?.value;
        let mut hasher = blake3::Hasher::new();
        for (edition, locale) in self.site.config.locales.iter().enumerate() {
            let addresses = Addresses::new(&self.site, edition)?;
            let event = self.event(id, course, edition, &addresses);
            let event = Event { uid: (id.to_owned(), NO_HOST.to_owned()), url: None, ..event };
            let (name, locale) = (String::new(), locale.as_str());
            hasher.update(
                Calendar { name, locale, events: vec![event], hours: Vec::new() }
                    .to_ics()
                    .as_bytes(),
            );
        }
        Some(hasher.finalize().to_hex()[..16].to_owned())
    }

    /// Number and day of the revision: one more than was recorded if something changed since.
    fn revision(&self, id: &str) -> (u32, Date) {
        let Some(recorded) = self.site.registry.revisions.get(id) else { return (0, self.today) };
        let recorded = &recorded.value;
        let mut known = self.revisions.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(id.into()).or_insert_with(|| {
            if self.course_digest(id).as_deref() == Some(&*recorded.digest) {
                (recorded.number, recorded.changed.0)
            } else {
                (recorded.number + 1, self.today)
            }
        })
    }

    /// All lessons of an edition, for other sites.
    pub fn lessons_json(&self, edition: Edition) -> Option<String> {
        let site = &*self.site;
        let addresses = Addresses::new(site, edition)?;
        let locale = site.config.locales[edition].as_str();
        let mut text =
            format!("{{\"locale\":\"{locale}\",\"time_zone\":\"Europe/Prague\",\"courses\":[");
        for (number, (id, entry)) in site.registry.courses.iter().enumerate() {
            let course = &entry.value;
            let raw = &course.raw;
            let head = json!({
                "id": id,
                "title": self.course_title(course, edition).text,
                "kind": raw.kind.as_str(),
                "level": levels(raw),
                "town": course.town(&site.registry.places),
                "place": self.place_name(course.place(), edition).map(|place| place.text),
                "online": raw.online,
                "full": raw.full,
                "sample": raw.sample,
                "url": site.config.absolute(&addresses.course(id)),
            });
            if number > 0 {
                text.push(',');
            }
            // There are so many lessons that values for each of them would cost a second.
            text.push_str(head.to_string().trim_end_matches('}'));
            text.push_str(",\"lessons\":[");
            for (number, lesson) in course.lessons.iter().enumerate() {
                if number > 0 {
                    text.push(',');
                }
                push_lesson(&mut text, lesson);
            }
            text.push_str("]}");
        }
        text.push_str("]}");
        Some(text)
    }

    /// schema.org: a course with its schedule, or the events that it is.
    fn course_data(
        &self,
        id: &str,
        course: &Course,
        edition: Edition,
        addresses: &Addresses,
    ) -> String {
        let site = &*self.site;
        let raw = &course.raw;
        let config = &site.config;
        let name = self.course_title(course, edition).text;
        let organisation = config.organisation.as_ref().map_or(&config.name, |one| &one.name);
        let organisation = json!({
            "@type": "Organization",
            "name": self.localised(&organisation.value, edition).text,
            "url": config.absolute(&format!("/{}/", config.locales[edition])),
        });
        let url = config.absolute(&addresses.course(id));
        let description = raw.note.as_ref().and_then(|note| self.known(note, edition));
        let kind = site.catalogs[edition].text(raw.kind.message());
        let description = description.map_or_else(|| kind.to_owned(), |note| note.text);
        let location = |place: Option<&str>| self.location_data(course, place, &url, edition);
        let mode = if raw.online { "Online" } else { "Onsite" };
        let data = if raw.kind.is_event() {
            let events: Vec<Value> = course
                .lessons
                .iter()
                .map(|lesson| {
                    let status = match lesson.state {
                        State::Cancelled { .. } => "https://schema.org/EventCancelled",
                        State::Moved { .. } => "https://schema.org/EventRescheduled",
                        _ => "https://schema.org/EventScheduled",
                    };
                    json!({
                        "@type": "Event",
                        "name": name,
                        "description": description,
                        "startDate": zoned(lesson.date, lesson.start),
                        "endDate": zoned(lesson.date, lesson.end),
                        "eventStatus": status,
                        "eventAttendanceMode":
                            if raw.online { "https://schema.org/OnlineEventAttendanceMode" }
                            else { "https://schema.org/OfflineEventAttendanceMode" },
                        "location": location(course.place_of(lesson)),
                        "organizer": organisation,
                        "url": url,
                    })
                })
                .collect();
            json!({ "@context": "https://schema.org", "@graph": events })
        } else {
            let schedules: Vec<Value> = course
                .slots
                .iter()
                .map(|slot| {
                    let days: Vec<String> = slot
                        .days
                        .iter()
                        .map(|day| format!("https://schema.org/{:?}", day.jiff()))
                        .collect();
                    let changed = course.lessons.iter().filter_map(|lesson| match lesson.state {
                        State::Cancelled { .. } => Some(lesson.date),
                        State::Moved { from, .. } => Some(from),
                        State::Regular(_) | State::Extra(_) => None,
                    });
                    let except = course.skipped.iter().map(|skipped| skipped.date).chain(changed);
                    let is_own =
                        |date: &Date| slot.days.iter().any(|day| day.jiff() == date.weekday());
                    let mut except: Vec<Date> = except.filter(is_own).collect();
                    except.sort_unstable();
                    except.dedup();
                    let except: Vec<String> = except.iter().map(Date::to_string).collect();
                    json!({
                        "@type": "Schedule",
                        "repeatFrequency": "P1W",
                        "byDay": days,
                        "startDate": raw.from.as_ref().map(|day| day.value.0.to_string()),
                        "endDate": raw.to.as_ref().map(|day| day.value.0.to_string()),
                        "startTime": slot.start.strftime("%H:%M:%S").to_string(),
                        "endTime": slot.end.strftime("%H:%M:%S").to_string(),
                        "scheduleTimezone": "Europe/Prague",
                        "exceptDate": except,
                    })
                })
                .collect();
            let days = course.days();
            json!({
                "@context": "https://schema.org",
                "@type": "Course",
                "name": name,
                "description": description,
                "url": url,
                "provider": organisation,
                "educationalLevel": levels(raw),
                "inLanguage": raw.taught_in.iter().map(|tag| &tag.value).collect::<Vec<_>>(),
                "hasCourseInstance": {
                    "@type": "CourseInstance",
                    "courseMode": mode,
                    "location": location(course.place()),
                    "startDate": days.map(|(first, _)| first.to_string()),
                    "endDate": days.map(|(_, last)| last.to_string()),
                    "courseSchedule": schedules,
                },
            })
        };
        // `</script>` in a title must not end the element.
        without_nulls(data).to_string().replace('<', "\\u003c")
    }

    fn location_data(
        &self,
        course: &Course,
        place: Option<&str>,
        url: &str,
        edition: Edition,
    ) -> Value {
        let places = &self.site.registry.places;
        if course.raw.online {
            return json!({ "@type": "VirtualLocation", "url": url });
        }
        let entry = place.and_then(|id| places.get(id));
        let address = entry.and_then(|entry| entry.value.address.as_ref()?.known());
        json!({
            "@type": "Place",
            "name": entry.and_then(|entry| self.known(&entry.value.name, edition)).map(|n| n.text),
            "address": {
                "@type": "PostalAddress",
                "streetAddress": address.and_then(|address| address.street.known()),
                "postalCode": address.and_then(|a| a.postcode.as_ref()?.known()),
                "addressLocality": course.town(places),
                "addressCountry": "CZ",
            },
        })
    }
}

/// Fields without a value say nothing.
fn without_nulls(data: Value) -> Value {
    match data {
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key, without_nulls(value)))
                .collect(),
        ),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// A lesson as JSON.
fn push_lesson(text: &mut String, lesson: &Lesson) {
    let state = match lesson.state {
        State::Regular(_) => "regular",
        State::Cancelled { .. } => "cancelled",
        State::Moved { .. } => "moved",
        State::Extra(_) => "extra",
    };
    for (key, value) in [
        ("{\"start\":\"", &*iso(lesson.date, lesson.start)),
        ("\",\"end\":\"", &*iso(lesson.date, lesson.end)),
        ("\",\"state\":\"", state),
    ] {
        text.push_str(key);
        text.push_str(value);
    }
    text.push_str("\"}");
}

/// `2027-01-11T17:00`.
fn iso(date: Date, time: jiff::civil::Time) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}", time.hour(), time.minute())
}

/// A time with the offset of Prague on that day.
fn zoned(date: Date, time: jiff::civil::Time) -> String {
    let zoned = date.to_datetime(time).in_tz("Europe/Prague");
    zoned.map_or_else(
        |_| date.to_datetime(time).to_string(),
        |zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    )
}

/// `A1`, `A0–A1`.
fn levels(raw: &RawCourse) -> Option<String> {
    let first = raw.level?.as_str();
    Some(match raw.level_to {
        Some(last) => format!("{first}–{}", last.as_str()),
        None => first.to_owned(),
    })
}

/// All levels that a course has, for the filter: `A0 A1`.
fn level_list(raw: &RawCourse) -> String {
    use crate::timetable::Level;
    let Some(first) = raw.level else { return String::new() };
    let last = raw.level_to.unwrap_or(first);
    let all = [Level::A0, Level::A1, Level::A2, Level::B1, Level::B2];
    let own = all.into_iter().filter(|level| first <= *level && *level <= last);
    own.map(Level::as_str).collect::<Vec<_>>().join(" ")
}

const fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mo => "mo",
        Weekday::Tu => "tu",
        Weekday::We => "we",
        Weekday::Th => "th",
        Weekday::Fr => "fr",
        Weekday::Sa => "sa",
        Weekday::Su => "su",
    }
}

/// A language in its own words.
fn language_name(tag: &str) -> String {
    let locale = Locale::parse(tag).ok();
    locale.and_then(|locale| locale.autonym().map(ToOwned::to_owned)).unwrap_or(tag.to_owned())
}

/// Languages in their own words, as HTML.
fn language_names(tags: &[Spanned<String>], formats: &Formats) -> Option<String> {
    let name = |tag: &Spanned<String>| {
        let dir = Locale::parse(&tag.value).map_or("ltr", |locale| locale.direction().as_str());
        let mut html = format!("<bdi lang=\"{}\" dir=\"{dir}\">", tag.value);
        escape_text(&mut html, &language_name(&tag.value));
        html + "</bdi>"
    };
    (!tags.is_empty()).then(|| formats.list_and(&tags.iter().map(name).collect::<Vec<_>>()))
}
