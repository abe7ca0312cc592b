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

pub(super) mod json;
mod report;

use super::Output;
use crate::cwmp::rpc::{TransferKind, TransferRequest, WindowMode};
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
pub use json::{from_json, to_json};
pub use report::is_wanted;
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

    /// Takes back what [`Transfers::bootstrap`] has called off, in place of what there is.
    pub fn return_to(&mut self, kept: Vec<Transfer>) {
        self.bootstrap();
        for transfer in kept {
            let id = self.next_id();
            self.list.push(Transfer { id, ..transfer });
        }
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
        self.applying() || matches!(self.work, Some(Work::Doubt { .. } | Work::Judge { .. }))
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
        if self.work.is_none() && !around.leaving && !around.hold {
            outputs.extend(self.begin(now, boot, around.session));
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
    fn begin(&mut self, now: Now, boot: &str, session: bool) -> Option<Output> {
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
            transfer.stage = Stage::Fetching;
        }
        if let Some((id, version)) = &self.fetched {
            if session {
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

impl Transfer {
    fn new(id: u32, now: Now, boot: &str, request: TransferRequest) -> Transfer {
        Transfer {
            id,
            request,
            autonomous: false,
            received: Moment::of(now, boot),
            window: 0,
            failures: 0,
            tries: 0,
            start: None,
            stage: Stage::Queued,
            told: Told::Nothing,
            patience: Patience::default(),
        }
    }

    fn is_upload(&self) -> bool {
        self.request.kind == TransferKind::Upload
    }

    /// Whether doing it once more could do harm: firmware, and whatever a vendor does.
    fn is_written_once(&self) -> bool {
        self.request.file_type.starts_with("1 ") || self.request.file_type.starts_with("X ")
    }

    /// The hook's word for it: `do install FILE`, `do backup`.
    fn act(&self) -> String {
        let file_type = self.request.file_type.as_str();
        let act = match (self.is_upload(), file_type.as_bytes().first()) {
            (true, Some(b'1' | b'3')) => "backup",
            (true, Some(b'2' | b'4')) => "log",
            (false, Some(b'1')) => "install",
            (false, Some(b'2')) => "web",
            (false, Some(b'3')) => "restore",
            (false, Some(b'4')) => "tone",
            (false, Some(b'5')) => "ringer",
            (false, Some(b'6')) => "store",
            _ => return one_word(file_type),
        };
        act.to_string()
    }

    fn open_window(&self) -> Option<&crate::cwmp::rpc::TimeWindow> {
        self.request.windows.get(self.window as usize)
    }

    fn mode(&self) -> Option<&WindowMode> {
        self.open_window().map(|window| &window.mode)
    }

    /// What is to be asked before it begins, and what goes with it.
    fn question(&self) -> Option<(&'static str, String)> {
        let window = self.open_window()?;
        let message = &window.message;
        match &window.mode {
            WindowMode::AnyTime | WindowMode::Immediately => None,
            WindowMode::WhenIdle => Some(("idle", message.clone())),
            WindowMode::Confirmation => Some(("confirm", message.clone())),
            WindowMode::Vendor(mode) => {
                let words = format!("{} {message}", one_word(mode));
                Some(("window", words.trim_end().to_string()))
            }
        }
    }

    fn due(&self, boot: &str, now: Now) -> Duration {
        let offset = match self.open_window() {
            Some(window) => window.start,
            None => self.request.delay,
        };
        self.received.at(offset, boot, now).max(self.patience.until)
    }

    fn fetch(&mut self, now: Now) -> Fetch {
        self.stage = Stage::Fetching;
        self.tries += 1;
        self.start = self.start.or(now.wall.map(|wall| wall.unix));
        log::info!(
            "transfer {:?}: {} {}",
            self.request.command_key,
            if self.is_upload() {
                "sending to"
            } else {
                "fetching"
            },
            // What comes after may be a key to the file.
            self.request.url.split('?').next().unwrap_or_default()
        );
        Fetch {
            id: self.id,
            url: self.request.url.clone(),
            username: self.request.username.clone(),
            password: self.request.password.clone(),
            size: self.request.file_size,
            source: self
                .is_upload()
                .then(|| (self.act(), self.request.source.clone())),
        }
    }

    fn fetch_failed(&mut self, now: Now, fault: Fault) {
        let Some(window) = self.open_window() else {
            self.finish(now, Some((fault.code, fault.text)));
            return;
        };
        let most = match window.max_retries {
            -1 => OWN_RETRIES,
            retries => retries,
        };
        self.failures += 1;
        if i64::from(self.failures) <= i64::from(most) {
            self.stage = Stage::Queued;
            self.tries = 0;
            self.patience.until = now.mono + PAUSE;
        } else if !self.next_window() {
            self.finish(now, Some((fault.code, fault.text)));
            return;
        }
        log::warn!(
            "transfer {:?}: failed, and is tried again: {fault}",
            self.request.command_key
        );
    }

    /// False when that was the last.
    fn next_window(&mut self) -> bool {
        if self.window as usize + 1 >= self.request.windows.len() {
            return false;
        }
        self.window += 1;
        self.failures = 0;
        self.tries = 0;
        self.stage = Stage::Queued;
        self.patience = Patience::default();
        true
    }

    fn finish(&mut self, now: Now, fault: Option<(FaultCode, String)>) {
        let key = &self.request.command_key;
        match &fault {
            None => log::info!("transfer {key:?}: done"),
            Some((code, text)) => {
                log::warn!("transfer {key:?}: failed with {}: {text}", code.number());
            }
        }
        let upload = self.is_upload();
        self.stage = Stage::Done {
            fault: fault
                .map(|(code, text)| (reportable(code, upload), text.chars().take(256).collect())),
            end: now.wall.map(|wall| wall.unix),
        };
        // Nobody needs them any more.
        self.request.username.clear();
        self.request.password.clear();
    }
}

/// A vendor's own name as one word for a hook: `X 00D09E Sounds` is `X_00D09E_Sounds`.
fn one_word(name: &str) -> String {
    let word = |c: char| match c.is_ascii_alphanumeric() || "._-".contains(c) {
        true => c,
        false => '_',
    };
    name.chars().map(word).collect()
}

/// The nearest code that a TransferComplete may carry (cwmp-1-2,
/// TransferCompleteCPEFaultCodeType; 9013 is not among them).
fn reportable(code: FaultCode, upload: bool) -> FaultCode {
    match code.number() {
        9010 | 9013 if upload => FaultCode::UploadFailure,
        9001 | 9002 | 9010 | 9011 | 9012 | 9014..=9020 | 9800..=9899 => code,
        _ if upload => FaultCode::UploadFailure,
        _ => FaultCode::DownloadFailure,
    }
}

impl Moment {
    fn of(now: Now, boot: &str) -> Moment {
        Moment {
            boot: boot.to_string(),
            mono: now.mono.as_secs() + u64::from(now.mono.subsec_nanos() > 0),
            unix: now.wall.map(|wall| wall.unix),
        }
    }

    /// So many seconds later, on this boot's monotonic clock. After a restart without a clock that
    /// knows, the seconds count from the boot: late, but never early, and never never.
    fn at(&self, offset: u32, boot: &str, now: Now) -> Duration {
        if offset == 0 {
            return Duration::ZERO;
        }
        let seconds = u64::from(offset);
        if !boot.is_empty() && self.boot == boot {
            return Duration::from_secs(self.mono + seconds);
        }
        let since_boot = Duration::from_secs(seconds);
        match (self.unix, now.wall) {
            (Some(unix), Some(wall)) => {
                let left = unix
                    .saturating_add(i64::from(offset))
                    .saturating_sub(wall.unix);
                let left = u64::try_from(left).unwrap_or(0);
                since_boot.min(now.mono + Duration::from_secs(left))
            }
            _ => since_boot,
        }
    }
}

/// One of each kind and stage, for tests of what is kept.
#[cfg(test)]
pub fn samples() -> Vec<Transfer> {
    let now = Now {
        mono: Duration::from_millis(1500),
        wall: None,
    };
    let request = TransferRequest {
        kind: TransferKind::ScheduleDownload,
        command_key: "k\"\n".into(),
        file_type: "1 Firmware Upgrade Image".into(),
        url: "http://files.example/a".into(),
        username: "u".into(),
        password: "p".into(),
        file_size: u32::MAX,
        target_file_name: "t".into(),
        delay: 7,
        windows: vec![crate::cwmp::rpc::TimeWindow {
            start: 1,
            end: 2,
            mode: WindowMode::Confirmation,
            message: "m".into(),
            max_retries: -1,
        }],
        source: "s".into(),
    };
    let whole = Transfer {
        window: 1,
        failures: 2,
        tries: 3,
        start: Some(-4),
        autonomous: true,
        ..Transfer::new(0, now, "b", request.clone())
    };
    let fault = Some((FaultCode::FileCorrupted, "bad".to_string()));
    let stages = [
        Stage::Queued,
        Stage::Fetching,
        Stage::Applying {
            from_version: "1".into(),
            boot: "b".into(),
        },
        Stage::Applying {
            from_version: "1".into(),
            boot: String::new(),
        },
        Stage::Done { fault, end: None },
        Stage::Done {
            fault: None,
            end: Some(5),
        },
    ];
    let bare = TransferRequest {
        kind: TransferKind::Upload,
        command_key: String::new(),
        username: String::new(),
        password: String::new(),
        file_size: 0,
        target_file_name: String::new(),
        delay: 0,
        windows: Vec::new(),
        source: String::new(),
        ..request
    };
    let staged = |stage| Transfer {
        stage,
        ..whole.clone()
    };
    let mut all: Vec<Transfer> = stages.into_iter().map(staged).collect();
    all.push(Transfer::new(0, now, "", bare));
    all
}

#[cfg(test)]
mod tests;
