//! A STUN server as TR-069 Annex G wants one: RESPONSE-ADDRESS, CONNECTION-REQUEST-BINDING,
//! BINDING-CHANGE, logins with 401. It can play a NAT before itself, so that a test on loopback has one.
//!
//! ```text
//! agent ──► [NAT: another port for each sender, forgotten after a while] ──► server
//!       ◄──        only to ports that it still knows                    ◄──
//! ```

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use md5::{Digest as _, Md5};
use ring::hmac;

const COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];
const MARK: &[u8] = b"dslforum.org/TR-111 ";

/// Attribute types.
const MAPPED: u16 = 1;
const RESPONSE_ADDRESS: u16 = 2;
const SOURCE: u16 = 4;
const CHANGED: u16 = 5;
const USERNAME: u16 = 6;
const INTEGRITY: u16 = 8;
const ERROR: u16 = 9;
const UNKNOWN: u16 = 0xA;
const REFLECTED_FROM: u16 = 0xB;
const REALM: u16 = 0x14;
const NONCE: u16 = 0x15;
const XOR_MAPPED: u16 = 0x20;
const RESPONSE_PORT: u16 = 0x27;
const FINGERPRINT: u16 = 0x8028;
const BINDING: u16 = 0xC001;
const CHANGE: u16 = 0xC002;

/// A running server; it ends when dropped.
#[derive(Debug)]
pub struct StunServer {
    inner: Arc<Inner>,
    address: SocketAddr,
}

struct Inner {
    socket: UdpSocket,
    world: Mutex<World>,
    changed: Condvar,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inner")
    }
}

/// Whom the server answers elsewhere than where it was asked from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Elsewhere {
    /// RESPONSE-ADDRESS, as classic servers do.
    #[default]
    Address,
    /// RESPONSE-PORT alone; RESPONSE-ADDRESS is an unknown attribute.
    Port,
    /// Neither: both are passed over.
    Nowhere,
}

/// How requests must be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Classic,
    ShortTerm,
    LongTerm,
}

/// One Binding Request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub at: Instant,
    /// Where it came from, behind the NAT that the server plays.
    pub from: SocketAddr,
    /// What the answer said.
    pub mapped: SocketAddr,
    /// CONNECTION-REQUEST-BINDING was there.
    pub binding: bool,
    /// BINDING-CHANGE was there.
    pub change: bool,
    pub signed: bool,
    /// The answer was to go elsewhere.
    pub probe: bool,
    /// It was sent before, and has come again.
    pub again: bool,
}

struct World {
    nat: Option<Duration>,
    mappings: BTreeMap<SocketAddr, (SocketAddr, Instant)>,
    next_port: u16,
    login: Option<(String, String, Style)>,
    elsewhere: Elsewhere,
    silent: bool,
    seen: Vec<Seen>,
    last_id: [u8; 16],
    closing: bool,
    complain: Box<dyn Fn(&str) + Send>,
}

impl StunServer {
    /// Listens at this address. `complain`: what of the requests breaks a rule.
    ///
    /// # Errors
    /// The address is taken.
    pub fn start(
        listen: SocketAddr,
        complain: impl Fn(&str) + Send + 'static,
    ) -> Result<StunServer, String> {
        let at = |e: std::io::Error| format!("STUN at {listen}: {e}");
        let socket = UdpSocket::bind(listen).map_err(at)?;
        socket
            .set_read_timeout(Some(Duration::from_millis(50)))
            .map_err(at)?;
        let address = socket.local_addr().map_err(at)?;
        let world = World {
            nat: None,
            mappings: BTreeMap::new(),
            next_port: 40000,
            login: None,
            elsewhere: Elsewhere::Address,
            silent: false,
            seen: Vec::new(),
            last_id: [0; 16],
            closing: false,
            complain: Box::new(complain),
        };
        let inner = Arc::new(Inner {
            socket,
            world: Mutex::new(world),
            changed: Condvar::new(),
        });
        let thread = Arc::clone(&inner);
        std::thread::spawn(move || thread.serve());
        Ok(StunServer { inner, address })
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Plays a NAT that forgets a binding which is not used for so long; None: no NAT.
    pub fn nat(&self, forgets: Option<Duration>) {
        let mut world = self.inner.lock();
        world.nat = forgets;
        world.mappings.clear();
    }

    /// The NAT forgets all its bindings now.
    pub fn flush(&self) {
        self.inner.lock().mappings.clear();
    }

    /// Requests must be signed; None: any are answered.
    pub fn login(&self, login: Option<(String, String, Style)>) {
        self.inner.lock().login = login;
    }

    pub fn elsewhere(&self, elsewhere: Elsewhere) {
        self.inner.lock().elsewhere = elsewhere;
    }

    /// Answers nobody.
    pub fn silent(&self, silent: bool) {
        self.inner.lock().silent = silent;
    }

    /// All requests so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.inner.lock().seen.clone()
    }

    /// Waits for a request from this place in the list on that is such a one; gives its place.
    #[must_use]
    pub fn wait_for(
        &self,
        from: usize,
        limit: Duration,
        such: impl Fn(&Seen) -> bool,
    ) -> Option<(usize, Seen)> {
        let deadline = Instant::now() + limit;
        let mut world = self.inner.lock();
        loop {
            let mut all = world.seen.iter().enumerate().skip(from);
            if let Some((at, seen)) = all.find(|(_, seen)| such(seen)) {
                return Some((at, seen.clone()));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            world = self
                .inner
                .changed
                .wait_timeout(world, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Sends from the server's own port to the world's side of the NAT; false: the NAT lets nothing in
    /// there.
    ///
    /// # Errors
    /// It cannot be sent.
    pub fn send(&self, to: SocketAddr, datagram: &[u8]) -> Result<bool, String> {
        let Some(to) = self.inner.lock().inside(to) else {
            return Ok(false);
        };
        let sent = self.inner.socket.send_to(datagram, to);
        sent.map(|_| true).map_err(|e| format!("{to}: {e}"))
    }
}

impl Drop for StunServer {
    fn drop(&mut self) {
        self.inner.lock().closing = true;
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self) {
        let mut room = [0; 2048];
        loop {
            if self.lock().closing {
                return;
            }
            let Ok((count, from)) = self.socket.recv_from(&mut room) else {
                continue;
            };
            let mut world = self.lock();
            let request = room.get(..count).unwrap_or(&[]);
            let own = self.socket.local_addr().unwrap_or(from);
            if let Some((to, bytes)) = world.answer(request, from, own) {
                let _ = self.socket.send_to(&bytes, to);
            }
            drop(world);
            self.changed.notify_all();
        }
    }
}

type Attributes<'a> = Vec<(u16, &'a [u8], usize)>;

impl World {
    /// The answer to a request, and where to.
    fn answer(
        &mut self,
        request: &[u8],
        from: SocketAddr,
        own: SocketAddr,
    ) -> Option<(SocketAddr, Vec<u8>)> {
        let (id, attributes) = self.read(request)?;
        let get = |kind| {
            let mut all = attributes.iter();
            all.find(|(k, ..)| *k == kind).map(|(_, v, _)| *v)
        };
        let mapped = self.outside(from);
        let elsewhere = self.elsewhere_of(get(RESPONSE_ADDRESS), get(RESPONSE_PORT), mapped);
        let signed = get(INTEGRITY).is_some();
        self.seen.push(Seen {
            at: Instant::now(),
            from,
            mapped,
            binding: get(BINDING).is_some(),
            change: get(CHANGE).is_some(),
            signed,
            probe: get(RESPONSE_ADDRESS).is_some() || get(RESPONSE_PORT).is_some(),
            again: std::mem::replace(&mut self.last_id, id) == id,
        });
        self.lint(from, &attributes);
        if self.silent {
            return None;
        }
        if let Some((code, more)) = self.refusal(request, &attributes) {
            let value = [&[0, 0, code.0, code.1][..], b"refused"].concat();
            let mut reply = vec![(ERROR, value)];
            reply.extend(more);
            return Some((from, write(0x0111, &id, &reply)));
        }
        let cookie = id.get(..4) == Some(&COOKIE[..]);
        let mut reply = Vec::new();
        // A classic server has never heard of the other one.
        if self.elsewhere != Elsewhere::Port {
            reply.push((MAPPED, address_value(mapped)));
            reply.push((SOURCE, address_value(own)));
            reply.push((CHANGED, address_value(own)));
        }
        if cookie {
            reply.push((XOR_MAPPED, xored(&address_value(mapped), &id)));
        }
        if elsewhere.is_some() && self.elsewhere == Elsewhere::Address {
            reply.push((REFLECTED_FROM, address_value(mapped)));
        }
        let mut bytes = write(0x0101, &id, &reply);
        if let Some((user, password, style)) = self.login.clone().filter(|_| signed) {
            let tag = sign(&bytes, &key(&user, &password, style), style);
            bytes = append(bytes, INTEGRITY, &tag);
        }
        if self.elsewhere == Elsewhere::Port {
            let print = fingerprint(&bytes);
            bytes = append(bytes, FINGERPRINT, &print);
        }
        match elsewhere {
            None => Some((from, bytes)),
            Some(to) => self.inside(to).map(|to| (to, bytes)),
        }
    }

    fn read<'a>(&self, request: &'a [u8]) -> Option<([u8; 16], Attributes<'a>)> {
        let complain = &self.complain;
        let kind = number(request, 0)?;
        let length = usize::from(number(request, 2)?);
        if kind != 1 {
            return None;
        }
        if request.len() != 20 + length || length % 4 != 0 {
            complain("STUN: the length in the header is not that of the message");
            return None;
        }
        let id = request.get(4..20)?.try_into().ok()?;
        let mut attributes = Vec::new();
        let mut at = 20;
        while at < request.len() {
            let kind = number(request, at)?;
            let length = usize::from(number(request, at + 2)?);
            let Some(value) = request.get(at + 4..at + 4 + length) else {
                complain("STUN: an attribute is longer than the message");
                return None;
            };
            attributes.push((kind, value, at));
            at += 4 + length.next_multiple_of(4);
        }
        Some((id, attributes))
    }

    /// Annex G's rules for requests.
    fn lint(&self, from: SocketAddr, attributes: &Attributes<'_>) {
        let complain = &self.complain;
        let has = |kind| attributes.iter().any(|(k, ..)| *k == kind);
        for (kind, value, _) in attributes {
            match *kind {
                BINDING if *value != MARK => {
                    complain("STUN: CONNECTION-REQUEST-BINDING is not `dslforum.org/TR-111 `");
                }
                CHANGE if !value.is_empty() => complain("STUN: BINDING-CHANGE has a value"),
                USERNAME if value.len() % 4 != 0 && self.style() == Some(Style::Classic) => {
                    complain("STUN: the length of USERNAME is no multiple of 4");
                }
                RESPONSE_ADDRESS if address(value).is_none() => {
                    complain("STUN: RESPONSE-ADDRESS is no address");
                }
                _ => {}
            }
        }
        if has(CHANGE) && !has(BINDING) {
            complain("STUN: BINDING-CHANGE without CONNECTION-REQUEST-BINDING");
        }
        if (has(RESPONSE_ADDRESS) || has(RESPONSE_PORT)) && has(BINDING) {
            complain("STUN: CONNECTION-REQUEST-BINDING in a request for somebody else");
        }
        let primary = self.seen.iter().rev().find(|seen| seen.binding);
        let probe = has(RESPONSE_ADDRESS) || has(RESPONSE_PORT);
        if probe && primary.is_some_and(|primary| primary.from == from) {
            complain("STUN: a probe from the primary port");
        }
        let is_last = attributes.last().is_some_and(|(k, ..)| *k == INTEGRITY);
        if has(INTEGRITY) && !is_last {
            complain("STUN: MESSAGE-INTEGRITY is not the last attribute");
        }
        if has(INTEGRITY) && self.login.is_none() {
            complain("STUN: MESSAGE-INTEGRITY without being asked for it");
        }
    }

    fn style(&self) -> Option<Style> {
        self.login.as_ref().map(|(.., style)| *style)
    }

    /// Class and number of the error, and what goes with it.
    #[allow(clippy::type_complexity)]
    fn refusal(
        &self,
        request: &[u8],
        attributes: &Attributes<'_>,
    ) -> Option<((u8, u8), Vec<(u16, Vec<u8>)>)> {
        let find = |kind| attributes.iter().find(|(k, ..)| *k == kind);
        if self.elsewhere == Elsewhere::Port && find(RESPONSE_ADDRESS).is_some() {
            return Some(((4, 20), vec![(UNKNOWN, vec![0, 2])]));
        }
        let (user, password, style) = self.login.as_ref()?;
        let nonce = b"one-nonce-for-all".to_vec();
        let more = match style {
            Style::LongTerm => vec![(REALM, b"testacs".to_vec()), (NONCE, nonce.clone())],
            _ => Vec::new(),
        };
        let Some((_, tag, at)) = find(INTEGRITY) else {
            return Some(((4, 1), more));
        };
        let Some((_, name, _)) = find(USERNAME) else {
            return Some(((4, 32), more));
        };
        let head = request.get(..*at).unwrap_or(&[]);
        let right = sign(head, &key(user, password, *style), *style);
        let name = String::from_utf8_lossy(name);
        let nonce_fits =
            *style != Style::LongTerm || find(NONCE).is_some_and(|(_, value, _)| *value == nonce);
        let fits = right == *tag && name.trim_end() == user.as_str() && nonce_fits;
        (!fits).then_some(((4, if *style == Style::LongTerm { 1 } else { 31 }), more))
    }

    fn elsewhere_of(
        &self,
        response_address: Option<&[u8]>,
        response_port: Option<&[u8]>,
        mapped: SocketAddr,
    ) -> Option<SocketAddr> {
        match self.elsewhere {
            Elsewhere::Address => address(response_address?),
            Elsewhere::Port => Some(SocketAddr::new(mapped.ip(), number(response_port?, 0)?)),
            Elsewhere::Nowhere => None,
        }
    }

    /// The world's side of the NAT for a sender; one that was forgotten gets a new one.
    fn outside(&mut self, from: SocketAddr) -> SocketAddr {
        let Some(forgets) = self.nat else { return from };
        let now = Instant::now();
        let known = self.mappings.get(&from).copied();
        let public = match known {
            Some((public, last)) if now - last < forgets => public,
            _ => {
                self.next_port += 1;
                SocketAddr::new(Ipv4Addr::new(198, 51, 100, 1).into(), self.next_port)
            }
        };
        self.mappings.insert(from, (public, now));
        public
    }

    /// Who is behind this address of the NAT, if it is still open.
    fn inside(&mut self, public: SocketAddr) -> Option<SocketAddr> {
        let Some(forgets) = self.nat else {
            return Some(public);
        };
        let now = Instant::now();
        let mut all = self.mappings.iter_mut();
        let (from, (_, last)) =
            all.find(|(_, (known, last))| *known == public && now - *last < forgets)?;
        // What comes in counts as use, as with Linux.
        *last = now;
        Some(*from)
    }
}

fn key(user: &str, password: &str, style: Style) -> Vec<u8> {
    match style {
        Style::LongTerm => Md5::digest(format!("{user}:testacs:{password}")).to_vec(),
        _ => password.as_bytes().to_vec(),
    }
}

/// MESSAGE-INTEGRITY behind this text.
fn sign(text: &[u8], key: &[u8], style: Style) -> Vec<u8> {
    let mut text = text.to_vec();
    set_length(&mut text, 24);
    if style == Style::Classic {
        text.resize(text.len().next_multiple_of(64), 0);
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    hmac::sign(&key, &text).as_ref().to_vec()
}

fn fingerprint(text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    set_length(&mut text, 8);
    let crc = text.iter().fold(u32::MAX, |mut crc, byte| {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            };
        }
        crc
    });
    (!crc ^ 0x5354_554E).to_be_bytes().to_vec()
}

fn write(kind: u16, id: &[u8; 16], attributes: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = kind.to_be_bytes().to_vec();
    bytes.extend([0, 0]);
    bytes.extend(id);
    for (kind, value) in attributes {
        bytes = append(bytes, *kind, value);
    }
    bytes
}

fn append(mut bytes: Vec<u8>, kind: u16, value: &[u8]) -> Vec<u8> {
    bytes.extend(kind.to_be_bytes());
    bytes.extend(u16::try_from(value.len()).unwrap_or(0).to_be_bytes());
    bytes.extend(value);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    set_length(&mut bytes, 0);
    bytes
}

/// The header's length: what there is, and so much more.
fn set_length(bytes: &mut [u8], more: usize) {
    let length = u16::try_from(bytes.len() - 20 + more).unwrap_or(0);
    if let Some(place) = bytes.get_mut(2..4) {
        place.copy_from_slice(&length.to_be_bytes());
    }
}

fn address_value(address: SocketAddr) -> Vec<u8> {
    let mut value = vec![0, if address.is_ipv4() { 1 } else { 2 }];
    value.extend(address.port().to_be_bytes());
    match address.ip() {
        IpAddr::V4(ip) => value.extend(ip.octets()),
        IpAddr::V6(ip) => value.extend(ip.octets()),
    }
    value
}

fn address(value: &[u8]) -> Option<SocketAddr> {
    let port = number(value, 2)?;
    let octets = value.get(4..)?;
    let ip = match (value.get(1)?, octets.len()) {
        (1, 4) => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?)),
        (2, 16) => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(octets).ok()?)),
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

fn xored(value: &[u8], id: &[u8; 16]) -> Vec<u8> {
    let mut out = value.to_vec();
    for (at, byte) in out.iter_mut().enumerate().skip(2) {
        let mask = if at < 4 { at - 2 } else { at - 4 };
        *byte ^= id.get(mask).copied().unwrap_or(0);
    }
    out
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_be_bytes(pair))
}
