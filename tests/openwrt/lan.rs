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

/// A host whose address is reserved is in the pool of its network; a new one where it was made, whatever its address is.
#[test]
fn a_reserved_address_is_in_one_pool() {
    for (root, pools, table) in [
        ("Device", "Device.DHCPv4.Server.Pool.", ".StaticAddress."),
        (
            "InternetGatewayDevice",
            "InternetGatewayDevice.LANDevice.",
            ".LANHostConfigManagement.DHCPStaticAddress.",
        ),
    ] {
        let mut all = Box::new("reserved", root, None).unwrap();
        let count = |all: &mut Box| {
            let end = table.trim_end_matches('.').to_owned() + "NumberOfEntries";
            let values = all.values(pools);
            let counts = values.iter().filter(|(name, _)| name.ends_with(&end));
            counts.map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        let before = count(&mut all);
        assert_eq!(before[..2], ["2", "1"], "{root}");
        let guests = format!("{pools}2{table}");
        let (number, _) = all.tree.add(&mut all.router, &guests, None).unwrap();
        let mut after = before.clone();
        after[1] = "2".to_owned();
        assert_eq!(count(&mut all), after, "{root}");
        let row = |name: &str| format!("{guests}{number}.{name}");
        all.set(&[
            (row("Chaddr"), "02:00:00:00:00:01".to_owned()),
            (row("Yiaddr"), "192.168.20.99".to_owned()),
            (row("Enable"), "true".to_owned()),
        ])
        .unwrap();
        assert_eq!(count(&mut all), after, "{root}");
        assert_eq!(all.value(&row("Yiaddr")), "192.168.20.99");
        // A host without an address is none of a pool.
        all.tree
            .delete(&mut all.router, &format!("{guests}{number}."), None)
            .unwrap();
        assert_eq!(count(&mut all), before, "{root}");
        all.has_in(
            "etc/config/dhcp",
            "config host\n\toption name 'camera'\n",
            "config host\n\toption name 'nobody'\n\toption mac '02:00:00:00:00:09'\n\n\
             config host\n\toption name 'camera'\n",
        );
        assert_eq!(count(&mut all), before, "{root}");
    }
}

/// Whatever a host has asked miniupnpd for is told, of each root object, and nobody changes it there.
#[test]
fn what_hosts_have_opened_is_told_only() {
    let way = "InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.";
    for (root, table, described) in [
        (
            "Device",
            "Device.NAT.PortMapping.".to_owned(),
            "Description",
        ),
        (
            "InternetGatewayDevice",
            format!("{way}PortMapping."),
            "PortMappingDescription",
        ),
    ] {
        let mut all = Box::new("opened", root, None).unwrap();
        let row = |row: u32, name: &str| format!("{table}{row}.{name}");
        let before = all.values(&table);
        assert_eq!(before[&row(3, "ExternalPort")], "51413");
        assert_eq!(before[&row(4, "InternalClient")], "192.168.1.150");
        for info in all.names() {
            let told = [3, 4]
                .iter()
                .any(|number| info.name.starts_with(&row(*number, "")));
            let fixed = info.name.ends_with("Alias");
            assert!(!(told && info.writable && !fixed), "{}", info.name);
        }
        let refused = all.set(&[(row(3, "ExternalPort"), "22".to_owned())]);
        let refused = refused.unwrap_err();
        assert_eq!(refused.parameters[0].code.number(), 9008, "{refused:?}");
        assert!(all.tree.delete(&mut all.router, &row(3, ""), None).is_err());
        // What a host says of itself, and more than anybody needs.
        let mut file =
            String::from("TCP:22:192.168.1.9:22:4102444800:\u{1}\u{1b}]$(reboot)|x\ny\n");
        for port in 1000..1200 {
            file += &format!("UDP:{port}:192.168.1.9:{port}:0:{}\n", "z".repeat(3000));
        }
        all.router.has("tmp/run/miniupnpd.leases", &file);
        let now = all.values(&table);
        let clients = now.values().filter(|value| *value == "192.168.1.9").count();
        assert_eq!(clients, 64);
        let ssh = now
            .iter()
            .find(|(name, value)| name.ends_with(".ExternalPort") && *value == "22");
        let ssh = ssh.unwrap().0.trim_end_matches("ExternalPort").to_owned();
        assert_eq!(now[&format!("{ssh}{described}")], "]$(reboot) x");
        if let Some(left) = now.get(&format!("{ssh}RemainingLeaseTime")) {
            assert!(left.parse::<u64>().unwrap() > 0, "{left}");
            assert_eq!(now[&format!("{ssh}Origin")], "UPnP");
        }
        assert!(now.values().all(|value| value.len() <= 256));
        all.has_in(
            "etc/config/upnpd",
            "option enabled '1'",
            "option enabled '0'",
        );
        assert!(!all.values(&table).contains_key(&row(3, "ExternalPort")));
    }
}

/// The newer package has one option for all protocols; without the package there is none.
#[test]
fn a_gateway_of_upnp_is_what_the_package_makes_of_it() {
    for root in ["Device", "InternetGatewayDevice"] {
        let mut all = Box::new("gateway-of-upnp", root, None).unwrap();
        let switch = format!("{root}.UPnP.Device.UPnPIGD");
        let version = format!("{root}.UPnP.Device.Capabilities.UPnPIGD");
        for (options, on, writable, number) in [
            (
                "\toption enabled '1'\n\toption enable_upnp '1'\n",
                "true",
                true,
                "2",
            ),
            (
                "\toption enabled '1'\n\toption enabled_protocols 'all'\n\toption upnp_igd_compat 'igdv1'\n",
                "true",
                false,
                "1",
            ),
            (
                "\toption enabled '1'\n\toption enabled_protocols 'pcp+nat-pmp'\n",
                "false",
                false,
                "2",
            ),
        ] {
            let text = format!("config upnpd 'config'\n{options}");
            all.router.has("etc/config/upnpd", &text);
            assert_eq!(all.value(&switch), on, "{root} {options}");
            assert_eq!(all.value(&version), number, "{root} {options}");
            let opposite = if on == "true" { "false" } else { "true" };
            let taken = all.set(&[(switch.clone(), opposite.to_owned())]);
            assert_eq!(taken.is_ok(), writable, "{root} {options} {taken:?}");
        }
        all.router.lacks("etc/config/upnpd");
        assert_eq!(all.value(&switch), "false", "{root}");
    }
}

const LEASES: &str = "tmp/dhcp.leases";
const ARP: &str = "proc/net/arp";
const ROOTS: [(&str, &str); 2] = [
    ("Device", "Device.Hosts.Host."),
    (
        "InternetGatewayDevice",
        "InternetGatewayDevice.LANDevice.1.Hosts.Host.",
    ),
];

impl Box {
    /// Those of the hosts below this path that have this value.
    fn hosts(&mut self, path: &str, value: &str) -> usize {
        let values = self.values(path);
        values.values().filter(|told| *told == value).count()
    }
}

/// A stranger can claim as many addresses as he likes: so many are read, and who has a lease is there in any case.
#[test]
fn a_stranger_claims_a_thousand_addresses() {
    for (root, path) in ROOTS {
        let mut all = Box::new("flood", root, None).unwrap();
        let mut neighbours = "IP address HW type Flags HW address Mask Device\n".to_owned();
        for number in 0..1000 {
            let (high, low) = (number / 256, number % 256);
            neighbours.push_str(&format!(
                "192.168.1.{low} 0x1 0x2 02:00:00:00:{high:02x}:{low:02x} * br-lan.1\n"
            ));
        }
        all.router.has(ARP, &neighbours);
        let name = match root {
            "Device" => ".PhysAddress",
            _ => ".MACAddress",
        };
        let hosts = all.values(path);
        let count = hosts.keys().filter(|key| key.ends_with(name)).count();
        assert!((400..=520).contains(&count), "{root}: {count}");
        assert_eq!(all.hosts(path, "nas"), 1, "{root}");
    }
}

/// The gateway of a provider that gives fixed addresses is nobody of the LAN.
#[test]
fn a_way_out_with_a_fixed_address_has_no_hosts() {
    for (root, path) in ROOTS {
        let mut all = Box::new("fixed", root, None).unwrap();
        all.has_in(
            "etc/config/network",
            "\toption proto 'pppoe'\n",
            "\toption proto 'static'\n\toption ipaddr '203.0.113.2'\n\toption netmask '255.255.255.0'\n",
        );
        all.has_in(
            ARP,
            "192.168.1.77 ",
            "203.0.113.1 0x1 0x2 02:00:00:00:00:fe * wan.7\n192.168.1.77 ",
        );
        assert_eq!(all.hosts(path, "02:00:00:00:00:fe"), 0, "{root}");
        assert_eq!(all.hosts(path, "52:54:00:77:77:77"), 1, "{root}");
    }
}

/// An access point without a pool of its own asks for its address on the LAN.
#[test]
fn an_access_point_tells_of_its_lan() {
    let mut all = Box::new("access-point", "Device", None).unwrap();
    all.has_in(
        "etc/config/network",
        "\toption proto 'static'\n\toption ipaddr '192.168.1.1'\n\toption netmask '255.255.255.0'\n",
        "\toption proto 'dhcp'\n",
    );
    all.router.lacks(LEASES);
    assert_eq!(all.hosts("Device.Hosts.Host.", "52:54:00:77:77:77"), 1);
}

/// dnsmasq keeps leases of DHCPv6 in the same file, behind its own identity.
#[test]
fn leases_of_dhcpv6_are_no_hosts() {
    for (root, path) in ROOTS {
        let mut all = Box::new("leases6", root, None).unwrap();
        let before = all.hosts(path, "nas");
        let count = all.values(path).len();
        let text = std::fs::read_to_string(all.router.root().join(LEASES)).unwrap();
        let text = format!(
            "1763904999 06-02:00:00:00:00:01 192.168.1.9 ring *\n{text}\
             duid 00:01:00:01:2c:9d:11:05:a4:83:e7:10:20:30\n\
             1763904999 12345678 fd00::1f2 laptop 00:01:00:01:2c:9d\n\
             1763904999 02:00:00:00:00:02 192.168.1.8 odd *\n"
        );
        all.router.has(LEASES, &text);
        assert_eq!(all.hosts(path, "nas"), before, "{root}");
        assert_eq!(all.values(path).len(), count, "{root}");
    }
}

/// Base64 ends so, and it is the whole of what the client has said.
#[test]
fn a_vendor_class_ends_in_an_equals_sign() {
    let mut all = Box::new("vendor", "InternetGatewayDevice", None).unwrap();
    all.router.has(
        "var/run/cwmpd.clients/a4:83:e7:10:20:30",
        "60=59574A6A\nvendor=YWJj=\n",
    );
    assert_eq!(all.hosts(ROOTS[1].1, "YWJj="), 1);
}
