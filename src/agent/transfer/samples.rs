//! Transfers in every stage, for tests.

use super::*;

/// One of each kind and stage, for tests of what is kept.
pub fn samples() -> Vec<Transfer> {
    let now = Now {
        mono: Duration::from_millis(1500),
        wall: None,
    };
    let request = TransferRequest {
        kind: TransferKind::ScheduleDownload,
        command_key: "k\"\n".into(),
        file_type: "1 Firmware Upgrade Image".into(),
        url: "http://files.example/a".into(),
        username: "u".into(),
        password: "p".into(),
        file_size: u32::MAX,
        target_file_name: "t".into(),
        delay: 7,
        windows: vec![crate::cwmp::rpc::TimeWindow {
            start: 1,
            end: 2,
            mode: WindowMode::Confirmation,
            message: "m".into(),
            max_retries: -1,
        }],
        source: "s".into(),
    };
    let whole = Transfer {
        window: 1,
        failures: 2,
        tries: 3,
        start: Some(-4),
        autonomous: true,
        ..Transfer::new(0, now, "b", request.clone())
    };
    let fault = Some((FaultCode::FileCorrupted, "bad".to_string()));
    let stages = [
        Stage::Queued,
        Stage::Fetching,
        Stage::Applying {
            from_version: "1".into(),
            boot: "b".into(),
        },
        Stage::Applying {
            from_version: "1".into(),
            boot: String::new(),
        },
        Stage::Done { fault, end: None },
        Stage::Done {
            fault: None,
            end: Some(5),
        },
    ];
    let bare = TransferRequest {
        kind: TransferKind::Upload,
        command_key: String::new(),
        username: String::new(),
        password: String::new(),
        file_size: 0,
        target_file_name: String::new(),
        delay: 0,
        windows: Vec::new(),
        source: String::new(),
        ..request
    };
    let staged = |stage| Transfer {
        stage,
        ..whole.clone()
    };
    let mut all: Vec<Transfer> = stages.into_iter().map(staged).collect();
    all.push(Transfer::new(0, now, "", bare));
    all
}
