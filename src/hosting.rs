//! What hosts need: security and cache headers, redirects, the web manifest.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;

use crate::admin;
use crate::config::RawAdmin;
use crate::diagnostic::Span;
use crate::locale::Direction;
use crate::markdown::escape;
use crate::render::{CSP, not_found_address};
use crate::short;
use crate::site::{Edition, Site};

/// A file that a kind of host reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// Headers for Netlify, Cloudflare Pages and others.
    Headers,
    /// Redirects for the same.
    Redirects,
    /// Apache.
    Htaccess,
    /// A snippet to include in a `server` block of nginx.
    Nginx,
    /// Keeps GitHub Pages from leaving out names that begin with `_`.
    NoJekyll,
}

/// All of them.
pub const FILES: [File; 5] =
    [File::Headers, File::Redirects, File::Htaccess, File::Nginx, File::NoJekyll];

/// Headers of every answer but the cache's.
fn headers() -> Vec<(&'static str, String)> {
    // Ignored in `<meta>`, so it is only sent as a header.
    let policy = format!("{CSP}; frame-ancestors 'none'");
    vec![
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()".to_owned()),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}

/// Those that differ for the page on which staff edit: its script needs more, a window in which
/// people sign in must find its way back, and no search engine should list it.
fn admin_headers(admin: &RawAdmin) -> Vec<(&'static str, String)> {
    let policy = format!("{}; frame-ancestors 'none'", admin::policy(admin));
    vec![
        ("Content-Security-Policy", policy),
        ("Cross-Origin-Opener-Policy", "same-origin-allow-popups".to_owned()),
        ("X-Robots-Tag", "noindex".to_owned()),
    ]
}

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_FIRST: &str = "no-cache";

impl File {
    /// Where it is published.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Headers => "/_headers",
            Self::Redirects => "/_redirects",
            Self::Htaccess => "/.htaccess",
            Self::Nginx => "/nginx-include.conf",
            Self::NoJekyll => "/.nojekyll",
        }
    }

    /// What it says.
    pub fn content(self, site: &Site) -> String {
        match self {
            Self::Headers => netlify_headers(site),
            Self::Redirects => redirects(site)
                .iter()
                .map(|redirect| format!("{} {} 301\n", redirect.from, redirect.to))
                .collect(),
            Self::Htaccess => htaccess(site),
            Self::Nginx => nginx(site),
            Self::NoJekyll => String::new(),
        }
    }
}

/// An old address and what stands in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old address from the root of the host.
    pub from: String,
    /// The new one, from the root or with a scheme.
    pub to: String,
    /// Where the old one is written.
    pub span: Span,
}

impl Redirect {
    /// A page that leads on, for hosts that read none of the files above.
    pub fn page(&self, site: &Site) -> String {
        let (language, title) = match site.at_address(&self.to) {
            Some((bundle, edition)) => {
                let title = site.shown(bundle, edition).map_or("", |(_, page)| page.title());
                (edition, title)
            }
            None => (site.config.source, self.to.as_str()),
        };
        let locale = &site.config.locales[language];
        let mut html = format!(
            "<!doctype html><html lang=\"{locale}\" dir=\"{}\"><head><meta charset=\"utf-8\"><title>",
            locale.direction().as_str()
        );
        escape(&mut html, title);
        html.push_str("</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><meta http-equiv=\"refresh\" content=\"0; url=");
        escape(&mut html, &self.to);
        html.push_str("\"><link rel=\"canonical\" href=\"");
        let absolute =
            if self.to.starts_with('/') { site.config.absolute(&self.to) } else { self.to.clone() };
        escape(&mut html, &absolute);
        html.push_str("\"></head><body><main><h1><a href=\"");
        escape(&mut html, &self.to);
        html.push_str("\">");
        escape(&mut html, title);
        html.push_str("</a></h1></main></body></html>");
        html
    }
}

/// Redirects of `site.yaml`, of pages that moved since their address was recorded, and from short
/// addresses.
pub fn redirects(site: &Site) -> Vec<Redirect> {
    let mut all = BTreeMap::new();
    for (address, entry) in &site.registry.addresses {
        if site.at_address(address).is_none()
            && let Some(bundle) = site.find(&entry.value)
        {
            let to = site.bundles[bundle].addresses[edition_of(site, address)].clone();
            all.insert(address.clone(), (to, entry.span.clone()));
        }
    }
    for (from, bundle, edition, span) in short::all(site) {
        all.insert(from, (site.bundles[bundle].addresses[edition].clone(), span));
    }
    for redirect in &site.config.redirects {
        let (from, to) = (&redirect.from.value, &redirect.to.value);
        let target = match site.find(to) {
            Some(bundle) => site.bundles[bundle].addresses[edition_of(site, from)].clone(),
            None => to.clone(),
        };
        let span = Span::new(&site.config.path, redirect.from.span.clone());
        all.insert(from.clone(), (target, span));
    }
    all.into_iter().map(|(from, (to, span))| Redirect { from, to, span }).collect()
}

/// The edition that an address belongs to by its first part.
fn edition_of(site: &Site, address: &str) -> Edition {
    let tag = address.trim_start_matches('/').split('/').next().unwrap_or_default();
    site.config.locale_index(tag).unwrap_or(site.config.source)
}

/// The web manifest of an edition.
pub fn manifest(site: &Site, edition: Edition, icon: &str) -> String {
    let config = &site.config;
    let locale = &config.locales[edition];
    let text = |text| config.localise(text, edition).map(|(text, _)| text);
    let home = format!("/{locale}/");
    let manifest = json!({
        "id": home,
        "name": text(&config.name.value),
        "short_name": text(&config.short_name.value),
        "description": config.description.as_ref().and_then(|description| text(&description.value)),
        "lang": locale.as_str(),
        "dir": if locale.direction() == Direction::Rtl { "rtl" } else { "ltr" },
        "start_url": home,
        "scope": "/",
        // Phones keep what was saved for longer when the portal is on the home screen.
        "display": if config.offline { "minimal-ui" } else { "browser" },
        "icons": [{ "src": icon, "sizes": "any", "type": "image/svg+xml" }],
    });
    manifest.to_string()
}

fn netlify_headers(site: &Site) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in headers() {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let _ = writeln!(text, "  Cache-Control: {ASK_FIRST}");
    let _ = writeln!(text, "/assets/*\n  ! Cache-Control\n  Cache-Control: {FOR_EVER}");
    if let Some(admin) = &site.config.admin {
        text.push_str("/admin/*\n");
        for (name, value) in admin_headers(admin) {
            let _ = writeln!(text, "  ! {name}\n  {name}: {value}");
        }
    }
    text
}

fn htaccess(site: &Site) -> String {
    let mut text = String::from(
        "AddDefaultCharset utf-8\nAddCharset utf-8 .html .css .js .xml .webmanifest .ics\n",
    );
    text.push_str("AddType application/manifest+json .webmanifest\nAddType text/calendar .ics\n");
    text.push_str("Options -Indexes\nErrorDocument 404 /404.html\n");
    text.push_str("<IfModule mod_headers.c>\n");
    for (name, value) in headers() {
        let _ = writeln!(text, "Header always set {name} \"{value}\"");
    }
    let _ = writeln!(text, "Header set Cache-Control \"{ASK_FIRST}\"");
    let _ = writeln!(
        text,
        "<If \"%{{REQUEST_URI}} =~ m#^/assets/#\">\nHeader set Cache-Control \"{FOR_EVER}\"\n</If>"
    );
    if let Some(admin) = &site.config.admin {
        text.push_str("<If \"%{REQUEST_URI} =~ m#^/admin/#\">\n");
        for (name, value) in admin_headers(admin) {
            let _ = writeln!(text, "Header always set {name} \"{value}\"");
        }
        text.push_str("</If>\n");
    }
    text.push_str("</IfModule>\n");
    text.push_str("<IfModule mod_deflate.c>\nAddOutputFilterByType DEFLATE text/html text/css text/javascript application/json application/xml image/svg+xml\n</IfModule>\n");
    for redirect in redirects(site) {
        let _ = writeln!(
            text,
            "RedirectMatch 301 \"^{}$\" \"{}\"",
            literal(&redirect.from),
            redirect.to
        );
    }
    for edition in 0..site.config.locales.len() {
        let locale = &site.config.locales[edition];
        let page = not_found_address(&site.config, edition);
        let _ = writeln!(
            text,
            "<If \"%{{REQUEST_URI}} =~ m#^/{locale}/#\">\nErrorDocument 404 {page}\n</If>"
        );
    }
    text
}

/// nginx: an `add_header` in a `location` drops those outside it, so each location repeats all.
fn nginx(site: &Site) -> String {
    let mut all = String::new();
    for (name, value) in headers() {
        let _ = writeln!(all, "    add_header {name} \"{value}\" always;");
    }
    let mut text =
        String::from("# Include this in the server block: include /path/to/nginx-include.conf;\n");
    text.push_str("charset utf-8;\ncharset_types text/css text/javascript application/xml application/manifest+json;\nerror_page 404 /404.html;\n");
    let _ = writeln!(
        text,
        "location /assets/ {{\n{all}    add_header Cache-Control \"{FOR_EVER}\";\n}}"
    );
    if let Some(admin) = &site.config.admin {
        let own = admin_headers(admin);
        text.push_str("location /admin/ {\n");
        let kept = headers().into_iter().filter(|(name, _)| own.iter().all(|(own, _)| own != name));
        for (name, value) in kept.chain(own.clone()) {
            let _ = writeln!(text, "    add_header {name} \"{value}\" always;");
        }
        let _ = writeln!(text, "    add_header Cache-Control \"{ASK_FIRST}\";\n}}");
    }
    for edition in 0..site.config.locales.len() {
        let locale = &site.config.locales[edition];
        let page = not_found_address(&site.config, edition);
        let _ = writeln!(
            text,
            "location /{locale}/ {{\n{all}    add_header Cache-Control \"{ASK_FIRST}\";\n    error_page 404 {page};\n}}"
        );
    }
    let _ = writeln!(text, "location / {{\n{all}    add_header Cache-Control \"{ASK_FIRST}\";\n}}");
    for hidden in ["/.rozcestnik.json", "/nginx-include.conf"] {
        let _ = writeln!(text, "location = {hidden} {{ return 404; }}");
    }
    for redirect in redirects(site) {
        let _ = writeln!(text, "location = {} {{ return 301 {}; }}", redirect.from, redirect.to);
    }
    text
}

/// An address in which no character has a meaning for regular expressions.
fn literal(address: &str) -> String {
    address
        .chars()
        .flat_map(|c| if ".+*?()[]{}^$|\\".contains(c) { vec!['\\', c] } else { vec![c] })
        .collect()
}
