//! `--trace`: every header and envelope of a session, both ways, in the log, with
//! the secrets masked.

use std::fmt;

/// What stands in place of a secret.
const MASK: &str = "***";

/// Longest piece of text in one log message, in bytes; syslog takes little more.
const PIECE: usize = 900;

/// Ends of parameter and element names whose values are secrets in every data model.
const SECRETS: [&str; 9] = [
    "password",
    "passphrase",
    "presharedkey",
    "secretkey",
    "privatekey",
    "sharedsecret",
    "wepkey",
    "psk",
    "secret",
];

/// Writes down a session. `hidden` names further parameters, by their path, whose values are secrets.
pub struct Trace {
    hidden: Box<dyn Fn(&str) -> bool + Send>,
}

impl Trace {
    pub fn new(hidden: Box<dyn Fn(&str) -> bool + Send>) -> Trace {
        Trace { hidden }
    }

    /// One line of a header block, such as a request line; `way` is `>` for out and `<` for in.
    pub fn line(&self, way: char, text: &str) {
        log::info!(target: super::log::TRACE, "{way} {}", printable(text));
    }

    pub fn header(&self, way: char, name: &str, value: &[u8]) {
        self.line(way, &format!("{name}: {}", mask_header(name, value)));
    }

    pub fn body(&self, way: char, body: &[u8]) {
        let text = mask_body(&String::from_utf8_lossy(body), &*self.hidden);
        for line in text.lines() {
            let mut rest = line;
            while !rest.is_empty() {
                let mut end = rest.len().min(PIECE);
                while !rest.is_char_boundary(end) {
                    end -= 1;
                }
                let (piece, tail) = rest.split_at(end);
                self.line(way, piece);
                rest = tail;
            }
        }
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trace")
    }
}

/// Text without control characters: what a peer sends must not forge lines in the log.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && c != '\t' { '.' } else { c })
        .collect()
}

/// A header's value as it may be seen: of credentials only the scheme, of cookies only the names.
pub fn mask_header(name: &str, value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let is = |other| name.eq_ignore_ascii_case(other);
    if is("authorization") {
        let scheme = text.split(' ').next().unwrap_or_default();
        return format!("{scheme} {MASK}");
    }
    if is("set-cookie") || is("set-cookie2") {
        let (first, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        return format!("{}{rest}", mask_cookie(first));
    }
    if is("cookie") {
        let all: Vec<String> = text.split("; ").map(mask_cookie).collect();
        return all.join("; ");
    }
    mask_user_info(&text)
}

fn mask_cookie(cookie: &str) -> String {
    match cookie.split_once('=') {
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.into(),
    }
}

/// An envelope with the secrets masked: the text of elements like `Password`, and of the `Value` that
/// belongs to the `Name` of a secret parameter. Reads tags only, so that an envelope that is not
/// well-formed shows no more than one that is; what is in doubt is masked.
pub fn mask_body(body: &str, hidden: &dyn Fn(&str) -> bool) -> String {
    let mut masked: Vec<(usize, usize)> = Vec::new();
    // The innermost open element without children so far, and where its text starts.
    let mut leaf: Option<(&str, usize)> = None;
    // Whether the Name seen in this structure is a secret's; a Value that waits for its Name.
    let mut name: Option<bool> = None;
    let mut waiting: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(tag) = next_tag(body, at) {
        at = tag.end;
        if tag.opens {
            leaf = Some((tag.name, tag.end));
        }
        if !tag.closes {
            continue;
        }
        let span = match leaf.take() {
            Some((_, start)) if tag.opens => (start, start),
            Some((open, start)) if open == tag.name => (start, tag.start),
            // The end of a structure, or of something else than what began.
            other => {
                masked.extend(waiting.take());
                if let Some((open, start)) = other
                    && (is_secret(open) || (open == "Value" && name != Some(false)))
                {
                    masked.push((start, tag.start));
                }
                name = None;
                continue;
            }
        };
        match tag.name {
            "Name" => {
                let text = body.get(span.0..span.1).unwrap_or_default();
                let secret = is_secret_path(text.trim(), hidden);
                match waiting.take() {
                    None => name = Some(secret),
                    Some(value) if secret => masked.push(value),
                    Some(_) => {}
                }
            }
            "Value" => match name.take() {
                None => {
                    masked.extend(waiting.replace(span));
                }
                Some(true) => masked.push(span),
                Some(false) => {}
            },
            other if is_secret(other) => masked.push(span),
            _ => {}
        }
    }
    masked.extend(waiting);
    if let Some((open, start)) = leaf
        && (is_secret(open) || (open == "Value" && name != Some(false)))
    {
        masked.push((start, body.len()));
    }
    // They are nearly in order: only a Value that waits for its Name comes late.
    let mut ordered: Vec<(usize, usize)> = Vec::with_capacity(masked.len());
    for span in masked {
        let at = ordered.partition_point(|before| *before < span);
        ordered.insert(at, span);
    }
    let mut out = String::with_capacity(body.len());
    let mut done = 0;
    for (start, end) in ordered {
        if start < end && start >= done {
            out.push_str(body.get(done..start).unwrap_or_default());
            out.push_str(MASK);
            done = end;
        }
    }
    out.push_str(body.get(done..).unwrap_or_default());
    mask_user_info(&out)
}

/// Whether a parameter's value is a secret, by the last part of its path or by the data model. No path
/// needs a reference, a comment or CDATA: where there is one, it may hide what is meant.
fn is_secret_path(path: &str, hidden: &dyn Fn(&str) -> bool) -> bool {
    if path.contains(['&', '<']) {
        return true;
    }
    let last = path.rsplit('.').find(|part| !part.is_empty());
    last.is_some_and(is_secret) || hidden(path)
}

fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.ends_with("PIN") || SECRETS.iter().any(|end| lower.ends_with(end))
}

struct Tag<'a> {
    /// Without prefix.
    name: &'a str,
    start: usize,
    end: usize,
    /// An empty element both opens and closes.
    opens: bool,
    closes: bool,
}

/// The next tag; comments, instructions and CDATA belong to the text around them.
fn next_tag(body: &str, mut at: usize) -> Option<Tag<'_>> {
    loop {
        let start = at + body.get(at..)?.find('<')?;
        let rest = body.get(start + 1..)?;
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">")]
            .iter()
            .find(|(begin, _)| rest.starts_with(begin));
        if let Some((_, end)) = skipped {
            at = start + 1 + rest.find(end)? + end.len();
            continue;
        }
        let length = tag_length(rest)?;
        let inside = rest.get(..length)?;
        let (closes, inside) = match inside.strip_prefix('/') {
            Some(inside) => (true, inside),
            None => (false, inside),
        };
        let empty = inside.ends_with('/');
        let name = inside
            .split(|c: char| c.is_ascii_whitespace() || c == '/')
            .next()?;
        return Some(Tag {
            name: name.rsplit(':').next()?,
            start,
            end: start + 1 + length + 1,
            opens: !closes,
            closes: closes || empty,
        });
    }
}

/// Up to the `>` that ends a tag: one within an attribute's quotes does not.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// `http://user:password@host` without the user info.
fn mask_user_info(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after
            .find(|c: char| c.is_whitespace() || "/?#<>\"'".contains(c))
            .unwrap_or(after.len());
        let (authority, tail) = after.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => out.push_str(&format!("{MASK}@{host}")),
            None => out.push_str(authority),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(body: &str) -> String {
        mask_body(body, &|path| path.starts_with("Device.X_Hidden."))
    }

    #[test]
    fn values_of_secret_parameters() {
        for path in [
            "Device.ManagementServer.Password",
            "Device.ManagementServer.ConnectionRequestPassword",
            "Device.WiFi.AccessPoint.1.Security.KeyPassphrase",
            "Device.WiFi.AccessPoint.1.Security.PreSharedKey",
            "Device.WiFi.AccessPoint.1.Security.RadiusSecret",
            "InternetGatewayDevice.LANDevice.1.WLANConfiguration.1.WEPKey.1.WEPKey",
            "Device.WiFi.AccessPoint.1.WPS.PIN",
            "Device.X_Hidden.Anything",
        ] {
            let body = format!(
                "<ParameterValueStruct><Name>{path}</Name><Value xsi:type=\"xsd:string\">s3cret&lt;</Value></ParameterValueStruct>"
            );
            let out = masked(&body);
            assert_eq!(out, body.replace("s3cret&lt;", MASK), "{path}");
        }
        let open = "<S><Name>Device.DeviceInfo.SoftwareVersion</Name><Value>1.2</Value></S>";
        assert_eq!(masked(open), open);
    }

    #[test]
    fn however_it_is_written() {
        for (body, expected) in [
            // The wrong way round, and flat.
            (
                "<S><Value>s3cret</Value><Name>A.Password</Name></S>",
                "<S><Value>***</Value><Name>A.Password</Name></S>",
            ),
            (
                "<S><Value>1</Value><Name>A.B</Name></S>",
                "<S><Value>1</Value><Name>A.B</Name></S>",
            ),
            (
                "<V><Name>A.B</Name><Value>1</Value><Name>A.Password</Name><Value>s3cret</Value></V>",
                "<V><Name>A.B</Name><Value>1</Value><Name>A.Password</Name><Value>***</Value></V>",
            ),
            (
                "<V><Value>1</Value><Name>A.B</Name><Value>s3cret</Value><Name>A.Password</Name></V>",
                "<V><Value>1</Value><Name>A.B</Name><Value>***</Value><Name>A.Password</Name></V>",
            ),
            // Without a name.
            ("<S><Value>s3cret</Value></S>", "<S><Value>***</Value></S>"),
            (
                "<S><Value>s3cret</Value><Value>s3cret</Value></S>",
                "<S><Value>***</Value><Value>***</Value></S>",
            ),
            // CDATA, comments, white space, prefixes, quotes.
            (
                "<n:Name>\n A.Password\n</n:Name><n:Value a='>'><![CDATA[<s3cret>]]></n:Value>",
                "<n:Name>\n A.Password\n</n:Name><n:Value a='>'>***</n:Value>",
            ),
            (
                "<Name>A.Password</Name><Value>s3c<!-- x -->ret</Value>",
                "<Name>A.Password</Name><Value>***</Value>",
            ),
            (
                "<Name>A.Password</Name><Value/>",
                "<Name>A.Password</Name><Value/>",
            ),
            // A name in disguise.
            (
                "<Name>A.&#80;assword</Name><Value>s3cret</Value>",
                "<Name>A.&#80;assword</Name><Value>***</Value>",
            ),
            (
                "<Value>s3cret</Value><Name>A.Pass<![CDATA[word]]></Name>",
                "<Value>***</Value><Name>A.Pass<![CDATA[word]]></Name>",
            ),
            (
                "<Name>A.Password<!----></Name><Value>s3cret</Value>",
                "<Name>A.Password<!----></Name><Value>***</Value>",
            ),
            // Elements of RPCs.
            (
                "<cwmp:Download><Username>u</Username><Password>s3cret</Password></cwmp:Download>",
                "<cwmp:Download><Username>u</Username><Password>***</Password></cwmp:Download>",
            ),
            (
                "<URL>http://u:s3cret@h/fw.bin</URL>",
                "<URL>http://***@h/fw.bin</URL>",
            ),
            // Cut off or broken.
            (
                "<Name>A.Password</Name><Value>s3cret",
                "<Name>A.Password</Name><Value>***",
            ),
            ("<Value>s3cret", "<Value>***"),
            ("<Password>s3cret", "<Password>***"),
            ("<Password>s3cret<", "<Password>***"),
            (
                "<Name>A.Password</Name><Value>s3cret</value>",
                "<Name>A.Password</Name><Value>***</value>",
            ),
            ("a < b </x> > <", "a < b </x> > <"),
            ("", ""),
        ] {
            assert_eq!(masked(body), expected, "{body}");
        }
    }

    #[test]
    fn headers() {
        for (name, value, expected) in [
            (
                "Authorization",
                "Digest username=\"u\", response=\"s3cret\"",
                "Digest ***",
            ),
            ("authorization", "Basic czNjcmV0", "Basic ***"),
            ("Cookie", "session=s3cret; b=s3cret=", "session=***; b=***"),
            (
                "set-cookie",
                "session=s3cret; Path=/; HttpOnly",
                "session=***; Path=/; HttpOnly",
            ),
            ("Set-Cookie2", "s3cret", "***"),
            (
                "Location",
                "https://u:s3cret@acs.example/x",
                "https://***@acs.example/x",
            ),
            ("Content-Length", "12", "12"),
        ] {
            assert_eq!(mask_header(name, value.as_bytes()), expected);
        }
    }

    #[test]
    fn control_characters_forge_no_line() {
        assert_eq!(printable("a\r\nb\u{1b}[0m\tc"), "a..b.[0m\tc");
    }
}
