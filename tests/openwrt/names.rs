//! Dynamic DNS: a client that the ACS makes, and what becomes of its updates.

use crate::Box;
use std::fs;

const DDNS: &str = "Device.DynamicDNS.";

fn file(all: &Box) -> String {
    fs::read_to_string(all.router.root().join("etc/config/ddns")).unwrap()
}

/// ddns-scripts puts `domain` into what it asks for, and ends without one.
#[test]
fn a_client_that_the_acs_makes_has_all_that_an_update_needs() {
    let mut all = Box::new("ddns-made", "Device", None).unwrap();
    let clients = format!("{DDNS}Client.");
    let (number, _) = all.tree.add(&mut all.router, &clients, None).unwrap();
    let list = [
        (
            format!("{clients}{number}.Interface"),
            "Device.IP.Interface.4",
        ),
        (format!("{clients}{number}.Username"), "gate"),
        (format!("{clients}{number}.Password"), "secret"),
        (format!("{clients}{number}.Hostname.1.Name"), "gate.example"),
        (
            format!("{DDNS}Server.{number}.ServiceName"),
            "names.example",
        ),
        (format!("{clients}{number}.Enable"), "true"),
    ];
    let list = list.map(|(name, value)| (name, value.to_owned()));
    all.set(&list).unwrap();
    let text = file(&all);
    let (_, mine) = text.split_once("config service 'ddns3'\n").unwrap();
    for option in [
        "enabled '1'",
        "service_name 'names.example'",
        "domain 'gate.example'",
        "interface 'wan'",
        "ip_network 'wan'",
        "username 'gate'",
        "password 'secret'",
        "use_https '1'",
    ] {
        assert!(mine.contains(&format!("\toption {option}\n")), "{mine}");
    }
    for (name, value) in list.iter().filter(|(name, _)| !name.ends_with("Password")) {
        assert_eq!(all.value(name), *value, "{name}");
    }
    assert_eq!(
        all.value(&format!("{clients}{number}.Status")),
        "Connecting"
    );
}

/// The name that was asked for goes with the one that is told.
#[test]
fn another_name_is_asked_for_too() {
    let mut all = Box::new("ddns-renamed", "Device", None).unwrap();
    let name = format!("{DDNS}Client.1.Hostname.1.Name");
    let lines = all.sets(&[(&name, "other.example")]);
    assert_eq!(
        lines[1..4],
        [
            "- \toption lookup_host 'gate.dyn.example'",
            "- \toption domain 'gate.dyn.example'",
            "+ \toption domain 'other.example'",
        ]
    );
}

#[test]
fn a_service_is_known_by_its_name_or_by_its_address() {
    let mut all = Box::new("ddns-service", "Device", None).unwrap();
    let name = format!("{DDNS}Server.1.ServiceName");
    let address = format!("{DDNS}Server.1.ServerAddress");
    let url = "https://dyn.example/update?name=[DOMAIN]&ip=[IP]";
    for (name, value) in [
        (&name, "nobody.example"),
        (&name, "../custom/names.example"),
        (&address, "dyn.example"),
    ] {
        let fault = all.set(&[(name.clone(), value.to_owned())]).unwrap_err();
        assert!(crate::told(&fault).starts_with("9007"), "{value}");
    }
    let both = [(&name, "names.example"), (&address, url)];
    let both = both.map(|(name, value)| (name.clone(), value.to_owned()));
    assert!(all.set(&both).is_err());
    all.set(&[(address.clone(), url.to_owned())]).unwrap();
    assert_eq!(all.value(&name), "");
    assert_eq!(all.value(&address), url);
    assert!(!file(&all).contains("service_name 'dyndns.example'\n\toption lookup_host 'gate.dyn"));
    all.set(&[(name.clone(), "names.example".to_owned())])
        .unwrap();
    assert_eq!(all.value(&address), "");
    assert!(!file(&all).contains("update_url"));
}

/// What the log of ddns-scripts says last.
#[test]
fn why_an_update_went_wrong() {
    let began = " 101500  note : PID '2817' started at 2025-11-23 10:15\n";
    let refused = " 101501       : DDNS Provider answered:\nbadauth\n 101501 ERROR : IP update not accepted by DDNS Provider\n";
    let cases = [
        ("", "Updated", "NO_ERROR"),
        (refused, "Error", "AUTHENTICATION_ERROR"),
        (
            " 101501       : DDNS Provider answered:\nnohost\n 101501 ERROR : IP update not accepted by DDNS Provider\n",
            "Error",
            "MISCONFIGURATION_ERROR",
        ),
        (
            " 101501       : DDNS Provider answered:\n<html>\n 101501 ERROR : IP update not accepted by DDNS Provider\n",
            "Error",
            "PROTOCOL_ERROR",
        ),
        (
            " 101501 ERROR : uclient-fetch Error: '4'\n 101501       : Failed to send request: Operation not permitted\n",
            "Error",
            "CONNECTION_ERROR",
        ),
        (
            " 101501 ERROR : GNU Wget Error: '4'\n 101501       : wget: unable to resolve host address 'x'\n",
            "Error",
            "CONNECTION_ERROR",
        ),
        (
            " 101501 ERROR : uclient-fetch Error: '4'\n 101501       : \nConnection timed out\n",
            "Error",
            "TIMEOUT_ERROR",
        ),
        (" 101501 ERROR : cURL Error: '6'\n", "Error", "DNS_ERROR"),
        (
            " 101501  WARN : Service section missing 'domain' - TERMINATE\n",
            "Error_Misconfigured",
            "MISCONFIGURATION_ERROR",
        ),
        (
            " 101501 ERROR : cURL Error: '28'\n 101601  WARN : Transfer failed after 1 retries - TERMINATE\n",
            "Error",
            "TIMEOUT_ERROR",
        ),
        (
            " 101501 ERROR : cURL Error: '6'\n 101601  info : Update successful - IP '203.0.113.7' send\n",
            "Updated",
            "NO_ERROR",
        ),
        (
            " 101501 ERROR : cURL Error: '6'\n 101601  note : PID '2818' started at 2025-11-23 10:16\n",
            "Updated",
            "NO_ERROR",
        ),
    ];
    let mut all = Box::new("ddns-log", "Device", None).unwrap();
    for (log, status, error) in cases {
        all.router
            .has("tmp/log/ddns/myddns_ipv4.log", &format!("{began}{log}"));
        let client = format!("{DDNS}Client.1.");
        assert_eq!(all.value(&format!("{client}Status")), status, "{log}");
        assert_eq!(all.value(&format!("{client}LastError")), error, "{log}");
        let hostname = if status == "Updated" {
            "Registered"
        } else {
            "Error"
        };
        assert_eq!(all.value(&format!("{client}Hostname.1.Status")), hostname);
    }
    // Its folders are elsewhere.
    let moved = file(&all)
        .replace("/var/run/ddns", "/tmp/names")
        .replace("/var/log/ddns", "/tmp/names");
    all.router.has("etc/config/ddns", &moved);
    all.router
        .has("tmp/names/myddns_ipv4.log", &format!("{began}{refused}"));
    assert_eq!(all.value(&format!("{DDNS}Client.1.Status")), "Error");
    let last = all.value(&format!("{DDNS}Client.1.Hostname.1.LastUpdate"));
    assert_eq!(last, "0001-01-01T00:00:00Z");
}
