//! The line language: one command at a time, against the session of one device.

mod show;
mod wait;

use std::collections::{BTreeMap, BTreeSet};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use crate::auth::Auth;
use crate::cr::{Knock, Manner};
use crate::deploy;
use crate::expect;
use crate::help;
use crate::line;
use crate::print::{Ink, Printer};
use crate::rude::Switch;
use crate::soap::{Answer, Ask, AttributeSetting, Value};
use crate::state::{Informed, Job, Phase, Session, Shared, State};
use crate::udp::Udp;
use crate::xmpp::Way;

/// Seconds from now to `$soon`.
const SOON: u64 = 8;

/// What lasts from one script to the next.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    pub variables: BTreeMap<String, String>,
    pub device: Option<String>,
    pub session: Option<u64>,
    /// All sessions that the running script had a hand in.
    pub sessions: BTreeSet<u64>,
    /// Informs that a `wait` has seen, by their place in the list.
    pub taken: BTreeSet<usize>,
    pub last: Last,
    pub last_cr: Option<u16>,
    /// Connections to the agent that say nothing.
    pub kept: Vec<TcpStream>,
    pub udp: Udp,
    pub xmpp: Way,
    pub requests_seen: usize,
    /// Reports of transfers before this one are forgotten.
    pub reports_from: usize,
    /// The same of software modules.
    pub deployed_from: usize,
    /// Lightweight notifications before this one are forgotten or were waited for.
    pub notices_from: usize,
    /// Complaints before this one are forgotten.
    pub complaints_from: usize,
}

impl Memory {
    /// The device that was asked for, else the one whose Inform came last.
    pub fn last_device(&self, state: &State) -> Option<String> {
        self.device
            .clone()
            .or_else(|| state.informs.last().map(|i| i.device.clone()))
    }
}

/// What `expect` looks at.
#[derive(Debug, Default)]
pub(crate) enum Last {
    #[default]
    Nothing,
    Inform(Informed),
    Answer(Answer),
}

pub(crate) struct Runner<'a> {
    pub shared: &'a Arc<Shared>,
    pub memory: &'a mut Memory,
    pub printer: &'a mut Printer,
    /// Where `raw` looks for files.
    pub folder: PathBuf,
    /// Set by `quit`.
    pub quit: bool,
    /// The last line asked the agent for something.
    pub asked: bool,
}

impl Runner<'_> {
    /// Does one line.
    ///
    /// # Errors
    /// What was expected and what came. A fault of the agent is no error here: it is in `memory.last`.
    pub fn execute(&mut self, text: &str) -> Result<(), String> {
        self.asked = false;
        let soon = std::time::UNIX_EPOCH.elapsed().map_or(0, |t| t.as_secs()) + SOON;
        let variables = &mut self.memory.variables;
        variables.insert("soon".to_owned(), line::utc(soon));
        let words = line::words(text, variables)?;
        let Some((command, arguments)) = words.split_first() else {
            return Ok(());
        };
        let first = arguments.first().map(String::as_str);
        match command.as_str() {
            "wait" if first == Some("inform") => {
                self.wait_inform(arguments.get(1..).unwrap_or(&[]))
            }
            "wait" if first == Some("request") => {
                self.wait_request(arguments.get(1..).unwrap_or(&[]))
            }
            "wait" if first == Some("transfer") => {
                self.wait_transfer(arguments.get(1..).unwrap_or(&[]))
            }
            "wait" if first == Some("notification") => {
                self.wait_notification(arguments.get(1..).unwrap_or(&[]))
            }
            "wait" if first == Some("deploy") => {
                self.wait_deploy(arguments.get(1..).unwrap_or(&[]))
            }
            "wait" if first == Some("stun") => self.wait_stun(arguments.get(1..).unwrap_or(&[])),
            "wait" if first == Some("quiet") => self.wait_quiet(arguments.get(1..).unwrap_or(&[])),
            "wait" => Err(format!(
                "wait: expected inform, deploy, request, transfer, notification, stun or quiet, got {:?}",
                first.unwrap_or("nothing")
            )),
            "get" => self.ask(Ask::GetParameterValues(some(arguments, "get", "a path")?)),
            "names" => {
                let next_level = match arguments.get(1).map(String::as_str) {
                    None => false,
                    Some("next") => true,
                    Some(other) => {
                        return Err(format!(
                            "names: expected next or nothing after the path, got {other:?}"
                        ));
                    }
                };
                self.ask(Ask::GetParameterNames {
                    path: first.unwrap_or("").to_owned(),
                    next_level,
                })
            }
            "set" => self.set(arguments),
            "add" => {
                let (paths, key) = with_key(arguments);
                let object = one(paths, "add", "a table such as Device.NAT.PortMapping.")?;
                self.ask(Ask::AddObject { object, key })
            }
            "del" => {
                let (paths, key) = with_key(arguments);
                let object = one(paths, "del", "a row such as Device.NAT.PortMapping.1.")?;
                self.ask(Ask::DeleteObject { object, key })
            }
            "attrs" => self.ask(Ask::GetParameterAttributes(some(
                arguments, "attrs", "a path",
            )?)),
            "attrset" => self.attrset(arguments),
            "methods" => self.ask(Ask::GetRpcMethods),
            "reboot" => self.ask(Ask::Reboot {
                key: first.unwrap_or("").to_owned(),
            }),
            "schedule-inform" => match arguments {
                [delay] | [delay, _] => self.ask(Ask::ScheduleInform {
                    delay: delay.clone(),
                    key: arguments.get(1).cloned().unwrap_or_default(),
                }),
                _ => Err("schedule-inform: expected SECONDS [KEY]".to_owned()),
            },
            "factory-reset" => self.ask(Ask::FactoryReset),
            "download" | "upload" | "schedule" => {
                let https = self.shared.https;
                let listen = self.shared.lock().options.listen;
                let base = crate::transfer::base(https, listen);
                let transfer = crate::transfer::parse(command, arguments, &base)?;
                self.ask(Ask::Transfer(Box::new(transfer)))
            }
            "deploy" => {
                let https = self.shared.https;
                let listen = self.shared.lock().options.listen;
                let deploy = deploy::parse(arguments, &crate::transfer::base(https, listen))?;
                let asked = deploy::Asked::of(&deploy);
                self.shared.lock().deploys.push(asked);
                self.ask(Ask::Deploy(Box::new(deploy)))
            }
            "queued" => self.ask(Ask::QueuedTransfers {
                all: first == Some("all"),
            }),
            "cancel" => self.ask(Ask::CancelTransfer {
                key: one(arguments, "cancel", "a CommandKey")?,
            }),
            "file" => crate::transfer::file(&mut self.shared.lock(), arguments),
            "cr" if first == Some("udp") => self.cr_udp(arguments.get(1..).unwrap_or(&[])),
            "cr" if first == Some("xmpp") => self.cr_xmpp(arguments.get(1..).unwrap_or(&[])),
            "cr" => self.cr(arguments),
            "stun" => self.stun(arguments),
            "expect" if first == Some("stun") => {
                self.expect_stun(arguments.get(1..).unwrap_or(&[]))
            }
            "xmpp" => self.xmpp(arguments),
            "raw" => {
                let path = self.folder.join(one(arguments, "raw", "a file")?);
                let body = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                self.ask(Ask::Raw(body))
            }
            "expect" => {
                let state = self.shared.lock();
                let complaints = state
                    .complaints
                    .get(self.memory.complaints_from..)
                    .unwrap_or(&[])
                    .to_vec();
                let reports = state
                    .reports
                    .get(self.memory.reports_from..)
                    .unwrap_or(&[])
                    .to_vec();
                if let [word, name, rest @ ..] = arguments
                    && word == "file"
                {
                    return crate::transfer::expect_file(&state, name, rest);
                }
                if let [word, key, rest @ ..] = arguments
                    && word == "deploy"
                {
                    let reports = state.deployed.get(self.memory.deployed_from..);
                    return expect::deployed(key, rest, reports.unwrap_or(&[]));
                }
                if let [request, words @ ..] = arguments
                    && request == "request"
                {
                    return match state.wanted == words {
                        true => Ok(()),
                        false => Err(format!(
                            "expected a RequestDownload of {words:?}, got {:?}",
                            state.wanted
                        )),
                    };
                }
                if let [kicked, words @ ..] = arguments
                    && kicked == "kicked"
                {
                    return match words.iter().find(|word| !state.kicked.contains(word)) {
                        None => Ok(()),
                        Some(word) => Err(format!(
                            "expected a Kicked with {word:?}, got {:?}",
                            state.kicked
                        )),
                    };
                }
                if let [no, what] = arguments
                    && (no.as_str(), what.as_str()) == ("no", "notification")
                {
                    return match state.notices.get(self.memory.notices_from) {
                        None => Ok(()),
                        Some(notice) => Err(format!(
                            "expected no lightweight notification, got one of {:?}",
                            notice.values
                        )),
                    };
                }
                drop(state);
                expect::check(
                    arguments,
                    &self.memory.last,
                    self.memory.last_cr,
                    &complaints,
                    &reports,
                )
            }
            "end" => self.end(),
            "device" => {
                let name = one(arguments, "device", "a device's name, or any")?;
                self.memory.device = (name != "any").then_some(name);
                self.memory.session = None;
                Ok(())
            }
            "let" => {
                let pair = arguments.join(" ");
                let (name, value) = pair.split_once('=').ok_or("let: expected NAME=VALUE")?;
                self.memory
                    .variables
                    .insert(name.trim().to_owned(), value.to_owned());
                Ok(())
            }
            "say" => {
                self.printer
                    .line(Ink::Bold, &format!("\n{}", arguments.join(" ")));
                Ok(())
            }
            "show" => self.show(first),
            "option" => self.option(arguments),
            "rude" => {
                let mut state = self.shared.lock();
                if first == Some("off") {
                    state.switches.clear();
                } else {
                    state.switches.push(Switch::parse(arguments)?);
                }
                Ok(())
            }
            "pause" => {
                std::thread::sleep(seconds(first, "pause")?);
                Ok(())
            }
            "forget" => {
                let state = self.shared.lock();
                self.memory.taken.extend(0..state.informs.len());
                self.memory.complaints_from = state.complaints.len();
                self.memory.requests_seen = state.agent_requests.len();
                self.memory.reports_from = state.reports.len();
                self.memory.deployed_from = state.deployed.len();
                self.memory.udp.forget();
                self.memory.notices_from = state.notices.len();
                Ok(())
            }
            "status" => {
                self.status();
                Ok(())
            }
            "help" => help::print(self.printer, first),
            "quit" | "exit" => {
                self.quit = true;
                Ok(())
            }
            other => Err(format!("no command is called {other:?}; `help` lists them")),
        }
    }

    pub fn within(&self) -> Duration {
        self.shared.lock().options.within
    }

    /// Lets every session go that the script had a hand in.
    pub fn release_all(&mut self) {
        self.memory.session = None;
        let mut state = self.shared.lock();
        for id in std::mem::take(&mut self.memory.sessions) {
            if let Some(session) = state
                .sessions
                .get_mut(&id)
                .filter(|s| s.phase == Phase::Open)
            {
                session.phase = Phase::Released;
            }
        }
        drop(state);
        self.shared.notify();
    }

    /// Lets the session go that the last commands were for.
    pub fn release(&mut self, device: Option<&str>) {
        let mut state = self.shared.lock();
        if let Some(session) = self
            .memory
            .session
            .and_then(|id| state.sessions.get_mut(&id))
            && session.phase == Phase::Open
            && device.is_none_or(|d| d == session.device)
        {
            session.phase = Phase::Released;
        }
        drop(state);
        self.shared.notify();
    }

    /// Ends the session, and waits until the agent has heard it.
    pub fn end(&mut self) -> Result<(), String> {
        self.release(None);
        let Some(id) = self.memory.session else {
            return Ok(());
        };
        let limit = self.within();
        let ended = self.shared.wait_for(Instant::now() + limit, |state| {
            let session = state.sessions.get(&id)?;
            match &session.phase {
                Phase::Done => Some(Ok(())),
                Phase::Broken(why) => Some(Err(why.clone())),
                _ if session.is_lost() => Some(Err("the agent closed the connection".to_owned())),
                _ => None,
            }
        });
        self.memory.session = None;
        match ended {
            Some(Ok(())) => Ok(()),
            Some(Err(why)) => Err(format!("expected the session to end well; {why}")),
            None => Err(format!(
                "expected the session to end within {} s; the agent has not sent its next POST",
                limit.as_secs_f64()
            )),
        }
    }

    /// The session for the next command: the running one, or the next that comes.
    fn session(&mut self) -> Result<u64, String> {
        let usable = {
            let state = self.shared.lock();
            let is_open = |id: &u64| {
                state
                    .sessions
                    .get(id)
                    .is_some_and(|s| s.phase == Phase::Open)
            };
            self.memory.session.filter(is_open)
        };
        if let Some(id) = usable {
            return Ok(id);
        }
        let (auto_cr, limit) = {
            let state = self.shared.lock();
            let idle = state.session_of(self.memory.device.as_deref()).is_none();
            (
                state.options.auto_cr && idle && self.memory.last_device(&state).is_some(),
                state.options.within,
            )
        };
        if auto_cr {
            self.knock(None, Manner::Md5, None)?;
        }
        let device = self.memory.device.clone();
        let found = self.shared.wait_for(Instant::now() + limit, |state| {
            let id = state.session_of(device.as_deref())?;
            state
                .informs
                .iter()
                .position(|i| i.session == id)
                .map(|at| (id, at))
        });
        let Some((id, at)) = found else {
            return Err(format!(
                "expected a session within {} s; no Inform came",
                limit.as_secs_f64()
            ));
        };
        if self.memory.taken.insert(at) {
            let informed = self.shared.lock().informs.get(at).cloned();
            if let Some(informed) = informed {
                self.printer.inform(&informed);
            }
        }
        self.memory.session = Some(id);
        self.memory.sessions.insert(id);
        Ok(id)
    }

    fn ask(&mut self, ask: Ask) -> Result<(), String> {
        self.memory.last = Last::Nothing;
        self.asked = true;
        let limit = self.within();
        let (answers, answer) = mpsc::channel();
        let id = loop {
            let id = self.session()?;
            let mut state = self.shared.lock();
            // It may have ended since.
            if let Some(session) = state
                .sessions
                .get_mut(&id)
                .filter(|s| s.phase == Phase::Open)
            {
                session.queue.push_back(Job {
                    ask,
                    reply: answers,
                });
                break id;
            }
        };
        self.shared.notify();
        let since = Instant::now();
        let answer = loop {
            match answer.recv_timeout(Duration::from_millis(50)) {
                Ok(answer) => break answer?,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Err("the session ended without an answer".to_owned());
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
            if self
                .shared
                .lock()
                .sessions
                .get(&id)
                .is_some_and(Session::is_lost)
            {
                return Err("expected an answer; the agent closed the connection".to_owned());
            }
            if since.elapsed() > limit {
                return Err(format!(
                    "expected an answer within {} s; none came",
                    limit.as_secs_f64()
                ));
            }
        };
        self.printer.answer(&answer, since.elapsed());
        if let Answer::Added { instance, .. } = &answer {
            self.memory
                .variables
                .insert("row".to_owned(), instance.to_string());
        }
        self.memory.last = Last::Answer(answer);
        Ok(())
    }

    fn set(&mut self, arguments: &[String]) -> Result<(), String> {
        let (pairs, key) = with_key(arguments);
        let mut list = Vec::new();
        for pair in pairs {
            let (left, value) = pair
                .split_once('=')
                .ok_or_else(|| format!("set: expected PATH=VALUE, got {pair:?}"))?;
            let (path, kind) = match left.rsplit_once(':') {
                Some((path, kind)) if !kind.contains(']') => (path, kind.to_owned()),
                _ => (left, self.kind_of(left)),
            };
            list.push(Value {
                path: path.to_owned(),
                kind,
                value: value.to_owned(),
            });
        }
        self.ask(Ask::SetParameterValues { list, key })
    }

    fn kind_of(&self, path: &str) -> String {
        let state = self.shared.lock();
        let mut devices = state
            .devices
            .iter()
            .filter(|(name, _)| self.memory.device.as_ref().is_none_or(|d| d == *name));
        let known = devices
            .find_map(|(_, d)| d.parameters.get(path))
            .map(|v| v.kind.clone())
            .filter(|k| !k.is_empty());
        known.unwrap_or_else(|| "string".to_owned())
    }

    fn attrset(&mut self, arguments: &[String]) -> Result<(), String> {
        let (mut paths, mut notification, mut access) = (Vec::new(), None, None);
        for word in arguments {
            if let Some(n) = word.strip_prefix("notification=") {
                notification =
                    Some(n.parse().map_err(|_| {
                        format!("attrset: expected notification=0 to 6, got {n:?}")
                    })?);
            } else if let Some(list) = word.strip_prefix("access=") {
                let list = list.split(',').filter(|s| !s.is_empty() && *s != "none");
                access = Some(list.map(str::to_owned).collect::<Vec<_>>());
            } else {
                paths.push(word.clone());
            }
        }
        let setting = |path: &String| AttributeSetting {
            path: path.clone(),
            notification,
            access: access.clone(),
        };
        let list = some(&paths, "attrset", "a path")?
            .iter()
            .map(setting)
            .collect();
        self.ask(Ask::SetParameterAttributes(list))
    }

    fn cr(&mut self, arguments: &[String]) -> Result<(), String> {
        const EXPECTED: &str = "cr: expected [now] [USER PASSWORD] [as MANNER [NUMBER]]";
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (now, words) = match words.split_first() {
            Some((&"now", rest)) => (true, rest),
            _ => (false, &words[..]),
        };
        let (login, words) = match words {
            [user, password, rest @ ..] if *user != "as" => {
                (Some((String::from(*user), String::from(*password))), rest)
            }
            rest => (None, rest),
        };
        let (manner, number) = match words {
            [] => ("md5", None),
            ["as", manner] => (*manner, None),
            ["as", manner, number] => (*manner, Some(number.parse().map_err(|_| EXPECTED)?)),
            _ => return Err(EXPECTED.to_owned()),
        };
        let manner = Manner::named(manner)
            .ok_or_else(|| format!("cr: no manner {manner:?}; `help cr` lists them"))?;
        if !now {
            self.end()?;
        }
        self.knock(login, manner, number)
    }

    fn knock(
        &mut self,
        login: Option<(String, String)>,
        manner: Manner,
        number: Option<u32>,
    ) -> Result<(), String> {
        self.memory.last_cr = None;
        let (url, user, password) = {
            let state = self.shared.lock();
            let name = self.memory.last_device(&state);
            let device = name
                .and_then(|n| state.devices.get(&n))
                .ok_or("expected an Inform before a connection request; none came")?;
            let url = device
                .url()
                .filter(|u| !u.is_empty())
                .ok_or("the agent has not told its ConnectionRequestURL")?;
            let user = device
                .cr_username
                .clone()
                .unwrap_or_else(|| state.options.cr_username.clone());
            let password = device
                .cr_password
                .clone()
                .unwrap_or_else(|| state.options.cr_password.clone());
            (url.to_owned(), user, password)
        };
        let (user, password) = login.unwrap_or((user, password));
        let knock = Knock {
            url: &url,
            user: &user,
            password: &password,
            limit: Duration::from_secs(30),
            manner,
            number,
        };
        let status = knock.send(&mut self.memory.kept)?;
        self.memory.last_cr = Some(status);
        let ink = if matches!(status, 200 | 204) {
            Ink::Good
        } else {
            Ink::Bad
        };
        self.printer.line(
            ink,
            &format!(
                "  connection request to {url}: {status} {}",
                crate::http::reason(status)
            ),
        );
        Ok(())
    }

    /// The fault that the last line got, if it did.
    pub fn fault(&self) -> Option<String> {
        match &self.memory.last {
            Last::Answer(Answer::Fault(fault)) if self.asked => Some(fault.to_string()),
            _ => None,
        }
    }
}

pub(crate) fn seconds(word: Option<&str>, name: &str) -> Result<Duration, String> {
    word.and_then(|w| w.parse::<f64>().ok())
        .filter(|s| (0.0..1e6).contains(s))
        .map(Duration::from_secs_f64)
        .ok_or_else(|| {
            format!(
                "{name}: expected seconds, got {:?}",
                word.unwrap_or("nothing")
            )
        })
}

fn one(words: &[String], command: &str, what: &str) -> Result<String, String> {
    match words {
        [word] => Ok(word.clone()),
        [] => Err(format!("{command}: expected {what}")),
        more => Err(format!(
            "{command}: expected {what}, got {} words",
            more.len()
        )),
    }
}

fn some(words: &[String], command: &str, what: &str) -> Result<Vec<String>, String> {
    if words.is_empty() {
        Err(format!("{command}: expected {what}"))
    } else {
        Ok(words.to_vec())
    }
}

/// Takes `key KEY` off the end.
fn with_key(words: &[String]) -> (&[String], String) {
    match words {
        [rest @ .., key, value] if key == "key" => (rest, value.clone()),
        all => (all, String::new()),
    }
}
