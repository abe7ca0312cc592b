//! The connection request inside an iq (TR-069 Annex K.2.3): who calls, with which login, and what the caller
//! is told.

use super::stanza::Element;
use crate::auth::equal;
use crate::connreq::gate::{Door, Gate, Proof, Refusal};
use crate::time::Now;

/// The namespace of a connection request.
pub const SPACE: &str = "urn:broadband-forum-org:cwmp:xmppConnReq-1-0";

/// One request.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    /// The caller's full Jabber ID; empty for the server itself.
    pub from: String,
    /// Username and password; `None` if the request is malformed.
    pub login: Option<(String, String)>,
}

/// The answer to an iq with a payload that nobody here knows.
pub const UNKNOWN: &str = "<error type='cancel'>\
    <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
const BUSY: &str = "<error type='wait'>\
    <service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
const WRONG_LOGIN: &str = "<error type='cancel'>\
    <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

/// What a caller is told who is sent away.
pub fn error(why: Refusal) -> &'static str {
    match why {
        Refusal::WrongLogin | Refusal::NoPassword => WRONG_LOGIN,
        Refusal::TooMany => BUSY,
        _ => UNKNOWN,
    }
}

impl Call {
    /// Reads the payload of an iq of this type. Just one username and one password, in this order.
    pub fn read(from: &str, kind: &str, request: &Element) -> Call {
        let login = match request.children.as_slice() {
            [username, password]
                if kind == "get"
                    && username.is("username", SPACE)
                    && password.is("password", SPACE)
                    && username.children.is_empty()
                    && password.children.is_empty() =>
            {
                Some((username.text.clone(), password.text.clone()))
            }
            _ => None,
        };
        let from = from.to_string();
        Call { from, login }
    }

    /// Whether the caller may have a session. `allowed`: ConnReqAllowedJabberIDs; empty: everybody who
    /// knows the login.
    ///
    /// # Errors
    /// Why not; it is counted.
    pub fn ask(&self, now: &Now, allowed: &[String], gate: &mut Gate) -> Result<(), Refusal> {
        let covered = || allowed.iter().any(|entry| covers(entry, &self.from));
        let why = match &self.login {
            _ if !allowed.is_empty() && !covered() => Refusal::NotAllowed,
            None => Refusal::Malformed,
            Some((username, password)) => {
                let known = gate.login();
                let right = equal(username.as_bytes(), known.username.as_bytes())
                    & equal(password.as_bytes(), known.password.as_bytes());
                let proof = match right {
                    true => Proof::Right,
                    false => Proof::Wrong,
                };
                return gate.ask(now, Door::Xmpp, proof, None);
            }
        };
        gate.refuse(Door::Xmpp, why);
        Err(why)
    }
}

/// A bare entry covers each of its resources, a full one itself. Name and domain are the same in
/// capitals, resources are not (RFC 7622).
fn covers(entry: &str, from: &str) -> bool {
    let (entry, resource) = parts(entry.trim());
    let (from, caller) = parts(from);
    !entry.is_empty()
        && entry.to_lowercase() == from.to_lowercase()
        && resource.is_none_or(|resource| Some(resource) == caller)
}

fn parts(jid: &str) -> (&str, Option<&str>) {
    match jid.split_once('/') {
        Some((bare, resource)) => (bare, Some(resource)),
        None => (jid, None),
    }
}

impl core::fmt::Debug for Call {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Call from {:?}", self.from)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use std::time::Duration;

    const NOW: Now = Now {
        mono: Duration::ZERO,
        wall: None,
    };

    fn gate(username: &str, password: &str) -> Gate {
        let mut gate = Gate::new(10);
        gate.set_login(username, password);
        gate
    }

    fn ask(from: &str, payload: &str, allowed: &[&str]) -> Result<(), Refusal> {
        let allowed: Vec<String> = allowed.iter().map(|entry| entry.to_string()).collect();
        let text = format!("<connectionRequest xmlns='{SPACE}'>{payload}</connectionRequest>");
        let request = Element::parse(&text).unwrap();
        let mut gate = gate("user", "pass");
        let answer = Call::read(from, "get", &request).ask(&NOW, &allowed, &mut gate);
        match answer {
            Ok(()) => assert_eq!(gate.counters().accepted(Door::Xmpp), 1),
            Err(why) => assert_eq!(gate.counters().refused(why), 1),
        }
        answer
    }

    const GOOD: &str = "<username>user</username><password>pass</password>";

    #[test]
    fn callers_are_told_apart_by_their_jabber_ids() {
        let table: &[(&str, &[&str], bool)] = &[
            ("acs@example.com/r1", &[], true),
            ("", &[], true),
            ("acs@example.com/r1", &["acs@example.com"], true),
            ("acs@example.com", &["acs@example.com"], true),
            ("acs@example.com/r1", &["acs@example.com/r1"], true),
            ("ACS@Example.com/r1", &["acs@example.COM/r1"], true),
            ("acs@example.com/R1", &["acs@example.com/r1"], false),
            ("acs@example.com", &["acs@example.com/r1"], false),
            (
                "acs@example.com/r2",
                &["x@example.com", "acs@example.com/r1"],
                false,
            ),
            (
                "acs@example.com/r2",
                &["acs@example.com/r1", " acs@example.com "],
                true,
            ),
            ("acs@example.com.evil/r1", &["acs@example.com"], false),
            ("evil/acs@example.com", &["acs@example.com"], false),
            ("", &["acs@example.com"], false),
            ("", &[""], false),
        ];
        for (from, allowed, expected) in table {
            let answer = ask(from, GOOD, allowed);
            assert_eq!(answer.is_ok(), *expected, "{from} {allowed:?}");
            assert!(answer.is_ok() || answer == Err(Refusal::NotAllowed));
        }
    }

    #[test]
    fn a_request_has_just_the_two_words() {
        let table = [
            (GOOD, Ok(())),
            (
                " <username>user</username>\n<password>pass</password> ",
                Ok(()),
            ),
            (
                "<username>user</username><password>Pass</password>",
                Err(Refusal::WrongLogin),
            ),
            (
                "<username>User</username><password>pass</password>",
                Err(Refusal::WrongLogin),
            ),
            ("<username/><password/>", Err(Refusal::WrongLogin)),
            ("", Err(Refusal::Malformed)),
            ("<username>user</username>", Err(Refusal::Malformed)),
            (
                "<password>pass</password><username>user</username>",
                Err(Refusal::Malformed),
            ),
            (
                "<username>user</username><password>pass</password><x/>",
                Err(Refusal::Malformed),
            ),
            (
                "<username xmlns='urn:x'>user</username><password>pass</password>",
                Err(Refusal::Malformed),
            ),
            (
                "<username>us<b/>er</username><password>pass</password>",
                Err(Refusal::Malformed),
            ),
        ];
        for (payload, expected) in table {
            assert_eq!(ask("acs@example.com", payload, &[]), expected, "{payload}");
        }
    }

    #[test]
    fn without_a_password_nobody_is_let_in() {
        let call = Call {
            from: "acs@example.com".to_string(),
            login: Some((String::new(), String::new())),
        };
        let answer = call.ask(&NOW, &[], &mut gate("", ""));
        assert_eq!(answer, Err(Refusal::NoPassword));
    }

    #[test]
    fn each_refusal_has_its_error() {
        let table = [
            (Refusal::NotAllowed, "cancel", "service-unavailable"),
            (Refusal::Malformed, "cancel", "service-unavailable"),
            (Refusal::Closed, "cancel", "service-unavailable"),
            (Refusal::WrongLogin, "cancel", "not-authorized"),
            (Refusal::NoPassword, "cancel", "not-authorized"),
            (Refusal::TooMany, "wait", "service-unavailable"),
        ];
        for (why, kind, condition) in table {
            let error = Element::parse(error(why)).unwrap();
            assert_eq!(error.attribute("type"), Some(kind), "{why:?}");
            let stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";
            assert!(error.child(condition, stanzas).is_some(), "{why:?}");
        }
    }
}
