//! What the agent must know after a power cut, as one small JSON file (`agent.json`).
//!
//! Written only when something in it changes: at a boot, when the ACS changes, around what it has
//! ordered, and when an Inform that must not be lost could not be delivered.

use super::deploy::{self, Credentials, Deployment};
use super::scheduled::Scheduled;
use super::transfer::{self, Transfer};
use super::wanted;
use crate::connreq::udp::Kept;
use crate::cwmp::rpc::RequestDownload;
use serde_json::{Map, Value, json};

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The ACS URL that the agent has last been given; empty: never one.
    pub acs_url: String,
    /// Whether that ACS has had its `0 BOOTSTRAP`.
    pub bootstrapped: bool,
    /// The boot whose `1 BOOT` has been delivered; empty: none yet.
    pub boot: String,
    /// The secret path of the connection request URL; empty: none made yet.
    pub connection_request_path: String,
    /// What must be known of accepted UDP connection requests.
    pub udp_request_kept: Option<Kept>,
    /// A reboot that the ACS was promised.
    pub reboot: Option<Reboot>,
    /// A factory reset that the ACS was promised.
    pub factory_reset: bool,
    /// The ScheduleReboot that has been done; empty: none yet.
    pub rebooted_for: String,
    /// The ACS URL that came from DHCP; empty: none did.
    pub discovered: String,
    /// Informs that the ACS has ordered for later.
    pub scheduled: Vec<Scheduled>,
    /// Undelivered events, code and CommandKey.
    pub events: Vec<(String, String)>,
    /// Asked for and not reported yet.
    pub transfers: Vec<Transfer>,
    /// Downloads that the device has asked for, and the ACS has not answered.
    pub wanted: Vec<RequestDownload>,
    /// Changes of software modules, the same.
    pub deployments: Vec<Deployment>,
    /// What units were fetched with.
    pub credentials: Vec<Credentials>,
    /// A hook may still change a unit for an ACS of before.
    pub orphan: bool,
    /// How things were with the ACS before this one, while the change of the URL may be undone.
    pub former: Option<Box<State>>,
    /// The mark of a change that stands, though what was before could not be removed yet.
    pub kept: Option<u64>,
}

/// One promised reboot for any number of Reboot calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reboot {
    /// The boot in which it was asked for: in any other boot it has been done.
    pub boot: String,
    /// One for each call.
    pub command_keys: Vec<String>,
}

const VERSION: u64 = 1;

impl State {
    /// The file's content; equal states give equal bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.to_json().to_string().into_bytes();
        bytes.push(b'\n');
        bytes
    }

    fn to_json(&self) -> Value {
        let mut connection_request = Map::new();
        put(
            &mut connection_request,
            "path",
            json!(self.connection_request_path),
        );
        let mut state = Map::new();
        put(&mut state, "version", json!(VERSION));
        put(
            &mut state,
            "acs",
            json!({ "url": self.acs_url, "bootstrapped": self.bootstrapped }),
        );
        put(&mut state, "boot", json!(self.boot));
        if let Some(kept) = self.udp_request_kept {
            put(&mut connection_request, "ts", json!(kept.ts));
            if let Some(ahead) = kept.ahead {
                put(&mut connection_request, "ahead", json!(ahead));
            }
        }
        put(&mut state, "connection_request", connection_request.into());
        if let Some(reboot) = &self.reboot {
            put(
                &mut state,
                "reboot",
                json!({ "boot": reboot.boot, "command_keys": reboot.command_keys }),
            );
        }
        if self.factory_reset {
            put(&mut state, "factory_reset", json!(true));
        }
        if !self.discovered.is_empty() {
            put(&mut state, "discovered", json!(self.discovered));
        }
        if !self.rebooted_for.is_empty() {
            put(&mut state, "rebooted_for", json!(self.rebooted_for));
        }
        if !self.scheduled.is_empty() {
            put(
                &mut state,
                "scheduled",
                self.scheduled.iter().map(order_to_json).collect(),
            );
        }
        if !self.events.is_empty() {
            let entry =
                |(code, key): &(String, String)| json!({ "code": code, "command_key": key });
            put(
                &mut state,
                "events",
                self.events.iter().map(entry).collect(),
            );
        }
        if !self.wanted.is_empty() {
            let list = self.wanted.iter().map(wanted::to_json).collect();
            put(&mut state, "wanted", list);
        }
        if !self.transfers.is_empty() {
            let list = self.transfers.iter().map(transfer::to_json).collect();
            put(&mut state, "transfers", list);
        }
        if !self.deployments.is_empty() {
            let list = self.deployments.iter().map(deploy::to_json).collect();
            put(&mut state, "deployments", list);
        }
        if !self.credentials.is_empty() {
            let list = self.credentials.iter().map(deploy::credentials_to_json);
            put(&mut state, "credentials", list.collect());
        }
        if self.orphan {
            put(&mut state, "orphan", json!(true));
        }
        if let Some(former) = &self.former {
            put(&mut state, "former", former.to_json());
        }
        if let Some(kept) = self.kept {
            put(&mut state, "kept", json!(kept));
        }
        Value::Object(state)
    }

    /// Reads what [`State::to_bytes`] wrote.
    ///
    /// # Errors
    /// Says what was expected where. Half a state is none: guessing the rest could report an event
    /// twice or forget a promise.
    pub fn parse(bytes: &[u8]) -> Result<State, String> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        State::from_json(&value)
    }

    /// No deeper than `serde_json` reads.
    fn from_json(value: &Value) -> Result<State, String> {
        let top = object(value, "the state")?;
        match top.get("version").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(other) => return Err(format!("expected version {VERSION}, got {other}")),
            None => return Err(format!("expected version {VERSION}, got none")),
        }
        let acs = object(top.get("acs").unwrap_or(&Value::Null), "acs")?;
        let connection_request = object(
            top.get("connection_request").unwrap_or(&Value::Null),
            "connection_request",
        )?;
        Ok(State {
            acs_url: text(acs, "url")?,
            bootstrapped: boolean(acs, "bootstrapped")?,
            boot: text(top, "boot")?,
            connection_request_path: text(connection_request, "path")?,
            udp_request_kept: match connection_request.get("ts") {
                None => None,
                Some(ts) => Some(Kept {
                    ts: ts.as_u64().ok_or("ts: expected seconds")?,
                    ahead: connection_request.get("ahead").and_then(Value::as_i64),
                }),
            },
            reboot: match top.get("reboot") {
                None => None,
                Some(reboot) => {
                    let reboot = object(reboot, "reboot")?;
                    Some(Reboot {
                        boot: text(reboot, "boot")?,
                        command_keys: texts(reboot, "command_keys")?,
                    })
                }
            },
            factory_reset: top.contains_key("factory_reset") && boolean(top, "factory_reset")?,
            discovered: match top.get("discovered") {
                None => String::new(),
                Some(_) => text(top, "discovered")?,
            },
            rebooted_for: match top.get("rebooted_for") {
                None => String::new(),
                Some(_) => text(top, "rebooted_for")?,
            },
            scheduled: list(top, "scheduled", order)?,
            events: list(top, "events", event)?,
            transfers: list(top, "transfers", transfer::from_json)?,
            wanted: list(top, "wanted", wanted::from_json)?,
            deployments: list(top, "deployments", deploy::from_json)?,
            credentials: list(top, "credentials", deploy::credentials_from_json)?,
            orphan: top.contains_key("orphan"),
            former: match top.get("former") {
                None => None,
                Some(former) => Some(Box::new(State::from_json(former)?)),
            },
            kept: match top.get("kept") {
                None => None,
                Some(kept) => Some(kept.as_u64().ok_or("kept: expected a number")?),
            },
        })
    }
}

/// Adds a member. Here the code of adding is in the binary once.
#[inline(never)]
pub(in crate::agent) fn put(map: &mut Map<String, Value>, name: &str, value: Value) {
    map.insert(name.to_string(), value);
}

/// No entries where there is no list.
fn list<T>(
    top: &Map<String, Value>,
    name: &str,
    read: fn(&Value) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    match top.get(name) {
        None => Ok(Vec::new()),
        Some(Value::Array(entries)) => entries.iter().map(read).collect(),
        Some(_) => Err(format!("{name}: expected a list")),
    }
}

fn order_to_json(order: &Scheduled) -> Value {
    let mut object = Map::new();
    put(&mut object, "command_key", json!(order.command_key));
    put(&mut object, "boot", json!(order.boot));
    put(&mut object, "at", json!(order.at));
    put(&mut object, "left", json!(order.left));
    if let Some(wall) = order.wall {
        put(&mut object, "wall", json!(wall));
    }
    if order.survived {
        put(&mut object, "survived", json!(true));
    }
    object.into()
}

fn order(value: &Value) -> Result<Scheduled, String> {
    let order = object(value, "scheduled")?;
    let seconds = |name: &str| {
        let number = order.get(name).and_then(Value::as_u64);
        // More would overflow what is added to it.
        let number = number.filter(|number| *number < 1 << 40);
        number.ok_or_else(|| format!("scheduled {name}: expected seconds"))
    };
    Ok(Scheduled {
        command_key: text(order, "command_key")?,
        boot: text(order, "boot")?,
        at: seconds("at")?,
        left: seconds("left")?,
        wall: match order.get("wall") {
            None => None,
            Some(wall) => {
                let wall = wall.as_i64();
                Some(wall.ok_or_else(|| "scheduled wall: expected a number".to_string())?)
            }
        },
        survived: order.contains_key("survived") && boolean(order, "survived")?,
    })
}

fn event(value: &Value) -> Result<(String, String), String> {
    let entry = object(value, "events")?;
    Ok((text(entry, "code")?, text(entry, "command_key")?))
}

pub(super) fn object<'v>(value: &'v Value, name: &str) -> Result<&'v Map<String, Value>, String> {
    value
        .as_object()
        .ok_or_else(|| format!("{name}: expected an object"))
}

pub(super) fn text(object: &Map<String, Value>, name: &str) -> Result<String, String> {
    let text = object.get(name).and_then(Value::as_str);
    text.map(str::to_string)
        .ok_or_else(|| format!("{name}: expected a string"))
}

fn boolean(object: &Map<String, Value>, name: &str) -> Result<bool, String> {
    object
        .get(name)
        .and_then(Value::as_bool)
        .ok_or_else(|| format!("{name}: expected true or false"))
}

fn texts(object: &Map<String, Value>, name: &str) -> Result<Vec<String>, String> {
    let Some(Value::Array(items)) = object.get(name) else {
        return Err(format!("{name}: expected a list"));
    };
    let texts: Option<Vec<String>> = items
        .iter()
        .map(|item| item.as_str().map(str::to_string))
        .collect();
    texts.ok_or_else(|| format!("{name}: expected a list of strings"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> State {
        State {
            acs_url: "http://acs.example/".into(),
            bootstrapped: true,
            boot: "b1".into(),
            connection_request_path: "0123".into(),
            udp_request_kept: Some(Kept {
                ts: 1_795_350_000,
                ahead: Some(-7),
            }),
            reboot: Some(Reboot {
                boot: "b1".into(),
                command_keys: vec!["k\"\n\u{1F600}".into(), String::new()],
            }),
            factory_reset: true,
            rebooted_for: "2026-11-22T03:00:00Z".into(),
            discovered: "https://dhcp.example/".into(),
            scheduled: vec![
                Scheduled {
                    command_key: "s".into(),
                    boot: "b1".into(),
                    at: 700,
                    left: 600,
                    wall: Some(-1),
                    survived: true,
                },
                Scheduled::default(),
            ],
            events: vec![
                ("2 PERIODIC".into(), String::new()),
                ("M Reboot".into(), "k".into()),
            ],
            transfers: transfer::samples(),
            wanted: vec![RequestDownload {
                file_type: "2 Web Content".into(),
                arguments: vec![("Version".into(), "7".into())],
            }],
            deployments: deploy::samples().0,
            credentials: deploy::samples().1,
            orphan: true,
            former: Some(Box::new(State {
                acs_url: "http://former.example/".into(),
                wanted: vec![RequestDownload {
                    file_type: "2 Web Content".into(),
                    arguments: Vec::new(),
                }],
                ..State::default()
            })),
            kept: Some(u64::MAX),
        }
    }

    #[test]
    fn what_was_written_is_read_back() {
        for state in [State::default(), full()] {
            assert_eq!(State::parse(&state.to_bytes()).unwrap(), state);
        }
    }

    #[test]
    fn a_new_state_is_short_and_stays_as_it_is() {
        let written = String::from_utf8(State::default().to_bytes()).unwrap();
        let expected = r#"{"acs":{"bootstrapped":false,"url":""},"boot":"","connection_request":{"path":""},"version":1}"#;
        assert_eq!(written.trim_end(), expected);
    }

    #[test]
    fn half_a_file_is_no_state() {
        let whole = full().to_bytes();
        for length in 0..whole.len() - 1 {
            assert!(
                State::parse(&whole[..length]).is_err(),
                "{length} bytes of {}",
                whole.len()
            );
        }
    }

    #[test]
    fn the_error_says_what_is_wrong() {
        let base = String::from_utf8(full().to_bytes()).unwrap();
        for (from, to, error) in [
            (
                r#""version":1"#,
                r#""version":2"#,
                "expected version 1, got 2",
            ),
            (r#","version":1"#, "", "expected version 1, got none"),
            (
                r#""boot":"b1","connection"#,
                r#""boot":7,"connection"#,
                "boot: expected a string",
            ),
            (
                r#""factory_reset":true"#,
                r#""factory_reset":1"#,
                "factory_reset: expected true or false",
            ),
            (
                r#""path":"0123""#,
                r#""path":null"#,
                "path: expected a string",
            ),
            (
                r#"["k\"\n😀",""]"#,
                "[1]",
                "command_keys: expected a list of strings",
            ),
            (r#"["k\"\n😀",""]"#, "{}", "command_keys: expected a list"),
        ] {
            assert!(base.contains(from), "{from}");
            assert_eq!(
                State::parse(base.replace(from, to).as_bytes()).unwrap_err(),
                error
            );
        }
        for junk in ["", "[]", "null", "{}", "\u{0}\u{0}\u{0}", "{\"version\":1}"] {
            assert!(State::parse(junk.as_bytes()).is_err(), "{junk:?}");
        }
    }
}
