//! What the ACS knows: settings, devices, sessions, Informs, complaints and the transcript.
//!
//! ```text
//! session:  Open ──end or hold time over──> Released ──204 written──> Done
//!             └──────── broken off, or a new Inform of the device ──> Broken(why)
//! ```

use std::collections::{BTreeMap, VecDeque};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::auth::Auth;
use crate::deploy::{Asked, Deployed};
use crate::light::{Notice, Seen};
use crate::rude::{Rude, Switch};
use crate::soap::{Answer, Ask, Inform, Report, Value};
use crate::tls::Certificate;
use crate::transcript::{Entry, Log};

/// How an ACS is set up. All but the first four can be changed while it runs (`option` in the line language).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Default 127.0.0.1:0, any free port.
    pub listen: SocketAddr,
    /// Given: HTTPS. Default none: HTTP.
    pub certificate: Option<Certificate>,
    /// PEM: agents must show a certificate of this CA.
    pub client_ca: Option<String>,
    /// Files under /files/ besides those kept in memory; uploads are written here. Default: memory only.
    pub files: Option<PathBuf>,
    /// How agents log in. Default none.
    pub auth: Auth,
    /// How they log in for files. Default none.
    pub file_auth: Auth,
    /// Default `cpe`.
    pub username: String,
    /// Default `cpe-secret`.
    pub password: String,
    /// `cwmp-1-0` …; None (the default): the one of the Inform.
    pub namespace: Option<String>,
    /// UseCWMPVersion in the InformResponse. Default none.
    pub use_version: Option<String>,
    /// HoldRequests is 1 in the InformResponse and in requests. Default false.
    pub hold_requests: bool,
    /// Sessions are known by their cookie; false: by their connection. Default true.
    pub cookies: bool,
    /// How long an idle session waits for the next command before its 204. Default 10 s.
    pub hold: Duration,
    /// A command without a session sends a connection request first. Default false.
    pub auto_cr: bool,
    /// Credentials of connection requests, unless a `set` gave others. Default `acs`, `acs-secret`.
    pub cr_username: String,
    pub cr_password: String,
    /// Longest wait for an answer, a session or an Inform. Default 30 s.
    pub within: Duration,
    /// What a Kicked is answered. Default `http://127.0.0.1/`.
    pub next_url: String,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            certificate: None,
            client_ca: None,
            files: None,
            auth: Auth::None,
            file_auth: Auth::None,
            username: "cpe".to_owned(),
            password: "cpe-secret".to_owned(),
            namespace: None,
            use_version: None,
            hold_requests: false,
            cookies: true,
            hold: Duration::from_secs(10),
            auto_cr: false,
            cr_username: "acs".to_owned(),
            cr_password: "acs-secret".to_owned(),
            within: Duration::from_secs(30),
            next_url: "http://127.0.0.1/".to_owned(),
        }
    }
}

/// All of it, behind one lock; `changed` is signalled at every change that somebody may wait for.
#[derive(Debug)]
pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    pub start: Instant,
    pub https: bool,
}

impl Shared {
    pub fn new(options: Options, log: Log) -> Shared {
        let https = options.certificate.is_some();
        let state = State {
            options,
            devices: BTreeMap::new(),
            sessions: BTreeMap::new(),
            informs: Vec::new(),
            switches: Vec::new(),
            complaints: Vec::new(),
            log,
            files: BTreeMap::new(),
            sockets: BTreeMap::new(),
            loose_nonces: VecDeque::new(),
            agent_requests: Vec::new(),
            wanted: Vec::new(),
            kicked: Vec::new(),
            reports: Vec::new(),
            deployed: Vec::new(),
            deploys: Vec::new(),
            notices: Vec::new(),
            light: Seen::default(),
            closing: false,
        };
        Shared {
            state: Mutex::new(state),
            changed: Condvar::new(),
            start: Instant::now(),
            https,
        }
    }

    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes all who wait.
    pub fn notify(&self) {
        self.changed.notify_all();
    }

    /// Gives the lock away until something changes, at most `limit`.
    pub fn wait<'a>(&self, guard: MutexGuard<'a, State>, limit: Duration) -> MutexGuard<'a, State> {
        self.changed
            .wait_timeout(guard, limit)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }

    /// Waits until `ready` gives something, or `deadline` has passed.
    pub fn wait_for<T>(
        &self,
        deadline: Instant,
        mut ready: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let mut state = self.lock();
        loop {
            if let Some(found) = ready(&mut state) {
                return Some(found);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.wait(state, left.min(Duration::from_millis(200)));
        }
    }
}

#[derive(Debug)]
pub(crate) struct State {
    pub options: Options,
    /// By [`Inform::device`].
    pub devices: BTreeMap<String, Device>,
    pub sessions: BTreeMap<u64, Session>,
    pub informs: Vec<Informed>,
    pub switches: Vec<Switch>,
    pub complaints: Vec<String>,
    pub log: Log,
    /// Files kept in memory, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Open connections, to be cut at the end.
    pub sockets: BTreeMap<u64, TcpStream>,
    /// Nonces given with `Connection: close`: good on the next connection.
    pub loose_nonces: VecDeque<String>,
    /// Requests of agents other than Inform: device and method.
    pub agent_requests: Vec<(String, String)>,
    /// The last RequestDownload: see [`crate::soap::wanted`].
    pub wanted: Vec<String>,
    /// The last Kicked: each argument as `NAME=VALUE`.
    pub kicked: Vec<String>,
    /// How transfers ended, in the order of the reports.
    pub reports: Vec<Report>,
    /// How changes of software modules ended, in the order of the reports.
    pub deployed: Vec<Deployed>,
    /// All that were asked for.
    pub deploys: Vec<Asked>,
    /// Lightweight notifications, in the order of their coming.
    pub notices: Vec<Notice>,
    pub light: Seen,
    pub closing: bool,
}

/// What is known of one device.
#[derive(Clone, Debug, Default)]
pub(crate) struct Device {
    pub inform: Inform,
    pub informs: u32,
    /// Last value seen or set of every parameter.
    pub parameters: BTreeMap<String, Value>,
    /// Credentials of connection requests that a `set` gave it.
    pub cr_username: Option<String>,
    pub cr_password: Option<String>,
}

impl Device {
    pub fn learn(&mut self, values: &[Value]) {
        for v in values {
            self.parameters.insert(v.path.clone(), v.clone());
            if v.path
                .ends_with(".ManagementServer.ConnectionRequestUsername")
                && !v.value.is_empty()
            {
                self.cr_username = Some(v.value.clone());
            }
        }
    }

    pub fn url(&self) -> Option<&str> {
        let mut all = self.parameters.iter();
        all.find(|(p, _)| p.ends_with(".ManagementServer.ConnectionRequestURL"))
            .map(|(_, v)| v.value.as_str())
    }
}

/// An Inform that was answered with InformResponse.
#[derive(Clone, Debug)]
pub struct Informed {
    pub session: u64,
    /// See [`Inform::device`].
    pub device: String,
    pub inform: Inform,
    /// `cwmp-1-0` …
    pub namespace: String,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub device: String,
    pub cookie: String,
    pub namespace: String,
    pub inform_id: Option<String>,
    pub connection: u64,
    pub phase: Phase,
    /// Answers given, the InformResponse included, 401s not.
    pub answers: u32,
    /// The next POST needs a login though the session has one.
    pub login: bool,
    /// An empty POST came while HoldRequests was false: no more requests from the agent.
    pub sent_empty: bool,
    pub pending: Option<Pending>,
    pub queue: VecDeque<Job>,
    pub asked: u32,
    /// When the last message came in.
    pub active: Instant,
    /// When its connection was lost.
    pub lost: Option<Instant>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Open,
    Released,
    Done,
    Broken(String),
}

impl Session {
    pub fn is_alive(&self) -> bool {
        matches!(self.phase, Phase::Open | Phase::Released)
    }

    /// Its connection is gone, for longer than it takes to go on over another one.
    pub fn is_lost(&self) -> bool {
        self.lost
            .is_some_and(|at| at.elapsed() > Duration::from_secs(10))
    }

    /// Ends it badly: whoever waits for an answer hears why.
    pub fn fail(&mut self, why: &str) {
        if self.is_alive() {
            self.phase = Phase::Broken(why.to_owned());
        }
        if let Some(pending) = self.pending.take() {
            let _ = pending.reply.send(Err(why.to_owned()));
        }
        for job in self.queue.drain(..) {
            let _ = job.reply.send(Err(why.to_owned()));
        }
    }
}

/// A request that waits for its turn.
#[derive(Debug)]
pub(crate) struct Job {
    pub ask: Ask,
    pub reply: Sender<Result<Answer, String>>,
}

/// A request that waits for its answer.
#[derive(Debug)]
pub(crate) struct Pending {
    pub ask: Ask,
    pub id: Option<String>,
    pub reply: Sender<Result<Answer, String>>,
}

impl State {
    /// Lets go the sessions in which the agent has nothing more to say and nobody asks: what is waited for
    /// comes in another one, which they would only hold up. With several devices, `device` must say whose. Nothing
    /// is found by that.
    pub fn release_idle<T>(&mut self, device: Option<&str>) -> Option<T> {
        if device.is_none() && self.devices.len() > 1 {
            return None;
        }
        for session in self.sessions.values_mut() {
            let idle = session.sent_empty && session.pending.is_none() && session.queue.is_empty();
            let meant = device.is_none_or(|device| device == session.device);
            if idle && meant && session.phase == Phase::Open {
                session.phase = Phase::Released;
            }
        }
        None
    }

    /// The ways to misbehave that `filter` picks, for an answer after `answers` others; counts them as used.
    pub fn befall(&mut self, answers: u32, filter: fn(&Rude) -> bool) -> Vec<Rude> {
        let mut out = Vec::new();
        for switch in &mut self.switches {
            if filter(&switch.what) && answers >= switch.after && switch.times != Some(0) {
                out.push(switch.what.clone());
                switch.times = switch.times.map(|t| t - 1);
            }
        }
        out
    }

    /// Notes a broken rule, once.
    pub fn complain(&mut self, at: Duration, connection: u64, what: &str) {
        if !self.complaints.iter().any(|c| c == what) {
            self.complaints.push(what.to_owned());
        }
        self.log
            .push(Entry::note(at, connection, &format!("complaint: {what}")));
    }

    /// The device's session that still takes commands.
    pub fn session_of(&self, device: Option<&str>) -> Option<u64> {
        let mut all = self.sessions.iter().rev();
        all.find(|(_, s)| s.phase == Phase::Open && device.is_none_or(|d| s.device == d))
            .map(|(id, _)| *id)
    }
}
