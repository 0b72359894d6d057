//! Translations state the facts of their source, and have its shape.

use std::ops::Range;

use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::facts::{
    self, Difference, Fact, Field, Language, PageFacts, Part, Section, Shape, ShapeKind, Side,
    Value, differences,
};
use crate::markdown::CallOut;
use crate::report::position;
use crate::site::{Bundle, Edition, Site};
use crate::source::SourceTree;
use crate::translation::source_of;
use crate::yaml::Localised;

use super::texts;

/// Compares each page, and each text of `site.yaml` and the data, with what it was translated from.
pub fn different_facts(tree: &SourceTree, site: &Site, found: &mut Diagnostics) {
    let languages: Vec<Language> = site
        .config
        .locales
        .iter()
        .zip(&site.formats)
        .map(|(locale, formats)| Language::new(locale, formats))
        .collect();
    let of_bundles: Vec<Vec<Diagnostic>> = site
        .bundles
        .par_iter()
        .map(|bundle| {
            let mut findings = Vec::new();
            bundle_findings(tree, site, bundle, &languages, &mut findings);
            findings
        })
        .collect();
    found.extend(of_bundles.into_iter().flatten());
    for (text, path) in texts::localised(site) {
        let Some(file) = tree.text(&path) else { continue };
        localised_findings(site, text, &Text { path: &path, file }, &languages, found);
    }
}

/// A file.
#[derive(Clone, Copy)]
struct Text<'a> {
    path: &'a SourcePath,
    file: &'a str,
}

impl Text<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.path, range.clone())
    }

    /// The file and the line of a range, for messages that show no labels.
    fn place(&self, range: &Range<usize>) -> String {
        format!("{}:{}", self.path, position(self.file, range.start).line)
    }

    /// Where a sign stands in a range.
    fn sign_at(&self, range: &Range<usize>, sign: &str) -> Option<usize> {
        self.file.get(range.clone())?.find(sign).map(|at| range.start + at)
    }

    /// The words of a range in one line, as a message can quote them.
    fn quote(&self, range: &Range<usize>) -> String {
        let words = self.file.get(range.clone()).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn bundle_findings(
    tree: &SourceTree,
    site: &Site,
    bundle: &Bundle,
    languages: &[Language],
    found: &mut Vec<Diagnostic>,
) {
    let mut stated: Vec<Option<PageFacts>> = vec![None; bundle.cells.len()];
    let source_language = &languages[site.config.source];
    for edition in 0..bundle.cells.len() {
        let Some(page) = bundle.cells[edition].as_deref() else { continue };
        let Some(from) = source_of(bundle, &site.config, edition) else { continue };
        let Some(source) = bundle.cells[from].as_deref() else { continue };
        for (edition, page) in [(edition, page), (from, source)] {
            let file = tree.text(&page.path).unwrap_or_default();
            stated[edition].get_or_insert_with(|| {
                let language = &languages[edition];
                facts::of_page(file, &page.front_matter, &page.document, language, source_language)
            });
        }
        let (Some(here), Some(there)) = (&stated[edition], &stated[from]) else { continue };
        let text = |page| Text { path: page, file: tree.text(page).unwrap_or_default() };
        let anchors = |one: &str, other: &str, id: &str| {
            is_same_heading(site, bundle, id, (edition, one), (from, other))
        };
        Comparison {
            here: text(&page.path),
            there: text(&source.path),
            languages: (&languages[edition], &languages[from]),
            is_same_anchor: &anchors,
            found,
        }
        .pages(here, there);
    }
}

/// Whether two anchors on a page lead to the same heading of two editions: without an id of its
/// own, a heading has another one in each language.
fn is_same_heading(
    site: &Site,
    here: &Bundle,
    target: &str,
    (edition, one): (Edition, &str),
    (other_edition, other): (Edition, &str),
) -> bool {
    let id = target.trim_matches('/');
    let bundle = site.find(id).filter(|_| !id.is_empty()).map_or(here, |at| &site.bundles[at]);
    let position = |edition: Edition, anchor: &str| {
        let headings = &bundle.cells[edition].as_ref()?.document.headings;
        headings.iter().position(|heading| heading.id == anchor)
    };
    let (first, second) = (position(edition, one), position(other_edition, other));
    one == other || first.is_some() && first == second
}

fn localised_findings(
    site: &Site,
    text: &Localised,
    file: &Text<'_>,
    languages: &[Language],
    found: &mut Diagnostics,
) {
    let Localised::ByLocale(texts) = text else { return };
    let source_tag = site.config.source_locale().as_str();
    let Some(source) = texts.get(source_tag).filter(|_| text.own(source_tag).is_some()) else {
        return;
    };
    let mut findings = Vec::new();
    let there = facts::of_value(file.file, source, &languages[site.config.source]);
    for (edition, locale) in site.config.locales.iter().enumerate() {
        if edition == site.config.source || text.own(locale.as_str()).is_none() {
            continue;
        }
        let Some(translation) = texts.get(locale.as_str()) else { continue };
        let here = facts::of_value(file.file, translation, &languages[edition]);
        Comparison {
            here: *file,
            there: *file,
            languages: (&languages[edition], &languages[site.config.source]),
            is_same_anchor: &|_, _, _| false,
            found: &mut findings,
        }
        .parts((&here, &translation.value), (&there, &source.value), &[]);
    }
    found.extend(findings);
}

/// A translation, its source, and what was found so far.
struct Comparison<'a> {
    here: Text<'a>,
    there: Text<'a>,
    languages: (&'a Language, &'a Language),
    /// Whether two anchors on the page of this id are one place.
    is_same_anchor: &'a dyn Fn(&str, &str, &str) -> bool,
    found: &'a mut Vec<Diagnostic>,
}

impl Comparison<'_> {
    fn pages(&mut self, here: &PageFacts, there: &PageFacts) {
        for (index, (part, source)) in here.fields.iter().zip(&there.fields).enumerate() {
            let field = Field::ALL[index];
            // A translation without sources of its own shows those of its source.
            if field == Field::Sources && part.facts.is_empty() {
                continue;
            }
            // A text of a campaign that only one of them has is missing as a whole.
            let is_of_campaign =
                matches!(field, Field::When | Field::CallToAction | Field::Message);
            if is_of_campaign && (part.span.is_empty() || source.span.is_empty()) {
                continue;
            }
            let words = |text: &Text<'_>, part: &Part| match field {
                Field::ValidFrom | Field::ValidUntil | Field::Sources => String::new(),
                _ => text.quote(&part.span),
            };
            let (here, there) = (words(&self.here, part), words(&self.there, source));
            self.parts((part, &here), (source, &there), &[]);
        }
        // Nothing is translated from an empty text, and nobody has begun with an empty translation.
        if here.sections.is_empty() || there.sections.is_empty() {
            return;
        }
        let mut alone = Vec::new();
        for (section, source) in pair(&here.sections, &there.sections, &mut alone) {
            self.sections(section, source);
        }
        let (title, source_title) = (&here.fields[0].span, &there.fields[0].span);
        for side in alone {
            self.alone(side, title, source_title);
        }
        self.order(&here.sections, &there.sections);
    }

    /// A section that only one text has. Where it has no heading, its facts are what is missing.
    fn alone(&mut self, side: Alone<'_>, title: &Range<usize>, source_title: &Range<usize>) {
        let nothing = |span: &Range<usize>| Part { span: span.clone(), facts: Vec::new() };
        match side {
            Alone::Missing(section, _) if section.level == 1 => {
                self.parts((&nothing(title), ""), (&section.part, ""), &[]);
            }
            Alone::Added(section) if section.level == 1 => {
                self.parts((&section.part, ""), (&nothing(source_title), ""), &[]);
            }
            Alone::Missing(section, before) => {
                let span = &section.part.span;
                let place = before.map_or(title, |before| &before.part.span);
                let place = if place.is_empty() { title } else { place };
                let finding = Diagnostic::at(Code::MissingFact, self.here.span(place));
                self.report(finding.with("fact", self.there.quote(span)), span);
            }
            Alone::Added(section) => {
                let span = &section.part.span;
                let finding = Diagnostic::at(Code::AddedFact, self.here.span(span));
                self.report(finding.with("fact", self.here.quote(span)), source_title);
            }
        }
    }

    /// The first heading that stands elsewhere than in the source.
    fn order(&mut self, here: &[Section], there: &[Section]) {
        let position = |section: &Section| {
            let id = section.id.as_ref()?;
            there.iter().position(|source| source.id.as_ref() == Some(id))
        };
        let known: Vec<_> = here.iter().filter_map(|s| Some((s, position(s)?))).collect();
        if let Some(pair) = known.windows(2).find(|pair| pair[0].1 > pair[1].1) {
            let (section, source) = (pair[0].0, &there[pair[0].1]);
            let expected = heading_id(&there[pair[1].1].id);
            self.heading("order", (section, source), (heading_id(&section.id), expected));
        }
    }

    fn sections(&mut self, here: &Section, there: &Section) {
        if there.id.is_some() && here.id != there.id {
            let ids = (heading_id(&here.id), heading_id(&there.id));
            self.heading("heading-id", (here, there), ids);
        }
        if here.level != there.level {
            let levels = (here.level.to_string(), there.level.to_string());
            self.heading("heading-level", (here, there), levels);
        }
        let lost = self.shapes(here, there);
        let (file, source) = (self.here.file, self.there.file);
        let one = file.get(here.text.clone()).unwrap_or_default();
        let other = source.get(there.text.clone()).unwrap_or_default();
        self.parts((&here.part, one), (&there.part, other), &lost);
    }

    /// Lists, tables and call-outs. Gives the ranges of both files whose facts may go without a
    /// finding of their own, because their step or row did.
    fn shapes(&mut self, here: &Section, there: &Section) -> Vec<(Missing, Range<usize>)> {
        let mut lost = Vec::new();
        let mut kinds: Vec<ShapeKind> =
            here.shapes.iter().chain(&there.shapes).map(|shape| shape.kind).collect();
        kinds.sort();
        kinds.dedup();
        let of = |section: &Section, kind| -> Option<Shape> {
            section.shapes.iter().find(|shape| shape.kind == kind).cloned()
        };
        self.call_outs(here, there);
        let is_table_there = |section: &Section| of(section, ShapeKind::Tables).is_some();
        for kind in kinds {
            let (one, other) = (of(here, kind), of(there, kind));
            let count = |shape: &Option<Shape>| shape.as_ref().map_or(0, |shape| shape.count);
            let (found, expected) = (count(&one), count(&other));
            if found == expected || matches!(kind, ShapeKind::CallOuts(_)) {
                continue;
            }
            let longer = if found > expected { &one } else { &other };
            let side = if found > expected { Missing::There } else { Missing::Here };
            lost.extend(longer.as_ref().map(|shape| (side, shape.range.clone())));
            let is_of_table = matches!(kind, ShapeKind::Columns { .. } | ShapeKind::Rows { .. });
            if is_of_table && !(is_table_there(here) && is_table_there(there)) {
                continue;
            }
            let place = |shape: Option<Shape>, section: &Section| {
                shape.map_or(section.part.span.clone(), |shape| shape.span)
            };
            let span = self.here.span(&place(one, here));
            let source = place(other, there);
            let finding = Diagnostic::at(Code::DifferentStructure, span)
                .with("kind", kind_name(kind))
                .with("here", found)
                .with("there", expected);
            self.report(finding, &source);
        }
        lost
    }

    /// Call-outs of another kind, and those that one text lacks.
    fn call_outs(&mut self, here: &Section, there: &Section) {
        let count = |section: &Section, kind| {
            let shape = section.shapes.iter().find(|shape| shape.kind == kind);
            shape.map_or(0, |shape| shape.count)
        };
        let surplus = |one: &Section, other: &Section| -> Vec<Shape> {
            let shapes = one.shapes.iter();
            let call_outs = shapes.filter(|shape| matches!(shape.kind, ShapeKind::CallOuts(_)));
            call_outs.filter(|shape| shape.count > count(other, shape.kind)).cloned().collect()
        };
        let (added, missing) = (surplus(here, there), surplus(there, here));
        for index in 0..added.len().max(missing.len()) {
            let (one, other) = (added.get(index), missing.get(index));
            let name = |shape: Option<&Shape>| {
                shape.map_or("–".to_owned(), |shape| format!("`[!{}]`", kind_name(shape.kind)))
            };
            let place = |shape: Option<&Shape>, section: &Section| {
                shape.map_or(section.part.span.clone(), |shape| shape.span.clone())
            };
            let span = self.here.span(&place(one, here));
            let finding = Diagnostic::at(Code::DifferentStructure, span)
                .with("kind", "call-out")
                .with("here", name(one))
                .with("there", name(other));
            self.report(finding, &place(other, there));
        }
    }

    /// Facts of two texts.
    fn parts(
        &mut self,
        (here, words): (&Part, &str),
        (there, source_words): (&Part, &str),
        lost: &[(Missing, Range<usize>)],
    ) {
        let (language, source_language) = self.languages;
        let says = |number| language.says(words, number);
        let source_says = |number| source_language.says(source_words, number);
        let translation = Side { facts: &here.facts, says: &says };
        let source = Side { facts: &there.facts, says: &source_says };
        let is_lost = |side: Missing, fact: &Fact| {
            lost.iter().any(|(of, range)| {
                *of == side && range.start <= fact.span.start && fact.span.end <= range.end
            })
        };
        for difference in differences(translation, source) {
            let (finding, source) = match difference {
                Difference::Changed(at, by) => {
                    let (one, other) = (&here.facts[at], &there.facts[by]);
                    if self.is_same_place(one, other) {
                        continue;
                    }
                    let finding = Diagnostic::at(Code::DifferentFact, self.here.span(&one.span))
                        .with("here", self.here.quote(&one.span))
                        .with("there", self.there.quote(&other.span));
                    (finding, &other.span)
                }
                Difference::Missing(by) => {
                    let fact = &there.facts[by];
                    if is_lost(Missing::Here, fact) {
                        continue;
                    }
                    let finding = Diagnostic::at(Code::MissingFact, self.here.span(&here.span));
                    (finding.with("fact", self.there.quote(&fact.span)), &fact.span)
                }
                Difference::Added(at) => {
                    let fact = &here.facts[at];
                    if is_lost(Missing::There, fact) {
                        continue;
                    }
                    let finding = Diagnostic::at(Code::AddedFact, self.here.span(&fact.span));
                    (finding.with("fact", self.here.quote(&fact.span)), &there.span)
                }
            };
            self.report(finding, source);
        }
    }

    /// Whether two references with different anchors lead to the same heading.
    fn is_same_place(&self, one: &Fact, other: &Fact) -> bool {
        match (&one.value, &other.value) {
            (
                Value::Reference { target, anchor: Some(one) },
                Value::Reference { target: same, anchor: Some(other) },
            ) => target == same && (self.is_same_anchor)(one, other, target),
            _ => false,
        }
    }

    /// A difference between two headings.
    fn heading(
        &mut self,
        kind: &str,
        (here, there): (&Section, &Section),
        (found, expected): (String, String),
    ) {
        let mut place = here.part.span.clone();
        if let (true, Some(at)) = (kind == "heading-id", self.here.sign_at(&place, "{#")) {
            place.start = at;
        }
        let finding = Diagnostic::at(Code::DifferentStructure, self.here.span(&place))
            .with("kind", kind)
            .with("here", found)
            .with("there", expected);
        self.report(finding, &there.part.span);
    }

    fn report(&mut self, finding: Diagnostic, source: &Range<usize>) {
        let finding = finding.with("place", self.there.place(source));
        self.found.push(finding.label(self.there.span(source), "source"));
    }
}

/// Where a step or a row is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Here,
    There,
}

/// A section without a counterpart.
enum Alone<'a> {
    /// The source has it; the translation has the other one where it should be.
    Missing(&'a Section, Option<&'a Section>),
    Added(&'a Section),
}

/// The sections that belong together: by the ids of their headings, and between those by order.
fn pair<'a>(
    here: &'a [Section],
    there: &'a [Section],
    alone: &mut Vec<Alone<'a>>,
) -> Vec<(&'a Section, &'a Section)> {
    let mut partner: Vec<Option<usize>> = here
        .iter()
        .map(|section| {
            there.iter().position(|source| match (&section.id, &source.id) {
                (Some(one), Some(other)) => one == other,
                _ => section.level == 1 && source.level == 1,
            })
        })
        .collect();
    let mut next = 0;
    for at in 0..here.len() {
        if let Some(known) = partner[at] {
            next = known + 1;
        } else if next < there.len() && !partner.contains(&Some(next)) && there[next].level > 1 {
            partner[at] = Some(next);
            next += 1;
        } else {
            alone.push(Alone::Added(&here[at]));
        }
    }
    for (index, source) in there.iter().enumerate() {
        if !partner.contains(&Some(index)) {
            let before = index.checked_sub(1).and_then(|before| {
                partner.iter().position(|known| *known == Some(before)).map(|at| &here[at])
            });
            alone.push(Alone::Missing(source, before));
        }
    }
    let pairs = here.iter().zip(partner);
    pairs.filter_map(|(section, source)| Some((section, &there[source?]))).collect()
}

/// The fragment of a heading as it is written behind it.
fn heading_id(id: &Option<String>) -> String {
    id.as_ref().map_or_else(|| "–".to_owned(), |id| format!("`{{#{id}}}`"))
}

const fn kind_name(kind: ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Steps { .. } => "steps",
        ShapeKind::Items { .. } => "items",
        ShapeKind::Tasks { .. } => "tasks",
        ShapeKind::CallOuts(CallOut::Note) => "NOTE",
        ShapeKind::CallOuts(CallOut::Tip) => "TIP",
        ShapeKind::CallOuts(CallOut::Important) => "IMPORTANT",
        ShapeKind::CallOuts(CallOut::Warning) => "WARNING",
        ShapeKind::CallOuts(CallOut::Caution) => "CAUTION",
        ShapeKind::Tables => "tables",
        ShapeKind::Columns { .. } => "columns",
        ShapeKind::Rows { .. } => "rows",
        ShapeKind::Footnotes => "footnotes",
    }
}
