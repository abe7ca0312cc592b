//! WHEN to talk and what to remember. Pure.

pub mod event;
pub mod schedule;
pub mod settings;
pub mod state;

use crate::cwmp::rpc::EventStruct;
use crate::cwmp::session::Failure;
use crate::fault::Fault;
use settings::Settings;

/// What has happened. A failed side effect is an input like any other.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A wake-up that was asked for with `Agent::wake_at`, or any other look at the clock.
    Wake,
    /// The settings file was read again: at SIGHUP, and after the ACS wrote to it.
    Settings(Box<Settings>),
    /// The URL at which connection requests are heard now; `None` while nothing listens.
    ConnectionRequestUrl(Option<String>),
    /// An authenticated connection request has passed the gate.
    ConnectionRequest,
    /// `cwmpd inform`: a session now, whatever waits.
    InformRequested,
    /// `cwmpd changed PATH…`: these values changed below the agent.
    Changed(Vec<String>),
    /// The running session has its InformResponse.
    InformDelivered,
    /// The ACS asked for a reboot; done once the session has ended.
    RebootRequested { command_key: String },
    /// The ACS asked for a factory reset; done once the session has ended.
    FactoryResetRequested,
    /// The running session is over. `informed`: its InformResponse had arrived.
    SessionEnded {
        result: Result<(), Failure>,
        informed: bool,
    },
    /// The last [`Output::Save`] did not reach the flash.
    SaveFailed(String),
    /// SIGTERM: end cleanly.
    Stop,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Write `agent.json`, durably, before anything after this is done or answered.
    Save(Vec<u8>),
    /// Start a session on its own thread.
    StartSession(Plan),
    /// Stop the running session at once: time is up, or the agent ends.
    AbortSession,
    /// Ask the platform to reboot (`do reboot`).
    Reboot,
    /// Ask the platform for its factory state (`do factory-reset`).
    FactoryReset,
    /// The agent's own process may end.
    Exit,
    /// The answer to an input that came from a session: refused, and why.
    Refuse(Fault),
}

/// What one session starts with.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub url: String,
    /// Never empty.
    pub events: Vec<EventStruct>,
    pub retry_count: u32,
    /// How many steps below the newest namespace to start: 0 for cwmp-1-2, 1 for 1-1, 2 for 1-0.
    pub fall_back: u8,
    /// Parameters to be in the Inform beside the forced ones, by full name.
    pub changed: Vec<String>,
}
