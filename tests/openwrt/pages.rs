//! Pages and servers of ssh: where they are, and who may come.

use crate::Box;

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

/// The rule of one would be that of the other.
#[test]
fn two_servers_of_ssh_are_no_danger_to_each_other() {
    const SERVERS: &str = "Device.SSH.Server.";
    let mut all = Box::new("ssh-ports", "Device", None).unwrap();
    let (number, _) = all.tree.add(&mut all.router, SERVERS, None).unwrap();
    let row = format!("{SERVERS}{number}.");
    for (name, value) in [
        ("Enable", "false"),
        ("AllowAllIPv4", "false"),
        ("AllowAllIPv6", "false"),
        ("AllowRootLogin", "false"),
        ("AllowPasswordLogin", "false"),
        ("AllowRootPasswordLogin", "false"),
        ("IdleTimeout", "180"),
    ] {
        assert_eq!(all.value(&format!("{row}{name}")), value, "{name}");
    }
    let set = |all: &mut Box, list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (format!("{SERVERS}{field}"), (*value).to_owned()))
            .collect();
        all.set(&list).map_err(|fault| crate::told(&fault))
    };
    let firewall =
        |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
    // All may come to both, so they share the port; but not the interface.
    let mine = |name: &str| format!("{number}.{name}");
    let (enable, port) = (mine("Enable"), mine("Port"));
    let (four, six) = (mine("AllowAllIPv4"), mine("AllowAllIPv6"));
    let told = set(&mut all, &[(&enable, "true")]).unwrap_err();
    assert!(
        told.starts_with("9007 expected a port of its own"),
        "{told}"
    );
    let open = [(&*enable, "true"), (&*four, "true"), (&*six, "true")];
    let told = set(&mut all, &open).unwrap_err();
    assert!(
        told.starts_with("9007 expected a port that no other"),
        "{told}"
    );
    for taken in ["443", "80", "7547"] {
        let told = set(&mut all, &[(&enable, "true"), (&port, taken)]).unwrap_err();
        assert!(told.starts_with("9007 expected a port at which"), "{told}");
        let told = set(&mut all, &[("1.Port", taken)]).unwrap_err();
        assert!(told.starts_with("9007 expected a port at which"), "{told}");
    }
    set(&mut all, &[(&enable, "true"), (&port, "2222")]).unwrap();
    let text = firewall(&all);
    for family in [4, 6] {
        let name = format!("option name 'Limit-SSH-{family}-ssh");
        assert!(text.contains(&name), "{text}");
    }
    assert_eq!(text.matches("option dest_port '2222'").count(), 2, "{text}");
    assert!(!text.contains("option dest_port '2222'\n\toption enabled '0'"));
    assert_eq!(all.value(&format!("{row}AllowAllIPv4")), "false");
    let told = set(&mut all, &[("1.Port", "2222")]).unwrap_err();
    assert!(
        told.starts_with("9007 expected a port of its own"),
        "{told}"
    );
    set(&mut all, &[(&four, "true"), (&six, "true")]).unwrap();
    assert!(!firewall(&all).contains("Limit-SSH"));
    assert_eq!(all.value(&format!("{row}AllowAllIPv4")), "true");

    // The same port at another interface, which must not become the same.
    let at = mine("Interface");
    let (lan, elsewhere) = ("Device.IP.Interface.2", "Device.IP.Interface.3");
    assert_eq!(all.value(&format!("{SERVERS}1.Interface")), lan);
    set(&mut all, &[(&at, elsewhere), (&port, "22")]).unwrap();
    assert_eq!(all.value(&format!("{row}Interface")), elsewhere);
    for wrong in [lan, ""] {
        let fault = all.set(&[(format!("{SERVERS}{at}"), wrong.to_owned())]);
        let fault = fault.unwrap_err();
        assert_eq!(fault.parameters[0].name, format!("{SERVERS}{at}"));
        let told = crate::told(&fault);
        assert!(told.starts_with("9007 expected a port that"), "{told}");
    }
    set(&mut all, &[(&at, lan), (&port, "2222")]).unwrap();

    // A page is no better.
    for taken in ["22", "2222", "7547"] {
        let page = (format!("{PAGES}1.Port"), taken.to_owned());
        let told = crate::told(&all.set(&[page]).unwrap_err());
        assert!(told.starts_with("9007 expected a port at which"), "{told}");
    }
}

/// Its rules are called by its place, which is another one when a section before it goes.
#[test]
fn the_limits_of_a_server_without_a_name_stay_its_own() {
    let mut all = Box::new("ssh-places", "Device", None).unwrap();
    all.router.has(
        "etc/config/dropbear",
        "config dropbear\n\toption Port '22'\n\nconfig dropbear\n\toption Port '2222'\n",
    );
    let second = "Device.SSH.Server.2.AllowAllIPv4".to_owned();
    all.set(&[(second.clone(), "false".to_owned())]).unwrap();
    let first = "Device.SSH.Server.1.";
    all.tree.delete(&mut all.router, first, None).unwrap();
    let file = all.router.root().join("etc/config/firewall");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("'Limit-SSH-4-@dropbear[0]'"), "{text}");
    assert!(!text.contains("@dropbear[1]"), "{text}");
}

/// A door looks at the port as well.
#[test]
fn a_page_for_those_outside_opens_nothing_else() {
    let mut all = Box::new("door", "Device", None).unwrap();
    let set = |all: &mut Box, list: &[(&str, &str)]| {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(field, value)| (format!("{PAGES}{field}"), (*value).to_owned()))
            .collect();
        all.set(&list).map_err(|fault| crate::told(&fault))
    };
    set(&mut all, &[("1.Interface", "Device.IP.Interface.2")]).unwrap();
    let guest = ("2.Interface", "Device.IP.Interface.3");
    set(&mut all, &[guest, ("2.Port", "80")]).unwrap();
    let outside = ("2.AccessType", "RemoteAccess");
    let told = set(&mut all, &[outside]).unwrap_err();
    assert!(
        told.starts_with("9007 expected a port of its own"),
        "{told}"
    );
    let told = set(&mut all, &[outside, ("2.Port", "22")]).unwrap_err();
    assert!(told.starts_with("9007 expected a port at which"), "{told}");
    set(&mut all, &[outside, ("2.Port", "443")]).unwrap();

    // The image has no library for it: nobody would listen.
    all.router.restore();
    all.router.lacks("lib/libustream-ssl.so");
    let told = set(&mut all, &[outside]).unwrap_err();
    assert!(told.contains("libustream-ssl"), "{told}");
    set(&mut all, &[("1.AccessType", "RemoteAccess")]).unwrap();
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

/// Whatever the zone that leads out is called.
#[test]
fn a_page_for_those_outside_is_seen_from_the_zone_that_leads_out() {
    let remote = "InternetGatewayDevice.UserInterface.RemoteAccess.Enable";
    let on = [(remote.to_owned(), "true".to_owned())];
    let read =
        |all: &Box| std::fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
    for (old, new, zone) in [
        (
            "option name 'wan'",
            "option name 'outside'",
            Some("outside"),
        ),
        // Its own name comes behind what says that it leads out.
        (
            "option name 'wan'",
            "option masq 'on'\n\toption name 'outside'",
            Some("outside"),
        ),
        ("option name 'wan'", "option name 'uplink'", Some("uplink")),
        ("", "", Some("wan")),
        ("config zone", "config other", None),
    ] {
        let mut all = Box::new("remote-zone", "InternetGatewayDevice", Some("more")).unwrap();
        let mut text = read(&all);
        assert!(text.contains(old));
        if !old.is_empty() {
            text = text.replace(old, new);
        }
        if zone == Some("uplink") {
            text = text.replace("list network 'wan'\n", "list network 'net'\n");
        }
        all.router.has("etc/config/firewall", &text);
        let taken = all.set(&on).map_err(|fault| crate::told(&fault));
        match zone {
            Some(zone) => {
                taken.unwrap();
                let text = read(&all);
                let (_, rule) = text.split_once("option name 'Allow-Web-").unwrap();
                let rule = rule.split("config ").next().unwrap();
                assert!(rule.contains(&format!("option src '{zone}'")), "{rule}");
            }
            None => {
                let told = taken.unwrap_err();
                assert!(told.starts_with("9007 expected a zone"), "{told}");
            }
        }
    }
}
