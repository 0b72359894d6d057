//! Entries of the data as templates see them: contacts, places, terms, and the site itself.

use crate::locale::Formats;
use crate::offline::page_address;
use crate::reference::{
    Confidence, RawContact, RawException, RawHours, RawPlace, Weekday, minutes,
};
use crate::site::Edition;
use crate::view::{
    ContactView, DateView, FundingView, HoursView, LogoView, OrganisationView, PhoneView,
    PlaceView, SiteView, TermView, TextView,
};
use crate::yaml::{Localised, OneOrMany, OrTodo, Spanned};

use super::timetable::language_names;
use super::{Renderer, downloads_address, index_address};

impl Renderer {
    pub(super) fn site_view(&self, edition: Edition) -> SiteView {
        let config = &self.site.config;
        let plain = |text: &Spanned<Localised>| {
            config
                .localise(&text.value, edition)
                .map_or_else(String::new, |(text, _)| text.to_owned())
        };
        let address = |id: &str| {
            self.site.find(id).map(|index| self.site.bundles[index].addresses[edition].clone())
        };
        let organisation = config.organisation.as_ref();
        SiteView {
            name: plain(&config.name),
            short_name: plain(&config.short_name),
            description: config.description.as_ref().map(plain).unwrap_or_default(),
            home_url: format!("/{}/", config.locales[edition]),
            index_url: index_address(config, edition),
            help_url: config.help_page.as_ref().and_then(|page| address(&page.value)),
            downloads_url: config.offers_pdf().then(|| downloads_address(config, edition)),
            offline_url: config.offline.then(|| page_address(config, edition)),
            extra_css_url: self.theme.extra.address.clone(),
            accessibility_url: address("accessibility"),
            logo: self.theme.logo.as_ref().map(|logo| LogoView {
                url: logo.asset.address.clone(),
                width: logo.width,
                height: logo.height,
            }),
            organisation: OrganisationView {
                name: self.localised(
                    &organisation.map_or(&config.name, |organisation| &organisation.name).value,
                    edition,
                ),
                operator: organisation
                    .and_then(|organisation| organisation.operator.as_ref())
                    .and_then(|operator| self.known(&operator.value, edition)),
                url: organisation.and_then(|o| o.url.as_ref()?.value.known().cloned()),
                contact: organisation.and_then(|organisation| {
                    let id = &organisation.contact.as_ref()?.value;
                    let entry = self.site.registry.contacts.get(id.as_str())?;
                    Some(self.contact(id, &entry.value, edition))
                }),
            },
            funding: self.funding(edition),
        }
    }

    pub(super) fn funding(&self, edition: Edition) -> Option<FundingView> {
        let config = &self.site.config;
        let funding = config.funding.as_ref()?;
        let (official_statement, statement) = match &funding.statement.value {
            // One text for all is in the source language.
            Localised::Same(text) => (self.text(text, config.source, edition), None),
            texts @ Localised::ByLocale(_) => {
                let own = self.localised(texts, edition);
                match self.source_text(texts, edition) {
                    Some(official) => (official, Some(own)),
                    None => (own, None),
                }
            }
        };
        let page = funding.page.as_ref().and_then(|page| self.site.find(&page.value));
        Some(FundingView {
            statement,
            official_statement,
            fund: funding.fund.as_ref().and_then(|fund| self.known(&fund.value, edition)),
            authority: funding.authority.as_ref().and_then(|name| self.known(&name.value, edition)),
            name: funding.name.as_ref().and_then(|name| self.known(&name.value, edition)),
            project: funding.project.as_ref().and_then(|project| project.value.known().cloned()),
            url: page.map(|index| self.site.bundles[index].addresses[edition].clone()),
        })
    }

    pub(super) fn all_contacts(&self, edition: Edition) -> Vec<ContactView> {
        let mut all: Vec<_> = self.site.registry.contacts.iter().collect();
        all.sort_by_key(|(_, entry)| entry.span.start);
        all.into_iter().map(|(id, entry)| self.contact(id, &entry.value, edition)).collect()
    }

    pub(super) fn contact(&self, id: &str, contact: &RawContact, edition: Edition) -> ContactView {
        let place = contact.place.as_ref().and_then(|id| self.site.registry.places.get(&id.value));
        let hours = place.and_then(|place| place.value.hours.as_ref()?.known());
        let list = |field: &Option<OrTodo<OneOrMany>>| {
            field.as_ref().and_then(OrTodo::known).map_or_else(Vec::new, |list| {
                list.0.iter().map(|item| item.value.clone()).collect::<Vec<_>>()
            })
        };
        let languages = contact.languages.as_ref().and_then(OrTodo::known);
        let formats = &self.site.formats[edition];
        let address = contact.address.as_ref().or_else(|| place?.value.address.as_ref());
        ContactView {
            id: id.to_owned(),
            name: self.localised(&contact.name, edition),
            source_name: self.source_text(&contact.name, edition),
            role: contact.role.as_ref().and_then(|role| self.known(role, edition)),
            address: address.and_then(OrTodo::known).map(|a| a.lines()).unwrap_or_default(),
            phones: list(&contact.phone)
                .into_iter()
                .map(|text| PhoneView {
                    number: text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
                    text,
                })
                .collect(),
            emails: list(&contact.email),
            web: contact.web.as_ref().and_then(OrTodo::known).map(|web| web.value.clone()),
            data_box: contact.data_box.as_ref().and_then(OrTodo::known).cloned(),
            languages_html: languages.and_then(|tags| language_names(tags, formats)),
            speaks_your_language: self.is_spoken(contact, edition),
            hours: self.hours(hours.map_or(&[], Vec::as_slice), edition),
            verified: contact
                .verified
                .filter(|_| contact.confidence == Some(Confidence::Medium))
                .map(|day| self.date(day.0, edition)),
            incomplete: !contact.todos().is_empty()
                || place.is_some_and(|place| matches!(place.value.hours, Some(OrTodo::Todo))),
        }
    }

    pub(super) fn all_places(&self, edition: Edition) -> Vec<PlaceView> {
        let mut all: Vec<_> = self.site.registry.places.iter().collect();
        all.sort_by_key(|(_, entry)| entry.span.start);
        all.into_iter().map(|(id, entry)| self.place(id, &entry.value, edition)).collect()
    }

    pub(super) fn place(&self, id: &str, place: &RawPlace, edition: Edition) -> PlaceView {
        let hours = place.hours.as_ref().and_then(OrTodo::known);
        let accessibility = place.accessibility.as_ref().and_then(OrTodo::known);
        PlaceView {
            id: id.to_owned(),
            name: self.localised(&place.name, edition),
            source_name: self.source_text(&place.name, edition),
            address: place.known_address().map(|address| address.lines()).unwrap_or_default(),
            hours: self.hours(hours.map_or(&[], Vec::as_slice), edition),
            exceptions: place
                .exceptions
                .iter()
                .filter(|exception| exception.date.0 >= self.today)
                .map(|exception| self.exception(exception, edition))
                .collect(),
            accessibility: accessibility.and_then(|text| self.known(text, edition)),
            verified: place
                .verified
                .filter(|_| place.confidence == Some(Confidence::Medium))
                .map(|day| self.date(day.0, edition)),
            incomplete: !place.todos().is_empty(),
        }
    }

    fn hours(&self, hours: &[RawHours], edition: Edition) -> Vec<HoursView> {
        let formats = &self.site.formats[edition];
        hours
            .iter()
            .map(|row| HoursView {
                days: days_in_words(&row.days, formats),
                times: row.times.iter().map(|times| in_reading_form(&times.value)).collect(),
                note: row.note.as_ref().and_then(|note| self.known(note, edition)),
            })
            .collect()
    }

    /// As HTML: times and a remark in another language are isolated.
    fn exception(&self, exception: &RawException, edition: Edition) -> String {
        let mut html = self.isolated(&self.exception_words(exception, edition), edition);
        let note = exception.note.as_ref().and_then(|note| self.known(note, edition));
        if let Some(note) = note {
            html.push_str(&format!(" ({})", element_of(&note)));
        }
        html
    }

    /// `24. prosince 2026: zavřeno`.
    pub(super) fn exception_words(&self, exception: &RawException, edition: Edition) -> String {
        let (formats, catalog) = (&self.site.formats[edition], &self.site.catalogs[edition]);
        let date = formats.date_long(exception.date.0);
        let times: Vec<String> =
            exception.times.iter().map(|times| in_reading_form(&times.value)).collect();
        if exception.closed || times.is_empty() {
            catalog.fill("closed_on", &[("date", &date)])
        } else {
            catalog.fill("open_on", &[("date", &date), ("times", &formats.list_and(&times))])
        }
    }

    pub(super) fn all_terms(&self, edition: Edition) -> Vec<TermView> {
        let formats = &self.site.formats[edition];
        let mut terms: Vec<TermView> = self
            .site
            .registry
            .terms
            .iter()
            .map(|(id, entry)| {
                let page = entry.value.page.as_ref().and_then(|page| self.site.find(&page.value));
                let definition = entry.value.definition.as_ref();
                TermView {
                    id: id.clone(),
                    term: self.localised(&entry.value.term, edition),
                    source_term: self.source_text(&entry.value.term, edition),
                    definition: definition.and_then(|text| self.known(text, edition)),
                    url: page.map(|index| self.site.bundles[index].addresses[edition].clone()),
                }
            })
            .collect();
        terms.sort_by_cached_key(|term| formats.sort_key(&term.term.text));
        terms
    }

    pub(super) fn date(&self, day: jiff::civil::Date, edition: Edition) -> DateView {
        DateView { iso: day.to_string(), text: self.site.formats[edition].date_long(day) }
    }

    /// A text of the data along the fallback chain.
    pub(super) fn localised(&self, text: &Localised, edition: Edition) -> TextView {
        self.known(text, edition).unwrap_or_else(|| self.own("", edition))
    }

    /// The same; `None` if staff still have to supply it.
    pub(super) fn known(&self, text: &Localised, edition: Edition) -> Option<TextView> {
        let (found, language) = self.site.config.localise(text, edition)?;
        Some(self.text(found, language, edition))
    }

    /// The same in the source language, unless the reader is in it or it is one text for all.
    pub(super) fn source_text(&self, text: &Localised, edition: Edition) -> Option<TextView> {
        let config = &self.site.config;
        let own = text.own(config.source_locale().as_str()).filter(|_| edition != config.source)?;
        let shown = config.localise(text, edition).map(|(text, _)| text);
        (shown != Some(own)).then(|| self.text(own, config.source, edition))
    }
}

/// A text as part of a sentence, marked where it is in another language.
pub(super) fn element_of(text: &TextView) -> String {
    match (&text.lang, &text.dir) {
        (Some(lang), Some(dir)) => {
            format!("<bdi lang=\"{lang}\" dir=\"{dir}\">{}</bdi>", text.html)
        }
        _ => text.html.clone(),
    }
}

/// `pondělí až středa`, `pondělí a středa`: neighbours become a range.
pub(super) fn days_in_words(days: &[Weekday], formats: &Formats) -> String {
    let name = |day: &Weekday| formats.weekday_long(day.jiff()).to_owned();
    let mut sorted = days.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut groups: Vec<(Weekday, Weekday, usize)> = Vec::new();
    for day in sorted {
        match groups.last_mut() {
            Some((_, last, length)) if *last as u8 + 1 == day as u8 => {
                *last = day;
                *length += 1;
            }
            _ => groups.push((day, day, 1)),
        }
    }
    let mut parts = Vec::new();
    for (first, last, length) in groups {
        match length {
            1 => parts.push(name(&first)),
            2 => parts.extend([name(&first), name(&last)]),
            _ => parts.push(format!("{} – {}", name(&first), name(&last))),
        }
    }
    formats.list_and(&parts)
}

/// `9:00–12:00`; what is no time was reported where it was read.
fn in_reading_form(times: &str) -> String {
    minutes(times).map_or_else(|| times.to_owned(), |(from, to)| Formats::hours(from, to))
}
