//! The entries of `content/data/` as they are written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::yaml::{Day, Localised, OneOrMany, OrTodo, Spanned};

/// One fact: a fee, a deadline, a date. Exactly one of `money`, `date`, `from` with `to`,
/// `duration`, `age`, `number`, `at_least`/`at_most`, `percent`, `text`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawValue {
    /// Amount of money.
    pub money: Option<OrTodo<f64>>,
    /// ISO 4217 code of the currency; `CZK` where none is given.
    pub currency: Option<String>,
    /// A day.
    pub date: Option<OrTodo<Day>>,
    /// First day of a period.
    pub from: Option<OrTodo<Day>>,
    /// Last day of a period.
    pub to: Option<OrTodo<Day>>,
    /// A length of time: one of its units.
    pub duration: Option<OrTodo<RawDuration>>,
    /// An age in years.
    pub age: Option<OrTodo<i64>>,
    /// A number.
    pub number: Option<OrTodo<f64>>,
    /// A lower limit.
    pub at_least: Option<f64>,
    /// An upper limit.
    pub at_most: Option<f64>,
    /// A share of a hundred.
    pub percent: Option<OrTodo<f64>>,
    /// Anything else, such as the level of an exam.
    pub text: Option<OrTodo<Localised>>,
    /// What the fact is about, in a few words, where it stands alone in a list.
    pub label: Option<Localised>,
    /// Official page that says so.
    pub source: Option<String>,
    /// Law that says so.
    pub law: Option<String>,
    /// Day on which somebody last checked it.
    pub verified: Option<Day>,
    /// How sure we are; readers see the day of verification where it is not `high`.
    pub confidence: Option<Confidence>,
    /// Remark for staff.
    pub note: Option<String>,
}

impl RawValue {
    /// The keys that say what kind of fact it is.
    pub const KINDS: &str =
        "`money`, `date`, `from`, `duration`, `age`, `number`, `at_least`, `percent`, `text`";

    /// Whether readers must be told when it was verified.
    pub fn is_uncertain(&self) -> bool {
        self.confidence == Some(Confidence::Medium)
    }
}

/// How sure we are of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// An official source, or several that agree.
    High,
    /// Likely, to be checked; readers see when it was verified.
    Medium,
}

/// A length of time: exactly one unit.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it all")]
pub struct RawDuration {
    pub minutes: Option<i64>,
    pub hours: Option<i64>,
    pub days: Option<i64>,
    pub working_days: Option<i64>,
    pub weeks: Option<i64>,
    pub months: Option<i64>,
    pub years: Option<i64>,
    pub lessons: Option<i64>,
}

impl RawDuration {
    /// Its keys, for messages.
    pub const KEYS: &str =
        "`minutes`, `hours`, `days`, `working_days`, `weeks`, `months`, `years`, `lessons`";

    /// The number and the name of the plural message of its unit; `None` unless exactly one is given.
    pub fn single(&self) -> Option<(i64, &'static str)> {
        let units = [
            (self.minutes, "duration_minutes"),
            (self.hours, "duration_hours"),
            (self.days, "duration_days"),
            (self.working_days, "duration_working_days"),
            (self.weeks, "duration_weeks"),
            (self.months, "duration_months"),
            (self.years, "duration_years"),
            (self.lessons, "duration_lessons"),
        ];
        let mut given = units.into_iter().filter_map(|(count, name)| Some((count?, name)));
        let first = given.next()?;
        given.next().is_none().then_some(first)
    }
}

/// Somebody to ask.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawContact {
    /// Name.
    pub name: Localised,
    /// What one can ask there.
    pub role: Option<Localised>,
    /// Postal address.
    pub address: Option<OrTodo<RawAddress>>,
    /// Phone numbers with `+420` and spaces, as people read them.
    pub phone: Option<OrTodo<OneOrMany>>,
    /// E-mail addresses.
    pub email: Option<OrTodo<OneOrMany>>,
    /// Web page.
    pub web: Option<OrTodo<Spanned<String>>>,
    /// Identifier of the Czech data box.
    pub data_box: Option<OrTodo<String>>,
    /// Languages that one can speak there: `[cs, uk]`. Readers of one of them see the contact on
    /// their home page.
    pub languages: Option<OrTodo<Vec<Spanned<String>>>>,
    /// Id in `places.yaml`, for opening hours.
    pub place: Option<Spanned<String>>,
    /// Day on which somebody last checked it.
    pub verified: Option<Day>,
    /// How sure we are.
    pub confidence: Option<Confidence>,
    /// Page that says so.
    pub source: Option<String>,
    /// Remark for staff.
    pub note: Option<String>,
}

impl RawContact {
    /// Fields that staff still have to supply.
    pub fn todos(&self) -> Vec<&'static str> {
        let mut fields = Vec::new();
        match &self.address {
            Some(OrTodo::Todo) => fields.push("address"),
            Some(OrTodo::Known(address)) => fields.extend(address.todos()),
            None => {}
        }
        fields.extend(matches!(self.phone, Some(OrTodo::Todo)).then_some("phone"));
        fields.extend(matches!(self.email, Some(OrTodo::Todo)).then_some("email"));
        fields.extend(matches!(self.web, Some(OrTodo::Todo)).then_some("web"));
        fields.extend(matches!(self.data_box, Some(OrTodo::Todo)).then_some("data_box"));
        fields.extend(matches!(self.languages, Some(OrTodo::Todo)).then_some("languages"));
        fields
    }
}

/// A postal address.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAddress {
    /// Street and number.
    pub street: OrTodo<String>,
    /// Post code.
    pub postcode: Option<OrTodo<String>>,
    /// Town.
    pub city: OrTodo<String>,
}

impl RawAddress {
    /// The lines of the address that are known.
    pub fn lines(&self) -> Vec<String> {
        let postcode = self.postcode.as_ref().and_then(OrTodo::known);
        let city = match (postcode, self.city.known()) {
            (Some(postcode), Some(city)) => Some(format!("{postcode} {city}")),
            (None, Some(city)) => Some(city.clone()),
            (_, None) => None,
        };
        self.street.known().cloned().into_iter().chain(city).collect()
    }

    fn todos(&self) -> Vec<&'static str> {
        let mut fields = Vec::new();
        fields.extend(self.street.known().is_none().then_some("address.street"));
        fields.extend(matches!(self.postcode, Some(OrTodo::Todo)).then_some("address.postcode"));
        fields.extend(self.city.known().is_none().then_some("address.city"));
        fields
    }
}

/// A place that people can go to.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPlace {
    /// Name.
    pub name: Localised,
    /// Postal address.
    pub address: Option<OrTodo<RawAddress>>,
    /// Opening hours.
    pub hours: Option<OrTodo<Vec<RawHours>>>,
    /// Days with other hours.
    #[serde(default)]
    pub exceptions: Vec<RawException>,
    /// Rooms by their ids, as readers should see them: `room: hall` of a course means one of them.
    #[serde(default)]
    pub rooms: BTreeMap<String, Localised>,
    /// How to get in without stairs.
    pub accessibility: Option<OrTodo<Localised>>,
    /// Day on which somebody last checked it.
    pub verified: Option<Day>,
    /// How sure we are.
    pub confidence: Option<Confidence>,
    /// Page that says so.
    pub source: Option<String>,
    /// Remark for staff.
    pub note: Option<String>,
}

impl RawPlace {
    /// The address, if staff have supplied it.
    pub fn known_address(&self) -> Option<&RawAddress> {
        self.address.as_ref().and_then(OrTodo::known)
    }

    /// Fields that staff still have to supply.
    pub fn todos(&self) -> Vec<&'static str> {
        let mut fields = Vec::new();
        match &self.address {
            Some(OrTodo::Todo) => fields.push("address"),
            Some(OrTodo::Known(address)) => fields.extend(address.todos()),
            None => {}
        }
        fields.extend(matches!(self.hours, Some(OrTodo::Todo)).then_some("hours"));
        fields.extend(matches!(self.accessibility, Some(OrTodo::Todo)).then_some("accessibility"));
        fields
    }
}

/// Opening hours of one or more days of the week.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHours {
    /// Days of the week.
    pub days: Vec<Weekday>,
    /// Times such as `09:00-12:00`.
    pub times: Vec<Spanned<String>>,
    /// Remark for readers.
    pub note: Option<Localised>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it all")]
pub enum Weekday {
    Mo,
    Tu,
    We,
    Th,
    Fr,
    Sa,
    Su,
}

impl Weekday {
    /// From Monday to Sunday.
    pub const ALL: [Self; 7] =
        [Self::Mo, Self::Tu, Self::We, Self::Th, Self::Fr, Self::Sa, Self::Su];

    /// As it is written: `mo`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mo => "mo",
            Self::Tu => "tu",
            Self::We => "we",
            Self::Th => "th",
            Self::Fr => "fr",
            Self::Sa => "sa",
            Self::Su => "su",
        }
    }

    /// The same for calendar arithmetic.
    pub const fn jiff(self) -> jiff::civil::Weekday {
        match self {
            Self::Mo => jiff::civil::Weekday::Monday,
            Self::Tu => jiff::civil::Weekday::Tuesday,
            Self::We => jiff::civil::Weekday::Wednesday,
            Self::Th => jiff::civil::Weekday::Thursday,
            Self::Fr => jiff::civil::Weekday::Friday,
            Self::Sa => jiff::civil::Weekday::Saturday,
            Self::Su => jiff::civil::Weekday::Sunday,
        }
    }
}

/// A day with other opening hours.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawException {
    /// The day.
    pub date: Day,
    /// Whether the place is closed.
    #[serde(default)]
    pub closed: bool,
    /// Other times on that day.
    #[serde(default)]
    pub times: Vec<Spanned<String>>,
    /// Remark for readers.
    pub note: Option<Localised>,
}

/// What was last published of a course.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRevision {
    /// Digest of its calendars.
    pub digest: String,
    /// How often it was changed.
    pub number: u32,
    /// Day on which it was last changed.
    pub changed: Day,
}

/// A term of offices.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTerm {
    /// The term in every language; that of the source language stands on forms and letters.
    pub term: Localised,
    /// What it means.
    pub definition: Option<Localised>,
    /// Id of the page about it.
    pub page: Option<Spanned<String>>,
}
