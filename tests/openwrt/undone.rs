//! Changes that may cut the router off from its ACS: what was there comes back, files and numbers of rows.

use crate::Box;
use cwmpd::model::guard::{Before, FILE, Guard};
use cwmpd::platform::Platform;
use std::collections::BTreeMap;
use std::fs;

const LAN: &str = "Device.IP.Interface.2.";

impl Box {
    pub fn guarded(name: &str) -> Box {
        let mut all = Box::new(name, "Device", None).unwrap();
        all.values("Device.");
        all.tree.guard = Some(Guard::default());
        all
    }

    fn sets_now(&mut self, list: &[(&str, &str)]) {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.set(&list).unwrap();
    }

    /// What the ACS changes is guarded and undone; the commands that put that in force.
    fn is_undone(&mut self, change: &mut dyn FnMut(&mut Box)) -> Vec<String> {
        let addresses = |all: &mut Box| {
            let mut values = all.values("Device.IP.");
            for object in ["DHCPv4.Server.", "WiFi.SSID.", "WiFi.AccessPoint."] {
                values.extend(all.values(&format!("Device.{object}")));
            }
            values
                .retain(|name, value| !name.contains("Stats.") && !crate::is_passing(name, value));
            values
        };
        let before: BTreeMap<String, String> = addresses(self);
        change(self);
        assert_ne!(addresses(self), before);
        assert!(self.tree.take_unconfirmed().is_some(), "it is guarded");
        let waiting = self.tree.take_waiting();
        assert!(!waiting.is_empty(), "it waits for the end of the session");
        let kept = self.router.state(FILE).unwrap().unwrap();
        let kept = Before::parse(&kept).unwrap().unwrap();
        let undone = self.tree.undo(&mut self.router, &kept).unwrap();
        assert_eq!(addresses(self), before);
        let mut left = self.router.differences();
        left.retain(|line| line.starts_with("/etc/"));
        assert_eq!(left, Vec::<String>::new());
        undone.commands
    }
}

#[test]
fn addresses_of_the_lan_come_back_with_their_rows() {
    let mut all = Box::guarded("undone-addresses");
    let address = format!("{LAN}IPv4Address.1.IPAddress");
    let commands = all.is_undone(&mut |all| all.sets_now(&[(&address, "10.99.0.1")]));
    assert_eq!(commands, ["/etc/init.d/network reload"]);
    // A second one, which changes the form of the first; then the first is gone.
    let table = format!("{LAN}IPv4Address.");
    let commands = all.is_undone(&mut |all| {
        let (number, _) = all.tree.add(&mut all.router, &table, None).unwrap();
        let row = format!("{table}{number}.");
        all.sets_now(&[
            (&format!("{row}IPAddress"), "10.99.1.1"),
            (&format!("{row}SubnetMask"), "255.255.0.0"),
            (&format!("{row}Enable"), "true"),
        ]);
        let first = format!("{table}1.");
        all.tree.delete(&mut all.router, &first, None).unwrap();
        let values = all.values(&table);
        assert_eq!(values[&format!("{row}IPAddress")], "10.99.1.1");
    });
    assert_eq!(commands, ["/etc/init.d/network reload"]);
    let prefix = "Device.IP.Interface.3.IPv6Prefix.1.Prefix";
    all.is_undone(&mut |all| all.sets_now(&[(prefix, "fd00:99::/48")]));
}

/// What a hook has asked the agent to write, too.
#[test]
fn ipv6_comes_back() {
    let mut all = Box::guarded("undone-ipv6");
    let ula = format!("{LAN}ULAEnable");
    let commands = all.is_undone(&mut |all| all.sets_now(&[(&ula, "false")]));
    assert_eq!(commands, ["/etc/init.d/network reload"]);
    let commands = all.is_undone(&mut |all| all.sets_now(&[("Device.IP.IPv6Enable", "false")]));
    assert!(
        commands.iter().any(|line| line.contains("disable_ipv6=0")),
        "the kernel is told: {commands:?}"
    );
}

/// Without a server that answers the device finds no ACS by name.
#[test]
fn a_dead_server_of_dns_goes_again_where_no_session_succeeds() {
    let mut all = Box::guarded("undone-dns");
    let path = "etc/config/dhcp";
    let text = fs::read_to_string(all.router.root().join(path)).unwrap();
    let text = text.replacen(
        "option cachesize",
        "option noresolv '1'\n\toption cachesize",
        1,
    );
    all.router.has(path, &text);
    let server = "Device.DNS.Relay.Forwarding.1.DNSServer";
    let before = all.value(server);
    all.sets_now(&[(server, "192.0.2.99")]);
    assert_eq!(all.value(server), "192.0.2.99");
    let told = std::mem::take(&mut all.router.applied);
    assert!(told.iter().any(|line| line.contains("dnsmasq reload")));
    assert!(all.tree.take_unconfirmed().is_some(), "it is guarded");
    let kept = all.router.state(FILE).unwrap().unwrap();
    let kept = Before::parse(&kept).unwrap().unwrap();
    let undone = all.tree.undo(&mut all.router, &kept).unwrap();
    assert_eq!(all.value(server), before);
    let now = fs::read_to_string(all.router.root().join(path)).unwrap();
    assert_eq!(now, text);
    let commands = undone.commands.join("\n");
    assert!(commands.contains("dnsmasq reload"), "{commands}");
}

/// What the kernel was told of neighbours and of NAT is in no file of uci.
#[test]
fn what_the_kernel_was_told_comes_back() {
    let names = [
        "ipv6/neigh/br-lan.1/retrans_time_ms",
        "ipv6/conf/br-lan.20/router_solicitations",
        "netfilter/nf_conntrack_tcp_timeout_established",
        "netfilter/nf_conntrack_udp_timeout",
    ];
    let rows = "Device.NeighborDiscovery.InterfaceSetting.";
    let parameters = [
        format!("{rows}2.RetransTimer"),
        format!("{rows}3.MaxRtrSolicitations"),
        "Device.NAT.InterfaceSetting.1.TCPTranslationTimeout".to_owned(),
        "Device.NAT.InterfaceSetting.1.UDPTranslationTimeout".to_owned(),
    ];
    let (first, second) = (["2500", "7", "600", "45"], ["4000", "8", "700", "46"]);
    let mut all = Box::guarded("undone-kernel");
    let says = |all: &Box| {
        names.map(|name| {
            let text = fs::read_to_string(all.router.root().join("proc/sys/net").join(name));
            text.unwrap().trim().to_owned()
        })
    };
    let reload = |all: &mut Box, commands: &[String]| {
        let command = "\"$CWMPD_HOOKS\"/hosts reload";
        assert!(commands.iter().any(|one| one == command), "{commands:?}");
        all.router.starts("hosts", "reload");
    };
    let sets = |all: &mut Box, values: [&str; 4]| {
        let list: Vec<(&str, &str)> = parameters.iter().map(|name| &**name).zip(values).collect();
        all.sets_now(&list);
        assert_eq!(says(all), values);
        let commands = std::mem::take(&mut all.router.applied);
        reload(all, &commands);
        assert_eq!(says(all), values);
    };
    let files = ["tcp", "udp"].map(|of| format!("etc/sysctl.d/90-cwmp-nat-{of}.conf"));
    let stored = |all: &Box| {
        files
            .each_ref()
            .map(|file| fs::read_to_string(all.router.root().join(file)).ok())
    };
    // There was nothing; then there was what the ACS had set, and confirmed.
    let before = says(&all);
    assert_eq!(stored(&all), [None, None]);
    for (before, next) in [(before, Some(first)), (first.map(str::to_owned), None)] {
        let kept = stored(&all);
        sets(&mut all, second);
        assert_ne!(stored(&all), kept);
        let file = all.router.state(FILE).unwrap().unwrap();
        let file = Before::parse(&file).unwrap().unwrap();
        let undone = all.tree.undo(&mut all.router, &file).unwrap();
        reload(&mut all, &undone.commands);
        assert_eq!(says(&all), before);
        assert_eq!(stored(&all), kept);
        let Some(next) = next else { break };
        all.tree.guard = None;
        sets(&mut all, next);
        all.tree.guard = Some(Guard::default());
    }
    // What was not confirmed when the power went is known to nobody in the kernel's notes.
    sets(&mut all, second);
    fs::remove_file(all.router.root().join("var/run/cwmpd.kernel")).unwrap();
    let file = all.router.state(FILE).unwrap().unwrap();
    let file = Before::parse(&file).unwrap().unwrap();
    let undone = all.tree.undo(&mut all.router, &file).unwrap();
    reload(&mut all, &undone.commands);
    let lines = stored(&all).map(Option::unwrap);
    assert!(lines[0].ends_with("=600\n"), "{lines:?}");
}

/// The hook tells br2684ctl: netifd knows nothing of its links.
#[test]
fn a_link_over_atm_comes_back() {
    let mut all = Box::new("undone-atm", "Device", Some("other")).unwrap();
    all.values("Device.");
    all.tree.guard = Some(Guard::default());
    let circuit = "Device.ATM.Link.1.DestinationAddress";
    let before = all.values(circuit);
    for wrong in ["7/77", "8/88"] {
        all.sets_now(&[(circuit, wrong)]);
    }
    all.sets_now(&[("Device.IP.Interface.1.Enable", "false")]);
    let kept = all.router.state(FILE).unwrap().unwrap();
    let kept = Before::parse(&kept).unwrap().unwrap();
    let undone = all.tree.undo(&mut all.router, &kept).unwrap();
    assert_eq!(all.values(circuit), before);
    let commands = undone.commands.join("\n");
    assert!(commands.contains("/dsl reload"), "{commands}");
    assert!(commands.contains("network reload"), "{commands}");
}

#[test]
fn ssids_and_access_points_come_back_joined_as_they_were() {
    let (ssid, point) = ("Device.WiFi.SSID.", "Device.WiFi.AccessPoint.");
    let key = |number: u32| format!("{point}{number}.SSIDReference");
    let (first, third) = (format!("{ssid}1"), format!("{ssid}3"));
    let deletes = |all: &mut Box, row: String| {
        all.tree.delete(&mut all.router, &row, None).unwrap();
    };
    for nameless in [false, true] {
        let mut all = Box::guarded(&format!("undone-wifi-{nameless}"));
        if nameless {
            let path = "etc/config/wireless";
            let mut text = fs::read_to_string(all.router.root().join(path)).unwrap();
            for name in ["default_radio0", "default_radio1", "guest"] {
                text = text.replace(&format!("wifi-iface '{name}'"), "wifi-iface");
            }
            all.router.has(path, &text);
            all.values("Device.WiFi.");
        }
        let aliases = [format!("{ssid}3.Alias"), format!("{point}3.Alias")];
        all.sets_now(&[(&aliases[0], "guests"), (&aliases[1], "for-guests")]);
        all.is_undone(&mut |all| all.sets_now(&[(&key(3), "")]));
        all.is_undone(&mut |all| all.sets_now(&[(&key(1), &third), (&key(3), "")]));
        all.is_undone(&mut |all| deletes(all, format!("{ssid}3.")));
        all.is_undone(&mut |all| deletes(all, format!("{point}3.")));
        all.is_undone(&mut |all| {
            deletes(all, format!("{point}3."));
            deletes(all, format!("{ssid}3."));
        });
        all.is_undone(&mut |all| {
            deletes(all, format!("{ssid}1."));
            let (number, _) = all.tree.add(&mut all.router, ssid, None).unwrap();
            all.sets_now(&[(&key(3), &format!("{ssid}{number}"))]);
            all.sets_now(&[(&key(1), &third)]);
        });
        all.is_undone(&mut |all| {
            all.sets_now(&[(&key(1), ""), (&key(3), "")]);
            all.sets_now(&[(&key(1), &third), (&key(3), &first)]);
        });
    }
}

/// What is to be unique is judged by how it is after the whole list.
#[test]
fn rows_exchange_what_they_say_in_one_request() {
    let mut all = Box::guarded("exchange");
    let says = |all: &mut Box, list: &[(&str, &str)]| {
        for (name, value) in list {
            assert_eq!(all.value(name), *value, "{name}");
        }
    };
    let guest = "Device.IP.Interface.3.IPv4Address.";
    let names =
        |row: u32| ["IPAddress", "SubnetMask", "Enable"].map(|of| format!("{guest}{row}.{of}"));
    let ([one, its_mask, its_state], [two, other_mask, other_state]) = (names(1), names(2));
    let before = [
        (&*one, "192.168.20.1"),
        (&*its_mask, "255.255.255.0"),
        (&*two, "10.20.20.1"),
        (&*other_mask, "255.255.255.128"),
    ];
    says(&mut all, &before);
    // The second is switched off, and stays so.
    all.sets_now(&[(&other_state, "false")]);
    all.sets_now(&[(&one, "10.20.20.1"), (&two, "192.168.20.1")]);
    says(
        &mut all,
        &[
            (&one, "10.20.20.1"),
            (&its_mask, "255.255.255.0"),
            (&its_state, "true"),
            (&two, "192.168.20.1"),
            (&other_mask, "255.255.255.128"),
            (&other_state, "false"),
        ],
    );
    let ssid = |row: u32| format!("Device.WiFi.SSID.{row}");
    let key = |row: u32| format!("Device.WiFi.AccessPoint.{row}.SSIDReference");
    let [first, second, third] = [1, 2, 3].map(ssid);
    let [of_first, of_second, of_third] = [1, 2, 3].map(key);
    let list = |pairs: &[(&String, &String)]| -> Vec<(String, String)> {
        let pair = |(name, value): &(&String, &String)| ((*name).clone(), (*value).clone());
        pairs.iter().map(pair).collect()
    };
    let files = all.router.differences();
    // The third stays where it is: that is no exchange.
    let refused = list(&[(&of_first, &second), (&of_second, &third)]);
    let fault = all.set(&refused).unwrap_err();
    assert!(crate::told(&fault).contains("9007"), "{fault}");
    assert_eq!(all.router.differences(), files);
    let secret = |all: &mut Box, row: u32| {
        let text = std::fs::read_to_string(all.router.root().join("etc/config/wireless")).unwrap();
        let name = format!(
            "option ssid '{}'",
            all.value(&format!("Device.WiFi.SSID.{row}.SSID"))
        );
        text.split("\n\n")
            .filter(|section| section.contains(&name))
            .map(|section| {
                let key = section.lines().find(|line| line.contains("option key"));
                key.unwrap_or_default().trim().to_owned()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(secret(&mut all, 3), ["option key 'welcome-friend'"]);
    // Two, and three in a ring; switches stay with their rows.
    all.sets_now(&[("Device.WiFi.AccessPoint.1.Enable", "false")]);
    all.sets_now(&[(&of_first, &third), (&of_third, &first)]);
    says(
        &mut all,
        &[
            (&of_first, &third),
            (&of_second, &second),
            (&of_third, &first),
        ],
    );
    assert_eq!(secret(&mut all, 3), ["option key 'correct horse battery'"]);
    let ring = list(&[
        (&of_first, &second),
        (&of_second, &first),
        (&of_third, &third),
    ]);
    all.set(&ring).unwrap();
    says(
        &mut all,
        &[
            (&of_first, &second),
            (&of_second, &first),
            (&of_third, &third),
        ],
    );
    says(
        &mut all,
        &[
            ("Device.WiFi.AccessPoint.1.Enable", "false"),
            ("Device.WiFi.AccessPoint.2.Enable", "true"),
            ("Device.WiFi.SSID.1.Enable", "true"),
            ("Device.WiFi.SSID.2.Enable", "true"),
        ],
    );
    let text = std::fs::read_to_string(all.router.root().join("etc/config/wireless")).unwrap();
    assert_eq!(text.matches("config wifi-iface").count(), 3, "{text}");
    assert!(
        !text.contains("config wifi-ap") && !text.contains("config wifi-ssid"),
        "{text}"
    );
}
