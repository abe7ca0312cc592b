//! What one hook answered in this RPC, by path; rows and values are looked up in it.

use crate::fault::FaultCode;
use crate::platform::hook::Answer;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

/// The answers of one hook. Every path in here is written as [`push_key`] writes keys, without a dot
/// at its end.
#[derive(Debug, Default)]
pub struct HookAnswers {
    /// Where an object is in `objects`, by its path.
    places: HashMap<Rc<str>, usize>,
    objects: Vec<Object>,
    /// The object that was met last: the next answer, or question, is mostly about the same.
    last: Cell<usize>,
}

/// What was said of one object: a row, a table, or what holds parameters.
#[derive(Debug, Default)]
struct Object {
    path: Rc<str>,
    /// The keys of its rows in the order answered.
    rows: Vec<Box<str>>,
    /// In the order answered; of what was said twice, the later one counts.
    said: Vec<(Box<str>, Said)>,
}

type Said = Result<Box<str>, Box<(FaultCode, String)>>;

/// One step of a path as hooks write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Name(String),
    Key(String),
}

impl HookAnswers {
    /// Takes one answer in; gives its path back when it is no path.
    pub fn insert(&mut self, answer: Answer) -> Option<String> {
        let (path, said) = match answer {
            Answer::Value { path, value } => (path, Ok(value.into_boxed_str())),
            Answer::Fault { path, code, text } => (path, Err(Box::new((code, text)))),
        };
        // Most answers are about the object of the one before.
        if let Some(object) = self.objects.get_mut(self.last.get())
            && let Some(name) = below(&object.path, &path)
        {
            object.said.push((name.into(), said));
            return None;
        }
        let mut path = match canonical(path) {
            Ok(path) => path,
            Err(path) => return Some(path),
        };
        let of_object = path.ends_with(['.', ']']);
        if path.ends_with('.') {
            path.pop();
        }
        let (object, name) = parted(&path);
        // The rows on the way to an object that is known are known.
        if of_object || self.place(object).is_none() {
            self.note_rows(&path);
        }
        if said.is_err() || !of_object {
            let at = self.place_or_new(object);
            if let Some(object) = self.objects.get_mut(at) {
                object.said.push((name.into(), said));
            }
        }
        None
    }

    /// The keys of the rows of a table (`Device.Hosts.Host.`), in the order answered.
    pub fn rows(&self, table: &str) -> &[Box<str>] {
        let table = table.strip_suffix('.').unwrap_or(table);
        self.object(table).map_or(&[], |object| &object.rows)
    }

    pub fn value(&self, path: &str) -> Option<&str> {
        let (object, name) = parted(path);
        self.value_in(object, name)
    }

    /// The same for a parameter of an object, whose path has no dot at its end.
    pub fn value_in(&self, object: &str, name: &str) -> Option<&str> {
        let mut said = self.object(object)?.of(name);
        said.find_map(|said| said.as_deref().ok())
    }

    pub fn fault(&self, path: &str) -> Option<&(FaultCode, String)> {
        let (object, name) = parted(path);
        let mut said = self.object(object)?.of(name);
        said.find_map(|said| said.as_ref().err().map(|fault| &**fault))
    }

    /// Another value for what was answered.
    pub fn set_value(&mut self, path: &str, value: &str) {
        let (object, name) = parted(path);
        let object = self.place(object).and_then(|at| self.objects.get_mut(at));
        if let Some(object) = object.filter(|object| object.of(name).next().is_some()) {
            object.said.push((name.into(), Ok(value.into())));
        }
    }

    fn object(&self, path: &str) -> Option<&Object> {
        self.objects.get(self.place(path)?)
    }

    fn place(&self, path: &str) -> Option<usize> {
        let last = self.last.get();
        if self
            .objects
            .get(last)
            .is_some_and(|object| *object.path == *path)
        {
            return Some(last);
        }
        let place = self.places.get(path).copied()?;
        self.last.set(place);
        Some(place)
    }

    fn place_or_new(&mut self, path: &str) -> usize {
        self.place(path).unwrap_or_else(|| {
            let place = self.objects.len();
            let path: Rc<str> = path.into();
            self.places.insert(path.clone(), place);
            self.objects.push(Object {
                path,
                ..Object::default()
            });
            self.last.set(place);
            place
        })
    }

    /// Every row on the way.
    fn note_rows(&mut self, path: &str) {
        let mut at = 0;
        while let Some((start, end, key)) = next_key(path, at) {
            at = end;
            let (Some(table), Some(row)) = (path.get(..start), path.get(..end)) else {
                return;
            };
            if self.place(row).is_none() {
                let table = self.place_or_new(table.strip_suffix('.').unwrap_or(table));
                if let Some(table) = self.objects.get_mut(table) {
                    table.rows.push(key.into());
                }
                self.place_or_new(row);
            }
        }
    }
}

impl Object {
    /// What was said under this name, the last first.
    fn of(&self, name: &str) -> impl Iterator<Item = &Said> {
        let said = self.said.iter().rev();
        said.filter(move |(known, _)| **known == *name)
            .map(|(_, said)| said)
    }
}

/// The object that a parameter is in, without a dot at its end, and the parameter's name; of a row there is none.
fn parted(path: &str) -> (&str, &str) {
    match path.ends_with(']') {
        true => (path, ""),
        false => path.rsplit_once('.').unwrap_or(("", path)),
    }
}

/// The name of a parameter that is right below an object.
fn below<'p>(object: &str, path: &'p str) -> Option<&'p str> {
    let name = path.strip_prefix(object)?.strip_prefix('.')?;
    (!object.is_empty() && is_name(name)).then_some(name)
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
    let special = |byte: u8| matches!(byte, b'\n' | b']' | b'\\' | b'=');
    if !key.bytes().any(special) {
        path.extend([key, "]"]);
        return;
    }
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
