//! HTTP/1.1, the server's end, on blocking sockets: one request in, one answer out, with all the
//! ways to deliver an answer badly.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use rustls::{ServerConnection, StreamOwned};

/// A request as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Path and query as in the request line.
    pub target: String,
    /// Names as they were spelled, values without blanks around.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of this name, whatever its case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }

    /// The cookies of all Cookie headers.
    #[must_use]
    pub fn cookies(&self) -> Vec<(String, String)> {
        self.headers
            .iter()
            .filter(|(n, _)| n.eq_ignore_ascii_case("cookie"))
            .flat_map(|(_, v)| v.split(';'))
            .filter_map(|c| c.split_once('='))
            .map(|(n, v)| (n.trim().to_owned(), v.trim().trim_matches('"').to_owned()))
            .collect()
    }
}

pub(crate) fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.as_str())
}

/// An answer to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Bytes of filler after `body`, written without being kept in memory.
    pub filler: u64,
    pub delivery: Delivery,
}

impl Reply {
    #[must_use]
    pub fn new(status: u16) -> Reply {
        Reply {
            status,
            ..Reply::default()
        }
    }

    /// An answer with a body of `kind` (its Content-Type).
    #[must_use]
    pub fn with_body(status: u16, kind: &str, body: Vec<u8>) -> Reply {
        Reply::new(status).header("Content-Type", kind).body(body)
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Reply {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn body(mut self, body: Vec<u8>) -> Reply {
        self.body = body;
        self
    }

    /// With `Connection: close`, and closed after it.
    #[must_use]
    pub fn close(mut self) -> Reply {
        self.delivery.close = true;
        self
    }
}

/// How an answer goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// `Connection: close`, and closed.
    pub close: bool,
    /// Transfer-Encoding: chunked, in chunks of 7 bytes (64 KiB for filler).
    pub chunked: bool,
    /// A byte at a time with this pause between.
    pub drip: Option<Duration>,
    /// Only the first half of the body, then closed.
    pub half: bool,
    /// Head and body in TCP segments of their own.
    pub segments: bool,
    /// `100 Continue` first.
    pub go_on: bool,
    /// Nothing at all: the connection stays open.
    pub silent: bool,
    /// Nothing at all: the connection is closed.
    pub hang_up: bool,
}

/// What the peer did instead of sending a request.
#[derive(Debug)]
pub enum Ended {
    /// Closed between two requests, or the server is shutting down.
    Closed,
    /// Broke off or sent what is no HTTP: the text says what.
    Broken(String),
}

/// One connection.
pub struct Conn {
    /// Counts from 1.
    pub id: u64,
    /// The nonce of this connection's digest challenges.
    pub nonce: String,
    /// Highest nc seen with that nonce.
    pub nc: u32,
    /// The session that ends when the answer is written.
    pub ending: Option<u64>,
    stream: Stream,
    buffer: Vec<u8>,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Conn({})", self.id)
    }
}

const HEAD_LIMIT: usize = 64 * 1024;
const BODY_LIMIT: usize = 512 * 1024 * 1024;

impl Conn {
    #[must_use]
    pub fn plain(id: u64, nonce: String, stream: TcpStream) -> Conn {
        Conn {
            id,
            nonce,
            nc: 0,
            ending: None,
            stream: Stream::Plain(stream),
            buffer: Vec::new(),
        }
    }

    #[must_use]
    pub fn tls(id: u64, nonce: String, stream: TcpStream, tls: ServerConnection) -> Conn {
        Conn {
            id,
            nonce,
            nc: 0,
            ending: None,
            stream: Stream::Tls(Box::new(StreamOwned::new(tls, stream))),
            buffer: Vec::new(),
        }
    }

    /// True when the peer has closed its end, or the socket is dead. Never blocks.
    #[must_use]
    pub fn peer_has_closed(&self) -> bool {
        let socket = self.socket();
        if socket.set_nonblocking(true).is_err() {
            return true;
        }
        let mut one = [0u8; 1];
        let closed = match socket.peek(&mut one) {
            Ok(0) => true,
            // Inside TLS, data while we owe the answer can only be the close alert.
            Ok(_) => matches!(self.stream, Stream::Tls(_)),
            Err(e) => e.kind() != io::ErrorKind::WouldBlock,
        };
        let _ = socket.set_nonblocking(false);
        closed
    }

    /// Waits until the peer closes the connection.
    pub fn wait_for_close(&mut self) {
        let mut sink = [0u8; 4096];
        while matches!(self.read(&mut sink), Ok(n) if n > 0) {}
    }

    fn socket(&self) -> &TcpStream {
        match &self.stream {
            Stream::Plain(s) => s,
            Stream::Tls(s) => &s.sock,
        }
    }

    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.stream {
                Stream::Plain(s) => s.read(into),
                Stream::Tls(s) => s.read(into),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => return done,
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.stream {
            Stream::Plain(s) => s.write_all(bytes).and_then(|()| s.flush()),
            Stream::Tls(s) => s.write_all(bytes).and_then(|()| s.flush()),
        }
    }

    fn fill(&mut self) -> Result<usize, Ended> {
        let mut chunk = [0u8; 16 * 1024];
        match self.read(&mut chunk) {
            Ok(n) => {
                self.buffer.extend_from_slice(chunk.get(..n).unwrap_or(&[]));
                Ok(n)
            }
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            Err(e) => Err(Ended::Broken(e.to_string())),
        }
    }

    /// The next request.
    ///
    /// # Errors
    /// [`Ended`] when there is none.
    pub fn request(&mut self) -> Result<Request, Ended> {
        let head_end = loop {
            if let Some(at) = position(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
            if self.buffer.len() > HEAD_LIMIT {
                return Err(Ended::Broken(format!(
                    "more than {HEAD_LIMIT} bytes of header"
                )));
            }
            let fresh = self.buffer.is_empty();
            match self.fill() {
                Ok(0) if fresh => return Err(Ended::Closed),
                Ok(0) => {
                    return Err(Ended::Broken(
                        "the connection closed inside a header".to_owned(),
                    ));
                }
                Err(_) if fresh => return Err(Ended::Closed),
                other => other?,
            };
        };
        let head: Vec<u8> = self.buffer.drain(..head_end).collect();
        let head = String::from_utf8(head)
            .map_err(|_| Ended::Broken("the header is not UTF-8".to_owned()))?;
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or("");
        let mut words = first.split(' ');
        let (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(Ended::Broken(format!(
                "expected a request line of HTTP/1.1, got {first:?}"
            )));
        };
        let mut request = Request {
            method: method.to_owned(),
            target: target.to_owned(),
            ..Request::default()
        };
        for line in lines.filter(|l| !l.is_empty()) {
            let Some((name, value)) = line.split_once(':') else {
                return Err(Ended::Broken(format!(
                    "expected a header \"Name: value\", got {line:?}"
                )));
            };
            request
                .headers
                .push((name.to_owned(), value.trim().to_owned()));
        }
        if request
            .header("Expect")
            .is_some_and(|e| e.eq_ignore_ascii_case("100-continue"))
        {
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                .map_err(|e| Ended::Broken(e.to_string()))?;
        }
        request.body = if request
            .header("Transfer-Encoding")
            .is_some_and(|t| t.eq_ignore_ascii_case("chunked"))
        {
            self.chunked_body()?
        } else {
            match request.header("Content-Length") {
                None => Vec::new(),
                Some(n) => {
                    let n = n.parse::<usize>().ok().filter(|n| *n <= BODY_LIMIT);
                    self.take(n.ok_or_else(|| {
                        Ended::Broken("Content-Length is no number, or too large".to_owned())
                    })?)?
                }
            }
        };
        Ok(request)
    }

    fn take(&mut self, n: usize) -> Result<Vec<u8>, Ended> {
        while self.buffer.len() < n {
            if self.fill()? == 0 {
                return Err(Ended::Broken(format!(
                    "the connection closed after {} of {n} bytes of body",
                    self.buffer.len()
                )));
            }
        }
        Ok(self.buffer.drain(..n).collect())
    }

    fn chunked_body(&mut self) -> Result<Vec<u8>, Ended> {
        let mut body = Vec::new();
        loop {
            let line = self.take_line()?;
            let size = line.split(';').next().unwrap_or("").trim();
            let size = usize::from_str_radix(size, 16)
                .map_err(|_| Ended::Broken(format!("expected a chunk's size, got {line:?}")))?;
            if size == 0 {
                while !self.take_line()?.is_empty() {}
                return Ok(body);
            }
            if body.len() + size > BODY_LIMIT {
                return Err(Ended::Broken("the chunked body is too large".to_owned()));
            }
            body.extend(self.take(size)?);
            self.take(2)?;
        }
    }

    fn take_line(&mut self) -> Result<String, Ended> {
        loop {
            if let Some(at) = position(&self.buffer, b"\r\n") {
                let line: Vec<u8> = self.buffer.drain(..at + 2).collect();
                return Ok(String::from_utf8_lossy(line.get(..at).unwrap_or(&[])).into_owned());
            }
            if self.buffer.len() > HEAD_LIMIT || self.fill()? == 0 {
                return Err(Ended::Broken(
                    "the connection closed inside a chunked body".to_owned(),
                ));
            }
        }
    }

    /// Writes the answer; true when the connection may go on.
    ///
    /// # Errors
    /// The socket's: the peer is gone.
    pub fn reply(&mut self, reply: &Reply) -> io::Result<bool> {
        let how = &reply.delivery;
        if how.silent {
            self.wait_for_close();
            return Ok(false);
        }
        if how.hang_up {
            self.close();
            return Ok(false);
        }
        if how.go_on {
            self.write(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
        for (name, value) in &reply.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if how.chunked {
            head.push_str("Transfer-Encoding: chunked\r\n");
        } else if find(&reply.headers, "Content-Length").is_none() {
            head.push_str(&format!(
                "Content-Length: {}\r\n",
                reply.body.len() as u64 + reply.filler
            ));
        }
        head.push_str(if how.close {
            "Connection: close\r\n\r\n"
        } else {
            "\r\n"
        });
        let body = if how.half {
            reply.body.get(..reply.body.len() / 2).unwrap_or(&[])
        } else {
            &reply.body
        };
        let body = if how.chunked {
            chunks(body, 7)
        } else {
            body.to_vec()
        };
        if let Some(pause) = how.drip {
            for byte in head.as_bytes().iter().chain(&body) {
                self.write(&[*byte])?;
                std::thread::sleep(pause);
            }
        } else if how.segments {
            self.write(head.as_bytes())?;
            // Long enough for the peer to see the head alone.
            std::thread::sleep(Duration::from_millis(20));
            self.write(&body)?;
        } else {
            let mut whole = head.into_bytes();
            whole.extend_from_slice(&body);
            self.write(&whole)?;
        }
        self.filler(reply.filler, how.chunked)?;
        if how.half {
            self.close();
            return Ok(false);
        }
        if how.chunked {
            self.write(b"0\r\n\r\n")?;
        }
        if how.close {
            self.close();
        }
        Ok(!how.close)
    }

    fn filler(&mut self, bytes: u64, chunked: bool) -> io::Result<()> {
        let block = vec![b'x'; 64 * 1024];
        let mut left = bytes;
        while left > 0 {
            let n = usize::try_from(left).map_or(block.len(), |l| l.min(block.len()));
            let part = block.get(..n).unwrap_or(&[]);
            if chunked {
                self.write(&chunks(part, block.len()))?;
            } else {
                self.write(part)?;
            }
            left -= n as u64;
        }
        Ok(())
    }

    /// Closes both ends, with TLS's good-bye.
    pub fn close(&mut self) {
        if let Stream::Tls(s) = &mut self.stream {
            s.conn.send_close_notify();
            let _ = s.flush();
        }
        let _ = self.socket().shutdown(Shutdown::Write);
        // Reading on until the peer has closed, too: a socket closed over unread data resets the connection.
        let _ = self.socket().set_read_timeout(Some(Duration::from_secs(1)));
        let mut sink = [0u8; 4096];
        while matches!(self.read(&mut sink), Ok(n) if n > 0) {}
        let _ = self.socket().shutdown(Shutdown::Both);
    }
}

fn chunks(body: &[u8], size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() * 2);
    for chunk in body.chunks(size) {
        out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
    }
    out
}

pub(crate) fn position(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|w| w == needle)
}

pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        416 => "Range Not Satisfiable",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
