//! An Atom feed for each edition: what changed lately.
//!
//! Format: RFC 4287. Days are those of review, not of the build, so the same source gives the same
//! feed.

use std::fmt::Write;

use jiff::civil::Date;

use crate::campaign::Phase;
use crate::frontmatter::Layout;
use crate::markdown::escape;
use crate::render::feed_address;
use crate::site::{Edition, Site};
use crate::translation::{Label, label};

/// Entries in a feed.
const ENTRIES: usize = 30;

/// The feed of an edition: pages with a day of review and campaigns that run, newest first.
pub fn atom(site: &Site, edition: Edition, today: Date) -> String {
    let config = &site.config;
    let locale = &config.locales[edition];
    let mut entries: Vec<_> = site
        .bundles
        .iter()
        .zip(&site.standings)
        .filter_map(|(bundle, standings)| {
            let page = bundle.cells[edition].as_ref()?;
            let head = &page.front_matter;
            let day = head.valid_from.as_ref().map(|day| day.value).max(head.reviewed)?;
            let is_news = match bundle.layout {
                Layout::Guide => true,
                Layout::Campaign => bundle.phase(site, today) == Some(Phase::Running),
                _ => false,
            };
            is_news.then_some((day.0, bundle, page, &standings[edition]))
        })
        .collect();
    entries.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    entries.truncate(ENTRIES);
    let updated =
        entries.first().map_or_else(|| "1970-01-01".to_owned(), |(day, ..)| day.to_string());

    let name = config.localise(&config.name.value, edition).map_or("", |(name, _)| name);
    let feed = config.absolute(&feed_address(config, edition));
    let home = config.absolute(&format!("/{locale}/"));
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(xml, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{locale}\">");
    element(&mut xml, "title", name);
    element(&mut xml, "id", &feed);
    link(&mut xml, "self", "application/atom+xml", &feed);
    link(&mut xml, "alternate", "text/html", &home);
    let _ = writeln!(xml, "<updated>{updated}T00:00:00Z</updated>");
    xml.push_str("<author>");
    element(&mut xml, "name", name);
    xml.push_str("</author>\n");
    for (day, bundle, page, standing) in entries {
        let address = config.absolute(&bundle.addresses[edition]);
        xml.push_str("<entry>\n");
        element(&mut xml, "title", page.title());
        element(&mut xml, "id", &address);
        link(&mut xml, "alternate", "text/html", &address);
        let _ = writeln!(xml, "<updated>{day}T00:00:00Z</updated>");
        let label = match label(standing.as_ref(), edition, edition) {
            Some(Label::Outdated) => Some("label_outdated"),
            Some(Label::Machine) => Some("label_machine"),
            Some(Label::Fallback(_)) | None => None,
        };
        let label = label.map(|key| site.catalogs[edition].text(key));
        if let Some(label) = label {
            xml.push_str("<category term=\"translation\" label=\"");
            escape(&mut xml, label);
            xml.push_str("\"/>\n");
        }
        if let Some(summary) = page.front_matter.summary() {
            // Few readers of feeds show categories.
            let label = label.map_or_else(String::new, |label| format!(" ({label})"));
            element(&mut xml, "summary", &format!("{summary}{label}"));
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    xml
}

fn element(xml: &mut String, name: &str, text: &str) {
    let _ = write!(xml, "<{name}>");
    escape(xml, text);
    let _ = writeln!(xml, "</{name}>");
}

fn link(xml: &mut String, rel: &str, kind: &str, href: &str) {
    let _ = write!(xml, "<link rel=\"{rel}\" type=\"{kind}\" href=\"");
    escape(xml, href);
    xml.push_str("\"/>\n");
}
