//! An index as files for the browser: a map, shards cut by ranges of keys, a list of words for
//! corrections, and blocks of what is shown.
//!
//! Everything but the map is compressed with raw DEFLATE, so that hosts need not compress it, and
//! named after the content of the whole index: a page that was opened before a deployment asks for
//! files that are gone, and then for the new map. See `search.js` of the theme for the reader.

use std::collections::{BTreeMap, BTreeSet};

use miniz_oxide::deflate::compress_to_vec;
use serde_json::{Value, json};

use super::SearchIndex;
use super::postings::Entry;

/// Estimated size of a shard after compression, in bytes, unless there would be too many.
const SHARD: usize = 5200;
const MOST_SHARDS: usize = 100;
/// Size of a block before compression, in bytes, unless there would be too many.
const BLOCK: usize = 14_000;
const MOST_BLOCKS: usize = 45;
/// How many pages of a key come with its shard, so that they can be shown at once.
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
    let shards = shards(index);
    let words = front_coded(index.own_forms().iter().map(String::as_str)).join("\n");
    let (blocks, per_block) = blocks(index);

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
        "blocks": blocks.len(),
        "per_block": per_block,
        "cyrillic": index.is_cyrillic,
        "syllables": index.has_syllables,
    });
    Files { build: digest.to_hex()[..12].to_owned(), map, files }
}

/// The first word of a key or form: all that begins with it stays in one shard.
fn first_word(text: &str) -> &str {
    text.split([' ', '=']).next().unwrap_or(text)
}

fn shards(index: &SearchIndex) -> Vec<Shard> {
    // Keys and forms in one order; a form stands with its key if that falls into the same shard.
    let mut firsts: BTreeSet<&str> = index.entries.iter().map(|e| first_word(&e.key)).collect();
    firsts.extend(index.forms.keys().map(|form| first_word(form)));
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &index.entries {
        let size = entry.key.len() / 2 + 3 + entry.postings.len() * 3 / 2;
        *sizes.entry(first_word(&entry.key)).or_default() += size;
    }
    for (form, keys) in &index.forms {
        *sizes.entry(first_word(form)).or_default() += 3 + keys.len();
    }
    let most = SHARD.max(sizes.values().sum::<usize>() / MOST_SHARDS);
    let (mut cuts, mut size) = (vec![String::new()], 0);
    for first in firsts {
        let more = sizes.get(first).copied().unwrap_or(0);
        if size > 0 && size + more > most {
            cuts.push(first.to_owned());
            size = 0;
        }
        size += more;
    }
    let ends = cuts.iter().skip(1).map(|cut| Some(cut.as_str())).chain([None]);
    cuts.iter().zip(ends).map(|(first, end)| shard(index, first, end)).collect()
}

fn shard(index: &SearchIndex, first: &str, end: Option<&str>) -> Shard {
    let is_here = |text: &str| text >= first && end.is_none_or(|end| text < end);
    let from = index.entries.partition_point(|entry| entry.key.as_str() < first);
    let entries: Vec<&Entry> =
        index.entries[from..].iter().take_while(|entry| is_here(&entry.key)).collect();

    let mut lines: Vec<String> = front_coded(entries.iter().map(|entry| entry.key.as_str()));
    let places: BTreeMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.key.as_str(), at)).collect();
    let mut aliases: Vec<(&str, String)> = Vec::new();
    for (form, keys) in index.forms.range(first.to_owned()..) {
        if !is_here(form) {
            break;
        }
        let mut elsewhere = String::new();
        for key in keys {
            let spelling = key.spelling.as_ref().map_or(String::new(), |word| format!("|{word}"));
            match places.get(key.key.as_str()) {
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

    let shown = best_pages(&entries);
    let titles: Vec<String> = shown
        .iter()
        .filter_map(|page| index.pages.get(*page as usize))
        .map(|page| format!("{}\t{}", page.title, page.url))
        .collect();
    let text = [lines.join("\n"), aliases.join("\n"), titles.join("\n")].join("\n\n");
    Shard { first: first.to_owned(), text, numbers: numbers(&entries, &shown) }
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

/// What is shown of the pages, as JSON, and how many pages there are in a block.
fn blocks(index: &SearchIndex) -> (Vec<String>, usize) {
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
    let size: usize = pages.iter().map(String::len).sum();
    let count = size.div_ceil(BLOCK).clamp(1, MOST_BLOCKS);
    let per_block = pages.len().div_ceil(count).max(1);
    let block = |pages: &[String]| format!("[{}]", pages.join(","));
    (pages.chunks(per_block).map(block).collect(), per_block)
}
