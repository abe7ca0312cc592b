//! What is wrong with the agent's messages though they can be read: rules that some ACS insists on.

use std::collections::BTreeSet;

use crate::http::Request;
use crate::soap::{Answer, Content, Message, XSI};
use crate::xml::Element;

/// Rules of the HTTP binding, for a POST that carries `message` (None: an empty one).
#[must_use]
pub fn http(request: &Request, message: Option<&Message>) -> Vec<String> {
    let mut out = Vec::new();
    let action = request.header("SOAPAction");
    let kind = request.header("Content-Type");
    match message {
        None => {
            if action.is_some() {
                out.push("an empty POST carries no SOAPAction (TR-069 3.4.1)".to_owned());
            }
            if kind.is_some() {
                out.push("an empty POST carries no Content-Type (TR-069 3.4.1)".to_owned());
            }
        }
        Some(message) => {
            if !kind.is_some_and(|k| {
                k.split(';')
                    .next()
                    .is_some_and(|k| k.trim().eq_ignore_ascii_case("text/xml"))
            }) {
                out.push(format!(
                    "Content-Type is {kind:?}, expected text/xml (TR-069 3.4.1)"
                ));
            }
            match (&message.content, action) {
                (_, None) => out.push(
                    "a POST with an envelope carries a SOAPAction header (TR-069 3.4.1)".to_owned(),
                ),
                (Content::Answer(..), Some(text)) if !text.is_empty() => {
                    out.push(format!(
                        "SOAPAction of an answer is {text:?}, expected no value (TR-069 3.4.1)"
                    ));
                }
                _ => {}
            }
        }
    }
    if request.header("Host").is_none() {
        out.push("no Host header (HTTP/1.1)".to_owned());
    }
    out
}

/// Rules of the envelope; `asked` is the ID of the request that this answers.
#[must_use]
pub fn envelope(message: &Message, asked: Option<&str>) -> Vec<String> {
    let mut out = Vec::new();
    if let Content::Answer(name, _) = &message.content {
        if message.id.as_deref() != asked {
            out.push(format!(
                "{name} has the ID {:?}, the request had {asked:?}",
                message.id
            ));
        }
    } else if message.id.is_none() {
        out.push("a request of the agent without an ID header".to_owned());
    }
    if let Some(id) = message.envelope.child("Header").and_then(|h| h.child("ID"))
        && id.attribute("mustUnderstand") != Some("1")
    {
        out.push("ID without mustUnderstand=\"1\"".to_owned());
    }
    if let Some(method) = message
        .envelope
        .child("Body")
        .and_then(|b| b.children.first())
    {
        arrays(method, &mut out);
    }
    match &message.content {
        Content::Inform(_) => inform(message, &mut out),
        Content::Request(method) if method == "Kicked" => {
            const MOST: [(&str, usize); 4] = [
                ("Command", 32),
                ("Referer", 64),
                ("Arg", 256),
                ("Next", 1024),
            ];
            let arguments = crate::soap::kicked(message).unwrap_or_default();
            let fits = |(argument, (name, most)): (&String, (&str, usize))| {
                argument
                    .split_once('=')
                    .is_some_and(|(is, value)| is == name && value.chars().count() <= most)
            };
            if arguments.len() != 4 || !arguments.iter().zip(MOST).all(fits) {
                out.push(format!(
                    "Kicked holds {arguments:?}, expected Command, Referer, Arg, Next of at most 32, 64, 256, 1024 characters"
                ));
            }
        }
        Content::Request(method) if method == "RequestDownload" => {
            let order: Vec<&str> = message
                .envelope
                .child("Body")
                .and_then(|b| b.children.first())
                .map(|e| e.children.iter().map(|c| c.name.as_str()).collect())
                .unwrap_or_default();
            if order != ["FileType", "FileTypeArg"] {
                out.push(format!(
                    "RequestDownload holds {}, expected FileType, FileTypeArg",
                    order.join(", ")
                ));
            }
        }
        Content::Answer(_, Answer::Values(list)) => {
            let names: BTreeSet<&str> = list.iter().map(|v| v.path.as_str()).collect();
            if names.len() != list.len() {
                out.push("a parameter is answered twice".to_owned());
            }
        }
        Content::Answer(_, Answer::Names(list)) => {
            let names: BTreeSet<&str> = list.iter().map(|v| v.0.as_str()).collect();
            if names.len() != list.len() {
                out.push("a name is answered twice".to_owned());
            }
        }
        Content::Answer(_, Answer::Fault(fault)) => {
            if !matches!(fault.soap_code.as_str(), "Client" | "Server") && fault.code != 0 {
                out.push(format!(
                    "faultcode is {:?}, expected Client or Server",
                    fault.soap_code
                ));
            }
            if fault.soap_text != "CWMP fault" && fault.code != 0 {
                out.push(format!(
                    "faultstring is {:?}, expected \"CWMP fault\"",
                    fault.soap_text
                ));
            }
            if !fault.parameters.is_empty() && fault.code != 9003 {
                out.push(format!(
                    "SetParameterValuesFault inside a fault {}, expected 9003",
                    fault.code
                ));
            }
        }
        _ => {}
    }
    // The same mistake in a thousand values is one mistake.
    out.dedup();
    out
}

const ORDER: [&str; 6] = [
    "DeviceId",
    "Event",
    "MaxEnvelopes",
    "CurrentTime",
    "RetryCount",
    "ParameterList",
];

fn inform(message: &Message, out: &mut Vec<String>) {
    let Some(e) = message
        .envelope
        .child("Body")
        .and_then(|b| b.children.first())
    else {
        return;
    };
    let order: Vec<&str> = e.children.iter().map(|c| c.name.as_str()).collect();
    if order != ORDER {
        out.push(format!(
            "Inform holds {}, expected {}",
            order.join(", "),
            ORDER.join(", ")
        ));
    }
    let Content::Inform(inform) = &message.content else {
        return;
    };
    let oui = &inform.oui;
    if oui.len() != 6
        || !oui
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
    {
        out.push(format!(
            "OUI is {oui:?}, expected six upper-case hexadecimal digits"
        ));
    }
    if inform.serial_number.is_empty() {
        out.push("SerialNumber is empty".to_owned());
    }
    if inform.events.is_empty() {
        out.push("the Event list is empty".to_owned());
    }
    if inform.max_envelopes != "1" {
        out.push(format!(
            "MaxEnvelopes is {:?}, expected 1",
            inform.max_envelopes
        ));
    }
    if inform.retry_count.parse::<u32>().is_err() {
        out.push(format!(
            "RetryCount is {:?}, expected a number",
            inform.retry_count
        ));
    }
    if !is_date_time(&inform.current_time) {
        out.push(format!(
            "CurrentTime is {:?}, expected an xsd:dateTime",
            inform.current_time
        ));
    }
    let names: BTreeSet<&str> = inform.parameters.iter().map(|p| p.path.as_str()).collect();
    if names.len() != inform.parameters.len() {
        out.push("a parameter is in the Inform twice".to_owned());
    }
}

/// arrayType and its count, xsi:type and what it promises, for all that is below `e`.
fn arrays(e: &Element, out: &mut Vec<String>) {
    const ARRAYS: [&str; 6] = [
        "FileTypeArg",
        "Event",
        "ParameterList",
        "ParameterNames",
        "AccessList",
        "MethodList",
    ];
    if ARRAYS.contains(&e.name.as_str()) {
        match e.attribute("arrayType") {
            None => out.push(format!("{} without arrayType", e.name)),
            Some(kind) => {
                let count = kind
                    .split('[')
                    .nth(1)
                    .and_then(|c| c.trim_end_matches(']').parse().ok());
                if count != Some(e.children.len()) {
                    out.push(format!(
                        "{} says {kind:?} and holds {}",
                        e.name,
                        e.children.len()
                    ));
                }
            }
        }
    }
    if e.name == "ParameterValueStruct" {
        match e.child("Value") {
            None => out.push(format!("{} without a Value", e.text_of("Name"))),
            Some(value) => {
                let kind = value
                    .attributes
                    .iter()
                    .find(|a| a.name == "type" && a.namespace == XSI);
                match kind.map(|k| k.value.as_str()) {
                    None => out.push(format!("{} without xsi:type", e.text_of("Name"))),
                    Some(kind) => check_value(e.text_of("Name"), kind, &value.text, out),
                }
            }
        }
    }
    for child in &e.children {
        arrays(child, out);
    }
}

fn check_value(name: &str, kind: &str, text: &str, out: &mut Vec<String>) {
    let Some(local) = kind.strip_prefix("xsd:") else {
        out.push(format!(
            "{name}: xsi:type is {kind:?}; GenieACS takes only the prefix \"xsd:\""
        ));
        return;
    };
    let good = match local {
        "string" => true,
        "int" => text.parse::<i32>().is_ok(),
        "long" => text.parse::<i64>().is_ok(),
        "unsignedInt" => text.parse::<u32>().is_ok(),
        "unsignedLong" => text.parse::<u64>().is_ok(),
        "boolean" => matches!(text, "0" | "1" | "true" | "false"),
        "dateTime" => is_date_time(text),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "base64Binary" => {
            crate::auth::base64_decode(&text.split_whitespace().collect::<String>()).is_some()
        }
        _ => {
            out.push(format!(
                "{name}: xsi:type is {kind:?}, not a type of the data models"
            ));
            return;
        }
    };
    if !good {
        out.push(format!("{name}: {text:?} is no {kind}"));
    }
}

/// The shape of an xsd:dateTime: `YYYY-MM-DDThh:mm:ss[.f…][Z|±hh:mm]`.
pub(crate) fn is_date_time(text: &str) -> bool {
    let shape = |text: &str, pattern: &str| {
        text.len() == pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(c, p)| {
                if p == b'0' {
                    c.is_ascii_digit()
                } else {
                    c == p
                }
            })
    };
    let Some((head, mut rest)) = text.split_at_checked(19) else {
        return false;
    };
    if !shape(head, "0000-00-00T00:00:00") {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return false;
        }
        rest = fraction.get(digits..).unwrap_or("");
    }
    rest.is_empty() || rest == "Z" || shape(rest, "+00:00") || shape(rest, "-00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times() {
        for good in [
            "0001-01-01T00:00:00Z",
            "2026-11-22T13:35:43+01:00",
            "2026-11-22T13:35:43.125Z",
            "0001-01-03T03:04:05",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "",
            "2026-11-22",
            "2026-11-22 13:35:43",
            "2026-11-22T13:35:43.Z",
            "2026-11-22T13:35:43+0100",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn values_against_their_types() {
        for (kind, text, good) in [
            ("xsd:unsignedInt", "-1", false),
            ("xsd:int", "-1", true),
            ("xsd:boolean", "yes", false),
            ("xs:string", "", false),
            ("xsd:string", "", true),
            ("xsd:banana", "", false),
            ("xsd:hexBinary", "0aF", false),
            ("xsd:base64Binary", "YQ==", true),
        ] {
            let mut out = Vec::new();
            check_value("Device.A", kind, text, &mut out);
            assert_eq!(out.is_empty(), good, "{kind} {text}: {out:?}");
        }
    }
}
