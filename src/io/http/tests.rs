//! Requests as they go out, answers as they may come.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use std::cell::RefCell;
use std::rc::Rc;

/// A server that has its answer ready, and takes everything.
struct Script {
    /// What comes, read by read; an empty piece is a wait that is over.
    pieces: Vec<Vec<u8>>,
    sent: Rc<RefCell<Vec<u8>>>,
}

impl Read for Script {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(piece) = self.pieces.first_mut() else {
            return Ok(0);
        };
        if piece.is_empty() {
            self.pieces.remove(0);
            return Err(io::Error::new(io::ErrorKind::TimedOut, Late::Read));
        }
        let length = (&piece[..]).read(out)?;
        piece.drain(..length);
        if piece.is_empty() {
            self.pieces.remove(0);
        }
        Ok(length)
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sent.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Stream for Script {
    fn begin(&mut self, _: Waits) {}

    fn set_each(&mut self, _: Duration) {}

    fn is_open(&mut self) -> bool {
        true
    }
}

const WAITS: Waits = Waits {
    each: Duration::from_secs(9),
    whole: None,
};

fn target() -> Target {
    Target::parse("http://acs.example:8080/a?b").unwrap()
}

fn connection(pieces: &[&[u8]]) -> (Connection, Rc<RefCell<Vec<u8>>>) {
    let sent = Rc::default();
    let script = Script {
        pieces: pieces.iter().map(|piece| piece.to_vec()).collect(),
        sent: Rc::clone(&sent),
    };
    (Connection::new(Box::new(script)), sent)
}

fn get(pieces: &[&[u8]]) -> io::Result<Response> {
    let target = target();
    let request = Request::new("GET", &target, Payload::None);
    connection(pieces).0.send(request, WAITS)
}

/// Status, body, and whether the connection can serve again.
fn whole(pieces: &[&[u8]]) -> io::Result<(u16, String, bool)> {
    let mut response = get(pieces)?;
    let mut body = String::new();
    response.read_to_string(&mut body)?;
    let status = response.status();
    let kept = response.into_connection();
    Ok((status, body, kept.is_some_and(|mut c| c.is_open())))
}

fn refused(answer: &str) -> String {
    let error = whole(&[answer.as_bytes()]).expect_err(answer);
    assert!(
        error.get_ref().is_some_and(|inner| inner.is::<NotHttp>()),
        "{answer:?}: {error:?}"
    );
    error.to_string()
}

#[test]
fn what_a_request_looks_like() {
    let target = target();
    let (link, sent) = connection(&[b"HTTP/1.1 204 X\r\n\r\n"]);
    let mut request = Request::new("POST", &target, Payload::Bytes(b"<a/>"));
    request.headers.push(("SOAPAction", Vec::new()));
    link.send(request, WAITS).unwrap();
    let expected = format!(
        "POST /a?b HTTP/1.1\r\nHost: acs.example:8080\r\nUser-Agent: {USER_AGENT}\r\nContent-Length: 4\r\nSOAPAction: \r\n\r\n<a/>"
    );
    assert_eq!(String::from_utf8_lossy(&sent.borrow()), expected);
    let (link, sent) = connection(&[b"HTTP/1.1 204 X\r\n\r\n"]);
    link.send(Request::new("GET", &target, Payload::None), WAITS)
        .unwrap();
    assert!(!String::from_utf8_lossy(&sent.borrow()).contains("Content-Length"));
}

#[test]
fn bodies_of_all_sizes_go_out_whole() {
    let target = target();
    for size in [0, 1, PIECE - 100, PIECE, PIECE + 1, 5 * PIECE + 7] {
        let body: Vec<u8> = (0..size).map(|at| at as u8).collect();
        let mut reader = &body[..];
        let payloads = [
            Payload::Bytes(&body),
            Payload::Reader(&mut reader, size as u64),
        ];
        for payload in payloads {
            let (link, sent) = connection(&[b"HTTP/1.1 200 X\r\nContent-Length: 0\r\n\r\n"]);
            let response = link.send(Request::new("PUT", &target, payload), WAITS);
            assert!(response.unwrap().into_connection().is_some());
            let sent = sent.borrow();
            assert!(sent.ends_with(&body));
            let head = String::from_utf8_lossy(&sent[..sent.len() - size]).into_owned();
            assert!(
                head.contains(&format!("\r\nContent-Length: {size}\r\n")),
                "{head}"
            );
        }
    }
}

#[test]
fn a_file_that_became_shorter_and_a_header_of_two_lines_are_not_sent() {
    let target = target();
    let answer: &[u8] = b"HTTP/1.1 204 X\r\n\r\n";
    let mut short: &[u8] = b"xx";
    let request = Request::new("PUT", &target, Payload::Reader(&mut short, 3));
    let error = connection(&[answer]).0.send(request, WAITS).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    let mut request = Request::new("GET", &target, Payload::None);
    request.headers.push(("Cookie", b"a\r\nX: b".to_vec()));
    let (link, sent) = connection(&[answer]);
    let error = link.send(request, WAITS).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    assert!(sent.borrow().is_empty());
}

#[test]
fn a_body_that_is_asked_for_before_it_is_sent() {
    let target = target();
    let accepted: &[u8] = b"HTTP/1.1 201 X\r\nContent-Length: 0\r\n\r\n";
    for (pieces, status, sends, keeps) in [
        (
            vec![b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n", accepted],
            201,
            true,
            true,
        ),
        // A server that knows nothing of it.
        (vec![b"", accepted], 201, true, true),
        (
            vec![
                b"HTTP/1.1 102 X\r\n\r\nHTTP/1.1 1",
                b"",
                b"00 X\r\n\r\n",
                accepted,
            ],
            201,
            true,
            true,
        ),
        (
            vec![b"HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n".as_slice()],
            401,
            false,
            false,
        ),
    ] {
        let (link, sent) = connection(&pieces);
        let mut request = Request::new("PUT", &target, Payload::Bytes(b"the body"));
        request.expects_continue = true;
        let response = link.send(request, WAITS).unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.into_connection().is_some(), keeps);
        let sent = String::from_utf8_lossy(&sent.borrow()).into_owned();
        assert!(sent.contains("\r\nExpect: 100-continue\r\n"));
        assert_eq!(sent.ends_with("the body"), sends, "{sent}");
    }
}

#[test]
fn bodies_and_what_becomes_of_the_connection() {
    for (answer, body, keeps) in [
        ("HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nab", "ab", true),
        ("HTTP/1.1 200\r\ncontent-length:2\r\n\r\nab", "ab", true),
        ("HTTP/1.1 200 X\nContent-Length: 2\n\nab", "ab", true),
        (
            "\r\n\r\nHTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nab",
            "ab",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab",
            "ab",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nabc",
            "ab",
            false,
        ),
        (
            "HTTP/1.1 200 X\r\nContent-Length: 2\r\nConnection: x, Close\r\n\r\nab",
            "ab",
            false,
        ),
        (
            "HTTP/1.1 200 X\r\nX: y\r\n\tz\r\n  \r\nContent-Length: 2\r\n\r\nab",
            "ab",
            true,
        ),
        ("HTTP/1.0 200 X\r\nContent-Length: 2\r\n\r\nab", "ab", false),
        (
            "HTTP/1.0 200 X\r\nContent-Length: 2\r\nConnection: Keep-Alive\r\n\r\nab",
            "ab",
            true,
        ),
        ("HTTP/1.1 200 X\r\n\r\nab", "ab", false),
        (
            "HTTP/1.1 200 X\r\nTransfer-Encoding: identity\r\n\r\nab",
            "ab",
            false,
        ),
        ("HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\n", "", true),
        ("HTTP/1.1 304 X\r\n\r\n", "", true),
        (
            "HTTP/1.1 100 X\r\nContent-Length: 9\r\n\r\nHTTP/1.1 103 X\r\n\r\nHTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nab",
            "ab",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n",
            "ab",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n002 ; x=\"y\"\r\nab\r\n000\r\nX: y\r\nZ: z\r\n\r\n",
            "ab",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\nab\n0\n\n",
            "ab",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "",
            true,
        ),
        (
            "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\nHTTP",
            "ab",
            false,
        ),
    ] {
        let bytes = answer.as_bytes();
        assert_eq!(
            whole(&[bytes]).unwrap(),
            (200, body.to_string(), keeps).with(answer),
            "{answer:?}"
        );
        // And whatever the segments.
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        let (_, text, _) = whole(&single).unwrap();
        assert_eq!(text, body, "{answer:?}");
    }
}

trait With {
    fn with(self, answer: &str) -> Self;
}

impl With for (u16, String, bool) {
    /// The status that the last head of this answer tells.
    fn with(self, answer: &str) -> Self {
        let line = answer.rsplit("HTTP/1.").find_map(|part| part.get(2..5));
        (
            line.unwrap_or_default().parse().unwrap_or(self.0),
            self.1,
            self.2,
        )
    }
}

#[test]
fn an_unread_body_costs_the_connection() {
    let response = get(&[b"HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nab"]).unwrap();
    assert_eq!(response.content_length(), Some(2));
    assert!(response.into_connection().is_none());
}

#[test]
fn headers_as_they_came_and_folded_ones_in_one_line() {
    let answer = b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nwww-authenticate: Digest\r\nX: a\r\n b\r\nY: \xff\r\nContent-Length: 0\r\n\r\n";
    let response = get(&[answer]).unwrap();
    let challenges: Vec<&[u8]> = response.all("www-authenticate").collect();
    assert_eq!(challenges, [b"Basic".as_slice(), b"Digest"]);
    assert_eq!(response.text("x").unwrap(), "a   b");
    assert_eq!(response.text("y").unwrap(), "\u{fffd}");
    assert_eq!(response.text("z"), None);
    assert_eq!(response.status_line(), "HTTP/1.1 401 Unauthorized");
}

#[test]
fn what_is_not_http() {
    let long_line = format!(
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1;{}",
        "x".repeat(3 * PIECE)
    );
    let long_trailer = format!(
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n{}",
        "X: y\r\n".repeat(PIECE)
    );
    let many = format!(
        "HTTP/1.1 200 X\r\n{}\r\n",
        "X: y\r\n".repeat(MAX_HEADERS + 1)
    );
    let interim = "HTTP/1.1 102 X\r\n\r\n".repeat(PIECE);
    let empty_lines = "\r\n".repeat(MAX_HEAD);
    for answer in [
        "SSH-2.0-x",
        "\u{15}\u{3}\u{1}",
        "HTTP/1.1 2000 X\r\n",
        "HTTP/2 200 X\r\n",
        "HTTP/1.1 099 X\r\n\r\n",
        "HTTP/1.1 101 X\r\n\r\n",
        "HTTP/1.1 200 X\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: 1, 2\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: +1\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: 18446744073709551616\r\n\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n+1\r\na",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1 1\r\na",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000000\r\n",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
        &long_line,
        &long_trailer,
        &many,
        &interim,
        &empty_lines,
    ] {
        refused(answer);
    }
    let filler = format!("HTTP/1.1 200 X\r\nX: {}", "x".repeat(MAX_HEAD));
    assert!(refused(&filler).contains("longer than 65536 bytes"));
}

#[test]
fn the_longest_head_and_the_most_headers() {
    let mut head = format!(
        "HTTP/1.1 204 X\r\n{}X: ",
        "X: y\r\n".repeat(MAX_HEADERS - 1)
    );
    head.push_str(&"x".repeat(MAX_HEAD - head.len() - 4));
    head.push_str("\r\n\r\n");
    assert_eq!(head.len(), MAX_HEAD);
    let response = get(&[head.as_bytes()]).unwrap();
    assert_eq!(response.headers().len(), MAX_HEADERS);
}

#[test]
fn cut_off_anywhere() {
    for answer in [
        "HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n0\r\nX: y\r\n\r\n",
    ] {
        for length in 1..answer.len() {
            let error = whole(&[&answer.as_bytes()[..length]]).unwrap_err();
            let kind = error.kind();
            assert_eq!(kind, io::ErrorKind::UnexpectedEof, "{length} of {answer:?}");
        }
    }
}

#[test]
fn a_wait_that_is_over_is_told() {
    for start in [
        "",
        "HTTP/1.1 200 X\r\n",
        "HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\na",
    ] {
        let pieces = [start.as_bytes(), b""];
        let pieces = if start.is_empty() {
            &pieces[1..]
        } else {
            &pieces
        };
        assert_eq!(
            late(&whole(pieces).unwrap_err()),
            Some(Late::Read),
            "{start:?}"
        );
    }
}
