//! The program itself: how it is started, what it says last, how it ends.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::connection::Pipes;

/// What a program must not do when it prints pages for somebody else.
const ARGUMENTS: [&str; 13] = [
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-first-run",
    "--no-startup-window",
    "--hide-scrollbars",
];

/// The browser reads commands from file 3 and answers to file 4. Only a shell can number files of a
/// child without unsafe code. When we are killed, the pipe ends, the browser with it, and the shell
/// removes the profile.
#[cfg(unix)]
const SCRIPT: &str = r#"
"$@" 3<&0 4>&1 </dev/null >/dev/null
rm -rf -- "$0" 2>/dev/null || { sleep 1; rm -rf -- "$0"; } 2>/dev/null
"#;

/// How much of what it says is kept.
const KEPT: usize = 4096;

/// How long it may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// A running program.
pub struct Process {
    child: Child,
    said: Arc<Mutex<Vec<u8>>>,
}

impl Process {
    /// Starts it with a profile of its own.
    pub fn start(program: &Path, profile: &Path) -> io::Result<(Self, Pipes)> {
        let mut command = command(program, profile)?;
        let mut profile_argument = std::ffi::OsString::from("--user-data-dir=");
        profile_argument.push(profile);
        command.args(ARGUMENTS).arg(profile_argument);
        // What it leaves there when it is ended goes with the profile. Elsewhere the name of a
        // socket would become too long.
        if cfg!(target_os = "linux") {
            command.env("TMPDIR", profile);
        }
        if needs_no_sandbox() {
            command.arg("--no-sandbox");
        }
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let said = Arc::default();
        if let Some(stderr) = child.stderr.take() {
            listen(stderr, Arc::clone(&said));
        }
        let pipes = child.stdin.take().zip(child.stdout.take());
        let process = Self { child, said };
        let (input, output) = pipes.ok_or(io::ErrorKind::BrokenPipe)?;
        Ok((process, Pipes { input: Box::new(input), output: Box::new(output) }))
    }

    /// The last line of what it said.
    pub fn last_words(&mut self) -> String {
        // What it says when it ends may come after its end.
        self.wait_for_end(Duration::from_millis(300));
        thread::sleep(Duration::from_millis(50));
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let said = String::from_utf8_lossy(&said);
        said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().trim().to_owned()
    }

    fn wait_for_end(&mut self, patience: Duration) -> bool {
        let until = Instant::now() + patience;
        loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(5)),
                Ok(None) => return false,
                Ok(Some(_)) | Err(_) => return true,
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        end(&mut self.child);
        self.wait_for_end(PATIENCE);
    }
}

/// Whatever it started belongs to its group and ends with it.
#[cfg(unix)]
fn end(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let is_ended = group.is_some_and(|group| kill_process_group(group, Signal::KILL).is_ok());
    if !is_ended {
        drop(child.kill());
    }
}

#[cfg(not(unix))]
fn end(child: &mut Child) {
    drop(child.kill());
}

#[cfg(unix)]
fn command(program: &Path, profile: &Path) -> io::Result<Command> {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new("/bin/sh");
    command.args(["-c", SCRIPT]).arg(profile).arg(program).process_group(0);
    Ok(command)
}

#[cfg(not(unix))]
fn command(_program: &Path, _profile: &Path) -> io::Result<Command> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Chromium refuses to shut itself in when root starts it. Whoever else starts it gets its sandbox.
fn needs_no_sandbox() -> bool {
    #[cfg(unix)]
    {
        rustix::process::geteuid().is_root()
    }
    #[cfg(not(unix))]
    {
        false
    }
}

fn listen(mut stderr: ChildStderr, said: Arc<Mutex<Vec<u8>>>) {
    thread::spawn(move || {
        let mut part = [0; 1024];
        while let Ok(length @ 1..) = stderr.read(&mut part) {
            let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
            said.extend_from_slice(&part[..length]);
            let superfluous = said.len().saturating_sub(KEPT);
            said.drain(..superfluous);
        }
    });
}
