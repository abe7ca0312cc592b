//! Across a real NAT: a device behind a masquerading router with connection tracking, ACS and STUN server
//! outside.
//!
//! ```text
//!  device 10.1.0.2 ──► 10.1.0.1 router 203.0.113.1 ──► 203.0.113.10 ACS, STUN (here)
//!                           nft masquerade, conntrack         203.0.113.11 somebody else
//! ```
//!
//! Each test starts this very program again inside network namespaces of its own, with the name of the part
//! to play (`inside_…`). Where namespaces or a tool are missing, it is skipped, and says so. A search takes
//! several times as long as the NAT remembers: NATs of 10 and 30 seconds are here; `.ci/run` and
//! `tests/net/run` add one of 60 seconds. `.ci/run` begins with this search, beside all that it does else, and
//! the test here asks how it went.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "../lab/mod.rs"]
mod lab;

use lab::Lab;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testacs::Options;

const ACS: &str = "203.0.113.10";

#[test]
fn the_time_out_of_a_nat_is_found_and_the_binding_kept() {
    if let Some(folder) = std::env::var_os("CWMPD_NET_BEGUN") {
        return ask(Path::new(&folder));
    }
    let all = std::env::var_os("CWMPD_NET").is_some_and(|which| which == "all");
    let seconds = if all { &[10, 30, 60][..] } else { &[10, 30] };
    // Side by side: most of it is waiting.
    let parts = seconds.iter().map(|seconds| {
        let seconds = seconds.to_string();
        let part = begin("inside_time_out", &[("NAT_SECONDS", &seconds)]);
        (seconds, part)
    });
    for (seconds, part) in parts.collect::<Vec<_>>() {
        end_in_time(part, "inside_time_out", &[("NAT_SECONDS", &seconds)]);
    }
}

/// How it went, where it was begun before.
fn ask(folder: &Path) {
    let begun = Instant::now();
    let status = loop {
        if let Ok(status) = fs::read_to_string(folder.join("status")) {
            break status;
        }
        assert!(begun.elapsed() < Duration::from_secs(2700), "it never ends");
        std::thread::sleep(Duration::from_millis(100));
    };
    let said = fs::read_to_string(folder.join("said")).unwrap();
    assert_eq!(status.trim(), "0", "{said}");
    print!("{said}");
}

#[test]
#[ignore = "played by the_time_out_of_a_nat_is_found_and_the_binding_kept"]
fn inside_time_out() {
    let seconds: u32 = std::env::var("NAT_SECONDS").unwrap().parse().unwrap();
    // A router answers who knocks at a closed port, or it does not: both are usual.
    let net = Net::new(seconds, seconds > 10);
    let lab = net.lab(&format!("time-out-{seconds}"));
    let agent = lab.start();
    // With bounds that say nothing, and with some that shorten a long search.
    let (least, most) = match seconds {
        10 => (3, 60),
        _ => (seconds * 4 / 5, seconds * 6 / 5),
    };
    lab.plays(&format!(
        "wait inform \"0 BOOTSTRAP\"\n\
         attrset Device.ManagementServer.UDPConnectionRequestAddress notification=2\n\
         stun start {ACS}:3478\n\
         set Device.ManagementServer.STUNMinimumKeepAlivePeriod:unsignedInt={least} \
         Device.ManagementServer.STUNMaximumKeepAlivePeriod:int={most} Device.ManagementServer.STUNEnable:boolean=1\nend\n\
         wait stun change\nwait inform \"4 VALUE CHANGE\"\n\
         expect changed Device.ManagementServer.UDPConnectionRequestAddress=$mapped\n\
         get Device.ManagementServer.NATDetected\nexpect Device.ManagementServer.NATDetected=true\nend"
    ));
    let address = lab.status("udp_connection_request_address");
    assert!(address.starts_with("203.0.113.1:"), "{address}");
    let begun = Instant::now();
    lab.until_within(300 + u64::from(seconds) * 12, "the search is over", || {
        lab.status("stun").contains("kept alive")
    });
    let period = period(&lab);
    let searched = begun.elapsed().as_secs();
    println!("a NAT of {seconds} s: kept alive every {period} s, searched for {searched} s");
    let bounds = f64::from(seconds) * 0.9..f64::from(seconds);
    assert!(bounds.contains(&period), "{period}");
    // It is kept: the same address after several times as long as the NAT remembers.
    let address = lab.status("udp_connection_request_address");
    lab.plays("forget\nwait stun binding within 120\nwait stun binding within 120");
    if seconds < 60 {
        lab.plays("wait stun binding within 120");
    }
    assert_eq!(lab.status("udp_connection_request_address"), address);
    lab.plays(&format!(
        "expect stun period >= {}\nexpect stun period < {seconds}\n\
         cr udp copies 3\nwait inform \"6 CONNECTION REQUEST\"\nend\nexpect no complaints",
        bounds.start
    ));
    drop(agent);
}

#[test]
fn calls_come_through_the_nat_and_a_rebind_is_noticed() {
    play("inside_rebind");
}

#[test]
#[ignore = "played by calls_come_through_the_nat_and_a_rebind_is_noticed"]
fn inside_rebind() {
    let net = Net::new(30, true);
    let lab = net.lab("rebind");
    let mut agent = lab.start();
    lab.plays(&format!(
        "wait inform \"0 BOOTSTRAP\"\n\
         attrset Device.ManagementServer.UDPConnectionRequestAddress notification=2\n\
         stun start {ACS}:3478\n\
         set Device.ManagementServer.STUNMinimumKeepAlivePeriod:unsignedInt=3 \
         Device.ManagementServer.STUNMaximumKeepAlivePeriod:int=3 Device.ManagementServer.STUNEnable:boolean=1\nend\n\
         wait stun change\nwait inform \"4 VALUE CHANGE\"\n\
         expect changed Device.ManagementServer.UDPConnectionRequestAddress=$mapped\nend"
    ));
    // The ACS cannot call by TCP; by UDP it can, from where the binding leads to.
    lab.plays(
        "cr udp copies 3\nwait inform \"6 CONNECTION REQUEST\"\nend\nwait quiet 1\n\
         cr udp again copies 3\ncr udp forged\ncr udp old 60\nwait quiet 1",
    );
    let heard = |what: &str| {
        lab.until(what, || lab.status("connection_requests").contains(what));
    };
    heard("1 × wrong username or password");
    heard("udp 1 × accepted");
    // From elsewhere the NAT lets nothing in.
    lab.plays("cr udp elsewhere\nwait quiet 1");
    // The agent is killed, and what was taken before is not taken again.
    agent.child.kill().unwrap();
    agent.child.wait().unwrap();
    agent = lab.start();
    lab.plays("wait stun change\ncr udp again copies 3\nwait quiet 1");
    let heard = |what: &str| {
        lab.until(what, || lab.status("connection_requests").contains(what));
    };
    heard("udp 3 × sent again or too late");
    let before = lab.status("udp_connection_request_address");
    net.router("conntrack", &["-F"]);
    let flushed = Instant::now();
    lab.plays(&format!("wait stun change\n{TOLD}\nend"));
    println!(
        "a rebind was announced after {} ms",
        flushed.elapsed().as_millis()
    );
    assert_ne!(lab.status("udp_connection_request_address"), before);
    lab.plays("cr udp\nwait inform \"6 CONNECTION REQUEST\"\nend\nexpect no complaints");
    // Another address of the device: all is found anew.
    net.device("ip", &["addr", "add", "10.1.0.3/24", "dev", "c0"]);
    net.device("ip", &["addr", "del", "10.1.0.2/24", "dev", "c0"]);
    net.device("ip", &["addr", "replace", "10.1.0.3/24", "dev", "c0"]);
    net.device("ip", &["route", "replace", "default", "via", "10.1.0.1"]);
    lab.plays("wait stun change");
    // ConnectionRequestURL is another one, too, and may be told in a session before.
    if lab.acs.script(TOLD).is_err() {
        lab.plays(&format!("end\n{TOLD}"));
    }
    lab.plays("end\ncr udp\nwait inform \"6 CONNECTION REQUEST\"\nend\nexpect no complaints");
    drop(agent);
}

const TOLD: &str = "wait inform \"4 VALUE CHANGE\"\n\
    expect changed Device.ManagementServer.UDPConnectionRequestAddress=$mapped";

#[test]
fn another_server_of_debian_is_understood() {
    play_in_time("inside_coturn");
}

#[test]
#[ignore = "played by another_server_of_debian_is_understood"]
fn inside_coturn() {
    if !there("turnserver") {
        println!("skipped: coturn is not installed");
        return;
    }
    let net = Net::new(10, true);
    let lab = net.lab("coturn");
    let agent = lab.start();
    // Without a login, at a fixed period; then with one, and a search by RESPONSE-PORT.
    for (login, most) in [(false, 8), (true, 12)] {
        let coturn = coturn(&lab, login);
        lab.plays(&format!(
            "wait inform\n\
             set Device.ManagementServer.STUNUsername=cpe1 Device.ManagementServer.STUNPassword=s3cret \
             Device.ManagementServer.STUNMinimumKeepAlivePeriod:unsignedInt=8 \
             Device.ManagementServer.STUNMaximumKeepAlivePeriod:int={most} \
             Device.ManagementServer.STUNEnable:boolean=1\nend"
        ));
        lab.until("coturn tells the address", || {
            lab.status("udp_connection_request_address")
                .starts_with("203.0.113.1:")
        });
        lab.until_within(300, "the period is found", || {
            lab.status("stun").contains("kept alive")
        });
        println!("coturn, login {login}: {}", lab.status("stun"));
        if login {
            let period = period(&lab);
            assert!((9.0..10.0).contains(&period), "{period}");
        }
        drop(coturn);
        lab.cwmpd(&["set", "Device.ManagementServer.STUNEnable=0"]);
        lab.cwmpd(&["inform"]);
    }
    drop(agent);
}

/// Of the time of RFC 3489: it answers where RESPONSE-ADDRESS says.
#[test]
fn a_classic_server_of_debian_is_understood() {
    play_in_time("inside_classic");
}

#[test]
#[ignore = "played by a_classic_server_of_debian_is_understood"]
fn inside_classic() {
    if !there("stund") {
        println!("skipped: stun-server is not installed");
        return;
    }
    let net = Net::new(10, true);
    let lab = net.lab("classic");
    let agent = lab.start();
    let mut server = Command::new("stund");
    server.args(["-h", ACS, "-a", "203.0.113.11"]);
    let _server = Server::start(&mut server);
    lab.plays(
        "wait inform\n\
         set Device.ManagementServer.STUNMinimumKeepAlivePeriod:unsignedInt=8 \
         Device.ManagementServer.STUNMaximumKeepAlivePeriod:int=12 \
         Device.ManagementServer.STUNEnable:boolean=1\nend",
    );
    lab.until("it tells the address", || {
        lab.status("udp_connection_request_address")
            .starts_with("203.0.113.1:")
    });
    lab.until_within(300, "the period is found", || {
        lab.status("stun").contains("kept alive")
    });
    println!("stund: {}", lab.status("stun"));
    let period = period(&lab);
    assert!((9.0..10.0).contains(&period), "{period}");
    drop(agent);
}

#[test]
fn a_change_that_cuts_the_device_off_is_undone() {
    // Address, VLAN, password of the line, firewall; side by side, as most of it is waiting.
    let parts: Vec<_> = [
        ("ipaddr", "10.9.9.9"),
        ("vid", "77"),
        ("password", "wrong"),
        ("firewall", "closed"),
    ]
    .iter()
    .map(|(option, value)| begin("inside_cut_off", &[("OPTION", option), ("VALUE", value)]))
    .collect();
    for part in parts.into_iter().flatten() {
        end(part);
    }
}

#[test]
#[ignore = "played by a_change_that_cuts_the_device_off_is_undone"]
fn inside_cut_off() {
    let (option, value) = (
        std::env::var("OPTION").unwrap(),
        std::env::var("VALUE").unwrap(),
    );
    let net = Net::new(30, true);
    let lab = net.lab(&format!("cut-off-{option}"));
    lab.put(
        "platform/network.map",
        "Device.X_TEST_WAN. uci network wan\n  Address ipaddr\n  VLAN vid\n  Secret password\n  \
         Door firewall\napply network risky after sh \"$CWMPD_ROOT/reload\"\n",
    );
    lab.put(
        "datamodel/device-2.dm",
        &fs::read_to_string(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/datamodel/device-2.dm"
        ))
        .unwrap(),
    );
    lab.put(
        "datamodel/test.dm",
        "Device.X_TEST_WAN.\n  Address string rw\n  VLAN string rw\n  Secret string rw\n  Door string rw\n",
    );
    let before = "config interface 'wan'\n\toption ipaddr '10.1.0.2'\n\toption vid '0'\n\
                  \toption password 'right'\n\toption firewall 'open'\n";
    lab.put("root/etc/config/network", before);
    // As a router's network and firewall do: what the options say is in force.
    lab.put(
        "root/reload",
        "option() { sed -n \"s/.*option $1 '\\(.*\\)'/\\1/p\" \"$CWMPD_ROOT/etc/config/network\"; }\n\
         ip addr flush dev c0\nip link del c0.77 2>/dev/null\nnft delete table ip d 2>/dev/null\nlink=c0\n\
         if [ \"$(option vid)\" = 77 ]; then\n  ip link add link c0 name c0.77 type vlan id 77\n  \
         ip link set c0.77 up\n  link=c0.77\nfi\n[ \"$(option password)\" = right ] || exit 0\n\
         ip addr add \"$(option ipaddr)/24\" dev $link\nip route replace default via 10.1.0.1 dev $link onlink\n\
         [ \"$(option firewall)\" = open ] || nft 'add table ip d; add chain ip d o \
         { type filter hook output priority 0; policy drop; }'\n:\n",
    );
    let datamodel = lab.folder.join("datamodel");
    let config = lab.root().join("etc/config/cwmpd");
    let mut text = fs::read_to_string(&config).unwrap();
    text.push_str(&format!(
        "config confirm 'confirm'\n\toption timeout '20'\nconfig agent 'agent'\n\toption datamodel '{}'\n",
        datamodel.display()
    ));
    fs::write(&config, text).unwrap();
    let agent = lab.start();
    let name = match option.as_str() {
        "ipaddr" => "Address",
        "vid" => "VLAN",
        "password" => "Secret",
        _ => "Door",
    };
    let begun = Instant::now();
    lab.plays(&format!(
        "wait inform \"0 BOOTSTRAP\"\nset Device.X_TEST_WAN.{name}={value}\nend\n\
         wait inform \"4 VALUE CHANGE\" \"X CWMPD CHANGES UNDONE\" within 120\n\
         expect changed Device.X_TEST_WAN.{name}\nend\nexpect no complaints"
    ));
    println!(
        "{option} {value}: back after {} s",
        begun.elapsed().as_secs()
    );
    let network = fs::read_to_string(lab.root().join("etc/config/network")).unwrap();
    assert_eq!(network, before);
    assert!(
        lab.log().contains("the ACS was not reached with it"),
        "{}",
        lab.log()
    );
    drop(agent);
}

/// With the maps that are shipped for OpenWrt.
#[test]
fn the_shipped_platform_undoes_what_cuts_it_off_and_what_fails() {
    play("inside_shipped");
}

#[test]
#[ignore = "played by the_shipped_platform_undoes_what_cuts_it_off_and_what_fails"]
fn inside_shipped() {
    let net = Net::new(30, true);
    let lab = net.lab("shipped");
    ship(&lab);
    let before = "config interface 'wan'\n\toption proto 'static'\n\toption device 'c0'\n\
                  \toption ipaddr '10.1.0.2'\n\toption netmask '255.255.255.0'\n\toption gateway '10.1.0.1'\n";
    lab.put("root/etc/config/network", before);
    let zones = "config zone\n\toption name 'wan'\n\tlist network 'wan'\n\n\
                 config rule\n\toption name 'out'\n\toption dest 'wan'\n\toption target 'ACCEPT'\n";
    lab.put("root/etc/config/firewall", zones);
    // As netifd, fw4 and nft do; a netmask of 255.255.255.252 is one that this netifd does not take.
    service(
        &lab,
        "etc/init.d/network",
        "option() { sed -n \"s/.*option $1 '\\(.*\\)'/\\1/p\" \"$CWMPD_ROOT/etc/config/network\"; }\n\
         [ \"$(option netmask)\" != 255.255.255.252 ] || { echo 'Command failed: Invalid argument' >&2; exit 1; }\n\
         ip addr flush dev c0\nip addr add \"$(option ipaddr)/24\" dev c0\n\
         ip route replace default via \"$(option gateway)\" dev c0 onlink\n",
    );
    service(
        &lab,
        "sbin/fw4",
        "rules=$CWMPD_ROOT/etc/config/firewall\n[ \"$1\" = -q ] && exec 2>/dev/null && shift\n\
         ! grep -q \"name 'unknown\" \"$rules\" || { echo 'rule 1' >&2; echo '/dev/stdin:3:1: Error: syntax error' >&2; \
         echo '^^^' >&2; exit 1; }\n[ \"$1\" = check ] && exit 0\nnft delete table ip d 2>/dev/null\n\
         ! grep -q \"target 'DROP'\" \"$rules\" || nft 'add table ip d; add chain ip d o \
         { type filter hook output priority 0; policy drop; }'\n",
    );
    service(
        &lab,
        "etc/init.d/firewall",
        "exec \"$CWMPD_ROOT/sbin/fw4\" reload\n",
    );
    lab.put("root/var/run/fw4.state", "{}");
    let agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    let of =
        |package: &str| fs::read_to_string(lab.root().join("etc/config").join(package)).unwrap();
    const ADDRESS: &str = "Device.IP.Interface.1.IPv4Address.1";
    const RULE: &str = "Device.Firewall.Chain.1.Rule.1";
    // Refused before the answer; not in force after it; cut off by the network, and by the firewall.
    for (name, value, then, said) in [
        (
            format!("{RULE}.Description"),
            "unknown",
            "expect fault 9002\nend".to_string(),
            "Error: syntax error",
        ),
        (
            format!("{ADDRESS}.SubnetMask"),
            "255.255.255.252",
            undone(&format!("{ADDRESS}.SubnetMask")),
            "Invalid argument",
        ),
        (
            format!("{ADDRESS}.IPAddress"),
            "10.9.9.9",
            undone(&format!("{ADDRESS}.IPAddress")),
            "the ACS was not reached with it",
        ),
        (
            format!("{RULE}.Target"),
            "Drop",
            undone(&format!("{RULE}.Target")),
            "the ACS was not reached with it",
        ),
    ] {
        let begun = Instant::now();
        lab.cwmpd(&["inform"]);
        lab.plays(&format!("forget\nwait inform\nset {name}={value}\n{then}"));
        println!(
            "{name}={value}: as before after {} s",
            begun.elapsed().as_secs()
        );
        assert_eq!(
            (of("network"), of("firewall")),
            (before.to_string(), zones.to_string())
        );
        let log = lab.log();
        let last = log
            .lines()
            .rfind(|line| line.contains("undone: ") || line.contains("refused: "));
        assert!(
            last.is_some_and(|line| line.contains(said)),
            "{said} in\n{log}"
        );
    }
    drop(agent);
}

/// The shipped platform in place of the lab's, with services that are in its root; a change is undone after 20 seconds.
fn ship(lab: &Lab) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("platform");
    let platform = lab.folder.join("openwrt");
    fs::create_dir_all(&platform).unwrap();
    fs::copy(shipped.join("lib.sh"), lab.folder.join("lib.sh")).unwrap();
    for entry in fs::read_dir(shipped.join("openwrt")).unwrap() {
        let path = entry.unwrap().path();
        let beside = platform.join(path.file_name().unwrap());
        if path.extension().is_some_and(|end| end == "map") {
            // The services of this router, not those of the machine that runs the test.
            let mut text = String::new();
            for line in fs::read_to_string(&path).unwrap().lines() {
                let line = match line.starts_with("apply ") {
                    true => line
                        .replace("/etc/init.d/", "$CWMPD_ROOT/etc/init.d/")
                        .replace(" fw4 ", " $CWMPD_ROOT/sbin/fw4 "),
                    false => line.to_string(),
                };
                text.push_str(&line);
                text.push('\n');
            }
            fs::write(beside, text).unwrap();
        } else {
            std::os::unix::fs::symlink(&path, beside).unwrap();
        }
    }
    let config = lab.root().join("etc/config/cwmpd");
    let text = fs::read_to_string(&config).unwrap();
    let text = text.replace(
        &format!("'{}'", lab.folder.join("platform").display()),
        &format!("'{}'", platform.display()),
    );
    fs::write(
        &config,
        text + "config confirm 'confirm'\n\toption timeout '20'\n",
    )
    .unwrap();
}

/// A service of this router.
fn service(lab: &Lab, path: &str, text: &str) {
    lab.put(&format!("root/{path}"), &format!("#!/bin/sh\n{text}"));
    let path = lab.root().join(path);
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
}

/// What the ACS sees of a change that is undone.
fn undone(changed: &str) -> String {
    format!(
        "end\nwait inform \"4 VALUE CHANGE\" \"X CWMPD CHANGES UNDONE\" within 120\n\
         expect changed {changed}\nend\nexpect no complaints"
    )
}

#[test]
fn the_shipped_platform_undoes_a_wrong_password_and_a_wrong_vlan() {
    play("inside_shipped_line");
}

/// A line that wants a password and a VLAN.
#[test]
#[ignore = "played by the_shipped_platform_undoes_a_wrong_password_and_a_wrong_vlan"]
fn inside_shipped_line() {
    let net = Net::new(30, true);
    let lab = net.lab("shipped-line");
    ship(&lab);
    let before = "config device 'line'\n\toption name 'line'\n\toption type '8021q'\n\toption ifname 'c0'\n\
                  \toption vid '7'\n\nconfig interface 'wan'\n\toption proto 'pppoe'\n\toption device 'line'\n\
                  \toption username 'subscriber'\n\toption password 'right'\n";
    lab.put("root/etc/config/network", before);
    // As netifd and the other end do: what has another tag or password is not heard.
    service(
        &lab,
        "etc/init.d/network",
        "option() { sed -n \"s/.*option $1 '\\(.*\\)'/\\1/p\" \"$CWMPD_ROOT/etc/config/network\"; }\n\
         ip addr flush dev c0\n[ \"$(option vid) $(option password)\" = '7 right' ] || exit 0\n\
         ip addr add 10.1.0.2/24 dev c0\nip route replace default via 10.1.0.1 dev c0 onlink\n",
    );
    let agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    for (name, value) in [
        ("Device.PPP.Interface.1.Password", "wrong"),
        ("Device.Ethernet.VLANTermination.1.VLANID", "77"),
    ] {
        let begun = Instant::now();
        lab.cwmpd(&["inform"]);
        let then = undone(name);
        lab.plays(&format!("forget\nwait inform\nset {name}={value}\n{then}"));
        println!(
            "{name}={value}: as before after {} s",
            begun.elapsed().as_secs()
        );
        let network = fs::read_to_string(lab.root().join("etc/config/network")).unwrap();
        assert_eq!(network, before);
        let log = lab.log();
        let last = log.lines().rfind(|line| line.contains("undone: "));
        let said = "the ACS was not reached with it";
        assert!(last.is_some_and(|line| line.contains(said)), "{log}");
    }
    drop(agent);
}

/// Seconds between keep-alives, as the status says.
fn period(lab: &Lab) -> f64 {
    let status = lab.status("stun");
    let (_, text) = status.split_once("every ").unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

/// Another's STUN server; killed with the test.
struct Server(Child);

/// Debian's coturn at 203.0.113.10 and .11.
fn coturn(lab: &Lab, login: bool) -> Server {
    let folder = lab.folder.join("coturn");
    fs::create_dir_all(&folder).unwrap();
    let logins = match login {
        true => "lt-cred-mech\nsecure-stun\nuser=cpe1:s3cret\nrealm=example.net\n",
        false => "no-auth\n",
    };
    let config = format!(
        "listening-ip={ACS}\nlistening-ip=203.0.113.11\nlistening-port=3478\nalt-listening-port=3479\n\
         no-tls\nno-dtls\nno-cli\nstun-only\nrfc5780\nlog-file=stdout\nsimple-log\n{logins}\
         pidfile={0}/pid\nuserdb={0}/users\n",
        folder.display()
    );
    fs::write(folder.join("turn.conf"), config).unwrap();
    let mut command = Command::new("turnserver");
    command.arg("-c").arg(folder.join("turn.conf"));
    Server::start(&mut command)
}

impl Server {
    fn start(command: &mut Command) -> Server {
        let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
        Server(quiet.spawn().unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The router and the device; here is the world outside.
struct Net {
    router: Child,
    device: Child,
}

impl Net {
    /// A NAT that forgets after so many seconds. `silent`: it drops what it knows no binding for; else it
    /// answers that the port is closed.
    fn new(seconds: u32, silent: bool) -> Net {
        let net = Net {
            router: holder(),
            device: holder(),
        };
        let (router, device) = (net.router.id().to_string(), net.device.id().to_string());
        ip(&[
            "link", "add", "a0", "type", "veth", "peer", "name", "n1", "netns", &router,
        ]);
        ip(&[
            "link", "add", "c0", "netns", &device, "type", "veth", "peer", "name", "n0", "netns",
            &router,
        ]);
        for address in ["203.0.113.10/24", "203.0.113.11/24"] {
            ip(&["addr", "add", address, "dev", "a0"]);
        }
        for link in ["lo", "a0"] {
            ip(&["link", "set", link, "up"]);
        }
        for (link, address) in [("n0", "10.1.0.1/24"), ("n1", "203.0.113.1/24")] {
            net.router("ip", &["addr", "add", address, "dev", link]);
            net.router("ip", &["link", "set", link, "up"]);
        }
        net.device("ip", &["link", "set", "lo", "up"]);
        net.device("ip", &["addr", "add", "10.1.0.2/24", "dev", "c0"]);
        net.device("ip", &["link", "set", "c0", "up"]);
        net.device("ip", &["route", "add", "default", "via", "10.1.0.1"]);
        let input = match silent {
            true => {
                "add chain ip f in { type filter hook input priority 0; policy drop; }; \
                     add rule ip f in ct state established,related accept;"
            }
            false => "",
        };
        net.router(
            "nft",
            &[&format!(
                "add table ip nat; add chain ip nat post {{ type nat hook postrouting priority 100; }}; \
                 add rule ip nat post oifname n1 masquerade random; add table ip f; \
                 add chain ip f forward {{ type filter hook forward priority 0; policy drop; }}; \
                 add rule ip f forward iifname n0 accept; \
                 add rule ip f forward ct state established,related accept; {input}"
            )],
        );
        net.router(
            "sh",
            &[
                "-c",
                &format!(
                    "echo 1 > /proc/sys/net/ipv4/ip_forward && cd /proc/sys/net/netfilter && \
                     echo {seconds} > nf_conntrack_udp_timeout && \
                     echo {seconds} > nf_conntrack_udp_timeout_stream"
                ),
            ],
        );
        net
    }

    /// A command on the router.
    fn router(&self, program: &str, arguments: &[&str]) {
        within(&self.router, program, arguments);
    }

    /// A command on the device.
    fn device(&self, program: &str, arguments: &[&str]) {
        within(&self.device, program, arguments);
    }

    /// The device, and its ACS outside.
    fn lab(&self, name: &str) -> Lab {
        let options = Options {
            listen: format!("{ACS}:7557").parse().unwrap(),
            ..Options::default()
        };
        let mut lab = Lab::with(&format!("net-{name}"), options);
        let target = self.device.id().to_string();
        lab.enter = ["nsenter", "-t", &target, "-n"].map(String::from).to_vec();
        lab.config(
            "config connection_request 'connection_request'\n\toption port '7547'\n\
             \toption username 'acs'\n\toption password 'acs-secret'\n",
        );
        lab
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        for child in [&mut self.router, &mut self.device] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A process that keeps a network of its own.
fn holder() -> Child {
    let child = Command::new("unshare")
        .args(["-n", "sleep", "3600"])
        .spawn();
    let child = child.unwrap();
    let here = fs::read_link("/proc/self/ns/net").unwrap();
    let there = format!("/proc/{}/ns/net", child.id());
    while fs::read_link(&there).unwrap() == here {
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn within(holder: &Child, program: &str, arguments: &[&str]) {
    let target = holder.id().to_string();
    let mut command = Command::new("nsenter");
    command.args(["-t", &target, "-n", program]).args(arguments);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {told}");
}

fn ip(arguments: &[&str]) {
    let output = Command::new("ip").args(arguments).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "ip {arguments:?}: {told}");
}

fn there(program: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", "command -v \"$1\"", "sh", program])
        .stdout(Stdio::null())
        .status();
    found.is_ok_and(|status| status.success())
}

/// Plays this part in a network of its own.
fn play(part: &str) {
    if let Some(child) = begin(part, &[]) {
        end(child);
    }
}

fn begin(part: &str, environment: &[(&str, &str)]) -> Option<Child> {
    for tool in ["nft", "conntrack", "nsenter"] {
        if !there(tool) {
            println!("skipped: {tool} is not installed, for {part}");
            return None;
        }
    }
    let may = Command::new("unshare")
        .args(["-rn", "sh", "-c"])
        .arg(
            "ip link add type veth && nft add table ip nat && \
             nft add chain ip nat post '{ type nat hook postrouting priority 100; }' && \
             nft add rule ip nat post masquerade && \
             echo 9 > /proc/sys/net/netfilter/nf_conntrack_udp_timeout",
        )
        .stderr(Stdio::null())
        .status();
    if !may.is_ok_and(|status| status.success()) {
        println!("skipped: no network namespaces with a NAT here, for {part}");
        return None;
    }
    let played = Command::new("unshare")
        .arg("-rn")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", part, "--ignored", "--nocapture"])
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    Some(played.unwrap())
}

fn end(child: Child) {
    print!("{}", ended(child).unwrap_or_else(|said| panic!("{said}")));
}

/// The same where the time that a NAT remembers is measured: what a machine that does much else sends late is lost to
/// it, and rightly so. Then once more.
fn play_in_time(part: &str) {
    end_in_time(begin(part, &[]), part, &[]);
}

fn end_in_time(begun: Option<Child>, part: &str, environment: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    let mut playing = begun;
    while let Some(child) = playing {
        match ended(child) {
            Ok(said) => return print!("{said}"),
            Err(said) => wrong.push(said),
        }
        assert!(wrong.len() < 3, "{}", wrong.join("\n"));
        playing = begin(part, environment);
    }
}

/// What it has said.
fn ended(child: Child) -> Result<String, String> {
    let played = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&played.stdout).into_owned();
    match played.status.success() && said.contains("1 passed") {
        true => Ok(said),
        false => Err(said + "\n" + &String::from_utf8_lossy(&played.stderr)),
    }
}
