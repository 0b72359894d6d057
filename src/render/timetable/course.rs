//! One course: what its card and its page say.

use std::sync::{Arc, PoisonError};

use jiff::civil::Date;

use crate::locale::{Formats, Locale};
use crate::markdown::escape_text;
use crate::reference::Weekday;
use crate::site::Edition;
use crate::timetable::{Course, Group, Holiday, Lesson, Level, RawCourse, State, Town};
use crate::view::{CourseView, LessonView, LinkView, RegistrationView, TextView};
use crate::yaml::{Localised, OrTodo, Spanned};

use super::super::InWords;
use super::super::views::{days_in_words, element_of};
use super::{Addresses, CalendarOf, Renderer, levels};

/// How many of the next lessons a page shows.
const NEXT: usize = 10;

impl Renderer {
    /// The card of a course in the middle of a text: in the language of the text, with the addresses
    /// of the reader's edition.
    pub(in crate::render) fn course_card(
        &self,
        id: &str,
        language: Edition,
        addresses: &Addresses,
    ) -> Option<CourseView> {
        let entry = self.site.registry.courses.get(id)?;
        Some(self.course(id, &entry.value, language, addresses, false))
    }

    /// What a card shows of a course; its page, as a whole, shows the lessons too.
    pub(super) fn course(
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
        let address = place.and_then(|place| place.value.known_address());
        let source = site.config.source;
        let title = self.course_title(course, edition);
        let (source_title, _) = self.title_words(course, source);
        let town = course.town(&site.registry.places);
        let languages = raw.taught_in.iter().chain(&raw.interpreted);
        let mut languages: Vec<&str> = languages.map(|tag| tag.value.as_str()).collect();
        languages.sort_unstable();
        languages.dedup();
        let by_rule = |day: &Weekday| course.slots.iter().any(|slot| slot.days.contains(day));
        let alone = |day: &Weekday| {
            let mut lessons = course.lessons.iter().filter(|_| course.slots.is_empty());
            lessons.any(|lesson| lesson.date.weekday() == day.jiff())
        };
        let days = Weekday::ALL.iter().filter(|day| by_rule(day) || alone(day));
        let days: Vec<&str> = days.map(|day| day.as_str()).collect();
        let calendar = addresses.calendar(site, &CalendarOf::Course(id.to_owned()));
        let next: Vec<&Lesson> =
            course.lessons_from(self.today).take(if is_whole { NEXT } else { 0 }).collect();
        let is_over = course.is_over(self.today);
        let count = course.lessons.iter().filter(|lesson| lesson.is_held()).count();
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        CourseView {
            id: id.to_owned(),
            url: addresses.course(id),
            source_title: (edition != source && *source_title != *title.text)
                .then(|| self.foreign_text(&source_title, source)),
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
            room: self.room(course, edition),
            online: raw.online,
            town: town.map(|town| self.text(town, source, edition)),
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
            town_week: if is_whole { self.town_week(course, edition, addresses) } else { None },
        }
    }

    /// The page with everything that there is in the town of a course.
    fn town_week(
        &self,
        course: &Course,
        edition: Edition,
        addresses: &Addresses,
    ) -> Option<LinkView> {
        let name = course.town(&self.site.registry.places);
        let is_online = name.is_none() && course.raw.online;
        let is_own = |town: &&Town| town.name.as_deref() == name && town.is_online == is_online;
        let town = self.site.towns.iter().find(is_own)?;
        Some(LinkView { title: self.week_title(town, edition), url: addresses.week(town) })
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
        let alone = alone.map(|lesson| moment(lesson, formats));
        by_rule.chain(alone).map(|text| self.isolated(&text, edition)).collect()
    }

    pub(super) fn period(&self, course: &Course, edition: Edition) -> Option<String> {
        let formats = &self.site.formats[edition];
        let days = course.days()?;
        let words = |(first, last)| formats.date_range_long(first, last);
        Some(self.days(&self.periods, days, edition, words).to_string())
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

    pub(in crate::render) fn lesson(
        &self,
        course: &Course,
        lesson: &Lesson,
        edition: Edition,
    ) -> LessonView {
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let state = match lesson.state {
            State::Regular(_) => None,
            State::Cancelled { .. } => Some("lesson_is_cancelled"),
            State::Moved { .. } => Some("lesson_is_moved"),
            State::Extra(_) if course.slots.is_empty() => None,
            State::Extra(_) => Some("lesson_is_extra"),
        };
        LessonView {
            iso: lesson.start_iso(),
            date: self
                .days(&self.days, lesson.date, edition, |date| day(date, formats))
                .to_string(),
            times: Formats::time_range(lesson.start, lesson.end),
            state: state.map(|key| catalog.text(key).to_owned()),
            cancelled: !lesson.is_held(),
            place: self.place_name(lesson.place.as_deref(), edition),
        }
    }

    /// Days in words, as HTML: many courses have them in common.
    fn days<Days: Copy + Ord>(
        &self,
        known: &InWords<Days>,
        days: Days,
        edition: Edition,
        words: impl FnOnce(Days) -> String,
    ) -> Arc<str> {
        let known = || known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(html) = known().get(&(edition, days)) {
            return html.clone();
        }
        let html = self.isolated(&words(days), edition).into();
        known().entry((edition, days)).or_insert(html).clone()
    }

    /// Days that are not by the rule, in words, as HTML.
    fn exceptions(&self, course: &Course, edition: Edition) -> Vec<String> {
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let date = |date: Date| day(date, formats);
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
                    let to = moment(lesson, formats);
                    let words = catalog.fill("course_moved", &[("date", &date(from)), ("to", &to)]);
                    (from, words, course.raw.moved.get(by).and_then(|one| one.reason.as_ref()))
                }
                State::Extra(by) if !course.slots.is_empty() => {
                    let words = catalog.fill("course_extra", &[("date", &moment(lesson, formats))]);
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
}

/// `pondělí 11. ledna 2027`.
fn day(date: Date, formats: &Formats) -> String {
    format!("{} {}", formats.weekday_long(date.weekday()), formats.date_long(date))
}

/// `pondělí 11. ledna 2027, 17:00–18:30`.
fn moment(lesson: &Lesson, formats: &Formats) -> String {
    let times = Formats::time_range(lesson.start, lesson.end);
    format!("{}, {times}", day(lesson.date, formats))
}

/// All levels that a course has, for the filter: `A0 A1`.
fn level_list(raw: &RawCourse) -> String {
    let Some(first) = raw.level else { return String::new() };
    let last = raw.level_to.as_ref().map_or(first, |level| level.value);
    let all = [Level::A0, Level::A1, Level::A2, Level::B1, Level::B2];
    let own = all.into_iter().filter(|level| first <= *level && *level <= last);
    own.map(Level::as_str).collect::<Vec<_>>().join(" ")
}

/// A language in its own words.
pub(super) fn language_name(tag: &str) -> String {
    let locale = Locale::parse(tag).ok();
    locale.and_then(|locale| locale.autonym().map(ToOwned::to_owned)).unwrap_or(tag.to_owned())
}

/// Languages in their own words, as HTML.
pub(in crate::render) fn language_names(
    tags: &[Spanned<String>],
    formats: &Formats,
) -> Option<String> {
    let name = |tag: &Spanned<String>| {
        let dir = Locale::parse(&tag.value).map_or("ltr", |locale| locale.direction().as_str());
        let mut html = format!("<bdi lang=\"{}\" dir=\"{dir}\">", tag.value);
        escape_text(&mut html, &language_name(&tag.value));
        html + "</bdi>"
    };
    (!tags.is_empty()).then(|| formats.list_and(&tags.iter().map(name).collect::<Vec<_>>()))
}
