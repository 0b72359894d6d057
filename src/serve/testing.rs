//! For the tests: a server over a folder of finished files, and a client that speaks HTTP.
#![expect(clippy::disallowed_methods, reason = "the tests write what the server then sees")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use super::connection::Limits;
use super::{Answer, Build, Builder, Change, Note, Portal, Server, Settings, Texts, start_within};

pub const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'";

/// A running server, its folder, and what it has built.
pub struct Site {
    pub server: Server,
    pub root: PathBuf,
    pub builds: Receiver<Change>,
    // Removed when the test ends.
    _folder: tempfile::TempDir,
}

/// Copies files as they are. `MISTAKE` in one is a finding, `CRASH` a panic, `SLOW` waits for
/// [`Site::go_on`] and `REDIRECT /path/` leads elsewhere.
pub struct Copier {
    root: PathBuf,
    builds: Sender<Change>,
}

struct Files(BTreeMap<String, String>);

impl Portal for Files {
    fn answer(&self, path: &str) -> Option<Answer<'_>> {
        let index = if path.ends_with('/') { "index.html" } else { "" };
        let text = self.0.get(&format!("{path}{index}"))?;
        Some(match text.strip_prefix("REDIRECT ") {
            Some(to) => Answer::Redirect(to.to_owned()),
            None => Answer::File(Cow::Borrowed(text.as_bytes())),
        })
    }
}

impl Builder for Copier {
    fn build(&mut self, change: &Change) -> Build {
        let mut files = BTreeMap::new();
        for entry in WalkDir::new(&self.root).into_iter().flatten() {
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            let path = entry.path().strip_prefix(&self.root).unwrap().to_str().unwrap();
            files.insert(format!("/{}", path.replace('\\', "/")), text);
        }
        self.builds.send(change.clone()).unwrap_or_default();
        for (path, text) in &files {
            assert!(!text.contains("CRASH"), "met CRASH");
            if text.contains("MISTAKE") {
                let findings = Some(format!("a mistake in `{}`", &path[1..]));
                return Build { portal: None, findings };
            }
            while text.contains("SLOW") && !self.root.with_extension("go").exists() {
                thread::sleep(Duration::from_millis(5));
            }
        }
        Build { portal: Some(Arc::new(Files(files))), findings: None }
    }

    fn watched(&self) -> Vec<PathBuf> {
        vec![self.root.clone()]
    }

    fn note(&mut self, _: &Note) {}
}

pub fn settings() -> Settings {
    Settings {
        texts: Texts {
            locale: "en".to_owned(),
            failed: "The portal could not be built".to_owned(),
            close: "Close".to_owned(),
            disconnected: "The server has stopped".to_owned(),
            crashed: "crashed".to_owned(),
        },
        content_security_policy: POLICY.to_owned(),
        left_alone: "/admin/",
    }
}

/// Serves these files.
pub fn site(files: &[(&str, &str)]) -> Site {
    site_within(files, Limits::default())
}

pub fn site_within(files: &[(&str, &str)], limits: Limits) -> Site {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    fs::create_dir(&root).unwrap();
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let (sender, builds) = channel();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let builder = Copier { root: root.clone(), builds: sender };
    let server = start_within(listener, settings(), builder, limits).unwrap();
    Site { server, root, builds, _folder: folder }
}

impl Site {
    pub fn builder(&self) -> Copier {
        Copier { root: self.root.clone(), builds: channel().0 }
    }

    /// Saves a file so that nobody sees it half written.
    pub fn put(&self, path: &str, text: &str) {
        let other = self.root.join("put.tmp");
        fs::write(&other, text).unwrap();
        fs::rename(other, self.root.join(path)).unwrap();
    }

    /// Lets a slow build end.
    pub fn go_on(&self) {
        fs::write(self.root.with_extension("go"), "").unwrap();
    }

    /// Waits until the answer to `GET path` holds the text.
    pub fn wait_for(&self, path: &str, text: &str) {
        let end = Instant::now() + Duration::from_secs(10);
        while !self.get(path).contains(text) {
            assert!(Instant::now() < end, "{path} never held {text}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    pub fn host(&self) -> String {
        self.address().to_string()
    }

    /// The whole answer to `GET path`.
    pub fn get(&self, path: &str) -> String {
        self.ask(&format!("GET {path} HTTP/1.1\r\nConnection: close\r\n"))
    }

    /// The whole answer to a head, to which the right host is added.
    pub fn ask(&self, head: &str) -> String {
        self.say(&format!("{head}Host: {}\r\n\r\n", self.host()))
    }

    /// All that comes back.
    pub fn say(&self, request: &str) -> String {
        let tongue = Tongue::new(self);
        tongue.try_send(request.as_bytes());
        tongue.hear()
    }

    pub fn events(&self) -> Events {
        let tongue = Tongue::new(self);
        let head = format!("GET /-/rozcestnik/events HTTP/1.1\r\nHost: {}\r\n\r\n", self.host());
        tongue.send(head.as_bytes());
        Events(BufReader::new(tongue.0))
    }
}

/// A connection whose bytes a test chooses.
pub struct Tongue(TcpStream);

impl Tongue {
    pub fn new(site: &Site) -> Self {
        Self(TcpStream::connect(site.address()).unwrap())
    }

    pub fn send(&self, bytes: &[u8]) {
        (&self.0).write_all(bytes).unwrap();
    }

    /// Whether the other side has not had enough.
    pub fn try_send(&self, bytes: &[u8]) -> bool {
        (&self.0).write_all(bytes).is_ok()
    }

    /// All until the other side ends.
    pub fn hear(&self) -> String {
        self.hear_for(Duration::from_secs(10))
    }

    pub fn hear_for(&self, limit: Duration) -> String {
        let end = Instant::now() + limit;
        let mut heard = Vec::new();
        let mut chunk = [0; 8192];
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            self.0.set_read_timeout(Some(left)).unwrap();
            match (&self.0).read(&mut chunk) {
                Ok(0) | Err(_) => break,
                Ok(count) => heard.extend_from_slice(&chunk[..count]),
            }
        }
        String::from_utf8(heard).unwrap()
    }
}

/// An open stream of events.
pub struct Events(BufReader<TcpStream>);

impl Events {
    pub fn next(&mut self) -> serde_json::Value {
        self.0.get_ref().set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut line = String::new();
        loop {
            line.clear();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream has ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    pub fn is_quiet_for(&mut self, time: Duration) -> bool {
        self.0.get_ref().set_read_timeout(Some(time)).unwrap();
        let mut line = String::new();
        while self.0.read_line(&mut line).is_ok_and(|count| count > 0) {
            if line.starts_with("data: ") {
                return false;
            }
            line.clear();
        }
        true
    }

    pub fn has_ended(&mut self) -> bool {
        self.0.get_ref().set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).is_ok()
    }
}
