//! A stand-in for ubusd, OpenWrt's bus, and for every service on it: it speaks the real protocol on a real
//! socket and answers calls from files.
//!
//! ```text
//! DIR/system.board.json                        {"hostname": "gate", …}
//! DIR/iwinfo.info.device=phy0-ap0.json         for these arguments; the file without any is for all others
//! DIR/network.device.status.name=a,x=1.json    several, by name; a `/` in a value is written %2F
//! ```
//! The text of a file is what `ubus call` prints. Instead it may be `!STATUS`, a number such as 4 (not found)
//! or 7 (timed out); `!hang`: no answer ever; `!close`: the connection ends; empty: done, without an answer.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

const HELLO: u8 = 0;
const STATUS: u8 = 1;
const DATA: u8 = 2;
const PING: u8 = 3;
const LOOKUP: u8 = 4;
const INVOKE: u8 = 5;

const NO_SUCH_COMMAND: u32 = 1;
const INVALID_ARGUMENT: u32 = 2;
const NO_SUCH_METHOD: u32 = 3;
const NOT_FOUND: u32 = 4;

/// The first number of an object.
const FIRST: u32 = 0x1234_0000;

/// A bus that listens until it is dropped.
#[derive(Debug)]
pub struct Ubusd {
    socket: PathBuf,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    files: PathBuf,
    calls: Mutex<Vec<String>>,
    ended: AtomicBool,
    /// Each call is a line on standard output.
    tells: bool,
}

impl Ubusd {
    /// Answers from the files of a directory at a socket, which is made anew.
    ///
    /// # Errors
    /// The socket cannot be made.
    pub fn start(files: &Path, socket: &Path) -> io::Result<Ubusd> {
        Ubusd::listen(files, socket, false)
    }

    fn listen(files: &Path, socket: &Path, tells: bool) -> io::Result<Ubusd> {
        if let Some(folder) = socket.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let _ = std::fs::remove_file(socket);
        let listener = UnixListener::bind(socket)?;
        let shared = Arc::new(Shared {
            files: files.to_owned(),
            calls: Mutex::default(),
            ended: AtomicBool::new(false),
            tells,
        });
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            for (peer, stream) in (1..).zip(listener.incoming()) {
                if theirs.ended.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&theirs);
                if let Ok(stream) = stream {
                    std::thread::spawn(move || shared.serve(stream, peer));
                }
            }
        });
        Ok(Ubusd {
            socket: socket.to_owned(),
            shared,
        })
    }

    /// The calls since this was last asked: `OBJECT METHOD [NAME=VALUE,…]`; a line `connect` before those of
    /// each connection.
    pub fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut *self.shared.calls())
    }
}

impl Drop for Ubusd {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes whoever waits for the next connection.
        let _ = UnixStream::connect(&self.socket);
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// `testacs ubusd DIR SOCKET`: until somebody ends it.
pub(crate) fn main(files: &Path, socket: &Path) -> ExitCode {
    match Ubusd::listen(files, socket, true) {
        Ok(bus) => {
            println!(
                "ubusd at {} answers from {}",
                socket.display(),
                files.display()
            );
            loop {
                std::thread::park();
                let _ = &bus;
            }
        }
        Err(error) => {
            eprintln!("testacs: {}: {error}", socket.display());
            ExitCode::from(2)
        }
    }
}

/// One file: which object, which method, which arguments (`NAME=VALUE,…`, or none).
type Known = BTreeMap<String, BTreeMap<String, Vec<(String, PathBuf)>>>;

impl Shared {
    fn calls(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, line: String) {
        if self.tells {
            println!("{line}");
        }
        self.calls().push(line);
    }

    /// What the directory holds now.
    fn known(&self) -> Known {
        let mut known = Known::new();
        for entry in std::fs::read_dir(&self.files)
            .into_iter()
            .flatten()
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(name) = name.strip_suffix(".json") else {
                continue;
            };
            let end = name.find('=').unwrap_or(name.len());
            let (name, arguments) = match name[..end].rfind('.') {
                Some(dot) if end < name.len() => (&name[..dot], &name[dot + 1..]),
                _ => (name, ""),
            };
            if let Some((object, method)) = name.rsplit_once('.') {
                known
                    .entry(object.to_owned())
                    .or_default()
                    .entry(method.to_owned())
                    .or_default()
                    .push((arguments.replace("%2F", "/"), entry.path()));
            }
        }
        known
    }

    fn serve(&self, mut stream: UnixStream, peer: u32) {
        self.note("connect".to_owned());
        let hello = message(HELLO, 0, peer, &[]);
        if stream.write_all(&hello).is_err() {
            return;
        }
        while let Ok(request) = Request::read(&mut stream) {
            let Some(answer) = self.answer(&request) else {
                return;
            };
            if stream.write_all(&answer).is_err() {
                return;
            }
        }
    }

    /// Everything that goes back for a request; `None`: the connection ends.
    fn answer(&self, request: &Request) -> Option<Vec<u8>> {
        let done = |mut before: Vec<u8>, status: u32, object: Option<u32>| {
            let mut body = attribute(1, &status.to_be_bytes());
            body.extend(
                object
                    .map(|id| attribute(3, &id.to_be_bytes()))
                    .unwrap_or_default(),
            );
            before.extend(message(
                STATUS,
                request.sequence,
                object.unwrap_or(0),
                &body,
            ));
            Some(before)
        };
        match request.kind {
            PING => done(Vec::new(), 0, None),
            LOOKUP => {
                let wanted = request.text(2).unwrap_or_else(|| "*".to_owned());
                let mut found = Vec::new();
                for (id, object) in (FIRST..).zip(self.known().keys()) {
                    let named = match wanted.strip_suffix('*') {
                        Some(prefix) => object.starts_with(prefix),
                        None => *object == wanted,
                    };
                    if named {
                        let body = [
                            attribute(2, &text(object)),
                            attribute(3, &id.to_be_bytes()),
                            attribute(5, &1u32.to_be_bytes()),
                            attribute(6, &[]),
                        ];
                        found.extend(message(DATA, request.sequence, 0, &body.concat()));
                    }
                }
                let status = if found.is_empty() { NOT_FOUND } else { 0 };
                done(found, status, None)
            }
            INVOKE => {
                let (Some(id), Some(method)) = (request.number(3), request.text(4)) else {
                    return done(Vec::new(), INVALID_ARGUMENT, None);
                };
                let known = self.known();
                let at = id.checked_sub(FIRST).map(|at| at as usize);
                let Some((object, methods)) = at.and_then(|at| known.iter().nth(at)) else {
                    return done(Vec::new(), NOT_FOUND, None);
                };
                let arguments = arguments(request.attribute(7).unwrap_or_default());
                self.note(
                    format!("{object} {method} {arguments}")
                        .trim_end()
                        .to_owned(),
                );
                let Some(files) = methods.get(&method) else {
                    return done(Vec::new(), NO_SUCH_METHOD, Some(id));
                };
                let file = |arguments: &str| files.iter().find(|(theirs, _)| theirs == arguments);
                let Some((_, path)) = file(&arguments).or_else(|| file("")) else {
                    return done(Vec::new(), NOT_FOUND, Some(id));
                };
                let content = std::fs::read_to_string(path).unwrap_or_default();
                match content.trim() {
                    "" => done(Vec::new(), 0, Some(id)),
                    "!close" => None,
                    "!hang" => Some(Vec::new()),
                    refusal if refusal.starts_with('!') => {
                        done(Vec::new(), refusal[1..].parse().unwrap_or(9), Some(id))
                    }
                    json => match serde_json::from_str(json) {
                        Ok(value) => {
                            let body = [
                                attribute(3, &id.to_be_bytes()),
                                attribute(7, &members(&value)),
                            ];
                            let data = message(DATA, request.sequence, id, &body.concat());
                            done(data, 0, Some(id))
                        }
                        Err(error) => {
                            eprintln!("testacs: {}: {error}", path.display());
                            done(Vec::new(), 9, Some(id))
                        }
                    },
                }
            }
            _ => done(Vec::new(), NO_SUCH_COMMAND, None),
        }
    }
}

struct Request {
    kind: u8,
    sequence: u16,
    body: Vec<u8>,
}

impl Request {
    fn read(stream: &mut UnixStream) -> io::Result<Request> {
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        let length =
            usize::from(head[9]) << 16 | usize::from(head[10]) << 8 | usize::from(head[11]);
        if head[0] != 0 || length < 4 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut body = vec![0; length - 4];
        stream.read_exact(&mut body)?;
        Ok(Request {
            kind: head[1],
            sequence: u16::from_be_bytes([head[2], head[3]]),
            body,
        })
    }

    fn attribute(&self, wanted: u8) -> Option<&[u8]> {
        attributes(&self.body)
            .into_iter()
            .find(|(id, _)| *id == wanted)
            .map(|(_, content)| content)
    }

    fn number(&self, id: u8) -> Option<u32> {
        Some(u32::from_be_bytes(self.attribute(id)?.try_into().ok()?))
    }

    fn text(&self, id: u8) -> Option<String> {
        let content = self.attribute(id)?;
        let end = content.iter().position(|byte| *byte == 0)?;
        Some(String::from_utf8_lossy(&content[..end]).into_owned())
    }
}

/// As libubox goes through them: what does not fit ends it.
fn attributes(mut rest: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    while rest.len() >= 4 {
        let length = usize::from(rest[1]) << 16 | usize::from(rest[2]) << 8 | usize::from(rest[3]);
        let padded = length.div_ceil(4) * 4;
        if length < 4 || padded > rest.len() {
            break;
        }
        found.push((rest[0], &rest[4..length]));
        rest = &rest[padded..];
    }
    found
}

/// `NAME=VALUE,…`, by name; a table or an array in it as its type alone.
fn arguments(data: &[u8]) -> String {
    let mut all = Vec::new();
    for (id, content) in attributes(data) {
        let [high, low, named @ ..] = content else {
            continue;
        };
        let length = usize::from(*high) << 8 | usize::from(*low);
        let value = content
            .get((length + 3).div_ceil(4) * 4..)
            .unwrap_or_default();
        let name = String::from_utf8_lossy(named.get(..length).unwrap_or_default());
        let value = match (id, value) {
            (0x83, text) => {
                String::from_utf8_lossy(text.strip_suffix(&[0]).unwrap_or(text)).into_owned()
            }
            (0x87, [byte, ..]) => (*byte != 0).to_string(),
            (0x85, [a, b, c, d]) => i32::from_be_bytes([*a, *b, *c, *d]).to_string(),
            (id, _) => format!("({id:#x})"),
        };
        all.push(format!("{name}={value}"));
    }
    all.sort();
    all.join(",")
}

fn message(kind: u8, sequence: u16, peer: u32, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0, kind];
    bytes.extend(sequence.to_be_bytes());
    bytes.extend(peer.to_be_bytes());
    bytes.extend(attribute(0, body));
    bytes
}

fn attribute(id: u8, content: &[u8]) -> Vec<u8> {
    let [_, length @ ..] = (content.len() as u32 + 4).to_be_bytes();
    let mut bytes = vec![id];
    bytes.extend(length);
    bytes.extend(content);
    while !bytes.len().is_multiple_of(4) {
        bytes.push(0);
    }
    bytes
}

fn text(text: &str) -> Vec<u8> {
    format!("{text}\0").into_bytes()
}

fn members(value: &Value) -> Vec<u8> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| named(name, value))
            .collect(),
        Value::Array(items) => items.iter().flat_map(|value| named("", value)).collect(),
        _ => Vec::new(),
    }
}

fn named(name: &str, value: &Value) -> Vec<u8> {
    let (id, content) = match value {
        Value::Array(_) => (1, members(value)),
        Value::Object(_) => (2, members(value)),
        Value::String(value) => (3, text(value)),
        Value::Bool(value) => (7, vec![u8::from(*value)]),
        Value::Number(number) => match number.as_i64() {
            Some(number) if i32::try_from(number).is_ok() => {
                (5, (number as i32).to_be_bytes().to_vec())
            }
            Some(number) => (4, number.to_be_bytes().to_vec()),
            None => (
                8,
                number.as_f64().unwrap_or_default().to_be_bytes().to_vec(),
            ),
        },
        Value::Null => (0, Vec::new()),
    };
    let mut bytes = (name.len() as u16).to_be_bytes().to_vec();
    bytes.extend(text(name));
    while !bytes.len().is_multiple_of(4) {
        bytes.push(0);
    }
    bytes.extend(content);
    attribute(0x80 | id, &bytes)
}
