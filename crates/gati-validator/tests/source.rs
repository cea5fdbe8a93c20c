//! What the written code looks like: reviewed as text, and the same text every time.

use gati_types::{Document, Manifest, UnknownKeys};
use gati_validator::{Answers, CompileError, Format, Options, compile_contracts, compile_type};

fn document(text: &str) -> Document {
    Document::from_json(text).expect("the test writes a document")
}

const USER: &str = r#"{ "gtype": 1, "root": { "kind": "ref", "id": "User" }, "types": { "User": { "type":
  { "kind": "object", "properties": [
    { "name": "id", "type": { "kind": "refined", "base": { "kind": "string" }, "constraints": { "format": "uuid" } } },
    { "name": "age", "type": { "kind": "refined", "base": { "kind": "number" }, "constraints": { "integer": true, "minimum": 0 } } },
    { "name": "nick", "type": { "kind": "string" }, "optional": true },
    { "name": "tags", "type": { "kind": "array", "items": { "kind": "string" } } } ] } } } }"#;

const SHAPE: &str = r#"{ "gtype": 1, "root": { "kind": "union", "discriminant": "kind", "members": [
    { "kind": "object", "properties": [ { "name": "kind", "type": { "kind": "literal", "value": "circle" } }, { "name": "radius", "type": { "kind": "number" } } ] },
    { "kind": "object", "properties": [ { "name": "kind", "type": { "kind": "literal", "value": "square" } }, { "name": "side", "type": { "kind": "number" } } ] } ] } }"#;

const HANDLERS: &str = r#"{ "manifest": 1, "types": { "Error": { "type": { "kind": "object", "properties": [ { "name": "error", "type": { "kind": "string" } } ] } } },
  "handlers": [ { "id": "GET /users/:id", "method": "GET", "path": "/users/:id",
    "source": { "file": "src/handlers/users/[id].ts", "export": "handler", "line": 5, "column": 14 },
    "contract": {
      "params": { "kind": "object", "properties": [ { "name": "id", "type": { "kind": "refined", "base": { "kind": "number" }, "constraints": { "integer": true } } } ] },
      "headers": { "kind": "object", "properties": [ { "name": "X-Trace", "type": { "kind": "string" }, "optional": true } ] },
      "responses": [ { "status": 200, "type": { "kind": "object", "properties": [ { "name": "id", "type": { "kind": "number" } } ] } },
                     { "status": 404, "type": { "kind": "ref", "id": "Error" } }, { "status": 204 } ] },
    "provenance": {} } ], "modules": [] }"#;

#[test]
fn an_object() {
    let source = compile_type(&document(USER), &Options::default()).expect("it compiles");
    insta::assert_snapshot!(source);
}

#[test]
fn a_tagged_union_in_strict_mode() {
    let options = Options {
        unknown_keys: UnknownKeys::Strict,
        format: Format::FunctionBody,
        ..Options::default()
    };
    let source = compile_type(&document(SHAPE), &options).expect("it compiles");
    insta::assert_snapshot!(source);
}

#[test]
fn contracts() {
    let manifest = Manifest::from_json(HANDLERS).expect("the test writes a manifest");
    let source = compile_contracts(&manifest, &Options::default()).expect("it compiles");
    insta::assert_snapshot!(source);
}

#[test]
fn answers_are_checked_where_that_is_asked_for() {
    let manifest = Manifest::from_json(HANDLERS).expect("the test writes a manifest");
    let options = Options { answers: Answers::Checked, ..Options::default() };
    let checked = compile_contracts(&manifest, &options).expect("it compiles");
    assert!(checked.contains("$checked(validate$Error(value));"), "{checked}");
    let trusted = compile_contracts(&manifest, &Options::default()).expect("it compiles");
    assert!(!trusted.contains("$checked"), "{trusted}");
}

#[test]
fn handlers_share_the_functions_of_types_that_look_the_same() {
    let once = Manifest::from_json(HANDLERS).expect("the test writes a manifest");
    let mut twice = once.clone();
    let mut other = once.handlers[0].clone();
    other.id = "GET /people/:id".to_owned();
    twice.handlers.push(other);
    let written = |manifest: &Manifest| {
        let source = compile_contracts(manifest, &Options::default()).expect("it compiles");
        source.matches("\nfunction ").count()
    };
    assert_eq!(written(&once), written(&twice));
}

#[test]
fn the_same_type_gives_the_same_text() {
    for text in [USER, SHAPE] {
        let options = Options::default();
        let first = compile_type(&document(text), &options);
        assert_eq!(first, compile_type(&document(text), &options));
    }
}

#[test]
fn what_cannot_be_compiled_is_named() {
    let refined = |constraints: &str| {
        format!(
            r#"{{ "gtype": 1, "root": {{ "kind": "refined", "base": {{ "kind": "string" }}, "constraints": {constraints} }} }}"#
        )
    };
    let cases = [
        (refined(r#"{ "patterns": ["("] }"#), "GATI_COMPILE_PATTERN"),
        (refined(r#"{ "patterns": ["\\p{Nonsense}"] }"#), "GATI_COMPILE_PATTERN"),
        (refined(r#"{ "patterns": ["a{2,1}"] }"#), "GATI_COMPILE_PATTERN"),
        (refined(r#"{ "format": "phone" }"#), "GATI_COMPILE_FORMAT"),
    ];
    for (text, code) in cases {
        let error = compile_type(&document(&text), &Options::default()).expect_err(&text);
        assert_eq!(error.code(), code, "{error}");
    }
}

#[test]
fn what_cannot_be_compiled_has_a_place() {
    let bad = r#"{ "kind": "refined", "base": { "kind": "string" }, "constraints": { "format": "phone" } }"#;
    let list = format!(
        r#"{{ "kind": "object", "properties": [ {{ "name": "calls", "type": {{ "kind": "array", "items":
          {{ "kind": "object", "properties": [ {{ "name": "to", "type": {bad} }} ] }} }} }} ] }}"#
    );
    let reference = r#"{ "kind": "ref", "id": "User" }"#;
    let handlers = |body: &str, types: &str| {
        format!(
            r#"{{ "manifest": 1, "types": {{ {types} }}, "handlers": [ {{ "id": "POST /calls", "method": "POST", "path": "/calls",
            "source": {{ "file": "a.ts", "export": "handler", "line": 1, "column": 1 }},
            "contract": {{ "body": {body}, "responses": [] }}, "provenance": {{}} }} ], "modules": [] }}"#
        )
    };
    let cases = [
        (handlers(&list, ""), "`POST /calls`, body, property `calls[].to`: the format `phone`"),
        (
            handlers(reference, &format!(r#""User": {{ "type": {list} }}"#)),
            "type `User`, property `calls[].to`: the format `phone`",
        ),
    ];
    for (text, start) in cases {
        let manifest = Manifest::from_json(&text).expect("the test writes a manifest");
        let error = compile_contracts(&manifest, &Options::default()).expect_err(&text);
        assert!(error.to_string().starts_with(start), "{error}");
    }
}

#[test]
fn types_without_names_may_not_be_nested_without_end() {
    let mut gtype = gati_types::GType::String;
    for _ in 0..1000 {
        gtype = gati_types::GType::array(gtype);
    }
    let error = compile_type(&Document::new(gtype), &Options::default());
    assert_eq!(error, Err(CompileError::TooDeep { limit: 200 }));
}

/// So many that they are written by several at the same time: a shape of each handler's own, one
/// that all share without a name, and a constant that all share.
#[test]
fn many_handlers_are_written_with_every_name_in_its_place() {
    let shared = r#"{ "kind": "object", "properties": [ { "name": "code", "type":
        { "kind": "refined", "base": { "kind": "string" }, "constraints": { "patterns": ["^a"] } } } ] }"#;
    let handlers: Vec<String> = (0..600)
        .map(|index| {
            format!(
                r#"{{ "id": "POST /r{index}", "method": "POST", "path": "/r{index}",
                "source": {{ "file": "r{index}.ts", "export": "handler", "line": 1, "column": 1 }},
                "contract": {{ "body": {{ "kind": "object", "properties": [
                    {{ "name": "own{index}", "type": {{ "kind": "number" }} }},
                    {{ "name": "list", "type": {{ "kind": "array", "items": {shared} }} }} ] }},
                    "responses": [ {{ "status": 200, "type": {shared} }} ] }},
                "provenance": {{}} }}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{ "manifest": 1, "types": {{}}, "handlers": [{}], "modules": [] }}"#,
        handlers.join(",")
    );
    let manifest = Manifest::from_json(&text).expect("the test writes a manifest");
    let source = compile_contracts(&manifest, &Options::default()).expect("it compiles");
    let twice = compile_contracts(&manifest, &Options::default()).expect("it compiles");
    assert!(source == twice, "the same manifest, another module");
    assert!(!source.contains(|one: char| one.is_control() && one != '\n'), "a stand-in is left");
    let declared: Vec<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("function ")?.split('(').next())
        .filter(|name| !name.starts_with('$'))
        .collect();
    let unique: std::collections::BTreeSet<&str> = declared.iter().copied().collect();
    assert_eq!(declared.len(), unique.len(), "two functions of one name");
    let called = source.split(|one: char| !(one.is_ascii_alphanumeric() || "$_".contains(one)));
    let called: std::collections::BTreeSet<&str> =
        called.filter(|word| word.find('$').is_some_and(|at| at > 0)).collect();
    assert_eq!(called, unique, "what is called is what is declared");
    assert_eq!(source.matches("new RegExp(").count(), 1, "one constant for all");
    assert!(declared.iter().filter(|name| name.starts_with("stringify$")).count() == 1);
}
