//! The connection request: one GET to the agent, with the digest it asks for (TR-069 3.2.2); in the
//! manners of several ACSs, and of strangers.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::auth;

/// How a connection request is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// The first challenge is answered, on a connection of its own: as GenieACS does.
    #[default]
    Md5,
    Sha256,
    Mixed,
    Old,
    OneConnection,
    ByteByByte,
    Copies,
    Counted,
    Replay,
    NoLogin,
    Basic,
    ForgedNonce,
    OtherPath,
    Post,
    Garbage,
    Huge,
    Silent,
}

/// Each with its name in the line language, and what a person should know of it.
pub const MANNERS: [(&str, Manner, &str); 17] = [
    (
        "md5",
        Manner::Md5,
        "the first challenge is answered, on a second connection; the default",
    ),
    (
        "sha-256",
        Manner::Sha256,
        "the challenge of SHA-256 is answered",
    ),
    (
        "mixed",
        Manner::Mixed,
        "both challenges are read as one: MD5, by the name of SHA-256",
    ),
    ("old", Manner::Old, "RFC 2069: no qop, no count"),
    (
        "one-connection",
        Manner::OneConnection,
        "both requests on one connection",
    ),
    (
        "byte-by-byte",
        Manner::ByteByByte,
        "in segments of one byte",
    ),
    (
        "copies",
        Manner::Copies,
        "N connection requests in a row (3)",
    ),
    (
        "counted",
        Manner::Counted,
        "N requests with one nonce, counted (2)",
    ),
    (
        "replay",
        Manner::Replay,
        "the same request again, word for word: 401",
    ),
    ("no-login", Manner::NoLogin, "without login: 401"),
    ("basic", Manner::Basic, "with a Basic login: 401"),
    (
        "forged-nonce",
        Manner::ForgedNonce,
        "the right password, a made-up nonce: 401",
    ),
    (
        "other-path",
        Manner::OtherPath,
        "right login, wrong path: 404",
    ),
    ("post", Manner::Post, "POST in place of GET: 405"),
    ("garbage", Manner::Garbage, "the beginning of TLS: 400"),
    ("huge", Manner::Huge, "a megabyte of headers: 431"),
    (
        "silent",
        Manner::Silent,
        "N connections that say nothing and stay (100), then a good request",
    ),
];

impl Manner {
    /// The manner of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Manner> {
        let mut all = MANNERS.iter();
        all.find(|(known, _, _)| *known == name)
            .map(|(_, manner, _)| *manner)
    }
}

/// Who knocks, and how.
#[derive(Clone, Copy, Debug)]
pub struct Knock<'a> {
    pub url: &'a str,
    pub user: &'a str,
    pub password: &'a str,
    /// Longest wait for an answer.
    pub limit: Duration,
    pub manner: Manner,
    /// Where the manner has a number, this one.
    pub number: Option<u32>,
}

/// Knocks at `url`; gives the final HTTP status.
///
/// # Errors
/// The agent cannot be reached, or speaks no HTTP; the text says where it stopped.
pub fn connection_request(
    url: &str,
    user: &str,
    password: &str,
    limit: Duration,
) -> Result<u16, String> {
    let knock = Knock {
        url,
        user,
        password,
        limit,
        manner: Manner::Md5,
        number: None,
    };
    knock.send(&mut Vec::new())
}

impl Knock<'_> {
    /// Knocks; gives the final HTTP status. Connections that are to stay go to `kept`.
    ///
    /// # Errors
    /// The agent cannot be reached, or speaks no HTTP; the text says where it stopped.
    pub fn send(&self, kept: &mut Vec<TcpStream>) -> Result<u16, String> {
        let door = self.door()?;
        let number = |default| self.number.unwrap_or(default);
        let text = |method: &str, path: &str, login: &str| door.request(method, path, login);
        match self.manner {
            Manner::Md5 => self.properly(&door),
            Manner::Copies => {
                let mut status = 0;
                for _ in 0..number(3) {
                    status = self.properly(&door)?;
                }
                Ok(status)
            }
            Manner::Silent => {
                for _ in 0..number(100) {
                    kept.push(door.connect()?);
                }
                self.properly(&door)
            }
            Manner::NoLogin => Ok(door.ask(&text("GET", door.path, ""))?.status),
            Manner::Basic => {
                let basic = auth::answer("Basic", "GET", door.path, self.user, self.password)?;
                Ok(door.ask(&text("GET", door.path, &basic))?.status)
            }
            Manner::OtherPath => Ok(door.ask(&text("GET", "/nowhere", ""))?.status),
            Manner::Post => Ok(door.ask(&text("POST", door.path, ""))?.status),
            Manner::Garbage => {
                let hello = "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}";
                Ok(door.ask(hello)?.status)
            }
            Manner::Huge => {
                let fat = format!("X-Fat: {}\r\n", "f".repeat(1000)).repeat(1000);
                let request = text("GET", door.path, "").replacen("\r\n", &format!("\r\n{fat}"), 1);
                Ok(door.ask(&request)?.status)
            }
            Manner::OneConnection => {
                let mut stream = door.connect()?;
                let first = door.exchange(&mut stream, &text("GET", door.path, ""))?;
                let Some(login) = self.login(&door, &first, 0, 1)? else {
                    return Ok(first.status);
                };
                let second = door.exchange(&mut stream, &text("GET", door.path, &login))?;
                Ok(second.status)
            }
            Manner::ByteByByte => {
                let first = door.ask_slowly(&text("GET", door.path, ""))?;
                let Some(login) = self.login(&door, &first, 0, 1)? else {
                    return Ok(first.status);
                };
                Ok(door.ask_slowly(&text("GET", door.path, &login))?.status)
            }
            Manner::Sha256 => self.twisted(&door, 1, |login| login),
            Manner::Mixed => self.twisted(&door, 0, |login| format!("{login}, algorithm=SHA-256")),
            Manner::Old | Manner::ForgedNonce => {
                let mut first = door.ask(&text("GET", door.path, ""))?;
                for challenge in &mut first.challenges {
                    *challenge = match self.manner {
                        Manner::Old => challenge.replace(", qop=\"auth\"", ""),
                        _ => forged(challenge),
                    };
                }
                let Some(login) = self.login(&door, &first, 0, 1)? else {
                    return Ok(first.status);
                };
                Ok(door.ask(&text("GET", door.path, &login))?.status)
            }
            Manner::Counted => {
                let first = door.ask(&text("GET", door.path, ""))?;
                let mut status = first.status;
                for count in 1..=number(2) {
                    let Some(login) = self.login(&door, &first, 0, count)? else {
                        break;
                    };
                    status = door.ask(&text("GET", door.path, &login))?.status;
                }
                Ok(status)
            }
            Manner::Replay => {
                let first = door.ask(&text("GET", door.path, ""))?;
                let Some(login) = self.login(&door, &first, 0, 1)? else {
                    return Ok(first.status);
                };
                let request = text("GET", door.path, &login);
                let once = door.ask(&request)?.status;
                if !matches!(once, 200 | 204) {
                    return Err(format!("expected the request to be taken once, got {once}"));
                }
                Ok(door.ask(&request)?.status)
            }
        }
    }

    fn door(&self) -> Result<Door<'_>, String> {
        let rest = self.url.strip_prefix("http://").ok_or_else(|| {
            format!(
                "expected a ConnectionRequestURL with http://, got {:?}",
                self.url
            )
        })?;
        let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        let with_port = host
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let address = if with_port {
            host.to_owned()
        } else {
            format!("{host}:80")
        };
        let mut found = address
            .to_socket_addrs()
            .map_err(|e| format!("connection request to {address}: {e}"))?;
        let address = found
            .next()
            .ok_or_else(|| format!("{address} has no address"))?;
        Ok(Door {
            host,
            path,
            address,
            limit: self.limit,
        })
    }

    fn properly(&self, door: &Door<'_>) -> Result<u16, String> {
        self.twisted(door, 0, |login| login)
    }

    /// Answers the challenge at this place, in a way of its own.
    fn twisted(
        &self,
        door: &Door<'_>,
        place: usize,
        twist: impl Fn(String) -> String,
    ) -> Result<u16, String> {
        let first = door.ask(&door.request("GET", door.path, ""))?;
        let Some(login) = self.login(door, &first, place, 1)? else {
            return Ok(first.status);
        };
        Ok(door
            .ask(&door.request("GET", door.path, &twist(login)))?
            .status)
    }

    /// The login that answers a 401; `None` where it is no 401.
    fn login(
        &self,
        door: &Door<'_>,
        got: &Got,
        place: usize,
        count: u32,
    ) -> Result<Option<String>, String> {
        if got.status != 401 {
            return Ok(None);
        }
        let challenge = got.challenges.get(place).ok_or_else(|| {
            let number = got.challenges.len();
            format!("expected more than {place} challenges, got {number}")
        })?;
        let (user, password) = (self.user, self.password);
        auth::answer_again(challenge, "GET", door.path, user, password, count).map(Some)
    }
}

/// The challenge with a nonce of our own making.
fn forged(challenge: &str) -> String {
    let (before, rest) = challenge.split_once("nonce=\"").unwrap_or((challenge, ""));
    let (nonce, after) = rest.split_once('"').unwrap_or((rest, ""));
    let made_up = auth::token(nonce.len() / 2);
    format!("{before}nonce=\"{made_up}\"{after}")
}

/// Where the agent listens.
struct Door<'a> {
    host: &'a str,
    path: &'a str,
    address: SocketAddr,
    limit: Duration,
}

struct Got {
    status: u16,
    challenges: Vec<String>,
}

impl Door<'_> {
    fn request(&self, method: &str, path: &str, login: &str) -> String {
        let host = self.host;
        let login = match login {
            "" => String::new(),
            login => format!("Authorization: {login}\r\n"),
        };
        format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n{login}Content-Length: 0\r\n\r\n")
    }

    fn connect(&self) -> Result<TcpStream, String> {
        let stream = TcpStream::connect_timeout(&self.address, self.limit)
            .and_then(|stream| stream.set_read_timeout(Some(self.limit)).map(|()| stream));
        stream.map_err(|error| self.failed(&error))
    }

    /// One request on its own connection: GenieACS does so, and the nonce must live that long.
    fn ask(&self, request: &str) -> Result<Got, String> {
        self.exchange(&mut self.connect()?, request)
    }

    fn ask_slowly(&self, request: &str) -> Result<Got, String> {
        let mut stream = self.connect()?;
        let sent = stream.set_nodelay(true).and_then(|()| {
            let mut bytes = request.as_bytes().chunks(1);
            bytes.try_for_each(|byte| stream.write_all(byte))
        });
        sent.map_err(|error| self.failed(&error))?;
        self.read(&mut stream)
    }

    fn exchange(&self, stream: &mut TcpStream, request: &str) -> Result<Got, String> {
        // An agent that has read enough answers and closes; what it said is there to be read.
        let sent = stream.write_all(request.as_bytes());
        let got = self.read(stream);
        match sent {
            Err(error) if got.is_err() => Err(self.failed(&error)),
            _ => got,
        }
    }

    fn read(&self, stream: &mut TcpStream) -> Result<Got, String> {
        let address = self.address;
        let until = Instant::now() + self.limit;
        let mut answer = Vec::new();
        let mut chunk = [0u8; 4096];
        while crate::http::position(&answer, b"\r\n\r\n").is_none() {
            let n = match stream.read(&mut chunk) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                read => read.map_err(|error| self.failed(&error))?,
            };
            if n == 0 || answer.len() > 64 * 1024 || Instant::now() > until {
                return Err(format!(
                    "connection request to {address}: the connection closed before an answer"
                ));
            }
            answer.extend_from_slice(chunk.get(..n).unwrap_or(&[]));
        }
        let head = String::from_utf8_lossy(&answer).into_owned();
        let mut lines = head.split("\r\n");
        let first = lines.next().unwrap_or("");
        let status = first
            .strip_prefix("HTTP/1.")
            .and_then(|r| r.split(' ').nth(1))
            .and_then(|s| s.parse().ok());
        let status = status.ok_or_else(|| {
            format!("connection request to {address}: expected an HTTP status line, got {first:?}")
        })?;
        let challenges = lines
            .filter_map(|l| l.split_once(':'))
            .filter(|(name, _)| name.eq_ignore_ascii_case("WWW-Authenticate"))
            .map(|(_, value)| value.trim().to_owned());
        Ok(Got {
            status,
            challenges: challenges.collect(),
        })
    }

    fn failed(&self, error: &std::io::Error) -> String {
        format!("connection request to {}: {error}", self.address)
    }
}
