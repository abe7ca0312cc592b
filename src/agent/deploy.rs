//! The life of a ChangeDUState: each of its operations as stages that survive a power cut.
//!
//! ```text
//!  accepted, saved
//!        │                     there is a URL                     fetched
//!        ▼   looked up ┌─► ready ────────────► Fetching ───────────────────┐
//!      Asked ──────────┤     │                    │                        ▼
//!        │             │     └─ nothing to fetch ─│────────────────────► Applying
//!        │             └─► several operations     │ given up              │   │
//!        │                                        ▼      the hook says so │   │ what is installed
//!        └─ makes no sense on this device ─────► Done ◄───────────────────┴───┘ does (after a restart)
//!                                                 │
//!                             all operations Done │
//!                                                 └── DUStateChangeCompleteResponse ──► forgotten
//! ```
//!
//! A stage is on flash before its act begins. Found after a restart: Asked is looked up again, Fetching
//! fetches again, three times at most; Applying is judged by the units that are there: nothing is
//! installed, updated or uninstalled twice by itself; Done is reported again.
//!
//! One operation is done at a time, in the order asked, beside sessions, and never beside a transfer:
//! a router has one RAM disk.

mod json;
mod modules;
mod report;

use super::Output;
use super::transfer::{Around, Fetch};
use crate::cwmp::rpc::{DuChange, DuResult, DuState, MOST_OPERATIONS, Operation, Outcome};
use crate::fault::{Fault, FaultCode};
use crate::model::uuid;
use crate::time::{DateTime, Now, utc};
pub use json::{credentials_from_json, credentials_to_json, from_json, to_json};
pub use modules::{Environment, Modules, Unit};
use modules::{Judgement, judge, look_up};
pub use report::is_wanted;
use std::time::Duration;

/// ChangeDUStates, and reports of what the device did by itself, that may wait.
pub const MOST_DEPLOYMENTS: usize = 16;
/// Units that one operation may mean (an update of all).
const MOST_UNITS: usize = 64;
/// Units whose credentials are kept for an update without any.
const MOST_CREDENTIALS: usize = 64;
/// Fetches of one file over all restarts.
const MOST_TRIES: u32 = 3;
/// After a restart the way to the file server is tried at the latest then.
const WAY_TAKES: Duration = Duration::from_secs(60);
/// Between looks at a unit that is still being installed after a restart of the agent alone.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// How long such a one is waited for.
const HOOK_TAKES: Duration = Duration::from_secs(900);
/// Until a stage that could not be saved is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(60);
/// Numbers of what is asked of the world begin here, so that no transfer has one.
pub const FIRST_WORK: u32 = 1 << 31;

/// One ChangeDUState, as it is kept on flash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// The agent's own number, new after each start.
    id: u32,
    command_key: String,
    /// The device did it by itself; there is nothing left but to report it.
    autonomous: bool,
    /// In the order asked.
    steps: Vec<Step>,
    told: Told,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    operation: Operation,
    /// The units that it is about; of an Install those that look like it and are there already.
    units: Vec<Unit>,
    /// Fetches over all restarts.
    tries: u32,
    /// When it began, Unix time.
    start: Option<i64>,
    stage: Stage,
    /// Looked up in this life of the process, or further than that.
    ready: bool,
}

/// See the module's diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Asked,
    Fetching,
    Applying,
    /// One for each unit that the operation was about, at least one.
    Done(Vec<DuResult>),
}

/// What the running session has said of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Told {
    #[default]
    Nothing,
    /// Its event is in the Inform.
    Event,
    /// Its DUStateChangeComplete is out.
    Outcome,
}

/// What a unit was fetched with, for an update that brings nothing of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    pub uuid: String,
    pub username: String,
    pub password: String,
}

/// Without the password.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credentials {{ uuid: {:?}, .. }}", self.uuid)
    }
}

/// What is to be asked of the hook `modules` ([`Output::Deploy`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub id: u32,
    /// `du-install`, `du-update` or `du-uninstall`.
    pub act: &'static str,
    /// What it needs to know, by name: one `do NAME VALUE` each, before the act.
    pub words: Vec<(&'static str, String)>,
    /// The number of the fetch that brought the file.
    pub file: Option<u32>,
}

/// What is done at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Survey,
    Fetch { stopped: bool },
    Apply,
}

/// What is done, for which operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Work {
    id: u32,
    deployment: u32,
    step: usize,
    doing: Doing,
}

/// A stage that begins, and how things were before.
#[derive(Debug)]
struct Begun {
    work: Work,
    step: Box<Step>,
    fetched: Option<Work>,
}

/// All changes of software modules.
#[derive(Debug)]
pub struct Deployments {
    list: Vec<Deployment>,
    credentials: Vec<Credentials>,
    last_id: u32,
    work: Option<Work>,
    /// What was on the RAM disk when the act before this was done: the fetch, and whose it is.
    fetched: Option<Work>,
    /// What was found fetching is not fetched again before this.
    way_at: Duration,
    /// Nothing is begun before this: the flash refused, or a hook of before the restart goes on.
    not_before: Duration,
    /// Until when such a hook is waited for.
    patience: Duration,
    /// Begun with the save that is under way.
    begun: Option<Begun>,
    wake: Option<Duration>,
}

impl Default for Deployments {
    fn default() -> Deployments {
        Deployments {
            list: Vec::new(),
            credentials: Vec::new(),
            last_id: FIRST_WORK,
            work: None,
            fetched: None,
            way_at: Duration::ZERO,
            not_before: Duration::ZERO,
            patience: Duration::ZERO,
            begun: None,
            wake: None,
        }
    }
}

impl Deployments {
    /// Takes back what was kept over a restart.
    pub fn recall(&mut self, now: Now, kept: Vec<Deployment>, credentials: Vec<Credentials>) {
        *self = Deployments {
            last_id: self.last_id,
            way_at: now.mono + WAY_TAKES,
            patience: now.mono + HOOK_TAKES,
            ..Deployments::default()
        };
        self.return_to(kept, credentials);
    }

    /// Takes back what [`Deployments::bootstrap`] has called off, in place of what there is.
    pub fn return_to(&mut self, kept: Vec<Deployment>, credentials: Vec<Credentials>) {
        self.bootstrap();
        self.credentials = credentials;
        for deployment in kept {
            let id = self.next_id();
            self.list.push(Deployment { id, ..deployment });
        }
    }

    /// What must be on flash.
    pub fn to_keep(&self) -> (&[Deployment], &[Credentials]) {
        (&self.list, &self.credentials)
    }

    /// `0 BOOTSTRAP`: nothing that another ACS asked for is carried out or reported, and nothing is
    /// fetched with its credentials. What is on its way is called off.
    pub fn bootstrap(&mut self) {
        self.list.clear();
        self.credentials.clear();
        self.fetched = None;
    }

    /// Takes a ChangeDUState in.
    ///
    /// # Errors
    /// 9004 for more operations than are taken at once, or when as many requests wait already.
    pub fn request(
        &mut self,
        now: Now,
        operations: Vec<Operation>,
        command_key: String,
    ) -> Result<u32, Fault> {
        if operations.len() > MOST_OPERATIONS {
            let text = format!("expected at most {MOST_OPERATIONS} operations, got more");
            return Err(Fault::new(FaultCode::ResourcesExceeded, text));
        }
        self.room()?;
        let id = self.next_id();
        let mut steps: Vec<Step> = operations.into_iter().map(Step::new).collect();
        for step in &mut steps {
            if let Some((code, text)) = step.operation.fault.take() {
                step.fail(now, Fault::new(code, text));
            }
        }
        self.list.push(Deployment {
            id,
            command_key,
            autonomous: false,
            steps,
            told: Told::Nothing,
        });
        Ok(id)
    }

    /// What the device has done by itself, to be reported: the operation names the unit by its UUID and
    /// maybe its version.
    ///
    /// # Errors
    /// 9004 when as many reports wait already.
    pub fn report(
        &mut self,
        now: Now,
        operation: Operation,
        fault: Option<(FaultCode, String)>,
        modules: &Modules,
    ) -> Result<(), Fault> {
        self.room()?;
        let id = self.next_id();
        let unit = modules.units.iter().find(|unit| {
            unit.uuid.eq_ignore_ascii_case(&operation.uuid)
                && (operation.version.is_empty() || unit.version == operation.version)
        });
        let mut step = Step::new(operation);
        step.units.extend(unit.cloned());
        match fault {
            Some((code, text)) => step.fail(now, Fault::new(code, text)),
            None => drop(step.succeed(now, modules, "")),
        }
        self.list.push(Deployment {
            id,
            command_key: String::new(),
            autonomous: true,
            steps: vec![step],
            told: Told::Nothing,
        });
        Ok(())
    }

    /// The request could not be made durable.
    pub fn forget(&mut self, id: u32) {
        self.list.retain(|deployment| deployment.id != id);
    }

    /// What came of [`Output::Survey`].
    pub fn surveyed(&mut self, now: Now, id: u32, result: Result<Modules, String>) {
        let Some(work) = self.ended(id, |doing| doing == Doing::Survey) else {
            return;
        };
        let patience = self.patience;
        let Some((steps, at)) = self.steps(work) else {
            return;
        };
        let Some(step) = steps.get_mut(at) else {
            return;
        };
        if step.stage == Stage::Applying {
            let judgement = match &result {
                Ok(modules) => judge(step, modules),
                Err(_) => Judgement::Later,
            };
            match (judgement, result) {
                (Judgement::Done, Ok(modules)) => {
                    let operation = step.succeed(now, &modules, "");
                    self.learn(operation, &modules);
                }
                (Judgement::Later, _) if now.mono < patience => {
                    self.not_before = now.mono + LOOK_AGAIN;
                }
                _ => step.fail(now, interrupted(step.operation.change)),
            }
            return;
        }
        let found = match result {
            Ok(modules) => look_up(&step.operation, &modules),
            Err(text) => Err(Fault::new(FaultCode::RequestDenied, text)),
        };
        match found {
            Err(fault) => step.fail(now, fault),
            Ok(found) => {
                let found = found.into_iter().map(|(operation, units)| {
                    let mut step = Step::new(operation);
                    step.units = units;
                    step.ready = true;
                    if let Some((code, text)) = step.operation.fault.take() {
                        step.fail(now, Fault::new(code, text));
                    }
                    step
                });
                let found: Vec<Step> = found.collect();
                steps.splice(at..=at, found);
            }
        }
    }

    /// What came of [`Output::Fetch`].
    pub fn fetch_ended(&mut self, now: Now, id: u32, result: Result<(), Fault>) {
        let Some(work) = self.ended(id, |doing| matches!(doing, Doing::Fetch { .. })) else {
            return;
        };
        let Some(step) = self.step(work) else {
            return;
        };
        match result {
            Ok(()) => self.fetched = Some(work),
            // That was the agent's own doing; it is found again.
            Err(_) if work.doing == (Doing::Fetch { stopped: true }) => {}
            Err(fault) => step.fail(now, fault),
        }
    }

    /// What came of [`Output::Deploy`]: how the platform calls the unit, where it says so, and what is
    /// there now.
    pub fn applied(
        &mut self,
        now: Now,
        id: u32,
        result: Result<String, Fault>,
        after: Result<Modules, String>,
    ) {
        let Some(work) = self.ended(id, |doing| doing == Doing::Apply) else {
            return;
        };
        let Some(step) = self.step(work) else {
            return;
        };
        match result {
            Ok(unit) => {
                let after = after.unwrap_or_else(|error| {
                    log::error!("what is installed now cannot be told: {error}");
                    Modules::default()
                });
                let operation = step.succeed(now, &after, &unit);
                self.learn(operation, &after);
            }
            Err(fault) => step.fail(now, fault),
        }
    }

    /// The ACS has been reached: so may be the file server.
    pub fn way_is_there(&mut self) {
        self.way_at = Duration::ZERO;
    }

    /// Whether a unit is being changed: the device should not go now.
    pub fn applying(&self) -> bool {
        self.work.is_some_and(|work| work.doing == Doing::Apply)
    }

    /// Whether something is done, or a file is on the RAM disk.
    pub fn busy(&self) -> bool {
        self.work.is_some() || self.fetched.is_some()
    }

    /// Whether a file is on its way, or in a hook's hands.
    pub fn wants_files(&self) -> bool {
        let mut steps = self.list.iter().flat_map(|deployment| &deployment.steps);
        steps.any(|step| matches!(step.stage, Stage::Fetching | Stage::Applying))
    }

    /// When [`Deployments::settle`] has something to do.
    pub fn wake_at(&self) -> Option<Duration> {
        self.wake
    }

    /// The save that began a stage has failed: it has not begun. To be told before the next
    /// [`Deployments::settle`].
    pub fn not_begun(&mut self, now: Now) {
        let Some(begun) = self.begun.take() else {
            return;
        };
        self.work = None;
        self.fetched = begun.fetched;
        self.not_before = now.mono + TRY_AGAIN;
        if let Some(step) = self.step(begun.work) {
            *step = *begun.step;
        }
    }

    /// What is due now.
    pub fn settle(&mut self, now: Now, around: Around) -> Vec<Output> {
        let mut outputs = Vec::new();
        self.wake = None;
        self.begun = None;
        if let Some(work) = self.work
            && work.doing == (Doing::Fetch { stopped: false })
            && (around.leaving || self.step(work).is_none())
        {
            let doing = Doing::Fetch { stopped: true };
            self.work = Some(Work { doing, ..work });
            outputs.push(Output::StopFetch { id: work.id });
        }
        if self.work.is_none() && !around.leaving && !around.hold {
            outputs.extend(self.begin(now));
        }
        outputs
    }

    /// The next thing to do, if one is due.
    fn begin(&mut self, now: Now) -> Option<Output> {
        let waits = |step: &Step| !matches!(step.stage, Stage::Done(_));
        while let Some((deployment, step)) = self.list.iter().find_map(|deployment| {
            let at = deployment.steps.iter().position(waits)?;
            Some((deployment.id, at))
        }) {
            let id = self.next_id();
            let work = Work {
                id,
                deployment,
                step,
                doing: Doing::Survey,
            };
            // Not beside `self`, which has the step that wants to know them.
            let credentials = std::mem::take(&mut self.credentials);
            let begun = self.begin_step(now, work, &credentials);
            self.credentials = credentials;
            if begun.is_some() || self.wake.is_some() {
                return begun;
            }
        }
        None
    }

    /// `None` with nothing to wake up for: the step is done.
    fn begin_step(
        &mut self,
        now: Now,
        mut work: Work,
        credentials: &[Credentials],
    ) -> Option<Output> {
        let place = (work.deployment, work.step);
        let file = self
            .fetched
            .filter(|fetched| (fetched.deployment, fetched.step) == place)
            .map(|fetched| fetched.id);
        let (way_at, not_before) = (self.way_at, self.not_before);
        let step = self.step(work)?;
        let fetches = !step.operation.url.is_empty() && file.is_none();
        let due = match step.stage {
            Stage::Fetching if fetches => way_at.max(not_before),
            _ => not_before,
        };
        if now.mono < due {
            self.wake = Some(due);
            return None;
        }
        let before = Box::new(step.clone());
        let output = match step.stage {
            Stage::Applying => Output::Survey { id: work.id },
            Stage::Asked if !step.ready => Output::Survey { id: work.id },
            _ if fetches && step.tries >= MOST_TRIES => {
                let text = format!("given up after {MOST_TRIES} fetches that a restart cut short");
                step.fail(now, Fault::new(FaultCode::DownloadIncomplete, text));
                return None;
            }
            _ if fetches => {
                work.doing = Doing::Fetch { stopped: false };
                Output::Fetch(Box::new(step.fetch(now, work.id, credentials)))
            }
            _ => {
                work.doing = Doing::Apply;
                Output::Deploy(Box::new(step.apply(now, work.id, file)))
            }
        };
        if work.doing != Doing::Survey {
            self.begun = Some(Begun {
                work,
                step: before,
                fetched: self.fetched.take(),
            });
        }
        self.work = Some(work);
        Some(output)
    }

    /// The work that has ended, if it is what is being done.
    fn ended(&mut self, id: u32, is: impl Fn(Doing) -> bool) -> Option<Work> {
        self.work.take_if(|work| work.id == id && is(work.doing))
    }

    fn steps(&mut self, work: Work) -> Option<(&mut Vec<Step>, usize)> {
        let deployment = self
            .list
            .iter_mut()
            .find(|deployment| deployment.id == work.deployment)?;
        Some((&mut deployment.steps, work.step))
    }

    fn step(&mut self, work: Work) -> Option<&mut Step> {
        let (steps, at) = self.steps(work)?;
        steps.get_mut(at)
    }

    /// Notes what a unit was fetched with, and forgets what is not there any more.
    fn learn(&mut self, operation: Operation, modules: &Modules) {
        let known = |uuid: &str| {
            let mut units = modules.units.iter();
            units.any(|unit| unit.uuid.eq_ignore_ascii_case(uuid))
        };
        if !modules.units.is_empty() {
            self.credentials.retain(|entry| known(&entry.uuid));
        }
        if operation.change == DuChange::Uninstall || operation.url.is_empty() {
            return;
        }
        let uuid = operation.uuid;
        self.credentials
            .retain(|entry| !entry.uuid.eq_ignore_ascii_case(&uuid));
        if !operation.username.is_empty() && self.credentials.len() < MOST_CREDENTIALS {
            self.credentials.push(Credentials {
                uuid,
                username: operation.username,
                password: operation.password,
            });
        }
    }

    fn room(&self) -> Result<(), Fault> {
        if self.list.len() < MOST_DEPLOYMENTS {
            return Ok(());
        }
        let text =
            format!("{MOST_DEPLOYMENTS} changes of software modules wait or are not reported yet");
        Err(Fault::new(FaultCode::ResourcesExceeded, text))
    }

    fn next_id(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1).max(FIRST_WORK);
        self.last_id
    }
}

impl Step {
    fn new(operation: Operation) -> Step {
        Step {
            operation,
            units: Vec::new(),
            tries: 0,
            start: None,
            stage: Stage::Asked,
            ready: false,
        }
    }

    fn fetch(&mut self, now: Now, id: u32, credentials: &[Credentials]) -> Fetch {
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

    fn apply(&mut self, now: Now, id: u32, file: Option<u32>) -> Order {
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

    fn begin(&mut self, now: Now) {
        self.start = self.start.or(now.wall.map(|wall| wall.unix));
    }

    /// It is done; tells what was done, with the UUID of the unit.
    fn succeed(&mut self, now: Now, after: &Modules, duid: &str) -> Operation {
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
    fn is_told(&self) -> bool {
        self.stage == Stage::Asked
    }

    fn fail(&mut self, now: Now, fault: Fault) {
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

    fn done(&mut self, results: Vec<DuResult>, uuid: String) -> Operation {
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

    fn outcome(&self, now: Now, fault: Option<(FaultCode, String)>) -> Outcome {
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
    fn unknown(&self, state: DuState, outcome: Outcome) -> DuResult {
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
fn interrupted(change: DuChange) -> Fault {
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

/// One of each stage, for tests of what is kept.
#[cfg(test)]
pub fn samples() -> (Vec<Deployment>, Vec<Credentials>) {
    let operation = Operation {
        change: DuChange::Update,
        url: "http://files.example/a?b".into(),
        uuid: "76183ed7-6a38-3890-66ef-a6488efb6690".into(),
        version: "1".into(),
        username: "u".into(),
        password: "p".into(),
        environment: "e".into(),
        fault: None,
    };
    let unit = Unit {
        path: "Device.SoftwareModules.DeploymentUnit.1".into(),
        uuid: "76183ed7-6a38-3890-66ef-a6488efb6690".into(),
        duid: "a".into(),
        version: "1\"".into(),
        resolved: true,
        execution_units: "Device.SoftwareModules.ExecutionUnit.1".into(),
        ..Unit::default()
    };
    let mut step = Step::new(operation.clone());
    let mut steps = vec![step.clone()];
    step.units.push(unit);
    step.tries = 2;
    step.start = Some(-4);
    for stage in [Stage::Fetching, Stage::Applying] {
        step.stage = stage;
        step.ready = true;
        steps.push(step.clone());
    }
    let now = Now {
        mono: Duration::from_secs(1),
        wall: None,
    };
    let mut failed = step.clone();
    failed.fail(now, Fault::new(FaultCode::FileCorrupted, "bad"));
    step.succeed(now, &Modules::default(), "");
    steps.extend([failed, step]);
    let bare = Step::new(Operation {
        change: DuChange::Uninstall,
        uuid: operation.uuid,
        ..Operation::default()
    });
    let deployment = |command_key: &str, autonomous, steps| Deployment {
        id: 0,
        command_key: command_key.into(),
        autonomous,
        steps,
        told: Told::Nothing,
    };
    let credentials = Credentials {
        uuid: "76183ed7-6a38-3890-66ef-a6488efb6690".into(),
        username: "u".into(),
        password: "p".into(),
    };
    (
        vec![
            deployment("k\"\n", false, steps),
            deployment("", true, vec![bare]),
        ],
        vec![credentials],
    )
}

#[cfg(test)]
mod tests;
