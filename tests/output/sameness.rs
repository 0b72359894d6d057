//! The same source gives the same bytes, whatever system it was written on.

use std::collections::BTreeMap;

use rozcestnik::output::OutputTree;

use crate::{built, site, txtar};

const SITE: &str = "
-- site.yaml --
name: {cs: Portál, vi: Cổng}
base_url: https://portal.example/
source_locale: cs
locales: [cs, vi]
-- content/cs.md --
---
title: Domů
summary: >-
  Dva řádky
  shrnutí.
keywords: [a, b]
---
První řádek
druhý řádek\\
třetí.

- [[value:fee]]
- [[contact:centre]]

```
kód

kód
```
-- content/vi.md --
---
title: Trang chủ
summary: Hướng dẫn.
---
-- content/data/values.yaml --
fee:
  money: 100
-- content/data/contacts.yaml --
centre:
  name: Centrum
  note: |
    dva
    řádky
-- themes/default/css/99-own.css --
.own { color: red }
.more { color: blue }
";

fn bytes(portal: &OutputTree) -> BTreeMap<String, Vec<u8>> {
    portal.iter().map(|(path, file)| (path.to_string(), file.bytes().into_owned())).collect()
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert!(bytes(&built(SITE)) == bytes(&built(SITE)));
}

#[test]
fn line_endings_and_byte_order_marks_of_windows_change_nothing() {
    let windows = SITE.replace(" --\n", " (windows) --\n");
    let file = &txtar::files(&windows)["content/cs.md"];
    assert!(file.starts_with("\u{feff}---\r\ntitle".as_bytes()));
    let (here, there) = (bytes(&built(SITE)), bytes(&built(&windows)));
    let different: Vec<_> =
        here.keys().filter(|path| here.get(*path) != there.get(*path)).collect();
    assert!(different.is_empty(), "{different:?}");
    assert_eq!(here.len(), there.len());
}

#[test]
fn findings_count_lines_and_columns_alike_on_every_system() {
    let broken = SITE.replace("fee]]", "fees]]").replace("keywords", "keyword");
    let windows = broken.replace(" --\n", " (windows) --\n");
    assert!(site::said(&broken).starts_with("content/cs.md:6:1: error[unknown-key]"));
    assert_eq!(site::said(&windows), site::said(&broken));
}
