//! The information campaign: news that concern people for a time only, and what carries them.
//!
//! A campaign is a page bundle of the layout `campaign`. It runs from `valid_from` to `valid_until`
//! of its page in the source language, both days included.

mod archive;
mod check;
mod posters;
mod words;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::frontmatter::{FrontMatter, Layout};
use crate::site::{Bundle, BundleIndex, Site};
use crate::yaml::{Spanned, TODO};

pub use archive::{Archive, Member};
pub use check::check;
pub use posters::posters;
pub use words::{References, filled, message, references, share_picture, values};

/// A text for messengers has fewer characters than this, its link included.
pub const MESSAGE_LIMIT: usize = 600;

/// What a campaign says and where, in the head of its page.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Whether every page of the portal points to it while it runs. As the source language says.
    #[serde(default)]
    pub urgent: bool,
    /// Where staff spread it. As the source language says.
    #[serde(default)]
    pub channels: Vec<Spanned<Channel>>,
    /// What is made for it. As the source language says.
    #[serde(default)]
    pub materials: Vec<Spanned<Material>>,
    /// The date or the time limit that matters, in a few words; facts as `[[value:id]]`.
    pub when: Option<Spanned<String>>,
    /// What the reader should do.
    pub call_to_action: Option<CallToAction>,
    /// The text that staff send by messengers; facts as `[[value:id]]`, the link follows by itself.
    pub message: Option<Spanned<String>>,
}

/// What the reader should do, and where.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallToAction {
    /// The words of the button.
    pub text: Spanned<String>,
    /// Id of a page, or an address that begins with `https://`; a translation may leave it out.
    pub link: Option<Spanned<String>>,
}

/// Where staff spread a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// This portal.
    Portal,
    /// Messengers.
    Messengers,
    /// Social networks.
    SocialNetworks,
    /// E-mail.
    Email,
    /// Schools and kindergartens.
    Schools,
    /// Counters of offices.
    Offices,
    /// Employers.
    Employers,
    /// Doctors and hospitals.
    HealthCare,
    /// Hostels and other lodgings.
    Lodgings,
    /// Shops and other places where people meet.
    PublicPlaces,
    /// Associations of foreigners.
    Communities,
}

/// What is made for a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Material {
    /// The page as a leaflet.
    Leaflet,
    /// A poster.
    Poster,
    /// A picture that is shown with a link.
    SharePicture,
    /// A text for messengers.
    Message,
}

/// How a campaign stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// It has not begun.
    ToCome,
    /// It runs.
    Running,
    /// It is over.
    Over,
}

impl Channel {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Messengers => "messengers",
            Self::SocialNetworks => "social-networks",
            Self::Email => "email",
            Self::Schools => "schools",
            Self::Offices => "offices",
            Self::Employers => "employers",
            Self::HealthCare => "health-care",
            Self::Lodgings => "lodgings",
            Self::PublicPlaces => "public-places",
            Self::Communities => "communities",
        }
    }
}

impl Campaign {
    /// Whether something is made for it.
    pub fn has(&self, material: Material) -> bool {
        self.materials.iter().any(|known| known.value == material)
    }

    /// The texts that translators translate, by the names of their keys.
    pub fn texts(&self) -> [(&'static str, Option<&Spanned<String>>); 3] {
        [
            ("when", self.when.as_ref()),
            ("call_to_action.text", self.call_to_action.as_ref().map(|call| &call.text)),
            ("message", self.message.as_ref()),
        ]
    }

    /// The same as far as staff have written them.
    pub fn written(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.texts().into_iter().filter_map(|(key, text)| Some((key, known(text?)?)))
    }
}

/// A text, unless staff still have to write it.
fn known(text: &Spanned<String>) -> Option<&str> {
    let text = text.value.trim();
    (!text.is_empty() && text != TODO).then_some(text)
}

/// How a page stands on a day by its own head.
pub fn phase(head: &FrontMatter, today: Date) -> Phase {
    let is_before = |day: Date| today < day;
    if head.valid_from.as_ref().is_some_and(|day| is_before(day.value.0)) {
        return Phase::ToCome;
    }
    let is_over = head.valid_until.as_ref().is_some_and(|day| day.value.0 < today);
    if is_over { Phase::Over } else { Phase::Running }
}

impl Bundle {
    /// What kind of campaign it is, if it is one: the page in the source language says so.
    pub fn campaign(&self, site: &Site) -> Option<&Campaign> {
        let leading = self.leading(site.config.source)?;
        leading.front_matter.campaign.as_ref().filter(|_| self.layout == Layout::Campaign)
    }

    /// How it stands on a day, if it is a campaign.
    pub fn phase(&self, site: &Site, today: Date) -> Option<Phase> {
        let leading = self.leading(site.config.source)?;
        (self.layout == Layout::Campaign).then(|| phase(&leading.front_matter, today))
    }
}

impl Site {
    /// The campaigns that run on a day: urgent ones first, then those that end soonest.
    pub fn running_campaigns(&self, today: Date) -> Vec<BundleIndex> {
        let mut running: Vec<BundleIndex> = (0..self.bundles.len())
            .filter(|&index| self.bundles[index].phase(self, today) == Some(Phase::Running))
            .collect();
        running.sort_by_key(|&index| {
            let bundle = &self.bundles[index];
            let is_calm = bundle.campaign(self).is_none_or(|campaign| !campaign.urgent);
            let head = bundle.leading(self.config.source).map(|page| &page.front_matter);
            let end = head.and_then(|head| head.valid_until.as_ref());
            (is_calm, end.map_or(Date::MAX, |day| day.value.0), index)
        });
        running
    }
}
