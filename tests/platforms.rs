//! The shipped platforms as a person meets them: `cwmpd --root` on the sandbox, and on a folder that
//! looks like OpenWrt.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lab/hook.rs"]
mod hook;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[test]
fn shipped_platforms_pass_their_own_check() {
    let lab = Lab::sandbox("check");
    for platform in ["generic", "openwrt"] {
        let folder = repository().join("platform").join(platform);
        let report = lab.ok(&["check", "--platform", folder.to_str().unwrap()]);
        assert!(report.contains(" are fine"), "{report}");
    }
}

#[test]
fn in_a_source_tree_the_coverage_of_a_platform_needs_no_settings() {
    let lab = Lab::new("source-tree");
    let output = Command::new(env!("CARGO_BIN_EXE_cwmpd"))
        .current_dir(repository())
        .arg("--root")
        .arg(&lab.folder)
        .args(["check", "--coverage", "--platform", "platform/openwrt"])
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    let words: Vec<&str> = report.lines().last().unwrap().split(' ').collect();
    let [
        mapped,
        "schema",
        "parameters",
        "mapped,",
        writable,
        "writable",
    ] = words[..]
    else {
        panic!("{report}")
    };
    assert!(mapped.parse::<u32>().unwrap() >= 1500, "{report}");
    assert!(writable.parse::<u32>().unwrap() >= 400, "{report}");
}

/// Somebody who has just built it, and has no settings yet.
#[test]
fn a_directory_that_is_not_there_is_told_with_its_option() {
    let lab = Lab::new("nowhere");
    for (words, option) in [
        (
            vec!["new-object", "Device.X_ACME-COM_Fan."],
            "agent.datamodel ",
        ),
        (
            vec![
                "check",
                "--platform",
                "/no/such",
                "--datamodel",
                "datamodel",
            ],
            "agent.platform /no/such: ",
        ),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_cwmpd"))
            .current_dir(repository())
            .arg("--root")
            .arg(&lab.folder)
            .args(words)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        assert!(told.starts_with(option), "{told}");
    }
}

#[test]
fn the_sandbox_has_hundreds_of_live_parameters() {
    let lab = Lab::sandbox("many");
    let values = lab.get(&["Device."]);
    // Without those of the machine's own interfaces, of which there may be few.
    let own = values.iter().filter(|(path, _)| {
        !path.starts_with("Device.IP.") && !path.starts_with("Device.Ethernet.")
    });
    let count = own.count();
    assert!(count >= 300, "{count}");
    for (path, value) in [
        ("Device.RootDataModelVersion", "2.19"),
        ("Device.DeviceInfo.Manufacturer", "Example"),
        ("Device.DeviceInfo.SoftwareVersion", "1.0.0"),
        ("Device.DeviceInfo.HostName", "sandbox"),
        (
            "Device.Time.Client.1.Servers",
            "0.pool.ntp.org,1.pool.ntp.org",
        ),
        ("Device.WiFi.SSIDNumberOfEntries", "4"),
        ("Device.WiFi.SSID.1.SSID", "Ann's home"),
        ("Device.WiFi.SSID.2.LowerLayers", "Device.WiFi.Radio.2"),
        (
            "Device.WiFi.AccessPoint.3.SSIDReference",
            "Device.WiFi.SSID.3",
        ),
        (
            "Device.WiFi.AccessPoint.1.Security.ModeEnabled",
            "WPA3-Personal-Transition",
        ),
        ("Device.WiFi.AccessPoint.1.Security.KeyPassphrase", ""),
        (
            "Device.DHCPv4.Server.Pool.1.StaticAddress.1.Chaddr",
            "D4:3D:7E:9F:00:01",
        ),
        (
            "Device.DHCPv4.Server.Pool.2.StaticAddressNumberOfEntries",
            "1",
        ),
        ("Device.DNS.Client.Server.2.DNSServer", "2001:db8::53"),
        ("Device.NAT.PortMappingNumberOfEntries", "3"),
        ("Device.NAT.PortMapping.1.Protocol", "TCP"),
        ("Device.Hosts.Host.1.HostName", "tv"),
        (
            "Device.Hosts.Host.1.IPv4Address.1.IPAddress",
            "192.168.1.100",
        ),
        ("Device.Users.User.2.Password", ""),
        (
            "Device.UserInterface.HTTPAccess.2.AccessType",
            "RemoteAccess",
        ),
        ("Device.X_EXAMPLE-COM_LED.Mode", "On"),
        ("Device.ManagementServer.EnableCWMP", "true"),
    ] {
        assert_eq!(
            values
                .iter()
                .find(|(known, _)| known == path)
                .map(|(_, value)| value.as_str()),
            Some(value),
            "{path}"
        );
    }
    let loopback = values.iter().find(|(path, value)| {
        path.starts_with("Device.IP.") && path.ends_with(".Name") && value == "lo"
    });
    let loopback = loopback.unwrap().0.trim_end_matches("Name");
    for (name, expected) in [
        ("Type", "Loopback"),
        ("IPv4Address.1.IPAddress", "127.0.0.1"),
        ("IPv4Address.1.SubnetMask", "255.0.0.0"),
    ] {
        let path = format!("{loopback}{name}");
        assert_eq!(
            values
                .iter()
                .find(|(known, _)| *known == path)
                .map(|(_, value)| value.as_str()),
            Some(expected)
        );
    }
}

#[test]
fn what_is_read_is_what_is_listed() {
    let lab = Lab::sandbox("names");
    let read: BTreeSet<String> = lab
        .get(&["Device."])
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let listed = lab.ok(&["get", "--writable", "Device."]);
    let listed: BTreeSet<String> = listed
        .lines()
        .filter_map(|line| line.split([' ', '=', '\t']).next())
        .filter(|path| path.starts_with("Device.") && !path.ends_with('.'))
        .map(str::to_owned)
        .collect();
    assert!(listed.len() > 100, "{listed:?}");
    assert_eq!(
        listed.difference(&read).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}

#[test]
fn rows_of_every_writable_table_come_and_go() {
    let lab = Lab::sandbox("rows");
    for (table, values) in [
        (
            "Device.WiFi.SSID.",
            vec![
                "SSID=café",
                "Enable=true",
                "LowerLayers=Device.WiFi.Radio.1",
            ],
        ),
        (
            "Device.NAT.PortMapping.",
            vec![
                "ExternalPort=8081",
                "Protocol=UDP",
                "InternalClient=192.168.1.9",
                "Description=a b",
            ],
        ),
        (
            "Device.DHCPv4.Server.Pool.1.StaticAddress.",
            vec!["Chaddr=AA:BB:CC:DD:EE:FF", "Yiaddr=192.168.1.77"],
        ),
        (
            "Device.Users.User.",
            vec!["Username=bob", "UserID=7", "Enable=true"],
        ),
        (
            "Device.Time.Client.",
            vec!["Servers=a.example,b.example", "Enable=false"],
        ),
        (
            "Device.UserInterface.HTTPAccess.",
            vec!["Port=8080", "Protocol=HTTP", "Order=3"],
        ),
        (
            "Device.DNS.Relay.Forwarding.",
            vec!["DNSServer=192.0.2.99", "Enable=true"],
        ),
    ] {
        let files = lab.configuration();
        let before = lab.get(&[table]);
        let row = lab.ok(&["add", table]).trim().to_owned();
        assert!(row.starts_with(table) && row.ends_with('.'), "{row}");
        let settings: Vec<String> = values.iter().map(|value| format!("{row}{value}")).collect();
        let mut words = vec!["set"];
        words.extend(settings.iter().map(String::as_str));
        lab.ok(&words);
        let after = lab.get(&[&row]);
        for setting in &settings {
            let (path, value) = setting.split_once('=').unwrap();
            assert!(
                after
                    .iter()
                    .any(|(known, said)| known == path && said == value),
                "{setting} in {after:?}"
            );
        }
        lab.ok(&["del", &row]);
        assert_eq!(lab.get(&[table]), before);
        // What a person wrote is as it was, but for a blank line at the end.
        for (name, text) in lab.configuration() {
            let old = files.iter().find(|(known, _)| *known == name).unwrap();
            assert_eq!(text.trim_end(), old.1.trim_end(), "{name}");
        }
    }
}

#[test]
fn a_hostile_value_comes_back_exactly_through_uci_and_through_a_hook() {
    let lab = Lab::sandbox("hostile");
    for value in [
        "$(touch pwned)",
        "`touch pwned`",
        "';touch pwned;'",
        "\"; touch pwned; \"",
        "a\nb",
        "\\",
        "\\n",
        "#x",
        " ",
    ] {
        for path in [
            "Device.WiFi.SSID.1.SSID",
            "Device.X_EXAMPLE-COM_LED.Name",
            "Device.NAT.PortMapping.1.Description",
        ] {
            lab.ok(&["set", &format!("{path}={value}")]);
            let json = lab.ok(&["get", "--json", path]);
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert!(
                json.to_string()
                    .contains(&serde_json::Value::from(value).to_string()),
                "{path} {value:?}: {json}"
            );
        }
    }
    assert!(!lab.folder.join("pwned").exists() && !Path::new("pwned").exists());
    let description = "x'$(id)".repeat(36);
    lab.ok(&[
        "set",
        &format!("Device.NAT.PortMapping.1.Description={description}"),
    ]);
    assert_eq!(
        lab.get(&["Device.NAT.PortMapping.1.Description"])
            .first()
            .unwrap()
            .1,
        description
    );
}

#[test]
fn a_refusal_names_the_words_that_would_do() {
    let lab = Lab::sandbox("refusal");
    for (setting, expected) in [
        (
            "Device.WiFi.AccessPoint.1.Security.ModeEnabled=WEP-64",
            "`None` or `WPA2-Personal`",
        ),
        ("Device.WiFi.Radio.1.Channel=999", "from 1 to 255"),
        ("Device.X_EXAMPLE-COM_LED.Mode=Green", "Off, On, Blink"),
        (
            "Device.WiFi.SSID.1.LowerLayers=Device.WiFi.Radio.9",
            "Radio.9",
        ),
        ("Device.DeviceInfo.SerialNumber=1", "9008"),
    ] {
        let output = lab.run(&["set", setting]);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(
            !output.status.success() && said.contains(expected),
            "{setting}: {said}"
        );
    }
    assert_eq!(
        lab.configuration(),
        Lab::sandbox("untouched").configuration()
    );
}

/// A factory reset of the sandbox restores what it is shipped with.
#[test]
fn the_sandbox_has_its_factory_state_twice() {
    let sandbox = repository().join("platform/generic/sandbox");
    let names = |folder: &str| {
        let entries = fs::read_dir(sandbox.join(folder)).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect::<BTreeSet<_>>()
    };
    let mut shipped = names("etc/config");
    shipped.remove("cwmpd");
    assert_eq!(shipped, names("rom/etc/config"));
    for name in shipped {
        let read = |folder: &str| fs::read_to_string(sandbox.join(folder).join(&name)).unwrap();
        assert_eq!(read("etc/config"), read("rom/etc/config"), "{name}");
    }
}

#[test]
fn openwrt_is_read_from_uci_and_files() {
    let lab = Lab::openwrt("openwrt");
    let values = lab.get(&["Device."]);
    for (path, value) in [
        ("Device.DeviceInfo.ModelName", "TP-Link Archer C7 v2"),
        ("Device.DeviceInfo.HardwareVersion", "tplink,archer-c7-v2"),
        ("Device.DeviceInfo.SoftwareVersion", "24.10.0"),
        (
            "Device.DeviceInfo.Description",
            "OpenWrt 24.10.0 r28427-6df0e3d02a",
        ),
        ("Device.DeviceInfo.ManufacturerOUI", "AABBCC"),
        ("Device.DeviceInfo.SerialNumber", "AABBCC001122"),
        ("Device.DeviceInfo.HostName", "OpenWrt"),
        ("Device.Time.LocalTimeZone", "GMT0"),
        (
            "Device.Time.Client.1.Servers",
            "0.openwrt.pool.ntp.org,1.openwrt.pool.ntp.org",
        ),
        ("Device.IP.Interface.2.Name", "lan"),
        ("Device.WiFi.Radio.1.OperatingFrequencyBand", "5GHz"),
        ("Device.WiFi.Radio.1.Channel", "36"),
        ("Device.WiFi.Radio.1.AutoChannelEnable", "false"),
        ("Device.WiFi.Radio.1.OperatingChannelBandwidth", "80MHz"),
        ("Device.WiFi.Radio.2.AutoChannelEnable", "true"),
        ("Device.WiFi.Radio.2.Enable", "false"),
        ("Device.WiFi.SSID.1.SSID", "OpenWrt"),
        ("Device.WiFi.AccessPoint.1.Security.ModeEnabled", "None"),
        (
            "Device.DHCPv4.Server.Pool.1.Interface",
            "Device.IP.Interface.2",
        ),
        ("Device.DHCPv4.Server.Pool.1.LeaseTime", "43200"),
        ("Device.DHCPv4.Server.Pool.2.Enable", "false"),
        (
            "Device.DHCPv4.Server.Pool.1.StaticAddress.1.Yiaddr",
            "192.168.1.9",
        ),
        ("Device.DNS.Relay.Status", "Enabled"),
        ("Device.DNS.Client.Server.1.DNSServer", "192.0.2.53"),
        ("Device.NAT.PortMappingNumberOfEntries", "1"),
        ("Device.NAT.PortMapping.1.ExternalPort", "8080"),
        ("Device.NAT.PortMapping.1.Protocol", "TCP"),
        ("Device.Hosts.Host.1.HostName", "tv"),
        ("Device.Hosts.Host.2.HostName", ""),
    ] {
        assert_eq!(
            values
                .iter()
                .find(|(known, _)| known == path)
                .map(|(_, value)| value.as_str()),
            Some(value),
            "{path}"
        );
    }
}

#[test]
fn openwrts_files_keep_what_nobody_set() {
    let lab = Lab::openwrt("edit");
    let wireless = OPENWRT
        .iter()
        .find(|(name, _)| name.ends_with("/wireless"))
        .unwrap()
        .1;
    let edit = "Device.WiFi.AccessPoint.1.Security.";
    // The commands of the apply lines are OpenWrt's and fail here, after everything is written.
    lab.run(&[
        "set",
        &format!("{edit}ModeEnabled=WPA3-Personal"),
        &format!("{edit}KeyPassphrase=it's a secret"),
    ]);
    let expected = wireless.replace(
        "\toption encryption 'none'\n",
        "\toption encryption 'sae'\n\toption key 'it'\\''s a secret'\n",
    );
    assert_eq!(
        fs::read_to_string(lab.folder.join("etc/config/wireless")).unwrap(),
        expected
    );
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that plays the device.
struct Lab {
    folder: PathBuf,
}

impl Lab {
    fn new(name: &str) -> Lab {
        let folder =
            std::env::temp_dir().join(format!("cwmpd-platform-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Lab { folder }
    }

    fn sandbox(name: &str) -> Lab {
        let lab = Lab::new(name);
        hook::copy(&repository().join("platform/generic/sandbox"), &lab.folder);
        let settings = fs::read_to_string(lab.folder.join("etc/config/cwmpd")).unwrap();
        let settings = settings + &places("generic");
        fs::write(lab.folder.join("etc/config/cwmpd"), settings).unwrap();
        lab
    }

    fn openwrt(name: &str) -> Lab {
        let lab = Lab::new(name);
        for (file, text) in OPENWRT {
            let file = lab.folder.join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        let settings = "config device 'device'\n\toption identity_hook 'system'\n".to_owned()
            + &places("openwrt");
        fs::write(lab.folder.join("etc/config/cwmpd"), settings).unwrap();
        lab
    }

    fn run(&self, words: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_cwmpd");
        Command::new(program)
            .arg("--root")
            .arg(&self.folder)
            .args(words)
            .current_dir(&self.folder)
            .output()
            .unwrap()
    }

    fn ok(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.success(),
            "{words:?}: {said}{}",
            String::from_utf8_lossy(&output.stdout)
        );
        String::from_utf8(output.stdout).unwrap()
    }

    fn get(&self, paths: &[&str]) -> Vec<(String, String)> {
        let text = self.ok(&[&["get"], paths].concat());
        text.lines()
            .map(|line| line.split_once('=').unwrap())
            .map(|(path, value)| (path.to_owned(), value.to_owned()))
            .collect()
    }

    /// All uci files but the agent's own.
    fn configuration(&self) -> Vec<(String, String)> {
        let entries = fs::read_dir(self.folder.join("etc/config")).unwrap();
        let mut files: Vec<(String, String)> = entries
            .map(|entry| entry.unwrap())
            .map(|entry| {
                (
                    entry.file_name().into_string().unwrap(),
                    fs::read_to_string(entry.path()).unwrap(),
                )
            })
            .filter(|(name, _)| name != "cwmpd")
            .collect();
        files.sort();
        files
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn places(platform: &str) -> String {
    let here = repository().display();
    format!(
        "\nconfig agent 'agent'\n\toption platform '{here}/platform/{platform}'\n\toption datamodel '{here}/datamodel'\n"
    )
}

/// What a fresh OpenWrt has, as far as the maps look at it.
const OPENWRT: [(&str, &str); 12] = [
    ("tmp/sysinfo/model", "TP-Link Archer C7 v2\n"),
    ("tmp/sysinfo/board_name", "tplink,archer-c7-v2\n"),
    (
        "etc/openwrt_release",
        "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='24.10.0'\nDISTRIB_REVISION='r28427-6df0e3d02a'\nDISTRIB_DESCRIPTION='OpenWrt 24.10.0 r28427-6df0e3d02a'\n",
    ),
    ("sys/class/net/eth0/address", "aa:bb:cc:00:11:22\n"),
    ("proc/uptime", "4711.42 9000.00\n"),
    (
        "tmp/resolv.conf.d/resolv.conf.auto",
        "# Interface wan\nnameserver 192.0.2.53\n",
    ),
    (
        "tmp/dhcp.leases",
        "1893456000 a0:b1:c2:00:11:22 192.168.1.100 tv *\n1893456000 a0:b1:c2:00:11:23 192.168.1.101 * *\n",
    ),
    (
        "etc/config/system",
        "\nconfig system\n\toption hostname 'OpenWrt'\n\toption timezone 'GMT0'\n\nconfig timeserver 'ntp'\n\toption enabled '1'\n\tlist server '0.openwrt.pool.ntp.org'\n\tlist server '1.openwrt.pool.ntp.org'\n",
    ),
    (
        "etc/config/network",
        "\nconfig interface 'loopback'\n\toption device 'lo'\n\toption proto 'static'\n\nconfig interface 'lan'\n\toption device 'br-lan'\n\toption proto 'static'\n\toption ipaddr '192.168.1.1'\n\toption netmask '255.255.255.0'\n",
    ),
    (
        "etc/config/wireless",
        "\nconfig wifi-device 'radio0'\n\toption type 'mac80211'\n\toption path 'pci0000:00/0000:00:00.0'\n\toption channel '36'\n\toption band '5g'\n\toption htmode 'VHT80'\n\nconfig wifi-iface 'default_radio0'\n\toption device 'radio0'\n\toption network 'lan'\n\toption mode 'ap'\n\toption ssid 'OpenWrt'\n\toption encryption 'none'\n\nconfig wifi-device 'radio1'\n\toption channel 'auto'\n\toption band '2g'\n\toption htmode 'HT20'\n\toption disabled '1'\n",
    ),
    (
        "etc/config/dhcp",
        "\nconfig dnsmasq\n\toption domainneeded '1'\n\nconfig dhcp 'lan'\n\toption interface 'lan'\n\toption start '100'\n\toption limit '150'\n\toption leasetime '12h'\n\nconfig dhcp 'wan'\n\toption interface 'wan'\n\toption ignore '1'\n\nconfig host\n\toption name 'nas'\n\toption mac 'd4:3d:7e:9f:00:03'\n\toption ip '192.168.1.9'\n",
    ),
    (
        "etc/config/firewall",
        "config redirect\n\toption name 'web'\n\toption src 'wan'\n\toption dest 'lan'\n\toption proto 'tcp udp'\n\toption src_dport '8080'\n\toption dest_ip '192.168.1.9'\n\nconfig redirect\n\toption target 'SNAT'\n",
    ),
];

#[test]
fn a_new_object_works_as_it_is_printed() {
    for (object, name, add) in [
        ("Device.X_ACME-COM_Fan.", "Device.X_ACME-COM_Fan.Name", None),
        (
            "Device.X_ACME-COM_Fan.{i}.",
            "Device.X_ACME-COM_Fan.1.Name",
            Some("Device.X_ACME-COM_Fan."),
        ),
        (
            "Device.QoS.Queue.{i}.",
            "Device.QoS.Queue.1.TrafficClasses",
            Some("Device.QoS.Queue."),
        ),
        (
            "Device.DHCPv4.Server.Pool.{i}.StaticAddress.{i}.",
            "Device.DHCPv4.Server.Pool.2.StaticAddress.1.Yiaddr",
            Some("Device.DHCPv4.Server.Pool.2.StaticAddress."),
        ),
        (
            "Device.DHCPv4.Server.Pool.{i}.X_ACME-COM_Guard.",
            "Device.DHCPv4.Server.Pool.2.X_ACME-COM_Guard.Name",
            None,
        ),
        ("Device.Nonsense.", "", None),
    ] {
        let lab = Lab::sandbox("new-object");
        let maps = lab.folder.join("maps");
        fs::create_dir_all(maps.join("platform/hooks")).unwrap();
        fs::copy(repository().join("platform/lib.sh"), maps.join("lib.sh")).unwrap();
        fs::create_dir_all(maps.join("models")).unwrap();
        let model = repository().join("datamodel/device-2.dm");
        fs::copy(model, maps.join("models/device-2.dm")).unwrap();
        let config = lab.folder.join("etc/config/cwmpd");
        let mut text = fs::read_to_string(&config).unwrap();
        text.push_str(&format!(
            "\nconfig agent 'agent'\n\toption platform '{0}/platform'\n\toption datamodel '{0}/models'\n",
            maps.display()
        ));
        fs::write(&config, text).unwrap();
        // The table around them.
        let pools = "Device.DHCPv4.Server.Pool.{i}.  const lan guest\n";
        fs::write(maps.join("platform/pool.map"), pools).unwrap();
        let output = lab.run(&["new-object", object]);
        if name.is_empty() {
            assert!(
                !output.status.success(),
                "the data model has no such object"
            );
            continue;
        }
        let commands = String::from_utf8(output.stdout).unwrap();
        let made = Command::new("sh").args(["-c", &commands]).status().unwrap();
        assert!(made.success(), "{commands}");
        // A second time it would overwrite.
        let again = Command::new("sh").args(["-c", &commands]).output().unwrap();
        assert!(!again.status.success(), "{again:?}");
        assert!(lab.ok(&["check"]).contains("are fine"));
        if let Some(table) = add {
            assert!(lab.ok(&["add", table]).starts_with(table));
        }
        let value = if name.ends_with("Yiaddr") {
            "192.0.2.9"
        } else if name.ends_with("Name") {
            "$(touch pwned) 'x'"
        } else {
            "1,2"
        };
        lab.ok(&["set", &format!("{name}={value}")]);
        assert_eq!(lab.ok(&["get", name]), format!("{name}={value}\n"));
        let hook = fs::read_dir(maps.join("platform/hooks"))
            .unwrap()
            .next()
            .unwrap()
            .unwrap();
        let checked = Command::new("shellcheck").arg(hook.path()).output();
        if let Ok(checked) = checked {
            assert!(
                checked.status.success(),
                "{}",
                String::from_utf8_lossy(&checked.stdout)
            );
        }
        if let Some(table) = add {
            lab.ok(&["del", &format!("{table}1.")]);
        }
    }
}

/// A vendor's first attempts: each is told with its file and line, and what was expected there.
#[test]
fn what_a_vendor_gets_wrong_is_told_with_its_place() {
    let good = "#!/bin/sh\n. \"$CWMPD_LIB\"\non_get() { reply Device.X_EXAMPLE-COM_LED.Mode On; }\ncwmp_requests\n";
    let map = "Device.X_EXAMPLE-COM_LED.\n  Mode hook led\n";
    let typo =
        format!("{map}Device.Time. uci sistem ntp\n  Enable enabled\napply systm now true\n");
    let other = good.replace("LED.Mode", "LID.Mode");
    let crlf = good.replace('\n', "\r\n");
    let lamp = map.replace("hook led", "hook lamp");
    let table: [(&str, &str, &[&str], &str); 8] = [
        (&lamp, good, &["check"], "t.map:2: "),
        (
            map,
            "echo x\n",
            &["check"],
            "hooks/led:1: expected an interpreter such as `#!/bin/sh`",
        ),
        (
            map,
            &crlf,
            &["check"],
            "hooks/led:1: expected a line feed alone at the end",
        ),
        (
            map,
            "#!/bin/sh\nfi\n",
            &["get", "Device.X_EXAMPLE-COM_LED.Mode"],
            "hooks/led: ",
        ),
        (
            map,
            "#!/bin/sh\necho nonsense\n",
            &["get", "Device.X_EXAMPLE-COM_LED."],
            "hook led, line 1: expected `PATH=VALUE`",
        ),
        (
            map,
            &other,
            &["get", "Device.X_EXAMPLE-COM_LED."],
            "expected answers below Device.X_EXAMPLE-COM_LED.Mode, got Device.X_EXAMPLE-COM_LID.Mode",
        ),
        (
            &typo,
            good,
            &["check"],
            "t.map:5: apply systm: no line of the maps is of this group (nearest: sistem)",
        ),
        (
            &typo,
            good,
            &["--trace", "get", "Device.Time."],
            "/etc/config/sistem is not there",
        ),
    ];
    for (map, script, words, expected) in table {
        let lab = Lab::sandbox("vendor");
        let maps = lab.folder.join("maps");
        fs::create_dir_all(maps.join("platform/hooks")).unwrap();
        fs::copy(repository().join("platform/lib.sh"), maps.join("lib.sh")).unwrap();
        fs::write(maps.join("platform/t.map"), map).unwrap();
        let file = maps.join("platform/hooks/led");
        hook::program(&file, script);
        let config = lab.folder.join("etc/config/cwmpd");
        let mut text = fs::read_to_string(&config).unwrap();
        text.push_str(&format!(
            "\nconfig agent 'agent'\n\toption platform '{}/platform'\n",
            maps.display()
        ));
        fs::write(&config, text).unwrap();
        let output = lab.run(words);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(said.contains(expected), "{words:?}: {said}");
        assert!(!said.contains("hook led: hook led"), "{said}");
        if words[0] == "get" && words[1].ends_with('.') {
            assert!(said.contains("nothing is told below"), "{said}");
        }
    }
}
