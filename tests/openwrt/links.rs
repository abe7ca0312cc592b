//! Ports and what lies on them: speeds that a port has, what is a link, and MTUs where they count.

use crate::Box;
use std::fs;

const STATUS: &str = "ubus/network.device.status.json";
const DUMP: &str = "ubus/network.interface.dump.json";
const NETWORK: &str = "etc/config/network";

impl Box {
    fn takes_not(&mut self, name: &str, value: &str) {
        let list = [(name.to_owned(), value.to_owned())];
        let fault = self.set(&list).unwrap_err();
        assert_eq!(fault.parameters[0].code.number(), 9007, "{fault:?}");
    }

    /// The number of the row of this table whose Name is so.
    pub fn called(&mut self, table: &str, name: &str) -> usize {
        let values = self.values(table);
        let (path, _) = values
            .iter()
            .find(|(path, value)| {
                let rest = path.strip_prefix(table).unwrap_or_default();
                *value == name && rest.ends_with(".Name") && rest.matches('.').count() == 1
            })
            .unwrap_or_else(|| panic!("{table} has no {name}: {values:?}"));
        path.split('.').rev().nth(1).unwrap().parse().unwrap()
    }

    fn appends(&mut self, path: &str, text: &str) {
        let before = fs::read_to_string(self.router.root().join(path)).unwrap();
        self.router.has(path, &(before + text));
    }

    fn link(&mut self, name: &str, files: &[(&str, &str)]) {
        for (file, text) in files {
            self.router
                .has(&format!("sys/class/net/{name}/{file}"), text);
        }
    }
}

#[test]
fn a_port_is_not_told_a_speed_that_it_has_not() {
    let mut all = Box::new("speeds", "Device", None).unwrap();
    let number = all.called("Device.Ethernet.Interface.", "lan1");
    let rate = format!("Device.Ethernet.Interface.{number}.MaxBitRate");
    let duplex = format!("Device.Ethernet.Interface.{number}.DuplexMode");
    for speed in ["300", "0", "2500", "10000"] {
        all.takes_not(&rate, speed);
    }
    let lines = all.sets(&[(&rate, "100")]);
    assert!(
        lines.contains(&"+ \toption speed '100'".to_owned()),
        "{lines:?}"
    );
    // It has no 1000 Mbit/s in half duplex.
    let both = [
        (rate.clone(), "1000".to_owned()),
        (duplex.clone(), "Half".to_owned()),
    ];
    assert!(all.set(&both).is_err());
    let both = [
        (rate.clone(), "100".to_owned()),
        (duplex.clone(), "Half".to_owned()),
    ];
    all.set(&both).unwrap();
    all.takes_not(&rate, "1000");
    let both = [
        (rate.clone(), "1000".to_owned()),
        (duplex.clone(), "Auto".to_owned()),
    ];
    all.set(&both).unwrap();
    all.takes_not(&duplex, "Half");
    all.set(&[(rate.clone(), "-1".to_owned())]).unwrap();
    assert_eq!(all.value(&rate), "-1");
}

/// Nobody knows what it could do: only what no port has is refused.
#[test]
fn the_speed_of_a_port_that_nobody_has_asked() {
    let mut all = Box::new("speeds-unknown", "Device", None).unwrap();
    all.router.has(STATUS, "{}");
    let number = all.called("Device.Ethernet.Interface.", "lan1");
    let rate = format!("Device.Ethernet.Interface.{number}.MaxBitRate");
    all.takes_not(&rate, "300");
    all.sets(&[(&rate, "2500")]);
}

#[test]
fn speeds_of_the_older_root() {
    let root = "InternetGatewayDevice";
    let mut all = Box::new("speeds-older", root, Some("more")).unwrap();
    let lan = format!("{root}.LANDevice.1.LANEthernetInterfaceConfig.");
    let number = all.called(&lan, "lan1");
    let rate = format!("{lan}{number}.MaxBitRate");
    all.takes_not(&rate, "10000");
    let lines = all.sets(&[(&rate, "100")]);
    assert!(
        lines.contains(&"+ \toption speed '100'".to_owned()),
        "{lines:?}"
    );
    all.sets(&[(&rate, "Auto")]);
    let values = all.values(&format!("{root}.WANDevice."));
    let wan = values
        .keys()
        .find(|name| name.ends_with("WANEthernetInterfaceConfig.MaxBitRate"))
        .unwrap()
        .clone();
    assert_ne!(values[&wan], "10000");
    all.takes_not(&wan, "10000");
}

/// What is told for a speed that the model has no word for is not one that the port could be told.
#[test]
fn a_speed_that_the_older_root_has_no_word_for_stays() {
    let root = "InternetGatewayDevice";
    let mut all = Box::new("speeds-2500", root, Some("more")).unwrap();
    all.router.has("sys/class/net/wan/speed", "2500\n");
    let values = all.values(&format!("{root}.WANDevice."));
    let wan = values
        .iter()
        .find(|(name, value)| {
            name.ends_with("ConfigMaxBitRate")
                || name.ends_with("WANEthernetInterfaceConfig.MaxBitRate") && *value == "10000"
        })
        .unwrap()
        .0
        .clone();
    assert_eq!(all.sets(&[(&wan, "10000")]), Vec::<String>::new());
}

#[test]
fn what_sqm_and_tunnels_make_for_themselves_is_no_link() {
    let mut all = Box::new("no-links", "Device", None).unwrap();
    let before = all.names().len();
    for name in ["ifb4wan", "gretap0", "erspan0"] {
        all.link(name, &[("type", "1\n"), ("operstate", "unknown\n")]);
    }
    assert_eq!(all.names().len(), before);
    all.link(
        "lan9",
        &[("type", "1\n"), ("bonding_slave/state", "active\n")],
    );
    assert_eq!(all.names().len(), before);
}

/// netifd has its settings from there, and passes over the option of the interface.
#[test]
fn the_mtu_of_a_port_with_a_section_of_its_own() {
    let root = "InternetGatewayDevice";
    let mut all = Box::new("mtu", root, Some("more")).unwrap();
    let values = all.values(&format!("{root}.WANDevice."));
    let mtu = values
        .keys()
        .find(|name| name.contains(".WANIPConnection.") && name.ends_with("MaxMTUSize"))
        .unwrap()
        .clone();
    let lines = all.sets(&[(&mtu, "1400")]);
    let whole = lines.join("\n");
    assert!(whole.contains("config device"), "{whole}");
    assert!(whole.contains("option mtu '1400'"), "{whole}");
}

/// Its script makes the device, with the MTU of the interface.
#[test]
fn the_mtu_of_a_tunnel() {
    for proto in ["6in4", "gre", "wireguard", "vxlan", "map"] {
        let mut all = Box::new("mtu-tunnel", "Device", None).unwrap();
        let section =
            format!("\nconfig interface 'tun'\n\toption proto '{proto}'\n\toption mtu '1300'\n");
        all.appends(NETWORK, &section);
        let number = all.called("Device.IP.Interface.", "tun");
        let mtu = format!("Device.IP.Interface.{number}.MaxMTUSize");
        assert_eq!(all.value(&mtu), "1300");
        let lines = all.sets(&[(&mtu, "1280")]);
        assert_eq!(
            lines[1..3],
            ["- \toption mtu '1300'", "+ \toption mtu '1280'"]
        );
    }
}

/// Who says nothing of it leaves it to the port, which may do it.
#[test]
fn flow_control_is_what_the_port_offers() {
    let mut all = Box::new("pause", "Device", None).unwrap();
    let number = all.called("Device.Ethernet.Link.", "wan");
    let flow = format!("Device.Ethernet.Link.{number}.FlowControl");
    let path = all.router.root().join(STATUS);
    let mut status: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for (told, value) in [
        (
            r#"{"link-advertising": ["pause", "asym_pause"], "negotiated": []}"#,
            "true",
        ),
        (r#"{"link-advertising": [], "negotiated": []}"#, "false"),
        (r#"{"autoneg": false, "selected": ["rx"]}"#, "true"),
        (r#"{"autoneg": false, "selected": []}"#, "false"),
    ] {
        status["wan"]["flow-control"] = serde_json::from_str(told).unwrap();
        all.router.has(STATUS, &status.to_string());
        assert_eq!(all.value(&flow), value, "{told}");
    }
    let lines = all.sets(&[(&flow, "true")]);
    assert!(
        lines.contains(&"+ \toption pause '1'".to_owned()),
        "{lines:?}"
    );
}

/// A list of netifd has servers of both families.
#[test]
fn servers_of_one_family_out_of_a_list_of_both() {
    let mut all = Box::new("families", "Device", None).unwrap();
    let path = all.router.root().join(DUMP);
    let text = fs::read_to_string(path).unwrap();
    let mut dump: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = dump["interface"].as_array_mut().unwrap();
    let wan = found
        .iter_mut()
        .find(|one| one["interface"] == "wan")
        .unwrap();
    wan["dns-server"] = serde_json::json!(["192.0.2.53", "2001:db8::53", "192.0.2.54"]);
    all.router.has(DUMP, &dump.to_string());
    let ppp = "Device.PPP.Interface.1.IPCP.DNSServers";
    assert_eq!(all.value(ppp), "192.0.2.53,192.0.2.54");
    let wan = dump["interface"].as_array_mut().unwrap();
    let wan = wan
        .iter_mut()
        .find(|one| one["interface"] == "wan")
        .unwrap();
    wan["inactive"]["dns-server"] = serde_json::json!(["192.0.2.1"]);
    all.router.has(DUMP, &dump.to_string());
    assert_eq!(all.value(ppp), "192.0.2.1");
    // odhcpd takes servers of both in one list, too.
    all.has_in(
        "etc/config/dhcp",
        "\toption ra 'server'\n",
        "\toption ra 'server'\n\tlist dns '192.0.2.9'\n\tlist dns 'fd00::9'\n",
    );
    let rdnss = "Device.RouterAdvertisement.InterfaceSetting.1.RDNSS";
    assert_eq!(all.value(rdnss), "fd00::9");
    all.takes_not(rdnss, "192.0.2.1");
    let lines = all.sets(&[(rdnss, "fd00::1,fd00::2")]);
    assert!(
        lines.contains(&"+ \tlist dns 'fd00::2'".to_owned()),
        "{lines:?}"
    );
    assert!(
        !lines.contains(&"- \tlist dns '192.0.2.9'".to_owned())
            || lines.contains(&"+ \tlist dns '192.0.2.9'".to_owned()),
        "{lines:?}"
    );
}

#[test]
fn a_client_that_is_off_is_not_looking_for_a_server() {
    let mut all = Box::new("client-off", "Device", Some("more")).unwrap();
    let text = fs::read_to_string(all.router.root().join(NETWORK)).unwrap();
    all.router.has(
        NETWORK,
        &text.replace(
            "\toption proto 'dhcp'\n",
            "\toption proto 'dhcp'\n\toption disabled '1'\n",
        ),
    );
    let values = all.values("Device.DHCPv4.Client.");
    let on: Vec<_> = values
        .iter()
        .filter(|(name, value)| name.ends_with(".Status") && *value == "Enabled")
        .collect();
    assert!(on.is_empty(), "{on:?}");
}

/// netifd lists what it does not use beside what it does.
#[test]
fn routers_and_servers_that_a_client_does_not_use() {
    let mut all = Box::new("client-routers", "Device", Some("other")).unwrap();
    let text = fs::read_to_string(all.router.root().join(DUMP)).unwrap();
    let mut dump: serde_json::Value = serde_json::from_str(&text).unwrap();
    let values = all.values("Device.DHCPv4.Client.");
    let client = values
        .iter()
        .find(|(name, value)| {
            name.ends_with(".Enable") && name.matches('.').count() == 4 && *value == "true"
        })
        .unwrap()
        .0
        .trim_end_matches("Enable")
        .to_owned();
    let interface = all.value(&format!("{client}Interface"));
    let key = all.value(&format!("{interface}.Name"));
    let interfaces = dump["interface"].as_array_mut().unwrap();
    if !interfaces.iter().any(|one| one["interface"] == *key) {
        interfaces.push(serde_json::json!({"interface": key, "up": true}));
    }
    let one = interfaces
        .iter_mut()
        .find(|one| one["interface"] == *key)
        .unwrap();
    one["route"] = serde_json::json!([
        {"target": "0.0.0.0", "mask": 0, "nexthop": "192.0.2.1"},
        {"target": "0.0.0.0", "mask": 0, "nexthop": "192.0.2.2"}
    ]);
    one["dns-server"] = serde_json::json!(["192.0.2.53"]);
    one["inactive"] = serde_json::json!({"route": [], "dns-server": []});
    let routers = format!("{client}IPRouters");
    let servers = format!("{client}DNSServers");
    all.router.has(DUMP, &dump.to_string());
    assert_eq!(all.value(&routers), "192.0.2.1,192.0.2.2");
    assert_eq!(all.value(&servers), "192.0.2.53");
    let interfaces = dump["interface"].as_array_mut().unwrap();
    let one = interfaces
        .iter_mut()
        .find(|one| one["interface"] == *key)
        .unwrap();
    let unused = one["route"].take();
    one["route"] = serde_json::json!([]);
    one["inactive"] = serde_json::json!({"route": unused, "dns-server": ["192.0.2.54"]});
    all.router.has(DUMP, &dump.to_string());
    assert_eq!(all.value(&routers), "192.0.2.1,192.0.2.2");
    assert_eq!(all.value(&servers), "192.0.2.54");
}

/// dnsmasq takes options by number and by name.
#[test]
fn an_option_that_stands_there_by_name() {
    for (root, more, router) in [
        ("Device", None, "Device.DHCPv4.Server.Pool.1.IPRouters"),
        (
            "InternetGatewayDevice",
            Some("more"),
            "InternetGatewayDevice.LANDevice.1.LANHostConfigManagement.IPRouters",
        ),
    ] {
        let mut all = Box::new("option-names", root, more).unwrap();
        all.has_in(
            "etc/config/dhcp",
            "\tlist dhcp_option '42,192.168.1.1'\n",
            "\tlist dhcp_option '42,192.168.1.1'\n\tlist dhcp_option 'option:router,192.168.1.254'\n",
        );
        assert_eq!(all.value(router), "192.168.1.254");
        let lines = all.sets(&[(router, "192.168.1.253")]);
        assert_eq!(
            lines[1..lines.len() - 1],
            [
                "- \tlist dhcp_option 'option:router,192.168.1.254'",
                "+ \tlist dhcp_option 'option:router,192.168.1.253'"
            ]
        );
        let lines = all.sets(&[(router, "")]);
        assert_eq!(
            lines[1..lines.len() - 1],
            ["- \tlist dhcp_option 'option:router,192.168.1.254'"]
        );
    }
}

/// A connection that nobody dials (`auto 0`) does not come up after a power cut: what routes lead over is none.
#[test]
fn a_connection_that_comes_up_by_hand() {
    for (root, more, row) in [
        ("Device", None, "Device.PPP.Interface.1."),
        (
            "InternetGatewayDevice",
            None,
            "InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.",
        ),
    ] {
        let mut all = Box::new("by-hand", root, more).unwrap();
        let trigger = format!("{row}ConnectionTrigger");
        assert_eq!(all.value(&trigger), "AlwaysOn");
        all.takes_not(&trigger, "Manual");
        // Of IPv6 netifd's own interface on the same link has the routes.
        let dump = fs::read_to_string(all.router.root().join(DUMP)).unwrap();
        let mut known: serde_json::Value = serde_json::from_str(&dump).unwrap();
        let list = known["interface"].as_array_mut().unwrap();
        let wan = list.iter_mut().find(|one| one["interface"] == "wan");
        let routes = wan.unwrap()["route"].take();
        let six = serde_json::json!({
            "interface": "wan_6", "proto": "dhcpv6", "l3_device": "pppoe-wan",
            "route": [{ "target": "::", "mask": 0, "nexthop": "fe80::1" }],
        });
        list.push(six);
        assert!(routes[0]["target"].is_string());
        all.router.has(DUMP, &known.to_string());
        all.takes_not(&trigger, "Manual");
        // It leads nowhere.
        let list = known["interface"].as_array_mut().unwrap();
        list.retain(|one| one["l3_device"] != "pppoe-wan" || one["interface"] == "wan");
        all.router.has(DUMP, &known.to_string());
        for value in ["Manual", "OnDemand", "AlwaysOn", "Manual"] {
            all.set(&[(trigger.clone(), value.to_owned())]).unwrap();
            assert_eq!(all.value(&trigger), value);
            let network = fs::read_to_string(all.router.root().join(NETWORK)).unwrap();
            assert_eq!(network.contains("option auto '0'"), value == "Manual");
        }
        // What a person has made so is told, and may be said once more.
        all.router.has(DUMP, &dump);
        for value in ["Manual", "AlwaysOn"] {
            all.set(&[(trigger.clone(), value.to_owned())]).unwrap();
            assert_eq!(all.value(&trigger), value);
        }
    }
}

#[test]
fn a_lan_whose_requests_are_relayed() {
    let root = "InternetGatewayDevice";
    let mut all = Box::new("lan-relay", root, Some("more")).unwrap();
    let relay = format!("{root}.LANDevice.1.LANHostConfigManagement.DHCPRelay");
    assert_eq!(all.value(&relay), "false");
    all.appends(
        "etc/config/dhcp",
        "\nconfig relay\n\toption interface 'lan'\n\toption local_addr '192.168.1.1'\n\toption server_addr '192.0.2.1'\n",
    );
    assert_eq!(all.value(&relay), "true");
}

#[test]
fn a_bond_that_netifd_makes_lies_below_its_link() {
    let mut all = Box::new("bond", "Device", None).unwrap();
    all.appends(
        NETWORK,
        "\nconfig device\n\toption name 'bond0'\n\toption type 'bonding'\n\tlist ports 'wan'\n\tlist ports 'lan4'\n",
    );
    all.link("bond0", &[("type", "1\n"), ("operstate", "up\n")]);
    let lag = all.called("Device.Ethernet.LAG.", "bond0");
    let lag = format!("Device.Ethernet.LAG.{lag}");
    assert_eq!(all.value(&format!("{lag}.Status")), "Up");
    assert_eq!(all.value(&format!("{lag}.Enable")), "true");
    let ports = ["wan", "lan4"].map(|name| {
        let number = all.called("Device.Ethernet.Interface.", name);
        format!("Device.Ethernet.Interface.{number}")
    });
    assert_eq!(all.value(&format!("{lag}.LowerLayers")), ports.join(","));
    let link = all.called("Device.Ethernet.Link.", "bond0");
    let below = format!("Device.Ethernet.Link.{link}.LowerLayers");
    assert_eq!(all.value(&below), lag);
}

/// What uci has in other letters, or with more zeros, is that which the kernel has.
#[test]
fn an_address_is_the_same_however_it_is_written() {
    let mut all = Box::new("written-otherwise", "Device", None).unwrap();
    let read = |all: &mut Box| all.values("Device.IP.Interface.");
    let before = read(&mut all);
    let network = fs::read_to_string(all.router.root().join(NETWORK)).unwrap();
    assert!(network.contains("fd00:20::1"));
    all.router
        .has(NETWORK, &network.replace("fd00:20::1", "FD00:20:0::1"));
    let mut after = read(&mut all);
    for value in after.values_mut() {
        *value = value.replace("FD00:20:0::1", "fd00:20::1");
    }
    assert_eq!(after, before);
}

/// The zone that leads out may be called anything, and masquerade in any word of uci.
#[test]
fn an_outer_zone_of_another_name() {
    for word in ["1", "on", "true", "yes"] {
        let mut all = Box::new("zone-of-another-name", "Device", None).unwrap();
        let firewall = format!(
            "config defaults\n\nconfig zone\n\toption name 'inside'\n\tlist network 'lan'\n\toption masq '0'\n\nconfig zone\n\toption name 'internet'\n\tlist network 'uplink'\n\toption masq '{word}'\n"
        );
        all.router.has("etc/config/firewall", &firewall);
        for table in [
            "Device.Firewall.Chain.1.Rule.",
            "Device.Firewall.Service.",
            "Device.Firewall.Pinhole.",
            "Device.Firewall.Policy.",
            "Device.NAT.PortMapping.",
            "Device.Hosts.AccessControl.",
        ] {
            all.tree.add(&mut all.router, table, None).unwrap();
            let text = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
            let (_, made) = text.split_once(&firewall).unwrap();
            assert!(made.contains("'internet'"), "{table} {word}:\n{made}");
            assert!(!made.contains("'wan'"), "{table} {word}:\n{made}");
            all.router.has("etc/config/firewall", &firewall);
        }
    }
}

/// A rule of a zone that there is not is one that fw4 passes over.
#[test]
fn where_no_zone_leads_out_there_is_nothing_to_add() {
    let mut all = Box::new("no-zone-outside", "Device", None).unwrap();
    let firewall = "config defaults\n\nconfig zone\n\toption name 'lan'\n\tlist network 'lan'\n";
    all.router.has("etc/config/firewall", firewall);
    for table in [
        "Device.Firewall.Chain.1.Rule.",
        "Device.Firewall.Service.",
        "Device.Firewall.Pinhole.",
        "Device.Firewall.Policy.",
        "Device.NAT.PortMapping.",
        "Device.Hosts.AccessControl.",
    ] {
        let fault = all.tree.add(&mut all.router, table, None).unwrap_err();
        assert_eq!(fault.code.number(), 9001, "{table}: {fault:?}");
        let text = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        assert_eq!(text, firewall, "{table}");
    }
}
