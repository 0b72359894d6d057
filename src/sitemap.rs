//! `sitemap.xml` with all translations of each page, and `robots.txt`.
//!
//! Format: <https://www.sitemaps.org/protocol.html>; alternates as `xhtml:link`.

use std::fmt::Write;

use crate::markdown::escape;
use crate::render::TimetableAddresses;
use crate::site::Site;

/// The protocol allows 50,000 addresses in one file.
const ADDRESSES_A_PART: usize = 50_000;

/// How many files the sitemap takes.
pub fn parts(site: &Site) -> usize {
    pages(site).count().div_ceil(ADDRESSES_A_PART).max(1)
}

/// Address of a part.
pub fn address(part: usize, parts: usize) -> String {
    if parts == 1 { "/sitemap.xml".to_owned() } else { format!("/sitemap-{}.xml", part + 1) }
}

/// One part of the sitemap. A page without a translation is not listed: it shows another page's text.
pub fn urls(site: &Site, part: usize) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (bundle, edition) in pages(site).skip(part * ADDRESSES_A_PART).take(ADDRESSES_A_PART) {
        let bundle = &site.bundles[bundle];
        xml.push_str("<url><loc>");
        escape(&mut xml, &site.config.absolute(&bundle.addresses[edition]));
        xml.push_str("</loc>");
        let reviewed = bundle.cells[edition].as_ref().and_then(|page| page.front_matter.reviewed);
        if let Some(day) = reviewed {
            let _ = write!(xml, "<lastmod>{}</lastmod>", day.0);
        }
        for (other, cell) in bundle.cells.iter().enumerate() {
            if cell.is_some() {
                let locale = &site.config.locales[other];
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{locale}\" href=\"");
                escape(&mut xml, &site.config.absolute(&bundle.addresses[other]));
                xml.push_str("\"/>");
            }
        }
        xml.push_str("</url>\n");
    }
    if part + 1 == parts(site) {
        courses(&mut xml, site);
    }
    xml.push_str("</urlset>\n");
    xml
}

/// The pages of courses and towns, at the end of the last part.
fn courses(xml: &mut String, site: &Site) {
    let config = &site.config;
    let all: Vec<TimetableAddresses> = (0..config.locales.len())
        .filter_map(|edition| TimetableAddresses::new(site, edition))
        .collect();
    let of_courses = site.registry.courses.keys().map(|id| {
        all.iter().map(|addresses| config.absolute(&addresses.course(id))).collect::<Vec<_>>()
    });
    let of_towns = site.towns.iter().map(|town| {
        all.iter().map(|addresses| config.absolute(&addresses.week(town))).collect::<Vec<_>>()
    });
    for page in of_courses.chain(of_towns) {
        for own in &page {
            xml.push_str("<url><loc>");
            escape(xml, own);
            xml.push_str("</loc>");
            for (locale, other) in config.locales.iter().zip(&page) {
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{locale}\" href=\"");
                escape(xml, other);
                xml.push_str("\"/>");
            }
            xml.push_str("</url>\n");
        }
    }
}

/// The list of the parts.
pub fn index(site: &Site) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let parts = parts(site);
    for part in 0..parts {
        xml.push_str("<sitemap><loc>");
        escape(&mut xml, &site.config.absolute(&address(part, parts)));
        xml.push_str("</loc></sitemap>\n");
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// `robots.txt`: everything may be read.
pub fn robots(site: &Site) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if site.config.base_url.is_some() {
        let _ = writeln!(text, "Sitemap: {}", site.config.absolute("/sitemap.xml"));
    }
    text
}

fn pages(site: &Site) -> impl Iterator<Item = (usize, usize)> {
    site.bundles.iter().enumerate().flat_map(|(index, bundle)| {
        let own = bundle.cells.iter().enumerate().filter(|(_, cell)| cell.is_some());
        own.map(move |(edition, _)| (index, edition))
    })
}
