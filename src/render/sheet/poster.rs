//! Posters: what a campaign says in a few large words.

use crate::leaflet::Sheet;
use crate::site::BundleIndex;
use crate::view::{PosterView, SheetView};

use super::Renderer;

/// Letters of a title that may be very large, and large.
const VERY_LARGE: usize = 22;
const LARGE: usize = 40;

impl Renderer {
    /// The poster of a campaign.
    pub(super) fn poster_sheet(&self, sheet: &Sheet, bundle: BundleIndex) -> Option<SheetView> {
        let entry = &self.site.bundles[bundle];
        let edition = sheet.edition;
        let campaign = self.campaign(bundle, edition)?;
        let page = entry.cells[edition].as_deref()?;
        let head = &page.front_matter;
        let letters = page.title().chars().count();
        Some(SheetView {
            title: campaign.title,
            second_title: campaign.source_title,
            summary: head.summary().map(|summary| self.own(summary, edition)),
            day: head.reviewed.map(|day| self.date(day.0, edition)),
            valid_until: head.valid_until.as_ref().map(|day| self.date(day.value.0, edition)),
            poster: Some(PosterView {
                size: match letters {
                    _ if letters <= VERY_LARGE => "short",
                    _ if letters <= LARGE => "medium",
                    _ => "long",
                },
                when: campaign.when,
                call_to_action: campaign.call_to_action.map(|call| call.title),
            }),
            ..self.sheet_frame(sheet, &entry.addresses[edition])
        })
    }
}
