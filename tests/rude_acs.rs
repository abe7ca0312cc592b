//! The agent on `platform/generic` against an ACS that writes XML as real ones do, that breaks off, lies and
//! floods, and that sets values which no shell should ever see.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "lab/folder.rs"]
mod folder;
#[path = "lab/hook.rs"]
mod hook;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testacs::{Acs, Auth, Options};

#[test]
fn the_acceptance_script_of_the_test_acs() {
    let lab = Lab::new("acceptance");
    let script = lab.repository.join("tests/acs/scripts/acceptance.acs");
    lab.acs
        .script_file(&script, Box::new(std::io::sink()), false)
        .unwrap();
}

#[test]
fn envelopes_and_deliveries_of_real_acss() {
    let lab = Lab::new("odd");
    lab.plays("wait inform\nend");
    for rude in [
        "close",
        "chunked",
        "drip 1 times 1",
        "segments",
        "continue",
        "bom",
        "cdata",
        "no-declaration",
        "no-types",
        "no-array-types",
        "schema-1999",
        "prefixes",
        "undeclared",
        "unknown-header",
        "null-id",
        "same-id",
        "no-id",
        "cookie-without-path",
        "many-cookies",
        "empty-200",
        "redirect 5 307",
        "redirect 1 302 after 1",
        "stale times 1",
        "stale times 1 after 1",
        "login-again times 1 after 1",
        "fault 8005 times 2",
    ] {
        lab.plays(&format!(
            "forget\nrude {rude}\ncr\nwait inform\nget Device.DeviceInfo.\nset Device.WiFi.SSID.1.SSID=\"<&> {rude}\"\n\
             get Device.WiFi.SSID.1.SSID\nexpect Device.WiFi.SSID.1.SSID=\"<&> {rude}\"\nend\nexpect no complaints\nrude off"
        ));
    }
}

#[test]
fn a_session_that_an_acs_spoils_harms_nothing() {
    let lab = Lab::new("spoilt");
    lab.plays("wait inform\nend");
    let mut memory = Vec::new();
    for after in [0, 1, 0, 1, 0, 1] {
        memory.push(lab.memory("RssAnon:"));
        for rude in [
            "hang-up",
            "status 400",
            "status 503",
            "half",
            "garbage",
            "mismatched",
            "laughs",
            "nested 10000",
            "huge",
            "endless",
            "redirect-loop",
            "redirect 6",
            "login-again",
            "stale",
            "fault 8001",
            "fault 8005",
            "broken-fault",
            "wrong-id",
        ] {
            let before = lab.acs.entries().len();
            lab.plays(&format!("option hold 0\nrude {rude} after {after}\ncr"));
            assert!(
                lab.acs
                    .wait_until(Duration::from_secs(120), |all| all.len() > before)
            );
            assert!(
                lab.acs.wait_until_alone(Duration::from_secs(120)),
                "{rude} after {after}: the session goes on"
            );
            lab.plays("option hold 10\nrude off\nforget\ncr\nwait inform\nget Device.WiFi.SSID.1.SSID\nend");
        }
    }
    // A body of 100 MB was never kept: the limit is that of an envelope, 4 MiB.
    let peak = lab.memory("VmHWM:");
    assert!(peak < 40_000, "{peak} KiB at its peak");
    // What the first round has left is there for the next ones.
    let last = lab.memory("RssAnon:");
    println!("{memory:?}, in the end {last} KiB of memory of its own, {peak} KiB at most");
    assert!(last <= memory[2] + 512, "{memory:?}, {last} KiB in the end");
}

#[test]
fn a_header_that_must_be_understood_is_a_soap_fault() {
    let lab = Lab::new("must");
    lab.plays("wait inform\nend\nrude unknown-header-must after 1\ncr\nwait inform\nget Device.DeviceInfo.\nexpect fault any\nend");
}

#[test]
fn a_hostile_value_comes_back_as_it_was_and_runs_nowhere() {
    let lab = Lab::with_platform("hostile");
    let long = "0123456789abcde\n".repeat(4096);
    lab.plays("wait inform\nget Device.X_TEST.");
    for value in [
        "$(touch PWNED)",
        "`touch PWNED`",
        "; touch PWNED; #",
        "' ; touch PWNED ; '",
        "\" ; touch PWNED ; \"",
        "a\n\ttouch PWNED\n",
        "\noption X 'y'\nconfig z",
        "-n -e \\n \\\\ %s %d",
        "a=b=c [x] ]\\= {1}",
        "  leading and trailing  ",
        "\u{e9}\u{1F600}\u{202e}",
        "]]> <![CDATA[ & &amp; &#13;",
        "*",
        "",
        "\\",
        "carriage\rreturn",
        &long,
    ] {
        let quoted = value
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\n")
            .replace('\t', "\\t")
            .replace('$', "\\$");
        let mut script = String::from("set");
        let mut checks = String::new();
        for leaf in ["Option", "File", "Hook"] {
            script.push_str(&format!(" Device.X_TEST.{leaf}=\"{quoted}\""));
            checks.push_str(&format!("expect Device.X_TEST.{leaf}=\"{quoted}\"\n"));
        }
        lab.plays(&format!(
            "option auto-cr on\n{script}\nget Device.X_TEST.\n{checks}end"
        ));
    }
    for folder in [
        lab.folder.clone(),
        lab.root(),
        lab.folder.join("platform/hooks"),
    ] {
        assert!(
            !folder.join("PWNED").exists(),
            "a value was run in {}",
            folder.display()
        );
    }
    assert!(!Path::new("PWNED").exists() && !Path::new("/PWNED").exists());
    lab.plays("option auto-cr on\nmethods\nend\nexpect no complaints");
}

/// A device on `platform/generic`, and the ACS that it belongs to.
struct Lab {
    repository: PathBuf,
    folder: PathBuf,
    acs: Acs,
    agent: Child,
}

impl Lab {
    fn new(name: &str) -> Lab {
        let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let platform = repository.join("platform/generic");
        let folder = fresh(name);
        hook::copy(&platform.join("sandbox"), &folder.join("root"));
        Lab::start(folder, &platform, &repository.join("datamodel"))
    }

    /// A platform with one parameter of each writable source, without a limit of length.
    fn with_platform(name: &str) -> Lab {
        let repository = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let folder = fresh(name);
        let put = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        hook::copy(&repository.join("datamodel"), &folder.join("datamodel"));
        put(
            "datamodel/x-test.dm",
            "Device.X_TEST.\n  Option string rw\n  File string rw\n  Hook string rw\n",
        );
        put(
            "platform/test.map",
            "Device.ManagementServer. agent\nDevice.DeviceInfo. agent\nDevice.X_TEST. uci test main\n  Option text\n\
             \x20 File file /etc/text rw\n  Hook hook text\n",
        );
        hook::copy(
            &repository.join("platform/generic/hooks"),
            &folder.join("platform/hooks"),
        );
        fs::copy(repository.join("platform/lib.sh"), folder.join("lib.sh")).unwrap();
        put(
            "hook",
            "#!/bin/sh\n. \"$CWMPD_LIB\"\non_get() { [ ! -r \"$CWMPD_ROOT/etc/hook\" ] || reply_file Device.X_TEST.Hook \"$CWMPD_ROOT/etc/hook\"; \
             [ -r \"$CWMPD_ROOT/etc/hook\" ] || reply Device.X_TEST.Hook ''; }\n\
             on_set() { keep \"$CWMPD_ROOT/etc/hook\" \"$2\"; }\ncwmp_requests\n",
        );
        // By another process: a file that is open for writing here could be busy when it is run.
        let made = Command::new("sh")
            .args([
                "-c",
                "cp hook platform/hooks/text && chmod 755 platform/hooks/*",
            ])
            .current_dir(&folder)
            .status()
            .unwrap();
        assert!(made.success());
        put("root/etc/config/test", "config test 'main'\n");
        put("root/etc/text", "");
        let (platform, datamodel) = (folder.join("platform"), folder.join("datamodel"));
        Lab::start(folder, &platform, &datamodel)
    }

    fn start(folder: PathBuf, platform: &Path, datamodel: &Path) -> Lab {
        let acs = Acs::start(Options {
            auth: Auth::Digest,
            within: Duration::from_secs(120),
            ..Options::default()
        })
        .unwrap();
        let settings = format!(
            "config acs 'acs'\n\toption url '{}'\n\toption username 'cpe'\n\toption password 'cpe-secret'\n\
             \toption retry_minimum_wait '600'\n\
             config device 'device'\n\toption manufacturer 'Example'\n\toption oui '00D09E'\n\
             \toption product_class 'test'\n\toption serial_number '1234'\n\
             config connection_request 'connection_request'\n\toption port '0'\n\toption address '127.0.0.1'\n\
             \toption username 'acs'\n\toption password 'acs-secret'\n\toption per_minute '600'\n\
             config agent 'agent'\n\toption platform '{}'\n\toption datamodel '{}'\n\toption control '/run/cwmpd.sock'\n",
            acs.url(),
            platform.display(),
            datamodel.display(),
        );
        fs::create_dir_all(folder.join("root/run")).unwrap();
        fs::write(folder.join("root/etc/config/cwmpd"), settings).unwrap();
        let log = fs::File::create(folder.join("log")).unwrap();
        let agent = Command::new(folder::agent())
            // Else glibc keeps what a big body took, once for each thread that has ever had one.
            .env("MALLOC_MMAP_THRESHOLD_", "131072")
            .arg("--root")
            .arg(folder.join("root"))
            .arg("run")
            .current_dir(&folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        Lab {
            repository: PathBuf::from(env!("CARGO_MANIFEST_DIR")),
            folder,
            acs,
            agent,
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    fn plays(&self, script: &str) {
        if let Err(why) = self.acs.script(script) {
            let log = fs::read_to_string(self.folder.join("log")).unwrap();
            let end: Vec<&str> = log.lines().rev().take(12).collect();
            let end: Vec<&str> = end.into_iter().rev().collect();
            panic!("{why:?}\nthe agent's log ends:\n{}", end.join("\n"));
        }
    }

    /// KiB of the agent, as the kernel calls it.
    fn memory(&self, name: &str) -> u32 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.agent.id())).unwrap();
        let line = status.lines().find(|l| l.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.agent.kill();
        let _ = self.agent.wait();
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("cwmpd-rude-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
