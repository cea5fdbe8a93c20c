//! What JavaScript says of TLS. It has read the files, and checked what it could say more about.

use gati_host::{Protocols, Tls, TlsSettings, TlsVersion};
use serde::Deserialize;

use crate::error::{Result, bad_options, coded};

/// Certificates and keys are PEM text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct TlsJson {
    cert: String,
    key: String,
    /// Who signs the certificates of clients, where they have to show one.
    clients: Option<String>,
    least: LeastJson,
    /// Whether clients may agree on HTTP/2.
    http2: bool,
}

#[derive(Deserialize)]
enum LeastJson {
    #[serde(rename = "TLSv1.2")]
    Tls12,
    #[serde(rename = "TLSv1.3")]
    Tls13,
}

impl TlsJson {
    pub(super) fn read(self) -> Result<Tls> {
        let Self { cert, key, clients, least, http2 } = self;
        let least = match least {
            LeastJson::Tls12 => TlsVersion::Tls12,
            LeastJson::Tls13 => TlsVersion::Tls13,
        };
        let protocols = if http2 { Protocols::TwoAndOne } else { Protocols::One };
        Tls::new(&TlsSettings { cert, key, clients, least, protocols })
            .map_err(|error| coded(error.code(), &error))
    }
}

/// Certificates for those who come later, as JSON.
pub(super) fn renewed(text: &str) -> Result<Tls> {
    serde_json::from_str::<TlsJson>(text).map_err(|error| bad_options(&error))?.read()
}
