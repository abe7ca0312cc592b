//! The agent by situations: a driver that carries out the outputs as `io::run` would, in no time. Tests of
//! transfers and software modules drive it as well.

mod calls;
mod confirm;
mod contact;
mod discovery;
mod kick;
mod later;
mod light;
mod reboot;
mod udp;
mod wanted;

use super::promise::MOST_REBOOTS;
use super::scheduled::MOST_SCHEDULED;
use super::settings::OptionLine;
use super::*;
use crate::cwmp::rpc::EventStruct;
use crate::cwmp::session::Failure;
use crate::fault::FaultCode;
use crate::time::Wall;

pub(super) const URL: &str = "http://acs.example/";
/// The wall clock at the start.
pub(super) const UNIX: i64 = 1_790_000_000;
const CALL_ME: &str = "http://192.0.2.1:7547/x";

/// An agent with its flash, and what has become of its outputs.
pub(super) struct Scene {
    pub(super) agent: Agent,
    pub(super) now: Now,
    pub(super) flash: Option<Vec<u8>>,
    /// Writes to flash so far.
    writes: usize,
    pub(super) flash_is_broken: bool,
    flash_has_failed: bool,
    /// The plan of the running session.
    pub(super) plan: Option<Plan>,
    /// All outputs since the last [`Scene::outputs`], but for saves.
    pub(super) outputs: Vec<Output>,
    options: Vec<(&'static str, &'static str, String)>,
    boot: &'static str,
}

impl Scene {
    /// A device that has just booted for the first time; the listener is up.
    fn new() -> Scene {
        Scene::with(&[])
    }

    fn with(options: &[(&'static str, &'static str, &str)]) -> Scene {
        let mut all = vec![("acs", "url", URL.to_string())];
        all.extend(
            options
                .iter()
                .map(|(section, option, value)| (*section, *option, value.to_string())),
        );
        let mut scene = Scene::asleep(all);
        scene.hear();
        scene
    }

    pub(super) fn asleep(options: Vec<(&'static str, &'static str, String)>) -> Scene {
        let now = Now {
            mono: Duration::from_secs(30),
            wall: Some(Wall {
                unix: UNIX,
                offset: 3600,
            }),
        };
        let (agent, outputs) = Agent::start(now, settings(&options), None, "boot-1", 1);
        let mut scene = Scene {
            agent,
            now,
            flash: None,
            writes: 0,
            flash_is_broken: false,
            flash_has_failed: false,
            plan: None,
            outputs: Vec::new(),
            options,
            boot: "boot-1",
        };
        scene.carry_out(outputs);
        scene
    }

    /// A device that has had its first good session.
    fn settled() -> Scene {
        let mut scene = Scene::new();
        scene.good_session();
        scene.outputs();
        scene
    }

    pub(super) fn input(&mut self, input: Input) {
        let outputs = self.agent.handle(self.now, input);
        self.carry_out(outputs);
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        let mut left = std::collections::VecDeque::from(outputs);
        while let Some(output) = left.pop_front() {
            match output {
                Output::Save(_) if self.flash_is_broken => {
                    self.flash_has_failed = true;
                    left.retain(|output| {
                        !matches!(
                            output,
                            Output::Fetch(_) | Output::Apply { .. } | Output::Deploy(_)
                        )
                    });
                    let failed = Input::SaveFailed("no space left".into());
                    for more in self.agent.handle(self.now, failed).into_iter().rev() {
                        left.push_front(more);
                    }
                }
                Output::Save(bytes) => {
                    // After a failure nobody knows what the flash holds.
                    assert!(
                        std::mem::take(&mut self.flash_has_failed)
                            || self.flash.as_ref() != Some(&bytes),
                        "a write that changes nothing"
                    );
                    self.flash = Some(bytes);
                    self.writes += 1;
                }
                Output::StartSession(plan) => {
                    assert!(self.plan.is_none(), "two sessions at a time");
                    assert!(!plan.events.is_empty(), "a session for no reason");
                    self.plan = Some(plan);
                }
                other => self.outputs.push(other),
            }
        }
    }

    pub(super) fn outputs(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.outputs)
    }

    /// The clock runs for so long; the agent is woken whenever it wants to be.
    fn wait(&mut self, seconds: u64) {
        let end = self.now.mono + Duration::from_secs(seconds);
        while self.plan.is_none() {
            match self.agent.wake_at() {
                Some(at) if at <= end => {
                    assert!(
                        at > self.now.mono,
                        "it wants to be woken at {at:?} and it is {:?}",
                        self.now.mono
                    );
                    self.set_clock(at);
                    self.input(Input::Wake);
                }
                _ => break,
            }
        }
        self.set_clock(end.max(self.now.mono));
    }

    pub(super) fn set_clock(&mut self, mono: Duration) {
        let passed = mono.as_secs() as i64 - self.now.mono.as_secs() as i64;
        if let Some(wall) = &mut self.now.wall {
            wall.unix += passed;
        }
        self.now.mono = mono;
    }

    /// The clock runs until a session starts; the seconds that took.
    fn wait_for_session(&mut self) -> u64 {
        let start = self.now.mono;
        while self.plan.is_none() {
            let at = self.agent.wake_at().expect("nothing will ever happen");
            self.set_clock(at);
            self.input(Input::Wake);
        }
        (self.now.mono - start).as_secs()
    }

    /// The events of the running session: `1 BOOT`, `M Reboot [key]`.
    pub(super) fn events(&self) -> Vec<String> {
        let plan = self.plan.as_ref().expect("a session");
        let told = |event: &EventStruct| match event.command_key.as_str() {
            "" => event.code.clone(),
            key => format!("{} [{key}]", event.code),
        };
        plan.events.iter().map(told).collect()
    }

    fn end(&mut self, result: Result<(), Failure>, informed: bool) {
        assert!(self.plan.take().is_some(), "no session to end");
        self.input(Input::SessionEnded { result, informed });
    }

    fn good_session(&mut self) {
        self.input(Input::InformDelivered);
        self.end(Ok(()), true);
    }

    fn no_connection(&mut self) {
        self.end(Err(Failure::Transport("no route to host".into())), false);
    }

    pub(super) fn set(&mut self, section: &'static str, option: &'static str, value: &str) {
        self.options.push((section, option, value.to_string()));
        self.input(Input::Settings(Box::new(settings(&self.options))));
    }

    /// Ends the process in whatever it does and starts it again, in this boot or another one.
    pub(super) fn start_again(&mut self, boot: &'static str) {
        if boot != self.boot {
            self.set_clock(Duration::from_secs(30));
        }
        self.boot = boot;
        self.plan = None;
        self.outputs.clear();
        let settings = settings(&self.options);
        let (agent, outputs) = Agent::start(self.now, settings, self.flash.as_deref(), boot, 2);
        self.agent = agent;
        self.carry_out(outputs);
        self.hear();
    }

    /// The listener is up.
    pub(super) fn hear(&mut self) {
        self.input(Input::ConnectionRequestUrl(Some(CALL_ME.into())));
    }

    /// A session is running, and informed.
    pub(super) fn session(&mut self) {
        if self.plan.is_none() {
            self.input(Input::InformRequested);
        }
        assert!(self.plan.is_some());
        self.input(Input::InformDelivered);
    }

    /// Hands an input in that may be refused.
    pub(super) fn try_input(&mut self, input: Input) -> Option<Fault> {
        self.input(input);
        let refusal = |output: &Output| matches!(output, Output::Refuse(_));
        let at = self.outputs.iter().position(refusal)?;
        match self.outputs.remove(at) {
            Output::Refuse(fault) => Some(fault),
            _ => None,
        }
    }

    /// The only output since the last look.
    pub(super) fn output(&mut self) -> Output {
        assert_eq!(self.outputs.len(), 1, "{:?}", self.outputs);
        self.outputs.remove(0)
    }
}

fn settings(options: &[(&'static str, &'static str, String)]) -> Settings {
    let lines: Vec<OptionLine> = options
        .iter()
        .map(|(section, option, value)| OptionLine {
            section,
            option,
            value,
            line: 1,
        })
        .collect();
    Settings::parse("cwmpd", &lines).expect("good settings").0
}
