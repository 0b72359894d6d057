//! Design tokens: the custom properties at the root of the style sheet, and whether colours are far
//! enough apart to be read.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, SourcePath, Span};

/// A custom property of `:root`, such as `--ink`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its name without the dashes.
    pub name: String,
    /// On light ground.
    pub light: Declared,
    /// On dark ground, if it is declared again for that.
    pub dark: Option<Declared>,
}

/// The value of a token and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// As it is written.
    pub value: String,
    /// Where.
    pub span: Span,
}

impl Declared {
    /// Whether it is a colour as the contrast is computed from, `#rgb` or `#rrggbb`, or that of
    /// another token.
    pub fn is_colour(&self) -> bool {
        luminance(&self.value).is_some() || self.value.starts_with("var(--")
    }
}

/// Whether a token is the colour of a text or of a ground.
pub fn is_colour(name: &str) -> bool {
    TEXTS.iter().any(|(text, grounds)| *text == name || grounds.contains(&name))
}

impl Token {
    /// Its value on dark ground.
    pub fn on_dark(&self) -> &Declared {
        self.dark.as_ref().unwrap_or(&self.light)
    }
}

/// Which text stands on which grounds.
const TEXTS: [(&str, &[&str]); 7] = [
    ("ink", &["paper", "sand", "surface", "accent-soft", "amber-soft", "red-soft"]),
    ("muted", &["paper", "sand", "surface"]),
    ("accent", &["paper", "sand", "surface", "accent-soft"]),
    ("amber", &["paper", "surface", "amber-soft"]),
    ("red", &["paper", "surface", "red-soft"]),
    ("on-accent", &["accent"]),
    ("on-band", &["band"]),
];

/// Contrast of text and ground: criterion 1.4.6 of WCAG 2.2, level AAA.
const LEAST: f64 = 7.0;

/// Two colours of a theme, one on the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// The text.
    pub text: &'a Token,
    /// What it stands on.
    pub ground: &'a Token,
    /// Contrast on light and on dark ground, from 1 to 21.
    pub contrasts: [f64; 2],
}

/// All texts on all their grounds whose colours are written as `#rgb` or `#rrggbb`.
pub fn pairs(tokens: &[Token]) -> Vec<Pair<'_>> {
    let find = |name: &str| tokens.iter().find(|token| token.name == name);
    let mut pairs = Vec::new();
    for (text, grounds) in TEXTS {
        for ground in grounds {
            let (Some(text), Some(ground)) = (find(text), find(ground)) else { continue };
            let light = contrast(&text.light.value, &ground.light.value);
            let dark = contrast(&text.on_dark().value, &ground.on_dark().value);
            if let (Some(light), Some(dark)) = (light, dark) {
                pairs.push(Pair { text, ground, contrasts: [light, dark] });
            }
        }
    }
    pairs
}

/// Colours with which a text is hard to read on one of its grounds, each with its worst pair. The
/// portal's own declaration is to blame where only one of the two is its own.
pub fn low_contrasts(tokens: &[Token], is_own: impl Fn(&SourcePath) -> bool) -> Vec<Diagnostic> {
    let mut worst: BTreeMap<Span, (f64, Diagnostic)> = BTreeMap::new();
    for pair in pairs(tokens) {
        let schemes = [
            ("light", &pair.text.light, &pair.ground.light),
            ("dark", pair.text.on_dark(), pair.ground.on_dark()),
        ];
        for ((scheme, text, ground), contrast) in schemes.into_iter().zip(pair.contrasts) {
            let is_own = |declared: &&Declared| is_own(&declared.span.path);
            let place = &[text, ground].into_iter().find(is_own).unwrap_or(text).span;
            let is_worse = worst.get(place).is_none_or(|(known, _)| contrast < *known);
            if contrast < LEAST && is_worse {
                let finding = Diagnostic::at(Code::LowContrast, place.clone())
                    .with("text", format!("--{}", pair.text.name))
                    .with("ground", format!("--{}", pair.ground.name))
                    .with("kind", scheme)
                    .with("contrast", format!("{contrast:.1}"));
                worst.insert(place.clone(), (contrast, finding));
            }
        }
    }
    worst.into_values().map(|(_, finding)| finding).collect()
}

/// Contrast of two colours as WCAG 2.2 defines it, from 1 to 21.
fn contrast(a: &str, b: &str) -> Option<f64> {
    let (a, b) = (luminance(a)?, luminance(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// Relative luminance as WCAG 2.2 defines it, from 0 to 1.
fn luminance(colour: &str) -> Option<f64> {
    let digits = colour.strip_prefix('#').filter(|digits| digits.is_ascii())?;
    let channel = |number: usize| {
        let value = match digits.len() {
            3 => u8::from_str_radix(&digits[number..=number].repeat(2), 16),
            6 => u8::from_str_radix(&digits[number * 2..number * 2 + 2], 16),
            _ => return None,
        };
        let share = f64::from(value.ok()?) / 255.0;
        Some(if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(1)? + 0.0722 * channel(2)?)
}

/// The properties that `:root` declares; the last declaration counts, as it does in browsers.
pub fn tokens<'a>(sheets: impl Iterator<Item = (&'a SourcePath, &'a str)>) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (path, sheet) in sheets {
        let sheet = without_comments(sheet);
        let mut blocks: Vec<&str> = Vec::new();
        let mut at = 0;
        for statement in sheet.split_inclusive(['{', '}', ';']) {
            let words = statement.trim_end_matches(['{', '}', ';']).trim();
            let start = at;
            at += statement.len();
            if statement.ends_with('{') {
                blocks.push(words);
                continue;
            }
            if let Some((name, value)) = words.strip_prefix("--").and_then(|it| it.split_once(':'))
                && blocks.last() == Some(&":root")
            {
                let value = value.trim();
                let from = start + statement.rfind(value).unwrap_or(0);
                let span = Span::new(path, from..from + value.len());
                let declared = Declared { value: value.to_owned(), span };
                declare(&mut tokens, &blocks, name.trim(), declared);
            }
            if statement.ends_with('}') {
                blocks.pop();
            }
        }
    }
    tokens
}

fn declare(tokens: &mut Vec<Token>, blocks: &[&str], name: &str, declared: Declared) {
    let known = tokens.iter_mut().find(|token| token.name == name);
    let media: Vec<&&str> = blocks.iter().filter(|block| block.starts_with("@media")).collect();
    match (media.as_slice(), known) {
        ([], Some(token)) => token.light = declared,
        ([], None) => {
            tokens.push(Token { name: name.to_owned(), light: declared, dark: None });
        }
        ([one], Some(token)) if one.contains("prefers-color-scheme: dark") => {
            token.dark = Some(declared);
        }
        _ => {}
    }
}

/// The sheet with spaces in place of its comments.
fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(start) = rest.find("/*") {
        let end = rest[start..].find("*/").map_or(rest.len(), |length| start + length + 2);
        text.push_str(&rest[..start]);
        text.extend(std::iter::repeat_n(' ', end - start));
        rest = &rest[end..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sheets: &[&str]) -> Vec<Token> {
        let path: SourcePath = "a.css".into();
        tokens(sheets.iter().map(|sheet| (&path, *sheet)))
    }

    #[test]
    fn tokens_are_those_of_the_root_in_both_schemes() {
        let sheets = [
            "@layer tokens { :root { /* ů --old: #000; */ --ink: #111; --gap: 1rem }\n\
             @media (prefers-color-scheme: dark) { :root { --ink: #eee; } }\n\
             @media (prefers-contrast: more) { :root { --ink: #000; } } }",
            "@layer components { .card { --own: 1px; } }\n:root { --gap: 2rem; }",
        ];
        let tokens = read(&sheets);
        let values: Vec<(&str, &str, &str)> = tokens
            .iter()
            .map(|token| (&*token.name, &*token.light.value, &*token.on_dark().value))
            .collect();
        assert_eq!(values, [("ink", "#111", "#eee"), ("gap", "2rem", "2rem")]);
        assert_eq!(&sheets[0][tokens[0].light.span.start..tokens[0].light.span.end], "#111");
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert_eq!(contrast("#000", "#ffffff").map(|it| format!("{it:.2}")), Some("21.00".into()));
        assert_eq!(contrast("#777", "#fff").map(|it| format!("{it:.2}")), Some("4.48".into()));
        assert_eq!(contrast("red", "#fff"), None);
    }
}
