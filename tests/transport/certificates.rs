//! Certificates for the tests, made on the spot.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

/// Years between which a certificate is valid.
pub type Years = (i32, i32);

/// Valid whenever these tests may run.
pub const NOW: Years = (2020, 2090);

pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A server's or a client's certificate with its chain, and its key.
pub struct Leaf {
    pub chain: Vec<CertificateDer<'static>>,
    pub pem: String,
    pub key: KeyPair,
}

impl Authority {
    pub fn root(name: &str) -> Authority {
        let key = KeyPair::generate().unwrap();
        Authority(CertifiedIssuer::self_signed(authority(name, NOW), key).unwrap())
    }

    pub fn intermediate(&self, name: &str, years: Years) -> Authority {
        let key = KeyPair::generate().unwrap();
        Authority(CertifiedIssuer::signed_by(authority(name, years), key, &self.0).unwrap())
    }

    /// A certificate for these names and addresses.
    pub fn leaf(&self, names: &[&str], years: Years) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let certificate = params(names, years).signed_by(&key, &self.0).unwrap();
        Leaf {
            chain: vec![certificate.der().clone(), self.0.der().clone()],
            pem: format!("{}{}", certificate.pem(), self.0.pem()),
            key,
        }
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    pub fn der(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }
}

impl Leaf {
    pub fn self_signed(names: &[&str], years: Years) -> Leaf {
        let key = KeyPair::generate().unwrap();
        let certificate = params(names, years).self_signed(&key).unwrap();
        Leaf {
            chain: vec![certificate.der().clone()],
            pem: certificate.pem(),
            key,
        }
    }

    pub fn fingerprint(&self) -> [u8; 32] {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.chain[0]);
        digest.as_ref().try_into().unwrap()
    }

    /// A server that shows this certificate, in these versions of TLS.
    pub fn server_with(
        &self,
        versions: &[&'static SupportedProtocolVersion],
        clients: Option<&Authority>,
    ) -> ServerConfig {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .unwrap();
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.der()).unwrap();
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().unwrap())
            }
        };
        builder
            .with_single_cert(self.chain.clone(), self.key())
            .unwrap()
    }

    pub fn server(&self) -> ServerConfig {
        self.server_with(rustls::ALL_VERSIONS, None)
    }

    /// This certificate with the key of another, as a thief of certificates has it.
    pub fn with_the_key_of(&self, other: &Leaf) -> Arc<CertifiedKey> {
        let provider = rustls::crypto::ring::default_provider();
        let key = provider.key_provider.load_private_key(other.key()).unwrap();
        Arc::new(CertifiedKey::new(self.chain.clone(), key))
    }

    fn key(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::try_from(self.key.serialize_der()).unwrap()
    }
}

/// Writes a file that this run alone uses, and returns its path.
pub fn file(text: &str) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::SeqCst);
    let name = format!("transport-{}-{number}.pem", std::process::id());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().into()
}

fn authority(name: &str, years: Years) -> CertificateParams {
    let mut params = params(&[], years);
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
}

fn params(names: &[&str], (from, to): Years) -> CertificateParams {
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params
}
