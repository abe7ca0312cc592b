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

impl Call {
    /// Everything that may hold a template, with that of a way.
    pub fn texts<'t>(&'t self, way: &'t Way) -> impl Iterator<Item = &'t str> {
        let arguments = self.arguments.as_object().into_iter().flatten();
        let steps = way.iter().filter_map(|step| match step {
            Step::Member(text) | Step::Where(_, text) => Some(&**text),
            Step::Each | Step::Item(_) => None,
        });
        std::iter::once(&*self.object)
            .chain(arguments.filter_map(|(_, value)| value.as_str()))
            .chain(steps)
    }
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
    /// `[MEMBER=TEXT]`: each item whose member says so, or has such an item. Behind another one: it itself, if it says so.
    Where(Box<str>, Box<str>),
}

/// Rows from an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UbusRows {
    pub call: Call,
    /// `in PATH`: the arrays and objects whose items and members are the rows.
    pub way: Way,
    /// `key PATH,PATH`: what of a row makes its name, joined with `-`. Without it the name of the member, or
    /// the item itself, or its place.
    pub key: Vec<Way>,
    /// `where PATH=VALUE` and `where PATH!=VALUE`. All must hold.
    pub filter: Vec<(Way, bool, Box<str>)>,
    /// `of PATH`: only rows where this is the key of the enclosing row.
    pub of: Option<Way>,
    /// `options`: `in` leads to options of DHCPv6 in hexadecimal; a row is one, with `tag` and `value`.
    pub options: bool,
}

type Check<'a> = &'a dyn Fn(&str) -> Result<(), Wrong>;

/// `OBJECT METHOD [NAME=VALUE …] [in PATH] [key PATH,PATH] [where PATH=VALUE …] [of PATH] [options]`; not a table: only
/// `in`. `template` judges templates, which know the enclosing row.
pub(super) fn rows(words: &mut Words, table: bool, template: Check) -> Result<UbusRows, Wrong> {
    let mut rows = UbusRows {
        call: call(words, template)?,
        way: Way::default(),
        key: Vec::new(),
        filter: Vec::new(),
        of: None,
        options: false,
    };
    let keywords: &[&str] = if table {
        &["in", "key", "where", "of", "options"]
    } else {
        &["in"]
    };
    while let Some(word) = words.keyword(keywords) {
        match word {
            "in" => rows.way = way(words, template)?,
            "key" => {
                let list = &words.take("paths in the row")?.text;
                rows.key = list.split(',').map(steps).collect::<Result<_, _>>()?;
            }
            "of" => rows.of = Some(way(words, template)?),
            "options" => rows.options = true,
            _ => {
                for (left, equal, value) in words.conditions("PATH=VALUE or PATH!=VALUE")? {
                    template(&value)?;
                    rows.filter.push((steps(&left)?, equal, value));
                }
            }
        }
    }
    Ok(rows)
}

/// `OBJECT METHOD [NAME=VALUE …] PATH`
pub(super) fn part(words: &mut Words, template: Check) -> Result<(Call, Way), Wrong> {
    Ok((call(words, template)?, way(words, template)?))
}

/// `OBJECT METHOD [NAME=VALUE …]`
fn call(words: &mut Words, template: Check) -> Result<Call, Wrong> {
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
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
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
fn way(words: &mut Words, template: Check) -> Result<Way, Wrong> {
    let text = &words.take("a path in the answer")?.text;
    template(text)?;
    steps(text)
}

/// `a.b[0].*[c={key}]`
pub fn steps(text: &str) -> Result<Way, Wrong> {
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

/// The items of an array; else the value alone.
fn one_or_all(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        value => std::slice::from_ref(value),
    }
}

/// Hands over each part that a way leads to, until one is enough: then `true`.
pub fn walk<'v>(value: &'v Value, way: &[Step], found: &mut dyn FnMut(&'v Value) -> bool) -> bool {
    let Some((step, way)) = way.split_first() else {
        return found(value);
    };
    let mut further = |value: &'v Value| walk(value, way, found);
    match (step, value) {
        (Step::Member(member), Value::Object(members)) => {
            members.get(&**member).is_some_and(further)
        }
        (Step::Each, Value::Object(members)) => members.values().any(further),
        (Step::Each, Value::Array(items)) => items.iter().any(further),
        (Step::Item(at), Value::Array(items)) => items.get(*at).is_some_and(further),
        (Step::Where(member, wanted), value) => one_or_all(value).iter().any(|value| {
            let says = |said: &Value| text(said).is_some_and(|said| *said == **wanted);
            let part = member
                .split('.')
                .try_fold(value, |value, name| value.get(name));
            let said = match part {
                Some(Value::Array(items)) => items.iter().any(says),
                said => said.is_some_and(says),
            };
            said && further(value)
        }),
        _ => false,
    }
}
