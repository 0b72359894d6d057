//! All courses by town, and the week of each town.

use crate::locale::Formats;
use crate::reference::{Entry, Weekday};
use crate::site::Edition;
use crate::timetable::{Course, Town};
use crate::view::{CourseView, TimetableView, TownView, WeekDayView, WeekLessonView};

use super::course::language_name;
use super::{Addresses, CalendarOf, Renderer, weeks};

impl Renderer {
    /// What the page with all courses shows.
    pub(in crate::render) fn timetable(&self, edition: Edition) -> Option<TimetableView> {
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
        for day in Weekday::ALL {
            let name = day.as_str();
            if courses().any(|course| course.days.split(' ').any(|known| known == name)) {
                let label = site.formats[edition].weekday_long(day.jiff());
                add(&mut days, option(name, label));
            }
        }
        levels.sort();
        let all = addresses.calendar(site, &CalendarOf::All);
        let of_source = Addresses::new(site, site.config.source)?;
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
            weeks: weeks(site, self.today)
                .into_iter()
                .map(|monday| of_source.lessons_of(monday))
                .collect(),
            towns,
        })
    }

    /// A town with all its courses, or only with those that the printed week lists beside its days.
    pub(super) fn town(
        &self,
        number: usize,
        town: &Town,
        edition: Edition,
        addresses: &Addresses,
        is_whole: bool,
    ) -> TownView {
        let site = &*self.site;
        let calendar = addresses.calendar(site, &CalendarOf::Town(number));
        let mut courses: Vec<(&String, &Entry<Course>)> = town
            .courses
            .iter()
            .filter_map(|id| site.registry.courses.get_key_value(id))
            .filter(|(_, entry)| !entry.value.is_over(self.today))
            .collect();
        if !is_whole {
            let next = |course: &Course| {
                let next = course.lessons_from(self.today).find(|lesson| lesson.is_held());
                next.map(|lesson| (lesson.date, lesson.start))
            };
            courses.sort_by_key(|(id, entry)| (next(&entry.value), *id));
        }
        let views: Vec<CourseView> = courses
            .iter()
            .filter(|(_, entry)| is_whole || entry.value.slots.is_empty())
            .map(|(id, entry)| self.course(id, &entry.value, edition, addresses, false))
            .collect();
        TownView {
            id: town.slug.clone(),
            title: self.week_title(town, edition),
            name: self.town_name(town, edition),
            week_url: addresses.week(town),
            subscribe_url: self.webcal(&calendar),
            calendar_url: calendar,
            week: Weekday::ALL
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
                    room: self.room(course, edition),
                    full: course.raw.full,
                    sample: course.raw.sample,
                };
                lessons.push((slot.start, slot.end, id, view));
            }
        }
        lessons.sort_by(|a, b| (a.0, a.1, a.2).cmp(&(b.0, b.1, b.2)));
        lessons.into_iter().map(|(.., view)| view).collect()
    }
}
