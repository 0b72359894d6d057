//! Courses as data: for other sites and for search engines.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use serde_json::{Value, json};

use crate::site::Edition;
use crate::timetable::{Course, Lesson, State, ZONE, push_iso};

use super::super::head::json_ld;
use super::{Addresses, Renderer, levels};

impl Renderer {
    /// All lessons of an edition, for other sites.
    pub fn lessons_json(&self, edition: Edition) -> Option<String> {
        let site = &*self.site;
        let addresses = Addresses::new(site, edition)?;
        let locale = site.config.locales[edition].as_str();
        let courses = site.registry.courses.values().map(|entry| &entry.value);
        let room: usize = courses.map(|course| 512 + 80 * course.lessons.len()).sum();
        let mut text = String::with_capacity(room);
        text.push_str("{\"locale\":\"");
        for part in [locale, "\",\"time_zone\":\"", ZONE, "\",\"courses\":["] {
            text.push_str(part);
        }
        for (number, (id, entry)) in site.registry.courses.iter().enumerate() {
            let course = &entry.value;
            let raw = &course.raw;
            let place = course.place().and_then(|id| site.registry.places.get(id));
            let head = json!({
                "id": id,
                "title": self.title_words(course, edition).0,
                "kind": raw.kind.as_str(),
                "level": levels(raw),
                "town": course.town(&site.registry.places),
                "place": place.and_then(|place| self.plain(&place.value.name, edition)),
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

    /// The lessons of a week in order, as the page with all courses reads them: id of the course,
    /// start, end, and how it came about unless by the rule. They are the same in all editions, which
    /// know the titles.
    pub fn lessons_of_week(&self, monday: Date) -> String {
        let end = monday.saturating_add(1.week());
        let mut lessons: Vec<(&Lesson, &str)> = Vec::new();
        for (id, entry) in &self.site.registry.courses {
            let of_week = entry.value.lessons_from(monday).take_while(|one| one.date < end);
            lessons.extend(of_week.map(|lesson| (lesson, id.as_str())));
        }
        lessons.sort_by_key(|(lesson, id)| (lesson.date, lesson.start, lesson.end, *id));
        let row = |(lesson, id): (&Lesson, &str)| {
            let (start, end) = (lesson.start_iso(), lesson.end.strftime("%H:%M").to_string());
            match lesson.state {
                State::Regular(_) => json!([id, start, end]),
                state => json!([id, start, end, state.as_str()]),
            }
        };
        Value::Array(lessons.into_iter().map(row).collect()).to_string()
    }

    /// schema.org: a course with its schedule, or the events that it is.
    pub(super) fn course_data(
        &self,
        id: &str,
        course: &Course,
        edition: Edition,
        addresses: &Addresses,
    ) -> String {
        let site = &*self.site;
        let raw = &course.raw;
        let config = &site.config;
        let (name, _) = self.title_words(course, edition);
        let organisation = config.organisation.as_ref().map_or(&config.name, |one| &one.name);
        let organisation = json!({
            "@type": "Organization",
            "name": self.plain(&organisation.value, edition).unwrap_or_default(),
            "url": config.absolute(&format!("/{}/", config.locales[edition])),
        });
        let url = config.absolute(&addresses.course(id));
        let note = raw.note.as_ref().and_then(|note| self.plain(note, edition));
        let description = note.unwrap_or_else(|| site.catalogs[edition].text(raw.kind.message()));
        let location = |place: Option<&str>| self.location_data(course, place, &url, edition);
        let mode = if raw.online { "Online" } else { "Onsite" };
        let mut data = if raw.kind.is_event() {
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
                        "scheduleTimezone": ZONE,
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
        drop_nulls(&mut data);
        json_ld(&data)
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
        let address = entry.and_then(|entry| entry.value.known_address());
        json!({
            "@type": "Place",
            "name": entry.and_then(|entry| self.plain(&entry.value.name, edition)),
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
fn drop_nulls(data: &mut Value) {
    match data {
        Value::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// A lesson as JSON.
fn push_lesson(text: &mut String, lesson: &Lesson) {
    text.push_str("{\"start\":\"");
    push_iso(text, lesson.date, lesson.start);
    text.push_str("\",\"end\":\"");
    push_iso(text, lesson.date, lesson.end);
    text.push_str("\",\"state\":\"");
    text.push_str(lesson.state.as_str());
    text.push_str("\"}");
}

/// A time with the offset of Prague on that day.
fn zoned(date: Date, time: Time) -> String {
    let zoned = date.to_datetime(time).in_tz(ZONE);
    zoned.map_or_else(
        |_| date.to_datetime(time).to_string(),
        |zoned| zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    )
}
