//! Any text goes out and comes back as it is.

use proptest::prelude::*;
use rozcestnik::exchange::delivery;
use rozcestnik::exchange::import::import;
use rozcestnik::exchange::texts::Only;

use crate::{AS_SAID, Exchange, SITE, delivered, exported, tree, written};

/// Blocks as authors write them.
fn blocks() -> impl Strategy<Value = String> {
    let words = "[a-zšжلạ0-9 .,!*_`&<>|\\\\\\[\\]()#\"'{}~^-]{1,30}";
    let block = (0..8_usize, words).prop_map(|(kind, words)| match kind {
        0 => format!("{words}\n"),
        1 => format!("- {words}\n- [[value:fee]] {words}\n"),
        2 => format!("1. {words}\n   {words}\n"),
        3 => format!("> [!NOTE]\n> {words}\n> {words}\n"),
        4 => format!("| {words} | x |\n|---|---|\n| y | {words} |\n"),
        5 => format!("## {words}\n"),
        6 => format!("[{words}](https://a.cz) *x* [[term:vizum|{words}]]\n"),
        _ => format!("a  \nb\\\nc {words}\n"),
    });
    prop::collection::vec(block, 1..5).prop_map(|blocks| blocks.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_round_trip_of_any_text_is_the_identity(body in blocks()) {
        let page = format!("---\ntitle: A\nsummary: B\ntranslation: {{from: cs, by: machine}}\n---\n{body}");
        let source = page.replace("translation: {from: cs, by: machine}\n", "");
        let site = format!("{SITE}-- content/b/cs.md --\n{source}-- content/b/uk.md --\n{page}");
        let tree = tree(&site);
        let (portal, package) = exported(&tree, "uk", Only::All);
        for format in [Exchange::Xliff, Exchange::Po] {
            let delivery = delivered(&written(&portal, &package, format), format);
            for (file, back) in package.files.iter().zip(&delivery.files) {
                for (unit, back) in file.units().zip(&back.units) {
                    prop_assert_eq!((&unit.source, &unit.target), (&back.source, &back.target));
                }
            }
            let (imported, found) = import(portal.site(), &tree, &delivery, &AS_SAID);
            prop_assert!(found.is_empty(), "{:?}", found);
            prop_assert_eq!(imported.written, []);
        }
    }

    #[test]
    fn no_file_makes_it_panic(text in "(msgid|msgstr|msgctxt|\"|\\\\|\n|#|<|>|/|xliff|&|;|x| |=|é){0,40}") {
        let (_, delivery, found) = delivery::read(text.as_bytes(), &"a".into());
        prop_assert!(delivery.is_some() || !found.is_empty());
    }
}
