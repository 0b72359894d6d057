//! Courses, weeks and lessons as templates see them.

use serde::Serialize;

use super::{LinkView, TextView};

/// All courses.
#[derive(Debug, Clone, Serialize)]
pub struct TimetableView {
    /// The towns with their courses; what is online comes last.
    pub towns: Vec<TownView>,
    /// Whether some of the courses are only examples.
    pub has_samples: bool,
    /// Whether some course is full, so that it makes sense to ask for free places.
    pub has_free_places: bool,
    /// Kinds to choose from: value and label.
    pub kinds: Vec<(String, String)>,
    /// Levels to choose from.
    pub levels: Vec<(String, String)>,
    /// Languages to choose from.
    pub languages: Vec<(String, String)>,
    /// Days of the week to choose from.
    pub days: Vec<(String, String)>,
    /// The message `filter_count` by plural category, as JSON.
    pub count_messages: String,
    /// The calendar with everything.
    pub calendar_url: String,
    /// The same to subscribe to, if the site has a base address.
    pub subscribe_url: Option<String>,
    /// All lessons as JSON, for other sites.
    pub lessons_url: String,
    /// The lessons of each week to come, from the week of the compilation or of the first lesson to
    /// that of the last.
    pub weeks: Vec<String>,
}

/// The courses of a town.
#[derive(Debug, Clone, Serialize)]
pub struct TownView {
    /// Fragment and value of the filter.
    pub id: String,
    /// Its name.
    pub name: TextView,
    /// Title of its week.
    pub title: TextView,
    /// The printable week.
    pub week_url: String,
    /// Its calendar.
    pub calendar_url: String,
    /// The same to subscribe to, if the site has a base address.
    pub subscribe_url: Option<String>,
    /// What there is from Monday to Sunday.
    pub week: Vec<WeekDayView>,
    /// Whether there is anything each week.
    pub has_week: bool,
    /// The courses that are not over; on the page of the town only those without a rule.
    pub courses: Vec<CourseView>,
}

/// A day of each week.
#[derive(Debug, Clone, Serialize)]
pub struct WeekDayView {
    /// Its name.
    pub name: String,
    /// Its lessons in the order of the clock.
    pub lessons: Vec<WeekLessonView>,
}

/// A lesson of each week.
#[derive(Debug, Clone, Serialize)]
pub struct WeekLessonView {
    /// `17:00–18:30`.
    pub times: String,
    /// Title of the course.
    pub title: TextView,
    /// Page of the course.
    pub url: String,
    /// From the first to the last lesson, as HTML.
    pub period: Option<String>,
    /// Where it is.
    pub place: Option<TextView>,
    /// The room, in words.
    pub room: Option<String>,
    /// Whether there is no free place.
    pub full: bool,
    /// Whether it is only an example.
    pub sample: bool,
}

/// A course; also used for block references to courses inside the text.
#[derive(Debug, Clone, Serialize)]
pub struct CourseView {
    /// Its id, also its fragment on the timetable page.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Title.
    pub title: TextView,
    /// Title in the source language, unless the page is in it.
    pub source_title: Option<TextView>,
    /// Kind, as it is written in the data.
    pub kind: String,
    /// Kind in words.
    pub kind_label: String,
    /// Level or levels: `A0–A1`.
    pub level: Option<String>,
    /// All its levels, with spaces between, for the filter.
    pub levels: String,
    /// Whether it is only an example.
    pub sample: bool,
    /// Whether there is no free place.
    pub full: bool,
    /// Whether there are free places for certain.
    pub has_places: bool,
    /// Whether it is over.
    pub over: bool,
    /// Days and times, one line each, as HTML.
    pub when: Vec<String>,
    /// From the first to the last lesson, as HTML; nothing for what has days of its own only.
    pub period: Option<String>,
    /// How many lessons there are, in words.
    pub lessons: Option<String>,
    /// Where it is.
    pub place: Option<TextView>,
    /// Whether staff still have to supply the place.
    pub place_to_follow: bool,
    /// Postal address, one line each.
    pub address: Vec<String>,
    /// The room, in words.
    pub room: Option<String>,
    /// Whether it is online.
    pub online: bool,
    /// The town.
    pub town: Option<TextView>,
    /// Its days, `mo we`, for the filter.
    pub days: String,
    /// Tags of the languages that it is taught in or interpreted into, for the filter.
    pub languages: String,
    /// Languages of teaching, as HTML.
    pub taught_in: Option<String>,
    /// Languages of interpreting, as HTML.
    pub interpreted: Option<String>,
    /// Whether one can join at any time, in words.
    pub group: Option<String>,
    /// What it costs, as HTML.
    pub price: Option<String>,
    /// What is paid back, as HTML.
    pub deposit: Option<String>,
    /// For whom it is, in words.
    pub audience: Option<String>,
    /// How to register.
    pub registration: Option<RegistrationView>,
    /// Whether somebody looks after children meanwhile.
    pub childcare: bool,
    /// How many people can come, in words.
    pub capacity: Option<String>,
    /// Who teaches.
    pub teacher: Option<String>,
    /// What readers should know besides.
    pub note: Option<TextView>,
    /// The next lessons, on the page of the course.
    pub next: Vec<LessonView>,
    /// Days that are not by the rule, in words, as HTML, on the page of the course.
    pub exceptions: Vec<String>,
    /// Its calendar.
    pub calendar_url: String,
    /// The same to subscribe to, if the site has a base address.
    pub subscribe_url: Option<String>,
    /// The week of its town, on its page.
    pub town_week: Option<LinkView>,
}

/// How to register for a course.
#[derive(Debug, Clone, Serialize)]
pub struct RegistrationView {
    /// In words.
    pub way: Option<TextView>,
    /// When, as HTML.
    pub dates: Option<String>,
    /// Whom to ask.
    pub contact: Option<LinkView>,
    /// Page with a form.
    pub web: Option<String>,
}

/// The next lesson of a course.
#[derive(Debug, Clone, Serialize)]
pub struct NextCourseView {
    /// Title of the course.
    pub title: TextView,
    /// Its page.
    pub url: String,
    /// The lesson.
    pub lesson: LessonView,
    /// Its day, `2027-01-11`: afterwards the lesson is over.
    pub last_day: String,
    /// The town, or what stands for it.
    pub town: TextView,
    /// Whether there is no free place.
    pub full: bool,
    /// Whether it is only an example.
    pub sample: bool,
}

/// A lesson on a day.
#[derive(Debug, Clone, Serialize)]
pub struct LessonView {
    /// `2027-01-11T17:00`, for `<time datetime>`.
    pub iso: String,
    /// Weekday and date, as HTML.
    pub date: String,
    /// `17:00–18:30`.
    pub times: String,
    /// What is unusual about it, in a word.
    pub state: Option<String>,
    /// Whether it will not take place.
    pub cancelled: bool,
    /// Where it is, if that is not the place of the course.
    pub place: Option<TextView>,
}
