//! Earlier versions of a file, where git knows them.
//!
//! git is asked as a program: its library is larger than this one, and a checkout that a hosting
//! service made (shallow, with submodules or work trees) is git's own business. Where there is no
//! git or no history, there are no earlier versions; nobody has to care why.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

/// How many earlier versions are looked through.
const VERSIONS: usize = 500;

/// The texts that the file `path` had below `root` at each commit that changed it, the newest
/// first. `path` is portable: with `/` between its parts.
pub fn versions(root: &Path, path: &str) -> Vec<String> {
    let limit = format!("--max-count={VERSIONS}");
    let log = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["log", "--format=%H", &limit, "--", path])
        .stderr(Stdio::null())
        .output();
    let Ok(log) = log else { return Vec::new() };
    let commits = String::from_utf8_lossy(&log.stdout).into_owned();
    let names = commits.lines().map(|commit| format!("{commit}:./{path}\n"));
    contents(root, names.collect()).unwrap_or_default()
}

/// What git holds under names, one a line; names of nothing are passed over.
fn contents(root: &Path, names: String) -> std::io::Result<Vec<String>> {
    let mut git = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdin = git.stdin.take();
    // git answers while it is asked, and would wait for ever for somebody to read.
    let asking =
        std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(names.as_bytes())));
    let found = git.stdout.take().map(read_all).transpose();
    drop(asking.join());
    finish(git)?;
    Ok(found?.unwrap_or_default())
}

/// `<hash> blob <size>`, the bytes and a line break, for each name.
fn read_all(out: ChildStdout) -> std::io::Result<Vec<String>> {
    let mut out = BufReader::new(out);
    let mut texts = Vec::new();
    let mut head = String::new();
    while out.read_line(&mut head)? > 0 {
        let size = head.trim_end().strip_suffix(" missing").map_or_else(
            || head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok()),
            |_| None,
        );
        if let Some(size) = size {
            let mut bytes = vec![0; size + 1];
            out.read_exact(&mut bytes)?;
            bytes.pop();
            texts.push(super::plain_text(String::from_utf8_lossy(&bytes).into_owned()).to_string());
        }
        head.clear();
    }
    Ok(texts)
}

fn finish(mut git: Child) -> std::io::Result<()> {
    git.wait().map(drop)
}
