//! What other releases of OpenWrt have otherwise than the 24.10 of `root/`.

use crate::Box;
use std::collections::BTreeMap;
use std::fs;

impl Box {
    fn of_release(name: &str) -> Box {
        Box::new(name, "Device", None).unwrap()
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.router.root().join(path)).unwrap()
    }

    fn has_release(&mut self, release: &str) {
        let other = |text: String| text.replace("24.10.4", release);
        for path in ["etc/openwrt_release", "ubus/system.board.json"] {
            let text = other(self.text(path));
            self.router.has(path, &text);
        }
    }

    fn all_values(&mut self) -> BTreeMap<String, String> {
        let list = self.tree.get(&mut self.router, &[String::new()]).unwrap();
        let values = list.into_iter().map(|value| (value.name, value.value));
        values.collect()
    }

    /// The row of a table that has this name.
    fn row(&mut self, table: &str, name: &str) -> String {
        let values = self.all_values();
        let is_it = |(path, value): (&String, &String)| {
            let row = path.strip_prefix(table)?.strip_suffix(".Name")?;
            (value == name && !row.contains('.')).then(|| format!("{table}{row}."))
        };
        values.iter().find_map(is_it).unwrap()
    }

    fn writes(&mut self, name: &str, value: &str) -> Vec<String> {
        self.set(&[(name.to_owned(), value.to_owned())]).unwrap();
        let mut wrong = Vec::new();
        let lines = self.changes(&mut wrong, name);
        assert_eq!(wrong, Vec::<String>::new());
        self.router.restore();
        lines.iter().map(|line| line.trim().to_owned()).collect()
    }
}

/// Sections without names where newer releases have some, a smaller log, no country, fewer fields over ubus.
#[test]
fn release_23_05() {
    let mut all = Box::of_release("23.05");
    all.has_release("23.05.5");
    let board = all.text("ubus/system.board.json");
    let (before, _) = board.split_once(",\n\t\t\"builddate\"").unwrap();
    all.router
        .has("ubus/system.board.json", &format!("{before}\n\t}}\n}}\n"));
    all.router.has(
        "etc/config/dropbear",
        "config dropbear\n\toption PasswordAuth 'on'\n\toption RootPasswordAuth 'on'\n\toption Port         '22'\n\
         #\toption BannerFile   '/etc/banner'\n",
    );
    let system = all
        .text("etc/config/system")
        .replace("log_size '128'", "log_size '64'");
    all.router.has("etc/config/system", &system);
    let wireless = all.text("etc/config/wireless");
    let wireless = wireless.replace("\toption country 'DE'\n", "");
    all.router.has("etc/config/wireless", &wireless);

    let values = all.all_values();
    assert!(values.len() > 2500, "{}", values.len());
    for (name, value) in [
        ("DeviceInfo.SoftwareVersion", "23.05.5"),
        ("DeviceInfo.VendorLogFile.1.MaximumSize", "65536"),
        ("SSH.ServerNumberOfEntries", "1"),
        ("SSH.Server.1.Port", "22"),
        ("SSH.Server.1.Enable", "true"),
        ("WiFi.RadioNumberOfEntries", "2"),
        ("WiFi.Radio.1.RegulatoryDomain", ""),
        ("SoftwareModules.DeploymentUnitNumberOfEntries", "20"),
    ] {
        let name = format!("Device.{name}");
        assert_eq!(values.get(&name).map(String::as_str), Some(value), "{name}");
    }
    let lines = all.writes("Device.SSH.Server.1.Port", "2222");
    let port = |line: &String| line.starts_with('+') && line.contains("2222");
    assert!(lines.iter().any(port), "{lines:?}");
    let lines = all.writes("Device.WiFi.Radio.1.RegulatoryDomain", "FR ");
    assert!(
        lines.contains(&"+ \toption country 'FR'".to_owned()),
        "{lines:?}"
    );
}

/// apk in place of opkg; an address and its mask as one item of a list.
#[test]
fn release_25_12() {
    let mut all = Box::of_release("25.12");
    all.has_release("25.12.0");
    all.router.lacks("usr/lib/opkg");
    all.router.has(
        "lib/apk/db/installed",
        "C:Q1p3m2vJ6y0v1n1wS0o1q2a4c8k2E=\nP:dnsmasq\nV:2.91-r2\nA:aarch64_cortex-a53\nS:140223\nI:321003\n\
         T:A DNS forwarder and DHCP server for small networks.\nU:http://www.thekelleys.org.uk/dnsmasq/\nL:GPL-2.0\n\
         o:feeds/base/package/network/services/dnsmasq\nm:OpenWrt team <openwrt-devel@lists.openwrt.org>\n\
         D:libc libubus20250102\np:dnsmasq-any\nF:etc\nF:etc/config\nR:dhcp\nF:etc/init.d\nR:dnsmasq\na:0:0:755\n\
         F:usr/sbin\nR:dnsmasq\n\nC:Q1aaa=\nP:apk-mbedtls\nV:3.0.2-r1\nA:aarch64_cortex-a53\nT:apk package manager\n\
         F:usr/bin\nR:apk\n\n",
    );
    let network = all.text("etc/config/network");
    let lan = "\toption ipaddr '192.168.1.1'\n\toption netmask '255.255.255.0'\n";
    let cidr = "\tlist ipaddr '192.168.1.1/24'\n\tlist ipaddr '10.66.1.1/24'\n";
    assert!(network.contains(lan));
    all.router.has(
        "etc/config/network",
        &network.replace(lan, cidr).replace(
            "config globals 'globals'\n",
            "config globals 'globals'\n\toption dhcp_default_duid '00046c7f0d5d4c0e4b0e8a3f6d3c1b2a9f00'\n",
        ),
    );

    let lan = all.row("Device.IP.Interface.", "lan");
    let values = all.all_values();
    let is = |name: &str, value: &str| {
        assert_eq!(values.get(name).map(String::as_str), Some(value), "{name}");
    };
    is(&format!("{lan}IPv4Address.1.IPAddress"), "192.168.1.1");
    is(&format!("{lan}IPv4Address.1.SubnetMask"), "255.255.255.0");
    let pool = "Device.DHCPv4.Server.Pool.1.";
    is(&format!("{pool}MinAddress"), "192.168.1.100");
    is(&format!("{pool}SubnetMask"), "255.255.255.0");
    is(&format!("{pool}IPRouters"), "192.168.1.1");
    let unit = "Device.SoftwareModules.DeploymentUnit.1.";
    is(&format!("{unit}Name"), "dnsmasq");
    is(&format!("{unit}Version"), "2.91-r2");
    is(
        &format!("{unit}Vendor"),
        "OpenWrt team <openwrt-devel@lists.openwrt.org>",
    );
    is("Device.SoftwareModules.DeploymentUnitNumberOfEntries", "2");
    is(
        "Device.DHCPv6.Client.1.DUID",
        "00046c7f0d5d4c0e4b0e8a3f6d3c1b2a9f00",
    );

    let lines = all.writes(&format!("{lan}IPv4Address.1.IPAddress"), "192.168.1.2");
    assert_eq!(
        lines,
        [
            "/etc/config/network",
            "- \tlist ipaddr '192.168.1.1/24'",
            "+ \tlist ipaddr '192.168.1.2/24'",
            "$ /etc/init.d/network reload",
        ]
    );
}

/// An image of one's own, without LuCI and so without rpcd: nobody answers for iwinfo.
#[test]
fn without_rpcd() {
    let mut all = Box::of_release("without-rpcd");
    for entry in fs::read_dir(all.router.root().join("ubus")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if ["iwinfo.", "rc.", "file.", "luci"]
            .iter()
            .any(|it| name.starts_with(it))
        {
            all.router.lacks(&format!("ubus/{name}"));
        }
    }
    let values = all.all_values();
    let is = |name: &str, value: &str| {
        let name = format!("Device.WiFi.{name}");
        assert_eq!(values.get(&name).map(String::as_str), Some(value), "{name}");
    };
    is("Radio.1.Channel", "6");
    is("SSID.1.BSSID", "94:83:C4:0A:11:04");
    is("AccessPoint.1.AssociatedDeviceNumberOfEntries", "1");
    let device = "AccessPoint.1.AssociatedDevice.1.";
    is(&format!("{device}MACAddress"), "3C:2A:F4:01:02:03");
    is(&format!("{device}OperatingStandard"), "ax");
    is(&format!("{device}LastDataUplinkRate"), "72000");
    is(&format!("{device}SignalStrength"), "-61");
    is(&format!("{device}Noise"), "0");
    is(&format!("{device}Stats.BytesReceived"), "1203300");
}
