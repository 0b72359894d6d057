//! What readers see of saving an edition: the page where they do it, and what saved pages say.

use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::offline::{INDEX_ADDRESS, WORDS, archive_address, page_address};
use crate::site::Edition;
use crate::view::{OfflineArchiveView, OfflineView};

use super::{Generated, Renderer};

/// What stands for the day until a page is saved: a letter of no language.
const DAY: &str = "\u{fffc}";

impl Renderer {
    /// The page on which readers save an edition; `archive` is about the size of its one file.
    ///
    /// # Errors
    /// A template error.
    pub fn offline_page(&self, edition: Edition, archive: u64) -> Result<Html, Diagnostic> {
        let page = Generated::Offline(edition);
        let mut view = self.generated_view(page, edition);
        if let Some(offline) = &mut view.page.offline
            && self.site.config.offline_archive
        {
            let url = archive_address(&self.site.config, edition);
            offline.archive =
                Some(OfflineArchiveView { url, size: self.size_in_words(archive, edition) });
        }
        self.generated_from(page, &view)
    }

    pub(super) fn offline(&self, edition: Edition) -> OfflineView {
        let module = self.theme.lazy.get("offline").filter(|_| self.saves);
        OfflineView {
            module_url: module.map(|module| module.script.address.clone()),
            index_url: INDEX_ADDRESS.to_owned(),
            words: self.site.catalogs[edition].named(&WORDS).to_string(),
            archive: None,
        }
    }

    /// What a saved page says at its beginning, and a page that stands for one that was not saved;
    /// `{date}` is the day on which it was saved.
    ///
    /// # Errors
    /// A template error.
    pub fn offline_notices(&self, edition: Edition) -> Result<[String; 2], Diagnostic> {
        let catalog = &self.site.catalogs[edition];
        let notice = |text: &str, link: Option<&str>| {
            let link = link.map(|text| {
                let url = page_address(&self.site.config, edition);
                json!({ "url": url, "title": self.own(text, edition) })
            });
            let html = self.isolated(text, edition).replace(DAY, "<bdi>{date}</bdi>");
            let notice = json!({ "kind": "offline", "html": html, "link": link });
            let piece = self.rendered("notice", edition, &json!({ "notice": notice }))?;
            Ok(format!("<div class=\"wrap\">{}</div>", piece.as_str()))
        };
        let date = [("date", DAY)];
        Ok([
            notice(&catalog.fill("offline_shown", &date), Some(catalog.text("offline_title")))?,
            notice(&catalog.fill("offline_missing", &date), None)?,
        ])
    }
}
