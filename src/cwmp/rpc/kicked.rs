//! The arguments of Kicked, as a page in the LAN gives them (TR-069 A.4.2.1).

/// Name and longest value in characters, in the order of the schema.
pub const ARGUMENTS: [(&str, usize); 4] = [
    ("Command", 32),
    ("Referer", 64),
    ("Arg", 256),
    ("Next", 1024),
];

/// What a browser in the LAN has brought. All of it may come from a stranger's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kicked {
    /// In the order of [`ARGUMENTS`].
    values: [String; 4],
}

impl Kicked {
    /// `NAME=VALUE` in any order; what is not there is empty.
    ///
    /// # Errors
    /// Which argument is not as expected: unknown, there twice, too long, or with characters that
    /// make markup of it.
    pub fn read<'w>(words: impl IntoIterator<Item = &'w str>) -> Result<Kicked, String> {
        let mut kicked = Kicked::default();
        let mut seen = [false; 4];
        for word in words {
            let (name, value) = word.split_once('=').unwrap_or((word, ""));
            let known = ARGUMENTS.iter().zip(&mut kicked.values).zip(&mut seen);
            let Some(((&(_, most), place), seen)) = known
                .filter(|_| word.len() > name.len())
                .find(|((argument, _), _)| argument.0 == name)
            else {
                return Err(format!(
                    "expected Command=, Referer=, Arg= or Next=, got {word:?}"
                ));
            };
            if std::mem::replace(seen, true) {
                return Err(format!("{name}: expected once, got twice"));
            }
            let length = value.chars().count();
            if length > most {
                return Err(format!(
                    "{name}: expected at most {most} characters, got {length}"
                ));
            }
            let bad = |c: &char| c.is_control() || matches!(c, '<' | '>' | '"');
            if let Some(bad) = value.chars().find(bad) {
                return Err(format!(
                    "{name}: expected at most {most} characters without <, >, \" and control characters, got {bad:?}"
                ));
            }
            value.clone_into(place);
        }
        Ok(kicked)
    }

    /// Name and value, in the order of the schema.
    pub fn arguments(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let names = ARGUMENTS.iter().map(|(name, _)| *name);
        names.zip(self.values.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_come_in_any_order_and_go_in_that_of_the_schema() {
        let kicked = Kicked::read(["Next=http://a/?b=c", "Command=é", "Arg="]).unwrap();
        let told: Vec<(&str, &str)> = kicked.arguments().collect();
        assert_eq!(
            told,
            [
                ("Command", "é"),
                ("Referer", ""),
                ("Arg", ""),
                ("Next", "http://a/?b=c")
            ]
        );
    }

    #[test]
    fn each_may_be_as_long_as_the_schema_lets_it() {
        for (name, most) in ARGUMENTS {
            let word = |length| format!("{name}={}", "ü".repeat(length));
            assert!(Kicked::read([word(most).as_str()]).is_ok(), "{name}");
            let error = Kicked::read([word(most + 1).as_str()]).unwrap_err();
            let expected = format!(
                "{name}: expected at most {most} characters, got {}",
                most + 1
            );
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_name() {
        for (words, text) in [
            (&["Arg=<script>"][..], "Arg: expected"),
            (&["Next=a\"b"], "Next: expected"),
            (
                &["Referer=a>"],
                "Referer: expected at most 64 characters without",
            ),
            (&["Command=a\nb"], "got '\\n'"),
            (&["Command=a\tb"], "got '\\t'"),
            (&["Command=\u{9b}2J"], "got '\\u{9b}'"),
            (&["Command=1", "Command=1"], "Command: expected once"),
            (&["Command"], "expected Command=, Referer=, Arg= or Next="),
            (&["command=1"], "expected Command="),
            (&["=1"], "expected Command="),
            (&[""], "expected Command="),
        ] {
            let error = Kicked::read(words.iter().copied()).unwrap_err();
            assert!(error.contains(text), "{words:?}: {error}");
        }
    }
}
