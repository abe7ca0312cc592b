//! `.dm` lines: what may exist, of which type, and who may write it.
//!
//! ```text
//! # A comment: a line that starts with `#`, or what follows a `#` after a blank.
//! model Device:2.19
//! Device.WiFi.SSID.{i}. rw key Alias enabled-key SSID,BSSID enable Enable entries SSIDNumberOfEntries deprecated
//!   Enable boolean rw = false
//!   Status Up|Down|"Lower Layer Down"|Error* = Down
//!   Port unsignedInt(0,1024:65535) rw = 0
//!   LowerLayers list(:1024) items :4 string -> Device.WiFi.Radio. rw
//! ```
//!
//! An object line starts at the left: the path, then in any order `rw` (rows may be added and
//! deleted), `key A,B` (a unique key that always binds), `enabled-key A,B` (a functional key, which
//! binds enabled rows), `enable P`, `entries P`, `deprecated`.
//!
//! A parameter line is indented: the name, the type, then in any order
//!
//! | word | meaning |
//! |---|---|
//! | `rw` | the ACS may write it |
//! | `= VALUE` | what a new row, or a factory-new device, has |
//! | `hidden` | reads as the null value |
//! | `command` | a write triggers an act; reads as the null value |
//! | `forced` | in every Inform |
//! | `candeny` `active` `defactive` | `activeNotify`: canDeny, forceEnabled, forceDefaultEnabled |
//! | `deprecated` | |
//!
//! The type is `[list[(SIZES)] [items A:B] [brackets] …] ITEM`, where a second `list` behind the
//! first says that the items are lists themselves (in brackets), and ITEM is one of
//!
//! | form | meaning |
//! |---|---|
//! | `string(:64)` `hexBinary(0,5:7)` | a base type; lengths in characters, octets for binary types |
//! | `int(-1:)` `unsignedInt(1,3:9)` `unsignedInt(0:240/16)` | numbers; `/16`: in steps of 16 |
//! | `boolean` `dateTime` `decimal` … | a base type alone |
//! | `Up\|Down\|Error*` | a string of these words; `*`: only the device says it |
//! | `string(:16) Up\|Down` | both |
//!
//! followed by `/PATTERN/` (several: one must match; `\/` for a slash) and by `-> TARGET,TARGET`
//! (a strong reference) or `~> …` (a weak one), with `*` for "anywhere". Words with other
//! characters than letters, digits and `_ . + : / -` are "quoted", with `\"` and `\\` inside; a
//! single word is always quoted.
//!
//! Several files add up. A parameter that an earlier file has defined is defined anew by a later
//! one; what an object line says is added to what is known.

use super::pattern::Pattern;
use super::value::{Base, Bounds, ListRule, Range, Reference, Type, Word};

/// The part of the data model that the maps name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// What the files say they are: `Device:2.19`.
    pub models: Vec<Box<str>>,
    /// In the order of their paths, so that each stands before what is below it.
    pub objects: Vec<Object>,
}

/// One `object` of the data model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// `Device.WiFi.SSID.{i}.`; a table ends in `.{i}.`.
    pub path: Box<str>,
    /// For a table: the ACS may add and delete rows, where the platform can.
    pub writable: bool,
    /// Unique keys: sets of parameter names.
    pub keys: Vec<Key>,
    /// The parameter that puts a row in force: keys bind only rows where it is true.
    pub enable: Option<Box<str>>,
    /// The parameter in the parent that counts the rows.
    pub entries: Option<Box<str>>,
    pub deprecated: bool,
    pub parameters: Vec<Parameter>,
}

/// A unique key of a table (TR-106 A.2.10.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Binds enabled rows only.
    pub functional: bool,
    pub parameters: Vec<Box<str>>,
}

/// One `parameter` of the data model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Without its object: `SSID`.
    pub name: Box<str>,
    pub syntax: Type,
    pub writable: bool,
    /// The value of a new row, or else of a factory-new device.
    pub default: Option<Box<str>>,
    /// Reads as the null value of its type whatever was written (`hidden` or `secured`).
    pub hidden: bool,
    /// A write triggers an act; reads as the null value.
    pub command: bool,
    /// In every Inform.
    pub forced_inform: bool,
    pub notify: Notify,
    pub deprecated: bool,
}

/// `activeNotify` of the data model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notify {
    #[default]
    Normal,
    /// Active by default; the ACS may change it.
    ForceDefaultEnabled,
    /// Always active.
    ForceEnabled,
    /// Active notification may be refused with 9009.
    CanDeny,
}

/// Passes over the lines of objects that nobody wants while a file is read, so that the whole of a
/// data model is never in memory.
#[allow(missing_debug_implementations)] // holds a closure
pub struct Sieve<'w> {
    wanted: &'w dyn Fn(&str) -> bool,
    keeping: bool,
}

impl<'w> Sieve<'w> {
    pub fn new(wanted: &'w dyn Fn(&str) -> bool) -> Sieve<'w> {
        Sieve {
            wanted,
            keeping: true,
        }
    }

    /// Whether [`Schema::parse`] needs to see this line; an empty one in its place keeps the count.
    pub fn keeps(&mut self, line: &str) -> bool {
        if line.starts_with('#') {
            return false;
        }
        if !line.starts_with([' ', '\t', '\r', '\n']) {
            let first = line.split_whitespace().next().unwrap_or_default();
            self.keeping = !first.ends_with('.') || (self.wanted)(first);
        }
        self.keeping
    }
}

impl Schema {
    /// Adds the lines of one file. `file` is its name for messages; objects that are not `wanted`
    /// are passed over, unread, with their parameters. Returns all errors, each
    /// `file:line: expected …, got …`; what is sound is kept.
    pub fn parse(&mut self, text: &str, file: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut errors = Errors {
            file,
            list: Vec::new(),
            more: 0,
        };
        // The object that parameter lines belong to, and how many parameters of it came with
        // earlier files; `None` while they are passed over.
        let mut current: Option<(usize, usize)> = None;
        let mut before: Vec<(Box<str>, usize)> = Vec::new();
        let mut seen_object = false;
        for (number, line) in text.lines().enumerate() {
            let indented = line.starts_with([' ', '\t']);
            if indented && current.is_none() && seen_object
                || line.is_empty()
                || line.starts_with('#')
            {
                continue;
            }
            let content = line.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let mut words = Words { rest: content };
            if indented {
                let Some((index, earlier)) = current else {
                    errors.add(number, "expected an object line before the first parameter");
                    continue;
                };
                let Some(object) = self.objects.get_mut(index) else {
                    continue;
                };
                match parse_parameter(&mut words) {
                    Ok(parameter) => {
                        let known = object
                            .parameters
                            .iter()
                            .position(|p| p.name == parameter.name);
                        match known.and_then(|at| Some((at, object.parameters.get_mut(at)?))) {
                            None => object.parameters.push(parameter),
                            Some((at, known)) if at < earlier => *known = parameter,
                            Some((_, known)) => errors.add(
                                number,
                                &format!(
                                    "expected {} once in {}, got it again",
                                    known.name, object.path
                                ),
                            ),
                        }
                    }
                    Err(error) => errors.add(number, &error),
                }
                continue;
            }
            current = None;
            let path = match words.word() {
                Ok(word) => word.unwrap_or_default(),
                Err(error) => {
                    errors.add(number, &error);
                    continue;
                }
            };
            if path == "model" {
                match (words.word(), words.word()) {
                    (Ok(Some(model)), Ok(None)) if model.contains(':') => {
                        self.models.push(model.into())
                    }
                    _ => errors.add(
                        number,
                        "expected model NAME:VERSION, such as model Device:2.19",
                    ),
                }
                continue;
            }
            seen_object = true;
            if !wanted(path) {
                continue;
            }
            if let Err(error) = check_path(path) {
                errors.add(number, &error);
                continue;
            }
            let (index, earlier) = match self.place(path) {
                Ok(index) => {
                    let known = before.iter().find(|(known, _)| **known == *path);
                    (index, known.map(|(_, earlier)| *earlier))
                }
                Err(index) => {
                    let object = Object {
                        path: path.into(),
                        ..Object::default()
                    };
                    self.objects.insert(index, object);
                    (index, None)
                }
            };
            let Some(object) = self.objects.get_mut(index) else {
                continue;
            };
            let earlier = earlier.unwrap_or_else(|| {
                before.push((path.into(), object.parameters.len()));
                object.parameters.len()
            });
            current = Some((index, earlier));
            if let Err(error) = parse_object(&mut words, object) {
                errors.add(number, &error);
            }
        }
        // It stays in memory for good.
        self.objects.shrink_to_fit();
        for object in &mut self.objects {
            object.parameters.shrink_to_fit();
            object.keys.shrink_to_fit();
        }
        errors.finish()
    }

    /// The object with this schema path: `Device.WiFi.SSID.{i}.`.
    pub fn object(&self, path: &str) -> Option<&Object> {
        self.objects.get(self.place(path).ok()?)
    }

    /// Its place in `objects`.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.place(path).ok()
    }

    fn place(&self, path: &str) -> Result<usize, usize> {
        // Files are in order too: mostly it is the end.
        match self.objects.last() {
            Some(last) if *last.path < *path => Err(self.objects.len()),
            _ => self
                .objects
                .binary_search_by(|object| (*object.path).cmp(path)),
        }
    }
}

impl Object {
    /// The parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters
            .iter()
            .find(|parameter| *parameter.name == *name)
    }

    /// Whether it has rows.
    pub fn is_table(&self) -> bool {
        self.path.ends_with(".{i}.")
    }
}

impl Parameter {
    /// A parameter of this type that only reads.
    pub fn new(name: &str, syntax: Type) -> Parameter {
        Parameter {
            name: name.into(),
            syntax,
            writable: false,
            default: None,
            hidden: false,
            command: false,
            forced_inform: false,
            notify: Notify::Normal,
            deprecated: false,
        }
    }

    /// As [`Type::accept`]; of a hidden parameter the sentence does not tell the value.
    pub fn accept(&self, text: &str) -> Result<String, String> {
        if self.hidden {
            self.syntax.accept_secret(text)
        } else {
            self.syntax.accept(text)
        }
    }
}

/// Collects errors, but not the errors of a file that is no `.dm` at all.
struct Errors<'a> {
    file: &'a str,
    list: Vec<String>,
    more: usize,
}

const MOST_ERRORS: usize = 100;

impl Errors<'_> {
    /// `number` counts from 0.
    fn add(&mut self, number: usize, error: &str) {
        if self.list.len() < MOST_ERRORS {
            self.list
                .push(format!("{}:{}: {error}", self.file, number + 1));
        } else {
            self.more += 1;
        }
    }

    fn finish(mut self) -> Vec<String> {
        if self.more > 0 {
            self.list
                .push(format!("{}: and {} more errors", self.file, self.more));
        }
        self.list
    }
}

fn check_path(path: &str) -> Result<(), String> {
    let expected = |what: &str| Err(format!("expected {what}, got {path}"));
    let Some(inner) = path.strip_suffix('.') else {
        return expected("an object path that ends in a dot");
    };
    // TR-106 3.1; the length is that of ParameterNames in the RPCs.
    if path.len() > 256 {
        return expected("an object path of at most 256 characters");
    }
    for (count, name) in inner.split('.').enumerate() {
        if !(is_name(name) || count > 0 && name == "{i}") {
            return expected("an object path such as Device.WiFi.SSID.{i}.");
        }
    }
    Ok(())
}

/// A node of a path (TR-106 3.1).
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

fn parse_object(words: &mut Words, object: &mut Object) -> Result<(), String> {
    while let Some(word) = words.word()? {
        match word {
            "rw" => object.writable = true,
            "deprecated" => object.deprecated = true,
            "key" | "enabled-key" => {
                let mut parameters = Vec::new();
                for name in words.after(word, "parameter names")?.split(',') {
                    parameters.push(parameter_name(name)?.into());
                }
                let key = Key {
                    functional: word == "enabled-key",
                    parameters,
                };
                if !object.keys.contains(&key) {
                    object.keys.push(key);
                }
            }
            "enable" => {
                object.enable = Some(parameter_name(words.after(word, "a parameter name")?)?.into())
            }
            "entries" => {
                object.entries =
                    Some(parameter_name(words.after(word, "a parameter name")?)?.into())
            }
            other => {
                return Err(format!(
                    "expected rw, key, enabled-key, enable, entries or deprecated, got {other}"
                ));
            }
        }
    }
    Ok(())
}

fn parameter_name(name: &str) -> Result<&str, String> {
    if is_name(name) {
        Ok(name)
    } else {
        Err(format!("expected a parameter name, got {name}"))
    }
}

fn parse_parameter(words: &mut Words) -> Result<Parameter, String> {
    let name = words.word()?.unwrap_or_default();
    let syntax = parse_type(words, name)?;
    let mut parameter = Parameter::new(parameter_name(name)?, syntax);
    while let Some(word) = words.word()? {
        match word {
            "rw" => parameter.writable = true,
            "=" => parameter.default = Some(unquoted(words.after("=", "a value")?)?.into()),
            "hidden" => parameter.hidden = true,
            "command" => parameter.command = true,
            "forced" => parameter.forced_inform = true,
            "candeny" => parameter.notify = Notify::CanDeny,
            "active" => parameter.notify = Notify::ForceEnabled,
            "defactive" => parameter.notify = Notify::ForceDefaultEnabled,
            "deprecated" => parameter.deprecated = true,
            other => {
                return Err(format!(
                    "expected rw, = VALUE, hidden, command, forced, candeny, active, defactive, \
                     deprecated, a /pattern/ or -> TARGET after the type of {name}, got {other}"
                ));
            }
        }
    }
    if let Some(default) = &parameter.default {
        parameter
            .syntax
            .admit(default)
            .map_err(|error| format!("{error} as the default of {name}"))?;
    }
    Ok(parameter)
}

const TYPE_EXPECTED: &str =
    "expected a type such as string(:64), unsignedInt(1:9), boolean, Up|Down or list";

fn parse_type(words: &mut Words, name: &str) -> Result<Type, String> {
    let list = parse_list(words, 0)?;
    let word = words
        .word()?
        .ok_or_else(|| format!("{TYPE_EXPECTED} after {name}, got the end of the line"))?;
    let mut syntax;
    if is_enumeration(word) {
        syntax = Type::of(Base::String);
        syntax.enumeration = parse_words(word)?;
    } else {
        let (base, bounds) = match word.split_once('(') {
            Some((base, bounds)) => (base, Some(bounds)),
            None => (word, None),
        };
        let base =
            Base::named(base).ok_or_else(|| format!("{TYPE_EXPECTED} after {name}, got {word}"))?;
        syntax = Type::of(base);
        if let Some(bounds) = bounds {
            match base {
                Base::String | Base::Base64 | Base::HexBinary => {
                    syntax.sizes = parse_sizes(bounds)?
                }
                Base::Boolean | Base::DateTime => {
                    return Err(format!(
                        "expected no bounds for a {}, got ({bounds}",
                        base.name()
                    ));
                }
                _ => syntax.ranges = parse_ranges(bounds)?,
            }
        }
        if base == Base::String
            && let Some(word) = words.next_if(is_enumeration)?
        {
            syntax.enumeration = parse_words(word)?;
        }
    }
    syntax.list = list.map(Box::new);
    let mut patterns = Vec::new();
    while let Some(word) = words.next_if(|word| word.starts_with('/'))? {
        let text = slashes(word.get(1..word.len() - 1).unwrap_or_default(), "/");
        Pattern::parse(&text)?;
        patterns.push(text.into_boxed_str());
    }
    if !patterns.is_empty() && syntax.base != Base::String {
        return Err(format!("expected no pattern for a {}", syntax.base.name()));
    }
    syntax.patterns = patterns.into();
    if let Some(arrow) = words.next_if(|word| word == "->" || word == "~>")? {
        let mut targets = Vec::new();
        for target in words
            .after(arrow, "object paths, or * for anywhere")?
            .split(',')
        {
            if target != "*" {
                check_path(target)?;
                targets.push(target.into());
            }
        }
        let reference = Reference {
            strong: arrow == "->",
            targets: targets.into(),
        };
        syntax.reference = Some(Box::new(reference));
    }
    Ok(syntax)
}

/// The pattern with every slash, escaped or not, written as `form`.
pub fn slashes(pattern: &str, form: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('/', _) | (_, Some('/')) => text.push_str(form),
            (c, escaped) => {
                text.push(c);
                text.extend(escaped);
            }
        }
    }
    text
}

/// `list(:1024) items 2:4 brackets`, and an inner list behind it.
fn parse_list(words: &mut Words, depth: u32) -> Result<Option<ListRule>, String> {
    let Some(word) = words.next_if(|word| word == "list" || word.starts_with("list("))? else {
        return Ok(None);
    };
    if depth > 3 {
        return Err("expected at most 4 lists inside each other".into());
    }
    let mut rule = ListRule::default();
    if let Some(sizes) = word.strip_prefix("list(") {
        rule.sizes = parse_sizes(sizes)?;
    }
    if words.next_if(|word| word == "items")?.is_some() {
        rule.items = parse_bounds(words.after("items", "how many, such as 1:4")?)?;
    }
    rule.brackets = words.next_if(|word| word == "brackets")?.is_some();
    rule.inner = parse_list(words, depth + 1)?.map(Box::new);
    rule.brackets |= rule.inner.is_some();
    Ok(Some(rule))
}

fn is_enumeration(word: &str) -> bool {
    !word.starts_with('/') && (word.contains('|') || word.starts_with('"'))
}

fn parse_words(text: &str) -> Result<Box<[Word]>, String> {
    let mut words: Vec<Word> = Vec::new();
    let mut rest = text;
    loop {
        let end = end_of(rest, |c| c == '|')?;
        let (word, left) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let (word, reported) = match word.strip_suffix('*') {
            Some(word) if !word.is_empty() => (word, true),
            _ => (word, false),
        };
        if word.is_empty() {
            return Err(format!(
                "expected words between |, \"\" for the empty word, got {text}"
            ));
        }
        let word = Word {
            text: unquoted(word)?.into(),
            reported,
        };
        if words.iter().any(|known| known.text == word.text) {
            return Err(format!("expected each word once, got {} again", word.text));
        }
        words.push(word);
        match left.strip_prefix('|') {
            Some(left) => rest = left,
            None => return Ok(words.into()),
        }
    }
}

/// `:64,100)`, what follows the opening parenthesis.
fn parse_sizes(text: &str) -> Result<Box<[Bounds<u32>]>, String> {
    unclosed(text)?.split(',').map(parse_bounds).collect()
}

fn parse_bounds(text: &str) -> Result<Bounds<u32>, String> {
    let number = |digits: &str| match digits {
        "" => Ok(None),
        digits => digits
            .parse()
            .map(Some)
            .map_err(|_| format!("expected bounds such as 1:64, got {text}")),
    };
    let (least, most) = match text.split_once(':') {
        Some((least, most)) => (number(least)?, number(most)?),
        None => (number(text)?, number(text)?),
    };
    if least.zip(most).is_some_and(|(least, most)| least > most) || text.is_empty() {
        return Err(format!("expected bounds such as 1:64, got {text}"));
    }
    Ok(Bounds { least, most })
}

/// `-1,1:240/16)`, what follows the opening parenthesis.
fn parse_ranges(text: &str) -> Result<Box<[Range]>, String> {
    unclosed(text)?.split(',').map(parse_range).collect()
}

fn parse_range(text: &str) -> Result<Range, String> {
    let error = || format!("expected a range such as 1:64, -1 or 0:240/16, got {text}");
    let number = |digits: &str| match digits {
        "" => Ok(None),
        digits => digits.parse::<i128>().map(Some).map_err(|_| error()),
    };
    let (bounds, step) = match text.split_once('/') {
        Some((bounds, step)) => (
            bounds,
            Some(
                step.parse::<u32>()
                    .ok()
                    .filter(|step| *step > 0)
                    .ok_or_else(error)?,
            ),
        ),
        None => (text, None),
    };
    let (least, most) = match bounds.split_once(':') {
        Some((least, most)) => (number(least)?, number(most)?),
        None => (number(bounds)?, number(bounds)?),
    };
    if least.zip(most).is_some_and(|(least, most)| least > most) || text.is_empty() {
        return Err(error());
    }
    Ok(Range { least, most, step })
}

fn unclosed(text: &str) -> Result<&str, String> {
    text.strip_suffix(')')
        .ok_or_else(|| format!("expected ) after ({text}"))
}

/// The words of a line: parted by blanks, except inside `"…"` and `/…/`; up to a comment.
struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn word(&mut self) -> Result<Option<&'a str>, String> {
        self.next_if(|_| true)
    }

    /// The next word, if there is one and it is as wanted.
    fn next_if(&mut self, wanted: impl Fn(&str) -> bool) -> Result<Option<&'a str>, String> {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        if rest.is_empty() || rest.starts_with('#') {
            return Ok(None);
        }
        let end = match rest.strip_prefix('/') {
            // A pattern ends with the first slash that has no backslash before it.
            Some(inner) => {
                let mut escaped = false;
                let slash = inner.bytes().position(|byte| {
                    let ends = byte == b'/' && !escaped;
                    escaped = byte == b'\\' && !escaped;
                    ends
                });
                slash.ok_or_else(|| format!("expected / at the end of the pattern {rest}"))? + 2
            }
            None => end_of(rest, |c| c == ' ' || c == '\t')?,
        };
        let (word, left) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if !wanted(word) {
            return Ok(None);
        }
        if !(left.is_empty() || left.starts_with([' ', '\t'])) {
            return Err(format!("expected a blank after {word}, got {left}"));
        }
        self.rest = left;
        Ok(Some(word))
    }

    fn after(&mut self, word: &str, expected: &str) -> Result<&'a str, String> {
        self.word()?
            .ok_or_else(|| format!("expected {expected} after {word}, got the end of the line"))
    }
}

/// The first place outside of quotes where `ends` holds, or the end.
fn end_of(text: &str, ends: impl Fn(char) -> bool) -> Result<usize, String> {
    let (mut inside, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        if !inside && ends(c) {
            return Ok(at);
        }
        if c == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && c == '\\' && !escaped;
    }
    if inside {
        Err(format!("expected a closing \" in {text}"))
    } else {
        Ok(text.len())
    }
}

/// A word as it is meant: quotes and backslashes taken away.
fn unquoted(word: &str) -> Result<String, String> {
    let Some(inner) = word.strip_prefix('"') else {
        return match word.contains('"') {
            true => Err(format!("expected quotes around the whole word, got {word}")),
            false => Ok(word.to_owned()),
        };
    };
    let error = || format!("expected a word in quotes, with \\\" and \\\\ inside, got {word}");
    let inner = inner.strip_suffix('"').ok_or_else(error)?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(chars.next().ok_or_else(error)?),
            '"' => return Err(error()),
            c => text.push(c),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
