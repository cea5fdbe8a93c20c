//! `gati-router` for JavaScript.

use gati_router::wire::{WireEntry, WirePlace, route_table_from_wire};
use gati_router::{
    Lookup, Method, RouteEntry, RoutePattern, RouteTable, SourcePlace, UnknownMethod,
    build_route_table,
};
use gati_types::Manifest;
use napi_derive::napi;
use serde::Deserialize;
use serde_json::Value;

use crate::error::{Result, bad_options, coded, to_json};

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookedUpJson {
    method: String,
    path: String,
}

/// Routes to be looked up, each by its position in the list.
#[napi]
pub struct NativeRouter {
    table: RouteTable<u32>,
}

#[napi]
impl NativeRouter {
    /// `[{ method, path }]` (JSON), paths as the router reads them.
    #[napi(constructor)]
    pub fn new(routes: String) -> Result<Self> {
        let routes: Vec<LookedUpJson> =
            serde_json::from_str(&routes).map_err(|error| bad_options(&error))?;
        let mut entries = Vec::with_capacity(routes.len());
        for (position, route) in (0u32..).zip(routes) {
            let method: Method =
                route.method.parse().map_err(|error: UnknownMethod| coded(error.code(), &error))?;
            let pattern =
                RoutePattern::parse(&route.path).map_err(|error| coded(error.code(), &error))?;
            let source = SourcePlace { file: String::new(), line: position, column: 1 };
            entries.push(RouteEntry { id: route.path, method, pattern, source, value: position });
        }
        Ok(Self { table: build_route_table(entries).table })
    }

    /// The position of the route for a path and the values of its names, in order, as `[position, ...values]` (JSON);
    /// null where there is none.
    #[napi(catch_unwind)]
    pub fn find(&self, method: String, path: String) -> Result<Option<String>> {
        let Ok(method) = method.parse() else { return Ok(None) };
        let Lookup::Found(found) = self.table.find(method, &path) else { return Ok(None) };
        let position = std::iter::once(Value::from(found.route.value));
        let values = found.params.into_iter().map(|(_, value)| Value::from(value));
        to_json(&position.chain(values).collect::<Vec<_>>()).map(Some)
    }

    /// The methods a path has, `HEAD` and `OPTIONS` included.
    #[napi(catch_unwind)]
    pub fn methods(&self, path: String) -> Vec<&'static str> {
        let methods = self.table.allowed_methods(&path).unwrap_or_default();
        methods.iter().map(Method::as_str).collect()
    }
}
