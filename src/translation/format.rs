//! An [`Overview`] as a table for terminals, as Markdown for an issue, as a page for the browser.

use std::fmt::Write;

use crate::markdown::escape_text;
use crate::message::Messages;
use crate::report::Colour;

use super::State;
use super::status::{Cell, DatedPage, Overview, PageRow};

/// Columns of a terminal.
const WIDTH: usize = 80;

/// A table of at most 80 columns. Of several languages each page is a line; of one language each
/// page that needs somebody says what to do.
pub fn table(overview: &Overview, messages: &Messages, colour: Colour) -> String {
    let mut out = String::new();
    match &*overview.locales {
        [_] => one_language(&mut out, overview, messages, colour),
        _ => matrix(&mut out, overview, messages, colour),
    }
    out.push('\n');
    for (number, locale) in overview.locales.iter().enumerate() {
        let line = format!("{locale}: {}", totals(overview, number, messages));
        out.push_str(&folded(&line, "    "));
    }
    if !overview.dates.is_empty() {
        let _ = writeln!(out, "\n{}", messages.text("report.status.dates", &[]));
        for page in &overview.dates {
            let line = format!("  {}: {}", name(&page.id), date(page, messages));
            out.push_str(&folded(&line, "    "));
        }
    }
    if overview.locales.len() > 1 {
        let _ = write!(out, "\n{}", folded(&messages.text("report.status.more", &[]), ""));
    }
    out
}

fn matrix(out: &mut String, overview: &Overview, messages: &Messages, colour: Colour) {
    let cells = |row: &PageRow| -> Vec<String> {
        row.translations.iter().map(|cell| short(cell, messages)).collect()
    };
    let mut widths: Vec<usize> = overview.locales.iter().map(|tag| tag.chars().count()).collect();
    for row in &overview.pages {
        for (width, text) in widths.iter_mut().zip(cells(row)) {
            *width = (*width).max(text.chars().count());
        }
    }
    let taken: usize = widths.iter().map(|width| width + 2).sum();
    let room = WIDTH.saturating_sub(taken).max(12);
    let longest = overview.pages.iter().map(|row| name(&row.id).chars().count()).max();
    let room = room.min(longest.unwrap_or(0).max(12));
    let _ = write!(out, "{:room$}", messages.text("report.status.page", &[]));
    for (locale, width) in overview.locales.iter().zip(&widths) {
        let _ = write!(out, "  {locale:width$}");
    }
    trim_end(out);
    for row in &overview.pages {
        let _ = write!(out, "{:room$}", shortened(name(&row.id), room));
        for ((cell, text), width) in row.translations.iter().zip(cells(row)).zip(&widths) {
            let gap = width - text.chars().count();
            let _ = write!(out, "  {}{:gap$}", painted(&text, cell, colour), "");
        }
        trim_end(out);
    }
}

fn one_language(out: &mut String, overview: &Overview, messages: &Messages, colour: Colour) {
    for row in &overview.pages {
        let Some(cell) = row.translations.first() else { continue };
        let state = messages.text(&format!("report.status.states.{}", cell.state), &[]);
        let _ = write!(out, "{}: {}", name(&row.id), painted(&state, cell, colour));
        let mut details = Vec::new();
        if cell.state == State::Outdated.as_str() {
            details.push(format!("{} %", cell.percent));
        }
        let is_said = cell.state == State::Machine.as_str();
        details.extend(
            cell.by
                .filter(|_| !is_said)
                .map(|by| messages.text(&format!("report.status.by.{by}"), &[])),
        );
        details.extend(age(cell, messages));
        if !details.is_empty() {
            let _ = write!(out, " ({})", details.join(", "));
        }
        out.push('\n');
        if !cell.changes.is_empty() {
            let changed = messages.text("report.status.changed", &[]);
            out.push_str(&folded(&format!("  {changed} {}", sections(cell, messages)), "    "));
        }
        if let Some(next) = next(row, cell, messages) {
            out.push_str(&folded(&format!("  {next}"), "    "));
        }
    }
}

/// A list with boxes to tick: what somebody has to do, most urgent first.
pub fn markdown(overview: &Overview, messages: &Messages) -> String {
    let mut out = format!("# {}\n\n", messages.text("report.status.title", &[]));
    for (number, locale) in overview.locales.iter().enumerate() {
        let _ = writeln!(out, "- `{locale}`: {}", totals(overview, number, messages));
    }
    if !overview.dates.is_empty() {
        let _ = write!(out, "\n## {}\n\n", messages.text("report.status.dates", &[]));
        for page in &overview.dates {
            let _ = writeln!(out, "- [ ] `{}`: {}", name(&page.id), date(page, messages));
        }
    }
    for state in State::ALL {
        let mut lines = String::new();
        for row in &overview.pages {
            let here: Vec<&Cell> =
                row.translations.iter().filter(|cell| cell.state == state.as_str()).collect();
            // Untouched machine translations would drown what is wrong.
            if here.is_empty() || here.iter().all(|cell| cell.next.is_none()) {
                continue;
            }
            let tags: Vec<String> = here
                .iter()
                .map(|cell| match cell.changes.is_empty() {
                    true => format!("`{}`", cell.locale),
                    false => format!("`{}` ({})", cell.locale, sections(cell, messages)),
                })
                .collect();
            let _ =
                writeln!(lines, "- [ ] {} (`{}`): {}", row.title, name(&row.id), tags.join(", "));
        }
        if !lines.is_empty() {
            let title = messages.text(&format!("report.status.groups.{}", state.as_str()), &[]);
            let _ = write!(out, "\n## {title}\n\n{lines}");
        }
    }
    out
}

/// A page that stands on its own: nothing else is loaded, and nothing is published.
pub fn html(overview: &Overview, messages: &Messages) -> String {
    let text = |key: &str| messages.text(&format!("report.status.{key}"), &[]);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{2}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<title>{0}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<h1>{0}</h1>\n<p><time datetime=\"{1}\">{1}</time></p>\n",
        escaped(&text("title")),
        overview.today,
        text("tag"),
    );
    let _ = write!(out, "<h2>{}</h2>\n<ul>\n", escaped(&text("languages")));
    for (number, tag) in overview.locales.iter().enumerate() {
        let whole = overview.pages.iter().filter(|row| {
            let state = row.translations[number].state;
            [State::Current.as_str(), State::Machine.as_str()].contains(&state)
        });
        let not_wanted =
            |row: &&PageRow| row.translations[number].state != State::NotWanted.as_str();
        let all = overview.pages.iter().filter(not_wanted).count();
        let _ = writeln!(
            out,
            "<li><b>{tag}</b> <meter min=\"0\" max=\"{all}\" value=\"{}\"></meter> {}",
            whole.count(),
            escaped(&totals(overview, number, messages)),
        );
    }
    out.push_str("</ul>\n");
    if !overview.dates.is_empty() {
        let _ = write!(out, "<h2>{}</h2>\n<ul>\n", escaped(&text("dates")));
        for page in &overview.dates {
            let line = format!("{}: {}", page.title, date(page, messages));
            let _ = writeln!(out, "<li>{}", escaped(&line));
        }
        out.push_str("</ul>\n");
    }
    let _ = write!(
        out,
        "<h2>{}</h2>\n<table>\n<thead><tr><th scope=\"col\">{}",
        escaped(&text("pages")),
        escaped(&text("page")),
    );
    overview.locales.iter().for_each(|tag| {
        let _ = write!(out, "<th scope=\"col\">{tag}");
    });
    out.push_str("</thead>\n<tbody>\n");
    for row in &overview.pages {
        let (title, id) = (escaped(&row.title), escaped(name(&row.id)));
        let _ = write!(out, "<tr><th scope=\"row\">{title} <small>{id}</small>");
        for cell in &row.translations {
            let _ = write!(out, "<td class=\"{}\">{}", cell.state, escaped(&short(cell, messages)));
            let details: Vec<String> = [
                age(cell, messages),
                (!cell.changes.is_empty()).then(|| sections(cell, messages)),
                next(row, cell, messages),
            ]
            .into_iter()
            .flatten()
            .collect();
            if !details.is_empty() {
                let _ = write!(out, " <small>{}</small>", escaped(&details.join(". ")));
            }
        }
        out.push('\n');
    }
    out.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    out
}

const STYLE: &str = "\
body { margin: 2rem auto; padding: 0 1rem; max-width: 75rem; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark; }
table { border-collapse: collapse; }
th, td { padding: .4rem .6rem; border: 1px solid #8886; text-align: start; vertical-align: top; }
small { display: block; max-width: 16rem; opacity: .8; }
.missing, .outdated { background: #f4433630; font-weight: bold; }
.unrecorded { background: #ff980030; }
.machine { background: #2196f320; }
.not-wanted { opacity: .5; }
";

/// A cell of the table in a word or a number.
fn short(cell: &Cell, messages: &Messages) -> String {
    if cell.state == State::Outdated.as_str() {
        return format!("{} %", cell.percent);
    }
    messages.text(&format!("report.status.short.{}", cell.state), &[])
}

/// How many pages of a language are in which state.
fn totals(overview: &Overview, number: usize, messages: &Messages) -> String {
    let counts: Vec<String> = State::ALL
        .iter()
        .filter_map(|state| {
            let is_here = |row: &&PageRow| {
                row.translations.get(number).is_some_and(|cell| cell.state == state.as_str())
            };
            let count = overview.pages.iter().filter(is_here).count();
            let path = format!("report.status.totals.{}", state.as_str());
            (count > 0).then(|| messages.count(&path, count))
        })
        .collect();
    counts.join(", ")
}

fn sections(cell: &Cell, messages: &Messages) -> String {
    let names: Vec<String> = cell
        .changes
        .iter()
        .map(|change| match (change.place(), &change.heading) {
            (Some(place), _) => messages.text(place, &[]),
            (None, Some(heading)) => heading.clone(),
            (None, None) => format!("#{}", change.section),
        })
        .collect();
    names.join("; ")
}

fn age(cell: &Cell, messages: &Messages) -> Option<String> {
    let days = usize::try_from(cell.age_days?).ok()?;
    Some(messages.count("report.status.age", days))
}

fn next(row: &PageRow, cell: &Cell, messages: &Messages) -> Option<String> {
    let words = [
        ("page", name(&row.id)),
        ("locale", cell.locale.as_str()),
        ("from", cell.from.as_deref().unwrap_or_default()),
    ];
    Some(messages.text(&format!("report.status.next.{}", cell.next?), &words))
}

fn date(page: &DatedPage, messages: &Messages) -> String {
    let day = page.date.parse().map_or_else(|_| page.date.clone(), |day| messages.day(day));
    let tense = if page.days < 0 { "past" } else { "near" };
    messages.text(&format!("report.status.{}.{tense}", page.what), &[("date", &day)])
}

/// The id as people write it; the home page has none.
fn name(id: &str) -> &str {
    if id.is_empty() { "content/" } else { id }
}

fn painted(text: &str, cell: &Cell, colour: Colour) -> String {
    let code = match cell.state {
        "missing" | "outdated" => "31",
        "unrecorded" => "33",
        "machine" => "36",
        "current" => "32",
        _ => return text.to_owned(),
    };
    match colour {
        Colour::Ansi => format!("\x1b[{code}m{text}\x1b[0m"),
        Colour::None => text.to_owned(),
    }
}

/// The end of a text that is too long: ids differ at their ends.
fn shortened(text: &str, room: usize) -> String {
    let length = text.chars().count();
    if length <= room {
        return text.to_owned();
    }
    let end: String = text.chars().skip(length + 1 - room).collect();
    format!("…{end}")
}

/// Lines of at most 80 columns, all but the first indented.
fn folded(line: &str, indent: &str) -> String {
    let mut out = String::new();
    let start = line.len() - line.trim_start().len();
    let mut current = line[..start].to_owned();
    let mut is_empty = true;
    for word in words(line) {
        if !is_empty && current.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&current);
            out.push('\n');
            current = indent.to_owned();
            is_empty = true;
        }
        if !is_empty {
            current.push(' ');
        }
        current.push_str(&word);
        is_empty = false;
    }
    out.push_str(&current);
    out.push('\n');
    out
}

/// The words of a line; a command between backticks stays whole, so that it can be copied.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match words.last_mut().filter(|last| last.matches('`').count() % 2 == 1) {
            Some(open) => {
                open.push(' ');
                open.push_str(word);
            }
            None => words.push(word.to_owned()),
        }
    }
    words
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    escape_text(&mut out, text);
    out
}
