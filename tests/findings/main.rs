//! Every kind of finding on the smallest site that shows it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../support/site.rs"]
mod site;
#[path = "../support/txtar.rs"]
mod txtar;

/// Compares what is said about a site with a snapshot.
macro_rules! check {
    ($site:expr, @$expected:literal) => {
        insta::assert_snapshot!(crate::site::said($site), @$expected)
    };
}

mod admin;
mod campaigns;
mod catalogs;
mod config;
mod facts;
mod files;
mod follow_on;
mod leaflets;
mod pages;
mod places;
mod publicity;
mod references;
mod reports;
mod texts;
mod theme;
mod timetables;
mod translations;
mod typing;
mod yaml;

use rozcestnik::diagnostic::{Code, Severity};

/// The snapshots are compared by their own tests, so a finding that stands in one is produced.
#[test]
fn every_kind_of_finding_has_a_test_here() {
    let tests = [
        include_str!("../exchange/main.rs"),
        include_str!("../exchange/refusals.rs"),
        include_str!("../pdf/published.rs"),
        include_str!("../pdf/sheets.rs"),
        include_str!("admin.rs"),
        include_str!("campaigns.rs"),
        include_str!("catalogs.rs"),
        include_str!("config.rs"),
        include_str!("facts.rs"),
        include_str!("files.rs"),
        include_str!("leaflets.rs"),
        include_str!("pages.rs"),
        include_str!("publicity.rs"),
        include_str!("references.rs"),
        include_str!("texts.rs"),
        include_str!("theme.rs"),
        include_str!("timetables.rs"),
        include_str!("translations.rs"),
        include_str!("yaml.rs"),
    ];
    let is_tested = |code: &Code| {
        let severity = if code.severity() == Severity::Error { "error" } else { "warning" };
        let said = format!("{severity}[{code}]: ");
        tests.iter().any(|test| test.contains(&said))
    };
    // Nothing that a site can hold makes an index in memory fail.
    let is_testable = |code: &&Code| **code != Code::SearchFailed;
    let untested: Vec<_> =
        Code::ALL.iter().filter(is_testable).filter(|code| !is_tested(code)).collect();
    assert!(untested.is_empty(), "{untested:?}");
}
