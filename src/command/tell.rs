//! `explain`, `handbook`, `schema` and `completions`.

use clap::CommandFactory;
use rozcestnik::diagnostic::{Code, Severity, most_similar};
use rozcestnik::handbook;
use rozcestnik::message::Messages;
use rozcestnik::schema;

use super::{COULD_NOT_RUN, FINE, say, say_error};
use crate::cli::Cli;

/// What a finding means; without a code, the list of all.
pub fn explain(code: Option<&str>, messages: &Messages) -> u8 {
    let Some(name) = code else {
        let lines: String = Code::ALL
            .iter()
            .map(|code| format!("{:<26} {}\n", code.name(), messages.patterns(*code).0))
            .collect();
        say(&format!("{}\n\n{lines}", messages.text("report.explain.all", &[])));
        return FINE;
    };
    let Some(code) = Code::from_name(name) else {
        say_error(&messages.text("report.explain.unknown", &[("code", name)]));
        if let Some(meant) = most_similar(name, Code::ALL.iter().map(|code| code.name())) {
            say_error(&messages.text("report.explain.similar", &[("suggestion", meant)]));
        }
        return COULD_NOT_RUN;
    };
    let (message, hints) = messages.patterns(code);
    let severity = match code.severity() {
        Severity::Error => "report.explain.error",
        Severity::Warning => "report.explain.warning",
    };
    let mut text = format!(
        "# {code}\n\n{}\n\n## {}\n\n{message}\n\n## {}\n\n{}\n",
        messages.text(severity, &[]),
        messages.text("report.explain.message", &[]),
        messages.text("report.explain.explanation", &[]),
        messages.explanation(code).trim_end(),
    );
    if !hints.is_empty() {
        text.push_str(&format!("\n## {}\n\n", messages.text("report.explain.hints", &[])));
        for hint in hints {
            text.push_str(&format!("- {hint}\n"));
        }
    }
    say(&text);
    FINE
}

/// A chapter of the handbook; without a name, the list of all.
pub fn handbook(name: Option<&str>, messages: &Messages) -> u8 {
    let Some(name) = name else {
        say(&handbook::contents(messages));
        return FINE;
    };
    let Some(text) = handbook::chapter(name, messages) else {
        say_error(&messages.text("report.handbook.unknown", &[("chapter", name)]));
        if let Some(meant) = most_similar(name, handbook::names()) {
            say_error(&messages.text("report.explain.similar", &[("suggestion", meant)]));
        }
        return COULD_NOT_RUN;
    };
    say(&text);
    FINE
}

/// The JSON Schema of a format.
pub fn schema(format: schema::Format) -> u8 {
    say(&format!("{:#}\n", schema::schema(format).to_value()));
    FINE
}

/// Completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "rozcestnik", &mut script);
    say(&String::from_utf8_lossy(&script));
    FINE
}
