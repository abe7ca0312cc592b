//! A test ACS that needs nothing installed: an HTTP(S) server that holds CWMP sessions, a line
//! language to drive them, and many ways to misbehave. README.md beside this crate is its manual.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use testacs::{Acs, Options, Rude};
//! let acs = Acs::start(Options::default())?;
//! // … start an agent with acs.url() …
//! acs.misbehave(Rude::Chunked);
//! let transcript = acs.script("wait inform \"0 BOOTSTRAP\" within 5\nget Device.\nexpect count >= 300\n")?;
//! assert_eq!(transcript.envelopes().len(), 2);
//! # Ok(()) }
//! ```
//!
//! It shares no code with the agent: it reads XML, judges digests and speaks TLS by itself, so that a
//! mistake made on both sides cannot hide.

#![forbid(unsafe_code)]

mod acs;
pub mod auth;
mod cr;
mod demo;
mod deploy;
mod expect;
mod files;
mod help;
mod http;
mod light;
mod line;
mod lint;
mod login;
mod print;
pub mod program;
mod rude;
mod run;
mod server;
pub mod soap;
mod state;
mod stun;
mod tls;
mod transcript;
mod transfer;
mod ubusd;
mod udp;
mod xml;
pub mod xmpp;

pub use acs::{Acs, ScriptError};
pub use auth::Auth;
pub use cr::{Knock, Manner, connection_request};
pub use deploy::{Deploy, Deployed};
pub use rude::{Rude, Switch};
pub use soap::{Answer, CwmpFault, Inform, Value};
pub use state::{Informed, Options};
pub use stun::{Elsewhere, Seen, StunServer, Style};
pub use tls::{Certificate, Tls};
pub use transcript::{Entry, Side, Transcript};
pub use ubusd::Ubusd;
pub use udp::udp_connection_request;
pub use xml::{Attribute, Element, indent, parse};
