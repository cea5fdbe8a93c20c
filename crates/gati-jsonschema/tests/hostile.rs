//! Schemas of any shape are read without a panic into documents that can be written, and what is
//! made to be slow, deep or endless ends with a finding.

use gati_jsonschema::{Finding, ImportOptions, import, import_json};
use gati_types::Document;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_read(schema in schema()) {
        let imported = import(&schema, &ImportOptions::default());
        let text = imported.document.to_json();
        prop_assert_eq!(Document::from_json(&text).expect("it is a document"), imported.document);
        for finding in imported.findings {
            prop_assert!(finding.code().starts_with("GATI_IMPORT_"));
        }
    }
}

/// Keywords, and names that schemas and members have.
const KEYWORDS: [&str; 44] = [
    "type",
    "$ref",
    "$id",
    "$anchor",
    "$defs",
    "definitions",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "minItems",
    "maxItems",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "const",
    "enum",
    "minimum",
    "minLength",
    "pattern",
    "format",
    "nullable",
    "discriminator",
    "default",
    "examples",
    "title",
    "x-gati",
    "a",
    "b",
    "deprecated",
    "multipleOf",
    "minProperties",
    "$dynamicRef",
    "exclusiveMinimum",
    "labels",
];

/// JSON that is made of the words of JSON Schema, in any place.
fn schema() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "string",
        "object",
        "array",
        "integer",
        "number",
        "null",
        "#",
        "#/$defs/a",
        "#/$defs/b",
        "#/properties/a",
        "#x",
        "a",
        "^a",
        "date-time",
        "https://a.test/b",
        "bigint",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2_i64..5).prop_map(Value::from),
        Just(json!(1e300)),
        word.clone().prop_map(Value::from),
    ];
    let keyword = prop::sample::select(KEYWORDS.to_vec());
    leaf.prop_recursive(6, 60, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((keyword.clone(), inner), 0..6).prop_map(|members| {
                let members: Map<String, Value> =
                    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                Value::Object(members)
            }),
        ]
    })
}

/// Schemas that are made to be slow, deep or endless.
#[test]
fn hostile_schemas_end_with_a_finding() {
    let mut deep = json!({ "type": "string" });
    for _ in 0..5_000 {
        // Not by `json!`, which would walk through it each time.
        deep = Value::Object(Map::from_iter([("items".to_owned(), deep)]));
    }
    let chain: Map<String, Value> = (0..1_000)
        .map(|one| {
            let next = format!("#/$defs/{}", (one + 1) % 1_000);
            (one.to_string(), json!({ "allOf": [{ "$ref": next }, { "required": ["a"] }] }))
        })
        .collect();
    let doubling: Map<String, Value> = (0..40)
        .map(|one| {
            let next = json!({ "$ref": format!("#/$defs/{}", one + 1) });
            (one.to_string(), json!({ "allOf": [
                { "type": "object", "properties": { "a": next, "b": next } },
                { "type": "object", "properties": { "a": { "required": ["x"] }, "b": { "required": ["y"] } } },
            ] }))
        })
        .chain([("40".to_owned(), json!({ "type": "object" }))])
        .collect();
    let product: Vec<Value> = (0..12)
        .map(|one| {
            let named = |two: i32| {
                json!({ "type": "object", "properties": {
                format!("p{one}"): { "const": two } }, "required": [format!("p{one}")] })
            };
            json!({ "anyOf": [named(0), named(1), named(2), named(3)] })
        })
        .collect();
    let cases = [
        ("GATI_IMPORT_TOO_DEEP", deep),
        ("GATI_IMPORT_UNMERGEABLE", json!({ "$defs": chain, "$ref": "#/$defs/0" })),
        ("", json!({ "enum": (0..50_000).collect::<Vec<i32>>() })),
        ("", json!({ "$defs": doubling, "$ref": "#/$defs/0" })),
        ("GATI_IMPORT_UNMERGEABLE", json!({ "allOf": product })),
        ("GATI_IMPORT_REFERENCE_LOOP", json!({ "$ref": "#" })),
        ("GATI_IMPORT_NOT_A_SCHEMA", json!([1, 2])),
        ("GATI_IMPORT_NOT_A_SCHEMA", json!("string")),
    ];
    for (code, schema) in cases {
        let imported = import(&schema, &ImportOptions::default());
        let codes: Vec<&str> = imported.findings.iter().map(Finding::code).collect();
        assert!(code.is_empty() || codes.contains(&code), "{code} is not in {codes:?}");
        // Dropping what is nested that deep by hand keeps the test's own stack out of it.
        drop_slowly(schema);
    }
}

fn drop_slowly(value: Value) {
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => pending.extend(members.into_iter().map(|(_, one)| one)),
            _ => {}
        }
    }
}

#[test]
fn text_that_is_too_deep_is_a_finding_and_text_that_is_no_json_an_error() {
    let deep = format!("{}{}", "{\"items\":".repeat(1_000), "{}".to_owned() + &"}".repeat(1_000));
    let imported = import_json(&deep, &ImportOptions::default()).expect("it is JSON");
    assert_eq!(imported.findings[0].code(), "GATI_IMPORT_TOO_DEEP");
    assert!(import_json("{", &ImportOptions::default()).is_err());
}
