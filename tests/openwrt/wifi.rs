//! SSIDs and access points: rows of their own until the ACS says which belong together, and one section then.

use crate::Box;
use crate::acs::Lab;
use crate::router::{repository, tree};
use cwmpd::agent::settings::PARAMETERS;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use std::fs;

const SSID: &str = "Device.WiFi.SSID.";
const POINT: &str = "Device.WiFi.AccessPoint.";

impl Box {
    pub fn wireless(&mut self) -> String {
        fs::read_to_string(self.router.root().join("etc/config/wireless")).unwrap()
    }

    /// The lines of a section, without its blanks and quotes.
    pub fn section(&mut self, head: &str) -> Vec<String> {
        let text = self.wireless();
        let begins = |line: &&str| *line == format!("config {head}");
        let lines = text.lines().skip_while(|line| !begins(line));
        let own = lines.skip(1).take_while(|line| line.starts_with('\t'));
        own.map(|line| line.trim().replace('\'', "")).collect()
    }

    fn adds(&mut self, table: &str) -> String {
        let (number, _) = self.tree.add(&mut self.router, table, None).unwrap();
        format!("{table}{number}.")
    }

    pub fn puts(&mut self, list: &[(String, &str)]) {
        let list: Vec<(String, String)> = list
            .iter()
            .map(|(name, value)| (name.clone(), (*value).to_owned()))
            .collect();
        self.set(&list).unwrap();
    }

    pub fn says(&mut self, name: &str) -> String {
        self.values(name).remove(name).unwrap()
    }

    /// The agent begins anew on the same flash.
    fn restarts(&mut self) {
        self.tree = tree(self.root).unwrap().0;
    }

    fn name_ssid(&mut self, ssid: &str) {
        self.puts(&[
            (format!("{ssid}SSID"), "Office"),
            (format!("{ssid}LowerLayers"), "Device.WiFi.Radio.2"),
            (format!("{ssid}Enable"), "true"),
        ]);
    }

    fn secure(&mut self, point: &str, ssid: &str) {
        self.puts(&[
            (format!("{point}Security.ModeEnabled"), "WPA2-Personal"),
            (format!("{point}Security.KeyPassphrase"), "a long secret"),
            (format!("{point}SSIDReference"), ssid.trim_end_matches('.')),
            (format!("{point}IsolationEnable"), "true"),
            (format!("{point}Enable"), "true"),
        ]);
    }

    fn deletes(&mut self, row: &str) {
        self.tree.delete(&mut self.router, row, None).unwrap();
    }
}

fn office(section: &[String]) {
    for line in [
        "option device radio1",
        "option network lan",
        "option ssid Office",
        "option mode ap",
        "option encryption psk2",
        "option key a long secret",
        "option isolate 1",
        "option disabled 0",
    ] {
        assert!(
            section.iter().any(|known| known == line),
            "{line} in {section:?}"
        );
    }
    assert!(!section.iter().any(|line| line.starts_with("option off")));
}

#[test]
fn an_ssid_and_then_its_access_point() {
    let mut all = Box::new("joined", "Device", None).unwrap();
    let ssid = all.adds(SSID);
    all.name_ssid(&ssid);
    // Nothing is on the air without an access point.
    assert!(!all.wireless().contains("config wifi-iface 'wifinet4'"));
    assert_eq!(all.says(&format!("{ssid}Enable")), "true");
    let point = all.adds(POINT);
    assert_eq!(all.says(&format!("{point}SSIDReference")), "");
    assert_eq!(all.says(&format!("{point}Enable")), "false");
    all.secure(&point, &ssid);
    office(&all.section("wifi-iface 'wifinet4'"));
    for kind in ["config wifi-ssid", "config wifi-ap"] {
        assert!(!all.wireless().contains(kind), "{kind}");
    }
    all.restarts();
    assert_eq!(all.says(&format!("{ssid}SSID")), "Office");
    assert_eq!(
        all.says(&format!("{point}SSIDReference")),
        ssid.trim_end_matches('.')
    );
    assert_eq!(all.says("Device.WiFi.AccessPointNumberOfEntries"), "4");
    assert_eq!(all.says("Device.WiFi.SSIDNumberOfEntries"), "4");
    assert_eq!(
        all.says(&format!("{POINT}1.SSIDReference")),
        format!("{SSID}1")
    );
}

#[test]
fn the_stations_of_an_ssid_are_in_the_network_it_names() {
    let mut all = Box::new("networks", "Device", None).unwrap();
    let ssid = all.adds(SSID);
    let name = format!("{ssid}X_CWMPD_Interface");
    let lan = all.says(&name);
    assert_eq!(all.says(&format!("{lan}.Name")), "lan");
    let guest = "Device.IP.Interface.3";
    assert_eq!(all.says(&format!("{guest}.Name")), "guest");
    all.puts(&[(name.clone(), guest)]);
    let section = all.section("wifi-ssid 'wifinet4'");
    assert!(
        section.contains(&"list network guest".to_owned()),
        "{section:?}"
    );
    all.restarts();
    assert_eq!(all.says(&name), guest);
}

#[test]
fn an_access_point_and_then_its_ssid() {
    let mut all = Box::new("joined-late", "Device", None).unwrap();
    let point = all.adds(POINT);
    all.puts(&[
        (format!("{point}Security.ModeEnabled"), "WPA2-Personal"),
        (format!("{point}Security.KeyPassphrase"), "a long secret"),
        (format!("{point}IsolationEnable"), "true"),
        (format!("{point}Enable"), "true"),
    ]);
    all.restarts();
    let ssid = all.adds(SSID);
    all.puts(&[(format!("{point}SSIDReference"), ssid.trim_end_matches('.'))]);
    assert_eq!(all.says(&format!("{point}Enable")), "true");
    assert_eq!(all.says(&format!("{ssid}Enable")), "false");
    assert!(
        all.section("wifi-iface 'wifinet4'")
            .contains(&"option disabled 1".to_owned())
    );
    all.name_ssid(&ssid);
    office(&all.section("wifi-iface 'wifinet4'"));
}

#[test]
fn two_of_each_in_one_session() {
    let mut all = Box::new("joined-two", "Device", None).unwrap();
    let (one, other) = (all.adds(SSID), all.adds(SSID));
    all.name_ssid(&one);
    all.name_ssid(&other);
    let (first, second) = (all.adds(POINT), all.adds(POINT));
    all.secure(&second, &one);
    all.secure(&first, &other);
    office(&all.section("wifi-iface 'wifinet4'"));
    office(&all.section("wifi-iface 'wifinet5'"));
    assert_eq!(
        all.says(&format!("{second}SSIDReference")),
        one.trim_end_matches('.')
    );
    let taken = [(format!("{first}SSIDReference"), one.trim_end_matches('.'))];
    let taken = taken.map(|(name, value)| (name, value.to_owned()));
    let refused = all.set(&taken).unwrap_err();
    let text = format!("{refused:?}");
    assert!(
        text.contains("that no other refers to, got that of Device.WiFi.AccessPoint.5"),
        "{text}"
    );
}

#[test]
fn one_of_two_is_switched_off() {
    let mut all = Box::new("joined-off", "Device", None).unwrap();
    let (ssid, point) = (format!("{SSID}1.Enable"), format!("{POINT}1.Enable"));
    let both = |all: &mut Box| [all.says(&ssid), all.says(&point)];
    let off = |all: &mut Box| {
        let section = all.section("wifi-iface 'default_radio0'");
        section.contains(&"option disabled 1".to_owned())
    };
    for (ssid_on, point_on) in [
        ("false", "true"),
        ("false", "false"),
        ("true", "false"),
        ("true", "true"),
    ] {
        all.puts(&[(ssid.clone(), ssid_on), (point.clone(), point_on)]);
        assert_eq!(both(&mut all), [ssid_on, point_on]);
        assert_eq!(off(&mut all), [ssid_on, point_on].contains(&"false"));
    }
    all.puts(&[(point.clone(), "false")]);
    // Somebody else switches it on.
    let text = all
        .wireless()
        .replace("option disabled '1'", "option disabled '0'");
    fs::write(all.router.root().join("etc/config/wireless"), text).unwrap();
    assert_eq!(both(&mut all), ["true", "true"]);
}

#[test]
fn an_access_point_goes_to_another_ssid() {
    let mut all = Box::new("joined-moved", "Device", None).unwrap();
    let ssid = all.adds(SSID);
    all.name_ssid(&ssid);
    let key = format!("{POINT}3.SSIDReference");
    all.puts(&[(key.clone(), ssid.trim_end_matches('.'))]);
    let section = all.section("wifi-iface 'wifinet4'");
    for line in [
        "option ssid Office",
        "option key welcome-friend",
        "option isolate 1",
        "option disabled 0",
    ] {
        assert!(
            section.iter().any(|known| known == line),
            "{line} in {section:?}"
        );
    }
    assert_eq!(
        all.section("wifi-ssid 'guest'"),
        [
            "option device radio0",
            "option network guest",
            "option ssid Guests"
        ]
    );
    all.restarts();
    assert_eq!(all.says(&key), ssid.trim_end_matches('.'));
    assert_eq!(all.says(&format!("{SSID}3.SSID")), "Guests");
    // And back.
    all.puts(&[(key.clone(), "Device.WiFi.SSID.3")]);
    assert_eq!(
        all.section("wifi-ssid 'wifinet4'").len(),
        4,
        "{}",
        all.wireless()
    );
    assert_eq!(all.says(&key), "Device.WiFi.SSID.3");
    all.deletes(&ssid);
    assert!(!all.wireless().contains("wifinet4"));
}

#[test]
fn either_of_two_is_deleted() {
    let mut all = Box::new("joined-deleted", "Device", None).unwrap();
    all.puts(&[(format!("{POINT}3.Enable"), "false")]);
    all.deletes(&format!("{SSID}3."));
    let left = all.section("wifi-ap 'guest'");
    assert_eq!(
        left,
        [
            "option mode ap",
            "option encryption psk2",
            "option key welcome-friend",
            "option isolate 1",
            "option hidden 0",
            "option off point",
            "option disabled 1"
        ]
    );
    assert_eq!(all.says(&format!("{POINT}3.SSIDReference")), "");
    assert_eq!(all.says(&format!("{POINT}3.Enable")), "false");
    all.deletes(&format!("{POINT}3."));
    assert!(!all.wireless().contains("guest"));
    all.deletes(&format!("{POINT}1."));
    assert_eq!(
        all.section("wifi-ssid 'default_radio0'"),
        [
            "option device radio0",
            "option network lan",
            "option ssid Home"
        ]
    );
    assert_eq!(all.says(&format!("{SSID}1.SSID")), "Home");
    all.deletes(&format!("{SSID}1."));
    assert!(!all.wireless().contains("default_radio0"));
    assert_eq!(all.adds(POINT), format!("{POINT}4."));
}

/// Files of before 2020 have no names for their sections.
#[test]
fn a_section_without_a_name_is_parted() {
    let mut all = Box::new("joined-nameless", "Device", None).unwrap();
    let text = all.wireless().replace("wifi-iface 'guest'", "wifi-iface");
    all.router.has("etc/config/wireless", &text);
    assert_eq!(all.says(&format!("{SSID}3.SSID")), "Guests");
    all.deletes(&format!("{POINT}3."));
    assert_eq!(all.says(&format!("{SSID}3.SSID")), "Guests");
    all.restarts();
    let point = all.adds(POINT);
    all.secure(&point, &format!("{SSID}3."));
    assert_eq!(
        all.says(&format!("{point}SSIDReference")),
        format!("{SSID}3")
    );
    assert_eq!(all.says(&format!("{SSID}3.SSID")), "Guests");
}

#[test]
fn sections_without_names_are_parted_and_joined_crosswise() {
    let mut all = Box::new("joined-all-nameless", "Device", None).unwrap();
    let mut text = all.wireless();
    for name in ["default_radio0", "default_radio1", "guest"] {
        text = text.replace(&format!("wifi-iface '{name}'"), "wifi-iface");
    }
    // Somebody wrote it by hand.
    text.push_str("\nconfig wifi-ssid\n\toption ssid 'Spare'\n");
    text.push_str("\nconfig wifi-ssid\n\toption ssid 'Spare too'\n");
    all.router.has("etc/config/wireless", &text);
    let shown = |all: &mut Box| -> String {
        let mut names: Vec<String> = Vec::new();
        for number in 1..=5 {
            names.push(format!("{SSID}{number}.SSID"));
        }
        for number in 1..=3 {
            names.push(format!("{POINT}{number}.SSIDReference"));
        }
        let said: Vec<String> = names.iter().map(|name| all.says(name)).collect();
        said.join(" ")
    };
    let ssids = ["Home", "Home", "Guests", "Spare", "Spare too"];
    let with = |points: [&str; 3]| [&ssids[..], &points[..]].concat().join(" ");
    let [one, two, three, five] = [1, 2, 3, 5].map(|number| format!("{SSID}{number}"));
    assert_eq!(shown(&mut all), with([&one, &two, &three]));
    let [first, third] = [1, 3].map(|number| format!("{POINT}{number}.SSIDReference"));
    all.puts(&[(first.clone(), ""), (third.clone(), "")]);
    all.restarts();
    assert_eq!(shown(&mut all), with(["", &two, ""]));
    all.puts(&[(first.clone(), &three), (third.clone(), &one)]);
    all.restarts();
    assert_eq!(shown(&mut all), with([&three, &two, &one]));
    all.puts(&[(first.clone(), &five)]);
    all.restarts();
    assert_eq!(shown(&mut all), with([&five, &two, &one]));
    let text = all.wireless();
    assert_eq!(text.matches("welcome-friend").count(), 1, "{text}");
    assert_eq!(all.says("Device.WiFi.AccessPointNumberOfEntries"), "3");
    assert_eq!(all.says("Device.WiFi.SSIDNumberOfEntries"), "5");
}

#[test]
fn an_end_point_brings_its_ssid() {
    let mut all = Box::new("end-point", "Device", None).unwrap();
    let point = all.adds("Device.WiFi.EndPoint.");
    let ssid = all.says(&format!("{point}SSIDReference"));
    let profile = all.says(&format!("{point}ProfileReference"));
    all.puts(&[
        (format!("{ssid}.LowerLayers"), "Device.WiFi.Radio.1"),
        (format!("{ssid}.Enable"), "true"),
        (format!("{profile}.SSID"), "Uplink"),
        (format!("{profile}.Security.ModeEnabled"), "WPA3-Personal"),
        (format!("{profile}.Security.SAEPassphrase"), "a long secret"),
        (format!("{profile}.Enable"), "true"),
        (format!("{point}ProfileReference"), &profile.clone()),
        (format!("{point}Enable"), "true"),
    ]);
    let section = all.section("wifi-iface 'wifinet1'");
    for line in [
        "option mode sta",
        "option device radio0",
        "option ssid Uplink",
        "option encryption sae",
        "option key a long secret",
        "option network wwan",
        "option disabled 0",
    ] {
        assert!(
            section.iter().any(|known| known == line),
            "{line} in {section:?}"
        );
    }
    all.deletes(&point);
    assert!(!all.wireless().contains("wifinet1"));
    assert_eq!(all.says("Device.WiFi.SSIDNumberOfEntries"), "3");
}

/// Spoken with the real binary.
#[test]
fn an_acs_brings_up_networks() {
    let mut lab = Lab::new("networks", "Device");
    lab.start();
    lab.plays(&fs::read_to_string(repository().join("tests/acs/scripts/networks.acs")).unwrap());
    lab.done("wifi reload");
    let wireless = lab.configured("wireless");
    for line in [
        "option mode 'sta'",
        "option ssid 'Uplink'",
        "option htmode 'HE40'",
        "option channel '11'",
        "option txpower '17'",
    ] {
        assert!(wireless.contains(line), "{line} in\n{wireless}");
    }
    for gone in ["Office", "wifi-ssid", "wifi-ap"] {
        assert!(!wireless.contains(gone), "{gone} in\n{wireless}");
    }
}

/// Several parameters are one option: the one that is not used does not take it away.
#[test]
fn an_empty_secret_leaves_the_key() {
    let mut all = Box::new("secret", "Device", None).unwrap();
    let name = |leaf: &str| format!("{POINT}1.Security.{leaf}");
    all.puts(&[
        (name("KeyPassphrase"), "another secret"),
        (name("SAEPassphrase"), ""),
        (name("PreSharedKey"), ""),
        (name("ModeEnabled"), "WPA3-Personal"),
    ]);
    let section = all.section("wifi-iface 'default_radio0'");
    assert!(
        section.contains(&"option key another secret".to_owned()),
        "{section:?}"
    );
    assert!(
        section.contains(&"option encryption sae".to_owned()),
        "{section:?}"
    );
}

/// A map of a vendor's own that has one table only.
#[test]
fn what_can_be_joined_with_nothing_is_told() {
    let map = "Device.WiFi.AccessPoint.{i}. uci wireless wifi-iface alone wifi-ap add\n  \
               SSIDReference joined -> Device.WiFi.SSID.\n";
    let schema = fs::read_to_string(repository().join("datamodel/device-2.dm")).unwrap();
    let texts = Texts {
        maps: vec![("own.map".to_owned(), map.to_owned())],
        schemas: vec![("device-2.dm".to_owned(), schema)],
    };
    let told = Tree::load(texts, "Device", PARAMETERS).unwrap_err();
    assert!(
        told.iter()
            .any(|line| line.starts_with("own.map:2: expected `joined` only in one of two tables")),
        "{told:?}"
    );
}

/// An object that an ACS adds is none of those that somebody else has taken away.
#[test]
fn a_new_row_has_no_number_of_one_that_is_gone() {
    let mut all = Box::new("gone-by-hand", "Device", None).unwrap();
    let before = all.wireless();
    let ssid = all.adds(SSID);
    all.puts(&[(format!("{ssid}Alias"), "mine")]);
    fs::write(all.router.root().join("etc/config/wireless"), before).unwrap();
    assert_eq!(all.says("Device.WiFi.SSIDNumberOfEntries"), "3");
    let next = all.adds(SSID);
    assert_ne!(next, ssid);
    assert_eq!(all.says(&format!("{next}Alias")), "cpe-5");
}

#[test]
fn a_basic_wpad_is_given_nothing_that_it_does_not_start_with() {
    let mut all = Box::new("basic", "Device", None).unwrap();
    for name in ["phy0-ap0", "phy0-ap1", "phy1-ap0"] {
        let answer = format!("ubus/hostapd.{name}.wps_status.json");
        fs::remove_file(all.router.root().join(answer)).unwrap();
    }
    let modes = all.says(&format!("{POINT}1.Security.ModesSupported"));
    assert!(modes.contains("WPA3-Personal") && !modes.contains("Enterprise"));
    let before = all.wireless();
    for (name, value, code) in [
        ("Security.ModeEnabled", "WPA2-Enterprise", 9007),
        ("Security.RadiusServerIPAddr", "192.0.2.1", 9001),
        ("Accounting.ServerIPAddr", "192.0.2.1", 9001),
        ("WPS.Enable", "true", 9001),
        ("Passpoint.Enable", "true", 9001),
    ] {
        let list = [(format!("{POINT}1.{name}"), value.to_owned())];
        let fault = all.set(&list).unwrap_err();
        let inner = fault.parameters.first().map(|inner| inner.code.number());
        assert_eq!(inner, Some(code), "{name}: {fault:?}");
    }
    // What is so already is taken.
    all.puts(&[(format!("{POINT}1.WPS.Enable"), "false")]);
    assert_eq!(all.wireless(), before);
    let point = all.adds(POINT);
    assert_eq!(all.says(&format!("{point}WPS.Enable")), "false");
    assert!(!all.wireless().contains("wps_"));
}

#[test]
fn ciphers_stay_where_they_go_with_the_mode() {
    let mut all = Box::new("ciphers", "Device", None).unwrap();
    let mode = format!("{POINT}2.Security.ModeEnabled");
    let cipher = format!("{POINT}2.Security.EncryptionMode");
    for (list, option) in [
        (vec![(cipher.clone(), "TKIP,AES")], "psk2+tkip+ccmp"),
        (
            vec![(mode.clone(), "WPA-WPA2-Personal")],
            "psk-mixed+tkip+ccmp",
        ),
        (vec![(mode.clone(), "WPA3-Personal")], "sae"),
        (vec![(cipher.clone(), "AES")], "sae+ccmp"),
        (
            vec![
                (mode.clone(), "WPA2-Personal"),
                (cipher.clone(), "TKIP,AES"),
            ],
            "psk2+tkip+ccmp",
        ),
    ] {
        all.puts(&list);
        let section = all.section("wifi-iface 'default_radio1'");
        let line = format!("option encryption {option}");
        assert!(section.contains(&line), "{line} in {section:?}");
    }
    // WPA3 has no TKIP, and what the model has no word for stays when it is written back.
    let list = [
        (mode.clone(), String::from("WPA3-Personal")),
        (cipher, String::from("TKIP")),
    ];
    assert!(all.set(&list).is_err());
    let suite = all.wireless().replace("'psk2+tkip+ccmp'", "'wpa3-192'");
    all.router.has("etc/config/wireless", &suite);
    assert_eq!(all.says(&mode), "WPA3-Enterprise");
    all.puts(&[(mode, "WPA3-Enterprise")]);
    assert!(all.wireless().contains("'wpa3-192'"));
}

#[test]
fn wps_keeps_its_methods_while_it_is_off() {
    let mut all = Box::new("methods", "Device", None).unwrap();
    let wps = |name: &str| format!("{POINT}1.WPS.{name}");
    all.puts(&[
        (wps("ConfigMethodsEnabled"), "Label"),
        (wps("Enable"), "true"),
    ]);
    assert!(all.wireless().contains("option wps_label '1'"));
    assert_eq!(all.says(&wps("Status")), "Configured");
    all.puts(&[(wps("Enable"), "false")]);
    assert!(!all.wireless().contains("option wps_label"));
    assert_eq!(all.says(&wps("ConfigMethodsEnabled")), "Label");
    assert_eq!(all.says(&wps("Status")), "Disabled");
    all.puts(&[
        (wps("Enable"), "true"),
        (wps("ConfigMethodsEnabled"), "PushButton,Label"),
    ]);
    assert!(all.wireless().contains("option wps_pushbutton '1'"));
    assert!(!all.wireless().contains("wps_off"));
}

#[test]
fn protection_of_management_frames_goes_with_the_security() {
    let mut all = Box::new("protected-frames", "Device", None).unwrap();
    let of = |name: &str| format!("{POINT}2.Security.{name}");
    let (mode, frames) = (of("ModeEnabled"), of("MFPConfig"));
    all.puts(&[(frames.clone(), "Optional")]);
    assert!(all.wireless().contains("option ieee80211w '1'"));
    // The same security once more is no other.
    all.puts(&[(mode.clone(), "WPA2-Personal")]);
    assert_eq!(all.says(&frames), "Optional");
    all.puts(&[(mode.clone(), "WPA3-Personal")]);
    assert!(!all.wireless().contains("ieee80211w"));
    assert_eq!(all.says(&frames), "Required");
    // There it is required, and nothing else.
    all.puts(&[(frames.clone(), "Required")]);
    for (mode, refused) in [("WPA3-Personal", "Disabled"), ("OWE", "Optional")] {
        all.puts(&[(of("ModeEnabled"), mode)]);
        let fault = all
            .set(&[(frames.clone(), refused.to_owned())])
            .unwrap_err();
        assert!(fault.text.contains("encryption"), "{}", fault.text);
        assert_eq!(all.says(&frames), "Required");
    }
    assert!(!all.wireless().contains("ieee80211w"));
    // What is set with it stays.
    for list in [
        [
            (frames.clone(), "Optional"),
            (mode.clone(), "WPA2-Personal"),
        ],
        [
            (mode.clone(), "WPA3-Personal-Transition"),
            (frames.clone(), "Required"),
        ],
    ] {
        let wanted = list.iter().find(|(name, _)| *name == frames).unwrap().1;
        all.puts(&list);
        assert_eq!(all.says(&frames), wanted);
    }
}

#[test]
fn since_when_a_station_is_there() {
    let mut all = Box::new("since", "Device", None).unwrap();
    let said = all.says(&format!("{POINT}1.AssociatedDevice.1.AssociationTime"));
    let now = all.router.clock.unwrap();
    assert_eq!(said, cwmpd::time::utc(now - 8930));
}

/// Those who are kept out are not those who are let in.
#[test]
fn a_list_of_those_who_are_kept_out() {
    let mut all = Box::new("kept-out", "Device", None).unwrap();
    let of = |name: &str| format!("{POINT}2.{name}");
    let (list, control) = (of("AllowedMACAddress"), of("MACAddressControlEnabled"));
    assert_eq!(all.says(&list), "");
    assert_eq!(all.says(&control), "false");
    let fault = all.set(&[(list.clone(), "02:00:00:00:00:01".to_owned())]);
    assert!(fault.unwrap_err().text.contains("macfilter"));
    for order in [[0, 1], [1, 0]] {
        let both = [
            (control.clone(), "true"),
            (list.clone(), "02:00:00:00:00:01"),
        ];
        let text = fs::read_to_string(repository().join("tests/openwrt/root/etc/config/wireless"));
        all.router.has("etc/config/wireless", &text.unwrap());
        all.puts(&order.map(|place| both[place].clone()));
        assert_eq!(all.says(&list), "02:00:00:00:00:01");
        assert_eq!(all.says(&control), "true");
        assert!(!all.wireless().contains("02:11:22:33:44:55"));
    }
    // What was let in stays on its list while nobody looks at it.
    all.puts(&[(control.clone(), "false")]);
    assert_eq!(all.says(&list), "02:00:00:00:00:01");
    all.puts(&[(control, "true")]);
    assert_eq!(all.says(&list), "02:00:00:00:00:01");
}

/// The model has no parameters for its login.
#[test]
fn an_end_point_of_a_network_with_logins() {
    let mut all = Box::new("logins", "Device", None).unwrap();
    let point = all.adds("Device.WiFi.EndPoint.");
    let modes = format!("{point}Security.ModesSupported");
    let mode = format!("{point}Profile.1.Security.ModeEnabled");
    let name = (mode.clone(), "WPA2-Enterprise");
    assert!(!all.says(&modes).contains("Enterprise"));
    assert!(all.set(&[(mode.clone(), name.1.to_owned())]).is_err());
    all.puts(&[(mode.clone(), "WPA2-Personal")]);
    let with = all.wireless().replace(
        "\toption mode 'sta'\n",
        "\toption mode 'sta'\n\toption eap_type 'peap'\n",
    );
    all.router.has("etc/config/wireless", &with);
    assert!(all.says(&modes).contains("WPA2-Enterprise"));
    all.puts(&[name]);
    assert!(all.wireless().contains("option encryption 'wpa2'"));
    assert_eq!(all.says(&mode), "WPA2-Enterprise");
    all.puts(&[(mode, "WPA3-Personal")]);
}

#[test]
fn options_that_hostapd_has_without_being_asked() {
    let mut all = Box::new("unasked", "Device", None).unwrap();
    let of = |name: &str| format!("{POINT}1.{name}");
    assert_eq!(all.says(&of("Interworking.InternetAvailable")), "true");
    assert_eq!(all.says(&of("Passpoint.DGAFDisable")), "false");
    let with = all.wireless().replacen(
        "\toption mode 'ap'\n",
        "\toption mode 'ap'\n\toption hs20 '1'\n",
        1,
    );
    all.router.has("etc/config/wireless", &with);
    assert_eq!(all.says(&of("Passpoint.DGAFDisable")), "true");
}

/// Ciphers stand behind the mode.
#[test]
fn logins_by_a_server_under_the_older_root() {
    let mut all = Box::new("by-server", "InternetGatewayDevice", None).unwrap();
    let name = "InternetGatewayDevice.LANDevice.1.WLANConfiguration.2.AuthenticationServiceMode";
    let known = all.wireless();
    for (encryption, mode) in [
        ("wpa+ccmp", "RadiusClient"),
        ("wpa-mixed+ccmp", "RadiusClient"),
        ("wpa2+tkip+ccmp", "RadiusClient"),
        ("wpa3-192", "RadiusClient"),
        ("psk2+ccmp", "None"),
        ("sae-mixed", "None"),
    ] {
        all.router.has(
            "etc/config/wireless",
            &known.replace("'psk2+ccmp'", &format!("'{encryption}'")),
        );
        assert_eq!(all.says(name), mode, "{encryption}");
    }
}

/// A station has its key while it is whole; netifd never sees one without.
#[test]
fn a_key_for_one_station_comes_and_goes() {
    let mut all = Box::new("station-key", "InternetGatewayDevice", None).unwrap();
    let network = "InternetGatewayDevice.LANDevice.1.WLANConfiguration.2.";
    assert_eq!(
        all.says(&format!(
            "{network}PreSharedKey.2.AssociatedDeviceMACAddress"
        )),
        "02:00:00:00:00:0a"
    );
    let name = |leaf: &str| format!("{network}PreSharedKey.5.{leaf}");
    let mac = "02:00:00:00:00:0b";
    all.puts(&[(name("AssociatedDeviceMACAddress"), mac)]);
    assert_eq!(all.says(&name("AssociatedDeviceMACAddress")), mac);
    let key = "wifi-station 'default_radio1_key5'";
    assert_eq!(all.section(key), Vec::<String>::new());
    all.puts(&[(name("KeyPassphrase"), "its own key")]);
    let whole = [
        "option iface default_radio1",
        "option slot 5",
        "option mac 02:00:00:00:00:0b",
        "option key its own key",
    ];
    assert_eq!(all.section(key), whole);
    assert!(!all.wireless().contains("wifi-key"));
    assert_eq!(all.says(&name("AssociatedDeviceMACAddress")), mac);
    all.puts(&[
        (name("KeyPassphrase"), ""),
        (name("AssociatedDeviceMACAddress"), ""),
    ]);
    assert_eq!(all.section(key), Vec::<String>::new());
    // The key of all is the first.
    let first = format!("{network}PreSharedKey.1.KeyPassphrase");
    all.puts(&[(first, "for all of them")]);
    let section = all.section("wifi-iface 'default_radio1'");
    assert!(section.contains(&"option key for all of them".to_owned()));
}

/// One octet says what there is of both kinds of addresses, beside other lines of hostapd.
#[test]
fn what_addresses_there_are_is_one_octet() {
    let mut all = Box::new("anqp", "Device", None).unwrap();
    let name = |leaf: &str| format!("Device.WiFi.AccessPoint.1.{leaf}");
    let (four, six) = (
        name("ANQP.IPv4AddressAvailability"),
        name("ANQP.IPv6AddressAvailability"),
    );
    all.puts(&[(four.clone(), "SingleNATIPv4")]);
    assert_eq!(all.says(&six), "Unknown");
    all.puts(&[
        (six.clone(), "Available"),
        (name("WMMEnable"), "false"),
        (name("ANQP.Cellular3GPPNetworkInfo"), "26201,310410"),
    ]);
    assert_eq!(all.says(&four), "SingleNATIPv4");
    assert_eq!(all.says(&six), "Available");
    let section = all.section("wifi-iface 'default_radio0'");
    for line in [
        "list hostapd_bss_options ipaddr_type_availability=0d",
        "list hostapd_bss_options wmm_enabled=0",
        "list iw_anqp_3gpp_cell_net 262,01",
        "list iw_anqp_3gpp_cell_net 310,410",
    ] {
        assert!(section.iter().any(|own| own == line), "{line}: {section:?}");
    }
}

/// The sections of stations have no names, and go together.
#[test]
fn two_stations_lose_their_keys_at_once() {
    for slots in [true, false] {
        let mut all = Box::new("two-keys", "InternetGatewayDevice", None).unwrap();
        let mut text = all.wireless();
        for number in 2..=5 {
            let slot = match slots {
                true => format!("\toption slot '{number}'\n"),
                false => String::new(),
            };
            text.push_str(&format!(
                "\nconfig wifi-station\n\toption iface 'default_radio0'\n\toption mac '02:00:00:00:00:0{number}'\n\
                 \toption key 'key number {number}'\n{slot}"
            ));
        }
        all.router.has("etc/config/wireless", &text);
        let row = |number: u32, name: &str| {
            let network = "InternetGatewayDevice.LANDevice.1.WLANConfiguration.1.";
            format!("{network}PreSharedKey.{number}.{name}")
        };
        let wiped = [2, 3].map(|number| {
            ["KeyPassphrase", "AssociatedDeviceMACAddress"].map(|name| (row(number, name), ""))
        });
        all.puts(&wiped.concat());
        let known: Vec<String> = (2..=5)
            .map(|number| all.says(&row(number, "AssociatedDeviceMACAddress")))
            .collect();
        assert_eq!(known, ["", "", "02:00:00:00:00:04", "02:00:00:00:00:05"]);
        let text = all.wireless();
        assert!(
            !text.contains("key number 2") && !text.contains("key number 3"),
            "{text}"
        );
        assert!(
            text.contains("key number 4") && text.contains("key number 5"),
            "{text}"
        );
        // Written back as it was read.
        all.puts(&[(row(1, "KeyPassphrase"), "")]);
        assert!(all.wireless().contains("correct horse battery"));
    }
}
