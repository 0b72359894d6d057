//! Publishing: an [`Output`] becomes a folder, all of it or none.
//!
//! The new portal is built in a hidden folder beside the published one and then takes its place in
//! one step, so whoever looks, at any moment and after any crash, finds the old portal whole or the
//! new one whole. What did not change is not written again: it is the same file under a second
//! name (a hard link), modification time included. So no file that exists is ever opened for
//! writing here, because its second name may be the published one.
//!
//! | beside `public` | lives |
//! |---|---|
//! | `.public.staging` | as long as a build writes; the next one clears it after a kill |
//! | `.public.old` | an instant, on systems that cannot exchange two folders |
//! | `.public.lock` | as long as a build writes |
//!
//! Linux and macOS exchange the folders atomically. Elsewhere (Windows, some network mounts) two
//! renames do it, between which there is no portal for an instant; a build killed just there leaves
//! `.public.old`, and the next one begins by putting it back.

mod disk;
mod error;
mod place;
mod portal;
mod source_files;
mod temporary;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::output::{Output, OutputFile, OutputPath};

pub use error::{Deed, Kind, PublishError};
pub use source_files::{
    create_files, refuse_existing, refuse_used_folder, remove_files, replace_bytes, replace_file,
    replace_files,
};
pub use temporary::TemporaryFolder;

use place::Place;
use portal::{Entry, NewPortal, Portal};

/// What [`publish`] did.
#[derive(Debug, Default)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were there already, untouched.
    pub unchanged: usize,
    /// Files of the portal before that are gone.
    pub removed: usize,
    /// Size of all files of the portal together.
    pub bytes: u64,
    /// What went wrong once the new portal was in place: the old one could not be removed, say. The
    /// portal is whole all the same, and the next publish tries again.
    pub untidied: Option<PublishError>,
}

/// Makes `folder` hold the files of `output` and nothing else, besides our mark. Folders above it
/// are made as needed. When nothing changed, nothing on the disk is touched.
///
/// Each file is made, written and forgotten; only what is already there is made a second time when
/// something else turns out to have changed meanwhile.
///
/// # Errors
/// [`PublishError`], and `folder` is as it was: it, or a file in it, is not ours ([`Kind`] lists
/// how), another build is writing, a file could not be made, or the system refused.
pub fn publish(output: &impl Output, folder: &Path) -> Result<Published, PublishError> {
    publish_with_receipt(output, folder, || None)
}

/// The same, and [`receipt`] will give back what the build wants to be remembered, which is asked
/// for when all files are made.
///
/// # Errors
/// Those of [`publish`].
pub fn publish_with_receipt(
    output: &impl Output,
    folder: &Path,
    receipt: impl FnOnce() -> Option<serde_json::Value>,
) -> Result<Published, PublishError> {
    let place = Place::of(folder)?;
    let files: Vec<Wanted<'_>> = output.paths().into_iter().map(Wanted::new).collect();
    let portal = Portal::read(&place.target)?;
    if !place.is_littered()?
        && let Some(portal) = &portal
        && let Some(published) = unchanged(output, &files, portal)?
    {
        return Ok(published);
    }
    let lock = place.lock()?;
    let outcome = replace(&place, output, &files, receipt);
    let untidied = lock.release().err();
    outcome.map(|published| Published { untidied: published.untidied.or(untidied), ..published })
}

/// The receipt of the build that made the portal in `folder` and the size of its files in bytes, if
/// every file still stands as that build left it. Nothing inside the files is looked at.
///
/// # Errors
/// What is there is not ours, or the system refused to show it.
pub fn receipt(folder: &Path) -> Result<Option<(serde_json::Value, u64)>, PublishError> {
    let Some(portal) = Portal::read(folder)? else { return Ok(None) };
    Ok(portal.receipt()?.map(|(receipt, bytes)| (receipt.clone(), bytes)))
}

/// A file to publish.
struct Wanted<'a> {
    path: &'a OutputPath,
    /// Its key, once the file was made.
    key: OnceLock<String>,
}

impl<'a> Wanted<'a> {
    fn new(path: &'a OutputPath) -> Self {
        Self { path, key: OnceLock::new() }
    }

    /// The key, if the output knows it or the file was made.
    fn known_key(&self, output: &impl Output) -> Option<&str> {
        match (self.key.get(), output.key(self.path)) {
            (None, Some(key)) => Some(self.key.get_or_init(|| key.to_hex().to_string())),
            (known, _) => known.map(String::as_str),
        }
    }

    fn key_of(&self, file: &OutputFile) -> &str {
        self.key.get_or_init(|| file.key().to_hex().to_string())
    }
}

fn paths<'a>(files: &[Wanted<'a>]) -> Vec<&'a OutputPath> {
    files.iter().map(|file| file.path).collect()
}

/// Makes files until one differs from the published portal; none if there is no such file.
fn unchanged(
    output: &impl Output,
    files: &[Wanted<'_>],
    portal: &Portal,
) -> Result<Option<Published>, PublishError> {
    if !portal.has_exactly(&paths(files)) {
        return Ok(None);
    }
    let is_changed = AtomicBool::new(false);
    let size = |file: &Wanted<'_>| {
        if is_changed.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let size = match file.known_key(output) {
            Some(key) => portal.current_size(file.path, key)?,
            None => match output.file(file.path) {
                Ok(made) => portal.current_size(file.path, file.key_of(&made))?,
                Err(_) => None,
            },
        };
        if size.is_none() {
            is_changed.store(true, Ordering::Relaxed);
        }
        Ok(size)
    };
    let mut sizes: Vec<Option<u64>> = Vec::with_capacity(files.len());
    for group in in_order(output, files) {
        let made: Result<Vec<_>, PublishError> = group.into_par_iter().map(size).collect();
        sizes.extend(made?);
    }
    let bytes: Option<u64> = sizes.into_iter().sum();
    Ok(bytes.map(|bytes| Published { unchanged: files.len(), bytes, ..Published::default() }))
}

/// The part that only one build at a time may do.
fn replace(
    place: &Place,
    output: &impl Output,
    files: &[Wanted<'_>],
    receipt: impl FnOnce() -> Option<serde_json::Value>,
) -> Result<Published, PublishError> {
    place.clear()?;
    let portal = Portal::read(&place.target)?;
    if let Some(portal) = &portal {
        portal.refuse_foreign_files()?;
    }
    let staged = stage(output, files, portal.as_ref(), &place.staging, receipt);
    let (staged, old) = match staged.and_then(|staged| Ok((staged, place.swap()?))) {
        Ok(done) => done,
        Err(error) => {
            // What stopped this build is what people must hear; the next one clears the rest.
            drop(place.clear());
            return Err(error);
        }
    };
    Ok(Published {
        removed: portal.map_or(0, |portal| portal.count_missing_from(&paths(files))),
        untidied: place.settle(old).err(),
        ..staged
    })
}

/// Builds the whole portal in the folder `staging` and waits until the disk has it.
fn stage(
    output: &impl Output,
    files: &[Wanted<'_>],
    portal: Option<&Portal>,
    staging: &Path,
    receipt: impl FnOnce() -> Option<serde_json::Value>,
) -> Result<Published, PublishError> {
    disk::create_folder(staging)?;
    let mark = NewPortal::begin(staging)?;
    for level in levels(files) {
        level
            .par_iter()
            .try_for_each(|folder| disk::create_folder(&disk::inside(staging, folder)))?;
    }
    let mut placed = Vec::with_capacity(files.len());
    for group in in_order(output, files) {
        let made: Result<Vec<_>, PublishError> = group
            .into_par_iter()
            .map(|file| Ok((file, place_file(output, file, portal, staging)?)))
            .collect();
        placed.extend(made?);
    }
    let mut staged = Published::default();
    let mut entries = BTreeMap::new();
    for (file, placed) in placed {
        let (Some((size, origin)), Some(key)) = (placed, file.key.get()) else {
            return Err(PublishError::at(Kind::Unmade, &disk::inside(staging, file.path.as_str())));
        };
        match origin {
            Origin::Written => staged.written += 1,
            Origin::Kept => staged.unchanged += 1,
        }
        staged.bytes += size;
        entries.insert(file.path.as_str(), Entry { key: key.clone(), size });
    }
    mark.finish(entries, receipt().as_ref())?;
    disk::sync_all(staging)?;
    Ok(staged)
}

/// Whether a file of the new portal was written or taken over from the old one.
enum Origin {
    Written,
    Kept,
}

/// The size of the file that now stands in `staging`; `None` if it could not be made.
fn place_file(
    output: &impl Output,
    wanted: &Wanted<'_>,
    portal: Option<&Portal>,
    staging: &Path,
) -> Result<Option<(u64, Origin)>, PublishError> {
    let path = wanted.path.as_str();
    let new = disk::inside(staging, path);
    let kept = |key: &str| {
        let Some(portal) = portal else { return Ok(None) };
        let Some(size) = portal.current_size(wanted.path, key)? else { return Ok(None) };
        disk::link_or_copy(&disk::inside(&portal.folder, path), &new)?;
        Ok(Some((size, Origin::Kept)))
    };
    if let Some(key) = wanted.known_key(output)
        && let Some(kept) = kept(key)?
    {
        return Ok(Some(kept));
    }
    let Ok(file) = output.file(wanted.path) else { return Ok(None) };
    if wanted.key.get().is_none()
        && let Some(kept) = kept(wanted.key_of(&file))?
    {
        return Ok(Some(kept));
    }
    let bytes = file.bytes();
    let size = disk::size(&bytes);
    if let Some(portal) = portal
        && let old = disk::inside(&portal.folder, path)
        && disk::holds(&old, &bytes)?
    {
        disk::link_or_copy(&old, &new)?;
        return Ok(Some((size, Origin::Kept)));
    }
    disk::write_new(&new, &bytes)?;
    Ok(Some((size, Origin::Written)))
}

/// The files that can be made side by side, one group after the other.
fn in_order<'a, 'p>(output: &impl Output, files: &'a [Wanted<'p>]) -> [Vec<&'a Wanted<'p>>; 2] {
    let (last, first) = files.iter().partition(|file| output.is_made_last(file.path));
    [first, last]
}

/// The folders that the files are in, those above before those below: those of one level can be
/// made side by side. `index.html`, `cs/a/index.html` and `cs/feed.xml` give `[[cs], [cs/a]]`.
fn levels<'a>(files: &[Wanted<'a>]) -> Vec<Vec<&'a str>> {
    let mut levels: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        let mut rest = file.path.as_str();
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if !levels.entry(folder.matches('/').count()).or_default().insert(folder) {
                break;
            }
            rest = folder;
        }
    }
    levels.into_values().map(|level| level.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests;
