//! The turns at the end of a field's line.

use super::super::words::{Word, Words, Wrong};
use super::super::{Condition, Family, Form, Piece, Through, Turns};
use super::{object_path, uci_name, uci_option};

fn small<N: core::str::FromStr>(words: &mut Words) -> Result<N, Wrong> {
    let word = words.take("a number")?;
    let expected = |_| format!("expected a small number, got `{}`", word.text);
    word.text.parse().map_err(expected)
}

pub(super) fn read_turns(words: &mut Words, turns: &mut Turns) -> Result<(), Wrong> {
    while let Some(word) = words.peek() {
        if word.is_one_of(&["else"]) {
            break;
        }
        words.next += 1;
        if let Some((device, value)) = word.pair() {
            if turns.pairs.iter().any(|(known, _)| &**known == device) {
                return Err(format!(
                    "expected each word of the device once, got `{device}` again"
                ));
            }
            turns.pairs.push((device.into(), value.into()));
            continue;
        }
        if let Some(scale) = word.scale()? {
            if turns.scale.replace(scale).is_some() {
                return Err(format!(
                    "expected one *N or /N, got `{}` as well",
                    word.text
                ));
            }
            continue;
        }
        if let Some(piece) = piece(word, words)? {
            turns.piece = Some(Box::new(match turns.piece.take().map(|before| *before) {
                None => piece,
                Some(Piece::Behind(start, None)) if is_of_items(&piece) => {
                    Piece::Behind(start, Some(Box::new(piece)))
                }
                Some(_) => {
                    let text = format!(
                        "expected one part that is meant, got `{}` as well",
                        word.text
                    );
                    return Err(text);
                }
            }));
            continue;
        }
        match (word.quoted, word.text.as_str()) {
            (false, "int") => turns.int = true,
            (false, "sum") => turns.sum = true,
            (false, "list") => turns.list = true,
            (false, "ro") => turns.read_only = true,
            (false, "upper") => turns.form = Some(Form::Upper),
            (false, "lower") => turns.form = Some(Form::Lower),
            (false, "duration") => turns.form = Some(Form::Duration),
            (false, "hex") => turns.form = Some(Form::Hex),
            (false, "bytes") => turns.form = Some(Form::Bytes(small(words)?, small(words)?)),
            (false, "code") => {
                turns.form = Some(Form::Code(small(words)?, small(words)?, small(words)?));
            }
            (false, "counter") => turns.form = Some(Form::Counter),
            (false, "ipv4") => turns.form = Some(Form::Family(Family::Ipv4)),
            (false, "ipv6") => turns.form = Some(Form::Family(Family::Ipv6)),
            (false, "plmn") => turns.form = Some(Form::Plmn),
            (false, "short") => turns.form = Some(Form::Short),
            (false, "stays") => turns.stays = true,
            (false, "among") => {
                let what = "the name of a parameter, or what is taken";
                turns.among = Some(words.take(what)?.text.as_str().into());
            }
            (false, "as") => {
                turns.like = Some(words.take("the name of a parameter")?.text.as_str().into());
            }
            (false, "each") => turns.each = true,
            (false, "beside") => {
                turns.beside = Some(words.take("the name of a table")?.text.as_str().into());
            }
            (false, "by") if !turns.refers.is_empty() => {
                turns.by = Some(words.take("a word of the row")?.text.as_str().into());
            }
            (false, "by") => return Err("expected `->` before `by`".to_owned()),
            (false, "netmask") => turns.form = Some(Form::Netmask),
            (false, "prefix") => turns.form = Some(Form::Prefix),
            (false, "epoch") => turns.form = Some(Form::Epoch),
            (false, "left") => turns.form = Some(Form::Left),
            (false, "remains") => turns.form = Some(Form::Remains),
            (false, "ago") => turns.form = Some(Form::Ago),
            (false, "network") => turns.form = Some(Form::Network),
            (false, "uuid") => turns.form = Some(Form::Uuid),
            (false, "octets") => turns.form = Some(Form::Octets),
            (false, "through") => {
                let mut word = || {
                    Ok::<_, Wrong>(
                        words
                            .take("PACKAGE TYPE NAME MEMBERS")?
                            .text
                            .as_str()
                            .into(),
                    )
                };
                turns.through = Some(Box::new(Through {
                    package: word()?,
                    kind: word()?,
                    name: word()?,
                    members: word()?,
                }));
            }
            (false, "when") => {
                let word = words.take("OPTION=VALUE")?;
                let (option, value) = word
                    .pair()
                    .ok_or_else(|| format!("expected OPTION=VALUE, got `{}`", word.text))?;
                let (option, equal) = match option.strip_suffix('!') {
                    Some(option) => (option, false),
                    None => (option, true),
                };
                let inner = option.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
                turns.when = Some(Box::new(Condition {
                    option: match inner {
                        Some(word) => uci_name(word, "a word").map(|_| option.into())?,
                        None => uci_option(option)?,
                    },
                    equal,
                    value: value.into(),
                }));
            }
            (false, "without") => {
                turns.without = Some(uci_option(&words.take("OPTION")?.text)?);
            }
            (false, "resets") => {
                turns.resets = Some(uci_option(&words.take("OPTION")?.text)?);
            }
            (false, "ends") => turns.ends = Some(uci_option(&words.take("OPTION")?.text)?),
            (false, "together") => turns.together = options(words)?,
            (false, "default") => turns.default = Some(words.take("a value")?.text.as_str().into()),
            (false, "->") => {
                let first = &words.take("an object path")?.text;
                turns.refers.push(target_path(first)?);
                while let Some(next) = words.peek().filter(|next| {
                    !next.quoted && next.equals.is_none() && next.text.ends_with('.')
                }) {
                    turns.refers.push(target_path(&next.text)?);
                    words.next += 1;
                }
            }
            (_, text) => {
                return Err(format!(
                    "expected device=value, -> Device.X., *N, /N, int, sum, upper, lower, netmask, prefix, epoch, left, ago, remains, duration, hex, network, counter, bytes N M, code N M X, uuid, plmn, short, ipv4, ipv6, octets, through PACKAGE TYPE NAME MEMBERS, by WORD, list, part N C, nth N, item TEXT, bits TEXT N M X, has TEXT, suffix TEXT, begins TEXT, behind TEXT, between TEXT TEXT, and C OPTION, child OPTION, letters LIST, digits LIST, head C LIST, tail C LIST, any OFF OPTION,…, those OFF OPTION,…, power {{WORD}}, less {{WORD}}, both OPTION MINE THEIRS, each, among NAME, as NAME, beside TABLE, stays, default VALUE, when OPTION=VALUE, when {{WORD}}=VALUE, without OPTION, resets OPTION, ends OPTION, together OPTION,…, ro, else or the end of the line, got `{text}`"
                ));
            }
        }
    }
    Ok(())
}

/// The part of a text that is meant, where this word says one.
fn piece(word: &Word, words: &mut Words) -> Result<Option<Piece>, Wrong> {
    let option = |words: &mut Words| uci_name(&words.take("an option")?.text, "an option");
    let text = |words: &mut Words, what: &str| {
        Ok::<Box<str>, Wrong>(words.take(what)?.text.as_str().into())
    };
    let name = match word.quoted {
        true => "",
        false => word.text.as_str(),
    };
    Ok(Some(match name {
        "part" => {
            let number = words.number("the number of a part")?;
            Piece::Part(number, words.character()?)
        }
        "and" => Piece::And(words.character()?, option(words)?),
        "child" => Piece::Child(option(words)?),
        "nth" => Piece::Nth(words.number("the number of an item")?),
        "letters" | "digits" | "head" | "tail" => {
            let separator = match name {
                "head" | "tail" => Some(words.character()?),
                _ => None,
            };
            let all = words.take("all that there are, parted by commas")?;
            let all = all.text.split(',').map(Box::from).collect();
            Piece::Cut(matches!(name, "digits" | "tail"), separator, all)
        }
        "any" | "those" => Piece::Switches(name == "any", option(words)?, options(words)?),
        "item" => Piece::Item(text(words, "a text")?),
        "bits" => {
            let start = text(words, "a text")?;
            let (from, count) = (small::<u8>(words)?, small::<u8>(words)?);
            let none = words.take("an octet in hexadecimal")?;
            let none = u8::from_str_radix(&none.text, 16).ok();
            match none.filter(|_| count > 0 && from.saturating_add(count) <= 8) {
                Some(none) => Piece::Bits(start, from, count, none),
                None => {
                    return Err("expected bits of an octet, as in `bits TEXT 2 6 1e`".to_owned());
                }
            }
        }
        "has" => Piece::Has(text(words, "a text")?),
        "suffix" => Piece::Suffix(text(words, "a text")?),
        "begins" => Piece::Begins(text(words, "a text")?),
        "behind" => Piece::Behind(text(words, "a text")?, None),
        "between" => Piece::Between(text(words, "a text")?, text(words, "a text")?),
        "power" | "less" => {
            let word = text(words, "{WORD}")?;
            if !(word.starts_with('{') && word.ends_with('}')) {
                return Err(format!("expected {{WORD}}, got `{word}`"));
            }
            match name {
                "less" => Piece::Less(word),
                _ => Piece::Power(word),
            }
        }
        "both" => {
            let what = "OPTION MINE THEIRS";
            let all = [option(words)?, text(words, what)?, text(words, what)?];
            Piece::Both(Box::new(all))
        }
        _ => return Ok(None),
    }))
}

/// `OPTION,…`
fn options(words: &mut Words) -> Result<Box<[Box<str>]>, Wrong> {
    let list = &words.take("options, parted by commas")?.text;
    list.split(',')
        .map(|name| uci_name(name, "an option"))
        .collect()
}

/// What can stand behind `behind TEXT`.
fn is_of_items(piece: &Piece) -> bool {
    match piece {
        Piece::Part(..)
        | Piece::Nth(_)
        | Piece::Item(_)
        | Piece::Bits(..)
        | Piece::Has(_)
        | Piece::Cut(..)
        | Piece::Begins(_)
        | Piece::Between(..) => true,
        Piece::Suffix(_)
        | Piece::Power(_)
        | Piece::Less(_)
        | Piece::Both(_)
        | Piece::And(..)
        | Piece::Child(_)
        | Piece::Switches(..)
        | Piece::Behind(..) => false,
    }
}

fn target_path(text: &str) -> Result<Box<str>, Wrong> {
    match object_path(text) {
        Ok(path) if !path.ends_with("{i}.") => Ok(path),
        _ => Err(format!(
            "expected the path of a table like Device.WiFi.Radio., got `{text}`"
        )),
    }
}
