//! What is built from small sites: pages, addresses, feeds, files for hosts.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../support/alternates.rs"]
mod alternates;
#[path = "../support/page.rs"]
mod page;
#[path = "../support/policy.rs"]
mod policy;
#[path = "../support/site.rs"]
mod site;
#[path = "../support/txtar.rs"]
mod txtar;

mod admin;
mod calendars;
mod campaigns;
mod dates;
mod frame;
mod home;
mod hosting;
mod languages;
mod leaflets;
mod looks;
mod new_language;
mod offline;
mod pages;
mod sameness;
mod search;
mod texts;
mod themes;
mod timetables;
mod tools;
mod translations;
mod values;

use rozcestnik::Options;
use rozcestnik::output::OutputTree;

/// The portal that a site without errors becomes.
fn built(site: &str) -> OutputTree {
    built_with(site, &site::options())
}

/// The same for another day, or with drafts.
fn built_with(site: &str, options: &Options) -> OutputTree {
    let tree = site::tree(site);
    let (portal, found) = rozcestnik::compile(&tree, options);
    assert!(!found.has_errors(), "{}", site::short(&found, &tree));
    portal
}
