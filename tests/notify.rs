//! What changes on the device while the binary runs, or did not run: who is told, when, and what looking costs.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::Lab;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[test]
fn changes_on_the_device_are_told_at_once_and_once() {
    let lab = Lab::new("watched");
    watched(&lab);
    let _agent = lab.start();
    lab.plays(include_str!("acs/scripts/notifications.acs"));
    // By a person's editor, and by a daemon that replaces its file.
    edit(
        &lab.root().join("etc/config/system"),
        "config ui 'ui'\n\toption enabled '1'\n\toption isp 'local.example'\n",
    );
    lab.plays(
        "wait inform \"4 VALUE CHANGE\" within 60\nexpect Device.UserInterface.ISPName=local.example\n\
         expect Device.UserInterface.ISPMailServer=local.example\nexpect no Device.UserInterface.Enable\nend",
    );
    lab.put("root/etc/version", "2.0\n");
    lab.plays("wait inform \"4 VALUE CHANGE\" within 60\nexpect Device.DeviceInfo.SoftwareVersion=2.0\nexpect no Device.UserInterface.ISPName\nend");
    let output = lab.cwmpd(&["add", "Device.NAT.PortMapping."]);
    assert!(output.status.success(), "{output:?}");
    lab.plays(
        "wait inform \"4 VALUE CHANGE\" within 60\nexpect Device.NAT.PortMappingNumberOfEntries=1\n\
         expect Device.NAT.PortMapping.2.ExternalPort=0\nend\n\
         cr\nwait inform \"6 CONNECTION REQUEST\"\nexpect no event \"4 VALUE CHANGE\"\nend\nexpect no complaints",
    );
}

#[test]
fn changes_are_told_by_datagram_where_the_acs_wants_that() {
    let lab = Lab::new("lightweight");
    watched(&lab);
    let _agent = lab.start();
    lab.plays(include_str!("acs/scripts/lightweight.acs"));
    // A passive one goes with an active one, and in the next Inform.
    let output = lab.cwmpd(&["add", "Device.NAT.PortMapping."]);
    assert!(output.status.success(), "{output:?}");
    lab.put(
        "root/etc/config/system",
        "config ui 'ui'\n\toption enabled '1'\n\toption isp 'c.example'\n",
    );
    lab.plays(
        "wait notification Device.UserInterface.ISPMailServer=c.example \
         Device.NAT.PortMappingNumberOfEntries=1 within 60\n\
         cr\nwait inform \"6 CONNECTION REQUEST\" \"4 VALUE CHANGE\"\n\
         expect Device.NAT.PortMappingNumberOfEntries=1\n\
         expect no Device.UserInterface.ISPMailServer\n\
         set Device.ManagementServer.LightweightNotificationTriggerInterval=2\nend",
    );
    let output = lab.cwmpd(&["del", "Device.NAT.PortMapping.1."]);
    assert!(output.status.success(), "{output:?}");
    lab.plays(
        "wait notification Device.NAT.PortMappingNumberOfEntries=0 within 60\nexpect no complaints",
    );
}

#[test]
fn a_passive_change_waits_for_the_next_inform_and_a_hooks_change_for_the_next_poll() {
    let lab = Lab::new("passive");
    watched(&lab);
    lab.config("config agent 'agent'\n\toption poll_interval '1'\n");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nattrset Device.UserInterface.Enable notification=1\n\
         attrset Device.DeviceInfo.MemoryStatus.Total notification=1\nend",
    );
    lab.put(
        "root/etc/config/system",
        "config ui 'ui'\n\toption enabled '0'\n\toption isp 'a.example'\n",
    );
    lab.put("root/memory", "Device.DeviceInfo.MemoryStatus.Total=200\n");
    lab.plays(
        "cr\nwait inform \"6 CONNECTION REQUEST\" \"4 VALUE CHANGE\"\nexpect Device.UserInterface.Enable=false\n\
         expect Device.DeviceInfo.MemoryStatus.Total=200\nend",
    );
    lab.plays(
        "cr\nwait inform \"6 CONNECTION REQUEST\"\nexpect no event \"4 VALUE CHANGE\"\n\
         attrset Device.DeviceInfo.MemoryStatus.Free notification=2\nexpect fault 9009\n\
         attrset Device.DeviceInfo.MemoryStatus.Total notification=2\nend",
    );
    lab.put("root/memory", "Device.DeviceInfo.MemoryStatus.Total=300\n");
    lab.plays(
        "wait inform \"4 VALUE CHANGE\" within 60\nexpect Device.DeviceInfo.MemoryStatus.Total=300\nend",
    );
}

#[test]
fn what_files_tell_costs_no_process_and_no_write() {
    let lab = Lab::new("free");
    watched(&lab);
    lab.config("config agent 'agent'\n\toption poll_interval '1'\n");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nattrset Device.UserInterface. notification=2\nattrset Device.NAT. notification=2\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    let before = lab.files();
    // Touched, and as it was: three polls and two looks have nothing to tell.
    for _ in 0..2 {
        lab.put("root/etc/config/firewall", "");
        std::thread::sleep(Duration::from_millis(1500));
    }
    assert_eq!(lab.status("session"), "none is due");
    let unchanged = |files: Vec<(PathBuf, Vec<u8>, std::time::SystemTime)>| {
        files
            .into_iter()
            .filter(|(path, _, _)| !path.ends_with("firewall"))
            .collect::<Vec<_>>()
    };
    assert_eq!(unchanged(lab.files()), unchanged(before));
    lab.put(
        "root/etc/config/firewall",
        "config redirect\n\toption src_dport '22'\n",
    );
    lab.plays("wait inform \"4 VALUE CHANGE\" within 60\nexpect Device.NAT.PortMapping.1.ExternalPort=22\nend");
    assert!(!lab.root().join("asked").exists(), "a hook was asked");
}

/// No session, no watched file and no flash write but the one at the end.
#[test]
fn what_comes_to_an_end_is_deleted_by_itself() {
    let lab = Lab::new("ends");
    watched(&lab);
    lab.put(
        "platform/ends.map",
        "Device.NAT.PortMapping.{i}.\n  LeaseDuration lease =0 *=* ends expires\n  \
         RemainingLeaseTime expires remains default 0\n\
         until firewall redirect expires\napply firewall now echo reload >> \"$CWMPD_ROOT/reloads\"\n",
    );
    lab.put(
        "root/etc/config/firewall",
        "# A person's.\nconfig redirect\n\toption target 'DNAT'\n\toption src_dport '22'\n",
    );
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nadd Device.NAT.PortMapping.\n\
         set Device.NAT.PortMapping.2.LeaseDuration=2\nend",
    );
    let firewall = || fs::read_to_string(lab.root().join("etc/config/firewall")).unwrap();
    lab.until("the lease is over", || !firewall().contains("lease"));
    assert!(firewall().contains("# A person's."), "{}", firewall());
    assert!(!firewall().contains("expires"), "{}", firewall());
    // Added, set and over.
    let reloads = || fs::read_to_string(lab.root().join("reloads")).unwrap();
    lab.until("that is in force", || reloads().lines().count() == 3);
    lab.plays(
        "cr\nwait inform \"6 CONNECTION REQUEST\"\nget Device.NAT.PortMappingNumberOfEntries\n\
         expect Device.NAT.PortMappingNumberOfEntries=1\nend\nexpect no complaints",
    );
}

#[test]
fn a_look_that_hangs_holds_up_the_next_session_only() {
    let lab = Lab::new("look-hangs");
    watched(&lab);
    lab.config("config agent 'agent'\n\toption poll_interval '1'\n\toption hook_timeout '600'\n");
    let mut agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nattrset Device.DeviceInfo.MemoryStatus.Total notification=2\nend",
    );
    // Longer than anybody here waits, and not longer than the test.
    lab.hook(
        "memory",
        "echo asked >> \"$CWMPD_ROOT/hangs\"\nwhile [ -e \"$CWMPD_ROOT/hangs\" ]; do sleep 1; done",
    );
    let asked = || fs::read_to_string(lab.root().join("hangs")).unwrap_or_default();
    lab.until("a look hangs", || !asked().is_empty());
    assert!(lab.cwmpd(&["inform"]).status.success());
    assert!(lab.status("session").starts_with("running"));
    // What cannot be asked has not changed.
    lab.plays("wait inform \"2 PERIODIC\"\nexpect no event \"4 VALUE CHANGE\"\nend");
    let before = asked().len();
    lab.until("the next look hangs", || asked().len() > before);
    lab.cwmpd(&["inform"]);
    agent.signal("TERM");
    assert_eq!(agent.exit_status(), 0);
}

#[test]
fn a_version_that_changed_while_the_device_was_off_is_told_with_its_boot() {
    let lab = Lab::new("upgraded");
    watched(&lab);
    // An URL that differs from boot to boot would be a change, too.
    lab.config("config connection_request 'connection_request'\n\toption enable '0'\n");
    let mut agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nexpect no event \"4 VALUE CHANGE\"\nreboot\nend");
    assert_eq!(agent.exit_status(), 0);
    lab.put("root/etc/version", "2.0\n");
    let mut agent = lab.start();
    lab.plays(
        "wait inform \"1 BOOT\" \"4 VALUE CHANGE\" \"M Reboot\"\nexpect Device.DeviceInfo.SoftwareVersion=2.0\nreboot\nend",
    );
    assert_eq!(agent.exit_status(), 0);
    let agent = lab.start();
    lab.plays("wait inform \"1 BOOT\"\nexpect no event \"4 VALUE CHANGE\"\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    // The process alone starts again, and there is no Inform of its own to ride along with.
    drop(agent);
    lab.put("root/etc/version", "3.0\n");
    let _agent = lab.start();
    lab.plays("wait inform \"4 VALUE CHANGE\" within 60\nexpect Device.DeviceInfo.SoftwareVersion=3.0\nend");
}

/// A device with something to watch: two uci packages, a plain file, and a hook.
fn watched(lab: &Lab) {
    lab.put(
        "platform/agent.map",
        "Device.DeviceInfo. agent\n  UpTime file /proc/uptime word 1 int\n  SoftwareVersion file /etc/version\n\
         Device.ManagementServer. agent\n\
         Device.UserInterface. uci system ui\n  Enable enabled\n  ISPName isp\n  ISPMailServer isp\n\
         Device.NAT.PortMapping.{i}. uci firewall redirect add target=DNAT del\n  Enable enabled default 1\n  \
         ExternalPort src_dport\n  Description name\n\
         Device.DeviceInfo.MemoryStatus.\n  Total hook memory\n  Free hook memory\n",
    );
    lab.hook(
        "memory",
        "echo asked >> \"$CWMPD_ROOT/asked\"\ncat \"$CWMPD_ROOT/memory\"\necho Device.DeviceInfo.MemoryStatus.Free=7",
    );
    lab.put("root/memory", "Device.DeviceInfo.MemoryStatus.Total=100\n");
    lab.put("root/etc/version", "1.0\n");
    lab.put(
        "root/etc/config/system",
        "config ui 'ui'\n\toption enabled '1'\n\toption isp 'a.example'\n",
    );
    lab.put("root/etc/config/firewall", "");
}

/// Writes what is longer into the file that there is, at once: a look between two steps would find something
/// that nobody has written.
fn edit(path: &Path, content: &str) {
    let mut file = fs::OpenOptions::new().write(true).open(path).unwrap();
    assert!(file.metadata().unwrap().len() <= content.len() as u64);
    assert_eq!(file.write(content.as_bytes()).unwrap(), content.len());
}
