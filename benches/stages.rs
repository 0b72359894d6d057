//! What each stage costs for one page, and what all of them cost for a small portal.
//!
//! Compare with a peer through `tests/bench/`; these numbers only say where the time goes.

#![expect(clippy::expect_used, reason = "a broken corpus must end the run")]

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use rozcestnik::diagnostic::SourcePath;
use rozcestnik::locale::Locale;
use rozcestnik::output::{OutputFile, OutputPath};
use rozcestnik::portal::Portal;
use rozcestnik::site::parse_page;
use rozcestnik::source::SourceTree;
use rozcestnik::{Drafts, Memo, Options, assemble, compile};

/// The program allocates with it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const LOCALES: [&str; 6] = ["cs", "uk", "ru", "vi", "en", "ar"];
const SENTENCES: [&str; 6] = [
    "Novou adresu oznamte úřadu do třiceti dnů a vezměte si s sebou pas. ",
    "Повідомте установу про нову адресу протягом тридцяти днів і візьміть паспорт. ",
    "Сообщите учреждению новый адрес в течение тридцати дней и возьмите паспорт. ",
    "Hãy báo địa chỉ mới cho cơ quan trong vòng ba mươi ngày và mang theo hộ chiếu. ",
    "Report the new address to the office within thirty days and take your passport. ",
    "أبلغ الدائرة بالعنوان الجديد خلال ثلاثين يومًا وأحضر معك جواز السفر. ",
];

/// A page of about 450 words with what guides consist of.
fn page(language: usize, number: usize) -> String {
    let mut text = format!("---\ntitle: Page {number}\nsummary: {}\n", SENTENCES[language].trim());
    if language > 0 {
        text.push_str("translation: {from: cs, by: human}\n");
    }
    text.push_str("---\n");
    for section in 1..=4 {
        let _ = write!(text, "## Heading {section} {{#part-{section}}}\n\n");
        text.push_str(&SENTENCES[language].repeat(4));
        let _ = write!(
            text,
            "See [[section-{}/page-{}]] or call 475 123 456.\n\n",
            number % 10,
            number
        );
        text.push_str("1. One\n2. Two\n3. Three\n\n| a | b |\n|---|--:|\n| 17:30 | 1 500 Kč |\n\n");
    }
    text
}

/// A portal of `bundles` guides in six languages.
fn source(bundles: usize) -> Arc<SourceTree> {
    let mut files = vec![(
        "site.yaml".to_owned(),
        "name: Bench\nsource_locale: cs\nlocales: [cs, uk, ru, vi, en, ar]\n\
         base_url: https://bench.example/\n"
            .to_owned(),
    )];
    for (language, locale) in LOCALES.iter().enumerate() {
        files.push((format!("content/{locale}.md"), page(language, 0)));
        for number in 0..10 {
            files.push((format!("content/section-{number}/{locale}.md"), page(language, number)));
        }
        for number in 0..bundles {
            let path = format!("content/section-{}/page-{number}/{locale}.md", number % 10);
            files.push((path, page(language, number)));
        }
    }
    Arc::new(SourceTree::from_files(files))
}

/// A portal of two pages and of courses with two lessons a week for thirty weeks.
fn timetable(courses: usize) -> Arc<SourceTree> {
    let mut files = vec![(
        "site.yaml".to_owned(),
        "name: Bench\nsource_locale: cs\nlocales: [cs, uk, ru, vi, en, ar]\n\
         base_url: https://bench.example/\n"
            .to_owned(),
    )];
    for locale in LOCALES {
        let head = "---\ntitle: Page\nsummary: Text.\n";
        files.push((format!("content/{locale}.md"), format!("{head}---\nText.\n")));
        let text = format!("{head}layout: timetable\n---\nText.\n");
        files.push((format!("content/courses/{locale}.md"), text));
    }
    let mut all = String::new();
    for number in 0..courses {
        let town = ["Ústí nad Labem", "Chomutov", "Děčín", "Most", "Teplice"][number % 5];
        let _ = write!(
            all,
            "course-{number}:\n  kind: czech\n  level: A1\n  title: Kurz {number}\n  \
             town: {town}\n  lessons: [{{days: [mo, we], times: \"17:00-18:30\"}}]\n  \
             from: 2027-01-11\n  to: 2027-08-11\n  holidays: [public-holidays]\n  \
             free: true\n  capacity: 15\n"
        );
    }
    if courses > 0 {
        files.push(("content/data/timetables/all.yaml".to_owned(), all));
    }
    Arc::new(SourceTree::from_files(files))
}

fn options() -> Options {
    let today = jiff::civil::Date::constant(2027, 1, 1);
    Options { today, drafts: Drafts::Hidden, base_url: None }
}

fn portal(bundles: usize) -> Portal {
    let (portal, found) = assemble(&source(bundles), &options(), &mut Memo::default());
    assert!(!found.has_errors(), "{found:?}");
    portal.expect("the corpus is a portal")
}

fn stages(c: &mut Criterion) {
    let path: SourcePath = "a.md".into();
    let locales = LOCALES.map(|tag| Locale::parse(tag).expect("a known language"));
    for language in [0, 1, 5] {
        let text = page(language, 1);
        c.bench_function(&format!("parse one page, {}", LOCALES[language]), |b| {
            b.iter(|| parse_page(&path, black_box(&text), &locales[language], &locales[0]));
        });
    }
    let portal = portal(54);
    let address = OutputPath::of_address("/uk/section-1/page-1/").expect("an address");
    c.bench_function("render one page", |b| b.iter(|| portal.file(black_box(&address))));
    let Some(Ok(OutputFile::Html(html))) = portal.file(&address) else { return };
    c.bench_function(&format!("minify one page of {} bytes", html.len()), |b| {
        b.iter(|| black_box(&html).minified());
    });
    let file = OutputFile::Html(html);
    c.bench_function("key of one page", |b| b.iter(|| black_box(&file).key()));
}

fn whole(c: &mut Criterion) {
    let tree = source(50);
    let mut group = c.benchmark_group("366 pages");
    group.sample_size(20);
    group.bench_function("compile", |b| b.iter(|| compile(&tree, &options())));
    let mut memo = Memo::default();
    group.bench_function("assemble again", |b| b.iter(|| assemble(&tree, &options(), &mut memo)));
    group.finish();
}

/// What courses add to a portal: pages, calendars and data in six languages.
fn courses(c: &mut Criterion) {
    let mut group = c.benchmark_group("courses");
    group.sample_size(10);
    for count in [0, 2000] {
        let tree = timetable(count);
        group.bench_function(format!("compile {count}"), |b| {
            b.iter(|| compile(&tree, &options()));
        });
    }
    group.finish();
}

criterion_group!(benches, stages, whole, courses);
criterion_main!(benches);
