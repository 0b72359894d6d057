//! PDFs: what can be printed, what was found when it was, and which PDFs on the disk are still true.
//!
//! The file `manifest.json` beside the PDFs says what each was made from, so that nobody has to open
//! them.

mod downloads;
pub mod file;
mod fit;
mod manifest;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Span};
use crate::leaflet::{Content, Format, Sheet};
use crate::output::OutputPath;
use crate::portal::Portal;
use crate::render::TimetableAddresses;
use crate::site::{BundleIndex, Edition, Site};

pub use downloads::{Download, Downloads, downloads};
pub use fit::examine;
pub use manifest::{MANIFEST, Made, Manifest};

/// Folder of the PDFs beside `site.yaml`.
pub const FOLDER: &str = "pdf";

/// The format of ordinary pages.
pub const PAGE: &str = "page";

/// The format of printable weeks.
pub const WEEK: &str = "week";

/// Something that can become a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Id of the page that it belongs to.
    pub id: String,
    /// What tells it from others of that page, in its edition and format.
    pub part: Option<String>,
    /// Whose readers it is for.
    pub edition: Edition,
    /// The second language on it.
    pub beside: Option<Edition>,
    /// What it is printed as: `a4`, [`PAGE`], …
    pub format: &'static str,
    /// The same, if it is a leaflet.
    pub leaflet: Option<Format>,
    /// Address of its HTML page.
    pub address: String,
    /// What findings about it point to.
    pub span: Span,
    /// How many pages it must have.
    pub pages: Option<usize>,
    /// Its title.
    pub title: String,
    /// The day that the PDF says that it was made on.
    pub day: Date,
}

impl Document {
    /// Name of its file, which also says in a folder of downloads what it is:
    /// `residence_visa-uk-cs-a4.pdf`.
    pub fn file_name(&self, site: &Site) -> String {
        let locales = &site.config.locales;
        let id = if self.id.is_empty() { "home" } else { &self.id };
        let id = id.replace('/', "_");
        let tags = [Some(self.edition), self.beside];
        let tags = tags.iter().flatten().map(|edition| locales[*edition].as_str());
        let name: Vec<&str> = std::iter::once(id.as_str())
            .chain(self.part.as_deref())
            .chain(tags)
            .chain([self.format])
            .collect();
        format!("{}.pdf", name.join("-"))
    }
}

/// Everything that the portal prints on sheets of their own.
pub fn documents(portal: &Portal) -> Vec<Document> {
    let sheets = portal.sheets().iter().map(|sheet| leaflet(portal, sheet));
    sheets.chain(weeks(portal)).collect()
}

fn leaflet(portal: &Portal, sheet: &Sheet) -> Document {
    let site = portal.site();
    let bundles = match &sheet.content {
        Content::Page { bundle, .. } | Content::Poster(bundle) => std::slice::from_ref(bundle),
        Content::Booklet(bundles) => bundles,
    };
    let reviewed = bundles.iter().filter_map(|bundle| reviewed(site, *bundle, sheet.edition));
    Document {
        id: sheet.id.clone(),
        part: None,
        edition: sheet.edition,
        beside: sheet.beside,
        format: sheet.format.as_str(),
        leaflet: Some(sheet.format),
        address: sheet.address.clone(),
        span: sheet.span.clone(),
        pages: sheet.pages,
        title: sheet.title.clone(),
        day: reviewed.max().unwrap_or(portal.today()),
    }
}

/// What the PDF of a document is made from, in short; `None` if nothing stands at its address.
///
/// # Errors
/// A template error.
pub fn digest(portal: &Portal, document: &Document) -> Option<Result<String, Diagnostic>> {
    let path = OutputPath::of_address(&document.address)?;
    Some(portal.file(&path)?.map(|file| file.key().to_hex().to_string()))
}

/// The printable week of each town, in each edition.
fn weeks(portal: &Portal) -> Vec<Document> {
    let site = portal.site();
    let Some(bundle) = site.timetable_page().filter(|_| !site.registry.courses.is_empty()) else {
        return Vec::new();
    };
    let span = place(site, bundle, site.config.source);
    let mut weeks = Vec::new();
    for edition in 0..site.config.locales.len() {
        let Some(addresses) = TimetableAddresses::new(site, edition) else { continue };
        weeks.extend(site.towns.iter().map(|town| Document {
            id: site.bundles[bundle].id.to_string(),
            part: Some(town.slug.clone()),
            edition,
            beside: None,
            format: WEEK,
            leaflet: None,
            address: addresses.week(town),
            span: span.clone(),
            pages: Some(1),
            title: portal.week_title(town, edition),
            day: portal.today(),
        }));
    }
    weeks
}

/// An ordinary page as it is printed from the browser too.
pub fn page(portal: &Portal, bundle: BundleIndex, edition: Edition) -> Option<Document> {
    let site = portal.site();
    let (_, shown) = site.shown(bundle, edition)?;
    Some(Document {
        id: site.bundles[bundle].id.to_string(),
        part: None,
        edition,
        beside: None,
        format: PAGE,
        leaflet: None,
        address: site.bundles[bundle].addresses[edition].clone(),
        span: place(site, bundle, edition),
        pages: None,
        title: shown.title().to_owned(),
        day: reviewed(site, bundle, edition).unwrap_or(portal.today()),
    })
}

/// When somebody last checked the page, or what it was translated from.
fn reviewed(site: &Site, bundle: BundleIndex, edition: Edition) -> Option<Date> {
    let own = site.bundles[bundle].cells[edition].as_deref();
    let leading = site.bundles[bundle].leading(site.config.source);
    let days = own.into_iter().chain(leading).map(|page| page.front_matter.reviewed);
    days.flatten().map(|day| day.0).next()
}

fn place(site: &Site, bundle: BundleIndex, edition: Edition) -> Span {
    let path = site.shown(bundle, edition).map_or(&site.config.path, |(_, page)| &page.path);
    Span::file(path)
}
