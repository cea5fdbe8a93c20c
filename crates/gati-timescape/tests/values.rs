//! Every elementary change of values in every position: the corpus of
//! `__test__/conformance/timescape/values.json`, with the verdicts of the design's table.

use gati_timescape::{Bump, Change, Report, diff_openapi};
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

/// One position of a row: an operation of its own in the row's document.
struct Probe {
    /// Its path, which tells what was said of it.
    path: String,
    place: &'static str,
    direction: &'static str,
    /// Whether values travel as text there.
    text: bool,
    around: fn(&Value) -> Value,
    operation: Box<dyn Fn(&Value) -> Value>,
}

impl Probe {
    /// The operation around a schema; what it names is a component that no other probe knows.
    fn operation(&self, schema: &Value, schemas: &mut Map<String, Value>) -> Value {
        let mut schema = (self.around)(schema);
        let named = schema.as_object_mut().and_then(|schema| schema.shift_remove("$named"));
        if let Some(mut named) = named {
            let own = format!("Named{}", self.path.replace('/', "."));
            for part in [&mut schema, &mut named] {
                point(part, &format!("#/components/schemas/{own}"));
            }
            schemas.insert(own, named);
        }
        (self.operation)(&schema)
    }
}

/// Points what mentions the named schema to a component.
fn point(schema: &mut Value, to: &str) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                if name == "$ref" && member == "#/components/schemas/Named" {
                    *member = Value::from(to);
                } else {
                    point(member, to);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| point(item, to)),
        _ => {}
    }
}

/// A document with an operation for every probe. One for all: patterns are read once, and what was
/// found in one position is known in the next.
fn document(schema: &Value, probes: &[Probe], definitions: &Value) -> Value {
    let mut schemas = definitions.as_object().cloned().unwrap_or_default();
    let mut paths = Map::new();
    for probe in probes {
        let operation = probe.operation(schema, &mut schemas);
        paths.insert(probe.path.clone(), json!({ "post": operation }));
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "paths": paths,
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

    /// Every position that this row is looked at in.
    fn probes(&self) -> Vec<Probe> {
        let mut probes: Vec<Probe> = Vec::new();
        let mut add = |place, direction, text, around, operation| {
            let path = format!("/p{}", probes.len());
            probes.push(Probe { path, place, direction, text, around, operation });
        };
        for (place, around) in STRUCTURED {
            if self.group == "default" && !matches!(place, "member" | "optional member") {
                continue;
            }
            add(place, "request", false, around, Box::new(body));
            add(place, "response", false, around, Box::new(answer));
        }
        for (place, direction, operation) in ELSEWHERE {
            if self.group != "default" {
                add(place, direction, false, Value::clone, Box::new(operation));
            }
        }
        if self.is_text() {
            for stands in ["query", "header", "cookie"] {
                add(stands, "request", true, Value::clone, Box::new(parameter(stands)));
            }
            add("header", "response", true, Value::clone, Box::new(header));
        }
        probes
    }

    fn diff(&self, before: &Value, after: &Value) -> Report {
        diff_openapi(before, after).unwrap_or_else(|e| panic!("{}: {e}", self.name))
    }

    /// What is said of each probe against what has to be.
    fn check(&self, probes: &[Probe], wrong: &mut Vec<String>) {
        let before = document(&self.before, probes, &self.definitions.0);
        let after = document(&self.after, probes, &self.definitions.1);
        for one in [&before, &after] {
            assert_eq!(self.diff(one, one), Report::default(), "{}", self.name);
        }
        let report = self.diff(&before, &after);
        let mut counted = 0;
        for probe in probes {
            // A callback is named after the route that it belongs to.
            let own = |route: &str| route.split(' ').any(|word| word == probe.path);
            let said: Vec<&Change> =
                report.changes.iter().filter(|change| own(&change.route)).collect();
            counted += said.len();
            let expected = self.expected(probe.direction, probe.text);
            let is = said.iter().map(|change| change.bump).max().unwrap_or_default();
            if is != expected {
                let said: Vec<String> = said
                    .iter()
                    .map(|one| format!("{} {:?} {:?}", one.id, one.bump, one.verdict))
                    .collect();
                wrong.push(format!(
                    "{} | {} {}: expected {expected:?}, is {is:?} {said:?}",
                    self.name, probe.direction, probe.place
                ));
            }
        }
        assert_eq!(counted, report.changes.len(), "{}: changes of no probe", self.name);
    }
}

#[test]
fn every_change_in_every_position() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows() {
        let probes = row.probes();
        count += probes.len();
        row.check(&probes, &mut wrong);
    }
    assert!(count > 13_000, "{count} probes");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
