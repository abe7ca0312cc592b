//! The connection under a session: TCP to whichever address of the ACS answers, TLS on top for https, handed
//! to ureq as its transport. ureq's own connector has no hook for the time a certificate is judged at, does
//! not tell the local address, and reads only raw bytes to see whether a TLS connection is still open.
//!
//! A connection is opened before the first POST, because the Inform names the address it is sent from.

use core::net::{IpAddr, SocketAddr};
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};
use ureq::Timeout;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::clock::mono;
use super::target::Target;
use super::tls;
use crate::agent::settings::TlsSettings;
use crate::cwmp::session::Failure;
use crate::time::Now;

/// Bytes of each of a connection's two buffers. A response's header must fit into one.
pub const BUFFER: usize = 16 * 1024;

/// Opens connections for one session. Clones share what they know.
#[derive(Clone, Debug)]
pub struct Dialer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tls: TlsSettings,
    now: Now,
    limits: ConnectLimits,
    lookup: Lookup,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug)]
pub struct ConnectLimits {
    /// For all addresses of a name together.
    pub connect: Duration,
    /// For the TLS handshake.
    pub handshake: Duration,
}

/// Finds the addresses of a name, the best first.
pub type Lookup = fn(&str, u16) -> io::Result<Vec<SocketAddr>>;

/// Asks the system, which may take as long as its resolver is set to.
pub fn system_lookup(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok((host, port).to_socket_addrs()?.collect())
}

#[derive(Debug, Default)]
struct State {
    /// Opened ahead of the request that will use it.
    ready: Option<(Target, Link)>,
    /// Built for the first https connection, gone with the session.
    config: Option<Arc<ClientConfig>>,
    local: Option<IpAddr>,
    /// Where the last connection went. A session that needs another connection goes on with the same
    /// machine, though the name may have many.
    peer: Option<SocketAddr>,
}

impl Dialer {
    pub fn new(tls: TlsSettings, now: Now, limits: ConnectLimits, lookup: Lookup) -> Dialer {
        Dialer(Arc::new(Shared {
            tls,
            now,
            limits,
            lookup,
            state: Mutex::default(),
        }))
    }

    /// Opens the connection that the next request to `target` will use, unless there is one already.
    pub fn prepare(&self, target: &Target) -> Result<(), Failure> {
        if let Some((to, link)) = &mut self.state().ready
            && to.same_server(target)
            && link.is_open()
        {
            return Ok(());
        }
        let link = self.dial(target)?;
        self.state().ready = Some((target.clone(), link));
        Ok(())
    }

    /// The address that this device has towards the ACS, once there has been a connection.
    pub fn local_address(&self) -> Option<IpAddr> {
        self.state().local
    }

    fn dial(&self, target: &Target) -> Result<Link, Failure> {
        let config = if target.tls {
            Some(self.config()?)
        } else {
            None
        };
        let preferred = self.state().peer;
        let host = &target.host;
        let found = (self.0.lookup)(host, target.port)
            .map_err(|error| Failure::Transport(format!("cannot look up {host}: {error}")))?;
        let stream = connect(target, in_turn(found, preferred), self.0.limits.connect)?;
        let mut link = Link {
            stream,
            tls: None,
            buffers: LazyBuffers::new(BUFFER, BUFFER),
            deaf: false,
        };
        if let Some(config) = config {
            link.handshake(target, config, self.0.limits.handshake)?;
        }
        let mut state = self.state();
        state.peer = link.stream.peer_addr().ok();
        state.local = link
            .stream
            .local_addr()
            .ok()
            .map(|address| address.ip().to_canonical());
        Ok(link)
    }

    fn config(&self) -> Result<Arc<ClientConfig>, Failure> {
        if let Some(config) = &self.state().config {
            return Ok(Arc::clone(config));
        }
        let config = tls::client_config(&self.0.tls, self.0.now)?;
        self.state().config = Some(Arc::clone(&config));
        Ok(config)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // ureq wants a connector that threads could share; there is only the session's own.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connector for Dialer {
    type Out = Link;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<Link>, ureq::Error> {
        let target = Target::parse(&details.uri.to_string())
            .map_err(|error| refused(Failure::Local(error)))?;
        let ready = self.state().ready.take();
        if let Some((to, mut link)) = ready
            && to.same_server(&target)
            && link.is_open()
        {
            return Ok(Some(link));
        }
        self.dial(&target).map(Some).map_err(refused)
    }
}

/// Carries a [`Failure`] through ureq; [`failure`] takes it out again.
fn refused(failure: Failure) -> ureq::Error {
    ureq::Error::Other(Box::new(Refused(failure)))
}

#[derive(Debug)]
struct Refused(Failure);

impl std::error::Error for Refused {}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// What an error of ureq's means for the session.
pub fn failure(error: ureq::Error) -> Failure {
    match error {
        ureq::Error::Other(inner) => match inner.downcast::<Refused>() {
            Ok(refused) => refused.0,
            Err(inner) => Failure::Transport(inner.to_string()),
        },
        ureq::Error::Timeout(Timeout::PerRead) => {
            Failure::Transport("the ACS did not answer in time (acs.timeout)".into())
        }
        ureq::Error::Timeout(Timeout::PerWrite) => {
            Failure::Transport("the ACS did not take the message in time (acs.timeout)".into())
        }
        ureq::Error::Timeout(_) => {
            Failure::Transport("the ACS dripped its answer for ten times acs.timeout".into())
        }
        ureq::Error::Io(error) => io_failure(&error),
        ureq::Error::Protocol(error) => Failure::Peer(format!("not HTTP/1.1: {error}")),
        ureq::Error::LargeResponseHeader(..) => {
            Failure::Peer(format!("the answer's header is longer than {BUFFER} bytes"))
        }
        error => Failure::Transport(error.to_string()),
    }
}

/// A body is read through [`Read`], where ureq wraps its errors.
pub fn io_failure(error: &io::Error) -> Failure {
    if let Some(error) = error.get_ref() {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            return Failure::Transport(tls::explain(error));
        }
        match error.downcast_ref::<ureq::Error>() {
            Some(ureq::Error::Timeout(timeout)) => {
                return failure(ureq::Error::Timeout(*timeout));
            }
            Some(ureq::Error::Protocol(error)) => {
                return Failure::Peer(format!("not HTTP/1.1: {error}"));
            }
            _ => {}
        }
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            Failure::Transport("the ACS closed the connection instead of answering in full".into())
        }
        _ => Failure::Transport(error.to_string()),
    }
}

/// Names are looked up by [`Dialer`]; ureq's own way spends a thread on each.
#[derive(Debug)]
pub struct NoLookup;

impl Resolver for NoLookup {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        addresses.push(SocketAddr::from(([0, 0, 0, 0], 0)));
        Ok(addresses)
    }
}

/// Tries every address of the host, both families in turn (RFC 8305 4): a dead one costs a tenth of the
/// time, and only when no other has answered does it get the rest.
fn connect(
    target: &Target,
    addresses: Vec<SocketAddr>,
    limit: Duration,
) -> Result<TcpStream, Failure> {
    let deadline = Deadline::after(limit);
    let mut troubles: Vec<(SocketAddr, io::Error)> = Vec::new();
    for round in 0..2 {
        let tried = std::mem::take(&mut troubles);
        let mut left = addresses.len();
        for address in &addresses {
            left -= 1;
            // An address that refused will refuse again.
            let earlier = tried.iter().find(|(other, _)| other == address);
            if let Some((_, error)) = earlier
                && error.kind() != io::ErrorKind::TimedOut
            {
                troubles.push((*address, io::Error::from(error.kind())));
                continue;
            }
            let share = if round == 0 && addresses.len() > 1 {
                limit / 10
            } else {
                deadline.left() / u32::try_from(left + 1).unwrap_or(u32::MAX)
            };
            if share.is_zero() {
                troubles.push((*address, io::ErrorKind::TimedOut.into()));
                continue;
            }
            match TcpStream::connect_timeout(address, share) {
                Ok(stream) => {
                    // Many small segments in both directions: Nagle would only add waits.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(error) => troubles.push((*address, error)),
            }
        }
        if addresses.len() <= 1 {
            break;
        }
    }
    let mut text = format!("cannot connect to {}", target.authority());
    if troubles.is_empty() {
        text.push_str(": the name has no address");
    }
    for (address, error) in troubles.iter().take(4) {
        let why = match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "no answer".into(),
            _ => error.to_string(),
        };
        text.push_str(&format!("; {}: {why}", address.ip()));
    }
    Err(Failure::Transport(text))
}

/// Addresses with the families taking turns, the resolver's first choice first, and before all the one
/// that worked last time.
fn in_turn(addresses: Vec<SocketAddr>, preferred: Option<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .partition(|a| a.is_ipv6() == first_is_v6);
    let mut out: Vec<SocketAddr> = Vec::new();
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    loop {
        let pair = [first.next(), second.next()];
        if pair == [None, None] {
            break;
        }
        for address in pair.into_iter().flatten() {
            if out.len() < 8 && !out.contains(&address) {
                out.push(address);
            }
        }
    }
    if let Some(at) = preferred.and_then(|preferred| out.iter().position(|a| *a == preferred)) {
        out.swap(0, at);
    }
    out
}

/// One connection.
pub struct Link {
    stream: TcpStream,
    tls: Option<Box<ClientConnection>>,
    buffers: LazyBuffers,
    /// The peer takes no more bytes. It may have said why before: what it has sent is still read.
    deaf: bool,
}

impl Link {
    fn handshake(
        &mut self,
        target: &Target,
        config: Arc<ClientConfig>,
        limit: Duration,
    ) -> Result<(), Failure> {
        let name = ServerName::try_from(target.host.clone())
            .map_err(|_| Failure::Local(format!("{} is no name for TLS", target.host)))?;
        let mut tls = ClientConnection::new(config, name)
            .map_err(|error| Failure::Transport(tls::explain(&error)))?;
        let mut wire = Wire {
            stream: &self.stream,
            each: None,
            deadline: Deadline::after(limit),
            deaf: &mut self.deaf,
        };
        while tls.is_handshaking() {
            match tls.complete_io(&mut wire) {
                Ok((0, 0)) => {
                    return Err(Failure::Transport(
                        "TLS: the ACS closed the connection in the handshake".into(),
                    ));
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Err(Failure::Transport(
                        "TLS: no end of the handshake in time (acs.timeout)".into(),
                    ));
                }
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(Failure::Transport(
                        "TLS: the ACS closed the connection in the handshake; is https right?"
                            .into(),
                    ));
                }
                Err(error) => return Err(io_failure(&error)),
            }
        }
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// Whether nothing has come since the last answer: not the end, and no bytes nobody asked for.
    fn is_quiet(&mut self) -> io::Result<bool> {
        let mut stream = &self.stream;
        let Some(tls) = &mut self.tls else {
            return match stream.peek(&mut [0]) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(true),
                _ => Ok(false),
            };
        };
        // A TLS connection has things to say of its own: session tickets, new keys.
        loop {
            let state = tls.process_new_packets().map_err(io::Error::other)?;
            if state.peer_has_closed() || state.plaintext_bytes_to_read() > 0 {
                return Ok(false);
            }
            match tls.read_tls(&mut stream) {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(true),
                Err(error) => return Err(error),
            }
        }
    }
}

impl Transport for Link {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let mut wire = Wire::new(&self.stream, &timeout, timeout.per_write, &mut self.deaf);
        let output = self.buffers.output();
        let output = output.get(..amount).unwrap_or(output);
        let sent = match &mut self.tls {
            None => wire.write_all(output),
            Some(tls) => rustls::Stream::new(&mut **tls, &mut wire).write_all(output),
        };
        sent.map_err(|error| reason(error, timeout, timeout.for_write()))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let mut wire = Wire::new(&self.stream, &timeout, timeout.per_read, &mut self.deaf);
        let input = self.buffers.input_append_buf();
        let read = match &mut self.tls {
            None => wire.read(input),
            Some(tls) => rustls::Stream::new(&mut **tls, &mut wire).read(input),
        };
        let amount = read.map_err(|error| reason(error, timeout, timeout.for_read()))?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        !self.deaf
            && self.stream.set_nonblocking(true).is_ok()
            && self.is_quiet().unwrap_or(false)
            && self.stream.set_nonblocking(false).is_ok()
    }

    fn is_tls(&self) -> bool {
        self.tls.is_some()
    }
}

impl Drop for Link {
    /// Says good-bye in TLS, as far as that takes no wait: an ACS may log an end without as an attack.
    fn drop(&mut self) {
        if let Some(tls) = &mut self.tls
            && !self.deaf
            && self.stream.set_nonblocking(true).is_ok()
        {
            tls.send_close_notify();
            let _ = tls.write_tls(&mut &self.stream);
        }
    }
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.stream.peer_addr())
    }
}

/// An error of the wire as ureq knows it; a timeout says whether one read or the whole answer took too long.
fn reason(error: io::Error, whole: NextTimeout, one: NextTimeout) -> ureq::Error {
    if error.kind() != io::ErrorKind::TimedOut {
        return error.into();
    }
    let whole_time = error.get_ref().is_some_and(|inner| inner.is::<WholeTime>());
    ureq::Error::Timeout(if whole_time { whole.reason } else { one.reason })
}

/// A socket whose every read and write ends in time: one by one, and all together. TLS may need many for
/// one byte of text.
struct Wire<'a> {
    stream: &'a TcpStream,
    each: Option<Duration>,
    deadline: Deadline,
    /// See [`Link`].
    deaf: &'a mut bool,
}

impl<'a> Wire<'a> {
    fn new(
        stream: &'a TcpStream,
        whole: &NextTimeout,
        each: Option<ureq::unversioned::transport::time::Duration>,
        deaf: &'a mut bool,
    ) -> Wire<'a> {
        Wire {
            stream,
            each: each.map(|each| *each),
            deadline: Deadline::after(*whole.after),
            deaf,
        }
    }

    /// Repeats what a signal interrupted; a time-out comes back as `TimedOut`, with [`WholeTime`] inside
    /// when it is the deadline that has passed.
    fn timed<T>(
        &self,
        set: fn(&TcpStream, Option<Duration>) -> io::Result<()>,
        mut act: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            let left = self.deadline.left();
            if left.is_zero() {
                return Err(io::Error::new(io::ErrorKind::TimedOut, WholeTime));
            }
            let limit = self.each.map_or(left, |each| each.min(left));
            // A kernel counts in ticks, and takes less than one for "no limit".
            set(self.stream, Some(limit.max(Duration::from_millis(1))))?;
            match act() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) =>
                {
                    if limit == left {
                        continue;
                    }
                    return Err(io::ErrorKind::TimedOut.into());
                }
                done => return done,
            }
        }
    }
}

impl Read for Wire<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.stream;
        self.timed(TcpStream::set_read_timeout, || stream.read(buf))
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if *self.deaf {
            return Ok(buf.len());
        }
        let mut stream = self.stream;
        match self.timed(TcpStream::set_write_timeout, || stream.write(buf)) {
            // What the peer has said before may be an answer that came early, such as a 401 to a long
            // body, or the alert that tells what is wrong with our certificate.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset
                ) =>
            {
                *self.deaf = true;
                Ok(buf.len())
            }
            done => done,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Debug)]
struct WholeTime;

impl std::error::Error for WholeTime {}

impl std::fmt::Display for WholeTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("out of time")
    }
}

/// A point in time after which a wait is over.
#[derive(Clone, Copy, Debug)]
struct Deadline(Option<Duration>);

impl Deadline {
    /// A wait too long to be added up is one without end.
    fn after(wait: Duration) -> Deadline {
        Deadline(mono().checked_add(wait))
    }

    fn left(self) -> Duration {
        match self.0 {
            Some(end) => end.saturating_sub(mono()),
            None => Duration::from_secs(86_400),
        }
    }
}
