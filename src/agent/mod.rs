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

mod confirm;
mod contact;
pub mod deploy;
pub mod discovery;
mod due;
pub mod event;
mod input;
pub mod kick;
mod light;
mod promise;
pub mod restart;
pub mod schedule;
pub mod scheduled;
pub mod settings;
pub mod state;
mod status;
pub mod transfer;
mod wanted;

pub use input::{Found, Input, OptionValue, Output, Plan};

use crate::connreq::udp::Kept;
use crate::cwmp::rpc::{CpeRequest, QueuedTransfer};
use crate::fault::Fault;
use crate::time::Now;
use confirm::Confirm;
use contact::{Last, Namespace};
use deploy::Deployments;
use discovery::Discovery;
use event::{Queue, Single};
use light::Light;
use promise::Promise;
use restart::Restart;
use schedule::{Periodic, Random, Retry};
use scheduled::Scheduled;
use settings::Settings;
use state::State;
use std::collections::BTreeMap;
use std::time::Duration;
use transfer::{Stage, Transfers};

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
    /// The queue that [`State::former`] went with, in this process.
    former_queue: Option<Queue>,
    transfers: Transfers,
    deployments: Deployments,
    periodic: Periodic,
    heartbeat: Periodic,
    light: Light,
    asking: wanted::Asking,
    kick: kick::Kick,
    restart: Restart,
    confirm: Confirm,
    discovery: Discovery,
    /// This boot is one that the agent had asked for.
    rebooted: bool,
    retry: Retry,
    /// The next session does not wait for the retry policy.
    urgent: bool,
    namespace: Namespace,
    listener: Listener,
    udp: Udp,
    /// The first Inform waits no longer than this for the address of the NAT binding.
    binding_grace: Duration,
    session: Option<Running>,
    last: Option<Last>,
    /// When the last good session ended: the notification throttle counts from there.
    good_until: Option<Duration>,
    /// A reboot or factory reset, once it has been asked for of the platform.
    act: Act,
    /// When the process ends even if the session has not.
    stopping: Option<Duration>,
}

/// The first Inform should tell where connection requests are heard: it waits this long for it.
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
    /// It was made to tell a new UDPConnectionRequestAddress, among other things.
    tells_udp_address: bool,
}

/// Where UDP connection requests are heard.
#[derive(Debug, Default)]
struct Udp {
    /// Empty: not known.
    address: String,
    nat: bool,
    /// When the ACS was last told by a session for that purpose (active notification).
    told: Option<Duration>,
}

/// What the device was asked to do with itself.
#[derive(Debug, Default)]
struct Act {
    /// Asked for, and until when nothing else is done.
    under_way: Option<Duration>,
    not_before: Duration,
    attempts: u32,
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
            former_queue: None,
            transfers: Transfers::default(),
            deployments: Deployments::default(),
            periodic: Periodic::off(),
            heartbeat: Periodic::off(),
            light: Light::new(),
            asking: wanted::Asking::default(),
            kick: kick::Kick::default(),
            restart: Restart::default(),
            confirm: Confirm::default(),
            discovery: Discovery::default(),
            rebooted: false,
            retry: Retry::default(),
            urgent: false,
            namespace: Namespace::default(),
            listener: Listener::Unknown {
                until: now.mono + LISTENER_GRACE,
            },
            udp: Udp::default(),
            binding_grace: now.mono + LISTENER_GRACE,
            session: None,
            last: None,
            good_until: None,
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
            Input::DelayRebootWritten => self.restart.delay(self.settings.acs.delay_reboot),
            Input::ConnectionRequestUrl(url) => {
                self.listener = url.map_or(Listener::Off, Listener::At);
            }
            Input::UdpAddress { address, nat } => {
                (self.udp.address, self.udp.nat) = (address, nat);
            }
            Input::UdpRequestKept(kept) => self.state.udp_request_kept = Some(kept),
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
            Input::Diagnosed => self.queue.flag(Single::Diagnostics),
            Input::Changed(names) => {
                if !names.is_empty() {
                    self.queue.flag_changed(names);
                }
            }
            Input::LightChanged => self.light.changed(),
            Input::Notified(result) => self.light.sent(now, result),
            Input::InformDelivered => self.inform_delivered(now),
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
            Input::ChangeDuStateRequested {
                operations,
                command_key,
            } => outputs.extend(
                self.promise_change(now, operations, command_key)
                    .err()
                    .map(Output::Refuse),
            ),
            Input::ModulesChanged {
                operation,
                fault,
                modules,
            } => {
                if deploy::is_wanted(&self.settings.acs, operation.change, fault.as_ref()) {
                    let reported = self.deployments.report(now, *operation, fault, &modules);
                    outputs.extend(reported.err().map(Output::Refuse));
                }
            }
            Input::Surveyed { id, result } => {
                self.for_its_acs(|agent| agent.deployments.surveyed(now, id, result));
            }
            Input::Deployed { id, result, after } => {
                self.for_its_acs(|agent| agent.deployments.applied(now, id, result, after));
            }
            Input::FetchEnded { id, result } => {
                let fetched = result.as_ref().map(drop).map_err(Fault::clone);
                self.deployments.fetch_ended(now, id, fetched);
                self.transfers.fetch_ended(now, id, result);
            }
            Input::ApplyEnded { id, result } => {
                self.for_its_acs(|agent| agent.transfers.apply_ended(now, id, result));
            }
            Input::VersionRead { id, result } => {
                self.for_its_acs(|agent| agent.transfers.version_read(now, id, result));
            }
            Input::LeaveAnswered { id, granted } => {
                self.transfers.leave_answered(now, id, granted);
            }
            Input::TransferCompleteAnswered { id } => {
                self.transfers.answered(id);
                self.deployments.answered(id);
            }
            Input::DownloadWanted(request) => {
                outputs.extend(self.want(*request).err().map(Output::Refuse));
            }
            Input::DownloadAnswered => self.wanted_answered(),
            Input::Kicked(request) => {
                outputs.extend(self.kicked(now, *request).err().map(Output::Refuse));
            }
            Input::KickAnswered(answer) => self.kick_answered(answer),
            Input::SessionEnded { result, informed } => self.session_ended(now, result, informed),
            Input::SaveFailed(reason) => {
                if let Some(before) = begun {
                    self.transfers.not_begun(now, before);
                }
                self.deployments.not_begun(now);
                outputs.extend(self.save_failed(now, promise, &reason).map(Output::Refuse));
            }
            Input::RebootFailed(reason) => self.act_failed(now, &reason),
            Input::FactoryResetEnded(Ok(())) => {
                log::warn!("factory reset done; rebooting");
                self.state = State::default();
                self.queue = Queue::default();
                self.former_queue = None;
                self.transfers.bootstrap();
                self.deployments.bootstrap();
                self.confirm.forget();
                self.recall(now);
                // The device is as new with or without this reboot, so it is tried once.
                self.act.under_way = Some(now.mono + REBOOT_TAKES);
                self.act.attempts = MOST_ATTEMPTS;
                outputs.push(Output::Reboot);
            }
            Input::FactoryResetEnded(Err(reason)) => self.act_failed(now, &reason),
            Input::Unconfirmed { found, mark } => self.unconfirmed(now, found, mark),
            Input::Undone(result) => self.undone(now, result),
            Input::Kept(result) => self.changes_kept(now, result),
            Input::Offered(offer) => self.take_offer(offer),
            Input::Stop => {
                self.stopping.get_or_insert(now.mono + STOP_GRACE);
                self.stop_kick();
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
            self.deployments.wake_at(),
            self.periodic.wake_at(),
            self.heartbeat.wake_at(),
            session.is_none().then(|| self.light.wake_at()).flatten(),
            self.restart.wake_at(),
            self.kick.wake_at(),
            self.confirm.wake_at(
                session
                    .map(|session| session.informed || session.aborted)
                    .or(self.state.factory_reset.then_some(true)),
            ),
            self.state.scheduled.iter().map(Scheduled::due_at).min(),
        ];
        candidates.into_iter().flatten().min()
    }

    /// Whether a connection request that comes now may start a session, or one after the session
    /// that is running: at whatever door.
    pub fn may_accept_connection_request(&self) -> bool {
        let leaves = self.state.reboot.is_some() || self.state.factory_reset;
        self.silence().is_none() && !(leaves && self.session.is_some())
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

    /// What is kept of accepted UDP connection requests.
    pub fn udp_request_kept(&self) -> Option<Kept> {
        self.state.udp_request_kept
    }

    /// The agent's own values for the maps' source `agent`, by path below the root. The identity is
    /// not among them ([`settings::identity_values`]).
    pub fn live_values(&self) -> BTreeMap<String, String> {
        let nat = if self.udp.nat { "true" } else { "false" };
        let values = [
            (
                settings::CONNECTION_REQUEST_URL,
                self.connection_request_url(),
            ),
            (settings::UDP_CONNECTION_REQUEST_ADDRESS, &self.udp.address),
            (settings::NAT_DETECTED, nat),
        ];
        let owned = |(path, value): (&str, &str)| (path.to_string(), value.to_string());
        let mut live = BTreeMap::new();
        live.extend(values.into_iter().map(owned));
        live
    }

    /// The agent's next own request in the running session, once for each that waits.
    pub fn next_request(&mut self) -> Option<CpeRequest> {
        match &self.session {
            Some(session) if session.informed && session.url == self.state.acs_url => {
                let next = self.transfers.next_request();
                let next = next.or_else(|| self.deployments.next_request());
                let next = next.or_else(|| self.next_wanted());
                next.or_else(|| self.next_kick())
            }
            _ => None,
        }
    }

    /// For GetAllQueuedTransfers.
    pub fn queued_transfers(&self) -> Vec<QueuedTransfer> {
        self.transfers.queued()
    }

    /// Whether there may be a file on the RAM disk that is wanted: one on its way, or one that a hook may have
    /// in hand, though the agent was started again meanwhile.
    pub fn wants_files(&self) -> bool {
        let stages = self.transfers.to_keep().iter().map(|one| &one.stage);
        let moving = |stage: &Stage| matches!(stage, Stage::Fetching | Stage::Applying { .. });
        stages.into_iter().any(moving)
            || self.deployments.wants_files()
            // For an ACS of before.
            || self.transfers.applying()
            || self.deployments.applying()
    }

    fn something_waits(&self) -> bool {
        self.queue.waits()
            || self.transfers.waits()
            || self.deployments.waits()
            || !self.state.wanted.is_empty()
            || self.kick.waits()
    }

    fn connection_request_url(&self) -> &str {
        match &self.listener {
            Listener::At(url) => url,
            Listener::Unknown { .. } | Listener::Off => "",
        }
    }
}

#[cfg(test)]
mod tests;
