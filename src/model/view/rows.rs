//! The rows of a table: found in their source, and numbered.

use super::{Asked, Context, Frame, Handle, Row, View, routes};
use crate::model::instance::{Found, fingerprint};
use crate::model::map::{Condition, ItemPart, Items, Marked, Outside};
use crate::model::template::{Kind, Rows};
use crate::platform::Trouble;
use crate::platform::uci::{Section, SectionId};
use std::borrow::Cow;
use std::collections::HashSet;
use std::rc::Rc;

/// A row that may be the one that is meant: with its second word, and whether it is.
type Candidate = (Rc<Row>, String, bool);

impl<'a> View<'a> {
    /// The rows of a table, numbered.
    pub fn rows(&mut self, node: usize, context: &[Frame]) -> Result<Rc<[Rc<Row>]>, Trouble> {
        let row = context.last().map(|frame| &frame.row);
        let place = (node, row.map_or(0, |row| Rc::as_ptr(row).addr()));
        if let Some((_, rows)) = self.rows.get(&place) {
            return Ok(rows.clone());
        }
        let path = self.numbered(node, context);
        let template = self.template;
        let Kind::Table(table) = &template.node(node).kind else {
            return Ok(Rc::from([]));
        };
        let (mut found, mut handles) = self.found(node, &table.rows, context)?;
        for also in &table.also {
            // What is configured is there, whether or not the device tells more.
            let (more, theirs) = self.found(node, also, context).unwrap_or_else(|trouble| {
                log::info!(target: "cwmpd::trace", "{path}: only what is configured: {trouble}");
                Default::default()
            });
            let mut theirs: Vec<_> = more.into_iter().zip(theirs).collect();
            if let Rows::Lines { unless, .. } = also
                && !unless.is_empty()
            {
                self.leave_out(unless, &handles, &mut theirs)?;
            }
            let mut known: HashSet<String> =
                handles.iter().map(|(key, _)| key.to_string()).collect();
            for (row, handle) in theirs {
                if known.insert(handle.0.to_string()) {
                    found.push(row);
                    handles.push(handle);
                }
            }
        }
        let (numbers, changed) = self.store.instances.number(&path, &found);
        self.store.changed |= changed;
        let rows: Rc<[Rc<Row>]> = numbers
            .into_iter()
            .zip(handles)
            .map(|(number, (key, handle))| {
                Rc::new(Row {
                    number,
                    key,
                    handle,
                })
            })
            .collect();
        self.rows.insert(place, (row.cloned(), rows.clone()));
        Ok(rows)
    }

    /// Every row that a template node is in.
    pub fn contexts(&mut self, node: usize) -> Vec<Context> {
        let mut found: Vec<Context> = vec![Vec::new()];
        let mut tables = Vec::new();
        let mut at = node;
        while at != 0 {
            if matches!(self.template.node(at).kind, Kind::Table(_)) {
                tables.push(at);
            }
            at = self.template.node(at).parent;
        }
        for table in tables.into_iter().rev() {
            let mut next = Vec::new();
            for context in found {
                for row in self.rows(table, &context).unwrap_or_default().iter() {
                    let mut context = context.clone();
                    context.push(Frame {
                        table,
                        row: row.clone(),
                    });
                    next.push(context);
                }
            }
            found = next;
        }
        found
    }

    #[allow(clippy::type_complexity)]
    fn found(
        &mut self,
        node: usize,
        source: &Rows,
        context: &[Frame],
    ) -> Result<(Vec<Found>, Vec<(Box<str>, Handle)>), Trouble> {
        let above = context.last().map(|frame| frame.row.key.clone());
        let mut found = Vec::new();
        let mut handles = Vec::new();
        let mut named = |key: Box<str>, handle: Handle, found: &mut Vec<Found>| {
            found.push(Found {
                key: key.clone(),
                content: Vec::new(),
            });
            handles.push((key, handle));
        };
        match source {
            Rows::Const(keys) => keys
                .iter()
                .for_each(|key| named(key.clone(), Handle::None, &mut found)),
            Rows::Directory {
                path,
                prefix,
                filter,
                with,
            } => {
                let (Some(path), Some(prefix)) = (
                    self.fill_path(path, context)?,
                    self.fill_path(prefix, context)?,
                ) else {
                    return Ok((found, handles));
                };
                if let Some(with) = with {
                    let key = self.fill(with, context)?;
                    named((*key).into(), Handle::None, &mut found);
                }
                self.listed = true;
                for name in self.world.directory(&path)? {
                    let mut wanted = name.starts_with(&*prefix);
                    for (file, equal, value) in filter {
                        if wanted && &**file == ".name" {
                            let is = |one: &str| match one.strip_suffix('*') {
                                Some(start) => name.starts_with(start),
                                None => name == one,
                            };
                            wanted = value.split('|').any(is) == *equal;
                        } else if wanted {
                            let text = self.file(&format!("{path}/{name}/{file}"))?;
                            let line = text.as_deref().map(|text| text.lines().next());
                            let said = line.is_some_and(|line| {
                                &**value == "*" || line.unwrap_or_default() == &**value
                            });
                            wanted = said == *equal;
                        }
                    }
                    if wanted {
                        named(name.into(), Handle::None, &mut found);
                    }
                }
            }
            Rows::Lines {
                path,
                skip,
                key,
                of,
                filter,
                separator,
                ..
            } => {
                // A word that is the whole path says which file: what is configured.
                let path = match path.starts_with('{') {
                    true => Some(self.fill(path, &self.within(node, context))?),
                    false => self.fill_path(path, context)?,
                };
                let Some(path) = path.filter(|path| path.starts_with(['/', '@'])) else {
                    return Ok((found, handles));
                };
                let Some(text) = self.file(&path)? else {
                    return Ok((found, handles));
                };
                let mut wishes = Vec::with_capacity(filter.len());
                for (at, equal, value) in filter {
                    wishes.push((at, equal, self.fill(value, context)?));
                }
                let mut seen = HashSet::new();
                for line in text.lines().skip(*skip) {
                    let words: Vec<&str> = match separator {
                        Some(separator) => line.split(*separator).collect(),
                        None => line.split_whitespace().collect(),
                    };
                    let word = |at: usize| words.get(at.saturating_sub(1)).copied();
                    let wanted = !words.is_empty()
                        && of.is_none_or(|of| word(of) == above.as_deref())
                        && wishes
                            .iter()
                            .all(|(at, equal, value)| (word(**at) == Some(&**value)) == **equal);
                    let name: Vec<&str> = key.iter().filter_map(|at| word(*at)).collect();
                    if wanted && !name.is_empty() && seen.insert(name.join("-")) {
                        named(
                            name.join("-").into(),
                            Handle::Line(line.into(), *separator),
                            &mut found,
                        );
                    }
                }
            }
            Rows::Ubus(rows) => {
                for (key, handle) in self.called_rows(rows, context)? {
                    named(key, handle, &mut found);
                }
            }
            Rows::Hook(hook) => {
                let path = self.keyed(node, context);
                match self.hooks.get(*hook) {
                    Some(Asked::Answered(answers)) => {
                        answers
                            .rows(&path)
                            .iter()
                            .for_each(|key| named(key.clone(), Handle::None, &mut found));
                    }
                    Some(Asked::Failed(trouble)) => return Err(trouble.clone()),
                    _ => {}
                }
            }
            Rows::Uci {
                package,
                key,
                items: None,
                ..
            } => {
                let owners = self.owners(node, source, context)?;
                let Some(sections) = self.package(package)? else {
                    return Ok((found, handles));
                };
                for (id, place) in owners {
                    let Some(section) = sections.at(id) else {
                        continue;
                    };
                    let said = key.as_ref().and_then(|key| section.option(key));
                    let name = said.as_deref().or(section.name());
                    found.push(Found {
                        key: name.unwrap_or("").into(),
                        content: fingerprint(section.pairs()),
                    });
                    let key = name.map_or(place, Into::into);
                    handles.push((
                        key,
                        Handle::Section {
                            package: package.clone(),
                            section: id,
                        },
                    ));
                }
            }
            Rows::Uci {
                package,
                items: Some(items),
                ..
            } => {
                let owners = self.owners(node, source, context)?;
                let Some(sections) = self.package(package)? else {
                    return Ok((found, handles));
                };
                let mut seen = HashSet::new();
                for (id, place) in owners {
                    let Some(section) = sections.at(id) else {
                        continue;
                    };
                    for (text, listed, key) in items.rows(&section, &place) {
                        if !seen.insert(key.clone()) {
                            continue;
                        }
                        found.push(Found {
                            key: key.as_str().into(),
                            content: Items::fingerprint(&text),
                        });
                        let handle = Handle::Item {
                            package: package.clone(),
                            section: id,
                            of: section.name().map_or_else(|| place.clone(), Into::into),
                            text: text.into(),
                            listed,
                        };
                        handles.push((key.into(), handle));
                    }
                }
            }
        }
        Ok((found, handles))
    }

    /// In a table, in no row of it.
    pub fn within(&self, node: usize, context: &[Frame]) -> Context {
        let row = Row {
            number: 0,
            key: "".into(),
            handle: Handle::None,
        };
        let mut context = context.to_vec();
        context.push(Frame {
            table: node,
            row: Rc::new(row),
        });
        context
    }

    /// What the sections of a table are to say. Words are those that a row of it has whatever it says itself.
    pub fn conditions<'c>(
        &mut self,
        node: usize,
        filter: &'c [Condition],
        context: &[Frame],
    ) -> Result<Cow<'c, [Condition]>, Trouble> {
        let worded = |condition: &Condition| condition.value.contains('{');
        if !filter.iter().any(worded) {
            return Ok(Cow::Borrowed(filter));
        }
        let context = self.within(node, context);
        let mut filled = filter.to_vec();
        for condition in filled.iter_mut() {
            condition.value = self.fill(&condition.value, &context)?.into();
        }
        Ok(Cow::Owned(filled))
    }

    /// The sections that rows of uci are, or are in, each with what it is called without a name.
    pub fn owners(
        &mut self,
        node: usize,
        rows: &Rows,
        context: &[Frame],
    ) -> Result<Vec<(SectionId, Box<str>)>, Trouble> {
        let Rows::Uci {
            package,
            kind,
            filter,
            of,
            within,
            half,
            outside,
            key,
            ..
        } = rows
        else {
            return Ok(Vec::new());
        };
        let above = context.last().map(|frame| frame.row.key.clone());
        let around = match context.last().map(|frame| &frame.row.handle) {
            Some(Handle::Section {
                package: its,
                section,
                ..
            }) if its == package => Some(*section),
            _ => None,
        };
        let worded = filter;
        let filter = self.conditions(node, filter, context)?;
        // A word that says nothing names nothing: not what has no such option.
        let mut both = worded.iter().zip(&*filter);
        if both
            .any(|(word, filled)| word.equal && filled.value.is_empty() && !word.value.is_empty())
        {
            return Ok(Vec::new());
        }
        let listed = self.listed_by(outside)?;
        let (networks, taken) = match within {
            Some((_, word)) => self.networks(word, context)?,
            None => Default::default(),
        };
        let Some(sections) = self.package(package)? else {
            return Ok(Vec::new());
        };
        let mut owners = Vec::new();
        for (place, section) in sections.placed(kind) {
            let belongs = |of: &str| match of {
                // Of another package: the one that is called as the row is known.
                ".name" if around.is_none() => section.name() == above.as_deref(),
                ".name" => around == Some(section.id()),
                of => match (section.option(of), within) {
                    (None, Some((option, _))) if &**option == ".name" => {
                        let named =
                            |name: &str| networks.split_whitespace().any(|word| word == name);
                        section.name().is_some_and(named)
                    }
                    (None, Some((option, _))) => {
                        let said = section.option(option).unwrap_or_default();
                        let is_in = |networks: &str| {
                            let mut networks = networks.split_whitespace();
                            networks.any(|network| routes::is_within(&said, network))
                        };
                        is_in(&networks) && !is_in(&taken)
                    }
                    (said, _) => said.as_deref() == above.as_deref(),
                },
            };
            if of.as_deref().is_none_or(belongs)
                && filter.iter().all(|condition| condition.holds(&section))
                && (listed.is_empty() || !listed.contains(&called(&section, key.as_deref())))
            {
                owners.push((section.id(), format!("@{kind}[{place}]").into()));
            }
        }
        if let Some(half) = half {
            let alone = sections.placed(&half.kind);
            let called = |place| format!("@{}[{place}]", half.kind).into();
            owners.extend(alone.map(|(place, section)| (section.id(), called(place))));
        }
        Ok(owners)
    }

    /// The networks that this word of the enclosing row says, and those of the rows before it, whose they are if both say so.
    fn networks(&mut self, word: &str, context: &[Frame]) -> Result<(String, String), Trouble> {
        let own = self.fill(word, context)?.into_owned();
        let mut taken = String::new();
        if let Some((frame, above)) = context.split_last() {
            for row in self.rows(frame.table, above)?.iter() {
                if row.number == frame.row.number {
                    break;
                }
                let mut other = above.to_vec();
                other.push(Frame {
                    table: frame.table,
                    row: Rc::clone(row),
                });
                taken.push_str(&self.fill(word, &other)?);
                taken.push(' ');
            }
        }
        Ok((own, taken))
    }

    /// What sections of other packages list that is no row.
    fn listed_by(&mut self, outside: &[Outside]) -> Result<Vec<String>, Trouble> {
        let mut listed: Vec<String> = Vec::new();
        for one in outside {
            let Some(sections) = self.package(&one.package)? else {
                continue;
            };
            for (_, section) in sections.placed(&one.kind) {
                if !one.filter.iter().all(|condition| condition.holds(&section)) {
                    continue;
                }
                match &*one.members {
                    ".name" => listed.extend(section.name().map(Into::into)),
                    members => {
                        let said = section.option(members).unwrap_or_default();
                        listed.extend(said.split_whitespace().map(str::to_owned));
                    }
                }
            }
        }
        Ok(listed)
    }

    /// Whether the section of a row is one of its table only; `None` where tables do not share sections.
    pub fn is_alone(&mut self, context: &[Frame]) -> Result<Option<bool>, Trouble> {
        let Some(frame) = context.last() else {
            return Ok(None);
        };
        let (
            Kind::Table(table),
            Handle::Section {
                package, section, ..
            },
        ) = (&self.template.node(frame.table).kind, &frame.row.handle)
        else {
            return Ok(None);
        };
        let Rows::Uci {
            half: Some(half), ..
        } = &table.rows
        else {
            return Ok(None);
        };
        let package = self.package(package)?;
        let section = package.and_then(|package| package.at(*section));
        Ok(section.map(|section| section.kind() == &*half.kind))
    }

    /// The row of an item as it is called now, with its place in the context: an edit may have given it
    /// another key and section.
    pub fn item(&mut self, context: &[Frame]) -> Option<(usize, Rc<Row>)> {
        let at = context
            .iter()
            .rposition(|frame| matches!(frame.row.handle, Handle::Item { .. }))?;
        let frame = context.get(at)?;
        let rows = self.rows(frame.table, context.get(..at)?).ok()?;
        let row = rows.iter().find(|row| row.number == frame.row.number)?;
        Some((at, row.clone()))
    }

    /// The rows of the table of `marked` that begin with the key of this row and are on, each with its second word
    /// and whether it is the one that is meant; and their table.
    pub fn marked(
        &mut self,
        marked: &Marked,
        context: &[Frame],
    ) -> Option<(usize, Vec<Candidate>)> {
        let (frame, above) = context.split_last()?;
        let node = self.template.table(&marked.table)?;
        let Kind::Table(table) = &self.template.node(node).kind else {
            return None;
        };
        let Rows::Uci {
            items: Some(items), ..
        } = &table.rows
        else {
            return None;
        };
        let mut found: Vec<Candidate> = Vec::new();
        for row in self.rows(node, above).ok()?.iter() {
            if let Handle::Item { text, listed, .. } = &row.handle
                && *listed
                && items.word(text, 1) == Some(&frame.row.key)
            {
                let second = items.word(text, 2).unwrap_or_default().to_owned();
                found.push((row.clone(), second, false));
            }
        }
        let mark = marked.mark.chars().last()?;
        let last = found
            .iter()
            .rposition(|(_, second, _)| second.ends_with(mark));
        let first = || {
            found
                .iter()
                .position(|(_, second, _)| *second != *marked.other)
        };
        let meant = last.or_else(first);
        if let Some((_, _, is)) = meant.and_then(|at| found.get_mut(at)) {
            *is = true;
        }
        Some((node, found))
    }

    /// What an item says; `None` for what is still to be set.
    pub(super) fn item_says(&mut self, part: ItemPart, context: &[Frame]) -> Option<String> {
        let (at, row) = self.item(context)?;
        let (
            Handle::Item {
                of, text, listed, ..
            },
            Kind::Table(table),
        ) = (
            &row.handle,
            &self.template.node(context.get(at)?.table).kind,
        )
        else {
            return None;
        };
        match part {
            ItemPart::Section => Some(of.to_string()),
            ItemPart::Listed => Some(String::from(if *listed { "1" } else { "0" })),
            ItemPart::All => {
                let open = self.item_says(ItemPart::Word(1), context).is_none();
                (!open).then(|| text.to_string())
            }
            ItemPart::Word(number) => {
                let Rows::Uci { items, .. } = &table.rows else {
                    return None;
                };
                let word = items.as_ref()?.word(text, number)?;
                (!Items::is_open(word, &table.prefix)).then(|| word.to_owned())
            }
            ItemPart::Plain => {
                let Rows::Uci { items, .. } = &table.rows else {
                    return None;
                };
                let word = items.as_ref()?.word(text, 2)?.trim_end_matches('*');
                (!word.is_empty()).then(|| word.to_owned())
            }
            ItemPart::Octets => {
                let Rows::Uci { items, .. } = &table.rows else {
                    return None;
                };
                items.as_ref()?.octets(text, &table.prefix)
            }
        }
    }
}

/// What the row of a section is known by.
fn called(section: &Section, key: Option<&str>) -> String {
    match key {
        Some(key) => section.option(key).unwrap_or_default().into_owned(),
        None => section.name().unwrap_or_default().to_owned(),
    }
}
