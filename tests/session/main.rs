//! The session machine, state by state: what an ACS says, and what is POSTed next.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)]

mod ending;
mod hostile;
mod informing;
mod open;
mod originating;
mod peers;
mod replay;
mod scenario;
