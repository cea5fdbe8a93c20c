//! `gati-router` for JavaScript.

use gati_router::wire::{WireEntry, WirePlace, route_table_from_wire};
use gati_types::Manifest;
use napi_derive::napi;

use crate::error::{Result, coded, to_json};

/// The ordered routes of a manifest (JSON) and what stands in their way:
/// `{ table, diagnostics }`.
#[napi(catch_unwind)]
pub fn route_table(manifest: String) -> Result<String> {
    let manifest = Manifest::from_json(&manifest).map_err(|error| coded(error.code(), &error))?;
    let entries = manifest.handlers.into_iter().map(|handler| WireEntry {
        id: handler.id,
        method: handler.method.to_string(),
        path: handler.path,
        source: WirePlace {
            file: handler.source.file,
            line: handler.source.line,
            column: handler.source.column,
        },
    });
    to_json(&route_table_from_wire(entries.collect()))
}
