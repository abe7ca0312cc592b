//! From what the device says to the value that the ACS sees.

use super::ubus::{Listed, now, said};
use super::{Asked, Context, Frame, Handle, View, internal, section_of};
use crate::fault::Fault;
use crate::model::agent_source::AgentAnswer;
use crate::model::map::{
    Condition, Family, Form, ItemPart, Pick, Piece, Through, Turns, boolean, hex_to_base64,
    nth_word, power,
};
use crate::model::template::{Kind, Leaf, Rows, Source};
use crate::model::value::{Base, UNKNOWN_TIME};
use crate::platform::Trouble;
use crate::platform::uci::{Section, SectionId, Value};
use std::borrow::Cow;
use std::rc::Rc;

/// Seconds from which on a time is for ever, as 32 bits say it without a sign.
const FOR_EVER: i64 = u32::MAX as i64;

impl<'a> View<'a> {
    /// A value in the form the ACS sees it, hidden ones as the null value of their type.
    pub fn value(
        &mut self,
        node: usize,
        leaf: &'a Leaf,
        context: &Context,
    ) -> Result<String, Fault> {
        let parameter = self.template.parameter(leaf);
        if parameter.hidden || parameter.command {
            return Ok(parameter.syntax.null().to_owned());
        }
        self.true_value(node, leaf, context)
    }

    /// The same with hidden values as they are.
    pub fn true_value(
        &mut self,
        node: usize,
        leaf: &'a Leaf,
        context: &Context,
    ) -> Result<String, Fault> {
        let template = self.template;
        let parameter = template.parameter(leaf);
        let syntax = &parameter.syntax;
        let trouble =
            |view: &View, trouble: &Trouble| internal(&view.keyed(node, context), trouble);
        match &leaf.source {
            Source::Count(table) => {
                let rows = self
                    .rows(*table, context)
                    .map_err(|found| trouble(self, &found))?;
                return Ok(rows.len().to_string());
            }
            Source::Alias => {
                let Some(frame) = context.last() else {
                    return Ok(String::new());
                };
                let table = self.numbered(frame.table, &context[..context.len() - 1]);
                return Ok(self.store.instances.alias(&table, frame.row.number));
            }
            Source::ParameterKey => return Ok(self.store.parameter_key.clone()),
            _ => {}
        }
        let first = std::iter::once((&leaf.source, &*leaf.turns));
        let others = leaf.otherwise.iter().map(|(source, turns)| (source, turns));
        let mut silent = leaf.turns.when_silent();
        let mut wrong = None;
        for (source, turns) in first.chain(others) {
            let list = parameter.syntax.list.is_some();
            let said = self
                .turned(node, source, turns, context, list)
                .map_err(|found| trouble(self, &found))?;
            match said {
                Some(Ok(mut text)) => {
                    if template.is_base64(leaf) {
                        text = hex_to_base64(&text).unwrap_or_default();
                    }
                    if !syntax.understands(&text) {
                        let expected = syntax.accept_secret(&text).err().unwrap_or_default();
                        self.odd(node, leaf, context, &expected, &shape(&text));
                    }
                    return Ok(syntax.render(&text));
                }
                Some(Err(why)) => wrong = Some(why),
                None => silent = turns.default.as_deref().or(silent),
            }
        }
        if let (Some(why), true) = (wrong, leaf.otherwise.is_empty() || silent.is_none()) {
            if !parameter.hidden {
                log::info!(target: "cwmpd::trace", "{}: {why}", self.keyed(node, context));
            }
            let expected = why.split("got ").next().unwrap_or_default();
            let expected = expected.trim_end_matches([' ', ',', ';']);
            self.odd(node, leaf, context, expected, "something else");
            return Ok(syntax.null().to_owned());
        }
        let silent = silent.or(match syntax.base {
            // An absent uci boolean is false.
            Base::Boolean => None,
            _ => parameter.default.as_deref(),
        });
        Ok(silent.map_or_else(|| syntax.null().to_owned(), |value| syntax.render(value)))
    }

    /// Tells once of a text that makes no sense for its parameter, without showing it: it may be meant
    /// for another one, and secret.
    fn odd(&self, node: usize, leaf: &Leaf, context: &[Frame], expected: &str, came: &str) {
        let parameter = self.template.parameter(leaf);
        if !parameter.hidden && !leaf.odd.replace(true) {
            log::warn!(
                "{}: {}: {expected}; the device says {came}, and it reads as {:?}",
                leaf.at,
                self.keyed(node, context),
                parameter.syntax.null()
            );
        }
    }

    /// What a source says, with its turns; `None` when it says nothing.
    pub fn turned(
        &mut self,
        node: usize,
        source: &'a Source,
        turns: &'a Turns,
        context: &[Frame],
        list: bool,
    ) -> Result<Option<Result<String, String>>, Trouble> {
        let Some(raw) = self.raw(node, source, turns, context)? else {
            return Ok(None);
        };
        let raw = match &turns.through {
            Some(through) => match self.through(through, raw)? {
                Some(raw) => raw,
                None => return Ok(None),
            },
            None => raw,
        };
        let raw = match turns.family() {
            Some(family) => match of_family(family, raw, turns.list) {
                Some(raw) => raw,
                None => return Ok(None),
            },
            None => raw,
        };
        if !turns.refers.is_empty() {
            let paths = match &raw {
                Raw::Text(text) => self.references(turns, list, &mut refer_words(text)),
                Raw::Items(items) => {
                    self.references(turns, list, &mut items.iter().map(String::as_str))
                }
            };
            return Ok(paths.map(Ok));
        }
        let mut said = match raw {
            Raw::Text(text) if turns.is_plain() => Ok(text.into_owned()),
            Raw::Text(text) if matches!(turns.form, Some(Form::Left | Form::Ago)) => {
                let now = self.told_at(source, context)?;
                moment(&text, turns.form == Some(Form::Ago), now)
            }
            Raw::Text(text) if turns.form == Some(Form::Remains) => {
                remains(&text, now(&mut *self.world))
            }
            Raw::Text(text) => turns.to_parameter(&text),
            Raw::Items(items) => turns.items_to_parameter(&mut items.iter().map(String::as_str)),
        };
        if let (Some(Piece::Power(powers)), Ok(text)) = (turns.piece.as_deref(), &mut said) {
            let powers = self.fill(powers, context)?;
            match power::percents(text, &powers) {
                Some(percents) => *text = percents,
                None => return Ok(None),
            }
        }
        if let (Some(Piece::Less(word)), Ok(text)) = (turns.piece.as_deref(), &mut said) {
            let number = |text: &str| text.trim().parse::<i64>().ok();
            let less = number(&self.fill(word, context)?).filter(|less| *less != 0);
            let (Some(all), Some(less)) = (number(text), less) else {
                return Ok(None);
            };
            *text = all.saturating_sub(less).max(0).to_string();
        }
        if let (Some(Piece::Suffix(suffix)), Ok(text)) = (turns.piece.as_deref(), &mut said)
            && suffix.contains('{')
            && !text.is_empty()
        {
            text.push_str(&self.fill(suffix, context)?);
        }
        Ok(Some(said))
    }

    /// When the device told what this source says, in seconds since 1970; `None` without a clock.
    fn told_at(&mut self, source: &Source, context: &[Frame]) -> Result<Option<i64>, Trouble> {
        Ok(match source {
            Source::Ubus(part) => self.call(&part.0, context)?.and_then(|(_, at)| at),
            Source::Part(_) => part_of(context).and_then(|(_, at)| at),
            _ => now(&mut *self.world),
        })
    }

    /// What the device says, before any turn; `None` when it says nothing.
    fn raw(
        &mut self,
        node: usize,
        source: &'a Source,
        turns: &Turns,
        context: &[Frame],
    ) -> Result<Option<Raw<'a>>, Trouble> {
        let filled = self.turns_of(turns, context)?;
        let turns = filled.as_ref().unwrap_or(turns);
        let option = matches!(source, Source::Option { .. });
        if let Some(when) = turns.when.as_ref().filter(|when| when.is_of_word()) {
            if !self.meets(when, context) {
                return Ok(None);
            }
        } else if let (Some(when), false) = (&turns.when, option) {
            let Some((package, section)) = section_of(context) else {
                return Ok(None);
            };
            let package = self.package(package)?;
            let section = package.as_ref().and_then(|package| package.at(section));
            if !section.is_some_and(|section| when.holds(&section)) {
                return Ok(None);
            }
        }
        let text = match source {
            Source::RowOption(option) => {
                let Some((package, section)) = section_of(context) else {
                    return Ok(None);
                };
                return self.option(package, section, option, turns);
            }
            Source::Option {
                package,
                section,
                option,
            } => {
                let section = self.fill(section, context)?;
                let found = self
                    .package(package)?
                    .and_then(|found| found.find(&section))
                    .map(|section| section.id());
                return match found {
                    Some(found) => self.option(package, found, option, turns),
                    None => Ok(None),
                };
            }
            Source::File { path, pick, .. } if turns.sum => self.sum(path, pick, context)?,
            Source::File { path, pick, .. } => {
                let Some(path) = self.fill_path(path, context)? else {
                    return Ok(None);
                };
                let start = match &pick.matching {
                    Some(start) => Some(self.fill(start, context)?),
                    None => None,
                };
                self.file(&path)?
                    .and_then(|text| pick.find(&text, start.as_deref()).map(str::to_owned))
                    .map(Cow::Owned)
            }
            Source::Ubus(part) => {
                let (call, way) = &**part;
                return self.called(call, way, context, Listed::of(turns));
            }
            Source::Part(way) => {
                let way = self.fill_way(way, context)?;
                let row = part_of(context);
                return Ok(row.and_then(|(row, _)| said(row, &way, Listed::of(turns))));
            }
            Source::Word(word) => context
                .iter()
                .rev()
                .find_map(|frame| match &frame.row.handle {
                    Handle::Line(line, separator) => {
                        nth_word(line, *separator, *word).map(|word| Cow::Owned(word.to_owned()))
                    }
                    _ => None,
                }),
            Source::Item(part) => self.item_says(*part, context).map(Cow::Owned),
            Source::Marked(marked) => {
                let found = self.marked(marked, context);
                let meant = found.and_then(|(_, rows)| rows.into_iter().find(|(.., is)| *is));
                return match meant.as_ref().map(|(row, ..)| &row.handle) {
                    Some(Handle::Item {
                        package, section, ..
                    }) => self.option(package, *section, &marked.option, &Turns::default()),
                    _ => Ok(None),
                };
            }
            Source::Position => self
                .position(context)
                .map(|place| Cow::Owned(place.to_string())),
            Source::Key => {
                let item = context
                    .last()
                    .is_some_and(|frame| matches!(frame.row.handle, Handle::Item { .. }));
                // A new item has a name that only tells it from others.
                match item && self.item_says(ItemPart::Word(1), context).is_none() {
                    true => None,
                    false => context
                        .last()
                        .map(|frame| Cow::Owned(frame.row.key.to_string())),
                }
            }
            Source::Joined => match self.is_alone(context)? {
                Some(false) => context
                    .last()
                    .map(|frame| Cow::Owned(frame.row.key.to_string())),
                _ => None,
            },
            Source::Const(text) | Source::Only(text) => Some(Cow::Borrowed(&**text)),
            Source::Hook(hook) => match self.hooks.get(*hook) {
                Some(Asked::Failed(trouble)) => return Err(trouble.clone()),
                _ => self
                    .hook_says(*hook, node, context)
                    .map(|value| Cow::Owned(value.to_owned())),
            },
            Source::Agent(parameter) => match parameter.answer {
                AgentAnswer::Fixed(text) => Some(Cow::Borrowed(text)),
                AgentAnswer::Live => self
                    .live
                    .get(parameter.path)
                    .map(|value| Cow::Owned(value.clone())),
                AgentAnswer::Setting {
                    section,
                    option,
                    default,
                    ..
                } => {
                    let found = self
                        .package("cwmpd")?
                        .and_then(|package| package.find(section))
                        .map(|section| section.id());
                    let value = match found {
                        Some(found) => self.option("cwmpd", found, option, turns)?,
                        None => None,
                    };
                    return Ok(Some(value.unwrap_or(Raw::Text(Cow::Borrowed(default)))));
                }
            },
            Source::Run { .. } | Source::Count(_) | Source::Alias | Source::ParameterKey => None,
        };
        Ok(text.map(Raw::Text))
    }

    /// What the files of all items of the word in this path say together.
    fn sum(
        &mut self,
        path: &str,
        pick: &Pick,
        context: &[Frame],
    ) -> Result<Option<Cow<'a, str>>, Trouble> {
        let Some((before, rest)) = path.split_once('{') else {
            return Ok(None);
        };
        let (word, after) = rest.split_once('}').unwrap_or((rest, ""));
        let items = self.fill(&["{", word, "}"].concat(), context)?.into_owned();
        let mut sum: Option<u64> = None;
        for item in items.split(',').filter(|item| !item.contains('/')) {
            let text = self.file(&[before, item, after].concat())?;
            let said = text.and_then(|text| {
                let said = pick.find(&text, pick.matching.as_deref())?;
                said.trim().parse::<u64>().ok()
            });
            sum = said.map_or(sum, |said| Some(sum.unwrap_or(0).saturating_add(said)));
        }
        Ok(sum.map(|sum| Cow::Owned(sum.to_string())))
    }

    /// The same turns with the words of the row in what `item` begins with; `None` where there are none.
    pub fn turns_of(&mut self, turns: &Turns, context: &[Frame]) -> Result<Option<Turns>, Trouble> {
        let Some(Piece::Item(start)) = turns.piece.as_deref() else {
            return Ok(None);
        };
        if !start.contains('{') {
            return Ok(None);
        }
        let start = self.fill(start, context)?;
        let mut turns = turns.clone();
        turns.piece = Some(Box::new(Piece::Item((&*start).into())));
        Ok(Some(turns))
    }

    /// Whether a word says what is to be said; where nobody can tell, it says nothing.
    pub fn meets(&mut self, when: &Condition, context: &[Frame]) -> bool {
        let said = self.fill(&when.option, context);
        when.meets(Some(&said.unwrap_or_default()))
    }

    /// What the section of this name has in its list. Looked up once: thousands of rows may name the same few.
    fn through(&mut self, through: &Through, raw: Raw<'a>) -> Result<Option<Raw<'a>>, Trouble> {
        let Raw::Text(name) = raw else {
            return Ok(None);
        };
        let place = format!("{through:p} {name}");
        let members = match self.meanings.get(&place) {
            Some(known) => known.clone(),
            None => {
                let found = self.package(&through.package)?.and_then(|package| {
                    let mut sections = package.of_type(&through.kind);
                    let named = |said: Option<Cow<str>>| said.as_deref() == Some(&*name);
                    let found = sections.find(|section| named(section.option(&through.name)))?;
                    let members = found.option(&through.members)?;
                    (!members.is_empty()).then(|| Rc::from(&*members))
                });
                self.meanings.insert(place, found.clone());
                found
            }
        };
        Ok(members.map(|members| Raw::Text(Cow::Owned(String::from(&*members)))))
    }

    /// Where a row stands in its table, from 1.
    pub fn position(&mut self, context: &[Frame]) -> Option<usize> {
        let (frame, above) = context.split_last()?;
        let rows = self.rows(frame.table, above).ok()?;
        let place = rows.iter().position(|row| row.number == frame.row.number)?;
        Some(place + 1)
    }

    fn option(
        &mut self,
        package: &str,
        section: SectionId,
        option: &str,
        turns: &Turns,
    ) -> Result<Option<Raw<'a>>, Trouble> {
        let list = turns.list;
        let Some(package) = self.package(package)? else {
            return Ok(None);
        };
        let Some(section) = package.at(section) else {
            return Ok(None);
        };
        if turns
            .when
            .as_ref()
            .is_some_and(|when| !when.is_of_word() && !when.holds(&section))
        {
            return Ok(None);
        }
        let mut others = turns.together.iter();
        if others.any(|beside| section.option(beside) != section.option(option)) {
            return Ok(None);
        }
        if let Some(Piece::Switches(any, off, all)) = turns.piece.as_deref() {
            let on: Vec<&str> = [option]
                .into_iter()
                .chain(all.iter().map(|name| &**name))
                .collect();
            return Ok(switches(&section, *any, off, on).map(|text| Raw::Text(Cow::Owned(text))));
        }
        if let Some(piece) = turns.piece.as_deref() {
            let items = section.list(option);
            if items.is_empty() {
                return Ok(None);
            }
            if let Piece::Both(words) = piece {
                let [beside, _, theirs] = &**words;
                let theirs = section.option(beside).as_deref() == Some(theirs);
                if theirs && section.option(option).is_some_and(|off| is_on(&off)) {
                    return Ok(Some(Raw::Text(Cow::Borrowed("0"))));
                }
            }
            let text = piece.of(&items).map(|text| match piece.beside() {
                Some(other) => piece.joined(&text, &section.option(other).unwrap_or_default()),
                None => text,
            });
            return Ok(text.map(|text| Raw::Text(Cow::Owned(text))));
        }
        Ok(match section.value(option) {
            None => None,
            Some(Value::Single(text)) if !list => Some(Raw::Text(Cow::Owned(text.to_owned()))),
            // One option with several words is a list too.
            Some(Value::Single(text)) => Some(Raw::Items(
                text.split_whitespace().map(str::to_owned).collect(),
            )),
            Some(Value::List(items)) if list => {
                Some(Raw::Items(items.into_iter().map(str::to_owned).collect()))
            }
            Some(Value::List(items)) => Some(Raw::Text(Cow::Owned(items.join(" ")))),
        })
    }

    /// Names of rows, as the device has them, into paths of rows.
    /// in a list all of them, else the first; `None` where there is no such row.
    fn references(
        &mut self,
        turns: &Turns,
        list: bool,
        words: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let mut paths = Vec::new();
        for word in words {
            let small = (turns.form == Some(Form::Lower)).then(|| word.to_lowercase());
            let word = small.as_deref().unwrap_or(word);
            // Thousands of rows may lie on the same few.
            let place = format!("{turns:p} {word}");
            let path = match self.meanings.get(&place) {
                Some(known) => known.clone(),
                None => {
                    let path = self.reference(turns, word).map(Rc::from);
                    self.meanings.insert(place, path.clone());
                    path
                }
            };
            paths.extend(path);
            if !list && !paths.is_empty() {
                break;
            }
        }
        (!paths.is_empty()).then(|| paths.join(","))
    }

    /// The path of the row of the first target that has one which is called so.
    fn reference(&mut self, turns: &Turns, word: &str) -> Option<String> {
        turns.refers.iter().find_map(|target| {
            let table = self.template.table(target)?;
            self.gather_around(table);
            let above = self.contexts(self.template.node(table).parent);
            above
                .iter()
                .find_map(|context| self.path_of(table, context, word, turns.by.as_deref()))
        })
    }

    /// The path of a table's row with this key, or of the first in which this word says so.
    fn path_of(
        &mut self,
        table: usize,
        above: &[Frame],
        key: &str,
        by: Option<&str>,
    ) -> Option<String> {
        let mut path = self.numbered(table, above);
        let hook = matches!(&self.template.node(table).kind, Kind::Table(table) if matches!(table.rows, Rows::Hook(_)));
        // Who has not been asked may still be known by number.
        let known = match hook && !self.was_asked(table, above) {
            true => self.store.instances.by_key(&path, key).or_else(|| {
                self.gather_below(table, &above.to_vec());
                None
            }),
            false => None,
        };
        let number = if known.is_some() {
            known
        } else {
            let rows = self.rows(table, above).unwrap_or_default();
            rows.iter()
                .find(|row| match by {
                    None => &*row.key == key,
                    Some(by) => self
                        .word_of(by, table, row, above)
                        .is_some_and(|said| said.split(',').any(|one| one == key)),
                })
                .map(|row| row.number)
        }?;
        let numbers = path.clone();
        self.push_instance(&mut path, &numbers, number);
        path.pop();
        Some(path)
    }
}

/// The addresses of a family; `None` where there are none.
fn of_family(family: Family, raw: Raw, list: bool) -> Option<Raw> {
    let items = match raw {
        Raw::Text(text) if !list => return family.is_of(&text).then_some(Raw::Text(text)),
        Raw::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
        Raw::Items(items) => items,
    };
    let items = items.into_iter().filter(|item| family.is_of(item));
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then_some(Raw::Items(items))
}

/// The innermost row that is a part of an answer, and when that came.
fn part_of(context: &[Frame]) -> Option<(&serde_json::Value, Option<i64>)> {
    let mut frames = context.iter().rev();
    frames.find_map(|frame| match &frame.row.handle {
        Handle::Part(value, at) => Some((value, *at)),
        _ => None,
    })
}

/// The moment so many seconds from now, or before. What ends with no time left, has ended nobody knows when, and a
/// moment is unknown without a clock, too (TR-106 3.2.1).
fn moment(seconds: &str, ago: bool, now: Option<i64>) -> Result<String, String> {
    let left = seconds.parse::<i64>();
    let left = left.map_err(|_| format!("expected seconds, got `{seconds}`"))?;
    Ok(match (left, now) {
        (-1 | FOR_EVER.., _) if !ago => String::from("9999-12-31T23:59:59Z"),
        (0..FOR_EVER, Some(now)) if ago => crate::time::utc(now.saturating_sub(left)),
        (1..FOR_EVER, Some(now)) => crate::time::utc(now.saturating_add(left)),
        _ => UNKNOWN_TIME.to_owned(),
    })
}

/// The seconds that are left until then. Without a clock nobody knows; but 0 is for ever where one parameter is both.
fn remains(end: &str, now: Option<i64>) -> Result<String, String> {
    let said = end.parse::<i64>();
    let end = said.map_err(|_| format!("expected seconds since 1970, got `{end}`"))?;
    let left = now.map_or(end.signum(), |now| end.saturating_sub(now));
    Ok(left.clamp(0, u32::MAX.into()).to_string())
}

/// What several switches say together.
fn switches(section: &Section, any: bool, off: &str, mut all: Vec<&str>) -> Option<String> {
    let known = all.iter().any(|name| section.value(name).is_some());
    all.retain(|name| section.option(name).is_some_and(|on| is_on(&on)));
    match (any, all.is_empty()) {
        (true, none) => known.then(|| String::from(if none { "0" } else { "1" })),
        (false, false) => Some(all.join(" ")),
        (false, true) => section.option(off).map(Cow::into_owned),
    }
}

/// Whether a boolean of uci is true.
pub(in crate::model) fn is_on(text: &str) -> bool {
    boolean(text) == Some(true)
}

/// What the device says: one text, or the items of a list.
pub(super) enum Raw<'a> {
    Text(Cow<'a, str>),
    Items(Vec<String>),
}

/// A text by its shape: letters as `a`, digits as `9`.
fn shape(text: &str) -> String {
    /// As much as tells one kind of text from another.
    const LONGEST: usize = 24;
    let mut shown = String::from("a text like \"");
    shown.extend(text.chars().take(LONGEST).map(|c| match c {
        c if c.is_ascii_digit() => '9',
        c if c.is_alphanumeric() => 'a',
        c if c.is_ascii_graphic() || c == ' ' => c,
        _ => '?',
    }));
    shown.push_str(match text.chars().nth(LONGEST) {
        Some(_) => "…\"",
        None => "\"",
    });
    shown
}

/// The names in a text that refers to rows.
fn refer_words(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\t', '\n'])
        .filter(|word| !word.is_empty())
}
