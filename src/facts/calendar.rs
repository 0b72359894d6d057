//! Dates and times of day.

use super::Value;
use super::language::Language;
use super::letters::Letters;

/// A date that begins with a number: `15. 1. 2027`, `15/1/2027`, `2027-01-15`, `15. ledna`,
/// `15 tháng 1 năm 2027`.
pub(super) fn date(text: &Letters, start: usize, language: &Language) -> Option<(Value, usize)> {
    let end = text.digits(start);
    match end - start {
        4 => iso(text, start, end),
        1..=2 => {
            let day = text.number(start..end).filter(|day| (1..=31).contains(day))?;
            in_figures(text, day, end, language).or_else(|| in_words(text, day, end, language))
        }
        _ => None,
    }
}

/// A month and its year: `leden 2027`, `tháng 1 năm 2027`. `start` is where its word begins.
pub(super) fn month(text: &Letters, start: usize, language: &Language) -> Option<(Value, usize)> {
    let (month, end) = month_name(text, start, language)?;
    let year = year_after(text, end, language);
    if year.is_none()
        && language.month_words.is_empty()
        && let Some((value, end)) = american(text, month, end, language)
    {
        return Some((value, end));
    }
    let (year, end) = year?;
    Some((Value::Date { year: Some(year), month, day: None }, end))
}

/// `January 15, 2027`.
fn american(text: &Letters, month: u8, end: usize, language: &Language) -> Option<(Value, usize)> {
    let start = text.after_space(end);
    let end = text.digits(start);
    let day = text.number(start..end).filter(|day| (1..=31).contains(day))?;
    let after = text.one_of(end, &["st", "nd", "rd", "th"]).unwrap_or(end);
    if text.is(after, |c| c.is_alphanumeric()) || text.is(after, |c| c == ':') {
        return None;
    }
    let comma = after + usize::from(text.at(after) == Some(','));
    let year = year_after(text, comma, language);
    let end = year.map_or(after, |(_, end)| end);
    let day = u8::try_from(day).ok();
    Some((Value::Date { year: year.map(|(year, _)| year), month, day }, end))
}

fn iso(text: &Letters, start: usize, end: usize) -> Option<(Value, usize)> {
    let part = |from: usize| {
        let end = text.digits(from + 1);
        let number = text.number(from + 1..end).filter(|_| text.at(from) == Some('-'))?;
        (end == from + 3).then_some((u8::try_from(number).ok()?, end))
    };
    let year = text.number(start..end)?;
    let (month, end) = part(end).filter(|(month, _)| (1..=12).contains(month))?;
    let (day, end) = part(end).filter(|(day, _)| (1..=31).contains(day))?;
    Some((Value::Date { year: Some(year), month, day: Some(day) }, end))
}

fn in_figures(text: &Letters, day: u16, end: usize, language: &Language) -> Option<(Value, usize)> {
    let sign = text.at(end).filter(|c| "./-".contains(*c))?;
    let start = if sign == '.' { text.after_space(end + 1) } else { end + 1 };
    let has_space = start > end + 1;
    let after = text.digits(start);
    let month = text.number(start..after).filter(|month| (1..=12).contains(month))?;
    let (day, month) = (u8::try_from(day).ok(), u8::try_from(month).ok()?);
    if after - start > 2 {
        return None;
    }
    let date = |year| Value::Date { year, month, day };
    let is_closed = text.at(after) == Some(sign);
    let at = if sign == '.' { text.after_space(after + 1) } else { after + 1 };
    let year = text.digits(at);
    if is_closed && year == at + 4 {
        return Some((date(text.number(at..year)), year));
    }
    let is_dotted = sign == '.' && is_closed && (has_space || language.decimal == ',');
    (is_dotted && (year == at || at > after + 1)).then_some((date(None), after + 1))
}

fn in_words(text: &Letters, day: u16, end: usize, language: &Language) -> Option<(Value, usize)> {
    let dot = end + usize::from(text.at(end) == Some('.'));
    let end = text.one_of(dot, &["st", "nd", "rd", "th"]).unwrap_or(dot);
    let start = text.after_space(end);
    let of = text.one_of(start, &["of", "ngày"]).map_or(start, |end| text.after_space(end));
    let (month, end) = month_name(text, of, language)?;
    let year = year_after(text, end, language);
    let end = year.map_or(end, |(_, end)| end);
    let (year, day) = (year.map(|(year, _)| year), u8::try_from(day).ok());
    Some((Value::Date { year, month, day }, end))
}

fn month_name(text: &Letters, start: usize, language: &Language) -> Option<(u8, usize)> {
    if !text.is(start, char::is_alphabetic) {
        return None;
    }
    let (word, end) = text.word(start);
    if language.month_words.is_empty() {
        return Some((language.month(&text.text(start..end))?, end));
    }
    let number = text.after_space(end);
    let after = text.digits(number);
    let month = text.number(number..after).filter(|month| (1..=12).contains(month))?;
    if !language.month_words.contains(&word) {
        return None;
    }
    Some((u8::try_from(month).ok()?, after))
}

/// `2027`, `năm 2027`, `/2027`: the year behind a month.
fn year_after(text: &Letters, end: usize, language: &Language) -> Option<(u16, usize)> {
    let slash = text.at(end) == Some('/');
    let start = if slash { end + 1 } else { text.after_space(end) };
    let of = text.one_of(start, language.words.of).map_or(start, |end| text.after_space(end));
    let end = text.digits(of);
    let year = text.number(of..end).filter(|year| (1900..2100).contains(year))?;
    Some((year, end))
}

/// `17:30`, `17.30`, `17h30`, `17 giờ 30`.
pub(super) fn time(text: &Letters, start: usize, language: &Language) -> Option<(Value, usize)> {
    let end = text.digits(start);
    let hour = text.number(start..end).filter(|hour| end - start <= 2 && *hour <= 24)?;
    let is_dotted = text.at(end) == Some('.')
        && (language.decimal == ',' || is_surely_time(text, start, end, language));
    let minutes = if text.at(end) == Some(':') || is_dotted {
        end + 1
    } else {
        text.after_space(text.one_of(text.after_space(end), language.words.hour)?)
    };
    let end = text.digits(minutes);
    let minute = text.number(minutes..end).filter(|minute| *minute < 60)?;
    let goes_on =
        text.is(end, |c| c == ':' || is_dotted && c == '.') && text.digits(end + 1) > end + 1;
    let is_share = is_dotted && text.is(text.after_space(end), |c| "%K€$".contains(c));
    if end - minutes != 2 || goes_on || is_share {
        return None;
    }
    let (hour, minute) = (u8::try_from(hour).ok()?, u8::try_from(minute).ok()?);
    Some((Value::Time { hour, minute }, end))
}

/// Whether `5.30` is a time where a dot stands before decimals: `5.30 p.m.`, `8.00–12.00`.
fn is_surely_time(text: &Letters, start: usize, dot: usize, language: &Language) -> bool {
    let end = text.digits(dot + 1);
    let words = language.words;
    let half = text.after_space(end);
    let is_range = text.at(end) == Some('-') && {
        let dot = text.digits(end + 1);
        dot > end + 1 && text.at(dot) == Some('.') && text.digits(dot + 1) == dot + 3
    };
    let follows = text.before(start) == Some('-')
        && start > 3
        && text.is(start - 2, |c| c.is_ascii_digit())
        && text.at(start - 4) == Some('.');
    is_range
        || follows
        || text.one_of(half, words.afternoon).or(text.one_of(half, words.morning)).is_some()
}
