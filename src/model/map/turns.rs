//! From the device's text to the parameter's value and back, and the picking of a text from a file.

use super::octets;
use super::{Family, Form, Pick, Piece, Scale, Turns};
use crate::model::lexical::{decimal, trimmed};
use crate::model::uuid;
pub use crate::platform::uci::boolean;
use crate::time::{DateTime, utc};
use core::net::Ipv4Addr;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Octets of a comment of nftables, without what fw4 writes before and behind it: `!fw4: … (reflection)`.
const SHORT: usize = 100;

impl Turns {
    /// Whether the device's text is the parameter's value as it stands.
    pub fn is_plain(&self) -> bool {
        let Turns {
            negate,
            pairs,
            refers,
            scale,
            int,
            sum: _,
            form,
            list,
            through: _,
            default: _,
            read_only: _,
            when: _,
            by: _,
            piece,
            without: _,
            resets: _,
            ends: _,
            together: _,
            each: _,
            among: _,
            like: _,
            stays: _,
            beside: _,
        } = self;
        !negate
            && pairs.is_empty()
            && refers.is_empty()
            && scale.is_none()
            && !int
            && form.is_none()
            && piece.is_none()
            && !list
    }

    /// The parameter's value for the device's text. `refers` is not applied: it needs the tree.
    ///
    /// # Errors
    /// What the device was expected to say.
    pub fn to_parameter(&self, device: &str) -> Result<String, String> {
        match self.list {
            true => self.items_to_parameter(&mut device.split_whitespace()),
            false => self.item_to_parameter(device),
        }
    }

    /// The comma-separated value for the items of a uci list option (TR-106 3.2.3).
    ///
    /// # Errors
    /// As for [`Turns::to_parameter`].
    pub fn items_to_parameter(
        &self,
        items: &mut dyn Iterator<Item = &str>,
    ) -> Result<String, String> {
        let mut value = String::new();
        for (place, item) in items.enumerate() {
            let item = self.item_to_parameter(item)?;
            // Several words of the device may be the same one of the model.
            if !self.pairs.is_empty() && value.split(',').any(|known| known == item) {
                continue;
            }
            if place > 0 {
                value.push(',');
            }
            // A word of the model may be several.
            match self.pairs.iter().any(|(_, word)| **word == *item) {
                true => value.push_str(&item),
                false => push_escaped(&mut value, &item),
            }
        }
        Ok(value)
    }

    /// The device's text for the parameter's value.
    ///
    /// # Errors
    /// Why the device has no text for it; the ACS asked for something impossible (9007).
    pub fn to_device(&self, value: &str) -> Result<String, String> {
        if !self.list {
            return self.item_to_device(value);
        }
        let items = self.to_items(value)?;
        match items
            .iter()
            .find(|item| item.is_empty() || item.contains(char::is_whitespace))
        {
            Some(item) => Err(format!("expected items without blanks, got `{item}`")),
            None => Ok(items.join(" ")),
        }
    }

    /// The items of a uci list option for the parameter's comma-separated value.
    ///
    /// # Errors
    /// As for [`Turns::to_device`].
    pub fn to_items(&self, value: &str) -> Result<Vec<String>, String> {
        if trimmed(value).is_empty() {
            return Ok(Vec::new());
        }
        value
            .split(',')
            .map(|item| self.item_to_device(&unescape(trimmed(item))))
            .collect()
    }

    /// Which addresses are meant, and no others.
    pub fn family(&self) -> Option<Family> {
        match self.form {
            Some(Form::Family(family)) => Some(family),
            _ => None,
        }
    }

    /// What it means when the device says nothing: `default VALUE`; without it, an absent option that
    /// is negated is true, since an absent uci boolean is false. `None`: the schema decides.
    pub fn when_silent(&self) -> Option<&str> {
        match &self.default {
            Some(value) => Some(value),
            None => self.negate.then_some("true"),
        }
    }

    fn item_to_parameter(&self, device: &str) -> Result<String, String> {
        if self.negate {
            let truth = boolean(device)
                .ok_or_else(|| format!("expected a boolean (0 or 1), got `{device}`"))?;
            return Ok(if truth { "false" } else { "true" }.to_owned());
        }
        if !self.pairs.is_empty() {
            let said = |text: &str| {
                let mut pairs = self.pairs.iter();
                pairs.find(|(word, _)| literal(word) == Some(text))
            };
            // Services take a boolean in any of its words.
            let exact = said(device).or_else(|| said(if boolean(device)? { "1" } else { "0" }));
            match exact.or_else(|| self.pairs.iter().find(|(word, _)| &**word == "*")) {
                Some((word, value)) if &**value != "*" || &**word != "*" => {
                    return Ok(value.to_string());
                }
                Some(_) => {}
                None => return Err(self.expected(device, false)),
            }
        }
        let mut text = Cow::Borrowed(device);
        // What is yet to be filled in needs the row.
        if let Some(Piece::Suffix(suffix)) = self.piece.as_deref()
            && !suffix.contains('{')
            && !device.is_empty()
        {
            text = Cow::Owned([device, suffix].concat());
        }
        if self.int {
            text = Cow::Borrowed(digits(device)?);
        }
        match self.scale {
            Some(Scale::Times(factor)) => text = Cow::Owned(times(&text, factor)?),
            Some(Scale::Divide(factor)) => {
                text = Cow::Owned((number(&text)? / i128::from(factor)).to_string())
            }
            None => {}
        }
        Ok(match self.form {
            Some(Form::Upper) => text.to_uppercase(),
            Some(Form::Lower) => text.to_lowercase(),
            Some(Form::Netmask) => netmask(&text)?,
            Some(Form::Prefix) => prefix(&text)?,
            Some(Form::Uuid) => uuid::of_unit(&text),
            Some(Form::Duration) => seconds(&text)?,
            Some(form @ (Form::Hex | Form::Network)) => {
                match u64::from_str_radix(text.trim().trim_start_matches("0x"), 16) {
                    Ok(number) if form == Form::Network => u16::from_be(number as u16).to_string(),
                    Ok(number) => number.to_string(),
                    Err(_) => return Err(format!("expected a hexadecimal number, got `{text}`")),
                }
            }
            Some(Form::Octets) => octets::to_hex(&text),
            Some(Form::Bytes(from, count)) => {
                let mut octets = text.split_whitespace().skip(from.into());
                let mut hex = String::new();
                for _ in 0..count {
                    let octet: u8 = match octets.next().map(str::parse) {
                        Some(Ok(octet)) => octet,
                        None => 0,
                        Some(Err(_)) => return Err(format!("expected octets, got `{text}`")),
                    };
                    let _ = write!(hex, "{octet:02X}");
                }
                hex
            }
            Some(Form::Code(factor, more, nothing)) => match code(text.trim(), factor, more) {
                Some(code) => code.to_string(),
                None => nothing.to_string(),
            },
            Some(Form::Counter) => (number(&text)? & i128::from(u32::MAX)).to_string(),
            Some(Form::Plmn) => text.replace(',', ""),
            Some(Form::Epoch) => match number(&text)?.try_into() {
                Ok(unix @ 1..) => utc(unix),
                _ => String::new(),
            },
            // With what the clock says, the view does it.
            Some(Form::Short | Form::Left | Form::Ago | Form::Remains | Form::Family(_)) | None => {
                text.into_owned()
            }
        })
    }

    fn item_to_device(&self, value: &str) -> Result<String, String> {
        if self.negate {
            let truth =
                boolean(value).ok_or_else(|| format!("expected a boolean, got `{value}`"))?;
            return Ok(if truth { "0" } else { "1" }.to_owned());
        }
        if !self.pairs.is_empty() {
            let known = self
                .pairs
                .iter()
                .find_map(|(word, said)| literal(word).filter(|_| &**said == value));
            if let Some(word) = known {
                return Ok(word.to_owned());
            }
            // A device word whose meaning is another one cannot be written as it is.
            let taken = self
                .pairs
                .iter()
                .any(|(word, _)| literal(word) == Some(value));
            if taken
                || !self
                    .pairs
                    .iter()
                    .any(|(word, said)| &**word == "*" && &**said == "*")
            {
                return Err(self.expected(value, true));
            }
        }
        if let Some(Piece::Suffix(suffix)) = self.piece.as_deref() {
            return match value.strip_suffix(&**suffix) {
                Some(text) => Ok(text.to_owned()),
                None if value.is_empty() => Ok(String::new()),
                None => Err(format!("expected `{suffix}` at the end, got `{value}`")),
            };
        }
        match self.scale {
            None if self.form == Some(Form::Netmask) => prefix_length(value),
            None if self.form == Some(Form::Epoch) => {
                match DateTime::parse(value).map(|moment| moment.unix()) {
                    Ok(Some(unix @ 1..)) => Ok(unix.to_string()),
                    _ => Err(format!("expected a moment after 1970, got `{value}`")),
                }
            }
            None if self.form == Some(Form::Octets) => octets::to_text(value),
            None if self.form == Some(Form::Plmn) => match value.split_at_checked(3) {
                Some((country, network)) if matches!(network.len(), 2 | 3) => {
                    Ok([country, ",", network].concat())
                }
                _ => Err(format!(
                    "expected five or six digits such as 26201, got `{value}`"
                )),
            },
            None if self.form == Some(Form::Prefix) => length_of(value),
            None if self.form == Some(Form::Short)
                && (value.len() > SHORT || value.contains('"')) =>
            {
                Err(format!(
                    "expected at most {SHORT} octets without quotation marks"
                ))
            }
            None => match self.family() {
                Some(family) if !family.is_of(value) => {
                    Err(format!("expected an {family:?} address, got `{value}`"))
                }
                _ => Ok(value.to_owned()),
            },
            Some(Scale::Divide(factor)) => times(value, factor),
            Some(Scale::Times(factor)) => {
                let factor = i128::from(factor);
                let number = number(value)?;
                match number % factor {
                    0 => Ok((number / factor).to_string()),
                    _ => Err(format!("expected a multiple of {factor}, got {number}")),
                }
            }
        }
    }

    /// ``expected `A` or `B`, got …``, from one side of the pairs.
    fn expected(&self, got: &str, values: bool) -> String {
        let mut text = String::from("expected ");
        let mut seen: Vec<&str> = Vec::new();
        for (device, value) in self.pairs.iter().filter(|(word, _)| &**word != "*") {
            let word = &**if values { value } else { device };
            if !seen.contains(&word) {
                let _ = write!(
                    text,
                    "{}`{word}`",
                    if seen.is_empty() { "" } else { " or " }
                );
                seen.push(word);
            }
        }
        let _ = write!(text, ", got `{got}`");
        text
    }
}

impl Form {
    /// The word of a form that has no way back to the device.
    pub fn only_reads(self) -> Option<&'static str> {
        Some(match self {
            Form::Hex => "hex",
            Form::Network => "network",
            Form::Bytes(..) => "bytes",
            Form::Code(..) => "code",
            Form::Left => "left",
            Form::Remains => "remains",
            Form::Ago => "ago",
            _ => return None,
        })
    }
}

impl Pick {
    /// The part of a file's text that is meant, without its line end; `None` where it is not there. `start`:
    /// `matching`, filled in.
    /// Without any pick it is the whole text, without one line end at its end.
    pub fn find<'a>(&self, text: &'a str, start: Option<&str>) -> Option<&'a str> {
        let mut lines = text.lines();
        let mut found = match (self.line, start, self.word) {
            (None, None, None) => {
                return Some(
                    text.strip_suffix('\n')
                        .map_or(text, |rest| rest.strip_suffix('\r').unwrap_or(rest)),
                );
            }
            (Some(line), None, _) => lines.nth(line.checked_sub(1)?)?,
            (line, Some(start), _) => {
                let from = line.map_or(0, |line| line.saturating_sub(1));
                let rest = lines.skip(from).find_map(|line| line.strip_prefix(start))?;
                if self.separator.is_none() {
                    rest.trim()
                } else {
                    rest
                }
            }
            (None, None, Some(_)) => lines.next()?,
        };
        if let Some(word) = self.word {
            found = nth_word(found, self.separator, word)?;
        }
        Some(found)
    }
}

/// Word `number` (from 1) of a line, parted by blanks or by `separator`.
pub fn nth_word(line: &str, separator: Option<char>, number: usize) -> Option<&str> {
    let number = number.checked_sub(1)?;
    match separator {
        Some(separator) => line.split(separator).nth(number).map(str::trim),
        None => line.split_whitespace().nth(number),
    }
}

/// `code N M X`: the whole number that is nearest to a decimal one times N and M more. To read floating point numbers
/// takes 13 KB.
fn code(text: &str, factor: i16, more: i16) -> Option<i128> {
    const ONE: i128 = 1_000_000;
    let text = decimal(text)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let millionths: i128 = format!("{whole}{fraction:0<6.6}").parse().ok()?;
    let code = millionths.saturating_mul(factor.into());
    let code = code.saturating_add(i128::from(more) * ONE);
    let half = if code < 0 { -ONE / 2 } else { ONE / 2 };
    let code = code.saturating_add(half) / ONE;
    Some(code.clamp(i32::MIN.into(), i32::MAX.into()))
}

/// The device's word of a pair; `None` for the `*` that stands for any. `\*` is a star itself.
fn literal(word: &str) -> Option<&str> {
    match word {
        "*" => None,
        "\\*" => Some("*"),
        word => Some(word),
    }
}

/// The number that a text begins with, with its sign.
fn digits(text: &str) -> Result<&str, String> {
    let text = text.trim_start();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let sign = text.len() - unsigned.len();
    match unsigned.bytes().take_while(u8::is_ascii_digit).count() {
        0 => Err(format!("expected a number, got `{text}`")),
        length => Ok(text.get(..sign + length).unwrap_or_default()),
    }
}

fn number(text: &str) -> Result<i128, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("expected a whole number, got `{text}`"))
}

fn times(text: &str, factor: u32) -> Result<String, String> {
    // 8.3 times 10 is a whole number; what is beyond that is cut off.
    if let Some((whole, fraction)) = text.trim().split_once('.')
        && let Some(fraction) = fraction.get(..fraction.len().min(6))
        && let Ok(power) = u32::try_from(fraction.len())
    {
        let scaled = number(&[whole, fraction].concat())?;
        let factor = i128::from(factor);
        return Ok((scaled.saturating_mul(factor) / 10i128.pow(power)).to_string());
    }
    match number(text)?.checked_mul(i128::from(factor)) {
        Some(product) => Ok(product.to_string()),
        None => Err(format!("expected a smaller number, got {text}")),
    }
}

/// The mask of a prefix length; a mask stays as it is.
pub fn netmask(text: &str) -> Result<String, String> {
    match text.trim().parse() {
        Ok(length @ 0..=32u32) => {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            Ok(Ipv4Addr::from(mask).to_string())
        }
        _ if text.contains('.') => Ok(text.to_owned()),
        _ => Err(format!("expected the length of a prefix, got `{text}`")),
    }
}

/// The prefix of this length, or of this mask, without an address.
fn prefix(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.parse::<u8>() {
        Ok(0..=128) => Ok(format!("/{text}")),
        _ if text.contains('.') => Ok(format!("/{}", prefix_length(text)?)),
        _ => Err(format!("expected the length of a prefix, got `{text}`")),
    }
}

/// The length of a prefix, whose address does not count.
fn length_of(prefix: &str) -> Result<String, String> {
    match prefix.trim().rsplit_once('/').map(|(_, length)| length) {
        Some(length) if length.parse().is_ok_and(|length: u8| length <= 128) => {
            Ok(length.to_owned())
        }
        _ if prefix.is_empty() => Ok(String::new()),
        _ => Err(format!("expected a prefix such as /24, got `{prefix}`")),
    }
}

/// `12h`, `90m`, `2d`, `3600`.
fn seconds(text: &str) -> Result<String, String> {
    let text = text.trim();
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let factor = match unit {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86400,
        "w" => 604_800,
        _ => return Err(format!("expected a time like 12h, got `{text}`")),
    };
    times(text.strip_suffix(unit).unwrap_or(text), factor)
}

pub(super) fn prefix_length(mask: &str) -> Result<String, String> {
    let bits = mask.trim().parse().map(Ipv4Addr::to_bits);
    match bits {
        Ok(bits) if bits.leading_ones() + bits.trailing_zeros() == 32 => {
            Ok(bits.leading_ones().to_string())
        }
        _ => Err(format!(
            "expected a mask such as 255.255.255.0, got `{mask}`"
        )),
    }
}

/// An item of a list must not hold a comma or a blank as they are (TR-106 3.2.3).
fn push_escaped(list: &mut String, item: &str) {
    for character in item.chars() {
        match character {
            ',' | '%' | ' ' | '\t' | '\n' | '\r' => {
                let _ = write!(list, "%{:02X}", u32::from(character));
            }
            _ => list.push(character),
        }
    }
}

fn unescape(item: &str) -> Cow<'_, str> {
    if !item.contains('%') {
        return Cow::Borrowed(item);
    }
    let mut bytes = Vec::with_capacity(item.len());
    let mut rest = item.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => {
                hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low)
            }
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = after
            .get(if escaped.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    match String::from_utf8(bytes) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(item),
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;
