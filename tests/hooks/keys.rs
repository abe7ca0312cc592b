//! Keys of single stations: TR-098's ten rows of a network and `config wifi-station` of OpenWrt.

use crate::lab::{Lab, get, hook_of, set, shells};
use cwmpd::platform::hook::{Answer, Request};

const NETWORK: &str = "InternetGatewayDevice.LANDevice.[lan].WLANConfiguration.[home].";
const HEX: &str = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef";
const HOME: &str = "config wifi-iface 'home'
	option network 'lan'
	option encryption 'psk2'
	option key 'for everybody'

config wifi-station
	option mac '02:00:00:00:00:01'
	option key ' first  key '
	option iface 'home guest'

config wifi-station 'second'
	option iface 'home'
	option mac '02:00:00:00:00:02'
	option key 'it'\\''s second'

config wifi-station 'other'
	option iface 'guest'
	option mac '02:00:00:00:00:03'
	option key 'of the guests'

config wifi-key 'waits'
	option iface 'home'
	option mac '02:00:00:00:00:04'
	option slot '2'
";

/// A row, what is set in it, and what the hook answers.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

/// `OPTION=VALUE` of each edit in wireless, or what is refused.
fn told(answers: &[Answer]) -> Vec<String> {
    let line = |answer: &Answer| match answer {
        Answer::Value { path, value } => match path.strip_prefix("uci.wireless.") {
            Some(option) => format!("{option}={value}"),
            None => format!("{path}={value}"),
        },
        Answer::Fault { code, text, .. } => format!("!{} {text}", code.number()),
    };
    answers.iter().map(line).collect()
}

#[test]
fn each_key_has_its_row() {
    for shell in shells() {
        let lab = Lab::new("keys");
        let hook = hook_of("openwrt", "wlan");
        lab.write("etc/config/wireless", HOME);
        let answers = lab.ask(&shell, &hook, &[get(&format!("{NETWORK}PreSharedKey."))]);
        let rows: Vec<String> = told(&answers)
            .into_iter()
            .filter_map(|line| Some(line.strip_prefix(NETWORK)?.to_owned()))
            .filter(|line| line.contains("MAC"))
            .collect();
        let row = |number: usize, mac: &str| {
            format!("PreSharedKey.[{number}].AssociatedDeviceMACAddress={mac}")
        };
        // What says its row has it; the others take those that are left.
        let wanted: Vec<String> = (1..=10)
            .map(|number| match number {
                2 => row(2, "02:00:00:00:00:04"),
                3 => row(3, "02:00:00:00:00:01"),
                4 => row(4, "02:00:00:00:00:02"),
                free => row(free, ""),
            })
            .collect();
        assert_eq!(rows, wanted);
        // Nobody may read a key.
        assert!(!told(&answers).iter().any(|line| line.contains("second")));
    }
}

#[test]
fn keys_are_set_moved_and_taken_away() {
    let rows: [Case; 13] = [
        (
            "1",
            &[("KeyPassphrase", "a new one")],
            &["home.key=a new one"],
        ),
        (
            "1",
            &[("PreSharedKey", HEX), ("KeyPassphrase", "")],
            &["home.key=0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef"],
        ),
        (
            "1",
            &[("AssociatedDeviceMACAddress", "02:00:00:00:00:09")],
            &["!9007 the first key is for all stations: another row is for one of them"],
        ),
        // In any order, and what is not set stays.
        (
            "7",
            &[
                ("KeyPassphrase", "a = b  'c' "),
                ("PreSharedKey", ""),
                ("AssociatedDeviceMACAddress", "02:00:00:00:00:07"),
            ],
            &[
                "@wifi-station[0].slot=3",
                "second.slot=4",
                "home_key7=wifi-station",
                "home_key7.iface=home",
                "home_key7.slot=7",
                "home_key7.mac=02:00:00:00:00:07",
                "home_key7.key=a = b  'c' ",
            ],
        ),
        (
            "4",
            &[("AssociatedDeviceMACAddress", "02:00:00:00:00:08")],
            &["second.mac=02:00:00:00:00:08", "second.key=it's second"],
        ),
        (
            "4",
            &[("KeyPassphrase", "another one")],
            &["second.mac=02:00:00:00:00:02", "second.key=another one"],
        ),
        // A key for any station.
        (
            "4",
            &[("AssociatedDeviceMACAddress", "")],
            &["second.mac=", "second.key=it's second"],
        ),
        // hostapd would not start with a station that has no key.
        (
            "4",
            &[("KeyPassphrase", "")],
            &[
                "@wifi-station[0].slot=3",
                "second=",
                "home_key4=wifi-key",
                "home_key4.iface=home",
                "home_key4.slot=4",
                "home_key4.mac=02:00:00:00:00:02",
                "home_key4.key=",
            ],
        ),
        (
            "4",
            &[("KeyPassphrase", ""), ("AssociatedDeviceMACAddress", "")],
            &["@wifi-station[0].slot=3", "second="],
        ),
        (
            "2",
            &[("KeyPassphrase", "it has one now")],
            &[
                "@wifi-station[0].slot=3",
                "second.slot=4",
                "waits=",
                "home_key2=wifi-station",
                "home_key2.iface=home",
                "home_key2.slot=2",
                "home_key2.mac=02:00:00:00:00:04",
                "home_key2.key=it has one now",
            ],
        ),
        (
            "3",
            &[("KeyPassphrase", "of two networks")],
            &["!9001 this key is of several networks or stations"],
        ),
        (
            "5",
            &[("KeyPassphrase", "short")],
            &[
                "!9007 expected 8 to 63 characters of ASCII, or as PreSharedKey 64 hexadecimal digits",
            ],
        ),
        (
            "5",
            &[("PreSharedKey", "0123456789abcdef")],
            &[
                "!9007 expected 8 to 63 characters of ASCII, or as PreSharedKey 64 hexadecimal digits",
            ],
        ),
    ];
    for shell in shells() {
        let lab = Lab::new("keys-set");
        let hook = hook_of("openwrt", "wlan");
        lab.write("etc/config/wireless", HOME);
        for (row, wishes, wanted) in rows {
            let path = |name: &str| format!("{NETWORK}PreSharedKey.[{row}].{name}");
            let checks: Vec<Request> = wishes
                .iter()
                .map(|(name, value)| Request::Check {
                    path: path(name),
                    value: (*value).to_owned(),
                })
                .collect();
            let answers = told(&lab.ask(&shell, &hook, &checks));
            let refused: Vec<&&str> = wanted.iter().filter(|line| line.starts_with('!')).collect();
            assert_eq!(
                answers.iter().collect::<Vec<_>>(),
                refused,
                "{row} {wishes:?}"
            );
            let sets: Vec<Request> = wishes
                .iter()
                .map(|(name, value)| set(&path(name), value))
                .collect();
            let answers = told(&lab.ask(&shell, &hook, &sets));
            assert_eq!(answers, wanted, "{row} {wishes:?}");
        }
    }
}

/// The scripts of newer releases pass over a station without an address.
#[test]
fn a_key_for_any_station_in_newer_releases() {
    for shell in shells() {
        let lab = Lab::new("keys-any");
        let hook = hook_of("openwrt", "wlan");
        lab.write("etc/config/wireless", HOME);
        lab.write("usr/share/ucode/wifi/hostapd.uc", "");
        let name = format!("{NETWORK}PreSharedKey.[4].AssociatedDeviceMACAddress");
        let answers = told(&lab.ask(&shell, &hook, &[set(&name, "")]));
        assert_eq!(answers[0], "second.mac=00:00:00:00:00:00");
        lab.write(
            "etc/config/wireless",
            &HOME.replace("02:00:00:00:00:02", "00:00:00:00:00:00"),
        );
        let answers = told(&lab.ask(&shell, &hook, &[get(&name)]));
        assert_eq!(answers, [format!("{name}=")]);
    }
}

#[test]
fn a_network_without_a_name_has_no_keys_of_single_stations() {
    for shell in shells() {
        let lab = Lab::new("keys-unnamed");
        let hook = hook_of("openwrt", "wlan");
        lab.write(
            "etc/config/wireless",
            &HOME.replace(" 'home'\n\toption network", "\n\toption network"),
        );
        let name = format!(
            "{}PreSharedKey.[5].KeyPassphrase",
            NETWORK.replace("home", "@wifi-iface[0\\]")
        );
        let answers = told(&lab.ask(&shell, &hook, &[set(&name, "long enough")]));
        assert_eq!(
            answers,
            ["!9001 the network has no name in /etc/config/wireless that a key could be tied to"]
        );
    }
}

/// A number has no zeros before it.
#[test]
fn the_pin_of_wps_is_four_or_eight_digits() {
    for shell in shells() {
        let lab = Lab::new("pin");
        let hook = hook_of("openwrt", "wlan");
        lab.write("etc/config/wireless", HOME);
        let name = format!("{NETWORK}WPS.DevicePassword");
        for (number, pin) in [
            ("12345670", "home.wps_pin=12345670"),
            ("1234565", "home.wps_pin=01234565"),
            ("12345", "home.wps_pin=00012345"),
            ("1234", "home.wps_pin=1234"),
            ("12", "home.wps_pin=0012"),
            ("0", "home.wps_pin="),
            ("123456789", "!9007 expected a PIN of four or eight digits"),
        ] {
            let answers = told(&lab.ask(&shell, &hook, &[set(&name, number)]));
            assert_eq!(answers, [pin], "{number}");
        }
    }
}
