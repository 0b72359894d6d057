//! What readers see of a translation that is older than its source.

use rozcestnik::search::ShownPage;

use crate::built;
use crate::looks::{elements, text, words};
use crate::search::index;

/// Since the Ukrainian text was made, the Czech title, introduction and price changed, and the
/// section about documents went.
const SITE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ar]
fallback: {ar: [uk]}
-- content/visa/cs.md --
---
title: Dlouhodobé vízum
summary: O vízu.
reviewed: 2026-11-01
---
Nový úvod.

## Kdo {#who}

Vy.

## Kolik to *stojí* {#price}

Stojí to 1 700 Kč.
-- content/visa/uk.md --
---
title: Віза
summary: Про візу.
reviewed: 2026-10-01
translation:
  from: cs
  by: human
  on: 2026-10-01
  sections: {_head: bqklrztp, _intro: xsjpvhrm, who: rlwsnzpk, price: nlxmctck, papers: nlxmctck}
---
Вступ.

## Хто {#who}

Ви.

## Скільки [[who]] {#price}

Це коштує 1 500 Kč.

## Документи {#papers}

Паспорт.
-- content/who/cs.md --
---
title: Kdo
summary: Kdo.
---
-- content/who/uk.md --
---
title: Хто
summary: Хто.
reviewed: 2026-10-01
translation: {from: cs, by: machine}
---
";

#[test]
fn each_section_that_changed_says_so_and_leads_to_the_new_text() {
    let html = text(&built(SITE), "uk/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".notice > span"), @r#"
    <span>Після 1&nbsp;жовтня 2026&nbsp;р., коли зроблено цей переклад, оригінальний текст змінився. Змінені частини позначено. <a href="/cs/visa/"><span dir="ltr" lang="cs">Čeština</span></a></span>
    <span>Після 1&nbsp;жовтня 2026&nbsp;р. ця частина оригіналу змінилася. Переклад ще не виправлено. <a href="/cs/visa/#price"><span dir="ltr" lang="cs">Kolik to stojí</span></a></span>
    <span>Після 1&nbsp;жовтня 2026&nbsp;р. ця частина оригіналу змінилася. Переклад ще не виправлено.</span>
    "#);
    insta::assert_snapshot!(words(&html, ".prose > *"), @r"
    Вступ.
    Хто
    Ви.
    Скільки Хто
     Після 1 жовтня 2026 р. ця частина оригіналу змінилася. Переклад ще не виправлено. Kolik to stojí
    Це коштує 1 500 Kč.
    Документи
     Після 1 жовтня 2026 р. ця частина оригіналу змінилася. Переклад ще не виправлено.
    Паспорт.
    ");
}

#[test]
fn in_another_edition_the_notice_is_in_the_language_of_the_reader() {
    let html = text(&built(SITE), "ar/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".prose"), @r#"<div class="prose" dir="ltr" lang="uk"><p>Вступ.</p><h2 id="who">Хто</h2><p>Ви.</p><h2 id="price">Скільки <a href="/ar/who/">Хто</a></h2><p class="notice notice--outdated" dir="rtl" lang="ar"><svg aria-hidden="true" class="icon" fill="none" height="24" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="1.75" viewBox="0 0 24 24" width="24"><circle cx="12" cy="12" r="8.5"></circle><path d="M12 11v5.5M12 7.8h.01"></path></svg> <span>تغيّر هذا الجزء من النص الأصلي منذ 1&nbsp;أكتوبر 2026. لم تُصحَّح الترجمة بعد. <a href="/cs/visa/#price"><span dir="ltr" lang="cs">Kolik to stojí</span></a></span></p><p>Це коштує <bdi dir="ltr">1 500 Kč</bdi>.</p><h2 id="papers">Документи</h2><p class="notice notice--outdated" dir="rtl" lang="ar"><svg aria-hidden="true" class="icon" fill="none" height="24" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="1.75" viewBox="0 0 24 24" width="24"><circle cx="12" cy="12" r="8.5"></circle><path d="M12 11v5.5M12 7.8h.01"></path></svg> <span>تغيّر هذا الجزء من النص الأصلي منذ 1&nbsp;أكتوبر 2026. لم تُصحَّح الترجمة بعد.</span></p><p>Паспорт.</p></div>"#);
}

#[test]
fn the_feed_and_the_search_say_it_too() {
    let portal = built(SITE);
    let feed = text(&portal, "uk/feed.xml");
    let lines: Vec<&str> = feed
        .lines()
        .filter(|line| line.contains("<category") || line.contains("<summary"))
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    <category term="translation" label="переклад старіший за оригінал"/>
    <summary>Про візу. (переклад старіший за оригінал)</summary>
    <category term="translation" label="машинний переклад"/>
    <summary>Хто. (машинний переклад)</summary>
    "#);
    let labels = |locale: &str| -> String {
        let index = index(SITE, locale);
        let label = |page: &ShownPage| page.label.clone().unwrap_or_else(|| "none".to_owned());
        index.pages.iter().map(label).collect::<Vec<_>>().join(" ")
    };
    // The first is the home page.
    assert_eq!(labels("cs"), "none none none");
    assert_eq!(labels("uk"), "cs outdated machine");
    assert_eq!(labels("ar"), "cs uk uk");
}
