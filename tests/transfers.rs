//! Files down and up: the binary on the generic platform's sandbox, against the test ACS and its file server.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

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
fn a_vendors_own_file_type_window_and_faults() {
    let lab = Lab::with("vendor", "", |root| {
        fs::create_dir_all(root.join("etc/led")).unwrap();
        fs::write(root.join("etc/led/locked"), "").unwrap();
        fs::write(root.join("etc/night"), "").unwrap();
    });
    lab.plays(&script("vendor.acs"));
}
