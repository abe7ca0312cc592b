//! Download, ScheduleDownload and Upload: what they ask for, and which of it is no file transfer at
//! all (9003).

use super::SoapError;
use super::cursor::{Cursor, quoted};
use crate::cwmp::rpc::{
    Request, TimeWindow, TransferKind, TransferRequest, WindowMode, is_vendors,
};

/// Windows of one ScheduleDownload (cwmp-1-2, TimeWindowList).
const MOST_WINDOWS: usize = 2;

/// Reads the arguments in any order. What an ACS leaves out though it does not matter here
/// (SuccessURL, TargetFileName) is no complaint.
pub(super) fn read(cursor: &mut Cursor<'_>, kind: TransferKind) -> Result<Request, SoapError> {
    let (mut command_key, mut file_type, mut url) = (None, None, None);
    let (mut file_size, mut delay, mut windows) = (None, None, None);
    let mut request = TransferRequest {
        kind,
        command_key: String::new(),
        file_type: String::new(),
        url: String::new(),
        username: String::new(),
        password: String::new(),
        file_size: 0,
        target_file_name: String::new(),
        delay: 0,
        windows: Vec::new(),
        source: String::new(),
    };
    while let Some(tag) = cursor.child()? {
        match tag.local() {
            "CommandKey" => command_key = Some(cursor.text()?),
            "FileType" => file_type = Some(cursor.name()?),
            "URL" => url = Some(cursor.name()?),
            "Username" => request.username = text(cursor, "Username", 256)?,
            "Password" => request.password = text(cursor, "Password", 256)?,
            "FileSize" => file_size = Some(number(cursor, "FileSize")?),
            "TargetFileName" => request.target_file_name = text(cursor, "TargetFileName", 256)?,
            "DelaySeconds" => delay = Some(number(cursor, "DelaySeconds")?),
            "TimeWindowList" => windows = Some(read_windows(cursor)?),
            _ => cursor.skip()?,
        }
    }
    request.command_key = cursor.required("CommandKey", command_key);
    too_long(cursor, "CommandKey", &request.command_key, 32);
    request.file_type = cursor.required("FileType", file_type);
    check_file_type(cursor, kind, &request.file_type);
    request.url = cursor.required("URL", url);
    check_url(cursor, &request.url);
    if kind == TransferKind::ScheduleDownload {
        request.windows = cursor.required("TimeWindowList", windows);
        check_windows(cursor, &request.windows);
    } else {
        request.delay = cursor.required("DelaySeconds", delay);
    }
    request.file_size = file_size.unwrap_or(0);
    Ok(Request::Transfer(Box::new(request)))
}

fn read_windows(cursor: &mut Cursor<'_>) -> Result<Vec<TimeWindow>, SoapError> {
    let mut list = Vec::new();
    while cursor.member()?.is_some() {
        let (mut start, mut end, mut mode, mut retries) = (None, None, None, None);
        let mut message = String::new();
        while let Some(tag) = cursor.child()? {
            match tag.local() {
                "WindowStart" => start = Some(number(cursor, "WindowStart")?),
                "WindowEnd" => end = Some(number(cursor, "WindowEnd")?),
                "WindowMode" => {
                    let name = cursor.name()?;
                    let known = WindowMode::named(&name);
                    if known.is_none() {
                        cursor.complain(|| {
                            format!(
                                "WindowMode must be one of the standard's four or `X OUI NAME`, not {}",
                                quoted(&name)
                            )
                        });
                    }
                    too_long(cursor, "WindowMode", &name, 64);
                    mode = Some(known.unwrap_or_default());
                }
                "UserMessage" => message = text(cursor, "UserMessage", 256)?,
                "MaxRetries" => {
                    let given = cursor.name()?;
                    let number = given.parse().ok().filter(|number: &i32| *number >= -1);
                    if number.is_none() {
                        cursor.complain(|| {
                            format!("MaxRetries must be -1 or more, not {}", quoted(&given))
                        });
                    }
                    retries = number;
                }
                _ => cursor.skip()?,
            }
        }
        let window = TimeWindow {
            start: cursor.required("WindowStart", start),
            end: cursor.required("WindowEnd", end),
            mode: cursor.required("WindowMode", mode),
            message,
            max_retries: retries.unwrap_or(-1),
        };
        // More than are allowed are counted, not kept.
        list.truncate(MOST_WINDOWS);
        list.push(window);
    }
    Ok(list)
}

fn check_windows(cursor: &mut Cursor<'_>, windows: &[TimeWindow]) {
    if windows.is_empty() || windows.len() > MOST_WINDOWS {
        cursor.complain(|| format!("TimeWindowList must hold 1 or {MOST_WINDOWS} windows"));
    }
    let mut free_from = 0;
    for TimeWindow { start, end, .. } in windows {
        if start >= end {
            cursor.complain(|| {
                format!("WindowEnd must be later than WindowStart, got {start} and {end}")
            });
        }
        if *start < free_from {
            cursor.complain(|| {
                format!("a window must not start before the one before it ends, got {start} and {free_from}")
            });
        }
        free_from = *end;
    }
}

/// TR-069 A.3.2.8 and A.4.1.5, with the vendors' own.
fn check_file_type(cursor: &mut Cursor<'_>, kind: TransferKind, file_type: &str) {
    let known: &[&str] = match kind {
        TransferKind::Upload => &[
            "1 Vendor Configuration File",
            "2 Vendor Log File",
            "3 Vendor Configuration File ",
            "4 Vendor Log File ",
        ],
        _ => &[
            "1 Firmware Upgrade Image",
            "2 Web Content",
            "3 Vendor Configuration File",
            "4 Tone File",
            "5 Ringer File",
            "6 Stored Firmware Image",
        ],
    };
    let is = |name: &&str| match name.ends_with(' ') {
        false => file_type == *name,
        true => file_type
            .strip_prefix(name)
            .and_then(|row| row.parse::<u32>().ok())
            .is_some_and(|row| row > 0),
    };
    if !known.iter().any(is) && !is_vendors(file_type) {
        cursor.complain(|| {
            let list: Vec<&str> = known.iter().map(|name| name.trim_end()).collect();
            format!(
                "FileType must be one of {} or `X OUI NAME`, not {}",
                list.join(", "),
                quoted(file_type)
            )
        });
    }
    too_long(cursor, "FileType", file_type, 64);
}

fn check_url(cursor: &mut Cursor<'_>, url: &str) {
    too_long(cursor, "URL", url, 256);
    if let Some(text) = url_trouble(url) {
        cursor.complain(|| text);
    }
}

/// What is wrong with the URL of a file.
pub(super) fn url_trouble(url: &str) -> Option<String> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return Some(format!("URL must be absolute, not {}", quoted(url)));
    };
    let good = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        // Its text would put the password into logs.
        Some(
            "URL must not hold a user name (TR-069 A.3.2.8); Username and Password are for that"
                .to_owned(),
        )
    } else if !good || url.chars().any(char::is_control) {
        Some(format!("URL must be absolute, not {}", quoted(url)))
    } else if authority.is_empty() {
        Some(format!("URL must name a host, got {}", quoted(url)))
    } else {
        None
    }
}

fn number(cursor: &mut Cursor<'_>, what: &str) -> Result<u32, SoapError> {
    let text = cursor.name()?;
    // FileSize is left empty by ACSs that do not know it.
    if text.is_empty() && what == "FileSize" {
        return Ok(0);
    }
    Ok(text.parse().unwrap_or_else(|_| {
        cursor.complain(|| format!("{what} must be 0 to 4294967295, not {}", quoted(&text)));
        0
    }))
}

fn text(cursor: &mut Cursor<'_>, what: &str, most: usize) -> Result<String, SoapError> {
    let text = cursor.text()?;
    too_long(cursor, what, &text, most);
    Ok(text)
}

fn too_long(cursor: &mut Cursor<'_>, what: &str, text: &str, most: usize) {
    let length = text.chars().count();
    if length > most {
        cursor.complain(|| format!("{what} must have at most {most} characters, got {length}"));
    }
}
