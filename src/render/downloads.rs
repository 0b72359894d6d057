//! PDFs to download: below the text of their page, and all of an edition by topic.

use crate::locale::Number;
use crate::pdf::Download;
use crate::site::{BundleIndex, Edition};
use crate::view::{DownloadPageView, DownloadTopicView, DownloadView};

use super::Renderer;

impl Renderer {
    /// That of the sheet at an address.
    pub(super) fn download_at(&self, address: &str) -> Option<DownloadView> {
        self.downloads.at(address).map(|download| self.download(download))
    }

    /// Those that belong to a page and to no leaflet of it.
    pub(super) fn downloads_of(&self, id: &str, edition: Edition) -> Vec<DownloadView> {
        let of_page = self.downloads.of_page(id, edition);
        let of_no_leaflet = of_page.filter(|each| each.document.leaflet.is_none());
        of_no_leaflet.map(|each| self.download(each)).collect()
    }

    /// All of an edition: sections in their order, then what belongs to none.
    pub(super) fn download_topics(&self, edition: Edition) -> Vec<DownloadTopicView> {
        let topics = self.sections().map(Some).chain([None]);
        topics
            .map(|section| DownloadTopicView {
                topic: section.map(|section| self.link(section, edition)),
                pages: self.download_pages(section, edition),
            })
            .filter(|topic| !topic.pages.is_empty())
            .collect()
    }

    fn download_pages(
        &self,
        section: Option<BundleIndex>,
        edition: Edition,
    ) -> Vec<DownloadPageView> {
        let sections: Vec<BundleIndex> = self.sections().collect();
        let mut pages: Vec<(&str, DownloadPageView)> = Vec::new();
        for download in self.downloads_in(edition) {
            let bundle = self.site.find(&download.document.id);
            let own = bundle.and_then(|bundle| self.section_of(bundle));
            if own.filter(|own| sections.contains(own)) != section {
                continue;
            }
            let id = download.document.id.as_str();
            let file = self.download(download);
            match pages.iter_mut().find(|(known, _)| *known == id) {
                Some((_, page)) => page.files.push(file),
                None => {
                    let title = match bundle {
                        Some(bundle) => self.title(bundle, edition),
                        None => self.own(&download.document.title, edition),
                    };
                    pages.push((id, DownloadPageView { title, files: vec![file] }));
                }
            }
        }
        pages.into_iter().map(|(_, page)| page).collect()
    }

    fn downloads_in(&self, edition: Edition) -> impl Iterator<Item = &Download> {
        self.downloads.all().iter().filter(move |download| download.document.edition == edition)
    }

    fn download(&self, download: &Download) -> DownloadView {
        let document = &download.document;
        let edition = document.edition;
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let title = match document.leaflet {
            Some(format) => catalog.text(format.message()),
            None => &document.title,
        };
        let locales = &self.site.config.locales;
        let language = |edition: Edition| {
            let locale = &locales[edition];
            locale.autonym().unwrap_or(locale.as_str()).to_owned()
        };
        let pages = i64::try_from(download.pages).unwrap_or(i64::MAX);
        DownloadView {
            title: self.own(title, edition),
            url: download.address.clone(),
            languages: document
                .beside
                .map_or_else(Vec::new, |beside| vec![language(edition), language(beside)]),
            pages: catalog.count("page_count", pages, formats),
            size: self.size_in_words(download.size, edition),
        }
    }
    /// `58 kB`, `1,2 MB`: a file is never smaller than that.
    pub(super) fn size_in_words(&self, size: u64, edition: Edition) -> String {
        let (unit, tenths) = match size {
            size @ 0..1_000_000 => ("size_kilobytes", size.div_ceil(1000) * 10),
            size => ("size_megabytes", size.div_ceil(100_000)),
        };
        let number = Number::from_f64(tenths as f64 / 10.0);
        let number =
            number.map_or_else(String::new, |number| self.site.formats[edition].number(&number));
        self.site.catalogs[edition].fill(unit, &[("number", &number)])
    }
}
