//! HOW to talk to the ACS: envelopes, RPCs and the session machine. Pure.

pub mod light;
pub mod methods;
pub mod rpc;
pub mod session;
pub mod soap;
