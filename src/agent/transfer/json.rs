//! A transfer as it is kept in `agent.json`.

use super::{Moment, Patience, Stage, Told, Transfer};
use crate::agent::state::put;
use crate::cwmp::rpc::{TimeWindow, TransferKind, TransferRequest, WindowMode};
use crate::fault::FaultCode;
use serde_json::{Map, Value, json};

/// What [`from_json`] reads. What says nothing is left out.
pub fn to_json(transfer: &Transfer) -> Value {
    let request = &transfer.request;
    let mut map = Map::new();
    put(&mut map, "method", request.kind.method().into());
    put(&mut map, "command_key", request.command_key.as_str().into());
    put(&mut map, "file_type", request.file_type.as_str().into());
    put(&mut map, "url", request.url.as_str().into());
    for (name, text) in [
        ("username", &request.username),
        ("password", &request.password),
        ("target_file_name", &request.target_file_name),
        ("source", &request.source),
    ] {
        if !text.is_empty() {
            put(&mut map, name, text.as_str().into());
        }
    }
    for (name, number) in [
        ("file_size", request.file_size),
        ("delay", request.delay),
        ("window", transfer.window),
        ("failures", transfer.failures),
        ("tries", transfer.tries),
    ] {
        if number != 0 {
            put(&mut map, name, number.into());
        }
    }
    if !request.windows.is_empty() {
        let window = |window: &TimeWindow| {
            json!({
                "start": window.start,
                "end": window.end,
                "mode": window.mode.name(),
                "message": window.message,
                "max_retries": window.max_retries,
            })
        };
        put(
            &mut map,
            "windows",
            request.windows.iter().map(window).collect(),
        );
    }
    if transfer.autonomous {
        put(&mut map, "autonomous", true.into());
    }
    let mut received = Map::new();
    put(
        &mut received,
        "boot",
        transfer.received.boot.as_str().into(),
    );
    put(&mut received, "mono", transfer.received.mono.into());
    put_time(&mut received, "unix", transfer.received.unix);
    put(&mut map, "received", received.into());
    put_time(&mut map, "start", transfer.start);
    let stage = match &transfer.stage {
        Stage::Queued => "queued",
        Stage::Fetching => "fetching",
        Stage::Applying { from_version, boot } => {
            put(&mut map, "from_version", from_version.as_str().into());
            if !boot.is_empty() {
                put(&mut map, "boot", boot.as_str().into());
            }
            "applying"
        }
        Stage::Done { fault, end } => {
            if let Some((code, text)) = fault {
                put(
                    &mut map,
                    "fault",
                    json!({ "code": code.number(), "text": text }),
                );
            }
            put_time(&mut map, "end", *end);
            "done"
        }
    };
    put(&mut map, "stage", stage.into());
    map.into()
}

/// Reads one entry.
///
/// # Errors
/// Says what was expected.
pub fn from_json(value: &Value) -> Result<Transfer, String> {
    let map = value
        .as_object()
        .ok_or("transfers: expected a list of objects")?;
    let received = map
        .get("received")
        .and_then(Value::as_object)
        .ok_or("received: expected an object")?;
    let kind = match text(map, "method")?.as_str() {
        "Download" => TransferKind::Download,
        "ScheduleDownload" => TransferKind::ScheduleDownload,
        "Upload" => TransferKind::Upload,
        other => {
            return Err(format!(
                "method: expected Download, ScheduleDownload or Upload, got {other:?}"
            ));
        }
    };
    let stage = match text(map, "stage")?.as_str() {
        "queued" => Stage::Queued,
        "fetching" => Stage::Fetching,
        "applying" => Stage::Applying {
            from_version: text(map, "from_version")?,
            boot: text_or_nothing(map, "boot")?,
        },
        "done" => Stage::Done {
            fault: map.get("fault").map(fault).transpose()?,
            end: time(map, "end")?,
        },
        other => {
            return Err(format!(
                "stage: expected queued, fetching, applying or done, got {other:?}"
            ));
        }
    };
    Ok(Transfer {
        id: 0,
        request: TransferRequest {
            kind,
            command_key: text(map, "command_key")?,
            file_type: text(map, "file_type")?,
            url: text(map, "url")?,
            username: text_or_nothing(map, "username")?,
            password: text_or_nothing(map, "password")?,
            file_size: number_or_zero(map, "file_size")?,
            target_file_name: text_or_nothing(map, "target_file_name")?,
            delay: number_or_zero(map, "delay")?,
            windows: match map.get("windows") {
                None => Vec::new(),
                Some(Value::Array(list)) => list.iter().map(window).collect::<Result<_, _>>()?,
                Some(_) => return Err("windows: expected a list".to_string()),
            },
            source: text_or_nothing(map, "source")?,
        },
        autonomous: map.contains_key("autonomous"),
        received: Moment {
            boot: text(received, "boot")?,
            mono: received
                .get("mono")
                .and_then(Value::as_u64)
                .filter(|mono| *mono <= u64::from(u32::MAX))
                .ok_or("mono: expected seconds")?,
            unix: time(received, "unix")?,
        },
        window: number_or_zero(map, "window")?,
        failures: number_or_zero(map, "failures")?,
        tries: number_or_zero(map, "tries")?,
        start: time(map, "start")?,
        stage,
        told: Told::Nothing,
        patience: Patience::default(),
    })
}

fn window(value: &Value) -> Result<TimeWindow, String> {
    let map = value
        .as_object()
        .ok_or("windows: expected a list of objects")?;
    Ok(TimeWindow {
        start: number_or_zero(map, "start")?,
        end: number_or_zero(map, "end")?,
        mode: WindowMode::named(&text(map, "mode")?).ok_or("mode: expected a WindowMode")?,
        message: text(map, "message")?,
        max_retries: map
            .get("max_retries")
            .and_then(Value::as_i64)
            .and_then(|number| i32::try_from(number).ok())
            .ok_or("max_retries: expected a number")?,
    })
}

pub(in crate::agent) fn fault(value: &Value) -> Result<(FaultCode, String), String> {
    let map = value.as_object().ok_or("fault: expected an object")?;
    let code = map
        .get("code")
        .and_then(Value::as_u64)
        .and_then(|code| u16::try_from(code).ok())
        .and_then(FaultCode::from_number)
        .ok_or("code: expected a fault code")?;
    Ok((code, text(map, "text")?))
}

pub(in crate::agent) fn put_time(map: &mut Map<String, Value>, name: &str, unix: Option<i64>) {
    if let Some(unix) = unix {
        put(map, name, unix.into());
    }
}

pub(in crate::agent) fn time(map: &Map<String, Value>, name: &str) -> Result<Option<i64>, String> {
    match map.get(name) {
        None => Ok(None),
        Some(value) => match value.as_i64() {
            Some(unix) => Ok(Some(unix)),
            None => Err(format!("{name}: expected seconds")),
        },
    }
}

pub(in crate::agent) fn text(map: &Map<String, Value>, name: &str) -> Result<String, String> {
    let text = map.get(name).and_then(Value::as_str);
    text.map(str::to_string)
        .ok_or_else(|| format!("{name}: expected a string"))
}

pub(in crate::agent) fn text_or_nothing(
    map: &Map<String, Value>,
    name: &str,
) -> Result<String, String> {
    match map.contains_key(name) {
        true => text(map, name),
        false => Ok(String::new()),
    }
}

pub(in crate::agent) fn number_or_zero(
    map: &Map<String, Value>,
    name: &str,
) -> Result<u32, String> {
    match map.get(name) {
        None => Ok(0),
        Some(value) => value
            .as_u64()
            .and_then(|number| u32::try_from(number).ok())
            .ok_or_else(|| format!("{name}: expected a number")),
    }
}
