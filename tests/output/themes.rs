//! A site's own files lie over those of the embedded theme, one by one.

use rozcestnik::output::{OutputPath, OutputTree};

use crate::built;
use crate::looks::{elements, found, text};

/// The style sheets that a page links, joined.
fn style_sheet(portal: &OutputTree, path: &str) -> String {
    let html = text(portal, path);
    let all = found(&html, "link[rel=stylesheet]", |link| link.attr("href").unwrap().to_owned());
    all.lines().map(|address| text(portal, address.trim_start_matches('/'))).collect()
}

#[test]
fn a_template_of_the_site_takes_the_place_of_the_embedded_one_alone() {
    let portal = built(
        "
-- themes/default/templates/home.html --
{% extends \"base.html\" %}
{% block main -%}
<h1 class=\"own\">{{ page.title.text }}</h1>
{%- endblock main %}
",
    );
    let html = text(&portal, "cs/index.html");
    insta::assert_snapshot!(elements(&html, "main"), @r#"<main class="main" id="main" tabindex="-1"><h1 class="own">Domů</h1></main>"#);
    assert_eq!(elements(&html, ".site-footer").lines().count(), 1);
}

#[test]
fn a_style_sheet_of_the_site_is_added_or_takes_the_place_of_an_embedded_one() {
    let before = style_sheet(&built(""), "cs/index.html");
    let portal = built(
        "
-- themes/default/css/99-own.css --
.own-sheet { color: #ff0000 }
-- themes/default/components/notice/style.css --
.own-notice { color: #00ff00 }
",
    );
    let after = style_sheet(&portal, "cs/index.html");
    assert!(before.contains(".notice") && !before.contains(".own-"));
    assert!(after.contains(".own-sheet{color:red}") && after.contains(".own-notice{color:#0f0}"));
    assert!(!after.contains(".notice{"), "{after}");
    assert!(after.contains(".breadcrumbs"));
}

#[test]
fn guides_load_only_what_they_need() {
    let portal = built(
        "
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
-- themes/default/components/own/style.css --
.own { color: red }
-- themes/default/components/own/extra.css --
.own-extra { color: red }
",
    );
    let (guide, home) = ("cs/visa/index.html", "cs/index.html");
    let [of_guide, of_home] = [guide, home].map(|path| style_sheet(&portal, path));
    assert!(of_guide.contains(".own{") && !of_guide.contains(".own-extra{"), "{of_guide}");
    assert!(of_home.starts_with(&of_guide) && of_home.contains(".own-extra{"), "{of_home}");
}

#[test]
fn a_module_brings_its_style_sheet() {
    let portal = built(
        "
-- themes/default/components/own/own.js --
export const own = 1;
-- themes/default/components/own/own.css --
.own { color: red }
",
    );
    let is_own = |path: &OutputPath, end: &str| {
        path.as_str().starts_with("assets/own-module.") && path.as_str().ends_with(end)
    };
    let find = |end: &str| portal.iter().map(|(path, _)| path).find(|path| is_own(path, end));
    let (module, style) = (find(".js").unwrap(), find(".css").unwrap());
    assert!(text(&portal, style.as_str()).contains(".own{color:red}"));
    assert!(text(&portal, module.as_str()).contains(&format!("\"{}\"", style.address())));
    assert!(!style_sheet(&portal, "cs/index.html").contains(".own{"));
}

#[test]
fn a_script_of_the_site_runs_beside_those_of_the_theme() {
    let portal = built("-- themes/default/components/own/script.js --\nglobalThis.own = 1;\n");
    let html = text(&portal, "cs/index.html");
    let all = found(&html, "script[src]", |script| {
        assert_eq!(script.attr("type"), Some("module"));
        script.attr("src").unwrap().to_owned()
    });
    let all = text(&portal, all.trim().trim_start_matches('/'));
    let spaceless: String = all.split_whitespace().collect();
    assert!(spaceless.contains("try{globalThis.own=1"), "{all}");
    let of_theme = rozcestnik::embedded::tree().below("themes/default/components/");
    let scripts = of_theme.filter(|(path, _)| path.ends_with("/script.js")).count();
    assert_eq!(spaceless.matches("{reportError(").count(), scripts + 1, "{all}");
}

#[test]
fn a_message_of_the_site_can_be_used_by_its_own_templates() {
    let portal = built(
        "
-- i18n/cs.yaml --
bus: Autobusy
menu: Nabídka portálu
-- themes/default/templates/home.html --
{% extends \"base.html\" %}
{% block main -%}
<p>{{ m.bus }}, {{ m.menu }}</p>
{%- endblock main %}
",
    );
    insta::assert_snapshot!(elements(&text(&portal, "cs/index.html"), "main p"), @"<p>Autobusy, Nabídka portálu</p>");
}

#[test]
fn the_address_of_an_asset_changes_with_its_content_only() {
    let address = |site: &str| {
        let html = text(&built(site), "cs/index.html");
        found(&html, "link[rel=stylesheet]", |link| link.attr("href").unwrap().to_owned())
    };
    let own = |text: &str| address(&format!("-- themes/default/css/99-own.css --\n{text}\n"));
    assert_ne!(own(".a { color: red }"), address(""));
    assert_eq!(own(".a { color: red }"), own(".a   {   color: red }"));
}

#[test]
fn the_style_guide_is_published_on_request_and_shows_what_the_portal_changed() {
    let is_there = |(path, _): (&OutputPath, _)| path.as_str().contains("styleguide");
    assert!(!built("").iter().any(is_there));
    let site = "
-- site.yaml --
name: Portál
source_locale: cs
locales: [cs, ar]
base_url: https://portal.example/
style_guide: true
-- themes/default/css/99-own.css --
:root { --ink: #101010 }
-- themes/default/components/bus/template.html --
{# When it leaves. -#}
{% component bus(time: string) -%}
<p class=\"bus\">{{ time }}</p>
{%- endcomponent bus %}
-- themes/default/components/bus/examples.yaml --
- name: in the morning
  data: {time: \"6:15\"}
";
    let portal = built(site);
    let html = text(&portal, "styleguide/index.html");
    assert_eq!(elements(&html, ".bus").trim(), "<p class=\"bus\">6:15</p>");
    assert!(elements(&html, "#component-bus + p").contains("When it leaves."));
    assert!(elements(&html, "td code").contains("#101010"));
    assert!(elements(&html, "meta[name=robots]").contains("noindex"));
    let arabic = text(&portal, "ar/styleguide/index.html");
    assert!(elements(&arabic, "#component-bus").starts_with("<h3"));
    assert!(!text(&portal, "sitemap.xml").contains("styleguide"));
}

/// Another portal: its own colours, its own sign, one component of its own.
const OTHER: &str = "
-- site.yaml --
name: Centrum Brno
source_locale: cs
locales: [cs, ar]
-- content/cs.md --
---
title: Domů
summary: Domů.
layout: home
---
-- content/ar.md --
---
title: الرئيسية
summary: الرئيسية.
translation: {from: cs, by: human}
---
-- content/visa/cs.md --
---
title: Vízum
summary: O vízu.
icon: passport
---
-- themes/default/css/99-own.css --
@layer tokens {
  :root { --accent: #5b1a4f; --band: #431039; }
  @media (prefers-color-scheme: dark) { :root { --accent: #f2b8e4; --band: #431039; } }
}
-- themes/default/logo.svg --
<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 300 100\"><path d=\"M0 0h300v100z\"/></svg>
-- themes/default/components/topic-tile/template.html --
{% component topic_tile(tile: map) -%}
<li class=\"plain\"><a href=\"{{ tile.url }}\">{{ tile.title.html | safe }}</a></li>
{%- endcomponent topic_tile %}

{% component topic_tiles(tiles: array) -%}
<ul class=\"plain-tiles\">{% for tile in tiles %}{{<topic_tile tile={tile} />}}{% endfor %}</ul>
{%- endcomponent topic_tiles %}
";

#[test]
fn another_portal_has_its_own_colours_sign_and_component_and_the_rest_of_the_theme() {
    assert_eq!(
        crate::site::said(OTHER),
        crate::site::said(OTHER.split("-- themes").next().unwrap())
    );
    let portal = built(OTHER);
    let css = style_sheet(&portal, "ar/index.html");
    assert!(css.contains("--accent:#5b1a4f") && css.contains("--ink:#1c2427"), "{css}");
    let html = text(&portal, "ar/index.html");
    insta::assert_snapshot!(elements(&html, ".site-header__home img, .plain-tiles"), @r#"
    <img alt="" class="site-header__logo" height="44" src="/assets/logo.52fa1dd6fef3.svg" width="132">
    <ul class="plain-tiles"><li class="plain"><a href="/ar/visa/">Vízum</a></li></ul>
    "#);
    let logo = found(&html, ".site-header__logo", |logo| logo.attr("src").unwrap().to_owned());
    assert!(text(&portal, logo.trim().trim_start_matches('/')).starts_with("<svg"));
    assert_eq!(elements(&html, ".site-footer").lines().count(), 1);
}
