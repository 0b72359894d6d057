//! What becomes of a text: terms, numbers and foreign words, pictures, headings.

use crate::built;
use crate::looks::{elements, found, text, words};
use crate::policy::breaches;

const TERMS: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, ar]
fallback: {ar: [uk]}
-- content/uk.md --
---
title: Головна
summary: Терміни.
---
[[term:visa]] і ще раз [[term:visa]], про [[term:visa|візу]].

Про [[term:permit|дозвіл]] та [[term:permit]], [[term:cukr]].
-- content/cs.md --
---
title: Domů
summary: Pojmy.
---
[[term:visa]] a [[term:visa|vízem]].
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
[[term:permit]]
-- content/glossary/cs.md --
---
title: Slovníček
summary: Pojmy.
layout: glossary
---
-- content/data/glossary.yaml --
visa: {term: {cs: vízum, uk: віза, ar: تأشيرة}}
permit: {term: {cs: povolení k pobytu, uk: дозвіл на перебування}}
cukr: {term: cukr}
";

#[test]
fn the_office_term_follows_a_term_at_its_first_mention_only() {
    let html = text(&built(TERMS), "uk/index.html");
    insta::assert_snapshot!(words(&html, ".prose p"), @r"
    віза (vízum) і ще раз віза, про візу.
    Про дозвіл (povolení k pobytu) та дозвіл на перебування, cukr.
    ");
    insta::assert_snapshot!(elements(&html, ".prose p:first-child"), @r#"<p><a class="term" href="/uk/glossary/#visa">віза</a> <span class="term__source">(<bdi dir="ltr" lang="cs">vízum</bdi>)</span> і ще раз <a class="term" href="/uk/glossary/#visa">віза</a>, про <a class="term" href="/uk/glossary/#visa">візу</a>.</p>"#);
}

#[test]
fn offices_need_no_translation_of_their_own_terms() {
    let html = text(&built(TERMS), "cs/index.html");
    insta::assert_snapshot!(elements(&html, ".prose p"), @r#"<p><a class="term" href="/cs/glossary/#visa">vízum</a> a <a class="term" href="/cs/glossary/#visa">vízem</a>.</p>"#);
}

#[test]
fn a_term_without_a_translation_is_marked_with_its_language() {
    let html = text(&built(TERMS), "ar/index.html");
    insta::assert_snapshot!(elements(&html, ".prose p"), @r#"<p><a class="term" dir="ltr" href="/ar/glossary/#permit" lang="uk">дозвіл на перебування</a> <span class="term__source">(<bdi dir="ltr" lang="cs">povolení k pobytu</bdi>)</span></p>"#);
}

/// Digits and signs have no direction of their own: without isolation they come out backwards.
#[test]
fn numbers_codes_and_foreign_words_are_isolated_on_arabic_pages() {
    let portal = built(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
-- content/ar.md --
---
title: المستوى A2
summary: من 9:00–17:00 كل يوم.
---
## الهاتف +420 475 316 811 {#phone}

اتصل على +420 475 316 811 من 9:00–17:00، الثمن 1 500 Kč حسب القانون 326/1999 Sb.، المستوى A2،
الموقع ipc.gov.cz والبريد info@centrum.cz، Úřad práce في Ústí nad Labem، 15 يومًا.

| A2 | 13,5 % |
|----|--------|
| B1 | 2027-01-15 |

- [الصفحة OAMP](https://ipc.gov.cz/)
",
    );
    let html = text(&portal, "ar/index.html");
    insta::assert_snapshot!(elements(&html, ".prose bdi"), @r#"
    <bdi dir="ltr">+420 475 316 811</bdi>
    <bdi dir="ltr">+420 475 316 811</bdi>
    <bdi dir="ltr">9:00–17:00</bdi>
    <bdi dir="ltr">1 500 Kč</bdi>
    <bdi dir="ltr">326/1999 Sb.</bdi>
    <bdi dir="ltr">A2</bdi>
    <bdi dir="ltr">ipc.gov.cz</bdi>
    <bdi dir="ltr">info@centrum.cz</bdi>
    <bdi lang="cs">Úřad práce</bdi>
    <bdi lang="cs">Ústí nad Labem</bdi>
    <bdi dir="ltr">A2</bdi>
    <bdi dir="ltr">13,5 %</bdi>
    <bdi dir="ltr">B1</bdi>
    <bdi dir="ltr">2027-01-15</bdi>
    <bdi>OAMP</bdi>
    "#);
    insta::assert_snapshot!(elements(&html, "h1 bdi, .hero__summary bdi"), @r#"
    <bdi dir="ltr">A2</bdi>
    <bdi dir="ltr">9:00–17:00</bdi>
    "#);
}

#[test]
fn a_picture_keeps_its_place_on_the_page_and_loads_late() {
    let portal = built(
        "
-- content/cs.md --
---
title: Domů
summary: Obrázky.
---
![Vchod je ve dvoře](Vchod.png \"Vchod\")

Text s ![mapou](map.svg).
-- content/Vchod.png (png 640x480) --
-- content/map.svg --
<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 12'></svg>
",
    );
    let html = text(&portal, "cs/index.html");
    insta::assert_snapshot!(elements(&html, ".prose img, figcaption"), @r#"
    <img alt="Vchod je ve dvoře" decoding="async" height="480" loading="lazy" src="/assets/Vchod.f4a0370c6f46.png" width="640">
    <figcaption>Vchod</figcaption>
    <img alt="mapou" decoding="async" height="12" loading="lazy" src="/assets/map.28bfd676a6f8.svg" width="24">
    "#);
    for address in found(&html, ".prose img", |img| img.attr("src").unwrap().to_owned()).lines() {
        is_published(&portal, address);
    }
}

fn is_published(portal: &rozcestnik::output::OutputTree, address: &str) {
    let path = rozcestnik::output::OutputPath::of_address(address).unwrap();
    assert!(portal.get(&path).is_some(), "{address}");
}

#[test]
fn a_file_beside_a_page_can_be_downloaded() {
    let portal = built(
        "
-- content/visa/cs.md --
---
title: Vízum
summary: Formulář.
---
[Formulář](formular.pdf)
-- content/visa/formular.pdf --
%PDF
",
    );
    let html = text(&portal, "cs/visa/index.html");
    let address = found(&html, ".prose a", |link| link.attr("href").unwrap().to_owned());
    insta::assert_snapshot!(address, @"/assets/formular.fb18fec9aa71.pdf");
    assert_eq!(text(&portal, address.trim().trim_start_matches('/')), "%PDF\n");
}

#[test]
fn references_in_a_heading_are_words_in_the_contents_too() {
    let portal = built(
        "
-- content/visa/cs.md --
---
title: Vízum
summary: Nadpisy.
---
## Kolik stojí [[value:fee]] {#fee}

## Co je [[term:visa]] {#what}

## Kdo má [[term:visa|vízum]] a `kód` {#who}
-- content/data/values.yaml --
fee: {money: 500}
-- content/data/glossary.yaml --
visa: {term: vízum}
",
    );
    let html = text(&portal, "cs/visa/index.html");
    let contents = words(&html, ".contents a");
    insta::assert_snapshot!(contents, @"
    Kolik stojí 500 Kč
    Co je vízum
    Kdo má vízum a kód
    ");
}

#[test]
fn nothing_that_authors_write_breaks_the_content_security_policy() {
    let portal = built(
        "
-- content/cs.md --
---
title: \"</script><script>alert(1)</script>\"
summary: \"<b onclick='x()'>\"
---
| a | b |
|:-:|--:|
| c | d |

1. [ ] <https://ipc.gov.cz/>
3. Poznámka[^1] `<script>alert(1)</script>` \\<img src=x onerror=alert(1)>

[^1]: [Odkaz](https://ipc.gov.cz/?a=\"onclick=alert(1)//)

> [!WARNING]
> Pozor.

```html
<style>p { color: red }</style>
```
",
    );
    for (path, html) in crate::looks::pages(&portal) {
        assert_eq!(breaches(&html), Vec::<String>::new(), "{path}");
    }
    let html = text(&portal, "cs/index.html");
    insta::assert_snapshot!(words(&html, "h1, .hero__summary, .prose code"), @r"
    </script><script>alert(1)</script>
    <b onclick='x()'>
    <script>alert(1)</script>
    <style>p { color: red }</style>
    ");
}

#[test]
fn steps_boxes_notes_and_tables_have_the_markup_that_the_theme_draws() {
    let portal = built(
        "
-- content/visa/cs.md --
---
title: Vízum
summary: Prvky.
---
## Kroky {#steps}

1. První
2. Druhý
   1. vnořený

> [!TIP]
> Rada

- [x] pas

Text[^a] a znovu[^a].

[^a]: Poznámka.
",
    );
    let html = text(&portal, "cs/visa/index.html");
    insta::assert_snapshot!(elements(&html, ".prose > *"), @r##"
    <h2 id="steps">Kroky</h2>
    <ol class="steps"><li>První</li><li>Druhý<ol><li>vnořený</li></ol></li></ol>
    <div class="alert alert--tip" role="note"><p class="alert__title">Tip</p><p>Rada</p></div>
    <ul class="checklist"><li><label><input checked="" type="checkbox"> pas</label></li></ul>
    <p>Text<sup class="footnote-reference" id="fnref-1"><a href="#fn-1" role="doc-noteref">1</a></sup> a znovu<sup class="footnote-reference" id="fnref-1-2"><a href="#fn-1" role="doc-noteref">1</a></sup>.</p>
    <section aria-label="Poznámky" class="footnotes" role="doc-endnotes"><ol><li id="fn-1"><p>Poznámka. <a aria-label="Zpět k textu" href="#fnref-1" role="doc-backlink">↩</a></p></li></ol></section>
    "##);
}
