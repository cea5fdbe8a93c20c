//! Releases of a project for JavaScript: contracts one by one, compared, and declared as types.

use gati_timescape::{
    Direction, FrozenContract, Release, canonical_hash, declare_step as declare, diff_line, freeze,
};
use gati_types::{Manifest, UnknownKeys};
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Result, bad_options, coded, to_json};

#[derive(Serialize)]
struct Frozen {
    id: String,
    shape: String,
    contract: FrozenContract,
}

/// JSON `[{ id, shape, contract }]`: the contract of every handler of a manifest (JSON) with the
/// types it reaches. Contracts of one shape mean the same on the wire. `unknown_keys` is a JSON
/// string.
#[napi(catch_unwind)]
pub fn freeze_contracts(manifest: String, unknown_keys: String) -> Result<String> {
    let manifest = Manifest::from_json(&manifest).map_err(|error| coded(error.code(), &error))?;
    let unknown_keys: UnknownKeys =
        serde_json::from_str(&unknown_keys).map_err(|error| bad_options(&error))?;
    let frozen: Vec<Frozen> = freeze(&manifest, unknown_keys)
        .into_iter()
        .map(|(id, contract)| {
            let shape = canonical_hash(&contract, Direction::Operation)
                .map_err(|error| coded(error.code(), &error))?
                .to_string();
            Ok(Frozen { id, shape, contract })
        })
        .collect::<Result<_>>()?;
    to_json(&frozen)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SideJson {
    manifest: Box<RawValue>,
    unknown_keys: UnknownKeys,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineJson {
    line: Vec<SideJson>,
    after: SideJson,
}

/// The report (JSON) on what comes after releases: JSON `{ line, after }`, where `line` are the
/// manifests that are still served, oldest first, each `{ manifest, unknownKeys }`.
#[napi(catch_unwind)]
pub fn diff_releases(sides: String) -> Result<String> {
    let LineJson { line, after } =
        serde_json::from_str(&sides).map_err(|error| bad_options(&error))?;
    let manifests: Vec<Manifest> = line.iter().map(manifest_of).collect::<Result<_>>()?;
    let releases: Vec<Release<'_>> = manifests
        .iter()
        .zip(&line)
        .map(|(manifest, side)| Release { manifest, unknown_keys: side.unknown_keys })
        .collect();
    let manifest = manifest_of(&after)?;
    let after = Release { manifest: &manifest, unknown_keys: after.unknown_keys };
    let report = diff_line(&releases, after).map_err(|error| coded(error.code(), &error))?;
    to_json(&report)
}

fn manifest_of(side: &SideJson) -> Result<Manifest> {
    Manifest::from_json(side.manifest.get()).map_err(|error| coded(error.code(), &error))
}

/// TypeScript that declares both sides of a step between two frozen contracts (JSON).
#[napi(catch_unwind)]
pub fn declare_step(before: String, after: String) -> Result<String> {
    let contract =
        |text: &str| FrozenContract::from_json(text).map_err(|error| coded(error.code(), &error));
    Ok(declare(&contract(&before)?, &contract(&after)?))
}
