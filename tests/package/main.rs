//! The OpenWrt package as a firmware builder, a first boot, procd, rpcd and a person at LuCI's page meet it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod first_boot;
#[path = "../lab/hook.rs"]
mod hook;
mod hotplug;
mod luci;
mod recipe;
mod scripts;
mod service;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The shells of routers and people.
const SHELLS: [&[&str]; 2] = [&["busybox", "ash"], &["dash"]];

/// An empty folder that goes with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path =
            std::env::temp_dir().join(format!("cwmpd-package-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn put(&self, file: &str, text: &str) -> PathBuf {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn put_program(&self, file: &str, text: &str) -> PathBuf {
        let path = self.0.join(file);
        hook::program(&path, text);
        path
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.join(file)).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> String {
    fs::read_to_string(repository().join(file)).unwrap()
}

/// A script of the package, with the folder in place of the router's directories.
fn script(name: &str, root: &Folder) -> String {
    let root = root.0.to_str().unwrap();
    read(&format!("openwrt/cwmpd/files/{name}"))
        .replace("/etc/config/", &format!("{root}/etc/config/"))
        .replace("\"/lib/functions/", &format!("\"{root}/lib/functions/"))
        .replace("/etc/cwmpd/", &format!("{root}/etc/cwmpd/"))
        .replace("/etc/cwmpd.first", &format!("{root}/etc/cwmpd.first"))
        .replace("\"/etc/init.d/", &format!("\"{root}/etc/init.d/"))
        .replace("/var/run/", &format!("{root}/var/run/"))
        .replace("/proc/sys/", &format!("{root}/proc/sys/"))
}

/// What it printed, once it ended well.
fn printed(output: Output) -> String {
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// A shell that finds the folder's programs first.
fn shell(shell: &[&str], root: &Folder) -> Command {
    let mut command = Command::new(shell[0]);
    let path = std::env::var("PATH").unwrap();
    command
        .args(&shell[1..])
        .env("PATH", format!("{}:{path}", root.0.join("bin").display()))
        .current_dir(&root.0);
    command
}
