//! The part of a text that is meant, read and put in its place.

use super::Piece;
use core::net::Ipv6Addr;

impl Piece {
    /// The other option that has a part in the value.
    pub fn beside(&self) -> Option<&str> {
        match self {
            Piece::And(_, option) | Piece::Child(option) => Some(option),
            _ => None,
        }
    }

    /// The value of this option and the other one.
    pub fn joined(&self, text: &str, other: &str) -> String {
        match self {
            Piece::And(separator, _) if !other.is_empty() => format!("{text}{separator}{other}"),
            Piece::Child(_) => {
                let place = u16::from_str_radix(other, 16).unwrap_or(0);
                let prefix = Ipv6Addr::new(0, 0, 0, place, 0, 0, 0, 0);
                format!("{prefix}/{text}")
            }
            _ => text.to_owned(),
        }
    }

    /// What this option and the other one are to say.
    ///
    /// # Errors
    /// What the value was expected to be.
    pub fn parted(&self, value: &str) -> Result<(String, String), String> {
        let parts = match self {
            Piece::Child(_) if value.is_empty() => Some((String::new(), String::new())),
            Piece::And(separator, _) => value
                .split_once(*separator)
                .map(|(one, other)| (one.to_owned(), other.to_owned())),
            _ => value.split_once('/').and_then(|(prefix, length)| {
                let groups = prefix.parse::<Ipv6Addr>().ok()?.segments();
                let [0, 0, 0, place, 0, 0, 0, 0] = groups else {
                    return None;
                };
                let place = Some(place).filter(|place| *place > 0);
                let place = place.map(|place| format!("{place:x}"));
                Some((length.to_owned(), place.unwrap_or_default()))
            }),
        };
        parts.ok_or_else(|| match self {
            Piece::And(separator, _) => {
                format!("expected two parts and {separator}, got `{value}`")
            }
            _ => format!("expected ::/60 or 0:0:0:20::/64, got `{value}`"),
        })
    }

    /// The part of what an option says, or of its items.
    pub fn of(&self, items: &[&str]) -> Option<String> {
        match self {
            Piece::Has(item) => {
                let known = items.contains(&&**item);
                Some(if known { "1" } else { "0" }.to_owned())
            }
            Piece::Item(starts) => items
                .iter()
                .find_map(|item| item.strip_prefix(start_of(item, starts)?))
                .map(str::to_owned),
            Piece::Bits(start, from, count, _) => {
                let mut items = items.iter();
                let octet = items.find_map(|item| octet(item.strip_prefix(&**start)?))?;
                Some((octet >> from & ones(*count)).to_string())
            }
            Piece::Nth(number) => {
                let mut words = items.iter().flat_map(|item| item.split_whitespace());
                words.nth(number.checked_sub(1)?).map(str::to_owned)
            }
            Piece::Cut(tail, separator, _) => {
                let (head, rest) = cut(items.first()?, *separator);
                let part = match (tail, separator) {
                    (false, _) => head,
                    (true, None) => rest,
                    (true, Some(separator)) => rest.trim_start_matches(*separator),
                };
                (!part.is_empty()).then(|| part.to_owned())
            }
            Piece::Part(number, separator) => {
                let parts = parts(items.first()?, *separator);
                let part = parts.get(number.checked_sub(1)?)?.trim();
                (!part.is_empty()).then(|| part.to_owned())
            }
            Piece::Suffix(_)
            | Piece::Power(_)
            | Piece::Less(_)
            | Piece::Both(_)
            | Piece::Switches(..)
            | Piece::And(..)
            | Piece::Child(_) => Some(items.join(" ")),
            Piece::Begins(start) => {
                let begins = items.first()?.starts_with(&**start);
                Some(String::from(if begins { "1" } else { "0" }))
            }
            Piece::Behind(start, inner) => {
                let bare: Vec<&str> = items.iter().map(|item| bare(item, start)).collect();
                match inner {
                    Some(inner) => inner.of(&bare),
                    None => Some(bare.join(" ")),
                }
            }
            Piece::Between(start, end) => {
                let text = items.join(" ");
                let name = text.strip_prefix(&**start)?.strip_suffix(&**end)?;
                is_name(name).then(|| name.to_owned())
            }
        }
    }

    /// All that the option is to say when this part of it says something else.
    ///
    /// # Errors
    /// A part before this one that says nothing.
    pub fn put(&self, items: &[String], device: &str) -> Result<Vec<String>, String> {
        let mut left: Vec<String> = items.to_vec();
        match self {
            Piece::Has(item) => {
                if (device == "1") != left.iter().any(|known| **known == **item) {
                    left.retain(|known| **known != **item);
                    left.extend((device == "1").then(|| item.to_string()));
                }
            }
            Piece::Item(starts) => {
                let found = |item: &String| start_of(item, starts);
                let place = left.iter().position(|item| found(item).is_some());
                let start = place.and_then(|place| found(left.get(place)?));
                left.retain(|item| found(item).is_none());
                if !device.is_empty() {
                    let place = place.unwrap_or(left.len()).min(left.len());
                    let first = starts.split('|').next().unwrap_or_default();
                    left.insert(place, [start.unwrap_or(first), device].concat());
                }
            }
            Piece::Bits(start, from, count, none) => {
                let known = left.iter().find_map(|item| item.strip_prefix(&**start));
                let known = known.and_then(octet).unwrap_or(*none);
                let mask = ones(*count) << from;
                let new: u8 = device.parse().unwrap_or_default();
                let octet = known & !mask | new << from & mask;
                return Piece::Item(start.clone()).put(items, &format!("{octet:02x}"));
            }
            Piece::Part(number, separator) => {
                let text = left.first().map_or("", String::as_str);
                let mut parts = parts(text, *separator);
                put_part(&mut parts, *number, device)?;
                let text = parts.join(separator.encode_utf8(&mut [0; 4]));
                match left.first_mut() {
                    Some(first) => *first = text,
                    None => left.push(text),
                }
            }
            Piece::Nth(number) => {
                let words = items.iter().flat_map(|item| item.split_whitespace());
                let mut words: Vec<&str> = words.collect();
                put_part(&mut words, *number, device)?;
                left = words.into_iter().map(str::to_owned).collect();
            }
            Piece::Cut(tail, separator, all) => {
                let (head, rest) = cut(left.first().map_or("", String::as_str), *separator);
                let mut whole = String::from(if *tail { head } else { device });
                whole.extend(separator.filter(|_| *tail && !device.is_empty()));
                whole.push_str(if *tail { device } else { rest });
                let fits = all.iter().find(|known| ***known == *whole);
                // What goes with none of these digits has others.
                let near = || {
                    let mut all = all.iter();
                    all.find(|known| !tail && cut(known, *separator).0 == device)
                };
                let Some(found) = fits.or_else(near) else {
                    return Err(format!("expected one of {}, got {whole}", all.join(", ")));
                };
                left = vec![found.to_string()];
            }
            Piece::Begins(start) => match left.first_mut() {
                Some(first) if !first.is_empty() => {
                    let mark = if device == "1" { &**start } else { "" };
                    *first = [mark, bare(first, start)].concat();
                }
                _ if device == "1" => {
                    return Err("expected what it is about to be set as well".to_owned());
                }
                _ => {}
            },
            Piece::Behind(start, inner) => {
                let marked = left.first().is_some_and(|item| item.starts_with(&**start));
                if marked && let Some(first) = left.first_mut() {
                    *first = bare(first, start).to_owned();
                }
                left = match inner {
                    Some(inner) => inner.put(&left, device)?,
                    None => vec![device.to_owned()],
                };
                if marked
                    && let Some(first) = left.first_mut()
                    && !first.is_empty()
                {
                    first.insert_str(0, start);
                }
            }
            Piece::Between(start, end) => {
                let items: Vec<&str> = items.iter().map(String::as_str).collect();
                let is_one = self.of(&items).is_some();
                if device.is_empty() {
                    if is_one {
                        left.clear();
                    }
                } else if is_one || items.iter().all(|item| item.is_empty()) {
                    left = vec![[start, device, end].concat()];
                } else {
                    return Err(
                        "expected what it says otherwise to be taken away before".to_owned()
                    );
                }
            }
            Piece::Suffix(_)
            | Piece::Power(_)
            | Piece::Less(_)
            | Piece::Both(_)
            | Piece::Switches(..)
            | Piece::And(..)
            | Piece::Child(_) => left = vec![device.to_owned()],
        }
        Ok(left)
    }
}

/// That of these texts, parted by bars, that the item begins with.
fn start_of<'t>(item: &str, starts: &'t str) -> Option<&'t str> {
    starts.split('|').find(|start| item.starts_with(start))
}

fn octet(text: &str) -> Option<u8> {
    u8::from_str_radix(text, 16).ok()
}

/// So many bits, from the last.
fn ones(count: u8) -> u8 {
    u8::MAX >> 8_u8.saturating_sub(count).min(7)
}

/// Without the mark that may stand before it.
fn bare<'t>(item: &'t str, mark: &str) -> &'t str {
    item.strip_prefix(mark).map_or(item, str::trim_start)
}

fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    !text.is_empty() && text.bytes().all(plain)
}

/// What the separator parts. Where that is a blank, a comma and several of them part, too.
fn parts(text: &str, separator: char) -> Vec<&str> {
    match separator {
        ' ' => {
            let parts = text.split([' ', ',']);
            parts.filter(|part| !part.is_empty()).collect()
        }
        _ => text.split(separator).collect(),
    }
}

/// Another text in place of the part with this number, from 1.
///
/// # Errors
/// A part before it is empty.
fn put_part<'t>(parts: &mut Vec<&'t str>, number: usize, text: &'t str) -> Result<(), String> {
    while parts.len() < number {
        parts.push("");
    }
    if let Some(part) = parts.get_mut(number.saturating_sub(1)) {
        *part = text;
    }
    while parts.last() == Some(&"") {
        parts.pop();
    }
    match parts.contains(&"") {
        true => Err("expected what stands before it to be set as well".to_owned()),
        false => Ok(()),
    }
}

/// What stands before the first digit or separator, and the rest.
fn cut(text: &str, separator: Option<char>) -> (&str, &str) {
    let at = text.find(|c: char| match separator {
        Some(separator) => c == separator,
        None => c.is_ascii_digit(),
    });
    text.split_at(at.unwrap_or(text.len()))
}
