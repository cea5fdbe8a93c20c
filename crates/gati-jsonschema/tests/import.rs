//! Schemas and the types they become. The corpus is read by an independent validator too
//! (`__test__/conformance/jsonschema-import.test.ts`), which has to agree on the values.
#![expect(clippy::disallowed_methods, reason = "the corpus is a file that is rewritten on demand")]

use std::path::PathBuf;

use gati_jsonschema::{ImportOptions, Untyped, import};
use gati_types::{Document, display_with_types};
use serde_json::{Value, json};

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../__test__/conformance/jsonschema-import/schemas.json")
}

fn corpus() -> Vec<Value> {
    let text = std::fs::read_to_string(path()).expect("the corpus is there");
    serde_json::from_str(&text).expect("the corpus is JSON")
}

fn options(entry: &Value) -> ImportOptions {
    let text = |name: &str| entry["options"][name].as_str();
    ImportOptions {
        at: text("at").unwrap_or_default().to_owned(),
        untyped: match text("untyped") {
            Some("implied") => Untyped::Implied,
            _ => Untyped::Exact,
        },
        ..ImportOptions::default()
    }
}

#[test]
fn every_schema_becomes_the_type_of_the_corpus() {
    let mut entries = corpus();
    let mut differ = Vec::new();
    for entry in &mut entries {
        let imported = import(&entry["schema"], &options(entry));
        let document = &imported.document;
        let spelled: Vec<String> = display_with_types(&document.root, &document.types)
            .lines()
            .map(ToOwned::to_owned)
            .collect();
        let findings: Vec<String> = imported
            .findings
            .iter()
            .map(|one| format!("{} {} at {}", one.effect().name(), one.code(), one.pointer))
            .collect();
        let found = json!({ "type": spelled, "findings": findings });
        if entry["type"] != found["type"] || entry["findings"] != found["findings"] {
            differ.push(format!("{}\n{found:#}", entry["title"]));
            entry["type"] = found["type"].clone();
            entry["findings"] = found["findings"].clone();
        }
        let text = document.to_json();
        let read = Document::from_json(&text).expect("what an import gives is a document");
        assert_eq!(read, *document, "{}", entry["title"]);
    }
    if std::env::var("UPDATE_EXPECTED").is_ok() {
        let text = serde_json::to_string_pretty(&entries).expect("the corpus can be written");
        std::fs::write(path(), text + "\n").expect("the corpus can be written");
        return;
    }
    assert!(differ.is_empty(), "{}", differ.join("\n\n"));
}
