//! The map of the house, one sentence per room. The one rule: **everything is a pure function of its
//! arguments, except [`io`]** (and the developer's tools, [`cli`] and [`import`]).
//!
//! Rooms import downwards only:
//! main → cli → io → agent → cwmp → {connreq, model} → {platform, auth, time, fault}.

#![forbid(unsafe_code)]

pub mod agent;
pub mod auth;
pub mod cli;
pub mod connreq;
pub mod cwmp;
pub mod fault;
#[cfg(feature = "import")]
pub mod import;
pub mod io;
pub mod model;
pub mod platform;
pub mod time;
