//! What each command does: options to a result on the terminal and an exit code.

mod build;
mod desk;
mod diff;
mod exchange;
mod import;
mod init;
mod pdf;
mod record;
mod search;
mod serve;
mod stamp;
mod status;
mod tell;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;

use rozcestnik::message::Messages;
use rozcestnik::report::Colour;
use rozcestnik::source::{self, SourceTree};
use rozcestnik::write::PublishError;
use rozcestnik::{Drafts, Options, config};

use crate::cli::{Cli, Command, Export, Import, Init, New};

/// Everything is fine.
pub const FINE: u8 = 0;
/// There are findings that somebody must mend.
pub const FINDINGS: u8 = 1;
/// The command could not run.
pub const COULD_NOT_RUN: u8 = 2;

/// What the program finds around it.
pub struct Surroundings {
    /// The day by the local clock.
    pub today: jiff::civil::Date,
    /// The working directory.
    pub folder: PathBuf,
    /// The language of the person, as `LANG` says it.
    pub language: String,
    /// Whether standard error shows colours.
    pub colour: bool,
    /// Whether standard output does.
    pub colour_of_output: bool,
    /// Whether a person looks at standard error.
    pub is_watched: bool,
    /// The browser that `CHROMIUM` names.
    pub browser: Option<OsString>,
    /// Folders with programs, as `PATH` lists them.
    pub path: OsString,
    /// Folder for temporary files.
    pub temporary: PathBuf,
}

/// What the commands that need a portal share.
pub struct Session {
    /// Folder of the portal.
    pub root: PathBuf,
    /// The day for which it is compiled.
    pub today: jiff::civil::Date,
    /// The voice of the tool.
    pub messages: Messages,
    /// Colours or none on standard error.
    pub colour: Colour,
    /// Colours or none on standard output.
    pub colour_of_output: Colour,
    /// Whether a person looks at standard error.
    pub is_watched: bool,
}

/// Runs a command; the result is the exit code.
pub fn run(cli: Cli, around: &Surroundings) -> u8 {
    let given = cli.root.as_ref().map(|root| around.folder.join(root));
    let found = match &given {
        Some(root) => Some(root.clone()).filter(|root| source::is_root(root)),
        None => source::find_root(&around.folder),
    };
    let of_portal = || found.as_deref().map(portal_language);
    let language = cli.lang.clone().or_else(of_portal).unwrap_or_else(|| around.language.clone());
    let messages = Messages::new(&language.replace('_', "-"));
    match &cli.command {
        Command::Explain { code } => return tell::explain(code.as_deref(), &messages),
        Command::Handbook { chapter } => return tell::handbook(chapter.as_deref(), &messages),
        Command::Schema { format } => return tell::schema(*format),
        Command::Completions { shell } => return tell::completions(*shell),
        Command::New(New::Portal { dir }) => {
            let today = cli.today.unwrap_or(around.today);
            return record::new_portal(&around.folder.join(dir), today, &messages);
        }
        _ => {}
    }
    let Some(root) = found else {
        let folder = given.as_ref().unwrap_or(&around.folder).display().to_string();
        say_error(&messages.text("missing-config.message", &[("folder", &folder)]));
        say_error(&messages.text("missing-config.hints.new", &[]));
        return COULD_NOT_RUN;
    };
    let session = Session {
        messages,
        root,
        today: cli.today.unwrap_or(around.today),
        colour: colour(around.colour),
        colour_of_output: colour(around.colour_of_output),
        is_watched: around.is_watched,
    };
    match cli.command {
        Command::Build(options) => build::build(&session, &options),
        Command::Check(options) => build::check(&session, &options),
        Command::Pdf(options) => pdf::pdf(&session, around, &options),
        Command::Search(options) => search::search(&session, &options),
        Command::Serve(options) => serve::serve(session, &options),
        Command::Status(options) => status::status(&session, &options),
        Command::Diff(options) => diff::diff(&session, &options),
        Command::Stamp(options) => stamp::stamp(&session, &options),
        Command::New(New::Page { id, locales }) => record::new_page(&session, &id, &locales),
        Command::Import(Import::Timetable(options)) => import::timetable(&session, &options),
        Command::Import(Import::Translations(options)) => exchange::import(&session, &options),
        Command::Export(Export::Translations(options)) => exchange::export(&session, &options),
        Command::Init(Init::Ci(options)) => init::ci(&session, &options),
        Command::RecordAddresses => record::addresses(&session),
        Command::New(New::Portal { .. })
        | Command::Explain { .. }
        | Command::Handbook { .. }
        | Command::Schema { .. }
        | Command::Completions { .. } => FINE,
    }
}

impl Session {
    /// Options of a compilation.
    pub fn options(&self, drafts: Drafts, base_url: &Option<String>) -> Options {
        Options { today: self.today, drafts, base_url: base_url.clone() }
    }
}

const fn colour(is_shown: bool) -> Colour {
    if is_shown { Colour::Ansi } else { Colour::None }
}

/// The source language of a portal; Czech if it cannot be read.
fn portal_language(root: &std::path::Path) -> String {
    let tree = SourceTree::read_config(root);
    let (config, _) = config::load(&tree, None);
    config.map_or_else(|| "cs".to_owned(), |config| config.source_locale().to_string())
}

/// A line for the person, on standard error. A closed terminal is no reason to fail.
pub fn say_error(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}

/// A line over the last one, for progress.
pub fn say_over(line: &str) {
    drop(write!(io::stderr().lock(), "\r\x1b[K{line}"));
}

/// Text on standard output. A closed pipe is no reason to fail.
pub fn say(text: &str) {
    drop(io::stdout().lock().write_all(text.as_bytes()));
}

/// Why publishing or creating files failed, in the language of the person.
pub fn say_refusal(error: &PublishError, messages: &Messages) {
    let path = error.path.display().to_string();
    let (deed, reason) = match &error.cause {
        Some((deed, cause)) => {
            (messages.text(&format!("report.deeds.{}", deed.name()), &[]), cause.to_string())
        }
        None => (String::new(), String::new()),
    };
    let pattern = format!("report.publish.{}", error.kind.name());
    let words = [("path", path.as_str()), ("deed", &deed), ("reason", &reason)];
    say_error(&messages.text(&pattern, &words));
}
