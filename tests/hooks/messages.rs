//! Messages (SMS) and cards by the hook `cellular` of `platform/openwrt`: what they say is another's, and stays a value.

use crate::lab::{Lab, get, hook_of, set, shells, told};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::{Answer, Request};
use std::collections::BTreeMap;

const NETWORK: &str = "\
config interface 'wwan'
	option proto 'qmi'
	option device '/dev/cdc-wdm0'
	option pincode '1234'

config interface 'backup'
	option proto 'modemmanager'
	option device '/sys/devices/usb1/1-1'
	option pincode '4321'

config interface 'third'
	option proto 'mbim'
	option device '/dev/cdc-wdm1'

config interface 'old'
	option proto '3g'
	option device '/dev/ttyUSB0'
	option service 'umts_only'
";

const BACKUP: &str = "Device.Cellular.Interface.[backup].SMS.";
const WWAN: &str = "Device.Cellular.Interface.[wwan].SMS.";

/// As mmcli writes JSON: its members in the order of their names, all in one line.
fn sms(text: &str, number: &str, state: &str, kind: &str, stamp: &str) -> String {
    format!(
        r#"{{"sms":{{"content":{{"data":"--","number":"{number}","text":"{text}"}},"dbus-path":"/org/freedesktop/ModemManager1/SMS/0","properties":{{"class":"--","delivery-report":"--","pdu-type":"{kind}","smsc":"+491710760000","state":"{state}","storage":"me","timestamp":"{stamp}","validity":"--"}}}}}}"#
    )
}

/// A modem with these messages, numbered from 0.
fn mmcli(lab: &Lab, messages: &[String]) {
    for (number, message) in messages.iter().enumerate() {
        lab.write(&format!("sms/{number}"), &format!("{message}\n"));
    }
    let list: String = (0..messages.len())
        .map(|n| {
            let place = n + 1;
            format!("modem.messaging.sms.value[{place}] : /org/freedesktop/ModemManager1/SMS/{n}\n")
        })
        .collect();
    lab.write("list", &list);
    lab.program(
        "mmcli",
        r#"
echo "mmcli $*" >>log
case $* in
'-m /sys/devices/usb1/1-1 --messaging-status --output-keyvalue')
	echo 'modem.messaging.supported-storages : sm, me'
	echo 'modem.messaging.default-storages   : me'
	;;
*--messaging-list-sms*) cat "$CWMPD_ROOT/list" ;;
-s*) cat "$CWMPD_ROOT/sms/$2" ;;
*--messaging-delete-sms=0) echo 'successfully deleted SMS from modem' ;;
*) echo "error: couldn't find it" >&2; exit 1 ;;
esac
"#,
    );
}

fn values(lab: &Lab, shell: &[&str], path: &str) -> BTreeMap<String, String> {
    let hook = hook_of("openwrt", "cellular");
    lab.ask(shell, &hook, &[get(path)])
        .into_iter()
        .map(|answer| match answer {
            Answer::Value { path, value } => (path, value),
            fault => panic!("{fault:?}"),
        })
        .collect()
}

#[test]
fn what_a_message_says_stays_a_value() {
    let said = [
        // As mmcli writes it, and what was sent.
        (r"two\nlines", "two\nlines"),
        (r"\\n \\", "\\n \\"),
        (
            r#"\",\"number\":\"+1\",\"text\":\"x"#,
            r#"","number":"+1","text":"x"#,
        ),
        (
            r"$(touch pwned)`touch pwned`; 'a'",
            "$(touch pwned)`touch pwned`; 'a'",
        ),
        (
            r"x\nDevice.Cellular.RoamingEnabled=false\n!9002 y",
            "x\nDevice.Cellular.RoamingEnabled=false\n!9002 y",
        ),
        (r"\t\r\u0001\u001b%s%n\/", "\t\r%s%n/"),
        ("  € 😀  ", "  € 😀  "),
        ("*", "*"),
        ("--", ""),
        ("", ""),
    ];
    for shell in shells() {
        let lab = Lab::new("said");
        lab.write("etc/config/network", NETWORK);
        let messages: Vec<String> = said
            .iter()
            .map(|(written, _)| sms(written, "+491", "received", "deliver", "--"))
            .collect();
        mmcli(&lab, &messages);
        let told = values(&lab, &shell, BACKUP);
        for (number, (_, text)) in said.iter().enumerate() {
            let row = format!("{BACKUP}Message.[{number}].");
            assert_eq!(told[&format!("{row}Text")], *text);
            assert_eq!(told[&format!("{row}Sender")], "+491", "{text}");
        }
        assert!(!lab.names().contains(&"pwned".to_owned()));
        let rows = told.keys().filter(|path| path.ends_with(".Text")).count();
        assert_eq!(rows, said.len());
    }
}

/// Hostile in its length: nothing but escapes, as many as a message can have and more.
#[test]
fn a_text_that_is_too_long_is_no_text() {
    for shell in shells() {
        let lab = Lab::new("long");
        lab.write("etc/config/network", NETWORK);
        let escapes = |count: usize| {
            let text = "\\n\\\\".repeat(count);
            sms(&text, "+491", "received", "deliver", "--")
        };
        mmcli(&lab, &[escapes(7_500), escapes(8_000)]);
        let told = values(&lab, &shell, BACKUP);
        let says = |path: &str| told[&format!("{BACKUP}Message.{path}")].as_str();
        assert_eq!(says("[0].Text"), "\n\\".repeat(7_500));
        assert_eq!(says("[0].Status"), "Received");
        assert_eq!(says("[1].Text"), "");
        assert_eq!(says("[1].Status"), "Unknown");
    }
}

#[test]
fn messages_are_told_with_what_they_are() {
    let messages = [
        sms(
            "in",
            "+49151",
            "received",
            "deliver",
            "2026-11-20T10:11:12+01",
        ),
        sms("out", "+49152", "sent", "submit", "--"),
        sms(
            "--",
            "+49152",
            "received",
            "status-report",
            "2026-11-20T10:12:00-03:30",
        ),
        sms("part", "+49153", "receiving", "deliver", "nonsense"),
    ];
    for shell in shells() {
        let lab = Lab::new("kinds");
        lab.write("etc/config/network", NETWORK);
        mmcli(&lab, &messages);
        let told = values(&lab, &shell, BACKUP);
        for (path, value) in [
            ("Storage.[sm].Location", Some("sm")),
            ("Storage.[me].Location", Some("me")),
            ("Incoming.StorageRef", Some("me")),
            ("Message.[0-261120101112].Sender", Some("+49151")),
            ("Message.[0-261120101112].Receiver", None),
            (
                "Message.[0-261120101112].TimeStamp",
                Some("2026-11-20T10:11:12+01:00"),
            ),
            ("Message.[0-261120101112].Status", Some("Received")),
            ("Message.[0-261120101112].StorageRef", Some("me")),
            ("Message.[1].Receiver", Some("+49152")),
            ("Message.[1].Status", Some("Sent")),
            ("Message.[1].TimeStamp", None),
            ("Message.[2-261120101200].Type", Some("Acknowledgement")),
            (
                "Message.[2-261120101200].TimeStamp",
                Some("2026-11-20T10:12:00-03:30"),
            ),
            ("Message.[2-261120101200].Text", Some("")),
            ("Message.[3].Status", Some("Unknown")),
            ("Message.[3].TimeStamp", None),
            ("Message.[3].Type", Some("PointToPoint")),
        ] {
            let found = told.get(&format!("{BACKUP}{path}")).map(String::as_str);
            assert_eq!(found, value, "{path}: {told:?}");
        }
    }
}

/// A modem may hold hundreds.
#[test]
fn of_many_messages_the_last_twenty_are_asked_for() {
    for shell in shells() {
        let lab = Lab::new("many");
        lab.write("etc/config/network", NETWORK);
        let messages: Vec<String> = (0..50)
            .map(|n| sms(&n.to_string(), "+491", "received", "deliver", "--"))
            .collect();
        mmcli(&lab, &messages);
        lab.program(
            "uqmi",
            r#"
echo "uqmi $*" >>log
case $* in
*'sim --list-messages') echo '[ '"$(seq -s ', ' 0 254)"' ]' ;;
*'me --list-messages') echo '"Invalid argument"' ;;
esac
"#,
        );
        let told = values(&lab, &shell, BACKUP);
        let texts: Vec<&String> = told
            .iter()
            .filter(|(path, _)| path.ends_with(".Text"))
            .map(|(_, text)| text)
            .collect();
        assert_eq!(texts.len(), 20);
        assert!(texts.contains(&&"49".to_owned()) && !texts.contains(&&"29".to_owned()));
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        assert_eq!(calls.lines().count(), 22, "{calls}");

        std::fs::remove_file(lab.log()).unwrap();
        values(&lab, &shell, WWAN);
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        assert_eq!(calls.lines().count(), 3, "{calls}");
        assert!(calls.contains("--get-raw-message 254") && !calls.contains("--get-message 234 "));
    }
}

const UQMI: &str = r#"
echo "uqmi $*" >>log
case $* in
*'sim --list-messages') echo '[ 1, 2, 3, 4, 5 ]' ;;
*--list-messages) echo '[]' ;;
*'--delete-message 5') echo '"Invalid message ID"' ;;
*--delete-message*) ;;
*) cat <<'end'
{ "smsc": "+491710760000", "sender": "+4915112345678", "timestamp": "2026-11-20 10:11:12", "text": "hello" }
"07 91 94 71 01 67 00 00 04 0d 91 94 51 11 32 54 76 f8 00 00 62 11 02 01 11 21 40 05 e8 32 9b fd 06"
{ "sender": "x", "ucs-2": "d83d00410000dc00d83dde00" }
"00 04 0b 91 94 51 11 32 54 f6 00 08 62 11 02 01 11 21 0a 0c"
{ "receiver": "+4915112345678", "text": "not yet" }
"00 11 00 0b 91 94 51 11 32 54 f6 00 00 aa 07 ee"
{  }
"00 06 2a 0b 91 94 51 11 32 54 f6 62 11 02 01 21 00 04 62 11 02 01 21 50 04 00"
"Message not found"
"Message not found"
end
;;
esac
"#;

/// Hostile in its length.
#[test]
fn octets_of_no_message_are_no_text() {
    for shell in shells() {
        for (count, expected) in [(250, "A".repeat(250)), (251, String::new())] {
            let lab = Lab::new("many");
            lab.write("etc/config/network", NETWORK);
            let long = UQMI.replace("d83d00410000dc00d83dde00", &"0041".repeat(count));
            lab.program("uqmi", &long);
            let told = values(&lab, &shell, WWAN);
            let path = format!("{WWAN}Message.[sim-2-261120101112].Text");
            assert_eq!(told[&path], expected, "{count}");
        }
    }
}

#[test]
fn octets_tell_what_uqmi_leaves_out() {
    for shell in shells() {
        let lab = Lab::new("octets");
        lab.write("etc/config/network", NETWORK);
        lab.program("uqmi", UQMI);
        let told = values(&lab, &shell, WWAN);
        for (path, value) in [
            ("Storage.[sim].Location", Some("sim")),
            ("Storage.[me].Location", Some("me")),
            ("Message.[sim-1-261120101112].Text", Some("hello")),
            (
                "Message.[sim-1-261120101112].TimeStamp",
                Some("2026-11-20T10:11:12+01:00"),
            ),
            // Halves of a pair by themselves.
            (
                "Message.[sim-2-261120101112].Text",
                Some("\u{fffd}A\u{fffd}\u{1f600}"),
            ),
            // The sign is a bit of the tens: 0a is -20 quarters of an hour.
            (
                "Message.[sim-2-261120101112].TimeStamp",
                Some("2026-11-20T10:11:12-05:00"),
            ),
            ("Message.[sim-3].Receiver", Some("+4915112345678")),
            ("Message.[sim-3].Status", Some("Stored")),
            ("Message.[sim-4-261120101200].Type", Some("Acknowledgement")),
            (
                "Message.[sim-4-261120101200].TimeStamp",
                Some("2026-11-20T10:12:00+10:00"),
            ),
            ("Message.[sim-5].Status", Some("Unknown")),
            ("Message.[sim-5].Text", Some("")),
        ] {
            let found = told.get(&format!("{WWAN}{path}")).map(String::as_str);
            assert_eq!(found, value, "{path}: {told:#?}");
        }
    }
}

#[test]
fn a_message_is_deleted_only_where_it_is_that_one() {
    for shell in shells() {
        let lab = Lab::new("delete");
        lab.write("etc/config/network", NETWORK);
        lab.program("uqmi", UQMI);
        // It speaks of one that is not there.
        let text = format!("a{BACKUP}Message.[0].b");
        let first = sms(&text, "+1", "received", "deliver", "2026-11-20T10:11:12Z");
        mmcli(&lab, &[first, sms("b", "+1", "received", "deliver", "--")]);
        let hook = hook_of("openwrt", "cellular");
        let delete = |row: &str| {
            let path = format!("Device.Cellular.Interface.{row}.");
            let answer = lab.ask(&shell, &hook, &[Request::Del { path }]);
            let calls = std::fs::read_to_string(lab.log()).unwrap();
            let deleted = calls.lines().filter(|call| call.contains("delete")).count();
            std::fs::remove_file(lab.log()).unwrap();
            let refused = |answer: &Answer| match answer {
                Answer::Fault { code, text, .. } => format!("{} {text}", code.number()),
                told => panic!("{told:?}"),
            };
            (answer.first().map(refused), deleted)
        };
        let gone = Some("9002 the message is gone".to_owned());
        assert_eq!(delete("[wwan].SMS.Message.[sim-1-261120101112]"), (None, 1));
        assert_eq!(delete("[wwan].SMS.Message.[sim-3]"), (None, 1));
        // Another has its place.
        assert_eq!(
            delete("[wwan].SMS.Message.[sim-1-251120101112]"),
            (gone.clone(), 0)
        );
        assert_eq!(
            delete("[wwan].SMS.Message.[sim-3; reboot]"),
            (gone.clone(), 0)
        );
        let refused = "9002 the modem has not deleted it: \"Invalid message ID\"";
        assert_eq!(
            delete("[wwan].SMS.Message.[sim-5]"),
            (Some(refused.to_owned()), 1)
        );
        assert_eq!(delete("[backup].SMS.Message.[0-261120101112]"), (None, 1));
        assert_eq!(delete("[backup].SMS.Message.[0]"), (gone, 0));
        let refused = "9002 the modem has not deleted it: error: couldn't find it";
        assert_eq!(
            delete("[backup].SMS.Message.[1]"),
            (Some(refused.to_owned()), 1)
        );
    }
}

/// The same of a card at both of its places, in one request: what it has refused is not tried again.
#[test]
fn a_card_that_refuses_a_pin_is_not_told_it_twice() {
    const CARD: &str = r#"
echo "uqmi $*" >>log
case $* in
*' --pin 0000') echo 2 >"$CWMPD_ROOT/tries"; echo '"Incorrect pin"' ;;
*--set-pin1-protection*) echo verified >"$CWMPD_ROOT/status" ;;
*) printf '"1"\n"262011234567890"\n"89490200001234567890"\n"+1"\n'
	read -r tries <"$CWMPD_ROOT/tries"
	read -r status <"$CWMPD_ROOT/status"
	echo "{\"pin1_status\":\"$status\",\"pin1_verify_tries\":$tries}" ;;
esac
"#;
    let paths = [
        "Device.Cellular.Interface.[wwan].USIM.PINCheck",
        "Device.TrustedElements.SIM.[wwan].PINCheck",
    ];
    for shell in shells() {
        let hook = hook_of("openwrt", "cellular");
        for (pin, refused) in [
            (
                "0000",
                vec![FaultCode::InternalError, FaultCode::RequestDenied],
            ),
            ("1234", vec![]),
        ] {
            let lab = Lab::new("twice");
            lab.write("etc/config/network", &NETWORK.replace("1234", pin));
            lab.write("tries", "3\n");
            lab.write("status", "disabled\n");
            lab.program("uqmi", CARD);
            let answers = lab.ask(&shell, &hook, &paths.map(|path| set(path, "Reboot")));
            let codes: Vec<FaultCode> = answers
                .iter()
                .map(|answer| match answer {
                    Answer::Fault { code, .. } => *code,
                    told => panic!("{told:?}"),
                })
                .collect();
            assert_eq!(codes, refused, "{pin}");
            let calls = std::fs::read_to_string(lab.log()).unwrap();
            let tried = calls.matches("--set-pin1-protection enabled").count();
            assert_eq!(tried, 1, "{calls}");
        }
    }
}

/// A wrong PIN costs one of three tries.
#[test]
fn a_card_is_told_whether_to_ask_for_its_pin() {
    const CARD: &str = r#"
echo "uqmi $*" >>log
case $* in
*' --pin 0000') echo '"Incorrect pin"' ;;
*--set-pin1-protection*) ;;
*) printf '"1"\n"262011234567890"\n"89490200001234567890"\n"+1"\n'
	echo '{"pin1_status":"disabled","pin1_verify_tries":TRIES}' ;;
esac
"#;
    const MODEM: &str = r#"
echo "mmcli $*" >>log
case $* in
-i*--output-keyvalue) echo 'sim.properties.imsi : 262011234567890' ;;
*signal*) ;;
-m*)
	echo 'modem.generic.sim : /org/freedesktop/ModemManager1/SIM/0'
	echo 'modem.generic.unlock-retries.value[1] : sim-pin (3)'
	echo 'modem.3gpp.imei : 1'
	echo 'modem.3gpp.enabled-locks.length : 1'
	echo 'modem.3gpp.enabled-locks.value[1] : sim'
	;;
esac
"#;
    for shell in shells() {
        let hook = hook_of("openwrt", "cellular");
        for (pin, tries, value, refused) in [
            ("1234", "3", "Reboot", None),
            ("1234", "3", "Off", None),
            (
                "1234",
                "3",
                "OnNetworkAccess",
                Some(FaultCode::InvalidParameterValue),
            ),
            ("1234", "2", "Reboot", Some(FaultCode::RequestDenied)),
            ("", "3", "Reboot", Some(FaultCode::RequestDenied)),
            ("a$(b", "3", "Reboot", Some(FaultCode::RequestDenied)),
            ("0000", "3", "Reboot", Some(FaultCode::InternalError)),
        ] {
            let lab = Lab::new("pin");
            lab.write("etc/config/network", &NETWORK.replace("1234", pin));
            lab.program("uqmi", &CARD.replace("TRIES", tries));
            lab.program("mmcli", MODEM);
            for path in [
                "Device.Cellular.Interface.[wwan].USIM.PINCheck",
                "Device.TrustedElements.SIM.[wwan].PINCheck",
            ] {
                let check = Request::Check {
                    path: path.to_owned(),
                    value: value.to_owned(),
                };
                let mut answers = lab.ask(&shell, &hook, &[check]);
                if answers.is_empty() {
                    answers = lab.ask(&shell, &hook, &[set(path, value)]);
                }
                let code = answers.first().map(|answer| match answer {
                    Answer::Fault { code, .. } => *code,
                    told => panic!("{told:?}"),
                });
                assert_eq!(code, refused, "{pin} {tries} {value}");
                let calls = std::fs::read_to_string(lab.log()).unwrap();
                let tried = calls.contains("--set-pin1-protection enabled --pin");
                let refusal = refused.is_none_or(|code| code == FaultCode::InternalError);
                assert_eq!(tried, value == "Reboot" && refusal, "{calls}");
            }
        }
        let lab = Lab::new("pin-mm");
        lab.write("etc/config/network", NETWORK);
        lab.program("mmcli", MODEM);
        let path = "Device.TrustedElements.SIM.[backup].PINCheck";
        assert_eq!(
            values(&lab, &shell, path),
            BTreeMap::from([(path.to_owned(), "Reboot".to_owned())])
        );
        assert_eq!(lab.ask(&shell, &hook, &[set(path, "Off")]), []);
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        assert!(
            calls.contains("mmcli -i /org/freedesktop/ModemManager1/SIM/0 --disable-pin=4321"),
            "{calls}"
        );
        // A serial port that carries the connection is not asked.
        let check = Request::Check {
            path: "Device.TrustedElements.SIM.[old].PINCheck".to_owned(),
            value: "Off".to_owned(),
        };
        assert_eq!(lab.ask(&shell, &hook, &[check]).len(), 1);
        // What is no PIN is refused before a card hears of it.
        for (pin, taken) in [("1234", true), ("", true), ("12", false), ("a b4", false)] {
            let path = "Device.TrustedElements.SIM.[old].PIN".to_owned();
            let value = pin.to_owned();
            let check = Request::Check { path, value };
            assert_eq!(lab.ask(&shell, &hook, &[check]).is_empty(), taken, "{pin}");
        }
        let path = "Device.Cellular.Interface.[old].USIM.PIN";
        assert_eq!(
            lab.ask(&shell, &hook, &[set(path, "0042")]),
            [told("uci.network.old.pincode", "0042")]
        );
    }
}

const UMBIM: &str = r#"
echo "umbim $*" >>log
[ "$1 $2 $3 $4 $5" = '-n -t 1000 -d /dev/cdc-wdm1' ] || exit 1
case $6 in
caps)
	echo '  devicetype: 0001 - embedded'
	echo '  dataclass: 003F'
	echo '  deviceid: 867698041234567'
	echo '  firmwareinfo: 1.0'
	;;
subscriber)
	echo '  readystate: 0001 - initialized'
	echo '  simiccid: 89490200001234567890'
	echo '  subscriberid: 262011234567890'
	echo '  number: +49151123456789'
	;;
registration)
	echo '  registerstate: 0004 - roaming'
	echo '  availabledataclasses: 0020 - lte'
	echo '  provider_id: 26201'
	echo '  provider_name: Telekom DE'
	exit 4
	;;
pinstate) echo 'Pin Unlocked' >&2 ;;
esac
"#;

#[test]
fn a_modem_of_mbim_is_asked_while_its_session_is_open() {
    for shell in shells() {
        let lab = Lab::new("mbim");
        lab.write("etc/config/network", NETWORK);
        lab.program("uqmi", "exit 1");
        lab.program("mmcli", "exit 1");
        lab.program("umbim", UMBIM);
        let path = "Device.Cellular.Interface.[third].";
        let told = values(&lab, &shell, path);
        assert_eq!(told[&format!("{path}IMEI")], "");
        assert!(!told.contains_key(&format!("{path}USIM.Status")));
        assert!(!lab.log().exists());

        lab.write(
            "var/state/network",
            "network.third=interface\nnetwork.third.tid='12'\n",
        );
        let told = values(&lab, &shell, path);
        for (name, value) in [
            ("IMEI", "867698041234567"),
            ("SupportedAccessTechnologies", "GPRS,EDGE,UMTS,UMTSHSPA,LTE"),
            ("CurrentAccessTechnology", "LTE"),
            ("NetworkInUse", "Telekom DE"),
            ("USIM.Status", "Valid"),
            ("USIM.IMSI", "262011234567890"),
            ("USIM.ICCID", "89490200001234567890"),
            ("USIM.MSISDN", "49151123456789"),
        ] {
            assert_eq!(told[&format!("{path}{name}")], value, "{name}");
        }
        let status = "Device.Cellular.RoamingStatus";
        assert_eq!(values(&lab, &shell, status)[status], "Roaming");
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        assert_eq!(calls.lines().count(), 8, "{calls}");
    }
}

#[test]
fn roaming_is_off_where_no_modem_may() {
    let path = "Device.Cellular.RoamingEnabled";
    for shell in shells() {
        let hook = hook_of("openwrt", "cellular");
        let lab = Lab::new("roam");
        lab.write("etc/config/network", NETWORK);
        let may = |lab: &Lab| values(lab, &shell, path)[path].clone();
        assert_eq!(may(&lab), "true");
        assert_eq!(
            lab.ask(&shell, &hook, &[set(path, "false")]),
            ["wwan", "backup", "third"]
                .map(|name| told(&format!("uci.network.{name}.allow_roaming"), "0"))
        );
        // Blanks in an option are of that option alone.
        let blanks = NETWORK.replace(
            "'/dev/cdc-wdm0'\n",
            "'/dev/cdc-wdm0'\n\toption modes 'lte umts'\n\toption allow_roaming '0'\n",
        );
        let others = "'modemmanager'\n\toption allow_roaming '0'\n";
        let blanks = blanks.replace("'modemmanager'\n", others);
        lab.write("etc/config/network", &blanks.replace("'3g'", "'dhcp'"));
        assert_eq!(may(&lab), "false");
        // A modem of 3g has no switch, and one of mbim is off until it is said.
        let off = |proto: &str, more: &str| {
            format!("config interface 'one'\n\toption proto '{proto}'\n{more}")
        };
        for (proto, more, expected) in [
            ("mbim", "", "false"),
            ("mbim", "\toption allow_roaming '1'\n", "true"),
            ("qmi", "\toption allow_roaming '0'\n", "false"),
            ("modemmanager", "\toption allow_roaming '0'\n", "false"),
            ("3g", "", "true"),
        ] {
            lab.write("etc/config/network", &off(proto, more));
            assert_eq!(may(&lab), expected, "{proto} {more}");
        }
        let check = Request::Check {
            path: path.to_owned(),
            value: "false".to_owned(),
        };
        assert_eq!(lab.ask(&shell, &hook, &[check]).len(), 1);

        // What QMI modems keep they are told; what nobody has said is left.
        lab.program("uqmi", "echo \"uqmi $*\" >>log");
        let network = format!(
            "{}{}{}",
            NETWORK,
            off(
                "qmi",
                "\toption device '/dev/cdc-wdm2'\n\toption allow_roaming '0'\n"
            ),
            "\nconfig interface 'two'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm3'\n\toption allow_roaming '1'\n",
        );
        lab.write("etc/config/network", &network);
        lab.run_with(&shell, &hook, &["roam"], "");
        assert_eq!(
            std::fs::read_to_string(lab.log()).unwrap(),
            "uqmi -s -d /dev/cdc-wdm2 -t 5000 --set-network-roaming off\n\
             uqmi -s -d /dev/cdc-wdm3 -t 5000 --set-network-roaming any\n"
        );
    }
}

#[test]
fn a_modem_of_3g_prefers_by_its_service() {
    let path = "Device.Cellular.Interface.[old].PreferredAccessTechnology";
    for shell in shells() {
        let hook = hook_of("openwrt", "cellular");
        let lab = Lab::new("service");
        lab.write("etc/config/network", NETWORK);
        assert_eq!(values(&lab, &shell, path)[path], "UMTS");
        for (value, service) in [
            ("Auto", "umts"),
            ("GPRS", "gprs_only"),
            ("CDMA2000HRPD", "evdo"),
        ] {
            assert_eq!(
                lab.ask(&shell, &hook, &[set(path, value)]),
                [told("uci.network.old.service", service)]
            );
        }
    }
}
