//! Every kind of envelope, and what is in it.

use super::*;

/// Every kind of envelope, by name; the Inform is the first.
pub fn envelopes(version: Version) -> Vec<(String, Vec<u8>)> {
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
    for words in [&[][..], &["Next=http://a/?b&c=d", "Command=é", "Arg=it's"]] {
        let kicked = Kicked::read(words.iter().copied()).unwrap();
        let kicked = CpeRequest::Kicked(kicked);
        let name = format!("kicked-{}", words.len());
        all.push((name, write_request(&kicked, id, version, 60)));
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
pub fn outcomes() -> Vec<Outcome> {
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

pub fn autonomous(outcome: Outcome) -> CpeRequest {
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
pub fn du_complete(autonomous: bool) -> CpeRequest {
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

pub fn queued() -> Vec<QueuedTransfer> {
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

pub fn inform() -> Inform {
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

pub fn parameters() -> Vec<ParameterValue> {
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

pub fn infos() -> Vec<ParameterInfo> {
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

pub fn attributes() -> Vec<ParameterAttribute> {
    (0..3)
        .map(|n| ParameterAttribute {
            name: format!("Device.X.{n}"),
            notification: n,
            access_list: vec!["Subscriber".into(); usize::from(n)],
        })
        .collect()
}

pub fn set_fault() -> Fault {
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
