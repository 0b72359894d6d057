//! `diff`: what changed in the source since a page was translated.

use rozcestnik::site::parse_page;
use rozcestnik::source::versions;
use rozcestnik::translation::{State, Version, differences, in_markdown, in_terminal};

use super::desk::Desk;
use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say};
use crate::cli::Diff;

/// `diff`. The exit code says whether there is a difference, as that of `diff` does.
pub fn diff(session: &Session, options: &Diff) -> u8 {
    let Some(desk) = Desk::open(session) else { return COULD_NOT_RUN };
    let Some((bundle, edition)) = desk.translation(&options.page, options.locale.as_deref()) else {
        return COULD_NOT_RUN;
    };
    let site = desk.site();
    let entry = &site.bundles[bundle];
    let locale = &site.config.locales[edition];
    let words = [("page", entry.name()), ("locale", locale.as_str())];
    let Some(page) = &entry.cells[edition] else {
        desk.say("report.stamp.no_translation", &words);
        return COULD_NOT_RUN;
    };
    let Some(standing) = &site.standings[bundle][edition] else {
        desk.say("report.stamp.no_source", &words);
        return COULD_NOT_RUN;
    };
    let Some(source) = &entry.cells[standing.from] else { return COULD_NOT_RUN };
    match standing.state() {
        State::Unrecorded => {
            desk.say("report.diff.unrecorded", &words);
            return FINDINGS;
        }
        State::Outdated => {}
        _ => {
            desk.say("report.diff.same", &words);
            return FINE;
        }
    }
    let text = |path: &str| desk.tree.text(path).unwrap_or_default();
    let from = &site.config.locales[standing.from];
    let earlier: Vec<_> = versions(&session.root, &source.path)
        .into_iter()
        .map(|text| {
            let (parsed, _) = parse_page(&source.path, &text, from, site.config.source_locale());
            (parsed, text)
        })
        .collect();
    let found = differences(
        &standing.changes,
        Version { page: source, text: text(&source.path) },
        Version { page, text: text(&page.path) },
        earlier.iter().map(|(page, text)| Version { page, text }),
    );
    let messages = &session.messages;
    let on = standing.on.map(|day| messages.day(day)).unwrap_or_default();
    let words = [
        ("page", source.title()),
        ("id", entry.name()),
        ("locale", locale.as_str()),
        ("from", from.as_str()),
        ("date", &on),
        ("path", &page.path),
    ];
    if options.markdown {
        say(&format!("{}\n\n", messages.text("report.diff.letter", &words)));
        say(&in_markdown(&found, messages));
    } else {
        say(&format!("{}\n\n", messages.text("report.diff.top", &words)));
        say(&in_terminal(&found, messages, session.colour_of_output));
    }
    let next =
        messages.text("report.diff.next", &[("page", entry.name()), ("locale", locale.as_str())]);
    say(&format!("{next}\n"));
    FINDINGS
}
