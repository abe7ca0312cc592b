//! The file server under /files/: GET and HEAD with Range, PUT.

use std::path::{Component, Path, PathBuf};

use crate::http::{Reply, Request};
use crate::state::Shared;

/// Answers a request for the file `name`.
pub(crate) fn serve(shared: &Shared, name: &str, request: &Request) -> Reply {
    let name = name.split('?').next().unwrap_or("");
    let safe = !name.is_empty()
        && Path::new(name)
            .components()
            .all(|c| matches!(c, Component::Normal(_)));
    if !safe {
        return text(403, "no such file name");
    }
    let mut state = shared.lock();
    let path = state.options.files.as_ref().map(|dir| dir.join(name));
    match request.method.as_str() {
        "GET" | "HEAD" => {
            let bytes = match (state.files.get(name), path) {
                (Some(bytes), _) => bytes.clone(),
                (None, Some(path)) => match std::fs::read(&path) {
                    Ok(bytes) => bytes,
                    Err(_) => return text(404, "no such file"),
                },
                (None, None) => return text(404, "no such file"),
            };
            let tag = tag(&bytes);
            // A range of a file that is another one now is the whole of it (RFC 9110 13.1.5).
            let same = request.header("If-Range").is_none_or(|known| known == tag);
            let range = request.header("Range").filter(|_| same);
            let mut reply = part(&bytes, range).header("ETag", &tag);
            if request.method == "HEAD" {
                let length = reply.body.len();
                reply = reply
                    .body(Vec::new())
                    .header("Content-Length", &length.to_string());
            }
            reply
        }
        "PUT" => {
            if let Some(path) = path
                && let Err(e) = write(&path, &request.body)
            {
                return text(500, &e.to_string());
            }
            let new = state
                .files
                .insert(name.to_owned(), request.body.clone())
                .is_none();
            Reply::new(if new { 201 } else { 204 })
        }
        _ => text(405, "GET, HEAD or PUT").header("Allow", "GET, HEAD, PUT"),
    }
}

fn tag(bytes: &[u8]) -> String {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("\"{:x}\"", hasher.finish())
}

fn write(path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(path, bytes)
}

fn text(status: u16, text: &str) -> Reply {
    Reply::with_body(status, "text/plain", format!("{text}\n").into_bytes())
}

/// The whole file, or the one range that is asked for.
fn part(bytes: &[u8], range: Option<&str>) -> Reply {
    let whole = || {
        Reply::with_body(200, "application/octet-stream", bytes.to_vec())
            .header("Accept-Ranges", "bytes")
    };
    let Some(range) = range.and_then(|r| r.strip_prefix("bytes=")) else {
        return whole();
    };
    let length = bytes.len();
    let (from, to) = match range.split_once('-') {
        Some(("", last)) => match last.parse::<usize>() {
            Ok(n) => (length.saturating_sub(n), length),
            Err(_) => return whole(),
        },
        Some((from, "")) => match from.parse() {
            Ok(from) => (from, length),
            Err(_) => return whole(),
        },
        Some((from, to)) => match (from.parse(), to.parse::<usize>()) {
            (Ok(from), Ok(to)) => (from, to.saturating_add(1).min(length)),
            _ => return whole(),
        },
        None => return whole(),
    };
    match bytes.get(from..to) {
        Some(part) if !part.is_empty() => {
            Reply::with_body(206, "application/octet-stream", part.to_vec()).header(
                "Content-Range",
                &format!("bytes {from}-{}/{length}", to - 1),
            )
        }
        _ => Reply::new(416).header("Content-Range", &format!("bytes */{length}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (range, status, body) in [
            (None, 200, "0123456789"),
            (Some("bytes=2-4"), 206, "234"),
            (Some("bytes=7-"), 206, "789"),
            (Some("bytes=-3"), 206, "789"),
            (Some("bytes=8-99"), 206, "89"),
            (Some("bytes=10-"), 416, ""),
            (Some("lines=1-2"), 200, "0123456789"),
        ] {
            let reply = part(b"0123456789", range);
            assert_eq!(
                (reply.status, reply.body.as_slice()),
                (status, body.as_bytes()),
                "{range:?}"
            );
        }
    }
}
