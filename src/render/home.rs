//! What a home page shows besides its text: what there is next, and who speaks the reader's language.

use jiff::civil::{Date, Time};

use crate::reference::RawContact;
use crate::site::Edition;
use crate::timetable::{Course, Lesson};
use crate::view::{ContactView, NextCourseView};
use crate::yaml::OrTodo;

use super::Renderer;
use super::timetable::Addresses;

/// How many of the next courses a home page shows.
const NEXT: usize = 3;

impl Renderer {
    /// The next lesson of the courses that have one soonest.
    pub(super) fn next_courses(&self, edition: Edition) -> Vec<NextCourseView> {
        let Some(addresses) = Addresses::new(&self.site, edition) else { return Vec::new() };
        let mut next: Vec<(Date, Time, &str, &Course, &Lesson)> = Vec::new();
        for (id, entry) in &self.site.registry.courses {
            let course = &entry.value;
            let lesson = course.lessons_from(self.today).find(|lesson| lesson.is_held());
            next.extend(lesson.map(|lesson| (lesson.date, lesson.start, &**id, course, lesson)));
        }
        next.sort_by_key(|(date, start, id, ..)| (*date, *start, *id));
        next.truncate(NEXT);
        let views = next.into_iter().map(|(date, _, id, course, lesson)| NextCourseView {
            title: self.course_title(course, edition),
            url: addresses.course(id),
            lesson: self.lesson(course, lesson, edition),
            last_day: date.to_string(),
            town: self.town_of(course, edition),
            full: course.raw.full,
            sample: course.raw.sample,
        });
        views.collect()
    }

    /// The page with all courses.
    pub(super) fn timetable_url(&self, edition: Edition) -> Option<String> {
        let page = self.site.timetable_page()?;
        Some(self.site.bundles[page].addresses[edition].clone())
    }

    /// Those who speak the language of an edition; whoever runs the portal if nobody is known to.
    pub(super) fn people(&self, edition: Edition) -> Vec<ContactView> {
        let contacts = &self.site.registry.contacts;
        let mut speaking: Vec<_> =
            contacts.iter().filter(|(_, entry)| self.is_spoken(&entry.value, edition)).collect();
        speaking.sort_by_key(|(_, entry)| entry.span.start);
        if speaking.is_empty() {
            let organisation = self.site.config.organisation.as_ref();
            let contact = organisation.and_then(|organisation| organisation.contact.as_ref());
            speaking.extend(contact.and_then(|id| contacts.get_key_value(&id.value)));
        }
        speaking.into_iter().map(|(id, entry)| self.contact(id, &entry.value, edition)).collect()
    }

    /// Whether a contact is known to speak the language of an edition.
    pub(super) fn is_spoken(&self, contact: &RawContact, edition: Edition) -> bool {
        let own = self.site.config.locales[edition].language();
        let languages = contact.languages.as_ref().and_then(OrTodo::known);
        let primary = |tag: &str| tag.split('-').next() == Some(own);
        languages.is_some_and(|tags| tags.iter().any(|tag| primary(&tag.value)))
    }
}
