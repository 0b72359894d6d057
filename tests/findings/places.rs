//! Where a finding points: file, line, column, the line itself and a caret below the very letters.

use rozcestnik::message::Messages;
use rozcestnik::report::{Colour, Format, report};

use crate::site::{options, tree};

/// The findings with their lines, as a person at a terminal sees them.
fn shown(site: &str) -> String {
    let tree = tree(site);
    let (_, found) = rozcestnik::compile(&tree, &options());
    let text = report(&found, &tree, &Messages::new("en"), Format::Human, Colour::None);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

#[test]
fn the_caret_is_right_in_a_czech_line() {
    insta::assert_snapshot!(shown(
        "
-- content/cs.md --
---
title: Příliš žluťoučký kůň
summary: Úpěl ďábelské ódy.
---
Žádost o příspěvek podáte na [úřadě](../urad/) práce.
"
    ), @r"
    error[broken-link]: link to `../urad/` leads to no page of this portal
      ╭▸ content/cs.md:5:30
      │
    5 │ Žádost o příspěvek podáte na [úřadě](../urad/) práce.
      │                              ━━━━━━━━━━━━━━━━━
      ╰╴
    help: link to pages by the path of their folder: `[[residence/permanent-residence]]`
    ");
}

#[test]
fn the_caret_is_right_in_a_vietnamese_line() {
    insta::assert_snapshot!(shown(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, vi]
-- content/vi.md --
---
title: Trang chủ
summary: Hướng dẫn cho người nước ngoài.
reviewed: ngày 23
---
Giấy phép cư trú dài hạn: [[value:le-phi]] và thẻ.

Chữ có dấu rời: Tiê\u{301}ng Viê\u{323}t <b>ở đây</b>.
"
    ), @r"
    warning[translation-unrecorded]: nobody has recorded that the translations into `vi` agree with the original; pages: 1
      ╭▸ content/vi.md:1:1
      │
    1 │ ---
      │ ━
      ╰╴
    help: once you have compared a page: `rozcestnik stamp PAGE vi`

    error[bad-date]: `ngày 23` is not a date
      ╭▸ content/vi.md:4:11
      │
    4 │ reviewed: ngày 23
      │           ━━━━━━━
      ╰╴
    help: write year, month and day with hyphens, such as `2027-02-28`

    error[unknown-reference]: the value `le-phi` does not exist
      ╭▸ content/vi.md:6:27
      │
    6 │ Giấy phép cư trú dài hạn: [[value:le-phi]] và thẻ.
      ╰╴                          ━━━━━━━━━━━━━━━━

    error[raw-html]: HTML does not belong in a text: `<b>`
      ╭▸ content/vi.md:8:30
      │
    8 │ Chữ có dấu rời: Tiếng Việt <b>ở đây</b>.
      │                            ━━━
      ╰╴
    help: write it in Markdown: `**bold**`, `*italics*`, `- list`; an angle bracket that you mean as a sign is written `\<`
    ");
}

#[test]
fn the_caret_is_right_in_an_arabic_line() {
    insta::assert_snapshot!(shown(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات للأجانب.
titel: عنوان
---
اتصل على [[contact:oamp-ustí]] قبل الساعة 9:00.
-- content/data/contacts.yaml --
oamp-usti: {name: OAMP}
"
    ), @r"
    warning[translation-unrecorded]: nobody has recorded that the translations into `ar` agree with the original; pages: 1
      ╭▸ content/ar.md:1:1
      │
    1 │ ---
      │ ━
      ╰╴
    help: once you have compared a page: `rozcestnik stamp PAGE ar`

    error[unknown-key]: nothing is called `titel` here
      ╭▸ content/ar.md:4:1
      │
    4 │ titel: عنوان
      │ ━━━━━
      ╰╴
    help: did you mean `title`?

    error[unknown-reference]: the contact `oamp-ustí` does not exist
      ╭▸ content/ar.md:6:10
      │
    6 │ اتصل على [[contact:oamp-ustí]] قبل الساعة 9:00.
      │          ━━━━━━━━━━━━━━━━━━━━━
      ╰╴
    help: did you mean `oamp-usti`?

    warning[unused-data]: no page uses the contact `oamp-usti`
      ╭▸ content/data/contacts.yaml:1:1
      │
    1 │ oamp-usti: {name: OAMP}
      ╰╴━━━━━━━━━
    ");
}

#[test]
fn a_second_place_is_shown_with_the_first() {
    insta::assert_snapshot!(shown(
        "
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
---
## Kdo {#kdo}

## Kde {#kdo}
-- content/a/cs.md --
---
title: A
summary: A.
slug: b
---
-- content/b/cs.md --
---
title: B
summary: B.
---
"
    ), @r"
    error[address-collision]: two pages are to stand at one address `/cs/b/`
      ╭▸ content/b/cs.md:1:1
      │
    1 │ ---
      │ ━
      │
      ⸬  content/a/cs.md:4:7
      │
    4 │ slug: b
      ╰╴      ─ the first one

    error[duplicate-heading-id]: two headings of this page are marked `kdo`
      ╭▸ content/cs.md:7:1
      │
    5 │ ## Kdo {#kdo}
      │ ───────────── first here
    6 │
    7 │ ## Kde {#kdo}
      ╰╴━━━━━━━━━━━━━
    ");
}

#[test]
fn a_place_in_the_embedded_theme_is_shown_with_its_line() {
    let shown = shown(
        "
-- themes/default/templates/home.html --
{% extends \"base.html\" %}
{% block main -%}
{{<notice notice={page} />}}
{%- endblock main %}
",
    );
    assert!(shown.contains("╭▸ themes/default/components/notice/template.html:3:"), "{shown}");
    assert!(shown.contains("3 │ <p class=\"notice notice--{{ notice.kind }}\""), "{shown}");
}

#[test]
fn a_finding_at_the_end_of_a_file_can_be_shown() {
    insta::assert_snapshot!(shown("-- content/visa/cs.md --\n---\ntitle: Visa\nsummary: \"Visa\n---\n"), @r#"
    error[bad-yaml]: this cannot be read as YAML: unclosed quote
      ╭▸ content/visa/cs.md:3:10
      │
    3 │ summary: "Visa
      ╰╴         ━
    "#);
}

#[test]
fn a_language_that_is_none_is_found() {
    check!(
        "
-- content/cs.md --
---
title: Home
summary: Languages.
---
[[contact:helper]]
-- content/data/contacts.yaml --
helper: {name: Helper, languages: [uk, Ukrainian language]}
",
        @"content/data/contacts.yaml:1:40: error[bad-value]: `Ukrainian language` is not the code of a language, such as `uk`"
    );
}
