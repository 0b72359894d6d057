//! `site.yaml`: what the site is called, which editions it has and who stands behind it.
//!
//! This is the only stage that may stop the build: without editions there is nothing to report on.

mod feedback;

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::leaflet::{RawBooklet, RawLeaflet};
use crate::locale::Locale;
use crate::source::{CONFIG, SourceTree};
use crate::yaml::{self, Localised, OrTodo, Spanned, TODO};

pub use feedback::{Feedback, RawFeedback, Subject, in_query};

/// Bytes of a guide page's HTML and CSS after compression: the first round trip of a TCP
/// connection carries about this much.
pub const DEFAULT_PAGE_BUDGET: u64 = 14 * 1024;

/// `site.yaml` as it is written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawConfig {
    /// Name of the portal.
    #[schemars(required)]
    pub name: Option<Spanned<Localised>>,
    /// Short name for small headers and home screens.
    pub short_name: Option<Spanned<Localised>>,
    /// One sentence about the portal, for search engines.
    pub description: Option<Spanned<Localised>>,
    /// Address at which the portal will be published, such as `https://portal.example/`.
    pub base_url: Option<Spanned<OrTodo<String>>>,
    /// The language that staff write in; every other edition is translated from it.
    #[schemars(required)]
    pub source_locale: Option<Spanned<String>>,
    /// All editions as BCP 47 tags, in the order of the language switcher.
    #[schemars(required)]
    pub locales: Option<Vec<Spanned<String>>>,
    /// Which editions lend their text where a translation is missing; the source comes last by itself.
    #[serde(default)]
    pub fallback: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Who runs the portal.
    pub organisation: Option<RawOrganisation>,
    /// Who pays for it.
    pub funding: Option<RawFunding>,
    /// Id of the page with people to ask.
    pub help_page: Option<Spanned<String>>,
    /// Old addresses that must keep working.
    #[serde(default)]
    pub redirects: Vec<RawRedirect>,
    /// Whether readers can search; they can unless it says `false`.
    pub search: Option<bool>,
    /// Whether readers can save a language and read it without a connection; they can unless it
    /// says `false`, which also removes what they saved.
    pub offline: Option<bool>,
    /// Whether each language is offered as one file; it is unless it says `false`. It takes as long
    /// as writing all its pages once more.
    pub offline_archive: Option<bool>,
    /// Whether readers are offered the PDFs that `rozcestnik pdf` made.
    pub pdf: Option<Spanned<bool>>,
    /// Limits that `check` watches.
    pub budget: Option<RawBudget>,
    /// Whether the style guide is published, at `/styleguide/`; it is not unless it says `true`.
    /// `serve` always shows it.
    #[serde(default)]
    pub style_guide: bool,
    /// Who is asked about changes of a language: `@name`, `@team` or an e-mail address.
    #[serde(default)]
    pub owners: BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    /// Leaflets of every guide below a page, by the id of that page.
    #[serde(default)]
    pub leaflets: BTreeMap<Spanned<String>, Vec<RawLeaflet>>,
    /// Several pages as one, by the last part of the address.
    #[serde(default)]
    pub booklets: BTreeMap<Spanned<String>, RawBooklet>,
    /// Editing in the browser, at `/admin/`.
    pub admin: Option<RawAdmin>,
    /// Where readers say whether a page helped; without it they are not asked.
    pub feedback: Option<RawFeedback>,
}

/// Who runs the portal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOrganisation {
    /// Name.
    pub name: Spanned<Localised>,
    /// The legal person behind it.
    pub operator: Option<Spanned<Localised>>,
    /// Its own site.
    pub url: Option<Spanned<OrTodo<String>>>,
    /// Its entry in `contacts.yaml`.
    pub contact: Option<Spanned<String>>,
}

/// Who pays for the portal.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFunding {
    /// The statement that stands beside the emblem.
    pub statement: Spanned<Localised>,
    /// Name of the fund or programme.
    pub fund: Option<Spanned<Localised>>,
    /// The national authority.
    pub authority: Option<Spanned<Localised>>,
    /// Name of the project.
    pub name: Option<Spanned<Localised>>,
    /// Registration number of the project.
    pub project: Option<Spanned<OrTodo<String>>>,
    /// Id of the page about the project.
    pub page: Option<Spanned<String>>,
}

/// An old address.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRedirect {
    /// The old address from the root of the host, such as `/uk/visa/`.
    pub from: Spanned<String>,
    /// Id of the page that took its place, or an address that begins with `/` or `https://`.
    pub to: Spanned<String>,
}

/// Editing in the browser, at `/admin/`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawAdmin {
    /// Where the repository lives.
    pub backend: Backend,
    /// The repository, such as `organisation/portal`.
    pub repo: Spanned<String>,
    /// The branch that is edited; `main` where none is given.
    pub branch: Option<String>,
    /// The script of Sveltia CMS in the portal, such as `admin/sveltia-cms.js`.
    pub script: Spanned<String>,
    /// The words of Sveltia CMS in the language of the staff, such as `admin/cs.json`.
    pub words: Option<Spanned<String>>,
    /// Its icons, the font Material Symbols Outlined, such as `admin/icons.woff2`. Without them it
    /// shows their names, which leave no room for anything else.
    pub icons: Spanned<String>,
    /// Address of the programming interface, where the repository is not at github.com or
    /// gitlab.com. Required for Forgejo.
    pub api: Option<Spanned<String>>,
    /// Address of the service that signs people in, where they do not use a token of their own.
    pub auth: Option<Spanned<String>>,
    /// Number under which that service knows the portal.
    pub app_id: Option<String>,
    /// Whether each change becomes a pull request that somebody reads first (GitHub and GitLab).
    pub review: Option<Spanned<bool>>,
}

impl RawAdmin {
    /// The files of the editor that lie in the portal.
    pub fn files(&self) -> impl Iterator<Item = &Spanned<String>> {
        [Some(&self.script), Some(&self.icons), self.words.as_ref()].into_iter().flatten()
    }
}

/// Where the repository of a portal lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// GitHub.
    Github,
    /// GitLab.
    Gitlab,
    /// Forgejo.
    Forgejo,
}

/// Limits that `check` watches.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawBudget {
    /// Bytes of a guide page's HTML and CSS after compression.
    pub page: Option<u64>,
}

/// A site that can be compiled.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file itself, for findings.
    pub path: SourcePath,
    /// Name of the portal.
    pub name: Spanned<Localised>,
    /// Short name; the name where none is given.
    pub short_name: Spanned<Localised>,
    /// One sentence about the portal.
    pub description: Option<Spanned<Localised>>,
    /// Address of the portal without a slash at its end.
    pub base_url: Option<String>,
    /// Whether `site.yaml` speaks of it, even if only to say that staff have to supply it.
    pub has_base_url: bool,
    /// Editions in the order of the language switcher; the source is one of them.
    pub locales: Vec<Locale>,
    /// Place of the source among `locales`.
    pub source: usize,
    /// For each edition, the places among `locales` whose texts it shows, itself first.
    pub chains: Vec<Vec<usize>>,
    /// Who runs the portal.
    pub organisation: Option<RawOrganisation>,
    /// Who pays for it.
    pub funding: Option<RawFunding>,
    /// Id of the page with people to ask.
    pub help_page: Option<Spanned<String>>,
    /// Old addresses that must keep working.
    pub redirects: Vec<RawRedirect>,
    /// Bytes of a guide page's HTML and CSS after compression.
    pub page_budget: u64,
    /// Whether readers can search.
    pub search: bool,
    /// Whether readers can save a language.
    pub offline: bool,
    /// Whether each language is offered as one file.
    pub offline_archive: bool,
    /// Whether the style guide is published.
    pub style_guide: bool,
    /// Whether readers are offered PDFs.
    pub pdf: Option<Spanned<bool>>,
    /// For each edition, who is asked about changes of it.
    pub owners: Vec<Vec<String>>,
    /// Leaflets of every guide below a page, by the id of that page.
    pub leaflets: BTreeMap<Spanned<String>, Vec<RawLeaflet>>,
    /// Several pages as one, by the last part of the address.
    pub booklets: BTreeMap<Spanned<String>, RawBooklet>,
    /// Editing in the browser.
    pub admin: Option<RawAdmin>,
    /// Where readers say whether a page helped.
    pub feedback: Option<Feedback>,
}

impl Config {
    /// Whether readers are offered PDFs.
    pub fn offers_pdf(&self) -> bool {
        self.pdf.as_ref().is_some_and(|asked| asked.value)
    }

    /// The source edition.
    pub fn source_locale(&self) -> &Locale {
        &self.locales[self.source]
    }

    /// The place of an edition among `locales`.
    pub fn locale_index(&self, tag: &str) -> Option<usize> {
        self.locales.iter().position(|locale| locale.as_str() == tag)
    }

    /// The first text along the fallback chain of an edition, and the place of its language.
    pub fn localise<'a>(&self, text: &'a Localised, edition: usize) -> Option<(&'a str, usize)> {
        match text {
            Localised::Same(text) => (text != TODO).then_some((text, edition)),
            Localised::ByLocale(_) => self.chains[edition]
                .iter()
                .find_map(|&index| Some((text.own(self.locales[index].as_str())?, index))),
        }
    }

    fn place(&self, span: &Range<usize>) -> Span {
        Span::new(&self.path, span.clone())
    }
}

/// Reads `site.yaml`. Without a usable one there is no `Config`, only findings.
pub fn load(tree: &SourceTree, base_url: Option<&str>) -> (Option<Config>, Diagnostics) {
    let path: SourcePath = CONFIG.into();
    let Some(text) = tree.text(CONFIG) else {
        let mut found = Diagnostics::new();
        // Unreadable, which was reported, is not missing.
        if !tree.has_problem(CONFIG) {
            let finding = Diagnostic::nowhere(Code::MissingConfig);
            found.push(finding.with("folder", ".").hint("new"));
        }
        return (None, found);
    };
    let (raw, mut found) = yaml::read::<RawConfig>(text, &path, 0);
    let Some(raw) = raw else { return (None, found) };
    found.append(missing_keys(&raw, text, &path, &found));
    let (Some(name), Some(source_locale), Some(tags)) = (raw.name, raw.source_locale, raw.locales)
    else {
        return (None, found);
    };

    let mut locales: Vec<Locale> = Vec::new();
    for tag in &tags {
        match Locale::parse(&tag.value) {
            Ok(locale) if locales.contains(&locale) => found.push(
                Diagnostic::at(Code::DuplicateKey, Span::new(&path, tag.span.clone()))
                    .with("key", &tag.value),
            ),
            Ok(locale) => locales.push(locale),
            Err(_) => found.push(bad_locale(&path, tag, &[])),
        }
    }
    let tag = &source_locale;
    let source = match Locale::parse(&tag.value) {
        Ok(locale) => locales.iter().position(|other| *other == locale).ok_or_else(|| {
            // It may be the one that is misspelt in the list.
            (locales.len() == tags.len()).then(|| no_edition(&path, tag, &locales))
        }),
        Err(_) => Err(Some(bad_locale(&path, tag, &locales))),
    };
    let source = match source {
        Ok(source) => source,
        Err(finding) => {
            found.extend(finding);
            return (None, found);
        }
    };

    let mut config = Config {
        path,
        short_name: raw.short_name.unwrap_or_else(|| name.clone()),
        name,
        description: raw.description,
        base_url: None,
        has_base_url: raw.base_url.is_some(),
        chains: Vec::new(),
        locales,
        source,
        organisation: raw.organisation,
        funding: raw.funding,
        help_page: raw.help_page,
        redirects: raw.redirects,
        search: raw.search.unwrap_or(true),
        offline: raw.offline.unwrap_or(true),
        offline_archive: raw.offline.unwrap_or(true) && raw.offline_archive.unwrap_or(true),
        style_guide: raw.style_guide,
        page_budget: raw.budget.and_then(|budget| budget.page).unwrap_or(DEFAULT_PAGE_BUDGET),
        pdf: raw.pdf,
        owners: Vec::new(),
        leaflets: raw.leaflets,
        booklets: raw.booklets,
        admin: raw.admin,
        feedback: None,
    };
    config.feedback = Feedback::read(raw.feedback, &config.path, &mut found);
    config.base_url = match (base_url, &raw.base_url) {
        (Some(url), _) => Some(url.trim_end_matches('/').to_owned()),
        (None, Some(Spanned { value: OrTodo::Known(url), span })) => {
            let sound = url.starts_with("https://") || url.starts_with("http://");
            if !sound {
                let place = config.place(span);
                found.push(
                    Diagnostic::at(Code::BadValue, place)
                        .with("value", url)
                        .with("expected", "address-on-the-web")
                        .hint("address"),
                );
            }
            sound.then(|| url.trim_end_matches('/').to_owned())
        }
        (None, Some(Spanned { value: OrTodo::Todo, span })) => {
            found.push(
                Diagnostic::at(Code::StaffTodo, config.place(span)).with("field", "base_url"),
            );
            None
        }
        (None, None) => None,
    };
    config.chains = chains(&config, &raw.fallback, &mut found);
    config.owners = owners(&config, &raw.owners, &mut found);
    (Some(config), found)
}

/// Keys that the file must have and that nobody tried to write.
fn missing_keys(
    raw: &RawConfig,
    text: &str,
    path: &SourcePath,
    found: &Diagnostics,
) -> Diagnostics {
    let is_meant = |key: &str| {
        let is_misspelt = |d: &Diagnostic| d.arguments.get("suggestion").is_some_and(|s| s == key);
        found.iter().any(is_misspelt)
            || text
                .lines()
                .any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
    };
    [
        ("name", raw.name.is_none()),
        ("source_locale", raw.source_locale.is_none()),
        ("locales", raw.locales.is_none()),
    ]
    .into_iter()
    .filter(|(key, is_missing)| *is_missing && !is_meant(key))
    .map(|(key, _)| Diagnostic::at(Code::MissingKey, Span::file(path)).with("key", key))
    .collect()
}

fn chains(
    config: &Config,
    fallback: &BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    found: &mut Diagnostics,
) -> Vec<Vec<usize>> {
    let mut chains: Vec<Vec<usize>> = (0..config.locales.len()).map(|index| vec![index]).collect();
    for (tag, lenders) in fallback {
        let Some(borrower) = config.locale_index(&tag.value) else {
            found.push(no_edition(&config.path, tag, &config.locales));
            continue;
        };
        for lender in lenders {
            match config.locale_index(&lender.value) {
                Some(index) if chains[borrower].contains(&index) => {}
                Some(index) => chains[borrower].push(index),
                None => found.push(no_edition(&config.path, lender, &config.locales)),
            }
        }
    }
    for chain in &mut chains {
        if !chain.contains(&config.source) {
            chain.push(config.source);
        }
    }
    chains
}

fn owners(
    config: &Config,
    written: &BTreeMap<Spanned<String>, Vec<Spanned<String>>>,
    found: &mut Diagnostics,
) -> Vec<Vec<String>> {
    let mut owners = vec![Vec::new(); config.locales.len()];
    for (tag, names) in written {
        let Some(edition) = config.locale_index(&tag.value) else {
            found.push(no_edition(&config.path, tag, &config.locales));
            continue;
        };
        for name in names {
            if is_owner(&name.value) {
                owners[edition].push(name.value.clone());
            } else {
                found.push(
                    Diagnostic::at(Code::BadValue, config.place(&name.span))
                        .with("value", &name.value)
                        .with("expected", "owner"),
                );
            }
        }
    }
    let nobody = |edition: usize| owners[edition].is_empty();
    let tags = (0..owners.len()).filter(|edition| nobody(*edition));
    let tags: Vec<&str> = tags.map(|edition| config.locales[edition].as_str()).collect();
    // A portal that names nobody keeps no such list.
    if let Some((first, _)) = written.first_key_value()
        && !tags.is_empty()
    {
        let place = config.place(&first.span);
        found.push(Diagnostic::at(Code::NoOwner, place).with("locales", tags.join(", ")));
    }
    owners
}

/// Whether it is `@name`, `@organisation/team` or an e-mail address, which `CODEOWNERS` takes.
fn is_owner(name: &str) -> bool {
    let is_plain = |part: &str| {
        let sound = |c: char| c.is_ascii_alphanumeric() || "-_.+".contains(c);
        !part.is_empty() && part.chars().all(sound)
    };
    match name.split_once('@') {
        Some(("", path)) => path.split('/').all(is_plain),
        Some((user, host)) => is_plain(user) && is_plain(host) && host.contains('.'),
        None => false,
    }
}

/// A language that the portal does not have, or that does not exist.
pub fn no_edition(path: &SourcePath, tag: &Spanned<String>, known: &[Locale]) -> Diagnostic {
    if Locale::parse(&tag.value).is_err() {
        return bad_locale(path, tag, known);
    }
    Diagnostic::at(Code::BadValue, Span::new(path, tag.span.clone()))
        .with("value", &tag.value)
        .with("expected", "locale")
        .did_you_mean(&tag.value, known.iter().map(Locale::as_str))
}

fn bad_locale(path: &SourcePath, tag: &Spanned<String>, known: &[Locale]) -> Diagnostic {
    Diagnostic::at(Code::BadLocale, Span::new(path, tag.span.clone()))
        .with("tag", &tag.value)
        .did_you_mean(&tag.value, known.iter().map(Locale::as_str))
}
