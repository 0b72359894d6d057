//! Links, references and pictures of the texts.

use crate::campaign;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::frontmatter::AtAGlance;
use crate::markdown::{Content, Heading, Hole};
use crate::reference::Registry;
use crate::render::{TimetableAddresses, is_generated};
use crate::site::{BundleIndex, Edition, Page, Site};
use crate::yaml::Spanned;

use super::{Used, paper};

/// Checks the holes of every page, and says what they use.
pub fn check(site: &Site, found: &mut Diagnostics) -> Used {
    let mut used = Used::new();
    for (bundle, cells) in site.bundles.iter().enumerate() {
        for (edition, page) in cells.cells.iter().enumerate() {
            let Some(page) = page else { continue };
            used.extend(campaign::values(&page.front_matter).map(|id| ("value", id.to_owned())));
            if let Some(glance) = &page.front_matter.at_a_glance {
                check_glance(site, page, glance, &mut used, found);
            }
            for hole in &page.document.holes {
                let span = Span::new(&page.path, hole.span.clone());
                let here = Here { site, bundle, edition, page, span };
                here.check_hole(hole, &mut used, found);
            }
        }
    }
    for entry in site.registry.contacts.values() {
        used.extend(entry.value.place.iter().map(|place| ("place", place.value.clone())));
    }
    for course in site.registry.courses.values().map(|entry| &entry.value) {
        used.extend(course.references().map(|(kind, id)| (kind, id.to_owned())));
    }
    let organisation = site.config.organisation.as_ref();
    if let Some(contact) = organisation.and_then(|organisation| organisation.contact.as_ref()) {
        used.insert(("contact", contact.value.clone()));
    }
    used
}

/// What a page says at a glance is in the data.
fn check_glance(
    site: &Site,
    page: &Page,
    glance: &AtAGlance,
    used: &mut Used,
    found: &mut Diagnostics,
) {
    let registry = &site.registry;
    let place = |id: &Spanned<String>| Span::new(&page.path, id.span.clone());
    for id in glance.values() {
        used.insert(("value", id.value.clone()));
        found.extend(unknown_entry(registry, "value", &id.value, place(id)));
    }
    for id in &glance.places {
        used.extend(["contact", "place"].map(|kind| (kind, id.value.clone())));
        if registry.lacks("contact", &id.value) && registry.lacks("place", &id.value) {
            let known = registry.ids("contact").chain(registry.ids("place"));
            found.push(unknown("contact-or-place", &id.value, place(id), known));
        }
    }
}

/// A reference to something that is not there.
pub fn unknown<'a>(
    kind: &str,
    id: &str,
    span: Span,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    Diagnostic::at(Code::UnknownReference, span)
        .with("kind", kind)
        .with("id", id)
        .did_you_mean(id, known)
}

/// A reference to an entry of the data, if it is not there.
pub fn unknown_entry(
    registry: &Registry,
    kind: &'static str,
    id: &str,
    span: Span,
) -> Option<Diagnostic> {
    let is_wrong = registry.lacks(kind, id);
    is_wrong.then(|| unknown(kind, id, span, registry.ids(kind)))
}

/// Where a link of a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// A page, in the edition of the reader.
    Page(BundleIndex),
    /// A page in a certain edition, or one that the program makes, by its address.
    Address(&'a str),
    /// A file of the bundle.
    File(&'a crate::diagnostic::SourcePath),
    /// A place on the same page.
    Same,
}

/// Resolves the target of a Markdown link: an address, a heading, a file of the bundle, or the path
/// of another page relative to this one. The second part is the fragment.
pub fn resolve<'a>(
    site: &'a Site,
    bundle: BundleIndex,
    target: &'a str,
) -> Option<(Target<'a>, Option<&'a str>)> {
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    };
    if path.is_empty() {
        return anchor.map(|anchor| (Target::Same, Some(anchor)));
    }
    if path.starts_with('/') {
        return is_address(site, path).then_some((Target::Address(path), anchor));
    }
    if let Some(file) = site.file(bundle, path) {
        return Some((Target::File(file), anchor));
    }
    let mut parts: Vec<&str> =
        site.bundles[bundle].id.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            // `../visa/cs.md`, as an editor completes it.
            part if part.ends_with(".md") => {}
            part => parts.push(part),
        }
    }
    site.find(&parts.join("/")).map(|index| (Target::Page(index), anchor))
}

/// Whether this portal publishes something at an address: a page of a folder, or something that the
/// program makes itself.
pub fn is_address(site: &Site, address: &str) -> bool {
    let editions = 0..site.config.locales.len();
    site.at_address(address).is_some()
        || is_generated(&site.config, address)
        || editions
            .filter_map(|edition| TimetableAddresses::new(site, edition))
            .any(|addresses| addresses.has(site, address))
}

struct Here<'a> {
    site: &'a Site,
    bundle: BundleIndex,
    edition: Edition,
    page: &'a Page,
    span: Span,
}

impl Here<'_> {
    fn check_hole(&self, hole: &Hole, used: &mut Used, found: &mut Diagnostics) {
        match &hole.content {
            Content::Message(_) | Content::SourceTerm { .. } => {}
            Content::Page { id, anchor, .. } => match self.site.find(id) {
                None => {
                    let finding =
                        Diagnostic::at(Code::BrokenLink, self.span.clone()).with("target", id);
                    found.push(finding.did_you_mean(id, self.site.ids()));
                }
                Some(index) => self.check_anchor(index, id, anchor.as_deref(), found),
            },
            Content::Internal { target } => match resolve(self.site, self.bundle, target) {
                None => {
                    let finding =
                        Diagnostic::at(Code::BrokenLink, self.span.clone()).with("target", target);
                    let finding = finding.did_you_mean(target, self.site.ids());
                    found.push(if finding.hint.is_some() {
                        finding
                    } else {
                        finding.hint("reference")
                    });
                }
                Some((Target::Same, anchor)) => self.check_anchor(self.bundle, "", anchor, found),
                Some((Target::Page(index), anchor)) => {
                    self.check_anchor(index, &self.site.bundles[index].id, anchor, found);
                }
                Some((Target::File(path), _)) => {
                    used.insert(("file", path.to_string()));
                }
                Some((Target::Address(address), anchor)) => {
                    if let Some((index, edition)) = self.site.at_address(address) {
                        let shown = self.site.shown(index, edition).map(|(_, page)| page);
                        self.check_heading(shown, address, anchor, found);
                    }
                }
            },
            Content::Value { id } => self.check_entry("value", id, used, found),
            Content::Contact { id, .. } => self.check_entry("contact", id, used, found),
            Content::Place { id, .. } => self.check_entry("place", id, used, found),
            Content::Course { id, .. } => self.check_entry("course", id, used, found),
            Content::Term { id, .. } => self.check_entry("term", id, used, found),
            Content::Unknown { kind, id, .. } => {
                const KINDS: [&str; 5] = ["value", "contact", "place", "course", "term"];
                let finding = Diagnostic::at(Code::UnknownReference, self.span.clone())
                    .with("kind", kind)
                    .with("id", id);
                let keys = KINDS.map(|kind| format!("`{kind}`")).join(", ");
                found.push(finding.with("keys", keys).hint("kinds"));
            }
            Content::Picture { file, .. } => self.check_picture(file, used, found),
        }
    }

    fn check_entry(&self, kind: &'static str, id: &str, used: &mut Used, found: &mut Diagnostics) {
        let registry = &self.site.registry;
        if registry.has(kind, id) {
            used.insert((kind, id.to_owned()));
        }
        found.extend(unknown_entry(registry, kind, id, self.span.clone()));
    }

    /// The fragment of a link is a heading of the text that the reader will see there.
    fn check_anchor(
        &self,
        bundle: BundleIndex,
        target: &str,
        anchor: Option<&str>,
        found: &mut Diagnostics,
    ) {
        let shown = if bundle == self.bundle {
            Some(self.page)
        } else {
            self.site.shown(bundle, self.edition).map(|(_, page)| page)
        };
        self.check_heading(shown, target, anchor, found);
    }

    fn check_heading(
        &self,
        shown: Option<&Page>,
        target: &str,
        anchor: Option<&str>,
        found: &mut Diagnostics,
    ) {
        let Some(anchor) = anchor else { return };
        let headings: &[Heading] = shown.map_or(&[], |page| &page.document.headings);
        if headings.iter().any(|heading| heading.id == anchor) {
            return;
        }
        let ids = headings.iter().map(|heading| heading.id.as_str());
        let finding = Diagnostic::at(Code::BrokenAnchor, self.span.clone())
            .with("target", target)
            .with("anchor", anchor)
            .did_you_mean(anchor, ids.clone());
        found.push(match finding.hint {
            None if !headings.is_empty() => {
                let list: Vec<_> = ids.map(|id| format!("`{id}`")).collect();
                finding.with("keys", list.join(", ")).hint("known")
            }
            _ => finding,
        });
    }

    fn check_picture(&self, file: &str, used: &mut Used, found: &mut Diagnostics) {
        match self.site.file(self.bundle, file) {
            Some(path) => {
                used.insert(("file", path.to_string()));
                if let Some(picture) = self.site.pictures.get(path) {
                    found.extend(paper::low_resolution(path, picture, &self.span));
                    let is_supported = self.site.config.funding.is_some();
                    found.extend(
                        paper::larger_logo(file, picture, &self.span).filter(|_| is_supported),
                    );
                }
            }
            None => {
                let names = self.site.bundles[self.bundle].files.keys().map(String::as_str);
                let finding = Diagnostic::at(Code::MissingPicture, self.span.clone());
                found.push(finding.with("target", file).did_you_mean(file, names));
            }
        }
    }
}
