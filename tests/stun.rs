//! UDP connection requests and STUN, the built program against the test ACS over loopback; the test ACS's
//! STUN server plays the NAT. Real NATs are in `tests/net`.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testacs::{Acs, Options};

#[test]
fn the_script_of_the_test_acs_holds() {
    let lab = Lab::new("script", "");
    let _agent = lab.start();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/acs/scripts/stun.acs");
    let text = fs::read_to_string(script).unwrap();
    lab.plays(&text);
}

#[test]
fn the_time_out_is_found_and_the_binding_kept() {
    let lab = Lab::new("time-out", "");
    let _agent = lab.start();
    lab.plays(&format!(
        "wait inform\nstun start\nstun nat 3\n{ON}end\nwait stun change"
    ));
    lab.until("the search is over", || {
        lab.status("stun").contains("kept alive")
    });
    let period = lab.period();
    assert!((2.6..3.0).contains(&period), "{period}");
    lab.plays(
        "forget\nwait stun binding\nwait stun binding\nwait stun binding\nexpect stun period >= 2.6\n\
         expect stun period < 3\nexpect no complaints",
    );
    let changes = lab.log().matches("come to 198.51.100.1").count();
    lab.plays(
        "wait stun binding\nwait stun binding\ncr udp\nwait inform \"6 CONNECTION REQUEST\"\nend",
    );
    let later = lab.log().matches("come to 198.51.100.1").count();
    assert_eq!(later, changes, "it is not lost any more");
}

#[test]
fn a_login_is_given_when_it_is_asked_for() {
    for style in ["classic", "short-term", "long-term"] {
        let lab = Lab::new(&format!("login-{style}"), "");
        let _agent = lab.start();
        lab.plays(&format!(
            "wait inform\nstun start\nstun login cpe1 s3cret {style}\n\
             set Device.ManagementServer.STUNUsername=cpe1 Device.ManagementServer.STUNPassword=s3cret\n{ON}end\n\
             wait stun signed\nwait stun change\ncr\nwait inform\nget Device.ManagementServer.\n\
             expect Device.ManagementServer.NATDetected=false\nend\nexpect no complaints"
        ));
        // A new password is found right or wrong at once.
        lab.plays("cr\nwait inform\nset Device.ManagementServer.STUNPassword=other\nend");
        let refused = || lab.log().contains("refuses with error");
        lab.until("it is refused", refused);
        lab.plays("cr\nwait inform\nset Device.ManagementServer.STUNPassword=s3cret\nend");
        lab.until("it is bound again", || {
            lab.status("stun").contains("sees it")
        });
        assert!(!lab.log().contains("s3cret"));
    }
}

#[test]
fn servers_that_cannot_send_elsewhere_leave_the_minimum() {
    let lab = Lab::new("minimum", "");
    let _agent = lab.start();
    for (elsewhere, expected) in [("nowhere", "every 1.0 s"), ("port", "lost within")] {
        lab.plays(&format!(
            "stun start\nstun nat 2.5\nstun elsewhere {elsewhere}\ncr\nwait inform\n{ON}end\nwait stun change"
        ));
        lab.until("the period is found", || {
            lab.status("stun").contains(expected)
        });
    }
}

#[test]
fn a_request_is_not_taken_again_after_a_restart() {
    let lab = Lab::new("restart", "");
    let mut agent = lab.start();
    lab.plays("wait inform\nget Device.ManagementServer.UDPConnectionRequestAddress\nend");
    lab.plays("cr udp elsewhere\nwait inform \"6 CONNECTION REQUEST\"\nend");
    agent.0.kill().unwrap();
    agent.0.wait().unwrap();
    let _agent = lab.start();
    lab.plays("wait inform \"4 VALUE CHANGE\"\nend");
    let to = lab.status("udp_connection_request_address");
    let again = format!("cr udp again to {to} copies 3\nwait quiet 1");
    lab.plays(&again);
    let calls = lab.status("connection_requests");
    assert!(calls.contains("udp 3 × sent again or too late"), "{calls}");
    let new =
        format!("cr udp elsewhere to {to}\nwait inform \"6 CONNECTION REQUEST\" within 2\nend");
    lab.until("a new one is taken", || lab.acs.script(&new).is_ok());
    lab.plays(&again);
}

#[test]
fn without_stun_the_local_address_is_told() {
    let lab = Lab::new("local", "");
    let _agent = lab.start();
    lab.plays("wait inform\nget Device.ManagementServer.\nend\ncr udp elsewhere\nwait inform \"6 CONNECTION REQUEST\"\nend");
    let told = lab.status("udp_connection_request_address");
    assert!(told.starts_with("127.0.0.1:"), "{told}");
    assert_eq!(lab.status("stun"), "off");
    // A wrong password opens nothing, nor does a port that is closed.
    lab.plays(
        "option cr-password wrong\ncr udp elsewhere\nwait quiet 1\noption cr-password acs-secret",
    );
    lab.config("\toption udp '0'\n");
    assert!(
        lab.cwmpd(&["set", "Device.ManagementServer.Username=cpe"])
            .success()
    );
    lab.until("the port is closed", || {
        lab.status("udp_connection_request_address").is_empty()
    });
    lab.plays("cr udp elsewhere\nwait quiet 1");
}

/// STUN on, with the server of the script.
const ON: &str = "set Device.ManagementServer.STUNServerAddress=$stun \
    Device.ManagementServer.STUNServerPort:unsignedInt=$stun_port \
    Device.ManagementServer.STUNMinimumKeepAlivePeriod:unsignedInt=1 \
    Device.ManagementServer.STUNMaximumKeepAlivePeriod:int=30 \
    Device.ManagementServer.STUNEnable:boolean=1\n";

/// A device and its ACS.
struct Lab {
    folder: PathBuf,
    acs: Acs,
}

/// A running daemon; killed with the test.
struct Agent(Child);

impl Lab {
    fn new(name: &str, more: &str) -> Lab {
        let folder = std::env::temp_dir().join(format!("cwmpd-stun-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let acs = Acs::start(Options {
            within: Duration::from_secs(20),
            ..Options::default()
        });
        let lab = Lab {
            folder,
            acs: acs.unwrap(),
        };
        fs::create_dir_all(lab.folder.join("platform")).unwrap();
        fs::create_dir_all(lab.folder.join("root/etc/config")).unwrap();
        fs::create_dir_all(lab.folder.join("root/run")).unwrap();
        fs::write(
            lab.folder.join("platform/agent.map"),
            "Device.DeviceInfo. agent\n  SoftwareVersion const 1\nDevice.ManagementServer. agent\n",
        )
        .unwrap();
        fs::write(lab.folder.join("root/run/boot_id"), "one\n").unwrap();
        lab.config(more);
        lab
    }

    /// `more`: options of the section connection_request.
    fn config(&self, more: &str) {
        let text = format!(
            "config acs 'acs'\n\toption url '{}'\n\
             config device 'device'\n\toption manufacturer 'Example'\n\toption oui '00D09E'\n\
             \toption product_class 'test'\n\toption serial_number '1234'\n\
             config agent 'agent'\n\toption platform '{}'\n\toption datamodel '{}'\n\
             \toption control '/run/cwmpd.sock'\n\toption boot_id '/run/boot_id'\n\
             config connection_request 'connection_request'\n\toption port '0'\n\
             \toption username 'acs'\n\toption password 'acs-secret'\n{more}",
            self.acs.url(),
            self.folder.join("platform").display(),
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("datamodel")
                .display(),
        );
        fs::write(self.folder.join("root/etc/config/cwmpd"), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cwmpd"));
        command
            .arg("--root")
            .arg(self.folder.join("root"))
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    fn cwmpd(&self, arguments: &[&str]) -> std::process::ExitStatus {
        self.command(arguments).output().unwrap().status
    }

    fn start(&self) -> Agent {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .unwrap();
        let child = self.command(&["run"]).stderr(log).spawn().unwrap();
        let agent = Agent(child);
        self.until("the daemon listens", || self.cwmpd(&["status"]).success());
        agent
    }

    /// One line of `cwmpd status`.
    fn status(&self, name: &str) -> String {
        let output = self.command(&["status"]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_default().to_string()
    }

    /// Seconds between keep-alives, as the status says.
    fn period(&self) -> f64 {
        let status = self.status("stun");
        let (_, text) = status.split_once("every ").unwrap();
        text.split(' ').next().unwrap().parse().unwrap()
    }

    fn plays(&self, script: &str) {
        if let Err(error) = self.acs.script(script) {
            panic!("{error:?}\n{}", self.log());
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            let late = start.elapsed() > Duration::from_secs(60);
            assert!(!late, "{what}: not within 60 s\n{}", self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
