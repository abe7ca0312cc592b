//! One transfer: when it is due, what is to be fetched for it, and what becomes of a failure.

use super::{Fetch, Moment, OWN_RETRIES, PAUSE, Patience, Stage, Told, Transfer};
use crate::cwmp::rpc::{TimeWindow, TransferKind, TransferRequest, WindowMode};
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
use std::time::Duration;

impl Transfer {
    pub(super) fn new(id: u32, now: Now, boot: &str, request: TransferRequest) -> Transfer {
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

    pub(super) fn is_upload(&self) -> bool {
        self.request.kind == TransferKind::Upload
    }

    /// Whether doing it once more could do harm: firmware, and whatever a vendor does.
    pub(super) fn is_written_once(&self) -> bool {
        self.request.file_type.starts_with("1 ") || self.request.file_type.starts_with("X ")
    }

    /// The hook's word for it: `do install FILE`, `do backup`.
    pub(super) fn act(&self) -> String {
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

    pub(super) fn open_window(&self) -> Option<&TimeWindow> {
        self.request.windows.get(self.window as usize)
    }

    pub(super) fn mode(&self) -> Option<&WindowMode> {
        self.open_window().map(|window| &window.mode)
    }

    /// What is to be asked before it begins, and what goes with it.
    pub(super) fn question(&self) -> Option<(&'static str, String)> {
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

    pub(super) fn due(&self, boot: &str, now: Now) -> Duration {
        let offset = match self.open_window() {
            Some(window) => window.start,
            None => self.request.delay,
        };
        self.received.at(offset, boot, now).max(self.patience.until)
    }

    pub(super) fn fetch(&mut self, now: Now) -> Fetch {
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

    pub(super) fn fetch_failed(&mut self, now: Now, fault: Fault) {
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
    pub(super) fn next_window(&mut self) -> bool {
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

    pub(super) fn finish(&mut self, now: Now, fault: Option<(FaultCode, String)>) {
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
    pub(super) fn of(now: Now, boot: &str) -> Moment {
        Moment {
            boot: boot.to_string(),
            mono: now.mono.as_secs() + u64::from(now.mono.subsec_nanos() > 0),
            unix: now.wall.map(|wall| wall.unix),
        }
    }

    /// So many seconds later, on this boot's monotonic clock. After a restart without a clock that
    /// knows, the seconds count from the boot: late, but never early, and never never.
    pub(super) fn at(&self, offset: u32, boot: &str, now: Now) -> Duration {
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
