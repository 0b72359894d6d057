//! What stands around the text of every page: who runs the portal, who pays for it, whom to ask.

use crate::built;
use crate::looks::{elements, found, text, words};
use rozcestnik::qr;

const SITE: &str = "
-- site.yaml --
name: {cs: Centrum na podporu integrace, uk: Центр підтримки інтеграції}
short_name: {cs: Centrum, uk: Центр}
description: {cs: Návody, uk: Поради}
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
help_page: contacts
organisation:
  name: {cs: Centrum na podporu integrace, uk: Центр підтримки інтеграції}
  operator: {cs: Poradna, uk: Консультаційний центр}
  url: https://centrum.example/
funding:
  statement: {cs: Spolufinancováno Evropskou unií, uk: Співфінансується Європейським Союзом}
  fund: {cs: Azylový fond, uk: Фонд притулку}
  authority: {cs: Ministerstvo vnitra, uk: Міністерство внутрішніх справ}
  project: CZ.12.01.02/00/24_022/0000077
  page: about
-- content/uk.md --
---
title: Головна
summary: Поради.
---
-- content/about/cs.md --
---
title: O projektu
summary: Kdo to platí.
---
-- content/accessibility/cs.md --
---
title: Přístupnost
summary: Jak je portál přístupný.
---
-- content/contacts/cs.md --
---
title: Kontakty
summary: Koho se zeptat.
layout: contacts
---
";

#[test]
fn the_footer_says_who_runs_the_portal_and_leads_to_what_must_be_found() {
    let html = text(&built(SITE), "uk/index.html");
    insta::assert_snapshot!(words(&html, ".site-footer__name, .site-footer__name + p"), @r"
    Центр підтримки інтеграції
    Консультаційний центр
    ");
    let links = found(&html, ".site-footer__links a", |link| {
        format!("{} {}", link.attr("href").unwrap(), link.text().collect::<String>())
    });
    insta::assert_snapshot!(links, @r"
    /uk/contacts/ Контакти
    /uk/a-z/ Теми А–Я
    /uk/offline/ Читати без інтернету
    /uk/about/ Про проєкт
    /uk/accessibility/ Доступність
    /uk/feed.xml Новини (Atom)
    ");
}

#[test]
fn the_fund_is_named_in_the_official_words_and_in_those_of_the_reader() {
    let html = text(&built(SITE), "uk/index.html");
    insta::assert_snapshot!(elements(&html, ".funding p"), @r#"
    <p class="funding__statement" dir="ltr" lang="cs">Spolufinancováno Evropskou unií</p>
    <p>Співфінансується Європейським Союзом</p>
    <p>Фонд притулку</p>
    <p>Міністерство внутрішніх справ</p>
    <p>Номер проєкту: <bdi dir="ltr">CZ.12.01.02/00/24_022/0000077</bdi></p>
    "#);
    let czech = text(&built(SITE), "cs/index.html");
    insta::assert_snapshot!(words(&czech, ".funding p"), @r"
    Spolufinancováno Evropskou unií
    Azylový fond
    Ministerstvo vnitra
    Číslo projektu: CZ.12.01.02/00/24_022/0000077
    ");
}

#[test]
fn on_paper_a_page_says_whom_to_ask_and_shows_the_way_back() {
    let site = format!(
        "{SITE}
-- content/data/contacts.yaml --
centre: {{name: Centrum, phone: \"+420 475 000 000\", email: TODO, address: {{street: Ulice 1, city: Ústí}}}}
"
    );
    let site = site.replace("  url: https://centrum.example/", "  contact: centre");
    let portal = built(&site);
    let html = text(&portal, "uk/about/index.html");
    insta::assert_snapshot!(words(&html, ".site-footer__contact li"), @r"
    Ulice 1, Ústí
    +420 475 000 000
    ");
    insta::assert_snapshot!(elements(&html, ".edition img"), @r#"<img alt="QR" class="edition__code" height="125" loading="lazy" src="/uk/about/qr.svg" width="125">"#);
    let codes: Vec<&str> =
        portal.iter().map(|(path, _)| path.as_str()).filter(|p| p.ends_with("qr.svg")).collect();
    insta::assert_snapshot!(codes.join(" "), @"cs/a-z/qr.svg cs/about/qr.svg cs/accessibility/qr.svg cs/contacts/qr.svg cs/qr.svg cs/search/qr.svg qr.svg uk/a-z/qr.svg uk/about/qr.svg uk/accessibility/qr.svg uk/contacts/qr.svg uk/qr.svg uk/search/qr.svg");
    let code = qr::code("https://portal.example/uk/about/").unwrap();
    assert_eq!(text(&portal, "uk/about/qr.svg"), qr::file(&code));
}

#[test]
fn without_the_address_of_the_portal_there_is_no_code() {
    let portal = built(&SITE.replace("base_url: https://portal.example/\n", ""));
    assert_eq!(elements(&text(&portal, "uk/about/index.html"), ".edition img"), "");
    assert!(!portal.iter().any(|(path, _)| path.as_str().ends_with("qr.svg")));
}

#[test]
fn every_page_but_the_contacts_offers_a_person_to_ask() {
    let portal = built(SITE);
    let help = |path| {
        found(&text(&portal, path), ".help-box a", |link| link.attr("href").unwrap().to_owned())
    };
    assert_eq!(help("uk/index.html"), "/uk/contacts/\n");
    assert_eq!(help("uk/about/index.html"), "/uk/contacts/\n");
    assert_eq!(help("uk/a-z/index.html"), "/uk/contacts/\n");
    assert_eq!(help("uk/contacts/index.html"), "");
}

#[test]
fn a_shared_link_shows_title_and_summary() {
    let html = text(&built(SITE), "cs/about/index.html");
    insta::assert_snapshot!(
        elements(&html, "title, meta[name=description], meta[property]"),
        @r#"
    <meta content="Centrum na podporu integrace" property="og:site_name">
    <title>O projektu – Centrum na podporu integrace</title>
    <meta content="Kdo to platí." name="description">
    <meta content="article" property="og:type">
    <meta content="O projektu" property="og:title">
    <meta content="Kdo to platí." property="og:description">
    <meta content="https://portal.example/cs/about/" property="og:url">
    "#
    );
}

#[test]
fn a_small_portal_without_all_this_has_a_footer_all_the_same() {
    let html = text(&built(""), "cs/index.html");
    insta::assert_snapshot!(words(&html, ".site-footer p, .site-footer a"), @r"
    Portál
    Témata A–Z
    Číst bez internetu
    Novinky (Atom)
    Portál · https://portal.example/cs/
    ");
}
