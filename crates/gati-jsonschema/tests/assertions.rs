//! Schemas that cannot be held to, and what is said of them; schemas that only look like it.

use gati_jsonschema::{Formats, Target, assertions};
use serde_json::json;

fn told(schema: &str) -> String {
    match assertions(schema, Target::Draft2020_12, Formats::Annotate) {
        Ok(_) => "fits".to_owned(),
        Err(error) => format!("{} {error}", error.code()),
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cases = [
        ("{", "GATI_SCHEMA_TEXT the schema is not JSON"),
        ("5", "GATI_SCHEMA_KIND `` is no schema"),
        (r#"{"properties":{"a":5}}"#, "GATI_SCHEMA_KIND `/properties/a` is no schema"),
        (r#"{"items":[true]}"#, "GATI_SCHEMA_KIND `/items` is no schema"),
        (r#"{"type":"text"}"#, "GATI_SCHEMA_VALUE `type` at `/type` has to be"),
        (r#"{"minLength":-1}"#, "GATI_SCHEMA_VALUE `minLength` at `/minLength` has to be"),
        (r#"{"minLength":1.5}"#, "GATI_SCHEMA_VALUE `minLength`"),
        (r#"{"multipleOf":0}"#, "GATI_SCHEMA_VALUE `multipleOf`"),
        (r#"{"exclusiveMinimum":true}"#, "GATI_SCHEMA_VALUE `exclusiveMinimum`"),
        (r#"{"required":"a"}"#, "GATI_SCHEMA_VALUE `required`"),
        (r#"{"anyOf":[]}"#, "GATI_SCHEMA_VALUE `anyOf`"),
        (r##"{"$ref":"#/a~1b"}"##, "GATI_SCHEMA_MISSING `$ref` at `/$ref` leads to `#/a~1b`"),
        (r##"{"not":{"$ref":"#x"}}"##, "GATI_SCHEMA_MISSING `$ref` at `/not/$ref`"),
        (r#"{"$ref":"https://a.test/b#/c"}"#, "GATI_SCHEMA_REMOTE `$ref` at `/$ref` leads out"),
        (r#"{"$schema":"https://a.test/s"}"#, "GATI_SCHEMA_UNSUPPORTED `$schema` at `/$schema`"),
        (r##"{"$recursiveRef":"#"}"##, "GATI_SCHEMA_UNSUPPORTED `$recursiveRef`"),
        (r#"{"$vocabulary":{"urn:v":true}}"#, "GATI_SCHEMA_UNSUPPORTED `$vocabulary`"),
        (r##"{"$ref":"#"}"##, "GATI_SCHEMA_LOOP the references at ``"),
        (r##"{"not":{"anyOf":[{"$ref":"#"}]}}"##, "GATI_SCHEMA_LOOP"),
        (r##"{"properties":{"a":{"$ref":"#"}}}"##, "fits"),
        (r#"{"anything":{"$ref":"urn:x"},"examples":[{"$id":"a"},{"$id":"a"}]}"#, "fits"),
        (r#"{"$vocabulary":{"urn:v":false}}"#, "fits"),
        (r#"{"$ref":"https://json-schema.org/draft/2020-12/schema"}"#, "fits"),
        (r#"{"$ref":"http://json-schema.org/draft-07/schema#"}"#, "fits"),
    ];
    for (schema, expected) in cases {
        let found = told(schema);
        assert!(found.starts_with(expected), "{schema}: {found}");
    }
    let twice = r#"{"$defs":{"a":{"$id":"urn:x"},"b":{"$id":"urn:x"}}}"#;
    assert!(told(twice).starts_with("GATI_SCHEMA_DUPLICATE"), "{}", told(twice));
}

#[test]
fn large_schemas_end() {
    let row = |length: usize| {
        let schemas = (0..length).map(|index| {
            let next = json!({ "$ref": format!("#/$defs/{}", index + 1), "minLength": 1 });
            (index.to_string(), if index + 1 == length { json!(true) } else { next })
        });
        let defs: serde_json::Map<_, _> = schemas.collect();
        told(&json!({ "$ref": "#/$defs/0", "$defs": defs }).to_string())
    };
    assert_eq!(row(200), "fits");
    assert!(row(20_000).starts_with("GATI_SCHEMA_TOO_DEEP"));
    let wide: serde_json::Map<_, _> =
        (0..20_000).map(|index| (index.to_string(), json!({ "minimum": index }))).collect();
    assert_eq!(told(&json!({ "properties": wide }).to_string()), "fits");
    let deep = "{\"not\":".repeat(100_000) + "true" + &"}".repeat(100_000);
    assert!(told(&deep).starts_with("GATI_SCHEMA_TEXT"));
}
