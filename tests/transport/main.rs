//! The session's transport, with real sockets: the agent's own HTTP and TLS against small servers on
//! loopback that do what ACSs do, and worse.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Test files need no safety over a power cut.
#![allow(clippy::disallowed_methods)]

mod answers;
mod certificates;
mod connections;
mod cookies;
mod drive;
mod logins;
mod redirects;
mod rude;
mod server;
mod stopped;
mod tls;
mod traces;
mod world;
