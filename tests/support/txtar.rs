//! A small whole site in one string: `-- path --` lines, each followed by what is in that file.
//!
//! A word in brackets behind the path says what else the file is: `(absent)` leaves out one of the
//! files below, `(latin-1)` and `(windows)` write the text as such an editor does, and
//! `(png 40x30)` stands for a picture of that size.

use std::collections::BTreeMap;

/// What every site has unless it brings its own.
const DEFAULTS: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
---
";

/// The files of a site by their paths.
pub fn files(site: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for text in [DEFAULTS, site] {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("-- ") {
            let (head, body) = after.split_once(" --\n").unwrap();
            let next = body.find("\n-- ").map_or(body.len(), |at| at + 1);
            let end = if body.starts_with("-- ") { 0 } else { next };
            let (path, kind) = head.trim_end_matches(')').split_once(" (").unwrap_or((head, ""));
            match written(&body[..end], kind) {
                Some(bytes) => files.insert(path.to_owned(), bytes),
                None => files.remove(path),
            };
            rest = &body[end..];
        }
    }
    files
}

fn written(text: &str, kind: &str) -> Option<Vec<u8>> {
    Some(match kind.split_once(' ').unwrap_or((kind, "")) {
        ("absent", _) => return None,
        ("latin-1", _) => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        ("windows", _) => format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes(),
        ("png", size) => {
            let (width, height) = size.split_once('x').unwrap();
            let number = |text: &str| text.parse::<u32>().unwrap().to_be_bytes();
            let parts: [&[u8]; 5] = [
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
                &number(width),
                &number(height),
                b"\x08\x02\0\0\0",
                b"\0\0\0\0",
            ];
            parts.concat()
        }
        _ => text.as_bytes().to_vec(),
    })
}
