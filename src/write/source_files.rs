//! Source files that the program writes for staff: new pages, new portals, recorded addresses.

use std::path::Path;

use super::disk;
use super::error::{Kind, PublishError};
use crate::scaffold::NewFile;

/// Creates files below `root`. When one of them exists already, none is created.
///
/// # Errors
/// [`PublishError`]; files created before a failure of the disk stay.
pub fn create_files(root: &Path, files: &[NewFile]) -> Result<(), PublishError> {
    for file in files {
        refuse_existing(&disk::inside(root, &file.path))?;
    }
    for file in files {
        let path = disk::inside(root, &file.path);
        if let Some(folder) = path.parent() {
            disk::create_folders(folder)?;
        }
        disk::write_new(&path, file.text.as_bytes())?;
        if file.is_script() {
            disk::make_executable(&path)?;
        }
    }
    Ok(())
}

/// Puts files below `root`, in place of those that are there.
///
/// # Errors
/// [`PublishError`]; files written before a failure of the disk stay.
pub fn replace_files(root: &Path, files: &[NewFile]) -> Result<(), PublishError> {
    for file in files {
        let path = disk::inside(root, &file.path);
        if disk::look(&path)?.is_some_and(|found| !found.is_file()) {
            return Err(PublishError::at(Kind::Exists, &path));
        }
    }
    for file in files {
        let path = disk::inside(root, &file.path);
        replace_file(&path, &file.text)?;
        if file.is_script() {
            disk::make_executable(&path)?;
        }
    }
    Ok(())
}

/// Whether a file can be written without losing one that is there.
///
/// # Errors
/// [`PublishError`] if there is one.
pub fn refuse_existing(path: &Path) -> Result<(), PublishError> {
    match disk::look(path)? {
        Some(_) => Err(PublishError::at(Kind::Exists, path)),
        None => Ok(()),
    }
}

/// Puts a text in the place of the file at `path`; whoever reads sees the old or the new one whole.
///
/// # Errors
/// [`PublishError`]; the file is as it was.
pub fn replace_file(path: &Path, text: &str) -> Result<(), PublishError> {
    replace_bytes(path, text.as_bytes())
}

/// The same with any bytes.
///
/// # Errors
/// Those of [`replace_file`].
pub fn replace_bytes(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let fresh = path.with_file_name(name);
    if let Some(folder) = path.parent() {
        disk::create_folders(folder)?;
    }
    if disk::look(&fresh)?.is_some() {
        disk::remove_file(&fresh)?;
    }
    disk::write_new(&fresh, bytes)?;
    disk::rename(&fresh, path, path)
}

/// Removes files of a folder; those that are not there are no mistake.
///
/// # Errors
/// [`PublishError`]; files removed before a failure of the disk are gone.
pub fn remove_files(folder: &Path, names: &[String]) -> Result<(), PublishError> {
    for path in names.iter().map(|name| disk::inside(folder, name)) {
        if disk::look(&path)?.is_some() {
            disk::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Whether a folder for a new portal is free: it does not exist or is empty.
///
/// # Errors
/// [`PublishError`] if it is neither.
pub fn refuse_used_folder(folder: &Path) -> Result<(), PublishError> {
    match disk::look(folder)? {
        None => Ok(()),
        Some(found) if found.is_dir() && disk::list(folder)?.is_empty() => Ok(()),
        Some(_) => Err(PublishError::at(Kind::Exists, folder)),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests look at the disk")]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> NewFile {
        NewFile { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn nothing_is_created_when_one_of_the_files_exists() {
        let folder = tempfile::tempdir().unwrap();
        create_files(folder.path(), &[file("content/a/cs.md", "old")]).unwrap();
        let both = [file("content/b/cs.md", "new"), file("content/a/cs.md", "new")];
        let error = create_files(folder.path(), &both).unwrap_err();
        assert_eq!(error.kind, Kind::Exists);
        assert!(!folder.path().join("content/b").exists());
    }

    #[test]
    fn a_replaced_file_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/addresses.yaml");
        replace_file(&path, "one").unwrap();
        replace_file(&path, "two").unwrap();
        let names: Vec<_> = std::fs::read_dir(folder.path().join("data")).unwrap().collect();
        assert_eq!(names.len(), 1);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn a_folder_with_something_in_it_is_refused_for_a_new_portal() {
        let folder = tempfile::tempdir().unwrap();
        refuse_used_folder(folder.path()).unwrap();
        create_files(folder.path(), &[file("x", "")]).unwrap();
        assert_eq!(refuse_used_folder(folder.path()).unwrap_err().kind, Kind::Exists);
    }
}
