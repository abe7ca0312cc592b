//! How this ACS writes what it says: as the standard has it, or as some real one does.

use super::*;

/// How our envelopes look. The default is what most ACSs send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    pub soap: &'static str,
    pub encoding: &'static str,
    pub xsd: &'static str,
    pub xsi: &'static str,
    pub cwmp: &'static str,
    /// Namespace declarations are written.
    pub declared: bool,
    /// `<?xml …?>` is written.
    pub declaration: bool,
    /// The XML Schema of 1999.
    pub schema_1999: bool,
    pub xsi_type: bool,
    pub array_type: bool,
    pub byte_order_mark: bool,
    pub cdata: bool,
    /// A header that nobody knows: with this mustUnderstand.
    pub unknown_header: Option<bool>,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            soap: "soap-env",
            encoding: "soap-enc",
            xsd: "xsd",
            xsi: "xsi",
            cwmp: "cwmp",
            declared: true,
            declaration: true,
            schema_1999: false,
            xsi_type: true,
            array_type: true,
            byte_order_mark: false,
            cdata: false,
            unknown_header: None,
        }
    }
}

/// The CWMP headers of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    pub id: Option<String>,
    pub hold_requests: Option<bool>,
    pub use_version: Option<String>,
}

impl Style {
    /// A whole envelope around `body` (written with this style's prefixes).
    #[must_use]
    pub fn envelope(&self, namespace: &str, headers: &Headers, body: &str) -> Vec<u8> {
        let Style {
            soap: s,
            encoding: e,
            xsd: d,
            xsi: i,
            cwmp: c,
            ..
        } = *self;
        let mut out = String::with_capacity(body.len() + 1024);
        if self.byte_order_mark {
            out.push('\u{feff}');
        }
        if self.declaration {
            out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        out.push_str(&format!("<{s}:Envelope xmlns:{s}=\"{ENVELOPE}\""));
        if self.declared {
            let schema = if self.schema_1999 {
                "http://www.w3.org/1999/XMLSchema"
            } else {
                XSD
            };
            let instance = if self.schema_1999 {
                "http://www.w3.org/1999/XMLSchema-instance"
            } else {
                XSI
            };
            out.push_str(&format!(
                " xmlns:{e}=\"{ENCODING}\" xmlns:{d}=\"{schema}\" xmlns:{i}=\"{instance}\" xmlns:{c}=\"{CWMP}{namespace}\""
            ));
        }
        out.push('>');
        // An undeclared cwmp prefix would leave no method to find: the prefixes of attributes are the ones that ACSs forget.
        let local = if self.declared {
            String::new()
        } else {
            format!(" xmlns:{c}=\"{CWMP}{namespace}\"")
        };
        // perl-cwmp writes soap:mustUnderstand, and declares no such prefix.
        let m = if self.declared { s } else { "soap" };
        out.push_str(&format!("<{s}:Header>"));
        if let Some(must) = self.unknown_header {
            let must = u8::from(must);
            out.push_str(&format!("<x:Trace xmlns:x=\"urn:example:trace\" {m}:mustUnderstand=\"{must}\"><x:Hop>1</x:Hop></x:Trace>"));
        }
        if let Some(id) = &headers.id {
            out.push_str(&format!(
                "<{c}:ID{local} {m}:mustUnderstand=\"1\">{}</{c}:ID>",
                self.text(id)
            ));
        }
        if let Some(hold) = headers.hold_requests {
            let hold = u8::from(hold);
            out.push_str(&format!(
                "<{c}:HoldRequests{local} {m}:mustUnderstand=\"1\">{hold}</{c}:HoldRequests>"
            ));
        }
        if let Some(version) = &headers.use_version {
            out.push_str(&format!(
                "<{c}:UseCWMPVersion{local} {m}:mustUnderstand=\"1\">{version}</{c}:UseCWMPVersion>"
            ));
        }
        out.push_str(&format!("</{s}:Header><{s}:Body>"));
        if self.declared {
            out.push_str(body);
        } else {
            // The declaration goes on the method's start tag.
            let at = body.find(['>', ' ', '/']).unwrap_or(body.len());
            let (start, rest) = body.split_at(at);
            out.push_str(&format!("{start}{local}{rest}"));
        }
        out.push_str(&format!("</{s}:Body></{s}:Envelope>"));
        out.into_bytes()
    }

    /// The body of a request; "" for raw bytes.
    #[must_use]
    pub fn ask(&self, ask: &Ask) -> String {
        let c = self.cwmp;
        let inner = match ask {
            Ask::GetRpcMethods | Ask::FactoryReset | Ask::QueuedTransfers { .. } | Ask::Raw(_) => {
                String::new()
            }
            Ask::Transfer(transfer) => self.transfer(transfer),
            Ask::Deploy(deploy) => self.deploy(deploy),
            Ask::GetParameterValues(names) | Ask::GetParameterAttributes(names) => {
                self.strings("ParameterNames", names)
            }
            Ask::GetParameterNames { path, next_level } => {
                format!(
                    "<ParameterPath>{}</ParameterPath><NextLevel>{}</NextLevel>",
                    self.text(path),
                    u8::from(*next_level)
                )
            }
            Ask::SetParameterValues { list, key } => {
                let values: String = list.iter().map(|v| self.value(v)).collect();
                format!(
                    "<ParameterList{}>{values}</ParameterList><ParameterKey>{}</ParameterKey>",
                    self.array(&format!("{c}:ParameterValueStruct[{}]", list.len())),
                    self.text(key)
                )
            }
            Ask::SetParameterAttributes(list) => {
                let items: String = list.iter().map(|a| self.attribute_setting(a)).collect();
                format!(
                    "<ParameterList{}>{items}</ParameterList>",
                    self.array(&format!("{c}:SetParameterAttributesStruct[{}]", list.len()))
                )
            }
            Ask::AddObject { object, key } | Ask::DeleteObject { object, key } => {
                format!(
                    "<ObjectName>{}</ObjectName><ParameterKey>{}</ParameterKey>",
                    self.text(object),
                    self.text(key)
                )
            }
            Ask::Reboot { key } | Ask::CancelTransfer { key } => {
                format!("<CommandKey>{}</CommandKey>", self.text(key))
            }
            Ask::ScheduleInform { delay, key } => format!(
                "<DelaySeconds>{}</DelaySeconds><CommandKey>{}</CommandKey>",
                self.text(delay),
                self.text(key)
            ),
        };
        let method = ask.method();
        if method.is_empty() {
            String::new()
        } else {
            format!("<{c}:{method}>{inner}</{c}:{method}>")
        }
    }

    fn deploy(&self, deploy: &Deploy) -> String {
        let mut out = String::new();
        for operation in &deploy.operations {
            let fields = operation.fields.iter();
            let fields: String = fields
                .map(|(name, text)| format!("<{name}>{}</{name}>", self.text(text)))
                .collect();
            out += &format!(
                "<Operations {}:type=\"{}:{}OpStruct\">{fields}</Operations>",
                self.xsi, self.cwmp, operation.kind
            );
        }
        out + &format!("<CommandKey>{}</CommandKey>", self.text(&deploy.key))
    }

    fn transfer(&self, t: &Transfer) -> String {
        let element = |name: &str, text: &str| format!("<{name}>{}</{name}>", self.text(text));
        let mut out = element("CommandKey", &t.key);
        out += &element("FileType", &t.file_type);
        out += &element("URL", &t.url);
        out += &element("Username", &t.username);
        out += &element("Password", &t.password);
        if t.method != "Upload" {
            out += &element("FileSize", &t.size.to_string());
            out += &element("TargetFileName", &t.name);
        }
        match t.method {
            "ScheduleDownload" => {
                let windows: String = t
                    .windows
                    .iter()
                    .map(|w| {
                        format!(
                            "<TimeWindowStruct><WindowStart>{}</WindowStart><WindowEnd>{}</WindowEnd>{}{}\
                             <MaxRetries>{}</MaxRetries></TimeWindowStruct>",
                            w.start,
                            w.end,
                            element("WindowMode", &w.mode),
                            element("UserMessage", &w.message),
                            w.retries
                        )
                    })
                    .collect();
                let kind = format!("{}:TimeWindowStruct[{}]", self.cwmp, t.windows.len());
                out += &format!(
                    "<TimeWindowList{}>{windows}</TimeWindowList>",
                    self.array(&kind)
                );
            }
            method => {
                out += &element("DelaySeconds", &t.delay.to_string());
                if method == "Download" {
                    out += "<SuccessURL></SuccessURL><FailureURL></FailureURL>";
                }
            }
        }
        out
    }

    /// The body of an answer: the method's name with `Response`, and its content.
    #[must_use]
    pub fn answer(&self, method: &str, content: &str) -> String {
        let c = self.cwmp;
        format!("<{c}:{method}Response>{content}</{c}:{method}Response>")
    }

    /// The body of a fault of the ACS (8000 to 8899).
    #[must_use]
    pub fn fault(&self, code: u32, text: &str) -> String {
        let (s, c) = (self.soap, self.cwmp);
        let soap = if matches!(code, 8003) {
            "Client"
        } else {
            "Server"
        };
        format!(
            "<{s}:Fault><faultcode>{s}:{soap}</faultcode><faultstring>CWMP fault</faultstring><detail><{c}:Fault>\
             <FaultCode>{code}</FaultCode><FaultString>{}</FaultString></{c}:Fault></detail></{s}:Fault>",
            escape(text)
        )
    }

    fn text(&self, text: &str) -> String {
        if self.cdata && !text.contains("]]>") && !text.contains('\r') {
            format!("<![CDATA[{text}]]>")
        } else {
            escape(text)
        }
    }

    fn array(&self, kind: &str) -> String {
        if self.array_type {
            format!(" {}:arrayType=\"{kind}\"", self.encoding)
        } else {
            String::new()
        }
    }

    fn strings(&self, name: &str, items: &[String]) -> String {
        let list: String = items
            .iter()
            .map(|n| format!("<string>{}</string>", self.text(n)))
            .collect();
        format!(
            "<{name}{}>{list}</{name}>",
            self.array(&format!("{}:string[{}]", self.xsd, items.len()))
        )
    }

    fn value(&self, v: &Value) -> String {
        let kind = if self.xsi_type && !v.kind.is_empty() {
            format!(" {}:type=\"{}:{}\"", self.xsi, self.xsd, v.kind)
        } else {
            String::new()
        };
        format!(
            "<ParameterValueStruct><Name>{}</Name><Value{kind}>{}</Value></ParameterValueStruct>",
            self.text(&v.path),
            self.text(&v.value)
        )
    }

    fn attribute_setting(&self, a: &AttributeSetting) -> String {
        let access = a.access.clone().unwrap_or_default();
        let list: String = access
            .iter()
            .map(|s| format!("<string>{}</string>", self.text(s)))
            .collect();
        format!(
            "<SetParameterAttributesStruct><Name>{}</Name><NotificationChange>{}</NotificationChange><Notification>{}</Notification>\
             <AccessListChange>{}</AccessListChange><AccessList{}>{list}</AccessList></SetParameterAttributesStruct>",
            self.text(&a.path),
            a.notification.is_some(),
            // GenieACS leaves the element empty when nothing changes; 0 is what the schema wants.
            a.notification.unwrap_or(0),
            a.access.is_some(),
            self.array(&format!("{}:string[{}]", self.xsd, access.len())),
        )
    }
}
