//! STUN messages: RFC 3489 (classic) and RFC 5389, with the two attributes of TR-069 Annex G.
//!
//! ```text
//! 0 1 | type (2) | length of the attributes (2) | transaction ID (16)  | attributes …
//!                                                 RFC 5389: magic cookie (4), then 12
//! attribute: type (2) | length (2) | value, padded to a multiple of 4
//! ```
//!
//! All requests of this agent begin their transaction ID with the magic cookie: to a classic server it is
//! an ID like any other, a newer one sees a client of its kind. What is read borrows from the datagram.

use crate::auth::equal;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use md5::{Digest as _, Md5};
use ring::hmac;

/// Message types (RFC 3489 11.1).
pub const BINDING_REQUEST: u16 = 0x0001;
pub const BINDING_RESPONSE: u16 = 0x0101;
pub const BINDING_ERROR: u16 = 0x0111;

/// Attribute types (RFC 3489 11.2, RFC 5389 18.2, RFC 5780 7).
pub const MAPPED_ADDRESS: u16 = 0x0001;
pub const RESPONSE_ADDRESS: u16 = 0x0002;
pub const CHANGE_REQUEST: u16 = 0x0003;
pub const USERNAME: u16 = 0x0006;
pub const MESSAGE_INTEGRITY: u16 = 0x0008;
pub const ERROR_CODE: u16 = 0x0009;
pub const REALM: u16 = 0x0014;
pub const NONCE: u16 = 0x0015;
pub const XOR_MAPPED_ADDRESS: u16 = 0x0020;
pub const RESPONSE_PORT: u16 = 0x0027;
pub const FINGERPRINT: u16 = 0x8028;
/// TR-069 Annex G: this binding is the one for connection requests.
pub const CONNECTION_REQUEST_BINDING: u16 = 0xC001;
/// TR-069 Annex G: it is another one than before. Without a value.
pub const BINDING_CHANGE: u16 = 0xC002;

/// The value of [`CONNECTION_REQUEST_BINDING`], with its blank.
pub const BINDING_MARK: &[u8] = b"dslforum.org/TR-111 ";

/// The first four bytes of a transaction ID of RFC 5389.
pub const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xA4, 0x42];

pub type TransactionId = [u8; 16];

const HEADER: usize = 20;
/// Attributes of one message that are looked at.
const MOST_ATTRIBUTES: usize = 32;

/// A message as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message<'a> {
    pub kind: u16,
    pub id: TransactionId,
    bytes: &'a [u8],
}

/// How a message is signed, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// RFC 3489 11.2.8: the text is padded with zeros to a multiple of 64 bytes. Annex G has this.
    Classic(Vec<u8>),
    /// RFC 5389 15.4: the text as it is.
    Plain(Vec<u8>),
}

impl Integrity {
    /// With a key made of the parts of a long-term credential (RFC 5389 15.4).
    pub fn long_term(username: &str, realm: &str, password: &str) -> Integrity {
        let text = [username, realm, password].join(":");
        Integrity::Plain(Md5::digest(text.as_bytes()).to_vec())
    }

    fn sign(&self, head: &[u8], length: u16) -> [u8; 20] {
        let (Integrity::Classic(secret) | Integrity::Plain(secret)) = self;
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
        let mut text = head.to_vec();
        put(&mut text, 2, &length.to_be_bytes());
        if matches!(self, Integrity::Classic(_)) {
            text.resize(text.len().next_multiple_of(64), 0);
        }
        let mut tag = [0; 20];
        for (to, from) in tag.iter_mut().zip(hmac::sign(&key, &text).as_ref()) {
            *to = *from;
        }
        tag
    }
}

/// Whether a datagram may be a STUN message: its first two bits are zero, and no HTTP request begins so.
pub fn is_stun(bytes: &[u8]) -> bool {
    bytes.len() >= HEADER && bytes.first().is_some_and(|first| first & 0xC0 == 0)
}

impl<'a> Message<'a> {
    /// Reads one datagram. `None`: it is no STUN message, its lengths contradict each other, or its
    /// FINGERPRINT is wrong.
    pub fn parse(bytes: &'a [u8]) -> Option<Message<'a>> {
        let length = usize::from(number(bytes, 2)?);
        if !is_stun(bytes) || !length.is_multiple_of(4) || bytes.len() != HEADER + length {
            return None;
        }
        let message = Message {
            kind: number(bytes, 0)?,
            id: bytes.get(4..HEADER)?.try_into().ok()?,
            bytes,
        };
        let mut end = HEADER;
        let mut count = 0;
        for attribute in message.attributes() {
            end = attribute.end;
            count += 1;
            if attribute.kind == FINGERPRINT {
                let expected = fingerprint(bytes.get(..attribute.start)?);
                if attribute.value != expected {
                    return None;
                }
            }
        }
        (end == bytes.len() && count <= MOST_ATTRIBUTES).then_some(message)
    }

    /// The value of the first attribute of this type. What comes after MESSAGE-INTEGRITY counts for
    /// nothing, but for FINGERPRINT (RFC 5389 15.4).
    pub fn get(&self, kind: u16) -> Option<&'a [u8]> {
        self.attributes()
            .take_while(|attribute| attribute.kind == kind || attribute.kind != MESSAGE_INTEGRITY)
            .find(|attribute| attribute.kind == kind)
            .map(|attribute| attribute.value)
    }

    /// A text, such as REALM or USERNAME.
    pub fn text(&self, kind: u16) -> Option<&'a str> {
        core::str::from_utf8(self.get(kind)?).ok()
    }

    /// Where the server has seen the request come from.
    pub fn mapped(&self) -> Option<SocketAddr> {
        let found = match self.get(XOR_MAPPED_ADDRESS) {
            Some(value) => address(value, &self.id),
            None => address(self.get(MAPPED_ADDRESS)?, &[0; 16]),
        };
        // Nobody can be reached there, whatever the server says.
        found.filter(|found| found.port() != 0 && !found.ip().is_unspecified())
    }

    /// An address that the sender names in clear, such as RESPONSE-ADDRESS.
    pub fn address(&self, kind: u16) -> Option<SocketAddr> {
        address(self.get(kind)?, &[0; 16])
    }

    /// The number of ERROR-CODE: 401, 420, …
    pub fn error(&self) -> Option<u16> {
        let value = self.get(ERROR_CODE)?;
        let (class, number) = (value.get(2)? & 7, value.get(3)?);
        Some(u16::from(class) * 100 + u16::from(*number))
    }

    /// Whether MESSAGE-INTEGRITY is there and right.
    pub fn is_signed(&self, integrity: &Integrity) -> bool {
        let Some(tag) = self
            .attributes()
            .find(|attribute| attribute.kind == MESSAGE_INTEGRITY)
        else {
            return false;
        };
        let head = self.bytes.get(..tag.start).unwrap_or_default();
        let length = u16::try_from(tag.end - HEADER).unwrap_or(0);
        equal(&integrity.sign(head, length), tag.value)
    }

    fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let bytes = self.bytes;
        let mut at = HEADER;
        core::iter::from_fn(move || {
            let kind = number(bytes, at)?;
            let length = usize::from(number(bytes, at + 2)?);
            let start = at;
            let value = bytes.get(at + 4..at + 4 + length)?;
            at += 4 + length.next_multiple_of(4);
            let end = at;
            Some(Attribute {
                kind,
                value,
                start,
                end,
            })
        })
    }
}

struct Attribute<'a> {
    kind: u16,
    value: &'a [u8],
    start: usize,
    end: usize,
}

/// A message to be sent, attribute by attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writer(Vec<u8>);

impl Writer {
    pub fn new(kind: u16, id: &TransactionId) -> Writer {
        let mut bytes = Vec::with_capacity(128);
        bytes.extend(kind.to_be_bytes());
        bytes.extend([0, 0]);
        bytes.extend(id);
        Writer(bytes)
    }

    /// Adds an attribute, padded with zeros that its length does not count.
    #[must_use]
    pub fn with(mut self, kind: u16, value: &[u8]) -> Writer {
        let length = u16::try_from(value.len()).unwrap_or(0);
        let value = value.get(..length.into()).unwrap_or_default();
        self.0.extend(kind.to_be_bytes());
        self.0.extend(length.to_be_bytes());
        self.0.extend(value);
        self.0.resize(self.0.len().next_multiple_of(4), 0);
        self.close()
    }

    /// Adds an address in clear.
    #[must_use]
    pub fn with_address(self, kind: u16, address: SocketAddr) -> Writer {
        self.with(kind, &address_value(address))
    }

    /// Adds USERNAME. A classic server wants a length that is a multiple of 4 (RFC 3489 11.2.6).
    #[must_use]
    pub fn with_username(self, username: &str, integrity: &Integrity) -> Writer {
        let mut value = username.as_bytes().to_vec();
        if matches!(integrity, Integrity::Classic(_)) {
            value.resize(value.len().next_multiple_of(4), b' ');
        }
        self.with(USERNAME, &value)
    }

    /// Adds MESSAGE-INTEGRITY: the last attribute.
    #[must_use]
    pub fn signed(self, integrity: &Integrity) -> Writer {
        let length = u16::try_from(self.0.len() - HEADER + 24).unwrap_or(0);
        let tag = integrity.sign(&self.0, length);
        self.with(MESSAGE_INTEGRITY, &tag)
    }

    pub fn bytes(self) -> Vec<u8> {
        self.0
    }

    /// The header's length is always that of what there is.
    fn close(mut self) -> Writer {
        let length = u16::try_from(self.0.len() - HEADER).unwrap_or(0);
        put(&mut self.0, 2, &length.to_be_bytes());
        self
    }
}

/// The value of an address attribute (RFC 3489 11.2.1).
fn address_value(address: SocketAddr) -> Vec<u8> {
    let mut value = vec![0, if address.is_ipv4() { 1 } else { 2 }];
    value.extend(address.port().to_be_bytes());
    match address.ip() {
        IpAddr::V4(ip) => value.extend(ip.octets()),
        IpAddr::V6(ip) => value.extend(ip.octets()),
    }
    value
}

/// Reads an address that was combined with `mask`: the transaction ID (RFC 5389 15.2), or zeros.
fn address(value: &[u8], mask: &[u8; 16]) -> Option<SocketAddr> {
    let port = number(value, 2)? ^ number(mask, 0)?;
    let unmask = |bytes: &[u8]| -> Vec<u8> {
        let pairs = bytes.iter().zip(mask);
        pairs.map(|(byte, mask)| byte ^ mask).collect()
    };
    let octets = unmask(value.get(4..)?);
    let ip = match (value.get(1)?, octets.len()) {
        (1, 4) => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?)),
        (2, 16) => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(octets).ok()?)),
        _ => return None,
    };
    Some(SocketAddr::new(ip, port))
}

/// The value of FINGERPRINT behind this text (RFC 5389 15.5).
fn fingerprint(before: &[u8]) -> [u8; 4] {
    let mut text = before.to_vec();
    let length = u16::try_from(before.len() + 8 - HEADER).unwrap_or(0);
    put(&mut text, 2, &length.to_be_bytes());
    let mut crc = u32::MAX;
    for byte in text {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 };
        }
    }
    (!crc ^ 0x5354_554E).to_be_bytes()
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    for (to, from) in bytes.iter_mut().skip(at).zip(value) {
        *to = *from;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16);
        digits.chunks(2).map(|pair| byte(pair).unwrap()).collect()
    }

    fn counting() -> TransactionId {
        core::array::from_fn(|at| u8::try_from(at).unwrap())
    }

    fn plain(password: &str) -> Integrity {
        Integrity::Plain(password.into())
    }

    fn mark(id: &TransactionId) -> Writer {
        Writer::new(BINDING_REQUEST, id).with(CONNECTION_REQUEST_BINDING, BINDING_MARK)
    }

    /// Annex G as others compute it.
    #[test]
    fn requests_of_annex_g() {
        let id = counting();
        let bare = "00010018000102030405060708090a0b0c0d0e0fc001001464736c666f72756d2e6f72672f54522d31313120";
        assert_eq!(mark(&id).bytes(), hex(bare));
        let change = "0001001c000102030405060708090a0b0c0d0e0fc001001464736c666f72756d2e6f72672f54522d31313120c0020000";
        assert_eq!(mark(&id).with(BINDING_CHANGE, &[]).bytes(), hex(change));
        let signed = "0001003c000102030405060708090a0b0c0d0e0fc001001464736c666f72756d2e6f72672f54522d313131200006000875736572313233340008001491a3a1cdb1c50b7143859b39567448e6b49974fd";
        let classic = Integrity::Classic(b"secret".to_vec());
        let ours = mark(&id)
            .with_username("user1234", &classic)
            .signed(&classic)
            .bytes();
        assert_eq!(ours, hex(signed));
        let read = Message::parse(&ours).unwrap();
        assert!(read.is_signed(&classic));
        assert!(!read.is_signed(&Integrity::Classic(b"Secret".to_vec())));
        assert!(!read.is_signed(&plain("secret")));
        assert_eq!(read.text(USERNAME), Some("user1234"));
        assert_eq!(read.get(CONNECTION_REQUEST_BINDING), Some(BINDING_MARK));
    }

    #[test]
    fn a_classic_username_is_as_long_as_the_standard_wants() {
        let classic = Integrity::Classic(Vec::new());
        for (integrity, expected) in [(&classic, "ab  "), (&plain(""), "ab")] {
            let bytes = mark(&counting()).with_username("ab", integrity).bytes();
            let message = Message::parse(&bytes).unwrap();
            assert_eq!(message.text(USERNAME), Some(expected));
        }
    }

    const SHORT_TERM: &str = "VOkJxbRl1RmTxUk/WvJxBt";

    /// RFC 5769 2.1.
    #[test]
    fn a_request_with_short_term_credentials() {
        let bytes = hex("00 01 00 58 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
             80 22 00 10 53 54 55 4e 20 74 65 73 74 20 63 6c 69 65 6e 74
             00 24 00 04 6e 00 01 ff 80 29 00 08 93 2f f9 b1 51 26 3b 36
             00 06 00 09 65 76 74 6a 3a 68 36 76 59 20 20 20
             00 08 00 14 9a ea a7 0c bf d8 cb 56 78 1e f2 b5 b2 d3 f2 49 c1 b5 71 a2
             80 28 00 04 e5 7a 3b cf");
        let message = Message::parse(&bytes).unwrap();
        assert_eq!(message.kind, BINDING_REQUEST);
        assert_eq!(message.text(USERNAME), Some("evtj:h6vY"));
        assert!(message.is_signed(&plain(SHORT_TERM)));
        assert!(!message.is_signed(&plain("VOkJxbRl1RmTxUk/WvJxBT")));
        let mut broken = bytes.clone();
        broken[30] ^= 1;
        assert_eq!(Message::parse(&broken), None, "FINGERPRINT tells");
    }

    /// RFC 5769 2.2 and 2.3.
    #[test]
    fn responses_with_both_families() {
        let four = hex("01 01 00 3c 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
             80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
             00 20 00 08 00 01 a1 47 e1 12 a6 43
             00 08 00 14 2b 91 f5 99 fd 9e 90 c3 8c 74 89 f9 2a f9 ba 53 f0 6b e7 d7
             80 28 00 04 c0 7d 4c 96");
        let six = hex("01 01 00 48 21 12 a4 42 b7 e7 a7 01 bc 34 d6 86 fa 87 df ae
             80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 20
             00 20 00 14 00 02 a1 47 01 13 a9 fa a5 d3 f1 79 bc 25 f4 b5 be d2 b9 d9
             00 08 00 14 a3 82 95 4e 4b e6 7b f1 17 84 c9 7c 82 92 c2 75 bf e3 ed 41
             80 28 00 04 c8 fb 0b 4c");
        for (bytes, mapped) in [
            (&four, "192.0.2.1:32853"),
            (&six, "[2001:db8:1234:5678:11:2233:4455:6677]:32853"),
        ] {
            let message = Message::parse(bytes).unwrap();
            assert_eq!(message.kind, BINDING_RESPONSE);
            assert_eq!(message.mapped(), Some(mapped.parse().unwrap()));
            assert!(message.is_signed(&plain(SHORT_TERM)));
        }
    }

    /// RFC 5769 2.4.
    #[test]
    fn a_request_with_long_term_credentials() {
        let bytes = hex(
            "00 01 00 60 21 12 a4 42 78 ad 34 33 c6 ad 72 c0 29 da 41 2e
             00 06 00 12 e3 83 9e e3 83 88 e3 83 aa e3 83 83 e3 82 af e3 82 b9 00 00
             00 15 00 1c 66 2f 2f 34 39 39 6b 39 35 34 64 36 4f 4c 33 34 6f 4c 39 46 53 54 76 79 36 34 73 41
             00 14 00 0b 65 78 61 6d 70 6c 65 2e 6f 72 67 00
             00 08 00 14 f6 70 24 65 6d d6 4a 3e 02 b8 e0 71 2e 85 c9 a2 8c a8 96 66",
        );
        let message = Message::parse(&bytes).unwrap();
        let (user, realm) = (message.text(USERNAME), message.text(REALM));
        assert_eq!(realm, Some("example.org"));
        let key = Integrity::long_term(user.unwrap(), "example.org", "TheMatrIX");
        assert!(message.is_signed(&key));
        let nonce = message.get(NONCE).unwrap();
        let again = Writer::new(BINDING_REQUEST, &message.id)
            .with_username(user.unwrap(), &key)
            .with(NONCE, nonce)
            .with(REALM, b"example.org")
            .signed(&key);
        assert_eq!(again.bytes(), bytes);
    }

    #[test]
    fn addresses_in_clear_are_read_and_written() {
        for text in ["203.0.113.9:40000", "[2001:db8::9]:40000"] {
            let address: SocketAddr = text.parse().unwrap();
            let bytes = Writer::new(BINDING_RESPONSE, &counting())
                .with_address(MAPPED_ADDRESS, address)
                .with_address(RESPONSE_ADDRESS, address)
                .bytes();
            let message = Message::parse(&bytes).unwrap();
            assert_eq!(message.mapped(), Some(address));
            assert_eq!(message.address(RESPONSE_ADDRESS), Some(address));
        }
        for nowhere in ["0.0.0.0:9", "192.0.2.1:0"] {
            let bytes = Writer::new(BINDING_RESPONSE, &counting())
                .with_address(MAPPED_ADDRESS, nowhere.parse().unwrap())
                .bytes();
            assert_eq!(Message::parse(&bytes).unwrap().mapped(), None, "{nowhere}");
        }
    }

    #[test]
    fn an_error_tells_its_number() {
        let value = [&[0, 0, 4, 1][..], b"Unauthorized"].concat();
        let bytes = Writer::new(BINDING_ERROR, &counting())
            .with(ERROR_CODE, &value)
            .bytes();
        assert_eq!(Message::parse(&bytes).unwrap().error(), Some(401));
        let bytes = Writer::new(BINDING_ERROR, &counting())
            .with(ERROR_CODE, &[0, 0])
            .bytes();
        assert_eq!(Message::parse(&bytes).unwrap().error(), None);
    }

    #[test]
    fn what_contradicts_itself_is_no_message() {
        let good = mark(&counting()).bytes();
        assert!(Message::parse(&good).is_some());
        for length in 0..good.len() {
            assert_eq!(Message::parse(&good[..length]), None, "{length}");
        }
        let longer = [&good[..], &[0; 4]].concat();
        assert_eq!(Message::parse(&longer), None);
        for (at, byte) in [(0, 0x80), (0, 0x40), (3, 0x17), (23, 0x15), (22, 1)] {
            let mut bad = good.clone();
            bad[at] = byte;
            assert_eq!(Message::parse(&bad), None, "{at}: {byte}");
        }
        let mut many = Writer::new(BINDING_REQUEST, &counting());
        for _ in 0..MOST_ATTRIBUTES + 1 {
            many = many.with(BINDING_CHANGE, &[]);
        }
        assert_eq!(Message::parse(&many.bytes()), None);
        assert_eq!(Message::parse(b"GET http://192.0.2.1?ts=1 HTTP/1.1"), None);
    }

    #[test]
    fn nothing_counts_that_is_not_signed() {
        let key = Integrity::Classic(b"k".to_vec());
        let bytes = Writer::new(BINDING_RESPONSE, &counting())
            .signed(&key)
            .with_address(MAPPED_ADDRESS, "192.0.2.1:9".parse().unwrap())
            .bytes();
        let message = Message::parse(&bytes).unwrap();
        assert!(message.is_signed(&key));
        assert_eq!(message.mapped(), None);
    }
}
