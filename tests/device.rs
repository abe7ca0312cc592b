//! The device as the model sees it: rude hooks, odd files, the root prefix, commits.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lab/device.rs"]
mod device;
#[path = "lab/folder.rs"]
mod folder;
#[path = "lab/hook.rs"]
mod hook;

use crate::device::Lab;
use cwmpd::agent::OptionValue;
use cwmpd::platform::hook::{Answer, Request};
use cwmpd::platform::{Change, Platform, Target, Trouble};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Milliseconds that no hook takes on any machine, unless it hangs.
const LONG: u64 = 120_000;

#[test]
fn a_hook_hears_the_batch_and_answers_in_order() {
    let mut lab = Lab::new("batch", LONG);
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
    let mut lab = Lab::new("large", LONG);
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
    let mut lab = Lab::new("environment", LONG);
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
        "sleep 600 & echo $! > \"$CWMPD_ROOT/child\"; sleep 600",
    );
    // A machine that does much else may not have begun with it by then.
    let child = (0..20).find_map(|_| {
        lab.fails("hangs", "still running after 3 s");
        fs::read_to_string(lab.root().join("child")).ok()
    });
    let child = child.unwrap();
    let gone = || !Path::new("/proc").join(child.trim()).join("exe").exists();
    let start = Instant::now();
    while !gone() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(gone(), "the child {child} lives on");
}

#[test]
fn hooks_that_hang_one_after_the_other_have_one_time_together() {
    let mut lab = Lab::new("together", 600_000);
    lab.hook("quick", "echo a=1");
    for name in ["first", "second", "third"] {
        lab.hook(name, &format!(": > \"$CWMPD_ROOT/{name}\"; sleep 600"));
    }
    // What is quick here may be slow on a machine that does much else.
    let quick = [1500, 6000, 24_000].into_iter().find(|milliseconds| {
        lab.device
            .limit_hooks(Some(Duration::from_millis(*milliseconds)));
        lab.device.hook("quick", &[]).is_ok()
    });
    assert!(quick.is_some(), "there was time for one");
    let start = Instant::now();
    for name in ["first", "second", "third", "quick"] {
        lab.device.hook(name, &[get("Device.X.")]).unwrap_err();
    }
    assert!(start.elapsed() < Duration::from_secs(300));
    assert!(!lab.root().join("third").exists(), "started all the same");
    lab.device.limit_hooks(None);
    lab.device.hook("quick", &[]).unwrap();
}

#[test]
fn a_hook_that_nobody_wants_any_more_is_ended() {
    let mut lab = Lab::new("unwanted", 600_000);
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
    assert!(start.elapsed() < Duration::from_secs(300));
    urgent.join().unwrap();
}

#[test]
fn a_hook_that_ignores_sigterm_is_killed() {
    let mut lab = Lab::new("stubborn", 1000);
    lab.hook("stubborn", "trap '' TERM; while :; do sleep 1; done");
    lab.fails("stubborn", "still running");
}

#[test]
fn a_hook_that_floods_its_output_is_ended() {
    let mut lab = Lab::new("floods", LONG);
    lab.hook("floods", "exec yes Device.X.Y=1");
    lab.fails("floods", "printed more than");
}

#[test]
fn a_hook_that_floods_its_errors_is_ended_at_its_deadline() {
    let mut lab = Lab::new("shouts", 3000);
    lab.hook("shouts", "exec yes much too loud >&2");
    // A machine that does much else may not have begun with it by then.
    let shouted = (0..20).any(|_| {
        let error = lab.device.hook("shouts", &[get("Device.X.")]).unwrap_err();
        assert!(error.to_string().contains("still running"), "{error}");
        error.to_string().contains("its last words: much too loud")
    });
    assert!(shouted);
}

#[test]
fn many_errors_beside_an_answer_do_no_harm() {
    let mut lab = Lab::new("chatty", LONG);
    lab.hook("chatty", "i=0; while [ $i -lt 5000 ]; do echo some words of no interest >&2; i=$((i+1)); done; echo a=1");
    assert_eq!(lab.device.hook("chatty", &[]).unwrap(), [value("a", "1")]);
}

#[test]
fn half_a_line_is_no_answer() {
    let mut lab = Lab::new("half", LONG);
    lab.hook("half", "echo a=1; printf b=");
    lab.fails("half", "line");
}

#[test]
fn a_hook_that_is_killed_has_failed() {
    let mut lab = Lab::new("killed", LONG);
    lab.hook("killed", "echo a=1; kill -9 $$");
    lab.fails("killed", "killed by SIGKILL");
}

#[test]
fn a_hook_need_not_read() {
    let mut lab = Lab::new("deaf", LONG);
    lab.hook("deaf", "exec < /dev/null; echo a=1");
    let requests = vec![get(&"x".repeat(100)); 5000];
    assert_eq!(
        lab.device.hook("deaf", &requests).unwrap(),
        [value("a", "1")]
    );
}

#[test]
fn a_child_that_keeps_the_pipes_open_holds_up_nobody_and_lives_on() {
    let mut lab = Lab::new("background", LONG);
    lab.hook(
        "background",
        "(while [ ! -e \"$CWMPD_ROOT/go\" ]; do sleep 0.1; done\n\
         echo late; echo late >&2; echo done > \"$CWMPD_ROOT/done\") & echo a=1",
    );
    // While the child waits for this test.
    assert_eq!(
        lab.device.hook("background", &[]).unwrap(),
        [value("a", "1")]
    );
    lab.put("go", "");
    let start = Instant::now();
    while !lab.root().join("done").exists() {
        assert!(start.elapsed() < Duration::from_secs(60), "the child died");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn exit_3_means_busy_and_any_other_failed() {
    let mut lab = Lab::new("exit", LONG);
    lab.hook("busy", "echo the radio scans >&2; exit 3");
    lab.hook("broken", "echo a=1; echo no such radio >&2; exit 1");
    let busy = Trouble::Busy("hook busy: the radio scans".to_string());
    assert_eq!(lab.device.hook("busy", &[]), Err(busy));
    let failed = Trouble::Failed("hook broken: exit status 1: no such radio".to_string());
    assert_eq!(lab.device.hook("broken", &[]), Err(failed));
}

#[test]
fn a_hook_that_cannot_run_says_why() {
    let mut lab = Lab::new("missing", LONG);
    lab.hook("plain", "echo a=1");
    fs::set_permissions(
        lab.folder.join("platform/hooks/plain"),
        std::os::unix::fs::PermissionsExt::from_mode(0o644),
    )
    .unwrap();
    lab.fails("missing", "hooks/missing: No such file");
    lab.fails("plain", "Permission denied");
    for name in ["", ".", "..", "../x", "a/b", "/bin/sh"] {
        lab.fails(name, "no name of a hook");
    }
}

#[test]
fn an_apply_command_runs_in_a_shell_and_has_an_end() {
    let mut lab = Lab::new("apply", LONG);
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
    let mut hurried = Lab::new("apply-hurried", 1000);
    let error = hurried.device.apply("sleep 600").unwrap_err();
    assert!(
        error.to_string().contains("still running after 3 s"),
        "{error}"
    );
}

#[test]
fn files_are_read_below_the_root() {
    let mut lab = Lab::new("files", LONG);
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
fn when_a_file_was_written_is_told() {
    let mut lab = Lab::new("changed", 5000);
    lab.put("etc/config/system", "config system\n");
    let file = fs::File::options()
        .append(true)
        .open(lab.root().join("etc/config/system"))
        .unwrap();
    let time = std::time::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    file.set_modified(time).unwrap();
    let mut changed = |path: &str| lab.device.file(&format!("@changed{path}"));
    assert_eq!(
        changed("/etc/config/system").unwrap().as_deref(),
        Some("1700000000")
    );
    assert_eq!(changed("/etc/config/none"), Ok(None));
    assert!(changed("/etc/../../../etc/passwd").is_err());
}

#[test]
fn the_kernels_files_are_the_real_ones_unless_the_root_has_its_own() {
    let mut lab = Lab::new("kernel", LONG);
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
    let mut lab = Lab::new("odd", LONG);
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
    let mut lab = Lab::new("addresses", LONG);
    let table = lab.device.file("@addresses").unwrap().unwrap();
    for line in table.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [_, family, address, bits, ref state @ ..] = words[..] else {
            panic!("{line}")
        };
        assert!(state.len() <= usize::from(family == "inet6"), "{line}");
        let address: std::net::IpAddr = address.parse().unwrap();
        assert_eq!(family, if address.is_ipv4() { "inet" } else { "inet6" });
        assert!(bits.parse::<u8>().unwrap() <= if address.is_ipv4() { 32 } else { 128 });
    }
    assert!(table.contains("lo inet 127.0.0.1 8\n"), "{table}");
}

#[test]
fn a_commit_writes_every_kind_of_file() {
    let mut lab = Lab::new("commit", LONG);
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
    let mut lab = Lab::new("meanwhile", LONG);
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
    let mut lab = Lab::new("options", LONG);
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
fn a_uci_file_in_another_encoding_is_not_damaged() {
    let mut lab = Lab::new("encoding", LONG);
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

impl Lab {
    fn fails(&mut self, name: &str, why: &str) {
        let error = self.device.hook(name, &[get("Device.X.")]).unwrap_err();
        assert!(
            matches!(&error, Trouble::Failed(text) if text.contains(why)),
            "{name}: {error}"
        );
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
