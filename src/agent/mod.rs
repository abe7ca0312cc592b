//! WHEN to talk and what to remember. Pure.
//!
//! ```text
//!  flash, clock, settings, the listener, the running session, the control socket
//!          |  Input                                              ^  Output
//!          v                                                     |
//!   Agent::handle: 1. the one match: what does this change?      |
//!                  2. settle: what is due now? ------------------+
//! ```
//!
//! Nothing is done here: [`Output`]s are wishes, carried out in their order by `io::run`, and what
//! came of them is an [`Input`] again.

pub mod event;
pub mod restart;
pub mod schedule;
pub mod scheduled;
pub mod settings;
pub mod state;
pub mod transfer;

use crate::cwmp::rpc::{CpeRequest, EventStruct, QueuedTransfer, TransferRequest};
use crate::cwmp::session::Failure;
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
use event::{Multiple, Queue, Single};
use restart::{Due, Restart};
use schedule::{Periodic, Random, Retry};
use scheduled::{MOST_SCHEDULED, Scheduled};
use settings::Settings;
use state::State;
use std::collections::BTreeMap;
use std::time::Duration;
use transfer::{Applied, Around, Fetch, Transfer, Transfers};

/// What has happened. A failed side effect is an input like any other.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A wake-up that was asked for with [`Agent::wake_at`], or any other look at the clock.
    Wake,
    /// The settings file was read again: at SIGHUP, and after the ACS wrote to it.
    Settings(Box<Settings>),
    /// The URL at which connection requests are heard now; `None` while nothing listens. Due soon
    /// after the start, because the first Inform waits for it a little.
    ConnectionRequestUrl(Option<String>),
    /// An authenticated connection request has passed the gate.
    ConnectionRequest,
    /// `cwmpd inform`: a session now, whatever waits.
    InformRequested,
    /// `cwmpd wakeup`: the device has come back from standby.
    WokeUp,
    /// These values, by full name, changed below the agent, and the ACS wants to know (active
    /// notification).
    Changed(Vec<String>),
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
    /// The ACS has answered the TransferComplete of this transfer.
    TransferCompleteAnswered { id: u32 },
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
    /// SIGTERM: end cleanly.
    Stop,
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Write `agent.json`, durably, before anything after this is done or answered.
    Save(Vec<u8>),
    /// Start a session on its own thread; its Inform takes [`Agent::inform_values`].
    StartSession(Plan),
    /// Stop the running session at once: time is up, or the agent ends. [`Input::SessionEnded`]
    /// follows.
    AbortSession,
    /// Ask the platform to reboot (`do reboot`).
    Reboot,
    /// Write this option of the settings file, then hand in [`Input::Settings`] as it is now. Asked
    /// for again after the next boot if it cannot be done.
    SetOption {
        section: &'static str,
        option: &'static str,
        value: &'static str,
    },
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
    /// Parameters to be in the Inform beside the forced ones, by full name; `*` for any instance.
    pub changed: Vec<String>,
}

impl Plan {
    /// Whether this is a heartbeat, beside which nothing else is told (Annex O).
    pub fn is_heartbeat(&self) -> bool {
        self.events.iter().any(|event| event.code == "14 HEARTBEAT")
    }
}

/// The agent's mind. Build it with [`Agent::start`], feed it with [`Agent::handle`].
#[derive(Debug)]
pub struct Agent {
    settings: Settings,
    boot_id: String,
    random: Random,
    /// What must survive a power cut; the events are in `queue`.
    state: State,
    /// What the flash holds, as far as is known.
    saved: Option<Vec<u8>>,
    save_failures: u32,
    save_again: Duration,
    /// Whether a save is under way, and no news of it is good news.
    saving: bool,
    /// What a session was promised by the save that is under way.
    promise: Option<Promise>,
    queue: Queue,
    transfers: Transfers,
    periodic: Periodic,
    heartbeat: Periodic,
    restart: Restart,
    retry: Retry,
    /// The next session does not wait for the retry policy.
    urgent: bool,
    namespace: Namespace,
    listener: Listener,
    session: Option<Running>,
    last: Option<Last>,
    /// A reboot or factory reset, once it has been asked for of the platform.
    act: Act,
    /// When the process ends even if the session has not.
    stopping: Option<Duration>,
}

/// The first Inform should tell the connection request URL: it waits this long for it.
const LISTENER_GRACE: Duration = Duration::from_secs(5);
/// No session needs longer; one that hangs must not keep the device from its ACS for ever.
const LONGEST_SESSION: Duration = Duration::from_secs(3600);
/// How long a session may take to stop when the agent ends.
const STOP_GRACE: Duration = Duration::from_secs(5);
/// Between attempts to write to a flash that refuses, or to reboot a device that does not.
const TRY_AGAIN: Duration = Duration::from_secs(60);
/// A device that was asked to reboot is gone by then.
const REBOOT_TAKES: Duration = Duration::from_secs(300);
/// Attempts before a promised reboot or factory reset is given up.
const MOST_ATTEMPTS: u32 = 3;
/// Rows of InformParameter that are heeded; the maps that are shipped allow as many.
const MOST_INFORM_PARAMETERS: usize = 32;
/// CommandKeys of one reboot; no ACS asks more often in one session.
const MOST_REBOOTS: usize = 16;
/// Rejections in a row by an ACS that once took the namespace, before another one is tried.
const MOST_REJECTIONS: u32 = 3;

#[derive(Debug)]
enum Promise {
    Reboot,
    ScheduleInform,
    FactoryReset,
    Transfer(u32),
    Cancel(Vec<Transfer>),
}

#[derive(Debug)]
enum Listener {
    /// Nothing was heard of it yet; do not wait for it any longer than this.
    Unknown {
        until: Duration,
    },
    At(String),
    Off,
}

#[derive(Debug)]
struct Running {
    url: String,
    since: Duration,
    informed: bool,
    aborted: bool,
    /// ConnectionRequestURL as this session's Inform says it.
    connection_request_url: String,
}

/// How the last session ended, for people and for the notification throttle.
#[derive(Debug)]
struct Last {
    at: Duration,
    failure: Option<String>,
}

/// What the device was asked to do with itself.
#[derive(Debug, Default)]
struct Act {
    /// Asked for, and until when nothing else is done.
    under_way: Option<Duration>,
    not_before: Duration,
    attempts: u32,
}

/// Which namespace to start with: the newest that the ACS takes.
#[derive(Debug, Default)]
struct Namespace {
    fall_back: u8,
    /// The ACS has answered an Inform in it.
    taken: bool,
    /// Rejections since then.
    rejections: u32,
}

impl Agent {
    /// Wakes up after a boot, or after the process was started again in the same boot: the
    /// `boot_id` tells which (empty: unknown, so it counts as a boot). `saved` is `agent.json`, if
    /// there is one; unreadable, it counts as none. `seed` is any number that differs from device
    /// to device and boot to boot.
    pub fn start(
        now: Now,
        settings: Settings,
        saved: Option<&[u8]>,
        boot_id: &str,
        seed: u64,
    ) -> (Agent, Vec<Output>) {
        let state = match saved.map(State::parse) {
            None => State::default(),
            Some(Ok(state)) => state,
            Some(Err(error)) => {
                log::error!("agent.json cannot be read ({error}): starting as a new device");
                State::default()
            }
        };
        let mut agent = Agent {
            settings,
            boot_id: boot_id.to_string(),
            random: Random::new(seed),
            state,
            saved: saved.map(<[u8]>::to_vec),
            save_failures: 0,
            save_again: Duration::ZERO,
            saving: false,
            promise: None,
            queue: Queue::default(),
            transfers: Transfers::default(),
            periodic: Periodic::off(),
            heartbeat: Periodic::off(),
            restart: Restart::default(),
            retry: Retry::default(),
            urgent: false,
            namespace: Namespace::default(),
            listener: Listener::Unknown {
                until: now.mono + LISTENER_GRACE,
            },
            session: None,
            last: None,
            act: Act::default(),
            stopping: None,
        };
        agent.recall(now);
        for order in &mut agent.state.scheduled {
            order.wake_up(now, boot_id);
        }
        agent.plan_periodic(now);
        let outputs = agent.plan_restart();
        let outputs = agent.settle(now, outputs);
        (agent, outputs)
    }

    /// Takes one input in and says what is to be done.
    pub fn handle(&mut self, now: Now, input: Input) -> Vec<Output> {
        let mut outputs = Vec::new();
        let promise = self.promise.take();
        let begun = self.transfers.take_begun();
        if std::mem::take(&mut self.saving) && !matches!(input, Input::SaveFailed(_)) {
            self.save_failures = 0;
        }
        match input {
            Input::Wake => {}
            Input::Settings(settings) => self.take_settings(now, *settings),
            Input::ConnectionRequestUrl(url) => {
                self.listener = url.map_or(Listener::Off, Listener::At);
                self.compare_told();
            }
            Input::ConnectionRequest => {
                if self.may_accept_connection_request() {
                    self.queue.flag(Single::ConnectionRequest);
                    self.urgent = true;
                }
            }
            Input::InformRequested => {
                if self.silence().is_none() {
                    if !self.queue.waits() {
                        self.queue.flag(Single::Periodic);
                    }
                    self.urgent = true;
                }
            }
            Input::WokeUp => self.queue.flag(Single::WakeUp),
            Input::Changed(names) => {
                if !names.is_empty() {
                    self.queue.flag_changed(names);
                }
            }
            Input::InformDelivered => self.inform_delivered(),
            Input::RebootRequested { command_key } => {
                outputs.extend(self.promise_reboot(command_key).err().map(Output::Refuse));
            }
            Input::ScheduleInformRequested {
                delay_seconds,
                command_key,
            } => outputs.extend(
                self.promise_inform(now, delay_seconds, command_key)
                    .err()
                    .map(Output::Refuse),
            ),
            Input::FactoryResetRequested => {
                outputs.extend(self.promise_factory_reset().err().map(Output::Refuse));
            }
            Input::TransferRequested(request) => {
                outputs.extend(
                    self.promise_transfer(now, *request)
                        .err()
                        .map(Output::Refuse),
                );
            }
            Input::CancelRequested { command_key } => {
                outputs.extend(self.promise_cancel(&command_key).err().map(Output::Refuse));
            }
            Input::Transferred { request, fault } => {
                if transfer::is_wanted(&self.settings.acs, &request, fault.is_some()) {
                    let boot = self.boot_id.clone();
                    let reported = self.transfers.report(now, &boot, *request, fault);
                    outputs.extend(reported.err().map(Output::Refuse));
                }
            }
            Input::FetchEnded { id, result } => self.transfers.fetch_ended(now, id, result),
            Input::ApplyEnded { id, result } => self.transfers.apply_ended(now, id, result),
            Input::VersionRead { id, result } => self.transfers.version_read(now, id, result),
            Input::LeaveAnswered { id, granted } => {
                self.transfers.leave_answered(now, id, granted);
            }
            Input::TransferCompleteAnswered { id } => self.transfers.answered(id),
            Input::SessionEnded { result, informed } => self.session_ended(now, result, informed),
            Input::SaveFailed(reason) => {
                if let Some(before) = begun {
                    self.transfers.not_begun(now, before);
                }
                outputs.extend(self.save_failed(now, promise, &reason).map(Output::Refuse));
            }
            Input::RebootFailed(reason) => self.act_failed(now, &reason),
            Input::FactoryResetEnded(Ok(())) => {
                log::warn!("factory reset done; rebooting");
                self.state = State::default();
                self.queue = Queue::default();
                self.transfers.bootstrap();
                self.recall(now);
                // The device is as new with or without this reboot, so it is tried once.
                self.act.under_way = Some(now.mono + REBOOT_TAKES);
                self.act.attempts = MOST_ATTEMPTS;
                outputs.push(Output::Reboot);
            }
            Input::FactoryResetEnded(Err(reason)) => self.act_failed(now, &reason),
            Input::Stop => {
                self.stopping.get_or_insert(now.mono + STOP_GRACE);
            }
        }
        self.settle(now, outputs)
    }

    /// When to hand in [`Input::Wake`], on the monotonic clock.
    pub fn wake_at(&self) -> Option<Duration> {
        let session = self.session.as_ref();
        let candidates = [
            self.stopping,
            session
                .filter(|session| !session.aborted)
                .map(|session| session.since + LONGEST_SESSION),
            (self.save_failures > 0 && !self.saving).then_some(self.save_again),
            self.act.under_way,
            self.act_is_owed().then_some(self.act.not_before),
            self.session_at(),
            self.transfers.wake_at(),
            self.periodic.wake_at(),
            self.heartbeat.wake_at(),
            self.restart.wake_at(),
            self.state.scheduled.iter().map(Scheduled::due_at).min(),
        ];
        candidates.into_iter().flatten().min()
    }

    /// Whether a connection request that comes now may start a session, or one after the session
    /// that is running.
    pub fn may_accept_connection_request(&self) -> bool {
        self.silence().is_none() && self.settings.connection_request.enable
    }

    /// Why there are no sessions at present, or `None` when there may be.
    pub fn silence(&self) -> Option<&'static str> {
        if !self.settings.acs.enable {
            Some("CWMP is disabled (option enable of section acs)")
        } else if self.settings.acs.url.is_empty() {
            Some("there is no ACS URL (option url of section acs)")
        } else if self.stopping.is_some() {
            Some("the agent is stopping")
        } else if self.act.under_way.is_some() {
            Some("the device is about to reboot")
        } else if self.transfers.applying() {
            Some("a file is being applied")
        } else {
            None
        }
    }

    /// The path of the connection request URL, without the slash in front.
    pub fn connection_request_path(&self) -> &str {
        match self.settings.connection_request.path.as_str() {
            "" => &self.state.connection_request_path,
            path => path,
        }
    }

    /// The agent's own values for the maps' source `agent`, by path below the root. The identity is
    /// not among them ([`settings::identity_values`]).
    pub fn live_values(&self) -> BTreeMap<String, String> {
        BTreeMap::from([(
            settings::CONNECTION_REQUEST_URL.to_string(),
            self.connection_request_url().to_string(),
        )])
    }

    /// [`Agent::live_values`] for the Inform of the session that has just started, asked for right
    /// before it is made: this is what the ACS is going to know.
    pub fn inform_values(&mut self) -> BTreeMap<String, String> {
        let url = self.connection_request_url().to_string();
        if let Some(session) = &mut self.session
            && !session.informed
        {
            session.connection_request_url = url;
        }
        self.live_values()
    }

    /// The agent's next own request in the running session, once for each that waits.
    pub fn next_request(&mut self) -> Option<CpeRequest> {
        match &self.session {
            Some(session) if session.informed && session.url == self.state.acs_url => {
                self.transfers.next_request()
            }
            _ => None,
        }
    }

    /// For GetAllQueuedTransfers.
    pub fn queued_transfers(&self) -> Vec<QueuedTransfer> {
        self.transfers.queued()
    }

    /// What `cwmpd status` tells of transfers, one line each after its number.
    pub fn transfer_status(&self) -> Vec<(u32, String)> {
        self.transfers.status()
    }

    /// What `cwmpd status` prints, one name and value a line.
    pub fn status(&self, now: Now) -> Vec<(&'static str, String)> {
        let inside = |at: Duration| format!("in {} s", at.saturating_sub(now.mono).as_secs());
        let ago = |at: Duration| format!("{} s", now.mono.saturating_sub(at).as_secs());
        let session = match (&self.session, self.silence(), self.session_at()) {
            (Some(session), _, _) => format!("running for {}", ago(session.since)),
            (None, Some(reason), _) => format!("none: {reason}"),
            (None, None, Some(at)) => inside(at),
            (None, None, None) => "none is due".to_string(),
        };
        let last = match &self.last {
            None => "none yet".to_string(),
            Some(Last { at, failure: None }) => format!("good, {} ago", ago(*at)),
            Some(Last {
                at,
                failure: Some(reason),
            }) => format!("failed {} ago: {reason}", ago(*at)),
        };
        vec![
            ("acs", self.settings.acs.url.clone()),
            (
                "bootstrapped",
                if self.state.bootstrapped { "yes" } else { "no" }.to_string(),
            ),
            ("session", session),
            ("last_session", last),
            ("retry_count", self.retry.count().to_string()),
            ("events", self.waiting_codes().join(", ")),
            (
                "next_periodic",
                self.periodic.next().map_or("never".to_string(), inside),
            ),
            (
                "connection_request_url",
                self.connection_request_url().to_string(),
            ),
        ]
    }

    fn waiting_codes(&self) -> Vec<&'static str> {
        let mut codes = self.queue.codes();
        codes.extend(self.transfers.codes());
        codes
    }

    /// Works out from the state what is to be reported: at the start, and as a new device.
    fn recall(&mut self, now: Now) {
        let transfers = std::mem::take(&mut self.state.transfers);
        self.transfers.recall(now, transfers);
        for (code, command_key) in std::mem::take(&mut self.state.events) {
            self.queue.restore(&code, &command_key);
        }
        self.compare_acs();
        if self.boot_id.is_empty() || self.state.boot != self.boot_id {
            self.queue.flag(Single::Boot);
        }
        let done =
            |reboot: &mut state::Reboot| self.boot_id.is_empty() || reboot.boot != self.boot_id;
        if let Some(reboot) = self.state.reboot.take_if(done) {
            for command_key in &reboot.command_keys {
                self.queue.flag_multiple(Multiple::Reboot, command_key);
            }
        }
        self.make_path();
    }

    /// Raises `0 BOOTSTRAP` if the ACS is not the one that the state knows, or has not had it.
    fn compare_acs(&mut self) -> bool {
        let url = &self.settings.acs.url;
        if url.is_empty() {
            return false;
        }
        let new = *url != self.state.acs_url;
        if new {
            self.queue.bootstrap();
            self.state.scheduled.clear();
            self.transfers.bootstrap();
            self.state.acs_url.clone_from(url);
            self.state.bootstrapped = false;
            self.state.connection_request_told = None;
        } else if !self.state.bootstrapped && !self.queue.holds(Single::Bootstrap) {
            self.queue.flag(Single::Bootstrap);
        }
        new
    }

    /// Raises `4 VALUE CHANGE` if the ACS knows another connection request URL than this one. An
    /// ACS that was told none yet learns it from its first Inform.
    fn compare_told(&mut self) {
        let on_its_way = |url: &String| {
            self.session
                .as_ref()
                .is_some_and(|session| !session.informed && session.connection_request_url == *url)
        };
        if let (Listener::At(url), Some(told)) =
            (&self.listener, &self.state.connection_request_told)
            && url != told
            && !on_its_way(url)
        {
            // In every Inform anyway, so it need not be named.
            self.queue.flag_changed([]);
        }
    }

    fn make_path(&mut self) {
        let wanted = self.settings.connection_request.enable
            && self.settings.connection_request.path.is_empty();
        if wanted && self.state.connection_request_path.is_empty() {
            self.state.connection_request_path = format!("{:016x}", self.random.number());
        }
    }

    fn plan_periodic(&mut self, now: Now) {
        let acs = &self.settings.acs;
        let enable = acs.enable && acs.periodic_enable && !acs.url.is_empty();
        self.periodic.set(
            now,
            enable,
            acs.periodic_interval,
            &acs.periodic_time,
            &mut self.random,
        );
        let enable = acs.enable && acs.heartbeat_enable && !acs.url.is_empty();
        self.heartbeat.set(
            now,
            enable,
            acs.heartbeat_interval,
            &acs.heartbeat_time,
            &mut self.random,
        );
    }

    /// At the start: what is left of planned reboots. DelayReboot is -1 after each one.
    fn plan_restart(&mut self) -> Vec<Output> {
        let acs = &mut self.settings.acs;
        if acs.schedule_reboot != self.state.rebooted_for {
            self.restart.schedule(&acs.schedule_reboot);
        }
        let another_boot = self.boot_id.is_empty() || self.state.boot != self.boot_id;
        if !another_boot {
            self.restart.delay(acs.delay_reboot);
        } else if acs.delay_reboot.take().is_some() {
            return vec![Output::SetOption {
                section: "acs",
                option: "delay_reboot",
                value: "-1",
            }];
        }
        Vec::new()
    }

    fn take_settings(&mut self, now: Now, settings: Settings) {
        let before = std::mem::replace(&mut self.settings, settings);
        let (old, new) = (&before.acs, &self.settings.acs);
        // Whoever repairs the way to the ACS need not wait to see whether it works. (What the ACS
        // itself changes in a session is no reason to hurry, should that session fail.)
        let repaired = before.tls != self.settings.tls
            || (&old.username, &old.password, old.enable)
                != (&new.username, &new.password, new.enable);
        if repaired && self.session.is_none() {
            self.urgent = true;
        }
        // The failures were those of another ACS.
        if self.compare_acs() {
            self.urgent = true;
            self.retry.reset();
            self.namespace = Namespace::default();
        }
        self.make_path();
        let (old, new) = (&before.acs, &self.settings.acs);
        if old.schedule_reboot != new.schedule_reboot {
            self.restart.schedule(&new.schedule_reboot);
        }
        if old.delay_reboot != new.delay_reboot {
            self.restart.delay(new.delay_reboot);
        }
        self.plan_periodic(now);
    }

    fn inform_delivered(&mut self) {
        let Some(session) = &mut self.session else {
            return;
        };
        if std::mem::replace(&mut session.informed, true) {
            return;
        }
        let delivered = self.queue.delivered();
        // The URL may have changed since: then this was not the ACS that matters.
        if session.url != self.state.acs_url {
            return;
        }
        self.namespace.taken();
        self.transfers.way_is_there();
        if delivered.bootstrap {
            self.state.bootstrapped = true;
        }
        if delivered.boot {
            self.state.boot.clone_from(&self.boot_id);
        }
        if self.state.connection_request_told.as_ref() != Some(&session.connection_request_url) {
            self.state.connection_request_told = Some(session.connection_request_url.clone());
        }
        self.compare_told();
    }

    fn promise_reboot(&mut self, command_key: String) -> Result<(), Fault> {
        self.must_be_in_session()?;
        check_command_key(&command_key)?;
        let boot = &self.boot_id;
        let reboot = self.state.reboot.get_or_insert_with(|| state::Reboot {
            boot: boot.clone(),
            command_keys: vec![],
        });
        if reboot.command_keys.len() >= MOST_REBOOTS {
            let text = format!("{MOST_REBOOTS} reboots wait for the end of this session already");
            return Err(Fault::new(FaultCode::ResourcesExceeded, text));
        }
        reboot.command_keys.push(command_key);
        self.promised(Promise::Reboot);
        Ok(())
    }

    fn promise_inform(&mut self, now: Now, delay: u32, command_key: String) -> Result<(), Fault> {
        self.must_be_in_session()?;
        check_command_key(&command_key)?;
        if delay == 0 {
            let text = "expected DelaySeconds of 1 or more, got 0";
            return Err(Fault::new(FaultCode::InvalidArguments, text));
        }
        if self.state.scheduled.len() >= MOST_SCHEDULED {
            let text = format!("{MOST_SCHEDULED} scheduled Informs wait already");
            return Err(Fault::new(FaultCode::ResourcesExceeded, text));
        }
        let order = Scheduled::new(now, &self.boot_id, delay, command_key);
        self.state.scheduled.push(order);
        self.promise_waits(Promise::ScheduleInform);
        Ok(())
    }

    fn promise_factory_reset(&mut self) -> Result<(), Fault> {
        self.must_be_in_session()?;
        if !std::mem::replace(&mut self.state.factory_reset, true) {
            self.promised(Promise::FactoryReset);
        }
        Ok(())
    }

    fn promise_transfer(&mut self, now: Now, request: TransferRequest) -> Result<(), Fault> {
        self.must_be_in_session()?;
        let id = self.transfers.request(now, &self.boot_id, request)?;
        self.promise = Some(Promise::Transfer(id));
        self.save_again = Duration::ZERO;
        Ok(())
    }

    fn promise_cancel(&mut self, command_key: &str) -> Result<(), Fault> {
        self.must_be_in_session()?;
        let gone = self.transfers.cancel(command_key)?;
        if !gone.is_empty() {
            self.promise = Some(Promise::Cancel(gone));
            self.save_again = Duration::ZERO;
        }
        Ok(())
    }

    fn must_be_in_session(&self) -> Result<(), Fault> {
        match &self.session {
            Some(session) if !session.aborted => Ok(()),
            _ => Err(Fault::new(
                FaultCode::RequestDenied,
                "the session is being stopped",
            )),
        }
    }

    fn promised(&mut self, promise: Promise) {
        self.act = Act::default();
        self.promise_waits(promise);
    }

    fn promise_waits(&mut self, promise: Promise) {
        self.promise = Some(promise);
        // The answer waits for this save, so the save waits for nothing.
        self.save_again = Duration::ZERO;
    }

    fn save_failed(&mut self, now: Now, promise: Option<Promise>, reason: &str) -> Option<Fault> {
        self.saved = None;
        self.save_failures += 1;
        self.save_again = now.mono + TRY_AGAIN;
        if self.save_failures.is_power_of_two() {
            log::error!(
                "agent.json cannot be written (attempt {}): {reason}",
                self.save_failures
            );
        }
        match promise? {
            Promise::Reboot => {
                let keys = self
                    .state
                    .reboot
                    .as_mut()
                    .map(|reboot| &mut reboot.command_keys);
                let nothing_left = keys.is_none_or(|keys| {
                    keys.pop();
                    keys.is_empty()
                });
                if nothing_left {
                    self.state.reboot = None;
                }
            }
            Promise::ScheduleInform => {
                self.state.scheduled.pop();
            }
            Promise::FactoryReset => self.state.factory_reset = false,
            Promise::Transfer(id) => self.transfers.forget(id),
            Promise::Cancel(gone) => self.transfers.put_back(gone),
        }
        let text = format!("the request could not be made durable: {reason}");
        Some(Fault::new(FaultCode::InternalError, text))
    }

    fn session_ended(&mut self, now: Now, result: Result<(), Failure>, informed: bool) {
        if informed {
            self.inform_delivered();
        }
        let Some(session) = self.session.take() else {
            return;
        };
        self.queue.session_ended();
        self.transfers.session_ended();
        let result = match result {
            Ok(()) if !session.informed => {
                Err(Failure::Peer("it ended before the InformResponse".into()))
            }
            other => other,
        };
        let failure = match result {
            Ok(()) => {
                self.retry.reset();
                self.last = Some(Last {
                    at: now.mono,
                    failure: None,
                });
                return;
            }
            Err(failure) => failure,
        };
        let reason = explain(&failure);
        if self.stopping.is_some() {
            log::info!("session with {} stopped", session.url);
        } else if session.url != self.state.acs_url {
            log::info!(
                "session with {} failed ({reason}), but the ACS is another now",
                session.url
            );
        } else {
            if !session.informed {
                self.namespace.rejected(&failure);
            }
            let acs = &self.settings.acs;
            let (minimum, multiplier) = (acs.retry_minimum_wait, acs.retry_multiplier);
            let wait = self
                .retry
                .failed(now, minimum, multiplier, &mut self.random);
            let next = match self.something_waits() {
                true => format!("next attempt in {} s", wait.as_secs()),
                false => "nothing is left to be reported".to_string(),
            };
            log::warn!("session with {} failed: {reason}; {next}", session.url);
        }
        self.last = Some(Last {
            at: now.mono,
            failure: Some(reason),
        });
    }

    fn act_failed(&mut self, now: Now, reason: &str) {
        let what = if self.state.factory_reset {
            "factory reset"
        } else {
            "reboot"
        };
        self.act.under_way = None;
        self.act.not_before = now.mono + TRY_AGAIN;
        if self.act.attempts < MOST_ATTEMPTS {
            log::error!(
                "{what} failed, attempt {} of {MOST_ATTEMPTS}: {reason}",
                self.act.attempts
            );
            return;
        }
        log::error!("{what} failed and is given up: {reason}");
        self.state.factory_reset = false;
        self.state.reboot = None;
        self.act = Act::default();
    }

    /// Whether a reboot or factory reset was promised and not asked of the platform yet.
    fn act_is_owed(&self) -> bool {
        let promised = self.state.factory_reset || self.state.reboot.is_some();
        promised
            && self.act.under_way.is_none()
            && self.session.is_none()
            && !self.transfers.applying()
            && self.stopping.is_none()
    }

    fn something_waits(&self) -> bool {
        self.queue.waits() || self.transfers.waits()
    }

    /// Step two: what is due now, in the order in which it is to be done.
    fn settle(&mut self, now: Now, mut outputs: Vec<Output>) -> Vec<Output> {
        if self.periodic.is_due(now, &mut self.random) {
            self.queue.flag(Single::Periodic);
        }
        if self.heartbeat.is_due(now, &mut self.random) && self.may_beat() {
            self.queue.flag(Single::Heartbeat);
        }
        self.raise_scheduled(now);
        if let Some(session) = &mut self.session {
            let too_long = now.mono >= session.since + LONGEST_SESSION;
            if (too_long || self.stopping.is_some()) && !session.aborted {
                session.aborted = true;
                outputs.push(Output::AbortSession);
            }
        }
        if self.act.under_way.is_some_and(|until| now.mono >= until) {
            self.act_failed(now, "the device is still up");
        }
        if let Some(due) = self.restart.due(now, self.session.is_some()) {
            self.plan_reboot(due);
        }
        if self.act_is_owed() && now.mono >= self.act.not_before {
            self.act.attempts += 1;
            self.act.under_way = Some(now.mono + REBOOT_TAKES);
            outputs.push(if self.state.factory_reset {
                Output::FactoryReset
            } else {
                Output::Reboot
            });
        }
        let around = Around {
            session: self.session.is_some(),
            leaving: self.state.reboot.is_some()
                || self.state.factory_reset
                || self.act.under_way.is_some()
                || self.stopping.is_some(),
            hold: self.save_failures > 0 && now.mono < self.save_again,
        };
        let boot = self.boot_id.clone();
        outputs.extend(self.transfers.settle(now, &boot, around));
        if self.session_at().is_some_and(|at| now.mono >= at) {
            outputs.push(Output::StartSession(self.start_session(now)));
        }
        let idle = self.session.is_none() && !self.transfers.applying();
        if self.stopping.is_some_and(|until| idle || now.mono >= until) {
            outputs.push(Output::Exit);
        }
        if self.unsaved(now).is_some() {
            for order in &mut self.state.scheduled {
                order.note(now);
            }
        }
        if let Some(bytes) = self.unsaved(now) {
            outputs.insert(0, Output::Save(bytes.clone()));
            self.saved = Some(bytes);
            self.saving = true;
        }
        outputs
    }

    /// Whether a heartbeat may be told now: never beside or before something more important, and not
    /// later (Annex O).
    fn may_beat(&self) -> bool {
        self.session.is_none()
            && self.silence().is_none()
            && !self.queue.holds(Single::Bootstrap)
            && !self.queue.holds(Single::Boot)
    }

    /// One without CommandKey, so that only `1 BOOT` tells of it.
    fn plan_reboot(&mut self, due: Due) {
        log::warn!("the reboot that was planned is due ({due:?})");
        if due == Due::Scheduled {
            // A clock that is behind after the reboot must not bring the time again.
            let time = &self.settings.acs.schedule_reboot;
            self.state.rebooted_for.clone_from(time);
        }
        let boot = &self.boot_id;
        self.state.reboot.get_or_insert_with(|| state::Reboot {
            boot: boot.clone(),
            command_keys: Vec::new(),
        });
    }

    /// `3 SCHEDULED` for the orders that are due.
    fn raise_scheduled(&mut self, now: Now) {
        for order in &mut self.state.scheduled {
            order.follow(now);
        }
        let queue = &mut self.queue;
        self.state.scheduled.retain(|order| {
            let due = order.is_due(now);
            if due {
                queue.flag_multiple(Multiple::ScheduleInform, &order.command_key);
            }
            !due
        });
    }

    /// When the next session is due; `None` while nothing waits for one or none may be.
    fn session_at(&self) -> Option<Duration> {
        if self.session.is_some() || self.silence().is_some() || !self.something_waits() {
            return None;
        }
        let listener = match self.listener {
            Listener::Unknown { until } if self.settings.connection_request.enable => until,
            _ => Duration::ZERO,
        };
        // A heartbeat is no retry, and comes at its time or not at all.
        let beats = self.queue.holds(Single::Heartbeat);
        let patience = if self.urgent || beats {
            Duration::ZERO
        } else {
            self.retry.not_before().unwrap_or_default()
        };
        // DefaultActiveNotificationThrottle counts from the end of a good session.
        let throttle = match &self.last {
            Some(Last { at, failure: None })
                if !self.urgent && self.queue.only_changes() && !self.transfers.waits() =>
            {
                *at + Duration::from_secs(self.settings.acs.notification_throttle.into())
            }
            _ => Duration::ZERO,
        };
        Some(listener.max(patience).max(throttle))
    }

    fn start_session(&mut self, now: Now) -> Plan {
        // A heartbeat leaves the hurry, and all there is to tell, to the session behind it.
        let heartbeat = self.queue.holds(Single::Heartbeat);
        self.urgent &= heartbeat;
        let (mut events, mut changed) = self.queue.take();
        if !heartbeat {
            self.transfers.add_events(&mut events, event::MOST_EVENTS);
        }
        let rows = self.settings.inform.iter().take(MOST_INFORM_PARAMETERS);
        let rows = rows.filter(|row| row.goes_with(&events));
        changed.extend(rows.map(|row| row.name.clone()));
        self.session = Some(Running {
            url: self.settings.acs.url.clone(),
            since: now.mono,
            informed: false,
            aborted: false,
            connection_request_url: self.connection_request_url().to_string(),
        });
        Plan {
            url: self.settings.acs.url.clone(),
            events,
            retry_count: self.retry.count(),
            fall_back: self.namespace.fall_back,
            changed,
        }
    }

    /// What the flash must hold and does not.
    fn unsaved(&self, now: Now) -> Option<Vec<u8>> {
        if self.save_failures > 0 && now.mono < self.save_again {
            return None;
        }
        let kept = self.queue.to_keep();
        let events = kept
            .into_iter()
            .map(|(code, key)| (code.to_string(), key.to_string()))
            .collect();
        let bytes = State {
            events,
            transfers: self.transfers.to_keep().to_vec(),
            ..self.state.clone()
        }
        .to_bytes();
        (self.saved.as_ref() != Some(&bytes)).then_some(bytes)
    }

    fn connection_request_url(&self) -> &str {
        match &self.listener {
            Listener::At(url) => url,
            Listener::Unknown { .. } | Listener::Off => "",
        }
    }
}

impl Namespace {
    fn taken(&mut self) {
        self.taken = true;
        self.rejections = 0;
    }

    /// An Inform was not answered. A status of 400 or 500 is how an ACS refuses a namespace that it
    /// does not know, but also how it tells trouble of its own: one that has taken this namespace
    /// before gets some patience.
    fn rejected(&mut self, failure: &Failure) {
        let step = match failure {
            Failure::Version => true,
            Failure::Status(400 | 500) => {
                self.rejections += 1;
                !self.taken || self.rejections >= MOST_REJECTIONS
            }
            _ => false,
        };
        if step {
            *self = Namespace {
                fall_back: (self.fall_back + 1) % 3,
                ..Namespace::default()
            };
        }
    }
}

fn check_command_key(key: &str) -> Result<(), Fault> {
    match key.chars().count() {
        0..=32 => Ok(()),
        length => {
            let text = format!("expected a CommandKey of at most 32 characters, got {length}");
            Err(Fault::new(FaultCode::InvalidArguments, text))
        }
    }
}

fn explain(failure: &Failure) -> String {
    match failure {
        Failure::Peer(text) | Failure::Transport(text) | Failure::Local(text) => text.clone(),
        Failure::Status(status) => format!("the ACS answered with HTTP status {status}"),
        Failure::Version => "the ACS does not take this CWMP version".to_string(),
    }
}

#[cfg(test)]
mod tests;
