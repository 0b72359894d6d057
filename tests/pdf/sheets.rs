//! What is in the PDFs, and what must not be.

use std::fs;

use crate::Desk;

/// A leaflet in Ukrainian beside Czech, in Arabic beside Czech, in Vietnamese and in Czech.
pub const LEAFLET: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, uk, vi, ar]
-- content/cs.md --
---
title: Domů
summary: Rozcestník.
---
-- content/uk.md --
---
title: Головна
summary: Дороговказ.
---
-- content/vi.md --
---
title: Trang chủ
summary: Biển chỉ đường.
---
-- content/ar.md --
---
title: الرئيسية
summary: دليل الطريق.
---
-- content/visa/cs.md --
---
title: Vízum
summary: Kdo ho potřebuje.
reviewed: 2026-11-02
leaflet:
  - {format: a4, beside: cs, locales: [uk, ar]}
  - {format: a4, locales: [cs, vi]}
---
## Kdo žádá {#who}

Žádá každý, kdo přijel na dlouho.

## Co přinést {#what}

1. Žádost a příliš žluťoučký kůň.
2. Doklad totožnosti.
-- content/visa/uk.md --
---
title: Віза
summary: Кому вона потрібна.
---
## Хто подає {#who}

Подає кожен, хто приїхав надовго.

## Що принести {#what}

1. Заяву, ґанок, їжак і єнот.
2. Документ.
-- content/visa/vi.md --
---
title: Thị thực
summary: Ai cần thị thực.
---
## Ai nộp đơn {#who}

Mỗi người đến ở lâu dài đều phải nộp đơn.

## Cần mang gì {#what}

1. Đơn và giấy tờ tùy thân.
2. Hộ chiếu.
-- content/visa/ar.md --
---
title: التأشيرة
summary: من يحتاج إليها.
---
## من يقدم الطلب {#who}

يقدمه كل من جاء لمدة طويلة.

## ما الذي تحضره {#what}

1. الطلب.
2. وثيقة الهوية.
";

const MADE: [&str; 4] =
    ["visa-ar-cs-a4.pdf", "visa-cs-a4.pdf", "visa-uk-cs-a4.pdf", "visa-vi-a4.pdf"];

#[test]
fn a_pdf_has_size_pages_tags_language_fonts_and_text_in_its_order() {
    let desk = Desk::new(LEAFLET);
    let (said, code) = desk.run(&["pdf"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(desk.files("pdf"), [&["manifest.json"], &MADE[..]].concat());
    for name in MADE {
        let file = format!("pdf/{name}");
        desk.ask("qpdf", &["--check"], &file);
        let info = desk.ask("pdfinfo", &[], &file);
        let line = |key: &str| {
            let line = info.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            line.unwrap_or_else(|| panic!("{key}: {info}")).trim().to_owned()
        };
        assert_eq!(line("Tagged"), "yes");
        assert_eq!(line("Pages"), if name.matches('-').count() == 3 { "2" } else { "1" });
        assert!(line("CreationDate").contains("Nov  2 00:00:00 2026"), "{info}");
        assert!(!line("Title").is_empty());
        let size = line("Page size");
        let points: Vec<f64> = size.split(' ').filter_map(|word| word.parse().ok()).collect();
        for (points, millimetres) in points.iter().zip([210.0, 297.0]) {
            assert!((points / 72.0 * 25.4 - millimetres).abs() < 0.5, "{size}");
        }
        let fonts = desk.ask("pdffonts", &[], &file);
        let mut fonts = fonts.lines().skip(2).peekable();
        assert!(fonts.peek().is_some());
        for font in fonts {
            let columns: Vec<&str> = font.split_whitespace().rev().take(5).collect();
            assert_eq!(columns[2..], ["yes", "yes", "yes"], "{name}: {font}");
        }
        let bytes = fs::read(desk.path(&file)).unwrap();
        let language = format!("/Lang ({})", &name[5..7]);
        assert!(bytes.windows(language.len()).any(|part| part == language.as_bytes()), "{name}");
    }
    let text = desk.ask("pdftotext", &["-raw", "pdf/visa-uk-cs-a4.pdf"], "-").replace('\n', "");
    // Section by section, the reader's language first.
    let mut rest = text.as_str();
    for words in [
        "Віза",
        "Хто подає",
        "Подає кожен, хто приїхав надовго.",
        "Kdo žádá",
        "Žádá každý, kdo přijel na dlouho.",
        "Що принести",
        "Co přinést",
    ] {
        let at = rest.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        rest = &rest[at + words.len()..];
    }
    assert!(text.contains("Заяву, ґанок, їжак і єнот."), "{text}");
    assert!(text.contains("Žádost a příliš žluťoučký kůň."), "{text}");
}

#[test]
fn the_same_source_gives_the_same_bytes_in_whatever_order() {
    let desk = Desk::new(LEAFLET);
    assert_eq!(desk.run(&["pdf", "--out", "all"]).1, 0);
    for locale in ["vi", "uk"] {
        assert_eq!(desk.run(&["pdf", "--out", "some", "--locale", locale]).1, 0);
    }
    for name in ["visa-uk-cs-a4.pdf", "visa-vi-a4.pdf"] {
        let [all, some] = ["all", "some"].map(|folder| fs::read(desk.path(folder).join(name)));
        assert!(all.unwrap() == some.unwrap(), "{name}");
    }
}

#[test]
fn text_over_its_panel_is_measured_and_only_that_leaflet_is_not_made() {
    let desk = Desk::new(LEAFLET);
    let path = "content/visa/uk.md";
    let long = "Цей абзац такий довгий, що йому забракне місця. ".repeat(200);
    let text = fs::read_to_string(desk.path(path)).unwrap().replace("надовго.", &long);
    desk.write(path, &text);
    let (said, code) = desk.run(&["pdf"]);
    assert_eq!(code, 1, "{said}");
    let finding = said.lines().find(|line| line.contains("panel-overflow")).unwrap();
    assert!(finding.starts_with("error[panel-overflow]: text in `uk` goes "), "{finding}");
    assert!(finding.contains(" mm over the edge of the panel `"), "{finding}");
    assert!(finding.contains("leaflet of `visa` (a4, uk + cs)"), "{finding}");
    assert!(said.contains("content/visa/cs.md:6:"), "{said}");
    assert_eq!(
        desk.files("pdf"),
        ["manifest.json", "visa-ar-cs-a4.pdf", "visa-cs-a4.pdf", "visa-vi-a4.pdf"]
    );
}

#[test]
fn letters_that_no_font_has_are_named() {
    let desk = Desk::new(LEAFLET);
    let text = fs::read_to_string(desk.path("content/visa/vi.md")).unwrap();
    // Of a script that came into Unicode in 2024.
    desk.write("content/visa/vi.md", &text.replace("Hộ chiếu", "Hộ chiếu \u{16d43}\u{16d44}"));
    let (said, code) = desk.run(&["pdf", "visa"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[script-without-font]: no font on this computer"), "{said}");
    assert!(
        said.contains("these letters in `vi` on `visa` (a4, vi): \u{16d43}\u{16d44}"),
        "{said}"
    );
    assert!(!desk.files("pdf").contains(&"visa-vi-a4.pdf".to_owned()));
}

#[test]
fn a_sheet_of_more_pages_than_its_format_is_an_error() {
    let desk = Desk::new(&format!(
        "{LEAFLET}
-- themes/default/css/paper/90-own.css --
body::after {{ content: \"one line more\"; display: block; break-before: page; }}
"
    ));
    let (said, code) = desk.run(&["pdf", "visa", "--locale", "cs"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[sheet-page-count]: the sheet of `visa` (a4, cs) has"), "{said}");
    assert!(said.contains("pages in place of 1"), "{said}");
    assert_eq!(desk.files("pdf"), Vec::<String>::new());
}

#[test]
fn what_is_meant_by_mistake_is_said() {
    let desk = Desk::new(LEAFLET);
    for (arguments, words) in [
        (vec!["visas"], "there is no page `visas`"),
        (vec!["visa", "--locale", "de"], "no language `de`"),
        (vec!["--format", "a7"], "no sheet of the format `a7`; there are: a4, page"),
        (vec!["", "--format", "a4"], "page `` has no sheet of its own"),
    ] {
        let (said, code) = desk.run(&[&["pdf"], &arguments[..]].concat());
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(desk.files("pdf"), Vec::<String>::new());
}

#[test]
fn a_picture_that_is_not_found_too_small_has_enough_dots_on_the_sheet() {
    let picture =
        "2. Doklad totožnosti.\n\n![Mapa](map.png)\n-- content/visa/map.png (png 480x320) --\n";
    let desk = Desk::new(&LEAFLET.replace("2. Doklad totožnosti.\n", picture));
    let (said, code) = desk.run(&["build"]);
    assert!(code == 0 && !said.contains("low-resolution"), "{said}");
    let smaller =
        Desk::new(&LEAFLET.replace("2. Doklad totožnosti.\n", &picture.replace("480", "460")));
    assert!(smaller.run(&["build"]).0.contains("low-resolution"));
    assert_eq!(desk.run(&["pdf", "visa", "--locale", "cs"]).1, 0);
    let list = desk.ask("pdfimages", &["-list"], "pdf/visa-cs-a4.pdf");
    let rows: Vec<Vec<&str>> =
        list.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
    let picture = rows.iter().find(|row| row[3] == "480").unwrap_or_else(|| panic!("{list}"));
    let dots_an_inch: u32 = picture[12].parse().unwrap();
    // The browser rounds the size of a picture to its own dots.
    assert!((199..=201).contains(&dots_an_inch), "{list}");
}

#[test]
fn a_booklet_is_made_by_its_id() {
    let titles = "title: {cs: Začínáme, uk: Початок, vi: Bắt đầu, ar: البداية}";
    let booklets =
        format!("booklets:\n  first-month: {{{titles}, pages: [visa]}}\n-- content/cs.md --");
    let desk = Desk::new(&LEAFLET.replace("-- content/cs.md --", &booklets));
    let (said, code) = desk.run(&["pdf", "first-month", "--locale", "cs,ar"]);
    assert_eq!(code, 0, "{said}");
    let made = ["first-month-ar-booklet.pdf", "first-month-cs-booklet.pdf", "manifest.json"];
    assert_eq!(desk.files("pdf"), made);
}

#[test]
fn a_qr_code_is_read_back_from_the_paper() {
    let desk = Desk::new(LEAFLET);
    assert_eq!(desk.run(&["pdf", "visa", "--locale", "uk,ar"]).1, 0);
    for locale in ["uk", "ar"] {
        let file = format!("pdf/visa-{locale}-cs-a4.pdf");
        desk.ask("pdftoppm", &["-r", "150", "-png", &file], &format!("paper-{locale}"));
        let pages = desk.files(".");
        let pages = pages.iter().filter(|name| name.starts_with(&format!("paper-{locale}-")));
        let read: String = pages
            .map(|page| {
                let mut command = std::process::Command::new("zbarimg");
                let output = command.args(["--quiet", "--raw"]).arg(desk.path(page)).output();
                String::from_utf8(output.unwrap().stdout).unwrap()
            })
            .collect();
        assert!(read.contains(&format!("https://portal.example/{locale}/visa/")), "{read}");
    }
}

#[test]
fn the_poster_about_support_is_an_a3_sheet_in_every_language_of_this_portal() {
    let desk = Desk::new("");
    let out = desk.path("eu");
    let (said, code) = desk.run(&[
        "pdf",
        "about",
        "--format",
        "eu-poster",
        "--root",
        env!("CARGO_MANIFEST_DIR"),
        "--base-url",
        "https://portal.example/",
        "--out",
        &out.display().to_string(),
    ]);
    assert_eq!(code, 0, "{said}");
    let made = desk.files("eu");
    assert_eq!(made.len(), 7, "{made:?}");
    for name in made.iter().filter(|name| name.ends_with(".pdf")) {
        let info = desk.ask("pdfinfo", &[], &format!("eu/{name}"));
        assert!(info.contains("Pages:           1\n"), "{info}");
        let size = info.lines().find(|line| line.starts_with("Page size")).unwrap();
        let points: Vec<f64> = size.split(' ').filter_map(|word| word.parse().ok()).collect();
        for (points, millimetres) in points.iter().zip([297.0, 420.0]) {
            assert!((points / 72.0 * 25.4 - millimetres).abs() < 0.5, "{size}");
        }
        let text = desk.ask("pdftotext", &[&format!("eu/{name}")], "-").replace('\n', " ");
        for words in ["Spolufinancováno", "Evropskou unií", "CZ.12.01.02/00/24_022/0000077"] {
            assert!(text.contains(words), "{name}: {text}");
        }
    }
}
