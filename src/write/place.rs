//! Where a portal goes, and what stands beside it while it is being replaced.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::disk;
use super::error::{Deed, Kind, PublishError};
use super::portal::MARK;

/// A published folder and its neighbours, all on one disk.
pub struct Place {
    /// The published folder.
    pub target: PathBuf,
    /// The new portal until it is complete.
    pub staging: PathBuf,
    /// The old portal while two renames exchange it for the new one.
    old: PathBuf,
    /// Locked by the build that writes.
    lock: PathBuf,
}

impl Place {
    /// The place of the folder at `path`, which need not be there.
    pub fn of(path: &Path) -> Result<Self, PublishError> {
        // `public/` would look behind a link that `public` is.
        let mut target: PathBuf = path.components().collect();
        if target.file_name().is_none() {
            target = target
                .canonicalize()
                .map_err(|error| PublishError::system(Deed::Read, path, error))?;
        }
        let name = target.file_name().ok_or_else(|| PublishError::at(Kind::Root, path))?;
        let beside = |ending: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            target.with_file_name(hidden)
        };
        let (staging, old, lock) = (beside(".staging"), beside(".old"), beside(".lock"));
        Ok(Self { target, staging, old, lock })
    }

    /// Whether another build is at work here or was killed.
    pub fn is_littered(&self) -> Result<bool, PublishError> {
        for path in [&self.staging, &self.old, &self.lock] {
            if disk::look(path)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Keeps other builds out until [`Lock::release`] or the end of the process.
    pub fn lock(&self) -> Result<Lock, PublishError> {
        disk::create_folders(self.parent())?;
        Lock::take(&self.lock)
    }

    /// Ends what a killed build began: the old portal goes back if it is in neither place, the rest
    /// is deleted.
    pub fn clear(&self) -> Result<(), PublishError> {
        if disk::look(&self.old)?.is_some() && disk::look(&self.target)?.is_none() {
            disk::rename(&self.old, &self.target, &self.target)?;
        }
        remove_ours(&self.old)?;
        remove_ours(&self.staging)
    }

    /// Puts the staging folder in the place of the published one and says where that is now.
    pub fn swap(&self) -> Result<Option<&Path>, PublishError> {
        if disk::look(&self.target)?.is_none() {
            disk::rename(&self.staging, &self.target, &self.target)?;
            return Ok(None);
        }
        if disk::exchange(&self.staging, &self.target)? {
            return Ok(Some(&self.staging));
        }
        self.swap_by_renames().map(Some)
    }

    fn swap_by_renames(&self) -> Result<&Path, PublishError> {
        disk::rename(&self.target, &self.old, &self.target)?;
        if let Err(error) = disk::rename(&self.staging, &self.target, &self.target) {
            disk::rename(&self.old, &self.target, &self.target)?;
            return Err(error);
        }
        Ok(&self.old)
    }

    /// Makes the exchange permanent and deletes the portal that was published before.
    pub fn settle(&self, old: Option<&Path>) -> Result<(), PublishError> {
        disk::sync_names(self.parent())?;
        old.map_or(Ok(()), remove_ours)
    }

    fn parent(&self) -> &Path {
        match self.target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        }
    }
}

/// The right to write, held by one build.
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Lock {
    fn take(path: &Path) -> Result<Self, PublishError> {
        // A build that ends deletes its lock and then writes a byte into it, so that one which had
        // opened it just before knows that it holds the lock of nobody and opens another.
        for _ in 0..ATTEMPTS {
            let file = disk::open_lock(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(PublishError::at(Kind::Busy, path)),
                // Some network mounts know no locks; there, people must take turns.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => {
                    return Err(PublishError::system(Deed::Lock, path, error));
                }
            }
            let found =
                file.metadata().map_err(|error| PublishError::system(Deed::Lock, path, error))?;
            if found.len() == 0 {
                return Ok(Self { file, path: path.to_owned() });
            }
        }
        Err(PublishError::at(Kind::Busy, path))
    }

    /// Lets other builds in.
    pub fn release(self) -> Result<(), PublishError> {
        disk::remove_file(&self.path)?;
        self.file.set_len(1).map_err(|error| PublishError::system(Deed::Lock, &self.path, error))
    }
}

/// How many locks may be deleted under our hands before we call the place busy.
const ATTEMPTS: usize = 100;

/// Deletes a folder of ours, which is one that is empty or has our mark, however broken.
fn remove_ours(folder: &Path) -> Result<(), PublishError> {
    let Some(found) = disk::look(folder)? else { return Ok(()) };
    if !found.is_dir() {
        return Err(PublishError::at(Kind::Unmarked, folder));
    }
    if !disk::list(folder)?.is_empty() && disk::look(&folder.join(MARK))?.is_none() {
        return Err(PublishError::at(Kind::Unmarked, folder));
    }
    disk::remove_folder(folder, MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portal_in(folder: &Path, text: &str) {
        disk::create_folder(folder).unwrap();
        disk::write_new(&folder.join(MARK), b"").unwrap();
        disk::write_new(&folder.join("text"), text.as_bytes()).unwrap();
    }

    fn text_in(folder: &Path) -> Option<Vec<u8>> {
        disk::read(&folder.join("text")).unwrap()
    }

    #[test]
    fn neighbours_are_named_after_the_folder_and_stand_beside_it() {
        for (path, staging) in [
            ("public", ".public.staging"),
            ("public/", ".public.staging"),
            ("a/./b", "a/.b.staging"),
            ("/srv/www", "/srv/.www.staging"),
            ("../out", "../.out.staging"),
        ] {
            assert_eq!(Place::of(Path::new(path)).unwrap().staging, Path::new(staging), "{path}");
        }
        assert!(Place::of(Path::new(".")).unwrap().target.is_absolute());
    }

    #[test]
    fn the_root_of_a_disk_is_refused() {
        let root = Path::new(".").canonicalize().unwrap();
        let root = root.ancestors().last().unwrap();
        assert_eq!(Place::of(root).err().unwrap().kind, Kind::Root);
    }

    #[test]
    fn two_renames_do_where_no_exchange_can() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("public")).unwrap();
        portal_in(&place.target, "old");
        portal_in(&place.staging, "new");
        let old = place.swap_by_renames().unwrap();
        assert_eq!(text_in(&place.target).unwrap(), b"new");
        assert_eq!(text_in(old).unwrap(), b"old");
        place.settle(Some(old)).unwrap();
        assert!(!place.is_littered().unwrap());
    }

    #[test]
    fn the_old_portal_goes_back_if_the_second_rename_fails() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("public")).unwrap();
        portal_in(&place.target, "old");
        let error = place.swap_by_renames().unwrap_err();
        assert_eq!((error.path, error.cause.unwrap().0), (place.target.clone(), Deed::Replace));
        assert_eq!(text_in(&place.target).unwrap(), b"old");
        assert!(!place.is_littered().unwrap());
    }

    #[test]
    fn a_build_killed_between_two_renames_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("public")).unwrap();
        portal_in(&place.old, "old");
        portal_in(&place.staging, "new");
        place.clear().unwrap();
        assert_eq!(text_in(&place.target).unwrap(), b"old");
        assert!(!place.is_littered().unwrap());
    }

    #[test]
    fn a_neighbour_that_is_not_ours_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("public")).unwrap();
        disk::create_folder(&place.staging).unwrap();
        disk::write_new(&place.staging.join("text"), b"mine").unwrap();
        assert_eq!(place.clear().unwrap_err().kind, Kind::Unmarked);
        assert_eq!(text_in(&place.staging).unwrap(), b"mine");
    }

    #[test]
    fn only_one_build_at_a_time_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("public")).unwrap();
        let first = place.lock().unwrap();
        assert_eq!(place.lock().err().unwrap().kind, Kind::Busy);
        first.release().unwrap();
        place.lock().unwrap().release().unwrap();
        assert!(!place.is_littered().unwrap());
    }

    #[test]
    fn the_lock_of_a_killed_build_holds_nobody_up() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::of(&folder.path().join("public")).unwrap();
        drop(place.lock().unwrap());
        assert!(place.is_littered().unwrap());
        place.lock().unwrap().release().unwrap();
    }
}
