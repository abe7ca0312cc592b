//! The binary as it runs on a router: signals, the control socket, reboots, rude hooks, a flash that refuses,
//! against the test ACS over loopback.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod lab;

use lab::Lab;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use testacs::Rude;

#[test]
fn a_new_device_reports_is_called_and_reboots() {
    let lab = Lab::new("life");
    let mut agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\" \"1 BOOT\"\nget Device.DeviceInfo.\n\
         expect Device.DeviceInfo.SerialNumber=1234\ncr\nwait inform \"6 CONNECTION REQUEST\"\n\
         expect no event \"1 BOOT\"\nreboot key-1\nend",
    );
    assert_eq!(
        agent.exit_status(),
        0,
        "the platform wants the process to end"
    );
    agent = lab.start();
    lab.plays("wait inform \"M Reboot\" \"1 BOOT\"\nexpect event \"M Reboot\" key key-1\nend\nexpect no complaints");
    drop(agent);
}

#[test]
fn what_the_acs_orders_for_later_comes() {
    let lab = Lab::new("later");
    let mut agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nschedule-inform 0 s-0\nexpect fault 9003\n\
         schedule-inform 1 s-1\nend\nwait inform \"3 SCHEDULED\" \"M ScheduleInform\"\n\
         expect event \"M ScheduleInform\" key s-1\nend",
    );
    lab.cwmpd(&["wakeup"]);
    lab.plays(
        "wait inform \"13 WAKEUP\"\nset Device.ManagementServer.DelayReboot:int=0\nend\nexpect no complaints",
    );
    assert_eq!(
        agent.exit_status(),
        0,
        "it reboots when the session is over"
    );
    agent = lab.start();
    lab.plays(
        "wait inform \"1 BOOT\"\nexpect no event \"M Reboot\"\nget Device.ManagementServer.DelayReboot\n\
         expect Device.ManagementServer.DelayReboot=-1\nend\nexpect no complaints",
    );
    drop(agent);
}

#[test]
fn a_killed_process_forgets_nothing_and_repeats_nothing() {
    let lab = Lab::new("killed");
    let mut agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    let url = lab.status("connection_request_url");
    agent.child.kill().unwrap();
    agent.child.wait().unwrap();
    // The same boot: neither 0 BOOTSTRAP nor 1 BOOT is due, so it stays silent until it is called.
    let _agent = lab.start();
    lab.until("the address is told again", || {
        lab.status("connection_request_url").contains("/")
    });
    assert_eq!(
        path_of(&lab.status("connection_request_url")),
        path_of(&url),
        "the secret path is kept"
    );
    lab.cwmpd(&["inform"]);
    lab.plays("wait inform \"2 PERIODIC\"\nexpect no event \"0 BOOTSTRAP\"\nexpect no event \"1 BOOT\"\nend");
}

#[test]
fn what_the_acs_sets_is_in_force_at_once_and_kept_in_the_file() {
    let lab = Lab::new("settings");
    lab.config("# mine\nconfig connection_request 'connection_request'\n\toption username 'old' # keep\n\toption password 'old'\n");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nset Device.ManagementServer.ConnectionRequestUsername=new \
         Device.ManagementServer.ConnectionRequestPassword=secret Device.ManagementServer.PeriodicInformInterval=777\n\
         expect status 0\ncr now new secret\nexpect cr 200\nend\nwait inform \"6 CONNECTION REQUEST\"\nend",
    );
    let text = fs::read_to_string(lab.root().join("etc/config/cwmpd")).unwrap();
    for kept in [
        "# mine",
        "# keep",
        "option username 'new'",
        "option periodic_interval '777'",
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
}

#[test]
fn sighup_reads_everything_anew_and_keeps_what_cannot_be_read() {
    let lab = Lab::new("sighup");
    let agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nget Device.DeviceInfo.\nexpect no Device.DeviceInfo.HardwareVersion\nend");
    lab.put(
        "platform/more.map",
        "Device.DeviceInfo.\n  HardwareVersion const 7\n",
    );
    agent.signal("HUP");
    lab.until("the maps are read", || {
        lab.log().contains("maps and schema are read")
    });
    lab.put("platform/more.map", "Device.Nonsense.\n  X const 7\n");
    lab.config("config agent 'agent'\n\toption hook_timeout 'soon'\n");
    agent.signal("HUP");
    lab.until("errors are told", || {
        lab.log().contains("settings stay as they were")
    });
    assert!(
        lab.log().contains("etc/config/cwmpd:"),
        "file and line: {}",
        lab.log()
    );
    lab.plays(
        "cr\nwait inform \"6 CONNECTION REQUEST\"\nget Device.DeviceInfo.\nexpect Device.DeviceInfo.HardwareVersion=7\nend",
    );
}

#[test]
fn sigterm_ends_a_session_that_hangs_and_the_process_with_it() {
    let lab = Lab::new("sigterm");
    lab.config("config acs 'acs'\n\toption timeout '600'\n");
    lab.acs.misbehave(Rude::Silence);
    let mut agent = lab.start();
    lab.until("a session runs", || {
        lab.status("session").starts_with("running")
    });
    agent.signal("TERM");
    assert_eq!(agent.exit_status(), 0);
    assert!(!lab.root().join("run/cwmpd.sock").exists());
}

#[test]
fn sigterm_is_told_to_whoever_waits_for_an_answer() {
    let lab = Lab::new("waits");
    let mut agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    lab.acs.misbehave(Rude::Silence);
    let mut kicked = lab.command(&["kicked", "Command=1"]);
    kicked.stdout(Stdio::piped()).stderr(Stdio::piped());
    let kicked = kicked.spawn().unwrap();
    lab.until("a session runs for it", || {
        lab.status("session").starts_with("running")
    });
    agent.signal("TERM");
    let output = kicked.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said, "the agent is stopping\n", "{output:?}");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(agent.exit_status(), 0);
}

#[test]
fn sigterm_ends_an_idle_daemon_at_once() {
    let lab = Lab::new("stopped");
    // Several times, as a machine that does much else may be late once.
    let ended = (0..5).map(|_| {
        let mut agent = lab.start();
        lab.until("the session is over", || {
            lab.status("session") == "none is due"
        });
        let start = Instant::now();
        agent.signal("TERM");
        assert_eq!(agent.exit_status(), 0);
        start.elapsed()
    });
    // A session would have five seconds.
    let within = Duration::from_secs(4);
    let late: Vec<_> = ended.take_while(|time| *time >= within).collect();
    assert!(late.len() < 5, "{late:?}");
}

#[test]
fn hooks_that_hang_hold_up_the_acs_only() {
    let lab = Lab::new("hang");
    lab.put(
        "platform/slow.map",
        "Device.DeviceInfo.\n  AdditionalHardwareVersion hook slow\n",
    );
    lab.hook(
        "slow",
        "echo asked > \"$CWMPD_ROOT/hangs\"\nwhile [ -e \"$CWMPD_ROOT/hangs\" ]; do sleep 0.1; done\nexit 1",
    );
    lab.config("config agent 'agent'\n\toption hook_timeout '600'\n");
    let _agent = lab.start();
    let hangs = lab.root().join("hangs");
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| {
            lab.plays("wait inform \"0 BOOTSTRAP\"\nget Device.DeviceInfo.AdditionalHardwareVersion\nexpect fault 9002\nend")
        });
        lab.until("the hook hangs", || hangs.exists() || asked.is_finished());
        for _ in 0..5 {
            assert!(lab.status("session").starts_with("running"));
        }
        assert!(!asked.is_finished());
        fs::remove_file(&hangs).unwrap();
        asked.join().unwrap();
    });
}

#[test]
fn a_reboot_hook_that_hangs_leaves_the_daemon_alive() {
    let lab = Lab::new("reboot-hangs");
    lab.hook("system", "sleep 30");
    lab.config("config agent 'agent'\n\toption hook_timeout '1'\n");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nreboot\nend");
    lab.until("the failure is told", || {
        lab.log().contains("still running after 1 s")
    });
    lab.status("session");
}

#[test]
fn a_reboot_that_cannot_be_made_durable_is_refused() {
    let lab = Lab::new("read-only");
    let state = lab.root().join("etc/cwmpd");
    fs::create_dir_all(&state).unwrap();
    let Some(mount) = Mount::tmpfs(&state) else {
        println!("skipped: mounting a tmpfs needs root");
        return;
    };
    let mut agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    mount.remount("ro");
    lab.plays("cr\nwait inform\nget Device.DeviceInfo.\nreboot\nexpect fault 9002\nend");
    mount.remount("rw");
    lab.plays("cr\nwait inform\nreboot key-2\nend");
    assert_eq!(agent.exit_status(), 0);
    let _agent = lab.start();
    lab.plays("wait inform \"M Reboot\"\nexpect event \"M Reboot\" key key-2\nend");
}

#[test]
fn a_device_that_can_keep_nothing_is_reachable_all_the_same() {
    let lab = Lab::new("nothing");
    let state = lab.root().join("state");
    fs::create_dir_all(&state).unwrap();
    let Some(mount) = Mount::tmpfs(&state) else {
        println!("skipped: mounting a tmpfs needs root");
        return;
    };
    mount.remount("ro");
    lab.config("config agent 'agent'\n\toption state '/state/cwmpd'\n");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nget Device.DeviceInfo.\nreboot\nexpect fault 9002\nend\n\
         cr\nwait inform \"6 CONNECTION REQUEST\"\nend",
    );
    assert!(
        lab.log().contains("the file system is read-only"),
        "{}",
        lab.log()
    );
}

#[test]
fn a_busy_port_is_told_and_sessions_go_on() {
    let lab = Lab::new("busy");
    let busy = TcpListener::bind("[::]:0")
        .or_else(|_| TcpListener::bind("0.0.0.0:0"))
        .unwrap();
    let port = busy.local_addr().unwrap().port();
    lab.config(&format!(
        "config connection_request 'connection_request'\n\toption port '{port}'\n"
    ));
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nexpect Device.ManagementServer.ConnectionRequestURL=\nend",
    );
    let told = || lab.log().matches(&format!("port {port}: ")).count();
    lab.until("it is told", || told() > 0);
    assert_eq!(told(), 1, "{}", lab.log());
}

#[test]
fn a_second_daemon_is_refused() {
    let lab = Lab::new("second");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    let output = lab.command(&["run"]).output().unwrap();
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        text.contains("another daemon answers there already"),
        "{text}"
    );
    assert_eq!(output.status.code(), Some(3));
    lab.status("session");
}

#[test]
fn the_command_line_and_a_session_change_the_device_in_turn() {
    let lab = Lab::new("turns");
    lab.put(
        "platform/system.map",
        "Device.DeviceInfo.\n  ProvisioningCode uci system main code\n",
    );
    lab.put(
        "root/etc/config/system",
        "config system 'main'\n\toption code 'start'\n",
    );
    lab.put(
        "platform/agent.map",
        "Device.DeviceInfo.\n  SerialNumber agent\nDevice.ManagementServer. agent\n",
    );
    let _agent = lab.start();
    std::thread::scope(|scope| {
        let local = scope.spawn(|| {
            for n in 0..10 {
                let value = format!("Device.DeviceInfo.ProvisioningCode=local{n}");
                let output = lab.cwmpd(&["set", &value]);
                assert!(output.status.success(), "{output:?}");
            }
        });
        let sets: String = (0..30)
            .map(|n| format!("set Device.DeviceInfo.ProvisioningCode=acs{n}\n"))
            .collect();
        lab.plays(&format!("wait inform \"0 BOOTSTRAP\"\n{sets}end"));
        local.join().unwrap();
    });
    lab.plays(
        "cr\nwait inform\nset Device.DeviceInfo.ProvisioningCode=end\n\
         get Device.DeviceInfo.ProvisioningCode\nexpect Device.DeviceInfo.ProvisioningCode=end\nend",
    );
}

#[test]
fn a_value_that_changed_is_told_if_the_acs_wants_to_know() {
    let lab = Lab::new("changed");
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\nattrset Device.ManagementServer.Username notification=2\nend",
    );
    // Nobody asked about this one.
    assert!(
        lab.cwmpd(&["changed", "Device.DeviceInfo.Manufacturer"])
            .status
            .success()
    );
    assert_eq!(lab.status("events"), "");
    assert!(
        lab.cwmpd(&["changed", "Device.ManagementServer.Username"])
            .status
            .success()
    );
    lab.plays("wait inform \"4 VALUE CHANGE\"\nexpect Device.ManagementServer.Username\nend");
    // While a session runs, names are noted only.
    let changed = || lab.cwmpd(&["changed", "Device.No.Such"]);
    lab.until("it is refused", || !changed().status.success());
    let output = changed();
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("9005"),
        "{output:?}"
    );
}

#[test]
fn a_text_that_makes_no_sense_is_told_once_with_its_line_and_not_shown() {
    let lab = Lab::new("odd");
    lab.put(
        "platform/odd.map",
        "Device.DeviceInfo.MemoryStatus.\n  Total file /proc/meminfo\n\
         Device.UserInterface. uci system ui\n  Enable enabled\n  ISPName isp\n\
         Device.WiFi.Radio.{i}. const r0 r1\n  Channel uci wireless {key} channel auto=1\n",
    );
    lab.put("root/proc/meminfo", "secret-4711\n");
    lab.put(
        "root/etc/config/system",
        "config ui 'ui'\n\toption enabled 'perhaps'\n",
    );
    lab.put(
        "root/etc/config/wireless",
        "config wifi-device 'r0'\n\toption channel 'x'\nconfig wifi-device 'r1'\n\toption channel 'y'\n",
    );
    let output = lab.cwmpd(&["get", "Device."]);
    let said = String::from_utf8(output.stderr).unwrap();
    let values = String::from_utf8(output.stdout).unwrap();
    assert!(
        values.contains("Device.DeviceInfo.MemoryStatus.Total=0\n"),
        "{values}{said}"
    );
    for line in [
        "odd.map:2: Device.DeviceInfo.MemoryStatus.Total: expected a whole number",
        "; the device says a text like \"aaaaaa-9999\", and it reads as \"0\"",
        "odd.map:4: Device.UserInterface.Enable: expected true or false; the device says a text like",
        "odd.map:7: Device.WiFi.Radio.[r0].Channel: expected `auto`",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert!(!said.contains("secret") && !said.contains("[r1]"), "{said}");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nget Device.\nget Device.\nend\ncr\nwait inform\nget Device.\nend");
    assert_eq!(lab.log().matches("odd.map:2:").count(), 1, "{}", lab.log());
}

#[test]
fn what_was_fetched_before_the_process_ended_is_not_fetched_again() {
    use std::io::{Read, Write};
    for signal in ["KILL", "TERM"] {
        let lab = Lab::new("resumed");
        lab.hook(
            "system",
            "read -r _ act file; [ \"$act\" != web ] || cat \"$file\" > \"$CWMPD_ROOT/got\"",
        );
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        let serving = std::thread::spawn(move || {
            let mut open = Vec::new();
            let mut answer = |rest: &str, body: &[u8]| {
                let (mut stream, _) = server.accept().unwrap();
                let mut head = [0; 4096];
                let length = stream.read(&mut head).unwrap();
                let answer = format!("HTTP/1.1 {rest}\r\nETag: \"1\"\r\n\r\n");
                stream.write_all(answer.as_bytes()).unwrap();
                stream.write_all(body).unwrap();
                open.push(stream);
                String::from_utf8(head[..length].to_vec()).unwrap()
            };
            [
                ("200 OK\r\nContent-Length: 1000", [b'a'; 400].as_slice()),
                (
                    "206 Partial Content\r\nContent-Length: 600\r\nContent-Range: bytes 400-999/1000",
                    &[b'b'; 600],
                ),
            ]
            .map(|(rest, body)| answer(rest, body).replace('\r', ""))
        });
        let mut agent = lab.start();
        lab.plays(&format!(
            "wait inform \"0 BOOTSTRAP\"\ndownload 2 http://127.0.0.1:{port}/file key file\nend"
        ));
        lab.until("a part is there", || {
            lab.status("transfer").contains("400 of 1000 bytes")
        });
        let ended = Command::new("kill")
            .args(["-s", signal, &agent.child.id().to_string()])
            .status();
        assert!(ended.unwrap().success());
        agent.child.wait().unwrap();
        // A daemon that has tidied up after itself is one of an earlier boot to the lab.
        if signal == "TERM" {
            lab.put("root/run/cwmpd.sock", "");
        }
        let _agent = lab.start();
        lab.cwmpd(&["inform"]);
        lab.plays("wait transfer file\nexpect transfer file fault 0");
        let [first, second] = serving.join().unwrap();
        assert!(!first.contains("Range"), "{first}");
        let rest = "Range: bytes=400-\nIf-Range: \"1\"\n";
        assert!(second.contains(rest), "{second}");
        let got = fs::read_to_string(lab.root().join("got")).unwrap();
        assert_eq!(got, "a".repeat(400) + &"b".repeat(600));
        let left = fs::read_dir(lab.root().join("tmp")).unwrap().flatten();
        let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
        assert!(left.is_empty(), "{signal}: {left:?}");
    }
}

#[test]
fn another_scheme_is_the_fetch_hooks_affair() {
    let lab = Lab::new("fetch-hook");
    lab.hook(
        "system",
        "read -r _ act file; case $act in\n\
         web) cat ${file%% *} >> \"$CWMPD_ROOT/got\" ;;\n\
         log) echo file=\"$CWMPD_ROOT/got\" ;;\nesac",
    );
    // It hears the login before the file, and may refuse with a fault of its own.
    lab.hook(
        "fetch",
        "while read -r _ act word rest; do\ncase $act in\n\
         username | password) echo \"$act $word\" >> \"$CWMPD_ROOT/login\" ;;\n\
         fetch) case $rest in *missing) echo '!9016 fetch no such file' ;; \
         *odd) echo '!9850 fetch odd' ;; *) echo \"from $rest\" > \"$word\" ;; esac ;;\n\
         send) echo \"to $rest\" >> \"$CWMPD_ROOT/sent\"; cat \"$word\" >> \"$CWMPD_ROOT/sent\" ;;\n\
         esac\ndone",
    );
    let _agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\n\
         download 2 tftp://192.0.2.1/page key got login me my-secret\n\
         download 2 tftp://192.0.2.1/missing key missing\ndownload 2 tftp://192.0.2.1/odd key odd\n\
         download 2 nonsense key none\nexpect fault 9003\n\
         wait transfer got\nexpect transfer got fault 0\n\
         wait transfer missing\nexpect transfer missing fault 9016 \"no such file\"\n\
         wait transfer odd\nexpect transfer odd fault 9850\n\
         cr\nwait inform \"6 CONNECTION REQUEST\"\nupload 2 tftp://192.0.2.1/up key up\n\
         wait transfer up\nexpect transfer up fault 0\nexpect no complaints",
    );
    let read = |name: &str| fs::read_to_string(lab.root().join(name)).unwrap();
    assert_eq!(read("got"), "from tftp://192.0.2.1/page\n");
    assert_eq!(read("login"), "username me\npassword my-secret\n");
    assert_eq!(
        read("sent"),
        "to tftp://192.0.2.1/up\nfrom tftp://192.0.2.1/page\n"
    );
    assert!(!lab.log().contains("my-secret"), "{}", lab.log());
}

#[test]
fn a_quiet_daemon_writes_nothing() {
    let lab = Lab::new("quiet");
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend\ncr\nwait inform \"6 CONNECTION REQUEST\"\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    let before = lab.files();
    for _ in 0..3 {
        lab.plays("cr\nwait inform \"6 CONNECTION REQUEST\"\nget Device.\nend");
        lab.until("the session is over", || {
            lab.status("session") == "none is due"
        });
    }
    assert_eq!(lab.files(), before);
}

#[test]
fn trace_shows_the_messages_and_no_secret() {
    let lab = Lab::new("trace");
    lab.config("config agent 'agent'\n\toption trace '1'\n");
    lab.acs
        .configure(|options| options.auth = testacs::Auth::Digest);
    let _agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nset Device.ManagementServer.ConnectionRequestPassword=hush-hush\nend");
    lab.until("the session is over", || {
        lab.status("session") == "none is due"
    });
    let log = lab.log();
    assert!(
        log.contains("<cwmp:Inform>") || log.contains("Inform"),
        "{log}"
    );
    assert!(log.contains("ConnectionRequestPassword"));
    for secret in ["hush-hush", "cpe-secret"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[test]
fn a_change_that_nobody_confirmed_is_undone_when_the_process_was_killed() {
    let lab = Lab::new("confirm");
    lab.put(
        "platform/host.map",
        "Device.Time. uci system ntp\n  Enable enabled\n\
         apply system risky after echo reload >> \"$CWMPD_ROOT/reloads\"\n",
    );
    let before = "config timeserver 'ntp'\n\toption enabled '1'\n";
    lab.put("root/etc/config/system", before);
    let agent = lab.start();
    lab.plays("wait inform \"0 BOOTSTRAP\"\nset Device.Time.Enable=0\nend\nexpect no complaints");
    let system = || fs::read_to_string(lab.root().join("etc/config/system")).unwrap();
    let reloads = || fs::read_to_string(lab.root().join("reloads")).unwrap_or_default();
    lab.until("it is in force", || reloads() == "reload\n");
    assert!(system().contains("'0'"));
    drop(agent);
    let agent = lab.start();
    lab.plays(
        "wait inform \"X CWMPD CHANGES UNDONE\" \"4 VALUE CHANGE\"\nget Device.Time.Enable\n\
         expect Device.Time.Enable=true\nend\nexpect no complaints",
    );
    assert_eq!(system(), before);
    assert_eq!(reloads(), "reload\nreload\n");
    lab.until("it is done with", || {
        !lab.root().join("etc/cwmpd/confirm.json").exists()
    });
    drop(agent);
}
struct Mount(PathBuf);

impl Mount {
    fn tmpfs(folder: &Path) -> Option<Mount> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then(|| Mount(folder.to_path_buf()))
    }

    fn remount(&self, mode: &str) {
        let status = Command::new("mount")
            .args(["-o", &format!("remount,{mode}")])
            .arg(&self.0)
            .status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").args(["-l"]).arg(&self.0).status();
    }
}

/// The path of a URL.
fn path_of(url: &str) -> &str {
    url.splitn(4, '/').nth(3).unwrap_or_default()
}

#[test]
fn a_file_that_is_cut_is_told_once() {
    let lab = Lab::new("long-file");
    for name in ["routes", "leases"] {
        lab.put(&format!("root/{name}"), &"some line\n".repeat(150_000));
    }
    lab.put(
        "platform/long.map",
        "Device.Hosts.Host.{i}. file /routes lines\n  HostName file /leases word 2\n",
    );
    let output = lab.cwmpd(&["get", "Device.Hosts."]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}");
    assert_eq!(
        told.matches("only the first 1048576 bytes are read")
            .count(),
        1,
        "{told}"
    );
    assert!(told.contains("root/routes"), "{told}");
}

/// At the real binary: commands with their exit status, and one that hangs.
#[test]
fn what_cannot_be_put_in_force_is_refused_or_undone_at_once() {
    let lab = Lab::new("force");
    lab.config("config agent 'agent'\n\toption hook_timeout '4'\n");
    lab.put(
        "platform/force.map",
        "Device.Time. uci system ntp\n  LocalTimeZone first\n  Enable second\n\
         Device.DeviceInfo.\n  HostName uci names box host\n\
         apply system now grep -q \"first 'b\" \"$CWMPD_ROOT/etc/config/system\" && { echo first >&2; echo no such server >&2; exit 4; } || :\n\
         apply names risky after ! grep -q \"'slow\" \"$CWMPD_ROOT/etc/config/names\" || sleep 600; grep -q \"'fine\" \"$CWMPD_ROOT/etc/config/names\" || { echo no such name >&2; exit 5; }\n",
    );
    let (system, names) = (
        "config timeserver 'ntp'\n\toption first 'a.example'\n",
        "config box 'box'\n\toption host 'fine'\n",
    );
    lab.put("root/etc/config/system", system);
    lab.put("root/etc/config/names", names);
    let agent = lab.start();
    lab.plays(
        "wait inform \"0 BOOTSTRAP\"\n\
         set Device.Time.LocalTimeZone=b.example Device.Time.Enable=true\nexpect fault 9002\n\
         set Device.DeviceInfo.HostName=odd\nend\n\
         wait inform \"4 VALUE CHANGE\" \"X CWMPD CHANGES UNDONE\"\nexpect changed Device.DeviceInfo.HostName=fine\n\
         set Device.DeviceInfo.HostName=slow\nend\n\
         wait inform \"X CWMPD CHANGES UNDONE\"\nexpect changed Device.DeviceInfo.HostName=fine\n\
         set Device.Time.Enable=true\nend\nexpect no complaints",
    );
    let file = |name: &str| fs::read_to_string(lab.root().join("etc/config").join(name)).unwrap();
    assert_eq!(file("system"), format!("{system}\toption second '1'\n"));
    assert_eq!(file("names"), names);
    let log = lab.log();
    for said in [
        "exit status 4: no such server: all is as before",
        "undone: Device.DeviceInfo.HostName: apply `! grep",
        "still running after 12 s",
        "exit status 5: no such name",
    ] {
        assert!(log.contains(said), "{said} in\n{log}");
    }
    drop(agent);
    // From the command line there is nobody to be cut off.
    let output = lab.cwmpd(&["set", "Device.Time.LocalTimeZone=b.example"]);
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("no such server: all is as before"), "{told}");
    assert!(file("system").contains("a.example"));
    let output = lab.cwmpd(&["set", "Device.DeviceInfo.HostName=odd"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("no such name"), "{told}");
    assert!(file("names").contains("'odd'"));
}
