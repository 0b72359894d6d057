//! Publishing while things go wrong: killed at any moment, disk full, somebody reading.
#![expect(clippy::disallowed_methods, reason = "these tests look at the disk and start processes")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rozcestnik::output::{OutputFile, OutputPath, OutputTree};
use rozcestnik::write::publish;
use tempfile::TempDir;

const FOLDER: &str = "ROZCESTNIK_TEST_FOLDER";
const VERSION: &str = "ROZCESTNIK_TEST_VERSION";

/// Kills that are tried, and how many of them must have hit a build at work.
const KILLS: u32 = 60;
const HITS: u32 = 20;

/// Not a test by itself: the others run this very program again with a folder and a version in its
/// environment.
#[test]
fn child_publishes() {
    let (Ok(folder), Ok(version)) = (std::env::var(FOLDER), std::env::var(VERSION)) else { return };
    println!("\nready");
    match publish(&portal(&version), Path::new(&folder)) {
        Ok(_) => println!("\ndone"),
        Err(error) => println!("\n{} {}", error.kind.name(), error.cause.unwrap().0.name()),
    }
}

#[test]
fn a_killed_build_leaves_the_old_portal_or_the_new_one_whole() {
    let home = home();
    let folder = home.path().join("public");
    publish(&portal("A"), &folder).unwrap();

    let mut span = Duration::from_millis(50);
    let (mut hits, mut tries) = (0, 0);
    while tries < KILLS || (hits < HITS && tries < 10 * KILLS) {
        let wanted = other(version_in(&folder));
        let mut child = child(&folder, wanted).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap() == "ready"));
        // 37 and 60 have no divisor in common: every sixtieth of the span has its turn.
        std::thread::sleep(span * (tries * 37 % KILLS) / KILLS);
        child.kill().unwrap();
        child.wait().unwrap();
        tries += 1;

        let found = version_in(&folder);
        if home.path().join(".public.staging").exists() {
            hits += 1;
        } else {
            // The span settles where some kills come too early and some too late, on any machine.
            span = if found == wanted { span * 8 / 10 } else { span * 11 / 10 };
        }
        assert!(publish(&portal(other(found)), &folder).unwrap().untidied.is_none());
        assert_eq!(version_in(&folder), other(found));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }
    assert!(hits >= HITS, "only {hits} of {tries} kills hit a build at work");
}

/// Elsewhere two renames exchange the folders, and between them there is nothing to read.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
#[test]
fn a_reader_always_finds_a_whole_file() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let home = home();
    let folder = home.path().join("public");
    publish(&portal("A"), &folder).unwrap();
    let path = "section-0/page-1/index.html";
    let expected = ["A", "B"].map(|version| page(version, path));
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                let found = fs::read_to_string(folder.join(path)).unwrap();
                assert!(expected.contains(&found));
            }
        });
        for round in 0..20 {
            publish(&portal(if round % 2 == 0 { "B" } else { "A" }), &folder).unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
}

/// A limit on the size of files stops a write half-way as a full disk does, and needs no rights.
#[cfg(unix)]
#[test]
fn a_disk_without_room_leaves_the_old_portal() {
    let home = home();
    let folder = home.path().join("public");
    publish(&portal("A"), &folder).unwrap();
    let mut limited = Command::new("sh");
    limited
        .args(["-c", r#"trap "" XFSZ; ulimit -f 64; exec "$0" "$@""#])
        .arg(std::env::current_exe().unwrap());
    let output = start(limited, &folder, "huge").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("\nfull write\n"), "{said}");
    assert_eq!(version_in(&folder), "A");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

/// A folder in memory where there is such a place: `ext4` takes ever longer to make a file while
/// many others were deleted within the last minute, which is what these tests do.
fn home() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// 300 files in 62 folders: some differ between the versions, some do not, some are in one only.
fn files(version: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([("version.txt".to_owned(), version.to_owned())]);
    for number in 0..298 {
        let (section, page_number) = (number % 2, number / 5);
        let path = match number % 5 {
            0 => format!("section-{section}/page-{page_number}/only-{version}.html"),
            1 => format!("section-{section}/page-{page_number}/index.html"),
            _ => format!("section-{section}/page-{page_number}/{number}.txt"),
        };
        let text = page(if number % 5 < 3 { version } else { "both" }, &path);
        files.insert(path, text);
    }
    let huge = if version == "huge" { "x".repeat(1 << 20) } else { "x".into() };
    files.insert("huge.txt".into(), huge);
    files
}

fn page(version: &str, path: &str) -> String {
    format!("{version} {path}\n{}", "text ".repeat(80))
}

fn portal(version: &str) -> OutputTree {
    let mut tree = OutputTree::new();
    for (path, text) in files(version) {
        tree.insert(OutputPath::new(&path).unwrap(), OutputFile::Bytes(text.into())).unwrap();
    }
    tree
}

/// The version that the portal at `folder` is, whole and without anything else.
fn version_in(folder: &Path) -> &'static str {
    let mut found = BTreeMap::new();
    read_below(folder, "", &mut found);
    assert!(found.remove(".rozcestnik.json").is_some());
    let version = if found["version.txt"] == "A" { "A" } else { "B" };
    assert!(found == files(version), "not a whole {version}");
    version
}

fn read_below(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            read_below(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn other(version: &str) -> &'static str {
    if version == "A" { "B" } else { "A" }
}

/// This program again, as [`child_publishes`].
fn child(folder: &Path, version: &str) -> Command {
    start(Command::new(std::env::current_exe().unwrap()), folder, version)
}

fn start(mut command: Command, folder: &Path, version: &str) -> Command {
    command
        .args(["--exact", "child_publishes", "--nocapture"])
        .env(FOLDER, folder)
        .env(VERSION, version)
        .stdout(Stdio::piped());
    command
}
