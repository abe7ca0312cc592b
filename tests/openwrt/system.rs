//! The device's own services and modems: accounts, pages, lights, keys, roaming.

use crate::Box;

#[test]
fn roaming_is_a_switch_of_each_modem_that_has_one() {
    let mut all = Box::new("roaming", "Device", Some("other")).unwrap();
    assert_eq!(all.value("Device.Cellular.RoamingEnabled"), "true");
    let lines = all.sets(&[("Device.Cellular.RoamingEnabled", "false")]);
    let switched = |line: &&String| line.as_str() == "+ \toption allow_roaming '0'";
    assert_eq!(lines.iter().filter(switched).count(), 2, "{lines:?}");
    // What QMI modems keep themselves they are told.
    assert!(lines.contains(&"$ \"$CWMPD_HOOKS\"/cellular roam".to_owned()));

    assert_eq!(all.value("Device.Cellular.RoamingStatus"), "Home");

    let mut none = Box::new("roaming-none", "Device", None).unwrap();
    none.router.hooks.clear();
    let values = none.values("Device.Cellular.");
    assert!(!values.contains_key("Device.Cellular.RoamingStatus"));
    assert!(!values.contains_key("Device.Cellular.RoamingEnabled"));
    assert_eq!(none.router.hooks, [""; 0], "nobody to ask");
    let off = (
        "Device.Cellular.RoamingEnabled".to_owned(),
        "false".to_owned(),
    );
    assert!(none.set(&[off]).is_err());
}

/// What has been read in the operator's page need not fill the card.
#[test]
fn the_acs_deletes_a_message() {
    const TABLE: &str = "Device.Cellular.Interface.1.SMS.Message.";
    let mut all = Box::new("messages", "Device", Some("other")).unwrap();
    let before = all.values(TABLE);
    assert_eq!(before[&format!("{TABLE}2.Sender")], "Telekom");
    let row = format!("{TABLE}1.");
    all.tree.delete(&mut all.router, &row, None).unwrap();
    let left = all.values(TABLE);
    assert!(
        left.keys()
            .all(|name| name.starts_with(&format!("{TABLE}2.")))
    );
    assert_eq!(left[&format!("{TABLE}2.Sender")], "Telekom");
    // There is nothing that a new one could be made of.
    assert!(all.tree.add(&mut all.router, TABLE, None).is_err());
}

const PAGES: &str = "Device.UserInterface.HTTPAccess.";

/// A page for the operator, from outside, at a port of its own.
#[test]
fn a_page_for_those_outside_comes_and_goes() {
    let mut all = Box::new("pages", "Device", None).unwrap();
    let (number, _) = all.tree.add(&mut all.router, PAGES, None).unwrap();
    let row = format!("{PAGES}{number}.");
    let values = all.values(&row);
    let says = |name: &str| values[&format!("{row}{name}")].clone();
    assert_eq!(number, 3);
    for (name, value) in [
        ("Enable", "false"),
        ("Status", "Down"),
        ("Order", "3"),
        ("Port", "443"),
        ("Protocol", "HTTPS"),
        ("AccessType", "LocalAccess"),
        ("AllowAllIPv4", "false"),
        ("AllowAllIPv6", "false"),
        ("IPv4AllowedSourcePrefix", ""),
    ] {
        assert_eq!(says(name), value, "{name}");
    }
    let name = |name: &str| format!("{row}{name}");
    let at = |all: &mut Box, list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (name(field), (*value).to_owned()))
            .collect();
        all.set(&list)
    };
    // LuCI is there already.
    assert!(at(&mut all, &[("Enable", "true")]).is_err());
    let wanted = [
        ("Enable", "true"),
        ("Port", "8443"),
        ("AccessType", "RemoteAccess"),
        ("AllowAllIPv4", "true"),
    ];
    at(&mut all, &wanted).unwrap();
    let file = |all: &Box, name: &str| {
        std::fs::read_to_string(all.router.root().join("etc/config").join(name)).unwrap()
    };
    let server = file(&all, "uhttpd");
    let (_, mine) = server
        .split_once("config uhttpd 'cwmp_access_1'\n")
        .unwrap();
    for line in [
        "option home '/www'",
        "option cert '/etc/uhttpd.crt'",
        "list listen_https '0.0.0.0:8443'",
        "list listen_https '[::]:8443'",
    ] {
        assert!(mine.contains(line), "{line}: {mine}");
    }
    assert!(!mine.contains("_off"), "{mine}");
    let door = "\
config rule 'cwmp_web_cwmp_access_1'
\toption name 'Allow-Web-cwmp_access_1'
\toption src 'wan'
\toption proto 'tcp'
\toption target 'ACCEPT'
\toption dest_port '8443'
";
    let firewall = file(&all, "firewall");
    assert!(firewall.contains(door), "{firewall}");
    assert_eq!(all.value(&name("AccessType")), "RemoteAccess");

    at(&mut all, &[("Protocol", "HTTP"), ("Port", "8080")]).unwrap();
    assert_eq!(all.value(&name("Protocol")), "HTTP");
    let server = file(&all, "uhttpd");
    assert!(
        server.contains("list listen_http '0.0.0.0:8080'"),
        "{server}"
    );
    assert!(!server.contains("8443"), "{server}");
    assert!(file(&all, "firewall").contains("dest_port '8080'"));
    at(&mut all, &[("Enable", "false")]).unwrap();
    assert!(file(&all, "firewall").contains("\toption dest_port '8080'\n\toption enabled '0'\n"));
    at(&mut all, &[("AccessType", "LocalAccess")]).unwrap();
    assert!(!file(&all, "firewall").contains("cwmp_web"));
    at(&mut all, &[("AccessType", "RemoteAccess")]).unwrap();

    all.tree.delete(&mut all.router, &row, None).unwrap();
    assert!(!file(&all, "uhttpd").contains("cwmp_access"));
    assert!(!file(&all, "firewall").contains("cwmp_"));
    assert_eq!(
        all.value("Device.UserInterface.HTTPAccessNumberOfEntries"),
        "2"
    );
}

#[test]
fn two_pages_are_at_two_ports() {
    let mut all = Box::new("ports", "Device", None).unwrap();
    let port = |row: usize, port: &str| (format!("{PAGES}{row}.Port"), port.to_owned());
    assert!(all.set(&[port(1, "443")]).is_err());
    // Crosswise, no port is there twice.
    all.set(&[port(1, "443"), port(2, "80")]).unwrap();
    assert_eq!(all.value(&format!("{PAGES}1.Port")), "443");
    let other = (format!("{PAGES}1.Protocol"), "HTTPS".to_owned());
    assert!(all.set(&[other]).is_err());
}

/// uhttpd listens at addresses: those of the interface that are always the same.
#[test]
fn a_page_is_on_one_interface_alone() {
    let mut all = Box::new("interface", "Device", None).unwrap();
    let set = |all: &mut Box, row: usize, list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (format!("{PAGES}{row}.{field}"), (*value).to_owned()))
            .collect();
        all.set(&list)
    };
    let lines = |all: &Box| -> Vec<String> {
        let text = std::fs::read_to_string(all.router.root().join("etc/config/uhttpd")).unwrap();
        let listens = text.lines().filter(|line| line.contains(" listen_"));
        listens.map(|line| line.trim().to_owned()).collect()
    };
    let (lan, guest) = ("Device.IP.Interface.2", "Device.IP.Interface.3");
    assert_eq!(all.value(&format!("{PAGES}1.Interface")), "");
    let https = [
        "list listen_https '0.0.0.0:443'",
        "list listen_https '[::]:443'",
    ];
    set(&mut all, 1, &[("Interface", guest), ("Port", "8080")]).unwrap();
    assert_eq!(
        lines(&all),
        [
            "list listen_http '192.168.20.1:8080'",
            "list listen_http '10.20.20.1:8080'",
            "list listen_http '[fd00:20::1]:8080'",
            https[0],
            https[1],
            "option listen_http_interface 'guest'",
        ]
    );
    assert_eq!(all.value(&format!("{PAGES}1.Interface")), guest);
    assert_eq!(all.value(&format!("{PAGES}1.Port")), "8080");
    assert_eq!(all.value(&format!("{PAGES}2.Interface")), "");

    // What is off is still there, and a port goes along.
    let enable = |value: &str| ("Device.UserInterface.Enable".to_owned(), value.to_owned());
    all.set(&[enable("false")]).unwrap();
    assert_eq!(all.value(&format!("{PAGES}1.Interface")), guest);
    let held = "list listen_http_held '192.168.20.1:8080'".to_owned();
    assert!(lines(&all).contains(&held), "{:?}", lines(&all));
    all.set(&[enable("true")]).unwrap();
    set(&mut all, 1, &[("Port", "80")]).unwrap();
    assert_eq!(all.value(&format!("{PAGES}1.Interface")), guest);

    // It was named, so it is meant while the addresses are others.
    let network = all.router.root().join("etc/config/network");
    let before = std::fs::read_to_string(&network).unwrap();
    std::fs::write(&network, before.replace("192.168.20.1/", "192.168.20.2/")).unwrap();
    assert_eq!(all.value(&format!("{PAGES}1.Interface")), guest);
    set(&mut all, 1, &[("Interface", guest)]).unwrap();
    let now = lines(&all);
    assert!(
        now.contains(&"list listen_http '192.168.20.2:80'".to_owned()),
        "{now:?}"
    );

    // The same port elsewhere, and at all addresses.
    let (number, _) = all.tree.add(&mut all.router, PAGES, None).unwrap();
    let number = usize::try_from(number).unwrap();
    assert_eq!(all.value(&format!("{PAGES}{number}.Interface")), "");
    let mine = [("Protocol", "HTTP"), ("Port", "80"), ("Enable", "true")];
    assert!(set(&mut all, number, &mine).is_err());
    let there = [mine[0], mine[1], mine[2], ("Interface", lan)];
    assert!(set(&mut all, number, &there).is_err(), "nobody may come");
    let anybody = [("AllowAllIPv4", "true"), ("AllowAllIPv6", "true")];
    set(&mut all, number, &anybody).unwrap();
    set(&mut all, number, &there).unwrap();
    assert_eq!(all.value(&format!("{PAGES}{number}.Interface")), lan);
    assert!(set(&mut all, number, &[("Interface", guest)]).is_err());
    assert!(set(&mut all, number, &[("Interface", "")]).is_err());
    // The interface goes along with the protocol.
    set(&mut all, number, &[("Protocol", "HTTPS"), ("Port", "8443")]).unwrap();
    let now = lines(&all);
    assert!(
        now.contains(&"option listen_https_interface 'lan'".to_owned()),
        "{now:?}"
    );
    assert!(
        !now.contains(&"option listen_http_interface 'lan'".to_owned()),
        "{now:?}"
    );
    assert_eq!(all.value(&format!("{PAGES}{number}.Interface")), lan);

    // No address that stays.
    let wan = set(&mut all, 1, &[("Interface", "Device.IP.Interface.4")]).unwrap_err();
    assert!(crate::told(&wan).contains("9007"), "{}", crate::told(&wan));
    assert!(crate::told(&wan).contains("expected an interface with a static address"));

    set(&mut all, 1, &[("Interface", "")]).unwrap();
    assert_eq!(all.value(&format!("{PAGES}1.Interface")), "");
    let now = lines(&all);
    assert_eq!(
        now[..2],
        [
            "list listen_http '0.0.0.0:80'",
            "list listen_http '[::]:80'"
        ]
    );
    assert!(
        !now.contains(&"option listen_http_interface 'guest'".to_owned()),
        "{now:?}"
    );
}

/// An address that somebody has written is that of its interface.
#[test]
fn a_page_at_an_address_is_on_the_interface_of_that() {
    for (address, interface) in [
        ("192.168.1.1:80", "Device.IP.Interface.2"),
        ("127.0.0.1:80", "Device.IP.Interface.1"),
        ("[fd00:20::1]:80", "Device.IP.Interface.3"),
        ("203.0.113.5:80", ""),
        ("80", ""),
    ] {
        let mut all = Box::new("address", "Device", None).unwrap();
        let before = "\tlist listen_http '0.0.0.0:80'\n\tlist listen_http '[::]:80'\n";
        let after = format!("\tlist listen_http '{address}'\n");
        all.has_in("etc/config/uhttpd", before, &after);
        let told = all.value(&format!("{PAGES}1.Interface"));
        assert_eq!(told, interface, "{address}");
    }
}

/// uhttpd and dropbear ask nobody where from; the firewall does.
#[test]
fn who_may_come_is_said_by_where_from() {
    let mut all = Box::new("sources", "Device", None).unwrap();
    let firewall = |all: &Box| {
        let text = std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        let (_, rules) = text.split_once("config rule 'cwmp_").unwrap_or_default();
        rules.to_owned()
    };
    let set = |all: &mut Box, row: &str, list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (format!("{row}{field}"), (*value).to_owned()))
            .collect();
        all.set(&list).map_err(|fault| crate::told(&fault))
    };
    let four = "IPv4AllowedSourcePrefix";
    for (row, name, port) in [
        (format!("{PAGES}2."), "Web_main_https", "443"),
        ("Device.SSH.Server.1.".to_owned(), "SSH_main", "22"),
    ] {
        assert_eq!(all.value(&format!("{row}AllowAllIPv4")), "true");
        let wanted = [
            ("AllowAllIPv4", "false"),
            (four, "192.168.1.0/24,203.0.113.7"),
        ];
        set(&mut all, &row, &wanted).unwrap();
        let text = firewall(&all);
        let (title, rest) = text.split_once("'\n").unwrap();
        assert_eq!(title, format!("limit4_{name}"));
        let (_, rest) = rest.split_once("\n").unwrap();
        let rule = format!(
            "\toption src '*'\n\toption family 'ipv4'\n\toption proto 'tcp'\n\
             \toption target 'REJECT'\n\toption dest_port '{port}'\n\
             \tlist src_ip '!192.168.1.0/24'\n\tlist src_ip '!203.0.113.7'\n"
        );
        assert!(rest.starts_with(&rule), "{rest}");
        assert!(!rest.contains("config rule"), "{rest}");
        assert_eq!(all.value(&format!("{row}{four}")), wanted[1].1);
        assert_eq!(all.value(&format!("{row}AllowAllIPv4")), "false");
        assert_eq!(all.value(&format!("{row}AllowAllIPv6")), "true");

        // The port goes along.
        set(&mut all, &row, &[("Port", "2222")]).unwrap();
        assert!(firewall(&all).contains("option dest_port '2222'"));
        // All are let in, and the prefixes are kept.
        set(&mut all, &row, &[("AllowAllIPv4", "true")]).unwrap();
        assert!(firewall(&all).contains("option enabled '0'\n\toption allow_all '1'\n"));
        assert_eq!(all.value(&format!("{row}{four}")), wanted[1].1);
        set(&mut all, &row, &[(four, "")]).unwrap();
        assert_eq!(firewall(&all), "");
        // Nobody, over IPv6.
        set(&mut all, &row, &[("AllowAllIPv6", "false")]).unwrap();
        assert!(!firewall(&all).contains("src_ip"));
        assert!(firewall(&all).contains("option family 'ipv6'"));
        for odd in ["192.168.1.0/24", "fd00::/64 x", "fd00", "$(reboot)::"] {
            let told = set(&mut all, &row, &[("IPv6AllowedSourcePrefix", odd)]).unwrap_err();
            assert!(told.starts_with("9007"), "{told}");
        }
        let told = set(&mut all, &row, &[(four, "fd00::/64")]).unwrap_err();
        assert!(
            told.starts_with("9007 expected prefixes of this family"),
            "{told}"
        );
        all.tree.delete(&mut all.router, &row, None).unwrap();
        assert_eq!(firewall(&all), "");
    }
}

/// fw4 passes over a rule that it cannot read, and lets everybody in.
#[test]
fn a_prefix_that_the_firewall_cannot_read_is_refused() {
    let mut all = Box::new("prefixes", "Device", None).unwrap();
    let mut is_taken = |family: u8, prefix: &str| {
        ["Device.SSH.Server.1.", "Device.UserInterface.HTTPAccess.2."].map(|row| {
            let name = format!("{row}IPv{family}AllowedSourcePrefix");
            let answer = all.set(&[(name, prefix.to_owned())]);
            answer.is_ok()
        })
    };
    for (family, prefix) in [
        (4, "300.1.1.1"),
        (4, "10.0.0.256"),
        (4, "192.168.1./24"),
        (4, "1.2.3.4/99"),
        (4, "1.2.3.4/33"),
        (4, "1.2.3.4/"),
        (4, "1.2.3.4/024"),
        (4, "01.2.3.4"),
        (4, "1.2.3"),
        (4, "1.2.3.4.5"),
        (4, "1.2.3.4/24/24"),
        (6, "2001:db8:1:/48"),
        (6, ":::"),
        (6, "12345::"),
        (6, "::1::"),
        (6, ":1::"),
        (6, "1:2:3:4:5:6:7"),
        (6, "1:2:3:4:5:6:7:8:9"),
        (6, "1:2:3:4::5:6:7:8"),
        (6, "fd00::/129"),
        (6, "g::"),
    ] {
        assert_eq!(is_taken(family, prefix), [false; 2], "{prefix}");
    }
    for (family, prefix) in [
        (4, "192.168.1.0/24"),
        (4, "255.250.199.0/32"),
        (4, "10.0.0.0/8,203.0.113.7"),
        (6, "::"),
        (6, "::1"),
        (6, "fd00::"),
        (6, "2001:DB8:1::/48"),
        (6, "1:2:3:4:5:6:7:8/128"),
        (6, "1:2:3::5:6:7:8"),
    ] {
        assert_eq!(is_taken(family, prefix), [true; 2], "{prefix}");
    }
}

/// fw3 makes one rule of each, which refuses all but that.
#[test]
fn who_may_come_is_one_prefix_where_the_firewall_is_fw3() {
    let mut all = Box::new("older-firewall", "Device", None).unwrap();
    for (program, two) in [("sbin/fw3", false), ("sbin/fw4", true)] {
        all.router.has(program, "");
        for row in [format!("{PAGES}2."), "Device.SSH.Server.1.".to_owned()] {
            for (field, one, other) in [
                ("IPv4AllowedSourcePrefix", "192.168.1.0/24", "203.0.113.7"),
                ("IPv6AllowedSourcePrefix", "fd00::/64", "2001:db8::7"),
            ] {
                let path = format!("{row}{field}");
                all.set(&[(path.clone(), one.to_owned())]).unwrap();
                let several = all.set(&[(path.clone(), format!("{one},{other}"))]);
                assert_eq!(several.is_ok(), two, "{program} {path}");
                if let Err(fault) = several {
                    let told = crate::told(&fault);
                    assert!(told.starts_with("9007 expected one prefix"), "{told}");
                }
            }
        }
    }
}

/// The rule looks at the port, not at which of the device's addresses it is asked for.
#[test]
fn a_page_for_some_has_its_port_alone() {
    let mut all = Box::new("alone", "Device", None).unwrap();
    let mut set = |list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (format!("{PAGES}{field}"), (*value).to_owned()))
            .collect();
        all.set(&list).map_err(|fault| crate::told(&fault))
    };
    set(&[("1.Interface", "Device.IP.Interface.2")]).unwrap();
    set(&[("2.Interface", "Device.IP.Interface.3"), ("2.Port", "80")]).unwrap();
    for row in ["1.AllowAllIPv4", "2.AllowAllIPv6"] {
        let told = set(&[(row, "false")]).unwrap_err();
        assert!(
            told.starts_with("9007 expected a port of its own"),
            "{told}"
        );
    }
    set(&[("2.AllowAllIPv4", "false"), ("2.Port", "443")]).unwrap();
    assert!(set(&[("2.Port", "80")]).is_err());
}

#[test]
fn the_page_speaks_what_is_installed() {
    let mut all = Box::new("language", "Device", None).unwrap();
    let says = |value: &str| {
        let name = "Device.UserInterface.CurrentLanguage".to_owned();
        [(name, value.to_owned())]
    };
    assert!(all.set(&says("fr")).is_err());
    for language in ["de", "en", "auto"] {
        all.set(&says(language)).unwrap();
        assert_eq!(all.value(&says("")[0].0), language);
    }
}

/// TR-098 has one page for those outside.
#[test]
fn a_page_for_those_outside_under_the_older_root() {
    const REMOTE: &str = "InternetGatewayDevice.UserInterface.RemoteAccess.";
    let mut all = Box::new("remote", "InternetGatewayDevice", Some("more")).unwrap();
    let set = |all: &mut Box, list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (format!("{REMOTE}{field}"), (*value).to_owned()))
            .collect();
        all.set(&list).map_err(|fault| crate::told(&fault))
    };
    let says = |all: &mut Box| {
        ["Enable", "Port", "Protocol"].map(|field| all.value(&format!("{REMOTE}{field}")))
    };
    assert_eq!(says(&mut all), ["false", "8443", "HTTPS"]);
    set(&mut all, &[("Enable", "false")]).unwrap();
    assert_eq!(all.router.differences(), [""; 0], "there is none yet");
    set(&mut all, &[("Enable", "true")]).unwrap();
    assert_eq!(says(&mut all), ["true", "8443", "HTTPS"]);
    let file = |all: &Box, name: &str| {
        std::fs::read_to_string(all.router.root().join("etc/config").join(name)).unwrap()
    };
    let server = file(&all, "uhttpd");
    for line in [
        "config uhttpd 'cwmp_access_remote'",
        "\tlist listen_https '0.0.0.0:8443'\n\tlist listen_https '[::]:8443'",
        "\toption cert '/etc/uhttpd.crt'",
    ] {
        assert!(server.contains(line), "{line}: {server}");
    }
    assert!(file(&all, "firewall").contains("\toption dest_port '8443'\n"));
    set(&mut all, &[("Port", "8080"), ("Protocol", "HTTP")]).unwrap();
    assert_eq!(says(&mut all), ["true", "8080", "HTTP"]);
    assert!(file(&all, "firewall").contains("\toption dest_port '8080'\n"));
    let told = set(&mut all, &[("Port", "80")]).unwrap_err();
    assert!(
        told.starts_with("9007 expected a port that no other"),
        "{told}"
    );
    for odd in [("Port", "0"), ("Protocol", "HTTP2")] {
        let told = set(&mut all, &[odd]).unwrap_err();
        assert!(told.starts_with("9007"), "{told}");
    }
    set(&mut all, &[("Enable", "false")]).unwrap();
    assert_eq!(says(&mut all), ["false", "8080", "HTTP"]);
    let door = "\toption dest_port '8080'\n\toption enabled '0'\n";
    assert!(file(&all, "firewall").contains(door));
    all.router.restore();
    set(&mut all, &[("Protocol", "HTTP")]).unwrap();
    assert_eq!(says(&mut all), ["false", "8443", "HTTP"]);
}

/// Who goes off by himself has no mark of what went off with others.
#[test]
fn what_was_switched_off_alone_does_not_come_back_with_the_rest() {
    for (name, more, all, one) in [
        (
            "ssh",
            None,
            "Device.SSH.Enable",
            "Device.SSH.Server.1.Enable",
        ),
        (
            "6rd",
            Some("other"),
            "Device.IPv6rd.Enable",
            "Device.IPv6rd.InterfaceSetting.1.Enable",
        ),
        (
            "dslite",
            Some("other"),
            "Device.DSLite.Enable",
            "Device.DSLite.InterfaceSetting.1.Enable",
        ),
        (
            "map",
            Some("other"),
            "Device.MAP.Enable",
            "Device.MAP.Domain.1.Enable",
        ),
        (
            "dhcpv6",
            None,
            "Device.DHCPv6.Server.Enable",
            "Device.DHCPv6.Server.Pool.1.Enable",
        ),
        (
            "ra",
            None,
            "Device.RouterAdvertisement.Enable",
            "Device.RouterAdvertisement.InterfaceSetting.1.Enable",
        ),
    ] {
        let mut router = Box::new(&format!("alone-{name}"), "Device", more).unwrap();
        let set = |router: &mut Box, name: &str, value: &str| {
            router.set(&[(name.to_owned(), value.to_owned())]).unwrap();
        };
        assert_eq!(router.value(one), "true", "{name}");
        set(&mut router, all, "false");
        assert_eq!(router.value(one), "false", "{name}");
        set(&mut router, one, "true");
        set(&mut router, one, "false");
        // Refused where there is no other.
        let back = (all.to_owned(), "true".to_owned());
        let _ = router.set(&[back]);
        assert_eq!(router.value(one), "false", "{name}");
    }
}

/// A role is a login of rpcd, which goes with its user.
#[test]
fn a_user_with_a_role_goes_with_his_login() {
    let mut all = Box::new("roles", "Device", None).unwrap();
    let users = "Device.Users.User.";
    let (number, _) = all.tree.add(&mut all.router, users, None).unwrap();
    let row = format!("{users}{number}.");
    let role = (
        format!("{row}RoleParticipation"),
        "Device.Users.Role.3,Device.Users.Role.4".to_owned(),
    );
    all.set(std::slice::from_ref(&role)).unwrap();
    assert_eq!(all.value(&role.0), role.1);
    let rpcd = |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/rpcd"));
    assert!(rpcd(&all).unwrap().contains("option password '$p$user"));
    let renamed = (format!("{row}Username"), "kim".to_owned());
    all.set(&[renamed]).unwrap();
    assert!(rpcd(&all).unwrap().contains("option password '$p$kim'"));
    all.tree.delete(&mut all.router, &row, None).unwrap();
    assert!(!rpcd(&all).unwrap().contains("kim"));
}

/// In the kernel's folder of all devices there are links into the tree of the bus.
#[test]
fn a_device_behind_a_hub_refers_to_the_hub() {
    for (root, more, table) in [
        ("Device", "other", "Device.USB.USBHosts."),
        (
            "InternetGatewayDevice",
            "more",
            "InternetGatewayDevice.USBHosts.",
        ),
    ] {
        let mut all = Box::new(&format!("usb-{more}"), root, Some(more)).unwrap();
        let devices = all.router.root().join("sys/bus/usb/devices");
        let bus = all.router.root().join("sys/devices/usb1");
        for (place, number) in [("", 1), ("1-1", 2), ("1-1/1-1.4", 3)] {
            let folder = bus.join(place);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("devnum"), format!("{number}\n")).unwrap();
        }
        std::fs::remove_dir_all(devices.join("1-1")).unwrap();
        for (name, place) in [("1-1", "1-1"), ("1-1.4", "1-1/1-1.4")] {
            let place = std::path::Path::new("../../../devices/usb1").join(place);
            std::os::unix::fs::symlink(place, devices.join(name)).unwrap();
        }
        let device = |row: usize, name: &str| format!("{table}Host.1.Device.{row}.{name}");
        assert_eq!(all.value(&device(1, "DeviceNumber")), "2");
        assert_eq!(all.value(&device(1, "Parent")), "");
        assert_eq!(all.value(&device(2, "DeviceNumber")), "3");
        assert_eq!(
            all.value(&device(2, "Parent")),
            format!("{table}Host.1.Device.1")
        );
    }
}

const LIGHT: &str = "Device.LEDs.LED.2.CycleElement.1.";

#[test]
fn a_light_of_three_colours_shines_as_it_is_told() {
    let mut all = Box::new("colours", "Device", Some("other")).unwrap();
    let field = |name: &str| format!("{LIGHT}{name}");
    assert_eq!(all.value("Device.LEDs.LED.2.Name"), "rgb:status");
    assert_eq!(all.value(&field("Color")), "0000FF");
    assert_eq!(all.value(&field("Brightness")), "100");
    let set = |all: &mut Box, name: &str, value: &str| {
        all.set(&[(field(name), value.to_owned())])
            .map_err(|fault| crate::told(&fault))
    };
    set(&mut all, "Color", "FF8001").unwrap();
    set(&mut all, "Brightness", "40").unwrap();
    set(&mut all, "Enable", "true").unwrap();
    let lines = all.router.differences();
    let has = |line: &str| lines.iter().any(|there| there == line);
    for line in [
        "+ \toption color_red '255'",
        "+ \toption color_green '128'",
        "+ \toption color_blue '1'",
        "+ \toption brightness '102'",
        "+ \toption trigger 'none'",
        "+ \toption default '1'",
    ] {
        assert!(has(line), "{line}: {lines:?}");
    }
    assert_eq!(all.value(&field("Color")), "FF8001");
    assert_eq!(all.value(&field("Brightness")), "40");
    set(&mut all, "Brightness", "100").unwrap();
    assert_eq!(all.value(&field("Brightness")), "100");
    for (name, value) in [("Color", "000000"), ("Brightness", "0")] {
        let told = set(&mut all, name, value).unwrap_err();
        assert!(told.starts_with("9007"), "{told}");
    }
    let white = "Device.LEDs.LED.3.CycleElement.1.Color".to_owned();
    all.set(&[(white.clone(), "FFFFFF".to_owned())]).unwrap();
    let told = crate::told(&all.set(&[(white, "FF0000".to_owned())]).unwrap_err());
    assert!(told.starts_with("9007 expected FFFFFF"), "{told}");

    // Seven steps, of which none is half.
    all.router.restore();
    all.router
        .has("sys/class/leds/rgb:status/max_brightness", "7\n");
    let told = set(&mut all, "Brightness", "50").unwrap_err();
    assert!(told.contains("7 steps"), "{told}");
    set(&mut all, "Brightness", "57").unwrap();
    assert_eq!(all.value(&field("Brightness")), "57");
    let told = set(&mut all, "Color", "FF8001").unwrap_err();
    assert!(told.contains("7 steps"), "{told}");
    all.router
        .has("sys/class/leds/rgb:status/multi_index", "red blue\n");
    assert!(set(&mut all, "Color", "FFFF00").is_err());
    set(&mut all, "Color", "FF00FF").unwrap();

    // What is no number to the shell: the rest is told all the same.
    all.router.restore();
    let path = all.router.root().join("etc/config/system");
    let text = std::fs::read_to_string(&path).unwrap();
    let text = format!(
        "{text}\nconfig led\n\toption sysfs 'rgb:status'\n\toption trigger 'default-on'\n\
         \toption color_red '08'\n\toption color_blue '255'\n"
    );
    all.router.has("etc/config/system", &text);
    all.router
        .has("sys/class/leds/rgb:status/multi_intensity", "09 8 08\n");
    assert_eq!(all.value(&field("Color")), "0000FF");

    // A release whose script passes over such options.
    all.router.has("etc/init.d/led", "#!/bin/sh\n");
    for (name, value) in [("Color", "FF0000"), ("Brightness", "43")] {
        let told = set(&mut all, name, value).unwrap_err();
        assert!(told.starts_with("9001"), "{told}");
    }
}

/// logd writes a file where it is told one; what is off is not forgotten.
#[test]
fn the_log_goes_to_a_file_and_back() {
    let mut all = Box::new("log", "Device", None).unwrap();
    let field = |name: &str| format!("Device.Syslog.Action.1.LogFile.{name}");
    let set = |all: &mut Box, name: &str, value: &str| {
        all.set(&[(field(name), value.to_owned())])
            .map_err(|fault| crate::told(&fault))
    };
    let options = |all: &Box| -> Vec<String> {
        let text = std::fs::read_to_string(all.router.root().join("etc/config/system")).unwrap();
        let lines = text.lines().filter(|line| line.contains("log_file"));
        lines.map(|line| line.trim().to_owned()).collect()
    };
    let rows = |all: &mut Box, table: &str| {
        all.value(&format!("Device.DeviceInfo.{table}NumberOfEntries"))
    };
    let told = set(&mut all, "Enable", "true").unwrap_err();
    assert!(told.starts_with("9007 expected a FilePath"), "{told}");
    for odd in ["/var/log/messages", "file:///", "file://host/log", "other"] {
        let told = set(&mut all, "FilePath", odd).unwrap_err();
        assert!(told.starts_with("9007"), "{odd}: {told}");
    }
    let path = "file:///mnt/log=1/messages=";
    set(&mut all, "FilePath", path).unwrap();
    assert_eq!(all.value(&field("Enable")), "false");
    assert_eq!(all.value(&field("FilePath")), path);
    assert_eq!(
        options(&all),
        ["option log_file_off '/mnt/log=1/messages='"]
    );
    assert_eq!(rows(&mut all, "VendorLogFile"), "1");
    set(&mut all, "Enable", "true").unwrap();
    assert_eq!(options(&all), ["option log_file '/mnt/log=1/messages='"]);
    assert_eq!(rows(&mut all, "VendorLogFile"), "2");
    let reference = all.value(&field("VendorLogFileRef"));
    assert_eq!(all.value(&format!("{reference}.Name")), path);
    assert_eq!(all.value(&format!("{reference}.Persistent")), "true");
    // As large as the buffer, where nothing else is said.
    let rotate = "Device.DeviceInfo.LogRotate.1.";
    assert_eq!(all.value(&format!("{rotate}Name")), path);
    assert_eq!(all.value(&format!("{rotate}MaxFileSize")), "128");
    let size = (format!("{rotate}MaxFileSize"), "256".to_owned());
    all.set(&[size]).unwrap();
    assert_eq!(all.value(&format!("{reference}.MaximumSize")), "262144");
    set(&mut all, "FilePath", "file:///var/log/messages").unwrap();
    assert_eq!(options(&all), ["option log_file '/var/log/messages'"]);
    assert_eq!(all.value(&format!("{reference}.Persistent")), "false");
    assert!(set(&mut all, "FilePath", "").is_err(), "it is on");
    set(&mut all, "Enable", "false").unwrap();
    assert_eq!(options(&all), ["option log_file_off '/var/log/messages'"]);
    assert_eq!(rows(&mut all, "LogRotate"), "0");
    set(&mut all, "FilePath", "").unwrap();
    assert_eq!(options(&all), Vec::<String>::new());
}

/// logd appends to any file, and the ACS asks for the log.
#[test]
fn the_log_goes_nowhere_but_where_logs_are() {
    const PATH: &str = "Device.Syslog.Action.1.LogFile.FilePath";
    let mut all = Box::new("log-place", "Device", None).unwrap();
    let set = |all: &mut Box, value: &str| {
        all.set(&[(PATH.to_owned(), value.to_owned())])
            .map_err(|fault| crate::told(&fault))
    };
    all.router.has("tmp/there", "somebody else's\n");
    for odd in [
        "file:///etc/config/network",
        "file:///etc/shadow",
        "file:///tmp/../etc/shadow",
        "file:///mnt/..",
        "file:///mnt/",
        "file:///overlay/messages",
        "file:///tmp/there",
        "file:///tmp/a\nDevice.Syslog.Action.1.LogFile.Enable=true",
        "file:///tmp/a\u{7}",
    ] {
        let told = set(&mut all, odd).unwrap_err();
        assert!(told.starts_with("9007"), "{odd}: {told}");
    }
    for path in [
        "file:///mnt/usb/log",
        "file:///srv/a..b",
        "file:///var/log/=",
    ] {
        set(&mut all, path).unwrap();
        assert_eq!(all.value(PATH), path);
    }
    // It may stay when it has been written.
    all.router.has("var/log/=", "what was\n");
    set(&mut all, "file:///var/log/=").unwrap();
}

/// Both families, of which the second one tells of the first as well.
#[test]
fn who_is_connected_over_ssh_is_told() {
    let mut all = Box::new("sessions", "Device", None).unwrap();
    let sessions = "Device.SSH.Server.1.Session.";
    let values = all.values(sessions);
    let told: Vec<String> = (1..=3)
        .map(|row| {
            let says = |name: &str| values[&format!("{sessions}{row}.{name}")].clone();
            format!("{} {}{}", says("IPAddress"), says("Port"), says("User"))
        })
        .collect();
    let known = [
        "192.168.1.46 54321",
        "2001:db8:2::dead:beef 50000",
        "192.168.1.47 54322",
    ];
    assert_eq!(told, known);
    all.set(&[("Device.SSH.Server.1.Port".to_owned(), "2222".to_owned())])
        .unwrap();
    assert!(all.values(sessions).is_empty());
}

/// A service that is off stays off, whatever is reloaded.
#[test]
fn the_log_is_a_service() {
    let mut all = Box::new("logd", "Device", None).unwrap();
    let set = |all: &mut Box, value: &str| {
        let name = "Device.Syslog.Enable".to_owned();
        all.set(&[(name, value.to_owned())]).unwrap();
    };
    let link = all.router.root().join("etc/rc.d/S12log");
    assert!(link.symlink_metadata().is_ok());
    set(&mut all, "false");
    assert!(link.symlink_metadata().is_err());
    assert_eq!(all.value("Device.Syslog.Enable"), "false");
    assert_eq!(all.value("Device.Syslog.Status"), "Disabled");
    let commands = &all.router.applied;
    let reload = "! /etc/init.d/log enabled || /etc/init.d/log reload";
    assert!(
        commands.iter().all(|line| line.contains(reload)),
        "{commands:?}"
    );
    set(&mut all, "true");
    assert!(link.symlink_metadata().is_ok());
    assert_eq!(all.value("Device.Syslog.Enable"), "true");
}
