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
            let number = |text: &str| text.parse::<u32>().unwrap();
            png(number(width), number(height))
        }
        _ => text.as_bytes().to_vec(),
    })
}

/// A grey picture.
fn png(width: u32, height: u32) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    // Each row begins with its filter.
    let rows = [&[0], vec![0x80; width as usize].as_slice()].concat().repeat(height as usize);
    let dots = miniz_oxide::deflate::compress_to_vec_zlib(&rows, 9);
    let chunks = [chunk(b"IHDR", &head), chunk(b"IDAT", &dots), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n", chunks.concat().as_slice()].concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let body = [kind, data].concat();
    let sum = crc32(&body).to_be_bytes();
    [&length[..], &body, &sum].concat()
}

/// The check sum of PNG, Annex D of <https://www.w3.org/TR/png-3/>.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
