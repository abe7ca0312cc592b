//! The hook of `platform/openwrt` that tells of DHCP pools.

use crate::lab::{Lab, get, hook_of, refused, shells, told};
use cwmpd::fault::FaultCode;
use cwmpd::platform::hook::Request;
use std::fs;

pub const NETWORK: &str = "
config interface 'lan'
	option device 'br-lan'
	list ipaddr '192.168.1.1/24'
	list ipaddr '10.0.0.1/8'

config interface guest # a comment
	option ipaddr \"10.1.255.1\"
	option netmask 255.255.255.0

config interface 'odd'
	option ipaddr 'a[$(touch pwned)]'
	option netmask '255.255.255.0'
";
const DHCP: &str = "
config dnsmasq
	option domain 'lan'

config dhcp 'lan'
	option interface 'lan'
	option start '100'
	option limit '150'

config dhcp
	option interface 'guest'
	option limit '500'

config dhcp 'odd'
	option interface 'odd'
";

#[test]
fn openwrt_computes_the_addresses_of_a_pool() {
    for shell in shells() {
        let lab = Lab::new("pool");
        lab.write("etc/config/network", NETWORK);
        lab.write("etc/config/dhcp", DHCP);
        let pool = |key: &str, values: [&str; 3]| {
            let names = ["MinAddress", "MaxAddress", "ReservedAddresses"];
            let path = |name: &str| format!("Device.DHCPv4.Server.Pool.[{key}].{name}");
            names
                .iter()
                .zip(values)
                .map(|(name, value)| told(&path(name), value))
                .collect::<Vec<_>>()
        };
        let lan = pool("lan", ["192.168.1.100", "192.168.1.249", ""]);
        let guest = pool("@dhcp[1\\]", ["10.1.255.100", "10.1.255.254", ""]);
        let hook = hook_of("openwrt", "pool");
        let ask = |path: &str| lab.ask(&shell, &hook, &[get(path)]);
        let all = ask("Device.DHCPv4.Server.Pool.");
        assert_eq!(all.get(..6).unwrap(), [lan.clone(), guest].concat());
        assert_eq!(
            ask("Device.DHCPv4.Server.Pool.[lan].MinAddress"),
            lan.get(..1).unwrap()
        );
        assert_eq!(lab.names(), ["root"]);
    }
}

/// They are clients that there are not, in a file that may hold others.
#[test]
fn what_a_pool_gives_to_nobody_stands_among_the_hosts_of_dnsmasq() {
    for shell in shells() {
        let lab = Lab::new("reserved");
        lab.write("etc/config/network", NETWORK);
        // dnsmasq's own mask counts.
        let dhcp = format!("{DHCP}\toption netmask '25'\n");
        let dhcp = dhcp.replace(
            "option domain 'lan'",
            "option dhcphostsfile '/etc/dnsmasq hosts'",
        );
        let dhcp = dhcp.replace(
            "\toption limit '150'\n",
            "\toption limit '150'\n\toption netmask '255.255.255.128'\n",
        );
        lab.write("etc/config/dhcp", &dhcp);
        let others = "aa:bb:cc:00:00:01,192.168.1.5\nid:cwmp-10.1.255.9,10.1.255.9\n";
        lab.write("etc/dnsmasq hosts", others);
        let hook = hook_of("openwrt", "pool");
        let path = "Device.DHCPv4.Server.Pool.[lan].ReservedAddresses";
        let change = |verb: &str, value: &str| {
            let (path, value) = (path.to_owned(), value.to_owned());
            let request = match verb {
                "check" => Request::Check { path, value },
                _ => Request::Set { path, value },
            };
            lab.ask(&shell, &hook, &[request])
        };
        let file = || fs::read_to_string(lab.root.join("etc/dnsmasq hosts")).unwrap();
        assert_eq!(change("set", ""), []);
        assert_eq!(file(), others);
        let edit = told("uci.dhcp.@dnsmasq[0].dhcphostsfile", "/etc/dnsmasq hosts");
        assert_eq!(
            change("set", "192.168.1.9,192.168.1.100"),
            std::slice::from_ref(&edit)
        );
        let ours = |one: &str| format!("id:cwmp-{one},{one}\n");
        let both = [ours("192.168.1.9"), ours("192.168.1.100")].concat();
        assert_eq!(file(), format!("{others}{both}"));
        assert_eq!(
            lab.ask(&shell, &hook, &[get(path)]),
            [told(path, "192.168.1.9,192.168.1.100")]
        );
        for wrong in [
            "192.168.1.200",
            "192.168.1.9,$(touch pwned)",
            "192.168.1.9,,192.168.1.10",
        ] {
            let refusals = change("check", wrong);
            assert!(!refusals.is_empty(), "{wrong}");
        }
        assert_eq!(change("set", ""), [edit]);
        assert_eq!(file(), others);
        assert_eq!(lab.names(), ["root"]);
    }
}

#[test]
fn a_pool_shows_the_leases_of_its_network() {
    for shell in shells() {
        let lab = Lab::new("leases");
        lab.write("etc/config/network", NETWORK);
        lab.write("etc/config/dhcp", DHCP);
        lab.write(
            "tmp/dhcp.leases",
            "1700003600 aa:bb:cc:00:00:01 192.168.1.100 tv *\n\
             0 aa:bb:cc:00:00:02 10.1.255.101 * *\nduid 00:01\n",
        );
        lab.write(
            "proc/net/arp",
            "IP address HW type Flags HW address Mask Device\n\
             192.168.1.100 0x1 0x2 aa:bb:cc:00:00:01 * br-lan\n",
        );
        lab.write(
            "var/run/cwmpd.clients/aa:bb:cc:00:00:01",
            "12=7476\n60=$(touch pwned)\n]x=00\n61=01aabb\nvendor=dslforum.org\n77\n",
        );
        let row = "Device.DHCPv4.Server.Pool.[lan].Client.[aa:bb:cc:00:00:01].";
        assert_eq!(
            lab.ask(
                &shell,
                &hook_of("openwrt", "pool"),
                &[get("Device.DHCPv4.Server.Pool.[lan].Client.")]
            ),
            [
                ("Chaddr", "aa:bb:cc:00:00:01"),
                ("Active", "true"),
                ("IPv4Address.[192.168.1.100].IPAddress", "192.168.1.100"),
                (
                    "IPv4Address.[192.168.1.100].LeaseTimeRemaining",
                    "1700003600"
                ),
                ("Option.[12].Tag", "12"),
                ("Option.[12].Value", "7476"),
                ("Option.[61].Tag", "61"),
                ("Option.[61].Value", "01aabb"),
            ]
            .map(|(name, value)| told(&format!("{row}{name}"), value))
        );
    }
}

#[test]
fn a_pools_range_may_be_moved_in_any_order_but_not_turned_around_or_out_of_its_network() {
    for shell in shells() {
        let lab = Lab::new("range");
        lab.write("etc/config/network", NETWORK);
        lab.write("etc/config/dhcp", DHCP);
        let hook = hook_of("openwrt", "pool");
        let path = |name: &str| format!("Device.DHCPv4.Server.Pool.[lan].{name}");
        let change = |verb: &str, values: &[(&str, &str)]| {
            let requests: Vec<Request> = values
                .iter()
                .map(|(name, value)| {
                    let (path, value) = (path(name), (*value).to_owned());
                    match verb {
                        "check" => Request::Check { path, value },
                        _ => Request::Set { path, value },
                    }
                })
                .collect();
            lab.ask(&shell, &hook, &requests)
        };
        let edits = |start: &str, limit: &str| {
            [
                told("uci.dhcp.lan.start", start),
                told("uci.dhcp.lan.limit", limit),
            ]
        };
        let both = [
            ("MinAddress", "192.168.1.10"),
            ("MaxAddress", "192.168.1.20"),
        ];
        let turned = [both[1], both[0]];
        for order in [both, turned] {
            assert_eq!(change("check", &order), []);
            let answers = change("set", &order);
            assert_eq!(
                answers
                    .first()
                    .into_iter()
                    .chain(answers.get(1))
                    .cloned()
                    .collect::<Vec<_>>(),
                edits("10", "11")
            );
        }
        // The other end stays where it is.
        assert_eq!(
            change("set", &[("MinAddress", "192.168.1.200")]),
            edits("200", "50")
        );
        for (name, value, text) in [
            (
                "MaxAddress",
                "192.168.1.20",
                "expected MinAddress not above MaxAddress",
            ),
            (
                "MaxAddress",
                "192.168.2.20",
                "expected an address of the network that interface has",
            ),
            (
                "MinAddress",
                "192.168.1.0",
                "expected an address of the network that interface has",
            ),
        ] {
            let refusals = change("check", &[(name, value)]);
            assert!(
                refusals.contains(&refused(
                    FaultCode::InvalidParameterValue,
                    &path(name),
                    text
                )),
                "{refusals:?}"
            );
        }
        assert_eq!(lab.names(), ["root"]);
    }
}

/// What a shell takes for an octal number is none.
#[test]
fn an_odd_port_of_vxlan_leaves_the_pool_hook_alive() {
    for shell in shells() {
        let lab = Lab::new("vxlan-pool");
        let odd = "config interface 'vx'\n\toption proto 'vxlan'\n\toption srcportmin '0800'\n";
        lab.write("etc/config/network", &format!("{NETWORK}\n{odd}"));
        lab.write("etc/config/dhcp", DHCP);
        let hook = hook_of("openwrt", "pool");
        let path = "Device.VXLAN.Tunnel.[vx].SourcePort";
        assert_eq!(lab.ask(&shell, &hook, &[get(path)]), [told(path, "0")]);
    }
}
