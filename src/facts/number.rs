//! Numbers with their groups and decimals, phone numbers, laws.

use super::Value;
use super::language::Language;
use super::letters::Letters;

/// The spelling of a number in which equal numbers are equal: no leading and no trailing zeros.
pub(super) fn canonical(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
}

/// A number: `1 500`, `1,500.50`, `13,5`, `500,-`. Gives its digits, where it ends and whether a
/// dash stands for the decimals.
pub(super) fn number(text: &Letters, start: usize, language: &Language) -> (String, usize, bool) {
    let mut end = text.digits(start);
    let mut digits = text.text(start..end);
    let mut divider = None;
    while digits.len() <= 3 || divider.is_some() {
        let Some(sign) = text.at(end).filter(|c| " .,'\u{66c}".contains(*c)) else { break };
        let group = text.digits(end + 1);
        if group != end + 4 || divider.is_some_and(|divider| divider != sign) {
            break;
        }
        let is_decimal = sign == language.decimal && divider.is_none();
        let goes_on = text.at(group) == Some(sign) && text.digits(group + 1) == group + 4;
        if is_decimal && !goes_on || digits.starts_with('0') {
            break;
        }
        digits.push_str(&text.text(end + 1..group));
        (end, divider) = (group, Some(sign));
    }
    let is_sign = |c: char| c == '\u{66b}' || (c == '.' || c == ',') && divider != Some(c);
    if text.is(end, is_sign) {
        let decimals = text.digits(end + 1);
        if decimals > end + 1 {
            digits.push('.');
            digits.push_str(&text.text(end + 1..decimals));
            return (canonical(&digits), decimals, false);
        }
        if text.at(end + 1) == Some('-') && !text.is(end + 2, |c| c.is_alphanumeric()) {
            return (canonical(&digits), end + 2, true);
        }
    }
    (canonical(&digits), end, false)
}

/// `+420 475 316 811`, `00420 475 316 811`, `475 316 811`.
pub(super) fn phone(text: &Letters, start: usize) -> Option<(Value, usize)> {
    let has_plus = text.at(start) == Some('+');
    let mut end = text.digits(start + usize::from(has_plus));
    let mut digits = text.text(start + usize::from(has_plus)..end);
    let is_abroad = has_plus || digits.starts_with("00");
    let groups_of_three = digits.len() == 3;
    while digits.len() < 15 {
        let next = text.while_(end, |c| c == ' ' || c == '-').min(end + 1);
        let group = text.digits(next);
        let fits = if is_abroad { (2..=4).contains(&(group - next)) } else { group == next + 3 };
        if next == end || !fits || !is_abroad && !groups_of_three {
            break;
        }
        digits.push_str(&text.text(next..group));
        end = group;
    }
    let digits = digits.strip_prefix("00").filter(|_| is_abroad).unwrap_or(&digits);
    let is_phone = if is_abroad { digits.len() >= 9 } else { digits.len() == 9 };
    let is_amount = text.is(text.after_space(end), |c| "K€$%".contains(c));
    if !is_phone
        || is_amount
        || !is_abroad && text.is(end, |c| ",.".contains(c)) && text.digits(end + 1) > end + 1
    {
        return None;
    }
    let home = digits.strip_prefix("420").filter(|rest| rest.len() == 9).unwrap_or(digits);
    Some((Value::Phone(home.into()), end))
}

/// `326/1999`: a law; `2026/27`: two years; `2261/1`: a number of a house.
pub(super) fn with_slash(text: &Letters, start: usize) -> Option<(Vec<Value>, usize)> {
    let slash = text.digits(start);
    let sign = text.at(slash).filter(|c| "/-".contains(*c))?;
    let end = text.digits(slash + 1);
    let (first, second) = (text.text(start..slash), text.text(slash + 1..end));
    if second.is_empty() || text.at(end) == Some('/') && sign == '/' {
        return None;
    }
    let is_year = |digits: &str| digits.len() == 4 && ["19", "20"].contains(&&digits[..2]);
    if is_year(&first) {
        let year: u16 = first.parse().ok()?;
        let whole = if second.len() == 2 { format!("{}{second}", &first[..2]) } else { second };
        let next: u16 = whole.parse().ok()?;
        if is_year(&whole) && next == year + 1 {
            let values = [year, next].map(|year| Value::Number(year.to_string().into()));
            return Some((values.into(), end));
        }
        return None;
    }
    if sign != '/' {
        return None;
    }
    let value = if is_year(&second) && first.len() <= 4 {
        Value::Law { number: first.parse().ok()?, year: second.parse().ok()? }
    } else {
        Value::Code(format!("{first}/{second}").into())
    };
    Some((vec![value], end))
}
