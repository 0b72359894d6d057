//! The few things that publishing does to a disk, each with its deed and path in the error. A file
//! that exists is never opened for writing.
#![expect(clippy::disallowed_methods, reason = "the only code that writes the published folder")]

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::error::{Deed, Kind, PublishError};

/// The place of an output path (`/` between its parts) inside a folder.
pub fn inside(folder: &Path, path: &str) -> PathBuf {
    let mut place = folder.to_owned();
    place.extend(path.split('/'));
    place
}

/// What is at `path`, links not followed; `None` if nothing is.
pub fn look(path: &Path) -> Result<Option<Metadata>, PublishError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(PublishError::system(Deed::Read, path, error)),
    }
}

/// The bytes of a file; `None` if there is none.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(PublishError::system(Deed::Read, path, error)),
    }
}

/// Whether `path` is a file with just these bytes.
pub fn holds(path: &Path, bytes: &[u8]) -> Result<bool, PublishError> {
    let same_size = look(path)?.is_some_and(|found| found.is_file() && found.len() == size(bytes));
    Ok(same_size && read(path)?.is_some_and(|found| found == bytes))
}

/// What a folder holds, sorted.
#[derive(Default)]
pub struct Listing {
    /// Names of its folders.
    pub folders: Vec<OsString>,
    /// Names of everything else.
    pub files: Vec<OsString>,
}

impl Listing {
    /// Whether the folder holds nothing.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.files.is_empty()
    }
}

/// What the folder at `path` holds.
pub fn list(path: &Path) -> Result<Listing, PublishError> {
    let read = || -> io::Result<Listing> {
        let mut listing = Listing::default();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let is_folder = entry.file_type()?.is_dir();
            let names = if is_folder { &mut listing.folders } else { &mut listing.files };
            names.push(entry.file_name());
        }
        listing.folders.sort();
        listing.files.sort();
        Ok(listing)
    };
    read().map_err(|error| PublishError::system(Deed::Read, path, error))
}

/// Makes a folder that is not there yet.
pub fn create_folder(path: &Path) -> Result<(), PublishError> {
    fs::create_dir(path).map_err(|error| creation_error(Deed::CreateFolder, path, error))
}

/// Makes a folder that is not there yet and that nobody else may look into.
pub fn create_private_folder(path: &Path) -> Result<(), PublishError> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| creation_error(Deed::CreateFolder, path, error))
}

/// Deletes a folder with everything in it that can be deleted.
pub fn remove_private_folder(path: &Path) -> io::Result<()> {
    fs::remove_dir_all(path)
}

/// Makes a folder and those above it, as far as they are missing.
pub fn create_folders(path: &Path) -> Result<(), PublishError> {
    fs::create_dir_all(path).map_err(|error| PublishError::system(Deed::CreateFolder, path, error))
}

/// Writes a file that is not there yet.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<File, PublishError> {
    let mut file = File::options()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|error| creation_error(Deed::Write, path, error))?;
    append(&mut file, path, bytes)?;
    Ok(file)
}

/// Lets everybody who may read a file run it. Windows knows no such permission.
pub fn make_executable(path: &Path) -> Result<(), PublishError> {
    let change = || -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mut permissions = fs::metadata(path)?.permissions();
            let mode = permissions.mode();
            permissions.set_mode(mode | (mode & 0o444) >> 2);
            fs::set_permissions(path, permissions)?;
        }
        Ok(())
    };
    change().map_err(|error| PublishError::system(Deed::Write, path, error))
}

/// Writes more to a file from [`write_new`].
pub fn append(file: &mut File, path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let mut write = || -> io::Result<()> {
        file.write_all(bytes)?;
        // Linux waits for the whole disk once, which costs less: `sync_all`.
        if cfg!(target_os = "linux") { Ok(()) } else { file.sync_all() }
    };
    write().map_err(|error| PublishError::system(Deed::Write, path, error))
}

/// Gives the file at `old` a second name, or failing that an equal copy.
pub fn link_or_copy(old: &Path, new: &Path) -> Result<(), PublishError> {
    match fs::hard_link(old, new) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(PublishError::at(Kind::Clash, new))
        }
        // Some disks have no links, some systems forbid them for files of others, and the error has
        // many names. If it was something else, the copy fails too and says so.
        Err(_) => copy(old, new),
    }
}

/// Writes the bytes at `old` to `new`, modification time included.
fn copy(old: &Path, new: &Path) -> Result<(), PublishError> {
    let failed = |error| PublishError::system(Deed::Copy, old, error);
    let bytes = fs::read(old).map_err(failed)?;
    let modified = fs::symlink_metadata(old).and_then(|found| found.modified()).map_err(failed)?;
    let file = write_new(new, &bytes)?;
    file.set_modified(modified).map_err(|error| PublishError::system(Deed::Copy, new, error))
}

/// Waits until everything in `folder` is on the disk, so that a power cut after the exchange cannot
/// leave empty files behind. Where Linux waits here, other systems waited in [`append`].
pub fn sync_all(folder: &Path) -> Result<(), PublishError> {
    let wait = || -> io::Result<()> {
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(File::open(folder)?)?;
        Ok(())
    };
    wait().map_err(|error| PublishError::system(Deed::Sync, folder, error))
}

/// Waits until the disk knows which names `folder` holds. Windows has no call for that and keeps
/// the order of renames by itself.
pub fn sync_names(folder: &Path) -> Result<(), PublishError> {
    let wait = || if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) };
    wait().map_err(|error| PublishError::system(Deed::Sync, folder, error))
}

/// Opens a file to lock it, and makes it if it is not there. Nothing in it is changed.
pub fn open_lock(path: &Path) -> Result<File, PublishError> {
    File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|error| PublishError::system(Deed::Lock, path, error))
}

/// Gives the folder at `from` the name `to`, which is free or an empty folder, in order to replace
/// the portal at `portal`.
pub fn rename(from: &Path, to: &Path, portal: &Path) -> Result<(), PublishError> {
    fs::rename(from, to).map_err(|error| PublishError::system(Deed::Replace, portal, error))
}

/// Exchanges two folders in one step; `false` if this system or disk cannot.
pub fn exchange(new: &Path, old: &Path) -> Result<bool, PublishError> {
    match exchange_atomically(new, old) {
        Ok(()) => Ok(true),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) =>
        {
            Ok(false)
        }
        Err(error) => Err(PublishError::system(Deed::Replace, old, error)),
    }
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange_atomically(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange_atomically(_new: &Path, _old: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Deletes a file.
pub fn remove_file(path: &Path) -> Result<(), PublishError> {
    fs::remove_file(path).map_err(|error| PublishError::system(Deed::Remove, path, error))
}

/// Deletes a folder with everything in it, the file `last` after all else.
pub fn remove_folder(path: &Path, last: &str) -> Result<(), PublishError> {
    let Listing { folders, files } = list(path)?;
    folders.par_iter().try_for_each(|name| remove_folder(&path.join(name), last))?;
    let (later, sooner): (Vec<_>, Vec<_>) = files.iter().partition(|name| *name == last);
    for names in [sooner, later] {
        names.par_iter().try_for_each(|name| remove_file(&path.join(name)))?;
    }
    fs::remove_dir(path).map_err(|error| PublishError::system(Deed::Remove, path, error))
}

/// The number of bytes, as disks count it.
pub fn size(bytes: &[u8]) -> u64 {
    bytes.len() as u64
}

/// Nothing is at a path with a file in the middle, or with a name that this disk cannot have.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename
    )
}

fn creation_error(deed: Deed, path: &Path, error: io::Error) -> PublishError {
    match error.kind() {
        io::ErrorKind::AlreadyExists => PublishError::at(Kind::Clash, path),
        _ => PublishError::system(deed, path, error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "first").unwrap();
        assert_eq!(write_new(&path, b"second").unwrap_err().kind, Kind::Clash);
        assert_eq!(link_or_copy(&path, &path).unwrap_err().kind, Kind::Clash);
        assert_eq!(copy(&path, &path).unwrap_err().kind, Kind::Clash);
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn a_copy_keeps_the_modification_time() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old"), folder.path().join("new"));
        let then =
            std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
        write_new(&old, b"text").unwrap().set_modified(then).unwrap();
        copy(&old, &new).unwrap();
        assert_eq!(fs::metadata(&new).unwrap().modified().unwrap(), then);
        fs::remove_file(&old).unwrap();
        assert_eq!(fs::read(&new).unwrap(), b"text");
    }

    #[test]
    fn a_file_that_can_be_neither_linked_nor_copied_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("absent"), folder.path().join("new"));
        let error = link_or_copy(&old, &new).unwrap_err();
        assert_eq!((error.path.as_path(), error.cause.unwrap().0), (old.as_path(), Deed::Copy));
    }

    #[test]
    fn the_last_file_of_a_deleted_folder_is_the_named_one() {
        let folder = tempfile::tempdir().unwrap();
        let doomed = folder.path().join("doomed");
        create_folders(&doomed.join("a/b")).unwrap();
        for name in ["mark", "other", "a/file", "a/b/mark"] {
            write_new(&inside(&doomed, name), b"").unwrap();
        }
        remove_folder(&doomed, "mark").unwrap();
        assert!(look(&doomed).unwrap().is_none());
    }
}
