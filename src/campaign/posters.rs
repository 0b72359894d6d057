//! Posters of campaigns: which sheets there are.

use crate::diagnostic::Span;
use crate::leaflet::{Content, Format, Sheet};
use crate::site::Site;

use super::Material;

/// Papers of a poster, and where each is published below the page.
const PAPERS: [(Format, &str); 2] =
    [(Format::PosterA4, "poster/"), (Format::PosterA3, "poster/a3/")];

/// The posters that campaigns ask for, in each edition that has the page.
pub fn posters(site: &Site) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for (index, bundle) in site.bundles.iter().enumerate() {
        let campaign = bundle.campaign(site);
        let poster = campaign.and_then(|campaign| {
            campaign.materials.iter().find(|known| known.value == Material::Poster)
        });
        let (Some(poster), Some(leading)) = (poster, bundle.leading(site.config.source)) else {
            continue;
        };
        for (edition, page) in bundle.cells.iter().enumerate() {
            let Some(page) = page else { continue };
            sheets.extend(PAPERS.map(|(format, place)| Sheet {
                id: bundle.id.to_string(),
                edition,
                beside: None,
                format,
                address: format!("{}{place}", bundle.addresses[edition]),
                span: Span::new(&leading.path, poster.span.clone()),
                pages: Some(1),
                title: page.title().to_owned(),
                crop_marks: false,
                content: Content::Poster(index),
            }));
        }
    }
    sheets
}
