//! Challenges: answered with the whole body on the same connection, for the rest of the session, and never
//! with the password in clear where TLS was meant to hide it.

use std::collections::HashMap;
use std::io;

use md5::{Digest, Md5};

use crate::certificates::{Authority, NOW, file};
use crate::server::{Peer, Request, Server, answer, in_turn, ok, serve, serve_tls};
use crate::world::{World, empty, inform, reply};
use cwmpd::cwmp::session::Failure;

const NO_LENGTH: &str = "HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=r\r\n\r\n";
const BASIC: &str =
    "HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n";
/// `u:p`.
const RIGHT: &str = "Basic dTpw";

fn device(url: &str) -> World {
    let mut world = World::new(url);
    world.acs.username = "u".into();
    world.acs.password = "p".into();
    world
}

fn digest_challenge(nonce: &str, more: &str) -> String {
    format!(
        "HTTP/1.1 401 X\r\nWWW-Authenticate: Digest realm=\"GenieACS\", nonce=\"{nonce}\", qop=\"auth,auth-int\"{more}\r\nContent-Length: 4\r\n\r\nbody"
    )
}

/// Whether a request answers this nonce rightly, worked out without the agent's own code.
fn is_right(request: &Request, nonce: &str) -> bool {
    let Some(answer) = request
        .header("authorization")
        .and_then(|a| a.strip_prefix("Digest "))
    else {
        return false;
    };
    let fields: HashMap<&str, &str> = answer
        .split(", ")
        .map(|field| field.split_once('=').unwrap())
        .map(|(name, value)| (name, value.trim_matches('"')))
        .collect();
    let md5 = |text: String| -> String {
        Md5::digest(text)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    };
    let one = md5("u:GenieACS:p".into());
    let two = md5(format!("POST:{}", request.path()));
    let (nc, cnonce) = (fields["nc"], fields["cnonce"]);
    fields["nonce"] == nonce
        && fields["uri"] == request.path()
        && fields["response"] == md5(format!("{one}:{nonce}:{nc}:{cnonce}:auth:{two}"))
}

/// As GenieACS does it: each connection has its own nonce, and an empty body without a login is an error.
fn genie(closes_after: usize) -> Server {
    serve(move |peer| {
        let nonce = format!("nonce{}", peer.number);
        let mut served = 0;
        while let Some(request) = peer.request()? {
            if is_right(&request, &nonce) {
                peer.send(&ok("<a/>"))?;
                served += 1;
                if served == closes_after {
                    return Ok(());
                }
            } else if request.header("authorization").is_none() && request.body.is_empty() {
                peer.send("HTTP/1.1 400 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
            } else {
                peer.send(&digest_challenge(&nonce, ""))?;
            }
        }
        Ok(())
    })
}

#[test]
fn digest_with_a_nonce_that_belongs_to_the_connection() {
    let server = genie(usize::MAX);
    let mut session = device(&server.url("/cwmp?x=1")).open();
    for post in [inform(), empty(), reply()] {
        assert_eq!(session.post(&post).unwrap(), b"<a/>");
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|request| request.connection == 0));
    assert_eq!(requests[1].body, inform().body);
    let counts: Vec<bool> = (1..4)
        .map(|n| {
            requests[n]
                .header("authorization")
                .unwrap()
                .contains(&format!("nc=0000000{n}"))
        })
        .collect();
    assert_eq!(counts, [true; 3]);
}

#[test]
fn a_new_connection_in_the_session_wants_a_new_answer() {
    let server = genie(1);
    let mut session = device(&server.url("/")).open();
    for _ in 0..3 {
        assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
        server.wait_for_close();
    }
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn a_challenge_that_closes_the_connection() {
    for challenge in [
        BASIC.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
        NO_LENGTH.into(),
    ] {
        let server = serve(move |peer| {
            while let Some(request) = peer.request()? {
                if request.header("authorization") == Some(RIGHT) {
                    peer.send(&ok("<a/>"))?;
                } else {
                    peer.send(&challenge)?;
                    peer.wait_for_close();
                    return Ok(());
                }
            }
            Ok(())
        });
        let mut session = device(&server.url("/")).open();
        assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
        let requests = server.requests();
        assert_eq!((requests.len(), requests[1].connection), (2, 1));
        assert_eq!(requests[1].body, inform().body);
    }
}

#[test]
fn basic_asked_for_in_clear_and_kept_for_the_session() {
    let server = answer(&[BASIC, &ok("<a/>"), &ok("<b/>")]);
    let mut session = device(&server.url("/")).open();
    session.post(&inform()).unwrap();
    session.post(&empty()).unwrap();
    let logins: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|r| r.header("authorization").map(String::from))
        .collect();
    assert_eq!(logins, [None, Some(RIGHT.into()), Some(RIGHT.into())]);
}

#[test]
fn wrong_credentials_end_the_session() {
    for (challenges, posts) in [
        (vec![BASIC.to_string(), BASIC.to_string(), ok("")], 2),
        (
            vec![digest_challenge("a", ""), digest_challenge("b", ""), ok("")],
            2,
        ),
        (vec![digest_challenge("a", ", stale=true"); 9], 4),
    ] {
        let challenges: Vec<&str> = challenges.iter().map(String::as_str).collect();
        let server = answer(&challenges);
        let result = device(&server.url("/")).open().post(&inform());
        assert_eq!(result, Err(Failure::Status(401)));
        assert_eq!(server.requests().len(), posts, "{challenges:?}");
    }
}

#[test]
fn a_stale_nonce_is_answered_in_silence() {
    let server = answer(&[
        &digest_challenge("one", ""),
        &ok("<a/>"),
        &digest_challenge("two", ", stale=true"),
        &digest_challenge("three", ", stale=TRUE"),
        &ok("<b/>"),
    ]);
    let mut session = device(&server.url("/")).open();
    assert_eq!(session.post(&inform()).unwrap(), b"<a/>");
    assert_eq!(session.post(&reply()).unwrap(), b"<b/>");
    let requests = server.requests();
    for (number, nonce) in [(1, "one"), (2, "one"), (3, "two"), (4, "three")] {
        assert!(is_right(&requests[number], nonce), "{number}");
    }
}

#[test]
fn nothing_that_can_be_answered() {
    for challenge in [
        "",
        "WWW-Authenticate: Negotiate\r\n",
        "WWW-Authenticate: \r\n",
    ] {
        let server = answer(&[&format!(
            "HTTP/1.1 401 X\r\n{challenge}Content-Length: 0\r\n\r\n"
        )]);
        let result = device(&server.url("/")).open().post(&inform());
        assert_eq!(result, Err(Failure::Status(401)));
    }
    let server = answer(&[BASIC]);
    let result = World::new(&server.url("/")).open().post(&inform());
    assert_eq!(result, Err(Failure::Status(401)));
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn basic_unasked_over_tls_and_not_in_clear() {
    let root = Authority::root("root");
    let server = secure(&root, in_turn(&[&ok("<a/>")]));
    trusting(&root, &server.url("/"))
        .open()
        .post(&inform())
        .unwrap();
    assert_eq!(server.requests()[0].header("authorization"), Some(RIGHT));
    let plain = answer(&[&ok("<a/>")]);
    device(&plain.url("/")).open().post(&inform()).unwrap();
    assert_eq!(plain.requests()[0].header("authorization"), None);
}

#[test]
fn a_user_in_the_url_is_not_a_login() {
    let server = answer(&[&ok("<a/>")]);
    let url = server.url("/").replace("://", "://someone:else@");
    World::new(&url).open().post(&inform()).unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("host"), Some(&*server.address.to_string()));
}

#[test]
fn digest_over_tls_when_it_is_wanted() {
    let root = Authority::root("root");
    let server = secure(
        &root,
        in_turn(&[&digest_challenge("n", ""), &ok("<a/>"), &ok("<b/>")]),
    );
    let mut session = trusting(&root, &server.url("/")).open();
    session.post(&inform()).unwrap();
    session.post(&empty()).unwrap();
    let requests = server.requests();
    assert!(is_right(&requests[1], "n") && is_right(&requests[2], "n"));
}

#[test]
fn a_redirect_from_https_to_http_never_gets_the_password() {
    let root = Authority::root("root");
    for (challenge, good) in [
        (BASIC.to_string(), false),
        (digest_challenge("n", ""), true),
    ] {
        let plain = answer(&[&challenge, &ok("<a/>")]);
        let server = secure(&root, in_turn(&[&to(&plain)]));
        let result = trusting(&root, &server.url("/")).open().post(&inform());
        let requests = plain.requests();
        if good {
            assert_eq!(result.unwrap(), b"<a/>");
            assert!(is_right(&requests[1], "n"));
        } else {
            assert_eq!(result, Err(Failure::Status(401)));
            assert_eq!(requests.len(), 1);
        }
        assert_eq!(requests[0].header("authorization"), None);
    }
}

#[test]
fn a_redirect_from_http_to_https_gets_the_password_only_when_it_asks() {
    let root = Authority::root("root");
    let server = secure(&root, in_turn(&[BASIC, &ok("<a/>")]));
    let plain = answer(&[&to(&server)]);
    trusting(&root, &plain.url("/"))
        .open()
        .post(&inform())
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("authorization"), None);
    assert_eq!(requests[1].header("authorization"), Some(RIGHT));
}

#[test]
fn a_redirect_checks_the_certificate_of_where_it_leads() {
    let (root, other) = (Authority::root("root"), Authority::root("other"));
    let stranger = secure(&other, in_turn(&[&ok("<a/>")]));
    let server = secure(&root, in_turn(&[&to(&stranger)]));
    let result = trusting(&root, &server.url("/")).open().post(&inform());
    assert!(matches!(result, Err(Failure::Transport(_))), "{result:?}");
    assert!(stranger.requests().is_empty());
}

#[test]
fn a_challenge_answered_for_one_server_is_not_told_to_another() {
    let other = answer(&[&ok("<a/>")]);
    let server = answer(&[&digest_challenge("n", ""), &to(&other)]);
    device(&server.url("/")).open().post(&inform()).unwrap();
    assert_eq!(other.requests()[0].header("authorization"), None);
}

fn to(server: &Server) -> String {
    let url = server.url("/there");
    format!("HTTP/1.1 307 X\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n")
}

/// An https server at 127.0.0.1.
fn secure(
    root: &Authority,
    speak: impl FnMut(&mut Peer) -> io::Result<()> + Send + 'static,
) -> Server {
    serve_tls(root.leaf(&["127.0.0.1"], NOW).server(), speak)
}

fn trusting(root: &Authority, url: &str) -> World {
    let mut world = device(url);
    world.tls.ca_file = file(&root.pem());
    world
}
