//! An index as files for the browser: a map, shards cut by ranges of places, a list of words for
//! corrections, and blocks of what is shown.
//!
//! Everything but the map is compressed with raw DEFLATE, so that hosts need not compress it, and
//! named after the content of the whole index: a page that was opened before a deployment asks for
//! files that are gone, and then for the new map. See `search.js` of the theme for the reader.

use std::collections::{BTreeMap, BTreeSet};

use miniz_oxide::deflate::compress_to_vec;
use serde_json::{Value, json};

use super::analysis::fold;
use super::postings::Entry;
use super::{FormKey, SearchIndex};

/// Estimated size of a shard after compression, in bytes, unless there would be too many.
const SHARD: usize = 4200;
const MOST_SHARDS: usize = 100;
/// Size of a block before compression, in bytes, unless there would be too many.
const BLOCK: usize = 6_000;
const MOST_BLOCKS: usize = 45;
/// Size of all titles and addresses that come with the map, in bytes. If there are more, those of
/// the best pages of each key come with its shard: either way they can be shown at once.
const TITLES: usize = 9_000;
/// How many pages are the best of a key.
const SHOWN: usize = 5;
/// Longest shared beginning that one character can name.
const LONGEST_SHARED: usize = 60;
/// A level of DEFLATE: the tightest takes three times as long for one byte in a hundred.
const LEVEL: u8 = 6;

/// The files of an edition's index.
#[derive(Debug)]
pub struct Files {
    /// Names what it was made from; part of the name of each file.
    pub build: String,
    /// `map.json` but for what the portal adds: words and addresses.
    pub map: Value,
    /// Name (`0.bin`, `words.bin`, `b0.bin`) and content.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A shard before it knows its build: its text and its numbers.
struct Shard {
    first: String,
    text: String,
    numbers: Vec<u8>,
}

/// Writes the files.
pub fn export(index: &SearchIndex) -> Files {
    let titles: Vec<[&str; 2]> =
        index.pages.iter().map(|page| [page.title.as_str(), page.url.as_str()]).collect();
    let size: usize = titles.iter().flatten().map(|text| text.len()).sum();
    let are_titles_in_map = size <= TITLES;
    let shards = shards(index, !are_titles_in_map);
    let words = front_coded(index.own_forms().iter().map(String::as_str)).join("\n");
    let (firsts_of_blocks, blocks) = blocks(index);

    let mut hasher = blake3::Hasher::new();
    let lengths = |text: &str| (text.len() as u64).to_le_bytes();
    for shard in &shards {
        hasher.update(&lengths(&shard.first)).update(shard.first.as_bytes());
        hasher.update(&lengths(&shard.text)).update(shard.text.as_bytes()).update(&shard.numbers);
    }
    hasher.update(words.as_bytes());
    for block in &blocks {
        hasher.update(&lengths(block)).update(block.as_bytes());
    }
    let digest = hasher.finalize();
    let tag = &digest.as_bytes()[..6];

    let mut files = BTreeMap::new();
    for (number, shard) in shards.iter().enumerate() {
        let mut bytes = tag.to_vec();
        push_number(&mut bytes, shard.text.len());
        bytes.extend_from_slice(shard.text.as_bytes());
        bytes.extend_from_slice(&shard.numbers);
        files.insert(format!("{number}.bin"), compress_to_vec(&bytes, LEVEL));
    }
    files.insert("words.bin".to_owned(), compress_to_vec(words.as_bytes(), LEVEL));
    for (number, block) in blocks.iter().enumerate() {
        files.insert(format!("b{number}.bin"), compress_to_vec(block.as_bytes(), LEVEL));
    }
    let firsts: Vec<&str> = shards.iter().map(|shard| shard.first.as_str()).collect();
    let map = json!({
        "shards": firsts,
        "blocks": firsts_of_blocks,
        "pages": index.pages.len(),
        "titles": if are_titles_in_map { titles } else { Vec::new() },
        "cyrillic": index.is_cyrillic,
        "syllables": index.has_syllables,
    });
    Files { build: digest.to_hex()[..12].to_owned(), map, files }
}

/// Where a key or form stands among the shards: by its first word, folded and without the article
/// that Arabic writes together with it, so that what a reader types and what it stands for are in
/// one shard more often than not.
fn place(text: &str) -> String {
    let folded = fold(text.split([' ', '=']).next().unwrap_or(text));
    match folded.strip_prefix("ال") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => folded,
    }
}

/// What stands at one place.
#[derive(Default)]
struct Placed<'a> {
    entries: Vec<&'a Entry>,
    forms: Vec<(&'a str, &'a [FormKey])>,
}

impl Placed<'_> {
    /// Estimated bytes after compression.
    fn size(&self) -> usize {
        let of_entry = |entry: &&Entry| entry.key.len() / 2 + 3 + entry.postings.len() * 3 / 2;
        let of_form = |(_, keys): &(&str, &[FormKey])| 3 + keys.len();
        self.entries.iter().map(of_entry).sum::<usize>()
            + self.forms.iter().map(of_form).sum::<usize>()
    }
}

fn shards(index: &SearchIndex, with_titles: bool) -> Vec<Shard> {
    let mut places: BTreeMap<String, Placed<'_>> = BTreeMap::new();
    for entry in &index.entries {
        places.entry(place(&entry.key)).or_default().entries.push(entry);
    }
    for (form, keys) in &index.forms {
        places.entry(place(form)).or_default().forms.push((form, keys));
    }
    let most = SHARD.max(places.values().map(Placed::size).sum::<usize>() / MOST_SHARDS);
    let mut shards = vec![(String::new(), Placed::default())];
    let mut size = 0;
    for (place, placed) in places {
        let more = placed.size();
        if size > 0 && size + more > most {
            shards.push((place, Placed::default()));
            size = 0;
        }
        size += more;
        if let Some((_, last)) = shards.last_mut() {
            last.entries.extend(placed.entries);
            last.forms.extend(placed.forms);
        }
    }
    shards.into_iter().map(|(first, placed)| shard(index, first, &placed, with_titles)).collect()
}

fn shard(index: &SearchIndex, first: String, placed: &Placed<'_>, with_titles: bool) -> Shard {
    let Placed { entries, forms } = placed;
    let mut lines: Vec<String> = front_coded(entries.iter().map(|entry| entry.key.as_str()));
    let lines_of: BTreeMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.key.as_str(), at)).collect();
    let mut aliases: Vec<(&str, String)> = Vec::new();
    for (form, keys) in forms {
        let mut elsewhere = String::new();
        for key in *keys {
            let spelling = key.spelling.as_ref().map_or(String::new(), |word| format!("|{word}"));
            match lines_of.get(key.key.as_str()) {
                Some(at) => {
                    let coded = shared_and_rest(&key.key, form);
                    lines[*at].push_str(&format!("\t{coded}{spelling}"));
                }
                None => elsewhere.push_str(&format!("\t{}{spelling}", key.key)),
            }
        }
        if !elsewhere.is_empty() {
            aliases.push((form, elsewhere));
        }
    }
    let alias_forms = front_coded(aliases.iter().map(|(form, _)| *form));
    let aliases: Vec<String> =
        alias_forms.into_iter().zip(&aliases).map(|(form, (_, keys))| form + keys).collect();

    let shown = if with_titles { best_pages(entries) } else { BTreeSet::new() };
    let titles: Vec<String> = shown
        .iter()
        .filter_map(|page| index.pages.get(*page as usize))
        .map(|page| format!("{}\t{}", page.title, page.url))
        .collect();
    let text = [lines.join("\n"), aliases.join("\n"), titles.join("\n")].join("\n\n");
    Shard { first, text, numbers: numbers(entries, &shown) }
}

/// The pages that are among the best for some key.
fn best_pages(entries: &[&Entry]) -> BTreeSet<u32> {
    let mut shown = BTreeSet::new();
    for entry in entries {
        let mut best: Vec<_> = entry.postings.iter().collect();
        best.sort_by_key(|posting| (std::cmp::Reverse(posting.impact), posting.page));
        shown.extend(best.into_iter().take(SHOWN).map(|posting| posting.page));
    }
    shown
}

fn numbers(entries: &[&Entry], shown: &BTreeSet<u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut push = |number: u32| push_number(&mut bytes, number as usize);
    entries.iter().for_each(|entry| push(entry.weight));
    entries.iter().for_each(|entry| push(entry.language));
    entries.iter().for_each(|entry| push(u32::try_from(entry.postings.len()).unwrap_or(u32::MAX)));
    for entry in entries {
        let mut last = 0;
        for posting in &entry.postings {
            push(posting.page - last);
            last = posting.page;
        }
    }
    let postings = || entries.iter().flat_map(|entry| &entry.postings);
    postings().for_each(|posting| push(posting.impact));
    postings().for_each(|posting| push(posting.section));
    let mut last = 0;
    for page in shown {
        push(page - last);
        last = *page;
    }
    bytes
}

/// Unsigned LEB128.
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Sorted texts, each as what it shares with the one before and its rest.
fn front_coded<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut before = "";
    texts
        .map(|text| {
            let coded = shared_and_rest(before, text);
            before = text;
            coded
        })
        .collect()
}

/// How many characters `text` shares with the beginning of `before`, as one sign, and its rest.
fn shared_and_rest(before: &str, text: &str) -> String {
    let shared = before
        .char_indices()
        .zip(text.chars())
        .take_while(|((_, a), b)| a == b)
        .take(LONGEST_SHARED)
        .count();
    let sign = u8::try_from(shared).map_or('#', |shared| char::from(35 + shared));
    let rest: String = text.chars().skip(shared).collect();
    format!("{sign}{rest}")
}

/// What is shown of the pages, as JSON, and the first page of each block.
fn blocks(index: &SearchIndex) -> (Vec<usize>, Vec<String>) {
    let pages: Vec<String> = index
        .pages
        .iter()
        .map(|page| {
            let sections: Vec<Value> = page
                .sections
                .iter()
                .map(|section| json!([section.id, section.heading, section.text]))
                .collect();
            json!([page.title, page.url, page.summary, sections]).to_string()
        })
        .collect();
    let most = BLOCK.max(pages.iter().map(String::len).sum::<usize>() / MOST_BLOCKS);
    let (mut firsts, mut blocks): (Vec<usize>, Vec<Vec<&str>>) = (Vec::new(), Vec::new());
    let mut size = 0;
    for (number, page) in pages.iter().enumerate() {
        if blocks.is_empty() || size + page.len() > most {
            firsts.push(number);
            blocks.push(Vec::new());
            size = 0;
        }
        size += page.len();
        if let Some(block) = blocks.last_mut() {
            block.push(page);
        }
    }
    (firsts, blocks.iter().map(|pages| format!("[{}]", pages.join(","))).collect())
}
