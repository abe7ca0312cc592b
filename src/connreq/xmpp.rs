//! The life of a connection to an XMPP server, over which an ACS calls (TR-069 Annex K, RFC 6120).
//!
//! ```text
//!            ┌───────────────── wait a little longer each time ◄─── an error, the end, silence ──┐
//!            ▼                                                                                   │
//!  Waiting ──► Connecting ──► Opening ──features──┬─► Securing ──proceed──► Handshake ──► Opening│
//!                                ▲                ├─► LoggingIn ──success──► Opening             │
//!                                └─ a new header  └─► Binding ──its JID──► Bound ────────────────┘
//!                                                                            │
//!                       iq with connectionRequest: ask the gate, answer ◄────┘
//! ```
//!
//! Before Connecting, DNS is asked for the servers of the domain, where ServerConnectAlgorithm says so.
//!
//! [`Machine`] reads and writes nothing: bytes, time and chance come in, [`Act`]s go out.

pub mod request;
pub mod srv;
pub mod stanza;

use super::gate::Refusal;
use crate::auth::scram::{Hash, Scram};
use crate::auth::{base64_decode, base64_encode};
use crate::time::Now;
use request::Call;
use srv::Candidate;
use stanza::{CLIENT, Element, Piece, STREAMS, Splitter, escaped};
use std::time::Duration;

/// What is known of one row of XMPP.Connection.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// The part of the Jabber ID before the `@`.
    pub username: String,
    pub password: String,
    pub domain: String,
    /// Empty: the server chooses.
    pub resource: String,
    /// DNS is asked for the servers of the domain (ServerConnectAlgorithm `DNS-SRV`).
    pub look_up: bool,
    /// In the order in which they are tried, where DNS is not asked or knows none; never empty.
    pub servers: Vec<Server>,
    /// TLS also where the server does not insist.
    pub use_tls: bool,
    /// Seconds; -1: [`KEEP_ALIVE`], 0: none.
    pub keep_alive: i64,
    /// At one server before the next is tried; 0 counts as 16.
    pub attempts: u32,
    pub retry: Retry,
}

/// Waits between attempts (ServerRetry…), in seconds and thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retry {
    pub initial: u32,
    pub multiplier: u32,
    pub longest: u32,
}

/// Where an XMPP server may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    pub host: String,
    pub port: u16,
}

/// What has happened to the connection.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// The time of [`Machine::wake_at`] has come.
    Wake,
    /// What [`Act::LookUp`] has found; `None`: nobody has answered.
    Found(Option<&'a [Candidate]>),
    /// [`Act::Connect`] is done.
    Connected,
    /// [`Act::Secure`] is done.
    Secured,
    Bytes(&'a [u8]),
    /// There is no connection, any more or at all; why, for a person.
    Lost(&'a str),
}

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Ask DNS for the servers of the domain ([`srv`]); [`Input::Found`] follows.
    LookUp,
    /// Open a TCP connection; [`Input::Connected`] or [`Input::Lost`] follows.
    Connect(Server),
    /// TLS over it, with a certificate for the domain; [`Input::Secured`] or [`Input::Lost`] follows.
    Secure,
    Send(String),
    Close,
}

/// What the data model tells of the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// A word of XMPP.Connection.{i}.Status.
    pub status: &'static str,
    /// The full JID; stays until another one is bound.
    pub jabber_id: String,
    pub tls: bool,
    pub received: u32,
    pub transmitted: u32,
    pub received_errors: u32,
    pub transmitted_errors: u32,
}

/// Asks whether a caller may have a session: the gate, wherever it is.
pub type Ask<'a> = &'a mut dyn FnMut(&Call) -> Result<(), Refusal>;

/// Seconds of silence before the server is asked whether it is there.
pub const KEEP_ALIVE: u64 = 300;
/// For each step of a login, and for an answer to a ping.
const PATIENCE: Duration = Duration::from_secs(30);
/// A connection that has held this long was a good one.
const GOOD: Duration = Duration::from_secs(60);
/// From one server to another by `see-other-host`, without a good connection between.
const MOST_REDIRECTS: u32 = 3;
/// Messages of a server in one login.
const MOST_CHALLENGES: u32 = 4;
/// Characters of a JID (RFC 7622 3.1) that is answered.
const LONGEST_JID: usize = 3071;
/// Characters of an id that is answered.
const LONGEST_ID: usize = 1024;

const TLS: &str = "urn:ietf:params:xml:ns:xmpp-tls";
const SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
const BIND: &str = "urn:ietf:params:xml:ns:xmpp-bind";
const SESSION: &str = "urn:ietf:params:xml:ns:xmpp-session";
const PING: &str = "urn:xmpp:ping";
const STREAM_ERRORS: &str = "urn:ietf:params:xml:ns:xmpp-streams";

/// One connection, with all its attempts.
#[derive(Debug)]
pub struct Machine {
    account: Account,
    stage: Stage,
    splitter: Splitter,
    logged_in: bool,
    /// In a row, since the last good connection.
    failures: u32,
    /// What DNS has told of the domain.
    found: Vec<Server>,
    redirect: Option<Server>,
    redirects: u32,
    wake: Option<Duration>,
    report: Report,
    acts: Vec<Act>,
}

#[derive(Debug)]
enum Stage {
    /// Nothing can be done with such an account.
    Idle,
    Waiting,
    Connecting,
    Opening,
    Securing,
    Handshake,
    LoggingIn(Login),
    Binding,
    Bound {
        since: Duration,
        pinged: bool,
    },
}

#[derive(Debug)]
struct Login {
    /// `None`: PLAIN.
    scram: Option<Scram>,
    challenges: u32,
    proven: bool,
}

/// Why a connection is over: the word for Status, and what a person reads.
struct End(&'static str, String);

type Step = Result<(), End>;

impl Machine {
    /// Begins at once, with the first [`Input::Wake`]. `jabber_id`: the one that was bound last, before
    /// a restart; empty: none.
    pub fn new(now: &Now, account: Account, jabber_id: &str) -> Machine {
        let odd = |text: &str| text.is_empty() || text.contains(['@', '/', '<', '&', '"', '\'']);
        let is_good = !odd(&account.username) && !odd(&account.domain);
        Machine {
            stage: if is_good { Stage::Waiting } else { Stage::Idle },
            wake: is_good.then_some(now.mono),
            report: Report {
                status: if is_good {
                    "Connecting"
                } else {
                    "Error_Misconfigured"
                },
                jabber_id: jabber_id.to_string(),
                ..Report::default()
            },
            account,
            splitter: Splitter::default(),
            logged_in: false,
            failures: 0,
            found: Vec::new(),
            redirect: None,
            redirects: 0,
            acts: Vec::new(),
        }
    }

    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Whether connection requests can arrive.
    pub fn is_bound(&self) -> bool {
        matches!(self.stage, Stage::Bound { .. })
    }

    /// When to hand in [`Input::Wake`], on the monotonic clock.
    pub fn wake_at(&self) -> Option<Duration> {
        self.wake
    }

    /// The word that ends a stream in order; before the connection is closed from here.
    pub fn farewell(&self) -> &'static str {
        match self.stage {
            Stage::Idle | Stage::Waiting | Stage::Connecting | Stage::Handshake => "",
            _ => "</stream:stream>",
        }
    }

    /// Takes one input in. `dice`: 16 random bytes, new ones each time.
    pub fn handle(&mut self, now: &Now, dice: [u8; 16], input: Input, ask: Ask) -> Vec<Act> {
        let done = match input {
            Input::Wake => self.wake(now),
            Input::Found(found) => self.found(now, found),
            Input::Connected => {
                self.enter(now, Stage::Opening);
                self.open_stream();
                Ok(())
            }
            Input::Secured => {
                self.report.tls = true;
                self.enter(now, Stage::Opening);
                self.open_stream();
                Ok(())
            }
            Input::Bytes(bytes) => self.bytes(now, dice, bytes, ask),
            Input::Lost(why) => match self.stage {
                // What was lost is closed already.
                Stage::Idle | Stage::Waiting => Ok(()),
                Stage::Connecting => Err(End("ServerNotPresent", why.to_string())),
                _ => Err(End("Error", why.to_string())),
            },
        };
        if let Err(end) = done {
            self.fail(now, dice, end);
        }
        std::mem::take(&mut self.acts)
    }

    fn wake(&mut self, now: &Now) -> Step {
        if self.wake.is_none_or(|at| now.mono < at) {
            return Ok(());
        }
        match &mut self.stage {
            Stage::Idle => self.wake = None,
            Stage::Waiting => {
                let act = match self.redirect.take() {
                    None if self.account.look_up => Some(Act::LookUp),
                    None => self.turn().map(Act::Connect),
                    Some(server) => Some(Act::Connect(server)),
                };
                if let Some(act) = act {
                    self.enter(now, Stage::Connecting);
                    // Whoever connects has time limits of its own.
                    self.wake = None;
                    self.acts.push(act);
                }
            }
            Stage::Bound { pinged, .. } => {
                if std::mem::replace(pinged, true) {
                    return Err(End("Error", "the server is silent".to_string()));
                }
                self.wake = Some(now.mono + PATIENCE);
                let ping = format!("<iq type='get' id='ping'><ping xmlns='{PING}'/></iq>");
                self.send(ping);
            }
            _ => {
                return Err(End(
                    "Error",
                    "the server takes too long in the login".to_string(),
                ));
            }
        }
        Ok(())
    }

    /// Connects to what DNS has told of, or would have before; without that, to where a server usually is
    /// (RFC 6120 3.2.2).
    fn found(&mut self, now: &Now, found: Option<&[Candidate]>) -> Step {
        if !matches!(self.stage, Stage::Connecting) {
            return Ok(());
        }
        if let Some(found) = found {
            let is_none = |one: &Candidate| one.server.host.is_empty();
            if !found.is_empty() && found.iter().all(is_none) {
                let text = format!("{} says by DNS that it has no XMPP", self.account.domain);
                return Err(End("ServerNotPresent", short(&text)));
            }
            let found = found.iter().filter(|one| !is_none(one)).cloned();
            self.found = srv::in_order(found.collect(), &self.account.username);
        }
        self.acts.extend(self.turn().map(Act::Connect));
        self.enter(now, Stage::Connecting);
        self.wake = None;
        Ok(())
    }

    fn servers(&self) -> &[Server] {
        match self.found.as_slice() {
            [] => &self.account.servers,
            found => found,
        }
    }

    /// The server whose turn it is.
    fn turn(&self) -> Option<Server> {
        let (_, turn) = self.count();
        self.servers().get(turn).cloned()
    }

    /// How many attempts there were at the server whose turn it is, and which that is. Each server has
    /// all its attempts, and begins with a short wait; when all are used up, waits only grow.
    fn count(&self) -> (u32, usize) {
        let each = match self.account.attempts {
            0 => 16,
            attempts => attempts,
        };
        let servers = u32::try_from(self.servers().len()).unwrap_or(1).max(1);
        let rounds = self.failures / each;
        let here = self.failures - each.saturating_mul(rounds.min(servers - 1));
        (here.max(1), (rounds % servers) as usize)
    }

    fn enter(&mut self, now: &Now, stage: Stage) {
        self.stage = stage;
        self.wake = Some(now.mono + PATIENCE);
    }

    fn open_stream(&mut self) {
        self.splitter = Splitter::default();
        let header = format!(
            "<?xml version='1.0'?><stream:stream to='{}' version='1.0' xml:lang='en' \
             xmlns='{CLIENT}' xmlns:stream='{STREAMS}'>",
            escaped(&self.account.domain)
        );
        self.acts.push(Act::Send(header));
    }

    fn send(&mut self, stanza: String) {
        self.report.transmitted = self.report.transmitted.wrapping_add(1);
        self.acts.push(Act::Send(stanza));
    }

    fn bytes(&mut self, now: &Now, dice: [u8; 16], bytes: &[u8], ask: Ask) -> Step {
        self.splitter.push(bytes);
        loop {
            let piece = self.splitter.piece().map_err(|bad| {
                let condition = bad.condition();
                let error =
                    format!("<stream:error><{condition} xmlns='{STREAM_ERRORS}'/></stream:error>");
                self.acts.push(Act::Send(error));
                End(
                    "Error",
                    format!("the server sends what it must not: {condition}"),
                )
            })?;
            let Some(piece) = piece else {
                break;
            };
            match piece {
                Piece::Header(header) if header.starts_with("<stream:stream") => {}
                Piece::Header(_) => {
                    return Err(End("Error", "this is no XMPP server".to_string()));
                }
                Piece::Stanza(stanza) => self.stanza(now, dice, &stanza, ask)?,
                Piece::Skipped => self.pass_over()?,
                Piece::End => {
                    return Err(End("Error", "the server has ended the stream".to_string()));
                }
            }
            if matches!(self.stage, Stage::Handshake) {
                // Bytes sent in the clear must not count as secured (RFC 6120 5.4.3.3).
                return match self.splitter.is_empty() {
                    true => Ok(()),
                    false => Err(End("Error", "the server says more before TLS".to_string())),
                };
            }
        }
        let keep_alive = match self.account.keep_alive {
            0 => None,
            seconds => Some(u64::try_from(seconds).unwrap_or(KEEP_ALIVE)),
        };
        if let Stage::Bound { pinged, .. } = &mut self.stage {
            *pinged = false;
            self.wake =
                keep_alive.and_then(|after| now.mono.checked_add(Duration::from_secs(after)));
        }
        // Blanks, however many, are no step of a login.
        self.wake(now)
    }

    fn stanza(&mut self, now: &Now, dice: [u8; 16], text: &str, ask: Ask) -> Step {
        let Some(stanza) = Element::parse(text) else {
            return self.pass_over();
        };
        if stanza.is("error", STREAMS) {
            return Err(self.stream_error(now, &stanza));
        }
        match std::mem::replace(&mut self.stage, Stage::Opening) {
            Stage::Opening if stanza.is("features", STREAMS) => self.features(now, dice, &stanza),
            Stage::Opening => Err(unexpected("features", &stanza.name)),
            Stage::Securing if stanza.is("proceed", TLS) => {
                self.enter(now, Stage::Handshake);
                self.acts.push(Act::Secure);
                Ok(())
            }
            Stage::Securing => Err(unexpected("proceed", &stanza.name)),
            Stage::LoggingIn(login) => self.log_in(now, login, &stanza),
            Stage::Binding => self.bind(now, &stanza),
            Stage::Bound { since, .. } => {
                let pinged = false;
                self.stage = Stage::Bound { since, pinged };
                self.call(&stanza, ask);
                Ok(())
            }
            stage => {
                self.stage = stage;
                Ok(())
            }
        }
    }

    /// A stanza that is too much to be read. Whoever knows the JID can send one, and must not end the
    /// connection with it.
    fn pass_over(&mut self) -> Step {
        if !self.is_bound() {
            return Err(unexpected("XML that can be read", "other"));
        }
        self.report.received = self.report.received.wrapping_add(1);
        self.report.received_errors = self.report.received_errors.wrapping_add(1);
        Ok(())
    }

    fn features(&mut self, now: &Now, dice: [u8; 16], features: &Element) -> Step {
        let starttls = features.child("starttls", TLS);
        if !self.report.tls {
            let required = starttls.is_some_and(|offer| offer.child("required", TLS).is_some());
            if self.account.use_tls || required {
                if starttls.is_none() {
                    let text = "the server has no TLS, which UseTLS asks for".to_string();
                    return Err(End("Error", text));
                }
                self.enter(now, Stage::Securing);
                self.send(format!("<starttls xmlns='{TLS}'/>"));
                return Ok(());
            }
        }
        if !self.logged_in {
            return self.begin_login(now, dice, features);
        }
        if features.child("bind", BIND).is_none() {
            return Err(unexpected("the feature bind", "features without it"));
        }
        // A resource that the server chose last time is asked for again: the ACS knows it.
        let last = self.report.jabber_id.split_once('/');
        let resource = match (self.account.resource.as_str(), last) {
            ("", Some((_, resource))) => resource,
            (resource, _) => resource,
        };
        let wish = match resource {
            "" => String::new(),
            name => format!("<resource>{}</resource>", escaped(name)),
        };
        self.enter(now, Stage::Binding);
        self.send(format!(
            "<iq type='set' id='bind'><bind xmlns='{BIND}'>{wish}</bind></iq>"
        ));
        let session = features.child("session", SESSION);
        if session.is_some_and(|session| session.child("optional", SESSION).is_none()) {
            // Servers from before RFC 6120.
            self.send(format!(
                "<iq type='set' id='session'><session xmlns='{SESSION}'/></iq>"
            ));
        }
        Ok(())
    }

    fn begin_login(&mut self, now: &Now, dice: [u8; 16], features: &Element) -> Step {
        let offers = features.child("mechanisms", SASL);
        let offers = offers.map(|offers| offers.children.as_slice());
        let offered = |name: &str| {
            let mut offers = offers.unwrap_or_default().iter();
            offers.any(|offer| offer.text.trim() == name)
        };
        let hashes = [("SCRAM-SHA-256", Hash::Sha256), ("SCRAM-SHA-1", Hash::Sha1)];
        let best = hashes.into_iter().find(|(name, _)| offered(name));
        let Account {
            username, password, ..
        } = &self.account;
        let (name, scram, first) = match best {
            Some((name, hash)) => {
                let nonce: String = dice.iter().map(|byte| format!("{byte:02x}")).collect();
                let scram = Scram::new(hash, username, &nonce);
                let first = scram.first();
                (name, Some(scram), first)
            }
            None if offered("PLAIN") && self.report.tls => {
                ("PLAIN", None, format!("\0{username}\0{password}"))
            }
            None => {
                let text =
                    "the server offers neither SCRAM-SHA-256 nor SCRAM-SHA-1 nor, over TLS, PLAIN";
                return Err(End("Error_AuthenticationFailure", text.to_string()));
            }
        };
        let login = Login {
            scram,
            challenges: 0,
            proven: false,
        };
        self.enter(now, Stage::LoggingIn(login));
        let first = base64_encode(first.as_bytes());
        self.send(format!(
            "<auth xmlns='{SASL}' mechanism='{name}'>{first}</auth>"
        ));
        Ok(())
    }

    fn log_in(&mut self, now: &Now, mut login: Login, said: &Element) -> Step {
        let refused = |text: String| Err(End("Error_AuthenticationFailure", text));
        let text = base64_decode(said.text.trim()).unwrap_or_default();
        let text = String::from_utf8(text).unwrap_or_default();
        match (said.name.as_str(), &mut login.scram) {
            _ if said.space != SASL => Err(unexpected("success", &said.name)),
            ("challenge", Some(scram)) if login.challenges < MOST_CHALLENGES => {
                login.challenges += 1;
                let answer = if login.challenges == 1 {
                    match scram.answer(&self.account.password, &text) {
                        Ok(answer) => answer,
                        Err(what) => return refused(format!("the server's challenge has {what}")),
                    }
                } else {
                    login.proven |= scram.is_proven(&text);
                    String::new()
                };
                self.stage = Stage::LoggingIn(login);
                let answer = base64_encode(answer.as_bytes());
                self.send(format!("<response xmlns='{SASL}'>{answer}</response>"));
                Ok(())
            }
            ("success", scram) => {
                let proven = scram.as_ref().is_none_or(|scram| scram.is_proven(&text));
                if !proven && !login.proven {
                    return refused("the server does not know the password itself".to_string());
                }
                self.logged_in = true;
                self.enter(now, Stage::Opening);
                self.open_stream();
                Ok(())
            }
            ("failure", _) => {
                let why = said.children.first().map_or("failure", |why| &why.name);
                refused(format!("the server refuses the login: {}", short(why)))
            }
            (other, _) => Err(unexpected("success", other)),
        }
    }

    fn bind(&mut self, now: &Now, said: &Element) -> Step {
        let bound = said.child("bind", BIND);
        let jid = bound.and_then(|bound| bound.child("jid", BIND));
        let jid = jid.map_or("", |jid| jid.text.trim());
        let is_good =
            !jid.is_empty() && jid.len() <= LONGEST_JID && !jid.contains(char::is_control);
        let is_answer = said.is("iq", CLIENT) && said.attribute("id") == Some("bind");
        match (is_answer, said.attribute("type")) {
            // What is sent to this JID before it is known here can wait for the answer to be lost.
            (false, _) => {
                self.stage = Stage::Binding;
                Ok(())
            }
            (true, Some("result")) if is_good => {
                jid.clone_into(&mut self.report.jabber_id);
                if self.is_news() {
                    log::info!("XMPP: connection requests are heard as {}", short(jid));
                }
                self.stage = Stage::Bound {
                    since: now.mono,
                    pinged: false,
                };
                self.report.status = "Enabled";
                self.send("<presence/>".to_string());
                Ok(())
            }
            _ => {
                let why = said.child("error", CLIENT);
                let why = why.and_then(|error| error.children.first());
                let why = why.map_or("no JID", |why| &why.name);
                Err(End(
                    "Error",
                    format!("the server binds no resource: {}", short(why)),
                ))
            }
        }
    }

    /// A stanza for this device.
    fn call(&mut self, stanza: &Element, ask: Ask) {
        self.report.received = self.report.received.wrapping_add(1);
        let kind = stanza.attribute("type").unwrap_or_default();
        if kind == "error" {
            self.report.received_errors = self.report.received_errors.wrapping_add(1);
        }
        let id = stanza.attribute("id").unwrap_or_default();
        let from = stanza.attribute("from").unwrap_or_default();
        let is_question = stanza.is("iq", CLIENT) && ["get", "set"].contains(&kind);
        if !is_question || id.len() > LONGEST_ID || from.len() > LONGEST_JID {
            return;
        }
        let payload = match stanza.children.as_slice() {
            [one] => one,
            _ => &Element::default(),
        };
        let answer = if kind == "get" && payload.is("ping", PING) {
            Ok(())
        } else if payload.is("connectionRequest", request::SPACE) {
            let call = Call::read(from, kind, payload);
            ask(&call).map_err(request::error)
        } else {
            Err(request::UNKNOWN)
        };
        let (kind, error) = match answer {
            Ok(()) => ("result", ""),
            Err(error) => ("error", error),
        };
        if !error.is_empty() {
            self.report.transmitted_errors = self.report.transmitted_errors.wrapping_add(1);
        }
        let to = match from {
            "" => String::new(),
            from => format!(" to='{}'", escaped(from)),
        };
        let answer = format!(
            "<iq type='{kind}' id='{}' from='{}'{to}>{error}</iq>",
            escaped(id),
            escaped(&self.report.jabber_id)
        );
        self.send(answer);
    }

    fn stream_error(&mut self, now: &Now, error: &Element) -> End {
        if self.is_good(now) {
            self.redirects = 0;
        }
        let mut conditions = error.children.iter();
        let condition = conditions.find(|one| one.space == STREAM_ERRORS && one.name != "text");
        let name = condition.map_or("stream error", |one| &one.name);
        if name == "see-other-host" && self.redirects < MOST_REDIRECTS {
            self.redirects += 1;
            self.redirect = condition.and_then(|one| other_host(one.text.trim()));
        }
        End(
            "Error",
            format!("the server has ended the stream: {}", short(name)),
        )
    }

    /// The first few failures, and then ever fewer: a server in trouble must not fill the log.
    fn is_news(&self) -> bool {
        self.failures <= 3 || self.failures.is_power_of_two()
    }

    fn is_good(&self, now: &Now) -> bool {
        matches!(self.stage, Stage::Bound { since, .. } if now.mono.saturating_sub(since) >= GOOD)
    }

    fn fail(&mut self, now: &Now, dice: [u8; 16], End(status, why): End) {
        if self.is_good(now) {
            self.failures = 0;
        }
        if !matches!(self.stage, Stage::Connecting | Stage::Waiting) {
            let farewell = self.farewell();
            if !farewell.is_empty() {
                self.acts.push(Act::Send(farewell.to_string()));
            }
            self.acts.push(Act::Close);
        }
        self.failures = self.failures.saturating_add(1);
        self.splitter = Splitter::default();
        self.logged_in = false;
        self.report.tls = false;
        self.report.status = status;
        let wait = match self.redirect {
            Some(_) => Duration::ZERO,
            None => self.account.retry.wait(self.count().0, dice),
        };
        self.stage = Stage::Waiting;
        self.wake = Some(now.mono + wait);
        if self.is_news() {
            log::warn!(
                "XMPP: {why}; attempt {} in {} s",
                self.failures.saturating_add(1),
                wait.as_secs()
            );
        }
    }
}

impl Retry {
    /// The wait before this retry: any time up to a maximum that grows, and once that is beyond the
    /// longest, the longest (XMPP.Connection.{i}.ServerRetryMaxInterval).
    fn wait(self, retry: u32, dice: [u8; 16]) -> Duration {
        let longest = u64::from(self.longest) * 1000;
        let mut most = u64::from(self.initial) * 1000;
        for _ in 1..retry.min(64) {
            most = most.min(longest).saturating_mul(self.multiplier.into()) / 1000;
        }
        if most > longest {
            return Duration::from_millis(longest);
        }
        let [a, b, c, d, e, f, g, h, ..] = dice;
        let number = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        Duration::from_millis(number % (most + 1))
    }
}

impl core::fmt::Debug for Account {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}@{}", self.username, self.domain)
    }
}

fn unexpected(expected: &str, came: &str) -> End {
    End(
        "Error",
        format!("expected {expected} of the server, got {}", short(came)),
    )
}

/// A server's word for the log.
fn short(text: &str) -> String {
    let text = text.chars().filter(|char| !char.is_control());
    text.take(64).collect()
}

/// `host`, `host:port`, `[address]` or `[address]:port` (RFC 6120 4.9.3.19).
fn other_host(text: &str) -> Option<Server> {
    let (host, port) = match text.strip_prefix('[') {
        Some(inside) => {
            let (host, after) = inside.split_once(']')?;
            (host, after.strip_prefix(':'))
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let port = port.map_or(Ok(5222), str::parse).ok()?;
    let good = !host.is_empty() && host.len() <= 255 && !host.contains(char::is_whitespace);
    let host = host.to_string();
    good.then_some(Server { host, port })
}

#[cfg(test)]
mod tests;
