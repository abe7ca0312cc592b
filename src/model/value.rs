//! The types of TR-106: what an ACS may send, in which form it is kept, and how what a platform
//! says becomes a value.
//!
//! [`Type::accept`] judges what an ACS sent: every lexical form of the type is taken and brought
//! into one form, all facets are checked. [`Type::render`] never fails: what a platform says is
//! read leniently, and what makes no sense becomes the type's null value.

use super::lexical::{
    base64, decimal, integer, is_hex, items, percent_decoded, trimmed, unbracketed,
};
use super::pattern::Pattern;
use crate::time::{self, DateTime};
use std::fmt::Write;

/// The base type that a value has on the wire (TR-106 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    String,
    Int,
    UnsignedInt,
    Long,
    UnsignedLong,
    Boolean,
    DateTime,
    Base64,
    HexBinary,
    Decimal,
}

/// All that the schema says about the values of one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    pub base: Base,
    /// Present where the value is a comma-separated list; the facets below are those of an item.
    pub list: Option<Box<ListRule>>,
    /// Allowed lengths in characters (octets for base64 and hexBinary), inclusive; empty: any.
    pub sizes: Box<[Bounds<u32>]>,
    /// Allowed numbers, inclusive; empty: all of the base type.
    pub ranges: Box<[Range]>,
    /// Allowed words, in the schema's order; empty: any. Case matters.
    pub enumeration: Box<[Word]>,
    /// XML Schema patterns of which one must match the whole value; empty: any.
    pub patterns: Box<[Box<str>]>,
    /// What the value points to, where it is a path.
    pub reference: Option<Box<Reference>>,
}

/// One word of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: Box<str>,
    /// The device may say it, the ACS may not write it (`access="readOnly"`), like the
    /// `Complete` of a diagnostic.
    pub reported: bool,
}

/// How a list may look (TR-106 3.2.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRule {
    /// Allowed lengths of the whole text in characters; empty: any.
    pub sizes: Box<[Bounds<u32>]>,
    /// Allowed numbers of items.
    pub items: Bounds<u32>,
    /// An item may stand in brackets, and then hold commas: `[1,2],[3,4]`.
    pub brackets: bool,
    /// Present where each item is itself a list (in brackets).
    pub inner: Option<Box<ListRule>>,
}

/// Inclusive bounds, open where `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds<N> {
    pub least: Option<N>,
    pub most: Option<N>,
}

/// Allowed numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub least: Option<i128>,
    pub most: Option<i128>,
    /// Only every so manieth number, counted from `least` (or 0).
    pub step: Option<u32>,
}

/// A path reference (TR-106 3.2.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// A strong reference must point to something that exists.
    pub strong: bool,
    /// Where it may point, as object paths (`Device.IP.Interface.`,
    /// `Device.IP.Interface.{i}.IPv4Address.`): to a row of these tables, or to such an object
    /// itself where it is no table. Empty: anywhere.
    pub targets: Box<[Box<str>]>,
}

impl Base {
    /// Its name in XML Schema, as in `xsi:type="xsd:…"`.
    pub fn xsd(self) -> &'static str {
        match self {
            Base::Base64 => "base64Binary",
            other => other.name(),
        }
    }

    /// Its name in the data models and in `.dm` lines.
    pub fn name(self) -> &'static str {
        match self {
            Base::String => "string",
            Base::Int => "int",
            Base::UnsignedInt => "unsignedInt",
            Base::Long => "long",
            Base::UnsignedLong => "unsignedLong",
            Base::Boolean => "boolean",
            Base::DateTime => "dateTime",
            Base::Base64 => "base64",
            Base::HexBinary => "hexBinary",
            Base::Decimal => "decimal",
        }
    }

    /// The base type of this name.
    pub fn named(name: &str) -> Option<Base> {
        ALL.into_iter().find(|base| base.name() == name)
    }

    /// The null value (TR-106 A.2.3.5): what is said where there is nothing to say.
    pub fn null(self) -> &'static str {
        match self {
            Base::String | Base::Base64 | Base::HexBinary => "",
            Base::Int | Base::Long => "-1",
            Base::UnsignedInt | Base::UnsignedLong | Base::Decimal => "0",
            Base::Boolean => "false",
            Base::DateTime => UNKNOWN_TIME,
        }
    }

    /// The least and the greatest number, for a whole-number type.
    fn limits(self) -> Option<(i128, i128)> {
        Some(match self {
            Base::Int => (i32::MIN.into(), i32::MAX.into()),
            Base::UnsignedInt => (0, u32::MAX.into()),
            Base::Long => (i64::MIN.into(), i64::MAX.into()),
            Base::UnsignedLong => (0, u64::MAX.into()),
            _ => return None,
        })
    }
}

const ALL: [Base; 10] = [
    Base::String,
    Base::Int,
    Base::UnsignedInt,
    Base::Long,
    Base::UnsignedLong,
    Base::Boolean,
    Base::DateTime,
    Base::Base64,
    Base::HexBinary,
    Base::Decimal,
];

/// "Unknown or not applicable" (TR-106 3.2.2).
pub const UNKNOWN_TIME: &str = "0001-01-01T00:00:00Z";

impl Type {
    /// The type without any facet.
    pub fn of(base: Base) -> Type {
        Type {
            base,
            list: None,
            sizes: Box::default(),
            ranges: Box::default(),
            enumeration: Box::default(),
            patterns: Box::default(),
            reference: None,
        }
    }

    /// What an ACS sent, in the form in which it is kept and read back; or a sentence saying what
    /// was expected and what came (fault 9007). The sentence quotes the value: for a secret use
    /// [`Type::accept_secret`].
    pub fn accept(&self, text: &str) -> Result<String, String> {
        self.judge(text, true).map_err(|refusal| {
            format!("expected {}; got {}", refusal.expected, quoted(refusal.got))
        })
    }

    /// As [`Type::accept`]; the sentence does not quote the value.
    pub fn accept_secret(&self, text: &str) -> Result<String, String> {
        self.judge(text, true)
            .map_err(|refusal| format!("expected {}", refusal.expected))
    }

    /// As [`Type::accept`], for a value that the device itself has, so that words which only the
    /// device may say are taken too.
    pub fn admit(&self, text: &str) -> Result<String, String> {
        self.judge(text, false).map_err(|refusal| {
            format!("expected {}; got {}", refusal.expected, quoted(refusal.got))
        })
    }

    /// What a platform said, as a value of this type. Booleans in the words of config files, a
    /// dateTime also as seconds since 1970, numbers within reach of the base type (a counter that outgrew its type wraps as the
    /// standard's counters do), words of the enumeration in any case; the null value for what
    /// makes no sense. Facets are not enforced: what the device has, it has.
    pub fn render(&self, raw: &str) -> String {
        match &self.list {
            None => self.render_item(raw),
            Some(rule) => self.render_list(rule, raw),
        }
    }

    /// The null value of the type; for a list the empty list.
    pub fn null(&self) -> &'static str {
        if self.list.is_some() {
            ""
        } else {
            self.base.null()
        }
    }

    fn judge<'t>(&self, text: &'t str, writing: bool) -> Result<String, Refusal<'t>> {
        match &self.list {
            None => self.judge_item(text, writing),
            Some(rule) => self.judge_list(rule, text, writing),
        }
    }

    fn judge_list<'t>(
        &self,
        rule: &ListRule,
        text: &'t str,
        writing: bool,
    ) -> Result<String, Refusal<'t>> {
        let mut kept = String::with_capacity(text.len());
        let mut count: u32 = 0;
        for item in items(text, rule.brackets) {
            if count > 0 {
                kept.push(',');
            }
            count = count.saturating_add(1);
            let unwrapped = if rule.brackets {
                unbracketed(item)
            } else {
                None
            };
            match (&rule.inner, unwrapped) {
                (Some(inner), Some(item)) => {
                    let item = self.judge_list(inner, item, writing)?;
                    let _ = write!(kept, "[{item}]");
                }
                (Some(_), None) => {
                    return Err(Refusal::new("a list in brackets as each item", item));
                }
                (None, Some(item)) => {
                    let item = self.judge_list_item(item, writing)?;
                    let _ = write!(kept, "[{item}]");
                }
                (None, None) => kept.push_str(&self.judge_list_item(item, writing)?),
            }
        }
        if rule.items.least.is_some_and(|least| count < least)
            || rule.items.most.is_some_and(|most| count > most)
        {
            let expected = format!("a list of {} items, not {count}", rule.items.words());
            return Err(Refusal {
                expected,
                got: text,
            });
        }
        check_sizes(&rule.sizes, kept.chars().count(), "characters", text)?;
        Ok(kept)
    }

    /// An item with blanks or commas may come percent-encoded (TR-106 3.2.3). Where the words or
    /// the patterns of the type take it only decoded, it is kept decoded.
    fn judge_list_item<'t>(&self, item: &'t str, writing: bool) -> Result<String, Refusal<'t>> {
        let refusal = match self.judge_item(item, writing) {
            Ok(kept) => return Ok(kept),
            Err(refusal) => refusal,
        };
        match percent_decoded(item) {
            Some(decoded) if !decoded.contains(',') => {
                self.judge_item(&decoded, writing).map_err(|_| refusal)
            }
            _ => Err(refusal),
        }
    }

    fn judge_item<'t>(&self, text: &'t str, writing: bool) -> Result<String, Refusal<'t>> {
        let trimmed = trimmed(text);
        match self.base {
            Base::String => {
                self.check_string(text, writing)?;
                Ok(text.to_owned())
            }
            Base::Boolean => match trimmed {
                "true" | "1" => Ok("true".into()),
                "false" | "0" => Ok("false".into()),
                _ => Err(Refusal::new("true or false", text)),
            },
            Base::Int | Base::UnsignedInt | Base::Long | Base::UnsignedLong => {
                let (least, most) = self.base.limits().unwrap_or_default();
                match integer(trimmed) {
                    Some(number)
                        if (least..=most).contains(&number)
                            && (self.ranges.is_empty()
                                || self.ranges.iter().any(|range| range.holds(number))) =>
                    {
                        Ok(number.to_string())
                    }
                    _ => Err(Refusal {
                        expected: self.number_words(),
                        got: text,
                    }),
                }
            }
            Base::Decimal => match decimal(trimmed) {
                Some(kept)
                    if self.ranges.is_empty()
                        || self.ranges.iter().any(|range| range.holds_decimal(&kept)) =>
                {
                    Ok(kept)
                }
                _ => Err(Refusal {
                    expected: self.number_words(),
                    got: text,
                }),
            },
            Base::DateTime if DateTime::parse(trimmed).is_ok() => Ok(trimmed.to_owned()),
            Base::DateTime => Err(Refusal::new(
                "a dateTime such as 2024-05-31T12:00:00Z",
                text,
            )),
            Base::Base64 => {
                let Some((kept, octets)) = base64(text) else {
                    return Err(Refusal::new("base64", text));
                };
                check_sizes(&self.sizes, octets, "octets", text)?;
                Ok(kept)
            }
            Base::HexBinary => {
                if !is_hex(trimmed) {
                    return Err(Refusal::new("an even number of hexadecimal digits", text));
                }
                check_sizes(&self.sizes, trimmed.len() / 2, "octets", text)?;
                Ok(trimmed.to_owned())
            }
        }
    }

    fn check_string<'t>(&self, text: &'t str, writing: bool) -> Result<(), Refusal<'t>> {
        let allowed = |word: &Word| !(writing && word.reported);
        if !self.enumeration.is_empty()
            && !self
                .enumeration
                .iter()
                .any(|word| allowed(word) && *word.text == *text)
        {
            let mut words = self
                .enumeration
                .iter()
                .filter(|word| allowed(word))
                .map(|word| &*word.text);
            let expected = match (words.next(), words.next()) {
                (None, _) => "no value: only the device says what this is".to_owned(),
                (Some(only), None) => quoted(only),
                (Some(first), Some(second)) => {
                    let mut expected = format!("one of {first}, {second}");
                    for (count, word) in words.enumerate() {
                        expected.push_str(", ");
                        if count >= MOST_WORDS {
                            expected.push('…');
                            break;
                        }
                        expected.push_str(word);
                    }
                    expected
                }
            };
            return Err(Refusal {
                expected,
                got: text,
            });
        }
        if !self.sizes.is_empty() {
            check_sizes(&self.sizes, text.chars().count(), "characters", text)?;
        }
        if !self.patterns.is_empty()
            && !self.patterns.iter().any(|pattern| {
                // The schema let in none that cannot be read.
                Pattern::parse(pattern).is_ok_and(|pattern| pattern.matches(text))
            })
        {
            let expected = format!(
                "a value of the form {}",
                joined(self.patterns.iter().map(|p| &**p))
            );
            return Err(Refusal {
                expected,
                got: text,
            });
        }
        Ok(())
    }

    fn number_words(&self) -> String {
        let kind = if self.base == Base::Decimal {
            "a number"
        } else {
            "a whole number"
        };
        if self.ranges.is_empty() {
            let (least, most) = match self.base.limits() {
                Some((least, most)) => (Some(least), Some(most)),
                None => (None, None),
            };
            return format!(
                "{kind}{}",
                Range {
                    least,
                    most,
                    step: None
                }
                .words()
            );
        }
        let ranges: Vec<String> = self.ranges.iter().map(|range| range.words()).collect();
        format!("{kind}{}", ranges.join(" or"))
    }

    fn render_list(&self, rule: &ListRule, raw: &str) -> String {
        let mut said = String::with_capacity(raw.len());
        for (count, item) in items(raw, rule.brackets).enumerate() {
            if count > 0 {
                said.push(',');
            }
            let unwrapped = if rule.brackets {
                unbracketed(item)
            } else {
                None
            };
            let _ = match (&rule.inner, unwrapped) {
                (Some(inner), item_list) => {
                    write!(
                        said,
                        "[{}]",
                        self.render_list(inner, item_list.unwrap_or(item))
                    )
                }
                (None, Some(item)) => write!(said, "[{}]", self.render_item(item)),
                (None, None) => write!(said, "{}", self.render_item(item)),
            };
        }
        said
    }

    fn render_item(&self, raw: &str) -> String {
        let trimmed = trimmed(raw);
        let null = || self.base.null().to_owned();
        match self.base {
            Base::String if self.enumeration.iter().all(|word| *word.text != *raw) => {
                let mut alike = self
                    .enumeration
                    .iter()
                    .filter(|word| word.text.eq_ignore_ascii_case(trimmed));
                match (alike.next(), alike.next()) {
                    (Some(word), None) => word.text.to_string(),
                    _ => raw.to_owned(),
                }
            }
            Base::String => raw.to_owned(),
            Base::Boolean => {
                let yes = ["1", "true", "yes", "on", "enabled", "enable", "y"];
                yes.iter()
                    .any(|word| trimmed.eq_ignore_ascii_case(word))
                    .to_string()
            }
            Base::UnsignedInt => match integer(trimmed) {
                // TR-106 StatsCounter32: a counter goes on at 0 after its greatest value.
                Some(number) if number >= 0 => (number & i128::from(u32::MAX)).to_string(),
                _ => null(),
            },
            Base::UnsignedLong => match integer(trimmed) {
                Some(number) if number >= 0 => (number & i128::from(u64::MAX)).to_string(),
                _ => null(),
            },
            Base::Int | Base::Long => match (integer(trimmed), self.base.limits()) {
                (Some(number), Some((least, most))) => number.clamp(least, most).to_string(),
                _ => null(),
            },
            Base::Decimal => decimal(trimmed).unwrap_or_else(null),
            Base::DateTime if DateTime::parse(trimmed).is_ok() => trimmed.to_owned(),
            Base::DateTime => match trimmed.parse() {
                Ok(unix) if unix > 0 => time::utc(unix),
                _ => null(),
            },
            Base::Base64 => base64(raw).map_or_else(null, |(kept, _)| kept),
            Base::HexBinary if is_hex(trimmed) => trimmed.to_owned(),
            Base::HexBinary => null(),
        }
    }
}

impl Range {
    fn holds(&self, number: i128) -> bool {
        self.least.is_none_or(|least| number >= least)
            && self.most.is_none_or(|most| number <= most)
            && self.step.is_none_or(|step| {
                number
                    .checked_sub(self.least.unwrap_or(0))
                    .and_then(|above| above.checked_rem(step.into()))
                    .is_some_and(|rest| rest == 0)
            })
    }

    /// `text` in the form of [`decimal`].
    fn holds_decimal(&self, text: &str) -> bool {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let Some(toward_zero) = integer(whole) else {
            return false;
        };
        let (floor, ceiling) = match (fraction.is_empty(), text.starts_with('-')) {
            (true, _) => (toward_zero, toward_zero),
            (false, true) => (toward_zero.saturating_sub(1), toward_zero),
            (false, false) => (toward_zero, toward_zero.saturating_add(1)),
        };
        self.least.is_none_or(|least| floor >= least)
            && self.most.is_none_or(|most| ceiling <= most)
    }

    /// ` from 1 to 9 in steps of 2`, to follow "a number".
    fn words(&self) -> String {
        let mut words = match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => format!(" {least}"),
            (Some(least), Some(most)) => format!(" from {least} to {most}"),
            (Some(least), None) => format!(" of at least {least}"),
            (None, Some(most)) => format!(" of at most {most}"),
            (None, None) => String::new(),
        };
        if let Some(step) = self.step {
            let _ = write!(words, " in steps of {step}");
        }
        words
    }
}

impl Bounds<u32> {
    fn holds(&self, number: usize) -> bool {
        // A length beyond u32 is beyond every bound.
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.least.is_none_or(|least| number >= least)
            && self.most.is_none_or(|most| number <= most)
    }

    fn words(&self) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) if least == most => least.to_string(),
            (Some(0) | None, Some(most)) => format!("at most {most}"),
            (Some(least), Some(most)) => format!("{least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, None) => "any number of".into(),
        }
    }
}

/// Words of an enumeration, or forms, that an error tells after the first two.
const MOST_WORDS: usize = 18;
/// Characters of a value that an error quotes.
const MOST_QUOTED: usize = 60;

/// Why a value is not taken: `expected` follows the word "expected".
struct Refusal<'t> {
    expected: String,
    got: &'t str,
}

impl<'t> Refusal<'t> {
    fn new(expected: &str, got: &'t str) -> Refusal<'t> {
        Refusal {
            expected: expected.to_owned(),
            got,
        }
    }
}

fn check_sizes<'t>(
    sizes: &[Bounds<u32>],
    size: usize,
    unit: &str,
    text: &'t str,
) -> Result<(), Refusal<'t>> {
    if sizes.is_empty() || sizes.iter().any(|bounds| bounds.holds(size)) {
        return Ok(());
    }
    let words: Vec<String> = sizes.iter().map(|bounds| bounds.words()).collect();
    let expected = format!("{} {unit}, not {size}", words.join(" or "));
    Err(Refusal {
        expected,
        got: text,
    })
}

/// The value between quotes, short, and without what would break a log line.
fn quoted(text: &str) -> String {
    let mut said = String::from("\"");
    for (count, c) in text.chars().enumerate() {
        if count >= MOST_QUOTED {
            said.push('…');
            break;
        }
        said.push(if c.is_control() { '\u{fffd}' } else { c });
    }
    said.push('"');
    said
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words
        .map(|word| if word.is_empty() { "\"\"" } else { word })
        .collect::<Vec<_>>()
        .join(" or ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::schema::Schema;
    use super::*;

    fn kind(text: &str) -> Type {
        let mut schema = Schema::default();
        let errors = schema.parse(&format!("A.\n  X {text}\n"), "t.dm", &|_| true);
        assert_eq!(errors, Vec::<String>::new());
        schema.objects[0].parameters[0].syntax.clone()
    }

    #[test]
    fn every_lexical_form_becomes_one() {
        let table: &[(&str, &[(&str, &str)])] = &[
            ("string", &[("", ""), (" a ", " a "), ("ü", "ü")]),
            ("string(:2)", &[("üü", "üü")]),
            (
                "boolean",
                &[
                    ("1", "true"),
                    ("0", "false"),
                    (" true\n", "true"),
                    ("false", "false"),
                ],
            ),
            (
                "int",
                &[
                    ("+7", "7"),
                    ("-007", "-7"),
                    (" 2147483647 ", "2147483647"),
                    ("-2147483648", "-2147483648"),
                    ("-0", "0"),
                ],
            ),
            (
                "unsignedInt",
                &[("+4294967295", "4294967295"), ("000", "0"), ("-0", "0")],
            ),
            ("long", &[("-9223372036854775808", "-9223372036854775808")]),
            (
                "unsignedLong",
                &[
                    ("18446744073709551615", "18446744073709551615"),
                    ("00000000000000000000000000000000000000000000001", "1"),
                ],
            ),
            (
                "unsignedInt(0,10:20)",
                &[("0", "0"), ("10", "10"), ("20", "20")],
            ),
            (
                "unsignedInt(0:240/16)",
                &[("0", "0"), ("32", "32"), ("240", "240")],
            ),
            (
                "int(-25:25/25)",
                &[("-25", "-25"), ("0", "0"), ("25", "25")],
            ),
            (
                "decimal",
                &[
                    ("+1.50", "1.5"),
                    ("-0.0", "0"),
                    (".5", "0.5"),
                    ("007.", "7"),
                    ("-00.10", "-0.1"),
                ],
            ),
            ("decimal(0:1)", &[("0.5", "0.5"), ("1", "1")]),
            (
                "dateTime",
                &[
                    ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"),
                    (
                        " 2024-05-31T12:00:00.123456+02:00 ",
                        "2024-05-31T12:00:00.123456+02:00",
                    ),
                    ("0001-01-03T03:04:05", "0001-01-03T03:04:05"),
                    ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
                    ("2024-01-01T24:00:00-14:00", "2024-01-01T24:00:00-14:00"),
                ],
            ),
            (
                "base64",
                &[
                    ("", ""),
                    ("aGV sbG8\n=", "aGVsbG8="),
                    ("aGVsbA==", "aGVsbA=="),
                ],
            ),
            ("base64(:5)", &[("aGVsbG8=", "aGVsbG8=")]),
            ("hexBinary", &[("", ""), ("00fF ", "00fF")]),
            ("hexBinary(0,2)", &[("", ""), ("00ff", "00ff")]),
            ("Up|Down|\"a b\"", &[("Up", "Up"), ("a b", "a b")]),
            (
                "string(:17) // /([0-9a-f]{2}:){5}[0-9a-f]{2}/",
                &[("", ""), ("00:11:22:33:44:ff", "00:11:22:33:44:ff")],
            ),
            (
                "list string",
                &[
                    ("", ""),
                    (" ", ""),
                    ("a , b,c", "a,b,c"),
                    ("a,,b", "a,,b"),
                    ("a%20b", "a%20b"),
                ],
            ),
            (
                "list(:5) items 1:3 unsignedInt(1:255)",
                &[("1, +02 ,3", "1,2,3")],
            ),
            (
                "list Up|\"a b\"|\"c,d\"",
                &[("Up,a b", "Up,a b"), ("a%20b", "a b")],
            ),
            ("list boolean", &[("1,0", "true,false")]),
            (
                "list items 1:9 list items 2 unsignedInt",
                &[("[1, 2] , [3,4]", "[1,2],[3,4]")],
            ),
            (
                "list items 2 brackets string(3) /[0-7],[0-7]/",
                &[("[1,2], [3,4]", "[1,2],[3,4]")],
            ),
        ];
        for (name, cases) in table {
            for (sent, kept) in *cases {
                assert_eq!(
                    kind(name).accept(sent),
                    Ok((*kept).to_owned()),
                    "{name}: {sent:?}"
                );
                // What is kept is taken again, and stays.
                assert_eq!(
                    kind(name).accept(kept),
                    Ok((*kept).to_owned()),
                    "{name}: {kept:?}"
                );
                assert_eq!(kind(name).render(kept), *kept, "{name}: {kept:?}");
            }
        }
    }

    #[test]
    fn refusals_say_what_was_expected_and_what_came() {
        let table = [
            (
                "string(:3)",
                "abcd",
                "expected at most 3 characters, not 4; got \"abcd\"",
            ),
            (
                "string(2:3)",
                "a",
                "expected 2 to 3 characters, not 1; got \"a\"",
            ),
            (
                "string(6)",
                "abc",
                "expected 6 characters, not 3; got \"abc\"",
            ),
            (
                "string(0,12:64)",
                "abc",
                "expected 0 or 12 to 64 characters, not 3; got \"abc\"",
            ),
            ("boolean", "TRUE", "expected true or false; got \"TRUE\""),
            ("boolean", "", "expected true or false; got \"\""),
            (
                "int",
                "2147483648",
                "expected a whole number from -2147483648 to 2147483647; got \"2147483648\"",
            ),
            (
                "int",
                "1.0",
                "expected a whole number from -2147483648 to 2147483647; got \"1.0\"",
            ),
            (
                "int",
                "1 2",
                "expected a whole number from -2147483648 to 2147483647; got \"1 2\"",
            ),
            (
                "int",
                "--1",
                "expected a whole number from -2147483648 to 2147483647; got \"--1\"",
            ),
            (
                "unsignedInt",
                "-1",
                "expected a whole number from 0 to 4294967295; got \"-1\"",
            ),
            (
                "unsignedInt(1:)",
                "0",
                "expected a whole number of at least 1; got \"0\"",
            ),
            (
                "unsignedInt(0,10:20)",
                "9",
                "expected a whole number 0 or from 10 to 20; got \"9\"",
            ),
            (
                "unsignedInt(0:240/16)",
                "8",
                "expected a whole number from 0 to 240 in steps of 16; got \"8\"",
            ),
            (
                "unsignedInt(:7)",
                "8",
                "expected a whole number of at most 7; got \"8\"",
            ),
            ("decimal", "1e3", "expected a number; got \"1e3\""),
            ("decimal", ".", "expected a number; got \".\""),
            (
                "decimal(0:1)",
                "1.01",
                "expected a number from 0 to 1; got \"1.01\"",
            ),
            (
                "decimal(0:1)",
                "-0.01",
                "expected a number from 0 to 1; got \"-0.01\"",
            ),
            ("base64", "abc", "expected base64; got \"abc\""),
            ("base64", "ab=c", "expected base64; got \"ab=c\""),
            ("base64", "====", "expected base64; got \"====\""),
            (
                "base64(:4)",
                "aGVsbG8=",
                "expected at most 4 octets, not 5; got \"aGVsbG8=\"",
            ),
            (
                "hexBinary",
                "abc",
                "expected an even number of hexadecimal digits; got \"abc\"",
            ),
            ("hexBinary(2)", "ab", "expected 2 octets, not 1; got \"ab\""),
            ("Up|Down", "up", "expected one of Up, Down; got \"up\""),
            ("\"Up\"", "up", "expected \"Up\"; got \"up\""),
            (
                "None*|Requested|Complete*",
                "Complete",
                "expected \"Requested\"; got \"Complete\"",
            ),
            (
                "\"None\"*",
                "None",
                "expected no value: only the device says what this is; got \"None\"",
            ),
            (
                "string // /[0-9]/",
                "x",
                "expected a value of the form \"\" or [0-9]; got \"x\"",
            ),
            (
                "list(:3) string",
                "a,bc",
                "expected at most 3 characters, not 4; got \"a,bc\"",
            ),
            (
                "list items :2 string",
                "a,b,c",
                "expected a list of at most 2 items, not 3; got \"a,b,c\"",
            ),
            (
                "list items 2 string",
                "",
                "expected a list of 2 items, not 0; got \"\"",
            ),
            (
                "list unsignedInt(1:9)",
                "1,x",
                "expected a whole number from 1 to 9; got \"x\"",
            ),
            (
                "list unsignedInt",
                "1,",
                "expected a whole number from 0 to 4294967295; got \"\"",
            ),
            (
                "list Up|Down",
                "Up%zz",
                "expected one of Up, Down; got \"Up%zz\"",
            ),
            (
                "list items 1:9 list items 2 int",
                "1,2",
                "expected a list in brackets as each item; got \"1\"",
            ),
            (
                "list items 1:9 list items 2 int",
                "[1]",
                "expected a list of 2 items, not 1; got \"1\"",
            ),
        ];
        for (name, sent, said) in table {
            assert_eq!(
                kind(name).accept(sent),
                Err(said.to_owned()),
                "{name}: {sent:?}"
            );
        }
        for sent in [
            "",
            "2024-05-31",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-00-01T00:00:00Z",
            "2024-04-31T00:00:00Z",
            "2024-01-01T24:00:01Z",
            "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:60Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00+14:01",
            "2024-01-01T00:00:00+1:00",
            "2024-01-01T00:00:00z",
            "2024-01-01 00:00:00Z",
            "-2024-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
            "2024-01-01T00:00:00ZZ",
            "２024-01-01T00:00:00Z",
            "2024-01-01T24:00:00.1Z",
        ] {
            assert!(kind("dateTime").accept(sent).is_err(), "{sent}");
        }
    }

    #[test]
    fn a_long_value_is_quoted_short_and_in_one_line() {
        let error = kind("string(:3)").accept(&"a\nü".repeat(1000)).unwrap_err();
        assert!(
            error.chars().count() < 120 && error.ends_with("…\"") && !error.contains('\n'),
            "{error}"
        );
        let words: Vec<String> = (0..300).map(|n| format!("W{n}")).collect();
        let error = kind(&words.join("|")).accept("x").unwrap_err();
        assert!(error.len() < 200 && error.contains("W19, …"), "{error}");
        let secret = kind("Up|Down").accept_secret("hunter2").unwrap_err();
        assert_eq!(secret, "expected one of Up, Down");
    }

    #[test]
    fn what_a_platform_says_becomes_a_value() {
        let table: &[(&str, &[(&str, &str)])] = &[
            (
                "boolean",
                &[
                    ("yes", "true"),
                    ("On", "true"),
                    ("enabled", "true"),
                    ("1\n", "true"),
                    ("2", "false"),
                    ("", "false"),
                ],
            ),
            (
                "int",
                &[
                    ("junk", "-1"),
                    ("", "-1"),
                    (" 012\n", "12"),
                    ("99999999999", "2147483647"),
                    ("-99999999999", "-2147483648"),
                ],
            ),
            (
                "unsignedInt",
                &[("junk", "0"), ("-5", "0"), ("4294967297", "1")],
            ),
            ("unsignedInt(:5)", &[("9", "9")]),
            (
                "unsignedLong",
                &[("18446744073709551617", "1"), ("5e3", "0")],
            ),
            ("decimal", &[("1.50", "1.5"), ("x", "0")]),
            (
                "dateTime",
                &[
                    ("2024-05-31T12:00:00Z\n", "2024-05-31T12:00:00Z"),
                    ("1717156800", "2024-05-31T12:00:00Z"),
                    ("0", "0001-01-01T00:00:00Z"),
                    ("yesterday", "0001-01-01T00:00:00Z"),
                ],
            ),
            ("base64", &[("!", ""), ("aGVs\nbG8=", "aGVsbG8=")]),
            ("hexBinary", &[("0g", ""), ("AB", "AB")]),
            ("string(:3)", &[("too long", "too long"), (" x ", " x ")]),
            (
                "Up|Down|None*",
                &[("up", "Up"), (" NONE\n", "None"), ("Sideways", "Sideways")],
            ),
            ("AES|aes", &[("Aes", "Aes"), ("aes", "aes")]),
            ("list unsignedInt", &[("1, 2,x", "1,2,0"), ("", "")]),
            (
                "list items 1:9 list items 2 int",
                &[("[1, 02],[x]", "[1,2],[-1]")],
            ),
        ];
        for (name, cases) in table {
            for (raw, value) in *cases {
                assert_eq!(kind(name).render(raw), *value, "{name}: {raw:?}");
            }
        }
    }

    #[test]
    fn null_values_are_of_their_type() {
        for base in ALL {
            let null = Type::of(base).null();
            assert_eq!(null, base.null());
            assert_eq!(Type::of(base).accept(null), Ok(null.to_owned()), "{base:?}");
            assert_eq!(Base::named(base.name()), Some(base));
        }
        assert_eq!(kind("list int").null(), "");
        assert_eq!(Base::Base64.xsd(), "base64Binary");
    }

    #[test]
    fn hostile_values_neither_panic_nor_hang() {
        let deep = "[".repeat(100_000);
        let commas = ",".repeat(100_000);
        let digits = "9".repeat(100_000);
        for name in [
            "string",
            "int",
            "decimal",
            "dateTime",
            "base64",
            "hexBinary",
            "list int",
            "list items 1:9 list items 2 int",
            "list items 1:9 list list list int",
            "list brackets string",
            "Up|Down",
            "string /(a*)*b/",
        ] {
            for text in [
                &deep,
                &commas,
                &digits,
                &"%".repeat(9),
                &"\u{0}é%é".repeat(9),
                &"a".repeat(50_000),
            ] {
                let _ = kind(name).accept(text);
                let _ = kind(name).render(text);
            }
        }
    }
}
