//! `gati-jsonschema` for JavaScript.

use gati_jsonschema::{
    Definitions, Direction, Finding, ImportOptions, OpenApi, OpenApiFinding, OpenApiOptions,
    Target, Untyped,
};
use gati_types::{Manifest, UnknownKeys};
use napi_derive::napi;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Result, bad_options, coded, to_json};

/// The schemas of each handler of a manifest (JSON) in the form Fastify takes, by handler id.
#[napi(catch_unwind)]
pub fn fastify_schemas(manifest: String) -> Result<String> {
    let manifest = Manifest::from_json(&manifest).map_err(|error| coded(error.code(), &error))?;
    to_json(&gati_jsonschema::fastify_schemas(&manifest))
}

/// How a schema is read, as JavaScript says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct ImportJson {
    dialect: Option<DialectName>,
    direction: DirectionName,
    name: Option<String>,
    at: String,
    definitions: DefinitionsName,
    untyped: UntypedName,
}

impl Default for ImportJson {
    fn default() -> Self {
        Self {
            dialect: None,
            direction: DirectionName::Input,
            name: None,
            at: String::new(),
            definitions: DefinitionsName::Reached,
            untyped: UntypedName::Exact,
        }
    }
}

#[derive(Deserialize)]
enum DialectName {
    #[serde(rename = "json-schema-2020-12")]
    Draft2020_12,
    #[serde(rename = "json-schema-7")]
    Draft7,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum DirectionName {
    Input,
    Output,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum DefinitionsName {
    Reached,
    All,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum UntypedName {
    Exact,
    Implied,
}

impl From<ImportJson> for ImportOptions {
    fn from(json: ImportJson) -> Self {
        Self {
            dialect: json.dialect.map(|dialect| match dialect {
                DialectName::Draft2020_12 => Target::Draft2020_12,
                DialectName::Draft7 => Target::Draft7,
            }),
            direction: match json.direction {
                DirectionName::Input => Direction::Input,
                DirectionName::Output => Direction::Output,
            },
            name: json.name,
            at: json.at,
            definitions: match json.definitions {
                DefinitionsName::Reached => Definitions::Reached,
                DefinitionsName::All => Definitions::All,
            },
            untyped: match json.untyped {
                UntypedName::Exact => Untyped::Exact,
                UntypedName::Implied => Untyped::Implied,
            },
        }
    }
}

#[derive(Serialize)]
struct ImportedJson {
    gtype: Box<RawValue>,
    findings: Vec<FindingJson>,
}

#[derive(Serialize)]
struct FindingJson {
    code: &'static str,
    effect: &'static str,
    pointer: String,
    message: String,
}

impl From<Finding> for FindingJson {
    fn from(finding: Finding) -> Self {
        Self {
            code: finding.code(),
            effect: finding.effect().name(),
            message: finding.kind.to_string(),
            pointer: finding.pointer,
        }
    }
}

/// The type of a JSON Schema (JSON), as `{ gtype, findings }` (JSON). Options (JSON):
/// `{ dialect?, direction?, name?, at?, definitions?, untyped? }`.
#[napi(catch_unwind)]
pub fn import_schema(schema: String, options: String) -> Result<String> {
    let options: ImportJson =
        serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
    let imported = gati_jsonschema::import_json(&schema, &options.into())
        .map_err(|error| coded("GATI_NATIVE_SCHEMA", &error))?;
    let gtype = RawValue::from_string(imported.document.to_json())
        .map_err(|error| coded("GATI_NATIVE_RESULT", &error))?;
    let findings = imported.findings.into_iter().map(FindingJson::from).collect();
    to_json(&ImportedJson { gtype, findings })
}

/// What a document says beside the handlers, as JavaScript says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OpenApiJson {
    info: serde_json::Value,
    #[serde(default)]
    servers: Vec<serde_json::Value>,
    #[serde(default)]
    base_path: String,
    unknown_keys: UnknownKeys,
}

#[derive(Serialize)]
struct OpenApiResult {
    document: serde_json::Value,
    findings: Vec<OpenApiFindingJson>,
}

#[derive(Serialize)]
struct OpenApiFindingJson {
    code: &'static str,
    handler: String,
    message: String,
}

impl From<OpenApiFinding> for OpenApiFindingJson {
    fn from(finding: OpenApiFinding) -> Self {
        Self {
            code: finding.kind.code(),
            message: finding.kind.to_string(),
            handler: finding.handler,
        }
    }
}

/// The OpenAPI document of a manifest (JSON), as `{ document, findings }` (JSON). Options (JSON):
/// `{ info, servers?, basePath?, unknownKeys }`.
#[napi(catch_unwind)]
pub fn open_api(manifest: String, options: String) -> Result<String> {
    let manifest = Manifest::from_json(&manifest).map_err(|error| coded(error.code(), &error))?;
    let OpenApiJson { info, servers, base_path, unknown_keys } =
        serde_json::from_str(&options).map_err(|error| bad_options(&error))?;
    let options = OpenApiOptions { info, servers, base_path, unknown_keys };
    let OpenApi { document, findings } = gati_jsonschema::openapi(&manifest, &options);
    let findings = findings.into_iter().map(OpenApiFindingJson::from).collect();
    to_json(&OpenApiResult { document, findings })
}
