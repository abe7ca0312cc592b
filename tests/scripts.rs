//! The scripts of the test ACS: each RPC and each event is in one of them, and each is run by a test.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

#[path = "lab/folder.rs"]
mod folder;
#[path = "lab/sandbox.rs"]
mod sandbox;

use cwmpd::cwmp::methods::METHODS;
use sandbox::{Lab, command, repository, script};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn what_a_device_reports_by_itself() {
    let lab = Lab::new("events");
    lab.plays(&script("events.acs"));
}

#[test]
fn what_a_device_reports_because_somebody_said_so() {
    let policies = "config acs 'acs'\n\toption transfer_reports '1'\n\
                    \toption transfer_files '1 Firmware Upgrade Image'\n\toption deploy_reports '1'\n\
                    \toption deploy_operations 'Uninstall'\n\toption deploy_faults '9018'\n\
                    \toption retry_minimum_wait '4'\n\toption retry_multiplier '1000'\n";
    let lab = Lab::with("told", policies, |_| {});
    lab.plays("wait inform \"0 BOOTSTRAP\"\nattrset Device.WiFi.SSID.1.SSID notification=2\n\
         set Device.ManagementServer.ConnectionRequestUsername=acs Device.ManagementServer.ConnectionRequestPassword=acs-secret\n\
         end\nrude status 503");
    for words in [
        &["wakeup"][..],
        &["diagnosed"],
        &[
            "transferred",
            "download",
            "1 Firmware Upgrade Image",
            "http://lan/fw",
            "9018",
            "bad sum",
        ],
        &[
            "deployed",
            "uninstall",
            "gone@example.com",
            "3",
            "9018",
            "bad sum",
        ],
        &["changed", "Device.WiFi.SSID.1.SSID"],
    ] {
        let output = command(&lab.folder).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
    }
    lab.plays(&script("told.acs"));
}

#[test]
fn a_page_in_the_lan_asks_where_to_go_next() {
    let lab = Lab::new("kicked");
    lab.plays("wait inform \"0 BOOTSTRAP\"\nend");
    let kick = |words: &[&str]| {
        let mut kick = command(&lab.folder);
        kick.arg("kicked").args(words);
        kick.stdout(Stdio::piped()).stderr(Stdio::piped());
        kick
    };
    let told = |output: std::process::Output| {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let refused = |text: &str| (Some(1), String::new(), format!("{text}\n"));
    let long = "x".repeat(257);
    for (words, text) in [
        (
            &["Arg=<img src=x>"][..],
            "Arg: expected at most 256 characters without <, >, \" and control characters, got '<'",
        ),
        (
            &["Command=1", &format!("Arg={long}")],
            "Arg: expected at most 256 characters, got 257",
        ),
        (
            &["Next=a\nstatus"],
            "Next: expected at most 1024 characters without <, >, \" and control characters, got '\\n'",
        ),
    ] {
        assert_eq!(told(kick(words).output().unwrap()), refused(text));
    }

    let words = [
        "Command=register",
        "Arg=user 7",
        "Next=http://192.168.1.1/done",
    ];
    let begun = Instant::now();
    let first = kick(&words).spawn().unwrap();
    lab.plays(&script("kicked.acs"));
    let url = "http://portal.example/thanks?user=7&step=2\n".to_owned();
    assert_eq!(
        told(first.wait_with_output().unwrap()),
        (Some(0), url, String::new())
    );

    // An ACS that would like to draw on the terminal; asked as a page's server does.
    lab.plays("end\noption next-url \"http://a/\u{9b}2J\"");
    let mut second = kick(&["--json"]).stdin(Stdio::piped()).spawn().unwrap();
    let object = b"{\"command\": \"1\", \"ubus_rpc_session\": \"0\"}";
    second.stdin.take().unwrap().write_all(object).unwrap();
    let said = "{\"error\":\"the ACS sent a NextURL with characters that no URL has\"}\n";
    assert_eq!(
        told(second.wait_with_output().unwrap()),
        (Some(1), said.to_owned(), String::new())
    );

    lab.plays("wait inform \"5 KICKED\"\nend\nrude fault 8000 after 1 times 1");
    let (status, _, error) = told(kick(&["Command=1"]).output().unwrap());
    assert_eq!(status, Some(1));
    assert!(error.starts_with("the ACS answered fault 8000"), "{error}");

    // Three in a row were enough, for the minute; once the session is over that broke.
    let text = loop {
        let (status, _, error) = told(kick(&["Command=1"]).output().unwrap());
        if begun.elapsed() > Duration::from_secs(60) {
            println!("skipped: this machine was too slow to kick four times in a minute");
            return;
        }
        assert_eq!(status, Some(1));
        if error != "another kick is under way\n" {
            break error;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(
        text.starts_with("expected at most 3 kicks in a row and then one a minute"),
        "{text}"
    );
}

/// How a script asks for each RPC of the ACS.
fn asks_for(method: &str) -> &'static str {
    match method {
        "GetRPCMethods" => "methods",
        "SetParameterValues" => "set ",
        "GetParameterValues" => "get ",
        "GetParameterNames" => "names ",
        "SetParameterAttributes" => "attrset ",
        "GetParameterAttributes" => "attrs ",
        "AddObject" => "add ",
        "DeleteObject" => "del ",
        "Download" => "download ",
        "Upload" => "upload ",
        "ScheduleDownload" => "schedule ",
        "CancelTransfer" => "cancel ",
        "GetQueuedTransfers" => "queued",
        "GetAllQueuedTransfers" => "queued all",
        "Reboot" => "reboot ",
        "ScheduleInform" => "schedule-inform ",
        "FactoryReset" => "factory-reset",
        "ChangeDUState" => "deploy ",
        other => panic!("{other} has no command at the test ACS: add it here, and to a script"),
    }
}

/// What the agent asks of the ACS, and how a script waits for it.
const AGENT: [(&str, &str); 7] = [
    ("Inform", "wait inform "),
    ("TransferComplete", "wait transfer "),
    (
        "AutonomousTransferComplete",
        "wait request AutonomousTransferComplete",
    ),
    ("DUStateChangeComplete", "wait deploy "),
    (
        "AutonomousDUStateChangeComplete",
        "wait request AutonomousDUStateChangeComplete",
    ),
    ("RequestDownload", "wait request RequestDownload"),
    ("Kicked", "wait request Kicked"),
];

#[test]
fn each_rpc_and_each_event_is_in_a_script() {
    let lines: Vec<String> = scripts()
        .into_iter()
        .flat_map(|name| script(&name).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let has = |start: &str| lines.iter().any(|line| line.starts_with(start));
    for method in METHODS {
        let start = asks_for(method);
        assert!(has(start), "{method}: no script has a line `{start}…`");
    }
    for (method, start) in AGENT {
        assert!(has(start), "{method}: no script has a line `{start}…`");
    }
    // The README's table is held to the code by a test of its own.
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, table) = readme.split_once("| event | ").unwrap();
    let mut events = 0;
    for row in table.lines().take_while(|line| !line.is_empty()) {
        let Some(code) = row
            .strip_prefix("| `")
            .and_then(|row| row.split('`').next())
        else {
            continue;
        };
        // The agent's own, not the standard's.
        if code.starts_with("X ") {
            continue;
        }
        events += 1;
        let waited = format!("\"{code}\"");
        let in_a_script = lines.iter().any(|line| {
            (line.starts_with("wait inform ") || line.starts_with("expect event "))
                && line.contains(&waited)
        });
        assert!(in_a_script, "no script waits for {code}");
    }
    assert!(events >= 20, "{events} rows");
}

#[test]
fn each_script_is_run_by_a_test() {
    let mut sources = Vec::new();
    let mut folders = vec![repository().join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                None if path.is_dir() => folders.push(path),
                Some(end) if end == "rs" => sources.push(fs::read_to_string(path).unwrap()),
                _ => {}
            }
        }
    }
    let run = |name: &String| {
        let quoted = [format!("\"{name}\""), format!("/{name}\"")];
        let quoted = |source: &String| quoted.iter().any(|quoted| source.contains(quoted));
        sources.iter().any(quoted)
    };
    let idle: BTreeSet<String> = scripts().into_iter().filter(|name| !run(name)).collect();
    assert_eq!(idle, BTreeSet::new());
}

/// `tests/acs/scripts`.
fn scripts() -> Vec<String> {
    let entries = fs::read_dir(repository().join("tests/acs/scripts")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name.ends_with(".acs")).collect();
    assert!(names.len() > 10);
    names
}
