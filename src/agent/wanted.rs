//! Files that the device wants from its ACS (RequestDownload, TR-069 A.4.2.2): asked for with
//! `9 REQUEST DOWNLOAD` until the ACS has answered, whatever it says.
//!
//! ```text
//!  cwmpd request-download ─► in the state ─► event in an Inform ─► RequestDownload ─► answered: forgotten
//!                               ▲                                        │
//!                               └─────── no answer, three times at most ─┘
//! ```
//!
//! Off unless an option says otherwise: there are ACSs that it brings down.

use super::event::{self, MOST_EVENTS};
use super::{Agent, state};
use crate::cwmp::rpc::{CpeRequest, EventStruct, RequestDownload};
use crate::fault::{Fault, FaultCode};
use serde_json::{Value, json};

/// Wishes that wait at a time.
pub const MOST_WANTED: usize = 4;
/// Sessions that may break at one before it is given up.
const MOST_FAILURES: u32 = 3;

/// What the running session has said of the wishes in the state.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// So many, from the first, belong to the event in its Inform.
    told: usize,
    /// The first is out, and not answered.
    out: bool,
    /// Sessions that broke there.
    failures: u32,
}

impl Agent {
    /// `cwmpd request-download`.
    ///
    /// # Errors
    /// The option is off, or as many wait already.
    pub(super) fn want(&mut self, request: RequestDownload) -> Result<(), Fault> {
        if !self.settings.acs.request_download {
            let text = "option request_download of section acs is off";
            return Err(Fault::new(FaultCode::RequestDenied, text));
        }
        if self.state.wanted.contains(&request) {
            return Ok(());
        }
        if self.state.wanted.len() >= MOST_WANTED {
            let text = format!("{MOST_WANTED} downloads are asked for and not answered yet");
            return Err(Fault::new(FaultCode::ResourcesExceeded, text));
        }
        self.state.wanted.push(request);
        Ok(())
    }

    /// Adds the event to those of the Inform that is about to be sent.
    pub(super) fn tell_wanted(&mut self, events: &mut Vec<EventStruct>) {
        if !self.state.wanted.is_empty() && events.len() < MOST_EVENTS {
            event::add_single(events, "9 REQUEST DOWNLOAD");
            self.asking.told = self.state.wanted.len();
        }
    }

    /// The next wish of this session.
    pub(super) fn next_wanted(&mut self) -> Option<CpeRequest> {
        if self.asking.out || self.asking.told == 0 {
            return None;
        }
        let first = self.state.wanted.first()?.clone();
        self.asking.out = true;
        Some(CpeRequest::RequestDownload(Box::new(first)))
    }

    /// The ACS has answered: granted or refused, it knows.
    pub(super) fn wanted_answered(&mut self) {
        if std::mem::take(&mut self.asking.out) {
            self.state.wanted.remove(0);
            self.asking.told -= 1;
            self.asking.failures = 0;
        }
    }

    pub(super) fn wanted_session_ended(&mut self) {
        self.asking.told = 0;
        if !std::mem::take(&mut self.asking.out) {
            return;
        }
        self.asking.failures += 1;
        if self.asking.failures >= MOST_FAILURES {
            self.asking.failures = 0;
            let gone = self.state.wanted.remove(0);
            log::error!(
                "RequestDownload of {:?} is given up: {MOST_FAILURES} sessions broke there",
                gone.file_type
            );
        }
    }
}

/// As it is kept in `agent.json`.
pub(super) fn to_json(wanted: &RequestDownload) -> Value {
    json!({ "file_type": wanted.file_type, "arguments": wanted.arguments })
}

/// Reads one entry.
///
/// # Errors
/// Says what was expected.
pub(super) fn from_json(value: &Value) -> Result<RequestDownload, String> {
    let map = state::object(value, "wanted")?;
    let pair = |pair: &Value| match pair.as_array()?.as_slice() {
        [name, value] => Some((name.as_str()?.to_string(), value.as_str()?.to_string())),
        _ => None,
    };
    let arguments = map.get("arguments").and_then(Value::as_array);
    let arguments = arguments.and_then(|list| list.iter().map(pair).collect());
    Ok(RequestDownload {
        file_type: state::text(map, "file_type")?,
        arguments: arguments.ok_or("arguments: expected a list of pairs")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_and_odd_things_do_not() {
        let pair = |name: &str, value: &str| (name.to_string(), value.to_string());
        for arguments in [vec![], vec![pair("Version", "2"), pair("", "\"\n")]] {
            let wanted = RequestDownload {
                file_type: "2 Web Content".to_string(),
                arguments,
            };
            assert_eq!(from_json(&to_json(&wanted)), Ok(wanted));
        }
        for odd in [
            json!(1),
            json!({}),
            json!({"file_type": "1", "arguments": [["a"]]}),
            json!({"file_type": "1", "arguments": [["a", 1]]}),
            json!({"arguments": []}),
        ] {
            assert!(from_json(&odd).is_err(), "{odd}");
        }
    }
}
