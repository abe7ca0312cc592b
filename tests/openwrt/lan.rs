//! Who is on the LAN, and what he has told of himself and opened.

use crate::Box;

/// A host refers to its lease although nobody has asked for leases before; also one that has come since.
#[test]
fn a_host_knows_its_lease_at_the_first_look() {
    let mut all = Box::new("first-look", "Device", None).unwrap();
    let client = |host: u32| format!("Device.Hosts.Host.{host}.DHCPClient");
    assert_eq!(
        all.value(&client(1)),
        "Device.DHCPv4.Server.Pool.1.Client.1"
    );
    let hosts = all.values("Device.Hosts.");
    assert_eq!(hosts[&client(5)], "Device.DHCPv4.Server.Pool.2.Client.1");
    all.has_in(
        "tmp/dhcp.leases",
        "0 00:11:32",
        "1763904999 02:00:00:00:00:99 192.168.1.199 new *\n0 00:11:32",
    );
    let hosts = all.values("Device.Hosts.");
    let new = "Device.DHCPv4.Server.Pool.1.Client.5";
    assert!(hosts.values().any(|value| value == new), "{hosts:?}");
}

/// A station may be silent for long; a bridge tells where others are; whoever is only remembered is away.
#[test]
fn who_is_there() {
    let mut all = Box::new("there", "Device", None).unwrap();
    let hosts = all.values("Device.Hosts.Host.");
    let host = |name: &str| {
        let row = hosts.iter().find(|(_, value)| *value == name).unwrap().0;
        let row = row.rsplit_once('.').unwrap().0;
        [
            "Active",
            "InterfaceType",
            "Layer1Interface",
            "Layer3Interface",
        ]
        .map(|name| hosts[&format!("{row}.{name}")].as_str())
    };
    let lan = "Device.IP.Interface.2";
    assert_eq!(host("phone"), ["true", "Wi-Fi", "Device.WiFi.Radio.2", lan]);
    assert_eq!(
        host("nas"),
        ["true", "Ethernet", "Device.Ethernet.Interface.2", lan]
    );
    assert_eq!(host("printer"), ["true", "Wi-Fi", "", lan]);
    assert_eq!(host("52:54:00:77:77:77"), ["false", "Other", "", lan]);
    // Without the station, the lease alone is nobody.
    all.router.lacks("ubus/hostapd.phy0-ap0.get_clients.json");
    let clients = all.values("Device.DHCPv4.Server.Pool.1.Client.");
    let active: Vec<&str> = (1..=4)
        .map(|row| clients[&format!("Device.DHCPv4.Server.Pool.1.Client.{row}.Active")].as_str())
        .collect();
    assert_eq!(active, ["true", "true", "false", "true"]);
}
