//! What an answer may look like, and what the POSTs look like.

use crate::server::{NOTHING, answer, ok, serve};
use crate::world::{World, empty, inform, peer_failure, reply, session};
use cwmpd::cwmp::session::Failure;

#[test]
fn headers_of_a_request_a_response_and_an_empty_post() {
    let server = answer(&[NOTHING, NOTHING, NOTHING]);
    let mut session = session(&server.url("/cwmp?x=1"));
    for post in [inform(), reply(), empty()] {
        session.post(&post).unwrap();
    }
    let requests = server.requests();
    for request in &requests {
        assert_eq!(request.head[0], "POST /cwmp?x=1 HTTP/1.1");
        assert_eq!(request.header("host"), Some(&*server.address.to_string()));
        let agent = concat!("cwmpd/", env!("CARGO_PKG_VERSION"));
        assert_eq!(request.header("user-agent"), Some(agent));
        for absent in [
            "expect",
            "accept-encoding",
            "transfer-encoding",
            "authorization",
            "cookie",
        ] {
            assert_eq!(request.header(absent), None, "{absent}");
        }
    }
    let xml = Some("text/xml; charset=\"utf-8\"");
    assert_eq!(requests[0].body, inform().body);
    assert_eq!(requests[0].header("content-type"), xml);
    assert!(
        requests[0]
            .head
            .iter()
            .any(|line| line == "SOAPAction: \"\"")
    );
    assert_eq!(requests[1].body, reply().body);
    assert_eq!(requests[1].header("content-type"), xml);
    assert!(
        requests[1]
            .head
            .iter()
            .any(|line| line.trim_end() == "SOAPAction:")
    );
    assert_eq!(requests[2].header("content-type"), None);
    assert_eq!(requests[2].header("soapaction"), None);
    assert_eq!(requests[2].header("content-length"), Some("0"));
}

#[test]
fn the_configured_soap_action() {
    let server = answer(&[NOTHING]);
    let mut world = World::new(&server.url("/"));
    world.acs.soap_action = "urn:x#Inform".into();
    world.open().post(&inform()).unwrap();
    assert_eq!(
        server.requests()[0].header("soapaction"),
        Some("urn:x#Inform")
    );
}

#[test]
fn forms_of_an_answer() {
    for (form, text) in [
        (
            "with a length",
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>",
        ),
        (
            "in chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<a\r\n2\r\n/>\r\n0\r\n\r\n",
        ),
        (
            "chunks with extensions and trailer",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n<a/>\r\n0\r\nTrailer: x\r\n\r\n",
        ),
        (
            "until the end",
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<a/>",
        ),
        (
            "HTTP/1.0",
            "HTTP/1.0 200 OK\r\nServer: old\r\nX: connection: close\r\n\r\n<a/>",
        ),
        (
            "HTTP/1.0 with a length",
            "HTTP/1.0 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n<a/>",
        ),
        (
            "after 100",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>",
        ),
        (
            "after 102",
            "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>",
        ),
        (
            "no reason phrase",
            "HTTP/1.1 200\r\nContent-Length: 4\r\n\r\n<a/>",
        ),
        (
            "odd spelling",
            "HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:4\r\n\r\n<a/>",
        ),
        (
            "lines without CR",
            "HTTP/1.1 200 OK\nContent-Length: 4\n\n<a/>",
        ),
    ] {
        let server = answer(&[text]);
        let got = session(&server.url("/")).post(&empty());
        assert_eq!(got, Ok(b"<a/>".to_vec()), "{form}");
    }
}

#[test]
fn empty_answers() {
    for text in [
        NOTHING,
        "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n",
    ] {
        let server = answer(&[text]);
        assert_eq!(
            session(&server.url("/")).post(&empty()),
            Ok(Vec::new()),
            "{text}"
        );
    }
}

#[test]
fn other_statuses_end_the_session_with_their_number() {
    for (status, body) in [
        (400, "Invalid session"),
        (403, ""),
        (404, "x"),
        (500, "<Fault/>"),
        (503, ""),
        (202, ""),
    ] {
        let text = format!(
            "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let server = answer(&[&text]);
        assert_eq!(
            session(&server.url("/")).post(&inform()),
            Err(Failure::Status(status))
        );
    }
}

#[test]
fn an_error_with_an_endless_body_still_tells_its_status() {
    let server = serve(|peer| {
        peer.request()?;
        peer.send("HTTP/1.1 500 X\r\n\r\n")?;
        loop {
            peer.send_bytes(&[b'x'; 4096])?;
        }
    });
    assert_eq!(
        session(&server.url("/")).post(&inform()),
        Err(Failure::Status(500))
    );
}

#[test]
fn an_answer_of_the_longest_size_and_one_byte_more() {
    let longest = "x".repeat(64 * 1024);
    for chunked in [false, true] {
        let form = |body: &str| match chunked {
            true => format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
                body.len()
            ),
            false => ok(body),
        };
        let server = answer(&[&form(&longest)]);
        let got = session(&server.url("/")).post(&empty()).unwrap();
        assert_eq!(got.len(), longest.len());
        let server = answer(&[&form(&format!("{longest}x"))]);
        let text = peer_failure(session(&server.url("/")).post(&empty()));
        assert!(text.contains("longer than 65536 bytes"), "{text}");
    }
}

#[test]
fn a_large_message_out_and_in() {
    let body = vec![b'x'; 700_000];
    let server = serve(|peer| {
        while let Some(request) = peer.request()? {
            let text = String::from_utf8(request.body).unwrap();
            peer.send(&ok(&text))?;
        }
        Ok(())
    });
    let mut world = World::new(&server.url("/"));
    world.limits.max_message = 700_000;
    let mut session = world.open();
    let mut post = reply();
    post.body = body.clone();
    for _ in 0..2 {
        assert!(session.post(&post).unwrap() == body);
    }
    assert_eq!(server.requests()[1].connection, 0);
}

#[test]
fn a_compressed_answer_is_refused_and_an_empty_one_is_empty() {
    let compressed = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx";
    let nothing = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n";
    let server = answer(&[nothing, compressed]);
    let mut session = session(&server.url("/"));
    assert_eq!(session.post(&empty()), Ok(Vec::new()));
    let text = peer_failure(session.post(&empty()));
    assert!(text.contains("gzip"), "{text}");
}
