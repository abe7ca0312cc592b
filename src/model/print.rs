//! The schema as `.dm` lines, in the form that [`super::schema`] describes and reads.

use super::schema::{Notify, Object, Parameter, slashes};
use super::value::{Bounds, ListRule, Type};
use std::fmt::{self, Display, Write};

/// The line of an object and those of its parameters.
impl Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.writable {
            f.write_str(" rw")?;
        }
        for key in &self.keys {
            f.write_str(if key.functional {
                " enabled-key "
            } else {
                " key "
            })?;
            write_joined(f, &key.parameters)?;
        }
        if let Some(enable) = &self.enable {
            write!(f, " enable {enable}")?;
        }
        if let Some(entries) = &self.entries {
            write!(f, " entries {entries}")?;
        }
        if self.deprecated {
            f.write_str(" deprecated")?;
        }
        f.write_char('\n')?;
        self.parameters
            .iter()
            .try_for_each(|parameter| writeln!(f, "  {parameter}"))
    }
}

impl Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.syntax)?;
        if self.writable {
            f.write_str(" rw")?;
        }
        if let Some(default) = &self.default {
            f.write_str(" = ")?;
            write_word(f, default, false)?;
        }
        let notify = match self.notify {
            Notify::Normal => None,
            Notify::CanDeny => Some("candeny"),
            Notify::ForceEnabled => Some("active"),
            Notify::ForceDefaultEnabled => Some("defactive"),
        };
        let flags = [
            self.hidden.then_some("hidden"),
            self.command.then_some("command"),
            self.forced_inform.then_some("forced"),
            notify,
            self.deprecated.then_some("deprecated"),
        ];
        flags
            .iter()
            .flatten()
            .try_for_each(|flag| write!(f, " {flag}"))
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(rule) = &self.list {
            write_list(f, rule)?;
        }
        let words_alone = !self.enumeration.is_empty() && self.sizes.is_empty();
        if !words_alone {
            f.write_str(self.base.name())?;
            write_sizes(f, &self.sizes)?;
            if !self.ranges.is_empty() {
                f.write_char('(')?;
                for (count, range) in self.ranges.iter().enumerate() {
                    if count > 0 {
                        f.write_char(',')?;
                    }
                    write_bounds(f, range.least, range.most)?;
                    if let Some(step) = range.step {
                        write!(f, "/{step}")?;
                    }
                }
                f.write_char(')')?;
            }
        }
        for (count, word) in self.enumeration.iter().enumerate() {
            match count {
                0 if words_alone => {}
                0 => f.write_char(' ')?,
                _ => f.write_char('|')?,
            }
            write_word(f, &word.text, self.enumeration.len() == 1)?;
            if word.reported {
                f.write_char('*')?;
            }
        }
        for pattern in &self.patterns {
            write!(f, " /{}/", slashes(pattern, "\\/"))?;
        }
        if let Some(reference) = &self.reference {
            f.write_str(if reference.strong { " -> " } else { " ~> " })?;
            if reference.targets.is_empty() {
                f.write_char('*')?;
            }
            write_joined(f, &reference.targets)?;
        }
        Ok(())
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, rule: &ListRule) -> fmt::Result {
    f.write_str("list")?;
    write_sizes(f, &rule.sizes)?;
    if rule.items != Bounds::default() {
        f.write_str(" items ")?;
        write_bounds(f, rule.items.least, rule.items.most)?;
    }
    f.write_char(' ')?;
    match &rule.inner {
        Some(inner) => write_list(f, inner),
        None if rule.brackets => f.write_str("brackets "),
        None => Ok(()),
    }
}

fn write_sizes(f: &mut fmt::Formatter<'_>, sizes: &[Bounds<u32>]) -> fmt::Result {
    for (count, bounds) in sizes.iter().enumerate() {
        f.write_char(if count == 0 { '(' } else { ',' })?;
        write_bounds(f, bounds.least, bounds.most)?;
    }
    if sizes.is_empty() {
        Ok(())
    } else {
        f.write_char(')')
    }
}

fn write_bounds<N: Display + PartialEq>(
    f: &mut fmt::Formatter<'_>,
    least: Option<N>,
    most: Option<N>,
) -> fmt::Result {
    match (least, most) {
        (Some(least), Some(most)) if least == most => write!(f, "{least}"),
        (least, most) => {
            least.map_or(Ok(()), |least| write!(f, "{least}"))?;
            f.write_char(':')?;
            most.map_or(Ok(()), |most| write!(f, "{most}"))
        }
    }
}

fn write_joined(f: &mut fmt::Formatter<'_>, words: &[Box<str>]) -> fmt::Result {
    for (count, word) in words.iter().enumerate() {
        if count > 0 {
            f.write_char(',')?;
        }
        f.write_str(word)?;
    }
    Ok(())
}

fn write_word(f: &mut fmt::Formatter<'_>, word: &str, quote: bool) -> fmt::Result {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_.+:/-".contains(&b);
    if !quote && !word.is_empty() && !word.starts_with('/') && word.bytes().all(plain) {
        return f.write_str(word);
    }
    f.write_char('"')?;
    for c in word.chars() {
        if c == '"' || c == '\\' {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
