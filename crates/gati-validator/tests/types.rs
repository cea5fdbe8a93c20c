//! Several types in one module.

use gati_types::Document;
use gati_validator::{CompileError, Options, compile_types};

fn document(json: &str) -> Document {
    Document::from_json(json).expect("the document is one")
}

fn user(member: &str) -> Document {
    document(&format!(
        r#"{{"gtype":1,"root":{{"kind":"ref","id":"User"}},"types":{{"User":{{"type":{{"kind":"object","properties":[{{"name":"{member}","type":{{"kind":"string"}}}}]}}}}}}}}"#
    ))
}

#[test]
fn types_share_what_they_have_in_common() {
    let types = [("a".to_owned(), user("id")), ("b".to_owned(), user("id"))];
    let source = compile_types(&types, &Options::default()).expect("they compile");
    assert_eq!(source.matches("function is$User(").count(), 1, "{source}");
    assert!(source.contains("  a: {") && source.contains("  b: {"), "{source}");
    assert!(source.ends_with("export { types };\n"), "{source}");
}

#[test]
fn a_name_with_two_meanings_is_refused() {
    let types = [("a".to_owned(), user("id")), ("b".to_owned(), user("name"))];
    let error = compile_types(&types, &Options::default()).expect_err("they differ");
    assert_eq!(error, CompileError::TwoMeanings { id: "User".to_owned() });
    assert_eq!(error.code(), "GATI_COMPILE_TWO_MEANINGS");
    assert_eq!(error.to_string(), "two types are called `User`; compile them apart");
}
