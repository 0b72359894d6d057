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
use super::{FormKey, SearchIndex, ShownPage};

/// Estimated size of a shard after compression, in bytes, unless there would be too many files.
const SHARD: usize = 4200;
/// Size of a block before compression, in bytes, unless there would be too many files.
const BLOCK: usize = 6_000;
/// How many files an edition may have, so that a portal of ten thousand pages has a thousand.
const MOST_FILES: usize = 165;
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
    let (shards, blocks) = parts(index);
    let firsts_of_blocks: Vec<usize> = blocks.iter().map(|(first, _)| *first).collect();
    let shards: Vec<Shard> = shards
        .into_iter()
        .map(|(first, placed)| shard(index, first, &placed, !are_titles_in_map))
        .collect();
    let blocks: Vec<String> =
        blocks.iter().map(|(_, pages)| format!("[{}]", pages.join(","))).collect();
    let words = front_coded(index.own_forms().iter().map(String::as_str)).join("\n");

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

/// What falls into one part: where it begins and what it holds.
type Parts<K, V> = Vec<(K, V)>;

/// Shards and blocks, so small that there are not too many of both together.
fn parts(index: &SearchIndex) -> (Parts<String, Placed<'_>>, Parts<usize, Vec<String>>) {
    let mut places: BTreeMap<String, Placed<'_>> = BTreeMap::new();
    // A reader may type what comes before everything.
    places.insert(String::new(), Placed::default());
    for entry in &index.entries {
        places.entry(place(&entry.key)).or_default().entries.push(entry);
    }
    for (form, keys) in &index.forms {
        places.entry(place(form)).or_default().forms.push((form, keys));
    }
    let pages = pages(index);
    let places_at: Vec<usize> = places.values().map(Placed::size).collect();
    let pages_at: Vec<usize> = pages.iter().map(String::len).collect();
    let (mut shard, mut block) = (SHARD, BLOCK);
    let (cut_places, cut_pages) = loop {
        let cuts = (cuts(&places_at, shard), cuts(&pages_at, block));
        if cuts.0.len() + cuts.1.len() <= MOST_FILES {
            break cuts;
        }
        shard += shard / 16;
        block += block / 16;
    };
    let shards = cut(places, &cut_places, |all: &mut Placed<'_>, one| {
        all.entries.extend(one.entries);
        all.forms.extend(one.forms);
    });
    let pages = pages.into_iter().enumerate().map(|(number, page)| (number, vec![page]));
    (shards, cut(pages, &cut_pages, Vec::extend))
}

/// Where the parts begin that things of these sizes fall into, in order.
fn cuts(sizes: &[usize], most: usize) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut sum = 0;
    for (at, size) in sizes.iter().enumerate() {
        if cuts.is_empty() || sum + size > most {
            cuts.push(at);
            sum = 0;
        }
        sum += size;
    }
    cuts
}

/// Joins what lies between two cuts.
fn cut<K, V>(
    things: impl IntoIterator<Item = (K, V)>,
    cuts: &[usize],
    join: impl Fn(&mut V, V),
) -> Parts<K, V> {
    let mut parts: Parts<K, V> = Vec::with_capacity(cuts.len());
    for (at, (first, thing)) in things.into_iter().enumerate() {
        match parts.last_mut() {
            Some((_, part)) if cuts.binary_search(&at).is_err() => join(part, thing),
            _ => parts.push((first, thing)),
        }
    }
    parts
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

/// What is shown of each page, as JSON.
fn pages(index: &SearchIndex) -> Vec<String> {
    let page = |page: &ShownPage| {
        let sections: Vec<Value> = page
            .sections
            .iter()
            .map(|section| json!([section.id, section.heading, section.text]))
            .collect();
        match &page.label {
            Some(label) => json!([page.title, page.url, page.summary, sections, label]),
            None => json!([page.title, page.url, page.summary, sections]),
        }
        .to_string()
    };
    index.pages.iter().map(page).collect()
}
