//! Cookies come back with every POST of the session, and not in the next.

use crate::server::{NOTHING, answer, ok, serve};
use crate::world::{empty, inform, reply, session};

#[test]
fn the_cookie_of_the_first_answer_on_every_later_post() {
    // As GenieACS does: with the InformResponse only, without a path.
    let first = "HTTP/1.1 200 OK\r\nSet-Cookie: session=abc\r\nContent-Length: 4\r\n\r\n<a/>";
    let server = answer(&[first, &ok("<b/>"), NOTHING, NOTHING]);
    let url = server.url("/deep/path");
    let mut one = session(&url);
    for post in [inform(), empty(), reply()] {
        one.post(&post).unwrap();
    }
    drop(one);
    session(&url).post(&inform()).unwrap();
    let cookies: Vec<Option<String>> = server
        .requests()
        .iter()
        .map(|r| r.header("cookie").map(String::from))
        .collect();
    let back = Some("session=abc".to_string());
    assert_eq!(cookies, [None, back.clone(), back, None]);
}

#[test]
fn several_cookies_of_both_styles_are_changed_and_deleted() {
    let server = answer(&[
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/elsewhere; Domain=x.example; Secure\r\nSet-Cookie: b=2\r\nSet-Cookie2: c=\"3\"; Version=\"1\"\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nSet-Cookie: b=4\r\nSet-Cookie: a=; Max-Age=0\r\nContent-Length: 0\r\n\r\n",
        NOTHING,
    ]);
    let mut session = session(&server.url("/"));
    for _ in 0..3 {
        session.post(&empty()).unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests[1].header("cookie"), Some("a=1; b=2; c=\"3\""));
    assert_eq!(requests[2].header("cookie"), Some("b=4; c=\"3\""));
}

#[test]
fn cookies_survive_a_new_connection() {
    let server = serve(|peer| {
        peer.request()?;
        peer.send("HTTP/1.1 200 OK\r\nSet-Cookie: session=abc\r\nConnection: close\r\n\r\n")
    });
    let mut session = session(&server.url("/"));
    session.post(&inform()).unwrap();
    session.post(&empty()).unwrap();
    let request = &server.requests()[1];
    assert_eq!(
        (request.connection, request.header("cookie")),
        (1, Some("session=abc"))
    );
}

#[test]
fn bytes_beyond_ascii_come_back_as_they_were() {
    let server = serve(|peer| {
        peer.request()?;
        peer.send_bytes(b"HTTP/1.1 200 OK\r\nSet-Cookie: s=\xff\xfe\r\nContent-Length: 0\r\n\r\n")?;
        // A header that is not UTF-8 would stop this server.
        peer.wait_for_close();
        Ok(())
    });
    let mut session = session(&server.url("/"));
    session.post(&inform()).unwrap();
    drop(session);
    assert_eq!(server.requests().len(), 1);
}
