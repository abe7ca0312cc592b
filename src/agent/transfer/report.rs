//! What the ACS is told of transfers: events, TransferComplete, the lists of what is queued; and
//! what `cwmpd status` shows.

use super::{MOST_TRANSFERS, Stage, Told, Transfer, Transfers};
use crate::agent::event;
use crate::agent::settings::AcsSettings;
use crate::cwmp::rpc::{
    AutonomousTransferComplete, CpeRequest, EventStruct, Outcome, QueuedTransfer, TransferComplete,
    TransferKind, TransferRequest,
};
use crate::time::{DateTime, utc};

impl Transfers {
    /// Whether an outcome waits to be told.
    pub fn waits(&self) -> bool {
        self.list
            .iter()
            .any(|transfer| transfer.is_done() && transfer.told == Told::Nothing)
    }

    /// The events that wait, for people.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes = Vec::new();
        for transfer in self.list.iter().filter(|transfer| transfer.is_done()) {
            let (single, multiple) = transfer.events();
            if !codes.contains(&single) {
                codes.push(single);
            }
            codes.extend(multiple);
        }
        codes
    }

    /// Adds the events of what is done to those of the Inform that is about to be sent, `most` in
    /// all; what does not fit in is told in the next session. They are delivered by the responses to
    /// their TransferCompletes (TR-069 3.7.1.5).
    pub fn add_events(&mut self, events: &mut Vec<EventStruct>, most: usize) {
        for transfer in &mut self.list {
            // Two may be added.
            if !transfer.is_done() || events.len() + 2 > most {
                continue;
            }
            transfer.told = Told::Event;
            let (single, multiple) = transfer.events();
            event::add_single(events, single);
            if let Some(code) = multiple {
                events.push(EventStruct {
                    code: code.to_string(),
                    command_key: transfer.request.command_key.clone(),
                });
            }
        }
    }

    /// The next outcome that belongs to an event of this session's Inform.
    pub fn next_request(&mut self) -> Option<CpeRequest> {
        let transfer = self
            .list
            .iter_mut()
            .find(|transfer| transfer.told == Told::Event)?;
        transfer.told = Told::Outcome;
        transfer.outcome()
    }

    /// The ACS knows.
    pub fn answered(&mut self, id: u32) {
        self.list
            .retain(|transfer| transfer.id != id || transfer.told != Told::Outcome);
    }

    /// What the ACS has not answered is told again.
    pub fn session_ended(&mut self) {
        for transfer in &mut self.list {
            transfer.told = Told::Nothing;
        }
    }

    /// For GetAllQueuedTransfers, in the order of acceptance.
    pub fn queued(&self) -> Vec<QueuedTransfer> {
        let entry = |transfer: &Transfer| QueuedTransfer {
            command_key: transfer.request.command_key.clone(),
            state: match transfer.stage {
                Stage::Queued => 1,
                Stage::Fetching | Stage::Applying { .. } => 2,
                Stage::Done { .. } => 3,
            },
            is_download: !transfer.is_upload(),
            file_type: transfer.request.file_type.clone(),
            file_size: transfer.request.file_size,
            target_file_name: transfer.request.target_file_name.clone(),
            autonomous: transfer.autonomous,
        };
        self.list.iter().take(MOST_TRANSFERS).map(entry).collect()
    }

    /// One line each, for people, with its number.
    pub fn status(&self) -> Vec<(u32, String)> {
        let line = |transfer: &Transfer| {
            let stage = match &transfer.stage {
                Stage::Queued => "waits".to_string(),
                Stage::Fetching if transfer.is_upload() => "sending".to_string(),
                Stage::Fetching => "fetching".to_string(),
                Stage::Applying { .. } => "applying".to_string(),
                Stage::Done { fault: None, .. } => "done, to be reported".to_string(),
                Stage::Done {
                    fault: Some((code, text)),
                    ..
                } => format!("failed, to be reported: {} {text}", code.number()),
            };
            let request = &transfer.request;
            let text = format!(
                "{} {:?}, {}: {stage}",
                request.kind.method(),
                request.command_key,
                request.file_type
            );
            (transfer.id, text)
        };
        self.list.iter().map(line).collect()
    }
}

/// Whether AutonomousTransferCompletePolicy wants to hear of it. In the FileTypeFilter, blanks may be
/// written as they are or as `%20`; an empty one wants nothing.
pub fn is_wanted(policy: &AcsSettings, request: &TransferRequest, failed: bool) -> bool {
    let way = match request.kind {
        TransferKind::Upload => "Upload",
        _ => "Download",
    };
    let result = if failed { "Failure" } else { "Success" };
    let both = |filter: &str, what: &str| filter == "Both" || filter == what;
    policy.transfer_reports
        && both(&policy.transfer_types, way)
        && both(&policy.transfer_results, result)
        && policy
            .transfer_files
            .split(',')
            .any(|item| item.replace("%20", " ").trim() == request.file_type)
}

impl Transfer {
    fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done { .. })
    }

    /// The numbered event, and the one of the method.
    fn events(&self) -> (&'static str, Option<&'static str>) {
        if self.autonomous {
            return ("10 AUTONOMOUS TRANSFER COMPLETE", None);
        }
        let multiple = match self.request.kind {
            TransferKind::Download => "M Download",
            TransferKind::ScheduleDownload => "M ScheduleDownload",
            TransferKind::Upload => "M Upload",
        };
        ("7 TRANSFER COMPLETE", Some(multiple))
    }

    fn outcome(&self) -> Option<CpeRequest> {
        let Stage::Done { fault, end } = &self.stage else {
            return None;
        };
        let time = |unix: Option<i64>| match unix {
            Some(unix) => utc(unix),
            None => DateTime::Unknown.to_string(),
        };
        let outcome = Outcome {
            fault: fault.clone(),
            start: time(self.start),
            complete: time(*end),
        };
        let request = &self.request;
        Some(if self.autonomous {
            CpeRequest::AutonomousTransferComplete(Box::new(AutonomousTransferComplete {
                id: self.id,
                transfer_url: request.url.clone(),
                is_download: !self.is_upload(),
                file_type: request.file_type.clone(),
                file_size: request.file_size,
                target_file_name: request.target_file_name.clone(),
                outcome,
            }))
        } else {
            CpeRequest::TransferComplete(TransferComplete {
                id: self.id,
                command_key: request.command_key.clone(),
                outcome,
            })
        })
    }
}
