//! Every kind of envelope that the agent sends: valid against the Broadband Forum's schemas, and
//! read back by an independent reader to the values that went in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)]

mod oracle;
mod samples;

use cwmpd::cwmp::rpc::{
    AutonomousTransferComplete, CpeAnswer, CpeRequest, DeviceId, DuChange, DuResult, DuState,
    DuStateChangeComplete, EventStruct, Events, Inform, Kicked, Outcome, ParameterAttribute,
    ParameterInfo, ParameterValue, QueuedTransfer, RequestDownload, Response, Status,
    TransferComplete, TransferKind, Version,
};
use cwmpd::cwmp::soap::{write_answer, write_request};
use cwmpd::fault::{Fault, FaultCode, ParameterFault};
use cwmpd::model::value::Base;
use oracle::*;
use samples::*;
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
