//! Envelopes: what the ACS writes, in every style that ACSs have, and what it reads.

mod write;

pub use write::{Headers, Style};

use crate::deploy::Deploy;
use crate::xml::{self, Element, escape};

pub const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub const ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const CWMP: &str = "urn:dslforum-org:";

/// A value with its name and its type's local name (`string`, `unsignedInt` …; "" when not given).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    pub path: String,
    pub kind: String,
    pub value: String,
}

/// What the ACS asks of the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    GetRpcMethods,
    GetParameterValues(Vec<String>),
    GetParameterNames {
        path: String,
        next_level: bool,
    },
    SetParameterValues {
        list: Vec<Value>,
        key: String,
    },
    GetParameterAttributes(Vec<String>),
    SetParameterAttributes(Vec<AttributeSetting>),
    AddObject {
        object: String,
        key: String,
    },
    DeleteObject {
        object: String,
        key: String,
    },
    Reboot {
        key: String,
    },
    ScheduleInform {
        /// As it is sent, good or not.
        delay: String,
        key: String,
    },
    FactoryReset,
    /// Download, ScheduleDownload or Upload.
    Transfer(Box<Transfer>),
    /// GetQueuedTransfers, or GetAllQueuedTransfers.
    QueuedTransfers {
        all: bool,
    },
    CancelTransfer {
        key: String,
    },
    /// ChangeDUState.
    Deploy(Box<Deploy>),
    /// These bytes as they are; `{id}` and `{cwmp}` in them become the request's ID and the session's namespace.
    Raw(Vec<u8>),
}

impl Ask {
    /// The method's name; "" for raw bytes.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Ask::GetRpcMethods => "GetRPCMethods",
            Ask::GetParameterValues(_) => "GetParameterValues",
            Ask::GetParameterNames { .. } => "GetParameterNames",
            Ask::SetParameterValues { .. } => "SetParameterValues",
            Ask::GetParameterAttributes(_) => "GetParameterAttributes",
            Ask::SetParameterAttributes(_) => "SetParameterAttributes",
            Ask::AddObject { .. } => "AddObject",
            Ask::DeleteObject { .. } => "DeleteObject",
            Ask::Reboot { .. } => "Reboot",
            Ask::ScheduleInform { .. } => "ScheduleInform",
            Ask::FactoryReset => "FactoryReset",
            Ask::Transfer(transfer) => transfer.method,
            Ask::QueuedTransfers { all: false } => "GetQueuedTransfers",
            Ask::QueuedTransfers { all: true } => "GetAllQueuedTransfers",
            Ask::CancelTransfer { .. } => "CancelTransfer",
            Ask::Deploy(_) => "ChangeDUState",
            Ask::Raw(_) => "",
        }
    }
}

/// The arguments of Download, ScheduleDownload or Upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    pub method: &'static str,
    pub key: String,
    pub file_type: String,
    pub url: String,
    pub username: String,
    pub password: String,
    pub size: u32,
    pub name: String,
    pub delay: u32,
    pub windows: Vec<Window>,
}

/// One TimeWindowStruct.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub start: u32,
    pub end: u32,
    pub mode: String,
    pub message: String,
    pub retries: i32,
}

/// How a transfer ended, as the agent reported it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// `TransferComplete` or `AutonomousTransferComplete`.
    pub method: String,
    /// CommandKey; the FileType of an autonomous one.
    pub key: String,
    /// 0: success.
    pub code: u32,
    pub text: String,
    pub start: String,
    pub complete: String,
}

/// One entry of SetParameterAttributes; None leaves that attribute as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeSetting {
    pub path: String,
    pub notification: Option<u32>,
    pub access: Option<Vec<String>>,
}

/// What the agent answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Values(Vec<Value>),
    /// Name and Writable.
    Names(Vec<(String, bool)>),
    /// Name, Notification, AccessList.
    Attributes(Vec<(String, u32, Vec<String>)>),
    Methods(Vec<String>),
    /// SetParameterValues and DeleteObject: 0 applied, 1 committed and yet to be applied.
    Status(u32),
    Added {
        instance: u32,
        status: u32,
    },
    /// DownloadResponse and UploadResponse: 0 done, 1 to be reported.
    Transfer(u32),
    /// CommandKey and State.
    Queued(Vec<(String, u32)>),
    /// An answer without content, by its element's name.
    Done(String),
    Fault(CwmpFault),
}

/// A SOAP fault, with the CWMP fault inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CwmpFault {
    /// faultcode without prefix: `Client`, `Server`, `MustUnderstand` …
    pub soap_code: String,
    pub soap_text: String,
    /// 0 when there is no CWMP fault inside.
    pub code: u32,
    pub text: String,
    /// SetParameterValuesFault: name, code, text.
    pub parameters: Vec<(String, u32, String)>,
}

impl std::fmt::Display for CwmpFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.code == 0 {
            return write!(f, "SOAP fault {} {:?}", self.soap_code, self.soap_text);
        }
        write!(f, "fault {} {}", self.code, self.text)?;
        for (path, code, text) in &self.parameters {
            write!(f, "; {code} for {path} ({text})")?;
        }
        Ok(())
    }
}

/// An Inform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inform {
    pub manufacturer: String,
    pub oui: String,
    pub product_class: String,
    pub serial_number: String,
    /// EventCode and CommandKey.
    pub events: Vec<(String, String)>,
    pub max_envelopes: String,
    pub current_time: String,
    pub retry_count: String,
    pub parameters: Vec<Value>,
}

impl Inform {
    /// OUI-ProductClass-SerialNumber, as GenieACS calls a device.
    #[must_use]
    pub fn device(&self) -> String {
        if self.product_class.is_empty() {
            format!("{}-{}", self.oui, self.serial_number)
        } else {
            format!("{}-{}-{}", self.oui, self.product_class, self.serial_number)
        }
    }

    /// The value of a parameter of this Inform whose path ends in `suffix`.
    #[must_use]
    pub fn ending_in(&self, suffix: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|p| p.path.ends_with(suffix))
            .map(|p| p.value.as_str())
    }
}

/// A message of the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: Option<String>,
    /// `cwmp-1-0` and so on; "" when there is none.
    pub namespace: String,
    pub content: Content,
    pub envelope: Element,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Inform(Box<Inform>),
    /// Another request of the agent, by its method.
    Request(String),
    /// Answer to a request of ours, by its element's name.
    Answer(String, Answer),
}

/// Reads what the agent sent.
///
/// # Errors
/// Not XML, not SOAP, or not CWMP: the text says what was expected and what came.
pub fn read(bytes: &[u8]) -> Result<Message, String> {
    let envelope = xml::parse(bytes)?;
    if (envelope.namespace.as_str(), envelope.name.as_str()) != (ENVELOPE, "Envelope") {
        return Err(format!(
            "expected a SOAP 1.1 Envelope, got <{}> in {:?}",
            envelope.name, envelope.namespace
        ));
    }
    let id = envelope
        .child("Header")
        .and_then(|h| h.child("ID"))
        .map(|id| id.text.clone());
    let body = envelope.child("Body").ok_or("the Envelope has no Body")?;
    let [method] = body.children.as_slice() else {
        return Err(format!(
            "expected one element in the Body, got {}",
            body.children.len()
        ));
    };
    let (namespace, content) =
        if (method.namespace.as_str(), method.name.as_str()) == (ENVELOPE, "Fault") {
            let (namespace, fault) = fault(method);
            (
                namespace,
                Content::Answer("Fault".to_owned(), Answer::Fault(fault)),
            )
        } else {
            let Some(namespace) = method.namespace.strip_prefix(CWMP) else {
                return Err(format!(
                    "expected a namespace {CWMP}cwmp-…, got {:?} on <{}>",
                    method.namespace, method.name
                ));
            };
            let content = if method.name == "Inform" {
                Content::Inform(Box::new(inform(method)))
            } else if method.name.ends_with("Response") {
                Content::Answer(method.name.clone(), answer(method)?)
            } else {
                Content::Request(method.name.clone())
            };
            (namespace.to_owned(), content)
        };
    Ok(Message {
        id,
        namespace,
        content,
        envelope,
    })
}

fn fault(e: &Element) -> (String, CwmpFault) {
    let mut fault = CwmpFault {
        soap_code: e
            .text_of("faultcode")
            .rsplit(':')
            .next()
            .unwrap_or("")
            .to_owned(),
        soap_text: e.text_of("faultstring").to_owned(),
        ..CwmpFault::default()
    };
    let Some(inner) = e.child("detail").and_then(|d| d.child("Fault")) else {
        return (String::new(), fault);
    };
    fault.code = inner.text_of("FaultCode").parse().unwrap_or(0);
    fault.text = inner.text_of("FaultString").to_owned();
    for p in inner
        .children
        .iter()
        .filter(|c| c.name == "SetParameterValuesFault")
    {
        fault.parameters.push((
            p.text_of("ParameterName").to_owned(),
            p.text_of("FaultCode").parse().unwrap_or(0),
            p.text_of("FaultString").to_owned(),
        ));
    }
    (
        inner.namespace.strip_prefix(CWMP).unwrap_or("").to_owned(),
        fault,
    )
}

fn inform(e: &Element) -> Inform {
    let empty = Element::default();
    let device = e.child("DeviceId").unwrap_or(&empty);
    Inform {
        manufacturer: device.text_of("Manufacturer").to_owned(),
        oui: device.text_of("OUI").to_owned(),
        product_class: device.text_of("ProductClass").to_owned(),
        serial_number: device.text_of("SerialNumber").to_owned(),
        events: children(e, "Event")
            .map(|s| {
                (
                    s.text_of("EventCode").to_owned(),
                    s.text_of("CommandKey").to_owned(),
                )
            })
            .collect(),
        max_envelopes: e.text_of("MaxEnvelopes").to_owned(),
        current_time: e.text_of("CurrentTime").to_owned(),
        retry_count: e.text_of("RetryCount").to_owned(),
        parameters: children(e, "ParameterList").map(value).collect(),
    }
}

fn children<'a>(e: &'a Element, list: &str) -> impl Iterator<Item = &'a Element> {
    e.child(list)
        .map_or(&[][..], |l| l.children.as_slice())
        .iter()
}

fn value(e: &Element) -> Value {
    let value = e.child("Value");
    let kind = value.and_then(|v| v.attribute("type")).unwrap_or("");
    Value {
        path: e.text_of("Name").to_owned(),
        kind: kind.rsplit(':').next().unwrap_or("").to_owned(),
        value: value.map_or("", |v| v.text.as_str()).to_owned(),
    }
}

fn answer(e: &Element) -> Result<Answer, String> {
    let number = |name: &str| {
        let text = e.text_of(name);
        text.parse::<u32>()
            .map_err(|_| format!("{}: expected a number in {name}, got {text:?}", e.name))
    };
    Ok(match e.name.as_str() {
        "GetParameterValuesResponse" => {
            Answer::Values(children(e, "ParameterList").map(value).collect())
        }
        "GetParameterNamesResponse" => Answer::Names(
            children(e, "ParameterList")
                .map(|p| {
                    (
                        p.text_of("Name").to_owned(),
                        matches!(p.text_of("Writable"), "1" | "true"),
                    )
                })
                .collect(),
        ),
        "GetParameterAttributesResponse" => Answer::Attributes(
            children(e, "ParameterList")
                .map(|p| {
                    let access = children(p, "AccessList").map(|s| s.text.clone()).collect();
                    (
                        p.text_of("Name").to_owned(),
                        p.text_of("Notification").parse().unwrap_or(u32::MAX),
                        access,
                    )
                })
                .collect(),
        ),
        "GetRPCMethodsResponse" => {
            Answer::Methods(children(e, "MethodList").map(|m| m.text.clone()).collect())
        }
        "SetParameterValuesResponse" | "DeleteObjectResponse" => Answer::Status(number("Status")?),
        "AddObjectResponse" => Answer::Added {
            instance: number("InstanceNumber")?,
            status: number("Status")?,
        },
        "DownloadResponse" | "UploadResponse" => Answer::Transfer(number("Status")?),
        "GetQueuedTransfersResponse" | "GetAllQueuedTransfersResponse" => Answer::Queued(
            children(e, "TransferList")
                .map(|t| {
                    (
                        t.text_of("CommandKey").to_owned(),
                        t.text_of("State").parse().unwrap_or(0),
                    )
                })
                .collect(),
        ),
        _ => Answer::Done(e.name.clone()),
    })
}

/// A TransferComplete or AutonomousTransferComplete.
#[must_use]
pub fn report(message: &Message) -> Option<Report> {
    let method = message.envelope.child("Body")?.children.first()?;
    let fault = method.child("FaultStruct")?;
    let key = if method.name == "TransferComplete" {
        "CommandKey"
    } else {
        "FileType"
    };
    Some(Report {
        method: method.name.clone(),
        key: method.text_of(key).to_owned(),
        code: fault.text_of("FaultCode").parse().unwrap_or(u32::MAX),
        text: fault.text_of("FaultString").to_owned(),
        start: method.text_of("StartTime").to_owned(),
        complete: method.text_of("CompleteTime").to_owned(),
    })
}

/// A RequestDownload: its file type, and each argument as `NAME=VALUE`.
#[must_use]
pub fn wanted(message: &Message) -> Option<Vec<String>> {
    let method = message.envelope.child("Body")?.children.first()?;
    if method.name != "RequestDownload" {
        return None;
    }
    let mut words = vec![method.text_of("FileType").to_owned()];
    let arguments = method.child("FileTypeArg")?.children.iter();
    words.extend(arguments.map(|a| format!("{}={}", a.text_of("Name"), a.text_of("Value"))));
    Some(words)
}

/// A Kicked: each argument as `NAME=VALUE`, in the order in which they came.
#[must_use]
pub fn kicked(message: &Message) -> Option<Vec<String>> {
    let method = message.envelope.child("Body")?.children.first()?;
    let argument = |a: &Element| format!("{}={}", a.name, method.text_of(&a.name));
    (method.name == "Kicked").then(|| method.children.iter().map(argument).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    fn asks() -> Vec<Ask> {
        vec![
            Ask::GetRpcMethods,
            Ask::GetParameterValues(vec!["Device.".into(), "Device.A<B".into()]),
            Ask::GetParameterNames {
                path: String::new(),
                next_level: true,
            },
            Ask::SetParameterValues {
                list: vec![Value {
                    path: "Device.A".into(),
                    kind: "string".into(),
                    value: " & ".into(),
                }],
                key: "k".into(),
            },
            Ask::GetParameterAttributes(vec!["Device.".into()]),
            Ask::SetParameterAttributes(vec![AttributeSetting {
                path: "Device.".into(),
                notification: Some(2),
                access: None,
            }]),
            Ask::AddObject {
                object: "Device.T.".into(),
                key: String::new(),
            },
            Ask::DeleteObject {
                object: "Device.T.1.".into(),
                key: String::new(),
            },
            Ask::Reboot { key: "r1".into() },
            Ask::ScheduleInform {
                delay: "60".into(),
                key: "s1".into(),
            },
            Ask::FactoryReset,
            Ask::Transfer(Box::new(Transfer {
                method: "Download",
                file_type: "1 Firmware Upgrade Image".into(),
                url: "http://a/?b&c".into(),
                ..Transfer::default()
            })),
            Ask::Transfer(Box::new(Transfer {
                method: "ScheduleDownload",
                windows: vec![Window::default()],
                ..Transfer::default()
            })),
            Ask::Transfer(Box::new(Transfer {
                method: "Upload",
                ..Transfer::default()
            })),
            Ask::QueuedTransfers { all: true },
            Ask::CancelTransfer { key: "k".into() },
            Ask::Deploy(Box::new(Deploy {
                key: "k".into(),
                operations: vec![crate::deploy::Operation {
                    kind: "Uninstall",
                    fields: vec![("UUID", "a&b".into())],
                }],
            })),
        ]
    }

    #[test]
    fn every_request_is_well_formed_in_every_style_that_declares_its_prefixes() {
        let styles = [
            Style::default(),
            Style {
                soap: "S",
                encoding: "E",
                xsd: "a",
                xsi: "b",
                cwmp: "w",
                ..Style::default()
            },
            Style {
                cdata: true,
                byte_order_mark: true,
                unknown_header: Some(true),
                ..Style::default()
            },
            Style {
                xsi_type: false,
                array_type: false,
                schema_1999: true,
                declaration: false,
                ..Style::default()
            },
        ];
        for style in styles {
            for ask in asks() {
                let headers = Headers {
                    id: Some("7".into()),
                    hold_requests: Some(false),
                    use_version: None,
                };
                let bytes = style.envelope("cwmp-1-2", &headers, &style.ask(&ask));
                let message = read(&bytes)
                    .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&bytes)));
                assert_eq!(message.id.as_deref(), Some("7"));
                assert_eq!(message.namespace, "cwmp-1-2");
                assert_eq!(message.content, Content::Request(ask.method().to_owned()));
            }
        }
    }

    #[test]
    fn undeclared_prefixes_leave_the_method_readable() {
        let style = Style {
            declared: false,
            ..Style::default()
        };
        let headers = Headers {
            id: Some("1".into()),
            ..Headers::default()
        };
        let text = String::from_utf8(style.envelope("cwmp-1-0", &headers, &style.ask(&asks()[1])))
            .unwrap();
        assert!(
            text.contains("<cwmp:GetParameterValues xmlns:cwmp=\"urn:dslforum-org:cwmp-1-0\">"),
            "{text}"
        );
        assert!(
            text.contains("soap-enc:arrayType") && !text.contains("xmlns:soap-enc"),
            "{text}"
        );
    }

    #[test]
    fn a_fault_with_its_parameters_is_read() {
        let xml = format!(
            "<s:Envelope xmlns:s='{ENVELOPE}' xmlns:c='urn:dslforum-org:cwmp-1-2'><s:Body><s:Fault><faultcode>s:Client</faultcode>\
             <faultstring>CWMP fault</faultstring><detail><c:Fault><FaultCode>9003</FaultCode><FaultString>Invalid arguments</FaultString>\
             <SetParameterValuesFault><ParameterName>Device.A</ParameterName><FaultCode>9007</FaultCode><FaultString>too long</FaultString>\
             </SetParameterValuesFault></c:Fault></detail></s:Fault></s:Body></s:Envelope>"
        );
        let Content::Answer(_, Answer::Fault(fault)) = read(xml.as_bytes()).unwrap().content else {
            panic!("no fault")
        };
        assert_eq!((fault.soap_code.as_str(), fault.code), ("Client", 9003));
        assert_eq!(
            fault.parameters,
            [("Device.A".to_owned(), 9007, "too long".to_owned())]
        );
    }
}
