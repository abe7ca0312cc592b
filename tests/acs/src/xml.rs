//! A strict XML reader into a small tree, and the escaping for what we write ourselves.

use std::fmt::Write as _;

use xml::reader::{ParserConfig, XmlEvent};

/// An element with its namespace resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub namespace: String,
    pub name: String,
    /// Attributes in order.
    pub attributes: Vec<Attribute>,
    pub children: Vec<Element>,
    /// All character data directly inside, as it came.
    pub text: String,
}

/// An attribute with its namespace resolved; no namespace without a prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    pub namespace: String,
    pub name: String,
    pub value: String,
}

impl Element {
    /// The first child of this name, in whatever namespace.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// Text of the first child of this name; "" when there is none.
    #[must_use]
    pub fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |c| c.text.as_str())
    }

    /// The attribute of this name, in whatever namespace.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|a| a.name == name)
            .map(|a| a.value.as_str())
    }
}

/// Deepest nesting that is read.
const DEPTH: usize = 64;

/// Reads one document.
///
/// # Errors
/// Whatever is not well-formed with namespaces, or nested deeper than 64: the text says line and column.
pub fn parse(bytes: &[u8]) -> Result<Element, String> {
    let config = ParserConfig::new()
        .trim_whitespace(false)
        .whitespace_to_characters(true)
        .cdata_to_characters(true)
        .ignore_comments(true)
        .coalesce_characters(true);
    let mut open: Vec<Element> = Vec::new();
    for event in config.create_reader(bytes) {
        match event.map_err(|e| e.to_string())? {
            XmlEvent::StartElement {
                name, attributes, ..
            } => {
                if open.len() >= DEPTH {
                    return Err(format!(
                        "<{}> is nested deeper than {DEPTH} elements",
                        name.local_name
                    ));
                }
                open.push(Element {
                    namespace: name.namespace.unwrap_or_default(),
                    name: name.local_name,
                    attributes: attributes
                        .into_iter()
                        .map(|a| Attribute {
                            namespace: a.name.namespace.unwrap_or_default(),
                            name: a.name.local_name,
                            value: a.value,
                        })
                        .collect(),
                    children: Vec::new(),
                    text: String::new(),
                });
            }
            XmlEvent::EndElement { .. } => {
                let Some(done) = open.pop() else {
                    return Err("an end tag without its start".to_owned());
                };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => return Ok(done),
                }
            }
            XmlEvent::Characters(text) | XmlEvent::CData(text) | XmlEvent::Whitespace(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            XmlEvent::Doctype { .. } => {
                return Err("a DOCTYPE has no place in SOAP (SOAP 1.1, section 3)".to_owned());
            }
            _ => {}
        }
    }
    Err("the document ends before its first element does".to_owned())
}

/// `text` for an element's content or an attribute's value.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | ' '..='~' => out.push(c),
            _ => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
        }
    }
    out
}

/// The document with a line for each element, for people to read. Text that is no XML stays as it is.
#[must_use]
pub fn indent(document: &str) -> String {
    if !document.trim_start().starts_with('<') {
        return document.to_owned();
    }
    let mut out = String::with_capacity(document.len() * 2);
    let mut depth = 0usize;
    let mut rest = document;
    // True while the last thing written was a start tag: its text and its end tag stay on the line.
    let mut inline = true;
    while let Some(at) = rest.find('<') {
        let (text, tail) = rest.split_at(at);
        if text.trim().is_empty() {
            if !text.is_empty() && inline && tail.starts_with("</") {
                out.push_str(text);
            }
        } else {
            out.push_str(text);
        }
        let end = tail.find('>').map_or(tail.len(), |e| e + 1);
        let (tag, after) = tail.split_at(end);
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
            if !inline {
                line(&mut out, depth);
            }
            out.push_str(tag);
            inline = false;
        } else {
            line(&mut out, depth);
            out.push_str(tag);
            let opens = !tag.starts_with("<?") && !tag.starts_with("<!") && !tag.ends_with("/>");
            depth += usize::from(opens);
            inline = opens;
        }
        rest = after;
    }
    out.push_str(rest.trim_end());
    out
}

fn line(out: &mut String, depth: usize) {
    if !out.is_empty() {
        out.push('\n');
    }
    for _ in 0..depth {
        out.push_str("  ");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_resolved_and_blanks_kept() {
        let e =
            parse(b"<a:x xmlns:a='urn:one' xmlns='urn:two' a:k='1' k='2'><y> </y></a:x>").unwrap();
        assert_eq!((e.namespace.as_str(), e.name.as_str()), ("urn:one", "x"));
        assert_eq!(e.attributes[0].namespace, "urn:one");
        assert_eq!(e.attributes[1].namespace, "");
        assert_eq!(e.children[0].namespace, "urn:two");
        assert_eq!(e.text_of("y"), " ");
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for bad in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<p:a/>",
            "<a>&nbsp;</a>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        ] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn escaped_text_comes_back() {
        for text in ["a<b>&\"'c", "é\u{1F600}", "  two  ", "a\nb\tc", "a\rb"] {
            let e = parse(format!("<v>{}</v>", escape(text)).as_bytes()).unwrap();
            assert_eq!(e.text, text);
        }
    }

    #[test]
    fn one_line_becomes_many() {
        assert_eq!(
            indent("<?xml?><a><b>1</b><c/><d></d></a>"),
            "<?xml?>\n<a>\n  <b>1</b>\n  <c/>\n  <d></d>\n</a>"
        );
        assert_eq!(indent("Invalid session"), "Invalid session");
    }
}
