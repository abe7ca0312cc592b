//! Where a parameter comes from, as a line of a map says it.

use super::read::{file_path, hook_name, object_path, package, section, template, uci_name};
use super::words::{Words, Wrong};
use super::{FieldSource, Marked, Object, ObjectSource, Pick, Turns, items, ubus};
use std::sync::Arc;

/// The source at the beginning of a field's line, or behind `else`.
pub(super) fn field_source(
    words: &mut Words,
    object: Option<&Object>,
    depth: usize,
    turns: &mut Turns,
) -> Result<FieldSource, Wrong> {
    const KEYWORDS: [&str; 15] = [
        "option", "uci", "file", "ubus", "word", "item", "key", "joined", "position", "marked",
        "const", "only", "hook", "agent", "run",
    ];
    let from = object.and_then(|object| object.source.as_ref());
    let row_option = |option: &str| match from {
        // Without a source on this line, whose row it is stands elsewhere: the template knows.
        None | Some(ObjectSource::Ubus(_)) if ubus::steps(option).is_ok() => {
            template(option, depth)?;
            Ok(FieldSource::RowOption(option.into()))
        }
        Some(ObjectSource::Ubus(_)) => Err(ubus::steps(option).err().unwrap_or_default()),
        None | Some(ObjectSource::Uci { .. } | ObjectSource::Section { .. }) => {
            Ok(FieldSource::RowOption(uci_name(option, "an option")?))
        }
        Some(_) => Err(format!(
            "expected uci, file, ubus, word, key, const, only, hook, agent or run, got the option `{option}` where there is no section"
        )),
    };
    match words.keyword(&KEYWORDS) {
        None => {
            let word = words.take(
                "a source (OPTION, uci, file, ubus, word, key, const, only, hook, agent or run)",
            )?;
            let negated = if word.quoted {
                None
            } else {
                word.text.strip_prefix('!')
            };
            turns.negate = negated.is_some();
            row_option(negated.unwrap_or(&word.text))
        }
        Some("option") => row_option(&words.take("an option")?.text),
        Some("uci") => {
            let (package, section) = (package(words)?, section(words, depth)?);
            let word = words.take("an option")?;
            let negated = if word.quoted {
                None
            } else {
                word.text.strip_prefix('!')
            };
            turns.negate = negated.is_some();
            Ok(FieldSource::Option {
                package,
                section,
                option: uci_name(negated.unwrap_or(&word.text), "an option")?,
            })
        }
        Some("file") => field_file(words, depth),
        Some("ubus") => {
            let part = ubus::part(words, &|text| template(text, depth))?;
            Ok(FieldSource::Ubus(Arc::new(part)))
        }
        Some("word") => match object.and_then(|object| object.also.first()).or(from) {
            None | Some(ObjectSource::Lines { .. }) => {
                Ok(FieldSource::Word(words.number("the number of a word")?))
            }
            Some(_) => {
                Err("expected rows from `file PATH lines` for `word`, got other rows".to_owned())
            }
        },
        Some("position") => Ok(FieldSource::Position),
        Some("marked") => {
            let table = object_path(&words.take("the path of a table")?.text)?;
            let mut word = || Ok::<_, Wrong>(words.take("MARK OTHER OPTION")?.text.as_str().into());
            Ok(FieldSource::Marked(Arc::new(Marked {
                table,
                mark: word()?,
                other: word()?,
                option: word()?,
            })))
        }
        Some("item") => Ok(FieldSource::Item(items::part(words)?)),
        Some("key") if depth == 0 => {
            Err("expected an object with `{i}` for `key`, got one that is no row".to_owned())
        }
        Some("key") => Ok(FieldSource::Key),
        Some("joined") => Ok(FieldSource::Joined),
        Some(word @ ("const" | "only")) => {
            let value = words.take("a value")?.text.as_str().into();
            Ok(match word {
                "only" => FieldSource::Only(value),
                _ => FieldSource::Const(value),
            })
        }
        Some("hook") => Ok(FieldSource::Hook(hook_name(words)?)),
        Some("run") => run(words, depth),
        Some(_) => Ok(FieldSource::Agent),
    }
}

/// The rest of the line is the command; its words are parted by single blanks.
fn run(words: &mut Words, depth: usize) -> Result<FieldSource, Wrong> {
    let after = match words.keyword(&["now", "after"]) {
        Some(when) => when == "after",
        None => return Err("expected `now` or `after` behind `run`".to_owned()),
    };
    let mut command = words.take("a command")?.text.clone();
    while words.peek().is_some() {
        command.push(' ');
        command.push_str(&words.take("a command")?.text);
    }
    template(&command, depth)?;
    Ok(FieldSource::Run {
        after,
        command: command.into(),
    })
}

fn field_file(words: &mut Words, depth: usize) -> Result<FieldSource, Wrong> {
    let path = file_path(words)?;
    template(&path, depth)?;
    let mut pick = Pick::default();
    let mut writable = false;
    while let Some(word) = words.keyword(&["line", "match", "separator", "word", "rw"]) {
        match word {
            "line" => pick.line = Some(words.number("the number of a line")?),
            "match" => {
                let start = &words.take("the start of a line")?.text;
                template(start, depth)?;
                pick.matching = Some(start.as_str().into());
            }
            "separator" => pick.separator = Some(words.character()?),
            "word" => pick.word = Some(words.number("the number of a word")?),
            _ => writable = true,
        }
    }
    if pick.separator.is_some() && pick.word.is_none() {
        return Err("expected `word N` with `separator`".to_owned());
    }
    if writable && pick != Pick::default() {
        return Err("expected a whole file before `rw`, got a part of one".to_owned());
    }
    if writable && path.starts_with('@') {
        return Err(format!(
            "expected a path that starts with / before `rw`, got `{path}`"
        ));
    }
    Ok(FieldSource::File {
        path,
        pick,
        writable,
    })
}
