//! What the package's hotplug scripts do when an interface, a lease, a radio or the time comes and goes.

use super::service::wait_for;
use super::{Folder, SHELLS, printed, read, script, shell};
use std::fs;
use std::os::unix::net::UnixListener;

#[test]
fn hotplug_tells_the_running_agent_and_nobody_else() {
    let models = [read("datamodel/device-2.dm"), read("datamodel/igd-1.dm")];
    let objects: Vec<&str> = models.iter().flat_map(|model| model.lines()).collect();
    for (name, action, other) in [
        ("iface.hotplug", "ifup", "ifup-failed"),
        ("dhcp.hotplug", "add", "tftp"),
    ] {
        for words in SHELLS {
            let folder = Folder::new(&format!("{name}-{}", words.len()));
            folder.put_program(
                "bin/cwmpd",
                "#!/bin/sh\necho \"$@\" >told.new\nmv told.new told\n",
            );
            folder.put_program("bin/uci", "#!/bin/sh\necho \"$ROOT_OBJECT\"\n");
            let file = folder.put("hotplug", &script(name, &folder));
            let run = |action: &str, object: &str| {
                printed(
                    shell(words, &folder)
                        .arg(&file)
                        .env("ACTION", action)
                        .env("ROOT_OBJECT", object)
                        .output()
                        .unwrap(),
                );
            };
            run(action, "");
            fs::create_dir_all(folder.0.join("var/run")).unwrap();
            let _socket = UnixListener::bind(folder.0.join("var/run/cwmpd.sock")).unwrap();
            run(other, "");
            assert!(!folder.0.join("told").exists());
            for (object, root) in [
                ("", "Device."),
                ("Device", "Device."),
                ("InternetGatewayDevice", "InternetGatewayDevice."),
            ] {
                run(action, object);
                wait_for(|| folder.0.join("told").exists());
                let told = folder.read("told");
                let mut told = told.split_whitespace();
                assert_eq!(told.next(), Some("changed"));
                let paths: Vec<&str> = told.collect();
                assert!(!paths.is_empty());
                for path in paths {
                    assert!(
                        objects.iter().any(|known| known.starts_with(path)),
                        "{path}"
                    );
                    assert!(path.starts_with(root) && path.ends_with('.'), "{path}");
                }
                fs::remove_file(folder.0.join("told")).unwrap();
            }
        }
    }
}

/// A page that is on one interface alone follows when that gets another address.
#[test]
fn a_page_on_one_interface_goes_with_its_addresses() {
    for words in SHELLS {
        let folder = pages(&format!("follow-{}", words.len()));
        folder.put_program("bin/logger", "#!/bin/sh\necho \"$*\" >>told\n");
        let says = |option: &str, value: &str| folder.put(&format!("store/{option}"), value);
        says("network.lan.proto", "static\n");
        says("network.lan.ipaddr", "192.168.1.1\n");
        says("network.guest.proto", "static\n");
        says("network.guest.ipaddr", "192.168.20.9/24\n");
        says("network.guest.ip6addr", "fd00:20::9/64\n");
        says("uhttpd.main.listen_http", "0.0.0.0:80 [::]:80\n");
        says("uhttpd.main.listen_https", "192.168.1.1:443\n");
        says("uhttpd.one.listen_https_interface", "guest\n");
        says("uhttpd.one.listen_https", "192.168.20.1:8443\n");
        says("uhttpd.one.listen_http_interface", "guest\n");
        says(
            "uhttpd.one.listen_http_off",
            "192.168.20.1:8080 [fd00:20::1]:8080\n",
        );
        // Somebody has said otherwise since.
        says("uhttpd.two.listen_http_interface", "guest\n");
        says("uhttpd.two.listen_http", "0.0.0.0:88\n");
        says("uhttpd.two.listen_http_held", "89\n");
        let run = |action: &str, interface: &str| happens(words, &folder, action, interface);
        assert_eq!(run("ifup", "lan"), "", "none is on it alone");
        assert_eq!(run("ifdown", "guest"), "");
        assert_eq!(run("ifupdate", "guest"), "commit uhttpd\nuhttpd restart\n");
        for (option, value) in [
            ("main.listen_http", "0.0.0.0:80 [::]:80"),
            ("main.listen_https", "192.168.1.1:443"),
            ("one.listen_https", "192.168.20.9:8443 [fd00:20::9]:8443"),
            ("one.listen_http_off", "192.168.20.9:8080 [fd00:20::9]:8080"),
            ("two.listen_http", "0.0.0.0:88"),
            ("two.listen_http_held", "89"),
        ] {
            let now = folder.read(&format!("store/uhttpd.{option}"));
            assert_eq!(now.trim(), value, "{option}");
        }
        assert_eq!(run("ifupdate", "guest"), "", "it is there already");
        assert_eq!(
            run("ifup", "guest"),
            "uhttpd restart\n",
            "it was not there before"
        );
        // A person is in the middle of something there.
        says("network.guest.ipaddr", "192.168.20.5/24\n");
        says("staged", "uhttpd.two.home='/www2'\n");
        let told = run("ifupdate", "guest");
        // A busybox has a logger of its own.
        let logged = told.contains("uhttpd.one.listen_https stays at");
        assert!(logged || words.contains(&"busybox"), "{told}");
        let done = told.lines().find(|line| !line.starts_with("-t cwmpd"));
        assert_eq!(done, None, "{told}");
        let stays = folder.read("store/uhttpd.one.listen_https");
        assert_eq!(stays.trim(), "192.168.20.9:8443 [fd00:20::9]:8443");
        says("staged", "");
        assert_eq!(run("ifupdate", "guest"), "commit uhttpd\nuhttpd restart\n");
        // A page of two ports keeps both, with each address once.
        let places = "192.168.20.1:80 192.168.20.1:8080 [fd00:20::1]:80";
        says("uhttpd.one.listen_https", places);
        assert_eq!(run("ifupdate", "guest"), "commit uhttpd\nuhttpd restart\n");
        assert_eq!(
            folder.read("store/uhttpd.one.listen_https").trim(),
            "192.168.20.5:80 [fd00:20::9]:80 192.168.20.5:8080 [fd00:20::9]:8080"
        );
        assert_eq!(run("ifupdate", "guest"), "", "once");
        says("network.guest.proto", "dhcp\n");
        assert_eq!(run("ifup", "guest"), "", "nowhere to go");
        // What a server of DHCP has given.
        folder.put(
            "lib/functions/network.sh",
            "network_get_ipaddrs() { export \"$1=10.0.0.7\"; }\n\
             network_get_ipaddrs6() { export \"$1=fd00:7::7\"; }\n",
        );
        says("uhttpd.one.listen_https", "192.168.20.5:8443\n");
        assert_eq!(run("ifup", "guest"), "commit uhttpd\nuhttpd restart\n");
        assert_eq!(
            folder.read("store/uhttpd.one.listen_https").trim(),
            "10.0.0.7:8443 [fd00:7::7]:8443"
        );
    }
}

/// It would listen at an address that is not there for good; nor is it to be seen from outside for that.
#[test]
fn a_page_on_an_interface_that_is_deleted_is_not_lost() {
    for words in SHELLS {
        let folder = pages(&format!("deleted-{}", words.len()));
        let says = |option: &str, value: &str| folder.put(&format!("store/{option}"), value);
        for (page, list, places) in [
            ("main", "listen_https", "192.168.20.1:443 [fd00::1]:443"),
            ("one", "listen_http", "192.168.20.1:8080"),
            ("cwmp_access_1", "listen_https", "192.168.20.1:8443"),
            ("two", "listen_http_held", "192.168.20.1:81"),
            ("two", "listen_https", "192.168.1.1:88"),
            ("three", "listen_https", "192.168.20.1:88"),
        ] {
            says(&format!("uhttpd.{page}.{list}"), &format!("{places}\n"));
            let interface = if places.starts_with("192.168.1.") {
                "lan"
            } else {
                "guest"
            };
            let list = list.trim_end_matches("_held");
            let option = format!("uhttpd.{page}.{list}_interface");
            says(&option, &format!("{interface}\n"));
        }
        says("firewall.a.name", "Allow-Web-one.http\n");
        says("firewall.b.name", "Allow-Web-cwmp_access_1\n");
        let run = |action: &str, interface: &str| happens(words, &folder, action, interface);
        assert_eq!(run("ifdown", "guest"), "", "it is there");
        fs::remove_file(folder.0.join("store/network.guest")).unwrap();
        says("staged", "network.guest\n");
        assert_eq!(run("ifdown", "guest"), "", "nobody has committed it");
        says("staged", "");
        // Whichever comes or goes next.
        assert_eq!(run("ifup", "wan"), "commit uhttpd\nuhttpd restart\n");
        let mut now: Vec<String> = fs::read_dir(folder.0.join("store"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.starts_with("uhttpd."))
            .map(|name| {
                let text = folder.read(&format!("store/{name}"));
                format!("{name}={}", text.trim())
            })
            .collect();
        now.sort();
        assert_eq!(
            now,
            [
                "uhttpd.cwmp_access_1.listen_https_off=0.0.0.0:8443 [::]:8443",
                "uhttpd.main.listen_https=0.0.0.0:443 [::]:443",
                "uhttpd.one.listen_http_off=0.0.0.0:8080 [::]:8080",
                "uhttpd.three.listen_https_off=0.0.0.0:88 [::]:88",
                "uhttpd.two.listen_http_held=0.0.0.0:81 [::]:81",
                "uhttpd.two.listen_https=192.168.1.1:88",
                "uhttpd.two.listen_https_interface=lan",
            ]
        );
        assert_eq!(run("ifup", "wan"), "", "once");
    }
}

/// netifd has no options for that, so an interface that has come up is told anew: after a boot, or when it was made anew.
#[test]
fn an_interface_that_comes_up_is_told_what_was_set_of_neighbour_discovery() {
    let set = "network.lan.nd_retrans='2000'\nnetwork.lan.nd_interval='8'\nnetwork.lan.nd_solicitations='5'\n";
    let silent = "network.lan.nd_solicitations='5'\nnetwork.lan.nd_silent='1'\n";
    let off = format!("{set}network.lan.nd_off='1'\n");
    let hostile = "network.lan.nd_retrans='$(touch pwned)'\nnetwork.lan.nd_interval=''\n";
    for words in SHELLS {
        for (action, device, says, all, expected) in [
            ("ifup", "br-lan.1", set, "", "2000 8 5 2"),
            ("ifup", "br-lan.1", silent, "", "1000 4 0 2"),
            ("ifup", "br-lan.1", &off, "", "1000 4 -1 1"),
            ("ifup", "br-lan.1", set, "1", "1000 4 -1 1"),
            (
                "ifup",
                "br-lan.1",
                "network.lan.proto='static'\n",
                "",
                "1000 4 3 2",
            ),
            ("ifup", "br-lan.1", hostile, "", "1000 4 3 2"),
            ("ifup", "../br-lan.1", set, "", "1000 4 3 2"),
            ("ifup", "", set, "", "1000 4 3 2"),
            ("ifup", "gone", set, "", "1000 4 3 2"),
            ("ifdown", "br-lan.1", set, "", "1000 4 3 2"),
        ] {
            let folder = Folder::new(&format!("neighbours-{}", words.len()));
            folder.put("show", says);
            folder.put_program(
                "bin/uci",
                "#!/bin/sh\ncase $* in\n*show*) [ \"$3\" != network.lan ] || cat show ;;\n\
                 *nd_off) [ -z \"$ALL\" ] || echo \"$ALL\" ; [ -n \"$ALL\" ] ;;\nesac\n",
            );
            let names = [
                ("neigh", "retrans_time_ms", "1000"),
                ("conf", "router_solicitation_interval", "4"),
                ("conf", "router_solicitations", "3"),
                ("conf", "dad_transmits", "2"),
            ];
            let file = |kind: &str, device: &str, name: &str| {
                format!("proc/sys/net/ipv6/{kind}/{device}/{name}")
            };
            for (kind, name, value) in names {
                folder.put(&file(kind, "br-lan.1", name), &format!("{value}\n"));
            }
            for (kind, name, value) in [names[0], names[1], ("conf", "dad_transmits", "1")] {
                folder.put(&file(kind, "default", name), &format!("{value}\n"));
            }
            let script = folder.put("hotplug", &script("iface.hotplug", &folder));
            printed(
                shell(words, &folder)
                    .arg(&script)
                    .env("ACTION", action)
                    .env("INTERFACE", "lan")
                    .env("DEVICE", device)
                    .env("ALL", all)
                    .output()
                    .unwrap(),
            );
            let now = names.map(|(kind, name, _)| folder.read(&file(kind, "br-lan.1", name)));
            let now: Vec<&str> = now.iter().map(|value| value.trim()).collect();
            assert_eq!(now.join(" "), expected, "{action} {device} {says}");
            assert!(!folder.0.join("pwned").exists());
        }
    }
}

/// What DeviceInfo.FirstUseDate and Time.Status are told by.
#[test]
fn the_first_time_that_ntpd_has_the_time_is_kept() {
    for words in SHELLS {
        let folder = Folder::new(&format!("ntp-{}", words.len()));
        let file = folder.put("hotplug", &script("ntp.hotplug", &folder));
        folder.put("var/run/.keep", "");
        folder.put("etc/.keep", "");
        let says = |action: &str| {
            let mut command = shell(words, &folder);
            printed(command.arg(&file).env("ACTION", action).output().unwrap());
            let first = fs::read_to_string(folder.0.join("etc/cwmpd.first-use"));
            let now = fs::read_to_string(folder.0.join("var/run/cwmpd.synchronized"));
            (first.unwrap_or_default(), now.is_ok_and(|now| now == "1\n"))
        };
        for action in ["step", "unsync", "periodic"] {
            assert_eq!(says(action), (String::new(), false), "{action}");
        }
        let (first, now) = says("stratum");
        assert!(
            now && first.ends_with("Z\n") && first.len() == 21,
            "{first}"
        );
        // Once and for all.
        folder.put("etc/cwmpd.first-use", "2026-01-02T03:04:05Z\n");
        let first = "2026-01-02T03:04:05Z\n".to_owned();
        assert_eq!(says("unsync"), (first.clone(), false));
        // What dnsmasq's script has left stays: that it is lost must be said.
        assert_eq!(folder.read("var/run/cwmpd.synchronized"), "0\n");
        assert_eq!(says("stratum"), (first.clone(), true));
        assert_eq!(says("periodic"), (first, true));
    }
}

/// A device of the LAN names itself; what it says is text, whatever is in it.
#[test]
fn a_device_that_says_who_it_is_is_noted_until_its_lease_ends() {
    let mac = "a4:83:e7:10:20:30";
    let long = "x".repeat(200);
    for words in SHELLS {
        let folder = Folder::new(&format!("devices-{}", words.len()));
        let file = folder.put("hotplug", &script("dhcp.hotplug", &folder));
        let devices = folder.0.join("var/run/cwmpd.devices");
        let run = |action: &str, mac: &str, says: [&str; 3]| -> Option<String> {
            printed(
                shell(words, &folder)
                    .arg(&file)
                    .env("ACTION", action)
                    .env("MACADDR", mac)
                    .env("DNSMASQ_CPEWAN_OUI", says[0])
                    .env("DNSMASQ_CPEWAN_SERIAL", says[1])
                    .env("DNSMASQ_CPEWAN_CLASS", says[2])
                    .output()
                    .unwrap(),
            );
            let known = fs::read_dir(&devices).map_or(0, |all| all.count());
            assert!(known <= 1, "{known}");
            fs::read_to_string(devices.join(mac)).ok()
        };
        let hostile = "$(touch pwned) %s '\\";
        let told = run("add", mac, ["00d09e", hostile, "Phone"]).unwrap();
        assert_eq!(told, format!("00d09e\n{hostile}\nPhone\n"));
        assert!(!folder.0.join("pwned").exists());
        // Without the option, as dnsmasq tells of old leases when it starts.
        assert_eq!(run("update", mac, ["", "", ""]).unwrap(), told);
        let told = run("update", mac, ["00D09E", &long, ""]).unwrap();
        assert_eq!(told.len(), 7 + 65 + 1, "{told}");
        for odd in ["00d09", "00d09e0", "00d0 e", "../../x"] {
            assert_eq!(run("add", mac, [odd, "1", ""]).unwrap(), told, "{odd}");
        }
        assert_eq!(run("add", mac, ["00d09e", "one\ntwo", ""]).unwrap(), told);
        assert_eq!(run("add", "../../../etc/aa:bb", ["00d09e", "1", ""]), None);
        assert_eq!(run("remove", mac, ["", "", ""]), None);
    }
}

/// Each file of the folder is a row, which keeps its number: none is there before it is whole.
#[test]
fn power_cut_before_a_device_of_the_lan_is_noted() {
    let folder = Folder::new("cut");
    let file = folder.put("hotplug", &script("dhcp.hotplug", &folder));
    folder.put_program("bin/mv", "#!/bin/sh\nexit 1\n");
    // The ash of busybox has a mv of its own.
    let output = shell(&["dash"], &folder)
        .arg(&file)
        .env("ACTION", "add")
        .env("MACADDR", "a4:83:e7:10:20:30")
        .env("DNSMASQ_CPEWAN_OUI", "00d09e")
        .env("DNSMASQ_VENDOR_CLASS", "phone")
        .output();
    printed(output.unwrap());
    for kind in ["devices", "clients"] {
        let kept = folder.0.join(format!("var/run/cwmpd.{kind}"));
        assert_eq!(fs::read_dir(kept).unwrap().count(), 0, "{kind}");
    }
}

/// What a client tells of itself is octets, whatever is in it; at the start dnsmasq does not know it, and it stays.
#[test]
fn what_a_client_tells_of_itself_is_kept_until_its_lease_ends() {
    let mac = "a4:83:e7:10:20:30";
    let long = "y".repeat(300);
    for words in SHELLS {
        let folder = Folder::new(&format!("clients-{}", words.len()));
        let file = folder.put("hotplug", &script("dhcp.hotplug", &folder));
        let clients = folder.0.join("var/run/cwmpd.clients");
        let run = |action: &str, mac: &str, says: &[(&str, &str)]| -> Option<String> {
            let mut command = shell(words, &folder);
            command.arg(&file).env("ACTION", action).env("MACADDR", mac);
            for (name, value) in says {
                command.env(format!("DNSMASQ_{name}"), value);
            }
            printed(command.output().unwrap());
            let known = fs::read_dir(&clients).map_or(0, |all| all.count());
            assert!(known <= 1, "{known}");
            fs::read_to_string(clients.join(mac)).ok()
        };
        let phone = [
            ("SUPPLIED_HOSTNAME", "tv"),
            ("REQUESTED_OPTIONS", "1,3,6,121"),
            ("VENDOR_CLASS", "MSFT 5.0"),
            ("CLIENT_ID", "01:a4:83"),
            ("USER_CLASS0", "ab"),
            ("USER_CLASS1", "c"),
        ];
        let told = run("add", mac, &phone).unwrap();
        assert_eq!(
            told,
            "12=7476\n55=01030679\n60=4D53465420352E30\n61=01a483\n77=0261620163\nvendor=MSFT 5.0\n"
        );
        let start = [("CLIENT_ID", "01:a4:83"), ("DATA_MISSING", "1")];
        assert_eq!(run("update", mac, &start).unwrap(), told);
        let hostile = [
            ("SUPPLIED_HOSTNAME", "$(touch pwned)\n60=00"),
            ("REQUESTED_OPTIONS", "*,999,-1,007,6,$(touch pwned)"),
            ("VENDOR_CLASS", "a\nvendor=b\u{1b}[2J"),
            ("CLIENT_ID", "*:zz:$(touch pwned):0a"),
            ("USER_CLASS0", &long),
            ("USER_CLASS1", &long),
        ];
        let told = run("update", mac, &hostile).unwrap();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(
            lines[..4],
            [
                "12=2428746F7563682070776E6564290A36303D3030",
                "55=06",
                "60=610A76656E646F723D621B5B324A",
                "61=0a"
            ]
        );
        assert_eq!(lines[4].len(), 3 + 510);
        assert_eq!(lines.len(), 5);
        assert!(!folder.0.join("pwned").exists());
        let told = run("add", mac, &[("VENDOR_CLASS", &long)]).unwrap();
        assert_eq!(told.len(), 3 + 510 + 1 + 7 + 255 + 1);
        assert_eq!(run("add", "../../../etc/aa:bb", &phone), None);
        assert_eq!(run("remove", mac, &[]), None);
    }
}

/// Only iw tells how many networks a radio can have; what it says is for a person, and differs by driver.
#[test]
fn a_radio_that_has_come_is_asked_how_many_networks_it_can_have() {
    const SAYS: &str = "Wiphy phy0
	max # scan SSIDs: 4
	valid interface combinations:
		 * #{ IBSS } <= 1, #{ AP, mesh point } <= 16, #{ managed } <= 19,
		   total <= 19, #channels <= 1, STA/AP BI must match
	HT Capability overrides:
Wiphy phy1
	valid interface combinations:
		 * #{ AP/VLAN } <= 9, #{ mesh point, AP } <= 2,
		   total <= 9, #channels <= 2

		 * #{ managed } <= 1, #{ AP, P2P-client } <= 8,
		   total <= 4, #channels <= 1

	HT Capability overrides:
		   total <= 99
Wiphy phy2
	interface combinations are not supported
Wiphy phy5
	valid interface combinations:
		   total <= 9, #channels <= 1
Wiphy phy3
	valid interface combinations:
		 * #{ managed } <= 2,
		   total <= 2, #channels <= 1
Wiphy ../phy4
	interface combinations are not supported
";
    for words in SHELLS {
        let folder = Folder::new(&format!("phys-{}", words.len()));
        let file = folder.put("hotplug", &script("phy.hotplug", &folder));
        folder.put("var/run/none", "");
        folder.put("says", SAYS);
        folder.put_program("bin/iw", "#!/bin/sh\n[ \"$*\" = phy ] && cat says\n");
        let run = |action: &str| {
            let mut command = shell(words, &folder);
            printed(command.arg(&file).env("ACTION", action).output().unwrap())
        };
        run("remove");
        assert_eq!(folder.read("var/run/cwmpd.phy0.ssids"), "");
        run("add");
        for (phy, networks) in [
            ("phy0", "16\n"),
            ("phy1", "4\n"),
            ("phy2", "1\n"),
            ("phy3", ""),
            // None before the total: nobody's of before counts.
            ("phy5", ""),
        ] {
            let file = format!("var/run/cwmpd.{phy}.ssids");
            assert_eq!(folder.read(&file), networks, "{phy}");
        }
        let known = fs::read_dir(folder.0.join("var/run")).unwrap().count();
        assert_eq!(known, 4);
    }
}

/// Options in files.
const UCI: &str = r#"#!/bin/sh
[ "$1" != -q ] || shift
cd store || exit 1
case $1 in
get) [ -e "$2" ] && cat "$2" ;;
show) for file in "$2".*; do echo "$file='$(cat "$file")'"; done ;;
delete) rm "$2" ;;
changes) cat staged 2>/dev/null ;;
add_list)
	was=$(cat "${2%%=*}" 2>/dev/null)
	echo "${was:+$was }${2#*=}" >"${2%%=*}"
	;;
*) echo "$*" >>../told ;;
esac
"#;

/// A router with the interfaces `lan` and `guest`, where pages are on some interface alone.
fn pages(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.put_program("bin/uci", UCI);
    folder.put_program(
        "etc/init.d/uhttpd",
        "#!/bin/sh\n[ \"$1\" = enabled ] || echo \"uhttpd $1\" >>told\n",
    );
    folder.put("hotplug", &script("iface.hotplug", &folder));
    for interface in ["lan", "guest"] {
        folder.put(&format!("store/network.{interface}"), "interface\n");
    }
    folder.put(
        "etc/config/uhttpd",
        "\toption listen_http_interface 'guest'\n",
    );
    folder
}

/// What the script has others do when an interface comes or goes, each line a command.
fn happens(words: &[&str], folder: &Folder, action: &str, interface: &str) -> String {
    let _ = fs::remove_file(folder.0.join("told"));
    let mut command = shell(words, folder);
    command.arg(folder.0.join("hotplug")).env("ACTION", action);
    printed(command.env("INTERFACE", interface).output().unwrap());
    fs::read_to_string(folder.0.join("told")).unwrap_or_default()
}
