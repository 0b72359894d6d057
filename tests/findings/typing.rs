//! Whatever stands in the files while somebody types, there is an answer and never a panic.

use rozcestnik::message::{Messages, placeholders};
use rozcestnik::report::{Colour, Format, report};
use rozcestnik::{Memo, assemble};

use crate::site::{options, tree};

const SITE: &str = "
-- site.yaml --
name: {cs: Portál, ar: بوابة}
source_locale: cs
locales: [cs, ar]
fallback: {ar: [cs]}
redirects: [{from: /cs/a/, to: visa}]
-- content/visa/cs.md --
---
title: \"Vízum\"
summary: >-
  Žluťoučký
  kůň
audience: [families]
reviewed: 2026-11-01
sources:
  - {title: Zákon, url: \"https://ipc.gov.cz/\", law: § 1}
translation: {from: cs, by: human}
---
## Kdo **smí** {#who}

Text[^1] [[value:fee]] a [[term:visa|vízem]], [odkaz](#who), ![Mapa](map.png \"Plán\"), <https://x.cz>.

> [!WARNING]
> 1. [ ] krok

| a | b |
|---|--:|
| `c` | ~~d~~ |

[[contact:centre]]

[^1]: Poznámka &amp; [[visa#who]].
-- content/ar/ar.md --
---
title: العربية
---
من 9:00–17:00 +420 475 316 811 <b>Úřad</b>
-- content/data/values.yaml --
fee: {money: 1.5, currency: CZK, verified: 2026-11-01, confidence: medium}
-- content/data/contacts.yaml --
centre: {name: {cs: Centrum, ar: المركز}, phone: [\"+420 475 316 811\"], address: {street: X 1, city: Ústí}}
-- content/data/glossary.yaml --
visa:
  term: {cs: vízum}
-- i18n/cs.yaml --
duration_days: {one: \"{count} den\", few: \"{count} dny\", many: \"{count} dne\", other: \"{count} dní\"}
";

#[test]
fn a_site_that_ends_anywhere_can_be_reported() {
    let ends: Vec<usize> = SITE.char_indices().map(|(at, _)| at).filter(|at| at % 9 == 0).collect();
    let mut memo = Memo::default();
    for end in ends {
        // The name of a file is typed in one go.
        let Some(at) = SITE[..end].rfind("\n-- ") else { continue };
        if !SITE[at + 1..end].contains(" --\n") {
            continue;
        }
        let tree = tree(&SITE[..end]);
        let (_, found) = assemble(&tree, &options(), &mut memo);
        let [short, human, ..] = [Format::Short, Format::Human, Format::Json, Format::Github]
            .map(|format| report(&found, &tree, &Messages::new("cs"), format, Colour::Ansi));
        assert_eq!(placeholders(&short).next(), None, "{short}");
        assert_eq!(human.is_empty(), found.is_empty());
    }
}
