//! PDFs on the portal: those that are still true, with their size, and what is said about others.

use std::fs;

use crate::Desk;
use crate::sheets::LEAFLET;

fn desk() -> Desk {
    let desk = Desk::new(LEAFLET);
    let config = fs::read_to_string(desk.path("site.yaml")).unwrap();
    desk.write("site.yaml", &format!("{config}pdf: true\n"));
    desk
}

fn page(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.path("public").join(path)).unwrap()
}

#[test]
fn a_pdf_is_published_beside_its_sheet_as_long_as_it_is_true() {
    let desk = desk();
    let (said, code) = desk.run(&["build"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("warning[pdf-missing]: 4 PDFs were not made yet"), "{said}");
    assert!(page(&desk, "uk/downloads/index.html").contains("Тут поки нічого немає"));

    assert_eq!(desk.run(&["pdf"]).1, 0);
    let (said, code) = desk.run(&["build"]);
    assert_eq!(code, 0, "{said}");
    assert!(!said.contains("pdf-"), "{said}");
    assert!(page(&desk, "uk/downloads/index.html").contains("/uk/downloads/qr.svg"));
    assert!(desk.path("public/uk/downloads/qr.svg").is_file());
    let name = "visa-uk-cs-a4.pdf";
    let published = fs::read(desk.path(&format!("public/uk/visa/leaflet/{name}"))).unwrap();
    assert_eq!(published, fs::read(desk.path(&format!("pdf/{name}"))).unwrap());
    let size = format!("{} КБ", published.len().div_ceil(1000));
    for path in ["uk/visa/index.html", "uk/downloads/index.html"] {
        let html = page(&desk, path);
        assert!(html.contains(&format!("/uk/visa/leaflet/{name}")), "{path}");
        assert!(html.contains(&size) && html.contains("2 сторінки"), "{path}: {html}");
    }
    assert!(!page(&desk, "uk/visa/leaflet/index.html").contains(".pdf"));

    let text = fs::read_to_string(desk.path("content/visa/uk.md")).unwrap();
    desk.write("content/visa/uk.md", &text.replace("Документ", "Паспорт"));
    let (said, code) = desk.run(&["build"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("warning[pdf-outdated]: 1 PDFs"), "{said}");
    assert!(said.contains(name), "{said}");
    assert!(!desk.path(&format!("public/uk/visa/leaflet/{name}")).exists());
    assert!(!page(&desk, "uk/visa/index.html").contains(".pdf"));
    assert!(page(&desk, "vi/visa/index.html").contains("visa-vi-a4.pdf"));

    let (said, code) = desk.run(&["pdf"]);
    assert!(code == 0 && said.contains("1 PDF made") && said.contains("up to date: 3"), "{said}");
}

#[test]
fn pdfs_of_sheets_that_are_gone_are_removed_and_foreign_files_stay() {
    let desk = desk();
    assert_eq!(desk.run(&["pdf", "--locale", "cs,vi"]).1, 0);
    desk.write("pdf/notes.txt", "mine");
    let text = fs::read_to_string(desk.path("content/visa/cs.md")).unwrap();
    desk.write("content/visa/cs.md", &text.replace("[cs, vi]", "[vi]").replace("uk, ar", "uk"));
    let (said, code) = desk.run(&["pdf"]);
    assert!(code == 0 && said.contains("removed: 1"), "{said}");
    assert_eq!(
        desk.files("pdf"),
        ["manifest.json", "notes.txt", "visa-uk-cs-a4.pdf", "visa-vi-a4.pdf"]
    );
}

#[test]
fn a_truncated_pdf_is_not_published() {
    let desk = desk();
    assert_eq!(desk.run(&["pdf"]).1, 0);
    desk.write("pdf/visa-vi-a4.pdf", "%PDF-1.4");
    let (said, code) = desk.run(&["build"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("pdf-outdated") && said.contains("visa-vi-a4.pdf"), "{said}");
    assert!(!desk.path("public/vi/visa/leaflet/visa-vi-a4.pdf").exists());
}

#[test]
fn the_archive_of_a_campaign_holds_the_pdfs_that_are_published() {
    let desk = Desk::new(
        "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs]
pdf: true
-- content/news/cs.md --
---
title: Zápis
summary: Kdy je zápis.
layout: campaign
reviewed: 2026-11-20
valid_from: 2026-11-01
valid_until: 2027-02-15
leaflet: [{format: a5}]
campaign:
  materials: [leaflet, poster]
  call_to_action: {text: Zapište dítě, link: \"https://school.example/\"}
---
Připravte si doklady.
",
    );
    let names = |desk: &Desk| {
        let (said, code) = desk.run(&["build"]);
        assert_eq!(code, 0, "{said}");
        let bytes = fs::read(desk.path("public/materials/news.zip")).unwrap();
        let archive = rawzip::ZipArchive::from_slice(&bytes).unwrap();
        let mut entries = archive.entries();
        let mut names = Vec::new();
        while let Some(entry) = entries.next_entry().unwrap() {
            names.push(entry.file_path().try_normalize().unwrap().as_ref().to_owned());
        }
        names.retain(|name| name.ends_with(".pdf"));
        names
    };
    assert_eq!(names(&desk), [""; 0]);
    assert_eq!(desk.run(&["pdf", "--format", "poster-a4,a5"]).1, 0);
    assert_eq!(names(&desk), ["cs/a5.pdf", "cs/poster-a4.pdf"]);
}
