//! What stands in one cell, in every way in which spreadsheets and people write it.

use jiff::civil::{Date, Time};

use crate::diagnostic::most_similar;
use crate::frontmatter::Audience;
use crate::locale::Locale;
use crate::reference::Weekday;
use crate::timetable::{Group, Kind, Level, PUBLIC_HOLIDAYS, slug};

use super::{Expected, ProblemKind};

/// Words that mean one thing; the first one is that of YAML.
pub type Words<T> = &'static [(T, &'static [&'static str])];

pub const KINDS: Words<Kind> = &[
    (Kind::Czech, &["czech", "kurz češtiny", "čeština"]),
    (Kind::Conversation, &["conversation", "konverzace", "konverzace v češtině"]),
    (Kind::Exam, &["exam", "zkouška", "příprava na zkoušku", "příprava na zkoušku z češtiny"]),
    (Kind::Orientation, &["orientation", "orientace", "kurz sociokulturní orientace"]),
    (Kind::Adaptation, &["adaptation", "adaptační", "adaptační kurz", "adaptačně-integrační kurz"]),
    (Kind::Children, &["children", "děti", "pro děti", "čeština pro děti"]),
    (Kind::Professionals, &["professionals", "odborníci", "pro odborníky"]),
    (Kind::Outing, &["outing", "výjezd"]),
    (Kind::Event, &["event", "setkání"]),
    (Kind::Lecture, &["lecture", "přednáška"]),
];

pub const LEVELS: Words<Level> = &[
    (Level::A0, &["A0"]),
    (Level::A1, &["A1"]),
    (Level::A2, &["A2"]),
    (Level::B1, &["B1"]),
    (Level::B2, &["B2"]),
];

pub const GROUPS: Words<Group> = &[
    (Group::Open, &["open", "otevřená", "otevřený", "otevřené"]),
    (Group::Closed, &["closed", "uzavřená", "uzavřený", "uzavřené"]),
];

pub const YES_OR_NO: Words<bool> = &[
    (true, &["yes", "ano", "x", "1", "true", "pravda", "a", "y"]),
    (false, &["no", "ne", "0", "false", "nepravda", "n"]),
];

pub const WEEKDAYS: Words<Weekday> = &[
    (Weekday::Mo, &["mo", "po", "mon", "monday", "pondělí"]),
    (Weekday::Tu, &["tu", "út", "tue", "tuesday", "úterý"]),
    (Weekday::We, &["we", "st", "wed", "wednesday", "středa"]),
    (Weekday::Th, &["th", "čt", "thu", "thursday", "čtvrtek"]),
    (Weekday::Fr, &["fr", "pá", "fri", "friday", "pátek"]),
    (Weekday::Sa, &["sa", "so", "sat", "saturday", "sobota"]),
    (Weekday::Su, &["su", "ne", "sun", "sunday", "neděle"]),
];

pub const AUDIENCES: Words<Audience> = &[
    (Audience::Newcomers, &["newcomers", "nově příchozí"]),
    (
        Audience::LongTermResidents,
        &["long-term-residents", "dlouhodobý pobyt", "lidé s dlouhodobým pobytem"],
    ),
    (
        Audience::PermanentResidents,
        &["permanent-residents", "trvalý pobyt", "lidé s trvalým pobytem"],
    ),
    (
        Audience::TemporaryProtection,
        &["temporary-protection", "dočasná ochrana", "lidé s dočasnou ochranou"],
    ),
    (
        Audience::InternationalProtection,
        &["international-protection", "mezinárodní ochrana", "lidé s mezinárodní ochranou"],
    ),
    (Audience::Families, &["families", "rodiny", "rodiny s dětmi"]),
    (Audience::Workers, &["workers", "zaměstnanci"]),
    (Audience::SelfEmployed, &["self-employed", "podnikatelé"]),
    (Audience::Professionals, &["professionals", "odborníci", "pracovníci úřadů a škol"]),
];

/// Languages by the names that staff write; all others by their tags.
const LANGUAGES: Words<&str> = &[
    ("cs", &["cs", "čeština", "česky", "Czech"]),
    ("uk", &["uk", "ukrajinština", "ukrajinsky", "Ukrainian"]),
    ("ru", &["ru", "ruština", "rusky", "Russian"]),
    ("vi", &["vi", "vietnamština", "vietnamsky", "Vietnamese"]),
    ("en", &["en", "angličtina", "anglicky", "English"]),
    ("ar", &["ar", "arabština", "arabsky", "Arabic"]),
    ("mn", &["mn", "mongolština", "mongolsky", "Mongolian"]),
    ("sk", &["sk", "slovenština", "slovensky", "Slovak"]),
];

/// What holidays are called besides the ids of calendars.
const HOLIDAYS: Words<&str> = &[(PUBLIC_HOLIDAYS, &[PUBLIC_HOLIDAYS, "státní svátky", "svátky"])];

/// Words between the entries of a list.
const AND: [&str; 4] = ["a", "and", "i", "+"];

/// A part of a cell that is not what it should be.
#[derive(Debug)]
pub struct Wrong {
    pub value: String,
    pub kind: ProblemKind,
}

pub type Read<T> = Result<T, Wrong>;

fn wrong<T>(value: &str, kind: ProblemKind) -> Read<T> {
    Err(Wrong { value: value.to_owned(), kind })
}

fn not<T>(value: &str, expected: Expected) -> Read<T> {
    wrong(value, ProblemKind::Not(expected, None))
}

/// One of the words that we know, in any case and with or without diacritics.
pub fn word<T: Copy>(text: &str, words: Words<T>, expected: Expected) -> Read<T> {
    let wanted = slug(text);
    let is_meant = |names: &[&str]| names.iter().any(|name| slug(name) == wanted);
    if let Some((value, _)) = words.iter().find(|(_, names)| is_meant(names)) {
        return Ok(*value);
    }
    let names = words.iter().flat_map(|(_, names)| names.iter().copied());
    // Too many short words are one letter apart.
    let names = names.filter(|name| name.chars().count() > 3);
    let meant = most_similar(text, names).map(ToOwned::to_owned);
    wrong(text, ProblemKind::Not(expected, meant))
}

/// The word of YAML for a value.
pub fn written<T: PartialEq>(value: &T, words: Words<T>) -> &'static str {
    let names = words.iter().find(|(known, _)| known == value).map(|(_, names)| *names);
    names.and_then(<[_]>::first).copied().unwrap_or_default()
}

/// A level, or the lowest and the highest one: `A0–A1`.
pub fn levels(text: &str) -> Read<(Level, Option<Level>)> {
    let level = |text: &str| word(text, LEVELS, Expected::Level);
    match tidy(text).split_once('-') {
        Some((low, high)) => Ok((level(low)?, Some(level(high)?))),
        None => Ok((level(text)?, None)),
    }
}

/// A language as its canonical BCP 47 tag.
pub fn language(text: &str) -> Read<String> {
    match (word(text, LANGUAGES, Expected::Locale), Locale::parse(text)) {
        (Ok(tag), _) => Ok(tag.to_owned()),
        (_, Ok(locale)) => Ok(locale.to_string()),
        (Err(wrong), _) => Err(wrong),
    }
}

/// Id of an entry of another file. Whether there is one, `check` knows.
pub fn id(text: &str) -> Read<String> {
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_id = text.chars().all(is_of_id) && text.contains(char::is_alphabetic);
    if is_id { Ok(text.to_owned()) } else { not(text, Expected::Id) }
}

/// Id of a calendar.
pub fn holidays(text: &str) -> Read<String> {
    let known = word(text, HOLIDAYS, Expected::Id);
    known.map(ToOwned::to_owned).or_else(|_| id(text))
}

/// A whole number.
pub fn number(text: &str) -> Read<u32> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_number);
    number.map_or_else(|| not(text, Expected::Number), Ok)
}

/// An address on the web.
pub fn web(text: &str) -> Read<String> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    if is_web && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        not(text, Expected::Web)
    }
}

/// A day: `2027-01-11`, `11. 1. 2027`, `11.1.2027`.
pub fn date(text: &str) -> Read<Date> {
    let tidy = tidy(text);
    let separator = if tidy.contains('-') { '-' } else { '.' };
    let parts: Vec<&str> = tidy.split(separator).collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let [first, month, last] = parts.as_slice() else { return not(text, Expected::Date) };
    let (year, day) = match (separator, first.len(), month.len(), last.len()) {
        ('-', 4, 2, 2) => (first, last),
        ('.', 1..=2, 1..=2, 4) => (last, first),
        _ => return not(text, Expected::Date),
    };
    match (year.parse(), month.parse(), day.parse()) {
        (Ok(year), Ok(month), Ok(day)) if parts.iter().all(is_number) => {
            Date::new(year, month, day).or_else(|_| wrong(text, ProblemKind::ImpossibleDay))
        }
        _ => not(text, Expected::Date),
    }
}

/// From and to, in the form of YAML: `17:00-18:30`, `17.00 – 18.30`, `9:00-10:30`.
pub fn times(text: &str) -> Read<String> {
    let time = |part: &str| {
        let (hour, minute) = part.split_once([':', '.'])?;
        let is_time = matches!((hour.len(), minute.len()), (1..=2, 2));
        let is_number = [hour, minute].concat().bytes().all(|byte| byte.is_ascii_digit());
        let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
        Time::new(hour, minute, 0, 0).ok().filter(|_| is_time && is_number)
    };
    let tidy = tidy(text);
    let read = tidy.split_once('-').and_then(|(start, end)| Some((time(start)?, time(end)?)));
    let Some((start, end)) = read else { return not(text, Expected::Times) };
    if start >= end {
        return wrong(text, ProblemKind::EndsBeforeItBegins);
    }
    Ok(format!("{}-{}", start.strftime("%H:%M"), end.strftime("%H:%M")))
}

/// The times for all days; times of single days stand beside these.
pub fn single_times(text: &str) -> Read<String> {
    let tidy = tidy(text);
    let parts: Vec<&str> = tokens(&tidy).collect();
    if parts.len() > 1 && parts.iter().all(|part| times(part).is_ok()) {
        return wrong(text, ProblemKind::SeveralTimes);
    }
    times(text)
}

/// Days of the week, and their times where they have some of their own.
pub type Slot = (Vec<Weekday>, Option<String>);

/// `po, st`, `mo-fr`, `pondělí a středa`, `po 17:00-18:30; st 9:00-10:30`.
pub fn slots(text: &str) -> Vec<Read<Slot>> {
    let mut slots = Vec::new();
    let mut days: Vec<Weekday> = Vec::new();
    for token in tokens(&tidy(text)) {
        if !token.contains(|c: char| c.is_ascii_digit()) {
            match weekdays(token) {
                Ok(more) => days.extend(more),
                Err(wrong) => slots.push(Err(wrong)),
            }
        } else if days.is_empty() {
            slots.push(not(token, Expected::Weekday));
        } else {
            slots.push(times(token).map(|times| (std::mem::take(&mut days), Some(times))));
            days.clear();
        }
    }
    if !days.is_empty() {
        slots.push(Ok((days, None)));
    }
    slots
}

/// A day of the week, or all from one to another.
fn weekdays(token: &str) -> Read<Vec<Weekday>> {
    let day = |name: &str| word(name, WEEKDAYS, Expected::Weekday);
    let Some((first, last)) = token.split_once('-') else { return Ok(vec![day(token)?]) };
    let range = day(first)?..=day(last)?;
    let days: Vec<Weekday> = WEEKDAYS.iter().map(|(day, _)| *day).collect();
    let days: Vec<Weekday> = days.into_iter().filter(|day| range.contains(day)).collect();
    if days.is_empty() { not(token, Expected::Weekday) } else { Ok(days) }
}

/// Entries of one or more words, with commas, semicolons or lines between them; with spaces too
/// where each is one word.
pub fn list<T>(text: &str, read: impl Fn(&str) -> Read<T>) -> Vec<Read<T>> {
    let tidy = tidy(text);
    let parts = tidy.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut entries = Vec::new();
    for part in parts {
        let single = || tokens(part).map(&read);
        match read(part) {
            Err(_) if single().any(|entry| entry.is_ok()) => entries.extend(single()),
            entry => entries.push(entry),
        }
    }
    entries
}

/// Days of the calendar.
pub fn dates(text: &str) -> Vec<Read<Date>> {
    tokens(&tidy(text)).map(date).collect()
}

/// Days, other days and perhaps times: `2027-03-03 > 2027-03-05 17:00-18:30`.
pub fn moves(text: &str) -> Vec<Read<(Date, Date, Option<String>)>> {
    let read = |(days, range): (String, Option<String>)| {
        let Some((from, to)) = days.split_once('>') else { return not(&days, Expected::Move) };
        Ok((date(from)?, date(to)?, range.map(|range| times(&range)).transpose()?))
    };
    with_times(text).into_iter().map(read).collect()
}

/// Days with times: `2027-05-06 17:00-18:30`.
pub fn extra(text: &str) -> Vec<Read<(Date, String)>> {
    let read = |(day, range): (String, Option<String>)| match range {
        Some(range) => Ok((date(&day)?, times(&range)?)),
        None => date(&day).and_then(|_| not(&day, Expected::Extra)),
    };
    with_times(text).into_iter().map(read).collect()
}

/// The entries of a list, each with the times behind it.
fn with_times(text: &str) -> Vec<(String, Option<String>)> {
    let mut entries: Vec<(String, Option<String>)> = Vec::new();
    for token in tokens(&tidy(text)) {
        let are_times = token.contains(':') || token.contains('.') && token.contains('-');
        match entries.last_mut() {
            Some((_, times @ None)) if are_times => *times = Some(token.to_owned()),
            _ => entries.push((token.to_owned(), None)),
        }
    }
    entries
}

/// The entries of a list of single words.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| matches!(c, ' ' | ',' | ';' | '/');
    text.split(is_between).filter(|token| !token.is_empty() && !AND.contains(token))
}

/// One kind of space, hyphen and arrow; no spaces around the latter, nor inside of `11. 1. 2027`.
///
/// `17.00 – 18.30` gives `17.00-18.30`, `3. 3. 2027 → 5. 3. 2027` gives `3.3.2027>5.3.2027`.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let is_after_number = |tidy: &str| {
            let number = tidy.strip_suffix('.').and_then(|number| number.chars().next_back());
            number.is_some_and(|c| c.is_ascii_digit())
        };
        match c {
            '\n' => tidy.push(';'),
            c if c.is_whitespace() => {
                if !tidy.ends_with([' ', '-', '>']) && !is_after_number(&tidy) {
                    tidy.push(' ');
                }
            }
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                tidy.truncate(tidy.trim_end().len());
                tidy.push('-');
            }
            '>' | '→' => {
                tidy.truncate(tidy.trim_end_matches([' ', '-']).len());
                tidy.push('>');
            }
            c => tidy.push(c),
        }
    }
    tidy
}
