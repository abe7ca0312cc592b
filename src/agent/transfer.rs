//! The life of a Download, ScheduleDownload or Upload as stages that survive a power cut.
//!
//! ```text
//!  accepted, saved
//!        │
//!        ▼        due; a window is open          fetched, and no session runs
//!     Queued ──────────────────────────► Fetching ───────────────────────────► Applying
//!        ▲                                 │  │                                │  │
//!        └── try again, or next window ────┘  │ given up, or sent (Upload)     │  │ the hook says so,
//!                                             ▼                                │  ▼ or the version does
//!                                            Done ◄────────────────────────────┴─ (after a restart)
//!                                             │
//!                                             └── TransferCompleteResponse ──► forgotten
//! ```
//!
//! A stage is on flash before its act begins. Found after a restart: Queued waits on; Fetching fetches
//! again, three times at most; Applying is judged by the version that runs now, or, where doing it
//! again does no harm, fetched again; Done is reported again. A firmware image is never written twice.
//!
//! One thing is done at a time, in the order of acceptance: a router has one RAM disk.

mod entry;
pub(super) mod json;
mod report;
#[cfg(test)]
mod samples;

use super::Output;
use crate::cwmp::rpc::{TransferKind, TransferRequest, WindowMode};
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
pub use json::{from_json, to_json};
pub use report::is_wanted;
#[cfg(test)]
pub use samples::samples;
use std::time::Duration;

/// Transfers that may be pending or unreported (cwmp-1-2, TransferList).
pub const MOST_TRANSFERS: usize = 16;
/// Fetches of one file over all restarts.
const MOST_TRIES: u32 = 3;
/// What a MaxRetries of −1 means.
const OWN_RETRIES: i32 = 3;
/// Between tries inside a window, and between questions whether the device is idle.
const PAUSE: Duration = Duration::from_secs(60);
/// A person needs time to find the button.
const ASK_AGAIN: Duration = Duration::from_secs(300);
/// After a restart the way to the file server is tried at the latest then.
const WAY_TAKES: Duration = Duration::from_secs(60);
/// A device that said it restarts is gone by then.
const RESTART_TAKES: Duration = Duration::from_secs(600);
/// Until a stage that could not be saved is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(60);

/// One transfer, as it is kept on flash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The agent's own number, new after each start.
    pub id: u32,
    pub request: TransferRequest,
    /// The device did it by itself; there is nothing left but to report it.
    pub autonomous: bool,
    pub received: Moment,
    /// Which of the request's windows counts.
    pub window: u32,
    /// Failures in this window.
    pub failures: u32,
    /// Fetches since the stage began, over all restarts.
    pub tries: u32,
    /// When the first fetch began, Unix time.
    pub start: Option<i64>,
    pub stage: Stage,
    told: Told,
    /// Not before this moment, and whether somebody has said yes.
    patience: Patience,
}

/// See the module's diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Queued,
    Fetching,
    Applying {
        /// SoftwareVersion before.
        from_version: String,
        /// The boot in which it began; empty: not known, or over.
        boot: String,
    },
    Done {
        fault: Option<(FaultCode, String)>,
        /// Unix time.
        end: Option<i64>,
    },
}

/// When a request came, on all the clocks there were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    pub boot: String,
    /// Seconds since that boot, rounded up.
    pub mono: u64,
    pub unix: Option<i64>,
}

/// What the running session has said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    #[default]
    Nothing,
    /// Its event is in the Inform.
    Event,
    /// Its TransferComplete is out.
    Outcome,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Patience {
    until: Duration,
    granted: bool,
}

/// A file to be fetched or sent ([`Output::Fetch`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Fetch {
    pub id: u32,
    pub url: String,
    pub username: String,
    pub password: String,
    /// Bytes; 0: unknown.
    pub size: u32,
    /// Of an upload: the act that makes the file, and what is meant by it (may be empty).
    pub source: Option<(String, String)>,
}

/// Without the password.
impl std::fmt::Debug for Fetch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fetch")
            .field("id", &self.id)
            .field("url", &self.url)
            .field("size", &self.size)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// What a hook made of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is in force.
    Done,
    /// The device restarts for it, now and by itself.
    Restarting,
}

/// What runs beside the transfers.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// A session: nothing is applied under it.
    pub session: bool,
    /// The device or the agent is about to go: what can be stopped is.
    pub leaving: bool,
    /// The flash cannot be written for now: nothing is begun.
    pub hold: bool,
}

/// What is done at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Fetch {
        id: u32,
        stopped: bool,
    },
    Apply {
        id: u32,
    },
    /// The hook has said that the device restarts.
    Restart {
        id: u32,
        until: Duration,
    },
    /// The agent alone was started again, and the platform may still be writing the image. Sessions go
    /// on: the hook may as well have died with the agent.
    Doubt {
        id: u32,
        until: Duration,
    },
    Judge {
        id: u32,
    },
    Ask {
        id: u32,
    },
}

impl Work {
    fn id(self) -> u32 {
        match self {
            Work::Fetch { id, .. }
            | Work::Apply { id }
            | Work::Restart { id, .. }
            | Work::Doubt { id, .. }
            | Work::Judge { id }
            | Work::Ask { id } => id,
        }
    }
}

/// All transfers of the device.
#[derive(Debug, Default)]
pub struct Transfers {
    list: Vec<Transfer>,
    last_id: u32,
    work: Option<Work>,
    /// On the RAM disk, with the version that ran when it came.
    fetched: Option<(u32, String)>,
    /// What was found fetching is not fetched again before this.
    way_at: Duration,
    /// Begun with the save that is under way.
    begun: Option<Transfer>,
    wake: Option<Duration>,
}

impl Transfers {
    /// Takes back what was kept over a restart.
    pub fn recall(&mut self, now: Now, kept: Vec<Transfer>) {
        *self = Transfers {
            last_id: self.last_id,
            way_at: now.mono + WAY_TAKES,
            ..Transfers::default()
        };
        self.return_to(kept);
    }

    /// Takes back what [`Transfers::bootstrap`] has called off, in place of what there is. What this process
    /// knows keeps its number, by which the end of its act is told.
    pub fn return_to(&mut self, kept: Vec<Transfer>) {
        self.bootstrap();
        for mut transfer in kept {
            if transfer.id == 0 {
                transfer.id = self.next_id();
            }
            self.list.push(transfer);
        }
        self.session_ended();
    }

    /// Whether what is done is done for one of these.
    pub fn works_on(&self, transfers: &[Transfer]) -> bool {
        let is = |work: Work| transfers.iter().any(|one| one.id == work.id());
        self.work.is_some_and(is)
    }

    /// Puts these in the place of those that there are, which take theirs.
    pub fn swap(&mut self, list: &mut Vec<Transfer>) {
        std::mem::swap(&mut self.list, list);
    }

    /// What must be on flash.
    pub fn to_keep(&self) -> &[Transfer] {
        &self.list
    }

    /// `0 BOOTSTRAP`: no transfer of another ACS is carried out or reported. What is on its way is
    /// called off.
    pub fn bootstrap(&mut self) {
        self.list.clear();
        self.fetched = None;
    }

    /// Takes a request in.
    ///
    /// # Errors
    /// 9004 when as many wait already.
    pub fn request(
        &mut self,
        now: Now,
        boot: &str,
        request: TransferRequest,
    ) -> Result<u32, Fault> {
        self.room()?;
        let id = self.next_id();
        self.list.push(Transfer::new(id, now, boot, request));
        Ok(id)
    }

    /// A transfer that the device has done by itself, to be reported.
    ///
    /// # Errors
    /// 9004 when as many wait already.
    pub fn report(
        &mut self,
        now: Now,
        boot: &str,
        request: TransferRequest,
        fault: Option<(FaultCode, String)>,
    ) -> Result<(), Fault> {
        self.room()?;
        let id = self.next_id();
        let mut transfer = Transfer::new(id, now, boot, request);
        transfer.autonomous = true;
        transfer.finish(now, fault);
        self.list.push(transfer);
        Ok(())
    }

    /// The request could not be made durable.
    pub fn forget(&mut self, id: u32) {
        self.list.retain(|transfer| transfer.id != id);
    }

    /// CancelTransfer: what was taken away, to be put back should the flash refuse.
    ///
    /// # Errors
    /// 9021 when one with this key is being applied, or is done.
    pub fn cancel(&mut self, command_key: &str) -> Result<Vec<Transfer>, Fault> {
        let with_key = |transfer: &Transfer| {
            !transfer.autonomous && transfer.request.command_key == command_key
        };
        let mut all = self.list.iter().filter(|transfer| with_key(transfer));
        if let Some(late) = all
            .find(|transfer| matches!(transfer.stage, Stage::Applying { .. } | Stage::Done { .. }))
        {
            let text = format!(
                "expected a transfer that waits or is being fetched, {}",
                match late.stage {
                    Stage::Done { .. } => "this one is completed",
                    _ => "this one is being applied",
                }
            );
            return Err(Fault::new(FaultCode::CancellationRefused, text));
        }
        let (gone, left) = std::mem::take(&mut self.list)
            .into_iter()
            .partition(with_key);
        self.list = left;
        Ok(gone)
    }

    pub fn put_back(&mut self, transfers: Vec<Transfer>) {
        self.list.extend(transfers);
    }

    /// What came of [`Output::Fetch`]: the version that runs at the end of a download.
    pub fn fetch_ended(&mut self, now: Now, id: u32, result: Result<String, Fault>) {
        let Some(Work::Fetch { id: doing, stopped }) = self.work else {
            return;
        };
        if doing != id {
            return;
        }
        self.work = None;
        let Some(transfer) = self
            .find(id)
            .filter(|transfer| transfer.stage == Stage::Fetching)
        else {
            return;
        };
        match result {
            Ok(_) if transfer.request.kind == TransferKind::Upload => transfer.finish(now, None),
            Ok(version) => self.fetched = Some((id, version)),
            // That was the agent's own doing; it is found again.
            Err(_) if stopped => {}
            Err(fault) => transfer.fetch_failed(now, fault),
        }
    }

    /// What came of [`Output::Apply`].
    pub fn apply_ended(&mut self, now: Now, id: u32, result: Result<Applied, Fault>) {
        if self.work != Some(Work::Apply { id }) {
            return;
        }
        self.work = None;
        let Some(transfer) = self.find(id) else {
            return;
        };
        match result {
            Ok(Applied::Restarting) if transfer.is_written_once() => {
                self.work = Some(Work::Restart {
                    id,
                    until: now.mono + RESTART_TAKES,
                });
            }
            Ok(_) => transfer.finish(now, None),
            Err(fault) => transfer.finish(now, Some((fault.code, fault.text))),
        }
    }

    /// What came of [`Output::ReadVersion`].
    pub fn version_read(&mut self, now: Now, id: u32, result: Result<String, String>) {
        if self.work != Some(Work::Judge { id }) {
            return;
        }
        self.work = None;
        let Some(transfer) = self.find(id) else {
            return;
        };
        let Stage::Applying { from_version, .. } = &transfer.stage else {
            return;
        };
        let fault = match result {
            Ok(version) if version != *from_version => None,
            Ok(version) => Some(format!(
                "the device has restarted and runs version {version} as before"
            )),
            Err(text) => Some(format!("the version that runs now cannot be told: {text}")),
        };
        transfer.finish(now, fault.map(|text| (FaultCode::DownloadFailure, text)));
    }

    /// What came of [`Output::AskLeave`].
    pub fn leave_answered(&mut self, now: Now, id: u32, granted: Result<bool, String>) {
        if self.work != Some(Work::Ask { id }) {
            return;
        }
        self.work = None;
        let Some(transfer) = self.find(id) else {
            return;
        };
        let wait = match transfer.mode() {
            Some(WindowMode::Confirmation) => ASK_AGAIN,
            _ => PAUSE,
        };
        match granted {
            Ok(true) => transfer.patience.granted = true,
            Ok(false) => transfer.patience.until = now.mono + wait,
            Err(text) => {
                log::warn!(
                    "transfer {:?}: nobody says whether it may begin: {text}",
                    transfer.request.command_key
                );
                transfer.patience.until = now.mono + wait;
            }
        }
    }

    /// The ACS has been reached: so may be the file server.
    pub fn way_is_there(&mut self) {
        self.way_at = Duration::ZERO;
    }

    /// What was begun with this save, and is not on flash. To be asked for before the next input is
    /// taken in.
    pub fn take_begun(&mut self) -> Option<Transfer> {
        self.begun.take()
    }

    /// The save that began it has failed: it has not begun.
    pub fn not_begun(&mut self, now: Now, before: Transfer) {
        self.work = None;
        let until = now.mono + TRY_AGAIN;
        if let Some(transfer) = self.find(before.id) {
            *transfer = before;
            transfer.patience.until = until;
        }
        self.way_at = until;
    }

    /// Whether a file is being applied: the device may go at any moment.
    pub fn applying(&self) -> bool {
        matches!(self.work, Some(Work::Apply { .. } | Work::Restart { .. }))
    }

    /// Whether an image may be half written, or is not judged yet: a reboot now could be the device's
    /// last.
    pub fn may_be_writing(&self) -> bool {
        let applying = |stage: &Stage| matches!(stage, Stage::Applying { .. });
        let mut list = self.list.iter();
        self.applying()
            || matches!(self.work, Some(Work::Doubt { .. } | Work::Judge { .. }))
            || list.any(|transfer| applying(&transfer.stage) && transfer.is_written_once())
    }

    /// Whether the RAM disk is in use.
    pub fn busy(&self) -> bool {
        self.work.is_some() || self.fetched.is_some()
    }

    /// When [`Transfers::settle`] has something to do.
    pub fn wake_at(&self) -> Option<Duration> {
        self.wake
    }

    /// What is due now.
    pub fn settle(&mut self, now: Now, boot: &str, around: Around) -> Vec<Output> {
        let mut outputs = Vec::new();
        self.wake = None;
        self.close_windows(now, boot);
        match self.work {
            Some(Work::Restart { until, .. } | Work::Doubt { until, .. }) if now.mono < until => {
                self.wake_by(until);
            }
            Some(Work::Restart { id, .. }) => {
                self.work = None;
                if let Some(transfer) = self.find(id) {
                    let text = "the device was to restart, and is still up";
                    transfer.finish(now, Some((FaultCode::DownloadFailure, text.to_string())));
                }
            }
            Some(Work::Doubt { id, .. }) => {
                self.work = Some(Work::Judge { id });
                outputs.push(Output::ReadVersion { id });
            }
            _ => {}
        }
        if let Some(Work::Fetch { id, stopped: false }) = self.work
            && (around.leaving || !self.is_fetching(id))
        {
            self.work = Some(Work::Fetch { id, stopped: true });
            outputs.push(Output::StopFetch { id });
        }
        if let Some((id, _)) = self.fetched
            && !self.is_fetching(id)
        {
            self.fetched = None;
        }
        if self.work.is_none() && !around.hold {
            outputs.extend(self.begin(now, boot, around));
        }
        outputs
    }

    /// Windows that are over, with what was not done in them.
    fn close_windows(&mut self, now: Now, boot: &str) {
        let mut wake = None;
        for transfer in &mut self.list {
            if !matches!(transfer.stage, Stage::Queued | Stage::Fetching) {
                continue;
            }
            while let Some(window) = transfer.request.windows.get(transfer.window as usize) {
                let end = transfer.received.at(window.end, boot, now);
                if now.mono < end {
                    wake = Some(wake.map_or(end, |wake: Duration| wake.min(end)));
                    break;
                }
                if !transfer.next_window() {
                    let text = "the file was not there before the last time window ended";
                    transfer.finish(now, Some((FaultCode::TimeWindowFailure, text.to_string())));
                    break;
                }
            }
        }
        if let Some(wake) = wake {
            self.wake_by(wake);
        }
    }

    /// The next thing to do, if one is due.
    fn begin(&mut self, now: Now, boot: &str, around: Around) -> Option<Output> {
        // A stage that was found after a restart comes first.
        let found = self
            .list
            .iter_mut()
            .find(|transfer| matches!(transfer.stage, Stage::Applying { .. }));
        if let Some(transfer) = found {
            let once = transfer.is_written_once();
            if let Stage::Applying { boot: begun, .. } = &transfer.stage
                && once
                && !begun.is_empty()
                && begun == boot
            {
                let (id, until) = (transfer.id, now.mono + RESTART_TAKES);
                self.work = Some(Work::Doubt { id, until });
                self.wake_by(until);
                return None;
            }
            if once {
                let id = transfer.id;
                self.work = Some(Work::Judge { id });
                return Some(Output::ReadVersion { id });
            }
            if !around.leaving {
                transfer.stage = Stage::Fetching;
            }
        }
        // An image is judged all the same: the device must not go before.
        if around.leaving {
            return None;
        }
        if let Some((id, version)) = &self.fetched {
            if around.session {
                return None;
            }
            let (id, from_version) = (*id, version.clone());
            self.fetched = None;
            let transfer = self.find(id)?;
            let before = transfer.clone();
            let boot = boot.to_string();
            transfer.stage = Stage::Applying { from_version, boot };
            let apply = Output::Apply {
                id,
                act: transfer.act(),
                name: transfer.request.target_file_name.clone(),
            };
            self.work = Some(Work::Apply { id });
            self.begun = Some(before);
            return Some(apply);
        }
        let way_at = self.way_at;
        let mut wake: Option<Duration> = None;
        let mut chosen = None;
        for transfer in &mut self.list {
            let due = match transfer.stage {
                Stage::Queued => transfer.due(boot, now),
                Stage::Fetching => way_at,
                _ => continue,
            };
            if now.mono < due {
                wake = Some(wake.map_or(due, |wake| wake.min(due)));
                continue;
            }
            if transfer.stage == Stage::Fetching && transfer.tries >= MOST_TRIES {
                let text = format!("given up after {MOST_TRIES} fetches that a restart cut short");
                transfer.finish(now, Some((FaultCode::DownloadFailure, text)));
                continue;
            }
            chosen = Some(transfer);
            break;
        }
        let output = chosen.map(|transfer| {
            let id = transfer.id;
            if transfer.stage == Stage::Queued
                && !transfer.patience.granted
                && let Some((question, message)) = transfer.question()
            {
                self.work = Some(Work::Ask { id });
                return Output::AskLeave {
                    id,
                    question,
                    message,
                };
            }
            self.begun = Some(transfer.clone());
            self.work = Some(Work::Fetch { id, stopped: false });
            Output::Fetch(Box::new(transfer.fetch(now)))
        });
        if let Some(wake) = wake {
            self.wake_by(wake);
        }
        output
    }

    fn is_fetching(&self, id: u32) -> bool {
        self.list
            .iter()
            .any(|transfer| transfer.id == id && transfer.stage == Stage::Fetching)
    }

    fn room(&self) -> Result<(), Fault> {
        if self.list.len() < MOST_TRANSFERS {
            return Ok(());
        }
        let text = format!("{MOST_TRANSFERS} transfers wait or are not reported yet");
        Err(Fault::new(FaultCode::ResourcesExceeded, text))
    }

    fn next_id(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1);
        self.last_id
    }

    fn find(&mut self, id: u32) -> Option<&mut Transfer> {
        self.list.iter_mut().find(|transfer| transfer.id == id)
    }

    fn wake_by(&mut self, at: Duration) {
        self.wake = Some(self.wake.map_or(at, |wake| wake.min(at)));
    }
}

#[cfg(test)]
mod tests;
