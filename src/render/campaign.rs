//! Campaigns as templates see them: on their own page, on the home page and in the banner.

use serde_json::json;

use crate::campaign::{Campaign, Phase, filled, phase, share_picture};
use crate::diagnostic::Diagnostic;
use crate::html::Piece;
use crate::share::{SIZE, Words};
use crate::site::{BundleIndex, Edition, Page, Site};
use crate::view::{CampaignView, LinkView, NoticeView, SharePictureView, TextView, TileView};
use crate::yaml::Spanned;

use super::Renderer;

/// Where the picture of a campaign is published.
pub fn share_picture_address(
    site: &Site,
    bundle: BundleIndex,
    language: Edition,
    words: &Words,
) -> String {
    let id = &site.bundles[bundle].id;
    let name = id.rsplit('/').next().unwrap_or(id);
    words.address(&format!("{name}-{}", site.config.locales[language]))
}

impl Renderer {
    /// A campaign for the readers of an edition.
    pub(super) fn campaign(&self, bundle: BundleIndex, edition: Edition) -> Option<CampaignView> {
        let entry = &self.site.bundles[bundle];
        let campaign = entry.campaign(&self.site)?;
        let (language, page) = self.site.shown(bundle, edition)?;
        let leading = &entry.leading(self.site.config.source)?.front_matter;
        Some(CampaignView {
            title: self.text(page.title(), language, edition),
            source_title: self.source_title(entry, language),
            url: entry.addresses[edition].clone(),
            icon: entry.icon.clone(),
            urgent: campaign.urgent,
            phase: match phase(leading, self.today) {
                Phase::ToCome => "to-come",
                Phase::Running => "running",
                Phase::Over => "over",
            },
            when: self.campaign_text(bundle, edition, |campaign| campaign.when.as_ref()),
            dates: self.campaign_dates(bundle, edition),
            last_day: leading.valid_until.as_ref().map(|day| day.value.0.to_string()),
            call_to_action: self.call_to_action(bundle, edition),
        })
    }

    /// The campaigns that run, for the home page and for the section that they are in.
    pub(super) fn campaigns(
        &self,
        edition: Edition,
        is_wanted: impl Fn(BundleIndex) -> bool,
    ) -> Vec<CampaignView> {
        let running = self.site.running_campaigns(self.today);
        let running = running.into_iter().filter(|&index| is_wanted(index));
        running.filter_map(|index| self.campaign(index, edition)).collect()
    }

    /// What stands on every page while an urgent campaign runs; nothing if none does.
    pub(super) fn banner(&self, edition: Edition) -> Result<Option<Piece>, Diagnostic> {
        let make = || {
            let mut urgent = self.campaigns(edition, |_| true);
            urgent.retain(|campaign| campaign.urgent);
            let arguments = json!({ "campaigns": urgent });
            let has_any = !urgent.is_empty();
            has_any.then(|| self.rendered("campaign_banner", edition, &arguments)).transpose()
        };
        self.editions[edition].banner.get_or_init(make).clone()
    }

    /// The pages below a section that are news of the past.
    pub(super) fn past(&self, children: &[BundleIndex], edition: Edition) -> Vec<TileView> {
        let mut over: Vec<BundleIndex> =
            children.iter().copied().filter(|&index| self.is_over(index)).collect();
        let last = |index: BundleIndex| {
            let head = self.site.bundles[index].leading(self.site.config.source);
            head.and_then(|page| page.front_matter.valid_until.as_ref()).map(|day| day.value)
        };
        over.sort_by_key(|&index| std::cmp::Reverse(last(index)));
        self.tiles(&over, edition)
    }

    /// Whether a page is a campaign that is over.
    pub(super) fn is_over(&self, bundle: BundleIndex) -> bool {
        self.site.bundles[bundle].phase(&self.site, self.today) == Some(Phase::Over)
    }

    /// Until when a campaign runs or since when it is over.
    pub(super) fn campaign_dates(&self, bundle: BundleIndex, edition: Edition) -> Option<String> {
        let entry = &self.site.bundles[bundle];
        let head = &entry.leading(self.site.config.source)?.front_matter;
        let (key, day) = match entry.phase(&self.site, self.today)? {
            // A day on which something begins would be taken for that of the event itself.
            Phase::ToCome => return None,
            Phase::Running => ("campaign_until", head.valid_until.as_ref()?),
            Phase::Over => ("campaign_over", head.valid_until.as_ref()?),
        };
        let date = self.site.formats[edition].date_long(day.value.0);
        Some(self.site.catalogs[edition].fill(key, &[("date", &date)]))
    }

    /// What the reader of a campaign that is over must know.
    pub(super) fn notice_over(&self, bundle: BundleIndex, edition: Edition) -> Option<NoticeView> {
        let entry = &self.site.bundles[bundle];
        let head = &entry.leading(self.site.config.source)?.front_matter;
        let day = head.valid_until.as_ref().filter(|_| self.is_over(bundle))?;
        let date = self.site.formats[edition].date_long(day.value.0);
        let words = self.site.catalogs[edition].fill("notice_campaign_over", &[("date", &date)]);
        Some(NoticeView {
            kind: "expired",
            html: self.isolated(&words, edition),
            lang: None,
            dir: None,
            link: None,
        })
    }

    /// The picture that is shown with a link to a campaign. It is fetched from elsewhere, so a
    /// portal without an address has none.
    pub(super) fn share_picture(
        &self,
        bundle: BundleIndex,
        language: Edition,
    ) -> Option<SharePictureView> {
        let config = &self.site.config;
        let words = share_picture(&self.site, bundle, language)?;
        let address = share_picture_address(&self.site, bundle, language, &words);
        let alt = [Some(words.title), words.when].into_iter().flatten().collect::<Vec<_>>();
        config.base_url.is_some().then(|| SharePictureView {
            url: config.absolute(&address),
            width: SIZE.0,
            height: SIZE.1,
            alt: alt.join(" – "),
        })
    }

    fn call_to_action(&self, bundle: BundleIndex, edition: Edition) -> Option<LinkView> {
        let title = self.campaign_text(bundle, edition, |campaign| {
            Some(&campaign.call_to_action.as_ref()?.text)
        })?;
        let pages = self.pages_for(bundle, edition);
        let link = pages.filter_map(|(_, page)| {
            page.front_matter.campaign.as_ref()?.call_to_action.as_ref()?.link.as_ref()
        });
        let link = &link.into_iter().next()?.value;
        let page = self.site.find(link).map(|index| &self.site.bundles[index].addresses[edition]);
        Some(LinkView { title, url: page.unwrap_or(link).clone() })
    }

    /// A text of a campaign along the fallback chain of an edition.
    pub(super) fn campaign_text(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        text: impl Fn(&Campaign) -> Option<&Spanned<String>>,
    ) -> Option<TextView> {
        let mut pages = self.pages_for(bundle, edition);
        pages.find_map(|(language, page)| {
            let text = text(page.front_matter.campaign.as_ref()?)?;
            let words = filled(&self.site, text.value.trim(), language);
            Some(self.text(&words, language, edition))
        })
    }

    /// The pages of a bundle, best for the readers of an edition first.
    fn pages_for(
        &self,
        bundle: BundleIndex,
        edition: Edition,
    ) -> impl Iterator<Item = (Edition, &Page)> {
        let cells = &self.site.bundles[bundle].cells;
        let chain = self.site.config.chains[edition].iter().copied();
        chain.filter_map(|language| Some((language, cells[language].as_deref()?)))
    }
}
