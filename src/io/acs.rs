//! One session's HTTP (TR-069 3.4): POSTs over one connection, with cookies, credentials and redirects that
//! last as long as the session.
//!
//! ```text
//!            ┌──────────────── 401: answer the challenge ◄──┐
//!            │ ┌────────────── 301 302 307 308: go there ◄──┤
//!            ▼ ▼                                            │
//!  post ──► POST, once ──► answer ──────────────────────────┼──► 200 204: the envelope, or nothing
//!            │                                              │
//!            └──► no answer: the session fails              └──► any other status: the session fails
//! ```
//!
//! A POST that got no answer is never sent again (TR-069 3.7.1.4): whether the connection is still open is
//! looked at before, and a closed one replaced.

use core::net::IpAddr;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use ring::rand::SecureRandom;

use super::connector::{self, ConnectLimits, Dialer, Lookup};
use super::cookies::Jar;
use super::http::{Payload, Request, Response, Waits};
use super::target::Target;
use super::trace::{Trace, printable};
use crate::agent::settings::{AcsSettings, TlsSettings};
use crate::auth::{Authorizer, Challenge};
use crate::cwmp::session::{Failure, Host, Post, PostKind, Session, Step};
use crate::time::Now;

/// Redirects followed in a row (TR-069 asks for five at least).
const MAX_REDIRECTS: u32 = 5;

/// Bytes of a redirect's or an error's body that are read, to keep the connection and to tell why.
const MAX_ERROR_BODY: u64 = 64 * 1024;

/// How long a session waits, and how much it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For a TCP connection, all addresses of a name together.
    pub connect: Duration,
    /// For the next byte, and for a TLS handshake.
    pub read: Duration,
    /// For one POST and its whole answer: an ACS that drips a byte a second ends here.
    pub answer: Duration,
    /// Longest envelope taken, in bytes.
    pub max_message: u64,
}

impl Limits {
    pub fn new(settings: &AcsSettings) -> Limits {
        let read = Duration::from_secs(settings.timeout.into());
        Limits {
            connect: read,
            read,
            answer: read * 10,
            max_message: settings.max_message,
        }
    }
}

/// What a session needs to know before it starts.
#[derive(Debug)]
pub struct Setup<'a> {
    pub acs: &'a AcsSettings,
    pub tls: &'a TlsSettings,
    /// Judges the dates of certificates.
    pub now: Now,
    pub limits: Limits,
    pub lookup: Lookup,
    pub trace: Option<Trace>,
    /// From when this is true on, no wait for the ACS goes on.
    pub stop: Option<Arc<AtomicBool>>,
}

impl<'a> Setup<'a> {
    pub fn new(acs: &'a AcsSettings, tls: &'a TlsSettings, now: Now) -> Setup<'a> {
        Setup {
            acs,
            tls,
            now,
            limits: Limits::new(acs),
            lookup: connector::system_lookup,
            trace: None,
            stop: None,
        }
    }
}

/// The HTTP side of one session.
#[derive(Debug)]
pub struct Transport {
    dialer: Dialer,
    /// Where the settings lead, or the last redirect has led.
    target: Target,
    authorizer: Authorizer,
    /// Some part of the session has gone over TLS; some over plain http.
    over_tls: bool,
    in_clear: bool,
    jar: Jar,
    limits: Limits,
    soap_action: String,
    trace: Option<Trace>,
}

impl Transport {
    /// Prepares a session; nothing is sent yet.
    ///
    /// # Errors
    /// [`Failure::Local`] for a URL that is none.
    pub fn open(setup: Setup) -> Result<Transport, Failure> {
        let Setup { limits, .. } = setup;
        let target = Target::parse(&setup.acs.url)
            .map_err(|error| Failure::Local(format!("acs.url: {error}")))?;
        let dialer = Dialer::new(
            setup.tls.clone(),
            setup.now,
            ConnectLimits {
                connect: limits.connect,
                handshake: limits.read,
            },
            setup.lookup,
            setup.stop,
        );
        Ok(Transport {
            dialer,
            authorizer: Authorizer::new(&setup.acs.username, &setup.acs.password, target.tls),
            over_tls: target.tls,
            in_clear: !target.tls,
            target,
            jar: Jar::default(),
            limits,
            soap_action: setup.acs.soap_action.clone(),
            trace: setup.trace,
        })
    }

    /// Opens the connection for the first POST, and tells the address that this device has on it: the
    /// Inform's ConnectionRequestURL is made of it.
    pub fn connect(&mut self) -> Result<Option<IpAddr>, Failure> {
        self.dialer.prepare(&self.target)?;
        Ok(self.local_address())
    }

    /// The address that this device has towards the ACS, once there has been a connection.
    pub fn local_address(&self) -> Option<IpAddr> {
        self.dialer.local_address()
    }

    /// POSTs and returns the envelope of the answer; empty when the ACS has nothing to say.
    ///
    /// # Errors
    /// No error leaves the session usable; see [`Failure`] for what each means.
    pub fn post(&mut self, post: &Post) -> Result<Vec<u8>, Failure> {
        let mut redirects = 0;
        loop {
            let mut response = self.exchange(post)?;
            let status = response.status();
            if status != 401 {
                self.authorizer.accepted();
            }
            match status {
                200 => {
                    let envelope = self.envelope(&mut response)?;
                    self.dialer.keep(&self.target, response);
                    return Ok(envelope);
                }
                204 => {
                    self.dialer.keep(&self.target, response);
                    return Ok(Vec::new());
                }
                301 | 302 | 307 | 308 if redirects == MAX_REDIRECTS => {
                    return Err(Failure::Peer(format!(
                        "the ACS redirects more than {MAX_REDIRECTS} times in a row"
                    )));
                }
                301 | 302 | 307 | 308 => {
                    redirects += 1;
                    let from = self.target.clone();
                    self.redirect(&response)?;
                    self.let_go(&from, response);
                }
                401 => {
                    self.challenged(&response)?;
                    let from = self.target.clone();
                    self.let_go(&from, response);
                }
                status => {
                    let body = self.body(&mut response, MAX_ERROR_BODY).unwrap_or_default();
                    let text = printable(&String::from_utf8_lossy(&body));
                    let text: String = text.chars().take(200).collect();
                    log::warn!("the ACS answered with HTTP status {status}: {text}");
                    return Err(Failure::Status(status));
                }
            }
        }
    }

    /// One POST and the header of its answer.
    fn exchange(&mut self, post: &Post) -> Result<Response, Failure> {
        let authorization = self.authorizer.authorization("POST", &self.target.path);
        let mut request = Request::new("POST", &self.target, Payload::Bytes(&post.body));
        request.headers.extend(self.headers(post, authorization));
        self.trace_request(&request.headers, &post.body);
        let waits = Waits {
            each: self.limits.read,
            whole: Some(self.limits.answer),
        };
        let connection = self.dialer.connection(&self.target)?;
        let response = connection
            .send(request, waits)
            .map_err(|error| connector::failure(&error))?;
        self.trace_response(&response);
        for name in ["set-cookie", "set-cookie2"] {
            for value in response.all(name) {
                self.jar.store(value, self.target.tls);
            }
        }
        Ok(response)
    }

    fn headers(&self, post: &Post, authorization: Option<String>) -> Vec<(&'static str, Vec<u8>)> {
        let mut headers = Vec::new();
        match post.kind {
            PostKind::Empty => {}
            PostKind::Request => headers.push(("SOAPAction", self.soap_action.clone().into())),
            // "With no value and no quotes" (TR-069 3.4.1).
            PostKind::Response => headers.push(("SOAPAction", Vec::new())),
        }
        if post.kind != PostKind::Empty {
            headers.push(("Content-Type", b"text/xml; charset=\"utf-8\"".to_vec()));
        }
        if let Some(cookies) = self.jar.header(self.target.tls) {
            headers.push(("Cookie", cookies));
        }
        if let Some(authorization) = authorization {
            headers.push(("Authorization", authorization.into_bytes()));
        }
        headers
    }

    /// The rest of the session goes where `Location` says.
    fn redirect(&mut self, response: &Response) -> Result<(), Failure> {
        let status = response.status();
        let Some(location) = response.text("location") else {
            return Err(Failure::Peer(format!(
                "HTTP status {status} without a Location"
            )));
        };
        let target = self
            .target
            .join(&location)
            .map_err(|error| Failure::Peer(format!("HTTP status {status}: {error}")))?;
        log::info!("the ACS redirects to {}", target.url());
        if !target.same_server(&self.target) {
            self.over_tls |= target.tls;
            self.in_clear |= !target.tls;
            // A redirect that came in clear may be anyone's: no password without being asked.
            self.authorizer.another_server(target.tls && !self.in_clear);
        }
        self.target = target;
        Ok(())
    }

    /// Gets ready to answer a 401 with the next request.
    fn challenged(&mut self, response: &Response) -> Result<(), Failure> {
        let challenges: Vec<_> = response
            .all("www-authenticate")
            .map(String::from_utf8_lossy)
            .collect();
        let challenges: Vec<&str> = challenges.iter().map(AsRef::as_ref).collect();
        let wants_basic =
            Challenge::strongest(Challenge::parse_all(&challenges)) == Some(Challenge::Basic);
        let result = if wants_basic && self.over_tls && !self.target.tls {
            Err("it wants the password in clear after a redirect away from https".into())
        } else {
            self.authorizer.challenged(&challenges, random()?)
        };
        result.map_err(|reason| {
            log::warn!("the ACS answered with HTTP status 401: {reason}");
            Failure::Status(401)
        })
    }

    fn envelope(&self, response: &mut Response) -> Result<Vec<u8>, Failure> {
        let coding = response.text("content-encoding");
        let body = self.body(response, self.limits.max_message)?;
        match coding {
            Some(coding) if coding != "identity" && !body.is_empty() => Err(Failure::Peer(
                format!("the answer is compressed ({coding:?}), which nobody asked for"),
            )),
            _ => Ok(body),
        }
    }

    /// Reads a body whole, up to a limit.
    fn body(&self, response: &mut Response, limit: u64) -> Result<Vec<u8>, Failure> {
        let too_long = || Failure::Peer(format!("the answer is longer than {limit} bytes"));
        if response
            .content_length()
            .is_some_and(|length| length > limit)
        {
            return Err(too_long());
        }
        let mut body = Vec::new();
        response
            .take(limit + 1)
            .read_to_end(&mut body)
            .map_err(|error| connector::failure(&error))?;
        if body.len() as u64 > limit {
            return Err(too_long());
        }
        if let Some(trace) = &self.trace {
            trace.body('<', &body);
        }
        Ok(body)
    }

    /// Reads a body that does not matter, so that the connection can go on: a nonce may belong to it. One
    /// that only the end of the connection would end is not waited for.
    fn let_go(&mut self, from: &Target, mut response: Response) {
        if !response.is_open_ended() && self.body(&mut response, MAX_ERROR_BODY).is_ok() {
            self.dialer.keep(from, response);
        }
    }

    fn trace_request(&self, headers: &[(&'static str, Vec<u8>)], body: &[u8]) {
        if let Some(trace) = &self.trace {
            trace.line('>', &format!("POST {} HTTP/1.1", self.target.path));
            for (name, value) in headers {
                trace.header('>', name, value);
            }
            trace.body('>', body);
        }
    }

    fn trace_response(&self, response: &Response) {
        if let Some(trace) = &self.trace {
            trace.line('<', &response.status_line());
            for (name, value) in response.headers() {
                trace.header('<', name, value);
            }
        }
    }
}

/// Carries a session from its first POST to its end; `host` learns what was delivered on the way.
pub fn drive(
    transport: &mut Transport,
    session: &mut Session,
    first: Post,
    host: &mut dyn Host,
) -> Result<(), Failure> {
    let mut step = Step::Post(first);
    loop {
        match step {
            Step::End(result) => return result,
            Step::Post(_) if host.stopped() => {
                return Err(Failure::Local(connector::STOPPED.into()));
            }
            Step::Post(post) => {
                let reply = transport.post(&post)?;
                // A message of many parameters is not kept while the next one is made.
                drop(post);
                step = session.on_reply(&reply, host);
            }
        }
    }
}

fn random() -> Result<[u8; 16], Failure> {
    let mut bytes = [0; 16];
    ring::rand::SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Failure::Local("the system has no random numbers".into()))?;
    Ok(bytes)
}
