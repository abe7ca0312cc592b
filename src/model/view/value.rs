//! From what the device says to the value that the ACS sees.

use super::{Asked, Context, Handle, View, fill, fill_path, internal, section_of};
use crate::fault::Fault;
use crate::model::agent_source::AgentAnswer;
use crate::model::map::nth_word;
use crate::model::template::{Kind, Leaf, Rows, Source, Template};
use crate::model::value::Base;
use crate::platform::Trouble;
use crate::platform::uci::{SectionId, Value};
use std::borrow::Cow;

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
        let raw = self
            .raw(node, leaf, context)
            .map_err(|found| trouble(self, &found))?;
        let turns = &leaf.turns;
        let turned = match raw {
            None => {
                let silent = turns.when_silent().or(match syntax.base {
                    // An absent uci boolean is false.
                    Base::Boolean => None,
                    _ => parameter.default.as_deref(),
                });
                return Ok(
                    silent.map_or_else(|| syntax.null().to_owned(), |value| syntax.render(value))
                );
            }
            Some(Raw::Text(text)) if !turns.refers.is_empty() => {
                return Ok(self.references(leaf, &mut refer_words(leaf, self.template, &text)));
            }
            Some(Raw::Items(items)) if !turns.refers.is_empty() => {
                return Ok(self.references(leaf, &mut items.iter().map(String::as_str)));
            }
            Some(Raw::Text(text)) if turns.is_plain() => return Ok(syntax.render(&text)),
            Some(Raw::Text(text)) => turns.to_parameter(&text),
            Some(Raw::Items(items)) => {
                turns.items_to_parameter(&mut items.iter().map(String::as_str))
            }
        };
        Ok(match turned {
            Ok(value) => syntax.render(&value),
            Err(why) => {
                if !parameter.hidden {
                    log::info!(target: "cwmpd::trace", "{}: {why}", self.keyed(node, context));
                }
                syntax.null().to_owned()
            }
        })
    }

    /// What the device says, before any turn; `None` when it says nothing.
    fn raw(
        &mut self,
        node: usize,
        leaf: &'a Leaf,
        context: &Context,
    ) -> Result<Option<Raw<'a>>, Trouble> {
        let text = match &leaf.source {
            Source::RowOption(option) => {
                let Some((package, section)) = section_of(context) else {
                    return Ok(None);
                };
                return self.option(&package, section, option, leaf.turns.list);
            }
            Source::Option {
                package,
                section,
                option,
            } => {
                let section = fill(section, context);
                let found = self
                    .package(package)?
                    .and_then(|found| found.find(&section))
                    .map(|section| section.id());
                return match found {
                    Some(found) => self.option(package, found, option, leaf.turns.list),
                    None => Ok(None),
                };
            }
            Source::File { path, pick, .. } => {
                let Some(path) = fill_path(path, context) else {
                    return Ok(None);
                };
                self.file(&path)?
                    .and_then(|text| pick.find(&text).map(|part| Cow::Owned(part.to_owned())))
            }
            Source::Word(word) => context
                .iter()
                .rev()
                .find_map(|frame| match &frame.row.handle {
                    Handle::Line(line) => {
                        nth_word(line, None, *word).map(|word| Cow::Owned(word.to_owned()))
                    }
                    _ => None,
                }),
            Source::Key => context
                .last()
                .map(|frame| Cow::Owned(frame.row.key.to_string())),
            Source::Const(text) => Some(Cow::Borrowed(&**text)),
            Source::Hook(hook) => match self.hooks.get(*hook) {
                Some(Asked::Answered(answers)) => answers
                    .value(&self.keyed(node, context))
                    .map(|value| Cow::Owned(value.to_owned())),
                Some(Asked::Failed(trouble)) => return Err(trouble.clone()),
                _ => None,
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
                        Some(found) => self.option("cwmpd", found, option, false)?,
                        None => None,
                    };
                    return Ok(Some(value.unwrap_or(Raw::Text(Cow::Borrowed(default)))));
                }
            },
            Source::Count(_) | Source::Alias | Source::ParameterKey => None,
        };
        Ok(text.map(Raw::Text))
    }

    fn option(
        &mut self,
        package: &str,
        section: SectionId,
        option: &str,
        list: bool,
    ) -> Result<Option<Raw<'a>>, Trouble> {
        let Some(package) = self.package(package)? else {
            return Ok(None);
        };
        let Some(section) = package.at(section) else {
            return Ok(None);
        };
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
    fn references(&mut self, leaf: &Leaf, words: &mut dyn Iterator<Item = &str>) -> String {
        let mut paths = Vec::new();
        for word in words {
            for target in &leaf.turns.refers {
                let Some(table) = self.template.table(target) else {
                    continue;
                };
                let path = self.numbered(table, &[]);
                let hook = matches!(&self.template.node(table).kind, Kind::Table(table) if matches!(table.rows, Rows::Hook(_)));
                let number = if hook {
                    self.store.instances.by_key(&path, word)
                } else {
                    let rows = self.rows(table, &[]).unwrap_or_default();
                    rows.iter()
                        .find(|row| &*row.key == word)
                        .map(|row| row.number)
                };
                if let Some(number) = number {
                    let mut shown = path.clone();
                    self.push_instance(&mut shown, &path, number);
                    shown.pop();
                    paths.push(shown);
                    break;
                }
            }
        }
        paths.join(",")
    }
}

/// What the device says: one text, or the items of a list.
enum Raw<'a> {
    Text(Cow<'a, str>),
    Items(Vec<String>),
}

/// The names in a text that refers to rows: one, or several where the parameter is a list.
fn refer_words<'t>(
    leaf: &Leaf,
    template: &Template,
    text: &'t str,
) -> Box<dyn Iterator<Item = &'t str> + 't> {
    if template.parameter(leaf).syntax.list.is_some() {
        Box::new(
            text.split([' ', ',', '\t', '\n'])
                .filter(|word| !word.is_empty()),
        )
    } else {
        Box::new(
            Some(text.trim())
                .filter(|word| !word.is_empty())
                .into_iter(),
        )
    }
}
