//! The daemon: waits for one thing, lets the agent think, carries out what it wishes.
//!
//! ```text
//!  signals ─┐                         ┌─► Save: on flash, before anything else
//!  timer   ─┤                         ├─► StartSession: a thread
//!  listener ┼─► Event ─► Agent::handle┼─► Reboot, FactoryReset: a hook, on a thread
//!  control ─┤                         └─► Exit
//!  session ─┘
//! ```
//!
//! Nothing here waits for a hook, a name service or a peer.

mod looks;

use super::ctl::{Call, Control};
use super::device::{self, Device, Places};
use super::flash::Flash;
use super::load::{self, Options};
use super::queue::Queue;
use super::session::{self, Finished, Job, Link};
use super::sockets::{self, Door, Knock, Listener, Publish};
use super::target::Target;
use super::transfer::{self, Bench, Running};
use super::watch::{FileWatch, Looked, Looks};
use super::{clock, log as logger, log::OnceAMinute};
use crate::agent::settings::Settings;
use crate::agent::transfer::Fetch;
use crate::agent::{Agent, Input, Output, Plan};
use crate::connreq::gate::Gate;
use crate::connreq::http::Doorkeeper;
use crate::cwmp::rpc::{CpeRequest, DeviceId, QueuedTransfer, TransferRequest};
use crate::cwmp::session::Failure;
use crate::fault::{Fault, FaultCode};
use crate::model::notify::Depth;
use crate::model::tree::Tree;
use crate::platform::Platform;
use crate::platform::hook::{Answer, Request};
use async_executor::LocalExecutor;
use async_io::Async;
use futures_lite::future;
use nix::sys::signal::{SigSet, Signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use ring::rand::{SecureRandom, SystemRandom};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io::ErrorKind;
use std::net::IpAddr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// How often the addresses of this device are looked at.
const ADDRESS_WATCH: Duration = Duration::from_secs(30);
/// From the start to the first look for changed values, should no session come before.
const FIRST_LOOK: Duration = Duration::from_secs(10);
/// The agent's own state.
const AGENT_STATE: &str = "agent.json";
/// The model's.
const MODEL_STATE: &str = "model.json";
/// Room for rustls, quick-xml and a deep tree.
const SESSION_STACK: usize = 512 << 10;

/// What can happen to the daemon.
#[derive(Debug)]
pub enum Event {
    Signal(Signal),
    Control(Call),
    /// Of the values that have changed, those that the ACS wants to hear of at once, and who said so.
    Changed(Result<Vec<String>, String>, Queue<String>),
    Door(Knock),
    /// The session thread asks, and waits for the answer.
    Asked(Ask, Sender<Result<Said, Fault>>),
    Finished(Box<Finished>),
    /// A file that backs a watched value was written.
    Touched,
    /// A look at the watched values is over.
    Looked(Box<Tree>, Result<Looked, String>),
    /// Which address faces the ACS, as far as can be told.
    Facing(Option<IpAddr>),
    /// What became of a reboot or a factory reset.
    Acted(Input),
    /// The platform wants the process to end with this status, and starts it again.
    Exit(i32),
}

/// The agent's own values, by path below the root.
pub type Values = BTreeMap<String, String>;

/// What the main loop answers to a session.
#[derive(Debug)]
pub enum Said {
    Done,
    Values(Values),
    Queued(Vec<QueuedTransfer>),
    Request(Option<Box<CpeRequest>>),
}

/// What a session asks of the main loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// It is connected, from this address, and wants the agent's values for its Inform.
    Connected(Option<IpAddr>),
    InformDelivered,
    Reboot(String),
    ScheduleInform(u32, String),
    FactoryReset,
    ReadSettings,
    Transfer(Box<TransferRequest>),
    CancelTransfer(String),
    QueuedTransfers,
    /// It has its turn: what the agent itself has to say.
    NextRequest,
    TransferCompleteAnswered(u32),
}

/// Runs until SIGTERM or SIGINT; returns the exit status. Errors go to the log.
pub fn run(options: &Options) -> i32 {
    logger::configure(log::LevelFilter::Info, false, options.trace);
    let signals = match signals() {
        Ok(signals) => signals,
        Err(error) => {
            log::error!("signals cannot be watched: {error}");
            return 1;
        }
    };
    let mut daemon = match Daemon::start(options) {
        Ok(daemon) => daemon,
        Err(errors) => {
            for error in errors {
                log::error!("{error}");
            }
            return 3;
        }
    };
    let executor = Rc::clone(&daemon.executor);
    let events = daemon.events.clone();
    let watch = executor.spawn(async move {
        while let Ok(signal) = next_signal(&signals).await {
            events.push(Event::Signal(signal));
        }
    });
    let code = async_io::block_on(executor.run(daemon.live()));
    drop(watch);
    code
}

struct Daemon {
    options: Options,
    executor: Rc<LocalExecutor<'static>>,
    events: Queue<Event>,
    settings: Settings,
    places: Places,
    flash: Flash,
    agent: Agent,
    /// Away while a session runs, or a look at the watched values.
    tree: Option<Tree>,
    /// Read while the tree was away.
    fresh: Option<Tree>,
    /// A session that waits for the tree.
    waiting: Option<Plan>,
    looks: Looks,
    file_watch: FileWatch,
    identity: Option<DeviceId>,
    /// Of the running session.
    stop: Option<Arc<AtomicBool>>,
    transfer: Option<Running>,
    control: Option<Control>,
    door: Rc<Door>,
    listener: Option<Listener>,
    /// Where connection requests are heard; `None` while that is not decided.
    port: Option<Option<u16>>,
    facing: Facing,
    /// As `device::addresses` told last.
    addresses: String,
    look_at_addresses: Duration,
    /// As the agent was told last.
    published: Option<Option<String>>,
    exit: Option<i32>,
}

/// What is known of the address that faces the ACS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Facing {
    /// A thread finds out.
    Asked,
    Known(Option<IpAddr>),
}

impl Daemon {
    fn start(options: &Options) -> Result<Daemon, Vec<String>> {
        let (settings, warnings) = load::settings(options)?;
        configure_log(&settings);
        for warning in warnings {
            log::warn!("{warning}");
        }
        let tree = load::tree(&settings)?;
        let local = |error: std::io::Error| vec![error.to_string()];
        let mut device = load::device(&settings, options);
        // Whatever a power cut has left half done is finished with the lock.
        drop(device.lock().map_err(local)?);
        let places = device.places().clone();
        let flash = Flash::at(device.flash().folder());
        let saved = flash.state(AGENT_STATE).map_err(local)?;
        let boot_id = device.file(&settings.agent.boot_id).ok().flatten();
        let mut seed = [0; 8];
        let mut secret = [0; 32];
        let random = SystemRandom::new();
        random
            .fill(&mut seed)
            .and_then(|()| random.fill(&mut secret))
            .map_err(|_| vec!["the system has no random numbers".to_string()])?;
        let executor = Rc::new(LocalExecutor::new());
        let events = Queue::new();
        let control = match open_control(&executor, &events, &settings, options) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(local(error)),
            Err(error) => {
                log::error!("nobody can ask this daemon anything: {error}");
                None
            }
            Ok(control) => Some(control),
        };
        let now = clock::now();
        let (agent, outputs) = Agent::start(
            now,
            settings.clone(),
            saved.as_deref(),
            boot_id.as_deref().unwrap_or_default().trim(),
            u64::from_le_bytes(seed),
        );
        let gate = Gate::new(settings.connection_request.per_minute);
        let knocks = events.clone();
        let door = Rc::new(Door {
            keeper: RefCell::new(Doorkeeper::new(&secret, gate)),
            knock: Box::new(move |knock| knocks.push(Event::Door(knock))),
        });
        let mut daemon = Daemon {
            options: options.clone(),
            executor,
            events,
            settings,
            places,
            flash,
            agent,
            tree: Some(tree),
            fresh: None,
            waiting: None,
            looks: Looks::default(),
            file_watch: FileWatch::nothing(),
            identity: None,
            stop: None,
            transfer: None,
            control,
            door,
            listener: None,
            port: None,
            facing: Facing::Known(None),
            addresses: String::new(),
            look_at_addresses: now.mono,
            published: None,
            exit: None,
        };
        daemon.looks.ask(now.mono + FIRST_LOOK, Depth::Hooks);
        daemon.bench().clean();
        daemon.carry_out(outputs);
        daemon.open_door(true);
        daemon.find_facing();
        Ok(daemon)
    }

    async fn live(&mut self) -> i32 {
        loop {
            if let Some(code) = self.exit {
                return code;
            }
            let wake = self.agent.wake_at().unwrap_or(Duration::MAX);
            let look = match self.settings.connection_request.enable {
                true => self.look_at_addresses,
                false => Duration::MAX,
            };
            let survey = match &self.tree {
                Some(_) => self.looks.due().unwrap_or(Duration::MAX),
                None => Duration::MAX,
            };
            let happened = async { Some(self.events.pop().await) };
            let timer = async {
                clock::sleep_until(wake.min(look).min(survey)).await;
                None
            };
            match future::or(happened, timer).await {
                Some(event) => self.take(event),
                None => {
                    if clock::mono() >= look {
                        self.watch_addresses();
                    }
                    self.survey();
                    self.tell(Input::Wake);
                }
            }
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Signal(Signal::SIGHUP) => {
                let _ = self.reload();
            }
            Event::Signal(signal) => {
                log::info!("{signal}: stopping");
                self.tell(Input::Stop);
            }
            Event::Control(call) => match call.line.strip_prefix("changed ") {
                Some(names) => self.judge_changes(names, call.answer),
                None => {
                    let said = self.command(&call.line);
                    answer(&call.answer, said);
                }
            },
            Event::Changed(names, caller) => {
                if let Ok(names) = &names {
                    self.tell(Input::Changed(names.clone()));
                }
                answer(&caller, names.map(|_| String::new()));
            }
            Event::Door(Knock::Listening(port)) => {
                self.port = Some(port);
                self.publish();
            }
            Event::Door(Knock::Accepted) => {
                self.tell(Input::ConnectionRequest);
            }
            Event::Asked(ask, answer) => {
                let mut said = Said::Done;
                let refused = match ask {
                    Ask::Connected(facing) => {
                        if facing.is_some() {
                            self.facing = Facing::Known(facing);
                            self.publish();
                        }
                        said = Said::Values(self.agent.live_values());
                        None
                    }
                    Ask::InformDelivered => self.tell(Input::InformDelivered),
                    Ask::Reboot(command_key) => self.tell(Input::RebootRequested { command_key }),
                    Ask::ScheduleInform(delay_seconds, command_key) => {
                        self.tell(Input::ScheduleInformRequested {
                            delay_seconds,
                            command_key,
                        })
                    }
                    Ask::FactoryReset => self.tell(Input::FactoryResetRequested),
                    Ask::ReadSettings => {
                        let _ = self.read_settings();
                        None
                    }
                    Ask::Transfer(request) => {
                        match transfer::check_scheme(&request.url, &self.places) {
                            Ok(()) => self.tell(Input::TransferRequested(request)),
                            Err(fault) => Some(fault),
                        }
                    }
                    Ask::CancelTransfer(command_key) => {
                        self.tell(Input::CancelRequested { command_key })
                    }
                    Ask::QueuedTransfers => {
                        said = Said::Queued(self.agent.queued_transfers());
                        None
                    }
                    Ask::NextRequest => {
                        said = Said::Request(self.agent.next_request().map(Box::new));
                        None
                    }
                    Ask::TransferCompleteAnswered(id) => {
                        self.tell(Input::TransferCompleteAnswered { id })
                    }
                };
                // The session may be gone by now.
                let _ = answer.send(refused.map_or(Ok(said), Err));
            }
            Event::Finished(finished) => self.finished(*finished),
            Event::Touched => self.looks.ask(clock::mono(), Depth::Files),
            Event::Looked(tree, found) => self.looked(*tree, found),
            Event::Facing(facing) => {
                if self.facing == Facing::Asked {
                    self.facing = Facing::Known(facing);
                }
                self.publish();
            }
            Event::Acted(input) => {
                if matches!(input, Input::FetchEnded { .. }) {
                    self.transfer = None;
                }
                let applied = matches!(input, Input::ApplyEnded { .. });
                self.tell(input);
                if applied {
                    // A configuration that was restored may hold the agent's own.
                    let _ = self.reload();
                }
            }
            Event::Exit(code) => self.exit = Some(code),
        }
    }

    /// Hands an input to the agent and carries out what follows; the answer is a refusal, if any.
    fn tell(&mut self, input: Input) -> Option<Fault> {
        let outputs = self.agent.handle(clock::now(), input);
        let refused = self.carry_out(outputs);
        // What the agent decides by itself also opens and closes the door.
        self.configure_keeper();
        refused
    }

    fn carry_out(&mut self, outputs: Vec<Output>) -> Option<Fault> {
        let mut refused = None;
        let mut left = VecDeque::from(outputs);
        while let Some(output) = left.pop_front() {
            match output {
                Output::Save(bytes) => {
                    if let Err(error) = self.flash.save_state(AGENT_STATE, &bytes) {
                        let failed = Input::SaveFailed(error.to_string());
                        left.retain(|output| {
                            !matches!(output, Output::Fetch(_) | Output::Apply { .. })
                        });
                        for more in self.agent.handle(clock::now(), failed).into_iter().rev() {
                            left.push_front(more);
                        }
                    }
                }
                Output::StartSession(plan) => self.start_session(plan),
                Output::AbortSession => {
                    if let Some(stop) = &self.stop {
                        stop.store(true, Ordering::Relaxed);
                    } else if self.waiting.take().is_some() {
                        let failure = Failure::Local("stopped before it began".to_string());
                        self.events.push(Event::Acted(Input::SessionEnded {
                            result: Err(failure),
                            informed: false,
                        }));
                    }
                }
                Output::Reboot => self.act("reboot", reboot),
                Output::SetOption {
                    section,
                    option,
                    value,
                } => self.set_option(section, option, value),
                Output::FactoryReset => self.act("factory reset", factory_reset),
                Output::Fetch(fetch) => self.fetch(*fetch),
                Output::StopFetch { id } => {
                    if let Some(running) = self.transfer.as_ref().filter(|one| one.id == id) {
                        running.stop.turn_on();
                    }
                }
                Output::Apply { id, act, name } => {
                    let failed = move |text| Input::ApplyEnded {
                        id,
                        result: Err(Fault::new(FaultCode::InternalError, text)),
                    };
                    self.work_on(failed, move |bench| bench.apply(id, &act, &name));
                }
                Output::ReadVersion { id } => {
                    let failed = move |text| Input::VersionRead {
                        id,
                        result: Err(text),
                    };
                    self.work_on(failed, move |bench| {
                        let result = bench.version();
                        vec![Event::Acted(Input::VersionRead { id, result })]
                    });
                }
                Output::AskLeave {
                    id,
                    question,
                    message,
                } => {
                    let failed = move |text| Input::LeaveAnswered {
                        id,
                        granted: Err(text),
                    };
                    self.work_on(failed, move |bench| {
                        let granted = bench.leave(question, &message);
                        vec![Event::Acted(Input::LeaveAnswered { id, granted })]
                    });
                }
                Output::Exit => self.exit = Some(0),
                Output::Refuse(fault) => refused = Some(fault),
            }
        }
        refused
    }

    fn start_session(&mut self, plan: Plan) {
        let ended = |result| Input::SessionEnded {
            result,
            informed: false,
        };
        let Some(tree) = self.tree.take() else {
            if self.stop.is_none() {
                self.waiting = Some(plan);
                return;
            }
            let failure = Failure::Local("a session runs already".to_string());
            self.events.push(Event::Acted(ended(Err(failure))));
            return;
        };
        let codes: Vec<&str> = plan
            .events
            .iter()
            .map(|event| event.code.as_str())
            .collect();
        log::info!("session with {}: {}", plan.url, codes.join(", "));
        let stop = Arc::new(AtomicBool::new(false));
        self.stop = Some(Arc::clone(&stop));
        let job = Job {
            plan,
            settings: self.settings.clone(),
            places: self.places.clone(),
            identity: self.identity.clone(),
            tree,
            link: Link {
                events: self.events.clone(),
                stop,
            },
            trace: self.settings.agent.trace,
        };
        let events = self.events.clone();
        let started = std::thread::Builder::new()
            .name("session".to_string())
            .stack_size(SESSION_STACK)
            .spawn(move || events.push(Event::Finished(Box::new(session::run(job)))));
        if let Err(error) = started {
            let text = format!("no thread for the session: {error}");
            log::error!("{text}");
            // The tree went with the thread that never was.
            self.tree = load::tree(&self.settings).ok();
            self.stop = None;
            let failure = Failure::Local(text);
            self.events.push(Event::Acted(ended(Err(failure))));
        }
    }

    fn finished(&mut self, finished: Finished) {
        let Finished {
            tree,
            identity,
            result,
            informed,
        } = finished;
        self.take_back(tree);
        self.identity = self.identity.take().or(identity);
        self.stop = None;
        if result.is_ok() {
            log::info!("session ended well");
        }
        self.tell(Input::SessionEnded { result, informed });
    }

    fn bench(&self) -> Bench {
        Bench::new(&self.settings, &self.places)
    }

    fn fetch(&mut self, fetch: Fetch) {
        let id = fetch.id;
        let (stop, progress) = (Arc::default(), Arc::default());
        self.transfer = Some(Running {
            id,
            stop: Arc::clone(&stop),
            progress: Arc::clone(&progress),
        });
        let failed = move |text| Input::FetchEnded {
            id,
            result: Err(Fault::new(FaultCode::InternalError, text)),
        };
        self.work_on(failed, move |bench| {
            vec![bench.fetch(&fetch, &stop, &progress)]
        });
    }

    /// A step of a transfer on a thread; `failed` is what the agent hears if there is no thread.
    fn work_on(
        &self,
        failed: impl FnOnce(String) -> Input,
        work: impl FnOnce(Bench) -> Vec<Event> + Send + 'static,
    ) {
        let (bench, events) = (self.bench(), self.events.clone());
        let started = std::thread::Builder::new()
            .name("transfer".to_string())
            .stack_size(SESSION_STACK)
            .spawn(move || {
                for event in work(bench) {
                    events.push(event);
                }
            });
        if let Err(error) = started {
            self.events
                .push(Event::Acted(failed(format!("no thread for it: {error}"))));
        }
    }

    /// Runs an act of the platform on a thread; the main loop never waits for a hook.
    fn act(&mut self, what: &str, act: fn(&mut Device) -> Event) {
        log::warn!("the device is asked for a {what}");
        let places = self.places.clone();
        let events = self.events.clone();
        let failed = |text: String| Event::Acted(Input::RebootFailed(text));
        let done = self.events.clone();
        let started = std::thread::Builder::new()
            .name("act".to_string())
            .stack_size(SESSION_STACK)
            .spawn(move || {
                events.push(act(&mut Device::open(places)));
            });
        if let Err(error) = started {
            done.push(failed(format!("no thread for it: {error}")));
        }
    }

    /// Asked for at the start only, before any session: the first one must read what is written here.
    fn set_option(&mut self, section: &'static str, option: &'static str, value: &'static str) {
        let mut device = Device::open(self.places.clone());
        match device.set_option("cwmpd", section, option, value) {
            Ok(()) => drop(self.read_settings()),
            Err(trouble) => log::error!("option {option} stays as it was: {trouble}"),
        }
    }

    /// One line of the control socket.
    fn command(&mut self, line: &str) -> Result<String, String> {
        match line {
            "status" => {
                let status = self.agent.status(clock::now());
                let mut text: String = status
                    .into_iter()
                    .map(|(name, value)| format!("{name}={value}\n"))
                    .collect();
                for (id, line) in self.agent.transfer_status() {
                    let running = self.transfer.as_ref().filter(|one| one.id == id);
                    let progress = running.map(Running::told).unwrap_or_default();
                    text.push_str(&format!("transfer={line}{progress}\n"));
                }
                Ok(text)
            }
            "inform" => match self.agent.silence() {
                Some(reason) => Err(reason.to_string()),
                None => {
                    self.tell(Input::InformRequested);
                    Ok(String::new())
                }
            },
            "wakeup" => {
                self.tell(Input::WokeUp);
                Ok(String::new())
            }
            "reload" => self.reload().map(|()| String::new()),
            "stop" => {
                self.tell(Input::Stop);
                Ok(String::new())
            }
            _ => match line.strip_prefix("transferred ") {
                Some(words) => {
                    let refused = self.tell(transfer::transferred(words)?);
                    refused.map_or(Ok(String::new()), |fault| Err(fault.to_string()))
                }
                None => Err(format!(
                    "expected status, inform, wakeup, changed PATH…, transferred …, reload or stop, got `{line}`"
                )),
            },
        }
    }

    /// Looks up, on a thread, which of these the ACS wants to hear of at once.
    fn judge_changes(&mut self, names: &str, caller: Queue<String>) {
        let names: Vec<String> = names.split_whitespace().map(String::from).collect();
        let (settings, places) = (self.settings.clone(), self.places.clone());
        let (events, to) = (self.events.clone(), caller.clone());
        let started = std::thread::Builder::new()
            .name("changed".to_string())
            .stack_size(SESSION_STACK)
            .spawn(move || {
                let active = active_ones(&settings, places, &names);
                events.push(Event::Changed(active, to));
            });
        if let Err(error) = started {
            answer(&caller, Err(format!("no thread for it: {error}")));
        }
    }

    /// SIGHUP: settings, maps and schema anew. What cannot be read changes nothing.
    fn reload(&mut self) -> Result<(), String> {
        self.read_settings()?;
        self.identity = None;
        let tree =
            load::tree(&self.settings).map_err(|errors| complain("maps and schema", errors))?;
        self.fresh = Some(tree);
        if let Some(before) = self.tree.take() {
            self.take_back(before);
        }
        log::info!("settings, maps and schema are read");
        Ok(())
    }

    fn read_settings(&mut self) -> Result<(), String> {
        let (settings, warnings) =
            load::settings(&self.options).map_err(|errors| complain("settings", errors))?;
        for warning in warnings {
            log::warn!("{warning}");
        }
        self.places = load::places(&settings, &self.options);
        self.flash = Flash::at(&self.places.state_folder());
        let old = std::mem::replace(&mut self.settings, settings.clone());
        configure_log(&settings);
        if old.agent.control != settings.agent.control {
            self.control = None;
            match open_control(&self.executor, &self.events, &settings, &self.options) {
                Ok(control) => self.control = Some(control),
                Err(error) => log::error!("{error}"),
            }
        }
        let listening = |settings: &Settings| {
            let door = &settings.connection_request;
            (door.enable, door.port)
        };
        let moved = listening(&old) != listening(&settings);
        let another_acs = old.acs.url != settings.acs.url;
        self.tell(Input::Settings(Box::new(settings)));
        self.open_door(moved);
        if another_acs {
            self.find_facing();
        }
        self.publish();
        Ok(())
    }

    /// The door as the settings want it. `anew`: its port or whether it is open has changed.
    fn open_door(&mut self, anew: bool) {
        self.configure_keeper();
        let wanted = &self.settings.connection_request;
        if anew {
            self.listener = None;
            self.port = None;
            if wanted.enable {
                let door = Rc::clone(&self.door);
                self.listener = Some(Listener::open(&self.executor, wanted.port, door));
            } else {
                self.port = Some(None);
                self.publish();
            }
        }
    }

    fn configure_keeper(&mut self) {
        let wanted = &self.settings.connection_request;
        let mut keeper = self.door.keeper.borrow_mut();
        keeper.configure(
            self.agent.connection_request_path(),
            &wanted.username,
            &wanted.password,
        );
        let open = self.agent.may_accept_connection_request();
        keeper.gate.configure(open, wanted.per_minute);
    }

    /// Finds out which of this device's addresses faces the ACS, on a thread: names take their time.
    fn find_facing(&mut self) {
        let fixed = &self.settings.connection_request;
        if self.facing == Facing::Asked || !fixed.address.is_empty() {
            return;
        }
        let Ok(target) = Target::parse(&self.settings.acs.url) else {
            self.publish();
            return;
        };
        let events = self.events.clone();
        let started = std::thread::Builder::new()
            .name("facing".to_string())
            .stack_size(SESSION_STACK)
            .spawn(move || {
                let host = target.host.trim_matches(['[', ']']);
                // Without a way to the ACS yet, the session tells why.
                events.push(Event::Facing(sockets::facing(host, target.port).ok()));
            });
        if started.is_ok() {
            self.facing = Facing::Asked;
        }
    }

    fn watch_addresses(&mut self) {
        self.look_at_addresses = clock::mono() + ADDRESS_WATCH;
        match device::addresses() {
            Ok(addresses) if addresses != self.addresses => {
                self.addresses = addresses;
                self.find_facing();
                self.publish();
            }
            Ok(_) => {}
            Err(error) => {
                static TROUBLE: OnceAMinute = OnceAMinute::new();
                if TROUBLE.pass(clock::mono()).is_some() {
                    log::warn!("the addresses of this device cannot be read: {error}");
                }
            }
        }
    }

    /// Tells the agent the connection request URL, if it is another one now.
    fn publish(&mut self) {
        if self.addresses.is_empty() {
            self.addresses = device::addresses().unwrap_or_default();
        }
        let fixed = &self.settings.connection_request;
        let facing = match self.facing {
            Facing::Known(facing) => facing,
            // A guess now would be a change of value soon.
            Facing::Asked if fixed.address.is_empty() => return,
            Facing::Asked => None,
        };
        let publish = Publish {
            address: &fixed.address,
            interface: &fixed.interface,
            facing,
            addresses: &self.addresses,
        };
        let Some(port) = self.port else { return };
        let path = self.agent.connection_request_path();
        let url = match (port, publish.host()) {
            (Some(port), Some(host)) => Some(format!("http://{host}:{port}/{path}")),
            _ => None,
        };
        if self.published.as_ref() != Some(&url) {
            self.published = Some(url.clone());
            self.tell(Input::ConnectionRequestUrl(url));
        }
    }
}

fn reboot(device: &mut Device) -> Event {
    let request = Request::Do {
        name: "reboot".to_string(),
        arguments: Vec::new(),
    };
    match device.hook("system", &[request]) {
        Ok(answers) => answers
            .iter()
            .find_map(exit_wish)
            .map_or(Event::Acted(Input::Wake), Event::Exit),
        Err(trouble) => Event::Acted(Input::RebootFailed(trouble.to_string())),
    }
}

/// `exit=1`: on this platform a reboot is the end of the process, which somebody starts again.
fn exit_wish(answer: &Answer) -> Option<i32> {
    match answer {
        Answer::Value { path, value } if path == "exit" && value == "1" => Some(0),
        _ => None,
    }
}

fn factory_reset(device: &mut Device) -> Event {
    let request = Request::Do {
        name: "factory-reset".to_string(),
        arguments: Vec::new(),
    };
    let result = device
        .flash()
        .forget(MODEL_STATE)
        .map_err(|error| error.to_string())
        .and_then(|()| match device.hook("system", &[request]) {
            Ok(_) => Ok(()),
            Err(trouble) => Err(trouble.to_string()),
        });
    Event::Acted(Input::FactoryResetEnded(result))
}

/// Those of the parameters, by full name, that have active notification (TR-069 A.3.2.4).
fn active_ones(
    settings: &Settings,
    places: Places,
    names: &[String],
) -> Result<Vec<String>, String> {
    let mut tree = load::tree(settings).map_err(|errors| errors.join("; "))?;
    let mut device = Device::open(places);
    let _lock = device.lock().map_err(|error| error.to_string())?;
    tree.active_ones(&mut device, names)
        .map_err(|fault| fault.to_string())
}

fn answer(caller: &Queue<String>, said: Result<String, String>) {
    caller.push(match said {
        Ok(text) => text,
        Err(text) => format!("!{text}\n"),
    });
}

fn open_control(
    executor: &Rc<LocalExecutor<'static>>,
    events: &Queue<Event>,
    settings: &Settings,
    options: &Options,
) -> std::io::Result<Control> {
    let path: PathBuf = load::place(options, &settings.agent.control);
    let events = events.clone();
    Control::open(
        executor,
        &path,
        Rc::new(move |call| events.push(Event::Control(call))),
    )
}

fn configure_log(settings: &Settings) {
    let level = settings
        .agent
        .log_level
        .parse()
        .unwrap_or(log::LevelFilter::Info);
    logger::configure(level, settings.agent.syslog, settings.agent.trace);
}

/// Errors to the log; the last one is returned.
fn complain(what: &str, errors: Vec<String>) -> String {
    for error in &errors {
        log::error!("{error}");
    }
    log::error!("{what} stay as they were");
    errors.last().cloned().unwrap_or_default()
}

/// Blocked, so that they are read and do not end the process. Before any thread is started.
fn signals() -> std::io::Result<Async<SignalFd>> {
    let mut watched = SigSet::empty();
    for signal in [Signal::SIGHUP, Signal::SIGTERM, Signal::SIGINT] {
        watched.add(signal);
    }
    watched.thread_block()?;
    let flags = SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK;
    Async::new(SignalFd::with_flags(&watched, flags)?)
}

async fn next_signal(signals: &Async<SignalFd>) -> std::io::Result<Signal> {
    loop {
        signals.readable().await?;
        if let Some(info) = signals.get_ref().read_signal()? {
            let number = i32::try_from(info.ssi_signo).unwrap_or_default();
            if let Ok(signal) = Signal::try_from(number) {
                return Ok(signal);
            }
        }
    }
}
