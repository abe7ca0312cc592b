//! HOW the ACS calls us: every door leads through one gate. Pure.

pub mod binding;
pub mod gate;
pub mod http;
pub mod stun;
pub mod udp;
#[cfg(feature = "xmpp")]
pub mod xmpp;
