//! Options beside lists, and what the model has no words for: both stay what they are.

use crate::Box;

impl Box {
    /// The files and reloads of one change; the router is as before again.
    pub fn sets(&mut self, list: &[(&str, &str)]) -> Vec<String> {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.set(&list).unwrap();
        let mut wrong = Vec::new();
        let lines = self.changes(&mut wrong, "set");
        assert_eq!(wrong, Vec::<String>::new());
        self.router.restore();
        lines.iter().map(|line| line.trim().to_owned()).collect()
    }

    pub fn has_in(&mut self, path: &str, old: &str, new: &str) {
        let text = std::fs::read_to_string(self.router.root().join(path)).unwrap();
        assert!(text.contains(old), "{path}: {old}");
        self.router.has(path, &text.replacen(old, new, 1));
    }

    pub fn value(&mut self, name: &str) -> String {
        self.values(name).remove(name).unwrap()
    }
}

const SENT: &str = "Device.DHCPv4.Client.3.SentOption.";

/// Hostname, vendor class and identity have options of their own.
#[test]
fn what_a_client_sends_by_options_of_its_own() {
    let mut all = Box::new("sent", "Device", Some("other")).unwrap();
    all.has_in(
        "etc/config/network",
        "\toption clientid '01aabbcc'\n",
        "\toption clientid '01:aa:bb:cc'\n\toption hostname 'box'\n",
    );
    let mut rows = |number: usize| {
        let row = format!("{SENT}{number}.");
        ["Enable", "Tag", "Value"].map(|name| all.value(&format!("{row}{name}")))
    };
    assert_eq!(rows(1), ["true", "77", "726F75746572"]);
    assert_eq!(rows(2), ["true", "12", "626F78"]);
    assert_eq!(rows(3), ["true", "60", "64736C666F72756D2E6F7267"]);
    assert_eq!(rows(4), ["true", "61", "01aabbcc"]);

    let name = |row: usize, name: &str| format!("{SENT}{row}.{name}");
    let lines = all.sets(&[(&name(2, "Value"), "63616665")]);
    assert_eq!(
        lines[1..3],
        ["- \toption hostname 'box'", "+ \toption hostname 'cafe'"]
    );
    let lines = all.sets(&[(&name(4, "Value"), "0102")]);
    assert_eq!(
        lines[1..3],
        [
            "- \toption clientid '01:aa:bb:cc'",
            "+ \toption clientid '0102'"
        ]
    );
    let lines = all.sets(&[(&name(3, "Tag"), "124")]);
    assert!(
        lines.contains(&"- \toption vendorid 'dslforum.org'".to_owned()),
        "{lines:?}"
    );
    assert!(
        lines.contains(&"+ \tlist sendopts '124:64736C666F72756D2E6F7267'".to_owned()),
        "{lines:?}"
    );
    let off = (name(3, "Enable"), "false".to_owned());
    all.set(&[off]).unwrap();
    assert_eq!(all.value(&name(3, "Enable")), "false");
    assert_eq!(all.value(&name(3, "Value")), "64736C666F72756D2E6F7267");
    let network = std::fs::read_to_string(all.router.root().join("etc/config/network")).unwrap();
    assert!(network.contains("list sendopts_off 'vendor:dslforum.org'"));
    assert!(!network.contains("option vendorid"));
    all.set(&[(name(3, "Enable"), "true".to_owned())]).unwrap();
    let network = std::fs::read_to_string(all.router.root().join("etc/config/network")).unwrap();
    assert!(network.contains("option vendorid 'dslforum.org'"));
    assert!(!network.contains("sendopts_off"));
    let line_feed = (name(2, "Value"), "0A".to_owned());
    assert!(all.set(&[line_feed]).is_err());
}

/// udhcpc takes what stands behind a number as hexadecimal.
#[test]
fn what_an_acs_wants_to_be_sent_goes_by_number() {
    let mut all = Box::new("sent-new", "Device", Some("other")).unwrap();
    let (number, _) = all.tree.add(&mut all.router, SENT, None).unwrap();
    let row = format!("{SENT}{number}.");
    let lines = all.sets(&[
        (&format!("{row}Enable"), "true"),
        (&format!("{row}Value"), "6D79"),
        (&format!("{row}Tag"), "12"),
    ]);
    assert!(
        lines.contains(&"+ \tlist sendopts '12:6D79'".to_owned()),
        "{lines:?}"
    );
}

/// A list of all values, written back as it was read, changes nothing.
#[test]
fn what_reads_as_nothing_is_not_taken_away() {
    let mut all = Box::new("nothing", "Device", None).unwrap();
    all.has_in(
        "etc/config/network",
        "\tlist ports 'lan4'\n",
        "\tlist ports 'lan4'\n\tlist ports 'bat0'\n",
    );
    all.has_in(
        "etc/config/network",
        "\tlist dns '192.0.2.55'\n",
        "\tlist dns 'fe80::1%wan'\n",
    );
    let rule = "Device.Firewall.Chain.1.Rule.";
    let values = all.values("Device.");
    let is_any = |(name, value): (&String, &String)| {
        let row = name
            .strip_prefix(rule)?
            .strip_suffix(".DestAllInterfaces")?;
        (value == "true").then(|| format!("{rule}{row}."))
    };
    let any = values.iter().find_map(is_any).unwrap();
    assert_eq!(all.sets(&[(&format!("{any}DestInterface"), "")]), [""; 0]);
    for (name, value) in &values {
        let listed = name.contains(".Bridging.Bridge.1.Port.") && name.ends_with(".LowerLayers")
            || name.contains(".DNS.Client.Server.") && name.ends_with(".DNSServer");
        if listed && value.is_empty() {
            let written = all.sets(&[(name, value)]);
            assert_eq!(written, [""; 0], "{name}");
        }
    }
    // Whether all are meant is said before or behind it.
    let first = format!("{rule}1.");
    let (whole, one) = (
        format!("{first}SourceAllInterfaces"),
        format!("{first}SourceInterface"),
    );
    let mut list = [(&*whole, "true"), (&*one, "")];
    let lines = all.sets(&list);
    assert_eq!(lines[1..3], ["- \toption src 'wan'", "+ \toption src '*'"]);
    list.reverse();
    assert_eq!(all.sets(&list)[1], "- \toption src 'wan'");
}

/// A zone that is called as one of its interfaces outlives it, and so do the rules for the zone.
#[test]
fn rules_of_a_zone_outlive_its_interface() {
    let mut all = Box::new("zone", "Device", None).unwrap();
    let values = all.values("Device.IP.");
    let guest = values
        .iter()
        .find(|(name, value)| name.ends_with(".Name") && *value == "guest");
    let row = guest.unwrap().0.trim_end_matches("Name").to_owned();
    all.tree.delete(&mut all.router, &row, None).unwrap();
    let text = |path: &str| std::fs::read_to_string(all.router.root().join(path)).unwrap();
    assert!(!text("etc/config/network").contains("config interface 'guest'"));
    let firewall = text("etc/config/firewall");
    assert!(!firewall.contains("list network 'guest'"));
    let rules = firewall.matches("option src 'guest'").count();
    assert_eq!(rules, 4, "{firewall}");
}

#[test]
fn a_port_with_tags_alone_takes_nothing_else() {
    let mut all = Box::new("frames", "Device", None).unwrap();
    all.has_in("etc/config/network", "\tlist ports 'lan4:u*'\n", "");
    let port =
        |number: usize| format!("Device.Bridging.Bridge.1.Port.{number}.AcceptableFrameTypes");
    assert_eq!(all.value(&port(4)), "AdmitOnlyVLANTagged");
    // Those that hostapd brings are in none of the lists.
    for other in [1, 5, 6] {
        assert_eq!(all.value(&port(other)), "AdmitAll");
    }
}

/// The open network has no login, whatever it had before.
#[test]
fn a_network_with_radius_is_opened() {
    let mut all = Box::new("opened", "InternetGatewayDevice", Some("more")).unwrap();
    all.has_in(
        "etc/config/wireless",
        "\toption encryption 'psk2+ccmp'\n",
        "\toption encryption 'wpa2'\n",
    );
    let wlan = "InternetGatewayDevice.LANDevice.1.WLANConfiguration.";
    let values = all.values("InternetGatewayDevice.LANDevice.1.");
    let radius = |(name, value): (&String, &String)| {
        let row = name
            .strip_prefix(wlan)?
            .strip_suffix(".IEEE11iAuthenticationMode")?;
        (value == "EAPAuthentication").then(|| format!("{wlan}{row}.BeaconType"))
    };
    let beacon = values.iter().find_map(radius).unwrap();
    let lines = all.sets(&[(&beacon, "Basic")]);
    assert!(
        lines.contains(&"+ \toption encryption 'none'".to_owned()),
        "{lines:?}"
    );
}

/// What an ACS reads of the clock where there is no daylight saving, it may write.
#[test]
fn a_zone_without_daylight_saving_is_written_back() {
    let mut all = Box::new("no-summer", "InternetGatewayDevice", Some("more")).unwrap();
    let system = std::fs::read_to_string(all.router.root().join("etc/config/system")).unwrap();
    let zone = system
        .lines()
        .find(|line| line.contains("option timezone"))
        .unwrap()
        .to_owned();
    all.has_in("etc/config/system", &zone, "\toption timezone 'UTC'");
    let time = "InternetGatewayDevice.Time.";
    let names = [
        "DaylightSavingsUsed",
        "DaylightSavingsStart",
        "DaylightSavingsEnd",
    ];
    let list: Vec<(String, String)> = names
        .iter()
        .map(|name| (format!("{time}{name}"), all.value(&format!("{time}{name}"))))
        .collect();
    all.set(&list).unwrap();
    let lines = all.sets(&[]);
    assert!(!lines.iter().any(|line| line.starts_with('+')), "{lines:?}");
    // No number of this shell.
    let start = format!("{time}DaylightSavingsStart");
    let wrong = all.set(&[(start.clone(), "0008-03-01T02:00:00Z".to_owned())]);
    let wrong = wrong.unwrap_err();
    assert!(
        wrong.parameters.iter().any(|one| one.name == start),
        "{wrong:?}"
    );
}

/// What a request asks for counts together, whatever comes first in it (TR-069 A.3.2.1).
#[test]
fn servers_of_the_time_are_set_in_any_order() {
    let server = |number: usize| format!("InternetGatewayDevice.Time.NTPServer{number}");
    let list = |pairs: &[(usize, &str)]| -> Vec<(String, String)> {
        let pair = |(number, value): &(usize, &str)| (server(*number), (*value).to_owned());
        pairs.iter().map(pair).collect()
    };
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1]] {
        let mut all = Box::new("ntp-order", "InternetGatewayDevice", None).unwrap();
        let gone: Vec<(usize, &str)> = (1..=5).map(|number| (number, "")).collect();
        all.set(&list(&gone)).unwrap();
        assert_eq!(all.value(&server(1)), "");
        let names = ["", "a.example", "b.example", "c.example"];
        all.set(&list(&order.map(|number| (number, names[number]))))
            .unwrap();
        let told = [1, 2, 3, 4].map(|number| all.value(&server(number)));
        assert_eq!(told, ["a.example", "b.example", "c.example", ""]);
        // One that goes leaves its place to the next.
        all.set(&list(&[(3, "d.example"), (2, "")])).unwrap();
        let told = [1, 2, 3].map(|number| all.value(&server(number)));
        assert_eq!(told, ["a.example", "d.example", ""]);
        for (number, wrong) in [(5, "e.example"), (1, "-"), (1, "-x"), (2, "a b")] {
            let fault = all.set(&list(&[(number, wrong)])).unwrap_err();
            assert_eq!(fault.parameters[0].name, server(number), "{wrong}");
            assert_eq!(fault.parameters[0].code.number(), 9007, "{wrong}");
        }
        assert_eq!(all.value(&server(1)), "a.example");
    }
}

/// A star is no name of a file to a hook.
#[test]
fn patterns_of_a_person_tell_no_files() {
    let mut all = Box::new("patterns", "Device", None).unwrap();
    all.has_in(
        "etc/config/wireless",
        "list maclist '02:11:22:33:44:55'",
        "list maclist '*'",
    );
    all.has_in(
        "etc/config/dhcp",
        "config dhcp 'lan'\n",
        "config dhcp 'lan'\n\tlist dhcpv6_option '* /*'\n",
    );
    all.has_in(
        "etc/config/network",
        "config interface 'guest'\n",
        "config interface 'guest'\n\tlist ip6class '/*'\n",
    );
    let told = all.values("Device.");
    assert_eq!(told["Device.DHCPv4.Server.Enable"], "true");
    assert_eq!(told["Device.RouterAdvertisement.Enable"], "true");
    let names = std::fs::read_dir("/").unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name.len() > 3).collect();
    let asked = ["AllowedMACAddress", "DHCPv6.Server.Pool.", "AccessControl"];
    for (name, value) in told {
        if asked.iter().any(|part| name.contains(part)) {
            let words: Vec<&str> = value.split(',').collect();
            let known = |file: &String| words.contains(&&**file);
            assert!(!names.iter().any(known), "{name}: {value}");
        }
    }
}

/// In one request, in any order: the address is not lost on the way.
#[test]
fn a_client_becomes_static() {
    let client = "Device.DHCPv4.Client.3.Enable";
    let address = "Device.IP.Interface.6.IPv4Address.1.";
    let mut all = Box::new("static", "Device", Some("other")).unwrap();
    assert_eq!(all.value("Device.IP.Interface.6.Name"), "uplink");
    let names = [
        format!("{address}SubnetMask"),
        format!("{address}IPAddress"),
    ];
    let list = [
        (&*names[0], "255.255.254.0"),
        (&*names[1], "198.51.100.8"),
        (client, "false"),
    ];
    for turned in 0..3 {
        let mut all = Box::new(&format!("static-{turned}"), "Device", Some("other")).unwrap();
        let mut list = list;
        list.rotate_left(turned);
        let lines = all.sets(&list);
        for line in [
            "- \toption proto 'dhcp'",
            "+ \toption proto 'static'",
            "+ \tlist ipaddr '198.51.100.8/23'",
        ] {
            assert!(lines.contains(&line.to_owned()), "{lines:?}");
        }
    }
    let learned = [(names[1].clone(), "198.51.100.8".to_owned())];
    assert!(all.set(&learned).is_err());
}

/// What is off by itself stays off when all of its kind come on again.
#[test]
fn all_of_a_kind_are_off_together() {
    let mut all = Box::new("kinds", "Device", Some("other")).unwrap();
    let switches = [
        ("Device.IPv6rd.Enable", "network"),
        ("Device.DSLite.Enable", "network"),
        ("Device.MAP.Enable", "network"),
        ("Device.DHCPv4.Server.Enable", "dhcp"),
        ("Device.DHCPv6.Server.Enable", "dhcp"),
        ("Device.RouterAdvertisement.Enable", "dhcp"),
    ];
    for (switch, package) in switches {
        let text = |all: &mut Box| {
            let path = format!("etc/config/{package}");
            std::fs::read_to_string(all.router.root().join(path)).unwrap()
        };
        let set = |all: &mut Box, on: bool| {
            all.set(&[(switch.to_owned(), on.to_string())]).unwrap();
            assert_eq!(all.value(switch), on.to_string(), "{switch}");
        };
        let options = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(all.value(switch), "true", "{switch}");
        let before = text(&mut all);
        set(&mut all, false);
        assert_ne!(text(&mut all), before);
        // Twice is as good as once.
        set(&mut all, false);
        set(&mut all, true);
        let mut after = options(&text(&mut all));
        // A pool without it is served as with it.
        let served = "\toption dhcpv4 'server'";
        after.retain(|line| line != served);
        let mut before = options(&before);
        before.retain(|line| line != served);
        assert_eq!(after, before, "{switch}");
        all.router.restore();
    }
    // There is no other end that is both.
    let aftr = "Device.DSLite.InterfaceSetting.1.";
    let name = |name: &str| format!("{aftr}{name}");
    all.set(&[
        (name("EndpointAddress"), "2001:db8::7".to_owned()),
        (name("EndpointName"), String::new()),
    ])
    .unwrap();
    assert_eq!(all.value(&name("EndpointAddress")), "2001:db8::7");
    assert_eq!(all.value(&name("EndpointName")), "");
    let precedence = name("EndpointAddressTypePrecedence");
    assert_eq!(all.value(&precedence), "IPv6Address");
    let wrong = [(name("EndpointAddress"), "192.0.2.7".to_owned())];
    assert!(all.set(&wrong).is_err());
}

/// The hook has read the file, where the pool stands elsewhere yet.
#[test]
fn a_pool_without_a_name_is_moved_and_given_other_addresses() {
    for order in [0, 1] {
        let mut all = Box::new(&format!("moved-{order}"), "Device", None).unwrap();
        for name in ["lan", "guest"] {
            let named = format!("config dhcp '{name}'\n");
            all.has_in("etc/config/dhcp", &named, "config dhcp\n");
        }
        let values = all.values("Device.DHCPv4.Server.Pool.");
        let guest = values.iter().find(|(name, value)| {
            name.ends_with(".MinAddress") && value.starts_with("192.168.20.")
        });
        let row = guest.unwrap().0.trim_end_matches("MinAddress").to_owned();
        let name = |name: &str| format!("{row}{name}");
        let mut list = vec![
            (name("Order"), "1".to_owned()),
            (name("MinAddress"), "192.168.20.77".to_owned()),
            (name("LeaseTime"), "600".to_owned()),
        ];
        list.rotate_left(order);
        all.set(&list).unwrap();
        let text = std::fs::read_to_string(all.router.root().join("etc/config/dhcp")).unwrap();
        let (_, first) = text.split_once("config dhcp\n").unwrap();
        let (first, second) = first.split_once("config dhcp\n").unwrap();
        assert!(first.contains("option interface 'guest'"), "{text}");
        assert!(first.contains("option start '77'"), "{text}");
        assert!(first.contains("option leasetime '600'"), "{text}");
        assert!(second.contains("option start '100'"), "{text}");
        assert_eq!(all.value(&name("MinAddress")), "192.168.20.77");
        assert_eq!(all.value(&name("Order")), "1");
    }
}

/// Home is the VLAN of all ports; lan4 gets the guests without a tag, and home with one.
#[test]
fn a_port_changes_its_vlan() {
    let mut all = Box::new("port", "Device", None).unwrap();
    let bridge = "Device.Bridging.Bridge.1.";
    let name = |name: &str| format!("{bridge}{name}");
    let values = all.values(bridge);
    let wanted = |name: &str, value: &str| {
        let is_it = |(path, said): &(&String, &String)| path.ends_with(name) && *said == value;
        let found = values.iter().find(is_it).unwrap().0;
        found.trim_end_matches(name).to_owned()
    };
    let port = wanted("Name", "lan4");
    assert_eq!(port, name("Port.4."));
    let vlan = |port: &str, vlan: &str| {
        let rows = 1..=5;
        let says = |row: usize, what: &str, value: &str| {
            values[&name(&format!("VLANPort.{row}.{what}"))] == name(value)
        };
        let row = rows
            .into_iter()
            .find(|row| says(*row, "Port", port) && says(*row, "VLAN", vlan));
        name(&format!("VLANPort.{}.", row.unwrap()))
    };
    let home = vlan("Port.4", "VLAN.1");
    let guests = vlan("Port.4", "VLAN.2");
    assert_eq!(all.value(&name("Port.4.PVID")), "1");
    // An ACS has its own order.
    for order in 0..3 {
        let mut list = vec![
            (name("Port.4.PVID"), "20".to_owned()),
            (format!("{guests}Untagged"), "true".to_owned()),
            (format!("{home}Untagged"), "false".to_owned()),
        ];
        list.rotate_left(order);
        all.set(&list).unwrap();
        assert_eq!(all.value(&name("Port.4.PVID")), "20");
        let path = all.router.root().join("etc/config/network");
        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("list ports 'lan4:u*'"), "{text}");
        assert!(text.contains("list ports 'lan4:t'"), "{text}");
        all.router.restore();
    }
    // No VLAN that it is not in.
    assert!(all.set(&[(name("Port.1.PVID"), "20".to_owned())]).is_err());
}

/// What fw4 writes with a `!` before it, and sets by their names.
#[test]
fn a_rule_excludes() {
    let mut all = Box::new("excludes", "Device", Some("other")).unwrap();
    let values = all.values("Device.Firewall.Chain.1.Rule.");
    let mut rows = values.iter();
    let row = rows.find(|(name, value)| name.ends_with(".Description") && *value == "Blocked");
    let row = row.unwrap().0.trim_end_matches("Description").to_owned();
    let says = |name: &str| values[&format!("{row}{name}")].as_str();
    for (name, value) in [
        ("SourceIP", "192.0.2.0"),
        ("SourceMask", "/24"),
        ("SourceIPExclude", "true"),
        ("DestIPExclude", "false"),
        ("Protocol", "17"),
        ("ProtocolExclude", "true"),
        ("DestPort", "443"),
        ("DestPortExclude", "true"),
        ("DSCP", "46"),
        ("SourceMatchSet", "Device.Firewall.Set.1"),
        ("SourceMatchSetExclude", ""),
        ("Log", "true"),
    ] {
        assert_eq!(says(name), value, "{name}");
    }
    // fw4 has one set in a rule.
    let other = format!("{row}DestMatchSet");
    let set = [(other, "Device.Firewall.Set.1".to_owned())];
    assert!(all.set(&set).is_err());
    let lines = all.sets(&[
        (&format!("{row}SourceIPExclude"), "false"),
        (&format!("{row}DestPort"), "8443"),
        (&format!("{row}SourceMatchSet"), ""),
        (
            &format!("{row}SourceMatchSetExclude"),
            "Device.Firewall.Set.1",
        ),
        (&format!("{row}DSCP"), "-1"),
    ]);
    assert_eq!(
        lines,
        [
            "/etc/config/firewall",
            "- \toption src_ip '!192.0.2.0/24'",
            "- \toption dest_port '!443'",
            "- \toption dscp 'EF'",
            "- \toption ipset 'blocked src'",
            "- \toption target 'REJECT'",
            "- \toption log '1'",
            "+ \toption src_ip '192.0.2.0/24'",
            "+ \toption dest_port '!8443'",
            "+ \toption target 'REJECT'",
            "+ \toption log '1'",
            "+ \toption ipset '!blocked src'",
            "$ /etc/init.d/firewall reload || [ ! -e \"$CWMPD_ROOT/var/run/fw4.state\" ]",
        ]
    );
}

/// As people write them.
#[test]
fn an_address_in_another_spelling_is_one_row() {
    let mut all = Box::new("spelling", "Device", None).unwrap();
    let (guest, path) = ("Device.IP.Interface.3.", "etc/config/network");
    let [address, prefix] = ["IPv6Address.", "IPv6Prefix."].map(|table| format!("{guest}{table}"));
    let origins = |all: &mut Box, table: &str| {
        let mut values = all.values(table);
        values.retain(|name, _| name.ends_with(".Origin"));
        values
    };
    let before = [origins(&mut all, &address), origins(&mut all, &prefix)];
    all.has_in(path, "'fd00:20::1/64'", "'FD00:0020::0:1/64'");
    assert_eq!(
        all.value(&format!("{address}1.IPAddress")),
        "FD00:0020::0:1"
    );
    assert_eq!(
        [origins(&mut all, &address), origins(&mut all, &prefix)],
        before
    );
    // Nor does the ACS add it again.
    let (row, _) = all.tree.add(&mut all.router, &address, None).unwrap();
    let again = (format!("{address}{row}.IPAddress"), "fd00:20::1".to_owned());
    let text = format!("{:?}", all.set(&[again]));
    assert!(text.contains("expected what no other row says"), "{text}");
}

/// nftables refuses all rules beside one whose comment is too long or has a quotation mark; after a restart there would be
/// no firewall at all.
#[test]
fn no_name_of_a_rule_breaks_the_firewall() {
    for (root, more, end, least) in [
        ("Device", None, ".Description", 4),
        ("Device", None, ".HostName", 1),
        (
            "InternetGatewayDevice",
            Some("more"),
            ".PortMappingDescription",
            1,
        ),
    ] {
        let mut all = Box::new("names-of-rules", root, more).unwrap();
        let names: Vec<String> = all
            .names()
            .into_iter()
            .filter(|info| info.writable && info.name.ends_with(end))
            .filter(|info| !info.name.starts_with("Device.DeviceInfo."))
            .filter(|info| !info.name.starts_with("Device.Schedules."))
            .map(|info| info.name)
            .collect();
        assert!(names.len() >= least, "{end}: {names:?}");
        for name in names {
            for wrong in ["x".repeat(101), "the \"door\"".to_owned()] {
                let refused = all.set(&[(name.clone(), wrong)]).unwrap_err();
                assert!(
                    format!("{refused:?}").contains("100 octets"),
                    "{name}: {refused:?}"
                );
            }
            all.set(&[(name.clone(), "it's; $(a) door".repeat(4))])
                .unwrap();
        }
    }
}

#[test]
fn two_hosts_never_get_one_address() {
    for (root, table) in [
        ("Device", "Device.DHCPv4.Server.Pool.1.StaticAddress."),
        (
            "InternetGatewayDevice",
            "InternetGatewayDevice.LANDevice.1.LANHostConfigManagement.DHCPStaticAddress.",
        ),
    ] {
        let mut all = Box::new("one-address", root, None).unwrap();
        let name = |row: u32| format!("{table}{row}.Yiaddr");
        let (first, second) = (all.value(&name(1)), all.value(&name(2)));
        let refused = all.set(&[(name(2), first.clone())]).unwrap_err();
        let said = format!("{refused:?}");
        assert!(said.contains("Yiaddr to be unique"), "{said}");
        // Changed for each other they may be.
        all.set(&[(name(1), second.clone()), (name(2), first.clone())])
            .unwrap();
        assert_eq!((all.value(&name(1)), all.value(&name(2))), (second, first));
    }
}

/// An IPv6 address as an option of its own, not in a list.
#[test]
fn an_ipv6_address_alone() {
    let mut all = Box::new("ip6addr", "Device", None).unwrap();
    all.has_in(
        "etc/config/network",
        "\tlist ip6addr 'fd00:20::1/64'\n",
        "\toption ip6addr 'fd00:20::1/64'\n",
    );
    let row = "Device.IP.Interface.3.IPv6Address.1.";
    let name = |name: &str| format!("{row}{name}");
    assert_eq!(all.value(&name("IPAddress")), "fd00:20::1");
    assert_eq!(all.value(&name("Origin")), "Static");
    all.set(&[(name("IPAddress"), "fd00:20::2".to_owned())])
        .unwrap();
    assert_eq!(all.value(&name("IPAddress")), "fd00:20::2");
    let network = all.router.root().join("etc/config/network");
    let text = std::fs::read_to_string(network).unwrap();
    assert!(text.contains("ip6addr 'fd00:20::2/64'"), "{text}");
    assert!(!text.contains("fd00:20::1"), "{text}");
    all.set(&[(name("Enable"), "false".to_owned())]).unwrap();
    assert_eq!(all.value(&name("Enable")), "false");
    assert_eq!(all.value(&name("IPAddress")), "fd00:20::2");
    all.set(&[(name("Enable"), "true".to_owned())]).unwrap();
    assert_eq!(all.value(&name("IPAddress")), "fd00:20::2");
}
