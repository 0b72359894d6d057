//! The facts of a text against those of its translation, whatever their order.

use super::{Fact, Value};

/// A fact that is not the same in both texts: indices into their facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The translation says the first, the source the second.
    Changed(usize, usize),
    /// The source says it, the translation does not.
    Missing(usize),
    /// The translation says it, the source does not.
    Added(usize),
}

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What it states.
    pub facts: &'a [Fact],
    /// Whether it says a number in words.
    pub says: &'a dyn Fn(u16) -> bool,
}

/// What differs between a translation and its source. A wrong fact and the right one are one
/// difference.
pub fn differences(translation: Side<'_>, source: Side<'_>) -> Vec<Difference> {
    let mut left: Vec<usize> = (0..translation.facts.len()).collect();
    let mut right: Vec<usize> = (0..source.facts.len()).collect();
    let value = |side: Side<'_>, index: usize| side.facts[index].value.clone();
    strike(&mut left, &mut right, |a, b| translation.facts[a].value == source.facts[b].value);
    strike(&mut left, &mut right, |a, b| {
        translation.facts[a].value.agrees_with(&source.facts[b].value)
    });
    if left.is_empty() && right.is_empty() {
        return Vec::new();
    }
    strike_parts_of_dates(&mut left, &mut right, translation, source);
    strike_parts_of_dates(&mut right, &mut left, source, translation);

    // What the other side says in words is no difference, unless it must be the other half of one.
    let in_words = |side: Side<'_>, index: &usize, other: Side<'_>| {
        let Value::Number(number) = value(side, *index) else { return false };
        number.parse().is_ok_and(|number| (other.says)(number))
    };
    let (left_said, mut left) = left.into_iter().partition(|at| in_words(translation, at, source));
    let (right_said, mut right) =
        right.into_iter().partition(|at| in_words(source, at, translation));
    let (mut left_said, mut right_said): (Vec<usize>, Vec<usize>) = (left_said, right_said);

    let mut found = Vec::new();
    let mut pair =
        |left: &mut Vec<usize>, right: &mut Vec<usize>, fits: fn(&Value, &Value) -> bool| {
            while let Some((a, b)) = closest(left, right, translation.facts, source.facts, fits) {
                found.push(Difference::Changed(a, b));
                left.retain(|index| *index != a);
                right.retain(|index| *index != b);
            }
        };
    pair(&mut left, &mut right, is_of_one_class);
    pair(&mut left, &mut right, |a, b| a.is_figure() && b.is_figure() || a.class() == b.class());
    pair(&mut left_said, &mut right, is_of_one_class);
    pair(&mut left, &mut right_said, is_of_one_class);
    found.extend(left.into_iter().map(Difference::Added));
    found.extend(right.into_iter().map(Difference::Missing));
    found
}

fn is_of_one_class(a: &Value, b: &Value) -> bool {
    let kind = |target: &str| target.split_once(':').map(|(kind, _)| kind.to_owned());
    match (a, b) {
        (Value::Reference { target: a, .. }, Value::Reference { target: b, .. }) => {
            kind(a) == kind(b)
        }
        _ => a.class() == b.class(),
    }
}

/// Takes out what two lists have in common.
fn strike(left: &mut Vec<usize>, right: &mut Vec<usize>, is_same: impl Fn(usize, usize) -> bool) {
    left.retain(|a| match right.iter().position(|b| is_same(*a, *b)) {
        Some(at) => {
            right.remove(at);
            false
        }
        None => true,
    });
}

/// In a language whose months we do not know, a date is the numbers of its day and its year.
fn strike_parts_of_dates(
    dates: &mut Vec<usize>,
    numbers: &mut Vec<usize>,
    of_dates: Side<'_>,
    of_numbers: Side<'_>,
) {
    dates.retain(|date| {
        let Value::Date { year, day, .. } = of_dates.facts[*date].value else { return true };
        let mut rest = numbers.clone();
        let parts = [day.map(u16::from), year];
        let is_there = parts.into_iter().flatten().all(|part| {
            let number = Value::Number(part.to_string().into());
            let at = rest.iter().position(|index| of_numbers.facts[*index].value == number);
            at.map(|at| rest.remove(at)).is_some()
        });
        if is_there {
            *numbers = rest;
        }
        !is_there
    });
}

/// The two facts that look most alike, the first ones among equals.
fn closest(
    left: &[usize],
    right: &[usize],
    of_left: &[Fact],
    of_right: &[Fact],
    fits: fn(&Value, &Value) -> bool,
) -> Option<(usize, usize)> {
    let pairs = left.iter().flat_map(|a| right.iter().map(|b| (*a, *b)));
    pairs
        .filter(|(a, b)| fits(&of_left[*a].value, &of_right[*b].value))
        .min_by_key(|(a, b)| (distance(&of_left[*a].value, &of_right[*b].value), *a, *b))
}

/// How many of the characters of two values differ.
fn distance(a: &Value, b: &Value) -> usize {
    let (a, b) = (format!("{a:?}"), format!("{b:?}"));
    let common = a.bytes().zip(b.bytes()).filter(|(a, b)| a == b).count();
    a.len().max(b.len()) - common
}
