//! TLS towards the ACS: rustls from PEM files, and what a certificate must be.
//!
//! Verification is always on: a chain to a root in `ca_file` and the URL's host in the certificate
//! (TR-069 3.3), or the certificate's fingerprint in `pin`. Only the dates are left out of it while the
//! clock is unset. A configuration lives as long as a session: 140 roots are no load for an idle router.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use crate::agent::settings::TlsSettings;
use crate::cwmp::session::Failure;
use crate::time::Now;

/// 2024-01-01T00:00:00Z. A clock before it has not been set: this program is younger.
const CLOCK_SET: i64 = 1_704_067_200;

/// Reads the certificates and builds the configuration for one session. `now` judges validity dates.
///
/// # Errors
/// [`Failure::Local`], with the file and the option to look at.
pub fn client_config(settings: &TlsSettings, now: Now) -> Result<Arc<ClientConfig>, Failure> {
    config(settings, now, false)
}

/// The same for one connection that stays: the roots are forgotten once they have served.
///
/// # Errors
/// As [`client_config`].
#[cfg(feature = "xmpp")]
pub fn config_for_one(settings: &TlsSettings, now: Now) -> Result<Arc<ClientConfig>, Failure> {
    config(settings, now, true)
}

fn config(settings: &TlsSettings, now: Now, once: bool) -> Result<Arc<ClientConfig>, Failure> {
    let provider = Arc::new(super::provider::provider());
    let time = now
        .wall
        .map(|wall| wall.unix)
        .filter(|unix| *unix >= CLOCK_SET);
    let time = time
        .and_then(|unix| u64::try_from(unix).ok())
        .map(unix_time);
    let verifier = Verifier {
        roots: Mutex::new(Arc::new(roots(settings)?)),
        once,
        pins: settings.pins.clone(),
        time,
        provider: Arc::clone(&provider),
    };
    let builder = ClientConfig::builder_with_details(provider, Arc::new(Clock(time)))
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::Local(format!("TLS: {error}")))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match client_certificate(settings)? {
        None => builder.with_no_client_auth(),
        Some((chain, key)) => builder.with_client_auth_cert(chain, key).map_err(|error| {
            Failure::Local(format!(
                "tls.certificate {} and tls.key {} do not go together: {error}",
                settings.certificate, settings.key
            ))
        })?,
    };
    // Enough for an ACS that closes the connection after every answer, and for one it redirects to.
    config.resumption = Resumption::in_memory_sessions(4);
    Ok(Arc::new(config))
}

/// What a failed handshake means, for a person.
pub fn explain(error: &Error) -> String {
    let hint = match error {
        Error::InvalidCertificate(reason) => match reason {
            CertificateError::UnknownIssuer => {
                ": no root in tls.ca_file has signed it, and no tls.pin names it"
            }
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => ": is this device's clock right?",
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                ": it is not for this host"
            }
            _ => "",
        },
        Error::InvalidMessage(_) => ": is https right for this port?",
        Error::AlertReceived(_) => ": does the ACS want another tls.certificate?",
        _ => "",
    };
    format!("TLS: {error}{hint}")
}

/// The roots to trust; none at all where only a pin can let a certificate pass.
fn roots(settings: &TlsSettings) -> Result<RootCertStore, Failure> {
    let file = &settings.ca_file;
    let pinned = !settings.pins.is_empty();
    if file.is_empty() {
        return if pinned {
            Ok(RootCertStore::empty())
        } else {
            Err(Failure::Local(
                "an https ACS needs tls.ca_file (PEM root certificates) or tls.pin".into(),
            ))
        };
    }
    let mut roots = RootCertStore::empty();
    let trouble = match CertificateDer::pem_file_iter(file) {
        Ok(certificates) => {
            // One certificate that does not parse must not cost the other hundred.
            let (_, refused) = roots.add_parsable_certificates(certificates.flatten());
            if refused > 0 {
                log::info!("tls.ca_file {file}: {refused} certificates are unusable");
            }
            "no usable certificate in it".into()
        }
        Err(error) => pem_trouble(&error),
    };
    if roots.is_empty() && !pinned {
        return Err(Failure::Local(format!(
            "tls.ca_file {file}: {trouble}; an https ACS needs PEM root certificates there, or tls.pin"
        )));
    }
    Ok(roots)
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// This device's own certificate chain and key, if it has one.
fn client_certificate(settings: &TlsSettings) -> Result<Option<Identity>, Failure> {
    let (certificate, key) = (&settings.certificate, &settings.key);
    if certificate.is_empty() && key.is_empty() {
        return Ok(None);
    }
    if certificate.is_empty() || key.is_empty() {
        return Err(Failure::Local(
            "tls.certificate and tls.key: only one of them is set; a client certificate needs both"
                .into(),
        ));
    }
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, pem::Error>>)
        .map_err(|error| local("tls.certificate", certificate, &error))?;
    if chain.is_empty() {
        return Err(local(
            "tls.certificate",
            certificate,
            &pem::Error::NoItemsFound,
        ));
    }
    let key = PrivateKeyDer::from_pem_file(key).map_err(|error| local("tls.key", key, &error))?;
    Ok(Some((chain, key)))
}

fn local(option: &str, file: &str, error: &pem::Error) -> Failure {
    Failure::Local(format!("{option} {file}: {}", pem_trouble(error)))
}

fn pem_trouble(error: &pem::Error) -> String {
    match error {
        pem::Error::Io(error) => error.to_string(),
        pem::Error::NoItemsFound => "nothing of the kind in it; it must be PEM".into(),
        error => format!("not PEM as expected: {error}"),
    }
}

fn unix_time(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
}

/// rustls's own clock would ask the system, which may stand in 1970; it only ages session tickets.
#[derive(Debug)]
struct Clock(Option<UnixTime>);

impl rustls::time_provider::TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(self.0.unwrap_or_else(|| unix_time(0)))
    }
}

struct Verifier {
    roots: Mutex<Arc<RootCertStore>>,
    /// Nothing else is going to be verified.
    once: bool,
    pins: Vec<[u8; 32]>,
    /// `None`: the clock is unset, and the dates of certificates mean nothing yet.
    time: Option<UnixTime>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    /// Verifies the chain and the name while no clock tells which dates hold.
    ///
    /// webpki judges a path at one moment; so a moment is looked for at which the path was valid: the
    /// beginning of time, put forward to the start of whatever is not valid yet. That moment only grows
    /// and ends at the latest start on the path. The time comes from webpki's own errors and not from a
    /// parser of ours, the signatures and the name are verified in the pass that succeeds, and a path
    /// whose certificates were never valid together is still refused.
    fn verify_undated(
        &self,
        verify: &dyn Fn(UnixTime) -> Result<ServerCertVerified, Error>,
    ) -> Result<ServerCertVerified, Error> {
        let mut time = unix_time(0);
        // A path has at most eight certificates; alternatives may put in a few more rounds.
        for _ in 0..16 {
            match verify(time) {
                Err(Error::InvalidCertificate(CertificateError::NotValidYetContext {
                    not_before,
                    ..
                })) if not_before > time => time = not_before,
                verdict => return verdict,
            }
        }
        verify(time)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let fingerprint = ring::digest::digest(&ring::digest::SHA256, end_entity);
        if self.pins.iter().any(|pin| pin == fingerprint.as_ref()) {
            return Ok(ServerCertVerified::assertion());
        }
        let roots = {
            let mut roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner);
            match self.once {
                true => std::mem::replace(&mut *roots, Arc::new(RootCertStore::empty())),
                false => Arc::clone(&roots),
            }
        };
        // rustls's own verifier does the same, but can do revocation lists, too: 25 KB of it.
        let verify = |time| {
            if roots.is_empty() {
                return Err(CertificateError::UnknownIssuer.into());
            }
            let certificate = ParsedCertificate::try_from(end_entity)?;
            let algorithms = self.provider.signature_verification_algorithms.all;
            verify_server_cert_signed_by_trust_anchor(
                &certificate,
                &roots,
                intermediates,
                time,
                algorithms,
            )?;
            verify_server_name(&certificate, server_name)?;
            Ok(ServerCertVerified::assertion())
        };
        let verdict = match self.time {
            Some(time) => verify(time),
            None => self.verify_undated(&verify),
        };
        if verdict.is_err() {
            let hex: String = fingerprint
                .as_ref()
                .iter()
                .map(|b| format!("{b:02x}"))
                .collect();
            log::warn!(
                "the certificate of the ACS that is refused has the SHA-256 fingerprint {hex}"
            );
        }
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Verifier")
    }
}
