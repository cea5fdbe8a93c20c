//! A manifest as an OpenAPI 3.1 document.
//!
//! The document says what the pipeline does and nothing else: the schemas are those the written
//! validators enforce, the media types those a body is read from, and the problem answers those
//! that leave the server before or instead of a handler.

mod answers;
mod body;
mod carried;
mod components;
mod finding;
mod operation;
mod parameters;
mod paths;
mod problems;
mod status;

use std::collections::{BTreeMap, BTreeSet};

use gati_types::{Manifest, UnknownKeys};
use serde_json::{Map, Value, json};

pub use finding::{OpenApiFinding, OpenApiFindingKind};

use crate::{Direction, Options, Target, schema::Writer};
use components::Names;

/// What a document says beside the handlers.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenApiOptions {
    /// The Info Object.
    pub info: Value,
    /// The Server Objects; none are written where there are none.
    pub servers: Vec<Value>,
    /// Comes before every path: empty, or `/api`.
    pub base_path: String,
    /// What happens to undeclared keys of types that do not say it themselves.
    pub unknown_keys: UnknownKeys,
}

/// A document, and what it cannot say.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenApi {
    /// The OpenAPI Object.
    pub document: Value,
    /// What of the manifest has no words in OpenAPI 3.1.
    pub findings: Vec<OpenApiFinding>,
}

/// The OpenAPI 3.1 document of a manifest: the same text for the same manifest, whatever its order.
pub fn openapi(manifest: &Manifest, options: &OpenApiOptions) -> OpenApi {
    // Which names are needed, and which of them differ by direction, is known when everything has
    // been written once.
    let draft = Names::default();
    let mut first = Api::new(manifest, options, &draft);
    first.paths();
    let names = Names::of(&first.input, &first.output);
    let mut api = Api::new(manifest, options, &names);
    let paths = api.paths();

    let mut document = Map::new();
    document.insert("openapi".to_owned(), json!("3.1.1"));
    document.insert("info".to_owned(), options.info.clone());
    if !options.servers.is_empty() {
        document.insert("servers".to_owned(), json!(options.servers));
    }
    document.insert("paths".to_owned(), Value::Object(paths));
    let components = api.components();
    if !components.is_empty() {
        document.insert("components".to_owned(), Value::Object(components));
    }
    if !api.tags.is_empty() {
        let tags: Vec<Value> = api.tags.iter().map(|name| json!({ "name": name })).collect();
        document.insert("tags".to_owned(), Value::Array(tags));
    }
    OpenApi { document: Value::Object(document), findings: api.findings }
}

/// A document being written.
pub(crate) struct Api<'a> {
    manifest: &'a Manifest,
    base_path: &'a str,
    names: &'a Names,
    /// Of what is sent to handlers.
    input: Writer<'a>,
    /// Of what they answer.
    output: Writer<'a>,
    /// Answers of the pipeline that some operation mentions, by status.
    problems: BTreeSet<u16>,
    /// Whether some operation answers with a problem of its own.
    mentions_problem: bool,
    /// Whether some operation answers with issues beside an answer of its own.
    mentions_issues: bool,
    /// Security schemes that some operation mentions, by name.
    security: BTreeMap<&'static str, Value>,
    /// Tags in the order they were met.
    tags: Vec<String>,
    findings: Vec<OpenApiFinding>,
    /// The operation ids that are taken.
    ids: BTreeSet<String>,
}

impl<'a> Api<'a> {
    fn new(manifest: &'a Manifest, options: &'a OpenApiOptions, names: &'a Names) -> Self {
        let writer = |direction, components| {
            let options = Options {
                target: Target::Draft2020_12,
                direction,
                discriminator: true,
                unknown_keys: Some(options.unknown_keys),
                ..Options::default()
            };
            let mut writer = Writer::new(&manifest.types, options);
            writer.components = Some(components);
            writer
        };
        Self {
            manifest,
            base_path: &options.base_path,
            names,
            input: writer(Direction::Input, &names.input),
            output: writer(Direction::Output, &names.output),
            problems: BTreeSet::new(),
            mentions_problem: false,
            mentions_issues: false,
            security: BTreeMap::new(),
            tags: Vec::new(),
            findings: Vec::new(),
            ids: BTreeSet::new(),
        }
    }

    /// The Components Object: named types, the answers of the pipeline, security schemes.
    fn components(&mut self) -> Map<String, Value> {
        let mut components = Map::new();
        let mut schemas = self.names.definitions(&mut self.input, &mut self.output);
        if self.mentions_problem || self.mentions_issues || !self.problems.is_empty() {
            problems::add_schemas(&mut schemas, self.names);
            if self.mentions_issues || self.problems.contains(&422) {
                problems::add_validation(&mut schemas, self.names);
            }
        }
        schemas.sort_keys();
        if !schemas.is_empty() {
            components.insert("schemas".to_owned(), Value::Object(schemas));
        }
        if !self.problems.is_empty() {
            let responses = problems::responses(&self.problems, self.names);
            components.insert("responses".to_owned(), Value::Object(responses));
        }
        if !self.security.is_empty() {
            components.insert("securitySchemes".to_owned(), json!(self.security));
        }
        components
    }
}
