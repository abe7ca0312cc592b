//! The script of the first boot, with a uci of our own.

use super::{Folder, SHELLS, printed, read, script, shell};
use cwmpd::agent::settings::Settings;
use cwmpd::platform::uci::Package;
use std::collections::BTreeMap;
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

/// The interface that leads out may have any name, and there may be IPv6 alone; its zone tells.
#[test]
fn the_ways_out_are_those_of_the_zone() {
    let six = "00000de9000c64736c666f72756d2e6f7267";
    for shell in SHELLS {
        let renamed = [
            ("firewall.@zone[0]", "zone"),
            ("firewall.@zone[0].name", "lan"),
            ("firewall.@zone[0].network", "lan"),
            ("firewall.@zone[1]", "zone"),
            ("firewall.@zone[1].name", "wan"),
            ("firewall.@zone[1].network", "fibre fibre6 line"),
            ("network.fibre.proto", "dhcp"),
            ("network.fibre6.proto", "dhcpv6"),
            ("network.line.proto", "pppoe"),
        ];
        let router = Router::new(shell, "renamed", &renamed);
        router.boots();
        for (name, value) in [
            ("fibre.reqopts", Some("43 125")),
            ("fibre.vendorid", Some("dslforum.org")),
            ("fibre6.reqopts", Some("17")),
            ("fibre6.vendorclass", Some(six)),
            ("line.reqopts", None),
            ("wan.reqopts", None),
        ] {
            let found = router.get(&format!("network.{name}"));
            assert_eq!(found.as_deref(), value, "{name}");
        }
        let six_alone = [("network.wan6.proto", "dhcpv6")];
        let router = Router::new(shell, "six", &six_alone);
        router.boots();
        assert_eq!(router.get("network.wan6.vendorclass").as_deref(), Some(six));
        assert_eq!(router.get("network.wan.reqopts"), None);
        // A zone of another name leads out, too, where it masquerades.
        let other = [
            ("firewall.@zone[0]", "zone"),
            ("firewall.@zone[0].name", "internet"),
            ("firewall.@zone[0].masq", "1"),
            ("firewall.@zone[0].network", "up"),
            ("firewall.@zone[1]", "zone"),
            ("firewall.@zone[1].name", "vpn"),
            ("firewall.@zone[1].masq", "1"),
            ("network.up.proto", "dhcp"),
        ];
        let router = Router::new(shell, "zone", &other);
        router.boots();
        assert_eq!(
            router.get("firewall.cwmpd.src").as_deref(),
            Some("internet")
        );
        assert_eq!(router.get("network.up.reqopts").as_deref(), Some("43 125"));
    }
}

/// Who has closed the door, or asks no DHCP server any more, finds it so after an upgrade.
#[test]
fn an_upgrade_opens_nothing_again() {
    for shell in SHELLS {
        let router = Router::new(shell, "upgrade", &[("network.wan.proto", "dhcp")]);
        router.folder.put("etc/cwmpd/agent.json", "{}");
        router.boots();
        assert_eq!(router.get("firewall.cwmpd"), None);
        assert_eq!(router.get("network.wan.reqopts"), None);
        assert!(router.get("cwmpd.connection_request.path").is_some());
    }
}

/// Whatever an ACS may have set there: it is text, and nothing of it runs.
const HOSTILE: &str = "$(touch pwned) `touch pwned` ' \" ; touch pwned \\n %s =";

/// As EasyCwmp 1.8 is set up.
const EASYCWMP: &str = "\
config local
\toption enable '1'
\toption interface 'eth1'
\toption port '7550'
\toption ubus_socket '/var/run/ubus.sock'
\toption date_format '%FT%T%z'
\toption username 'caller'
\toption password 'called'
\toption provisioning_code 'P-7'
\toption authentication 'Digest'
\toption logging_level '3'

config acs
\toption url 'https://acs.test:8443/cwmp'
\toption username 'router'
\toption password 'HOSTILE'
\toption parameter_key ''
\toption periodic_enable '1'
\toption periodic_interval '300'
\toption periodic_time '2013-05-01T02:30:00'
\toption http100continue_disable '0'
\toption ssl_cert '/etc/easycwmp/client.pem'
\toption ssl_cacert '/etc/easycwmp/ca.pem'
\toption ssl_verify 'enabled'

config device
\toption manufacturer 'ACME'
\toption oui 'FFFFFF'
\toption product_class 'R1'
\toption serial_number 'FFFFFF123456'
\toption hardware_version 'example_hw_version'
\toption software_version 'example_sw_version'
";

/// As EasyCwmp 1.0 was: unquoted, the URL in parts, and values that cwmpd would refuse.
const OLD_EASYCWMP: &str = "\
config local
\toption interface eth0
\toption port 77777
\toption username easycwmp
\toption password easycwmp

config acs
\toption scheme http
\toption username easycwmp
\toption password easycwmp
\toption hostname  192.168.1.110
\toption port  8080
\toption path  /openacs/acs
\toption periodic_enable '1'
\toption periodic_interval '0'
\toption periodic_time '0001-01-01T00:00:00Z'

config device
\toption manufacturer easycwmp
\toption oui EASY
";

/// As icwmp of iopsys and prpl is set up.
const ICWMP: &str = "\
config acs 'acs'
\toption userid 'router'
\toption passwd 'HOSTILE'
\toption periodic_inform_enable '0'
\toption periodic_inform_interval '1800'
\toption periodic_inform_time '0001-01-01T00:00:00Z'
\toption url 'https://acs.test/'
\toption dhcp_discovery 'disable'
\toption compression 'Disabled'
\toption retry_min_wait_interval '7'
\toption retry_interval_multiplier '3000'
\toption ssl_capath '/etc/ssl/certs'
\toption insecure_enable '0'
\toption http_disable_100continue '0'
\toption heartbeat_enable 'true'
\toption heartbeat_interval '20'
\toption heartbeat_time '2024-01-01T00:00:00Z'

config cpe 'cpe'
\toption enable '1'
\toption default_wan_interface 'wan'
\toption log_to_console 'disable'
\toption log_severity 'INFO'
\toption log_file_name '/var/log/icwmpd.log'
\toption userid 'caller'
\toption passwd 'called'
\toption port '7547'
\toption path '/'
\toption provisioning_code 'P1'
\toption amd_version '5'
\toption instance_mode 'InstanceAlias'
\toption session_timeout '120'
\toption active_notif_throttle '10'
\toption manufacturer 'ACME'
\toption manufacturer_oui '00D09E'
\toption product_class 'R2'
\toption serial_number '4711'

config lwn 'lwn'
\toption enable '1'
\toption hostname 'light.test'
\toption port '7548'
";

/// What `uci get` says of a file: sections by their names, else by type and place.
fn flat(package: &str, text: &str) -> Vec<(String, String)> {
    let text = text.replace("'HOSTILE'", "'from a file'");
    let parsed = Package::parse(text).unwrap();
    let mut told = Vec::new();
    let mut places = BTreeMap::<String, usize>::new();
    for section in parsed.sections() {
        let place = places.entry(section.kind().to_owned()).or_default();
        let name = match section.name() {
            Some(name) => name.to_owned(),
            None => format!("@{}[{place}]", section.kind()),
        };
        *place += 1;
        for (option, value) in section.pairs() {
            let value = if value == "from a file" {
                HOSTILE
            } else {
                value
            };
            told.push((format!("{package}.{name}.{option}"), value.to_owned()));
        }
    }
    told
}

/// What cwmpd's settings are after the first boot on a router with this file of another agent.
fn taken_over(
    shell: &'static [&'static str],
    name: &str,
    package: &str,
    text: &str,
) -> (Router, BTreeMap<String, String>) {
    let told = flat(package, text);
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    let router = Router::new(shell, name, &told);
    for service in ["easycwmpd", "icwmpd"] {
        router.folder.put_program(
            &format!("etc/init.d/{service}"),
            &format!("#!/bin/sh\necho \"{service} $1\" >>stopped\n"),
        );
    }
    router.boots();
    assert!(!router.folder.0.join("pwned").exists());
    let store = router.folder.read("store");
    let options: BTreeMap<String, String> = store
        .lines()
        .filter_map(|line| line.strip_prefix("cwmpd.")?.split_once('='))
        .filter(|(name, _)| name.contains('.'))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    // The agent takes them all.
    let mut file = String::new();
    for section in ["acs", "device", "connection_request", "tls"] {
        file.push_str(&format!("config {section} '{section}'\n"));
        for (name, value) in &options {
            if let Some(option) = name.strip_prefix(&format!("{section}.")) {
                let value = value.replace('\'', "'\\''");
                file.push_str(&format!("\toption {option} '{value}'\n"));
            }
        }
    }
    Settings::parse(&file, &[]).unwrap_or_else(|errors| panic!("{errors:?}\n{file}"));
    (router, options)
}

fn holds(options: &BTreeMap<String, String>, wanted: &[(&str, &str)]) {
    for (name, value) in wanted {
        let said = options.get(*name).map_or("", String::as_str);
        assert_eq!(said, *value, "{name}");
    }
}

#[test]
fn settings_of_easycwmp_are_taken_over() {
    for shell in SHELLS {
        let (router, options) = taken_over(shell, "easycwmp", "easycwmp", EASYCWMP);
        holds(
            &options,
            &[
                ("acs.url", "https://acs.test:8443/cwmp"),
                ("acs.username", "router"),
                ("acs.password", HOSTILE),
                ("acs.periodic_enable", "1"),
                ("acs.periodic_interval", "300"),
                ("acs.periodic_time", "2013-05-01T02:30:00Z"),
                ("tls.ca_file", "/etc/easycwmp/ca.pem"),
                ("tls.certificate", "/etc/easycwmp/client.pem"),
                ("tls.key", "/etc/easycwmp/client.pem"),
                ("connection_request.port", "7550"),
                ("connection_request.username", "caller"),
                ("connection_request.password", "called"),
                ("device.provisioning_code", "P-7"),
                ("device.manufacturer", "ACME"),
                ("device.oui", "FFFFFF"),
                ("device.product_class", "R1"),
                ("device.serial_number", "FFFFFF123456"),
            ],
        );
        assert_eq!(
            router.get("firewall.cwmpd.dest_port").as_deref(),
            Some("7550")
        );
        assert_eq!(
            router.folder.read("stopped"),
            "easycwmpd disable\neasycwmpd stop\n"
        );
    }
}

#[test]
fn an_old_file_with_what_no_agent_would_take_leaves_defaults() {
    for shell in SHELLS {
        let (_, options) = taken_over(shell, "old-easycwmp", "easycwmp", OLD_EASYCWMP);
        holds(
            &options,
            &[
                ("acs.url", "http://192.168.1.110:8080/openacs/acs"),
                ("acs.username", "easycwmp"),
                ("acs.periodic_enable", "1"),
                ("acs.periodic_interval", ""),
                ("acs.periodic_time", ""),
                ("connection_request.port", ""),
                ("device.manufacturer", "easycwmp"),
                ("device.oui", ""),
            ],
        );
    }
}

#[test]
fn settings_of_icwmp_are_taken_over() {
    for shell in SHELLS {
        let (router, options) = taken_over(shell, "icwmp", "cwmp", ICWMP);
        holds(
            &options,
            &[
                ("acs.enable", "1"),
                ("acs.url", "https://acs.test/"),
                ("acs.discovery", "0"),
                ("acs.username", "router"),
                ("acs.password", HOSTILE),
                ("acs.periodic_enable", "0"),
                ("acs.periodic_interval", "1800"),
                ("acs.periodic_time", ""),
                ("acs.heartbeat_enable", "1"),
                // Less than the least.
                ("acs.heartbeat_interval", ""),
                ("acs.heartbeat_time", "2024-01-01T00:00:00Z"),
                ("acs.retry_minimum_wait", "7"),
                ("acs.retry_multiplier", "3000"),
                ("acs.timeout", "120"),
                ("acs.notification_throttle", "10"),
                ("acs.instance_mode", "InstanceAlias"),
                ("acs.lightweight_protocols", "UDP"),
                ("acs.lightweight_host", "light.test"),
                ("acs.lightweight_port", "7548"),
                ("connection_request.username", "caller"),
                ("connection_request.password", "called"),
                ("connection_request.port", "7547"),
                ("device.provisioning_code", "P1"),
                ("device.manufacturer", "ACME"),
                ("device.oui", "00D09E"),
                ("device.product_class", "R2"),
                ("device.serial_number", "4711"),
            ],
        );
        assert_eq!(
            router.folder.read("stopped"),
            "icwmpd disable\nicwmpd stop\n"
        );
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
        if let (Some(word), Some(option)) = (words.next(), words.next())
            && (word == "fill" || word.starts_with("take"))
            && option.contains('.')
        {
            seen += 1;
            assert!(known.iter().any(|known| known == option), "{line}");
        }
    }
    assert!(seen >= 40, "{seen}");
}
