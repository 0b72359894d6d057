//! What each construct of Markdown becomes, and what is found in it.

use super::*;
use crate::diagnostic::Code;

/// The HTML with each hole as `{…}`, then the findings.
fn check(body: &str, expected: impl AsRef<str>) {
    let (html, found) = rendered(body, "cs");
    let all = if found.is_empty() { html } else { format!("{html}\n{}", found.join("\n")) };
    assert_eq!(all, expected.as_ref());
}

fn rendered(body: &str, locale: &str) -> (String, Vec<String>) {
    let locale = Locale::parse(locale).unwrap();
    let source = Locale::parse("cs").unwrap();
    let file = format!("head\n{body}");
    let (document, found) = parse(&file, 5..file.len(), &"a.md".into(), &locale, &source);
    let mut html = document.html.clone();
    for hole in document.holes.iter().rev() {
        html.insert_str(hole.at, &format!("{{{:?}}}", hole.content));
    }
    let found = found
        .iter()
        .map(|d| {
            let span = d.span.as_ref().unwrap();
            format!("{} {:?} {}", d.code, &file[span.start..span.end], d.hint.unwrap_or("-"))
        })
        .collect();
    (html, found)
}

#[test]
fn text_is_escaped_and_marked_up() {
    check(
        "A *b* **c** ~~d~~ `e<f` & <https://x.cz>\\\ng",
        "<p>A <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f</code> &amp; <a href=\"https://x.cz\" class=\"external\" rel=\"external\"><bdi dir=\"ltr\">https://x.cz</bdi></a><br>g</p>",
    );
}

#[test]
fn an_ordered_list_at_the_top_is_a_list_of_steps() {
    check(
        "1. One\n2. Two\n   - inner\n",
        "<ol class=\"steps\"><li>One</li><li>Two<ul><li>inner</li></ul></li></ol>",
    );
}

#[test]
fn a_task_list_has_boxes_with_labels() {
    check(
        "- [ ] passport\n- [x] photo\n",
        "<ul class=\"checklist\"><li><label><input type=\"checkbox\"> passport</label></li><li><label><input type=\"checkbox\" checked> photo</label></li></ul>",
    );
}

#[test]
fn a_table_is_a_group_that_scrolls_and_aligns_by_class() {
    check(
        "## Fees {#fees}\n\n| a | b |\n|---|--:|\n| c | d |\n",
        "<h2 id=\"fees\">Fees</h2><div class=\"table-wrapper\" role=\"group\" tabindex=\"0\" aria-labelledby=\"fees\"><table><thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-end\">b</th></tr></thead><tbody><tr><td>c</td><td class=\"align-end\">d</td></tr></tbody></table></div>",
    );
}

#[test]
fn an_alert_has_a_title_from_the_catalog() {
    check(
        "> [!WARNING]\n> Text\n",
        "<div class=\"alert alert--warning\" role=\"note\"><p class=\"alert__title\">{Message(\"alert_warning\")}</p><p>Text</p></div>",
    );
}

#[test]
fn footnotes_stand_at_the_end_with_a_way_back() {
    check(
        "One[^a].\n\n[^a]: Note with [[value:fee]].\n",
        "<p>One<sup class=\"footnote-reference\" id=\"fnref-1\"><a href=\"#fn-1\" role=\"doc-noteref\">1</a></sup>.</p><section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{Message(\"footnotes\")}\"><ol><li id=\"fn-1\"><p>Note with {Value { id: \"fee\" }}. <a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"{Message(\"footnote_back\")}\">↩</a></p></li></ol></section>",
    );
}

#[test]
fn references_become_holes() {
    check(
        "[[residence/visa]] [[residence/visa#who|who]] [[term:pas|pasem]] [[value:x]]",
        "<p>{Page { id: \"residence/visa\", anchor: None, own_text: false }} {Page { id: \"residence/visa\", anchor: Some(\"who\"), own_text: true }}who</a> {Term { id: \"pas\", own_text: true }}pasem</a>{SourceTerm { id: \"pas\" }} {Value { id: \"x\" }}</p>",
    );
}

#[test]
fn a_contact_or_picture_alone_in_its_paragraph_is_a_block() {
    check("[[contact:oamp]]\n", "{Contact { id: \"oamp\", own_text: false, alone: true }}");
    check(
        "![A map](map.png \"The map\")\n",
        "{Picture { file: \"map.png\", alt: \"A map\", caption: Some(\"The map\"), alone: true }}",
    );
}

#[test]
fn what_authors_must_not_write_is_found_where_it_stands() {
    let body = "# One\n\n#### Four\n\n<div>x</div>\n\ntext <b>bold</b> https://x.cz/y z\n\n![](a.png)\n\n> [!NOTE] Title\n> x\n\n> [!HINT]\n> x\n\n:::box\n\n[](https://x.cz)\n\n[a][b]\n\nNote[^z].\n\n## A {#a}\n\n## B {#a}\n\n[[value:a|b]]\n";
    let (_, found) = rendered(body, "cs");
    insta::assert_snapshot!(found.join("\n"), @r######"
    broken-link "[a][b]" -
    unsupported-markdown "# One" heading-one
    skipped-heading-level "#### Four" -
    raw-html "<div>" alert
    raw-html "<b>" generic
    unsupported-markdown "https://x.cz/y" bare-url
    missing-alt-text "![](a.png)" describe
    unsupported-markdown "[!NOTE]" alert-title
    unsupported-markdown "[!HINT]" alert-kind
    unsupported-markdown ":::" container
    empty-link "[](https://x.cz)" -
    broken-footnote "[^z]" -
    duplicate-heading-id "## B {#a}" -
    unsupported-markdown "[[value:a|b]]" own-text
    "######);
}

#[test]
fn headings_without_an_id_get_one_that_is_unique() {
    let locale = Locale::parse("cs").unwrap();
    let body = "## Kdo může žádat?\n\n## Kdo může žádat?\n\n### …\n";
    let (document, _) = parse(body, 0..body.len(), &"a.md".into(), &locale, &locale);
    let ids: Vec<_> = document.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["kdo-může-žádat", "kdo-může-žádat-2", "section"]);
}

#[test]
fn comments_of_staff_are_left_out() {
    let (html, found) = rendered("<!-- ask the office -->\n\nText\n", "cs");
    assert_eq!((html.as_str(), found.len()), ("<p>Text</p>", 0));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic_and_every_span_can_be_shown(
        text in "(\\PC|[\\[\\]#>*_`|:!^<&\n -]){0,120}"
    ) {
        let locale = Locale::parse("ar").unwrap();
        let source = Locale::parse("cs").unwrap();
        let (document, found) = parse(&text, 0..text.len(), &"a.md".into(), &locale, &source);
        for hole in &document.holes {
            proptest::prop_assert!(document.html.is_char_boundary(hole.at));
        }
        for finding in &found {
            proptest::prop_assert!(finding.code != Code::StaffTodo);
            let span = finding.span.as_ref().unwrap();
            proptest::prop_assert!(text.get(span.start..span.end).is_some(), "{finding:?}");
        }
    }
}
