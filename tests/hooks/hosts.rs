//! Who is on the LAN, as the hook `pool` of `platform/openwrt` tells it; and what the hook `hosts` tells of dynamic DNS.

use crate::lab::{Lab, get, hook_of, shells, told};
use cwmpd::platform::hook::{Answer, Request};

const NETWORK: &str = "
config interface 'lan'
	option device 'br-lan'
	option proto 'static'

config interface 'wan'
	option device 'eth1'
	option proto 'dhcp'

config interface 'wan6'
	option device '@wan'
	option proto 'dhcpv6'
";

/// What leads out of the house is no host of it: the provider's router answers ARP too.
#[test]
fn who_is_on_the_way_out_is_no_host() {
    for shell in shells() {
        let lab = Lab::new("outside");
        lab.write("etc/config/network", NETWORK);
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             198.51.100.1 0x1 0x2 02:00:00:00:00:01 * eth1\n\
             192.168.1.7 0x1 0x2 02:00:00:00:00:07 * br-lan\n",
        );
        lab.program(
            "ip",
            "echo fe80::1 dev eth1 lladdr 02:00:00:00:00:01 router REACHABLE\n\
             echo fe80::2 dev ppp-other lladdr 02:00:00:00:00:02 REACHABLE\n\
             echo fe80::a dev br-lan lladdr 02:00:00:00:00:0a REACHABLE\n\
             echo fd00::a dev br-lan lladdr 02:00:00:00:00:0a STALE\n\
             echo fe80::b dev br-lan lladdr 02:00:00:00:00:0b FAILED",
        );
        let pool = hook_of("openwrt", "pool");
        let answers = lab.ask(&shell, &pool, &[get("Device.Hosts.Host.")]);
        let host = |mac: &str, name: &str, value: &str| {
            told(
                &format!("Device.Hosts.Host.[02:00:00:00:00:{mac}].{name}"),
                value,
            )
        };
        let wanted = |mac: &str, values: [(&str, &str); 6]| {
            let row: Vec<Answer> = values
                .iter()
                .map(|(name, value)| host(mac, name, value))
                .collect();
            assert!(row.iter().all(|one| answers.contains(one)), "{answers:?}");
        };
        wanted(
            "07",
            [
                ("PhysAddress", "02:00:00:00:00:07"),
                ("IPAddress", "192.168.1.7"),
                ("IPv4Address.[192.168.1.7].IPAddress", "192.168.1.7"),
                ("HostName", ""),
                ("Active", "true"),
                ("Layer3Interface", "lan"),
            ],
        );
        // A busybox of Debian takes its own `ip`, not that of the test.
        let with_ip = shell == ["dash"];
        if with_ip {
            wanted(
                "0a",
                [
                    ("IPAddress", "fe80::a"),
                    ("IPv6Address.[fe80::a].IPAddress", "fe80::a"),
                    ("IPv6Address.[fd00::a].IPAddress", "fd00::a"),
                    ("DHCPClient", ""),
                    ("Active", "true"),
                    ("Layer3Interface", "lan"),
                ],
            );
        }
        let count = |mac: &str| {
            let row = format!("[02:00:00:00:00:{mac}].PhysAddress");
            let is_it = |answer: &&Answer| matches!(answer, Answer::Value { path, .. } if path.ends_with(&row));
            answers.iter().filter(is_it).count()
        };
        assert_eq!(["01", "02", "07"].map(count), [0, 0, 1], "{answers:?}");
        assert_eq!(count("0a"), usize::from(with_ip));
        assert_eq!(count("0b"), 0, "{answers:?}");
    }
}

/// The bridge has heard of 07 at lan1 and of 08 at an access point; 09 is an address of its own.
#[test]
fn a_bridge_knows_the_port_of_a_host() {
    for shell in shells() {
        let lab = Lab::new("ports");
        lab.write("etc/config/network", NETWORK);
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             192.168.1.7 0x1 0x2 02:00:00:00:00:07 * br-lan\n\
             192.168.1.8 0x1 0x2 02:00:00:00:00:08 * br-lan\n\
             192.168.1.9 0x1 0x2 02:00:00:00:00:09 * br-lan\n",
        );
        let entry = |last: char, port: char, own: char| {
            format!("\x02\0\0\0\0{last}{port}{own}\x7f\0\0\0\0\0\0\0")
        };
        let table = [
            entry('\x07', '\x01', '\0'),
            entry('\x08', '\x0a', '\0'),
            entry('\x09', '\x01', '\x01'),
        ];
        let net = |path: &str| format!("sys/class/net/{path}");
        lab.write(&net("br-lan/brforward"), &table.concat());
        // A busybox takes its own program, and the table.
        lab.program(
            "hexdump",
            "echo 02:00:00:00:00:07: 1 0\necho 02:00:00:00:00:08: 10 0\necho 02:00:00:00:00:09: 1 1",
        );
        lab.program("ip", "exit 1");
        for (port, number, what) in [
            ("lan1", "0x1", "device/uevent"),
            ("ap0", "0xa", "phy80211/index"),
        ] {
            lab.write(&net(&format!("br-lan/brif/{port}")), "");
            lab.write(
                &net(&format!("{port}/brport/port_no")),
                &format!("{number}\n"),
            );
            lab.write(&net(&format!("{port}/{what}")), "");
        }
        let answers = lab.ask(
            &shell,
            &hook_of("openwrt", "pool"),
            &[get("Device.Hosts.Host.")],
        );
        for (mac, port, kind) in [
            ("07", "lan1", "Ethernet"),
            ("08", "ap0", "Wi-Fi"),
            ("09", "", "Other"),
        ] {
            for (name, value) in [("Layer1Interface", port), ("InterfaceType", kind)] {
                let path = format!("Device.Hosts.Host.[02:00:00:00:00:{mac}].{name}");
                assert!(answers.contains(&told(&path, value)), "{path}: {answers:?}");
            }
        }
    }
}

/// The kernel may keep the address of who has left for ever: behind a bridge only those count that it has heard, or that
/// have answered lately.
#[test]
fn who_has_left_is_not_there() {
    for shell in shells() {
        let lab = Lab::new("left");
        lab.write(
            "etc/config/network",
            &format!(
                "{NETWORK}\nconfig interface 'shed'\n\toption device 'lan5'\n\toption proto 'static'\n"
            ),
        );
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             192.168.1.7 0x1 0x2 02:00:00:00:00:07 * br-lan\n\
             192.168.1.8 0x1 0x2 02:00:00:00:00:08 * br-lan\n\
             192.168.1.13 0x1 0x2 02:00:00:00:00:0d * br-lan\n\
             192.168.5.9 0x1 0x2 02:00:00:00:00:09 * lan5\n",
        );
        let net = |path: &str| format!("sys/class/net/{path}");
        lab.write(
            &net("br-lan/brforward"),
            "\x02\0\0\0\0\x07\x01\0\x7f\0\0\0\0\0\0\0",
        );
        lab.write(&net("br-lan/brif/lan1"), "");
        lab.write(&net("lan1/brport/port_no"), "0x1\n");
        lab.write(&net("lan1/device/uevent"), "");
        lab.write(&net("lan5/device/uevent"), "");
        lab.program("hexdump", "echo 02:00:00:00:00:07: 1 0");
        lab.program(
            "ip",
            "echo 192.168.1.13 dev br-lan lladdr 02:00:00:00:00:0d DELAY\n\
             echo 192.168.1.8 dev br-lan lladdr 02:00:00:00:00:08 STALE",
        );
        let pool = hook_of("openwrt", "pool");
        let answers = lab.ask(&shell, &pool, &[get("Device.Hosts.Host.")]);
        // A busybox of Debian takes its own `ip`, not that of the test.
        let answered = (shell == ["dash"]).to_string();
        for (mac, active, port) in [
            ("07", "true", "lan1"),
            ("08", "false", ""),
            ("0d", &answered, ""),
            ("09", "true", "lan5"),
        ] {
            for (name, value) in [("Active", active), ("Layer1Interface", port)] {
                let path = format!("Device.Hosts.Host.[02:00:00:00:00:{mac}].{name}");
                assert!(answers.contains(&told(&path, value)), "{path}: {answers:?}");
            }
        }
    }
}

/// Each is a frame that a stranger has sent; what is behind them nobody looks at.
#[test]
fn a_bridge_that_has_heard_of_thousands() {
    for shell in shells() {
        let lab = Lab::new("thousands");
        lab.write("etc/config/network", NETWORK);
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             192.168.1.7 0x1 0x2 02:00:00:00:00:07 * br-lan\n\
             192.168.1.8 0x1 0x2 02:00:00:00:00:08 * br-lan\n",
        );
        let mut macs = vec![[2, 0, 0, 0, 0, 7]];
        macs.extend((0..5000_u16).map(|forged| {
            let [high, low] = forged.to_be_bytes();
            [6, 0, 0, 0, high, low]
        }));
        macs.push([2, 0, 0, 0, 0, 8]);
        let table: Vec<u8> = macs
            .iter()
            .flat_map(|mac| mac.iter().copied().chain([1, 0, 9, 0, 0, 0, 0, 0, 0, 0]))
            .collect();
        lab.write("sys/class/net/br-lan/brforward", "");
        std::fs::write(lab.root.join("sys/class/net/br-lan/brforward"), table).unwrap();
        // A busybox takes its own program, and the table.
        let lines = macs.iter().map(|mac| {
            let octets = mac.map(|octet| format!("{octet:02x}:"));
            format!("{} 1 0\n", octets.concat())
        });
        lab.write("heard", &lines.collect::<String>());
        lab.program("hexdump", "cat \"$CWMPD_ROOT/heard\"");
        lab.program("ip", "exit 1");
        lab.write("sys/class/net/br-lan/brif/lan1", "");
        lab.write("sys/class/net/lan1/brport/port_no", "0x1\n");
        lab.write("sys/class/net/lan1/device/uevent", "");
        let pool = hook_of("openwrt", "pool");
        let answers = lab.ask(&shell, &pool, &[get("Device.Hosts.Host.")]);
        for (mac, port) in [("07", "lan1"), ("08", "")] {
            let path = format!("Device.Hosts.Host.[02:00:00:00:00:{mac}].Layer1Interface");
            assert!(answers.contains(&told(&path, port)), "{answers:?}");
        }
        let forged = |answer: &&Answer| format!("{answer:?}").contains("[06:");
        assert_eq!(answers.iter().filter(forged).count(), 0);
    }
}

/// Where it runs, and only where somebody asks for that.
#[test]
fn nlbwmon_knows_what_a_host_exchanges_with_the_world() {
    for shell in shells() {
        let lab = Lab::new("traffic");
        lab.write("etc/config/network", NETWORK);
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             192.168.1.7 0x1 0x2 02:00:00:00:00:07 * br-lan\n\
             192.168.1.8 0x1 0x2 02:00:00:00:00:08 * br-lan\n",
        );
        lab.program("ip", "exit 1");
        lab.program(
            "nlbw",
            "[ \"$*\" = '-c csv -g mac -q' ] || exit 1\necho asked >>\"$CWMPD_ROOT/asked\"\n\
             printf 'mac\\tconns\\trx_bytes\\trx_pkts\\ttx_bytes\\ttx_pkts\\n'\n\
             printf '02:00:00:00:00:09\\t1\\t2\\t3\\t4\\t5\\n02:00:00:00:00:07\\t12\\t5368709120\\t4100000\\t73400320\\t900000\\n'\n\
             printf '02:00:00:00:00:08\\t1\\t$(reboot)\\t1\\t1\\t1\\n'",
        );
        let pool = hook_of("openwrt", "pool");
        let ask = |path: &str| lab.ask(&shell, &pool, &[get(path)]);
        let counted = |answers: &[Answer]| {
            let is = |answer: &&Answer| format!("{answer:?}").contains("WANStats");
            answers.iter().filter(is).cloned().collect::<Vec<_>>()
        };
        let asked = || lab.root.join("asked").exists();
        assert_eq!(counted(&ask("Device.Hosts.Host.")), []);
        assert!(!asked());
        lab.write("var/run/nlbwmon.sock", "");
        ask("Device.Hosts.Host.[02:00:00:00:00:07].Active");
        assert!(!asked());
        let row = "Device.Hosts.Host.[02:00:00:00:00:07].WANStats.";
        let wanted = [
            ("BytesReceived", "5368709120"),
            ("PacketsReceived", "4100000"),
            ("BytesSent", "73400320"),
            ("PacketsSent", "900000"),
        ];
        let wanted = wanted.map(|(name, value)| told(&format!("{row}{name}"), value));
        // What it has not counted has no counters.
        assert_eq!(counted(&ask("Device.Hosts.Host.")), wanted);
        assert_eq!(ask(row), wanted);
        assert_eq!(ask(&format!("{row}BytesSent")), wanted.get(2..3).unwrap());
    }
}

#[test]
fn dynamic_dns_tells_when_it_has_updated() {
    for shell in shells() {
        let lab = Lab::new("ddns");
        lab.write("proc/stat", "cpu 1 2 3\nbtime 1700000000\nprocesses 7\n");
        lab.write("var/run/ddns/home.update", "120\n");
        lab.write("var/run/ddns/never.update", "0\n");
        lab.write("var/run/ddns/odd.update", "$(reboot)\n");
        lab.write("usr/share/ddns/default/a.example.json", "{}");
        lab.write("usr/share/ddns/default/b.example.json", "{}");
        let hosts = hook_of("openwrt", "hosts");
        let updated =
            |key: &str| format!("Device.DynamicDNS.Client.[{key}].Hostname.[{key}].LastUpdate");
        let keys = ["home", "never", "odd", "gone", "../../../proc/stat"];
        let mut asked: Vec<Request> = keys.iter().map(|key| get(&updated(key))).collect();
        asked.push(get("Device.DynamicDNS.SupportedServices"));
        let mut expected: Vec<Answer> = ["1700000120", "0", "0", "0", "0"]
            .iter()
            .zip(keys)
            .map(|(value, key)| told(&updated(key), value))
            .collect();
        expected.push(told(
            "Device.DynamicDNS.SupportedServices",
            "a.example,b.example",
        ));
        assert_eq!(lab.ask(&shell, &hosts, &asked), expected);
    }
}

#[test]
fn hosts_are_joined_from_leases_and_neighbours() {
    for shell in shells() {
        let lab = Lab::new("hosts");
        lab.write("etc/config/network", crate::pools::NETWORK);
        lab.write(
            "tmp/dhcp.leases",
            "1 aa:bb:cc:00:00:01 192.168.1.100 tv *\n2 aa:bb:cc:00:00:02 192.168.1.101 * *\n",
        );
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             192.168.1.100 0x1 0x2 aa:bb:cc:00:00:01 * br-lan\n\
             192.168.1.7 0x1 0x2 aa:bb:cc:00:00:07 * br-lan\n\
             192.168.1.8 0x1 0x0 00:00:00:00:00:00 * br-lan\n",
        );
        lab.program(
            "ip",
            "echo fe80::1 dev br-lan lladdr aa:bb:cc:00:00:01 STALE\n\
             echo fe80::2 dev br-lan FAILED\necho fe80::9 dev wan lladdr aa:bb:cc:00:00:99 router STALE",
        );
        let host = |mac: &str, values: &[(&str, &str)]| {
            let row = format!("Device.Hosts.Host.[{mac}].");
            values
                .iter()
                .map(|(name, value)| told(&format!("{row}{name}"), value))
                .collect::<Vec<_>>()
        };
        let answers = lab.ask(
            &shell,
            &hook_of("openwrt", "pool"),
            &[get("Device.Hosts.Host.")],
        );
        let expected = [
            host(
                "aa:bb:cc:00:00:01",
                &[
                    ("PhysAddress", "aa:bb:cc:00:00:01"),
                    ("IPAddress", "192.168.1.100"),
                    ("IPv4Address.[192.168.1.100].IPAddress", "192.168.1.100"),
                    ("HostName", "tv"),
                    ("DHCPClient", "aa:bb:cc:00:00:01"),
                    ("Active", "true"),
                    ("Layer3Interface", "lan"),
                    ("Layer1Interface", ""),
                    ("InterfaceType", "Other"),
                ],
            ),
            host(
                "aa:bb:cc:00:00:02",
                &[
                    ("PhysAddress", "aa:bb:cc:00:00:02"),
                    ("IPAddress", "192.168.1.101"),
                    ("IPv4Address.[192.168.1.101].IPAddress", "192.168.1.101"),
                    ("HostName", ""),
                    ("DHCPClient", "aa:bb:cc:00:00:02"),
                    ("Active", "false"),
                    ("Layer3Interface", "lan"),
                    ("Layer1Interface", ""),
                    ("InterfaceType", "Other"),
                ],
            ),
            // A busybox of Debian takes its own `ip`, not that of the test.
            host(
                "aa:bb:cc:00:00:01",
                match shell.as_slice() {
                    ["dash"] => &[("IPv6Address.[fe80::1].IPAddress", "fe80::1")],
                    _ => &[],
                },
            ),
            host(
                "aa:bb:cc:00:00:07",
                &[
                    ("PhysAddress", "aa:bb:cc:00:00:07"),
                    ("IPAddress", "192.168.1.7"),
                    ("IPv4Address.[192.168.1.7].IPAddress", "192.168.1.7"),
                    ("HostName", ""),
                    ("DHCPClient", ""),
                    ("Active", "true"),
                    ("Layer3Interface", "lan"),
                    ("Layer1Interface", ""),
                    ("InterfaceType", "Other"),
                ],
            ),
        ];
        assert_eq!(answers, expected.concat());
    }
}
