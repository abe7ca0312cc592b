//! Files down and up: the binary on the generic platform's sandbox, against the test ACS and its file server.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "lab/folder.rs"]
mod folder;
#[path = "lab/sandbox.rs"]
mod sandbox;

use sandbox::{Lab, command, script};
use std::fs;

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
fn each_type_of_file_goes_where_it_belongs() {
    let lab = Lab::new("files");
    lab.plays(&script("files.acs"));
    let kept = |path: &str| fs::read_to_string(lab.folder.join("root/srv").join(path)).unwrap();
    assert_eq!(kept("web/index.html"), "<p>hello\n");
    assert_eq!(kept("tone/busy.tone"), "beep\n");
    assert_eq!(kept("ringer/bell"), "beep\n");
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

#[test]
fn the_device_asks_for_a_download_where_an_option_lets_it() {
    let lab = Lab::new("no-request");
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    let ask = |lab: &Lab, words: &[&str]| {
        let output = command(&lab.folder)
            .arg("request-download")
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let refused = ask(&lab, &["2 Web Content"]);
    assert!(
        refused.contains("option request_download of section acs is off"),
        "{refused}"
    );
    drop(lab);

    let on = "config acs 'acs'\n\toption request_download '1'\n";
    let lab = Lab::with("request", on, |_| {});
    lab.plays("wait inform \"0 BOOTSTRAP\"\nset Device.ManagementServer.ConnectionRequestUsername=acs\nend");
    for wrong in [
        &["web"][..],
        &["2 Web Content", "Version"],
        &["2 Web Content", &format!("Version={}", "1".repeat(257))],
    ] {
        assert!(ask(&lab, wrong).contains("expected"), "{wrong:?}");
    }
    assert_eq!(
        ask(&lab, &["2 Web Content", "Version=1", "Language=de CH"]),
        ""
    );
    assert_eq!(ask(&lab, &["2 Web Content", "Version=2"]), "");
    lab.plays(&script("request-download.acs"));
}
