//! The wire table that the serialisers are held to as well (`__test__/conformance/wire.test.ts`):
//! schemas of answers say what travels.
#![expect(clippy::disallowed_methods, reason = "the table is a file")]

use std::path::Path;

use gati_jsonschema::{Direction, Options, to_json_schema};
use gati_types::Document;
use serde_json::{Value, json};

#[test]
fn schemas_say_what_travels() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/wire.json");
    let text = std::fs::read_to_string(path).expect("the table is there");
    let rows: Vec<Value> = serde_json::from_str(&text).expect("the table is JSON");
    for row in rows {
        let mut document = json!({ "gtype": 1, "root": row["type"] });
        if let Some(types) = row.get("types") {
            document["types"] = types.clone();
        }
        let document = Document::from_json(&document.to_string()).expect("rows hold documents");
        let options = Options { direction: Direction::Output, ..Options::default() };
        let mut schema = to_json_schema(&document, &options);
        if let Value::Object(members) = &mut schema {
            members.shift_remove("$schema");
        }
        assert_eq!(schema, row["schema"], "{}", row["title"]);
    }
}
