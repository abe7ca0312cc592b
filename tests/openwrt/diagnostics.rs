//! The diagnostics of the neighbours' wireless networks and of logins, spoken with the real binary on the router: asked
//! for, run by the hook when the session has ended, told with `8 DIAGNOSTICS COMPLETE`.

use crate::acs::Lab;
use crate::router::repository;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const DIAGNOSTIC: &str = "Device.WiFi.NeighboringWiFiDiagnostic.";

/// The programs that hooks start; `ubus` waits as long as there is a file `hold`, and writes down who asked.
fn programs(lab: &mut Lab) -> PathBuf {
    let bin = lab.router.root().with_file_name("bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(crate::folder::agent(), bin.join("cwmpd")).unwrap();
    let ubus = "echo \"$*\" >>\"${0%/*}/calls\"\n\
                case $* in *scan*) while [ -e \"${0%/*}/hold\" ]; do sleep 0.05; done ;; esac\n\
                exec sh \"${0%/*}/answers\" \"$@\"";
    crate::hook::write(&bin.join("ubus"), ubus);
    let answers = repository().join("tests/openwrt/bin/ubus");
    fs::copy(answers, bin.join("answers")).unwrap();
    lab.path = format!("{}:/usr/sbin:/usr/bin:/sbin:/bin", bin.display());
    bin
}

/// Waits until the radio has been asked to scan so many times.
fn scans(bin: &std::path::Path, wanted: usize) {
    let begun = Instant::now();
    loop {
        let calls = fs::read_to_string(bin.join("calls")).unwrap_or_default();
        if calls.matches("{\"device\":\"radio0\"}").count() >= wanted {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{calls:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A lab whose ACS has had its first session.
fn begun(name: &str) -> (Lab, PathBuf) {
    let mut lab = Lab::new(name, "Device");
    let bin = programs(&mut lab);
    lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend\n");
    (lab, bin)
}

/// The daemon may be on its way.
fn informs(lab: &mut Lab) {
    let begun = Instant::now();
    while !lab.says(&["inform"]).status.success() {
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A session in which this is asked for.
fn asks(lab: &mut Lab, state: &str) {
    informs(lab);
    lab.plays(&format!(
        "wait inform\nset {DIAGNOSTIC}DiagnosticsState={state}\nexpect status 1\nend\n"
    ));
}

/// A session that reads this state.
fn reads(lab: &mut Lab, state: &str) {
    informs(lab);
    lab.plays(&format!(
        "wait inform\nget {DIAGNOSTIC}DiagnosticsState\nexpect {DIAGNOSTIC}DiagnosticsState={state}\nend\n"
    ));
}

#[test]
fn an_acs_looks_at_the_neighbours() {
    let mut lab = Lab::new("neighbours", "Device");
    programs(&mut lab);
    lab.start();
    lab.plays(&fs::read_to_string(repository().join("tests/acs/scripts/neighbours.acs")).unwrap());
}

/// rpcd is played by what is called `ucode` here.
#[test]
fn an_acs_checks_whether_a_login_is_good() {
    let mut lab = Lab::new("credentials", "Device");
    let bin = programs(&mut lab);
    let rpcd = "case $* in *'let me in'* | *wrong*) exit 9 ;; esac\n\
                read -r word <\"$CWMPD_ROOT/var/run/cwmpd-credentials.password\"\n\
                [ \"$word\" = 'let me in' ]";
    crate::hook::write(&bin.join("ucode"), rpcd);
    lab.start();
    lab.plays(&fs::read_to_string(repository().join("tests/acs/scripts/credentials.acs")).unwrap());
}

#[test]
fn a_scan_that_is_canceled_is_not_told() {
    let (mut lab, bin) = begun("canceled");
    fs::write(bin.join("hold"), "").unwrap();
    asks(&mut lab, "Requested");
    scans(&bin, 1);
    reads(&mut lab, "Requested");
    asks(&mut lab, "Canceled");
    // Taken back when the session has ended.
    let begun = Instant::now();
    let state = lab.router.root().join("tmp/cwmpd-scan.state");
    while fs::read_to_string(&state).unwrap_or_default() != "None\n" {
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(20));
    }
    fs::remove_file(bin.join("hold")).unwrap();
    let left = |lab: &Lab| {
        let tmp = fs::read_dir(lab.router.root().join("tmp")).unwrap();
        let names = tmp.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with("cwmpd-scan.results"))
            .count()
    };
    while left(&lab) > 0 {
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(20));
    }
    reads(&mut lab, "None");
    lab.plays("expect no event \"8 DIAGNOSTICS COMPLETE\"\nexpect no complaints\n");
}

#[test]
fn a_scan_that_is_asked_for_again_is_told_once() {
    let (mut lab, bin) = begun("again");
    fs::write(bin.join("hold"), "").unwrap();
    asks(&mut lab, "Requested");
    scans(&bin, 1);
    asks(&mut lab, "Requested");
    scans(&bin, 2);
    fs::remove_file(bin.join("hold")).unwrap();
    lab.plays(&format!(
        "wait inform \"8 DIAGNOSTICS COMPLETE\"\nget {DIAGNOSTIC}\n\
         expect {DIAGNOSTIC}DiagnosticsState=Complete\nexpect {DIAGNOSTIC}ResultNumberOfEntries=2\nend\n"
    ));
    reads(&mut lab, "Complete");
}

#[test]
fn no_radio_can_scan() {
    let (mut lab, bin) = begun("deaf");
    fs::write(bin.join("answers"), "exit 4\n").unwrap();
    asks(&mut lab, "Requested");
    lab.plays(&format!(
        "wait inform \"8 DIAGNOSTICS COMPLETE\"\nget {DIAGNOSTIC}\n\
         expect {DIAGNOSTIC}DiagnosticsState=Error\nexpect {DIAGNOSTIC}ResultNumberOfEntries=0\nend\n"
    ));
}

/// What is in RAM is gone, and the scan with it.
#[test]
fn power_cut_while_the_radio_scans() {
    let (mut lab, bin) = begun("dark");
    fs::write(bin.join("hold"), "").unwrap();
    asks(&mut lab, "Requested");
    scans(&bin, 1);
    lab.stop();
    let tmp = lab.router.root().join("tmp");
    for name in ["state", "asked"] {
        fs::remove_file(tmp.join(format!("cwmpd-scan.{name}"))).unwrap();
    }
    fs::remove_file(bin.join("hold")).unwrap();
    lab.start();
    reads(&mut lab, "None");
    asks(&mut lab, "Requested");
    lab.plays(&format!(
        "wait inform \"8 DIAGNOSTICS COMPLETE\"\nget {DIAGNOSTIC}DiagnosticsState\n\
         expect {DIAGNOSTIC}DiagnosticsState=Complete\nend\nexpect no complaints\n"
    ));
}
