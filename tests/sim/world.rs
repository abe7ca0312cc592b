//! One device, one ACS, one clock: what `io` does in the world, done in memory and in no time.

use crate::acs::{Acs, Reply};
use crate::flash::{Flash, How, Module};
use crate::host::{SimPromises, Watched};
use crate::platform::SimPlatform;
use cwmpd::agent::deploy::{Modules, Order};
use cwmpd::agent::event::add_value_change;
use cwmpd::agent::settings::{self, Settings};
use cwmpd::agent::transfer::{Applied, Fetch};
use cwmpd::agent::{Agent, Found, Input, OptionValue, Output, Plan};
use cwmpd::cwmp::methods::Methods;
use cwmpd::cwmp::rpc::{DeviceId, Inform, RequestDownload};
use cwmpd::cwmp::session::{Failure, Opening, Session, Step};
use cwmpd::cwmp::soap::Limits;
use cwmpd::fault::{Fault, FaultCode};
use cwmpd::model::guard::{self, Before, Guard};
use cwmpd::model::notify::Depth;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::uci::Package;
use cwmpd::platform::{Change, Platform, Target};
use cwmpd::time::{Now, Wall, inform_current_time};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// Where the ACS is.
pub const ACS: &str = "http://acs.example/";
/// The simulation begins at 2026-11-22T00:00:00Z.
pub const DAWN: i64 = 1_795_305_600;
/// The WAN, and two routes. Elsewhere than in 192.0.2.0/24 there is no ACS.
const NETWORK: &str = "config interface 'wan'\n\toption ipaddr '192.0.2.1'\n\nconfig route 'one'\n\
                       \toption target '10.0.0.0/8'\n\nconfig route 'two'\n\toption target '172.16.0.0/12'\n";
/// From power on to the agent's start.
const BOOTING: Duration = Duration::from_secs(20);
/// From the agent's start to the listener's address.
const LISTENING: Duration = Duration::from_millis(200);
/// From one message to the next.
const MESSAGE: Duration = Duration::from_millis(50);
/// What the agent waits for an answer.
const TIMEOUT: Duration = Duration::from_secs(60);
/// From the agent's start to its first look at what it watches.
const FIRST_LOOK: Duration = Duration::from_secs(10);

/// Something from outside, at some time.
#[derive(Clone, Debug)]
pub enum Stimulus {
    ConnectionRequest,
    /// The same, if the ACS has something on its list.
    CallIfNeeded,
    /// The WAN address changes; empty: it is lost.
    Address(&'static str),
    PowerCycle,
    /// Somebody else writes a file of the device, and the agent sees it at once.
    Edit(fn(&mut Flash)),
    /// A change that nothing tells of.
    Silent(fn(&mut Flash)),
    /// The agent looks at what it watches.
    Look,
    /// `cwmpd request-download` of this version.
    Want(&'static str),
}

pub struct World {
    /// Since the beginning.
    pub time: Duration,
    /// When the power came last.
    booted: Duration,
    pub boots: u32,
    pub flash: Rc<RefCell<Flash>>,
    factory: Flash,
    pub platform: SimPlatform,
    pub acs: Acs,
    /// How long after a boot the wall clock is set.
    pub clock_after: Duration,
    pub tree: Tree,
    pub agent: Agent,
    address: &'static str,
    /// The last part of the URL of the file that was fetched last.
    key: String,
    plan: Option<Plan>,
    /// What a thread does, and when it is done.
    work: Option<(Duration, Work)>,
    stimuli: BTreeMap<(Duration, usize), Stimulus>,
    seed: u64,
    /// How often a session was attempted, and when each began.
    pub attempts: Vec<Duration>,
    /// Sessions that were held to some end.
    pub outcomes: Vec<Outcome>,
    /// What `cwmpd request-download` was told to be taken.
    pub wanted: Vec<&'static str>,
    /// Bytes of heap that the agent and its tree had when the power went, each time.
    pub heaps: Vec<usize>,
    /// Lightweight notifications, name and value.
    pub datagrams: Vec<Vec<(String, String)>>,
}

/// Bytes of heap that this had.
fn freed_by<T>(what: T) -> usize {
    let before = crate::HEAP.current_usage();
    drop(what);
    // Where tests run beside this one it says nothing.
    before.saturating_sub(crate::HEAP.current_usage())
}

/// How a session ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub start: Duration,
    pub end: Duration,
    pub boot: u32,
    pub events: Vec<String>,
    pub retry_count: u32,
    pub informed: bool,
    pub good: bool,
}

/// A step of a transfer.
#[derive(Debug)]
enum Work {
    Fetch(Box<Fetch>),
    Apply { id: u32, act: String },
    ReadVersion { id: u32 },
    Survey { id: u32 },
    Deploy(Box<Order>),
}

/// How long a thread takes for it.
const WORKING: Duration = Duration::from_secs(7);

/// The process is gone: the power, or a reboot.
struct Dark;

impl World {
    /// The end: bytes of heap that the agent and its tree had.
    pub fn heap(self) -> usize {
        freed_by((self.agent, self.tree))
    }

    /// A device from the factory, switched on at time zero. `config`: more lines of `/etc/config/cwmpd`.
    pub fn new(seed: u64, config: &str) -> World {
        let cwmpd = format!(
            "config acs 'acs'\n\toption url '{ACS}'\n{config}\n# a person's remark\nconfig device 'device'\n\
             \toption manufacturer 'Example'\n\toption oui '00ABCD'\n\toption product_class 'Sim'\n\
             \toption serial_number '0001'\n"
        );
        let firewall = "config redirect 'web'\n\toption target 'DNAT'\n\toption src_dport '80'\n\
                        \toption dest_ip '192.168.1.2'\n\toption name 'web server'\n\n\
                        config redirect\n\toption target 'DNAT'\n\toption src_dport '22'\n\
                        \toption dest_ip '192.168.1.3'\n\toption name 'shell'\n";
        let factory = Flash {
            uci: [
                ("cwmpd", cwmpd),
                ("firewall", firewall.to_string()),
                (
                    "tunnel",
                    "config tunnel 'far'\n\toption peer '192.0.2.9'\n".to_string(),
                ),
                (
                    "dhcp",
                    "config dhcp 'lan'\n\toption leasetime '12h'\n".to_string(),
                ),
                ("network", NETWORK.to_string()),
            ]
            .map(|(name, text)| (name.to_string(), text))
            .into(),
            files: [("/etc/version", "1.0\n"), ("/etc/note", "factory")]
                .map(|(path, text)| (path.to_string(), text.to_string()))
                .into(),
            led: "Off".into(),
            ..Flash::default()
        };
        let flash = Rc::new(RefCell::new(factory.clone()));
        let settings = read_settings(&factory);
        let now = Now {
            mono: Duration::ZERO,
            wall: None,
        };
        let (agent, _) = Agent::start(now, settings, None, "", 0);
        let mut world = World {
            time: Duration::ZERO,
            booted: Duration::ZERO,
            boots: 0,
            platform: SimPlatform {
                flash: flash.clone(),
                read_only: Rc::new(Cell::new(false)),
                uptime: 0,
                asked: 0,
                applied: Vec::new(),
                broken: Vec::new(),
            },
            flash,
            factory,
            acs: Acs::default(),
            clock_after: Duration::from_secs(5),
            tree: load_tree(),
            agent,
            address: "192.0.2.1",
            key: String::new(),
            plan: None,
            work: None,
            stimuli: BTreeMap::new(),
            seed,
            attempts: Vec::new(),
            outcomes: Vec::new(),
            wanted: Vec::new(),
            heaps: Vec::new(),
            datagrams: Vec::new(),
        };
        world.power_on();
        world
    }

    pub fn at(&mut self, seconds: u64, stimulus: Stimulus) {
        let number = self.stimuli.len();
        self.stimuli
            .insert((Duration::from_secs(seconds), number), stimulus);
    }

    /// Lets everything happen that happens until then.
    pub fn run_until(&mut self, seconds: u64) {
        let end = Duration::from_secs(seconds);
        loop {
            if self.flash.borrow().off {
                self.power_on();
                continue;
            }
            if let Some(plan) = self.plan.take() {
                if self.session(plan).is_err() {
                    self.power_on();
                }
                continue;
            }
            if let Some((_, work)) = self.work.take_if(|(at, _)| *at <= self.time) {
                if self.finish(work).is_err() {
                    self.power_on();
                }
                continue;
            }
            let wake = self.agent.wake_at().map(|mono| self.booted + mono);
            let done = self.work.as_ref().map(|(at, _)| *at);
            let outside = self.stimuli.keys().next().map(|(at, _)| *at);
            let Some(next) = wake
                .into_iter()
                .chain(outside)
                .chain(done)
                .min()
                .filter(|next| *next <= end)
            else {
                break;
            };
            assert!(
                next >= self.time || outside == Some(next),
                "the agent wants to be woken in the past"
            );
            self.time = self.time.max(next);
            let stimulus = match outside {
                Some(at) if at <= self.time => {
                    self.stimuli.pop_first().map(|(_, stimulus)| stimulus)
                }
                _ => None,
            };
            let outcome = match stimulus {
                None => self.input(Input::Wake),
                Some(Stimulus::CallIfNeeded) if self.acs.todo.is_empty() => Ok(()),
                Some(Stimulus::ConnectionRequest | Stimulus::CallIfNeeded)
                    if self.agent.may_accept_connection_request() =>
                {
                    self.input(Input::ConnectionRequest)
                }
                Some(Stimulus::ConnectionRequest | Stimulus::CallIfNeeded) => Ok(()),
                Some(Stimulus::Address(address)) => {
                    self.address = address;
                    self.listen()
                }
                Some(Stimulus::PowerCycle) => Err(Dark),
                Some(Stimulus::Edit(edit)) => {
                    edit(&mut self.flash.borrow_mut());
                    self.look(Depth::Files)
                }
                Some(Stimulus::Silent(edit)) => {
                    edit(&mut self.flash.borrow_mut());
                    Ok(())
                }
                Some(Stimulus::Look) => self.look(Depth::Hooks),
                Some(Stimulus::Want(version)) => {
                    let wanted = self.input(Input::DownloadWanted(Box::new(RequestDownload {
                        file_type: "2 Web Content".into(),
                        arguments: vec![("Version".into(), version.into())],
                    })));
                    self.wanted.extend(wanted.is_ok().then_some(version));
                    wanted
                }
            };
            if outcome.is_err() {
                self.power_on();
            }
        }
        self.time = self.time.max(end);
    }

    /// The device is booted, and the agent with it; or only the agent starts again.
    fn power_on(&mut self) {
        let cut = self.flash.borrow().last_cut;
        self.flash.borrow_mut().power_on();
        self.acs.device_died();
        self.time += Duration::from_secs(1);
        if !cut.is_some_and(|cut| cut.process) {
            self.boots += 1;
            assert!(self.boots < 500, "it boots for ever");
            self.booted = self.time;
            self.time += BOOTING;
        }
        if self.start_process().is_err() {
            self.flash.borrow_mut().off = true;
        }
    }

    fn start_process(&mut self) -> Result<(), Dark> {
        self.plan = None;
        self.work = None;
        let old = std::mem::replace(&mut self.tree, load_tree());
        let settings = read_settings(&self.flash.borrow());
        let saved = self.flash.borrow().state("agent.json");
        let boot_id = format!("boot-{}", self.boots);
        self.seed += 1;
        let (agent, outputs) =
            Agent::start(self.now(), settings, saved.as_deref(), &boot_id, self.seed);
        let old = (old, std::mem::replace(&mut self.agent, agent));
        self.heaps.push(freed_by(old));
        self.carry_out(outputs)?;
        match self.unconfirmed() {
            None => {}
            Some((before, mark)) => {
                let found = Found::left(&before);
                self.input(Input::Unconfirmed { found, mark })?;
            }
        }
        self.time += LISTENING;
        self.stimuli
            .insert((self.time + FIRST_LOOK, usize::MAX), Stimulus::Look);
        self.listen()
    }

    /// As the thread that looks at the watched values does.
    fn look(&mut self, depth: Depth) -> Result<(), Dark> {
        self.platform.uptime = (self.time - self.booted).as_secs();
        self.platform.read_only.set(true);
        self.tree.live.extend(self.agent.live_values());
        let asked = self.platform.asked;
        let survey = self.tree.survey(&mut self.platform, depth);
        self.platform.read_only.set(false);
        self.alive()?;
        assert!(
            depth == Depth::Hooks || asked == self.platform.asked,
            "files alone need no process"
        );
        let survey = survey.expect("a survey");
        if !survey.changed.is_empty() {
            self.input(Input::Changed(survey.changed))?;
        }
        match survey.light {
            true => self.input(Input::LightChanged),
            false => Ok(()),
        }
    }

    fn listen(&mut self) -> Result<(), Dark> {
        let path = self.agent.connection_request_path();
        let url = format!("http://{}:7547/{path}", self.address);
        let url = (!self.address.is_empty()).then_some(url);
        self.input(Input::ConnectionRequestUrl(url))?;
        // A session that is about to begin has the tree.
        match self.plan {
            None => self.look(Depth::Files),
            Some(_) => Ok(()),
        }
    }

    fn now(&self) -> Now {
        let mono = self.time - self.booted;
        let wall = Wall {
            unix: DAWN + self.time.as_secs() as i64,
            offset: 3600,
        };
        Now {
            mono,
            wall: (mono >= self.clock_after).then_some(wall),
        }
    }

    fn input(&mut self, input: Input) -> Result<(), Dark> {
        let outputs = self.agent.handle(self.now(), input);
        self.carry_out(outputs)
    }

    fn carry_out(&mut self, outputs: Vec<Output>) -> Result<(), Dark> {
        // Threads begin when they are told to, whatever this world's take for it.
        let acts = |output: &&Output| {
            matches!(
                output,
                Output::StartSession(_)
                    | Output::Fetch(_)
                    | Output::Apply { .. }
                    | Output::Deploy(_)
                    | Output::Reboot
                    | Output::FactoryReset
            )
        };
        let begun = outputs.iter().position(|output| acts(&output));
        let saved = outputs
            .iter()
            .rposition(|output| matches!(output, Output::Save(_)));
        if let (Some(begun), Some(saved)) = (begun, saved) {
            assert!(
                saved < begun,
                "{:?} begun before it is on flash",
                outputs[begun]
            );
        }
        for output in outputs {
            match output {
                Output::Save(bytes) => self.save(bytes)?,
                Output::StartSession(plan) => {
                    assert!(self.plan.replace(plan).is_none(), "two sessions at a time");
                }
                Output::Reboot => {
                    self.act("do reboot")?;
                    return Err(Dark);
                }
                Output::SetOptions(options) => self.set_options(&options)?,
                Output::Notify => {
                    let list = self.tree.light_parameters(&mut self.platform);
                    self.tree.light_sent();
                    let list = list.expect("values");
                    if !list.is_empty() {
                        let told = list.into_iter().map(|value| (value.name, value.value));
                        self.datagrams.push(told.collect());
                    }
                    self.input(Input::Notified(Ok(())))?;
                }
                Output::FactoryReset => self.factory_reset()?,
                Output::Fetch(fetch) => self.start(Work::Fetch(fetch)),
                Output::Apply { id, act, .. } => self.start(Work::Apply { id, act }),
                Output::ReadVersion { id } => self.start(Work::ReadVersion { id }),
                Output::Survey { id } => self.start(Work::Survey { id }),
                Output::Deploy(order) => self.start(Work::Deploy(order)),
                // It is too late: the thread is done at its time.
                Output::StopFetch { .. } => {}
                Output::KeepChanges => {
                    self.flash.borrow_mut().remove_state(guard::FILE);
                    self.alive()?;
                    self.input(Input::Kept(Ok(())))?;
                }
                Output::UndoChanges => self.undo()?,
                other => panic!("nobody asked for {other:?}"),
            }
        }
        Ok(())
    }

    fn start(&mut self, work: Work) {
        assert!(self.work.is_none(), "two at a time: {work:?}");
        self.work = Some((self.time + WORKING, work));
    }

    /// A thread is done.
    fn finish(&mut self, work: Work) -> Result<(), Dark> {
        match work {
            Work::Fetch(fetch) => {
                let upload = fetch.source.is_some();
                self.act(if upload {
                    "send a file"
                } else {
                    "fetch a file"
                })?;
                self.key = fetch.url.rsplit('/').next().unwrap_or_default().to_string();
                let version = self.version();
                self.input(Input::FetchEnded {
                    id: fetch.id,
                    result: Ok(version),
                })
            }
            Work::Apply { id, act } => {
                let how = self.flash.borrow_mut().act(&format!("do {act}"));
                if act == "install" {
                    if matches!(how, None | Some(How::After)) {
                        let mut flash = self.flash.borrow_mut();
                        flash.installed.push(self.key.clone());
                        flash.files.insert("/etc/version".into(), self.key.clone());
                    }
                    return Err(Dark);
                }
                if how.is_some() {
                    return Err(Dark);
                }
                self.input(Input::ApplyEnded {
                    id,
                    result: Ok(Applied::Done),
                })
            }
            Work::ReadVersion { id } => {
                let result = Ok(self.version());
                self.input(Input::VersionRead { id, result })
            }
            Work::Survey { id } => {
                let result = Ok(self.modules()?);
                self.input(Input::Surveyed { id, result })
            }
            Work::Deploy(order) => {
                let result = self.deploy(&order)?;
                let after = Ok(self.modules()?);
                let id = order.id;
                self.input(Input::Deployed { id, result, after })
            }
        }
    }

    /// The hook `modules`: `a-1` is version 1 of the unit `a`.
    fn deploy(&mut self, order: &Order) -> Result<Result<String, Fault>, Dark> {
        let word = |name: &str| {
            let found = order.words.iter().find(|(word, _)| *word == name);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let url = word("url");
        let named = url.rsplit('/').next().unwrap_or_default();
        let (name, version) = named.split_once('-').unwrap_or_default();
        let duid = match order.act {
            "du-install" => name.to_string(),
            _ => word("unit"),
        };
        let what = match order.act {
            "du-uninstall" => format!("{} {duid}", order.act),
            _ => format!("{} {named}", order.act),
        };
        assert_eq!(order.file.is_some(), order.act != "du-uninstall");
        let how = self.flash.borrow_mut().act(&format!("do {what}"));
        let known = self.flash.borrow().modules.get(&duid).cloned();
        let refused = |code: FaultCode| Ok(Err(Fault::new(code, "no")));
        let result = match (order.act, &known) {
            ("du-install", Some(_)) => refused(FaultCode::DuplicateDeploymentUnit),
            ("du-update", Some(old)) if old.version == version => refused(FaultCode::VersionExists),
            ("du-update" | "du-uninstall", None) => refused(FaultCode::UnknownDeploymentUnit),
            _ => Ok(Ok(duid.clone())),
        };
        if matches!(how, None | Some(How::After)) && matches!(result, Ok(Ok(_))) {
            let mut flash = self.flash.borrow_mut();
            flash.changed.push(what);
            if order.act == "du-uninstall" {
                flash.modules.remove(&duid);
            } else {
                let module = Module {
                    uuid: format!("{name}@sim"),
                    version: version.to_string(),
                    url,
                };
                flash.modules.insert(duid, module);
            }
        }
        if how.is_some() { Err(Dark) } else { result }
    }

    /// What the thread that looks at the tables finds.
    fn modules(&mut self) -> Result<Modules, Dark> {
        let names = ["ExecEnv.", "ExecutionUnit.", "DeploymentUnit."]
            .map(|name| format!("Device.SoftwareModules.{name}"));
        self.platform.read_only.set(true);
        let values = self.tree.get(&mut self.platform, &names);
        self.platform.read_only.set(false);
        self.alive()?;
        Ok(Modules::read(&values.expect("the tables")))
    }

    fn unconfirmed(&self) -> Option<(Before, u64)> {
        let bytes = self.flash.borrow().state(guard::FILE)?;
        let before = Before::parse(&bytes).expect("what was before")?;
        Some((before, guard::mark(&bytes)))
    }

    fn undo(&mut self) -> Result<(), Dark> {
        let (before, _) = self.unconfirmed().expect("something to undo");
        self.platform.read_only.set(false);
        let undone = self.tree.undo(&mut self.platform, &before);
        self.alive()?;
        let undone = undone.expect("a device that takes it");
        for command in &undone.commands {
            // What fails is only told: nothing is left to be undone.
            let _ = self.platform.apply(command);
            self.alive()?;
        }
        let settings = read_settings(&self.flash.borrow());
        self.input(Input::Settings(Box::new(settings)))?;
        self.input(Input::Undone(Ok(Some(undone))))
    }

    fn version(&self) -> String {
        self.flash.borrow().files["/etc/version"].trim().to_string()
    }

    fn save(&mut self, bytes: Vec<u8>) -> Result<(), Dark> {
        let change = Change {
            target: Target::State("agent.json".into()),
            content: bytes,
        };
        self.flash
            .borrow_mut()
            .commit(vec![change])
            .map_err(|_| Dark)
    }

    fn set_options(&mut self, options: &[OptionValue]) -> Result<(), Dark> {
        let text = self.flash.borrow().uci["cwmpd"].clone();
        let mut package = Package::parse(text).expect("good settings");
        for one in options {
            let section = package.find(one.section).expect("the section").id();
            package
                .set(section, one.option, &one.value)
                .expect("an edit");
        }
        let change = Change {
            target: Target::Uci("cwmpd".into()),
            content: package.to_text().into_bytes(),
        };
        self.flash
            .borrow_mut()
            .commit(vec![change])
            .map_err(|_| Dark)?;
        let settings = read_settings(&self.flash.borrow());
        self.input(Input::Settings(Box::new(settings)))
    }

    /// An act of the world that power can be cut around.
    fn act(&mut self, name: &str) -> Result<(), Dark> {
        match self.flash.borrow_mut().act(name) {
            None => Ok(()),
            Some(_) => Err(Dark),
        }
    }

    fn factory_reset(&mut self) -> Result<(), Dark> {
        self.flash.borrow_mut().remove_state("model.json");
        let mut flash = self.flash.borrow_mut();
        let how = flash.act("do factory-reset");
        if matches!(how, None | Some(How::After)) {
            flash.uci.clone_from(&self.factory.uci);
            flash.files.clone_from(&self.factory.files);
            flash.led.clone_from(&self.factory.led);
        }
        drop(flash);
        if how.is_some() {
            return Err(Dark);
        }
        self.input(Input::FactoryResetEnded(Ok(())))
    }

    /// One whole session, as `io::acs` and the session thread hold it.
    fn session(&mut self, plan: Plan) -> Result<(), Dark> {
        self.attempts.push(self.time);
        let there = self.flash.borrow().network.contains("192.0.2.") && plan.url == ACS;
        if !there {
            self.time += TIMEOUT;
            return self.input(Input::SessionEnded {
                result: Err(Failure::Transport("no route to the ACS".into())),
                informed: false,
            });
        }
        let codes = plan.events.iter().map(|event| event.code.clone());
        let mut outcome = Outcome {
            start: self.time,
            end: self.time,
            boot: self.boots,
            events: codes.collect(),
            retry_count: plan.retry_count,
            informed: false,
            good: false,
        };
        let settings = read_settings(&self.flash.borrow());
        self.tree.guard = settings.confirm.enable.then_some(Guard {
            except: settings.confirm.except,
            kept: self.agent.kept_changes(),
        });
        self.platform.uptime = (self.time - self.booted).as_secs();
        self.platform.read_only.set(true);
        let device = DeviceId {
            manufacturer: "Example".into(),
            oui: "00ABCD".into(),
            product_class: "Sim".into(),
            serial_number: "0001".into(),
        };
        self.tree.live = self.agent.live_values();
        let identity = settings::identity_values(&device);
        self.tree
            .live
            .extend(identity.map(|(path, value)| (path.to_string(), value.to_string())));
        if plan.events.iter().any(|event| event.code == "0 BOOTSTRAP") {
            self.tree.start_anew();
        }
        if plan.is_heartbeat() {
            self.tree.tell_no_changes();
        }
        let parameters = self
            .tree
            .inform_parameters(&mut self.platform, &plan.changed)
            .expect("parameters for the Inform");
        self.alive()?;
        let mut events = plan.events;
        if self.tree.tells_changes() {
            add_value_change(&mut events);
        }
        let inform = Inform {
            device,
            events,
            current_time: inform_current_time(&self.now()),
            retry_count: plan.retry_count,
            parameters,
        };
        let opening = Opening {
            inform,
            fall_back: plan.fall_back,
            session_timeout: 60,
            limits: Limits::default(),
        };
        let (mut session, mut post) = Session::start(opening);
        let mut informed = false;
        let mut later = Vec::new();
        let result = loop {
            if let Err(dark) = self.act("post") {
                self.acs_hears_the_last_word(&post.body);
                return Err(dark);
            }
            let agent_writes = self.flash.borrow().agent_writes;
            let reply = self
                .acs
                .post(self.time, self.boots, agent_writes, &post.body);
            self.time += MESSAGE;
            let body = match reply {
                Reply::Body(body) => body,
                Reply::Status(status) => break Err(Failure::Status(status)),
                Reply::Gone(why) => {
                    if why.contains("60 s") {
                        self.time += TIMEOUT;
                    }
                    break Err(Failure::Transport(why.into()));
                }
            };
            let now = self.now();
            let mut promises = SimPromises {
                agent: &mut self.agent,
                flash: &self.flash,
                now,
                later: &mut later,
                informed: &mut informed,
                beside: None,
            };
            let mut host = Watched {
                read_only: self.platform.read_only.clone(),
                methods: Methods {
                    tree: &mut self.tree,
                    world: &mut self.platform,
                    agent: &mut promises,
                },
            };
            let before = self.flash.borrow().acts.len();
            let step = session.on_reply(body.as_bytes(), &mut host);
            self.note(before);
            self.alive()?;
            match step {
                Step::Post(next) => post = next,
                Step::End(result) => break result,
            }
        };
        self.carry_out(later)?;
        self.platform.read_only.set(false);
        let failed = self.tree.end_session(&mut self.platform);
        self.alive()?;
        if failed.is_some() {
            let kept = self.tree.guard_failed(&mut self.platform);
            self.alive()?;
            kept.expect("a device that takes it");
        }
        if let Some(mark) = self.tree.take_unconfirmed() {
            let found = failed.map_or(Found::Made, Found::Failed);
            self.input(Input::Unconfirmed { found, mark })?;
        }
        outcome.end = self.time;
        outcome.informed = informed;
        outcome.good = result.is_ok();
        self.outcomes.push(outcome);
        self.input(Input::SessionEnded { result, informed })?;
        match self.tree.take_touched() {
            true => self.look(Depth::Hooks),
            false => Ok(()),
        }
    }

    /// The device has noted the answer, unless the power went before the end of its first write.
    fn note(&mut self, acts: usize) {
        let flash = self.flash.borrow();
        let noted = match flash.last_cut {
            Some(cut) => cut.how == How::After || flash.acts.len() > acts + 1,
            None => true,
        };
        if noted {
            self.acs.noted();
        }
    }

    /// Power went while a message was on its way: maybe it arrived.
    fn acs_hears_the_last_word(&mut self, body: &[u8]) {
        let flash = self.flash.borrow();
        if flash.last_cut.is_some_and(|cut| cut.how == How::After) {
            let agent_writes = flash.agent_writes;
            drop(flash);
            let _ = self.acs.post(self.time, self.boots, agent_writes, body);
        }
    }

    fn alive(&self) -> Result<(), Dark> {
        if self.flash.borrow().off {
            Err(Dark)
        } else {
            Ok(())
        }
    }
}

/// Read once: thousands of devices boot with it.
fn load_tree() -> Tree {
    thread_local! {
        static TREE: Tree = {
            let texts = Texts {
                maps: vec![("device.map".into(), include_str!("device.map").into())],
                schemas: vec![("device.dm".into(), include_str!("device.dm").into())],
            };
            Tree::load(texts, "Device", settings::PARAMETERS)
                .unwrap_or_else(|errors| panic!("{}", errors.join("\n")))
        };
    }
    TREE.with(Tree::clone)
}

pub(crate) fn read_settings(flash: &Flash) -> Settings {
    let (settings, warnings) = Settings::read("cwmpd", &flash.uci["cwmpd"]).expect("good settings");
    assert!(warnings.is_empty(), "{warnings:?}");
    settings
}
