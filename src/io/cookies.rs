//! One session's cookies (TR-069 3.4.2). There is one host to talk to, so the jar asks neither for domain
//! nor for path: every cookie goes back with every POST, also over a new connection and to where the ACS
//! redirects. It dies with the session.

/// Most cookies kept; TR-069 asks for several.
const MAX_COOKIES: usize = 16;

/// Most bytes of names and values kept; TR-069 asks for 512.
const MAX_BYTES: usize = 4096;

#[derive(Debug, Default)]
pub struct Jar {
    cookies: Vec<Cookie>,
}

/// Bytes as they came: quotes around a value belong to it.
struct Cookie {
    /// Empty for the `Set-Cookie: value` of ancient servers.
    name: Vec<u8>,
    value: Vec<u8>,
    /// Marked `Secure` by an answer over TLS: withheld from plain http.
    secure: bool,
}

impl Jar {
    /// Takes one `Set-Cookie` or `Set-Cookie2` header: Netscape's syntax, and RFC 2109's and 2965's, where
    /// one header may carry several cookies with a comma in between. `tls`: how the answer came.
    pub fn store(&mut self, header: &[u8], tls: bool) {
        let versioned = split(header, b';')
            .iter()
            .any(|part| halves(part).0.eq_ignore_ascii_case(b"version"));
        let list = if versioned {
            split(header, b',')
        } else {
            vec![header]
        };
        for cookie in list {
            self.store_one(cookie, tls);
        }
    }

    /// The `Cookie` header's value, or `None` while there is nothing to send.
    pub fn header(&self, tls: bool) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        for cookie in self.cookies.iter().filter(|c| tls || !c.secure) {
            if !out.is_empty() {
                out.extend_from_slice(b"; ");
            }
            if !cookie.name.is_empty() {
                out.extend_from_slice(&cookie.name);
                out.push(b'=');
            }
            out.extend_from_slice(&cookie.value);
        }
        (!out.is_empty()).then_some(out)
    }

    fn store_one(&mut self, text: &[u8], tls: bool) {
        let mut parts = split(text, b';').into_iter();
        let first = parts.next().unwrap_or_default().trim_ascii();
        let (name, value) = match halves(first) {
            (value, None) => (&b""[..], value),
            (name, Some(value)) => (name, value),
        };
        let mut max_age = None;
        let mut bygone = false;
        let mut secure = false;
        for part in parts {
            let (key, value) = halves(part);
            let value = value.unwrap_or_default();
            if key.eq_ignore_ascii_case(b"max-age") {
                max_age = number(value).or(max_age);
            } else if key.eq_ignore_ascii_case(b"expires") {
                bygone = is_bygone(value);
            } else if key.eq_ignore_ascii_case(b"secure") {
                secure = tls;
            }
        }
        let old = self.cookies.iter().position(|c| c.name == name);
        // Max-Age wins over Expires (RFC 6265 5.3).
        if max_age.map_or(bygone, |seconds| seconds <= 0) {
            if let Some(old) = old {
                self.cookies.remove(old);
            }
            return;
        }
        if name.is_empty() && value.is_empty() {
            return;
        }
        let freed = old.and_then(|old| self.cookies.get(old)).map_or(0, size);
        let kept: usize = self.cookies.iter().map(size).sum::<usize>() - freed;
        if kept + name.len() + value.len() > MAX_BYTES
            || (old.is_none() && self.cookies.len() >= MAX_COOKIES)
        {
            // The first ones stay: the session's own cookie comes with the first answer.
            log::warn!(
                "the ACS sets more than {MAX_COOKIES} cookies or {MAX_BYTES} bytes of them: left out {:?}",
                String::from_utf8_lossy(name.get(..40).unwrap_or(name))
            );
            return;
        }
        let cookie = Cookie {
            name: name.to_vec(),
            value: value.to_vec(),
            secure,
        };
        match old.and_then(|old| self.cookies.get_mut(old)) {
            Some(old) => *old = cookie,
            None => self.cookies.push(cookie),
        }
    }
}

fn size(cookie: &Cookie) -> usize {
    cookie.name.len() + cookie.value.len()
}

/// Splits outside of quotes; where the quotes do not pair up, they mean nothing.
fn split(text: &[u8], separator: u8) -> Vec<&[u8]> {
    let paired = text.iter().filter(|b| **b == b'"').count() % 2 == 0;
    let mut quoted = false;
    text.split(|b| {
        quoted ^= paired && *b == b'"';
        *b == separator && !quoted
    })
    .collect()
}

/// `key=value`, both trimmed; no `=`: no value.
fn halves(part: &[u8]) -> (&[u8], Option<&[u8]>) {
    match part.iter().position(|b| *b == b'=') {
        Some(at) => {
            let (key, value) = part.split_at(at);
            (
                key.trim_ascii(),
                Some(value.get(1..).unwrap_or_default().trim_ascii()),
            )
        }
        None => (part.trim_ascii(), None),
    }
}

fn number(value: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(value).ok()?;
    text.trim_matches('"').parse().ok()
}

/// Whether an `Expires` date is one that deletes. Servers delete with a date far in the past (1970); what
/// expires within a session does not matter, and the device's clock may not be set: the year is enough.
fn is_bygone(date: &[u8]) -> bool {
    date.split(|b| !b.is_ascii_digit())
        .any(|digits| digits.len() == 4 && number(digits).is_some_and(|year| year < 2020))
}

impl std::fmt::Debug for Cookie {
    /// A cookie is the key to a session: never its value.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.name))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What goes back after these `Set-Cookie` headers, all over TLS.
    fn back(headers: &[&str]) -> String {
        let mut jar = Jar::default();
        for header in headers {
            jar.store(header.as_bytes(), true);
        }
        String::from_utf8(jar.header(true).unwrap_or_default()).unwrap()
    }

    #[test]
    fn cookies_as_servers_write_them() {
        for (headers, expected) in [
            (&["session=abc"][..], "session=abc"),
            (
                &["session=abc; Path=/deep/path; Domain=other.example; HttpOnly"],
                "session=abc",
            ),
            (&["a=1; Path=/", "b=2; SameSite=Lax"], "a=1; b=2"),
            (&["a=1", "a=2; Path=/x"], "a=2"),
            (&["JSESSIONID=x=y==; Path=/"], "JSESSIONID=x=y=="),
            (&[" a = b "], "a=b"),
            (&["a="], "a="),
            (&["abc"], "abc"),
            (&["a=\"b;c, d\"; Version=\"1\"; Path=\"/\""], "a=\"b;c, d\""),
            (
                &["a=\"1\"; Version=1; Path=\"/\", b=2; Version=1; Max-Age=100"],
                "a=\"1\"; b=2",
            ),
            (&["a=1; Expires=Wed, 09 Jun 2099 10:18:14 GMT"], "a=1"),
            (&["a=b\"c; Path=/"], "a=b\"c"),
            (&["a=1;;;  ; =x"], "a=1"),
            (&[""], ""),
            (&[";"], ""),
        ] {
            assert_eq!(back(headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn a_cookie_is_deleted() {
        for delete in [
            "a=; Max-Age=0",
            "a=x; max-age=\"0\"",
            "a=x; MAX-AGE=-1",
            "a=gone; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "a=gone; Expires=Thu, 01-Jan-1970 00:00:01 GMT; Path=/",
        ] {
            assert_eq!(back(&["a=1", "b=2", delete]), "b=2", "{delete}");
        }
        assert_eq!(
            back(&["a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60"]),
            "a=1"
        );
        assert_eq!(back(&["a=1; Max-Age=soon"]), "a=1");
    }

    #[test]
    fn a_secure_cookie_stays_off_plain_http() {
        let mut jar = Jar::default();
        jar.store(b"a=1; Secure", true);
        jar.store(b"b=2", true);
        assert_eq!(jar.header(false).unwrap(), b"b=2");
        assert_eq!(jar.header(true).unwrap(), b"a=1; b=2");
        // An ACS on plain http that marks its cookie so would otherwise never see it again.
        jar.store(b"c=3; Secure", false);
        assert_eq!(jar.header(false).unwrap(), b"b=2; c=3");
    }

    #[test]
    fn a_flood_of_cookies_is_bounded_and_the_first_ones_stay() {
        let mut jar = Jar::default();
        for n in 0..100 {
            jar.store(format!("c{n}=x").as_bytes(), true);
        }
        let header = jar.header(true).unwrap();
        assert_eq!(
            header.iter().filter(|b| **b == b';').count(),
            MAX_COOKIES - 1
        );
        assert!(header.starts_with(b"c0=x; c1=x"));
        let mut jar = Jar::default();
        jar.store(b"session=1", true);
        jar.store(format!("big={}", "x".repeat(5000)).as_bytes(), true);
        jar.store(format!("fits={}", "x".repeat(3000)).as_bytes(), true);
        jar.store(format!("fits={}", "y".repeat(3500)).as_bytes(), true);
        let header = String::from_utf8(jar.header(true).unwrap()).unwrap();
        assert!(header.starts_with("session=1; fits=yyy"));
        assert!(!header.contains("big"));
    }

    #[test]
    fn debug_shows_no_value() {
        let mut jar = Jar::default();
        jar.store(b"session=secret", true);
        assert!(!format!("{jar:?}").contains("secret"));
    }
}
