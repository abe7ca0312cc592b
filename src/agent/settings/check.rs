//! What makes a good value, beyond what the schema can say. An error completes "expected …".

use crate::time::DateTime;

/// An absolute http or https URL with a host and without user info, as an ACS may give its own.
pub fn acs_url(url: &str) -> Result<(), String> {
    let expected = || {
        Err(
            "an absolute http or https URL without user name, of at most 256 characters"
                .to_string(),
        )
    };
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        url.get(8..)
    } else if lower.starts_with("http://") {
        url.get(7..)
    } else {
        None
    };
    let Some(rest) = rest else { return expected() };
    if url.len() > 256
        || url
            .bytes()
            .any(|byte| !byte.is_ascii_graphic() || b"\"<>\\^`{|}#".contains(&byte))
    {
        return expected();
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return expected();
    }
    let (host, port) = match authority.strip_prefix('[') {
        Some(inside) => match inside.split_once(']') {
            Some((address, after)) if address.parse::<core::net::Ipv6Addr>().is_ok() => {
                match after.strip_prefix(':') {
                    Some(port) => ("ipv6", Some(port)),
                    None if after.is_empty() => ("ipv6", None),
                    None => return expected(),
                }
            }
            _ => return expected(),
        },
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let port_is_good = port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    if host.is_empty() || !port_is_good || host.bytes().any(|byte| !is_host_byte(byte)) {
        return expected();
    }
    Ok(())
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".-_".contains(&byte)
}

pub(super) fn host_or_nothing(text: &str) -> Result<(), String> {
    if text.bytes().all(is_host_byte) || text.parse::<core::net::Ipv6Addr>().is_ok() {
        Ok(())
    } else {
        Err("an address or a host name".to_string())
    }
}

pub(super) fn udp_or_nothing(text: &str) -> Result<(), String> {
    match text {
        "" | "UDP" => Ok(()),
        _ => Err("UDP or nothing".to_string()),
    }
}

pub(super) fn port(text: &str) -> Result<(), String> {
    match text.trim().parse() {
        Ok(1..=u16::MAX) => Ok(()),
        _ => Err("a port from 1 to 65535".to_string()),
    }
}

pub(super) fn at_most_256(text: &str) -> Result<(), String> {
    at_most(text, 256)
}

pub(super) fn at_most_64(text: &str) -> Result<(), String> {
    at_most(text, 64)
}

fn at_most(text: &str, most: usize) -> Result<(), String> {
    if text.chars().count() <= most {
        Ok(())
    } else {
        Err(format!("at most {most} characters"))
    }
}

pub(super) fn oui(text: &str) -> Result<(), String> {
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(())
    } else {
        Err("six hexadecimal digits".to_string())
    }
}

pub(super) fn hook_name(text: &str) -> Result<(), String> {
    if text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    {
        Ok(())
    } else {
        Err("the name of a file in the platform's hooks directory".to_string())
    }
}

pub(super) fn interface(text: &str) -> Result<(), String> {
    if text.len() <= 15
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'/')
    {
        Ok(())
    } else {
        Err("an interface name of at most 15 characters".to_string())
    }
}

pub(super) fn url_path(text: &str) -> Result<(), String> {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if text.len() <= 128 && text.bytes().all(good) {
        Ok(())
    } else {
        Err("at most 128 letters, digits and any of - . _ ~ /".to_string())
    }
}

/// No line feed may get into a header.
pub(super) fn header_value(text: &str) -> Result<(), String> {
    if text.len() <= 256
        && text
            .bytes()
            .all(|byte| byte == b' ' || byte.is_ascii_graphic())
    {
        Ok(())
    } else {
        Err("at most 256 printable ASCII characters".to_string())
    }
}

pub(super) fn something(text: &str) -> Result<(), String> {
    if text.is_empty() {
        Err("a path".to_string())
    } else {
        Ok(())
    }
}

pub(super) fn date_time(text: &str) -> Result<(), String> {
    match DateTime::parse(text) {
        Ok(_) => Ok(()),
        Err(_) => Err("a time like 2026-01-31T03:00:00Z".to_string()),
    }
}

pub(super) fn delay(text: &str) -> Result<(), String> {
    match text.trim().parse() {
        Ok(-1..=0x7FFF_FFFF_i64) => Ok(()),
        _ => Err("seconds, or -1".to_string()),
    }
}

pub(super) fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let mut digits = text
        .bytes()
        .filter(|byte| *byte != b':')
        .map(|byte| char::from(byte).to_digit(16));
    let mut pin = [0; 32];
    for byte in &mut pin {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = u8::try_from(high << 4 | low).ok()?;
    }
    digits.next().is_none().then_some(pin)
}
