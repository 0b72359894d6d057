//! The materials of all campaigns, for staff: a page that nothing public leads to, and archives.

use crate::campaign::{Archive, Campaign, MESSAGE_LIMIT, Member, Phase, message, share_picture};
use crate::diagnostic::Diagnostic;
use crate::message::Messages;
use crate::output::OutputFile;
use crate::site::{BundleIndex, Edition, Site};
use crate::source::SourceTree;
use crate::view::{
    CampaignMaterialsView, LanguageMaterialsView, MaterialsView, SheetLinkView, TextView,
};

use super::Renderer;
use super::campaign::share_picture_address;

/// Where the page is published.
pub const MATERIALS_ADDRESS: &str = "/materials/";

/// Name of the style sheet of printed sheets in an archive.
const STYLE_SHEET: &str = "paper.css";

/// Where the materials of a campaign are published in one file.
pub fn archive_address(site: &Site, bundle: BundleIndex) -> String {
    format!("{MATERIALS_ADDRESS}{}.zip", site.bundles[bundle].id.replace('/', "-"))
}

impl Renderer {
    /// What the staff page shows, in the language of the tool that is nearest to the source.
    pub(super) fn materials(&self) -> MaterialsView {
        let site = &*self.site;
        let messages = Messages::new(site.config.source_locale().as_str());
        let mut all: Vec<(Phase, BundleIndex)> = (0..site.bundles.len())
            .filter_map(|index| Some((site.bundles[index].phase(site, self.today)?, index)))
            .collect();
        // What runs comes first, what is over last.
        all.sort_by_key(|(phase, index)| {
            let rank = match phase {
                Phase::Running => 0,
                Phase::ToCome => 1,
                Phase::Over => 2,
            };
            (rank, *index)
        });
        let word = |key: &str| messages.text(&format!("materials.{key}"), &[]);
        let has_address = site.config.base_url.is_some();
        MaterialsView {
            title: word("title"),
            introduction: word("introduction"),
            no_address: (!has_address).then(|| word("no_address")),
            nothing: all.is_empty().then(|| word("nothing")),
            campaigns: all
                .into_iter()
                .filter_map(|(phase, index)| self.campaign_materials(phase, index, &messages))
                .collect(),
            words: ["channels", "download", "page", "message", "picture", "sheets", "copy"]
                .into_iter()
                .map(|key| (key, word(key)))
                .collect(),
        }
    }

    fn campaign_materials(
        &self,
        phase: Phase,
        bundle: BundleIndex,
        messages: &Messages,
    ) -> Option<CampaignMaterialsView> {
        let site = &*self.site;
        let entry = &site.bundles[bundle];
        let campaign = entry.campaign(site)?;
        let head = &entry.leading(site.config.source)?.front_matter;
        let day = |day: &Option<crate::yaml::Spanned<crate::yaml::Day>>| {
            day.as_ref().map_or_else(String::new, |day| messages.day(day.value.0))
        };
        let dates = [("from", &*day(&head.valid_from)), ("until", &*day(&head.valid_until))];
        let phase = match phase {
            Phase::ToCome => "to_come",
            Phase::Running => "running",
            Phase::Over => "over",
        };
        let channel = |name: &str| messages.text(&format!("admin.options.{name}"), &[]);
        let channels: Vec<String> =
            campaign.channels.iter().map(|known| channel(known.value.as_str())).collect();
        Some(CampaignMaterialsView {
            title: self.title(bundle, site.config.source),
            url: entry.addresses[site.config.source].clone(),
            phase: messages.text(&format!("materials.phases.{phase}"), &dates),
            channels: channels.join(", "),
            archive_url: archive_address(site, bundle),
            languages: (0..entry.cells.len())
                .filter(|&edition| entry.cells[edition].is_some())
                .map(|edition| self.language_materials(bundle, edition, messages))
                .collect(),
        })
    }

    fn language_materials(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        messages: &Messages,
    ) -> LanguageMaterialsView {
        let site = &*self.site;
        let locale = &site.config.locales[edition];
        let message = self.campaign_message(bundle, edition);
        let count = message.as_ref().map(|text| {
            let count = [
                ("count", &*text.chars().count().to_string()),
                ("limit", &*(MESSAGE_LIMIT - 1).to_string()),
            ];
            messages.text("materials.count", &count)
        });
        let words = share_picture(site, bundle, edition);
        LanguageMaterialsView {
            tag: locale.to_string(),
            direction: locale.direction().as_str().to_owned(),
            autonym: locale.autonym().unwrap_or(locale.as_str()).to_owned(),
            url: site.bundles[bundle].addresses[edition].clone(),
            message: message.map(|text| self.with_lines(&text, edition)),
            count,
            picture_url: words.map(|words| share_picture_address(site, bundle, edition, &words)),
            sheets: self
                .sheets_of(bundle, edition)
                .map(|(_, sheet)| SheetLinkView {
                    title: site.catalogs[site.config.source]
                        .text(sheet.format.message())
                        .to_owned(),
                    url: sheet.address.clone(),
                })
                .collect(),
        }
    }

    /// A text whose lines stay lines, whatever becomes of white space.
    fn with_lines(&self, text: &str, edition: Edition) -> TextView {
        let mut view = self.foreign_text(text, edition);
        view.html = view.html.replace('\n', "<br>\n");
        view
    }

    fn campaign_message(&self, bundle: BundleIndex, edition: Edition) -> Option<String> {
        let page = self.site.bundles[bundle].cells[edition].as_deref()?;
        let campaign: &Campaign = page.front_matter.campaign.as_ref()?;
        message(&self.site, bundle, edition, campaign)
    }

    fn sheets_of(
        &self,
        bundle: BundleIndex,
        edition: Edition,
    ) -> impl Iterator<Item = (usize, &crate::leaflet::Sheet)> {
        let id = &*self.site.bundles[bundle].id;
        let all = self.sheets.all().iter().enumerate();
        all.filter(move |(_, sheet)| sheet.id == id && sheet.edition == edition)
    }

    /// The materials of a campaign in all languages, to download.
    ///
    /// # Errors
    /// A template error.
    pub fn archive(&self, bundle: BundleIndex, tree: &SourceTree) -> Result<Archive, Diagnostic> {
        let site = &*self.site;
        let mut members = Vec::new();
        let paper = &self.theme.paper;
        for edition in 0..site.config.locales.len() {
            let tag = &site.config.locales[edition];
            if let Some(text) = self.campaign_message(bundle, edition) {
                let file = OutputFile::Bytes(format!("{text}\n").into_bytes());
                members.push((format!("{tag}/message.txt"), Member::File(file)));
            }
            if let Some(words) = share_picture(site, bundle, edition) {
                let file = Member::File(OutputFile::Picture(words));
                members.push((format!("{tag}/share-picture.png"), file));
            }
            for (number, sheet) in self.sheets_of(bundle, edition) {
                let (html, _) = self.sheet(number)?;
                let beside = sheet.beside.map(|beside| format!("-{}", site.config.locales[beside]));
                let name = format!("{}{}", sheet.format.as_str(), beside.unwrap_or_default());
                let copy = [paper.address.clone(), format!("../{STYLE_SHEET}")];
                let page = Member::Page(OutputFile::Html(html), copy);
                members.push((format!("{tag}/{name}.html"), page));
                let published = self.downloads.at(&sheet.address);
                if let Some(pdf) = published.and_then(|download| tree.get(&download.path)) {
                    let file = OutputFile::Bytes(pdf.bytes().to_vec());
                    members.push((format!("{tag}/{name}.pdf"), Member::File(file)));
                }
            }
        }
        if members.iter().any(|(_, member)| matches!(member, Member::Page(..))) {
            let file = OutputFile::Bytes(paper.bytes.clone());
            members.push((STYLE_SHEET.to_owned(), Member::File(file)));
        }
        Ok(Archive { members })
    }
}
