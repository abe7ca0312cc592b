//! The hooks of `platform/openwrt` that serve TR-098 alone: several parameters of one option of uci.

use crate::lab::{Lab, hook_of, set, shells, told};
use cwmpd::platform::hook::{Answer, Request};

/// The one edit that a hook wants made; nothing where it refuses or wants none.
fn edit(answers: &[Answer]) -> Option<&str> {
    let edits = answers.iter().filter_map(|answer| match answer {
        Answer::Value { path, value } if path.starts_with("uci.") => Some(value.as_str()),
        _ => None,
    });
    let edits: Vec<&str> = edits.collect();
    let refused = answers
        .iter()
        .any(|answer| matches!(answer, Answer::Fault { .. }));
    match (edits.as_slice(), refused) {
        ([edit], false) => Some(edit),
        _ => None,
    }
}

#[test]
fn the_zone_is_a_distance_and_rules_of_this_year() {
    let time = "InternetGatewayDevice.Time.";
    for shell in shells() {
        let lab = Lab::new("zone");
        let hook = hook_of("openwrt", "zone");
        // November 2025.
        lab.write("proc/stat", "btime 1763772924\n");
        lab.write("proc/uptime", "93784.21 371020.50\n");
        for (zone, name, value) in [
            ("UTC", "LocalTimeZone", "+00:00"),
            ("UTC", "DaylightSavingsUsed", "false"),
            ("UTC", "DaylightSavingsStart", "0001-01-01T00:00:00Z"),
            ("<+0530>-5:30", "LocalTimeZone", "+05:30"),
            ("EST5EDT,M3.2.0,M11.1.0", "LocalTimeZone", "-05:00"),
            (
                "EST5EDT,M3.2.0,M11.1.0",
                "DaylightSavingsEnd",
                "2025-11-02T02:00:00-04:00",
            ),
            (
                "CET-1CEST,M3.5.0,M10.5.0/3",
                "DaylightSavingsStart",
                "2025-03-30T02:00:00+01:00",
            ),
        ] {
            lab.write(
                "etc/config/system",
                &format!("config system\n\toption timezone '{zone}'\n"),
            );
            let path = format!("{time}{name}");
            let asked = [Request::Get { path: path.clone() }];
            assert_eq!(
                lab.ask(&shell, &hook, &asked),
                [told(&path, value)],
                "{zone}"
            );
        }
        for (zone, wishes, wanted) in [
            (
                "CET-1CEST,M3.5.0,M10.5.0/3",
                &["LocalTimeZone=-05:30"][..],
                Some("<-0530>5:30<-0430>,M3.5.0,M10.5.0/3"),
            ),
            (
                "CET-1CEST,M3.5.0,M10.5.0/3",
                &["DaylightSavingsUsed=false"],
                Some("CET-1"),
            ),
            (
                "CET-1CEST,M3.5.0,M10.5.0/3",
                &["DaylightSavingsEnd=2025-10-11T02:30:00Z"],
                Some("CET-1CEST,M3.5.0,M10.2.6/4:30"),
            ),
            (
                "UTC",
                &[
                    "DaylightSavingsUsed=true",
                    "DaylightSavingsStart=2025-03-09T02:00:00",
                    "LocalTimeZone=-05:00",
                    "DaylightSavingsEnd=2025-11-02T02:00:00",
                ],
                Some("<-05>5<-04>,M3.2.0,M11.1.0"),
            ),
            ("UTC", &["DaylightSavingsUsed=true"], None),
            (
                "CET-1CEST,M3.5.0,M10.5.0/3",
                &["DaylightSavingsEnd=2030-10-11T02:30:00Z"],
                None,
            ),
            ("UTC", &["LocalTimeZone=$(reboot)"], None),
        ] {
            lab.write(
                "etc/config/system",
                &format!("config system\n\toption timezone '{zone}'\n"),
            );
            let sets: Vec<Request> = wishes
                .iter()
                .filter_map(|wish| wish.split_once('='))
                .map(|(name, value)| set(&format!("{time}{name}"), value))
                .collect();
            let answers = lab.ask(&shell, &hook, &sets);
            // The name of the zone would count before it.
            let (last, first) = answers.split_last().unwrap();
            let gone = told("uci.system.@system[0].zonename", "");
            assert_eq!(*last == gone, wanted.is_some(), "{wishes:?}: {answers:?}");
            let first = if wanted.is_some() { first } else { &answers };
            assert_eq!(edit(first), wanted, "{wishes:?}: {answers:?}");
        }
    }
}

#[test]
fn the_security_of_a_network_comes_in_any_order() {
    let network = "InternetGatewayDevice.LANDevice.[lan].WLANConfiguration.[home].";
    for shell in shells() {
        let lab = Lab::new("wlan");
        let hook = hook_of("openwrt", "wlan");
        for (encryption, wishes, wanted) in [
            ("psk2", &["BeaconType=Basic"][..], Some("none")),
            ("none", &["BeaconType=11i"], Some("psk2")),
            (
                "psk2+ccmp",
                &[
                    "IEEE11iEncryptionModes=TKIPandAESEncryption",
                    "WPAEncryptionModes=TKIPandAESEncryption",
                    "BeaconType=WPAand11i",
                ],
                Some("psk-mixed+tkip+ccmp"),
            ),
            (
                "sae-mixed",
                &["BeaconType=11i", "IEEE11iEncryptionModes=AESEncryption"],
                None,
            ),
            (
                "sae-mixed",
                &["IEEE11iEncryptionModes=TKIPEncryption"],
                None,
            ),
            (
                "psk2",
                &["IEEE11iAuthenticationMode=EAPAuthentication"],
                Some("wpa2"),
            ),
            ("psk2", &["WPAEncryptionModes=TKIPEncryption"], None),
            ("psk2", &["BeaconType=None"], None),
            (
                "psk2",
                &["BeaconType=Basic", "BasicEncryptionModes=WEPEncryption"],
                None,
            ),
        ] {
            lab.write(
                "etc/config/wireless",
                &format!(
                    "config wifi-iface 'home'\n\toption network 'lan'\n\toption encryption '{encryption}'\n"
                ),
            );
            let sets: Vec<Request> = wishes
                .iter()
                .filter_map(|wish| wish.split_once('='))
                .map(|(name, value)| set(&format!("{network}{name}"), value))
                .collect();
            let answers = lab.ask(&shell, &hook, &sets);
            assert_eq!(edit(&answers), wanted, "{wishes:?}: {answers:?}");
        }
    }
}

#[test]
fn a_basic_wpad_is_given_no_radius() {
    let network = "InternetGatewayDevice.LANDevice.[lan].WLANConfiguration.[home].";
    for shell in shells() {
        let lab = Lab::new("basic");
        let hook = hook_of("openwrt", "wlan");
        for (encryption, methods, refused) in [
            ("psk2", "\"get_status\":{}", true),
            ("psk2", "\"get_status\":{}\n\t\"wps_status\":{}", false),
            ("psk2", "", false),
            ("wpa2", "\"get_status\":{}", false),
        ] {
            lab.program("ubus", &format!("printf '%s\\n' '\t{methods}'"));
            lab.write(
                "etc/config/wireless",
                &format!(
                    "config wifi-iface 'home'\n\toption network 'lan'\n\toption encryption '{encryption}'\n"
                ),
            );
            let check = Request::Check {
                path: format!("{network}IEEE11iAuthenticationMode"),
                value: "EAPAuthentication".to_owned(),
            };
            let answers = lab.ask(&shell, &hook, &[check]);
            assert_eq!(answers.is_empty(), !refused, "{methods}: {answers:?}");
        }
    }
}
