//! A place in a message that moves from element to element, and holds the bounds: depth, array
//! members, namespace declarations. There is no tree.

use super::{Limits, SoapError, is_allowed};
use crate::cwmp::rpc::Version;
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, Event};
use std::borrow::Cow;

/// Most namespace declarations in force at one place; real messages have five.
const MOST_BINDINGS: usize = 64;

pub(super) struct Cursor<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// Bytes of the message before `text`.
    skipped: usize,
    depth: usize,
    items: usize,
    limits: Limits,
    /// The elements that are open, outermost first.
    open: Vec<Tag<'a>>,
    bindings: Vec<Binding<'a>>,
    /// The last tag was `<x/>`: its end comes without an event.
    empty: bool,
    /// Of the innermost element in a cwmp namespace, and of the last declaration of one.
    used: Option<Version>,
    declared: Option<Version>,
    complaint: Option<String>,
}

/// A start tag.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    /// All between `<` and `>`, without the `/` of an empty element.
    content: &'a str,
    name_len: usize,
    pub space: Space,
    at: usize,
}

/// What a namespace means here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Cwmp(Version),
    /// None, one that was never declared, or one that is related to CWMP and SOAP.
    Near,
    Foreign,
}

struct Binding<'a> {
    depth: usize,
    /// Empty for the default namespace.
    prefix: &'a str,
    space: Space,
}

enum Node<'a> {
    Start(Tag<'a>),
    Text(Cow<'a, str>),
    End,
    EndOfMessage,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, skipped: usize, limits: &Limits) -> Cursor<'a> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        // FreeACS closes an element by another name; only the count of tags is held to.
        config.check_end_names = false;
        // GenieACS puts URLs into XML as they are.
        config.allow_dangling_amp = true;
        Cursor {
            reader,
            text,
            skipped,
            depth: 0,
            items: 0,
            limits: *limits,
            open: Vec::new(),
            bindings: Vec::new(),
            empty: false,
            used: None,
            declared: None,
            complaint: None,
        }
    }

    /// The outermost element.
    pub fn root(&mut self) -> Result<Tag<'a>, SoapError> {
        loop {
            let at = self.position();
            match self.next()? {
                Node::Start(tag) => return Ok(tag),
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Text(text) => {
                    let what = format!("expected XML, got {}", quoted(text.trim()));
                    return Err(SoapError { what, at });
                }
                Node::End | Node::EndOfMessage => {
                    let what = "expected a SOAP Envelope, got no element at all".into();
                    return Err(SoapError { what, at });
                }
            }
        }
    }

    /// Nothing but text may follow the outermost element. Tells where the message ends.
    pub fn end_of_message(&mut self) -> Result<usize, SoapError> {
        loop {
            match self.next()? {
                Node::Start(tag) => {
                    return Err(tag.error(format!(
                        "expected one Envelope, got {} after it",
                        quoted(tag.name())
                    )));
                }
                Node::Text(_) | Node::End => {}
                Node::EndOfMessage => return Ok(self.position()),
            }
        }
    }

    /// The next child of the open element, or `None` when that has ended.
    pub fn child(&mut self) -> Result<Option<Tag<'a>>, SoapError> {
        loop {
            match self.next()? {
                Node::Start(tag) => return Ok(Some(tag)),
                Node::Text(_) => {}
                Node::End => return Ok(None),
                Node::EndOfMessage => return Err(self.cut_off()),
            }
        }
    }

    /// As [`Cursor::child`], for the members of arrays, whatever their name.
    pub fn member(&mut self) -> Result<Option<Tag<'a>>, SoapError> {
        let tag = self.child()?;
        if let Some(tag) = &tag {
            self.items += 1;
            if self.items > self.limits.items {
                return Err(tag.error(format!(
                    "expected at most {} array members, got more",
                    self.limits.items
                )));
            }
        }
        Ok(tag)
    }

    /// The next start tag anywhere below, for a caller who keeps count: `depth` goes up by one for
    /// each tag that is not read further. `None` when the element at `depth` 0 has ended.
    pub fn descend(&mut self, depth: &mut usize) -> Result<Option<Tag<'a>>, SoapError> {
        loop {
            if let Some(tag) = self.child()? {
                return Ok(Some(tag));
            }
            match depth.checked_sub(1) {
                Some(less) => *depth = less,
                None => return Ok(None),
            }
        }
    }

    /// Passes over the rest of the open element.
    pub fn skip(&mut self) -> Result<(), SoapError> {
        let mut depth = 0;
        while self.descend(&mut depth)?.is_some() {
            depth += 1;
        }
        Ok(())
    }

    /// The text of the open element, blanks and all, without that of its children. A character that
    /// XML 1.0 forbids is left out, and a complaint.
    pub fn text(&mut self) -> Result<String, SoapError> {
        let mut text = String::new();
        loop {
            let at = self.position();
            match self.next()? {
                Node::Start(_) => self.skip()?,
                Node::Text(more) => {
                    if let Some(character) = more.chars().find(|&character| !is_allowed(character))
                    {
                        self.complain(|| {
                            format!("XML has no character {character:?}, near byte {at}")
                        });
                        text.extend(more.chars().filter(|&character| is_allowed(character)));
                    } else {
                        text.push_str(&more);
                    }
                }
                Node::End => return Ok(text),
                Node::EndOfMessage => return Err(self.cut_off()),
            }
        }
    }

    /// A path or another word that has no blanks around it.
    pub fn name(&mut self) -> Result<String, SoapError> {
        let text = self.text()?;
        let trimmed = text.trim();
        Ok(if trimmed.len() == text.len() {
            text
        } else {
            trimmed.to_owned()
        })
    }

    /// False, and a complaint, for what is no boolean.
    pub fn boolean(&mut self, what: &str) -> Result<bool, SoapError> {
        let text = self.text()?;
        Ok(boolean(&text).unwrap_or_else(|| {
            self.complain(|| format!("{what} must be 0, 1, true or false, not {}", quoted(&text)));
            false
        }))
    }

    /// The argument, or a default and a complaint.
    pub fn required<T: Default>(&mut self, what: &str, argument: Option<T>) -> T {
        argument.unwrap_or_else(|| {
            self.complain(|| format!("{what} is missing"));
            T::default()
        })
    }

    /// Notes what is wrong with the arguments; the first complaint counts.
    pub fn complain(&mut self, text: impl FnOnce() -> String) {
        self.complaint.get_or_insert_with(text);
    }

    pub fn forget_complaint(&mut self) -> Option<String> {
        self.complaint.take()
    }

    pub fn version(&self) -> Option<Version> {
        self.used.or(self.declared)
    }

    fn position(&self) -> usize {
        self.skipped + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn cut_off(&self) -> SoapError {
        let inside = self.open.last().map_or("", |tag| tag.name());
        let what = format!(
            "expected the end of {}, got the end of the message",
            quoted(inside)
        );
        SoapError {
            what,
            at: self.position(),
        }
    }

    fn next(&mut self) -> Result<Node<'a>, SoapError> {
        if core::mem::take(&mut self.empty) {
            self.close();
            return Ok(Node::End);
        }
        loop {
            let at = self.position();
            return Ok(match self.reader.read_event() {
                Ok(Event::Start(tag)) => self.start(tag.len(), at)?,
                Ok(Event::Empty(tag)) => {
                    self.empty = true;
                    self.start(tag.len(), at)?
                }
                Ok(Event::End(_)) => {
                    self.close();
                    Node::End
                }
                Ok(Event::Text(text)) => Node::Text(text.xml10_content()),
                Ok(Event::CData(text)) => Node::Text(text.xml10_content()),
                Ok(Event::GeneralRef(reference)) => Node::Text(self.resolve(&reference)),
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_)) => continue,
                Ok(Event::DocType(_)) => {
                    return Err(SoapError {
                        what: "expected no DOCTYPE, got one".into(),
                        at,
                    });
                }
                Ok(Event::Eof) => Node::EndOfMessage,
                Err(error) => return Err(self.unreadable(&error)),
            });
        }
    }

    fn unreadable(&self, error: &quick_xml::Error) -> SoapError {
        let mut what = String::from("expected well-formed XML, got: ");
        what.extend(error.to_string().chars().take(160));
        let at = self.skipped + usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        SoapError { what, at }
    }

    /// Opens the element whose tag has `len` bytes of content and begins at `at`.
    fn start(&mut self, len: usize, at: usize) -> Result<Node<'a>, SoapError> {
        let from = at - self.skipped + 1;
        let content = self.text.get(from..from + len).unwrap_or_default();
        let name_len = content
            .find(|c: char| c.is_ascii_whitespace())
            .unwrap_or(content.len());
        let mut tag = Tag {
            content,
            name_len,
            space: Space::Near,
            at,
        };
        if name_len == 0 {
            return Err(tag.error("expected the name of an element, got none".into()));
        }
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(tag.error(format!(
                "expected at most {} nested elements, got more",
                self.limits.depth
            )));
        }
        self.bind(&tag)?;
        tag.space = self.resolve_prefix(tag.prefix());
        if let Space::Cwmp(version) = tag.space {
            self.used = Some(version);
        }
        self.open.push(tag);
        Ok(Node::Start(tag))
    }

    fn close(&mut self) {
        self.open.pop();
        while self
            .bindings
            .last()
            .is_some_and(|binding| binding.depth == self.depth)
        {
            self.bindings.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn bind(&mut self, tag: &Tag<'a>) -> Result<(), SoapError> {
        if !tag.content.contains("xmlns") {
            return Ok(());
        }
        for (key, value) in tag.attributes() {
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => continue,
                },
                None => continue,
            };
            if self.bindings.len() == MOST_BINDINGS {
                return Err(tag.error(format!(
                    "expected at most {MOST_BINDINGS} namespaces, got more"
                )));
            }
            let space = space(value.trim());
            if let Space::Cwmp(version) = space {
                self.declared = Some(version);
            }
            self.bindings.push(Binding {
                depth: self.depth,
                prefix,
                space,
            });
        }
        Ok(())
    }

    fn resolve_prefix(&self, prefix: &str) -> Space {
        let bound = self
            .bindings
            .iter()
            .rev()
            .find(|binding| binding.prefix == prefix);
        bound.map_or(Space::Near, |binding| binding.space)
    }

    /// A character reference or one of the five entities. There are no others, so what looks like
    /// one is an unescaped `&`, unless it has a name.
    fn resolve(&mut self, reference: &BytesRef<'a>) -> Cow<'a, str> {
        let name: &str = reference;
        match quick_xml::escape::resolve_xml_entity(name) {
            Some(text) => return Cow::Borrowed(text),
            None if !name.starts_with('#') => {
                if name.chars().all(char::is_alphanumeric) {
                    self.complain(|| format!("XML has no entity {}", quoted(name)));
                }
                return Cow::Owned(format!("&{name};"));
            }
            None => {}
        }
        match reference.resolve_char_ref() {
            Ok(Some(character)) => Cow::Owned(character.to_string()),
            _ => {
                self.complain(|| format!("XML has no character reference {}", quoted(name)));
                Cow::Borrowed("")
            }
        }
    }
}

impl<'a> Tag<'a> {
    /// As written, prefix and all.
    pub fn name(&self) -> &'a str {
        self.content.get(..self.name_len).unwrap_or_default()
    }

    /// Without any prefix. GenieACS writes `soap-env:Body:Fault`, so the last colon counts.
    pub fn local(&self) -> &'a str {
        local(self.name())
    }

    pub fn may_be_cwmp(&self) -> bool {
        self.space != Space::Foreign
    }

    /// The raw value of the attribute with this local name, whatever its prefix.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|(key, _)| local(key) == name && !key.starts_with("xmlns"))
            .map(|(_, value)| value.trim())
    }

    /// The local part of `xsi:type`.
    pub fn declared_type(&self) -> Option<String> {
        let declared = local(self.attribute("type")?).trim();
        (!declared.is_empty()).then(|| declared.to_owned())
    }

    pub fn error(&self, what: String) -> SoapError {
        SoapError { what, at: self.at }
    }

    fn prefix(&self) -> &'a str {
        self.name().split_once(':').map_or("", |(prefix, _)| prefix)
    }

    fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut attributes = Attributes::html(self.content, self.name_len);
        attributes.with_checks(false);
        attributes.flatten().map(|attribute| {
            let value = match attribute.value {
                Cow::Borrowed(value) => value,
                Cow::Owned(_) => "",
            };
            (attribute.key.into_inner(), value)
        })
    }
}

/// `0`, `1`, `true` or `false`, in any case and with blanks around it.
pub(super) fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    if text == "1" || text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text == "0" || text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// A peer's text for an error message: short, on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let short: String = chars.by_ref().take(40).collect();
    let more = if chars.next().is_some() { "…" } else { "" };
    format!("{short:?}{more}")
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn space(namespace: &str) -> Space {
    match Version::from_namespace(namespace) {
        Some(version) => Space::Cwmp(version),
        None if namespace.is_empty()
            || namespace.starts_with("urn:dslforum-org:")
            || namespace.contains("/soap/envelope")
            || namespace.contains("/soap-envelope") =>
        {
            Space::Near
        }
        None => Space::Foreign,
    }
}
