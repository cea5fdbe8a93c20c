//! Every elementary change of values in every position: the corpus of
//! `__test__/conformance/timescape/values.json`, with the verdicts of the design's table.

use gati_timescape::{Bump, Report, diff_openapi};
use serde_json::{Map, Value, json};

/// A position: its name, whether values travel as text there, and the schema around the change.
type Around = (&'static str, fn(&Value) -> Value);

const STRUCTURED: [Around; 16] = [
    ("root", Value::clone),
    ("member", |x| object(&json!({ "v": x }), &["v"])),
    ("optional member", |x| object(&json!({ "v": x, "w": { "type": "string" } }), &["w"])),
    ("item", |x| json!({ "type": "array", "items": x })),
    ("map value", |x| json!({ "type": "object", "additionalProperties": x })),
    ("union", |x| {
        let own = object(&json!({ "kind": { "const": "a" }, "v": x }), &["kind", "v"]);
        json!({ "oneOf": [own, object(&json!({ "kind": { "const": "b" } }), &["kind"])] })
    }),
    ("name", |x| json!({ "$ref": "#/components/schemas/Named", "$named": x })),
    ("recursion", |x| {
        json!({ "$ref": "#/components/schemas/Named", "$named":
            object(&json!({ "v": x, "next": { "$ref": "#/components/schemas/Named" } }), &["v"]) })
    }),
    (
        "value of a pattern",
        |x| json!({ "type": "object", "patternProperties": { "^x-": x }, "additionalProperties": false }),
    ),
    ("place", |x| {
        let places = json!([{ "type": "string" }, x]);
        json!({ "type": "array", "prefixItems": places, "items": false, "minItems": 2 })
    }),
    ("alternative", |x| {
        let own = object(&json!({ "kind": { "const": "a" }, "v": x }), &["kind", "v"]);
        json!({ "anyOf": [own, object(&json!({ "kind": { "const": "b" } }), &["kind"])] })
    }),
    ("part", |x| {
        let more = object(&json!({ "w": { "type": "string" } }), &["w"]);
        json!({ "allOf": [object(&json!({ "v": x }), &["v"]), more] })
    }),
    ("closed", |x| {
        let properties = json!({ "v": x });
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }),
    ("closed part", |x| {
        let more = json!({ "w": { "type": "string" } });
        let parts = [object(&json!({ "v": x }), &["v"])];
        json!({ "allOf": parts, "properties": more, "unevaluatedProperties": false })
    }),
    ("closed name", |x| {
        let named = object(&json!({ "v": x }), &["v"]);
        let reference = "#/components/schemas/Named";
        json!({ "$ref": reference, "$named": named, "unevaluatedProperties": false })
    }),
    ("depth", |x| {
        let inner = object(&json!({ "v": x }), &["v"]);
        object(
            &json!({ "a": { "type": "array", "items": { "type": "array", "items": inner } } }),
            &["a"],
        )
    }),
];

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

fn document(schema: &Value, operation: impl Fn(&Value) -> Value, definitions: &Value) -> Value {
    let mut schema = schema.clone();
    let mut schemas = definitions.as_object().cloned().unwrap_or_default();
    let named = schema.as_object_mut().and_then(|schema| schema.shift_remove("$named"));
    schemas.extend(named.map(|named| ("Named".to_owned(), named)));
    json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "paths": { "/things": { "post": operation(&schema) } },
        "components": { "schemas": schemas },
    })
}

fn body(schema: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    let body = json!({ "required": true, "content": content });
    json!({ "requestBody": body, "responses": { "204": { "description": "done" } } })
}

fn answer(schema: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema } });
    json!({ "responses": { "200": { "description": "done", "content": content } } })
}

/// What is sent, and an operation around it: a position that is read in its own way.
type Operation = (&'static str, &'static str, fn(&Value) -> Value);

const ELSEWHERE: [Operation; 9] = [
    ("webhook", "response", |schema| json!({ "callbacks": hook(&body(schema)) })),
    ("answer to a webhook", "request", |schema| json!({ "callbacks": hook(&answer(schema)) })),
    ("error", "response", |schema| answers("4XX", "application/problem+json", schema)),
    ("default", "response", |schema| answers("default", "application/json", schema)),
    ("default beside ranges", "response", |schema| {
        let mut operation = answers("default", "application/json", schema);
        operation["responses"]["5XX"] = json!({ "description": "failed" });
        operation
    }),
    ("suffix", "request", |schema| bodies("application/merge-patch+json; charset=utf-8", schema)),
    ("form", "request", |schema| {
        bodies("multipart/form-data", &object(&json!({ "v": schema }), &["v"]))
    }),
    ("any media", "request", |schema| bodies("*/*", schema)),
    ("content of a parameter", "request", |schema| {
        let content = json!({ "application/json": { "schema": schema } });
        let parameter = json!({ "name": "x", "in": "query", "required": true, "content": content });
        json!({ "parameters": [parameter], "responses": { "204": { "description": "done" } } })
    }),
];

fn hook(operation: &Value) -> Value {
    json!({ "told": { "{$request.query.url}": { "post": operation } } })
}

fn answers(status: &str, media: &str, schema: &Value) -> Value {
    let content = json!({ media: { "schema": schema } });
    json!({ "responses": { "204": { "description": "done" }, status: { "description": "", "content": content } } })
}

fn bodies(media: &str, schema: &Value) -> Value {
    let body = json!({ "required": true, "content": { media: { "schema": schema } } });
    json!({ "requestBody": body, "responses": { "204": { "description": "done" } } })
}

fn parameter(stands: &'static str) -> impl Fn(&Value) -> Value {
    move |schema| {
        let parameter = json!({ "name": "x", "in": stands, "required": true, "schema": schema });
        json!({ "parameters": [parameter], "responses": { "204": { "description": "done" } } })
    }
}

fn header(schema: &Value) -> Value {
    let headers = json!({ "X-Thing": { "required": true, "schema": schema } });
    json!({ "responses": { "200": { "description": "done", "headers": headers } } })
}

struct Row {
    name: String,
    group: String,
    before: Value,
    after: Value,
    definitions: (Value, Value),
    expected: Map<String, Value>,
}

fn rows() -> Vec<Row> {
    let text = include_str!("../../../__test__/conformance/timescape/values.json");
    let all: Vec<Map<String, Value>> = serde_json::from_str(text).expect("the corpus is JSON");
    all.into_iter()
        .map(|row| {
            let text = |name: &str| row[name].as_str().expect("text").to_owned();
            let side = |name: &str| {
                row.get("definitions").map_or_else(|| json!({}), |both| both[name].clone())
            };
            Row {
                name: format!("{}: {}", text("group"), text("name")),
                group: text("group"),
                before: row["before"].clone(),
                after: row["after"].clone(),
                definitions: (side("before"), side("after")),
                expected: row,
            }
        })
        .collect()
}

fn bump(value: &Value) -> Bump {
    match value.as_str() {
        Some("none") => Bump::None,
        Some("patch") => Bump::Patch,
        Some("minor") => Bump::Minor,
        Some("major") => Bump::Major,
        other => panic!("no bump: {other:?}"),
    }
}

impl Row {
    fn expected(&self, direction: &str, text: bool) -> Bump {
        let by_text = self.expected.get("text").filter(|_| text);
        bump(by_text.map_or(&self.expected[direction], |row| &row[direction]))
    }

    /// What is neither object nor anything travels as text.
    fn is_text(&self) -> bool {
        let plain = |schema: &Value| {
            let text = schema.to_string();
            !text.contains("\"object\"")
                && !text.contains("$ref")
                && text != "{}"
                && !text.contains("prefixItems")
                && !text.contains("\"contains\"")
        };
        let said = plain(&self.before) && plain(&self.after);
        let groups = ["type", "null", "enum", "string", "number", "array", "default", "annotation"];
        said && groups.contains(&self.group.as_str())
    }

    fn compare(&self, around: fn(&Value) -> Value, operation: &dyn Fn(&Value) -> Value) -> Report {
        let before = document(&around(&self.before), operation, &self.definitions.0);
        let after = document(&around(&self.after), operation, &self.definitions.1);
        let diff = |a: &Value, b: &Value| {
            diff_openapi(a, b).unwrap_or_else(|e| panic!("{}: {e}", self.name))
        };
        diff(&before, &after)
    }
}

/// In two halves, side by side: it is a long table.
#[test]
fn every_change_in_every_position_first_half() {
    every_change_in_every_position(0);
}

#[test]
fn every_change_in_every_position_second_half() {
    every_change_in_every_position(1);
}

fn every_change_in_every_position(half: usize) {
    let mut wrong = Vec::new();
    let mut probes = 0;
    for row in rows().into_iter().skip(half).step_by(2) {
        let mut check = |place: &str, direction: &str, text: bool, report: Report| {
            probes += 1;
            let expected = row.expected(direction, text);
            if report.bump != expected {
                let said: Vec<String> = report
                    .changes
                    .iter()
                    .map(|one| format!("{} {:?} {:?}", one.id, one.bump, one.verdict))
                    .collect();
                wrong.push(format!(
                    "{} | {direction} {place}: expected {expected:?}, is {:?} {said:?}",
                    row.name, report.bump
                ));
            }
        };
        for (side, schemas) in [(&row.before, &row.definitions.0), (&row.after, &row.definitions.1)]
        {
            let document = document(side, body, schemas);
            assert_eq!(diff_openapi(&document, &document), Ok(Report::default()), "{}", row.name);
        }
        for (place, around) in STRUCTURED {
            if row.group == "default" && !matches!(place, "member" | "optional member") {
                continue;
            }
            check(place, "request", false, row.compare(around, &body));
            check(place, "response", false, row.compare(around, &answer));
        }
        for (place, direction, operation) in ELSEWHERE {
            if row.group != "default" {
                check(place, direction, false, row.compare(Value::clone, &operation));
            }
        }
        if row.is_text() {
            for stands in ["query", "header", "cookie"] {
                check(stands, "request", true, row.compare(Value::clone, &parameter(stands)));
            }
            check("header", "response", true, row.compare(Value::clone, &header));
        }
    }
    assert!(probes > 6_000, "{probes} probes");
    assert!(wrong.is_empty(), "{} of {probes}:\n{}", wrong.len(), wrong.join("\n"));
}
