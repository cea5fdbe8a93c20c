//! Documents that are malformed, hostile or very large: each gives an error with a code, or a
//! report, soon.

use gati_timescape::{Bump, diff_openapi};
use serde_json::{Map, Value, json};

fn api(schema: &Value, schemas: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let operation = json!({ "requestBody": { "content": content }, "responses": {} });
    let paths = json!({ "/a": { "post": operation } });
    json!({ "openapi": "3.1.0", "paths": paths, "components": { "schemas": schemas } })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The code of the error, or the bump.
fn told(before: &Value, after: &Value) -> String {
    match diff_openapi(before, after) {
        Ok(report) => format!("{:?}", report.bump),
        Err(error) => {
            assert!(error.to_string().len() > 10, "{error}");
            error.code().to_owned()
        }
    }
}

#[test]
fn what_is_no_document_is_an_error() {
    let good = json!({ "openapi": "3.1.0", "paths": {} });
    let rows = [
        (json!(null), "GATI_DIFF_MALFORMED"),
        (json!([]), "GATI_DIFF_MALFORMED"),
        (json!({}), "GATI_DIFF_NOT_OPENAPI"),
        (json!({ "swagger": "2.0" }), "GATI_DIFF_NOT_OPENAPI"),
        (json!({ "openapi": 3 }), "GATI_DIFF_NOT_OPENAPI"),
        (json!({ "openapi": "3.1.0", "paths": [] }), "GATI_DIFF_MALFORMED"),
        (json!({ "openapi": "3.1.0", "paths": { "/a": 1 } }), "GATI_DIFF_MALFORMED"),
        (json!({ "openapi": "3.1.0", "paths": { "/a": { "get": [] } } }), "GATI_DIFF_MALFORMED"),
        (
            json!({ "openapi": "3.1.0", "paths": { "/a": { "get": { "parameters": {} } } } }),
            "GATI_DIFF_MALFORMED",
        ),
        (
            json!({ "openapi": "3.1.0", "paths": { "/a": { "get": { "parameters": [{}] } } } }),
            "GATI_DIFF_MALFORMED",
        ),
        (api(&json!(7), &json!({})), "GATI_DIFF_MALFORMED"),
        (api(&json!({ "type": 7 }), &json!({})), "GATI_DIFF_MALFORMED"),
        (api(&reference("None"), &json!({})), "GATI_DIFF_MISSING_REFERENCE"),
        (api(&json!({ "$ref": "other.json#/A" }), &json!({})), "GATI_DIFF_FOREIGN_REFERENCE"),
        (api(&json!({ "$ref": 5 }), &json!({})), "GATI_DIFF_FOREIGN_REFERENCE"),
        (api(&reference("A"), &json!({ "A": reference("A") })), "GATI_DIFF_LOOP"),
        (
            api(
                &reference("A"),
                &json!({ "A": reference("B"), "B": { "allOf": [reference("A")] } }),
            ),
            "GATI_DIFF_LOOP",
        ),
        (
            api(
                &reference("A"),
                &json!({ "A": { "anyOf": [{ "type": "null" }, reference("A")] } }),
            ),
            "GATI_DIFF_LOOP",
        ),
    ];
    for (document, expected) in rows {
        assert_eq!(told(&document, &good), expected, "{document}");
        assert_eq!(told(&good, &document), expected, "{document}");
    }
}

#[test]
fn names_of_prototypes_are_names() {
    let schema = |kind: &str| {
        let text = format!(
            r#"{{ "type": "object", "required": ["__proto__", "constructor"], "properties": {{
                "__proto__": {{ "type": "{kind}" }}, "constructor": {{ "type": "string" }} }} }}"#
        );
        serde_json::from_str::<Value>(&text).expect("JSON")
    };
    let report =
        diff_openapi(&api(&schema("string"), &json!({})), &api(&schema("integer"), &json!({})));
    let report = report.expect("a report");
    assert_eq!(report.changes.len(), 1);
    assert_eq!(report.changes[0].path, "/body/__proto__");
}

/// `count` names, each of which is made from the next by `link`.
fn chain(count: usize, link: impl Fn(Value) -> Value, last: Value) -> Value {
    let mut schemas = Map::new();
    for number in 0..count {
        let next = reference(&format!("N{}", number + 1));
        schemas.insert(format!("N{number}"), link(next));
    }
    schemas.insert(format!("N{count}"), last);
    Value::Object(schemas)
}

/// A name, how one schema is made from the next, how many there are, and what is told.
type Link<'a> = (&'a str, &'a dyn Fn(Value) -> Value, usize, &'a str);

#[test]
fn long_chains_end() {
    let member = |next: Value| json!({ "type": "object", "properties": { "n": next } });
    let needed = |next: Value| json!({ "type": "object", "properties": { "a": next.clone(), "b": next }, "required": ["a", "b"] });
    let links: [Link<'_>; 4] = [
        ("members", &member, 5_000, "Major"),
        ("doubled members", &needed, 500, "Major"),
        ("references", &|next| next, 5_000, "GATI_DIFF_TOO_LARGE"),
        ("allOf", &|next| json!({ "allOf": [next.clone(), next] }), 5_000, "GATI_DIFF_TOO_LARGE"),
    ];
    for (name, link, count, expected) in links {
        let document =
            |last: &str| api(&reference("N0"), &chain(count, link, json!({ "type": last })));
        assert_eq!(told(&document("string"), &document("integer")), expected, "{name}");
        if !expected.starts_with("GATI") {
            assert_eq!(told(&document("string"), &document("string")), "None", "{name}");
        }
    }
}

#[test]
fn rings_and_wide_unions_end() {
    let ring = |size: usize, marked: usize| {
        let mut schemas = Map::new();
        for number in 0..size {
            let next = reference(&format!("N{}", (number + 1) % size));
            let kind = if number == marked { "integer" } else { "string" };
            let properties = json!({ "v": { "type": kind }, "n": next });
            schemas.insert(
                format!("N{number}"),
                json!({ "type": "object", "properties": properties }),
            );
        }
        api(&reference("N0"), &Value::Object(schemas))
    };
    assert_eq!(told(&ring(3_000, 1), &ring(3_000, 2_999)), "Major");
    assert_eq!(told(&ring(3_000, 4_000), &ring(7, 4_000)), "None");
    let tree = |kind: &str| {
        let alternatives: Vec<Value> = (0..40)
            .map(|number| {
                json!({ "type": "object", "required": ["l"], "additionalProperties": false, "properties": {
                    "l": reference("T"), format!("m{number}"): { "type": kind } } })
            })
            .chain([json!({ "type": "null" })])
            .collect();
        api(&reference("T"), &json!({ "T": { "anyOf": alternatives } }))
    };
    assert_eq!(told(&tree("string"), &tree("integer")), "Major");
    assert_eq!(told(&tree("string"), &tree("string")), "None");
}

#[test]
fn large_patterns_and_counts_end() {
    let text = |pattern: &str| api(&json!({ "type": "string", "pattern": pattern }), &json!({}));
    let rows = [
        ("^(a|b)*a(a|b){20}$", "^(a|b)*b(a|b){20}$"),
        ("^(a+)+$", "^(a+)+b$"),
        ("^a{60000}$", "^a{59999}$"),
        ("(?=", "(a"),
        ("^[a-z]{1,900}$", "^[a-z]{1,901}$"),
    ];
    for (before, after) in rows {
        assert_eq!(told(&text(before), &text(after)).parse::<f64>().ok(), None);
        assert_eq!(told(&text(before), &text(before)), "None");
    }
    let huge = |min: u64| api(&json!({ "type": "array", "minItems": min }), &json!({}));
    assert_eq!(told(&huge(1 << 40), &huge((1 << 40) + 1)), "Major");
    assert_eq!(told(&huge((1 << 40) + 1), &huge(1 << 40)), "Minor");
    let long = |max: u64| api(&json!({ "type": "string", "maxLength": max }), &json!({}));
    assert_eq!(told(&long(1 << 40), &long(1 << 39)), "Major");
    let values: Vec<String> = (0..20_000).map(|number| format!("value{number}")).collect();
    let many = |count: usize| api(&json!({ "enum": values[..count] }), &json!({}));
    assert_eq!(told(&many(20_000), &many(19_999)), "Major");
    assert_eq!(diff_openapi(&many(10), &many(11)).map(|report| report.bump), Ok(Bump::Minor));
}
