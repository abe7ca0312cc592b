//! A device in a fresh folder with the real binary on it, and the test ACS that it belongs to.

#![allow(dead_code)] // Each test uses a part of it.

pub mod folder;
mod hook;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use testacs::{Acs, Options};

/// What a busy machine may take for a thing that a test waits for.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A device in a fresh folder, and the ACS that it belongs to.
pub struct Lab {
    pub folder: PathBuf,
    pub acs: Acs,
    /// What stands before the agent's command line: `nsenter …`, for instance.
    pub enter: Vec<String>,
}

/// A running daemon; killed with the test.
pub struct Agent {
    pub child: Child,
}

impl Lab {
    pub fn new(name: &str) -> Lab {
        Lab::with(name, Options::default())
    }

    pub fn with(name: &str, options: Options) -> Lab {
        let folder = folder::unused(&std::env::temp_dir(), name);
        let within = PATIENCE;
        let acs = Acs::start(Options { within, ..options }).unwrap();
        let enter = Vec::new();
        let lab = Lab { folder, acs, enter };
        lab.put(
            "platform/agent.map",
            "Device.DeviceInfo. agent\n  UpTime file /proc/uptime word 1 int\n  SoftwareVersion const 1\n\
             Device.ManagementServer. agent\n",
        );
        fs::create_dir_all(lab.root().join("etc/config")).unwrap();
        lab.hook(
            "system",
            "read -r line; case $line in 'do reboot') echo exit=1;; esac",
        );
        lab.config("");
        lab
    }

    pub fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    pub fn put(&self, path: &str, content: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // In one step: an agent that looks at it now sees no half of it.
        let beside = path.with_extension("put");
        fs::write(&beside, content).unwrap();
        fs::rename(beside, path).unwrap();
    }

    /// The settings: what every test needs, and these sections beside.
    pub fn config(&self, more: &str) {
        let datamodel = Path::new(env!("CARGO_MANIFEST_DIR")).join("datamodel");
        let mut text = format!(
            "config acs 'acs'\n\toption url '{}'\n\toption username 'cpe'\n\toption password 'cpe-secret'\n\
             config device 'device'\n\toption manufacturer 'Example'\n\toption oui '00D09E'\n\
             \toption product_class 'test'\n\toption serial_number '1234'\n\
             config agent 'agent'\n\toption platform '{}'\n\toption datamodel '{}'\n\
             \toption control '/run/cwmpd.sock'\n\toption boot_id '/run/boot_id'\n\toption log_level 'info'\n",
            self.acs.url(),
            self.folder.join("platform").display(),
            datamodel.display(),
        );
        if !more.contains("config connection_request") {
            text.push_str("config connection_request 'connection_request'\n\toption port '0'\n\toption username 'acs'\n\toption password 'acs-secret'\n");
        } else if !more.contains("option port") {
            text.push_str("config connection_request 'connection_request'\n\toption port '0'\n");
        }
        text.push_str(more);
        self.put("root/etc/config/cwmpd", &text);
    }

    pub fn hook(&self, name: &str, body: &str) {
        hook::write(&self.folder.join("platform/hooks").join(name), body);
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut words = self.enter.clone();
        words.push(folder::agent());
        let mut command = Command::new(&words[0]);
        command
            .args(&words[1..])
            .arg("--root")
            .arg(self.root())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    /// Boots: a daemon that was started before is one of an earlier boot, unless it was killed.
    pub fn start(&self) -> Agent {
        static BOOTS: AtomicU32 = AtomicU32::new(0);
        let rebooted = !self.root().join("run/cwmpd.sock").exists();
        if rebooted {
            let boot = BOOTS.fetch_add(1, Ordering::Relaxed);
            self.put("root/run/boot_id", &format!("boot-{boot}\n"));
        }
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))
            .unwrap();
        let child = self.command(&["run"]).stderr(log).spawn().unwrap();
        self.until("the daemon listens", || {
            self.cwmpd(&["status"]).status.success()
        });
        Agent { child }
    }

    pub fn cwmpd(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// One line of `cwmpd status`.
    pub fn status(&self, name: &str) -> String {
        let output = self.cwmpd(&["status"]);
        assert!(output.status.success(), "{output:?}\n{}", self.log());
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("no {name} in {text}"))
            .to_string()
    }

    pub fn plays(&self, script: &str) {
        if let Err(error) = self.acs.script(script) {
            panic!("{error:?}\n{}", self.log());
        }
    }

    pub fn log(&self) -> String {
        let mut text = String::new();
        let _ = fs::File::open(self.folder.join("log"))
            .and_then(|mut log| log.read_to_string(&mut text));
        text
    }

    pub fn until(&self, what: &str, holds: impl Fn() -> bool) {
        self.until_within(PATIENCE.as_secs(), what, holds);
    }

    pub fn until_within(&self, seconds: u64, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(
                start.elapsed() < Duration::from_secs(seconds),
                "{what}: not within {seconds} s\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Every file on the flash, with its content and the moment of its last change.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
        let mut files: Vec<_> = ["etc/cwmpd", "etc/config"]
            .iter()
            .flat_map(|folder| fs::read_dir(self.root().join(folder)).unwrap())
            .map(|entry| {
                let path = entry.unwrap().path();
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                (path.clone(), fs::read(&path).unwrap(), modified)
            })
            .collect();
        files.sort();
        files
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

impl Agent {
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    pub fn exit_status(&mut self) -> i32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap();
            }
            assert!(start.elapsed() < PATIENCE, "the daemon does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
