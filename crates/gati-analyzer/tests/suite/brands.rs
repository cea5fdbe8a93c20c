//! The table of constraint and brand types, held equal to the one the TypeScript declarations
//! are tested against.

#![expect(clippy::disallowed_methods, reason = "a test reads its fixture")]

use std::path::Path;

use crate::support::MemoryHost;
use gati_analyzer::{Analyzer, Exports, ProjectOptions};
use gati_types::{Constraints, GType};
use serde_json::{Value, json};

/// The type of `spelling`, with everything imported from the package.
fn evaluated(name: &str, spelling: &str) -> (GType, usize) {
    let host = MemoryHost::new();
    let source = format!(
        "import type {{ {name} }} from '@gati-framework/core';\nexport type T = {spelling};\n"
    );
    host.write("t.ts", &source);
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), host);
    let mut found = analyzer.types_of(Path::new("t.ts"), Exports::Named("T"));
    let document = found.types.pop().expect("the type is exported").1;
    let meant = document.types.resolve(&document.root).cloned().expect("the type is there");
    (meant, found.diagnostics.len())
}

/// `"$0"` in the constraints replaced by an argument.
fn filled(constraints: &Value, argument: &Value) -> Constraints {
    fn fill(value: &Value, argument: &Value) -> Value {
        match value {
            Value::String(text) if text == "$0" => argument.clone(),
            Value::Array(items) => items.iter().map(|item| fill(item, argument)).collect(),
            Value::Object(members) => Value::Object(
                members.iter().map(|(key, value)| (key.clone(), fill(value, argument))).collect(),
            ),
            other => other.clone(),
        }
    }
    serde_json::from_value(fill(constraints, argument)).expect("the table holds constraints")
}

#[test]
fn every_entry_of_the_table_means_here_what_it_says_there() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/brands.json");
    let table: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the table is there"))
            .expect("the table is JSON");
    let entries = table["entries"].as_array().expect("the table has entries");
    assert!(entries.len() > 40);
    for entry in entries {
        let name = entry["name"].as_str().expect("an entry has a name");
        let (argument, written) = match entry["parameter"].as_str() {
            Some("number") => (json!(3), "<3>"),
            Some("string") => (json!("x"), "<'x'>"),
            Some(_) => (Value::Null, "<'x'>"),
            None => (Value::Null, ""),
        };
        let base = match entry["base"].as_str() {
            Some("number") => (GType::Number, "number"),
            Some("array") => (GType::array(GType::String), "string[]"),
            _ => (GType::String, "string"),
        };
        let (found, expected) = match entry["kind"].as_str() {
            Some("constraint") => (
                evaluated(name, &format!("{} & {name}{written}", base.1)),
                GType::refined(base.0, filled(&entry["constraints"], &argument)),
            ),
            Some("brand") => {
                let brand = entry["brand"].as_str().expect("a brand has a name");
                let refined = GType::refined(base.0, filled(&entry["constraints"], &argument));
                (evaluated(name, name), GType::branded(refined, brand))
            }
            _ => {
                let literal = GType::string_literal("x");
                let expected = match name {
                    "Brand" => GType::branded(GType::String, "x"),
                    "Nullable" => GType::union([literal, GType::Null]),
                    "Optional" => GType::union([literal, GType::Undefined]),
                    "Enum" => literal,
                    other => panic!("`{other}` is a wrapper this test does not know"),
                };
                let spelling = if name == "Brand" {
                    format!("string & {name}<'x'>")
                } else {
                    format!("{name}<'x'>")
                };
                (evaluated(name, &spelling), expected)
            }
        };
        assert_eq!(found.0, expected, "{name}");
        assert_eq!(found.1, 0, "{name} gives diagnostics");
    }
}

#[test]
fn a_type_of_the_same_name_from_elsewhere_is_itself() {
    let host = MemoryHost::new();
    host.write("own.ts", "export type Email = { own: true };\nexport type Min<T> = T[];\n");
    host.write(
        "t.ts",
        "import type { Email, Min } from './own.js';\nexport interface T { a: Email; b: Min<1> }\n",
    );
    let mut analyzer = Analyzer::new(ProjectOptions::new("/app"), host);
    let found = analyzer.types_of(Path::new("t.ts"), Exports::All);
    let (_, document) = &found.types[0];
    let shown: Vec<String> =
        document.types.iter().map(|(id, named)| format!("{id} = {}", named.gtype)).collect();
    assert_eq!(shown, ["Email = { own: true }", "T = { a: Email; b: 1[] }"]);
}
