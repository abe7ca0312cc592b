//! ChangeDUState: its operations. What is wrong with one of them is that operation's own fault, not the
//! request's (TR-157 II.5.1).

use super::SoapError;
use super::cursor::{Cursor, Tag, quoted};
use super::read_transfer::url_trouble;
use crate::cwmp::rpc::{DuChange, MOST_OPERATIONS, Operation, Request};
use crate::fault::FaultCode;
use crate::model::uuid::is_uuid;

pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Request, SoapError> {
    let mut command_key = String::new();
    let mut operations = Vec::new();
    while let Some(tag) = cursor.child()? {
        match tag.local() {
            "Operations" => {
                let operation = read_operation(cursor, &tag)?;
                // More than are taken are counted, not kept.
                operations.truncate(MOST_OPERATIONS);
                operations.push(operation);
            }
            "CommandKey" => command_key = cursor.text()?,
            _ => cursor.skip()?,
        }
    }
    if operations.is_empty() {
        cursor.complain(|| "Operations is missing".to_owned());
    }
    if command_key.chars().count() > 32 {
        cursor.complain(|| "CommandKey must have at most 32 characters".to_owned());
    }
    Ok(Request::ChangeDuState {
        operations,
        command_key,
    })
}

fn read_operation(cursor: &mut Cursor<'_>, tag: &Tag<'_>) -> Result<Operation, SoapError> {
    let kind = tag.declared_type().unwrap_or_default();
    let change = kind.strip_suffix("OpStruct").and_then(DuChange::named);
    if change.is_none() {
        let kind = quoted(&kind);
        cursor.complain(|| {
            format!("xsi:type of Operations must be InstallOpStruct, UpdateOpStruct or UninstallOpStruct, not {kind}")
        });
    }
    let mut operation = Operation {
        change: change.unwrap_or_default(),
        ..Operation::default()
    };
    while let Some(tag) = cursor.child()? {
        let (field, most) = match tag.local() {
            "URL" => (&mut operation.url, 1024),
            "UUID" => (&mut operation.uuid, 36),
            "Version" => (&mut operation.version, 32),
            "Username" => (&mut operation.username, 256),
            "Password" => (&mut operation.password, 256),
            "ExecutionEnvRef" => (&mut operation.environment, 256),
            _ => {
                cursor.skip()?;
                continue;
            }
        };
        let name = tag.local();
        *field = match name {
            "Username" | "Password" => cursor.text()?,
            _ => cursor.name()?,
        };
        let length = field.chars().count();
        if length > most {
            field.clear();
            let code = match name {
                "UUID" => FaultCode::InvalidUuidFormat,
                _ => FaultCode::InvalidArguments,
            };
            let text = format!("{name}: expected at most {most} characters, got {length}");
            operation.fault = operation.fault.or(Some((code, text)));
        }
    }
    if operation.change == DuChange::Uninstall {
        operation.url.clear();
    }
    let fault = wrong(&operation);
    operation.fault = operation.fault.or(fault);
    Ok(operation)
}

fn wrong(operation: &Operation) -> Option<(FaultCode, String)> {
    let Operation {
        change, url, uuid, ..
    } = operation;
    let uninstall = *change == DuChange::Uninstall;
    if !is_uuid(uuid) && (uninstall || !uuid.is_empty()) {
        let text = format!("expected a UUID, got {}", quoted(uuid));
        return Some((FaultCode::InvalidUuidFormat, text));
    }
    if uninstall || (url.is_empty() && *change == DuChange::Update) {
        return None;
    }
    url_trouble(url).map(|text| (FaultCode::InvalidArguments, text))
}
