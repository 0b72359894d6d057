//! The page for editing in the browser.

use serde_json::Value;

use crate::built;
use crate::looks::text;

const EDITED: &str = "
-- site.yaml --
name: Portál <úřadu>
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk]
admin:
  backend: gitlab
  repo: centre/portal
  script: admin/editor.js
  icons: admin/icons.woff2
  words: admin/cs.json
  auth: https://login.portal.example/oauth
  app_id: 0a1b
  review: true
-- admin/editor.js --
editor();
-- admin/icons.woff2 --
-- admin/cs.json --
{}
-- content/uk.md --
---
title: Головна
summary: Поради.
---
-- content/residence/cs.md --
---
title: Pobyt
summary: O pobytu.
---
-- content/residence/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
locales: [cs]
---
[[contact:office]]
-- content/data/contacts.yaml --
office:
  name: {cs: Úřad, uk: Установа}
  address: TODO
  phone: [\"+420 475 000 000\", \"+420 475 000 001\"]
police:
  name: Policie
  address: {street: TODO, city: Ústí nad Labem}
-- content/data/values.yaml --
# Poplatky
fee: {money: 500}
";

fn settings(site: &str) -> Value {
    serde_json::from_str(&text(&built(site), "admin/config.json")).unwrap()
}

/// A file that can be edited.
fn file<'a>(settings: &'a Value, collection: &str, name: &str) -> &'a Value {
    let named = |list: &'a Value, name: &str| {
        list.as_array().unwrap().iter().find(|item| item["name"] == name).unwrap()
    };
    named(&named(&settings["collections"], collection)["files"], name)
}

/// Names and widgets of fields, those within others indented.
fn outline(fields: &Value, depth: usize) -> String {
    let line = |field: &Value| {
        let of = |name: &str| field[name].as_str().unwrap_or_default().to_owned();
        let inner = if field["fields"].is_array() {
            outline(&field["fields"], depth + 1)
        } else {
            String::new()
        };
        format!("{}{}: {} ({})\n{inner}", "  ".repeat(depth), of("name"), of("widget"), of("label"))
    };
    fields.as_array().unwrap().iter().map(line).collect()
}

#[test]
fn the_page_has_a_policy_of_its_own_and_is_found_nowhere() {
    let portal = built(EDITED);
    insta::assert_snapshot!(text(&portal, "admin/index.html"), @r#"
    <!doctype html>
    <html lang="cs">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data: https://secure.gravatar.com https://gitlab.com https://login.portal.example; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' blob: data: https://gitlab.com https://login.portal.example; worker-src 'self' blob:; frame-src blob:; form-action 'self'; base-uri 'none'">
    <title>Portál &lt;úřadu&gt;</title>
    <link href="/admin/config.json" type="application/json" rel="cms-config-url">
    <script src="/admin/start.js" data-words="/admin/cs.json" data-icons="/admin/icons.woff2"></script>
    <script src="/admin/editor.js" defer></script>
    </head>
    <body>
    <noscript>Úpravy v prohlížeči potřebují JavaScript.</noscript>
    </body>
    </html>
    "#);
    assert_eq!(text(&portal, "admin/editor.js"), "editor();\n");
    for (path, _) in portal.iter() {
        let is_listed =
            ["cs/", "uk/", "sitemap.xml"].iter().any(|start| path.as_str().starts_with(start));
        if is_listed {
            let bytes =
                portal.iter().find(|(other, _)| *other == path).unwrap().1.bytes().into_owned();
            assert!(!String::from_utf8_lossy(&bytes).contains("/admin/"), "{path:?}");
        }
    }
}

#[test]
fn hosts_send_the_policy_of_the_editor_for_its_folder_only() {
    let portal = built(EDITED);
    let headers = text(&portal, "_headers");
    let own = headers.split("/admin/*\n").nth(1).unwrap();
    insta::assert_snapshot!(own, @"
    ! Content-Security-Policy
    Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data: https://secure.gravatar.com https://gitlab.com https://login.portal.example; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' blob: data: https://gitlab.com https://login.portal.example; worker-src 'self' blob:; frame-src blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
    ! Cross-Origin-Opener-Policy
    Cross-Origin-Opener-Policy: same-origin-allow-popups
    ! X-Robots-Tag
    X-Robots-Tag: noindex
    ");
    let of_apache = text(&portal, ".htaccess");
    let of_nginx = text(&portal, "nginx-include.conf");
    let part = |text: &str, from: &str, to: &str| {
        text.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned()
    };
    let apache = part(&of_apache, "m#^/admin/#\">\n", "</If>");
    assert_eq!(apache.matches("Header always set").count(), 3);
    let nginx = part(&of_nginx, "location /admin/ {\n", "}");
    assert_eq!(nginx.matches("add_header").count(), 7, "{nginx}");
    assert_eq!(nginx.matches("Content-Security-Policy").count(), 1);
    for path in ["_headers", ".htaccess", "nginx-include.conf"] {
        assert!(!text(&built(""), path).contains("admin"), "{path}");
    }
}

#[test]
fn each_page_is_named_with_its_files_and_languages() {
    let settings = settings(EDITED);
    assert_eq!(
        settings["backend"].to_string(),
        r#"{"name":"gitlab","repo":"centre/portal","branch":"main","base_url":"https://login.portal.example/oauth","app_id":"0a1b","auth_type":"pkce"}"#
    );
    assert_eq!(settings["publish_mode"], "editorial_workflow");
    let home = file(&settings, "pages", "home");
    assert_eq!(home["file"], "content/{{locale}}.md");
    assert_eq!(home["i18n"], true);
    let visa = file(&settings, "residence", "residence--visa");
    assert_eq!(visa["label"], "Vízum");
    assert_eq!(visa["file"], "content/residence/visa/{{locale}}.md");
    assert_eq!(visa["i18n"]["locales"].to_string(), r#"["cs"]"#);
    assert_eq!(visa["media_folder"], "/content/residence/visa");
    insta::assert_snapshot!(outline(&visa["fields"], 0), @r"
    title: string (Název)
    summary: text (Shrnutí)
    slug: string (Poslední část adresy)
    short: string (Krátké slovo na papír)
    order: number (Pořadí mezi sousedy)
    layout: select (Druh stránky)
    icon: string (Ikona)
    locales: select (Jen v těchto jazycích)
    audience: select (Pro koho)
    at_a_glance: object (V kostce)
      where: list (Kam jít: id kontaktů nebo míst)
      price: list (Kolik to stojí: id hodnot)
      time: list (Jak dlouho: id hodnot)
      deadline: list (Dokdy: id hodnot)
    keywords: list (Klíčová slova)
    reviewed: datetime (Údaje naposledy zkontrolovány)
    review_by: datetime (Znovu zkontrolovat do)
    valid_from: datetime (Platí od)
    valid_until: datetime (Platí do)
    sources: list (Zdroje)
      title: string (Kdo to uvádí)
      url: string (Webová adresa)
      law: string (Právní předpis)
    campaign: object (Kampaň)
      urgent: boolean (Naléhavé: odkaz na každé stránce)
      channels: select (Kde se o ní dozvědí)
      materials: select (Materiály)
      when: string (Termín nebo lhůta)
      call_to_action: object (Výzva)
        text: string (Text)
        link: string (Kam vede)
      message: text (Text do zpráv)
    draft: boolean (Koncept)
    translation: object (Překlad)
      from: string (Přeloženo z jazyka)
      by: select (Kdo přeložil)
    body: markdown (Text)
    ");
}

#[test]
fn a_form_shows_facts_in_the_way_they_are_written() {
    let settings = settings(EDITED);
    let contacts = file(&settings, "data-facts", "contacts");
    assert_eq!(contacts["format"], "yaml");
    insta::assert_snapshot!(outline(&contacts["fields"], 0), @"
    office: object (Úřad)
      name: object (Název)
        cs: string (cs)
        uk: string (uk)
      role: object (S čím tam poradí)
        cs: text (cs)
        uk: text (uk)
      phone: list (Telefon)
      email: string (E-mail)
      web: string (Webová stránka)
      data_box: string (Datová schránka)
      languages: list (Jazyky, kterými se tu domluvíte)
      place: string (Místo)
      verified: datetime (Naposledy ověřeno)
      confidence: select (Jistota)
      source: string (Stránka, která to uvádí)
      note: text (Poznámka)
    police: object (Policie)
      name: string (Název)
      role: object (S čím tam poradí)
        cs: text (cs)
        uk: text (uk)
      address: object (Adresa)
        street: string (Ulice a číslo)
        postcode: string (PSČ)
        city: string (Obec)
      phone: string (Telefon)
      email: string (E-mail)
      web: string (Webová stránka)
      data_box: string (Datová schránka)
      languages: list (Jazyky, kterými se tu domluvíte)
      place: string (Místo)
      verified: datetime (Naposledy ověřeno)
      confidence: select (Jistota)
      source: string (Stránka, která to uvádí)
      note: text (Poznámka)
    ");
}

#[test]
fn a_file_with_remarks_is_edited_as_text_because_a_form_would_lose_them() {
    let settings = settings(EDITED);
    let values = file(&settings, "data-facts", "values");
    assert_eq!(values["format"], "raw");
    insta::assert_snapshot!(outline(&values["fields"], 0), @"
    body: text (Obsah souboru)
    ");
}
