//! Misfits of the texts of a head, as text: how they are read, and what is told of them. That they are JavaScript's own is held by
//! `__test__/conformance/heads-misfit.test.ts`.

use gati_types::{Manifest, UnknownKeys};
use gati_validator::{Options, ProgramError, Readers, TextExplainer, TextsFit, compile_contracts};

/// What the module of a handler with these params carries for them.
fn table(part: &str, object: &str, unknown_keys: UnknownKeys) -> Option<String> {
    let manifest = format!(
        r#"{{"manifest":1,"types":{{}},"modules":[],"handlers":[{{"id":"GET /","method":"GET","path":"/",
            "source":{{"file":"a.ts","export":"GET","line":1,"column":1}},
            "contract":{{"{part}":{object},"responses":[]}}}}]}}"#
    );
    let manifest = Manifest::from_json(&manifest).expect("it is a manifest");
    let options = Options { readers: Readers::Bodies, unknown_keys, ..Options::default() };
    let source = compile_contracts(&manifest, &options).expect("it compiles");
    let lead = format!("explains: {{ {part}: ");
    let start = source.find(&lead)? + lead.len();
    let end = start + source[start..].find("\" },\n").expect("it ends") + 1;
    serde_json::from_str(&source[start..end]).expect("it is a string")
}

fn object(members: &str) -> String {
    format!(r#"{{"kind":"object","properties":[{members}]}}"#)
}

fn explainer(part: &str, members: &str, unknown_keys: UnknownKeys) -> TextExplainer {
    let table = table(part, &object(members), unknown_keys).expect("there is one");
    TextExplainer::parse(&table).expect("it holds together")
}

const PAGE: &str = r#"{"name":"page","optional":true,"type":{"kind":"refined","base":{"kind":"number"},"constraints":{"integer":true,"minimum":1}}},
    {"name":"tags","optional":true,"type":{"kind":"array","items":{"kind":"boolean"}}},
    {"name":"sort","type":{"kind":"union","members":[{"kind":"number"},{"kind":"literal","value":"1"},{"kind":"literal","value":"up"}]}}"#;

#[test]
fn texts_fit_or_not_as_javascript_reads_them() {
    let query = explainer("query", PAGE, UnknownKeys::Strip);
    let cases: [(&[(&str, &str)], TextsFit); 12] = [
        (&[("sort", "up")], TextsFit::Yes),
        (&[("sort", "1")], TextsFit::Yes),
        (&[("sort", "2.50")], TextsFit::Yes),
        (&[("sort", "down")], TextsFit::No),
        (&[("sort", "up"), ("sort", "1")], TextsFit::No),
        (&[], TextsFit::No),
        (&[("sort", "up"), ("page", "1e2"), ("other", "x")], TextsFit::Yes),
        (&[("sort", "up"), ("page", "01")], TextsFit::No),
        (&[("sort", "up"), ("page", "")], TextsFit::No),
        (&[("page", "0"), ("sort", "up")], TextsFit::No),
        (&[("sort", "up"), ("tags", "1")], TextsFit::Yes),
        (&[("tags", "true"), ("sort", "up"), ("tags", "maybe")], TextsFit::No),
    ];
    for (given, fit) in cases {
        assert_eq!(query.look(given), fit, "{given:?}");
        let told = query.issues("query", given, &mut String::new());
        assert_eq!(told.is_some(), fit == TextsFit::No, "{given:?}");
    }
}

#[test]
fn what_does_not_fit_is_told_in_the_words_of_javascript() {
    let query = explainer("query", PAGE, UnknownKeys::Strict);
    let given = [("pages", "1"), ("page", "1.5"), ("7", "x"), ("tags", "1"), ("tags", "no")];
    let mut issues = "before".to_owned();
    assert_eq!(query.issues("query", &given, &mut issues), Some(5));
    let expected = concat!(
        r#"before{"in":"query","pointer":"/page","code":"number.integer","expected":"number & Integer & Min<1>","received":"1.5","message":"must be an integer"},"#,
        r#"{"in":"query","pointer":"/tags/1","code":"type","expected":"boolean","received":"\"no\"","message":"expected boolean, received \"no\""},"#,
        r#"{"in":"query","pointer":"/sort","code":"key.missing","expected":"number | \"1\" | \"up\"","received":"undefined","message":"is required"},"#,
        r#"{"in":"query","pointer":"/7","code":"key.unknown","expected":"never","received":"\"x\"","message":"is not declared"},"#,
        r#"{"in":"query","pointer":"/pages","code":"key.unknown","expected":"never","received":"\"1\"","message":"is not declared; did you mean \"page\"?","params":{"suggestion":"page"}}"#,
    );
    assert_eq!(issues, expected);
    let strange = [("sort", "up"), ("__proto__", "1")];
    assert_eq!(query.look(&strange), TextsFit::No);
    assert_eq!(query.issues("query", &strange, &mut String::new()), None);
}

#[test]
fn headers_have_names_in_small_letters_and_their_own_in_issues() {
    let count = r#"{"name":"X-Count","type":{"kind":"number"}}"#;
    let headers = explainer("headers", count, UnknownKeys::Strict);
    assert_eq!(headers.names().collect::<Vec<_>>(), ["x-count"]);
    assert_eq!(headers.look(&[("x-count", "1"), ("x-other", "1")]), TextsFit::Yes);
    let mut issues = String::new();
    assert_eq!(headers.issues("headers", &[("x-count", "one")], &mut issues), Some(1));
    assert!(
        issues.starts_with(r#"{"in":"headers","pointer":"/X-Count","code":"type""#),
        "{issues}"
    );
}

#[test]
fn what_only_javascript_reads_has_no_table() {
    let cases = [
        r#"{"kind":"object","properties":[],"index":[{"key":{"kind":"string"},"value":{"kind":"string"}}]}"#,
        r#"{"kind":"object","properties":[{"name":"a","type":{"kind":"tuple","elements":[{"type":{"kind":"number"}}]}}]}"#,
        r#"{"kind":"object","properties":[{"name":"a","type":{"kind":"object","properties":[]}}]}"#,
        r#"{"kind":"object","properties":[{"name":"toString","type":{"kind":"string"}}]}"#,
        r#"{"kind":"union","members":[{"kind":"string"},{"kind":"number"}]}"#,
    ];
    for object in cases {
        assert_eq!(table("query", object, UnknownKeys::Strip), None, "{object}");
    }
}

#[test]
fn a_table_that_does_not_hold_together_is_refused() {
    let good = table("params", &object(PAGE), UnknownKeys::Strip).expect("there is one");
    let malformed =
        |text: &str| matches!(TextExplainer::parse(text), Err(ProgramError::Malformed { .. }));
    assert!(malformed("") && malformed("{}"));
    let other = good.replace(r#""version":1"#, r#""version":2"#);
    assert!(matches!(TextExplainer::parse(&other), Err(ProgramError::Version { found: 2 })));
    let fewer = good.replace(r#"{"name":"page","as":"number"},"#, "");
    assert_ne!(fewer, good);
    assert!(matches!(TextExplainer::parse(&fewer), Err(ProgramError::Dangling)));
}
