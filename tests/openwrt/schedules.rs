//! Times at which rules of the firewall hold, pings, classes, helpers: what fw4 is told of them.

use crate::Box;
use std::collections::BTreeMap;
use std::fs;

impl Box {
    fn add_number(&mut self, table: &str) -> u32 {
        self.tree.add(&mut self.router, table, None).unwrap().0
    }

    fn delete(&mut self, row: &str) {
        self.tree.delete(&mut self.router, row, None).unwrap();
    }

    fn sets_these(&mut self, object: &str, list: &[(&str, &str)]) {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| (format!("{object}{name}"), (*value).to_owned()))
            .collect();
        self.set(&list).unwrap();
    }

    fn refuses(&mut self, object: &str, list: &[(&str, &str)]) -> u16 {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| (format!("{object}{name}"), (*value).to_owned()))
            .collect();
        let fault = self.set(&list).unwrap_err();
        fault
            .parameters
            .first()
            .unwrap_or_else(|| panic!("{fault:?}"))
            .code
            .number()
    }

    /// A section of the firewall, its options in the order of their names.
    fn rule_of(&self, name: &str) -> Vec<String> {
        let text = fs::read_to_string(self.router.root().join("etc/config/firewall")).unwrap();
        let head = format!("'{name}'");
        let lines = text.lines().skip_while(|line| !line.ends_with(&head));
        let mut options: Vec<String> = lines
            .skip(1)
            .take_while(|line| line.starts_with('\t'))
            .map(|line| line.trim().replace('\'', ""))
            .collect();
        options.sort();
        options
    }

    /// Sections of this kind of name.
    fn sections(&self, begins: &str) -> Vec<String> {
        let text = fs::read_to_string(self.router.root().join("etc/config/firewall")).unwrap();
        let names = text.lines().filter_map(|line| line.split('\'').nth(1));
        let mut names: Vec<String> = names
            .filter(|name| name.starts_with(begins))
            .map(str::to_owned)
            .collect();
        names.dedup();
        names
    }

    /// Days and times of the rules of a schedule, as those of the first zone say.
    fn spans(&self, bit: &str) -> Vec<String> {
        let rules = self.sections(&format!("during_{bit}_"));
        let first = rules.iter().filter(|name| name.ends_with("_1"));
        let says = |name: &String| {
            let options = self.rule_of(name);
            let value = |option: &str| {
                let head = format!("option {option} ");
                let found = options.iter().find_map(|line| line.strip_prefix(&head));
                found.unwrap_or("*").to_owned()
            };
            let (days, from, to) = (value("weekdays"), value("start_time"), value("stop_time"));
            format!("{days} {from}-{to}")
        };
        first.map(says).collect()
    }
}

const SCHEDULES: &str = "Device.Schedules.Schedule.";
const MAPPING: &str = "Device.NAT.PortMapping.1.";
const ACCESS: &str = "Device.Hosts.AccessControl.1.";

/// Monday to Thursday, 21:30 to 6:00: Friday morning is of it, Monday morning is not.
#[test]
fn school_nights_end_on_the_next_morning() {
    let mut all = Box::new("school", "Device", None).unwrap();
    let school = format!("{SCHEDULES}2.");
    all.sets_these(&school, &[("Enable", "true")]);
    let night = [
        "Mon Tue Wed Thu 21:30:00-23:59:59",
        "Tue Wed Thu Fri 00:00:00-05:59:59",
    ];
    assert_eq!(all.spans("0x2000000"), night);
    assert_eq!(all.sections("during_0x2000000_").len(), 6);
    assert_eq!(
        all.rule_of("during_0x2000000_1_2"),
        [
            "option dest *",
            "option name During-school",
            "option proto all",
            "option set_xmark 0x2000000/0x2000000",
            "option src wan",
            "option start_time 21:30:00",
            "option stop_time 23:59:59",
            "option target MARK",
            "option weekdays Mon Tue Wed Thu",
        ]
    );
    // What is no more than one day has one rule for each zone; the others go.
    all.sets_these(&school, &[("Duration", "3600"), ("Day", "Sunday")]);
    assert_eq!(all.spans("0x2000000"), ["Sun 21:30:00-22:29:59"]);
    assert_eq!(all.sections("during_0x2000000_").len(), 3);
    all.sets_these(&school, &[("InverseMode", "true")]);
    assert_eq!(
        all.spans("0x2000000"),
        [
            "Mon Tue Wed Thu Fri Sat *-*",
            "Sun 00:00:00-21:29:59",
            "Sun 22:30:00-23:59:59",
        ]
    );
    all.sets_these("Device.Schedules.", &[("Enable", "false")]);
    assert_eq!(all.sections("during_"), [""; 0]);
    assert_eq!(all.value(&format!("{SCHEDULES}1.Status")), "StackDisabled");
    all.sets_these("Device.Schedules.", &[("Enable", "true")]);
    assert_eq!(all.sections("during_").len(), 12);
    assert_eq!(all.refuses(&school, &[("Duration", "86401")]), 9007);
    assert_eq!(all.refuses(&school, &[("StartTime", "")]), 9007);
}

#[test]
fn what_refers_to_a_schedule_waits_for_its_mark() {
    let mut all = Box::new("scheduled", "Device", None).unwrap();
    let number = all.add_number(SCHEDULES);
    let (first, third) = (format!("{SCHEDULES}1"), format!("{SCHEDULES}{number}"));
    // In one go with what it refers to, which has no bit before.
    let both = format!("{first},{third}");
    let list = [
        (format!("{MAPPING}ScheduleRef"), both.clone()),
        (format!("{third}.StartTime"), "08:00".to_owned()),
        (format!("{third}.Duration"), "36000".to_owned()),
        (format!("{third}.Day"), "Saturday,Sunday".to_owned()),
        (format!("{third}.Enable"), "true".to_owned()),
        (format!("{ACCESS}ScheduleRef"), third.clone()),
        (format!("{ACCESS}AccessPolicy"), "Allow".to_owned()),
        (
            "Device.Firewall.Pinhole.2.ScheduleRef".to_owned(),
            third.clone(),
        ),
    ];
    all.set(&list).unwrap();
    for (name, value) in &list {
        assert_eq!(all.value(name), *value, "{name}");
    }
    assert_eq!(all.spans("0x4000000"), ["Sat Sun 08:00:00-17:59:59"]);
    let text = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
    assert!(text.contains("\toption mark '!0x0/0x5000000'\n"), "{text}");
    // Who may at some times is refused at all others.
    let bedtime = all.rule_of("bedtime");
    assert!(
        bedtime.contains(&"option mark 0x0/0x4000000".to_owned()),
        "{bedtime:?}"
    );
    assert!(
        bedtime.contains(&"option target REJECT".to_owned()),
        "{bedtime:?}"
    );
    assert!(
        !bedtime.iter().any(|line| line.contains("_time")),
        "{bedtime:?}"
    );
    // Who may not is refused always.
    all.sets_these(ACCESS, &[("AccessPolicy", "Deny")]);
    let bedtime = all.rule_of("bedtime");
    assert!(
        !bedtime.iter().any(|line| line.contains("option mark ")),
        "{bedtime:?}"
    );
    assert_eq!(all.value(&format!("{ACCESS}ScheduleRef")), third);
    all.sets_these(ACCESS, &[("AccessPolicy", "Allow")]);

    all.delete(&format!("{third}."));
    assert_eq!(all.value(&format!("{MAPPING}ScheduleRef")), first);
    assert_eq!(all.value(&format!("{ACCESS}ScheduleRef")), "");
    assert_eq!(all.value(&format!("{ACCESS}AccessPolicy")), "Allow");
    assert_eq!(all.value("Device.Firewall.Pinhole.2.ScheduleRef"), "");
    assert_eq!(all.sections("during_0x4000000"), [""; 0]);
    let text = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
    assert!(!text.contains("0x4000000"), "{text}");
    assert!(text.contains("\toption mark '!0x0/0x1000000'\n"), "{text}");
}

/// To uci a line feed within quotes is a part of the value, and so it is to the hook.
#[test]
fn no_description_is_read_as_lines_of_uci() {
    let mut all = Box::new("lines", "Device", None).unwrap();
    let first = format!("{SCHEDULES}1");
    let text = "x\n\toption mark 0x2000000\nconfig rule evil";
    all.sets_these(&first, &[(".Description", text)]);
    all.sets_these(MAPPING, &[("ScheduleRef", &first)]);
    assert_eq!(all.value(&format!("{MAPPING}ScheduleRef")), first);
    assert_eq!(all.value(&format!("{first}.Description")), text);
    let firewall = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
    assert!(
        firewall.contains("option mark '!0x0/0x1000000'"),
        "{firewall}"
    );
}

/// Without `proto`, fw4 takes TCP and UDP alone.
#[test]
fn who_is_denied_sends_no_ping_either() {
    let mut all = Box::new("denied", "Device", None).unwrap();
    let table = "Device.Hosts.AccessControl.";
    let number = all.add_number(table);
    let object = format!("{table}{number}.");
    all.sets_these(
        &object,
        &[
            ("PhysAddress", "00:11:22:33:44:55"),
            ("AccessPolicy", "Deny"),
            ("Enable", "true"),
        ],
    );
    let rule = all.rule_of(&format!("access{number}"));
    assert!(rule.contains(&"option proto all".to_owned()), "{rule:?}");
    assert!(
        rule.contains(&"option target REJECT".to_owned()),
        "{rule:?}"
    );
}

/// Whatever the root is called.
#[test]
fn a_new_class_is_of_all_protocols() {
    for (root, table, enable) in [
        ("Device", "Device.QoS.Classification.", "Enable"),
        (
            "InternetGatewayDevice",
            "InternetGatewayDevice.QueueManagement.Classification.",
            "ClassificationEnable",
        ),
    ] {
        let mut all = Box::new("classes", root, None).unwrap();
        let number = all.add_number(table);
        let object = format!("{table}{number}.");
        all.sets_these(&object, &[(enable, "true")]);
        let rule = all.rule_of(&format!("class{number}"));
        assert!(rule.contains(&"option proto all".to_owned()), "{rule:?}");
        assert_eq!(all.value(&format!("{object}Protocol")), "-1");
    }
}

/// A mark of somebody else is neither told nor taken away.
#[test]
fn a_mark_that_leads_to_no_table_stays() {
    let mut all = Box::new("foreign", "Device", None).unwrap();
    let file = all.router.root().join("etc/config/firewall");
    let before = fs::read_to_string(&file).unwrap();
    let rule = "config rule 'foreign'\n\toption src 'lan'\n\toption dest '*'\n\
                \toption target 'MARK'\n\toption set_mark '0x10000/0xff0000'\n";
    let text = format!("{before}\n{rule}");
    all.router.has("etc/config/firewall", &text);
    let table = "Device.QoS.Classification";
    let number = all.value(&format!("{table}NumberOfEntries"));
    let object = format!("{table}.{number}.");
    let names = ["DSCPMark", "ForwardingPolicy"];
    let told = names.map(|name| all.value(&format!("{object}{name}")));
    assert_eq!(told, ["-1", "0"]);
    all.sets_these(&object, &[("DSCPMark", "-1"), ("ForwardingPolicy", "0")]);
    assert!(fs::read_to_string(&file).unwrap().contains(rule));
    assert_eq!(all.refuses(&object, &[("DSCPMark", "46")]), 9001);
    assert_eq!(all.refuses(&object, &[("ForwardingPolicy", "100")]), 9001);
}

#[test]
fn a_mapping_for_all_where_no_zone_is_called_wan() {
    let mut all = Box::new("inet", "Device", None).unwrap();
    let file = all.router.root().join("etc/config/firewall");
    let text = fs::read_to_string(&file)
        .unwrap()
        .replace("'wan'", "'inet'");
    let text = text.replace("list network 'inet'", "list network 'wan'");
    all.router.has("etc/config/firewall", &text);
    let name = format!("{MAPPING}AllInterfaces");
    assert_eq!(all.value(&name), "true");
    for value in ["false", "true"] {
        let interface = all.value(&format!("{MAPPING}Interface"));
        all.sets_these(
            MAPPING,
            &[("AllInterfaces", value), ("Interface", &interface)],
        );
        assert_eq!(all.value(&name), value);
        let text = fs::read_to_string(&file).unwrap();
        let section = text.split("'NAS-HTTPS'").nth(1).unwrap();
        let section = section.split("config ").next().unwrap();
        assert!(section.contains("option src 'inet'"), "{section}");
    }
    // And where none leads out, it is said.
    let text = text.replace("option masq '1'", "");
    all.router.has("etc/config/firewall", &text);
    assert_eq!(all.refuses(MAPPING, &[("AllInterfaces", "true")]), 9007);
}

#[test]
fn no_more_schedules_than_bits() {
    let mut all = Box::new("bits", "Device", None).unwrap();
    let numbers: Vec<u32> = (0..6).map(|_| all.add_number(SCHEDULES)).collect();
    for number in numbers {
        all.sets_these(
            &format!("{SCHEDULES}{number}."),
            &[("Enable", "true"), ("Day", "Friday")],
        );
    }
    assert_eq!(all.spans("0x80000000"), ["Fri *-*"]);
    assert!(all.tree.add(&mut all.router, SCHEDULES, None).is_err());
}

/// Of a rule with many types, the ping goes and comes; one that is for it alone is switched.
#[test]
fn pings_by_the_rules_that_are_there() {
    let mut all = Box::new("pings", "Device", None).unwrap();
    all.has_in(
        "etc/config/firewall",
        "config rule 'guest_dns'",
        "config rule 'all_icmp'\n\toption src 'guest'\n\toption proto 'icmp'\n\toption family 'ipv6'\n\toption target 'ACCEPT'\n\nconfig rule 'guest_dns'",
    );
    let setting = |row: u32, name: &str| {
        format!("Device.Firewall.InterfaceSetting.{row}.{name}ICMPEchoRequest")
    };
    let wan = setting(2, "IPv4Accept");
    assert_eq!(all.sets(&[(&wan, "false")])[1], "+ \toption enabled '0'");
    let through = setting(2, "IPv6PassThrough");
    assert_eq!(
        all.sets(&[(&through, "false")])[1],
        "- \tlist icmp_type 'echo-request'"
    );
    for name in ["IPv4Accept", "IPv6PassThrough"] {
        for wanted in ["false", "true"] {
            all.set(&[(setting(2, name), wanted.to_owned())]).unwrap();
            // Both are in this zone.
            assert_eq!(all.value(&setting(2, name)), wanted);
            assert_eq!(all.value(&setting(3, name)), wanted);
        }
    }
    // Where the zone takes all, a rule says no; it is switched off when that is over.
    let lan = setting(1, "IPv6Accept");
    for wanted in ["false", "true", "false"] {
        all.set(&[(lan.clone(), wanted.to_owned())]).unwrap();
        assert_eq!(all.value(&lan), wanted);
    }
    assert_eq!(all.sections("ping_"), ["ping_ipv6_lan"]);
    // What lets in all of ICMP is not touched.
    assert_eq!(all.value(&setting(4, "IPv6Accept")), "true");
    assert_eq!(
        all.refuses("", &[(&setting(4, "IPv6Accept"), "false")]),
        9007
    );
}

/// The class is marked before it is routed; the network looks up its routes by the mark, one rule for all classes of a table.
#[test]
fn a_class_of_traffic_takes_another_table() {
    let mut all = Box::new("policy", "Device", None).unwrap();
    let table = "Device.QoS.Classification.";
    let rows = [all.add_number(table), all.add_number(table)];
    for row in rows {
        let object = format!("{table}{row}.");
        all.sets_these(
            &object,
            &[
                ("ForwardingPolicy", "100"),
                ("DSCPMark", "-1"),
                ("SourceIP", "192.168.1.64"),
                ("SourceMask", "/26"),
                ("Enable", "true"),
            ],
        );
        assert_eq!(all.value(&format!("{object}ForwardingPolicy")), "100");
    }
    assert_eq!(
        all.rule_of(&format!("class{}", rows[0])),
        [
            "option dest *",
            "option enabled 1",
            "option proto all",
            "option set_mark 0x64/0xffff",
            "option src lan",
            "option src_ip 192.168.1.64/26",
            "option target MARK",
        ]
    );
    let network = fs::read_to_string(all.router.root().join("etc/config/network")).unwrap();
    assert_eq!(
        network.matches("option lookup '100'").count(),
        2,
        "{network}"
    );
    let first = format!("{table}{}.", rows[0]);
    assert_eq!(all.refuses(&first, &[("DSCPMark", "46")]), 9007);
    assert_eq!(all.refuses(&first, &[("ForwardingPolicy", "65536")]), 9007);
    all.sets_these(&first, &[("DSCPMark", "46"), ("ForwardingPolicy", "0")]);
    let rule = all.rule_of(&format!("class{}", rows[0]));
    assert!(rule.contains(&"option set_dscp EF".to_owned()), "{rule:?}");
    assert!(rule.contains(&"option target DSCP".to_owned()), "{rule:?}");
    assert!(
        !rule.iter().any(|line| line.contains("set_mark")),
        "{rule:?}"
    );
}

/// What holds for all of the LAN is not one host's.
#[test]
fn a_rule_without_a_host_is_no_access_control() {
    let mut all = Box::new("no-host", "Device", None).unwrap();
    all.has_in(
        "etc/config/firewall",
        "config rule 'bedtime'",
        "config rule 'smtp'\n\toption src 'lan'\n\toption dest 'wan'\n\toption proto 'tcp'\n\toption dest_port '25'\n\toption target 'REJECT'\n\nconfig rule 'bedtime'",
    );
    let rows = |all: &mut Box| all.value("Device.Hosts.AccessControlNumberOfEntries");
    assert_eq!(rows(&mut all), "1");
    let number = all.add_number("Device.Hosts.AccessControl.");
    assert_eq!(rows(&mut all), "2");
    let address = format!("Device.Hosts.AccessControl.{number}.PhysAddress");
    assert_eq!(all.value(&address), "");
    let mac = (address.clone(), "02:00:00:00:00:09".to_owned());
    all.set(&[mac]).unwrap();
    assert_eq!(all.value(&address), "02:00:00:00:00:09");
}

/// Zones that do not masquerade follow all that the kernel can, until they have a list.
#[test]
fn a_protocol_is_followed_no_longer() {
    let mut all = Box::new("tracking", "Device", None).unwrap();
    let enable = |name: &str| format!("Device.Firewall.ConnectionTracking.{name}.Enable");
    let set = |all: &mut Box, name: &str, value: &str| {
        all.set(&[(enable(name), value.to_owned())]).unwrap();
        assert_eq!(all.value(&enable(name)), value);
    };
    let lists = |all: &Box, item: &str| {
        let text = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        text.matches(item).count()
    };
    assert_eq!(all.value(&enable("SIP")), "true");
    set(&mut all, "SIP", "false");
    assert_eq!(all.value(&enable("FTP")), "true");
    // Of lan and guest.
    assert_eq!(lists(&all, "list helper 'ftp'"), 2);
    assert_eq!(lists(&all, "list helper 'sip'"), 0);
    set(&mut all, "H323", "false");
    set(&mut all, "H323", "true");
    set(&mut all, "SIP", "true");
    assert_eq!(lists(&all, "list helper 'sip'"), 2);
    assert_eq!(lists(&all, "list helper 'Q.931'"), 2);
    // The kernel has no such module.
    assert_eq!(all.value(&enable("PPTP")), "false");
    assert_eq!(all.refuses("", &[(&enable("PPTP"), "true")]), 9007);
}

/// The path of the row of this name.
fn row_named(rows: &BTreeMap<String, String>, name: &str) -> String {
    let found = rows
        .iter()
        .find(|(path, value)| path.ends_with(".Name") && *value == name);
    found.unwrap().0.trim_end_matches(".Name").to_owned()
}

/// The zone that leads out has two interfaces here, and the guests' has one.
#[test]
fn a_mapping_for_one_interface_or_for_all() {
    let mut all = Box::new("mapping", "Device", None).unwrap();
    let interface = |name: &str| format!("{MAPPING}{name}");
    let rows = all.values("Device.IP.");
    let row = |name: &str| row_named(&rows, name);
    let (wan, wan6, guest) = (row("wan"), row("wan6"), row("guest"));
    let mut mapped = |list: &[(&str, &str)], one: &str, every: &str, options: &[&str]| {
        all.sets_these(MAPPING, list);
        assert_eq!(all.value(&interface("Interface")), one, "{list:?}");
        assert_eq!(all.value(&interface("AllInterfaces")), every, "{list:?}");
        let text = fs::read_to_string(all.router.root().join("etc/config/firewall")).unwrap();
        let section = text.split("'NAS-HTTPS'").nth(1).unwrap();
        let section = section.split("config ").next().unwrap();
        let mut found: Vec<&str> = section
            .lines()
            .filter(|line| line.contains("option src ") || line.contains("option src_dip "))
            .map(str::trim)
            .collect();
        found.sort_unstable();
        assert_eq!(found, options, "{list:?}");
    };
    let whole = ["option src 'wan'"];
    mapped(&[("Interface", &wan)], &wan, "true", &whole);
    let one = ["option src 'wan'", "option src_dip 'wan'"];
    let list = [("AllInterfaces", "false"), ("Interface", &*wan)];
    mapped(&list, &wan, "false", &one);
    mapped(&list, &wan, "false", &one);
    let other = ["option src 'wan'", "option src_dip 'wan6'"];
    mapped(&[("Interface", &wan6)], &wan6, "false", &other);
    let list = [("AllInterfaces", "true"), ("Interface", "")];
    mapped(&list, &wan, "true", &whole);
    let alone = ["option src 'guest'"];
    mapped(&[("Interface", &guest)], &guest, "false", &alone);
    mapped(&[("AllInterfaces", "false")], &guest, "false", &alone);
    mapped(&[("AllInterfaces", "true")], &wan, "true", &whole);
    let loopback = row("loopback");
    assert_eq!(all.refuses(MAPPING, &[("Interface", &loopback)]), 9007);
}

/// The zone is meant, and any of its interfaces may stand for it.
#[test]
fn a_pinhole_names_an_interface_of_the_zone() {
    let mut all = Box::new("pinhole", "Device", None).unwrap();
    let rows = all.values("Device.IP.");
    let row = |name: &str| row_named(&rows, name);
    let (wan, wan6, lan) = (row("wan"), row("wan6"), row("lan"));
    let number = all.add_number("Device.Firewall.Pinhole.");
    let pinhole = format!("Device.Firewall.Pinhole.{number}.");
    for one in [&wan6, &wan] {
        all.sets_these(&pinhole, &[("Interface", one), ("DestPort", "443")]);
        assert_eq!(all.value(&format!("{pinhole}Interface")), *one);
    }
    all.sets_these(&pinhole, &[("Interface", &wan6)]);
    let rule = all.rule_of(&format!("pinhole{number}"));
    assert!(
        rule.contains(&"option interface wan6".to_owned()),
        "{rule:?}"
    );
    assert_eq!(all.refuses(&pinhole, &[("Interface", &lan)]), 9007);
    assert_eq!(all.refuses(&pinhole, &[("Interface", "")]), 9007);
}

/// All of a rule in one request, as an ACS writes it that has the whole row, its place first: it has no name in the file.
#[test]
fn a_rule_without_a_name_is_moved_and_rewritten_at_once() {
    let mut all = Box::new("rewritten", "Device", None).unwrap();
    let rule = "Device.Firewall.Chain.1.Rule.1.";
    all.value(&format!("{rule}Order"));
    let list = [
        ("Order", "3"),
        ("Description", "Other"),
        ("Target", "Drop"),
        ("IPVersion", "6"),
        ("Protocol", "6"),
        ("DestPort", "2222"),
        ("SourceIP", "2001:db8::1"),
        ("SourcePort", "99"),
        ("Log", "true"),
    ];
    all.sets_these(rule, &list);
    for (name, value) in list {
        assert_eq!(all.value(&format!("{rule}{name}")), value, "{name}");
    }
}
