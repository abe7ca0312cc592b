//! What each fuzz target does with its bytes, and what must hold whatever they are. A panic is a finding.
//!
//! Each function tells whether it took the bytes for good, so that a replay can see that its changes
//! are neither too rough nor too fine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod device;
mod files;
mod network;
mod peers;
mod state;
mod stream;

type Body = fn(&[u8]) -> bool;

/// Every target: its name, which is that of its folder in `tests/corpus`, and its function.
pub const TARGETS: [(&str, Body); 26] = [
    ("agent_state", state::agent_state),
    ("datetime", peers::datetime),
    ("digest_challenge", peers::digest_challenge),
    ("dm", files::dm),
    ("hook_lines", files::hook_lines),
    ("http_answer", network::http_answer),
    ("http_request", peers::http_request),
    ("import_xml", files::import_xml),
    ("lease", network::lease),
    ("location", peers::location),
    ("map", files::map),
    ("model_state", state::model_state),
    ("path", device::path),
    ("pattern", files::pattern),
    ("scram", stream::scram),
    ("set_cookie", peers::set_cookie),
    ("settings", files::settings),
    ("soap", peers::soap),
    ("srv", stream::srv),
    ("stun", network::stun),
    ("trace", peers::trace),
    ("ubus", files::ubus),
    ("uci", files::uci),
    ("udp_request", network::udp_request),
    ("value", files::value),
    ("xmpp", stream::xmpp),
];

/// Runs a target by its name.
pub fn run(target: &str, bytes: &[u8]) -> bool {
    let (_, body) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    body(bytes)
}
