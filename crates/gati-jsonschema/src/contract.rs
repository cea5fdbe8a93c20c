//! Schemas of handlers, in the form Fastify and its plugins take.

use gati_types::{GType, Handler, Manifest};
use serde_json::{Map, Value, json};

use crate::{Direction, Options, References, Target, schema::Writer};

/// For each handler `{ params, querystring, headers, body, response: { "200": … } }`, positions
/// that were not declared left out. Each schema is draft-07 and stands alone: named types are
/// written out, recursive ones come in its own `definitions`.
pub fn fastify_schemas(manifest: &Manifest) -> Value {
    let schemas = manifest
        .handlers
        .iter()
        .map(|handler| (handler.id.clone(), Value::Object(schemas_of(handler, manifest))))
        .collect();
    Value::Object(schemas)
}

fn schemas_of(handler: &Handler, manifest: &Manifest) -> Map<String, Value> {
    let contract = &handler.contract;
    let mut schemas = Map::new();
    let docs = &handler.docs;
    if let Some(summary) = &docs.summary {
        schemas.insert("summary".to_owned(), json!(summary));
    }
    if let Some(description) = &docs.description {
        schemas.insert("description".to_owned(), json!(description));
    }
    if docs.deprecated.is_some() {
        schemas.insert("deprecated".to_owned(), json!(true));
    }
    if !docs.tags.is_empty() {
        schemas.insert("tags".to_owned(), json!(docs.tags));
    }
    let positions = [
        ("params", &contract.params),
        ("querystring", &contract.query),
        ("headers", &contract.headers),
        ("body", &contract.body),
    ];
    for (name, gtype) in positions {
        // No schema speaks of bytes that have not arrived.
        let is_streamed = name == "body" && !contract.body_as.is_whole();
        if let Some(gtype) = gtype.as_ref().filter(|_| !is_streamed) {
            schemas.insert(name.to_owned(), alone(gtype, manifest, Direction::Input));
        }
    }
    let mut responses = Map::new();
    for response in &contract.responses {
        let mut schema = match (&response.elements, &response.gtype) {
            // The text as a whole; no schema of draft-07 speaks of its lines.
            (Some(_), _) => json!({ "content": {
                "application/x-ndjson": { "schema": { "type": "string" } },
                "text/event-stream": { "schema": { "type": "string" } },
            } }),
            (None, Some(gtype)) => alone(gtype, manifest, Direction::Output),
            (None, None) => json!({}),
        };
        if let (Some(description), Value::Object(members)) = (&response.description, &mut schema) {
            members.insert("description".to_owned(), json!(description));
        }
        responses.insert(response.status.to_string(), schema);
    }
    if !responses.is_empty() {
        schemas.insert("response".to_owned(), Value::Object(responses));
    }
    schemas
}

fn alone(gtype: &GType, manifest: &Manifest, direction: Direction) -> Value {
    let options = Options {
        target: Target::Draft7,
        direction,
        references: References::Inlined,
        ..Options::default()
    };
    let mut writer = Writer::new(&manifest.types, options);
    let root = writer.node(gtype);
    writer.finish(root, Map::new())
}
