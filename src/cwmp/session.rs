//! The session machine: what to POST next, given what the ACS answered (TR-069 3.7).
//!
//! ```text
//!                   start: POST Inform
//!                        │
//!     8005, 3 times at   ▼
//!     most: ┌─────── Informing ──── no InformResponse ───────────────► End(failure)
//!     again └──────────► │                                                 ▲
//!                        │ InformResponse                                  │ unreadable, a fault,
//!                        ▼                                                 │ nobody asked for it,
//!            ┌───────► Open ───────────────────────────────────────────────┘ too many requests
//!            │           │
//!            │           ├─ a request of the ACS ─────────► POST its response or fault
//!            │           │
//!            │           ├─ an empty body, drained ───────► End(success)
//!            │           │
//!            │           └─ an empty body, or the response to the agent's request:
//!            │                HoldRequests off, not drained, the host has a request ► POST it
//!            │                else ► POST nothing; drained, unless HoldRequests is on
//!            │                                                      │
//!            └──────────────── the ACS's reply ◄────────────────────┘
//! ```
//!
//! Drained: the agent has sent its empty POST while HoldRequests was off, and originates nothing
//! more. HoldRequests is on only if the last reply said so.

use super::rpc::{AcsBody, AcsResponse, CpeAnswer, CpeRequest, Inform, Request, Response, Version};
use super::soap::{self, Limits};
use crate::fault::Fault;

/// How often one request is sent again because the ACS says so (8005).
const REPEATS: u8 = 3;
/// How many replies an ACS may use in one session: enough for 50 000 parameters read by handfuls,
/// and an end to a session that would never end.
const MOST_REPLIES: u32 = 10_000;

/// What the session needs from the rest of the agent. A method that returns has made durable what
/// its answer promises.
pub trait Host {
    /// The InformResponse has arrived: events delivered by it may be forgotten (TR-069 3.7.1.5).
    fn inform_delivered(&mut self);

    /// Whether the session is to end now, between two messages.
    fn stopped(&self) -> bool {
        false
    }

    /// Carries out one RPC. `version` tells what the ACS may know of.
    fn call(&mut self, version: Version, request: Request) -> Result<Response, Fault>;

    /// The agent's next own request in this session, asked for when one may be sent.
    fn next_request(&mut self) -> Option<CpeRequest> {
        None
    }

    /// The ACS has answered a request that came from [`Host::next_request`].
    fn request_answered(&mut self, request: &CpeRequest) {
        let _ = request;
    }

    /// The ACS has answered a Kicked: with its NextURL, as it came, or a fault.
    fn kicked(&mut self, answer: Result<String, String>) {
        let _ = answer;
    }
}

/// What to do next on the wire.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// POST this body; empty means an empty POST without Content-Type and SOAPAction.
    Post(Post),
    /// Close the connection: the session is over.
    End(Result<(), Failure>),
}

/// One body to POST.
#[derive(Debug, PartialEq, Eq)]
pub struct Post {
    pub body: Vec<u8>,
    /// Tells the SOAPAction header: a request of the agent's own carries the configured value, a
    /// response or fault an empty one, an empty POST none.
    pub kind: PostKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostKind {
    Request,
    Response,
    Empty,
}

/// Why a session did not end well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The ACS broke the protocol, answered with a fault, or with something unreadable.
    Peer(String),
    /// The ACS answered with this HTTP status (4xx, 5xx): the next attempt may try an older namespace.
    Status(u16),
    /// The ACS does not take this CWMP version (fault 8006).
    Version,
    /// No connection, no answer in time, a refused certificate, too many redirects.
    Transport(String),
    /// Something on this device.
    Local(String),
}

/// What a session starts with.
#[derive(Clone, Debug)]
pub struct Opening {
    pub inform: Inform,
    /// How many namespaces below the newest to start: 0 for cwmp-1-2, 1 for 1-1, 2 for 1-0.
    pub fall_back: u8,
    /// For the SessionTimeout header: seconds that the agent waits for a reply.
    pub session_timeout: u32,
    pub limits: Limits,
}

/// One session, from the Inform to the end.
#[derive(Debug)]
pub struct Session {
    version: Version,
    session_timeout: u32,
    limits: Limits,
    state: State,
    /// The ACS wants no requests for now.
    hold: bool,
    /// The agent has said that it has no more requests.
    drained: bool,
    /// The agent's request that the ACS has not answered yet.
    sent: Option<Sent>,
    /// The agent's request that the ACS wants again, but not before HoldRequests is off.
    again: Option<Sent>,
    last_id: u32,
    replies: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Informing,
    Open,
    Over,
}

/// A request as it was sent, to be sent again without a change.
#[derive(Debug)]
struct Sent {
    request: CpeRequest,
    id: u32,
    version: Version,
    repeats: u8,
}

impl Session {
    /// A session, and the Inform to POST first.
    pub fn start(opening: Opening) -> (Session, Post) {
        let mut session = Session {
            version: Version::below_newest(opening.fall_back),
            session_timeout: opening.session_timeout,
            limits: opening.limits,
            state: State::Informing,
            hold: false,
            drained: false,
            sent: None,
            again: None,
            last_id: 0,
            replies: 0,
        };
        let post = session.originate(CpeRequest::Inform(opening.inform));
        (session, post)
    }

    /// Takes the body of a 200 or 204 reply, which may be empty, and tells what to do next. Nothing
    /// may follow a [`Step::End`].
    pub fn on_reply(&mut self, body: &[u8], host: &mut dyn Host) -> Step {
        let step = self
            .advance(body, host)
            .unwrap_or_else(|failure| Step::End(Err(failure)));
        if matches!(step, Step::End(_)) {
            self.state = State::Over;
        }
        step
    }

    /// What is spoken at the moment: the agent's choice at first, then the ACS's.
    pub fn version(&self) -> Version {
        self.version
    }

    fn advance(&mut self, body: &[u8], host: &mut dyn Host) -> Result<Step, Failure> {
        if self.state == State::Over {
            return Err(Failure::Local("a reply to a session that is over".into()));
        }
        self.replies += 1;
        if self.replies > MOST_REPLIES {
            return peer(format!(
                "the ACS has sent {MOST_REPLIES} replies and does not end the session"
            ));
        }
        self.hold = false;
        if body.trim_ascii().is_empty() {
            return self.on_nothing(host);
        }
        let message =
            soap::read(body, &self.limits).map_err(|error| Failure::Peer(error.to_string()))?;
        self.hold = message.header.hold_requests;
        if let Some(version) = message.version {
            self.version = version;
        }
        if let Some(name) = message.header.not_understood {
            let AcsBody::Request(_) = message.body else {
                return peer(format!(
                    "the header {name} of a response must be understood, and is not"
                ));
            };
            self.require_open("a request")?;
            return Ok(self.respond(
                CpeAnswer::MustUnderstand { header: name },
                message.header.id,
            ));
        }
        match message.body {
            AcsBody::Request(request) => {
                self.require_open("a request")?;
                let answer = match host.call(self.version, request) {
                    Ok(response) => CpeAnswer::Response(response),
                    Err(fault) => CpeAnswer::Fault(fault),
                };
                Ok(self.respond(answer, message.header.id))
            }
            AcsBody::Response(response) => {
                if let Some(number) = message.header.use_cwmp_version {
                    self.version = Version::from_number(&number).unwrap_or(self.version);
                }
                self.on_response(response, host)
            }
            AcsBody::Fault { code, text } => self.on_fault(code, &text, host),
            AcsBody::Empty => self.on_nothing(host),
        }
    }

    fn on_response(&mut self, response: AcsResponse, host: &mut dyn Host) -> Result<Step, Failure> {
        match (self.state, response, self.sent.take()) {
            (State::Informing, AcsResponse::InformResponse, _) => {
                self.state = State::Open;
                host.inform_delivered();
                Ok(self.turn(host))
            }
            (_, AcsResponse::InformResponse, _) => peer("got a second InformResponse".into()),
            (State::Informing, other, _) => peer(format!(
                "expected an InformResponse, got a {}Response",
                other.method()
            )),
            // Whatever its name: FreeACS answers TransferComplete with AutonomousTransferCompleteResponse.
            (_, response, Some(sent)) => {
                match (&sent.request, response) {
                    (CpeRequest::Kicked(_), AcsResponse::Kicked { next_url }) => {
                        host.kicked(Ok(next_url));
                    }
                    (CpeRequest::Kicked(_), _) => host.kicked(Ok(String::new())),
                    (request, _) => host.request_answered(request),
                }
                Ok(self.turn(host))
            }
            (_, other, None) => peer(format!(
                "got a {}Response that nothing was sent for",
                other.method()
            )),
        }
    }

    fn on_fault(&mut self, code: u32, text: &str, host: &mut dyn Host) -> Result<Step, Failure> {
        if code == 8006 {
            return Err(Failure::Version);
        }
        let Some(mut sent) = self.sent.take() else {
            return peer(format!(
                "got fault {code} that nothing was sent for: {text}"
            ));
        };
        if code != 8005 || sent.repeats == REPEATS {
            // It has been asked: to ask again would break the next session, too.
            match sent.request {
                CpeRequest::RequestDownload(_) => host.request_answered(&sent.request),
                CpeRequest::Kicked(_) => host.kicked(Err(format!("fault {code}: {text}"))),
                _ => {}
            }
            return peer(format!(
                "the ACS answered {} with fault {code}: {text}",
                sent.request.method()
            ));
        }
        sent.repeats += 1;
        if self.state == State::Informing {
            return Ok(Step::Post(self.send(sent)));
        }
        self.again = Some(sent);
        Ok(self.turn(host))
    }

    /// The ACS has nothing to say.
    fn on_nothing(&mut self, host: &mut dyn Host) -> Result<Step, Failure> {
        if let Some(sent) = &self.sent {
            return peer(format!(
                "expected a response to {}, got nothing",
                sent.request.method()
            ));
        }
        if self.drained {
            return Ok(Step::End(Ok(())));
        }
        Ok(self.turn(host))
    }

    /// The agent's turn, with nothing to answer.
    fn turn(&mut self, host: &mut dyn Host) -> Step {
        if !self.hold {
            if let Some(sent) = self.again.take() {
                return Step::Post(self.send(sent));
            }
            if !self.drained
                && let Some(request) = host.next_request()
            {
                return Step::Post(self.originate(request));
            }
            self.drained = true;
        }
        Step::Post(Post {
            body: Vec::new(),
            kind: PostKind::Empty,
        })
    }

    fn originate(&mut self, request: CpeRequest) -> Post {
        self.last_id += 1;
        self.send(Sent {
            request,
            id: self.last_id,
            version: self.version,
            repeats: 0,
        })
    }

    fn send(&mut self, sent: Sent) -> Post {
        let id = sent.id.to_string();
        let sent = self.sent.insert(sent);
        let body = soap::write_request(&sent.request, &id, sent.version, self.session_timeout);
        Post {
            body,
            kind: PostKind::Request,
        }
    }

    fn respond(&mut self, answer: CpeAnswer, id: Option<String>) -> Step {
        let body = soap::write_answer(&answer, id.as_deref(), self.version);
        Step::Post(Post {
            body,
            kind: PostKind::Response,
        })
    }

    fn require_open(&self, got: &str) -> Result<(), Failure> {
        match self.state {
            State::Informing => peer(format!("expected an InformResponse, got {got}")),
            _ => Ok(()),
        }
    }
}

fn peer<T>(text: String) -> Result<T, Failure> {
    Err(Failure::Peer(text))
}
