//! Spreadsheets of staff as courses: what is written, what is refused, and where it says so.
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/txtar.rs"]
mod txtar;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use encoding_rs::WINDOWS_1250;
use proptest::prelude::*;
use rozcestnik::diagnostic::SourcePath;
use rozcestnik::timetable::RawCourse;
use rozcestnik::timetable::import::{Imported, Problem, from_csv};
use rozcestnik::yaml;
use tempfile::TempDir;

/// As Czech Excel saves it.
const CZECH: &str = "\
Kód;Druh;Název;Název:uk;Úroveň;Skupina;Jazyk výuky;Tlumočení;Místo;Místnost;Město;Dny;Čas;Od;Do;Počet lekcí;Zdarma;\
Cena;Pro koho;Přihlášení;Hlídání dětí;Kapacita;Obsazeno;Lektor;Prázdniny;Zrušeno;Přesunuto;Navíc;Poznámka\r
cestina-a1-usti;Kurz češtiny;\"Čeština od začátku; večer\";Чеська з нуля;A0–A1;uzavřená;čeština, ukrajinština;vi;centre;\
2.04;;pondělí a středa;17.00–18.30;11. 1. 2027;14.4.2027;28;ne;czech-course-price;nově příchozí, dočasná ochrana;\
Přijďte do centra.;ANO;15;x;Jana Nováková;\"státní svátky; school\";24. 2. 2027;3. 3. 2027 > 5. 3. 2027 17:45–19:15;\
19. 4. 2027 17:00 - 18:30, 21. 4. 2027 17:00 - 18:30;\"Vezměte si:\r\n- sešit,\r\n- tužku.\"\r
;;;;;;;;;;;;;;;;;;;;;;;;;;;;\r
vyjezd-teplice;výjezd;;;;;;;TODO;;Teplice;;;;;;ano;;;TODO;;;;;;;;6. 5. 2027 9:00-10:30;\r
konverzace;KONVERZACE;;;b1;otevřená;;;;;;\"út 9:00-10:30; čt 17:00-18:30\";;12. 1. 2027;15. 4. 2027;;;;;;;;;;;;;;\r
";

const ENGLISH: &str = "\
id,kind,level,level_to,taught in,online,days,times,from,to,free,audience,registration:en,registration_contact,\
registration_web,capacity,holidays,cancelled,moved,extra,sample
evening-czech,czech,A1,A2,\"cs, en\",yes,mo we,17:00-18:30,2027-01-11,2027-04-14,1,\"families, workers\",\"Write to us: \"\"now\"\"\",\
centre,https://example.org/form,12,public-holidays,\"2027-02-24, 2027-03-01\",2027-03-03 > 2027-03-05,2027-05-06 17:00-18:30,TRUE
no,event,,,,,,,,,,,,,,,,,,2027-05-06 17:00-18:30,
talks,lecture,,,no,,\"Mon 9:00-10:30; Wed, Fri 17:00-18:30\",,2027-01-11,2027-01-31,,,,,,,,,,,
";

fn imported(bytes: &[u8]) -> Imported {
    from_csv(bytes, "cs").unwrap()
}

/// The text, after it was read back and found to say the same.
fn yaml_of(imported: &Imported) -> String {
    let text = imported.yaml("From a test.");
    let path: SourcePath = "x.yaml".into();
    let (keyed, found) = yaml::read_keyed::<RawCourse>(&text, &path);
    assert!(found.is_empty(), "{text}\n{found:?}");
    let read = keyed.unwrap().entries.into_iter().map(|(id, course)| (id.value, course));
    let mut read: Vec<(String, RawCourse)> = read.collect();
    let written = imported.courses.iter().map(|course| (course.id.clone(), course.raw.clone()));
    let mut written: Vec<(String, RawCourse)> = written.collect();
    read.sort_by(|a, b| a.0.cmp(&b.0));
    written.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(without_places(&read), without_places(&written), "{text}");
    text
}

/// What courses hold, wherever it stands.
fn without_places(courses: &[(String, RawCourse)]) -> String {
    let text = format!("{courses:#?}");
    text.lines()
        .filter(|line| !line.trim_start().starts_with("span: "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn windows_1250(text: &str) -> Vec<u8> {
    // The Ukrainian title is what this encoding cannot hold.
    WINDOWS_1250.encode(&text.replace("Чеська з нуля", "")).0.into_owned()
}

#[test]
fn a_czech_spreadsheet_becomes_the_yaml_that_a_careful_person_writes() {
    let text = yaml_of(&imported(format!("\u{feff}{CZECH}").as_bytes()));
    insta::assert_snapshot!(text, @r#"
    # From a test.

    cestina-a1-usti:
      kind: czech
      title:
        cs: Čeština od začátku; večer
        uk: Чеська з нуля
      note:
        cs: |-
          Vezměte si:
          - sešit,
          - tužku.
      level: A0
      level_to: A1
      group: closed
      taught_in: [cs, uk]
      interpreted: [vi]
      place: centre
      room: "2.04"
      lessons:
        - {days: [mo, we], times: "17:00-18:30"}
      from: 2027-01-11
      to: 2027-04-14
      number_of_lessons: 28
      price: czech-course-price
      audience: [newcomers, temporary-protection]
      registration:
        way:
          cs: Přijďte do centra.
      childcare: true
      capacity: 15
      full: true
      teacher: Jana Nováková
      holidays: [public-holidays, school]
      cancelled:
        - date: 2027-02-24
      moved:
        - date: 2027-03-03
          to: 2027-03-05
          times: "17:45-19:15"
      extra:
        - date: 2027-04-19
          times: "17:00-18:30"
        - date: 2027-04-21
          times: "17:00-18:30"

    vyjezd-teplice:
      kind: outing
      place: TODO
      town: Teplice
      free: true
      registration:
        way: TODO
      extra:
        - date: 2027-05-06
          times: "09:00-10:30"

    konverzace:
      kind: conversation
      level: B1
      group: open
      lessons:
        - {days: [tu], times: "09:00-10:30"}
        - {days: [th], times: "17:00-18:30"}
      from: 2027-01-12
      to: 2027-04-15
    "#);
}

#[test]
fn an_english_spreadsheet_does_too() {
    insta::assert_snapshot!(yaml_of(&imported(ENGLISH.as_bytes())), @r#"
    # From a test.

    evening-czech:
      kind: czech
      level: A1
      level_to: A2
      taught_in: [cs, en]
      online: true
      lessons:
        - {days: [mo, we], times: "17:00-18:30"}
      from: 2027-01-11
      to: 2027-04-14
      free: true
      audience: [families, workers]
      registration:
        way:
          en: "Write to us: \"now\""
        contact: centre
        web: https://example.org/form
      capacity: 12
      holidays: [public-holidays]
      cancelled:
        - date: 2027-02-24
        - date: 2027-03-01
      moved:
        - date: 2027-03-03
          to: 2027-03-05
      extra:
        - date: 2027-05-06
          times: "17:00-18:30"
      sample: true

    "no":
      kind: event
      extra:
        - date: 2027-05-06
          times: "17:00-18:30"

    talks:
      kind: lecture
      taught_in: ["no"]
      lessons:
        - {days: [mo], times: "09:00-10:30"}
        - {days: [we, fr], times: "17:00-18:30"}
      from: 2027-01-11
      to: 2027-01-31
    "#);
}

#[test]
fn separator_and_encoding_are_found_out() {
    let same = |bytes: &[u8], expected: &str| {
        assert_eq!(yaml_of(&imported(bytes)), yaml_of(&imported(expected.as_bytes())));
    };
    same(&windows_1250(CZECH), &CZECH.replace("Чеська з нуля", ""));
    let tabs = "id\tkind\textra\na\tevent\t6. 5. 2027, 17.00–18.30\n";
    let commas = "id,kind,extra\na,event,2027-05-06 17:00-18:30\n";
    same(tabs.as_bytes(), commas);
    let utf_16 = format!("\u{feff}{tabs}");
    same(&utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), commas);
    same(&utf_16.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>(), commas);
    same(tabs.replace('\n', "\r").as_bytes(), commas);
}

/// What is written of one cell of a course that is fine otherwise, or what is wrong with it.
fn check(column: &str, cell: &str, expected: &str) {
    let mut row = vec![
        ("id", "a"),
        ("kind", "event"),
        ("days", "mo"),
        ("times", "17:00-18:30"),
        ("from", "2027-01-04"),
        ("to", "2027-01-31"),
    ];
    row.retain(|(name, _)| {
        *name != column
            && !(column == "days" && cell.contains(char::is_numeric) && *name == "times")
    });
    row.push((column, cell));
    let (names, cells): (Vec<_>, Vec<_>) = row
        .iter()
        .map(|(name, cell)| (*name, format!("\"{}\"", cell.replace('"', "\"\""))))
        .unzip();
    let csv = format!("{};\n{};\n", names.join(";"), cells.join(";"));
    let said = match from_csv(csv.as_bytes(), "cs") {
        Ok(imported) => yaml_of(&imported),
        Err(problems) => problems.iter().map(short).collect(),
    };
    assert!(said.contains(expected), "{column}: {cell}\n{said}");
}

fn short(problem: &Problem) -> String {
    let place = problem.column.as_ref().map(|column| (column.letter(), column.header.clone()));
    format!("{} {place:?} {:?} {:?}\n", problem.row, problem.value, problem.kind)
}

#[test]
fn cells_are_read_as_people_write_them() {
    for cell in
        ["2027-01-11", "11. 1. 2027", "11.1.2027", "11.01.2027", "\u{a0}11.\u{a0}1.\u{a0}2027"]
    {
        check("from", cell, "\n  from: 2027-01-11\n");
    }
    for cell in ["17:00-18:30", "17.00–18.30", "17:00 - 18:30", "17:00 — 18.30"] {
        check("times", cell, "times: \"17:00-18:30\"");
    }
    check("times", "9:00-10:30", "times: \"09:00-10:30\"");
    for cell in [
        "mo we",
        "po, st",
        "pondělí a středa",
        "Mon, Wed",
        "Po; ST",
        "po/st",
        "po + st",
        "Mon and Wed",
    ] {
        check("days", cell, "{days: [mo, we], times: \"17:00-18:30\"}");
    }
    for cell in ["po-st", "po – st", "Mon-Wed", "po, út, st"] {
        check("days", cell, "days: [mo, tu, we]");
    }
    let two =
        "    - {days: [mo], times: \"17:00-18:30\"}\n    - {days: [we], times: \"09:00-10:30\"}\n";
    for cell in [
        "po 17:00-18:30; st 9:00-10:30",
        "po 17.00 – 18.30, st 9.00–10.30",
        "mo 17:00-18:30\nwe 9:00-10:30",
    ] {
        check("days", cell, two);
    }
    for cell in ["ano", "YES", "x", "1", "TRUE", "Pravda"] {
        check("full", cell, "\n  full: true\n");
    }
    for cell in ["ne", "No", "0", "FALSE", "nepravda", ""] {
        check("full", cell, "  to: 2027-01-31\n");
    }
    for (cell, kind) in [
        ("kurz češtiny", "czech"),
        ("konverzace", "conversation"),
        ("zkouska", "exam"),
        ("Orientace", "orientation"),
        ("adaptační", "adaptation"),
        ("děti", "children"),
        ("odborníci", "professionals"),
        ("výjezd", "outing"),
        ("setkání", "event"),
        ("přednáška", "lecture"),
        ("lecture", "lecture"),
    ] {
        check("kind", cell, &format!("  kind: {kind}\n"));
    }
    for cell in [
        "cs uk",
        "cs, uk",
        "CS;UK",
        "česky a ukrajinsky",
        "čeština, ukrajinština",
        "Czech\nUkrainian",
    ] {
        check("taught_in", cell, "taught_in: [cs, uk]\n");
    }
    check("audience", "families self-employed", "audience: [families, self-employed]\n");
    check("audience", "rodiny s dětmi, nově příchozí", "audience: [families, newcomers]\n");
    check(
        "holidays",
        "státní svátky, school-teplice",
        "holidays: [public-holidays, school-teplice]\n",
    );
    for cell in ["2027-01-11, 2027-01-18", "11. 1. 2027 18. 1. 2027", "11.1.2027;18.1.2027"] {
        check("cancelled", cell, "    - date: 2027-01-11\n    - date: 2027-01-18\n");
    }
    let moved = "    - date: 2027-01-11\n      to: 2027-01-12\n      times: \"17:00-18:30\"\n";
    for cell in ["2027-01-11 > 2027-01-12 17:00-18:30", "11. 1. 2027 -> 12. 1. 2027, 17.00–18.30"]
    {
        check("moved", cell, moved);
    }
    let both = "    - date: 2027-01-11\n      to: 2027-01-12\n    - date: 2027-01-18\n      to: 2027-01-19\n";
    check("moved", "2027-01-11>2027-01-12; 2027-01-18>2027-01-19", both);
    check("place", "TODO", "\n  place: TODO\n");
    check("název", "Čeština\npro začátečníky", "title:\n    cs: Čeština pro začátečníky\n");
    check("note:UK", "Текст", "note:\n    uk: Текст\n");
}

#[test]
fn what_can_be_read_in_two_ways_is_not_guessed() {
    for (column, cell, expected) in [
        ("from", "11/01/2027", "Not(Date, None)"),
        ("from", "11. 1. 27", "Not(Date, None)"),
        ("from", "2027-1-11", "Not(Date, None)"),
        ("from", "46033", "Not(Date, None)"),
        ("to", "31. 2. 2027", "ImpossibleDay"),
        ("to", "3. 1. 2027", "NotAfterFrom"),
        ("to", "2037-01-31", "NotAfterFrom"),
        ("times", "17-18:30", "Not(Times, None)"),
        ("times", "17:00", "Not(Times, None)"),
        ("times", "+7:00-18:30", "Not(Times, None)"),
        ("times", "18:30-17:00", "EndsBeforeItBegins"),
        ("times", "17:00-18:30; 9:00-10:30", "SeveralTimes"),
        ("days", "17:00-18:30", "\"17:00-18:30\" Not(Weekday, None)"),
        ("days", "st-po", "\"st-po\" Not(Weekday, None)"),
        ("days", "po 17:00-18:30; st", "Missing(Times)"),
        ("full", "asi", "Not(YesOrNo, None)"),
        ("capacity", "15 lidí", "Not(Number, None)"),
        ("capacity", "-1", "Not(Number, None)"),
        ("taught_in", "cs, cz", "\"cz\" Not(Locale, None)"),
        ("price", "500 Kč", "Not(Id, None)"),
        ("price", "500", "Not(Id, None)"),
        ("holidays", "státní svátky school", "\"státní\" Not(Id, None)"),
        ("audience", "families, worker", "\"worker\" Not(Audience, Some(\"workers\"))"),
        ("registration_web", "example.org", "Not(Web, None)"),
        ("cancelled", "12. 1. 2027", "\"2027-01-12\" NoLesson"),
        ("cancelled", "1. 2. 2027", "\"2027-02-01\" NoLesson"),
        ("moved", "12. 1. 2027 > 13. 1. 2027", "\"2027-01-12\" NoLesson"),
        ("moved", "11. 1. 2027", "\"11.1.2027\" Not(Move, None)"),
        ("extra", "11. 1. 2027", "\"11.1.2027\" Not(Extra, None)"),
        (
            "note:čeština",
            "x",
            "1 Some((\"G\", \"note:čeština\")) \"note:čeština\" Not(Locale, None)",
        ),
        ("room:uk", "x", "UnknownColumn(Some(\"room\"))"),
        ("note", "a\u{7}b", "Unreadable"),
        ("note", "dveře\u{fffd}", "Unreadable"),
    ] {
        check(column, cell, expected);
    }
}

#[test]
fn rows_and_columns_are_those_of_the_spreadsheet() {
    let csv = "\n\"id\r\n\";kind;from;to;title;;days\r\n\r\n\
               a;x;;;\"one\ntwo\n\nthree\";;\r\n\r\n;;;;;;\r\nb;y;;;;stray\n\nc;z";
    let problems = from_csv(csv.as_bytes(), "cs").unwrap_err();
    let places = problems.iter().map(|problem| {
        (problem.row, problem.column.as_ref().map(|column| column.letter()).unwrap_or_default())
    });
    let places: Vec<String> = places.map(|(row, letter)| format!("{letter}{row}")).collect();
    assert_eq!(places.join(" "), "B4 G4 B7 F7 G7 B9 G9");

    let wide = format!("id,kind,extra{}", ",".repeat(700));
    let csv = format!("{wide}\na,event,2027-05-06 17:00-18:30{}here\n", ",".repeat(701));
    let problems = from_csv(csv.as_bytes(), "cs").unwrap_err();
    assert_eq!(problems[0].column.as_ref().unwrap().letter(), "AAB");
}

#[test]
fn a_file_that_is_no_spreadsheet_is_one_problem() {
    let said =
        |bytes: &[u8]| from_csv(bytes, "cs").unwrap_err().iter().map(short).collect::<String>();
    let workbook = "1 None \"\" NotText\n";
    assert_eq!(said(b"PK\x03\x04\x14\0\x06\0"), workbook);
    assert_eq!(said(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), workbook);
    let empty = "1 None \"\" Empty\n";
    assert_eq!(said(b""), empty);
    assert_eq!(said(b"\n;;;\n"), empty);
    assert_eq!(said(b"id;kind;extra\n;;\n"), empty);
    let (before, after) = CZECH.split_once("Jana").unwrap();
    let damaged = [before.as_bytes(), b"\xc4", after.as_bytes()].concat();
    let lines = said(&damaged);
    assert!(lines.lines().count() == 1 && lines.ends_with("Unreadable\n"), "{lines}");
    let open = "id;kind;extra\na;event;2027-05-06 17:00-18:30\nb;event;\"2027-05-06\nc;event;\n";
    assert_eq!(
        said(open.as_bytes()),
        "3 Some((\"C\", \"extra\")) \"2027-05-06\\nc;event;\" OpenQuote\n"
    );
}

/// The program in a portal, and what it says.
fn run(portal: &TempDir, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rozcestnik"));
    command.current_dir(portal.path()).args(["import", "timetable"]).args(arguments);
    let output = command.output().unwrap();
    assert_eq!(output.stdout, b"");
    let said = String::from_utf8(output.stderr).unwrap();
    let root = fs::canonicalize(portal.path()).unwrap();
    let said = said.replace(&root.display().to_string(), "DIR");
    (said.replace('\\', "/"), output.status.code().unwrap())
}

fn portal(site: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in txtar::files(site) {
        write(&folder.path().join(path), bytes);
    }
    folder
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn every_mistake_is_reported_with_row_and_column_and_nothing_is_written() {
    let portal = portal(
        "
-- kurzy.csv --
id;druh;nazev;úroveň;dny;čas;od;do;kapacita;obsazeno;cena;pro koho;zrušeno;přesunuto;navíc;lektro;čas;místnost:uk;barva
dobry;konverzace;;A1;po;17:00-18:30;11. 1. 2027;12. 4. 2027;;;;;;;;;;;
cas;konverzace;;A1;po;25:00;11. 1. 2027;12. 4. 2027;;;;;;;;;;;
Kurz češtiny;kurz cestinny;;C1;po;18:30-17:00;30. 2. 2027;12. 4. 2027;;;;;;;;;;;
dobry;czech;\"více
řádků\";;pi, st;17:00-18:30;12. 4. 2027;11. 1. 2027;dvacet;možná;500 Kč;rodyny;;;;;;;
;event;;;;;;;;;;;;;6. 5. 2027;;;;
b;event;;;po;;11. 1. 2027;12. 4. 2027;;;;;12. 1. 2027;11. 1. 2027;;;;;;pozn.

c;;;;po 17:00-18:30;9:00-10:30;11. 1. 2027;;;;;;;;;;;;
d;event;;;;;;;;;;;;;;;;;
e;event;;;po;17:00-18:30;11. 1. 2027;12. 4. 2027;;;;;18. 1. 2027, 19. 1. 2027;;;;;
",
    );
    let (said, done) = run(&portal, &["kurzy.csv"]);
    assert_eq!(done, 1);
    insta::assert_snapshot!(said, @"
    řádek 1, sloupec P (lektro): žádný sloupec se nejmenuje „lektro“; neměli jste na mysli „lektor“?
    řádek 1, sloupec Q (čas): totéž je už ve sloupci F
    řádek 1, sloupec R (místnost:uk): žádný sloupec se nejmenuje „místnost:uk“; neměli jste na mysli „místnost“?
    řádek 1, sloupec S (barva): žádný sloupec se nejmenuje „barva“
    řádek 3, sloupec F (čas): „25:00“ není čas od–do, například 17:00-18:30
    řádek 4, sloupec A (id): „Kurz češtiny“ není id: smí obsahovat jen malá písmena bez háčků a čárek, číslice a spojovníky; neměli jste na mysli „kurz-cestiny“?
    řádek 4, sloupec B (druh): „kurz cestinny“ není druh kurzu: kurz češtiny, konverzace, zkouška, orientace, adaptační, děti, odborníci, výjezd, setkání, přednáška; neměli jste na mysli „kurz češtiny“?
    řádek 4, sloupec D (úroveň): „C1“ není úroveň od A0 do B2
    řádek 4, sloupec F (čas): „18:30-17:00“ končí dřív, než začíná
    řádek 4, sloupec G (od): „30. 2. 2027“: takový den neexistuje
    řádek 5, sloupec A (id): id „dobry“ už je na řádku 2
    řádek 5, sloupec E (dny): „pi“ není den v týdnu, například po
    řádek 5, sloupec H (do): „11. 1. 2027“ je před prvním dnem, nebo víc než tři roky po něm
    řádek 5, sloupec I (kapacita): „dvacet“ není celé číslo
    řádek 5, sloupec J (obsazeno): „možná“ není ano, ani ne
    řádek 5, sloupec K (cena): „500 Kč“ není id bez mezer, například czech-course-price
    řádek 5, sloupec L (pro koho): „rodyny“ není skupina čtenářů, například nově příchozí nebo rodiny; neměli jste na mysli „rodiny“?
    řádek 6, sloupec A (id): tato buňka nesmí být prázdná
    řádek 6, sloupec O (navíc): „6.5.2027“ není datum s časem, například 6. 5. 2027 17:00-18:30
    řádek 7, sloupec F (čas): tato buňka nesmí být prázdná
    řádek 7, sloupec N (přesunuto): „11.1.2027“ není přesun z jednoho dne na druhý, například 3. 3. 2027 > 5. 3. 2027 17:00-18:30
    řádek 7, sloupec T: „pozn.“ je ve sloupci, který nemá jméno
    řádek 9, sloupec B (druh): tato buňka nesmí být prázdná
    řádek 9, sloupec F (čas): „9:00-10:30“ je tu navíc, časy už jsou u dnů
    řádek 9, sloupec H (do): tato buňka nesmí být prázdná
    řádek 10, sloupec E (dny): tato buňka nesmí být prázdná
    řádek 11, sloupec M (zrušeno): „2027-01-19“: ten den kurz žádnou lekci nemá
    sloupce, které tabulka může mít: `id` (`kód`), `kind` (`druh`), `title` (`název`), `note` (`poznámka`), `level` (`úroveň`), `level_to` (`úroveň do`), `group` (`skupina`), `taught_in` (`jazyk výuky`), `interpreted` (`tlumočení`), `place` (`místo`), `room` (`místnost`), `town` (`město`), `online`, `days` (`dny`), `times` (`čas`), `from` (`od`), `to` (`do`), `number_of_lessons` (`počet lekcí`), `free` (`zdarma`), `price` (`cena`), `deposit` (`kauce`), `audience` (`pro koho`), `registration` (`přihlášení`), `registration_from` (`přihlášení od`), `registration_to` (`přihlášení do`), `registration_contact` (`přihlášení kontakt`), `registration_web` (`přihlášení web`), `childcare` (`hlídání dětí`), `capacity` (`kapacita`), `full` (`obsazeno`), `teacher` (`lektor`), `holidays` (`prázdniny`), `cancelled` (`zrušeno`), `moved` (`přesunuto`), `extra` (`navíc`), `sample` (`ukázka`)
    nic se nezapsalo: 27 chyb
    ");
    let (said, done) = run(&portal, &["--lang", "en", "kurzy.csv"]);
    assert_eq!(done, 1);
    insta::assert_snapshot!(said, @"
    row 1, column P (lektro): no column is called “lektro”; did you mean “lektor”?
    row 1, column Q (čas): column F holds the same
    row 1, column R (místnost:uk): no column is called “místnost:uk”; did you mean “místnost”?
    row 1, column S (barva): no column is called “barva”
    row 3, column F (čas): “25:00” is not a time from–to, such as 17:00-18:30
    row 4, column A (id): “Kurz češtiny” is no id: it may only hold small letters without accents, digits and hyphens; did you mean “kurz-cestiny”?
    row 4, column B (druh): “kurz cestinny” is not a kind of course: czech, conversation, exam, orientation, adaptation, children, professionals, outing, event, lecture; did you mean “kurz češtiny”?
    row 4, column D (úroveň): “C1” is not a level from A0 to B2
    row 4, column F (čas): “18:30-17:00” ends before it begins
    row 4, column G (od): “30. 2. 2027”: there is no such day
    row 5, column A (id): the id “dobry” stands in row 2 already
    row 5, column E (dny): “pi” is not a day of the week, such as mo
    row 5, column H (do): “11. 1. 2027” is before the first day or more than three years after it
    row 5, column I (kapacita): “dvacet” is not a whole number
    row 5, column J (obsazeno): “možná” is not yes or no
    row 5, column K (cena): “500 Kč” is not an id without spaces, such as czech-course-price
    row 5, column L (pro koho): “rodyny” is not a group of readers, such as newcomers or families; did you mean “rodiny”?
    row 6, column A (id): this cell must not be empty
    row 6, column O (navíc): “6.5.2027” is not a day with times, such as 2027-05-06 17:00-18:30
    row 7, column F (čas): this cell must not be empty
    row 7, column N (přesunuto): “11.1.2027” is not a move from one day to another, such as 2027-03-03 > 2027-03-05 17:00-18:30
    row 7, column T: “pozn.” stands below a column without a name
    row 9, column B (druh): this cell must not be empty
    row 9, column F (čas): “9:00-10:30” stands here although the days have times of their own
    row 9, column H (do): this cell must not be empty
    row 10, column E (dny): this cell must not be empty
    row 11, column M (zrušeno): “2027-01-19”: the course has no lesson on that day
    columns that there can be: `id` (`kód`), `kind` (`druh`), `title` (`název`), `note` (`poznámka`), `level` (`úroveň`), `level_to` (`úroveň do`), `group` (`skupina`), `taught_in` (`jazyk výuky`), `interpreted` (`tlumočení`), `place` (`místo`), `room` (`místnost`), `town` (`město`), `online`, `days` (`dny`), `times` (`čas`), `from` (`od`), `to` (`do`), `number_of_lessons` (`počet lekcí`), `free` (`zdarma`), `price` (`cena`), `deposit` (`kauce`), `audience` (`pro koho`), `registration` (`přihlášení`), `registration_from` (`přihlášení od`), `registration_to` (`přihlášení do`), `registration_contact` (`přihlášení kontakt`), `registration_web` (`přihlášení web`), `childcare` (`hlídání dětí`), `capacity` (`kapacita`), `full` (`obsazeno`), `teacher` (`lektor`), `holidays` (`prázdniny`), `cancelled` (`zrušeno`), `moved` (`přesunuto`), `extra` (`navíc`), `sample` (`ukázka`)
    nothing was written: 27 errors
    ");
    assert!(!portal.path().join("content/data").exists());
}

#[test]
fn courses_are_written_once_and_over_only_when_told_so() {
    let portal = portal("");
    let csv = portal.path().join("Kurzy – jaro 2027.csv");
    write(
        &csv,
        windows_1250("kód;druh;navíc;název\nslavnost;setkání;6. 5. 2027 17:00-18:30;Slavnost\n"),
    );
    let arguments = ["Kurzy – jaro 2027.csv", "--lang", "en"];
    let (said, done) = run(&portal, &arguments);
    assert_eq!(done, 0, "{said}");
    insta::assert_snapshot!(said, @"
    1 course written to DIR/content/data/timetables/kurzy-jaro-2027.yaml; `rozcestnik check` says whether the places, prices and calendars that they name exist
    ");
    let path = portal.path().join("content/data/timetables/kurzy-jaro-2027.yaml");
    let text = fs::read_to_string(&path).unwrap();
    insta::assert_snapshot!(text, @r#"
    # Taken over from the spreadsheet Kurzy – jaro 2027.csv by `rozcestnik import timetable`.

    slavnost:
      kind: event
      title:
        cs: Slavnost
      extra:
        - date: 2027-05-06
          times: "17:00-18:30"
    "#);

    write(&csv, "id;kind;extra\nother;event;2027-05-06 17:00-18:30\n");
    let (said, done) = run(&portal, &arguments);
    assert_eq!(done, 2);
    insta::assert_snapshot!(said, @"
    `DIR/content/data/timetables/kurzy-jaro-2027.yaml` exists already; nothing was changed
    `--replace` writes over it
    ");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);

    let (said, done) = run(&portal, &[&arguments[..], &["--replace"]].concat());
    assert_eq!(done, 0, "{said}");
    assert!(fs::read_to_string(&path).unwrap().contains("\nother:\n  kind: event\n"));

    let (said, done) = run(&portal, &[&arguments[..], &["--name", "autumn"]].concat());
    assert_eq!(done, 0, "{said}");
    assert!(portal.path().join("content/data/timetables/autumn.yaml").is_file());
}

#[test]
fn a_file_needs_a_name_and_must_be_there() {
    let portal = portal("-- курс.csv --\nid;kind;extra\na;event;2027-05-06 17:00-18:30\n");
    for (arguments, expected) in [
        (&["--lang", "en", "none.csv"][..], "failed to read `none.csv`: "),
        (&["--lang", "en", "курс.csv"], "the name of the spreadsheet has no letters"),
        (&["--lang", "en", "курс.csv", "--name", "../a"], "`../a` is no name of a file"),
        (&["--lang", "en", "курс.csv", "--name", "Jaro"], "`Jaro` is no name of a file"),
    ] {
        let (said, done) = run(&portal, arguments);
        assert_eq!(done, 2, "{said}");
        assert!(said.starts_with(expected), "{said}");
    }
    assert!(!portal.path().join("content/data").exists());
}

#[test]
fn what_only_the_calendars_of_the_portal_tell_is_found_before_anything_is_written() {
    let portal = portal(
        "
-- content/data/calendars.yaml --
school:
  name: Prázdniny
  days:
    - {name: Jarní prázdniny, from: 2027-02-08, to: 2027-02-14}
-- a.csv --
id,kind,days,times,from,to,holidays,cancelled
a,czech,mo,17:00-18:30,2027-01-11,2027-04-12,school,2027-02-08
",
    );
    let (said, done) = run(&portal, &["--lang", "en", "a.csv"]);
    assert_eq!(done, 1);
    let expected = "row 2: there is no lesson on 2027-02-08 that could be cancelled or moved\n\
                    nothing was written: 1 error\n";
    assert_eq!(said, expected);
    assert!(!portal.path().join("content/data/timetables").exists());
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = from_csv(&bytes, "cs");
    }

    #[test]
    fn no_cells_make_the_reader_panic(
        cells in "(([a-c]|czech|po|st|[0-9]{1,4}|[ :.,;>–\"\n-]|17:00-18:30|2027-01-1[0-9]|\\PC){0,6}[,\n]){0,60}",
    ) {
        let header = "id,kind,days,times,from,to,cancelled,moved,extra,level,taught_in,title,note\n";
        let read = from_csv(format!("{header}{cells}").as_bytes(), "cs");
        prop_assert!(read.map_or_else(|problems| !problems.is_empty(), |read| !yaml_of(&read).is_empty()));
    }

    #[test]
    fn every_text_is_read_back_as_it_was(
        text in "(\\PC|[-\n :#'\"&*!|>%@`,\\[\\]{}?=~\\\\]|true|1){1,40}",
        room in "\\PC{0,12}",
    ) {
        let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let csv = format!(
            "id,kind,extra,title,note,room,teacher\na,event,2027-05-06 17:00-18:30,{0},{0},{1},{1}\n",
            cell(&text),
            cell(&room),
        );
        if let Ok(imported) = from_csv(csv.as_bytes(), "cs") {
            yaml_of(&imported);
        } else {
            prop_assert!(csv.contains(char::REPLACEMENT_CHARACTER));
        }
    }
}
