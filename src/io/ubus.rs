//! A client of ubusd, for one session or one command: nothing is kept open while nobody asks.

use super::clock;
use crate::platform::Trouble;
use crate::platform::ubus::{Body, HEAD, Head, LONGEST_MESSAGE, invoke, kind, lookup, table};
use nix::sys::socket::{AddressFamily, SockFlag, SockType, UnixAddr, connect, socket};
use serde_json::{Map, Value};
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// Where ubusd listens: now, and before OpenWrt 21.02.
pub const SOCKETS: [&str; 2] = ["/var/run/ubus/ubus.sock", "/var/run/ubus.sock"];

/// Most objects of a pattern that are called.
const MOST_OBJECTS: usize = 64;

/// What the other side makes of a request, by number (ubusmsg.h).
const STATUS: [&str; 14] = [
    "done",
    "invalid command",
    "invalid argument",
    "no such method",
    "not found",
    "no data",
    "permission denied",
    "timed out",
    "not supported",
    "unknown error",
    "connection failed",
    "no memory",
    "not understood",
    "system error",
];

/// What a status says: `true` for done, `false` where there is nothing to be had.
///
/// # Errors
/// It failed. A service that does not answer is busy.
pub fn judge(status: u32) -> Result<bool, Trouble> {
    match status {
        0 => Ok(true),
        3 | 4 | 5 | 8 => Ok(false),
        7 => Err(Trouble::Busy("timed out".to_string())),
        other => {
            let known = STATUS.get(other as usize).unwrap_or(&"unknown status");
            Err(Trouble::Failed(format!("{known} ({other})")))
        }
    }
}

/// A connection to ubusd.
#[derive(Debug)]
pub struct Connection {
    stream: UnixStream,
    sequence: u16,
}

impl Connection {
    /// Connects and waits for ubusd's greeting, until `end` of the clock.
    ///
    /// # Errors
    /// Nobody listens, or whoever does is no ubusd or does not answer in time.
    pub fn open(path: &Path, end: Duration) -> io::Result<Connection> {
        let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
        let socket = socket(AddressFamily::Unix, SockType::Stream, flags, None)?;
        // One that has many waiting already says so at once (EAGAIN).
        connect(socket.as_raw_fd(), &UnixAddr::new(path)?)?;
        let stream = UnixStream::from(socket);
        stream.set_nonblocking(false)?;
        let mut connection = Connection {
            stream,
            sequence: 0,
        };
        match connection.message(end)? {
            (head, _) if head.kind == kind::HELLO => Ok(connection),
            (head, _) => Err(strange(format!(
                "expected the greeting of ubusd, got a message of type {}",
                head.kind
            ))),
        }
    }

    /// Calls a method, as [`Platform::ubus`](crate::platform::Platform::ubus) says.
    ///
    /// # Errors
    /// The outer one: the connection is of no use any more.
    pub fn call(
        &mut self,
        object: &str,
        method: &str,
        arguments: &Value,
        end: Duration,
    ) -> io::Result<Result<Option<Value>, Trouble>> {
        let Some(prefix) = object.strip_suffix('*') else {
            // Numbers change when a service starts again, so none is kept.
            return match self.lookup(object, end)?.first() {
                Some((_, id)) => self.invoke(*id, method, arguments, end),
                None => Ok(Ok(None)),
            };
        };
        let mut answers = Map::new();
        for (name, id) in self.lookup(object, end)? {
            match self.invoke(id, method, arguments, end)? {
                Ok(Some(answer)) => {
                    let name = name.strip_prefix(prefix).unwrap_or(&name);
                    answers.insert(name.to_string(), answer);
                }
                Ok(None) => {}
                Err(trouble) => return Ok(Err(trouble)),
            }
        }
        Ok(Ok(Some(Value::Object(answers))))
    }

    fn lookup(&mut self, name: &str, end: Duration) -> io::Result<Vec<(String, u32)>> {
        self.sequence = self.sequence.wrapping_add(1);
        let (_, answers) = self.exchange(&lookup(self.sequence, name), end)?;
        let mut objects = Vec::new();
        for answer in answers.iter().take(MOST_OBJECTS) {
            let body = Body::read(answer).map_err(strange)?;
            objects.extend(body.path.zip(body.object));
        }
        Ok(objects)
    }

    fn invoke(
        &mut self,
        object: u32,
        method: &str,
        arguments: &Value,
        end: Duration,
    ) -> io::Result<Result<Option<Value>, Trouble>> {
        self.sequence = self.sequence.wrapping_add(1);
        let request = invoke(self.sequence, object, method, arguments);
        let (status, answers) = self.exchange(&request, end)?;
        let answer = match judge(status) {
            Ok(true) => answers.first(),
            Ok(false) => None,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let Some(answer) = answer else {
            return Ok(Ok(None));
        };
        let data = Body::read(answer).map_err(strange)?.data;
        match data.map(table).transpose() {
            Ok(value) => Ok(Ok(value)),
            Err(error) => Ok(Err(Trouble::Failed(error))),
        }
    }

    /// Sends a request; gathers what comes for it, up to the status.
    fn exchange(&mut self, request: &[u8], end: Duration) -> io::Result<(u32, Vec<Vec<u8>>)> {
        self.stream.set_write_timeout(Some(left(end)?))?;
        self.stream.write_all(request).map_err(in_time)?;
        let mut answers = Vec::new();
        let mut length = 0;
        loop {
            let (head, body) = self.message(end)?;
            length += head.rest;
            if length > 2 * LONGEST_MESSAGE {
                return Err(strange(format!(
                    "expected a shorter answer, got {length} bytes"
                )));
            }
            match head.kind {
                _ if head.sequence != self.sequence => {}
                kind::DATA => answers.push(body),
                kind::STATUS => {
                    let status = Body::read(&body).map_err(strange)?.status;
                    return Ok((status.unwrap_or_default(), answers));
                }
                _ => {}
            }
        }
    }

    fn message(&mut self, end: Duration) -> io::Result<(Head, Vec<u8>)> {
        let mut head = [0; HEAD];
        self.read(&mut head, end)?;
        let head = Head::read(head).map_err(strange)?;
        let mut body = vec![0; head.rest];
        self.read(&mut body, end)?;
        Ok((head, body))
    }

    fn read(&mut self, mut buffer: &mut [u8], end: Duration) -> io::Result<()> {
        while !buffer.is_empty() {
            self.stream.set_read_timeout(Some(left(end)?))?;
            match self.stream.read(buffer) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(count) => buffer = buffer.get_mut(count..).unwrap_or_default(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(in_time(error)),
            }
        }
        Ok(())
    }
}

/// What is left of the time.
fn left(end: Duration) -> io::Result<Duration> {
    match end.saturating_sub(clock::mono()) {
        Duration::ZERO => Err(ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}

/// A socket whose time is up calls it otherwise.
fn in_time(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
        _ => error,
    }
}

fn strange(what: String) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}
