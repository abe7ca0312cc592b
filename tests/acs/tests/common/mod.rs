//! A small agent, just good enough to prove the ACS: a few parameters, one table, sessions over plain sockets.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use testacs::Element;

pub struct Cpe {
    pub address: String,
    pub login: Option<(String, String)>,
    pub parameters: BTreeMap<String, String>,
    pub namespace: String,
    pub next_row: u32,
    /// Sent with the empty POST's turn, before it.
    pub own_request: Option<String>,
    pub cr_url: String,
    pub serial: String,
    connection: Option<BufReader<TcpStream>>,
    pub cookies: Vec<String>,
    pub target: String,
    /// How long an answer may take.
    pub patience: std::time::Duration,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }
}

/// How a session went.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// With 204 or an empty 200.
    Good,
    /// With this status.
    Refused(u16),
    /// What came is no answer.
    Broken(String),
}

impl Cpe {
    pub fn new(address: impl ToString) -> Cpe {
        let mut parameters = BTreeMap::new();
        for (path, value) in [
            ("Device.DeviceInfo.SoftwareVersion", "1.0"),
            ("Device.DeviceInfo.UpTime", "77"),
            ("Device.WiFi.SSID.1.SSID", "lab"),
        ] {
            parameters.insert(path.to_owned(), value.to_owned());
        }
        Cpe {
            address: address.to_string(),
            login: None,
            parameters,
            namespace: "cwmp-1-2".to_owned(),
            next_row: 1,
            own_request: None,
            cr_url: "http://127.0.0.1:9/none".to_owned(),
            serial: "SN1".to_owned(),
            connection: None,
            cookies: Vec::new(),
            target: "/".to_owned(),
            patience: std::time::Duration::from_secs(20),
        }
    }

    pub fn with_login(mut self, user: &str, password: &str) -> Cpe {
        self.login = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// One POST, with logins and redirects followed.
    pub fn post(&mut self, body: &str, action: Option<&str>) -> Result<Reply, String> {
        let mut login = String::new();
        for _ in 0..8 {
            let reply = self.exchange("POST", body, action, &login)?;
            match reply.status {
                401 if self.login.is_some()
                    && (login.is_empty()
                        || reply
                            .header("WWW-Authenticate")
                            .is_some_and(|c| c.contains("stale"))) =>
                {
                    let (user, password) = self.login.clone().unwrap();
                    let challenge = reply.header("WWW-Authenticate").ok_or("no challenge")?;
                    let answer =
                        testacs::auth::answer(challenge, "POST", &self.target, &user, &password)?;
                    login = format!("Authorization: {answer}\r\n");
                }
                302 | 307 => {
                    let location = reply.header("Location").ok_or("no Location")?;
                    let rest = location.strip_prefix("http://").ok_or("no http")?;
                    let at = rest.find('/').ok_or("no path")?;
                    self.target = rest[at..].to_owned();
                }
                _ => return Ok(reply),
            }
        }
        Err("too many redirects or logins".to_owned())
    }

    pub fn exchange(
        &mut self,
        method: &str,
        body: &str,
        action: Option<&str>,
        more: &str,
    ) -> Result<Reply, String> {
        let mut connection = match self.connection.take() {
            Some(c) => c,
            None => BufReader::new(TcpStream::connect(&self.address).map_err(|e| e.to_string())?),
        };
        connection
            .get_ref()
            .set_read_timeout(Some(self.patience))
            .unwrap();
        let mut head = format!(
            "{method} {} HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n{more}",
            self.target,
            self.address,
            body.len()
        );
        if let Some(action) = action {
            head.push_str(&format!(
                "Content-Type: text/xml; charset=\"utf-8\"\r\nSOAPAction: {action}\r\n"
            ));
        }
        if !self.cookies.is_empty() {
            head.push_str(&format!("Cookie: {}\r\n", self.cookies.join("; ")));
        }
        let text = format!("{head}\r\n{body}");
        connection
            .get_mut()
            .write_all(text.as_bytes())
            .map_err(|e| e.to_string())?;
        let reply = read_reply(&mut connection, method == "HEAD")?;
        for (name, value) in &reply.headers {
            if name.eq_ignore_ascii_case("set-cookie") {
                self.cookies
                    .push(value.split(';').next().unwrap().to_owned());
            }
        }
        if reply.header("Connection").is_none_or(|c| c != "close") {
            self.connection = Some(connection);
        }
        Ok(reply)
    }

    /// One whole session.
    pub fn session(&mut self, events: &[(&str, &str)]) -> End {
        self.cookies.clear();
        self.target = "/".to_owned();
        self.connection = None;
        let inform = self.inform(events);
        let reply = match self.post(&inform, Some("\"\"")) {
            Ok(reply) => reply,
            Err(why) => return End::Broken(why),
        };
        if reply.status != 200 {
            return End::Refused(reply.status);
        }
        match testacs::parse(&reply.body) {
            Ok(e) if body_of(&e).is_some_and(|m| m.name == "InformResponse") => {}
            Ok(e) => return End::Broken(format!("{:?}", body_of(&e).map(|m| m.name.clone()))),
            Err(why) => return End::Broken(why),
        }
        if let Some(own) = self.own_request.take() {
            let envelope = self.envelope("own-1", &own);
            match self.post(&envelope, Some("\"\"")) {
                Ok(r) if r.status == 200 => {}
                Ok(r) => return End::Refused(r.status),
                Err(why) => return End::Broken(why),
            }
        }
        let mut next = String::new();
        loop {
            let action = if next.is_empty() { None } else { Some("") };
            let reply = match self.post(&next, action) {
                Ok(reply) => reply,
                Err(why) => return End::Broken(why),
            };
            match reply.status {
                204 => return End::Good,
                200 if reply.body.is_empty() => return End::Good,
                200 => {}
                other => return End::Refused(other),
            }
            next = match testacs::parse(&reply.body) {
                Ok(e) => {
                    let id = e.child("Header").map_or("", |h| h.text_of("ID")).to_owned();
                    let Some(method) = body_of(&e) else {
                        return End::Broken("no method".to_owned());
                    };
                    let answer = self.answer(method);
                    self.envelope(&id, &answer)
                }
                Err(why) => return End::Broken(why),
            };
        }
    }

    pub fn envelope(&self, id: &str, body: &str) -> String {
        format!(
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:e=\"http://schemas.xmlsoap.org/soap/encoding/\" \
             xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xmlns:c=\"urn:dslforum-org:{}\"><s:Header><c:ID s:mustUnderstand=\"1\">{id}</c:ID></s:Header><s:Body>{body}</s:Body></s:Envelope>",
            self.namespace
        )
    }

    pub fn inform(&self, events: &[(&str, &str)]) -> String {
        let list: String = events
            .iter()
            .map(|(code, key)| format!("<EventStruct><EventCode>{code}</EventCode><CommandKey>{key}</CommandKey></EventStruct>"))
            .collect();
        let parameters = values(&[
            (
                "Device.DeviceInfo.SoftwareVersion".to_owned(),
                self.parameters["Device.DeviceInfo.SoftwareVersion"].clone(),
            ),
            (
                "Device.ManagementServer.ConnectionRequestURL".to_owned(),
                self.cr_url.clone(),
            ),
        ]);
        let n = events.len();
        let body = format!(
            "<c:Inform><DeviceId><Manufacturer>ACME</Manufacturer><OUI>00D09E</OUI><ProductClass>Box</ProductClass><SerialNumber>{}</SerialNumber></DeviceId>\
             <Event e:arrayType=\"c:EventStruct[{n}]\">{list}</Event><MaxEnvelopes>1</MaxEnvelopes><CurrentTime>2026-11-22T13:35:43+01:00</CurrentTime>\
             <RetryCount>0</RetryCount>{parameters}</c:Inform>",
            self.serial
        );
        self.envelope("inform-1", &body)
    }

    fn answer(&mut self, method: &Element) -> String {
        let name = method.name.as_str();
        let strings = |list: &str| -> Vec<String> {
            method.child(list).map_or(vec![], |l| {
                l.children.iter().map(|c| c.text.clone()).collect()
            })
        };
        match name {
            "GetParameterValues" => {
                let mut out = Vec::new();
                for path in strings("ParameterNames") {
                    let found: Vec<_> = self.below(&path);
                    if found.is_empty() {
                        return fault(9005, "Invalid parameter name", "");
                    }
                    out.extend(found);
                }
                format!("<c:{name}Response>{}</c:{name}Response>", values(&out))
            }
            "GetParameterNames" => {
                let found = self.below(method.text_of("ParameterPath"));
                let list: String = found
                    .iter()
                    .map(|(p, _)| format!("<ParameterInfoStruct><Name>{p}</Name><Writable>{}</Writable></ParameterInfoStruct>", u8::from(p.contains("SSID"))))
                    .collect();
                let n = found.len();
                format!(
                    "<c:{name}Response><ParameterList e:arrayType=\"c:ParameterInfoStruct[{n}]\">{list}</ParameterList></c:{name}Response>"
                )
            }
            "SetParameterValues" => {
                let mut bad = String::new();
                let mut good = Vec::new();
                for v in &method.child("ParameterList").unwrap().children {
                    let (path, value) = (v.text_of("Name"), v.text_of("Value"));
                    if !self.parameters.contains_key(path) {
                        bad.push_str(&parameter_fault(path, 9005));
                    } else if value.len() > 32 {
                        bad.push_str(&parameter_fault(path, 9007));
                    } else {
                        good.push((path.to_owned(), value.to_owned()));
                    }
                }
                if !bad.is_empty() {
                    return fault(9003, "Invalid arguments", &bad);
                }
                self.parameters.extend(good);
                format!("<c:{name}Response><Status>0</Status></c:{name}Response>")
            }
            "AddObject" => {
                let row = self.next_row;
                self.next_row += 1;
                self.parameters.insert(
                    format!("{}{row}.Enable", method.text_of("ObjectName")),
                    "0".to_owned(),
                );
                format!(
                    "<c:{name}Response><InstanceNumber>{row}</InstanceNumber><Status>0</Status></c:{name}Response>"
                )
            }
            "DeleteObject" => {
                let row = method.text_of("ObjectName").to_owned();
                let before = self.parameters.len();
                self.parameters.retain(|p, _| !p.starts_with(&row));
                if self.parameters.len() == before {
                    return fault(9005, "Invalid parameter name", "");
                }
                format!("<c:{name}Response><Status>0</Status></c:{name}Response>")
            }
            "GetRPCMethods" => format!(
                "<c:{name}Response><MethodList e:arrayType=\"xsd:string[1]\"><string>GetRPCMethods</string></MethodList></c:{name}Response>"
            ),
            "GetParameterAttributes" => {
                let found: Vec<_> = strings("ParameterNames")
                    .iter()
                    .flat_map(|p| self.below(p))
                    .collect();
                let list: String = found
                    .iter()
                    .map(|(p, _)| {
                        format!(
                            "<ParameterAttributeStruct><Name>{p}</Name><Notification>2</Notification><AccessList e:arrayType=\"xsd:string[1]\">\
                             <string>Subscriber</string></AccessList></ParameterAttributeStruct>"
                        )
                    })
                    .collect();
                let n = found.len();
                format!(
                    "<c:{name}Response><ParameterList e:arrayType=\"c:ParameterAttributeStruct[{n}]\">{list}</ParameterList></c:{name}Response>"
                )
            }
            "SetParameterAttributes" | "Reboot" | "FactoryReset" => {
                format!("<c:{name}Response></c:{name}Response>")
            }
            _ => fault(9000, "Method not supported", ""),
        }
    }

    fn below(&self, path: &str) -> Vec<(String, String)> {
        let all = self.parameters.iter();
        all.filter(|(p, _)| {
            if path.is_empty() || path.ends_with('.') {
                p.starts_with(path)
            } else {
                *p == path
            }
        })
        .map(|(p, v)| (p.clone(), v.clone()))
        .collect()
    }
}

pub fn body_of(envelope: &Element) -> Option<&Element> {
    envelope.child("Body")?.children.first()
}

fn values(list: &[(String, String)]) -> String {
    let items: String = list
        .iter()
        .map(|(p, v)| {
            let kind = if p.ends_with("UpTime") { "unsignedInt" } else { "string" };
            let v = v.replace('&', "&amp;").replace('<', "&lt;");
            format!("<ParameterValueStruct><Name>{p}</Name><Value xsi:type=\"xsd:{kind}\">{v}</Value></ParameterValueStruct>")
        })
        .collect();
    format!(
        "<ParameterList e:arrayType=\"c:ParameterValueStruct[{}]\">{items}</ParameterList>",
        list.len()
    )
}

fn fault(code: u32, text: &str, more: &str) -> String {
    format!(
        "<s:Fault><faultcode>Client</faultcode><faultstring>CWMP fault</faultstring><detail><c:Fault><FaultCode>{code}</FaultCode>\
         <FaultString>{text}</FaultString>{more}</c:Fault></detail></s:Fault>"
    )
}

fn parameter_fault(path: &str, code: u32) -> String {
    format!(
        "<SetParameterValuesFault><ParameterName>{path}</ParameterName><FaultCode>{code}</FaultCode><FaultString>refused</FaultString></SetParameterValuesFault>"
    )
}

fn read_reply(connection: &mut BufReader<TcpStream>, head_only: bool) -> Result<Reply, String> {
    let mut line = || -> Result<String, String> {
        let mut text = String::new();
        let n = connection.read_line(&mut text).map_err(|e| e.to_string())?;
        if n == 0 {
            Err("closed".to_owned())
        } else {
            Ok(text.trim_end().to_owned())
        }
    };
    let mut status_line = line()?;
    if status_line.contains(" 100 ") {
        line()?;
        status_line = line()?;
    }
    let status = status_line
        .split(' ')
        .nth(1)
        .and_then(|s| s.parse().ok())
        .ok_or("no status")?;
    let mut headers = Vec::new();
    loop {
        let text = line()?;
        if text.is_empty() {
            break;
        }
        let (n, v) = text.split_once(':').ok_or("no header")?;
        headers.push((n.to_owned(), v.trim().to_owned()));
    }
    let mut reply = Reply {
        status,
        headers,
        body: Vec::new(),
    };
    if head_only {
        return Ok(reply);
    }
    if reply.header("Transfer-Encoding").is_some() {
        loop {
            let mut size = String::new();
            connection.read_line(&mut size).map_err(|e| e.to_string())?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(|e| e.to_string())?;
            let mut chunk = vec![0; size + 2];
            connection
                .read_exact(&mut chunk)
                .map_err(|e| e.to_string())?;
            if size == 0 {
                return Ok(reply);
            }
            reply.body.extend_from_slice(&chunk[..size]);
            if reply.body.len() > 10_000_000 {
                return Err("too large".to_owned());
            }
        }
    }
    let length = reply
        .header("Content-Length")
        .map_or(0, |l| l.parse().unwrap_or(0));
    if length > 10_000_000 {
        return Err("too large".to_owned());
    }
    reply.body = vec![0; length];
    connection
        .read_exact(&mut reply.body)
        .map_err(|e| e.to_string())?;
    Ok(reply)
}
