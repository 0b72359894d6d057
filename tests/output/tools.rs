//! What readers can do with a page without a script, and what scripts are given.

use serde_json::Value;

use crate::built;
use crate::looks::{elements, found, text, words};

const SITE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, en]
feedback: {email: portal@portal.example}
-- content/visa/cs.md --
---
title: Vízum & pobyt
summary: Vízum.
reviewed: 2026-10-01
---
-- content/visa/uk.md --
---
title: Віза
summary: Віза.
translation: {from: cs, by: human}
---
";

/// The addresses of the links that a CSS selector finds.
fn links(html: &str, selector: &str) -> String {
    found(html, selector, |link| link.attr("href").unwrap().to_owned())
}

#[test]
fn a_page_can_be_passed_on_and_leads_to_the_text_of_offices() {
    let portal = built(SITE);
    insta::assert_snapshot!(links(&text(&portal, "uk/visa/index.html"), ".page-tools a"), @r"
    /cs/visa/
    https://wa.me/?text=https://portal.example/uk/visa/
    viber://forward?text=https://portal.example/uk/visa/
    https://t.me/share/url?url=https://portal.example/uk/visa/
    mailto:?subject=Віза&body=https://portal.example/uk/visa/
    ");
    // In Czech already, and not translated: there is no second text to show.
    for path in ["cs/visa/index.html", "en/visa/index.html"] {
        assert_eq!(elements(&text(&portal, path), "[data-counter]"), "");
    }
}

#[test]
fn without_the_address_of_the_portal_no_link_leads_to_it() {
    let site = SITE.replace("base_url: https://portal.example/\n", "");
    let html = text(&built(&site), "uk/visa/index.html");
    assert_eq!(links(&html, ".page-tools a"), "/cs/visa/\n");
    assert_eq!(elements(&html, ".page-tools details:not([hidden])"), "");
}

#[test]
fn readers_say_by_mail_whether_a_page_helped() {
    let html = text(&built(SITE), "cs/visa/index.html");
    insta::assert_snapshot!(words(&html, ".feedback"), @"Pomohla vám tato stránka? Ano, pomohla Něco je špatně");
    insta::assert_snapshot!(links(&html, ".feedback a"), @r"
    mailto:portal@portal.example?subject=Ano,%20pomohla:%20Vízum%20%26%20pobyt&body=%0A%0Ahttps://portal.example/cs/visa/%0Acs%0A2026-10-01
    mailto:portal@portal.example?subject=Něco%20je%20špatně:%20Vízum%20%26%20pobyt&body=%0A%0Ahttps://portal.example/cs/visa/%0Acs%0A2026-10-01
    ");
}

#[test]
fn readers_say_in_a_form_whether_a_page_helped() {
    let form = "url: 'https://git.example/new?title={kind}&body={page}+{language}+{edition}'";
    let html =
        text(&built(&SITE.replace("email: portal@portal.example", form)), "cs/visa/index.html");
    insta::assert_snapshot!(links(&html, ".feedback a"), @r"
    https://git.example/new?title=Ano,%20pomohla&body=visa+cs+2026-10-01
    https://git.example/new?title=Něco%20je%20špatně&body=visa+cs+2026-10-01
    ");
}

#[test]
fn nobody_is_asked_while_staff_owe_the_address() {
    let site = SITE.replace("portal@portal.example", "TODO");
    assert_eq!(elements(&text(&built(&site), "cs/visa/index.html"), ".feedback"), "");
}

#[test]
fn scripts_get_their_words_in_each_language() {
    let portal = built(SITE);
    let words = |path| serde_json::from_str::<Value>(&text(&portal, path)).unwrap();
    let (czech, ukrainian) = (words("cs/words.json"), words("uk/words.json"));
    assert_eq!(czech["read_aloud"], "Přečíst nahlas");
    assert_eq!(ukrainian["suggest_language"], "Ця сторінка є й українською.");
    let keys = |words: &Value| words.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&czech), keys(&ukrainian));
    assert!(keys(&czech).len() > 20, "{czech}");
}
