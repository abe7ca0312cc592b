//! The connection request: one GET to the agent, with the digest it asks for (TR-069 3.2.2).

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use crate::auth;

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
    let rest = url
        .strip_prefix("http://")
        .ok_or_else(|| format!("expected a ConnectionRequestURL with http://, got {url:?}"))?;
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let address = if host
        .rsplit_once(':')
        .is_some_and(|(_, p)| p.parse::<u16>().is_ok())
    {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let first = get(&address, host, path, None, limit)?;
    let Some(challenge) = first.challenge.filter(|_| first.status == 401) else {
        return Ok(first.status);
    };
    let login = auth::answer(&challenge, "GET", path, user, password)?;
    Ok(get(&address, host, path, Some(&login), limit)?.status)
}

struct Got {
    status: u16,
    challenge: Option<String>,
}

/// One GET on its own connection: GenieACS does the same, and the nonce must live that long.
fn get(
    address: &str,
    host: &str,
    path: &str,
    login: Option<&str>,
    limit: Duration,
) -> Result<Got, String> {
    let at = |e: std::io::Error| format!("connection request to {address}: {e}");
    let resolved = address
        .to_socket_addrs()
        .map_err(at)?
        .next()
        .ok_or_else(|| format!("{address} has no address"))?;
    let mut stream = TcpStream::connect_timeout(&resolved, limit).map_err(at)?;
    stream.set_read_timeout(Some(limit)).map_err(at)?;
    let login = login.map_or_else(String::new, |l| format!("Authorization: {l}\r\n"));
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{login}Content-Length: 0\r\n\r\n");
    stream.write_all(request.as_bytes()).map_err(at)?;
    let mut answer = Vec::new();
    let mut chunk = [0u8; 4096];
    while crate::http::position(&answer, b"\r\n\r\n").is_none() {
        let n = stream.read(&mut chunk).map_err(at)?;
        if n == 0 || answer.len() > 64 * 1024 {
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
    let challenge = lines
        .filter_map(|l| l.split_once(':'))
        .find(|(n, _)| n.eq_ignore_ascii_case("WWW-Authenticate"));
    Ok(Got {
        status,
        challenge: challenge.map(|(_, v)| v.trim().to_owned()),
    })
}
