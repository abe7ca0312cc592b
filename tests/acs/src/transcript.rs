//! Every message as it came and went, for people and for tests.

use std::io::Write;
use std::time::Duration;

use crate::http::{Reply, Request, reason};
use crate::xml;

/// One message, or a note between messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Since the ACS started.
    pub at: Duration,
    /// Connections count from 1.
    pub connection: u64,
    pub side: Side,
    /// Request line, status line, or the note.
    pub head: String,
    pub headers: Vec<(String, String)>,
    /// As on the wire, without a transfer coding.
    pub body: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The agent sent it.
    Agent,
    /// The ACS sent it.
    Acs,
    /// Nobody did.
    Note,
}

impl Entry {
    pub(crate) fn request(at: Duration, connection: u64, request: &Request) -> Entry {
        Entry {
            at,
            connection,
            side: Side::Agent,
            head: format!("{} {} HTTP/1.1", request.method, request.target),
            headers: request.headers.clone(),
            body: request.body.clone(),
        }
    }

    pub(crate) fn reply(at: Duration, connection: u64, reply: &Reply) -> Entry {
        let mut headers = reply.headers.clone();
        if reply.delivery.close {
            headers.push(("Connection".to_owned(), "close".to_owned()));
        }
        let head = if reply.delivery.silent {
            "(no answer)".to_owned()
        } else if reply.delivery.hang_up {
            "(connection closed without an answer)".to_owned()
        } else {
            format!("HTTP/1.1 {} {}", reply.status, reason(reply.status))
        };
        Entry {
            at,
            connection,
            side: Side::Acs,
            head,
            headers,
            body: reply.body.clone(),
        }
    }

    pub(crate) fn note(at: Duration, connection: u64, text: &str) -> Entry {
        Entry {
            at,
            connection,
            side: Side::Note,
            head: text.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        crate::http::find(&self.headers, name)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn write(&self, to: &mut dyn Write) -> std::io::Result<()> {
        let at = self.at.as_secs_f64();
        match self.side {
            Side::Note => {
                return writeln!(
                    to,
                    "---- {at:.3} s, connection {}: {}\n",
                    self.connection, self.head
                );
            }
            Side::Agent => writeln!(
                to,
                "---- {at:.3} s, connection {}: agent to ACS",
                self.connection
            )?,
            Side::Acs => writeln!(
                to,
                "---- {at:.3} s, connection {}: ACS to agent",
                self.connection
            )?,
        }
        writeln!(to, "{}", self.head)?;
        for (name, value) in &self.headers {
            writeln!(to, "{name}: {value}")?;
        }
        if !self.body.is_empty() {
            writeln!(to, "\n{}", xml::indent(&self.text()))?;
        }
        writeln!(to)
    }
}

/// What a script left behind.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    /// Messages of all connections, in order.
    pub entries: Vec<Entry>,
    /// What the script printed.
    pub text: String,
}

impl Transcript {
    /// What the agent sent.
    pub fn requests(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| e.side == Side::Agent)
    }

    /// What the ACS sent.
    pub fn replies(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|e| e.side == Side::Acs)
    }

    /// The envelopes that the agent sent.
    #[must_use]
    pub fn envelopes(&self) -> Vec<String> {
        self.requests()
            .filter(|e| !e.body.is_empty())
            .map(Entry::text)
            .collect()
    }
}

/// Bodies kept in memory, bytes; older ones are let go.
const KEEP: usize = 256 * 1024 * 1024;

/// Where messages are kept, and written as they come.
pub(crate) struct Log {
    pub entries: Vec<Entry>,
    to: Option<Box<dyn Write + Send>>,
    kept: usize,
    forgotten: usize,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Log({} entries)", self.entries.len())
    }
}

impl Log {
    pub fn new(to: Option<Box<dyn Write + Send>>) -> Log {
        Log {
            entries: Vec::new(),
            to,
            kept: 0,
            forgotten: 0,
        }
    }

    pub fn push(&mut self, entry: Entry) {
        if let Some(to) = &mut self.to {
            let _ = entry.write(to).and_then(|()| to.flush());
        }
        self.kept += entry.body.len();
        self.entries.push(entry);
        while self.kept > KEEP {
            let Some(oldest) = self.entries.get_mut(self.forgotten) else {
                break;
            };
            self.kept -= oldest.body.len();
            oldest.body = Vec::new();
            self.forgotten += 1;
        }
    }
}
