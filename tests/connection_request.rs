//! Connection requests from the caller's side, without a socket: what ACSs and strangers send, and
//! what comes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use cwmpd::auth::Authorizer;
use cwmpd::connreq::gate::{Door, Gate, Refusal};
use cwmpd::connreq::http::{Conversation, Doorkeeper, LONGEST_HEAD, Reply};
use cwmpd::time::Now;
use std::time::Duration;

const PATH: &str = "/c/5f1b3a";

/// A listener at a moment of its own.
struct Listener {
    keeper: Doorkeeper,
    gate: Gate,
    now: Now,
}

impl Listener {
    fn new(per_minute: u32) -> Listener {
        let (mut keeper, mut gate) = (Doorkeeper::new(&[42; 32]), Gate::new(per_minute));
        keeper.set_path(PATH);
        gate.set_login("acs", "s3cret");
        let now = Now {
            mono: Duration::from_secs(1000),
            wall: None,
        };
        Listener { keeper, gate, now }
    }

    fn pass(&mut self, seconds: u64) {
        self.now.mono += Duration::from_secs(seconds);
    }

    fn send(&mut self, connection: &mut Conversation, text: &str) -> Reply {
        connection.on_bytes(&self.now, text.as_bytes(), &mut self.keeper, &mut self.gate)
    }

    /// One request on a connection of its own.
    fn send_alone(&mut self, text: &str) -> Reply {
        self.send(&mut Conversation::new(), text)
    }

    fn refused(&self, why: Refusal) -> u64 {
        self.gate.counters().refused(why)
    }
}

/// An ACS with its credentials.
struct Acs(Authorizer);

impl Acs {
    fn new(username: &str, password: &str) -> Acs {
        Acs(Authorizer::new(username, password, false))
    }

    fn genuine() -> Acs {
        Acs::new("acs", "s3cret")
    }

    fn request(&mut self, target: &str) -> String {
        let login = self.0.authorization("GET", target);
        let login = login
            .map(|login| format!("Authorization: {login}\r\n"))
            .unwrap_or_default();
        format!("GET {target} HTTP/1.1\r\nHost: cpe\r\n{login}\r\n")
    }

    fn read(&mut self, challenge: &Reply) {
        let text = text(challenge);
        let headers = challenges(&text);
        assert_eq!(headers.len(), 2, "{text}");
        self.0.challenged(&headers, [5; 16]).unwrap();
    }

    /// GET, challenge, GET, each on a connection of its own.
    fn call(&mut self, listener: &mut Listener) -> Reply {
        self.0.another_server(false);
        let challenge = listener.send_alone(&self.request(PATH));
        self.read(&challenge);
        listener.send_alone(&self.request(PATH))
    }
}

/// The challenges of an answer.
fn challenges(answer: &str) -> Vec<&str> {
    let lines = answer.lines();
    lines
        .filter_map(|line| line.strip_prefix("WWW-Authenticate: "))
        .collect()
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.bytes.clone()).unwrap()
}

fn status(reply: &Reply) -> String {
    text(reply).split(' ').nth(1).unwrap_or("none").to_owned()
}

fn outcome(reply: &Reply) -> (String, bool) {
    (status(reply), reply.accepted)
}

fn yes() -> (String, bool) {
    ("200".to_owned(), true)
}

fn no(status: &str) -> (String, bool) {
    (status.to_owned(), false)
}

#[test]
fn an_acs_calls_on_one_connection() {
    let mut listener = Listener::new(30);
    let (mut acs, mut connection) = (Acs::genuine(), Conversation::new());
    let challenge = listener.send(&mut connection, &acs.request(PATH));
    assert_eq!((outcome(&challenge), challenge.close), (no("401"), false));
    acs.read(&challenge);
    let answer = listener.send(&mut connection, &acs.request(PATH));
    assert_eq!((outcome(&answer), answer.close), (yes(), true));
    assert_eq!(
        text(&answer),
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(listener.gate.counters().accepted(Door::Http), 1);
    assert_eq!(listener.gate.log_line(&listener.now), None);
}

#[test]
fn an_acs_answers_the_challenge_on_a_new_connection() {
    let mut listener = Listener::new(30);
    assert_eq!(outcome(&Acs::genuine().call(&mut listener)), yes());
}

/// One reads the first challenge alone, one the last, one takes the strongest; one joins both, computes
/// MD5, and gives back the algorithm that it read last.
#[test]
fn acss_that_read_challenges_in_ways_of_their_own_are_let_in() {
    let mut listener = Listener::new(30);
    for (read, named, written) in [
        (0..1, "", ""),
        (1..2, "SHA-256", "SHA-256"),
        (0..2, "SHA-256", "SHA-256"),
        (0..1, "", "SHA-256"),
    ] {
        let mut acs = Acs::genuine();
        let answer = text(&listener.send_alone(&acs.request(PATH)));
        let headers = challenges(&answer);
        acs.0.challenged(&headers[read.clone()], [6; 16]).unwrap();
        let mut request = acs.request(PATH);
        assert_eq!(request.contains("algorithm=SHA-256"), !named.is_empty());
        if named != written {
            request = request.replace("qop=auth", "qop=auth, algorithm=SHA-256");
        }
        let reply = listener.send_alone(&request);
        assert_eq!(outcome(&reply), yes(), "{read:?}: {request}");
    }
}

#[test]
fn an_acs_writes_byte_by_byte() {
    let mut listener = Listener::new(30);
    let (mut acs, mut connection) = (Acs::genuine(), Conversation::new());
    for expected in [no("401"), yes()] {
        let request = acs.request(PATH);
        let (last, first) = request.as_bytes().split_last().unwrap();
        for byte in first {
            let reply = connection.on_bytes(
                &listener.now,
                &[*byte],
                &mut listener.keeper,
                &mut listener.gate,
            );
            assert_eq!(reply, Reply::default());
        }
        let reply = connection.on_bytes(
            &listener.now,
            &[*last],
            &mut listener.keeper,
            &mut listener.gate,
        );
        assert_eq!(outcome(&reply), expected);
        if !reply.accepted {
            acs.read(&reply);
        }
    }
}

#[test]
fn an_acs_sends_the_absolute_form_and_a_query() {
    let mut listener = Listener::new(30);
    for target in [
        format!("http://192.0.2.7:7547{PATH}"),
        format!("{PATH}?from=acs"),
    ] {
        let mut acs = Acs::genuine();
        let challenge = listener.send_alone(&acs.request(&target));
        acs.read(&challenge);
        assert_eq!(
            outcome(&listener.send_alone(&acs.request(&target))),
            yes(),
            "{target}"
        );
    }
    // A proxy rewrites the request line; the login still names the path.
    let mut acs = Acs::genuine();
    let challenge = listener.send_alone(&acs.request(PATH));
    acs.read(&challenge);
    let request = acs
        .request(PATH)
        .replacen(PATH, &format!("http://cpe{PATH}"), 1);
    assert_eq!(outcome(&listener.send_alone(&request)), yes());
}

#[test]
fn an_acs_sends_a_body_nobody_asked_for() {
    let mut listener = Listener::new(30);
    let (mut acs, mut connection) = (Acs::genuine(), Conversation::new());
    let with_body = |request: String| {
        request.replacen(
            "\r\n\r\n",
            "\r\nContent-Length: 14\r\n\r\nGET / HTTP/1.1",
            1,
        )
    };
    let challenge = listener.send(&mut connection, &with_body(acs.request(PATH)));
    acs.read(&challenge);
    assert_eq!(
        outcome(&listener.send(&mut connection, &with_body(acs.request(PATH)))),
        yes()
    );
}

#[test]
fn an_acs_thinks_until_the_nonce_is_old() {
    let mut listener = Listener::new(30);
    let mut acs = Acs::genuine();
    let challenge = listener.send_alone(&acs.request(PATH));
    acs.read(&challenge);
    listener.pass(61);
    let again = listener.send_alone(&acs.request(PATH));
    assert_eq!(outcome(&again), no("401"));
    assert!(text(&again).contains("stale=true"), "{}", text(&again));
    acs.read(&again);
    assert_eq!(outcome(&listener.send_alone(&acs.request(PATH))), yes());
    assert_eq!(listener.refused(Refusal::WrongLogin), 0);
}

#[test]
fn a_recorded_request_is_sent_again() {
    let mut listener = Listener::new(30);
    let mut acs = Acs::genuine();
    let challenge = listener.send_alone(&acs.request(PATH));
    acs.read(&challenge);
    let recorded = acs.request(PATH);
    assert_eq!(outcome(&listener.send_alone(&recorded)), yes());
    for _ in 0..3 {
        assert_eq!(outcome(&listener.send_alone(&recorded)), no("401"));
    }
    // The ACS itself may go on with the nonce.
    assert_eq!(outcome(&listener.send_alone(&acs.request(PATH))), yes());
    listener.pass(3600);
    assert_eq!(outcome(&listener.send_alone(&recorded)), no("401"));
}

#[test]
fn the_agent_has_been_restarted_between_challenge_and_answer() {
    let mut before = Listener::new(30);
    let mut acs = Acs::genuine();
    let challenge = before.send_alone(&acs.request(PATH));
    acs.read(&challenge);
    let mut after = Listener::new(30);
    after.keeper = Doorkeeper::new(&[43; 32]);
    after.keeper.set_path(PATH);
    let again = after.send_alone(&acs.request(PATH));
    assert!(text(&again).contains("stale=true"), "{}", text(&again));
    acs.read(&again);
    assert_eq!(outcome(&after.send_alone(&acs.request(PATH))), yes());
}

#[test]
fn new_credentials_and_a_new_path_hold_at_once() {
    let mut listener = Listener::new(30);
    let (mut acs, mut connection) = (Acs::genuine(), Conversation::new());
    let challenge = listener.send(&mut connection, &acs.request(PATH));
    acs.read(&challenge);
    listener.gate.set_login("acs", "n3w");
    assert_eq!(
        outcome(&listener.send(&mut connection, &acs.request(PATH))),
        no("401")
    );
    assert_eq!(outcome(&Acs::genuine().call(&mut listener)), no("401"));
    assert_eq!(outcome(&Acs::new("acs", "n3w").call(&mut listener)), yes());
    listener.keeper.set_path("other");
    assert_eq!(
        status(&listener.send_alone(&Acs::genuine().request(PATH))),
        "404"
    );
    assert_eq!(
        status(&listener.send_alone(&Acs::genuine().request("/other"))),
        "401"
    );
}

#[test]
fn no_credentials_let_nobody_in() {
    let mut listener = Listener::new(30);
    for (username, password) in [("", ""), ("acs", "")] {
        listener.gate.set_login(username, password);
        // The client's end sends nothing without a username, so one is put in by hand.
        let mut acs = Acs::new("acs", password);
        let challenge = listener.send_alone(&acs.request(PATH));
        assert_eq!(outcome(&challenge), no("401"));
        acs.read(&challenge);
        let request = acs.request(PATH);
        assert_eq!(outcome(&listener.send_alone(&request)), no("401"));
        let nameless = request.replacen("username=\"acs\"", "username=\"\"", 1);
        assert_eq!(outcome(&listener.send_alone(&nameless)), no("401"));
    }
    assert_eq!(listener.refused(Refusal::NoPassword), 4);
    let line = listener.gate.log_line(&listener.now).unwrap();
    assert!(
        line.contains("no ConnectionRequestPassword is set"),
        "{line}"
    );
}

#[test]
fn basic_is_not_taken() {
    let mut listener = Listener::new(30);
    let request = format!("GET {PATH} HTTP/1.1\r\nAuthorization: Basic YWNzOnMzY3JldA==\r\n\r\n");
    let reply = listener.send_alone(&request);
    assert_eq!(outcome(&reply), no("401"));
    assert!(!text(&reply).contains("Basic"));
}

#[test]
fn a_guesser_gets_401_and_one_log_line_a_minute() {
    let mut listener = Listener::new(30);
    let mut lines = 0;
    for guess in 0..600 {
        let reply = Acs::new("acs", &guess.to_string()).call(&mut listener);
        assert_eq!(outcome(&reply), no("401"));
        assert!(!text(&reply).contains("stale"));
        lines += usize::from(listener.gate.log_line(&listener.now).is_some());
        if guess % 10 == 9 {
            listener.pass(1);
        }
    }
    assert_eq!(lines, 1);
    assert_eq!(listener.refused(Refusal::WrongLogin), 600);
    assert_eq!(outcome(&Acs::genuine().call(&mut listener)), yes());
}

#[test]
fn more_requests_than_the_limit_are_told_503() {
    let mut listener = Listener::new(3);
    for expected in [yes(), yes(), yes(), no("503"), no("503")] {
        assert_eq!(outcome(&Acs::genuine().call(&mut listener)), expected);
    }
    let reply = Acs::genuine().call(&mut listener);
    assert!(!text(&reply).to_lowercase().contains("retry-after"));
    listener.pass(60);
    assert_eq!(outcome(&Acs::genuine().call(&mut listener)), yes());
}

/// Strangers without the password use up nothing of the limit.
#[test]
fn a_flood_of_strangers_leaves_the_limit_to_the_acs() {
    let mut listener = Listener::new(1);
    for _ in 0..1000 {
        let _ = Acs::new("acs", "wrong").call(&mut listener);
        let _ = listener.send_alone("GET / HTTP/1.1\r\n\r\n");
        let _ = listener.send_alone("\u{16}\u{3}\u{1}");
    }
    assert_eq!(outcome(&Acs::genuine().call(&mut listener)), yes());
}

#[test]
fn cwmp_is_switched_off() {
    let mut listener = Listener::new(30);
    listener.gate.configure(false, 30);
    assert_eq!(outcome(&Acs::genuine().call(&mut listener)), no("503"));
    assert_eq!(listener.refused(Refusal::Closed), 1);
}

#[test]
fn several_requests_come_in_one_segment() {
    let mut listener = Listener::new(30);
    let mut acs = Acs::genuine();
    let challenge = listener.send_alone(&acs.request(PATH));
    let first = acs.request(PATH);
    acs.read(&challenge);
    let (second, third) = (acs.request(PATH), acs.request(PATH));
    let reply = listener.send_alone(&format!("{first}{second}{third}"));
    assert!(reply.accepted && reply.close);
    let text = text(&reply);
    let statuses: Vec<&str> = text
        .split("HTTP/1.1 ")
        .skip(1)
        .filter_map(|answer| answer.get(..3))
        .collect();
    assert_eq!(statuses, ["401", "200"], "{text}");
    assert_eq!(listener.gate.counters().accepted(Door::Http), 1);
}

#[test]
fn a_connection_that_never_authenticates_is_closed_after_some_requests() {
    let mut listener = Listener::new(30);
    let mut connection = Conversation::new();
    let mut requests = 0;
    while !listener
        .send(&mut connection, &Acs::genuine().request(PATH))
        .close
    {
        requests += 1;
        assert!(requests < 100);
    }
    assert_eq!(requests, 7);
    let after = listener.send(&mut connection, &Acs::genuine().request(PATH));
    assert_eq!(
        (after.bytes.len(), after.accepted, after.close),
        (0, false, true)
    );
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let mut listener = Listener::new(30);
    let mut connection = Conversation::new();
    let _ = listener.send(&mut connection, "GET / HTTP/1.1\r\n");
    let mut sent = 16;
    let reply = loop {
        let reply = listener.send(&mut connection, "A: b\r\n");
        sent += 6;
        if reply.close {
            break reply;
        }
        assert!(sent <= LONGEST_HEAD);
    };
    assert_eq!(status(&reply), "431");
    let flood = "x".repeat(1 << 20);
    assert_eq!(listener.send(&mut connection, &flood).bytes, b"");
}
