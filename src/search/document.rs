//! What a page says, section by section, as runs of text in one language each.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::frontmatter::{Audience, Layout};
use crate::locale::Locale;
use crate::markdown::{is_inline, unescape};
use crate::reference::RawContact;
use crate::render::Renderer;
use crate::site::{Bundle, BundleIndex, Edition, Page};
use crate::translation::label;
use crate::yaml::{Localised, Spanned};

use super::analysis::tokens;

/// Characters of a section's text that are shown among the results.
const EXCERPT: usize = 130;

/// Text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its language.
    pub language: Edition,
    /// Plain text.
    pub text: String,
}

/// A page as one edition shows it.
#[derive(Debug)]
pub struct SearchPage {
    /// Which page it is.
    pub bundle: BundleIndex,
    /// Its address.
    pub url: String,
    /// Its title.
    pub title: Run,
    /// The title that staff gave it.
    pub own_title: Option<String>,
    /// Its summary.
    pub summary: Option<String>,
    /// Words under which staff want it to be found.
    pub keywords: Vec<Run>,
    /// Titles and keywords in other languages.
    pub others: Vec<Run>,
    /// Its beginning, then the text under each heading.
    pub sections: Vec<Section>,
    /// What the reader must know about its text: `machine`, `outdated`, or the language that it is
    /// shown in.
    pub label: Option<String>,
    /// How likely it is that a page of this kind is the answer, 0 to 1.
    pub prior: f32,
}

/// A heading and the text under it, up to the next heading.
#[derive(Debug, Default)]
pub struct Section {
    /// Fragment; empty for the beginning of the page.
    pub id: String,
    /// The heading.
    pub heading: Vec<Run>,
    /// The text.
    pub body: Vec<Run>,
}

impl Section {
    /// The heading in plain words.
    pub fn title(&self) -> String {
        joined(&self.heading)
    }

    /// The beginning of the text, whole words.
    pub fn excerpt(&self) -> String {
        let text = joined(&self.body);
        let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return text };
        let cut = text[..end].rfind(' ').unwrap_or(end);
        format!("{}…", text[..cut].trim_end())
    }
}

fn joined(runs: &[Run]) -> String {
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All pages of an edition, in the order of their bundles.
///
/// # Errors
/// A template error.
pub fn pages(renderer: &Renderer, edition: Edition) -> Result<Vec<SearchPage>, Diagnostic> {
    let site = &*renderer.site;
    let mut pages = Vec::new();
    for (bundle, entry) in site.bundles.iter().enumerate() {
        let Some((language, page)) = site.shown(bundle, edition) else { continue };
        let html = renderer.text_of(bundle, edition)?;
        let mut sections = sections(html.as_str(), language, &|tag| site.config.locale_index(tag));
        sections.extend(entries(renderer, entry.layout, language));
        let run = |language: Edition, text: &str| Run { language, text: text.to_owned() };
        let (mut keywords, mut others) = (Vec::new(), Vec::new());
        // The page about a term is found by it, in every language.
        let about = |page: &Spanned<String>| *page.value == *entry.id;
        let terms = site.registry.terms.values().map(|term| &term.value);
        for term in terms.filter(|term| term.page.as_ref().is_some_and(about)) {
            for (edition, locale) in site.config.locales.iter().enumerate() {
                if let Some(text) = term.term.own(locale.as_str()) {
                    let runs = if edition == language { &mut keywords } else { &mut others };
                    runs.push(run(edition, text));
                }
            }
        }
        let source = site.config.source;
        let of_source = entry.cells[source].iter().flat_map(|page| {
            let words = page.front_matter.keywords.iter().map(String::as_str);
            words.chain([page.title()])
        });
        let terms = keywords.iter().chain(&others).filter(|run| run.language == source);
        let of_source = of_source.chain(terms.map(|run| run.text.as_str()));
        let source_words: BTreeSet<String> = of_source.flat_map(tokens).collect();
        for (other, cell) in entry.cells.iter().enumerate() {
            let Some(page) = cell else { continue };
            if other != language {
                others.push(run(other, page.title()));
            }
            for word in &page.front_matter.keywords {
                // Translators keep an office term among the keywords: it is no word of their language.
                let is_copied = tokens(word).iter().all(|token| source_words.contains(token));
                let is_own = is_in_script_of(word, &site.config.locales[other]);
                match (other == source, is_copied, is_own) {
                    (false, true, _) => {}
                    (false, false, false) => others.push(run(source, word)),
                    _ if other == language => keywords.push(run(other, word)),
                    _ => others.push(run(other, word)),
                }
            }
        }
        pages.push(SearchPage {
            bundle,
            url: entry.addresses[edition].clone(),
            title: run(language, page.title()),
            own_title: page.front_matter.title.as_ref().map(|title| title.value.clone()),
            summary: page.front_matter.summary().map(ToOwned::to_owned),
            keywords,
            others,
            sections,
            label: label(site.standings[bundle][language].as_ref(), edition, language)
                .map(|label| label.name(&site.config).to_owned()),
            prior: prior(entry, page, source),
        });
    }
    Ok(pages)
}

/// Pages that lead to others, that are true for a season only or that are for people at work repeat
/// the words of the page that answers.
fn prior(bundle: &Bundle, page: &Page, source: Edition) -> f32 {
    let leading = bundle.leading(source).unwrap_or(page);
    let audience = &leading.front_matter.audience;
    let is_for_work =
        !audience.is_empty() && audience.iter().all(|who| who.value == Audience::Professionals);
    match bundle.layout {
        Layout::Home | Layout::Section | Layout::Glossary | Layout::Places | Layout::Timetable => {
            0.75
        }
        _ if page.front_matter.valid_until.is_some() => 0.6,
        _ if is_for_work => 0.85,
        Layout::Guide | Layout::Plain | Layout::Contacts | Layout::Campaign => 1.0,
    }
}

/// Whether a word can be one of a language: Latin letters alone make no Ukrainian or Arabic word.
fn is_in_script_of(word: &str, locale: &Locale) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    locale.script().as_str() == "Latn" || !letters.all(|c| c < '\u{250}')
}

/// The entries of a page that lists contacts, places or terms: each is a section.
fn entries(renderer: &Renderer, layout: Layout, language: Edition) -> Vec<Section> {
    let site = &*renderer.site;
    let registry = &site.registry;
    let run = |text: &Localised| {
        let (text, language) = site.config.localise(text, language)?;
        Some(Run { language, text: format!("{text} ") })
    };
    let section = |id: &str, texts: Vec<Option<Run>>| Section {
        id: id.to_owned(),
        heading: Vec::new(),
        body: texts.into_iter().flatten().collect(),
    };
    let role = |contact: &RawContact| contact.role.as_ref().and_then(&run);
    match layout {
        Layout::Contacts => registry
            .contacts
            .iter()
            .map(|(id, entry)| section(id, vec![run(&entry.value.name), role(&entry.value)]))
            .collect(),
        Layout::Places => registry
            .places
            .iter()
            .map(|(id, entry)| section(id, vec![run(&entry.value.name)]))
            .collect(),
        Layout::Glossary => registry
            .terms
            .iter()
            .map(|(id, entry)| {
                let definition = entry.value.definition.as_ref().and_then(&run);
                section(id, vec![run(&entry.value.term), definition])
            })
            .collect(),
        Layout::Timetable => registry
            .courses
            .iter()
            .filter(|(_, entry)| !entry.value.is_over(renderer.today))
            .map(|(id, entry)| {
                let catalog = &site.catalogs[language];
                let title = renderer.course_title(&entry.value, language).text;
                let town = entry.value.town(&registry.places).unwrap_or_default();
                let kind = catalog.text(entry.value.raw.kind.message());
                let text = format!("{title} {kind} {town} ");
                let note = entry.value.raw.note.as_ref().and_then(&run);
                section(id, vec![Some(Run { language, text }), note])
            })
            .collect(),
        Layout::Home | Layout::Section | Layout::Guide | Layout::Plain | Layout::Campaign => {
            Vec::new()
        }
    }
}

/// Takes HTML that this program wrote apart at its headings. `edition` finds the language that a
/// `lang` attribute names.
fn sections(
    html: &str,
    language: Edition,
    edition: &dyn Fn(&str) -> Option<Edition>,
) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut languages: Vec<(&str, Edition)> = Vec::new();
    let mut in_heading = false;
    let mut rest = html;
    loop {
        let (text, tag) = match rest.split_once('<') {
            Some((text, after)) => (text, after.split_once('>')),
            None => (rest, None),
        };
        let current = languages.last().map_or(language, |(_, language)| *language);
        push(&mut sections, in_heading, current, text);
        let Some((tag, after)) = tag else { return sections };
        rest = after;
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap_or_default();
        let is_end = tag.starts_with('/');
        if matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") {
            in_heading = !is_end;
            if in_heading {
                let id = attribute(tag, "id").unwrap_or_default().to_owned();
                sections.push(Section { id, ..Section::default() });
            }
        }
        if !is_inline(name) {
            push(&mut sections, in_heading, current, " ");
        }
        if is_end {
            if let Some(at) = languages.iter().rposition(|(open, _)| *open == name) {
                languages.truncate(at);
            }
        } else if !is_empty(name) && !tag.ends_with('/') {
            let own = attribute(tag, "lang").and_then(edition);
            languages.push((name, own.unwrap_or(current)));
        }
    }
}

fn push(sections: &mut [Section], in_heading: bool, language: Edition, html: &str) {
    let Some(section) = sections.last_mut().filter(|_| !html.is_empty()) else { return };
    let text = unescape(html);
    let runs = if in_heading { &mut section.heading } else { &mut section.body };
    match runs.last_mut().filter(|run| run.language == language) {
        Some(run) => run.text.push_str(&text),
        None => runs.push(Run { language, text }),
    }
}

/// The value of an attribute, in quotes or without.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = tag.split_once(&format!(" {name}="))?;
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([' ', '/']).next(),
    }
}

fn is_empty(name: &str) -> bool {
    ["br", "hr", "img", "input", "path", "circle", "rect"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> Vec<(String, String, String)> {
        let edition = |tag: &str| ["uk", "cs", "en"].iter().position(|known| *known == tag);
        let plain = |runs: &[Run]| {
            let runs = runs.iter().filter(|run| !run.text.trim().is_empty());
            runs.map(|run| format!("{}:{}", run.language, run.text.trim())).collect::<Vec<_>>()
        };
        sections(html, 0, &edition)
            .iter()
            .map(|section| {
                let (heading, body) = (plain(&section.heading), plain(&section.body));
                (section.id.clone(), heading.join("|"), body.join("|"))
            })
            .collect()
    }

    #[test]
    fn headings_divide_a_text_and_languages_its_runs() {
        let html = "<p>Один &amp; <b>два</b></p><h2 id=\"who\">Хто</h2><ul><li>я<li>ти\
            <br>ми</ul><h3 id=x>Віза (<bdi lang=\"cs\" dir=\"ltr\">vízum</bdi>)</h3><p>так</p>";
        let expected = [
            ("", "", "0:Один & два"),
            ("who", "0:Хто", "0:я ти ми"),
            ("x", "0:Віза (|1:vízum|0:)", "0:так"),
        ];
        let expected = expected.map(|(id, h, b)| (id.to_owned(), h.to_owned(), b.to_owned()));
        let found: Vec<_> = of(html)
            .into_iter()
            .map(|(id, h, b)| (id, h, b.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        let text = "слово ".repeat(100);
        let body = vec![Run { language: 0, text }];
        let excerpt = Section { body, ..Section::default() }.excerpt();
        assert!(excerpt.ends_with("слово…") && excerpt.chars().count() <= EXCERPT + 1);
    }
}
