//! What a reader must know about a page before reading it.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::frontmatter::Translator;
use crate::minify;
use crate::site::{BundleIndex, Edition, Page};
use crate::translation::State;
use crate::view::{LinkView, NoticeView};

use super::Renderer;
use super::views::element_of;

impl Renderer {
    /// Most important first.
    pub(super) fn notices(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        language: Edition,
        page: &Page,
    ) -> Vec<NoticeView> {
        let (catalog, formats) = (&self.site.catalogs[edition], &self.site.formats[edition]);
        let head = &page.front_matter;
        let dated = |kind, key, day: jiff::civil::Date| NoticeView {
            kind,
            html: self.isolated(&catalog.fill(key, &[("date", &formats.date_long(day))]), edition),
            lang: None,
            dir: None,
            link: None,
        };
        let mut notices = Vec::new();
        if self.is_over(bundle) {
            notices.extend(self.notice_over(bundle, edition));
        } else if let Some(day) = head.valid_until.as_ref().filter(|day| day.value.0 < self.today) {
            notices.push(dated("expired", "notice_expired", day.value.0));
        }
        if let Some(day) =
            head.valid_from.as_ref().map(|day| day.value).filter(|day| day.0 > self.today)
        {
            notices.push(dated("not-yet", "notice_not_yet", day.0));
        }
        let review = head.review_by.as_ref().filter(|_| !self.is_over(bundle));
        if let Some(day) = review.filter(|day| day.value.0 < self.today) {
            notices.push(dated("overdue", "notice_overdue", day.value.0));
        }
        if language != edition {
            let locale = &self.site.config.locales[language];
            let name = locale.autonym().unwrap_or(locale.as_str());
            let name = element_of(&self.foreign_text(name, language));
            notices.push(NoticeView {
                kind: "fallback",
                // The name brings its own marks; only the words around it are isolated.
                html: catalog
                    .text("notice_fallback")
                    .split("{language}")
                    .map(|words| self.isolated(words, edition))
                    .collect::<Vec<_>>()
                    .join(&name),
                lang: None,
                dir: None,
                link: None,
            });
        }
        let standing = self.site.standings[bundle][language].as_ref();
        if let Some(standing) = standing.filter(|standing| standing.state() == State::Outdated)
            && let Some(day) = standing.on
        {
            let link = self.link_to_language(bundle, standing.from, language);
            notices.push(NoticeView { link, ..dated("outdated", "notice_outdated", day) });
        }
        let by_machine = head.translation.as_ref().filter(|t| t.by == Translator::Machine);
        if let Some(translation) = by_machine {
            let from = self.site.config.locale_index(&translation.from.value);
            notices.push(NoticeView {
                kind: "machine",
                html: self.isolated(catalog.text("notice_machine"), edition),
                lang: None,
                dir: None,
                link: from.and_then(|from| self.link_to_language(bundle, from, language)),
            });
        }
        notices
    }

    /// A link to the same page in another language, called by the name of that language.
    fn link_to_language(
        &self,
        bundle: BundleIndex,
        to: Edition,
        language: Edition,
    ) -> Option<LinkView> {
        let locale = &self.site.config.locales[to];
        (to != language).then(|| LinkView {
            title: self.foreign_text(locale.autonym().unwrap_or(locale.as_str()), to),
            url: self.site.bundles[bundle].addresses[to].clone(),
        })
    }

    /// Where in the HTML of a text the reader must be told that a section is older than its
    /// source, and what, in the order of the text.
    pub(super) fn section_notices(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        language: Edition,
        page: &Page,
    ) -> Result<Vec<(usize, String)>, Diagnostic> {
        let standing = self.site.standings[bundle][language].as_ref();
        let outdated = standing.filter(|standing| standing.state() == State::Outdated);
        let Some((standing, day)) = outdated.and_then(|one| Some((one, one.on?))) else {
            return Ok(Vec::new());
        };
        let words = [("date", &*self.site.formats[edition].date_long(day))];
        let words = self.site.catalogs[edition].fill("notice_section_outdated", &words);
        let html = self.isolated(&words, edition);
        let reader = (language != edition).then(|| &self.site.config.locales[edition]);
        let source = self.site.bundles[bundle].cells[standing.from].as_deref();
        let document = &page.document;
        let mut notices = Vec::new();
        for heading in &document.headings {
            if standing.change(&heading.id).is_none() {
                continue;
            }
            let close = format!("</h{}>", heading.level);
            let Some(end) = document.html[heading.at..].find(&close) else { continue };
            let headings = source.into_iter().flat_map(|source| &source.document.headings);
            let original = headings.into_iter().find(|known| known.id == heading.id);
            let link = original.map(|original| LinkView {
                title: self.foreign_text(
                    &self.heading_text(original, standing.from, standing.from),
                    standing.from,
                ),
                url: format!(
                    "{}#{}",
                    self.site.bundles[bundle].addresses[standing.from], original.id
                ),
            });
            let notice = NoticeView {
                kind: "outdated",
                html: html.clone(),
                lang: reader.map(ToString::to_string),
                dir: reader.map(|locale| locale.direction().as_str().to_owned()),
                link,
            };
            let notice = self.theme.component(
                "notice",
                &BTreeMap::from([("notice", notice)]),
                None,
                &self.editions[edition].messages,
            )?;
            let notice = String::from_utf8_lossy(&minify::html(&notice)).into_owned();
            notices.push((heading.at + end + close.len(), notice));
        }
        Ok(notices)
    }
}
