//! The value of a DHCP option: as dnsmasq takes it in a line of its configuration, and in octets.

use crate::auth::{base64_decode, base64_encode};
use core::net::Ipv4Addr;
use std::fmt::Write as _;

/// `192.168.1.1,192.168.1.2`, `0a:0b`, a number, or else text: its octets in hexadecimal.
pub(super) fn to_hex(text: &str) -> String {
    octets(text).iter().fold(String::new(), |mut hex, octet| {
        let _ = write!(hex, "{octet:02X}");
        hex
    })
}

/// What gives these octets.
pub(super) fn to_text(hex: &str) -> Result<String, String> {
    let Some(wanted) = bytes(hex) else {
        return Err(format!("expected hexadecimal digits, got `{hex}`"));
    };
    let readable = |octet: &u8| octet.is_ascii_graphic() && !b"',\"\\".contains(octet);
    let text: String = wanted.iter().copied().map(char::from).collect();
    let addresses: Vec<String> = wanted
        .chunks_exact(4)
        .filter_map(|four| <[u8; 4]>::try_from(four).ok())
        .map(|four| Ipv4Addr::from(four).to_string())
        .collect();
    let number = wanted
        .iter()
        .take(4)
        .fold(0u32, |number, octet| number << 8 | u32::from(*octet));
    let pairs: Vec<String> = wanted.iter().map(|octet| format!("{octet:02x}")).collect();
    let forms = [
        wanted.iter().all(readable).then_some(text),
        Some(addresses.join(",")),
        Some(pairs.join(":")),
        Some(number.to_string()),
    ];
    let mut forms = forms.into_iter().flatten();
    forms
        .find(|form| octets(form) == wanted)
        .ok_or_else(|| format!("expected octets that an option can hold, got `{hex}`"))
}

/// As dnsmasq takes it for an option of whose type it knows nothing.
fn octets(text: &str) -> Vec<u8> {
    let addresses: Option<Vec<Ipv4Addr>> = text.split(',').map(|part| part.parse().ok()).collect();
    if let Some(addresses) = addresses {
        return addresses.iter().flat_map(Ipv4Addr::octets).collect();
    }
    let pair = |part: &str| match part.len() {
        1 | 2 => u8::from_str_radix(part, 16).ok(),
        _ => None,
    };
    let pairs: Option<Vec<u8>> = text.split(':').map(pair).collect();
    match (pairs, text.parse::<u32>()) {
        (Some(pairs), _) if pairs.len() > 1 => pairs,
        (_, Ok(number)) => {
            let length = match number {
                0..=0xff => 1,
                0x100..=0xffff => 2,
                _ => 4,
            };
            number.to_be_bytes()[4 - length..].to_vec()
        }
        _ => text.as_bytes().to_vec(),
    }
}

/// Octets in hexadecimal as base64; `None` where they are none.
pub fn hex_to_base64(hex: &str) -> Option<String> {
    Some(base64_encode(&bytes(hex)?))
}

/// The other way round.
pub fn base64_to_hex(text: &str) -> Option<String> {
    let bytes = base64_decode(text)?;
    Some(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let octet = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    hex.as_bytes().chunks(2).map(octet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_in_base64() {
        assert_eq!(hex_to_base64("C0A80101").as_deref(), Some("wKgBAQ=="));
        assert_eq!(base64_to_hex("wKgBAQ==").as_deref(), Some("C0A80101"));
        assert_eq!(hex_to_base64(""), Some(String::new()));
        assert_eq!(hex_to_base64("C0A"), Some("wAo=".to_owned()));
        assert_eq!(hex_to_base64("name"), None);
        assert_eq!(base64_to_hex("*"), None);
    }

    #[test]
    fn each_form_there_and_back() {
        for (text, hex) in [
            ("192.168.1.1,192.168.1.2", "C0A80101C0A80102"),
            ("tftp.example", "746674702E6578616D706C65"),
            ("home", "686F6D65"),
            ("01:00:5e", "01005E"),
            ("10", "0A"),
            ("1500", "05DC"),
            ("", ""),
        ] {
            assert_eq!(to_hex(text), hex, "{text}");
        }
        // `1500` is a number there, so its digits go as an address.
        for (hex, text) in [
            ("C0A80101", "192.168.1.1"),
            ("686F6D65", "home"),
            ("01005E", "01:00:5e"),
            ("0a", "10"),
            ("05DC", "05:dc"),
            ("31353030", "49.53.48.48"),
            ("", ""),
        ] {
            assert_eq!(to_text(hex).as_deref(), Ok(text), "{hex}");
        }
    }
}
