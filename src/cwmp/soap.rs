//! Envelope bytes ⇄ messages: the only place that knows XML on the wire (TR-069 3.5, SOAP 1.1).
//!
//! Reading is tolerant, because ACSs differ in prefixes, order, types and care, and bounded, because
//! a peer may be hostile: no tree is built, nothing is expanded. Writing is exact: every envelope
//! is valid against the cwmp schema of its namespace.

mod cursor;
mod encoding;
mod read;
mod read_deploy;
mod read_transfer;
mod write;

pub use read::read;
pub use write::{write_answer, write_notification, write_request};

use std::fmt;

/// How much of a message is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest envelope in bytes.
    pub bytes: usize,
    /// Most members in all arrays of one message together.
    pub items: usize,
    /// Deepest nesting of elements.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            bytes: 4 << 20,
            items: 100_000,
            depth: 64,
        }
    }
}

/// A message that cannot be understood as an envelope: always the peer's doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoapError {
    /// What was expected and what came.
    pub what: String,
    /// Where in the message, in bytes from its beginning.
    pub at: usize,
}

impl fmt::Display for SoapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {}", self.what, self.at)
    }
}

impl std::error::Error for SoapError {}

/// Whether XML 1.0 has this character at all (2.2, `Char`).
fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        _ => character >= ' ' && !matches!(character, '\u{FFFE}' | '\u{FFFF}'),
    }
}

#[cfg(test)]
mod tests;
