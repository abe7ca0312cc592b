//! How requests are signed once the server has asked for it with error 401: as RFC 3489 has it, else as
//! RFC 5389 has it with the same secret, or with the realm and nonce that came with the error. Nothing is
//! signed before (TR-069 Annex G).

use super::Config;
use crate::connreq::stun::{Integrity, Message, NONCE, REALM, Writer};

/// What the server wants, as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Signing {
    #[default]
    Nothing,
    Classic,
    ShortTerm,
    LongTerm {
        realm: String,
        nonce: Vec<u8>,
    },
}

impl Signing {
    /// Adds what the server wants to the end of a request.
    pub(super) fn sign(&self, request: Writer, config: &Config) -> (Writer, Option<Integrity>) {
        let secret = || config.password.as_bytes().to_vec();
        let integrity = match self {
            Signing::Nothing => return (request, None),
            Signing::Classic => Integrity::Classic(secret()),
            Signing::ShortTerm => Integrity::Plain(secret()),
            Signing::LongTerm { realm, .. } => {
                Integrity::long_term(&config.username, realm, &config.password)
            }
        };
        let mut request = request.with_username(&config.username, &integrity);
        if let Signing::LongTerm { realm, nonce } = self {
            request = request.with(REALM, realm.as_bytes()).with(NONCE, nonce);
        }
        (request.signed(&integrity), Some(integrity))
    }

    /// A request was refused: whether it is worth another attempt. If not, the next request begins from
    /// the start.
    pub(super) fn challenged(&mut self, message: &Message, config: &Config) -> bool {
        // 430, 431 and 432: stale, wrong and missing credentials (RFC 3489); 438: another nonce.
        if !matches!(message.error(), Some(401 | 430 | 431 | 432 | 438))
            || config.username.is_empty()
        {
            return false;
        }
        let challenge = message.text(REALM).zip(message.get(NONCE));
        let next = match (std::mem::take(self), challenge) {
            (Signing::Nothing, None) => Some(Signing::Classic),
            (Signing::Classic, None) => Some(Signing::ShortTerm),
            (_, None) => None,
            // The same nonce again: the password is wrong.
            (Signing::LongTerm { nonce: old, .. }, Some((_, nonce))) if old == nonce => None,
            (_, Some((realm, nonce))) => Some(Signing::LongTerm {
                realm: realm.to_string(),
                nonce: nonce.to_vec(),
            }),
        };
        let found = next.is_some();
        *self = next.unwrap_or_default();
        found
    }
}
