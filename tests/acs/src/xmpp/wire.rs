//! Bytes and stanzas, of both ends.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::rc::Rc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use xml::reader::{EventReader, ParserConfig, XmlEvent};

use super::STREAMS;
use crate::xml::{Attribute, Element};

/// Between two looks at what is to be said.
pub(super) const TICK: Duration = Duration::from_millis(20);

/// A connection that also says what others want to have said, while it waits for bytes.
pub(super) struct Wire {
    stream: TcpStream,
    pub tls: Option<rustls::Connection>,
    inbox: Option<Receiver<String>>,
    stopped: Box<dyn Fn() -> bool>,
}

impl Wire {
    pub fn new(
        stream: TcpStream,
        inbox: Option<Receiver<String>>,
        stopped: Box<dyn Fn() -> bool>,
    ) -> Wire {
        let _ = stream.set_nodelay(true);
        let _ = stream.set_read_timeout(Some(TICK));
        Wire {
            stream,
            tls: None,
            inbox,
            stopped,
        }
    }

    pub fn is_secure(&self) -> bool {
        self.tls.is_some()
    }

    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(tls) = &mut self.tls else {
            return self.stream.write_all(bytes);
        };
        // The handshake is driven by reading.
        while tls.is_handshaking() {
            match tls.complete_io(&mut self.stream) {
                Err(error) if is_late(&error) && !(self.stopped)() => {}
                done => drop(done?),
            }
        }
        tls.writer().write_all(bytes)?;
        while tls.wants_write() {
            tls.write_tls(&mut self.stream)?;
        }
        Ok(())
    }

    fn read_some(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let said = self.inbox.as_ref().and_then(|inbox| inbox.try_recv().ok());
            if let Some(text) = said {
                self.write_all(text.as_bytes())?;
                continue;
            }
            if (self.stopped)() {
                let _ = self.write_all(b"</stream:stream>");
                let _ = self.stream.shutdown(Shutdown::Both);
                return Err(io::ErrorKind::TimedOut.into());
            }
            let read = match &mut self.tls {
                None => self.stream.read(buffer),
                Some(tls) => read_tls(tls, &mut self.stream, buffer),
            };
            match read {
                Err(error) if is_late(&error) => {}
                done => return done,
            }
        }
    }
}

fn read_tls(
    tls: &mut rustls::Connection,
    stream: &mut TcpStream,
    buffer: &mut [u8],
) -> io::Result<usize> {
    loop {
        match tls.reader().read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            done => return done,
        }
        while tls.wants_write() {
            tls.write_tls(stream)?;
        }
        if tls.read_tls(stream)? == 0 {
            return Ok(0);
        }
        tls.process_new_packets().map_err(io::Error::other)?;
    }
}

fn is_late(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted
    )
}

struct Bytes(Rc<RefCell<Wire>>);

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A byte at a time: what comes after a stanza may be TLS.
        let one = buffer.get_mut(..1).unwrap_or(&mut []);
        self.0.borrow_mut().read_some(one)
    }
}

/// The stanzas of one stream.
pub(super) struct Stanzas {
    events: EventReader<io::BufReader<Bytes>>,
}

impl Stanzas {
    /// Waits for the other side's header.
    pub fn open(wire: &Rc<RefCell<Wire>>) -> io::Result<Stanzas> {
        let config = ParserConfig::new()
            .whitespace_to_characters(true)
            .cdata_to_characters(true);
        let bytes = io::BufReader::with_capacity(1, Bytes(Rc::clone(wire)));
        let mut events = EventReader::new_with_config(bytes, config);
        loop {
            match events.next().map_err(io::Error::other)? {
                XmlEvent::StartDocument { .. } | XmlEvent::Characters(_) => {}
                XmlEvent::StartElement { name, .. }
                    if name.namespace.as_deref() == Some(STREAMS)
                        && name.local_name == "stream" =>
                {
                    return Ok(Stanzas { events });
                }
                other => {
                    return Err(io::Error::other(format!(
                        "expected a stream, got {other:?}"
                    )));
                }
            }
        }
    }

    /// The next whole stanza; `None` at the end of the stream.
    pub fn next(&mut self) -> io::Result<Option<Element>> {
        let mut open: Vec<Element> = Vec::new();
        loop {
            match self.events.next().map_err(io::Error::other)? {
                XmlEvent::StartElement {
                    name, attributes, ..
                } => open.push(Element {
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
                    ..Element::default()
                }),
                XmlEvent::EndElement { .. } => {
                    let Some(done) = open.pop() else {
                        return Ok(None);
                    };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(done),
                        None => return Ok(Some(done)),
                    }
                }
                XmlEvent::Characters(text) => {
                    if let Some(element) = open.last_mut() {
                        element.text.push_str(&text);
                    }
                }
                XmlEvent::EndDocument => return Ok(None),
                _ => {}
            }
        }
    }

    pub fn want(&mut self, name: &str) -> io::Result<Element> {
        match self.next()? {
            Some(stanza) if stanza.name == name => Ok(stanza),
            other => Err(io::Error::other(format!("expected {name}, got {other:?}"))),
        }
    }

    /// The answer to our iq of this id; other stanzas are passed by.
    pub fn answer(&mut self, id: &str) -> io::Result<Element> {
        loop {
            match self.next()? {
                Some(iq) if iq.name == "iq" && iq.attribute("id") == Some(id) => return Ok(iq),
                Some(_) => {}
                None => return Err(io::Error::other("the server ended the stream")),
            }
        }
    }
}
