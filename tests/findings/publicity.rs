//! What the EU asks of those whom it supports: emblem, statement, project; and pictures on paper.

/// A portal with support, and files laid over it.
fn with(files: &str) -> String {
    format!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
funding:
  statement: {{cs: Spolufinancováno Evropskou unií}}
  fund: Fond
  authority: Ministerstvo vnitra
  name: Projekt
  project: CZ.1
{files}"
    )
}

#[test]
fn a_portal_that_obeys_is_not_blamed() {
    check!(&with(""), @r"");
}

#[test]
fn a_statement_in_other_words_is_found_in_the_languages_that_have_official_ones() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
funding:
  statement: {cs: Spolufinancuje EU, uk: За підтримки ЄС}
  fund: Fond
",
        @r"
        site.yaml:6:14: error[wrong-statement]: `Spolufinancuje EU` is not the official statement in the language `cs` (write it out in full: `Spolufinancováno Evropskou unií`)
        site.yaml:6:14: warning[incomplete-publicity]: `funding` does not say `authority`, `name`, `project`
        "
    );
}

#[test]
fn a_template_that_drops_the_footer_is_blamed_once() {
    check!(
        &with(
            "-- themes/default/templates/home.html --
<!doctype html>
<html lang=\"{{ locale.tag }}\"><head><title>{{ head.title }}</title></head>
<body><h1>{{ page.title.text }}</h1></body></html>
"
        ),
        @r"
        themes/default/templates/home.html:3:37: error[missing-publicity]: pages do not show this part of the EU publicity: the emblem
        themes/default/templates/home.html:3:37: error[missing-publicity]: pages do not show this part of the EU publicity: the statement
        "
    );
}

#[test]
fn a_block_without_emblem_or_with_other_words_is_found_in_its_template() {
    check!(
        &with(
            "-- themes/default/components/funding/template.html --
{% component funding(funding: map, @m: map) -%}
<p class=\"funding__statement\">Spolufinancováno EU</p>
{%- endcomponent funding %}
"
        ),
        @r"
        themes/default/components/funding/template.html:1:1: error[missing-publicity]: pages do not show this part of the EU publicity: the emblem
        themes/default/components/funding/template.html:2:11: error[missing-publicity]: pages do not show this part of the EU publicity: the statement
        "
    );
}

#[test]
fn an_emblem_in_other_colours_and_a_larger_logo_are_found_at_their_places() {
    check!(
        &with(
            "-- themes/default/components/funding/template.html --
{% component funding(funding: map, @m: map) -%}
<svg class=\"funding__emblem\" viewBox=\"0 0 81 54\"><path fill=\"#00f\" d=\"M0 0h81v54H0z\"/></svg>
<p class=\"funding__statement\">{{ funding.official_statement.html | safe }}</p>
{%- endcomponent funding %}
-- themes/default/components/brand/template.html --
{% component brand(site: map) -%}
<p><a href=\"{{ site.home_url }}\"><img class=\"logo\" src=\"/logo.png\" width=\"300\" height=\"60\" alt=\"\"></a></p>
{%- endcomponent brand %}
"
        ),
        @r"
    themes/default/components/brand/template.html:2:46: error[larger-logo]: this logo is both wider and higher than the emblem of the European Union
    themes/default/components/funding/template.html:2:13: error[altered-emblem]: the emblem of the European Union is not drawn here as the rules say
    "
    );
}

#[test]
fn a_style_that_annex_ix_forbids_is_found_at_its_line() {
    check!(
        &with(
            "-- themes/default/css/99-own.css --
.funding__statement {
  font-style: italic;
  font-family: \"Comic Sans MS\";
}
"
        ),
        @r#"
        themes/default/css/99-own.css:2:3: error[statement-style]: `font-style: italic` is not allowed for the statement beside the emblem (neither italics nor underlining nor any other effect is allowed)
        themes/default/css/99-own.css:3:3: error[statement-style]: `font-family: "Comic Sans MS"` is not allowed for the statement beside the emblem (these are allowed: Arial, Auto, Calibri, Garamond, Trebuchet, Tahoma, Verdana and Ubuntu)
        "#
    );
}

#[test]
fn a_logo_larger_than_the_emblem_and_a_picture_too_small_for_paper_are_found() {
    check!(
        &with(
            "-- content/map/cs.md --
---
title: Mapa
summary: Mapa.
locales: [cs]
---
![Logo partnera](logo-partner.png)
![Logo úřadu](logo-office.png)
![Mapa](map.png)
-- content/map/logo-partner.png (png 600x400) --
-- content/map/logo-office.png (png 800x50) --
-- content/map/map.png (png 300x200) --
"
        ),
        @r"
        content/map/cs.md:6:1: error[larger-logo]: this logo is both wider and higher than the emblem of the European Union
        content/map/cs.md:8:1: warning[low-resolution]: this picture has 300 dots in a row, too few for paper: 127 dpi at 60 mm (give it at least 473 dots in a row, or draw it as SVG)
        "
    );
}

#[test]
fn a_logo_on_a_poster_larger_than_the_emblem_is_found_in_its_template() {
    check!(
        &with(
            "-- content/about/cs.md --
---
title: O nás
summary: Kdo jsme.
leaflet: [{format: eu-poster}]
---
Pomáháme.
-- themes/default/components/sheet-foot/template.html --
{% component sheet_foot(sheet: map, site: map) -%}
<p><img class=\"logo\" src=\"/logo.png\" width=\"300\" height=\"60\" alt=\"\"></p>
{%- endcomponent sheet_foot %}
"
        ),
        @"themes/default/components/sheet-foot/template.html:2:16: error[larger-logo]: this logo is both wider and higher than the emblem of the European Union"
    );
}

#[test]
fn one_statement_for_all_languages_is_enough_in_every_script() {
    check!(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
funding:
  statement: Spolufinancováno Evropskou unií
  fund: Azylový, migrační a integrační fond
  authority: Ministerstvo vnitra
  name: Centrum
  project: CZ.1
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
locales: [cs]
---
-- content/visa/cs.md --
---
title: Vízum
summary: Vízum.
leaflet: [{format: a4, beside: cs}]
---
Text.
-- content/visa/ar.md --
---
title: تأشيرة
summary: تأشيرة.
---
نص.
",
        @"content/visa/ar.md:1:1: warning[translation-unrecorded]: nobody has recorded that the translations into `ar` agree with the original; pages: 1 (once you have compared a page: `rozcestnik stamp PAGE ar`)"
    );
}
