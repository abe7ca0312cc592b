//! HTTP/1.1 as a client speaks it (RFC 9112): one request and one answer at a time on a connection that
//! somebody else has opened. Only the head of an answer is parsed by a crate; what is left fits here, where
//! a client made for all of the web costs a router 200 KB.
//!
//! ```text
//!  Connection ── send ──► Response ── read to the end ──► into_connection: it may serve again
//!                  │          └── cut off, too long, not wanted ──► dropped: closed
//!                  └── no answer, or none that is HTTP ──► dropped: closed
//! ```
//!
//! An answer's body is read as it comes, so that a file of any size needs one buffer of memory.

use std::io::{self, Read, Write};
use std::time::Duration;

use super::target::Target;

/// Bytes of an answer's head, those of interim answers before it counted in; and of a chunked body's trailer.
const MAX_HEAD: usize = 64 * 1024;

/// Lines of an answer's head.
const MAX_HEADERS: usize = 128;

/// Bytes of a line that tells a chunk's size.
const MAX_CHUNK_LINE: usize = 4096;

/// Bytes read and written at a time.
const PIECE: usize = 16 * 1024;

/// How long a server is waited for that may want to say something before it gets the body. One that knows
/// nothing of `Expect` says nothing (RFC 9110 10.1.1).
const CONTINUE_WAIT: Duration = Duration::from_secs(1);

const USER_AGENT: &str = concat!("cwmpd/", env!("CARGO_PKG_VERSION"));

/// What a connection runs over. A wait that is over ends a read or a write with `TimedOut` and [`Late`]
/// inside.
pub trait Stream: Read + Write {
    /// The clocks of the next exchange start.
    fn begin(&mut self, waits: Waits);

    /// The next byte may take so long from now on.
    fn set_each(&mut self, each: Duration);

    /// Whether another request can be sent: the other side has not closed, and said nothing.
    fn is_open(&mut self) -> bool;
}

/// How long an exchange may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waits {
    /// Until the next byte comes or goes.
    pub each: Duration,
    /// From the request to the end of the answer's body; `None`: as long as bytes come.
    pub whole: Option<Duration>,
}

/// Which wait was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    Read,
    Write,
    Whole,
}

/// What came was not HTTP/1.1, and why.
#[derive(Debug)]
pub struct NotHttp(pub String);

/// A request without its body's bytes.
#[derive(Debug)]
pub struct Request<'a> {
    method: &'static str,
    path: &'a str,
    pub headers: Vec<(&'static str, Vec<u8>)>,
    payload: Payload<'a>,
    /// Asks whether the body is wanted before it is sent.
    pub expects_continue: bool,
}

/// The body of a request.
pub enum Payload<'a> {
    /// And no Content-Length.
    None,
    Bytes(&'a [u8]),
    /// So many bytes of this.
    Reader(&'a mut dyn Read, u64),
}

impl<'a> Request<'a> {
    pub fn new(method: &'static str, target: &'a Target, payload: Payload<'a>) -> Request<'a> {
        let mut headers = vec![
            ("Host", target.authority().into_bytes()),
            ("User-Agent", USER_AGENT.into()),
        ];
        let length = match &payload {
            Payload::None => None,
            Payload::Bytes(bytes) => Some(bytes.len() as u64),
            Payload::Reader(_, length) => Some(*length),
        };
        if let Some(length) = length {
            headers.push(("Content-Length", length.to_string().into_bytes()));
        }
        Request {
            method,
            path: &target.path,
            headers,
            payload,
            expects_continue: false,
        }
    }

    fn head(&self) -> io::Result<Vec<u8>> {
        let mut head = Vec::with_capacity(1024);
        for part in [self.method, " ", self.path, " HTTP/1.1\r\n"] {
            head.extend_from_slice(part.as_bytes());
        }
        let expect = self.expects_continue;
        let expect = expect.then(|| ("Expect", b"100-continue".to_vec()));
        for (name, value) in self.headers.iter().chain(&expect) {
            // A value that came from outside must not become a header of its own.
            if value.iter().any(|b| b.is_ascii_control() && *b != b'\t') {
                return Err(local(format!(
                    "expected no control characters in the header {name}"
                )));
            }
            for part in [name.as_bytes(), b": ", value, b"\r\n"] {
                head.extend_from_slice(part);
            }
        }
        head.extend_from_slice(b"\r\n");
        Ok(head)
    }
}

/// An open connection that waits for a request.
pub struct Connection {
    stream: Box<dyn Stream>,
    input: Vec<u8>,
    /// Where in `input` begins what has not been used.
    at: usize,
}

impl Connection {
    pub fn new(stream: Box<dyn Stream>) -> Connection {
        Connection {
            stream,
            input: Vec::new(),
            at: 0,
        }
    }

    /// Whether the other side still waits for a request too.
    pub fn is_open(&mut self) -> bool {
        self.pending().is_empty() && self.stream.is_open()
    }

    /// Sends a request and reads the head of its answer.
    ///
    /// # Errors
    /// `InvalidInput` for a request that cannot be sent, with [`NotHttp`] inside for an answer that is none,
    /// `TimedOut` with [`Late`] inside, `UnexpectedEof` for an answer that ends too soon; and the stream's.
    pub fn send(mut self, request: Request, waits: Waits) -> io::Result<Response> {
        let mut output = request.head()?;
        let mut taken = 0;
        let mut early = None;
        self.stream.begin(waits);
        if request.expects_continue {
            self.stream.write_all(&output)?;
            self.stream.flush()?;
            output.clear();
            self.stream.set_each(CONTINUE_WAIT.min(waits.each));
            early = self.early_answer(&mut taken)?;
            self.stream.set_each(waits.each);
        }
        // With its body unsent, the request has no end: nothing can follow on this connection.
        let whole = early.is_none();
        let head = match early {
            Some(head) => head,
            None => {
                self.write(output, request.payload)?;
                self.answer(&mut taken)?
            }
        };
        let framing = Framing::of(&head)?;
        let keep = whole && framing != Framing::End && head.keeps_alive();
        Ok(Response {
            head,
            framing,
            keep,
            connection: self,
        })
    }

    fn write(&mut self, mut output: Vec<u8>, payload: Payload) -> io::Result<()> {
        match payload {
            Payload::None => self.stream.write_all(&output)?,
            // In one segment, one TLS record, if it fits.
            Payload::Bytes(bytes) if output.len() + bytes.len() <= PIECE => {
                output.extend_from_slice(bytes);
                self.stream.write_all(&output)?;
            }
            Payload::Bytes(bytes) => {
                self.stream.write_all(&output)?;
                for piece in bytes.chunks(PIECE) {
                    self.stream.write_all(piece)?;
                }
            }
            Payload::Reader(reader, mut left) => {
                self.stream.write_all(&output)?;
                output.resize(PIECE, 0);
                while left > 0 {
                    let most = usize::try_from(left).map_or(PIECE, |left| left.min(PIECE));
                    let piece = output.get_mut(..most).unwrap_or_default();
                    let read = reader
                        .read(piece)
                        .map_err(|error| local(error.to_string()))?;
                    if read == 0 {
                        return Err(local(format!(
                            "expected {left} bytes more of the body to send, and it ends"
                        )));
                    }
                    self.stream
                        .write_all(piece.get(..read).unwrap_or_default())?;
                    left = left.saturating_sub(read as u64);
                }
            }
        }
        self.stream.flush()
    }

    /// The answer that comes before the body was sent; `None`: the body is wanted, or nobody has said.
    fn early_answer(&mut self, taken: &mut usize) -> io::Result<Option<Head>> {
        loop {
            match self.head(taken) {
                Ok(head) if head.status == 100 => return Ok(None),
                Ok(head) if head.status < 200 => {}
                Ok(head) => return Ok(Some(head)),
                Err(error) if late(&error) == Some(Late::Read) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
    }

    fn answer(&mut self, taken: &mut usize) -> io::Result<Head> {
        loop {
            let head = self.head(taken)?;
            match head.status {
                101 => return Err(not_http("a switch of protocols that nobody asked for")),
                status if status < 200 => {}
                _ => return Ok(head),
            }
        }
    }

    /// The next head. `taken` counts the bytes of those before it.
    fn head(&mut self, taken: &mut usize) -> io::Result<Head> {
        let mut seen = 0;
        let mut first_line = false;
        loop {
            while seen == 0 && matches!(self.pending().first(), Some(b'\r' | b'\n')) {
                self.at += 1;
                *taken += 1;
            }
            let pending = self.pending();
            // No server of another protocol is waited for: TLS says what it does not like in seven bytes.
            if pending
                .iter()
                .zip(b"HTTP/1.")
                .any(|(came, due)| came != due)
            {
                return Err(not_http("an answer that does not start with HTTP/1."));
            }
            // Parsed when the first line is there, and when the head seems to be: not with every byte of
            // one that drips.
            let news = pending.get(seen..).unwrap_or_default();
            let line_came = !first_line && news.contains(&b'\n');
            first_line |= line_came;
            let overlap = pending.get(seen.saturating_sub(2)..).unwrap_or_default();
            if (line_came || has_empty_line(overlap))
                && let Some((head, length)) = Head::parse(pending)?
                && *taken + length <= MAX_HEAD
            {
                self.at += length;
                *taken += length;
                return Ok(head);
            }
            seen = pending.len();
            if *taken + seen > MAX_HEAD {
                return Err(not_http("a header longer than 65536 bytes"));
            }
            self.fill()?;
        }
    }

    /// A line without its end.
    fn line(&mut self, most: usize) -> io::Result<Vec<u8>> {
        let mut seen = 0;
        loop {
            let pending = self.pending();
            let news = pending.get(seen..).unwrap_or_default();
            if let Some(end) = news.iter().position(|b| *b == b'\n') {
                let line = pending.get(..seen + end).unwrap_or_default();
                let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
                self.at += seen + end + 1;
                return Ok(line);
            }
            seen = pending.len();
            if seen > most {
                return Err(not_http("a line too long in a chunked body"));
            }
            self.fill()?;
        }
    }

    fn pending(&self) -> &[u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// Reads more, which there must be.
    fn fill(&mut self) -> io::Result<()> {
        if self.fill_or_end()? {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn fill_or_end(&mut self) -> io::Result<bool> {
        self.input.drain(..self.at.min(self.input.len()));
        self.at = 0;
        let length = self.input.len();
        self.input.resize(length + PIECE, 0);
        let read = self
            .stream
            .read(self.input.get_mut(length..).unwrap_or_default());
        self.input
            .truncate(length + read.as_ref().map_or(0, |read| *read));
        Ok(read? > 0)
    }

    /// Some bytes, as many as there are; none at the end.
    fn take(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.pending().is_empty() {
            if out.len() >= PIECE {
                return self.stream.read(out);
            }
            if !self.fill_or_end()? {
                return Ok(0);
            }
        }
        let length = self.pending().read(out)?;
        self.at += length;
        Ok(length)
    }
}

/// The head of an answer.
#[derive(Debug)]
struct Head {
    /// HTTP/1.x
    minor: u8,
    status: u16,
    /// Names in lower case.
    headers: Vec<(String, Vec<u8>)>,
}

impl Head {
    /// A head and its length; `None`: not all of it is there.
    fn parse(bytes: &[u8]) -> io::Result<Option<(Head, usize)>> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Response::new(&mut headers);
        let mut rules = httparse::ParserConfig::default();
        rules.allow_obsolete_multiline_headers_in_responses(true);
        let length = match rules.parse_response(&mut parsed, bytes) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(error) => return Err(not_http(&error.to_string())),
        };
        let status = parsed.code.unwrap_or_default();
        if status < 100 {
            return Err(not_http("a status below 100"));
        }
        let unfolded = |b: &u8| if matches!(b, b'\r' | b'\n') { b' ' } else { *b };
        let headers = parsed.headers.iter().map(|header| {
            let value = header.value.iter().map(unfolded).collect();
            (header.name.to_ascii_lowercase(), value)
        });
        let head = Head {
            minor: parsed.version.unwrap_or_default(),
            status,
            headers: headers.collect(),
        };
        Ok(Some((head, length)))
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let headers = self.headers.iter();
        headers.filter_map(move |(other, value)| (other == name).then_some(value.as_slice()))
    }

    /// The members of a header that is a list, in lower case.
    fn list(&self, name: &str) -> Vec<String> {
        let mut members = Vec::new();
        for value in self.all(name) {
            let text = String::from_utf8_lossy(value);
            members.extend(text.split(',').map(|m| m.trim().to_ascii_lowercase()));
        }
        members
    }

    /// RFC 9112 9.3.
    fn keeps_alive(&self) -> bool {
        let options = self.list("connection");
        let says = |what: &str| options.iter().any(|option| option == what);
        !says("close") && (self.minor >= 1 || says("keep-alive"))
    }
}

/// How the end of a body is told, and how much of it is left (RFC 9112 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Framing {
    Length(u64),
    /// Before the first chunk.
    Chunks,
    /// In a chunk with so many bytes left.
    Chunk(u64),
    /// By the end of the connection.
    End,
}

impl Framing {
    fn of(head: &Head) -> io::Result<Framing> {
        if matches!(head.status, 204 | 304) {
            return Ok(Framing::Length(0));
        }
        let mut codings = head.list("transfer-encoding");
        codings.retain(|coding| coding != "identity" && !coding.is_empty());
        let lengths = head.list("content-length");
        if let Some(coding) = codings.first() {
            return match codings.len() {
                1 if coding == "chunked" && lengths.is_empty() => Ok(Framing::Chunks),
                1 if coding == "chunked" => Err(not_http("a chunked body with a Content-Length")),
                _ => Err(not_http("a transfer coding other than chunked")),
            };
        }
        let Some(first) = lengths.first() else {
            return Ok(Framing::End);
        };
        if lengths.iter().any(|length| length != first) {
            return Err(not_http("two different Content-Lengths"));
        }
        match first.parse() {
            Ok(length) if first.bytes().all(|b| b.is_ascii_digit()) => Ok(Framing::Length(length)),
            _ => Err(not_http("a Content-Length that is no number")),
        }
    }
}

/// An answer. Its body is what it reads.
#[derive(Debug)]
pub struct Response {
    head: Head,
    framing: Framing,
    keep: bool,
    connection: Connection,
}

impl Response {
    pub fn status(&self) -> u16 {
        self.head.status
    }

    /// `HTTP/1.1 200 OK`, in the standard's words (RFC 9110 15), whatever the server's were.
    pub fn status_line(&self) -> String {
        let words = match self.head.status {
            200 => "OK",
            204 => "No Content",
            301 => "Moved Permanently",
            302 => "Found",
            307 => "Temporary Redirect",
            308 => "Permanent Redirect",
            400 => "Bad Request",
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "Not Found",
            500 => "Internal Server Error",
            503 => "Service Unavailable",
            _ => "",
        };
        let line = format!("HTTP/1.{} {} {words}", self.head.minor, self.head.status);
        line.trim_end().to_string()
    }

    /// All headers, with names in lower case.
    pub fn headers(&self) -> &[(String, Vec<u8>)] {
        &self.head.headers
    }

    /// Every value of a header; `name` in lower case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.head.all(name)
    }

    /// The first value of a header as text; `name` in lower case.
    pub fn text(&self, name: &str) -> Option<String> {
        let value = self.head.all(name).next()?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// Bytes that are left of the body, where the head told.
    pub fn content_length(&self) -> Option<u64> {
        match self.framing {
            Framing::Length(length) => Some(length),
            _ => None,
        }
    }

    /// Whether only the end of the connection will be the body's.
    pub fn is_open_ended(&self) -> bool {
        self.framing == Framing::End
    }

    /// The connection, if it can serve again: the body was read to its end, and neither side has said that
    /// it will close.
    pub fn into_connection(self) -> Option<Connection> {
        (self.keep && self.framing == Framing::Length(0)).then_some(self.connection)
    }

    /// Goes to the next chunk, or to the end after the last.
    fn next_chunk(&mut self) -> io::Result<()> {
        if self.framing != Framing::Chunks && !self.connection.line(MAX_CHUNK_LINE)?.is_empty() {
            return Err(not_http("a chunk longer than it says"));
        }
        let line = self.connection.line(MAX_CHUNK_LINE)?;
        let size = line.split(|b| *b == b';').next().unwrap_or_default();
        let size = size.trim_ascii();
        let digits = Some(size).filter(|size| size.iter().all(u8::is_ascii_hexdigit));
        let size = digits
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u64::from_str_radix(digits, 16).ok())
            .ok_or_else(|| not_http("a chunk size that is no hexadecimal number"))?;
        self.framing = Framing::Chunk(size);
        if size > 0 {
            return Ok(());
        }
        let mut left = MAX_HEAD;
        loop {
            let line = self.connection.line(left)?;
            if line.is_empty() {
                self.framing = Framing::Length(0);
                return Ok(());
            }
            left = left.saturating_sub(line.len() + 1);
        }
    }
}

impl Read for Response {
    /// # Errors
    /// Those of [`Connection::send`].
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        if matches!(self.framing, Framing::Chunks | Framing::Chunk(0)) {
            self.next_chunk()?;
        }
        let left = match self.framing {
            Framing::Length(0) => return Ok(0),
            Framing::Length(left) | Framing::Chunk(left) => left,
            Framing::Chunks | Framing::End => u64::MAX,
        };
        let most = usize::try_from(left).map_or(out.len(), |left| left.min(out.len()));
        let read = self
            .connection
            .take(out.get_mut(..most).unwrap_or_default())?;
        let left = left.saturating_sub(read as u64);
        match &mut self.framing {
            Framing::End => {}
            _ if read == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            Framing::Length(length) | Framing::Chunk(length) => *length = left,
            Framing::Chunks => {}
        }
        Ok(read)
    }
}

/// Which wait was over, if that is what the error says.
pub fn late(error: &io::Error) -> Option<Late> {
    error.get_ref()?.downcast_ref::<Late>().copied()
}

fn has_empty_line(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| pair == b"\n\n") || bytes.windows(3).any(|three| three == b"\n\r\n")
}

fn not_http(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, NotHttp(what.to_string()))
}

fn local(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

impl std::error::Error for NotHttp {}

impl std::fmt::Display for NotHttp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not HTTP/1.1: ")?;
        f.write_str(&self.0)
    }
}

impl std::error::Error for Late {}

impl std::fmt::Display for Late {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Late::Read => "nothing came in time",
            Late::Write => "nothing was taken in time",
            Late::Whole => "no end in time",
        })
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connection")
    }
}

impl std::fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Payload")
    }
}

#[cfg(test)]
#[path = "http/tests.rs"]
mod tests;
