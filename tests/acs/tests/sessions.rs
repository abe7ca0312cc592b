//! The ACS and its line language, proved with a small agent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_debug_implementations
)]

mod common;

use std::time::Duration;

use common::{Cpe, End};
use testacs::{Acs, Auth, Options, Rude, Side};

const BOOT: &[(&str, &str)] = &[("0 BOOTSTRAP", ""), ("1 BOOT", "")];

/// Runs `script` while the agent holds one session for each list of events.
fn meet(
    acs: &Acs,
    mut cpe: Cpe,
    sessions: &[&[(&str, &str)]],
    script: &str,
) -> (
    Result<testacs::Transcript, testacs::ScriptError>,
    Vec<End>,
    Cpe,
) {
    std::thread::scope(|scope| {
        let agent = scope.spawn(move || {
            let ends = sessions
                .iter()
                .map(|events| cpe.session(events))
                .collect::<Vec<_>>();
            (ends, cpe)
        });
        let result = acs.script(script);
        acs.configure(|o| o.hold = Duration::ZERO);
        let (ends, cpe) = agent.join().unwrap();
        (result, ends, cpe)
    })
}

fn acs(change: impl FnOnce(&mut Options)) -> Acs {
    let mut options = Options {
        within: Duration::from_secs(60),
        ..Options::default()
    };
    change(&mut options);
    Acs::start(options).unwrap()
}

#[test]
fn every_command_in_one_session() {
    let acs = acs(|_| {});
    let script = r#"
        wait inform "0 BOOTSTRAP" "1 BOOT" within 60
        expect event "1 BOOT"
        expect no event "2 PERIODIC"
        expect namespace cwmp-1-2
        expect retries 0
        expect Device.DeviceInfo.SoftwareVersion=1.0
        get Device.
        expect count = 3
        expect Device.DeviceInfo.UpTime:unsignedInt=77
        expect no Device.Nothing
        names Device.
        expect writable Device.WiFi.SSID.1.SSID
        expect read-only Device.DeviceInfo.UpTime
        set Device.WiFi.SSID.1.SSID="two words & <more>" key k1
        expect status 0
        get Device.WiFi.SSID.1.SSID
        expect Device.WiFi.SSID.1.SSID="two words & <more>"
        set Device.WiFi.SSID.1.SSID=this-name-is-far-too-long-for-an-ssid Device.Nothing=1
        expect fault 9003
        expect fault 9007 for Device.WiFi.SSID.1.SSID
        expect fault 9005 for Device.Nothing
        add Device.NAT.PortMapping.
        get Device.NAT.PortMapping.$row.
        expect Device.NAT.PortMapping.$row.Enable=0
        del Device.NAT.PortMapping.$row.
        expect status 0
        get Device.NAT.PortMapping.$row.
        expect fault 9005
        attrs Device.WiFi.
        expect notification Device.WiFi.SSID.1.SSID=2
        expect access Device.WiFi.SSID.1.SSID=Subscriber
        attrset Device.WiFi. notification=1 access=none
        methods
        expect method GetRPCMethods
        reboot again
        factory-reset
        end
        expect no complaints
    "#;
    let (result, ends, _) = meet(&acs, Cpe::new(acs.address()), &[BOOT], script);
    let transcript = result.unwrap();
    assert_eq!(ends, [End::Good]);
    assert_eq!(acs.complaints(), Vec::<String>::new());
    let sent: String = transcript.replies().map(|e| e.text()).collect();
    for want in [
        "<ParameterKey>k1</ParameterKey>",
        "<CommandKey>again</CommandKey>",
        "<NotificationChange>true</NotificationChange><Notification>1</Notification><AccessListChange>true</AccessListChange>",
        "<cwmp:FactoryReset>",
        "soap-enc:arrayType=\"cwmp:ParameterValueStruct[2]\"",
    ] {
        assert!(sent.contains(want), "{want} not in {sent}");
    }
}

#[test]
fn a_type_seen_in_a_get_is_used_in_a_set() {
    let acs = acs(|_| {});
    let script = "wait inform\nget Device.\nset Device.DeviceInfo.UpTime=5 Device.WiFi.SSID.1.SSID:=x Device.DeviceInfo.SoftwareVersion:int=6\n";
    let (result, _, _) = meet(&acs, Cpe::new(acs.address()), &[BOOT], script);
    let sent: String = result.unwrap().replies().map(|e| e.text()).collect();
    assert!(
        sent.contains("<Value xsi:type=\"xsd:unsignedInt\">5<"),
        "{sent}"
    );
    assert!(sent.contains("<Value>x<"), "{sent}");
    assert!(sent.contains("<Value xsi:type=\"xsd:int\">6<"), "{sent}");
}

#[test]
fn a_failing_step_says_where_what_was_expected_and_what_came() {
    for (script, want) in [
        (
            "wait inform\nexpect event \"M Reboot\"",
            "script:2: expect event \"M Reboot\": expected the event M Reboot, got 0 BOOTSTRAP, 1 BOOT",
        ),
        (
            "wait inform\n\nget Device.Nothing",
            "script:3: get Device.Nothing: expected no fault, got fault 9005 Invalid parameter name",
        ),
        (
            "wait inform\nget Device.\nexpect count >= 300",
            "script:3: expect count >= 300: expected count >= 300, got 3",
        ),
        (
            "wait inform\nget Device.\nexpect fault 9005",
            "script:3: expect fault 9005: expected fault 9005, got 3 values",
        ),
        (
            "wait inform\nget Device.\nexpect Device.WiFi.SSID.1.SSID=other",
            "expected Device.WiFi.SSID.1.SSID=other, got \"lab\"",
        ),
        (
            "wait inform\nfrobnicate",
            "script:2: frobnicate: no command is called \"frobnicate\"",
        ),
    ] {
        let acs = acs(|_| {});
        let (result, _, _) = meet(&acs, Cpe::new(acs.address()), &[BOOT], script);
        let message = result.unwrap_err().to_string();
        assert!(message.contains(want), "{message}\nexpected {want}");
    }
}

#[test]
fn an_inform_that_does_not_come_is_told_with_those_that_came() {
    let acs = acs(|o| o.hold = Duration::ZERO);
    assert_eq!(Cpe::new(acs.address()).session(BOOT), End::Good);
    let error = acs
        .script("wait inform \"6 CONNECTION REQUEST\" within 0.1")
        .unwrap_err();
    let want =
        "expected an Inform with 6 CONNECTION REQUEST within 0.1 s; came: 0 BOOTSTRAP, 1 BOOT";
    assert_eq!(error.message, want);
}

#[test]
fn every_login() {
    for (name, auth) in Auth::ALL {
        let acs = acs(|o| o.auth = auth);
        let cpe = Cpe::new(acs.address()).with_login("cpe", "cpe-secret");
        let (result, ends, _) = meet(
            &acs,
            cpe,
            &[BOOT],
            "wait inform\nget Device.\nend\nexpect no complaints",
        );
        assert!(result.is_ok(), "{name}: {result:?}");
        assert_eq!(ends, [End::Good], "{name}");
        let refused = acs
            .entries()
            .iter()
            .filter(|e| e.head.contains(" 401 "))
            .count();
        assert_eq!(refused, usize::from(auth != Auth::None), "{name}");
    }
}

#[test]
fn a_wrong_login_opens_no_session() {
    let acs = acs(|o| o.auth = Auth::Digest);
    let mut cpe = Cpe::new(acs.address()).with_login("cpe", "wrong");
    assert_eq!(cpe.session(BOOT), End::Refused(401));
    assert!(acs.informs().is_empty());
}

#[test]
fn a_lost_cookie_ends_the_session() {
    let acs = acs(|o| o.hold = Duration::ZERO);
    let mut cpe = Cpe::new(acs.address());
    let inform = cpe.inform(BOOT);
    assert_eq!(cpe.post(&inform, Some("\"\"")).unwrap().status, 200);
    cpe.cookies.clear();
    let reply = cpe.post("", None).unwrap();
    assert_eq!(
        (
            reply.status,
            reply.body.as_slice(),
            reply.header("Connection")
        ),
        (400, &b"Invalid session"[..], Some("close"))
    );
    assert!(
        acs.complaints()[0].contains("cookie"),
        "{:?}",
        acs.complaints()
    );
}

#[test]
fn a_session_goes_on_over_another_connection() {
    let acs = acs(|_| {});
    acs.misbehave(Rude::Close);
    for auth in [Auth::None, Auth::Digest] {
        acs.configure(|o| {
            o.auth = auth;
            o.hold = Duration::from_secs(60);
        });
        let cpe = Cpe::new(acs.address()).with_login("cpe", "cpe-secret");
        let (result, ends, _) = meet(&acs, cpe, &[BOOT], "wait inform\nget Device.\nmethods\nend");
        result.unwrap();
        assert_eq!(ends, [End::Good]);
    }
}

#[test]
fn a_second_inform_in_a_session_is_refused() {
    let acs = acs(|o| o.hold = Duration::ZERO);
    let mut cpe = Cpe::new(acs.address());
    let inform = cpe.inform(BOOT);
    assert_eq!(cpe.post(&inform, Some("\"\"")).unwrap().status, 200);
    let reply = cpe.post(&inform, Some("\"\"")).unwrap();
    assert_eq!(
        (reply.status, reply.body.as_slice()),
        (400, &b"Bad session state"[..])
    );
}

#[test]
fn two_devices_at_once() {
    let acs = acs(|_| {});
    let address = acs.address();
    std::thread::scope(|scope| {
        for (serial, version) in [("SN1", "1.1"), ("SN2", "2.2")] {
            scope.spawn(move || {
                let mut cpe = Cpe::new(address);
                cpe.serial = serial.to_owned();
                cpe.parameters.insert(
                    "Device.DeviceInfo.SoftwareVersion".to_owned(),
                    version.to_owned(),
                );
                assert_eq!(cpe.session(BOOT), End::Good);
            });
        }
        acs.script(
            "wait inform from 00D09E-Box-SN1\nget Device.\nexpect Device.DeviceInfo.SoftwareVersion=1.1\n\
             wait inform from 00D09E-Box-SN2\nget Device.\nexpect Device.DeviceInfo.SoftwareVersion=2.2\nend\n",
        )
        .unwrap();
    });
}

#[test]
fn the_agents_own_requests_are_answered() {
    let acs = acs(|_| {});
    let mut cpe = Cpe::new(acs.address());
    cpe.own_request =
        Some("<c:TransferComplete><CommandKey>d1</CommandKey></c:TransferComplete>".to_owned());
    let (result, ends, _) = meet(
        &acs,
        cpe,
        &[BOOT],
        "wait inform\nwait request TransferComplete within 60\nmethods\nend",
    );
    result.unwrap();
    assert_eq!(ends, [End::Good]);
}

#[test]
fn namespaces_and_versions() {
    let acs = acs(|_| {});
    for (setting, sent, want) in [
        ("echo", "cwmp-1-0", "cwmp-1-0"),
        ("cwmp-1-1", "cwmp-1-2", "cwmp-1-1"),
    ] {
        let mut cpe = Cpe::new(acs.address());
        cpe.namespace = sent.to_owned();
        acs.configure(|o| o.hold = Duration::from_secs(60));
        let script =
            format!("option namespace {setting}\noption use-version 1.4\nwait inform\nend");
        let (result, _, _) = meet(&acs, cpe, &[BOOT], &script);
        let replies: String = result.unwrap().replies().map(|e| e.text()).collect();
        assert!(
            replies.contains(&format!("\"urn:dslforum-org:{want}\"")),
            "{replies}"
        );
        assert!(
            replies.contains("<cwmp:UseCWMPVersion soap-env:mustUnderstand=\"1\">1.4<"),
            "{replies}"
        );
    }
}

#[test]
fn hold_requests_is_in_every_envelope_of_the_acs() {
    let acs = acs(|o| o.hold_requests = true);
    let (result, _, _) = meet(
        &acs,
        Cpe::new(acs.address()),
        &[BOOT],
        "wait inform\nmethods\nend",
    );
    let transcript = result.unwrap();
    let with = transcript
        .replies()
        .filter(|e| {
            e.text()
                .contains("<cwmp:HoldRequests soap-env:mustUnderstand=\"1\">1<")
        })
        .count();
    assert_eq!(with, 2);
}

#[test]
fn the_hold_time_ends_an_idle_session() {
    let acs = acs(|o| o.hold = Duration::from_millis(50));
    assert_eq!(Cpe::new(acs.address()).session(BOOT), End::Good);
    assert_eq!(acs.informs().len(), 1);
}

#[test]
fn broken_rules_are_complained_about() {
    let acs = acs(|o| o.hold = Duration::ZERO);
    let mut cpe = Cpe::new(acs.address());
    let inform = cpe
        .inform(BOOT)
        .replace("EventStruct[2]", "EventStruct[9]")
        .replace(">00D09E<", ">abc<")
        .replace("xsd:string", "s:string");
    assert_eq!(cpe.post(&inform, None).unwrap().status, 200);
    let all = acs.complaints().join("\n");
    for want in [
        "Content-Type",
        "SOAPAction",
        "holds 2",
        "OUI",
        "GenieACS takes only",
    ] {
        assert!(all.contains(want), "{want} not in\n{all}");
    }
    let mut cpe = Cpe::new(acs.address());
    assert_eq!(cpe.post("<not-soap/>", Some("\"\"")).unwrap().status, 400);
    assert!(acs.complaints().join("\n").contains("cannot be read"));
}

#[test]
fn what_the_agent_does_instead_of_answering() {
    let acs = acs(|o| o.hold = Duration::from_secs(60));
    let address = acs.address();
    // It closes the connection.
    let agent = std::thread::spawn(move || {
        let mut cpe = Cpe::new(address);
        let inform = cpe.inform(BOOT);
        cpe.post(&inform, Some("\"\"")).unwrap();
        cpe.post("", None).unwrap();
    });
    let error = acs.script("wait inform\nget Device.").unwrap_err();
    assert!(
        error.to_string().contains("closed the connection"),
        "{error}"
    );
    agent.join().unwrap();
    // It answers what nobody asked.
    let agent = std::thread::spawn(move || {
        let mut cpe = Cpe::new(address);
        let inform = cpe.inform(BOOT);
        cpe.post(&inform, Some("\"\"")).unwrap();
        cpe.post("", None).unwrap();
        let body = cpe.envelope("x", "<c:RebootResponse/>");
        cpe.post(&body, Some("")).unwrap();
    });
    let error = acs.script("wait inform\nget Device.").unwrap_err();
    assert!(
        error
            .to_string()
            .contains("expected GetParameterValuesResponse, got RebootResponse"),
        "{error}"
    );
    agent.join().unwrap();
}

#[test]
fn files_are_served_and_taken() {
    let acs = acs(|o| o.file_auth = Auth::Digest);
    acs.put_file("fw.bin", b"0123456789");
    let mut cpe = Cpe::new(acs.address());
    cpe.target = "/files/fw.bin".to_owned();
    assert_eq!(cpe.exchange("GET", "", None, "").unwrap().status, 401);
    acs.configure(|o| o.file_auth = Auth::None);
    assert_eq!(
        cpe.exchange("GET", "", None, "").unwrap().body,
        b"0123456789"
    );
    let reply = cpe
        .exchange("GET", "", None, "Range: bytes=8-\r\n")
        .unwrap();
    assert_eq!(
        (
            reply.status,
            reply.body.as_slice(),
            reply.header("Content-Range")
        ),
        (206, &b"89"[..], Some("bytes 8-9/10"))
    );
    assert_eq!(
        cpe.exchange("HEAD", "", None, "")
            .unwrap()
            .header("Content-Length"),
        Some("10")
    );
    cpe.target = "/files/log.txt".to_owned();
    assert_eq!(cpe.exchange("GET", "", None, "").unwrap().status, 404);
    assert_eq!(cpe.exchange("PUT", "a log", None, "").unwrap().status, 201);
    assert_eq!(acs.file("log.txt").unwrap(), b"a log");
    cpe.target = "/files/../../etc/passwd".to_owned();
    assert_eq!(cpe.exchange("GET", "", None, "").unwrap().status, 403);
}

#[test]
fn a_raw_body_goes_out_as_it_is() {
    let folder = std::env::temp_dir().join(format!("testacs-raw-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let body = "<S:Envelope xmlns:S='http://schemas.xmlsoap.org/soap/envelope/'><S:Header><c:ID xmlns:c='{cwmp}' S:mustUnderstand='1'>{id}</c:ID></S:Header>\
                <S:Body><c:X_ACME_Dance xmlns:c='{cwmp}'/></S:Body></S:Envelope>";
    std::fs::write(folder.join("dance.xml"), body).unwrap();
    std::fs::write(
        folder.join("dance.acs"),
        "wait inform\nraw dance.xml\nexpect fault 9000\nend\nexpect no complaints\n",
    )
    .unwrap();
    let acs = acs(|_| {});
    let mut cpe = Cpe::new(acs.address());
    std::thread::scope(|scope| {
        scope.spawn(move || assert_eq!(cpe.session(BOOT), End::Good));
        acs.script_file(&folder.join("dance.acs"), Box::new(std::io::sink()), false)
            .unwrap();
    });
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_transcript_holds_every_message() {
    let acs = acs(|_| {});
    let (result, _, _) = meet(
        &acs,
        Cpe::new(acs.address()),
        &[BOOT],
        "wait inform\nget Device.\nend",
    );
    let transcript = result.unwrap();
    let heads: Vec<(Side, &str)> = transcript
        .entries
        .iter()
        .map(|e| (e.side, e.head.as_str()))
        .collect();
    let post = (Side::Agent, "POST / HTTP/1.1");
    let ok = (Side::Acs, "HTTP/1.1 200 OK");
    assert_eq!(
        heads,
        [
            post,
            ok,
            post,
            ok,
            post,
            (Side::Acs, "HTTP/1.1 204 No Content")
        ]
    );
    assert_eq!(transcript.envelopes().len(), 2);
    assert!(
        transcript.text.contains("Device.WiFi.SSID.1.SSID"),
        "{}",
        transcript.text
    );
}
