//! Which template of a portal's own theme is to blame for publicity that is not there.

use crate::diagnostic::Diagnostic;
use crate::embedded;
use crate::source::SourceTree;
use crate::theme;

use super::{EMBLEM_CLASS, Fault, STATEMENT_CLASS, has_larger_logo};

/// By what a template shows the block or leads to what shows it.
const WAYS: [&str; 5] = [EMBLEM_CLASS, STATEMENT_CLASS, "<funding", "parts.footer", "{% extends"];

/// The templates that dropped what those have whose place they took.
pub fn blame(tree: &SourceTree, fault: Fault) -> Vec<Diagnostic> {
    if fault == Fault::LargerLogo {
        let own = tree.below(theme::FOLDER).filter(|(path, _)| path.ends_with(".html"));
        let large = own.filter_map(|(path, file)| {
            let own = file.text().filter(|own| has_larger_logo(own))?;
            Some(fault.finding(path, own))
        });
        return large.collect();
    }
    let class = match fault {
        Fault::NoStatement => STATEMENT_CLASS,
        _ => EMBLEM_CLASS,
    };
    let leads_there = |template: &str| WAYS.iter().any(|way| template.contains(way));
    let own = tree.below(theme::FOLDER).filter(|(path, _)| path.ends_with(".html"));
    own.filter_map(|(path, file)| {
        let (own, before) = (file.text()?, embedded::tree().text(path)?);
        let is_lost = (before.contains(class) && !own.contains(class))
            || (leads_there(before) && !leads_there(own));
        is_lost.then(|| fault.finding(path, own))
    })
    .collect()
}
