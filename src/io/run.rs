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

mod commands;
mod doors;
mod looks;
mod signals;
mod udp;
mod wishes;

use super::addresses::{AddressWatch, Moved};
use super::ctl::{Call, Control};
use super::device::Places;
use super::flash::Flash;
use super::load::{self, Options};
use super::queue::Queue;
use super::session::Finished;
use super::sockets::{Door, Knock, Listener};
use super::transfer::{self, Running};
use super::udp::{UdpDoor, UdpKnock, UdpListener};
use super::watch::{FileWatch, Looked, Looks};
use super::{clock, log as logger, start, wait};
use crate::agent::settings::Settings;
use crate::agent::{Agent, Input, Plan};
use crate::connreq::binding::Found;
use crate::connreq::gate::Gate;
use crate::connreq::http::Doorkeeper;
#[cfg(feature = "xmpp")]
use crate::connreq::{gate::Refusal, xmpp::request::Call as XmppCall};
use crate::cwmp::rpc::{CpeRequest, DeviceId, Operation, QueuedTransfer, TransferRequest};
use crate::fault::Fault;
use crate::model::notify::Depth;
use crate::model::tree::Tree;
use crate::platform::Platform;
use async_executor::LocalExecutor;
use commands::{answer, open_control};
use doors::Facing;
use futures_lite::future;
use nix::sys::signal::Signal;
use ring::rand::{SecureRandom, SystemRandom};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;
use std::time::Duration;

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
    /// Of the values that have changed, those that the ACS wants to hear of at once, whether there are others
    /// for a lightweight notification, and who said so.
    Changed(
        Box<Tree>,
        Result<(Vec<String>, bool), String>,
        Queue<String>,
    ),
    /// What the device has done to a software module by itself, and who said so.
    Deployed(Result<Input, String>, Queue<String>),
    Door(Knock),
    Udp(UdpKnock),
    /// A thread asks, and waits for the answer.
    Asked(Ask, Sender<Result<Said, Fault>>),
    Finished(Box<Finished>),
    /// A file that backs a watched value was written.
    Touched,
    /// A look at the watched values is over.
    Looked(Box<Tree>, Result<Looked, String>),
    /// This device has other addresses, or another way out.
    Moved(Moved),
    /// Where a lightweight notification goes: the host and its address.
    LightTo(Result<(String, SocketAddr), String>),
    /// What became of it.
    Notified(Box<Tree>, Result<(), String>),
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
    /// What the gate says.
    #[cfg(feature = "xmpp")]
    Called(Result<(), Refusal>),
}

/// What a session asks of the main loop, or the XMPP thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// It is connected, from this address, and wants the agent's values for its Inform.
    Connected(Option<IpAddr>),
    /// With the content of `model.json`, if that is to be another one.
    InformDelivered(Option<Vec<u8>>),
    Reboot(String),
    ScheduleInform(u32, String),
    FactoryReset,
    ReadSettings,
    DelayRebootWritten,
    Transfer(Box<TransferRequest>),
    CancelTransfer(String),
    ChangeDuState(Vec<Operation>, String),
    QueuedTransfers,
    /// It has its turn: what the agent itself has to say.
    NextRequest,
    TransferCompleteAnswered(u32),
    DownloadAnswered,
    KickAnswered(Result<String, String>),
    /// Somebody calls over XMPP.
    #[cfg(feature = "xmpp")]
    Called(XmppCall),
}

/// Runs until SIGTERM or SIGINT; returns the exit status. Errors go to the log.
pub fn run(options: &Options) -> i32 {
    logger::configure(log::LevelFilter::Info, false, options.trace);
    let signals = match signals::watched() {
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
    let watch = start::task(&executor, async move {
        while let Ok(signal) = signals::next(&signals).await {
            events.push(Event::Signal(signal));
        }
    });
    let code = wait::block_on(executor.run(daemon.live())).unwrap_or_else(|error| {
        log::error!("nothing can wake the main loop: {error}");
        1
    });
    drop(watch);
    #[cfg(feature = "xmpp")]
    daemon.close_xmpp();
    code
}

struct Daemon {
    options: Options,
    executor: Rc<LocalExecutor<'static>>,
    events: Queue<Event>,
    settings: Settings,
    places: Places,
    flash: Flash,
    /// What the model must keep in one write with the agent's next one.
    beside: Option<Vec<u8>>,
    agent: Agent,
    /// Away while a session runs, or a look at the watched values.
    tree: Option<Tree>,
    /// Read while the tree was away.
    fresh: Option<Tree>,
    /// A session that waits for the tree.
    waiting: Option<Plan>,
    /// Makes the look that is under way unwanted.
    look: Arc<AtomicBool>,
    /// Names that `changed` has told while the tree was away.
    noted: BTreeSet<String>,
    /// Where a lightweight notification goes that waits for the tree.
    light_to: Option<(String, SocketAddr)>,
    looks: Looks,
    file_watch: FileWatch,
    identity: Option<DeviceId>,
    /// Of the running session.
    stop: Option<Arc<AtomicBool>>,
    transfer: Option<Running>,
    control: Option<Control>,
    /// Who waits for the NextURL of the kick that is under way.
    kicker: Option<Queue<String>>,
    /// Behind all doors.
    gate: Rc<RefCell<Gate>>,
    door: Rc<Door>,
    listener: Option<Listener>,
    #[cfg(feature = "xmpp")]
    xmpp: Option<super::xmpp::Xmpp>,
    /// The number of the one interface that it hears at; `None`: at all, or it is not there.
    interface: Option<u32>,
    udp: Rc<UdpDoor>,
    udp_listener: Option<UdpListener>,
    udp_port: Option<u16>,
    /// As the agent was told last.
    udp_published: (String, bool),
    /// Where the world reaches it, as STUN says.
    binding: Found,
    /// Where connection requests are heard; `None` while that is not decided.
    port: Option<Option<u16>>,
    facing: Facing,
    /// As `device::addresses` told last.
    addresses: String,
    _address_watch: AddressWatch,
    /// As the agent was told last.
    published: Option<Option<String>>,
    exit: Option<i32>,
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
        let gate = Rc::new(RefCell::new(Gate::new(
            settings.connection_request.per_minute,
        )));
        let knocks = events.clone();
        let door = Rc::new(Door {
            keeper: RefCell::new(Doorkeeper::new(&secret)),
            gate: Rc::clone(&gate),
            knock: Box::new(move |knock| knocks.push(Event::Door(knock))),
        });
        let told = events.clone();
        let address_watch = AddressWatch::open(&executor, move |moved| {
            told.push(Event::Moved(moved));
        });
        let wanted = &settings.connection_request;
        gate.borrow_mut()
            .set_login(&wanted.username, &wanted.password);
        let knocks = events.clone();
        let udp = Rc::new(UdpDoor::new(
            &now,
            &secret,
            agent.udp_request_kept(),
            Rc::clone(&gate),
            move |knock| knocks.push(Event::Udp(knock)),
        ));
        let mut daemon = Daemon {
            options: options.clone(),
            executor,
            events,
            settings,
            places,
            flash,
            beside: None,
            agent,
            tree: Some(tree),
            fresh: None,
            waiting: None,
            look: Arc::default(),
            noted: BTreeSet::new(),
            light_to: None,
            looks: Looks::default(),
            file_watch: FileWatch::nothing(),
            identity: None,
            stop: None,
            transfer: None,
            control,
            kicker: None,
            gate,
            door,
            listener: None,
            #[cfg(feature = "xmpp")]
            xmpp: None,
            interface: None,
            udp,
            udp_listener: None,
            udp_port: None,
            udp_published: (String::new(), false),
            binding: Found::default(),
            port: None,
            facing: Facing::Known(None),
            addresses: String::new(),
            _address_watch: address_watch,
            published: None,
            exit: None,
        };
        daemon.looks.ask(now.mono + FIRST_LOOK, Depth::Hooks);
        daemon.tidy();
        daemon.start_units();
        daemon.carry_out(outputs);
        daemon.find_unconfirmed();
        daemon.discover();
        daemon.open_door(true);
        #[cfg(feature = "xmpp")]
        daemon.open_xmpp();
        daemon.open_udp(true);
        daemon.find_facing();
        Ok(daemon)
    }

    async fn live(&mut self) -> i32 {
        loop {
            if let Some(code) = self.exit {
                if let Some(control) = &self.control {
                    control.take_leave().await;
                }
                return code;
            }
            self.pass_on();
            let wake = self.agent.wake_at().unwrap_or(Duration::MAX);
            let survey = match &self.tree {
                Some(_) => self.looks.due().unwrap_or(Duration::MAX),
                None => Duration::MAX,
            };
            let happened = async { Some(self.events.pop().await) };
            let timer = async {
                clock::sleep_until(wake.min(survey)).await;
                None
            };
            match future::or(happened, timer).await {
                Some(event) => self.take(event),
                None => {
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
            Event::Control(call) => {
                if let Some(names) = call.line.strip_prefix("changed ") {
                    self.judge_changes(names, call.answer);
                } else if let Some(words) = call.line.strip_prefix("deployed ") {
                    self.look_at_modules(words, call.answer);
                } else if let Some(words) = call.line.strip_prefix("kicked ") {
                    self.kicked(words, call.answer);
                } else {
                    let said = self.command(&call.line);
                    answer(&call.answer, said);
                }
            }
            Event::Deployed(input, caller) => {
                let refused = input.map(|input| self.tell(input));
                answer(
                    &caller,
                    refused.and_then(|refused| match refused {
                        None => Ok(String::new()),
                        Some(fault) => Err(fault.to_string()),
                    }),
                );
            }
            Event::Changed(tree, found, caller) => self.judged(*tree, found, &caller),
            Event::Door(Knock::Listening(port)) => {
                self.port = Some(port);
                self.publish();
            }
            Event::Door(Knock::Accepted) => {
                self.tell(Input::ConnectionRequest);
            }
            Event::Udp(knock) => self.udp_knocked(knock),
            Event::Asked(ask, answer) => {
                let said = self.asked(ask);
                // The session may be gone by now.
                let _ = answer.send(said);
            }
            Event::Finished(finished) => self.finished(*finished),
            Event::Touched => self.looks.ask(clock::mono(), Depth::Files),
            Event::Looked(tree, found) => self.looked(*tree, found),
            Event::Moved(moved) => self.moved(moved),
            Event::LightTo(Ok(to)) => self.light_to = Some(to),
            Event::LightTo(Err(error)) => drop(self.tell(Input::Notified(Err(error)))),
            Event::Notified(tree, result) => {
                self.take_back(*tree);
                self.tell(Input::Notified(result));
            }
            Event::Facing(facing) => {
                if self.facing == Facing::Asked {
                    self.facing = Facing::Known(facing);
                }
                self.publish();
            }
            Event::Acted(input) => {
                let fetched = matches!(input, Input::FetchEnded { .. });
                if fetched {
                    self.transfer = None;
                }
                let applied = matches!(input, Input::ApplyEnded { .. });
                if matches!(input, Input::Undone(Ok(_))) {
                    // The way to the ACS may be the old one again.
                    let _ = self.read_settings();
                }
                self.tell(input);
                if fetched {
                    self.tidy();
                }
                if applied {
                    // A configuration that was restored may hold the agent's own.
                    let _ = self.reload();
                }
            }
            Event::Exit(code) => self.exit = Some(code),
        }
    }

    fn asked(&mut self, ask: Ask) -> Result<Said, Fault> {
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
            #[cfg(feature = "xmpp")]
            Ask::Called(call) => {
                said = Said::Called(self.called(&call));
                None
            }
            Ask::InformDelivered(told) => {
                self.beside = told;
                let refused = self.tell(Input::InformDelivered);
                self.save_beside().or(refused)
            }
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
                said = Said::Values(self.agent.live_values());
                None
            }
            Ask::DelayRebootWritten => self.tell(Input::DelayRebootWritten),
            Ask::Transfer(request) => match transfer::check_scheme(&request.url, &self.places) {
                Ok(()) => self.tell(Input::TransferRequested(request)),
                Err(fault) => Some(fault),
            },
            Ask::CancelTransfer(command_key) => self.tell(Input::CancelRequested { command_key }),
            Ask::ChangeDuState(operations, command_key) => {
                self.tell(Input::ChangeDuStateRequested {
                    operations,
                    command_key,
                })
            }
            Ask::QueuedTransfers => {
                said = Said::Queued(self.agent.queued_transfers());
                None
            }
            Ask::NextRequest => {
                said = Said::Request(self.agent.next_request().map(Box::new));
                None
            }
            Ask::DownloadAnswered => self.tell(Input::DownloadAnswered),
            Ask::KickAnswered(answer) => self.tell(Input::KickAnswered(answer)),
            Ask::TransferCompleteAnswered(id) => self.tell(Input::TransferCompleteAnswered { id }),
        };
        refused.map_or(Ok(said), Err)
    }

    /// Hands an input to the agent and carries out what follows; the answer is a refusal, if any.
    fn tell(&mut self, input: Input) -> Option<Fault> {
        let outputs = self.agent.handle(clock::now(), input);
        let refused = self.carry_out(outputs);
        // What the agent decides by itself also opens and closes the door.
        self.configure_gate();
        refused
    }
}

fn configure_log(settings: &Settings) {
    let level = settings
        .agent
        .log_level
        .parse()
        .unwrap_or(log::LevelFilter::Info);
    logger::configure(level, settings.agent.syslog, settings.agent.trace);
}
