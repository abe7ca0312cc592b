//! The connection under a session or a transfer: TCP to whichever address of the server answers, TLS on top
//! for https.
//!
//! A connection is opened before the first POST, because the Inform names the address it is sent from.
//!
//! A session that is to end waits for nobody: a read or write ends within [`LOOK`], and a peer or a name
//! server that does not answer is left to a thread that ends by itself.

use core::net::{IpAddr, SocketAddr};
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};

use super::clock::mono;
use super::http::{Connection, Late, NotHttp, Response, Stream, Waits, late};
use super::target::Target;
use super::{start, tls};
use crate::agent::settings::TlsSettings;
use crate::cwmp::session::Failure;
use crate::time::Now;

/// Between two looks whether a session is to end.
const LOOK: Duration = Duration::from_millis(200);
/// Room for rustls.
const STACK: usize = 256 << 10;

/// Opens connections, and keeps one that can serve again.
#[derive(Debug)]
pub struct Dialer {
    tls: TlsSettings,
    now: Now,
    limits: ConnectLimits,
    lookup: Lookup,
    stop: Option<Arc<AtomicBool>>,
    /// Opened ahead of the request that will use it, or left by the last one.
    ready: Option<(Target, Connection)>,
    /// Built for the first https connection, gone with the session.
    config: Option<Arc<ClientConfig>>,
    local: Option<IpAddr>,
    /// Where the last connection went. A session that needs another connection goes on with the same
    /// machine, though the name may have many.
    peer: Option<SocketAddr>,
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

impl Dialer {
    /// `stop`: from when it is true on, no wait goes on.
    pub fn new(
        tls: TlsSettings,
        now: Now,
        limits: ConnectLimits,
        lookup: Lookup,
        stop: Option<Arc<AtomicBool>>,
    ) -> Dialer {
        Dialer {
            tls,
            now,
            limits,
            lookup,
            stop,
            ready: None,
            config: None,
            local: None,
            peer: None,
        }
    }

    /// Opens the connection that the next request to `target` will use, unless there is one already.
    pub fn prepare(&mut self, target: &Target) -> Result<(), Failure> {
        let connection = self.connection(target)?;
        self.ready = Some((target.clone(), connection));
        Ok(())
    }

    /// The connection for a request: the one that is ready, if it leads there and is still open.
    pub fn connection(&mut self, target: &Target) -> Result<Connection, Failure> {
        if let Some((to, mut connection)) = self.ready.take()
            && to.same_server(target)
            && connection.is_open()
        {
            return Ok(connection);
        }
        let link = self.dial(target)?;
        Ok(Connection::new(Box::new(link)))
    }

    /// Keeps the connection of an answer from `target` for the next request, if it can serve again.
    pub fn keep(&mut self, target: &Target, response: Response) {
        let connection = response.into_connection();
        self.ready = connection.map(|connection| (target.clone(), connection));
    }

    /// The address that this device has towards the ACS, once there has been a connection.
    pub fn local_address(&self) -> Option<IpAddr> {
        self.local
    }

    fn dial(&mut self, target: &Target) -> Result<Link, Failure> {
        let config = if target.tls {
            Some(self.config()?)
        } else {
            None
        };
        let (peer, limits, lookup, to) = (self.peer, self.limits, self.lookup, target.clone());
        let open = move || {
            let mut link = Link::open(&to, peer, limits.connect, lookup)?;
            if let Some(config) = config {
                link.handshake(&to.host, config, limits.handshake)?;
            }
            Ok(link)
        };
        let mut link = match &self.stop {
            Some(stop) => unless(stop, Box::new(open))?,
            None => open()?,
        };
        link.stop.clone_from(&self.stop);
        let (local, peer) = (link.stream.local_addr().ok(), link.stream.peer_addr().ok());
        self.peer = peer;
        self.local = local.map(|address| address.ip().to_canonical());
        Ok(link)
    }

    fn config(&mut self) -> Result<Arc<ClientConfig>, Failure> {
        if let Some(config) = &self.config {
            return Ok(Arc::clone(config));
        }
        let config = tls::client_config(&self.tls, self.now)?;
        self.config = Some(Arc::clone(&config));
        Ok(config)
    }
}

/// Opens a connection on a thread of its own, which is left to itself when the session is to end. While one
/// is left, there is no other: then the session waits.
fn unless(
    stop: &AtomicBool,
    open: Box<dyn FnOnce() -> Result<Link, Failure> + Send>,
) -> Result<Link, Failure> {
    static THREADS: AtomicUsize = AtomicUsize::new(0);
    if THREADS.load(Ordering::Relaxed) > 0 {
        return open();
    }
    THREADS.fetch_add(1, Ordering::Relaxed);
    let (answer, hear) = mpsc::channel();
    let started = start::thread("connect", STACK, move || {
        let link = open();
        THREADS.fetch_sub(1, Ordering::Relaxed);
        let _ = answer.send(link);
    });
    if let Err(error) = started {
        THREADS.fetch_sub(1, Ordering::Relaxed);
        return Err(Failure::Local(format!("no thread to connect: {error}")));
    }
    loop {
        match hear.recv_timeout(LOOK) {
            Ok(link) => return link,
            Err(_) if stop.load(Ordering::Relaxed) => return Err(Failure::Local(STOPPED.into())),
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                return Err(Failure::Local("the thread that connects has died".into()));
            }
        }
    }
}

/// What becomes of a session that was told to end.
pub const STOPPED: &str = "the session was stopped";

/// What an error of a connection means for the session.
pub fn failure(error: &io::Error) -> Failure {
    let text = match late(error) {
        Some(Late::Read) => "the ACS did not answer in time (acs.timeout)",
        Some(Late::Write) => "the ACS did not take the message in time (acs.timeout)",
        Some(Late::Whole) => "the ACS dripped its answer for ten times acs.timeout",
        None => "",
    };
    if !text.is_empty() {
        return Failure::Transport(text.into());
    }
    if let Some(inner) = error.get_ref() {
        if let Some(error) = inner.downcast_ref::<rustls::Error>() {
            return Failure::Transport(tls::explain(error));
        }
        if inner.is::<NotHttp>() {
            return Failure::Peer(inner.to_string());
        }
    }
    match error.kind() {
        io::ErrorKind::ConnectionAborted => Failure::Local(STOPPED.into()),
        io::ErrorKind::InvalidInput => Failure::Local(error.to_string()),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            Failure::Transport("the ACS closed the connection instead of answering in full".into())
        }
        _ => Failure::Transport(error.to_string()),
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
    /// For one read or write; `None`: only the deadline counts.
    each: Option<Duration>,
    deadline: Deadline,
    /// The peer takes no more bytes. It may have said why before: what it has sent is still read.
    deaf: bool,
    stop: Option<Arc<AtomicBool>>,
}

impl Link {
    /// TCP to the server, `preferred` if that is one of its addresses.
    pub(super) fn open(
        target: &Target,
        preferred: Option<SocketAddr>,
        limit: Duration,
        lookup: Lookup,
    ) -> Result<Link, Failure> {
        let host = &target.host;
        let found = lookup(host, target.port)
            .map_err(|error| Failure::Transport(format!("cannot look up {host}: {error}")))?;
        let stream = connect(target, in_turn(found, preferred), limit)?;
        Ok(Link {
            stream,
            tls: None,
            each: None,
            deadline: Deadline(None),
            deaf: false,
            stop: None,
        })
    }

    /// Another handle of the socket, by which another thread can end a wait.
    #[cfg(feature = "xmpp")]
    pub(super) fn socket(&self) -> io::Result<TcpStream> {
        self.stream.try_clone()
    }

    /// TLS from here on, with a certificate for this host.
    pub(super) fn handshake(
        &mut self,
        host: &str,
        config: Arc<ClientConfig>,
        limit: Duration,
    ) -> Result<(), Failure> {
        let name = ServerName::try_from(host.to_string())
            .map_err(|_| Failure::Local(format!("{host} is no name for TLS")))?;
        let mut tls = ClientConnection::new(config, name)
            .map_err(|error| Failure::Transport(tls::explain(&error)))?;
        self.deadline = Deadline::after(limit);
        let (mut wire, _) = self.parts();
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
                Err(error) => return Err(failure(&error)),
            }
        }
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// The socket with its waits, and the TLS that runs over it.
    fn parts(&mut self) -> (Wire<'_>, Option<&mut ClientConnection>) {
        let wire = Wire {
            stream: &self.stream,
            each: self.each,
            deadline: self.deadline,
            deaf: &mut self.deaf,
            stop: self.stop.as_deref(),
        };
        (wire, self.tls.as_deref_mut())
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

impl Stream for Link {
    fn begin(&mut self, waits: Waits) {
        self.each = Some(waits.each);
        self.deadline = waits.whole.map_or(Deadline(None), Deadline::after);
    }

    fn set_each(&mut self, each: Duration) {
        self.each = Some(each);
    }

    fn is_open(&mut self) -> bool {
        !self.deaf
            && self.stream.set_nonblocking(true).is_ok()
            && self.is_quiet().unwrap_or(false)
            && self.stream.set_nonblocking(false).is_ok()
    }
}

impl Read for Link {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self.parts() {
            (mut wire, None) => wire.read(buf),
            (mut wire, Some(tls)) => rustls::Stream::new(tls, &mut wire).read(buf),
        }
    }
}

impl Write for Link {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self.parts() {
            (mut wire, None) => wire.write(buf),
            (mut wire, Some(tls)) => rustls::Stream::new(tls, &mut wire).write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.parts() {
            (_, None) => Ok(()),
            (mut wire, Some(tls)) => rustls::Stream::new(tls, &mut wire).flush(),
        }
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

/// A socket whose every read and write ends in time: one by one, and all together. TLS may need many for
/// one byte of text.
struct Wire<'a> {
    stream: &'a TcpStream,
    each: Option<Duration>,
    deadline: Deadline,
    /// See [`Link`].
    deaf: &'a mut bool,
    stop: Option<&'a AtomicBool>,
}

impl Wire<'_> {
    /// Repeats what a signal interrupted; a time-out comes back as `TimedOut`, with [`Late`] inside, and
    /// `ConnectionAborted` when the session is to end.
    fn timed<T>(
        &self,
        late: Late,
        set: fn(&TcpStream, Option<Duration>) -> io::Result<()>,
        mut act: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        let each = self.each.map_or(Deadline(None), Deadline::after);
        let look = self.stop.map_or(Duration::MAX, |_| LOOK);
        loop {
            let left = self.deadline.left();
            if left.is_zero() {
                return Err(io::Error::new(io::ErrorKind::TimedOut, Late::Whole));
            }
            let wait = each.left().min(left).min(look);
            // A kernel counts in ticks, and takes less than one for "no limit".
            set(self.stream, Some(wait.max(Duration::from_millis(1))))?;
            match act() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) =>
                {
                    if self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                        return Err(io::Error::new(io::ErrorKind::ConnectionAborted, STOPPED));
                    }
                    if each.left().is_zero() && !self.deadline.left().is_zero() {
                        return Err(io::Error::new(io::ErrorKind::TimedOut, late));
                    }
                }
                done => return done,
            }
        }
    }
}

impl Read for Wire<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut stream = self.stream;
        self.timed(Late::Read, TcpStream::set_read_timeout, || stream.read(buf))
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if *self.deaf {
            return Ok(buf.len());
        }
        let mut stream = self.stream;
        match self.timed(Late::Write, TcpStream::set_write_timeout, || {
            stream.write(buf)
        }) {
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

/// A point in time after which a wait is over; `None`: never.
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
