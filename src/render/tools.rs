//! What a reader can do with a page: pass it on, show it at a counter, say whether it helped.

use serde_json::Value;

use crate::config::{Subject, in_query};
use crate::site::{BundleIndex, Edition, Page};
use crate::view::{FeedbackView, SharingView, ToolsView};

use super::Renderer;

/// Messages that scripts show. Nobody fetches them before a script needs one.
const WORDS: [&str; 23] = [
    "close",
    "not_translated",
    "tools_beside",
    "tools_beside_language",
    "tools_beside_title",
    "tools_back",
    "tools_failed",
    "tools_original",
    "counter_part",
    "counter_start",
    "counter_title",
    "read_aloud",
    "read_aloud_next",
    "read_aloud_pause",
    "read_aloud_play",
    "read_aloud_previous",
    "read_aloud_stop",
    "share_copied",
    "share_copy",
    "share_qr",
    "suggest_language",
    "suggest_untranslated",
    "suggest_title",
];

impl Renderer {
    /// The words of scripts in an edition, as JSON.
    pub fn words(&self, edition: Edition) -> String {
        let words: Value = self.site.catalogs[edition].named(&WORDS);
        words.to_string()
    }

    pub(super) fn tools(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        language: Edition,
        page: &Page,
    ) -> ToolsView {
        let config = &self.site.config;
        let catalog = &self.site.catalogs[edition];
        let entry = &self.site.bundles[bundle];
        let is_foreign = language == edition && language != config.source;
        let source = entry.cells[config.source].as_ref().filter(|_| is_foreign);
        let address = config.absolute(&entry.addresses[edition]);
        let day = page.front_matter.reviewed.map(|day| day.0.to_string()).unwrap_or_default();
        let feedback = config.feedback.as_ref().map(|feedback| {
            let link = |kind| {
                feedback.link(Subject {
                    page: &entry.id,
                    address: &address,
                    title: page.title(),
                    language: config.locales[edition].as_str(),
                    edition: &day,
                    kind: catalog.text(kind),
                })
            };
            FeedbackView { helped_url: link("feedback_helped"), wrong_url: link("feedback_wrong") }
        });
        ToolsView {
            source_url: source.map(|_| entry.addresses[config.source].clone()),
            source_lang: config.source_locale().to_string(),
            sharing: config.base_url.as_ref().map(|_| SharingView {
                address: in_query(&address),
                title: in_query(page.title()),
            }),
            feedback,
        }
    }
}
