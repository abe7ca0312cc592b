//! Where to POST: the ACS URL taken apart, and what a `Location` makes of it (RFC 3986 5.2).

use core::net::IpAddr;

/// An http or https URL. User info in it is dropped: credentials come from the settings alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub tls: bool,
    /// Name or address, without the brackets of an IPv6 address.
    pub host: String,
    pub port: u16,
    /// What the request line says: path and query, starting with `/`.
    pub path: String,
}

impl Target {
    /// Takes a URL apart. The error says what is wrong with it.
    pub fn parse(url: &str) -> Result<Target, String> {
        let url = url.trim();
        let wrong = |what: &str| Err(format!("{what} in the URL {:?}", clip(url)));
        let Some((scheme, rest)) = url.split_once("://") else {
            return wrong("no http:// or https://");
        };
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return wrong("neither http nor https"),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, host)| host);
        let (host, port) = match authority.strip_prefix('[').and_then(|a| a.split_once(']')) {
            Some((host, rest)) => (host, rest.strip_prefix(':').unwrap_or(rest)),
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        let port = match port {
            "" if tls => 443,
            "" => 80,
            digits => match digits.parse() {
                Ok(port) if port != 0 => port,
                _ => return wrong("a port that is not 1..65535"),
            },
        };
        let literal = authority.starts_with('[');
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
        if host.is_empty() {
            return wrong("no host");
        }
        if literal && !matches!(host.parse(), Ok(IpAddr::V6(_))) {
            return wrong("something other than an IPv6 address in brackets");
        }
        if !literal && (host.len() > 255 || !host.bytes().all(plain)) {
            return wrong("a host that is neither a name nor an address");
        }
        Ok(Target {
            tls,
            host: host.to_ascii_lowercase(),
            port,
            path: origin_form(path),
        })
    }

    /// Where a `Location` header leads from here: absolute, or relative in any of the ways of RFC 3986.
    pub fn join(&self, location: &str) -> Result<Target, String> {
        let location = location.trim();
        let before_path = location.split(['/', '?', '#']).next().unwrap_or_default();
        if before_path.contains(':') {
            return Target::parse(location);
        }
        if location.starts_with("//") {
            let scheme = if self.tls { "https:" } else { "http:" };
            return Target::parse(&format!("{scheme}{location}"));
        }
        let (old_path, _) = split_query(&self.path);
        let location = location.split('#').next().unwrap_or_default();
        let (path, query) = split_query(location);
        let path = if path.is_empty() {
            old_path.to_string()
        } else if path.starts_with('/') {
            without_dots(path)
        } else {
            let folder = old_path
                .rfind('/')
                .map_or("", |at| old_path.get(..=at).unwrap_or("/"));
            without_dots(&format!("{folder}{path}"))
        };
        let query = match (location.is_empty(), query) {
            (true, _) => split_query(&self.path).1,
            (false, query) => query,
        };
        Ok(Target {
            path: origin_form(&format!("{path}{query}")),
            ..self.clone()
        })
    }

    /// The `Host` header: without the port where it is the scheme's own.
    pub fn authority(&self) -> String {
        let mut out = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        if self.port != if self.tls { 443 } else { 80 } {
            out.push(':');
            out.push_str(&self.port.to_string());
        }
        out
    }

    pub fn url(&self) -> String {
        let scheme = if self.tls { "https://" } else { "http://" };
        format!("{scheme}{}{}", self.authority(), self.path)
    }

    /// Whether both lead to the same server by the same protocol.
    pub fn same_server(&self, other: &Target) -> bool {
        (self.tls, &self.host, self.port) == (other.tls, &other.host, other.port)
    }
}

/// Path and query as the request line takes them: starting with `/`, no fragment, and what may not stand
/// in a URL percent-encoded, as sloppy servers and people write blanks and umlauts.
fn origin_form(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let mut out = String::with_capacity(path.len() + 1);
    if !path.starts_with('/') {
        out.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Path, and query with its `?`.
fn split_query(text: &str) -> (&str, &str) {
    text.split_at(text.find('?').unwrap_or(text.len()))
}

/// RFC 3986 5.2.4.
fn without_dots(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut parts = path.split('/').skip(1).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            "." => {}
            ".." => {
                out.pop();
            }
            part => {
                out.push(part);
                continue;
            }
        }
        if last {
            out.push("");
        }
    }
    format!("/{}", out.join("/"))
}

/// Enough of a URL to know it again, without the user info.
fn clip(url: &str) -> String {
    let shown = match url.rsplit_once('@') {
        Some((_, rest)) => rest,
        None => url,
    };
    shown.chars().take(100).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn urls_taken_apart() {
        for (url, tls, host, port, path) in [
            ("http://acs.example", false, "acs.example", 80, "/"),
            ("https://ACS.example/", true, "acs.example", 443, "/"),
            (
                "HTTP://acs.example:7547/cwmp?x=1",
                false,
                "acs.example",
                7547,
                "/cwmp?x=1",
            ),
            (
                "http://user:pa@ss@acs.example/a",
                false,
                "acs.example",
                80,
                "/a",
            ),
            (
                "https://[2001:db8::1]:8443/a#b",
                true,
                "2001:db8::1",
                8443,
                "/a",
            ),
            ("http://[::1]", false, "::1", 80, "/"),
            ("http://192.0.2.1?q", false, "192.0.2.1", 80, "/?q"),
            (
                " http://a_b-c/ä b|c ",
                false,
                "a_b-c",
                80,
                "/%C3%A4%20b%7Cc",
            ),
            ("http://a/%20ok", false, "a", 80, "/%20ok"),
        ] {
            let expected = Target {
                tls,
                host: host.into(),
                port,
                path: path.into(),
            };
            assert_eq!(Target::parse(url), Ok(expected), "{url}");
        }
    }

    #[test]
    fn urls_that_are_none() {
        for (url, part) in [
            ("", "no http"),
            ("acs.example/cwmp", "no http"),
            ("ftp://acs.example/", "neither"),
            ("http:///path", "no host"),
            ("http://:80/", "no host"),
            ("http://acs:0/", "port"),
            ("http://acs:99999/", "port"),
            ("http://acs:80:80/", "port"),
            ("http://a b/", "host"),
            ("http://[acs]/", "brackets"),
            ("http://::1/", "port"),
            ("http://user:secret@/", "no host"),
        ] {
            let error = Target::parse(url).unwrap_err();
            assert!(error.contains(part), "{url}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_location_followed() {
        let base = Target::parse("https://acs.example:8443/a/b/c?old=1").unwrap();
        for (location, expected) in [
            ("http://other.example/x", "http://other.example/x"),
            ("//other.example/x", "https://other.example/x"),
            ("/x?y=1", "https://acs.example:8443/x?y=1"),
            ("x", "https://acs.example:8443/a/b/x"),
            ("./x", "https://acs.example:8443/a/b/x"),
            ("../x/", "https://acs.example:8443/a/x/"),
            ("../../../../x", "https://acs.example:8443/x"),
            ("..", "https://acs.example:8443/a/"),
            ("?new=2", "https://acs.example:8443/a/b/c?new=2"),
            ("", "https://acs.example:8443/a/b/c?old=1"),
            ("#top", "https://acs.example:8443/a/b/c?old=1"),
            ("/x?u=http://y/z", "https://acs.example:8443/x?u=http://y/z"),
            ("x?u=a:b", "https://acs.example:8443/a/b/x?u=a:b"),
        ] {
            assert_eq!(base.join(location).unwrap().url(), expected, "{location}");
        }
        assert!(base.join("javascript:alert(1)").is_err());
        assert!(base.join("ftp://x/").is_err());
    }

    #[test]
    fn the_port_is_named_where_it_is_unusual() {
        for (url, authority) in [
            ("http://a:80/", "a"),
            ("http://a:443/", "a:443"),
            ("https://a:443/", "a"),
            ("https://[::1]:80/", "[::1]:80"),
        ] {
            assert_eq!(Target::parse(url).unwrap().authority(), authority);
        }
    }
}
