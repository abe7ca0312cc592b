//! The stream machine against a server that is written down.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::auth::scram::{Hash, Scram};

const HEADER: &str = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' id='1' from='example.com' version='1.0'>";
const STARTTLS: &str = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const MUST_TLS: &str = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>";
const BIND_FEATURE: &str = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";
const JID: &str = "cpe@example.com/home";

struct World {
    machine: Machine,
    now: Now,
    /// What the machine has sent since it was looked at.
    sent: String,
    connects: Vec<Server>,
    look_ups: u32,
    secures: u32,
    closes: u32,
    calls: Vec<Call>,
    answer: Result<(), Refusal>,
}

fn account() -> Account {
    Account {
        username: "cpe".to_string(),
        password: "pencil".to_string(),
        domain: "example.com".to_string(),
        servers: vec![server("example.com", 5222)],
        keep_alive: -1,
        attempts: 16,
        retry: Retry {
            initial: 60,
            multiplier: 2000,
            longest: 30720,
        },
        ..Account::default()
    }
}

fn server(host: &str, port: u16) -> Server {
    let host = host.to_string();
    Server { host, port }
}

fn mechanisms(names: &[&str]) -> String {
    let names: String = names
        .iter()
        .map(|name| format!("<mechanism>{name}</mechanism>"))
        .collect();
    format!("<mechanisms xmlns='{SASL}'>{names}</mechanisms>")
}

impl World {
    fn new(account: Account) -> World {
        let now = Now {
            mono: Duration::from_secs(1000),
            wall: None,
        };
        World {
            machine: Machine::new(&now, account, ""),
            now,
            sent: String::new(),
            connects: Vec::new(),
            look_ups: 0,
            secures: 0,
            closes: 0,
            calls: Vec::new(),
            answer: Ok(()),
        }
    }

    fn tell(&mut self, input: Input) {
        let calls = &mut self.calls;
        let answer = self.answer;
        let mut ask = |call: &Call| {
            calls.push(call.clone());
            answer
        };
        for act in self.machine.handle(&self.now, [7; 16], input, &mut ask) {
            match act {
                Act::LookUp => self.look_ups += 1,
                Act::Connect(server) => self.connects.push(server),
                Act::Secure => self.secures += 1,
                Act::Send(text) => self.sent.push_str(&text),
                Act::Close => self.closes += 1,
            }
        }
    }

    fn hear(&mut self, text: &str) -> String {
        self.sent.clear();
        self.tell(Input::Bytes(text.as_bytes()));
        self.sent.clone()
    }

    fn features(&mut self, features: &str) -> String {
        self.hear(&format!(
            "{HEADER}<stream:features>{features}</stream:features>"
        ))
    }

    fn pass(&mut self, seconds: u64) {
        self.now.mono += Duration::from_secs(seconds);
        self.sent.clear();
        self.tell(Input::Wake);
    }

    /// Lets time pass until the machine wants something.
    fn wake(&mut self) -> u64 {
        let at = self.machine.wake_at().unwrap();
        let waited = at.saturating_sub(self.now.mono);
        self.now.mono = self.now.mono.max(at);
        self.tell(Input::Wake);
        waited.as_secs()
    }

    fn connected(account: Account) -> World {
        let mut world = World::new(account);
        world.wake();
        assert_eq!(world.connects.len(), 1);
        world.tell(Input::Connected);
        assert!(
            world
                .sent
                .ends_with("xmlns:stream='http://etherx.jabber.org/streams'>")
        );
        world
    }

    fn secured(account: Account) -> World {
        let mut world = World::connected(account);
        let sent = world.features(MUST_TLS);
        assert_eq!(sent, STARTTLS);
        world.hear("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        assert_eq!(world.secures, 1);
        world.tell(Input::Secured);
        world
    }

    fn bound(account: Account) -> World {
        let mut world = World::secured(account);
        world.log_in();
        world
    }

    /// From the second header to the JID.
    fn log_in(&mut self) {
        self.features(&mechanisms(&["PLAIN"]));
        self.hear(&format!("<success xmlns='{SASL}'/>"));
        self.features(BIND_FEATURE);
        let sent = self.hear(&format!(
            "<iq type='result' id='bind'><bind xmlns='{BIND}'><jid>{JID}</jid></bind></iq>"
        ));
        assert_eq!(sent, "<presence/>");
        assert_eq!(self.machine.report().status, "Enabled");
        assert_eq!(self.machine.report().jabber_id, JID);
    }

    fn failed(&self, status: &str) {
        assert_eq!(self.machine.report().status, status);
        assert!(!self.machine.report().tls);
        assert!(matches!(self.machine.stage, Stage::Waiting));
    }
}

#[test]
fn a_login_from_the_first_byte_to_the_jabber_id() {
    let mut world = World::connected(Account {
        resource: "ho<me".to_string(),
        ..account()
    });
    assert_eq!(world.features(MUST_TLS), STARTTLS);
    assert_eq!(world.machine.report().status, "Connecting");
    world.hear("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    world.sent.clear();
    world.tell(Input::Secured);
    assert!(world.sent.contains("to='example.com'"), "{}", world.sent);
    let nonce = "07".repeat(16);
    let sent = world.features(&mechanisms(&["PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256"]));
    let first = base64_encode(format!("n,,n=cpe,r={nonce}").as_bytes());
    assert_eq!(
        sent,
        format!("<auth xmlns='{SASL}' mechanism='SCRAM-SHA-256'>{first}</auth>")
    );
    // The server's end of SCRAM: what it asks, and what proves that it knows the password.
    let challenge = format!("r={nonce}srv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    let mut twin = Scram::new(Hash::Sha256, "cpe", &nonce);
    let answer = twin.answer("pencil", &challenge).unwrap();
    let sent = world.hear(&format!(
        "<challenge xmlns='{SASL}'>{}</challenge>",
        base64_encode(challenge.as_bytes())
    ));
    assert_eq!(
        sent,
        format!(
            "<response xmlns='{SASL}'>{}</response>",
            base64_encode(answer.as_bytes())
        )
    );
    let last = base64_encode(twin.last().as_bytes());
    let sent = world.hear(&format!("<success xmlns='{SASL}'>{last}</success>"));
    assert!(
        sent.starts_with("<?xml version='1.0'?><stream:stream "),
        "{sent}"
    );
    let sent = world.features(BIND_FEATURE);
    assert!(sent.contains("<resource>ho&lt;me</resource>"), "{sent}");
    world.hear(&format!(
        "<iq type='result' id='bind'><bind xmlns='{BIND}'><jid>{JID}</jid></bind></iq>"
    ));
    assert!(world.machine.is_bound());
    assert!(world.machine.report().tls);
}

#[test]
fn the_servers_proof_may_come_as_a_challenge() {
    let mut world = World::secured(account());
    let nonce = "07".repeat(16);
    let challenge = format!("r={nonce}srv,s=QSXCR+Q6sek8bf92,i=4096");
    for proof_is_good in [true, false] {
        let mut twin = Scram::new(Hash::Sha1, "cpe", &nonce);
        twin.answer("pencil", &challenge).unwrap();
        world.features(&mechanisms(&["SCRAM-SHA-1"]));
        world.hear(&format!(
            "<challenge xmlns='{SASL}'>{}</challenge>",
            base64_encode(challenge.as_bytes())
        ));
        let last = if proof_is_good {
            twin.last()
        } else {
            "v=QQ==".to_string()
        };
        let sent = world.hear(&format!(
            "<challenge xmlns='{SASL}'>{}</challenge>",
            base64_encode(last.as_bytes())
        ));
        assert_eq!(sent, format!("<response xmlns='{SASL}'></response>"));
        let sent = world.hear(&format!("<success xmlns='{SASL}'/>"));
        assert_eq!(sent.contains("<stream:stream"), proof_is_good, "{sent}");
        if !proof_is_good {
            world.failed("Error_AuthenticationFailure");
        }
        world = World::secured(account());
    }
}

#[test]
fn a_password_never_leaves_in_the_clear() {
    let mut world = World::connected(account());
    let sent = world.features(&mechanisms(&["PLAIN"]));
    assert_eq!(sent, "</stream:stream>");
    assert_eq!(world.closes, 1);
    world.failed("Error_AuthenticationFailure");

    // UseTLS is false and the server does not insist: a login that says nothing of the password.
    let mut world = World::connected(account());
    let sent = world.features(&format!(
        "{STARTTLS}{}",
        mechanisms(&["SCRAM-SHA-1", "PLAIN"])
    ));
    assert!(sent.contains("mechanism='SCRAM-SHA-1'"), "{sent}");
}

#[test]
fn tls_is_begun_where_either_side_wants_it() {
    let table = [
        (false, STARTTLS, false),
        (false, MUST_TLS, true),
        (true, STARTTLS, true),
        (true, MUST_TLS, true),
    ];
    for (use_tls, offer, expected) in table {
        let mut world = World::connected(Account {
            use_tls,
            ..account()
        });
        let sent = world.features(&format!("{offer}{}", mechanisms(&["SCRAM-SHA-1"])));
        assert_eq!(sent == STARTTLS, expected, "{use_tls} {offer}");
    }
    let mut world = World::connected(Account {
        use_tls: true,
        ..account()
    });
    world.features(&mechanisms(&["SCRAM-SHA-1"]));
    world.failed("Error");
}

#[test]
fn what_comes_before_tls_does_not_count_as_secured() {
    let mut world = World::connected(account());
    world.features(MUST_TLS);
    let proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    world.hear(&format!("{proceed}<stream:stream><stream:features/>"));
    world.failed("Error");
}

#[test]
fn a_login_that_is_refused() {
    let mut world = World::secured(account());
    world.features(&mechanisms(&["PLAIN"]));
    world.hear(&format!(
        "<failure xmlns='{SASL}'><not-authorized/></failure>"
    ));
    world.failed("Error_AuthenticationFailure");
}

#[test]
fn a_jabber_id_that_is_none_is_not_bound() {
    let long = format!("cpe@example.com/{}", "x".repeat(4000));
    for jid in ["", " ", "cpe@example.com/a\nStatus=Enabled", &long] {
        let mut world = World::secured(account());
        world.features(&mechanisms(&["PLAIN"]));
        world.hear(&format!("<success xmlns='{SASL}'/>"));
        world.features(BIND_FEATURE);
        world.hear(&format!(
            "<iq type='result' id='bind'><bind xmlns='{BIND}'><jid>{jid}</jid></bind></iq>"
        ));
        world.failed("Error");
        assert_eq!(world.machine.report().jabber_id, "");
    }
}

#[test]
fn an_account_that_makes_no_jabber_id_is_not_tried() {
    for (username, domain) in [("", "example.com"), ("cpe", ""), ("a@b", "c"), ("a", "b/c")] {
        let machine = Machine::new(
            &World::new(account()).now,
            Account {
                username: username.to_string(),
                domain: domain.to_string(),
                ..account()
            },
            "",
        );
        assert_eq!(machine.report().status, "Error_Misconfigured");
        assert_eq!(machine.wake_at(), None);
    }
}

fn request(from: &str, id: &str) -> String {
    format!(
        "<iq id='{id}' type='get' from='{from}' to='{JID}'><connectionRequest \
         xmlns='urn:broadband-forum-org:cwmp:xmppConnReq-1-0'><username>u</username>\
         <password>p</password></connectionRequest></iq>"
    )
}

#[test]
fn a_connection_request_is_asked_and_answered() {
    let mut world = World::bound(account());
    let sent = world.hear(&request("acs@example.com/r1", "cr001"));
    assert_eq!(
        sent,
        format!("<iq type='result' id='cr001' from='{JID}' to='acs@example.com/r1'></iq>")
    );
    let login = Some(("u".to_string(), "p".to_string()));
    assert_eq!(world.calls.len(), 1);
    assert_eq!(world.calls[0].from, "acs@example.com/r1");
    assert_eq!(world.calls[0].login, login);

    world.answer = Err(Refusal::WrongLogin);
    let sent = world.hear(&request("acs@example.com/r&apos;1", "c&lt;2"));
    assert_eq!(
        sent,
        format!(
            "<iq type='error' id='c&lt;2' from='{JID}' to='acs@example.com/r&apos;1'>\
             <error type='cancel'><not-authorized \
             xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
        )
    );
    let report = world.machine.report();
    assert_eq!((report.received, report.transmitted_errors), (2, 1));
}

#[test]
fn other_stanzas() {
    let unknown = "<service-unavailable";
    let long = "x".repeat(2000);
    let table = [
        (
            "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
            "type='result' id='1'",
        ),
        (
            "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>",
            unknown,
        ),
        (
            "<iq type='set' id='1'><query xmlns='jabber:iq:roster'/></iq>",
            unknown,
        ),
        ("<iq type='get' id='1'/>", unknown),
        ("<iq type='get' id='1'><a/><b/></iq>", unknown),
        ("<iq type='result' id='1'/>", ""),
        ("<iq type='error' id='1'/>", ""),
        ("<iq id='1'/>", ""),
        ("<message><body>hello</body></message>", ""),
        ("<presence from='acs@example.com'/>", ""),
        ("<iq xmlns='urn:other' type='get' id='1'/>", ""),
        (&format!("<iq type='get' id='{long}'/>"), ""),
        (" \n ", ""),
    ];
    let mut world = World::bound(account());
    for (stanza, expected) in table {
        let sent = world.hear(stanza);
        assert_eq!(sent.is_empty(), expected.is_empty(), "{stanza}: {sent}");
        assert!(sent.contains(expected), "{stanza}: {sent}");
    }
    assert!(world.machine.is_bound());
    assert_eq!(world.calls.len(), 0);
    assert_eq!(world.machine.report().received_errors, 1);
}

#[test]
fn a_server_that_falls_silent_is_noticed() {
    let mut world = World::bound(account());
    assert_eq!(world.wake(), KEEP_ALIVE);
    let ping = "<iq type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq>";
    assert!(world.sent.ends_with(ping), "{}", world.sent);
    world.hear("<iq type='error' id='ping'/>");
    world.pass(KEEP_ALIVE - 1);
    assert_eq!(world.sent, "");
    world.pass(1);
    assert_eq!(world.sent, ping);
    world.pass(30);
    world.failed("Error");
    assert_eq!(world.closes, 1);
    assert_eq!(
        world.machine.report().jabber_id,
        JID,
        "until another is bound"
    );
}

#[test]
fn keep_alive_can_be_set_and_switched_off() {
    let mut world = World::bound(Account {
        keep_alive: 20,
        ..account()
    });
    assert_eq!(world.wake(), 20);
    let world = World::bound(Account {
        keep_alive: 0,
        ..account()
    });
    assert_eq!(world.machine.wake_at(), None);
}

#[test]
fn a_server_that_hangs_in_the_login_is_left() {
    let mut world = World::secured(account());
    assert_eq!(world.wake(), PATIENCE.as_secs());
    world.failed("Error");
    // A drip of blanks is no progress.
    let mut world = World::secured(account());
    for _ in 0..29 {
        world.pass(1);
        world.hear(" ");
    }
    world.pass(1);
    world.failed("Error");
}

#[test]
fn after_a_restart_of_the_server_the_same_resource_is_asked_for() {
    let mut world = World::bound(account());
    world.now.mono += Duration::from_secs(3600);
    world.hear(&format!(
        "<stream:error><system-shutdown xmlns='{STREAM_ERRORS}'/></stream:error></stream:stream>"
    ));
    world.failed("Error");
    assert!(world.wake() <= 60);
    world.tell(Input::Connected);
    world.features(MUST_TLS);
    world.hear("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    world.tell(Input::Secured);
    world.features(&mechanisms(&["PLAIN"]));
    world.hear(&format!("<success xmlns='{SASL}'/>"));
    let sent = world.features(BIND_FEATURE);
    assert!(sent.contains("<resource>home</resource>"), "{sent}");
}

#[test]
fn waits_grow_as_the_parameters_say() {
    let retry = account().retry;
    let most = [255; 16];
    let minutes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512];
    for (minutes, n) in minutes.into_iter().zip(1..) {
        let longest = Duration::from_secs(minutes * 60);
        for dice in [[0; 16], [7; 16], most] {
            let wait = retry.wait(n, dice);
            assert!(wait <= longest, "{n}");
            // 60 · 2⁹ seconds are the longest, which is still random; beyond it nothing is.
            assert!(n <= 10 || wait == longest, "{n}");
        }
    }
    let flat = Retry {
        initial: 1,
        multiplier: 1000,
        longest: 5,
    };
    assert!(flat.wait(u32::MAX, most) <= Duration::from_secs(1));
    let huge = Retry {
        initial: u32::MAX,
        multiplier: u32::MAX,
        longest: u32::MAX,
    };
    assert_eq!(huge.wait(u32::MAX, most).as_secs(), u64::from(u32::MAX));
}

#[test]
fn every_server_has_its_turn() {
    let mut world = World::new(Account {
        servers: vec![server("a", 1), server("b", 2), server("example.com", 5222)],
        attempts: 2,
        retry: Retry {
            initial: 1,
            multiplier: 2000,
            longest: 4,
        },
        ..account()
    });
    for _ in 0..8 {
        world.wake();
        world.tell(Input::Lost("refused"));
        world.failed("ServerNotPresent");
    }
    let tried: Vec<u16> = world.connects.iter().map(|server| server.port).collect();
    assert_eq!(tried, [1, 1, 2, 2, 5222, 5222, 1, 1]);
}

#[test]
fn a_good_connection_begins_the_count_anew() {
    let mut world = World::new(account());
    for _ in 0..5 {
        world.wake();
        world.tell(Input::Lost("refused"));
    }
    assert_eq!(world.machine.failures, 5);
    world.wake();
    world.tell(Input::Connected);
    world.features(MUST_TLS);
    world.hear("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    world.tell(Input::Secured);
    world.log_in();
    // Thrown out at once, it was no good one: two devices with one resource must not chase each other.
    world.now.mono += Duration::from_secs(1);
    world.tell(Input::Lost("closed"));
    assert_eq!(world.machine.failures, 6);
    let mut world = World::bound(account());
    world.now.mono += GOOD;
    world.tell(Input::Lost("closed"));
    assert_eq!(world.machine.failures, 1);
}

#[test]
fn another_host_is_gone_to_at_once_but_not_for_ever() {
    let mut world = World::connected(account());
    let elsewhere = |host: &str| {
        format!(
            "{HEADER}<stream:error><see-other-host xmlns='{STREAM_ERRORS}'>{host}\
             </see-other-host></stream:error>"
        )
    };
    for (host, expected) in [
        ("[2001:db8::1]:99", server("2001:db8::1", 99)),
        ("other.example", server("other.example", 5222)),
        ("other.example:7", server("other.example", 7)),
    ] {
        world.hear(&elsewhere(host));
        assert_eq!(world.wake(), 0, "{host}");
        assert_eq!(world.connects.last(), Some(&expected));
        world.tell(Input::Connected);
    }
    world.hear(&elsewhere("fourth.example"));
    world.wake();
    assert_eq!(world.connects.last(), Some(&server("example.com", 5222)));
    for odd in ["", "[::1", "a:b", "a:99999", ":1"] {
        assert_eq!(other_host(odd), None, "{odd}");
    }
}

#[test]
fn another_host_after_each_login_is_not_gone_to_for_ever() {
    let mut world = World::bound(account());
    let elsewhere = format!(
        "<stream:error><see-other-host xmlns='{STREAM_ERRORS}'>other.example</see-other-host>\
         </stream:error>"
    );
    for redirect in 0..=MOST_REDIRECTS {
        world.hear(&elsewhere);
        world.wake();
        let expected = match redirect {
            MOST_REDIRECTS => server("example.com", 5222),
            _ => server("other.example", 5222),
        };
        assert_eq!(world.connects.last(), Some(&expected), "{redirect}");
        world.tell(Input::Connected);
        world.features(MUST_TLS);
        world.hear("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        world.tell(Input::Secured);
        world.log_in();
    }
    // A good connection between: it may send us elsewhere again.
    world.now.mono += GOOD;
    world.hear(&elsewhere);
    assert_eq!(world.wake(), 0);
    let other = server("other.example", 5222);
    assert_eq!(world.connects.last(), Some(&other));
}

#[test]
fn a_server_that_sends_nothing_but_blanks_does_not_hold_the_login() {
    let mut world = World::connected(account());
    for _ in 0..PATIENCE.as_secs() {
        assert_eq!(world.closes, 0);
        world.now.mono += Duration::from_secs(1);
        world.hear(" ");
    }
    assert_eq!(world.closes, 1);
    world.failed("Error");
}

#[test]
fn a_stranger_cannot_end_the_connection_with_too_much() {
    let mut world = World::bound(account());
    for inside in [
        "<b/>".repeat(300),
        format!("{}{}", "<b>".repeat(40), "</b>".repeat(40)),
        "b".repeat(100_000),
    ] {
        let message = format!("<message from='stranger@example.com/x'>{inside}</message>");
        for part in message.as_bytes().chunks(2048) {
            world.tell(Input::Bytes(part));
        }
        assert_eq!(world.closes, 0);
        assert!(world.machine.is_bound());
    }
    assert_eq!(world.machine.report().received_errors, 3);
    world.hear(&request("acs@example.com", "1"));
    assert_eq!(world.calls.len(), 1);
}

#[test]
fn no_secret_is_in_what_is_printed_for_a_person() {
    let mut world = World::bound(account());
    world.hear(&request("acs@example.com", "1"));
    let text = format!("{:?} {:?}", world.machine, world.calls);
    assert!(
        !text.contains("pencil") && !text.contains("\"p\""),
        "{text}"
    );
}

#[test]
fn dns_says_where_the_servers_are() {
    let candidate = |priority, host: &str| Candidate {
        priority,
        weight: 0,
        server: server(host, 5269),
    };
    let mut world = World::new(Account {
        look_up: true,
        attempts: 1,
        ..account()
    });
    world.tell(Input::Wake);
    assert_eq!((world.look_ups, world.connects.len()), (1, 0));
    let both = [candidate(2, "b"), candidate(1, "a")];
    world.tell(Input::Found(Some(&both)));
    assert_eq!(world.connects, [server("a", 5269)]);
    world.tell(Input::Lost("refused"));
    assert_eq!(world.machine.report().status, "ServerNotPresent");
    // What nobody has asked for changes nothing.
    world.tell(Input::Found(Some(&both)));
    assert_eq!(world.connects.len(), 1);
    // It is asked again, and what it said before holds while it is silent.
    world.pass(60);
    assert_eq!(world.look_ups, 2);
    world.tell(Input::Found(None));
    assert_eq!(world.connects.last(), Some(&server("b", 5269)));
    // It knows none: the domain itself.
    world.tell(Input::Lost("refused"));
    world.pass(120);
    world.tell(Input::Found(Some(&[])));
    assert_eq!(world.connects.last(), Some(&server("example.com", 5222)));
    // It knows that there is none.
    world.tell(Input::Lost("refused"));
    world.pass(240);
    let before = world.connects.len();
    world.tell(Input::Found(Some(&[candidate(0, "")])));
    assert_eq!(world.connects.len(), before);
    assert_eq!(world.machine.report().status, "ServerNotPresent");
    assert!(world.machine.wake_at() > Some(world.now.mono));
}
