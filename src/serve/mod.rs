//! The development server: watches the source, builds again, answers from memory on loopback and
//! shows changes and mistakes in the open page.
//!
//! It knows nothing of the compiler but [`Builder`] and [`Portal`], writes nothing to the disk, and
//! answers from the last good portal while the next one is built or fails.

pub(crate) mod address;
mod browser;
mod client;
mod connection;
pub(crate) mod content_type;
mod http;
mod ignore;
mod poll;
mod roots;
mod route;
mod state;
#[cfg(test)]
mod testing;
mod watch;

use std::any::Any;
use std::borrow::Cow;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

pub use browser::open_browser;
pub use watch::{Change, Note};

use connection::{Limits, converse, turn_away};
use state::State;
use watch::{Signal, Watch};

/// A finished portal.
pub trait Portal: Send + Sync {
    /// What a static host would send for `path`: decoded, starts with `/`, has no empty, `.` or
    /// `..` part, names a folder's `index.html` by a closing `/`. `None` if nothing stands there;
    /// the server itself then tries the address with a closing `/`, and `404.html` of the folders
    /// upwards.
    fn answer(&self, path: &str) -> Option<Answer<'_>>;
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// A file's bytes; its type follows from the ending of the address.
    File(Cow<'a, [u8]>),
    /// Another path of the portal, as [`Portal::answer`] takes it.
    Redirect(String),
}

/// What a build brings.
#[derive(Clone, Default)]
pub struct Build {
    /// `None` keeps the last good portal.
    pub portal: Option<Arc<dyn Portal>>,
    /// Plain text for the panel over the open page; `None` removes the panel.
    pub findings: Option<String>,
}

/// Makes portals from a source.
pub trait Builder: Send {
    /// Builds what `change` needs. After a panic the next change is [`Change::Everything`].
    fn build(&mut self, change: &Change) -> Build;

    /// Files and folders that a portal depends on, whether they exist or not. Asked before the
    /// first build and after each; when the answer differs, everything is built once more.
    fn watched(&self) -> Vec<PathBuf>;

    /// Folders inside the watched ones that are not source, such as the output folder.
    fn ignored(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Tells the staff something about the watching.
    fn note(&mut self, note: &Note);
}

/// What the server says itself, in the language of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// BCP 47 tag of that language, one that is written from left to right.
    pub locale: String,
    /// Heading of the findings: the portal could not be built.
    pub failed: String,
    /// The button that closes the findings.
    pub close: String,
    /// The server has stopped, the page waits for it.
    pub disconnected: String,
    /// The compiler has crashed; its own words follow after a colon.
    pub crashed: String,
}

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the server says.
    pub texts: Texts,
    /// The policy that the pages themselves carry. It has to allow scripts, styles and connections
    /// of the own origin.
    pub content_security_policy: String,
    /// Where pages say their own policy and are sent as they are: they do not follow the source.
    pub left_alone: &'static str,
}

/// A running server. Dropping it ends it.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    signals: Sender<Signal>,
    threads: Vec<JoinHandle<()>>,
}

/// Starts to build, to watch and to answer; the first answers wait for the first build.
///
/// # Errors
/// When `listener` is not on loopback, the policy cannot stand in a header, or the system gives no
/// thread.
pub fn start(
    listener: TcpListener,
    settings: Settings,
    builder: impl Builder + 'static,
) -> io::Result<Server> {
    start_within(listener, settings, builder, Limits::default())
}

impl Server {
    /// The address of the portal's root page.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        for thread in self.threads.drain(..) {
            // A panic has told of itself already.
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.stop();
        // Each of these can only fail when what it should end has ended.
        drop(self.signals.send(Signal::Stop));
        drop(TcpStream::connect_timeout(&self.address, Duration::from_secs(1)));
        for thread in self.threads.drain(..) {
            drop(thread.join());
        }
    }
}

fn start_within(
    listener: TcpListener,
    settings: Settings,
    builder: impl Builder + 'static,
    limits: Limits,
) -> io::Result<Server> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() || settings.content_security_policy.contains(char::is_control) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let state = Arc::new(State::default());
    let (signals, received) = mpsc::channel();
    let crashed = settings.texts.crashed.clone();
    let (shared, sender) = (Arc::clone(&state), signals.clone());
    let building = thread::Builder::new().name("build".to_owned()).spawn(move || {
        build_again_and_again(builder, Watch::new(sender, received), &shared, &crashed);
    })?;
    let shared = Arc::clone(&state);
    let accepting = thread::Builder::new()
        .name("accept".to_owned())
        .spawn(move || accept(&listener, &shared, settings, limits))?;
    Ok(Server { address, state, signals, threads: vec![building, accepting] })
}

fn build_again_and_again(
    mut builder: impl Builder,
    mut watch: Watch,
    state: &State,
    crashed: &str,
) {
    let mut change = Change::Everything;
    let mut has_panicked = false;
    watch.look_at(&builder.watched(), &builder.ignored());
    loop {
        for note in watch.take_notes() {
            builder.note(&note);
        }
        if has_panicked {
            change = Change::Everything;
        }
        let build = catch_unwind(AssertUnwindSafe(|| builder.build(&change)));
        has_panicked = build.is_err();
        state.publish(build.unwrap_or_else(|panic| Build {
            portal: None,
            findings: Some(format!("{crashed}: {}", words(&*panic))),
        }));
        change = if !has_panicked && watch.look_at(&builder.watched(), &builder.ignored()) {
            Change::Everything
        } else {
            match watch.wait() {
                Some(change) => change,
                None => return,
            }
        };
    }
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("panic")
}

fn accept(listener: &TcpListener, state: &Arc<State>, settings: Settings, limits: Limits) {
    let settings = Arc::new(settings);
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        if state.is_stopped() {
            return;
        }
        let Ok(stream) = stream else {
            // Mostly too many open files: some are closed soon.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let place = Place::take(&open);
        if open.load(Ordering::Relaxed) > limits.connections {
            // A client that has gone misses nothing.
            drop(turn_away(&stream, &settings));
            continue;
        }
        let (state, settings) = (Arc::clone(state), Arc::clone(&settings));
        let answering = thread::Builder::new().name("answer".to_owned()).spawn(move || {
            let _place = place;
            // An error is the other side's going away, of which nobody needs to hear.
            drop(converse(&stream, &state, &settings, &limits));
        });
        // Without a thread the connection is closed, and the browser tries again.
        drop(answering);
    }
}

/// One of the places for connections, free again when it is dropped, also by a panic.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write what the server then sees")]
mod tests {
    use std::fs;

    use super::testing::{Site, Tongue, settings, site};
    use super::*;

    #[test]
    fn every_way_editors_save_reaches_the_open_page() {
        let site = site(&[("cs/index.html", "<p>one")]);
        let page = site.root.join("cs/index.html");
        let other = site.root.join("cs/index.html.tmp");
        let mut events = site.events();
        let mut edition = events.next()["edition"].clone();
        let in_place = |text| fs::write(&page, text).unwrap();
        let renamed_over = |text| {
            fs::write(&other, text).unwrap();
            fs::rename(&other, &page).unwrap();
        };
        let made_again = |text| {
            fs::remove_file(&page).unwrap();
            fs::write(&page, text).unwrap();
        };
        let saves: [&dyn Fn(&'static str); 3] = [&in_place, &renamed_over, &made_again];
        for (save, text) in saves.iter().zip(["<p>two", "<p>three", "<p>four"]) {
            save(text);
            let event = events.next();
            assert_ne!(event["edition"], edition, "{text}");
            edition = event["edition"].clone();
            site.wait_for("/cs/", text);
        }
        fs::rename(site.root.join("cs"), site.root.join("away")).unwrap();
        site.wait_for("/away/", "<p>four");
        fs::rename(site.root.join("away"), site.root.join("cs")).unwrap();
        site.wait_for("/cs/", "<p>four");
        site.put("cs/index.html", "<p>five");
        site.wait_for("/cs/", "<p>five");
    }

    #[test]
    fn temporary_files_cause_no_build() {
        let site = site(&[("cs/index.html", "<p>one")]);
        let mut events = site.events();
        events.next();
        for name in [".index.html.swp", "index.html~", "4913", "#index.html#"] {
            fs::write(site.root.join("cs").join(name), "x").unwrap();
        }
        assert!(events.is_quiet_for(Duration::from_millis(300)));
        assert_eq!(site.builds.try_iter().collect::<Vec<_>>(), [Change::Everything]);
    }

    #[test]
    fn a_mistake_leaves_the_last_good_portal_and_is_told() {
        let site = site(&[("index.html", "<p>good")]);
        let mut events = site.events();
        let good = events.next();
        assert_eq!(good["findings"], serde_json::Value::Null);
        site.put("index.html", "MISTAKE");
        let bad = events.next();
        assert_eq!(bad["edition"], good["edition"]);
        assert_eq!(bad["findings"], "a mistake in `index.html`");
        assert!(site.get("/").contains("<p>good"));
        site.put("index.html", "<p>better");
        let better = events.next();
        assert_ne!(better["edition"], good["edition"]);
        assert_eq!(better["findings"], serde_json::Value::Null);
        assert!(site.get("/").contains("<p>better"));
    }

    #[test]
    fn without_a_first_portal_every_address_shows_the_findings() {
        let site = site(&[("index.html", "MISTAKE <b>")]);
        let page = site.get("/any/where/");
        assert!(page.starts_with("HTTP/1.1 503 "), "{page}");
        assert!(page.contains("a mistake in `index.html`") && page.contains("reload.js"), "{page}");
        let mut events = site.events();
        let waiting = events.next();
        site.put("index.html", "<p>good");
        assert_ne!(events.next()["edition"], waiting["edition"]);
        assert!(site.get("/").starts_with("HTTP/1.1 200 "));
    }

    #[test]
    fn a_crash_of_the_compiler_is_told_and_survived() {
        let site = site(&[("index.html", "<p>good")]);
        let mut events = site.events();
        events.next();
        site.put("index.html", "CRASH");
        assert_eq!(events.next()["findings"], "crashed: met CRASH");
        assert!(site.get("/").contains("<p>good"));
        site.put("index.html", "<p>again");
        assert_eq!(events.next()["findings"], serde_json::Value::Null);
        assert!(site.get("/").contains("<p>again"));
        let builds: Vec<_> = site.builds.try_iter().collect();
        assert_eq!(builds.last(), Some(&Change::Everything), "its memory may be half done");
    }

    #[test]
    fn requests_are_answered_while_a_build_runs_and_changes_meanwhile_are_one_build() {
        let site = site(&[("index.html", "<p>one")]);
        site.wait_for("/", "<p>one");
        assert_eq!(site.builds.recv().unwrap(), Change::Everything);
        site.put("index.html", "SLOW");
        site.builds.recv_timeout(Duration::from_secs(10)).unwrap();
        for text in ["<p>two", "<p>three", "<p>four"] {
            site.put("index.html", text);
            assert!(site.get("/").contains("<p>one"));
        }
        thread::sleep(Duration::from_millis(200));
        site.go_on();
        site.wait_for("/", "<p>four");
        assert_eq!(site.builds.try_iter().count(), 1);
    }

    #[test]
    fn the_first_answer_waits_for_the_first_build() {
        let site = site(&[("index.html", "SLOW")]);
        let early = Tongue::new(&site);
        early.send(format!("GET / HTTP/1.0\r\nHost: {}\r\n\r\n", site.host()).as_bytes());
        assert_eq!(early.hear_for(Duration::from_millis(200)), "");
        site.go_on();
        assert!(early.hear().contains("SLOW"));
    }

    #[test]
    fn an_end_ends_streams_and_frees_the_port() {
        let site = site(&[("index.html", "<p>one")]);
        let mut events = site.events();
        events.next();
        let Site { server, .. } = site;
        let address = server.address;
        drop(server);
        assert!(events.has_ended());
        TcpListener::bind(address).unwrap();
    }

    #[test]
    fn only_loopback_is_served() {
        let site = site(&[]);
        let listener = TcpListener::bind("0.0.0.0:0").unwrap();
        let refused = start(listener, settings(), site.builder());
        assert_eq!(refused.err().map(|error| error.kind()), Some(io::ErrorKind::InvalidInput));
    }
}
