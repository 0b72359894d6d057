//! Templates, style sheets and scripts, with the site's own files laid over the embedded ones.
//!
//! What a page loads depends on the name of a file in the folder of its component:
//!
//! * `style.css`, `script.js`: part of the one style sheet and of the one module of all pages.
//! * `extra.css`: part of a second style sheet, which layouts other than guides link.
//! * `NAME.js` and `NAME.css`, named after the component: fetched when a script says
//!   `import(modules["NAME"])`; `modules` holds the addresses.
//! * `paper.css`: part of the one style sheet of printed sheets.

mod examples;
mod overrides;
mod tokens;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourcePath, Span};
use crate::minify;
use crate::picture::fingerprinted;
use crate::source::{SourceFile, SourceTree};

pub use examples::{Example, Examples};
pub use overrides::Logo;
pub use tokens::{Pair, Token, pairs};

/// Folder of the theme, in the site and among the embedded files.
pub const FOLDER: &str = "themes/default/";

const NO_MODULE: &str = "`import` and `export` have no place in the script of a component";

/// A theme that can render pages.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// The style sheet of all pages: what guides need.
    pub css: Asset,
    /// What other layouts need besides, which link it in their block `styles`.
    pub extra: Asset,
    /// The one style sheet of printed sheets, which do not load that of pages.
    pub paper: Asset,
    /// The scripts of all components in one module, so that they cost one request; each runs in a
    /// block of its own, so that one that fails stops only itself.
    pub script: Option<Asset>,
    /// ES modules that a script loads when a reader first needs them, by the name of their component.
    pub lazy: BTreeMap<String, Module>,
    /// The icon of the portal.
    pub icon: Asset,
    /// The portal's own sign at the top of every page, if it has one.
    pub logo: Option<Logo>,
    /// Examples of the components, in the order of their names.
    pub examples: Vec<Examples>,
    /// The design tokens: custom properties of the style sheet.
    pub tokens: Vec<Token>,
    /// Source files of the templates by the name they are rendered under.
    paths: BTreeMap<String, SourcePath>,
}

/// A file with a fingerprint of its content in its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Address from the root of the host.
    pub address: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Asset {
    fn new(path: &str, bytes: Vec<u8>) -> Self {
        Self { address: fingerprinted(path, &bytes), bytes }
    }
}

/// An ES module that is fetched when a reader first needs it, with the style of what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The module.
    pub script: Asset,
    /// Its style sheet, `NAME.css` beside `NAME.js`.
    pub style: Option<Asset>,
}

impl Module {
    /// The module fetches its style sheet first, so that nobody sees what it shows without.
    fn new(component: &str, mut script: String, style: Option<Asset>) -> Self {
        if let Some(style) = &style {
            let address = &style.address;
            script.push_str(&format!(
                "\nawait new Promise(done=>document.head.append(Object.assign(\
                 document.createElement(\"link\"),\
                 {{rel:\"stylesheet\",className:\"by-script\",href:\"{address}\",onload:done,onerror:done}})));\n"
            ));
        }
        Self { script: Asset::new(&format!("{component}-module.js"), script.into_bytes()), style }
    }

    /// Its files.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.style.iter().chain([&self.script])
    }
}

/// Loads the theme; without one there are only findings.
pub fn load(tree: &SourceTree, embedded: &SourceTree) -> (Option<Theme>, Diagnostics) {
    let mut found = Diagnostics::new();
    found.extend(overrides::idle_files(tree, embedded));
    let (logo, problems) = overrides::logo(tree);
    found.append(problems);
    let mut files: BTreeMap<&SourcePath, &SourceFile> = embedded.below(FOLDER).collect();
    files.extend(tree.below(FOLDER));
    let text = |path: &str| files.iter().find(|(p, _)| ****p == *path).and_then(|(_, f)| f.text());

    let mut templates = Vec::new();
    let mut paths = BTreeMap::new();
    let mut sheets: Vec<(u8, &SourcePath, &str)> = Vec::new();
    let mut extra: Vec<(u8, &SourcePath, &str)> = Vec::new();
    let mut paper: Vec<(u8, &SourcePath, &str)> = Vec::new();
    let mut script = String::new();
    let mut lazy = BTreeMap::new();
    let mut examples = Vec::new();
    for (path, file) in &files {
        let Some(text) = file.text() else { continue };
        let parts: Vec<&str> = path[FOLDER.len()..].split('/').collect();
        match parts.as_slice() {
            ["templates", name] if name.ends_with(".html") => {
                paths.insert((*name).to_owned(), (*path).clone());
                templates.push(((*name).to_owned(), text));
            }
            ["components", component, "template.html"] => {
                let name = format!("components/{component}.html");
                paths.insert(name.clone(), (*path).clone());
                templates.push((name, text));
            }
            ["components", component, "examples.yaml"] => {
                let template = files.iter().find(|(other, _)| {
                    other.strip_suffix("template.html") == path.strip_suffix("examples.yaml")
                });
                let template = template.and_then(|(_, file)| file.text()).unwrap_or_default();
                examples.push(Examples::new(component, path, text, template));
            }
            ["css", "print.css"] => sheets.push((2, path, text)),
            ["css", "extra", name] if name.ends_with(".css") => extra.push((0, path, text)),
            ["components", _, "extra.css"] => extra.push((1, path, text)),
            // Sheets load nothing else of pages.
            ["css", "10-reset.css"] => {
                sheets.push((0, path, text));
                paper.push((0, path, text));
            }
            ["css", "paper", name] if name.ends_with(".css") => paper.push((0, path, text)),
            ["components", _, "paper.css"] => paper.push((1, path, text)),
            ["css", name] if name.ends_with(".css") => sheets.push((0, path, text)),
            ["components", _, "style.css"] => sheets.push((1, path, text)),
            ["components", _, "script.js"] => {
                let checked = minify::script(text).and_then(|_| match module_syntax(text) {
                    Some(at) => Err((NO_MODULE.to_owned(), at)),
                    None => Ok(()),
                });
                if let Err((reason, at)) = checked {
                    found.push(bad_script(path, &reason, at));
                    continue;
                }
                script.push_str(&format!(
                    "try {{\n{text}}} catch (error) {{\n  reportError(error);\n}}\n"
                ));
            }
            ["components", component, name] if *name == format!("{component}.js") => {
                match minify::script(text) {
                    Ok(module) => {
                        let style = format!("{}css", path.trim_end_matches("js"));
                        let style = files.iter().find(|(path, _)| ****path == *style);
                        let style = style.and_then(|(path, file)| Some((*path, file.text()?)));
                        let style = style.map(|(path, text)| {
                            let css = style_sheet(&[(0, path, text)], &mut found);
                            Asset::new(&format!("{component}-module.css"), css.into_bytes())
                        });
                        lazy.insert((*component).to_owned(), Module::new(component, module, style));
                    }
                    Err((reason, at)) => found.push(bad_script(path, &reason, at)),
                }
            }
            _ => {}
        }
    }
    let mut tera = Tera::default();
    if let Err(error) = tera.add_raw_templates(templates) {
        let source = |path: &SourcePath| files.get(path).and_then(|file| file.text());
        found.extend(describe_all(&error, &paths, source));
        return (None, found);
    }
    sheets.sort_by_key(|(layer, path, _)| (*layer, (*path).clone()));
    paper.sort_by_key(|(layer, path, _)| (*layer, (*path).clone()));
    extra.sort_by_key(|(layer, path, _)| (*layer, (*path).clone()));
    let css = style_sheet(&sheets, &mut found);
    let tokens = tokens::tokens(sheets.iter().map(|(_, path, text)| (*path, *text)));
    let extra = style_sheet(&extra, &mut found);
    found.extend(tokens::low_contrasts(&tokens, |path| tree.get(path).is_some()));
    found.extend(overrides::idle_tokens(&tokens, tree, embedded));
    let paper = style_sheet(&paper, &mut found);
    // Each was read alone, so that nothing can be wrong with them together.
    let script = if script.is_empty() { script } else { addresses_of(&lazy) + &script };
    let script = minify::script(&script).unwrap_or(script);
    let icon = text(&format!("{FOLDER}icon.svg")).unwrap_or_default().as_bytes().to_vec();
    let theme = Theme {
        tera,
        css: Asset::new("site.css", css.into_bytes()),
        extra: Asset::new("extra.css", extra.into_bytes()),
        paper: Asset::new("paper.css", paper.into_bytes()),
        script: (!script.is_empty()).then(|| Asset::new("site.js", script.into_bytes())),
        lazy,
        examples,
        tokens,
        icon: Asset::new("icon.svg", icon),
        logo,
        paths,
    };
    (Some(theme), found)
}

impl Theme {
    /// Renders a template.
    ///
    /// # Errors
    /// A [`Code::TemplateError`] with the place in the template.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera.render(template, context).map_err(|error| describe(&error, &self.paths))
    }

    /// Renders a component alone, as it stands in the middle of a text. `body` is finished HTML.
    ///
    /// # Errors
    /// A [`Code::TemplateError`] with the place in the template.
    pub fn component(
        &self,
        name: &str,
        arguments: &impl Serialize,
        body: Option<&str>,
        messages: &Value,
    ) -> Result<String, Diagnostic> {
        let arguments =
            Context::from_serialize(arguments).map_err(|error| describe(&error, &self.paths))?;
        let mut implicits = Context::new();
        implicits.insert_value("m", messages.clone());
        self.tera
            .render_component_with_implicits(name, &arguments, &implicits, body, true)
            .map_err(|error| describe(&error, &self.paths))
    }
}

/// What scripts import: the addresses of the modules by the names of their components.
fn addresses_of(lazy: &BTreeMap<String, Module>) -> String {
    let addresses: BTreeMap<&str, &str> =
        lazy.iter().map(|(name, module)| (&**name, &*module.script.address)).collect();
    format!("const modules = {};\n", serde_json::json!(addresses))
}

fn bad_script(path: &SourcePath, reason: &str, at: Range<usize>) -> Diagnostic {
    Diagnostic::at(Code::BadScript, Span::new(path, at)).with("reason", reason)
}

/// Where a script says `import` or `export` at the beginning of a line.
fn module_syntax(script: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in script.split_inclusive('\n') {
        let word = ["import ", "export "].into_iter().find(|word| line.starts_with(word));
        if let Some(word) = word {
            return Some(at..at + word.len() - 1);
        }
        at += line.len();
    }
    None
}

/// Joins the sheets, layers first and print last, and points at the mistake if there is one.
fn style_sheet(sheets: &[(u8, &SourcePath, &str)], found: &mut Diagnostics) -> String {
    let joined: String = sheets.iter().map(|(_, _, text)| format!("{text}\n")).collect();
    minify::css(&joined).unwrap_or_else(|(reason, line, column)| {
        let mut before = 0;
        for (_, path, text) in sheets {
            // With the line break that was put behind it.
            let lines = u32::try_from(text.matches('\n').count() + 1).unwrap_or(u32::MAX);
            if line < before + lines {
                let start: usize =
                    text.split_inclusive('\n').take((line - before) as usize).map(str::len).sum();
                let at = text.floor_char_boundary(start + column.saturating_sub(1) as usize);
                let span = Span::new(path, at..at);
                found.push(Diagnostic::at(Code::BadStyleSheet, span).with("reason", &reason));
                break;
            }
            before += lines;
        }
        joined
    })
}

/// What is wrong with the templates of a theme. References to what nobody has come as one text of
/// several reports, with an empty line between them:
///
/// ```text
/// error: Unknown component `tile`
///  --> home.html:3:3
///   |
/// 3 | {{<tile page={page} />}}
///   |   ^^^^^^^^^^^^^^^^^^^^^
/// ```
fn describe_all<'a>(
    error: &tera::Error,
    paths: &BTreeMap<String, SourcePath>,
    source: impl Fn(&SourcePath) -> Option<&'a str>,
) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else { return vec![describe(error, paths)] };
    let reports: Vec<Diagnostic> = text
        .split("\n\n")
        .filter_map(|report| {
            let mut lines = report.lines();
            let reason = lines.next()?.strip_prefix("error: ")?;
            let (_, place) = lines.next()?.split_once("--> ")?;
            let mut parts = place.rsplitn(3, ':');
            let column: usize = parts.next()?.parse().ok()?;
            let line: usize = parts.next()?.parse().ok()?;
            let path = paths.get(parts.next()?)?;
            let start: usize =
                source(path)?.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let letters = source(path)?.get(start..)?.chars();
            let width = report.chars().rev().take_while(|c| *c == '^').count();
            let bytes = |count| letters.clone().take(count).map(char::len_utf8).sum::<usize>();
            let range = start + bytes(column - 1)..start + bytes(column - 1 + width);
            let finding = Diagnostic::at(Code::TemplateError, Span::new(path, range));
            Some(finding.with("reason", reason.trim_end_matches('.')))
        })
        .collect();
    if reports.is_empty() { vec![describe(error, paths)] } else { reports }
}

fn describe(error: &tera::Error, paths: &BTreeMap<String, SourcePath>) -> Diagnostic {
    let (name, range, reason) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (report.filename(), Some(report.span().range.clone()), report.message().to_owned())
        }
        ErrorKind::MissingParent { current, .. } => (current.as_str(), None, error.to_string()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            (tpl.as_str(), None, error.to_string())
        }
        _ => ("", None, error.to_string()),
    };
    let reason = reason.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let finding = match paths.get(name) {
        Some(path) => Diagnostic::at(Code::TemplateError, Span::new(path, range.unwrap_or(0..0))),
        None => Diagnostic::nowhere(Code::TemplateError),
    };
    finding.with("reason", reason)
}
