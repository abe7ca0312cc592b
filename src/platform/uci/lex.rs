//! The reader: text to words, words to statements, statements to blocks.

use super::{Block, Entry, Header, Kind, Package, Span, UciError};
use std::borrow::Cow;

/// Longest text, so that spans of 32 bits do, with room for edits.
pub(super) const MOST: usize = 1 << 30;

pub(super) fn package(text: String) -> Result<Package, UciError> {
    let length = text.len();
    if length > MOST {
        return Err(UciError {
            line: 1,
            what: format!("expected at most {MOST} bytes, got {length}"),
        });
    }
    let newline = text.find('\n').unwrap_or_default();
    let crlf = newline > 0 && text.as_bytes().get(newline - 1) == Some(&b'\r');
    let mut package = Package {
        text,
        read: length,
        blocks: vec![Block::default()],
        order: Vec::new(),
        names: Default::default(),
        crlf,
    };
    let mut at = 0;
    while at < length {
        let file = package.text.get(..length).unwrap_or_default();
        match statement(file, at).and_then(|statement| take(&mut package, at, statement)) {
            Ok(end) => at = end,
            Err((place, what)) => {
                let before = package.text.get(..place).unwrap_or_default();
                let line = u32::try_from(before.matches('\n').count())
                    .unwrap_or(u32::MAX)
                    .saturating_add(1);
                return Err(UciError { line, what });
            }
        }
    }
    package.index();
    Ok(package)
}

/// Where and what.
pub(super) type Wrong = (usize, String);

/// One statement, as far as it concerns an edit.
#[derive(Debug)]
pub(super) struct Statement {
    pub command: Command,
    /// Type and name of a `config`, name and value of an `option` or a `list`.
    pub words: [Option<Word>; 2],
    /// Behind its line end or its `;`.
    pub end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// A blank line or a comment.
    Nothing,
    Package,
    Config,
    Option,
    List,
}

/// One word as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    pub quoting: Quoting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoting {
    /// `word`
    Bare,
    /// `'word'`
    Single,
    /// `"word"` without an escape
    Double,
    /// Pieces, or escapes.
    Mixed,
}

/// Reads the statement that begins at `at`, up to its line end or `;`.
pub(super) fn statement(text: &str, at: usize) -> Result<Statement, Wrong> {
    let mut cursor = Cursor {
        bytes: text.as_bytes(),
        at,
    };
    let mut words = [None, None];
    let Some(keyword) = cursor.word()? else {
        let end = cursor.finish()?;
        return Ok(Statement {
            command: Command::Nothing,
            words,
            end,
        });
    };
    let said = text.get(keyword.start..keyword.end).unwrap_or_default();
    let command = match said {
        "config" | "c" => Command::Config,
        "option" | "o" => Command::Option,
        "list" | "l" => Command::List,
        "package" | "p" => Command::Package,
        other => {
            return Err((
                keyword.start,
                format!(
                    "expected config, option, list or package, got `{}`",
                    short(other)
                ),
            ));
        }
    };
    for word in &mut words {
        *word = cursor.word()?;
    }
    if words.iter().all(Option::is_none) {
        return Err((
            keyword.start,
            format!("expected a name after `{said}`, got the end of the line"),
        ));
    }
    if let Some(extra) = cursor.word()? {
        let extra = text.get(extra.start..extra.end).unwrap_or_default();
        return Err((
            keyword.start,
            format!("expected the end of the line, got `{}`", short(extra)),
        ));
    }
    Ok(Statement {
        command,
        words,
        end: cursor.finish()?,
    })
}

/// Adds a statement to the package and tells where the next one begins.
fn take(package: &mut Package, at: usize, statement: Statement) -> Result<usize, Wrong> {
    let line = Span::new(at, statement.end);
    let [first, second] = statement
        .words
        .map(|word| word.map_or(Span::default(), |word| content(&mut package.text, word)));
    let kind = match statement.command {
        Command::Config => {
            header(
                package,
                at,
                Header {
                    line,
                    kind: first,
                    name: second,
                },
            )?;
            return Ok(statement.end);
        }
        Command::Nothing => Kind::Other,
        Command::Package => {
            let name = package.span(first);
            if !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
            {
                return Err((
                    at,
                    format!(
                        "expected a package (letters, digits, - and _), got `{}`",
                        short(name)
                    ),
                ));
            }
            Kind::Other
        }
        Command::Option => Kind::Option,
        Command::List => Kind::List,
    };
    if kind != Kind::Other {
        is_name(package.span(first), "an option")
            .map_err(|wrong| (start(at, &statement), wrong))?;
        if package.blocks.len() < 2 {
            let option = short(package.span(first));
            return Err((
                start(at, &statement),
                format!("expected a config line before the option `{option}`"),
            ));
        }
    }
    if let Some(block) = package.blocks.last_mut() {
        block.entries.push(Entry {
            kind,
            line,
            name: first,
            value: second,
        });
    }
    Ok(statement.end)
}

fn start(at: usize, statement: &Statement) -> usize {
    statement
        .words
        .iter()
        .flatten()
        .next()
        .map_or(at, |word| word.start)
}

fn header(package: &mut Package, at: usize, header: Header) -> Result<(), Wrong> {
    let at = at.max(
        usize::try_from(header.kind.start)
            .unwrap_or(at)
            .min(header.line.range().end),
    );
    is_type(package.span(header.kind)).map_err(|wrong| (at, wrong))?;
    let id = u32::try_from(package.blocks.len()).unwrap_or(u32::MAX);
    let mut block = Block {
        header: Some(header),
        ..Block::default()
    };
    let name = package.span(header.name);
    if !name.is_empty() {
        is_name(name, "a section name").map_err(|wrong| (at, wrong))?;
        match package.names.get(name).copied() {
            None => {
                let name = name.into();
                package.names.insert(name, id);
            }
            Some(first) => {
                let known = package
                    .block(first)
                    .and_then(|block| block.header)
                    .map(|known| package.span(known.kind));
                if known != Some(package.span(header.kind)) {
                    return Err((
                        at,
                        format!(
                            "expected type `{}` for section `{name}` as before",
                            known.unwrap_or_default()
                        ),
                    ));
                }
                block.is_part = true;
                if let Some(first) = package
                    .blocks
                    .get_mut(usize::try_from(first).unwrap_or(usize::MAX))
                {
                    first.parts.push(id);
                }
            }
        }
    }
    package.blocks.push(block);
    Ok(())
}

/// The span of a word's content: in place where it is one piece, else unquoted behind the text.
fn content(text: &mut String, word: Word) -> Span {
    match word.quoting {
        Quoting::Bare => Span::new(word.start, word.end),
        Quoting::Single | Quoting::Double => Span::new(word.start + 1, word.end - 1),
        Quoting::Mixed => {
            let content = unquote(text.get(word.start..word.end).unwrap_or_default());
            let start = text.len();
            text.push_str(&content);
            Span::new(start, text.len())
        }
    }
}

/// The content of a word.
fn unquote(word: &str) -> String {
    let bytes = word.as_bytes();
    let mut content = Vec::with_capacity(bytes.len());
    let (mut at, mut quote) = (0, None);
    while let Some(byte) = bytes.get(at).copied() {
        match (quote, byte) {
            (None, b'\'' | b'"') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None | Some(b'"'), b'\\') => match line_end(bytes, at + 1) {
                0 => {
                    content.extend(bytes.get(at + 1));
                    at += 1;
                }
                length => at += length,
            },
            (_, byte) => content.push(byte),
        }
        at += 1;
    }
    // Only single ASCII bytes were left out, so it is still UTF-8.
    match String::from_utf8_lossy(&content) {
        Cow::Borrowed(text) => text.to_owned(),
        Cow::Owned(text) => text,
    }
}

/// How long the line end at this place is.
fn line_end(bytes: &[u8], at: usize) -> usize {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\n'), _) => 1,
        (Some(b'\r'), Some(b'\n')) => 2,
        _ => 0,
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next word of the statement, or `None` at its end.
    fn word(&mut self) -> Result<Option<Word>, Wrong> {
        loop {
            match self.peek() {
                Some(byte) if byte != b'\n' && is_space(byte) => self.at += 1,
                Some(b'\\') if line_end(self.bytes, self.at + 1) > 0 => {
                    self.at += 1 + line_end(self.bytes, self.at + 1)
                }
                _ => break,
            }
        }
        let start = self.at;
        let mut pieces = 0;
        let mut quoting = Quoting::Bare;
        while let Some(byte) = self.peek() {
            let piece = match byte {
                b'#' | b';' => break,
                byte if is_space(byte) => break,
                b'\'' => self.single()?,
                b'"' => self.double()?,
                b'\\' => {
                    self.escape()?;
                    Quoting::Mixed
                }
                0 => return Err((self.at, "expected text, got a NUL character".to_owned())),
                _ => {
                    self.at += 1;
                    if pieces == 1 && quoting == Quoting::Bare {
                        continue;
                    }
                    Quoting::Bare
                }
            };
            pieces += 1;
            quoting = if pieces == 1 { piece } else { Quoting::Mixed };
        }
        Ok((pieces > 0).then_some(Word {
            start,
            end: self.at,
            quoting,
        }))
    }

    /// Goes behind a backslash and what it escapes.
    fn escape(&mut self) -> Result<(), Wrong> {
        match self.bytes.get(self.at + 1) {
            None => {
                return Err((
                    self.at,
                    "expected a character after \\, got the end of the file".to_owned(),
                ));
            }
            Some(0) => return Err((self.at, "expected text, got a NUL character".to_owned())),
            Some(_) => self.at += 1 + line_end(self.bytes, self.at + 1).max(1),
        }
        Ok(())
    }

    fn single(&mut self) -> Result<Quoting, Wrong> {
        let open = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'\'') => break,
                Some(0) => return Err((self.at, "expected text, got a NUL character".to_owned())),
                Some(_) => self.at += 1,
                None => {
                    return Err((
                        open,
                        "expected a closing ', got the end of the file".to_owned(),
                    ));
                }
            }
        }
        self.at += 1;
        Ok(Quoting::Single)
    }

    fn double(&mut self) -> Result<Quoting, Wrong> {
        let open = self.at;
        let mut quoting = Quoting::Double;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    quoting = Quoting::Mixed;
                    self.escape()?;
                }
                Some(0) => return Err((self.at, "expected text, got a NUL character".to_owned())),
                Some(_) => self.at += 1,
                None => {
                    return Err((
                        open,
                        "expected a closing \", got the end of the file".to_owned(),
                    ));
                }
            }
        }
        self.at += 1;
        Ok(quoting)
    }

    /// Goes behind the end of the statement. A comment goes to the end of the line.
    fn finish(&mut self) -> Result<usize, Wrong> {
        if self.peek() == Some(b';') {
            return Ok(self.at + 1);
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |length| length + 1);
        match rest.iter().take(length).position(|byte| *byte == 0) {
            Some(nul) => Err((
                self.at + nul,
                "expected text, got a NUL character".to_owned(),
            )),
            None => Ok(self.at + length),
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

pub(super) fn is_name(name: &str, what: &str) -> Result<(), String> {
    match !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        true => Ok(()),
        false => Err(format!(
            "expected {what} (letters, digits and _), got `{}`",
            short(name)
        )),
    }
}

pub(super) fn is_type(kind: &str) -> Result<(), String> {
    match !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_graphic()) {
        true => Ok(()),
        false => Err(format!(
            "expected a section type (ASCII without blanks), got `{}`",
            short(kind)
        )),
    }
}

/// Enough of a text for a message.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
