//! The Markdown of pages.

/// A page `content/cs.md` with a text.
fn page(text: &str) -> String {
    format!("-- content/cs.md --\n---\ntitle: Home\nsummary: Text.\n---\n{text}")
}

#[test]
fn characters_that_nobody_sees_are_found() {
    check!(
        &page("Call \u{202d}475\u{202c} now, so\u{ad}on, \u{feff}here\u{200b}.\n"),
        @r"
    content/cs.md:5:6: error[control-character]: invisible character `U+202D`: forced left-to-right order (delete the character: the program itself sets the direction of numbers, phones and foreign words)
    content/cs.md:5:10: error[control-character]: invisible character `U+202C`: end of a change of direction (delete the character: the program itself sets the direction of numbers, phones and foreign words)
    content/cs.md:5:19: error[control-character]: invisible character `U+00AD`: soft hyphen (delete the character; it often comes along when you copy from Word, a PDF or a web page)
    content/cs.md:5:24: error[control-character]: invisible character `U+FEFF`: byte-order mark in the middle of a text (delete the character; it often comes along when you copy from Word, a PDF or a web page)
    content/cs.md:5:29: error[control-character]: invisible character `U+200B`: space of zero width (delete the character; it often comes along when you copy from Word, a PDF or a web page)
    "
    );
}

#[test]
fn joiners_that_persian_and_emoji_need_are_no_mistake() {
    check!(&page("می\u{200c}خواهم 👩\u{200d}🏫\n"), @"");
}

#[test]
fn html_comes_with_the_markdown_for_it() {
    check!(
        &page(
            "<div class=\"box\">\n\nText <b>bold</b><br>\nand <a href=\"/\">link</a> <img src=\"a.png\">\n\n</div>\n"
        ),
        @r"
    content/cs.md:5:1: error[raw-html]: HTML does not belong in a text: `<div>` (write a highlighted box as a quotation that begins with `> [!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`)
    content/cs.md:7:6: error[raw-html]: HTML does not belong in a text: `<b>` (write it in Markdown: `**bold**`, `*italics*`, `- list`; an angle bracket that you mean as a sign is written `\<`)
    content/cs.md:7:17: error[raw-html]: HTML does not belong in a text: `<br>` (end the line with a backslash `\` where the next one should begin)
    content/cs.md:8:5: error[raw-html]: HTML does not belong in a text: `<a>` (write a link as `[text](https://…)`, a link to a page of the portal as `[[page-id]]`)
    content/cs.md:8:26: error[raw-html]: HTML does not belong in a text: `<img>` (write a picture as `![what it shows](file.jpg)`)
    "
    );
}

#[test]
fn notes_of_staff_in_comments_are_no_mistake() {
    check!(&page("<!-- ask the office -->\n\nText <!-- here --> text.\n"), @"");
}

#[test]
fn ways_of_writing_of_other_programs_are_found() {
    check!(
        &page(
            "# Title\n\n::: warning\n\n> [!INFO]\n> Text\n\n> [!NOTE] Title\n> Text\n\nSee https://ipc.gov.cz/ and https://mvcr.cz/.\n"
        ),
        @"
    content/cs.md:5:1: error[unsupported-markdown]: this way of writing has no meaning here: `#` (begin with `##`: the main heading is the `title` in the head of the page)
    content/cs.md:7:1: error[unsupported-markdown]: this way of writing has no meaning here: `:::` (instead of `:::` write a quotation that begins with `> [!NOTE]`)
    content/cs.md:9:3: error[unsupported-markdown]: this way of writing has no meaning here: `[!INFO]` (write one of `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]`)
    content/cs.md:12:3: error[unsupported-markdown]: this way of writing has no meaning here: `[!NOTE]` (let `[!NOTE]` stand alone on its line; a title of your own goes in bold on the next line)
    content/cs.md:15:5: error[unsupported-markdown]: this way of writing has no meaning here: `https://ipc.gov.cz/` (give the address a text that says where it leads: `[text](https://…)`)
    content/cs.md:15:29: error[unsupported-markdown]: this way of writing has no meaning here: `https://mvcr.cz/` (give the address a text that says where it leads: `[text](https://…)`)
    "
    );
}

#[test]
fn a_reference_that_the_cell_of_a_table_cuts_off_is_found() {
    check!(
        &(page("| a | b |\n|---|---|\n| c | [[visa|text]] |\n| d | [[visa\\|text]] |\n\n[[visa\n")
            + "-- content/visa/cs.md --\n---\ntitle: Visa\nsummary: Visa.\n---\n"),
        @r"
    content/cs.md:7:7: error[unsupported-markdown]: this way of writing has no meaning here: `[[` (a reference ends with `]]` on its line; in a table write `[[id\|text]]`, for `|` alone ends the cell)
    content/cs.md:10:1: error[unsupported-markdown]: this way of writing has no meaning here: `[[` (a reference ends with `]]` on its line; in a table write `[[id\|text]]`, for `|` alone ends the cell)
    "
    );
}

#[test]
fn a_skipped_level_of_headings_is_found() {
    check!(&page("### First\n\n## Second\n\n#### Third\n"), @r"
    content/cs.md:5:1: error[skipped-heading-level]: heading of level 3 follows where level 2 is due
    content/cs.md:9:1: error[skipped-heading-level]: heading of level 4 follows where level 3 is due
    ");
}

#[test]
fn two_headings_with_one_mark_are_found() {
    check!(&page("## One {#who}\n\n## Two {#who}\n\n## Same\n\n## Same\n"), @"content/cs.md:7:1: error[duplicate-heading-id]: two headings of this page are marked `who`");
}

#[test]
fn links_without_a_text_or_an_address_are_found() {
    check!(
        &page("[](https://ipc.gov.cz/) and [form]()\n"),
        @"
    content/cs.md:5:1: error[empty-link]: this link has no text or no address
    content/cs.md:5:29: error[empty-link]: this link has no text or no address
    "
    );
}

#[test]
fn a_picture_may_be_the_text_of_a_link() {
    check!(
        &format!("-- content/map.png (png 800x600) --\n{}", page("[![Map](map.png)](https://ipc.gov.cz/)\n")),
        @""
    );
}

#[test]
fn pictures_without_a_description_or_a_file_are_found() {
    check!(
        &format!("-- content/map.png (png 800x600) --\n{}", page("![](map.png)\n\n![Map](mop.png)\n\n![Logo](https://ipc.gov.cz/logo.png)\n")),
        @r"
    content/cs.md:5:1: error[missing-alt-text]: picture `map.png` has no description (write between the square brackets what one learns from the picture: `![what it shows](map.png)`)
    content/cs.md:7:1: error[missing-picture]: there is no picture `mop.png` (did you mean `map.png`?)
    content/cs.md:9:1: error[missing-picture]: there is no picture `https://ipc.gov.cz/logo.png`
    "
    );
}

#[test]
fn a_footnote_without_its_text_is_found() {
    check!(&page("One[^1], two[^2].\n\n[^1]: Text.\n"), @"content/cs.md:5:13: error[broken-footnote]: footnote `[^2]` has no text");
}

#[test]
fn signs_that_only_look_like_markdown_are_no_mistake() {
    check!(
        &page(
            "A < B, 5 > 3, [brackets], [x], a_b_c, 2 * 3 * 4, # no heading, {curly}, 50 %, `[[code]]`, `<b>`\n\n```\n[[nowhere]] <b> https://x.cz [^1]\n```\n\n    [[indented]] <b>\n"
        ),
        @""
    );
}
