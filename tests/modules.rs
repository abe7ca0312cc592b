//! Software modules: the binary on the generic platform's sandbox, which really unpacks, starts and stops
//! them, against the test ACS.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "lab/sandbox.rs"]
mod sandbox;

use sandbox::{Lab, command, script};
use std::fs;
use std::path::Path;

#[test]
fn modules_are_installed_updated_started_and_uninstalled() {
    if !there_is("tar") {
        return;
    }
    let lab = Lab::new("modules");
    lab.plays(&script("modules.acs"));
    let root = lab.folder.join("root");
    assert!(!root.join("../out").exists() && !root.join("out").exists());
    assert_eq!(names(&root.join("srv/modules/main")), ["needy"]);
    assert_eq!(names(&root.join("tmp")), ["dhcp.leases", "resolv.conf"]);
    // The policy was set by the script.
    let told = |words: &[&str]| {
        let output = command(&lab.folder).arg("deployed").args(words).output();
        let output = output.unwrap();
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    assert!(told(&["install", "needy@", "1"]).0);
    lab.plays(
        "wait inform \"12 AUTONOMOUS DU STATE CHANGE COMPLETE\"\nwait deploy autonomous\n\
         expect deploy autonomous 1 CurrentState=Installed\n\
         expect deploy autonomous 1 DeploymentUnitRef=Device.SoftwareModules.DeploymentUnit.4\n\
         expect deploy autonomous 1 OperationPerformed=Install\nexpect no complaints\nforget",
    );
    assert!(told(&["update", "needy@", "1"]).0, "not wanted");
    assert!(told(&["uninstall", "gone@example.com", "3", "9018", "bad sum"]).0);
    lab.plays(
        "wait deploy autonomous\nexpect deploy autonomous 1 FaultCode=9018\n\
         expect deploy autonomous 1 OperationPerformed=Uninstall\nexpect no complaints",
    );
    let (good, text) = told(&["remove", "x"]);
    assert!(
        !good && text.contains("expected install, update or uninstall"),
        "{text}"
    );
    assert!(!told(&["install", "x", "1", "8000"]).0);
}

#[test]
fn a_module_with_autostart_runs_again_after_a_reboot() {
    if !there_is("tar") {
        return;
    }
    let lab = Lab::new("autostart");
    lab.plays(
        "wait inform \"1 BOOT\"\n\
         set Device.ManagementServer.ConnectionRequestUsername=acs Device.ManagementServer.ConnectionRequestPassword=acs-secret\n\
         file a.tar tar unit \"name=a\\nversion=1\\nrun=one main\\nrun=two main\\n\" main \"#!/bin/sh\\nexec sleep 600\\n\"\n\
         deploy install /files/a.tar key a\nwait deploy a\nexpect deploy a 1 FaultCode=0\ncr\nwait inform\n\
         set Device.SoftwareModules.ExecutionUnit.1.AutoStart=1\n\
         get Device.SoftwareModules.ExecutionUnit.1.Status\nexpect Device.SoftwareModules.ExecutionUnit.1.Status=Idle\n\
         reboot again\nend\nwait inform \"M Reboot\"",
    );
    // It is started beside the session.
    let active = "get Device.SoftwareModules.ExecutionUnit.1.Status Device.SoftwareModules.ExecutionUnit.2.Status\n\
                  expect Device.SoftwareModules.ExecutionUnit.1.Status=Active\n\
                  expect Device.SoftwareModules.ExecutionUnit.2.Status=Idle";
    let mut tries = 0;
    while lab
        .acs
        .script(&format!("cr\nwait inform\n{active}"))
        .is_err()
    {
        tries += 1;
        assert!(tries < 20, "it is not started");
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    lab.plays("cr\nwait inform\nset Device.SoftwareModules.ExecutionUnit.1.RequestedState=Idle\nexpect no complaints");
}

/// What can be seen in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

fn there_is(program: &str) -> bool {
    let found = std::process::Command::new(program).arg("--help").output();
    if found.is_err() {
        println!("skipped: there is no {program}");
    }
    found.is_ok()
}
