//! HTTP Basic and Digest, both ends (RFC 7617; RFC 2617 and 7616 with qop `auth` or none).
//!
//! The client's end, [`Authorizer`], answers what an ACS or a file server asks for and goes on
//! unasked afterwards. The server's end, [`DigestServer`], guards the connection-request URL: its
//! nonces carry their own proof, so strangers cannot fill any table, and they hold on a new
//! connection too.

mod client;
#[cfg(feature = "xmpp")]
pub mod scram;
mod server;

pub use client::{Authorizer, Challenge, DigestChallenge};
pub use server::{DigestServer, NONCE_LIFETIME, Verdict, basic_is_right};

use md5::Digest as _;
use ring::digest;
use std::fmt;

/// A hash function of HTTP Digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Md5,
    Md5Sess,
    Sha256,
    Sha256Sess,
}

impl Algorithm {
    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Md5 => "MD5",
            Algorithm::Md5Sess => "MD5-sess",
            Algorithm::Sha256 => "SHA-256",
            Algorithm::Sha256Sess => "SHA-256-sess",
        }
    }

    fn named(name: &str) -> Option<Algorithm> {
        use Algorithm::{Md5, Md5Sess, Sha256, Sha256Sess};
        let all = [Md5, Md5Sess, Sha256, Sha256Sess];
        all.into_iter()
            .find(|algorithm| name.eq_ignore_ascii_case(algorithm.name()))
    }

    /// The algorithm that a response of so many digits can only have come from.
    fn of_digits(self, digits: usize) -> Algorithm {
        use Algorithm::{Md5, Md5Sess, Sha256, Sha256Sess};
        match (self, digits) {
            (Sha256, 32) => Md5,
            (Sha256Sess, 32) => Md5Sess,
            (Md5, 64) => Sha256,
            (Md5Sess, 64) => Sha256Sess,
            (named, _) => named,
        }
    }

    fn is_sha256(self) -> bool {
        matches!(self, Algorithm::Sha256 | Algorithm::Sha256Sess)
    }
}

/// The credentials that a server asks for.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    pub username: &'a str,
    pub password: &'a str,
}

impl fmt::Debug for Login<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// Compares in a time that does not tell where the difference lies.
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    let mut difference = one.len() ^ other.len();
    for (left, right) in one.iter().zip(other) {
        difference |= usize::from(left ^ right);
    }
    std::hint::black_box(difference) == 0
}

/// The path and query of a request-target, in origin form or absolute form (RFC 9112 3.2).
pub fn path_of(target: &str) -> &str {
    let scheme = target
        .get(..7)
        .filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
    let Some(rest) = scheme.and_then(|_| target.get(7..)) else {
        return target;
    };
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    rest.get(at..)
        .filter(|path| path.starts_with('/'))
        .unwrap_or("/")
}

/// All that goes into a Digest response.
struct Answer<'a> {
    algorithm: Algorithm,
    realm: &'a str,
    nonce: &'a str,
    method: &'a str,
    uri: &'a str,
    /// `None`: as in RFC 2069, without nc and cnonce.
    qop: Option<&'a str>,
    nc: &'a str,
    cnonce: &'a str,
}

impl Answer<'_> {
    fn is_sess(&self) -> bool {
        matches!(self.algorithm, Algorithm::Md5Sess | Algorithm::Sha256Sess)
    }

    fn response(&self, login: Login<'_>) -> String {
        let mut who = self.hash(&[login.username, self.realm, login.password]);
        if self.is_sess() {
            who = self.hash(&[&who, self.nonce, self.cnonce]);
        }
        let what = self.hash(&[self.method, self.uri]);
        match self.qop {
            Some(qop) => self.hash(&[&who, self.nonce, self.nc, self.cnonce, qop, &what]),
            None => self.hash(&[&who, self.nonce, &what]),
        }
    }

    /// Hashes the parts with a colon between them.
    fn hash(&self, parts: &[&str]) -> String {
        let text = parts.join(":");
        if self.algorithm.is_sha256() {
            hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
        } else {
            hex(&md5::Md5::digest(text.as_bytes()))
        }
    }
}

/// One scheme of a header with its parameters.
struct Scheme<'a> {
    name: &'a str,
    parameters: Vec<(&'a str, String)>,
}

impl Scheme<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let mut named = self
            .parameters
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }
}

/// Cuts a WWW-Authenticate or Authorization header into schemes. Takes any text: a word before an
/// equals sign is a parameter, any other begins a scheme.
fn schemes(header: &str) -> Vec<Scheme<'_>> {
    let mut found: Vec<Scheme<'_>> = Vec::new();
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([',', ' ', '\t', '"']);
        if rest.is_empty() {
            return found;
        }
        let end = rest.find([',', ' ', '\t', '"', '=']).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let last = found.last_mut();
        if let Some(value) = after.trim_start_matches([' ', '\t']).strip_prefix('=') {
            let (value, after) = value_of(value.trim_start_matches([' ', '\t']));
            if let Some(last) = last {
                last.parameters.push((word, value));
            }
            rest = after;
            continue;
        }
        match last.and_then(|last| last.parameters.last_mut()) {
            // An unquoted `qop=auth,auth-int` goes on after the comma.
            Some((name, value)) if name.eq_ignore_ascii_case("qop") && word.starts_with("auth") => {
                value.push(',');
                value.push_str(word);
            }
            _ => found.push(Scheme {
                name: word,
                parameters: Vec::new(),
            }),
        }
        rest = after;
    }
}

/// A quoted string without its quotes and escapes, or what stands before a comma or blank; and the
/// rest.
fn value_of(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find([',', ' ', '\t']).unwrap_or(text.len()));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.chars();
    while let Some(next) = chars.next() {
        match next {
            '"' => break,
            '\\' => value.extend(chars.next()),
            _ => value.push(next),
        }
    }
    (value, chars.as_str())
}

/// `, name="value"`.
fn parameter(text: &mut String, name: &str, value: &str) {
    text.push_str(", ");
    text.push_str(name);
    text.push('=');
    quote(text, value);
}

/// A quoted string; what could end the header is left out.
fn quote(text: &mut String, value: &str) {
    text.push('"');
    for char in value.chars().filter(|char| !char.is_control()) {
        if matches!(char, '"' | '\\') {
            text.push('\\');
        }
        text.push(char);
    }
    text.push('"');
}

/// In small letters.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn base64_encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let letter = BASE64.get((bits >> (18 - 6 * place) & 63) as usize);
            let kept = place <= group.len();
            text.push(
                letter
                    .filter(|_| kept)
                    .map_or('=', |letter| char::from(*letter)),
            );
        }
    }
    text
}

pub(crate) fn base64_decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = BASE64.iter().position(|known| *known == letter)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    const OLD_NONCE: &str = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    const NEW_NONCE: &str = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    const NEW_CNONCE: &str = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    #[test]
    fn responses_are_those_of_the_standards() {
        let old = |qop| Answer {
            algorithm: Algorithm::Md5,
            realm: "testrealm@host.com",
            nonce: OLD_NONCE,
            method: "GET",
            uri: "/dir/index.html",
            qop,
            nc: "00000001",
            cnonce: "0a4f113b",
        };
        // RFC 2617 3.5; RFC 2069 2.4 as its erratum 749 has it.
        let login = |password| Login {
            username: "Mufasa",
            password,
        };
        let expected = "6629fae49393a05397450978507c4ef1";
        assert_eq!(
            old(Some("auth")).response(login("Circle Of Life")),
            expected
        );
        let expected = "1949323746fe6a43ef61f9606e7febea";
        assert_eq!(old(None).response(login("CircleOfLife")), expected);

        // RFC 7616 3.9.1; those of -sess by an independent computation.
        let table = [
            (Algorithm::Md5, "8ca523f5e9506fed4657c9700eebdbec"),
            (Algorithm::Md5Sess, "e783283f46242139c486a698fec7211d"),
            (
                Algorithm::Sha256,
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
            (
                Algorithm::Sha256Sess,
                "2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7",
            ),
        ];
        for (algorithm, expected) in table {
            let answer = Answer {
                algorithm,
                realm: "http-auth@example.org",
                nonce: NEW_NONCE,
                cnonce: NEW_CNONCE,
                ..old(Some("auth"))
            };
            assert_eq!(
                answer.response(login("Circle of Life")),
                expected,
                "{algorithm:?}"
            );
        }
    }

    #[test]
    fn base64_is_that_of_rfc_4648() {
        let table = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in table {
            assert_eq!(base64_encode(plain.as_bytes()), encoded);
            assert_eq!(base64_decode(encoded).unwrap(), plain.as_bytes());
        }
        assert_eq!(base64_decode("Zm9-"), None);
    }

    #[test]
    fn targets_compare_by_their_path() {
        let table = [
            ("/a?b", "/a?b"),
            ("http://h:1/a?b", "/a?b"),
            ("HTTP://[::1]/", "/"),
            ("http://h", "/"),
            ("http://h?a", "/"),
            ("http:/", "http:/"),
            ("", ""),
            ("éééé", "éééé"),
        ];
        for (target, expected) in table {
            assert_eq!(path_of(target), expected, "{target}");
        }
    }
}
