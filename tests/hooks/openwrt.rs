//! The hooks of `platform/openwrt`, with programs that stand for OpenWrt's own.

use crate::lab::{Lab, hook_of, refused, shells, told};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::{Answer, Request};
use std::fs;
use std::path::PathBuf;

#[test]
fn openwrt_names_itself_and_reboots_by_its_own_commands() {
    for shell in shells() {
        let mut lab = Lab::new("openwrt");
        let system = hook_of("openwrt", "system");
        lab.write("tmp/sysinfo/model", "TP-Link Archer C7 v2\n");
        lab.write("tmp/sysinfo/board_name", "tplink,archer-c7-v2\n");
        lab.write("sys/class/net/lo/address", "00:00:00:00:00:00\n");
        lab.write("sys/class/net/wan/address", "aa:bb:cc:00:11:22\n");
        let ask = |lab: &Lab, name: &str| {
            lab.ask(
                &shell,
                &system,
                &[Request::Do {
                    name: name.to_owned(),
                    arguments: Vec::new(),
                }],
            )
        };
        let who = |oui: &str, serial: &str| {
            let product = "tplink,archer-c7-v2";
            [
                ("manufacturer", "TP-Link"),
                ("product_class", product),
                ("oui", oui),
                ("serial_number", serial),
            ]
            .map(|(name, value)| told(name, value))
        };
        assert_eq!(ask(&lab, "identity"), who("AABBCC", "AABBCC001122"));
        // The board knows better than the kernel; a serial number beats the address.
        lab.write("etc/board.json", "{}");
        lab.program(
            "jsonfilter",
            "[ \"$4\" = @.network.wan.macaddr ] && echo 12:34:56:78:9a:bc",
        );
        lab.write("proc/device-tree/serial-number", "SN-1\0");
        assert_eq!(ask(&lab, "identity"), who("123456", "SN-1"));

        let system = lab.harmless(&system);
        lab.root = PathBuf::new();
        for act in ["reboot", "factory-reset"] {
            let requests = [Request::Do {
                name: act.to_owned(),
                arguments: Vec::new(),
            }];
            assert_eq!(lab.ask(&shell, &system, &requests), []);
        }
        assert_eq!(
            fs::read_to_string(lab.log()).unwrap(),
            "reboot\nfirstboot -y\nreboot\n"
        );
    }
}

#[test]
fn no_real_machine_is_rebooted_by_the_hook_of_the_sandbox_nor_a_folder_by_that_of_openwrt() {
    for shell in shells() {
        let mut lab = Lab::new("refuse");
        for (act, platform) in [("reboot", "openwrt"), ("factory-reset", "openwrt")] {
            let requests = [Request::Do {
                name: act.to_owned(),
                arguments: Vec::new(),
            }];
            let text = "refused: this is a folder (cwmpd --root DIR), not a device";
            let expected = [refused(FaultCode::RequestDenied, act, text)];
            assert_eq!(
                lab.ask(
                    &shell,
                    &lab.harmless(&hook_of(platform, "system")),
                    &requests
                ),
                expected
            );
        }
        lab.root = PathBuf::new();
        for act in ["reboot", "factory-reset"] {
            let requests = [Request::Do {
                name: act.to_owned(),
                arguments: Vec::new(),
            }];
            let text = "only a sandbox (cwmpd --root DIR) is rebooted or reset by this hook";
            let expected = [refused(FaultCode::RequestDenied, act, text)];
            assert_eq!(
                lab.ask(
                    &shell,
                    &lab.harmless(&hook_of("generic", "system")),
                    &requests
                ),
                expected
            );
        }
    }
}

#[test]
fn openwrt_computes_the_addresses_of_a_pool() {
    for shell in shells() {
        let lab = Lab::new("pool");
        lab.program(
            "uci",
            r#"[ "$1 $2 $3" = "-q -c $CWMPD_ROOT/etc/config" ] || exit 2
case "$4 $5" in
'show dhcp') printf '%s\n' dhcp.cfg01411c=dnsmasq dhcp.lan=dhcp "dhcp.lan.interface='lan'" dhcp.guest=dhcp dhcp.odd=dhcp ;;
'get dhcp.lan.interface') echo lan ;;
'get dhcp.lan.start') echo 100 ;;
'get dhcp.lan.limit') echo 150 ;;
'get dhcp.guest.interface') echo guest ;;
'get dhcp.odd.interface') echo odd ;;
'get dhcp.guest.limit') echo 500 ;;
'get network.lan.ipaddr') echo 192.168.1.1/24 10.0.0.1/8 ;;
'get network.guest.ipaddr') echo 10.1.255.1 ;;
'get network.guest.netmask') echo 255.255.255.0 ;;
'get network.odd.ipaddr') echo 'a[$(touch pwned)]' ;;
*) exit 1 ;;
esac"#,
        );
        let pool = |key: &str, values: [&str; 4]| {
            let names = ["MinAddress", "MaxAddress", "SubnetMask", "IPRouters"];
            let path = |name: &str| format!("Device.DHCPv4.Server.Pool.[{key}].{name}");
            names
                .iter()
                .zip(values)
                .map(|(name, value)| told(&path(name), value))
                .collect::<Vec<_>>()
        };
        let lan = pool(
            "lan",
            [
                "192.168.1.100",
                "192.168.1.249",
                "255.255.255.0",
                "192.168.1.1",
            ],
        );
        let guest = pool(
            "guest",
            [
                "10.1.255.100",
                "10.1.255.254",
                "255.255.255.0",
                "10.1.255.1",
            ],
        );
        let hook = hook_of("openwrt", "pool");
        let get = |path: &str| {
            lab.ask(
                &shell,
                &hook,
                &[Request::Get {
                    path: path.to_owned(),
                }],
            )
        };
        assert_eq!(
            get("Device.DHCPv4.Server.Pool."),
            [lan.clone(), guest].concat()
        );
        assert_eq!(
            get("Device.DHCPv4.Server.Pool.[lan].MinAddress"),
            lan.get(..1).unwrap()
        );
        assert_eq!(lab.names(), ["bin", "root"]);
    }
}

#[test]
fn the_clock_is_told_as_the_model_wants_it() {
    for shell in shells() {
        for platform in ["generic", "openwrt"] {
            let lab = Lab::new("clock");
            let path = "Device.Time.CurrentLocalTime";
            let answers = lab.ask(
                &shell,
                &hook_of(platform, "system"),
                &[Request::Get {
                    path: path.to_owned(),
                }],
            );
            let [Answer::Value { path: said, value }] = answers.as_slice() else {
                panic!("{answers:?}")
            };
            assert_eq!(said, path);
            let pattern: String = value
                .chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c })
                .collect();
            assert!(
                ["0000-00-00T00:00:00+00:00", "0000-00-00T00:00:00-00:00"]
                    .contains(&pattern.as_str()),
                "{value}"
            );
        }
    }
}
