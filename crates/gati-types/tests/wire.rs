//! What the readers accept and what they refuse, as a table.

use gati_types::{Document, Manifest, WIRE_VERSION};

#[test]
fn documents_are_read_back_as_written() {
    let texts = [
        r#"{"gtype":1,"root":{"kind":"string"}}"#,
        r#"{"gtype":1,"root":{"kind":"literal","value":1.5}}"#,
        // A number that is a bit larger where digits are not read with care; the fuzzer found it.
        r#"{"gtype":1,"root":{"kind":"literal","value":4.1e+301}}"#,
        r#"{"gtype":1,"root":{"kind":"literal","bigint":"-12"}}"#,
        r#"{"gtype":1,"root":{"kind":"template","parts":["id-",{"kind":"number"}]}}"#,
        r#"{"gtype":1,"root":{"kind":"tuple","elements":[{"type":{"kind":"string"},"label":"a"},{"type":{"kind":"number"},"rest":true}]}}"#,
        r#"{"gtype":1,"root":{"kind":"ref","id":"A"},"types":{"A":{"type":{"kind":"array","items":{"kind":"ref","id":"A"}}}}}"#,
        r#"{"gtype":1,"root":{"kind":"object","properties":[{"name":"a","type":{"kind":"any"},"optional":true,"docs":{"deprecated":true,"default":null}}],"index":[{"key":{"kind":"string"},"value":{"kind":"unknown"}}],"unknownKeys":"strict"}}"#,
        r#"{"gtype":1,"root":{"kind":"refined","base":{"kind":"string"},"constraints":{"minLength":1,"patterns":["^a"],"transforms":["trim"]},"brands":["Slug"]}}"#,
        r#"{"gtype":1,"root":{"kind":"union","members":[{"kind":"map","key":{"kind":"string"},"value":{"kind":"date"}},{"kind":"set","items":{"kind":"url"}}]}}"#,
        r#"{"gtype":1,"root":{"kind":"unresolved","code":"GT2001","reason":"why"}}"#,
    ];
    for text in texts {
        let document = Document::from_json(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let again = Document::from_json(&document.to_json()).expect("its own text");
        assert_eq!(document, again, "{text}");
    }
}

#[test]
fn what_is_not_understood_is_refused_with_its_reason() {
    let cases = [
        ("", "GATI_WIRE_MALFORMED", "EOF"),
        ("[]", "GATI_WIRE_MALFORMED", "expected a map"),
        (r#"{"root":{"kind":"string"}}"#, "GATI_WIRE_VERSION", "found nothing"),
        (r#"{"gtype":2,"root":{"kind":"string"}}"#, "GATI_WIRE_VERSION", "found 2"),
        (r#"{"gtype":1}"#, "GATI_WIRE_MALFORMED", "root"),
        (r#"{"gtype":1,"root":{"kind":"string"},"extra":1}"#, "GATI_WIRE_MALFORMED", "extra"),
        (r#"{"gtype":1,"root":{"kind":"strin"}}"#, "GATI_WIRE_MALFORMED", "no such kind"),
        (
            r#"{"gtype":1,"root":{"kind":"string","minLength":1}}"#,
            "GATI_WIRE_MALFORMED",
            "minLength",
        ),
        (
            r#"{"gtype":1,"root":{"kind":"array","items":{"kind":"string"},"min":1}}"#,
            "GATI_WIRE_MALFORMED",
            "min",
        ),
        (
            r#"{"gtype":1,"root":{"kind":"refined","base":{"kind":"string"},"constraints":{"minLen":1}}}"#,
            "GATI_WIRE_MALFORMED",
            "minLen",
        ),
        (
            r#"{"gtype":1,"root":{"kind":"refined","base":{"kind":"number"},"constraints":{"multipleOf":[0]}}}"#,
            "GATI_WIRE_BAD_VALUE",
            "multipleOf",
        ),
        (r#"{"gtype":1,"root":{"kind":"literal","value":null}}"#, "GATI_WIRE_MALFORMED", "literal"),
        (
            r#"{"gtype":1,"root":{"kind":"literal","bigint":"1e3"}}"#,
            "GATI_WIRE_MALFORMED",
            "literal",
        ),
        (r#"{"gtype":1,"root":{"kind":"ref","id":"A"}}"#, "GATI_WIRE_MISSING_TYPE", "`A`"),
        (
            r#"{"gtype":1,"root":{"kind":"any"},"types":{"A":{"type":{"kind":"ref","id":"B"}}}}"#,
            "GATI_WIRE_MISSING_TYPE",
            "`B`",
        ),
        (
            r#"{"gtype":1,"root":{"kind":"any"},"types":{"A":{"type":{"kind":"ref","id":"A"}}}}"#,
            "GATI_WIRE_BAD_VALUE",
            "only names itself",
        ),
    ];
    for (text, code, detail) in cases {
        let error = Document::from_json(text).expect_err(text);
        assert_eq!(error.code(), code, "{text}: {error}");
        assert!(error.to_string().contains(detail), "{text}: {error}");
    }
}

#[test]
fn hostile_nesting_is_an_error_and_not_a_crash() {
    let deep = format!(
        r#"{{"gtype":1,"root":{}{{"kind":"any"}}{}}}"#,
        r#"{"kind":"array","items":"#.repeat(100_000),
        "}".repeat(100_000)
    );
    assert_eq!(Document::from_json(&deep).expect_err("too deep").code(), "GATI_WIRE_MALFORMED");
}

#[test]
fn a_manifest_is_read_back_and_checked() {
    let text = format!(
        r#"{{"manifest":{WIRE_VERSION},"types":{{"User":{{"type":{{"kind":"object","properties":[]}}}}}},"handlers":[{{"id":"GET /users/:id","method":"GET","path":"/users/:id","source":{{"file":"src/handlers/users/[id].ts","export":"handler","line":1,"column":1}},"contract":{{"params":{{"kind":"object","properties":[]}},"responses":[{{"status":200,"type":{{"kind":"ref","id":"User"}}}}]}},"provenance":{{"params":"path"}}}}],"modules":[]}}"#
    );
    let manifest = Manifest::from_json(&text).expect("a manifest");
    assert_eq!(Manifest::from_json(&manifest.to_json()), Ok(manifest));
    let dangling = text.replace(r#""id":"User""#, r#""id":"Usr""#);
    let error = Manifest::from_json(&dangling).expect_err("a dangling reference");
    assert!(error.to_string().starts_with("GET /users/:id responses/200 mentions"), "{error}");
}
