//! The hooks of `platform/openwrt`, with programs that stand for OpenWrt's own.

use crate::lab::{Lab, get, hook_of, refused, shells, told};
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
        // base-files knows best; what it has no name for, it says nothing of.
        let functions = "lib/functions/system.sh";
        lab.write(functions, "get_mac_label() { echo 9c:3d:cf:00:00:01; }\n");
        assert_eq!(ask(&lab, "identity"), who("9C3DCF", "SN-1"));
        lab.write(functions, "get_mac_label() { echo nothing; }\n");
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

/// Whoever means the old one, and does not know it.
#[test]
fn no_password_is_no_password_to_set() {
    for shell in shells() {
        let lab = Lab::new("no-password");
        for root in ["Device", "InternetGatewayDevice"] {
            let path = format!("{root}.LANConfigSecurity.ConfigPassword");
            let requests = [Request::Set {
                path: path.clone(),
                value: String::new(),
            }];
            let system = lab.harmless(&hook_of("openwrt", "system"));
            let expected = FaultCode::InvalidParameterValue;
            assert_eq!(
                lab.ask(&shell, &system, &requests),
                [refused(expected, &path, "expected a password of one line")]
            );
        }
    }
}

#[test]
fn dhcp_servers_are_asked_again_by_every_interface() {
    for shell in shells() {
        let mut lab = Lab::new("rediscover");
        let system = lab.harmless(&hook_of("openwrt", "system"));
        lab.root = PathBuf::new();
        lab.program(
            "ubus",
            "case $* in\n'list network.interface.*') printf 'network.interface.%s\\n' lan uplink uplink6 ;;\n\
             *) echo \"ubus $*\" >>log; echo chatter; [ \"$2\" != network.interface.lan ] ;;\nesac",
        );
        let request = Request::Do {
            name: "rediscover".into(),
            arguments: Vec::new(),
        };
        assert_eq!(lab.ask(&shell, &system, &[request]), []);
        let calls: Vec<String> = ["lan", "uplink", "uplink6"]
            .map(|name| format!("ubus call network.interface.{name} renew"))
            .into();
        let log = fs::read_to_string(lab.log()).unwrap();
        assert_eq!(log.lines().collect::<Vec<_>>(), calls);
    }
}

/// An interface without the ULA prefix lists the classes of all others, which are called as what they come from.
#[test]
fn an_interface_goes_without_a_ula() {
    let network = "
config interface 'lan'
	option proto 'static'
	option ip6assign '60'

config interface 'guest'
	option proto 'static'
	option ip6assign '64'
	list ip6class 'wan6'
	list ip6class 'local'
	list ip6prefix 'fd00:1::/48'

config interface 'dmz'
	option proto 'static'

config interface 'wan'
	option proto 'pppoe'

config interface 'old'
	option proto 'pppoe'
	option ipv6 '1'

config interface 'wan6'
	option proto 'dhcpv6'
";
    for shell in shells() {
        let lab = Lab::new("ula");
        lab.write("etc/config/network", network);
        let hook = hook_of("openwrt", "pool");
        let path = |key: &str| format!("Device.IP.Interface.[{key}].ULAEnable");
        let is = |key: &str, value: &str| told(&path(key), value);
        let mut answers = lab.ask(&shell, &hook, &[get("Device.IP.Interface.")]);
        answers.retain(|answer| answer.path().ends_with(".ULAEnable"));
        assert_eq!(
            answers,
            [is("lan", "true"), is("guest", "true"), is("dmz", "false")]
        );
        let set = |key: &str, value: &str| {
            let (path, value) = (path(key), value.to_owned());
            lab.ask(&shell, &hook, &[Request::Set { path, value }])
        };
        assert_eq!(
            set("lan", "false"),
            [told("uci.network.lan.ip6class[]", "guest wan_6 wan6")]
        );
        assert_eq!(
            set("guest", "false"),
            [told("uci.network.guest.ip6class[]", "wan6")]
        );
        assert_eq!(set("lan", "true"), []);
        assert_eq!(set("dmz", "false"), []);
        let given = [
            told("uci.network.dmz.ip6assign", "64"),
            told("uci.network.dmz.ip6class[]", ""),
        ];
        assert_eq!(set("dmz", "true"), given);
        // Back again, the list is needed no longer.
        let without = network.replacen(
            "'60'",
            "'60'\n\tlist ip6class 'guest'\n\tlist ip6class 'wan_6'\n\tlist ip6class 'wan6'",
            1,
        );
        lab.write("etc/config/network", &without);
        assert_eq!(set("lan", "true"), [told("uci.network.lan.ip6class[]", "")]);
    }
}

#[test]
fn load_and_processes_are_told_from_proc() {
    for shell in shells() {
        let lab = Lab::new("process");
        let system = hook_of("openwrt", "system");
        lab.write("tmp/here", "");
        lab.write("proc/uptime", "77.12 1.0\n");
        lab.write(
            "proc/stat",
            "cpu  10 0 10 80 0 0 0 0\ncpu0 10 0 10 80 0 0 0 0\nintr 1\n",
        );
        lab.write(
            "proc/12/stat",
            "12 (a (b) c) D 1 1 1 0 -1 1 1 1 1 1 100 50 0 0 20 0 1 0 5 1 300 1\n",
        );
        let status = "Device.DeviceInfo.ProcessStatus.";
        let ask = |path: &str| lab.ask(&shell, &system, &[get(path)]);
        let values = |list: &[(&str, &str)]| {
            list.iter()
                .map(|(name, value)| told(&format!("{status}{name}"), value))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            ask(&format!("{status}Process.")),
            values(&[
                ("Process.[12].PID", "12"),
                ("Process.[12].Command", "a (b) c"),
                ("Process.[12].State", "Uninterruptible"),
                ("Process.[12].CPUTime", "1500"),
                ("Process.[12].Size", "1200"),
                ("Process.[12].Priority", "20"),
            ])
        );
        // Since then it was half busy.
        lab.write(
            "proc/stat",
            "cpu  35 0 35 130 0 0 0 0\ncpu0 35 0 35 130 0 0 0 0\n",
        );
        assert_eq!(
            ask(&format!("{status}CPU.")),
            values(&[
                ("CPU.[cpu0].Name", "cpu0"),
                ("CPU.[cpu0].Enable", "true"),
                ("CPU.[cpu0].UpTime", "77"),
                ("CPU.[cpu0].UserModeUtilization", "25"),
                ("CPU.[cpu0].SystemModeUtilization", "25"),
                ("CPU.[cpu0].IdleModeUtilization", "50"),
                ("CPU.[cpu0].CPUUtilization", "50"),
            ])
        );
        assert_eq!(
            ask(&format!("{status}CPUUsage")),
            values(&[("CPUUsage", "0")])
        );
    }
}

#[test]
fn ports_are_told_by_the_kernels_table() {
    for shell in shells() {
        let lab = Lab::new("ports");
        lab.write(
            "proc/net/tcp",
            "  sl  local_address rem_address   st\n   0: 0100007F:1F90 00000000:0000 0A 0:0\n   \
             1: 0101A8C0:0016 2E01A8C0:D431 01 0:0\n   2: 0100007F:A3B2 0100007F:0035 06 0:0\n   \
             3: $(id):1 0100007F:0035 01 0:0\n",
        );
        let row = |key: &str, values: [&str; 5]| {
            let names = [
                "LocalIPAddress",
                "LocalPort",
                "RemoteIPAddress",
                "RemotePort",
                "Status",
            ];
            let told = |(name, value): (&str, &str)| {
                told(&format!("Device.IP.ActivePort.[{key}].{name}"), value)
            };
            names.into_iter().zip(values).map(told).collect::<Vec<_>>()
        };
        let expected = [
            row(
                "127.0.0.1:8080-0.0.0.0:0",
                ["127.0.0.1", "8080", "0.0.0.0", "0", "LISTEN"],
            ),
            row(
                "192.168.1.1:22-192.168.1.46:54321",
                ["192.168.1.1", "22", "192.168.1.46", "54321", "ESTABLISHED"],
            ),
        ];
        assert_eq!(
            lab.ask(
                &shell,
                &hook_of("openwrt", "system"),
                &[get("Device.IP.ActivePort.")]
            ),
            expected.concat()
        );
    }
}

#[test]
fn boards_with_two_images_say_which_runs_and_which_is_next() {
    for shell in shells() {
        let lab = Lab::new("images");
        let system = hook_of("openwrt", "system");
        lab.write(
            "etc/openwrt_release",
            "DISTRIB_RELEASE='24.10.4'\nDISTRIB_REVISION='r1-abc'\n",
        );
        lab.write("tmp/here", "");
        let info = "Device.DeviceInfo.";
        let ask = |paths: &[&str]| {
            let requests: Vec<Request> = paths
                .iter()
                .map(|path| get(&format!("{info}{path}")))
                .collect();
            lab.ask(&shell, &system, &requests)
        };
        let which = ["ActiveFirmwareImage", "BootFirmwareImage"];
        let says = |active: &str, boot: &str| {
            vec![
                told(&format!("{info}ActiveFirmwareImage"), active),
                told(&format!("{info}BootFirmwareImage"), boot),
            ]
        };
        assert_eq!(ask(&which), says("current", "current"));
        lab.write("etc/fw_env.config", "");
        lab.write("part", "2");
        lab.program(
            "fw_printenv",
            "case $* in\n'-n boot_part') cat \"$CWMPD_ROOT/part\" ;;\n\
             '-n bootcmd') cat \"$CWMPD_ROOT/command\" ;;\n*) exit 1 ;;\nesac",
        );
        lab.program(
            "fw_setenv",
            "case $1 in\nboot_part) echo \"$2\" >\"$CWMPD_ROOT/part\" ;;\n\
             bootcmd) echo \"$2\" >\"$CWMPD_ROOT/command\" ;;\n*) exit 1 ;;\nesac",
        );
        assert_eq!(ask(&which), says("image2", "image2"));
        let set = |value: &str| {
            let (path, value) = (format!("{info}BootFirmwareImage"), value.to_owned());
            lab.ask(&shell, &system, &[Request::Set { path, value }])
        };
        let nothing = Request::Check {
            path: format!("{info}BootFirmwareImage"),
            value: String::new(),
        };
        let text = "expected an image that can be booted";
        assert_eq!(
            lab.ask(&shell, &system, &[nothing]),
            [refused(
                FaultCode::InvalidParameterValue,
                &format!("{info}BootFirmwareImage"),
                text
            )]
        );
        // A board whose command is the same for both, then one whose command says which.
        for (before, after) in [
            ("bootipq", "bootipq"),
            ("run altnandboot", "run nandboot"),
            ("run nandboot", "run nandboot"),
        ] {
            lab.write("part", "2");
            lab.write("command", &format!("{before}\n"));
            assert_eq!(set("image1"), []);
            assert_eq!(ask(&which), says("image2", "image1"));
            let command = fs::read_to_string(lab.root.join("command")).unwrap();
            assert_eq!(command.trim(), after);
        }
        let rows = ask(&["FirmwareImage."]);
        for (name, value) in [
            ("[image1].Status", "Available"),
            ("[image2].Status", "Active"),
            ("[image2].Version", "24.10.4"),
        ] {
            let path = format!("{info}FirmwareImage.{name}");
            assert!(rows.contains(&told(&path, value)), "{rows:?}");
        }
    }
}

/// Boards that call the variable otherwise, or count from 0.
#[test]
fn boards_call_their_images_by_names_of_their_own() {
    for shell in shells() {
        let lab = Lab::new("boards");
        let system = hook_of("openwrt", "system");
        let info = "Device.DeviceInfo.";
        for program in ["env", "sys"] {
            let prints = format!(
                "[ \"$*\" = \"-n $(cat \"$CWMPD_ROOT/name\")\" ] && cat \"$CWMPD_ROOT/{program}\""
            );
            let sets = format!(
                "[ \"$1\" = \"$(cat \"$CWMPD_ROOT/name\")\" ] && echo \"$2\" >\"$CWMPD_ROOT/{program}\""
            );
            lab.program(&format!("fw_print{program}"), &prints);
            lab.program(&format!("fw_set{program}"), &sets);
        }
        for (board, name, store, values) in [
            ("linksys,e7350", "bootimage", "env", ["1", "2"]),
            ("mercusys,mr90x-v1", "tp_boot_idx", "env", ["0", "1"]),
            ("netgear,gs308t-v1", "bootpartition", "sys", ["0", "1"]),
            ("acme,other", "boot_part", "env", ["1", "2"]),
        ] {
            let _ = fs::remove_dir_all(lab.root.join("tmp"));
            let _ = fs::remove_dir_all(lab.root.join("etc"));
            lab.write("tmp/sysinfo/board_name", &format!("{board}\n"));
            lab.write(&format!("etc/fw_{store}.config"), "");
            lab.write("name", name);
            lab.write(store, &format!("{}\n", values[0]));
            let ask = |name: &str| {
                let answers = lab.ask(&shell, &system, &[get(&format!("{info}{name}"))]);
                match &answers[..] {
                    [cwmpd::platform::hook::Answer::Value { value, .. }] => value.clone(),
                    other => panic!("{board}: {other:?}"),
                }
            };
            assert_eq!(ask("ActiveFirmwareImage"), "image1", "{board}");
            for (image, value) in [("image2", values[1]), ("image1", values[0])] {
                let request = Request::Set {
                    path: format!("{info}BootFirmwareImage"),
                    value: image.to_owned(),
                };
                assert_eq!(lab.ask(&shell, &system, &[request]), []);
                let stored = fs::read_to_string(lab.root.join(store)).unwrap();
                assert_eq!(stored.trim(), value, "{board}");
                assert_eq!(ask("BootFirmwareImage"), image, "{board}");
                assert_eq!(ask("ActiveFirmwareImage"), "image1", "{board}");
            }
            // What it says otherwise is no image of two.
            lab.write(store, "7\n");
            assert_eq!(ask("BootFirmwareImage"), "current", "{board}");
        }
    }
}

#[test]
fn a_file_of_the_acs_goes_through_sysupgrade() {
    for shell in shells() {
        let mut lab = Lab::new("files");
        let log = lab.log();
        let program = format!(
            "echo \"sysupgrade $*\" >>{log}; echo chatter; [ \"$2\" != {folder}/bad ]",
            log = log.display(),
            folder = lab.folder.display()
        );
        lab.program("sysupgrade", &program);
        lab.program("sleep", "exit 1");
        let packed = std::process::Command::new("tar")
            .args(["-czf", "good", "--files-from", "/dev/null"])
            .current_dir(&lab.folder)
            .status();
        assert!(packed.unwrap().success());
        fs::write(lab.folder.join("bad"), "no archive").unwrap();
        lab.program("logread", "echo a line");
        let system = lab.harmless(&hook_of("openwrt", "system"));
        lab.root = PathBuf::new();
        let ask = |name: &str, argument: &str| {
            let arguments = match argument {
                "" => Vec::new(),
                file => vec![lab.folder.join(file).display().to_string()],
            };
            let name = name.to_owned();
            lab.ask(&shell, &system, &[Request::Do { name, arguments }])
        };
        let refusals = [
            (
                "install",
                "sysupgrade -T says that this image is not for this device",
            ),
            ("restore", "expected a backup of sysupgrade (tar.gz)"),
        ];
        for (act, text) in refusals {
            assert_eq!(
                ask(act, "bad"),
                [refused(FaultCode::FileCorrupted, act, text)]
            );
        }
        assert_eq!(ask("restore", "good"), [told("restart", "1")]);
        assert_eq!(
            ask("backup", ""),
            [
                told("file", "/tmp/cwmpd-backup.tar.gz"),
                told("remove", "1")
            ]
        );
        assert_eq!(
            fs::read_to_string(&log)
                .unwrap()
                .lines()
                .filter(|line| line.starts_with("sysupgrade"))
                .map(|line| line.replace(&lab.folder.display().to_string(), ""))
                .collect::<Vec<_>>(),
            [
                "sysupgrade -T /bad",
                "sysupgrade -r /good",
                "sysupgrade -b /tmp/cwmpd-backup.tar.gz"
            ]
        );
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

#[test]
fn a_relay_has_the_address_of_its_interface() {
    for shell in shells() {
        let lab = Lab::new("relay");
        lab.write(
            "etc/config/network",
            "config interface 'lan'\n\toption proto 'static'\n\tlist ipaddr '192.168.7.1/24'\n\n\
             config interface 'guest'\n\toption proto 'static'\n\toption ipaddr '10.9.0.1'\n\
             \toption netmask '255.255.0.0'\n\nconfig interface 'wan'\n\toption proto 'dhcp'\n",
        );
        lab.write(
            "etc/config/dhcp",
            "config relay 'one'\n\toption interface 'lan'\n\nconfig relay 'two'\n\
             \toption interface 'guest'\n\toption server_addr '192.0.2.9'\n",
        );
        let pool = hook_of("openwrt", "pool");
        let row = "Device.DHCPv4.Relay.Forwarding.";
        let set = |path: &str, value: &str| Request::Set {
            path: format!("{row}{path}"),
            value: value.to_owned(),
        };
        assert_eq!(
            lab.ask(&shell, &pool, &[get(row)]),
            [
                told(&format!("{row}[one].Enable"), "true"),
                told(&format!("{row}[one].Interface"), "lan"),
                told(&format!("{row}[one].DHCPServerIPAddress"), ""),
                told(&format!("{row}[two].Enable"), "true"),
                told(&format!("{row}[two].Interface"), "guest"),
                told(&format!("{row}[two].DHCPServerIPAddress"), "192.0.2.9"),
            ]
        );
        let written = |interface: &str, server: &str, own: &str| {
            [
                told("uci.dhcp.one.interface", interface),
                told("uci.dhcp.one.server_addr", server),
                told("uci.dhcp.one.disabled_by", ""),
                told("uci.dhcp.one.disabled", ""),
                told("uci.dhcp.one.local_addr", own),
            ]
        };
        let both = [
            set("[one].DHCPServerIPAddress", "198.51.100.67"),
            set("[one].Interface", "guest"),
        ];
        let server = "198.51.100.67";
        assert_eq!(
            lab.ask(&shell, &pool, &both),
            written("guest", server, "10.9.0.1")
        );
        assert_eq!(
            lab.ask(&shell, &pool, &both[..1]),
            written("lan", server, "192.168.7.1")
        );
        let told = lab.ask(
            &shell,
            &pool,
            &[Request::Check {
                path: format!("{row}[one].Interface"),
                value: "wan".into(),
            }],
        );
        let text = "expected an interface with an address of its own";
        assert_eq!(
            told,
            [refused(
                FaultCode::InvalidParameterValue,
                &format!("{row}[one].Interface"),
                text
            )]
        );
    }
}
