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
        /// Refusals in a row.
        refused: u8,
    },
}

/// New nonces in a row, none of which was good.
const MOST_REFUSED: u8 = 3;

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
        if let Signing::LongTerm { realm, nonce, .. } = self {
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
            (before, Some((realm, nonce))) => {
                let refused = match &before {
                    Signing::LongTerm { nonce: old, .. } if old == nonce => MOST_REFUSED,
                    Signing::LongTerm { refused, .. } => refused + 1,
                    _ => 0,
                };
                (refused < MOST_REFUSED).then(|| Signing::LongTerm {
                    realm: realm.to_string(),
                    nonce: nonce.to_vec(),
                    refused,
                })
            }
        };
        let found = next.is_some();
        *self = next.unwrap_or_default();
        found
    }

    /// A signed request was answered.
    pub(super) fn worked(&mut self) {
        if let Signing::LongTerm { refused, .. } = self {
            *refused = 0;
        }
    }
}
