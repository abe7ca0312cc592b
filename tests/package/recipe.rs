//! The Makefiles, read by GNU make in a buildroot of as many lines as they touch.

use super::{Folder, SHELLS, printed, read, repository, shell};
use cwmpd::agent::settings::Settings;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

fn make(package: &str, arguments: &[String]) -> String {
    let buildroot = repository().join("tests/package/buildroot");
    printed(
        Command::new("make")
            .arg("-s")
            .arg(format!("TOPDIR={}", buildroot.display()))
            .args(arguments)
            .current_dir(repository().join("openwrt").join(package))
            .output()
            .unwrap(),
    )
}

fn fields(text: &str) -> BTreeMap<&str, &str> {
    text.lines()
        .filter_map(|line| line.split_once('='))
        .collect()
}

/// Builds nothing: the binary of this test run stands for the one of the target.
fn install(package: &str, folder: &Folder) {
    let binary = folder.0.join("installed/bin/cwmpd");
    fs::create_dir_all(binary.parent().unwrap()).unwrap();
    fs::copy(env!("CARGO_BIN_EXE_cwmpd"), &binary).unwrap();
    let at = |name: &str| folder.0.join(name).display().to_string();
    make(
        "cwmpd",
        &[
            format!("PKG_BUILD_DIR={}", at("build")),
            format!("PKG_INSTALL_DIR={}", at("installed")),
            format!("DESTDIR={}", at("root")),
            String::from("prepare"),
            format!("install-{package}"),
        ],
    );
}

#[test]
fn the_feed_finds_the_fields_that_it_demands() {
    let text = make("cwmpd", &[String::from("compile")]);
    let fields = fields(&text);
    for package in ["cwmpd", "cwmpd-tiny"] {
        let field = |name: &str| fields[format!("{package}.{name}").as_str()];
        assert_eq!(field("PKG_NAME"), "cwmpd");
        // Digits and dots, as apk orders versions; the one of Cargo.toml.
        assert_eq!(field("PKG_VERSION"), env!("CARGO_PKG_VERSION"));
        assert!(
            field("PKG_VERSION")
                .chars()
                .all(|c| c.is_ascii_digit() || c == '.')
        );
        assert!(field("PKG_RELEASE").parse::<u32>().unwrap() >= 1);
        assert_eq!(field("PKG_LICENSE"), env!("CARGO_PKG_LICENSE"));
        for file in field("PKG_LICENSE_FILES").split(' ') {
            assert!(repository().join(file).is_file(), "{file}");
        }
        assert_eq!(field("PKG_BUILD_DEPENDS"), "rust/host");
        assert!(field("PKG_BUILD_FLAGS").contains("no-mips16"));
        assert!(!field("PKG_MAINTAINER").is_empty());
        assert_eq!((field("SECTION"), field("CATEGORY")), ("net", "Network"));
        // Longer titles are cut in menuconfig.
        assert!((1..=60).contains(&field("TITLE").len()));
        assert!(field("DEPENDS").contains("x86_64") && field("DEPENDS").contains("+ca-bundle"));
        assert!(
            field("conffiles")
                .split(' ')
                .any(|file| file == "/etc/config/cwmpd")
        );
        assert!(field("description").len() > 20);
    }
    assert_eq!(
        (fields["cwmpd.VARIANT"], fields["cwmpd-tiny.VARIANT"]),
        ("full", "tiny")
    );
    assert_eq!(fields["cwmpd-tiny.PROVIDES"], "cwmpd");
    assert_eq!(fields["cwmpd-tiny.CONFLICTS"], "cwmpd");
    assert!(!fields["cwmpd.description"].is_empty());
}

/// A router that runs has rpcd look again, and the new rule in force; an image that is being made has neither.
#[test]
fn what_runs_already_is_told_of_the_installation() {
    for package in ["cwmpd", "cwmpd-tiny"] {
        let told = make("cwmpd", &[format!("postinst-{package}")]);
        let text = &told[told.find("#!/bin/sh\n").unwrap()..];
        for words in SHELLS {
            let folder = Folder::new(&format!("postinst-{package}-{}", words.len()));
            let root = folder.0.display().to_string();
            let text = text
                .replace("/etc/init.d/", &format!("{root}/etc/init.d/"))
                .replace("/var/run/", &format!("{root}/var/run/"));
            let script = folder.put("postinst", &text);
            let run = |installs: &str| {
                printed(
                    shell(words, &folder)
                        .arg(&script)
                        .env("IPKG_INSTROOT", installs)
                        .output()
                        .unwrap(),
                )
            };
            assert_eq!(run(""), "");
            for name in ["rpcd", "firewall"] {
                let says = format!("#!/bin/sh\necho {name} \"$@\"\n");
                folder.put_program(&format!("etc/init.d/{name}"), &says);
            }
            assert_eq!(run(""), "rpcd reload\n");
            folder.put("var/run/fw4.state", "");
            assert_eq!(run(""), "rpcd reload\nfirewall reload\n");
            assert_eq!(run("/build/root"), "");
        }
    }
}

#[test]
fn cargo_is_told_to_keep_the_lock_file_and_to_abort_on_a_panic() {
    for (variant, features) in [("full", false), ("tiny", true)] {
        let text = make(
            "cwmpd",
            &[String::from("compile"), format!("BUILD_VARIANT={variant}")],
        );
        let line = text
            .lines()
            .find(|line| line.starts_with("cargo install"))
            .unwrap();
        assert!(line.contains("--locked"), "{line}");
        assert_eq!(line.contains("--no-default-features"), features, "{line}");
        // The last one wins.
        let last = |name: &str| {
            line.rsplit_once(&format!("{name}="))
                .unwrap()
                .1
                .split(' ')
                .next()
                .unwrap()
        };
        assert_eq!(last("CARGO_PROFILE_RELEASE_PANIC"), "abort");
        assert_eq!(last("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS"), "false");
    }
}

#[test]
fn the_compilers_are_told_to_make_it_small() {
    for arch in ["x86_64", "aarch64", "mipsel"] {
        let text = make("cwmpd", &["compile".into(), format!("ARCH={arch}")]);
        let line = text.lines().find(|line| line.contains("RUSTFLAGS="));
        let line = line.unwrap_or_else(|| panic!("{text}"));
        assert!(line.contains("-DOPENSSL_SMALL"), "{line}");
        let outlines = line.contains("-enable-machine-outliner=always");
        assert_eq!(outlines, arch == "x86_64", "{line}");
    }
}

#[test]
fn the_prepared_source_is_a_whole_workspace() {
    let folder = Folder::new("prepared");
    install("cwmpd", &folder);
    let metadata = printed(
        Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--locked",
                "--offline",
                "--no-deps",
                "--format-version",
                "1",
            ])
            .current_dir(folder.0.join("build"))
            .output()
            .unwrap(),
    );
    assert!(metadata.contains("\"kind\":[\"bin\"]"), "{metadata}");
}

#[test]
fn what_is_installed_passes_its_own_check() {
    for package in ["cwmpd", "cwmpd-tiny"] {
        let folder = Folder::new(package);
        install(package, &folder);
        let root = folder.0.join("root");
        for (file, mode) in [
            ("usr/sbin/cwmpd", 0o755),
            ("etc/init.d/cwmpd", 0o755),
            ("etc/uci-defaults/95-cwmpd", 0o755),
            ("etc/hotplug.d/iface/90-cwmpd", 0o755),
            ("etc/hotplug.d/dhcp/90-cwmpd", 0o755),
            ("etc/hotplug.d/ntp/90-cwmpd", 0o755),
            ("etc/hotplug.d/ieee80211/90-cwmpd", 0o755),
            ("etc/udhcpc.user.d/90-cwmpd", 0o644),
            ("etc/odhcp6c.user.d/90-cwmpd", 0o644),
            ("usr/libexec/rpcd/cwmp", 0o755),
            ("usr/share/cwmpd/platform/hooks/system", 0o755),
            ("usr/share/cwmpd/lib.sh", 0o644),
            ("lib/upgrade/keep.d/cwmpd", 0o644),
            // Passwords are in it.
            ("etc/config/cwmpd", 0o600),
        ] {
            let is =
                fs::metadata(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(is.permissions().mode() & 0o777, mode, "{file}");
        }
        let share = root.join("usr/share/cwmpd");
        let shipped = fs::read_to_string(root.join("etc/config/cwmpd")).unwrap();
        for object in ["Device", "InternetGatewayDevice"] {
            let default = "#\toption root 'Device'\n";
            assert!(shipped.contains(default));
            let text = shipped.replace(default, &format!("\toption root '{object}'\n"));
            let report = printed(
                Command::new(root.join("usr/sbin/cwmpd"))
                    .arg("--config")
                    .arg(folder.put("cwmpd", &text))
                    .arg("check")
                    .arg("--platform")
                    .arg(share.join("platform"))
                    .arg("--datamodel")
                    .arg(share.join("datamodel"))
                    .output()
                    .unwrap(),
            );
            assert!(report.contains("are fine"), "{object}: {report}");
        }
    }
}

#[test]
fn each_installed_hook_finds_what_it_is_made_of() {
    let folder = Folder::new("hooks");
    install("cwmpd", &folder);
    let share = folder.0.join("root/usr/share/cwmpd");
    let mut hooks = 0;
    for hook in fs::read_dir(share.join("platform/hooks")).unwrap() {
        hooks += 1;
        for words in SHELLS {
            // Nothing is asked: it reads its helpers and ends.
            let output = shell(words, &folder)
                .arg(hook.as_ref().unwrap().path())
                .env("CWMPD_LIB", share.join("lib.sh"))
                .env("CWMPD_ROOT", folder.0.join("root"))
                .stdin(Stdio::null())
                .output()
                .unwrap();
            assert_eq!(printed(output), "");
        }
    }
    assert!(hooks >= 5, "{hooks}");
}

#[test]
fn what_must_survive_a_firmware_upgrade_is_kept() {
    let (settings, _) = Settings::parse("cwmpd", &[]).unwrap();
    let kept = read("openwrt/cwmpd/files/cwmpd.keep");
    assert!(
        kept.lines()
            .any(|line| line.trim_end_matches('/') == settings.agent.state),
        "{kept}"
    );
}
