//! `gati-timescape`'s transformers for JavaScript.

use gati_timescape::{
    FrozenContract,
    transform::{Chain, Decisions, Step, fuse as fuse_chain, plan_step as plan},
};
use napi_derive::napi;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{Result, bad_options, coded, to_json};

/// What leads from one frozen contract (JSON) to the next: JSON `{ step, open }`. Decisions are
/// what people answered, as JSON; `{}` where nothing was asked yet.
#[napi(catch_unwind)]
pub fn plan_step(before: String, after: String, decisions: String) -> Result<String> {
    let before = FrozenContract::from_json(&before).map_err(|error| coded(error.code(), &error))?;
    let after = FrozenContract::from_json(&after).map_err(|error| coded(error.code(), &error))?;
    let decisions =
        Decisions::from_json(&decisions).map_err(|error| coded(error.code(), &error))?;
    to_json(&plan(&before, &after, &decisions).map_err(|error| coded(error.code(), &error))?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChainJson {
    from: Box<RawValue>,
    steps: Vec<Box<RawValue>>,
    to: Box<RawValue>,
}

/// A chain of steps (JSON `{ from, steps, to }`) as one function a direction: JSON `{ code, up,
/// down, pointers, custom }`, where `code` is a JavaScript expression, or `null` where nothing has
/// to be done.
#[napi(catch_unwind)]
pub fn fuse(chain: String) -> Result<String> {
    let chain: ChainJson = serde_json::from_str(&chain).map_err(|error| bad_options(&error))?;
    let contract = |text: &RawValue| {
        FrozenContract::from_json(text.get()).map_err(|error| coded(error.code(), &error))
    };
    let steps: Result<Vec<Step>> = chain
        .steps
        .iter()
        .map(|text| Step::from_json(text.get()).map_err(|error| coded(error.code(), &error)))
        .collect();
    let chain = Chain { from: contract(&chain.from)?, steps: steps?, to: contract(&chain.to)? };
    to_json(&fuse_chain(&chain).map_err(|error| coded(error.code(), &error))?)
}
