//! SASL SCRAM, the client's end (RFC 5802; with SHA-256 RFC 7677): proves that both know the password,
//! and says it to nobody. Without channel binding.

use super::{base64_decode, base64_encode, equal};
use core::num::NonZeroU32;
use ring::{digest, hmac, pbkdf2};

/// Rounds of hashing that a server may ask for: some seconds on a slow router.
pub const MOST_ITERATIONS: u32 = 100_000;

/// The hash function of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha1,
    Sha256,
}

/// One login.
pub struct Scram {
    hash: Hash,
    /// The client's first message, without its head.
    first: String,
    nonce: String,
    /// What a server that knows the password signs with.
    signature: Vec<u8>,
}

/// `n`: the client can do no channel binding, in base64 `biws`.
const HEAD: &str = "n,,";

impl Scram {
    /// `nonce`: letters and digits that nobody can guess.
    pub fn new(hash: Hash, username: &str, nonce: &str) -> Scram {
        let username = username.replace('=', "=3D").replace(',', "=2C");
        Scram {
            hash,
            first: format!("n={username},r={nonce}"),
            nonce: nonce.to_string(),
            signature: Vec::new(),
        }
    }

    /// The first message.
    pub fn first(&self) -> String {
        format!("{HEAD}{}", self.first)
    }

    /// The second message, to the server's first.
    ///
    /// # Errors
    /// What is wrong with the server's message.
    pub fn answer(&mut self, password: &str, challenge: &str) -> Result<String, &'static str> {
        let (mut nonce, mut salt, mut rounds) = (None, None, None);
        for part in challenge.split(',') {
            match part.split_once('=') {
                Some(("r", value)) => nonce = Some(value),
                Some(("s", value)) => salt = base64_decode(value),
                Some(("i", value)) => rounds = value.parse().ok().and_then(NonZeroU32::new),
                Some(("m", _)) => return Err("an extension that nobody here knows"),
                _ => {}
            }
        }
        let (Some(nonce), Some(salt), Some(rounds)) = (nonce, salt, rounds) else {
            return Err("no nonce, salt or number of iterations");
        };
        if !nonce.starts_with(&self.nonce) || nonce.len() == self.nonce.len() {
            return Err("a nonce that is not ours with more behind it");
        }
        if rounds.get() > MOST_ITERATIONS {
            return Err("more iterations than this device does");
        }
        let (derive, sign, digest) = match self.hash {
            Hash::Sha1 => (
                pbkdf2::PBKDF2_HMAC_SHA1,
                hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
                &digest::SHA1_FOR_LEGACY_USE_ONLY,
            ),
            Hash::Sha256 => (
                pbkdf2::PBKDF2_HMAC_SHA256,
                hmac::HMAC_SHA256,
                &digest::SHA256,
            ),
        };
        let hmac = |key: &[u8], text: &[u8]| hmac::sign(&hmac::Key::new(sign, key), text);
        let mut salted = [0; 32];
        let salted = salted.get_mut(..digest.output_len()).unwrap_or_default();
        pbkdf2::derive(derive, rounds, &salt, password.as_bytes(), salted);
        let client_key = hmac(salted, b"Client Key");
        let stored_key = digest::digest(digest, client_key.as_ref());
        let server_key = hmac(salted, b"Server Key");
        let bare = format!("c=biws,r={nonce}");
        let text = format!("{},{challenge},{bare}", self.first);
        let client_signature = hmac(stored_key.as_ref(), text.as_bytes());
        let server_signature = hmac(server_key.as_ref(), text.as_bytes());
        self.signature = server_signature.as_ref().to_vec();
        let pairs = client_key.as_ref().iter().zip(client_signature.as_ref());
        let proof: Vec<u8> = pairs.map(|(key, mask)| key ^ mask).collect();
        Ok(format!("{bare},p={}", base64_encode(&proof)))
    }

    /// Whether the server's last message shows that it knows the password, too.
    pub fn is_proven(&self, last: &str) -> bool {
        let value = last
            .split(',')
            .next()
            .and_then(|part| part.strip_prefix("v="));
        let signature = value.and_then(base64_decode).unwrap_or_default();
        !signature.is_empty() && equal(&signature, &self.signature)
    }
}

#[cfg(test)]
impl Scram {
    /// What a server says last that knows the password.
    pub(crate) fn last(&self) -> String {
        format!("v={}", base64_encode(&self.signature))
    }
}

impl core::fmt::Debug for Scram {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Scram").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    struct Vector {
        hash: Hash,
        nonce: &'static str,
        challenge: &'static str,
        answer: &'static str,
        last: &'static str,
    }

    /// RFC 5802 5 and RFC 7677 3: `user` with `pencil`.
    const VECTORS: [Vector; 2] = [
        Vector {
            hash: Hash::Sha1,
            nonce: "fyko+d2lbbFgONRv9qkxdawL",
            challenge: "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
            answer: "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,\
                p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            last: "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        },
        Vector {
            hash: Hash::Sha256,
            nonce: "rOprNGfwEbeRWgbNEkqO",
            challenge: "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
            answer: "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,\
                p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            last: "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        },
    ];

    #[test]
    fn logins_are_those_of_the_standards() {
        for vector in VECTORS {
            let mut login = Scram::new(vector.hash, "user", vector.nonce);
            assert_eq!(login.first(), format!("n,,n=user,r={}", vector.nonce));
            assert_eq!(
                login.answer("pencil", vector.challenge).as_deref(),
                Ok(vector.answer)
            );
            assert!(login.is_proven(vector.last));
            assert!(login.is_proven(&format!("{},x=y", vector.last)));
            for forged in [
                "",
                "v=",
                "v=rmF9pqV8S7suAoZWja4dJRkFsKA=",
                "e=other-error",
                "v=!",
            ] {
                assert!(!login.is_proven(forged), "{forged}");
            }
        }
    }

    #[test]
    fn a_server_that_has_not_computed_anything_proves_nothing() {
        let login = Scram::new(Hash::Sha1, "user", "n");
        assert!(!login.is_proven("v="));
        assert!(!login.is_proven(""));
    }

    #[test]
    fn a_username_is_quoted() {
        let login = Scram::new(Hash::Sha1, "a=b,c", "n");
        assert_eq!(login.first(), "n,,n=a=3Db=2Cc,r=n");
    }

    #[test]
    fn challenges_are_refused() {
        let table = [
            "",
            "r=n1,s=QQ==",
            "r=n1,i=4096",
            "s=QQ==,i=4096",
            "r=other,s=QQ==,i=4096",
            "r=n,s=QQ==,i=4096",
            "r=n1,s=QQ==,i=0",
            "r=n1,s=QQ==,i=100001",
            "r=n1,s=!,i=4096",
            "m=x,r=n1,s=QQ==,i=4096",
        ];
        for challenge in table {
            let mut login = Scram::new(Hash::Sha256, "user", "n");
            assert!(login.answer("pencil", challenge).is_err(), "{challenge}");
        }
    }
}
