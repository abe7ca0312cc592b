//! Connection requests over XMPP (TR-069 Annex K): a client that logs in to any server and sends one, and a
//! server small enough to need nothing installed.
//!
//! ```text
//!   cr xmpp ─► Server::call ─► the agent's own connection        `xmpp server`
//!   cr xmpp ─► Account::call ─► a server such as prosody ─► the agent      `xmpp account`
//! ```
//!
//! The server knows STARTTLS, SCRAM-SHA-256, SCRAM-SHA-1, PLAIN over TLS, binding, pings, and iq from one JID to
//! another. It keeps nothing, and is for tests.

mod client;
mod commands;
mod server;
mod wire;

pub use client::Account;
pub(crate) use commands::Way;
pub use server::{Server, Settings};

use crate::xml::{Element, escape};

const CLIENT: &str = "jabber:client";
const STREAMS: &str = "http://etherx.jabber.org/streams";
const TLS: &str = "urn:ietf:params:xml:ns:xmpp-tls";
const SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
const BIND: &str = "urn:ietf:params:xml:ns:xmpp-bind";
const REQUEST: &str = "urn:broadband-forum-org:cwmp:xmppConnReq-1-0";

/// What the agent answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// `result` or `error`.
    pub kind: String,
    /// Of an error: `auth`, `cancel`, `wait` …
    pub error_type: String,
    /// Of an error: `not-authorized`, `service-unavailable` …
    pub condition: String,
    /// The whole iq, as it was understood.
    pub iq: Element,
}

impl Reply {
    fn of(iq: Element) -> Reply {
        let error = iq.child("error");
        let condition = error.and_then(|e| e.children.first());
        Reply {
            kind: iq.attribute("type").unwrap_or("").to_owned(),
            error_type: error
                .and_then(|e| e.attribute("type"))
                .unwrap_or("")
                .to_owned(),
            condition: condition.map_or(String::new(), |c| c.name.clone()),
            iq,
        }
    }

    /// The number that XMPP had for it before it had words (XEP-0086): 200, 401, 503; 500 for what is none.
    #[must_use]
    pub fn status(&self) -> u16 {
        match (self.kind.as_str(), self.condition.as_str()) {
            ("result", _) => 200,
            (_, "not-authorized") => 401,
            (_, "service-unavailable") => 503,
            _ => 500,
        }
    }
}

/// A connection request.
#[must_use]
pub fn request(id: &str, from: &str, to: &str, user: &str, password: &str) -> String {
    let payload = format!(
        "<connectionRequest xmlns='{REQUEST}'><username>{}</username><password>{}</password></connectionRequest>",
        escape(user),
        escape(password)
    );
    iq(id, from, to, &payload)
}

fn iq(id: &str, from: &str, to: &str, payload: &str) -> String {
    let from = match from {
        "" => String::new(),
        from => format!(" from='{}'", escape(from)),
    };
    format!(
        "<iq id='{}' type='get'{from} to='{}'>{payload}</iq>",
        escape(id),
        escape(to)
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tls::{Certificate, Tls};
    use std::time::Duration;
    fn server(tls: bool) -> Server {
        let made = Certificate::SelfMade { names: Vec::new() };
        Server::start(Settings {
            accounts: vec![("acs".to_owned(), "secret".to_owned())],
            tls: tls.then(|| Tls::new(&made, None).unwrap()),
            ..Settings::new("localhost")
        })
        .unwrap()
    }

    #[test]
    fn our_client_and_our_server_understand_each_other() {
        let server = server(true);
        let account = |password: &str| Account {
            server: server.address().to_string(),
            jid: "acs@localhost".to_owned(),
            password: password.to_owned(),
        };
        let limit = Duration::from_secs(60);
        let reply = account("secret").call("cpe@localhost/x", ("u", "p"), limit);
        // Nobody is there to take it, so the server answers.
        assert_eq!(reply.unwrap().status(), 503);
        let refused = account("wrong").call("cpe@localhost/x", ("u", "p"), limit);
        assert!(refused.unwrap_err().contains("expected success"));
    }

    #[test]
    fn plain_is_not_offered_in_the_clear() {
        let server = server(false);
        let account = Account {
            server: server.address().to_string(),
            jid: "acs@localhost".to_owned(),
            password: "secret".to_owned(),
        };
        let reply = account.call("x@localhost/x", ("u", "p"), Duration::from_secs(60));
        assert!(reply.is_err());
    }
}
