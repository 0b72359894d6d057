//! `search`: the question of a reader, answered by tantivy on the command line.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

use rozcestnik::portal::Portal;
use rozcestnik::search::{Answer, Hit, SearchIndex};
use rozcestnik::source::SourceTree;
use rozcestnik::{Memo, assemble};
use serde_json::{Value, json};

use super::build::{drafts, say_findings};
use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say, say_error};
use crate::cli::Search;

/// Results that are printed.
const SHOWN: usize = 20;

/// Asks one question, or those that come on standard input.
pub fn search(session: &Session, options: &Search) -> u8 {
    let tree = Arc::new(SourceTree::read(&session.root));
    let compilation = session.options(drafts(&options.input), &options.input.base_url);
    let (portal, found) = assemble(&tree, &compilation, &mut Memo::default());
    let Some(portal) = portal.filter(|_| !found.has_errors()) else {
        say_findings(session, &found, &tree, options.input.format);
        return FINDINGS;
    };
    let config = &portal.site().config;
    let default = config.source_locale().to_string();
    let mut asker = Asker { session, portal: &portal, indexes: BTreeMap::new() };
    if options.batch {
        for line in std::io::stdin().lock().lines() {
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    let reason = error.to_string();
                    say_error(
                        &session.messages.text("report.search.input", &[("reason", &reason)]),
                    );
                    return COULD_NOT_RUN;
                }
            };
            let (locale, query) = line.split_once('\t').unwrap_or((&default, &line));
            match asker.ask(locale, query) {
                Ok((index, answer)) => {
                    say(&format!("{}\n", to_json(&portal, index, query, &answer)));
                }
                Err(code) => return code,
            }
        }
        return FINE;
    }
    let locale = options.locale.as_deref().unwrap_or(&default);
    let query = options.query.as_deref().unwrap_or_default();
    match asker.ask(locale, query) {
        Ok((index, answer)) if options.json => {
            say(&format!("{:#}\n", to_json(&portal, index, query, &answer)));
            FINE
        }
        Ok((index, answer)) => {
            say(&to_text(session, &portal, index, &answer, options.explain));
            FINE
        }
        Err(code) => code,
    }
}

struct Asker<'a> {
    session: &'a Session,
    portal: &'a Portal,
    indexes: BTreeMap<usize, SearchIndex>,
}

impl Asker<'_> {
    fn ask(&mut self, locale: &str, query: &str) -> Result<(&SearchIndex, Answer), u8> {
        let messages = &self.session.messages;
        let Some(edition) = self.portal.site().config.locale_index(locale) else {
            say_error(&messages.text("report.search.no_edition", &[("locale", locale)]));
            return Err(COULD_NOT_RUN);
        };
        if let std::collections::btree_map::Entry::Vacant(place) = self.indexes.entry(edition) {
            let index = self.portal.search_index(edition).map_err(|finding| {
                say_error(&messages.message(&finding));
                COULD_NOT_RUN
            })?;
            place.insert(index);
        }
        let index = self.indexes.get(&edition).ok_or(COULD_NOT_RUN)?;
        let answer = index.ask_tantivy(query).map_err(|error| {
            let reason = error.to_string();
            say_error(&messages.text("search-failed.message", &[("reason", &reason)]));
            COULD_NOT_RUN
        })?;
        Ok((index, answer))
    }
}

/// Title, address with the section, and the section's heading of a hit.
fn place<'a>(index: &'a SearchIndex, hit: &Hit) -> (&'a str, String, &'a str, &'a str) {
    let Some(page) = index.pages.get(hit.page as usize) else { return ("", String::new(), "", "") };
    let section = page.sections.get(hit.section as usize);
    let (id, heading) = section.map_or(("", ""), |section| (&section.id, &section.heading));
    let url = if id.is_empty() { page.url.clone() } else { format!("{}#{id}", page.url) };
    (&page.title, url, id, heading)
}

fn to_json(portal: &Portal, index: &SearchIndex, query: &str, answer: &Answer) -> Value {
    let site = portal.site();
    let results: Vec<Value> = answer
        .hits
        .iter()
        .take(SHOWN)
        .map(|hit| {
            let (title, url, section, _) = place(index, hit);
            let bundle = index.pages.get(hit.page as usize).map(|page| page.bundle);
            let label = index.pages.get(hit.page as usize).and_then(|page| page.label.as_deref());
            let language = index.languages.get(hit.language as usize);
            json!({
                "page": bundle.map(|bundle| &*site.bundles[bundle].id),
                "section": section,
                "title": title,
                "url": url,
                "label": label,
                "score": hit.score,
                "matched_locale": language.map(|language| site.config.locales[*language].as_str()),
            })
        })
        .collect();
    json!({ "query": query, "corrected": answer.corrected, "results": results })
}

fn to_text(
    session: &Session,
    portal: &Portal,
    index: &SearchIndex,
    answer: &Answer,
    explain: bool,
) -> String {
    let messages = &session.messages;
    let locales = &portal.site().config.locales;
    let mut text = String::new();
    if let Some(words) = &answer.corrected {
        text.push_str(&messages.text("report.search.corrected", &[("words", words)]));
        text.push('\n');
    }
    if answer.hits.is_empty() {
        text.push_str(&messages.text("report.search.nothing", &[]));
        text.push('\n');
    }
    for hit in answer.hits.iter().take(SHOWN) {
        let (title, url, _, heading) = place(index, hit);
        text.push_str(&format!("{:>6}  {title}", hit.score));
        if !heading.is_empty() {
            text.push_str(&format!(" – {heading}"));
        }
        text.push_str(&format!("\n        {url}\n"));
        let language = index.languages.get(hit.language as usize).filter(|_| hit.language > 0);
        if let Some(language) = language {
            let locale = locales[*language].to_string();
            let said = messages.text("report.search.matched", &[("locale", &locale)]);
            text.push_str(&format!("        {said}\n"));
        }
        if explain {
            for term in &answer.terms {
                if let Some(impact) = term.impact(hit.page) {
                    text.push_str(&format!("        {impact:>5}  {}\n", term.keys));
                }
            }
        }
    }
    text
}
