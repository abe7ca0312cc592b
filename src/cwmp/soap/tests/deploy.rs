//! ChangeDUState as ACSs write it, and as they should not.

use super::request;
use crate::cwmp::rpc::{DuChange, Operation, Request};

#[test]
fn a_change_of_software_modules_as_an_acs_writes_it() {
    let got = request(
        "<cwmp:ChangeDUState><Operations xsi:type=\"cwmp:InstallOpStruct\"><URL> http://f/a </URL>\
         <UUID>dd10f04c-e277-3a64-9cad-defe684d3339</UUID><Username>u</Username><Password> p</Password>\
         <ExecutionEnvRef>Device.SoftwareModules.ExecEnv.1.</ExecutionEnvRef></Operations>\
         <Operations xsi:type=\"UpdateOpStruct\"><Version>1</Version></Operations>\
         <Operations xsi:type=\"x:UninstallOpStruct\"><UUID>dd10f04c-e277-3a64-9cad-defe684d3339</UUID>\
         <URL>http://not/read</URL></Operations><CommandKey>k</CommandKey></cwmp:ChangeDUState>",
    );
    let uuid = "dd10f04c-e277-3a64-9cad-defe684d3339".to_string();
    let install = Operation {
        change: DuChange::Install,
        url: "http://f/a".into(),
        uuid: uuid.clone(),
        username: "u".into(),
        password: " p".into(),
        environment: "Device.SoftwareModules.ExecEnv.1.".into(),
        ..Operation::default()
    };
    let update = Operation {
        change: DuChange::Update,
        version: "1".into(),
        ..Operation::default()
    };
    let uninstall = Operation {
        change: DuChange::Uninstall,
        uuid,
        ..Operation::default()
    };
    let expected = Request::ChangeDuState {
        operations: vec![install, update, uninstall],
        command_key: "k".into(),
    };
    assert_eq!(got, expected);
}

#[test]
fn what_is_wrong_with_an_operation_is_its_own_fault() {
    let long = "x".repeat(1025);
    for (kind, fields, code) in [
        ("Install", "<URL>http://f/a</URL>".to_string(), 0),
        (
            "Install",
            "<URL>http://f/a</URL><UUID></UUID>".to_string(),
            0,
        ),
        ("Install", String::new(), 9003),
        ("Install", "<URL>a</URL>".to_string(), 9003),
        ("Install", "<URL>http://u:p@f/a</URL>".to_string(), 9003),
        ("Install", format!("<URL>http://{long}</URL>"), 9003),
        (
            "Install",
            "<URL>http://f/a</URL><UUID>1</UUID>".to_string(),
            9022,
        ),
        ("Update", String::new(), 0),
        ("Update", "<UUID>{dd10f04c}</UUID>".to_string(), 9022),
        ("Update", format!("<UUID>{long}</UUID>"), 9022),
        ("Update", "<URL>ftp</URL>".to_string(), 9003),
        ("Uninstall", String::new(), 9022),
    ] {
        let body = format!(
            "<cwmp:ChangeDUState><Operations xsi:type=\"cwmp:{kind}OpStruct\">{fields}</Operations></cwmp:ChangeDUState>"
        );
        let Request::ChangeDuState { operations, .. } = request(&body) else {
            panic!("{kind} {fields}")
        };
        let fault = operations[0].fault.as_ref();
        assert_eq!(fault.map_or(0, |(code, _)| code.number()), code, "{body}");
    }
    let of = |body: &str| request(&format!("<cwmp:ChangeDUState>{body}</cwmp:ChangeDUState>"));
    for body in [
        "",
        "<Operations/>",
        "<Operations xsi:type=\"cwmp:OperationStruct\"/>",
        "<Operations xsi:type=\"cwmp:UpdateOpStruct\"/><CommandKey>123456789012345678901234567890123</CommandKey>",
    ] {
        assert!(matches!(of(body), Request::Malformed { .. }), "{body}");
    }
    // One more than is taken says so, and a thousand more cost nothing.
    let many = "<Operations xsi:type=\"cwmp:UpdateOpStruct\"/>".repeat(1000);
    let Request::ChangeDuState { operations, .. } = of(&many) else {
        panic!("no request")
    };
    assert_eq!(operations.len(), 17);
}
