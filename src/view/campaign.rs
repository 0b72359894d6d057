//! Campaigns and their materials as templates see them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LinkView, TextView};

/// A campaign.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignView {
    /// Title of its page.
    pub title: TextView,
    /// The same in the source language, unless the page is in it.
    pub source_title: Option<TextView>,
    /// Address of its page.
    pub url: String,
    /// Name of the drawn icon, if it has one.
    pub icon: Option<String>,
    /// Whether every page points to it while it runs.
    pub urgent: bool,
    /// `to-come`, `running` or `over`, on the day for which the portal is compiled.
    pub phase: &'static str,
    /// The date or the time limit that matters.
    pub when: Option<TextView>,
    /// Until when it runs or since when it is over, in words.
    pub dates: Option<String>,
    /// Its last day: `2027-02-15`.
    pub last_day: Option<String>,
    /// What to do and where.
    pub call_to_action: Option<LinkView>,
}

/// The picture that is shown with a link to a page.
#[derive(Debug, Clone, Serialize)]
pub struct SharePictureView {
    /// Its address, with scheme and host.
    pub url: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What stands on it.
    pub alt: String,
}

/// The materials of all campaigns, for staff.
#[derive(Debug, Clone, Serialize)]
pub struct MaterialsView {
    /// Title of the page.
    pub title: String,
    /// What the page is for.
    pub introduction: String,
    /// Words for staff where the portal has no address yet, so that messages have no link.
    pub no_address: Option<String>,
    /// Words for staff where there is no campaign.
    pub nothing: Option<String>,
    /// Those that run, those to come, those that are over.
    pub campaigns: Vec<CampaignMaterialsView>,
    /// Labels by their names.
    pub words: BTreeMap<&'static str, String>,
}

/// The materials of a campaign.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignMaterialsView {
    /// Title of its page.
    pub title: TextView,
    /// Address of its page.
    pub url: String,
    /// How it stands, with its dates, in words.
    pub phase: String,
    /// Where it is spread, in words; empty if nobody says.
    pub channels: String,
    /// Everything in one file.
    pub archive_url: String,
    /// In each language.
    pub languages: Vec<LanguageMaterialsView>,
}

/// The materials of a campaign in a language.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageMaterialsView {
    /// BCP 47 tag.
    pub tag: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Name of the language in itself.
    pub autonym: String,
    /// The page.
    pub url: String,
    /// The text for messengers.
    pub message: Option<TextView>,
    /// How long it is, in words.
    pub count: Option<String>,
    /// The picture for links.
    pub picture_url: Option<String>,
    /// Leaflets and posters.
    pub sheets: Vec<SheetLinkView>,
}

/// A printed sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetLinkView {
    /// What it is.
    pub title: String,
    /// Its address.
    pub url: String,
}
