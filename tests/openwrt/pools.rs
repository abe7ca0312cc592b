//! Pools of DHCPv4 beside that of an interface, and which clients they are for; options of DHCPv6 ones.

use crate::Box;

const POOLS: &str = "Device.DHCPv4.Server.Pool.";

impl Box {
    /// What became of `/etc/config/dhcp`, where it is not refused.
    fn pool(&mut self, number: usize, list: &[(&str, &str)]) -> Result<String, String> {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| (format!("{POOLS}{number}.{name}"), (*value).to_owned()))
            .collect();
        self.set(&list).map_err(|fault| crate::told(&fault))?;
        Ok(std::fs::read_to_string(self.router.root().join("etc/config/dhcp")).unwrap())
    }

    fn told_of_pool(&mut self, number: usize, names: &[&str]) -> Vec<String> {
        let name = |name: &&str| self.value(&format!("{POOLS}{number}.{name}"));
        names.iter().map(name).collect()
    }
}

/// `ignore` in one section switches dnsmasq off on the whole interface.
#[test]
fn a_new_pool_leaves_the_others_of_its_interface_alone() {
    let mut all = Box::new("pool-new", "Device", None).unwrap();
    let (number, _) = all.tree.add(&mut all.router, POOLS, None).unwrap();
    let number = number as usize;
    let text = all.pool(number, &[]).unwrap();
    let (_, section) = text.split_once("config dhcp 'pool5'").unwrap();
    assert!(section.contains("option dhcpv4 'disabled'"), "{section}");
    assert!(!section.contains("ignore"), "{section}");
    assert_eq!(
        all.told_of_pool(number, &["Enable", "Status"]),
        ["false", "Disabled"]
    );
    // The range is of the network of its interface, whichever is said first.
    let network = [
        ("MinAddress", "192.168.20.200"),
        ("Interface", "Device.IP.Interface.3."),
        ("MaxAddress", "192.168.20.209"),
        ("Enable", "true"),
    ];
    let text = all.pool(number, &network).unwrap();
    let (_, section) = text.split_once("config dhcp 'pool5'").unwrap();
    for option in [
        "interface 'guest'",
        "start '200'",
        "limit '10'",
        "dhcpv4 'server'",
    ] {
        assert!(section.contains(option), "{option}: {section}");
    }
    let refused = all
        .pool(number, &[("MinAddress", "192.168.1.5")])
        .unwrap_err();
    assert!(refused.contains("9007"), "{refused}");
    assert_eq!(
        all.told_of_pool(number, &["Enable", "Status"]),
        ["true", "Enabled"]
    );
    let nowhere = all.pool(number, &[("Interface", "")]).unwrap();
    assert!(
        !nowhere
            .split_once("'pool5'")
            .unwrap()
            .1
            .contains("option interface")
    );
    assert_eq!(
        all.told_of_pool(number, &["Status"]),
        ["Error_Misconfigured"]
    );
}

#[test]
fn pools_for_some_clients_only() {
    let mut all = Box::new("pool-class", "Device", None).unwrap();
    let (number, _) = all.tree.add(&mut all.router, POOLS, None).unwrap();
    let number = number as usize;
    let named = ["VendorClassID", "VendorClassIDMode", "VendorClassIDExclude"];
    // The mode and the exclusion before there is anything to compare.
    all.pool(
        number,
        &[
            ("VendorClassIDMode", "Prefix"),
            ("VendorClassIDExclude", "true"),
        ],
    )
    .unwrap();
    assert_eq!(all.told_of_pool(number, &named), ["", "Prefix", "true"]);
    let text = all
        .pool(number, &[("VendorClassID", "MSFT 5.0, or $(so)")])
        .unwrap();
    assert!(text.contains("list tag '!pool5_vendor'"), "{text}");
    assert!(
        text.contains("option match '60,4d:53:46:54:20:35:2e:30:2c:20:6f:72:20:24:28:73:6f:29'"),
        "{text}"
    );
    assert!(text.contains("option conditional '1'"), "{text}");
    assert_eq!(
        all.told_of_pool(number, &named),
        ["MSFT 5.0, or $(so)", "Prefix", "true"]
    );
    let refused = all
        .pool(number, &[("VendorClassIDMode", "Exact")])
        .unwrap_err();
    assert!(refused.contains("Prefix or Substring"), "{refused}");
    let refused = all
        .pool(number, &[("VendorClassIDMode", "Substring")])
        .unwrap_err();
    assert!(refused.contains("commas"), "{refused}");
    let refused = all
        .pool(number, &[("VendorClassIDMode", "Suffix")])
        .unwrap_err();
    assert!(refused.contains("9007"), "{refused}");
    let exact = [
        ("VendorClassIDExclude", "false"),
        ("VendorClassIDMode", "Exact"),
    ];
    let text = all.pool(number, &exact).unwrap();
    assert!(
        text.contains("list tag 'pool5_vendor'\n\tlist tag '!pool5_vendor_more'"),
        "{text}"
    );
    assert!(text.contains(":73:6f:29:*'"), "{text}");
    assert_eq!(
        all.told_of_pool(number, &named),
        ["MSFT 5.0, or $(so)", "Exact", "false"]
    );
    let part = [
        ("VendorClassID", "snom"),
        ("VendorClassIDMode", "Substring"),
    ];
    let text = all.pool(number, &part).unwrap();
    assert!(text.contains("config vendorclass 'pool5_part'"), "{text}");
    assert!(!text.contains("'pool5_vendor"), "{text}");
    assert_eq!(
        all.told_of_pool(number, &named),
        ["snom", "Substring", "false"]
    );

    let more = [
        ("ClientID", "01AABBCCDDEEFF"),
        ("UserClassID", "6162"),
        ("Chaddr", "52:54:00:12:34:56"),
        ("ChaddrMask", "FF:FF:FF:00:00:00"),
        ("ChaddrExclude", "true"),
    ];
    let text = all.pool(number, &more).unwrap();
    for line in [
        "option match '61,01:AA:BB:CC:DD:EE:FF:*'",
        "option match '77,61:62'",
        "option mac '52:54:00:*:*:*'",
        "list tag '!pool5_mac'",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let names = more.map(|(name, _)| name);
    assert_eq!(
        all.told_of_pool(number, &names),
        [
            "01AABBCCDDEEFF",
            "6162",
            "52:54:00:00:00:00",
            "FF:FF:FF:00:00:00",
            "true"
        ]
    );
    for (name, value) in [
        ("ClientID", "01"),
        ("VendorClassID", "x"),
        ("VendorClassID", "two\nlines"),
        ("ChaddrMask", "FF:FF:F0:00:00:00"),
    ] {
        let refused = all.pool(number, &[(name, value)]).unwrap_err();
        assert!(refused.contains("9007"), "{name}={value}: {refused}");
    }
    // What the pool's options hold for, and no other's.
    assert!(
        all.pool(number, &[])
            .unwrap()
            .contains("option networkid 'pool5'")
    );

    let row = format!("{POOLS}{number}.");
    all.tree.delete(&mut all.router, &row, None).unwrap();
    let text = std::fs::read_to_string(all.router.root().join("etc/config/dhcp")).unwrap();
    assert!(!text.contains("pool5"), "{text}");
}

/// What is beside the option that changes is written again from what the hook has read.
#[test]
fn an_apostrophe_in_a_class_outlives_its_neighbours() {
    let mut all = Box::new("pool-quote", "Device", None).unwrap();
    let class = [("VendorClassIDMode", "Substring"), ("VendorClassID", "a'b")];
    all.pool(2, &class).unwrap();
    let text = all.pool(2, &[("Chaddr", "00:11:22:33:44:55")]).unwrap();
    assert!(text.contains("option vendorclass 'a'\\''b'\n"), "{text}");
    assert_eq!(all.told_of_pool(2, &["VendorClassID"]), ["a'b"]);
}

/// An option of DHCP has 255 octets at most; of those none can be longer, and dnsmasq would not start.
#[test]
fn of_the_longest_class_nothing_longer_is_compared() {
    let mut all = Box::new("pool-long", "Device", None).unwrap();
    let longest = [
        ("VendorClassID", "a".repeat(255)),
        ("ClientID", "61".repeat(255)),
        ("UserClassID", "61".repeat(255)),
    ];
    for (name, value) in &longest {
        let text = all.pool(2, &[(name, value)]).unwrap();
        assert!(!text.contains("_more'"), "{name}: {text}");
        assert_eq!(all.told_of_pool(2, &[name]).concat(), *value);
    }
    assert_eq!(all.told_of_pool(2, &["VendorClassIDMode"]), ["Exact"]);
    for (name, value) in &longest {
        let shorter = &value[value.len() / 255..];
        let text = all.pool(2, &[(name, shorter)]).unwrap();
        assert!(text.contains("_more'"), "{name}: {text}");
    }
}

/// The network's own pool is no other one's neighbour, whatever clients it is for.
#[test]
fn a_lan_with_a_class_stays_a_lan() {
    let mut all = Box::new("pool-lan", "Device", None).unwrap();
    let rows = |all: &mut Box| {
        ["DHCPv6.Server.Pool", "RouterAdvertisement.InterfaceSetting"]
            .map(|table| all.value(&format!("Device.{table}NumberOfEntries")))
    };
    assert_eq!(rows(&mut all), ["3", "3"]);
    let text = all.pool(1, &[("VendorClassID", "MSFT 5.0")]).unwrap();
    assert_eq!(text.matches("conditional '1'").count(), 1, "{text}");
    assert_eq!(rows(&mut all), ["3", "3"]);
    // One that was taken for another's neighbour is itself again with the last of its conditions.
    all.has_in(
        "etc/config/dhcp",
        "config dhcp 'lan'\n",
        "config dhcp 'lan'\n\toption conditional '1'\n",
    );
    assert_eq!(rows(&mut all), ["2", "2"]);
    let text = all.pool(1, &[("VendorClassID", "")]).unwrap();
    assert_eq!(text.matches("conditional '1'").count(), 1, "{text}");
    assert_eq!(rows(&mut all), ["3", "3"]);
    // And one that is beside another stays there.
    let text = all.pool(4, &[("VendorClassID", ""), ("Chaddr", "")]);
    assert!(text.unwrap().contains("conditional '1'"));
}

/// Where it goes counts for what it is for, in whatever order they come.
#[test]
fn a_pool_is_moved_and_gets_a_class_at_once() {
    for turned in [false, true] {
        let mut all = Box::new("pool-both", "Device", None).unwrap();
        let mut both = [
            ("Interface", "Device.IP.Interface.2."),
            ("VendorClassID", "abc"),
        ];
        if turned {
            both.reverse();
        }
        let lan = all.value("Device.DHCPv4.Server.Pool.1.Interface");
        both.iter_mut()
            .filter(|(name, _)| *name == "Interface")
            .for_each(|(_, value)| *value = &lan);
        let text = all.pool(2, &both).unwrap();
        let (_, guest) = text.split_once("config dhcp 'guest'").unwrap();
        let (guest, _) = guest.split_once("\n\n").unwrap();
        for line in ["interface 'lan'", "conditional '1'", "networkid 'guest'"] {
            assert!(guest.contains(line), "{line}: {guest}");
        }
    }
}

/// A person's own sections are understood; none is deleted for another.
#[test]
fn a_person_has_made_the_classes() {
    let mut all = Box::new("pool-own", "Device", None).unwrap();
    let text = all
        .pool(4, &[("VendorClassID", ""), ("Chaddr", "")])
        .unwrap();
    assert!(text.contains("option vendorclass 'snom'"), "{text}");
    assert!(!text.contains("list tag"), "{text}");
    all.has_in(
        "etc/config/dhcp",
        "list dhcp_option '66",
        "list tag 'room'\n\tlist tag 'phones'\n\tlist dhcp_option '66",
    );
    let text = all.pool(4, &[("VendorClassIDMode", "Prefix")]).unwrap();
    assert!(
        text.contains("\tlist tag 'room'\n\tlist tag 'voip_vendor'\n"),
        "{text}"
    );
}

/// A lease is of the pool that its address is from.
#[test]
fn a_lease_is_of_one_pool() {
    let mut all = Box::new("pool-lease", "Device", None).unwrap();
    let clients = |all: &mut Box| {
        [1, 4].map(|pool| all.value(&format!("{POOLS}{pool}.ClientNumberOfEntries")))
    };
    assert_eq!(clients(&mut all), ["4", "0"]);
    all.pool(
        4,
        &[
            ("MinAddress", "192.168.1.150"),
            ("MaxAddress", "192.168.1.150"),
        ],
    )
    .unwrap();
    assert_eq!(clients(&mut all), ["3", "1"]);
}

/// After 24.10, dnsmasq's script passes over a section without `dhcpv4`.
#[test]
fn a_pool_that_does_not_say_whether_it_is_served() {
    let mut all = Box::new("pool-silent", "Device", None).unwrap();
    let told = |all: &mut Box| all.told_of_pool(2, &["Enable", "Status"]);
    assert_eq!(told(&mut all), ["true", "Enabled"]);
    all.router
        .has("etc/openwrt_release", "DISTRIB_RELEASE='25.12.0'\n");
    assert_eq!(told(&mut all), ["true", "Enabled"]);
    let lan = "dhcp-range=set:lan,192.168.1.100,192.168.1.249,255.255.255.0,12h\n";
    let guest = "dhcp-range=set:guest,192.168.20.10,192.168.20.99,255.255.255.0,1h\n";
    all.router
        .has("var/etc/dnsmasq.conf.cfg01411c", &format!("{lan}{guest}"));
    assert_eq!(told(&mut all), ["true", "Enabled"]);
    all.router.has("var/etc/dnsmasq.conf.cfg01411c", lan);
    assert_eq!(told(&mut all), ["false", "Disabled"]);
    let text = all.pool(2, &[("Enable", "true")]).unwrap();
    assert_eq!(text.matches("option dhcpv4 'server'").count(), 3, "{text}");
    assert_eq!(told(&mut all), ["true", "Enabled"]);
}

/// The whole server off and on again: what was off by itself stays so.
#[test]
fn the_server_comes_back_as_it_was() {
    let mut all = Box::new("pool-server", "Device", None).unwrap();
    let server = |all: &mut Box, value: &str| {
        let setting = ("Device.DHCPv4.Server.Enable".to_owned(), value.to_owned());
        all.set(&[setting]).unwrap();
        [1, 2, 3, 4].map(|pool| all.value(&format!("{POOLS}{pool}.Enable")))
    };
    all.pool(2, &[("Enable", "false")]).unwrap();
    assert_eq!(server(&mut all, "false"), ["false"; 4]);
    assert_eq!(server(&mut all, "true"), ["true", "false", "false", "true"]);
}

/// The end of a tunnel here is one of the router's addresses; the option holds that itself.
#[test]
fn the_address_that_a_tunnel_begins_at() {
    let mut all = Box::new("pool-6rd", "Device", Some("other")).unwrap();
    let name = "Device.IPv6rd.InterfaceSetting.1.AddressSource";
    let row = "Device.IP.Interface.2.IPv4Address.1";
    let lines = all.sets(&[(name, row)]);
    assert!(
        lines.contains(&"+ \toption ipaddr '192.168.1.1'".to_owned()),
        "{lines:?}"
    );
    all.set(&[(name.to_owned(), row.to_owned())]).unwrap();
    assert_eq!(all.value(name), row);
    all.set(&[(name.to_owned(), String::new())]).unwrap();
    assert_eq!(all.value(name), "");
}

/// Over PPP netifd sets neither MTU nor IPv6 of a device of that name: they are those of the connection.
#[test]
fn what_pppd_makes_has_its_settings_elsewhere() {
    let mut all = Box::new("pool-ppp", "Device", None).unwrap();
    // The options of the interface, not those of a device, which netifd does not give to pppd.
    for (name, value, other, line) in [
        (
            "IP.Interface.4.MaxMTUSize",
            "1400",
            "PPP.Interface.1.MaxMRUSize",
            "mtu '1400'",
        ),
        (
            "PPP.Interface.1.MaxMRUSize",
            "1300",
            "IP.Interface.4.MaxMTUSize",
            "mtu '1300'",
        ),
        (
            "IP.Interface.4.IPv6Enable",
            "false",
            "PPP.Interface.1.IPv6CPEnable",
            "ipv6 '0'",
        ),
    ] {
        let setting = (format!("Device.{name}"), value.to_owned());
        all.set(&[setting]).unwrap();
        assert_eq!(all.value(&format!("Device.{other}")), value, "{name}");
        let lines = all.router.differences();
        let line = format!("+ \toption {line}");
        assert!(lines.contains(&line), "{name}: {lines:?}");
        assert!(
            !lines.iter().any(|line| line.contains("pppoe-wan")),
            "{lines:?}"
        );
        all.router.restore();
    }
}

/// One section serves both: with one row the other would be gone as well.
#[test]
fn a_section_stays_while_the_other_kind_of_ipv6_needs_it() {
    let rows = [
        "Device.DHCPv6.Server.Pool.2.",
        "Device.RouterAdvertisement.InterfaceSetting.2.",
    ];
    for (way, gone) in [("server", 0), ("server", 1), ("relay", 0), ("relay", 1)] {
        let mut all = Box::new("pool-kinds", "Device", None).unwrap();
        all.has_in(
            "etc/config/dhcp",
            "\toption leasetime '1h'\n\toption ra 'server'\n",
            &format!("\toption dhcpv4 'disabled'\n\toption dhcpv6 '{way}'\n\toption ra '{way}'\n"),
        );
        let before = all.router.differences();
        let fault = all
            .tree
            .delete(&mut all.router, rows[gone], None)
            .unwrap_err();
        assert!(crate::told(&fault).contains("9001"), "{fault}");
        assert_eq!(all.router.differences(), before);
        let other = format!("{}Enable", rows[1 - gone]);
        if way == "server" {
            // Held by the switch of all it is needed, too.
            let switch = [
                "Device.RouterAdvertisement.Enable",
                "Device.DHCPv6.Server.Enable",
            ][gone];
            all.set(&[(switch.to_owned(), "false".to_owned())]).unwrap();
            all.tree
                .delete(&mut all.router, rows[gone], None)
                .unwrap_err();
            all.set(&[(switch.to_owned(), "true".to_owned())]).unwrap();
        }
        all.set(&[(other.clone(), "true".to_owned())]).unwrap();
        all.set(&[(other, "false".to_owned())]).unwrap();
        all.tree.delete(&mut all.router, rows[gone], None).unwrap();
        for kind in ["DHCPv6.Server.Pool", "RouterAdvertisement.InterfaceSetting"] {
            let rows = all.value(&format!("Device.{kind}NumberOfEntries"));
            assert_eq!(rows, "2", "{kind}");
        }
    }
}

/// odhcpd announces other-config where a section says nothing; `none` keeps it from that.
#[test]
fn what_routers_announce_without_being_told() {
    let mut all = Box::new("pool-flags", "Device", None).unwrap();
    let router = |number: usize, name: &str| {
        format!("Device.RouterAdvertisement.InterfaceSetting.{number}.{name}")
    };
    let names = ["AdvManagedFlag", "AdvOtherConfigFlag", "AdvMobileAgentFlag"];
    let told = |all: &mut Box, number| names.map(|name| all.value(&router(number, name)));
    assert_eq!(told(&mut all, 1), ["true", "true", "false"]);
    assert_eq!(told(&mut all, 2), ["false", "true", "false"]);
    let other = |value: &str| [(router(2, "AdvOtherConfigFlag"), value.to_owned())];
    all.set(&other("false")).unwrap();
    assert_eq!(told(&mut all, 2), ["false"; 3]);
    let file = |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/dhcp"));
    assert!(file(&all).unwrap().contains("list ra_flags 'none'"));
    all.set(&[(router(2, "AdvManagedFlag"), "true".to_owned())])
        .unwrap();
    assert_eq!(told(&mut all, 2), ["true", "false", "false"]);
    assert!(!file(&all).unwrap().contains("none"));
    // The older option.
    all.has_in(
        "etc/config/dhcp",
        "option ra 'server'\n\tlist ra_flags 'managed-config'\n\tlist ra_flags 'other-config'",
        "option ra_management '2'",
    );
    assert_eq!(told(&mut all, 1), ["true", "true", "false"]);
    all.set(&[(router(1, "AdvManagedFlag"), "false".to_owned())])
        .unwrap();
    assert_eq!(told(&mut all, 1), ["false", "true", "false"]);
    assert!(file(&all).unwrap().contains("option ra_slaac '0'"));
}

#[test]
fn options_of_dhcpv6_are_the_octets_that_are_sent() {
    let mut all = Box::new("options6", "Device", None).unwrap();
    let options = "Device.DHCPv6.Server.Pool.1.Option.";
    let told = |all: &mut Box| -> Vec<String> {
        let file = std::fs::read_to_string(all.router.root().join("etc/config/dhcp")).unwrap();
        file.lines()
            .filter(|line| line.contains("dhcpv6_"))
            .map(|line| line.trim().to_owned())
            .collect()
    };
    let set = |all: &mut Box, list: &[(String, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| (name.clone(), (*value).to_owned()))
            .collect();
        all.set(&list)
    };
    // One that a person has written is there, and stays in what is sent.
    let ntp = "0038001400010010200106780f0400000000000000000123";
    let values = all.values(options);
    assert_eq!(values[&format!("{options}1.Tag")], "56");
    assert_eq!(
        values[&format!("{options}1.Value")],
        ntp[8..].to_uppercase()
    );
    let (number, _) = all.tree.add(&mut all.router, options, None).unwrap();
    assert_eq!(number, 2);
    assert_eq!(told(&mut all)[0], format!("option dhcpv6_raw '{ntp}'"));
    // Without a number it cannot be sent.
    assert!(set(&mut all, &[(format!("{options}2.Enable"), "true")]).is_err());
    let wished = [
        (format!("{options}2.Enable"), "true"),
        (format!("{options}2.Tag"), "300"),
        (format!("{options}2.Value"), "0AFF"),
    ];
    set(&mut all, &wished).unwrap();
    assert_eq!(
        told(&mut all)[0],
        format!("option dhcpv6_raw '{ntp}012c00020AFF'")
    );
    // What is off is kept, and so is its place.
    set(&mut all, &[(format!("{options}1.Enable"), "false")]).unwrap();
    assert_eq!(told(&mut all)[0], "option dhcpv6_raw '012c00020AFF'");
    set(&mut all, &[(format!("{options}1.Enable"), "true")]).unwrap();
    assert_eq!(
        told(&mut all)[0],
        format!("option dhcpv6_raw '{ntp}012c00020AFF'")
    );
    all.tree
        .delete(&mut all.router, &format!("{options}1."), None)
        .unwrap();
    assert_eq!(told(&mut all)[0], "option dhcpv6_raw '012c00020AFF'");
    all.tree
        .delete(&mut all.router, &format!("{options}2."), None)
        .unwrap();
    assert!(told(&mut all).is_empty(), "{:?}", told(&mut all));
}
