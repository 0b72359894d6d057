//! The search: what it finds, and the files that the browser gets.

use proptest::prelude::*;
use rozcestnik::search::{Answer, SearchIndex};
use rozcestnik::{Memo, assemble};

use crate::built;
use crate::looks::text;
use crate::site;

const SITE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, vi]
-- content/cs.md --
---
title: Vítejte
summary: Návody.
---
Začněte tady.
-- content/residence/permanent/cs.md --
---
title: Trvalý pobyt
summary: Jak ho získat.
keywords: [pobyt na pět let]
---
## Kdo může žádat {#who}

Žádost podávejte na úřadě. Potřebujete zkoušku.

## Poplatek {#price}

Za průkaz zaplatíte.
-- content/residence/permanent/uk.md --
---
title: Постійне проживання
summary: Як його отримати.
keywords: [ПМЖ]
---
## Хто може подати заяву {#who}

Заяву подавайте в установі (мiсце).
-- content/residence/permanent/vi.md --
---
title: Thường trú
summary: Giấy phép.
---
Nộp đơn xin thường trú.
-- content/schooling/cs.md --
---
title: Škola
summary: Zápis dětí.
---
Přihlaste dítě do školy. Za školu se neplatí poplatek.
-- content/schooling/uk.md --
---
title: Дитячий садок
summary: Для дітей.
---
Запис дітей.
";

/// The index of an edition.
pub fn index(site: &str, locale: &str) -> SearchIndex {
    let tree = site::tree(site);
    let (portal, found) = assemble(&tree, &site::options(), &mut Memo::default());
    assert!(!found.has_errors(), "{}", site::short(&found, &tree));
    let portal = portal.unwrap();
    let edition = portal.site().config.locale_index(locale).unwrap();
    portal.search_index(edition).unwrap()
}

/// Addresses of the sections found, and the words that were looked for instead.
fn answers(index: &SearchIndex, query: &str) -> String {
    let answer = index.ask_tantivy(query).unwrap();
    let place = |hit: &rozcestnik::search::Hit| {
        let page = &index.pages[hit.page as usize];
        let section = &page.sections[hit.section as usize].id;
        let language = if hit.language > 0 { " (foreign)" } else { "" };
        format!("{}#{section}{language}", page.url)
    };
    let hits: Vec<String> = answer.hits.iter().map(place).collect();
    let corrected = answer.corrected.map_or(String::new(), |words| format!("[{words}] "));
    format!("{corrected}{}", hits.join(" "))
}

#[test]
fn a_page_is_found_by_any_form_of_its_words_and_without_diacritics() {
    let cs = index(SITE, "cs");
    for query in ["trvalý pobyt", "trvaly pobyt", "Trvalého pobytu", "pobyt na pet let"] {
        assert!(answers(&cs, query).contains("/cs/residence/permanent/#"), "{query}");
    }
    assert_eq!(answers(&cs, "žádostí"), "[zadost] /cs/residence/permanent/#who");
    let found = "[poplatek] /cs/residence/permanent/#price /cs/schooling/#";
    assert_eq!(answers(&cs, "poplatky"), found);
}

#[test]
fn a_slip_is_put_right_and_said_and_what_is_not_there_is_not_found() {
    let cs = index(SITE, "cs");
    assert_eq!(
        answers(&cs, "poplaetk"),
        "[poplatek] /cs/residence/permanent/#price /cs/schooling/#"
    );
    assert_eq!(answers(&cs, "velbloud"), "[] ");
    assert_eq!(answers(&cs, ""), "");
}

#[test]
fn words_of_other_languages_and_latin_spellings_lead_to_the_reader_s_page() {
    let uk = index(SITE, "uk");
    assert_eq!(answers(&uk, "trvaly pobyt"), "/uk/residence/permanent/# (foreign)");
    assert_eq!(answers(&uk, "dytiachyi sadok"), "/uk/schooling/#");
    // The second letter is Latin, in the text and in the query.
    assert_eq!(answers(&uk, "мiсце"), "/uk/residence/permanent/#who");
    let vi = index(SITE, "vi");
    assert_eq!(answers(&vi, "thuong tru"), "/vi/residence/permanent/#");
}

#[test]
fn a_portal_may_do_without_search() {
    let portal = built(&SITE.replace("locales:", "search: false\nlocales:"));
    assert!(portal.iter().all(|(path, _)| !path.as_str().contains("search")));
    assert!(!text(&portal, "cs/index.html").contains("role=search"));
}

#[test]
fn every_file_that_the_map_names_is_published() {
    let portal = built(SITE);
    let map: serde_json::Value =
        serde_json::from_str(&text(&portal, "uk/search/map.json")).unwrap();
    let base = map["base"].as_str().unwrap().trim_start_matches('/').to_owned();
    assert!(base.contains(map["build"].as_str().unwrap()));
    let is_there =
        |name: String| portal.iter().any(|(path, _)| path.as_str() == format!("{base}{name}.bin"));
    for shard in 0..map["shards"].as_array().unwrap().len() {
        assert!(is_there(shard.to_string()), "{shard}");
    }
    for block in 0..map["blocks"].as_array().unwrap().len() {
        assert!(is_there(format!("b{block}")), "{block}");
    }
    assert!(is_there("words".to_owned()));
    let titles = map["titles"].as_array().unwrap();
    assert_eq!(titles.len() as u64, map["pages"].as_u64().unwrap());
    assert!(text(&portal, "uk/search/index.html").contains("data-results"));
}

#[test]
fn what_is_exported_scores_as_tantivy_does() {
    for locale in ["cs", "uk", "vi"] {
        let index = index(SITE, locale);
        let words: Vec<&str> = SITE.split_whitespace().collect();
        for pair in words.windows(2) {
            let query = pair.join(" ");
            let asked: Answer = index.ask_tantivy(&query).unwrap();
            assert_eq!(index.answer(&query), asked, "{query}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn no_query_makes_the_search_panic(queries in prop::collection::vec("\\PC{0,30}|.{0,12}", 20)) {
        let index = index(SITE, "uk");
        for query in queries {
            prop_assert_eq!(&index.answer(&query), &index.ask_tantivy(&query).unwrap());
        }
    }
}
