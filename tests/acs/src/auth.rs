//! HTTP Basic and Digest, both ends (RFC 7617, RFC 2617, RFC 7616).

use std::collections::HashMap;
use std::fmt::Write as _;

use md5::Digest as _;
use ring::rand::{SecureRandom, SystemRandom};

/// How the ACS (or the file server) asks for a login.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Auth {
    #[default]
    None,
    Basic,
    /// MD5, qop="auth".
    Digest,
    /// As GenieACS asks: MD5, qop="auth,auth-int", no algorithm, no opaque.
    DigestGenie,
    /// SHA-256 (RFC 7616), qop="auth".
    DigestSha256,
    /// RFC 2069: no qop, no cnonce.
    DigestNoQop,
    /// MD5-sess, qop="auth".
    DigestSess,
    /// SHA-256 and MD5 challenges together, the stronger first, as RFC 7616 wants it.
    DigestBoth,
}

impl Auth {
    /// Every mode with its name in the line language.
    pub const ALL: [(&'static str, Auth); 8] = [
        ("none", Auth::None),
        ("basic", Auth::Basic),
        ("digest", Auth::Digest),
        ("digest-genie", Auth::DigestGenie),
        ("digest-sha256", Auth::DigestSha256),
        ("digest-no-qop", Auth::DigestNoQop),
        ("digest-sess", Auth::DigestSess),
        ("digest-both", Auth::DigestBoth),
    ];

    /// The mode of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Auth> {
        Auth::ALL.iter().find(|(n, _)| *n == name).map(|(_, a)| *a)
    }

    /// The values of the WWW-Authenticate headers; `stale` says that only the nonce is wrong.
    #[must_use]
    pub fn challenges(self, nonce: &str, stale: bool) -> Vec<String> {
        let stale = if stale { ", stale=true" } else { "" };
        let digest =
            |rest: &str| format!("Digest realm=\"{REALM}\", nonce=\"{nonce}\"{stale}{rest}");
        let sha256 = || digest(", algorithm=SHA-256, qop=\"auth\", opaque=\"b3BhcXVl\"");
        let md5 = || digest(", algorithm=MD5, qop=\"auth\", opaque=\"b3BhcXVl\"");
        match self {
            Auth::None => vec![],
            Auth::Basic => vec![format!("Basic realm=\"{REALM}\"")],
            Auth::Digest => vec![md5()],
            Auth::DigestGenie => vec![digest(", qop=\"auth,auth-int\"")],
            Auth::DigestSha256 => vec![sha256()],
            Auth::DigestNoQop => vec![digest("")],
            Auth::DigestSess => vec![digest(
                ", algorithm=MD5-sess, qop=\"auth\", opaque=\"b3BhcXVl\"",
            )],
            Auth::DigestBoth => vec![sha256(), md5()],
        }
    }
}

/// The realm of all our challenges.
pub const REALM: &str = "testacs";

/// What an Authorization header turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right {
        nc: Option<u32>,
    },
    /// The nonce is not the one we gave: a new challenge may help.
    Stale,
    /// Why it is wrong, for the transcript.
    Wrong(String),
}

/// Judges `header` (the value of Authorization) for a request.
#[must_use]
pub fn judge(
    auth: Auth,
    header: &str,
    method: &str,
    uri: &str,
    nonce: &str,
    user: &str,
    password: &str,
) -> Verdict {
    let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
    if auth == Auth::Basic {
        if !scheme.eq_ignore_ascii_case("basic") {
            return Verdict::Wrong(format!("expected a Basic login, got {scheme}"));
        }
        return match base64_decode(rest.trim()) {
            Some(login) if login == format!("{user}:{password}").as_bytes() => {
                Verdict::Right { nc: None }
            }
            Some(_) => Verdict::Wrong("wrong user or password".to_owned()),
            None => Verdict::Wrong("the Basic login is not base64".to_owned()),
        };
    }
    if !scheme.eq_ignore_ascii_case("digest") {
        return Verdict::Wrong(format!("expected a Digest login, got {scheme}"));
    }
    let given = parameters(rest);
    let get = |name: &str| given.get(name).map_or("", String::as_str);
    if get("username") != user {
        return Verdict::Wrong(format!("user is {:?}, expected {user:?}", get("username")));
    }
    if get("realm") != REALM {
        return Verdict::Wrong(format!("realm is {:?}, expected {REALM:?}", get("realm")));
    }
    if get("uri") != uri {
        return Verdict::Wrong(format!(
            "digest uri is {:?}, the request's is {uri:?}",
            get("uri")
        ));
    }
    let expected_algorithm: &[&str] = match auth {
        Auth::DigestSha256 => &["SHA-256"],
        Auth::DigestSess => &["MD5-sess"],
        Auth::DigestBoth => &["SHA-256", "MD5"],
        _ => &["", "MD5"],
    };
    let algorithm = get("algorithm");
    if !expected_algorithm
        .iter()
        .any(|a| a.eq_ignore_ascii_case(algorithm))
    {
        return Verdict::Wrong(format!(
            "algorithm is {algorithm:?}, expected {}",
            expected_algorithm.join(" or ")
        ));
    }
    if matches!(
        auth,
        Auth::Digest | Auth::DigestSha256 | Auth::DigestSess | Auth::DigestBoth
    ) && get("opaque") != "b3BhcXVl"
    {
        return Verdict::Wrong("opaque was not given back".to_owned());
    }
    if auth != Auth::DigestNoQop && get("qop") != "auth" {
        return Verdict::Wrong(format!("qop is {:?}, expected auth", get("qop")));
    }
    if get("nonce") != nonce {
        return Verdict::Stale;
    }
    let nc = if auth == Auth::DigestNoQop {
        None
    } else {
        let text = get("nc");
        match u32::from_str_radix(text, 16) {
            Ok(n) if text.len() == 8 => Some(n),
            _ => {
                return Verdict::Wrong(format!(
                    "nc is {text:?}, expected eight hexadecimal digits"
                ));
            }
        }
    };
    let qop = (auth != Auth::DigestNoQop).then(|| (get("nc"), get("cnonce")));
    let want = response(algorithm, user, REALM, password, nonce, method, uri, qop);
    if want.eq_ignore_ascii_case(get("response")) {
        Verdict::Right { nc }
    } else {
        Verdict::Wrong("the digest does not fit user, password and request".to_owned())
    }
}

/// The Authorization value that answers `challenge` (a WWW-Authenticate value).
///
/// # Errors
/// A challenge that is neither Basic nor a Digest of MD5 or SHA-256.
pub fn answer(
    challenge: &str,
    method: &str,
    uri: &str,
    user: &str,
    password: &str,
) -> Result<String, String> {
    answer_again(challenge, method, uri, user, password, 1)
}

/// The same for the request number `count` with this challenge.
///
/// # Errors
/// See [`answer`].
pub fn answer_again(
    challenge: &str,
    method: &str,
    uri: &str,
    user: &str,
    password: &str,
    count: u32,
) -> Result<String, String> {
    let (scheme, rest) = challenge.split_once(' ').unwrap_or((challenge, ""));
    if scheme.eq_ignore_ascii_case("basic") {
        return Ok(format!(
            "Basic {}",
            base64_encode(format!("{user}:{password}").as_bytes())
        ));
    }
    if !scheme.eq_ignore_ascii_case("digest") {
        return Err(format!(
            "expected a Basic or Digest challenge, got {challenge:?}"
        ));
    }
    let given = parameters(rest);
    let get = |name: &str| given.get(name).map_or("", String::as_str);
    let algorithm = get("algorithm");
    if !["", "MD5", "MD5-sess", "SHA-256"]
        .iter()
        .any(|a| a.eq_ignore_ascii_case(algorithm))
    {
        return Err(format!("digest algorithm {algorithm:?} is not known here"));
    }
    let has_qop = get("qop").split(',').any(|q| q.trim() == "auth");
    let cnonce = token(8);
    let count = format!("{count:08x}");
    let qop = has_qop.then_some((count.as_str(), cnonce.as_str()));
    let (realm, nonce) = (get("realm"), get("nonce"));
    let digest = response(algorithm, user, realm, password, nonce, method, uri, qop);
    let mut out = format!(
        "Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{digest}\""
    );
    if !algorithm.is_empty() {
        let _ = write!(out, ", algorithm={algorithm}");
    }
    if let Some((nc, cnonce)) = qop {
        let _ = write!(out, ", qop=auth, nc={nc}, cnonce=\"{cnonce}\"");
    }
    if given.contains_key("opaque") {
        let _ = write!(out, ", opaque=\"{}\"", get("opaque"));
    }
    Ok(out)
}

#[allow(clippy::too_many_arguments)]
fn response(
    algorithm: &str,
    user: &str,
    realm: &str,
    password: &str,
    nonce: &str,
    method: &str,
    uri: &str,
    qop: Option<(&str, &str)>,
) -> String {
    let hash = |text: String| {
        if algorithm.eq_ignore_ascii_case("SHA-256") {
            sha256_hex(text.as_bytes())
        } else {
            md5_hex(text.as_bytes())
        }
    };
    let mut a1 = hash(format!("{user}:{realm}:{password}"));
    if algorithm.eq_ignore_ascii_case("MD5-sess") {
        a1 = hash(format!(
            "{a1}:{nonce}:{}",
            qop.map_or("", |(_, cnonce)| cnonce)
        ));
    }
    let a2 = hash(format!("{method}:{uri}"));
    match qop {
        Some((nc, cnonce)) => hash(format!("{a1}:{nonce}:{nc}:{cnonce}:auth:{a2}")),
        None => hash(format!("{a1}:{nonce}:{a2}")),
    }
}

/// `name=value, name="value"` of an Authorization or WWW-Authenticate header; names in lower case.
fn parameters(text: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    let mut rest = text;
    while let Some((name, tail)) = rest.split_once('=') {
        let name = name
            .trim_matches(|c: char| c == ',' || c.is_whitespace())
            .to_ascii_lowercase();
        let tail = tail.trim_start();
        if let Some(quoted) = tail.strip_prefix('"') {
            let mut value = String::new();
            let mut chars = quoted.char_indices();
            let mut end = quoted.len();
            while let Some((i, c)) = chars.next() {
                match c {
                    '\\' => value.extend(chars.next().map(|(_, c)| c)),
                    '"' => {
                        end = i + 1;
                        break;
                    }
                    c => value.push(c),
                }
            }
            out.insert(name, value);
            rest = quoted.get(end..).unwrap_or("");
        } else {
            let (value, after) = tail.split_once(',').unwrap_or((tail, ""));
            out.insert(name, value.trim().to_owned());
            rest = after;
        }
    }
    out
}

/// Random text of `bytes` bytes in hexadecimal.
#[must_use]
pub fn token(bytes: usize) -> String {
    let mut buffer = vec![0u8; bytes];
    // Without a random source a fixed token still makes a working test ACS.
    let _ = SystemRandom::new().fill(&mut buffer);
    hex(&buffer)
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
            let _ = write!(out, "{b:02x}");
            out
        })
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
}

fn md5_hex(bytes: &[u8]) -> String {
    hex(&md5::Md5::digest(bytes))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn base64_encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let letter = ALPHABET[(word >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

pub(crate) fn base64_decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut word, mut bits) = (0u32, 0u32);
    for b in text.trim_end_matches('=').bytes() {
        let value = ALPHABET.iter().position(|a| *a == b)?;
        word = (word << 6 | u32::try_from(value).ok()?) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(u8::try_from(word >> bits & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn rfc_2617_section_3_5() {
        let got = response(
            "",
            "Mufasa",
            "testrealm@host.com",
            "Circle Of Life",
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "GET",
            "/dir/index.html",
            Some(("00000001", "0a4f113b")),
        );
        assert_eq!(got, "6629fae49393a05397450978507c4ef1");
    }

    #[test]
    fn rfc_7616_section_3_9_1_sha_256() {
        let got = response(
            "SHA-256",
            "Mufasa",
            "http-auth@example.org",
            "Circle of Life",
            "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            "GET",
            "/dir/index.html",
            Some(("00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")),
        );
        assert_eq!(
            got,
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
        );
    }

    #[test]
    fn both_ends_agree_in_every_mode() {
        for (name, auth) in Auth::ALL {
            if auth == Auth::None {
                continue;
            }
            for challenge in auth.challenges("n0nce", false) {
                let header = answer(&challenge, "POST", "/a?b=c", "cpe", "se:c\"ret").unwrap();
                let verdict = judge(auth, &header, "POST", "/a?b=c", "n0nce", "cpe", "se:c\"ret");
                assert!(
                    matches!(verdict, Verdict::Right { .. }),
                    "{name}: {verdict:?}"
                );
                let verdict = judge(auth, &header, "POST", "/a?b=c", "n0nce", "cpe", "other");
                assert!(matches!(verdict, Verdict::Wrong(_)), "{name}: {verdict:?}");
                if auth != Auth::Basic {
                    assert_eq!(
                        judge(auth, &header, "POST", "/a?b=c", "newer", "cpe", "se:c\"ret"),
                        Verdict::Stale,
                        "{name}"
                    );
                }
            }
        }
    }

    #[test]
    fn base64_goes_both_ways() {
        for (plain, coded) in [
            ("", ""),
            ("a", "YQ=="),
            ("ab", "YWI="),
            ("abc", "YWJj"),
            ("Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ] {
            assert_eq!(base64_encode(plain.as_bytes()), coded);
            assert_eq!(base64_decode(coded).unwrap(), plain.as_bytes());
        }
    }
}
