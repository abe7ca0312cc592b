//! The hook `scan` of `platform/openwrt`: with rpcd, with the command iwinfo, with radios that cannot scan.

use crate::lab::{Lab, hook_of, shells};
use std::fs;
use std::time::{Duration, Instant};

const WIRELESS: &str = "\
config wifi-device 'radio0'
	option band '2g'

config wifi-iface 'home'
	option device 'radio0'

config wifi-device 'radio1'
	option band '5g'
";

const UBUS: &str = r#"
if [ "$*" = 'call network.wireless status' ]; then
	cat <<'end'
{
	"radio1": {
		"up": false,
		"interfaces": [
		]
	},
	"radio0": {
		"up": true,
		"interfaces": [
			{
				"section": "home",
				"ifname": "phy0-ap0"
			},
			{
				"section": "guest",
				"ifname": "phy0-ap1"
			}
		]
	}
}
end
	exit
fi
[ "$*" = '-t 30 call iwinfo scan {"device":"radio0"}' ] || exit 5
cat <<'end'
{
	"results": [
		{
			"ssid": "a \"b\" \\ c",
			"bssid": "10:DA:43:00:00:01",
			"mode": "Master",
			"band": 2,
			"channel": 11,
			"signal": -71,
			"ht_operation": {
				"primary_channel": 11,
				"secondary_channel_offset": "above",
				"channel_width": 2040
			},
			"vht_operation": {
				"channel_width": 80,
				"center_freq_1": 42,
				"center_freq_2": 0
			},
			"encryption": {
				"enabled": true,
				"wpa": [
					2,
					3
				],
				"authentication": [
					"psk",
					"sae"
				],
				"ciphers": [
					"ccmp"
				]
			}
		},
		{
			"bssid": "10:DA:43:00:00:02",
			"mode": "Ad-Hoc",
			"band": 5,
			"channel": 36,
			"signal": -84,
			"encryption": {
				"enabled": false
			}
		}
	]
}
end
"#;

/// The first with rates, as the big iw tells them, the second without.
const IW: &str = r#"
case $* in
'dev phy0-ap0 survey dump')
	printf 'Survey data from phy0-ap0\n\tfrequency:\t\t\t2412 MHz\n\tnoise:\t\t\t\t-91 dBm\n'
	printf 'Survey data from phy0-ap0\n\tfrequency:\t\t\t2462 MHz [in use]\n\tnoise:\t\t\t\t-95 dBm\n'
	;;
'dev phy0-ap0 scan dump')
	cat <<'end'
BSS 10:da:43:00:00:01(on phy0-ap0)
	last seen: 4711.815s [boottime]
	freq: 2462.0
	beacon interval: 100 TUs
	signal: -71.00 dBm
	SSID: a \"b\" \\ c
	Supported rates: 1.0* 2.0* 5.5* 11.0* 18.0 
	TIM: DTIM Count 0 DTIM Period 2 Bitmap Control 0x0 Bitmap[0] 0x0
	Extended supported rates: 6.0 54.0 
	HT capabilities:
		Capabilities: 0x11ef
	VHT capabilities:
BSS 10:da:43:00:00:02(on phy0-ap0) -- associated
	freq: 5180
	beacon interval: 200 TUs
	HT capabilities:
	HE capabilities:
end
	;;
*) exit 1 ;;
esac
"#;

const IWINFO: &str = r#"
[ "$*" = 'radio1 scan' ] || exit 1
cat <<'end'
Cell 01 - Address: 10:DA:43:00:00:03
          ESSID: "Café $(touch pwned)"
          Mode: Master  Frequency: 5.180 GHz  Band: 5 GHz  Channel: 36
          Signal: -60 dBm  Quality: 50/70
          Encryption: mixed WPA/WPA2 802.1X (TKIP, CCMP)
          HT Operation:
                    Primary Channel: 36
                    Channel Width: 40 MHz or higher
          VHT Operation:
                    Channel Width: 40 MHz

Cell 02 - Address: 10:DA:43:00:00:04
          ESSID: unknown
          Mode: Master  Frequency: 2.412 GHz  Band: 2.4 GHz  Channel: 1
          Signal: -90 dBm  Quality: 20/70
          Encryption: none
end
"#;

/// What is left when the daemon has been told, as DiagnosticsState and results.
fn scanned(lab: &Lab, shell: &[&str]) -> (String, String) {
    lab.write("etc/config/wireless", WIRELESS);
    lab.write("tmp/cwmpd-scan.state", "Requested\n");
    lab.program("cwmpd", "echo \"${*##* }\" >>log");
    let output = lab.run(shell, &hook_of("openwrt", "scan"), "");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let begun = Instant::now();
    while fs::read_to_string(lab.log()).unwrap_or_default() != "diagnosed\n" {
        assert!(begun.elapsed() < Duration::from_secs(120), "never told");
        std::thread::sleep(Duration::from_millis(20));
    }
    let text = |name: &str| fs::read_to_string(lab.root.join("tmp").join(name)).unwrap();
    (text("cwmpd-scan.state"), text("cwmpd-scan.results"))
}

#[test]
fn each_radio_looks_around_in_its_own_way() {
    for shell in shells() {
        let lab = Lab::new("scan");
        lab.program("ubus", UBUS);
        lab.program("iwinfo", IWINFO);
        lab.program("iw", IW);
        let (state, results) = scanned(&lab, &shell);
        assert_eq!(state, "Complete\n");
        assert_eq!(
            results,
            "10:DA:43:00:00:01\tradio0\tInfrastructure\t11\t-71\tWPA2-PSK-WPA3-SAE\tAES\t2.4GHz\t80MHz\tac\tb,g,n,ac\t100\t-95\t1,2,5.5,11\t1,2,5.5,11,18,6,54\t2\ta \"b\" \\ c\n\
             10:DA:43:00:00:02\tradio0\tAdHoc\t36\t-84\tNone\t\t5GHz\t\t\ta,n,ax\t200\t0\t\t\t0\t\n\
             10:DA:43:00:00:03\tradio1\tInfrastructure\t36\t-60\tWPA-WPA2-Enterprise\tTKIP,AES\t5GHz\t40MHz\tac\t\t0\t0\t\t\t0\tCafé $(touch pwned)\n\
             10:DA:43:00:00:04\tradio1\tInfrastructure\t1\t-90\tNone\t\t2.4GHz\t\t\t\t0\t0\t\t\t0\t\n"
        );
        assert!(!lab.names().contains(&"pwned".to_owned()));
    }
}

#[test]
fn where_no_radio_can_scan_the_diagnostic_ends_with_an_error() {
    for shell in shells() {
        let lab = Lab::new("deaf");
        lab.program("ubus", "exit 4");
        lab.program("iwinfo", "echo 'Scanning not possible' >&2; exit 1");
        assert_eq!(scanned(&lab, &shell), ("Error\n".to_owned(), String::new()));
    }
}

#[test]
fn what_nobody_asks_for_is_not_begun() {
    for shell in shells() {
        let lab = Lab::new("canceled");
        lab.program("ubus", "echo scanned >>log");
        lab.write("tmp/cwmpd-scan.state", "Canceled\n");
        let output = lab.run(&shell, &hook_of("openwrt", "scan"), "");
        assert_eq!(output.status.code(), Some(0));
        assert!(!lab.log().exists());
        let state = fs::read_to_string(lab.root.join("tmp/cwmpd-scan.state")).unwrap();
        assert_eq!(state, "None\n");
    }
}
