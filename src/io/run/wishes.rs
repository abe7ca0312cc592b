//! The main loop's part in carrying out what the agent wishes for.

use super::commands::answer;
use super::{AGENT_STATE, Daemon, Event, MODEL_STATE, SESSION_STACK};
use crate::agent::deploy::Modules;
use crate::agent::discovery::{self, Offer};
use crate::agent::settings::Settings;
use crate::agent::transfer::Fetch;
use crate::agent::{Found, Input, OptionValue, Output, Plan};
use crate::cwmp::methods::MODULES_HOOK;
use crate::cwmp::session::Failure;
use crate::fault::{Fault, FaultCode};
use crate::io::deploy;
use crate::io::device::{Device, Places};
use crate::io::flash::{self, Flash};
use crate::io::session::{self, Finished, Job, Link};
use crate::io::transfer::{Bench, Running};
use crate::io::{clock, load, start};
use crate::model::guard::{self, Before, Guard, Undone};
use crate::model::tree::Tree;
use crate::platform::Platform;
use crate::platform::hook::{Answer, Request};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

impl Daemon {
    pub(super) fn carry_out(&mut self, outputs: Vec<Output>) -> Option<Fault> {
        let mut refused = None;
        let mut left = VecDeque::from(outputs);
        while let Some(output) = left.pop_front() {
            match output {
                Output::Save(bytes) => {
                    let beside = self.beside.take();
                    if let Err(error) = self.save(&bytes, beside.as_ref()) {
                        let failed = Input::SaveFailed(error.to_string());
                        refused = beside.map(|_| unsaved(error));
                        left.retain(|output| {
                            !matches!(
                                output,
                                Output::Fetch(_) | Output::Apply { .. } | Output::Deploy(_)
                            )
                        });
                        for more in self.agent.handle(clock::now(), failed).into_iter().rev() {
                            left.push_front(more);
                        }
                    }
                }
                Output::StartSession(plan) => self.start_session(plan),
                Output::Notify => self.find_light(),
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
                Output::Reboot => self.act("reboot", Input::RebootFailed, reboot),
                Output::SetOptions(options) => self.set_options(&options),
                Output::Rediscover => self.rediscover(),
                Output::FactoryReset => {
                    self.act("factory reset", Input::RebootFailed, factory_reset)
                }
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
                Output::Survey { id } => {
                    let failed = move |text| Input::Surveyed {
                        id,
                        result: Err(text),
                    };
                    self.work_on(failed, move |bench| {
                        let result = bench.survey();
                        vec![Event::Acted(Input::Surveyed { id, result })]
                    });
                }
                Output::Deploy(order) => {
                    let id = order.id;
                    let failed = move |text| Input::Deployed {
                        id,
                        result: Err(Fault::new(FaultCode::RequestDenied, text)),
                        after: Ok(Modules::default()),
                    };
                    self.work_on(failed, move |bench| vec![bench.deploy(&order)]);
                }
                Output::KeepChanges => {
                    let kept = keep_changes(&self.flash);
                    self.events.push(Event::Acted(Input::Kept(kept)));
                }
                Output::UndoChanges => self.undo_changes(),
                Output::Kicked(said) => {
                    if let Some(caller) = self.kicker.take() {
                        answer(&caller, said.map(|url| url + "\n"));
                    }
                }
                Output::Exit => self.exit = Some(0),
                Output::Refuse(fault) => refused = Some(fault),
            }
        }
        refused
    }

    /// The agent's state, and in one write with it what the model must keep, if anything. A session
    /// that hands such a thing in waits for it under the lock; without the lock there is no journal.
    fn save(&mut self, state: &[u8], beside: Option<&Vec<u8>>) -> std::io::Result<bool> {
        let Some(beside) = beside else {
            return self.flash.save_state(AGENT_STATE, state);
        };
        let file = |name: &str, content: &[u8]| (self.flash.folder().join(name), content.to_vec());
        self.flash
            .commit(&[file(MODEL_STATE, beside), file(AGENT_STATE, state)])
    }

    /// What the model must keep and no state of the agent has gone with.
    pub(super) fn save_beside(&mut self) -> Option<Fault> {
        let beside = self.beside.take()?;
        let saved = self.flash.save_state(MODEL_STATE, &beside);
        saved.err().map(unsaved)
    }

    pub(super) fn start_session(&mut self, plan: Plan) {
        let ended = |result| Input::SessionEnded {
            result,
            informed: false,
        };
        let Some(mut tree) = self.tree.take() else {
            if self.stop.is_none() {
                self.waiting = Some(plan);
                // A caller was promised the session soon: a look with many slow hooks is given up.
                self.look.store(true, Ordering::Relaxed);
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
        let confirm = &self.settings.confirm;
        tree.guard = confirm.enable.then(|| Guard {
            except: confirm.except.clone(),
            kept: self.agent.kept_changes(),
        });
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
        let started = start::thread("session", SESSION_STACK, move || {
            events.push(Event::Finished(Box::new(session::run(job))))
        });
        let Err(error) = started else {
            self.gate.borrow_mut().session_began(&clock::now());
            return;
        };
        let text = format!("no thread for the session: {error}");
        log::error!("{text}");
        // The tree went with the thread that never was.
        self.tree = load::tree(&self.settings).ok();
        self.stop = None;
        let failure = Failure::Local(text);
        self.events.push(Event::Acted(ended(Err(failure))));
    }

    pub(super) fn finished(&mut self, finished: Finished) {
        let Finished {
            mut tree,
            identity,
            result,
            informed,
            failed,
        } = finished;
        let unconfirmed = tree.take_unconfirmed();
        self.take_back(tree);
        self.identity = self.identity.take().or(identity);
        self.stop = None;
        self.gate.borrow_mut().session_ended(&clock::now());
        if result.is_ok() {
            log::info!("session ended well");
        }
        if let Some(mark) = unconfirmed {
            let found = failed.map_or(Found::Made, Found::Failed);
            self.tell(Input::Unconfirmed { found, mark });
        }
        self.tell(Input::SessionEnded { result, informed });
        // What was cancelled may have been there already.
        self.tidy();
    }

    /// Removes files from the RAM disk that nobody wants.
    pub(super) fn tidy(&self) {
        if !self.agent.wants_files() {
            self.bench().clean();
        }
    }

    pub(super) fn bench(&self) -> Bench {
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
        let started = start::thread("transfer", SESSION_STACK, move || {
            for event in work(bench) {
                events.push(event);
            }
        });
        if let Err(error) = started {
            self.events
                .push(Event::Acted(failed(format!("no thread for it: {error}"))));
        }
    }

    /// Where the platform has software modules.
    pub(super) fn start_units(&self) {
        let mut hooks = self.tree.iter().flat_map(Tree::hooks);
        if !hooks.any(|hook| hook == MODULES_HOOK) {
            return;
        }
        let places = self.places.clone();
        let started = start::thread("modules", SESSION_STACK, move || {
            deploy::start_units(places)
        });
        if let Err(error) = started {
            log::error!("software modules are not started: no thread for it: {error}");
        }
    }

    /// Runs an act of the platform on a thread; the main loop never waits for a hook.
    fn act(&mut self, what: &str, failed: fn(String) -> Input, act: fn(&mut Device) -> Event) {
        log::warn!("the device is asked for a {what}");
        let places = self.places.clone();
        let events = self.events.clone();
        let done = self.events.clone();
        let started = start::thread("act", SESSION_STACK, move || {
            events.push(act(&mut Device::open(places)));
        });
        if let Err(error) = started {
            done.push(Event::Acted(failed(format!("no thread for it: {error}"))));
        }
    }

    /// At the start: a change that was not confirmed, or was undone and not told yet, or not by all hooks.
    pub(super) fn find_unconfirmed(&mut self) {
        let Some((before, mark)) = read_before(&self.flash) else {
            return;
        };
        let found = Found::left(&before);
        self.tell(Input::Unconfirmed { found, mark });
    }

    fn undo_changes(&mut self) {
        let (settings, places, flash) = (
            self.settings.clone(),
            self.places.clone(),
            Flash::at(self.flash.folder()),
        );
        let failed = |reason: String| Event::Acted(Input::Undone(Err(reason)));
        let (events, done) = (self.events.clone(), self.events.clone());
        let started = start::thread("undo", SESSION_STACK, move || {
            let undone = undo(&settings, places, &flash);
            events
                .push(undone.map_or_else(failed, |undone| Event::Acted(Input::Undone(Ok(undone)))));
        });
        if let Err(error) = started {
            done.push(failed(format!("no thread for it: {error}")));
        }
    }

    /// Asked for while no session runs: the next one must read what is written here.
    fn set_options(&mut self, options: &[OptionValue]) {
        let mut device = Device::open(self.places.clone());
        match device.set_options("cwmpd", options) {
            Ok(()) => drop(self.read_settings()),
            Err(trouble) => {
                let names: Vec<&str> = options.iter().map(|one| one.option).collect();
                log::error!("{} stay as they were: {trouble}", names.join(", "));
            }
        }
    }

    /// What the leases say of an ACS.
    pub(super) fn discover(&mut self) {
        let folder = load::place(&self.options, &self.settings.agent.leases);
        let mut text = String::new();
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        let mut files = BTreeSet::new();
        files.extend(
            entries
                .filter_map(Result::ok)
                // Behind a dot is what a script is about to write.
                .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."))
                .map(|entry| entry.path()),
        );
        for file in files {
            match flash::read(&file, discovery::LONGEST as u64) {
                Ok(Some(lease)) => text.push_str(&String::from_utf8_lossy(&lease)),
                Ok(None) => {}
                Err(error) => log::warn!("{error}"),
            }
            text.push('\n');
        }
        self.tell(Input::Offered(Offer::read(&text)));
    }

    fn rediscover(&mut self) {
        self.act(
            "renewal of its leases",
            |_| Input::Wake,
            |device| {
                if let Err(trouble) = device.hook("system", &[ask("rediscover")]) {
                    log::warn!("DHCP is not asked for the ACS again: {trouble}");
                }
                Event::Acted(Input::Wake)
            },
        );
    }
}

fn unsaved(error: std::io::Error) -> Fault {
    Fault::new(FaultCode::InternalError, error.to_string())
}

/// What was before a change, and the mark of the file. One that nobody can read is told once, and counts
/// as none from then on.
fn read_before(flash: &Flash) -> Option<(Before, u64)> {
    let read = flash.state(guard::FILE).map_err(|error| error.to_string());
    let parsed = read.and_then(|bytes| match bytes {
        Some(bytes) => Ok(Before::parse(&bytes)?.map(|before| (before, guard::mark(&bytes)))),
        None => Ok(None),
    });
    parsed.unwrap_or_else(|error| {
        log::error!("a change cannot be undone any more: {error}");
        if let Err(error) = flash.forget(guard::FILE) {
            log::error!("{error}");
        }
        None
    })
}

/// Forgets what was before, but for what hooks have not taken back.
fn keep_changes(flash: &Flash) -> Result<(), String> {
    let rest = read_before(flash).and_then(|(before, _)| before.rest());
    let done = match rest {
        Some(rest) => flash.save_state(guard::FILE, &rest.content).map(drop),
        None => flash.forget(guard::FILE),
    };
    done.map_err(|error| error.to_string())
}

/// Brings back what was before; `None` where nothing was kept, as a commit or a factory reset has failed
/// since, or it cannot be read.
fn undo(settings: &Settings, places: Places, flash: &Flash) -> Result<Option<Undone>, String> {
    let mut tree = load::tree(settings).map_err(|errors| errors.join("; "))?;
    let mut device = Device::open(places);
    let lock = device.lock().map_err(|error| error.to_string())?;
    let Some((before, _)) = read_before(flash) else {
        return Ok(None);
    };
    let undone = tree
        .undo(&mut device, &before)
        .map_err(|fault| fault.to_string())?;
    drop(lock);
    for command in &undone.commands {
        if let Err(trouble) = device.apply(command) {
            log::error!("apply `{command}`: {trouble}");
        }
    }
    Ok(Some(undone))
}

fn ask(act: &str) -> Request {
    Request::Do {
        name: act.to_string(),
        arguments: Vec::new(),
    }
}

fn reboot(device: &mut Device) -> Event {
    match device.hook("system", &[ask("reboot")]) {
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
    let result = device
        .flash()
        .forget(MODEL_STATE)
        .and_then(|()| device.flash().forget(guard::FILE))
        .map_err(|error| error.to_string())
        .and_then(|()| match device.hook("system", &[ask("factory-reset")]) {
            Ok(_) => Ok(()),
            Err(trouble) => Err(trouble.to_string()),
        });
    Event::Acted(Input::FactoryResetEnded(result))
}
