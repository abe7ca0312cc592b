//! Redirects: followed with the same body, for the rest of the session, five in a row.

use crate::server::{NOTHING, Server, answer, ok, serve};
use crate::world::{World, inform, peer_failure, reply, session};
use cwmpd::cwmp::session::Failure;

/// A server where `/n` redirects to `/n-1`, and `/0` answers.
fn stairs(status: u16) -> Server {
    serve(move |peer| {
        while let Some(request) = peer.request()? {
            let step: u32 = request.path().trim_start_matches('/').parse().unwrap();
            if step == 0 {
                peer.send(&ok("<a/>"))?;
            } else {
                let next = step - 1;
                peer.send(&format!(
                    "HTTP/1.1 {status} X\r\nLocation: /{next}\r\nContent-Length: 4\r\n\r\nbody"
                ))?;
            }
        }
        Ok(())
    })
}

#[test]
fn five_in_a_row_are_followed_and_six_are_not() {
    for status in [301, 302, 307, 308] {
        let server = stairs(status);
        assert_eq!(session(&server.url("/5")).post(&inform()).unwrap(), b"<a/>");
        let requests = server.requests();
        assert_eq!(requests.len(), 6);
        for request in requests {
            assert!(request.head[0].starts_with("POST "));
            assert_eq!(request.body, inform().body);
            assert_eq!(request.header("soapaction"), Some("\"\""));
            assert_eq!(request.connection, 0);
        }
        let text = peer_failure(session(&server.url("/6")).post(&inform()));
        assert!(text.contains("more than 5"), "{text}");
    }
}

#[test]
fn the_rest_of_the_session_goes_there_and_the_next_one_does_not() {
    let other = answer(&[&ok("<a/>"), &ok("<b/>")]);
    let location = other.url("/cwmp?s=1");
    let first = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n");
    let server = answer(&[&first, NOTHING]);
    let url = server.url("/");
    let mut one = session(&url);
    assert_eq!(one.post(&inform()).unwrap(), b"<a/>");
    assert_eq!(one.post(&reply()).unwrap(), b"<b/>");
    drop(one);
    session(&url).post(&inform()).unwrap();
    let there: Vec<String> = other.requests().iter().map(|r| r.path().into()).collect();
    assert_eq!(there, ["/cwmp?s=1", "/cwmp?s=1"]);
    assert_eq!(
        other.requests()[1].header("host"),
        Some(&*other.address.to_string())
    );
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn each_post_of_a_session_may_be_redirected_five_times() {
    let server = stairs(307);
    let again = serve({
        let url = server.url("/4");
        move |peer| {
            while peer.request()?.is_some() {
                peer.send(&format!(
                    "HTTP/1.1 307 X\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n"
                ))?;
            }
            Ok(())
        }
    });
    let mut session = session(&again.url("/"));
    session.post(&inform()).unwrap();
    session.post(&inform()).unwrap();
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn a_circle_ends() {
    let server = serve(|peer| {
        while peer.request()?.is_some() {
            peer.send("HTTP/1.1 302 X\r\nLocation: \r\nContent-Length: 0\r\n\r\n")?;
        }
        Ok(())
    });
    peer_failure(session(&server.url("/x")).post(&inform()));
    let paths: Vec<String> = server.requests().iter().map(|r| r.path().into()).collect();
    assert_eq!(paths, vec!["/x"; 6]);
}

#[test]
fn cookies_go_along() {
    let other = answer(&[NOTHING]);
    let location = other.url("/");
    let first = format!(
        "HTTP/1.1 302 Found\r\nSet-Cookie: session=abc; Domain=elsewhere\r\nLocation: {location}\r\n\r\n"
    );
    let server = answer(&[&first]);
    session(&server.url("/")).post(&inform()).unwrap();
    assert_eq!(other.requests()[0].header("cookie"), Some("session=abc"));
}

#[test]
fn a_redirect_that_leads_nowhere() {
    for (head, part) in [
        ("X: y", "302 without a Location"),
        ("Location: ftp://x/", "neither http nor https"),
        ("Location: http://", "no host"),
    ] {
        let server = answer(&[&format!(
            "HTTP/1.1 302 X\r\n{head}\r\nContent-Length: 0\r\n\r\n"
        )]);
        let text = peer_failure(session(&server.url("/")).post(&inform()));
        assert!(text.contains(part), "{text}");
    }
    let server = answer(&["HTTP/1.1 303 X\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"]);
    assert_eq!(
        session(&server.url("/")).post(&inform()),
        Err(Failure::Status(303))
    );
}

#[test]
fn a_redirect_with_an_endless_body() {
    let other = answer(&[NOTHING]);
    let location = other.url("/");
    let server = serve(move |peer| {
        peer.request()?;
        peer.send(&format!("HTTP/1.1 302 X\r\nLocation: {location}\r\n\r\n"))?;
        loop {
            peer.send_bytes(&[b'x'; 4096])?;
        }
    });
    let mut world = World::new(&server.url("/"));
    world.limits.max_message = 10;
    world.open().post(&inform()).unwrap();
}

#[test]
fn a_redirect_that_keeps_the_connection_and_tells_no_length() {
    let server = serve(|peer| {
        while let Some(request) = peer.request()? {
            if request.path() == "/x" {
                peer.send("HTTP/1.1 302 X\r\nLocation: /y\r\n\r\n")?;
                peer.wait_for_close();
            } else {
                peer.send(&ok("<a/>"))?;
            }
        }
        Ok(())
    });
    let mut world = World::new(&server.url("/x"));
    // Not waited for.
    world.limits.read = std::time::Duration::from_secs(3600);
    world.limits.answer = world.limits.read;
    assert_eq!(world.open().post(&inform()).unwrap(), b"<a/>");
}
