//! Arguments in, exit code out; the only look at clock, environment and terminal.

mod cli;
mod command;

/// Compiling is a million short-lived strings on several threads: with the system's allocator of
/// Linux a quarter of the processor time goes into finding room for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;

use cli::Cli;
use command::Surroundings;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let surroundings = surroundings();
    let code = command::run(cli, &surroundings);
    ExitCode::from(code)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads clock and environment")]
fn surroundings() -> Surroundings {
    let language = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    Surroundings {
        today: jiff::Zoned::now().date(),
        folder: std::env::current_dir().unwrap_or_default(),
        language: language.unwrap_or_default(),
        colour: io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        colour_of_output: io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        is_watched: io::stderr().is_terminal(),
        browser: std::env::var_os("CHROMIUM").filter(|path| !path.is_empty()),
        path: std::env::var_os("PATH").unwrap_or_default(),
        temporary: std::env::temp_dir(),
    }
}
