//! Fills the holes of a document: what only the whole site knows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, PoisonError};

use serde::Serialize;

use crate::check::{Target, resolve};
use crate::diagnostic::Diagnostic;
use crate::html::Piece;
use crate::locale::{Formats, Number};
use crate::markdown::{Content, Heading, Mark, escape, escape_text};
use crate::minify;
use crate::picture::Picture;
use crate::reference::{Fact, FactKind};
use crate::site::{BundleIndex, Edition, Page, Site};
use crate::yaml::Localised;

use super::Renderer;
use super::timetable::Addresses;
use super::views::element_of;

/// A text that is being written: whose words, for which reader.
struct Filling<'b> {
    renderer: &'b Renderer,
    bundle: BundleIndex,
    /// The edition that the reader is in: links stay there.
    edition: Edition,
    /// The language of the text: values and messages are written in it.
    language: Edition,
    html: String,
    terms: BTreeSet<&'b str>,
    verified: BTreeSet<&'b str>,
}

impl Renderer {
    /// The finished HTML of a text with `notices` at their bytes of the document's HTML, written
    /// without a superfluous byte: no minifier sees it.
    pub(super) fn fill(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        language: Edition,
        page: &Page,
        notices: &[(usize, String)],
    ) -> Result<Piece, Diagnostic> {
        let document = &page.document;
        let mut filling = Filling {
            renderer: self,
            bundle,
            edition,
            language,
            html: String::with_capacity(document.html.len() + document.holes.len() * 64),
            terms: BTreeSet::new(),
            verified: BTreeSet::new(),
        };
        let mut at = 0;
        let mut notices = notices.iter().peekable();
        for hole in &document.holes {
            while let Some((end, notice)) = notices.next_if(|(end, _)| *end <= hole.at) {
                filling.html.push_str(&document.html[at..*end]);
                filling.html.push_str(notice);
                at = *end;
            }
            filling.html.push_str(&document.html[at..hole.at]);
            filling.write(&hole.content)?;
            at = hole.at;
        }
        for (end, notice) in notices {
            filling.html.push_str(&document.html[at..*end]);
            filling.html.push_str(notice);
            at = *end;
        }
        filling.html.push_str(&document.html[at..]);
        Ok(Piece::ready(filling.html))
    }

    /// The finished HTML of parts of a text, each from one mark to another, as they follow each
    /// other on a sheet.
    pub(super) fn fill_parts(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        page: &Page,
        parts: impl Iterator<Item = Range<Mark>>,
    ) -> Result<Vec<String>, Diagnostic> {
        let document = &page.document;
        let mut filling = Filling {
            renderer: self,
            bundle,
            edition,
            language: edition,
            html: String::new(),
            terms: BTreeSet::new(),
            verified: BTreeSet::new(),
        };
        let mut filled = Vec::new();
        for part in parts {
            let mut at = part.start.at;
            for hole in &document.holes[part.start.hole..part.end.hole] {
                filling.html.push_str(&document.html[at..hole.at]);
                filling.write(&hole.content)?;
                at = hole.at;
            }
            filling.html.push_str(&document.html[at..part.end.at]);
            filled.push(std::mem::take(&mut filling.html));
        }
        Ok(filled)
    }

    /// The card of an entry in the middle of a text, rendered and minified once for each edition
    /// and each language of the texts that it shows.
    fn card<View: Serialize>(
        &self,
        kind: &'static str,
        id: &str,
        (edition, language): (Edition, Edition),
        view: impl FnOnce() -> View,
    ) -> Result<Arc<str>, Diagnostic> {
        let cards = || self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (kind, edition, language, Box::from(id));
        if let Some(card) = cards().get(&key) {
            return Ok(card.clone());
        }
        let card = self.theme.component(
            &format!("{kind}_card"),
            &BTreeMap::from([(kind, view())]),
            None,
            &self.editions[language].messages,
        )?;
        // The minifier only takes away and reorders whole characters.
        let card: Arc<str> = String::from_utf8_lossy(&minify::html(&card)).into();
        cards().insert(key, card.clone());
        Ok(card)
    }

    /// A heading with its references in plain words.
    pub(super) fn heading_text(
        &self,
        heading: &Heading,
        edition: Edition,
        language: Edition,
    ) -> String {
        let site = &*self.site;
        let registry = &site.registry;
        let word = |content: &Content| {
            let name = match content {
                Content::Page { id, .. } => {
                    let (_, page) = site.shown(site.find(id)?, edition)?;
                    return Some(page.title().to_owned());
                }
                Content::Value { id } => {
                    let (text, _) = self.fact(&registry.values.get(&**id)?.value, language)?;
                    return Some(text);
                }
                Content::Contact { id, .. } => &registry.contacts.get(&**id)?.value.name,
                Content::Place { id, .. } => &registry.places.get(&**id)?.value.name,
                Content::Course { id, .. } => {
                    let course = &registry.courses.get(&**id)?.value;
                    return Some(self.course_title(course, language).text);
                }
                Content::Term { id, .. } => &registry.terms.get(&**id)?.value.term,
                _ => return None,
            };
            site.config.localise(name, language).map(|(name, _)| name.to_owned())
        };
        let (mut text, mut at) = (String::new(), 0);
        for hole in &heading.holes {
            text.push_str(&heading.text[at..hole.at]);
            text.push_str(&word(&hole.content).unwrap_or_default());
            at = hole.at;
        }
        text.push_str(&heading.text[at..]);
        text
    }

    pub(super) fn fact(&self, fact: &Fact, language: Edition) -> Option<(String, Edition)> {
        fact_in_words(&self.site, fact, language)
    }
}

/// How a value is written in a language, and the language that it came out in; `None` where staff
/// still have to supply it.
pub fn fact_in_words(site: &Site, fact: &Fact, language: Edition) -> Option<(String, Edition)> {
    let (formats, catalog) = (&site.formats[language], &site.catalogs[language]);
    let number = |value: f64| Number::from_f64(value).map(|number| formats.number(&number));
    let text = match &fact.kind {
        FactKind::Money { amount, currency } => {
            Some(formats.money(&Number::from_f64(*amount)?, currency))
        }
        FactKind::Date(day) => Some(formats.date_long(day.0)),
        FactKind::Dates { from, to } => Some(formats.date_range_long(from.0, to.0)),
        FactKind::Duration { count, message } => Some(catalog.count(message, *count, formats)),
        FactKind::Number(value) => number(*value),
        FactKind::Range { at_least: Some(low), at_most: Some(high) } => {
            Some(format!("{}–{}", number(*low)?, number(*high)?))
        }
        FactKind::Range { at_least: Some(low), at_most: None } => {
            Some(catalog.fill("at_least", &[("number", &number(*low)?)]))
        }
        FactKind::Range { at_least: None, at_most } => {
            Some(catalog.fill("at_most", &[("number", &number((*at_most)?)?)]))
        }
        FactKind::Percent(value) => Some(formats.percent(&Number::from_f64(*value)?)),
        FactKind::Text(text) => {
            let (text, language) = site.config.localise(text, language)?;
            return Some((text.to_owned(), language));
        }
        FactKind::Todo => None,
    };
    text.map(|text| (text, language))
}

impl<'b> Filling<'b> {
    fn write(&mut self, content: &'b Content) -> Result<(), Diagnostic> {
        let (renderer, language) = (self.renderer, self.language);
        let site = &*renderer.site;
        match content {
            Content::Message(key) => {
                let text = site.catalogs[self.language].text(key);
                escape(&mut self.html, text);
            }
            Content::Page { id, anchor, own_text } => {
                self.page_link(id, anchor.as_deref(), *own_text);
            }
            Content::Internal { target } => self.internal_link(target),
            Content::Value { id } => self.value(id),
            Content::Contact { id, own_text, alone } => {
                let Some(entry) = site.registry.contacts.get(&**id) else { return Ok(()) };
                let home = self.renderer.contacts;
                if *alone {
                    let view = || renderer.contact(id, &entry.value, language);
                    self.card("contact", id, view)?;
                } else {
                    self.entry_link("contact", id, home, &entry.value.name, *own_text);
                }
            }
            Content::Place { id, own_text, alone } => {
                let Some(entry) = site.registry.places.get(&**id) else { return Ok(()) };
                let home = self.renderer.places;
                if *alone {
                    let view = || renderer.place(id, &entry.value, language);
                    self.card("place", id, view)?;
                } else {
                    self.entry_link("place", id, home, &entry.value.name, *own_text);
                }
            }
            Content::Course { id, own_text, alone } => {
                let Some(entry) = site.registry.courses.get(&**id) else { return Ok(()) };
                let Some(addresses) = Addresses::new(site, self.edition) else { return Ok(()) };
                if *alone {
                    let card = || renderer.course_card(id, language, &addresses);
                    return self.card("course", id, card);
                }
                self.html.push_str("<a class=\"course-link\" href=\"");
                escape(&mut self.html, &addresses.course(id));
                self.html.push_str("\">");
                if !own_text {
                    let title = renderer.course_title(&entry.value, language);
                    self.html.push_str(&element_of(&title));
                    self.html.push_str("</a>");
                }
            }
            Content::Term { id, own_text } => {
                let Some(entry) = site.registry.terms.get(&**id) else { return Ok(()) };
                let home = self.renderer.glossary;
                self.entry_link("term", id, home, &entry.value.term, *own_text);
                if !own_text {
                    self.source_term(id);
                }
            }
            Content::SourceTerm { id } => self.source_term(id),
            Content::Picture { file, alt, caption, alone } => {
                let path = site.file(self.bundle, file);
                if let Some(picture) = path.and_then(|path| site.pictures.get(path)) {
                    self.picture(picture, alt, caption.as_deref(), *alone);
                }
            }
            Content::Unknown { own_text, .. } => {
                if *own_text {
                    self.html.push_str("<a>");
                }
            }
        }
        Ok(())
    }

    fn card<View: Serialize>(
        &mut self,
        kind: &'static str,
        id: &str,
        view: impl FnOnce() -> View,
    ) -> Result<(), Diagnostic> {
        let card = self.renderer.card(kind, id, (self.edition, self.language), view)?;
        self.html.push_str(&card);
        Ok(())
    }

    fn page_link(&mut self, id: &str, anchor: Option<&str>, own_text: bool) {
        let site = &*self.renderer.site;
        let Some(index) = site.find(id) else {
            self.html.push_str(if own_text { "<a>" } else { "" });
            return;
        };
        self.html.push_str("<a href=\"");
        self.html.push_str(&site.bundles[index].addresses[self.edition]);
        if let Some(anchor) = anchor {
            self.html.push('#');
            escape(&mut self.html, anchor);
        }
        if own_text {
            self.html.push_str("\">");
            return;
        }
        let (language, title) = match site.shown(index, self.edition) {
            Some((language, page)) => (language, page.title()),
            None => (self.language, id),
        };
        self.html.push('"');
        self.language_attributes(language);
        self.html.push('>');
        escape_text(&mut self.html, title);
        self.html.push_str("</a>");
    }

    fn internal_link(&mut self, target: &str) {
        let site = &*self.renderer.site;
        self.html.push_str("<a href=\"");
        if let Some((target, anchor)) = resolve(site, self.bundle, target) {
            match target {
                Target::Page(index) => {
                    self.html.push_str(&site.bundles[index].addresses[self.edition]);
                }
                Target::Address(address) => escape(&mut self.html, address),
                Target::File(path) => {
                    escape(&mut self.html, site.file_address(path).unwrap_or_default());
                }
                Target::Same => {}
            }
            if let Some(anchor) = anchor {
                self.html.push('#');
                escape(&mut self.html, anchor);
            }
        }
        self.html.push_str("\">");
    }

    fn value(&mut self, id: &'b str) {
        let site = &*self.renderer.site;
        let Some(entry) = site.registry.values.get(id) else { return };
        let Some((text, language)) = self.renderer.fact(&entry.value, self.language) else {
            self.html.push_str("<span class=\"to-be-supplied\">");
            escape_text(&mut self.html, site.catalogs[self.language].text("to_be_supplied"));
            self.html.push_str("</span>");
            return;
        };
        let date = match &entry.value.kind {
            FactKind::Date(day) => Some(day.0),
            _ => None,
        };
        self.html.push_str("<span class=\"value\"><bdi");
        self.language_attributes(language);
        self.html.push('>');
        if let Some(day) = date {
            self.html.push_str(&format!("<time datetime=\"{day}\">"));
        }
        escape_text(&mut self.html, &text);
        self.html.push_str(if date.is_some() { "</time></bdi></span>" } else { "</bdi></span>" });
        if let Some(day) = entry.value.verified
            && self.verified.insert(id)
        {
            let formats: &Formats = &site.formats[self.language];
            let date = formats.date_long(day.0);
            let note = site.catalogs[self.language].fill("verified_on", &[("date", &date)]);
            self.html.push_str(" <span class=\"value__verified\">");
            escape_text(&mut self.html, &note);
            self.html.push_str("</span>");
        }
    }

    /// A link to an entry of the contacts, places or glossary page; plain words if there is none.
    fn entry_link(
        &mut self,
        class: &str,
        id: &str,
        home: Option<BundleIndex>,
        name: &Localised,
        own_text: bool,
    ) {
        let site = &*self.renderer.site;
        self.html.push_str("<a class=\"");
        self.html.push_str(class);
        self.html.push('"');
        if let Some(home) = home {
            self.html.push_str(" href=\"");
            self.html.push_str(&site.bundles[home].addresses[self.edition]);
            self.html.push('#');
            escape(&mut self.html, id);
            self.html.push('"');
        }
        if own_text {
            self.html.push('>');
            return;
        }
        let (name, language) =
            site.config.localise(name, self.language).unwrap_or((id, self.language));
        self.language_attributes(language);
        self.html.push('>');
        escape_text(&mut self.html, name);
        self.html.push_str("</a>");
    }

    /// The office term in brackets, at its first mention.
    fn source_term(&mut self, id: &'b str) {
        let site = &*self.renderer.site;
        let source = site.config.source;
        let Some(entry) = site.registry.terms.get(id) else { return };
        if self.language == source || !self.terms.insert(id) {
            return;
        }
        let Some(term) = entry.value.term.own(site.config.source_locale().as_str()) else { return };
        let locale = site.config.source_locale();
        self.html.push_str(" <span class=\"term__source\">(<bdi lang=\"");
        self.html.push_str(locale.as_str());
        self.html.push_str("\" dir=\"");
        self.html.push_str(locale.direction().as_str());
        self.html.push_str("\">");
        escape_text(&mut self.html, term);
        self.html.push_str("</bdi>)</span>");
    }

    fn picture(&mut self, picture: &Picture, alt: &str, caption: Option<&str>, alone: bool) {
        if alone {
            self.html.push_str("<figure class=\"picture\">");
        }
        self.html.push_str("<img src=\"");
        escape(&mut self.html, &picture.address);
        self.html.push_str(&format!(
            "\" width=\"{}\" height=\"{}\" loading=\"lazy\" decoding=\"async\" alt=\"",
            picture.width, picture.height
        ));
        escape(&mut self.html, alt);
        self.html.push_str("\">");
        if let Some(caption) = caption.filter(|_| alone) {
            self.html.push_str("<figcaption>");
            escape_text(&mut self.html, caption);
            self.html.push_str("</figcaption>");
        }
        if alone {
            self.html.push_str("</figure>");
        }
    }

    fn language_attributes(&mut self, language: Edition) {
        if language != self.language {
            let locale = &self.renderer.site.config.locales[language];
            self.html
                .push_str(&format!(" lang=\"{locale}\" dir=\"{}\"", locale.direction().as_str()));
        }
    }
}
