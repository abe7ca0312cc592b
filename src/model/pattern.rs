//! XML Schema patterns, as far as the data models use them: does a whole value match?
//!
//! A pattern becomes a small program that runs over the value once, all alternatives side by side
//! (Thompson's construction): time is at most length × program, and no pattern makes it explode.
//! Known are literals, `.`, classes, `\d \w \s` and their opposites, groups, `|`, and the
//! quantifiers `? * + {n} {n,} {n,m}`. Anything else is refused when the schema is read.
//! Digits are ASCII digits. A `?` behind a quantifier is taken as "lazy", which changes nothing
//! where the whole value must match.

/// Instructions in one program; a data model needs about a hundred.
const MOST_OPS: usize = 4000;
/// Groups inside groups.
const DEEPEST: usize = 32;

/// A pattern, ready to run.
#[derive(Clone, Debug)]
pub struct Pattern {
    ops: Vec<Op>,
    sets: Vec<Set>,
}

impl Pattern {
    /// Reads a pattern; the error says what was expected and what came.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let mut parser = Parser {
            chars: text.chars().peekable(),
            sets: Vec::new(),
        };
        let mut ops = parser.alternatives(0)?;
        if let Some(c) = parser.chars.next() {
            return Err(format!("expected the end of the pattern /{text}/, got {c}"));
        }
        ops.push(Op::Match);
        Ok(Pattern {
            ops,
            sets: parser.sets,
        })
    }

    /// Whether the whole of `value` matches.
    pub fn matches(&self, value: &str) -> bool {
        let mut now = Threads::new(self.ops.len());
        let mut next = Threads::new(self.ops.len());
        self.follow(&mut now, 0);
        for c in value.chars() {
            if now.list.is_empty() {
                return false;
            }
            for index in 0..now.list.len() {
                let Some(&at) = now.list.get(index) else {
                    break;
                };
                if let Some(Op::One(set)) = self.ops.get(at)
                    && self.sets.get(*set).is_some_and(|set| set.contains(c))
                {
                    self.follow(&mut next, at + 1);
                }
            }
            std::mem::swap(&mut now, &mut next);
            next.clear();
        }
        now.list
            .iter()
            .any(|at| matches!(self.ops.get(*at), Some(Op::Match)))
    }

    /// Adds `at` and all that is reached from there without reading a character.
    fn follow(&self, threads: &mut Threads, at: usize) {
        let mut todo = vec![at];
        while let Some(at) = todo.pop() {
            let Some(seen) = threads.seen.get_mut(at) else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            match self.ops.get(at) {
                Some(Op::Split(one, other)) => {
                    todo.extend(at.checked_add_signed(*other));
                    todo.extend(at.checked_add_signed(*one));
                }
                Some(Op::Jump(by)) => todo.extend(at.checked_add_signed(*by)),
                _ => threads.list.push(at),
            }
        }
    }
}

/// Jumps are relative, so that a piece of program can be copied.
#[derive(Clone, Copy, Debug)]
enum Op {
    /// Reads one character of the set with this number.
    One(usize),
    Split(isize, isize),
    Jump(isize),
    Match,
}

#[derive(Clone, Debug, Default)]
struct Set {
    negated: bool,
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Range(char, char),
    Class { letter: char, negated: bool },
}

impl Set {
    fn contains(&self, c: char) -> bool {
        self.negated
            != self.parts.iter().any(|part| match *part {
                Part::Range(from, to) => (from..=to).contains(&c),
                Part::Class {
                    letter: 'd',
                    negated,
                } => negated != c.is_ascii_digit(),
                Part::Class {
                    letter: 's',
                    negated,
                } => negated != matches!(c, ' ' | '\t' | '\n' | '\r'),
                Part::Class { negated, .. } => negated != (c.is_alphanumeric() || c == '_'),
            })
    }
}

/// The places of the program that are alive at one character.
struct Threads {
    list: Vec<usize>,
    seen: Vec<bool>,
}

impl Threads {
    fn new(ops: usize) -> Threads {
        Threads {
            list: Vec::new(),
            seen: vec![false; ops],
        }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.seen.fill(false);
    }
}

struct Parser<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    sets: Vec<Set>,
}

impl Parser<'_> {
    fn alternatives(&mut self, depth: usize) -> Result<Vec<Op>, String> {
        if depth > DEEPEST {
            return Err(format!(
                "expected at most {DEEPEST} groups inside each other"
            ));
        }
        let mut ops = self.sequence(depth)?;
        while self.chars.next_if_eq(&'|').is_some() {
            let other = self.sequence(depth)?;
            let mut both = vec![Op::Split(1, signed(ops.len() + 2))];
            both.append(&mut ops);
            both.push(Op::Jump(signed(other.len() + 1)));
            both.extend(other);
            ops = limited(both)?;
        }
        Ok(ops)
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Op>, String> {
        let mut ops = Vec::new();
        while let Some(c) = self.chars.next_if(|c| !matches!(c, '|' | ')')) {
            let atom = match c {
                '(' => {
                    let inner = self.alternatives(depth + 1)?;
                    self.expect(')')?;
                    inner
                }
                '[' => {
                    let set = self.class()?;
                    self.one(set)
                }
                '.' => self.one(Set {
                    negated: true,
                    parts: vec![Part::Range('\n', '\n'), Part::Range('\r', '\r')],
                }),
                '\\' => {
                    let part = self.escape()?;
                    self.one(Set {
                        negated: false,
                        parts: vec![part],
                    })
                }
                '?' | '*' | '+' | '{' | '}' | ']' => {
                    return Err(format!(
                        "expected a character before {c}, or \\{c} for itself"
                    ));
                }
                c => self.one(Set {
                    negated: false,
                    parts: vec![Part::Range(c, c)],
                }),
            };
            ops.extend(self.quantified(atom)?);
            ops = limited(ops)?;
        }
        Ok(ops)
    }

    fn one(&mut self, set: Set) -> Vec<Op> {
        self.sets.push(set);
        vec![Op::One(self.sets.len() - 1)]
    }

    fn quantified(&mut self, atom: Vec<Op>) -> Result<Vec<Op>, String> {
        let (least, most) = match self.chars.next_if(|c| matches!(c, '?' | '*' | '+' | '{')) {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some(_) => self.counts()?,
            None => return Ok(atom),
        };
        self.chars.next_if_eq(&'?');
        repeated(atom, least, most)
    }

    /// The inside of `{n}`, `{n,}`, `{n,m}` and the closing brace.
    fn counts(&mut self) -> Result<(usize, Option<usize>), String> {
        let least = self.number()?.ok_or("expected a number after {")?;
        let most = if self.chars.next_if_eq(&',').is_some() {
            self.number()?
        } else {
            Some(least)
        };
        self.expect('}')?;
        if most.is_some_and(|most| most < least) {
            return Err(format!(
                "expected {{n,m}} with n not above m, got n = {least}"
            ));
        }
        Ok((least, most))
    }

    fn number(&mut self) -> Result<Option<usize>, String> {
        let mut number: Option<usize> = None;
        while let Some(digit) = self.chars.peek().and_then(|c| c.to_digit(10)) {
            self.chars.next();
            let grown = number.unwrap_or(0) * 10 + digit as usize;
            if grown > MOST_OPS {
                return Err(format!("expected a repetition of at most {MOST_OPS}"));
            }
            number = Some(grown);
        }
        Ok(number)
    }

    /// The inside of `[…]` and the closing bracket.
    fn class(&mut self) -> Result<Set, String> {
        let mut set = Set {
            negated: self.chars.next_if_eq(&'^').is_some(),
            parts: Vec::new(),
        };
        loop {
            let part = match self.chars.next() {
                None => return Err("expected ] at the end of a class".into()),
                Some(']') if set.parts.is_empty() => {
                    return Err("expected a character in the class, got ]".into());
                }
                Some(']') => return Ok(set),
                Some('[') => {
                    return Err("expected \\[ in a class (a class inside is not known here)".into());
                }
                Some('\\') => self.escape()?,
                Some(c) => Part::Range(c, c),
            };
            let part = match (part, self.chars.peek()) {
                (Part::Range(from, _), Some('-')) => {
                    self.chars.next();
                    match self.chars.peek() {
                        // A hyphen at the end is itself.
                        Some(']') | None => {
                            set.parts.push(Part::Range('-', '-'));
                            part
                        }
                        Some('[') => return Err("expected no class taken from a class".into()),
                        Some(_) => {
                            let to = match self.chars.next() {
                                Some('\\') => self.escape()?,
                                Some(c) => Part::Range(c, c),
                                None => return Err("expected ] at the end of a class".into()),
                            };
                            match to {
                                Part::Range(to, _) if from <= to => Part::Range(from, to),
                                _ => {
                                    return Err(format!(
                                        "expected a range of the form a-b after {from}-"
                                    ));
                                }
                            }
                        }
                    }
                }
                _ => part,
            };
            set.parts.push(part);
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<Part, String> {
        Ok(match self.chars.next() {
            Some('n') => Part::Range('\n', '\n'),
            Some('r') => Part::Range('\r', '\r'),
            Some('t') => Part::Range('\t', '\t'),
            Some(c @ ('d' | 's' | 'w')) => Part::Class {
                letter: c,
                negated: false,
            },
            Some(c @ ('D' | 'S' | 'W')) => Part::Class {
                letter: c.to_ascii_lowercase(),
                negated: true,
            },
            Some(c) if c.is_ascii_punctuation() => Part::Range(c, c),
            Some(c) => {
                return Err(format!(
                    "expected \\d, \\s, \\w or a mark after \\, got {c}"
                ));
            }
            None => return Err("expected a character after the last \\".into()),
        })
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        match self.chars.next() {
            Some(c) if c == wanted => Ok(()),
            Some(c) => Err(format!("expected {wanted} in the pattern, got {c}")),
            None => Err(format!("expected {wanted} in the pattern, got its end")),
        }
    }
}

fn repeated(atom: Vec<Op>, least: usize, most: Option<usize>) -> Result<Vec<Op>, String> {
    let length = atom.len();
    let copies = most.unwrap_or(least + 1).max(1);
    if (length + 2) * copies > MOST_OPS {
        return Err(too_long());
    }
    let mut ops = Vec::new();
    for _ in 0..least {
        ops.extend_from_slice(&atom);
    }
    match most {
        None => {
            ops.push(Op::Split(1, signed(length + 2)));
            ops.extend(atom);
            ops.push(Op::Jump(-signed(length + 1)));
        }
        Some(most) => {
            for _ in least..most {
                ops.push(Op::Split(1, signed(length + 1)));
                ops.extend_from_slice(&atom);
            }
        }
    }
    Ok(ops)
}

fn limited(ops: Vec<Op>) -> Result<Vec<Op>, String> {
    if ops.len() > MOST_OPS {
        Err(too_long())
    } else {
        Ok(ops)
    }
}

fn too_long() -> String {
    format!("expected a pattern of at most {MOST_OPS} steps once its repetitions are written out")
}

/// Programs are shorter than [`MOST_OPS`], so this never saturates.
fn signed(by: usize) -> isize {
    isize::try_from(by).unwrap_or(isize::MAX)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn whole_value_must_match() {
        let table: &[(&str, &[&str], &[&str])] = &[
            ("", &[""], &["a"]),
            ("abc", &["abc"], &["", "ab", "abcd", "xabc"]),
            ("a|bc|", &["a", "bc", ""], &["abc", "b"]),
            ("a*", &["", "a", "aaaa"], &["b", "ab"]),
            ("a+b?", &["a", "ab", "aab"], &["", "b", "abb"]),
            ("a{2}", &["aa"], &["a", "aaa"]),
            ("a{2,}", &["aa", "aaaaa"], &["a", ""]),
            ("a{0,2}", &["", "a", "aa"], &["aaa"]),
            ("a{0}", &[""], &["a"]),
            ("(ab){1,2}c", &["abc", "ababc"], &["c", "abababc"]),
            ("(a*)*b", &["b", "aaab"], &["a"]),
            ("()*", &[""], &["a"]),
            ("[a-c]", &["a", "b", "c"], &["d", "-"]),
            ("[^a-c]", &["d", "é"], &["a", ""]),
            ("[a-]", &["a", "-"], &["b"]),
            ("[-a]", &["a", "-"], &["b"]),
            ("[ OI]", &[" ", "O", "I"], &["x"]),
            (r"[\d.]+", &["1.2"], &["1,2"]),
            (r"\d+(\.\d+)*", &["1", "1.2.3"], &["1.", ".1", "", "١"]),
            (r"\w\W\s\S\D", &["a- bc"], &["--  1"]),
            (r"\(\)\[\]\{\}\\\|\*", &[r"()[]{}\|*"], &["x"]),
            ("^a$", &["^a$"], &["a"]),
            ("a.c", &["abc", "a.c"], &["a\nc", "ac"]),
            (
                "([0-9]{1,15}?[BKMGT])",
                &["1B", "123456789012345T"],
                &["B", "1"],
            ),
            (
                "([0-9A-Fa-f][0-9A-Fa-f]:){5}([0-9A-Fa-f][0-9A-Fa-f])",
                &["00:1a:2B:3c:4D:5e"],
                &["00:1a:2B:3c:4D", "00-1a-2B-3c-4D-5e"],
            ),
            (
                r"((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])",
                &["0.0.0.0", "255.255.255.255", "192.168.1.1"],
                &["256.1.1.1", "1.1.1", "1.1.1.1.", "1.1.1.1 "],
            ),
            ("/(3[0-2]|[012]?[0-9])", &["/0", "/32"], &["/33", "32"]),
        ];
        for (pattern, good, bad) in table {
            let compiled = Pattern::parse(pattern).unwrap();
            for value in *good {
                assert!(compiled.matches(value), "/{pattern}/ should take {value:?}");
            }
            for value in *bad {
                assert!(
                    !compiled.matches(value),
                    "/{pattern}/ should refuse {value:?}"
                );
            }
        }
    }

    #[test]
    fn unknown_constructs_are_refused() {
        for pattern in [
            "(",
            ")",
            "a)",
            "[",
            "[]",
            "[a",
            "[b-a]",
            "[a-z-[aeiou]]",
            "*",
            "a{",
            "a{}",
            "a{2,1}",
            "a{x}",
            "a**",
            "}",
            "]",
            r"\",
            r"\p{L}",
            r"\i",
            r"\1",
            "a{4001}",
            "(a{100}){100}",
            "[[:alpha:]]",
        ] {
            let error = Pattern::parse(pattern).err();
            assert!(
                error.is_some_and(|e| e.contains("expected")),
                "/{pattern}/ should be refused"
            );
        }
        assert!(Pattern::parse(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn catastrophic_patterns_stay_linear() {
        let value = "a".repeat(20_000) + "!";
        for pattern in ["(a+)+", "(a|a)*", "(a|aa)+", "((a*)*)*b", "(a?){500}"] {
            assert!(
                !Pattern::parse(pattern).unwrap().matches(&value),
                "/{pattern}/"
            );
        }
    }

    /// A pattern as a tree, with the obvious (and explosive) way to match it.
    enum Tree {
        Char(char),
        Any,
        Both(Box<Tree>, Box<Tree>),
        Either(Box<Tree>, Box<Tree>),
        Times(Box<Tree>, usize, Option<usize>),
    }

    impl Tree {
        fn grow(dice: &mut impl FnMut(usize) -> usize, depth: usize) -> Tree {
            let branch = |dice: &mut _| Box::new(Tree::grow(dice, depth + 1));
            match dice(if depth > 3 { 3 } else { 9 }) {
                0 => Tree::Any,
                1 | 2 => Tree::Char(if dice(2) == 0 { 'a' } else { 'b' }),
                3..=5 => Tree::Both(branch(dice), branch(dice)),
                6 => Tree::Either(branch(dice), branch(dice)),
                _ => {
                    let least = dice(3);
                    let most = (dice(2) == 0).then(|| least + dice(3));
                    Tree::Times(branch(dice), least, most)
                }
            }
        }

        fn text(&self) -> String {
            match self {
                Tree::Char(c) => c.to_string(),
                Tree::Any => ".".into(),
                Tree::Both(one, other) => format!("{}{}", one.text(), other.text()),
                Tree::Either(one, other) => format!("({}|{})", one.text(), other.text()),
                Tree::Times(inner, 0, None) => format!("({})*", inner.text()),
                Tree::Times(inner, 1, None) => format!("({})+", inner.text()),
                Tree::Times(inner, 0, Some(1)) => format!("({})?", inner.text()),
                Tree::Times(inner, least, None) => format!("({}){{{least},}}", inner.text()),
                Tree::Times(inner, least, Some(most)) => {
                    format!("({}){{{least},{most}}}", inner.text())
                }
            }
        }

        /// Which ends a match that starts at `from` may have.
        fn ends(&self, value: &[char], from: usize) -> Vec<usize> {
            let mut ends = match self {
                Tree::Char(c) if value.get(from) == Some(c) => vec![from + 1],
                Tree::Any if from < value.len() => vec![from + 1],
                Tree::Char(_) | Tree::Any => Vec::new(),
                Tree::Both(one, other) => {
                    let middles = one.ends(value, from);
                    middles
                        .iter()
                        .flat_map(|&middle| other.ends(value, middle))
                        .collect()
                }
                Tree::Either(one, other) => {
                    [one.ends(value, from), other.ends(value, from)].concat()
                }
                Tree::Times(inner, least, most) => {
                    let mut found = Vec::new();
                    let mut here = vec![from];
                    // More rounds than characters bring nothing new.
                    for round in 0..=most.unwrap_or(least + value.len()) {
                        if round >= *least {
                            found.extend(&here);
                        }
                        here = here.iter().flat_map(|&at| inner.ends(value, at)).collect();
                        here.sort_unstable();
                        here.dedup();
                    }
                    found
                }
            };
            ends.sort_unstable();
            ends.dedup();
            ends
        }
    }

    #[test]
    fn random_patterns_match_what_brute_force_matches() {
        let mut state = 0x5EED_u64;
        let mut dice = move |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).unwrap()
        };
        let mut matched = 0;
        for _ in 0..3000 {
            let tree = Tree::grow(&mut dice, 0);
            let pattern = Pattern::parse(&tree.text()).unwrap();
            for _ in 0..10 {
                let value: Vec<char> = (0..dice(7)).map(|_| ['a', 'b', 'c'][dice(3)]).collect();
                let text: String = value.iter().collect();
                let expected = tree.ends(&value, 0).contains(&value.len());
                assert_eq!(
                    pattern.matches(&text),
                    expected,
                    "/{}/ {text:?}",
                    tree.text()
                );
                matched += usize::from(expected);
            }
        }
        assert!(matched > 1000, "{matched}");
    }
}
