//! Sessions of PPP below TR-098 that are none of PPPoE: over a PVC, or in a tunnel.

use crate::Box;
use crate::gateway::WAN;

/// Below an ATM link of PPPoA a new connection has its PVC, which the link can change, and becomes one of PPPoE with it.
#[test]
fn a_link_of_pppoa_has_sessions_of_pppoa() {
    let mut all = Box::gateway("pppoa-link");
    let before = all.network();
    let link = all.add(&format!("{WAN}3.WANConnectionDevice."));
    let at = |name: &str| format!("{link}WANDSLLinkConfig.{name}");
    let first = all.add(&format!("{link}WANPPPConnection."));
    let kind = |all: &mut Box, row: &str| all.value(&format!("{row}TransportType"));
    assert_eq!(kind(&mut all, &first), "PPPoE");
    let wanted = (at("LinkType"), "PPPoA".to_owned());
    let fault = all.set(std::slice::from_ref(&wanted)).unwrap_err();
    assert!(fault.parameters[0].text.contains("ppp-mod-pppoa"));
    all.router.has("usr/lib/pppd/2.5.1/pppoatm.so", "");
    let list = [
        (at("DestinationAddress"), "PVC: 8/48".to_owned()),
        wanted,
        (at("ATMEncapsulation"), "VCMUX".to_owned()),
        (at("Enable"), "true".to_owned()),
    ];
    all.set(&list).unwrap();
    for (name, value) in &list {
        assert_eq!(all.value(name), *value, "{name}");
    }
    assert_eq!(kind(&mut all, &first), "PPPoA");
    let second = all.add(&format!("{link}WANPPPConnection."));
    assert_eq!(kind(&mut all, &second), "PPPoA");
    assert_eq!(all.value(&format!("{second}Enable")), "false");
    let sessions = |all: &Box| -> Vec<Vec<String>> {
        let text = all.network();
        let mine = text.split("\n\n").filter(|section| {
            section.contains("config interface") && section.contains("option device 'nas1'")
        });
        let options = mine.map(|section| {
            let lines = section.lines().map(|line| line.trim().replace('\'', ""));
            let numbers = ["proto", "atmdev", "vpi", "vci", "encaps"];
            let mut lines: Vec<String> = lines
                .filter_map(|line| line.strip_prefix("option ").map(str::to_owned))
                .filter(|line| numbers.iter().any(|name| line.starts_with(name)))
                .collect();
            lines.sort();
            lines
        });
        options.collect()
    };
    let on = |atmdev: &str, vci: &str| -> Vec<Vec<String>> {
        let options = [atmdev, "encaps vc", "proto pppoa", vci, "vpi 8"];
        vec![options.map(str::to_owned).to_vec(); 2]
    };
    assert_eq!(sessions(&all), on("atmdev 0", "vci 48"));
    all.keeps(&at("DestinationAddress"), "PVC: 8/49");
    all.keeps(&at("Enable"), "false");
    assert_eq!(sessions(&all), on("atmdev 99", "vci 49"));
    all.keeps(&at("Enable"), "true");
    assert_eq!(sessions(&all), on("atmdev 0", "vci 49"));
    let quality = all.set(&[(at("ATMQoS"), "CBR".to_owned())]).unwrap_err();
    assert_eq!(quality.parameters[0].code.number(), 9001);
    all.keeps(&format!("{first}Username"), "somebody@isp.example");
    all.keeps(&format!("{first}NATEnabled"), "true");
    assert_eq!(all.value(&format!("{first}MaxMRUSize")), "1500");
    // And back.
    all.keeps(&at("LinkType"), "EoA");
    assert_eq!(all.value(&at("Enable")), "true");
    assert_eq!(all.value(&at("DestinationAddress")), "PVC: 8/49");
    assert_eq!(kind(&mut all, &first), "PPPoE");
    assert_eq!(sessions(&all), vec![vec!["proto pppoe".to_owned()]; 2]);
    assert_eq!(
        all.value(&format!("{first}Username")),
        "somebody@isp.example"
    );
    all.keeps(&at("LinkType"), "PPPoA");
    all.tree.delete(&mut all.router, &link, None).unwrap();
    assert_eq!(all.network().trim_end(), before.trim_end());
}

/// A PVC or a tunnel that only an interface names is a way of its own: it can be changed and goes as one.
#[test]
fn a_session_without_a_device_is_a_way_of_its_own() {
    let mut all = Box::gateway("own-way");
    let before = all.network();
    let more = "\nconfig interface 'line'\n\toption proto 'pppoa'\n\toption vpi '1'\n\toption vci '50'\n\nconfig interface 'vpn'\n\toption proto 'pptp'\n\toption server 'pns.example'\n\toption metric '9'\n";
    all.router
        .has("etc/config/network", &format!("{before}{more}"));
    let rows = all.values(WAN);
    let row = |kind: &str| {
        let found = rows
            .iter()
            .find(|(name, value)| name.ends_with(".TransportType") && **value == kind);
        found.unwrap().0.strip_suffix("TransportType").unwrap()
    };
    // That of the test's own root has a link: PPPoA is told twice.
    let line = rows
        .iter()
        .find(|(name, value)| name.ends_with(".Name") && **value == "line");
    let line = line.unwrap().0.strip_suffix("Name").unwrap();
    assert!(line.starts_with(&format!("{WAN}3.")), "{line}");
    assert_eq!(rows[&format!("{line}TransportType")], "PPPoA");
    let vpn = row("PPTP");
    assert!(vpn.starts_with(&format!("{WAN}1.")), "{vpn}");
    for (name, value) in [
        ("PPPEncryptionProtocol", "MPPE"),
        ("MaxMRUSize", "1500"),
        ("PPPoEACName", ""),
        ("ConnectionType", "IP_Routed"),
        ("NATEnabled", "false"),
    ] {
        assert_eq!(rows[&format!("{vpn}{name}")], value, "{name}");
    }
    let address = format!("{vpn}MACAddress");
    assert_eq!(rows[&address], "");
    let fault = all.set(&[(address, "02:00:00:00:00:07".to_owned())]);
    assert_eq!(fault.unwrap_err().parameters[0].code.number(), 9001);
    for (name, value) in [
        ("Username", "me"),
        ("MaxMRUSize", "1400"),
        ("NATEnabled", "true"),
        ("ShapingRate", "4000000"),
    ] {
        all.keeps(&format!("{vpn}{name}"), value);
        assert_eq!(all.value(&format!("{vpn}{name}")), value, "{name}");
    }
    let sqm = |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/sqm"));
    assert!(sqm(&all).unwrap().contains("interface 'pptp-vpn'"));
    // The link is the section itself.
    let way = line.split("WANPPPConnection.").next().unwrap();
    let at = |name: &str| format!("{way}WANDSLLinkConfig.{name}");
    assert_eq!(all.value(&at("LinkType")), "PPPoA");
    assert_eq!(all.value(&at("ATMEncapsulation")), "LLC");
    all.keeps(&at("DestinationAddress"), "PVC: 2/51");
    assert!(all.network().contains("option vci '51'"));
    all.keeps(&at("Enable"), "false");
    assert_eq!(all.value(&at("Enable")), "false");
    assert_eq!(all.value(&format!("{line}Enable")), "false");
    all.keeps(&at("Enable"), "true");
    let back = all.set(&[(at("LinkType"), "EoA".to_owned())]).unwrap_err();
    assert_eq!(back.parameters[0].code.number(), 9001);
    // One goes by itself, one with its way.
    all.tree.delete(&mut all.router, line, None).unwrap();
    let way = vpn.split("WANPPPConnection.").next().unwrap();
    all.tree.delete(&mut all.router, way, None).unwrap();
    assert_eq!(all.network().trim_end(), before.trim_end());
    assert!(!sqm(&all).unwrap().contains("pptp-vpn"));
    // Idle time is nothing that xl2tpd is told of.
    let rows = all.values(WAN);
    let office = rows
        .iter()
        .find(|(name, value)| name.ends_with(".TransportType") && **value == "L2TP");
    let office = office.unwrap().0.strip_suffix("TransportType").unwrap();
    for (name, value, code) in [
        ("IdleDisconnectTime", "60", 9001),
        ("ConnectionTrigger", "OnDemand", 9007),
    ] {
        let fault = all.set(&[(format!("{office}{name}"), value.to_owned())]);
        assert_eq!(fault.unwrap_err().parameters[0].code.number(), code);
    }
    for trigger in ["Manual", "AlwaysOn"] {
        all.keeps(&format!("{office}ConnectionTrigger"), trigger);
        assert_eq!(all.value(&format!("{office}ConnectionTrigger")), trigger);
    }
}
