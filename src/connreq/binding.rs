//! The NAT binding through which UDP connection requests come in (TR-069 Annex G): found, kept alive, told
//! about.
//!
//! ```text
//!  off ─► look the server up ─► ask ──answer──► is it another address than before?
//!              ▲                 ▲ ▲                 │ yes: ask with BINDING-CHANGE
//!              │ no more servers │ │                 ▼ no
//!              └── no answer ────┘ │  ┌──────────► quiet ◄─── UDP connection requests come in here
//!                  or an error:    │  │              │ keep-alive period, or the time under test, is over
//!                  wait 2ⁿ         │  │              ├─ period found ──► ask
//!                  401: sign it ───┘  │              └─ search ────────► probe
//!                                     └─────── ask ◄── came through / came not ┘
//! ```
//!
//! **ask**: a Binding Request from the primary socket with CONNECTION-REQUEST-BINDING; the answer says
//! which address the world sees. **probe**: a Binding Request from another socket whose answer the server
//! sends to the primary binding: it comes through if the NAT still has it.
//!
//! **The search** (RFC 3489 10.2) finds how long the NAT keeps a binding that is not used, from
//! STUNMinimumKeepAlivePeriod up: twice as long until one is lost, or
//! STUNMaximumKeepAlivePeriod is reached, then by halves. Going up from below, and not from the middle, the
//! device is out of reach for no longer than the NAT keeps a binding. It begins anew when the address has
//! changed for another reason than the search, and with new settings.
//!
//! **Answers** to what was signed need no signature, as servers there are that never sign. One that has
//! signed rightly once does: from then on, what comes unsigned in its name is somebody else's, and it is asked
//! in no weaker way, until it or the login is another, or nothing but unsigned answers have come in its name for
//! [`FORGET`] requests with all their repetitions: then it is found out anew whether it wants signatures, as after
//! a server was replaced. Whoever can do that can also keep the requests from ever arriving, and a connection
//! request is signed in any case. Answers to probes tell no address, and coturn signs none that it sends elsewhere.
//!
//! **What the server cannot**: RESPONSE-ADDRESS is tried at once, while the binding is surely open. If the
//! answer does not come so, RESPONSE-PORT (RFC 5780 7.5) is tried, which newer servers know. If none comes
//! through, the period is the minimum.
//!
//! Pure: time comes in as the monotonic clock, what is to be done goes out by [`Binding::next_output`].

mod search;
mod signing;

use super::stun::{
    BINDING_CHANGE, BINDING_ERROR, BINDING_MARK, BINDING_REQUEST, BINDING_RESPONSE,
    CONNECTION_REQUEST_BINDING, Integrity, MAGIC_COOKIE, MESSAGE_INTEGRITY, Message,
    RESPONSE_ADDRESS, RESPONSE_PORT, TransactionId, Writer,
};
use core::net::SocketAddr;
use ring::hmac;
use search::{Search, Step};
use signing::Signing;
use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

/// What ManagementServer.STUN* says, with STUNEnable true.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// A name or an address; never empty.
    pub server: String,
    pub port: u16,
    /// Empty: requests are never signed.
    pub username: String,
    pub password: String,
    /// STUNMinimumKeepAlivePeriod, seconds.
    pub least: u32,
    /// STUNMaximumKeepAlivePeriod, seconds; `None`: no maximum.
    pub most: Option<u32>,
}

/// The socket that a datagram leaves from or came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Socket {
    /// Where connection requests come in.
    Primary,
    /// For probes alone.
    Second,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Find the addresses of the server; [`Binding::looked_up`] follows.
    LookUp { host: String, port: u16 },
    /// A datagram that is lost, or cannot be sent, is sent again in time.
    Send {
        socket: Socket,
        to: SocketAddr,
        bytes: Vec<u8>,
    },
}

/// What is known of the binding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Where the world reaches the primary socket.
    pub public: Option<SocketAddr>,
    /// NATDetected.
    pub nat: bool,
}

/// The machine. Feed it, then take its outputs.
pub struct Binding {
    /// Transaction IDs are made of it, so that nobody can guess the next one.
    secret: hmac::Key,
    issued: u64,
    config: Option<Config>,
    /// Of the primary socket, as the server is faced.
    local: Option<SocketAddr>,
    /// The one in use is the first.
    servers: VecDeque<SocketAddr>,
    looking_up: bool,
    signing: Signing,
    /// The same for probes: a server may give each socket a nonce of its own.
    probe_signing: Signing,
    /// The server whose answers are signed, and how it was asked.
    proven: Option<(SocketAddr, Signing)>,
    /// Requests in a row that nobody answered but without a signature, in its name.
    unsigned: u32,
    mapped: Option<SocketAddr>,
    /// The address that the server was told by BINDING-CHANGE.
    announced: Option<SocketAddr>,
    search: Search,
    /// In flight: from one socket or the other, never both.
    ask: Option<Ask>,
    probe: Option<Probe>,
    /// When the binding was used last.
    used: Duration,
    /// What is due when nothing is in flight: a keep-alive, a probe, another attempt.
    due: Option<Duration>,
    /// Something else came in through the binding, which a NAT may take as use.
    disturbed: bool,
    failures: u32,
    /// Requests in a row that the server wanted signed otherwise.
    refusals: u8,
    outputs: VecDeque<Output>,
    told: (Duration, u8),
}

/// A Binding Request from the primary socket.
struct Ask {
    id: TransactionId,
    bytes: Vec<u8>,
    sent: u32,
    again: Duration,
    /// The address that it announces.
    announces: Option<SocketAddr>,
    integrity: Option<Integrity>,
    /// An answer without a signature was passed over.
    unsigned: bool,
}

/// A Binding Request from the second socket.
struct Probe {
    id: TransactionId,
    bytes: Vec<u8>,
    sent: u32,
    again: Duration,
    /// How long the binding had been left alone.
    quiet: Duration,
}

/// RFC 3489 9.3: so many requests, at first so far apart, then twice as far, but not farther than that.
const MOST_SENT: u32 = 9;
const FIRST_GAP: Duration = Duration::from_millis(100);
const LONGEST_GAP: Duration = Duration::from_millis(1600);
/// A probe that is not answered is sent again twice, and then has come not.
const PROBES: [Duration; 3] = [
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1600),
];
/// From one announcement to the next, should the address change all the time.
const ANNOUNCE_PAUSE: Duration = Duration::from_secs(5);
/// The first wait after a server that does not answer, and the longest.
const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_PATIENCE: Duration = Duration::from_secs(900);
/// Failures in a row after which nobody knows the address any more.
const FORGET: u32 = 3;
/// Ways to sign one request that are tried: three, and a nonce that is stale.
const MOST_REFUSALS: u8 = 4;
/// Lines in the log in a minute.
const MOST_TOLD: u8 = 6;

impl Binding {
    /// `secret`: random.
    pub fn new(secret: &[u8; 32]) -> Binding {
        Binding {
            secret: hmac::Key::new(hmac::HMAC_SHA256, secret),
            issued: 0,
            config: None,
            local: None,
            servers: VecDeque::new(),
            looking_up: false,
            signing: Signing::Nothing,
            probe_signing: Signing::Nothing,
            proven: None,
            unsigned: 0,
            mapped: None,
            announced: None,
            search: Search::default(),
            ask: None,
            probe: None,
            used: Duration::ZERO,
            due: None,
            disturbed: false,
            failures: 0,
            refusals: 0,
            outputs: VecDeque::new(),
            told: (Duration::ZERO, 0),
        }
    }

    /// New settings; `None`: STUNEnable is false. They hold at once.
    pub fn configure(&mut self, now: Duration, config: Option<Config>) {
        if self.config == config {
            return;
        }
        let server = |config: &Option<Config>| {
            let config = config.as_ref()?;
            Some((config.server.clone(), config.port))
        };
        let login = |config: &Option<Config>| {
            let config = config.as_ref()?;
            Some((config.username.clone(), config.password.clone()))
        };
        let same_server = server(&self.config) == server(&config);
        if !same_server || login(&self.config) != login(&config) {
            self.forget_signing();
        }
        self.config = config;
        if !same_server || self.config.is_none() {
            self.outputs.clear();
            self.servers.clear();
            // The answer for the other name must not count for this one.
            self.looking_up = false;
            self.lose();
        }
        self.restart(now);
    }

    /// The local address of the primary socket that faces the server; `None`: there is no way to it.
    /// Another one than before means that all is found out anew.
    pub fn moved(&mut self, now: Duration, local: Option<SocketAddr>) {
        if self.local == local {
            return;
        }
        self.local = local;
        self.lose();
        self.restart(now);
    }

    /// The server in use.
    pub fn server(&self) -> Option<SocketAddr> {
        self.servers.front().copied()
    }

    /// What [`Output::LookUp`] for this host has found; empty: nothing.
    pub fn looked_up(&mut self, now: Duration, host: &str, found: Vec<SocketAddr>) {
        let expected = self
            .config
            .as_ref()
            .is_some_and(|config| config.server == host);
        if !expected || !std::mem::take(&mut self.looking_up) {
            return;
        }
        if found.is_empty() {
            self.failed(now, &format!("the name {host} has no address"));
            return;
        }
        self.servers = found.into();
        if self.local.is_some() {
            self.begin_ask(now);
        }
    }

    /// Takes a datagram that is a STUN message by its looks ([`super::stun::is_stun`]). Nothing but the
    /// answer to what is in flight changes anything.
    pub fn on_message(&mut self, now: Duration, socket: Socket, from: SocketAddr, bytes: &[u8]) {
        if self.server() != Some(from) {
            return;
        }
        let Some(message) = Message::parse(bytes) else {
            return;
        };
        if let Some(ask) = &self.ask
            && socket == Socket::Primary
            && ask.id == message.id
        {
            if message.kind == BINDING_RESPONSE {
                self.answered(now, &message);
            } else if message.kind == BINDING_ERROR {
                self.refused(now, &message);
            }
        } else if let Some(probe) = &self.probe
            && probe.id == message.id
        {
            match (socket, message.kind) {
                (Socket::Primary, BINDING_RESPONSE) => self.probed(now, true),
                (Socket::Second, BINDING_ERROR) if self.may_sign(socket, &message) => {
                    self.begin_probe(now);
                }
                // It came back to where it was sent from: the server cannot do better.
                (Socket::Second, _) => self.probed(now, false),
                _ => {}
            }
        }
    }

    /// Something else came in at the primary socket.
    pub fn on_other(&mut self, from: SocketAddr) {
        self.disturbed |= self.server() == Some(from);
    }

    /// Does what is due.
    pub fn wake(&mut self, now: Duration) {
        if self.config.is_none() {
            return;
        }
        if let Some(ask) = &mut self.ask {
            if now < ask.again {
                return;
            }
            if ask.sent < MOST_SENT {
                ask.sent += 1;
                let gap = FIRST_GAP * 2u32.pow(ask.sent.saturating_sub(1).min(4));
                ask.again = now + gap.min(LONGEST_GAP);
                let bytes = ask.bytes.clone();
                self.send(Socket::Primary, bytes);
            } else {
                if let Some(Ask { unsigned: true, .. }) = self.ask.take() {
                    self.unsigned += 1;
                }
                if self.unsigned >= FORGET {
                    self.tell(now, "STUN: the server no longer signs");
                    self.forget_signing();
                }
                let server = self.server().map(|at| at.to_string());
                let text = format!("no answer from {}", server.unwrap_or_default());
                self.failed(now, &text);
            }
        } else if let Some(probe) = &mut self.probe {
            if now < probe.again {
                return;
            }
            match PROBES.get(probe.sent as usize) {
                Some(gap) => {
                    probe.sent += 1;
                    probe.again = now + *gap;
                    let bytes = probe.bytes.clone();
                    self.send(Socket::Second, bytes);
                }
                None => self.probed(now, false),
            }
        } else if self.due.is_some_and(|due| now >= due) {
            self.due = None;
            if self.servers.is_empty() {
                self.look_up();
            } else if self.local.is_none() {
                self.due = Some(now + PATIENCE);
            } else if self.mapped.is_some() && !self.disturbed && self.search.is_on() {
                self.begin_probe(now);
            } else {
                self.begin_ask(now);
            }
        }
    }

    /// When to call [`Binding::wake`], on the monotonic clock.
    pub fn wake_at(&self) -> Option<Duration> {
        let ask = self.ask.as_ref().map(|ask| ask.again);
        let probe = self.probe.as_ref().map(|probe| probe.again);
        ask.or(probe).or(self.due)
    }

    pub fn next_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    pub fn found(&self) -> Found {
        Found {
            public: self.mapped,
            nat: self.mapped.is_some() && self.mapped != self.local,
        }
    }

    /// For `cwmpd status`.
    pub fn status(&self) -> String {
        match (&self.config, self.mapped, self.server()) {
            (None, ..) => "off".to_string(),
            (Some(_), Some(mapped), Some(server)) => {
                let nat = if self.found().nat { "NAT" } else { "no NAT" };
                format!("{mapped} as {server} sees it, {nat}, {}", self.search)
            }
            (Some(config), ..) => format!("no answer from {}", config.server),
        }
    }

    /// Begins again with what is known: the server, perhaps the address.
    fn restart(&mut self, now: Duration) {
        self.ask = None;
        self.probe = None;
        self.failures = 0;
        self.due = None;
        let Some(config) = &self.config else { return };
        self.search = Search::begin(config.least, config.most);
        if self.servers.is_empty() {
            self.look_up();
        } else if self.local.is_some() {
            self.begin_ask(now);
        } else {
            self.due = Some(now + PATIENCE);
        }
    }

    fn look_up(&mut self) {
        if let Some(config) = &self.config
            && !std::mem::replace(&mut self.looking_up, true)
        {
            self.outputs.push_back(Output::LookUp {
                host: config.server.clone(),
                port: config.port,
            });
        }
    }

    /// The next request finds out what the server wants.
    fn forget_signing(&mut self) {
        self.proven = None;
        self.unsigned = 0;
        self.signing = Signing::Nothing;
        self.probe_signing = Signing::Nothing;
    }

    fn lose(&mut self) {
        self.mapped = None;
        self.announced = None;
    }

    fn begin_ask(&mut self, now: Duration) {
        let Some(config) = &self.config else { return };
        let id = id(&self.secret, &mut self.issued);
        let mut request =
            Writer::new(BINDING_REQUEST, &id).with(CONNECTION_REQUEST_BINDING, BINDING_MARK);
        let announces = self.mapped.filter(|_| self.mapped != self.announced);
        if announces.is_some() {
            request = request.with(BINDING_CHANGE, &[]);
        }
        let (request, integrity) = self.signing.sign(request, config);
        self.disturbed = false;
        self.due = None;
        self.ask = Some(Ask {
            id,
            bytes: request.bytes(),
            sent: 0,
            again: now,
            announces,
            integrity,
            unsigned: false,
        });
        self.wake(now);
    }

    fn answered(&mut self, now: Duration, answer: &Message) {
        let Some(mapped) = answer.mapped() else {
            return;
        };
        let Some(mut ask) = self.ask.take() else {
            return;
        };
        if self.is_forged(&ask.integrity, answer) {
            if ask.sent == 1 {
                let text = "STUN: an answer that is not rightly signed is passed over";
                self.tell(now, text);
            }
            ask.unsigned |= answer.get(MESSAGE_INTEGRITY).is_none();
            self.ask = Some(ask);
            return;
        }
        self.unsigned = 0;
        if ask.integrity.is_some() && answer.get(MESSAGE_INTEGRITY).is_some() {
            let signing = self.signing.clone();
            self.proven = self.server().map(|server| (server, signing));
        }
        self.failures = 0;
        self.refusals = 0;
        if ask.announces.is_some() {
            self.announced = ask.announces;
        }
        let before = self.mapped.replace(mapped);
        if before != Some(mapped) {
            let nat = if self.found().nat {
                "through a NAT"
            } else {
                "without a NAT"
            };
            self.tell(
                now,
                &format!("UDP connection requests come to {mapped}, {nat}"),
            );
            if !self.search.take_expectation()
                && let Some(config) = &self.config
            {
                self.search = Search::begin(config.least, config.most);
            }
        }
        if self.announced == Some(mapped) {
            self.rest(now);
        } else if ask.announces.is_none() {
            self.begin_ask(now);
        } else {
            self.due = Some(now + ANNOUNCE_PAUSE);
            self.disturbed = true;
        }
    }

    /// Whether an answer is not the server's. `integrity`: that of the request.
    fn is_forged(&self, integrity: &Option<Integrity>, answer: &Message) -> bool {
        let signs = self.proven.as_ref().map(|(server, _)| *server);
        match integrity {
            None => false,
            Some(integrity) if answer.get(MESSAGE_INTEGRITY).is_some() => {
                !answer.is_signed(integrity)
            }
            Some(_) => signs.is_some() && signs == self.server(),
        }
    }

    /// The binding was used just now: what is next, and when.
    fn rest(&mut self, now: Duration) {
        self.search.take_expectation();
        self.used = now;
        self.due = Some(now + self.search.quiet());
    }

    fn refused(&mut self, now: Duration, message: &Message) {
        if self.may_sign(Socket::Primary, message) {
            self.begin_ask(now);
            return;
        }
        self.ask = None;
        let code = message.error().unwrap_or(0);
        let server = self.server().map(|at| at.to_string()).unwrap_or_default();
        if code == 600 {
            // RFC 3489 9.3: do not try again.
            self.failures = u32::MAX - 1;
        }
        self.failed(now, &format!("{server} refuses with error {code}"));
    }

    /// Whether a request that was refused may be sent again, signed as the server wants it.
    fn may_sign(&mut self, socket: Socket, message: &Message) -> bool {
        let signing = match socket {
            Socket::Primary => &mut self.signing,
            Socket::Second => &mut self.probe_signing,
        };
        self.refusals = self.refusals.saturating_add(1);
        let config = self
            .config
            .as_ref()
            .filter(|_| self.refusals <= MOST_REFUSALS);
        let again = config.is_some_and(|config| signing.challenged(message, config));
        if !again
            && let Some((server, proven)) = &self.proven
            && self.servers.front() == Some(server)
        {
            signing.clone_from(proven);
        }
        again
    }

    fn failed(&mut self, now: Duration, why: &str) {
        self.servers.pop_front();
        self.refusals = 0;
        self.failures = self.failures.saturating_add(1);
        if self.failures >= FORGET {
            self.lose();
        }
        let least = self.config.as_ref().map_or(0, |config| config.least);
        let first = PATIENCE.max(Duration::from_secs(least.into()));
        let wait = first.saturating_mul(1 << (self.failures - 1).min(7));
        let wait = wait.min(LONGEST_PATIENCE.max(first));
        // A server that comes back is not to be met by all its clients at once.
        let dice = id(&self.secret, &mut self.issued);
        let wait = wait + wait / 1024 * u32::from(dice.last().copied().unwrap_or(0));
        // One that did not answer may have brothers.
        let wait = match self.servers.is_empty() {
            true => wait,
            false => Duration::ZERO,
        };
        self.due = Some(now + wait);
        // Whatever was being tried begins with a good answer.
        self.disturbed = true;
        self.tell(
            now,
            &format!("STUN: {why}; next attempt in {} s", wait.as_secs()),
        );
    }

    fn begin_probe(&mut self, now: Duration) {
        let (Some(config), Some(mapped)) = (&self.config, self.mapped) else {
            return;
        };
        let id = id(&self.secret, &mut self.issued);
        let request = Writer::new(BINDING_REQUEST, &id);
        let request = match self.search.by_port() {
            false => request.with_address(RESPONSE_ADDRESS, mapped),
            true => {
                let [high, low] = mapped.port().to_be_bytes();
                request.with(RESPONSE_PORT, &[high, low, 0, 0])
            }
        };
        if self.probe_signing == Signing::Nothing {
            self.probe_signing = self.signing.clone();
        }
        let (request, _) = self.probe_signing.sign(request, config);
        self.probe = Some(Probe {
            id,
            bytes: request.bytes(),
            sent: 0,
            again: now,
            quiet: now.saturating_sub(self.used),
        });
        self.wake(now);
    }

    fn probed(&mut self, now: Duration, came_through: bool) {
        let Some(probe) = self.probe.take() else {
            return;
        };
        self.refusals = 0;
        match self.search.probed(came_through, probe.quiet) {
            Step::Probe => self.begin_probe(now),
            Step::Rest => self.rest(now),
            Step::Ask => self.begin_ask(now),
        }
        if !self.search.is_on() {
            let text = format!("UDP connection requests: the binding is {}", self.search);
            self.tell(now, &text);
        }
    }

    fn send(&mut self, socket: Socket, bytes: Vec<u8>) {
        if let Some(to) = self.server() {
            let send = Output::Send { socket, to, bytes };
            self.outputs.push_back(send);
        }
    }

    /// To the log, unless it was told much within a minute: a server can change its mind all the time.
    fn tell(&mut self, now: Duration, text: &str) {
        let (since, count) = &mut self.told;
        if now.saturating_sub(*since) >= Duration::from_secs(60) {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        if *count <= MOST_TOLD {
            log::info!("{text}");
        }
    }
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binding")
            .field("found", &self.found())
            .field("search", &self.search)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

fn id(secret: &hmac::Key, issued: &mut u64) -> TransactionId {
    *issued += 1;
    let random = hmac::sign(secret, &issued.to_be_bytes());
    let mut id = [0; 16];
    let bytes = MAGIC_COOKIE.iter().chain(random.as_ref());
    for (to, from) in id.iter_mut().zip(bytes) {
        *to = *from;
    }
    id
}

#[cfg(test)]
mod tests;
