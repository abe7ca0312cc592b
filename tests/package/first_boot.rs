//! The script of the first boot, with a uci of our own.

use super::{Folder, SHELLS, printed, read, script, shell};
use cwmpd::agent::settings::Settings;
use std::os::unix::fs::PermissionsExt;

/// `get`, `set` and `commit` over one file `NAME=VALUE`; values on one line, as in the tests.
const UCI: &str = r#"#!/bin/sh
[ "$1" = -q ] && shift
verb=$1
shift
case $verb in
get)
	while IFS= read -r line; do
		case $line in
		"$1="*)
			printf '%s\n' "${line#*=}"
			found=1
			;;
		esac
	done <"$UCI_STORE"
	[ -n "$found" ]
	;;
set)
	name=${1%%=*}
	while IFS= read -r line; do
		case $line in
		"$name="*) ;;
		*) printf '%s\n' "$line" ;;
		esac
	done <"$UCI_STORE" >"$UCI_STORE.new"
	printf '%s\n' "$1" >>"$UCI_STORE.new"
	mv "$UCI_STORE.new" "$UCI_STORE"
	;;
commit) echo "commit $1" >>"$UCI_STORE.log" ;;
*) exit 1 ;;
esac
"#;

struct Router {
    folder: Folder,
    shell: &'static [&'static str],
}

impl Router {
    fn new(shell: &'static [&'static str], name: &str, uci: &[(&str, &str)]) -> Router {
        let folder = Folder::new(&format!("{name}-{}", shell.len()));
        folder.put_program("bin/uci", UCI);
        folder.put("etc/config/cwmpd", "");
        let mut store = String::new();
        for (name, value) in uci {
            store.push_str(&format!("{name}={value}\n"));
            let package = name.split('.').next().unwrap();
            folder.put(&format!("etc/config/{package}"), "");
        }
        folder.put("store", &store);
        Router { folder, shell }
    }

    fn boots(&self) {
        let defaults = self
            .folder
            .put("defaults", &script("cwmpd.defaults", &self.folder));
        printed(
            shell(self.shell, &self.folder)
                .arg(defaults)
                .env("UCI_STORE", self.folder.0.join("store"))
                .output()
                .unwrap(),
        );
    }

    fn get(&self, name: &str) -> Option<String> {
        let store = self.folder.read("store");
        store
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}=")))
            .map(String::from)
    }
}

#[test]
fn a_new_router_gets_secrets_of_its_own_and_a_door_in_the_firewall() {
    for shell in SHELLS {
        let one = Router::new(shell, "one", &[]);
        let other = Router::new(shell, "other", &[]);
        one.boots();
        other.boots();
        for (secret, length) in [("path", 16), ("username", 12), ("password", 24)] {
            let name = format!("cwmpd.connection_request.{secret}");
            let (a, b) = (one.get(&name).unwrap(), other.get(&name).unwrap());
            assert_ne!(a, b);
            assert!(
                a.len() == length && a.chars().all(|c| c.is_ascii_alphanumeric()),
                "{a}"
            );
        }
        assert_eq!(
            one.get("cwmpd.device.identity_hook").as_deref(),
            Some("system")
        );
        assert_eq!(one.get("cwmpd.acs.url"), None);
        for (option, value) in [
            ("", "rule"),
            (".src", "wan"),
            (".proto", "tcp udp"),
            (".dest_port", "7547"),
            (".target", "ACCEPT"),
        ] {
            assert_eq!(
                one.get(&format!("firewall.cwmpd{option}")).as_deref(),
                Some(value)
            );
        }
        let mode = one
            .folder
            .0
            .join("etc/config/cwmpd")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            one.folder.read("store.log"),
            "commit cwmpd\ncommit firewall\ncommit network\n"
        );
    }
}

#[test]
fn a_second_run_changes_nothing() {
    for shell in SHELLS {
        let router = Router::new(shell, "again", &[]);
        router.boots();
        let before = router.folder.read("store");
        router.boots();
        assert_eq!(router.folder.read("store"), before);
    }
}

#[test]
fn what_is_set_already_stays() {
    for shell in SHELLS {
        let router = Router::new(
            shell,
            "kept",
            &[
                ("cwmpd.acs", "acs"),
                ("cwmpd.acs.url", "https://mine.test/"),
                ("cwmpd.connection_request.password", "mine"),
                ("cwmp.acs.url", "https://old.test/"),
                ("firewall.cwmpd", "rule"),
                ("firewall.cwmpd.src_ip", "192.0.2.1"),
            ],
        );
        router.boots();
        assert_eq!(
            router.get("cwmpd.acs.url").as_deref(),
            Some("https://mine.test/")
        );
        assert_eq!(
            router.get("cwmpd.connection_request.password").as_deref(),
            Some("mine")
        );
        assert_eq!(router.get("firewall.cwmpd.target"), None);
    }
}

#[test]
fn dhcp_is_asked_for_the_acs_where_nobody_has_set_one() {
    let wan = [
        ("network.wan.proto", "dhcp"),
        ("network.wan6.proto", "dhcpv6"),
    ];
    for shell in SHELLS {
        let router = Router::new(shell, "asks", &wan);
        router.boots();
        for (name, value) in [
            ("wan.reqopts", "43 125"),
            ("wan.vendorid", "dslforum.org"),
            ("wan6.reqopts", "17"),
            ("wan6.vendorclass", "00000de9000c64736c666f72756d2e6f7267"),
        ] {
            assert_eq!(
                router.get(&format!("network.{name}")).as_deref(),
                Some(value)
            );
        }
        let mut known = wan.to_vec();
        known.push(("cwmpd.acs.url", "https://acs.test/"));
        let router = Router::new(shell, "knows", &known);
        router.boots();
        assert_eq!(router.get("network.wan.reqopts"), None);
        let mut own = wan.to_vec();
        own.push(("network.wan.reqopts", "121"));
        let router = Router::new(shell, "own", &own);
        router.boots();
        assert_eq!(router.get("network.wan.reqopts").as_deref(), Some("121"));
    }
}

/// Whatever an ACS may have set there: it is text, and nothing of it runs.
const HOSTILE: &str = "$(touch pwned) `touch pwned` ' \" ; touch pwned \\n %s =";

#[test]
fn settings_of_easycwmp_are_taken_over() {
    for shell in SHELLS {
        let router = Router::new(
            shell,
            "easycwmp",
            &[
                ("easycwmp.@acs[0].url", "https://acs.test/"),
                ("easycwmp.@acs[0].username", "router"),
                ("easycwmp.@acs[0].password", HOSTILE),
                ("easycwmp.@acs[0].periodic_enable", "true"),
                ("easycwmp.@acs[0].periodic_interval", "300"),
                ("easycwmp.@local[0].port", "7550"),
                ("easycwmp.@local[0].username", "caller"),
                ("easycwmp.@local[0].password", "called"),
                ("easycwmp.@device[0].oui", "FFFFFF"),
                ("easycwmp.@device[0].serial_number", "FFFFFF123456"),
            ],
        );
        router
            .folder
            .put_program("etc/init.d/easycwmpd", "#!/bin/sh\necho \"$1\" >>stopped\n");
        router.boots();
        for (name, value) in [
            ("acs.url", "https://acs.test/"),
            ("acs.username", "router"),
            ("acs.password", HOSTILE),
            ("acs.periodic_enable", "1"),
            ("acs.periodic_interval", "300"),
            ("connection_request.port", "7550"),
            ("connection_request.username", "caller"),
            ("connection_request.password", "called"),
            ("device.oui", "FFFFFF"),
            ("device.serial_number", "FFFFFF123456"),
        ] {
            assert_eq!(
                router.get(&format!("cwmpd.{name}")).as_deref(),
                Some(value),
                "{name}"
            );
        }
        assert_eq!(
            router.get("firewall.cwmpd.dest_port").as_deref(),
            Some("7550")
        );
        assert_eq!(router.folder.read("stopped"), "disable\nstop\n");
        assert!(!router.folder.0.join("pwned").exists());
    }
}

#[test]
fn settings_of_icwmp_are_taken_over() {
    for shell in SHELLS {
        let router = Router::new(
            shell,
            "icwmp",
            &[
                ("cwmp.acs.url", "https://acs.test/"),
                ("cwmp.acs.userid", "router"),
                ("cwmp.acs.passwd", HOSTILE),
                ("cwmp.acs.periodic_inform_enable", "0"),
                ("cwmp.acs.retry_min_wait_interval", "7"),
                ("cwmp.acs.retry_interval_multiplier", "3000"),
                ("cwmp.cpe.userid", "caller"),
                ("cwmp.cpe.passwd", "called"),
                ("cwmp.cpe.provisioning_code", "P1"),
            ],
        );
        router.boots();
        for (name, value) in [
            ("acs.url", "https://acs.test/"),
            ("acs.username", "router"),
            ("acs.password", HOSTILE),
            ("acs.periodic_enable", "0"),
            ("acs.retry_minimum_wait", "7"),
            ("acs.retry_multiplier", "3000"),
            ("connection_request.username", "caller"),
            ("connection_request.password", "called"),
            ("device.provisioning_code", "P1"),
        ] {
            assert_eq!(
                router.get(&format!("cwmpd.{name}")).as_deref(),
                Some(value),
                "{name}"
            );
        }
        assert!(!router.folder.0.join("pwned").exists());
    }
}

#[test]
fn every_option_that_the_script_fills_exists() {
    let known: Vec<String> = Settings::options()
        .into_iter()
        .map(|(section, option)| format!("{section}.{option}"))
        .collect();
    let script = read("openwrt/cwmpd/files/cwmpd.defaults");
    let mut seen = 0;
    for line in script.lines() {
        let mut words = line.split_whitespace();
        if let (Some("fill" | "take" | "take_boolean"), Some(option)) = (words.next(), words.next())
            && option.contains('.')
        {
            seen += 1;
            assert!(known.iter().any(|known| known == option), "{line}");
        }
    }
    assert!(seen >= 20, "{seen}");
}
