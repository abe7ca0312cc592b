//! What the agent says, as envelopes that are valid against the schema of their namespace.
//!
//! Each envelope is written twice: once to count its bytes, once into a buffer of that size, so
//! that 50 000 values cost no more memory than the message itself.

use super::is_allowed;
use crate::cwmp::light::Sender;
use crate::cwmp::rpc::{
    CpeAnswer, CpeRequest, DuResult, EventStruct, Inform, Outcome, ParameterAttribute,
    ParameterInfo, ParameterValue, QueuedTransfer, Response, TransferKind, Version,
};
use crate::fault::{Fault, FaultCode};
use crate::model::value::Base;

/// One of the agent's own requests. `session_timeout` in seconds goes into the header of an Inform.
pub fn write_request(
    request: &CpeRequest,
    id: &str,
    version: Version,
    session_timeout: u32,
) -> Vec<u8> {
    twice(&|out| {
        out.start(version);
        out.put("<soap-env:Header>");
        out.id(id);
        if let CpeRequest::Inform(_) = request
            && version == Version::V1_2
        {
            out.put("<cwmp:SessionTimeout soap-env:mustUnderstand=\"0\">");
            out.number(session_timeout);
            out.put("</cwmp:SessionTimeout>");
            out.put(
                "<cwmp:SupportedCWMPVersions soap-env:mustUnderstand=\"0\">1.0,1.1,1.2,1.3,1.4",
            );
            out.put("</cwmp:SupportedCWMPVersions>");
        }
        out.put("</soap-env:Header><soap-env:Body>");
        match request {
            CpeRequest::Inform(inform) => out.inform(inform),
            CpeRequest::GetRpcMethods => out.put("<cwmp:GetRPCMethods></cwmp:GetRPCMethods>"),
            CpeRequest::TransferComplete(done) => {
                out.put("<cwmp:TransferComplete>");
                out.element("CommandKey", clipped(&done.command_key, 32));
                out.outcome(&done.outcome, version);
                out.put("</cwmp:TransferComplete>");
            }
            CpeRequest::AutonomousTransferComplete(done) => {
                out.put("<cwmp:AutonomousTransferComplete><AnnounceURL></AnnounceURL>");
                out.element("TransferURL", clipped(&done.transfer_url, 1024));
                out.element("IsDownload", if done.is_download { "1" } else { "0" });
                out.element("FileType", clipped(&done.file_type, 64));
                out.put("<FileSize>");
                out.number(done.file_size);
                out.put("</FileSize>");
                out.element("TargetFileName", clipped(&done.target_file_name, 256));
                out.outcome(&done.outcome, version);
                out.put("</cwmp:AutonomousTransferComplete>");
            }
            CpeRequest::RequestDownload(wanted) => {
                out.put("<cwmp:RequestDownload>");
                out.element("FileType", clipped(&wanted.file_type, 64));
                out.array("FileTypeArg", "cwmp:ArgStruct", wanted.arguments.len());
                for (name, value) in &wanted.arguments {
                    out.put("<ArgStruct>");
                    out.element("Name", clipped(name, 64));
                    out.element("Value", clipped(value, 256));
                    out.put("</ArgStruct>");
                }
                out.put("</FileTypeArg></cwmp:RequestDownload>");
            }
            CpeRequest::Kicked(kicked) => {
                out.put("<cwmp:Kicked>");
                for (name, value) in kicked.arguments() {
                    out.element(name, value);
                }
                out.put("</cwmp:Kicked>");
            }
            CpeRequest::DuStateChangeComplete(done) => {
                let name = request.method();
                out.put("<cwmp:");
                out.put(name);
                out.put(">");
                for result in &done.results {
                    out.du_result(result, done.autonomous);
                }
                if !done.autonomous {
                    out.element("CommandKey", clipped(&done.command_key, 32));
                }
                out.put("</cwmp:");
                out.put(name);
                out.put(">");
            }
        }
        out.put(END);
    })
}

/// The answer to a request of the ACS; `id` is that of the request, if it had one.
pub fn write_answer(answer: &CpeAnswer, id: Option<&str>, version: Version) -> Vec<u8> {
    twice(&|out| {
        out.start(version);
        if let Some(id) = id {
            out.put("<soap-env:Header>");
            out.id(id);
            out.put("</soap-env:Header>");
        }
        out.put("<soap-env:Body>");
        match answer {
            CpeAnswer::Response(response) => out.response(response, version),
            CpeAnswer::Fault(fault) => out.fault(fault, version),
            CpeAnswer::MustUnderstand { header } => {
                out.put(
                    "<soap-env:Fault><faultcode>soap-env:MustUnderstand</faultcode><faultstring>",
                );
                out.put("The header is not understood: ");
                out.text(header);
                out.put("</faultstring></soap-env:Fault>");
            }
        }
        out.put(END);
    })
}

/// The body of a lightweight notification (cwmp-UDPLightweightNotification-1-0).
pub fn write_notification(sender: &Sender<'_>, cnonce: &str, list: &[ParameterValue]) -> Vec<u8> {
    twice(&|out| {
        out.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Notification");
        out.put(" xmlns=\"urn:broadband-forum-org:cwmp:lwnotif-1-0\"");
        out.put(" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"");
        out.put(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
        out.element("TS", &sender.time.to_string());
        out.element("UN", sender.username);
        out.element("CN", cnonce);
        out.element("OUI", &sender.device.oui);
        out.element("ProductClass", clipped(&sender.device.product_class, 64));
        out.element("SerialNumber", clipped(&sender.device.serial_number, 64));
        for value in list {
            out.put("<Param><Name>");
            out.name_and_value(value);
            out.put("</Param>");
        }
        out.put("</Notification>");
    })
}

/// The bytes that text is made of as they are.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    plain[b'\t' as usize] = true;
    plain[b'\n' as usize] = true;
    let mut byte = b' ';
    while byte <= b'~' {
        plain[byte as usize] = !matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
        byte += 1;
    }
    plain
};

/// TR-106 3.2.2.
const UNKNOWN_TIME: &str = "0001-01-01T00:00:00Z";

const END: &str = "</soap-env:Body></soap-env:Envelope>";

fn twice(write: &dyn Fn(&mut Out)) -> Vec<u8> {
    let mut out = Out {
        bytes: Vec::new(),
        counted: 0,
        counting: true,
    };
    write(&mut out);
    let mut out = Out {
        bytes: Vec::with_capacity(out.counted),
        counted: 0,
        counting: false,
    };
    write(&mut out);
    out.bytes
}

struct Out {
    bytes: Vec<u8>,
    counted: usize,
    counting: bool,
}

impl Out {
    fn start(&mut self, version: Version) {
        self.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soap-env:Envelope");
        self.put(" xmlns:soap-env=\"http://schemas.xmlsoap.org/soap/envelope/\"");
        self.put(" xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\"");
        self.put(" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"");
        self.put(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        self.put(" xmlns:cwmp=\"");
        self.put(version.namespace());
        self.put("\">");
    }

    fn id(&mut self, id: &str) {
        self.put("<cwmp:ID soap-env:mustUnderstand=\"1\">");
        self.text(id);
        self.put("</cwmp:ID>");
    }

    fn inform(&mut self, inform: &Inform) {
        self.put("<cwmp:Inform><DeviceId><Manufacturer>");
        self.text(clipped(&inform.device.manufacturer, 64));
        self.put("</Manufacturer><OUI>");
        self.text(&inform.device.oui);
        self.put("</OUI><ProductClass>");
        self.text(clipped(&inform.device.product_class, 64));
        self.put("</ProductClass><SerialNumber>");
        self.text(clipped(&inform.device.serial_number, 64));
        self.put("</SerialNumber></DeviceId>");
        self.array("Event", "cwmp:EventStruct", inform.events.len());
        for EventStruct { code, command_key } in inform.events.iter() {
            self.put("<EventStruct><EventCode>");
            self.text(clipped(code, 64));
            self.put("</EventCode><CommandKey>");
            self.text(clipped(command_key, 32));
            self.put("</CommandKey></EventStruct>");
        }
        self.put("</Event><MaxEnvelopes>1</MaxEnvelopes><CurrentTime>");
        self.text(&inform.current_time);
        self.put("</CurrentTime><RetryCount>");
        self.number(inform.retry_count);
        self.put("</RetryCount>");
        self.values(&inform.parameters);
        self.put("</cwmp:Inform>");
    }

    fn response(&mut self, response: &Response, version: Version) {
        let name = name(response);
        self.put("<cwmp:");
        self.put(name);
        self.put(">");
        match response {
            Response::GetRpcMethods { methods } => {
                let known = || methods.iter().filter(|method| version.has_method(method));
                self.array("MethodList", "xsd:string", known().count());
                for method in known() {
                    self.put("<string>");
                    self.text(clipped(method, 64));
                    self.put("</string>");
                }
                self.put("</MethodList>");
            }
            Response::GetParameterValues { list } => self.values(list),
            Response::GetParameterNames { list } => {
                self.array("ParameterList", "cwmp:ParameterInfoStruct", list.len());
                for ParameterInfo { name, writable } in list {
                    self.put("<ParameterInfoStruct><Name>");
                    self.text(name);
                    self.put("</Name><Writable>");
                    self.put(if *writable { "1" } else { "0" });
                    self.put("</Writable></ParameterInfoStruct>");
                }
                self.put("</ParameterList>");
            }
            Response::GetParameterAttributes { list } => {
                self.array("ParameterList", "cwmp:ParameterAttributeStruct", list.len());
                for ParameterAttribute {
                    name,
                    notification,
                    access_list,
                } in list
                {
                    self.put("<ParameterAttributeStruct><Name>");
                    self.text(name);
                    self.put("</Name><Notification>");
                    self.number(u32::from(*notification));
                    self.put("</Notification>");
                    self.array("AccessList", "xsd:string", access_list.len());
                    for entry in access_list {
                        self.put("<string>");
                        self.text(clipped(entry, 64));
                        self.put("</string>");
                    }
                    self.put("</AccessList></ParameterAttributeStruct>");
                }
                self.put("</ParameterList>");
            }
            Response::AddObject {
                instance_number,
                status,
            } => {
                self.put("<InstanceNumber>");
                self.number(*instance_number);
                self.put("</InstanceNumber><Status>");
                self.number(*status as u32);
                self.put("</Status>");
            }
            Response::SetParameterValues { status } | Response::DeleteObject { status } => {
                self.put("<Status>");
                self.number(*status as u32);
                self.put("</Status>");
            }
            Response::Transfer(TransferKind::Download | TransferKind::Upload) => {
                self.put("<Status>1</Status>");
                self.element("StartTime", UNKNOWN_TIME);
                self.element("CompleteTime", UNKNOWN_TIME);
            }
            Response::GetQueuedTransfers { list } => {
                self.array("TransferList", "cwmp:QueuedTransferStruct", list.len());
                for entry in list {
                    self.put("<QueuedTransferStruct>");
                    self.queued(entry);
                    self.put("</QueuedTransferStruct>");
                }
                self.put("</TransferList>");
            }
            Response::GetAllQueuedTransfers { list } => {
                self.array("TransferList", "cwmp:AllQueuedTransferStruct", list.len());
                for entry in list {
                    self.put("<AllQueuedTransferStruct>");
                    self.queued(entry);
                    self.element("IsDownload", if entry.is_download { "1" } else { "0" });
                    self.element("FileType", clipped(&entry.file_type, 64));
                    self.put("<FileSize>");
                    self.number(entry.file_size);
                    self.put("</FileSize>");
                    self.element("TargetFileName", clipped(&entry.target_file_name, 256));
                    self.put("</AllQueuedTransferStruct>");
                }
                self.put("</TransferList>");
            }
            Response::SetParameterAttributes
            | Response::Reboot
            | Response::FactoryReset
            | Response::ScheduleInform
            | Response::Transfer(TransferKind::ScheduleDownload)
            | Response::CancelTransfer
            | Response::ChangeDuState => {}
        }
        self.put("</cwmp:");
        self.put(name);
        self.put(">");
    }

    fn queued(&mut self, entry: &QueuedTransfer) {
        self.element("CommandKey", clipped(&entry.command_key, 32));
        self.put("<State>");
        self.number(u32::from(entry.state));
        self.put("</State>");
    }

    fn outcome(&mut self, outcome: &Outcome, version: Version) {
        self.put("<FaultStruct>");
        match &outcome.fault {
            // GenieACS compares with exactly this.
            None => self.put("<FaultCode>0</FaultCode><FaultString></FaultString>"),
            Some((code, text)) => {
                // cwmp-1-0 knows a vendor's codes, but not here.
                let code = match code.number() {
                    9800.. if version == Version::V1_0 => FaultCode::DownloadFailure,
                    _ => *code,
                };
                self.fault_code(code, clipped(text, 256), version);
            }
        }
        self.put("</FaultStruct>");
        self.element("StartTime", &outcome.start);
        self.element("CompleteTime", &outcome.complete);
    }

    /// A unit's OpResultStruct, or its AutonOpResultStruct.
    fn du_result(&mut self, result: &DuResult, autonomous: bool) {
        self.put("<Results>");
        self.element("UUID", &result.uuid);
        self.element("DeploymentUnitRef", &result.unit);
        self.element("Version", clipped(&result.version, 32));
        self.element("CurrentState", result.state.name());
        self.element("Resolved", if result.resolved { "1" } else { "0" });
        self.element("ExecutionUnitRefList", &result.execution_units);
        self.element("StartTime", &result.outcome.start);
        self.element("CompleteTime", &result.outcome.complete);
        self.put("<Fault>");
        match &result.outcome.fault {
            None => self.put("<FaultCode>0</FaultCode><FaultString></FaultString>"),
            Some((code, text)) => self.fault_code(*code, text, Version::V1_2),
        }
        self.put("</Fault>");
        if autonomous {
            self.element("OperationPerformed", result.change.name());
        }
        self.put("</Results>");
    }

    fn element(&mut self, name: &str, text: &str) {
        self.put("<");
        self.put(name);
        self.put(">");
        self.text(text);
        self.put("</");
        self.put(name);
        self.put(">");
    }

    fn values(&mut self, list: &[ParameterValue]) {
        self.array("ParameterList", "cwmp:ParameterValueStruct", list.len());
        for value in list {
            self.put("<ParameterValueStruct><Name>");
            self.name_and_value(value);
            self.put("</ParameterValueStruct>");
        }
        self.put("</ParameterList>");
    }

    fn name_and_value(&mut self, ParameterValue { name, value, base }: &ParameterValue) {
        self.text(name);
        self.put("</Name><Value xsi:type=\"");
        self.put(xsd(*base));
        self.put("\">");
        self.text(value);
        self.put("</Value>");
    }

    fn fault(&mut self, fault: &Fault, version: Version) {
        self.put("<soap-env:Fault><faultcode>");
        self.put(fault.code.soap_side());
        self.put("</faultcode><faultstring>CWMP fault</faultstring><detail><cwmp:Fault>");
        self.fault_code(fault.code, &fault.text, version);
        for parameter in &fault.parameters {
            self.put("<SetParameterValuesFault><ParameterName>");
            self.text(&parameter.name);
            self.put("</ParameterName>");
            self.fault_code(parameter.code, &parameter.text, version);
            self.put("</SetParameterValuesFault>");
        }
        self.put("</cwmp:Fault></detail></soap-env:Fault>");
    }

    fn fault_code(&mut self, code: FaultCode, text: &str, version: Version) {
        self.put("<FaultCode>");
        self.number(u32::from(known_code(code, version).number()));
        self.put("</FaultCode><FaultString>");
        self.text(if text.is_empty() {
            code.meaning()
        } else {
            text
        });
        self.put("</FaultString>");
    }

    /// The start tag of an array; an ACS may trust the count.
    fn array(&mut self, name: &str, member: &str, count: usize) {
        self.put("<");
        self.put(name);
        self.put(" soapenc:arrayType=\"");
        self.put(member);
        self.put("[");
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
        self.put("]\">");
    }

    fn number(&mut self, number: u32) {
        let mut digits = [0u8; 10];
        let mut rest = number;
        let mut used = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            used += 1;
            if rest == 0 {
                break;
            }
        }
        self.bytes(digits.get(digits.len() - used..).unwrap_or_default());
    }

    /// Escaped text: XML's specials, and all outside 9, 10 and 32 to 126 as numeric references
    /// (TR-069 3.4.1). What XML 1.0 forbids becomes U+FFFD.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| !PLAIN[usize::from(byte)]) {
            let (plain, odd) = rest.split_at(at);
            self.put(plain);
            let mut chars = odd.chars();
            if let Some(character) = chars.next() {
                self.escape(character);
            }
            rest = chars.as_str();
        }
        self.put(rest);
    }

    fn escape(&mut self, character: char) {
        match character {
            '&' => self.put("&amp;"),
            '<' => self.put("&lt;"),
            '>' => self.put("&gt;"),
            '"' => self.put("&quot;"),
            '\'' => self.put("&apos;"),
            _ => {
                self.put("&#");
                self.number(match is_allowed(character) {
                    true => u32::from(character),
                    false => 0xFFFD,
                });
                self.put(";");
            }
        }
    }

    fn put(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        if self.counting {
            self.counted += bytes.len();
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }
}

fn name(response: &Response) -> &'static str {
    match response {
        Response::GetRpcMethods { .. } => "GetRPCMethodsResponse",
        Response::SetParameterValues { .. } => "SetParameterValuesResponse",
        Response::GetParameterValues { .. } => "GetParameterValuesResponse",
        Response::GetParameterNames { .. } => "GetParameterNamesResponse",
        Response::SetParameterAttributes => "SetParameterAttributesResponse",
        Response::GetParameterAttributes { .. } => "GetParameterAttributesResponse",
        Response::AddObject { .. } => "AddObjectResponse",
        Response::DeleteObject { .. } => "DeleteObjectResponse",
        Response::Reboot => "RebootResponse",
        Response::ScheduleInform => "ScheduleInformResponse",
        Response::FactoryReset => "FactoryResetResponse",
        Response::Transfer(TransferKind::Download) => "DownloadResponse",
        Response::Transfer(TransferKind::ScheduleDownload) => "ScheduleDownloadResponse",
        Response::Transfer(TransferKind::Upload) => "UploadResponse",
        Response::GetQueuedTransfers { .. } => "GetQueuedTransfersResponse",
        Response::GetAllQueuedTransfers { .. } => "GetAllQueuedTransfersResponse",
        Response::CancelTransfer => "CancelTransferResponse",
        Response::ChangeDuState => "ChangeDUStateResponse",
    }
}

/// With the prefix that GenieACS looks for by its letters.
fn xsd(base: Base) -> &'static str {
    match base {
        Base::String => "xsd:string",
        Base::Int => "xsd:int",
        Base::UnsignedInt => "xsd:unsignedInt",
        Base::Long => "xsd:long",
        Base::UnsignedLong => "xsd:unsignedLong",
        Base::Boolean => "xsd:boolean",
        Base::DateTime => "xsd:dateTime",
        Base::Base64 => "xsd:base64Binary",
        Base::HexBinary => "xsd:hexBinary",
        Base::Decimal => "xsd:decimal",
    }
}

/// The nearest code that this generation's schema has.
fn known_code(code: FaultCode, version: Version) -> FaultCode {
    match code.number() {
        9014..=9019 if version < Version::V1_1 => FaultCode::DownloadFailure,
        9020 if version < Version::V1_2 => FaultCode::DownloadFailure,
        9021..=9032 if version < Version::V1_2 => FaultCode::RequestDenied,
        _ => code,
    }
}

/// The first `most` characters: the schema's limit.
fn clipped(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}
