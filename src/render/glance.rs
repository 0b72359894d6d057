//! What a page says at a glance: facts of the data, written in the language of the reader.

use crate::frontmatter::FrontMatter;
use crate::markdown::escape;
use crate::site::{BundleIndex, Edition};
use crate::view::FactsView;
use crate::yaml::{Localised, Spanned};

use super::Renderer;
use super::views::element_of;

impl Renderer {
    /// The rows that have something to say: what staff still have to supply is left out.
    pub(super) fn at_a_glance(&self, head: &FrontMatter, edition: Edition) -> Vec<FactsView> {
        let Some(glance) = &head.at_a_glance else { return Vec::new() };
        let values = |ids: &[Spanned<String>]| -> Vec<String> {
            ids.iter().filter_map(|id| self.labelled_value(&id.value, edition)).collect()
        };
        let places = glance.places.iter().filter_map(|id| self.place_link(&id.value, edition));
        let rows = [
            ("glance_where", "map", places.collect()),
            ("glance_price", "money", values(&glance.price)),
            ("glance_time", "clock", values(&glance.time)),
            ("glance_deadline", "calendar", values(&glance.deadline)),
        ];
        let catalog = &self.site.catalogs[edition];
        rows.into_iter()
            .filter(|(_, _, facts_html)| !facts_html.is_empty())
            .map(|(message, icon, facts_html)| FactsView {
                label: catalog.text(message).to_owned(),
                icon,
                facts_html,
            })
            .collect()
    }

    /// `Zkouška z češtiny: <b>3 200 Kč</b>`; nothing where staff still have to supply it.
    fn labelled_value(&self, id: &str, edition: Edition) -> Option<String> {
        let fact = &self.site.registry.values.get(id)?.value;
        let (words, language) = self.fact(fact, edition)?;
        let words = element_of(&self.text(&words, language, edition));
        let mut html = String::new();
        if let Some(label) = fact.label.as_ref().and_then(|label| self.known(label, edition)) {
            html.push_str(&element_of(&label));
            html.push_str(": ");
        }
        html.push_str(&format!("<b class=\"value\">{words}</b>"));
        if let Some(day) = fact.verified {
            let date = self.site.formats[edition].date_long(day.0);
            let note = self.site.catalogs[edition].fill("verified_on", &[("date", &date)]);
            let note = self.isolated(&note, edition);
            html.push_str(&format!(" <span class=\"value__verified\">{note}</span>"));
        }
        Some(html)
    }

    /// A link to the card of a contact, or of a place where no contact has the id.
    fn place_link(&self, id: &str, edition: Edition) -> Option<String> {
        let registry = &self.site.registry;
        let contact = registry.contacts.get(id).map(|entry| (self.contacts, &entry.value.name));
        let place = || registry.places.get(id).map(|entry| (self.places, &entry.value.name));
        let (home, name): (Option<BundleIndex>, &Localised) = contact.or_else(place)?;
        let name = element_of(&self.localised(name, edition));
        let Some(home) = home else { return Some(name) };
        let mut html = String::from("<a href=\"");
        escape(&mut html, &self.site.bundles[home].addresses[edition]);
        html.push('#');
        escape(&mut html, id);
        html.push_str(&format!("\">{name}</a>"));
        Some(html)
    }
}
