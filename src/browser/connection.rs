//! Messages of the DevTools protocol: JSON, each with a zero byte at its end.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use super::BrowserError;

/// The two ends of the pipe.
pub struct Pipes {
    /// What the browser reads.
    pub input: Box<dyn Write + Send>,
    /// What it writes.
    pub output: Box<dyn Read + Send>,
}

/// A conversation.
pub struct Connection {
    input: Box<dyn Write + Send>,
    received: Receiver<Event>,
    last: u64,
}

impl Connection {
    /// Begins to listen.
    pub fn new(pipes: Pipes) -> Self {
        let (sender, received) = mpsc::channel();
        // Ends with the pipe, or when nobody wants to hear any more.
        thread::spawn(move || {
            let mut output = BufReader::new(pipes.output);
            let mut message = Vec::new();
            while output.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                message.pop();
                let event = serde_json::from_slice(&message).map(Event);
                if event.is_ok_and(|event| sender.send(event).is_err()) {
                    break;
                }
                message.clear();
            }
        });
        Self { input: pipes.input, received, last: 0 }
    }

    /// Sends a command to a session, or to the browser itself if that is empty. Gives its number.
    pub fn send(
        &mut self,
        method: &'static str,
        parameters: &Value,
        session: &str,
    ) -> Result<u64, BrowserError> {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": parameters});
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let sent = self.input.write_all(&bytes).and_then(|()| self.input.flush());
        sent.map_err(|_| BrowserError::Ended(String::new()))?;
        Ok(self.last)
    }

    /// The next message.
    pub fn receive(&self, until: Instant) -> Result<Event, BrowserError> {
        let left = until.saturating_duration_since(Instant::now());
        self.received.recv_timeout(left).map_err(|error| match error {
            RecvTimeoutError::Timeout => BrowserError::Silent,
            RecvTimeoutError::Disconnected => BrowserError::Ended(String::new()),
        })
    }
}

/// A message of the browser.
#[derive(Debug)]
pub struct Event(Value);

impl Event {
    fn is(&self, method: &str) -> bool {
        self.0["method"] == method
    }

    /// Whether it answers the command of this number.
    pub fn is_reply_to(&self, id: u64) -> bool {
        self.0["id"] == id
    }

    /// Whether a document and all that belongs to it is there.
    pub fn is_load_of(&self, loader: &Value) -> bool {
        let event = &self.0["params"];
        self.is("Page.lifecycleEvent") && event["name"] == "load" && event["loaderId"] == *loader
    }

    /// Whether the tab is gone.
    pub fn is_crash(&self) -> bool {
        ["Inspector.targetCrashed", "Target.targetCrashed", "Inspector.detached"]
            .iter()
            .any(|method| self.is(method))
    }

    /// The number and address of a file that the page asks for.
    pub fn request(&self) -> Option<(&str, &str)> {
        let event = self.is("Fetch.requestPaused").then(|| &self.0["params"])?;
        Some((event["requestId"].as_str()?, event["request"]["url"].as_str()?))
    }

    /// What a reply brings.
    pub fn result(mut self, method: &'static str) -> Result<Value, BrowserError> {
        let reason = self.0["error"]["message"].as_str();
        let thrown = &self.0["result"]["exceptionDetails"];
        let reason = reason.or_else(|| thrown["exception"]["description"].as_str());
        match reason {
            Some(reason) => Err(BrowserError::Refused(method, reason.to_owned())),
            None => Ok(self.0["result"].take()),
        }
    }
}
