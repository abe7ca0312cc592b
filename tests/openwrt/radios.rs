//! Radios: what they speak, where and how loud.

use crate::Box;
use std::fs;

/// Standards and width are one word of the device, and not each goes with each; what a station must know at least is
/// another.
#[test]
fn a_radio_of_other_standards_and_another_width() {
    let mut all = Box::new("htmode", "Device", None).unwrap();
    let radio = "Device.WiFi.Radio.2.";
    let name = |leaf: &str| format!("{radio}{leaf}");
    assert_eq!(all.says(&name("SupportedStandards")), "ac,ax,a,n");
    assert_eq!(all.says(&name("OperatingStandards")), "a,n,ac,ax");
    let mut required = None;
    for (list, htmode) in [
        (&[("OperatingStandards", "a,n,ac")][..], "VHT80"),
        (&[("OperatingStandards", "n,ac,ax")], "HE80"),
        (&[("OperatingStandards", "ac")], "VHT80"),
        (&[("OperatingStandards", "n")], "HT20"),
        (&[("OperatingChannelBandwidth", "40MHz")], "HT40"),
        (&[("ExtensionChannel", "BelowControlChannel")], "HT40-"),
        (&[("OperatingChannelBandwidth", "40MHz")], "HT40-"),
        (
            &[
                ("OperatingChannelBandwidth", "160MHz"),
                ("OperatingStandards", "a,n,ac"),
            ],
            "VHT160",
        ),
        (&[("OperatingChannelBandwidth", "20MHz")], "VHT20"),
        (&[("OperatingStandards", "a")], "NOHT"),
        (
            &[
                ("ExtensionChannel", "AboveControlChannel"),
                ("OperatingStandards", "a,n"),
                ("OperatingChannelBandwidth", "40MHz"),
            ],
            "HT40+",
        ),
    ] {
        let list: Vec<_> = list
            .iter()
            .map(|(leaf, value)| (name(leaf), *value))
            .collect();
        all.puts(&list);
        let section = all.section("wifi-device 'radio1'");
        let wanted = format!("option htmode {htmode}");
        assert!(section.contains(&wanted), "{wanted}");
        for (name, value) in &list {
            assert_eq!(all.says(name), *value);
            if name.ends_with("Standards") {
                required = value.split(',').next().filter(|least| *least != "a");
            }
        }
        let wanted = required.map(|least| format!("option require_mode {least}"));
        let says = section.iter().find(|line| line.contains("require_mode"));
        assert_eq!(says, wanted.as_ref(), "{list:?}");
    }
    // In any order, as a list is written.
    all.puts(&[(name("OperatingStandards"), "ac,n,a")]);
    assert_eq!(all.says(&name("OperatingStandards")), "a,n,ac");
    all.puts(&[(name("OperatingStandards"), "n")]);
    let before = all.wireless();
    for (leaf, value, told) in [
        ("OperatingChannelBandwidth", "160MHz", "got HT160"),
        ("OperatingStandards", "a,ac", "without one left out"),
        ("OperatingStandards", "b,n", "or `a` or `n`"),
        ("OperatingStandards", "ax", "cannot leave it out"),
        ("OperatingStandards", "", "or `n`, got ``"),
        (
            "ExtensionChannel",
            "AboveControlChannel",
            "the radio is at HT20",
        ),
    ] {
        let set = [(name(leaf), value.to_owned())];
        let refused = format!("{:?}", all.set(&set).unwrap_err());
        assert!(refused.contains(told), "{leaf}={value}: {refused}");
    }
    assert_eq!(all.wireless(), before);
}

/// What the agent looks at again and again is told alone, not with all of all radios.
#[test]
fn one_parameter_of_one_radio_is_watched() {
    let mut all = Box::new("watched", "Device", None).unwrap();
    let names: Vec<String> = all.values("Device.WiFi.Radio.2.").into_keys().collect();
    all.router.strange.clear();
    for leaf in ["MaxBitRate", "Upstream", "OperatingStandards"] {
        let name = names
            .iter()
            .find(|name| name.ends_with(&format!(".{leaf}")));
        assert_eq!(all.values(name.unwrap()).len(), 1, "{leaf}");
    }
    assert_eq!(all.router.strange, Vec::<String>::new());
}

/// Where nothing tells which standards there are, an empty list is none of them all the same.
#[test]
fn no_standard_at_all_is_asked_of_a_radio() {
    let mut all = Box::new("no-standard", "Device", None).unwrap();
    for device in ["radio1", "phy1-ap0"] {
        let path = format!("ubus/iwinfo.info.device={device}.json");
        let known = fs::read_to_string(all.router.root().join(&path)).unwrap();
        all.router.has(&path, &known.replace("hwmodes", "unknown"));
    }
    let name = |leaf: &str| format!("Device.WiFi.Radio.2.{leaf}");
    let known = all.values(&name("SupportedStandards"));
    assert_eq!(known[&name("SupportedStandards")], "");
    let before = all.wireless();
    let set = [(name("OperatingStandards"), String::new())];
    let fault = all.set(&set).unwrap_err();
    assert_eq!(fault.parameters[0].code.number(), 9007, "{fault:?}");
    assert_eq!(all.wireless(), before);
}

/// OpenWrt has one word for both halves of 6 GHz, and 5 GHz has no room for 320 MHz.
#[test]
fn a_width_of_320_mhz() {
    let mut all = Box::new("320", "Device", None).unwrap();
    for device in ["radio1", "phy1-ap0"] {
        let path = format!("ubus/iwinfo.info.device={device}.json");
        let known = fs::read_to_string(all.router.root().join(&path)).unwrap();
        all.router.has(&path, &known.replace("htmodes", "unknown"));
    }
    let known = all.wireless();
    for (band, width, taken) in [
        ("5g", "320MHz-1", false),
        ("5g", "160MHz", true),
        ("6g", "320MHz-2", false),
        ("6g", "320MHz-1", true),
        ("6g", "80+80MHz", false),
    ] {
        let text = known.replace("'5g'", &format!("'{band}'"));
        all.router
            .has("etc/config/wireless", &text.replace("'HE80'", "'EHT80'"));
        let name = "Device.WiFi.Radio.2.OperatingChannelBandwidth".to_owned();
        match all.set(&[(name.clone(), width.to_owned())]) {
            Ok(()) => assert_eq!((taken, all.says(&name).as_str()), (true, width), "{band}"),
            Err(fault) => {
                assert!(!taken, "{band} {width}: {fault:?}");
                assert_eq!(fault.parameters[0].code.number(), 9007, "{band} {width}");
            }
        }
    }
}

/// 802.11b is another option, and off in a new image.
#[test]
fn old_stations_on_2_4_ghz() {
    let mut all = Box::new("legacy", "Device", None).unwrap();
    let name = "Device.WiFi.Radio.1.OperatingStandards".to_owned();
    assert_eq!(
        all.says("Device.WiFi.Radio.1.SupportedStandards"),
        "b,g,n,ax"
    );
    assert_eq!(all.says(&name), "g,n,ax");
    for (list, lines) in [
        (
            "b,g,n",
            &["option htmode HT20", "option legacy_rates 1"][..],
        ),
        ("g,n", &["option htmode HT20"]),
        ("n,ax", &["option htmode HE20", "option require_mode n"]),
        ("b,g", &["option htmode NOHT", "option legacy_rates 1"]),
    ] {
        all.puts(&[(name.clone(), list)]);
        assert_eq!(all.says(&name), list);
        let section = all.section("wifi-device 'radio0'");
        let mine = |line: &&String| {
            ["htmode", "legacy", "require"]
                .iter()
                .any(|word| line.contains(word))
        };
        let now: Vec<_> = section.iter().filter(mine).map(String::as_str).collect();
        let mut lines = lines.to_vec();
        lines.sort_unstable();
        let mut sorted = now.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, lines, "{list}");
    }
    let refused = all.set(&[(name.clone(), "b".to_owned())]).unwrap_err();
    assert!(format!("{refused:?}").contains("expected g beside b"));
    // A newer release can leave more out.
    let ax = [(name.clone(), "ax".to_owned())];
    assert!(all.set(&ax).is_err());
    all.router.has("usr/share/ucode/wifi/hostapd.uc", "");
    all.puts(&[(name.clone(), "ax")]);
    assert_eq!(all.says(&name), "ax");
}

/// The channel that was chosen is kept: TR-181 wants it so.
#[test]
fn a_channel_is_no_longer_chosen_by_itself() {
    let mut all = Box::new("channel", "Device", None).unwrap();
    let name = |leaf: &str| format!("Device.WiFi.Radio.1.{leaf}");
    assert_eq!(all.says(&name("AutoChannelEnable")), "true");
    assert_eq!(all.says(&name("Channel")), "6");
    all.puts(&[(name("AutoChannelEnable"), "false")]);
    assert!(
        all.section("wifi-device 'radio0'")
            .contains(&"option channel 6".to_owned())
    );
    all.puts(&[(name("AutoChannelEnable"), "true")]);
    let both = [
        (name("Channel"), "11"),
        (name("AutoChannelEnable"), "false"),
    ];
    all.puts(&both);
    assert_eq!(all.says(&name("Channel")), "11");
    all.puts(&[(name("AutoChannelEnable"), "true")]);
    let [channel, auto] = both;
    all.puts(&[auto, channel]);
    assert_eq!(all.says(&name("Channel")), "11");
    // With the radio off nobody knows a channel.
    all.puts(&[(name("AutoChannelEnable"), "true")]);
    for ifname in ["phy0-ap0", "radio0"] {
        all.router
            .lacks(&format!("ubus/iwinfo.info.device={ifname}.json"));
    }
    all.router.lacks("ubus/hostapd.phy0-ap0.get_status.json");
    let off = [(name("AutoChannelEnable"), "false".to_owned())];
    assert!(all.set(&off).is_err());
}

#[test]
fn power_in_per_cent() {
    let mut all = Box::new("power", "Device", None).unwrap();
    let power = "Device.WiFi.Radio.2.TransmitPower".to_owned();
    for (percent, line) in [("50", Some("option txpower 17")), ("-1", None)] {
        all.puts(&[(power.clone(), percent)]);
        let section = all.section("wifi-device 'radio1'");
        let now = section.iter().find(|line| line.contains("txpower"));
        assert_eq!(now.map(String::as_str), line);
        assert_eq!(all.says(&power), percent);
    }
    assert!(all.set(&[(power.clone(), "51".to_owned())]).is_err());
    // Without rpcd nobody knows what the most is.
    all.router
        .lacks("ubus/iwinfo.txpowerlist.device=phy1-ap0.json");
    assert!(all.set(&[(power.clone(), "50".to_owned())]).is_err());
    assert_eq!(all.says(&power), "-1");
}

#[test]
fn a_radio_that_could_not_be_set_up() {
    let mut all = Box::new("broken", "Device", None).unwrap();
    let path = "ubus/network.wireless.status.json";
    let text = fs::read_to_string(all.router.root().join(path)).unwrap();
    let broken = text.replacen(
        "\"retry_setup_failed\": false",
        "\"retry_setup_failed\": true",
        1,
    );
    all.router.has(path, &broken);
    let dfs = "ubus/hostapd.phy1-ap0.get_status.json";
    let text = fs::read_to_string(all.router.root().join(dfs)).unwrap();
    all.router.has(dfs, &text.replace("ENABLED", "DFS"));
    assert_eq!(all.says("Device.WiFi.Radio.1.Status"), "Error");
    assert_eq!(all.says("Device.WiFi.Radio.2.Status"), "Up");
    assert_eq!(all.says("Device.WiFi.AccessPoint.1.Status"), "Enabled");
    assert_eq!(all.says("Device.WiFi.AccessPoint.2.Status"), "Disabled");
}

#[test]
fn a_radio_of_two_bands() {
    let mut all = Box::new("bands", "Device", None).unwrap();
    let path = "ubus/iwinfo.freqlist.device=phy1-ap0.json";
    let known = fs::read_to_string(all.router.root().join(path)).unwrap();
    let more = "\"results\": [\n{\"band\": 2, \"channel\": 6, \"mhz\": 2437},";
    let known = known.replacen("\"results\": [", more, 1);
    all.router.has(path, &known);
    let radio = |name: &str| format!("Device.WiFi.Radio.2.{name}");
    assert_eq!(all.says(&radio("SupportedFrequencyBands")), "2.4GHz,5GHz");
    // The same band once more is no other; the old channel is of the other band.
    all.puts(&[(radio("OperatingFrequencyBand"), "5GHz")]);
    assert_eq!(all.says(&radio("AutoChannelEnable")), "false");
    all.puts(&[(radio("OperatingFrequencyBand"), "2.4GHz")]);
    let section = all.section("wifi-device 'radio1'");
    assert!(
        section.contains(&"option band 2g".to_owned()),
        "{section:?}"
    );
    assert!(
        !section
            .iter()
            .any(|line| line.starts_with("option channel"))
    );
    all.puts(&[(radio("OperatingFrequencyBand"), "5GHz")]);
    // One that comes with the band stays, whichever is first.
    for settings in [
        [("Channel", "6"), ("OperatingFrequencyBand", "2.4GHz")],
        [("OperatingFrequencyBand", "5GHz"), ("Channel", "44")],
    ] {
        all.puts(&settings.map(|(name, value)| (radio(name), value)));
        let section = all.section("wifi-device 'radio1'");
        let channel = settings.iter().find(|(name, _)| *name == "Channel");
        let line = format!("option channel {}", channel.unwrap().1);
        assert!(section.contains(&line), "{section:?}");
    }
    let list = [(radio("OperatingFrequencyBand"), "6GHz".to_owned())];
    assert!(all.set(&list).is_err());
}

/// What OpenWrt's scripts give hostapd where no rates are configured, under both roots.
#[test]
fn rates_that_nobody_has_configured() {
    const ALL: &str = "1,2,5.5,6,9,11,12,18,24,36,48,54";
    let cases = [
        ("0", "", "6,12,24", "6,9,12,18,24,36,48,54", "6,12,24"),
        ("0", "legacy_rates '1'", "1,2,5.5,11", ALL, "6,12,24"),
        (
            "1",
            "legacy_rates '1'",
            "5.5,11",
            "5.5,6,9,11,12,18,24,36,48,54",
            "6,12,24",
        ),
        (
            "2",
            "legacy_rates '1'",
            "11",
            "11,12,18,24,36,48,54",
            "12,24",
        ),
        ("2", "", "12,24", "12,18,24,36,48,54", "12,24"),
        ("3", "", "24", "24,36,48,54", "24"),
        // 802.11n is required, so 802.11b is not spoken.
        (
            "0",
            "legacy_rates '1'\n\toption require_mode 'n'",
            "6,12,24",
            "6,9,12,18,24,36,48,54",
            "6,12,24",
        ),
    ];
    for (root, slow, fast) in [
        ("Device", "Device.WiFi.Radio.1.", "Device.WiFi.Radio.2."),
        (
            "InternetGatewayDevice",
            "InternetGatewayDevice.LANDevice.1.WLANConfiguration.1.",
            "InternetGatewayDevice.LANDevice.1.WLANConfiguration.2.",
        ),
    ] {
        let mut all = Box::new("rates", root, None).unwrap();
        let known = all.wireless();
        for (density, more, basic, operational, above) in cases {
            let mut with = format!("option cell_density '{density}'");
            if !more.is_empty() {
                with = format!("{with}\n\toption {more}");
            }
            let text = known.replace("option cell_density '0'", &with).replace(
                "option htmode 'HE80'",
                &format!("option htmode 'HE80'\n\t{with}"),
            );
            all.router.has("etc/config/wireless", &text);
            let case = format!("{root} {density} {more}");
            let told = |all: &mut Box, row: &str, name: &str| all.says(&format!("{row}{name}"));
            assert_eq!(
                told(&mut all, slow, "BasicDataTransmitRates"),
                basic,
                "{case}"
            );
            let name = "OperationalDataTransmitRates";
            assert_eq!(told(&mut all, slow, name), operational, "{case}");
            assert_eq!(
                told(&mut all, fast, "BasicDataTransmitRates"),
                above,
                "{case}"
            );
        }
    }
}

/// hostapd gets it on 5 GHz, and with a country only.
#[test]
fn spectrum_management_where_there_is_no_country() {
    let mut all = Box::new("spectrum", "Device", None).unwrap();
    let name = |radio: u32| format!("Device.WiFi.Radio.{radio}.IEEE80211hEnabled");
    assert_eq!(all.says(&name(1)), "false");
    assert_eq!(all.says(&name(2)), "true");
    all.puts(&[(name(2), "false")]);
    assert_eq!(all.says(&name(2)), "false");
    assert!(all.set(&[(name(1), "true".to_owned())]).is_err());
    all.puts(&[(name(1), "false")]);
    let text = all.wireless().replace("\toption country 'DE'\n", "");
    all.router.has(
        "etc/config/wireless",
        &text.replace("\toption doth '0'\n", ""),
    );
    assert_eq!(all.says(&name(2)), "false");
    assert!(all.set(&[(name(2), "true".to_owned())]).is_err());
    let country = "Device.WiFi.Radio.2.RegulatoryDomain".to_owned();
    all.puts(&[(country, "DE ")]);
    assert_eq!(all.says(&name(2)), "true");
}

/// Below TR-098 the newest standard that the model knows.
#[test]
fn a_radio_without_802_11n() {
    let mut all = Box::new("oldest", "InternetGatewayDevice", None).unwrap();
    let text = all.wireless().replace("\toption htmode 'HE20'\n", "");
    all.router
        .has("etc/config/wireless", &text.replace("'HE80'", "'NOHT'"));
    let name =
        |row: u32| format!("InternetGatewayDevice.LANDevice.1.WLANConfiguration.{row}.Standard");
    assert_eq!(all.says(&name(1)), "g");
    assert_eq!(all.says(&name(2)), "a");
}
