//! What the ACS sent, pulled out of its envelope event by event.

use super::cursor::{Cursor, Space, Tag, boolean, quoted};
use super::{Limits, SoapError};
use crate::cwmp::rpc::{
    AcsBody, AcsHeader, AcsMessage, AcsResponse, AttributeSetting, ParameterSetting, Request,
    TransferKind,
};

/// Reads one envelope.
///
/// Names are looked at without their prefixes, children in any order, members of arrays by any
/// name; unknown elements are passed over. A request that is an envelope but lacks an argument or
/// holds an impossible one comes back as [`Request::Malformed`].
pub fn read(bytes: &[u8], limits: &Limits) -> Result<AcsMessage, SoapError> {
    if bytes.len() > limits.bytes {
        let what = format!(
            "expected at most {} bytes, got {}",
            limits.bytes,
            bytes.len()
        );
        return Err(SoapError {
            what,
            at: limits.bytes,
        });
    }
    let (text, skipped) = super::encoding::decode(bytes)?;
    envelope(&mut Cursor::new(&text, skipped, limits))
}

fn envelope(cursor: &mut Cursor<'_>) -> Result<AcsMessage, SoapError> {
    let root = cursor.root()?;
    if root.local() != "Envelope" {
        return Err(root.error(format!(
            "expected a SOAP Envelope, got {}",
            quoted(root.name())
        )));
    }
    let mut header = AcsHeader::default();
    let mut body = None;
    while let Some(tag) = cursor.child()? {
        match tag.local() {
            "Header" => read_header(cursor, &mut header)?,
            "Body" if body.is_none() => body = Some(read_body(cursor)?),
            "Body" => return Err(tag.error("expected one Body, got a second".into())),
            _ => cursor.skip()?,
        }
    }
    let end = cursor.end_of_message()?;
    match body {
        Some(body) => Ok(AcsMessage {
            header,
            version: cursor.version(),
            body,
        }),
        None => Err(SoapError {
            what: "expected a Body in the Envelope, got none".into(),
            at: end,
        }),
    }
}

fn read_header(cursor: &mut Cursor<'_>, header: &mut AcsHeader) -> Result<(), SoapError> {
    while let Some(tag) = cursor.child()? {
        match tag.local() {
            "ID" if tag.may_be_cwmp() => header.id = Some(cursor.text()?),
            "HoldRequests" if tag.may_be_cwmp() => {
                header.hold_requests = boolean(&cursor.text()?).unwrap_or(false);
            }
            "UseCWMPVersion" if tag.may_be_cwmp() => {
                header.use_cwmp_version = Some(cursor.text()?.trim().to_owned());
            }
            "SessionTimeout" | "NoMoreRequests" | "SupportedCWMPVersions" if tag.may_be_cwmp() => {
                cursor.skip()?;
            }
            name => {
                if header.not_understood.is_none() && must_be_understood(&tag) {
                    header.not_understood = Some(name.chars().take(64).collect());
                }
                cursor.skip()?;
            }
        }
    }
    Ok(())
}

/// SOAP 1.1 4.2: a header counts if it says so and is meant for whoever receives it first.
fn must_be_understood(tag: &Tag<'_>) -> bool {
    let must = tag
        .attribute("mustUnderstand")
        .and_then(boolean)
        .unwrap_or(false);
    let actor = tag.attribute("actor").unwrap_or_default();
    must && (actor.is_empty() || actor.ends_with("/actor/next"))
}

fn read_body(cursor: &mut Cursor<'_>) -> Result<AcsBody, SoapError> {
    let Some(tag) = cursor.child()? else {
        return Ok(AcsBody::Empty);
    };
    let body = match tag.local() {
        "Fault" => read_fault(cursor)?,
        "InformResponse" => {
            cursor.skip()?;
            AcsBody::Response(AcsResponse::InformResponse)
        }
        "KickedResponse" => {
            let mut next_url = String::new();
            while let Some(tag) = cursor.child()? {
                match tag.local() {
                    "NextURL" => next_url = cursor.text()?,
                    _ => cursor.skip()?,
                }
            }
            AcsBody::Response(AcsResponse::Kicked { next_url })
        }
        name => match name.strip_suffix("Response") {
            Some(method) if !method.is_empty() => {
                cursor.skip()?;
                AcsBody::Response(AcsResponse::Other {
                    method: method.chars().take(64).collect(),
                })
            }
            _ => AcsBody::Request(read_request(cursor, &tag)?),
        },
    };
    match cursor.child()? {
        None => Ok(body),
        Some(extra) => Err(extra.error(format!(
            "expected one RPC in the Body, got {} after it",
            quoted(extra.name())
        ))),
    }
}

/// Takes the codes and texts wherever they stand: some ACSs nest them otherwise than SOAP does.
fn read_fault(cursor: &mut Cursor<'_>) -> Result<AcsBody, SoapError> {
    let mut code = None;
    let mut soap_code = String::new();
    let mut text = None;
    let mut soap_text = String::new();
    let mut depth = 0usize;
    while let Some(tag) = cursor.descend(&mut depth)? {
        match tag.local() {
            "FaultCode" => {
                let number = cursor.text()?;
                code = code.or(number.trim().parse().ok());
            }
            "FaultString" => {
                let string = cursor.text()?;
                text = text.or(Some(string));
            }
            "faultcode" => soap_code = cursor.text()?,
            "faultstring" => soap_text = cursor.text()?,
            _ => depth += 1,
        }
    }
    let bare = soap_code
        .rsplit([':', '.'])
        .next()
        .unwrap_or_default()
        .trim();
    let code = code.or(bare.parse().ok()).unwrap_or(0);
    let text = text.filter(|text| !text.is_empty()).unwrap_or(soap_text);
    Ok(AcsBody::Fault {
        code,
        text: text.chars().take(256).collect(),
    })
}

fn read_request(cursor: &mut Cursor<'_>, tag: &Tag<'_>) -> Result<Request, SoapError> {
    cursor.forget_complaint();
    let method = if tag.space == Space::Foreign {
        ""
    } else {
        tag.local()
    };
    let request = match method {
        "GetRPCMethods" => {
            cursor.skip()?;
            Request::GetRpcMethods
        }
        "SetParameterValues" => {
            let (mut list, mut key) = (None, None);
            while let Some(tag) = cursor.child()? {
                match tag.local() {
                    "ParameterList" => list = Some(read_values(cursor)?),
                    "ParameterKey" => key = Some(cursor.text()?),
                    _ => cursor.skip()?,
                }
            }
            Request::SetParameterValues {
                list: cursor.required("ParameterList", list),
                parameter_key: cursor.required("ParameterKey", key),
            }
        }
        "GetParameterValues" => Request::GetParameterValues {
            names: read_names(cursor)?,
        },
        "GetParameterAttributes" => Request::GetParameterAttributes {
            names: read_names(cursor)?,
        },
        "GetParameterNames" => {
            let (mut path, mut next_level) = (None, None);
            while let Some(tag) = cursor.child()? {
                match tag.local() {
                    "ParameterPath" => path = Some(cursor.name()?),
                    "NextLevel" => next_level = Some(cursor.boolean("NextLevel")?),
                    _ => cursor.skip()?,
                }
            }
            Request::GetParameterNames {
                path: cursor.required("ParameterPath", path),
                next_level: cursor.required("NextLevel", next_level),
            }
        }
        "SetParameterAttributes" => {
            let mut list = None;
            while let Some(tag) = cursor.child()? {
                match tag.local() {
                    "ParameterList" => list = Some(read_attributes(cursor)?),
                    _ => cursor.skip()?,
                }
            }
            Request::SetParameterAttributes {
                list: cursor.required("ParameterList", list),
            }
        }
        "AddObject" => {
            let (object, parameter_key) = read_object(cursor)?;
            Request::AddObject {
                object,
                parameter_key,
            }
        }
        "DeleteObject" => {
            let (object, parameter_key) = read_object(cursor)?;
            Request::DeleteObject {
                object,
                parameter_key,
            }
        }
        "Reboot" => Request::Reboot {
            command_key: read_command_key(cursor)?,
        },
        "ScheduleInform" => {
            let (mut delay, mut key) = (None, None);
            while let Some(tag) = cursor.child()? {
                match tag.local() {
                    "DelaySeconds" => delay = Some(cursor.text()?),
                    "CommandKey" => key = Some(cursor.text()?),
                    _ => cursor.skip()?,
                }
            }
            let delay = cursor.required("DelaySeconds", delay);
            let delay_seconds = delay.trim().parse().unwrap_or_else(|_| {
                cursor.complain(|| {
                    format!(
                        "DelaySeconds must be a number of seconds below 4294967296, not {}",
                        quoted(&delay)
                    )
                });
                0
            });
            Request::ScheduleInform {
                delay_seconds,
                command_key: cursor.required("CommandKey", key),
            }
        }
        "FactoryReset" => {
            cursor.skip()?;
            Request::FactoryReset
        }
        "Download" => super::read_transfer::read(cursor, TransferKind::Download)?,
        "ScheduleDownload" => super::read_transfer::read(cursor, TransferKind::ScheduleDownload)?,
        "Upload" => super::read_transfer::read(cursor, TransferKind::Upload)?,
        "GetQueuedTransfers" => {
            cursor.skip()?;
            Request::GetQueuedTransfers
        }
        "GetAllQueuedTransfers" => {
            cursor.skip()?;
            Request::GetAllQueuedTransfers
        }
        "CancelTransfer" => Request::CancelTransfer {
            command_key: read_command_key(cursor)?,
        },
        "ChangeDUState" => super::read_deploy::read(cursor)?,
        _ => {
            cursor.skip()?;
            return Ok(Request::Unknown {
                method: tag.local().chars().take(64).collect(),
            });
        }
    };
    Ok(match cursor.forget_complaint() {
        Some(reason) => Request::Malformed {
            method: method.to_owned(),
            reason,
        },
        None => request,
    })
}

fn read_command_key(cursor: &mut Cursor<'_>) -> Result<String, SoapError> {
    let mut key = None;
    while let Some(tag) = cursor.child()? {
        match tag.local() {
            "CommandKey" => key = Some(cursor.text()?),
            _ => cursor.skip()?,
        }
    }
    Ok(cursor.required("CommandKey", key))
}

fn read_names(cursor: &mut Cursor<'_>) -> Result<Vec<String>, SoapError> {
    let mut names = None;
    while let Some(tag) = cursor.child()? {
        if tag.local() != "ParameterNames" {
            cursor.skip()?;
            continue;
        }
        let names = names.get_or_insert_with(Vec::new);
        while cursor.member()?.is_some() {
            names.push(cursor.name()?);
        }
    }
    Ok(cursor.required("ParameterNames", names))
}

fn read_values(cursor: &mut Cursor<'_>) -> Result<Vec<ParameterSetting>, SoapError> {
    let mut list = Vec::new();
    while cursor.member()?.is_some() {
        let (mut name, mut value, mut declared) = (None, None, None);
        while let Some(tag) = cursor.child()? {
            match tag.local() {
                "Name" => name = Some(cursor.name()?),
                "Value" => {
                    declared = tag.declared_type();
                    value = Some(cursor.text()?);
                }
                _ => cursor.skip()?,
            }
        }
        let name = cursor.required("the Name of a parameter", name);
        if value.is_none() {
            cursor.complain(|| format!("the Value of {} is missing", quoted(&name)));
        }
        list.push(ParameterSetting {
            name,
            value: value.unwrap_or_default(),
            declared,
        });
    }
    Ok(list)
}

fn read_attributes(cursor: &mut Cursor<'_>) -> Result<Vec<AttributeSetting>, SoapError> {
    let mut list = Vec::new();
    while cursor.member()?.is_some() {
        let (mut name, mut notification, mut access_list) = (None, None, None);
        let (mut change_notification, mut change_access_list) = (None, None);
        while let Some(tag) = cursor.child()? {
            match tag.local() {
                "Name" => name = Some(cursor.name()?),
                "NotificationChange" => {
                    change_notification = Some(cursor.boolean("NotificationChange")?);
                }
                "Notification" => notification = Some(cursor.text()?),
                "AccessListChange" => {
                    change_access_list = Some(cursor.boolean("AccessListChange")?)
                }
                "AccessList" => {
                    let mut entries = Vec::new();
                    while cursor.member()?.is_some() {
                        entries.push(cursor.name()?);
                    }
                    access_list = Some(entries);
                }
                _ => cursor.skip()?,
            }
        }
        list.push(AttributeSetting {
            name: cursor.required("the Name of a parameter", name),
            notification: match cursor.required("NotificationChange", change_notification) {
                true => {
                    let text = cursor.required("Notification", notification);
                    let number = text.trim().parse().ok().filter(|number| *number <= 6);
                    if number.is_none() {
                        cursor.complain(|| {
                            format!("Notification must be 0 to 6, not {}", quoted(&text))
                        });
                    }
                    number
                }
                false => None,
            },
            access_list: match cursor.required("AccessListChange", change_access_list) {
                true => Some(cursor.required("AccessList", access_list)),
                false => None,
            },
        });
    }
    Ok(list)
}

fn read_object(cursor: &mut Cursor<'_>) -> Result<(String, String), SoapError> {
    let (mut object, mut key) = (None, None);
    while let Some(tag) = cursor.child()? {
        match tag.local() {
            "ObjectName" => object = Some(cursor.name()?),
            "ParameterKey" => key = Some(cursor.text()?),
            _ => cursor.skip()?,
        }
    }
    Ok((
        cursor.required("ObjectName", object),
        cursor.required("ParameterKey", key),
    ))
}
