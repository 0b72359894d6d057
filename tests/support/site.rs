//! Compiles a small site and tells what is said about it.

use std::sync::Arc;

use jiff::civil::{Date, date};
use rozcestnik::diagnostic::Diagnostics;
use rozcestnik::message::Messages;
use rozcestnik::report::{Colour, Format, report};
use rozcestnik::source::SourceTree;
use rozcestnik::{Drafts, Options, compile};

use crate::txtar::files;

/// The day for which sites are compiled unless a test says otherwise.
const TODAY: Date = date(2026, 11, 23);

/// A site in memory.
pub fn tree(site: &str) -> Arc<SourceTree> {
    Arc::new(SourceTree::from_files(files(site).iter().map(|(path, bytes)| (path.as_str(), bytes))))
}

/// For today, without drafts.
pub fn options() -> Options {
    Options { today: TODAY, drafts: Drafts::Hidden, base_url: None }
}

/// The findings of a tree, one a line, in English.
pub fn short(found: &Diagnostics, tree: &SourceTree) -> String {
    report(found, tree, &Messages::new("en"), Format::Short, Colour::None)
}

/// What is said about a site.
pub fn said(site: &str) -> String {
    let tree = tree(site);
    let (_, found) = compile(&tree, &options());
    short(&found, &tree)
}
