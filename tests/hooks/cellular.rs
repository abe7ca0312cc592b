//! The hooks `cellular` and `dsl` of `platform/openwrt`, with stand-ins for uqmi and mmcli that answer as those do.

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
"+49151123456789"
{"type":"lte","rssi":-63,"rsrq":-11,"rsrp":-92,"snr":124}
{"registration":"registered","plmn_mcc":262,"plmn_mnc":1,"plmn_description":"Telekom.de","roaming":false}
{"max_tx_channel_rate":50000000,"max_rx_channel_rate":100000000,"data_service":"ps","sim":"supported","networks":["umts","lte"]}
{"pin1_status":"verified","pin1_verify_tries":3,"pin1_unblock_tries":10,"pin2_status":"blocked"}
end
"#;

/// A modem without a card.
const UQMI_WITHOUT_SIM: &str = r#"
cat <<'end'
"867698041234567"
"UIM uninitialized"
"Not supported"
"Not provisioned"
{"type":"gsm","signal":-113}
{"registration":"searching"}
"Not supported"
"Not supported"
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
modem.generic.supported-capabilities.length     : 1
modem.generic.supported-capabilities.value[1]   : gsm-umts, lte
modem.generic.own-numbers.length                : 1
modem.generic.own-numbers.value[1]              : 4915112345678
modem.generic.unlock-required                   : sim-pin2
modem.generic.access-technologies.length        : 1
modem.generic.access-technologies.value[1]      : lte
modem.generic.signal-quality.value              : 71
modem.generic.sim                               : /org/freedesktop/ModemManager1/SIM/0
modem.3gpp.imei                                 : 861107034567890
modem.3gpp.operator-code                        : 26202
modem.3gpp.operator-name                        : Vodafone.de
modem.3gpp.enabled-locks.length                 : 2
modem.3gpp.enabled-locks.value[1]               : fixed-dialing
modem.3gpp.enabled-locks.value[2]               : sim
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
    modem_with(name, values, [""; 5])
}

/// With what is not told where it is empty, but for the number of the card.
fn modem_with(name: &str, values: [&str; 9], more: [&str; 5]) -> Vec<Answer> {
    let [
        imei,
        technology,
        network,
        rssi,
        rsrp,
        rsrq,
        card,
        imsi,
        iccid,
    ] = values;
    let [supported, up, down, number, pin] = more;
    let asked = [
        ("IMEI", imei),
        ("SupportedAccessTechnologies", supported),
        ("UpstreamMaxBitRate", up),
        ("DownstreamMaxBitRate", down),
        ("CurrentAccessTechnology", technology),
        ("NetworkInUse", network),
        ("RSSI", rssi),
        ("RSRP", rsrp),
        ("RSRQ", rsrq),
        ("USIM.Status", card),
        ("USIM.IMSI", imsi),
        ("USIM.ICCID", iccid),
        ("USIM.MSISDN", number),
        ("USIM.PIN", ""),
        ("USIM.PINCheck", pin),
    ];
    let silent = |field: &str| {
        field.ends_with("MaxBitRate")
            || [
                "SupportedAccessTechnologies",
                "USIM.Status",
                "USIM.PINCheck",
            ]
            .contains(&field)
    };
    let asked = asked
        .into_iter()
        .filter(|(field, value)| !value.is_empty() || !silent(field));
    // What the configuration says, none here, comes first.
    [
        ("NetworkRequested", ""),
        ("PreferredAccessTechnology", "Auto"),
    ]
    .into_iter()
    .chain(asked)
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
        let mut expected = modem_with(
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
            [
                "UMTS,UMTSHSPA,LTE",
                "50000",
                "100000",
                "49151123456789",
                "Reboot",
            ],
        );
        expected.extend(modem_with(
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
            // A number that the model has no room for is not told.
            ["GPRS,EDGE,UMTS,UMTSHSPA,LTE", "", "", "", "Reboot"],
        ));
        // Nobody is there to ask of the third.
        expected.extend(modem("third", ["", "", "", "0", "0", "0", "", "", ""]));
        let mut told = Vec::new();
        for name in ["wwan", "backup", "third"] {
            told.extend(ask(&lab, &shell, &format!("[{name}].")));
        }
        assert_eq!(told, expected);
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        // Two lists of messages among them, and what ModemManager knows of messages.
        assert_eq!(calls.lines().count(), 7, "{calls}");

        // All modems are asked where nobody has asked them in this batch, and each once.
        let status = "Device.Cellular.RoamingStatus";
        let path = status.to_owned();
        let roaming = lab.ask(
            &shell,
            &hook_of("openwrt", "cellular"),
            &[Request::Get { path }],
        );
        assert_eq!(roaming, [super::lab::told(status, "Home")]);
        let calls = std::fs::read_to_string(lab.log()).unwrap();
        assert_eq!(calls.lines().count(), 11, "{calls}");

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
            let nothing = modem(name, ["", "", "", "0", "0", "0", "", "", ""]);
            assert_eq!(ask(&lab, &shell, &format!("[{name}].")), nothing);
        }
    }
}

#[test]
fn each_protocol_has_its_own_words() {
    const NETWORK: &str = "\
config interface 'wwan'
	option proto 'qmi'
	option device '/dev/cdc-wdm0'
	option plmn '26201'
	option modes 'lte'

config interface 'backup'
	option proto 'modemmanager'
	option device '/sys/devices/usb1/1-1'
	option plmn '00101'

config interface 'third'
	option proto 'mbim'
	option device '/dev/cdc-wdm1'

config interface 'wwan4'
	option proto 'qmi'
";
    for shell in shells() {
        let lab = Lab::new("words");
        lab.write("etc/config/network", NETWORK);
        let hook = hook_of("openwrt", "cellular");
        let get = |path: &str| {
            let path = format!("Device.Cellular.{path}");
            lab.ask(&shell, &hook, &[Request::Get { path }])
        };
        let says = |path: &str, value: &str| vec![told(&format!("Device.Cellular.{path}"), value)];
        for (path, value) in [
            ("Interface.[wwan].NetworkRequested", "26201"),
            // A network of a laboratory.
            ("Interface.[backup].NetworkRequested", "00101"),
            ("Interface.[wwan].PreferredAccessTechnology", "LTE"),
            ("Interface.[backup].PreferredAccessTechnology", "Auto"),
            ("AccessPoint.[third].Interface", "third"),
            ("AccessPoint.[wwan4].Interface", ""),
        ] {
            assert_eq!(get(path), says(path, value), "{path}");
        }
        for (path, value, edits) in [
            ("Interface.[wwan].NetworkRequested", "", Some("wwan.plmn=")),
            ("Interface.[wwan].NetworkRequested", "Telekom", None),
            ("Interface.[third].NetworkRequested", "26201", None),
            (
                "Interface.[wwan].PreferredAccessTechnology",
                "NR",
                Some("wwan.modes=5gnr"),
            ),
            (
                "Interface.[backup].PreferredAccessTechnology",
                "UMTS",
                Some("backup.allowedmode=3g"),
            ),
            ("Interface.[third].PreferredAccessTechnology", "LTE", None),
            (
                "Interface.[wwan].PreferredAccessTechnology",
                "$(reboot)",
                None,
            ),
            (
                "AccessPoint.[wwan4].Interface",
                "backup",
                Some(
                    "wwan4.proto=modemmanager wwan4.device=/sys/devices/usb1/1-1 wwan4.modem=backup",
                ),
            ),
            (
                "AccessPoint.[wwan].Interface",
                "",
                Some("wwan.device= wwan.modem="),
            ),
        ] {
            let path = format!("Device.Cellular.{path}");
            let value = value.to_owned();
            let check = Request::Check {
                path: path.clone(),
                value: value.clone(),
            };
            let refused = lab.ask(&shell, &hook, &[check]);
            assert_eq!(refused.is_empty(), edits.is_some(), "{path}: {refused:?}");
            let Some(edits) = edits else { continue };
            let wanted: Vec<Answer> = edits
                .split(' ')
                .filter_map(|edit| edit.split_once('='))
                .map(|(option, value)| told(&format!("uci.network.{option}"), value))
                .collect();
            assert_eq!(
                lab.ask(&shell, &hook, &[Request::Set { path, value }]),
                wanted
            );
        }
    }
}

/// dsl_control starts nothing without a firmware that is a file.
#[test]
fn a_line_is_off_without_a_firmware() {
    const LINE: &str = "Device.DSL.Line.[dsl].";
    for shell in shells() {
        let lab = Lab::new("line");
        let hook = hook_of("openwrt", "dsl");
        lab.write("tmp/.keep", "");
        let network = |options: &str| {
            lab.write(
                "etc/config/network",
                &format!("config dsl 'dsl'\n{options}"),
            );
        };
        let get = |name: &str| {
            let path = format!("{LINE}{name}");
            lab.ask(&shell, &hook, &[Request::Get { path }])
        };
        let set = |value: &str| {
            let path = format!("{LINE}Enable");
            let value = value.to_owned();
            lab.ask(&shell, &hook, &[Request::Set { path, value }])
        };
        let says = |name: &str, value: &str| vec![told(&format!("{LINE}{name}"), value)];
        let edits = |firmware: &str, kept: &str| {
            [("firmware", firmware), ("firmware_off", kept)]
                .map(|(option, value)| told(&format!("uci.network.dsl.{option}"), value))
        };
        network("\toption firmware '/lib/firmware/own.bin'\n");
        assert_eq!(get("Enable"), says("Enable", "true"));
        let mut off = set("false");
        off.reverse();
        assert_eq!(off, edits("/dev/null", "/lib/firmware/own.bin"));
        assert_eq!(set("true"), []);
        network("\toption firmware '/dev/null'\n\toption firmware_off '/lib/firmware/own.bin'\n");
        assert_eq!(get("Enable"), says("Enable", "false"));
        assert_eq!(set("true"), edits("/lib/firmware/own.bin", ""));
        assert_eq!(set("false"), []);

        // What the daemon enables: by annex, and by kind of line where it knows VDSL.
        assert_eq!(get("XTSE"), []);
        for (daemon, annex, mode, octets) in [
            (false, "a", "", "0401040000010000"),
            (false, "m", "adsl", "0000000040000400"),
            (true, "a", "", "050104004C010407"),
            (true, "j", "adsl", "1000104000040100"),
            (true, "b", "vdsl", "0000000000000007"),
        ] {
            network(&format!(
                "\toption annex '{annex}'\n\toption line_mode '{mode}'\n"
            ));
            let file = lab.root.join("sbin/vdsl_cpe_control");
            match daemon {
                true => lab.write("sbin/vdsl_cpe_control", ""),
                false => drop(std::fs::remove_file(file)),
            }
            assert_eq!(get("XTSE"), says("XTSE", octets), "{annex} {mode}");
        }
    }
}

/// The words are those of libatm; what else they say stays.
#[test]
fn quality_of_service_over_atm_is_one_option() {
    const LINK: &str = "Device.ATM.Link.[atm].QoS.";
    for shell in shells() {
        let lab = Lab::new("qos");
        let hook = hook_of("openwrt", "dsl");
        lab.write("tmp/.keep", "");
        let set = |list: &[(&str, &str)]| {
            let setting = |(name, value): &(&str, &str)| Request::Set {
                path: format!("{LINK}{name}"),
                value: (*value).to_owned(),
            };
            let requests: Vec<Request> = list.iter().map(setting).collect();
            lab.ask(&shell, &hook, &requests).pop().unwrap()
        };
        let check = |value: &str| {
            let path = format!("{LINK}QoSClass");
            let value = value.to_owned();
            lab.ask(&shell, &hook, &[Request::Check { path, value }])
        };
        for class in ["UBR", "CBR", "ABR"] {
            assert_eq!(check(class), []);
        }
        for class in ["VBR-rt", "VBR-nrt", "GFR", "UBR+"] {
            assert_eq!(check(class).len(), 1, "{class}");
        }
        for (before, list, after) in [
            (
                "",
                &[("QoSClass", "CBR"), ("PeakCellRate", "1000")][..],
                "cbr,aal5:max_pcr=1000",
            ),
            (
                "",
                &[("PeakCellRate", "1000"), ("QoSClass", "ABR")],
                "abr,aal5:max_pcr=1000",
            ),
            (
                "cbr,aal5:max_pcr=1000",
                &[("QoSClass", "UBR"), ("PeakCellRate", "0")],
                "",
            ),
            (
                "cbr,aal5:sdu=1524,max_pcr=9",
                &[("PeakCellRate", "5")],
                "cbr,aal5:max_pcr=5,sdu=1524",
            ),
        ] {
            let qos = match before {
                "" => String::new(),
                before => format!("\toption qos '{before}'\n"),
            };
            lab.write(
                "etc/config/network",
                &format!("config atm-bridge 'atm'\n{qos}"),
            );
            assert_eq!(set(list), told("uci.network.atm.qos", after));
        }
        lab.write(
            "etc/config/network",
            "config atm-bridge 'atm'\n\toption qos 'cbr,aal5:sdu=1524,max_pcr=9'\n",
        );
        for (name, value) in [("QoSClass", "CBR"), ("PeakCellRate", "9")] {
            let path = format!("{LINK}{name}");
            let get = [Request::Get { path: path.clone() }];
            assert_eq!(lab.ask(&shell, &hook, &get), [told(&path, value)]);
        }
    }
}

#[test]
fn links_over_atm_are_off_on_a_device_that_is_not_there() {
    const NETWORK: &str = "\
config atm-bridge 'atm'
	option vpi '1'
	option vci '32'

config atm-bridge 'atm2'
	option atmdev '99'
	option atmdev_off '0'
	option unit '0'
	option encaps 'vc'
	option payload 'routed'
";
    for shell in shells() {
        let lab = Lab::new("atm");
        lab.write("tmp/.keep", "");
        lab.write("etc/config/network", NETWORK);
        let hook = hook_of("openwrt", "dsl");
        for (path, value) in [
            ("[atm].Enable", "true"),
            ("[atm].DestinationAddress", "1/32"),
            ("[atm].LinkType", "EoA"),
            ("[atm2].Enable", "false"),
            ("[atm2].DestinationAddress", "8/35"),
            ("[atm2].Encapsulation", "VCMUX"),
        ] {
            let path = format!("Device.ATM.Link.{path}");
            let get = [Request::Get { path: path.clone() }];
            assert_eq!(lab.ask(&shell, &hook, &get), [told(&path, value)]);
        }
        for (path, value, edits) in [
            ("[atm].DestinationAddress", "0/99", "atm.vpi=0 atm.vci=99"),
            ("[atm].Enable", "false", "atm.atmdev_off=0 atm.atmdev=99"),
            ("[atm].Enable", "true", ""),
            (
                "[atm2].Enable",
                "true",
                "atm2.atmdev=0 atm2.atmdev_off= atm2.unit=1",
            ),
            ("[atm2].LinkType", "EoA", "atm2.payload=bridged"),
        ] {
            let path = format!("Device.ATM.Link.{path}");
            let value = value.to_owned();
            let wanted: Vec<Answer> = edits
                .split(' ')
                .filter_map(|edit| edit.split_once('='))
                .map(|(option, value)| told(&format!("uci.network.{option}"), value))
                .collect();
            let batch = [Request::Set { path, value }];
            assert_eq!(lab.ask(&shell, &hook, &batch), wanted);
        }
        for value in ["256/1", "1/65536", "1", "1/2/3", "99999999999999999999/1"] {
            let check = Request::Check {
                path: "Device.ATM.Link.[atm].DestinationAddress".to_owned(),
                value: value.to_owned(),
            };
            assert_eq!(lab.ask(&shell, &hook, &[check]).len(), 1, "{value}");
        }
    }
}

/// Only br2684ctl has units. One of PPPoA that is on stays where it is.
#[test]
fn a_link_of_pppoa_has_no_unit() {
    const NETWORK: &str = "\
config interface 'ppp'
	option proto 'pppoa'
	option atmdev '1'

config atm-bridge 'atm'
	option atmdev '99'
	option atmdev_off '0'
	option unit '0'
";
    const LINK: &str = "Device.ATM.Link.";
    for shell in shells() {
        let lab = Lab::new("pppoa");
        lab.write("tmp/.keep", "");
        lab.write("etc/config/network", NETWORK);
        lab.write("usr/lib/pppd/2.5.1/pppoatm.so", "");
        let hook = hook_of("openwrt", "dsl");
        let set = |path: &str, value: &str| Request::Set {
            path: format!("{LINK}{path}"),
            value: value.to_owned(),
        };
        assert_eq!(
            lab.ask(&shell, &hook, &[set("[atm].Enable", "true")]),
            [
                told("uci.network.atm.atmdev", "0"),
                told("uci.network.atm.atmdev_off", ""),
            ]
        );
        let batch = [set("[ppp].Enable", "true"), set("[ppp].LinkType", "EoA")];
        let answers = lab.ask(&shell, &hook, &batch);
        assert!(
            answers.contains(&told("uci.network.ppp.atmdev", "1")),
            "{answers:?}"
        );
        let check = |path: &str, value: &str| Request::Check {
            path: format!("{LINK}{path}"),
            value: value.to_owned(),
        };
        let batch = [
            check("[atm].LinkType", "PPPoA"),
            check("[atm].QoS.QoSClass", "CBR"),
        ];
        assert_eq!(lab.ask(&shell, &hook, &batch).len(), 1);
        let batch = [
            check("[ppp].LinkType", "EoA"),
            check("[ppp].QoS.QoSClass", "CBR"),
        ];
        assert_eq!(lab.ask(&shell, &hook, &batch), []);
    }
}
