//! What a server needs for TLS, read and checked. What it does with a socket is in `secure.rs`.

use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{Error, RootCertStore, ServerConfig, SupportedProtocolVersion, version};

/// Certificates, a key and what is asked of clients; certificates and keys are PEM text.
#[derive(Debug, Clone, Default)]
pub struct TlsSettings {
    /// The certificate, and behind it those that lead to an authority.
    pub cert: String,
    /// Its private key.
    pub key: String,
    /// Who signs the certificates of clients, which each of them has to show then; without, they need none.
    pub clients: Option<String>,
    /// The least version.
    pub least: TlsVersion,
    /// What clients may agree on.
    pub protocols: Protocols,
}

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TlsVersion {
    /// 1.2
    #[default]
    Tls12,
    /// 1.3
    Tls13,
}

/// What clients may agree on by ALPN. Who agrees on nothing is spoken to in HTTP/1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Protocols {
    /// HTTP/1.1, or HTTP/1.0.
    #[default]
    One,
    /// HTTP/2 rather than those.
    TwoAndOne,
}

/// Why there is no TLS with these settings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsError {
    /// Something has no certificate in it.
    CertificateMissing(TlsPart),
    /// A certificate cannot be used.
    Certificate(TlsPart, String),
    /// There is no private key.
    KeyMissing,
    /// The key needs a password.
    KeyEncrypted,
    /// The key cannot be used.
    Key(String),
    /// The key is that of another certificate.
    KeyOfAnother,
}

/// A part of the settings that has certificates in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsPart {
    /// The server's own.
    Cert,
    /// Those of the authorities of clients.
    Clients,
}

impl Display for TlsPart {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cert => "cert",
            Self::Clients => "ca",
        })
    }
}

impl TlsError {
    /// The code of the catalogue.
    pub const fn code(&self) -> &'static str {
        "GATI_TLS_INVALID"
    }
}

impl Display for TlsError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::CertificateMissing(part) => write!(f, "{part} has no certificate in PEM"),
            Self::Certificate(part, reason) => write!(f, "{part} cannot be used: {reason}"),
            Self::KeyMissing => write!(f, "key has no private key in PEM"),
            Self::KeyEncrypted => write!(f, "key is encrypted, and there is no password for it"),
            Self::Key(reason) => write!(f, "key cannot be used: {reason}"),
            Self::KeyOfAnother => write!(f, "key is not the private key of cert"),
        }
    }
}

impl std::error::Error for TlsError {}

/// Settings that were read.
#[derive(Debug, Clone)]
pub struct Tls(pub(super) Arc<ServerConfig>);

impl Tls {
    /// Reads settings.
    pub fn new(settings: &TlsSettings) -> Result<Self, TlsError> {
        let certs = certificates(&settings.cert, TlsPart::Cert)?;
        let key = private_key(&settings.key)?;
        let provider = Arc::new(ring::default_provider());
        let versions: &[&SupportedProtocolVersion] = match settings.least {
            TlsVersion::Tls12 => &[&version::TLS13, &version::TLS12],
            TlsVersion::Tls13 => &[&version::TLS13],
        };
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_protocol_versions(versions)
            .map_err(|error| TlsError::Key(error.to_string()))?;
        let builder = match &settings.clients {
            None => builder.with_no_client_auth(),
            Some(text) => builder.with_client_cert_verifier(verifier(text, provider)?),
        };
        let mut config = builder.with_single_cert(certs, key).map_err(|error| match error {
            Error::InconsistentKeys(_) => TlsError::KeyOfAnother,
            Error::InvalidCertificate(reason) => {
                TlsError::Certificate(TlsPart::Cert, format!("{reason:?}"))
            }
            error => TlsError::Key(error.to_string()),
        })?;
        let two: &[&str] = match settings.protocols {
            Protocols::One => &[],
            Protocols::TwoAndOne => &["h2"],
        };
        let names = two.iter().chain(&["http/1.1", "http/1.0"]);
        config.alpn_protocols = names.map(|name| name.as_bytes().to_vec()).collect();
        // Tickets are this configuration's alone: who was let in by another one shows a certificate again.
        config.ticketer =
            ring::Ticketer::new().map_err(|error| TlsError::Key(error.to_string()))?;
        Ok(Self(Arc::new(config)))
    }
}

fn verifier(
    text: &str,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    let refused = |reason: String| TlsError::Certificate(TlsPart::Clients, reason);
    let mut roots = RootCertStore::empty();
    for authority in certificates(text, TlsPart::Clients)? {
        roots.add(authority).map_err(|error| refused(error.to_string()))?;
    }
    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
        .build()
        .map_err(|error| refused(error.to_string()))
}

fn certificates(text: &str, part: TlsPart) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    match read {
        Ok(list) if list.is_empty() => Err(TlsError::CertificateMissing(part)),
        Ok(list) => Ok(list),
        Err(error) => Err(TlsError::Certificate(part, error.to_string())),
    }
}

fn private_key(text: &str) -> Result<PrivateKeyDer<'static>, TlsError> {
    // What is encrypted has one of these two, of which the reader of PEM says nothing.
    let is_encrypted =
        text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED");
    match PrivateKeyDer::from_pem_slice(text.as_bytes()) {
        _ if is_encrypted => Err(TlsError::KeyEncrypted),
        Err(PemError::NoItemsFound) => Err(TlsError::KeyMissing),
        Err(error) => Err(TlsError::Key(error.to_string())),
        Ok(key) => Ok(key),
    }
}
