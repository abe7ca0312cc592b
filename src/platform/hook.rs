//! The line language of the house, as hooks speak it: requests out, answers in.
//!
//! ```text
//! get PATH    check PATH=VALUE    set PATH=VALUE    add PATH    del PATH    do NAME ARGUMENT…
//! PATH=VALUE                      !CODE PATH TEXT
//! ```
//!
//! The first `=` that is in no key separates. In a value `\n` is a line feed and `\\` a backslash, and
//! nothing else is special. In a key between brackets a `]`, `\`, `=` and a line feed have a backslash
//! before them (the line feed as `\n`); paths are carried as they stand, keys escaped.

use crate::fault::FaultCode;
use std::borrow::Cow;

/// Longest answer line in bytes: 64 KiB of line feeds, escaped, and their path fit.
pub const LONGEST_LINE: usize = 192 * 1024;
/// Longest output of one batch in bytes.
pub const LONGEST_OUTPUT: usize = 16 * 1024 * 1024;

/// One request line. Paths are as hooks write them: keys in brackets, never numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Get {
        path: String,
    },
    Check {
        path: String,
        value: String,
    },
    Set {
        path: String,
        value: String,
    },
    Add {
        path: String,
    },
    Del {
        path: String,
    },
    /// The arguments are parted by blanks, so that only the last may hold some.
    Do {
        name: String,
        arguments: Vec<String>,
    },
}

/// One answer line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `PATH=VALUE`; also an instance by its name (`Device.NAT.PortMapping.[rule7]=`) and the
    /// `key=value` lines of a `do`.
    Value { path: String, value: String },
    /// `!CODE PATH text`.
    Fault {
        code: FaultCode,
        path: String,
        text: String,
    },
}

impl Answer {
    /// What the answer is about.
    pub fn path(&self) -> &str {
        match self {
            Answer::Value { path, .. } | Answer::Fault { path, .. } => path,
        }
    }
}

/// What a hook reads on stdin: one line a request.
pub fn encode(requests: &[Request]) -> String {
    let mut text = String::with_capacity(64 * requests.len());
    for request in requests {
        let (verb, words, value): (&str, &str, Option<&str>) = match request {
            Request::Get { path } => ("get ", path, None),
            Request::Check { path, value } => ("check ", path, Some(value)),
            Request::Set { path, value } => ("set ", path, Some(value)),
            Request::Add { path } => ("add ", path, None),
            Request::Del { path } => ("del ", path, None),
            Request::Do { name, .. } => ("do ", name, None),
        };
        text.push_str(verb);
        // A path has no raw line feed; what would be one must not begin another request.
        text.extend(words.split('\n'));
        if let Some(value) = value {
            text.push('=');
            push_escaped(&mut text, value);
        }
        if let Request::Do { arguments, .. } = request {
            for argument in arguments {
                text.push(' ');
                push_escaped(&mut text, argument);
            }
        }
        text.push('\n');
    }
    text
}

/// The answers in what a hook wrote to stdout, in the order written. Blank lines are passed over; what
/// is not UTF-8 is replaced (U+FFFD).
///
/// # Errors
/// A line that is no answer, a last line without its end, a line or an output that is too long: with
/// the hook, the line's number and what it says.
pub fn decode(
    hook: &str,
    output: &[u8],
    longest_line: usize,
    longest_output: usize,
) -> Result<Vec<Answer>, String> {
    if output.len() > longest_output {
        return Err(format!(
            "hook {hook}: expected at most {longest_output} bytes, got more"
        ));
    }
    let mut answers = Vec::new();
    for (number, line) in (1u32..).zip(output.split_inclusive(|byte| *byte == b'\n')) {
        let wrong = |expected: &str, line: &[u8]| {
            let said: String = String::from_utf8_lossy(line).chars().take(80).collect();
            format!(
                "hook {hook}, line {number}: expected {expected}, got `{}`",
                said.escape_debug()
            )
        };
        let Some(line) = line.strip_suffix(b"\n") else {
            return Err(wrong("a line end before the end of the output", line));
        };
        if line.len() > longest_line {
            return Err(wrong(
                &format!("at most {longest_line} bytes in a line"),
                line,
            ));
        }
        match answer(&String::from_utf8_lossy(line)) {
            Ok(answer) => answers.extend(answer),
            Err(expected) => return Err(wrong(expected, line)),
        }
    }
    Ok(answers)
}

fn answer(line: &str) -> Result<Option<Answer>, &'static str> {
    if let Some(fault) = line.strip_prefix('!') {
        let (code, rest) = fault.split_once(' ').unwrap_or((fault, ""));
        let code = code.parse().ok().and_then(FaultCode::from_number);
        let code = code.ok_or("`!CODE PATH TEXT` with a code of the standard or 9800 to 9899")?;
        let (path, text) = split_path(rest, b' ').unwrap_or((rest, ""));
        let (path, text) = (path.to_owned(), unescape(text).into_owned());
        return Ok(Some(Answer::Fault { code, path, text }));
    }
    match split_path(line, b'=') {
        Some((path, value)) if !path.is_empty() => {
            let (path, value) = (path.to_owned(), unescape(value).into_owned());
            Ok(Some(Answer::Value { path, value }))
        }
        None if line.trim().is_empty() => Ok(None),
        _ => Err("`PATH=VALUE` or `!CODE PATH TEXT`"),
    }
}

/// Parts a line at the first `at` (an ASCII character) that stands in no key.
fn split_path(line: &str, at: u8) -> Option<(&str, &str)> {
    // Where nothing is escaped, and the last bracket before it closes one, the first is it.
    let place = line.bytes().position(|byte| byte == at)?;
    let (path, rest) = (line.get(..place)?, line.get(place + 1..)?);
    let bracket = path.bytes().rfind(|byte| matches!(byte, b'[' | b']'));
    if bracket != Some(b'[') && !path.contains('\\') {
        return Some((path, rest));
    }
    let (mut before, mut key) = (b'.', false);
    let mut bytes = line.bytes().enumerate();
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'[' if before == b'.' => key = true,
            b']' => key = false,
            byte if byte == at && !key => {
                return Some((line.get(..place)?, line.get(place + 1..)?));
            }
            _ => {}
        }
        before = byte;
    }
    None
}

fn push_escaped(text: &mut String, value: &str) {
    let mut rest = value;
    while let Some(place) = rest.find(['\n', '\\']) {
        let (plain, special) = rest.split_at(place);
        text.push_str(plain);
        text.push_str(if special.starts_with('\n') {
            "\\n"
        } else {
            "\\\\"
        });
        rest = special.get(1..).unwrap_or_default();
    }
    text.push_str(rest);
}

fn unescape(value: &str) -> Cow<'_, str> {
    if !value.contains('\\') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((plain, special)) = rest.split_once('\\') {
        text.push_str(plain);
        let (meant, length) = match special.as_bytes().first() {
            Some(b'n') => ('\n', 1),
            Some(b'\\') => ('\\', 1),
            // Nothing else is special: the backslash is one.
            _ => ('\\', 0),
        };
        text.push(meant);
        rest = special.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(output: impl AsRef<[u8]>) -> Result<Vec<Answer>, String> {
        decode("led", output.as_ref(), LONGEST_LINE, LONGEST_OUTPUT)
    }

    fn value(path: &str, value: &str) -> Answer {
        Answer::Value {
            path: path.to_owned(),
            value: value.to_owned(),
        }
    }

    fn fault(code: FaultCode, path: &str, text: &str) -> Answer {
        Answer::Fault {
            code,
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn every_request_is_one_line() {
        let path = || "Device.X.[a\\=b\\nc].Mode".to_owned();
        let requests = [
            Request::Get {
                path: "Device.X.".to_owned(),
            },
            Request::Check {
                path: path(),
                value: "a=b\nc\\d".to_owned(),
            },
            Request::Set {
                path: path(),
                value: String::new(),
            },
            Request::Add {
                path: "Device.X.".to_owned(),
            },
            Request::Del {
                path: "Device.X\n.[a b].".to_owned(),
            },
            Request::Do {
                name: "reboot".to_owned(),
                arguments: Vec::new(),
            },
            Request::Do {
                name: "install".to_owned(),
                arguments: vec!["/tmp/a\nb".to_owned(), "now".to_owned()],
            },
        ];
        let lines = [
            "get Device.X.",
            "check Device.X.[a\\=b\\nc].Mode=a=b\\nc\\\\d",
            "set Device.X.[a\\=b\\nc].Mode=",
            "add Device.X.",
            "del Device.X.[a b].",
            "do reboot",
            "do install /tmp/a\\nb now",
        ];
        assert_eq!(encode(&requests), lines.join("\n") + "\n");
    }

    #[test]
    fn every_answer() {
        for (line, expected) in [
            ("Device.X.Mode=on", value("Device.X.Mode", "on")),
            ("Device.X.Mode=", value("Device.X.Mode", "")),
            ("Device.X.Mode=a=b ", value("Device.X.Mode", "a=b ")),
            (
                "Device.X.Mode=a\\nb\\\\n\\x\\",
                value("Device.X.Mode", "a\nb\\n\\x\\"),
            ),
            ("Device.X.Mode=\r", value("Device.X.Mode", "\r")),
            ("Device.X.[rule7]=", value("Device.X.[rule7]", "")),
            (
                "Device.X.[a\\=b\\]c=d].Y=e",
                value("Device.X.[a\\=b\\]c=d].Y", "e"),
            ),
            ("x[=y", value("x[", "y")),
            ("manufacturer=ACME", value("manufacturer", "ACME")),
            (
                "!9007 Device.X.Mode must be on",
                fault(
                    FaultCode::InvalidParameterValue,
                    "Device.X.Mode",
                    "must be on",
                ),
            ),
            (
                "!9002 Device.X.[a b].Mode no\\nway",
                fault(FaultCode::InternalError, "Device.X.[a b].Mode", "no\nway"),
            ),
            (
                "!9001 reboot",
                fault(FaultCode::RequestDenied, "reboot", ""),
            ),
            ("!9001", fault(FaultCode::RequestDenied, "", "")),
            (
                "!9850 Device.X.Mode locked",
                fault(
                    FaultCode::from_number(9850).unwrap(),
                    "Device.X.Mode",
                    "locked",
                ),
            ),
        ] {
            assert_eq!(read(format!("\n{line}\n")).unwrap(), [expected], "{line}");
        }
        assert_eq!(read("").unwrap(), []);
        assert_eq!(read(b"a=\xff\n").unwrap(), [value("a", "\u{fffd}")]);
    }

    #[test]
    fn what_is_no_answer_is_told_by_hook_and_line() {
        let forms = "`PATH=VALUE` or `!CODE PATH TEXT`";
        let code = "`!CODE PATH TEXT` with a code of the standard or 9800 to 9899";
        for (output, message) in [
            (
                "a=b\nhello\n",
                format!("hook led, line 2: expected {forms}, got `hello`"),
            ),
            (
                "=b\n",
                format!("hook led, line 1: expected {forms}, got `=b`"),
            ),
            (
                "[a=b\n",
                format!("hook led, line 1: expected {forms}, got `[a=b`"),
            ),
            (
                "!9100 a b\n",
                format!("hook led, line 1: expected {code}, got `!9100 a b`"),
            ),
            ("!\n", format!("hook led, line 1: expected {code}, got `!`")),
            (
                "\u{1b}[2J\n",
                format!("hook led, line 1: expected {forms}, got `\\u{{1b}}[2J`"),
            ),
            (
                "a=b\nc=d",
                "hook led, line 2: expected a line end before the end of the output, got `c=d`"
                    .to_owned(),
            ),
        ] {
            assert_eq!(read(output), Err(message), "{output:?}");
        }
        let long = "a=".to_owned() + &"b".repeat(100) + "\n";
        assert!(decode("led", long.as_bytes(), 102, 103).is_ok());
        let message = format!(
            "hook led, line 1: expected at most 101 bytes in a line, got `a={}`",
            "b".repeat(78)
        );
        assert_eq!(decode("led", long.as_bytes(), 101, 103), Err(message));
        assert_eq!(
            decode("led", long.as_bytes(), 102, 102),
            Err("hook led: expected at most 102 bytes, got more".to_owned())
        );
    }

    #[test]
    fn every_value_comes_back_from_an_echo() {
        let pieces = [
            "\n", "\\", "\\n", "=", "!", " ", "$(id)", "`", "'", "\"", "\r", "\t", "é", "[", "]",
            "a",
        ];
        let mut state = 5u64;
        for round in 0..5000 {
            let mut text = String::new();
            for _ in 0..round % 9 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                text.push_str(pieces[usize::try_from(state >> 33).unwrap() % pieces.len()]);
            }
            let request = Request::Set {
                path: "Device.X.[k\\=].Name".to_owned(),
                value: text.clone(),
            };
            let line = encode(&[request]);
            assert_eq!(line.matches('\n').count(), 1);
            let answer = line.strip_prefix("set ").unwrap();
            assert_eq!(
                read(answer).unwrap(),
                [value("Device.X.[k\\=].Name", &text)],
                "{text:?}"
            );
        }
    }

    #[test]
    fn any_garbage_is_read_or_refused() {
        let pieces: [&[u8]; 12] = [
            b"a", b"=", b"\n", b"\\", b"!", b"9007", b" ", b"[", b"]", b".", b"\xff", b"\0",
        ];
        let mut state = 9u64;
        let (mut good, mut bad) = (0, 0);
        for _ in 0..50_000 {
            let mut output = Vec::new();
            for _ in 0..8 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                output.extend_from_slice(
                    pieces[usize::try_from(state >> 33).unwrap() % pieces.len()],
                );
            }
            match read(&output) {
                Ok(_) => good += 1,
                Err(message) => {
                    assert!(message.starts_with("hook led, line "), "{message}");
                    bad += 1;
                }
            }
        }
        assert!(good > 100 && bad > 100, "{good} {bad}");
    }
}
