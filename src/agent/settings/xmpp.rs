//! XMPP.Connection.{i}. and its servers, as sections of the settings file (TR-069 Annex K).

use crate::connreq::xmpp::srv::{Candidate, in_order};
use crate::connreq::xmpp::{Account, Retry, Server};
use crate::platform::uci::{Package, Section};

/// All `config xmpp_connection`, and what the one is that connection requests come over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct XmppSettings {
    /// Name of the section, and whether it is enabled.
    pub rows: Vec<(String, bool)>,
    /// The row that `connection_request.xmpp_connection` names, if it is enabled.
    pub account: Option<(String, Account)>,
}

/// Rows that are heeded; the maps that are shipped allow fewer.
const MOST_ROWS: usize = 16;

impl XmppSettings {
    /// `wanted`: the name of a section; empty: none. What the ACS writes was judged before; what a
    /// person writes badly counts as not written.
    pub fn read(package: &Package, wanted: &str) -> XmppSettings {
        let connections = package.of_type("xmpp_connection").take(MOST_ROWS);
        let mut found = XmppSettings::default();
        for section in connections {
            let Some(name) = section.name() else {
                continue;
            };
            let enabled = is_on(&section);
            found.rows.push((name.to_string(), enabled));
            if enabled && name == wanted {
                found.account = Some((name.to_string(), account(package, &section, name)));
            }
        }
        found
    }
}

fn account(package: &Package, section: &Section, name: &str) -> Account {
    let domain = text(section, "domain");
    let username = text(section, "username");
    let algorithm = text(section, "algorithm");
    let mut table = Vec::new();
    if algorithm == "ServerTable" {
        let rows = package
            .of_type("xmpp_server")
            .filter(|server| is_on(server) && server.option("connection").as_deref() == Some(name));
        for row in rows.take(MOST_ROWS) {
            let host = text(&row, "address");
            let host = host.trim_matches(['[', ']']).to_string();
            if host.is_empty() {
                continue;
            }
            let port = number(&row, "port", 5222).try_into().unwrap_or(5222);
            table.push(Candidate {
                priority: number(&row, "priority", 0),
                // -1, which is ours to interpret, is none.
                weight: number(&row, "weight", 0),
                server: Server { host, port },
            });
        }
    }
    let mut servers = in_order(table, &username);
    // Where nothing else helps (RFC 6120 3.2.2).
    let last = Server {
        host: domain.clone(),
        port: 5222,
    };
    if !servers.contains(&last) {
        servers.push(last);
    }
    Account {
        username,
        password: text(section, "password"),
        domain,
        resource: text(section, "resource"),
        look_up: matches!(algorithm.as_str(), "" | "DNS-SRV"),
        servers,
        use_tls: section.option("use_tls").is_some_and(|word| is_yes(&word)),
        keep_alive: text(section, "keep_alive").parse().unwrap_or(-1),
        attempts: number(section, "attempts", 16),
        retry: Retry {
            initial: number(section, "retry_initial", 60).max(1),
            multiplier: number(section, "retry_multiplier", 2000).max(1000),
            longest: number(section, "retry_longest", 30720).max(1),
        },
    }
}

fn text(section: &Section, option: &str) -> String {
    section.option(option).unwrap_or_default().into_owned()
}

fn number(section: &Section, option: &str, default: u32) -> u32 {
    let text = section.option(option);
    text.and_then(|text| text.trim().parse().ok())
        .unwrap_or(default)
}

fn is_on(section: &Section) -> bool {
    section.option("enable").is_some_and(|word| is_yes(&word))
}

fn is_yes(word: &str) -> bool {
    matches!(word, "1" | "yes" | "on" | "true" | "enabled")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn read(text: &str, wanted: &str) -> XmppSettings {
        XmppSettings::read(&Package::parse(text).unwrap(), wanted)
    }

    fn hosts(account: &Account) -> Vec<String> {
        let servers = account.servers.iter();
        servers
            .map(|server| format!("{}:{}", server.host, server.port))
            .collect()
    }

    #[test]
    fn the_connection_that_is_referred_to_is_the_one() {
        let text = "config xmpp_connection 'a'\n\toption enable '1'\n\toption username 'u'\n\
            \toption password 'p'\n\toption domain 'd.example'\n\
            config xmpp_connection 'b'\n\toption enable '0'\n\
            config xmpp_connection\n\toption enable '1'\n";
        let found = read(text, "a");
        assert_eq!(
            found.rows,
            [("a".to_string(), true), ("b".to_string(), false)]
        );
        let (name, account) = found.account.unwrap();
        assert_eq!(name, "a");
        assert_eq!(hosts(&account), ["d.example:5222"]);
        assert_eq!((account.keep_alive, account.attempts), (-1, 16));
        assert_eq!(
            account.retry,
            Retry {
                initial: 60,
                multiplier: 2000,
                longest: 30720
            }
        );
        assert!(!account.use_tls && account.look_up);
        for none in ["b", "c", ""] {
            assert_eq!(read(text, none).account, None, "{none}");
        }
    }

    #[test]
    fn servers_come_by_priority_and_weight_and_the_domain_last() {
        let server = |connection: &str, address: &str, rest: &str| {
            format!(
                "config xmpp_server\n\toption enable '1'\n\toption connection '{connection}'\n\
                 \toption address '{address}'\n{rest}"
            )
        };
        let text = |algorithm: &str| {
            [
                format!(
                    "config xmpp_connection 'a'\n\toption enable '1'\n\toption domain 'd'\n\
                     \toption algorithm '{algorithm}'\n"
                ),
                server(
                    "a",
                    "second",
                    "\toption priority '1'\n\toption weight '60000'\n",
                ),
                server("a", "third", "\toption priority '1'\n"),
                server("a", "first", "\toption port '99'\n"),
                server("a", "[::1]", "\toption priority '2'\n"),
                server("b", "another", ""),
                server("a", "off", "\toption enable '0'\n"),
                server("a", "", ""),
            ]
            .concat()
        };
        let account = |algorithm| read(&text(algorithm), "a").account.unwrap().1;
        let table = [
            "first:99",
            "second:5222",
            "third:5222",
            "::1:5222",
            "d:5222",
        ];
        assert_eq!(hosts(&account("ServerTable")), table);
        assert_eq!(hosts(&account("DNS")), ["d:5222"]);
        for (algorithm, look_up) in [("DNS-SRV", true), ("DNS", false), ("ServerTable", false)] {
            assert_eq!(account(algorithm).look_up, look_up, "{algorithm}");
        }
    }

    #[test]
    fn numbers_out_of_range_do_no_harm() {
        let text = "config xmpp_connection 'a'\n\toption enable '1'\n\toption domain 'd'\n\
            \toption retry_initial '0'\n\toption retry_multiplier '1'\n\toption retry_longest '0'\n\
            \toption keep_alive 'x'\n\toption attempts '-1'\n";
        let (_, account) = read(text, "a").account.unwrap();
        assert_eq!(
            account.retry,
            Retry {
                initial: 1,
                multiplier: 1000,
                longest: 1
            }
        );
        assert_eq!((account.keep_alive, account.attempts), (-1, 16));
    }
}
