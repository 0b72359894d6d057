//! Editions of one page: how they name each other, and what stands where one is missing.

use crate::alternates::are_reciprocal;
use crate::built;
use crate::looks::{elements, found, text, words};

/// Three editions; the Arabic one lends from the Ukrainian one, and there is no Arabic visa.
const SITE: &str = "
-- site.yaml --
name: {cs: Portál, uk: Портал, ar: بوابة}
description: {cs: Návody, uk: Поради, ar: إرشادات}
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ar]
fallback: {ar: [uk]}
-- content/uk.md --
---
title: Головна
summary: Поради.
---
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
[[residence/visa]] [[residence]]
-- content/residence/cs.md --
---
title: Pobyt
summary: O pobytu.
slug: pobyt
---
-- content/residence/uk.md --
---
title: Перебування
summary: Про перебування.
---
-- content/residence/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
reviewed: 2026-11-01
slug: vizum
---
## Kdo {#who}

## Kde {#where}
-- content/residence/visa/uk.md --
---
title: Віза
summary: Кому вона потрібна.
reviewed: 2026-11-02
---
## Хто {#who}

Ціна та [[residence]].

## Де {#where}
";

#[test]
fn every_page_names_all_its_translations_and_they_name_it() {
    let portal = built(SITE);
    // Home, section and visa; index, search and saving of each edition; the choice of languages.
    let expected = 3 * 3 + 3 + 3 + 3 + 1;
    assert_eq!(are_reciprocal(&portal, "https://portal.example"), expected);
}

#[test]
fn a_page_names_itself_its_translations_and_a_default() {
    let html = text(&built(SITE), "uk/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, "link[rel=canonical], link[hreflang]"), @r#"
    <link href="https://portal.example/uk/residence/visa/" rel="canonical">
    <link href="https://portal.example/cs/pobyt/vizum/" hreflang="cs" rel="alternate">
    <link href="https://portal.example/uk/residence/visa/" hreflang="uk" rel="alternate">
    <link href="https://portal.example/cs/pobyt/vizum/" hreflang="x-default" rel="alternate">
    "#);
}

#[test]
fn the_default_of_home_pages_is_the_choice_of_languages() {
    let portal = built(SITE);
    for path in ["index.html", "uk/index.html"] {
        let html = text(&portal, path);
        insta::allow_duplicates! {
            insta::assert_snapshot!(elements(&html, "link[hreflang]"), @r#"
            <link href="https://portal.example/cs/" hreflang="cs" rel="alternate">
            <link href="https://portal.example/uk/" hreflang="uk" rel="alternate">
            <link href="https://portal.example/ar/" hreflang="ar" rel="alternate">
            <link href="https://portal.example/" hreflang="x-default" rel="alternate">
            "#);
        }
    }
}

#[test]
fn a_page_without_a_translation_points_at_the_text_that_it_shows() {
    let html = text(&built(SITE), "ar/residence/visa/index.html");
    insta::assert_snapshot!(
        elements(&html, "link[rel=canonical], link[hreflang], meta[property='og:url']"),
        @r#"
    <link href="https://portal.example/uk/residence/visa/" rel="canonical">
    <link href="https://portal.example/cs/pobyt/vizum/" hreflang="cs" rel="alternate">
    <link href="https://portal.example/uk/residence/visa/" hreflang="uk" rel="alternate">
    <link href="https://portal.example/cs/pobyt/vizum/" hreflang="x-default" rel="alternate">
    <meta content="https://portal.example/ar/residence/visa/" property="og:url">
    "#
    );
}

#[test]
fn text_of_another_language_is_marked_with_its_language_and_direction() {
    let html = text(&built(SITE), "ar/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, "html[lang]").split('>').next().unwrap(), @r#"<html dir="rtl" lang="ar""#);
    insta::assert_snapshot!(elements(&html, "main [lang]"), @r##"
    <span dir="ltr" lang="uk">Перебування</span>
    <h1 dir="ltr" lang="uk">Віза</h1>
    <p class="source-title" dir="ltr" lang="cs">Vízum</p>
    <p class="page-header__summary" dir="ltr" lang="uk">Кому вона потрібна.</p>
    <bdi dir="ltr" lang="uk">Українська</bdi>
    <ol class="contents__list" dir="ltr" lang="uk"><li><a href="#who">Хто</a></li><li><a href="#where">Де</a></li></ol>
    <div class="prose" dir="ltr" lang="uk"><h2 id="who">Хто</h2><p>Ціна та <a href="/ar/residence/">Перебування</a>.</p><h2 id="where">Де</h2></div>
    "##);
}

#[test]
fn readers_are_told_that_a_page_is_not_translated() {
    let html = text(&built(SITE), "ar/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".notice > span"), @r#"<span>لم تُترجم هذه الصفحة بعد. أنت تقرؤها بهذه اللغة: <bdi dir="ltr" lang="uk">Українська</bdi>.</span>"#);
}

#[test]
fn the_words_around_a_page_are_in_the_language_of_its_edition() {
    let html = text(&built(SITE), "ar/residence/visa/index.html");
    insta::assert_snapshot!(words(&html, ".skip__link, .contents__title, .edition"), @r"
    الانتقال إلى المحتوى
    في هذه الصفحة
    بوابة · https://portal.example/ar/residence/visa/ · تاريخ المراجعة: 2 نوفمبر 2026
    ");
}

#[test]
fn links_to_untranslated_pages_stay_in_the_edition_and_name_their_language() {
    let html = text(&built(SITE), "ar/index.html");
    insta::assert_snapshot!(elements(&html, ".prose a"), @r#"
    <a dir="ltr" href="/ar/residence/visa/" lang="uk">Віза</a>
    <a dir="ltr" href="/ar/residence/" lang="uk">Перебування</a>
    "#);
}

#[test]
fn the_switcher_leads_to_the_same_page_in_each_language_by_its_own_name() {
    let html = text(&built(SITE), "uk/residence/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".language-switcher__link"), @r#"
    <a class="language-switcher__link" href="/cs/pobyt/vizum/" hreflang="cs"><span dir="ltr" lang="cs">Čeština</span></a>
    <a aria-current="true" class="language-switcher__link" href="/uk/residence/visa/" hreflang="uk"><span dir="ltr" lang="uk">Українська</span></a>
    <a class="language-switcher__link" href="/ar/residence/visa/" hreflang="ar"><span dir="rtl" lang="ar">العربية</span> <small>(не перекладено)</small></a>
    "#);
}

#[test]
fn the_root_offers_the_languages_by_their_names_and_forces_none() {
    let html = text(&built(SITE), "index.html");
    insta::assert_snapshot!(elements(&html, ".language-list__link"), @r#"
    <a class="language-list__link" dir="ltr" href="/cs/" hreflang="cs" lang="cs">Čeština</a>
    <a class="language-list__link" dir="ltr" href="/uk/" hreflang="uk" lang="uk">Українська</a>
    <a class="language-list__link" dir="rtl" href="/ar/" hreflang="ar" lang="ar">العربية</a>
    "#);
    assert_eq!(elements(&html, "meta[http-equiv=refresh], .language-switcher"), "");
}

#[test]
fn the_sitemap_lists_translated_pages_with_their_alternates() {
    insta::assert_snapshot!(text(&built(SITE), "sitemap.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
    <url><loc>https://portal.example/cs/</loc><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/"/><xhtml:link rel="alternate" hreflang="ar" href="https://portal.example/ar/"/></url>
    <url><loc>https://portal.example/uk/</loc><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/"/><xhtml:link rel="alternate" hreflang="ar" href="https://portal.example/ar/"/></url>
    <url><loc>https://portal.example/ar/</loc><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/"/><xhtml:link rel="alternate" hreflang="ar" href="https://portal.example/ar/"/></url>
    <url><loc>https://portal.example/cs/pobyt/</loc><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/pobyt/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/residence/"/></url>
    <url><loc>https://portal.example/uk/residence/</loc><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/pobyt/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/residence/"/></url>
    <url><loc>https://portal.example/cs/pobyt/vizum/</loc><lastmod>2026-11-01</lastmod><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/pobyt/vizum/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/residence/visa/"/></url>
    <url><loc>https://portal.example/uk/residence/visa/</loc><lastmod>2026-11-02</lastmod><xhtml:link rel="alternate" hreflang="cs" href="https://portal.example/cs/pobyt/vizum/"/><xhtml:link rel="alternate" hreflang="uk" href="https://portal.example/uk/residence/visa/"/></url>
    </urlset>
    "#);
}

#[test]
fn each_edition_has_a_feed_of_what_was_checked_last() {
    insta::assert_snapshot!(text(&built(SITE), "uk/feed.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk">
    <title>Портал</title>
    <id>https://portal.example/uk/feed.xml</id>
    <link rel="self" type="application/atom+xml" href="https://portal.example/uk/feed.xml"/>
    <link rel="alternate" type="text/html" href="https://portal.example/uk/"/>
    <updated>2026-11-02T00:00:00Z</updated>
    <author><name>Портал</name>
    </author>
    <entry>
    <title>Віза</title>
    <id>https://portal.example/uk/residence/visa/</id>
    <link rel="alternate" type="text/html" href="https://portal.example/uk/residence/visa/"/>
    <updated>2026-11-02T00:00:00Z</updated>
    <summary>Кому вона потрібна.</summary>
    </entry>
    </feed>
    "#);
    insta::assert_snapshot!(text(&built(SITE), "ar/feed.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">
    <title>بوابة</title>
    <id>https://portal.example/ar/feed.xml</id>
    <link rel="self" type="application/atom+xml" href="https://portal.example/ar/feed.xml"/>
    <link rel="alternate" type="text/html" href="https://portal.example/ar/"/>
    <updated>1970-01-01T00:00:00Z</updated>
    <author><name>بوابة</name>
    </author>
    </feed>
    "#);
}

#[test]
fn each_edition_has_a_manifest_in_its_language() {
    let portal = built(SITE);
    let mut manifest: serde_json::Value =
        serde_json::from_str(&text(&portal, "ar/manifest.webmanifest")).unwrap();
    let icon = manifest["icons"][0]["src"].take();
    let icon = icon.as_str().unwrap().trim_start_matches('/');
    assert!(text(&portal, icon).starts_with("<svg"));
    insta::assert_snapshot!(format!("{manifest:#}"), @r#"
    {
      "id": "/ar/",
      "name": "بوابة",
      "short_name": "بوابة",
      "description": "إرشادات",
      "lang": "ar",
      "dir": "rtl",
      "start_url": "/ar/",
      "scope": "/",
      "display": "minimal-ui",
      "icons": [
        {
          "src": null,
          "sizes": "any",
          "type": "image/svg+xml"
        }
      ]
    }
    "#);
}

#[test]
fn structured_data_says_where_a_page_stands() {
    let portal = built(SITE);
    let data = |path| {
        let html = text(&portal, path);
        let json = found(&html, "script[type='application/ld+json']", |script| {
            script.text().collect::<String>()
        });
        format!("{:#}", serde_json::from_str::<serde_json::Value>(&json).unwrap())
    };
    insta::assert_snapshot!(data("cs/pobyt/vizum/index.html"), @r#"
    {
      "@context": "https://schema.org",
      "@type": "BreadcrumbList",
      "itemListElement": [
        {
          "@type": "ListItem",
          "position": 1,
          "name": "Úvod",
          "item": "https://portal.example/cs/"
        },
        {
          "@type": "ListItem",
          "position": 2,
          "name": "Pobyt",
          "item": "https://portal.example/cs/pobyt/"
        },
        {
          "@type": "ListItem",
          "position": 3,
          "name": "Vízum",
          "item": "https://portal.example/cs/pobyt/vizum/"
        }
      ]
    }
    "#);
    insta::assert_snapshot!(data("uk/index.html"), @r#"
    {
      "@context": "https://schema.org",
      "@type": "Organization",
      "name": "Портал",
      "url": "https://portal.example/uk/"
    }
    "#);
}

/// No addresses with a host can be written, so everything that needs one is left out.
#[test]
fn a_portal_without_an_address_of_its_own_has_no_sitemap_and_no_feed() {
    let portal = built(&SITE.replace("base_url: https://portal.example/\n", ""));
    let paths: Vec<_> = portal.iter().map(|(path, _)| path.as_str()).collect();
    assert!(!paths.iter().any(|path| path.ends_with(".xml")), "{paths:?}");
    assert!(!text(&portal, "robots.txt").contains("Sitemap"));
    let html = text(&portal, "cs/index.html");
    assert_eq!(elements(&html, "[type='application/atom+xml'], [href*=feed]"), "");
}

/// Each edition shows the first text along its chain; the source comes last by itself.
#[test]
fn the_first_language_of_the_chain_that_has_the_page_lends_its_text() {
    let portal = built(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ru, en, ar]
fallback: {ru: [uk, en], uk: [en]}
-- content/all/cs.md --
---
title: cs
summary: S.
---
-- content/all/uk.md --
---
title: uk
summary: S.
---
-- content/all/en.md --
---
title: en
summary: S.
---
-- content/some/cs.md --
---
title: cs
summary: S.
---
-- content/some/en.md --
---
title: en
summary: S.
---
-- content/few/ar.md --
---
title: ar
summary: S.
---
",
    );
    let titles = |page: &str| {
        let titles = ["cs", "uk", "ru", "en", "ar"].map(|locale| {
            words(&text(&portal, &format!("{locale}/{page}/index.html")), "h1").trim().to_owned()
        });
        titles.join(" ")
    };
    assert_eq!(titles("all"), "cs uk uk en cs");
    assert_eq!(titles("some"), "cs en en en cs");
    assert_eq!(titles("few"), "ar ar ar ar ar");
    let html = text(&portal, "cs/few/index.html");
    insta::assert_snapshot!(elements(&html, "link[rel=canonical], link[hreflang]"), @r#"
    <link href="https://portal.example/ar/few/" rel="canonical">
    <link href="https://portal.example/ar/few/" hreflang="ar" rel="alternate">
    <link href="https://portal.example/ar/few/" hreflang="x-default" rel="alternate">
    "#);
}
