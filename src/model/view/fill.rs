//! Templates: the keys and words of the rows that lead to a place.

use super::{Frame, Row, View};
use crate::model::template::Kind;
use crate::platform::Trouble;
use std::borrow::Cow;
use std::rc::Rc;

impl<'a> View<'a> {
    /// A template with the keys and words of the rows in it.
    pub fn fill<'t>(
        &mut self,
        template: &'t str,
        context: &[Frame],
    ) -> Result<Cow<'t, str>, Trouble> {
        Ok(self
            .filled_with(template, context, &|_| true)?
            .unwrap_or_default())
    }

    /// The same for the path of a file; `None` when what is filled in would lead out of its directory,
    /// or is empty.
    pub fn fill_path<'t>(
        &mut self,
        template: &'t str,
        context: &[Frame],
    ) -> Result<Option<Cow<'t, str>>, Trouble> {
        self.filled_with(template, context, &|text| {
            !text.is_empty() && text != ".." && !text.contains(['/', '\0'])
        })
    }

    /// The same for a name over ubus; `None` when what is filled in is empty, or a pattern.
    pub fn fill_name<'t>(
        &mut self,
        template: &'t str,
        context: &[Frame],
    ) -> Result<Option<Cow<'t, str>>, Trouble> {
        self.filled_with(template, context, &|text| {
            !text.is_empty() && !text.contains(['*', '\0'])
        })
    }

    /// The same for a command of the shell; `None` when what is filled in is no plain name.
    pub fn fill_command<'t>(
        &mut self,
        template: &'t str,
        context: &[Frame],
    ) -> Result<Option<Cow<'t, str>>, Trouble> {
        self.filled_with(template, context, &|text| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:@".contains(&byte);
            text.bytes().next().is_some_and(plain)
                && text.bytes().all(|byte| plain(byte) || byte == b'-')
        })
    }

    fn filled_with<'t>(
        &mut self,
        template: &'t str,
        context: &[Frame],
        good: &dyn Fn(&str) -> bool,
    ) -> Result<Option<Cow<'t, str>>, Trouble> {
        if !template.contains('{') {
            return Ok(Some(Cow::Borrowed(template)));
        }
        let mut text = String::with_capacity(template.len() + 16);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            let back = match name {
                "key" => 1,
                "parent" => 2,
                _ => 0,
            };
            let said;
            let word = match back {
                0 => {
                    said = self.word(name, context)?;
                    &*said
                }
                back => context
                    .len()
                    .checked_sub(back)
                    .and_then(|at| context.get(at))
                    .map_or("", |frame| &*frame.row.key),
            };
            if !good(word) {
                return Ok(None);
            }
            text.push_str(word);
            rest = after;
        }
        text.push_str(rest);
        Ok(Some(Cow::Owned(text)))
    }

    /// What a row of this table says as one of its words.
    pub fn word_of(
        &mut self,
        name: &str,
        table: usize,
        row: &Rc<Row>,
        above: &[Frame],
    ) -> Option<Rc<str>> {
        let mut context = above.to_vec();
        context.push(Frame {
            table,
            row: row.clone(),
        });
        self.word(name, &context).ok()
    }

    /// A word of the innermost row that has one of this name; empty where the device says nothing.
    fn word(&mut self, name: &str, context: &[Frame]) -> Result<Rc<str>, Trouble> {
        let template = self.template;
        for depth in (1..=context.len()).rev() {
            let Some(around) = context.get(..depth) else {
                continue;
            };
            let Some(frame) = around.last() else { continue };
            let Kind::Table(table) = &template.node(frame.table).kind else {
                continue;
            };
            let Some(first) = table.words.iter().position(|(known, ..)| **known == *name) else {
                continue;
            };
            let place = (Rc::as_ptr(&frame.row).addr(), first);
            if let Some((_, known)) = self.words.get(&place) {
                return Ok(known.clone());
            }
            let mut said = None;
            for (known, source, turns) in table.words.iter().skip(first) {
                if said.is_some() {
                    break;
                }
                if **known == *name {
                    said = self
                        .turned(frame.table, source, turns, around, false)?
                        .and_then(Result::ok)
                        .or_else(|| turns.default.as_deref().map(str::to_owned));
                }
            }
            let word: Rc<str> = said.unwrap_or_default().into();
            let held = (Some(frame.row.clone()), word.clone());
            self.words.insert(place, held);
            return Ok(word);
        }
        Ok("".into())
    }
}
