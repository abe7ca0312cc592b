//! Every shell script of the package, whatever it is called.

use super::{SHELLS, printed, repository};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// All but the settings and what is JSON or a list.
fn scripts() -> Vec<PathBuf> {
    let mut scripts: Vec<PathBuf> = fs::read_dir(repository().join("openwrt/cwmpd/files"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            !matches!(ending, Some("config" | "json" | "keep"))
        })
        .collect();
    scripts.sort();
    assert!(scripts.len() >= 6, "{scripts:?}");
    scripts
}

#[test]
fn each_script_is_one_for_both_shells() {
    for script in scripts() {
        for words in SHELLS {
            let output = Command::new(words[0])
                .args(&words[1..])
                .arg("-n")
                .arg(&script)
                .output()
                .unwrap();
            assert_eq!(printed(output), "", "{}", script.display());
        }
    }
}

#[test]
fn shellcheck_finds_nothing() {
    if Command::new("shellcheck").arg("-V").output().is_err() {
        println!("skipped: there is no shellcheck");
        return;
    }
    let output = Command::new("shellcheck")
        .args(["-s", "sh", "-x"])
        .args(scripts())
        .output()
        .unwrap();
    printed(output);
}
