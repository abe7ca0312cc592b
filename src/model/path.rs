//! A path as the ACS writes it: names, instance numbers, aliases and wildcards (TR-106 3.1, TR-069 3.6.1).

/// The longest path that the standard allows, in characters (TR-069 A.2.1).
pub const MAX_PATH: usize = 256;

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    pub segments: Vec<Segment<'a>>,
    /// It ends with a dot, or is empty: an object and all below it.
    pub partial: bool,
}

/// What stands between two dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    Name(&'a str),
    /// An instance number, from 1.
    Number(u32),
    /// `[alias]`
    Alias(&'a str),
    /// `*`: every instance.
    Any,
}

impl<'a> Path<'a> {
    /// Reads a path. The error says which part is no part of a path.
    pub fn parse(text: &'a str) -> Result<Path<'a>, String> {
        if text.chars().count() > MAX_PATH {
            return Err(format!(
                "expected at most {MAX_PATH} characters, got {}",
                text.chars().count()
            ));
        }
        let mut segments = Vec::with_capacity(8);
        let mut rest = text;
        while !rest.is_empty() {
            let end = match rest.strip_prefix('[') {
                Some(alias) => alias
                    .find(']')
                    .map(|at| at + 2)
                    .ok_or_else(|| format!("expected `]` after `[` in {text:?}"))?,
                None => rest.find('.').unwrap_or(rest.len()),
            };
            let (word, after) = rest.split_at(end);
            segments.push(Segment::parse(word).ok_or_else(|| {
                format!("expected a name, a number from 1, [alias] or * between the dots, got {word:?} in {text:?}")
            })?);
            rest = match after.strip_prefix('.') {
                Some("") => {
                    return Ok(Path {
                        segments,
                        partial: true,
                    });
                }
                Some(next) => next,
                None if after.is_empty() => after,
                None => return Err(format!("expected a dot after {word:?} in {text:?}")),
            };
        }
        let partial = segments.is_empty();
        Ok(Path { segments, partial })
    }
}

impl<'a> Segment<'a> {
    fn parse(word: &'a str) -> Option<Segment<'a>> {
        if word == "*" {
            return Some(Segment::Any);
        }
        if let Some(alias) = word
            .strip_prefix('[')
            .and_then(|word| word.strip_suffix(']'))
        {
            return (!alias.is_empty()).then_some(Segment::Alias(alias));
        }
        let first = word.chars().next()?;
        if first.is_ascii_digit() {
            let number = word
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then(|| word.parse().ok())??;
            return (number > 0 && first != '0').then_some(Segment::Number(number));
        }
        let name = (first.is_alphabetic() || first == '_')
            && word
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        name.then_some(Segment::Name(word))
    }
}

/// Whether this is an Alias that an ACS may give: 1 to 64 letters, digits, `_` and `-`, first a
/// letter (TR-106 3.8.1).
pub fn is_alias(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_an_acs_writes() {
        use Segment::{Alias, Any, Name, Number};
        let table: &[(&str, &[Segment], bool)] = &[
            ("", &[], true),
            ("Device.", &[Name("Device")], true),
            (
                "Device.DeviceInfo.UpTime",
                &[Name("Device"), Name("DeviceInfo"), Name("UpTime")],
                false,
            ),
            (
                "Device.WiFi.SSID.3.",
                &[Name("Device"), Name("WiFi"), Name("SSID"), Number(3)],
                true,
            ),
            (
                "Device.Host.[cpe-1].Name",
                &[Name("Device"), Name("Host"), Alias("cpe-1"), Name("Name")],
                false,
            ),
            ("Device.Host.*.", &[Name("Device"), Name("Host"), Any], true),
            (
                "Device.X_EXAMPLE-COM_LED.",
                &[Name("Device"), Name("X_EXAMPLE-COM_LED")],
                true,
            ),
            (
                "Device.Host.[a.b].",
                &[Name("Device"), Name("Host"), Alias("a.b")],
                true,
            ),
        ];
        for (text, segments, partial) in table {
            assert_eq!(
                Path::parse(text).unwrap(),
                Path {
                    segments: segments.to_vec(),
                    partial: *partial
                },
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let long = format!("Device.{}", "a".repeat(250));
        for text in [
            ".",
            "Device..",
            ".Device",
            "Device.WiFi.0.",
            "Device.WiFi.01.",
            "Device.WiFi.[",
            "Device.[].",
            "Device.[a]b.",
            "Device.99999999999.",
            "Device. UpTime",
            "Device.Up=1",
            "Device.{i}.",
            "Device.1a.",
            &long,
        ] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }
}
