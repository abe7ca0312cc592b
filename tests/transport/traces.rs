//! What a traced session shows in the log, and what it never does.

use std::cell::RefCell;

use crate::server::{answer, ok};
use crate::world::World;
use cwmpd::cwmp::session::{Failure, Post, PostKind};
use log::{LevelFilter, Log, Metadata, Record};

thread_local! {
    /// What this test has logged; a session runs on the thread that posts.
    static LINES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

struct Memory;

impl Log for Memory {
    fn enabled(&self, _: &Metadata) -> bool {
        true
    }

    fn log(&self, record: &Record) {
        // Only the agent's own lines reach the log below `warn`.
        if record.target().starts_with("cwmpd") || record.level() <= log::Level::Warn {
            LINES.with_borrow_mut(|lines| {
                lines.push(format!("{} {}", record.target(), record.args()))
            });
        }
    }

    fn flush(&self) {}
}

/// Runs this with everything it logs.
fn logged(act: impl FnOnce()) -> Vec<String> {
    static MEMORY: Memory = Memory;
    let _ = log::set_logger(&MEMORY);
    log::set_max_level(LevelFilter::Trace);
    LINES.take();
    act();
    LINES.take()
}

#[test]
fn a_traced_session_shows_everything_but_the_secrets() {
    let challenge = "HTTP/1.1 401 X\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\nSet-Cookie: session=s3cret; Path=/\r\nContent-Length: 0\r\n\r\n";
    let answered = ok("<S><Name>Device.X_Hidden</Name><Value>s3cret</Value></S>");
    let refused = "HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\nno\r\nFAKED";
    let server = answer(&[challenge, &answered, refused]);
    let lines = logged(|| {
        let mut world = World::new(&server.url("/cwmp"));
        world.traced = true;
        world.acs.username = "user".into();
        world.acs.password = "s3cret".into();
        let mut session = world.open();
        let post = |body: &str| Post {
            body: body.into(),
            kind: PostKind::Response,
        };
        let one =
            "<S><Name>Device.ManagementServer.Password</Name>\n<Value>s3cret</Value></S>\u{1b}";
        session.post(&post(one)).unwrap();
        assert_eq!(session.post(&post("<b/>")), Err(Failure::Status(500)));
    });
    for line in [
        "cwmpd::trace > POST /cwmp HTTP/1.1",
        "cwmpd::trace > Cookie: session=***",
        "cwmpd::trace > Authorization: Digest ***",
        "cwmpd::trace > <S><Name>Device.ManagementServer.Password</Name>",
        "cwmpd::trace > <Value>***</Value></S>.",
        "cwmpd::trace < HTTP/1.1 401 Unauthorized",
        "cwmpd::trace < set-cookie: session=***; Path=/",
        "cwmpd::trace < <S><Name>Device.X_Hidden</Name><Value>***</Value></S>",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line}: {lines:#?}");
    }
    assert!(
        !lines.iter().any(|line| line.contains("s3cret")),
        "{lines:#?}"
    );
    assert!(!lines.iter().any(|line| line.contains('\n')), "{lines:#?}");
    let told: Vec<&String> = lines
        .iter()
        .filter(|l| !l.starts_with("cwmpd::trace"))
        .collect();
    assert_eq!(
        told,
        ["cwmpd::io::acs the ACS answered with HTTP status 500: no..FAKED"]
    );
}

#[test]
fn a_session_that_is_not_traced_says_nothing() {
    let server = answer(&[&ok("<a/>")]);
    let lines = logged(|| {
        World::new(&server.url("/")).ask().unwrap();
    });
    assert_eq!(lines, Vec::<String>::new());
}
