//! What a reader must know about a page before reading it.

use crate::frontmatter::Translator;
use crate::site::{BundleIndex, Edition, Page};
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
            link: None,
        };
        let mut notices = Vec::new();
        if let Some(day) = head.valid_until.as_ref().filter(|day| day.value.0 < self.today) {
            notices.push(dated("expired", "notice_expired", day.value.0));
        }
        if let Some(day) = head.valid_from.filter(|day| day.0 > self.today) {
            notices.push(dated("not-yet", "notice_not_yet", day.0));
        }
        if let Some(day) = head.review_by.as_ref().filter(|day| day.value.0 < self.today) {
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
                link: None,
            });
        }
        let by_machine = head.translation.as_ref().filter(|t| t.by == Translator::Machine);
        if let Some(translation) = by_machine {
            let from = self.site.config.locale_index(&translation.from.value);
            notices.push(NoticeView {
                kind: "machine",
                html: self.isolated(catalog.text("notice_machine"), edition),
                link: from.filter(|&from| from != language).map(|from| {
                    let locale = &self.site.config.locales[from];
                    LinkView {
                        title: self.foreign_text(locale.autonym().unwrap_or(locale.as_str()), from),
                        url: self.site.bundles[bundle].addresses[from].clone(),
                    }
                }),
            });
        }
        notices
    }
}
