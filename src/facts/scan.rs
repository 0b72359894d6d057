//! A text to the facts that it states.

use super::language::Language;
use super::letters::Letters;
use super::words::CURRENCIES;
use super::{Fact, Value, address, calendar, number};

/// The facts of a text without markup; spans count bytes of it.
pub fn facts(text: &str, language: &Language) -> Vec<Fact> {
    let mut letters = Letters::default();
    letters.push_str(text, 0);
    scan(&letters, language)
}

/// How far behind a word a number can stand that the word gives a meaning.
const REACH: usize = 14;

/// A fact between characters, with what it can hand on to its neighbours.
struct Token {
    value: Value,
    start: usize,
    end: usize,
    /// The letter behind the number of a paragraph.
    suffix: Option<char>,
    /// Whether the sign of the unit stands before the number.
    is_prefixed: bool,
    /// Whether words say which half of the day it is.
    has_half: bool,
}

pub(super) fn scan(text: &Letters, language: &Language) -> Vec<Fact> {
    if !text.may_state_facts() {
        return Vec::new();
    }
    let mut scanner = Scanner { text, language, tokens: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = scanner.step(at);
    }
    scanner.hand_on();
    let fact = |token: Token| Fact { value: token.value, span: text.span(token.start..token.end) };
    scanner.tokens.into_iter().map(fact).collect()
}

struct Scanner<'a> {
    text: &'a Letters,
    language: &'a Language,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    /// Reads what begins at a character and gives the index behind it.
    fn step(&mut self, at: usize) -> usize {
        let text = self.text;
        let Some(c) = text.at(at) else { return at + 1 };
        let is_inside = text.before(at).is_some_and(|c| c.is_ascii_alphanumeric());
        let next_is_digit = text.is(at + 1, |c| c.is_ascii_digit());
        if c.is_ascii_digit() || c == '+' && next_is_digit && !is_inside {
            return self.figure(at);
        }
        if c == '§' {
            let start = text.after_space(text.while_(at, |c| c == '§'));
            return self.paragraph(at, start).unwrap_or(at + 1);
        }
        if "€$£₴₽₫".contains(c) {
            return self.amount_after_sign(at, at + 1, c).unwrap_or(at + 1);
        }
        if c.is_ascii_alphabetic() && !is_inside {
            return self.ascii_word(at);
        }
        if let Some(latin) = latin_twin(c)
            && next_is_digit
            && !text.before(at).is_some_and(char::is_alphanumeric)
        {
            let end = text.digits(at + 1);
            let code = format!("{latin}{}", text.text(at + 1..end));
            return self.push(Value::Code(code.into()), at, end);
        }
        if c.is_alphabetic() && !text.before(at).is_some_and(char::is_alphabetic) {
            return self.word(at);
        }
        at + 1
    }

    fn push(&mut self, value: Value, start: usize, end: usize) -> usize {
        self.tokens.push(Token {
            value,
            start,
            end,
            suffix: None,
            is_prefixed: false,
            has_half: false,
        });
        end
    }

    fn push_time(&mut self, value: Value, start: usize, end: usize, has_half: bool) -> usize {
        self.push(value, start, end);
        if let Some(token) = self.tokens.last_mut() {
            token.has_half = has_half;
        }
        end
    }

    /// What begins with a digit or `+`.
    fn figure(&mut self, at: usize) -> usize {
        let (text, language) = (self.text, self.language);
        if let Some((value, end)) = address::at(text, at) {
            return self.push(value, at, end);
        }
        if let Some((value, end)) = calendar::date(text, at, language) {
            return self.push(value, at, end);
        }
        if let Some((value, end)) = number::phone(text, at) {
            return self.push(value, at, end);
        }
        if text.at(at) == Some('+') {
            return at + 1;
        }
        if let Some((Value::Time { hour, minute }, end)) = calendar::time(text, at, language) {
            let (hour, behind) = self.half_of_day(hour, end, true);
            return self.push_time(Value::Time { hour, minute }, at, behind, behind > end);
        }
        if let Some((values, end)) = number::with_slash(text, at) {
            for value in values {
                self.push(value, at, end);
            }
            return end;
        }
        if let Some((value, end)) = address::code(text, at) {
            return self.push(value, at, end);
        }
        self.amount(at)
    }

    /// A number and its unit.
    fn amount(&mut self, at: usize) -> usize {
        let (text, words) = (self.text, self.language.words);
        let (digits, end, has_dash) = number::number(text, at, self.language);
        let after = text.after_space(end);
        if text.at(after) == Some('%') {
            return self.push(Value::Percent(digits.into()), at, after + 1);
        }
        if let Some(end) = text.one_of(after, words.percent) {
            return self.push(Value::Percent(digits.into()), at, end);
        }
        if let Some((currency, end)) = self.currency(after) {
            let amount = digits.into();
            return self.push(Value::Money { amount, currency: currency.into() }, at, end);
        }
        if has_dash {
            let amount = digits.into();
            return self.push(Value::Money { amount, currency: "".into() }, at, end);
        }
        if let Ok(hour) = digits.parse::<u8>()
            && (1..=12).contains(&hour)
        {
            let (later, behind) = self.half_of_day(hour, end, false);
            if behind > end {
                return self.push_time(Value::Time { hour: later, minute: 0 }, at, behind, true);
            }
        }
        let suffix = text
            .at(end)
            .filter(|c| c.is_ascii_lowercase() && !text.is(end + 1, |next| next.is_alphanumeric()));
        self.push(Value::Number(digits.into()), at, end);
        if let Some(token) = self.tokens.last_mut() {
            token.suffix = suffix;
        }
        end
    }

    /// The currency whose sign or name stands here.
    fn currency(&self, at: usize) -> Option<(&'static str, usize)> {
        let words = self.language.words.currencies.iter();
        CURRENCIES.iter().chain(words).find_map(|(word, code)| {
            let end = self.text.phrase(at, word)?;
            Some((*code, end))
        })
    }

    /// `€400,000`, `CZK 1,500`: the amount behind a sign that ends at `end`.
    fn amount_after_sign(&mut self, at: usize, end: usize, sign: char) -> Option<usize> {
        let (currency, _) = self.currency(at).filter(|(_, after)| *after == end)?;
        let start = self.text.after_space(end);
        if !self.text.is(start, |c| c.is_ascii_digit()) {
            return None;
        }
        // `500 Kč 10 lidí`: the sign belongs to what stands before it.
        if sign.is_alphabetic() && self.tokens.last().is_some_and(|token| token.end >= at) {
            return None;
        }
        let (digits, end, _) = number::number(self.text, start, self.language);
        let value = Value::Money { amount: digits.into(), currency: currency.into() };
        self.push(value, at, end);
        if let Some(token) = self.tokens.last_mut() {
            token.is_prefixed = true;
        }
        Some(end)
    }

    /// `§ 155a`: the number begins at `start`.
    fn paragraph(&mut self, at: usize, start: usize) -> Option<usize> {
        let end = self.text.digits(start);
        if end == start {
            return None;
        }
        let letter = self.text.while_(end, |c| c.is_ascii_lowercase());
        let end = if letter == end + 1 { letter } else { end };
        Some(self.push(Value::Paragraph(self.text.text(start..end).into()), at, end))
    }

    /// An address, a code, a currency before its amount, or a word.
    fn ascii_word(&mut self, at: usize) -> usize {
        let text = self.text;
        if let Some((value, end)) = address::at(text, at).or_else(|| address::code(text, at)) {
            return self.push(value, at, end);
        }
        let (word, end) = text.word(at);
        if text.is(text.after_space(end), |c| c.is_ascii_digit())
            && CURRENCIES.iter().any(|(sign, _)| *sign == word)
            && let Some(end) = self.amount_after_sign(at, end, 'K')
        {
            return end;
        }
        self.word(at)
    }

    /// A word that says what the number behind it is.
    fn word(&mut self, at: usize) -> usize {
        let (text, words) = (self.text, self.language.words);
        let end = text.while_(at, |c| c.is_alphabetic() || c == '\'').max(at + 1);
        if !text.has_digit_in(end..end + REACH) {
            return end;
        }
        if let Some((value, end)) = calendar::month(text, at, self.language) {
            return self.push(value, at, end);
        }
        let number = text.after_space(end);
        if text.is(number, |c| c.is_ascii_digit())
            && let Some(end) = text.one_of(at, words.paragraph)
            && text.after_space(end) == number
            && let Some(end) = self.paragraph(at, number)
        {
            return end;
        }
        end
    }

    /// The hour on a clock with 24 hours, and the end of the words that say which half of the day.
    fn half_of_day(&self, hour: u8, end: usize, has_minutes: bool) -> (u8, usize) {
        let (text, words) = (self.text, self.language.words);
        let after = text.after_space(end);
        let find = |words: &[&str]| {
            // `5 дня` are five days.
            let is_clear = |word: &&&str| has_minutes || word.is_ascii();
            words.iter().filter(is_clear).find_map(|word| text.phrase(after, word))
        };
        if let Some(end) = find(words.afternoon) {
            return (if hour < 12 { hour + 12 } else { hour }, end);
        }
        match find(words.morning) {
            Some(end) => (if hour == 12 { 0 } else { hour }, end),
            None => (hour, end),
        }
    }

    /// Gives the members of ranges and lists the unit, the month or the year that stands once.
    fn hand_on(&mut self) {
        let links: Vec<Link> =
            self.tokens.windows(2).map(|pair| self.link(pair[0].end, pair[1].start)).collect();
        for (index, link) in links.iter().enumerate() {
            let (before, after) = self.tokens.split_at_mut(index + 1);
            let (Some(first), Some(second)) = (before.last(), after.first_mut()) else { continue };
            if *link == Link::None {
                continue;
            }
            match (&first.value, &second.value) {
                (Value::Paragraph(_), Value::Number(number)) => {
                    let suffix = second.suffix.map_or(String::new(), String::from);
                    second.end += suffix.len();
                    second.value = Value::Paragraph(format!("{number}{suffix}").into());
                }
                (Value::Money { currency, .. }, Value::Number(number))
                    if first.is_prefixed && *link == Link::Range =>
                {
                    let (amount, currency) = (number.clone(), currency.clone());
                    second.value = Value::Money { amount, currency };
                    second.is_prefixed = true;
                }
                _ => {}
            }
        }
        for (index, link) in links.iter().enumerate().rev() {
            let (before, after) = self.tokens.split_at_mut(index + 1);
            let (Some(first), Some(second)) = (before.last_mut(), after.first()) else { continue };
            if *link == Link::None {
                continue;
            }
            let value = match (&first.value, &second.value) {
                (Value::Number(number), Value::Date { year, month, day: Some(_) }) => number
                    .parse()
                    .ok()
                    .filter(|day| (1..=31).contains(day))
                    .map(|day| Value::Date { year: *year, month: *month, day: Some(day) }),
                (Value::Date { year: None, month, day }, Value::Date { year, .. }) => {
                    Some(Value::Date { year: *year, month: *month, day: *day })
                }
                // `1:00–5:30 pm`
                (Value::Time { hour, minute }, Value::Time { hour: last, .. })
                    if second.has_half && !first.has_half && hour + 12 <= *last =>
                {
                    Some(Value::Time { hour: hour + 12, minute: *minute })
                }
                (Value::Number(number), Value::Percent(_)) if *link == Link::Range => {
                    Some(Value::Percent(number.clone()))
                }
                (Value::Number(amount), Value::Money { currency, .. })
                    if *link == Link::Range && !second.is_prefixed =>
                {
                    Some(Value::Money { amount: amount.clone(), currency: currency.clone() })
                }
                _ => None,
            };
            if let Some(value) = value {
                first.value = value;
            }
        }
    }

    /// What stands between two facts.
    fn link(&self, end: usize, start: usize) -> Link {
        if start < end || start > end + 12 {
            return Link::None;
        }
        let between = self.text.text(end..start).to_lowercase();
        let word = between.trim_matches([' ', '.']);
        // The letter of a paragraph is part of it.
        let word = match word.split_once(' ') {
            Some((letter, word)) if letter.len() == 1 && !self.is_link(letter) => word,
            _ => word,
        };
        let words = self.language.words;
        if word == "-" || words.ranges.contains(&word) {
            Link::Range
        } else if word == "," || words.lists.contains(&word) {
            Link::List
        } else {
            Link::None
        }
    }

    fn is_link(&self, word: &str) -> bool {
        let words = self.language.words;
        words.ranges.iter().chain(words.lists).any(|link| *link == word)
    }
}

/// How two facts hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    None,
    List,
    Range,
}

/// The Latin letter that a Cyrillic one looks like, in names of levels such as `А2`.
fn latin_twin(c: char) -> Option<char> {
    Some(match c {
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        _ => return None,
    })
}
