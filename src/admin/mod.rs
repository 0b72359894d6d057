//! Editing in the browser: the page `/admin/` with Sveltia CMS, whose script the portal holds, and
//! its configuration, made from the types that the program itself reads.

mod fields;
mod settings;

use crate::config::{Backend, Config, RawAdmin};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::markdown::escape;
use crate::message::Messages;
use crate::site::Site;
use crate::source::SourceTree;

/// Folder of the script in the portal.
pub const FOLDER: &str = "admin/";

/// Where the editor is published.
pub const ADDRESS: &str = "/admin/";

/// A file of the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The page.
    Page,
    /// What runs before the script of the editor.
    Start,
    /// What can be edited, and how.
    Settings,
}

/// All that are made; what the portal holds itself is published as it is.
pub const FILES: [File; 3] = [File::Page, File::Start, File::Settings];

impl File {
    /// Where it is published.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Page => "/admin/index.html",
            Self::Start => "/admin/start.js",
            Self::Settings => "/admin/config.json",
        }
    }

    /// What it says.
    pub fn content(self, site: &Site, tree: &SourceTree, admin: &RawAdmin) -> String {
        let messages = Messages::new(site.config.source_locale().as_str());
        match self {
            Self::Page => page(&site.config, admin, &messages),
            Self::Start => include_str!("start.js").to_owned(),
            Self::Settings => {
                format!("{}\n", settings::settings(site, tree, admin, &messages))
            }
        }
    }
}

fn page(config: &Config, admin: &RawAdmin, messages: &Messages) -> String {
    let escaped = |text: &str| {
        let mut html = String::new();
        escape(&mut html, text);
        html
    };
    let data: String = [("words", admin.words.as_ref()), ("icons", Some(&admin.icons))]
        .into_iter()
        .filter_map(|(name, file)| Some(format!(" data-{name}=\"/{}\"", file?.value)))
        .collect();
    let (title, _) = config.localise(&config.name.value, config.source).unwrap_or_default();
    [
        ("{locale}", config.source_locale().to_string()),
        ("{policy}", policy(admin)),
        ("{title}", escaped(title)),
        ("{data}", data),
        ("{script}", format!("/{}", admin.script.value)),
        ("{noscript}", escaped(&messages.text("admin.noscript", &[]))),
    ]
    .into_iter()
    .fold(include_str!("index.html").to_owned(), |html, (name, text)| html.replace(name, &text))
}

/// The content security policy of the editor: what the rest of the portal forbids and the script
/// needs, and the hosts that keep the repository.
pub fn policy(admin: &RawAdmin) -> String {
    let mut hosts: Vec<&str> = match admin.backend {
        Backend::Github => vec!["https://api.github.com", "https://www.githubstatus.com"],
        Backend::Gitlab => vec!["https://gitlab.com"],
        Backend::Forgejo => vec![],
    };
    let own = [&admin.api, &admin.auth];
    hosts.extend(own.into_iter().flatten().filter_map(|url| origin(&url.value)));
    let pictures = match admin.backend {
        Backend::Github => " https://avatars.githubusercontent.com",
        Backend::Gitlab => " https://secure.gravatar.com",
        Backend::Forgejo => "",
    };
    let hosts = hosts.join(" ");
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' blob: data:{pictures} {hosts}; media-src 'self' blob:; \
         font-src 'self' data:; connect-src 'self' blob: data: {hosts}; worker-src 'self' blob:; \
         frame-src blob:; form-action 'self'; base-uri 'none'"
    )
}

/// Scheme and host of an address, if nothing in it could end a directive of the policy.
fn origin(url: &str) -> Option<&str> {
    let host = url.strip_prefix("https://")?.split('/').next()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-.:".contains(c);
    (!host.is_empty() && host.chars().all(is_plain)).then(|| &url[.."https://".len() + host.len()])
}

/// The files of the editor that lie in the portal, as far as they can be published.
pub fn published(admin: &RawAdmin) -> impl Iterator<Item = &str> {
    admin.files().map(|file| file.value.as_str()).filter(|path| is_sound(path))
}

/// Whether a path leads to a file of the folder that is not made by the program.
fn is_sound(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    path.starts_with(FOLDER)
        && path.chars().all(is_plain)
        && !path.contains("..")
        && FILES.iter().all(|made| made.address()[1..] != *path)
}

/// What is wrong with the editor of a portal, if it has one.
pub fn check(tree: &SourceTree, config: &Config) -> Diagnostics {
    let mut found = Diagnostics::new();
    let Some(admin) = &config.admin else { return found };
    let place = |span: &std::ops::Range<usize>| Span::new(&config.path, span.clone());
    for file in admin.files() {
        if !is_sound(&file.value) {
            let finding = Diagnostic::at(Code::BadValue, place(&file.span));
            found.push(finding.with("value", &file.value).with("expected", "admin-file"));
        } else if tree.get(&file.value).is_none() {
            let finding = Diagnostic::at(Code::MissingEditor, place(&file.span));
            found.push(finding.with("path", &file.value));
        }
    }
    for url in [&admin.api, &admin.auth].into_iter().flatten() {
        if origin(&url.value).is_none() {
            let finding = Diagnostic::at(Code::BadValue, place(&url.span));
            found.push(finding.with("value", &url.value).with("expected", "address-on-the-web"));
        }
    }
    let is_repo = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let repo = &admin.repo;
    if !repo.value.contains('/') || !repo.value.chars().all(is_repo) {
        let finding = Diagnostic::at(Code::BadValue, place(&repo.span));
        found.push(finding.with("value", &repo.value).with("expected", "repository"));
    }
    if admin.backend == Backend::Forgejo {
        if admin.api.is_none() {
            let finding = Diagnostic::at(Code::MissingKey, place(&repo.span));
            found.push(finding.with("key", "api"));
        }
        if let Some(review) = admin.review.as_ref().filter(|review| review.value) {
            let finding = Diagnostic::at(Code::BadValue, place(&review.span));
            found.push(finding.with("value", review.value).with("expected", "no-review"));
        }
    }
    found
}
