//! Calls of `validate<T>()` for JavaScript, and what is written for a type besides its functions.

use std::path::PathBuf;

use gati_analyzer::{Call, Diagnostic};
use gati_types::Document;
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Result, bad_options, coded, to_json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallsOptions {
    /// Absolute.
    pub(crate) file: PathBuf,
}

pub(crate) fn read_options(options: &str) -> Result<CallsOptions> {
    serde_json::from_str(options).map_err(|error| bad_options(&error))
}

#[derive(Serialize)]
struct CallJson {
    start: u32,
    end: u32,
    name: String,
    gtype: Box<RawValue>,
}

impl TryFrom<Call> for CallJson {
    type Error = serde_json::Error;

    fn try_from(Call { start, end, name, document }: Call) -> serde_json::Result<Self> {
        Ok(Self { start, end, name, gtype: RawValue::from_string(document.to_json())? })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TypesOptions {
    /// Absolute.
    pub(crate) file: PathBuf,
    /// The name of one; every exported type where it is absent.
    pub(crate) r#type: Option<String>,
}

pub(crate) fn read_types_options(options: &str) -> Result<TypesOptions> {
    serde_json::from_str(options).map_err(|error| bad_options(&error))
}

#[derive(Serialize)]
struct TypeJson {
    name: String,
    gtype: Box<RawValue>,
}

impl TryFrom<(String, Document)> for TypeJson {
    type Error = serde_json::Error;

    fn try_from((name, document): (String, Document)) -> serde_json::Result<Self> {
        Ok(Self { name, gtype: RawValue::from_string(document.to_json())? })
    }
}

#[derive(Serialize)]
struct TypesJson {
    types: Vec<TypeJson>,
    diagnostics: Vec<Diagnostic>,
}

/// What was found of types, as `{ types, diagnostics }` (JSON).
pub(crate) fn types_json(
    types: Vec<(String, Document)>,
    diagnostics: Vec<Diagnostic>,
) -> Result<String> {
    let types = types.into_iter().map(TypeJson::try_from).collect::<serde_json::Result<Vec<_>>>();
    let types = types.map_err(|error| coded("GATI_NATIVE_RESULT", &error))?;
    to_json(&TypesJson { types, diagnostics })
}

#[derive(Serialize)]
struct CallsJson {
    calls: Vec<CallJson>,
    diagnostics: Vec<Diagnostic>,
    files: Vec<PathBuf>,
}

/// What was found of a file, as `{ calls, diagnostics, files }` (JSON).
pub(crate) fn calls_json(
    calls: Vec<Call>,
    diagnostics: Vec<Diagnostic>,
    files: Vec<PathBuf>,
) -> Result<String> {
    let calls = calls.into_iter().map(CallJson::try_from).collect::<serde_json::Result<Vec<_>>>();
    let calls = calls.map_err(|error| coded("GATI_NATIVE_RESULT", &error))?;
    to_json(&CallsJson { calls, diagnostics, files })
}

/// The JSON Schema (2020-12) of what may be sent to become a value of a type, which is given as a
/// `GType` document (JSON).
#[napi(catch_unwind)]
pub fn json_schema(gtype: String) -> Result<String> {
    let document = Document::from_json(&gtype).map_err(|error| coded(error.code(), &error))?;
    let options = gati_jsonschema::Options::default();
    to_json(&gati_jsonschema::to_json_schema(&document, &options))
}
