//! TLS for the server: a given certificate, or one made on the spot.

use std::path::Path;
use std::sync::Arc;

use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::auth;

/// Which certificate the server shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Made on the spot for localhost, 127.0.0.1, ::1 and these names and addresses.
    SelfMade { names: Vec<String> },
    /// PEM texts: the chain, leaf first, and the key.
    Pem { certificate: String, key: String },
}

/// A server's TLS and what to tell the agent about it.
#[derive(Clone, Debug)]
pub struct Tls {
    pub config: Arc<ServerConfig>,
    /// SHA-256 of the leaf certificate, hexadecimal.
    pub fingerprint: String,
    /// The leaf certificate in PEM: a self-made one serves as the agent's CA file.
    pub pem: String,
}

impl Tls {
    /// With `client_ca` (PEM), an agent without a certificate of that CA is refused.
    ///
    /// # Errors
    /// What is wrong with the certificate or the key.
    pub fn new(certificate: &Certificate, client_ca: Option<&str>) -> Result<Tls, String> {
        let (chain, key) = match certificate {
            Certificate::SelfMade { names } => {
                let mut all: Vec<String> =
                    ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
                all.extend(names.iter().filter(|n| !n.is_empty()).cloned());
                all.sort();
                all.dedup();
                let made = rcgen::generate_simple_self_signed(all)
                    .map_err(|e| format!("cannot make a certificate: {e}"))?;
                let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(
                    made.signing_key.serialize_der(),
                ));
                (vec![made.cert.der().clone()], key)
            }
            Certificate::Pem { certificate, key } => (
                certificates(certificate)?,
                PrivateKeyDer::from_pem_slice(key.as_bytes())
                    .map_err(|e| format!("expected a private key in PEM: {e}"))?,
            ),
        };
        let leaf = chain
            .first()
            .ok_or("expected a certificate in PEM, found none")?
            .clone();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?;
        let builder = match client_ca {
            None => builder.with_no_client_auth(),
            Some(pem) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(pem)? {
                    roots
                        .add(certificate)
                        .map_err(|e| format!("the clients' CA: {e}"))?;
                }
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
                        .build()
                        .map_err(|e| format!("the clients' CA: {e}"))?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        let config = builder
            .with_single_cert(chain, key)
            .map_err(|e| format!("certificate and key: {e}"))?;
        Ok(Tls {
            config: Arc::new(config),
            fingerprint: auth::sha256_hex(&leaf),
            pem: to_pem(&leaf),
        })
    }
}

/// The certificate and key files named on the command line.
///
/// # Errors
/// A file that cannot be read.
pub fn read_pem(certificate: &Path, key: &Path) -> Result<Certificate, String> {
    let read =
        |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    Ok(Certificate::Pem {
        certificate: read(certificate)?,
        key: read(key)?,
    })
}

fn certificates(pem: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| format!("expected certificates in PEM: {e}"))
}

fn to_pem(der: &CertificateDer<'_>) -> String {
    let text = auth::base64_encode(der);
    let mut out = "-----BEGIN CERTIFICATE-----\n".to_owned();
    for line in text.as_bytes().chunks(64) {
        out.push_str(&String::from_utf8_lossy(line));
        out.push('\n');
    }
    out.push_str("-----END CERTIFICATE-----\n");
    out
}
