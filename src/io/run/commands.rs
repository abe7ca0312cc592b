//! The main loop's part in what people ask: the control socket, and settings read anew.

use super::{Daemon, Event, SESSION_STACK, configure_log};
use crate::agent::Input;
use crate::agent::settings::Settings;
use crate::cwmp::rpc::Kicked;
use crate::io::ctl::Control;
use crate::io::deploy;
use crate::io::flash::Flash;
use crate::io::load::{self, Options};
use crate::io::queue::Queue;
use crate::io::transfer::{self, Running};
use crate::io::{clock, start};
use async_executor::LocalExecutor;
use std::path::PathBuf;
use std::rc::Rc;

impl Daemon {
    /// One line of the control socket.
    pub(super) fn command(&mut self, line: &str) -> Result<String, String> {
        match line {
            "status" => {
                let status = self.agent.status(clock::now());
                let mut text: String = status
                    .into_iter()
                    .map(|(name, value)| format!("{name}={value}\n"))
                    .collect();
                let calls = self.gate.borrow().counters().words();
                text.push_str(&format!("connection_requests={calls}\n"));
                text.push_str(&format!("stun={}\n", self.udp.status()));
                #[cfg(feature = "xmpp")]
                if let Some(told) = crate::io::xmpp::told(&self.settings, &self.places) {
                    text.push_str(&format!("xmpp={told}\n"));
                }
                for (name, id, line) in self.agent.transfer_status() {
                    let running = self.transfer.as_ref().filter(|one| one.id == id);
                    let progress = running.map(Running::told).unwrap_or_default();
                    text.push_str(&format!("{name}={line}{progress}\n"));
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
            "diagnosed" => {
                self.tell(Input::Diagnosed);
                Ok(String::new())
            }
            "discovered" => {
                self.discover();
                Ok(String::new())
            }
            "reload" => self.reload().map(|()| String::new()),
            "stop" => {
                self.tell(Input::Stop);
                Ok(String::new())
            }
            _ => {
                let input = match line.split_once(' ') {
                    Some(("transferred", words)) => transfer::transferred(words)?,
                    Some(("request-download", words)) => transfer::wanted(words)?,
                    _ => {
                        return Err(format!(
                            "expected status, inform, wakeup, diagnosed, discovered, changed PATH…, transferred …, request-download …, kicked …, deployed …, reload or stop, got `{line}`"
                        ));
                    }
                };
                let refused = self.tell(input);
                refused.map_or(Ok(String::new()), |fault| Err(fault.to_string()))
            }
        }
    }

    /// A page in the LAN has kicked; the answer comes when the ACS has said where to go next.
    pub(super) fn kicked(&mut self, words: &str, caller: Queue<String>) {
        let refused = match Kicked::read(words.split('\t')) {
            Err(text) => Some(text),
            Ok(kicked) => self
                .tell(Input::Kicked(Box::new(kicked)))
                .map(|fault| fault.text),
        };
        match refused {
            Some(text) => answer(&caller, Err(text)),
            None => self.kicker = Some(caller),
        }
    }

    /// Looks up, on a thread, which software module has changed by itself.
    pub(super) fn look_at_modules(&mut self, words: &str, caller: Queue<String>) {
        let (operation, fault) = match deploy::deployed(words) {
            Ok(meant) => meant,
            Err(text) => return answer(&caller, Err(text)),
        };
        let (bench, events, to) = (self.bench(), self.events.clone(), caller.clone());
        let started = start::thread("modules", SESSION_STACK, move || {
            let seen = bench.survey().map(|modules| Input::ModulesChanged {
                operation: Box::new(operation),
                fault,
                modules,
            });
            events.push(Event::Deployed(seen, to));
        });
        if let Err(error) = started {
            answer(&caller, Err(format!("no thread for it: {error}")));
        }
    }

    /// SIGHUP: settings, maps and schema anew. What cannot be read changes nothing.
    pub(super) fn reload(&mut self) -> Result<(), String> {
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

    pub(super) fn read_settings(&mut self) -> Result<(), String> {
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
            (door.enable, door.port, door.interface.clone())
        };
        let moved = listening(&old) != listening(&settings);
        let udp = |settings: &Settings| {
            let door = &settings.connection_request;
            (door.udp, door.port, door.interface.clone())
        };
        let udp_moved = udp(&old) != udp(&settings);
        let another_acs = old.acs.url != settings.acs.url;
        #[cfg(feature = "xmpp")]
        let another_xmpp = (&old.xmpp, &old.tls) != (&settings.xmpp, &settings.tls);
        self.tell(Input::Settings(Box::new(settings)));
        self.open_door(moved);
        #[cfg(feature = "xmpp")]
        if another_xmpp {
            self.open_xmpp();
        }
        self.open_udp(udp_moved);
        if another_acs {
            // What was signed for the ACS before is nothing to this one.
            self.gate.borrow_mut().recall(None);
            self.find_facing();
        }
        self.publish();
        Ok(())
    }
}

pub(super) fn answer(caller: &Queue<String>, said: Result<String, String>) {
    caller.push(match said {
        Ok(text) => text,
        Err(text) => format!("!{text}\n"),
    });
}

pub(super) fn open_control(
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

/// Errors to the log; the last one is returned.
fn complain(what: &str, errors: Vec<String>) -> String {
    for error in &errors {
        log::error!("{error}");
    }
    log::error!("{what} stay as they were");
    errors.last().cloned().unwrap_or_default()
}
