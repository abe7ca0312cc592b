//! Options that a person has written in other words than ours, or not at all: what OpenWrt makes of them is told.

use crate::Box;
use std::fs;

fn config(all: &Box, package: &str) -> String {
    let path = all.router.root().join("etc/config").join(package);
    fs::read_to_string(path).unwrap_or_default()
}

/// A router whose file says NEW for OLD, the first time.
fn with(name: &str, root: &'static str, package: &str, old: &str, new: &str) -> Box {
    let mut all = Box::new(name, root, None).unwrap();
    let text = config(&all, package);
    assert!(text.contains(old), "{package}: {old}");
    let path = format!("etc/config/{package}");
    all.router.has(&path, &text.replacen(old, new, 1));
    all
}

fn refused(all: &mut Box, name: &str, value: &str) -> String {
    let fault = all.set(&[(name.to_owned(), value.to_owned())]).unwrap_err();
    crate::told(&fault)
}

fn takes(all: &mut Box, name: &str, value: &str) {
    all.set(&[(name.to_owned(), value.to_owned())]).unwrap();
    assert_eq!(all.value(name), value, "{name}");
}

/// fw4 takes `on`, `yes` and `true`.
#[test]
fn a_boolean_in_other_words_is_the_same_for_enable_and_status() {
    let masq = "option masq '1'";
    for (word, enable, status) in [("on", "true", "Enabled"), ("no", "false", "Disabled")] {
        let other = format!("option masq '{word}'");
        let mut all = with(&format!("words-{word}"), "Device", "firewall", masq, &other);
        let row = "Device.NAT.InterfaceSetting.1.";
        assert_eq!(all.value(&format!("{row}Enable")), enable);
        assert_eq!(all.value(&format!("{row}Status")), status);
        let text = config(&all, "firewall");
        let off = format!("option enabled '{word}'");
        let text = text.replacen("option enabled '0'", &off, 1);
        all.router.has("etc/config/firewall", &text);
        let row = "Device.Firewall.Chain.1.Rule.6.";
        assert_eq!(all.value(&format!("{row}Description")), "Bedtime");
        assert_eq!(all.value(&format!("{row}Enable")), enable);
        assert_eq!(all.value(&format!("{row}Status")), status);
    }
}

/// ppp.sh takes what stands behind the first comma or blank as the interval, and 5 where nothing does.
#[test]
fn echoes_of_ppp_are_those_that_pppd_is_told_to_send() {
    let roots = [
        ("Device", "Device.PPP.Interface.1.", ""),
        (
            "InternetGatewayDevice",
            "InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.",
            "PPP",
        ),
    ];
    for (root, row, before) in roots {
        for (said, echo, retry) in [
            ("", "1", "5"),
            ("3", "5", "3"),
            ("3,10", "10", "3"),
            ("3 10", "10", "3"),
            ("3, 10", "10", "3"),
            // Nothing is sent.
            ("0", "0", "0"),
            ("0 10", "0", "0"),
        ] {
            let option = format!("option mtu '1492'\n\toption keepalive '{said}'");
            let mut all = with("words-echo", root, "network", "option mtu '1492'", &option);
            let name = |leaf: &str| format!("{row}{before}{leaf}");
            assert_eq!(all.value(&name("LCPEcho")), echo, "{said}");
            assert_eq!(all.value(&name("LCPEchoRetry")), retry, "{said}");
            if retry == "0" && root == "Device" {
                assert!(refused(&mut all, &name("LCPEcho"), "20").starts_with("9001"));
                takes(&mut all, &name("LCPEchoRetry"), "3");
                takes(&mut all, &name("LCPEcho"), "20");
                takes(&mut all, &name("LCPEchoRetry"), "0");
                assert_eq!(all.value(&name("LCPEcho")), "0", "{said}");
                let both = [("LCPEcho", "20"), ("LCPEchoRetry", "3")];
                let both = both.map(|(leaf, value)| (name(leaf), value.to_owned()));
                all.set(&both).unwrap();
                let text = config(&all, "network");
                assert!(text.contains("option keepalive '3 20'"), "{text}");
            } else if !said.is_empty() && root == "Device" {
                takes(&mut all, &name("LCPEcho"), "20");
                assert_eq!(all.value(&name("LCPEchoRetry")), retry, "{said}");
                let text = config(&all, "network");
                assert!(text.contains("option keepalive '3 20'"), "{text}");
            }
        }
    }
}

#[test]
fn a_modem_without_a_kind_of_address_has_what_its_protocol_takes() {
    for (proto, word, version) in [
        ("qmi", None, "4"),
        ("ncm", None, "4"),
        ("3g", None, "4"),
        ("mbim", None, "-1"),
        ("qmi", Some("any"), "4"),
        ("ncm", Some("ipv4"), "4"),
        ("mbim", Some("any"), "-1"),
        ("mbim", Some("IP"), "4"),
        ("qmi", Some("IPV6"), "6"),
        ("ncm", Some("ipv4v6"), "-1"),
    ] {
        let mut all = Box::new(&format!("words-{proto}"), "Device", Some("other")).unwrap();
        let text = config(&all, "network");
        let now = word.map_or(String::new(), |word| format!("option pdptype '{word}'"));
        let text = text.replacen("option pdptype 'ipv4v6'", &now, 1);
        let text = text.replacen("option proto 'qmi'", &format!("option proto '{proto}'"), 1);
        all.router.has("etc/config/network", &text);
        let name = "Device.Cellular.AccessPoint.1.IPVersion";
        assert_eq!(all.value(name), version, "{proto} {word:?}");
        if proto == "3g" {
            assert!(refused(&mut all, name, "6").starts_with("9001"));
            continue;
        }
        for version in ["6", "-1", "4"] {
            takes(&mut all, name, version);
        }
    }
}

/// The init script runs the daemon where nothing says that it should not.
#[test]
fn upnp_without_a_switch_is_on() {
    for (root, pcp) in [("Device", true), ("InternetGatewayDevice", false)] {
        let enabled = "option enabled '1'\n\toption enable_natpmp '1'\n\toption enable_upnp '1'";
        let mut all = with("words-upnp", root, "upnpd", enabled, "");
        let device = format!("{root}.UPnP.Device.");
        assert_eq!(all.value(&format!("{device}Enable")), "true");
        assert_eq!(all.value(&format!("{device}UPnPIGD")), "true");
        if pcp {
            assert_eq!(all.value("Device.PCP.Enable"), "true");
        }
        takes(&mut all, &format!("{device}Enable"), "false");
        if pcp {
            assert_eq!(all.value("Device.PCP.Enable"), "false");
        }
        takes(&mut all, &format!("{device}Enable"), "true");
        if pcp {
            takes(&mut all, "Device.PCP.Enable", "false");
        }
        takes(&mut all, &format!("{device}Enable"), "false");
        if pcp {
            assert_eq!(all.value("Device.PCP.Enable"), "false");
        }
        // Without the package.
        all.router.lacks("etc/config/upnpd");
        assert_eq!(all.value(&format!("{device}Enable")), "false");
        assert_eq!(all.value(&format!("{device}UPnPIGD")), "false");
    }
}

/// The newest init script knows another section and another option, and is off unless it is told otherwise.
#[test]
fn upnp_of_the_newest_package_is_told_and_switched() {
    for root in ["Device", "InternetGatewayDevice"] {
        let device = format!("{root}.UPnP.Device.");
        for (options, on, igd, pcp) in [
            ("enabled '1'", "true", "true", "true"),
            (
                "enabled '1'\n\toption enable_protocols 'upnp-igd'",
                "true",
                "true",
                "false",
            ),
            (
                "enabled '1'\n\toption enable_protocols 'pcp+nat-pmp'",
                "true",
                "false",
                "true",
            ),
            ("enabled '0'", "false", "true", "false"),
            ("enable_protocols 'all'", "false", "true", "false"),
        ] {
            let mut all = Box::new("words-settings", root, None).unwrap();
            let text = format!(
                "config upnpd 'settings'\n\toption {options}\n\n\
                 config internal_network\n\toption interface 'lan'\n"
            );
            all.router.has("etc/config/upnpd", &text);
            assert_eq!(all.value(&format!("{device}Enable")), on, "{options}");
            assert_eq!(all.value(&format!("{device}UPnPIGD")), igd, "{options}");
            let opposite = if igd == "true" { "false" } else { "true" };
            refused(&mut all, &format!("{device}UPnPIGD"), opposite);
            if root == "Device" {
                assert_eq!(all.value("Device.PCP.Enable"), pcp, "{options}");
                let opposite = if pcp == "true" { "false" } else { "true" };
                refused(&mut all, "Device.PCP.Enable", opposite);
            }
            assert_eq!(config(&all, "upnpd"), text);
            let opposite = if on == "true" { "false" } else { "true" };
            takes(&mut all, &format!("{device}Enable"), opposite);
            let word = if on == "true" { "0" } else { "1" };
            let text = config(&all, "upnpd");
            assert!(text.contains(&format!("option enabled '{word}'")), "{text}");
            assert_eq!(text.matches("config upnpd").count(), 1, "{text}");
        }
    }
}

/// A newer init script has a section for each network of its own, and describes the older device unless it is told not to.
#[test]
fn which_device_upnp_describes() {
    for root in ["Device", "InternetGatewayDevice"] {
        for (said, version) in [
            ("option igdv1 '1'", "1"),
            ("option igdv1 'yes'", "1"),
            ("option igdv1 '0'", "2"),
            ("", "2"),
            ("option upnp_igd_compat 'igdv2'", "2"),
            ("option upnp_igd_compat 'igdv1'", "1"),
            ("\nconfig internal_network\n\toption interface 'lan'", "1"),
        ] {
            let mut all = with("words-igd", root, "upnpd", "option igdv1 '1'", said);
            let name = format!("{root}.UPnP.Device.Capabilities.UPnPIGD");
            assert_eq!(all.value(&name), version, "{said}");
        }
    }
}

#[test]
fn who_has_no_limit_is_told_minus_one_and_takes_it() {
    let name = "Device.QoS.Shaper.1.ShapingRate";
    let mut all = with("words-shaper", "Device", "sqm", "38000", "0");
    assert_eq!(all.value(name), "-1");
    takes(&mut all, name, "12000000");
    takes(&mut all, name, "-1");
    assert!(config(&all, "sqm").contains("option upload '0'"));
    for odd in ["1500", "50", "0"] {
        assert!(refused(&mut all, name, odd).starts_with("9007"), "{odd}");
    }
}

/// Both zones are called otherwise. fw4 passes over a section of a zone that there is not.
#[test]
fn rows_are_those_of_the_zones_as_they_are_called() {
    let mut all = Box::new("words-zones", "Device", None).unwrap();
    let count = |all: &mut Box, table: &str| {
        let names = all.names();
        let row = |name: &str| {
            name.strip_prefix(table)
                .is_some_and(|rest| rest.matches('.').count() == 1)
        };
        names
            .iter()
            .filter(|info| info.name.ends_with('.') && row(&info.name))
            .count()
    };
    let tables = [
        ("Device.Firewall.Chain.1.Rule.", "outside", ""),
        ("Device.Firewall.Service.", "outside", ""),
        ("Device.Firewall.Pinhole.", "outside", "home"),
        ("Device.Firewall.Policy.", "home", "outside"),
        ("Device.Hosts.AccessControl.", "home", "outside"),
        ("Device.QoS.Classification.", "home", "outside"),
    ];
    let before = tables.map(|(table, ..)| count(&mut all, table));
    let text = config(&all, "firewall");
    let mut renamed = String::new();
    for line in text.lines() {
        let of_zone = ["option name ", "option src ", "option dest "];
        let line = match of_zone.iter().any(|option| line.contains(option)) {
            true => line
                .replace("'wan'", "'outside'")
                .replace("'lan'", "'home'"),
            false => line.to_owned(),
        };
        renamed.extend([&line, "\n"]);
    }
    all.router.has("etc/config/firewall", &renamed);
    for ((table, src, dest), before) in tables.into_iter().zip(before) {
        assert_eq!(count(&mut all, table), before, "{table}");
        all.tree.add(&mut all.router, table, None).unwrap();
        assert_eq!(count(&mut all, table), before + 1, "{table}");
        let now = config(&all, "firewall");
        let new = now.rsplit("\nconfig ").next().unwrap();
        assert!(
            new.contains(&format!("option src '{src}'")),
            "{table} {new}"
        );
        let wanted = format!("option dest '{dest}'");
        assert_eq!(new.contains(&wanted), !dest.is_empty(), "{table} {new}");
        all.router.restore();
    }
}

/// dnsmasq asks whom its file names, unless it is to read none.
#[test]
fn servers_that_are_asked_are_those_of_the_file_that_dnsmasq_reads() {
    let auto = "option resolvfile '/tmp/resolv.conf.d/resolv.conf.auto'";
    let mine = ["10.20.0.54"];
    let told = [
        "10.20.0.54",
        "192.0.2.53",
        "192.0.2.54",
        "2001:db8:ffff::53",
    ];
    let other = ["10.20.0.54", "198.51.100.9"];
    for (said, servers) in [
        (auto, &told[..]),
        ("", &told),
        ("option noresolv '0'", &told),
        ("option noresolv '1'", &mine),
        ("option noresolv 'on'", &mine),
        ("option resolvfile '/tmp/mine/resolv.conf'", &other),
        ("option resolvfile '/tmp/none'", &mine),
    ] {
        let mut all = with("words-resolv", "Device", "dhcp", auto, said);
        all.router.has(
            "tmp/mine/resolv.conf",
            "search x\nnameserver 198.51.100.9\n",
        );
        let values = all.values("Device.DNS.Relay.Forwarding.");
        let mut found: Vec<&str> = Vec::new();
        for (name, value) in &values {
            if name.ends_with(".DNSServer") {
                found.push(value);
            }
        }
        assert_eq!(found, servers, "{said}");
        // What the device itself has heard of is the same.
        assert_eq!(all.value("Device.DNS.Client.ServerNumberOfEntries"), "4");
    }
}

#[test]
fn names_of_others_are_not_heard_where_umdns_is_off() {
    let off = "list network 'lan'\n\toption disabled '1'";
    let mut all = Box::new("words-umdns", "Device", Some("other")).unwrap();
    let text = config(&all, "umdns");
    let sd = |leaf: &str| format!("Device.DNS.SD.{leaf}");
    assert_eq!(all.value(&sd("Enable")), "true");
    assert_eq!(all.value(&sd("Status")), "Enabled");
    takes(&mut all, &sd("Enable"), "false");
    assert_eq!(all.value(&sd("Status")), "Disabled");
    assert!(config(&all, "umdns").contains("option disabled '1'"));
    takes(&mut all, &sd("Enable"), "true");
    assert_eq!(all.value(&sd("Status")), "Enabled");
    let text = text.replacen("list network 'lan'", off, 1);
    all.router.has("etc/config/umdns", &text);
    assert_eq!(all.value(&sd("Enable")), "false");
    // Without the package.
    all.router.lacks("etc/config/umdns");
    assert!(refused(&mut all, &sd("Enable"), "true").starts_with("9001"));
    assert!(config(&all, "umdns").is_empty());
}

/// Whatever the way out is called, and IPv6 as well; and no section is made.
#[test]
fn servers_of_the_provider_are_those_of_every_way_out() {
    let name = "Device.DNS.Client.Enable";
    let mut all = Box::new("words-client", "Device", None).unwrap();
    let text = config(&all, "network").replace("'wan6'", "'uplink6'");
    all.router.has("etc/config/network", &text);
    assert_eq!(all.value(name), "true");
    let list = |value: &str| [(name.to_owned(), value.to_owned())];
    all.set(&list("false")).unwrap();
    let now = config(&all, "network");
    assert_eq!(now.matches("option peerdns '0'").count(), 2, "{now}");
    let sections = |text: &str| text.matches("config ").count();
    assert_eq!(sections(&now), sections(&text), "{now}");
    assert_eq!(all.value("Device.DNS.Client.Status"), "Disabled");
    all.set(&list("true")).unwrap();
    assert_eq!(config(&all, "network"), text);
    // Whom a person has silenced stays so.
    let wan = "option proto 'pppoe'\n";
    let text = text.replacen(wan, &format!("{wan}\toption peerdns '0'\n"), 1);
    all.router.has("etc/config/network", &text);
    assert_eq!(all.value(name), "true");
    all.set(&list("false")).unwrap();
    all.set(&list("true")).unwrap();
    assert_eq!(config(&all, "network"), text);
}

/// dnsmasq would send names of the old one to the provider.
#[test]
fn another_domain_of_the_lan_is_answered_for_alone_too() {
    let name = "Device.DNS.Zone.1.Name";
    let mut all = Box::new("words-zone", "Device", None).unwrap();
    let lines = all.sets(&[(name, "home.arpa")]);
    for line in [
        "+ \toption domain 'home.arpa'",
        "+ \toption local '/home.arpa/'",
    ] {
        assert!(lines.iter().any(|known| known == line), "{lines:?}");
    }
    for none in ["a/b", ""] {
        assert!(refused(&mut all, name, none).starts_with("9007"));
    }
    // What a person has written otherwise stays.
    let mut all = with(
        "words-zone-own",
        "Device",
        "dhcp",
        "'/lan/'",
        "'/lan/home/'",
    );
    let lines = all.sets(&[(name, "home.arpa")]);
    assert!(
        !lines.iter().any(|line| line.contains("local")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.contains("home.arpa")));
}
