//! Each way to misbehave, seen from the agent's end.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_debug_implementations
)]

mod common;

use std::time::Duration;

use common::{Cpe, End};
use testacs::{Acs, Auth, Options, Rude, Switch};

const BOOT: &[(&str, &str)] = &[("1 BOOT", "")];

fn acs(switch: impl Into<Switch>) -> Acs {
    let acs = Acs::start(Options {
        hold: Duration::ZERO,
        within: Duration::from_secs(60),
        ..Options::default()
    })
    .unwrap();
    acs.misbehave(switch);
    acs
}

/// The session's end under one switch.
fn end(switch: impl Into<Switch>) -> End {
    let acs = acs(switch);
    Cpe::new(acs.address()).session(BOOT)
}

/// What the ACS sent in a session with one request.
fn sent(switch: impl Into<Switch>) -> String {
    let acs = acs(switch);
    acs.configure(|o| o.hold = Duration::from_secs(60));
    let address = acs.address();
    let agent = std::thread::spawn(move || Cpe::new(address).session(BOOT));
    let script = "wait inform\nset Device.DeviceInfo.UpTime:unsignedInt=1\nend\n";
    let transcript = acs.script(script).unwrap();
    assert_eq!(agent.join().unwrap(), End::Good);
    transcript.replies().map(|e| e.text()).collect()
}

#[test]
fn statuses_befall_the_answers_they_are_meant_for() {
    assert_eq!(end(Rude::Status(503)), End::Refused(503));
    assert_eq!(end(Rude::Status(400).after(1)), End::Refused(400));
    assert_eq!(end(Rude::Status(500).after(2)), End::Good);
    let acs = acs(Rude::Status(503).times(2));
    let mut cpe = Cpe::new(acs.address());
    let ends: Vec<End> = (0..3).map(|_| cpe.session(BOOT)).collect();
    assert_eq!(ends, [End::Refused(503), End::Refused(503), End::Good]);
    acs.misbehave(Rude::Status(404));
    assert_eq!(cpe.session(BOOT), End::Refused(404));
    acs.behave();
    assert_eq!(cpe.session(BOOT), End::Good);
}

#[test]
fn no_answer() {
    assert!(matches!(end(Rude::HangUp), End::Broken(_)));
    let acs = acs(Rude::Silence);
    let mut cpe = Cpe::new(acs.address());
    cpe.patience = Duration::from_millis(200);
    assert!(matches!(cpe.session(BOOT), End::Broken(_)));
}

#[test]
fn redirects() {
    let acs = acs(Rude::Redirect {
        hops: 3,
        status: 307,
    });
    let mut cpe = Cpe::new(acs.address());
    assert_eq!(cpe.session(BOOT), End::Good);
    assert_eq!(cpe.target, "/hop/3");
    let heads: Vec<String> = acs.entries().into_iter().map(|e| e.head).collect();
    let redirects = heads.iter().filter(|h| h.contains(" 307 ")).count();
    assert_eq!(redirects, 3, "{heads:?}");
    assert_eq!(
        end(Rude::RedirectLoop),
        End::Broken("too many redirects or logins".to_owned())
    );
    assert_eq!(
        end(Rude::Redirect {
            hops: 1,
            status: 302
        }
        .after(1)),
        End::Good
    );
}

#[test]
fn odd_ways_to_deliver_a_good_answer() {
    for rude in [
        Rude::Close,
        Rude::Chunked,
        Rude::Drip(Duration::from_micros(100)),
        Rude::Segments,
        Rude::Continue,
        Rude::ManyCookies,
        Rude::CookieWithoutPath,
        Rude::Empty200,
        Rude::NoDeclaration,
        Rude::Cdata,
        Rude::Prefixes,
        Rude::NoTypes,
        Rude::UnknownHeader,
        Rude::WrongId,
    ] {
        assert_eq!(end(rude.clone()), End::Good, "{rude:?}");
    }
}

#[test]
fn answers_that_are_none() {
    for rude in [
        Rude::Half,
        Rude::Garbage,
        Rude::Mismatched,
        Rude::Laughs,
        Rude::Nested(10_000),
        Rude::Huge(100_000_000),
        Rude::Endless,
        Rude::BrokenFault,
    ] {
        assert!(matches!(end(rude.clone()), End::Broken(_)), "{rude:?}");
        // In place of a 204, too.
        if rude != Rude::BrokenFault && rude != Rude::Half && rude != Rude::Mismatched {
            assert!(
                matches!(end(rude.clone().after(1)), End::Broken(_)),
                "{rude:?}"
            );
        }
    }
}

#[test]
fn envelopes_of_other_acss() {
    for (rude, present, absent) in [
        (Rude::NoTypes, "<Value>1<", "xsi:type"),
        (Rude::NoArrayTypes, "<ParameterList>", "arrayType"),
        (
            Rude::Schema1999,
            "1999/XMLSchema-instance",
            "2001/XMLSchema",
        ),
        (Rude::Prefixes, "<tr069:SetParameterValues>", "cwmp:"),
        (
            Rude::Cdata,
            "<![CDATA[1]]>",
            "<Value xsi:type=\"xsd:unsignedInt\">1",
        ),
        (Rude::NoDeclaration, "<soap-env:Envelope", "<?xml"),
        (
            Rude::UnknownHeader,
            "soap-env:mustUnderstand=\"0\"",
            "\u{feff}",
        ),
        (
            Rude::UnknownHeaderMust,
            "<x:Trace xmlns:x=\"urn:example:trace\" soap-env:mustUnderstand=\"1\">",
            "\u{feff}",
        ),
        (Rude::NullId, ">null</cwmp:ID>", ">1.1</cwmp:ID>"),
        (Rude::SameId, ">inform-1</cwmp:ID><", ">1.1</cwmp:ID>"),
        (Rude::NoId, "<soap-env:Header></soap-env:Header>", "cwmp:ID"),
    ] {
        let text = sent(rude.clone());
        assert!(text.contains(present), "{rude:?}: {present} not in {text}");
        assert!(!text.contains(absent), "{rude:?}: {absent} in {text}");
    }
    assert!(sent(Rude::Bom).starts_with('\u{feff}'));
}

#[test]
fn undeclared_prefixes_break_a_strict_reader() {
    assert!(matches!(end(Rude::Undeclared), End::Broken(_)));
}

#[test]
fn logins_asked_for_again() {
    for auth in [Auth::None, Auth::Digest] {
        let acs = acs(Rude::Stale.times(1).after(1));
        acs.configure(|o| o.auth = auth);
        let mut cpe = Cpe::new(acs.address()).with_login("cpe", "cpe-secret");
        assert_eq!(cpe.session(BOOT), End::Good, "{auth:?}");
        let refused = acs
            .entries()
            .iter()
            .filter(|e| e.head.contains(" 401 "))
            .count();
        assert_eq!(refused, if auth == Auth::None { 1 } else { 2 }, "{auth:?}");
        acs.misbehave(Rude::LoginAgain);
        assert_eq!(cpe.session(BOOT), End::Refused(401), "{auth:?}");
    }
}

#[test]
fn faults_for_the_inform() {
    let acs = acs(Rude::Fault(8005).times(2));
    let mut cpe = Cpe::new(acs.address());
    let inform = cpe.inform(BOOT);
    let mut bodies = Vec::new();
    for _ in 0..3 {
        let reply = cpe.post(&inform, Some("\"\"")).unwrap();
        assert_eq!(reply.status, 200);
        bodies.push(String::from_utf8(reply.body).unwrap());
    }
    assert!(bodies[0].contains("<FaultCode>8005</FaultCode>") && bodies[1].contains("8005"));
    assert!(bodies[0].contains(">inform-1</cwmp:ID>"), "{}", bodies[0]);
    assert!(bodies[2].contains("InformResponse"), "{}", bodies[2]);
    assert_eq!(acs.informs().len(), 1);
}

#[test]
fn one_namespace_only() {
    let acs = acs(Rude::Only {
        namespace: "cwmp-1-0".to_owned(),
        status: 500,
    });
    let mut cpe = Cpe::new(acs.address());
    assert_eq!(cpe.session(BOOT), End::Refused(500));
    cpe.namespace = "cwmp-1-0".to_owned();
    assert_eq!(cpe.session(BOOT), End::Good);
}

#[test]
fn a_script_switches_it_on_and_off() {
    let acs = acs(Rude::Chunked);
    acs.script("rude off\nrude status 503 times 1\n").unwrap();
    let mut cpe = Cpe::new(acs.address());
    assert_eq!(cpe.session(BOOT), End::Refused(503));
    assert_eq!(cpe.session(BOOT), End::Good);
}
