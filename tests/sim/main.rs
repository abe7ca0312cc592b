//! The simulated world: one clock, a flash whose every write is counted and can be cut short, a
//! device in memory, and an ACS that speaks real envelopes and is rude on demand. A month runs in a
//! second; whatever is random prints its seed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod acs;
mod changes;
mod confirm;
mod cuts;
mod flash;
mod force;
mod host;
mod modules;
mod month;
mod nat;
mod platform;
mod power_cut;
mod quiet;
mod rude;
mod scheduled;
mod transfers;
mod wanted;
mod whole;
mod world;

use peak_alloc::PeakAlloc;

/// Counts the heap of the whole process: of use to a test that is alone in it.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;
