//! The hooks of `platform/generic`.

use crate::lab::{Lab, hook_of, hostile, refused, shells, told};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::Request;
use std::fs;

const LED: &str = "Device.X_EXAMPLE-COM_LED.";

#[test]
fn every_hostile_value_comes_back_exactly_and_runs_nowhere() {
    for shell in shells() {
        let lab = Lab::new("hostile");
        for value in hostile() {
            let path = format!("{LED}Name");
            let requests = [
                Request::Check {
                    path: path.clone(),
                    value: value.clone(),
                },
                Request::Set {
                    path: path.clone(),
                    value: value.clone(),
                },
                Request::Get { path: path.clone() },
                // What is refused is said again in no answer, and what follows is heard.
                Request::Set {
                    path: format!("{LED}Nothing"),
                    value: value.clone(),
                },
                Request::Set {
                    path: format!("{LED}Secret"),
                    value: value.clone(),
                },
                Request::Get {
                    path: format!("{LED}Mode"),
                },
            ];
            let answers = lab.ask(&shell, &hook_of("generic", "led"), &requests);
            let expected = [
                told(&path, &value),
                refused(
                    FaultCode::InvalidParameterName,
                    &format!("{LED}Nothing"),
                    "the LED has no such parameter",
                ),
                told(&format!("{LED}Mode"), "On"),
            ];
            assert!(
                answers == expected,
                "{shell:?}: {:?}…",
                value.chars().take(60).collect::<String>()
            );
        }
        assert_eq!(lab.names(), ["root"], "{shell:?} ran something");
    }
}

#[test]
fn sixty_four_kilobytes_of_anything_come_back() {
    for shell in shells() {
        let lab = Lab::new("long");
        for piece in ["\n", "\\", "'\n\\$(touch pwned) é"] {
            let path = format!("{LED}Name");
            let value = piece.repeat(65536 / piece.len());
            let requests = [
                Request::Set {
                    path: path.clone(),
                    value: value.clone(),
                },
                Request::Get { path: path.clone() },
            ];
            let answers = lab.ask(&shell, &hook_of("generic", "led"), &requests);
            assert!(answers == [told(&path, &value)], "{shell:?} {piece:?}");
        }
        assert_eq!(lab.names(), ["root"], "{shell:?} ran something");
    }
}

#[test]
fn the_led_tells_its_factory_values_keeps_others_and_forgets_them_at_a_reset() {
    for shell in shells() {
        let lab = Lab::new("led");
        let led = hook_of("generic", "led");
        let all = [Request::Get {
            path: LED.to_owned(),
        }];
        let values = |mode: &str, brightness: &str, name: &str| {
            [
                ("Secret", ""),
                ("Reset", "false"),
                ("Mode", mode),
                ("Brightness", brightness),
                ("Name", name),
            ]
            .map(|(parameter, value)| told(&format!("{LED}{parameter}"), value))
        };
        let set = |name: &str, value: &str| Request::Set {
            path: format!("{LED}{name}"),
            value: value.to_owned(),
        };
        assert_eq!(lab.ask(&shell, &led, &all), values("On", "100", ""));
        let some = [
            set("Mode", "Off"),
            set("Brightness", "0"),
            set("Name", "x"),
            set("Secret", "s"),
            set("Reset", "false"),
        ];
        assert_eq!(lab.ask(&shell, &led, &some), []);
        assert_eq!(lab.ask(&shell, &led, &all), values("Off", "0", "x"));
        let blink = Request::Check {
            path: format!("{LED}Mode"),
            value: "Blink".to_owned(),
        };
        let no = refused(
            FaultCode::InvalidParameterValue,
            &format!("{LED}Mode"),
            "expected a Brightness above 0 before Blink",
        );
        assert_eq!(lab.ask(&shell, &led, std::slice::from_ref(&blink)), [no]);
        assert_eq!(lab.ask(&shell, &led, &[set("Brightness", "1"), blink]), []);
        assert_eq!(lab.ask(&shell, &led, &[set("Reset", "true")]), []);
        assert_eq!(lab.ask(&shell, &led, &all), values("On", "100", ""));
    }
}

#[test]
fn hosts_are_those_with_a_lease_and_those_that_answer_arp() {
    for shell in shells() {
        let lab = Lab::new("hosts");
        lab.write(
            "tmp/dhcp.leases",
            "0 a0:b1:c2:00:11:22 192.168.1.100 tv 01:a0:b1:c2:00:11:22\n1893456000 a0:b1:c2:00:11:23 192.168.1.101 * *\n",
        );
        lab.write(
            "proc/net/arp",
            "IP address       HW type     Flags       HW address            Mask     Device\n\
             192.168.1.100    0x1         0x2         a0:b1:c2:00:11:22     *        br-lan\n\
             192.168.1.7      0x1         0x0         00:00:00:00:00:00     *        br-lan\n\
             192.168.1.9      0x1         0x2         d4:3d:7e:9f:00:01     *        eth1\n",
        );
        let host = |mac: &str, address: &str, name: &str, active: &str, interface: &str| {
            let row = format!("Device.Hosts.Host.[{mac}].");
            vec![
                told(&format!("{row}PhysAddress"), mac),
                told(&format!("{row}IPAddress"), address),
                told(&format!("{row}IPv4Address.[{address}].IPAddress"), address),
                told(&format!("{row}HostName"), name),
                told(&format!("{row}Active"), active),
                told(&format!("{row}Layer3Interface"), interface),
            ]
        };
        let hosts = hook_of("generic", "hosts");
        let all = lab.ask(
            &shell,
            &hosts,
            &[Request::Get {
                path: "Device.Hosts.".to_owned(),
            }],
        );
        let expected = [
            host("a0:b1:c2:00:11:22", "192.168.1.100", "tv", "true", "br-lan"),
            host("a0:b1:c2:00:11:23", "192.168.1.101", "", "false", ""),
            host("d4:3d:7e:9f:00:01", "192.168.1.9", "", "true", "eth1"),
        ];
        assert_eq!(all, expected.concat());
        let one = Request::Get {
            path: "Device.Hosts.Host.[a0:b1:c2:00:11:22].HostName".to_owned(),
        };
        let nobody = Request::Get {
            path: "Device.Hosts.Host.[x].".to_owned(),
        };
        let name = told("Device.Hosts.Host.[a0:b1:c2:00:11:22].HostName", "tv");
        assert_eq!(lab.ask(&shell, &hosts, &[one, nobody]), [name]);
    }
}

#[test]
fn the_sandbox_reboots_and_forgets_but_keeps_the_agents_settings() {
    for shell in shells() {
        let lab = Lab::new("sandbox");
        let system = hook_of("generic", "system");
        lab.write("rom/etc/config/users", "config user 'admin'\n");
        lab.write("etc/config/users", "config user 'mallory'\n");
        lab.write("etc/config/cwmpd", "config acs 'acs'\n");
        lab.write("etc/led/Mode", "Off\n");
        lab.write("etc/cwmpd/model.json", "{}");
        let act = |name: &str| {
            lab.ask(
                &shell,
                &system,
                &[Request::Do {
                    name: name.to_owned(),
                    arguments: Vec::new(),
                }],
            )
        };
        let read = |path: &str| fs::read_to_string(lab.root.join(path)).ok();

        assert_eq!(act("reboot"), []);
        let first = read("var/run/boot_id").unwrap();
        assert!(first.len() > 30, "{first}");
        assert_eq!(read("var/run/reboot").as_deref(), Some("reboot\n"));
        assert_eq!(
            read("etc/config/users").as_deref(),
            Some("config user 'mallory'\n")
        );

        assert_eq!(act("factory-reset"), []);
        assert_ne!(read("var/run/boot_id").unwrap(), first);
        assert_eq!(
            read("etc/config/users").as_deref(),
            Some("config user 'admin'\n")
        );
        assert_eq!(
            read("etc/config/cwmpd").as_deref(),
            Some("config acs 'acs'\n")
        );
        assert_eq!(
            (read("etc/led/Mode"), read("etc/cwmpd/model.json")),
            (None, None)
        );

        let who = [
            "manufacturer=Example",
            "oui=00D09E",
            "product_class=sandbox",
            "serial_number=0001",
        ];
        let who = who
            .map(|line| line.split_once('=').unwrap())
            .map(|(name, value)| told(name, value));
        assert_eq!(act("identity"), who);
        let text = "the sandbox does not know what to do with this";
        assert_eq!(
            act("dance"),
            [refused(FaultCode::RequestDenied, "dance", text)]
        );
    }
}

#[test]
fn the_load_is_a_percentage_of_the_time_since_the_last_question() {
    for shell in shells() {
        let lab = Lab::new("load");
        let path = "Device.DeviceInfo.ProcessStatus.CPUUsage";
        let ask = |stat: &str| {
            lab.write("proc/stat", stat);
            lab.ask(
                &shell,
                &hook_of("generic", "system"),
                &[Request::Get {
                    path: path.to_owned(),
                }],
            )
        };
        assert_eq!(ask("cpu  20 0 30 50 0 0 0 0 0 0\n"), [told(path, "50")]);
        assert_eq!(ask("cpu  20 0 30 140 10 0 0 0 0 0\n"), [told(path, "0")]);
        assert_eq!(ask("cpu  45 0 30 215 10 0 0 0 0 0\n"), [told(path, "25")]);
        // After a reboot the counters begin anew.
        assert_eq!(ask("cpu  1 0 0 9 0 0 0 0 0 0\n"), [told(path, "0")]);
        lab.write("tmp/cwmpd-cpu", "a[$(touch pwned)] 1\n");
        assert_eq!(ask("cpu  1 0 0 9 0 0 0 0 0 0\n"), [told(path, "10")]);
        assert_eq!(lab.names(), ["root"]);
    }
}
