//! One session on a thread of its own, which owns the tree, the device and the connection while it lives.
//!
//! ```text
//!   main loop                                     session thread
//!   StartSession ── Job{plan, tree, …} ──────────► connect, Inform, RPCs
//!      ▲  ◄── Ask: InformDelivered, Reboot, … ──── waits until main has saved what it promises
//!      └──◄── Finished{tree, result} ──────────── apply commands that wait for the end of the session
//! ```

use super::acs::{Setup, Transport};
use super::clock;
use super::device::{Device, Places};
use super::flash::Flash;
use super::queue::Queue;
use super::run::{Ask, Event, Said, Values};
use super::trace::Trace;
use crate::agent::settings::{Settings, identity_values};
use crate::agent::{Plan, event};
use crate::cwmp::methods::{Methods, Promises};
use crate::cwmp::rpc::{
    CpeRequest, DeviceId, Inform, Operation, QueuedTransfer, Request, Response, TransferRequest,
    Version,
};
use crate::cwmp::session::{Failure, Host, Opening, Session};
use crate::cwmp::soap;
use crate::fault::{Fault, FaultCode};
use crate::model::tree::Tree;
use crate::platform::Change;
use crate::time::inform_current_time;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

/// What all hooks together may take while an Inform is made: whoever calls was promised it within 30 s.
const INFORM_HOOKS: Duration = Duration::from_secs(20);
/// How long an RPC waits for another process that works on the device.
const LOCK_PATIENCE: Duration = Duration::from_secs(60);

/// All that a session needs, moved to its thread.
#[derive(Debug)]
pub struct Job {
    pub plan: Plan,
    pub settings: Settings,
    pub places: Places,
    /// `None` until it has been found out once.
    pub identity: Option<DeviceId>,
    pub tree: Tree,
    pub link: Link,
    pub trace: bool,
}

/// What comes back.
#[derive(Debug)]
pub struct Finished {
    pub tree: Tree,
    pub identity: Option<DeviceId>,
    pub result: Result<(), Failure>,
    /// The InformResponse had arrived.
    pub informed: bool,
    /// Why something that it has changed, and that can be undone, is not in force.
    pub failed: Option<String>,
}

/// The session thread's line to the main loop.
#[derive(Clone, Debug)]
pub struct Link {
    pub events: Queue<Event>,
    /// The main loop wants the session to end.
    pub stop: Arc<AtomicBool>,
}

/// Carries the session out, and what was to wait for its end.
pub fn run(mut job: Job) -> Finished {
    let mut informed = false;
    let result = hold(&mut job, &mut informed);
    let mut device = Device::open(job.places.clone());
    let failed = job.tree.end_session(&mut device);
    if failed.is_some() {
        let kept = device.lock().map_err(busy).and_then(|_lock| {
            let tree = &mut job.tree;
            tree.guard_failed(&mut device)
        });
        if let Err(fault) = kept {
            log::error!("{fault}");
        }
    }
    Finished {
        tree: job.tree,
        identity: job.identity,
        result,
        informed,
        failed,
    }
}

fn hold(job: &mut Job, informed: &mut bool) -> Result<(), Failure> {
    let local = |error: String| Failure::Local(error);
    let Job {
        plan,
        settings,
        tree,
        link,
        ..
    } = job;
    let mut device = Device::open(job.places.clone());
    let identity = match &job.identity {
        Some(identity) => identity.clone(),
        None => super::load::identity(settings, &mut device).map_err(local)?,
    };
    job.identity = Some(identity.clone());
    // Not that hook, without which there is no Inform at all; it is asked once.
    device.limit_hooks(Some(INFORM_HOOKS));
    let hidden = if job.trace {
        tree.hidden()
    } else {
        BTreeSet::new()
    };
    let trace = job
        .trace
        .then(|| Trace::new(Box::new(move |path| hidden.contains(&template(path)))));
    let mut transport = Transport::open(Setup {
        trace,
        stop: Some(Arc::clone(&link.stop)),
        ..Setup::new(&settings.acs, &settings.tls, clock::now())
    })?;
    let facing = transport.connect()?;
    tree.live = link
        .values(Ask::Connected(facing))
        .map_err(|fault| local(fault.text))?;
    let identity_values = identity_values(&identity);
    tree.live
        .extend(identity_values.map(|(path, value)| (path.to_string(), value.to_string())));
    if plan.events.iter().any(|event| event.code == "0 BOOTSTRAP") {
        tree.start_anew();
    }
    if plan.is_heartbeat() {
        tree.tell_no_changes();
    }
    let flash = Flash::at(device.flash().folder());
    let parameters = {
        let lock = flash.lock(LOCK_PATIENCE);
        let _lock = lock.map_err(|error| local(error.to_string()))?;
        tree.inform_parameters(&mut device, &plan.changed)
            .map_err(|fault| local(fault.to_string()))?
    };
    device.limit_hooks(None);
    let mut host = Locked {
        stop: Arc::clone(&link.stop),
        flash,
        methods: Methods {
            tree,
            world: &mut device,
            agent: link,
        },
        informed,
    };
    let mut events = plan.events.clone();
    if host.methods.tree.tells_changes() {
        event::add_value_change(&mut events);
    }
    let now = clock::now();
    let (mut session, post) = Session::start(Opening {
        inform: Inform {
            device: identity,
            events,
            current_time: inform_current_time(&now),
            retry_count: plan.retry_count,
            parameters,
        },
        fall_back: plan.fall_back,
        session_timeout: settings.acs.timeout,
        limits: soap::Limits {
            bytes: usize::try_from(settings.acs.max_message).unwrap_or(usize::MAX),
            ..soap::Limits::default()
        },
    });
    super::acs::drive(&mut transport, &mut session, post, &mut host)
}

/// A path with `{i}` in place of instance numbers and aliases.
fn template(path: &str) -> String {
    let steps = path.split('.').map(|step| {
        let instance = step.starts_with(|c: char| c.is_ascii_digit() || c == '[');
        if instance { "{i}" } else { step }
    });
    steps.collect::<Vec<&str>>().join(".")
}

/// The methods, each under the lock that keeps the command line off the device meanwhile.
struct Locked<'a> {
    stop: Arc<AtomicBool>,
    flash: Flash,
    methods: Methods<'a>,
    informed: &'a mut bool,
}

impl Host for Locked<'_> {
    fn inform_delivered(&mut self) {
        *self.informed = true;
        let lock = self.flash.lock(LOCK_PATIENCE);
        if let Err(error) = &lock {
            log::error!("{error}");
        }
        self.methods.inform_delivered();
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    fn next_request(&mut self) -> Option<CpeRequest> {
        self.methods.next_request()
    }

    fn request_answered(&mut self, request: &CpeRequest) {
        self.methods.request_answered(request);
    }

    fn kicked(&mut self, answer: Result<String, String>) {
        self.methods.kicked(answer);
    }

    fn call(&mut self, version: Version, request: Request) -> Result<Response, Fault> {
        let _lock = self.flash.lock(LOCK_PATIENCE).map_err(busy)?;
        self.methods.call(version, request)
    }
}

fn busy(error: std::io::Error) -> Fault {
    Fault::new(FaultCode::InternalError, error.to_string())
}

impl Link {
    /// Waits until the main loop has done what is asked, and whatever must be on flash is.
    fn ask(&self, ask: Ask) -> Result<(), Fault> {
        self.hear(ask).map(drop)
    }

    fn values(&self, ask: Ask) -> Result<Values, Fault> {
        match self.hear(ask)? {
            Said::Values(values) => Ok(values),
            _ => Ok(Values::new()),
        }
    }

    fn hear(&self, ask: Ask) -> Result<Said, Fault> {
        let gone = || Fault::new(FaultCode::RequestDenied, "the agent is stopping");
        let (answer, hear) = mpsc::channel();
        self.events.push(Event::Asked(ask, answer));
        hear.recv().map_err(|_| gone())?
    }
}

impl Promises for Link {
    fn inform_delivered(&mut self, told: Option<Change>) -> Result<(), Fault> {
        self.ask(Ask::InformDelivered(told.map(|told| told.content)))
    }

    fn reboot(&mut self, command_key: &str) -> Result<(), Fault> {
        self.ask(Ask::Reboot(command_key.to_string()))
    }

    fn schedule_inform(&mut self, delay_seconds: u32, command_key: &str) -> Result<(), Fault> {
        self.ask(Ask::ScheduleInform(delay_seconds, command_key.to_string()))
    }

    fn factory_reset(&mut self) -> Result<(), Fault> {
        self.ask(Ask::FactoryReset)
    }

    fn settings_written(&mut self) -> Option<Values> {
        self.values(Ask::ReadSettings).ok()
    }

    fn delay_reboot_written(&mut self) {
        let _ = self.ask(Ask::DelayRebootWritten);
    }

    fn transfer(&mut self, request: TransferRequest) -> Result<(), Fault> {
        self.ask(Ask::Transfer(Box::new(request)))
    }

    fn queued_transfers(&mut self) -> Vec<QueuedTransfer> {
        match self.hear(Ask::QueuedTransfers) {
            Ok(Said::Queued(list)) => list,
            _ => Vec::new(),
        }
    }

    fn cancel_transfer(&mut self, command_key: &str) -> Result<(), Fault> {
        self.ask(Ask::CancelTransfer(command_key.to_string()))
    }

    fn change_du_state(
        &mut self,
        operations: Vec<Operation>,
        command_key: &str,
    ) -> Result<(), Fault> {
        self.ask(Ask::ChangeDuState(operations, command_key.to_string()))
    }

    fn next_request(&mut self) -> Option<CpeRequest> {
        match self.hear(Ask::NextRequest) {
            Ok(Said::Request(request)) => request.map(|request| *request),
            _ => None,
        }
    }

    fn request_answered(&mut self, request: &CpeRequest) {
        let id = match request {
            CpeRequest::TransferComplete(done) => done.id,
            CpeRequest::AutonomousTransferComplete(done) => done.id,
            CpeRequest::DuStateChangeComplete(done) => done.id,
            CpeRequest::RequestDownload(_) => {
                let _ = self.ask(Ask::DownloadAnswered);
                return;
            }
            CpeRequest::Inform(_) | CpeRequest::GetRpcMethods | CpeRequest::Kicked(_) => return,
        };
        let _ = self.ask(Ask::TransferCompleteAnswered(id));
    }

    fn kicked(&mut self, answer: Result<String, String>) {
        let _ = self.ask(Ask::KickAnswered(answer));
    }
}
