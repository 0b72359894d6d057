//! What a portal lays over the theme without effect, and its logo.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, most_similar};
use crate::picture;
use crate::source::SourceTree;

use super::tokens::{self, Token};
use super::{Asset, FOLDER};

/// Folder of the components.
const COMPONENTS: &str = "themes/default/components/";

/// Files that a component can have, besides a module of its own name.
const PARTS: [&str; 5] = ["template.html", "style.css", "paper.css", "script.js", "examples.yaml"];

/// Endings of files that can be a logo.
const LOGOS: [&str; 4] = ["svg", "png", "webp", "jpg"];

/// The space for a logo at the top of a page, in pixels of CSS. Lower than the EU emblem, which no
/// logo may exceed.
const LARGEST: [usize; 2] = [200, 44];

/// The portal's own sign at the top of every page, in place of the signpost.
#[derive(Debug, Clone)]
pub struct Logo {
    /// The file.
    pub asset: Asset,
    /// Width at which it is shown, in pixels of CSS.
    pub width: usize,
    /// Height at which it is shown.
    pub height: usize,
}

/// The file `logo.svg`, or another kind of picture of that name, in the folder of the theme.
pub fn logo(tree: &SourceTree) -> (Option<Logo>, Diagnostics) {
    let paths = LOGOS.map(|ending| format!("{FOLDER}logo.{ending}"));
    let own = tree.below(FOLDER).find(|(path, _)| paths.iter().any(|known| ***path == **known));
    let Some((path, file)) = own else { return (None, Diagnostics::new()) };
    let (picture, found) = picture::read(path, file);
    let logo = picture.filter(|picture| picture.width > 0 && picture.height > 0).map(|picture| {
        let [widest, highest] = LARGEST.map(|size| size as f64);
        let (width, height) = (picture.width as f64, picture.height as f64);
        let scale = (widest / width).min(highest / height);
        let shown = |size: f64| (size * scale).round().max(1.0) as usize;
        let asset = Asset { address: picture.address, bytes: file.bytes().to_vec() };
        Logo { asset, width: shown(width), height: shown(height) }
    });
    (logo, found)
}

/// The component that a file belongs to.
fn component(path: &str) -> Option<&str> {
    path.strip_prefix(COMPONENTS)?.split('/').next()
}

/// Files that take the place of nothing and that nothing reads: a folder or a name is misspelt.
pub fn idle_files(tree: &SourceTree, embedded: &SourceTree) -> Vec<Diagnostic> {
    let templates: Vec<&str> = [embedded, tree]
        .into_iter()
        .flat_map(|files| files.below(FOLDER))
        .filter_map(|(_, file)| file.text())
        .collect();
    let is_named = |name: &str| {
        let quoted = format!("\"{name}\"");
        templates.iter().any(|text| text.contains(&quoted))
    };
    let components: BTreeSet<&str> =
        embedded.below(COMPONENTS).filter_map(|(path, _)| component(path)).collect();
    // A folder without a template of its own adds to a component of the theme, or stands alone.
    let is_misspelt = |name: &str| {
        !components.contains(name)
            && tree.get(&format!("{COMPONENTS}{name}/template.html")).is_none()
            && most_similar(name, components.iter().copied()).is_some()
    };
    let is_read = |path: &str| match path.split('/').collect::<Vec<_>>().as_slice() {
        ["templates", name] => name.ends_with(".html") && is_named(name),
        ["components", component, name] => {
            let is_part = PARTS.contains(name) || *name == format!("{component}.js");
            is_part && !is_misspelt(component)
        }
        ["css", name] | ["css", "paper", name] => name.ends_with(".css"),
        [name] => LOGOS.iter().any(|ending| *name == format!("logo.{ending}")),
        _ => false,
    };
    let known = || embedded.below(FOLDER).map(|(path, _)| &path[FOLDER.len()..]);
    tree.below(FOLDER)
        .filter(|(path, _)| embedded.get(path).is_none() && !is_read(&path[FOLDER.len()..]))
        .map(|(path, _)| {
            let name = &path[FOLDER.len()..];
            let finding = Diagnostic::at(Code::IdleOverride, Span::file(path));
            finding.with("name", name).did_you_mean(name, known())
        })
        .collect()
}

/// Colours of the portal that are none, or whose contrast nobody can compute, and tokens whose name
/// is almost that of the theme.
pub fn idle_tokens(tokens: &[Token], tree: &SourceTree, embedded: &SourceTree) -> Vec<Diagnostic> {
    let sheets = |files: &SourceTree| -> Vec<Token> {
        let css = files.below(FOLDER).filter(|(path, _)| path.ends_with(".css"));
        tokens::tokens(css.filter_map(|(path, file)| Some((path, file.text()?))))
    };
    let known = sheets(embedded);
    let names: Vec<String> = known.iter().map(|token| format!("--{}", token.name)).collect();
    let is_used = |name: &str| {
        let call = format!("var(--{name}");
        tree.below(FOLDER).any(|(_, file)| file.text().is_some_and(|text| text.contains(&call)))
    };
    let mut found = Vec::new();
    for token in tokens {
        let name = format!("--{}", token.name);
        let is_known = names.contains(&name);
        for declared in [Some(&token.light), token.dark.as_ref()].into_iter().flatten() {
            if tree.get(&declared.span.path).is_none() {
                continue;
            }
            if !is_known && !is_used(&token.name) {
                let finding = Diagnostic::at(Code::IdleOverride, declared.span.clone());
                let known = names.iter().map(String::as_str);
                found.push(finding.with("name", &name).did_you_mean(&name, known));
            } else if is_known && tokens::is_colour(&token.name) && !declared.is_colour() {
                let finding = Diagnostic::at(Code::BadValue, declared.span.clone());
                let finding = finding.with("value", &declared.value);
                found.push(finding.with("expected", "hex-colour"));
            }
        }
    }
    found
}
