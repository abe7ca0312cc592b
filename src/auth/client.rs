//! The client's end of HTTP authentication: reads challenges, answers the strongest.

use super::{Algorithm, Answer, Login, Scheme, base64_encode, hex, parameter, quote, schemes};
use std::fmt;

/// One challenge of a 401 that this client can answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    Basic,
    Digest(DigestChallenge),
}

/// What a server says in a Digest challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestChallenge {
    pub realm: String,
    pub nonce: String,
    pub opaque: Option<String>,
    /// `None` where the server names none; that means MD5, and is not named in the answer either.
    pub algorithm: Option<Algorithm>,
    /// Whether qop `auth` is offered; without, the answer has the form of RFC 2069.
    pub qop: bool,
    /// The credentials were right, only the nonce was too old.
    pub stale: bool,
}

impl Challenge {
    /// Reads the WWW-Authenticate headers of a 401, several challenges in one or not, and leaves out
    /// what cannot be answered: other schemes, unknown algorithms, qop `auth-int` alone. Unquoted
    /// values, any case and unknown parameters are taken.
    pub fn parse_all(headers: &[&str]) -> Vec<Challenge> {
        let schemes = headers.iter().flat_map(|header| schemes(header));
        schemes.filter_map(|scheme| challenge_of(&scheme)).collect()
    }

    /// Digest before Basic, SHA-256 before MD5, with qop before without; the first among equals.
    pub fn strongest(challenges: Vec<Challenge>) -> Option<Challenge> {
        let strength = |challenge: &Challenge| match challenge {
            Challenge::Basic => (0, false),
            Challenge::Digest(digest) => {
                let sha256 = digest.algorithm.is_some_and(Algorithm::is_sha256);
                (1 + u8::from(sha256), digest.qop)
            }
        };
        challenges.into_iter().rev().max_by_key(strength)
    }
}

/// The client's end for one server: what to send as Authorization, over one session.
///
/// Before each request ask [`authorization`](Self::authorization); tell each 401 to
/// [`challenged`](Self::challenged) and send the whole request again when it agrees; tell any other
/// status to [`accepted`](Self::accepted).
pub struct Authorizer {
    username: String,
    password: String,
    known: Known,
    /// 401s in a row.
    refusals: u8,
}

/// What the server is known to want.
enum Known {
    Nothing,
    Basic,
    Digest {
        challenge: DigestChallenge,
        cnonce: String,
        count: u32,
    },
}

/// 401s in a row that may say `stale=true`.
const STALE_IN_A_ROW: u8 = 3;

impl Authorizer {
    /// Over TLS Basic is sent without being asked for (TR-069 3.4.4); in clear nothing is, before
    /// the server has challenged. An empty username sends nothing ever.
    pub fn new(username: &str, password: &str, tls: bool) -> Authorizer {
        let mut new = Authorizer {
            username: username.to_owned(),
            password: password.to_owned(),
            known: Known::Nothing,
            refusals: 0,
        };
        new.another_server(tls);
        new
    }

    /// Forgets all challenges: the next request goes to another server (a redirect).
    pub fn another_server(&mut self, tls: bool) {
        let unasked = tls && !self.username.is_empty();
        self.known = if unasked {
            Known::Basic
        } else {
            Known::Nothing
        };
        self.refusals = 0;
    }

    /// The value of the Authorization header of the next request. `uri` is the request-target as it
    /// stands in the request line. Each call counts as one request.
    pub fn authorization(&mut self, method: &str, uri: &str) -> Option<String> {
        match &mut self.known {
            Known::Nothing => None,
            Known::Basic => {
                let login = format!("{}:{}", self.username, self.password);
                Some(format!("Basic {}", base64_encode(login.as_bytes())))
            }
            Known::Digest {
                challenge,
                cnonce,
                count,
            } => {
                *count = count.saturating_add(1);
                let nc = format!("{count:08x}");
                let answer = Answer {
                    algorithm: challenge.algorithm.unwrap_or(Algorithm::Md5),
                    realm: &challenge.realm,
                    nonce: &challenge.nonce,
                    method,
                    uri,
                    qop: challenge.qop.then_some("auth"),
                    nc: &nc,
                    cnonce,
                };
                let login = Login {
                    username: &self.username,
                    password: &self.password,
                };
                let response = answer.response(login);
                let mut text = String::from("Digest username=");
                quote(&mut text, &self.username);
                let quoted = [
                    ("realm", challenge.realm.as_str()),
                    ("nonce", &challenge.nonce),
                    ("uri", uri),
                    ("response", &response),
                ];
                for (name, value) in quoted {
                    parameter(&mut text, name, value);
                }
                if let Some(algorithm) = challenge.algorithm {
                    text.push_str(", algorithm=");
                    text.push_str(algorithm.name());
                }
                // The session key of the -sess algorithms needs the cnonce without qop too.
                if challenge.qop || answer.is_sess() {
                    parameter(&mut text, "cnonce", cnonce);
                }
                if challenge.qop {
                    text.push_str(", qop=auth, nc=");
                    text.push_str(&nc);
                }
                if let Some(opaque) = &challenge.opaque {
                    parameter(&mut text, "opaque", opaque);
                }
                Some(text)
            }
        }
    }

    /// Takes the WWW-Authenticate headers of a 401. Fresh `random` bytes become the cnonce.
    ///
    /// # Errors
    /// The request need not be sent again: the server refuses these credentials, asks for something
    /// that is not known here, or there are no credentials.
    pub fn challenged(&mut self, headers: &[&str], random: [u8; 16]) -> Result<(), String> {
        let Some(challenge) = Challenge::strongest(Challenge::parse_all(headers)) else {
            return Err(format!(
                "expected a challenge of Digest (MD5 or SHA-256, qop auth) or Basic with the status 401, got {}",
                scheme_names(headers)
            ));
        };
        if self.username.is_empty() {
            return Err("the server demands a login, but no username is configured".to_owned());
        }
        self.refusals = self.refusals.saturating_add(1);
        // The first 401 may be about a nonce of an earlier connection; the second is about the answer.
        let refused = match (&self.known, &challenge) {
            (Known::Basic, Challenge::Basic) => true,
            (_, Challenge::Digest(digest)) if digest.stale => self.refusals > STALE_IN_A_ROW,
            (Known::Nothing, _) => false,
            (Known::Basic, Challenge::Digest(_)) => false,
            (Known::Digest { .. }, _) => self.refusals > 1,
        };
        if refused {
            return Err(format!(
                "the server refuses the login of user {:?}",
                self.username
            ));
        }
        self.known = match challenge {
            Challenge::Basic => Known::Basic,
            Challenge::Digest(challenge) => {
                let cnonce = hex(&random);
                Known::Digest {
                    challenge,
                    cnonce,
                    count: 0,
                }
            }
        };
        Ok(())
    }

    /// The server has answered with another status than 401.
    pub fn accepted(&mut self) {
        self.refusals = 0;
    }
}

impl fmt::Debug for Authorizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorizer")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// The challenge that a scheme of a WWW-Authenticate header makes, if it can be answered.
fn challenge_of(scheme: &Scheme<'_>) -> Option<Challenge> {
    if scheme.name.eq_ignore_ascii_case("Basic") {
        return Some(Challenge::Basic);
    }
    if !scheme.name.eq_ignore_ascii_case("Digest") {
        return None;
    }
    let algorithm = match scheme.get("algorithm") {
        Some(name) => Some(Algorithm::named(name)?),
        None => None,
    };
    let qop = match scheme.get("qop") {
        Some(offered) if !offered.trim().is_empty() => {
            let mut offered = offered.split([',', ' ']);
            offered
                .any(|qop| qop.trim().eq_ignore_ascii_case("auth"))
                .then_some(true)?
        }
        _ => false,
    };
    Some(Challenge::Digest(DigestChallenge {
        realm: scheme.get("realm").unwrap_or_default().to_owned(),
        nonce: scheme.get("nonce")?.to_owned(),
        opaque: scheme.get("opaque").map(str::to_owned),
        algorithm,
        qop,
        stale: scheme
            .get("stale")
            .is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
    }))
}

/// The schemes that a server offers, for a message.
fn scheme_names(headers: &[&str]) -> String {
    let schemes = headers.iter().flat_map(|header| schemes(header));
    let names: Vec<&str> = schemes.map(|scheme| scheme.name).take(4).collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    names
        .join(", ")
        .chars()
        .filter(|char| !char.is_control())
        .take(80)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    fn md5(realm: &str, nonce: &str) -> DigestChallenge {
        DigestChallenge {
            realm: realm.to_owned(),
            nonce: nonce.to_owned(),
            opaque: None,
            algorithm: None,
            qop: true,
            stale: false,
        }
    }

    #[test]
    fn challenges_are_read_however_they_are_written() {
        let opaque = |opaque: &str, challenge| DigestChallenge {
            opaque: Some(opaque.into()),
            ..challenge
        };
        let with = |algorithm, challenge| DigestChallenge {
            algorithm: Some(algorithm),
            ..challenge
        };
        let digest = Challenge::Digest;
        let table: [(&[&str], Vec<Challenge>); 18] = [
            (&[], vec![]),
            (&[""], vec![]),
            (&["Basic realm=\"x\""], vec![Challenge::Basic]),
            (&["BASIC"], vec![Challenge::Basic]),
            (
                &["Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\""],
                vec![digest(md5("r", "n"))],
            ),
            (
                &["digest NONCE=n,Realm=r,QOP=auth,auth-int,x-new=1"],
                vec![digest(md5("r", "n"))],
            ),
            (
                &["Digest realm = \"r\" , nonce= \"n\",qop =\"auth-int, AUTH\""],
                vec![digest(md5("r", "n"))],
            ),
            (
                &["Digest realm=\"a, \\\"b\\\\\", nonce=\"n=,\", qop=auth, opaque=\"o\""],
                vec![digest(opaque("o", md5("a, \"b\\", "n=,")))],
            ),
            (
                &["Digest realm=r, nonce=n==, qop=auth, algorithm=\"md5\""],
                vec![digest(with(Algorithm::Md5, md5("r", "n==")))],
            ),
            (
                &[
                    "Digest realm=\"r\",nonce=\"n\",qop=\"auth\",algorithm=SHA-256, Digest realm=\"r\",nonce=\"m\",qop=\"auth\", Basic realm=\"r\"",
                ],
                vec![
                    digest(with(Algorithm::Sha256, md5("r", "n"))),
                    digest(md5("r", "m")),
                    Challenge::Basic,
                ],
            ),
            (
                &[
                    "Negotiate",
                    "NTLM TlRMTVNTUAAC==",
                    "Basic realm=x",
                    "Digest nonce=n, qop=auth",
                ],
                vec![Challenge::Basic, digest(md5("", "n"))],
            ),
            (
                &["Negotiate, Digest nonce=n,qop=auth,stale=TRUE"],
                vec![digest(DigestChallenge {
                    stale: true,
                    ..md5("", "n")
                })],
            ),
            (
                &["Digest realm=\"r\", nonce=\"n\""],
                vec![digest(DigestChallenge {
                    qop: false,
                    ..md5("r", "n")
                })],
            ),
            (
                &["Digest realm=\"r\", nonce=\"n\", qop=\"\""],
                vec![digest(DigestChallenge {
                    qop: false,
                    ..md5("r", "n")
                })],
            ),
            (
                &["Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\""],
                vec![],
            ),
            (
                &["Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256"],
                vec![],
            ),
            (&["Digest realm=\"r\""], vec![]),
            (
                &["Digest qop=auth, nonce=\"unterminated"],
                vec![digest(md5("", "unterminated"))],
            ),
        ];
        for (headers, expected) in table {
            assert_eq!(Challenge::parse_all(headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn the_strongest_challenge_is_answered() {
        let table = [
            (
                "Basic realm=r, Digest nonce=1, Digest nonce=2, qop=auth",
                "2",
            ),
            (
                "Digest nonce=1, algorithm=SHA-256, Digest nonce=2, qop=auth",
                "1",
            ),
            (
                "Digest nonce=1, qop=auth, Digest nonce=2, algorithm=MD5-sess, qop=auth",
                "1",
            ),
            (
                "Digest nonce=1, qop=auth, Digest nonce=2, algorithm=SHA-256-sess, qop=auth",
                "2",
            ),
            ("Digest nonce=1, qop=auth-int, Basic realm=r", "basic"),
        ];
        for (header, expected) in table {
            let chosen = match Challenge::strongest(Challenge::parse_all(&[header])).unwrap() {
                Challenge::Basic => "basic".to_owned(),
                Challenge::Digest(digest) => digest.nonce,
            };
            assert_eq!(chosen, expected, "{header}");
        }
    }

    #[test]
    fn an_answer_is_quoted_and_counts() {
        let mut authorizer = Authorizer::new("Jäsøn \"D\\oe\"", "päss:w", false);
        assert_eq!(authorizer.authorization("POST", "/acs?x=1,2"), None);
        authorizer
            .challenged(
                &["Digest realm=r, nonce=n0, qop=auth, opaque=\"o\""],
                [0; 16],
            )
            .unwrap();
        let first = authorizer.authorization("POST", "/acs?x=1,2").unwrap();
        assert!(first.contains("qop=auth, nc=00000001"), "{first}");
        authorizer.accepted();
        assert_eq!(
            authorizer.authorization("POST", "/acs?x=1,2").unwrap(),
            "Digest username=\"Jäsøn \\\"D\\\\oe\\\"\", realm=\"r\", nonce=\"n0\", uri=\"/acs?x=1,2\", \
             response=\"6b06cac6a07f0f83ce321f2be548a765\", cnonce=\"00000000000000000000000000000000\", \
             qop=auth, nc=00000002, opaque=\"o\""
        );
    }

    #[test]
    fn a_value_cannot_end_the_header() {
        let mut authorizer = Authorizer::new("a\r\nX-Evil: 1", "p", false);
        authorizer
            .challenged(&["Digest realm=r, nonce=n"], [0; 16])
            .unwrap();
        let text = authorizer.authorization("POST", "/").unwrap();
        assert!(
            text.starts_with("Digest username=\"aX-Evil: 1\", "),
            "{text}"
        );
        assert!(!text.contains("nc=") && !text.contains("cnonce="), "{text}");
    }

    #[test]
    fn basic_goes_unasked_over_tls_only() {
        let table = [
            (
                "Aladdin",
                "open sesame",
                true,
                Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
            ),
            ("test", "123£", true, Some("Basic dGVzdDoxMjPCow==")),
            ("Aladdin", "open sesame", false, None),
            ("", "open sesame", true, None),
        ];
        for (username, password, tls, expected) in table {
            let mut authorizer = Authorizer::new(username, password, tls);
            let sent = authorizer.authorization("POST", "/");
            assert_eq!(sent.as_deref(), expected, "{username} {tls}");
        }
        let mut authorizer = Authorizer::new("u", "p", false);
        authorizer.challenged(&["Basic realm=r"], [0; 16]).unwrap();
        assert_eq!(authorizer.authorization("POST", "/").unwrap(), "Basic dTpw");
        authorizer.another_server(false);
        assert_eq!(authorizer.authorization("POST", "/"), None);
    }

    /// One 401 after the other: whether the request is to be sent again.
    #[test]
    fn a_second_401_ends_it_unless_only_the_nonce_was_old() {
        const OK: &str = "accepted";
        const BASIC: &str = "Basic realm=r";
        const DIGEST: &str = "Digest realm=r, nonce=n, qop=auth";
        const STALE: &str = "Digest realm=r, nonce=n, qop=auth, stale=true";
        const NTLM: &str = "NTLM";
        let table: [(bool, &[&str], bool); 13] = [
            (false, &[DIGEST], true),
            (false, &[DIGEST, DIGEST], false),
            (false, &[DIGEST, STALE, STALE], true),
            (false, &[DIGEST, STALE, STALE, STALE], false),
            (false, &[DIGEST, STALE, DIGEST], false),
            (false, &[DIGEST, OK, DIGEST], true),
            (false, &[DIGEST, OK, DIGEST, OK, DIGEST, DIGEST], false),
            (false, &[BASIC], true),
            (false, &[BASIC, BASIC], false),
            (false, &[BASIC, OK, BASIC], false),
            (true, &[BASIC], false),
            (true, &[DIGEST], true),
            (false, &[NTLM], false),
        ];
        for (tls, answers, again) in table {
            let mut authorizer = Authorizer::new("u", "p", tls);
            let mut last = Ok(());
            for answer in answers {
                assert!(last.is_ok(), "{answers:?}");
                let _ = authorizer.authorization("POST", "/");
                match *answer {
                    OK => authorizer.accepted(),
                    header => last = authorizer.challenged(&[header], [0; 16]),
                }
            }
            assert_eq!(last.is_ok(), again, "{answers:?} {last:?}");
        }
        for headers in [
            &["Basic, Digest"][..],
            &["Digest nonce=1", "Digest nonce=2"],
            &[],
        ] {
            let mut authorizer = Authorizer::new("", "p", false);
            assert!(authorizer.challenged(headers, [0; 16]).is_err());
        }
    }

    #[test]
    fn a_refusal_names_what_was_offered_and_no_password() {
        let mut authorizer = Authorizer::new("u", "s3cret", false);
        let error = authorizer
            .challenged(&["NTLM abc", "Negotiate"], [0; 16])
            .unwrap_err();
        assert!(
            error.contains("NTLM") && error.contains("Negotiate"),
            "{error}"
        );
        assert!(
            authorizer
                .challenged(&[], [0; 16])
                .unwrap_err()
                .ends_with("got none")
        );
        authorizer.challenged(&["Basic"], [0; 16]).unwrap();
        let error = authorizer.challenged(&["Basic"], [0; 16]).unwrap_err();
        assert!(
            error.contains("\"u\"") && !error.contains("s3cret"),
            "{error}"
        );
        let login = Login {
            username: "u",
            password: "s3cret",
        };
        let server = crate::auth::DigestServer::new("r", &[7; 32], &[Algorithm::Md5]);
        let shown = format!("{authorizer:?} {login:?} {server:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
