//! The demo of the README, from its build to its last line.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::{Command, Stdio};

#[test]
fn the_demo_goes_well_and_leaves_nothing_behind() {
    let temporary = std::env::temp_dir().join(format!("testacs-demo-test-{}", std::process::id()));
    std::fs::create_dir_all(&temporary).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_testacs"))
        .arg("demo")
        .env("TMPDIR", &temporary)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(
        out.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&out.stderr)
    );
    for want in [
        "0 BOOTSTRAP",
        "fault 9003",
        "instance ",
        "6 CONNECTION REQUEST",
        "M Reboot (key demo-reboot)",
    ] {
        assert!(text.contains(want), "{want} not in\n{text}");
    }
    // Fails when the sandbox is still there.
    std::fs::remove_dir(&temporary).unwrap();
}
