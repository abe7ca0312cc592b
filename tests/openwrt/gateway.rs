//! What an ACS does with the ways out of a gateway of TR-098, as single acts.

use crate::Box;
use crate::router::repository;
use std::collections::BTreeSet;

pub const WAN: &str = "InternetGatewayDevice.WANDevice.";
const DEFAULT: &str = "InternetGatewayDevice.Layer3Forwarding.DefaultConnectionService";

impl Box {
    pub fn gateway(name: &str) -> Box {
        Box::new(name, "InternetGatewayDevice", Some("more")).unwrap()
    }

    pub fn add(&mut self, table: &str) -> String {
        let (number, _) = self.tree.add(&mut self.router, table, None).unwrap();
        format!("{table}{number}.")
    }

    /// Set, and so it stays.
    pub fn keeps(&mut self, name: &str, value: &str) {
        self.set(&[(name.to_owned(), value.to_owned())]).unwrap();
    }

    pub fn network(&self) -> String {
        std::fs::read_to_string(self.router.root().join("etc/config/network")).unwrap()
    }
}

/// A new VLAN, an IP connection on it, and both away again.
#[test]
fn an_acs_adds_a_vlan_and_a_connection_on_it() {
    let mut all = Box::gateway("vlan");
    let before = all.network();
    let link = all.add(&format!("{WAN}1.WANConnectionDevice."));
    assert_eq!(all.value(&format!("{link}X_CWMPD_VLANID")), "1");
    all.keeps(&format!("{link}X_CWMPD_VLANID"), "34");
    let connection = all.add(&format!("{link}WANIPConnection."));
    let text = all.network();
    let device = text.split("config device 'wanlink").nth(1).unwrap();
    let (number, device) = device.split_once("'\n").unwrap();
    let device = device.split("config").next().unwrap();
    for option in [
        format!("name 'wanlink{number}'"),
        "type '8021q'".to_owned(),
        "ifname 'wan'".to_owned(),
        "vid '34'".to_owned(),
    ] {
        assert!(device.contains(&format!("option {option}\n")), "{device}");
    }
    assert!(text.contains(&format!(
        "\toption device 'wanlink{number}'\n\toption proto 'dhcp'"
    )));
    assert_eq!(all.value(&format!("{connection}Enable")), "false");
    // The hook finds the same way: NAT can be switched on there.
    let nat = format!("{connection}NATEnabled");
    all.keeps(&nat, "true");
    assert_eq!(all.value(&nat), "true");
    // What goes leaves its zone: a connection by itself, or with all of its way.
    let zones = |all: &Box| {
        let text = std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        text.matches("list network 'wan_ip").count()
    };
    assert_eq!(zones(&all), 1);
    all.tree.delete(&mut all.router, &connection, None).unwrap();
    assert_eq!(zones(&all), 0);
    let connection = all.add(&format!("{link}WANIPConnection."));
    all.keeps(&format!("{connection}NATEnabled"), "true");
    assert_eq!(zones(&all), 1);
    all.tree.delete(&mut all.router, &link, None).unwrap();
    assert_eq!(zones(&all), 0);
    assert_eq!(all.network().trim_end(), before.trim_end());
}

/// What limits a way goes with it, or the next of its name would be as slow.
#[test]
fn a_way_goes_with_what_limits_it() {
    let mut all = Box::gateway("limited");
    let sqm = |all: &Box| {
        std::fs::read_to_string(all.router.root().join("etc/config/sqm"))
            .unwrap()
            .trim_end()
            .to_owned()
    };
    let (before, network) = (sqm(&all), all.network());
    let table = format!("{WAN}1.WANConnectionDevice.");
    let link = all.add(&table);
    let plain = all.add(&format!("{link}WANIPConnection."));
    all.keeps(&format!("{plain}ShapingRate"), "3000000");
    let session = all.add(&format!("{link}WANPPPConnection."));
    all.keeps(&format!("{session}ShapingRate"), "4000000");
    assert_eq!(sqm(&all).matches("config queue 'shaper").count(), 2);
    all.tree.delete(&mut all.router, &session, None).unwrap();
    assert_eq!(sqm(&all).matches("config queue 'shaper").count(), 1);
    let session = all.add(&format!("{link}WANPPPConnection."));
    assert_eq!(all.value(&format!("{session}ShapingRate")), "-1");
    all.keeps(&format!("{session}ShapingRate"), "4000000");
    all.tree.delete(&mut all.router, &link, None).unwrap();
    assert_eq!(sqm(&all), before);
    assert_eq!(all.network().trim_end(), network.trim_end());
    // A queue that is left over from elsewhere keeps its name to itself.
    let left = "\n\nconfig queue 'left'\n\toption interface 'wanlink1'\n\toption enabled '1'\n\toption upload '9'\n";
    all.router.has("etc/config/sqm", &format!("{before}{left}"));
    let link = all.add(&table);
    assert!(all.network().contains("option name 'wanlink2'"));
    let plain = all.add(&format!("{link}WANIPConnection."));
    assert_eq!(all.value(&format!("{plain}ShapingRate")), "-1");
}

/// An interface that lies on another one, as IPv6 on a session of PPP does, is nothing without it.
#[test]
fn a_connection_goes_with_what_lies_on_it() {
    for way in [false, true] {
        let mut all = Box::gateway(&format!("below-{way}"));
        let text = all.network();
        assert!(text.contains("option device '@wan'"), "{text}");
        let more = "\nconfig interface 'wan6b'\n\toption device '@wan6'\n\toption proto '6in4'\n";
        all.router
            .has("etc/config/network", &format!("{text}{more}"));
        let link = format!("{WAN}1.WANConnectionDevice.1.");
        let name = match way {
            true => link,
            false => format!("{link}WANPPPConnection.1."),
        };
        all.tree.delete(&mut all.router, &name, None).unwrap();
        let text = all.network();
        for gone in ["interface 'wan'", "interface 'wan6'", "interface 'wan6b'"] {
            assert!(!text.contains(gone), "{gone} {text}");
        }
        assert_eq!(text.contains("option name 'wan.7'"), !way);
        let firewall =
            std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        assert!(!firewall.contains("list network 'wan"), "{firewall}");
        let sqm = std::fs::read_to_string(all.router.root().join("etc/config/sqm")).unwrap();
        assert!(!sqm.contains("pppoe-wan"), "{sqm}");
    }
}

/// A VLAN of a VLAN: the reason is told, and followed it leads to the end.
#[test]
fn a_way_with_a_vlan_on_it_waits_for_that() {
    let mut all = Box::gateway("stacked");
    let link = all.add(&format!("{WAN}1.WANConnectionDevice."));
    let upper = "\nconfig interface 'upper'\n\toption device 'wanlink1.5'\n\toption proto 'dhcp'\n";
    let before = all.network();
    all.router
        .has("etc/config/network", &format!("{before}{upper}"));
    let fault = all.tree.delete(&mut all.router, &link, None).unwrap_err();
    assert!(fault.text.contains("wanlink1.5 lies on it"), "{fault:?}");
    all.router.has("etc/config/network", &before);
    all.tree.delete(&mut all.router, &link, None).unwrap();
    assert!(!all.network().contains("wanlink1"));
}

/// The port itself and VLANs that only an interface names have no section that could go.
#[test]
fn what_the_hook_tells_stays() {
    let mut all = Box::gateway("stays");
    let ids: BTreeSet<String> = all
        .values(WAN)
        .into_iter()
        .filter(|(name, _)| name.ends_with("X_CWMPD_VLANID"))
        .map(|(_, id)| id)
        .collect();
    assert_eq!(ids, ["0", "7", "8", "9"].map(String::from).into());
    let row = format!("{WAN}1.WANConnectionDevice.2.");
    let fault = all.tree.delete(&mut all.router, &row, None).unwrap_err();
    assert!(
        fault.text.contains("cannot be deleted") || fault.text.contains("cannot delete"),
        "{fault:?}"
    );
}

#[test]
fn the_default_connection_is_told_by_its_name_alone_and_set() {
    let mut all = Box::gateway("default");
    let now = all.value(DEFAULT);
    assert_eq!(
        now,
        format!("{WAN}1.WANConnectionDevice.1.WANPPPConnection.1")
    );
    let other = format!("{WAN}2.WANConnectionDevice.1.WANIPConnection.1");
    all.keeps(DEFAULT, &other);
    assert_eq!(all.value(DEFAULT), other);
    // The one before has a metric now, the new one none.
    let metric = |all: &Box, name: &str| {
        let text = all.network();
        let section = text.split(&format!("config interface '{name}'\n")).nth(1);
        section
            .unwrap()
            .split("config")
            .next()
            .unwrap()
            .contains("option metric '")
    };
    assert!(metric(&all, "wan") && !metric(&all, "wwan"));
    let text = all.network();
    all.keeps(DEFAULT, &other);
    assert_eq!(all.network(), text);
    all.keeps(DEFAULT, &now);
    assert_eq!(all.value(DEFAULT), now);
    assert!(!metric(&all, "wan") && metric(&all, "wwan"));
    let wrong = all.set(&[(
        DEFAULT.to_owned(),
        "InternetGatewayDevice.LANDevice.1".to_owned(),
    )]);
    assert!(wrong.is_err());
}

/// VDSL: the same modem, another link.
#[test]
fn a_line_with_ptm_has_its_own_link() {
    let mut all = Box::gateway("ptm");
    let kinds = |all: &mut Box| -> BTreeSet<String> {
        let names = all.names().into_iter().map(|info| info.name);
        let link = |name: String| {
            let name = name.strip_prefix(&format!("{WAN}3."))?;
            let name = name.strip_suffix('.')?.rsplit('.').next()?;
            name.starts_with("WAN").then(|| name.to_owned())
        };
        names.filter_map(link).collect()
    };
    let atm = kinds(&mut all);
    assert!(atm.contains("WANDSLLinkConfig") && atm.contains("WANDSLInterfaceConfig"));
    assert!(!atm.contains("WANPTMLinkConfig") && !atm.contains("WANEthernetLinkConfig"));
    all.has_in("etc/config/network", "xfer_mode 'atm'", "xfer_mode 'ptm'");
    let ptm = kinds(&mut all);
    assert!(ptm.contains("WANPTMLinkConfig") && !ptm.contains("WANDSLLinkConfig"));
    let absent = format!("{WAN}3.WANConnectionDevice.1.WANDSLLinkConfig.Enable");
    let fault = all.tree.get(&mut all.router, &[absent]).unwrap_err();
    assert_eq!(fault.code.number(), 9005);
}

/// 25.12 writes addresses as a list, with their lengths.
#[test]
fn a_lan_with_a_list_of_addresses() {
    let mut all = Box::gateway("list");
    let lan = "InternetGatewayDevice.LANDevice.1.LANHostConfigManagement.";
    let names = [
        "MinAddress",
        "MaxAddress",
        "SubnetMask",
        "DNSServers",
        "IPRouters",
    ]
    .map(|name| format!("{lan}{name}"));
    let address = ["IPInterfaceIPAddress", "IPInterfaceSubnetMask"]
        .map(|name| format!("{lan}IPInterface.1.{name}"));
    let told = |all: &mut Box| -> Vec<String> {
        let names = names.iter().chain(&address);
        names.map(|name| all.value(name)).collect()
    };
    let hosts = "InternetGatewayDevice.LANDevice.1.Hosts.HostNumberOfEntries";
    let (before, count) = (told(&mut all), all.value(hosts));
    all.has_in(
        "etc/config/network",
        "\toption ipaddr '192.168.1.1'\n\toption netmask '255.255.255.0'\n",
        "\tlist ipaddr '192.168.1.1/24'\n",
    );
    assert_eq!(told(&mut all), before);
    assert_eq!(all.value(hosts), count);
    let lines = all.sets(&[(&address[0], "192.168.1.2")]);
    assert!(
        lines.iter().any(|line| line.contains("192.168.1.2/24")),
        "{lines:?}"
    );
}

/// A table of its own, and one rule that leads there; without the source, the main table again.
#[test]
fn a_route_by_source() {
    let mut all = Box::gateway("source");
    let table = "InternetGatewayDevice.Layer3Forwarding.Forwarding.";
    let route = all.add(table);
    let at = |name: &str| format!("{route}{name}");
    let before = all.network();
    all.set(
        &[
            ("SourceSubnetMask", "255.255.255.0"),
            ("SourceIPAddress", "192.168.20.0"),
            ("DestIPAddress", "203.0.113.0"),
            ("DestSubnetMask", "255.255.255.0"),
            ("Enable", "true"),
        ]
        .map(|(name, value)| (at(name), value.to_owned())),
    )
    .unwrap();
    let network = all.network();
    assert!(network.contains("option table '1000'"), "{network}");
    let rule = "config rule 'source1000'\n\toption lookup '1000'\n\toption src '192.168.20.0/24'";
    assert!(network.contains(rule), "{network}");
    assert_eq!(all.value(&at("SourceIPAddress")), "192.168.20.0");
    assert_eq!(all.value(&at("SourceSubnetMask")), "255.255.255.0");
    // Another one gets another table; what is back in the main table leaves its own to the next.
    let second = all.add(table);
    all.keeps(&format!("{second}SourceIPAddress"), "192.168.1.7");
    assert_eq!(
        all.value(&format!("{second}SourceSubnetMask")),
        "255.255.255.255"
    );
    assert!(all.network().contains("option src '192.168.1.7'"));
    assert!(all.network().contains("option table '1001'"));
    all.keeps(&at("SourceIPAddress"), "");
    assert_eq!(all.value(&at("SourceSubnetMask")), "");
    let network = all.network();
    assert!(!network.contains("option table '1000'"), "{network}");
    let off = "option lookup '1000'\n\toption src '192.168.20.0/24'\n\toption disabled '1'";
    assert!(network.contains(off), "{network}");
    all.keeps(&at("SourceIPAddress"), "10.1.1.0");
    assert!(all.network().contains("option src '10.1.1.0'"));
    assert_eq!(all.network().matches("config rule").count(), 2);
    assert_ne!(all.network(), before);
    for (name, value) in [
        ("SourceSubnetMask", "255.0.255.0"),
        ("SourceIPAddress", "nobody"),
    ] {
        let fault = all.set(&[(at(name), value.to_owned())]).unwrap_err();
        assert_eq!(fault.parameters[0].code.number(), 9007, "{fault:?}");
    }
}

/// A route whose table others look into, too, keeps it.
#[test]
fn a_table_that_is_shared_is_not_taken_from_a_route() {
    let mut all = Box::gateway("shared");
    all.has_in(
        "etc/config/network",
        "config route\n",
        "config route 'first'\n\toption interface 'guest'\n\toption target '10.21.0.0/16'\n\toption table '7'\n\n\
         config rule\n\toption src '10.20.20.0/25'\n\toption lookup '7'\n\n\
         config route\n\toption table '7'\n",
    );
    let first = "InternetGatewayDevice.Layer3Forwarding.Forwarding.1.";
    assert_eq!(all.value(&format!("{first}SourceIPAddress")), "10.20.20.0");
    assert_eq!(
        all.value(&format!("{first}SourceSubnetMask")),
        "255.255.255.128"
    );
    let name = format!("{first}SourceIPAddress");
    let fault = all.set(&[(name, "10.20.20.1".to_owned())]).unwrap_err();
    assert!(fault.parameters[0].text.contains("alone"), "{fault:?}");
}

/// To the shell such a number would be octal, and 08 none at all.
#[test]
fn numbers_of_a_person_that_begin_with_zero_are_passed_over() {
    let mut all = Box::gateway("zeros");
    let before = all.values("InternetGatewayDevice.");
    let count = "InternetGatewayDevice.Layer3Forwarding.ForwardNumberOfEntries";
    all.has_in(
        "etc/config/network",
        "config route\n",
        "config route 'first'\n\toption interface 'guest'\n\toption target '10.21.0.0/16'\n\toption table '7'\n\n\
         config rule\n\toption src '192.168.1.0/08'\n\toption lookup '7'\n\n\
         config interface 'odd'\n\toption proto 'static'\n\toption device 'eth7'\n\
         \toption ipaddr '192.168.2.1/09'\n\toption metric '08'\n\n\
         config route\n",
    );
    let after = all.values("InternetGatewayDevice.");
    let first = "InternetGatewayDevice.Layer3Forwarding.Forwarding.1.";
    assert_eq!(after.get(&format!("{first}SourceIPAddress")).unwrap(), "");
    assert_ne!(after[count], before[count]);
    for name in before
        .keys()
        .filter(|name| !name.contains("Layer3Forwarding"))
    {
        assert!(after.contains_key(name), "{name} is there still");
    }
}

/// It has one row, with the address that it was given, and is no way out; then it has its own again.
#[test]
fn a_lan_that_asks_for_its_address() {
    let mut all = Box::gateway("asks");
    let row = "InternetGatewayDevice.LANDevice.1.LANHostConfigManagement.IPInterface.1.";
    let kind = format!("{row}IPInterfaceAddressingType");
    let ways = |all: &mut Box| all.value("InternetGatewayDevice.WANDeviceNumberOfEntries");
    let before = ways(&mut all);
    all.keeps(&kind, "DHCP");
    assert_eq!(all.value(&kind), "DHCP");
    assert!(
        all.network()
            .contains("option proto 'dhcp'\n\toption ipaddr '192.168.1.1'")
    );
    assert_eq!(ways(&mut all), before);
    let ports = "InternetGatewayDevice.LANDevice.1.LANEthernetInterfaceNumberOfEntries";
    assert_eq!(all.value(ports), "4");
    let address = format!("{row}IPInterfaceIPAddress");
    assert!(
        all.set(&[(address.clone(), "192.168.1.9".to_owned())])
            .is_err()
    );
    let both = [(address.clone(), "192.168.1.9"), (kind, "Static")];
    all.set(&both.map(|(name, value)| (name, value.to_owned())))
        .unwrap();
    assert_eq!(all.value(&address), "192.168.1.9");
}

/// A pool beside that of the LAN, for some clients, with an option of its own; gone with all that made it.
#[test]
fn a_pool_for_telephones() {
    let mut all = Box::gateway("telephones");
    let lan = "InternetGatewayDevice.LANDevice.1.LANHostConfigManagement.";
    let dhcp =
        |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/dhcp")).unwrap();
    let before = dhcp(&all);
    let lans = all.value("InternetGatewayDevice.LANDeviceNumberOfEntries");
    let pool = all.add(&format!("{lan}DHCPConditionalServingPool."));
    let at = |name: &str| format!("{pool}{name}");
    all.set(
        &[
            ("VendorClassID", "snom"),
            ("VendorClassIDMode", "Prefix"),
            ("ClientID", "0100aabb"),
            ("MaxAddress", "192.168.1.79"),
            ("MinAddress", "192.168.1.70"),
            ("IPRouters", "192.168.1.3"),
            ("LocallyServed", "true"),
            ("DHCPLeaseTime", "600"),
            ("Enable", "true"),
        ]
        .map(|(name, value)| (at(name), value.to_owned())),
    )
    .unwrap();
    let option = all.add(&at("DHCPOption."));
    all.set(&[
        (format!("{option}Tag"), "66".to_owned()),
        (format!("{option}Value"), "dGVzdA==".to_owned()),
        (format!("{option}Enable"), "true".to_owned()),
    ])
    .unwrap();
    for (name, value) in [
        ("Enable", "true"),
        ("VendorClassID", "snom"),
        ("VendorClassIDMode", "Prefix"),
        ("ClientID", "0100aabb"),
        ("MinAddress", "192.168.1.70"),
        ("MaxAddress", "192.168.1.79"),
        ("SubnetMask", "255.255.255.0"),
        ("DHCPLeaseTime", "600"),
        // That which the router is told by, too.
        ("DHCPOptionNumberOfEntries", "2"),
    ] {
        assert_eq!(all.value(&at(name)), value, "{name}");
    }
    // The LAN's own pool is as it was, and it is still one LAN.
    assert_eq!(all.value(&format!("{lan}MinAddress")), "192.168.1.100");
    assert_eq!(all.value(&format!("{lan}DHCPOptionNumberOfEntries")), "1");
    assert_eq!(
        all.value("InternetGatewayDevice.LANDeviceNumberOfEntries"),
        lans
    );
    let text = dhcp(&all);
    for line in [
        "option interface 'lan'",
        "option conditional '1'",
        "option start '70'",
        "option limit '10'",
        "list dhcp_option 'option:tftp-server,test'",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for (name, value) in [("ClientID", "phone"), ("MinAddress", "10.0.0.1")] {
        let fault = all.set(&[(at(name), value.to_owned())]).unwrap_err();
        assert_eq!(fault.parameters[0].code.number(), 9007, "{fault:?}");
    }
    all.tree.delete(&mut all.router, &pool, None).unwrap();
    assert_eq!(dhcp(&all).trim_end(), before.trim_end());
}

/// What leads out is known by its zone, whatever that is called; what serves hosts is a LAN.
#[test]
fn lans_and_ways_out_are_told_by_zones() {
    let mut all = Box::gateway("zones");
    let lans = "InternetGatewayDevice.LANDeviceNumberOfEntries";
    let ways = "InternetGatewayDevice.WANDeviceNumberOfEntries";
    let before = (all.value(lans), all.value(ways));
    // dnsmasq has a section for a way out, too, and the zones have other names.
    all.has_in(
        "etc/config/dhcp",
        "config odhcpd",
        "config dhcp 'uplink'\n\toption interface 'voice'\n\nconfig dhcp 'house'\n\toption interface 'wan2'\n\
         \tlist dhcp_option '3,10.9.9.9'\n\nconfig odhcpd",
    );
    all.has_in(
        "etc/config/network",
        "config route\n",
        "config interface 'wan2'\n\toption device 'lan3'\n\toption proto 'static'\n\toption ipaddr '10.9.9.1/24'\n\nconfig route\n",
    );
    all.has_in(
        "etc/config/firewall",
        "option name 'services'\n",
        "option name 'services'\n\toption masq '1'\n",
    );
    all.has_in("etc/config/firewall", "option masq '0'\n", "");
    rename_zones(&mut all);
    let more = (before.0.parse::<u32>().unwrap() + 1).to_string();
    assert_eq!(all.value(lans), more);
    assert_eq!(all.value(ways), before.1);
    let told = all.values("InternetGatewayDevice.LANDevice.");
    assert!(
        told.iter()
            .any(|(name, value)| name.ends_with("IPRouters") && value == "10.9.9.9")
    );
}

/// A new mapping begins in the zone of its connection, or in that which leads out.
#[test]
fn a_mapping_begins_in_the_zone_of_the_way_out() {
    let table = "PortMapping.";
    let told = |all: &Box| {
        let text = std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        let section = text
            .split("config redirect 'mapping")
            .nth(1)
            .unwrap()
            .to_owned();
        section.split("config").next().unwrap().to_owned()
    };
    let mut all = Box::gateway("mapping-zone");
    rename_zones(&mut all);
    let connection = format!("{WAN}1.WANConnectionDevice.1.WANPPPConnection.1.");
    all.add(&format!("{connection}{table}"));
    let section = told(&all);
    assert!(
        section.contains("src 'internet'") && section.contains("dest 'home'"),
        "{section}"
    );
    let mut all = Box::gateway("mapping-no-zone");
    // In no zone: that of wan.
    let connection = format!("{WAN}2.WANConnectionDevice.1.WANIPConnection.1.");
    all.add(&format!("{connection}{table}"));
    assert!(told(&all).contains("src 'wan'"));
    let mut all = Box::new("mapping-device", "Device", None).unwrap();
    rename_zones(&mut all);
    all.add("Device.NAT.PortMapping.");
    let section = told(&all);
    assert!(
        section.contains("src 'internet'") && section.contains("dest 'home'"),
        "{section}"
    );
    // A name of its own for all of it: the first that masquerades.
    let mut all = Box::new("mapping-masq", "Device", None).unwrap();
    rename_zones(&mut all);
    all.has_in(
        "etc/config/firewall",
        "\tlist network 'wan'\n",
        "\tlist network 'dsl'\n",
    );
    all.add("Device.NAT.PortMapping.");
    assert!(told(&all).contains("src 'internet'"));
}

/// On a modem with ATM a new way is a link, which is off until it is enabled, with connections on it.
#[test]
fn an_acs_adds_an_atm_link_and_a_connection_on_it() {
    let mut all = Box::gateway("atm-link");
    let before = all.network();
    let table = format!("{WAN}3.WANConnectionDevice.");
    let link = all.add(&table);
    let at = |name: &str| format!("{link}{name}");
    for (name, value) in [
        ("X_CWMPD_VLANID", "0"),
        ("WANDSLLinkConfig.Enable", "false"),
        ("WANDSLLinkConfig.LinkType", "EoA"),
        ("WANDSLLinkConfig.ATMEncapsulation", "LLC"),
        ("WANDSLLinkConfig.DestinationAddress", "PVC: 8/35"),
    ] {
        assert_eq!(all.value(&at(name)), value, "{name}");
    }
    all.set(&[
        (
            at("WANDSLLinkConfig.DestinationAddress"),
            "PVC: 1/33".to_owned(),
        ),
        (at("WANDSLLinkConfig.Enable"), "true".to_owned()),
    ])
    .unwrap();
    assert_eq!(all.value(&at("WANDSLLinkConfig.Enable")), "true");
    let connection = all.add(&at("WANIPConnection."));
    all.keeps(&format!("{connection}NATEnabled"), "true");
    let text = all.network();
    let section = "config atm-bridge 'wanlink1'\n\toption unit '1'\n\toption atmdev '0'\n\toption vpi '1'\n\toption vci '33'\n";
    assert!(text.contains(section), "{text}");
    assert!(text.contains("option device 'nas1'"), "{text}");
    // Only VLANs have an id, and the first link is the modem's port.
    let vlan = all
        .set(&[(at("X_CWMPD_VLANID"), "7".to_owned())])
        .unwrap_err();
    assert_eq!(vlan.parameters[0].code.number(), 9001);
    let fault = all
        .tree
        .delete(&mut all.router, &format!("{table}1."), None);
    assert!(fault.unwrap_err().text.contains("cannot be deleted"));
    all.tree.delete(&mut all.router, &link, None).unwrap();
    assert_eq!(all.network().trim_end(), before.trim_end());
    let firewall = std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
    assert!(!firewall.contains("wan_ip"), "{firewall}");
}

/// A modem without a link is a way out already; with PTM it has VLANs.
#[test]
fn a_modem_that_nothing_is_configured_on() {
    for (mode, made, name) in [
        (
            "atm",
            "config atm-bridge 'wanlink1'\n\toption unit '0'\n\toption nameprefix 'dsl'\n",
            "dsl0",
        ),
        (
            "ptm",
            "config device 'wanlink1'\n\toption name 'wanlink1'\n\toption type '8021q'\n\toption ifname 'dsl0'\n\toption vid '1'\n",
            "wanlink1",
        ),
    ] {
        let mut all = Box::gateway(&format!("modem-{mode}"));
        let text = all.network();
        let (text, _) = text.split_once("config atm-bridge").unwrap();
        let text = text.replace("xfer_mode 'atm'", &format!("xfer_mode '{mode}'"));
        all.router.has("etc/config/network", &text);
        let modem = format!("{WAN}3.");
        assert_eq!(
            all.value(&format!("{modem}WANCommonInterfaceConfig.WANAccessType")),
            "DSL"
        );
        let ways = format!("{modem}WANConnectionNumberOfEntries");
        let before = all.value(&ways);
        assert_eq!(before, if mode == "atm" { "0" } else { "1" });
        let link = all.add(&format!("{modem}WANConnectionDevice."));
        assert!(all.network().contains(made), "{mode}: {}", all.network());
        all.add(&format!("{link}WANPPPConnection."));
        assert!(
            all.network().contains(&format!("option device '{name}'")),
            "{mode}"
        );
        // The port itself is a way as long as it has no VLAN.
        assert_eq!(all.value(&ways), "1");
    }
}

/// An id belongs to what is a VLAN: the port itself has none that could be set.
#[test]
fn only_a_vlan_has_an_id() {
    let mut all = Box::gateway("vlan-id");
    let ids: Vec<(String, String)> = all
        .values(&format!("{WAN}1."))
        .into_iter()
        .filter(|(name, _)| name.ends_with("X_CWMPD_VLANID"))
        .collect();
    let set: Vec<&String> = ids
        .iter()
        .filter(|(_, id)| id == "8" || id == "7")
        .map(|(name, _)| name)
        .collect();
    assert_eq!(set.len(), 2, "{ids:?}");
    let mut codes = Vec::new();
    for (name, id) in &ids {
        match all.set(&[(name.clone(), "70".to_owned())]) {
            Ok(()) => assert_eq!((id.as_str(), all.value(name)), ("7", "70".to_owned())),
            Err(fault) => codes.push(fault.parameters[0].code.number()),
        }
        if id == "7" {
            let fault = all.set(&[(name.clone(), "0".to_owned())]).unwrap_err();
            assert_eq!(fault.parameters[0].code.number(), 9007);
        }
    }
    assert_eq!(codes, vec![9001; ids.len() - 1]);
}

/// sqm has a queue for a device: what is off keeps its rate.
#[test]
fn a_rate_for_a_port_and_a_connection() {
    let mut all = Box::gateway("rates");
    let sqm = |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/sqm"));
    let port = format!("{WAN}1.WANEthernetInterfaceConfig.ShapingRate");
    let connection = format!("{WAN}1.WANConnectionDevice.1.WANPPPConnection.1.ShapingRate");
    assert_eq!(all.value(&connection), "38000000");
    assert_eq!(all.value(&port), "-1");
    all.keeps(&connection, "2000000");
    assert_eq!(all.value(&connection), "2000000");
    all.keeps(&connection, "-1");
    assert_eq!(all.value(&connection), "-1");
    let text = sqm(&all).unwrap();
    assert!(
        text.contains("enabled '0'") && text.contains("upload '2000'"),
        "{text}"
    );
    all.keeps(&port, "5000000");
    assert_eq!(all.value(&port), "5000000");
    let text = sqm(&all).unwrap();
    let queue = "config queue 'shaper1'\n\toption interface 'wan'\n";
    assert!(
        text.contains(queue) && text.contains("upload '5000'"),
        "{text}"
    );
    for wrong in ["50", "1234"] {
        let fault = all.set(&[(port.clone(), wrong.to_owned())]).unwrap_err();
        assert_eq!(fault.parameters[0].code.number(), 9007, "{fault:?}");
    }
    all.router.lacks("etc/config/sqm");
    assert_eq!(all.value(&port), "-1");
    // It says so itself, and so it may be said.
    all.keeps(&port, "-1");
    let fault = all.set(&[(connection, "2000000".to_owned())]).unwrap_err();
    assert_eq!(fault.parameters[0].code.number(), 9001, "{fault:?}");
}

/// It is as it is when OpenWrt is new; that it may be configured again changes nothing else.
#[test]
fn a_server_that_may_not_be_configured() {
    let mut all = Box::gateway("configurable");
    let lan = "InternetGatewayDevice.LANDevice.2.LANHostConfigManagement.";
    let at = |name: &str| format!("{lan}{name}");
    assert_eq!(all.value(&at("DHCPServerConfigurable")), "true");
    assert_eq!(all.value(&at("MinAddress")), "192.168.20.10");
    all.keeps(&at("DHCPServerEnable"), "false");
    all.keeps(&at("IPRouters"), "192.168.20.2");
    all.keeps(&at("DHCPServerConfigurable"), "false");
    for again in ["false", "true"] {
        for (name, value) in [
            ("DHCPServerConfigurable", again),
            ("DHCPServerEnable", "true"),
            ("MinAddress", "192.168.20.100"),
            ("MaxAddress", "192.168.20.249"),
            ("DHCPLeaseTime", "43200"),
            ("IPRouters", "192.168.20.1"),
        ] {
            assert_eq!(all.value(&at(name)), value, "{name}");
        }
        all.keeps(&at("DHCPServerConfigurable"), "true");
    }
}

/// A line takes a minute to be trained: what has nothing to do with it leaves it alone.
#[test]
fn only_what_has_changed_of_a_modem_is_put_in_force() {
    const LINE: &str = "InternetGatewayDevice.WANDevice.3.";
    const BOTH: &str = "dsl_control reload\nbr2684ctl reload\n";
    let link = format!("{LINE}WANConnectionDevice.1.");
    let rate = format!("{WAN}1.WANEthernetInterfaceConfig.ShapingRate");
    let xfer = format!("{LINE}WANDSLInterfaceConfig.LinkEncapsulationRequested");
    let circuit = format!("{link}WANDSLLinkConfig.DestinationAddress");
    let nat = format!("{link}WANIPConnection.1.NATEnabled");
    let mut all = Box::gateway("retrained");
    let told = modem(&all);
    assert_eq!(told(&mut all), BOTH, "nothing is known of what is in force");
    for (name, value, put) in [
        (&rate, "5000000", ""),
        (&nat, "true", ""),
        (&circuit, "PVC: 1/77", "br2684ctl reload\n"),
        (&circuit, "PVC: 1/77", ""),
        (&xfer, "G.993.2_Annex_K_PTM", "dsl_control reload\n"),
        (&xfer, "G.992.3_Annex_K_ATM", "dsl_control reload\n"),
    ] {
        all.keeps(name, value);
        assert_eq!(told(&mut all), put, "{name}={value}");
    }
    // Two requests of one session, the second of which is of something else.
    all.keeps(&circuit, "PVC: 1/78");
    all.keeps(&nat, "false");
    assert_eq!(told(&mut all), "br2684ctl reload\n");
    let made = all.add(&format!("{LINE}WANConnectionDevice."));
    assert_eq!(told(&mut all), "br2684ctl reload\n");
    all.tree.delete(&mut all.router, &made, None).unwrap();
    assert_eq!(told(&mut all), "br2684ctl reload\n");
    // Both at once.
    all.keeps(&circuit, "PVC: 1/79");
    all.keeps(&xfer, "G.993.2_Annex_K_PTM");
    assert_eq!(told(&mut all), BOTH);

    let mut all = Box::new("retrained", "Device", Some("other")).unwrap();
    let told = modem(&all);
    for (name, value, put) in [
        ("Device.DSL.Line.1.Enable", "true", ""),
        ("Device.DSL.Line.1.Enable", "false", "dsl_control reload\n"),
        (
            "Device.ATM.Link.1.DestinationAddress",
            "7/77",
            "br2684ctl reload\n",
        ),
    ] {
        all.keeps(name, value);
        assert_eq!(told(&mut all), put, "{name}={value}");
    }
    let link = "Device.ATM.Link.1.";
    all.tree.delete(&mut all.router, link, None).unwrap();
    assert_eq!(told(&mut all), "br2684ctl reload\n");
}

/// What the command at the end of a session tells the services of a modem; nothing where no command is due.
fn modem(all: &Box) -> impl Fn(&mut Box) -> String + use<> {
    let root = all.router.root();
    for service in ["dsl_control", "br2684ctl"] {
        crate::hook::write(
            &root.join("etc/init.d").join(service),
            &format!("echo \"{service} $1\""),
        );
    }
    move |all| {
        all.tree.take_waiting();
        let platform = repository().join("platform");
        let output = std::process::Command::new(platform.join("openwrt/hooks/dsl"))
            .arg("reload")
            .env("CWMPD_ROOT", &root)
            .env("CWMPD_LIB", platform.join("lib.sh"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn a_line_over_atm_takes_what_the_acs_asks_for() {
    const LINE: &str = "InternetGatewayDevice.WANDevice.3.WANDSLInterfaceConfig.";
    const LINK: &str = "InternetGatewayDevice.WANDevice.3.WANConnectionDevice.1.WANDSLLinkConfig.";
    let mut all = Box::new("line", "InternetGatewayDevice", Some("more")).unwrap();
    let lines = all.sets(&[
        (&format!("{LINK}ATMPeakCellRate"), "1000"),
        (&format!("{LINK}ATMQoS"), "ABR"),
    ]);
    assert!(
        lines.contains(&"+ \toption qos 'abr,aal5:max_pcr=1000'".to_owned()),
        "{lines:?}"
    );
    let lines = all.sets(&[(
        &format!("{LINE}LinkEncapsulationRequested"),
        "G.993.2_Annex_K_PTM",
    )]);
    assert_eq!(
        lines[..3],
        [
            "/etc/config/network",
            "- \toption xfer_mode 'atm'",
            "+ \toption xfer_mode 'ptm'"
        ]
    );
    let wrong = (
        format!("{LINE}LinkEncapsulationRequested"),
        "x\nset Device.X=1".to_owned(),
    );
    assert!(all.set(&[wrong]).is_err());
}

/// No zone has the name that an image gives it.
fn rename_zones(all: &mut Box) {
    all.has_in(
        "etc/config/firewall",
        "option name 'wan'",
        "option name 'internet'",
    );
    all.has_in(
        "etc/config/firewall",
        "option name 'lan'",
        "option name 'home'",
    );
}
