//! `import`: what staff keep in a spreadsheet becomes a source file.

use std::sync::Arc;

use rozcestnik::config;
use rozcestnik::diagnostic::{Diagnostic, Diagnostics, Severity, SourcePath, Span};
use rozcestnik::message::Messages;
use rozcestnik::reference::{self, FOLDER};
use rozcestnik::report::Format;
use rozcestnik::scaffold::NewFile;
use rozcestnik::source::{SourceTree, read_file};
use rozcestnik::timetable::import::{
    Field, Imported, Problem, ProblemKind, fields, from_csv, plain_name,
};
use rozcestnik::timetable::{Calendars, Course, RawCourse};
use rozcestnik::write::{Kind, create_files, replace_file};
use rozcestnik::yaml;

use super::build::say_findings;
use super::{COULD_NOT_RUN, FINDINGS, FINE, Session, say_error, say_refusal};
use crate::cli::ImportTimetable;

/// Letters of a wrong value that are enough to find it.
const SHOWN: usize = 60;

/// Writes the courses of a spreadsheet to `content/data/timetables/`.
pub fn timetable(session: &Session, options: &ImportTimetable) -> u8 {
    let messages = &session.messages;
    let bytes = match read_file(&options.file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let (path, reason) = (options.file.display().to_string(), error.to_string());
            let deed = messages.text("report.deeds.read", &[]);
            let words = [("path", path.as_str()), ("deed", &deed), ("reason", &reason)];
            say_error(&messages.text("report.publish.failed", &words));
            return COULD_NOT_RUN;
        }
    };
    let name = match &options.name {
        Some(name) if plain_name(name) != *name => {
            say_error(&messages.text("report.import.bad_name", &[("name", name)]));
            return COULD_NOT_RUN;
        }
        Some(name) => name.clone(),
        None => plain_name(&name_of(options.file.file_stem())),
    };
    if name.is_empty() {
        say_error(&messages.text("report.import.no_name", &[]));
        return COULD_NOT_RUN;
    }
    let tree = SourceTree::read(&session.root);
    let (Some(config), _) = config::load(&tree, None) else {
        let folder = session.root.display().to_string();
        say_error(&messages.text("missing-config.message", &[("folder", &folder)]));
        return COULD_NOT_RUN;
    };
    let imported = match from_csv(&bytes, config.source_locale().as_str()) {
        Ok(imported) => imported,
        Err(problems) => {
            say_problems(&problems, messages);
            return FINDINGS;
        }
    };
    let file = name_of(options.file.file_name());
    let text = imported.yaml(&messages.text("report.import.head", &[("file", &file)]));
    let path = format!("{FOLDER}timetables/{name}.yaml");
    let errors = read_back(session, &imported, &text, &path, &tree);
    if errors > 0 {
        say_nothing_written(errors, messages);
        return FINDINGS;
    }
    let whole = session.root.join(&path);
    let written = if options.replace {
        replace_file(&whole, &text)
    } else {
        create_files(&session.root, &[NewFile { path, text }])
    };
    if let Err(error) = written {
        say_refusal(&error, messages);
        if error.kind == Kind::Exists {
            say_error(&messages.text("report.import.replace", &[]));
        }
        return COULD_NOT_RUN;
    }
    let courses = messages.count("report.import.courses", imported.courses.len());
    let path = whole.display().to_string();
    let words = [("courses", courses.as_str()), ("path", &path)];
    say_error(&messages.text("report.import.written", &words));
    FINE
}

pub fn name_of(name: Option<&std::ffi::OsStr>) -> String {
    name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads what is about to be written and says what is wrong with it: what only the calendars of the
/// portal tell, and, if we made a mistake, what is no timetable. Gives the number of errors.
fn read_back(
    session: &Session,
    imported: &Imported,
    text: &str,
    path: &str,
    tree: &SourceTree,
) -> usize {
    let messages = &session.messages;
    let fresh = Arc::new(SourceTree::from_files([(path, text)]));
    let path: SourcePath = path.into();
    let (keyed, found) = yaml::read_keyed::<RawCourse>(text, &path);
    say_findings(session, &found, &fresh, Format::Human);
    // What is wrong with other files, `check` says.
    let (registry, _) = reference::load(tree);
    let calendars = Calendars::new(&registry.calendars);
    let mut by_row: Vec<(usize, Diagnostic)> = Vec::new();
    for (id, raw) in keyed.map(|keyed| keyed.entries).unwrap_or_default() {
        let course = imported.courses.iter().find(|course| course.id == id.value);
        let row = course.map_or(1, |course| course.row);
        let mut found = Diagnostics::new();
        Course::new(raw, &Span::new(&path, id.span), &calendars, &mut found);
        by_row.extend(found.iter().map(|finding| (row, finding.clone())));
    }
    by_row.sort();
    for (row, finding) in &by_row {
        let place = messages.text("report.import.at_row", &[("row", &row.to_string())]);
        say_error(&format!("{place}: {}", messages.message(finding)));
    }
    let of_courses: Diagnostics = by_row.into_iter().map(|(_, finding)| finding).collect();
    found.count(Severity::Error) + of_courses.count(Severity::Error)
}

/// Every problem in a line, and what to do.
fn say_problems(problems: &[Problem], messages: &Messages) {
    for problem in problems {
        say_error(&line(problem, messages));
    }
    let is_unknown = |problem: &Problem| {
        matches!(problem.kind, ProblemKind::UnknownColumn(None) | ProblemKind::MissingColumn(_))
    };
    if problems.iter().any(is_unknown) {
        let names: Vec<String> = fields().map(names).collect();
        let words = [("names", names.join(", "))];
        let words = words.each_ref().map(|(name, word)| (*name, word.as_str()));
        say_error(&messages.text("report.import.columns", &words));
    }
    say_nothing_written(problems.len(), messages);
}

fn say_nothing_written(errors: usize, messages: &Messages) {
    let errors = messages.count("report.errors", errors);
    say_error(&messages.text("report.import.nothing_written", &[("errors", &errors)]));
}

/// `row 4, column F (times): “25:00” is no time from–to`.
fn line(problem: &Problem, messages: &Messages) -> String {
    let kind = &problem.kind;
    let other = match kind {
        ProblemKind::DuplicateColumn(letter) => letter.clone(),
        ProblemKind::DuplicateId(row) => row.to_string(),
        ProblemKind::MissingColumn(field) | ProblemKind::Missing(field) => names(*field),
        ProblemKind::Not(expected, _) => {
            messages.text(&format!("report.import.expected.{}", expected.name()), &[])
        }
        _ => String::new(),
    };
    let value = in_short(&problem.value);
    let name = match kind {
        ProblemKind::Missing(_) if problem.column.is_some() => "empty_cell",
        kind => kind.name(),
    };
    let pattern = format!("report.import.problems.{name}");
    let said = messages.text(&pattern, &[("value", &value), ("other", &other)]);
    let hint = kind
        .suggestion()
        .map(|suggestion| messages.text("report.import.similar", &[("suggestion", suggestion)]));
    let row = problem.row.to_string();
    let place = match &problem.column {
        Some(column) => {
            let (letter, header) = (column.letter(), in_short(&column.header));
            let pattern = if header.is_empty() {
                "report.import.at_nameless"
            } else {
                "report.import.at_cell"
            };
            messages.text(pattern, &[("row", &row), ("letter", &letter), ("header", &header)])
        }
        None => messages.text("report.import.at_row", &[("row", &row)]),
    };
    format!("{place}: {said}{}", hint.unwrap_or_default())
}

/// What a column is called in English and in Czech.
fn names(field: Field) -> String {
    match field.names() {
        (english, czech) if english == czech => format!("`{english}`"),
        (english, czech) => format!("`{english}` (`{czech}`)"),
    }
}

/// The beginning of a value, in one line.
fn in_short(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
