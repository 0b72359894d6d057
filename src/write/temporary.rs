//! A folder for another program, gone when it is no longer needed.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use super::disk;
use super::error::{Kind, PublishError};

/// Numbers of the folders of this process.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// How often a folder is removed whose owner may still write into it while it ends.
const TRIALS: u32 = 20;

/// A new empty folder that nobody else may look into; removed with all that is in it when dropped.
#[derive(Debug)]
pub struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    /// Makes one in a folder for temporary files.
    ///
    /// # Errors
    /// [`PublishError`] if the system refuses.
    pub fn create(above: &Path) -> Result<Self, PublishError> {
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = above.join(format!("rozcestnik-{}-{number}", std::process::id()));
            match disk::create_private_folder(&path) {
                Ok(()) => return Ok(Self(path)),
                // Left behind by a process that was killed and had the same number.
                Err(error) if error.kind == Kind::Clash => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        for _ in 0..TRIALS {
            if disk::remove_private_folder(&self.0).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test looks at the disk")]
mod tests {
    use super::*;

    #[test]
    fn it_is_private_and_leaves_nothing_behind() {
        let above = tempfile::tempdir().unwrap();
        let folders = [(); 2].map(|()| TemporaryFolder::create(above.path()).unwrap());
        std::fs::write(folders[0].path().join("file"), "").unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folders[0].path()).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700);
        }
        drop(folders);
        assert_eq!(std::fs::read_dir(above.path()).unwrap().count(), 0);
    }
}
