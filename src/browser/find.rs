//! Where Chromium is.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Names by which systems know Chromium and browsers made of it.
const NAMES: [&str; 11] = [
    "chromium",
    "chromium-browser",
    "chromium-headless-shell",
    "chrome-headless-shell",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
];

/// Where macOS keeps them, which no `PATH` names.
const APPLICATIONS: [&str; 3] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// The browser: the one that the person names, by its path or name, or the first on `path`, the
/// list of folders with programs.
pub fn find(named: Option<&OsStr>, path: &OsStr) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(path).collect();
    let on_path = |name: &OsStr| {
        folders.iter().map(|folder| folder.join(name)).find(|program| is_program(program))
    };
    match named {
        Some(named) if Path::new(named).components().count() > 1 => {
            Some(PathBuf::from(named)).filter(|program| is_program(program))
        }
        Some(named) => on_path(named),
        None => NAMES
            .iter()
            .find_map(|name| on_path(OsStr::new(name)))
            .or_else(|| APPLICATIONS.iter().map(PathBuf::from).find(|program| is_program(program))),
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
