//! https: which certificates are taken and which are not, and what the failures say.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, Stream};

use crate::certificates::{Authority, Leaf, NOW, file};
use crate::server::{NOTHING, PATIENCE, Server, answer, in_turn, ok, serve, serve_tls};
use crate::world::{World, empty, inform, local_failure, peer_failure, transport_failure};

/// A device that trusts this authority and finds every name on loopback.
fn world(server: &Server, host: &str, authority: &Authority) -> World {
    let mut world = World::new(&format!("https://{host}:{}/", server.port()));
    world.tls.ca_file = file(&authority.pem());
    world.lookup = Some(|_, port| Ok(vec![SocketAddr::from(([127, 0, 0, 1], port))]));
    world
}

fn server(leaf: &Leaf) -> Server {
    serve_tls(leaf.server(), in_turn(&[NOTHING]))
}

#[test]
fn both_versions_of_tls_and_one_connection() {
    let root = Authority::root("root");
    for version in [&TLS12, &TLS13] {
        let leaf = root.leaf(&["acs.example"], NOW);
        let answers = in_turn(&[&ok("<a/>"), &ok("<b/>"), NOTHING]);
        let server = serve_tls(leaf.server_with(&[version], None), answers);
        let mut session = world(&server, "acs.example", &root).open();
        session.connect().unwrap();
        assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
        assert_eq!(session.post(&empty()).unwrap(), b"<b/>");
        assert_eq!(session.post(&empty()).unwrap(), b"");
        assert!(
            server
                .requests()
                .iter()
                .all(|request| request.connection == 0)
        );
    }
}

#[test]
fn names_and_addresses() {
    let root = Authority::root("root");
    for (names, host, good) in [
        (&["acs.example"][..], "acs.example", true),
        (&["acs.example"], "ACS.Example", true),
        (&["other.example", "acs.example"], "acs.example", true),
        (&["other.example"], "acs.example", false),
        (&["*.isp.example"], "acs.isp.example", true),
        (&["*.isp.example"], "a.acs.isp.example", false),
        (&["*.isp.example"], "isp.example", false),
        (&["127.0.0.1"], "127.0.0.1", true),
        (&["127.0.0.2"], "127.0.0.1", false),
        (&["acs.example"], "127.0.0.1", false),
        (&["127.0.0.1"], "acs.example", false),
    ] {
        let leaf = root.leaf(names, NOW);
        let server = server(&leaf);
        let result = world(&server, host, &root).ask();
        if good {
            result.unwrap();
        } else {
            let text = transport_failure(result);
            assert!(
                text.contains("not for this host"),
                "{names:?} {host}: {text}"
            );
            assert!(server.requests().is_empty());
        }
    }
}

#[test]
fn through_an_intermediate() {
    let root = Authority::root("root");
    let leaf = root
        .intermediate("between", NOW)
        .leaf(&["acs.example"], NOW);
    let server = server(&leaf);
    world(&server, "acs.example", &root).ask().unwrap();
}

#[test]
fn an_authority_that_nobody_knows() {
    let (root, other) = (Authority::root("root"), Authority::root("other"));
    for leaf in [
        other.leaf(&["acs.example"], NOW),
        Leaf::self_signed(&["acs.example"], NOW),
    ] {
        let server = server(&leaf);
        let text = transport_failure(world(&server, "acs.example", &root).ask());
        assert!(
            text.contains("tls.ca_file") || text.contains("certificate"),
            "{text}"
        );
        assert!(server.requests().is_empty());
    }
}

#[test]
fn dates_count_once_the_clock_is_set() {
    let root = Authority::root("root");
    for years in [(2020, 2025), (2040, 2050)] {
        let leaf = root.leaf(&["acs.example"], years);
        let server = server(&leaf);
        let text = transport_failure(world(&server, "acs.example", &root).ask());
        assert!(text.contains("clock"), "{text}");
    }
}

#[test]
fn without_a_clock_dates_do_not_count_and_all_else_does() {
    let (root, other) = (Authority::root("root"), Authority::root("other"));
    // No clock at all, 1970, and a day in 2023: before this program was written.
    for wall in [None, Some(0), Some(-5), Some(1_700_000_000)] {
        for (what, leaf, good) in [
            ("expired", root.leaf(&["acs.example"], (2001, 2002)), true),
            ("not yet", root.leaf(&["acs.example"], (2040, 2050)), true),
            (
                "below a younger intermediate",
                root.intermediate("i", (2030, 2040))
                    .leaf(&["acs.example"], (2020, 2035)),
                true,
            ),
            (
                "below an older intermediate",
                root.intermediate("i", (2010, 2030))
                    .leaf(&["acs.example"], (2020, 2035)),
                true,
            ),
            (
                "never valid with its intermediate",
                root.intermediate("i", (2010, 2012))
                    .leaf(&["acs.example"], (2020, 2035)),
                false,
            ),
            (
                "another name",
                root.leaf(&["other.example"], (2001, 2002)),
                false,
            ),
            (
                "another authority",
                other.leaf(&["acs.example"], (2001, 2002)),
                false,
            ),
            (
                "no authority",
                Leaf::self_signed(&["acs.example"], NOW),
                false,
            ),
        ] {
            let server = server(&leaf);
            let mut world = world(&server, "acs.example", &root);
            world.wall = wall;
            assert_eq!(world.ask().is_ok(), good, "{what}");
        }
    }
}

#[test]
fn the_name_of_the_server_is_sent_and_an_address_is_not() {
    let root = Authority::root("root");
    let leaf = root.leaf(&["acs.example", "127.0.0.1"], NOW);
    for (host, expected) in [("acs.example", Some("acs.example")), ("127.0.0.1", None)] {
        let shown = Arc::new(Shown {
            certificate: leaf.with_the_key_of(&leaf),
            names: Mutex::default(),
        });
        let server = serve_tls(shown_by(&shown), in_turn(&[NOTHING]));
        world(&server, host, &root).ask().unwrap();
        assert_eq!(
            shown.names.lock().unwrap()[..],
            [expected.map(String::from)]
        );
    }
}

#[test]
fn a_pinned_certificate_is_taken_as_it_is() {
    // Self-signed, expired, and for another name.
    let leaf = Leaf::self_signed(&["other.example"], (2001, 2002));
    for version in [&TLS12, &TLS13] {
        let server = serve_tls(leaf.server_with(&[version], None), in_turn(&[NOTHING]));
        let mut world = World::new(&server.url("/"));
        world.tls.pins = vec![[7; 32], leaf.fingerprint()];
        for ca_file in ["", "/no/such/file"] {
            world.tls.ca_file = ca_file.into();
            world.open().connect().unwrap();
        }
        world.ask().unwrap();
        world.tls.pins.pop();
        let text = transport_failure(world.ask());
        assert!(text.contains("no tls.pin names it"), "{text}");
    }
}

#[test]
fn a_pin_next_to_authorities() {
    let root = Authority::root("root");
    let pinned = Leaf::self_signed(&["x"], NOW);
    for leaf in [&pinned, &root.leaf(&["acs.example"], NOW)] {
        let server = server(leaf);
        let mut world = world(&server, "acs.example", &root);
        world.tls.pins = vec![pinned.fingerprint()];
        world.ask().unwrap();
    }
}

#[test]
fn a_pinned_certificate_without_its_key_is_refused() {
    let (leaf, thief) = (
        Leaf::self_signed(&["x"], NOW),
        Leaf::self_signed(&["x"], NOW),
    );
    let shown = Arc::new(Shown {
        certificate: leaf.with_the_key_of(&thief),
        names: Mutex::default(),
    });
    let server = serve_tls(shown_by(&shown), in_turn(&[NOTHING]));
    let mut world = World::new(&server.url("/"));
    world.tls.pins = vec![leaf.fingerprint()];
    transport_failure(world.ask());
    assert!(server.requests().is_empty());
}

#[test]
fn a_client_certificate_that_the_acs_demands() {
    let root = Authority::root("root");
    let devices = Authority::root("devices");
    let leaf = root.leaf(&["acs.example"], NOW);
    let device = devices.leaf(&["00D09E-1234"], NOW);
    let stranger = Authority::root("others").leaf(&["00D09E-1234"], NOW);
    for version in [&TLS12, &TLS13] {
        let config = leaf.server_with(&[version], Some(&devices));
        let server = serve_tls(config, in_turn(&[NOTHING]));
        let mut world = world(&server, "acs.example", &root);
        let text = transport_failure(world.ask());
        assert!(
            text.contains("does the ACS want another tls.certificate?"),
            "{text}"
        );
        for (identity, good) in [(&device, true), (&stranger, false)] {
            world.tls.certificate = file(&identity.pem);
            world.tls.key = file(&identity.key.serialize_pem());
            assert_eq!(world.ask().is_ok(), good);
        }
    }
}

#[test]
fn settings_that_cannot_work_say_what_to_set() {
    let root = Authority::root("root");
    let leaf = root.leaf(&["acs.example"], NOW);
    let server = server(&leaf);
    let good = file(&root.pem());
    let (certificate, key) = (file(&leaf.pem), file(&leaf.key.serialize_pem()));
    let other_key = file(&root.leaf(&["x"], NOW).key.serialize_pem());
    let nothing = file("nothing here\n");
    for (ca_file, certificate, key, parts) in [
        ("", "", "", ["tls.ca_file", "tls.pin"]),
        (
            "/no/such/roots.pem",
            "",
            "",
            ["tls.ca_file /no/such/roots.pem", "No such file"],
        ),
        (&nothing, "", "", ["tls.ca_file", "no usable certificate"]),
        (&key, "", "", ["tls.ca_file", "no usable certificate"]),
        (&good, &certificate, "", ["tls.key", "only one of them"]),
        (&good, "", &key, ["tls.certificate", "only one of them"]),
        (
            &good,
            "/no/such/c.pem",
            &key,
            ["tls.certificate /no/such/c.pem", "No such file"],
        ),
        (
            &good,
            &certificate,
            "/no/such/k.pem",
            ["tls.key /no/such/k.pem", "No such file"],
        ),
        (&good, &nothing, &key, ["tls.certificate", "PEM"]),
        (&good, &certificate, &nothing, ["tls.key", "PEM"]),
        (
            &good,
            &certificate,
            &other_key,
            ["tls.certificate", "do not go together"],
        ),
    ] {
        let mut world = world(&server, "acs.example", &root);
        world.tls.ca_file = ca_file.into();
        world.tls.certificate = certificate.into();
        world.tls.key = key.into();
        let text = local_failure(world.ask());
        for part in parts {
            assert!(text.contains(part), "{part:?} not in {text:?}");
        }
    }
    // Plain http needs none of it.
    let plain = answer(&[NOTHING]);
    World::new(&plain.url("/")).ask().unwrap();
}

#[test]
fn one_certificate_that_does_not_parse_among_good_ones() {
    let root = Authority::root("root");
    let leaf = root.leaf(&["acs.example"], NOW);
    let server = server(&leaf);
    let mut world = world(&server, "acs.example", &root);
    let bad = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    world.tls.ca_file = file(&format!("# roots\n{bad}{}{bad}", root.pem()));
    world.ask().unwrap();
}

#[test]
fn closed_cleanly_between_two_posts_over_tls() {
    let root = Authority::root("root");
    let leaf = root.leaf(&["acs.example"], NOW);
    let server = serve_tls(leaf.server(), |peer| {
        peer.request()?;
        peer.send(&ok("<a/>"))
    });
    let mut session = world(&server, "acs.example", &root).open();
    for _ in 0..3 {
        assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
        server.wait_for_close();
    }
    assert_eq!(server.requests()[2].connection, 2);
}

#[test]
fn the_end_of_a_session_is_said_in_tls() {
    let root = Authority::root("root");
    let (ended, end) = mpsc::channel();
    let server = serve_tls(root.leaf(&["acs.example"], NOW).server(), move |peer| {
        peer.request()?;
        peer.send(NOTHING)?;
        // Without the alert this read is an error.
        ended
            .send(peer.request().is_ok_and(|request| request.is_none()))
            .map_err(io::Error::other)
    });
    world(&server, "acs.example", &root).ask().unwrap();
    assert!(end.recv_timeout(PATIENCE).unwrap());
}

#[test]
fn http_where_https_is_expected_and_the_other_way_round() {
    let root = Authority::root("root");
    let plain = serve(|peer| {
        peer.send("HTTP/1.1 400 Bad Request\r\n\r\n")?;
        peer.wait_for_close();
        Ok(())
    });
    let text = transport_failure(world(&plain, "acs.example", &root).ask());
    assert!(text.contains("is https right"), "{text}");
    let leaf = root.leaf(&["acs.example"], NOW);
    let server = server(&leaf);
    let plain = World::new(&format!("http://127.0.0.1:{}/", server.port()));
    peer_failure(plain.ask());
}

#[test]
fn a_handshake_without_end() {
    let root = Authority::root("root");
    let (done, wait) = mpsc::channel::<()>();
    let server = serve(move |_| {
        let _ = wait.recv_timeout(PATIENCE);
        Ok(())
    });
    let mut world = world(&server, "acs.example", &root);
    world.limits.read = Duration::from_millis(100);
    let text = transport_failure(world.ask());
    assert!(text.contains("handshake in time"), "{text}");
    drop(done);
}

#[test]
fn a_record_that_drips() {
    let root = Authority::root("root");
    let config = Arc::new(root.leaf(&["acs.example"], NOW).server());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (done, wait) = mpsc::channel::<()>();
    let dripping = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut tls = ServerConnection::new(config).unwrap();
        let mut sink = [0; 4096];
        let read = Stream::new(&mut tls, &mut socket).read(&mut sink);
        assert!(read.unwrap() > 0);
        tls.writer().write_all(&[b'x'; 16_000]).unwrap();
        let mut record = Vec::new();
        while tls.wants_write() {
            tls.write_tls(&mut record).unwrap();
        }
        for byte in record {
            if socket.write_all(&[byte]).is_err()
                || wait.recv_timeout(Duration::from_millis(20))
                    != Err(mpsc::RecvTimeoutError::Timeout)
            {
                return;
            }
        }
    });
    static PORT: AtomicU16 = AtomicU16::new(0);
    PORT.store(port, Ordering::SeqCst);
    let mut world = World::hurried(&format!("https://acs.example:{port}/"));
    world.tls.ca_file = file(&root.pem());
    world.lookup = Some(|_, port| Ok(vec![SocketAddr::from(([127, 0, 0, 1], port))]));
    let text = transport_failure(world.ask());
    assert!(text.contains("dripped"), "{text}");
    drop::<Sender<()>>(done);
    dripping.join().unwrap();
}

/// Shows one certificate to whoever asks, and notes the names asked for.
#[derive(Debug)]
struct Shown {
    certificate: Arc<CertifiedKey>,
    names: Mutex<Vec<Option<String>>>,
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello) -> Option<Arc<CertifiedKey>> {
        self.names
            .lock()
            .unwrap()
            .push(hello.server_name().map(String::from));
        Some(Arc::clone(&self.certificate))
    }
}

fn shown_by(shown: &Arc<Shown>) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::clone(shown) as Arc<dyn ResolvesServerCert>)
}

#[test]
fn a_socket_that_ends_in_the_handshake() {
    let root = Authority::root("root");
    let server = serve(|_| Err(io::ErrorKind::Other.into()));
    let text = transport_failure(world(&server, "acs.example", &root).ask());
    assert!(
        text.contains("is https right?") || text.contains("closed"),
        "{text}"
    );
    let _ = TcpStream::connect(server.address);
}
