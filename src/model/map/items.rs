//! `items OPTION`: rows that are the items of a list in uci, each of one or two words.
//!
//! ```text
//! items OPTION [off OPTION] [words] [separator C] [mask OPTION] [as WORD=OPTION[,…]] [except TEXT] [key PART[,PART…]] [first]
//! item N | item all | item octets | item plain | item listed | item section
//! ```
//!
//! What is switched off stays in the file as an item of another option, which no service reads. A part
//! of an item that is yet to be set holds a name of its own, made of the table's prefix and a number.

use super::Half;
use super::read::uci_name;
use super::turns::prefix_length;
use super::words::{Words, Wrong};
use crate::model::instance::fingerprint;
use crate::platform::uci::{Section, Value};
use core::net::Ipv6Addr;
use std::borrow::Cow;

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
    /// `mask OPTION`: the second word, the length of a prefix, of an item that has none stands in this option as
    /// a mask.
    pub mask: Option<Box<str>>,
    /// `as WORD=OPTION`: the item with this first word stands in this option of the section, without the word.
    pub options: Vec<(Box<str>, Box<str>)>,
    /// `except TEXT`: an item that begins so is no row.
    pub except: Option<Box<str>>,
    /// `1`, `2`: words of the item; else options of its section. Joined with `-`.
    pub key: Vec<Box<str>>,
    /// `first`: the first row is known by the name of its section, whatever it says.
    pub first: bool,
}

/// What a parameter is of such a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemPart {
    /// The first or the second word.
    Word(usize),
    /// Both words, as they stand in the list.
    All,
    /// The second word in hexadecimal: where the first is a number, it is; else it is text.
    Octets,
    /// The second word without a star at its end, which stays when it is written.
    Plain,
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
        mask: None,
        options: Vec::new(),
        except: None,
        key: vec!["1".into()],
        first: false,
    };
    let keywords = [
        "off",
        "words",
        "separator",
        "mask",
        "as",
        "except",
        "key",
        "first",
    ];
    while let Some(word) = words.keyword(&keywords) {
        match word {
            "first" => items.first = true,
            "mask" => items.mask = Some(option(words)?),
            "off" => items.off = Some(option(words)?),
            "words" => items.words = true,
            "except" => items.except = Some(words.take("a text")?.text.as_str().into()),
            "separator" => items.separator = Some(words.character()?),
            "as" => {
                for pair in words.take("WORD=OPTION")?.text.split(',') {
                    let pair = pair.split_once('=');
                    let (word, option) = pair.ok_or("expected WORD=OPTION behind `as`")?;
                    items.options.push((word.into(), option.into()));
                }
            }
            _ => {
                let list = &words.take("1, 2 or options")?.text;
                items.key = list.split(',').map(Into::into).collect();
            }
        }
    }
    Ok(items)
}

pub(super) fn part(words: &mut Words) -> Result<ItemPart, Wrong> {
    let word = &words
        .take("1, 2, all, octets, plain, listed or section")?
        .text;
    match word.as_str() {
        "1" => Ok(ItemPart::Word(1)),
        "2" => Ok(ItemPart::Word(2)),
        "all" => Ok(ItemPart::All),
        "octets" => Ok(ItemPart::Octets),
        "plain" => Ok(ItemPart::Plain),
        "listed" => Ok(ItemPart::Listed),
        "section" => Ok(ItemPart::Section),
        other => Err(format!(
            "expected 1, 2, all, octets, plain, listed or section, got `{other}`"
        )),
    }
}

impl Items {
    /// The items that an option holds; with the list go those that have options of their own, and in each its mask.
    pub fn list(&self, section: &Section<'_>, option: &str) -> Vec<String> {
        let mut items = self.plain(section, option);
        if let Some(mask) = self.mask(section)
            && let Ok(length) = prefix_length(&mask)
        {
            for item in &mut items {
                if self.word(item, 2).is_none() {
                    *item = self.with(item, 2, &length);
                }
            }
        }
        if *option == *self.option {
            let separator = self.separator.unwrap_or(':');
            let own = self.options.iter().filter_map(|(word, option)| {
                let text = section.option(option).filter(|text| !text.is_empty())?;
                Some(format!("{word}{separator}{text}"))
            });
            items.extend(own);
        }
        items
    }

    /// The items that are really in an option.
    pub fn plain(&self, section: &Section<'_>, option: &str) -> Vec<String> {
        match section.value(option) {
            None => Vec::new(),
            Some(Value::Single(text)) => text.split_whitespace().map(str::to_owned).collect(),
            Some(Value::List(items)) => items.into_iter().map(str::to_owned).collect(),
        }
    }

    /// What the option for the mask says.
    pub fn mask<'a>(&self, section: &Section<'a>) -> Option<Cow<'a, str>> {
        let said = section.option(self.mask.as_ref()?)?;
        (!said.is_empty()).then_some(said)
    }

    /// The rows of one section: item, whether it is on, and key.
    pub fn rows(&self, section: &Section<'_>, place: &str) -> Vec<(String, bool, String)> {
        let mut rows: Vec<(String, bool, String)> = Vec::new();
        let off = self.off.as_ref().map(|off| (off, false));
        for (option, listed) in std::iter::once((&self.option, true)).chain(off) {
            for text in self.list(section, option) {
                if let Some(key) = self.key(section, &text) {
                    rows.push((text, listed, key));
                }
            }
        }
        if let (true, Some((.., key))) = (self.first, rows.first_mut()) {
            *key = section.name().unwrap_or(place).to_owned();
        }
        rows
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

    /// The second word in hexadecimal; `None` where it is yet to be set, or is none.
    pub fn octets(&self, text: &str, prefix: &str) -> Option<String> {
        let said = self.word(text, 2)?;
        if said.is_empty() || Items::is_open(said, prefix) {
            return None;
        }
        let first = self.word(text, 1).unwrap_or_default();
        if is_number(first) || Items::is_open(first, prefix) {
            let digits = said.replace(':', "");
            if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Some(digits);
            }
        }
        // A text may be in quotes there.
        let said = said.trim_matches(['\'', '"']);
        Some(said.bytes().map(|byte| format!("{byte:02X}")).collect())
    }

    /// The item with these octets as its second word.
    ///
    /// # Errors
    /// What is text there must be readable.
    pub fn with_octets(&self, text: &str, hex: &str, prefix: &str) -> Result<String, String> {
        let first = self.word(text, 1).unwrap_or_default();
        if hex.is_empty() || is_number(first) || Items::is_open(first, prefix) {
            return Ok(self.with(text, 2, hex));
        }
        let octet = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let readable = |octet: &u8| matches!(octet, b' '..=b'~') && !b"'\"".contains(octet);
        let octets: Option<Vec<u8>> = hex.as_bytes().chunks(2).map(octet).collect();
        match octets.filter(|octets| octets.iter().all(readable)) {
            Some(octets) => Ok(self.with(text, 2, &String::from_utf8_lossy(&octets))),
            None => Err(format!("expected the octets of a text, got `{hex}`")),
        }
    }

    /// What the row is known by; `None` where the item has no such word, so that it is no row.
    pub fn key(&self, section: &Section<'_>, text: &str) -> Option<String> {
        let mut key = String::new();
        if self
            .except
            .as_deref()
            .is_some_and(|start| text.starts_with(start))
        {
            return None;
        }
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
                    // An address is the same however it is written.
                    match word.parse::<Ipv6Addr>() {
                        Ok(address) => key.push_str(&address.to_string()),
                        Err(_) => key.push_str(word),
                    }
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

/// `61`, `0x3d`.
fn is_number(word: &str) -> bool {
    let hex = word.strip_prefix("0x");
    hex.map_or_else(
        || word.parse::<u8>().ok(),
        |hex| u8::from_str_radix(hex, 16).ok(),
    )
    .is_some()
}
/// `TYPE [with OPTION,…]`
pub(super) fn half(words: &mut Words) -> Result<Half, Wrong> {
    let kind = words.take("a section type")?.text.as_str().into();
    let mut options = Vec::new();
    if words.keyword(&["with"]).is_some() {
        for option in words.take("options parted by commas")?.text.split(',') {
            options.push(uci_name(option, "an option")?);
        }
    }
    Ok(Half { kind, options })
}
