//! WHEN to talk and what to remember. Pure.

pub mod event;
pub mod schedule;
pub mod settings;
pub mod state;
