//! Whether rendered pages show the publicity of EU support.

use std::collections::BTreeSet;

use serde_json::json;

use crate::diagnostic::{Diagnostic, Diagnostics, SourcePath};
use crate::embedded;
use crate::html::Html;
use crate::publicity::{EMBLEM_CLASS, Fault, blame, faults, has_larger_logo};
use crate::source::SourceTree;
use crate::theme;

use super::Renderer;

impl Renderer {
    /// What a page or sheet lacks; nothing where nobody asks for publicity.
    pub fn without_publicity(&self, html: &Html) -> Vec<Fault> {
        let Some(statement) = &self.statement else { return Vec::new() };
        let parts = [(Fault::NoEmblem, EMBLEM_CLASS), (Fault::NoStatement, statement)];
        let lacks = |(_, part): &(Fault, &str)| !html.contains(part);
        parts.into_iter().filter(lacks).map(|(fault, _)| fault).collect()
    }

    /// The same for a sheet, whose templates may show a logo of their own.
    pub fn sheet_without_publicity(&self, html: &Html) -> Vec<Fault> {
        let mut faults = self.without_publicity(html);
        let may_show_logo = self.statement.is_some() && html.contains("logo");
        if may_show_logo && has_larger_logo(&html.text()) {
            faults.push(Fault::LargerLogo);
        }
        faults
    }

    /// What is wrong with the publicity block itself and with templates that do not show it, when
    /// pages lack `missing`.
    pub fn publicity(&self, tree: &SourceTree, missing: &BTreeSet<Fault>) -> Diagnostics {
        let Some(statement) = &self.statement else { return Diagnostics::new() };
        let mut found = Diagnostics::new();
        for edition in 0..self.editions.len() {
            let view = self.site_view(edition);
            let block = self.rendered("funding", edition, &json!({ "funding": view.funding }));
            // What a template cannot render was reported where it was rendered.
            let Ok(block) = block else { continue };
            let own = component("funding");
            let drawn = if tree.text(&own).is_some() { "funding" } else { "funding-lockup" };
            let faults = faults(block.as_str(), statement);
            found.extend(faults.into_iter().map(|fault| in_component(tree, drawn, fault)));
            let footer = json!({ "site": view, "feed_url": "" });
            let brand = json!({ "site": view });
            for (name, arguments) in [("site-footer", &footer), ("brand", &brand)] {
                let html = self.rendered(&name.replace('-', "_"), edition, arguments);
                if html.is_ok_and(|html| has_larger_logo(html.as_str())) {
                    let inside = has_larger_logo(block.as_str());
                    let name = if inside { drawn } else { name };
                    found.push(in_component(tree, name, Fault::LargerLogo));
                }
            }
        }
        for fault in missing {
            let blamed = blame(tree, *fault);
            let config = &self.site.config.path;
            // Nothing of the portal's own is to blame only if the block itself was.
            let nobody = (blamed.is_empty() && found.is_empty()).then(|| fault.finding(config, ""));
            found.extend(blamed.into_iter().chain(nobody));
        }
        found.finish();
        found
    }
}

fn in_component(tree: &SourceTree, name: &str, fault: Fault) -> Diagnostic {
    let path = component(name);
    let text = tree.text(&path).or_else(|| embedded::tree().text(&path));
    fault.finding(&path, text.unwrap_or_default())
}

fn component(name: &str) -> SourcePath {
    format!("{}components/{name}/template.html", theme::FOLDER).into()
}
