//! `items OPTION`: rows that are the items of a list in uci, each of one or two words.
//!
//! ```text
//! items OPTION [off OPTION] [words] [separator C] [key PART[,PART…]]
//! item N | item listed | item section
//! ```
//!
//! What is switched off stays in the file as an item of another option, which no service reads. A part
//! of an item that is yet to be set holds a name of its own, made of the table's prefix and a number.

use super::words::{Words, Wrong};
use crate::model::instance::fingerprint;
use crate::platform::uci::{Section, Value};

/// Which items are rows, and what tells them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    pub option: Box<str>,
    /// Where those are that are off; without it, all are on.
    pub off: Option<Box<str>>,
    /// All stand in one option, parted by blanks.
    pub words: bool,
    /// What parts the first word from the second, which is all the rest.
    pub separator: Option<char>,
    /// `1`, `2`: words of the item; else options of its section. Joined with `-`.
    pub key: Vec<Box<str>>,
}

/// What a parameter is of such a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemPart {
    /// The first or the second word.
    Word(usize),
    /// Whether it is on.
    Listed,
    /// The section that it is in; when written, it moves there.
    Section,
}

pub(super) fn read(words: &mut Words) -> Result<Items, Wrong> {
    let option = |words: &mut Words| {
        let name = &words.take("an option")?.text;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        match !name.is_empty() && name.bytes().all(plain) {
            true => Ok(Box::from(name.as_str())),
            false => Err(format!("expected an option, got `{name}`")),
        }
    };
    let mut items = Items {
        option: option(words)?,
        off: None,
        words: false,
        separator: None,
        key: vec!["1".into()],
    };
    while let Some(word) = words.keyword(&["off", "words", "separator", "key"]) {
        match word {
            "off" => items.off = Some(option(words)?),
            "words" => items.words = true,
            "separator" => items.separator = Some(words.character()?),
            _ => {
                let list = &words.take("1, 2 or options")?.text;
                items.key = list.split(',').map(Into::into).collect();
            }
        }
    }
    Ok(items)
}

pub(super) fn part(words: &mut Words) -> Result<ItemPart, Wrong> {
    let word = &words.take("1, 2, listed or section")?.text;
    match word.as_str() {
        "1" => Ok(ItemPart::Word(1)),
        "2" => Ok(ItemPart::Word(2)),
        "listed" => Ok(ItemPart::Listed),
        "section" => Ok(ItemPart::Section),
        other => Err(format!("expected 1, 2, listed or section, got `{other}`")),
    }
}

impl Items {
    /// The items that an option holds.
    pub fn list(&self, section: &Section<'_>, option: &str) -> Vec<String> {
        match section.value(option) {
            None => Vec::new(),
            Some(Value::Single(text)) => text.split_whitespace().map(str::to_owned).collect(),
            Some(Value::List(items)) => items.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The first or second word of an item.
    pub fn word<'t>(&self, text: &'t str, number: usize) -> Option<&'t str> {
        let parts = self
            .separator
            .and_then(|separator| text.split_once(separator));
        match (number, parts) {
            (1, Some((first, _))) => Some(first),
            (1, None) => Some(text),
            (_, parts) => parts.map(|(_, second)| second),
        }
    }

    /// The item with another word in it.
    pub fn with(&self, text: &str, number: usize, word: &str) -> String {
        let first = self.word(text, 1).unwrap_or_default();
        let second = self.word(text, 2).unwrap_or_default();
        let (first, second) = match number {
            1 => (word, second),
            _ => (first, word),
        };
        match self.separator.filter(|_| !second.is_empty()) {
            Some(separator) => format!("{first}{separator}{second}"),
            None => first.to_owned(),
        }
    }

    /// What the row is known by; `None` where the item has no such word, so that it is no row.
    pub fn key(&self, section: &Section<'_>, text: &str) -> Option<String> {
        let mut key = String::new();
        for part in &self.key {
            if !key.is_empty() {
                key.push('-');
            }
            match &**part {
                "1" | "2" => {
                    let word = self.word(text, if &**part == "1" { 1 } else { 2 })?;
                    if word.is_empty() {
                        return None;
                    }
                    key.push_str(word);
                }
                option => key.push_str(&section.option(option).unwrap_or_default()),
            }
        }
        Some(key)
    }

    /// What an item is recognised by when its section is called otherwise.
    pub fn fingerprint(text: &str) -> Vec<u32> {
        fingerprint(std::iter::once(("item", text)))
    }

    /// Whether a word is yet to be set: PREFIX and a number.
    pub fn is_open(word: &str, prefix: &str) -> bool {
        let number = word.strip_prefix(prefix).filter(|_| !prefix.is_empty());
        number.is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
        })
    }
}
