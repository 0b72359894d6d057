//! What is published where; two things at one address are an error.

use std::collections::{BTreeMap, btree_map};

use jiff::civil::Date;

use crate::campaign::share_picture;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::hosting;
use crate::offline;
use crate::output::OutputPath;
use crate::render::{self, CalendarOf, Generated, QR_FILE, TimetableAddresses};
use crate::site::{Edition, Site};

use super::Entry;

pub(super) struct Plan<'a> {
    pub(super) site: &'a Site,
    pub(super) entries: Entries,
    pub(super) found: Diagnostics,
}

impl Plan<'_> {
    /// Plans something of the program's own. A page that stands there already is to blame, and
    /// `own` if it is none.
    pub(super) fn at(&mut self, address: &str, entry: Entry, own: &Span) {
        let Some(taken) = self.entries.entry_at(address, entry) else { return };
        let page = match taken {
            Entry::Page(bundle, edition) => self.site.bundles[*bundle].place_of_address(*edition),
            _ => None,
        };
        self.collision(address, page.unwrap_or_else(|| own.clone()));
    }

    /// Plans the pictures and archives of campaigns, and the page for staff, if there are any.
    pub(super) fn campaigns(&mut self, today: Date) {
        let site = self.site;
        let own = &Span::file(&site.config.path);
        let mut campaigns = (0..site.bundles.len())
            .filter(|&index| site.bundles[index].phase(site, today).is_some())
            .peekable();
        if campaigns.peek().is_some() {
            let page = Entry::Generated(Generated::Materials);
            self.at(render::MATERIALS_ADDRESS, page, own);
        }
        for bundle in campaigns {
            for edition in 0..site.config.locales.len() {
                if let Some(words) = share_picture(site, bundle, edition) {
                    let address = render::share_picture_address(site, bundle, edition, &words);
                    self.entries.entry_at(&address, Entry::Picture(words));
                }
            }
            self.at(&render::archive_address(site, bundle), Entry::Archive(bundle), own);
        }
    }

    /// Plans what readers need to save an edition.
    pub(super) fn saving(&mut self, edition: Edition) {
        let config = &self.site.config;
        let own = Span::file(&config.path);
        if config.offline {
            let page = offline::page_address(config, edition);
            self.at(&page, Entry::SavingPage(edition), &own);
            let list = offline::list_address(config, edition);
            self.at(&list, Entry::SavingList(edition), &own);
        }
        if config.offline_archive {
            let archive = offline::archive_address(config, edition);
            self.at(&archive, Entry::EditionArchive(edition), &own);
        }
    }

    /// Plans the style guide of each edition; that of the source stands at the root too.
    pub(super) fn style_guide(&mut self) {
        let config = &self.site.config;
        let own = Span::file(&config.path);
        for edition in 0..config.locales.len() {
            let address = render::style_guide_address(config, edition);
            self.at(&address, Entry::Generated(Generated::StyleGuide(edition)), &own);
        }
        self.at("/styleguide/", Entry::Generated(Generated::StyleGuide(config.source)), &own);
    }

    /// Plans the pages, calendars and data of the courses, if a page shows them.
    pub(super) fn timetable(&mut self, edition: Edition, today: Date) {
        let site = self.site;
        let Some(addresses) = TimetableAddresses::new(site, edition) else { return };
        if site.registry.courses.is_empty() {
            return;
        }
        let own = Span::file(&site.config.path);
        for (id, entry) in &site.registry.courses {
            let of = CalendarOf::Course(id.clone());
            let address = addresses.calendar(site, &of);
            self.at(&address, Entry::Calendar(of, edition), &entry.span);
            let page = Entry::Course(id.clone(), edition);
            self.at(&addresses.course(id), page, &entry.span);
        }
        for (number, town) in site.towns.iter().enumerate() {
            let of = CalendarOf::Town(number);
            let address = addresses.calendar(site, &of);
            self.at(&address, Entry::Calendar(of, edition), &own);
            self.at(&addresses.week(town), Entry::Week(number, edition), &own);
        }
        let all = addresses.calendar(site, &CalendarOf::All);
        self.at(&all, Entry::Calendar(CalendarOf::All, edition), &own);
        self.at(&addresses.lessons(), Entry::Lessons(edition), &own);
        if edition == site.config.source {
            for monday in render::weeks(site, today) {
                self.at(&addresses.lessons_of(monday), Entry::WeekOfLessons(monday), &own);
            }
        }
    }

    /// Plans a code for each page that has an address of its own.
    pub(super) fn codes(&mut self, own: &Span) {
        let is_coded = |entry: &Entry| match entry {
            Entry::Page(..) | Entry::Course(..) | Entry::Week(..) => true,
            Entry::Generated(page) => page.is_indexed(),
            _ => false,
        };
        let pages = self.entries.0.iter().filter(|(_, entry)| is_coded(entry));
        let addresses: Vec<String> = pages.map(|(path, _)| path.address()).collect();
        for address in addresses {
            self.at(&format!("{address}{QR_FILE}"), Entry::QrCode(address), own);
        }
    }

    /// Plans a redirect, which is to blame if it leads away from something that is published.
    pub(super) fn redirect(&mut self, address: &str, redirect: hosting::Redirect, span: &Span) {
        if self.entries.entry_at(address, Entry::Redirect(redirect)).is_some() {
            self.collision(address, span.clone());
        }
    }

    fn collision(&mut self, address: &str, span: Span) {
        let finding = Diagnostic::at(Code::AddressCollision, span);
        self.found.push(finding.with("address", address));
    }
}

pub(super) struct Entries(pub(super) BTreeMap<OutputPath, Entry>);

impl Entries {
    /// What stands at the address already; then the new entry is left out. So is one whose address
    /// is none, which was reported where the address was read.
    pub(super) fn entry_at(&mut self, address: &str, entry: Entry) -> Option<&Entry> {
        match self.0.entry(OutputPath::of_address(address)?) {
            btree_map::Entry::Occupied(taken) => Some(taken.into_mut()),
            btree_map::Entry::Vacant(free) => {
                free.insert(entry);
                None
            }
        }
    }
}
