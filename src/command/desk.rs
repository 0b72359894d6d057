//! What commands about single pages have before them: the portal, drafts included, and words for
//! what they are given.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rozcestnik::diagnostic::{Diagnostics, Severity, most_similar};
use rozcestnik::portal::Portal;
use rozcestnik::report::{Format, report};
use rozcestnik::site::{BundleIndex, Edition, Site};
use rozcestnik::source::SourceTree;
use rozcestnik::write::replace_file;
use rozcestnik::{Drafts, Memo, assemble};

use super::{Session, say_error, say_refusal};

/// The portal as it is, for commands about single pages.
pub struct Desk<'a> {
    pub session: &'a Session,
    pub tree: Arc<SourceTree>,
    pub portal: Portal,
    pub found: Diagnostics,
    memo: Memo,
}

impl<'a> Desk<'a> {
    /// Reads the portal; says why if there is none.
    pub fn open(session: &'a Session) -> Option<Self> {
        let tree = Arc::new(SourceTree::read(&session.root));
        let mut memo = Memo::default();
        let (portal, found) = plan(session, &tree, &mut memo);
        if portal.is_none() {
            let said = report(&found, &tree, &session.messages, Format::Human, session.colour);
            say_error(said.trim_end());
        }
        Some(Self { session, tree, portal: portal?, found, memo })
    }

    /// A portal that was compiled already.
    pub fn of(
        session: &'a Session,
        tree: Arc<SourceTree>,
        portal: Portal,
        found: Diagnostics,
    ) -> Self {
        Self { session, tree, portal, found, memo: Memo::default() }
    }

    /// The same after files have been written; the old state if there is no portal any more.
    pub fn reread(&mut self, changed: &[PathBuf]) {
        Arc::make_mut(&mut self.tree).reread(&self.session.root, changed);
        let (portal, found) = plan(self.session, &self.tree, &mut self.memo);
        if let Some(portal) = portal {
            (self.portal, self.found) = (portal, found);
        }
    }

    pub fn site(&self) -> &Site {
        self.portal.site()
    }

    /// The page that a person means: its id, its folder, or one of its files, which names the
    /// edition too. Says so if there is none.
    pub fn page(&self, name: &str) -> Option<(BundleIndex, Option<Edition>)> {
        let below = name.replace('\\', "/");
        let below = below.trim_start_matches("./").trim_start_matches("content/");
        let (id, edition) = match below.strip_suffix(".md") {
            Some(file) => {
                let (id, tag) = file.rsplit_once('/').unwrap_or(("", file));
                (id, self.site().config.locale_index(tag))
            }
            None => (below.trim_matches('/'), None),
        };
        let found = self.site().find(id);
        if found.is_none() {
            self.say("report.target.unknown", &[("page", name)]);
            if let Some(meant) = most_similar(id, self.site().ids()) {
                self.say("report.explain.similar", &[("suggestion", meant)]);
            }
        }
        found.map(|bundle| (bundle, edition))
    }

    /// The edition of a tag. Says so if there is none.
    pub fn edition(&self, tag: &str) -> Option<Edition> {
        let found = self.site().config.locale_index(tag);
        if found.is_none() {
            let known: Vec<&str> = self.site().config.locales.iter().map(|l| l.as_str()).collect();
            self.say("report.target.no_edition", &[("locale", tag), ("keys", &known.join(", "))]);
        }
        found
    }

    pub fn say(&self, path: &str, words: &[(&str, &str)]) {
        say_error(&self.session.messages.text(path, words));
    }

    /// A translation: a page as [`Self::page`] takes it, and its language where the name of a file
    /// does not say it. Says so if it is named by neither.
    pub fn translation(&self, page: &str, locale: Option<&str>) -> Option<(BundleIndex, Edition)> {
        let (bundle, in_name) = self.page(page)?;
        let edition = match locale {
            Some(tag) => self.edition(tag)?,
            None => {
                if in_name.is_none() {
                    self.say("report.stamp.no_locale", &[]);
                }
                in_name?
            }
        };
        Some((bundle, edition))
    }

    /// Whether a file has mistakes that make it uncertain what it says; reports them.
    pub fn is_broken(&self, path: &str) -> bool {
        let errors: Diagnostics = self
            .found
            .iter()
            .filter(|finding| finding.code.severity() == Severity::Error)
            .filter(|finding| finding.span.as_ref().is_some_and(|span| *span.path == *path))
            .cloned()
            .collect();
        if errors.is_empty() {
            return false;
        }
        let session = self.session;
        say_error(
            report(&errors, &self.tree, &session.messages, Format::Human, session.colour)
                .trim_end(),
        );
        true
    }

    /// Writes a file as it was written before: with its own line ends. Says so if it cannot.
    pub fn write(&self, path: &str, text: &str) -> bool {
        let text = self.tree.with_own_line_ends(path, text);
        match replace_file(&self.session.root.join(Path::new(path)), &text) {
            Ok(()) => true,
            Err(error) => {
                say_refusal(&error, &self.session.messages);
                false
            }
        }
    }
}

fn plan(
    session: &Session,
    tree: &Arc<SourceTree>,
    memo: &mut Memo,
) -> (Option<Portal>, Diagnostics) {
    assemble(tree, &session.options(Drafts::Shown, &None), memo)
}
