//! Lightweight notifications (TR-069 Annex M): datagrams at the port of the ACS, each of them judged.

use std::collections::{BTreeMap, BTreeSet};
use std::net::UdpSocket;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::hmac;

use crate::auth::hex;
use crate::soap::XSI;
use crate::state::Shared;
use crate::xml::{self, Element};

const NAMESPACE: &str = "urn:broadband-forum-org:cwmp:lwnotif-1-0";
const ORDER: [&str; 6] = ["TS", "UN", "CN", "OUI", "ProductClass", "SerialNumber"];
/// How far a device's clock may be off, in seconds.
const FRESH: i64 = 300;

/// One notification that was good.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notice {
    /// As that of its Informs.
    pub device: String,
    pub values: Vec<(String, String)>,
}

/// What is remembered, so that nothing is taken twice.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    cnonces: BTreeSet<String>,
    /// TS of the last one of each device.
    times: BTreeMap<String, i64>,
}

/// Takes datagrams until the state says `closing`.
pub(crate) fn listen(shared: &Arc<Shared>, socket: UdpSocket) {
    let shared = Arc::clone(shared);
    std::thread::spawn(move || {
        let _ = socket.set_read_timeout(Some(Duration::from_millis(200)));
        let mut buffer = vec![0; 1 << 16];
        loop {
            let received = socket.recv_from(&mut buffer);
            let mut state = shared.lock();
            if state.closing {
                return;
            }
            let Ok((length, from)) = received else {
                continue;
            };
            let now = SystemTime::now().duration_since(UNIX_EPOCH);
            let now = now.map_or(0, |now| now.as_secs().cast_signed());
            let login = (
                state.options.username.clone(),
                state.options.password.clone(),
            );
            let bytes = buffer.get(..length).unwrap_or_default();
            match judge(bytes, (&login.0, &login.1), now, &mut state.light) {
                Ok(notice) => state.notices.push(notice),
                Err(what) => {
                    let text = format!("lightweight notification: {what}");
                    state.complain(shared.start.elapsed(), 0, &text);
                    eprintln!("{text} (from {from})");
                }
            }
            drop(state);
            shared.notify();
        }
    });
}

/// What is wrong with a datagram, or what it says.
fn judge(
    bytes: &[u8],
    (username, password): (&str, &str),
    now: i64,
    seen: &mut Seen,
) -> Result<Notice, String> {
    let at = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .ok_or("expected the empty line after the header, there is none")?;
    let (head, body) = (&bytes[..at], &bytes[at + 4..]);
    let head = std::str::from_utf8(head).map_err(|e| e.to_string())?;
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default();
    if first != "POST / HTTP/1.1" {
        return Err(format!("expected POST / HTTP/1.1, got {first:?}"));
    }
    let mut header: BTreeMap<String, &str> = BTreeMap::new();
    for line in lines {
        let (name, value) = line
            .split_once(':')
            .ok_or(format!("expected NAME: VALUE in the header, got {line:?}"))?;
        header.insert(name.to_ascii_lowercase(), value.trim());
    }
    let of = |name: &str| header.get(name).copied().unwrap_or_default();
    if of("host").is_empty() || !of("content-type").starts_with("text/xml") {
        return Err("expected the headers Host and Content-Type: text/xml".to_owned());
    }
    if of("content-length") != body.len().to_string() {
        let told = of("content-length");
        return Err(format!(
            "Content-Length is {told:?}, expected {}",
            body.len()
        ));
    }
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    let expected = hex(hmac::sign(&key, body).as_ref());
    if !of("signature").eq_ignore_ascii_case(&expected) {
        let told = of("signature");
        return Err(format!("the Signature is {told:?}, expected {expected}"));
    }
    let e = xml::parse(body)?;
    read(&e, username, now, seen)
}

fn read(e: &Element, username: &str, now: i64, seen: &mut Seen) -> Result<Notice, String> {
    if (e.namespace.as_str(), e.name.as_str()) != (NAMESPACE, "Notification") {
        return Err(format!("expected a Notification of {NAMESPACE}"));
    }
    let order: Vec<&str> = e.children.iter().map(|c| c.name.as_str()).collect();
    let (head, params) = order.split_at(ORDER.len().min(order.len()));
    if head != ORDER || params.is_empty() || params.iter().any(|name| *name != "Param") {
        return Err(format!(
            "Notification holds {}, expected {} and Params",
            order.join(" "),
            ORDER.join(" ")
        ));
    }
    if e.children.iter().any(|child| child.namespace != NAMESPACE) {
        return Err("an element that is not of the namespace of Notification".to_owned());
    }
    if e.text_of("UN") != username {
        let told = e.text_of("UN");
        return Err(format!("UN is {told:?}, expected {username:?}"));
    }
    let device = format!(
        "{}-{}-{}",
        e.text_of("OUI"),
        e.text_of("ProductClass"),
        e.text_of("SerialNumber")
    );
    let time: i64 = e
        .text_of("TS")
        .parse()
        .map_err(|_| format!("TS is {:?}, expected seconds", e.text_of("TS")))?;
    if (time - now).abs() > FRESH {
        return Err(format!("TS is {time}, and it is {now}"));
    }
    let last = seen.times.insert(device.clone(), time).unwrap_or(time);
    if time < last {
        return Err(format!("TS is {time}, earlier than {last} before it"));
    }
    let cnonce = e.text_of("CN");
    if cnonce.is_empty() || !seen.cnonces.insert(cnonce.to_owned()) {
        return Err(format!(
            "CN is {cnonce:?}, expected a text that was not there before"
        ));
    }
    let mut values = Vec::new();
    for param in e.children.iter().filter(|c| c.name == "Param") {
        let typed = param.child("Value").is_some_and(|value| {
            let mut all = value.attributes.iter();
            all.any(|a| a.namespace == XSI && a.name == "type")
        });
        if param.text_of("Name").is_empty() || !typed {
            return Err("expected Name and a Value with xsi:type in each Param".to_owned());
        }
        let value = param.text_of("Value").to_owned();
        values.push((param.text_of("Name").to_owned(), value));
    }
    Ok(Notice { device, values })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_305_600;

    fn body(time: i64, cnonce: &str) -> String {
        format!(
            "<Notification xmlns=\"{NAMESPACE}\" xmlns:xsi=\"{XSI}\">\
             <TS>{time}</TS><UN>cpe</UN><CN>{cnonce}</CN><OUI>00D09E</OUI><ProductClass>P</ProductClass>\
             <SerialNumber>1</SerialNumber><Param><Name>Device.X</Name>\
             <Value xsi:type=\"xsd:int\">7</Value></Param></Notification>"
        )
    }

    fn signed(body: &str, password: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
        let signature = hex(hmac::sign(&key, body.as_bytes()).as_ref());
        format!(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\
             Signature: {signature}\r\n\r\n{body}",
            body.len()
        )
    }

    #[test]
    fn a_good_one_is_taken_once() {
        let mut seen = Seen::default();
        let mut told = |time, cnonce: &str| {
            let datagram = signed(&body(time, cnonce), "secret");
            judge(datagram.as_bytes(), ("cpe", "secret"), NOW, &mut seen)
        };
        let notice = told(NOW, "a").unwrap();
        assert_eq!(notice.device, "00D09E-P-1");
        assert_eq!(notice.values, [("Device.X".to_owned(), "7".to_owned())]);
        assert!(told(NOW, "a").unwrap_err().starts_with("CN is"));
        assert!(told(NOW + 1, "b").is_ok());
        assert!(told(NOW, "c").unwrap_err().contains("earlier"));
        assert!(told(NOW - 301, "d").unwrap_err().starts_with("TS is"));
    }

    #[test]
    fn bad_ones_are_told() {
        let good = signed(&body(NOW, "a"), "secret");
        for (wrong, what) in [
            (signed(&body(NOW, "a"), "other"), "the Signature"),
            (good.replace("POST /", "GET /"), "expected POST"),
            (good.replace("Host: a\r\n", ""), "expected the headers"),
            (
                good.replace("Content-Length: ", "Content-Length: 1"),
                "Content-Length",
            ),
            (
                signed(&body(NOW, "a").replace("cpe", "x"), "secret"),
                "UN is",
            ),
            (signed(&body(NOW, ""), "secret"), "CN is"),
            (
                signed(&body(NOW, "a").replace("TS>", "TP>"), "secret"),
                "Notification holds",
            ),
            (
                signed(
                    &body(NOW, "a").replace(" xsi:type=\"xsd:int\"", ""),
                    "secret",
                ),
                "expected Name",
            ),
            (
                signed(&body(NOW, "a").replace("lwnotif", "lw"), "secret"),
                "expected a Notification",
            ),
            ("hello".to_owned(), "expected the empty line"),
        ] {
            let got = judge(
                wrong.as_bytes(),
                ("cpe", "secret"),
                NOW,
                &mut Seen::default(),
            );
            assert!(
                got.clone().unwrap_err().starts_with(what),
                "{what}: {got:?}"
            );
        }
    }
}
