//! What came back from a translator as new texts of files.
//!
//! A page is written as a whole or not at all: with an error in one of its texts it stays as it is,
//! and the other pages of the delivery are written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::exchange::check::Translated;
use crate::exchange::delivery::{DeliveredFile, DeliveredUnit, Delivery, Finish};
use crate::exchange::pages::{self, Changes};
use crate::exchange::{File, Group, Unit, What, data, fingerprint, page_id, texts};
use crate::frontmatter::Translator;
use crate::markdown::Digest;
use crate::site::{Edition, Site};
use crate::source::SourceTree;

/// How a delivery is taken over.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Who translated it, if not a person.
    pub by: Option<Translator>,
    /// Whether every text is finished, whatever the delivery says.
    pub all_finished: bool,
    /// The day that is written into the record.
    pub today: Date,
}

/// What became of a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Files with their new texts.
    pub written: Vec<(SourcePath, String)>,
    /// How many files are as the delivery says already.
    pub unchanged: usize,
    /// Ids of pages with an error, which stay as they are.
    pub refused: Vec<String>,
}

/// Takes over what came back.
pub fn import(
    site: &Site,
    tree: &SourceTree,
    delivery: &Delivery,
    options: &Options,
) -> (Imported, Diagnostics) {
    let mut found = Diagnostics::new();
    let mut imported = Imported::default();
    let Some(editions) = editions(site, delivery, &mut found) else { return (imported, found) };
    let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    for file in &delivery.files {
        if let Some(first) = seen.insert(&file.id, &file.span) {
            let finding = at(Code::DuplicateUnit, &delivery.path, &file.span).with("id", &file.id);
            found.push(finding.label(Span::new(&delivery.path, first.clone()), "first"));
            imported.refused.push(file.id.clone());
            continue;
        }
        let taking = Taking { site, tree, path: &delivery.path, editions, options };
        let (outcome, problems) = taking.file(file);
        found.append(problems);
        match outcome {
            Outcome::Written(path, text) => imported.written.push((path, text)),
            Outcome::Unchanged => imported.unchanged += 1,
            Outcome::Refused => imported.refused.push(file.id.clone()),
        }
    }
    // The second of two files with one id makes the first doubtful too.
    let refused: BTreeSet<SourcePath> = imported
        .refused
        .iter()
        .filter_map(|id| Taking { site, tree, path: &delivery.path, editions, options }.now(id))
        .map(|now| now.path)
        .collect();
    imported.written.retain(|(path, _)| !refused.contains(path));
    (imported, found)
}

/// The editions that a delivery was translated from and to.
fn editions(site: &Site, delivery: &Delivery, found: &mut Diagnostics) -> Option<[Edition; 2]> {
    let locales = &site.config.locales;
    let mut edition = |(tag, span): &(String, Range<usize>)| {
        let base = tag.split('-').next().unwrap_or_default();
        let known = site.config.locale_index(tag).or_else(|| site.config.locale_index(base));
        if known.is_none() {
            let known: Vec<String> = locales.iter().map(|locale| format!("`{locale}`")).collect();
            let finding = at(Code::ExchangeLanguage, &delivery.path, span).with("locale", tag);
            found.push(finding.with("keys", known.join(", ")).hint("known"));
        }
        known
    };
    let (from, to) = (edition(&delivery.from)?, edition(&delivery.to)?);
    if from == to {
        let finding = at(Code::ExchangeLanguage, &delivery.path, &delivery.to.1);
        found.push(finding.with("locale", &delivery.to.0).hint("same"));
        return None;
    }
    Some([from, to])
}

fn at(code: Code, path: &SourcePath, span: &Range<usize>) -> Diagnostic {
    Diagnostic::at(code, Span::new(path, span.clone()))
}

enum Outcome {
    Written(SourcePath, String),
    Unchanged,
    Refused,
}

#[derive(Clone, Copy)]
struct Taking<'a> {
    site: &'a Site,
    tree: &'a SourceTree,
    /// The file that came back.
    path: &'a SourcePath,
    editions: [Edition; 2],
    options: &'a Options,
}

impl Taking<'_> {
    /// A page or a file of data as it is now.
    fn now(&self, id: &str) -> Option<File> {
        let [from, to] = self.editions;
        match data::path(id) {
            Some(path) => data::file(self.site, self.tree, &path.into(), from, to),
            None => texts::page(self.site, self.tree, self.site.find(page_id(id))?, from, to),
        }
    }

    fn file(&self, file: &DeliveredFile) -> (Outcome, Diagnostics) {
        let mut found = Diagnostics::new();
        let Some(now) = self.now(&file.id) else {
            let finding = at(Code::UnknownPage, self.path, &file.span).with("id", &file.id);
            found.push(finding.did_you_mean(&file.id, self.site.ids()));
            return (Outcome::Refused, found);
        };
        let matches = self.matches(file, &now, &mut found);
        let changed: Vec<&Match<'_>> =
            matches.iter().filter(|one| one.target() != one.unit.target).collect();
        for one in &changed {
            found.append(self.check(one));
            if one.is_contradicted() && !one.target().is_empty() {
                let finding = at(Code::TranslationChanged, self.path, &one.delivered.span);
                found.push(finding.with("old", &one.unit.target));
            }
        }
        if found.has_errors() {
            return (Outcome::Refused, found);
        }
        let (outcome, problems) = if data::path(&file.id).is_some() {
            (self.data(&now, &changed), Diagnostics::new())
        } else {
            self.page(&now, &matches, &file.span)
        };
        found.append(problems);
        (outcome, found)
    }

    fn check(&self, one: &Match<'_>) -> Diagnostics {
        let translated = Translated {
            source: &one.unit.source,
            old: &one.unit.target,
            target: one.target(),
            path: self.path,
            span: &one.delivered.span,
        };
        match one.unit.what {
            What::Block(role) if !one.target().is_empty() => {
                translated.block(role, &self.site.config.locales[self.editions[1]])
            }
            _ => translated.characters(),
        }
    }

    /// What came back beside the texts of today, and findings where they do not fit together.
    fn matches<'a>(
        &self,
        file: &'a DeliveredFile,
        now: &'a File,
        found: &mut Diagnostics,
    ) -> Vec<Match<'a>> {
        let mut matches = Vec::new();
        let mut left = self.without_duplicates(file, found);
        for group in &now.groups {
            let of_group = |unit: &&DeliveredUnit| group_of(&unit.id, group);
            let (mut of_this, others): (Vec<_>, Vec<_>) = left.into_iter().partition(of_group);
            left = others;
            let mut changed: Option<&DeliveredUnit> = None;
            let mut open: Vec<&Unit> = Vec::new();
            let is_same = |delivered: &DeliveredUnit, unit: &Unit| {
                Digest::of(&delivered.source) == Digest::of(&unit.source)
            };
            let by_id = |delivered: &DeliveredUnit, unit: &Unit| {
                delivered.id == unit.id && is_same(delivered, unit)
            };
            for unit in &group.units {
                match take(&mut of_this, |delivered| by_id(delivered, unit)) {
                    Some(delivered) => matches.push(Match { unit, delivered, is_same: true }),
                    None => open.push(unit),
                }
            }
            // A block that moved.
            open.retain(|unit| match take(&mut of_this, |delivered| is_same(delivered, unit)) {
                Some(delivered) => {
                    matches.push(Match { unit, delivered, is_same: true });
                    false
                }
                None => true,
            });
            // A block that says something else: its translation is nearer to it than the old one.
            for unit in open {
                if let Some(delivered) = take(&mut of_this, |delivered| delivered.id == unit.id) {
                    changed = changed.or(Some(delivered).filter(|one| !one.target.is_empty()));
                    matches.push(Match { unit, delivered, is_same: false });
                }
            }
            let translated = |unit: &&DeliveredUnit| !unit.target.is_empty();
            let gone = of_this.into_iter().find(translated);
            if let Some(unit) = changed.or(gone) {
                let finding = at(Code::SourceChanged, self.path, &unit.span);
                let title = if group.title.is_empty() { &now.notes[0] } else { &group.title };
                found.push(finding.with("section", title));
            }
        }
        for unit in left {
            let id = if unit.id.is_empty() { "?" } else { &unit.id };
            found.push(at(Code::UnknownUnit, self.path, &unit.span).with("id", id));
        }
        matches.sort_by_key(|one| one.delivered.span.start);
        matches
    }

    fn without_duplicates<'a>(
        &self,
        file: &'a DeliveredFile,
        found: &mut Diagnostics,
    ) -> Vec<&'a DeliveredUnit> {
        let mut seen: BTreeMap<&str, &DeliveredUnit> = BTreeMap::new();
        let mut units = Vec::new();
        for unit in &file.units {
            match seen.get(unit.id.as_str()) {
                None => units.push(unit),
                // The same twice is no contradiction.
                Some(first) if first.target == unit.target => {}
                Some(first) => {
                    let finding = at(Code::DuplicateUnit, self.path, &unit.span);
                    let first = Span::new(self.path, first.span.clone());
                    found.push(finding.with("id", &unit.id).label(first, "first"));
                }
            }
            seen.entry(&unit.id).or_insert(unit);
        }
        units
    }

    fn data(&self, now: &File, changed: &[&Match<'_>]) -> Outcome {
        let translations: Vec<(&str, &str)> = changed
            .iter()
            .map(|one| (one.unit.id.as_str(), one.target()))
            .filter(|(_, target)| !target.is_empty())
            .collect();
        let Some(text) = self.tree.text(&now.path).filter(|_| !translations.is_empty()) else {
            return Outcome::Unchanged;
        };
        let text = data::written(self.site, text, self.editions, &translations);
        Outcome::Written(now.path.clone(), text)
    }

    fn page(
        &self,
        now: &File,
        matches: &[Match<'_>],
        span: &Range<usize>,
    ) -> (Outcome, Diagnostics) {
        let mut found = Diagnostics::new();
        let by_unit: BTreeMap<&str, &Match<'_>> =
            matches.iter().map(|one| (one.unit.id.as_str(), one)).collect();
        let agrees = |group: &Group| {
            group.units.iter().all(|unit| {
                let one = by_unit.get(unit.id.as_str());
                one.is_some_and(|one| one.is_same && self.is_finished(one))
            })
        };
        let agreeing: Vec<String> = now
            .groups
            .iter()
            .filter(|group| agrees(group))
            .map(|group| group.key.clone())
            .collect();
        let changes = Changes {
            file: now,
            targets: by_unit
                .iter()
                .map(|(id, one)| (*id, one.target()))
                .filter(|(_, target)| !target.is_empty())
                .collect(),
            agreeing: &agreeing,
            editions: self.editions,
            by: self.options.by,
            today: self.options.today,
        };
        let written = pages::written(self.site, self.tree, &changes);
        for (missing, of) in written.incomplete {
            let finding = at(Code::TranslationIncomplete, self.path, span);
            found.push(finding.with("missing", missing).with("section", of));
        }
        for id in written.broken {
            match by_unit.get(id.as_str()) {
                Some(one) => found.push(
                    Translated {
                        source: &one.unit.source,
                        old: "",
                        target: one.target(),
                        path: self.path,
                        span: &one.delivered.span,
                    }
                    .broken(),
                ),
                None => found.push(at(Code::MarkupBroken, self.path, span).with("sign", id)),
            }
        }
        let outcome = match written.text {
            _ if found.has_errors() => Outcome::Refused,
            Some(text) => Outcome::Written(now.path.clone(), text),
            None => Outcome::Unchanged,
        };
        (outcome, found)
    }

    fn is_finished(&self, one: &Match<'_>) -> bool {
        // What somebody else wrote meanwhile, the translator did not see.
        let is_seen = one.delivered.target == one.target();
        let is_finished = match one.delivered.finish {
            Finish::Yes => true,
            Finish::Unsaid => one.target() != one.unit.target,
            Finish::No => false,
        };
        is_seen && !one.target().is_empty() && (is_finished || self.options.all_finished)
    }
}

/// A text of today and what came back for it.
struct Match<'a> {
    unit: &'a Unit,
    delivered: &'a DeliveredUnit,
    /// Whether the translator saw the text of today.
    is_same: bool,
}

impl Match<'_> {
    /// The translation that the page should have.
    fn target(&self) -> &str {
        let delivered = self.delivered;
        let keeps = delivered.is_untouched() && !self.unit.target.is_empty();
        if keeps { &self.unit.target } else { &delivered.target }
    }

    /// Whether both the translator and somebody else changed the translation that went out.
    fn is_contradicted(&self) -> bool {
        let now = fingerprint(&self.unit.target);
        let delivered = self.delivered;
        let is_changed = delivered.exported.as_ref().is_some_and(|exported| *exported != now);
        is_changed && !delivered.is_untouched() && delivered.target != self.unit.target
    }
}

/// Whether an id is one of a group: its key, a dot and a number or the keys below.
fn group_of(id: &str, group: &Group) -> bool {
    id.strip_prefix(group.key.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn take<'a>(
    units: &mut Vec<&'a DeliveredUnit>,
    is_it: impl Fn(&DeliveredUnit) -> bool,
) -> Option<&'a DeliveredUnit> {
    let at = units.iter().position(|unit| is_it(unit))?;
    Some(units.remove(at))
}
