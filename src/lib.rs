//! Compiles multilingual guidance for people new to a country into a static information portal.
//!
//! The program is one pure function with reading at one end and writing at the other:
//!
//! ```text
//! SourceTree ── compile(source, options) ──▶ (OutputTree, Diagnostics)
//! ```
//!
//! `build`, `check` and `serve` call the same stages and differ only in what they do with the
//! result. In the order in which data flows:
//!
//! * [`diagnostic`]: findings with a place, and [`message`]: what they say in Czech and English.
//! * [`source`]: the whole input in memory. **The only reader.** [`embedded`]: what the binary brings.
//! * [`yaml`]: YAML to typed values, every mistake in one go.
//! * [`locale`]: languages: direction, plurals, dates, order; [`isolate`]: numbers and foreign words.
//! * [`config`]: `site.yaml`. [`catalog`]: the portal's own words.
//! * [`frontmatter`], [`markdown`]: a page's head and text. [`mod@reference`]: what pages can name.
//! * [`timetable`]: courses to single lessons and to calendars; spreadsheets to courses.
//! * [`site`]: the model: page bundles × editions. [`picture`]: sizes and published names.
//! * [`translation`]: how each translation stands against the text it was made from.
//! * [`exchange`]: the same texts for translators who do not use git, and back.
//! * [`check`]: the rules; [`characters`]: what nobody can see in a text; [`facts`]: what must be
//!   the same in every language.
//! * [`leaflet`]: sheets to print: which there are, what stands on them, and whether it fits.
//! * [`search`]: pages to a tantivy index, and that to the files that the browser reads.
//! * [`theme`]: templates and style sheets. [`view`]: what they can see. [`render`]: pages.
//! * [`portal`]: the plan of what is published where, with [`feed`], [`sitemap`] and [`hosting`].
//! * [`campaign`]: news for a time, with posters, texts and archives for staff. [`share`]: their pictures for links.
//! * [`admin`]: the page for editing in the browser, whose forms come from the same types.
//! * [`mod@offline`]: a language to take along: what browsers save, the worker that shows it, and one file.
//! * [`html`], [`minify`], [`output`]: the finished portal, as a value or as a promise of each file.
//! * [`publicity`]: what the EU asks of those whom it supports. [`qr`], [`short`]: from paper back to a page.
//! * [`mod@pdf`]: what can become a PDF, what stands against it, which are still true;
//!   [`browser`]: the Chromium that makes them.
//! * [`report`]: findings for people, editors and pull requests.
//! * [`mod@write`]: the folder, all or nothing. **The only writer.** [`serve`]: the same from memory.
//! * [`receipt`]: what lets a build of an unchanged source end before it begins.
//! * [`scaffold`]: new pages and portals. [`schema`]: the formats for editors. [`ci`]: publishing
//!   through git. [`handbook`]: for staff.
//!
//! New stages stand between [`site`] and [`portal`] and add entries to the plan, as [`leaflet`] does; [`render`] stays what it is.
//!
//! # What never happens
//!
//! * No stage but [`source`] and [`mod@write`] touches the disk, none reads clock or environment;
//!   Chromium writes into a folder of its own, which goes with it.
//! * No stage stops at the first mistake; only a missing or unusable `site.yaml` ends the build.
//! * Nothing is published when there is an error, and a reader never sees half a portal.
//! * The same source gives the same bytes, whatever the number of threads.
//! * A page with a mistake keeps its place, so nothing that links to it is reported too.
//! * Text of authors reaches HTML only escaped; there is no raw HTML.

pub mod admin;
pub mod browser;
pub mod campaign;
pub mod catalog;
pub mod characters;
pub mod check;
pub mod ci;
pub mod config;
pub mod diagnostic;
pub mod embedded;
pub mod exchange;
pub mod facts;
pub mod feed;
pub mod frontmatter;
pub mod handbook;
pub mod hosting;
pub mod html;
pub mod isolate;
pub mod leaflet;
pub mod locale;
pub mod markdown;
pub mod message;
pub mod minify;
pub mod offline;
pub mod output;
pub mod pdf;
pub mod picture;
pub mod portal;
pub mod publicity;
pub mod qr;
pub mod receipt;
pub mod reference;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod search;
pub mod serve;
pub mod share;
pub mod short;
pub mod site;
pub mod sitemap;
pub mod source;
pub mod theme;
pub mod timetable;
pub mod translation;
pub mod view;
pub mod write;
pub mod yaml;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use diagnostic::{Diagnostics, SourcePath};
use output::OutputTree;
use portal::Portal;
use site::Parsed;
use source::SourceTree;
use theme::Theme;

/// What the result depends on besides the source.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day for which the portal is compiled: what is overdue or expired.
    pub today: Date,
    /// Whether drafts are published.
    pub drafts: Drafts,
    /// Address of the portal, in place of that in `site.yaml`.
    pub base_url: Option<String>,
}

/// What happens to drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    Hidden,
    /// They are published like other pages.
    Shown,
}

/// Parsed pages of earlier compilations, by path and content, so that an unchanged page is never
/// parsed twice.
#[derive(Debug, Default)]
pub struct Memo {
    pages: BTreeMap<SourcePath, Remembered>,
    theme: Option<(blake3::Hash, Option<Arc<Theme>>, Diagnostics)>,
}

#[derive(Debug)]
struct Remembered {
    text: Arc<str>,
    languages: (String, String),
    parsed: Arc<Parsed>,
}

/// Everything but the rendering: the portal can then be asked for single files.
///
/// Without a usable `site.yaml` or theme there is no portal.
pub fn assemble(
    tree: &Arc<SourceTree>,
    options: &Options,
    memo: &mut Memo,
) -> (Option<Portal>, Diagnostics) {
    let mut found = tree.diagnostics();
    let (config, problems) = config::load(tree, options.base_url.as_deref());
    found.append(problems);
    let (theme, problems) = memo.theme(tree);
    found.append(problems);
    let Some(config) = config else {
        found.finish();
        return (None, found);
    };
    let (catalogs, problems) = catalog::load(tree, embedded::tree(), &config);
    found.append(problems);
    let (registry, problems) = reference::load(tree);
    found.append(problems);
    let locales = config.locales.clone();
    let source = config.source_locale().clone();
    let parse = |wanted: &[(SourcePath, usize)]| memo.parse(tree, wanted, &locales, &source);
    let with_drafts = options.drafts == Drafts::Shown;
    let (site, problems) = site::assemble(tree, config, catalogs, registry, with_drafts, parse);
    found.append(problems);
    found.append(check::check(tree, &site, options.today));
    found.append(admin::check(tree, &site.config));
    let portal = theme.map(|theme| {
        let (portal, problems) = Portal::plan(tree.clone(), Arc::new(site), theme, options.today);
        found.append(problems);
        portal
    });
    found.finish();
    (portal, found)
}

/// The whole program as a function: source in, portal and findings out.
///
/// The tree is empty where there is nothing to render; it must not be published if there are errors.
pub fn compile(tree: &Arc<SourceTree>, options: &Options) -> (OutputTree, Diagnostics) {
    let (portal, mut found) = assemble(tree, options, &mut Memo::default());
    let Some(portal) = portal else { return (OutputTree::new(), found) };
    let (output, problems) = portal.output();
    found.append(problems);
    found.finish();
    (output, found)
}

impl Memo {
    /// Templates and style sheets take longer to prepare than a page to render.
    fn theme(&mut self, tree: &SourceTree) -> (Option<Arc<Theme>>, Diagnostics) {
        let mut hasher = blake3::Hasher::new();
        for (path, file) in tree.below(theme::FOLDER) {
            hasher
                .update(path.as_bytes())
                .update(&[0])
                .update(blake3::hash(file.bytes()).as_bytes());
        }
        let digest = hasher.finalize();
        match &self.theme {
            Some((known, theme, found)) if *known == digest => (theme.clone(), found.clone()),
            _ => {
                let (theme, found) = theme::load(tree, embedded::tree());
                let theme = theme.map(Arc::new);
                self.theme = Some((digest, theme.clone(), found.clone()));
                (theme, found)
            }
        }
    }

    fn parse(
        &mut self,
        tree: &SourceTree,
        wanted: &[(SourcePath, usize)],
        locales: &[locale::Locale],
        source: &locale::Locale,
    ) -> Vec<Arc<Parsed>> {
        let known = &self.pages;
        let parsed: Vec<Remembered> = wanted
            .par_iter()
            .map(|(path, edition)| {
                let text = match tree.get(path) {
                    Some(source::SourceFile::Text(text)) => text.clone(),
                    _ => "".into(),
                };
                let locale = &locales[*edition];
                let languages = (locale.to_string(), source.to_string());
                if let Some(old) = known.get(path)
                    && (Arc::ptr_eq(&old.text, &text) || old.text == text)
                    && old.languages == languages
                {
                    return Remembered { text, languages, parsed: old.parsed.clone() };
                }
                let parsed = Arc::new(site::parse_page(path, &text, locale, source));
                Remembered { text, languages, parsed }
            })
            .collect();
        let result = parsed.iter().map(|remembered| remembered.parsed.clone()).collect();
        self.pages = wanted.iter().map(|(path, _)| path.clone()).zip(parsed).collect();
        result
    }
}
