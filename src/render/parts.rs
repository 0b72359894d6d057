//! Parts that many pages share, rendered once: templates insert a stand-in for each.

use std::sync::OnceLock;

use serde_json::{Value as Json, json};
use tera::Value;

use crate::diagnostic::Diagnostic;
use crate::html::{Part, Piece, Pieces};
use crate::qr::{self, QrCode};
use crate::site::{BundleIndex, Edition};
use crate::view::{AlternateView, NavigationView, QrView, SearchView};

use super::{Renderer, search_address, search_map_address};

/// A piece that is rendered when the first page needs it.
pub type LazyPiece = OnceLock<Result<Piece, Diagnostic>>;

/// What templates see as `parts`.
pub fn stand_ins() -> Value {
    let named = Part::NAMED.iter().map(|(name, part)| ((*name).to_owned(), part.stand_in().into()));
    Value::from_serializable(&Json::Object(named.collect()))
}

impl Renderer {
    /// The parts of a page in an edition that do not depend on the page but for its section.
    pub(super) fn parts(
        &self,
        edition: Edition,
        section: Option<BundleIndex>,
    ) -> Result<Pieces, Diagnostic> {
        let shared = &self.editions[edition];
        let site = &shared.site;
        let section = section.filter(|_| shared.navigation.contains_key(&section));
        let assets = || json!({ "assets": self.assets(edition) });
        let navigation = || {
            json!({
                "items": self.navigation(edition, section),
                "index_url": super::index_address(&self.site.config, edition),
            })
        };
        let of_site = || json!({ "site": site });
        let feed = self.feed_url(edition);
        let of_footer = || json!({ "site": site, "feed_url": feed.unwrap_or_default() });
        let mut pieces = Pieces::default()
            .with(Part::Assets, self.piece(&shared.assets, "page_assets", edition, assets)?)
            .with(Part::Brand, self.piece(&shared.brand, "brand", edition, of_site)?)
            .with(Part::Footer, self.piece(&shared.footer, "site_footer", edition, of_footer)?);
        if let Some(search) = self.search(edition) {
            let search = || json!({ "search": search });
            let piece = self.piece(&shared.search, "search", edition, search)?;
            pieces = pieces.with(Part::Search, piece);
        }
        if let Some(made) = shared.navigation.get(&section) {
            let piece = self.piece(made, "navigation", edition, navigation)?;
            pieces = pieces.with(Part::Navigation, piece);
        }
        if let Some(banner) = self.banner(edition)? {
            pieces = pieces.with(Part::Banner, banner);
        }
        if let Some(url) = &shared.help_url {
            let help = || json!({ "url": url });
            pieces = pieces.with(Part::Help, self.piece(&shared.help, "help_box", edition, help)?);
        }
        Ok(pieces)
    }

    /// The code for an address of the portal; none without a base address, which it has to hold.
    pub fn qr(&self, address: &str) -> Option<QrView> {
        let config = &self.site.config;
        config.base_url.as_ref()?;
        let address = config.absolute(address);
        let QrCode { size, path } = qr::code(&address)?;
        let typed = address.trim_start_matches("https://").to_owned();
        Some(QrView { address: typed, size, path })
    }

    /// Where the search of an edition begins, if readers can search.
    pub(super) fn search(&self, edition: Edition) -> Option<SearchView> {
        let config = &self.site.config;
        let module = self.theme.lazy.get("search").filter(|_| config.search)?;
        Some(SearchView {
            engine_url: module.script.address.clone(),
            map_url: search_map_address(config, edition),
            index_url: super::index_address(config, edition),
            search_url: search_address(config, edition),
        })
    }

    /// The links of a bundle to its editions.
    pub(super) fn alternates_of(&self, bundle: BundleIndex) -> Result<Piece, Diagnostic> {
        self.alternates[bundle]
            .get_or_init(|| self.alternates_piece(&self.alternates(bundle)))
            .clone()
    }

    pub(super) fn alternates_piece(
        &self,
        alternates: &[AlternateView],
    ) -> Result<Piece, Diagnostic> {
        self.rendered("alternates", self.site.config.source, &json!({ "alternates": alternates }))
    }

    fn piece(
        &self,
        made: &LazyPiece,
        component: &str,
        edition: Edition,
        arguments: impl FnOnce() -> Json,
    ) -> Result<Piece, Diagnostic> {
        made.get_or_init(|| self.rendered(component, edition, &arguments())).clone()
    }

    pub(super) fn rendered(
        &self,
        component: &str,
        edition: Edition,
        arguments: &Json,
    ) -> Result<Piece, Diagnostic> {
        let messages = &self.editions[edition].messages;
        self.theme.component(component, arguments, None, messages).map(Piece::new)
    }

    fn navigation(&self, edition: Edition, current: Option<BundleIndex>) -> Vec<NavigationView> {
        self.sections()
            .map(|index| NavigationView {
                title: self.title(index, edition),
                url: self.site.bundles[index].addresses[edition].clone(),
                icon: self.site.bundles[index].icon.clone(),
                current: (current == Some(index)).then_some("true"),
            })
            .collect()
    }
}
