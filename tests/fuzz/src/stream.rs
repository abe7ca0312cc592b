//! What an XMPP server says, or DNS of it, and what the device makes of it.

use cwmpd::auth::scram::{Hash, Scram};
use cwmpd::connreq::gate::Refusal;
use cwmpd::connreq::xmpp::request::Call;
use cwmpd::connreq::xmpp::srv::{in_order, question, read};
use cwmpd::connreq::xmpp::stanza::{Bad, Element, LONGEST_STANZA, Piece, Splitter};
use cwmpd::connreq::xmpp::{Account, Act, Input, Machine, Retry, Server};
use cwmpd::time::Now;
use std::time::Duration;

const NOW: Now = Now {
    mono: Duration::from_secs(1000),
    wall: None,
};
const PASSWORD: &str = "s3cret";

/// A NUL parts what the server says at a time; where TLS is to begin, it begins at such a place. What is
/// sent is XML, a password only over TLS, and nobody is asked for a session before there is a JID.
pub fn xmpp(bytes: &[u8]) -> bool {
    let whole: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    assert_eq!(pieces(&whole, 1), pieces(&whole, whole.len()));
    let mut machine = Machine::new(&NOW, account(), "");
    let mut asked = 0;
    let mut tell = |machine: &mut Machine, input: Input| {
        let bound_before = machine.is_bound();
        let mut calls = 0;
        let mut ask = |_: &Call| {
            calls += 1;
            if calls % 2 == 0 {
                Err(Refusal::WrongLogin)
            } else {
                Ok(())
            }
        };
        let acts = machine.handle(&NOW, [7; 16], input, &mut ask);
        assert!(calls == 0 || bound_before || machine.report().status == "Enabled");
        asked += calls;
        acts
    };
    let mut acts = tell(&mut machine, Input::Wake);
    assert!(matches!(acts.as_slice(), [Act::Connect(_)]));
    acts = tell(&mut machine, Input::Connected);
    let mut bound = false;
    for said in bytes.split(|byte| *byte == 0) {
        if acts.contains(&Act::Secure) {
            check(&tell(&mut machine, Input::Secured), true);
        }
        acts = tell(&mut machine, Input::Bytes(said));
        check(&acts, machine.report().tls || acts.contains(&Act::Close));
        bound |= machine.is_bound();
        if acts.contains(&Act::Close) {
            assert!(machine.wake_at().is_some() && !machine.report().tls);
            break;
        }
    }
    bound
}

fn check(acts: &[Act], secure: bool) {
    for act in acts {
        let Act::Send(text) = act else { continue };
        let is_stanza = !text.starts_with("<?xml") && !text.starts_with("</stream");
        assert!(!is_stanza || Element::parse(text).is_some(), "{text}");
        assert!(secure || !text.contains("mechanism='PLAIN'"), "{text}");
        assert!(text.len() < 8 * LONGEST_STANZA);
    }
}

/// What a stream is cut into when it comes in steps of this size.
fn pieces(bytes: &[u8], size: usize) -> (Vec<Piece>, Option<Bad>) {
    let mut splitter = Splitter::default();
    let mut found = Vec::new();
    for step in bytes.chunks(size.max(1)) {
        splitter.push(step);
        loop {
            match splitter.piece() {
                Ok(Some(piece)) => {
                    if let Piece::Stanza(stanza) = &piece {
                        let _ = Element::parse(stanza);
                    }
                    found.push(piece);
                }
                Ok(None) => break,
                Err(bad) => return (found, Some(bad)),
            }
        }
    }
    (found, None)
}

/// A challenge, a line feed, and the server's last message: no answer has the password in it, and a server
/// is proven only by what it can compute who knows it.
pub fn scram(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (challenge, last) = text.split_once('\n').unwrap_or((&text, ""));
    let mut taken = false;
    for hash in [Hash::Sha1, Hash::Sha256] {
        // Each broken form would cost what a login does.
        let mut login = Scram::new(hash, "cpe", "n0nce");
        assert!(!login.is_proven(last));
        let iterations = challenge.split(",i=").nth(1).unwrap_or_default();
        if iterations.trim_start_matches('0').len() > 3 {
            continue;
        }
        let Ok(answer) = login.answer(PASSWORD, challenge) else {
            continue;
        };
        taken = true;
        assert!(answer.starts_with("c=biws,r=n0nce"), "{answer:?}");
        assert!(!answer.contains(PASSWORD), "{answer:?}");
        if login.is_proven(last) {
            let mut other = Scram::new(hash, "cpe", "n0nce");
            assert!(other.answer("another", challenge).is_ok());
            assert!(!other.is_proven(last));
        }
    }
    taken
}

/// An answer to the question for the servers of example.com with the id 7.
pub fn srv(bytes: &[u8]) -> bool {
    let question = question(7, "example.com").unwrap();
    let Some(found) = read(&question, bytes) else {
        return false;
    };
    assert!(found.len() <= 16);
    for one in &found {
        let host = one.server.host.as_str();
        assert!(host.len() <= 253 && host.is_ascii(), "{host:?}");
        assert!(!host.contains(|c: char| c.is_control() || c == ' ' || c == '/'));
    }
    let count = found.len();
    assert_eq!(in_order(found, "cpe").len(), count);
    true
}

fn account() -> Account {
    let host = "example.com".to_string();
    Account {
        username: "cpe".to_string(),
        password: PASSWORD.to_string(),
        domain: host.clone(),
        servers: vec![Server { host, port: 5222 }],
        keep_alive: -1,
        retry: Retry {
            initial: 60,
            multiplier: 2000,
            longest: 30720,
        },
        ..Account::default()
    }
}
