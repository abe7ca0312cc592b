//! What is asked over ubus: each call once, and the parts of its answer.

use super::value::Raw;
use super::{Frame, Handle, View};
use crate::model::map::{Call, Form, Step, Turns, UbusRows, Way, text, walk};
use crate::platform::{Platform, Trouble};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::rc::Rc;

/// The time in seconds since 1970, as the platform tells it; `None` where it knows none.
pub(in crate::model) fn now(world: &mut dyn Platform) -> Option<i64> {
    world.file("@clock").ok()??.trim().parse().ok()
}

/// What a call has brought, and the time when it did, since what it tells may count down from there; `None` where
/// there is no such object now.
pub(super) type Called = Result<Option<(Rc<Value>, Option<i64>)>, Trouble>;

impl View<'_> {
    /// The answer to a call for the innermost row, asked on first use.
    pub(super) fn call(&mut self, call: &Call, context: &[Frame]) -> Called {
        let Some(object) = self.fill_name(&call.object, context)? else {
            return Ok(None);
        };
        let mut arguments = Cow::Borrowed(&call.arguments);
        if call.texts(&Way::default()).any(|text| text.contains('{')) {
            for (_, value) in arguments.to_mut().as_object_mut().into_iter().flatten() {
                let Some(text) = value.as_str() else { continue };
                match self.fill_name(text, context)? {
                    Some(filled) => *value = Value::String(filled.into_owned()),
                    None => return Ok(None),
                }
            }
        }
        let mut name = [&*object, " ", &*call.method].concat();
        if arguments.as_object().is_some_and(|all| !all.is_empty()) {
            name.extend([" ", &*arguments.to_string()]);
        }
        if let Some(known) = self.calls.get(&name) {
            return known.clone();
        }
        let found = match self.calls.get(&*object) {
            _ if self.asks_nobody => Err(Trouble::Busy("ubus is not asked now".into())),
            // Whoever does not answer is not waited for again.
            Some(hangs) => hangs.clone(),
            None => {
                let world = &mut self.world;
                let answer = world.ubus(&object, &call.method, &arguments);
                answer
                    .map(|answer| answer.map(|answer| (Rc::new(answer), now(&mut **world))))
                    .inspect_err(|trouble| log::warn!("ubus {name}: {trouble}"))
            }
        };
        match &found {
            Ok(None) => log::info!(target: "cwmpd::trace", "ubus {name}: not there"),
            Err(Trouble::Busy(_)) => drop(self.calls.insert(object.into(), found.clone())),
            _ => {}
        }
        self.calls.insert(name, found.clone());
        found
    }

    /// What an answer says where a way leads to.
    pub(super) fn called(
        &mut self,
        call: &Call,
        way: &Way,
        context: &[Frame],
        list: Listed,
    ) -> Result<Option<Raw<'static>>, Trouble> {
        let Some((answer, _)) = self.call(call, context)? else {
            return Ok(None);
        };
        let way = self.fill_way(way, context)?;
        Ok(said(&answer, &way, list))
    }

    /// The rows of a table: their names and what they hold.
    pub(super) fn called_rows(
        &mut self,
        rows: &UbusRows,
        context: &[Frame],
    ) -> Result<Vec<(Box<str>, Handle)>, Trouble> {
        let Some((answer, at)) = self.call(&rows.call, context)? else {
            return Ok(Vec::new());
        };
        let mut filter = Vec::with_capacity(rows.filter.len());
        for (way, equal, value) in &rows.filter {
            filter.push((way, *equal, self.fill(value, context)?));
        }
        let way = self.fill_way(&rows.way, context)?;
        let above = context.last().map(|frame| &*frame.row.key);
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut row = |name: &str, place: usize, value: &Value| {
            let says = |way: &Way| part(value, way).and_then(text);
            let wanted = rows
                .of
                .as_ref()
                .is_none_or(|of| says(of).as_deref() == above)
                && filter.iter().all(|(way, equal, wanted)| {
                    let said = says(way);
                    said.is_some_and(|said| wanted.split('|').any(|one| one == said)) == *equal
                });
            let key = match (&*rows.key, name) {
                ([], "") => text(value).map_or_else(|| place.to_string(), String::from),
                ([], name) => name.to_owned(),
                (ways, _) => {
                    let words: Vec<_> = ways.iter().filter_map(says).collect();
                    words.join("-")
                }
            };
            if wanted && !key.is_empty() && seen.insert(key.clone()) {
                found.push((key.into(), Handle::Part(value.clone(), at)));
            }
        };
        walk(&answer, &way, &mut |part| {
            match part {
                Value::Array(items) => {
                    items
                        .iter()
                        .enumerate()
                        .for_each(|(at, item)| row("", at, item));
                }
                Value::Object(members) => {
                    members
                        .iter()
                        .for_each(|(name, member)| row(name, 0, member));
                }
                Value::String(text) if rows.options => {
                    for (name, option) in options(text) {
                        row(&name, 0, &option);
                    }
                }
                _ => {}
            }
            false
        });
        Ok(found)
    }

    /// A way with the keys and words of the rows in it.
    pub(super) fn fill_way<'w>(
        &mut self,
        way: &'w [Step],
        context: &[Frame],
    ) -> Result<Cow<'w, [Step]>, Trouble> {
        let mut filled = Cow::Borrowed(way);
        for (at, step) in way.iter().enumerate() {
            let open = |text: &str| text.contains('{');
            let new = match step {
                Step::Member(text) if open(text) => Step::Member(self.fill(text, context)?.into()),
                Step::Where(name, text) if open(name) || open(text) => Step::Where(
                    self.fill(name, context)?.into(),
                    self.fill(text, context)?.into(),
                ),
                _ => continue,
            };
            if let Some(step) = filled.to_mut().get_mut(at) {
                *step = new;
            }
        }
        Ok(filled)
    }
}

/// How many parts of an answer a value is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// The first.
    No,
    /// All that say something.
    Yes,
    /// All, since each has its place.
    Places,
}

impl Listed {
    pub(super) fn of(turns: &Turns) -> Listed {
        match turns.form {
            Some(Form::Code(..)) => Listed::Places,
            _ if turns.list || !turns.refers.is_empty() => Listed::Yes,
            _ => Listed::No,
        }
    }
}

/// What a value says where a way leads to: the first part that is there, or all as a list. Nothing where it is
/// null, empty, or has members.
pub(super) fn said(value: &Value, way: &[Step], list: Listed) -> Option<Raw<'static>> {
    if list == Listed::No {
        return match part(value, way)? {
            Value::Array(items) if !items.is_empty() => {
                let words: Vec<_> = items.iter().filter_map(text).collect();
                Some(Raw::Text(Cow::Owned(words.join(" "))))
            }
            value => Some(Raw::Text(Cow::Owned(text(value)?.into_owned()))),
        };
    }
    // One text may hold several words; one of several texts is an item.
    let alone = !way.contains(&Step::Each);
    let mut all = None;
    walk(value, way, &mut |part| {
        let all: &mut Vec<String> = all.get_or_insert_default();
        match (part, text(part)) {
            (Value::Array(items), _) if list == Listed::Places => {
                all.extend(
                    items
                        .iter()
                        .map(|item| text(item).map_or_else(String::new, Cow::into_owned)),
                );
            }
            (Value::Array(items), _) => {
                all.extend(items.iter().filter_map(text).map(Cow::into_owned));
            }
            (_, Some(text)) if alone => all.extend(text.split_whitespace().map(str::to_owned)),
            (_, text) => all.extend(text.map(Cow::into_owned)),
        }
        false
    });
    all.map(Raw::Items)
}

/// Options of DHCPv6 as they stand in a message, in hexadecimal: tag and length of two octets each, then the value. As far
/// as that holds; of those with one tag the later ones are `TAG-2` and so on.
fn options(mut text: &str) -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = Vec::new();
    let number = |text: Option<&str>| u16::from_str_radix(text?, 16).ok();
    while let (Some(tag), Some(length)) = (number(text.get(..4)), number(text.get(4..8))) {
        let end = 8 + 2 * usize::from(length);
        let Some(value) = text.get(8..end) else { break };
        let same = |(_, known): &&(String, Value)| known["tag"] == tag;
        let name = match found.iter().filter(same).count() {
            0 => tag.to_string(),
            more => format!("{tag}-{}", more + 1),
        };
        found.push((name, serde_json::json!({"tag": tag, "value": value})));
        text = text.get(end..).unwrap_or_default();
    }
    found
}

/// The first part of a value that a way leads to.
fn part<'v>(value: &'v Value, way: &[Step]) -> Option<&'v Value> {
    let mut found = None;
    walk(value, way, &mut |part| {
        found = Some(part);
        true
    });
    found
}
