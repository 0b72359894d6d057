//! Courses as calendars.

use std::sync::PoisonError;

use jiff::civil::Date;

use crate::reference::{RawException, RawPlace};
use crate::site::Edition;
use crate::timetable::Course;
use crate::timetable::ics::{Calendar, Event, OtherHours};

use super::{Addresses, CalendarOf, Renderer, levels};

/// Host in the names of calendar entries of a portal that has no address yet.
const NO_HOST: &str = "rozcestnik.invalid";

impl Renderer {
    /// An address to subscribe to; only a portal with an address has one.
    pub(super) fn webcal(&self, address: &str) -> Option<String> {
        let base = self.site.config.base_url.as_ref()?;
        let (_, host) = base.split_once("://")?;
        Some(format!("webcal://{host}{address}"))
    }

    /// A calendar as a file; `None` if there is no such calendar.
    pub fn calendar(&self, of: &CalendarOf, edition: Edition) -> Option<String> {
        let site = &*self.site;
        let courses = &site.registry.courses;
        let addresses = Addresses::new(site, edition)?;
        let (ids, name): (Vec<&str>, String) = match of {
            CalendarOf::Course(id) => {
                let entry = courses.get(id)?;
                (vec![id], self.title_words(&entry.value, edition).0.into_owned())
            }
            CalendarOf::Town(town) => {
                let town = site.towns.get(*town)?;
                let ids = town.courses.iter().map(String::as_str).collect();
                (ids, self.town_name(town, edition).text)
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
                let city = place.known_address().and_then(|address| address.city.known());
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
        let name = self.plain(&place.name, edition).unwrap_or_default().to_owned();
        let lines = place.known_address().map(|address| address.lines()).unwrap_or_default();
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
        let (title, _) = self.title_words(course, edition);
        let mark = |key: &str| format!("[{}] {title}", catalog.text(key));
        let summary = match (raw.sample, raw.full) {
            (true, _) => mark("course_sample"),
            (_, true) => mark("course_full"),
            _ => title.to_string(),
        };
        let mut lines: Vec<String> = Vec::new();
        if raw.sample {
            lines.push(catalog.text("course_sample_text").to_owned());
        }
        let note = raw.note.as_ref().and_then(|note| self.plain(note, edition));
        lines.extend(note.map(ToOwned::to_owned));
        lines.extend(levels(raw).map(|all| format!("{}: {all}", catalog.text("course_level"))));
        let location = |id: Option<&str>| {
            let place = id.and_then(|id| site.registry.places.get(id));
            let mut parts: Vec<String> = Vec::new();
            let name = place.and_then(|place| self.plain(&place.value.name, edition));
            parts.extend(name.map(ToOwned::to_owned));
            // A room is one of the course's own place.
            parts.extend(self.room(course, edition).filter(|_| id == course.place()));
            let address = place.and_then(|place| place.value.known_address());
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
}
