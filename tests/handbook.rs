//! The handbook: the same in Czech and English, its links lead somewhere, its examples build.
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::civil::date;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use rozcestnik::diagnostic::{Code, Severity};
use rozcestnik::handbook;
use rozcestnik::message::Messages;
use rozcestnik::report::{Colour, Format, report};
use rozcestnik::source::SourceTree;
use rozcestnik::{Drafts, compile};

/// The languages of the handbook.
const LANGUAGES: [&str; 2] = ["cs", "en"];

/// A text of the handbook, taken apart.
#[derive(Debug, Default)]
struct Text {
    /// Level and words of each heading.
    headings: Vec<(usize, String)>,
    /// Target and words of each link.
    links: Vec<(String, String)>,
    /// Language and path of each block of code, and what is in it.
    blocks: Vec<(String, String)>,
}

impl Text {
    fn read(markdown: &str) -> Self {
        let mut text = Self::default();
        let mut words = String::new();
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    text.headings.push((level as usize, String::new()));
                    words.clear();
                }
                Event::End(TagEnd::Heading(_)) => {
                    text.headings.last_mut().unwrap().1.clone_from(&words);
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    text.links.push((dest_url.into_string(), String::new()));
                    words.clear();
                }
                Event::End(TagEnd::Link) => text.links.last_mut().unwrap().1.clone_from(&words),
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.into_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    text.blocks.push((info, String::new()));
                    words.clear();
                }
                Event::End(TagEnd::CodeBlock) => {
                    text.blocks.last_mut().unwrap().1.clone_from(&words);
                }
                Event::Text(part) | Event::Code(part) => words.push_str(&part),
                _ => {}
            }
        }
        text
    }

    /// What can stand behind `#`, as repositories on the web make it of the headings.
    fn anchors(&self) -> impl Iterator<Item = String> {
        self.headings.iter().map(|(_, words)| {
            let kept = |c: &char| c.is_alphanumeric() || " -_".contains(*c);
            words.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-")
        })
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text for people below `docs/`, and README.md, by its path in the repository.
fn files() -> BTreeMap<String, Text> {
    let walk = walkdir::WalkDir::new(root().join("docs")).into_iter().map(Result::unwrap);
    let found = walk.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    found
        .chain([root().join("README.md")])
        .map(|path| {
            let text = Text::read(&fs::read_to_string(&path).unwrap());
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            (name.replace('\\', "/"), text)
        })
        .collect()
}

fn chapters(language: &str) -> Vec<(&'static str, Text)> {
    let messages = Messages::new(language);
    handbook::names()
        .map(|name| (name, Text::read(&handbook::chapter(name, &messages).unwrap())))
        .collect()
}

#[test]
fn the_chapter_on_findings_is_what_the_program_says() {
    for language in LANGUAGES {
        let path = format!("docs/{language}/findings.md");
        let generated = handbook::chapter("findings", &Messages::new(language)).unwrap();
        let committed = fs::read_to_string(root().join(&path)).unwrap().replace("\r\n", "\n");
        let command = format!("rozcestnik handbook findings --lang {language} > {path}");
        assert!(committed == *generated, "run `{command}`");
    }
}

#[test]
fn both_languages_have_the_same_chapters_headings_and_examples() {
    for ((name, czech), (_, english)) in chapters("cs").iter().zip(&chapters("en")) {
        let levels =
            |text: &Text| text.headings.iter().map(|(level, _)| *level).collect::<Vec<_>>();
        assert_eq!(levels(czech), levels(english), "{name}");
        let kinds = |text: &Text| text.blocks.iter().map(|(kind, _)| kind.clone()).collect();
        let (czech_kinds, english_kinds): (Vec<_>, Vec<_>) = (kinds(czech), kinds(english));
        assert_eq!(czech_kinds, english_kinds, "{name}");
        for (czech, english) in czech.blocks.iter().zip(&english.blocks) {
            if czech.0.contains('/') {
                assert_eq!(czech.1, english.1, "{name}");
            }
        }
    }
    for language in LANGUAGES {
        let mut files: Vec<String> = files().into_keys().collect();
        files.retain(|path| path.starts_with(&format!("docs/{language}/")));
        let expected = handbook::names().map(|name| format!("docs/{language}/{name}.md"));
        let mut expected: Vec<String> = expected.collect();
        expected.push(format!("docs/{language}/README.md"));
        expected.sort();
        assert_eq!(files, expected);
    }
}

#[test]
fn the_contents_name_every_chapter_by_its_title() {
    for language in LANGUAGES {
        let index = &files()[&format!("docs/{language}/README.md")];
        let expected: Vec<_> = chapters(language)
            .into_iter()
            .map(|(name, text)| (format!("{name}.md"), text.headings[0].1.clone()))
            .collect();
        assert_eq!(index.links, expected);
    }
}

#[test]
fn every_link_leads_somewhere() {
    let files = files();
    let mut count = 0;
    for (path, text) in &files {
        for (target, _) in text.links.iter().filter(|(target, _)| !target.contains("://")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let there = if file.is_empty() { path.clone() } else { format!("{folder}/{file}") };
            let there = there.trim_start_matches('/');
            assert!(root().join(there).exists(), "{path}: {target}");
            let has_anchor = || files[there].anchors().any(|known| known == anchor);
            assert!(anchor.is_empty() || has_anchor(), "{path}: {target}");
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn a_finding_is_named_by_its_code() {
    for language in LANGUAGES {
        let mut count = 0;
        for (name, text) in chapters(language) {
            for (target, words) in &text.links {
                if let Some(code) = target.strip_prefix("findings.md#") {
                    assert_eq!(code, words, "{name}");
                    assert!(Code::from_name(code).is_some(), "{name}: {code}");
                    count += 1;
                }
            }
        }
        assert!(count > 10, "{count}");
    }
}

/// What the examples of the chapters take for granted.
const AROUND: [(&str, &str); 7] = [
    ("site.yaml", "name: Portál\nsource_locale: cs\nlocales: [cs, uk, en]\n"),
    ("content/cs.md", "---\ntitle: Portál\nsummary: Úvod.\n---\n"),
    ("content/timetable/cs.md", "---\ntitle: Rozvrh\nsummary: Kurzy.\nlayout: timetable\n---\n"),
    ("content/data/values.yaml", "czech-course-price: {money: 200}\ncard-loss-report: {text: x}\n"),
    ("content/data/contacts.yaml", "office: {name: Kancelář}\n"),
    (
        "content/data/places.yaml",
        "office: {name: Kancelář, address: {street: x, postcode: x, city: Most}}\n",
    ),
    ("content/data/glossary.yaml", "cestovni-doklad: {term: {cs: cestovní doklad}}\n"),
];

#[test]
fn examples_that_name_their_file_build() {
    let mut count = 0;
    for (name, text) in chapters("cs") {
        let mut site: BTreeMap<&str, &str> = AROUND.into();
        for (info, example) in &text.blocks {
            if let Some((_, path)) = info.split_once(' ') {
                site.insert(path, example);
                count += 1;
            }
        }
        let tree = SourceTree::from_files(site).into();
        let options = rozcestnik::Options {
            today: date(2026, 11, 23),
            drafts: Drafts::Hidden,
            base_url: None,
        };
        let (_, found) = compile(&tree, &options);
        let said =
            report(&found.errors(), &tree, &Messages::new("en"), Format::Short, Colour::None);
        assert_eq!(found.count(Severity::Error), 0, "{name}: {said}");
    }
    assert!(count > 6, "{count}");
}
