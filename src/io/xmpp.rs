//! The XMPP connection, on a thread of its own: a socket, TLS and time for `connreq::xmpp`.
//!
//! ```text
//!   main loop                                       XMPP thread
//!   settings ──────────────────────────────────────► a Machine for one account
//!   gate ◄── Ask::Called, waits for the answer ──────  a connection request
//!   map ◄─── small files in memory (RUN) ────────────  status, JID, counters
//! ```
//!
//! Where the data model's values lie is said by `xmpp.map`: they are files, so that a change is noticed
//! like that of any other.

use super::connector::{Link, system_lookup};
use super::device::Places;
use super::fetch::Switch;
use super::flash::Flash;
use super::http::{Stream, Waits};
use super::queue::Queue;
use super::run::{Ask, Event, Said};
use super::target::Target;
use super::{clock, start, tls};
use crate::agent::settings::{Settings, TlsSettings, XmppSettings};
use crate::connreq::gate::Refusal;
use crate::connreq::xmpp::request::Call;
use crate::connreq::xmpp::srv::{self, Candidate};
use crate::connreq::xmpp::{Account, Act, Input, Machine, Report, Server};
use crate::cwmp::session::Failure;
use crate::time::utc;
use ring::rand::{SecureRandom, SystemRandom};
use std::io::{ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, Shutdown, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

/// Directory with a file for each row of XMPP.Connection.
const RUN: &str = "/var/run/cwmpd.xmpp";
/// ConnReqJabberID.
const JABBER_ID: &str = "/var/run/cwmpd.jabber_id";
/// The same on flash, so that a restart is no change of value.
const STATE: &str = "xmpp.json";
/// Where the servers of DNS are said; what resolves all other names reads it too.
const RESOLVERS: &str = "/etc/resolv.conf";
/// Servers of it that are asked, as the C library does.
const MOST_RESOLVERS: usize = 3;
/// For the answer of one of them.
const DNS_PATIENCE: Duration = Duration::from_secs(2);
/// For a TCP connection, for TLS, and for the server to take what is said.
const PATIENCE: Duration = Duration::from_secs(30);
/// No wait is longer, whatever it is for.
const LONG: Duration = Duration::from_secs(3600);
/// Room for rustls and quick-xml.
const STACK: usize = 256 << 10;

/// The thread; it ends when this is dropped.
#[derive(Debug)]
pub struct Xmpp(Arc<Line>);

/// What both sides hold.
#[derive(Debug, Default)]
struct Line {
    stop: Switch,
    /// Held while the thread writes, so that it writes nothing once it is to stop: another may run.
    socket: Mutex<Option<TcpStream>>,
}

impl Line {
    fn keep(&self, socket: Option<TcpStream>) {
        *self.socket.lock().unwrap_or_else(PoisonError::into_inner) = socket;
    }
}

impl Drop for Xmpp {
    fn drop(&mut self) {
        let socket = self.0.socket.lock();
        let socket = socket.unwrap_or_else(PoisonError::into_inner);
        self.0.stop.turn_on();
        if let Some(socket) = socket.as_ref() {
            // The thread reads an end, and says good-bye.
            let _ = socket.shutdown(Shutdown::Read);
        }
    }
}

impl Xmpp {
    /// The connection that these settings want; `None` if they want none.
    pub fn open(settings: &Settings, places: &Places, events: &Queue<Event>) -> Option<Xmpp> {
        let run = places.real(RUN);
        let flash = Flash::at(&places.state_folder());
        show_rows(&settings.xmpp, &run);
        let jabber_id = places.real(JABBER_ID);
        let Some((name, account)) = settings.xmpp.account.clone() else {
            let _ = std::fs::remove_file(jabber_id);
            let known = flash.state(STATE).is_ok_and(|state| state.is_some());
            if known && let Err(error) = flash.forget(STATE) {
                log::warn!("{STATE} stays: {error}");
            }
            return None;
        };
        // Before anybody asks: a restart is no change of value.
        let known = recall(&flash, &account);
        show(&jabber_id, &format!("{known}\n"));
        let line = Arc::new(Line::default());
        let mut thread = Thread {
            line: Arc::clone(&line),
            row: run.join(name),
            jabber_id,
            resolvers: places.real(RESOLVERS),
            flash,
            tls: settings.tls.clone(),
            domain: account.domain.clone(),
            events: events.clone(),
            random: SystemRandom::new(),
            link: None,
            shown: Report {
                jabber_id: known,
                ..Report::default()
            },
            since: String::new(),
        };
        let started = start::thread("xmpp", STACK, move || thread.run(account));
        match started {
            Ok(()) => Some(Xmpp(line)),
            Err(error) => {
                log::error!("XMPP: no thread for it: {error}");
                None
            }
        }
    }
}

/// What the row of the wanted connection says: its Status, and behind it the Jabber ID that it has.
pub fn told(settings: &Settings, places: &Places) -> Option<String> {
    let (name, _) = settings.xmpp.account.as_ref()?;
    let row = std::fs::read_to_string(places.real(RUN).join(name)).unwrap_or_default();
    let said = |what: &str| row.lines().find_map(|line| line.strip_prefix(what));
    let words = ["Status=", "JabberID="].map(|what| said(what).unwrap_or_default());
    Some(words.join(" ").trim_end().to_owned())
}

/// What the rows told is true no longer when the daemon has ended. Not while an [`Xmpp`] lives.
pub fn forget_rows(places: &Places) {
    let _ = std::fs::remove_dir_all(places.real(RUN));
    let _ = std::fs::remove_file(places.real(JABBER_ID));
}

/// Status of the rows that no thread tells of.
fn show_rows(settings: &XmppSettings, run: &Path) {
    if let Ok(entries) = std::fs::read_dir(run) {
        for entry in entries.flatten() {
            let known = |row: &&(String, bool)| entry.file_name() == row.0.as_str();
            if settings.rows.iter().find(known).is_none() {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
    let live = settings.account.as_ref().map(|(name, _)| name);
    for (name, enabled) in &settings.rows {
        if live != Some(name) {
            let status = if *enabled { "Dormant" } else { "Disabled" };
            show(&run.join(name), &format!("Status={status}\n"));
        }
    }
}

/// Writes a file in memory, whole; not if it says so already.
fn show(path: &Path, text: &str) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let written = Flash::at(folder).save_state(&name.to_string_lossy(), text.as_bytes());
    if let Err(error) = written {
        log::warn!("what XMPP.Connection tells is out of date: {error}");
    }
}

struct Thread {
    line: Arc<Line>,
    row: PathBuf,
    jabber_id: PathBuf,
    resolvers: PathBuf,
    flash: Flash,
    tls: TlsSettings,
    domain: String,
    events: Queue<Event>,
    random: SystemRandom,
    link: Option<Link>,
    shown: Report,
    /// LastChangeDate.
    since: String,
}

impl Thread {
    fn run(&mut self, account: Account) {
        let mut machine = Machine::new(&clock::now(), account, &self.shown.jabber_id);
        let mut buffer = [0; 2048];
        while !self.line.stop.is_on() {
            self.tell(machine.report());
            let wait = machine
                .wake_at()
                .map_or(LONG, |at| at.saturating_sub(clock::mono()).min(LONG));
            let Some(link) = &mut self.link else {
                self.line.stop.wait(wait);
                self.step(&mut machine, Input::Wake);
                continue;
            };
            link.set_each(wait);
            match link.read(&mut buffer) {
                Ok(0) => self.lost(&mut machine, "the server has closed the connection"),
                Ok(count) => {
                    let bytes = buffer.get(..count).unwrap_or_default();
                    self.step(&mut machine, Input::Bytes(bytes));
                }
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    self.step(&mut machine, Input::Wake);
                }
                Err(error) => self.lost(&mut machine, &error.to_string()),
            }
        }
        let farewell = machine.farewell();
        if let Some(link) = &mut self.link {
            link.set_each(Duration::from_secs(1));
            let _ = link
                .write_all(farewell.as_bytes())
                .and_then(|()| link.flush());
        }
        self.hang_up();
    }

    fn lost(&mut self, machine: &mut Machine, why: &str) {
        self.hang_up();
        if !self.line.stop.is_on() {
            self.step(machine, Input::Lost(why));
        }
    }

    fn hang_up(&mut self) {
        self.line.keep(None);
        self.link = None;
    }

    /// Hands an input to the machine, and carries out what follows from it.
    fn step(&mut self, machine: &mut Machine, input: Input) {
        let mut acts = self.handle(machine, input);
        while !acts.is_empty() {
            let found;
            let done = match acts.remove(0) {
                Act::LookUp => {
                    found = self.look_up();
                    Ok(Some(Input::Found(found.as_deref())))
                }
                Act::Connect(server) => self.connect(&server).map(|()| Some(Input::Connected)),
                Act::Secure => self.secure().map(|()| Some(Input::Secured)),
                Act::Send(text) => self.send(&text).map(|()| None),
                Act::Close => {
                    self.hang_up();
                    Ok(None)
                }
            };
            match done {
                Ok(None) => {}
                Ok(Some(input)) => acts.extend(self.handle(machine, input)),
                Err(failure) => {
                    self.hang_up();
                    acts = self.handle(machine, Input::Lost(&words(failure)));
                }
            }
        }
    }

    fn handle(&self, machine: &mut Machine, input: Input) -> Vec<Act> {
        let mut dice = [0; 16];
        if self.random.fill(&mut dice).is_err() {
            log::error!("the system has no random numbers");
        }
        let events = &self.events;
        let mut ask = |call: &Call| {
            let (answer, hear) = mpsc::channel();
            events.push(Event::Asked(Ask::Called(call.clone()), answer));
            match hear.recv() {
                Ok(Ok(Said::Called(answer))) => answer,
                _ => Err(Refusal::Closed),
            }
        };
        machine.handle(&clock::now(), dice, input, &mut ask)
    }

    /// Each server of DNS is asked twice; `None`: none has answered.
    fn look_up(&self) -> Option<Vec<Candidate>> {
        let text = std::fs::read_to_string(&self.resolvers).unwrap_or_default();
        let mut servers: Vec<IpAddr> = text.lines().filter_map(resolver).collect();
        servers.truncate(MOST_RESOLVERS);
        if servers.is_empty() {
            servers.push(Ipv4Addr::LOCALHOST.into());
        }
        for server in servers.iter().chain(&servers) {
            let mut id = [0; 2];
            if self.line.stop.is_on() || self.random.fill(&mut id).is_err() {
                break;
            }
            let question = srv::question(u16::from_be_bytes(id), &self.domain)?;
            if let Some(found) = ask(*server, &question).ok().flatten() {
                return Some(found);
            }
        }
        None
    }

    fn connect(&mut self, server: &Server) -> Result<(), Failure> {
        let target = Target {
            tls: false,
            host: server.host.clone(),
            port: server.port,
            path: String::new(),
        };
        let mut link = Link::open(&target, None, PATIENCE, system_lookup)?;
        link.begin(Waits {
            each: PATIENCE,
            whole: None,
        });
        self.line.keep(link.socket().ok());
        self.link = Some(link);
        Ok(())
    }

    fn secure(&mut self) -> Result<(), Failure> {
        let config = tls::config_for_one(&self.tls, clock::now())?;
        let link = self.link.as_mut();
        let link = link.ok_or_else(|| Failure::Local("no connection".to_string()))?;
        link.handshake(&self.domain, config, PATIENCE)?;
        link.begin(Waits {
            each: PATIENCE,
            whole: None,
        });
        Ok(())
    }

    /// What cannot be said to nobody is no trouble of its own.
    fn send(&mut self, text: &str) -> Result<(), Failure> {
        let Some(link) = &mut self.link else {
            return Ok(());
        };
        link.set_each(PATIENCE);
        let sent = link.write_all(text.as_bytes()).and_then(|()| link.flush());
        sent.map_err(|error| Failure::Transport(error.to_string()))
    }

    /// Lets the data model know.
    fn tell(&mut self, report: &Report) {
        let line = Arc::clone(&self.line);
        let _held = line.socket.lock().unwrap_or_else(PoisonError::into_inner);
        if *report == self.shown || line.stop.is_on() {
            return;
        }
        if report.status != self.shown.status {
            let wall = clock::now().wall;
            self.since = wall.map_or_else(String::new, |wall| utc(wall.unix));
        }
        if report.jabber_id != self.shown.jabber_id {
            show(&self.jabber_id, &format!("{}\n", report.jabber_id));
            // A server that gives another one each time is not worth the flash.
            let lasts = self.shown.jabber_id.is_empty();
            let state = serde_json::json!({ "jabber_id": report.jabber_id });
            if lasts && let Err(error) = self.flash.save_state(STATE, state.to_string().as_bytes())
            {
                log::warn!("{STATE} stays as it was: {error}");
            }
        }
        let Report {
            status,
            jabber_id,
            tls,
            received,
            transmitted,
            received_errors,
            transmitted_errors,
        } = report;
        let text = format!(
            "Status={status}\nLastChangeDate={}\nJabberID={jabber_id}\nTLSEstablished={tls}\n\
             ReceivedMessages={received}\nTransmittedMessages={transmitted}\n\
             ReceivedErrorMessages={received_errors}\nTransmittedErrorMessages={transmitted_errors}\n",
            self.since
        );
        show(&self.row, &text);
        self.shown = report.clone();
    }
}

/// The JID that was bound last, if it is one of this account.
fn recall(flash: &Flash, account: &Account) -> String {
    let content = flash.state(STATE).ok().flatten().unwrap_or_default();
    let state: serde_json::Value = serde_json::from_slice(&content).unwrap_or_default();
    let known = state.get("jabber_id").and_then(serde_json::Value::as_str);
    let (bare, resource) = known
        .and_then(|known| known.split_once('/'))
        .unwrap_or_default();
    let same = bare.split_once('@').is_some_and(|(username, domain)| {
        username.eq_ignore_ascii_case(&account.username)
            && domain.eq_ignore_ascii_case(&account.domain)
            && (account.resource.is_empty() || account.resource == resource)
    });
    known.filter(|_| same).unwrap_or_default().to_string()
}

/// The address in a line of resolv.conf.
fn resolver(line: &str) -> Option<IpAddr> {
    let mut words = line.split_ascii_whitespace();
    let name = words.next().filter(|word| *word == "nameserver");
    name.and(words.next())?.parse().ok()
}

fn ask(server: IpAddr, question: &[u8]) -> std::io::Result<Option<Vec<Candidate>>> {
    let any: IpAddr = match server {
        IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    // What others send is not heard.
    socket.connect((server, 53))?;
    socket.send(question)?;
    let deadline = clock::mono() + DNS_PATIENCE;
    let mut room = [0; srv::LONGEST_ANSWER];
    loop {
        let left = deadline.saturating_sub(clock::mono());
        if left.is_zero() {
            return Ok(None);
        }
        socket.set_read_timeout(Some(left))?;
        let count = socket.recv(&mut room)?;
        let answer = room.get(..count).unwrap_or_default();
        if let Some(found) = srv::read(question, answer) {
            return Ok(Some(found));
        }
        // Another server may know more than one in trouble.
        if answer.get(..2) == question.get(..2) {
            return Ok(None);
        }
    }
}

fn words(failure: Failure) -> String {
    match failure {
        Failure::Peer(text) | Failure::Transport(text) | Failure::Local(text) => text,
        Failure::Status(_) | Failure::Version => String::new(),
    }
}
