//! Waiting for changes of the source: one answer for a burst of events.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::ignore::is_temporary;
use super::poll::{Snapshot, differences, snapshot};
use super::roots::{Root, outermost, to_absolute};

/// A change is over when nothing happens for this long. The longest pause inside one save that was
/// measured (Vim, ed, `sed -i`, copy and rename, unpacking an archive) is 12 ms.
const QUIET: Duration = Duration::from_millis(14);

/// A burst longer than this is built in parts.
const LONGEST_BURST: Duration = Duration::from_secs(2);

/// How often a vanished folder is looked for when nothing else would tell of its return.
const RETRY: Duration = Duration::from_millis(300);

/// How often everything is looked at when the system does not tell of changes.
const POLL: Duration = Duration::from_millis(700);

/// What changed since the last build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Anything may have changed.
    Everything,
    /// These paths, each spelled under its watched root. A folder stands for all that is in it; a
    /// path that does not exist was removed, and if it was a folder, all that was in it.
    Paths(BTreeSet<PathBuf>),
}

/// Something the staff should know about the watching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The system refuses to tell of changes (on Linux mostly the limits of inotify), so all files
    /// are looked at again and again: changes show later and cost more.
    Polling {
        /// What the system said.
        reason: String,
    },
}

/// What arrives at a [`Watch`].
#[derive(Debug)]
pub enum Signal {
    /// The system saw something.
    Seen(notify::Result<Event>),
    /// The server is to end.
    Stop,
}

/// Watches folders and files, those too that do not exist yet.
pub struct Watch {
    roots: Vec<Root>,
    ignored: Vec<PathBuf>,
    method: Method,
    notes: Vec<Note>,
    signals: Receiver<Signal>,
}

enum Method {
    /// The system tells of changes in the watched folders: the roots, and the parents of all roots.
    System {
        notifier: RecommendedWatcher,
        watched: BTreeSet<PathBuf>,
    },
    Polling {
        seen: Snapshot,
    },
}

/// What one wait gathers.
#[derive(Default)]
struct Burst {
    everything: bool,
    paths: BTreeSet<PathBuf>,
    began: Option<Instant>,
}

impl Watch {
    /// Watches nothing yet. `sender` is the other end of `signals`.
    pub fn new(sender: Sender<Signal>, signals: Receiver<Signal>) -> Self {
        let mut notes = Vec::new();
        let method = match notify::recommended_watcher(move |seen| send(&sender, seen)) {
            Ok(notifier) => Method::System { notifier, watched: BTreeSet::new() },
            Err(error) => {
                notes.push(Note::Polling { reason: error.to_string() });
                Method::Polling { seen: Snapshot::new() }
            }
        };
        Self { roots: Vec::new(), ignored: Vec::new(), method, notes, signals }
    }

    /// Watches exactly these files and folders (folders with all that is in them), except the
    /// folders `ignored`. Gives whether it watched others before.
    pub fn look_at(&mut self, roots: &[PathBuf], ignored: &[PathBuf]) -> bool {
        let ignored: Vec<PathBuf> = ignored.iter().map(|path| to_absolute(path)).collect();
        let roots = outermost(roots);
        if ignored == self.ignored
            && roots.iter().map(|root| &root.given).eq(self.roots.iter().map(|root| &root.given))
        {
            return false;
        }
        (self.roots, self.ignored) = (roots, ignored);
        self.forget(|_| true);
        // What it finds is no news: everything is built next.
        drop(self.catch_up());
        true
    }

    /// Waits for a change. `None` when the server is to end.
    pub fn wait(&mut self) -> Option<Change> {
        let mut burst = Burst::default();
        loop {
            match self.signals.recv_timeout(self.patience(&burst)) {
                Ok(Signal::Seen(Ok(event))) => self.take(&event, &mut burst),
                Ok(Signal::Seen(Err(error))) => self.take_error(&error, &mut burst),
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) if burst.is_empty() => burst.add(self.catch_up()),
                Err(RecvTimeoutError::Timeout) => {
                    burst.add(self.catch_up());
                    return Some(burst.into_change());
                }
            }
        }
    }

    /// What the staff should know and has not been told.
    pub fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    fn patience(&self, burst: &Burst) -> Duration {
        match (burst.began, &self.method) {
            (Some(began), _) => QUIET.min(LONGEST_BURST.saturating_sub(began.elapsed())),
            (None, Method::Polling { .. }) => POLL,
            (None, Method::System { watched, .. }) => {
                let above = |root: &Root| root.absolute.parent().map(Path::to_path_buf);
                let all = self.roots.iter().filter_map(above).all(|above| watched.contains(&above));
                if all { Duration::from_secs(3600) } else { RETRY }
            }
        }
    }

    /// Watches what can be watched and is not yet, or looks at every file. Gives what may have
    /// changed unseen.
    fn catch_up(&mut self) -> BTreeSet<PathBuf> {
        let Method::System { notifier, watched } = &mut self.method else { return self.poll() };
        match watch_more(&self.roots, notifier, watched) {
            Ok(new) => {
                let is_new = |path: &Path| new.contains(path);
                let is_found = |root: &&mut Root| {
                    is_new(&root.absolute) || root.absolute.parent().is_some_and(is_new)
                };
                let found = self.roots.iter_mut().filter(is_found).map(|root| {
                    root.find_aliases();
                    root.given.clone()
                });
                found.collect()
            }
            Err(error) => {
                self.start_polling(&error);
                self.roots.iter().map(|root| root.given.clone()).collect()
            }
        }
    }

    fn absolute_roots(&self) -> Vec<PathBuf> {
        self.roots.iter().map(|root| root.absolute.clone()).collect()
    }

    fn poll(&mut self) -> BTreeSet<PathBuf> {
        let now = snapshot(&self.absolute_roots(), &self.ignored);
        let Method::Polling { seen } = &mut self.method else { return BTreeSet::new() };
        let changed = differences(seen, &now);
        *seen = now;
        changed.iter().filter_map(|path| self.place(path)).collect()
    }

    fn start_polling(&mut self, reason: &notify::Error) {
        self.notes.push(Note::Polling { reason: reason.to_string() });
        let seen = snapshot(&self.absolute_roots(), &self.ignored);
        self.method = Method::Polling { seen };
    }

    fn take(&mut self, event: &Event, burst: &mut Burst) {
        if event.need_rescan() {
            burst.add_everything();
        }
        for path in &event.paths {
            if is_structural(event.kind) {
                self.forget_moved(path);
            }
            burst.add(self.place(path));
        }
    }

    fn take_error(&mut self, error: &notify::Error, burst: &mut Burst) {
        if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) {
            self.start_polling(error);
        } else {
            self.forget(|path| error.paths.iter().any(|broken| path.starts_with(broken)));
        }
        burst.add_everything();
    }

    /// The path as the builder spells it, unless it is none of the builder's business.
    fn place(&self, path: &Path) -> Option<PathBuf> {
        if self.ignored.iter().any(|folder| path.starts_with(folder)) {
            return None;
        }
        self.roots.iter().find_map(|root| {
            let below = root.below(path)?;
            (!is_temporary(below)).then(|| root.spell(below))
        })
    }

    /// After a root or its parent was made, moved or removed, the system may still watch the old
    /// one: it is watched anew.
    fn forget_moved(&mut self, moved: &Path) {
        let mut lost = BTreeSet::new();
        for root in &self.roots {
            if root.names().any(|name| name.starts_with(moved)) {
                lost.insert(root.absolute.clone());
            }
            let above = |name: &Path| name.parent().is_some_and(|above| above.starts_with(moved));
            if root.names().any(above) {
                lost.extend(root.absolute.parent().map(Path::to_path_buf));
            }
        }
        self.forget(|path| lost.contains(path));
    }

    fn forget(&mut self, is_lost: impl Fn(&Path) -> bool) {
        let Method::System { notifier, watched } = &mut self.method else { return };
        watched.retain(|path| {
            let lost = is_lost(path);
            if lost {
                // An error only says that the system has forgotten it already.
                drop(notifier.unwatch(path));
            }
            !lost
        });
    }
}

impl Burst {
    fn is_empty(&self) -> bool {
        self.began.is_none()
    }

    fn add(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            self.began.get_or_insert_with(Instant::now);
            self.paths.insert(path);
        }
    }

    fn add_everything(&mut self) {
        self.began.get_or_insert_with(Instant::now);
        self.everything = true;
    }

    fn into_change(self) -> Change {
        if self.everything { Change::Everything } else { Change::Paths(self.paths) }
    }
}

/// Passes on what may be a change: not that somebody, such as the build itself, reads a file.
fn send(to: &Sender<Signal>, seen: notify::Result<Event>) {
    let written = AccessKind::Close(AccessMode::Write);
    let is_reading = |kind| matches!(kind, EventKind::Access(access) if access != written);
    let reading = seen.as_ref().is_ok_and(|event| is_reading(event.kind));
    if !reading {
        // The other end is gone only when the server ends.
        drop(to.send(Signal::Seen(seen)));
    }
}

/// Whether what a path names may be something else from now on.
fn is_structural(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
    )
}

/// Watches those roots, and parents of roots, that exist and are not `watched` yet, and gives them.
fn watch_more(
    roots: &[Root],
    notifier: &mut RecommendedWatcher,
    watched: &mut BTreeSet<PathBuf>,
) -> notify::Result<BTreeSet<PathBuf>> {
    let mut new = BTreeSet::new();
    for root in roots {
        // The parent first: it tells of a root that appears in the meantime.
        let above = root.absolute.parent().map(|above| (above, RecursiveMode::NonRecursive));
        let itself = (root.absolute.as_path(), RecursiveMode::Recursive);
        for (path, mode) in above.into_iter().chain([itself]) {
            if watched.contains(path) || !path.is_dir() {
                continue;
            }
            match notifier.watch(path, mode) {
                Ok(()) => {
                    watched.insert(path.to_path_buf());
                    new.insert(path.to_path_buf());
                }
                // Removed between the two looks: it is tried again.
                Err(_) if !path.is_dir() => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(new)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write what the server then sees")]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    struct Site {
        folder: tempfile::TempDir,
        content: PathBuf,
        watch: Watch,
        sender: Sender<Signal>,
    }

    /// Watches `content/` with two pages, `site.yaml`, `absent/` and `no/where/`.
    fn site() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("residence")).unwrap();
        fs::write(content.join("cs.md"), "one").unwrap();
        fs::write(content.join("residence/cs.md"), "one").unwrap();
        fs::write(folder.path().join("site.yaml"), "one").unwrap();
        let roots = ["content", "content/data", "site.yaml", "absent", "no/where"];
        let roots = roots.map(|name| folder.path().join(name));
        let (sender, signals) = channel();
        let mut watch = Watch::new(sender.clone(), signals);
        assert!(watch.look_at(&roots, &[content.join("public")]));
        assert!(!watch.look_at(&roots, &[content.join("public")]));
        Site { folder, content, watch, sender }
    }

    impl Site {
        /// Waits until exactly these paths below the folder have been told, in one change or more:
        /// a busy machine can tear a burst apart.
        fn expect(&mut self, name: &str, expected: &[&str]) {
            let expected: BTreeSet<PathBuf> =
                expected.iter().map(|path| self.folder.path().join(path)).collect();
            let mut seen = BTreeSet::new();
            let end = Instant::now() + Duration::from_secs(10);
            while seen != expected && Instant::now() < end {
                seen.extend(self.next(Duration::from_millis(500)));
            }
            seen.extend(self.next(Duration::from_millis(100)));
            assert_eq!(seen, expected, "{name}");
        }

        /// The paths of the next change, none if there is no change for so long.
        fn next(&mut self, patience: Duration) -> BTreeSet<PathBuf> {
            match self.change(patience) {
                Some(Change::Paths(paths)) => paths,
                Some(Change::Everything) => panic!("only some paths have changed"),
                None => BTreeSet::new(),
            }
        }

        fn change(&mut self, patience: Duration) -> Option<Change> {
            let sender = self.sender.clone();
            let (done, is_done) = channel::<()>();
            let stopper = thread::spawn(move || {
                if is_done.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
                    sender.send(Signal::Stop).unwrap();
                }
            });
            let change = self.watch.wait();
            drop(done);
            stopper.join().unwrap();
            change
        }
    }

    #[test]
    fn every_way_editors_save_is_a_change_of_that_page_alone() {
        let mut site = site();
        let page = site.content.join("residence/cs.md");
        let saves: [(&str, &dyn Fn()); 5] = [
            ("written in place", &|| fs::write(&page, "two").unwrap()),
            ("cut short, then written", &|| {
                fs::write(&page, "").unwrap();
                thread::sleep(Duration::from_millis(5));
                fs::write(&page, "three").unwrap();
            }),
            ("another renamed over it", &|| {
                let other = page.with_file_name("cs.md.tmp");
                fs::write(&other, "four").unwrap();
                fs::rename(&other, &page).unwrap();
            }),
            ("renamed to a backup, written, backup removed", &|| {
                let backup = page.with_file_name("cs.md~");
                fs::rename(&page, &backup).unwrap();
                fs::write(&page, "five").unwrap();
                fs::remove_file(backup).unwrap();
            }),
            ("removed and made again", &|| {
                fs::remove_file(&page).unwrap();
                fs::write(&page, "six").unwrap();
            }),
        ];
        for (name, save) in saves {
            save();
            site.expect(name, &["content/residence/cs.md"]);
        }
    }

    #[test]
    fn temporary_files_ignored_folders_and_reading_are_no_change() {
        let mut site = site();
        for name in [".cs.md.swp", "4913", "cs.md~", ".#cs.md", "#cs.md#", ".DS_Store", "x.tmp"] {
            fs::write(site.content.join(name), "x").unwrap();
        }
        fs::create_dir_all(site.content.join(".git/refs")).unwrap();
        fs::create_dir_all(site.content.join("public/cs")).unwrap();
        fs::write(site.content.join("public/cs/index.html"), "x").unwrap();
        fs::write(site.folder.path().join("README.md"), "beside the roots").unwrap();
        fs::read(site.content.join("cs.md")).unwrap();
        assert_eq!(site.change(Duration::from_millis(400)), None);
    }

    #[test]
    fn a_burst_is_one_change() {
        let mut site = site();
        let pages: BTreeSet<_> = (0..500).map(|n| site.content.join(format!("{n}.md"))).collect();
        for page in &pages {
            let event = Event::new(EventKind::Any).add_path(page.clone());
            site.sender.send(Signal::Seen(Ok(event))).unwrap();
        }
        assert_eq!(site.watch.wait(), Some(Change::Paths(pages)));
    }

    #[test]
    fn a_file_in_a_folder_just_made_moved_or_restored_is_seen() {
        let mut site = site();
        fs::create_dir(site.content.join("a")).unwrap();
        site.expect("made", &["content/a"]);
        fs::write(site.content.join("a/cs.md"), "x").unwrap();
        site.expect("in one made", &["content/a/cs.md"]);

        fs::rename(site.content.join("a"), site.content.join("z")).unwrap();
        site.expect("moved", &["content/a", "content/z"]);
        fs::write(site.content.join("z/cs.md"), "y").unwrap();
        site.expect("in one moved", &["content/z/cs.md"]);

        fs::rename(site.content.join("z"), site.folder.path().join("z")).unwrap();
        fs::rename(site.folder.path().join("z"), site.content.join("z")).unwrap();
        site.expect("moved out and back", &["content/z"]);
        fs::write(site.content.join("z/cs.md"), "z").unwrap();
        site.expect("in one moved out and back", &["content/z/cs.md"]);
    }

    #[test]
    fn a_root_renamed_away_and_back_is_watched_again() {
        let mut site = site();
        let away = site.folder.path().join("content.old");
        fs::rename(&site.content, &away).unwrap();
        site.expect("renamed away", &["content"]);
        fs::write(away.join("cs.md"), "away").unwrap();
        site.expect("written far away", &[]);
        fs::rename(&away, &site.content).unwrap();
        site.expect("renamed back", &["content"]);
        fs::write(site.content.join("residence/cs.md"), "back").unwrap();
        site.expect("written", &["content/residence/cs.md"]);
    }

    #[test]
    fn a_root_replaced_at_once_is_watched() {
        let mut site = site();
        let (next, old) = (site.folder.path().join("next"), site.folder.path().join("old"));
        fs::create_dir_all(next.join("residence")).unwrap();
        fs::rename(&site.content, &old).unwrap();
        fs::rename(&next, &site.content).unwrap();
        site.expect("replaced", &["content"]);
        fs::write(site.content.join("residence/cs.md"), "new").unwrap();
        site.expect("written", &["content/residence/cs.md"]);
    }

    #[test]
    fn a_root_that_comes_later_is_seen_also_when_its_parent_was_absent() {
        let mut site = site();
        fs::create_dir(site.folder.path().join("absent")).unwrap();
        site.expect("made", &["absent"]);
        fs::write(site.folder.path().join("absent/x"), "x").unwrap();
        site.expect("written", &["absent/x"]);
        fs::create_dir_all(site.folder.path().join("no/where")).unwrap();
        site.expect("made with its parent", &["no/where"]);
        fs::write(site.folder.path().join("no/where/x"), "x").unwrap();
        site.expect("written there", &["no/where/x"]);
        fs::write(site.folder.path().join("site.yaml"), "two").unwrap();
        site.expect("a file as root", &["site.yaml"]);
    }

    #[test]
    fn the_folder_of_all_roots_may_vanish_and_return() {
        let mut site = site();
        let root = site.folder.path().join("deep");
        let roots = ["content", "site.yaml"].map(|name| root.join(name));
        fs::create_dir_all(&roots[0]).unwrap();
        fs::write(&roots[1], "x").unwrap();
        assert!(site.watch.look_at(&roots, &[]));
        fs::rename(&root, root.with_file_name("away")).unwrap();
        site.expect("vanished", &[]);
        fs::create_dir_all(&roots[0]).unwrap();
        fs::write(&roots[1], "x").unwrap();
        site.expect("returned", &["deep/content", "deep/site.yaml"]);
        fs::write(&roots[1], "y").unwrap();
        site.expect("written", &["deep/site.yaml"]);
    }

    #[test]
    fn lost_events_mean_that_everything_may_have_changed() {
        let mut site = site();
        let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        site.sender.send(Signal::Seen(Ok(lost))).unwrap();
        assert_eq!(site.watch.wait(), Some(Change::Everything));
    }

    #[test]
    fn when_the_system_gives_up_the_files_are_looked_at_instead() {
        let mut site = site();
        let error = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        site.sender.send(Signal::Seen(Err(error))).unwrap();
        assert_eq!(site.watch.wait(), Some(Change::Everything));
        let notes = site.watch.take_notes();
        assert!(matches!(notes.as_slice(), [Note::Polling { reason }] if !reason.is_empty()));
        fs::write(site.content.join("cs.md"), "longer").unwrap();
        fs::write(site.content.join("cs.md~"), "x").unwrap();
        let expected = [site.content.join("cs.md")].into();
        assert_eq!(site.watch.wait(), Some(Change::Paths(expected)));
    }
}
