//! XMPP's XML: a stream of bytes cut into stanzas, a stanza as a small tree, and text made safe for XML.
//!
//! ```text
//!   <?xml …?>  <stream:stream …>   <a><b/>text</a>   blanks   <c/>   </stream:stream>
//!   skipped    Piece::Header       Piece::Stanza     skipped  Stanza  Piece::End
//! ```
//!
//! What RFC 6120 11.1 forbids in a stream (comments, instructions, document types) is an error. A stanza
//! that is too much is passed over: anybody may have sent it, and the server has only passed it on.

use core::str;
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};

/// Bytes of one stanza, tags and all. A server must be able to rely on 10000 (RFC 6120 13.12).
pub const LONGEST_STANZA: usize = 16 << 10;
/// Bytes of a stanza that are passed over; what servers let through by default is a quarter of it.
const MOST_SKIPPED: usize = 1 << 20;
/// Elements inside one another.
const DEEPEST: usize = 16;
/// Elements in one stanza.
const MOST_ELEMENTS: usize = 256;

/// Behind `<!`; nothing else may follow there.
const MARK: &[u8] = b"[CDATA[";

/// The namespace of elements that have no other.
pub const CLIENT: &str = "jabber:client";
/// That of the prefix `stream`.
pub const STREAMS: &str = "http://etherx.jabber.org/streams";

/// A part of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// The start tag of the stream.
    Header(String),
    /// One whole element below it.
    Stanza(String),
    /// The end of one that is too long or too deep.
    Skipped,
    /// The end tag of the stream.
    End,
}

/// What a server must not send; the name of the stream error (RFC 6120 4.9.3) that it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    TooLong,
    Restricted,
    NotXml,
}

impl Bad {
    pub fn condition(self) -> &'static str {
        match self {
            Bad::TooLong => "policy-violation",
            Bad::Restricted => "restricted-xml",
            Bad::NotXml => "not-well-formed",
        }
    }
}

/// Cuts the stream. Holds no more than one stanza and what came with its end.
#[derive(Debug, Default)]
pub struct Splitter {
    bytes: Vec<u8>,
    /// Where the scan goes on.
    at: usize,
    /// Where the open tag of the stream or of the stanza begins.
    from: usize,
    depth: usize,
    scan: Scan,
    /// Bytes of the stanza that are forgotten already; `None`: it is kept.
    skipped: Option<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scan {
    #[default]
    Text,
    /// Behind `<`.
    Begin,
    Tag {
        closing: bool,
        quote: Option<u8>,
    },
    /// Behind `<!` and this many bytes of what must follow.
    Marked(usize),
    Characters,
    /// From `<?` on.
    Declaration,
}

impl Splitter {
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether nothing of a next piece is there yet.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The next piece, once it is whole. To be asked until there is none, after each push.
    ///
    /// # Errors
    /// The stream cannot be read further.
    pub fn piece(&mut self) -> Result<Option<Piece>, Bad> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match self.scan {
                Scan::Text if byte == b'<' => {
                    self.scan = Scan::Begin;
                    if self.depth <= 1 {
                        self.from = self.at - 1;
                    }
                }
                Scan::Text => {
                    if self.depth <= 1 && !byte.is_ascii_whitespace() {
                        return Err(Bad::NotXml);
                    }
                }
                Scan::Begin => {
                    self.scan = match byte {
                        b'?' if self.depth == 0 => Scan::Declaration,
                        b'!' if self.depth > 1 => Scan::Marked(0),
                        b'?' | b'!' => return Err(Bad::Restricted),
                        b'/' if self.depth == 0 => return Err(Bad::NotXml),
                        b'>' => return Err(Bad::NotXml),
                        _ => Scan::Tag {
                            closing: byte == b'/',
                            quote: None,
                        },
                    };
                }
                Scan::Tag { closing, quote } => match (quote, byte) {
                    (_, b'<') => return Err(Bad::NotXml),
                    (None, b'>') => {
                        self.scan = Scan::Text;
                        if let Some(piece) = self.end_of_tag(closing)? {
                            return Ok(Some(piece));
                        }
                    }
                    (None, b'"' | b'\'') => {
                        let quote = Some(byte);
                        self.scan = Scan::Tag { closing, quote };
                    }
                    (Some(open), _) if open == byte => {
                        let quote = None;
                        self.scan = Scan::Tag { closing, quote };
                    }
                    _ => {}
                },
                Scan::Marked(seen) => {
                    if MARK.get(seen) != Some(&byte) {
                        return Err(Bad::Restricted);
                    }
                    self.scan = match seen + 1 == MARK.len() {
                        true => Scan::Characters,
                        false => Scan::Marked(seen + 1),
                    };
                }
                Scan::Characters => {
                    if self.open_tag().ends_with(b"]]>") {
                        self.scan = Scan::Text;
                    }
                }
                Scan::Declaration => {
                    if self.open_tag().ends_with(b"?>") {
                        self.scan = Scan::Text;
                    }
                }
            }
            if self.at - self.from > LONGEST_STANZA {
                if self.depth <= 1 && self.scan == Scan::Text {
                    self.forget();
                } else {
                    self.skip()?;
                }
            }
        }
        if self.depth <= 1 && self.scan == Scan::Text {
            self.forget();
        }
        Ok(None)
    }

    /// What is there from the beginning of the stanza to the place of the scan.
    fn open_tag(&self) -> &[u8] {
        self.bytes.get(self.from..self.at).unwrap_or_default()
    }

    /// Forgets what has come of the stanza, but for as much as tells the end of a tag.
    fn skip(&mut self) -> Result<(), Bad> {
        let end = self.at.saturating_sub(2);
        let skipped = self.skipped.unwrap_or_default() + end;
        if self.depth == 0 || skipped > MOST_SKIPPED {
            return Err(Bad::TooLong);
        }
        self.skipped = Some(skipped);
        self.bytes.drain(..end);
        self.at -= end;
        self.from = 0;
        Ok(())
    }

    fn end_of_tag(&mut self, closing: bool) -> Result<Option<Piece>, Bad> {
        let empty = !closing && self.open_tag().ends_with(b"/>");
        if self.depth == 0 {
            self.depth = 1;
            let header = self.take()?;
            return if empty {
                Err(Bad::NotXml)
            } else {
                Ok(Some(Piece::Header(header)))
            };
        }
        if closing {
            self.depth -= 1;
        } else if !empty {
            self.depth += 1;
            if self.depth > DEEPEST {
                self.skip()?;
            }
        }
        Ok(match self.depth {
            0 => {
                self.take()?;
                Some(Piece::End)
            }
            1 if self.skipped.take().is_some() => {
                self.forget();
                Some(Piece::Skipped)
            }
            1 => Some(Piece::Stanza(self.take()?)),
            _ => None,
        })
    }

    fn take(&mut self) -> Result<String, Bad> {
        let text = str::from_utf8(self.open_tag()).map_err(|_| Bad::NotXml)?;
        let text = text.to_string();
        self.forget();
        Ok(text)
    }

    fn forget(&mut self) {
        self.bytes.drain(..self.at.min(self.bytes.len()));
        self.at = 0;
        self.from = 0;
    }
}

/// One element with all below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Without its prefix.
    pub name: String,
    pub space: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// Its own, without that of the elements below.
    pub text: String,
}

impl Element {
    /// Reads one stanza; `None` if it is no XML, or too much.
    pub fn parse(text: &str) -> Option<Element> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Element> = Vec::new();
        let mut count = 0;
        loop {
            let event = reader.read_event().ok()?;
            if let Event::Start(tag) | Event::Empty(tag) = &event {
                count += 1;
                if count > MOST_ELEMENTS || open.len() >= DEEPEST {
                    return None;
                }
                let element = Element::of(tag, &open)?;
                open.push(element);
            }
            match event {
                Event::Start(_) => continue,
                Event::Empty(_) | Event::End(_) => {}
                Event::Text(more) => {
                    open.last_mut()?.text.push_str(&more);
                    continue;
                }
                Event::CData(more) => {
                    open.last_mut()?.text.push_str(&more);
                    continue;
                }
                Event::GeneralRef(name) => {
                    open.last_mut()?.text.push(entity(&name)?);
                    continue;
                }
                _ => return None,
            }
            let whole = open.pop()?;
            match open.last_mut() {
                Some(parent) => parent.children.push(whole),
                None => return Some(whole),
            }
        }
    }

    /// The child of this name, in this namespace.
    pub fn child(&self, name: &str, space: &str) -> Option<&Element> {
        let mut children = self.children.iter();
        children.find(|child| child.is(name, space))
    }

    pub fn is(&self, name: &str, space: &str) -> bool {
        self.name == name && self.space == space
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn of(tag: &BytesStart, open: &[Element]) -> Option<Element> {
        let content: &str = tag;
        let name_len = content.find(|c: char| c.is_ascii_whitespace());
        let (qualified, _) = content.split_at(name_len.unwrap_or(content.len()));
        let mut attributes = Attributes::html(content, qualified.len());
        attributes.with_checks(false);
        let mut element = Element::default();
        for attribute in attributes {
            let attribute = attribute.ok()?;
            let value = unescape(&attribute.value)?;
            let key = attribute.key.into_inner().to_string();
            element.attributes.push((key, value));
        }
        let (prefix, name) = match qualified.split_once(':') {
            Some((prefix, name)) => (format!("xmlns:{prefix}"), name),
            None => ("xmlns".to_string(), qualified),
        };
        element.name = name.to_string();
        let mut scopes = core::iter::once(&element).chain(open.iter().rev());
        let bound = scopes.find_map(|scope| scope.attribute(&prefix));
        element.space = match (bound, prefix.as_str()) {
            (Some(space), _) => space.to_string(),
            (None, "xmlns") => CLIENT.to_string(),
            (None, "xmlns:stream") => STREAMS.to_string(),
            (None, _) => return None,
        };
        Some(element)
    }
}

/// Text of ours, or of a peer, as it may stand in an element or an attribute.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            // XML has no way to say most of the others.
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

fn unescape(text: &str) -> Option<String> {
    let mut parts = text.split('&');
    let mut plain = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        plain.push(entity(name)?);
        plain.push_str(rest);
    }
    Some(plain)
}

/// A stream has no entities but XML's own (RFC 6120 11.1).
fn entity(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    let hexadecimal = number.and_then(|number| number.strip_prefix(['x', 'X']));
    match (name, hexadecimal, number) {
        ("amp", ..) => Some('&'),
        ("lt", ..) => Some('<'),
        ("gt", ..) => Some('>'),
        ("quot", ..) => Some('"'),
        ("apos", ..) => Some('\''),
        (_, Some(digits), _) => u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32),
        (_, None, Some(digits)) => digits.parse().ok().and_then(char::from_u32),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    const HEADER: &str = "<stream:stream xmlns='jabber:client' \
        xmlns:stream=\"http://etherx.jabber.org/streams\" id='a>b'>";

    fn all(splitter: &mut Splitter) -> Result<Vec<Piece>, Bad> {
        let mut pieces = Vec::new();
        while let Some(piece) = splitter.piece()? {
            pieces.push(piece);
        }
        Ok(pieces)
    }

    fn split(text: &str, step: usize) -> Result<Vec<Piece>, Bad> {
        let mut splitter = Splitter::default();
        let mut pieces = Vec::new();
        for chunk in text.as_bytes().chunks(step) {
            splitter.push(chunk);
            pieces.extend(all(&mut splitter)?);
        }
        Ok(pieces)
    }

    #[test]
    fn a_stream_is_cut_the_same_however_it_arrives() {
        let stanzas = [
            "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>",
            "<a x='/>'>t<b/><![CDATA[<c>]]]>]]></a>",
            "<presence from=\"ä@b/c\"/>",
            "<a></a >",
        ];
        let text = format!(
            "<?xml version='1.0'?>\n{HEADER} {}\n{} {}{} </stream:stream>",
            stanzas[0], stanzas[1], stanzas[2], stanzas[3]
        );
        let mut expected = vec![Piece::Header(HEADER.to_string())];
        expected.extend(stanzas.map(|stanza| Piece::Stanza(stanza.to_string())));
        expected.push(Piece::End);
        for step in [1, 2, 3, 7, 64, 4096] {
            assert_eq!(split(&text, step).as_ref(), Ok(&expected), "{step}");
        }
    }

    #[test]
    fn what_a_stream_may_not_hold_ends_it() {
        let table = [
            ("</stream:stream>", Bad::NotXml),
            ("hello", Bad::NotXml),
            ("<stream:stream/>", Bad::NotXml),
            ("<!DOCTYPE a>", Bad::Restricted),
            ("HEADERtext", Bad::NotXml),
            ("HEADER<!-- c -->", Bad::Restricted),
            ("HEADER<?php ?>", Bad::Restricted),
            ("HEADER<![CDATA[a]]>", Bad::Restricted),
            ("HEADER<a><!-- c --></a>", Bad::Restricted),
            ("HEADER<a><!DOCTYPE b></a>", Bad::Restricted),
            ("HEADER<a <b>", Bad::NotXml),
            ("HEADER<>", Bad::NotXml),
        ];
        for (text, bad) in table {
            let text = text.replace("HEADER", HEADER);
            assert_eq!(split(&text, 1), Err(bad), "{text}");
            assert_eq!(split(&text, 4096), Err(bad), "{text}");
        }
        let mut splitter = Splitter::default();
        splitter.push(HEADER.as_bytes());
        splitter.push(b"<a>\xff</a>");
        splitter.piece().unwrap();
        assert_eq!(splitter.piece(), Err(Bad::NotXml));
    }

    #[test]
    fn memory_is_bounded_by_the_longest_stanza() {
        let mut splitter = Splitter::default();
        splitter.push(HEADER.as_bytes());
        for _ in 0..1000 {
            splitter.push(&[b' '; 1000]);
            all(&mut splitter).unwrap();
            assert!(splitter.bytes.len() < 2 * LONGEST_STANZA);
        }
        for endless in ["<a>aaaaaaaa", "<a b='bbbbbbb", "<aaaaaaa"] {
            let mut splitter = Splitter::default();
            splitter.push(HEADER.as_bytes());
            splitter.push(endless.as_bytes());
            let last = endless.as_bytes().last().copied().unwrap();
            let mut ended = false;
            for _ in 0..2 * MOST_SKIPPED / 1000 {
                splitter.push(&[last; 1000]);
                ended |= all(&mut splitter) == Err(Bad::TooLong);
                assert!(ended || splitter.bytes.len() < 2 * LONGEST_STANZA);
            }
            assert!(ended, "{endless}");
        }
        let header = format!("<stream:stream a='{}", "a".repeat(LONGEST_STANZA));
        assert_eq!(split(&header, 4096), Err(Bad::TooLong));
    }

    #[test]
    fn a_stanza_that_is_too_much_is_passed_over() {
        let long = "t".repeat(3 * LONGEST_STANZA);
        for stanza in [
            format!("<a><b x='{long}>'/>{long}<c/><![CDATA[</a>{long}]]>]]></a>"),
            format!("<a x='{long}'/>"),
            format!("<a x='{long}'></a>"),
            format!("{}x{}", "<a>".repeat(9000), "</a>".repeat(9000)),
            format!("{}x<b/>{}", "<a>".repeat(40), "</a>".repeat(40)),
        ] {
            let text = format!("{HEADER}{stanza} <c/></stream:stream>");
            let expected = vec![
                Piece::Header(HEADER.to_string()),
                Piece::Skipped,
                Piece::Stanza("<c/>".to_string()),
                Piece::End,
            ];
            for step in [1, 7, 2048] {
                let start = stanza.get(..20);
                assert_eq!(
                    split(&text, step).as_ref(),
                    Ok(&expected),
                    "{start:?} {step}"
                );
            }
        }
    }

    #[test]
    fn a_stanza_becomes_a_tree() {
        let iq = "<iq id='1' type=\"get\" from='a&amp;b@c/&#x64;'><q:c xmlns:q='urn:q' xmlns='urn:d'>\
            <q:username>us&lt;er</q:username><password>p<![CDATA[<]]>w</password></q:c></iq>";
        let iq = Element::parse(iq).unwrap();
        assert!(iq.is("iq", CLIENT));
        assert_eq!(iq.attribute("from"), Some("a&b@c/d"));
        assert_eq!(iq.attribute("to"), None);
        let inside = iq.child("c", "urn:q").unwrap();
        assert_eq!(inside.child("username", "urn:q").unwrap().text, "us<er");
        assert_eq!(inside.child("password", "urn:d").unwrap().text, "p<w");
        assert_eq!(inside.child("password", "urn:q"), None);
        let features = Element::parse("<stream:features/>").unwrap();
        assert!(features.is("features", STREAMS));
    }

    #[test]
    fn a_tree_is_refused() {
        let many = format!("<a>{}</a>", "<b/>".repeat(300));
        let deep = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
        let table = [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a>&nbsp;</a>",
            "<a b='&x;'/>",
            "<x:a/>",
            "<a b/>x",
            &many,
            &deep,
        ];
        for text in table {
            let read = Element::parse(text);
            let harmless = text == "<a b/>x";
            assert_eq!(read.is_none(), !harmless, "{text}");
        }
    }

    #[test]
    fn what_is_escaped_comes_back() {
        let hostile = "a<b>&\"c\"'d'\u{e4}";
        let text = format!("<a b=\"{0}\">{0}</a>", escaped(hostile));
        let read = Element::parse(&text).unwrap();
        assert_eq!(read.text, hostile);
        assert_eq!(read.attribute("b"), Some(hostile));
        assert_eq!(escaped("a\nb\0"), "a b ");
    }
}
