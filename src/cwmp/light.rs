//! Lightweight notifications (TR-069 Annex M): values that have changed, in signed datagrams that
//! nobody answers.
//!
//! ```text
//!  POST / HTTP/1.1                       one datagram, never asked for again
//!  Host, Content-Type, Content-Length
//!  Signature: HMAC-SHA1 of the body, with ManagementServer.Password, in hexadecimal digits
//!
//!  <Notification> TS UN CN OUI ProductClass SerialNumber (Param Name Value)+
//! ```

use super::rpc::{DeviceId, ParameterValue};
use super::soap::write_notification;
use crate::auth::hex;
use ring::hmac;

/// Longest body in bytes, unless one value alone needs more: with the header it fits into one packet
/// of any access network.
const LONGEST_BODY: usize = 1200;
/// Longest body that a datagram can hold.
const MOST_BODY: usize = 65_000;

/// What stands before the values.
#[derive(Clone)]
pub struct Sender<'a> {
    pub device: &'a DeviceId,
    /// ManagementServer.Username.
    pub username: &'a str,
    /// ManagementServer.Password: the key of the signature.
    pub password: &'a str,
    /// Where it goes, for the Host header.
    pub host: &'a str,
    /// Unix time.
    pub time: i64,
}

/// Without the password.
impl std::fmt::Debug for Sender<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sender")
            .field("username", &self.username)
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// The values in as few datagrams as have a handy size, in their order. A value that fits into none
/// is left out. `cnonce`: a random text, new for each.
pub fn datagrams(
    sender: &Sender<'_>,
    list: &[ParameterValue],
    cnonce: &mut dyn FnMut() -> String,
) -> Vec<Vec<u8>> {
    if list.is_empty() {
        return Vec::new();
    }
    let body = write_notification(sender, &cnonce(), list);
    if body.len() > LONGEST_BODY && list.len() > 1 {
        let (first, second) = list.split_at(list.len() / 2);
        let mut all = datagrams(sender, first, cnonce);
        all.extend(datagrams(sender, second, cnonce));
        return all;
    }
    if body.len() > MOST_BODY {
        let names: Vec<&str> = list.iter().map(|value| value.name.as_str()).collect();
        log::warn!("too long for a datagram: {}", names.join(", "));
        return Vec::new();
    }
    let key = hmac::Key::new(
        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        sender.password.as_bytes(),
    );
    let signature = hex(hmac::sign(&key, &body).as_ref()).to_ascii_uppercase();
    let mut datagram = format!(
        "POST / HTTP/1.1\r\nHost: {}\r\nContent-Type: text/xml; charset=\"utf-8\"\r\n\
         Content-Length: {}\r\nSignature: {signature}\r\n\r\n",
        sender.host,
        body.len()
    )
    .into_bytes();
    datagram.extend(body);
    vec![datagram]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::value::Base;

    fn values(count: usize, length: usize) -> Vec<ParameterValue> {
        (0..count)
            .map(|number| ParameterValue {
                name: format!("Device.X.{number}.Name"),
                value: "v".repeat(length),
                base: Base::String,
            })
            .collect()
    }

    fn sent(list: &[ParameterValue]) -> Vec<String> {
        let device = DeviceId {
            manufacturer: "ACME".into(),
            oui: "00D09E".into(),
            product_class: "R&D".into(),
            serial_number: "1".into(),
        };
        let sender = Sender {
            device: &device,
            username: "cpe",
            password: "Jefe",
            host: "acs.example:7547",
            time: 1_795_305_600,
        };
        let mut count = 0;
        let mut cnonce = || {
            count += 1;
            format!("n{count}")
        };
        let all = datagrams(&sender, list, &mut cnonce);
        all.into_iter()
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .collect()
    }

    #[test]
    fn one_value_is_one_signed_datagram() {
        let all = sent(&values(1, 3));
        let (head, body) = all[0].split_once("\r\n\r\n").unwrap();
        assert_eq!(
            body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <Notification xmlns=\"urn:broadband-forum-org:cwmp:lwnotif-1-0\" \
             xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
             xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
             <TS>1795305600</TS><UN>cpe</UN><CN>n1</CN><OUI>00D09E</OUI>\
             <ProductClass>R&amp;D</ProductClass><SerialNumber>1</SerialNumber>\
             <Param><Name>Device.X.0.Name</Name><Value xsi:type=\"xsd:string\">vvv</Value></Param>\
             </Notification>"
        );
        // Worked out with `openssl dgst -sha1 -hmac Jefe`.
        let expected = format!(
            "POST / HTTP/1.1\r\nHost: acs.example:7547\r\n\
             Content-Type: text/xml; charset=\"utf-8\"\r\nContent-Length: {}\r\n\
             Signature: 9F0714067D2E914547478464EF51D8A417663B10",
            body.len()
        );
        assert_eq!(head, expected);
    }

    #[test]
    fn many_values_are_several_datagrams_in_their_order() {
        let list = values(100, 40);
        let all = sent(&list);
        assert!(all.len() > 1);
        let mut names = Vec::new();
        let mut cnonces = Vec::new();
        for datagram in &all {
            assert!(datagram.len() < 1450, "{}", datagram.len());
            names.extend(datagram.split("<Name>").skip(1).map(|rest| {
                let name = rest.split_once("</Name>").unwrap().0;
                name.to_owned()
            }));
            cnonces.push(datagram.split("<CN>").nth(1).unwrap().get(..4).unwrap());
        }
        let expected: Vec<&str> = list.iter().map(|value| value.name.as_str()).collect();
        assert_eq!(names, expected);
        cnonces.sort_unstable();
        cnonces.dedup();
        assert_eq!(cnonces.len(), all.len());
    }

    #[test]
    fn a_long_value_goes_alone_and_one_that_fits_nowhere_stays() {
        let mut list = values(3, 10);
        list[1].value = "v".repeat(5000);
        assert_eq!(sent(&list).len(), 3);
        list[1].value = "v".repeat(70_000);
        assert_eq!(sent(&list).len(), 2);
        assert!(sent(&[]).is_empty());
    }
}
