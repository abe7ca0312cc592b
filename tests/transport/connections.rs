//! One connection for a session, and what happens when there is none any more.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::time::Duration;

use crate::server::{NOTHING, answer, in_turn, ok, serve, start};
use crate::world::{World, empty, inform, reply, session, transport_failure};
use cwmpd::io::acs::Transport;
use nix::sys::socket::{
    AddressFamily, Backlog, SockFlag, SockType, SockaddrIn, bind, getsockname, listen, socket,
};
use std::os::fd::AsRawFd;

#[test]
fn one_connection_for_the_session_and_one_for_the_next() {
    let server = answer(&[&ok("<a/>"), &ok(""), NOTHING, NOTHING]);
    let url = server.url("/");
    let mut first = session(&url);
    for post in [inform(), reply(), empty()] {
        first.post(&post).unwrap();
    }
    drop(first);
    session(&url).post(&inform()).unwrap();
    let connections: Vec<usize> = server.requests().iter().map(|r| r.connection).collect();
    assert_eq!(connections, [0, 0, 0, 1]);
}

#[test]
fn the_local_address_is_known_before_the_first_post_on_the_same_connection() {
    let server = answer(&[NOTHING]);
    let mut session = session(&server.url("/"));
    assert_eq!(session.local_address(), None);
    let address = session.connect().unwrap();
    assert_eq!(address, Some(IpAddr::from([127, 0, 0, 1])));
    session.post(&inform()).unwrap();
    assert_eq!(session.local_address(), address);
    assert_eq!(server.requests()[0].connection, 0);
}

#[test]
fn closed_cleanly_between_two_posts() {
    let server = serve(|peer| {
        peer.request()?;
        peer.send(&ok("<a/>"))
    });
    let mut session = session(&server.url("/"));
    for _ in 0..3 {
        assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
        server.wait_for_close();
    }
    let connections: Vec<usize> = server.requests().iter().map(|r| r.connection).collect();
    assert_eq!(connections, [0, 1, 2]);
}

#[test]
fn closed_after_connecting_and_before_the_first_post() {
    let server = serve(|peer| {
        if peer.number == 0 {
            return Ok(());
        }
        in_turn(&[NOTHING])(peer)
    });
    let mut session = session(&server.url("/"));
    session.connect().unwrap();
    server.wait_for_close();
    session.post(&inform()).unwrap();
}

#[test]
fn connection_close_is_honoured() {
    let server = serve(|peer| {
        peer.request()?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
        peer.wait_for_close();
        Ok(())
    });
    let mut session = session(&server.url("/"));
    session.post(&inform()).unwrap();
    session.post(&empty()).unwrap();
    assert_eq!(server.requests()[1].connection, 1);
}

#[test]
fn bytes_that_nobody_asked_for_end_the_connection() {
    let server = serve(|peer| {
        peer.request()?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>HTTP/1.1 200 OK\r\n")?;
        peer.wait_for_close();
        Ok(())
    });
    let mut session = session(&server.url("/"));
    assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
    assert_eq!(session.post(&empty()).unwrap(), b"<a/>");
    assert_eq!(server.requests()[1].connection, 1);
}

#[test]
fn a_post_without_an_answer_is_never_repeated() {
    // Also not on a connection that has served before.
    for served in [0, 1] {
        let server = serve(move |peer| {
            if peer.number == 0 {
                for _ in 0..served {
                    peer.request()?;
                    peer.send(&ok("<a/>"))?;
                }
            }
            peer.request()?;
            Ok(())
        });
        let mut session = session(&server.url("/"));
        for _ in 0..served {
            session.post(&inform()).unwrap();
        }
        let text = transport_failure(session.post(&reply()));
        assert!(text.contains("closed the connection"), "{text}");
        assert_eq!(server.requests().len(), served + 1);
    }
}

#[test]
fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let text = transport_failure(World::new(&format!("http://127.0.0.1:{port}/")).ask());
    assert!(
        text.contains(&format!("cannot connect to 127.0.0.1:{port}; 127.0.0.1: ")),
        "{text}"
    );
    assert!(text.to_lowercase().contains("refused"), "{text}");
}

#[test]
fn a_name_that_nobody_knows() {
    let mut world = World::new("http://acs.invalid/");
    world.lookup = Some(|_, _| Err(io::Error::other("no such name")));
    let text = transport_failure(world.ask());
    assert_eq!(text, "cannot look up acs.invalid: no such name");
    world.lookup = Some(|_, _| Ok(Vec::new()));
    assert!(transport_failure(world.ask()).contains("no address"));
}

#[test]
fn the_first_address_refuses() {
    static PORT: AtomicU16 = AtomicU16::new(0);
    let server = answer(&[NOTHING]);
    PORT.store(server.port(), Ordering::SeqCst);
    let mut world = World::new("http://acs.example/");
    // Nobody listens there: the server is on 127.0.0.1 only.
    world.lookup = Some(|_, _| {
        let port = PORT.load(Ordering::SeqCst);
        Ok(vec![
            address([127, 0, 0, 9], port),
            address([127, 0, 0, 1], port),
        ])
    });
    world.ask().unwrap();
    assert_eq!(server.requests()[0].header("host"), Some("acs.example"));
}

#[test]
fn the_first_addresses_are_silent() {
    static PORTS: [AtomicU16; 2] = [AtomicU16::new(0), AtomicU16::new(0)];
    let silent = Silent::listen();
    let server = answer(&[NOTHING]);
    PORTS[0].store(silent.address.port(), Ordering::SeqCst);
    PORTS[1].store(server.port(), Ordering::SeqCst);
    let mut world = World::new("http://acs.example/");
    world.limits.connect = Duration::from_secs(2);
    world.lookup = Some(|_, _| {
        let [dead, alive] = PORTS.each_ref().map(|port| port.load(Ordering::SeqCst));
        Ok(vec![
            address([127, 0, 0, 1], dead),
            address([127, 0, 0, 1], alive),
        ])
    });
    world.ask().unwrap();
    // And all of them.
    world.limits.connect = Duration::from_millis(300);
    world.lookup = Some(|_, _| {
        let dead = PORTS[0].load(Ordering::SeqCst);
        Ok(vec![
            address([127, 0, 0, 1], dead),
            address([127, 0, 0, 1], dead),
        ])
    });
    let text = transport_failure(world.ask());
    assert!(
        text.contains("cannot connect") && text.contains("no answer"),
        "{text}"
    );
}

#[test]
fn a_session_stays_with_the_machine_it_has_begun_with() {
    static PORT: AtomicU16 = AtomicU16::new(0);
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    let one = serve(|peer| {
        peer.request()?;
        peer.send(&ok("<one/>"))
    });
    PORT.store(one.port(), Ordering::SeqCst);
    let listener = TcpListener::bind(("127.0.0.2", one.port())).unwrap();
    let _other = start(listener, None, in_turn(&[&ok("<other/>")]));
    let mut world = World::new("http://acs.example/");
    world.lookup = Some(|_, _| {
        let port = PORT.load(Ordering::SeqCst);
        let mut found = vec![address([127, 0, 0, 1], port), address([127, 0, 0, 2], port)];
        // Round robin.
        if ASKED.fetch_add(1, Ordering::SeqCst) % 2 == 1 {
            found.reverse();
        }
        Ok(found)
    });
    let mut session: Transport = world.open();
    for _ in 0..3 {
        assert_eq!(session.post(&inform()).unwrap(), b"<one/>");
        one.wait_for_close();
    }
    assert_eq!(ASKED.load(Ordering::SeqCst), 3);
}

#[test]
fn an_ipv6_address() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        println!("skipped: no IPv6 on loopback");
        return;
    };
    let server = start(listener, None, in_turn(&[NOTHING]));
    let mut session = session(&server.url("/x"));
    assert_eq!(session.connect().unwrap(), Some("::1".parse().unwrap()));
    session.post(&empty()).unwrap();
    let host = format!("[::1]:{}", server.port());
    assert_eq!(server.requests()[0].header("host"), Some(&*host));
}

fn address(ip: [u8; 4], port: u16) -> SocketAddr {
    SocketAddr::from((ip, port))
}

/// A listener whose queue is full: further connections get no answer, like a dead host behind a router.
struct Silent {
    address: SocketAddr,
    _listener: std::os::fd::OwnedFd,
    _queued: Vec<TcpStream>,
}

impl Silent {
    fn listen() -> Silent {
        let (family, kind) = (AddressFamily::Inet, SockType::Stream);
        let listener = socket(family, kind, SockFlag::SOCK_CLOEXEC, None).unwrap();
        bind(listener.as_raw_fd(), &SockaddrIn::new(127, 0, 0, 1, 0)).unwrap();
        listen(&listener, Backlog::new(1).unwrap()).unwrap();
        let name: SockaddrIn = getsockname(listener.as_raw_fd()).unwrap();
        let address = address([127, 0, 0, 1], name.port());
        let mut queued = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(100)) {
            queued.push(stream);
            assert!(queued.len() < 16);
        }
        Silent {
            address,
            _listener: listener,
            _queued: queued,
        }
    }
}
