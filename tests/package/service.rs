//! The init script under procd's words, the hotplug scripts, and rpcd's plugin with the real agent.

use super::{Folder, SHELLS, printed, read, script, shell};
use serde_json::{Value, json};
use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The functions of rc.common and procd that the script calls, each of which tells what it was given.
const PROCD: [&str; 10] = [
    "procd_open_instance",
    "procd_close_instance",
    "procd_set_param",
    "procd_add_jail",
    "procd_add_jail_mount",
    "procd_add_jail_mount_rw",
    "procd_add_reload_trigger",
    "procd_add_reload_interface_trigger",
    "procd_send_signal",
    "start",
];

/// Its readers of settings: the environment decides.
const CONFIG: &str = r#"
config_load() { :; }
config_foreach() { "$1" lan; "$1" out; "$1" more; }
config_get() {
	case $2.$3 in
	*.port) export "$1=${PORT:-$4}" ;;
	out.name) export "$1=${ZONE:-none}" ;;
	out.masq) export "$1=${MASQ:-0}" ;;
	more.name) export "$1=${MORE:-vpn}" ;;
	more.masq) export "$1=${MASQ:-0}" ;;
	more.network) export "$1=tunnel" ;;
	lan.*) export "$1=lan" ;;
	out.network) export "$1=${UPLINKS:-$4}" ;;
	*) export "$1=${INTERFACE:-$4}" ;;
	esac
}
uci() {
	case $2=$3 in
	get=firewall.cwmpd.dest_port) [ -n "$OPEN" ] && echo "$OPEN" ;;
	*) echo uci "$@" ;;
	esac
}
config_get_bool() { export "$1=${JAIL:-0}"; }
"#;

fn init(shell_words: &[&str], function: &str, settings: &[(&str, &str)]) -> String {
    let folder = Folder::new(&format!("init-{function}-{}", shell_words.len()));
    let mut text = String::from(CONFIG);
    for name in PROCD {
        text.push_str(&format!("{name}() {{ echo {name} \"$@\"; }}\n"));
    }
    let script = read("openwrt/cwmpd/files/cwmpd.init");
    // What would reload the firewall of this machine.
    let script = script.replace("mkdir -p /etc/cwmpd", "echo made /etc/cwmpd");
    text.push_str(&script.replace("/etc/init.d/firewall", "echo firewall"));
    let file = folder.put("init", &format!("{text}\n{function}\n"));
    printed(
        shell(shell_words, &folder)
            .arg(file)
            .envs(settings.iter().copied())
            .output()
            .unwrap(),
    )
}

#[test]
fn procd_never_gives_up_and_asks_the_agent_to_read_its_settings_again() {
    for shell in SHELLS {
        let told = init(shell, "start_service", &[]);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines.first(), Some(&"procd_open_instance"));
        assert_eq!(lines.last(), Some(&"procd_close_instance"));
        for line in [
            "procd_set_param command /usr/sbin/cwmpd run",
            "procd_set_param respawn 3600 5 0",
            "procd_set_param stderr 1",
            "procd_set_param reload_signal HUP",
            "procd_set_param file /etc/config/cwmpd",
        ] {
            assert!(lines.contains(&line), "{line} in {told}");
        }
        assert!(!told.contains("jail"), "{told}");
    }
}

/// The rule of the first boot follows the port; one that somebody has taken away stays away.
#[test]
fn the_door_in_the_firewall_is_that_of_the_settings() {
    let moved =
        "uci -q set firewall.cwmpd.dest_port=8547\nuci -q commit firewall\nfirewall reload\n";
    for shell in SHELLS {
        for (open, port, told) in [
            ("7547", "8547", moved),
            ("8547", "8547", ""),
            ("", "8547", ""),
            ("7547", "0", ""),
            ("7547", "here", ""),
            ("7547 7548", "8547", ""),
        ] {
            let all = init(shell, "start_service", &[("OPEN", open), ("PORT", port)]);
            let before = all.split("procd_open_instance").next().unwrap();
            assert_eq!(before, told, "{open} {port}");
        }
    }
}

#[test]
fn a_jail_only_where_it_is_asked_for() {
    for shell in SHELLS {
        let told = init(shell, "start_service", &[("JAIL", "1")]);
        assert!(told.contains("procd_add_jail cwmpd"), "{told}");
        assert!(told.contains("made /etc/cwmpd\n"), "{told}");
        let writable = told
            .lines()
            .find(|line| line.starts_with("procd_add_jail_mount_rw"))
            .unwrap();
        for place in ["/etc/config", "/etc/cwmpd", "/tmp"] {
            assert!(writable.split(' ').any(|word| word == place), "{writable}");
        }
    }
}

#[test]
fn a_new_address_of_the_wan_makes_the_agent_look() {
    for shell in SHELLS {
        let told = init(shell, "service_triggers", &[]);
        assert_eq!(
            told,
            "procd_add_reload_trigger cwmpd\nprocd_add_reload_interface_trigger wan\n\
             procd_add_reload_interface_trigger wan6\n"
        );
        let told = init(shell, "service_triggers", &[("INTERFACE", "uplink")]);
        assert!(
            told.contains("procd_add_reload_interface_trigger uplink\n"),
            "{told}"
        );
        let zone = [("ZONE", "wan"), ("UPLINKS", "fibre fibre6")];
        assert_eq!(
            init(shell, "service_triggers", &zone),
            "procd_add_reload_trigger cwmpd\nprocd_add_reload_interface_trigger fibre\n\
             procd_add_reload_interface_trigger fibre6\n"
        );
        // A zone of another name leads out, where it masquerades: the first, unless one is called wan.
        for (more, masq, told) in [
            ("vpn", "1", "up"),
            ("vpn", "yes", "up"),
            ("wan", "1", "tunnel"),
            ("vpn", "0", "wan wan6"),
        ] {
            let zones = [
                ("ZONE", "internet"),
                ("UPLINKS", "up"),
                ("MORE", more),
                ("MASQ", masq),
            ];
            let triggers: String = told
                .split(' ')
                .map(|name| format!("procd_add_reload_interface_trigger {name}\n"))
                .collect();
            assert_eq!(
                init(shell, "service_triggers", &zones),
                format!("procd_add_reload_trigger cwmpd\n{triggers}"),
                "{more} {masq}"
            );
        }
    }
}

/// procd starts a service anew, or signals it, only where its settings differ.
#[test]
fn a_reload_without_new_settings_reaches_the_agent() {
    for shell in SHELLS {
        let told = init(shell, "reload_service", &[]);
        assert_eq!(told, "start\nprocd_send_signal cwmpd\n");
    }
}

#[test]
fn a_lease_reaches_the_agent() {
    for words in SHELLS {
        let folder = Folder::new(&format!("lease-{}", words.len()));
        let file = folder.put("lease", &script("lease.sh", &folder));
        let run = |act: &[&str], environment: &[(&str, &str)]| {
            printed(
                shell(words, &folder)
                    .args(["-c", "file=$1; shift; (. \"$file\" \"$@\")", "sh"])
                    .arg(&file)
                    .args(act)
                    .envs(environment.iter().copied())
                    .output()
                    .unwrap(),
            );
            folder.read("var/run/cwmpd.leases/wan")
        };
        let told = [
            ("INTERFACE", "wan"),
            ("opt43", "0113ab"),
            ("opt125", "00000de9"),
        ];
        // udhcpc says what has happened, odhcp6c the device before it.
        assert_eq!(run(&["bound"], &told), "43=0113ab\n125=00000de9\n");
        assert_eq!(run(&["renew"], &[("INTERFACE", "wan")]), "");
        let six = [("INTERFACE", "wan"), ("OPTION_17", "00000de9")];
        for act in ["bound", "informed", "updated", "rebound", "ra-updated"] {
            assert_eq!(run(&["eth1", act], &six), "17=00000de9\n", "{act}");
            assert_eq!(run(&["eth1", "stopped"], &six), "");
        }
        assert_eq!(run(&["bound"], &told), "43=0113ab\n125=00000de9\n");
        assert_eq!(run(&["deconfig"], &told), "");
        // What the server has said to each option, as octets.
        let answers = [
            ("INTERFACE", "wan"),
            ("opt43", "0113ab"),
            ("opt9", "2a"),
            ("opt300", "01"),
            ("opt44", "0g"),
            ("opt47", "012"),
            ("router", "192.0.2.1 192.0.2.2"),
            ("domain", "$(touch pwned)"),
            ("mtu", "1492"),
            ("ipttl", "64"),
            ("timezone", "-3600"),
            ("hostname", "7"),
            ("staticroutes", "10.0.0.0/8 192.0.2.3 0.0.0.0/0 192.0.2.4"),
            ("ntpsrv", ""),
        ];
        run(&["bound"], &answers);
        let said = |tag: &str| {
            let file = folder.0.join("var/run/cwmpd.options/wan").join(tag);
            fs::read_to_string(file).ok()
        };
        for (tag, octets) in [
            ("43", Some("01:13:ab\n")),
            ("9", Some("42\n")),
            ("300", None),
            ("44", None),
            ("47", None),
            ("3", Some("192.0.2.1,192.0.2.2\n")),
            ("15", Some("24:28:74:6f:75:63:68:20:70:77:6e:65:64:29\n")),
            ("26", Some("05:d4\n")),
            ("23", Some("64\n")),
            ("2", Some("ff:ff:f1:f0\n")),
            ("12", Some("55\n")),
            ("121", Some("08:0a:c0:00:02:03:00:c0:00:02:04\n")),
            ("42", None),
        ] {
            assert_eq!(said(tag).as_deref(), octets, "{tag}");
        }
        assert!(!folder.0.join("pwned").exists());
        // odhcp6c of an interface that is called the same has none.
        run(&["eth1", "bound"], &[("INTERFACE", "wan")]);
        assert!(said("43").is_some());
        run(&["renew"], &[("INTERFACE", "wan"), ("opt43", "02")]);
        assert_eq!((said("43").as_deref(), said("26")), (Some("2\n"), None));
        run(&["deconfig"], &told);
        assert_eq!(said("43"), None);
        // When it ends.
        let ends = |lease: &str| {
            run(&["renew"], &[("INTERFACE", "wan"), ("lease", lease)]);
            folder.read("var/run/cwmpd.expiry/wan")
        };
        let up = ends("0").trim().parse::<u64>().unwrap();
        let later = ends("3600").trim().parse::<u64>().unwrap();
        assert!(later >= up + 3600, "{up} {later}");
        assert_eq!(ends("4294967295"), "-1\n");
        // What is no number ends nobody: udhcpc's own script goes on behind this one.
        let odd = [
            "1-",
            "-",
            "08",
            "0x10",
            "--1",
            "1+1",
            "x",
            "99999999999999999999",
            "-08",
        ];
        for odd in odd {
            let answers = [
                ("INTERFACE", "wan"),
                ("opt43", "02"),
                ("mtu", odd),
                ("vlanid", odd),
                ("timezone", odd),
                ("lease", odd),
                ("staticroutes", &format!("10.0.0.0/{odd} 192.0.2.3")),
                ("wpad", "on"),
            ];
            let output = shell(words, &folder)
                .args(["-c", "file=$1; shift; . \"$file\"; echo on", "sh"])
                .arg(&file)
                .arg("bound")
                .envs(answers)
                .output()
                .unwrap();
            assert_eq!(printed(output), "on\n", "{odd}");
            assert_eq!(said("252").as_deref(), Some("6f:6e\n"), "{odd}");
            for tag in ["26", "132", "2", "51", "121"] {
                assert_eq!(said(tag), None, "{tag} {odd}");
            }
        }
        run(&["deconfig"], &told);
        assert!(!folder.0.join("var/run/cwmpd.expiry/wan").exists());
        let hidden = fs::read_dir(folder.0.join("var/run/cwmpd.leases")).unwrap();
        assert_eq!(hidden.count(), 0);
    }
}

/// The script goes on while its child tells the agent.
pub fn wait_for(happened: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(120);
    while !happened() {
        assert!(Instant::now() < patience, "it never happened");
        std::thread::sleep(Duration::from_millis(5));
    }
}

struct Agent {
    folder: Folder,
    child: Child,
}

impl Agent {
    fn start() -> Agent {
        let folder = Folder::new("rpcd");
        let root = super::repository();
        folder.put(
            "root/etc/config/cwmpd",
            &format!(
                "config device 'device'\n\toption oui '00D09E'\n\toption serial_number '1'\n\
                 config agent 'agent'\n\toption platform '{0}/platform/generic'\n\
                 \toption datamodel '{0}/datamodel'\n\
                 config connection_request 'connection_request'\n\toption enable '0'\n",
                root.display()
            ),
        );
        let binary = env!("CARGO_BIN_EXE_cwmpd");
        let place = folder.0.join("root");
        folder.put_program(
            "bin/cwmpd",
            &format!(
                "#!/bin/sh\nexec '{binary}' --root '{}' \"$@\"\n",
                place.display()
            ),
        );
        let child = Command::new(binary)
            .arg("--root")
            .arg(&place)
            .arg("run")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let agent = Agent { folder, child };
        wait_for(|| agent.folder.0.join("root/var/run/cwmpd.sock").exists());
        agent
    }

    fn rpcd(&self, words: &[&str]) -> Value {
        self.rpcd_given(words, "")
    }

    /// With these arguments of the call, as JSON.
    fn rpcd_given(&self, words: &[&str], arguments: &str) -> Value {
        let given = self.folder.put("given", arguments);
        let plugin = self
            .folder
            .put("plugin", &read("openwrt/cwmpd/files/cwmp.rpcd"));
        let told = printed(
            shell(SHELLS[0], &self.folder)
                .arg(plugin)
                .args(words)
                .stdin(fs::File::open(given).unwrap())
                .output()
                .unwrap(),
        );
        serde_json::from_str(&told).unwrap()
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn rpcd_tells_what_the_agent_does() {
    let mut agent = Agent::start();
    assert_eq!(
        agent.rpcd(&["list"]),
        json!({ "status": {}, "inform": {}, "wakeup": {},
            "kicked": { "command": "", "referer": "", "arg": "", "next": "" } })
    );
    let status = agent.rpcd(&["call", "status"]);
    assert_eq!(status["running"], true);
    assert_eq!(status["acs"], "");
    assert!(
        status["session"].as_str().unwrap().starts_with("none"),
        "{status}"
    );
    // It has no ACS.
    assert_eq!(agent.rpcd(&["call", "inform"]), json!({ "done": false }));
    assert_eq!(agent.rpcd(&["call", "wakeup"]), json!({ "done": true }));
    for (arguments, error) in [
        (
            "{\"command\":\"$(reboot)\"}",
            "there is no ACS URL (option url of section acs)",
        ),
        (
            "{\"arg\":\"<b>\",\"next\":\"\"}",
            "Arg: expected at most 256",
        ),
        (
            "[]",
            "expected an object with command, referer, arg and next",
        ),
    ] {
        let said = agent.rpcd_given(&["call", "kicked"], arguments);
        assert!(said["error"].as_str().unwrap().starts_with(error), "{said}");
    }
    agent.child.kill().unwrap();
    agent.child.wait().unwrap();
    assert_eq!(agent.rpcd(&["call", "status"]), json!({ "running": false }));
}
