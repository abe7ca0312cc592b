//! The types of TR-106: what an ACS may send, in which form it is kept, and how what a platform
//! says becomes a value.
//!
//! [`Type::accept`] judges what an ACS sent: every lexical form of the type is taken and brought
//! into one form, all facets are checked. [`Type::render`] never fails: what a platform says is
//! read leniently, and what makes no sense becomes the type's null value.

use super::lexical::{
    base64, decimal, integer, is_hex, is_small_number, items, percent_decoded, trimmed, unbracketed,
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

    /// The type that `xsi:type` names: a list is a string on the wire (TR-106 3.2.3).
    pub fn on_the_wire(&self) -> Base {
        if self.list.is_some() {
            Base::String
        } else {
            self.base
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

    /// Whether a text of the platform means something, so that a null value is what it says. An empty
    /// one says nothing, and lists and strings take anything.
    pub fn understands(&self, raw: &str) -> bool {
        if self.list.is_some() || self.base == Base::String {
            return true;
        }
        let text = trimmed(raw);
        if text.is_empty() || is_small_number(text) && self.base.limits().is_some() {
            return true;
        }
        match self.base {
            Base::String => true,
            Base::Boolean => {
                let no = ["0", "false", "no", "off", "disabled", "disable", "n"];
                is_yes(text) || no.iter().any(|word| text.eq_ignore_ascii_case(word))
            }
            Base::DateTime => {
                text == "0" || DateTime::parse(text).is_ok() || self.render(raw) != self.null()
            }
            Base::Base64 | Base::HexBinary => !self.render_item(raw).is_empty(),
            Base::Decimal => decimal(text).is_some(),
            Base::Int | Base::Long => integer(text).is_some(),
            Base::UnsignedInt | Base::UnsignedLong => integer(text).is_some_and(|n| n >= 0),
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
                    let item = self.judge_list_item(item, rule.brackets, writing)?;
                    let _ = write!(kept, "[{item}]");
                }
                (None, None) => {
                    kept.push_str(&self.judge_list_item(item, rule.brackets, writing)?)
                }
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
    /// the patterns of the type take it only decoded, it is kept decoded, if the list is then read as
    /// the same items again.
    fn judge_list_item<'t>(
        &self,
        item: &'t str,
        brackets: bool,
        writing: bool,
    ) -> Result<String, Refusal<'t>> {
        let refusal = match self.judge_item(item, writing) {
            Ok(kept) => return Ok(kept),
            Err(refusal) => refusal,
        };
        let parting: &[char] = if brackets { &[',', '[', ']'] } else { &[','] };
        match percent_decoded(item) {
            Some(decoded) if !decoded.contains(parting) && trimmed(&decoded) == decoded => {
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
            Base::Boolean => if is_yes(trimmed) { "true" } else { "false" }.to_owned(),
            Base::UnsignedInt | Base::UnsignedLong | Base::Int | Base::Long
                if is_small_number(trimmed) =>
            {
                trimmed.to_owned()
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

/// A true boolean, as config files have it.
fn is_yes(text: &str) -> bool {
    let yes = ["1", "true", "yes", "on", "enabled", "enable", "y"];
    yes.iter().any(|word| text.eq_ignore_ascii_case(word))
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
mod tests;
