//! `xmpp …` and `cr xmpp …` of the line language.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::{Account, Reply, Server, Settings};
use crate::print::Ink;
use crate::run::Runner;
use crate::tls::{Certificate, Tls};

/// How `cr xmpp` reaches the agent.
#[derive(Debug, Default)]
pub(crate) enum Way {
    #[default]
    None,
    Server(Server, String),
    Account(Account),
}

impl Way {
    /// `xmpp …`; what was done, for a person.
    pub fn command(
        &mut self,
        arguments: &[String],
        listen: IpAddr,
        within: Duration,
    ) -> Result<String, String> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["server", domain, user, password, rest @ ..] => {
                // The port of the one before is free then.
                *self = Way::None;
                let mut settings = Settings::new(domain);
                settings.accounts = vec![((*user).to_owned(), (*password).to_owned())];
                let (mut port, mut rest) = (0, rest);
                while let [word, more @ ..] = rest {
                    rest = match (*word, more) {
                        ("tls", more) => {
                            let names = vec![(*domain).to_owned()];
                            settings.tls = Some(Tls::new(&Certificate::SelfMade { names }, None)?);
                            more
                        }
                        ("port", [number, more @ ..]) => {
                            port = number.parse().map_err(|_| {
                                format!("xmpp server port: expected a number, got {number:?}")
                            })?;
                            more
                        }
                        (other, _) => {
                            return Err(format!(
                                "xmpp server: expected port N or tls, got {other:?}"
                            ));
                        }
                    };
                }
                settings.listen = SocketAddr::new(listen, port);
                let pin = settings.tls.as_ref().map_or(String::new(), |tls| {
                    format!("; for tls.pin: {}", tls.fingerprint)
                });
                let server = Server::start(settings)?;
                let done = format!("XMPP server at {}{pin}", server.address());
                *self = Way::Server(server, (*user).to_owned());
                Ok(done)
            }
            ["account", jid, password, server] => {
                let has_port = server
                    .rsplit_once(':')
                    .is_some_and(|(_, p)| p.parse::<u16>().is_ok());
                let server = match has_port {
                    true => (*server).to_owned(),
                    false => format!("{server}:5222"),
                };
                let done = format!("connection requests come from {jid} at {server}");
                *self = Way::Account(Account {
                    server,
                    jid: (*jid).to_owned(),
                    password: (*password).to_owned(),
                });
                Ok(done)
            }
            ["wait", rest @ ..] => {
                let limit = match rest {
                    [] => within,
                    ["within", seconds] => {
                        let seconds = seconds.parse().ok().filter(|s: &f64| *s >= 0.0);
                        Duration::from_secs_f64(
                            seconds.ok_or("xmpp wait within: expected seconds")?,
                        )
                    }
                    _ => return Err("xmpp wait: expected [within SECONDS]".to_owned()),
                };
                let Way::Server(server, user) = self else {
                    return Err(
                        "xmpp wait: there is no server; `xmpp server` starts one".to_owned()
                    );
                };
                server.wait_bound(user, limit).ok_or_else(|| {
                    format!("expected {user} to log in within {} s", limit.as_secs_f64())
                })
            }
            ["stop"] => {
                *self = Way::None;
                Ok("XMPP stopped".to_owned())
            }
            _ => Err("xmpp: expected server, account, wait or stop; `help` tells more".to_owned()),
        }
    }

    pub fn port(&self) -> Option<u16> {
        match self {
            Way::Server(server, _) => Some(server.address().port()),
            _ => None,
        }
    }

    pub fn call(&self, call: &Call, limit: Duration) -> Result<Reply, String> {
        let login = call.login.clone().unwrap_or_default();
        let login = (login.0.as_str(), login.1.as_str());
        match self {
            Way::None => Err(
                "cr xmpp: expected `xmpp server` or `xmpp account` before, got neither".to_owned(),
            ),
            Way::Server(server, _) => {
                let own = format!("acs@{}/testacs", server.domain());
                let from = if call.from.is_empty() {
                    &own
                } else {
                    &call.from
                };
                server.call(from, &call.to, login, limit)
            }
            Way::Account(_) if !call.from.is_empty() => {
                Err("cr xmpp from: a server writes its own JID there".to_owned())
            }
            Way::Account(account) => account.call(&call.to, login, limit),
        }
    }
}

/// The arguments of `cr xmpp`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Call {
    pub now: bool,
    pub from: String,
    pub to: String,
    pub login: Option<(String, String)>,
}

impl Call {
    pub fn parse(arguments: &[String]) -> Result<Call, String> {
        let mut call = Call::default();
        let mut rest = arguments;
        while let [word, more @ ..] = rest {
            rest = match (word.as_str(), more) {
                ("now", more) => {
                    call.now = true;
                    more
                }
                ("from", [jid, more @ ..]) => {
                    call.from.clone_from(jid);
                    more
                }
                ("to", [jid, more @ ..]) => {
                    call.to.clone_from(jid);
                    more
                }
                (user, [password]) => {
                    call.login = Some((user.to_owned(), password.clone()));
                    &[]
                }
                _ => {
                    return Err(
                        "cr xmpp: expected [now] [from JID] [to JID] [USER PASSWORD]".to_owned(),
                    );
                }
            };
        }
        Ok(call)
    }
}

impl Runner<'_> {
    /// `xmpp …`.
    pub(crate) fn xmpp(&mut self, arguments: &[String]) -> Result<(), String> {
        let (listen, within) = {
            let state = self.shared.lock();
            (state.options.listen.ip(), state.options.within)
        };
        let done = self.memory.xmpp.command(arguments, listen, within)?;
        if let Some(port) = self.memory.xmpp.port() {
            let port = port.to_string();
            self.memory.variables.insert("xmpp_port".to_owned(), port);
        }
        self.printer.line(Ink::Plain, &format!("  {done}"));
        Ok(())
    }

    /// `cr xmpp …`.
    pub(crate) fn cr_xmpp(&mut self, arguments: &[String]) -> Result<(), String> {
        self.memory.last_cr = None;
        let mut call = Call::parse(arguments)?;
        if !call.now {
            self.end()?;
        }
        let limit = {
            let state = self.shared.lock();
            let name = self.memory.last_device(&state);
            let device = name.and_then(|n| state.devices.get(&n));
            let parameter = |name: &str| {
                let mut all = device?.parameters.iter();
                let found = all.find(|(path, _)| path.ends_with(name));
                found
                    .map(|(_, v)| v.value.clone())
                    .filter(|v| !v.is_empty())
            };
            if call.to.is_empty() {
                call.to = parameter(".ManagementServer.ConnReqJabberID")
                    .ok_or("the agent has not told its ConnReqJabberID; `to JID` says another")?;
            }
            let options = &state.options;
            let known = |given: Option<&String>, else_: &String| given.unwrap_or(else_).clone();
            let user = device.and_then(|d| d.cr_username.as_ref());
            let password = device.and_then(|d| d.cr_password.as_ref());
            call.login.get_or_insert_with(|| {
                (
                    known(user, &options.cr_username),
                    known(password, &options.cr_password),
                )
            });
            options.within
        };
        let reply = self.memory.xmpp.call(&call, limit)?;
        let status = reply.status();
        self.memory.last_cr = Some(status);
        let ink = if status == 200 { Ink::Good } else { Ink::Bad };
        let words = match reply.kind.as_str() {
            "result" => "result".to_owned(),
            _ => format!("{} ({})", reply.condition, reply.error_type),
        };
        self.printer.line(
            ink,
            &format!("  connection request to {}: {status} {words}", call.to),
        );
        Ok(())
    }
}
