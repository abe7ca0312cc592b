//! The sandbox of the generic platform in a fresh folder, with the real binary on it and the test ACS.

#![allow(dead_code)] // Each test uses a part of it.

use crate::folder;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testacs::{Acs, Options};

/// `tests/acs/scripts`.
pub fn script(name: &str) -> String {
    fs::read_to_string(repository().join("tests/acs/scripts").join(name)).unwrap()
}

pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A sandbox in a fresh folder, with whoever starts the agent again after a reboot.
pub struct Lab {
    pub folder: PathBuf,
    pub acs: Acs,
    init: Option<std::thread::JoinHandle<()>>,
}

impl Lab {
    pub fn new(name: &str) -> Lab {
        Lab::with(name, "", |_| {})
    }

    pub fn with(name: &str, config: &str, prepare: impl FnOnce(&Path)) -> Lab {
        let folder = folder::unused(&std::env::temp_dir(), name);
        fs::create_dir_all(&folder).unwrap();
        let acs = Acs::start(Options {
            within: Duration::from_secs(120),
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

    pub fn plays(&self, script: &str) {
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

pub fn log(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap_or_default()
}

pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(folder::agent());
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
