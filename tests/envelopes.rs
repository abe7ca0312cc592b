//! Every kind of envelope that the agent sends: valid against the Broadband Forum's schemas, and
//! read back by an independent reader to the values that went in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)]

use cwmpd::cwmp::rpc::{
    AutonomousTransferComplete, CpeAnswer, CpeRequest, DeviceId, DuChange, DuResult, DuState,
    DuStateChangeComplete, EventStruct, Events, Inform, Outcome, ParameterAttribute, ParameterInfo,
    ParameterValue, QueuedTransfer, RequestDownload, Response, Status, TransferComplete,
    TransferKind, Version,
};
use cwmpd::cwmp::soap::{write_answer, write_request};
use cwmpd::fault::{Fault, FaultCode, ParameterFault};
use cwmpd::model::value::Base;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use xmltree::Element;

const VERSIONS: [Version; 3] = [Version::V1_0, Version::V1_1, Version::V1_2];

/// What makes writers stumble. (A value of nothing but blanks is left out: xmltree drops it.)
const NASTY: [&str; 13] = [
    "",
    " blanks around ",
    "<&>\"'",
    "&amp; &#65; ]]> <![CDATA[x]]>",
    "a\tb\nc",
    "a\rb\r\nc",
    "é漢😀\u{85}\u{A0}\u{2028}",
    "\u{7F}",
    "$(id) `id`; ' \" \\ \n",
    "{\"json\": [1, 2]}",
    "<!-- --><?pi?>",
    "%s%n%00",
    "x",
];

#[test]
fn every_envelope_is_valid_against_the_schema_of_its_namespace() {
    let Some(oracle) = Oracle::find("valid") else {
        return;
    };
    for version in VERSIONS {
        let folder = oracle.folder.join(format!("{version:?}"));
        fs::create_dir_all(&folder).unwrap();
        let mut files = Vec::new();
        for (name, bytes) in envelopes(version) {
            let file = folder.join(format!("{name}.xml"));
            fs::write(&file, bytes).unwrap();
            files.push(file);
        }
        assert!(files.len() > 20);
        for schema in oracle.schemas(version) {
            let refused = oracle.refused(&schema, &files);
            assert!(refused.is_empty(), "{version:?}: {}", refused.join("\n"));
        }
    }
}

/// A schema that accepts everything would make the test above worthless.
#[test]
fn the_schemas_refuse_what_is_wrong() {
    let Some(oracle) = Oracle::find("wrong") else {
        return;
    };
    for version in VERSIONS {
        let (_, inform) = envelopes(version).swap_remove(0);
        let inform = String::from_utf8(inform).unwrap();
        for (right, wrong) in [
            ("<OUI>00A0C9</OUI>", "<OUI>00a0c9</OUI>"),
            ("<MaxEnvelopes>1</MaxEnvelopes>", ""),
            ("<DeviceId>", "<cwmp:DeviceId>"),
            ("xsd:unsignedInt\">7", "xsd:unsignedInt\">x"),
            (
                " soapenc:arrayType=\"cwmp:EventStruct",
                " x=\"cwmp:EventStruct",
            ),
            ("<cwmp:ID soap-env:mustUnderstand=\"1\">", "<cwmp:ID>"),
            ("<cwmp:Inform>", "<cwmp:Notify>"),
        ] {
            let text = inform
                .replace(right, wrong)
                .replace("</cwmp:DeviceId>", "</DeviceId>");
            let text = match wrong {
                "<cwmp:DeviceId>" => text.replace("</DeviceId>", "</cwmp:DeviceId>"),
                "<cwmp:Notify>" => text.replace("</cwmp:Inform>", "</cwmp:Notify>"),
                _ => text,
            };
            assert_ne!(text, inform, "{right}");
            let file = oracle.folder.join("wrong.xml");
            fs::write(&file, text).unwrap();
            for schema in oracle.schemas(version) {
                let refused = oracle.refused(&schema, std::slice::from_ref(&file));
                assert_eq!(refused.len(), 1, "{version:?}: {wrong}");
            }
        }
    }
}

#[test]
fn every_envelope_is_printable_ascii_in_a_buffer_of_its_size() {
    for version in VERSIONS {
        for (name, bytes) in envelopes(version) {
            let odd = bytes.iter().find(|byte| !matches!(byte, 9 | 10 | 32..=126));
            assert_eq!(odd, None, "{name}");
            assert_eq!(bytes.capacity(), bytes.len(), "{name}");
        }
    }
}

#[test]
fn every_envelope_speaks_its_namespace_and_echoes_its_id() {
    for version in VERSIONS {
        for (name, bytes) in envelopes(version) {
            let envelope = Element::parse(&bytes[..]).unwrap();
            let soap = Some("http://schemas.xmlsoap.org/soap/envelope/");
            assert_eq!(
                (envelope.name.as_str(), envelope.namespace.as_deref()),
                ("Envelope", soap)
            );
            let body = child(&envelope, "Body");
            let content = elements(body);
            assert_eq!(content.len(), 1, "{name}");
            if content[0].name != "Fault" {
                assert_eq!(
                    content[0].namespace.as_deref(),
                    Some(version.namespace()),
                    "{name}"
                );
                for inner in elements(content[0]) {
                    assert_eq!(inner.namespace, None, "{name}");
                }
            }
            let header = envelope.get_child("Header");
            if name == "without-id" {
                assert_eq!(header, None);
                continue;
            }
            let id = child(header.unwrap(), "ID");
            assert_eq!(
                text(id),
                if content[0].name == "Inform" {
                    "1"
                } else {
                    "<a&b>é"
                },
                "{name}"
            );
            assert_eq!(id.namespace.as_deref(), Some(version.namespace()));
            let mark = id.attributes.get("mustUnderstand");
            assert_eq!(mark.unwrap(), "1");
        }
    }
}

#[test]
fn an_inform_reads_back() {
    for version in VERSIONS {
        let inform = inform();
        let bytes = write_request(&CpeRequest::Inform(inform.clone()), "1", version, 90);
        let envelope = Element::parse(&bytes[..]).unwrap();
        let header = child(&envelope, "Header");
        let names: Vec<&str> = elements(header).iter().map(|e| e.name.as_str()).collect();
        if version == Version::V1_2 {
            assert_eq!(names, ["ID", "SessionTimeout", "SupportedCWMPVersions"]);
            assert_eq!(text(child(header, "SessionTimeout")), "90");
            assert_eq!(
                text(child(header, "SupportedCWMPVersions")),
                "1.0,1.1,1.2,1.3,1.4"
            );
        } else {
            assert_eq!(names, ["ID"]);
        }
        let body = child(child(&envelope, "Body"), "Inform");
        let order: Vec<&str> = elements(body).iter().map(|e| e.name.as_str()).collect();
        assert_eq!(
            order,
            [
                "DeviceId",
                "Event",
                "MaxEnvelopes",
                "CurrentTime",
                "RetryCount",
                "ParameterList"
            ]
        );
        let device = child(body, "DeviceId");
        assert_eq!(
            text(child(device, "Manufacturer")),
            inform.device.manufacturer
        );
        assert_eq!(text(child(device, "OUI")), inform.device.oui);
        assert_eq!(
            text(child(device, "ProductClass")),
            inform.device.product_class
        );
        assert_eq!(
            text(child(device, "SerialNumber")),
            inform.device.serial_number
        );
        assert_eq!(text(child(body, "MaxEnvelopes")), "1");
        assert_eq!(text(child(body, "CurrentTime")), inform.current_time);
        assert_eq!(text(child(body, "RetryCount")), "3");
        let event = array(child(body, "Event"), "cwmp:EventStruct");
        let found: Vec<EventStruct> = event
            .iter()
            .map(|e| EventStruct {
                code: text(child(e, "EventCode")),
                command_key: text(child(e, "CommandKey")),
            })
            .collect();
        assert_eq!(found, inform.events[..]);
        assert_eq!(values(child(body, "ParameterList")), inform.parameters);
    }
}

#[test]
fn values_read_back_whatever_is_in_them() {
    let list = parameters();
    let response = Response::GetParameterValues { list: list.clone() };
    let body = answer_body(CpeAnswer::Response(response), "GetParameterValuesResponse");
    assert_eq!(values(child(&body, "ParameterList")), list);
}

#[test]
fn what_xml_has_no_character_for_is_replaced() {
    let value = "a\u{0}b\u{1}c\u{B}d\u{1F}e\u{FFFE}f\u{FFFF}g\u{FFFD}h".to_owned();
    let list = vec![ParameterValue {
        name: "Device.X".into(),
        value,
        base: Base::String,
    }];
    let body = answer_body(
        CpeAnswer::Response(Response::GetParameterValues { list }),
        "GetParameterValuesResponse",
    );
    let found = values(child(&body, "ParameterList")).remove(0).value;
    assert_eq!(
        found,
        "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}g\u{FFFD}h"
    );
}

#[test]
fn names_and_attributes_read_back() {
    let list = infos();
    let body = answer_body(
        CpeAnswer::Response(Response::GetParameterNames { list: list.clone() }),
        "GetParameterNamesResponse",
    );
    let found: Vec<ParameterInfo> =
        array(child(&body, "ParameterList"), "cwmp:ParameterInfoStruct")
            .iter()
            .map(|e| ParameterInfo {
                name: text(child(e, "Name")),
                writable: text(child(e, "Writable")) == "1",
            })
            .collect();
    assert_eq!(found, list);

    let list = attributes();
    let body = answer_body(
        CpeAnswer::Response(Response::GetParameterAttributes { list: list.clone() }),
        "GetParameterAttributesResponse",
    );
    let found: Vec<ParameterAttribute> = array(
        child(&body, "ParameterList"),
        "cwmp:ParameterAttributeStruct",
    )
    .iter()
    .map(|e| ParameterAttribute {
        name: text(child(e, "Name")),
        notification: text(child(e, "Notification")).parse().unwrap(),
        access_list: array(child(e, "AccessList"), "xsd:string")
            .iter()
            .map(|e| text(e))
            .collect(),
    })
    .collect();
    assert_eq!(found, list);
}

#[test]
fn a_method_list_has_no_method_that_the_namespace_lacks() {
    let methods = vec![
        "GetRPCMethods",
        "ScheduleDownload",
        "GetAllQueuedTransfers",
        "ChangeDUState",
        "X_ACME_Blink",
    ];
    for (version, expected) in [
        (Version::V1_0, vec!["GetRPCMethods", "X_ACME_Blink"]),
        (
            Version::V1_1,
            vec!["GetRPCMethods", "GetAllQueuedTransfers", "X_ACME_Blink"],
        ),
        (Version::V1_2, methods.clone()),
    ] {
        let answer = CpeAnswer::Response(Response::GetRpcMethods {
            methods: methods.clone(),
        });
        let envelope = Element::parse(&write_answer(&answer, None, version)[..]).unwrap();
        let body = child(child(&envelope, "Body"), "GetRPCMethodsResponse");
        let found: Vec<String> = array(child(body, "MethodList"), "xsd:string")
            .iter()
            .map(|e| text(e))
            .collect();
        assert_eq!(found, expected, "{version:?}");
    }
}

#[test]
fn statuses_and_instance_numbers_read_back() {
    for (status, digit) in [(Status::Applied, "0"), (Status::Committed, "1")] {
        for instance_number in [1, 10, 4_294_967_295] {
            let response = Response::AddObject {
                instance_number,
                status,
            };
            let body = answer_body(CpeAnswer::Response(response), "AddObjectResponse");
            assert_eq!(
                text(child(&body, "InstanceNumber")),
                instance_number.to_string()
            );
            assert_eq!(text(child(&body, "Status")), digit);
        }
        let set = CpeAnswer::Response(Response::SetParameterValues { status });
        assert_eq!(
            text(child(
                &answer_body(set, "SetParameterValuesResponse"),
                "Status"
            )),
            digit
        );
        let delete = CpeAnswer::Response(Response::DeleteObject { status });
        assert_eq!(
            text(child(
                &answer_body(delete, "DeleteObjectResponse"),
                "Status"
            )),
            digit
        );
    }
}

#[test]
fn a_fault_reads_back_with_one_entry_for_each_bad_parameter() {
    let fault = set_fault();
    let body = answer_body(CpeAnswer::Fault(fault.clone()), "Fault");
    assert_eq!(text(child(&body, "faultcode")), "Client");
    assert_eq!(text(child(&body, "faultstring")), "CWMP fault");
    let cwmp = child(child(&body, "detail"), "Fault");
    assert_eq!(cwmp.namespace.as_deref(), Some("urn:dslforum-org:cwmp-1-2"));
    assert_eq!(text(child(cwmp, "FaultCode")), "9003");
    assert_eq!(text(child(cwmp, "FaultString")), fault.text);
    let entries: Vec<&Element> = elements(cwmp)
        .into_iter()
        .filter(|e| e.name == "SetParameterValuesFault")
        .collect();
    assert_eq!(entries.len(), fault.parameters.len());
    for (entry, expected) in entries.iter().zip(&fault.parameters) {
        assert_eq!(text(child(entry, "ParameterName")), expected.name);
        assert_eq!(
            text(child(entry, "FaultCode")),
            expected.code.number().to_string()
        );
        assert_eq!(text(child(entry, "FaultString")), expected.text);
    }
    let server = answer_body(
        CpeAnswer::Fault(Fault::new(FaultCode::InternalError, "")),
        "Fault",
    );
    assert_eq!(text(child(&server, "faultcode")), "Server");
    let cwmp = child(child(&server, "detail"), "Fault");
    assert_eq!(text(child(cwmp, "FaultString")), "Internal error");
}

#[test]
fn an_old_namespace_gets_the_nearest_old_fault_code() {
    for (code, old, middle, new) in [
        (FaultCode::UnsupportedProtocol, 9013, 9013, 9013),
        (FaultCode::FileCorrupted, 9010, 9018, 9018),
        (FaultCode::TimeWindowFailure, 9010, 9010, 9020),
        (FaultCode::CancellationRefused, 9001, 9001, 9021),
    ] {
        for (version, expected) in VERSIONS.into_iter().zip([old, middle, new]) {
            let bytes = write_answer(&CpeAnswer::Fault(Fault::new(code, "x")), None, version);
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                text.contains(&format!("<FaultCode>{expected}</FaultCode>")),
                "{text}"
            );
        }
    }
}

#[test]
fn a_header_that_is_not_understood_is_answered_as_soap_says() {
    let answer = CpeAnswer::MustUnderstand {
        header: "Security".into(),
    };
    let body = answer_body(answer, "Fault");
    assert_eq!(text(child(&body, "faultcode")), "soap-env:MustUnderstand");
    assert!(text(child(&body, "faultstring")).ends_with("Security"));
    assert!(body.get_child("detail").is_none());
}

#[test]
fn strings_are_cut_at_the_schemas_limits_between_characters() {
    let long = "é".repeat(100);
    let mut inform = inform();
    inform.device.manufacturer = long.clone();
    inform.device.product_class = long.clone();
    inform.device.serial_number = long.clone();
    inform.events = Events::new(vec![EventStruct {
        code: format!("X ACME {long}"),
        command_key: long,
    }])
    .unwrap();
    let bytes = write_request(&CpeRequest::Inform(inform), "1", Version::V1_2, 60);
    let envelope = Element::parse(&bytes[..]).unwrap();
    let body = child(child(&envelope, "Body"), "Inform");
    let device = child(body, "DeviceId");
    for name in ["Manufacturer", "ProductClass", "SerialNumber"] {
        assert_eq!(text(child(device, name)), "é".repeat(64), "{name}");
    }
    let event = array(child(body, "Event"), "cwmp:EventStruct")[0];
    assert_eq!(text(child(event, "EventCode")).chars().count(), 64);
    assert_eq!(text(child(event, "CommandKey")), "é".repeat(32));
}

#[test]
fn fifty_thousand_values_fill_one_buffer_exactly() {
    let list: Vec<ParameterValue> = (0..50_000)
        .map(|n| ParameterValue {
            name: format!("Device.Hosts.Host.{n}.HostName"),
            value: NASTY[n % NASTY.len()].to_owned(),
            base: Base::String,
        })
        .collect();
    let answer = CpeAnswer::Response(Response::GetParameterValues { list });
    let bytes = write_answer(&answer, Some("1"), Version::V1_2);
    assert_eq!(bytes.capacity(), bytes.len());
    let count = bytes
        .windows(22)
        .filter(|part| part == b"<ParameterValueStruct>")
        .count();
    assert_eq!(count, 50_000);
}

/// Every kind of envelope, by name; the Inform is the first.
fn envelopes(version: Version) -> Vec<(String, Vec<u8>)> {
    let id = "<a&b>é";
    let mut all = vec![
        (
            "inform".to_owned(),
            write_request(&CpeRequest::Inform(inform()), "1", version, 60),
        ),
        (
            "get-rpc-methods".to_owned(),
            write_request(&CpeRequest::GetRpcMethods, id, version, 60),
        ),
    ];
    let applied = Status::Applied;
    let committed = Status::Committed;
    for (name, response) in [
        (
            "methods",
            Response::GetRpcMethods {
                methods: vec!["GetRPCMethods", "ScheduleDownload"],
            },
        ),
        (
            "values",
            Response::GetParameterValues { list: parameters() },
        ),
        (
            "no-values",
            Response::GetParameterValues { list: Vec::new() },
        ),
        ("names", Response::GetParameterNames { list: infos() }),
        ("no-names", Response::GetParameterNames { list: Vec::new() }),
        (
            "attributes",
            Response::GetParameterAttributes { list: attributes() },
        ),
        (
            "no-attributes",
            Response::GetParameterAttributes { list: Vec::new() },
        ),
        ("set", Response::SetParameterValues { status: applied }),
        (
            "set-committed",
            Response::SetParameterValues { status: committed },
        ),
        (
            "add",
            Response::AddObject {
                instance_number: 1,
                status: applied,
            },
        ),
        (
            "add-committed",
            Response::AddObject {
                instance_number: u32::MAX,
                status: committed,
            },
        ),
        ("delete", Response::DeleteObject { status: applied }),
        (
            "delete-committed",
            Response::DeleteObject { status: committed },
        ),
        ("set-attributes", Response::SetParameterAttributes),
        ("reboot", Response::Reboot),
        ("schedule-inform", Response::ScheduleInform),
        ("factory-reset", Response::FactoryReset),
        ("download", Response::Transfer(TransferKind::Download)),
        ("upload", Response::Transfer(TransferKind::Upload)),
        ("queued", Response::GetQueuedTransfers { list: queued() }),
        (
            "no-queued",
            Response::GetQueuedTransfers { list: Vec::new() },
        ),
    ] {
        let answer = CpeAnswer::Response(response);
        all.push((name.to_owned(), write_answer(&answer, Some(id), version)));
    }
    // What the older schemas do not have is never said in them.
    for (since, name, response) in [
        (
            Version::V1_1,
            "all-queued",
            Response::GetAllQueuedTransfers { list: queued() },
        ),
        (
            Version::V1_2,
            "schedule-download",
            Response::Transfer(TransferKind::ScheduleDownload),
        ),
        (Version::V1_2, "cancel-transfer", Response::CancelTransfer),
        (Version::V1_2, "change-du-state", Response::ChangeDuState),
    ] {
        if version >= since {
            let answer = CpeAnswer::Response(response);
            all.push((name.to_owned(), write_answer(&answer, Some(id), version)));
        }
    }
    for arguments in [vec![], vec![("Version".to_owned(), "<7>".to_owned())]] {
        let name = format!("request-download-{}", arguments.len());
        let wanted = CpeRequest::RequestDownload(Box::new(RequestDownload {
            file_type: "2 Web Content".into(),
            arguments,
        }));
        all.push((name, write_request(&wanted, id, version, 60)));
    }
    for (number, outcome) in outcomes().into_iter().enumerate() {
        let complete = CpeRequest::TransferComplete(TransferComplete {
            id: 7,
            command_key: "k <1>".into(),
            outcome: outcome.clone(),
        });
        all.push((
            format!("transfer-complete-{number}"),
            write_request(&complete, id, version, 60),
        ));
        if version >= Version::V1_1 {
            let complete = autonomous(outcome);
            all.push((
                format!("autonomous-{number}"),
                write_request(&complete, id, version, 60),
            ));
        }
    }
    if version == Version::V1_2 {
        for autonomous in [false, true] {
            all.push((
                format!("du-state-change-complete-{autonomous}"),
                write_request(&du_complete(autonomous), id, version, 60),
            ));
        }
    }
    for number in (9000..=9032).chain([9800, 9899]) {
        let code = FaultCode::from_number(number).unwrap();
        let answer = CpeAnswer::Fault(Fault::new(code, code.meaning()));
        all.push((
            format!("fault-{number}"),
            write_answer(&answer, Some(id), version),
        ));
    }
    all.push((
        "fault-set".to_owned(),
        write_answer(&CpeAnswer::Fault(set_fault()), Some(id), version),
    ));
    let header = CpeAnswer::MustUnderstand {
        header: "Security".into(),
    };
    all.push((
        "must-understand".to_owned(),
        write_answer(&header, Some(id), version),
    ));
    let reboot = CpeAnswer::Response(Response::Reboot);
    all.push((
        "without-id".to_owned(),
        write_answer(&reboot, None, version),
    ));
    all
}

/// Success, and every fault that a TransferComplete may carry.
fn outcomes() -> Vec<Outcome> {
    let faults = [
        9001, 9002, 9010, 9011, 9012, 9014, 9015, 9016, 9017, 9018, 9019, 9020, 9800, 9899,
    ];
    let fault = |number| {
        Some((
            FaultCode::from_number(number).unwrap(),
            "why & how".to_owned(),
        ))
    };
    [None]
        .into_iter()
        .chain(faults.map(fault))
        .map(|fault| Outcome {
            fault,
            start: "0001-01-01T00:00:00Z".into(),
            complete: "2026-11-22T12:00:00Z".into(),
        })
        .collect()
}

fn autonomous(outcome: Outcome) -> CpeRequest {
    CpeRequest::AutonomousTransferComplete(Box::new(AutonomousTransferComplete {
        id: 7,
        transfer_url: "http://files.example/?a&b".into(),
        is_download: true,
        file_type: "X 00D09E Sounds".into(),
        file_size: u32::MAX,
        target_file_name: "<t>".into(),
        outcome,
    }))
}

/// A result with each fault that a DUStateChangeComplete may carry, each change and each state.
fn du_complete(autonomous: bool) -> CpeRequest {
    let codes = [9001, 9003, 9012, 9013, 9800]
        .into_iter()
        .chain(9015..=9018)
        .chain(9022..=9032);
    let faults = codes.map(|number| {
        let code = FaultCode::from_number(number).unwrap();
        Some((code, "why & how".to_owned()))
    });
    let changes = [DuChange::Install, DuChange::Update, DuChange::Uninstall];
    let states = [DuState::Installed, DuState::Uninstalled, DuState::Failed];
    let results = [None].into_iter().chain(faults).enumerate();
    CpeRequest::DuStateChangeComplete(Box::new(DuStateChangeComplete {
        id: 7,
        command_key: "k <1>".into(),
        autonomous,
        results: results
            .map(|(number, fault)| DuResult {
                uuid: "dd10f04c-e277-3a64-9cad-defe684d3339".into(),
                unit: "Device.SoftwareModules.DeploymentUnit.1".into(),
                version: "a version of more than thirty-two characters".into(),
                state: states[number % 3],
                resolved: number % 2 == 0,
                execution_units: "Device.SoftwareModules.ExecutionUnit.1".into(),
                outcome: Outcome {
                    fault,
                    start: "0001-01-01T00:00:00Z".into(),
                    complete: "2026-11-22T12:00:00Z".into(),
                },
                change: changes[number % 3],
            })
            .collect(),
    }))
}

fn queued() -> Vec<QueuedTransfer> {
    (1..=3)
        .map(|state| QueuedTransfer {
            command_key: format!("<{state}>"),
            state,
            is_download: state == 1,
            file_type: "3 Vendor Configuration File".into(),
            file_size: 1 << 31,
            target_file_name: "a&b".into(),
            autonomous: false,
        })
        .collect()
}

#[test]
fn a_transfer_complete_reads_back() {
    for version in VERSIONS {
        for outcome in outcomes() {
            let request = CpeRequest::TransferComplete(TransferComplete {
                id: 7,
                command_key: "k <1>".into(),
                outcome: outcome.clone(),
            });
            let bytes = write_request(&request, "1", version, 60);
            let envelope = Element::parse(&bytes[..]).unwrap();
            let body = child(child(&envelope, "Body"), "TransferComplete");
            let order: Vec<&str> = elements(body).iter().map(|e| e.name.as_str()).collect();
            assert_eq!(
                order,
                ["CommandKey", "FaultStruct", "StartTime", "CompleteTime"]
            );
            assert_eq!(text(child(body, "CommandKey")), "k <1>");
            assert_eq!(text(child(body, "StartTime")), outcome.start);
            assert_eq!(text(child(body, "CompleteTime")), outcome.complete);
            let fault = child(body, "FaultStruct");
            let code = text(child(fault, "FaultCode"));
            match &outcome.fault {
                None => {
                    assert_eq!(
                        (code.as_str(), text(child(fault, "FaultString")).as_str()),
                        ("0", "")
                    );
                }
                Some((known, why))
                    if version == Version::V1_2
                        || (version == Version::V1_1 && known.number() >= 9800) =>
                {
                    assert_eq!(code, known.number().to_string());
                    assert_eq!(text(child(fault, "FaultString")), *why);
                }
                Some(_) => assert!(code.starts_with("90"), "{code}"),
            }
        }
    }
}

fn inform() -> Inform {
    let event = |code: &str, key: &str| EventStruct {
        code: code.into(),
        command_key: key.into(),
    };
    Inform {
        device: DeviceId {
            manufacturer: "ACME <&> Söhne".into(),
            oui: "00A0C9".into(),
            product_class: String::new(),
            serial_number: "SN 1/\"2\"".into(),
        },
        events: Events::new(vec![
            event("0 BOOTSTRAP", ""),
            event("1 BOOT", ""),
            event("4 VALUE CHANGE", ""),
            event("M Reboot", "key <1> é"),
        ])
        .unwrap(),
        current_time: "2026-11-22T13:35:43+01:00".into(),
        retry_count: 3,
        parameters: parameters(),
    }
}

fn parameters() -> Vec<ParameterValue> {
    let value = |base, value: &str| ParameterValue {
        name: format!("Device.X_ACME_Test.{base:?}"),
        value: value.into(),
        base,
    };
    let mut list = vec![
        value(Base::UnsignedInt, "7"),
        value(Base::Int, "-2147483648"),
        value(Base::Long, "-9223372036854775808"),
        value(Base::UnsignedLong, "18446744073709551615"),
        value(Base::Boolean, "true"),
        value(Base::Boolean, "0"),
        value(Base::DateTime, "0001-01-01T00:00:00Z"),
        value(Base::Base64, "AAEC/w=="),
        value(Base::HexBinary, "00fF"),
        value(Base::Decimal, "-1.50"),
    ];
    list.extend(NASTY.iter().map(|text| value(Base::String, text)));
    list
}

fn infos() -> Vec<ParameterInfo> {
    [
        "Device.",
        "Device.WiFi.SSID.[a&b<c].",
        "Device.WiFi.SSID.1.SSID",
    ]
    .iter()
    .enumerate()
    .map(|(n, name)| ParameterInfo {
        name: (*name).to_owned(),
        writable: n % 2 == 1,
    })
    .collect()
}

fn attributes() -> Vec<ParameterAttribute> {
    (0..3)
        .map(|n| ParameterAttribute {
            name: format!("Device.X.{n}"),
            notification: n,
            access_list: vec!["Subscriber".into(); usize::from(n)],
        })
        .collect()
}

fn set_fault() -> Fault {
    let mut fault = Fault::new(
        FaultCode::InvalidArguments,
        "2 of 3 parameters are wrong: <see below>",
    );
    for (name, code) in [
        ("Device.X.<1>", FaultCode::InvalidParameterName),
        ("Device.X.é", FaultCode::InvalidParameterValue),
    ] {
        let text = format!("{}, \"x\" & 'y'", code.meaning());
        fault.parameters.push(ParameterFault {
            name: name.into(),
            code,
            text,
        });
    }
    fault
}

fn answer_body(answer: CpeAnswer, name: &str) -> Element {
    let bytes = write_answer(&answer, Some("1"), Version::V1_2);
    let envelope = Element::parse(&bytes[..]).unwrap();
    child(child(&envelope, "Body"), name).clone()
}

fn values(list: &Element) -> Vec<ParameterValue> {
    array(list, "cwmp:ParameterValueStruct")
        .iter()
        .map(|entry| {
            let value = child(entry, "Value");
            let declared = value.attributes.get("type");
            ParameterValue {
                name: text(child(entry, "Name")),
                value: text(value),
                base: base(declared.unwrap()),
            }
        })
        .collect()
}

fn base(declared: &str) -> Base {
    match declared {
        "xsd:string" => Base::String,
        "xsd:int" => Base::Int,
        "xsd:unsignedInt" => Base::UnsignedInt,
        "xsd:long" => Base::Long,
        "xsd:unsignedLong" => Base::UnsignedLong,
        "xsd:boolean" => Base::Boolean,
        "xsd:dateTime" => Base::DateTime,
        "xsd:base64Binary" => Base::Base64,
        "xsd:hexBinary" => Base::HexBinary,
        "xsd:decimal" => Base::Decimal,
        other => panic!("{other}"),
    }
}

/// The members of an array, whose arrayType must count them.
fn array<'a>(list: &'a Element, member: &str) -> Vec<&'a Element> {
    let members = elements(list);
    let declared = list.attributes.get("arrayType");
    assert_eq!(*declared.unwrap(), format!("{member}[{}]", members.len()));
    members
}

fn child<'a>(parent: &'a Element, name: &str) -> &'a Element {
    parent
        .get_child(name)
        .unwrap_or_else(|| panic!("{name} in {}", parent.name))
}

fn elements(parent: &Element) -> Vec<&Element> {
    parent
        .children
        .iter()
        .filter_map(|node| node.as_element())
        .collect()
}

fn text(element: &Element) -> String {
    element.get_text().unwrap_or_default().into_owned()
}

/// xmllint, the Broadband Forum's schemas, and a folder to work in.
struct Oracle {
    folder: PathBuf,
    schemas: PathBuf,
}

impl Oracle {
    fn find(name: &str) -> Option<Oracle> {
        let bbf = match std::env::var_os("CWMPD_BBF") {
            Some(path) => PathBuf::from(path),
            None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bbf"),
        };
        let Ok(schemas) = bbf.join("cwmp-xsd").canonicalize() else {
            println!(
                "skipped: no schemas in {} (CWMPD_BBF tells where)",
                bbf.display()
            );
            return None;
        };
        if Command::new("xmllint").arg("--version").output().is_err() {
            println!("skipped: xmllint is not installed");
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("envelopes")
            .join(name);
        fs::create_dir_all(&folder).unwrap();
        let oracle = Oracle { folder, schemas };
        oracle.write_stubs();
        Some(oracle)
    }

    /// SOAP's own schemas are not at hand: these say what CWMP needs of them, and a catalog leads
    /// the Broadband Forum's references to the local files.
    fn write_stubs(&self) {
        fs::write(self.folder.join("envelope-lax.xsd"), envelope_schema("lax")).unwrap();
        fs::write(
            self.folder.join("envelope-strict.xsd"),
            envelope_schema("strict"),
        )
        .unwrap();
        fs::write(self.folder.join("encoding.xsd"), ENCODING_SCHEMA).unwrap();
        let mut catalog =
            String::from("<catalog xmlns='urn:oasis:names:tc:entity:xmlns:xml:catalog'>");
        for name in ["cwmp-1-2.xsd", "cwmp-1-3.xsd"] {
            let path = self.schemas.join(name);
            catalog.push_str(&format!(
                "<uri name='http://www.broadband-forum.org/cwmp/{name}' uri='file://{}'/>",
                path.display()
            ));
        }
        fs::write(self.folder.join("catalog.xml"), catalog + "</catalog>").unwrap();
    }

    /// The driver schemas that envelopes of this generation must satisfy. Those of 1.2 are held
    /// against 1.4 too, which alone knows all headers.
    fn schemas(&self, version: Version) -> Vec<PathBuf> {
        let versions: &[(&str, &str)] = match version {
            Version::V1_0 => &[("1-0", "strict")],
            Version::V1_1 => &[("1-1", "strict")],
            Version::V1_2 => &[("1-2", "lax"), ("1-4", "strict")],
        };
        versions
            .iter()
            .map(|(name, headers)| self.driver(version, name, headers))
            .collect()
    }

    fn driver(&self, version: Version, name: &str, headers: &str) -> PathBuf {
        let file = self.folder.join(format!("driver-{name}.xsd"));
        let text = format!(
            "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\
             <xs:import namespace='http://schemas.xmlsoap.org/soap/envelope/' schemaLocation='envelope-{headers}.xsd'/>\
             <xs:import namespace='http://schemas.xmlsoap.org/soap/encoding/' schemaLocation='encoding.xsd'/>\
             <xs:import namespace='{}' schemaLocation='{}/cwmp-{name}.xsd'/></xs:schema>",
            version.namespace(),
            self.schemas.display()
        );
        fs::write(&file, text).unwrap();
        file
    }

    /// What xmllint says about the files that are not valid; none: all are.
    fn refused(&self, schema: &Path, files: &[PathBuf]) -> Vec<String> {
        let output = Command::new("xmllint")
            .args(["--nonet", "--noout", "--schema"])
            .arg(schema)
            .args(files)
            .env("XML_CATALOG_FILES", self.folder.join("catalog.xml"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let valid = said
            .lines()
            .filter(|line| line.ends_with(" validates"))
            .count();
        let invalid = said
            .lines()
            .filter(|line| line.ends_with(" fails to validate"))
            .count();
        assert_eq!(valid + invalid, files.len(), "{said}");
        if invalid == 0 {
            assert!(output.status.success());
            return Vec::new();
        }
        let errors: Vec<&str> = said
            .lines()
            .filter(|line| line.contains("validity error"))
            .collect();
        vec![errors.join("\n")]
    }
}

fn envelope_schema(headers: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' \
         xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/' \
         targetNamespace='http://schemas.xmlsoap.org/soap/envelope/'>\
         <xs:element name='Envelope'><xs:complexType><xs:sequence>\
         <xs:element ref='soap:Header' minOccurs='0'/><xs:element ref='soap:Body'/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name='Header'><xs:complexType><xs:sequence>\
         <xs:any namespace='##other' processContents='{headers}' maxOccurs='unbounded'/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name='Body'><xs:complexType><xs:sequence>\
         <xs:any namespace='##any' processContents='strict'/>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:element name='Fault'><xs:complexType><xs:sequence>\
         <xs:element name='faultcode' type='xs:QName'/><xs:element name='faultstring' type='xs:string'/>\
         <xs:element name='detail' minOccurs='0'><xs:complexType><xs:sequence>\
         <xs:any namespace='##any' processContents='strict'/>\
         </xs:sequence></xs:complexType></xs:element>\
         </xs:sequence></xs:complexType></xs:element>\
         <xs:attribute name='mustUnderstand'><xs:simpleType><xs:restriction base='xs:boolean'>\
         <xs:pattern value='0|1'/></xs:restriction></xs:simpleType></xs:attribute></xs:schema>"
    )
}

const ENCODING_SCHEMA: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' \
     xmlns:enc='http://schemas.xmlsoap.org/soap/encoding/' \
     targetNamespace='http://schemas.xmlsoap.org/soap/encoding/'>\
     <xs:attribute name='arrayType' type='xs:string'/>\
     <xs:simpleType name='base64'><xs:restriction base='xs:base64Binary'/></xs:simpleType>\
     <xs:complexType name='Array'><xs:sequence>\
     <xs:any namespace='##any' processContents='lax' minOccurs='0' maxOccurs='unbounded'/>\
     </xs:sequence><xs:attribute ref='enc:arrayType'/></xs:complexType></xs:schema>";
