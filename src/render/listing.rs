//! Pages that no folder stands for: A–Z, not found, the choice of languages.

use std::collections::{BTreeMap, BTreeSet};

use crate::frontmatter::Layout;
use crate::html::Part;
use crate::offline::page_address;
use crate::site::{BundleIndex, Edition, Page};
use crate::view::{ContentView, LetterView, LinkView, PageView, TextView, TopicView};

use super::{
    Generated, MATERIALS_ADDRESS, Renderer, downloads_address, index_address, not_found_address,
    search_address, style_guide_address,
};

/// The title of the style guide.
const STYLE_GUIDE: &str = "Style guide";

impl Renderer {
    pub(super) fn generated_view(&self, page: Generated, edition: Edition) -> PageView {
        let catalog = &self.site.catalogs[edition];
        let homes = |other| format!("/{}/", self.site.config.locales[other]);
        let (title, summary, address) = match page {
            // Its words come from site.yaml, below.
            Generated::Home(_) => ("home", "index_summary", homes(edition)),
            Generated::Index(_) => {
                ("index_title", "index_summary", index_address(&self.site.config, edition))
            }
            Generated::Search(_) => {
                ("search_title", "search_text", search_address(&self.site.config, edition))
            }
            Generated::Downloads(_) => {
                let address = downloads_address(&self.site.config, edition);
                ("downloads_title", "downloads_summary", address)
            }
            Generated::Offline(_) => {
                ("offline_title", "offline_summary", page_address(&self.site.config, edition))
            }
            Generated::NotFound(_) => {
                let address = not_found_address(&self.site.config, edition);
                ("not_found_title", "not_found_text", address)
            }
            Generated::NotFoundAnywhere => {
                ("not_found_title", "not_found_text", "/404.html".to_owned())
            }
            Generated::Languages => ("languages_title", "languages_text", "/".to_owned()),
            // Its words are those of the tool, below.
            Generated::Materials => ("campaigns_title", "home", MATERIALS_ADDRESS.to_owned()),
            // Its words are English, below.
            Generated::StyleGuide(_) => {
                ("home", "index_summary", style_guide_address(&self.site.config, edition))
            }
        };
        let mut content = ContentView {
            title: self.own(catalog.text(title), edition),
            summary: Some(self.own(catalog.text(summary), edition)),
            ..ContentView::default()
        };
        if matches!(page, Generated::Home(_)) {
            let config = &self.site.config;
            content.title = self.localised(&config.name.value, edition);
            let description = config.description.as_ref();
            content.summary = description.map(|text| self.localised(&text.value, edition));
            let bundles = self.site.bundles.iter().enumerate();
            let top: Vec<BundleIndex> =
                bundles.filter(|(_, bundle)| bundle.parent.is_none()).map(|(i, _)| i).collect();
            content.children = self.tiles(&self.current(&top, Layout::Home), edition);
            content.campaigns = self.campaigns(edition, |_| true);
            content.next_courses = self.next_courses(edition);
            content.timetable_url = self.timetable_url(edition);
            content.people = self.people(edition);
        }
        if page == Generated::Materials {
            let materials = self.materials();
            content.title = self.own(&materials.title, edition);
            content.summary = Some(self.own(&materials.introduction, edition));
            content.materials = Some(materials);
        }
        let is_style_guide = matches!(page, Generated::StyleGuide(_));
        if is_style_guide {
            content.title = self.english(STYLE_GUIDE, edition);
            content.summary = None;
            content.html = Part::Text.stand_in();
        }
        let is_index = matches!(page, Generated::Index(_));
        let is_search = matches!(page, Generated::Search(_));
        if is_index {
            content.letters = self.letters(edition);
            content.topics = self.topics(edition);
        }
        let is_downloads = matches!(page, Generated::Downloads(_));
        if is_downloads {
            content.download_topics = self.download_topics(edition);
        }
        let is_offline = matches!(page, Generated::Offline(_));
        content.offline = is_offline.then(|| self.offline(edition));
        let home = self.site.find("").map(|index| LinkView {
            title: self.own(catalog.text("home"), edition),
            url: self.site.bundles[index].addresses[edition].clone(),
        });
        let current = match page {
            Generated::Home(_)
            | Generated::Index(_)
            | Generated::Search(_)
            | Generated::Downloads(_)
            | Generated::Offline(_)
            | Generated::NotFound(_)
            | Generated::StyleGuide(_) => edition,
            Generated::NotFoundAnywhere | Generated::Languages | Generated::Materials => usize::MAX,
        };
        PageView {
            locale: self.editions[edition].locale.clone(),
            head: self.generated_head(page, edition, &content, &address),
            languages: self.language_views(current, |other| {
                let config = &self.site.config;
                let url = match page {
                    Generated::Index(_) => index_address(config, other),
                    Generated::Search(_) => search_address(config, other),
                    Generated::Downloads(_) => downloads_address(config, other),
                    Generated::Offline(_) => page_address(config, other),
                    Generated::StyleGuide(_) => style_guide_address(config, other),
                    _ => homes(other),
                };
                (url, false)
            }),
            breadcrumbs: if is_index || is_search || is_downloads || is_offline {
                home.into_iter().collect()
            } else {
                Vec::new()
            },
            page: content,
        }
    }

    /// A text for those who work on the theme.
    fn english(&self, text: &str, edition: Edition) -> TextView {
        let own = self.own(text, edition);
        match self.site.config.locales[edition].language() {
            "en" => own,
            _ => TextView { lang: Some("en".to_owned()), dir: Some("ltr".to_owned()), ..own },
        }
    }

    /// Titles and keywords of all pages, under the letters of the edition's alphabet.
    fn letters(&self, edition: Edition) -> Vec<LetterView> {
        let formats = &self.site.formats[edition];
        // The words under which a page can be found, each once, and how many pages share a word.
        let mut words: Vec<(BundleIndex, Edition, &Page, &str)> = Vec::new();
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        for (index, bundle) in self.site.bundles.iter().enumerate() {
            let Some((language, page)) = self.site.shown(index, edition) else { continue };
            if bundle.id.is_empty() {
                continue;
            }
            let keywords = page.front_matter.keywords.iter().filter(|_| language == edition);
            let mut own = BTreeSet::new();
            for word in std::iter::once(page.title()).chain(keywords.map(String::as_str)) {
                if own.insert(word.to_lowercase()) {
                    *uses.entry(word.to_lowercase()).or_default() += 1;
                    words.push((index, language, page, word));
                }
            }
        }
        let mut entries: Vec<(Vec<u8>, String, LinkView)> = words
            .into_iter()
            .map(|(index, language, page, word)| {
                let is_shared = uses.get(&word.to_lowercase()).is_some_and(|uses| *uses > 1);
                let is_title = word.to_lowercase() == page.title().to_lowercase();
                let own = match is_title {
                    true => language,
                    false => self.language_of_keyword(index, word, language),
                };
                let mut title = self.text(&capitalised(word), own, edition);
                if is_shared && !is_title {
                    title = joined(title, self.text(page.title(), language, edition));
                }
                let url = self.site.bundles[index].addresses[edition].clone();
                let letter = formats.index_letter(&title.text);
                (formats.sort_key(&title.text), letter, LinkView { title, url })
            })
            .collect();
        entries.sort_by(|a, b| (&a.0, &a.2.url).cmp(&(&b.0, &b.2.url)));
        let mut letters: Vec<LetterView> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (_, letter, entry) in entries {
            let place = *places.entry(letter.clone()).or_insert_with(|| {
                let id = format!("letter-{}", letters.len() + 1);
                letters.push(LetterView { letter, id, entries: Vec::new() });
                letters.len() - 1
            });
            letters[place].entries.push(entry);
        }
        letters
    }

    /// Translations keep words of the source page as keywords, because offices use them.
    fn language_of_keyword(&self, index: BundleIndex, word: &str, language: Edition) -> Edition {
        let source = self.site.config.source;
        let Some(page) = self.site.bundles[index].cells[source].as_deref() else { return language };
        let mut keywords = page.front_matter.keywords.iter().map(String::as_str);
        let is_same = |other: &str| other.to_lowercase() == word.to_lowercase();
        match is_same(page.title()) || keywords.any(is_same) {
            true => source,
            false => language,
        }
    }

    fn topics(&self, edition: Edition) -> Vec<TopicView> {
        let Some(home) = self.site.find("") else { return Vec::new() };
        let bundles = &self.site.bundles;
        let topic = |&index: &BundleIndex| TopicView {
            title: self.title(index, edition),
            url: bundles[index].addresses[edition].clone(),
            icon: bundles[index].icon.clone(),
            pages: bundles[index].children.iter().map(|&page| self.link(page, edition)).collect(),
        };
        bundles[home].children.iter().map(topic).collect()
    }
}

/// A word and the title of its page, each in its language.
fn joined(word: TextView, title: TextView) -> TextView {
    let text = format!("{} – {}", word.text, title.text);
    let marked = |part: &TextView| match (&part.lang, &part.dir) {
        (Some(lang), Some(dir)) => {
            format!("<span lang=\"{lang}\" dir=\"{dir}\">{}</span>", part.html)
        }
        _ => part.html.clone(),
    };
    match word.lang == title.lang {
        true => TextView { html: format!("{} – {}", word.html, title.html), text, ..title },
        false => TextView {
            html: format!("{} – {}", marked(&word), marked(&title)),
            text,
            lang: None,
            dir: None,
        },
    }
}

/// Entries of an index begin with a capital letter, as headings do.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
