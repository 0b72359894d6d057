//! The portal of this repository: every page of it is sound.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "support/alternates.rs"]
mod alternates;
#[path = "support/page.rs"]
mod page;
#[path = "support/policy.rs"]
mod policy;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rozcestnik::diagnostic::{Code, Diagnostics};
use rozcestnik::message::Messages;
use rozcestnik::output::{OutputPath, OutputTree};
use rozcestnik::report::{Colour, Format, report};
use rozcestnik::source::SourceTree;
use rozcestnik::{Drafts, Memo, Options, assemble, compile};
use scraper::{ElementRef, Html, Selector};

const ADDRESS: &str = "https://portal.example";

fn source() -> Arc<SourceTree> {
    Arc::new(SourceTree::read(Path::new(env!("CARGO_MANIFEST_DIR"))))
}

fn options() -> Options {
    Options {
        today: jiff::civil::date(2026, 11, 23),
        drafts: Drafts::Shown,
        base_url: Some(ADDRESS.to_owned()),
    }
}

fn built() -> OutputTree {
    compile(&source(), &options()).0
}

fn said(found: &Diagnostics, tree: &SourceTree) -> String {
    report(found, tree, &Messages::new("en"), Format::Short, Colour::None)
}

#[test]
fn nothing_is_wrong_but_what_staff_and_translators_still_owe() {
    let tree = source();
    let (_, found) = compile(&tree, &options());
    let is_owed =
        |code| matches!(code, Code::StaffTodo | Code::SampleCourses | Code::MissingTranslation);
    let wrong: Diagnostics = found.iter().filter(|d| !is_owed(d.code)).cloned().collect();
    assert!(wrong.is_empty(), "{}", said(&wrong, &tree));
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    assert!(built() == built());
}

#[test]
fn translations_have_the_sections_of_their_source() {
    let (portal, _) = assemble(&source(), &options(), &mut Memo::default());
    let portal = portal.unwrap();
    let site = portal.site();
    for bundle in &site.bundles {
        let mut sections = bundle.cells.iter().flatten().map(|page| {
            let headings = page.document.headings.iter().filter(|heading| heading.level == 2);
            (&page.path, headings.map(|heading| heading.id.as_str()).collect::<Vec<_>>())
        });
        let (_, source) = sections.next().unwrap();
        for (path, own) in sections {
            assert_eq!(own, source, "{path}");
        }
    }
}

#[test]
fn all_translations_name_each_other() {
    assert!(alternates::are_reciprocal(&built(), ADDRESS) > 50);
}

/// What must hold on every page: a name, and the elements of a page that break it.
type Rule = (&'static str, fn(&Html, &OutputTree) -> Vec<String>);

const RULES: &[Rule] = &[
    ("it is HTML without an error", errors),
    ("it names its language and direction", languages),
    ("each id stands once", repeated_ids),
    ("references lead to an id of the page", dangling_ids),
    ("links lead to what is published", dangling_links),
    ("links and buttons have a name", nameless),
    ("one heading of the first level, and none skipped", headings),
    ("pictures have a description and a size", pictures),
    ("nothing is left for staff or programs to fill in", leftovers),
];

#[test]
fn every_page_keeps_every_rule() {
    let portal = built();
    let mut broken = String::new();
    for (path, html) in page::pages(&portal) {
        let document = Html::parse_document(&html);
        for (rule, check) in RULES {
            for element in check(&document, &portal) {
                broken.push_str(&format!("{path}: {rule}: {element}\n"));
            }
        }
        for element in policy::breaches(&html) {
            broken.push_str(&format!("{path}: nothing breaks the security policy: {element}\n"));
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// A rule that nothing can break would keep silent for ever.
#[test]
fn every_rule_can_be_broken() {
    let page = "<!doctype html><html><title>{date}</title><h2 id=a></h3><a id=a href=/nowhere/></a>\
                <p aria-labelledby=b><img src=/nowhere.png><button style='color: red'></button>";
    let document = Html::parse_document(page);
    for (rule, check) in RULES {
        assert!(!check(&document, &OutputTree::new()).is_empty(), "{rule}");
    }
    assert_eq!(policy::breaches(page).len(), 1);
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    document.select(&Selector::parse(selector).unwrap()).collect()
}

fn broken<'a>(elements: impl IntoIterator<Item = ElementRef<'a>>) -> Vec<String> {
    elements.into_iter().map(|element| element.html()).collect()
}

fn errors(document: &Html, _: &OutputTree) -> Vec<String> {
    document.errors.iter().map(ToString::to_string).collect()
}

fn languages(document: &Html, _: &OutputTree) -> Vec<String> {
    let html = select(document, "html:not([lang]), html:not([dir])");
    broken(html).iter().map(|html| html[..html.len().min(80)].to_owned()).collect()
}

fn repeated_ids(document: &Html, _: &OutputTree) -> Vec<String> {
    let mut seen = BTreeSet::new();
    broken(select(document, "[id]").into_iter().filter(|e| !seen.insert(e.attr("id"))))
}

fn dangling_ids(document: &Html, _: &OutputTree) -> Vec<String> {
    let ids: BTreeSet<_> = select(document, "[id]").iter().filter_map(|e| e.attr("id")).collect();
    let names = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];
    let is_dangling = |element: &ElementRef<'_>| {
        let named = names.iter().filter_map(|name| element.attr(name));
        let linked = element.attr("href").and_then(|href| href.strip_prefix('#'));
        named.flat_map(str::split_whitespace).chain(linked).any(|id| !ids.contains(id))
    };
    broken(select(document, "*").into_iter().filter(is_dangling))
}

fn dangling_links(document: &Html, portal: &OutputTree) -> Vec<String> {
    let is_dangling = |element: &ElementRef<'_>| {
        let target = element.attr("href").or_else(|| element.attr("src")).unwrap_or_default();
        let own = target.strip_prefix(ADDRESS).unwrap_or(target);
        let path = own.split(['#', '?']).next().unwrap_or_default();
        path.starts_with('/')
            && OutputPath::of_address(path).is_none_or(|path| portal.get(&path).is_none())
    };
    broken(select(document, "[href], [src]").into_iter().filter(is_dangling))
}

fn nameless(document: &Html, _: &OutputTree) -> Vec<String> {
    let alt = Selector::parse("img[alt]").unwrap();
    let is_nameless = |element: &ElementRef<'_>| {
        let has_words = element.text().any(|text| !text.trim().is_empty());
        let has_label = element.attr("aria-label").is_some_and(|label| !label.is_empty());
        !has_words && !has_label && element.select(&alt).next().is_none()
    };
    let links = select(document, "a, button, summary").into_iter();
    broken(links.filter(|link| is_nameless(link) || link.attr("href") == Some("")))
}

fn headings(document: &Html, _: &OutputTree) -> Vec<String> {
    let mut before = 0;
    let skips = |heading: &ElementRef<'_>| {
        let level = usize::from(heading.value().name().as_bytes()[1] - b'0');
        let is_skipped = level > before + 1 || (level == 1 && before > 0);
        before = level;
        is_skipped
    };
    let all = select(document, "h1, h2, h3, h4, h5, h6");
    let first = all.first().is_none_or(|heading| heading.value().name() != "h1");
    let mut found = broken(all.into_iter().filter(skips));
    found.extend(first.then(|| "no heading of the first level comes first".to_owned()));
    found
}

fn pictures(document: &Html, _: &OutputTree) -> Vec<String> {
    broken(select(document, "img:not([alt]), img:not([width]), img:not([height])"))
}

/// References, placeholders and names of messages.
fn leftovers(document: &Html, _: &OutputTree) -> Vec<String> {
    let signs = ["TODO", "[[", "]]", "{", "}", "undefined", "notice_", "duration_", "audience_"];
    let words = select(document, "title, body").into_iter().flat_map(|element| element.text());
    let words = words.filter(|text| signs.iter().any(|sign| text.contains(sign)));
    words.map(|text| text.trim().to_owned()).collect()
}
