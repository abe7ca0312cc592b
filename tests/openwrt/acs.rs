//! What an ACS does with a gateway of TR-098, spoken with the real binary on the router: a whole dialogue, and the other
//! root object on the same device from a fresh start.

use crate::folder;
use crate::router::{Router, repository};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use testacs::{Acs, Options};

/// The router, the agent's binary on it, and its ACS.
pub struct Lab {
    pub router: Router,
    acs: Acs,
    folder: PathBuf,
    agent: Option<Child>,
    /// Where the hooks find programs.
    pub path: String,
}

impl Lab {
    pub fn new(name: &str, object: &str) -> Lab {
        let router = Router::with(name, Some("more"));
        let within = Duration::from_secs(120);
        let acs = Acs::start(Options {
            within,
            ..Options::default()
        })
        .unwrap();
        let folder = router.root().with_file_name("agent");
        let lab = Lab {
            router,
            acs,
            folder,
            agent: None,
            path: std::env::var("PATH").unwrap_or_default(),
        };
        lab.platform();
        lab.shows(object);
        lab
    }

    /// The shipped platform; what would act on the machine that runs the test is written down.
    fn platform(&self) {
        let shipped = repository().join("platform");
        let platform = self.folder.join("openwrt");
        fs::create_dir_all(&platform).unwrap();
        fs::copy(shipped.join("lib.sh"), self.folder.join("lib.sh")).unwrap();
        let done = self.folder.join("done");
        for entry in fs::read_dir(shipped.join("openwrt")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            if path.extension().is_none_or(|end| end != "map") {
                std::os::unix::fs::symlink(&path, platform.join(name)).unwrap();
            } else {
                let mut text = String::new();
                for line in fs::read_to_string(&path).unwrap().lines() {
                    let at = [" after ", " now "].iter().find_map(|word| {
                        let at = line.find(word)? + word.len();
                        let acts = line.starts_with("apply ") || line[..at].contains(" run ");
                        acts.then_some(at)
                    });
                    match at {
                        // They act on this folder only.
                        Some(_)
                            if ["/scan", "/credentials"]
                                .iter()
                                .any(|hook| line.ends_with(hook)) =>
                        {
                            text.push_str(&format!("{line}\n"))
                        }
                        Some(at) => {
                            let (what, act) = line.split_at(at);
                            // Of several commands the line is the first.
                            let act = act.trim().split([';', '|']).next().unwrap_or_default();
                            text.push_str(&format!("{what}echo {act} >> {}\n", done.display()));
                        }
                        None => text.push_str(&format!("{line}\n")),
                    }
                }
                fs::write(platform.join(path.file_name().unwrap()), text).unwrap();
            }
        }
    }

    /// The settings of a device that has not been started yet.
    fn shows(&self, object: &str) {
        let settings = format!(
            "config acs 'acs'\n\toption url '{}'\n\
             config device 'device'\n\toption root '{object}'\n\toption manufacturer 'Example'\n\
             \toption oui '9483C4'\n\toption product_class 'AX3000'\n\toption serial_number '42'\n\
             config connection_request 'connection_request'\n\toption port '0'\n\toption username 'acs'\n\
             \toption password 'acs-secret'\n\
             config agent 'agent'\n\toption platform '{}'\n\toption datamodel '{}'\n",
            self.acs.url(),
            self.folder.join("openwrt").display(),
            repository().join("datamodel").display(),
        );
        fs::write(self.router.root().join("etc/config/cwmpd"), settings).unwrap();
        let _ = fs::remove_dir_all(self.router.root().join("etc/cwmpd"));
    }

    fn cwmpd(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(folder::agent());
        command.env("PATH", &self.path);
        command.arg("--root").arg(self.router.root());
        command.args(arguments).stdin(Stdio::null());
        command
    }

    pub fn says(&self, arguments: &[&str]) -> Output {
        self.cwmpd(arguments).output().unwrap()
    }

    pub fn start(&mut self) {
        let log = fs::File::create(self.folder.join("log")).unwrap();
        self.agent = Some(self.cwmpd(&["run"]).stderr(log).spawn().unwrap());
    }

    pub fn stop(&mut self) {
        if let Some(mut agent) = self.agent.take() {
            let _ = agent.kill();
            let _ = agent.wait();
        }
    }

    pub fn plays(&self, script: &str) {
        if let Err(error) = self.acs.script(script) {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            panic!("{error:?}\n{log}");
        }
    }

    /// What was done to bring changes into force, when there is this among it.
    pub fn done(&self, last: &str) -> Vec<String> {
        let start = Instant::now();
        loop {
            let text = fs::read_to_string(self.folder.join("done")).unwrap_or_default();
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            if lines.iter().any(|line| line == last) {
                return lines;
            }
            assert!(start.elapsed() < Duration::from_secs(120), "{lines:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn configured(&self, package: &str) -> String {
        fs::read_to_string(self.router.root().join("etc/config").join(package)).unwrap()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        self.stop();
    }
}

#[test]
fn an_acs_provisions_a_gateway() {
    let mut lab = Lab::new("acs", "InternetGatewayDevice");
    lab.start();
    lab.plays(&fs::read_to_string(repository().join("tests/acs/scripts/gateway.acs")).unwrap());
    let done = lab.done("ifup wan");
    for service in [
        "/etc/init.d/network reload",
        "/etc/init.d/firewall reload",
        "wifi reload",
        "/etc/init.d/dnsmasq reload",
    ] {
        assert!(
            done.iter().any(|line| line == service),
            "{service}: {done:?}"
        );
    }
    let network = lab.configured("network");
    for line in [
        "option username 'new@isp.example'",
        "option password 'new-secret'",
        "option description 'Internet'",
    ] {
        assert!(network.contains(line), "{line} in\n{network}");
    }
    for gone in ["10.9.0.", "wanlink", "business@isp.example"] {
        assert!(!network.contains(gone), "{gone} in\n{network}");
    }
    let wireless = lab.configured("wireless");
    for line in [
        "option ssid 'From the ACS'",
        "option key 'a new passphrase'",
        "option encryption 'psk2",
        "option channel '11'",
    ] {
        assert!(wireless.contains(line), "{line} in\n{wireless}");
    }
    assert!(lab.configured("system").contains("ntp.isp.example"));
}

#[test]
fn the_other_root_object_from_a_fresh_start() {
    let mut lab = Lab::new("roots", "Device");
    lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nexpect Device.DeviceInfo.SoftwareVersion\n\
         get Device.PPP.Interface.1.Username\nexpect Device.PPP.Interface.1.Username=subscriber@isp.example\nend\n",
    );
    lab.stop();
    lab.shows("InternetGatewayDevice");
    let checked = lab.says(&["check"]);
    assert!(checked.status.success(), "{checked:?}");
    lab.start();
    lab.plays(
        "forget\nwait inform \"0 BOOTSTRAP\"\nexpect InternetGatewayDevice.DeviceInfo.SoftwareVersion\n\
         get InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.Username\n\
         expect InternetGatewayDevice.WANDevice.1.WANConnectionDevice.1.WANPPPConnection.1.Username=subscriber@isp.example\n\
         get Device.\nexpect fault 9005\nend\nexpect no complaints\n",
    );
}
