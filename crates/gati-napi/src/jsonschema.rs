//! `gati-jsonschema` for JavaScript.

use gati_types::Manifest;
use napi_derive::napi;

use crate::error::{Result, coded, to_json};

/// The schemas of each handler of a manifest (JSON) in the form Fastify takes, by handler id.
#[napi(catch_unwind)]
pub fn fastify_schemas(manifest: String) -> Result<String> {
    let manifest = Manifest::from_json(&manifest).map_err(|error| coded(error.code(), &error))?;
    to_json(&gati_jsonschema::fastify_schemas(&manifest))
}
