//! A client of TLS beside the ones that speak plainly, and the certificates of the tests (`__test__/certificates`).

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use gati_host::{Settings, Tls, TlsSettings};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, HandshakeKind, ProtocolVersion, RootCertStore,
    SupportedProtocolVersion, version,
};

use crate::harness::{Answer, Client, Harness, answers_in};

/// A certificate or a key of the tests.
pub(crate) fn pem(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../__test__/certificates");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

pub(crate) fn settings() -> TlsSettings {
    TlsSettings { cert: pem("server.pem"), key: pem("server.key"), ..TlsSettings::default() }
}

pub(crate) fn secured(tls: &TlsSettings) -> Harness {
    secured_with(tls, Settings::default())
}

pub(crate) fn secured_with(tls: &TlsSettings, settings: Settings) -> Harness {
    let mut harness = Harness::new(settings);
    harness.server.secure(Tls::new(tls).unwrap());
    harness
}

/// Versions that a client may speak.
pub(crate) type Versions = &'static [&'static SupportedProtocolVersion];
pub(crate) static ONLY_12: [&SupportedProtocolVersion; 1] = [&version::TLS12];
pub(crate) static ONLY_13: [&SupportedProtocolVersion; 1] = [&version::TLS13];
static ANY: [&SupportedProtocolVersion; 2] = [&version::TLS13, &version::TLS12];

/// What a client is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller {
    pub(crate) versions: Versions,
    /// What it offers by ALPN.
    pub(crate) offers: &'static [&'static str],
    /// Whose certificate it shows.
    pub(crate) shows: Option<&'static str>,
    /// Whether it says what host it wants.
    pub(crate) says_name: bool,
    /// Bytes that it writes at a time.
    pub(crate) at_once: usize,
}

impl Default for Caller {
    fn default() -> Self {
        Self { versions: &ANY, offers: &[], shows: None, says_name: true, at_once: usize::MAX }
    }
}

impl Caller {
    /// What it knows, which its connections share.
    pub(crate) fn config(&self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(pem("ca.pem").as_bytes()).unwrap()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(self.versions)
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match self.shows {
            None => builder.with_no_client_auth(),
            Some(name) => {
                let cert = CertificateDer::from_pem_slice(pem(&format!("{name}.pem")).as_bytes());
                let key = PrivateKeyDer::from_pem_slice(pem(&format!("{name}.key")).as_bytes());
                builder.with_client_auth_cert(vec![cert.unwrap()], key.unwrap()).unwrap()
            }
        };
        config.alpn_protocols = self.offers.iter().map(|name| name.as_bytes().to_vec()).collect();
        config.enable_sni = self.says_name;
        Arc::new(config)
    }
}

/// A client that speaks TLS.
pub(crate) struct Secure {
    pub(crate) client: Client,
    session: ClientConnection,
    at_once: usize,
    /// What was deciphered.
    pub(crate) got: Vec<u8>,
    /// The server has said that nothing more comes.
    pub(crate) is_told: bool,
    /// What is wrong, or what the server says is.
    pub(crate) fault: Option<String>,
}

impl Secure {
    /// Connects, and goes as far as it can be gone without a request.
    pub(crate) fn new(harness: &mut Harness, caller: &Caller) -> Self {
        let mut secure = Self::silent(harness, caller);
        secure.go(harness);
        secure
    }

    /// Connects, and says nothing yet.
    pub(crate) fn silent(harness: &mut Harness, caller: &Caller) -> Self {
        Self::again(harness, &caller.config(), caller.at_once)
    }

    /// Connects as somebody who has been there, if they have, and says nothing yet.
    pub(crate) fn again(harness: &mut Harness, config: &Arc<ClientConfig>, at_once: usize) -> Self {
        let name = ServerName::try_from("localhost").unwrap();
        Self {
            client: harness.connect(),
            session: ClientConnection::new(Arc::clone(config), name).unwrap(),
            at_once,
            got: Vec::new(),
            is_told: false,
            fault: None,
        }
    }

    /// Whether the handshake was short, because the client has been there.
    pub(crate) fn is_resumed(&self) -> bool {
        self.session.handshake_kind() == Some(HandshakeKind::Resumed)
    }

    /// Writes and reads until nothing is left to be written.
    pub(crate) fn go(&mut self, harness: &mut Harness) {
        loop {
            let bytes = self.ciphered();
            for piece in bytes.chunks(self.at_once.min(bytes.len().max(1))) {
                self.client.send(harness, piece);
            }
            harness.turn();
            self.client.receive();
            self.decipher();
            if self.fault.is_some() || !self.session.wants_write() {
                return;
            }
        }
    }

    /// One flight there, and the one that answers it.
    pub(crate) fn step(&mut self, harness: &mut Harness) {
        let bytes = self.ciphered();
        self.client.send(harness, &bytes);
        self.decipher();
    }

    /// What it would write.
    pub(crate) fn ciphered(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while self.session.wants_write() {
            self.session.write_tls(&mut bytes).unwrap();
        }
        bytes
    }

    fn decipher(&mut self) {
        let wire = std::mem::take(&mut self.client.got);
        let mut rest = wire.as_slice();
        while !rest.is_empty() && self.fault.is_none() && !self.is_told {
            self.session.read_tls(&mut rest).unwrap();
            match self.session.process_new_packets() {
                Ok(state) => self.is_told |= state.peer_has_closed(),
                Err(error) => self.fault = Some(error.to_string()),
            }
            let mut buffer = [0; 16384];
            while let Ok(count) = self.session.reader().read(&mut buffer) {
                if count == 0 {
                    break;
                }
                self.got.extend_from_slice(&buffer[..count]);
            }
        }
    }

    pub(crate) fn send(&mut self, harness: &mut Harness, bytes: &[u8]) {
        self.cipher(bytes);
        self.go(harness);
    }

    /// Ciphers, to be written at the next occasion.
    pub(crate) fn cipher(&mut self, bytes: &[u8]) {
        self.session.set_buffer_limit(None);
        std::io::Write::write_all(&mut self.session.writer(), bytes).unwrap();
    }

    /// Says that nothing more comes.
    pub(crate) fn farewell(&mut self, harness: &mut Harness) {
        self.session.send_close_notify();
        self.go(harness);
    }

    pub(crate) fn agreed(&self) -> Option<String> {
        self.session.alpn_protocol().map(|name| String::from_utf8(name.to_vec()).unwrap())
    }

    pub(crate) fn version(&self) -> Option<ProtocolVersion> {
        self.session.protocol_version()
    }

    /// The certificate that the server showed.
    pub(crate) fn shown(&self) -> Vec<u8> {
        self.session.peer_certificates().unwrap()[0].to_vec()
    }

    pub(crate) fn answers(&self) -> Vec<Answer> {
        answers_in(&self.got, &[])
    }
}
