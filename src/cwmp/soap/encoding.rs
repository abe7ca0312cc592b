//! Bytes to text: CWMP is UTF-8, and a few old ACSs say Latin-1.

use super::SoapError;
use std::borrow::Cow;

/// The message as text, and how many bytes before it were passed over.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, usize), SoapError> {
    let (mut bytes, mut skipped) = (bytes, 0);
    while let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        (bytes, skipped) = (rest, skipped + 3);
    }
    if let [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] | [0, 0, ..] = bytes
    {
        return Err(SoapError {
            what: "expected UTF-8, got UTF-16 or UTF-32".into(),
            at: 0,
        });
    }
    if skipped == 0
        && let Some((name, at)) = declared(bytes)
    {
        match name.to_ascii_lowercase().as_slice() {
            b"utf-8" | b"utf8" | b"us-ascii" | b"ascii" => {}
            b"iso-8859-1" | b"iso8859-1" | b"iso_8859-1" | b"latin1" | b"latin-1" => {
                return Ok((
                    Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
                    skipped,
                ));
            }
            _ => {
                let name = name.escape_ascii().to_string();
                let what = format!("expected the encoding UTF-8 or ISO-8859-1, got {name}");
                return Err(SoapError { what, at });
            }
        }
    }
    match core::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), skipped)),
        Err(error) => {
            let at = skipped + error.valid_up_to();
            Err(SoapError {
                what: "expected UTF-8, got bytes that are not".into(),
                at,
            })
        }
    }
}

/// The encoding that an XML declaration names, and where it stands.
fn declared(bytes: &[u8]) -> Option<(&[u8], usize)> {
    const KEY: &[u8] = b"encoding";
    let start = bytes.len() - bytes.trim_ascii_start().len();
    let head = bytes.get(start..)?;
    let head = head.get(..head.len().min(256))?;
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let head = head.get(..end)?;
    let key = head.windows(KEY.len()).position(|word| word == KEY)?;
    let value = head
        .get(key + KEY.len()..)?
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let name = value.split(|byte| byte == quote).next()?;
    Some((name, start + key))
}
