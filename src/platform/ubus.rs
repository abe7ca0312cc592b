//! The messages of ubus, OpenWrt's bus: a header, then attributes that may hold others ("blobs").
//!
//! ```text
//! version 0 · type · sequence (2) · peer (4) │ id and length (4) · content, padded to 4 │ …
//! ```
//! All numbers are big endian. A length counts its own four bytes, but no padding. What services tell each
//! other ("blobmsg") is the same with a name before each content, and is JSON to everybody's eyes: so it is
//! to ours. From libubox `blob.h`, `blobmsg.h`, ubus `ubusmsg.h`.

use serde_json::{Map, Number, Value};

/// Longest message, in bytes: what ubusd itself passes on.
pub const LONGEST_MESSAGE: usize = 1 << 20;
/// Most values in one answer: about what fits into 2 MB of memory.
const MOST_VALUES: usize = 65536;
/// Deepest nesting of an answer.
const DEEPEST: usize = 32;

/// Bytes before the attributes: the header, and the length of the whole.
pub const HEAD: usize = 12;

/// Types of messages.
pub mod kind {
    pub const HELLO: u8 = 0;
    pub const STATUS: u8 = 1;
    pub const DATA: u8 = 2;
    pub const LOOKUP: u8 = 4;
    pub const INVOKE: u8 = 5;
}

/// Attributes of messages.
mod attribute {
    pub const STATUS: u8 = 1;
    pub const PATH: u8 = 2;
    pub const OBJECT: u8 = 3;
    pub const METHOD: u8 = 4;
    pub const DATA: u8 = 7;
}

/// Types of values.
mod blobmsg {
    pub const ARRAY: u8 = 1;
    pub const TABLE: u8 = 2;
    pub const STRING: u8 = 3;
    pub const INT64: u8 = 4;
    pub const INT32: u8 = 5;
    pub const INT16: u8 = 6;
    /// What others call a boolean.
    pub const INT8: u8 = 7;
    pub const DOUBLE: u8 = 8;
}

/// Set in the id of an attribute that has a name.
const NAMED: u8 = 0x80;

/// The first twelve bytes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub kind: u8,
    pub sequence: u16,
    pub peer: u32,
    /// Bytes that follow.
    pub rest: usize,
}

impl Head {
    /// # Errors
    /// No message of ubus begins like this, or it is longer than [`LONGEST_MESSAGE`].
    pub fn read(bytes: [u8; HEAD]) -> Result<Head, String> {
        let [version, kind, s0, s1, p0, p1, p2, p3, l0, l1, l2, l3] = bytes;
        let length = (u32::from_be_bytes([l0, l1, l2, l3]) & 0x00ff_ffff) as usize;
        match length.checked_sub(4) {
            _ if version != 0 => Err(format!("expected version 0 of ubus, got {version}")),
            Some(rest) if rest <= LONGEST_MESSAGE => Ok(Head {
                kind,
                sequence: u16::from_be_bytes([s0, s1]),
                peer: u32::from_be_bytes([p0, p1, p2, p3]),
                rest,
            }),
            _ => Err(format!(
                "expected a length from 4 to {LONGEST_MESSAGE}, got {length}"
            )),
        }
    }
}

/// What a message says, as far as a client cares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body<'a> {
    pub status: Option<u32>,
    pub path: Option<String>,
    pub object: Option<u32>,
    /// For [`table`].
    pub data: Option<&'a [u8]>,
}

impl Body<'_> {
    /// # Errors
    /// An attribute does not fit into the message.
    pub fn read(bytes: &[u8]) -> Result<Body<'_>, String> {
        let mut body = Body::default();
        let mut rest = bytes;
        while let Some((id, content)) = next(&mut rest)? {
            match id {
                attribute::STATUS => body.status = number(content),
                attribute::OBJECT => body.object = number(content),
                attribute::PATH => body.path = Some(text(content)),
                attribute::DATA => body.data = Some(content),
                _ => {}
            }
        }
        Ok(body)
    }
}

/// Asks for the objects of a name, or of a pattern that ends in `*`.
pub fn lookup(sequence: u16, path: &str) -> Vec<u8> {
    let mut body = Vec::new();
    put(&mut body, attribute::PATH, &zeroed(path));
    message(kind::LOOKUP, sequence, 0, &body)
}

/// Calls a method of an object. `arguments` is an object of JSON.
pub fn invoke(sequence: u16, object: u32, method: &str, arguments: &Value) -> Vec<u8> {
    let mut body = Vec::new();
    put(&mut body, attribute::OBJECT, &object.to_be_bytes());
    put(&mut body, attribute::METHOD, &zeroed(method));
    put(&mut body, attribute::DATA, &values(arguments));
    message(kind::INVOKE, sequence, object, &body)
}

/// A whole message around its attributes.
fn message(kind: u8, sequence: u16, peer: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, kind];
    bytes.extend(sequence.to_be_bytes());
    bytes.extend(peer.to_be_bytes());
    put(&mut bytes, 0, body);
    bytes
}

/// The members of an object or array as services exchange them; nothing of any other value.
pub fn values(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| put_value(&mut bytes, name, value)),
        Value::Array(items) => items
            .iter()
            .for_each(|value| put_value(&mut bytes, "", value)),
        _ => {}
    }
    bytes
}

/// What [`values`] has written for an object.
///
/// # Errors
/// It is malformed, nested too deeply, or holds too many values.
pub fn table(bytes: &[u8]) -> Result<Value, String> {
    members(bytes, DEEPEST, &mut { MOST_VALUES })
}

fn members(bytes: &[u8], deeper: usize, left: &mut usize) -> Result<Value, String> {
    let mut members = Map::new();
    let mut rest = bytes;
    while let Some((name, value)) = next_value(&mut rest, deeper, left)? {
        members.insert(name, value);
    }
    Ok(Value::Object(members))
}

fn next_value(
    rest: &mut &[u8],
    deeper: usize,
    left: &mut usize,
) -> Result<Option<(String, Value)>, String> {
    let Some((id, content)) = next(rest)? else {
        return Ok(None);
    };
    let named = content.split_first_chunk().and_then(|(length, after)| {
        let length = usize::from(u16::from_be_bytes(*length));
        Some((after.get(..length)?, content.get(padded(length + 3)..)?))
    });
    let (Some((name, content)), true) = (named, id & NAMED != 0) else {
        return Err(String::from("expected a value with a name"));
    };
    *left = left
        .checked_sub(1)
        .ok_or_else(|| format!("expected at most {MOST_VALUES} values"))?;
    let deeper = deeper
        .checked_sub(1)
        .ok_or_else(|| format!("expected at most {DEEPEST} values in each other"))?;
    let short = || String::from("expected a longer number");
    let value = match id & !NAMED {
        blobmsg::ARRAY => {
            let mut items = Vec::new();
            let mut rest = content;
            while let Some((_, value)) = next_value(&mut rest, deeper, left)? {
                items.push(value);
            }
            Value::Array(items)
        }
        blobmsg::TABLE => members(content, deeper, left)?,
        blobmsg::STRING => Value::String(text(content)),
        blobmsg::INT8 => Value::Bool(*content.first().ok_or_else(short)? != 0),
        blobmsg::INT16 => i16::from_be_bytes(*content.first_chunk().ok_or_else(short)?).into(),
        blobmsg::INT32 => i32::from_be_bytes(*content.first_chunk().ok_or_else(short)?).into(),
        blobmsg::INT64 => i64::from_be_bytes(*content.first_chunk().ok_or_else(short)?).into(),
        blobmsg::DOUBLE => {
            let bits = *content.first_chunk().ok_or_else(short)?;
            Number::from_f64(f64::from_be_bytes(bits)).map_or(Value::Null, Value::Number)
        }
        // Something without content.
        _ => Value::Null,
    };
    Ok(Some((text(name), value)))
}

/// Takes an attribute off: its id with the mark of a name, and its content.
fn next<'a>(rest: &mut &'a [u8]) -> Result<Option<(u8, &'a [u8])>, String> {
    let Some(head) = rest.first_chunk() else {
        return Ok(None);
    };
    let head = u32::from_be_bytes(*head);
    let length = (head & 0x00ff_ffff) as usize;
    let content = rest
        .get(4..length)
        .ok_or_else(|| format!("expected {length} bytes, got {}", rest.len()))?;
    *rest = rest.get(padded(length)..).unwrap_or_default();
    Ok(Some(((head >> 24) as u8, content)))
}

fn put_value(bytes: &mut Vec<u8>, name: &str, value: &Value) {
    let (kind, content) = match value {
        Value::Null => (0, Vec::new()),
        Value::Bool(value) => (blobmsg::INT8, vec![u8::from(*value)]),
        Value::String(value) => (blobmsg::STRING, zeroed(value)),
        Value::Array(_) => (blobmsg::ARRAY, values(value)),
        Value::Object(_) => (blobmsg::TABLE, values(value)),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => match i32::try_from(whole) {
                Ok(whole) => (blobmsg::INT32, whole.to_be_bytes().to_vec()),
                Err(_) => (blobmsg::INT64, whole.to_be_bytes().to_vec()),
            },
            (None, real) => {
                let bits = real.unwrap_or_default().to_be_bytes();
                (blobmsg::DOUBLE, bits.to_vec())
            }
        },
    };
    let length = u16::try_from(name.len()).unwrap_or(u16::MAX);
    let mut named = length.to_be_bytes().to_vec();
    named.extend(name.bytes());
    named.resize(padded(name.len() + 3), 0);
    named.extend(content);
    put(bytes, NAMED | kind, &named);
}

fn put(bytes: &mut Vec<u8>, id: u8, content: &[u8]) {
    let length = content.len() + 4;
    bytes.extend((u32::from(id) << 24 | length as u32).to_be_bytes());
    bytes.extend(content);
    bytes.resize(bytes.len() + padded(length) - length, 0);
}

fn padded(length: usize) -> usize {
    length.next_multiple_of(4)
}

fn number(content: &[u8]) -> Option<u32> {
    content
        .first_chunk()
        .map(|bytes| u32::from_be_bytes(*bytes))
}

/// A text as C ends it.
fn zeroed(text: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = text.bytes().take_while(|byte| *byte != 0).collect();
    bytes.push(0);
    bytes
}

fn text(content: &[u8]) -> String {
    let end = content.iter().position(|byte| *byte == 0);
    String::from_utf8_lossy(
        content
            .get(..end.unwrap_or(content.len()))
            .unwrap_or_default(),
    )
    .into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_lookup_byte_by_byte() {
        assert_eq!(
            lookup(1, "system"),
            [
                0, 4, 0, 1, 0, 0, 0, 0, // header
                0, 0, 0, 16, // all
                2, 0, 0, 11, b's', b'y', b's', b't', b'e', b'm', 0, 0,
            ]
        );
    }

    #[test]
    fn a_call_byte_by_byte() {
        assert_eq!(
            invoke(
                2,
                0x1234_5678,
                "info",
                &json!({"device": "wlan0", "up": true})
            ),
            [
                &[0, 5, 0, 2, 0x12, 0x34, 0x56, 0x78][..],
                &[0, 0, 0, 68],
                &[3, 0, 0, 8, 0x12, 0x34, 0x56, 0x78],
                &[4, 0, 0, 9, b'i', b'n', b'f', b'o', 0, 0, 0, 0],
                &[7, 0, 0, 44],
                &[0x83, 0, 0, 22, 0, 6],
                b"device\0\0\0\0",
                b"wlan0\0\0\0",
                &[0x87, 0, 0, 13, 0, 2, b'u', b'p', 0, 0, 0, 0, 1, 0, 0, 0],
            ]
            .concat()
        );
    }

    #[test]
    fn what_is_written_is_read() {
        for value in [
            json!({}),
            json!({"a": 1, "b": -1, "c": 4_294_967_296i64, "d": true, "e": 1.5, "f": "x", "": null}),
            json!({"list": [1, "two", [3], {"four": [{}]}], "ipv4-address": [{"address": "192.0.2.1", "mask": 24}]}),
            json!({"ü": "ß\n", "long": "x".repeat(70_000)}),
        ] {
            assert_eq!(table(&values(&value)), Ok(value));
        }
    }

    #[test]
    fn what_is_malformed_is_told() {
        let deep = (0..40).fold(json!({}), |value, _| json!({ "a": value }));
        let many = json!({"a": vec![0; MOST_VALUES]});
        for (bytes, what) in [
            (vec![0x83, 0, 0, 99, 0, 0, 0, 0], "expected 99 bytes, got 8"),
            (vec![0x83, 0, 0, 3], "expected 3 bytes, got 4"),
            (vec![3, 0, 0, 8, 0, 0, 0, 0], "expected a value with a name"),
            (
                vec![0x83, 0, 0, 8, 0, 9, 0, 0],
                "expected a value with a name",
            ),
            (
                vec![0x85, 0, 0, 9, 0, 0, 0, 0, 1],
                "expected a longer number",
            ),
            (values(&deep), "expected at most 32 values in each other"),
            (values(&many), "expected at most 65536 values"),
        ] {
            assert_eq!(table(&bytes), Err(what.to_owned()));
        }
        let head = |version, length: u32| {
            let mut bytes = [0; HEAD];
            bytes[0] = version;
            bytes[8..].copy_from_slice(&length.to_be_bytes());
            Head::read(bytes)
        };
        assert!(head(0, 4).is_ok_and(|head| head.rest == 0));
        assert!(head(1, 4).is_err());
        assert!(head(0, 3).is_err());
        assert!(head(0, 0x00ff_ffff).is_err());
    }

    #[test]
    fn a_status_is_read() {
        let mut body = Vec::new();
        put(&mut body, attribute::STATUS, &4u32.to_be_bytes());
        put(&mut body, attribute::OBJECT, &7u32.to_be_bytes());
        let read = Body::read(&body).unwrap();
        assert_eq!(
            (read.status, read.object, read.data),
            (Some(4), Some(7), None)
        );
    }
}
