//! The hooks `modules`: tar archives of the generic platform, packages of OpenWrt with programs that stand
//! for opkg and apk.

use crate::lab::{Lab, hook_of, shells, told};
use cwmpd::platform::hook::{Answer, Request};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

const SM: &str = "Device.SoftwareModules.";

fn act(name: &str, argument: &str) -> Request {
    Request::Do {
        name: name.to_owned(),
        arguments: Some(argument)
            .filter(|text| !text.is_empty())
            .map(String::from)
            .into_iter()
            .collect(),
    }
}

fn get(path: &str) -> Request {
    Request::Get {
        path: format!("{SM}{path}"),
    }
}

fn set(path: &str, value: &str) -> Request {
    Request::Set {
        path: format!("{SM}{path}"),
        value: value.to_owned(),
    }
}

/// The code of the only answer, 0 if there is none, and the text.
fn code(answers: &[Answer]) -> (u16, String) {
    match answers {
        [] => (0, String::new()),
        [Answer::Fault { code, text, .. }] => (code.number(), text.clone()),
        [Answer::Value { path, value }] => (0, format!("{path}={value}")),
        other => panic!("{other:?}"),
    }
}

fn value_of(answers: &[Answer], path: &str) -> Option<String> {
    let path = format!("{SM}{path}");
    answers.iter().find_map(|answer| match answer {
        Answer::Value { path: said, value } if *said == path => Some(value.clone()),
        _ => None,
    })
}

/// A tar archive of these files, made by `tar`.
fn archive(lab: &Lab, name: &str, files: &[(&str, &str)], options: &[&str]) -> String {
    let content = lab.folder.join("content");
    let _ = fs::remove_dir_all(&content);
    for (path, text) in files {
        let path = content.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match text.strip_prefix("-> ") {
            Some(target) => symlink(target, &path).unwrap(),
            None => fs::write(&path, text).unwrap(),
        }
        if text.starts_with("#!") {
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    let file = lab.folder.join(name);
    let packed = Command::new("tar")
        .args(options)
        .arg("-cf")
        .arg(&file)
        .arg("-C")
        .arg(&content)
        .args(
            fs::read_dir(&content)
                .unwrap()
                .map(|entry| entry.unwrap().file_name()),
        )
        .status();
    assert!(packed.unwrap().success());
    fs::remove_dir_all(&content).unwrap();
    file.display().to_string()
}

fn has_tar() -> bool {
    let found = Command::new("tar").arg("--help").output().is_ok();
    if !found {
        println!("skipped: there is no tar");
    }
    found
}

#[test]
fn an_archive_that_would_write_elsewhere_or_is_none_is_refused() {
    if !has_tar() {
        return;
    }
    for shell in shells() {
        let lab = Lab::new("archives");
        let hook = hook_of("generic", "modules");
        let unit = ("unit", "name=a\nversion=1\n");
        let install = |file: &str| {
            let requests = [act("environment", "main"), act("du-install", file)];
            code(&lab.ask(&shell, &hook, &requests))
        };
        let plain = lab.folder.join("plain");
        fs::write(&plain, "no archive").unwrap();
        assert_eq!(install(plain.to_str().unwrap()).0, 9018);
        for (files, options) in [
            (vec![("b", "no description")], vec![]),
            (vec![("unit", "version=1\n")], vec![]),
            (vec![("unit", "name=a\n")], vec![]),
            (vec![("unit", "name=../a\nversion=1\n")], vec![]),
            (vec![("unit", "name=-rf\nversion=1\n")], vec![]),
            (vec![("unit", "name=a b\nversion=1\n")], vec![]),
            (vec![("unit", "name=a\nversion=$(touch pwned)\n")], vec![]),
            (vec![unit, ("link", "-> /etc")], vec![]),
            (vec![unit, (".unit", "url=x\n")], vec![]),
        ] {
            let file = archive(&lab, "bad.tar", &files, &options);
            let (got, text) = install(&file);
            assert_eq!(got, 9018, "{shell:?} {files:?} {options:?}: {text}");
        }
        // Busybox cuts off what leads elsewhere, GNU tar shows it: in neither case is anything there.
        for options in [
            ["--transform=s,^out,../../out,", "-p"],
            ["--transform=s,^out,a/../../out,", "-p"],
            ["--transform=s,^out,/tmp/cwmpd-out,", "-P"],
        ] {
            let file = archive(&lab, "bad.tar", &[unit, ("out", "x")], &options);
            let requests = [act("environment", "main"), act("du-install", &file)];
            let requests = cwmpd::platform::hook::encode(&requests);
            let output = lab.run(&shell, &hook, &requests);
            let said = String::from_utf8(output.stdout).unwrap();
            assert!(
                said.starts_with("!9018") || said == "unit=a@main\n",
                "{said}"
            );
            let store = lab.root.join("srv/modules");
            for place in ["main/out", "out", "../out", "../../out", "a/out"] {
                assert!(!store.join(place).exists(), "{shell:?} {options:?} {place}");
            }
            assert!(!std::path::Path::new("/tmp/cwmpd-out").exists());
            let _ = fs::remove_dir_all(store);
        }
        // A hard link is a link.
        let content = lab.folder.join("linked");
        fs::create_dir_all(&content).unwrap();
        fs::write(content.join("unit"), unit.1).unwrap();
        fs::hard_link(content.join("unit"), content.join("again")).unwrap();
        let file = lab.folder.join("linked.tar");
        let made = Command::new("tar")
            .arg("-cf")
            .arg(&file)
            .arg("-C")
            .arg(&content)
            .args(["unit", "again"])
            .status();
        assert!(made.unwrap().success());
        assert_eq!(install(file.to_str().unwrap()).0, 9018, "{shell:?}");
        // What is data stays data.
        let files = [
            (
                "unit",
                "name=a\nversion=1\ndescription=$(touch pwned) `touch pwned` \\n \"'\nvendor=;touch pwned\nurl=no\nuuid=no\n\
                 run=main main $(touch pwned) *\nrun=../../x main\nrun=-x main\n",
            ),
            ("main", "#!/bin/sh\nprintf '%s\\n' \"$#\"\n"),
        ];
        let file = archive(&lab, "good.tar", &files, &["-z"]);
        let requests = [
            act("url", "http://f/$(touch pwned)?a=b c"),
            act("environment", "main"),
            act("du-install", &file),
        ];
        let answers = lab.ask(&shell, &hook, &requests);
        assert_eq!(answers, [told("unit", "a@main")]);
        let answers = lab.ask(&shell, &hook, &[get("")]);
        for (name, value) in [
            ("Description", "$(touch pwned) `touch pwned` \\n \"'"),
            ("Vendor", ";touch pwned"),
            ("URL", "http://f/$(touch pwned)?a=b c"),
            ("UUID", "a@"),
            ("ExecutionUnitList", "a@main:main"),
        ] {
            let path = format!("DeploymentUnit.[a@main].{name}");
            assert_eq!(value_of(&answers, &path).as_deref(), Some(value), "{name}");
        }
        let start = [set("ExecutionUnit.[a@main:main].RequestedState", "Active")];
        assert_eq!(lab.ask(&shell, &hook, &start), []);
        let mut names = lab.names();
        names.retain(|name| !name.ends_with(".tar") && name != "linked" && name != "plain");
        assert_eq!(names, ["root"], "{shell:?} ran something");
        let left = fs::read_dir(lab.root.join("srv/modules/main")).unwrap();
        let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        left.retain(|name| name != ".state");
        assert_eq!(left, ["a"], "{shell:?}");
    }
}

#[test]
fn an_update_that_was_cut_short_is_undone() {
    if !has_tar() {
        return;
    }
    for shell in shells() {
        let lab = Lab::new("undone");
        let hook = hook_of("generic", "modules");
        let file = |version: &str| {
            let text = format!("name=a\nversion={version}\n");
            archive(&lab, &format!("{version}.tar"), &[("unit", &text)], &[])
        };
        lab.write("etc/modules", "main\nguest\n");
        for environment in ["main", "guest"] {
            let requests = [
                act("environment", environment),
                act("du-install", &file("1")),
            ];
            assert_eq!(code(&lab.ask(&shell, &hook, &requests)).0, 0);
        }
        // The power went when the first of two had been changed.
        let store = lab.root.join("srv/modules");
        fs::rename(store.join("main/a"), store.join("main/.old-a")).unwrap();
        fs::create_dir(store.join("main/a")).unwrap();
        fs::write(store.join("main/a/.unit"), "name=a\nversion=2\n").unwrap();
        fs::write(store.join(".updating"), " main/a guest/a\n").unwrap();
        let answers = lab.ask(&shell, &hook, &[get("DeploymentUnit.")]);
        for environment in ["main", "guest"] {
            let version = format!("DeploymentUnit.[a@{environment}].Version");
            assert_eq!(value_of(&answers, &version).as_deref(), Some("1"));
        }
        // Both, or none: the second is disabled.
        let both = |file: &str| {
            [
                act("unit", "a@main"),
                act("unit", "a@guest"),
                act("url", "http://f/2"),
                act("du-update", file),
            ]
        };
        let two = file("2");
        let disable = [set("ExecEnv.[guest].Enable", "false")];
        assert_eq!(lab.ask(&shell, &hook, &disable), []);
        assert_eq!(code(&lab.ask(&shell, &hook, &both(&two))).0, 9024);
        let enable = [set("ExecEnv.[guest].Enable", "true")];
        assert_eq!(lab.ask(&shell, &hook, &enable), []);
        assert_eq!(
            code(&lab.ask(&shell, &hook, &both(&two))),
            (0, String::new())
        );
        let answers = lab.ask(&shell, &hook, &[get("DeploymentUnit.")]);
        for environment in ["main", "guest"] {
            let row = format!("DeploymentUnit.[a@{environment}].");
            for (name, value) in [
                ("Version", "2"),
                ("URL", "http://f/2"),
                ("Status", "Installed"),
            ] {
                let got = value_of(&answers, &format!("{row}{name}"));
                assert_eq!(got.as_deref(), Some(value), "{row}{name}");
            }
        }
    }
}

#[test]
fn what_a_program_prints_is_kept_up_to_a_bound() {
    if !has_tar() {
        return;
    }
    for shell in shells() {
        let lab = Lab::new("talks");
        let hook = hook_of("generic", "modules");
        let files = [
            ("unit", "name=a\nversion=1\nrun=main main\n"),
            (
                "main",
                "#!/bin/sh\ni=0\nwhile [ $i -lt 20000 ]; do echo \"line $i of what it says\"; i=$((i + 1)); done\n\
                 echo the last words >&2\n",
            ),
        ];
        let file = archive(&lab, "talks.tar", &files, &[]);
        let requests = [act("environment", "main"), act("du-install", &file)];
        assert_eq!(code(&lab.ask(&shell, &hook, &requests)).0, 0);
        let unit = "ExecutionUnit.[a@main:main].RequestedState";
        assert_eq!(lab.ask(&shell, &hook, &[set(unit, "Active")]), []);
        let log = lab.root.join("var/run/modules/a@main:main.log");
        let old = log.with_extension("log.old");
        let said = || fs::read_to_string(&log).unwrap_or_default();
        wait_until("the last words", || said().ends_with("the last words\n"));
        for file in [&log, &old] {
            let size = fs::metadata(file).unwrap().len();
            assert!((1..=(64 << 10) + 1).contains(&size), "{shell:?} {size}");
        }
        // Nothing is lost between the two.
        let both = fs::read_to_string(&old).unwrap() + &said();
        let numbers = both.lines().filter_map(|line| line.strip_prefix("line "));
        let numbers: Vec<u32> = numbers
            .skip(1)
            .filter_map(|line| line.strip_suffix(" of what it says")?.parse().ok())
            .collect();
        assert_eq!(numbers.last(), Some(&19_999));
        assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]));
        let gone = [act("unit", "a@main"), act("du-uninstall", "")];
        assert_eq!(code(&lab.ask(&shell, &hook, &gone)), (0, String::new()));
        wait_until("no log is left", || !log.exists() && !old.exists());
    }
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed().as_secs() < 120, "{what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn an_act_that_goes_on_is_told_and_is_not_disturbed() {
    if !has_tar() {
        return;
    }
    for shell in shells() {
        let lab = Lab::new("goes-on");
        let hook = hook_of("generic", "modules");
        // This process stands for the hook that goes on.
        let me = std::process::id();
        let stat = fs::read_to_string(format!("/proc/{me}/stat")).unwrap();
        let (_, rest) = stat.rsplit_once(") ").unwrap();
        let started = rest.split(' ').nth(19).unwrap();
        let busy = |started: &str| {
            let text = format!("{me} {started}\nInstalling\nmain/a\na@x\nhttp://f/a\na\n1\n");
            lab.write("var/run/modules/busy", &text);
        };
        busy(started);
        let answers = lab.ask(&shell, &hook, &[get("DeploymentUnit.")]);
        for (name, value) in [
            ("Status", "Installing"),
            ("URL", "http://f/a"),
            ("UUID", "a@x"),
        ] {
            let got = value_of(&answers, &format!("DeploymentUnit.[a@main].{name}"));
            assert_eq!(got.as_deref(), Some(value), "{name}");
        }
        let file = archive(&lab, "b.tar", &[("unit", "name=b\nversion=1\n")], &[]);
        let install = [act("environment", "main"), act("du-install", &file)];
        let output = lab.run(&shell, &hook, &cwmpd::platform::hook::encode(&install));
        assert_eq!(output.status.code(), Some(3), "busy");
        // The same number, but another process.
        busy("7");
        assert_eq!(lab.ask(&shell, &hook, &[get("DeploymentUnit.")]), []);
        assert_eq!(code(&lab.ask(&shell, &hook, &install)).0, 0);
    }
}

const OPKG: &str = r#"
root=
[ "$1" != -o ] || { root=$2; shift 2; }
printf 'opkg %s\n' "$*" >>"$root/opkg.log"
db=$root/usr/lib/opkg/status
case $1 in
compare-versions) [ "$2" != "$4" ] && [ "$(printf '%s\n' "$2" "$4" | sort -V | head -n 1)" = "$2" ]; exit ;;
install)
	case $2 in *.ipk) ;; *) echo "Unknown package '$2'."; exit 255 ;; esac
	control=$(tar -xzOf "$2" ./control.tar.gz | tar -xzO ./control) || exit 1
	name=$(printf '%s\n' "$control" | sed -n 's/^Package: //p')
	case $control in
	*"Depends: nothing"*) echo " * Solver encountered 1 problem"; echo " * cannot satisfy dependencies for $name"; exit 255 ;;
	*"Architecture: z80"*) echo "$name: incompatible with the architectures configured"; exit 255 ;;
	*"Installed-Size: 999"*) echo "Only have 12kb available on filesystem /overlay, no space for $name"; exit 255 ;;
	esac
	"$0" -o "$root" drop "$name"
	printf '%s\nStatus: install user installed\nInstalled-Time: 1700000000\n\n' "$control" >>"$db"
	;;
upgrade) sed -i "/^Package: $2\$/,/^\$/s/^Version: .*/Version: 9.9-1/" "$db" ;;
update) ;;
remove)
	grep -q "^Depends:.*$2" "$db" && { echo "No packages removed."; echo "Package $2 is depended upon"; exit 255; }
	"$0" -o "$root" drop "$2"
	;;
drop) sed -i "/^Package: $2\$/,/^\$/d" "$db" ;;
*) echo "unknown: $*"; exit 1 ;;
esac
"#;

const APK: &str = r#"
root=
[ "$1" != --root ] || { root=$2; shift 2; }
[ "$1" != --no-progress ] || shift
[ -z "$root" ] || printf 'apk %s\n' "$*" >>"$root/apk.log"
db=$root/lib/apk/db/installed
case $1 in
adbdump) grep '^  name:' "$2" >/dev/null && cat "$2" ;;
version)
	[ "$3" != "$4" ] || { echo =; exit; }
	[ "$(printf '%s\n' "$3" "$4" | sort -V | head -n 1)" = "$3" ] && echo '<' || echo '>'
	;;
add)
	[ "$2" != -u ] || { sed -i "/^P:$3\$/,/^\$/s/^V:.*/V:9.9-r1/" "$db"; exit; }
	case $3 in *.apk) ;; *) echo "ERROR: unable to select packages: $3 (no such package)"; exit 1 ;; esac
	name=$(sed -n 's/^  name: //p' "$3")
	grep -q '^  arch: z80' "$3" && { echo "ERROR: $name: package architecture is not supported"; exit 1; }
	sed -i "/^P:$name\$/,/^\$/d" "$db"
	printf 'P:%s\nV:%s\nT:%s\n\n' "$name" "$(sed -n 's/^  version: //p' "$3")" "a test" >>"$db"
	;;
update) ;;
del) grep -q "^D:.*$2" "$db" || sed -i "/^P:$2\$/,/^\$/d" "$db" ;;
*) echo "unknown: $*"; exit 1 ;;
esac
"#;

/// A package file for one of them.
fn package(lab: &Lab, manager: &str, name: &str, version: &str, more: &str) -> String {
    if manager == "apk" {
        let path = lab.folder.join("fetched");
        fs::write(
            &path,
            format!("info:\n  name: {name}\n  version: {version}\n{more}"),
        )
        .unwrap();
        return path.display().to_string();
    }
    let control = format!("Package: {name}\nVersion: {version}\n{more}");
    let inner = archive(
        lab,
        "control.tar.gz",
        &[("./control", &control)],
        &["-z", "--transform=s,^,./,"],
    );
    let bytes = fs::read(&inner).unwrap();
    fs::remove_file(&inner).unwrap();
    let content = lab.folder.join("content");
    fs::create_dir_all(&content).unwrap();
    fs::write(content.join("control.tar.gz"), bytes).unwrap();
    let path = lab.folder.join("fetched");
    let made = Command::new("tar")
        .arg("-czf")
        .arg(&path)
        .arg("-C")
        .arg(&content)
        .arg("./control.tar.gz")
        .status();
    assert!(made.unwrap().success());
    fs::remove_dir_all(&content).unwrap();
    path.display().to_string()
}

/// An OpenWrt of one of the two, with two packages and their services.
fn openwrt(name: &str, manager: &str) -> Lab {
    let lab = Lab::new(name);
    lab.write(
        "etc/openwrt_release",
        "DISTRIB_ID='OpenWrt'\nDISTRIB_RELEASE='24.10.0'\n",
    );
    for service in ["dnsmasq", "dropbear", "boot", "cwmpd"] {
        let path = format!("etc/init.d/{service}");
        let says = format!(
            "echo {service} \"$@\" >>{}/services.log",
            lab.root.display()
        );
        crate::hook::write(&lab.root.join(path), &says);
    }
    fs::create_dir_all(lab.root.join("etc/rc.d")).unwrap();
    symlink("../init.d/dnsmasq", lab.root.join("etc/rc.d/S19dnsmasq")).unwrap();
    // As `ubus call` prints it.
    lab.program(
        "ubus",
        "[ \"$*\" = 'call service list' ] && printf '{\\n\\t\"dnsmasq\": {\\n\\t\\t\"instances\": {\\n\\t\\t\\t\"cfg\": {\\n\\t\\t\\t\\t\"running\": true\\n\\t\\t\\t}\\n\\t\\t}\\n\\t},\\n\\t\"dropbear\": {\\n\\t\\t\"instances\": {\\n\\t\\t\\t\"i\": {\\n\\t\\t\\t\\t\"running\": false\\n\\t\\t\\t}\\n\\t\\t}\\n\\t}\\n}\\n'",
    );
    if manager == "opkg" {
        lab.program("opkg", OPKG);
        // opkg's database has neither of the last two.
        lab.write(
            "usr/lib/opkg/info/dnsmasq.control",
            "Package: dnsmasq\nVersion: 2.90-r3\nMaintainer: A \\ B <a@b>\n\
             Description:  It is intended: a \\ DNS server\n and more\n",
        );
        lab.write(
            "usr/lib/opkg/status",
            "Package: dnsmasq\nVersion: 2.90-2\nDepends: libc, libubus\nStatus: install user installed\nArchitecture: mips\n\
             Installed-Time: 1690000000\n\nPackage: libubus\nVersion: 2024\nStatus: install ok installed\n\n\
             Package: gone\nVersion: 1\nStatus: deinstall user not-installed\n\nPackage: procd\nVersion: 1\nStatus: install ok unpacked\n\n",
        );
        lab.write(
            "usr/lib/opkg/info/dnsmasq.list",
            "/etc/config/dhcp\n/etc/init.d/dnsmasq\n/usr/sbin/dnsmasq\n",
        );
    } else {
        lab.program("apk", APK);
        lab.write(
            "lib/apk/db/installed",
            "C:Q1abc\nP:dnsmasq\nV:2.90-r2\nA:mips\nT:DNS and DHCP\nm:A \\ B <a@b>\nD:libubus\nF:etc\nF:etc/init.d\nR:dnsmasq\nF:usr/sbin\nR:dnsmasq\n\n\
             C:Q1def\nP:libubus\nV:2024\n\nP:procd\nV:1\n\n",
        );
    }
    lab
}

#[test]
fn packages_and_services_of_openwrt_are_told() {
    for shell in shells() {
        for manager in ["opkg", "apk"] {
            let lab = openwrt("told", manager);
            let hook = hook_of("openwrt", "modules");
            lab.write(
                "etc/cwmpd/modules/libubus",
                "url=http://f/a\\b&c\nuuid=dd10f04c-e277-3a64-9cad-defe684d3339\n",
            );
            let answers = lab.ask(&shell, &hook, &[get("")]);
            for (path, value) in [
                ("DeploymentUnit.[dnsmasq].UUID", "dnsmasq@openwrt.org"),
                ("DeploymentUnit.[dnsmasq].DUID", "dnsmasq"),
                ("DeploymentUnit.[dnsmasq].Status", "Installed"),
                ("DeploymentUnit.[dnsmasq].Resolved", "true"),
                ("DeploymentUnit.[dnsmasq].URL", ""),
                ("DeploymentUnit.[dnsmasq].ExecutionEnvRef", "system"),
                ("DeploymentUnit.[libubus].URL", "http://f/a\\b&c"),
                (
                    "DeploymentUnit.[libubus].UUID",
                    "dd10f04c-e277-3a64-9cad-defe684d3339",
                ),
                ("DeploymentUnit.[libubus].ExecutionUnitList", ""),
                ("ExecEnv.[system].Version", "24.10.0"),
                ("ExecEnv.[system].ActiveExecutionUnits", "dnsmasq "),
                ("ExecutionUnit.[dnsmasq].Status", "Active"),
                ("ExecutionUnit.[dnsmasq].AutoStart", "true"),
                ("ExecutionUnit.[dropbear].Status", "Idle"),
                ("ExecutionUnit.[dropbear].AutoStart", "false"),
            ] {
                let got = value_of(&answers, path);
                assert_eq!(got.as_deref(), Some(value), "{shell:?} {manager} {path}");
            }
            let list = value_of(&answers, "DeploymentUnit.[dnsmasq].ExecutionUnitList");
            assert_eq!(list.as_deref().map(str::trim), Some("dnsmasq"));
            let no = |path: &str| assert_eq!(value_of(&answers, path), None, "{path}");
            no("DeploymentUnit.[gone].DUID");
            no("ExecutionUnit.[boot].EUID");
            if manager == "opkg" {
                let time = value_of(&answers, "DeploymentUnit.[dnsmasq].Installed");
                assert_eq!(time.as_deref(), Some("1690000000"));
                let resolved = value_of(&answers, "DeploymentUnit.[procd].Resolved");
                assert_eq!(resolved.as_deref(), Some("false"));
                let about = value_of(&answers, "DeploymentUnit.[dnsmasq].Description");
                assert_eq!(about.as_deref(), Some("It is intended: a \\ DNS server"));
            }
            let vendor = value_of(&answers, "DeploymentUnit.[dnsmasq].Vendor");
            assert_eq!(vendor.as_deref(), Some("A \\ B <a@b>"));
            // What is asked for is told, and no more.
            let one = lab.ask(&shell, &hook, &[get("DeploymentUnit.[dnsmasq].Version")]);
            assert_eq!(one.len(), 1);
            assert!(
                !lab.root.join(format!("{manager}.log")).exists(),
                "read from its files"
            );

            let wishes = [
                set("ExecutionUnit.[dropbear].RequestedState", "Active"),
                set("ExecutionUnit.[dropbear].RequestedState", "Idle"),
                set("ExecutionUnit.[dropbear].AutoStart", "true"),
                set("ExecutionUnit.[dropbear].AutoStart", "false"),
                set("ExecutionUnit.[../../x].RequestedState", "Active"),
                set("ExecutionUnit.[-x].RequestedState", "Active"),
                act("eu-state", "dnsmasq Idle"),
                act("eu-state", "boot"),
            ];
            assert_eq!(lab.ask(&shell, &hook, &wishes), []);
            let log = fs::read_to_string(lab.root.join("services.log")).unwrap();
            assert_eq!(
                log,
                "dropbear start\ndropbear stop\ndropbear enable\ndropbear disable\ndnsmasq stop\n"
            );
            for (wish, expected) in [
                ("cwmpd].RequestedState=Idle", 9007),
                ("cwmpd].AutoStart=false", 9007),
                ("dnsmasq].RequestedState=Idle", 9007),
                ("dnsmasq].AutoStart=false", 9007),
                ("dnsmasq].RequestedState=Active", 0),
                ("dnsmasq].AutoStart=true", 0),
                ("dropbear].RequestedState=Idle", 0),
                ("gone].RequestedState=Idle", 9005),
            ] {
                let (name, value) = wish.split_once('=').unwrap();
                let check = [Request::Check {
                    path: format!("{SM}ExecutionUnit.[{name}"),
                    value: value.into(),
                }];
                assert_eq!(code(&lab.ask(&shell, &hook, &check)).0, expected, "{wish}");
            }
        }
    }
}

/// What procd says of its instances, and whose package a service is.
#[test]
fn services_of_openwrt_say_what_they_are_and_use() {
    for shell in shells() {
        for manager in ["opkg", "apk"] {
            let lab = openwrt("units", manager);
            let hook = hook_of("openwrt", "modules");
            lab.program(
                "ubus",
                "[ \"$*\" = 'call service list' ] && cat \"$CWMPD_ROOT/services.json\"",
            );
            let instance = |more: &str| {
                format!(
                    "\t\"NAME\": {{\n\t\t\"instances\": {{\n\t\t\t\"i\": {{\n{more}\n\t\t\t}}\n\t\t}}\n\t}}"
                )
            };
            let works = instance(
                "\t\t\t\t\"running\": true,\n\t\t\t\t\"pid\": 71,\n\t\t\t\t\"command\": [\n\t\t\t\t\t\"/usr/sbin/dnsmasq\"\n\t\t\t\t],\n\
                 \t\t\t\t\"env\": {\n\t\t\t\t\t\"A\": \"x=1, \",\n\t\t\t\t\t\"B\": \"a\\nb\",\n\t\t\t\t\t\"Tunnel_Token\": \"s3cret\",\n\t\t\t\t\t\"PROXY\": \"http://u:s3cret@h/\"\n\t\t\t\t},\n\
                 \t\t\t\t\"respawn\": {\n\t\t\t\t\t\"threshold\": 3600,\n\t\t\t\t\t\"timeout\": 5,\n\t\t\t\t\t\"retry\": 0\n\t\t\t\t}",
            );
            let failed = instance("\t\t\t\t\"running\": false,\n\t\t\t\t\"exit_code\": 3");
            let list = format!(
                "{{\n{},\n{}\n}}\n",
                works.replace("NAME", "dnsmasq"),
                failed.replace("NAME", "dropbear")
            );
            lab.write("services.json", &list);
            lab.write("proc/uptime", "1000.50 900.00\n");
            let mut stat = ["0"; 40];
            stat[19] = "60000";
            stat[21] = "25";
            lab.write("proc/71/stat", &format!("71 (a) b) {}\n", stat.join(" ")));
            if manager == "opkg" {
                let control = "usr/lib/opkg/info/dnsmasq.control";
                let text = fs::read_to_string(lab.root.join(control)).unwrap();
                lab.write(control, &format!("{text}Installed-Size: 204800\n"));
            } else {
                let database = "lib/apk/db/installed";
                let text = fs::read_to_string(lab.root.join(database)).unwrap();
                let text = text.replace("P:dnsmasq\n", "P:dnsmasq\nI:204800\n");
                lab.write(
                    database,
                    &text.replace("F:usr/sbin", "F:etc/config\nR:dhcp\nF:usr/sbin"),
                );
            }
            let version = if manager == "opkg" {
                "2.90-2"
            } else {
                "2.90-r2"
            };
            let answers = lab.ask(
                &shell,
                &hook,
                &[get("ExecutionUnit."), get("DeploymentUnit.")],
            );
            for (path, value) in [
                ("[dnsmasq].Vendor", "A \\ B <a@b>"),
                ("[dnsmasq].Version", version),
                ("[dnsmasq].DiskSpaceInUse", "200"),
                ("[dnsmasq].AssociatedProcessList", "71 "),
                ("[dnsmasq].MemoryInUse", "100"),
                ("[dnsmasq].Uptime", "400"),
                ("[dnsmasq].ExecutionFaultCode", "NoFault"),
                ("[dnsmasq].AutoRestart.Enable", "true"),
                ("[dnsmasq].AutoRestart.MaximumRetryCount", "0"),
                ("[dnsmasq].AutoRestart.RetryMinimumWaitInterval", "5"),
                ("[dnsmasq].AutoRestart.ResetPeriod", "3600"),
                ("[dnsmasq].EnvVariable.[A].Key", "A"),
                ("[dnsmasq].EnvVariable.[A].Value", "x=1, "),
                // What is for nobody to read is told by its name alone.
                ("[dnsmasq].EnvVariable.[Tunnel_Token].Key", "Tunnel_Token"),
                ("[dnsmasq].EnvVariable.[Tunnel_Token].Value", ""),
                ("[dnsmasq].EnvVariable.[PROXY].Key", "PROXY"),
                ("[dnsmasq].EnvVariable.[PROXY].Value", ""),
                ("[dropbear].Vendor", ""),
                ("[dropbear].DiskSpaceInUse", "-1"),
                ("[dropbear].AssociatedProcessList", ""),
                ("[dropbear].MemoryInUse", "0"),
                ("[dropbear].Uptime", "0"),
                ("[dropbear].ExecutionFaultCode", "FailureWhileActive"),
                (
                    "[dropbear].ExecutionFaultMessage",
                    "it has ended with status 3",
                ),
                ("[dropbear].AutoRestart.Enable", "false"),
                ("[cwmpd].ExecutionFaultCode", "NoFault"),
            ] {
                let got = value_of(&answers, &format!("ExecutionUnit.{path}"));
                assert_eq!(got.as_deref(), Some(value), "{shell:?} {manager} {path}");
            }
            for unit in ["ExecutionUnit", "DeploymentUnit"] {
                let config = value_of(&answers, &format!("{unit}.[dnsmasq].VendorConfigList"));
                assert_eq!(config.as_deref().map(str::trim), Some("dhcp"), "{unit}");
            }
            // One that nobody has to read packages for, and one that is in them.
            for (name, value) in [("Status", "Active"), ("Version", version)] {
                let path = format!("ExecutionUnit.[dnsmasq].{name}");
                let one = lab.ask(&shell, &hook, &[get(&path)]);
                assert_eq!(one.len(), 1, "{one:?}");
                assert_eq!(value_of(&one, &path).as_deref(), Some(value));
            }
        }
    }
}

/// Packages that lead out, and drivers that the ACS has not brought.
#[test]
fn packages_that_carry_the_device_are_not_removed() {
    let Some(shell) = shells().into_iter().next() else {
        return;
    };
    let lab = openwrt("vital", "opkg");
    let hook = hook_of("openwrt", "modules");
    let database = "usr/lib/opkg/status";
    let mut text = fs::read_to_string(lab.root.join(database)).unwrap();
    let carriers = [
        "odhcp6c",
        "ppp-mod-pppoe",
        "wpad-basic-mbedtls",
        "firewall4",
        "kmod-r8169",
        "uqmi",
        "usb-modeswitch",
        "linux-atm",
        "ltq-vdsl-vr9-app",
        "comgt-ncm",
        "ca-bundle",
        "ubox",
        "odhcpd-ipv6only",
    ];
    for name in carriers.iter().chain(&["kmod-fs-ext4"]) {
        text += &format!("Package: {name}\nVersion: 1\nStatus: install ok installed\n\n");
    }
    lab.write(database, &text);
    lab.write("etc/cwmpd/modules/kmod-fs-ext4", "url=http://f/x\nuuid=\n");
    let remove =
        |name: &str| code(&lab.ask(&shell, &hook, &[act("unit", name), act("du-uninstall", "")]));
    for name in carriers {
        let (number, text) = remove(name);
        assert_eq!(number, 9001, "{name}");
        assert!(text.contains("the device does not work"), "{text}");
    }
    assert!(
        !remove("kmod-fs-ext4")
            .1
            .contains("the device does not work")
    );
}

/// Whatever it is called: the carrier is known by its init script.
#[test]
fn a_package_that_owns_what_carries_the_device_is_not_removed() {
    for shell in shells() {
        for manager in ["opkg", "apk"] {
            let lab = openwrt("owner", manager);
            let hook = hook_of("openwrt", "modules");
            for (service, carries) in [("network", true), ("networks", false)] {
                if manager == "opkg" {
                    let text = "Package: odd\nVersion: 1\nStatus: install ok installed\n\n";
                    lab.write("usr/lib/opkg/status", text);
                    let list = format!("/etc/init.d/odd\n/etc/init.d/{service}\n");
                    lab.write("usr/lib/opkg/info/odd.list", &list);
                } else {
                    let text = format!(
                        "P:odd\nV:1\nF:usr\nR:network\nF:etc/init.d\nR:odd\nR:{service}\n\n\
                         P:other\nV:1\nF:etc/init.d\nR:network\n\n"
                    );
                    lab.write("lib/apk/db/installed", &text);
                }
                let requests = [act("unit", "odd"), act("du-uninstall", "")];
                let (_, text) = code(&lab.ask(&shell, &hook, &requests));
                let refused = text.contains("the device does not work");
                assert_eq!(refused, carries, "{shell:?} {manager} {service}: {text}");
            }
        }
    }
}

#[test]
fn packages_of_openwrt_are_installed_updated_and_removed() {
    if !has_tar() {
        return;
    }
    for shell in shells() {
        for manager in ["opkg", "apk"] {
            let lab = openwrt("packages", manager);
            let hook = hook_of("openwrt", "modules");
            let run = |requests: &[Request]| {
                let output = lab.run(&shell, &hook, &cwmpd::platform::hook::encode(requests));
                assert_eq!(output.status.code(), Some(0), "{shell:?} {manager}");
                let answers =
                    cwmpd::platform::hook::decode("test", &output.stdout, 10_000, 100_000);
                code(&answers.unwrap())
            };
            let install = |file: &str| {
                run(&[
                    act("url", "http://f/hello?a&b"),
                    act("uuid", "dd10f04c-e277-3a64-9cad-defe684d3339"),
                    act("environment", "system"),
                    act("du-install", file),
                ])
            };
            let update = |unit: &str, file: &str| {
                run(&[
                    act("url", "http://f/2"),
                    act("unit", unit),
                    act("du-update", file),
                ])
            };
            let remove = |unit: &str| run(&[act("unit", unit), act("du-uninstall", "")]).0;
            let tell = |name: &str| {
                let path = format!("DeploymentUnit.[hello].{name}");
                value_of(&lab.ask(&shell, &hook, &[get(&path)]), &path)
            };
            let pack =
                |name: &str, version: &str, more: &str| package(&lab, manager, name, version, more);

            let junk = lab.folder.join("junk");
            fs::write(&junk, "nothing").unwrap();
            assert_eq!(install(junk.to_str().unwrap()).0, 9018);
            for name in ["-rf", "../x", "a b", "$(touch pwned)", ""] {
                assert_eq!(install(&pack(name, "1.0", "")).0, 9018, "{name}");
            }
            assert_eq!(install(&pack("dnsmasq", "3", "")).0, 9026);
            let more = if manager == "apk" {
                "  arch: z80\n"
            } else {
                "Architecture: z80\n"
            };
            assert_eq!(install(&pack("hello", "1.0", more)).0, 9025);
            if manager == "opkg" {
                assert_eq!(install(&pack("hello", "1.0", "Depends: nothing\n")).0, 9025);
                assert_eq!(
                    install(&pack("hello", "1.0", "Installed-Size: 999\n")).0,
                    9027
                );
            }
            assert_eq!(tell("Version"), None);

            let (got, said) = install(&pack("hello", "1.0", ""));
            assert_eq!(
                (got, said.as_str()),
                (0, "unit=hello"),
                "{shell:?} {manager}"
            );
            assert_eq!(tell("Version").as_deref(), Some("1.0"));
            assert_eq!(tell("URL").as_deref(), Some("http://f/hello?a&b"));
            assert_eq!(
                tell("UUID").as_deref(),
                Some("dd10f04c-e277-3a64-9cad-defe684d3339")
            );
            assert_eq!(update("hello", &pack("hello", "1.0", "")).0, 9032);
            assert_eq!(update("hello", &pack("hello", "0.9", "")).0, 9030);
            assert_eq!(update("hello", &pack("other", "2.0", "")).0, 9018);
            assert_eq!(update("other", &pack("other", "2.0", "")).0, 9028);
            assert_eq!(
                update("hello", &pack("hello", "2.0", "")),
                (0, String::new())
            );
            assert_eq!(tell("Version").as_deref(), Some("2.0"));
            assert_eq!(tell("URL").as_deref(), Some("http://f/2"));
            let uuid = tell("UUID");
            assert_eq!(
                uuid.as_deref(),
                Some("dd10f04c-e277-3a64-9cad-defe684d3339")
            );
            // From the feeds.
            assert_eq!(update("hello", ""), (0, String::new()));
            assert!(tell("Version").unwrap().starts_with("9.9"));
            assert_eq!(update("hello", "").0, 9032);

            assert_eq!(remove("procd"), 9001);
            assert_eq!(remove("nothing"), 9028);
            assert_eq!(remove("../etc"), 9028);
            let needed = remove("libubus");
            assert!([9001, 9025].contains(&needed), "{needed}");
            assert_eq!(remove("hello"), 0);
            assert_eq!(tell("Version"), None);
            assert!(!lab.root.join("etc/cwmpd/modules/hello").exists());
            let mut left = lab.names();
            left.retain(|name| !["bin", "root", "junk", "fetched"].contains(&name.as_str()));
            assert_eq!(left, [] as [&str; 0], "{shell:?} {manager}");
        }
    }
}
