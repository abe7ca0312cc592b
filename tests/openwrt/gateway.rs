//! What an ACS does with the ways out of a gateway of TR-098, as single acts.

use crate::Box;
use std::collections::BTreeSet;

const WAN: &str = "InternetGatewayDevice.WANDevice.";
const DEFAULT: &str = "InternetGatewayDevice.Layer3Forwarding.DefaultConnectionService";

impl Box {
    fn gateway(name: &str) -> Box {
        Box::new(name, "InternetGatewayDevice", Some("more")).unwrap()
    }

    fn add(&mut self, table: &str) -> String {
        let (number, _) = self.tree.add(&mut self.router, table, None).unwrap();
        format!("{table}{number}.")
    }

    /// Set, and so it stays.
    fn keeps(&mut self, name: &str, value: &str) {
        self.set(&[(name.to_owned(), value.to_owned())]).unwrap();
    }

    fn network(&self) -> String {
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
    all.tree.delete(&mut all.router, &link, None).unwrap();
    assert_eq!(all.network().trim_end(), before.trim_end());
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
