//! What belongs in `<head>`: addresses of the other translations, structured data, assets.

use serde_json::{Value, json};

use crate::config::Config;
use crate::frontmatter::Layout;
use crate::offline::page_address;
use crate::site::{BundleIndex, Edition, Page};
use crate::view::{AlternateView, AssetsView, ContentView, HeadView};

use super::{Generated, Renderer};

/// Content security policy of every page: everything comes from the portal itself, nothing is
/// written inline. JSON-LD is data and is not executed. The one policy for Trusted Types names the
/// worker that shows saved pages: no other way is left to register one.
pub const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types rozcestnik";

/// Name of the file with the QR code of a page, in the folder of the page.
pub const QR_FILE: &str = "qr.svg";

/// The A–Z index of an edition.
pub fn index_address(config: &Config, edition: Edition) -> String {
    format!("/{}/a-z/", config.locales[edition])
}

/// The results page of an edition.
pub fn search_address(config: &Config, edition: Edition) -> String {
    format!("/{}/search/", config.locales[edition])
}

/// The page with all PDFs of an edition.
pub fn downloads_address(config: &Config, edition: Edition) -> String {
    format!("/{}/downloads/", config.locales[edition])
}

/// What the search of an edition begins with.
pub fn search_map_address(config: &Config, edition: Edition) -> String {
    format!("/{}/search/map.json", config.locales[edition])
}

/// The page of an edition for addresses that do not exist.
pub fn not_found_address(config: &Config, edition: Edition) -> String {
    format!("/{}/404.html", config.locales[edition])
}

/// The style guide of an edition.
pub fn style_guide_address(config: &Config, edition: Edition) -> String {
    format!("/{}/styleguide/", config.locales[edition])
}

/// The Atom feed of an edition.
pub fn feed_address(config: &Config, edition: Edition) -> String {
    format!("/{}/feed.xml", config.locales[edition])
}

/// The web manifest of an edition.
pub fn manifest_address(config: &Config, edition: Edition) -> String {
    format!("/{}/manifest.webmanifest", config.locales[edition])
}

/// The words of scripts in an edition.
pub fn words_address(config: &Config, edition: Edition) -> String {
    format!("/{}/words.json", config.locales[edition])
}

/// Whether the program itself publishes something at an address that texts may link to.
pub fn is_generated(config: &Config, address: &str) -> bool {
    let mut editions = 0..config.locales.len();
    address == "/"
        || editions.any(|edition| {
            address == index_address(config, edition)
                || (config.offers_pdf() && address == downloads_address(config, edition))
                || (config.offline && address == page_address(config, edition))
                || (config.search && address == search_address(config, edition))
                || (config.base_url.is_some() && address == feed_address(config, edition))
        })
}

impl Config {
    /// An address with scheme and host, if the site has a base address.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.base_url.as_deref().unwrap_or_default())
    }
}

impl Renderer {
    pub(super) fn head(
        &self,
        bundle: BundleIndex,
        edition: Edition,
        language: Edition,
        page: &Page,
    ) -> HeadView {
        let config = &self.site.config;
        let entry = &self.site.bundles[bundle];
        let name = self.site_name(edition);
        let title = match entry.layout {
            Layout::Home => name,
            _ => format!("{} – {name}", page.title()),
        };
        let kind = if entry.layout == Layout::Guide { "article" } else { "website" };
        HeadView {
            description: page.front_matter.summary().map(ToOwned::to_owned),
            // The canonical of a page without a translation is the text it shows.
            canonical: config.absolute(&entry.addresses[language]),
            url: config.absolute(&entry.addresses[edition]),
            kind: kind.to_owned(),
            qr_url: self.qr_url(&entry.addresses[edition]),
            picture: self.share_picture(bundle, language),
            json_ld: Some(self.structured_data(bundle, edition)),
            ..plain_head(title)
        }
    }

    pub(super) fn generated_head(
        &self,
        page: Generated,
        edition: Edition,
        content: &ContentView,
        address: &str,
    ) -> HeadView {
        let config = &self.site.config;
        let title = match page {
            Generated::Home(_) => content.title.text.clone(),
            _ => format!("{} – {}", content.title.text, self.site_name(edition)),
        };
        let noindex = !page.is_indexed();
        HeadView {
            description: content.summary.as_ref().map(|summary| summary.text.clone()),
            canonical: config.absolute(address),
            url: config.absolute(address),
            noindex,
            qr_url: self.qr_url(address).filter(|_| !noindex),
            ..plain_head(title)
        }
    }

    /// The links of a page that no folder stands for to its editions.
    pub(super) fn generated_alternates(&self, page: Generated) -> Vec<AlternateView> {
        let config = &self.site.config;
        let home_of = |other: Edition| config.absolute(&format!("/{}/", config.locales[other]));
        let index_of = |other: Edition| config.absolute(&index_address(config, other));
        let search_of = |other: Edition| config.absolute(&search_address(config, other));
        let downloads_of = |other| config.absolute(&downloads_address(config, other));
        let offline_of = |other| config.absolute(&page_address(config, other));
        match page {
            Generated::Downloads(_) => {
                self.alternate_views(downloads_of, downloads_of(config.source))
            }
            Generated::Offline(_) => self.alternate_views(offline_of, offline_of(config.source)),
            Generated::Index(_) => self.alternate_views(index_of, index_of(config.source)),
            Generated::Home(_) => self.alternate_views(home_of, config.absolute("/")),
            Generated::Search(_) => self.alternate_views(search_of, search_of(config.source)),
            // Those home pages that there are: they name this page as their default.
            Generated::Languages => {
                self.site.find("").map_or_else(Vec::new, |home| self.alternates(home))
            }
            Generated::NotFound(_)
            | Generated::NotFoundAnywhere
            | Generated::Materials
            | Generated::StyleGuide(_) => Vec::new(),
        }
    }

    /// What belongs in `<head>` on every page of an edition.
    pub(super) fn assets(&self, edition: Edition) -> AssetsView {
        AssetsView {
            csp: CSP.to_owned(),
            css_url: self.theme.css.address.clone(),
            js_url: self.theme.script.as_ref().map(|script| script.address.clone()),
            icon_url: self.theme.icon.address.clone(),
            manifest_url: manifest_address(&self.site.config, edition),
            feed_url: self.feed_url(edition),
            site_name: self.site_name(edition),
        }
    }

    /// The code of a page, which lies beside it: a file of its own costs those nothing who read on
    /// a screen, where a code in the page would weigh a kilobyte.
    pub(super) fn qr_url(&self, address: &str) -> Option<String> {
        self.site.config.base_url.as_ref().map(|_| format!("{address}{QR_FILE}"))
    }

    pub(super) fn feed_url(&self, edition: Edition) -> Option<String> {
        let config = &self.site.config;
        config.base_url.as_ref().map(|_| feed_address(config, edition))
    }

    pub(super) fn site_name(&self, edition: Edition) -> String {
        let config = &self.site.config;
        config
            .localise(&config.name.value, edition)
            .map_or_else(String::new, |(name, _)| name.to_owned())
    }

    /// The translations that exist, itself included, and the source as the default.
    pub(super) fn alternates(&self, bundle: BundleIndex) -> Vec<AlternateView> {
        let config = &self.site.config;
        let entry = &self.site.bundles[bundle];
        let alternate = |hreflang: String, edition: Edition| AlternateView {
            hreflang,
            url: config.absolute(&entry.addresses[edition]),
        };
        let mut alternates: Vec<AlternateView> = entry
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.is_some())
            .map(|(edition, _)| alternate(config.locales[edition].to_string(), edition))
            .collect();
        let default = match entry.layout {
            // The choice of languages is the default of the home pages.
            Layout::Home => {
                AlternateView { hreflang: "x-default".to_owned(), url: config.absolute("/") }
            }
            _ => {
                let first = entry.cells.iter().position(Option::is_some).unwrap_or(config.source);
                let has_source = entry.cells[config.source].is_some();
                alternate("x-default".to_owned(), if has_source { config.source } else { first })
            }
        };
        alternates.push(default);
        alternates
    }

    pub(super) fn alternate_views(
        &self,
        address: impl Fn(Edition) -> String,
        default: String,
    ) -> Vec<AlternateView> {
        let config = &self.site.config;
        config
            .locales
            .iter()
            .enumerate()
            .map(|(edition, locale)| (locale.to_string(), address(edition)))
            .chain(std::iter::once(("x-default".to_owned(), default)))
            .map(|(hreflang, url)| AlternateView { hreflang, url })
            .collect()
    }

    /// schema.org: who runs the portal on home pages, the way to the page elsewhere.
    fn structured_data(&self, bundle: BundleIndex, edition: Edition) -> String {
        let config = &self.site.config;
        let entry = &self.site.bundles[bundle];
        let data = if entry.layout == Layout::Home {
            let organisation = config.organisation.as_ref();
            let name = organisation.map_or(&config.name, |organisation| &organisation.name);
            let mut data = json!({
                "@context": "https://schema.org",
                "@type": "Organization",
                "name": config.localise(&name.value, edition).map(|(name, _)| name),
                "url": config.absolute(&entry.addresses[edition]),
            });
            let site =
                organisation.and_then(|organisation| organisation.url.as_ref()?.value.known());
            if let (Some(url), Some(fields)) = (site, data.as_object_mut()) {
                fields.insert("sameAs".to_owned(), Value::from(url.as_str()));
            }
            data
        } else {
            let mut trail = self.breadcrumbs(bundle, edition);
            trail.push(self.link(bundle, edition));
            let items: Vec<Value> = trail
                .iter()
                .enumerate()
                .map(|(index, link)| {
                    json!({
                        "@type": "ListItem",
                        "position": index + 1,
                        "name": link.title.text,
                        "item": config.absolute(&link.url),
                    })
                })
                .collect();
            json!({
                "@context": "https://schema.org",
                "@type": "BreadcrumbList",
                "itemListElement": items,
            })
        };
        json_ld(&data)
    }
}

/// Structured data for a `<script>`: `</script>` in a title must not end the element.
pub(super) fn json_ld(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

fn plain_head(title: String) -> HeadView {
    HeadView {
        title,
        description: None,
        canonical: String::new(),
        url: String::new(),
        noindex: false,
        kind: "website".to_owned(),
        qr_url: None,
        picture: None,
        json_ld: None,
    }
}
