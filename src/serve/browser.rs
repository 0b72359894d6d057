//! Opening the staff's browser.

use std::io;
use std::process::{Command, Stdio};
use std::thread;

/// Opens `url` in the default browser and returns at once.
///
/// # Errors
/// When the system's opener (`xdg-open`, `open` or `cmd`) cannot be started.
pub fn open_browser(url: &str) -> io::Result<()> {
    let mut command = opener(url);
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Some openers live as long as the browser; waiting elsewhere leaves no dead process behind.
    thread::Builder::new().name("browser".to_owned()).spawn(move || child.wait())?;
    Ok(())
}

fn opener(url: &str) -> Command {
    let (program, before): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        // The empty argument is the title of the window, which `start` expects first.
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(url);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opener_gets_the_address_as_one_argument() {
        let command = opener("http://127.0.0.1:8080/");
        let last = command.get_args().last().and_then(|argument| argument.to_str());
        assert_eq!(last, Some("http://127.0.0.1:8080/"));
    }
}
