//! The corpus that an independent validator reads too (`__test__/conformance/jsonschema.test.ts`).
#![expect(clippy::disallowed_methods, reason = "the corpus is a file")]

use std::path::Path;

use gati_jsonschema::{Direction, Options, Target, all_exports, fastify_schemas, to_json_schema};
use gati_types::{Document, Manifest};
use serde_json::{Value, json};

fn document(entry: &Value) -> Document {
    let mut document = json!({ "gtype": 1, "root": entry["type"] });
    if let Some(types) = entry.get("types") {
        document["types"] = types.clone();
    }
    Document::from_json(&document.to_string()).expect("the corpus holds documents")
}

fn corpus() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../__test__/conformance/jsonschema/types.json");
    let text = std::fs::read_to_string(path).expect("the corpus is there");
    serde_json::from_str(&text).expect("the corpus is JSON")
}

#[test]
fn every_type_gives_the_schema_of_the_corpus() {
    for entry in corpus() {
        let document = document(&entry);
        let newest = to_json_schema(&document, &Options::default());
        assert_eq!(newest, entry["schema"], "{}", entry["title"]);
        let draft7 = Options { target: Target::Draft7, ..Options::default() };
        assert_eq!(to_json_schema(&document, &draft7), entry["draft7"], "{}", entry["title"]);
    }
}

#[test]
fn closed_objects_forbid_other_members() {
    let document = document(&json!({ "type": { "kind": "object", "properties": [
        { "name": "a", "type": { "kind": "object", "properties": [] } } ] } }));
    let options = Options { closed: Some(true), ..Options::default() };
    let schema = to_json_schema(&document, &options);
    assert_eq!(schema["additionalProperties"], json!(false));
    assert_eq!(schema["properties"]["a"]["additionalProperties"], json!(false));
}

#[test]
fn what_is_answered_has_its_defaults_and_is_transformed() {
    let document = document(&json!({ "type": { "kind": "object", "properties": [
        { "name": "n", "type": { "kind": "refined", "base": { "kind": "string" },
          "constraints": { "transforms": ["trim"], "maxLength": 2 } }, "docs": { "default": "a" } } ] } }));
    let input = to_json_schema(&document, &Options::default());
    assert_eq!(input.get("required"), None);
    assert_eq!(input["properties"]["n"].get("maxLength"), None);
    let options = Options { direction: Direction::Output, ..Options::default() };
    let output = to_json_schema(&document, &options);
    assert_eq!(output["required"], json!(["n"]));
    assert_eq!(output["properties"]["n"]["maxLength"], json!(2));
}

#[test]
fn functions_and_symbols_stay_behind() {
    let function = json!({ "kind": "function" });
    let text_or_function = json!({ "kind": "union", "members": [function, { "kind": "string" }] });
    let document = document(&json!({ "type": { "kind": "object", "properties": [
        { "name": "f", "type": function }, { "name": "s", "type": { "kind": "symbol" } },
        { "name": "o", "optional": true, "type": { "kind": "union",
            "members": [function, { "kind": "undefined" }] } },
        { "name": "u", "type": text_or_function }, { "name": "n", "type": { "kind": "number" } },
        { "name": "v", "type": { "kind": "undefined" } } ] } }));
    let options = Options { direction: Direction::Output, ..Options::default() };
    let schema = to_json_schema(&document, &options);
    assert_eq!(schema["required"], json!(["n"]));
    assert_eq!(
        schema["properties"],
        json!({ "u": { "type": "string" }, "n": { "type": "number" }, "v": { "not": {} } })
    );
}

#[test]
fn a_union_of_nothing_is_a_schema_all_the_same() {
    let document = document(&json!({ "type": { "kind": "union", "members": [
        { "kind": "undefined" }, { "kind": "never" } ] } }));
    let schema = to_json_schema(&document, &Options::default());
    assert_eq!(schema["not"], json!({}));
    assert_eq!(schema.get("enum"), None);
}

#[test]
fn tagged_unions_carry_a_discriminator_where_asked() {
    let member = |tag: &str| {
        json!({ "kind": "object", "properties": [
            { "name": "t", "type": { "kind": "literal", "value": tag } } ] })
    };
    let document = document(&json!({ "type": { "kind": "union", "discriminant": "t",
        "members": [member("a"), member("b")] } }));
    let options = Options { discriminator: true, ..Options::default() };
    let schema = to_json_schema(&document, &options);
    assert_eq!(schema["discriminator"], json!({ "propertyName": "t" }));
    assert_eq!(schema["oneOf"].as_array().map(Vec::len), Some(2));
}

#[test]
fn every_export_has_a_definition() {
    let document = document(&json!({ "type": { "kind": "ref", "id": "A" }, "types": {
        "A": { "type": { "kind": "ref", "id": "B" } }, "B": { "type": { "kind": "string" } } } }));
    let schema = all_exports(&document.types, &Options::default());
    assert_eq!(schema["$defs"], json!({ "A": { "$ref": "#/$defs/B" }, "B": { "type": "string" } }));
}

#[test]
fn schemas_of_handlers_stand_alone() {
    let manifest = json!({ "manifest": 1,
      "types": {
        "User": { "type": { "kind": "object", "properties": [ { "name": "id", "type": { "kind": "string" } } ] } },
        "Tree": { "type": { "kind": "object", "properties": [
            { "name": "kids", "type": { "kind": "array", "items": { "kind": "ref", "id": "Tree" } } } ] } } },
      "handlers": [ { "id": "POST /", "method": "POST", "path": "/",
        "source": { "file": "a.ts", "export": "handler", "line": 1, "column": 1 },
        "contract": { "query": { "kind": "ref", "id": "User" }, "body": { "kind": "ref", "id": "Tree" },
          "responses": [ { "status": 200, "type": { "kind": "ref", "id": "User" }, "description": "the user" } ] },
        "docs": { "summary": "S", "tags": ["users"] }, "provenance": {} } ], "modules": [] });
    let manifest = Manifest::from_json(&manifest.to_string()).expect("it is a manifest");
    let schemas = fastify_schemas(&manifest);
    let schema = &schemas["POST /"];
    assert_eq!(schema["summary"], json!("S"));
    assert_eq!(schema["querystring"]["properties"]["id"], json!({ "type": "string" }));
    assert_eq!(schema["body"]["allOf"][0]["$ref"], json!("#/definitions/Tree"));
    assert!(schema["body"]["definitions"]["Tree"].is_object());
    assert_eq!(schema["response"]["200"]["description"], json!("the user"));
}
