//! One file over HTTP or HTTPS: fetched to a file, or sent from one, with a buffer's worth of memory whatever
//! its size (TR-069 3.4.3).
//!
//! ```text
//!  attempt ──► 401 answer the challenge, 30x go there ──► 200, 206: read to the end ──► whole
//!     ▲                                                        │
//!     └── wait 1, 2, 4 … s ◄── broken off: the rest by Range, if the server can say that it is ◄┘
//!                              still the same file (If-Range), else from the beginning
//! ```
//!
//! What an agent has fetched that was killed in the middle counts as broken off ([`super::part`]).

use super::clock;
use super::connector::{self, ConnectLimits, Dialer};
use super::http::{Payload, Request, Response, Waits};
use super::part::Part;
use super::target::Target;
use super::trace::printable;
use crate::agent::settings::TlsSettings;
use crate::auth::Authorizer;
use crate::cwmp::session::Failure;
use crate::fault::{Fault, FaultCode};
use nix::errno::Errno;
use ring::rand::SecureRandom;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes read at a time.
const CHUNK: usize = 64 << 10;
/// Bytes between two looks at the room that is left: few of the reserve, which is never used up between them.
const LOOK: u64 = 256 << 10;
/// Room that must be left: a full RAM disk takes the whole router down.
const RESERVE: u64 = 1 << 20;
/// Redirects followed in a row.
const MOST_REDIRECTS: u32 = 5;
/// Attempts in a row that brought nothing.
const MOST_ATTEMPTS: u32 = 5;
/// Attempts to reach a server at all: it is somebody else's turn then (the ACS asks again).
const MOST_CALLS: u32 = 3;

/// What is to be fetched or sent, and how.
#[derive(Debug)]
pub struct Order<'a> {
    pub url: &'a str,
    pub username: &'a str,
    pub password: &'a str,
    /// Bytes of a download as the ACS says; 0: unknown.
    pub size: u64,
    /// The boot, so that what an agent has fetched that was killed in it is not fetched again; empty: not known.
    pub boot: &'a str,
    pub tls: &'a TlsSettings,
    /// For a connection, and for the next byte.
    pub timeout: Duration,
    pub stop: &'a Switch,
    pub progress: &'a Progress,
}

/// How far a transfer is, for people: bytes done, and of how many; 0: unknown.
#[derive(Debug, Default)]
pub struct Progress(Mutex<(u64, u64)>);

impl Progress {
    pub fn get(&self) -> (u64, u64) {
        *self.lock()
    }

    fn has_done(&self, done: u64) {
        self.lock().0 = done;
    }

    fn is_of(&self, total: u64) {
        self.lock().1 = total;
    }

    fn lock(&self) -> MutexGuard<'_, (u64, u64)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells a thread to stop, and wakes it up for that.
#[derive(Debug, Default)]
pub struct Switch(Mutex<bool>, Condvar);

impl Switch {
    pub fn turn_on(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.1.notify_all();
    }

    pub fn is_on(&self) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits, or not any longer.
    pub(super) fn wait(&self, time: Duration) {
        let on = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self.1.wait_timeout_while(on, time, |on| !*on);
    }
}

/// Fetches a file; `path` is made anew and holds it whole when this returns well. Until then it is a part
/// beside it, which stays when the order is to stop.
///
/// # Errors
/// The fault of the report: 9010 a server in trouble; 9012 refused login; 9015 no
/// connection; 9016 no such file; 9017 broken off for good; 9018 another size than the ACS says.
pub fn download(order: &Order, path: &Path) -> Result<(), Fault> {
    let _ = std::fs::remove_file(path);
    let folder = path.parent().unwrap_or(path);
    let mut client = Client::new(order)?;
    let mut part = Part::open(folder, order.boot, order.url).map_err(|error| disk(path, &error))?;
    let fetched = client.persist(FaultCode::DownloadFailure, |client| {
        let before = part.got;
        let result = client.get(&mut part);
        (result, part.got > before)
    });
    fetched
        .and_then(|()| part.done(path).map_err(|error| disk(path, &error)))
        .inspect_err(|_| {
            if !order.stop.is_on() {
                Part::remove(folder);
            }
        })
}

/// Sends a file with PUT.
///
/// # Errors
/// 9011, or 9012 for a refused login.
pub fn upload(order: &Order, path: &Path) -> Result<(), Fault> {
    let failed = |error: io::Error| {
        let text = format!("{}: {error}", path.display());
        Fault::new(FaultCode::UploadFailure, text)
    };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    order.progress.is_of(size);
    let mut client = Client::new(order)?;
    let result = client.persist(FaultCode::UploadFailure, |client| {
        (client.put(&file), false)
    });
    result.map_err(|fault| match fault.code {
        FaultCode::FileTransferAuthenticationFailure => fault,
        _ => Fault::new(FaultCode::UploadFailure, fault.text),
    })
}

/// Why an attempt did not get to the end.
enum Trouble {
    /// Trying again is no use.
    Final(Fault),
    /// No connection.
    Unreachable(Fault),
    /// The next attempt may do better.
    Broken(Fault),
}

struct Client<'a> {
    order: &'a Order<'a>,
    origin: Target,
    dialer: Dialer,
    authorizer: Authorizer,
}

impl<'a> Client<'a> {
    fn new(order: &'a Order<'a>) -> Result<Client<'a>, Fault> {
        let origin = Target::parse(order.url)
            .map_err(|error| Fault::new(FaultCode::FileAccessFailure, error))?;
        let limits = ConnectLimits {
            connect: order.timeout,
            handshake: order.timeout,
        };
        let lookup = connector::system_lookup;
        let dialer = Dialer::new(order.tls.clone(), clock::now(), limits, lookup, None);
        Ok(Client {
            dialer,
            authorizer: Authorizer::new(order.username, order.password, origin.tls),
            origin,
            order,
        })
    }

    /// Attempts until one gets to the end, or too many in a row brought nothing.
    fn persist(
        &mut self,
        stopped: FaultCode,
        mut attempt: impl FnMut(&mut Client<'a>) -> (Result<(), Trouble>, bool),
    ) -> Result<(), Fault> {
        let mut failures = 0;
        loop {
            let (result, progress) = attempt(self);
            let (fault, most) = match result {
                Ok(()) => return Ok(()),
                Err(Trouble::Final(fault)) => return Err(fault),
                Err(Trouble::Unreachable(fault)) => (fault, MOST_CALLS),
                Err(Trouble::Broken(fault)) => (fault, MOST_ATTEMPTS),
            };
            failures = if progress { 1 } else { failures + 1 };
            if failures >= most {
                return Err(fault);
            }
            log::info!("{}; trying again", fault.text);
            self.order
                .stop
                .wait(Duration::from_secs(1 << (failures - 1)));
            if self.order.stop.is_on() {
                return Err(Fault::new(stopped, "stopped"));
            }
        }
    }

    fn get(&mut self, part: &mut Part) -> Result<(), Trouble> {
        let mut range = Vec::new();
        match &part.same {
            Some(same) if part.got > 0 => {
                range.push(("Range", format!("bytes={}-", part.got)));
                range.push(("If-Range", same.clone()));
            }
            _ => empty(part)?,
        }
        let mut response = self.ask("GET", &range, None)?;
        let length = response.content_length();
        let (known, total) = match response.status() {
            206 => match content_range(&response) {
                Some((from, total))
                    if from == part.got
                        && (part.total.is_none() || part.total == total)
                        && !is_another(&response, part) =>
                {
                    // What the first bytes were known by. A rest need not say it again (RFC 9110 15.3.7), and
                    // what it says besides is of a file that may have been touched since.
                    (part.same.clone(), total)
                }
                _ => {
                    part.known_by(None, None);
                    let text = "the file server sends another part than it was asked for";
                    return Err(broken(text.to_string()));
                }
            },
            416 => {
                part.known_by(None, None);
                return Err(broken("the file on the server has changed".to_string()));
            }
            _ => {
                empty(part)?;
                (same(&response), length)
            }
        };
        part.known_by(known, total);
        self.receive(&mut response, part, total)
    }

    fn receive(
        &self,
        response: &mut Response,
        part: &mut Part,
        total: Option<u64>,
    ) -> Result<(), Trouble> {
        let (order, progress) = (self.order, self.order.progress);
        let wrong_size = |size: u64| {
            let text = format!(
                "expected a file of {} bytes, as FileSize says, and the server has {size}",
                order.size
            );
            Err(Trouble::Final(Fault::new(FaultCode::FileCorrupted, text)))
        };
        if let Some(total) = total
            && order.size > 0
            && total != order.size
        {
            return wrong_size(total);
        }
        let expected = total.or((order.size > 0).then_some(order.size));
        progress.is_of(expected.unwrap_or(0));
        if let Some(expected) = expected {
            check_room(&part.path, expected.saturating_sub(part.got))?;
        }
        let mut looked_at = part.got;
        let mut buffer = vec![0; CHUNK];
        loop {
            if order.stop.is_on() {
                let text = "stopped".to_string();
                return Err(Trouble::Final(Fault::new(FaultCode::DownloadFailure, text)));
            }
            let read = response.read(&mut buffer).map_err(|error| {
                broken(format!(
                    "broken off at byte {}: {}",
                    part.got,
                    reason(connector::failure(&error))
                ))
            })?;
            let chunk = buffer.get(..read).unwrap_or_default();
            if chunk.is_empty() {
                break;
            }
            part.file
                .write_all(chunk)
                .map_err(|error| Trouble::Final(disk(&part.path, &error)))?;
            part.got += read as u64;
            progress.has_done(part.got);
            if order.size > 0 && part.got > order.size {
                return wrong_size(part.got);
            }
            if part.got - looked_at >= LOOK {
                looked_at = part.got;
                check_room(&part.path, 0)?;
            }
        }
        match expected {
            Some(expected) if part.got < expected => Err(broken(format!(
                "broken off at byte {} of {expected}",
                part.got
            ))),
            _ => Ok(()),
        }
    }

    fn put(&mut self, file: &File) -> Result<(), Trouble> {
        self.ask("PUT", &[], Some(file))?;
        let progress = self.order.progress;
        progress.has_done(progress.get().1);
        Ok(())
    }

    /// One request, through challenges and redirects, to an answer that is good (2xx, or 416 to a Range).
    fn ask(
        &mut self,
        method: &'static str,
        extra: &[(&'static str, String)],
        file: Option<&File>,
    ) -> Result<Response, Trouble> {
        let mut target = self.origin.clone();
        let mut in_clear = !target.tls;
        let mut redirects = 0;
        loop {
            let response = self.exchange(&target, method, extra, file)?;
            let status = response.status();
            if status != 401 {
                self.authorizer.accepted();
            }
            match status {
                200..=299 => return Ok(response),
                416 if method == "GET" => return Ok(response),
                301 | 302 | 303 | 307 | 308 => {
                    redirects += 1;
                    if redirects > MOST_REDIRECTS {
                        let text = format!(
                            "the file server redirects more than {MOST_REDIRECTS} times in a row"
                        );
                        return Err(Trouble::Final(Fault::new(
                            FaultCode::FileAccessFailure,
                            text,
                        )));
                    }
                    let location = response.text("location");
                    let next = target
                        .join(&location.unwrap_or_default())
                        .map_err(|error| {
                            let text = format!("HTTP status {status}: {error}");
                            Trouble::Final(Fault::new(FaultCode::FileAccessFailure, text))
                        })?;
                    if !next.same_server(&target) {
                        in_clear |= !next.tls;
                        // A redirect that came in clear may be anyone's: no password without being asked.
                        self.authorizer.another_server(next.tls && !in_clear);
                    }
                    self.let_go(&target, response);
                    target = next;
                }
                401 => {
                    let challenges: Vec<_> = response
                        .all("www-authenticate")
                        .map(String::from_utf8_lossy)
                        .collect();
                    let challenges: Vec<&str> = challenges.iter().map(AsRef::as_ref).collect();
                    let refused = |text: String| {
                        let code = FaultCode::FileTransferAuthenticationFailure;
                        Trouble::Final(Fault::new(code, format!("HTTP status 401: {text}")))
                    };
                    let mut random = [0; 16];
                    ring::rand::SystemRandom::new()
                        .fill(&mut random)
                        .map_err(|_| refused("no random numbers".to_string()))?;
                    self.authorizer
                        .challenged(&challenges, random)
                        .map_err(refused)?;
                    self.let_go(&target, response);
                }
                408 | 429 | 500..=599 => {
                    let text = format!("the file server answers with HTTP status {status}");
                    return Err(Trouble::Broken(Fault::new(
                        FaultCode::DownloadFailure,
                        text,
                    )));
                }
                status => {
                    let text = format!("the file server answers with HTTP status {status}");
                    return Err(Trouble::Final(Fault::new(
                        FaultCode::FileAccessFailure,
                        text,
                    )));
                }
            }
        }
    }

    /// One request and the head of its answer.
    fn exchange(
        &mut self,
        target: &Target,
        method: &'static str,
        extra: &[(&'static str, String)],
        file: Option<&File>,
    ) -> Result<Response, Trouble> {
        let mut source = file;
        let payload = match &mut source {
            None => Payload::None,
            Some(file) => {
                let failed = |error: io::Error| {
                    Trouble::Final(Fault::new(FaultCode::UploadFailure, error.to_string()))
                };
                file.seek(SeekFrom::Start(0)).map_err(failed)?;
                let size = file.metadata().map_err(failed)?.len();
                Payload::Reader(file, size)
            }
        };
        let authorization = self.authorizer.authorization(method, &target.path);
        let mut request = Request::new(method, target, payload);
        // The challenge may come before the file goes out for nothing.
        request.expects_continue =
            file.is_some() && authorization.is_none() && !self.order.username.is_empty();
        let authorization = authorization.map(|value| ("Authorization", value));
        for (name, value) in authorization.iter().chain(extra) {
            request.headers.push((name, value.clone().into_bytes()));
        }
        let waits = Waits {
            each: self.order.timeout,
            whole: None,
        };
        let connection = self.dialer.connection(target).map_err(|failure| {
            let code = FaultCode::FileServerUnreachable;
            Trouble::Unreachable(Fault::new(code, reason(failure)))
        })?;
        connection
            .send(request, waits)
            .map_err(|error| broken(reason(connector::failure(&error))))
    }

    /// Reads a body that does not matter, so that the connection can go on.
    fn let_go(&mut self, target: &Target, mut response: Response) {
        let short = |length| length <= CHUNK as u64;
        if response.content_length().is_some_and(short)
            && io::copy(&mut response, &mut io::sink()).is_ok()
        {
            self.dialer.keep(target, response);
        }
    }
}

fn empty(part: &mut Part) -> Result<(), Trouble> {
    part.empty()
        .map_err(|error| Trouble::Final(disk(&part.path, &error)))
}

/// `bytes FROM-TO/TOTAL`, without the total where the server does not know it.
fn content_range(response: &Response) -> Option<(u64, Option<u64>)> {
    let value = response.text("content-range")?;
    let (part, total) = value.strip_prefix("bytes")?.trim().split_once('/')?;
    let (from, _) = part.split_once('-')?;
    Some((from.trim().parse().ok()?, total.trim().parse().ok()))
}

/// Whether a rest is that of another file, by a server that does not know If-Range.
fn is_another(rest: &Response, part: &Part) -> bool {
    let Some(before) = &part.same else {
        return false;
    };
    let kind = match before.starts_with('"') {
        true => "etag",
        false => "last-modified",
    };
    rest.text(kind).is_some_and(|now| now != *before)
}

/// What If-Range takes (RFC 9110 13.1.5): a weak ETag does not say that the bytes are the same, and neither does
/// a Last-Modified of the second in which the answer was made (8.8.2.2).
fn same(response: &Response) -> Option<String> {
    if let Some(tag) = response.text("etag") {
        return tag.starts_with('"').then_some(tag);
    }
    let modified = response.text("last-modified")?;
    (response.text("date")? != modified).then_some(modified)
}

/// Whether so many bytes more fit, and the router still has air.
fn check_room(path: &Path, bytes: u64) -> Result<(), Trouble> {
    let folder = path.parent().unwrap_or(path);
    let Some(room) = room(folder) else {
        return Ok(());
    };
    if bytes.saturating_add(RESERVE) <= room {
        return Ok(());
    }
    let text = match bytes {
        0 => format!("no room is left in {}", folder.display()),
        _ => format!(
            "expected room for {bytes} bytes and {RESERVE} more in {}, there is room for {room}",
            folder.display()
        ),
    };
    let code = FaultCode::SystemResourcesExceeded;
    Err(Trouble::Final(Fault::new(code, text)))
}

/// Free bytes for a file in a folder. On a RAM disk the memory counts as well.
fn room(folder: &Path) -> Option<u64> {
    let found = nix::sys::statvfs::statvfs(folder).ok()?;
    let free = (found.blocks_available() as u64).saturating_mul(found.fragment_size() as u64);
    let in_memory = nix::sys::statfs::statfs(folder)
        .is_ok_and(|found| found.filesystem_type() == nix::sys::statfs::TMPFS_MAGIC);
    match available_memory() {
        Some(memory) if in_memory => Some(free.min(memory)),
        _ => Some(free),
    }
}

fn available_memory() -> Option<u64> {
    let table = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = table
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes << 10)
}

fn disk(path: &Path, error: &io::Error) -> Fault {
    let full = [Errno::ENOSPC, Errno::EDQUOT, Errno::ENOMEM]
        .iter()
        .any(|errno| error.raw_os_error() == Some(*errno as i32));
    let text = match full {
        true => format!("the disk is full: {}", path.display()),
        false => format!("{}: {error}", path.display()),
    };
    Fault::new(FaultCode::SystemResourcesExceeded, text)
}

fn broken(text: String) -> Trouble {
    Trouble::Broken(Fault::new(FaultCode::DownloadIncomplete, text))
}

/// The connector speaks of the ACS, for which it was made.
fn reason(failure: Failure) -> String {
    let text = match failure {
        Failure::Peer(text) | Failure::Transport(text) | Failure::Local(text) => text,
        other => format!("{other:?}"),
    };
    printable(&text.replace("the ACS", "the file server"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use std::io::BufRead;
    use std::net::{TcpListener, TcpStream};

    /// A file server that gives these answers in turn, on a new connection where one says `close`; returns
    /// what came. An answer that starts with `*` is given before the body is read.
    fn serve(answers: Vec<String>) -> (String, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let mut came = Vec::new();
            let mut peer: Option<io::BufReader<TcpStream>> = None;
            for answer in answers {
                let reader =
                    peer.get_or_insert_with(|| io::BufReader::new(listener.accept().unwrap().0));
                let mut request = String::new();
                while !request.ends_with("\r\n\r\n") {
                    assert_ne!(reader.read_line(&mut request).unwrap(), 0, "{request}");
                }
                if !answer.starts_with('*') {
                    let length = request
                        .lines()
                        .find_map(|line| line.strip_prefix("Content-Length: "));
                    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
                    reader.read_exact(&mut body).unwrap();
                    request.push_str(&String::from_utf8(body).unwrap());
                }
                let answer = answer.trim_start_matches('*');
                reader.get_mut().write_all(answer.as_bytes()).unwrap();
                came.push(request);
                if answer.contains("close") {
                    peer = None;
                }
            }
            came
        });
        (url, thread)
    }

    fn serve_these(answers: &[&str]) -> (String, std::thread::JoinHandle<Vec<String>>) {
        serve(answers.iter().map(ToString::to_string).collect())
    }

    /// In a folder of its own, which is its part's as well.
    fn file(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("cwmpd-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder.join("file")
    }

    fn remove(file: &Path) {
        std::fs::remove_dir_all(file.parent().unwrap()).unwrap();
    }

    fn with<T>(url: &str, username: &str, act: impl FnOnce(&Order) -> T) -> T {
        let (settings, _) = crate::agent::settings::Settings::parse("defaults", &[]).unwrap();
        act(&Order {
            url,
            username,
            password: "pass",
            size: 0,
            boot: "",
            tls: &settings.tls,
            timeout: Duration::from_secs(60),
            stop: &Switch::default(),
            progress: &Progress::default(),
        })
    }

    #[test]
    fn a_download_that_is_redirected_and_broken_off_goes_on_where_it_was() {
        let (url, server) = serve_these(&[
            "HTTP/1.1 302 X\r\nLocation: /other\r\nContent-Length: 2\r\n\r\nno",
            "HTTP/1.1 200 X\r\nETag: \"1\"\r\nContent-Length: 8\r\nConnection: close\r\n\r\n1234",
            "HTTP/1.1 302 X\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 206 X\r\nContent-Range: bytes 4-7/8\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n5678\r\n0\r\n\r\n",
        ]);
        let path = file("download");
        with(&url, "", |order| download(order, &path)).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "12345678");
        remove(&path);
        let came = server.join().unwrap();
        assert!(came[0].starts_with("GET /file HTTP/1.1\r\n"), "{came:#?}");
        assert!(came[1].starts_with("GET /other HTTP/1.1\r\n"), "{came:#?}");
        let rest = "Range: bytes=4-\r\nIf-Range: \"1\"\r\n";
        assert!(came[3].contains(rest), "{came:#?}");
    }

    #[test]
    fn the_rest_of_another_file_is_not_put_behind_what_is_there() {
        let (url, server) = serve_these(&[
            "HTTP/1.1 200 X\r\nETag: \"1\"\r\nContent-Length: 8\r\nConnection: close\r\n\r\n1234",
            // It does not know If-Range.
            "HTTP/1.1 206 X\r\nETag: \"2\"\r\nContent-Range: bytes 4-7/8\r\nContent-Length: 4\r\nConnection: close\r\n\r\nefgh",
            "HTTP/1.1 200 X\r\nETag: \"2\"\r\nContent-Length: 8\r\nConnection: close\r\n\r\nabcdefgh",
        ]);
        let path = file("another");
        with(&url, "", |order| download(order, &path)).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "abcdefgh");
        remove(&path);
        assert!(!server.join().unwrap()[2].contains("Range"));
    }

    /// RFC 9110 15.3.7: the answer to an If-Range says little of the file.
    #[test]
    fn a_rest_that_does_not_say_of_what_it_is_can_be_broken_off_as_well() {
        for (head, known, besides) in [
            ("ETag: \"1\"", "If-Range: \"1\"", "Last-Modified: z"),
            (
                "Last-Modified: Mon, 02 Nov 2026 10:00:00 GMT\r\nDate: Mon, 02 Nov 2026 10:00:01 GMT",
                "If-Range: Mon, 02 Nov 2026 10:00:00 GMT",
                "ETag: \"z\"",
            ),
            // Nothing that says that the bytes are the same.
            ("ETag: W/\"1\"\r\nLast-Modified: a\r\nDate: b", "", ""),
            ("Last-Modified: a\r\nDate: a", "", ""),
            ("Last-Modified: a", "", ""),
        ] {
            let whole = format!("HTTP/1.1 200 X\r\n{head}\r\nContent-Length: 8\r\n");
            let answers = match known {
                "" => vec![
                    format!("{whole}Connection: close\r\n\r\n1234"),
                    format!("{whole}\r\n12345678"),
                ],
                _ => vec![
                    format!("{whole}Connection: close\r\n\r\n1234"),
                    "HTTP/1.1 206 X\r\nContent-Range: bytes 4-7/8\r\nContent-Length: 4\r\nConnection: close\r\n\r\n56".to_string(),
                    // What is said besides is of no use: who knows when that was.
format!("HTTP/1.1 206 X\r\n{besides}\r\nContent-Range: bytes 6-7/8\r\nContent-Length: 2\r\nConnection: close\r\n\r\n7"),
                    "HTTP/1.1 206 X\r\nContent-Range: bytes 7-7/8\r\nContent-Length: 1\r\n\r\n8".to_string(),
                ],
            };
            let (url, server) = serve(answers);
            let path = file("rest");
            with(&url, "", |order| download(order, &path)).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "12345678");
            remove(&path);
            for (request, got) in server.join().unwrap()[1..].iter().zip([4, 6, 7]) {
                let asked = format!("Range: bytes={got}-\r\n{known}\r\n");
                assert_eq!(request.contains(&asked), !known.is_empty(), "{request}");
                assert_eq!(request.contains("Range"), !known.is_empty(), "{request}");
            }
        }
    }

    #[test]
    fn an_upload_asks_first_and_answers_the_challenge() {
        let (url, server) = serve_these(&[
            "*HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 201 X\r\nContent-Length: 0\r\n\r\n",
        ]);
        let path = file("upload");
        let mut out = File::create(&path).unwrap();
        out.write_all(b"the log").unwrap();
        with(&url, "user", |order| upload(order, &path)).unwrap();
        remove(&path);
        let came = server.join().unwrap();
        assert!(
            came[0].contains("\r\nExpect: 100-continue\r\n"),
            "{came:#?}"
        );
        assert!(came[1].contains("\r\nAuthorization: Basic "), "{came:#?}");
        assert!(!came[1].contains("Expect"), "{came:#?}");
        assert!(came[1].ends_with("\r\n\r\nthe log"), "{came:#?}");
    }
}
