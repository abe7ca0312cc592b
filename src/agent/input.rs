//! What the agent hears, and what it wishes for.

use super::deploy::{Modules, Order};
use super::discovery::Offer;
use super::settings::Settings;
use super::transfer::{Applied, Fetch};
use crate::connreq::udp::Kept;
use crate::cwmp::rpc::{Events, Kicked, Operation, RequestDownload, TransferRequest};
use crate::cwmp::session::Failure;
use crate::fault::{Fault, FaultCode};
use crate::model::guard::{Before, Undone};

/// What has happened. A failed side effect is an input like any other.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A wake-up that was asked for with [`super::Agent::wake_at`], or any other look at the clock.
    Wake,
    /// The settings file was read again: at SIGHUP, and after the ACS wrote to it.
    Settings(Box<Settings>),
    /// The ACS has written DelayReboot, and the settings were read since.
    DelayRebootWritten,
    /// The URL at which connection requests are heard now; `None` while nothing listens. Due soon
    /// after the start, because the first Inform waits for it a little.
    ConnectionRequestUrl(Option<String>),
    /// Where UDP connection requests are heard now, as UDPConnectionRequestAddress tells it (empty: that
    /// is not known), and NATDetected.
    UdpAddress { address: String, nat: bool },
    /// An authenticated connection request has passed the gate.
    ConnectionRequest,
    /// What is to be kept of accepted UDP connection requests. Handed in before the request itself.
    UdpRequestKept(Kept),
    /// `cwmpd inform`: a session now, whatever waits.
    InformRequested,
    /// `cwmpd wakeup`: the device has come back from standby.
    WokeUp,
    /// `cwmpd diagnosed`: a diagnostic that the ACS has asked a hook for is complete.
    Diagnosed,
    /// These values, by full name, changed below the agent, and the ACS wants to know (active
    /// notification).
    Changed(Vec<String>),
    /// The same by a lightweight notification; which values they are is read when it is made.
    LightChanged,
    /// What came of [`Output::Notify`].
    Notified(Result<(), String>),
    /// The running session has its InformResponse.
    InformDelivered,
    /// The ACS asked for a reboot; done once the session has ended.
    RebootRequested { command_key: String },
    /// The ACS ordered an Inform for later, `delay_seconds` from now.
    ScheduleInformRequested {
        delay_seconds: u32,
        command_key: String,
    },
    /// The ACS asked for a factory reset; done once the session has ended.
    FactoryResetRequested,
    /// Download, ScheduleDownload or Upload, in a session.
    TransferRequested(Box<TransferRequest>),
    /// CancelTransfer, in a session.
    CancelRequested { command_key: String },
    /// The device has done this by itself, as `cwmpd transferred` says.
    Transferred {
        request: Box<TransferRequest>,
        fault: Option<(FaultCode, String)>,
    },
    /// ChangeDUState, in a session.
    ChangeDuStateRequested {
        operations: Vec<Operation>,
        command_key: String,
    },
    /// The device has done this to a software module by itself, as `cwmpd deployed` says; and what
    /// is there now.
    ModulesChanged {
        operation: Box<Operation>,
        fault: Option<(FaultCode, String)>,
        modules: Modules,
    },
    /// What came of [`Output::Survey`].
    Surveyed {
        id: u32,
        result: Result<Modules, String>,
    },
    /// What came of [`Output::Deploy`]: what the platform calls the unit, if it says so; and what is
    /// there now.
    Deployed {
        id: u32,
        result: Result<String, Fault>,
        after: Result<Modules, String>,
    },
    /// What came of [`Output::Fetch`]: a download is on the RAM disk, and this version runs; an
    /// upload is sent.
    FetchEnded {
        id: u32,
        result: Result<String, Fault>,
    },
    /// What came of [`Output::Apply`]. It may never come, because the device has restarted.
    ApplyEnded {
        id: u32,
        result: Result<Applied, Fault>,
    },
    /// What came of [`Output::ReadVersion`].
    VersionRead {
        id: u32,
        result: Result<String, String>,
    },
    /// What came of [`Output::AskLeave`].
    LeaveAnswered {
        id: u32,
        granted: Result<bool, String>,
    },
    /// The ACS has answered the TransferComplete or DUStateChangeComplete with this number.
    TransferCompleteAnswered { id: u32 },
    /// `cwmpd request-download`: the ACS is to send this.
    DownloadWanted(Box<RequestDownload>),
    /// The ACS has answered the RequestDownload of this session, with a response or a fault.
    DownloadAnswered,
    /// `cwmpd kicked`: a page in the LAN wants to know where to go next.
    Kicked(Box<Kicked>),
    /// The ACS has answered the Kicked of this session: with its NextURL, as it came, or a fault.
    KickAnswered(Result<String, String>),
    /// The running session is over. `informed`: its InformResponse had arrived.
    SessionEnded {
        result: Result<(), Failure>,
        informed: bool,
    },
    /// The last [`Output::Save`] did not reach the flash. Handed in before anything else.
    SaveFailed(String),
    /// [`Output::Reboot`] could not be started.
    RebootFailed(String),
    /// What became of [`Output::FactoryReset`].
    FactoryResetEnded(Result<(), String>),
    /// A risky change waits for confirmation (`model::guard`), or to be undone; `mark` tells its file from
    /// others.
    Unconfirmed { found: Found, mark: u64 },
    /// What became of [`Output::UndoChanges`]. `None`: there was nothing to undo.
    Undone(Result<Option<Undone>, String>),
    /// What became of [`Output::KeepChanges`].
    Kept(Result<(), String>),
    /// What the leases say of an ACS now; at the start, and whenever one is renewed.
    Offered(Option<Offer>),
    /// SIGTERM: end cleanly.
    Stop,
}

/// Where a risky change was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The session that made it is about to end.
    Made,
    /// The same, and it could not be put in force: why.
    Failed(String),
    /// It was there at the agent's start.
    Left,
    /// The same, and it is undone already, but not told, or not by all hooks.
    Undone,
}

impl Found {
    /// At the agent's start.
    pub fn left(before: &Before) -> Found {
        match before {
            Before { undone: true, .. } => Found::Undone,
            Before { failed: true, .. } => {
                Found::Failed(String::from("it could not be put in force"))
            }
            _ => Found::Left,
        }
    }
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Write `agent.json`, durably, before anything after this is done or answered.
    Save(Vec<u8>),
    /// Start a session on its own thread; its Inform takes [`super::Agent::live_values`].
    StartSession(Plan),
    /// Send a lightweight notification, if there is something to tell; [`Input::Notified`] follows.
    Notify,
    /// Stop the running session at once: time is up, or the agent ends. [`Input::SessionEnded`]
    /// follows.
    AbortSession,
    /// Ask the platform to reboot (`do reboot`).
    Reboot,
    /// Write these options of the settings file, all or none, then hand in [`Input::Settings`] as it is
    /// now. Asked for again after the next start if it cannot be done.
    SetOptions(Vec<OptionValue>),
    /// Ask the platform to ask DHCP again (`do rediscover`); [`Input::Offered`] follows if it tells anew.
    Rediscover,
    /// Bring back the factory state: remove `model.json` (durably), then `do factory-reset`, then
    /// hand in [`Input::FactoryResetEnded`]. Asked for again after a power cut, so each step must
    /// bear to be done twice.
    FactoryReset,
    /// Fetch or send a file, on a thread of its own; [`Input::FetchEnded`] follows. Not to be done
    /// when the save before it has failed.
    Fetch(Box<Fetch>),
    /// Give the fetch up; [`Input::FetchEnded`] follows.
    StopFetch { id: u32 },
    /// Hand the file that was fetched to the platform (`do ACT FILE NAME`; the name may be empty);
    /// [`Input::ApplyEnded`] follows, or a restart. Never to be done when the save before it has
    /// failed.
    Apply { id: u32, act: String, name: String },
    /// Read DeviceInfo.SoftwareVersion; [`Input::VersionRead`] follows.
    ReadVersion { id: u32 },
    /// Ask the platform whether the transfer may begin (`do idle`, `do confirm MESSAGE`);
    /// [`Input::LeaveAnswered`] follows.
    AskLeave {
        id: u32,
        question: &'static str,
        message: String,
    },
    /// Read what software modules there are; [`Input::Surveyed`] follows.
    Survey { id: u32 },
    /// Ask the hook `modules` for an act; [`Input::Deployed`] follows. Never to be done when the save
    /// before it has failed.
    Deploy(Box<Order>),
    /// The change that waits for confirmation stands, or the ACS knows that it was undone: what was before
    /// may be forgotten, but for what hooks have not taken back. [`Input::Kept`] follows.
    KeepChanges,
    /// Bring back what was before the change that waits for confirmation and put it in force, then hand
    /// in [`Input::Settings`] and [`Input::Undone`].
    UndoChanges,
    /// What came of [`Input::Kicked`]: the NextURL, or why there is none. Neither holds control characters.
    Kicked(Result<String, String>),
    /// The agent's own process may end.
    Exit,
    /// The answer to an input that came from a session: refused, and why.
    Refuse(Fault),
}

/// One option of the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionValue {
    pub section: &'static str,
    pub option: &'static str,
    pub value: String,
}

/// What one session starts with.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub url: String,
    pub events: Events,
    pub retry_count: u32,
    /// How many steps below the newest namespace to start: 0 for cwmp-1-2, 1 for 1-1, 2 for 1-0.
    pub fall_back: u8,
    /// Parameters to be in the Inform beside the forced ones, by full name; `*` for any instance.
    pub changed: Vec<String>,
}

impl Plan {
    /// Whether this is a heartbeat, beside which nothing else is told (Annex O).
    pub fn is_heartbeat(&self) -> bool {
        self.events.iter().any(|event| event.code == "14 HEARTBEAT")
    }
}
