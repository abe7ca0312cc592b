//! Files down and up: the binary on the generic platform's sandbox, against the test ACS and its file server.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testacs::{Acs, Options};

#[test]
fn firmware_configuration_and_log_go_down_and_up() {
    let lab = Lab::new("transfers");
    lab.plays(&script("transfers.acs"));
    // The policy was set by the script: configurations are not wanted, firmware is.
    let told = |words: &[&str]| {
        let output = command(&lab.folder).arg("transferred").args(words).output();
        output.unwrap().status.success()
    };
    assert!(told(&[
        "upload",
        "3 Vendor Configuration File",
        "http://lan/x"
    ]));
    let firmware = "1 Firmware Upgrade Image";
    assert!(told(&[
        "download",
        firmware,
        "http://lan/fw",
        "9018",
        "bad sum"
    ]));
    assert!(!told(&["download", "firmware", "http://lan/fw"]));
    lab.plays(
        "wait inform \"10 AUTONOMOUS TRANSFER COMPLETE\"\nexpect no event \"7 TRANSFER COMPLETE\"\n\
         wait transfer \"1 Firmware Upgrade Image\"\n\
         expect transfer \"1 Firmware Upgrade Image\" fault 9018\nexpect no complaints",
    );
}

#[test]
fn what_goes_wrong_is_reported_with_its_fault() {
    let lab = Lab::new("transfer-faults");
    lab.plays(&script("transfer-faults.acs"));
}

#[test]
fn time_windows_confirmation_and_cancelling() {
    let lab = Lab::new("schedules");
    lab.plays(&script("schedules.acs"));
}

#[test]
fn a_vendors_own_file_type_window_and_faults() {
    let lab = Lab::with("vendor", "", |root| {
        fs::create_dir_all(root.join("etc/led")).unwrap();
        fs::write(root.join("etc/led/locked"), "").unwrap();
        fs::write(root.join("etc/night"), "").unwrap();
    });
    lab.plays(&script("vendor.acs"));
}

/// `tests/acs/scripts`.
fn script(name: &str) -> String {
    fs::read_to_string(repository().join("tests/acs/scripts").join(name)).unwrap()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A sandbox in a fresh folder, with whoever starts the agent again after a reboot.
struct Lab {
    folder: PathBuf,
    acs: Acs,
    init: Option<std::thread::JoinHandle<()>>,
}

impl Lab {
    fn new(name: &str) -> Lab {
        Lab::with(name, "", |_| {})
    }

    fn with(name: &str, config: &str, prepare: impl FnOnce(&Path)) -> Lab {
        let folder = std::env::temp_dir().join(format!("cwmpd-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let acs = Acs::start(Options {
            within: Duration::from_secs(30),
            // A session with nothing to do is over: reports come in the next.
            hold: Duration::from_secs(5),
            ..Options::default()
        })
        .unwrap();
        let copied = Command::new("cp")
            .arg("-r")
            .arg(repository().join("platform/generic/sandbox"))
            .arg(folder.join("root"))
            .status();
        assert!(copied.unwrap().success());
        let settings = format!(
            "config acs 'acs'\n\toption url '{}'\n\
             config device 'device'\n\toption manufacturer 'Example'\n\toption oui '00D09E'\n\
             \toption product_class 'sandbox'\n\toption serial_number '0001'\n\
             config connection_request 'connection_request'\n\toption port '0'\n\
             \toption username 'acs'\n\toption password 'acs-secret'\n\
             config agent 'agent'\n\toption platform '{}'\n\toption datamodel '{}'\n\
             \toption control '/var/run/cwmpd.sock'\n\toption boot_id '/var/run/boot_id'\n{config}",
            acs.url(),
            repository().join("platform/generic").display(),
            repository().join("datamodel").display(),
        );
        let root = folder.join("root");
        fs::create_dir_all(root.join("var/run")).unwrap();
        fs::write(root.join("etc/config/cwmpd"), settings).unwrap();
        fs::write(root.join("var/run/boot_id"), "first\n").unwrap();
        prepare(&root);
        let init = {
            let folder = folder.clone();
            std::thread::spawn(move || init(&folder))
        };
        Lab {
            folder,
            acs,
            init: Some(init),
        }
    }

    fn plays(&self, script: &str) {
        if let Err(error) = self.acs.script(script) {
            panic!("{error:?}\n{}", log(&self.folder));
        }
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        fs::write(self.folder.join("stop"), "").unwrap();
        let ended = self.init.take().map(std::thread::JoinHandle::join);
        if !std::thread::panicking() {
            assert!(ended.is_some_and(|ended| ended.is_ok()));
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cwmpd"));
    command
        .arg("--root")
        .arg(folder.join("root"))
        .stdin(Stdio::null());
    command
}

/// Starts the agent, and again whenever it has ended or the sandbox wants to reboot, until the lab ends.
fn init(folder: &Path) {
    let reboot = folder.join("root/var/run/reboot");
    loop {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(folder.join("log"))
            .unwrap();
        let mut child: Child = command(folder).arg("run").stderr(log).spawn().unwrap();
        let stopped = loop {
            if folder.join("stop").exists() {
                break true;
            }
            if child.try_wait().unwrap().is_some() || reboot.exists() {
                break false;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let _ = child.kill();
        let _ = child.wait();
        if stopped {
            return;
        }
        let _ = fs::remove_file(&reboot);
    }
}
