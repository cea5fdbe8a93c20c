//! Issues found in bytes, as text: what is told, what is left to JavaScript and why. That they are JavaScript's own is held
//! by `__test__/conformance/explain-random.test.ts`.

use gati_types::{Document, UnknownKeys};
use gati_validator::{
    Explainer, Options, ProgramError, Readers, Refused, Unsure, compile_type, refused_body,
};

/// The table of a type, out of the module that carries it.
fn table(root: &str, unknown_keys: UnknownKeys) -> String {
    let document = Document::from_json(&format!(r#"{{"gtype":1,"root":{root}}}"#));
    let options = Options { readers: Readers::Bodies, unknown_keys, ..Options::default() };
    table_in(&compile_type(&document.expect("it is a type"), &options).expect("it compiles"))
}

fn table_in(source: &str) -> String {
    let start = source.find("explain: \"").expect("there is a table") + "explain: ".len();
    let end = start + source[start..].find("\" };").expect("it ends") + 1;
    serde_json::from_str(&source[start..end]).expect("it is a string")
}

fn explainer(root: &str) -> Explainer {
    Explainer::parse(&table(root, UnknownKeys::Strict)).expect("it holds together")
}

const USER: &str = r#"{"kind":"object","properties":[
    {"name":"name","type":{"kind":"refined","base":{"kind":"string"},"constraints":{"minLength":2,"patterns":["^(?=a)"]}}},
    {"name":"age","type":{"kind":"number"}},
    {"name":"pin","type":{"kind":"literal","value":7},"optional":true}]}"#;

#[test]
fn what_does_not_fit_is_told_in_the_words_of_javascript() {
    let user = explainer(USER);
    let cases = [
        (
            r#"{"name":"a","age":1e999}"#,
            r#"[{"pointer":"/name","code":"string.min","expected":"string & MinLen<2> & Pattern<\"^(?=a)\">","received":"string (1 characters)","message":"must have at least 2 characters","params":{"min":2}},{"pointer":"/age","code":"type","expected":"number","received":"Infinity","message":"expected number, received Infinity"}]"#,
        ),
        (
            r#"{"name":1e21,"age":"\n\u00e9","pin":8,"agee":-0.0}"#,
            r#"[{"pointer":"/name","code":"type","expected":"string & MinLen<2> & Pattern<\"^(?=a)\">","received":"1e+21","message":"expected string & MinLen<2> & Pattern<\"^(?=a)\">, received 1e+21"},{"pointer":"/age","code":"type","expected":"number","received":"\"\\né\"","message":"expected number, received \"\\né\""},{"pointer":"/pin","code":"const","expected":"7","received":"number (redacted)","message":"expected 7, received number (redacted)"},{"pointer":"/agee","code":"key.unknown","expected":"never","received":"0","message":"is not declared; did you mean \"age\"?","params":{"suggestion":"age"}}]"#,
        ),
        (
            "[{}]",
            r#"[{"pointer":"","code":"type","expected":"{ name: string & MinLen<2> & Pattern<\"^(?=a)\">; age: number; pin?: 7 }","received":"array (1 items)","message":"expected { name: string & MinLen<2> & Pattern<\"^(?=a)\">; age: number; pin?: 7 }, received array (1 items)"}]"#,
        ),
    ];
    for (text, expected) in cases {
        let mut issues = String::new();
        user.all(text.as_bytes(), &mut issues).expect(text);
        assert_eq!(issues, expected, "{text}");
    }
    let mut located = "before".to_owned();
    assert_eq!(user.issues(b"{}", &mut located), Some(2));
    assert!(located.starts_with(r#"before{"in":"body","pointer":"/name","code":"key.missing","#));
}

#[test]
fn a_type_that_is_nothing_but_one_that_mentions_it_is_looked_into() {
    let types = r#"{"Tree":{"type":{"kind":"object","properties":[{"name":"next","type":{"kind":"ref","id":"Maybe"}}]}},
        "Maybe":{"type":{"kind":"union","members":[{"kind":"ref","id":"Tree"},{"kind":"undefined"}]}}}"#;
    for root in ["Tree", "Maybe"] {
        let document =
            format!(r#"{{"gtype":1,"root":{{"kind":"ref","id":"{root}"}},"types":{types}}}"#);
        let document = Document::from_json(&document).expect("it is a type");
        let options = Options { readers: Readers::Bodies, ..Options::default() };
        let source = compile_type(&document, &options).expect("it compiles");
        let tree = Explainer::parse(&table_in(&source)).expect("it holds together");
        let mut issues = String::new();
        assert_eq!(tree.all(br#"{"next":{"next":7}}"#, &mut issues), Ok(1), "{root}");
        assert!(issues.starts_with(r#"[{"pointer":"/next/next","code":"type","#), "{issues}");
        assert_eq!(tree.all(br#"{"next":{}}"#, &mut String::new()), Err(Unsure::Fits));
    }
}

#[test]
fn what_is_not_certain_is_left_to_javascript() {
    let user = explainer(USER);
    let deep = "[".repeat(101) + &"]".repeat(101);
    let long = format!("[{}]", " ".repeat(1 << 20));
    let cases: [(&[u8], Unsure); 11] = [
        (b"{", Unsure::Syntax),
        (b"{} {}", Unsure::Syntax),
        (b"\xff", Unsure::Encoding),
        (deep.as_bytes(), Unsure::Depth),
        (long.as_bytes(), Unsure::Long),
        (br#"{"__proto__":1}"#, Unsure::Key),
        (br#"{"a":[{"c\u006fnstructor":1}]}"#, Unsure::Key),
        (br#"{"age":"\ud800"}"#, Unsure::Surrogate),
        (br#"{"age":"1","name":"bcd"}"#, Unsure::Pattern),
        (br#"{"age":1,"name":"abc","pin":7}"#, Unsure::Pattern),
        ("{\"name\":1,\"ag\u{10a0}\":1}".as_bytes(), Unsure::Case),
    ];
    for (text, why) in cases {
        let mut issues = String::new();
        assert_eq!(user.all(text, &mut issues), Err(why), "{}", String::from_utf8_lossy(text));
        assert_eq!(issues, "");
    }
    let number = explainer(r#"{"kind":"number"}"#);
    assert_eq!(number.all(b"1", &mut String::new()), Err(Unsure::Fits));
    let shallow = explainer(r#"{"kind":"number"}"#).no_deeper_than(1);
    assert_eq!(shallow.all(b"[[1]]", &mut String::new()), Err(Unsure::Depth));
}

#[test]
fn a_table_is_not_believed() {
    let table = table(USER, UnknownKeys::Strip);
    let refused = |text: &str| Explainer::parse(text).map(|_| ()).expect_err("it is refused");
    assert!(matches!(refused("{}"), ProgramError::Malformed { .. }));
    let other = table.replacen("\"version\":1", "\"version\":999", 1);
    assert_eq!(refused(&other), ProgramError::Version { found: 999 });
    assert_eq!(refused(r#"{"version":1,"nodes":[],"root":0}"#), ProgramError::Dangling);
    let circle = r#"{"version":1,"nodes":[{"nullable":0}],"root":0}"#;
    let circle = Explainer::parse(circle).expect("its numbers are those of nodes");
    assert_eq!(circle.all(b"1", &mut String::new()), Err(Unsure::Steps));
}

#[test]
fn bodies_are_refused_whatever_their_type_is() {
    let syntax = |reason: &str| Ok(Refused::Syntax(reason.to_owned()));
    let unexpected = |place: &str| syntax(&format!("unexpected text at {place}"));
    let early = |place: &str| syntax(&format!("it ends too early, at {place}"));
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let cases: Vec<(String, Result<Refused, Unsure>)> = vec![
        ("{\"a\":1,}".into(), unexpected("line 1, column 8 (position 7)")),
        ("[1 2]".into(), unexpected("line 1, column 4 (position 3)")),
        ("{\n  \"é😀\": tru\n}".into(), unexpected("line 2, column 10 (position 11)")),
        ("\u{feff}[01]".into(), unexpected("line 1, column 3 (position 2)")),
        ("[1.]".into(), unexpected("line 1, column 3 (position 2)")),
        ("[-]".into(), unexpected("line 1, column 2 (position 1)")),
        ("\"a\u{1}\"".into(), unexpected("line 1, column 1 (position 0)")),
        ("{\"a\"".into(), early("line 1, column 5")),
        (" \n".into(), early("line 2, column 1")),
        ("1 \"\u{80}\"".into(), Err(Unsure::Syntax)),
        (deep(5), Ok(Refused::Depth)),
        (deep(4), Err(Unsure::Elsewhere)),
        (deep(500), Err(Unsure::Depth)),
        ("[[[[[{\"__proto__\":1}]]]]]".into(), Ok(Refused::Depth)),
        ("[{\"__proto__\":[[[[1]]]]}]".into(), Ok(Refused::Key("__proto__"))),
        (r#"{"\u005f_proto__":1}"#.into(), Ok(Refused::Key("__proto__"))),
        (r#"{"constructor":{"prototype":1}}"#.into(), Ok(Refused::Key("constructor.prototype"))),
        (r#"{"constructor":["prototype"]}"#.into(), Err(Unsure::Elsewhere)),
        (r#"{"a":[[[[[1]]]]],"a":1}"#.into(), Err(Unsure::Elsewhere)),
    ];
    for (text, expected) in cases {
        assert_eq!(refused_body(text.as_bytes(), Some(4)), expected, "{text}");
    }
    assert_eq!(refused_body(b"[\"\xff\"", None), Ok(Refused::Encoding));
    assert_eq!(refused_body(deep(5).as_bytes(), None), Err(Unsure::Elsewhere));
}
