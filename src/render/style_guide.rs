//! The living style guide: the colours of the theme, its sizes, and every component with its examples.

use serde_json::{Value as Json, json};

use crate::diagnostic::Diagnostic;
use crate::html::Piece;
use crate::site::Edition;
use crate::theme::pairs;

use super::Renderer;

/// Components of `<head>`, of which there is nothing to see.
const UNSEEN: [&str; 2] = ["alternates", "page-assets"];

impl Renderer {
    /// What stands on the page.
    pub(super) fn style_guide(&self, edition: Edition) -> Result<Piece, Diagnostic> {
        let theme = &self.theme;
        let (colours, sizes): (Vec<_>, Vec<_>) =
            theme.tokens.iter().partition(|token| token.light.value.starts_with('#'));
        let colours: Vec<Json> = colours
            .into_iter()
            .map(|token| {
                let (light, dark) = (&token.light.value, &token.on_dark().value);
                json!({ "name": token.name, "light": light, "dark": dark })
            })
            .collect();
        let sizes: Vec<Json> = sizes
            .into_iter()
            .map(|token| json!({ "name": token.name, "value": token.light.value }))
            .collect();
        let contrasts: Vec<Json> = pairs(&theme.tokens)
            .into_iter()
            .map(|pair| {
                let [light, dark] = pair.contrasts.map(|contrast| format!("{contrast:.1}"));
                let (text, ground) = (&pair.text.name, &pair.ground.name);
                json!({ "text": text, "ground": ground, "light": light, "dark": dark })
            })
            .collect();
        let components = self.component_examples(edition)?;
        let arguments = json!({
            "colours": colours, "sizes": sizes, "contrasts": contrasts, "components": components,
        });
        self.rendered("style_guide", edition, &arguments)
    }

    fn component_examples(&self, edition: Edition) -> Result<Vec<Json>, Diagnostic> {
        let messages = &self.editions[edition].messages;
        let mut components = Vec::new();
        for examples in &self.theme.examples {
            let name = examples.component.replace('-', "_");
            let mut shown = Vec::new();
            for example in examples.read()? {
                let body = example.body.as_deref();
                let html = self.theme.component(&name, &example.data, body, messages)?;
                shown.push(json!({ "name": example.name, "html": html }));
            }
            components.push(json!({
                "name": examples.component,
                "about": examples.about,
                "is_seen": !UNSEEN.contains(&&*examples.component),
                "examples": shown,
            }));
        }
        Ok(components)
    }
}
