//! An installed Chromium that makes PDFs of pages. Pages reach it from memory, by an address that
//! no network knows: nothing is read from the disk, no port is opened and no other host is asked.
//!
//! It is spoken to in the DevTools protocol over a pipe, so no other program can listen or join in.
//! Windows hands such a pipe to a child only by unsafe code, which this program does not have.

mod connection;
mod find;
mod process;

use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::serve::address::{encode, parse};
use crate::serve::content_type::content_type;
use crate::write::TemporaryFolder;

use connection::{Connection, Event};
use process::Process;

pub use find::find;

/// What runs in a page before it is printed: waits for its letters and pictures, and measures.
const MEASURE: &str = include_str!("measure.js");

/// A4 in inches, for pages whose style sheet names no size.
const PAPER: (f64, f64) = (210.0 / 25.4, 297.0 / 25.4);

/// What the browser is asked for: an address, decoded, from the root of the host.
pub type Answer<'a> = &'a dyn Fn(&str) -> Option<File>;

/// A file for the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it is, such as `text/css; charset=utf-8`.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// What stands at an address.
    pub fn new(address: &str, bytes: Vec<u8>) -> Self {
        Self { content_type: content_type(address), bytes }
    }
}

/// A printed page and what was measured before.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The file.
    pub pdf: Vec<u8>,
    /// Panels that hold more than they have room for.
    pub overflows: Vec<Overflow>,
    /// Letters that no font on this computer has, by language.
    pub without_font: Vec<WithoutFont>,
}

/// A panel that holds more than it has room for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Overflow {
    /// Its name.
    pub panel: String,
    /// The language of the text that goes too far.
    pub lang: String,
    /// By how many CSS pixels, of which 96 are an inch: across and down.
    pub over: (f64, f64),
}

/// Letters without a font.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct WithoutFont {
    /// The language of the text.
    pub lang: String,
    /// The letters, each once.
    pub letters: String,
}

/// Why there is no PDF.
#[derive(Debug)]
pub enum BrowserError {
    /// The program could not be started.
    Start(io::Error),
    /// It ended, or the tab did; with the last thing it said.
    Ended(String),
    /// It did not answer in time.
    Silent,
    /// It answered that it cannot: what, and its reason.
    Refused(&'static str, String),
    /// There is nothing at the address.
    Absent,
}

impl BrowserError {
    /// Whether the browser is of no more use.
    pub const fn is_fatal(&self) -> bool {
        matches!(self, Self::Start(_) | Self::Ended(_) | Self::Silent)
    }

    /// Whether there never was one.
    pub const fn is_of_start(&self) -> bool {
        matches!(self, Self::Start(_))
    }
}

impl fmt::Display for BrowserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => write!(f, "failed to start the browser: {error}"),
            Self::Ended(said) => write!(f, "the browser ended: {said}"),
            Self::Silent => f.write_str("the browser did not answer in time"),
            Self::Refused(what, reason) => write!(f, "the browser refused {what}: {reason}"),
            Self::Absent => f.write_str("there is no such page"),
        }
    }
}

impl std::error::Error for BrowserError {}

/// A running browser with one tab. It ends, and its profile is removed, when this is dropped.
pub struct Browser {
    connection: Connection,
    session: String,
    limit: Duration,
    /// Dropped in this order: a browser that still runs would write into its profile.
    process: Process,
    _profile: TemporaryFolder,
}

impl Browser {
    /// Starts the program. `limit` is how long it may take to start, and each page after that.
    ///
    /// # Errors
    /// It does not start, ends at once, or does not answer as Chromium does.
    pub fn start(
        program: &std::path::Path,
        profile: TemporaryFolder,
        limit: Duration,
    ) -> Result<Self, BrowserError> {
        let (process, pipes) =
            Process::start(program, profile.path()).map_err(BrowserError::Start)?;
        let connection = Connection::new(pipes);
        let mut browser =
            Self { connection, session: String::new(), limit, process, _profile: profile };
        browser.open(Instant::now() + limit).map_err(|error| browser.explained(error))?;
        Ok(browser)
    }

    fn open(&mut self, until: Instant) -> Result<(), BrowserError> {
        let target = self.ask("Target.createTarget", json!({"url": "about:blank"}), until)?;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let attached = self.ask("Target.attachToTarget", attach, until)?;
        attached["sessionId"].as_str().unwrap_or_default().clone_into(&mut self.session);
        for (method, parameters) in [
            ("Page.enable", json!({})),
            ("Page.setLifecycleEventsEnabled", json!({"enabled": true})),
            ("Inspector.enable", json!({})),
            ("Emulation.setEmulatedMedia", json!({"media": "print"})),
            ("Fetch.enable", json!({"patterns": [{"urlPattern": "*"}]})),
        ] {
            self.ask(method, parameters, until)?;
        }
        Ok(())
    }

    /// Opens the page at `origin` + `address`, measures it and prints it. Whatever the page asks
    /// for comes from `answer`, and nothing from anywhere else.
    ///
    /// # Errors
    /// See [`BrowserError`]; after a fatal one the browser is of no more use.
    pub fn print(
        &mut self,
        origin: &str,
        address: &str,
        answer: Answer<'_>,
    ) -> Result<Printed, BrowserError> {
        let until = Instant::now() + self.limit;
        self.print_until(origin, address, answer, until).map_err(|error| self.explained(error))
    }

    fn print_until(
        &mut self,
        origin: &str,
        address: &str,
        answer: Answer<'_>,
        until: Instant,
    ) -> Result<Printed, BrowserError> {
        if answer(address).is_none() {
            return Err(BrowserError::Absent);
        }
        let url = format!("{origin}{}", encode(address));
        let id = self.send("Page.navigate", &json!({"url": url}))?;
        let reply = self.wait(origin, answer, until, |event| event.is_reply_to(id))?;
        let opened = reply.result("Page.navigate")?;
        if let Some(reason) = opened["errorText"].as_str() {
            return Err(BrowserError::Refused("Page.navigate", reason.to_owned()));
        }
        let loader = opened["loaderId"].clone();
        self.wait(origin, answer, until, |event| event.is_load_of(&loader))?;
        let measure = json!({
            "expression": format!("({MEASURE})({})", json!(origin == NOWHERE)),
            "awaitPromise": true,
            "returnByValue": true,
        });
        let measured = self.ask_page("Runtime.evaluate", measure, (origin, answer), until)?;
        let (width, height) = PAPER;
        let print = json!({
            "preferCSSPageSize": true,
            "printBackground": true,
            "generateTaggedPDF": true,
            "generateDocumentOutline": true,
            "paperWidth": width,
            "paperHeight": height,
        });
        let printed = self.ask_page("Page.printToPDF", print, (origin, answer), until)?;
        let pdf = BASE64.decode(printed["data"].as_str().unwrap_or_default());
        let malformed =
            |method, error: &dyn fmt::Display| BrowserError::Refused(method, error.to_string());
        let measured: Measured = serde_json::from_value(measured["result"]["value"].clone())
            .map_err(|error| malformed("Runtime.evaluate", &error))?;
        Ok(Printed {
            pdf: pdf.map_err(|error| malformed("Page.printToPDF", &error))?,
            overflows: measured.overflows,
            without_font: measured.without_font,
        })
    }

    fn ask(
        &mut self,
        method: &'static str,
        parameters: Value,
        until: Instant,
    ) -> Result<Value, BrowserError> {
        self.ask_page(method, parameters, ("", &|_| None), until)
    }

    fn ask_page(
        &mut self,
        method: &'static str,
        parameters: Value,
        (origin, answer): (&str, Answer<'_>),
        until: Instant,
    ) -> Result<Value, BrowserError> {
        let id = self.send(method, &parameters)?;
        self.wait(origin, answer, until, |event| event.is_reply_to(id))?.result(method)
    }

    fn send(&mut self, method: &'static str, parameters: &Value) -> Result<u64, BrowserError> {
        self.connection.send(method, parameters, &self.session)
    }

    /// Answers what the page asks for until something comes.
    fn wait(
        &mut self,
        origin: &str,
        answer: Answer<'_>,
        until: Instant,
        is_wanted: impl Fn(&Event) -> bool,
    ) -> Result<Event, BrowserError> {
        loop {
            let event = self.connection.receive(until)?;
            if event.is_crash() {
                return Err(BrowserError::Ended("tab crashed".to_owned()));
            }
            if let Some((id, url)) = event.request() {
                let file = path_of(url, origin).and_then(|path| answer(&path));
                let (status, file) = match file {
                    Some(file) => (200, file),
                    None => (404, File { content_type: "text/plain", bytes: Vec::new() }),
                };
                let reply = json!({
                    "requestId": id,
                    "responseCode": status,
                    "responseHeaders": [{"name": "Content-Type", "value": file.content_type}],
                    "body": BASE64.encode(&file.bytes),
                });
                self.send("Fetch.fulfillRequest", &reply)?;
            } else if is_wanted(&event) {
                return Ok(event);
            }
        }
    }

    /// The error with the last words of the browser, if it ended.
    fn explained(&mut self, error: BrowserError) -> BrowserError {
        match error {
            BrowserError::Ended(said) if said.is_empty() => {
                BrowserError::Ended(self.process.last_words())
            }
            other => other,
        }
    }
}

/// The origin of a portal that does not know its address. Names below `invalid` are never given to
/// anybody (RFC 2606).
pub const NOWHERE: &str = "http://portal.invalid";

#[derive(Deserialize)]
struct Measured {
    overflows: Vec<Overflow>,
    without_font: Vec<WithoutFont>,
}

/// The address from the root of the portal that a URL means.
fn path_of(url: &str, origin: &str) -> Option<String> {
    // A portal below a folder of its host still links from the root of the host.
    let host = origin.split('/').take(3).collect::<Vec<_>>().join("/");
    let rest = url.strip_prefix(origin).filter(|rest| rest.starts_with('/'));
    let rest = rest.or_else(|| url.strip_prefix(&host))?;
    let target = rest.split('#').next().unwrap_or_default();
    parse(target.as_bytes()).map(|address| address.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_portal_are_answered() {
        let path = |url: &str| path_of(url, "https://portal.example");
        assert_eq!(path("https://portal.example/uk/a%20b/?q#c"), Some("/uk/a b/".to_owned()));
        assert_eq!(path("https://portal.example.org/uk/"), None);
        assert_eq!(path("https://elsewhere.example/uk/"), None);
        assert_eq!(path("file:///etc/passwd"), None);
        assert_eq!(path("https://portal.example/../../etc/passwd"), None);
        let below = |url: &str| path_of(url, "https://host.example/portal");
        assert_eq!(below("https://host.example/portal/uk/"), Some("/uk/".to_owned()));
        assert_eq!(below("https://host.example/uk/"), Some("/uk/".to_owned()));
    }
}
