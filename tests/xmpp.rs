//! Connection requests over XMPP with the real binary: against the XMPP server of testacs, and against prosody
//! where that is installed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::{Agent, Lab};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::fs;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};
use testacs::xmpp::{Account, Server, Settings};
use testacs::{Certificate, Tls};

const LIMIT: Duration = lab::PATIENCE;
const ACS: &str = "acs@localhost/testacs";
const LOGIN: (&str, &str) = ("acs", "acs-secret");

/// A device whose settings have a connection to a server here.
fn device(name: &str, server: SocketAddr, more: &str) -> Lab {
    let lab = Lab::new(name);
    let map = Path::new(env!("CARGO_MANIFEST_DIR")).join("platform/generic/xmpp.map");
    lab.put("platform/xmpp.map", &fs::read_to_string(map).unwrap());
    lab.config(&format!(
        "config connection_request 'connection_request'\n\toption port '0'\n\
         \toption username 'acs'\n\toption password 'acs-secret'\n\
         \toption xmpp_connection 'xmpp1'\n\
         config xmpp_connection 'xmpp1'\n\toption enable '1'\n\toption username 'cpe'\n\
         \toption password 'pw'\n\toption domain 'localhost'\n\toption algorithm 'ServerTable'\n\
         \toption retry_initial '1'\n\toption retry_longest '1'\n\
         config xmpp_server 's1'\n\toption connection 'xmpp1'\n\toption enable '1'\n\
         \toption address '{}'\n\toption port '{}'\n{more}",
        server.ip(),
        server.port()
    ));
    lab
}

fn settings() -> Settings {
    Settings {
        accounts: vec![("cpe".to_string(), "pw".to_string())],
        ..Settings::new("localhost")
    }
}

fn get(lab: &Lab, path: &str) -> String {
    let output = lab.cwmpd(&["get", path]);
    let text = String::from_utf8(output.stdout).unwrap();
    text.trim()
        .split_once('=')
        .unwrap_or_default()
        .1
        .to_string()
}

fn status(lab: &Lab) -> String {
    get(lab, "Device.XMPP.Connection.1.Status")
}

fn comes(lab: &Lab) {
    lab.plays("wait inform \"6 CONNECTION REQUEST\" within 60\nend");
}

#[test]
fn the_acs_sets_a_connection_up_and_calls() {
    let lab = Lab::new("xmpp-script");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    lab.put("platform/xmpp.map", &read("platform/generic/xmpp.map"));
    let _agent = lab.start();
    lab.plays(&read("tests/acs/scripts/xmpp.acs"));
}

#[test]
fn every_mechanism_that_a_server_may_offer() {
    let made = Certificate::SelfMade { names: Vec::new() };
    for mechanism in ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"] {
        let tls = Tls::new(&made, None).unwrap();
        let pem = tls.pem.clone();
        let server = Server::start(Settings {
            tls: Some(tls),
            mechanisms: vec![mechanism],
            ..settings()
        })
        .unwrap();
        let name = format!("xmpp-{mechanism}");
        let lab = device(&name, server.address(), "");
        lab.put("ca.pem", &pem);
        with_ca(&lab);
        let _agent = lab.start();
        let jid = server.wait_bound("cpe", LIMIT).unwrap();
        assert_eq!(server.logins(), [mechanism]);
        let told = format!("Enabled {jid}");
        lab.until("the status says so", || lab.status("xmpp") == told);
        assert_eq!(server.call(ACS, &jid, LOGIN, LIMIT).unwrap().status(), 200);
        comes(&lab);
        let tls = get(&lab, "Device.XMPP.Connection.1.TLSEstablished");
        assert_eq!(tls, "true");
    }
}

/// The settings with `ca.pem` of the lab's folder as the root that is trusted.
fn with_ca(lab: &Lab) {
    let path = lab.root().join("etc/config/cwmpd");
    let mut text = fs::read_to_string(&path).unwrap();
    let ca = lab.folder.join("ca.pem");
    text.push_str(&format!(
        "config tls 'tls'\n\toption ca_file '{}'\n",
        ca.display()
    ));
    fs::write(path, text).unwrap();
}

#[test]
fn a_server_with_a_certificate_of_somebody_else_gets_no_login() {
    let made = Certificate::SelfMade { names: Vec::new() };
    let server = Server::start(Settings {
        tls: Some(Tls::new(&made, None).unwrap()),
        ..settings()
    })
    .unwrap();
    let other = Tls::new(&made, None).unwrap();
    let lab = device("xmpp-other-ca", server.address(), "");
    lab.put("ca.pem", &other.pem);
    with_ca(&lab);
    let _agent = lab.start();
    lab.until("an attempt", || status(&lab) == "Error");
    assert!(lab.log().contains("XMPP: TLS: "), "{}", lab.log());
    assert!(server.logins().is_empty());
    assert_eq!(get(&lab, "Device.ManagementServer.ConnReqJabberID"), "");
}

#[test]
fn a_wrong_password_is_told_and_an_unreachable_server_is_tried_again() {
    let address = free_address();
    let lab = device("xmpp-trouble", address, "");
    let _agent = lab.start();
    lab.until("an attempt", || status(&lab) == "ServerNotPresent");
    let wrong = Settings {
        listen: address,
        accounts: vec![("cpe".to_string(), "other".to_string())],
        ..settings()
    };
    let server = Server::start(wrong.clone()).unwrap();
    lab.until("a login", || status(&lab) == "Error_AuthenticationFailure");
    drop(server);
    let server = Server::start(Settings {
        accounts: settings().accounts,
        ..wrong
    })
    .unwrap();
    let jid = server.wait_bound("cpe", LIMIT).unwrap();
    lab.until("the file says so", || status(&lab) == "Enabled");
    assert_eq!(get(&lab, "Device.ManagementServer.ConnReqJabberID"), jid);
    assert!(!lab.log().contains("pw"), "{}", lab.log());
}

#[test]
fn a_restart_of_the_daemon_is_no_change_of_the_jabber_id() {
    let server = Server::start(settings()).unwrap();
    let lab = device("xmpp-restart", server.address(), "");
    let mut agent = lab.start();
    let jid = server.wait_bound("cpe", LIMIT).unwrap();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    // Bound before or after the first Inform, the ACS knows it soon.
    let known = || get(&lab, "Device.ManagementServer.ConnReqJabberID") == jid;
    lab.until("the JID is told", known);
    lab.until("the ACS has heard it", || lab.status("events").is_empty());
    agent.signal("TERM");
    assert_eq!(agent.exit_status(), 0);
    lab.until("the connection is gone", || server.bound().is_empty());
    // Nobody is told of a connection that has ended with the daemon.
    assert_eq!(status(&lab), "Disabled");
    assert_eq!(get(&lab, "Device.XMPP.Connection.1.JabberID"), "");
    lab.acs.script("forget").unwrap();
    let _agent = lab.start();
    assert_eq!(server.wait_bound("cpe", LIMIT), Some(jid.clone()));
    assert_eq!(server.call(ACS, &jid, LOGIN, LIMIT).unwrap().status(), 200);
    lab.plays(
        "wait inform \"6 CONNECTION REQUEST\" within 60\n\
         expect no event \"4 VALUE CHANGE\"\nend",
    );
}

#[test]
fn a_flood_of_calls_is_answered_and_makes_few_sessions() {
    let server = Server::start(settings()).unwrap();
    let lab = device("xmpp-flood", server.address(), "");
    let _agent = lab.start();
    let jid = server.wait_bound("cpe", LIMIT).unwrap();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    let begun = Instant::now();
    let mut counts = std::collections::BTreeMap::new();
    for _ in 0..100 {
        let reply = server.call(ACS, &jid, LOGIN, LIMIT).unwrap();
        *counts
            .entry((reply.status(), reply.error_type))
            .or_insert(0) += 1;
    }
    // connection_request.per_minute is 30.
    let accepted = counts[&(200, String::new())];
    let most = 30 * (1 + begun.elapsed().as_secs() / 60);
    assert!((30..=most).contains(&accepted), "{accepted}");
    assert_eq!(counts[&(503, "wait".to_string())], 100 - accepted);
    for _ in 0..1000 {
        server.send(
            &jid,
            "<message from='spam@localhost/x'><body>hello</body></message>",
        );
    }
    let wrong = server.call(ACS, &jid, ("acs", "wrong"), LIMIT).unwrap();
    assert_eq!((wrong.status(), wrong.error_type.as_str()), (401, "cancel"));
    let lines = lab.log();
    let told = lines.matches("connection requests refused").count() as u64;
    let most = 1 + begun.elapsed().as_secs() / 60;
    assert!((1..=most).contains(&told), "{lines}");
}

/// The domain's server is where DNS says, at a port that nobody would guess; DNS is at port 53 of a network of
/// its own.
#[test]
fn the_server_is_where_dns_says() {
    let alone = ["-rn", "sh", "-c", "ip link set lo up && exec \"$0\" \"$@\""];
    let may = Command::new("unshare").args(alone).arg("true").status();
    if !may.is_ok_and(|status| status.success()) {
        println!("skipped: no network namespaces for a server of DNS");
        return;
    }
    let played = Command::new("unshare")
        .args(alone)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "inside_dns", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stdout);
    let told = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}\n{told}");
    assert!(said.contains("1 passed"), "{said}\n{told}");
}

#[test]
#[ignore = "played by the_server_is_where_dns_says"]
fn inside_dns() {
    let server = Server::start(settings()).unwrap();
    let port = server.address().port();
    let dns = UdpSocket::bind("127.0.0.1:53").unwrap();
    std::thread::spawn(move || {
        let mut room = [0; 512];
        while let Ok((count, from)) = dns.recv_from(&mut room) {
            let question = &room[..count];
            assert!(question[12..].starts_with(b"\x0c_xmpp-client\x04_tcp\x09localhost\0\0\x21"));
            // Nobody is at the first one, and the second is where the server is.
            let mut answer = question.to_vec();
            answer[2..8].copy_from_slice(b"\x81\x80\0\x01\0\x02");
            for (priority, port) in [(b"\0\x01", 1), (b"\0\x02", port)] {
                answer.extend(b"\xc0\x0c\0\x21\0\x01\0\0\0\0\0\x11");
                answer.extend(priority);
                answer.extend(b"\0\0");
                answer.extend(port.to_be_bytes());
                answer.extend(b"\x09localhost\0");
            }
            dns.send_to(&answer, from).unwrap();
        }
    });
    let lab = device("xmpp-dns", ([127, 0, 0, 1], 1).into(), "");
    let path = lab.root().join("etc/config/cwmpd");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace("'ServerTable'", "'DNS-SRV'\n\toption attempts '1'");
    fs::write(path, text).unwrap();
    lab.put("root/etc/resolv.conf", "search lan\nnameserver 127.0.0.1\n");
    let _agent = lab.start();
    let jid = server.wait_bound("cpe", LIMIT).unwrap();
    assert_eq!(server.call(ACS, &jid, LOGIN, LIMIT).unwrap().status(), 200);
    comes(&lab);
    assert!(
        lab.log().contains("cannot connect to localhost:1;"),
        "{}",
        lab.log()
    );
    // What is not offered is refused.
    let path = "Device.XMPP.Connection.1.ServerConnectAlgorithm";
    assert_eq!(get(&lab, path), "DNS-SRV");
    let refused = lab.cwmpd(&["set", &format!("{path}=WebSocket")]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("9007"), "{told}");
}

/// Where nobody else listens: an address that belongs to this process, and a port that the system gives to nobody
/// who asks for any.
fn free_address() -> SocketAddr {
    static NEXT: AtomicU16 = AtomicU16::new(30_000);
    let [_, a, b, c] = std::process::id().to_be_bytes();
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        let address = SocketAddr::from(([127, 1 + a % 254, b, c], port));
        // To listen there for a look would make it busy for a moment.
        if TcpStream::connect(address).is_err() {
            return address;
        }
    }
}

/// Debian's prosody with a certificate of a private CA, and the accounts `cpe` and `acs`.
struct Prosody {
    folder: std::path::PathBuf,
    address: SocketAddr,
    child: Child,
}

impl Prosody {
    /// `None`, and a line about it, where it is not installed.
    fn start(name: &str) -> Option<(Prosody, String)> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        if !std::env::split_paths(&path).any(|folder| folder.join("prosody").exists()) {
            println!("skipped: prosody is not installed (apt-get install prosody)");
            return None;
        }
        let folder = std::env::temp_dir().join(format!("cwmpd-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let accounts = folder.join("data/localhost/accounts");
        fs::create_dir_all(&accounts).unwrap();
        fs::create_dir_all(folder.join("certs")).unwrap();
        for (user, password) in [("cpe", "pw"), ("acs", "acspw")] {
            let text = format!("return {{ [\"password\"] = \"{password}\"; }};\n");
            fs::write(accounts.join(format!("{user}.dat")), text).unwrap();
        }
        let ca_key = KeyPair::generate().unwrap();
        let mut ca = CertificateParams::new(Vec::new()).unwrap();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name.push(DnType::CommonName, "Private CA");
        let ca_pem = ca.self_signed(&ca_key).unwrap().pem();
        let issuer = Issuer::new(ca, ca_key);
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(vec!["localhost".to_string()]).unwrap();
        let leaf = leaf.signed_by(&key, &issuer).unwrap();
        fs::write(folder.join("server.pem"), leaf.pem()).unwrap();
        fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
        let address = free_address();
        let (ip, port) = (address.ip(), address.port());
        let here = folder.display();
        let config = format!(
            "pidfile = \"{here}/prosody.pid\"; data_path = \"{here}/data\"; certificates = \"{here}/certs\"\n\
             run_as_root = true\n\
             interfaces = {{ \"{ip}\" }}; c2s_ports = {{ {port} }}; s2s_ports = {{}}; http_ports = {{}}\n\
             https_ports = {{}}; c2s_direct_tls_ports = {{}}; legacy_ssl_ports = {{}}\n\
             modules_enabled = {{ \"saslauth\", \"tls\", \"ping\" }}; modules_disabled = {{ \"s2s\" }}\n\
             authentication = \"internal_plain\"; c2s_require_encryption = true\n\
             ssl = {{ certificate = \"{here}/server.pem\"; key = \"{here}/server.key\" }}\n\
             log = {{ info = \"{here}/log\" }}\n\
             VirtualHost \"localhost\"\n"
        );
        fs::write(folder.join("prosody.cfg.lua"), config).unwrap();
        let child = Prosody::run(&folder, address);
        Some((
            Prosody {
                folder,
                address,
                child,
            },
            ca_pem,
        ))
    }

    fn run(folder: &Path, address: SocketAddr) -> Child {
        let output = fs::File::create(folder.join("out")).unwrap();
        let mut child = Command::new("prosody")
            .arg("--config")
            .arg(folder.join("prosody.cfg.lua"))
            .arg("-F")
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .spawn()
            .unwrap();
        let began = std::time::Instant::now();
        while TcpStream::connect(address).is_err() {
            let told = || fs::read_to_string(folder.join("out")).unwrap_or_default();
            assert!(child.try_wait().unwrap().is_none(), "{}", told());
            assert!(began.elapsed() < Duration::from_secs(60), "{}", told());
            std::thread::sleep(Duration::from_millis(50));
        }
        child
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    fn restart(&mut self) {
        self.stop();
        self.child = Prosody::run(&self.folder, self.address);
    }

    fn acs(&self) -> Account {
        Account {
            server: self.address.to_string(),
            jid: "acs@localhost".to_string(),
            password: "acspw".to_string(),
        }
    }
}

impl Drop for Prosody {
    fn drop(&mut self) {
        self.stop();
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

#[test]
fn prosody_carries_a_connection_request_and_may_restart() {
    let Some((mut prosody, ca)) = Prosody::start("prosody") else {
        return;
    };
    let lab = device("xmpp-prosody", prosody.address, "");
    lab.put("ca.pem", &ca);
    with_ca(&lab);
    let _agent: Agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    lab.until("a login", || status(&lab) == "Enabled");
    let tls = get(&lab, "Device.XMPP.Connection.1.TLSEstablished");
    assert_eq!(tls, "true");
    let jid = get(&lab, "Device.ManagementServer.ConnReqJabberID");
    assert!(jid.starts_with("cpe@localhost/"), "{jid}");
    let acs = prosody.acs();
    let reply = acs.call(&jid, LOGIN, LIMIT).unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.iq.attribute("from"), Some(jid.as_str()));
    comes(&lab);

    let wrong = acs.call(&jid, ("acs", "wrong"), LIMIT).unwrap();
    assert_eq!((wrong.status(), wrong.error_type.as_str()), (401, "cancel"));
    lab.acs.script("forget").unwrap();
    let set = |value: &str| {
        let list = format!("Device.ManagementServer.ConnReqAllowedJabberIDs={value}");
        assert!(lab.cwmpd(&["set", &list]).status.success());
    };
    set("other@localhost,acs@localhost/elsewhere");
    let refused = acs.call(&jid, LOGIN, LIMIT).unwrap();
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.error_type, "cancel");
    set("acs@localhost");
    assert_eq!(acs.call(&jid, LOGIN, LIMIT).unwrap().status(), 200);
    comes(&lab);

    prosody.stop();
    lab.until("the loss is noticed", || status(&lab) != "Enabled");
    let kept = get(&lab, "Device.ManagementServer.ConnReqJabberID");
    assert_eq!(kept, jid, "until another is bound");
    prosody.restart();
    lab.until("a login", || status(&lab) == "Enabled");
    let jid = get(&lab, "Device.ManagementServer.ConnReqJabberID");
    assert_eq!(acs.call(&jid, LOGIN, LIMIT).unwrap().status(), 200);
    comes(&lab);
}

#[test]
fn prosody_with_a_certificate_of_an_unknown_ca_gets_no_login() {
    let Some((prosody, _)) = Prosody::start("prosody-ca") else {
        return;
    };
    let made = Certificate::SelfMade { names: Vec::new() };
    let lab = device("xmpp-prosody-ca", prosody.address, "");
    lab.put("ca.pem", &Tls::new(&made, None).unwrap().pem);
    with_ca(&lab);
    let _agent = lab.start();
    lab.until("an attempt", || status(&lab) == "Error");
    let said = "no root in tls.ca_file has signed it";
    assert!(lab.log().contains(said), "{}", lab.log());
}
