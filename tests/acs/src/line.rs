//! Lines into words: blanks separate, `"…"` holds together, `#` begins a comment, `$name` is a variable.

use std::collections::BTreeMap;

/// One line of a script that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Counts from 1.
    pub line: usize,
    pub text: String,
}

/// The lines that hold a command.
#[must_use]
pub fn steps(script: &str) -> Vec<Step> {
    script
        .lines()
        .enumerate()
        .map(|(i, l)| Step {
            line: i + 1,
            text: l.trim().to_owned(),
        })
        .filter(|s| !s.text.is_empty() && !s.text.starts_with('#'))
        .collect()
}

/// The words of one line. Inside quotes `\"`, `\\`, `\n`, `\t` and `\$` are what they look like.
///
/// # Errors
/// An open quote, or a variable that nobody has set.
pub fn words(text: &str, variables: &BTreeMap<String, String>) -> Result<Vec<String>, String> {
    let mut out: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if quoted => {
                let c = match chars.next() {
                    Some('n') => '\n',
                    Some('t') => '\t',
                    Some(c) => c,
                    None => return Err("a backslash at the end of the line".to_owned()),
                };
                word.get_or_insert_default().push(c);
            }
            '#' if !quoted && word.is_none() => break,
            c if c.is_whitespace() && !quoted => out.extend(word.take()),
            '$' => {
                let braces = chars.peek() == Some(&'{');
                let mut rest = chars.clone();
                if braces {
                    rest.next();
                }
                let mut name = String::new();
                while let Some(c) = rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    name.push(c);
                }
                let closed = !braces || rest.next() == Some('}');
                let word = word.get_or_insert_default();
                // `$(id)` and a lone `$` are just text.
                if name.is_empty() || !closed || name.starts_with(|c: char| c.is_ascii_digit()) {
                    word.push('$');
                } else if let Some(value) = variables.get(&name) {
                    word.push_str(value);
                    chars = rest;
                } else {
                    return Err(format!(
                        "no variable is called ${name}; a dollar sign itself is \"\\$\""
                    ));
                }
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    if quoted {
        return Err("a quote is not closed".to_owned());
    }
    out.extend(word);
    Ok(out)
}

/// Unix seconds as an xsd:dateTime.
#[must_use]
pub fn utc(unix: u64) -> String {
    let is_leap =
        |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let (mut days, mut year) = (unix / 86400, 1970);
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (unix / 3600 % 24, unix / 60 % 60, unix % 60);
    format!(
        "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
        days + 1
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_calendar() {
        for (unix, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_767_225_599, "2025-12-31T23:59:59Z"),
            (1_795_305_600, "2026-11-22T00:00:00Z"),
        ] {
            assert_eq!(utc(unix), text);
        }
    }

    fn split(text: &str) -> Vec<String> {
        let variables = BTreeMap::from([("row".to_owned(), "7".to_owned())]);
        words(text, &variables).unwrap()
    }

    #[test]
    fn lines_into_words() {
        for (text, want) in [
            ("get Device.", vec!["get", "Device."]),
            ("set A=\"x y\"  B=", vec!["set", "A=x y", "B="]),
            ("names \"\" next # all", vec!["names", "", "next"]),
            ("set A=a#b", vec!["set", "A=a#b"]),
            ("del Device.T.$row.", vec!["del", "Device.T.7."]),
            ("x${row}1 \"$row\"", vec!["x71", "7"]),
            (
                "set A=$(id) B=$ C=\"\\$row\"",
                vec!["set", "A=$(id)", "B=$", "C=$row"],
            ),
            ("say \"a\\nb\\\\\\\"\"", vec!["say", "a\nb\\\""]),
            ("", vec![]),
        ] {
            assert_eq!(split(text), want, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_split() {
        for bad in ["say \"a", "say \"a\\", "get $nothing"] {
            assert!(words(bad, &BTreeMap::new()).is_err(), "{bad}");
        }
    }

    #[test]
    fn comments_and_empty_lines_are_no_steps() {
        let got = steps("# one\n\n  get A  \n#x\nend\n");
        assert_eq!(
            got,
            [
                Step {
                    line: 3,
                    text: "get A".into()
                },
                Step {
                    line: 5,
                    text: "end".into()
                }
            ]
        );
    }
}
