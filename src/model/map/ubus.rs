//! `ubus OBJECT METHOD [NAME=VALUE …] PATH`: what is called, and what of its answer is meant.

use super::words::{Words, Wrong};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// One call. Texts in it may hold templates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `network.device`, `hostapd.{key}`, `hostapd.*`
    pub object: Box<str>,
    pub method: Box<str>,
    /// An object of JSON.
    pub arguments: Value,
}

/// The way to a part of an answer: `interface[interface={key}].ipv4-address[0].address`.
pub type Way = Box<[Step]>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The member of this name.
    Member(Box<str>),
    /// `*`: each member or item.
    Each,
    /// `[N]`: this item, from 0.
    Item(usize),
    /// `[MEMBER=TEXT]`: each item whose member says so.
    Where(Box<str>, Box<str>),
}

/// `OBJECT METHOD [NAME=VALUE …]`
pub(super) fn call(words: &mut Words, template: &dyn Fn(&str) -> Result<(), Wrong>) -> Result<Call, Wrong> {
    let object = &words.take("an object of ubus")?.text;
    template(object)?;
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'=';
    let star = object.find('*').is_some_and(|at| at + 1 < object.len());
    if star || !object.bytes().all(plain) {
        return Err(format!(
            "expected an object of ubus (network.device, hostapd.*), got `{object}`"
        ));
    }
    let method = &words.take("a method")?.text;
    if method.is_empty() || !method.bytes().all(plain) {
        return Err(format!("expected a method, got `{method}`"));
    }
    let mut arguments = Map::new();
    while let Some(word) = words.peek()
        && let Some((name, value)) = word.pair()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    {
        words.next += 1;
        template(value)?;
        let value = match value {
            "true" if !word.quoted => Value::Bool(true),
            "false" if !word.quoted => Value::Bool(false),
            text => match text.parse::<i64>() {
                Ok(number) if !word.quoted => number.into(),
                _ => text.into(),
            },
        };
        arguments.insert(name.to_owned(), value);
    }
    Ok(Call {
        object: object.as_str().into(),
        method: method.as_str().into(),
        arguments: Value::Object(arguments),
    })
}

/// The way that the next word says.
pub(super) fn way(words: &mut Words, template: &dyn Fn(&str) -> Result<(), Wrong>) -> Result<Way, Wrong> {
    let text = &words.take("a path in the answer")?.text;
    template(text)?;
    self::steps(text)
}

/// `a.b[0].*[c={key}]`
pub(super) fn steps(text: &str) -> Result<Way, Wrong> {
    let wrong = || format!("expected a path like memory.total or interface[0].up, got `{text}`");
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        // Dots in brackets belong to a value.
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        match name {
            "" if after.starts_with('[') => {}
            "" => return Err(wrong()),
            "*" => steps.push(Step::Each),
            name => steps.push(Step::Member(name.into())),
        }
        rest = after;
        while let Some(inside) = rest.strip_prefix('[') {
            let (inside, after) = inside.split_once(']').ok_or_else(wrong)?;
            steps.push(match (inside.split_once('='), inside.parse()) {
                (Some((member, value)), _) => Step::Where(member.into(), value.into()),
                (None, Ok(item)) => Step::Item(item),
                (None, Err(_)) if inside == "*" => Step::Each,
                _ => return Err(wrong()),
            });
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Ok(steps.into()),
            None => return Err(wrong()),
        }
    }
}

/// What a value is as text: nothing for null, objects and arrays.
pub fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(true) => Some(Cow::Borrowed("true")),
        Value::Bool(false) => Some(Cow::Borrowed("false")),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Hands over each part that a way leads to, until one is enough: then `true`. `fill` puts the names
/// of rows into templates.
pub fn walk<'v>(
    value: &'v Value,
    way: &[Step],
    fill: &dyn Fn(&str) -> Option<String>,
    found: &mut dyn FnMut(&str, &'v Value) -> bool,
) -> bool {
    walk_named("", value, way, fill, found)
}

fn walk_named<'v>(
    name: &str,
    value: &'v Value,
    way: &[Step],
    fill: &dyn Fn(&str) -> Option<String>,
    found: &mut dyn FnMut(&str, &'v Value) -> bool,
) -> bool {
    let Some((step, way)) = way.split_first() else {
        return found(name, value);
    };
    let mut further = |name: &str, value: &'v Value| walk_named(name, value, way, fill, found);
    match (step, value) {
        (Step::Member(member), Value::Object(members)) => {
            let filled = if member.contains('{') { fill(member) } else { None };
            let member = filled.as_deref().unwrap_or(member);
            members.get(member).is_some_and(|value| further(member, value))
        }
        (Step::Each, Value::Object(members)) => {
            members.iter().any(|(name, value)| further(name, value))
        }
        (Step::Each, Value::Array(items)) => items.iter().any(|value| further("", value)),
        (Step::Item(at), Value::Array(items)) => {
            items.get(*at).is_some_and(|value| further("", value))
        }
        (Step::Where(member, wanted), Value::Array(items)) => {
            let Some(wanted) = fill(wanted) else {
                return false;
            };
            items.iter().any(|value| {
                let said = value.get(&**member).and_then(text);
                said.is_some_and(|said| *said == *wanted) && further("", value)
            })
        }
        _ => false,
    }
}
