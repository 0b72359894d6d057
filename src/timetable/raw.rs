//! `content/data/timetables/*.yaml` and `content/data/calendars.yaml` as they are written.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::frontmatter::Audience;
use crate::reference::Weekday;
use crate::yaml::{Day, Localised, OrTodo, Spanned};

/// A course, or anything else that happens at a place and a time: an outing, an evening, a lecture.
///
/// Either `lessons` with `from` and `to`, or days of their own in `extra`, or both.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCourse {
    /// What it is.
    pub kind: Kind,
    /// Title; where there is none, kind and level say it.
    pub title: Option<Localised>,
    /// What readers should know besides.
    pub note: Option<Localised>,
    /// Level of the Common European Framework, or the lowest of them.
    pub level: Option<Level>,
    /// The highest level, if there are several.
    pub level_to: Option<Spanned<Level>>,
    /// Whether one can join at any time.
    pub group: Option<Group>,
    /// Languages that are spoken in the lesson (BCP 47).
    #[serde(default)]
    pub taught_in: Vec<Spanned<String>>,
    /// Languages that are interpreted (BCP 47).
    #[serde(default)]
    pub interpreted: Vec<Spanned<String>>,
    /// Id in `places.yaml`.
    pub place: Option<OrTodo<Spanned<String>>>,
    /// Room: an id in `rooms` of the place, if it lists its rooms; else as readers should see it.
    pub room: Option<Spanned<String>>,
    /// Town, where the place does not say it.
    pub town: Option<String>,
    /// Whether it takes place online.
    #[serde(default)]
    pub online: bool,
    /// When it is in each week.
    #[serde(default)]
    pub lessons: Vec<RawSlot>,
    /// Day of the first lesson.
    pub from: Option<Spanned<Day>>,
    /// Last day on which there may be a lesson.
    pub to: Option<Spanned<Day>>,
    /// How many lessons there are, to check the dates by.
    pub number_of_lessons: Option<Spanned<u32>>,
    /// Whether it costs nothing.
    #[serde(default)]
    pub free: bool,
    /// Id in `values.yaml` of what it costs.
    pub price: Option<OrTodo<Spanned<String>>>,
    /// Id in `values.yaml` of what is paid back at the end.
    pub deposit: Option<Spanned<String>>,
    /// Who may come; everybody where nobody is named.
    #[serde(default)]
    pub audience: Vec<Spanned<Audience>>,
    /// How to register.
    pub registration: Option<RawRegistration>,
    /// Whether somebody looks after children meanwhile.
    #[serde(default)]
    pub childcare: bool,
    /// How many people can come.
    pub capacity: Option<u32>,
    /// Whether there is no free place.
    #[serde(default)]
    pub full: bool,
    /// Who teaches.
    pub teacher: Option<String>,
    /// Calendars on whose days there is no lesson: `public-holidays`, ids in `calendars.yaml`.
    #[serde(default)]
    pub holidays: Vec<Spanned<String>>,
    /// Lessons that will not take place.
    #[serde(default)]
    pub cancelled: Vec<RawCancelled>,
    /// Lessons that take place at another time.
    #[serde(default)]
    pub moved: Vec<RawMoved>,
    /// Lessons besides those of each week.
    #[serde(default)]
    pub extra: Vec<RawExtra>,
    /// Whether it is only an example; readers see that.
    #[serde(default)]
    pub sample: bool,
}

impl RawCourse {
    /// Its texts for readers.
    pub fn texts(&self) -> impl Iterator<Item = &Localised> {
        let way = self.registration.as_ref().and_then(|registration| registration.way.as_ref());
        let cancelled = self.cancelled.iter().filter_map(|lesson| lesson.reason.as_ref());
        let moved = self.moved.iter().filter_map(|lesson| lesson.reason.as_ref());
        let extra = self.extra.iter().filter_map(|lesson| lesson.note.as_ref());
        let own = self.title.iter().chain(&self.note).chain(way.and_then(OrTodo::known));
        own.chain(cancelled).chain(moved).chain(extra)
    }
}

/// What a course is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Lessons of Czech.
    Czech,
    /// Talking in Czech.
    Conversation,
    /// Preparation for an exam.
    Exam,
    /// Socio-cultural orientation.
    Orientation,
    /// The adaptation and integration course.
    Adaptation,
    /// For children.
    Children,
    /// For schools, offices and other people at work.
    Professionals,
    /// Counsellors come to a place.
    Outing,
    /// A meeting, an evening.
    Event,
    /// A talk.
    Lecture,
}

impl Kind {
    /// All of them, in the order of the filter.
    pub const ALL: [Self; 10] = [
        Self::Czech,
        Self::Conversation,
        Self::Exam,
        Self::Orientation,
        Self::Adaptation,
        Self::Children,
        Self::Professionals,
        Self::Outing,
        Self::Event,
        Self::Lecture,
    ];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Czech => "czech",
            Self::Conversation => "conversation",
            Self::Exam => "exam",
            Self::Orientation => "orientation",
            Self::Adaptation => "adaptation",
            Self::Children => "children",
            Self::Professionals => "professionals",
            Self::Outing => "outing",
            Self::Event => "event",
            Self::Lecture => "lecture",
        }
    }

    /// The name of its message.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Czech => "kind_czech",
            Self::Conversation => "kind_conversation",
            Self::Exam => "kind_exam",
            Self::Orientation => "kind_orientation",
            Self::Adaptation => "kind_adaptation",
            Self::Children => "kind_children",
            Self::Professionals => "kind_professionals",
            Self::Outing => "kind_outing",
            Self::Event => "kind_event",
            Self::Lecture => "kind_lecture",
        }
    }

    /// Whether it is no course but something that happens once or now and then.
    pub const fn is_event(self) -> bool {
        matches!(self, Self::Outing | Self::Event | Self::Lecture)
    }
}

/// A level of the Common European Framework; A0 is for people who know nothing yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Level {
    A0,
    A1,
    A2,
    B1,
    B2,
}

impl Level {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A0 => "A0",
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
            Self::B2 => "B2",
        }
    }
}

/// Whether one can join at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Come and go.
    Open,
    /// The same people from the first lesson to the last.
    Closed,
}

/// Days of the week with the same times.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSlot {
    /// Days of the week.
    pub days: Vec<Weekday>,
    /// From and to, such as `17:00-18:30`.
    pub times: Spanned<String>,
}

/// How to register.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRegistration {
    /// In words.
    pub way: Option<OrTodo<Localised>>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
    /// Id in `contacts.yaml`.
    pub contact: Option<Spanned<String>>,
    /// Page with a form.
    pub web: Option<Spanned<String>>,
}

/// A lesson that will not take place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCancelled {
    /// Its day.
    pub date: Spanned<Day>,
    /// Why.
    pub reason: Option<Localised>,
}

/// A lesson that takes place at another time.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMoved {
    /// The day on which it should have been.
    pub date: Spanned<Day>,
    /// The day on which it is.
    pub to: Spanned<Day>,
    /// Its times, if they change.
    pub times: Option<Spanned<String>>,
    /// Id in `places.yaml`, if the place changes.
    pub place: Option<Spanned<String>>,
    /// Why.
    pub reason: Option<Localised>,
}

/// A lesson besides those of each week.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawExtra {
    /// Its day.
    pub date: Spanned<Day>,
    /// From and to, such as `17:00-18:30`.
    pub times: Spanned<String>,
    /// Id in `places.yaml`, if it is another place.
    pub place: Option<Spanned<String>>,
    /// What readers should know of it.
    pub note: Option<Localised>,
}

/// Days on which there are no lessons.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCalendar {
    /// What it is called.
    pub name: Localised,
    /// Ids of calendars whose days are its own too.
    #[serde(default)]
    pub includes: Vec<Spanned<String>>,
    /// The days.
    #[serde(default)]
    pub days: Vec<RawHolidays>,
    /// Day on which somebody last checked it.
    pub verified: Option<Day>,
    /// Page that says so.
    pub source: Option<String>,
    /// Remark for staff.
    pub note: Option<String>,
}

/// Holidays that follow one another.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHolidays {
    /// What they are called.
    pub name: Localised,
    /// First day.
    pub from: Spanned<Day>,
    /// Last day.
    pub to: Spanned<Day>,
}
