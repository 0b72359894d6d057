//! Posters: what a campaign says in a few large words.

use crate::diagnostic::Diagnostics;
use crate::leaflet::Sheet;
use crate::leaflet::fit::lines;
use crate::site::BundleIndex;
use crate::view::{PosterView, SheetView, TextView};

use super::Renderer;
use super::text::Setting;

/// Letters of a title that may be very large, and large.
const VERY_LARGE: usize = 22;
const LARGE: usize = 40;

// Distances of the style sheet, in sizes of the text.
/// The name of the portal with the line below it.
const NAME: f64 = 2.3;
/// Between what is said.
const GAP: f64 = 1.6;
/// The frame around the date, and how much narrower it makes its lines.
const FRAME: [f64; 2] = [2.4, 2.9];
/// Contact, edition, publicity and code.
const FOOT: f64 = 11.5;

impl Renderer {
    /// The poster of a campaign, and whether it is likely to be too small.
    pub(super) fn poster_sheet(
        &self,
        sheet: &Sheet,
        bundle: BundleIndex,
        found: &mut Diagnostics,
    ) -> Option<SheetView> {
        let entry = &self.site.bundles[bundle];
        let edition = sheet.edition;
        let campaign = self.campaign(bundle, edition)?;
        let page = entry.cells[edition].as_deref()?;
        let head = &page.front_matter;
        let letters = page.title().chars().count();
        let (size, title_size) = match letters {
            _ if letters <= VERY_LARGE => ("short", 5.0),
            _ if letters <= LARGE => ("medium", 4.3),
            _ => ("long", 3.4),
        };
        let view = SheetView {
            title: campaign.title,
            second_title: campaign.source_title,
            summary: head.summary().map(|summary| self.own(summary, edition)),
            day: head.reviewed.map(|day| self.date(day.0, edition)),
            valid_until: head.valid_until.as_ref().map(|day| self.date(day.value.0, edition)),
            poster: Some(PosterView {
                size,
                when: campaign.when,
                call_to_action: campaign.call_to_action.map(|call| call.title),
            }),
            ..self.sheet_frame(sheet, Some(bundle))
        };
        for panel in sheet.format.sides(false).iter().flat_map(|side| &side.panels) {
            let setting = Setting::new(&self.site.config, sheet, panel.width, 0);
            let needed = needed(&view, title_size, panel.width, &setting);
            self.percent(sheet, panel, needed, panel.height, found);
        }
        Some(view)
    }
}

/// Height of a poster in millimetres.
fn needed(view: &SheetView, title_size: f64, room: f64, setting: &Setting) -> f64 {
    let script = setting.scripts.first().map_or(1.0, |script| script.size);
    let em = setting.size * script;
    let said = |text: Option<&TextView>, size: f64, leading: f64, room: f64| {
        text.map_or(0.0, |text| lines(&text.text, size * em, room) * size * leading + GAP)
    };
    let poster = view.poster.as_ref();
    let when = poster.and_then(|poster| poster.when.as_ref());
    let action = poster.and_then(|poster| poster.call_to_action.as_ref());
    let leading = setting.leading();
    let framed = when.map_or(0.0, |_| FRAME[0]);
    let words = said(Some(&view.title), title_size, 1.12, room)
        + said(view.second_title.as_ref(), 1.6, leading, room)
        + said(when, 2.0, leading, room - FRAME[1] * em)
        + framed
        + said(view.summary.as_ref(), 1.6, leading, room)
        + said(action, 2.2, leading, room);
    (NAME + words + FOOT) * em
}
