//! Edits: each changes the statements that it is about and no other byte.

use super::lex::{self, Quoting, is_name, is_type};
use super::{Block, Entry, Header, Kind, Package, SectionId, Span};

impl Package {
    /// Gives an option one value, in the place and the quotes of the old one.
    ///
    /// # Errors
    /// No such section, a name or a value that uci cannot hold.
    pub fn set(&mut self, section: SectionId, option: &str, value: &str) -> Result<(), String> {
        is_name(option, "an option")?;
        is_value(value)?;
        self.room(option.len() + value.len())?;
        let found = self.places(section, option)?;
        let single = found.iter().all(|(_, _, kind)| *kind == Kind::Option);
        if let Some((block, place, _)) = found.last().copied().filter(|_| single) {
            self.replace(block, place, value);
            return Ok(());
        }
        let at = self.cut(section, &found);
        self.insert(at, Kind::Option, option, value);
        Ok(())
    }

    /// Makes an option a list of these items, one `list` line each; no items: no option.
    ///
    /// # Errors
    /// As for [`Package::set`].
    pub fn set_list(
        &mut self,
        section: SectionId,
        option: &str,
        items: &[&str],
    ) -> Result<(), String> {
        is_name(option, "an option")?;
        for item in items {
            is_value(item)?;
            self.room(option.len() + item.len())?;
        }
        let found = self.places(section, option)?;
        let lists = found.iter().all(|(_, _, kind)| *kind == Kind::List);
        if !lists || found.is_empty() || items.is_empty() {
            let at = self.cut(section, &found);
            for (place, item) in (at.1..).zip(items) {
                self.insert((at.0, place), Kind::List, option, item);
            }
            return Ok(());
        }
        for ((block, place, _), item) in found.iter().zip(items) {
            self.replace(*block, *place, item);
        }
        match items.get(found.len()..) {
            None => {
                let extra = found.get(items.len()..).unwrap_or_default();
                self.cut(section, extra);
            }
            Some(more) => {
                let (block, last) = found
                    .last()
                    .map_or((0, 0), |(block, place, _)| (*block, *place));
                for (place, item) in (last + 1..).zip(more) {
                    self.insert((block, place), Kind::List, option, item);
                }
            }
        }
        Ok(())
    }

    /// Takes an option or a list away.
    ///
    /// # Errors
    /// No such section.
    pub fn unset(&mut self, section: SectionId, option: &str) -> Result<(), String> {
        let found = self.places(section, option)?;
        self.cut(section, &found);
        Ok(())
    }

    /// Adds a section at the end of the file.
    ///
    /// # Errors
    /// A type or a name that uci cannot hold, or a name that is taken.
    pub fn add_section(&mut self, kind: &str, name: Option<&str>) -> Result<SectionId, String> {
        is_type(kind)?;
        let name = name.unwrap_or_default();
        if !name.is_empty() {
            self.is_free(name)?;
        }
        self.room(kind.len() + name.len())?;
        if self.blocks.is_empty() {
            self.blocks.push(Block::default());
        }
        let end = self.line_end();
        // A blank line before it, unless there is one or it is the first. It belongs to the section
        // before, so that it stays when this one goes.
        let lines = self.blocks.iter().rev().filter_map(Block::last_line);
        if lines
            .map(|line| self.span(line))
            .next()
            .is_some_and(|line| !line.trim().is_empty())
        {
            let line = self.store(end);
            if let Some(block) = self.blocks.last_mut() {
                let nothing = Span::default();
                block.entries.push(Entry {
                    kind: Kind::Other,
                    line,
                    name: nothing,
                    value: nothing,
                });
            }
        }
        let mut line = String::from("config ");
        push_word(&mut line, kind, Quoting::Bare);
        if !name.is_empty() {
            line.push(' ');
            push_word(&mut line, name, Quoting::Single);
        }
        line.push_str(end);
        let header = Header {
            line: self.store(&line),
            kind: self.store(kind),
            name: self.store(name),
        };
        let id = u32::try_from(self.blocks.len()).unwrap_or(u32::MAX);
        self.blocks.push(Block {
            header: Some(header),
            ..Block::default()
        });
        if !name.is_empty() {
            self.names.insert(name.into(), id);
        }
        Ok(SectionId(id))
    }

    /// Takes a section away with its options and the comments between them. Comments behind its last
    /// option stay: they mostly tell of the next section.
    ///
    /// # Errors
    /// No such section.
    pub fn delete_section(&mut self, section: SectionId) -> Result<(), String> {
        let blocks = self.parts(section)?;
        for id in blocks {
            let Some(block) = self.blocks.get_mut(id) else {
                continue;
            };
            let Some(header) = block.header.take() else {
                continue;
            };
            if !block.is_part {
                block.gone = Some(header.kind);
            }
            let own = block
                .entries
                .iter()
                .rposition(|entry| entry.kind != Kind::Other)
                .map_or(0, |place| place + 1);
            block.entries.drain(..own);
            let text = &self.text;
            let blank = |entry: &Entry| {
                text.get(entry.line.range())
                    .unwrap_or_default()
                    .trim()
                    .is_empty()
            };
            let blanks = block
                .entries
                .iter()
                .take_while(|entry| blank(entry))
                .count();
            block.entries.drain(..blanks);
            block.index.clear();
            block.parts.clear();
            let name = text.get(header.name.range()).unwrap_or_default();
            self.names.remove(name);
        }
        Ok(())
    }

    /// Moves a section before another one, or behind it. Comments and blank lines behind its options go
    /// with it.
    pub fn move_section(&mut self, section: SectionId, other: SectionId, behind: bool) {
        let mut order: Vec<u32> = self.ordered().map(|(id, _)| id).collect();
        let Some(from) = order.iter().position(|id| *id == section.0) else {
            return;
        };
        order.remove(from);
        let Some(to) = order.iter().position(|id| *id == other.0) else {
            return;
        };
        order.insert(to + usize::from(behind), section.0);
        self.order = order;
    }

    /// Gives a section another name, or an anonymous one its first.
    ///
    /// # Errors
    /// No such section, a name that uci cannot hold or that is taken.
    pub fn rename(&mut self, section: SectionId, name: &str) -> Result<(), String> {
        let blocks = self.parts(section)?;
        let old = self
            .at(section)
            .and_then(|section| section.name())
            .map(str::to_owned);
        if old.as_deref() == Some(name) {
            return Ok(());
        }
        self.is_free(name)?;
        self.room(name.len())?;
        for id in blocks {
            let Some(mut header) = self.blocks.get(id).and_then(|block| block.header) else {
                continue;
            };
            let Some(line) = self.reworded(header.line, name) else {
                continue;
            };
            header.line = self.store(&line);
            header.name = self.store(name);
            if let Some(block) = self.blocks.get_mut(id) {
                block.header = Some(header);
            }
        }
        if let Some(old) = old {
            self.names.remove(&*old);
        }
        self.names.insert(name.into(), section.0);
        Ok(())
    }

    /// Makes a section one of another type.
    ///
    /// # Errors
    /// No such section, or a type that uci cannot hold.
    pub fn retype(&mut self, section: SectionId, kind: &str) -> Result<(), String> {
        is_type(kind)?;
        self.room(kind.len() * 2)?;
        for id in self.parts(section)? {
            let Some(mut header) = self.blocks.get(id).and_then(|block| block.header) else {
                continue;
            };
            let mut line = String::from("config ");
            push_word(&mut line, kind, Quoting::Bare);
            let name = self.span(header.name);
            if !name.is_empty() {
                line.push(' ');
                push_word(&mut line, name, Quoting::Single);
            }
            line.push_str(self.line_end());
            header.line = self.store(&line);
            header.kind = self.store(kind);
            if let Some(block) = self.blocks.get_mut(id) {
                block.header = Some(header);
            }
        }
        Ok(())
    }

    fn is_free(&self, name: &str) -> Result<(), String> {
        is_name(name, "a section name")?;
        match self.names.contains_key(name) {
            true => Err(format!(
                "expected a section name that is free, got `{name}`"
            )),
            false => Ok(()),
        }
    }

    /// The blocks that a section is made of.
    fn parts(&self, section: SectionId) -> Result<Vec<usize>, String> {
        let id = usize::try_from(section.0).unwrap_or(usize::MAX);
        match self.blocks.get(id).filter(|block| block.is_section()) {
            None => Err("expected a section that is there, got one that was deleted".to_owned()),
            Some(block) => {
                let later = block
                    .parts
                    .iter()
                    .filter_map(|part| usize::try_from(*part).ok());
                Ok(std::iter::once(id).chain(later).collect())
            }
        }
    }

    /// Where an option stands: block, place in it and kind, in order.
    fn places(
        &self,
        section: SectionId,
        option: &str,
    ) -> Result<Vec<(usize, usize, Kind)>, String> {
        let mut found = Vec::new();
        for id in self.parts(section)? {
            let Some(block) = self.blocks.get(id) else {
                continue;
            };
            self.each(block, option, &mut |place, entry| {
                found.push((id, place, entry.kind))
            });
        }
        Ok(found)
    }

    /// Takes these entries out and tells where something in their stead belongs: at the place of the
    /// first, or else behind the section's last option.
    fn cut(&mut self, section: SectionId, found: &[(usize, usize, Kind)]) -> (usize, usize) {
        for (block, place, _) in found.iter().rev() {
            if let Some(block) = self.blocks.get_mut(*block) {
                block.entries.remove(*place);
                block.index.clear();
            }
        }
        if let Some((block, place, _)) = found.first() {
            return (*block, *place);
        }
        let block = usize::try_from(section.0).unwrap_or(usize::MAX);
        let entries = self
            .blocks
            .get(block)
            .map(|block| block.entries.as_slice())
            .unwrap_or_default();
        (
            block,
            entries
                .iter()
                .rposition(|entry| entry.kind != Kind::Other)
                .map_or(0, |place| place + 1),
        )
    }

    /// A new line, indented like its neighbours.
    fn insert(&mut self, (id, place): (usize, usize), kind: Kind, option: &str, value: &str) {
        let Some(block) = self.blocks.get(id) else {
            return;
        };
        let neighbour = block
            .entries
            .iter()
            .rev()
            .find(|entry| entry.kind != Kind::Other);
        let indent = neighbour.map_or("\t", |entry| {
            let line = self.span(entry.line);
            line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())
                .unwrap_or_default()
        });
        let end = self.line_end();
        let mut line = String::with_capacity(value.len() + option.len() + 24);
        line.push_str(indent);
        line.push_str(if kind == Kind::List {
            "list "
        } else {
            "option "
        });
        line.push_str(option);
        line.push(' ');
        push_word(&mut line, value, Quoting::Single);
        line.push_str(end);
        let entry = Entry {
            kind,
            line: self.store(&line),
            name: self.store(option),
            value: self.store(value),
        };
        if let Some(block) = self.blocks.get_mut(id) {
            block.entries.insert(place.min(block.entries.len()), entry);
            block.index.clear();
        }
    }

    /// Another value on the same line.
    fn replace(&mut self, block: usize, place: usize, value: &str) {
        let entry = self
            .blocks
            .get(block)
            .and_then(|block| block.entries.get(place))
            .copied();
        let Some(entry) = entry.filter(|entry| self.span(entry.value) != value) else {
            return;
        };
        let Some(line) = self.reworded(entry.line, value) else {
            return;
        };
        let (line, value) = (self.store(&line), self.store(value));
        if let Some(entry) = self
            .blocks
            .get_mut(block)
            .and_then(|block| block.entries.get_mut(place))
        {
            entry.line = line;
            entry.value = value;
        }
    }

    /// The statement with another second word, in the quotes of the old one where they can hold it.
    fn reworded(&self, line: Span, word: &str) -> Option<String> {
        let text = self.span(line);
        let statement = lex::statement(text, 0).ok()?;
        let [first, second] = statement.words;
        let (start, end, quoting) = match second {
            Some(second) => (second.start, second.end, second.quoting),
            None => (first?.end, first?.end, Quoting::Single),
        };
        let mut line = String::with_capacity(text.len() + word.len() + 3);
        line.push_str(text.get(..start)?);
        if second.is_none() {
            line.push(' ');
        }
        push_word(&mut line, word, quoting);
        line.push_str(text.get(end..)?);
        Some(line)
    }

    /// Puts a text behind all others.
    fn store(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// Refuses an edit that would not fit. An edit stores its line and its words, quotes escaped.
    fn room(&self, length: usize) -> Result<(), String> {
        match self.text.len() + 8 * (length + 64) <= 3 * lex::MOST {
            true => Ok(()),
            false => Err("expected room for the edit, got a file of 3 GiB".to_owned()),
        }
    }
}

fn is_value(value: &str) -> Result<(), String> {
    match value.contains('\0') {
        true => Err("expected text, got a NUL character, which uci cannot hold".to_owned()),
        false => Ok(()),
    }
}

/// A word that both libuci and we read back exactly. `'…'` holds all but a quote, which is written
/// `'\''`; other styles are kept only where nothing needs an escape.
fn push_word(line: &mut String, word: &str, style: Quoting) {
    let bare = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'_' | b'-' | b'.' | b':' | b'/' | b',' | b'+' | b'@' | b'%'
            )
    };
    match style {
        Quoting::Bare if !word.is_empty() && word.bytes().all(bare) => line.push_str(word),
        Quoting::Double if !word.contains(['"', '\\']) => {
            line.push('"');
            line.push_str(word);
            line.push('"');
        }
        _ => {
            line.push('\'');
            for (place, piece) in word.split('\'').enumerate() {
                if place > 0 {
                    line.push_str("'\\''");
                }
                line.push_str(piece);
            }
            line.push('\'');
        }
    }
}
