//! The door for connection requests: a TCP listener in front of `connreq::http`, and the address under
//! which the ACS finds it.

use super::{clock, log::OnceAMinute};
use async_executor::{LocalExecutor, Task};
use async_io::Async;
use futures_lite::{AsyncReadExt, AsyncWriteExt, future};
use nix::sys::socket::{self, AddressFamily, SockFlag, SockType, SockaddrIn, SockaddrIn6, sockopt};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::net::{
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6, TcpListener, TcpStream,
    ToSocketAddrs, UdpSocket,
};
use std::os::fd::AsRawFd;
use std::rc::Rc;
use std::time::Duration;

/// Callers at a time; the one that has been there longest makes room.
const MOST_CALLERS: usize = 16;
/// How long one caller may stay.
const PATIENCE: Duration = Duration::from_secs(10);
/// Until a busy port is tried again.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// What is known of one caller so far, and what to tell him.
#[derive(Debug)]
pub enum Heard {
    /// His request is not complete.
    More,
    Answer {
        bytes: Vec<u8>,
        /// He may ask again on this connection.
        stay: bool,
        /// How many bytes of what he sent are done with.
        taken: usize,
        /// He has called the agent: a session is wanted, once he has been answered.
        accepted: bool,
    },
}

/// Who answers the callers. Everything happens on the main loop's thread.
pub trait Doorman {
    fn hear(&self, request: &[u8]) -> Heard;
    /// The answer to an accepted request is on its way.
    fn accepted(&self);
    /// Callers are heard at this port from now on; `None`: at none.
    fn listening(&self, port: Option<u16>);
}

/// The listening socket with all its callers; gone when dropped.
#[derive(Debug)]
pub struct Listener {
    _task: Task<()>,
}

impl Listener {
    /// Listens at this port (0: any), as soon as nobody else does.
    pub fn open(
        executor: &Rc<LocalExecutor<'static>>,
        port: u16,
        doorman: Rc<dyn Doorman>,
    ) -> Listener {
        let spawner = Rc::clone(executor);
        let task = executor.spawn(async move {
            let mut complained = false;
            let listener = loop {
                match listen(port).and_then(Async::new) {
                    Ok(listener) => break listener,
                    Err(error) => {
                        if !complained {
                            log::error!(
                                "no connection requests: port {port}: {error}; tried again every {} s",
                                TRY_AGAIN.as_secs()
                            );
                            doorman.listening(None);
                        }
                        complained = true;
                        clock::sleep(TRY_AGAIN).await;
                    }
                }
            };
            let port = listener.get_ref().local_addr().map_or(port, |address| address.port());
            log::info!("connection requests are heard at port {port}");
            doorman.listening(Some(port));
            serve(&spawner, &listener, &doorman).await;
        });
        Listener { _task: task }
    }
}

async fn serve(
    spawner: &LocalExecutor<'static>,
    listener: &Async<TcpListener>,
    doorman: &Rc<dyn Doorman>,
) {
    static TROUBLE: OnceAMinute = OnceAMinute::new();
    // A dropped task closes its connection.
    let callers: RefCell<VecDeque<Task<()>>> = RefCell::new(VecDeque::new());
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let doorman = Rc::clone(doorman);
                let caller = spawner.spawn(async move {
                    let talk = async {
                        if let Err(error) = talk(stream, &*doorman).await {
                            log::debug!("connection request: {error}");
                        }
                    };
                    future::or(talk, clock::sleep(PATIENCE)).await;
                });
                let mut callers = callers.borrow_mut();
                callers.retain(|caller| !caller.is_finished());
                if callers.len() >= MOST_CALLERS {
                    callers.pop_front();
                }
                callers.push_back(caller);
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

async fn talk(mut stream: Async<TcpStream>, doorman: &dyn Doorman) -> io::Result<()> {
    let mut request = Vec::new();
    let mut chunk = [0; 2048];
    loop {
        match doorman.hear(&request) {
            Heard::More => {
                let count = stream.read(&mut chunk).await?;
                if count == 0 {
                    return Ok(());
                }
                request.extend_from_slice(chunk.get(..count).unwrap_or_default());
            }
            Heard::Answer {
                bytes,
                stay,
                taken,
                accepted,
            } => {
                let sent = stream.write_all(&bytes).await;
                if accepted {
                    doorman.accepted();
                }
                sent?;
                if !stay {
                    return part(stream).await;
                }
                request.drain(..taken.min(request.len()));
            }
        }
    }
}

/// Closes a connection so that the answer arrives: what the caller still sends is read first, for bytes
/// unread at the close make the kernel send a reset, which overtakes the answer.
async fn part(mut stream: Async<TcpStream>) -> io::Result<()> {
    stream.get_ref().shutdown(std::net::Shutdown::Write)?;
    let mut chunk = [0; 2048];
    for _ in 0..8 {
        if stream.read(&mut chunk).await? == 0 {
            break;
        }
    }
    Ok(())
}

/// On every address of both families; on IPv4 alone where the kernel has no IPv6.
fn listen(port: u16) -> io::Result<TcpListener> {
    let every = SockaddrIn6::from(SocketAddrV6::new(Ipv6Addr::UNSPECIFIED, port, 0, 0));
    let both = bound(AddressFamily::Inet6, &every);
    match both {
        Err(nix::errno::Errno::EAFNOSUPPORT | nix::errno::Errno::EADDRNOTAVAIL) => {
            let every = SockaddrIn::from(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port));
            Ok(bound(AddressFamily::Inet, &every)?)
        }
        other => Ok(other?),
    }
}

fn bound(family: AddressFamily, address: &dyn socket::SockaddrLike) -> nix::Result<TcpListener> {
    let socket = socket::socket(family, SockType::Stream, SockFlag::SOCK_CLOEXEC, None)?;
    socket::setsockopt(&socket, sockopt::ReuseAddr, &true)?;
    if family == AddressFamily::Inet6 {
        socket::setsockopt(&socket, sockopt::Ipv6V6Only, &false)?;
    }
    socket::bind(socket.as_raw_fd(), address)?;
    socket::listen(&socket, socket::Backlog::new(16)?)?;
    Ok(TcpListener::from(socket))
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
        let any: SocketAddr = match address {
            SocketAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
            SocketAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
        };
        // Connecting a UDP socket sends nothing.
        let local = UdpSocket::bind(any)
            .and_then(|socket| socket.connect(address).and_then(|()| socket.local_addr()));
        match local {
            Ok(local) => return Ok(local.ip().to_canonical()),
            Err(error) => last = error,
        }
    }
    Err(last)
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
    let mut found: Vec<IpAddr> = rows
        .map(|row| row.address)
        .filter(|address| !address.is_loopback() && !is_link_local(address))
        .collect();
    let six_first = facing.is_some_and(|facing| facing.is_ipv6());
    found.sort_by_key(|address| address.is_ipv6() != six_first);
    found.first().copied()
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
    use crate::io::queue::Queue;
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
        assert!(facing("no such name", 80).is_err());
    }

    /// Answers each line with itself; the line `call` is a call, `bye` ends the connection.
    struct Echo {
        ports: Queue<Option<u16>>,
        calls: Queue<()>,
    }

    impl Doorman for Echo {
        fn hear(&self, request: &[u8]) -> Heard {
            match request.iter().position(|byte| *byte == b'\n') {
                None => Heard::More,
                Some(end) => Heard::Answer {
                    bytes: request[..=end].to_vec(),
                    stay: !request.starts_with(b"bye"),
                    taken: end + 1,
                    accepted: request.starts_with(b"call"),
                },
            }
        }

        fn accepted(&self) {
            self.calls.push(());
        }

        fn listening(&self, port: Option<u16>) {
            self.ports.push(port);
        }
    }

    /// Opens a door, and does something at its port on a thread of its own.
    fn with_door(calls: usize, act: impl FnOnce(u16) + Send + 'static) {
        let executor = Rc::new(LocalExecutor::new());
        let echo = Rc::new(Echo {
            ports: Queue::new(),
            calls: Queue::new(),
        });
        let _listener = Listener::open(&executor, 0, Rc::clone(&echo) as Rc<dyn Doorman>);
        let done = Queue::new();
        let tell = done.clone();
        let thread = async_io::block_on(executor.run(async {
            let port = echo.ports.pop().await.unwrap();
            let thread = std::thread::spawn(move || {
                act(port);
                tell.push(());
            });
            for _ in 0..calls {
                echo.calls.pop().await;
            }
            done.pop().await;
            thread
        }));
        thread.join().unwrap();
    }

    fn say(stream: &mut TcpStream, line: &str) -> String {
        stream.write_all(line.as_bytes()).unwrap();
        let mut answer = vec![0; line.len()];
        stream.read_exact(&mut answer).unwrap();
        String::from_utf8(answer).unwrap()
    }

    #[test]
    fn callers_of_both_families_are_answered() {
        with_door(2, |port| {
            let mut four = TcpStream::connect(("127.0.0.1", port)).unwrap();
            assert_eq!(say(&mut four, "hello\n"), "hello\n");
            assert_eq!(say(&mut four, "call\n"), "call\n");
            assert_eq!(say(&mut four, "bye\n"), "bye\n");
            assert_eq!(four.read(&mut [0; 9]).unwrap(), 0);
            match TcpStream::connect(("::1", port)) {
                Ok(mut six) => assert_eq!(say(&mut six, "call\n"), "call\n"),
                Err(_) => {
                    println!("skipped: this machine has no IPv6");
                    assert_eq!(
                        say(
                            &mut TcpStream::connect(("127.0.0.1", port)).unwrap(),
                            "call\n"
                        ),
                        "call\n"
                    );
                }
            }
        });
    }

    #[test]
    fn silent_callers_hold_up_nobody() {
        with_door(0, |port| {
            let silent: Vec<TcpStream> = (0..40)
                .map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap())
                .collect();
            let mut caller = TcpStream::connect(("127.0.0.1", port)).unwrap();
            assert_eq!(say(&mut caller, "hello\n"), "hello\n");
            // The oldest have made room.
            let mut first = &silent[0];
            assert!(!matches!(first.read(&mut [0; 9]), Ok(1..)));
        });
    }

    #[test]
    fn a_busy_port_is_told() {
        let busy = listen(0).unwrap();
        let port = busy.local_addr().unwrap().port();
        let executor = Rc::new(LocalExecutor::new());
        let echo = Rc::new(Echo {
            ports: Queue::new(),
            calls: Queue::new(),
        });
        let _listener = Listener::open(&executor, port, Rc::clone(&echo) as Rc<dyn Doorman>);
        let told = async_io::block_on(executor.run(echo.ports.pop()));
        assert_eq!(told, None);
    }
}
