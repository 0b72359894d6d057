//! Lists the theme and the catalogs for the binary, so that it is enough to start a portal, and
//! names this very program, so that a portal made by another one is not taken for up to date.
#![expect(clippy::disallowed_methods, reason = "a build script reads and writes at build time")]

use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut files = Vec::new();
    for folder in ["i18n", "themes/default"] {
        println!("cargo::rerun-if-changed={folder}");
        list(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut code = String::from("&[\n");
    for path in files {
        let name = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "({name:?}, include_bytes!({:?})),", path.display().to_string());
    }
    code.push(']');
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("embedded.rs"), code)?;

    let mut program = vec![root.join("Cargo.lock")];
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=src");
    list(&root.join("src"), &mut program)?;
    program.sort();
    let mut hasher = DefaultHasher::new();
    for path in program {
        hasher.write(&fs::read(path)?);
    }
    println!("cargo::rustc-env=ROZCESTNIK_PROGRAM={:016x}", hasher.finish());
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            list(&path, files)?;
        } else if !name.starts_with('.') {
            files.push(path);
        }
    }
    Ok(())
}
