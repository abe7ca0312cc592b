//! A small XMPP server: logins, binding, pings, and connection requests to who is bound.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::num::NonZeroU32;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ring::{digest, hmac, pbkdf2};
use rustls::ServerConnection;

use super::wire::{Stanzas, TICK, Wire};
use super::{BIND, CLIENT, Reply, SASL, STREAMS, TLS, request};
use crate::auth::{base64_decode, base64_encode, token};
use crate::tls::Tls;
use crate::xml::{Element, escape};

/// Of SCRAM.
const ITERATIONS: u32 = 4096;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    pub domain: String,
    /// Username and password.
    pub accounts: Vec<(String, String)>,
    /// Offered, and demanded before a login. Default none.
    pub tls: Option<Tls>,
    /// SASL mechanisms in this order.
    pub mechanisms: Vec<&'static str>,
}

impl Settings {
    #[must_use]
    pub fn new(domain: &str) -> Settings {
        Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            domain: domain.to_owned(),
            accounts: Vec::new(),
            tls: None,
            mechanisms: vec!["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"],
        }
    }
}

/// A running server; gone when dropped, and all connections with it.
#[derive(Debug)]
pub struct Server {
    hub: Arc<Hub>,
    address: SocketAddr,
    listener: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Hub {
    settings: Settings,
    stop: AtomicBool,
    bound: Mutex<BTreeMap<String, Sender<String>>>,
    /// Who waits for the answer to an iq of our own, by its id.
    waiting: Mutex<BTreeMap<String, Sender<Element>>>,
    /// Mechanisms of the logins that went well, in order.
    logins: Mutex<Vec<String>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Server {
    /// # Errors
    /// Nobody can listen there.
    pub fn start(settings: Settings) -> Result<Server, String> {
        let listener =
            listen(settings.listen).map_err(|e| format!("XMPP at {}: {e}", settings.listen))?;
        let address = listener.local_addr().map_err(|e| e.to_string())?;
        let hub = Arc::new(Hub {
            settings,
            stop: AtomicBool::new(false),
            bound: Mutex::default(),
            waiting: Mutex::default(),
            logins: Mutex::default(),
            threads: Mutex::default(),
        });
        let shared = Arc::clone(&hub);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.stop.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let hub = Arc::clone(&shared);
                let thread = std::thread::spawn(move || {
                    let mut session = Session::new(stream, hub);
                    // A client that goes is no news.
                    let _ = session.run();
                    if let Some(jid) = session.jid.take() {
                        locked(&session.hub.bound).remove(&jid);
                    }
                });
                locked(&shared.threads).push(thread);
            }
        });
        Ok(Server {
            hub,
            address,
            listener: Some(thread),
        })
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    #[must_use]
    pub fn domain(&self) -> &str {
        &self.hub.settings.domain
    }

    /// The JIDs that are bound now.
    #[must_use]
    pub fn bound(&self) -> Vec<String> {
        locked(&self.hub.bound).keys().cloned().collect()
    }

    /// Mechanisms of the logins that went well, in order.
    #[must_use]
    pub fn logins(&self) -> Vec<String> {
        locked(&self.hub.logins).clone()
    }

    /// Waits until somebody of this user is bound.
    #[must_use]
    pub fn wait_bound(&self, user: &str, limit: Duration) -> Option<String> {
        let end = Instant::now() + limit;
        let bare = format!("{user}@{}/", self.domain());
        loop {
            let found = self.bound().into_iter().find(|jid| jid.starts_with(&bare));
            if found.is_some() || Instant::now() > end {
                return found;
            }
            std::thread::sleep(TICK);
        }
    }

    /// Sends a connection request as if `from` had sent it.
    ///
    /// # Errors
    /// `to` is not bound, does not answer in time, or answers what no agent may.
    pub fn call(
        &self,
        from: &str,
        to: &str,
        login: (&str, &str),
        limit: Duration,
    ) -> Result<Reply, String> {
        let id = token(4);
        let reply = self.ask(&id, &request(&id, from, to, login.0, login.1), to, limit)?;
        // RFC 6120 8.1 and 8.2.3, TR-069 K.2.3.
        let iq = &reply.iq;
        let said = |name: &str| iq.attribute(name).unwrap_or("nothing");
        let wrong = if said("to") != from {
            Some(format!("to {from}, got {}", said("to")))
        } else if iq.attribute("from").is_some_and(|jid| jid != to) {
            Some(format!("from {to}, got {}", said("from")))
        } else if reply.kind == "result" && !iq.children.is_empty() {
            Some("a result without a payload, got one".to_owned())
        } else if reply.kind == "error" && reply.condition.is_empty() {
            Some("an error with a condition, got none".to_owned())
        } else {
            None
        };
        wrong.map_or(Ok(reply.clone()), |what| {
            Err(format!("expected the answer {what}"))
        })
    }

    /// Sends any stanza with this id to a bound JID, and waits for the answer.
    ///
    /// # Errors
    /// As [`Server::call`].
    pub fn ask(&self, id: &str, stanza: &str, to: &str, limit: Duration) -> Result<Reply, String> {
        let (tell, hear) = mpsc::channel();
        locked(&self.hub.waiting).insert(id.to_owned(), tell);
        let sent = locked(&self.hub.bound)
            .get(to)
            .is_some_and(|outbox| outbox.send(stanza.to_owned()).is_ok());
        let answer = if sent {
            hear.recv_timeout(limit)
                .map_err(|_| format!("{to} does not answer within {} s", limit.as_secs_f64()))
        } else {
            Err(format!("{to} is not connected"))
        };
        locked(&self.hub.waiting).remove(id);
        answer.map(Reply::of)
    }

    /// Sends bytes as they are to a bound JID.
    pub fn send(&self, to: &str, text: &str) {
        if let Some(outbox) = locked(&self.hub.bound).get(to) {
            let _ = outbox.send(text.to_owned());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.hub.stop.store(true, Ordering::Relaxed);
        // The listener wakes up for a last caller.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
        let _ = self.listener.take().map(JoinHandle::join);
        // Nobody is added to them any more.
        let threads = std::mem::take(&mut *locked(&self.hub.threads));
        for thread in threads {
            let _ = thread.join();
        }
    }
}

/// Where one server has just ended, a program that is being started beside it may hold its socket until it runs.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        match TcpListener::bind(address) {
            Err(e) if e.kind() == io::ErrorKind::AddrInUse && Instant::now() < end => {
                std::thread::sleep(TICK);
            }
            done => return done,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One connection to the server.
struct Session {
    wire: Rc<RefCell<Wire>>,
    hub: Arc<Hub>,
    outbox: Sender<String>,
    user: Option<String>,
    jid: Option<String>,
}

impl Session {
    fn new(stream: TcpStream, hub: Arc<Hub>) -> Session {
        let (outbox, inbox) = mpsc::channel();
        let stop = Arc::clone(&hub);
        let stopped = move || stop.stop.load(Ordering::Relaxed);
        let wire = Wire::new(stream, Some(inbox), Box::new(stopped));
        Session {
            wire: Rc::new(RefCell::new(wire)),
            hub,
            outbox,
            user: None,
            jid: None,
        }
    }

    fn run(&mut self) -> io::Result<()> {
        // Each round is a stream of its own: at first, after TLS, after the login.
        loop {
            let mut stanzas = Stanzas::open(&self.wire)?;
            let header = format!(
                "<?xml version='1.0'?><stream:stream xmlns='{CLIENT}' xmlns:stream='{STREAMS}' \
                 id='{}' from='{}' version='1.0'>",
                token(4),
                self.hub.settings.domain
            );
            self.say(&header)?;
            self.say(&self.features())?;
            loop {
                let Some(stanza) = stanzas.next()? else {
                    return self.say("</stream:stream>");
                };
                if self.take(&mut stanzas, &stanza)? {
                    break;
                }
            }
        }
    }

    fn features(&self) -> String {
        let settings = &self.hub.settings;
        let secure = self.wire.borrow().is_secure();
        let features = if settings.tls.is_some() && !secure {
            format!("<starttls xmlns='{TLS}'><required/></starttls>")
        } else if self.user.is_none() {
            let names = settings.mechanisms.iter();
            let names = names.filter(|name| secure || **name != "PLAIN");
            let names: String = names
                .map(|name| format!("<mechanism>{name}</mechanism>"))
                .collect();
            format!("<mechanisms xmlns='{SASL}'>{names}</mechanisms>")
        } else {
            format!("<bind xmlns='{BIND}'/>")
        };
        format!("<stream:features>{features}</stream:features>")
    }

    /// True: a new stream begins.
    fn take(&mut self, stanzas: &mut Stanzas, stanza: &Element) -> io::Result<bool> {
        match (stanza.namespace.as_str(), stanza.name.as_str()) {
            (TLS, "starttls") => {
                let Some(tls) = &self.hub.settings.tls else {
                    return self.end("unsupported-feature");
                };
                self.say(&format!("<proceed xmlns='{TLS}'/>"))?;
                let tls = ServerConnection::new(Arc::clone(&tls.config));
                let tls = tls.map_err(io::Error::other)?;
                self.wire.borrow_mut().tls = Some(tls.into());
                Ok(true)
            }
            (SASL, "auth") => {
                let mechanism = stanza.attribute("mechanism").unwrap_or("").to_owned();
                match self.log_in(stanzas, &mechanism, stanza.text.trim())? {
                    Some((user, last)) => {
                        self.user = Some(user);
                        locked(&self.hub.logins).push(mechanism);
                        let last = base64_encode(last.as_bytes());
                        self.say(&format!("<success xmlns='{SASL}'>{last}</success>"))?;
                        Ok(true)
                    }
                    None => {
                        self.say(&format!(
                            "<failure xmlns='{SASL}'><not-authorized/></failure>"
                        ))?;
                        Ok(false)
                    }
                }
            }
            (CLIENT, "iq") if self.user.is_some() => {
                self.iq(stanza)?;
                Ok(false)
            }
            (CLIENT, "presence" | "message") if self.jid.is_some() => Ok(false),
            _ => self.end("not-authorized"),
        }
    }

    fn end(&mut self, condition: &str) -> io::Result<bool> {
        self.say(&format!(
            "<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"
        ))?;
        Err(io::Error::other(condition.to_owned()))
    }

    /// The user and the last words for the client; `None` for a wrong login.
    fn log_in(
        &mut self,
        stanzas: &mut Stanzas,
        mechanism: &str,
        first: &str,
    ) -> io::Result<Option<(String, String)>> {
        let first = text_of(first);
        let accounts = self.hub.settings.accounts.clone();
        let password_of = |user: &str| {
            let mut found = accounts.iter().filter(|(name, _)| name == user);
            found.next().map(|(_, password)| password.clone())
        };
        if !self.hub.settings.mechanisms.contains(&mechanism) {
            return Ok(None);
        }
        if mechanism == "PLAIN" {
            let mut parts = first.split('\0').skip(1);
            let (user, password) = (parts.next().unwrap_or(""), parts.next());
            let right = self.wire.borrow().is_secure() && password_of(user).as_deref() == password;
            return Ok((right && password.is_some()).then(|| (user.to_owned(), String::new())));
        }
        let Some(bare) = first.strip_prefix("n,,") else {
            return Ok(None);
        };
        let part = |text: &str, name: &str| {
            let mut parts = text.split(',');
            let found = parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
            found.unwrap_or("").to_owned()
        };
        let user = part(bare, "n").replace("=2C", ",").replace("=3D", "=");
        let nonce = format!("{}{}", part(bare, "r"), token(8));
        let salt = token(8);
        let challenge = format!(
            "r={nonce},s={},i={ITERATIONS}",
            base64_encode(salt.as_bytes())
        );
        self.say(&format!(
            "<challenge xmlns='{SASL}'>{}</challenge>",
            base64_encode(challenge.as_bytes())
        ))?;
        let Some(answer) = stanzas.next()? else {
            return Ok(None);
        };
        let answer = text_of(answer.text.trim());
        let Some((without_proof, proof)) = answer.rsplit_once(",p=") else {
            return Ok(None);
        };
        let (Some(password), Some(proof)) = (password_of(&user), base64_decode(proof)) else {
            return Ok(None);
        };
        let keys = Keys::new(mechanism, &password, salt.as_bytes());
        let all = format!("{bare},{challenge},{without_proof}");
        let right = part(without_proof, "r") == nonce && keys.client_proof(&all) == proof;
        let last = format!("v={}", base64_encode(&keys.server_signature(&all)));
        Ok(right.then_some((user, last)))
    }

    fn iq(&mut self, iq: &Element) -> io::Result<()> {
        let id = iq.attribute("id").unwrap_or("");
        let kind = iq.attribute("type").unwrap_or("");
        if let Some(bind) = iq.child("bind") {
            let user = self.user.clone().unwrap_or_default();
            let resource = match bind.text_of("resource") {
                "" => token(6),
                resource => resource.to_owned(),
            };
            let jid = format!("{user}@{}/{resource}", self.hub.settings.domain);
            self.say(&format!(
                "<iq type='result' id='{}'><bind xmlns='{BIND}'><jid>{}</jid></bind></iq>",
                escape(id),
                escape(&jid)
            ))?;
            locked(&self.hub.bound).insert(jid.clone(), self.outbox.clone());
            self.jid = Some(jid);
            return Ok(());
        }
        if kind == "result" || kind == "error" {
            if let Some(waiting) = locked(&self.hub.waiting).remove(id) {
                let _ = waiting.send(iq.clone());
            }
            return Ok(());
        }
        let (kind, error) = match iq.child("ping") {
            Some(_) => ("result", ""),
            None => (
                "error",
                "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
            ),
        };
        self.say(&format!(
            "<iq type='{kind}' id='{}'>{error}</iq>",
            escape(id)
        ))
    }

    fn say(&self, text: &str) -> io::Result<()> {
        self.wire.borrow_mut().write_all(text.as_bytes())
    }
}

// SCRAM, the server's end.

struct Keys {
    sign: hmac::Algorithm,
    digest: &'static digest::Algorithm,
    salted: Vec<u8>,
}

impl Keys {
    fn new(mechanism: &str, password: &str, salt: &[u8]) -> Keys {
        let (derive, sign, digest) = match mechanism {
            "SCRAM-SHA-1" => (
                pbkdf2::PBKDF2_HMAC_SHA1,
                hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
                &digest::SHA1_FOR_LEGACY_USE_ONLY,
            ),
            _ => (
                pbkdf2::PBKDF2_HMAC_SHA256,
                hmac::HMAC_SHA256,
                &digest::SHA256,
            ),
        };
        let mut salted = vec![0; digest.output_len()];
        let rounds = NonZeroU32::new(ITERATIONS).unwrap_or(NonZeroU32::MIN);
        pbkdf2::derive(derive, rounds, salt, password.as_bytes(), &mut salted);
        Keys {
            sign,
            digest,
            salted,
        }
    }

    fn hmac(&self, key: &[u8], text: &[u8]) -> Vec<u8> {
        hmac::sign(&hmac::Key::new(self.sign, key), text)
            .as_ref()
            .to_vec()
    }

    fn client_proof(&self, all: &str) -> Vec<u8> {
        let key = self.hmac(&self.salted, b"Client Key");
        let stored = digest::digest(self.digest, &key);
        let signature = self.hmac(stored.as_ref(), all.as_bytes());
        key.iter().zip(signature).map(|(k, s)| k ^ s).collect()
    }

    fn server_signature(&self, all: &str) -> Vec<u8> {
        let key = self.hmac(&self.salted, b"Server Key");
        self.hmac(&key, all.as_bytes())
    }
}

fn text_of(base64: &str) -> String {
    let bytes = base64_decode(base64).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
