//! What one hook answered in this RPC, by path; rows and values are looked up in it.

use crate::fault::FaultCode;
use crate::platform::hook::Answer;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The answers of one hook. Every path in here is written as [`push_key`] writes keys, without a dot
/// at its end.
#[derive(Clone, Debug, Default)]
pub struct HookAnswers {
    said: HashMap<Box<str>, Said>,
    /// By table: the keys of its rows in the order answered.
    rows: HashMap<Box<str>, Vec<Box<str>>>,
    known_rows: HashSet<Box<str>>,
    /// The row that was known last: the next answer is mostly one of its parameters.
    last_row: String,
}

#[derive(Clone, Debug, Default)]
struct Said {
    value: Option<Box<str>>,
    fault: Option<Box<(FaultCode, String)>>,
}

/// One step of a path as hooks write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Name(String),
    Key(String),
}

impl HookAnswers {
    /// Makes room for so many more answers.
    pub fn reserve(&mut self, answers: usize) {
        self.said.reserve(answers);
    }

    /// Takes one answer in; gives its path back when it is no path.
    pub fn insert(&mut self, answer: Answer) -> Option<String> {
        let (path, value, fault) = match answer {
            Answer::Value { path, value } => (path, Some(value), None),
            Answer::Fault { path, code, text } => (path, None, Some((code, text))),
        };
        let mut path = match canonical(path) {
            Ok(path) => path,
            Err(path) => return Some(path),
        };
        let of_object = path.ends_with(['.', ']']);
        if path.ends_with('.') {
            path.pop();
        }
        self.note_rows(&path);
        let value = value.filter(|_| !of_object);
        if value.is_some() || fault.is_some() {
            let said = self.said.entry(path.into_boxed_str()).or_default();
            if let Some(value) = value {
                said.value = Some(value.into_boxed_str());
            }
            if let Some(fault) = fault {
                said.fault = Some(Box::new(fault));
            }
        }
        None
    }

    /// The keys of the rows of a table (`Device.Hosts.Host.`), in the order answered.
    pub fn rows(&self, table: &str) -> &[Box<str>] {
        let table = table.strip_suffix('.').unwrap_or(table);
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    pub fn value(&self, path: &str) -> Option<&str> {
        self.said.get(path)?.value.as_deref()
    }

    pub fn fault(&self, path: &str) -> Option<&(FaultCode, String)> {
        self.said.get(path)?.fault.as_deref()
    }

    /// Another value for what was answered.
    pub fn set_value(&mut self, path: &str, value: &str) {
        if let Some(said) = self.said.get_mut(path) {
            said.value = Some(value.into());
        }
    }

    /// Every row on the way.
    fn note_rows(&mut self, path: &str) {
        let below = path.strip_prefix(self.last_row.as_str());
        if below.is_some_and(|below| below.starts_with('.') && !below.contains('[')) {
            return;
        }
        let mut at = 0;
        while let Some((start, end, key)) = next_key(path, at) {
            at = end;
            let (Some(table), Some(row)) = (path.get(..start), path.get(..end)) else {
                return;
            };
            if !self.known_rows.contains(row) {
                self.known_rows.insert(row.into());
                let table = table.strip_suffix('.').unwrap_or(table);
                self.rows.entry(table.into()).or_default().push(key.into());
            }
            self.last_row.clear();
            self.last_row.push_str(row);
        }
    }
}

/// The path as [`push_key`] would write it, or, when it is no path, as it came.
fn canonical(path: String) -> Result<String, String> {
    if !path.bytes().any(|byte| matches!(byte, b'\\' | b'=')) {
        return if is_plain(&path) { Ok(path) } else { Err(path) };
    }
    let Some(steps) = steps(&path) else {
        return Err(path);
    };
    let mut written = String::with_capacity(path.len() + 4);
    for step in steps {
        if !written.is_empty() {
            written.push('.');
        }
        match step {
            Step::Name(name) => written.push_str(&name),
            Step::Key(key) => push_key(&mut written, &key),
        }
    }
    if path.ends_with('.') {
        written.push('.');
    }
    Ok(written)
}

/// Whether this is a path, when nothing in it is escaped.
fn is_plain(path: &str) -> bool {
    let mut rest = path;
    while !rest.is_empty() {
        let end = match rest.strip_prefix('[') {
            Some(key) => match key.find(']') {
                Some(end) => end + 2,
                None => return false,
            },
            None => {
                let end = rest.find('.').unwrap_or(rest.len());
                if !rest.get(..end).is_some_and(is_name) {
                    return false;
                }
                end
            }
        };
        rest = match rest.get(end..) {
            Some("") => "",
            Some(after) => match after.strip_prefix('.') {
                Some(after) => after,
                None => return false,
            },
            None => return false,
        };
    }
    true
}

fn is_name(name: &str) -> bool {
    // Nearly all are ASCII.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let good = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    !name.is_empty() && (name.bytes().all(plain) || name.chars().all(good))
}

/// The next key of a path from here on: where its bracket opens, what is behind the closing one,
/// and the key.
fn next_key(path: &str, from: usize) -> Option<(usize, usize, Cow<'_, str>)> {
    let start = from + path.get(from..)?.find('[')?;
    let inside = path.get(start + 1..)?;
    let mut escaped = false;
    let close = inside.bytes().position(|byte| {
        let closes = byte == b']' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    let key = inside.get(..close)?;
    let key = match key.contains('\\') {
        false => Cow::Borrowed(key),
        true => Cow::Owned(unescaped(key)),
    };
    Some((start, start + close + 2, key))
}

fn unescaped(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    let mut chars = key.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => c,
            },
            c => c,
        });
    }
    text
}

/// `Device.WiFi.Radio.[radio0].Stats.` taken apart; `None` when it is no such path.
pub fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::with_capacity(8);
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let mut key = String::new();
            let mut chars = after.char_indices();
            let end = loop {
                match chars.next()? {
                    (at, ']') => break at + 1,
                    (_, '\\') => match chars.next()?.1 {
                        'n' => key.push('\n'),
                        other => key.push(other),
                    },
                    (_, other) => key.push(other),
                }
            };
            steps.push(Step::Key(key));
            rest = &after[end..];
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            let name = &rest[..end];
            if !is_name(name) {
                return None;
            }
            steps.push(Step::Name(name.to_owned()));
            rest = &rest[end..];
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => {}
            None => return None,
        }
    }
    Some(steps)
}

/// A key as it stands between brackets.
pub fn push_key(path: &mut String, key: &str) {
    path.push('[');
    for c in key.chars() {
        match c {
            '\n' => path.push_str("\\n"),
            ']' | '\\' | '=' => {
                path.push('\\');
                path.push(c);
            }
            c => path.push(c),
        }
    }
    path.push(']');
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn value(path: &str, value: &str) -> Answer {
        Answer::Value {
            path: path.into(),
            value: value.into(),
        }
    }

    #[test]
    fn rows_and_values_are_found_again() {
        let mut answers = HookAnswers::default();
        assert_eq!(
            answers.insert(value("Device.Hosts.Host.[a0:b1].HostName", "tv")),
            None
        );
        assert_eq!(
            answers.insert(value("Device.Hosts.Host.[c.d\\]e]", "")),
            None
        );
        assert!(answers.insert(value("Device..Host", "x")).is_some());
        assert_eq!(
            answers.rows("Device.Hosts.Host."),
            ["a0:b1".into(), "c.d]e".into()]
        );
        assert_eq!(
            answers.value("Device.Hosts.Host.[a0:b1].HostName"),
            Some("tv")
        );
        assert_eq!(answers.value("Device.Hosts.Host.[c.d\\]e]"), None);
    }

    #[test]
    fn a_row_is_told_once_however_often_it_is_named() {
        let mut answers = HookAnswers::default();
        for path in [
            "Device.T.[b].X",
            "Device.T.[a].X",
            "Device.T.[b].Y",
            "Device.T.[b].U.[1].Z",
            "Device.T.[a].U.[1].Z",
            "Device.T.[b].U.[2]",
            "Device.T.[a=1].X",
            "Device.T.[a\\=1].Y",
            "Device.T.[].X",
            "Device.T.",
        ] {
            assert_eq!(answers.insert(value(path, path)), None);
        }
        let keys = |table: &str| answers.rows(table).join("|");
        assert_eq!(keys("Device.T."), "b|a|a=1|");
        assert_eq!(keys("Device.T.[b].U."), "1|2");
        assert_eq!(keys("Device.T.[a].U."), "1");
        assert_eq!(keys("Device.U."), "");
        assert_eq!(
            answers.value("Device.T.[a\\=1].X"),
            Some("Device.T.[a=1].X")
        );
        assert_eq!(answers.value("Device.T"), None);
    }

    #[test]
    fn what_is_no_path_is_not_taken() {
        for path in [
            "Device..X",
            ".Device",
            "Device.[a",
            "Device.[a]b",
            "Device.[a][b]",
            "Device.a b",
            "Device.[a\\]",
            "Device.[a\\",
            "De=vice.X",
        ] {
            assert!(
                HookAnswers::default().insert(value(path, "")).is_some(),
                "{path}"
            );
            assert_eq!(steps(path), None, "{path}");
        }
    }

    #[test]
    fn any_key_survives_its_brackets() {
        for key in ["a", "a]b", "a\\]b", "\\", "a\nb", "a=b.c[d", "ä"] {
            let mut path = String::from("Device.T.");
            push_key(&mut path, key);
            path.push_str(".X");
            let steps = steps(&path).unwrap();
            assert_eq!(steps[2], Step::Key(key.to_owned()), "{path}");
            assert_eq!(steps.len(), 4);
        }
    }
}
