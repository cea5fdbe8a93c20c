//! What only hand-made manifests show. `__test__/conformance/openapi` holds documents of whole projects.

use gati_jsonschema::{OpenApi, OpenApiOptions, openapi};
use gati_types::{Manifest, UnknownKeys};
use serde_json::{Value, json};

fn options() -> OpenApiOptions {
    OpenApiOptions {
        info: json!({ "title": "a", "version": "1" }),
        servers: Vec::new(),
        base_path: String::new(),
        unknown_keys: UnknownKeys::Strip,
    }
}

fn handler(method: &str, path: &str, contract: &Value) -> Value {
    json!({
        "id": format!("{method} {path}"),
        "method": method,
        "path": path,
        "source": { "file": "a.ts", "export": "handler", "line": 1, "column": 1 },
        "contract": contract,
    })
}

fn document_of(types: &Value, handlers: &[Value]) -> OpenApi {
    let manifest = json!({ "manifest": 1, "types": types, "handlers": handlers, "modules": [] });
    let manifest = Manifest::from_json(&manifest.to_string()).expect("it is a manifest");
    openapi(&manifest, &options())
}

#[test]
fn nothing_is_a_document_too() {
    let OpenApi { document, findings } = document_of(&json!({}), &[]);
    assert_eq!(
        document,
        json!({ "openapi": "3.1.1", "info": { "title": "a", "version": "1" }, "paths": {} })
    );
    assert!(findings.is_empty());
}

#[test]
fn the_order_of_handlers_and_types_means_nothing() {
    let user = json!({ "type": { "kind": "object", "properties": [
        { "name": "page", "type": { "kind": "ref", "id": "Page<User>" }, "optional": true } ] } });
    let page = json!({ "type": { "kind": "array", "items": { "kind": "ref", "id": "User" } } });
    let answer =
        |id: &str| json!({ "responses": [{ "status": 200, "type": { "kind": "ref", "id": id } }] });
    let mut handlers = vec![
        handler("GET", "/a", &answer("User")),
        handler("GET", "/:b", &answer("Page<User>")),
        handler(
            "POST",
            "/:c",
            &json!({ "body": { "kind": "ref", "id": "User" }, "responses": [] }),
        ),
        handler("PUT", "/*rest", &json!({ "responses": [] })),
    ];
    let first = document_of(&json!({ "User": user, "Page<User>": page }), &handlers);
    handlers.reverse();
    let second = document_of(&json!({ "Page<User>": page, "User": user }), &handlers);
    assert_eq!(first.document.to_string(), second.document.to_string());
}

#[test]
fn names_become_component_names_that_are_apart() {
    let ids = ["Page<A>", "Page<A | B>", "Page_A", "größe", "<>", "Problem", "Issue", "a.b-c"];
    let types: serde_json::Map<String, Value> =
        ids.iter().map(|id| ((*id).to_owned(), json!({ "type": { "kind": "string" } }))).collect();
    let elements: Vec<Value> =
        ids.iter().map(|id| json!({ "type": { "kind": "ref", "id": id } })).collect();
    let body = json!({ "kind": "tuple", "elements": elements });
    let document = document_of(
        &Value::Object(types),
        &[handler("POST", "/", &json!({ "body": body, "responses": [] }))],
    )
    .document;
    let schemas = document["components"]["schemas"].as_object().expect("there are schemas");
    let names: Vec<&str> = schemas.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "Issue",
            "Issue_2",
            "Page_A",
            "Page_A_2",
            "Page_A_B",
            "Problem",
            "Problem_2",
            "Type",
            "ValidationProblem",
            "a.b-c",
            "gr_e"
        ]
    );
    let bad_request = &document["components"]["responses"]["BadRequest"]["content"];
    assert_eq!(
        bad_request["application/problem+json"]["schema"]["$ref"],
        "#/components/schemas/Problem_2"
    );
}

#[test]
fn hostile_manifests_end() {
    let types = json!({
        "Loop": { "type": { "kind": "union", "members": [
            { "kind": "ref", "id": "Loop" }, { "kind": "array", "items": { "kind": "ref", "id": "Loop" } } ] } },
        "Deep": { "type": { "kind": "object", "properties": [
            { "name": "__proto__", "type": { "kind": "ref", "id": "Deep" } },
            { "name": "\"}]", "type": { "kind": "ref", "id": "Loop" } } ] } },
    });
    let reference = |id: &str| json!({ "kind": "ref", "id": id });
    for id in ["Loop", "Deep"] {
        let contract = json!({
            "params": reference(id), "query": reference(id), "headers": reference(id),
            "body": reference(id), "responses": [{ "status": 200, "type": reference(id) }],
        });
        let made = document_of(&types, &[handler("POST", "/:a/:b", &contract)]);
        assert!(made.document["paths"]["/{a}/{b}"]["post"].is_object());
    }
}

#[test]
fn a_path_that_is_no_pattern_is_left_out() {
    let made = document_of(&json!({}), &[handler("GET", "no-slash", &json!({ "responses": [] }))]);
    assert_eq!(made.document["paths"], json!({}));
    let codes: Vec<&str> = made.findings.iter().map(|finding| finding.kind.code()).collect();
    assert_eq!(codes, ["GATI_OPENAPI_PATH"]);
}
