//! A ChangeDUState as it is kept in `agent.json`.

use super::{Credentials, Deployment, Stage, Step, Told, Unit};
use crate::agent::state::put;
use crate::agent::transfer::json::{fault, number_or_zero, put_time, text, text_or_nothing, time};
use crate::cwmp::rpc::{DuChange, DuResult, DuState, Operation, Outcome};
use serde_json::{Map, Value, json};

/// What [`from_json`] reads. What says nothing is left out.
pub fn to_json(deployment: &Deployment) -> Value {
    let mut map = Map::new();
    put_text(&mut map, "command_key", &deployment.command_key);
    if deployment.autonomous {
        put(&mut map, "autonomous", true.into());
    }
    let steps = deployment.steps.iter().map(step_to_json).collect();
    put(&mut map, "operations", steps);
    map.into()
}

/// Reads one entry.
///
/// # Errors
/// Says what was expected.
pub fn from_json(value: &Value) -> Result<Deployment, String> {
    let map = object(value)?;
    Ok(Deployment {
        id: 0,
        command_key: text_or_nothing(map, "command_key")?,
        autonomous: map.contains_key("autonomous"),
        steps: list(map, "operations", step)?,
        told: Told::Nothing,
    })
}

pub fn credentials_to_json(credentials: &Credentials) -> Value {
    json!({
        "uuid": credentials.uuid,
        "username": credentials.username,
        "password": credentials.password,
    })
}

/// Reads one entry.
///
/// # Errors
/// Says what was expected.
pub fn credentials_from_json(value: &Value) -> Result<Credentials, String> {
    let map = object(value)?;
    Ok(Credentials {
        uuid: text(map, "uuid")?,
        username: text(map, "username")?,
        password: text(map, "password")?,
    })
}

fn step_to_json(step: &Step) -> Value {
    let operation = &step.operation;
    let mut map = Map::new();
    put_text(&mut map, "change", operation.change.name());
    put_text(&mut map, "url", &operation.url);
    put_text(&mut map, "uuid", &operation.uuid);
    put_text(&mut map, "version", &operation.version);
    put_text(&mut map, "username", &operation.username);
    put_text(&mut map, "password", &operation.password);
    put_text(&mut map, "environment", &operation.environment);
    if !step.units.is_empty() {
        put(
            &mut map,
            "units",
            step.units.iter().map(unit_to_json).collect(),
        );
    }
    if step.tries != 0 {
        put(&mut map, "tries", step.tries.into());
    }
    put_time(&mut map, "start", step.start);
    let stage = match &step.stage {
        Stage::Asked => "asked",
        Stage::Fetching => "fetching",
        Stage::Applying => "applying",
        Stage::Done(results) => {
            put(
                &mut map,
                "results",
                results.iter().map(result_to_json).collect(),
            );
            "done"
        }
    };
    put_text(&mut map, "stage", stage);
    map.into()
}

fn step(value: &Value) -> Result<Step, String> {
    let map = object(value)?;
    let stage = match text(map, "stage")?.as_str() {
        "asked" => Stage::Asked,
        "fetching" => Stage::Fetching,
        "applying" => Stage::Applying,
        "done" => Stage::Done(list(map, "results", result)?),
        other => {
            return Err(format!(
                "stage: expected asked, fetching, applying or done, got {other:?}"
            ));
        }
    };
    Ok(Step {
        operation: Operation {
            change: change(map)?,
            url: text_or_nothing(map, "url")?,
            uuid: text_or_nothing(map, "uuid")?,
            version: text_or_nothing(map, "version")?,
            username: text_or_nothing(map, "username")?,
            password: text_or_nothing(map, "password")?,
            environment: text_or_nothing(map, "environment")?,
            fault: None,
        },
        units: match map.contains_key("units") {
            true => list(map, "units", unit)?,
            false => Vec::new(),
        },
        tries: number_or_zero(map, "tries")?,
        start: time(map, "start")?,
        ready: stage != Stage::Asked,
        stage,
    })
}

fn unit_to_json(unit: &Unit) -> Value {
    let mut map = Map::new();
    put_text(&mut map, "path", &unit.path);
    put_text(&mut map, "uuid", &unit.uuid);
    put_text(&mut map, "duid", &unit.duid);
    put_text(&mut map, "version", &unit.version);
    put_text(&mut map, "execution_units", &unit.execution_units);
    put(&mut map, "resolved", unit.resolved.into());
    map.into()
}

fn unit(value: &Value) -> Result<Unit, String> {
    let map = object(value)?;
    Ok(Unit {
        path: text_or_nothing(map, "path")?,
        uuid: text_or_nothing(map, "uuid")?,
        duid: text_or_nothing(map, "duid")?,
        version: text_or_nothing(map, "version")?,
        execution_units: text_or_nothing(map, "execution_units")?,
        resolved: truth(map),
        ..Unit::default()
    })
}

fn result_to_json(result: &DuResult) -> Value {
    let mut map = Map::new();
    put_text(&mut map, "change", result.change.name());
    put_text(&mut map, "uuid", &result.uuid);
    put_text(&mut map, "path", &result.unit);
    put_text(&mut map, "version", &result.version);
    put_text(&mut map, "state", result.state.name());
    put_text(&mut map, "execution_units", &result.execution_units);
    put(&mut map, "resolved", result.resolved.into());
    put_text(&mut map, "start", &result.outcome.start);
    put_text(&mut map, "complete", &result.outcome.complete);
    if let Some((code, text)) = &result.outcome.fault {
        let fault = json!({ "code": code.number(), "text": text });
        put(&mut map, "fault", fault);
    }
    map.into()
}

fn result(value: &Value) -> Result<DuResult, String> {
    let map = object(value)?;
    let state = DuState::named(&text(map, "state")?);
    Ok(DuResult {
        change: change(map)?,
        uuid: text(map, "uuid")?,
        unit: text_or_nothing(map, "path")?,
        version: text_or_nothing(map, "version")?,
        state: state.ok_or("state: expected Installed, Uninstalled or Failed")?,
        execution_units: text_or_nothing(map, "execution_units")?,
        resolved: truth(map),
        outcome: Outcome {
            fault: map.get("fault").map(fault).transpose()?,
            start: text(map, "start")?,
            complete: text(map, "complete")?,
        },
    })
}

fn change(map: &Map<String, Value>) -> Result<DuChange, String> {
    let named = DuChange::named(&text(map, "change")?);
    named.ok_or_else(|| "change: expected Install, Update or Uninstall".to_string())
}

fn truth(map: &Map<String, Value>) -> bool {
    map.get("resolved").and_then(Value::as_bool) == Some(true)
}

fn put_text(map: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.is_empty() {
        put(map, name, text.into());
    }
}

fn object(value: &Value) -> Result<&Map<String, Value>, String> {
    value
        .as_object()
        .ok_or_else(|| "deployments: expected objects".to_string())
}

/// At least one entry: an operation without a result could never be told of.
fn list<T>(
    map: &Map<String, Value>,
    name: &str,
    read: fn(&Value) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    match map.get(name).and_then(Value::as_array) {
        Some(list) if !list.is_empty() => list.iter().map(read).collect(),
        _ => Err(format!("{name}: expected a list of something")),
    }
}
