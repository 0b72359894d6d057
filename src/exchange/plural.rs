//! The plural rules of a language as gettext writes them.

use std::collections::BTreeSet;

use crate::locale::{Formats, Locale, Number, PluralCategory};

/// Whole numbers that show every rule for them but those for millions.
const NUMBERS: std::ops::RangeInclusive<i64> = 0..=999;

/// The value of the header `Plural-Forms`, from the rules of CLDR.
pub fn plural_forms(locale: &Locale) -> String {
    let formats = Formats::new(locale);
    let mut left: Vec<(i64, PluralCategory)> =
        NUMBERS.map(|number| (number, formats.plural(&Number::from(number)))).collect();
    let mut forms: Vec<PluralCategory> = Vec::new();
    for (_, category) in &left {
        if !forms.contains(category) {
            forms.push(*category);
        }
    }
    forms.sort();
    let last = forms.len().saturating_sub(1);
    let mut rule = String::new();
    for (form, category) in forms.iter().enumerate().take(last) {
        let (of_form, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(_, known)| known == category);
        let of_form: BTreeSet<i64> = of_form.into_iter().map(|(number, _)| number).collect();
        let condition = condition(&of_form, &others);
        rule.push_str(&format!("{condition} ? {form} : "));
        left = others;
    }
    format!("nplurals={}; plural=({rule}{last});", forms.len())
}

/// What is true of the numbers of a form and of no others that are left, in the fewest letters.
fn condition(of_form: &BTreeSet<i64>, others: &[(i64, PluralCategory)]) -> String {
    let plain = ranges("n", of_form);
    let by_end = [10, 100].into_iter().filter_map(|modulus| {
        let ends: BTreeSet<i64> = of_form.iter().map(|number| number % modulus).collect();
        let strangers = others.iter().map(|(number, _)| *number);
        let strangers = strangers.filter(|number| ends.contains(&(number % modulus)));
        let except: BTreeSet<i64> = strangers.map(|number| number % 100).collect();
        let is = ranges(&format!("n%{modulus}"), &ends);
        let is_apart = of_form.iter().all(|number| !except.contains(&(number % 100)));
        match except.is_empty() {
            true => Some(is),
            false => is_apart.then(|| format!("({is}) && !({})", ranges("n%100", &except))),
        }
    });
    std::iter::once(plain).chain(by_end).min_by_key(String::len).unwrap_or_default()
}

/// `n%10>=2 && n%10<=4 || n%10==7`
fn ranges(what: &str, numbers: &BTreeSet<i64>) -> String {
    let mut ranges: Vec<(i64, i64)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            _ => ranges.push((number, number)),
        }
    }
    let conditions: Vec<String> = ranges
        .into_iter()
        .map(|(start, end)| {
            if start == end {
                format!("{what}=={start}")
            } else {
                format!("({what}>={start} && {what}<={end})")
            }
        })
        .collect();
    conditions.join(" || ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_those_of_cldr() {
        for (tag, expected) in [
            ("ja", "nplurals=1; plural=(0);"),
            ("en", "nplurals=2; plural=(n==1 ? 0 : 1);"),
            ("cs", "nplurals=3; plural=(n==1 ? 0 : (n>=2 && n<=4) ? 1 : 2);"),
            (
                "uk",
                "nplurals=3; plural=((n%10==1) && !(n%100==11) ? 0 : ((n%10>=2 && n%10<=4)) && \
                 !((n%100>=12 && n%100<=14)) ? 1 : 2);",
            ),
            (
                "ar",
                "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : (n%100>=3 && n%100<=10) ? 3 : \
                 (n%100>=11 && n%100<=99) ? 4 : 5);",
            ),
        ] {
            assert_eq!(plural_forms(&Locale::parse(tag).unwrap()), expected);
        }
    }
}
