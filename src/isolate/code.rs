//! Figures and addresses that are one run: where they end.

use super::token::{Page, after_space, around, char_at, is_latin, trim_end};

/// What stands before a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    /// Nothing that belongs to it: a plain integer is ordinary text.
    None,
    /// A currency or `§`: even a plain integer is a code.
    Sign,
}

/// What a run of digits and signs is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    /// A plain integer.
    Integer,
    /// Anything else.
    Code,
}

/// What a token with a digit looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Digits only.
    Integer,
    /// `17:30`, `326/1999`, `A2`.
    Code,
    /// `2letý`, and on pages in Latin script `10-year`.
    Word,
}

/// Signs after a number.
const UNITS: [&str; 15] =
    ["Kč", "CZK", "EUR", "USD", "GBP", "UAH", "€", "$", "£", "%", "‰", "°C", "km", "kg", "m²"];

/// The end of the code that begins at `start`; nothing if a plain integer or a word stands there.
pub(super) fn end(text: &str, start: usize, page: Page, prefix: Prefix) -> Option<usize> {
    let (mut end, mut number) = match (item(text, start, page), prefix) {
        (Some((end, number)), Prefix::None) => (end, number),
        (Some((end, _)), Prefix::Sign) => (end, Number::Code),
        // `§ 68a`
        (None, Prefix::Sign) => (core_at(text, start).0, Number::Code),
        (None, Prefix::None) => return None,
    };
    loop {
        if let Some(after) = unit_end(text, start, end) {
            (end, number) = (after, Number::Code);
        }
        let Some(after) = range_end(text, end, number, page) else { break };
        (end, number) = (after, Number::Code);
    }
    (number == Number::Code && end > start).then_some(end)
}

/// One number, date or code.
fn item(text: &str, start: usize, page: Page) -> Option<(usize, Number)> {
    if let Some(end) = date_end(text, start) {
        return Some((end, Number::Code));
    }
    let (end, core) = core_at(text, start);
    let after = match shape(core, page) {
        Shape::Word => return None,
        Shape::Integer => {
            let is_phone = core.len() == 5 && core.starts_with("00");
            let after = if is_phone { phone_end(text, end) } else { grouped_end(text, core, end) };
            let number = if after == end { Number::Integer } else { Number::Code };
            return Some((after, number));
        }
        Shape::Code if core.strip_prefix('+').is_some_and(is_digits) => phone_end(text, end),
        // `1.–9.`: the last dot belongs to the number as the first does.
        Shape::Code if core.contains(".–") && char_at(text, end) == Some('.') => end + 1,
        Shape::Code => end,
    };
    Some((after, Number::Code))
}

/// Judges a token without its punctuation.
pub(super) fn shape(core: &str, page: Page) -> Shape {
    if is_digits(core) {
        return Shape::Integer;
    }
    let number = core.strip_suffix("Kč").unwrap_or(core);
    if !number.contains(|c: char| c.is_ascii_digit())
        || number.contains(|c: char| !c.is_ascii() && is_latin(c))
    {
        return Shape::Word;
    }
    let lower = number.chars().filter(char::is_ascii_lowercase).count();
    // `v2.4`, but not `10-year`
    let is_version = lower == 1 && number.contains(['.', ':', '/']);
    let is_code = page == Page::Other || lower == 0 || is_version || number.contains('_');
    if is_code { Shape::Code } else { Shape::Word }
}

/// `15. 1. 2027`, `15. 1.`, `15.1.2027`: a day and a month, both with their dots.
pub(super) fn date_end(text: &str, start: usize) -> Option<usize> {
    let (day, at) = short_number(text, start, 31)?;
    let (month, end) = short_number(text, after_space(text, at).unwrap_or(at), 12)?;
    if day == 0 || month == 0 {
        return None;
    }
    let year = after_space(text, end).unwrap_or(end);
    let digits = digits_at(text, year);
    match digits {
        4 => Some(year + 4),
        _ if digits > 0 && year == end => None,
        _ => Some(end),
    }
}

/// A number of one or two digits with its dot.
fn short_number(text: &str, at: usize, greatest: u32) -> Option<(u32, usize)> {
    let digits = digits_at(text, at);
    let number = text.get(at..at + digits).filter(|_| digits <= 2)?.parse().ok()?;
    let end = at + digits;
    (number <= greatest && char_at(text, end) == Some('.')).then_some((number, end + 1))
}

/// `1 500`, `475 316 811`, `1 234,50`, `400 01`: the groups after the first one.
fn grouped_end(text: &str, first: &str, end: usize) -> usize {
    if first.len() == 3
        && let Some((after, core)) = group_after(text, end)
        && core.len() == 2
        && is_digits(core)
    {
        return after;
    }
    let mut end = end;
    while first.len() <= 3
        && let Some((after, core)) = group_after(text, end)
        && let Some((thousands, decimals)) = split_decimals(core)
        && thousands.len() == 3
        && is_digits(thousands)
        && (decimals.is_empty() || is_digits(decimals) || decimals == "-")
    {
        end = after;
        if !decimals.is_empty() {
            break;
        }
    }
    end
}

fn split_decimals(core: &str) -> Option<(&str, &str)> {
    core.split_once([',', '.']).filter(|(_, decimals)| !decimals.is_empty()).or(Some((core, "")))
}

/// `+420 475 316 811`: the groups after the country.
fn phone_end(text: &str, end: usize) -> usize {
    let mut end = end;
    while let Some((after, core)) = group_after(text, end)
        && is_digits(core)
        && (2..=4).contains(&core.len())
    {
        end = after;
    }
    end
}

fn group_after(text: &str, end: usize) -> Option<(usize, &str)> {
    let at = after_space(text, end).filter(|at| date_end(text, *at).is_none())?;
    Some(core_at(text, at)).filter(|(_, core)| core.starts_with(|c: char| c.is_ascii_digit()))
}

/// The end after a unit: `1 500 Kč`, `326/1999 Sb.`
pub(super) fn unit_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let at = after_space(text, end).unwrap_or(end);
    let rest = text.get(at..)?;
    let ends_word = |unit: &str| {
        rest.strip_prefix(unit).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    if let Some((number, year)) = text[start..end].split_once('/')
        && is_digits(number)
        && is_digits(year)
        && ends_word("Sb")
    {
        return Some(at + if rest.starts_with("Sb.") { 3 } else { 2 });
    }
    UNITS.into_iter().find(|unit| ends_word(unit)).map(|unit| at + unit.len())
}

/// The end of a range whose first half ends at `end`. With spaces around the dash it must be more
/// than two integers: those are as often two halves of a sentence.
fn range_end(text: &str, end: usize, first: Number, page: Page) -> Option<usize> {
    let dash_at = after_space(text, end).unwrap_or(end);
    let dash = char_at(text, dash_at).filter(|c| matches!(c, '–' | '-' | '−' | '—'))?;
    let after_dash = dash_at + dash.len_utf8();
    let at = after_space(text, after_dash).unwrap_or(after_dash);
    char_at(text, at).filter(|c| c.is_ascii_digit() || *c == '+')?;
    let (end, second) = item(text, at, page)?;
    let is_close = at == after_dash;
    (is_close || [first, second].contains(&Number::Code)).then_some(end)
}

/// The end of an e-mail or web address that begins at `start`.
pub(super) fn link_end(text: &str, start: usize, token_end: usize) -> Option<usize> {
    let token = &text[start..token_end];
    let scheme = token.split_once("://").map(|(scheme, _)| scheme);
    let has_scheme = scheme.is_some_and(|scheme| {
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    if has_scheme || token.starts_with("www.") || token.starts_with("mailto:") {
        return Some(start + url_length(&text[start..]));
    }
    let core = &text[start..trim_end(text, start, token_end)];
    if let Some((local, domain)) = core.split_once('@') {
        let is_email = is_host(&domain.to_ascii_lowercase()) && !local.is_empty();
        let is_handle = local.is_empty() && !domain.is_empty();
        return (core.is_ascii() && (is_email || is_handle)).then_some(start + core.len());
    }
    let (host, path) = token.split_once('/').unwrap_or((core, ""));
    if !is_host(host) {
        return None;
    }
    let has_path = !path.is_empty() || token.len() > host.len() && token.ends_with('/');
    Some(start + if has_path { url_length(token) } else { host.len() })
}

/// The length of the web address at the start of a text, without the punctuation after it.
fn url_length(text: &str) -> usize {
    let is_outside = |c: char| !c.is_ascii_graphic() || "<>\"".contains(c);
    let mut url = text.split(is_outside).next().unwrap_or(text);
    loop {
        let trimmed = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
        let closes = |open, close| {
            trimmed.ends_with(close)
                && trimmed.matches(open).count() < trimmed.matches(close).count()
        };
        let is_bracket = closes('(', ')') || closes('[', ']');
        url = if is_bracket { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if !is_bracket {
            return url.len();
        }
    }
}

/// `ipc.gov.cz`: lower case, and a top level that is a word; `s.r.o` and `2.etapa` are no hosts.
fn is_host(host: &str) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let is_label = |label: &str| {
        let is_inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        !label.is_empty() && label.bytes().all(is_inner)
    };
    top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_lowercase())
        && name.split('.').all(is_label)
        && name.contains(|c: char| c.is_ascii_lowercase())
}

/// The token that begins at a position, without the punctuation after it.
pub(super) fn core_at(text: &str, start: usize) -> (usize, &str) {
    let end = trim_end(text, start, around(text, start, start).end);
    (end, &text[start..end])
}

pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn digits_at(text: &str, at: usize) -> usize {
    text.as_bytes().iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count()
}
