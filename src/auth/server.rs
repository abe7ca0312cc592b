//! The server's end of HTTP authentication: nonces that need no memory, and no second use of them.

use super::{
    Algorithm, Answer, Login, base64_decode, equal, hex, parameter, path_of, quote, schemes,
};
use crate::time::Now;
use ring::hmac;
use std::fmt;

/// What a server thinks of an Authorization header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Granted,
    /// The credentials are right, but the nonce is old or was used before: challenge again with
    /// `stale=true`, and an honest client answers without asking a person.
    Stale,
    /// Why, in a few words.
    Refused(&'static str),
}

/// The server's end of Digest.
///
/// A nonce is `seconds ‖ serial ‖ HMAC-SHA-256(secret, seconds ‖ serial ‖ credentials)`: whether it
/// is ours, how old it is and for which credentials it was made can be told from itself. Only nonces
/// that a right answer has used are remembered, to refuse a second use, and only the youngest of
/// them: those below the oldest remembered serial count as used.
pub struct DigestServer {
    realm: String,
    key: hmac::Key,
    algorithms: Vec<Algorithm>,
    serial: u64,
    used: Vec<Used>,
    /// Nonces with lower serials are not taken any more.
    least_serial: u64,
}

/// A nonce that was used, with the highest count.
struct Used {
    serial: u64,
    seconds: u64,
    count: u32,
}

/// How long a nonce is good for, in seconds. An ACS answers a challenge within two.
pub const NONCE_LIFETIME: u64 = 60;

/// Used nonces that are remembered.
const REMEMBERED: usize = 32;

impl DigestServer {
    /// `secret`: random, made anew at each start. One challenge is made for each of the `algorithms`,
    /// in this order.
    pub fn new(realm: &str, secret: &[u8; 32], algorithms: &[Algorithm]) -> DigestServer {
        DigestServer {
            realm: realm.to_owned(),
            key: hmac::Key::new(hmac::HMAC_SHA256, secret),
            algorithms: algorithms.to_vec(),
            serial: 0,
            used: Vec::new(),
            least_serial: 0,
        }
    }

    /// The values of the WWW-Authenticate headers of a 401.
    pub fn challenges(&mut self, now: &Now, login: Login<'_>, stale: bool) -> Vec<String> {
        self.serial += 1;
        let nonce = self.nonce(now.mono.as_secs(), self.serial, login);
        let challenge = |algorithm: &Algorithm| {
            let mut text = String::from("Digest realm=");
            quote(&mut text, &self.realm);
            parameter(&mut text, "nonce", &nonce);
            parameter(&mut text, "qop", "auth");
            // Old clients take MD5 for granted and some trip over its name.
            if *algorithm != Algorithm::Md5 {
                text.push_str(", algorithm=");
                text.push_str(algorithm.name());
            }
            if stale {
                text.push_str(", stale=true");
            }
            text
        };
        self.algorithms.iter().map(challenge).collect()
    }

    /// Judges the Authorization header of a request. `target` is the request-target of its request
    /// line.
    pub fn verify(
        &mut self,
        now: &Now,
        method: &str,
        target: &str,
        authorization: &str,
        login: Login<'_>,
    ) -> Verdict {
        let schemes = schemes(authorization);
        let [scheme] = schemes.as_slice() else {
            return Verdict::Refused("expected one Authorization scheme");
        };
        if !scheme.name.eq_ignore_ascii_case("Digest") {
            return Verdict::Refused("expected Digest");
        }
        let (Some(username), Some(nonce), Some(uri), Some(response)) = (
            scheme.get("username"),
            scheme.get("nonce"),
            scheme.get("uri"),
            scheme.get("response"),
        ) else {
            return Verdict::Refused("expected username, nonce, uri and response");
        };
        let algorithm = scheme
            .get("algorithm")
            .map_or(Some(Algorithm::Md5), Algorithm::named);
        // GenieACS reads two challenges as one: it computes MD5 and names what came last.
        let algorithm = algorithm.map(|named| named.of_digits(response.len()));
        let Some(algorithm) = algorithm.filter(|given| self.algorithms.contains(given)) else {
            return Verdict::Refused("expected an algorithm that was offered");
        };
        let qop = scheme.get("qop").filter(|qop| !qop.is_empty());
        let (nc, cnonce) = (scheme.get("nc"), scheme.get("cnonce"));
        let count = match (qop, nc, cnonce) {
            // RFC 2069 has no count: such an answer is good for one request.
            (None, _, _) => Some(1),
            (Some("auth"), Some(nc), Some(_)) => parse_count(nc),
            _ => None,
        };
        let Some(count) = count else {
            return Verdict::Refused("expected qop auth with nc and cnonce");
        };
        if path_of(uri) != path_of(target) {
            return Verdict::Refused("expected the uri of the request line");
        }
        let answer = Answer {
            algorithm,
            realm: &self.realm,
            nonce,
            method,
            uri,
            qop,
            nc: nc.unwrap_or_default(),
            cnonce: cnonce.unwrap_or_default(),
        };
        let expected = answer.response(login);
        let right = equal(
            expected.as_bytes(),
            response.to_ascii_lowercase().as_bytes(),
        );
        if !(equal(username.as_bytes(), login.username.as_bytes()) & right) {
            return Verdict::Refused("wrong username or password");
        }
        if self.take(now.mono.as_secs(), nonce, count, login) {
            Verdict::Granted
        } else {
            Verdict::Stale
        }
    }

    fn nonce(&self, seconds: u64, serial: u64, login: Login<'_>) -> String {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(&seconds.to_be_bytes());
        context.update(&serial.to_be_bytes());
        context.update(&login.username.len().to_be_bytes());
        context.update(login.username.as_bytes());
        context.update(login.password.as_bytes());
        let proof = hex(context.sign().as_ref().get(..16).unwrap_or_default());
        format!("{seconds:016x}{serial:016x}{proof}")
    }

    /// Whether a nonce is ours, young, and not used with this count or a higher one; it is then.
    fn take(&mut self, now: u64, nonce: &str, count: u32, login: Login<'_>) -> bool {
        let number = |range| u64::from_str_radix(nonce.get(range)?, 16).ok();
        let (Some(seconds), Some(serial)) = (number(0..16), number(16..32)) else {
            return false;
        };
        let ours = self.nonce(seconds, serial, login);
        if !equal(ours.as_bytes(), nonce.as_bytes())
            || now.saturating_sub(seconds) > NONCE_LIFETIME
            || serial < self.least_serial
        {
            return false;
        }
        if let Some(used) = self.used.iter_mut().find(|used| used.serial == serial) {
            let fresh = count > used.count;
            used.count = used.count.max(count);
            return fresh;
        }
        if count == 0 {
            return false;
        }
        self.used
            .retain(|used| now.saturating_sub(used.seconds) <= NONCE_LIFETIME);
        self.used.push(Used {
            serial,
            seconds,
            count,
        });
        if self.used.len() > REMEMBERED {
            let oldest = self
                .used
                .iter()
                .map(|used| used.serial)
                .min()
                .unwrap_or_default();
            self.used.retain(|used| used.serial > oldest);
            self.least_serial = oldest + 1;
        }
        true
    }
}

impl fmt::Debug for DigestServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DigestServer")
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

/// Whether an Authorization header is Basic with these credentials.
pub fn basic_is_right(authorization: &str, login: Login<'_>) -> bool {
    let Some((scheme, token)) = authorization.trim().split_once(' ') else {
        return false;
    };
    let given = base64_decode(token.trim()).filter(|_| scheme.eq_ignore_ascii_case("Basic"));
    let expected = format!("{}:{}", login.username, login.password);
    given.is_some_and(|given| equal(&given, expected.as_bytes()))
}

/// `nc`: up to eight hex digits.
fn parse_count(nc: &str) -> Option<u32> {
    let digits = nc.len() <= 8 && nc.bytes().all(|byte| byte.is_ascii_hexdigit());
    u32::from_str_radix(nc, 16).ok().filter(|_| digits)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;
    use crate::auth::Authorizer;
    use std::time::Duration;

    const LOGIN: Login<'_> = Login {
        username: "acs",
        password: "s3cret",
    };
    const ALL: [Algorithm; 4] = [
        Algorithm::Md5,
        Algorithm::Md5Sess,
        Algorithm::Sha256,
        Algorithm::Sha256Sess,
    ];

    fn at(seconds: u64) -> Now {
        Now {
            mono: Duration::from_secs(seconds),
            wall: None,
        }
    }

    /// A client that has just got a challenge of this algorithm, at 100 s.
    fn client(server: &mut DigestServer, index: usize) -> Authorizer {
        let challenge = server.challenges(&at(100), LOGIN, false).remove(index);
        let mut client = Authorizer::new(LOGIN.username, LOGIN.password, false);
        client.challenged(&[&challenge], [3; 16]).unwrap();
        client
    }

    fn server() -> DigestServer {
        DigestServer::new("cwmpd", &[7; 32], &ALL)
    }

    #[test]
    fn both_ends_understand_each_other_in_all_algorithms() {
        let mut server = server();
        for index in 0..ALL.len() {
            let mut client = client(&mut server, index);
            for _ in 0..3 {
                let sent = client.authorization("GET", "/s3cr3t?x").unwrap();
                assert_eq!(
                    server.verify(&at(101), "GET", "/s3cr3t?x", &sent, LOGIN),
                    Verdict::Granted,
                    "{sent}"
                );
                assert_eq!(
                    server.verify(&at(101), "GET", "/s3cr3t?x", &sent, LOGIN),
                    Verdict::Stale,
                    "{sent}"
                );
            }
        }
    }

    #[test]
    fn an_algorithm_that_was_not_offered_is_refused_under_any_name() {
        let mut server = DigestServer::new("cwmpd", &[7; 32], &[Algorithm::Sha256]);
        let challenge = server.challenges(&at(100), LOGIN, false).remove(0);
        let mut client = Authorizer::new(LOGIN.username, LOGIN.password, false);
        let as_md5 = challenge.replace(", algorithm=SHA-256", "");
        client.challenged(&[&as_md5], [3; 16]).unwrap();
        let sent = client.authorization("GET", "/").unwrap();
        let named = sent.replace("qop=auth", "qop=auth, algorithm=SHA-256");
        for sent in [sent, named] {
            assert_eq!(
                server.verify(&at(100), "GET", "/", &sent, LOGIN),
                Verdict::Refused("expected an algorithm that was offered"),
                "{sent}"
            );
        }
    }

    #[test]
    fn a_client_that_knows_no_qop_is_served_once_per_nonce() {
        let mut server = server();
        let challenge = server
            .challenges(&at(100), LOGIN, false)
            .remove(0)
            .replace(", qop=\"auth\"", "");
        let mut client = Authorizer::new(LOGIN.username, LOGIN.password, false);
        client.challenged(&[&challenge], [3; 16]).unwrap();
        let sent = client.authorization("GET", "/").unwrap();
        assert!(!sent.contains("qop"), "{sent}");
        assert_eq!(
            server.verify(&at(100), "GET", "/", &sent, LOGIN),
            Verdict::Granted
        );
        assert_eq!(
            server.verify(&at(100), "GET", "/", &sent, LOGIN),
            Verdict::Stale
        );
    }

    #[test]
    fn a_nonce_grows_old() {
        for (seconds, expected) in [
            (100, Verdict::Granted),
            (100 + NONCE_LIFETIME, Verdict::Granted),
            (101 + NONCE_LIFETIME, Verdict::Stale),
        ] {
            let mut server = server();
            let sent = client(&mut server, 0).authorization("GET", "/").unwrap();
            assert_eq!(
                server.verify(&at(seconds), "GET", "/", &sent, LOGIN),
                expected,
                "{seconds}"
            );
        }
        let challenge = server().challenges(&at(100), LOGIN, true).remove(0);
        assert!(challenge.ends_with(", stale=true"), "{challenge}");
    }

    #[test]
    fn new_credentials_hold_at_once() {
        let mut server = server();
        let mut client = client(&mut server, 0);
        let sent = client.authorization("GET", "/").unwrap();
        let other = Login {
            password: "other",
            ..LOGIN
        };
        let refused = Verdict::Refused("wrong username or password");
        assert_eq!(server.verify(&at(100), "GET", "/", &sent, other), refused);
        // The nonce was made for the old password; who knows the new one is asked again, no more.
        let challenge = server.challenges(&at(100), LOGIN, false).remove(0);
        let mut knows_new = Authorizer::new(LOGIN.username, "other", false);
        knows_new.challenged(&[&challenge], [0; 16]).unwrap();
        let sent = knows_new.authorization("GET", "/").unwrap();
        assert_eq!(
            server.verify(&at(100), "GET", "/", &sent, other),
            Verdict::Stale
        );
    }

    #[test]
    fn what_does_not_belong_to_the_request_is_refused() {
        let wrong = Verdict::Refused("wrong username or password");
        let uri = Verdict::Refused("expected the uri of the request line");
        let parts = Verdict::Refused("expected username, nonce, uri and response");
        let qop = Verdict::Refused("expected qop auth with nc and cnonce");
        let algorithm = Verdict::Refused("expected an algorithm that was offered");
        let table: [(&str, &str, &str, Verdict); 21] = [
            ("", "", "/p?q", Verdict::Granted),
            ("", "", "http://10.0.0.1:7547/p?q", Verdict::Granted),
            ("uri=\"/p?q\"", "uri=\"http://h/p?q\"", "/p?q", wrong),
            ("username=\"acs\"", "username=\"ac\"", "/p?q", wrong),
            ("username=\"acs\"", "username=\"acs\\0\"", "/p?q", wrong),
            ("response=\"", "response=\"0", "/p?q", wrong),
            ("response=\"", "x=\"", "/p?q", parts),
            ("nonce=\"", "nonce=\"0", "/p?q", wrong),
            ("nonce=\"", "nonce=\"é", "/p?q", wrong),
            ("", "", "/p", uri),
            ("", "", "/P?q", uri),
            ("", "", "*", uri),
            ("qop=auth", "qop=auth-int", "/p?q", qop),
            ("qop=auth", "qop=\"\"", "/p?q", wrong),
            ("nc=00000001", "nc=+0000001", "/p?q", qop),
            ("nc=00000001", "nc=000000001", "/p?q", qop),
            ("nc=00000001", "x=1", "/p?q", qop),
            ("qop=auth", "qop=auth, algorithm=MD4", "/p?q", algorithm),
            (
                "qop=auth",
                "qop=auth, algorithm=SHA-256",
                "/p?q",
                Verdict::Granted,
            ),
            (
                "qop=auth",
                "qop=auth, algorithm=SHA-256-sess",
                "/p?q",
                wrong,
            ),
            (
                "Digest ",
                "Bearer ",
                "/p?q",
                Verdict::Refused("expected Digest"),
            ),
        ];
        for (old, new, target, expected) in table {
            let mut server = server();
            let sent = client(&mut server, 0).authorization("GET", "/p?q").unwrap();
            let sent = sent.replacen(old, new, 1);
            assert_eq!(
                server.verify(&at(100), "GET", target, &sent, LOGIN),
                expected,
                "{sent}"
            );
        }
        for garbage in [
            "",
            "Digest",
            "Basic YWNzOnMzY3JldA==",
            "Digest a=b, Digest a=b",
            "=",
            "\"\"\"",
            "Digest =,=,",
        ] {
            let verdict = server().verify(&at(100), "GET", "/", garbage, LOGIN);
            assert!(matches!(verdict, Verdict::Refused(_)), "{garbage}");
        }
    }

    /// A nonce that this server has not made, in a right answer: for instance from before a restart.
    #[test]
    fn a_foreign_nonce_in_a_right_answer_is_only_stale() {
        let genuine = server().challenges(&at(100), LOGIN, false).remove(0);
        let nonce = genuine.split('"').nth(3).unwrap();
        let foreign = [
            "0".repeat(64),
            "n".to_owned(),
            "é".repeat(40),
            format!("0{}", nonce.get(1..).unwrap().replace('a', "b")),
            format!("{}{}", nonce.get(..40).unwrap(), "0".repeat(24)),
            nonce.to_uppercase(),
        ];
        for foreign in foreign {
            if foreign == nonce {
                continue;
            }
            let mut client = Authorizer::new(LOGIN.username, LOGIN.password, false);
            client
                .challenged(&[&genuine.replace(nonce, &foreign)], [0; 16])
                .unwrap();
            let sent = client.authorization("GET", "/").unwrap();
            let verdict = server().verify(&at(100), "GET", "/", &sent, LOGIN);
            assert_eq!(verdict, Verdict::Stale, "{foreign}");
        }
    }

    #[test]
    fn replays_stay_refused_however_many_nonces_are_used() {
        let mut server = server();
        let sent: Vec<String> = (0..500)
            .map(|_| client(&mut server, 0).authorization("GET", "/").unwrap())
            .collect();
        for sent in &sent {
            assert_eq!(
                server.verify(&at(100), "GET", "/", sent, LOGIN),
                Verdict::Granted
            );
            assert!(server.used.len() <= REMEMBERED);
        }
        for sent in &sent {
            assert_eq!(
                server.verify(&at(100), "GET", "/", sent, LOGIN),
                Verdict::Stale
            );
        }
        // Strangers leave no trace.
        let before = server.used.len();
        for _ in 0..500 {
            let _ = server.challenges(&at(100), LOGIN, false);
            let _ = server.verify(&at(100), "GET", "/", "Digest username=x", LOGIN);
        }
        assert_eq!(server.used.len(), before);
    }

    #[test]
    fn basic_is_right_only_with_these_credentials() {
        assert!(basic_is_right("basic  YWNzOnMzY3JldA== ", LOGIN));
        for wrong in [
            "Basic YWNzOnMzY3Jldw==",
            "Bearer YWNzOnMzY3JldA==",
            "Basic",
            "Basic ?",
            "",
        ] {
            assert!(!basic_is_right(wrong, LOGIN), "{wrong}");
        }
    }
}
