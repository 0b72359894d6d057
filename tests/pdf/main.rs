//! `rozcestnik pdf` as people run it: with Chromium, without one, and with one that breaks. What
//! comes out is read by other people's programs: poppler, qpdf and zbar.
#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../support/txtar.rs"]
mod txtar;

mod browsers;
mod published;
mod sheets;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A portal on the disk, a folder for temporary files, and what `CHROMIUM` says.
struct Desk {
    folder: TempDir,
    temporary: TempDir,
    browser: PathBuf,
}

impl Desk {
    /// With the browser of this computer.
    fn new(site: &str) -> Self {
        let found = rozcestnik::browser::find(
            std::env::var_os("CHROMIUM").as_deref(),
            &std::env::var_os("PATH").unwrap_or_default(),
        );
        assert!(found.is_some(), "the tests of PDFs need Chromium: install it or set CHROMIUM");
        Self::with(site, found.unwrap())
    }

    fn with(site: &str, browser: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in txtar::files(site) {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        Self { folder, temporary: tempfile::tempdir().unwrap(), browser }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rozcestnik"));
        command.current_dir(&self.folder).args(arguments).args(["--today", "2026-11-23"]);
        command.args(["--lang", "en"]).env("TMPDIR", self.temporary.path());
        command.env("CHROMIUM", &self.browser);
        command
    }

    /// What the program says and its exit code. Whatever happens, nothing temporary is left.
    fn run(&self, arguments: &[&str]) -> (String, i32) {
        let output = self.command(arguments).output().unwrap();
        let left: Vec<_> = fs::read_dir(self.temporary.path()).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        (said, output.status.code().unwrap())
    }

    /// Names of the files in a folder.
    fn files(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return Vec::new() };
        let name = |entry: std::io::Result<fs::DirEntry>| {
            entry.unwrap().file_name().to_string_lossy().into_owned()
        };
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    /// What another program says about a file.
    fn ask(&self, program: &str, arguments: &[&str], file: &str) -> String {
        let mut command = std::process::Command::new(program);
        let output = command.current_dir(&self.folder).args(arguments).arg(file).output();
        assert!(output.is_ok(), "the tests of PDFs need {program}");
        let output = output.unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {file}: {said}{complaints}");
        said
    }
}

/// A program that stands in for Chromium: a script for the shell. `$CHROMIUM` in it is the real one.
fn pretend(desk: &mut Desk, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = desk.path("browser");
    let real = desk.browser.display();
    fs::write(&path, format!("#!/bin/sh\nCHROMIUM='{real}'\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    desk.browser = path;
}

fn is_whole(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    path.extension() != Some(OsStr::new("pdf"))
        || bytes.starts_with(b"%PDF-") && bytes.ends_with(b"%%EOF\n")
}
