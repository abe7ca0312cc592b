//! The door for connection requests: a TCP listener in front of `connreq::http`, and the address under
//! which the ACS finds it.

use super::{clock, log::OnceAMinute, start, wait::Polled};
use crate::connreq::gate::Gate;
use crate::connreq::http::{Conversation, Doorkeeper};
use async_executor::{LocalExecutor, Task};
use futures_lite::future;
use nix::sys::socket::{self, AddressFamily, SockFlag, SockType, SockaddrIn, SockaddrIn6, sockopt};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::io;
use std::net::{
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, TcpListener, TcpStream,
    ToSocketAddrs, UdpSocket,
};
use std::os::fd::{AsRawFd, OwnedFd};
use std::rc::Rc;
use std::time::Duration;

/// Callers at a time. Of the address with the most of them, the one that has been there longest makes
/// room: a flood from one place pushes out nobody else.
const MOST_CALLERS: usize = 16;
/// How long one caller may stay.
const PATIENCE: Duration = Duration::from_secs(10);
/// Until a busy port is tried again.
pub(super) const TRY_AGAIN: Duration = Duration::from_secs(30);

/// What a door has to say. Everything happens on the main loop's thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    /// Callers are heard at this port from now on; `None`: at none.
    Listening(Option<u16>),
    /// A caller who may has asked for a session, and is being answered.
    Accepted,
}

/// Who answers the callers, and where their calls go.
pub struct Door {
    pub keeper: RefCell<Doorkeeper>,
    /// The same for all doors.
    pub gate: Rc<RefCell<Gate>>,
    pub knock: Box<dyn Fn(Knock)>,
}

/// The listening socket with all its callers; gone when dropped.
#[derive(Debug)]
pub struct Listener {
    _task: Task<()>,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door")
            .field("keeper", &self.keeper)
            .field("gate", &self.gate)
            .finish_non_exhaustive()
    }
}

impl Listener {
    /// Listens at this port (0: any), as soon as nobody else does, and at this interface alone (empty:
    /// at all), as soon as it is there.
    pub fn open(
        executor: &Rc<LocalExecutor<'static>>,
        (port, interface): (u16, String),
        door: Rc<Door>,
    ) -> Listener {
        let spawner = Rc::clone(executor);
        let task = start::task(executor, async move {
            let mut complained = false;
            let listener = loop {
                match listen(port, &interface).and_then(Polled::new) {
                    Ok(listener) => break listener,
                    Err(error) => {
                        if !complained {
                            let of = if interface.is_empty() { "" } else { " of " };
                            log::error!(
                                "no connection requests: port {port}{of}{interface}: {error}; tried again every {} s",
                                TRY_AGAIN.as_secs()
                            );
                            (door.knock)(Knock::Listening(None));
                        }
                        complained = true;
                        clock::sleep(TRY_AGAIN).await;
                    }
                }
            };
            let port = listener
                .get_ref()
                .local_addr()
                .map_or(port, |address| address.port());
            log::info!("connection requests are heard at port {port}");
            (door.knock)(Knock::Listening(Some(port)));
            serve(&spawner, &listener, &door).await;
        });
        Listener { _task: task }
    }
}

async fn serve(spawner: &LocalExecutor<'static>, listener: &Polled<TcpListener>, door: &Rc<Door>) {
    static TROUBLE: OnceAMinute = OnceAMinute::new();
    static RUDE: OnceAMinute = OnceAMinute::new();
    // A dropped task closes its connection.
    let mut callers: VecDeque<(IpAddr, Task<()>)> = VecDeque::new();
    loop {
        match listener.when_readable(TcpListener::accept).await {
            Ok((stream, from)) => {
                let door = Rc::clone(door);
                let caller = start::task(spawner, async move {
                    let talk = async {
                        if let Err(error) = talk(stream, &door).await
                            && RUDE.pass(clock::mono()).is_some()
                        {
                            log::info!("connection request: {error}");
                        }
                    };
                    future::or(talk, clock::sleep(PATIENCE)).await;
                });
                callers.retain(|(_, caller)| !caller.is_finished());
                if callers.len() >= MOST_CALLERS {
                    let places: Vec<IpAddr> = callers.iter().map(|(place, _)| *place).collect();
                    callers.remove(who_makes_room(&places));
                }
                callers.push_back((place(from.ip()), caller));
                // Where callers never end, the rest of the agent has its turn as well.
                future::yield_now().await;
            }
            Err(error) => {
                // Too many open files, most likely: it passes.
                if TROUBLE.pass(clock::mono()).is_some() {
                    log::warn!("a connection request could not be taken: {error}");
                }
                clock::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

/// The first of the place that comes most often.
fn who_makes_room(places: &[IpAddr]) -> usize {
    let count = |place| places.iter().filter(|other| *other == place).count();
    let most = places.iter().map(count).max();
    let first = places.iter().position(|place| Some(count(place)) == most);
    first.unwrap_or_default()
}

/// What one party has: an address of IPv4, a subnet of IPv6.
fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX)).into(),
        address => address,
    }
}

async fn talk(stream: TcpStream, door: &Door) -> io::Result<()> {
    let stream = Polled::new(stream)?;
    let mut conversation = Conversation::new();
    let mut chunk = [0; 2048];
    loop {
        let count = stream.read(&mut chunk).await?;
        let now = clock::now();
        let said = chunk.get(..count).unwrap_or_default();
        if said.is_empty() {
            return Ok(());
        }
        let (reply, refusals) = {
            let (mut keeper, mut gate) = (door.keeper.borrow_mut(), door.gate.borrow_mut());
            let reply = conversation.on_bytes(&now, said, &mut keeper, &mut gate);
            (reply, gate.log_line(&now))
        };
        if let Some(refusals) = refusals {
            log::info!("{refusals}");
        }
        // Before the caller hears of it: what it does then, such as to end the running session, comes
        // after the call.
        if reply.accepted {
            (door.knock)(Knock::Accepted);
        }
        stream.write_all(&reply.bytes).await?;
        if reply.close {
            return part(stream).await;
        }
    }
}

/// Closes a connection so that the answer arrives: what the caller still sends is read first, for bytes
/// unread at the close make the kernel send a reset, which overtakes the answer.
async fn part(stream: Polled<TcpStream>) -> io::Result<()> {
    stream.get_ref().shutdown(std::net::Shutdown::Write)?;
    let mut chunk = [0; 2048];
    for _ in 0..8 {
        if stream.read(&mut chunk).await? == 0 {
            break;
        }
    }
    Ok(())
}

fn listen(port: u16, interface: &str) -> io::Result<TcpListener> {
    let socket = bound(port, SockType::Stream, interface)?;
    socket::listen(&socket, socket::Backlog::new(128)?)?;
    Ok(TcpListener::from(socket))
}

/// A socket on every address of both families, of this interface alone if one is named; on IPv4 alone where
/// the kernel has no IPv6.
pub(super) fn bound(port: u16, kind: SockType, interface: &str) -> io::Result<OwnedFd> {
    let every = SockaddrIn6::from(SocketAddrV6::new(Ipv6Addr::UNSPECIFIED, port, 0, 0));
    let both = bound_to(AddressFamily::Inet6, kind, &every, interface);
    match both {
        Err(nix::errno::Errno::EAFNOSUPPORT | nix::errno::Errno::EADDRNOTAVAIL) => {
            let every = SockaddrIn::from(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port));
            Ok(bound_to(AddressFamily::Inet, kind, &every, interface)?)
        }
        other => Ok(other?),
    }
}

fn bound_to(
    family: AddressFamily,
    kind: SockType,
    address: &dyn socket::SockaddrLike,
    interface: &str,
) -> nix::Result<OwnedFd> {
    let socket = socket::socket(family, kind, SockFlag::SOCK_CLOEXEC, None)?;
    if kind == SockType::Stream {
        // Connections of a listener before this one may linger; a datagram socket must be alone.
        socket::setsockopt(&socket, sockopt::ReuseAddr, &true)?;
    }
    if family == AddressFamily::Inet6 {
        socket::setsockopt(&socket, sockopt::Ipv6V6Only, &false)?;
    }
    if !interface.is_empty() {
        socket::setsockopt(&socket, sockopt::BindToDevice, &OsString::from(interface))?;
    }
    socket::bind(socket.as_raw_fd(), address)?;
    Ok(socket)
}

/// How the address that is published is chosen.
#[derive(Clone, Copy, Debug)]
pub struct Publish<'a> {
    /// `connection_request.address`: this, whatever else there is.
    pub address: &'a str,
    /// `connection_request.interface`: one of its addresses.
    pub interface: &'a str,
    /// The address of this device that faces the ACS, if known.
    pub facing: Option<IpAddr>,
    /// As `io::device::addresses` tells.
    pub addresses: &'a str,
}

impl Publish<'_> {
    /// The host of the connection request URL; `None` while the device has no address.
    pub fn host(&self) -> Option<String> {
        if !self.address.is_empty() {
            return Some(match self.address.trim_matches(['[', ']']).parse() {
                Ok(IpAddr::V6(address)) => format!("[{address}]"),
                _ => self.address.to_string(),
            });
        }
        let rows = || self.addresses.lines().filter_map(row);
        let chosen = if self.interface.is_empty() {
            // One that has gone is of no use.
            let facing = self
                .facing
                .filter(|facing| rows().any(|row| row.address == *facing));
            facing.or_else(|| best(rows(), None))
        } else {
            best(
                rows().filter(|row| row.interface == self.interface),
                self.facing,
            )
        };
        chosen.map(|address| match address {
            IpAddr::V6(address) => format!("[{address}]"),
            IpAddr::V4(address) => address.to_string(),
        })
    }
}

/// The address of this device from which packets to an ACS would leave. Asks the name service: not for
/// the main loop.
///
/// # Errors
/// The name cannot be resolved, or there is no route.
pub fn facing(host: &str, port: u16) -> io::Result<IpAddr> {
    let mut last = io::Error::other("the name has no address");
    for address in (host, port).to_socket_addrs()? {
        match local_towards(address) {
            Ok(local) => return Ok(local),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The address of this device from which packets to another would leave.
///
/// # Errors
/// There is no route.
fn local_towards(address: SocketAddr) -> io::Result<IpAddr> {
    let any: SocketAddr = match address {
        SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    // Connecting a UDP socket sends nothing.
    let socket = UdpSocket::bind(any)?;
    socket.connect(address)?;
    Ok(socket.local_addr()?.ip().to_canonical())
}

struct Row<'a> {
    interface: &'a str,
    address: IpAddr,
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut words = line.split(' ');
    let interface = words.next()?;
    let address = words.nth(1)?.parse().ok()?;
    Some(Row { interface, address })
}

/// The first address that others can reach: of the family that faces the ACS, else IPv4 first.
fn best<'a>(rows: impl Iterator<Item = Row<'a>>, facing: Option<IpAddr>) -> Option<IpAddr> {
    let six_first = facing.is_some_and(|facing| facing.is_ipv6());
    rows.map(|row| row.address)
        .filter(|address| !address.is_loopback() && !is_link_local(address))
        .min_by_key(|address| address.is_ipv6() != six_first)
}

fn is_link_local(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Authorizer;
    use crate::io::queue::Queue;
    use crate::io::wait;
    use std::io::{Read, Write};

    const TABLE: &str = "lo inet 127.0.0.1 8\nlo inet6 ::1 128\nbr-lan inet 192.168.1.1 24\n\
        wan inet6 fe80::1 64\nwan inet 203.0.113.7 24\nwan inet6 2001:db8::7 64\n";

    fn host(address: &str, interface: &str, facing: Option<&str>) -> Option<String> {
        let facing = facing.map(|facing| facing.parse().unwrap());
        Publish {
            address,
            interface,
            facing,
            addresses: TABLE,
        }
        .host()
    }

    #[test]
    fn the_published_host_is_chosen() {
        let is = |text: &str| Some(text.to_string());
        assert_eq!(host("cpe.example", "wan", None), is("cpe.example"));
        assert_eq!(host("2001:db8::9", "", None), is("[2001:db8::9]"));
        assert_eq!(host("[2001:db8::9]", "", None), is("[2001:db8::9]"));
        assert_eq!(host("", "wan", None), is("203.0.113.7"));
        assert_eq!(host("", "wan", Some("2001:db8::7")), is("[2001:db8::7]"));
        assert_eq!(host("", "ppp0", Some("203.0.113.7")), None);
        assert_eq!(host("", "", Some("203.0.113.7")), is("203.0.113.7"));
        assert_eq!(host("", "", Some("127.0.0.1")), is("127.0.0.1"));
        assert_eq!(host("", "", Some("198.51.100.1")), is("192.168.1.1"));
        assert_eq!(host("", "", None), is("192.168.1.1"));
    }

    #[test]
    fn loopback_faces_loopback() {
        assert_eq!(facing("127.0.0.1", 80).unwrap(), Ipv4Addr::LOCALHOST);
    }

    /// A door that lets `acs` with `secret` in at `/path`.
    fn door() -> (Rc<Door>, Queue<Option<u16>>, Queue<()>) {
        let (mut keeper, mut gate) = (Doorkeeper::new(&[7; 32]), Gate::new(600));
        keeper.set_path("path");
        gate.set_login("acs", "secret");
        let (ports, calls) = (Queue::new(), Queue::new());
        let (tell_port, tell_call) = (ports.clone(), calls.clone());
        let knock = move |knock| match knock {
            Knock::Listening(port) => tell_port.push(port),
            Knock::Accepted => tell_call.push(()),
        };
        let door = Rc::new(Door {
            keeper: RefCell::new(keeper),
            gate: Rc::new(RefCell::new(gate)),
            knock: Box::new(knock),
        });
        (door, ports, calls)
    }

    /// Opens a door, and does something at its port on a thread of its own.
    fn with_door(calls: usize, act: impl FnOnce(u16) + Send + 'static) {
        let executor = Rc::new(LocalExecutor::new());
        let (door, ports, called) = door();
        let _listener = Listener::open(&executor, (0, String::new()), door);
        let done = Queue::new();
        let tell = Tell(done.clone());
        let met = wait::block_on(executor.run(async {
            let port = ports.pop().await.unwrap();
            let thread = std::thread::spawn(move || {
                let _tell = tell;
                act(port);
            });
            done.pop().await;
            thread.join().unwrap();
            let all_called = async {
                for _ in 0..calls {
                    called.pop().await;
                }
                true
            };
            let too_late = async {
                clock::sleep(Duration::from_secs(60)).await;
                false
            };
            future::or(all_called, too_late).await
        }));
        assert!(met.unwrap());
    }

    /// Says that a thread is done, or has failed.
    struct Tell(Queue<()>);

    impl Drop for Tell {
        fn drop(&mut self) {
            self.0.push(());
        }
    }

    /// Asks for a session; returns the status line.
    fn call(stream: &mut TcpStream, authorization: &str) -> (String, String) {
        let request = format!("GET /path HTTP/1.1\r\nHost: cpe\r\n{authorization}\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut byte = [0];
        while !answer.ends_with(b"\r\n\r\n") {
            assert_eq!(
                stream.read(&mut byte).unwrap(),
                1,
                "{}",
                String::from_utf8_lossy(&answer)
            );
            answer.push(byte[0]);
        }
        let answer = String::from_utf8(answer).unwrap();
        let status = answer.lines().next().unwrap().to_string();
        (status, answer)
    }

    /// What answers the challenge.
    fn login(answer: &str) -> String {
        let challenge = answer
            .lines()
            .find_map(|line| line.strip_prefix("WWW-Authenticate: "));
        let mut login = Authorizer::new("acs", "secret", false);
        login.challenged(&[challenge.unwrap()], [9; 16]).unwrap();
        login.authorization("GET", "/path").unwrap()
    }

    fn call_with_login(port: u16, host: &str) {
        let mut stream = TcpStream::connect((host, port)).unwrap();
        let (status, answer) = call(&mut stream, "");
        assert_eq!(status, "HTTP/1.1 401 Unauthorized");
        let (status, _) = call(
            &mut stream,
            &format!("Authorization: {}\r\n", login(&answer)),
        );
        assert_eq!(status, "HTTP/1.1 200 OK");
        assert_eq!(
            stream.read(&mut [0; 9]).unwrap(),
            0,
            "closed, without a reset"
        );
    }

    #[test]
    fn callers_of_both_families_are_answered() {
        let six = TcpListener::bind("[::1]:0").is_ok();
        with_door(if six { 2 } else { 1 }, move |port| {
            call_with_login(port, "127.0.0.1");
            match six {
                true => call_with_login(port, "::1"),
                false => println!("skipped: this machine has no IPv6"),
            }
        });
    }

    #[test]
    fn silent_callers_hold_up_nobody() {
        with_door(1, |port| {
            let silent: Vec<TcpStream> = (0..40)
                .map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap())
                .collect();
            call_with_login(port, "127.0.0.1");
            // The oldest have made room.
            let mut first = &silent[0];
            assert!(!matches!(first.read(&mut [0; 9]), Ok(1..)));
        });
    }

    #[test]
    fn the_place_with_the_most_callers_makes_room() {
        let table = [
            (&["10.0.0.1"][..], 0),
            (&["10.0.0.1", "10.0.0.2", "10.0.0.2"], 1),
            (&["10.0.0.1", "::ffff:10.0.0.2", "10.0.0.2", "::1"], 1),
            (&["10.0.0.1", "2001:db8::1", "2001:db8::2"], 1),
            (
                &["2001:db8:0:1::1", "2001:db8:0:2::1", "2001:db8:0:2::1"],
                1,
            ),
            (&["10.0.0.1", "10.0.0.2"], 0),
        ];
        for (addresses, expected) in table {
            let places: Vec<IpAddr> = addresses
                .iter()
                .map(|address| place(address.parse().unwrap()))
                .collect();
            assert_eq!(who_makes_room(&places), expected, "{addresses:?}");
        }
    }

    /// An ACS that is slow to answer its challenge, while somebody else comes again and again.
    #[test]
    fn a_flood_from_one_address_pushes_out_nobody_else() {
        with_door(1, |port| {
            let mut acs = connect_from("127.0.0.2", port);
            let (status, answer) = call(&mut acs, "");
            assert_eq!(status, "HTTP/1.1 401 Unauthorized");
            for _ in 0..200 {
                drop(TcpStream::connect(("127.0.0.1", port)).unwrap());
            }
            let flood: Vec<TcpStream> = (0..100)
                .map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap())
                .collect();
            let request = format!("Authorization: {}\r\n", login(&answer));
            let (status, _) = call(&mut acs, &request);
            assert_eq!(status, "HTTP/1.1 200 OK");
            drop(flood);
        });
    }

    fn connect_from(address: &str, port: u16) -> TcpStream {
        let kind = SockType::Stream;
        let socket = socket::socket(AddressFamily::Inet, kind, SockFlag::SOCK_CLOEXEC, None);
        let socket = socket.unwrap();
        let at = |address: &str, port| {
            SockaddrIn::from(SocketAddrV4::new(address.parse().unwrap(), port))
        };
        socket::bind(socket.as_raw_fd(), &at(address, 0)).unwrap();
        socket::connect(socket.as_raw_fd(), &at("127.0.0.1", port)).unwrap();
        TcpStream::from(socket)
    }

    #[test]
    fn a_busy_port_is_told() {
        let busy = listen(0, "").unwrap();
        let port = busy.local_addr().unwrap().port();
        let executor = Rc::new(LocalExecutor::new());
        let (door, ports, _) = door();
        let _listener = Listener::open(&executor, (port, String::new()), door);
        let told = wait::block_on(executor.run(ports.pop())).unwrap();
        assert_eq!(told, None);
    }
}
