//! What readers can save of an edition: the list of its files, the page for it, and one file.

use std::collections::BTreeMap;

use rozcestnik::offline::worker;
use rozcestnik::output::{OutputPath, OutputTree};
use serde_json::Value;

use crate::looks::{text, words};
use crate::{built, site};

const SITE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
-- content/cs.md --
---
title: Úvod
summary: Rady.
---
[[visa]]
-- content/visa/cs.md --
---
title: Vízum
summary: Co je potřeba.
leaflet: [{format: a4}]
---
Pas a [fotografie](#f).

## Fotografie {#f}

Dvě.
-- content/visa/ar.md --
---
title: التأشيرة
summary: ما تحتاجون إليه.
---
جواز السفر.
";

fn json(portal: &OutputTree, path: &str) -> Value {
    serde_json::from_str(&text(portal, path)).unwrap()
}

/// Addresses and revisions of the list of an edition.
fn list(portal: &OutputTree, path: &str) -> BTreeMap<String, String> {
    let list = json(portal, path);
    let files = list["files"].as_object().unwrap().iter();
    files.map(|(address, file)| (address.clone(), file[0].as_str().unwrap().to_owned())).collect()
}

/// The names in an archive and its texts.
fn unpacked(portal: &OutputTree, path: &str) -> BTreeMap<String, String> {
    let bytes = portal.get(&OutputPath::new(path).unwrap()).unwrap().bytes().into_owned();
    let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut entries = archive.entries();
    let mut members = BTreeMap::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let data = archive.get_entry(entry.wayfinder()).unwrap().data().to_vec();
        let data = miniz_oxide::inflate::decompress_to_vec(&data).unwrap();
        members.insert(name, String::from_utf8(data).unwrap());
    }
    members
}

#[test]
fn a_list_names_pages_search_and_assets_of_one_edition() {
    let files = list(&built(SITE), "cs/offline/files.json");
    let named: Vec<&str> =
        files.keys().map(String::as_str).filter(|file| !file.starts_with("/assets/")).collect();
    insta::assert_snapshot!(named.join("\n"), @r"
    /cs/
    /cs/a-z/
    /cs/manifest.webmanifest
    /cs/offline/
    /cs/search/
    /cs/search/map.json
    /cs/visa/
    /cs/words.json
    ");
    let of = |begin: &str| files.keys().filter(|file| file.starts_with(begin)).count();
    assert_eq!(of("/assets/site."), 2, "{files:?}");
    assert!(of("/assets/search/cs.") > 0 && of("/assets/offline-module.") == 1, "{files:?}");
    for (address, revision) in &files {
        assert_eq!(revision.is_empty(), address.starts_with("/assets/"), "{address}");
    }
}

#[test]
fn another_word_on_a_page_is_another_revision_of_that_page_alone() {
    let pages = |site: &str| {
        let mut files = list(&built(site), "cs/offline/files.json");
        files.retain(|address, _| !address.contains("search"));
        files
    };
    let (old, new) = (pages(SITE), pages(&SITE.replace("Dvě.", "Tři.")));
    let differing: Vec<&String> =
        old.iter().filter(|(address, file)| new[*address] != **file).map(|(a, _)| a).collect();
    assert_eq!(differing, ["/cs/visa/"]);
}

#[test]
fn the_index_says_how_much_there_is_to_save() {
    let portal = built(SITE);
    let index = json(&portal, "offline.json");
    for locale in ["cs", "ar"] {
        let list = json(&portal, &format!("{locale}/offline/files.json"));
        let own = &index[locale];
        assert_eq!(own["build"], list["build"]);
        let sizes = list["files"].as_object().unwrap().values();
        assert_eq!(own["bytes"], sizes.map(|file| file[1].as_u64().unwrap()).sum::<u64>());
        let transfer = own["transfer"].as_u64().unwrap();
        assert!(transfer > 0 && transfer < own["bytes"].as_u64().unwrap(), "{own}");
    }
}

#[test]
fn saved_pages_say_in_their_language_from_when_they_are() {
    let list = json(&built(SITE), "cs/offline/files.json");
    assert_eq!(
        words(list["saved"].as_str().unwrap(), "p").trim(),
        "Portál neodpovídá. Čtete stránku uloženou {date}; od té doby se mohla změnit. Číst bez internetu"
    );
    assert!(words(list["missing"].as_str().unwrap(), "p").contains("z {date}"));
}

#[test]
fn an_edition_in_one_file_needs_no_host() {
    let members = unpacked(&built(SITE), "cs/offline/portal-cs.zip");
    let names: Vec<&str> =
        members.keys().map(String::as_str).filter(|name| !name.contains("/assets/")).collect();
    insta::assert_snapshot!(names.join("\n"), @r"
    portal-cs/a-z/index.html
    portal-cs/index.html
    portal-cs/visa/index.html
    ");
    let page = &members["portal-cs/visa/index.html"];
    assert!(!page.contains("<script") && !page.contains("Content-Security-Policy"), "{page}");
    assert!(page.contains("href=\"../assets/site."), "{page}");
    assert!(page.contains("href=\"../a-z/index.html\""), "{page}");
    // The other language, the leaflet and this very file are where the portal is.
    for public in ["ar/visa/", "cs/visa/leaflet/", "cs/offline/"] {
        assert!(page.contains(&format!("href=\"https://portal.example/{public}\"")), "{public}");
    }
    assert!(page.contains("#f"), "{page}");
}

#[test]
fn without_a_base_address_what_is_not_in_the_file_is_no_link() {
    let site = SITE.replace("base_url: https://portal.example/\n", "");
    let members = unpacked(&built(&site), "ar/offline/portal-ar.zip");
    let page = &members["portal-ar/visa/index.html"];
    assert!(page.contains("hreflang=cs") || page.contains("hreflang=\"cs\""), "{page}");
    assert!(!page.contains("=\"/") && !page.contains("=/"), "{page}");
}

#[test]
fn the_page_offers_the_file_with_its_size() {
    let html = text(&built(SITE), "cs/offline/index.html");
    let link = words(&html, ".page__body p:has(a[download])");
    let link = link.trim();
    assert!(link.starts_with("Stáhnout soubor ZIP · ") && link.ends_with(" kB"), "{link}");
}

#[test]
fn each_part_can_be_switched_off() {
    let is_there =
        |portal: &OutputTree, path| portal.get(&OutputPath::new(path).unwrap()).is_some();
    let paths = ["cs/offline/index.html", "cs/offline/files.json", "offline.json"];

    let portal = built(&SITE.replace("locales:", "offline_archive: false\nlocales:"));
    assert!(!is_there(&portal, "cs/offline/portal-cs.zip"));
    assert!(paths.iter().all(|path| is_there(&portal, path)));
    assert_eq!(text(&portal, "sw.js"), worker(true));

    let portal = built(&SITE.replace("locales:", "offline: false\nlocales:"));
    assert!(paths.iter().all(|path| !is_there(&portal, path)));
    assert!(!is_there(&portal, "cs/offline/portal-cs.zip"));
    assert!(!text(&portal, "cs/index.html").contains("offline"));
    assert_eq!(text(&portal, "sw.js"), worker(false));
}

#[test]
fn the_same_source_gives_the_same_lists_and_files() {
    let (one, two) = (built(SITE), built(SITE));
    for path in ["cs/offline/files.json", "offline.json", "ar/offline/portal-ar.zip"] {
        let path = OutputPath::new(path).unwrap();
        assert_eq!(one.get(&path).unwrap().bytes(), two.get(&path).unwrap().bytes(), "{path}");
    }
}

#[test]
fn while_pages_are_tried_out_nothing_can_be_saved() {
    let (portal, _) =
        rozcestnik::assemble(&site::tree(SITE), &site::options(), &mut Default::default());
    let portal = portal.unwrap().without_saving();
    let file = |path| {
        let made = portal.file(&OutputPath::new(path).unwrap()).unwrap().unwrap();
        String::from_utf8(made.bytes().into_owned()).unwrap()
    };
    assert_eq!(file("sw.js"), worker(false));
    assert!(!file("cs/offline/index.html").contains("data-offline"));
}
