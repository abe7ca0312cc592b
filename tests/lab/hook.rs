//! Hooks and programs of the tests.

#![allow(dead_code)] // Each test uses a part of it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// An executable shell script with these lines.
pub fn write(path: &Path, lines: &str) {
    program(path, &format!("#!/bin/sh\n{lines}\n"));
}

/// An executable file. Written by a process of its own: a descriptor open for writing in this one could be inherited
/// by what another test starts at the wrong moment, and the file be busy. In one step: who runs it now runs the one
/// before or this one.
pub fn program(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let install = "install -m 755 /dev/stdin \"$1.new\" && mv \"$1.new\" \"$1\"";
    let mut writer = Command::new("sh")
        .args(["-c", install, "sh"])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = writer.stdin.take().unwrap();
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    assert!(writer.wait().unwrap().success());
}

/// A folder as it is, programs and all; by a process of its own for the same reason.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let copied = Command::new("cp")
        .arg("-r")
        .arg(from.join("."))
        .arg(to)
        .status();
    assert!(copied.unwrap().success());
}
