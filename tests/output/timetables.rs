//! Courses on pages, in calendars' places, and as data for other sites.

use rozcestnik::{Memo, assemble};

use crate::looks::{found, text};
use crate::{built, built_with, site};

const SITE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example
source_locale: cs
locales: [cs, en, ar]
-- content/cs.md --
---
title: Úvod
summary: Úvod.
---
[[course:a1]]

Přijďte na [[course:evening]] nebo [[course:a1|na kurz]].
-- content/courses/cs.md --
---
title: Kurzy
summary: Všechny kurzy.
layout: timetable
---
-- content/data/places.yaml --
centre:
  name: {cs: Centrum, en: Centre}
  address: {street: Dlouhá 1, postcode: 400 01, city: Ústí nad Labem}
  exceptions: [{date: 2026-12-24, closed: true}]
  rooms: {\"2\": {cs: Učebna 2, en: Classroom 2}}
-- content/data/values.yaml --
fee: {money: 1500}
-- content/data/calendars.yaml --
school: {name: Prázdniny, days: [{name: {cs: Jarní prázdniny, en: Spring break}, from: 2027-02-08, to: 2027-02-14}]}
-- content/data/timetables/winter.yaml --
a1:
  kind: czech
  level: A0
  level_to: A1
  group: closed
  taught_in: [cs]
  interpreted: [ar]
  place: centre
  room: \"2\"
  lessons:
    - {days: [mo], times: \"17:00-18:30\"}
    - {days: [we], times: \"09:00-10:30\"}
  from: 2027-02-01
  to: 2027-04-07
  price: fee
  deposit: fee
  audience: [newcomers, families]
  registration: {way: {cs: Napište nám.}, from: 2027-01-04, to: 2027-01-22}
  childcare: true
  capacity: 15
  holidays: [public-holidays, school]
  cancelled: [{date: 2027-02-17, reason: {cs: Lektorka je nemocná, en: The teacher is ill}}]
  moved: [{date: 2027-02-22, to: 2027-02-23, times: \"16:00-17:30\"}]
  extra: [{date: 2027-04-12, times: \"17:00-18:30\"}]
evening:
  kind: event
  title: {cs: Večer <sousedů>, en: Evening of neighbours}
  town: Děčín
  extra: [{date: 2027-05-06, times: \"18:00-21:00\"}]
online:
  kind: conversation
  online: true
  full: true
  lessons: [{days: [fr], times: \"17:00-18:00\"}]
  from: 2027-02-05
  to: 2027-02-26
";

fn words(html: &str) -> String {
    let page = scraper::Html::parse_document(html);
    let main = page.select(&scraper::Selector::parse("main").unwrap()).next().unwrap();
    main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_course_has_a_page_with_everything() {
    let portal = built(SITE);
    insta::assert_snapshot!(words(&text(&portal, "en/courses/a1/index.html")), @"Home Kurzy Czech course A0–A1 Kurz češtiny A0–A1 Free places Childcare When Monday 17:00–18:30 Wednesday 9:00–10:30 1 February – 12 April 2027 17 lessons Where Centre, Classroom 2 Address Dlouhá 1 400 01 Ústí nad Labem Level A0–A1 For whom people who have just arrived and families with children Price CZK 1,500 Deposit that you get back CZK 1,500 Registration Napište nám. Register: 4–22 January 2027 Language of teaching Čeština We interpret into العربية Group Closed, the same people from start to end Capacity 15 places Childcare Yes, we look after children during the lesson Next lessons Monday 1 February 2027 17:00–18:30 Wednesday 3 February 2027 9:00–10:30 Monday 15 February 2027 17:00–18:30 Wednesday 17 February 2027 9:00–10:30 cancelled Tuesday 23 February 2027 16:00–17:30 moved Wednesday 24 February 2027 9:00–10:30 Monday 1 March 2027 17:00–18:30 Wednesday 3 March 2027 9:00–10:30 Monday 8 March 2027 17:00–18:30 Wednesday 10 March 2027 9:00–10:30 Exceptions Monday 8 February 2027: no lesson (Spring break) Wednesday 10 February 2027: no lesson (Spring break) Wednesday 17 February 2027: lesson cancelled (The teacher is ill) Monday 22 February 2027: lesson moved to Tuesday 23 February 2027, 16:00–17:30 Monday 29 March 2027: no lesson (public holiday, Easter Monday) Monday 12 April 2027, 17:00–18:30 : extra lesson Calendar Subscribe in your calendar Download to your calendar Week: Ústí nad Labem");
    insta::assert_snapshot!(words(&text(&portal, "ar/courses/evening/index.html")), @"الرئيسية Kurzy Večer <sousedů> متى الخميس 6 مايو 2027, 18:00–21:00 أين Děčín الدروس القادمة الخميس 6 مايو 2027 18:00–21:00 التقويم متابعة المواعيد في تقويمك تنزيل المواعيد إلى تقويمك الأسبوع: Děčín");
}

#[test]
fn all_courses_stand_under_their_towns() {
    let portal = built(SITE);
    insta::assert_snapshot!(words(&text(&portal, "cs/courses/index.html")), @"Úvod Kurzy Všechny kurzy. Sdílet a další možnosti WhatsApp Viber Telegram E-mail Všechny kurzy a setkání Vybrat kurzy Druh Vše Setkání Kurz češtiny Konverzace v češtině Úroveň Vše A0 A1 Město Vše Děčín Ústí nad Labem Online Den Vše pondělí středa čtvrtek pátek Jazyk Vše العربية Čeština Jen s volným místem Zrušit výběr Děčín Večer <sousedů> Kdy čtvrtek 6. května 2027, 18:00–21:00 Kde Děčín Týden na papír (A4) · Odebírat v kalendáři · Stáhnout do kalendáře Ústí nad Labem Kurz češtiny A0–A1 Volná místa Hlídání dětí Kdy pondělí 17:00–18:30 středa 9:00–10:30 1. února – 12. dubna 2027 17 lekcí Kde Centrum, Učebna 2 Cena 1 500 Kč Týden: Ústí nad Labem pondělí 17:00–18:30 Kurz češtiny A0–A1 středa 9:00–10:30 Kurz češtiny A0–A1 Týden na papír (A4) · Odebírat v kalendáři · Stáhnout do kalendáře Online Konverzace v češtině Obsazeno Kdy pátek 17:00–18:00 5.–26. února 2027 4 lekce Kde Online Týden: Online pátek 17:00–18:00 Konverzace v češtině Obsazeno Týden na papír (A4) · Odebírat v kalendáři · Stáhnout do kalendáře Všechny kurzy v kalendáři: Odebírat v kalendáři · Stáhnout do kalendáře");
    insta::assert_snapshot!(words(&text(&portal, "cs/courses/week-usti-nad-labem/index.html")), @"Úvod Kurzy Týden: Ústí nad Labem pondělí 17:00–18:30 Kurz češtiny A0–A1 Centrum, Učebna 2 1. února – 12. dubna 2027 středa 9:00–10:30 Kurz češtiny A0–A1 Centrum, Učebna 2 1. února – 12. dubna 2027 Den Kdy Co Kde pondělí 17:00–18:30 Kurz češtiny A0–A1 1. února – 12. dubna 2027 Centrum, Učebna 2 středa 9:00–10:30 Kurz češtiny A0–A1 1. února – 12. dubna 2027 Centrum, Učebna 2 Odebírat v kalendáři · Stáhnout do kalendáře");
}

#[test]
fn the_week_of_a_town_shows_what_is_on_days_of_its_own() {
    let portal = built(SITE);
    let html = text(&portal, "en/courses/week-decin/index.html");
    let page = scraper::Html::parse_document(&html);
    let on_screen = page.select(&scraper::Selector::parse(".week--dates").unwrap()).next().unwrap();
    let words: String = on_screen.text().collect::<Vec<_>>().join(" ");
    insta::assert_snapshot!(words.split_whitespace().collect::<Vec<_>>().join(" "), @"Single days Evening of neighbours Thursday 6 May 2027, 18:00–21:00");
    assert!(on_screen.inner_html().contains("href=\"/en/courses/evening/\""));
}

#[test]
fn a_text_can_show_a_course() {
    let html = text(&built(SITE), "cs/index.html");
    let page = scraper::Html::parse_document(&html);
    let links = scraper::Selector::parse("main a[href*=courses]").unwrap();
    let links: Vec<String> = page
        .select(&links)
        .map(|link| format!("{} {}", link.attr("href").unwrap(), link.text().collect::<String>()))
        .collect();
    assert!(links.contains(&"/cs/courses/a1/ Kurz češtiny A0–A1".to_owned()), "{links:?}");
    assert!(links.contains(&"/cs/courses/a1/ na kurz".to_owned()), "{links:?}");
    assert!(links.contains(&"/cs/courses/evening/ Večer <sousedů>".to_owned()), "{links:?}");
}

#[test]
fn a_text_of_another_language_leads_to_the_courses_of_the_reader() {
    // The home page has no English text: its words stay Czech, its links stay in English.
    let html = text(&built(SITE), "en/index.html");
    let links = found(&html, "main a[href*=courses]", |link| {
        format!("{} {}", link.attr("href").unwrap(), link.text().collect::<String>())
    });
    insta::assert_snapshot!(links, @r"
    /en/courses/ Kurzy
    /en/courses/a1/ Czech course A0–A1
    /en/courses/online/ Czech conversation
    /en/courses/evening/ Evening of neighbours
    /en/courses/ All courses and meetings
    /en/courses/a1/ Kurz češtiny A0–A1
    /en/courses/evening/ Večer <sousedů>
    /en/courses/a1/ na kurz
    ");
}

#[test]
fn lessons_that_are_over_are_not_shown() {
    let later = site::options();
    let later = rozcestnik::Options { today: jiff::civil::date(2027, 4, 5), ..later };
    let portal = built_with(SITE, &later);
    let next = words(&text(&portal, "cs/courses/a1/index.html"));
    let next = next.split("Nejbližší lekce").nth(1).unwrap();
    insta::assert_snapshot!(next, @" pondělí 5. dubna 2027 17:00–18:30 středa 7. dubna 2027 9:00–10:30 pondělí 12. dubna 2027 17:00–18:30 navíc Výjimky pondělí 12. dubna 2027, 17:00–18:30 : lekce navíc Kalendář Odebírat v kalendáři Stáhnout do kalendáře Týden: Ústí nad Labem");
    assert!(!text(&portal, "cs/courses/index.html").contains("id=\"online\""));
    assert!(text(&portal, "cs/courses/online/index.html").contains("Skončilo"));
    let (portal, _) = assemble(&site::tree(SITE), &later, &mut Memo::default());
    let index = portal.unwrap().search_index(0).unwrap();
    let sections = index.pages.iter().flat_map(|page| &page.sections).map(|one| &*one.id);
    assert_eq!(sections.filter(|id| !id.is_empty()).collect::<Vec<_>>(), ["a1", "evening"]);
}

#[test]
fn search_engines_get_courses_and_events() {
    let portal = built(SITE);
    let data = |path: &str| -> serde_json::Value {
        let html = text(&portal, path);
        let page = scraper::Html::parse_document(&html);
        let script = scraper::Selector::parse("script[type='application/ld+json']").unwrap();
        let script = page.select(&script).next().unwrap().text().collect::<String>();
        serde_json::from_str(&script).unwrap()
    };
    insta::assert_snapshot!(format!("{:#}", data("en/courses/a1/index.html")), @r#"
    {
      "@context": "https://schema.org",
      "@type": "Course",
      "name": "Czech course A0–A1",
      "description": "Czech course",
      "url": "https://portal.example/en/courses/a1/",
      "provider": {
        "@type": "Organization",
        "name": "Portál",
        "url": "https://portal.example/en/"
      },
      "educationalLevel": "A0–A1",
      "inLanguage": [
        "cs"
      ],
      "hasCourseInstance": {
        "@type": "CourseInstance",
        "courseMode": "Onsite",
        "location": {
          "@type": "Place",
          "name": "Centre",
          "address": {
            "@type": "PostalAddress",
            "streetAddress": "Dlouhá 1",
            "postalCode": "400 01",
            "addressLocality": "Ústí nad Labem",
            "addressCountry": "CZ"
          }
        },
        "startDate": "2027-02-01",
        "endDate": "2027-04-12",
        "courseSchedule": [
          {
            "@type": "Schedule",
            "repeatFrequency": "P1W",
            "byDay": [
              "https://schema.org/Monday"
            ],
            "startDate": "2027-02-01",
            "endDate": "2027-04-07",
            "startTime": "17:00:00",
            "endTime": "18:30:00",
            "scheduleTimezone": "Europe/Prague",
            "exceptDate": [
              "2027-02-08",
              "2027-02-22",
              "2027-03-29"
            ]
          },
          {
            "@type": "Schedule",
            "repeatFrequency": "P1W",
            "byDay": [
              "https://schema.org/Wednesday"
            ],
            "startDate": "2027-02-01",
            "endDate": "2027-04-07",
            "startTime": "09:00:00",
            "endTime": "10:30:00",
            "scheduleTimezone": "Europe/Prague",
            "exceptDate": [
              "2027-02-10",
              "2027-02-17"
            ]
          }
        ]
      }
    }
    "#);
    insta::assert_snapshot!(format!("{:#}", data("en/courses/evening/index.html")), @r#"
    {
      "@context": "https://schema.org",
      "@graph": [
        {
          "@type": "Event",
          "name": "Evening of neighbours",
          "description": "Meeting",
          "startDate": "2027-05-06T18:00:00+02:00",
          "endDate": "2027-05-06T21:00:00+02:00",
          "eventStatus": "https://schema.org/EventScheduled",
          "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
          "location": {
            "@type": "Place",
            "address": {
              "@type": "PostalAddress",
              "addressLocality": "Děčín",
              "addressCountry": "CZ"
            }
          },
          "organizer": {
            "@type": "Organization",
            "name": "Portál",
            "url": "https://portal.example/en/"
          },
          "url": "https://portal.example/en/courses/evening/"
        }
      ]
    }
    "#);
    let online = data("en/courses/online/index.html");
    assert_eq!(online["hasCourseInstance"]["location"]["@type"], "VirtualLocation");
    assert!(text(&portal, "sitemap.xml").contains("https://portal.example/en/courses/a1/"));
}

#[test]
fn other_sites_get_all_lessons() {
    let portal = built(SITE);
    let data: serde_json::Value =
        serde_json::from_str(&text(&portal, "en/courses/lessons.json")).unwrap();
    let first = &data["courses"][0];
    assert_eq!(first["id"], "a1");
    assert_eq!(first["town"], "Ústí nad Labem");
    let of = |state: &str| {
        let lessons = first["lessons"].as_array().unwrap().iter();
        lessons
            .filter(|lesson| lesson["state"] == state)
            .map(|l| l["start"].to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("cancelled"), ["\"2027-02-17T09:00\""]);
    assert_eq!(of("moved"), ["\"2027-02-23T16:00\""]);
    assert_eq!(of("extra"), ["\"2027-04-12T17:00\""]);
    // Ten weeks of two days, but for the holidays in February and Easter Monday.
    assert_eq!(of("regular").len(), 20 - 3 - 2);
}

#[test]
fn the_page_loads_the_lessons_of_one_week() {
    let portal = built(SITE);
    let week = |monday: &str| text(&portal, &format!("cs/courses/{monday}.json"));
    insta::assert_snapshot!(week("2027-02-15"), @r#"[["a1","2027-02-15T17:00","18:30"],["a1","2027-02-17T09:00","10:30","cancelled"],["online","2027-02-19T17:00","18:00"]]"#);
    insta::assert_snapshot!(week("2027-02-22"), @r#"[["a1","2027-02-23T16:00","17:30","moved"],["a1","2027-02-24T09:00","10:30"],["online","2027-02-26T17:00","18:00"]]"#);
    // A week without lessons between others, and those from the first to the last.
    assert_eq!(week("2027-04-19"), "[]");
    let page = text(&portal, "ar/courses/index.html");
    let weeks = found(&page, "[data-weeks]", |part| part.attr("data-weeks").unwrap().to_owned());
    let weeks: Vec<&str> = weeks.split_whitespace().collect();
    assert_eq!(
        weeks.first().zip(weeks.last()),
        Some((&"/cs/courses/2027-02-01.json", &"/cs/courses/2027-05-03.json"))
    );
}

#[test]
fn other_opening_hours_stand_in_the_calendars_of_the_town() {
    let portal = built(SITE);
    for path in ["en/courses/courses.ics", "en/courses/week-usti-nad-labem/usti-nad-labem.ics"] {
        let calendar = text(&portal, path);
        assert!(calendar.contains("DTSTART;VALUE=DATE:20261224"), "{path}");
        assert!(calendar.replace("\r\n ", "").contains("closed"), "{path}");
    }
    assert!(!text(&portal, "en/courses/a1/a1.ics").contains("VALUE=DATE:"));
}
