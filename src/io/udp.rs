//! The door for UDP connection requests: the sockets and the timer of `connreq::binding` and
//! `connreq::udp`.

use super::queue::Queue;
use super::sockets::{TRY_AGAIN, bound};
use super::{clock, log::OnceAMinute, start, wait::Polled};
use crate::connreq::binding::{Binding, Config, Found, Output, Socket};
use crate::connreq::gate::Gate;
use crate::connreq::stun;
use crate::connreq::udp::{Kept, LONGEST, Mailbox};
use crate::time::Now;
use async_executor::{LocalExecutor, Task};
use futures_lite::future;
use nix::sys::socket::SockType;
use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::rc::Rc;
use std::time::Duration;

/// What the door has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UdpKnock {
    /// Requests are heard at this port from now on; `None`: at none.
    Listening(Option<u16>),
    /// The NAT binding is another one.
    Found(Found),
    /// This must be on flash before the request that follows.
    Kept(Kept),
    /// A caller who may has asked for a session.
    Accepted,
}

/// All that outlives a socket. Everything happens on the main loop's thread.
pub struct UdpDoor {
    binding: RefCell<Binding>,
    mailbox: RefCell<Mailbox>,
    gate: Rc<RefCell<Gate>>,
    news: Queue<News>,
    knock: Box<dyn Fn(UdpKnock)>,
}

/// What the task of the sockets has to hear from elsewhere.
enum News {
    LookedUp(String, Vec<SocketAddr>),
    /// Settings or addresses of this device are others now.
    Changed,
}

/// The sockets; gone when dropped.
#[derive(Debug)]
pub struct UdpListener {
    _task: Task<()>,
}

/// Datagrams that are read before others have their turn.
const AT_A_TIME: usize = 16;
/// Room for the resolver of the C library.
const STACK: usize = 256 << 10;

impl UdpDoor {
    /// `secret`: random. `kept`: what [`UdpKnock::Kept`] said last, before a restart. The gate has its
    /// login already.
    pub fn new(
        now: &Now,
        secret: &[u8; 32],
        kept: Option<Kept>,
        gate: Rc<RefCell<Gate>>,
        knock: impl Fn(UdpKnock) + 'static,
    ) -> UdpDoor {
        let mailbox = Mailbox::new(now, kept, &mut gate.borrow_mut());
        UdpDoor {
            binding: RefCell::new(Binding::new(secret)),
            mailbox: RefCell::new(mailbox),
            gate,
            news: Queue::new(),
            knock: Box::new(knock),
        }
    }

    /// STUN settings; `None`: STUNEnable is false.
    pub fn configure(&self, config: Option<Config>) {
        self.binding.borrow_mut().configure(clock::mono(), config);
        self.news.push(News::Changed);
    }

    /// The addresses of this device are others now.
    pub fn moved(&self) {
        self.news.push(News::Changed);
    }

    /// For `cwmpd status`.
    pub fn status(&self) -> String {
        self.binding.borrow().status()
    }

    /// What came in at one of the sockets.
    fn take(&self, socket: Socket, from: SocketAddr, datagram: &[u8]) {
        let now = clock::now();
        let mut binding = self.binding.borrow_mut();
        if stun::is_stun(datagram) {
            binding.on_message(now.mono, socket, from, datagram);
        } else if socket == Socket::Primary {
            binding.on_other(from);
            drop(binding);
            self.judge(&now, datagram);
        }
    }

    fn judge(&self, now: &Now, datagram: &[u8]) {
        let mut gate = self.gate.borrow_mut();
        let mut mailbox = self.mailbox.borrow_mut();
        let kept = mailbox.kept();
        let accepted = mailbox.judge(now, datagram, &mut gate).is_ok();
        let refusals = gate.log_line(now);
        let to_keep = mailbox.kept().filter(|new| accepted && Some(*new) != kept);
        drop((gate, mailbox));
        if let Some(refusals) = refusals {
            log::info!("{refusals}");
        }
        if let Some(kept) = to_keep {
            (self.knock)(UdpKnock::Kept(kept));
        }
        if accepted {
            (self.knock)(UdpKnock::Accepted);
        }
    }

    fn look_up(&self, host: String, port: u16) {
        let news = self.news.clone();
        if let Ok(address) = host.parse::<IpAddr>() {
            news.push(News::LookedUp(host, vec![SocketAddr::new(address, port)]));
            return;
        }
        let (name, failed) = (host.clone(), self.news.clone());
        let started = start::thread("lookup", STACK, move || {
            let found = (name.as_str(), port).to_socket_addrs();
            // A NAT is a matter of IPv4.
            let found = found.into_iter().flatten();
            let (mut found, rest): (Vec<_>, Vec<_>) = found.partition(SocketAddr::is_ipv4);
            found.extend(rest);
            found.dedup();
            news.push(News::LookedUp(name, found));
        });
        if started.is_err() {
            failed.push(News::LookedUp(host, Vec::new()));
        }
    }
}

impl std::fmt::Debug for UdpDoor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UdpDoor")
            .field("binding", &self.binding)
            .finish_non_exhaustive()
    }
}

impl UdpListener {
    /// Listens at this port (0: any), of this interface alone if one is named, as soon as nobody else does.
    pub fn open(
        executor: &LocalExecutor<'static>,
        (port, interface): (u16, String),
        door: Rc<UdpDoor>,
    ) -> UdpListener {
        let task = start::task(executor, async move {
            let mut complained = false;
            let socket = loop {
                match open(port, &interface) {
                    Ok(socket) => break socket,
                    Err(error) => {
                        if !std::mem::replace(&mut complained, true) {
                            log::error!(
                                "no UDP connection requests: port {port}: {error}; tried again every {} s",
                                TRY_AGAIN.as_secs()
                            );
                            (door.knock)(UdpKnock::Listening(None));
                        }
                        clock::sleep(TRY_AGAIN).await;
                    }
                }
            };
            let local = socket.get_ref().local_addr();
            let port = local.map_or(port, |address| address.port());
            log::info!("UDP connection requests are heard at port {port}");
            (door.knock)(UdpKnock::Listening(Some(port)));
            Sockets {
                door,
                port,
                interface,
                primary: socket,
                second: None,
                found: Found::default(),
            }
            .serve()
            .await;
        });
        UdpListener { _task: task }
    }
}

struct Sockets {
    door: Rc<UdpDoor>,
    port: u16,
    interface: String,
    primary: Polled<UdpSocket>,
    /// Opened for the first probe.
    second: Option<Polled<UdpSocket>>,
    /// As was told last.
    found: Found,
}

impl Sockets {
    async fn serve(mut self) {
        let mut changed = true;
        loop {
            self.read();
            self.look_around(changed);
            self.act();
            let wake = self.door.binding.borrow().wake_at();
            let readable = async {
                // An error is read, and gone with that.
                match &self.second {
                    Some(second) => future::or(self.primary.readable(), second.readable()).await,
                    None => self.primary.readable().await,
                };
                None
            };
            let timer = async {
                clock::sleep_until(wake.unwrap_or(Duration::MAX)).await;
                None
            };
            let news = async { Some(self.door.news.pop().await) };
            let news = future::or(future::or(news, timer), readable).await;
            changed = news.is_some();
            if let Some(News::LookedUp(host, found)) = news {
                let mut binding = self.door.binding.borrow_mut();
                binding.looked_up(clock::mono(), &host, found);
            }
            // Whoever floods this socket holds up nobody else.
            future::yield_now().await;
        }
    }

    fn read(&mut self) {
        let mut room = [0; LONGEST];
        let primary = Some((&self.primary, Socket::Primary));
        let second = self.second.as_ref().map(|second| (second, Socket::Second));
        for (socket, which) in primary.into_iter().chain(second) {
            for _ in 0..AT_A_TIME {
                // An error is somebody's ICMP, or nothing to be read.
                let Ok((count, from)) = socket.get_ref().recv_from(&mut room) else {
                    break;
                };
                let from = SocketAddr::new(from.ip().to_canonical(), from.port());
                let datagram = room.get(..count).unwrap_or_default();
                self.door.take(which, from, datagram);
            }
        }
    }

    /// Does what is due, from the address that faces the server now.
    fn look_around(&mut self, changed: bool) {
        let now = clock::mono();
        let mut binding = self.door.binding.borrow_mut();
        let is_due = |binding: &Binding| binding.wake_at().is_some_and(|at| at <= now);
        if let Some(server) = binding.server()
            && (changed || is_due(&binding))
        {
            let local = local_towards(server, &self.interface).ok();
            binding.moved(
                now,
                local.map(|address| SocketAddr::new(address, self.port)),
            );
        }
        if is_due(&binding) {
            binding.wake(now);
        }
    }

    fn act(&mut self) {
        static TROUBLE: OnceAMinute = OnceAMinute::new();
        loop {
            let next = self.door.binding.borrow_mut().next_output();
            let sent = match next {
                None => break,
                Some(Output::LookUp { host, port }) => {
                    self.door.look_up(host, port);
                    Ok(())
                }
                Some(Output::Send { socket, to, bytes }) => self.send(socket, to, &bytes),
            };
            if let Err(error) = sent
                && TROUBLE.pass(clock::mono()).is_some()
            {
                log::info!("STUN: {error}");
            }
        }
        let found = self.door.binding.borrow().found();
        if std::mem::replace(&mut self.found, found) != found {
            (self.door.knock)(UdpKnock::Found(found));
        }
    }

    fn send(&mut self, socket: Socket, to: SocketAddr, bytes: &[u8]) -> io::Result<()> {
        let socket = match (socket, &mut self.second) {
            (Socket::Primary, _) => &self.primary,
            (Socket::Second, Some(second)) => second,
            (Socket::Second, none) => none.insert(open(0, &self.interface)?),
        };
        let socket = socket.get_ref();
        socket.send_to(bytes, as_seen_by(socket, to)?).map(drop)
    }
}

/// The address of this device from which packets to another would leave, by this interface if one is named.
fn local_towards(to: SocketAddr, interface: &str) -> io::Result<IpAddr> {
    let socket = UdpSocket::from(bound(0, SockType::Datagram, interface)?);
    // Connecting a UDP socket sends nothing.
    socket.connect(as_seen_by(&socket, to)?)?;
    Ok(socket.local_addr()?.ip().to_canonical())
}

/// An IPv4 address as a socket of both families has it.
fn as_seen_by(socket: &UdpSocket, address: SocketAddr) -> io::Result<SocketAddr> {
    Ok(match address {
        SocketAddr::V4(four) if socket.local_addr()?.is_ipv6() => {
            SocketAddr::new(four.ip().to_ipv6_mapped().into(), four.port())
        }
        other => other,
    })
}

/// On every address of both families, where the kernel has both.
fn open(port: u16, interface: &str) -> io::Result<Polled<UdpSocket>> {
    let socket = bound(port, SockType::Datagram, interface)?;
    Polled::new(UdpSocket::from(socket))
}
