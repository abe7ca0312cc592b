//! The hook `cellular` of `platform/openwrt`, with stand-ins for uqmi and mmcli that answer as those do.

use crate::lab::{Lab, hook_of, shells, told};
use cwmpd::platform::hook::{Answer, Request};

const MODEMS: &str = "Device.Cellular.Interface.";

const NETWORK: &str = "\
config interface 'wwan'
	option proto 'qmi'
	option device '/dev/cdc-wdm0'
	option apn 'internet'

config interface 'backup'
	option proto 'modemmanager'
	option device '/sys/devices/platform/soc/usb1/1-1'

config interface 'third'
	option proto 'mbim'
	option device '/dev/cdc-wdm1'

config interface 'lan'
	option proto 'static'
";

/// One line for each question, in the order of the questions.
const UQMI: &str = r#"
echo "uqmi $*" >>log
[ "$1 $2 $3" = '-s -d /dev/cdc-wdm0' ] || exit 1
cat <<'end'
"867698041234567"
"262011234567890"
"89490200001234567890"
{"type":"lte","rssi":-63,"rsrq":-11,"rsrp":-92,"snr":124}
{"registration":"registered","plmn_mcc":262,"plmn_mnc":1,"plmn_description":"Telekom.de","roaming":false}
end
"#;

/// A modem without a card.
const UQMI_WITHOUT_SIM: &str = r#"
cat <<'end'
"867698041234567"
"UIM uninitialized"
"Not supported"
{"type":"gsm","signal":-113}
{"registration":"searching"}
end
"#;

const MMCLI: &str = r#"
echo "mmcli $*" >>log
case $* in
'-m /sys/devices/platform/soc/usb1/1-1 --output-keyvalue')
	cat <<'end'
modem.dbus-path                                 : /org/freedesktop/ModemManager1/Modem/0
modem.generic.device-identifier                 : 1f2e3d4c5b6a79888796a5b4c3d2e1f001122334
modem.generic.manufacturer                      : QUALCOMM INCORPORATED
modem.generic.unlock-required                   : sim-pin2
modem.generic.access-technologies.length        : 1
modem.generic.access-technologies.value[1]      : lte
modem.generic.signal-quality.value              : 71
modem.generic.sim                               : /org/freedesktop/ModemManager1/SIM/0
modem.3gpp.imei                                 : 861107034567890
modem.3gpp.operator-code                        : 26202
modem.3gpp.operator-name                        : Vodafone.de
modem.3gpp.registration-state                   : home
end
	;;
'-m /sys/devices/platform/soc/usb1/1-1 --signal-get --output-keyvalue')
	cat <<'end'
modem.signal.refresh.rate                       : 30
modem.signal.gsm.rssi                           : --
modem.signal.umts.rssi                          : --
modem.signal.lte.rssi                           : -61.00
modem.signal.lte.rsrq                           : -10.00
modem.signal.lte.rsrp                           : -90.00
modem.signal.lte.snr                            : 13.40
modem.signal.5g.rsrp                            : --
end
	;;
'-i /org/freedesktop/ModemManager1/SIM/0 --output-keyvalue')
	cat <<'end'
sim.dbus-path                                   : /org/freedesktop/ModemManager1/SIM/0
sim.properties.active                           : yes
sim.properties.imsi                             : 262021234567890
sim.properties.iccid                            : 89490200009876543210
end
	;;
*) exit 1 ;;
esac
"#;

const MMCLI_LOCKED: &str = r#"
case $* in
*--signal-get* | -i*) echo 'error: modem not enabled yet' >&2; exit 1 ;;
esac
cat <<'end'
modem.generic.unlock-required                   : sim-puk
modem.generic.access-technologies.length        : 0
modem.generic.sim                               : /org/freedesktop/ModemManager1/SIM/0
modem.3gpp.imei                                 : 861107034567890
modem.3gpp.operator-name                        : --
end
"#;

fn ask(lab: &Lab, shell: &[&str], path: &str) -> Vec<Answer> {
    let path = format!("{MODEMS}{path}");
    lab.ask(
        shell,
        &hook_of("openwrt", "cellular"),
        &[Request::Get { path }],
    )
}

fn modem(name: &str, values: [&str; 9]) -> Vec<Answer> {
    [
        "IMEI",
        "CurrentAccessTechnology",
        "NetworkInUse",
        "RSSI",
        "RSRP",
        "RSRQ",
        "USIM.Status",
        "USIM.IMSI",
        "USIM.ICCID",
    ]
    .iter()
    .zip(values)
    .map(|(field, value)| told(&format!("{MODEMS}[{name}].{field}"), value))
    .collect()
}

#[test]
fn a_modem_is_asked_in_its_own_language() {
    for shell in shells() {
        let lab = Lab::new("modems");
        lab.write("etc/config/network", NETWORK);
        lab.program("uqmi", UQMI);
        lab.program("mmcli", MMCLI);
        let mut expected = modem(
            "wwan",
            [
                "867698041234567",
                "LTE",
                "Telekom.de",
                "-63",
                "-92",
                "-11",
                "Valid",
                "262011234567890",
                "89490200001234567890",
            ],
        );
        expected.extend(modem(
            "backup",
            [
                "861107034567890",
                "LTE",
                "Vodafone.de",
                "-61",
                "-90",
                "-10",
                "Valid",
                "262021234567890",
                "89490200009876543210",
            ],
        ));
        // Nobody is there to ask of the third.
        expected.extend(modem("third", ["", "", "", "0", "0", "0", "None", "", ""]));
        let mut told = Vec::new();
        for name in ["wwan", "backup", "third"] {
            told.extend(ask(&lab, &shell, &format!("[{name}].")));
        }
        assert_eq!(told, expected);
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        assert_eq!(calls.lines().count(), 4, "{calls}");

        // One parameter is one answer; another interface is none of its business.
        let one = ask(&lab, &shell, "[wwan].RSRP");
        assert_eq!(
            one,
            [super::lab::told(&format!("{MODEMS}[wwan].RSRP"), "-92")]
        );
        assert_eq!(ask(&lab, &shell, "[lan]."), []);
    }
}

#[test]
fn a_modem_without_a_card_or_with_a_locked_one_says_so() {
    for shell in shells() {
        let lab = Lab::new("cardless");
        lab.write("etc/config/network", NETWORK);
        lab.program("uqmi", UQMI_WITHOUT_SIM);
        lab.program("mmcli", MMCLI_LOCKED);
        let told = ask(&lab, &shell, "[wwan].");
        let imei = "867698041234567";
        assert_eq!(
            told,
            modem("wwan", [imei, "GPRS", "", "-113", "0", "0", "None", "", ""])
        );
        let told = ask(&lab, &shell, "[backup].");
        let imei = "861107034567890";
        assert_eq!(
            told,
            modem("backup", [imei, "", "", "0", "0", "0", "Blocked", "", ""])
        );
    }
}

#[test]
fn without_uqmi_and_modemmanager_the_configuration_is_all_there_is() {
    for shell in shells() {
        let lab = Lab::new("toolless");
        lab.write("etc/config/network", NETWORK);
        for name in ["wwan", "backup"] {
            let nothing = modem(name, ["", "", "", "0", "0", "0", "None", "", ""]);
            assert_eq!(ask(&lab, &shell, &format!("[{name}].")), nothing);
        }
    }
}
