//! Hooks of the tests.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// An executable shell script. Written by a process of its own: a descriptor open for writing in this one
/// could be inherited by what another test starts at the wrong moment, and the file be busy. In one step: who runs it
/// now runs the one before or this one.
pub fn write(path: &Path, body: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut writer = Command::new("sh")
        .args([
            "-c",
            "cat > \"$1.new\" && chmod 755 \"$1.new\" && mv \"$1.new\" \"$1\"",
            "sh",
        ])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let script = format!("#!/bin/sh\n{body}\n");
    let mut stdin = writer.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    assert!(writer.wait().unwrap().success());
}
