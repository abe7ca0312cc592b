//! The UUIDs of deployment units (TR-069 Annex H): made from the unit's name, so that the same unit has
//! the same one on every device and in every version.

use md5::Digest as _;
use std::fmt::Write as _;

/// The name space of domain names (RFC 4122 appendix C).
const NAMES: [u8; 16] = *b"\x6b\xa7\xb8\x10\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8";
/// That of URLs.
const URLS: [u8; 16] = *b"\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8";

/// Whether this is a UUID of any version, as the schema of CWMP has it.
pub fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let mut fits = |length| {
        groups.next().is_some_and(|group: &str| {
            group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    [8, 4, 4, 4, 12].into_iter().all(&mut fits) && groups.next().is_none()
}

/// A UUID as it is; else that of the unit `NAME@DOMAIN`, whose vendor has that domain: version 3 of
/// `NAME.DOMAIN.`, with all in the name but letters, digits, `_` and `-` percent-encoded.
pub fn of_unit(text: &str) -> String {
    if is_uuid(text) {
        return text.to_string();
    }
    let (name, domain) = text.rsplit_once('@').unwrap_or((text, ""));
    let mut full = String::with_capacity(text.len() + 2);
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' {
            full.push(byte.into());
        } else {
            let _ = write!(full, "%{byte:02X}");
        }
    }
    full.push('.');
    if !domain.is_empty() {
        full.push_str(domain);
        full.push('.');
    }
    version_3(NAMES, &full)
}

/// For a unit of which only the URL is known.
pub fn of_url(url: &str) -> String {
    version_3(URLS, url)
}

/// RFC 4122 4.3.
fn version_3(space: [u8; 16], name: &str) -> String {
    let hash = md5::Md5::new()
        .chain_update(space)
        .chain_update(name.as_bytes())
        .finalize();
    let mut uuid = String::with_capacity(36);
    for (place, byte) in hash.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        let byte = match place {
            6 => byte & 0x0F | 0x30,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        let _ = write!(uuid, "{byte:02x}");
    }
    uuid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_has_the_uuid_of_its_name() {
        for (text, uuid) in [
            ("www.example@com", UUIDS[0]),
            ("hello@example.com", UUIDS[1]),
            ("my unit+1@example.com", UUIDS[2]),
            ("alone", UUIDS[3]),
            (
                "76183ed7-6a38-3890-66ef-a6488efb6690",
                "76183ed7-6a38-3890-66ef-a6488efb6690",
            ),
        ] {
            assert_eq!(of_unit(text), uuid, "{text}");
        }
        assert_eq!(of_url("http://files.example/a"), UUIDS[4]);
    }

    #[test]
    fn what_is_a_uuid_and_what_is_not() {
        for good in [
            "76183ed7-6a38-3890-66ef-a6488efb6690",
            "00000000-0000-0000-0000-00000000000F",
        ] {
            assert!(is_uuid(good), "{good}");
        }
        for bad in [
            "",
            "76183ed7-6a38-3890-66ef-a6488efb669",
            "76183ed7-6a38-3890-66ef-a6488efb66900",
            "76183ed7-6a38-3890-66ef-a6488efb6690-",
            "76183ed7-6a38-3890-66ef",
            "g6183ed7-6a38-3890-66ef-a6488efb6690",
            "{76183ed7-6a38-3890-66ef-a6488efb6690}",
        ] {
            assert!(!is_uuid(bad), "{bad}");
        }
    }

    /// As Python's `uuid3` has them.
    const UUIDS: [&str; 5] = [
        "c1c00a55-5278-3f2c-8be1-c1f72af7926d",
        "dd10f04c-e277-3a64-9cad-defe684d3339",
        "f23e58d9-9846-3ba2-aecb-6cddb9230068",
        "9b8d971b-0130-3a9f-b5dd-11e0d9e242b7",
        "e2e1a60a-6f36-3543-87eb-2759a8568d3b",
    ];
}
