//! The session machine: what to POST next, given what the ACS answered (TR-069 3.7).

use super::rpc::{Request, Response};
use crate::fault::Fault;

/// What the session needs from the rest of the agent. A method that returns has made durable what
/// its answer promises.
pub trait Host {
    /// The InformResponse has arrived: events delivered by it may be forgotten (TR-069 3.7.1.5).
    fn inform_delivered(&mut self);

    /// Carries out one RPC.
    fn call(&mut self, request: Request) -> Result<Response, Fault>;
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
