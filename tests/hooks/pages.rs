//! The hook `system` of `platform/openwrt`: web pages, servers of ssh, lights and the log.

use crate::lab::{Lab, hook_of, set, shells, told};
use cwmpd::platform::hook::{Answer, Request};

/// A server that was off before stays off.
#[test]
fn all_servers_of_ssh_go_off_and_come_back() {
    const ON: &str = "config dropbear 'main'\n\toption Port '22'\n\n\
        config dropbear\n\toption enable '0'\n";
    const OFF: &str = "config dropbear 'main'\n\toption enable '0'\n\toption disabled_by 'cwmpd'\n\n\
        config dropbear\n\toption enable '0'\n";
    for shell in shells() {
        let lab = Lab::new("ssh");
        let system = hook_of("openwrt", "system");
        let enable = "Device.SSH.Enable";
        let says = |value: &str| {
            let get = Request::Get {
                path: enable.to_owned(),
            };
            assert_eq!(lab.ask(&shell, &system, &[get]), [told(enable, value)]);
        };
        let edits = |value: &str| lab.ask(&shell, &system, &[set(enable, value)]);
        lab.write("etc/config/dropbear", ON);
        says("true");
        assert_eq!(
            edits("false"),
            [
                told("uci.dropbear.main.enable", "0"),
                told("uci.dropbear.main.disabled_by", "cwmpd"),
            ]
        );
        lab.write("etc/config/dropbear", OFF);
        says("false");
        assert_eq!(edits("false"), []);
        assert_eq!(
            edits("true"),
            [
                told("uci.dropbear.main.enable", "1"),
                told("uci.dropbear.main.disabled_by", ""),
            ]
        );
        lab.write(
            "etc/config/dropbear",
            "config dropbear\n\toption enable 'off'\n",
        );
        let check = Request::Check {
            path: enable.to_owned(),
            value: "true".to_owned(),
        };
        let refused = lab.ask(&shell, &system, &[check]);
        assert!(matches!(refused[..], [Answer::Fault { .. }]), "{refused:?}");
    }
}

/// Whoever wrote its name to the settings: the ACS does not get any file of the device by it.
#[test]
fn a_log_is_sent_from_where_logs_are() {
    for shell in shells() {
        let lab = Lab::new("log-sent");
        let system = hook_of("openwrt", "system");
        let sent = |path: &str| {
            let text = format!("config system\n\toption log_file '{path}'\n");
            lab.write("etc/config/system", &text);
            let log = Request::Do {
                name: "log".to_owned(),
                arguments: vec![format!("file://{path}")],
            };
            lab.ask(&shell, &system, &[log])
        };
        lab.write("etc/shadow", "root:secret\n");
        lab.write("srv/log", "what was\n");
        let file = format!("{}/srv/log", lab.root.display());
        assert_eq!(sent("/srv/log"), [told("file", &file)]);
        std::os::unix::fs::symlink("../etc/shadow", lab.root.join("srv/link")).unwrap();
        for odd in ["/etc/shadow", "/srv/../etc/shadow", "/srv/link"] {
            let answers = sent(odd);
            assert!(matches!(answers[..], [Answer::Fault { .. }]), "{answers:?}");
        }
    }
}

/// Nobody is outside where there is no such zone.
#[test]
fn a_page_is_for_those_outside_where_there_is_an_outside() {
    for shell in shells() {
        let lab = Lab::new("outside");
        let system = hook_of("openwrt", "system");
        lab.write(
            "etc/config/uhttpd",
            "config uhttpd 'main'\n\tlist listen_http '80'\n",
        );
        let check = || {
            let check = Request::Check {
                path: "Device.UserInterface.HTTPAccess.[main.http].AccessType".to_owned(),
                value: "RemoteAccess".to_owned(),
            };
            lab.ask(&shell, &system, &[check])
        };
        assert!(matches!(check()[..], [Answer::Fault { .. }]));
        let zone = "config rule\n\toption name 'lan'\n\nconfig zone\n\toption name 'wan'\n";
        lab.write("etc/config/firewall", zone);
        assert_eq!(check(), []);
    }
}

/// What the switch of all does to a page, it undoes; the rest stays as it is.
#[test]
fn the_web_interface_comes_back_as_it_went() {
    const SERVERS: &str = "\
config uhttpd 'main'
	list listen_http '80'
	list listen_https '443'

config uhttpd 'cwmp_access_1'
	list listen_https_off '0.0.0.0:443'
";
    const DOORS: &str = "\
config zone
	option name 'wan'

config rule 'cwmp_web_cwmp_access_1'
	option name 'Allow-Web-cwmp_access_1'
	option enabled '0'
";
    for shell in shells() {
        let lab = Lab::new("interface");
        lab.write("lib/libustream-ssl.so", "");
        let system = hook_of("openwrt", "system");
        lab.write("etc/config/firewall", DOORS);
        let all = "Device.UserInterface.Enable";
        let page = |row: &str| format!("Device.UserInterface.HTTPAccess.[{row}].Enable");
        let ask = |list: &[(&str, &str)]| {
            let batch: Vec<Request> = list.iter().map(|(path, value)| set(path, value)).collect();
            lab.ask(&shell, &system, &batch)
        };
        let edits = |list: &[(&str, &str)]| -> Vec<Answer> {
            let edit = |(option, value): &(&str, &str)| told(&format!("uci.{option}"), value);
            list.iter().map(edit).collect()
        };
        lab.write("etc/config/uhttpd", SERVERS);
        // It reads so already.
        assert_eq!(ask(&[(all, "true")]), []);
        let off = [
            ("uhttpd.main.listen_http_held[]", "80"),
            ("uhttpd.main.listen_http", ""),
            ("uhttpd.main.listen_https_held[]", "443"),
            ("uhttpd.main.listen_https", ""),
        ];
        assert_eq!(ask(&[(all, "false")]), edits(&off));

        let held = SERVERS
            .replace("listen_http '", "listen_http_held '")
            .replace("listen_https '", "listen_https_held '");
        lab.write("etc/config/uhttpd", &held);
        let get = Request::Get {
            path: "Device.UserInterface.".to_owned(),
        };
        let values = lab.ask(&shell, &system, &[get]);
        assert!(values.contains(&told(all, "false")), "{values:?}");
        assert!(
            values.contains(&told(&page("main.https"), "false")),
            "{values:?}"
        );
        assert_eq!(ask(&[(all, "false")]), []);
        let on = [
            ("uhttpd.main.listen_http[]", "80"),
            ("uhttpd.main.listen_http_held", ""),
            ("uhttpd.main.listen_https[]", "443"),
            ("uhttpd.main.listen_https_held", ""),
        ];
        assert_eq!(ask(&[(all, "true")]), edits(&on));
        // Who goes off by himself does not come back with the others.
        let own = [
            ("uhttpd.main.listen_http_off[]", "80"),
            ("uhttpd.main.listen_http_held", ""),
        ];
        assert_eq!(ask(&[(&page("main.http"), "false")]), edits(&own));
        assert_eq!(ask(&[(&page("main.https"), "true")]), edits(&on[2..]));

        let none = SERVERS
            .replace("listen_http '", "listen_http_off '")
            .replace("listen_https '", "listen_https_off '");
        lab.write("etc/config/uhttpd", &none);
        let answers = ask(&[(all, "true")]);
        assert!(
            matches!(&answers[..], [Answer::Fault { path, .. }] if path == all),
            "{answers:?}"
        );
        let answers = ask(&[(all, "true"), (&page("main.http"), "true")]);
        let http = [
            ("uhttpd.main.listen_http[]", "80"),
            ("uhttpd.main.listen_http_off", ""),
        ];
        assert_eq!(answers, edits(&http));
    }
}

/// To set what is read changes nothing, at no other address either.
#[test]
fn a_port_is_that_of_the_addresses_that_had_it() {
    for shell in shells() {
        let lab = Lab::new("addresses");
        lab.write("lib/libustream-ssl.so", "");
        let system = hook_of("openwrt", "system");
        lab.write(
            "etc/config/uhttpd",
            "config uhttpd 'main'\n\tlist listen_http '0.0.0.0:80'\n\tlist listen_http '[::]:80'\n\
             \tlist listen_http '192.168.1.1:8080'\n",
        );
        lab.write(
            "etc/config/firewall",
            "config rule 'door'\n\toption name 'Allow-Web-main.http'\n",
        );
        let port = "Device.UserInterface.HTTPAccess.[main.http].Port";
        assert_eq!(lab.ask(&shell, &system, &[set(port, "80")]), []);
        assert_eq!(
            lab.ask(&shell, &system, &[set(port, "81")]),
            [
                told(
                    "uci.uhttpd.main.listen_http[]",
                    "0.0.0.0:81 [::]:81 192.168.1.1:8080"
                ),
                told("uci.firewall.door.dest_port", "81"),
                told("uci.firewall.door.enabled", ""),
            ]
        );
    }
}

#[test]
fn a_light_blinks_and_is_the_kernels_again() {
    let light = "Device.LEDs.LED.[green:wan].";
    let section = "config led 'led_green_wan'\n\toption sysfs 'other'\n\n\
        config led 'wan'\n\toption sysfs 'green:wan'\n";
    for shell in shells() {
        let lab = Lab::new("lights");
        let system = hook_of("openwrt", "system");
        for name in ["green:wan", "green-wan", "green_wan"] {
            lab.write(&format!("sys/class/leds/{name}/brightness"), "1\n");
        }
        let ask = |requests: &[Request]| lab.ask(&shell, &system, requests);
        let has = |options: &str| {
            lab.write("etc/config/system", &format!("{section}{options}"));
        };
        let tells = |what: &str, value: &str| {
            let path = format!("{light}{what}");
            let told_so = vec![told(&path, value)];
            assert_eq!(ask(&[Request::Get { path }]), told_so);
        };
        let edits = |list: &[(&str, &str)], wanted: &[&str]| {
            let sets: Vec<Request> = list
                .iter()
                .map(|(name, value)| set(&format!("{light}{name}"), value))
                .collect();
            let wanted: Vec<Answer> = wanted
                .iter()
                .map(|edit| edit.split_once('=').unwrap())
                .map(|(option, value)| told(&format!("uci.system.wan.{option}"), value))
                .collect();
            assert_eq!(ask(&sets), wanted);
        };
        has("\toption trigger 'netdev'\n");
        tells("Status", "InUse");
        tells("CycleElement.[on].Enable", "false");
        tells("CycleElement.[on].Color", "00FF00");
        edits(
            &[
                ("CycleElement.[on].Enable", "true"),
                ("CycleElement.[on].Duration", "200"),
                ("CycleElement.[off].Enable", "true"),
            ],
            &[
                "delayon=200",
                "trigger_kept=netdev",
                "default_kept=",
                "trigger=timer",
                "default=",
            ],
        );
        has("\toption trigger 'timer'\n\toption delayon '200'\n\toption trigger_kept 'netdev'\n");
        tells("Status", "Controlled");
        tells("CycleElement.[on].Duration", "200");
        tells("CycleElement.[off].Duration", "500");
        tells("CurrentCycleElement.CycleElementReference", "on");
        edits(
            &[("CycleElement.[off].Enable", "false")],
            &["trigger=none", "default=1"],
        );
        edits(
            &[
                ("CycleElement.[off].Enable", "false"),
                ("CycleElement.[on].Enable", "false"),
            ],
            &[
                "trigger_kept=",
                "default_kept=",
                "trigger=netdev",
                "default=",
            ],
        );
        edits(
            &[("Enable", "false")],
            &[
                "trigger_off=timer",
                "default_off=none",
                "trigger=none",
                "default=0",
            ],
        );
        let check = Request::Check {
            path: format!("{light}CycleElement.[on].Duration"),
            value: "0".to_owned(),
        };
        assert!(matches!(ask(&[check])[..], [Answer::Fault { .. }]));

        // No two lights have one section, and none has that of another.
        let off = |name: &str| set(&format!("Device.LEDs.LED.[{name}].Enable"), "false");
        let made: Vec<String> = ask(&[off("green-wan"), off("green_wan")])
            .into_iter()
            .filter_map(|answer| match answer {
                Answer::Value { path, value } if value == "led" => Some(path),
                _ => None,
            })
            .collect();
        assert_eq!(
            made,
            ["uci.system.led_green_wan_", "uci.system.led_green_wan__"]
        );
    }
}

/// uhttpd takes a port alone, for all addresses.
#[test]
fn a_page_of_all_addresses_stays_one() {
    for shell in shells() {
        let lab = Lab::new("pages");
        let system = hook_of("openwrt", "system");
        lab.write(
            "etc/config/uhttpd",
            "config uhttpd 'main'\n\tlist listen_http '80'\n\tlist listen_http '[::1]:81'\n",
        );
        let page = "Device.UserInterface.HTTPAccess.[main.http].";
        let ask = |leaf: &str, value: &str| {
            lab.ask(&shell, &system, &[set(&format!("{page}{leaf}"), value)])
        };
        assert_eq!(
            ask("Enable", "false"),
            [
                told("uci.uhttpd.main.listen_http_off[]", "80 [::1]:81"),
                told("uci.uhttpd.main.listen_http", ""),
            ]
        );
        assert_eq!(
            ask("Port", "8080"),
            [told("uci.uhttpd.main.listen_http[]", "8080 [::1]:81")]
        );
    }
}
