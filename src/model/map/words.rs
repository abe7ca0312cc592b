//! The words of a `.map` line.

use super::Scale;

/// What was expected and what came.
pub(super) type Wrong = String;

/// One word of a line, quotes resolved.
#[derive(Debug)]
pub(super) struct Word {
    pub text: String,
    /// Where in `text` the first `=` outside quotes is.
    pub equals: Option<usize>,
    /// Some of it was quoted: it is no keyword.
    pub quoted: bool,
}

impl Word {
    pub fn is_one_of(&self, keywords: &[&str]) -> bool {
        !self.quoted && self.equals.is_none() && keywords.contains(&self.text.as_str())
    }

    /// `A=B`
    pub fn pair(&self) -> Option<(&str, &str)> {
        let (left, right) = self.text.split_at_checked(self.equals?)?;
        Some((left, right.get(1..)?))
    }

    /// `*N` or `/N`
    pub fn scale(&self) -> Result<Option<Scale>, Wrong> {
        let Some((sign, factor)) = self
            .text
            .split_at_checked(1)
            .filter(|(sign, _)| !self.quoted && matches!(*sign, "*" | "/"))
        else {
            return Ok(None);
        };
        match factor.parse() {
            Ok(factor) if factor > 0 && sign == "*" => Ok(Some(Scale::Times(factor))),
            Ok(factor) if factor > 0 => Ok(Some(Scale::Divide(factor))),
            _ => Err(format!(
                "expected {sign}N with N from 1 to {}, got `{}`",
                u32::MAX,
                self.text
            )),
        }
    }
}

/// The words of a line up to its comment.
pub(super) fn words(line: &str) -> Result<Vec<Word>, Wrong> {
    let mut words = Vec::new();
    let mut characters = line.chars().peekable();
    loop {
        while characters
            .next_if(|character| character.is_whitespace())
            .is_some()
        {}
        match characters.peek() {
            None | Some('#') => return Ok(words),
            Some(_) => {}
        }
        let mut word = Word {
            text: String::new(),
            equals: None,
            quoted: false,
        };
        while let Some(character) = characters.next_if(|character| !character.is_whitespace()) {
            if character != '"' {
                if character == '=' && word.equals.is_none() {
                    word.equals = Some(word.text.len());
                }
                word.text.push(character);
                continue;
            }
            word.quoted = true;
            loop {
                let inside = match characters.next() {
                    Some('"') => break,
                    Some('\\') => characters
                        .next_if(|next| matches!(next, '"' | '\\'))
                        .or(Some('\\')),
                    other => other,
                };
                match inside {
                    Some(inside) => word.text.push(inside),
                    None => {
                        return Err(format!(
                            "expected a closing \" on the same line, got `{}`",
                            word.text
                        ));
                    }
                }
            }
        }
        words.push(word);
    }
}

/// The words of a line as they are taken one by one.
#[derive(Debug)]
pub(super) struct Words<'a> {
    words: &'a [Word],
    pub next: usize,
}

impl<'a> Words<'a> {
    pub fn new(words: &'a [Word]) -> Words<'a> {
        Words { words, next: 0 }
    }

    pub fn peek(&self) -> Option<&'a Word> {
        self.words.get(self.next)
    }

    pub fn take(&mut self, what: &str) -> Result<&'a Word, Wrong> {
        let word = self
            .peek()
            .ok_or_else(|| format!("expected {what}, got the end of the line"))?;
        self.next += 1;
        Ok(word)
    }

    /// The next word, if it is one of these.
    pub fn keyword(&mut self, keywords: &[&str]) -> Option<&'a str> {
        let word = self.peek().filter(|word| word.is_one_of(keywords))?;
        self.next += 1;
        Some(&word.text)
    }

    /// What parts words.
    pub fn character(&mut self) -> Result<char, Wrong> {
        let text = &self.take("a character")?.text;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(format!("expected one character, got `{text}`")),
        }
    }

    /// A number from 1.
    pub fn number(&mut self, what: &str) -> Result<usize, Wrong> {
        let text = &self.take(what)?.text;
        count(text).ok_or_else(|| format!("expected {what} (from 1), got `{text}`"))
    }

    /// One or more `LEFT=VALUE` or `LEFT!=VALUE`.
    pub fn conditions(&mut self, what: &str) -> Result<Vec<(String, bool, Box<str>)>, Wrong> {
        let mut conditions = Vec::new();
        while let Some((left, value)) = self.peek().and_then(Word::pair) {
            self.next += 1;
            let (left, equal) = match left.strip_suffix('!') {
                Some(left) => (left, false),
                None => (left, true),
            };
            conditions.push((left.to_owned(), equal, value.into()));
        }
        if conditions.is_empty() {
            let word = self.take(what)?;
            return Err(format!("expected {what}, got `{}`", word.text));
        }
        Ok(conditions)
    }
}

/// A number from 1.
pub(super) fn count(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number| *number > 0)
}
