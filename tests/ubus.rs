//! The device on a real socket of ubus, with the stand-in for ubusd of the test ACS at the other end, which
//! has a codec of its own; and on the command `ubus` where there is no socket.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "lab/hook.rs"]
mod hook;

use cwmpd::io::device::{Device, Places};
use cwmpd::platform::{Platform, Trouble};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use testacs::Ubusd;

#[test]
fn an_answer_comes_back_as_it_was_given() {
    let lab = Lab::new("answer");
    let board = json!({
        "hostname": "gate", "uptime": 93784, "rx_bytes": 5_000_000_000u64, "up": true, "load": [1, -2, 0.5],
        "release": {"description": "OpenWrt ü"}, "nothing": null, "empty": {}, "none": []
    });
    lab.answer("system.board", &board.to_string());
    let bus = lab.bus();
    let mut device = lab.device(60_000);
    assert_eq!(
        call(&mut device, "system", "board", json!({})),
        Ok(Some(board))
    );
    assert_eq!(bus.take_calls(), ["connect", "system board"]);
}

#[test]
fn arguments_arrive_with_their_types() {
    let lab = Lab::new("arguments");
    lab.answer("iwinfo.info", "{}");
    let bus = lab.bus();
    let mut device = lab.device(60_000);
    let arguments = json!({"device": "phy0-ap0", "all": true, "most": -7, "far": 4_294_967_296u64});
    call(&mut device, "iwinfo", "info", arguments).unwrap();
    assert_eq!(
        bus.take_calls()[1],
        "iwinfo info all=true,device=phy0-ap0,far=(0x84),most=-7"
    );
}

#[test]
fn one_connection_carries_many_calls_and_outlives_its_ubusd() {
    let lab = Lab::new("many");
    lab.answer("network.interface.dump", "{\"interface\": []}");
    lab.answer("iwinfo.info.device=wlan0", "{\"channel\": 1}");
    let bus = lab.bus();
    let mut device = lab.device(60_000);
    for _ in 0..3 {
        let answer = call(&mut device, "network.interface", "dump", json!({}));
        assert_eq!(answer, Ok(Some(json!({"interface": []}))));
    }
    assert_eq!(
        call(&mut device, "iwinfo", "info", json!({"device": "wlan0"})),
        Ok(Some(json!({"channel": 1})))
    );
    let calls = bus.take_calls();
    assert_eq!(calls.iter().filter(|line| *line == "connect").count(), 1);
    lab.answer("network.interface.dump", "!close");
    assert!(matches!(
        call(&mut device, "network.interface", "dump", json!({})),
        Err(Trouble::Busy(_))
    ));
    drop(bus);
    let _bus = lab.bus();
    let answer = call(&mut device, "iwinfo", "info", json!({"device": "wlan0"}));
    assert_eq!(answer, Ok(Some(json!({"channel": 1}))));
}

#[test]
fn what_is_not_there_is_no_failure() {
    let lab = Lab::new("absent");
    lab.answer("system.board", "{}");
    lab.answer("dsl.metrics", "!5");
    lab.answer("iwinfo.info.device=wlan0", "{}");
    lab.answer("network.reload", "");
    let _bus = lab.bus();
    let mut device = lab.device(60_000);
    for (object, method, arguments) in [
        ("luci-rpc", "getHostHints", json!({})),
        ("system", "no_such_method", json!({})),
        ("dsl", "metrics", json!({})),
        ("iwinfo", "info", json!({"device": "wlan9"})),
        ("network", "reload", json!({})),
    ] {
        assert_eq!(
            call(&mut device, object, method, arguments),
            Ok(None),
            "{object}"
        );
    }
}

#[test]
fn all_objects_of_a_pattern_are_called() {
    let lab = Lab::new("pattern");
    lab.answer("hostapd.phy0-ap0.get_status", "{\"ssid\": \"home\"}");
    lab.answer("hostapd.phy1-ap0.get_status", "{\"ssid\": \"home5\"}");
    lab.answer("hostapd.phy1-ap1.get_status", "!4");
    lab.answer("hostapd.get_status", "{}");
    let _bus = lab.bus();
    let mut device = lab.device(60_000);
    assert_eq!(
        call(&mut device, "hostapd.*", "get_status", json!({})),
        Ok(Some(
            json!({"phy0-ap0": {"ssid": "home"}, "phy1-ap0": {"ssid": "home5"}})
        ))
    );
    assert_eq!(
        call(&mut device, "modem.*", "status", json!({})),
        Ok(Some(json!({})))
    );
}

#[test]
fn failures_are_told_apart_from_silence() {
    let lab = Lab::new("failures");
    lab.answer("file.read", "!6");
    lab.answer("modem.status", "!7");
    lab.answer("gsm.status", "!hang");
    lab.answer("system.board", "{}");
    let _bus = lab.bus();
    // More than a loaded machine takes for an answer, as one of them never comes.
    let mut device = lab.device(5000);
    assert_eq!(
        call(&mut device, "file", "read", json!({})),
        Err(Trouble::Failed("permission denied (6)".into()))
    );
    for object in ["modem", "gsm"] {
        let answer = call(&mut device, object, "status", json!({}));
        assert!(matches!(answer, Err(Trouble::Busy(_))), "{answer:?}");
    }
    assert_eq!(
        call(&mut device, "system", "board", json!({})),
        Ok(Some(json!({})))
    );
}

#[test]
fn a_ubusd_that_hangs_is_waited_for_once() {
    let lab = Lab::new("hangs");
    let socket = lab.socket();
    fs::create_dir_all(socket.parent().unwrap()).unwrap();
    let _listener = UnixListener::bind(&socket).unwrap();
    let mut device = lab.device(5000);
    let start = Instant::now();
    for object in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        let answer = call(&mut device, object, "status", json!({}));
        assert!(matches!(answer, Err(Trouble::Busy(_))), "{answer:?}");
    }
    // All eight would take forty seconds.
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn whatever_else_listens_there_is_survived() {
    let lab = Lab::new("stranger");
    let socket = lab.socket();
    fs::create_dir_all(socket.parent().unwrap()).unwrap();
    let hello: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4];
    for speech in [
        b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(),
        vec![0; 12],
        [hello, &[0xff; 64]].concat(),
        [hello, &[0, 2, 0, 1, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff]].concat(),
        [
            hello,
            &[0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 12, 7, 0, 0, 99, 1, 2, 3, 4],
        ]
        .concat(),
        hello.to_vec(),
    ] {
        let _ = fs::remove_file(&socket);
        let listener = UnixListener::bind(&socket).unwrap();
        let talk = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.write_all(&speech);
        });
        let answer = call(&mut lab.device(5000), "system", "board", json!({}));
        assert!(answer.is_err(), "{answer:?}");
        talk.join().unwrap();
    }
}

#[test]
fn without_a_socket_the_command_is_asked() {
    let lab = Lab::new("command");
    lab.answer("system.board", "{\"hostname\": \"gate\"}");
    lab.answer("iwinfo.info.device=wlan0", "{\"channel\": 6}");
    lab.answer("hostapd.wlan0.get_status", "{\"ssid\": \"home\"}");
    lab.answer("modem.status", "!7");
    let program = lab.folder.join("ubus");
    let fake = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openwrt/bin/ubus");
    let files = lab.folder.join("files");
    let script = format!("UBUS_FILES='{}' exec sh '{fake}' \"$@\"", files.display());
    hook::write(&program, &script);
    // A child of this test with another PATH: the device runs what it finds there.
    let path = format!(
        "{}:{}",
        lab.folder.display(),
        std::env::var("PATH").unwrap()
    );
    if std::env::var_os("CWMPD_TEST_UBUS_CHILD").is_none() {
        let done = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "without_a_socket_the_command_is_asked"])
            .env("PATH", path)
            .env("CWMPD_TEST_UBUS_CHILD", "1")
            .env("TMPDIR", &lab.folder)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stdout)
        );
        return;
    }
    // The wrapper of the parent is found first; its files are the same.
    let mut device = lab.device(60_000);
    assert_eq!(
        call(&mut device, "system", "board", json!({})),
        Ok(Some(json!({"hostname": "gate"})))
    );
    assert_eq!(
        call(&mut device, "iwinfo", "info", json!({"device": "wlan0"})),
        Ok(Some(json!({"channel": 6})))
    );
    assert_eq!(
        call(&mut device, "hostapd.*", "get_status", json!({})),
        Ok(Some(json!({"wlan0": {"ssid": "home"}})))
    );
    assert_eq!(call(&mut device, "dsl", "metrics", json!({})), Ok(None));
    assert_eq!(call(&mut device, "system", "nothing", json!({})), Ok(None));
    assert_eq!(
        call(&mut device, "modem", "status", json!({})),
        Err(Trouble::Busy("timed out".into()))
    );
}

#[test]
fn without_socket_and_command_it_is_told_what_was_looked_for() {
    let lab = Lab::new("nothing");
    if std::env::var("PATH")
        .unwrap()
        .split(':')
        .any(|folder| PathBuf::from(folder).join("ubus").exists())
    {
        println!("skipped: there is a command ubus here");
        return;
    }
    let Err(Trouble::Failed(text)) = call(&mut lab.device(500), "system", "board", json!({}))
    else {
        panic!("no failure")
    };
    assert!(
        text.contains("/var/run/ubus/ubus.sock") && text.contains("cannot run ubus"),
        "{text}"
    );
}

fn call(
    device: &mut Device,
    object: &str,
    method: &str,
    arguments: Value,
) -> Result<Option<Value>, Trouble> {
    device.ubus(object, method, &arguments)
}

struct Lab {
    folder: PathBuf,
}

impl Lab {
    fn new(name: &str) -> Lab {
        let folder = std::env::temp_dir().join(format!("cwmpd-ubus-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("files")).unwrap();
        Lab { folder }
    }

    fn answer(&self, name: &str, text: &str) {
        fs::write(self.folder.join(format!("files/{name}.json")), text).unwrap();
    }

    fn socket(&self) -> PathBuf {
        self.folder.join("root/var/run/ubus/ubus.sock")
    }

    fn bus(&self) -> Ubusd {
        Ubusd::start(&self.folder.join("files"), &self.socket()).unwrap()
    }

    fn device(&self, milliseconds: u64) -> Device {
        Device::open(Places {
            root: self.folder.join("root"),
            config: None,
            platform: self.folder.join("platform"),
            state: "/etc/cwmpd".into(),
            hook_timeout: Duration::from_millis(milliseconds),
        })
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}
