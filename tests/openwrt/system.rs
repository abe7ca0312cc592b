//! The device's own services and modems: accounts, lights, the log, roaming.

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

/// What the package's script for ntpd leaves.
#[test]
fn the_clock_is_synchronized_while_ntpd_says_so() {
    for root in ["Device", "InternetGatewayDevice"] {
        let mut all = Box::new("clock", root, None).unwrap();
        let status = format!("{root}.Time.Status");
        let first = format!("{root}.DeviceInfo.FirstUseDate");
        assert_eq!(all.value(&status), "Unsynchronized");
        assert_eq!(all.value(&first), "0001-01-01T00:00:00Z");
        // dnsmasq's script notes it once; ours, how it is.
        for (file, told, expected) in [
            (
                "var/state/dnsmasqsec",
                "ntpd says time is valid\n",
                "Synchronized",
            ),
            ("var/run/cwmpd.synchronized", "0\n", "Unsynchronized"),
            ("var/run/cwmpd.synchronized", "1\n", "Synchronized"),
        ] {
            all.router.has(file, told);
            assert_eq!(all.value(&status), expected, "{file} {told}");
        }
        all.router
            .has("etc/cwmpd.first-use", "2026-01-02T03:04:05Z\n");
        assert_eq!(all.value(&first), "2026-01-02T03:04:05Z");
    }
}

/// A radio that measures how warm it is has no zone; what has one is not told twice.
#[test]
fn sensors_of_hwmon_are_told_beside_the_zones() {
    let mut all = Box::new("warm", "Device", Some("other")).unwrap();
    let values = all.values("Device.DeviceInfo.TemperatureStatus.");
    let told: Vec<&str> = values
        .iter()
        .filter(|(name, _)| name.ends_with(".Name") || name.ends_with(".Value"))
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(told.len(), 6, "{told:?}");
    assert_eq!(told[4..], ["ina226", "45"]);
    // One that cannot be measured now hides no other. Nobody can read the start of this file.
    all.router.forget_numbers();
    all.router
        .has("sys/class/hwmon/hwmon2/name", "ath10k_hwmon\n");
    let input = all.router.root().join("sys/class/hwmon/hwmon2/temp1_input");
    std::os::unix::fs::symlink("/proc/self/mem", input).unwrap();
    let values = all.values("Device.DeviceInfo.TemperatureStatus.");
    let ends = |end: &str| -> Vec<&str> {
        let found = values.iter().filter(|(name, _)| name.ends_with(end));
        found.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(ends(".Name")[2..], ["ina226", "ath10k_hwmon"]);
    assert_eq!(ends(".Value")[2..], ["45", "-274"]);
    assert_eq!(ends(".Status")[2..], ["Enabled", "Error"]);
}
