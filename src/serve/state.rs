//! What all requests see: the last good portal and the newest findings.

use std::process;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Build, Portal};

/// Shared between the building thread, which publishes, and the answering ones.
#[derive(Default)]
pub struct State {
    inner: Mutex<Inner>,
    changed: Condvar,
}

#[derive(Default)]
struct Inner {
    now: Snapshot,
    portals: u64,
    stopped: bool,
}

/// The state at one moment.
#[derive(Clone, Default)]
pub struct Snapshot {
    /// The last good portal; `None` before the first.
    pub portal: Option<Arc<dyn Portal>>,
    /// Another text for each portal (while there is none, for each build), also after a restart of
    /// the server.
    pub edition: String,
    /// How many builds have ended.
    pub builds: u64,
    /// What the newest build found.
    pub findings: Option<Arc<str>>,
}

impl State {
    /// Makes the newest build visible. Without a portal the last good one stays.
    pub fn publish(&self, build: Build) {
        let mut inner = self.lock();
        inner.now.builds += 1;
        inner.now.findings = build.findings.map(Arc::from);
        if build.portal.is_some() {
            inner.now.portal = build.portal;
            inner.portals += 1;
        }
        if inner.portals == 0 {
            inner.now.edition = format!("{}-waiting-{}", process::id(), inner.now.builds);
        } else {
            inner.now.edition = format!("{}-{}", process::id(), inner.portals);
        }
        self.changed.notify_all();
    }

    /// Ends every wait.
    pub fn stop(&self) {
        self.lock().stopped = true;
        self.changed.notify_all();
    }

    /// Whether the server is to end.
    pub fn is_stopped(&self) -> bool {
        self.lock().stopped
    }

    /// The state once there is one, which takes as long as the first build. `None` when the server
    /// is to end.
    pub fn current(&self) -> Option<Snapshot> {
        let inner = self.lock();
        let wait = self.changed.wait_while(inner, |now| now.now.builds == 0 && !now.stopped);
        let inner = wait.unwrap_or_else(PoisonError::into_inner);
        (!inner.stopped).then(|| inner.now.clone())
    }

    /// The state as soon as more than `builds` builds have ended, but after `limit` in any case.
    /// `None` when the server is to end.
    pub fn after(&self, builds: u64, limit: Duration) -> Option<Snapshot> {
        let end = Instant::now() + limit;
        let mut inner = self.lock();
        while !inner.stopped && inner.now.builds <= builds {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let wait = self.changed.wait_timeout(inner, left);
            inner = wait.unwrap_or_else(PoisonError::into_inner).0;
        }
        (!inner.stopped).then(|| inner.now.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Every change is one whole assignment, so a panic elsewhere leaves nothing half done.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
