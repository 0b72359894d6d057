//! Campaigns: where readers meet one while it runs, and what is left of it afterwards.

use jiff::civil::date;
use rozcestnik::Options;
use rozcestnik::output::{OutputPath, OutputTree};

use crate::looks::{elements, text, words};
use crate::{built, built_with, site};

/// A campaign for everybody and an urgent one, in a section, and a guide.
const SITE: &str = "
-- site.yaml --
name: Portál
base_url: https://portal.example/
source_locale: cs
locales: [cs, ar]
-- content/ar.md --
---
title: الصفحة الرئيسية
summary: إرشادات.
---
-- content/news/cs.md --
---
title: Zprávy
summary: Co je nového.
layout: section
---
-- content/news/school/cs.md --
---
title: Zápis do školy
summary: Kdy je zápis.
layout: campaign
icon: school
order: 1
reviewed: 2026-11-20
valid_from: 2026-11-23
valid_until: 2027-02-15
campaign:
  channels: [portal, schools]
  materials: [poster, share-picture, message]
  when: \"Zápis: [[value:enrolment]]\"
  call_to_action: {text: Najděte si školu, link: school}
  message: Zápis je [[value:enrolment]].
---
Připravte si doklady.
-- content/news/school/ar.md --
---
title: التسجيل في المدرسة
summary: موعد التسجيل.
valid_from: 2026-11-23
valid_until: 2027-02-15
campaign:
  call_to_action: {text: ابحثوا عن مدرسة}
  message: \"التسجيل: [[value:enrolment]]\"
---
-- content/news/protection/cs.md --
---
title: Dočasná ochrana
summary: Co víme.
layout: campaign
order: 2
reviewed: 2026-11-20
valid_from: 2026-11-23
valid_until: 2027-03-31
campaign:
  urgent: true
  call_to_action: {text: Čtěte, link: \"https://ipc.gov.cz/\"}
---
-- content/school/cs.md --
---
title: Škola
summary: O škole.
reviewed: 2026-11-20
---
-- content/data/values.yaml --
enrolment: {from: 2027-01-15, to: 2027-02-15, source: \"https://school.example/\"}
";

/// Paths of what is published that begin and end so.
fn paths(portal: &OutputTree, begin: &str, end: &str) -> Vec<String> {
    let paths = portal.iter().map(|(path, _)| path.to_string());
    paths.filter(|path| path.starts_with(begin) && path.ends_with(end)).collect()
}

fn on(year: i16, month: i8, day: i8) -> Options {
    Options { today: date(year, month, day), ..site::options() }
}

#[test]
fn the_home_page_shows_campaigns_that_run_the_urgent_one_first() {
    let portal = built(SITE);
    insta::assert_snapshot!(elements(&text(&portal, "cs/index.html"), ".campaigns"), @r#"<section aria-labelledby="campaigns" class="campaigns"><h2 class="more__title" id="campaigns">Co je teď důležité</h2><ul class="campaigns__list"><li class="campaign campaign--urgent" data-last-day="2027-03-31"><p class="campaign__label">Důležité</p><p class="campaign__title"><a href="/cs/news/protection/">Dočasná ochrana</a></p><p class="campaign__dates">Aktuální do 31.&nbsp;března 2027</p><p><a class="campaign__action external" href="https://ipc.gov.cz/">Čtěte</a></p></li><li class="campaign" data-last-day="2027-02-15"><p class="campaign__title"><a href="/cs/news/school/">Zápis do školy</a></p><p class="campaign__when">Zápis: 15.&nbsp;ledna&nbsp;– 15.&nbsp;února 2027</p><p class="campaign__dates">Aktuální do 15.&nbsp;února 2027</p><p><a class="campaign__action" href="/cs/school/">Najděte si školu</a></p></li></ul></section>"#);
    insta::assert_snapshot!(elements(&text(&portal, "ar/index.html"), ".campaigns .campaign__when, .campaigns .campaign__action"), @r#"
    <a class="campaign__action external" href="https://ipc.gov.cz/"><span dir="ltr" lang="cs">Čtěte</span></a>
    <p class="campaign__when" dir="ltr" lang="cs">Zápis: 15.&nbsp;ledna&nbsp;– 15.&nbsp;února 2027</p>
    <a class="campaign__action" href="/ar/school/">ابحثوا عن مدرسة</a>
    "#);
    let before = built_with(SITE, &on(2026, 11, 22));
    assert_eq!(elements(&text(&before, "cs/index.html"), ".campaigns, .campaign-banner"), "");
}

#[test]
fn an_urgent_campaign_has_a_banner_on_every_page() {
    let portal = built(SITE);
    for page in ["cs/index.html", "cs/school/index.html", "cs/a-z/index.html", "cs/404.html"] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(words(&text(&portal, page), ".campaign-banner"), @" Dočasná ochrana Aktuální do 31. března 2027");
        }
    }
    let after = built_with(SITE, &on(2027, 4, 1));
    assert_eq!(elements(&text(&after, "cs/school/index.html"), ".campaign-banner"), "");
}

#[test]
fn a_campaign_says_what_to_do_and_until_when() {
    let portal = built(SITE);
    insta::assert_snapshot!(elements(&text(&portal, "cs/news/school/index.html"), ".campaign"), @r#"<section aria-label="Co udělat" class="campaign campaign--running"><p class="campaign__when">Zápis: 15.&nbsp;ledna&nbsp;– 15.&nbsp;února 2027</p><p><a class="campaign__action" href="/cs/school/">Najděte si školu</a></p><p class="campaign__dates">Aktuální do 15.&nbsp;února 2027</p></section>"#);
    insta::assert_snapshot!(words(&text(&portal, "ar/news/school/index.html"), ".campaign"), @"Zápis: 15. ledna – 15. února 2027ابحثوا عن مدرسةسارٍ حتى 15 فبراير 2027");
}

#[test]
fn a_campaign_that_is_over_stays_and_says_so_and_lists_leave_it() {
    let after = built_with(SITE, &on(2027, 2, 16));
    let page = text(&after, "cs/news/school/index.html");
    insta::assert_snapshot!(words(&page, ".notice, .campaign"), @r"
     Tato zpráva platila do 15. února 2027. Termíny a údaje v ní už nemusí být správné.
    Zápis: 15. ledna – 15. února 2027Skončilo 15. února 2027
    ");
    let section = text(&after, "cs/news/index.html");
    insta::assert_snapshot!(words(&section, ".more__title, .campaign__title, .topic-tile__title, .topic-tile__dates"), @r"
    V této části
    Dočasná ochrana
    Archiv
    Zápis do školy
    Skončilo 15. února 2027
    ");
    insta::assert_snapshot!(words(&text(&after, "cs/index.html"), ".campaigns .campaign__title"), @"Dočasná ochrana");
    insta::assert_snapshot!(words(&text(&after, "cs/news/protection/index.html"), ".prev-next"), @"");
}

#[test]
fn the_feed_holds_campaigns_while_they_run() {
    let titles = |options: &Options| {
        let feed = text(&built_with(SITE, options), "cs/feed.xml");
        let titles = feed.lines().filter(|line| line.starts_with("<title>"));
        titles.map(str::to_owned).collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(titles(&on(2026, 11, 22)), @r"
    <title>Portál</title>
    <title>Škola</title>
    ");
    insta::assert_snapshot!(titles(&on(2026, 11, 23)), @r"
    <title>Portál</title>
    <title>Dočasná ochrana</title>
    <title>Zápis do školy</title>
    <title>Škola</title>
    ");
    insta::assert_snapshot!(titles(&on(2027, 2, 16)), @r"
    <title>Portál</title>
    <title>Dočasná ochrana</title>
    <title>Škola</title>
    ");
}

#[test]
#[cfg(feature = "share-pictures")]
fn a_link_to_a_campaign_has_a_picture_in_each_language() {
    let portal = built(SITE);
    let page = text(&portal, "ar/news/school/index.html");
    insta::assert_snapshot!(elements(&page, "meta[property^='og:image']"), @r#"
    <meta content="https://portal.example/assets/school-ar.8781cd1c2310.png" property="og:image">
    <meta content="1200" property="og:image:width">
    <meta content="630" property="og:image:height">
    <meta content="التسجيل في المدرسة" property="og:image:alt">
    "#);
    let pictures = paths(&portal, "assets/school-", ".png");
    assert_eq!(pictures.len(), 2);
    let bytes = |path: &str, portal: &OutputTree| {
        portal.get(&OutputPath::new(path).unwrap()).unwrap().bytes().into_owned()
    };
    let again = built(SITE);
    for path in &pictures {
        let picture = bytes(path, &portal);
        assert_eq!(picture[..8], *b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), rozcestnik::share::SIZE);
        assert!(picture == bytes(path, &again));
    }
    // Nobody could fetch it.
    let nowhere = SITE.replace("base_url: https://portal.example/\n", "");
    let page = text(&built(&nowhere), "cs/news/school/index.html");
    assert_eq!(elements(&page, "meta[property^='og:image']"), "");
}

#[test]
#[cfg(not(feature = "share-pictures"))]
fn a_program_without_pictures_for_links_names_none() {
    let portal = built(SITE);
    let page = text(&portal, "ar/news/school/index.html");
    assert_eq!(elements(&page, "meta[property^='og:image']"), "");
    assert_eq!(paths(&portal, "assets/", ".png"), [""; 0]);
    assert!(!text(&portal, "materials/index.html").contains(".png"));
}

#[test]
fn staff_find_the_materials_of_all_languages_on_one_page() {
    let portal = built(SITE);
    let page = text(&portal, "materials/index.html");
    insta::assert_snapshot!(words(&page, ".materials h2, .materials > p, .materials__language"), @r"
    Dočasná ochrana
    běží od 23. listopadu 2026 do 31. března 2027
    Stáhnout vše (ZIP)
    ČeštinaStránka
    Zápis do školy
    běží od 23. listopadu 2026 do 15. února 2027 · Kam ji šířit: Tento portál, Školy a školky
    Stáhnout vše (ZIP)
    ČeštinaStránkaObrázek k odkazuplakát A4plakát A3Text do zpráv (75 z 599 znaků)Celý text označíte jedním klepnutím.Zápis je 15. ledna – 15. února 2027. https://portal.example/cs/news/school/
    العربيةStránkaObrázek k odkazuplakát A4plakát A3Text do zpráv (73 z 599 znaků)Celý text označíte jedním klepnutím.التسجيل: 15 يناير – 15 فبراير 2027 https://portal.example/ar/news/school/
    ");
    insta::assert_snapshot!(elements(&page, "meta[name=robots]"), @r#"<meta content="noindex" name="robots">"#);
    for path in
        ["sitemap.xml", "cs/feed.xml", "cs/a-z/index.html", "cs/index.html", "cs/news/index.html"]
    {
        assert!(!text(&portal, path).contains("/materials/"), "{path}");
    }
    assert_eq!(paths(&built(""), "materials", ""), [""; 0]);
}

#[test]
fn the_archive_of_a_campaign_is_the_same_each_time() {
    let archive = |portal: &OutputTree| {
        let path = OutputPath::new("materials/news-school.zip").unwrap();
        portal.get(&path).unwrap().bytes().into_owned()
    };
    let bytes = archive(&built(SITE));
    assert!(bytes == archive(&built(SITE)));
    let zip = rawzip::ZipArchive::from_slice(&bytes).unwrap();
    let mut entries = zip.entries();
    let mut names = Vec::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        names.push(entry.file_path().try_normalize().unwrap().as_ref().to_owned());
    }
    names.retain(|name| !name.ends_with(".png"));
    insta::assert_snapshot!(names.join("\n"), @r"
    cs/message.txt
    cs/poster-a4.html
    cs/poster-a3.html
    ar/message.txt
    ar/poster-a4.html
    ar/poster-a3.html
    paper.css
    ");
}

#[test]
fn a_poster_says_little_in_large_words() {
    let portal = built(SITE);
    let poster = text(&portal, "cs/news/school/poster/index.html");
    insta::assert_snapshot!(words(&poster, ".poster > p, .poster__words > *"), @r"
    Portál
    Zápis do školy
    Zápis: 15. ledna – 15. února 2027
    Kdy je zápis.
    Najděte si školu
    ");
    assert_eq!(paths(&portal, "ar/news/school/poster/", "").len(), 2);
}
