//! Titles and other short texts as templates see them: as they are, as HTML, and in which language.

use crate::isolate::write_isolated;
use crate::site::{Bundle, BundleIndex, Edition};
use crate::view::{LinkView, TextView};

use super::Renderer;

impl Renderer {
    pub(super) fn link(&self, bundle: BundleIndex, edition: Edition) -> LinkView {
        LinkView {
            title: self.title(bundle, edition),
            url: self.site.bundles[bundle].addresses[edition].clone(),
        }
    }

    pub(super) fn title(&self, bundle: BundleIndex, edition: Edition) -> TextView {
        match self.site.shown(bundle, edition) {
            Some((language, page)) => self.text(page.title(), language, edition),
            None => self.own(&self.site.bundles[bundle].id, edition),
        }
    }

    pub(super) fn source_title(&self, bundle: &Bundle, language: Edition) -> Option<TextView> {
        let source = self.site.config.source;
        let page = bundle.cells[source].as_deref().filter(|_| language != source)?;
        Some(self.foreign_text(page.title(), source))
    }

    /// A text in a language, with that language.
    pub(super) fn foreign_text(&self, text: &str, language: Edition) -> TextView {
        let locale = &self.site.config.locales[language];
        TextView {
            text: text.to_owned(),
            html: self.isolated(text, language),
            lang: Some(locale.to_string()),
            dir: Some(locale.direction().as_str().to_owned()),
        }
    }

    /// A text in the language of the edition.
    pub(super) fn own(&self, text: &str, edition: Edition) -> TextView {
        let html = self.isolated(text, edition);
        TextView { text: text.to_owned(), html, lang: None, dir: None }
    }

    /// A text with its language, where that is not the edition's.
    pub(super) fn text(&self, text: &str, language: Edition, edition: Edition) -> TextView {
        if language == edition {
            self.own(text, edition)
        } else {
            self.foreign_text(text, language)
        }
    }

    pub(super) fn isolated(&self, text: &str, language: Edition) -> String {
        let mut html = String::with_capacity(text.len());
        write_isolated(&mut html, text, &self.isolations[language]);
        html
    }
}
