//! A site's own templates and style sheets, and how heavy pages become.

use crate::site::said;

#[test]
fn a_mistake_in_a_template_is_found_at_its_line_and_once() {
    let said = said(
        "
-- themes/default/templates/home.html --
{% extends \"base.html\" %}

{% block main -%}
<h1>{{ page.titel.text }}</h1>
{%- endblock main %}
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, en]
-- content/en.md --
---
title: Home
summary: Home.
---
",
    );
    let start = "themes/default/templates/home.html:4:13: error[template-error]: a template of the theme \
                 failed: Field `titel` is not defined. Available fields: ";
    let failures = said.lines().filter(|line| line.contains("template-error"));
    assert_eq!(failures.filter(|line| line.starts_with(start)).count(), 1, "{said}");
}

#[test]
fn a_mistake_in_the_syntax_of_a_template_is_found_at_its_line() {
    check!(
        "
-- themes/default/components/notice/template.html --
{% component notice(notice: map) -%}
<p>{{ notice.text </p>
{%- endcomponent notice %}
",
        @"themes/default/components/notice/template.html:2:19: error[template-error]: a template of the theme failed: Found `</` but expected }}"
    );
}

#[test]
fn what_a_template_calls_for_and_nobody_has_is_found_in_one_go() {
    check!(
        "
-- themes/default/templates/home.html --
{% extends \"base.html\" %}
{% block main -%}
{{<missing_tile page={page} />}} {{ page.title.text | shout }}
{%- endblock main %}
{% block mian %}{% endblock mian %}
",
        @"
    themes/default/templates/home.html:3:3: error[template-error]: a template of the theme failed: Unknown component `missing_tile`
    themes/default/templates/home.html:3:55: error[template-error]: a template of the theme failed: Unknown filter `shout`
    themes/default/templates/home.html:5:10: error[template-error]: a template of the theme failed: Block `mian` is not defined in any parent template
    "
    );
}

#[test]
fn a_template_that_rests_on_a_missing_one_is_found() {
    check!(
        "
-- themes/default/templates/home.html --
{% extends \"bsae.html\" %}
",
        @"themes/default/templates/home.html:1:1: error[template-error]: a template of the theme failed: Template 'home.html' is inheriting from 'bsae.html', which doesn't exist or isn't loaded"
    );
}

#[test]
fn a_mistake_that_shows_in_the_embedded_theme_is_found_there() {
    let said = said(
        "
-- themes/default/templates/home.html --
{% extends \"base.html\" %}
{% block main -%}
{{<notice notice={page} />}}
{%- endblock main %}
",
    );
    let start = "themes/default/components/notice/template.html:3:";
    assert!(said.starts_with(start), "{said}");
}

#[test]
fn a_component_that_two_templates_define_is_found() {
    check!(
        "
-- themes/default/components/own/template.html --
{% component notice(notice: map) -%}
<p>{{ notice.text }}</p>
{%- endcomponent notice %}
",
        @"error[template-error]: a template of the theme failed: Component `notice` is defined in both `components/notice.html` and `components/own.html`"
    );
}

#[test]
fn a_colour_that_is_hard_to_read_is_found_where_the_portal_declares_it() {
    check!(
        "
-- themes/default/css/99-own.css --
:root { --muted: #888 }
@media (prefers-color-scheme: dark) { :root { --surface: #555555; --muted: #fff; } }
",
        @"
    themes/default/css/99-own.css:1:18: warning[low-contrast]: text of the colour `--muted` is hard to read on `--sand` (light appearance): the contrast is 3.1, at least 7 is needed
    themes/default/css/99-own.css:2:58: warning[low-contrast]: text of the colour `--red` is hard to read on `--surface` (dark appearance): the contrast is 4.4, at least 7 is needed
    "
    );
}

#[test]
fn a_mistake_in_a_style_sheet_is_found_at_its_line() {
    check!(
        "
-- themes/default/css/99-own.css --
.own { color: red }
.more { color: blue }
.broken { color: red; } }
",
        @"themes/default/css/99-own.css:3:25: error[bad-style-sheet]: this style sheet (CSS) holds a mistake: Invalid empty selector"
    );
    check!(
        "
-- themes/default/components/own/style.css --
.own { color: red }
} .broken { color: blue }
",
        @"themes/default/components/own/style.css:2:1: error[bad-style-sheet]: this style sheet (CSS) holds a mistake: Invalid empty selector"
    );
}

#[test]
fn a_page_that_is_too_heavy_is_found() {
    let said = said(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
budget: {page: 1024}
-- content/visa/cs.md --
---
title: Visa
summary: Visa.
---
",
    );
    let start = "content/visa/cs.md:1:1: warning[page-over-budget]: this page has ";
    assert!(said.starts_with(start), "{said}");
    assert!(said.ends_with(" kB after compression, more than 1 kB\n"), "{said}");
}

#[test]
fn a_script_that_would_not_run_among_others_is_found() {
    check!(
        "
-- themes/default/components/own/script.js --
start();
export { start };
",
        @"themes/default/components/own/script.js:2:1: error[bad-script]: this script (JavaScript) holds a mistake: `import` and `export` have no place in the script of a component"
    );
}

#[test]
fn a_mistake_in_a_script_is_found_at_its_line() {
    check!(
        "
-- themes/default/components/own/script.js --
start();
const field = form.elements[;
-- themes/default/components/own/own.js --
export const start = () => {
",
        @r"
    themes/default/components/own/own.js:2:1: error[bad-script]: this script (JavaScript) holds a mistake: Expected `}` but found `EOF`
    themes/default/components/own/script.js:2:29: error[bad-script]: this script (JavaScript) holds a mistake: Unexpected token
    "
    );
}

#[test]
fn what_a_portal_lays_over_nothing_is_found() {
    check!(
        "
-- themes/default/templates/hom.html --
Home
-- themes/default/components/topic-tiel/extra.css --
.topic-tile { color: red }
-- themes/default/component/card/template.html --
Card
-- themes/default/css/99-own.css --
:root { --acent: #5b1a4f; --accent: rebeccapurple; --own: 1px; }
.own { margin: var(--own) }
",
        @r"
    themes/default/component/card/template.html:1:1: warning[idle-override]: `component/card/template.html` has nothing in the theme to act on (did you mean `components/card/template.html`?)
    themes/default/components/topic-tiel/extra.css:1:1: warning[idle-override]: `components/topic-tiel/extra.css` has nothing in the theme to act on (did you mean `components/topic-tile/extra.css`?)
    themes/default/css/99-own.css:1:18: warning[idle-override]: `--acent` has nothing in the theme to act on (did you mean `--accent`?)
    themes/default/css/99-own.css:1:37: error[bad-value]: `rebeccapurple` is not a colour written as `#rgb` or `#rrggbb`
    themes/default/templates/hom.html:1:1: warning[idle-override]: `templates/hom.html` has nothing in the theme to act on (did you mean `templates/home.html`?)
    "
    );
}

#[test]
fn a_logo_that_is_no_picture_is_found() {
    check!("-- themes/default/logo.svg --\n<svg>\n", @"themes/default/logo.svg:1:1: error[bad-picture]: this picture cannot be used: SVG: width, height, viewBox");
}
