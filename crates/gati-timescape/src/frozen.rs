//! One handler's contract as a release keeps it.

use gati_types::{Contract, HandlerDocs, Manifest, Method, TypeTable, UnknownKeys};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::transform::TransformError;

/// A handler's contract with the named types it reaches, as it stands in
/// `timescape/contracts/<hash>.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct FrozenContract {
    /// The version of this form: 1.
    pub frozen: u64,
    /// The request method.
    pub method: Method,
    /// The path pattern.
    pub path: String,
    /// What the handler promises.
    pub contract: Contract,
    /// The named types it reaches.
    #[serde(default)]
    pub types: TypeTable,
    /// What its author wrote about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<HandlerDocs>,
    /// What happens to members nobody declared, where a type does not decide for itself.
    #[serde(default = "strip")]
    pub unknown_keys: UnknownKeys,
}

const fn strip() -> UnknownKeys {
    UnknownKeys::Strip
}

impl FrozenContract {
    /// Reads the JSON form and rejects whatever it does not know.
    ///
    /// # Errors
    ///
    /// [`TransformError`] for text that is not JSON, another version, unknown members, and
    /// references to types that are not in the table.
    pub fn from_json(text: &str) -> Result<Self, TransformError> {
        let value: Value = serde_json::from_str(text).map_err(|error| malformed(&error))?;
        if value.get("frozen").and_then(Value::as_u64) != Some(1) {
            let found = value.get("frozen").map_or_else(|| "nothing".to_owned(), Value::to_string);
            return Err(TransformError::Version { what: "frozen contract", found });
        }
        let contract: Self = serde_json::from_value(value).map_err(|error| malformed(&error))?;
        // The reader of manifests looks at references and at what numbers can mean.
        let types = serde_json::to_string(&contract.types).unwrap_or_default();
        let positions = contract.contract.positions().map(|(_, gtype)| gtype.clone());
        for root in positions {
            let document = gati_types::Document { root, types: contract.types.clone() };
            gati_types::Document::from_json(&document.to_json())?;
        }
        Manifest::from_json(&format!(
            "{{\"manifest\":1,\"types\":{types},\"handlers\":[],\"modules\":[]}}"
        ))?;
        Ok(contract)
    }
}

fn malformed(error: &serde_json::Error) -> TransformError {
    TransformError::Malformed { what: "frozen contract", detail: error.to_string() }
}
