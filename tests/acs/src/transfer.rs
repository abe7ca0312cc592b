//! `download`, `upload`, `schedule`, `file`: their words.

use std::net::SocketAddr;

use crate::soap::{Transfer, Window};
use crate::state::State;

const MODES: [&str; 4] = [
    "1 At Any Time",
    "2 Immediately",
    "3 When Idle",
    "4 Confirmation Needed",
];

/// Where our own files are, for a URL that begins with a slash.
pub(crate) fn base(https: bool, mut listen: SocketAddr) -> String {
    if listen.ip().is_unspecified() {
        listen.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    format!("{}://{listen}", if https { "https" } else { "http" })
}

/// `TYPE URL [START-END[:MODE[:RETRIES]]…] [key K] [delay N] [size N] [name N] [login USER PASSWORD] [message TEXT]`
pub(crate) fn parse(command: &str, words: &[String], base: &str) -> Result<Transfer, String> {
    let method = match command {
        "download" => "Download",
        "upload" => "Upload",
        _ => "ScheduleDownload",
    };
    let [file_type, url, rest @ ..] = words else {
        return Err(format!("{command}: expected TYPE URL"));
    };
    let mut transfer = Transfer {
        method,
        file_type: long_name(method, file_type),
        url: match url.starts_with('/') {
            true => format!("{base}{url}"),
            false => url.clone(),
        },
        ..Transfer::default()
    };
    let mut message = String::new();
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        let mut next = || {
            rest.next()
                .cloned()
                .ok_or_else(|| format!("{command}: expected something after {word}"))
        };
        let number = |text: String| {
            text.parse::<u32>()
                .map_err(|_| format!("{command}: expected a number after {word}, got {text:?}"))
        };
        match word.as_str() {
            "key" => transfer.key = next()?,
            "delay" => transfer.delay = number(next()?)?,
            "size" => transfer.size = number(next()?)?,
            "name" => transfer.name = next()?,
            "message" => message = next()?,
            "login" => {
                transfer.username = next()?;
                transfer.password = next()?;
            }
            _ => transfer.windows.push(window(word).ok_or_else(|| {
                format!("{command}: expected key, delay, size, name, login, message or START-END[:MODE[:RETRIES]], got {word:?}")
            })?),
        }
    }
    for window in &mut transfer.windows {
        window.message.clone_from(&message);
    }
    Ok(transfer)
}

/// `0-60:4:2`; MODE is a number or a whole name.
fn window(word: &str) -> Option<Window> {
    let mut parts = word.splitn(3, ':');
    let (start, end) = parts.next()?.split_once('-')?;
    let mode = parts.next().unwrap_or("1");
    let retries = parts.next().unwrap_or("0");
    Some(Window {
        start: start.parse().ok()?,
        end: end.parse().ok()?,
        mode: match mode
            .parse::<usize>()
            .ok()
            .and_then(|n| MODES.get(n.wrapping_sub(1)))
        {
            Some(name) => (*name).to_owned(),
            None => mode.to_owned(),
        },
        message: String::new(),
        retries: retries.parse().ok()?,
    })
}

/// A number alone is the standard's file type.
fn long_name(method: &str, file_type: &str) -> String {
    let names: &[&str] = if method == "Upload" {
        &["1 Vendor Configuration File", "2 Vendor Log File"]
    } else {
        &[
            "1 Firmware Upgrade Image",
            "2 Web Content",
            "3 Vendor Configuration File",
            "4 Tone File",
            "5 Ringer File",
            "6 Stored Firmware Image",
        ]
    };
    let named = names
        .iter()
        .find(|n| n.split(' ').next() == Some(file_type));
    (*named.unwrap_or(&file_type)).to_owned()
}

/// `NAME TEXT`, `NAME size N`, or `NAME tar PATH TEXT …`: a file to be fetched from /files/NAME.
pub(crate) fn file(state: &mut State, words: &[String]) -> Result<(), String> {
    let (name, bytes) = match words {
        [name, text] => (name, text.clone().into_bytes()),
        [name, tar, files @ ..] if tar == "tar" && !files.is_empty() => {
            (name, crate::deploy::tar(files)?)
        }
        [name, size, number] if size == "size" => {
            let size: usize = number
                .parse()
                .map_err(|_| format!("file: expected a number, got {number:?}"))?;
            (name, (0..size).map(|n| (n % 251) as u8).collect())
        }
        _ => {
            return Err(
                "file: expected NAME TEXT, NAME size NUMBER or NAME tar PATH TEXT …".to_owned(),
            );
        }
    };
    state.files.insert(name.clone(), bytes);
    Ok(())
}

/// `NAME contains TEXT`, or `NAME` alone: it has been uploaded.
pub(crate) fn expect_file(state: &State, name: &str, rest: &[String]) -> Result<(), String> {
    let Some(bytes) = state.files.get(name) else {
        return Err(format!("expected the file {name}, there is none"));
    };
    match rest {
        [] => Ok(()),
        [contains, text] if contains == "contains" => {
            let content = String::from_utf8_lossy(bytes);
            if content.contains(text.as_str()) {
                return Ok(());
            }
            let head: String = content.chars().take(200).collect();
            Err(format!(
                "expected {text:?} in the file {name}, got {head:?}"
            ))
        }
        _ => Err("expect file: expected NAME [contains TEXT]".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_transfer() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let got = parse(
            "schedule",
            &words("3 /files/a 0-60:4:2 100-200 key k size 7"),
            "http://x:1",
        );
        let window = |start, end, mode: &str, retries| Window {
            start,
            end,
            mode: mode.to_owned(),
            message: String::new(),
            retries,
        };
        let want = Transfer {
            method: "ScheduleDownload",
            key: "k".into(),
            file_type: "3 Vendor Configuration File".into(),
            url: "http://x:1/files/a".into(),
            size: 7,
            windows: vec![
                window(0, 60, "4 Confirmation Needed", 2),
                window(100, 200, "1 At Any Time", 0),
            ],
            ..Transfer::default()
        };
        assert_eq!(got.unwrap(), want);
        for bad in ["1", "1 u what", "1 u delay soon", "1 u key"] {
            assert!(parse("download", &words(bad), "").is_err(), "{bad}");
        }
    }
}
