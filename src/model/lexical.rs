//! The spellings of single values: numbers, binary data, items of lists.

/// XML Schema's "collapse", as far as it matters: no type but string has blanks inside.
pub fn trimmed(text: &str) -> &str {
    let bare = |byte: Option<&u8>| byte.is_some_and(|byte| *byte > b' ');
    match bare(text.as_bytes().first()) && bare(text.as_bytes().last()) {
        true => text,
        false => text.trim_matches([' ', '\t', '\r', '\n']),
    }
}

/// Whether this is a number of every type as it is to be said: a few digits without a needless zero.
pub fn is_small_number(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && matches!(text.len(), 1..=9) && (text.len() == 1 || !text.starts_with('0'))
}

/// Digits with an optional sign; `None` also beyond all types.
pub fn integer(text: &str) -> Option<i128> {
    text.parse().ok()
}

/// XML Schema's decimal in its canonical form of version 1.1: no plus, no needless zero, no point
/// without need.
pub fn decimal(text: &str) -> Option<String> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty()
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let mut kept = String::new();
    if negative && !(whole.is_empty() && fraction.is_empty()) {
        kept.push('-');
    }
    kept.push_str(if whole.is_empty() { "0" } else { whole });
    if !fraction.is_empty() {
        kept.push('.');
        kept.push_str(fraction);
    }
    Some(kept)
}

/// Without its white space, and how many octets it stands for.
pub fn base64(text: &str) -> Option<(String, usize)> {
    let kept: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n'))
        .collect();
    let data = kept.trim_end_matches('=');
    let padding = kept.len() - data.len();
    let sound = kept.len().is_multiple_of(4)
        && padding <= 2
        && data
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/');
    sound.then(|| {
        let octets = kept.len() / 4 * 3 - padding;
        (kept, octets)
    })
}

/// The items of a list without the blanks around them; a comma in brackets parts nothing where
/// `brackets` says so. The empty text has none.
pub fn items(text: &str, brackets: bool) -> impl Iterator<Item = &str> {
    let mut rest = Some(text).filter(|text| !trimmed(text).is_empty());
    std::iter::from_fn(move || {
        let text = rest?;
        let mut depth = 0usize;
        let comma = text.bytes().position(|byte| {
            match byte {
                b'[' if brackets => depth = depth.saturating_add(1),
                b']' if brackets => depth = depth.saturating_sub(1),
                _ => {}
            }
            byte == b',' && depth == 0
        });
        let (item, left) = match comma.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) {
            Some((item, left)) => (item, Some(left)),
            None => (text, None),
        };
        rest = left;
        Some(trimmed(item))
    })
}

pub fn unbracketed(item: &str) -> Option<&str> {
    item.strip_prefix('[')?.strip_suffix(']').map(trimmed)
}

/// `None` where nothing is encoded, or it is no text.
pub fn percent_decoded(item: &str) -> Option<String> {
    if !item.contains('%') {
        return None;
    }
    let mut decoded = Vec::with_capacity(item.len());
    let mut bytes = item.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok()
}

/// Pairs of hexadecimal digits.
pub fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit())
}
