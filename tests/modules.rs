//! Software modules: the binary on the generic platform's sandbox, which really unpacks, starts and stops
//! them, against the test ACS.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;
#[path = "lab/sandbox.rs"]
mod sandbox;

use lab::folder;
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
        assert!(tries < 100, "it is not started");
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    lab.plays("cr\nwait inform\nset Device.SoftwareModules.ExecutionUnit.1.RequestedState=Idle\nexpect no complaints");
}

#[test]
fn without_the_hook_nobody_can_change_software_modules() {
    let lab = lab::Lab::new("no-modules");
    let _agent = lab.start();
    let script = "wait inform\nmethods\ndeploy install http://127.0.0.1/a key a\nexpect fault 9000\nexpect no complaints";
    lab.acs.script(script).unwrap();
    let Some(answer) = lab.acs.entries().into_iter().find_map(|entry| {
        entry
            .text()
            .contains("GetRPCMethodsResponse")
            .then(|| entry.text())
    }) else {
        panic!("no list of methods")
    };
    assert!(!answer.contains("ChangeDUState"), "{answer}");
}

/// A unit that takes three seconds to be installed, and tells so.
const SLOW: &str = r#"
state=$CWMPD_ROOT/state
while IFS= read -r line; do
	case $line in
	'get '*)
		for status in Installing Installed; do
			[ -e "$state/$status" ] || continue
			row='Device.SoftwareModules.DeploymentUnit.[a]'
			printf "$row.%s\n" DUID=a UUID=a@x Version=1 Resolved=true ExecutionUnitList= "Status=$status"
			printf "$row.URL=%s\n" "$(cat "$state/url")"
		done
		;;
	'do url '*) url=${line#do url } ;;
	'do du-install '*)
		mkdir -p "$state"
		printf '%s' "$url" >"$state/url"
		echo once >>"$state/count"
		: >"$state/Installing"
		sleep 3
		mv "$state/Installing" "$state/Installed"
		echo unit=a
		;;
	esac
done
"#;

#[test]
fn killed_while_the_hook_installs_it_reports_once_what_the_hook_has_done() {
    let lab = lab::Lab::new("slow-module");
    lab.put(
        "platform/modules.map",
        "Device.SoftwareModules.DeploymentUnit.{i}. hook modules\n  UUID hook modules uuid\n",
    );
    lab.hook("modules", SLOW);
    let mut agent = lab.start();
    lab.acs.put_file("a", b"anything");
    lab.acs
        .script("wait inform\ndeploy install /files/a key slow\nend")
        .unwrap();
    let count = lab.root().join("state/count");
    lab.until("the hook is at it", || count.exists());
    agent.child.kill().unwrap();
    agent.child.wait().unwrap();
    let _agent = lab.start();
    lab.acs
        .script(
            "wait deploy slow within 60\nexpect deploy slow count 1\nexpect deploy slow 1 FaultCode=0\n\
             expect deploy slow 1 CurrentState=Installed\n\
             expect deploy slow 1 DeploymentUnitRef=Device.SoftwareModules.DeploymentUnit.1\nexpect no complaints",
        )
        .unwrap();
    assert_eq!(fs::read_to_string(count).unwrap(), "once\n");
    // Tables that cannot be told are not empty ones.
    lab.hook("modules", "exit 1");
    lab.acs
        .script(
            "cr\nwait inform\ndeploy uninstall dd10f04c-e277-3a64-9cad-defe684d3339 key broken\nwait deploy broken\n\
             expect deploy broken 1 FaultCode=9001",
        )
        .unwrap();
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
