//! Interfaces that netifd makes by itself: what PPP and modems ask for their addresses by, and tunnels of what a server told.

use crate::Box;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

const DUMP: &str = "ubus/network.interface.dump.json";

impl Box {
    fn has_interfaces(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let text = fs::read_to_string(self.router.root().join(DUMP)).unwrap();
        let mut dump: Value = serde_json::from_str(&text).unwrap();
        change(dump["interface"].as_array_mut().unwrap());
        self.router.has(DUMP, &dump.to_string());
    }

    /// What `ppp6-up` of a stock PPPoE router does: no section asks for IPv6, an interface of netifd's own does. Of a
    /// prefix that is delegated, the first network has the same address.
    fn has_stock_pppoe(&mut self) {
        let network = fs::read_to_string(self.router.root().join("etc/config/network")).unwrap();
        let (before, after) = network.split_once("config interface 'wan6'").unwrap();
        let (_, after) = after.split_once("config ").unwrap();
        let network =
            format!("{before}config {after}").replace("option ipv6 '1'", "option ipv6 'auto'");
        self.router.has("etc/config/network", &network);
        self.has_interfaces(|list| {
            for one in list {
                match one["interface"].as_str().unwrap() {
                    "wan6" => {
                        one["interface"] = json!("wan_6");
                        one["dynamic"] = json!(true);
                        let prefix = &mut one["ipv6-prefix"][0];
                        prefix["class"] = json!("wan_6");
                        prefix["assigned"]["lan"]["address"] = prefix["address"].clone();
                    }
                    "lan" => {
                        let part = &mut one["ipv6-prefix-assignment"][0];
                        part["address"] = json!("2001:db8:4a00:1000::");
                        part["local-address"]["address"] = json!("2001:db8:4a00:1000::1");
                    }
                    _ => {}
                }
            }
        });
    }

    fn tells(&mut self, expected: &[(&str, &str)]) {
        let values = self.values("");
        let wrong: Vec<String> = expected
            .iter()
            .filter(|(name, value)| values.get(*name).map(String::as_str) != Some(value))
            .map(|(name, value)| format!("{name}={:?}, expected {value}", values.get(*name)))
            .collect();
        assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    }

    fn table(&mut self, path: &str) -> BTreeMap<String, String> {
        let mut values = self.values(path);
        values.retain(|name, _| !name.ends_with("NumberOfEntries"));
        values
    }
}

fn is_time_left(value: &str) -> bool {
    !value.starts_with("9999") && !value.starts_with("0001")
}

/// Interface 4 is `wan`.
#[test]
fn ipv6_of_a_stock_pppoe_router_is_told() {
    let mut all = Box::new("stock-pppoe", "Device", None).unwrap();
    all.has_stock_pppoe();
    let prefix = "Device.IP.Interface.4.IPv6Prefix.1";
    all.tells(&[
        ("Device.IP.InterfaceNumberOfEntries", "4"),
        ("Device.IP.Interface.4.Name", "wan"),
        ("Device.IP.Interface.4.IPv6PrefixNumberOfEntries", "1"),
        (
            "Device.IP.Interface.4.IPv6Prefix.1.Prefix",
            "2001:db8:4a00:1000::/56",
        ),
        (
            "Device.IP.Interface.4.IPv6Prefix.1.Origin",
            "PrefixDelegation",
        ),
        (
            "Device.IP.Interface.4.IPv6Prefix.1.StaticType",
            "Inapplicable",
        ),
        (
            "Device.IP.Interface.4.IPv6Prefix.1.PrefixStatus",
            "Preferred",
        ),
        ("Device.IP.Interface.4.IPv6Prefix.1.OnLink", "false"),
        (
            "Device.IP.Interface.2.IPv6Prefix.1.Prefix",
            "2001:db8:4a00:1000::/64",
        ),
        ("Device.IP.Interface.2.IPv6Prefix.1.Origin", "Child"),
        ("Device.IP.Interface.2.IPv6Prefix.1.ParentPrefix", prefix),
        // What the other end of PPP has agreed to, and what DHCPv6 has brought.
        (
            "Device.IP.Interface.4.IPv6Address.1.IPAddress",
            "fe80::a5c:11ff:fe22:3344",
        ),
        (
            "Device.IP.Interface.4.IPv6Address.1.Origin",
            "AutoConfigured",
        ),
        (
            "Device.IP.Interface.4.IPv6Address.2.IPAddress",
            "2001:db8:ff::4a7",
        ),
        ("Device.IP.Interface.4.IPv6Address.2.Origin", "DHCPv6"),
        ("Device.DHCPv6.ClientNumberOfEntries", "1"),
        ("Device.DHCPv6.Client.1.Enable", "true"),
        ("Device.DHCPv6.Client.1.Status", "Enabled"),
        ("Device.DHCPv6.Client.1.Interface", "Device.IP.Interface.4"),
        ("Device.DHCPv6.Client.1.Renew", "false"),
        ("Device.DHCPv6.Client.1.ServerNumberOfEntries", "1"),
        (
            "Device.Routing.RouteInformation.InterfaceSetting.1.Interface",
            "Device.IP.Interface.4",
        ),
    ]);
    let values = all.values("Device.IP.Interface.4.");
    for name in ["IPv6Address.2", "IPv6Prefix.1"] {
        for lifetime in ["PreferredLifetime", "ValidLifetime"] {
            let value = &values[&format!("Device.IP.Interface.4.{name}.{lifetime}")];
            assert!(is_time_left(value), "{name}.{lifetime}={value}");
        }
    }
    for table in ["Device.DNS.Client.Server.", "Device.DNS.Relay.Forwarding."] {
        let values = all.table(table);
        let of = |name: &str, value: &str| {
            let found = values
                .iter()
                .find(|(path, said)| path.ends_with(name) && *said == value);
            found
                .and_then(|(path, _)| path.strip_suffix(name))
                .unwrap()
                .to_owned()
        };
        let row = of("DNSServer", "2001:db8:ffff::53");
        assert_eq!(values[&format!("{row}Interface")], "Device.IP.Interface.4");
        assert_eq!(values[&format!("{row}Type")], "DHCPv6");
    }
    all.set(&[("Device.DHCPv6.Client.1.Renew".to_owned(), "true".to_owned())])
        .unwrap();
    assert_eq!(
        all.router.applied,
        ["ubus call network.interface.wan_6 renew"]
    );
    // It is netifd's: it comes with the interface, and goes with it.
    assert!(
        all.tree
            .delete(&mut all.router, "Device.DHCPv6.Client.1.", None)
            .is_err()
    );
}

/// A modem's own interface has no addresses: those for IPv4 and IPv6 have them, which netifd makes beside it.
#[test]
fn addresses_of_a_modem_are_told() {
    let mut all = Box::new("modem-addresses", "Device", Some("other")).unwrap();
    let values = all.values("Device.IP.Interface.");
    let name = values
        .iter()
        .find(|(_, value)| *value == "mobile")
        .unwrap()
        .0;
    let row = name.strip_suffix(".Name").unwrap().to_owned();
    let at = |name: &str| format!("{row}.{name}");
    for (name, value) in [
        ("IPv4AddressNumberOfEntries", "1"),
        ("IPv4Address.1.Status", "Enabled"),
        ("IPv4Address.1.IPAddress", "100.70.12.34"),
        ("IPv4Address.1.SubnetMask", "255.255.255.252"),
        ("IPv4Address.1.AddressingType", "3GPP-NAS"),
        ("IPv6AddressNumberOfEntries", "1"),
        ("IPv6Address.1.Origin", "AutoConfigured"),
        ("IPv6Prefix.1.Prefix", "2001:db8:77:1::/64"),
        ("IPv6Prefix.1.Origin", "PrefixDelegation"),
    ] {
        assert_eq!(
            values.get(&at(name)).map(String::as_str),
            Some(value),
            "{name}"
        );
    }
    for lifetime in [
        at("IPv6Address.1.PreferredLifetime"),
        at("IPv6Address.1.ValidLifetime"),
        at("IPv6Prefix.1.ValidLifetime"),
    ] {
        assert!(
            is_time_left(&values[&lifetime]),
            "{lifetime}={}",
            values[&lifetime]
        );
    }
    for (table, values) in [
        (
            "Device.DHCPv4.Client.",
            [
                ("Enable", "true"),
                ("Status", "Enabled"),
                ("DHCPStatus", "Bound"),
                ("IPAddress", "100.70.12.34"),
                ("IPRouters", "100.70.12.33"),
                ("DHCPServer", "100.70.12.33"),
            ]
            .as_slice(),
        ),
        (
            "Device.DHCPv6.Client.",
            [("Enable", "true"), ("Status", "Enabled")].as_slice(),
        ),
    ] {
        let told = all.values(table);
        let of = told.iter().find(|(_, value)| **value == row).unwrap().0;
        let client = of.strip_suffix("Interface").unwrap();
        for (name, value) in values {
            assert_eq!(told[&format!("{client}{name}")], *value, "{client}{name}");
        }
        let renew = format!("{client}Renew");
        all.set(&[(renew, "true".to_owned())]).unwrap();
        // It is as its modem is.
        let enable = format!("{client}Enable");
        assert!(all.set(&[(enable, "false".to_owned())]).is_err());
    }
    let renewed =
        ["mobile_4", "mobile_6"].map(|name| format!("ubus call network.interface.{name} renew"));
    assert_eq!(all.router.applied, renewed);
}
