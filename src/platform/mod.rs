//! The wall socket between model and device: what the model may ask of the world, as plain texts.
//!
//! `io::device` implements it for a router, the tests for a simulated one. Nothing here decides
//! anything: which file, which option and which hook line is asked for is the model's business.

pub mod hook;
pub mod ubus;
pub mod uci;

use serde_json::Value;

/// Longest file that is read, and therefore written, in bytes.
pub const LONGEST_FILE: usize = 1 << 20;

/// The device, as the model sees it. Every method is one act in the world.
pub trait Platform {
    /// The text of a uci package (`/etc/config/NAME`), or `None` where there is no such file.
    fn uci(&mut self, package: &str) -> Result<Option<String>, Trouble>;

    /// The text of a plain file (at most [`LONGEST_FILE`] of it), or `None` where there is no such file.
    /// `@addresses` is a table that the agent keeps itself: one line per interface address,
    /// `INTERFACE inet|inet6 ADDRESS PREFIXLENGTH [STATE]`; `@clock` is the time in seconds since 1970, where it is known;
    /// `@changed/PATH` that at which the file was written last.
    fn file(&mut self, path: &str) -> Result<Option<String>, Trouble>;

    /// The names in a directory, sorted; empty where there is no such directory.
    fn directory(&mut self, path: &str) -> Result<Vec<String>, Trouble>;

    /// Asks a hook a whole batch: one process. The answers come back in the order written.
    fn hook(
        &mut self,
        name: &str,
        requests: &[hook::Request],
    ) -> Result<Vec<hook::Answer>, Trouble>;

    /// Calls a method of an object over ubus; `arguments` is an object of JSON. `None` where there is no such
    /// object or method, or where it has nothing to tell. Of an object `PREFIX*`, all are called that
    /// begin so; the answer holds theirs, each under what the star stands for.
    fn ubus(
        &mut self,
        _object: &str,
        _method: &str,
        _arguments: &Value,
    ) -> Result<Option<Value>, Trouble> {
        Ok(None)
    }

    /// Writes all of these files or none, durably: when it returns, a power cut keeps them.
    fn commit(&mut self, changes: Vec<Change>) -> Result<(), Trouble>;

    /// Runs an apply command of a map (`/etc/init.d/system reload`), as one shell command line.
    fn apply(&mut self, command: &str) -> Result<(), Trouble>;

    /// A file of the agent's own durable state (`model.json`), or `None` where there is none yet.
    fn state(&mut self, name: &str) -> Result<Option<Vec<u8>>, Trouble>;
}

/// One file that a commit replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub target: Target,
    /// The whole new content.
    pub content: Vec<u8>,
}

/// Which file a [`Change`] replaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A uci package by name.
    Uci(String),
    /// A plain file by its path on the device.
    File(String),
    /// A file of the agent's state, by name.
    State(String),
}

/// Why the world did not do what it was asked. Local, never the ACS's fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The other side is busy; the same request may work later (hook exit status 3, no answer over ubus).
    Busy(String),
    /// It failed, and this is what is known about why.
    Failed(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Trouble::Busy(text) => write!(f, "busy: {text}"),
            Trouble::Failed(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Trouble {}
