//! One operation on one unit: what is fetched and asked for it, and what is told of its end.

use super::modules::{Modules, Unit};
use super::{Credentials, Order, Stage, Step};
use crate::agent::transfer::Fetch;
use crate::cwmp::rpc::{DuChange, DuResult, DuState, Operation, Outcome};
use crate::fault::{Fault, FaultCode};
use crate::model::uuid;
use crate::time::{DateTime, Now, utc};

impl Step {
    pub(super) fn new(operation: Operation) -> Step {
        Step {
            operation,
            units: Vec::new(),
            tries: 0,
            start: None,
            stage: Stage::Asked,
            ready: false,
        }
    }

    pub(super) fn fetch(&mut self, now: Now, id: u32, credentials: &[Credentials]) -> Fetch {
        self.stage = Stage::Fetching;
        self.tries += 1;
        self.begin(now);
        let operation = &mut self.operation;
        // Those of the unit go to the server that the unit came from, and to no other.
        if operation.username.is_empty()
            && let Some(unit) = self.units.first().filter(|unit| unit.url == operation.url)
            && let Some(known) = credentials
                .iter()
                .find(|entry| entry.uuid.eq_ignore_ascii_case(&unit.uuid))
            && operation.change == DuChange::Update
        {
            operation.username.clone_from(&known.username);
            operation.password.clone_from(&known.password);
        }
        log::info!(
            "{} of a software module: fetching {}",
            operation.change.name(),
            // What comes after may be a key to the file.
            operation.url.split('?').next().unwrap_or_default()
        );
        Fetch {
            id,
            url: operation.url.clone(),
            username: operation.username.clone(),
            password: operation.password.clone(),
            size: 0,
            source: None,
        }
    }

    pub(super) fn apply(&mut self, now: Now, id: u32, file: Option<u32>) -> Order {
        self.stage = Stage::Applying;
        self.begin(now);
        let operation = &self.operation;
        let mut words = Vec::new();
        let mut say = |name, text: &str| {
            if !text.is_empty() {
                words.push((name, text.to_string()));
            }
        };
        say("url", &operation.url);
        if operation.change == DuChange::Install {
            say("uuid", &operation.uuid);
            say("environment", &operation.environment);
        } else {
            for unit in &self.units {
                say("unit", &unit.duid);
            }
        }
        Order {
            id,
            act: match operation.change {
                DuChange::Install => "du-install",
                DuChange::Update => "du-update",
                DuChange::Uninstall => "du-uninstall",
            },
            words,
            file,
        }
    }

    pub(super) fn begin(&mut self, now: Now) {
        self.start = self.start.or(now.wall.map(|wall| wall.unix));
    }

    /// It is done; tells what was done, with the UUID of the unit.
    pub(super) fn succeed(&mut self, now: Now, after: &Modules, duid: &str) -> Operation {
        let outcome = self.outcome(now, None);
        let operation = &self.operation;
        let change = operation.change;
        let found: Vec<&Unit> = match change {
            DuChange::Uninstall => self.units.iter().collect(),
            DuChange::Update => {
                let now_there = |unit| after.find(unit).unwrap_or(unit);
                self.units.iter().map(now_there).collect()
            }
            DuChange::Install => {
                let called = |unit: &&Unit| !duid.is_empty() && unit.duid == duid;
                let called = after.units.iter().find(called);
                let new = || after.new_one(operation, &self.units);
                let known = || self.units.first().filter(|_| self.is_told());
                called.or_else(new).or_else(known).into_iter().collect()
            }
        };
        let mut results: Vec<DuResult> = found
            .iter()
            .map(|unit| DuResult {
                uuid: uuid::of_unit(&unit.uuid),
                unit: unit.path.clone(),
                version: unit.version.clone(),
                state: match change {
                    DuChange::Uninstall => DuState::Uninstalled,
                    _ => DuState::Installed,
                },
                resolved: unit.resolved,
                execution_units: unit.execution_units.clone(),
                outcome: outcome.clone(),
                change,
            })
            .collect();
        if results.is_empty() {
            log::warn!("the platform tells of no unit that was installed");
            let state = match change {
                DuChange::Uninstall => DuState::Uninstalled,
                _ => DuState::Installed,
            };
            results.push(self.unknown(state, outcome));
        }
        log::info!("{} of a software module: done", change.name());
        let uuid = results.first().map(|result| result.uuid.clone());
        self.done(results, uuid.unwrap_or_default())
    }

    /// The device did it by itself, so that the unit it is about is the one that was found.
    pub(super) fn is_told(&self) -> bool {
        self.stage == Stage::Asked
    }

    pub(super) fn fail(&mut self, now: Now, fault: Fault) {
        let change = self.operation.change;
        log::warn!("{} of a software module: {fault}", change.name());
        let text = fault.text.chars().take(256).collect();
        let outcome = self.outcome(now, Some((reportable(fault.code), text)));
        let mut results: Vec<DuResult> = Vec::new();
        if change != DuChange::Install {
            // What was there is there as before.
            results.extend(self.units.iter().map(|unit| DuResult {
                uuid: uuid::of_unit(&unit.uuid),
                unit: unit.path.clone(),
                version: unit.version.clone(),
                state: DuState::Installed,
                resolved: unit.resolved,
                execution_units: unit.execution_units.clone(),
                outcome: outcome.clone(),
                change,
            }));
        }
        if results.is_empty() {
            let state = match change {
                DuChange::Install => DuState::Failed,
                _ => DuState::Uninstalled,
            };
            results.push(self.unknown(state, outcome));
        }
        self.done(results, String::new());
    }

    pub(super) fn done(&mut self, results: Vec<DuResult>, uuid: String) -> Operation {
        self.stage = Stage::Done(results);
        self.units.clear();
        self.tries = 0;
        self.start = None;
        let operation = &mut self.operation;
        // Nobody needs the rest of it any more, on flash least of all.
        let left = Operation {
            change: operation.change,
            ..Operation::default()
        };
        Operation {
            uuid,
            ..std::mem::replace(operation, left)
        }
    }

    pub(super) fn outcome(&self, now: Now, fault: Option<(FaultCode, String)>) -> Outcome {
        let time = |unix: Option<i64>| match unix {
            Some(unix) => utc(unix),
            None => DateTime::Unknown.to_string(),
        };
        let now = now.wall.map(|wall| wall.unix);
        Outcome {
            fault,
            start: time(self.start.or(now)),
            complete: time(now),
        }
    }

    /// A result without a unit.
    pub(super) fn unknown(&self, state: DuState, outcome: Outcome) -> DuResult {
        let operation = &self.operation;
        let given = operation.uuid.as_str();
        DuResult {
            uuid: if uuid::is_uuid(given) {
                given.to_string()
            } else if operation.url.is_empty() {
                "00000000-0000-0000-0000-000000000000".to_string()
            } else {
                uuid::of_url(&operation.url)
            },
            unit: String::new(),
            version: operation.version.clone(),
            state,
            resolved: false,
            execution_units: String::new(),
            outcome,
            change: operation.change,
        }
    }
}

/// The device went down in the middle of it, and nothing says that it was done.
pub(super) fn interrupted(change: DuChange) -> Fault {
    let (code, text) = match change {
        DuChange::Install => (FaultCode::DownloadIncomplete, "is not installed"),
        DuChange::Update => (FaultCode::DownloadIncomplete, "has the version as before"),
        DuChange::Uninstall => (FaultCode::RequestDenied, "is still installed"),
    };
    let text = format!("cut short by a restart, and the unit {text}");
    Fault::new(code, text)
}

/// The nearest code that a result may carry (cwmp-1-2, DeploymentUnitCPEFaultCodeType).
fn reportable(code: FaultCode) -> FaultCode {
    match code.number() {
        9001 | 9003 | 9012 | 9013 | 9015..=9018 | 9022..=9032 | 9800..=9899 => code,
        9004 => FaultCode::SystemResourcesExceeded,
        9010 => FaultCode::FileAccessFailure,
        9019 => FaultCode::FileCorrupted,
        _ => FaultCode::RequestDenied,
    }
}
