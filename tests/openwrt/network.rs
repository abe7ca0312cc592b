//! What goes on and off with all of its kind, what is of two tables, and what others have opened.

use crate::Box;
use cwmpd::fault::Fault;
use std::fs;

impl Box {
    fn tries(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        self.set(&[(name.to_owned(), value.to_owned())])
    }

    fn reads(&mut self, name: &str) -> String {
        self.values(name).remove(name).unwrap_or_default()
    }

    fn options_of(&self, package: &str, section: &str) -> Vec<String> {
        let file = self.router.root().join("etc/config").join(package);
        let text = fs::read_to_string(file).unwrap();
        let head = format!(" '{section}'");
        let lines = text
            .lines()
            .skip_while(|line| !(line.starts_with("config ") && line.ends_with(&head)));
        let lines = lines.skip(1).take_while(|line| line.starts_with('\t'));
        lines.map(|line| line.trim().replace('\'', "")).collect()
    }
}

fn why(fault: &Fault) -> String {
    match fault.parameters.first() {
        Some(one) => format!("{} {}", one.code.number(), one.text),
        None => format!("{} {}", fault.code.number(), fault.text),
    }
}

#[test]
fn all_relays_go_off_and_those_come_back_that_were_on() {
    let mut all = Box::new("relays", "Device", None).unwrap();
    let enable = "Device.DHCPv4.Relay.Enable";
    // Where there is none, it is kept that those to come are off.
    for (value, kept) in [("true", false), ("false", true), ("true", false)] {
        all.tries(enable, value).unwrap();
        assert_eq!(all.reads(enable), value);
        assert_eq!(all.reads("Device.DHCPv4.Relay.Status"), "Disabled");
        let text = fs::read_to_string(all.router.root().join("etc/config/dhcp")).unwrap();
        assert_eq!(text.contains("\toption relay_off '1'\n"), kept);
    }
    let mut rows = Vec::new();
    for server in ["192.0.2.1", "192.0.2.2"] {
        let table = "Device.DHCPv4.Relay.Forwarding.";
        let (number, _) = all.tree.add(&mut all.router, table, None).unwrap();
        let row = format!("{table}{number}.");
        all.tries(&format!("{row}DHCPServerIPAddress"), server)
            .unwrap();
        all.tries(&format!("{row}Interface"), "Device.IP.Interface.2")
            .unwrap();
        rows.push((row, format!("relay{number}")));
    }
    all.tries(&format!("{}Enable", rows[0].0), "true").unwrap();
    assert_eq!(all.reads("Device.DHCPv4.Relay.Status"), "Enabled");
    all.tries(enable, "false").unwrap();
    assert_eq!(all.reads("Device.DHCPv4.Relay.Status"), "Disabled");
    assert_eq!(all.reads(&format!("{}Enable", rows[0].0)), "false");
    let off = all.options_of("dhcp", &rows[0].1);
    assert!(
        off.contains(&"option disabled_by cwmpd".to_owned()),
        "{off:?}"
    );
    assert!(
        !off.iter().any(|line| line.contains("local_addr")),
        "{off:?}"
    );
    all.tries(enable, "true").unwrap();
    assert_eq!(all.reads(&format!("{}Enable", rows[0].0)), "true");
    assert_eq!(all.reads(&format!("{}Enable", rows[1].0)), "false");
    let on = all.options_of("dhcp", &rows[0].1);
    assert!(
        on.contains(&"option local_addr 192.168.1.1".to_owned()),
        "{on:?}"
    );
    assert!(!on.iter().any(|line| line.contains("disabled")), "{on:?}");
    // What is switched by itself loses the mark.
    all.tries(enable, "false").unwrap();
    all.tries(&format!("{}Enable", rows[0].0), "false").unwrap();
    all.tries(enable, "true").unwrap();
    assert_eq!(all.reads(&format!("{}Enable", rows[0].0)), "false");
    // One that is switched on takes all out of it.
    all.tries(enable, "false").unwrap();
    all.tries(&format!("{}Enable", rows[1].0), "true").unwrap();
    assert_eq!(all.reads(enable), "true");
}

/// The section of an interface is of both servers and of router advertisements.
#[test]
fn what_serves_ipv4_is_not_deleted_with_a_row_of_ipv6() {
    let mut all = Box::new("sections", "Device", None).unwrap();
    for table in [
        "Device.DHCPv6.Server.Pool.",
        "Device.RouterAdvertisement.InterfaceSetting.",
    ] {
        let row = format!("{table}1.");
        let fault = all.tree.delete(&mut all.router, &row, None).unwrap_err();
        assert!(why(&fault).contains("9001"), "{}", why(&fault));
        assert_eq!(all.options_of("dhcp", "lan")[0], "option interface lan");
        let (number, _) = all.tree.add(&mut all.router, table, None).unwrap();
        let row = format!("{table}{number}.");
        assert_eq!(all.reads(&format!("{row}Enable")), "false");
        assert_eq!(all.reads(&format!("{row}Interface")), "");
        all.tries(&format!("{row}Interface"), "Device.IP.Interface.5")
            .unwrap();
        all.tries(&format!("{row}Enable"), "true").unwrap();
        all.tree.delete(&mut all.router, &row, None).unwrap();
    }
}

#[test]
fn ipv4_of_an_interface_goes_off_and_comes_back_as_it_was() {
    let mut all = Box::new("ipv4", "Device", Some("more")).unwrap();
    let rows = "Device.IP.Interface.";
    let names: Vec<(String, String)> = all
        .values(rows)
        .into_iter()
        .filter_map(|(name, value)| {
            let row = name.strip_prefix(rows)?.strip_suffix(".Name")?;
            Some((value, format!("{rows}{row}.")))
        })
        .collect();
    let row = |of: &str| names.iter().find(|(name, _)| name == of).unwrap().1.clone();
    let file =
        |all: &Box| fs::read_to_string(all.router.root().join("etc/config/network")).unwrap();
    // What comes back stands at the end of its section.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    // One of two addresses is off by itself, and the session ends after an hour.
    let second = format!("{}IPv4Address.2.Enable", row("guest"));
    all.tries(&second, "false").unwrap();
    let ends = "Device.PPP.Interface.1.AutoDisconnectTime";
    all.tries(ends, "3600").unwrap();
    let before = file(&all);
    for (name, kept) in [
        ("lan", "list ipv4_off 'static'"),
        ("guest", "list ipaddr_off '192.168.20.1/24'"),
        ("iptv", "list ipv4_off 'dhcp'"),
        ("wan", "option pppd_options 'noip maxconnect 3600'"),
    ] {
        let enable = format!("{}IPv4Enable", row(name));
        assert_eq!(all.reads(&enable), "true", "{name}");
        all.tries(&enable, "false").unwrap();
        assert_eq!(all.reads(&enable), "false", "{name}");
        assert!(file(&all).contains(kept), "{name}: {}", file(&all));
        assert_eq!(all.reads(ends), "3600");
        assert_eq!(all.reads("Device.IP.IPv4Enable"), "true");
        assert_eq!(
            all.reads("Device.PPP.Interface.1.IPCPEnable"),
            if name == "wan" { "false" } else { "true" }
        );
        all.tries(&enable, "true").unwrap();
        assert_eq!(all.reads(&enable), "true", "{name}");
        assert_eq!(all.reads(&second), "false");
        assert_eq!(sorted(&file(&all)), sorted(&before), "{name}");
    }
    // What the ACS switches on meanwhile is on.
    let (lan, address) = (
        format!("{}IPv4Enable", row("lan")),
        format!("{}IPv4Address.1.", row("lan")),
    );
    all.tries(&lan, "false").unwrap();
    all.tries(&format!("{address}Enable"), "true").unwrap();
    assert_eq!(all.reads(&lan), "true");
    // One that has none, and cannot have any; the loopback's stays.
    for (name, value) in [("wan6", "true"), ("loopback", "false")] {
        let why = why(&all
            .tries(&format!("{}IPv4Enable", row(name)), value)
            .unwrap_err());
        assert!(why.starts_with("9001 expected an interface"), "{why}");
    }
    // All of them: those come back that went off with it.
    let iptv = format!("{}IPv4Enable", row("iptv"));
    all.tries(&iptv, "false").unwrap();
    let (enable, status) = ("Device.IP.IPv4Enable", "Device.IP.IPv4Status");
    all.tries(enable, "false").unwrap();
    assert_eq!(
        (&*all.reads(enable), &*all.reads(status)),
        ("false", "Disabled")
    );
    assert_eq!(all.reads(&lan), "false");
    assert_eq!(all.reads(&format!("{}IPv4Enable", row("loopback"))), "true");
    all.tries(enable, "true").unwrap();
    assert_eq!(
        (&*all.reads(enable), &*all.reads(status)),
        ("true", "Enabled")
    );
    assert_eq!((&*all.reads(&lan), &*all.reads(&iptv)), ("true", "false"));
    assert_eq!(all.reads(&second), "false");
}

#[test]
fn vxlan_leaves_from_one_port() {
    let mut all = Box::new("vxlan-port", "Device", Some("other")).unwrap();
    let port = "Device.VXLAN.Tunnel.1.SourcePort";
    assert_eq!(all.reads(port), "0");
    all.tries(port, "4789").unwrap();
    assert_eq!(all.reads(port), "4789");
    let options = all.options_of("network", "vx");
    for option in ["option srcportmin 4789", "option srcportmax 4790"] {
        assert!(options.iter().any(|line| line == option), "{options:?}");
    }
    assert!(why(&all.tries(port, "65535").unwrap_err()).starts_with("9007"));
    all.tries(port, "0").unwrap();
    assert!(
        !all.options_of("network", "vx")
            .iter()
            .any(|line| line.contains("srcport"))
    );
}

#[test]
fn a_link_of_pppoa_is_a_ppp_interface() {
    let mut all = Box::new("pppoa", "Device", Some("other")).unwrap();
    let table = "Device.ATM.Link.";
    let (number, _) = all.tree.add(&mut all.router, table, None).unwrap();
    let link = format!("{table}{number}.");
    let kind = format!("{link}LinkType");
    assert!(why(&all.tries(&kind, "PPPoA").unwrap_err()).contains("ppp-mod-pppoa"));
    all.router.has("usr/lib/pppd/2.5.1/pppoatm.so", "");
    let list = [
        (format!("{link}DestinationAddress"), "8/48".to_owned()),
        (kind.clone(), "PPPoA".to_owned()),
        (format!("{link}Encapsulation"), "VCMUX".to_owned()),
        (format!("{link}Enable"), "true".to_owned()),
    ];
    all.set(&list).unwrap();
    for (name, value) in &list {
        assert_eq!(all.reads(name), *value, "{name}");
    }
    let key = all.reads(&format!("{link}Name"));
    let mut options = all.options_of("network", &key);
    options.sort();
    let expected = ["atmdev 0", "encaps vc", "proto pppoa", "vci 48", "vpi 8"];
    assert_eq!(options, expected.map(|option| format!("option {option}")));
    // It has its login, and lies on the link.
    let rows = "Device.PPP.Interface.";
    let names = all.values(rows);
    let row = names
        .iter()
        .find(|(name, value)| name.ends_with(".Name") && **value == key);
    let row = row.unwrap().0.strip_suffix("Name").unwrap().to_owned();
    assert_eq!(
        all.reads(&format!("{row}LowerLayers")),
        format!("{table}{number}")
    );
    all.tries(&format!("{row}Username"), "somebody@isp.example")
        .unwrap();
    all.tries(&format!("{link}DestinationAddress"), "1/33")
        .unwrap();
    assert!(
        all.options_of("network", &key)
            .contains(&"option vci 33".to_owned())
    );
    let class = format!("{link}QoS.QoSClass");
    assert!(why(&all.tries(&class, "CBR").unwrap_err()).starts_with("9001"));
    all.tries(&class, "UBR").unwrap();
    all.tries(&format!("{link}Enable"), "false").unwrap();
    assert_eq!(
        all.reads(&format!("{row}Enable")),
        "false",
        "{:?}",
        all.options_of("network", &key)
    );
    // And back.
    all.tries(&kind, "EoA").unwrap();
    assert_eq!(all.reads(&format!("{link}Enable")), "false");
    assert_eq!(all.reads(&format!("{link}DestinationAddress")), "1/33");
    assert!(!all.values(rows).contains_key(&format!("{row}Name")));
    all.tree.delete(&mut all.router, &link, None).unwrap();
}
