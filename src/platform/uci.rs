//! uci text: sections, options and lists as they are read, and edits that touch nothing else.
//!
//! The text is kept as it came and cut into statements that together are all of it: one for each
//! `config`, `option` and `list`, one for each other line. Names and values are spans of the text, so
//! that 50 000 options cost little; an edit replaces the statement that it is about. Comments, order,
//! quotes, blank lines and line ends of everything else come back out byte for byte.
//!
//! The grammar is libuci's: `'single'` quotes hold anything but a quote, `"double"` quotes and bare
//! words take `\` escapes, pieces without a blank between them are one word, a `\` at the end of a
//! line continues it, quoted text may span lines, and `#` outside quotes begins a comment.

mod edit;
mod lex;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests;

use std::borrow::Cow;
use std::collections::{BinaryHeap, HashMap};
use std::fmt;

/// One uci file (`/etc/config/NAME`).
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// The file as read, and behind it whatever edits and unquoted words have added.
    text: String,
    /// How much of `text` is the file as read.
    read: usize,
    /// In the order of the file. The first holds what stands before any section.
    blocks: Vec<Block>,
    /// The order of the blocks, where sections were moved; else that of `blocks`.
    order: Vec<u32>,
    /// Place in `blocks` by section name.
    names: HashMap<Box<str>, u32>,
    /// The file ends its lines with `\r\n`.
    crlf: bool,
}

/// One section. Valid for the package that gave it, also after edits, until the section is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(u32);

/// A section to read from.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    package: &'a Package,
    block: &'a Block,
    id: SectionId,
}

/// What an option holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `option name 'value'`
    Single(&'a str),
    /// `list name 'value'`, one line an item.
    List(Vec<&'a str>),
}

/// Text that is no uci file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UciError {
    /// From 1.
    pub line: u32,
    /// What was expected and what came.
    pub what: String,
}

/// A boolean as uci files spell it, or as CWMP does.
pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "1" | "yes" | "on" | "true" | "enabled" => Some(true),
        "0" | "no" | "off" | "false" | "disabled" => Some(false),
        _ => None,
    }
}

impl Package {
    /// Reads a whole file, in time and memory linear in its length.
    ///
    /// # Errors
    /// The first line that libuci would not take either.
    pub fn parse(text: impl Into<String>) -> Result<Package, UciError> {
        lex::package(text.into())
    }

    /// All sections, in the order of the file.
    pub fn sections(&self) -> impl Iterator<Item = Section<'_>> {
        self.ordered()
            .filter(|(_, block)| block.is_section())
            .map(|(id, block)| Section {
                package: self,
                block,
                id: SectionId(id),
            })
    }

    /// All sections of a type, in the order of the file.
    pub fn of_type(&self, kind: &str) -> impl Iterator<Item = Section<'_>> {
        self.sections()
            .filter(move |section| section.kind() == kind)
    }

    /// The same, each with its place among them in the file as it was read: what `@TYPE[N]` says.
    pub fn placed(&self, kind: &str) -> impl Iterator<Item = (usize, Section<'_>)> {
        let read: Vec<SectionId> = self.read_of_type(kind).map(|section| section.id).collect();
        self.of_type(kind).map(move |section| {
            let place = read.binary_search(&section.id);
            (place.unwrap_or_else(|place| place), section)
        })
    }

    /// In the order of the file as it was read.
    fn read_of_type(&self, kind: &str) -> impl Iterator<Item = Section<'_>> {
        let section = |(id, block)| Section {
            package: self,
            block,
            id: SectionId(id),
        };
        (0u32..)
            .zip(&self.blocks)
            .filter(|(_, block)| block.is_section() || block.gone.is_some())
            .map(section)
            .filter(move |section| match section.block.gone {
                Some(gone) => self.span(gone) == kind,
                None => section.kind() == kind,
            })
    }

    /// The section with this name.
    pub fn section(&self, name: &str) -> Option<Section<'_>> {
        self.names.get(name).and_then(|id| self.at(SectionId(*id)))
    }

    /// The section that is meant by `NAME`, `@TYPE` (the first), `@TYPE[N]` (from 0; `-1`: the last) or
    /// `@TYPE[OPTION=VALUE]` (the first that says so, `1` and `0` in any word of a boolean, or else that has such an item or
    /// word). N counts sections as they stood when the file was read: who
    /// says `@TYPE[N]` of a package whose sections were moved since, a hook, has read that.
    pub fn find(&self, section: &str) -> Option<Section<'_>> {
        let Some(anonymous) = section.strip_prefix('@') else {
            return self.section(section);
        };
        let Some((kind, index)) = anonymous.split_once('[') else {
            return self.of_type(anonymous).next();
        };
        let index = index.strip_suffix(']')?;
        if let Some((option, value)) = index.split_once('=') {
            let means = |said: &str| matches!(value, "0" | "1") && boolean(said) == boolean(value);
            let says = |section: &Section| {
                let said = section.option(option);
                said.is_some_and(|said| said == value || means(&said))
            };
            let has = |section: &Section| {
                let said = section.option(option).unwrap_or_default();
                said.split_whitespace().any(|item| item == value)
            };
            let whole = self.of_type(kind).find(says);
            return whole.or_else(|| self.of_type(kind).find(has));
        }
        let live = |section: &Section| section.block.gone.is_none();
        match index {
            "-1" => self.read_of_type(kind).filter(live).last(),
            index => {
                let meant = self.read_of_type(kind).nth(index.parse().ok()?);
                meant.filter(live)
            }
        }
    }

    /// The section with this id, unless it was deleted.
    pub fn at(&self, id: SectionId) -> Option<Section<'_>> {
        let block = self.blocks.get(usize::try_from(id.0).ok()?)?;
        block.is_section().then_some(Section {
            package: self,
            block,
            id,
        })
    }

    /// [`Section::option`].
    pub fn option<'a>(&self, section: &Section<'a>, name: &str) -> Option<Cow<'a, str>> {
        section.option(name)
    }

    /// [`Section::list`].
    pub fn list<'a>(&self, section: &Section<'a>, name: &str) -> Vec<&'a str> {
        section.list(name)
    }

    /// The file as it was read, before any edit.
    pub fn as_read(&self) -> &str {
        self.text.get(..self.read).unwrap_or_default()
    }

    /// The file as it is to be written.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut before = Span::default();
        let mut push = |line: Span| {
            // What an edit has brought together must not share a line.
            let apart = line.start != before.end || line.range().end > self.read;
            if apart && !text.is_empty() && !self.ends_its_line(before) {
                text.push_str(self.line_end());
            }
            text.push_str(self.span(line));
            before = line;
        };
        for (_, block) in self.ordered() {
            block.header.iter().for_each(|header| push(header.line));
            block.entries.iter().for_each(|entry| push(entry.line));
        }
        text
    }

    /// The blocks in the order of the file.
    fn ordered(&self) -> impl Iterator<Item = (u32, &Block)> {
        (0..).zip(&self.blocks).map(|(place, block)| {
            // Blocks that came later stand at the end.
            match usize::try_from(place)
                .ok()
                .and_then(|place| self.order.get(place))
            {
                Some(id) => (*id, self.block(*id).unwrap_or(block)),
                None => (place, block),
            }
        })
    }

    fn span(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Behind a backslash, a line end is none, except in a comment.
    fn ends_its_line(&self, line: Span) -> bool {
        let line = self.span(line);
        let continued = || line.trim_end_matches(['\r', '\n']).ends_with('\\');
        line.ends_with('\n') && (line.trim_start().starts_with('#') || !continued())
    }

    fn line_end(&self) -> &'static str {
        if self.crlf { "\r\n" } else { "\n" }
    }

    fn block(&self, id: u32) -> Option<&Block> {
        self.blocks.get(usize::try_from(id).ok()?)
    }
}

impl<'a> Section<'a> {
    /// The handle for edits.
    pub fn id(&self) -> SectionId {
        self.id
    }

    /// `wifi-iface`
    pub fn kind(&self) -> &'a str {
        self.block
            .header
            .as_ref()
            .map_or("", |header| self.package.span(header.kind))
    }

    /// `None` for an anonymous section.
    pub fn name(&self) -> Option<&'a str> {
        let name = self.package.span(self.block.header.as_ref()?.name);
        (!name.is_empty()).then_some(name)
    }

    /// What this option holds, as libuci sees it: the last `option` line counts, and `list` lines add
    /// to what was before.
    pub fn value(&self, name: &str) -> Option<Value<'a>> {
        let mut value = None;
        let parts = self
            .block
            .parts
            .iter()
            .filter_map(|part| self.package.block(*part));
        for block in std::iter::once(self.block).chain(parts) {
            self.package.each(block, name, &mut |_, entry| {
                let text = self.package.span(entry.value);
                value = Some(match (entry.kind, value.take()) {
                    (Kind::Option | Kind::Other, _) => Value::Single(text),
                    (Kind::List, None) => Value::List(vec![text]),
                    (Kind::List, Some(Value::Single(first))) => Value::List(vec![first, text]),
                    (Kind::List, Some(Value::List(mut items))) => {
                        items.push(text);
                        Value::List(items)
                    }
                });
            });
        }
        value
    }

    /// The value of an option; a list's items joined with blanks, as a shell script would get them.
    pub fn option(&self, name: &str) -> Option<Cow<'a, str>> {
        Some(match self.value(name)? {
            Value::Single(text) => Cow::Borrowed(text),
            Value::List(items) => Cow::Owned(items.join(" ")),
        })
    }

    /// The items of a list; a single option is a list of one; none where there is no such option.
    pub fn list(&self, name: &str) -> Vec<&'a str> {
        match self.value(name) {
            None => Vec::new(),
            Some(Value::Single(text)) => vec![text],
            Some(Value::List(items)) => items,
        }
    }

    /// Every option and list item with its value, in the order of the file.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let (package, block) = (self.package, self.block);
        let parts = block.parts.iter().filter_map(|part| package.block(*part));
        std::iter::once(block)
            .chain(parts)
            .flat_map(|block| &block.entries)
            .filter(|entry| entry.kind != Kind::Other)
            .map(|entry| (package.span(entry.name), package.span(entry.value)))
    }

    /// The line of the file, from 1, that gives an option (its last), for messages about text as read.
    pub fn line(&self, name: &str) -> Option<u32> {
        let parts = self
            .block
            .parts
            .iter()
            .filter_map(|part| self.package.block(*part));
        let mut entries = std::iter::once(self.block)
            .chain(parts)
            .flat_map(|block| &block.entries);
        let entry = entries
            .rfind(|entry| entry.kind != Kind::Other && self.package.span(entry.name) == name)?;
        let before = self
            .package
            .text
            .as_bytes()
            .get(..entry.line.range().start)?;
        u32::try_from(before.iter().filter(|byte| **byte == b'\n').count() + 1).ok()
    }

    /// The names of all options and lists, in the order of the file, each as often as it is there.
    pub fn options(&self) -> impl Iterator<Item = &'a str> {
        let (package, block) = (self.package, self.block);
        let parts = block.parts.iter().filter_map(|part| package.block(*part));
        std::iter::once(block)
            .chain(parts)
            .flat_map(|block| &block.entries)
            .filter(|entry| entry.kind != Kind::Other)
            .map(|entry| package.span(entry.name))
    }
}

impl fmt::Display for UciError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

impl std::error::Error for UciError {}

/// A `config` statement and all up to the next one.
#[derive(Clone, Debug, Default)]
struct Block {
    /// Absent for what stands before the first section, and once the section was deleted.
    header: Option<Header>,
    /// Of what type a section was that is deleted: `@TYPE[N]` counts it still.
    gone: Option<Span>,
    entries: Vec<Entry>,
    /// Later blocks with the same name: they are one section with this.
    parts: Vec<u32>,
    /// This is such a later block.
    is_part: bool,
    /// Places in `entries` by name, then by place; empty where a search from the front does.
    index: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Header {
    line: Span,
    kind: Span,
    /// Empty for an anonymous section.
    name: Span,
}

/// One statement inside a block.
#[derive(Clone, Copy, Debug)]
struct Entry {
    kind: Kind,
    /// All of the statement, with its line end.
    line: Span,
    name: Span,
    /// Unquoted.
    value: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A comment, a blank line, a `package` line.
    Other,
    Option,
    List,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Spans are made of places in a text that is shorter than 4 GiB (`lex::MOST`).
    fn new(start: usize, end: usize) -> Span {
        let place = |place| u32::try_from(place).unwrap_or(u32::MAX);
        Span {
            start: place(start),
            end: place(end),
        }
    }

    fn range(self) -> std::ops::Range<usize> {
        let place = |place| usize::try_from(place).unwrap_or(usize::MAX);
        place(self.start)..place(self.end)
    }
}

impl Block {
    fn last_line(&self) -> Option<Span> {
        let header = self.header.map(|header| header.line);
        self.entries.last().map(|entry| entry.line).or(header)
    }

    fn is_section(&self) -> bool {
        self.header.is_some() && !self.is_part
    }
}

impl Package {
    /// Blocks longer than this are searched by halving.
    const LONG: usize = 32;

    /// Calls back with the place of each entry of this name, in order.
    fn each(&self, block: &Block, name: &str, found: &mut dyn FnMut(usize, &Entry)) {
        if block.index.is_empty() {
            for (place, entry) in block.entries.iter().enumerate() {
                if entry.kind != Kind::Other && self.span(entry.name) == name {
                    found(place, entry);
                }
            }
            return;
        }
        let at = |place: &u32| usize::try_from(*place).unwrap_or(usize::MAX);
        let name_at = |place: &u32| {
            block
                .entries
                .get(at(place))
                .map_or("", |entry| self.span(entry.name))
        };
        let first = block.index.partition_point(|place| name_at(place) < name);
        for place in block.index.get(first..).unwrap_or_default() {
            match block.entries.get(at(place)) {
                Some(entry) if self.span(entry.name) == name => found(at(place), entry),
                _ => return,
            }
        }
    }

    /// Makes the index of every block that is long enough for one.
    fn index(&mut self) {
        for block in &mut self.blocks {
            if block.entries.len() <= Package::LONG {
                continue;
            }
            let text = &self.text;
            let name = |place: &u32| {
                let entry = block
                    .entries
                    .get(usize::try_from(*place).unwrap_or(usize::MAX));
                entry
                    .and_then(|entry| text.get(entry.name.range()))
                    .unwrap_or_default()
            };
            let named = (0..)
                .zip(&block.entries)
                .filter(|(_, entry)| entry.kind != Kind::Other);
            // In a tenth of the code of a sort.
            let index: BinaryHeap<_> = named.map(|(place, _)| (name(&place), place)).collect();
            let index = index.into_sorted_vec().into_iter();
            block.index = index.map(|(_, place)| place).collect();
        }
    }
}
