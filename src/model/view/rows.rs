//! The rows of a table: found in their source, and numbered.

use super::{Asked, Context, Frame, Handle, Row, View};
use crate::model::instance::{Found, fingerprint};
use crate::model::template::{Kind, Rows, Table};
use crate::platform::Trouble;
use std::rc::Rc;

impl<'a> View<'a> {
    /// The rows of a table, numbered.
    pub fn rows(&mut self, node: usize, context: &[Frame]) -> Result<Rc<[Rc<Row>]>, Trouble> {
        let path = self.numbered(node, context);
        if let Some(rows) = self.rows.get(&path) {
            return Ok(rows.clone());
        }
        let template = self.template;
        let Kind::Table(table) = &template.node(node).kind else {
            return Ok(Rc::from([]));
        };
        let (found, handles) = self.found(node, table, context)?;
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
        self.rows.insert(path, rows.clone());
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
        table: &Table,
        context: &[Frame],
    ) -> Result<(Vec<Found>, Vec<(Box<str>, Handle)>), Trouble> {
        let above = context.last().map(|frame| frame.row.key.clone());
        let around = match context.last().map(|frame| &frame.row.handle) {
            Some(Handle::Section { section, .. }) => Some(*section),
            _ => None,
        };
        let mut found = Vec::new();
        let mut handles = Vec::new();
        let mut named = |key: Box<str>, handle: Handle, found: &mut Vec<Found>| {
            found.push(Found {
                key: key.clone(),
                content: Vec::new(),
            });
            handles.push((key, handle));
        };
        match &table.rows {
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
                        if wanted {
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
            } => {
                let Some(path) = self.fill_path(path, context)? else {
                    return Ok((found, handles));
                };
                let Some(text) = self.file(&path)? else {
                    return Ok((found, handles));
                };
                let mut wishes = Vec::with_capacity(filter.len());
                for (at, equal, value) in filter {
                    wishes.push((at, equal, self.fill(value, context)?));
                }
                let mut seen = std::collections::HashSet::new();
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
                kind,
                filter,
                of,
                key,
            } => {
                let Some(sections) = self.package(package)? else {
                    return Ok((found, handles));
                };
                for (place, section) in sections.of_type(kind).enumerate() {
                    let belongs = |of: &str| match of {
                        ".name" => around == Some(section.id()),
                        of => section.option(of).as_deref() == above.as_deref(),
                    };
                    let wanted = of.as_deref().is_none_or(belongs)
                        && filter.iter().all(|condition| condition.holds(&section));
                    if !wanted {
                        continue;
                    }
                    let content = fingerprint(section.pairs());
                    let said = key.as_ref().and_then(|key| section.option(key));
                    let name = said.as_deref().or(section.name());
                    found.push(Found {
                        key: name.unwrap_or("").into(),
                        content,
                    });
                    let key = name.map_or_else(|| format!("@{kind}[{place}]").into(), Into::into);
                    handles.push((
                        key,
                        Handle::Section {
                            package: package.clone(),
                            section: section.id(),
                        },
                    ));
                }
            }
        }
        Ok((found, handles))
    }
}
