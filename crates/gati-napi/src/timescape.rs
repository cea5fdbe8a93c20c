//! `gati-timescape`'s comparisons for JavaScript.

use gati_timescape::{DiffError, Release, Report, Side};
use gati_types::{Manifest, UnknownKeys};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::Value;

use crate::error::{Result, bad_options, coded, to_json};

fn written(report: std::result::Result<Report, DiffError>) -> Result<String> {
    to_json(&report.map_err(|error| coded(error.code(), &error))?)
}

fn document(text: &str, side: Side) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| {
        let error = DiffError::Unreadable { side, reason: error.to_string() };
        coded(error.code(), &error)
    })
}

/// What differs between two OpenAPI documents (JSON): `{ bump, changes, candidates? }` (JSON).
#[napi(catch_unwind)]
pub fn diff_open_api(before: String, after: String) -> Result<String> {
    let before = document(&before, Side::Before)?;
    let after = document(&after, Side::After)?;
    written(gati_timescape::diff_openapi(&before, &after))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysJson {
    before: UnknownKeys,
    after: UnknownKeys,
}

/// What differs between two manifests (JSON): `{ bump, changes, candidates? }` (JSON). Options
/// (JSON): `{ before, after }`, what each does with members its types do not declare.
#[napi(catch_unwind)]
pub fn diff_manifests(before: String, after: String, options: String) -> Result<String> {
    let keys: KeysJson = serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
    let read = |text: &str, side| {
        Manifest::from_json(text).map_err(|error| {
            let error = DiffError::Manifest { side, error };
            coded(error.code(), &error)
        })
    };
    let before = read(&before, Side::Before)?;
    let after = read(&after, Side::After)?;
    written(gati_timescape::diff_manifests(
        Release { manifest: &before, unknown_keys: keys.before },
        Release { manifest: &after, unknown_keys: keys.after },
    ))
}
