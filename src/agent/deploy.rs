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
#[cfg(test)]
mod samples;
mod step;

use super::Output;
use super::transfer::Around;
use crate::cwmp::rpc::{DuChange, DuResult, MOST_OPERATIONS, Operation};
use crate::fault::{Fault, FaultCode};
use crate::time::Now;
pub use json::{credentials_from_json, credentials_to_json, from_json, to_json};
pub use modules::{Environment, Modules, Unit};
use modules::{Judgement, judge, look_up};
pub use report::is_wanted;
#[cfg(test)]
pub use samples::samples;
use std::time::Duration;
use step::interrupted;

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
    /// A hook of before the restart may go on, for an ACS of before, of whom nothing else is left.
    orphan: bool,
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
            orphan: false,
            begun: None,
            wake: None,
        }
    }
}

impl Deployments {
    /// Takes back what was kept over a restart.
    pub fn recall(
        &mut self,
        now: Now,
        kept: Vec<Deployment>,
        credentials: Vec<Credentials>,
        orphan: bool,
    ) {
        *self = Deployments {
            last_id: self.last_id,
            way_at: now.mono + WAY_TAKES,
            patience: now.mono + HOOK_TAKES,
            ..Deployments::default()
        };
        self.return_to(kept, credentials);
        self.orphan = orphan;
    }

    /// Takes back what [`Deployments::bootstrap`] has called off, in place of what there is. What this process
    /// knows keeps its number, by which the end of its act is told.
    pub fn return_to(&mut self, kept: Vec<Deployment>, credentials: Vec<Credentials>) {
        self.bootstrap();
        self.orphan = false;
        self.credentials = credentials;
        for mut deployment in kept {
            if deployment.id == 0 {
                deployment.id = self.next_id();
            }
            self.list.push(deployment);
        }
        self.session_ended();
    }

    /// Whether what is done is done for one of these.
    pub fn works_on(&self, deployments: &[Deployment]) -> bool {
        let is = |work: Work| deployments.iter().any(|one| one.id == work.deployment);
        self.work.is_some_and(is)
    }

    /// Puts these in the place of those that there are, which take theirs.
    pub fn swap(&mut self, list: &mut Vec<Deployment>, credentials: &mut Vec<Credentials>) {
        std::mem::swap(&mut self.list, list);
        std::mem::swap(&mut self.credentials, credentials);
    }

    /// What must be on flash, and whether a hook works for an ACS of before: one restart more does not end it.
    pub fn to_keep(&self) -> (&[Deployment], &[Credentials], bool) {
        let orphan = self.orphan || self.applying() && !self.is_applying();
        (&self.list, &self.credentials, orphan)
    }

    /// `0 BOOTSTRAP`: nothing that another ACS asked for is carried out or reported, and nothing is
    /// fetched with its credentials. What is on its way is called off.
    pub fn bootstrap(&mut self) {
        self.orphan |= self.is_applying() && !self.applying();
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

    /// Whether a unit may be half installed, maybe by a hook of before a restart, or is not judged yet: a reboot
    /// now would cut it short.
    pub fn may_be_changing(&self) -> bool {
        self.applying() || self.orphan || self.is_applying()
    }

    /// Whether something is done, maybe by a hook of before a restart, or a file is on the RAM disk.
    pub fn busy(&self) -> bool {
        self.work.is_some() || self.fetched.is_some() || self.orphan || self.is_applying()
    }

    fn is_applying(&self) -> bool {
        let mut steps = self.list.iter().flat_map(|deployment| &deployment.steps);
        steps.any(|step| step.stage == Stage::Applying)
    }

    /// Whether a file is on its way, or in a hook's hands.
    pub fn wants_files(&self) -> bool {
        let mut steps = self.list.iter().flat_map(|deployment| &deployment.steps);
        steps.any(|step| matches!(step.stage, Stage::Fetching | Stage::Applying))
    }

    /// A hook of which nothing can be told is not waited for any longer than others.
    pub fn lose_patience(&mut self, now: Now) {
        self.orphan &= now.mono < self.patience;
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
        if self.work.is_none() && !self.orphan && !around.hold {
            outputs.extend(self.begin(now, around.leaving));
        }
        if self.orphan && self.wake.is_none() {
            self.wake = Some(self.patience);
        }
        outputs
    }

    /// The next thing to do, if one is due. What was found being applied is judged though the device is about
    /// to go: it does not go before.
    fn begin(&mut self, now: Now, leaving: bool) -> Option<Output> {
        let waits = |step: &Step| !matches!(step.stage, Stage::Done(_));
        while let Some((deployment, step)) = self.list.iter().find_map(|deployment| {
            let at = deployment.steps.iter().position(waits)?;
            let step = deployment.steps.get(at)?;
            (!leaving || step.stage == Stage::Applying).then_some((deployment.id, at))
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

#[cfg(test)]
mod tests;
