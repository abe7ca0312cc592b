//! Options read one by one: what was asked for, what was wrong, what nobody knows.

use super::Given;
use super::OptionLine;
use super::check::*;

/// Reads options one by one and keeps count of what was asked for and what was wrong.
pub(super) struct Reader<'a> {
    file: &'a str,
    options: &'a [OptionLine<'a>],
    pub(super) asked: Vec<(&'static str, &'static str)>,
    /// With their lines, in order.
    errors: Vec<(u32, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a str, options: &'a [OptionLine<'a>]) -> Reader<'a> {
        Reader {
            file,
            options,
            asked: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// The warnings, or else all errors in the order of the file.
    pub(super) fn finish(self) -> Result<Vec<String>, Vec<String>> {
        if self.errors.is_empty() {
            return Ok(self.unknown());
        }
        Err(self.errors.into_iter().map(|(_, error)| error).collect())
    }

    /// The last line wins, as uci has it.
    fn find(&mut self, section: &'static str, option: &'static str) -> Option<&'a str> {
        self.asked.push((section, option));
        self.line(section, option).map(|line| line.value)
    }

    fn line(&self, section: &str, option: &str) -> Option<&'a OptionLine<'a>> {
        self.options
            .iter()
            .rev()
            .find(|line| line.section == section && line.option == option)
    }

    /// `problem` says what was expected and what came.
    pub(super) fn error(&mut self, section: &str, option: &str, problem: &str) {
        let line = self.line(section, option).map_or(0, |line| line.line);
        let error = format!("{}:{line}: option {option}: {problem}", self.file);
        let place = self.errors.partition_point(|(before, _)| *before <= line);
        self.errors.insert(place, (line, error));
    }

    pub(super) fn text(
        &mut self,
        section: &'static str,
        option: &'static str,
        default: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> String {
        let value = self.find(section, option).unwrap_or(default);
        if let Err(expected) = check(value) {
            self.error(
                section,
                option,
                &format!("expected {expected}, got {}", quoted(value)),
            );
        }
        value.to_string()
    }

    /// All lines of an option, in their order.
    #[cfg(feature = "xmpp")]
    pub(super) fn list(
        &mut self,
        section: &'static str,
        option: &'static str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Vec<String> {
        self.asked.push((section, option));
        let lines = self.options.iter();
        let lines = lines.filter(|line| line.section == section && line.option == option);
        let lines = lines.filter(|line| !line.value.is_empty());
        let values: Vec<String> = lines.map(|line| line.value.to_string()).collect();
        if let Some(expected) = values.iter().find_map(|value| check(value).err()) {
            self.error(section, option, &format!("expected {expected} for each"));
        }
        values
    }

    /// A value that no message may show.
    pub(super) fn secret(&mut self, section: &'static str, option: &'static str) -> String {
        let value = self.find(section, option).unwrap_or_default();
        if at_most_256(value).is_err() {
            let came = value.chars().count();
            self.error(
                section,
                option,
                &format!("expected at most 256 characters, got {came}"),
            );
        }
        value.to_string()
    }

    pub(super) fn boolean(
        &mut self,
        section: &'static str,
        option: &'static str,
        default: bool,
    ) -> bool {
        match self.find(section, option) {
            None => default,
            Some("1" | "yes" | "on" | "true" | "enabled") => true,
            Some("0" | "no" | "off" | "false" | "disabled") => false,
            Some(other) => {
                self.error(
                    section,
                    option,
                    &format!("expected 1 or 0, got {}", quoted(other)),
                );
                default
            }
        }
    }

    pub(super) fn number(
        &mut self,
        section: &'static str,
        option: &'static str,
        default: u32,
        least: u32,
        most: u32,
    ) -> u32 {
        let Some(text) = self.find(section, option) else {
            return default;
        };
        match text.trim().parse() {
            Ok(number) if (least..=most).contains(&number) => number,
            _ => {
                let problem = format!(
                    "expected a number from {least} to {most}, got {}",
                    quoted(text)
                );
                self.error(section, option, &problem);
                default
            }
        }
    }

    /// One of some words; the first is the default.
    pub(super) fn word(
        &mut self,
        section: &'static str,
        option: &'static str,
        words: &[&'static str],
    ) -> String {
        let default = words.first().copied().unwrap_or_default();
        let value = self.find(section, option).unwrap_or(default);
        if !words.contains(&value) {
            self.error(
                section,
                option,
                &format!("expected {}, got {}", words.join(" or "), quoted(value)),
            );
        }
        value.to_string()
    }

    pub(super) fn given(
        &mut self,
        option: &'static str,
        file_option: &'static str,
        check: fn(&str) -> Result<(), String>,
    ) -> Given {
        let value = self.find("device", option).unwrap_or_default();
        let file = self.find("device", file_option).unwrap_or_default();
        if !value.is_empty() && !file.is_empty() {
            self.error(
                "device",
                file_option,
                &format!("expected either this or option {option}, got both"),
            );
        }
        if !value.is_empty() {
            if let Err(expected) = check(value) {
                self.error(
                    "device",
                    option,
                    &format!("expected {expected}, got {}", quoted(value)),
                );
            }
            Given::Value(value.to_string())
        } else if !file.is_empty() {
            Given::File(file.to_string())
        } else {
            Given::Nothing
        }
    }

    pub(super) fn pins(&mut self) -> Vec<[u8; 32]> {
        self.asked.push(("tls", "pin"));
        let mut pins = Vec::new();
        for line in self
            .options
            .iter()
            .filter(|line| line.section == "tls" && line.option == "pin")
        {
            for word in line.value.split_whitespace() {
                match fingerprint(word) {
                    Some(pin) => pins.push(pin),
                    None => {
                        let error = format!(
                            "{}:{}: option pin: expected 64 hexadecimal digits of SHA-256, got {}",
                            self.file,
                            line.line,
                            quoted(word)
                        );
                        self.errors.push((line.line, error));
                    }
                }
            }
        }
        pins
    }

    /// The words of all lines of a list.
    pub(super) fn words(&mut self, section: &'static str, option: &'static str) -> Vec<String> {
        self.asked.push((section, option));
        let lines = self.options.iter();
        lines
            .filter(|line| line.section == section && line.option == option)
            .flat_map(|line| line.value.split_whitespace().map(String::from))
            .collect()
    }

    /// Warnings about options that nobody asked for, each once.
    fn unknown(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for line in self.options {
            if self.asked.contains(&(line.section, line.option)) {
                continue;
            }
            let known_section = self
                .asked
                .iter()
                .any(|(section, _)| *section == line.section);
            let (what, came, near) = if known_section {
                let names = self
                    .asked
                    .iter()
                    .filter(|(section, _)| *section == line.section);
                (
                    "option",
                    line.option,
                    nearest(line.option, names.map(|(_, option)| *option)),
                )
            } else {
                let names = self.asked.iter().map(|(section, _)| *section);
                ("section", line.section, nearest(line.section, names))
            };
            let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
            let warning = format!(
                "{}:{}: unknown {what} {}{hint}",
                self.file,
                line.line,
                quoted(came)
            );
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
        warnings
    }
}

/// A value as a message shows it: short, on one line, without the password of a URL.
fn quoted(text: &str) -> String {
    let text = match (text.split_once("//"), text.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}//***@{host}"),
        _ => text.to_string(),
    };
    let short: String = text.chars().take(64).collect();
    format!("{short:?}")
}

/// The known name that takes the fewest edits, if that is a plausible slip.
fn nearest<'n>(came: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (edits, name) = known.map(|name| (distance(came, name), name)).min()?;
    (edits <= 2.max(name.len() / 3)).then_some(name)
}

/// Levenshtein's distance, of names up to 32 bytes.
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() > 32 || right.len() > 32 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut diagonal = i;
        let mut last = i + 1;
        for (cell, r) in row.iter_mut().skip(1).zip(right) {
            let new = (diagonal + usize::from(l != r))
                .min(last + 1)
                .min(*cell + 1);
            diagonal = *cell;
            *cell = new;
            last = new;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}
