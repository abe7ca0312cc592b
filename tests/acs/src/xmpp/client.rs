//! A client that logs in to any server, sends a connection request, and hears the answer.

use std::cell::RefCell;
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::wire::{Stanzas, Wire};
use super::{BIND, CLIENT, Reply, SASL, STREAMS, TLS, request};
use crate::auth::{base64_encode, token};
use crate::xml::escape;

/// An account at some server, from which connection requests are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `host:port`.
    pub server: String,
    /// Without a resource.
    pub jid: String,
    pub password: String,
}

impl Account {
    /// Logs in (over TLS if that is offered; the certificate is not looked at), sends one connection request,
    /// and waits for the answer.
    ///
    /// # Errors
    /// Whatever stops it, and where.
    pub fn call(&self, to: &str, login: (&str, &str), limit: Duration) -> Result<Reply, String> {
        self.converse(to, login, limit)
            .map_err(|e| format!("XMPP as {} at {}: {e}", self.jid, self.server))
    }

    fn converse(&self, to: &str, login: (&str, &str), limit: Duration) -> io::Result<Reply> {
        let other = |text: &str| io::Error::other(text.to_owned());
        let (user, domain) = self
            .jid
            .split_once('@')
            .ok_or_else(|| other("expected a JID like acs@example.com"))?;
        let address = self.server.to_socket_addrs()?.next();
        let address = address.ok_or_else(|| other("the name has no address"))?;
        let stream = TcpStream::connect_timeout(&address, limit)?;
        let end = Instant::now() + limit;
        let wire = Wire::new(stream, None, Box::new(move || Instant::now() > end));
        let wire = Rc::new(RefCell::new(wire));
        let say = |text: &str| wire.borrow_mut().write_all(text.as_bytes());
        let header = format!(
            "<?xml version='1.0'?><stream:stream to='{}' version='1.0' xmlns='{CLIENT}' xmlns:stream='{STREAMS}'>",
            escape(domain)
        );
        let mut logged_in = false;
        loop {
            say(&header)?;
            let mut stanzas = Stanzas::open(&wire)?;
            let features = stanzas.want("features")?;
            if features.child("starttls").is_some() && !wire.borrow().is_secure() {
                say(&format!("<starttls xmlns='{TLS}'/>"))?;
                stanzas.want("proceed")?;
                let name = ServerName::try_from(domain.to_owned()).map_err(io::Error::other)?;
                let tls = ClientConnection::new(trusting()?, name).map_err(io::Error::other)?;
                wire.borrow_mut().tls = Some(tls.into());
                continue;
            }
            if !logged_in {
                let plain = base64_encode(format!("\0{user}\0{}", self.password).as_bytes());
                say(&format!(
                    "<auth xmlns='{SASL}' mechanism='PLAIN'>{plain}</auth>"
                ))?;
                stanzas.want("success")?;
                logged_in = true;
                continue;
            }
            say(&format!(
                "<iq type='set' id='bind'><bind xmlns='{BIND}'/></iq>"
            ))?;
            stanzas.answer("bind")?;
            let id = token(4);
            say(&request(&id, "", to, login.0, login.1))?;
            let reply = Reply::of(stanzas.answer(&id)?);
            say("</stream:stream>")?;
            return Ok(reply);
        }
    }
}

/// TLS that takes any certificate: the agent is what is tested, not its server.
fn trusting() -> io::Result<Arc<ClientConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trusting(provider)))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[derive(Debug)]
struct Trusting(Arc<rustls::crypto::CryptoProvider>);

impl ServerCertVerifier for Trusting {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
