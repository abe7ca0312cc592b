//! The doors for connection requests as they stand on a device: the real binary, real sockets, real
//! addresses.
//!
//! What needs addresses and routes of its own runs in network namespaces: a test here starts this very
//! program again inside one, with the name of the part to play (`inside_…`). Where that is not permitted,
//! it is skipped, and says so.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::Lab;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testacs::Options;

const CALLABLE: &str = "config connection_request 'connection_request'\n\toption port '7547'\n\
    \toption path 'me'\n\toption username 'acs'\n\toption password 'acs-secret'\n";

#[test]
fn acss_of_all_manners_are_let_in_and_strangers_are_not() {
    let begun = Instant::now();
    let lab = Lab::new("manners");
    let _agent = lab.start();
    lab.plays(include_str!("acs/scripts/connection-requests.acs"));
    told_once_a_minute(&lab, begun);
    let calls = lab.status("connection_requests");
    for words in [
        "http 10 × accepted",
        "2 × malformed",
        "2 × wrong method or path",
        "2 × wrong username or password",
        "2 × sent again or too late",
    ] {
        assert!(calls.contains(words), "{words} in {calls}");
    }
    assert!(!calls.contains("sessions"), "none was late: {calls}");
}

#[test]
fn more_requests_than_the_limit_get_503_and_make_no_session() {
    let lab = Lab::new("limit");
    lab.config(&CALLABLE.replace("option port '7547'", "option per_minute '2'"));
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    // It is a limit for a minute, and there are machines that need one for two sessions.
    let refused = (0..5).any(|_| {
        let begun = Instant::now();
        lab.plays(
            "cr\nwait inform \"6 CONNECTION REQUEST\"\nend\n\
             cr\nwait inform \"6 CONNECTION REQUEST\"\nend",
        );
        let third = lab
            .acs
            .script("cr\nexpect cr 503\ncr as no-login\nexpect cr 401");
        let late = begun.elapsed() > Duration::from_secs(60);
        assert!(third.is_ok() || late, "{third:?}");
        third.is_ok()
    });
    assert!(refused);
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
}

#[test]
fn several_requests_before_and_in_a_session_make_one_more() {
    let lab = Lab::new("several");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\ncr now as copies 5\nexpect cr 200\nend\n\
         wait inform \"6 CONNECTION REQUEST\"\nend",
    );
    lab.until("the sessions are over", || {
        lab.status("session") == "none is due"
    });
    let sessions = lab.log().matches("session with").count();
    assert_eq!(sessions, 2, "{}", lab.log());
}

#[test]
fn credentials_that_the_acs_sets_are_valid_at_once_and_the_old_ones_no_more() {
    let lab = Lab::new("credentials");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\ncr now acs acs-secret\nexpect cr 200\n\
         set Device.ManagementServer.ConnectionRequestPassword=other\n\
         cr now acs acs-secret\nexpect cr 401\ncr now acs other\nexpect cr 200\nend\n\
         wait inform \"6 CONNECTION REQUEST\"\nend",
    );
}

#[test]
fn whoever_calls_when_no_session_can_follow_gets_503() {
    let lab = Lab::new("no-session");
    let mut agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\ncr now\nexpect cr 200\nreboot key-1\ncr now\nexpect cr 503\n\
         cr now as no-login\nexpect cr 401\nend",
    );
    assert_eq!(agent.exit_status(), 0);
    let _agent = lab.start();
    lab.plays(
        "wait inform \"M Reboot\"\nexpect no event \"6 CONNECTION REQUEST\"\n\
         set Device.ManagementServer.EnableCWMP=false\ncr now\nexpect cr 503\nend",
    );
}

/// The session must begin within thirty seconds of the yes (TR-069 3.2.2), whatever else goes on.
#[test]
fn a_caller_waits_for_no_slow_hook_of_a_look() {
    let lab = Lab::new("slow-hooks");
    let mut map = fs::read_to_string(lab.folder.join("platform/agent.map")).unwrap();
    let slow = ["one", "two", "three", "four"];
    for (name, path) in slow.iter().zip([
        "MemoryStatus.Total",
        "Description",
        "ModelNumber",
        "HardwareVersion",
    ]) {
        map.push_str(&format!("Device.DeviceInfo.\n  {path} hook {name}\n"));
        lab.hook(name, &format!("echo Device.DeviceInfo.{path}=1"));
    }
    lab.put("platform/agent.map", &map);
    lab.config("config agent 'agent'\n\toption poll_interval '1'\n\toption hook_timeout '600'\n");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nattrset Device.DeviceInfo.MemoryStatus.Total Device.DeviceInfo.Description Device.DeviceInfo.ModelNumber Device.DeviceInfo.HardwareVersion notification=2\nend");
    // Each of them takes longer than anybody here waits, and none outlives the test.
    let hangs =
        "echo asked >> \"$CWMPD_ROOT/hangs\"\nwhile [ -e \"$CWMPD_ROOT/hangs\" ]; do sleep 1; done";
    for name in slow {
        lab.hook(name, hangs);
    }
    let asked = || fs::read_to_string(lab.root().join("hangs")).unwrap_or_default();
    lab.until("a look hangs", || !asked().is_empty());
    lab.plays("cr\nexpect cr 200");
    lab.until("the session begins", || {
        lab.log().contains(": 6 CONNECTION REQUEST")
    });
}

#[test]
fn the_door_that_the_acs_closes_is_shut_and_opens_again_at_the_same_url() {
    let lab = Lab::new("closed");
    let _agent = lab.start();
    let url = || lab.status("connection_request_url");
    lab.until("it is open", || !url().is_empty());
    let before = url();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nset Device.ManagementServer.HTTPConnectionRequestEnable=false\n\
         get Device.ManagementServer.ConnectionRequestURL\n\
         expect Device.ManagementServer.ConnectionRequestURL=\nend",
    );
    assert_eq!(url(), "");
    let refused = TcpStream::connect(address_of(&before));
    assert!(refused.is_err(), "the port is closed");
    lab.cwmpd(&["inform"]);
    lab.plays(
        "wait inform \"2 PERIODIC\"\nexpect Device.ManagementServer.ConnectionRequestURL=\n\
         set Device.ManagementServer.HTTPConnectionRequestEnable=true\nend",
    );
    lab.until("it is open again", || path_of(&url()) == path_of(&before));
    // That URL is another one than the empty one that the ACS was told.
    lab.plays("wait inform \"4 VALUE CHANGE\"\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
}

#[test]
fn slow_silent_and_greedy_callers_cost_the_acs_nothing() {
    let lab = Lab::new("greedy");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    let address = address_of(&lab.status("connection_request_url"));
    let mut callers = Vec::new();
    let crowd = |count: usize| {
        let mut stream = TcpStream::connect(address).unwrap();
        let beginning = "GET / HTTP/1.1\r\n".repeat(count % 3);
        let _ = stream.write_all(beginning.as_bytes());
        stream
    };
    // Several times, as a machine that does much else may be late once.
    let answered = (0..10).map(|_| {
        callers = (0..300).map(crowd).collect();
        let start = Instant::now();
        lab.plays("cr\nexpect cr 200");
        let answered = start.elapsed();
        lab.plays("wait inform \"6 CONNECTION REQUEST\"\nend");
        answered
    });
    let within = Duration::from_secs(1);
    let answered: Vec<_> = answered.take_while(|time| *time >= within).collect();
    assert!(answered.len() < 10, "{answered:?}");
    // Whoever stays is sent away in the end: the last of them, who had the most time.
    let mut last = callers.pop().unwrap();
    last.set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let mut rest = Vec::new();
    assert!(last.read_to_end(&mut rest).is_ok());
}

#[test]
fn a_flood_of_forgeries_and_of_silent_callers_grows_nothing_and_holds_up_nobody() {
    let more_files = "ulimit -n 4096 && exec \"$0\" \"$@\"";
    play("inside_flood", &["sh", "-c", more_files]);
}

const FORGERIES: usize = 50_000;
const SILENT: usize = 2_000;

#[test]
#[ignore = "played by a_flood_of_forgeries_and_of_silent_callers_grows_nothing_and_holds_up_nobody"]
fn inside_flood() {
    let begun = Instant::now();
    let lab = Lab::new("flood");
    lab.config(&CALLABLE.replace(
        "option port '7547'",
        "option port '0'\n\toption per_minute '60'",
    ));
    let agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    // A second, or longer by what this machine takes for it when there is no flood.
    let start = Instant::now();
    lab.plays("cr\nwait inform \"6 CONNECTION REQUEST\"\nend");
    let within = Duration::from_secs(1).max(start.elapsed() * 4);
    quiet(&lab);
    let pid = agent.child.id();
    let (memory, files, time) = (memory_of(pid), files_of(pid), time_of(pid));

    let port = udp_port(&lab);
    let flood = std::thread::spawn(move || forge(port));
    let by_http = || answered(&lab, "cr\nexpect cr 200", within);
    let by_udp = || answered(&lab, &format!("cr udp to 127.0.0.1:{port}"), within);
    let during = (by_http(), by_udp());
    flood.join().unwrap();
    let of_forgeries = time_of(pid) - time;

    let address = address_of(&lab.status("connection_request_url"));
    let callers: Vec<TcpStream> = (0..SILENT)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    let beside = by_http();
    quiet(&lab);
    let open = files_of(pid);
    drop(callers);

    println!(
        "{FORGERIES} forged datagrams: {of_forgeries:?} of CPU, two sessions meanwhile within {during:?}; \
         {SILENT} silent callers: {open} descriptors ({files} before), a session within {beside:?}; \
         {memory} KiB of memory of its own before, {} KiB after",
        memory_of(pid)
    );
    assert!(open <= files + 20, "{open}, {files} before");
    assert!(memory_of(pid) <= memory + 512, "{} KiB", memory_of(pid));
    let counted = format!(
        "udp {} × malformed, udp {} × wrong username or password",
        FORGERIES / 2,
        FORGERIES / 2
    );
    let calls = lab.status("connection_requests");
    assert!(calls.contains(&counted), "{counted} in {calls}");
    told_once_a_minute(&lab, begun);
}

/// How long a session takes that this calls for: less than `within`. A machine that does much else may be late
/// now and then, so there are several attempts.
fn answered(lab: &Lab, call: &str, within: Duration) -> Duration {
    let mut late = Vec::new();
    loop {
        let start = Instant::now();
        lab.plays(&format!(
            "{call}\nwait inform \"6 CONNECTION REQUEST\"\nend"
        ));
        let taken = start.elapsed();
        quiet(lab);
        if taken < within {
            return taken;
        }
        late.push(taken);
        assert!(late.len() < 10, "{call}: {late:?}, expected {within:?}");
    }
}

/// Half of them no requests at all, half of them signed by somebody else; as fast as they are read.
fn forge(port: u16) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for number in 0..FORGERIES {
        let forged = match number % 4 {
            0 => vec![b'x'; number % 3000],
            1 => b"GET ?ts=1&id=1&un=acs&cn=1&sig=00 HTTP/1.1\r\n\r\n".to_vec(),
            _ => format!(
                "GET http://cpe?ts={}&id={number}&un=acs&cn={number}&sig={number:040x} HTTP/1.1\r\n\r\n",
                2_000_000_000 + number,
            )
            .into_bytes(),
        };
        socket.send_to(&forged, ("127.0.0.1", port)).unwrap();
        while number % 32 == 31 && waiting(port) > 0 {
            std::thread::yield_now();
        }
    }
}

/// Bytes that wait at a UDP port of this machine.
fn waiting(port: u16) -> u64 {
    let table = fs::read_to_string("/proc/net/udp6").unwrap()
        + &fs::read_to_string("/proc/net/udp").unwrap();
    let here = format!(":{port:04X}");
    let waits = |line: &str| {
        let mut words = line.split_whitespace().skip(1);
        let local = words.next()?;
        let queues = words.nth(2).filter(|_| local.ends_with(&here))?;
        u64::from_str_radix(queues.split(':').nth(1)?, 16).ok()
    };
    table.lines().filter_map(waits).sum()
}

/// Where the agent hears datagrams.
fn udp_port(lab: &Lab) -> u16 {
    let log = lab.log();
    let words = "UDP connection requests are heard at port ";
    let line = log.lines().find_map(|line| line.split(words).nth(1));
    line.unwrap_or_else(|| panic!("{log}")).parse().unwrap()
}

/// KiB in memory that are no part of a file: which pages of the program are there is the system's affair.
fn memory_of(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let number = |name| status.lines().find_map(|line| line.strip_prefix(name));
    let line = number("RssAnon:").or_else(|| number("VmRSS:"));
    line.unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}

/// Open descriptors.
fn files_of(pid: u32) -> usize {
    fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count()
}

/// CPU time of a process.
fn time_of(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let mut words = stat.rsplit(") ").next().unwrap().split(' ').skip(11);
    let mut ticks = || words.next().unwrap().parse::<u64>().unwrap();
    Duration::from_millis((ticks() + ticks()) * 10)
}

#[test]
fn a_new_address_is_told_at_once() {
    in_a_network("inside_addresses");
}

#[test]
#[ignore = "played by a_new_address_is_told_at_once"]
fn inside_addresses() {
    let net = Net::new();
    net.device("addr add 10.1.0.1/24 dev wan");
    let lab = net.lab("addresses", "10.1.0.254:0");
    lab.config(CALLABLE);
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nexpect Device.ManagementServer.ConnectionRequestURL=http://10.1.0.1:7547/me\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
    quiet(&lab);
    let start = Instant::now();
    net.device("addr del 10.1.0.1/24 dev wan");
    net.device("addr add 10.1.0.2/24 dev wan");
    lab.plays("wait inform \"4 VALUE CHANGE\" within 60\nexpect changed Device.ManagementServer.ConnectionRequestURL=http://10.1.0.2:7547/me\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
    println!("a new address was told within {:?}", start.elapsed());
    // Else it is looked for now and then only.
    let untold = "the kernel does not tell of changed addresses";
    assert!(!lab.log().contains(untold), "{}", lab.log());
    quiet(&lab);
    // An address that goes and comes back is no change; nor is one beside it.
    net.device("addr add 10.1.0.3/24 dev wan");
    net.device("addr del 10.1.0.2/24 dev wan");
    net.device("addr add 10.1.0.2/24 dev wan");
}

#[test]
fn over_ipv6_the_url_has_brackets_and_follows_too() {
    in_a_network("inside_ipv6");
}

#[test]
#[ignore = "played by over_ipv6_the_url_has_brackets_and_follows_too"]
fn inside_ipv6() {
    let net = Net::new();
    net.device("addr add 2001:db8::1/64 dev wan nodad");
    let lab = net.lab("ipv6", "[2001:db8::fe]:0");
    lab.config(CALLABLE);
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nexpect \"Device.ManagementServer.ConnectionRequestURL=http://[2001:db8::1]:7547/me\"\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
    quiet(&lab);
    net.device("addr add 2001:db8::2/64 dev wan nodad");
    net.device("addr del 2001:db8::1/64 dev wan");
    lab.plays("wait inform \"4 VALUE CHANGE\" within 60\nexpect changed \"Device.ManagementServer.ConnectionRequestURL=http://[2001:db8::2]:7547/me\"\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
}

#[test]
fn another_way_out_is_another_url() {
    in_a_network("inside_routes");
}

#[test]
#[ignore = "played by another_way_out_is_another_url"]
fn inside_routes() {
    let net = Net::new();
    ip("addr add 192.0.2.1/32 dev lo");
    ip("addr add 10.2.0.254/24 dev acs");
    net.device("addr add 10.1.0.1/24 dev wan");
    net.device("addr add 10.2.0.1/24 dev wan");
    net.device("route add default via 10.1.0.254");
    let lab = net.lab("routes", "192.0.2.1:0");
    lab.config(CALLABLE);
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nexpect Device.ManagementServer.ConnectionRequestURL=http://10.1.0.1:7547/me\nend");
    quiet(&lab);
    net.device("route replace default via 10.2.0.254");
    lab.plays("wait inform \"4 VALUE CHANGE\" within 60\nexpect changed Device.ManagementServer.ConnectionRequestURL=http://10.2.0.1:7547/me\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
}

#[test]
fn bound_to_one_interface_nobody_else_is_heard_and_a_redial_is_survived() {
    in_a_network("inside_interface");
}

#[test]
#[ignore = "played by bound_to_one_interface_nobody_else_is_heard_and_a_redial_is_survived"]
fn inside_interface() {
    let net = Net::new();
    ip("link add acs2 type veth peer name lan");
    ip(&format!("link set lan netns {}", net.holder.id()));
    ip("addr add 10.3.0.254/24 dev acs2");
    ip("link set acs2 up");
    net.device("addr add 10.1.0.1/24 dev wan");
    net.device("addr add 10.3.0.1/24 dev lan");
    net.device("link set lan up");
    let lab = net.lab("interface", "10.3.0.254:0");
    lab.config(&format!("{CALLABLE}\toption interface 'ppp0'\n"));
    let _agent = lab.start();
    // The way to the ACS is there, and the interface where it is to call is not yet.
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nexpect Device.ManagementServer.ConnectionRequestURL=\nend",
    );
    assert!(lab.log().contains("port 7547 of ppp0"), "{}", lab.log());
    for round in 1..3 {
        quiet(&lab);
        if round == 1 {
            net.device("link set wan down");
            net.device("link set wan name ppp0");
            net.device("link set ppp0 up");
        } else {
            net.device("link del ppp0");
            ip("link add acs type veth peer name ppp0");
            ip(&format!("link set ppp0 netns {}", net.holder.id()));
            ip("addr add 10.1.0.254/24 dev acs");
            ip("link set acs up");
            net.device("addr add 10.1.0.1/24 dev ppp0");
            net.device("link set ppp0 up");
        }
        let url = "http://10.1.0.1:7547/me";
        lab.until("it is heard", || {
            lab.status("connection_request_url") == url
                && TcpStream::connect("10.1.0.1:7547").is_ok()
        });
        if round == 1 {
            lab.plays(&format!("wait inform \"4 VALUE CHANGE\"\nexpect changed Device.ManagementServer.ConnectionRequestURL={url}\nend"));
        }
        lab.plays("cr\nwait inform \"6 CONNECTION REQUEST\"\nend");
        assert!(TcpStream::connect("10.3.0.1:7547").is_err(), "not at lan");
    }
}

/// Refusals, and there were some, are in the log once, and once more for each minute since.
fn told_once_a_minute(lab: &Lab, begun: Instant) {
    let log = lab.log();
    let told = log.matches("connection requests refused").count() as u64;
    let most = 1 + begun.elapsed().as_secs() / 60;
    assert!((1..=most).contains(&told), "at most once a minute: {log}");
}

/// The agent has nothing to say.
fn quiet(lab: &Lab) {
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
}

/// The address in a URL.
fn address_of(url: &str) -> SocketAddr {
    let address = url.split('/').nth(2).and_then(|host| host.parse().ok());
    address.unwrap_or_else(|| panic!("no address in `{url}`"))
}

fn path_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

/// Plays this part in a network of its own.
fn in_a_network(part: &str) {
    let alone = |command: &mut Command| command.stderr(Stdio::null()).status();
    let may = alone(Command::new("unshare").args(["-rn", "ip", "link", "add", "type", "veth"]));
    if !may.is_ok_and(|status| status.success()) {
        println!("skipped: no network namespaces for {part}");
        return;
    }
    play(part, &["unshare", "-rn"]);
}

/// Plays this part behind a command line.
fn play(part: &str, command: &[&str]) {
    let played = Command::new(command[0])
        .args(&command[1..])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", part, "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stdout);
    let told = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success(), "{said}\n{told}");
    assert!(said.contains("1 passed"), "{said}\n{told}");
    print!("{said}");
}

/// Two networks and a cable: `acs` is its end here, `wan` the end at the device.
struct Net {
    /// Keeps the device's network while it lives.
    holder: Child,
}

impl Net {
    fn new() -> Net {
        ip("link add acs type veth peer name wan");
        let holder = Command::new("unshare")
            .args(["-n", "sleep", "3600"])
            .spawn();
        let net = Net {
            holder: holder.unwrap(),
        };
        let here = fs::read_link("/proc/self/ns/net").unwrap();
        let there = format!("/proc/{}/ns/net", net.holder.id());
        while fs::read_link(&there).unwrap() == here {
            std::thread::sleep(Duration::from_millis(5));
        }
        ip(&format!("link set wan netns {}", net.holder.id()));
        for line in [
            "link set lo up",
            "addr add 10.1.0.254/24 dev acs",
            "addr add 2001:db8::fe/64 dev acs nodad",
            "link set acs up",
        ] {
            ip(line);
        }
        net.device("link set lo up");
        net.device("link set wan up");
        net
    }

    fn enter(&self) -> Vec<String> {
        let target = self.holder.id().to_string();
        ["nsenter", "-t", &target, "-n"].map(String::from).to_vec()
    }

    /// `ip` on the device.
    fn device(&self, line: &str) {
        run(self.enter(), line);
    }

    /// A device in its network, and an ACS here.
    fn lab(&self, name: &str, listen: &str) -> Lab {
        let listen = listen.parse().unwrap();
        let mut lab = Lab::with(
            name,
            Options {
                listen,
                ..Options::default()
            },
        );
        lab.enter = self.enter();
        lab
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

fn ip(line: &str) {
    run(Vec::new(), line);
}

fn run(mut words: Vec<String>, line: &str) {
    words.push("ip".to_string());
    words.extend(line.split(' ').map(String::from));
    let status = Command::new(&words[0]).args(&words[1..]).status();
    assert!(status.unwrap().success(), "ip {line}");
}
