//! One datagram at a time; whole NATs are in `tests/sim/nat.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::connreq::stun::{
    ERROR_CODE, MAPPED_ADDRESS, MESSAGE_INTEGRITY, NONCE, REALM, USERNAME, XOR_MAPPED_ADDRESS,
};

const SERVER: &str = "203.0.113.10:3478";
const LOCAL: &str = "192.168.1.2:7547";
const PUBLIC: &str = "198.51.100.1:40000";

fn address(text: &str) -> SocketAddr {
    text.parse().unwrap()
}

fn config() -> Config {
    Config {
        server: "stun.example".to_string(),
        port: 3478,
        username: String::new(),
        password: String::new(),
        least: 20,
        most: Some(200),
    }
}

/// A binding and its clock.
struct Bench {
    binding: Binding,
    now: Duration,
}

/// What was sent, as the server reads it.
struct Sent {
    socket: Socket,
    bytes: Vec<u8>,
}

impl Sent {
    fn message(&self) -> Message<'_> {
        Message::parse(&self.bytes).unwrap()
    }

    fn has(&self, kind: u16) -> bool {
        self.message().get(kind).is_some()
    }

    fn response(&self, mapped: &str) -> Vec<u8> {
        Writer::new(BINDING_RESPONSE, &self.message().id)
            .with_address(MAPPED_ADDRESS, address(mapped))
            .bytes()
    }

    fn error(&self, code: u16, more: &[(u16, &[u8])]) -> Vec<u8> {
        let value = [
            0,
            0,
            u8::try_from(code / 100).unwrap(),
            u8::try_from(code % 100).unwrap(),
        ];
        let mut error = Writer::new(BINDING_ERROR, &self.message().id).with(ERROR_CODE, &value);
        for (kind, value) in more {
            error = error.with(*kind, value);
        }
        error.bytes()
    }
}

impl Bench {
    /// The server is looked up, and asked.
    fn with(config: Config) -> (Bench, Sent) {
        let mut bench = Bench {
            binding: Binding::new(&[7; 32]),
            now: Duration::from_secs(1000),
        };
        bench.binding.configure(bench.now, Some(config));
        bench.resolve(&[SERVER]);
        bench.binding.moved(bench.now, Some(address(LOCAL)));
        let sent = bench.sent();
        (bench, sent)
    }

    /// With an answer, and the answer to BINDING-CHANGE.
    fn bound() -> Bench {
        let (mut bench, ask) = Bench::with(config());
        bench.hear(Socket::Primary, &ask.response(PUBLIC));
        let change = bench.sent();
        bench.hear(Socket::Primary, &change.response(PUBLIC));
        bench
    }

    fn resolve(&mut self, found: &[&str]) {
        let Some(Output::LookUp { host, .. }) = self.binding.next_output() else {
            panic!("expected a look-up");
        };
        let found = found.iter().map(|text| address(text)).collect();
        self.binding.looked_up(self.now, &host, found);
    }

    fn hear(&mut self, socket: Socket, bytes: &[u8]) {
        self.binding
            .on_message(self.now, socket, address(SERVER), bytes);
    }

    fn sent(&mut self) -> Sent {
        match self.binding.next_output() {
            Some(Output::Send { socket, bytes, to }) if to == address(SERVER) => {
                Sent { socket, bytes }
            }
            other => panic!("expected a datagram, got {other:?}"),
        }
    }

    fn nothing_is_sent(&mut self) {
        assert_eq!(self.binding.next_output(), None);
    }

    /// Lets time pass until the next step; returns how long that was, in milliseconds.
    fn wait(&mut self) -> u128 {
        let at = self.binding.wake_at().expect("something is due");
        let waited = at.saturating_sub(self.now);
        self.now = at.max(self.now);
        self.binding.wake(self.now);
        waited.as_millis()
    }

    fn public(&self) -> Option<SocketAddr> {
        self.binding.found().public
    }
}

#[test]
fn a_binding_is_found_and_announced() {
    let (mut bench, ask) = Bench::with(config());
    assert_eq!(ask.socket, Socket::Primary);
    assert_eq!(
        ask.message().get(CONNECTION_REQUEST_BINDING),
        Some(BINDING_MARK)
    );
    assert!(!ask.has(BINDING_CHANGE) && !ask.has(USERNAME) && !ask.has(MESSAGE_INTEGRITY));
    bench.hear(Socket::Primary, &ask.response(PUBLIC));
    let found = Found {
        public: Some(address(PUBLIC)),
        nat: true,
    };
    assert_eq!(bench.binding.found(), found);
    let change = bench.sent();
    assert!(change.has(CONNECTION_REQUEST_BINDING) && change.has(BINDING_CHANGE));
    bench.nothing_is_sent();
    bench.hear(Socket::Primary, &change.response(PUBLIC));
    bench.nothing_is_sent();
}

#[test]
fn no_nat_is_told_as_such() {
    let (mut bench, ask) = Bench::with(config());
    bench.hear(Socket::Primary, &ask.response(LOCAL));
    let found = Found {
        public: Some(address(LOCAL)),
        nat: false,
    };
    assert_eq!(bench.binding.found(), found);
}

#[test]
fn a_new_servers_answer_is_read_too() {
    let (mut bench, ask) = Bench::with(config());
    // 198.51.100.1:40000, combined with the magic cookie.
    let value = [0, 1, 0xBD, 0x52, 0xE7, 0x21, 0xC0, 0x43];
    let answer = Writer::new(BINDING_RESPONSE, &ask.message().id).with(XOR_MAPPED_ADDRESS, &value);
    bench.hear(Socket::Primary, &answer.bytes());
    assert_eq!(bench.public(), Some(address(PUBLIC)));
}

#[test]
fn requests_are_sent_again_as_the_standard_says() {
    let (mut bench, ask) = Bench::with(config());
    for expected in [100, 200, 400, 800, 1600, 1600, 1600, 1600] {
        assert_eq!(bench.wait(), expected);
        assert_eq!(bench.sent().bytes, ask.bytes);
    }
    assert_eq!(bench.wait(), 1600, "given up");
    bench.nothing_is_sent();
    let waited = bench.wait();
    assert!((20_000..=25_000).contains(&waited), "{waited}");
    bench.resolve(&["203.0.113.11:3478"]);
    assert!(
        matches!(bench.binding.next_output(), Some(Output::Send { to, .. })
        if to == address("203.0.113.11:3478"))
    );
}

#[test]
fn the_next_address_of_a_name_is_tried_at_once() {
    let mut bench = Bench {
        binding: Binding::new(&[7; 32]),
        now: Duration::ZERO,
    };
    bench.binding.configure(bench.now, Some(config()));
    bench.binding.moved(bench.now, Some(address(LOCAL)));
    bench.resolve(&["203.0.113.9:3478", SERVER]);
    let mut took = 0;
    loop {
        took += bench.wait();
        while let Some(output) = bench.binding.next_output() {
            if matches!(output, Output::Send { to, .. } if to == address(SERVER)) {
                assert_eq!(took, 9500);
                return;
            }
        }
    }
}

#[test]
fn the_address_is_forgotten_when_the_server_is_gone_for_good() {
    let mut bench = Bench::bound();
    let mut waits = Vec::new();
    while bench.binding.failures < 10 {
        let waited = bench.wait();
        if waited > 5000 {
            waits.push(waited / 1000);
        }
        while let Some(output) = bench.binding.next_output() {
            if matches!(output, Output::LookUp { .. }) {
                let found = vec![address(SERVER)];
                bench.binding.looked_up(bench.now, "stun.example", found);
            }
        }
        assert_eq!(bench.public().is_some(), bench.binding.failures < FORGET);
    }
    // The last wait is the longest, with at most a quarter more.
    assert!((900..=1125).contains(waits.last().unwrap()), "{waits:?}");
}

#[test]
fn a_server_without_an_address_is_looked_up_again() {
    let mut bench = Bench {
        binding: Binding::new(&[7; 32]),
        now: Duration::ZERO,
    };
    bench.binding.configure(bench.now, Some(config()));
    bench.binding.moved(bench.now, Some(address(LOCAL)));
    bench.resolve(&[]);
    bench.wait();
    bench.resolve(&[SERVER]);
    bench.sent();
}

#[test]
fn strangers_and_guesses_change_nothing() {
    let (mut bench, ask) = Bench::with(config());
    let answer = ask.response("192.0.2.66:6");
    let stranger = address("203.0.113.66:3478");
    bench
        .binding
        .on_message(bench.now, Socket::Primary, stranger, &answer);
    bench.hear(Socket::Second, &answer);
    let guess = Writer::new(BINDING_RESPONSE, &[9; 16])
        .with_address(MAPPED_ADDRESS, address("192.0.2.66:6"))
        .bytes();
    bench.hear(Socket::Primary, &guess);
    bench.hear(Socket::Primary, &ask.bytes);
    let empty = Writer::new(BINDING_RESPONSE, &ask.message().id).bytes();
    bench.hear(Socket::Primary, &empty);
    assert_eq!(bench.public(), None);
    bench.nothing_is_sent();
    bench.hear(Socket::Primary, &ask.response(PUBLIC));
    assert_eq!(bench.public(), Some(address(PUBLIC)));
    // An answer that comes twice is nothing new.
    bench.sent();
    bench.hear(Socket::Primary, &ask.response("192.0.2.66:6"));
    assert_eq!(bench.public(), Some(address(PUBLIC)));
}

fn with_login() -> Config {
    Config {
        username: "user1234".to_string(),
        password: "secret".to_string(),
        ..config()
    }
}

#[test]
fn requests_are_signed_when_the_server_asks_for_it() {
    let classic = Integrity::Classic(b"secret".to_vec());
    let (mut bench, ask) = Bench::with(with_login());
    assert!(!ask.has(MESSAGE_INTEGRITY), "not before it is asked for");
    bench.hear(Socket::Primary, &ask.error(401, &[]));
    let signed = bench.sent();
    assert!(signed.message().is_signed(&classic));
    assert_eq!(signed.message().text(USERNAME), Some("user1234"));
    let forged = Writer::new(BINDING_RESPONSE, &signed.message().id)
        .with_address(MAPPED_ADDRESS, address("192.0.2.66:6"))
        .signed(&Integrity::Classic(b"guess".to_vec()));
    bench.hear(Socket::Primary, &forged.bytes());
    assert_eq!(bench.public(), None);
    let good = Writer::new(BINDING_RESPONSE, &signed.message().id)
        .with_address(MAPPED_ADDRESS, address(PUBLIC))
        .signed(&classic);
    bench.hear(Socket::Primary, &good.bytes());
    assert_eq!(bench.public(), Some(address(PUBLIC)));
    let change = bench.sent();
    assert!(change.has(BINDING_CHANGE) && change.message().is_signed(&classic));
}

fn signed_response(sent: &Sent, mapped: &str, integrity: &Integrity) -> Vec<u8> {
    Writer::new(BINDING_RESPONSE, &sent.message().id)
        .with_address(MAPPED_ADDRESS, address(mapped))
        .signed(integrity)
        .bytes()
}

#[test]
fn a_server_that_never_signs_is_believed() {
    let (mut bench, ask) = Bench::with(with_login());
    bench.hear(Socket::Primary, &ask.error(401, &[]));
    let signed = bench.sent();
    bench.hear(Socket::Primary, &signed.response(PUBLIC));
    assert_eq!(bench.public(), Some(address(PUBLIC)));
}

#[test]
fn unsigned_answers_in_the_name_of_a_server_that_signs_are_nobodys() {
    let classic = Integrity::Classic(b"secret".to_vec());
    let (mut bench, ask) = Bench::with(with_login());
    bench.hear(Socket::Primary, &ask.error(401, &[]));
    let signed = bench.sent();
    bench.hear(Socket::Primary, &signed_response(&signed, PUBLIC, &classic));
    let change = bench.sent();
    bench.hear(Socket::Primary, &change.response("192.0.2.66:6"));
    assert_eq!(bench.public(), Some(address(PUBLIC)));
    bench.hear(Socket::Primary, &signed_response(&change, PUBLIC, &classic));
    // What is sent elsewhere is not signed by every server, and tells no address.
    assert_eq!(bench.wait(), 0);
    let probe = bench.sent();
    assert!(probe.message().is_signed(&classic));
    bench.hear(Socket::Primary, &probe.response("192.0.2.66:6"));
    assert_eq!(bench.wait(), 20_000);
    let probe = bench.sent();
    bench.hear(Socket::Primary, &probe.response("192.0.2.66:6"));
    let ask = bench.sent();
    assert_eq!(bench.public(), Some(address(PUBLIC)));
    // Errors need no signature, and make no weaker request of the next one.
    bench.hear(Socket::Primary, &ask.error(431, &[]));
    let newer = bench.sent();
    bench.hear(Socket::Primary, &newer.error(401, &[]));
    bench.nothing_is_sent();
    bench.wait();
    bench.resolve(&[SERVER]);
    let again = bench.sent();
    assert!(again.message().is_signed(&classic));
    bench.hear(Socket::Primary, &again.response("192.0.2.66:6"));
    assert_eq!(bench.public(), Some(address(PUBLIC)));
    // New bounds are no new server.
    let bounds = Config {
        least: 60,
        ..with_login()
    };
    bench.binding.configure(bench.now, Some(bounds));
    assert!(bench.sent().message().is_signed(&classic));
    // Another login begins anew.
    let other = Config {
        password: "other".to_string(),
        ..with_login()
    };
    bench.binding.configure(bench.now, Some(other));
    let ask = bench.sent();
    assert!(!ask.has(MESSAGE_INTEGRITY));
    bench.hear(Socket::Primary, &ask.response("198.51.100.1:40001"));
    assert_eq!(bench.public(), Some(address("198.51.100.1:40001")));
}

/// With its successor, for one, behind the same address.
#[test]
fn a_server_that_no_longer_signs_is_believed_after_a_while() {
    let classic = Integrity::Classic(b"secret".to_vec());
    for signs_again in [false, true] {
        let (mut bench, ask) = Bench::with(with_login());
        bench.hear(Socket::Primary, &ask.error(401, &[]));
        let signed = bench.sent();
        bench.hear(Socket::Primary, &signed_response(&signed, PUBLIC, &classic));
        let change = bench.sent();
        bench.hear(Socket::Primary, &signed_response(&change, PUBLIC, &classic));
        let moved = "198.51.100.1:40001";
        let mut unsigned = 0;
        let mut asks = std::collections::BTreeSet::new();
        let begun = bench.now;
        while bench.public() != Some(address(moved)) {
            match bench.binding.next_output() {
                Some(Output::LookUp { host, .. }) => {
                    let found = vec![address(SERVER)];
                    bench.binding.looked_up(bench.now, &host, found);
                }
                Some(Output::Send { bytes, .. }) => {
                    let sent = Sent {
                        socket: Socket::Primary,
                        bytes,
                    };
                    if sent.has(RESPONSE_ADDRESS) || sent.has(RESPONSE_PORT) {
                        continue;
                    }
                    asks.insert(sent.message().id);
                    if !sent.has(MESSAGE_INTEGRITY) {
                        unsigned += 1;
                    } else if signs_again && asks.len() == 3 {
                        let answer = signed_response(&sent, PUBLIC, &classic);
                        bench.hear(Socket::Primary, &answer);
                        continue;
                    }
                    bench.hear(Socket::Primary, &sent.response(moved));
                }
                None => drop(bench.wait()),
            }
            assert!(bench.now < begun + Duration::from_secs(3600), "never");
        }
        assert_eq!(unsigned, 1, "it is found out anew");
        // One good answer, and the others count for nothing.
        assert_eq!(asks.len(), if signs_again { 7 } else { 4 });
    }
}

#[test]
fn a_newer_server_gets_a_newer_signature() {
    let plain = Integrity::Plain(b"secret".to_vec());
    let (mut bench, ask) = Bench::with(with_login());
    bench.hear(Socket::Primary, &ask.error(401, &[]));
    let classic = bench.sent();
    bench.hear(Socket::Primary, &classic.error(431, &[]));
    let newer = bench.sent();
    assert!(newer.message().is_signed(&plain));
    bench.hear(Socket::Primary, &newer.error(401, &[]));
    bench.nothing_is_sent();
    assert!(bench.wait() > 9000, "and is not asked for ever");
}

#[test]
fn a_realm_and_a_nonce_are_used() {
    let long = Integrity::long_term("user1234", "example.net", "secret");
    let (mut bench, ask) = Bench::with(with_login());
    let challenge = |nonce| [(REALM, &b"example.net"[..]), (NONCE, nonce)];
    bench.hear(Socket::Primary, &ask.error(401, &challenge(b"n1")));
    let signed = bench.sent();
    assert!(signed.message().is_signed(&long));
    assert_eq!(signed.message().get(NONCE), Some(&b"n1"[..]));
    bench.hear(Socket::Primary, &signed.error(438, &challenge(b"n2")));
    let again = bench.sent();
    assert_eq!(again.message().get(NONCE), Some(&b"n2"[..]));
    bench.hear(Socket::Primary, &again.response(PUBLIC));
    assert_eq!(bench.public(), Some(address(PUBLIC)));
    // A password that is wrong is found wrong with the same nonce.
    let change = bench.sent();
    bench.hear(Socket::Primary, &change.error(401, &challenge(b"n2")));
    bench.nothing_is_sent();
}

#[test]
fn a_server_that_invents_nonces_is_left_alone() {
    let (mut bench, mut ask) = Bench::with(with_login());
    for count in 0..10u8 {
        let nonce = [count];
        bench.hear(
            Socket::Primary,
            &ask.error(438, &[(REALM, b"r"), (NONCE, &nonce)]),
        );
        match bench.binding.next_output() {
            Some(Output::Send { socket, bytes, .. }) => ask = Sent { socket, bytes },
            _ => {
                assert!((2..=5).contains(&count), "{count}");
                return;
            }
        }
    }
    panic!("it never ends");
}

#[test]
fn without_a_username_nothing_is_signed() {
    let (mut bench, ask) = Bench::with(config());
    bench.hear(Socket::Primary, &ask.error(401, &[]));
    bench.nothing_is_sent();
    assert!(bench.wait() >= 20_000);
}

#[test]
fn a_global_failure_is_not_asked_again_soon() {
    let (mut bench, ask) = Bench::with(config());
    bench.hear(Socket::Primary, &ask.error(600, &[]));
    bench.nothing_is_sent();
    assert!(bench.wait() >= 900_000);
}

#[test]
fn probes_leave_the_binding_alone() {
    let mut bench = Bench::bound();
    bench.wait();
    let probe = bench.sent();
    assert_eq!(probe.socket, Socket::Second);
    assert_eq!(
        probe.message().address(RESPONSE_ADDRESS),
        Some(address(PUBLIC))
    );
    assert!(!probe.has(CONNECTION_REQUEST_BINDING));
    // The server can: the binding is left alone for the minimum.
    bench.hear(Socket::Primary, &probe.response(PUBLIC));
    bench.nothing_is_sent();
    assert_eq!(bench.wait(), 20_000);
    let probe = bench.sent();
    assert_eq!(probe.socket, Socket::Second);
    bench.hear(Socket::Primary, &probe.response(PUBLIC));
    let used = bench.sent();
    assert_eq!(used.socket, Socket::Primary);
    assert!(used.has(CONNECTION_REQUEST_BINDING) && !used.has(BINDING_CHANGE));
    bench.hear(Socket::Primary, &used.response(PUBLIC));
    assert_eq!(bench.wait(), 40_000, "twice as long");
}

#[test]
fn a_probe_that_is_lost_is_sent_again() {
    let mut bench = Bench::bound();
    bench.wait();
    let probe = bench.sent();
    for expected in [400, 800] {
        assert_eq!(bench.wait(), expected);
        assert_eq!(bench.sent().bytes, probe.bytes);
    }
    assert_eq!(bench.wait(), 1600);
    let by_port = bench.sent();
    assert_eq!(
        by_port.message().get(RESPONSE_PORT),
        Some(&[0x9C, 0x40, 0, 0][..])
    );
}

#[test]
fn a_server_that_answers_where_it_was_asked_cannot_do_better() {
    let mut bench = Bench::bound();
    bench.wait();
    let probe = bench.sent();
    bench.hear(Socket::Second, &probe.response("198.51.100.1:50000"));
    let by_port = bench.sent();
    assert!(by_port.has(RESPONSE_PORT));
    bench.hear(Socket::Second, &by_port.error(420, &[]));
    bench.nothing_is_sent();
    assert_eq!(bench.wait(), 20_000);
    assert_eq!(bench.sent().socket, Socket::Primary, "the minimum it is");
}

#[test]
fn a_request_that_comes_in_spoils_the_measurement() {
    let mut bench = Bench::bound();
    bench.wait();
    let probe = bench.sent();
    bench.hear(Socket::Primary, &probe.response(PUBLIC));
    bench.binding.on_other(address("192.0.2.9:9"));
    bench.binding.on_other(address(SERVER));
    assert_eq!(bench.wait(), 20_000);
    let used = bench.sent();
    assert_eq!(used.socket, Socket::Primary, "used, not probed");
    bench.hear(Socket::Primary, &used.response(PUBLIC));
    assert_eq!(bench.wait(), 20_000, "the same once more");
    assert_eq!(bench.sent().socket, Socket::Second);
}

#[test]
fn another_address_is_announced_and_searched_anew() {
    let mut bench = Bench::bound();
    bench.binding.search = Search::begin(30, Some(30));
    bench.binding.rest(bench.now);
    assert_eq!(bench.wait(), 30_000);
    let ask = bench.sent();
    bench.hear(Socket::Primary, &ask.response("198.51.100.1:40001"));
    let change = bench.sent();
    assert!(change.has(BINDING_CHANGE));
    assert!(bench.binding.search.is_on());
    // And if it changes all the time, not more often than this.
    bench.hear(Socket::Primary, &change.response("198.51.100.1:40002"));
    bench.nothing_is_sent();
    assert_eq!(bench.wait(), ANNOUNCE_PAUSE.as_millis());
    assert!(bench.sent().has(BINDING_CHANGE));
}

#[test]
fn another_local_address_means_all_anew() {
    let mut bench = Bench::bound();
    bench.binding.moved(bench.now, None);
    assert_eq!(bench.public(), None);
    bench.nothing_is_sent();
    bench
        .binding
        .moved(bench.now, Some(address("192.168.1.3:7547")));
    let ask = bench.sent();
    bench.hear(Socket::Primary, &ask.response(PUBLIC));
    assert!(bench.sent().has(BINDING_CHANGE));
}

#[test]
fn another_server_means_all_anew() {
    let mut bench = Bench::bound();
    let other = Config {
        server: "other.example".to_string(),
        ..config()
    };
    bench.binding.configure(bench.now, Some(other.clone()));
    assert_eq!(bench.public(), None);
    // The name before is looked up no more.
    bench
        .binding
        .looked_up(bench.now, "stun.example", vec![address(SERVER)]);
    assert_eq!(bench.binding.server(), None);
    bench.resolve(&[SERVER]);
    let ask = bench.sent();
    bench.hear(Socket::Primary, &ask.response(PUBLIC));
    assert!(
        bench.sent().has(BINDING_CHANGE),
        "the new server knows nothing"
    );
    bench.binding.configure(bench.now, Some(other));
    bench.nothing_is_sent();
}

#[test]
fn new_bounds_begin_a_new_search_at_the_same_server() {
    let mut bench = Bench::bound();
    let bounds = Config {
        least: 60,
        most: Some(60),
        ..config()
    };
    bench.binding.configure(bench.now, Some(bounds));
    let ask = bench.sent();
    assert!(!ask.has(BINDING_CHANGE));
    bench.hear(Socket::Primary, &ask.response(PUBLIC));
    assert_eq!(bench.wait(), 60_000);
}

#[test]
fn switched_off_it_is_still() {
    let mut bench = Bench::bound();
    bench.binding.configure(bench.now, None);
    bench.nothing_is_sent();
    assert_eq!(bench.binding.wake_at(), None);
    assert_eq!(bench.binding.found(), Found::default());
    assert_eq!(bench.binding.status(), "off");
}

#[test]
fn the_log_has_an_end() {
    let mut bench = Bench::bound();
    for count in 0..1000 {
        bench.binding.tell(bench.now, &count.to_string());
    }
    assert!(bench.binding.told.1 >= MOST_TOLD);
    assert_eq!(
        format!("{:?}", with_login()),
        "Config { server: \"stun.example\", .. }"
    );
}
