//! The device as the model sees it: rude hooks, odd files, the root prefix, commits.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lab/hook.rs"]
mod hook;

use cwmpd::agent::settings::PARAMETERS;
use cwmpd::agent::{Found, OptionValue};
use cwmpd::io::device::{Device, Places};
use cwmpd::model::guard::{Before, Guard, Undone};
use cwmpd::model::parameter::ParameterSetting;
use cwmpd::model::template::Texts;
use cwmpd::model::tree::Tree;
use cwmpd::platform::hook::{Answer, Request};
use cwmpd::platform::{Change, Platform, Target, Trouble};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[test]
fn a_hook_hears_the_batch_and_answers_in_order() {
    let mut lab = Lab::new("batch", 5000);
    lab.hook(
        "led",
        "while read -r verb path; do echo \"$path=$verb\"; done",
    );
    let requests = [get("Device.X_ACME_LED."), get("Device.X_ACME_LED.Mode")];
    let answers = lab.device.hook("led", &requests).unwrap();
    let expected = [
        value("Device.X_ACME_LED.", "get"),
        value("Device.X_ACME_LED.Mode", "get"),
    ];
    assert_eq!(answers, expected);
}

#[test]
fn a_large_batch_flows_both_ways_at_once() {
    let mut lab = Lab::new("large", 20_000);
    lab.hook("echo", "exec sed 's/^get \\(.*\\)/\\1=1/'");
    let requests: Vec<Request> = (0..20_000)
        .map(|n| get(&format!("Device.X.[{n}].Value")))
        .collect();
    assert_eq!(
        lab.device.hook("echo", &requests).unwrap().len(),
        requests.len()
    );
}

#[test]
fn the_environment_is_clean() {
    let mut lab = Lab::new("environment", 5000);
    lab.hook("env", "env | cut -d= -f1 | sort | tr '\\n' ' ' | sed 's/^/names=/;s/$/\\n/'; echo \"root=$CWMPD_ROOT\"; echo \"lib=$CWMPD_LIB\"; echo \"here=$(pwd)\"; echo \"arguments=$#\"");
    let answers = lab.device.hook("env", &[]).unwrap();
    // dash and busybox set PWD, some shells also OLDPWD, SHLVL and _.
    let names = answers[0].clone();
    let Answer::Value { value: names, .. } = names else {
        panic!("{names:?}")
    };
    for name in names.split_whitespace() {
        let known = [
            "CWMPD_HOOKS",
            "CWMPD_LIB",
            "CWMPD_ROOT",
            "PATH",
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_",
        ];
        assert!(known.contains(&name), "{name} in {names}");
    }
    let folder = lab.folder.display();
    assert_eq!(answers[1], value("root", &format!("{folder}/root")));
    assert_eq!(answers[2], value("lib", &format!("{folder}/lib.sh")));
    assert_eq!(answers[3], value("here", "/"));
    assert_eq!(answers[4], value("arguments", "0"));
}

#[test]
fn a_hook_that_hangs_is_ended_with_all_its_children() {
    let mut lab = Lab::new("hangs", 3000);
    lab.hook(
        "hangs",
        "sleep 60 & echo $! > \"$CWMPD_ROOT/child\"; sleep 60",
    );
    lab.fails_within("hangs", Duration::from_secs(60), "still running after 3 s");
    let child = fs::read_to_string(lab.root().join("child")).unwrap();
    let gone = || !Path::new("/proc").join(child.trim()).join("exe").exists();
    let start = Instant::now();
    while !gone() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(gone(), "the child {child} lives on");
}

#[test]
fn hooks_that_hang_one_after_the_other_have_one_time_together() {
    let mut lab = Lab::new("together", 60_000);
    lab.hook("quick", "echo a=1");
    for name in ["first", "second", "third"] {
        lab.hook(name, &format!(": > \"$CWMPD_ROOT/{name}\"; sleep 600"));
    }
    lab.device.limit_hooks(Some(Duration::from_millis(1500)));
    let start = Instant::now();
    lab.device.hook("quick", &[]).unwrap();
    for name in ["first", "second", "third", "quick"] {
        lab.device.hook(name, &[get("Device.X.")]).unwrap_err();
    }
    assert!(start.elapsed() < Duration::from_secs(40));
    assert!(!lab.root().join("third").exists(), "started all the same");
    lab.device.limit_hooks(None);
    lab.device.hook("quick", &[]).unwrap();
}

#[test]
fn a_hook_that_nobody_wants_any_more_is_ended() {
    let mut lab = Lab::new("unwanted", 60_000);
    lab.hook("hangs", ": > \"$CWMPD_ROOT/begun\"; sleep 600");
    let unwanted = Arc::new(AtomicBool::new(false));
    lab.device.unless(Arc::clone(&unwanted));
    let begun = lab.root().join("begun");
    let urgent = std::thread::spawn(move || {
        while !begun.exists() {
            std::thread::sleep(Duration::from_millis(10));
        }
        unwanted.store(true, Ordering::Relaxed);
    });
    let start = Instant::now();
    let trouble = lab.device.hook("hangs", &[get("Device.X.")]).unwrap_err();
    assert!(matches!(&trouble, Trouble::Busy(_)), "{trouble}");
    assert!(start.elapsed() < Duration::from_secs(50));
    urgent.join().unwrap();
}

#[test]
fn a_hook_that_ignores_sigterm_is_killed() {
    let mut lab = Lab::new("stubborn", 1000);
    lab.hook("stubborn", "trap '' TERM; while :; do sleep 1; done");
    lab.fails_within("stubborn", Duration::from_secs(60), "still running");
}

#[test]
fn a_hook_that_floods_its_output_is_ended() {
    let mut lab = Lab::new("floods", 60_000);
    lab.hook("floods", "exec yes Device.X.Y=1");
    lab.fails_within("floods", Duration::from_secs(60), "printed more than");
}

#[test]
fn a_hook_that_floods_its_errors_is_ended_at_its_deadline() {
    let mut lab = Lab::new("shouts", 3000);
    lab.hook("shouts", "exec yes much too loud >&2");
    lab.fails_within(
        "shouts",
        Duration::from_secs(60),
        "its last words: much too loud",
    );
}

#[test]
fn many_errors_beside_an_answer_do_no_harm() {
    let mut lab = Lab::new("chatty", 20_000);
    lab.hook("chatty", "i=0; while [ $i -lt 5000 ]; do echo some words of no interest >&2; i=$((i+1)); done; echo a=1");
    assert_eq!(lab.device.hook("chatty", &[]).unwrap(), [value("a", "1")]);
}

#[test]
fn half_a_line_is_no_answer() {
    let mut lab = Lab::new("half", 5000);
    lab.hook("half", "echo a=1; printf b=");
    lab.fails_within("half", Duration::from_secs(60), "line");
}

#[test]
fn a_hook_that_is_killed_has_failed() {
    let mut lab = Lab::new("killed", 5000);
    lab.hook("killed", "echo a=1; kill -9 $$");
    lab.fails_within("killed", Duration::from_secs(60), "killed by SIGKILL");
}

#[test]
fn a_hook_need_not_read() {
    let mut lab = Lab::new("deaf", 5000);
    lab.hook("deaf", "exec < /dev/null; echo a=1");
    let requests = vec![get(&"x".repeat(100)); 5000];
    assert_eq!(
        lab.device.hook("deaf", &requests).unwrap(),
        [value("a", "1")]
    );
}

#[test]
fn a_child_that_keeps_the_pipes_open_holds_up_nobody_and_lives_on() {
    let mut lab = Lab::new("background", 10_000);
    lab.hook(
        "background",
        "(sleep 6; echo late; echo late >&2; echo done > \"$CWMPD_ROOT/done\") & echo a=1",
    );
    let start = Instant::now();
    assert_eq!(
        lab.device.hook("background", &[]).unwrap(),
        [value("a", "1")]
    );
    assert!(
        !lab.root().join("done").exists(),
        "the child was waited for"
    );
    while !lab.root().join("done").exists() {
        assert!(start.elapsed() < Duration::from_secs(60), "the child died");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn exit_3_means_busy_and_any_other_failed() {
    let mut lab = Lab::new("exit", 5000);
    lab.hook("busy", "echo the radio scans >&2; exit 3");
    lab.hook("broken", "echo a=1; echo no such radio >&2; exit 1");
    let busy = Trouble::Busy("hook busy: the radio scans".to_string());
    assert_eq!(lab.device.hook("busy", &[]), Err(busy));
    let failed = Trouble::Failed("hook broken: exit status 1: no such radio".to_string());
    assert_eq!(lab.device.hook("broken", &[]), Err(failed));
}

#[test]
fn a_hook_that_cannot_run_says_why() {
    let mut lab = Lab::new("missing", 5000);
    lab.hook("plain", "echo a=1");
    fs::set_permissions(
        lab.folder.join("platform/hooks/plain"),
        std::os::unix::fs::PermissionsExt::from_mode(0o644),
    )
    .unwrap();
    lab.fails_within(
        "missing",
        Duration::from_secs(60),
        "hooks/missing: No such file",
    );
    lab.fails_within("plain", Duration::from_secs(60), "Permission denied");
    for name in ["", ".", "..", "../x", "a/b", "/bin/sh"] {
        lab.fails_within(name, Duration::from_secs(60), "no name of a hook");
    }
}

#[test]
fn an_apply_command_runs_in_a_shell_and_has_an_end() {
    let mut lab = Lab::new("apply", 1000);
    lab.device
        .apply("echo reloaded > \"$CWMPD_ROOT/mark\" && true")
        .unwrap();
    assert_eq!(
        fs::read_to_string(lab.root().join("mark")).unwrap(),
        "reloaded\n"
    );
    let error = lab.device.apply("echo no radio >&2; false").unwrap_err();
    assert!(
        error.to_string().ends_with("exit status 1: no radio"),
        "{error}"
    );
    let start = Instant::now();
    let error = lab.device.apply("sleep 60").unwrap_err();
    assert!(
        error.to_string().contains("still running after 3 s"),
        "{error}"
    );
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn files_are_read_below_the_root() {
    let mut lab = Lab::new("files", 5000);
    lab.put("etc/config/system", "config system\n");
    lab.put("etc/banner", "hello\n");
    let device = &mut lab.device;
    assert_eq!(device.uci("system").unwrap().unwrap(), "config system\n");
    assert_eq!(device.uci("absent").unwrap(), None);
    assert_eq!(device.file("/etc/banner").unwrap().unwrap(), "hello\n");
    assert_eq!(device.file("/etc/absent").unwrap(), None);
    assert_eq!(device.file("/etc/banner/below").unwrap(), None);
    assert_eq!(device.directory("/etc").unwrap(), ["banner", "config"]);
    assert_eq!(device.directory("/absent").unwrap(), Vec::<String>::new());
    for bad in [
        "etc/banner",
        "/etc/../../secret",
        "/etc/\0",
        "/sys/../etc/shadow",
        "/sys/bus/../../etc/shadow",
        "/sys/bus/usb/../../../etc/shadow",
        "/sys/bus/usb/.././.././../etc/shadow",
        "/sys/bus/usb/..//..//../etc/shadow",
        "/sys/bus/./.././../etc/shadow",
    ] {
        assert!(
            matches!(device.file(bad), Err(Trouble::Failed(_))),
            "{bad:?}"
        );
    }
    for bad in ["", "../system", ".system", "a/b"] {
        assert!(
            matches!(device.uci(bad), Err(Trouble::Failed(_))),
            "{bad:?}"
        );
    }
}

#[test]
fn the_kernels_files_are_the_real_ones_unless_the_root_has_its_own() {
    let mut lab = Lab::new("kernel", 5000);
    let uptime = lab.device.file("/proc/uptime").unwrap().unwrap();
    assert!(uptime.split(' ').next().unwrap().parse::<f64>().unwrap() > 0.0);
    lab.put("proc/uptime", "17.5 0.0\n");
    assert_eq!(
        lab.device.file("/proc/uptime").unwrap().unwrap(),
        "17.5 0.0\n"
    );
    assert_eq!(lab.device.file("/proc/version").unwrap(), None);
}

#[test]
fn odd_files_hold_up_nobody() {
    let mut lab = Lab::new("odd", 5000);
    lab.put("large", &"x".repeat(3 << 20));
    assert_eq!(lab.device.file("/large").unwrap().unwrap().len(), 1 << 20);
    fs::write(lab.root().join("latin"), b"caf\xe9").unwrap();
    assert_eq!(lab.device.file("/latin").unwrap().unwrap(), "caf\u{fffd}");
    let made = Command::new("mkfifo")
        .arg(lab.root().join("fifo"))
        .status()
        .unwrap();
    assert!(made.success());
    assert_eq!(lab.device.file("/fifo").unwrap().unwrap(), "");
    assert!(lab.device.file("/etc").is_err());
}

#[test]
fn interface_addresses_are_a_table() {
    let mut lab = Lab::new("addresses", 5000);
    let table = lab.device.file("@addresses").unwrap().unwrap();
    for line in table.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [_, family, address, bits] = words[..] else {
            panic!("{line}")
        };
        let address: std::net::IpAddr = address.parse().unwrap();
        assert_eq!(family, if address.is_ipv4() { "inet" } else { "inet6" });
        assert!(bits.parse::<u8>().unwrap() <= if address.is_ipv4() { 32 } else { 128 });
    }
    assert!(table.contains("lo inet 127.0.0.1 8\n"), "{table}");
}

#[test]
fn a_commit_writes_every_kind_of_file() {
    let mut lab = Lab::new("commit", 5000);
    lab.put("etc/config/system", "old\n");
    lab.put("etc/real", "old\n");
    symlink("real", lab.root().join("etc/link")).unwrap();
    assert_eq!(lab.device.state("model.json").unwrap(), None);
    let change = |target, content: &str| Change {
        target,
        content: content.into(),
    };
    lab.device
        .commit(vec![
            change(Target::Uci("system".into()), "new\n"),
            change(Target::File("/etc/link".into()), "new\n"),
            change(Target::State("model.json".into()), "{}"),
        ])
        .unwrap();
    let read = |path: &str| fs::read_to_string(lab.root().join(path)).unwrap();
    assert_eq!(
        [read("etc/config/system"), read("etc/real")],
        ["new\n", "new\n"]
    );
    assert_eq!(lab.device.state("model.json").unwrap().unwrap(), b"{}");
    for bad in [
        Target::Uci("../x".into()),
        Target::File("x".into()),
        Target::State("a/b".into()),
    ] {
        assert!(
            lab.device.commit(vec![change(bad.clone(), "")]).is_err(),
            "{bad:?}"
        );
    }
}

#[test]
fn a_change_by_somebody_else_is_not_undone() {
    let mut lab = Lab::new("meanwhile", 5000);
    lab.put("etc/config/system", "old\n");
    let change = || {
        vec![Change {
            target: Target::Uci("system".into()),
            content: b"mine\n".into(),
        }]
    };
    lab.device.uci("system").unwrap();
    lab.put("etc/config/system", "theirs\n");
    let error = lab.device.commit(change()).unwrap_err();
    assert!(
        matches!(&error, Trouble::Busy(text) if text.contains("somebody else")),
        "{error}"
    );
    lab.device.uci("system").unwrap();
    lab.device.commit(change()).unwrap();
    lab.device.commit(change()).unwrap();
}

#[test]
fn options_go_into_a_section_that_was_not_there() {
    let mut lab = Lab::new("options", 5000);
    lab.put(
        "etc/config/cwmpd",
        "config device 'device'\n\toption oui '00D09E'\n",
    );
    let option = |section, option, value: &str| OptionValue {
        section,
        option,
        value: value.into(),
    };
    let options = [
        option("acs", "url", "http://acs.example/"),
        option("device", "provisioning_code", "A"),
        option("acs", "retry_minimum_wait", "7"),
    ];
    lab.device.set_options("cwmpd", &options).unwrap();
    let text = fs::read_to_string(lab.root().join("etc/config/cwmpd")).unwrap();
    assert_eq!(
        text,
        "config device 'device'\n\toption oui '00D09E'\n\toption provisioning_code 'A'\n\n\
         config acs 'acs'\n\toption url 'http://acs.example/'\n\toption retry_minimum_wait '7'\n"
    );
}

#[test]
fn a_risky_change_notices_what_somebody_else_writes_meanwhile() {
    let mut lab = Lab::new("guarded", 5000);
    lab.put("etc/config/network", "config interface 'wan'\n");
    // Between the reading and the commit.
    lab.hook(
        "led",
        "while read -r verb rest; do case $verb in get) echo 'Device.X_ACME_LED.Mode=on' ;; \
         set) echo '# theirs' >> \"$CWMPD_ROOT/etc/config/network\" ;; esac; done",
    );
    let map = "Device.X_ACME_LED.\n  Mode hook led\nDevice.X_ACME_WAN. uci network wan\n  Address ipaddr\n\
               apply network risky after true\n";
    let schema =
        "Device.\nDevice.X_ACME_LED.\n  Mode string rw\nDevice.X_ACME_WAN.\n  Address string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    for guard in [None, Some(Guard::default())] {
        let mut tree = Tree::load(texts.clone(), "Device", PARAMETERS).unwrap();
        tree.guard = guard;
        let setting = |name: &str, value: &str| ParameterSetting {
            name: name.into(),
            value: value.into(),
            declared: None,
        };
        let list = [
            setting("Device.X_ACME_LED.Mode", "off"),
            setting("Device.X_ACME_WAN.Address", "192.0.2.1"),
        ];
        let fault = tree.set(&mut lab.device, &list, Some("")).unwrap_err();
        assert!(fault.to_string().contains("somebody else"), "{fault}");
    }
}

/// A WAN, and tunnels whose hook keeps them in the same file, by itself; and a risky LED.
fn tunnels(name: &str) -> (Lab, Tree) {
    let lab = Lab::new(name, 5000);
    lab.put(
        "etc/config/network",
        "config interface 'wan'\n\toption ipaddr '192.0.2.1'\n",
    );
    lab.hook(
        "tunnel",
        "file=$CWMPD_ROOT/etc/config/network; while read -r verb path; do case $verb in \
         get) sed -n \"s/^config tunnel '\\(.*\\)'/Device.X_ACME_Tunnel.[\\1].Name=\\1/p\" \"$file\" ;; \
         add) echo \"config tunnel 't1'\" >> \"$file\"; echo 'Device.X_ACME_Tunnel.[t1].=' ;; \
         del) sed -i '/tunnel/d' \"$file\" ;; esac; done",
    );
    lab.hook(
        "led",
        "while read -r verb rest; do case $verb in \
         get) echo \"Device.X_ACME_LED.Mode=$(cat \"$CWMPD_ROOT/led\")\" ;; \
         set) [ -e \"$CWMPD_ROOT/broken\" ] && exit 1; echo \"${rest#*=}\" > \"$CWMPD_ROOT/led\" ;; esac; done",
    );
    lab.put("led", "on\n");
    let map = "Device.X_ACME_LED.\n  Mode hook led\nDevice.X_ACME_WAN. uci network wan\n  Address ipaddr\n\
               Device.X_ACME_Tunnel.{i}. hook tunnel add del\n\
               apply network risky after echo network\napply led risky after echo led\n";
    let schema = "Device.\nDevice.X_ACME_LED.\n  Mode string rw\nDevice.X_ACME_WAN.\n  Address string rw\n\
                  Device.X_ACME_Tunnel.{i}. rw\n  Alias string(:64) rw\n  Name string\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts.clone(), "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    (lab, tree)
}

impl Lab {
    fn network(&self) -> String {
        fs::read_to_string(self.root().join("etc/config/network")).unwrap()
    }

    fn set(&mut self, tree: &mut Tree, name: &str, value: &str) {
        let list = [ParameterSetting {
            name: name.into(),
            value: value.into(),
            declared: None,
        }];
        tree.set(&mut self.device, &list, Some("k")).unwrap();
    }

    fn before(&mut self) -> Before {
        let content = self.device.state("confirm.json").unwrap().unwrap();
        Before::parse(&content).unwrap().unwrap()
    }

    fn undo(&mut self, tree: &mut Tree) -> Undone {
        let before = self.before();
        tree.undo(&mut self.device, &before).unwrap()
    }
}

#[test]
fn what_a_hook_writes_into_a_guarded_file_is_undone_with_the_rest() {
    const ADDRESS: &str = "Device.X_ACME_WAN.Address";
    const TUNNELS: &str = "Device.X_ACME_Tunnel.";
    // In the same session as another change of the file, before it or after it; or alone.
    for order in ["set add", "add set", "add", "add del", "set add set"] {
        let (mut lab, mut tree) = tunnels("tunnels");
        let before = lab.network();
        for act in order.split(' ') {
            match act {
                "set" => lab.set(&mut tree, ADDRESS, "198.51.100.1"),
                "add" => drop(tree.add(&mut lab.device, TUNNELS, Some("k")).unwrap()),
                _ => {
                    let row = format!("{TUNNELS}1.");
                    tree.delete(&mut lab.device, &row, Some("k")).unwrap();
                }
            }
        }
        assert!(tree.take_unconfirmed().is_some(), "{order}");
        let undone = lab.undo(&mut tree);
        assert_eq!(lab.network(), before, "{order}");
        assert_eq!(undone.commands, ["echo network"], "{order}");
        assert!(lab.before().undone);
    }
}

#[test]
fn a_row_that_a_hook_makes_anew_has_no_number_of_one_that_is_gone() {
    const TUNNELS: &str = "Device.X_ACME_Tunnel.";
    let (mut lab, mut tree) = tunnels("anew");
    let before = lab.network();
    let add =
        |lab: &mut Lab, tree: &mut Tree| tree.add(&mut lab.device, TUNNELS, Some("k")).unwrap().0;
    assert_eq!(add(&mut lab, &mut tree), 1);
    // Somebody else takes it away, and it comes back: it is the same. What the ACS adds is not.
    let with = lab.network();
    for network in [&before, &with, &before] {
        lab.put("etc/config/network", network);
        let names = tree.names(&mut lab.device, TUNNELS, true).unwrap();
        let rows: Vec<&str> = names.iter().map(|info| info.name.as_str()).collect();
        let wanted = [format!("{TUNNELS}1.")];
        assert_eq!(rows, &wanted[..usize::from(network == &with)]);
    }
    assert_eq!(add(&mut lab, &mut tree), 2);
}

#[test]
fn a_row_that_a_hook_has_made_goes_again_when_the_change_fails() {
    let (mut lab, _) = tunnels("fails");
    let before = lab.network();
    let map = "Device.X_ACME_Tunnel.{i}. hook tunnel add del\napply tunnel now exit 4\n";
    let schema = "Device.\nDevice.X_ACME_Tunnel.{i}. rw\n  Alias string(:64) rw\n  Name string\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    let fault = tree
        .add(&mut lab.device, "Device.X_ACME_Tunnel.", Some("k"))
        .unwrap_err();
    let text = fault.to_string();
    assert!(
        text.contains("9002") && text.contains("`exit 4`: exit status 4: all is as before"),
        "{text}"
    );
    assert_eq!(lab.network(), before);
    assert!(
        tree.names(&mut lab.device, "Device.X_ACME_Tunnel.", true)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_command_of_several_hooks_is_run_once_when_a_change_is_undone() {
    let (mut lab, _) = tunnels("once");
    lab.hook(
        "lamp",
        "while read -r verb rest; do case $verb in get) echo Device.X_ACME_Lamp.Mode=on ;; esac; done",
    );
    let map = "Device.X_ACME_LED.\n  Mode hook led\nDevice.X_ACME_Lamp.\n  Mode hook lamp\n\
               apply led risky check true\napply led risky after echo lights\n\
               apply lamp risky after echo lights\napply lamp now true\n";
    let schema =
        "Device.\nDevice.X_ACME_LED.\n  Mode string rw\nDevice.X_ACME_Lamp.\n  Mode string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    for mode in ["red", "green"] {
        let setting = |name: &str| ParameterSetting {
            name: format!("Device.X_ACME_{name}.Mode"),
            value: mode.into(),
            declared: None,
        };
        let list = [setting("LED"), setting("Lamp")];
        tree.set(&mut lab.device, &list, Some("k")).unwrap();
    }
    assert_eq!(lab.undo(&mut tree).commands, ["echo lights", "true"]);
}

/// A service of which the lines run at once, one that waits, one that may cut the device off, and a diagnostic.
fn services(name: &str) -> (Lab, Tree) {
    let lab = Lab::new(name, 5000);
    for package in ["dhcp", "page", "network"] {
        lab.put(
            &format!("etc/config/{package}"),
            "config one 'one'\n\toption mode 'x'\n",
        );
    }
    let map = "Device.X_ACME_Dhcp. uci dhcp one\n  Mode mode\nDevice.X_ACME_Page. uci page one\n  Mode mode\n\
               Device.X_ACME_Net. uci network one\n  Mode mode\n\
               Device.X_ACME_Scan.\n  DiagnosticsState file /tmp/scan rw default None\n\
               apply dhcp now echo dhcp\napply network risky after echo network\n\
               apply page after ! grep bad \"$CWMPD_ROOT/etc/config/page\"\napply /tmp/scan after exit 7\n";
    let schema = "Device.\nDevice.X_ACME_Dhcp.\n  Mode string rw\nDevice.X_ACME_Page.\n  Mode string rw\n\
                  Device.X_ACME_Net.\n  Mode string rw\nDevice.X_ACME_Scan.\n  DiagnosticsState string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    (lab, tree)
}

#[test]
fn what_is_set_together_is_undone_together() {
    // Requests of a session, and what dhcp, page and network say afterwards. With `bad`, a line fails at its end.
    for (session, says) in [
        ("Dhcp+Net", "x x x"),
        ("Net+Page", "x x x"),
        ("Dhcp,Net", "y0 x x"),
        ("Dhcp,Dhcp+Net", "y0 x x"),
        ("Dhcp+Net,Dhcp", "x x x"),
        ("Dhcp+Net,Page,Dhcp", "x y1 x"),
        ("Page,Net+Page", "x x x"),
        ("Dhcp,Net,Page=bad", "y0 x x"),
        ("Page,Net+Page=bad", "x x x"),
        ("Dhcp,Dhcp+Page=bad,Dhcp", "y0 x x"),
        ("Net+Page=bad,Dhcp", "y1 x x"),
        ("Net+Dhcp,Page=bad", "x x x"),
    ] {
        let (mut lab, mut tree) = services("as-one");
        for (turn, request) in session.split(',').enumerate() {
            let list: Vec<ParameterSetting> = request
                .split('+')
                .map(|word| {
                    let (object, value) = word.split_once('=').unwrap_or((word, "y"));
                    ParameterSetting {
                        name: format!("Device.X_ACME_{object}.Mode"),
                        value: format!("{value}{turn}"),
                        declared: None,
                    }
                })
                .collect();
            tree.set(&mut lab.device, &list, Some("k")).unwrap();
        }
        let failed = tree.end_session(&mut lab.device);
        assert_eq!(failed.is_some(), session.contains("bad"), "{session}");
        if failed.is_some() {
            tree.guard_failed(&mut lab.device).unwrap();
        }
        assert!(tree.take_unconfirmed().is_some(), "{session}");
        let undone = lab.undo(&mut tree);
        let mut now = Vec::new();
        for package in ["dhcp", "page", "network"] {
            let path = lab.root().join("etc/config").join(package);
            let text = fs::read_to_string(path).unwrap();
            now.push(text.split('\'').nth(3).unwrap().to_owned());
        }
        assert_eq!(now.join(" "), says, "{session}");
        let dhcp = session.contains("Dhcp+") || session.contains("+Dhcp");
        let commands = &undone.commands;
        assert_eq!(commands.contains(&"echo dhcp".into()), dhcp, "{session}");
        let told = |object: &str| {
            undone
                .changed
                .contains(&format!("Device.X_ACME_{object}.Mode"))
        };
        assert_eq!(told("Dhcp"), dhcp, "{session}");
        assert_eq!(
            told("Page"),
            session.contains("Page") && says.ends_with("x x"),
            "{session}"
        );
    }
}

/// Its line says what came of it by the state.
#[test]
fn a_diagnostic_is_no_configuration() {
    const STATE: &str = "Device.X_ACME_Scan.DiagnosticsState";
    let (mut lab, mut tree) = services("diagnostic");
    lab.put("tmp/scan", "None\n");
    lab.set(&mut tree, "Device.X_ACME_Net.Mode", "y");
    lab.set(&mut tree, STATE, "Requested");
    assert_eq!(tree.end_session(&mut lab.device), None);
    lab.set(&mut tree, STATE, "Canceled");
    lab.set(&mut tree, "Device.X_ACME_Page.Mode", "bad");
    assert!(tree.end_session(&mut lab.device).is_some());
    tree.guard_failed(&mut lab.device).unwrap();
    let undone = lab.undo(&mut tree);
    assert!(!undone.changed.contains(&STATE.into()));
    let state = fs::read_to_string(lab.root().join("tmp/scan")).unwrap();
    assert_eq!(state, "Canceled\n");
}

/// What a hook tells of a secret is no secret to set it back to.
#[test]
fn a_refused_change_wipes_no_password_and_leaves_no_service_with_what_was_refused() {
    let mut lab = Lab::new("secret", 5000);
    lab.hook(
        "box",
        "cd \"$CWMPD_ROOT\"; while read -r verb rest; do path=${rest%%=*}; case $verb in \
         get) echo Device.X_ACME_Box.Password=; echo \"Device.X_ACME_Box.Mode=$(cat Mode)\" ;; \
         set) echo \"${rest#*=}\" >>Told; echo \"${rest#*=}\" >\"${path##*.}\" ;; esac; done",
    );
    lab.put("Mode", "good\n");
    lab.put("Password", "old\n");
    lab.put("etc/config/lamp", "config lamp 'one'\n\toption mode 'x'\n");
    let map = "Device.X_ACME_Box.\n  Password hook box\n  Mode hook box\n\
               Device.X_ACME_Lamp. uci lamp one\n  Mode mode\n\
               apply box now cat \"$CWMPD_ROOT/Mode\" >>\"$CWMPD_ROOT/Ran\"; grep good \"$CWMPD_ROOT/Mode\"\n\
               apply lamp risky after true\napply box risky after true\n";
    let schema = "Device.\nDevice.X_ACME_Box.\n  Password string rw hidden\n  Mode string rw\n\
                  Device.X_ACME_Lamp.\n  Mode string rw\n";
    let texts = Texts {
        maps: vec![("a.map".into(), map.into())],
        schemas: vec![("a.dm".into(), schema.into())],
    };
    let mut tree = Tree::load(texts, "Device", PARAMETERS).unwrap();
    tree.guard = Some(Guard::default());
    let list = [("Box.Password", "new"), ("Box.Mode", "bad")].map(|(name, value)| {
        let name = format!("Device.X_ACME_{name}");
        ParameterSetting {
            name,
            value: value.into(),
            declared: None,
        }
    });
    let fault = tree.set(&mut lab.device, &list, Some("k")).unwrap_err();
    let text = fault.to_string();
    assert!(
        text.ends_with("all is as before, but Device.X_ACME_Box.Password"),
        "{text}"
    );
    let read = |lab: &Lab, name: &str| fs::read_to_string(lab.root().join(name)).unwrap();
    assert_eq!(read(&lab, "Told"), "new\nbad\ngood\n");
    assert_eq!(read(&lab, "Ran"), "bad\ngood\n");
    // Nor does one that is undone later.
    lab.set(&mut tree, "Device.X_ACME_Lamp.Mode", "y");
    lab.set(&mut tree, "Device.X_ACME_Box.Password", "newer");
    let undone = lab.undo(&mut tree);
    assert_eq!(undone.changed, ["Device.X_ACME_Lamp.Mode"]);
    assert_eq!(read(&lab, "Password"), "newer\n");
}

#[test]
fn what_a_person_writes_beside_a_hook_stays() {
    let (mut lab, mut tree) = tunnels("beside");
    tree.add(&mut lab.device, "Device.X_ACME_Tunnel.", Some("k"))
        .unwrap();
    lab.put("etc/config/network", &format!("# mine\n{}", lab.network()));
    lab.undo(&mut tree);
    assert!(lab.network().starts_with("# mine"));
    assert!(lab.network().contains("t1"));
}

#[test]
fn a_hook_that_fails_while_a_change_is_undone_is_asked_again() {
    const MODE: &str = "Device.X_ACME_LED.Mode";
    let led = |lab: &Lab| fs::read_to_string(lab.root().join("led")).unwrap();
    let (mut lab, mut tree) = tunnels("left");
    lab.set(&mut tree, MODE, "off");
    lab.set(&mut tree, "Device.X_ACME_WAN.Address", "198.51.100.1");
    lab.put("broken", "");
    let undone = lab.undo(&mut tree);
    assert_eq!(undone.left, ["led: Device.X_ACME_LED.Mode"]);
    assert_eq!(undone.commands, ["echo led", "echo network"]);
    assert!(lab.network().contains("192.0.2.1"), "the files come back");
    // Power cut before the commands have run: they come again, and so does the hook.
    let undone = lab.undo(&mut tree);
    assert_eq!((undone.left.len(), undone.commands.len()), (1, 2));
    // The ACS has heard of it.
    let rest = lab.before().rest().unwrap();
    lab.device.commit(vec![rest]).unwrap();
    let undone = lab.undo(&mut tree);
    assert!(undone.told && undone.left.len() == 1 && undone.commands.is_empty());
    // A new change that is undone takes the old one with it.
    fs::remove_file(lab.root().join("broken")).unwrap();
    for broken in [true, false] {
        lab.set(&mut tree, MODE, if broken { "red" } else { "green" });
        assert!(!lab.before().undone);
        if broken {
            lab.put("broken", "");
        } else {
            let _ = fs::remove_file(lab.root().join("broken"));
        }
        let undone = lab.undo(&mut tree);
        assert_eq!(undone.left.len(), usize::from(broken));
        if broken {
            fs::remove_file(lab.root().join("broken")).unwrap();
        }
    }
    assert_eq!(led(&lab), "on\n");
    assert_eq!(lab.before().rest(), None);
}

#[test]
fn what_has_failed_is_known_after_a_reboot_too() {
    const ADDRESS: &str = "Device.X_ACME_WAN.Address";
    let (mut lab, mut tree) = tunnels("failed");
    let found = |lab: &mut Lab| Found::left(&lab.before());
    lab.set(&mut tree, ADDRESS, "192.0.2.2");
    assert_eq!(found(&mut lab), Found::Left);
    let mark = tree.take_unconfirmed();
    assert!(mark.is_some());
    lab.set(&mut tree, ADDRESS, "192.0.2.3");
    tree.guard_failed(&mut lab.device).unwrap();
    assert_ne!(tree.take_unconfirmed(), mark);
    assert!(matches!(found(&mut lab), Found::Failed(_)));
    // With what comes on top of it.
    lab.set(&mut tree, ADDRESS, "192.0.2.4");
    assert!(matches!(found(&mut lab), Found::Failed(_)));
    lab.undo(&mut tree);
    assert_eq!(found(&mut lab), Found::Undone);
    assert!(lab.network().contains("192.0.2.1"));
    lab.set(&mut tree, ADDRESS, "192.0.2.5");
    assert_eq!(found(&mut lab), Found::Left);
}

#[test]
fn what_stands_is_not_undone_with_what_comes_after_it() {
    let (mut lab, mut tree) = tunnels("kept");
    const ADDRESS: &str = "Device.X_ACME_WAN.Address";
    lab.set(&mut tree, ADDRESS, "192.0.2.2");
    // It was confirmed, and its file could not be removed.
    tree.guard = Some(Guard {
        kept: tree.take_unconfirmed(),
        ..Guard::default()
    });
    lab.set(&mut tree, ADDRESS, "198.51.100.1");
    lab.undo(&mut tree);
    assert!(lab.network().contains("192.0.2.2"));
}

#[test]
fn a_uci_file_in_another_encoding_is_not_damaged() {
    let mut lab = Lab::new("encoding", 5000);
    fs::write(
        lab.root().join("etc/config/wireless"),
        b"option ssid 'caf\xe9'\n",
    )
    .unwrap();
    lab.device.uci("wireless").unwrap();
    let change = Change {
        target: Target::Uci("wireless".into()),
        content: b"x".into(),
    };
    let error = lab.device.commit(vec![change]).unwrap_err();
    assert!(error.to_string().contains("not UTF-8"), "{error}");
}

/// A device in a fresh folder: `root/`, `platform/hooks/`.
struct Lab {
    folder: PathBuf,
    device: Device,
}

impl Lab {
    fn new(name: &str, hook_timeout_ms: u64) -> Lab {
        let folder =
            std::env::temp_dir().join(format!("cwmpd-device-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("root/etc/config")).unwrap();
        fs::create_dir_all(folder.join("platform/hooks")).unwrap();
        let device = Device::open(Places {
            root: folder.join("root"),
            config: None,
            platform: folder.join("platform"),
            state: "/etc/cwmpd".into(),
            hook_timeout: Duration::from_millis(hook_timeout_ms),
        });
        Lab { folder, device }
    }

    fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    fn put(&self, path: &str, content: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn hook(&self, name: &str, body: &str) {
        hook::write(&self.folder.join("platform/hooks").join(name), body);
    }

    fn fails_within(&mut self, name: &str, most: Duration, why: &str) {
        let start = Instant::now();
        let error = self.device.hook(name, &[get("Device.X.")]).unwrap_err();
        assert!(start.elapsed() < most, "{name}: {:?}", start.elapsed());
        assert!(
            matches!(&error, Trouble::Failed(text) if text.contains(why)),
            "{name}: {error}"
        );
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn get(path: &str) -> Request {
    Request::Get {
        path: path.to_string(),
    }
}

fn value(path: &str, value: &str) -> Answer {
    Answer::Value {
        path: path.to_string(),
        value: value.to_string(),
    }
}
