//! The HTTP connection request (TR-069 3.2.2): one GET, challenged, answered. Bytes in, bytes out.
//!
//! The listener makes one [`Doorkeeper`], takes it to the gate, and, for each TCP connection, one [`Conversation`]:
//!
//! ```text
//! bytes read ──► Conversation::on_bytes ──► Reply { accepted, bytes, close }
//!                        │ login, gate         1. accepted: tell the agent, once
//!                   Doorkeeper                 2. write the bytes
//!                                              3. close: shut the sending side, read on for a
//!                                                 moment so that no reset eats the answer, close
//! ```
//!
//! Time-outs and the number of open connections are the listener's. New settings go to
//! [`Doorkeeper::set_path`] and the gate, and hold from the next request on, on open connections too.
//!
//! | request | answer |
//! |---|---|
//! | not HTTP/1.x, folded or broken headers | 400, 505 |
//! | longer than 8 KiB, or 4 KiB before the first line end | 431, 414 |
//! | other than GET | 405 with Allow |
//! | another path; the query is ignored | 404 |
//! | no login, a wrong one, or no password configured | 401 with a Digest challenge |
//! | the right login with an old or used nonce | 401 with `stale=true` |
//! | the gate says no | 503, without Retry-After |
//! | else | 200, empty |
//!
//! A 401 keeps the connection open, because some ACSs answer the challenge on it; the nonce holds on
//! another one as well. MD5 is offered before SHA-256, with the same nonce: all ACSs know MD5, many read
//! the first challenge alone, and some mix both up.

use super::gate::{Door, Gate, Proof, Refusal};
use crate::auth::{self, Algorithm, DigestServer, Verdict};
use crate::time::Now;
use core::net::IpAddr;
use std::fmt;

/// What all connections share: where the door is, and the challenges that were made.
pub struct Doorkeeper {
    path: String,
    server: DigestServer,
}

impl Doorkeeper {
    /// `secret`: random, made anew at each start. Nobody is let in before
    /// [`set_path`](Self::set_path).
    pub fn new(secret: &[u8; 32]) -> Doorkeeper {
        Doorkeeper {
            path: String::new(),
            server: DigestServer::new("cwmpd", secret, &[Algorithm::Md5, Algorithm::Sha256]),
        }
    }

    /// The path of ConnectionRequestURL, with its leading slash or without.
    pub fn set_path(&mut self, path: &str) {
        self.path = slashed(without_query(path));
    }

    fn judge(&mut self, now: &Now, request: &Request<'_>, gate: &mut Gate) -> Answer {
        if request.method != "GET" {
            gate.refuse(Door::Http, Refusal::WrongPlace);
            return Answer::new("405 Method Not Allowed").with("Allow", "GET");
        }
        let path = without_query(auth::path_of(request.target));
        if self.path.is_empty() || !auth::equal(path.as_bytes(), self.path.as_bytes()) {
            gate.refuse(Door::Http, Refusal::WrongPlace);
            return Answer::new("404 Not Found");
        }
        let mut stale = false;
        if let Some(given) = request.authorization {
            let login = gate.login();
            let (method, target) = (request.method, request.target);
            let proof = match self.server.verify(now, method, target, given, login) {
                Verdict::Granted => Proof::Right,
                Verdict::Stale => Proof::Stale,
                Verdict::Refused(_) => Proof::Wrong,
            };
            match gate.ask(now, Door::Http, proof, None) {
                Ok(()) => {
                    return Answer {
                        accepted: true,
                        ..Answer::new("200 OK")
                    };
                }
                Err(Refusal::TooMany | Refusal::Closed) => {
                    return Answer::new("503 Service Unavailable");
                }
                Err(why) => stale = why == Refusal::Stale,
            }
        }
        let mut answer = Answer {
            may_keep: true,
            ..Answer::new("401 Unauthorized")
        };
        for challenge in self.server.challenges(now, gate.login(), stale) {
            answer = answer.with("WWW-Authenticate", &challenge);
        }
        answer
    }
}

impl fmt::Debug for Doorkeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doorkeeper").finish_non_exhaustive()
    }
}

/// ConnectionRequestURL: `http://address:port/path`, IPv6 in brackets.
pub fn url(address: IpAddr, port: u16, path: &str) -> String {
    let path = slashed(path);
    match address {
        IpAddr::V4(address) => format!("http://{address}:{port}{path}"),
        IpAddr::V6(address) => format!("http://[{address}]:{port}{path}"),
    }
}

/// One TCP connection.
#[derive(Debug, Default)]
pub struct Conversation {
    /// What has come of the next request's head, at most [`LONGEST_HEAD`].
    head: Vec<u8>,
    /// Bytes of a body that are still to come and mean nothing.
    skip: usize,
    answered: u32,
    closed: bool,
}

/// What to do on the connection, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// A session is due: tell the agent, before the caller knows and ends the session that runs.
    pub accepted: bool,
    /// To be written at once.
    pub bytes: Vec<u8>,
    /// Close the connection then.
    pub close: bool,
}

/// Bytes of a request line and its headers.
pub const LONGEST_HEAD: usize = 8192;
/// Bytes of a request line.
const LONGEST_LINE: usize = 4096;
/// Bytes of a body that are read over to reach the next request.
const LONGEST_BODY: usize = 8192;
/// Requests on one connection.
const MOST_REQUESTS: u32 = 8;

impl Conversation {
    pub fn new() -> Conversation {
        Conversation::default()
    }

    /// Takes what was read and answers each request that is complete. After `close` all input is
    /// ignored.
    pub fn on_bytes(
        &mut self,
        now: &Now,
        bytes: &[u8],
        keeper: &mut Doorkeeper,
        gate: &mut Gate,
    ) -> Reply {
        let mut reply = Reply::default();
        let mut rest = bytes;
        while !rest.is_empty() && !self.closed {
            let skipped = self.skip.min(rest.len());
            self.skip -= skipped;
            rest = rest.get(skipped..).unwrap_or_default();
            let Some((byte, after)) = rest.split_first() else {
                break;
            };
            rest = after;
            // Empty lines before a request mean nothing (RFC 9112 2.2).
            if self.head.is_empty() && matches!(byte, b'\r' | b'\n') {
                continue;
            }
            self.head.push(*byte);
            if let Some(answer) = self.answer(now, keeper, gate) {
                self.head.clear();
                self.answered += 1;
                self.closed = !answer.keep || self.answered >= MOST_REQUESTS;
                self.skip = answer.body;
                reply.accepted |= answer.accepted;
                answer.write(&mut reply.bytes, !self.closed);
            }
        }
        reply.close = self.closed;
        reply
    }

    /// The answer to what has come so far, if it is a request or can be none any more.
    fn answer(&self, now: &Now, keeper: &mut Doorkeeper, gate: &mut Gate) -> Option<Answer> {
        let complete = self.head.ends_with(b"\n\r\n") || self.head.ends_with(b"\n\n");
        let refused = if complete {
            let request = match Request::parse(&self.head) {
                Ok(request) => request,
                Err(status) => {
                    gate.refuse(Door::Http, Refusal::Malformed);
                    return Some(Answer::new(status));
                }
            };
            let mut answer = keeper.judge(now, &request, gate);
            answer.keep = answer.may_keep && request.keep;
            answer.old = request.old;
            answer.body = request.body;
            return Some(answer);
        } else if !self.head.first().is_some_and(u8::is_ascii_alphabetic) {
            // TLS, for instance.
            "400 Bad Request"
        } else if self.head.len() >= LONGEST_HEAD {
            "431 Request Header Fields Too Large"
        } else if self.head.len() == LONGEST_LINE && !self.head.contains(&b'\n') {
            "414 URI Too Long"
        } else {
            return None;
        };
        gate.refuse(Door::Http, Refusal::Malformed);
        Some(Answer::new(refused))
    }
}

/// An answer without a body.
struct Answer {
    status: &'static str,
    headers: String,
    accepted: bool,
    /// Another request may follow on this connection, as far as this side is concerned.
    may_keep: bool,
    /// And the client thinks so too.
    keep: bool,
    /// The client speaks HTTP/1.0.
    old: bool,
    /// Bytes of the request's body.
    body: usize,
}

impl Answer {
    fn new(status: &'static str) -> Answer {
        Answer {
            status,
            headers: String::new(),
            accepted: false,
            may_keep: false,
            keep: false,
            old: false,
            body: 0,
        }
    }

    fn with(mut self, name: &str, value: &str) -> Answer {
        for part in [name, ": ", value, "\r\n"] {
            self.headers.push_str(part);
        }
        self
    }

    fn write(&self, bytes: &mut Vec<u8>, keep: bool) {
        let connection = match (keep, self.old) {
            (false, _) => "Connection: close\r\n",
            (true, true) => "Connection: keep-alive\r\n",
            (true, false) => "",
        };
        for part in [
            "HTTP/1.1 ",
            self.status,
            "\r\n",
            &self.headers,
            "Content-Length: 0\r\n",
            connection,
            "\r\n",
        ] {
            bytes.extend_from_slice(part.as_bytes());
        }
    }
}

/// What matters of a request's head.
struct Request<'a> {
    method: &'a str,
    target: &'a str,
    authorization: Option<&'a str>,
    /// HTTP/1.0.
    old: bool,
    /// The client goes on to use the connection.
    keep: bool,
    /// Bytes of the body.
    body: usize,
}

impl<'a> Request<'a> {
    /// # Errors
    /// The status to answer with.
    fn parse(head: &'a [u8]) -> Result<Request<'a>, &'static str> {
        const BAD: &str = "400 Bad Request";
        let head = std::str::from_utf8(head).map_err(|_| BAD)?;
        let mut lines = head
            .split('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line));
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(BAD);
        };
        let minor = match version.as_bytes() {
            [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor] if minor.is_ascii_digit() => *minor,
            [b'H', b'T', b'T', b'P', b'/', b'0'..=b'9', b'.', b'0'..=b'9'] => {
                return Err("505 HTTP Version Not Supported");
            }
            _ => return Err(BAD),
        };
        if !is_token(method) || target.is_empty() || target.chars().any(char::is_control) {
            return Err(BAD);
        }
        let old = minor == b'0';
        let mut request = Request {
            method,
            target,
            authorization: None,
            old,
            keep: !old,
            body: 0,
        };
        let (mut length, mut last) = (None, false);
        for line in lines.take_while(|line| !line.is_empty()) {
            // A folded line begins with a blank, which no name does.
            let (name, value) = line
                .split_once(':')
                .filter(|(name, _)| is_token(name))
                .ok_or(BAD)?;
            let value = value.trim_matches([' ', '\t']);
            if value.chars().any(|char| char.is_control() && char != '\t') {
                return Err(BAD);
            }
            if name.eq_ignore_ascii_case("authorization") {
                if request.authorization.replace(value).is_some() {
                    return Err(BAD);
                }
            } else if name.eq_ignore_ascii_case("connection") {
                for option in value.split(',').map(str::trim) {
                    if option.eq_ignore_ascii_case("close") {
                        last = true;
                    } else if option.eq_ignore_ascii_case("keep-alive") {
                        request.keep = true;
                    }
                }
            } else if name.eq_ignore_ascii_case("content-length") {
                let digits = value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty();
                if !digits || length.replace(value).is_some_and(|before| before != value) {
                    return Err(BAD);
                }
            } else if name.eq_ignore_ascii_case("transfer-encoding")
                || name.eq_ignore_ascii_case("expect")
            {
                last = true;
            }
        }
        // A body that cannot be read over ends the connection with the answer.
        request.body = length
            .map_or(Some(0), |length| length.parse().ok())
            .unwrap_or(usize::MAX);
        if last || request.body > LONGEST_BODY {
            (request.keep, request.body) = (false, 0);
        }
        Ok(request)
    }
}

/// A token of RFC 9110 5.6.2.
fn is_token(text: &str) -> bool {
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(of_token)
}

fn without_query(target: &str) -> &str {
    target.split(['?', '#']).next().unwrap_or_default()
}

fn slashed(path: &str) -> String {
    format!("/{}", path.strip_prefix('/').unwrap_or(path))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOW: Now = Now {
        mono: Duration::from_secs(100),
        wall: None,
    };

    /// What a door at `/s3cr3t` says to this.
    fn reply(sent: &[u8]) -> Reply {
        let (mut keeper, mut gate) = (Doorkeeper::new(&[7; 32]), Gate::new(30));
        keeper.set_path("/s3cr3t");
        gate.set_login("acs", "pw");
        Conversation::new().on_bytes(&NOW, sent, &mut keeper, &mut gate)
    }

    /// The status of the first answer, and whether the connection stays open.
    fn status(sent: &[u8]) -> (String, bool) {
        let reply = reply(sent);
        assert!(!reply.accepted);
        let text = String::from_utf8(reply.bytes).unwrap();
        assert_eq!(text.contains("Connection: close"), reply.close);
        (
            text.split(' ').nth(1).unwrap_or("none").to_owned(),
            !reply.close,
        )
    }

    #[test]
    fn each_request_has_its_status() {
        let long_line = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(LONGEST_LINE));
        let long_head = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(LONGEST_HEAD));
        let many_headers = format!("GET / HTTP/1.1\r\n{}", "a: b\r\n".repeat(LONGEST_HEAD));
        let table: [(&str, &str, bool); 46] = [
            ("", "none", true),
            ("\r\n\n\r\n", "none", true),
            ("GET /s3cr3t HTTP/1.1\r\nHost: x\r\n", "none", true),
            ("GET /s3cr3t HTTP/1.1\r\nHost: x\r\n\r\n", "401", true),
            ("GET /s3cr3t HTTP/1.1\r\n\r\n", "401", true),
            ("\r\nGET /s3cr3t HTTP/1.1\n\n", "401", true),
            ("GET /s3cr3t HTTP/1.9\r\n\r\n", "401", true),
            ("GET /s3cr3t?x=1 HTTP/1.1\r\n\r\n", "401", true),
            (
                "GET http://1.2.3.4:7547/s3cr3t HTTP/1.1\r\n\r\n",
                "401",
                true,
            ),
            ("GET /s3cr3t HTTP/1.0\r\n\r\n", "401", false),
            (
                "GET /s3cr3t HTTP/1.0\r\nconnection: Keep-Alive\r\n\r\n",
                "401",
                true,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nconnection: TE, CLOSE\r\n\r\n",
                "401",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nauthorization: Basic YWNzOnB3\r\n\r\n",
                "401",
                true,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
                "401",
                true,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nContent-Length: 99999\r\n\r\n",
                "401",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
                "401",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "401",
                true,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "401",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nExpect: 100-continue\r\n\r\n",
                "401",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nEmpty:\r\nTab:\ta\tb\r\n\r\n",
                "401",
                true,
            ),
            ("GET / HTTP/1.1\r\n\r\n", "404", false),
            ("GET /S3CR3T HTTP/1.1\r\n\r\n", "404", false),
            ("GET /s3cr3t/ HTTP/1.1\r\n\r\n", "404", false),
            ("GET s3cr3t HTTP/1.1\r\n\r\n", "404", false),
            ("GET * HTTP/1.1\r\n\r\n", "404", false),
            ("POST /s3cr3t HTTP/1.1\r\n\r\n", "405", false),
            ("get /s3cr3t HTTP/1.1\r\n\r\n", "405", false),
            ("HEAD / HTTP/1.1\r\n\r\n", "405", false),
            ("GET /s3cr3t HTTP/2.0\r\n\r\n", "505", false),
            ("GET /s3cr3t HTTPS/1.1\r\n\r\n", "400", false),
            ("GET /s3cr3t HTTP/1.10\r\n\r\n", "400", false),
            ("GET /s3cr3t\r\n\r\n", "400", false),
            ("GET  /s3cr3t HTTP/1.1\r\n\r\n", "400", false),
            ("GET /s3\0cr3t HTTP/1.1\r\n\r\n", "400", false),
            (
                "GET /s3cr3t HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
                "400",
                false,
            ),
            ("GET /s3cr3t HTTP/1.1\r\nA : b\r\n\r\n", "400", false),
            ("GET /s3cr3t HTTP/1.1\r\nno colon\r\n\r\n", "400", false),
            ("GET /s3cr3t HTTP/1.1\r\nA: b\rc\r\n\r\n", "400", false),
            (
                "GET /s3cr3t HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "400",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "400",
                false,
            ),
            (
                "GET /s3cr3t HTTP/1.1\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
                "400",
                false,
            ),
            ("\u{16}\u{3}\u{1}", "400", false),
            ("<", "400", false),
            (&long_line, "414", false),
            (&long_head, "431", false),
            (&many_headers, "431", false),
        ];
        for (sent, expected, open) in table {
            let expected = (expected.to_owned(), open);
            assert_eq!(
                status(sent.as_bytes()),
                expected,
                "{:?}",
                sent.get(..80).unwrap_or(sent)
            );
        }
        assert_eq!(status(b"GET /\xff HTTP/1.1\r\n\r\n").0, "400");
    }

    #[test]
    fn answers_are_exact() {
        let answer = |sent: &[u8]| String::from_utf8(reply(sent).bytes).unwrap();
        assert_eq!(
            answer(b"PUT / HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        );
        let challenge = answer(b"GET /s3cr3t HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        let nonce = challenge.split('"').nth(3).unwrap();
        assert_eq!(
            challenge.replace(nonce, "N"),
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"cwmpd\", nonce=\"N\", qop=\"auth\"\r\n\
             WWW-Authenticate: Digest realm=\"cwmpd\", nonce=\"N\", qop=\"auth\", algorithm=SHA-256\r\n\
             Content-Length: 0\r\nConnection: keep-alive\r\n\r\n"
        );
    }

    #[test]
    fn nobody_is_let_in_before_there_are_settings() {
        let (mut keeper, mut gate) = (Doorkeeper::new(&[7; 32]), Gate::new(30));
        for sent in [
            "GET / HTTP/1.1\r\n\r\n",
            "GET ? HTTP/1.1\r\n\r\n",
            "GET http://h HTTP/1.1\r\n\r\n",
        ] {
            let reply = Conversation::new().on_bytes(&NOW, sent.as_bytes(), &mut keeper, &mut gate);
            assert!(reply.bytes.starts_with(b"HTTP/1.1 404"), "{sent}");
        }
    }

    #[test]
    fn a_url_brackets_ipv6() {
        let table = [
            ("192.0.2.1", "abc", "http://192.0.2.1:7547/abc"),
            ("2001:db8::1", "/abc", "http://[2001:db8::1]:7547/abc"),
        ];
        for (address, path, expected) in table {
            assert_eq!(url(address.parse().unwrap(), 7547, path), expected);
        }
    }
}
