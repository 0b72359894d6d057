//! The poster about the support of the European Union: the project in place of the page.

use crate::leaflet::fit::lines;
use crate::site::Edition;
use crate::view::{SheetView, TextView};

use super::super::Renderer;
use super::text::{POINT, Setting};

/// Size of what stands around the text, in millimetres.
const SIZE: f64 = 16.0 * POINT;
/// Height of the emblem with the edges below it.
const EMBLEM: f64 = 70.0 + 27.0;
/// Lines of their own above the name and for the number of the project, in sizes of the text.
const LABELS: f64 = 2.6 + 0.6;
/// What the contact and the edition take, with a code beside them and without.
const FOOT: [f64; 2] = [62.0, 36.0];

impl Renderer {
    /// Puts the name of the project in the place of the title of its page.
    pub(super) fn name_project(&self, view: &mut SheetView, edition: Edition) {
        let funding = self.site.config.funding.as_ref();
        let Some(name) = funding.and_then(|funding| funding.name.as_ref()) else { return };
        if let Some(title) = self.known(&name.value, edition) {
            view.title = title;
            view.second_title = self.source_text(&name.value, edition);
        }
    }

    /// Height of everything on the poster but its text, in millimetres.
    pub(super) fn around_eu_poster(&self, view: &SheetView, panel: f64, setting: &Setting) -> f64 {
        let Some(funding) = self.funding(setting.languages[0]) else { return 0.0 };
        let line = |text: Option<&TextView>, factor: f64| {
            text.map_or(0.0, |text| lines(&text.text, factor * SIZE, panel) * factor * 1.3)
        };
        let head = line(Some(&view.title), 2.0)
            + line(view.second_title.as_ref(), 1.2)
            + line(funding.statement.as_ref(), 1.5)
            + line(funding.fund.as_ref(), 1.0)
            + line(funding.authority.as_ref(), 1.0)
            + LABELS;
        EMBLEM + head * SIZE * setting.stretch() + FOOT[usize::from(view.qr.is_none())]
    }
}
