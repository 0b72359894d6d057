//! How style sheets may set the statement beside the emblem, and how large emblem and logos become.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};

/// Typefaces of Annex IX; the generic ones come after them, for systems that have none.
const TYPEFACES: [&str; 9] = [
    "arial",
    "auto",
    "calibri",
    "garamond",
    "trebuchet",
    "trebuchet ms",
    "tahoma",
    "verdana",
    "ubuntu",
];
const GENERIC: [&str; 4] = ["sans-serif", "serif", "ui-sans-serif", "system-ui"];

/// Reflex blue, black or white.
const COLOURS: [&str; 10] = [
    "#039",
    "#003399",
    "#000",
    "#000000",
    "black",
    "#fff",
    "#ffffff",
    "white",
    "canvastext",
    "inherit",
];

/// What makes italics, underlining or another effect, unless it has a value that means none.
const EFFECTS: [&str; 8] = [
    "font-style",
    "text-decoration",
    "text-decoration-line",
    "text-transform",
    "text-shadow",
    "font-variant",
    "font-variant-caps",
    "filter",
];
const NO_EFFECT: [&str; 4] = ["normal", "none", "initial", "unset"];

/// A declaration of a rule, with its place in the style sheet.
#[derive(Debug)]
struct Declaration<'a> {
    selector: &'a str,
    property: &'a str,
    value: &'a str,
    at: Range<usize>,
}

/// Whether a style sheet sets the statement as Annex IX allows.
pub fn check(path: &SourcePath, sheet: &str, found: &mut Diagnostics) {
    let plain = without_comments(sheet);
    let all = declarations(&plain);
    let emblem = all.iter().rfind(|each| {
        each.selector.contains("funding__emblem")
            && matches!(each.property, "inline-size" | "width")
    });
    for each in all.iter().filter(|each| each.selector.contains("funding__statement")) {
        let value = each.value.to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim();
        let is_allowed = match each.property {
            "font-family" => families(value).iter().enumerate().all(|(place, family)| {
                TYPEFACES.contains(family) || (place > 0 && GENERIC.contains(family))
            }),
            // It says everything at once, effects too.
            "font" => false,
            "color" => COLOURS.contains(&value),
            "font-size" => {
                let sizes = emblem.and_then(|emblem| lengths(value, emblem.value));
                sizes
                    .is_none_or(|[text, width]| (1.0 / 8.0..=0.5).contains(&(text / (width / 1.5))))
            }
            property if EFFECTS.contains(&property) => NO_EFFECT.contains(&value),
            _ => true,
        };
        if !is_allowed {
            let finding = Diagnostic::at(Code::StatementStyle, Span::new(path, each.at.clone()))
                .with("property", each.property)
                .with("value", each.value);
            found.push(finding.hint(match each.property {
                "font-family" | "font" => "typeface",
                "font-size" => "size",
                "color" => "colour",
                _ => "effect",
            }));
        }
    }
}

fn families(value: &str) -> Vec<&str> {
    value.split(',').map(|family| family.trim().trim_matches(['"', '\''])).collect()
}

/// Two lengths in pixels; nothing where one of them depends on something else.
fn lengths(first: &str, second: &str) -> Option<[f64; 2]> {
    let pixels = |length: &str| {
        let end = length.find(|c: char| c.is_ascii_alphabetic() || c == '%')?;
        let number: f64 = length[..end].parse().ok()?;
        let unit = match &length[end..] {
            "px" => 1.0,
            "rem" => 16.0,
            "pt" => 96.0 / 72.0,
            "mm" => 96.0 / 25.4,
            "cm" => 96.0 / 2.54,
            _ => return None,
        };
        Some(number * unit)
    };
    Some([pixels(first)?, pixels(second)?])
}

/// The style sheet with blanks in the place of its comments, so that every byte keeps its place.
fn without_comments(sheet: &str) -> String {
    let mut plain = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        let length = after.find("*/").map_or(after.len(), |at| at + 2);
        plain.push_str(before);
        plain.extend(std::iter::repeat_n(' ', length + 2));
        rest = &after[length..];
    }
    plain + rest
}

fn declarations(sheet: &str) -> Vec<Declaration<'_>> {
    let mut all = Vec::new();
    let mut selectors: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, byte) in sheet.bytes().enumerate() {
        if !matches!(byte, b'{' | b'}' | b';') {
            continue;
        }
        let part = &sheet[start..at];
        if byte == b'{' {
            selectors.push(part.trim());
        } else if let (Some(selector), Some((property, value))) =
            (selectors.last(), part.split_once(':'))
        {
            let from = start + part.len() - part.trim_start().len();
            let at = from..from + part.trim().len();
            let (property, value) = (property.trim(), value.trim());
            all.push(Declaration { selector, property, value, at });
        }
        if byte == b'}' {
            selectors.pop();
        }
        start = at + 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;

    fn wrong(sheet: &str) -> Vec<String> {
        let mut found = Diagnostics::new();
        check(&"a.css".into(), sheet, &mut found);
        let at = |finding: &Diagnostic| {
            let span = finding.span.clone().unwrap();
            format!("{} {}", &sheet[span.start..span.end], finding.hint.unwrap())
        };
        found.iter().map(at).collect()
    }

    #[test]
    fn the_embedded_theme_obeys() {
        for (path, file) in embedded::tree().below(crate::theme::FOLDER) {
            if path.ends_with(".css") {
                assert_eq!(wrong(file.text().unwrap()), [""; 0], "{path}");
            }
        }
    }

    #[test]
    fn what_annex_ix_forbids_is_found_at_its_declaration() {
        let sheet = "@layer a { /* ž: */ .funding__statement { font-style: italic; color: red; \
                     font-family: Arial, Comic; font-size: 3mm } \
                     @media print { .funding__statement { font-size: 12mm; text-decoration: none } } \
                     .funding__emblem { inline-size: 15mm } .other { font-style: italic } }";
        assert_eq!(
            wrong(sheet),
            [
                "font-style: italic effect",
                "color: red colour",
                "font-family: Arial, Comic typeface",
                "font-size: 12mm size",
            ]
        );
    }
}
