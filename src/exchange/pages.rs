//! Translated texts into the Markdown of a page: every byte that is not translated stays.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;

use crate::exchange::pairing::{Pair, pairs};
use crate::exchange::segment::{LINE_BREAK, in_one_line};
use crate::exchange::{File, What, page_id, texts};
use crate::frontmatter::{Translator, yaml_of};
use crate::markdown::{Block, Role, Section};
use crate::site::{Edition, Page, Site, parse_page};
use crate::source::SourceTree;
use crate::translation::{self, HEAD, Record, entry};
use crate::yaml::{scalar, scalar_in_brackets};

/// Keys of a head that count in the source language only.
const NOT_TRANSLATED: [&str; 9] =
    ["slug", "short", "order", "layout", "icon", "locales", "audience", "sources", "translation"];

/// What is to be written into a page.
pub struct Changes<'a> {
    /// The page as it is now.
    pub file: &'a File,
    /// Translations by the ids of their units.
    pub targets: BTreeMap<&'a str, &'a str>,
    /// Keys of the sections that agree with the text of today.
    pub agreeing: &'a [String],
    /// The editions that it is translated from and to.
    pub editions: [Edition; 2],
    /// Who translated it, if not a person.
    pub by: Option<Translator>,
    /// The day that is written into the record.
    pub today: Date,
}

/// What becomes of a page.
#[derive(Default)]
pub struct Written {
    /// The new text; nothing if the page is as it should be or cannot be written yet.
    pub text: Option<String>,
    /// Sections, or the page, that cannot be written yet: how many texts are missing, and where.
    pub incomplete: Vec<(usize, String)>,
    /// Ids of units that are no longer what they were among the others.
    pub broken: Vec<String>,
}

/// A range of bytes and what comes in its place.
type Edit = (Range<usize>, String);

/// Writes translations into a page.
pub fn written(site: &Site, tree: &SourceTree, changes: &Changes<'_>) -> Written {
    let mut written = Written::default();
    let [from, to] = changes.editions;
    let bundle = site.find(page_id(&changes.file.id)).map(|index| &site.bundles[index]);
    let cells = bundle.map(|bundle| (bundle.cells[from].as_deref(), bundle.cells[to].as_deref()));
    let Some((Some(source), own)) = cells else { return written };
    let Some(source_text) = tree.text(&source.path) else { return written };
    let own = own.and_then(|own| Some((own, tree.text(&own.path)?)));
    let page = Writing { changes, source, source_text };
    let text = match own {
        Some((own, text)) => page.amended(own, text, &mut written),
        None => page.made_anew(&mut written),
    };
    let Some(text) = text else { return written };
    let own_text = own.map(|(_, text)| text);
    let text = page.record(site, own.map(|(own, _)| own), text, own_text);
    if own_text == Some(text.as_str()) {
        return written;
    }
    let locale = &site.config.locales[to];
    // What is wrong with the text itself was found before; what is wrong among the blocks is not.
    let (fresh, _) = parse_page(&changes.file.path, &text, locale, &site.config.locales[from]);
    written.broken = page.broken(&fresh, &text);
    written.text = Some(text);
    written
}

struct Writing<'a> {
    changes: &'a Changes<'a>,
    source: &'a Page,
    source_text: &'a str,
}

impl Writing<'_> {
    fn target(&self, key: &str, number: impl std::fmt::Display) -> Option<&str> {
        self.changes.targets.get(format!("{key}.{number}").as_str()).copied()
    }

    /// The text of a translation with what changed in it.
    fn amended(&self, own: &Page, text: &str, written: &mut Written) -> Option<String> {
        let mut edits = self.head_edits(own, text);
        let mut end_of_last =
            own.document.sections.first().map_or(text.len(), |first| first.span.start);
        for pair in pairs(&self.source.document, Some(&own.document)) {
            if pair.is_alike {
                edits.extend(self.block_edits(&pair, text));
            } else {
                edits.extend(self.section_edit(&pair, text, end_of_last, written));
            }
            end_of_last = pair.own.map_or(end_of_last, |own| own.span.end);
        }
        Some(edited(text, edits))
    }

    /// The blocks of a section that differ from what is there.
    fn block_edits(&self, pair: &Pair<'_>, text: &str) -> Vec<Edit> {
        let blocks = pair.blocks(self.source_text);
        blocks
            .filter_map(|(number, _, own)| {
                let (target, own) = (self.target(pair.key, number)?, own?);
                let (now, notes) = in_one_line(&text[own.span.clone()]);
                let words =
                    if notes.is_empty() { target.to_owned() } else { format!("{target} {notes}") };
                (now != target).then(|| block_edit(text, own, &words))
            })
            .collect()
    }

    /// A section whose blocks are others than those of the source, made anew after its pattern.
    fn section_edit(
        &self,
        pair: &Pair<'_>,
        text: &str,
        at: usize,
        written: &mut Written,
    ) -> Option<Edit> {
        let numbers: Vec<usize> =
            pair.blocks(self.source_text).map(|(number, _, _)| number).collect();
        let missing =
            numbers.iter().filter(|number| self.target(pair.key, number).is_none()).count();
        if missing > 0 {
            if missing < numbers.len() {
                written.incomplete.push((missing, pair.key.to_owned()));
            }
            return None;
        }
        let section = self.section(pair).trim().to_owned();
        let place = pair.own.map_or(at..at, |own| own.span.clone());
        let before = &text[..place.start];
        let start = match before {
            before if before.ends_with("\n\n") || before.ends_with("---\n") => "",
            before if before.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let end = if place.end < text.len() { "\n\n" } else { "\n" };
        Some((place, format!("{start}{section}{end}")))
    }

    /// A section of the source with the words of the translation.
    fn section(&self, pair: &Pair<'_>) -> String {
        let span = pair.source.span.clone();
        let edits = self.source_edits(pair).into_iter();
        let edits =
            edits.map(|(range, words)| (range.start - span.start..range.end - span.start, words));
        edited(&self.source_text[span.clone()], edits.collect())
    }

    fn source_edits(&self, pair: &Pair<'_>) -> Vec<Edit> {
        let blocks = pair.blocks(self.source_text);
        let mut edits: Vec<Edit> = blocks
            .filter_map(|(number, block, _)| {
                let target = self.target(pair.key, number)?;
                Some(block_edit(self.source_text, block, target))
            })
            .collect();
        edits.extend(self.heading_id(pair.source));
        edits
    }

    /// Links lead to the id of a heading in every language, so it must not follow the words.
    fn heading_id(&self, section: &Section) -> Option<Edit> {
        let (id, heading) = (section.id.as_ref()?, section.blocks.first()?);
        let rest = self.source_text[heading.span.end..].lines().next().unwrap_or_default();
        let at = heading.span.end;
        (heading.role == Role::Heading && !rest.contains("{#"))
            .then(|| (at..at, format!(" {{#{id}}}")))
    }

    /// A new translation after the pattern of the source, if every text of it is there.
    fn made_anew(&self, written: &mut Written) -> Option<String> {
        let is_there = |id: &str| self.changes.targets.contains_key(id);
        let units =
            || self.changes.file.units().filter(|unit| unit.id != format!("{HEAD}.keywords"));
        let missing = units().filter(|unit| !is_there(&unit.id)).count();
        if missing > 0 {
            if missing < units().count() {
                written.incomplete.push((missing, self.changes.file.id.clone()));
            }
            return None;
        }
        let mut edits = self.head_edits(self.source, self.source_text);
        if let Some(head) = yaml_of(self.source_text) {
            let yaml = &self.source_text[head.clone()];
            edits.extend(NOT_TRANSLATED.iter().filter_map(|key| {
                let lines = entry(yaml, key)?;
                Some((head.start + lines.start..head.start + lines.end, String::new()))
            }));
        }
        for pair in pairs(&self.source.document, None) {
            edits.extend(self.source_edits(&pair));
        }
        Some(edited(self.source_text, edits))
    }

    /// Title, summary, keywords and the texts of a campaign where they differ from those of `page`.
    fn head_edits(&self, page: &Page, text: &str) -> Vec<Edit> {
        let Some(head) = yaml_of(text) else { return Vec::new() };
        let lines = |name: &str| match entry(&text[head.clone()], name) {
            Some(lines) => head.start + lines.start..head.start + lines.end,
            None => head.end..head.end,
        };
        let edit = |(name, what, now): (&str, What, String)| {
            if what == What::Campaign {
                return None;
            }
            let target = self.target(HEAD, name).filter(|target| *target != now)?;
            let value = if what == What::Keywords {
                let words =
                    target.split([',', '،', '、']).map(str::trim).filter(|word| !word.is_empty());
                let words: Vec<String> = words.map(scalar_in_brackets).collect();
                format!("[{}]", words.join(", "))
            } else {
                scalar(target)
            };
            Some((lines(name), format!("{name}: {value}\n")))
        };
        let edits = texts::fields(&page.front_matter).into_iter().filter_map(edit);
        let of_campaign = self.campaign(page).map(|yaml| (lines("campaign"), yaml));
        edits.chain(of_campaign).collect()
    }

    /// The texts of a campaign, if one of them differs from those of `page`. What else the source
    /// says of its campaign counts for all languages.
    fn campaign(&self, page: &Page) -> Option<String> {
        let source = self.source.front_matter.campaign.as_ref()?;
        let own = page.front_matter.campaign.as_ref();
        let now = |key: &str| own.and_then(|own| own.written().find(|(known, _)| *known == key));
        let target = |key| self.target(HEAD, key).or_else(|| now(key).map(|(_, text)| text));
        let is_new = |(key, _): (&str, &str)| {
            self.target(HEAD, key).is_some_and(|text| Some(text) != now(key).map(|(_, text)| text))
        };
        let is_translation = page.path != self.source.path;
        if is_translation && !source.written().any(is_new) {
            return None;
        }
        let mut yaml = String::from("campaign:\n");
        let line = |key| target(key).map(scalar);
        yaml.extend(line("when").map(|text| format!("  when: {text}\n")));
        if let Some(text) = line("call_to_action.text") {
            yaml.push_str(&format!("  call_to_action:\n    text: {text}\n"));
            let link = own.filter(|_| is_translation).and_then(|own| own.call_to_action.as_ref());
            let link = link.and_then(|call| call.link.as_ref());
            yaml.extend(link.map(|link| format!("    link: {}\n", scalar(&link.value))));
        }
        yaml.extend(line("message").map(|text| format!("  message: {text}\n")));
        Some(yaml)
    }

    /// The text with a record of what agrees; without one where nothing is new.
    fn record(
        &self,
        site: &Site,
        own: Option<&Page>,
        text: String,
        before: Option<&str>,
    ) -> String {
        let [from, _] = self.changes.editions;
        let from = site.config.locales[from].as_str();
        let known = own.and_then(|own| own.front_matter.translation.as_ref());
        let agreeing = self.changes.agreeing;
        let now: Vec<_> = translation::sections(self.source).collect();
        let needs_words = |key: &str| self.changes.file.groups.iter().any(|group| group.key == key);
        let agrees = |key: &str| !needs_words(key) || agreeing.iter().any(|known| known == key);
        let all_agree = now.iter().all(|(key, _)| agrees(key));
        // Digests of two texts in one record would say nothing.
        let has_other_source = known.is_some_and(|known| known.from.value != from);
        let has_new_words = before != Some(text.as_str());
        if has_other_source && !all_agree || agreeing.is_empty() && !has_new_words {
            return text;
        }
        let nothing = BTreeMap::new();
        let recorded =
            known.filter(|_| !has_other_source).map_or(&nothing, |known| &known.sections);
        let keys: Vec<String> = match agreeing.is_empty() {
            true => Vec::new(),
            // A section without words agrees whatever it says.
            false => {
                now.iter().map(|(key, _)| (*key).to_owned()).filter(|key| agrees(key)).collect()
            }
        };
        let sections = translation::agreed(recorded, &now, Some(&keys));
        let by = match (self.changes.by, known.map(|known| known.by)) {
            (Some(by), None) => by,
            (Some(Translator::Machine), Some(_)) if has_new_words => Translator::Machine,
            (Some(by), Some(_)) if all_agree => by,
            (None, Some(Translator::Machine)) if all_agree => Translator::MachineReviewed,
            (_, Some(by)) => by,
            (None, None) => Translator::Human,
        };
        let is_known = known.is_some_and(|known| {
            let old =
                known.sections.iter().map(|(key, digest)| (key.as_str(), digest.value.clone()));
            let old: BTreeMap<&str, String> = old.collect();
            let new = sections.iter().map(|(key, digest)| (key.as_str(), digest.to_string()));
            let new: BTreeMap<&str, String> = new.collect();
            known.by == by && !has_other_source && old == new
        });
        if is_known {
            return text;
        }
        let record = Record { from: from.to_owned(), by, on: self.changes.today, sections };
        record.write_into(&text).unwrap_or(text)
    }

    /// Units that the new text does not hold as they were meant.
    fn broken(&self, page: &Page, text: &str) -> Vec<String> {
        let mut broken = Vec::new();
        for pair in pairs(&self.source.document, Some(&page.document)) {
            for (number, block, _) in pair.blocks(self.source_text) {
                let Some(target) = self.target(pair.key, number) else { continue };
                let own =
                    pair.own.filter(|_| pair.is_alike).and_then(|own| own.blocks.get(number - 1));
                let is_there = own.is_some_and(|own| {
                    own.role == block.role && in_one_line(&text[own.span.clone()]).0 == target
                });
                if !is_there {
                    broken.push(format!("{}.{number}", pair.key));
                    break;
                }
            }
        }
        broken
    }
}

/// The words of a block in the place of those that are there. Further lines begin as the block does.
fn block_edit(text: &str, block: &Block, words: &str) -> Edit {
    let start = text[..block.span.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..block.span.start];
    let before: String =
        before.chars().map(|c| if matches!(c, '>' | '\t') { c } else { ' ' }).collect();
    (block.span.clone(), words.replace(LINE_BREAK, &format!("{LINE_BREAK}{before}")))
}

/// The text with all edits, which do not overlap.
fn edited(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, words) in edits {
        out.push_str(&text[at..range.start.max(at)]);
        out.push_str(&words);
        at = range.end.max(at);
    }
    out.push_str(&text[at..]);
    out
}
