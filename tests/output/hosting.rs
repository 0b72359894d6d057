//! Old addresses, and files that hosts read.

use crate::built;
use crate::looks::{elements, text};
use crate::site::said;

/// A page whose slug changed since its address was recorded, and two redirects by hand.
const MOVED: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
redirects:
  - {from: /cs/stara/, to: residence/visa}
  - {from: /ar/old/, to: residence/visa}
  - {from: /cs/old.html, to: /cs/pobyt/}
  - {from: /en/, to: \"https://ipc.gov.cz/en/?a=1&b=2\"}
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
-- content/residence/cs.md --
---
title: Pobyt
summary: O pobytu.
slug: pobyt
---
-- content/residence/ar.md --
---
title: الإقامة
summary: عن الإقامة.
---
-- content/residence/visa/cs.md --
---
title: \"Vízum <D> & \\\"C\\\"\"
summary: Kdo ho potřebuje.
slug: vizum
---
-- content/residence/visa/ar.md --
---
title: تأشيرة
summary: من يحتاجها.
---
-- content/data/addresses.yaml --
/cs/residence/: residence
/cs/residence/visa/: residence/visa
/ar/residence/visa/: residence/visa
";

#[test]
fn an_old_address_shows_a_page_that_leads_on() {
    let portal = built(MOVED);
    insta::assert_snapshot!(text(&portal, "cs/stara/index.html"), @r#"<!doctype html><html dir=ltr lang=cs><head><meta charset=utf-8><title>Vízum <D> & "C"</title><meta content="width=device-width,initial-scale=1" name=viewport><meta content=noindex name=robots><meta content="0; url=/cs/pobyt/vizum/" http-equiv=refresh><link href=https://portal.example/cs/pobyt/vizum/ rel=canonical></head><body><main><h1><a href=/cs/pobyt/vizum/>Vízum &lt;D> & "C"</a></h1></main></body></html>"#);
    insta::assert_snapshot!(text(&portal, "ar/old/index.html"), @r#"<!doctype html><html dir=rtl lang=ar><head><meta charset=utf-8><title>تأشيرة</title><meta content="width=device-width,initial-scale=1" name=viewport><meta content=noindex name=robots><meta content="0; url=/ar/residence/visa/" http-equiv=refresh><link href=https://portal.example/ar/residence/visa/ rel=canonical></head><body><main><h1><a href=/ar/residence/visa/>تأشيرة</a></h1></main></body></html>"#);
    insta::assert_snapshot!(text(&portal, "en/index.html"), @r#"<!doctype html><html dir=ltr lang=cs><head><meta charset=utf-8><title>https://ipc.gov.cz/en/?a=1&b=2</title><meta content="width=device-width,initial-scale=1" name=viewport><meta content=noindex name=robots><meta content="0; url=https://ipc.gov.cz/en/?a=1&b=2" http-equiv=refresh><link href="https://ipc.gov.cz/en/?a=1&b=2" rel=canonical></head><body><main><h1><a href="https://ipc.gov.cz/en/?a=1&b=2">https://ipc.gov.cz/en/?a=1&b=2</a></h1></main></body></html>"#);
}

#[test]
fn a_changed_slug_needs_no_redirect_by_hand() {
    assert!(!said(MOVED).contains("address-moved"), "{}", said(MOVED));
    let html = text(&built(MOVED), "cs/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, "link[rel=canonical]"), @r#"<link href="https://portal.example/cs/pobyt/vizum/" rel="canonical">"#);
}

#[test]
fn a_short_address_leads_to_the_page_in_every_edition_and_stands_on_its_sheets() {
    let page = "slug: vizum\nshort: d\nleaflet: [{format: a5}]\n---\nText.\n";
    let portal = built(&MOVED.replace("slug: vizum\n---\n", page));
    let lines = text(&portal, "_redirects");
    let short: Vec<&str> = lines.lines().filter(|line| line.contains("/d/ ")).collect();
    assert_eq!(short, ["/ar/d/ /ar/residence/visa/ 301", "/cs/d/ /cs/pobyt/vizum/ 301"]);
    let html = text(&portal, "cs/d/index.html");
    insta::assert_snapshot!(elements(&html, "[http-equiv=refresh]"), @r#"<meta content="0; url=/cs/pobyt/vizum/" http-equiv="refresh">"#);
    let sheet = text(&portal, "cs/pobyt/vizum/leaflet/index.html");
    insta::assert_snapshot!(elements(&sheet, ".qr__address"), @r#"<figcaption class="qr__address"><bdi dir="ltr">portal.example/<wbr>cs/<wbr>d/<wbr></bdi></figcaption>"#);
}

#[test]
fn hosts_get_the_redirects_in_their_own_words() {
    let portal = built(MOVED);
    insta::assert_snapshot!(text(&portal, "_redirects"), @r"
    /ar/old/ /ar/residence/visa/ 301
    /cs/old.html /cs/pobyt/ 301
    /cs/residence/ /cs/pobyt/ 301
    /cs/residence/visa/ /cs/pobyt/vizum/ 301
    /cs/stara/ /cs/pobyt/vizum/ 301
    /en/ https://ipc.gov.cz/en/?a=1&b=2 301
    ");
    let lines = |path: &str, word: &str| -> String {
        let text = text(&portal, path);
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(word)).collect();
        lines.join("\n")
    };
    insta::assert_snapshot!(lines(".htaccess", "RedirectMatch"), @r#"
    RedirectMatch 301 "^/ar/old/$" "/ar/residence/visa/"
    RedirectMatch 301 "^/cs/old\.html$" "/cs/pobyt/"
    RedirectMatch 301 "^/cs/residence/$" "/cs/pobyt/"
    RedirectMatch 301 "^/cs/residence/visa/$" "/cs/pobyt/vizum/"
    RedirectMatch 301 "^/cs/stara/$" "/cs/pobyt/vizum/"
    RedirectMatch 301 "^/en/$" "https://ipc.gov.cz/en/?a=1&b=2"
    "#);
    insta::assert_snapshot!(lines("nginx-include.conf", "return 301"), @r"
    location = /ar/old/ { return 301 /ar/residence/visa/; }
    location = /cs/old.html { return 301 /cs/pobyt/; }
    location = /cs/residence/ { return 301 /cs/pobyt/; }
    location = /cs/residence/visa/ { return 301 /cs/pobyt/vizum/; }
    location = /cs/stara/ { return 301 /cs/pobyt/vizum/; }
    location = /en/ { return 301 https://ipc.gov.cz/en/?a=1&b=2; }
    ");
}

#[test]
fn hosts_send_security_headers_and_keep_assets_for_ever() {
    insta::assert_snapshot!(text(&built(""), "_headers"), @r"
    /*
      Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types rozcestnik; frame-ancestors 'none'
      X-Content-Type-Options: nosniff
      Referrer-Policy: strict-origin-when-cross-origin
      Permissions-Policy: camera=(), geolocation=(), microphone=()
      Cross-Origin-Opener-Policy: same-origin
      Cache-Control: no-cache
    /assets/*
      ! Cache-Control
      Cache-Control: public, max-age=31536000, immutable
    ");
}

#[test]
fn apache_gets_headers_types_and_error_pages() {
    insta::assert_snapshot!(text(&built(""), ".htaccess"), @r#"
    AddDefaultCharset utf-8
    AddCharset utf-8 .html .css .js .xml .webmanifest .ics
    AddType application/manifest+json .webmanifest
    AddType text/calendar .ics
    Options -Indexes
    ErrorDocument 404 /404.html
    <IfModule mod_headers.c>
    Header always set Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types rozcestnik; frame-ancestors 'none'"
    Header always set X-Content-Type-Options "nosniff"
    Header always set Referrer-Policy "strict-origin-when-cross-origin"
    Header always set Permissions-Policy "camera=(), geolocation=(), microphone=()"
    Header always set Cross-Origin-Opener-Policy "same-origin"
    Header set Cache-Control "no-cache"
    <If "%{REQUEST_URI} =~ m#^/assets/#">
    Header set Cache-Control "public, max-age=31536000, immutable"
    </If>
    </IfModule>
    <IfModule mod_deflate.c>
    AddOutputFilterByType DEFLATE text/html text/css text/javascript application/json application/xml image/svg+xml
    </IfModule>
    <If "%{REQUEST_URI} =~ m#^/cs/#">
    ErrorDocument 404 /cs/404.html
    </If>
    "#);
}

#[test]
fn nginx_gets_a_snippet_for_its_server_block() {
    insta::assert_snapshot!(text(&built(""), "nginx-include.conf"), @r#"
    # Include this in the server block: include /path/to/nginx-include.conf;
    charset utf-8;
    charset_types text/css text/javascript application/xml application/manifest+json;
    error_page 404 /404.html;
    location /assets/ {
        add_header Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types rozcestnik; frame-ancestors 'none'" always;
        add_header X-Content-Type-Options "nosniff" always;
        add_header Referrer-Policy "strict-origin-when-cross-origin" always;
        add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
        add_header Cross-Origin-Opener-Policy "same-origin" always;
        add_header Cache-Control "public, max-age=31536000, immutable";
    }
    location /cs/ {
        add_header Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types rozcestnik; frame-ancestors 'none'" always;
        add_header X-Content-Type-Options "nosniff" always;
        add_header Referrer-Policy "strict-origin-when-cross-origin" always;
        add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
        add_header Cross-Origin-Opener-Policy "same-origin" always;
        add_header Cache-Control "no-cache";
        error_page 404 /cs/404.html;
    }
    location / {
        add_header Content-Security-Policy "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types rozcestnik; frame-ancestors 'none'" always;
        add_header X-Content-Type-Options "nosniff" always;
        add_header Referrer-Policy "strict-origin-when-cross-origin" always;
        add_header Permissions-Policy "camera=(), geolocation=(), microphone=()" always;
        add_header Cross-Origin-Opener-Policy "same-origin" always;
        add_header Cache-Control "no-cache";
    }
    location = /.rozcestnik.json { return 404; }
    location = /nginx-include.conf { return 404; }
    "#);
}

#[test]
fn the_policy_in_the_page_is_that_of_the_headers() {
    let portal = built("");
    let html = text(&portal, "cs/index.html");
    let policy = crate::looks::found(&html, "meta[http-equiv]", |meta| {
        meta.attr("content").unwrap().to_owned()
    });
    let header = format!("Content-Security-Policy: {}; frame-ancestors", policy.trim());
    assert!(text(&portal, "_headers").contains(&header), "{header}");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
}

#[test]
fn robots_may_read_everything_and_find_the_sitemap() {
    insta::assert_snapshot!(text(&built(""), "robots.txt"), @r"
    User-agent: *
    Allow: /
    Sitemap: https://portal.example/sitemap.xml
    ");
}

#[test]
fn github_pages_publishes_names_that_begin_with_an_underscore() {
    assert_eq!(text(&built(""), ".nojekyll"), "");
}

/// A host that knows only files sends it for every address that does not exist.
#[test]
fn a_missing_page_offers_every_language() {
    let portal = built(MOVED);
    for path in ["404.html", "cs/404.html", "ar/404.html"] {
        let html = text(&portal, path);
        assert_eq!(elements(&html, "a[lang=ar][href='/ar/']").lines().count(), 1, "{path}");
        assert_eq!(elements(&html, "meta[name=robots][content=noindex]").lines().count(), 1);
    }
}

#[test]
fn feeds_and_sitemaps_are_xml_whatever_the_titles_say() {
    let portal = built(
        "
-- site.yaml --
name: A & B <C>
base_url: https://portal.example/?a&b
source_locale: cs
locales: [cs]
-- content/visa/cs.md --
---
title: \"<D> & 'E' \\\"F\\\"\"
summary: \"]]> &amp;\"
reviewed: 2026-11-01
---
",
    );
    let feed = text(&portal, "cs/feed.xml");
    insta::assert_snapshot!(
        feed.lines().filter(|line| line.contains("title") || line.contains("summary")).collect::<String>(),
        @"<title>A &amp; B &lt;C&gt;</title><title>&lt;D&gt; &amp; 'E' &quot;F&quot;</title><summary>]]&gt; &amp;amp;</summary>"
    );
    let sitemap = text(&portal, "sitemap.xml");
    assert!(sitemap.contains("<loc>https://portal.example/?a&amp;b/cs/visa/</loc>"), "{sitemap}");
}
