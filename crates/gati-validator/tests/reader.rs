//! The typed reader on bytes: what it accepts, what it hands over and why. JSON's grammar is that of
//! RFC 8259; `serde_json` is asked as well, and of values that fit or do not the corpus that
//! `__test__/conformance/validator.test.ts` holds the JavaScript to.

#![expect(clippy::disallowed_methods, reason = "a test reads its corpus")]

use std::{fs, path::Path};

use gati_types::{Document, GType, UnknownKeys};
use gati_validator::{Accepted, Halt, Options, Program, Readers, Verdict, compile_type};
use serde_json::{Value, json};

/// The program of a type, out of the module that carries it.
fn program(root: GType) -> Program {
    program_of(&Document::new(root), UnknownKeys::Strip)
}

fn program_of(document: &Document, unknown_keys: UnknownKeys) -> Program {
    let options = Options { readers: Readers::Bodies, unknown_keys, ..Options::default() };
    let source = compile_type(document, &options).expect("the type compiles");
    let start = source.find("program: \"").expect("there is a program") + "program: ".len();
    let end = start + source[start..].find("\", build").expect("it ends") + 1;
    let text: String = serde_json::from_str(&source[start..end]).expect("it is a string");
    Program::parse(&text).expect("it holds together")
}

fn read(program: &Program, text: &[u8]) -> Result<Accepted, Halt> {
    let mut places = vec![0; 4096];
    let found = program.read(text, &mut places);
    assert_eq!(program.verify(text).is_ok(), found.is_ok(), "{}", String::from_utf8_lossy(text));
    found
}

/// Texts of any JSON: accepted, or why not.
const ANY: &[(&[u8], Result<Accepted, Halt>)] = &[
    (b"null", Ok(Accepted::Ascii)),
    (b" \t\r\n[ 1 , 2 ] \n", Ok(Accepted::Ascii)),
    (b"-0", Ok(Accepted::Ascii)),
    (b"1e999", Ok(Accepted::Ascii)),
    (b"\"\\ud800\"", Ok(Accepted::Ascii)),
    ("\"h\u{e9}\u{1f600}\"".as_bytes(), Ok(Accepted::Utf8)),
    (b"{\"a\":{\"b\":[{}]}}", Ok(Accepted::Ascii)),
    (b"", Err(Halt::Syntax)),
    (b"  ", Err(Halt::Syntax)),
    (b"\xef\xbb\xbf1", Err(Halt::Syntax)),
    (b"\"\xff\"", Err(Halt::Encoding)),
    (b"\"\xed\xa0\x80\"", Err(Halt::Encoding)),
    (b"01", Err(Halt::Syntax)),
    (b"1.", Err(Halt::Syntax)),
    (b".1", Err(Halt::Syntax)),
    (b"1e", Err(Halt::Syntax)),
    (b"+1", Err(Halt::Syntax)),
    (b"--1", Err(Halt::Syntax)),
    (b"tru", Err(Halt::Syntax)),
    (b"nulll", Err(Halt::Syntax)),
    (b"1 2", Err(Halt::Syntax)),
    (b"1\0", Err(Halt::Syntax)),
    (b"\"\n\"", Err(Halt::Syntax)),
    (b"\"\\x\"", Err(Halt::Syntax)),
    (b"\"\\u12g4\"", Err(Halt::Syntax)),
    (b"\"abc", Err(Halt::Syntax)),
    (b"\"abc\\", Err(Halt::Syntax)),
    (b"[1,]", Err(Halt::Syntax)),
    (b"[1 2]", Err(Halt::Syntax)),
    (b"[", Err(Halt::Syntax)),
    (b"[1}", Err(Halt::Syntax)),
    (b"{\"a\"}", Err(Halt::Syntax)),
    (b"{\"a\":1,}", Err(Halt::Syntax)),
    (b"{a:1}", Err(Halt::Syntax)),
    (b"{1:1}", Err(Halt::Syntax)),
    (b"{\"__proto__\":1}", Err(Halt::Key)),
    (b"{\"\\u0061\":1}", Err(Halt::Key)),
];

#[test]
fn any_json_is_accepted_and_nothing_else() {
    let any = program(GType::Unknown);
    for (text, expected) in ANY {
        let label = String::from_utf8_lossy(text);
        assert_eq!(read(&any, text), *expected, "{label}");
        if expected.is_ok() && *text != b"1e999" && !text.contains(&b'\\') {
            assert!(serde_json::from_slice::<serde_json::Value>(text).is_ok(), "{label}");
        }
    }
}

#[test]
fn a_hundred_thousand_brackets_are_handed_over() {
    let any = program(GType::Unknown);
    assert_eq!(read(&any, &vec![b'['; 100_000]), Err(Halt::Depth));
    let list = program(GType::array(GType::array(GType::Unknown)));
    assert_eq!(read(&list, &vec![b'['; 100_000]), Err(Halt::Depth));
}

#[test]
fn every_prefix_and_every_changed_byte_ends() {
    let text = "{\"a\":[1,-2.5e3,\"x\\n\u{e9}\",true,null,{}],\"b\":\"2026-02-28T10:00:00Z\"}";
    let any = program(GType::Unknown);
    for end in 0..text.len() {
        assert!(read(&any, &text.as_bytes()[..end]).is_err(), "{}", &text.as_bytes()[..end].len());
    }
    for place in 0..text.len() {
        for byte in 0..=u8::MAX {
            let mut changed = text.as_bytes().to_vec();
            changed[place] = byte;
            let parsed = serde_json::from_slice::<serde_json::Value>(&changed);
            let found = read(&any, &changed);
            if found.is_ok() {
                assert!(parsed.is_ok(), "{}", String::from_utf8_lossy(&changed));
            } else if parsed.is_ok() {
                // What is JSON and not accepted has an escape or a name that JavaScript looks at.
                assert!(matches!(found, Err(Halt::Key | Halt::Depth)), "{changed:?}");
            }
        }
    }
}

#[test]
fn a_tape_that_is_too_short_is_no_fault() {
    let list = program(GType::array(GType::Number));
    let mut places = vec![0; 3];
    assert_eq!(list.read(b"[1,2]", &mut places), Ok(Accepted::Ascii));
    assert_eq!(list.read(b"[1,2,3]", &mut places), Err(Halt::Full));
}

#[test]
fn numbers_are_the_doubles_that_the_standard_library_makes() {
    let number = program(GType::Number);
    let texts = [
        "0",
        "-0",
        "1",
        "10",
        "123456789012345678",
        "9007199254740993",
        "0.1",
        "1.1e-7",
        "4.1e301",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "123456789.123456789e-300",
        "1e22",
        "1e23",
        "0.000000000000000000000000000001",
        "8.5e15",
        "100000000000000000000",
    ];
    for text in texts {
        let mut places = vec![0; 1];
        assert_eq!(number.read(text.as_bytes(), &mut places), Ok(Accepted::Ascii), "{text}");
        let expected: f64 = text.parse().expect("it is a number");
        assert_eq!(places[0], expected.to_bits(), "{text}");
    }
    assert_eq!(read(&number, b"1e999"), Err(Halt::Misfit));
}

/// Whether JSON says a value as it is: the corpus writes what JSON cannot hold as JavaScript.
fn is_json(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.contains_key("$js") && members.values().all(is_json),
        Value::Array(items) => items.iter().all(is_json),
        _ => true,
    }
}

#[test]
fn the_corpus_of_values_has_the_same_verdicts_as_in_javascript() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/validator");
    let (mut asked, mut decided) = (0, 0);
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let text = fs::read_to_string(entry.expect("it can be read").path()).expect("it is text");
        let groups: Vec<Value> = serde_json::from_str(&text).expect("it is JSON");
        for group in &groups {
            let mode = serde_json::from_value(group["mode"].clone()).unwrap_or(UnknownKeys::Strip);
            let types = group.get("types").cloned().unwrap_or_else(|| json!({}));
            let document = json!({ "gtype": 1, "root": group["type"], "types": types });
            let document = Document::from_json(&document.to_string()).expect("it is a type");
            let program = program_of(&document, mode);
            for case in group["cases"].as_array().expect("there are cases") {
                let (Some(value), Some(ok)) = (case.get("value"), case["ok"].as_bool()) else {
                    continue;
                };
                if !is_json(value) {
                    continue;
                }
                asked += 1;
                let label = format!("{}: {case}", group["title"]);
                match program.verify(value.to_string().as_bytes()) {
                    Ok(Verdict::Fits) => assert!(ok, "{label}"),
                    Ok(Verdict::Undecided) => continue,
                    // What is left to JavaScript although it fits has its reason.
                    Err(halt) if ok => assert!(
                        matches!(halt, Halt::Escapes | Halt::Key | Halt::Undeclared | Halt::Misfit),
                        "{label}: {halt:?}"
                    ),
                    Err(_) => {}
                }
                decided += 1;
            }
        }
    }
    assert!(decided * 10 > asked * 6, "{decided} of {asked}");
}

#[test]
fn formats_are_decided_as_in_javascript_whatever_the_text() {
    let formats = ["date", "date-time", "email", "hostname", "ipv4", "time", "uuid"];
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../__test__/conformance/validator/strings.json");
    let groups: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(path).expect("it is text")).expect("it is JSON");
    let mut texts = 0;
    for format in formats {
        let of_format = |group: &&Value| group["type"]["constraints"]["format"] == format;
        let group = groups.iter().find(of_format).expect("the corpus has the format");
        let document = json!({ "gtype": 1, "root": group["type"] }).to_string();
        let program =
            program_of(&Document::from_json(&document).expect("it is a type"), UnknownKeys::Strip);
        for case in group["cases"].as_array().expect("there are cases") {
            let text = case["value"].to_string();
            if !is_json(&case["value"]) || text.contains('\\') {
                continue;
            }
            let fits = program.verify(text.as_bytes()) == Ok(Verdict::Fits);
            assert_eq!(Some(fits), case["ok"].as_bool(), "{format}: {text}");
            texts += 1;
        }
    }
    assert!(texts > 70, "{texts}");
}

type Answers = &'static [(&'static str, Result<Verdict, Halt>)];

/// Types, and texts of which the reader says what stands beside them.
const UNIONS: &[(&str, Answers)] = &[
    (
        r#"{"kind":"union","members":[{"kind":"number"},{"kind":"literal","value":"auto"},{"kind":"literal","value":"none"}]}"#,
        &[
            ("1.5", Ok(Verdict::Fits)),
            (r#""none""#, Ok(Verdict::Fits)),
            (r#""other""#, Err(Halt::Misfit)),
            ("true", Err(Halt::Misfit)),
        ],
    ),
    (
        r#"{"kind":"union","members":[{"kind":"template","parts":["v",{"kind":"number"}]},{"kind":"boolean"},{"kind":"null"}]}"#,
        &[
            (r#""v12""#, Ok(Verdict::Fits)),
            ("false", Ok(Verdict::Fits)),
            ("null", Ok(Verdict::Fits)),
            (r#""v""#, Err(Halt::Misfit)),
        ],
    ),
    (
        r#"{"kind":"union","members":[{"kind":"object","properties":[{"name":"k","type":{"kind":"literal","value":1}},{"name":"a","type":{"kind":"number"}}]},{"kind":"object","properties":[{"name":"k","type":{"kind":"literal","value":false}}]},{"kind":"null"},{"kind":"string"}]}"#,
        &[
            (r#"{"a":2,"k":1}"#, Ok(Verdict::Fits)),
            (r#"{"k":false}"#, Ok(Verdict::Fits)),
            (r#"{"k":true}"#, Err(Halt::Misfit)),
            (r#"{"k":1}"#, Err(Halt::Misfit)),
            ("null", Ok(Verdict::Fits)),
            (r#""x""#, Ok(Verdict::Fits)),
        ],
    ),
    (
        r#"{"kind":"union","members":[{"kind":"object","properties":[{"name":"a","type":{"kind":"number"}},{"name":"c","type":{"kind":"string"},"optional":true}]},{"kind":"object","properties":[{"name":"b","type":{"kind":"number"}}]},{"kind":"null"}]}"#,
        &[
            (r#"{"a":1}"#, Ok(Verdict::Fits)),
            (r#"{"x":[{}],"b":1}"#, Ok(Verdict::Fits)),
            ("null", Ok(Verdict::Fits)),
            // Both may be meant: what is kept then is JavaScript's to say.
            (r#"{"a":1,"b":2}"#, Ok(Verdict::Undecided)),
            (r#"{"a":"1","b":2}"#, Ok(Verdict::Undecided)),
            (r#"{"a":"1"}"#, Err(Halt::Misfit)),
            // The last one counts.
            (r#"{"a":"1","a":1}"#, Err(Halt::Misfit)),
            (r#"{"a":1,"a":1}"#, Err(Halt::Duplicate)),
            (r#"{"c":"1"}"#, Err(Halt::Misfit)),
            (r#"{"\u0061":1}"#, Err(Halt::Key)),
            ("[]", Err(Halt::Misfit)),
        ],
    ),
    (
        r#"{"kind":"union","members":[{"kind":"object","unknownKeys":"strict","properties":[{"name":"a","type":{"kind":"number"}}]},{"kind":"object","unknownKeys":"strict","properties":[{"name":"a","type":{"kind":"number"}},{"name":"b","type":{"kind":"number"}}]}]}"#,
        &[
            (r#"{"a":1}"#, Ok(Verdict::Fits)),
            (r#"{"b":1,"a":1}"#, Ok(Verdict::Fits)),
            (r#"{"a":1,"c":1}"#, Err(Halt::Misfit)),
        ],
    ),
];

#[test]
fn alternatives_are_told_apart_without_being_tried() {
    for (gtype, cases) in UNIONS {
        let document = format!(r#"{{"gtype":1,"root":{gtype}}}"#);
        let document = Document::from_json(&document).expect("it is a type");
        let program = program_of(&document, UnknownKeys::Strip);
        for (text, expected) in *cases {
            let mut places = vec![0; 64];
            let read = program.read(text.as_bytes(), &mut places);
            assert_eq!(program.verify(text.as_bytes()), *expected, "{text} of {gtype}");
            assert_eq!(read.is_ok(), expected.is_ok(), "{text} of {gtype}");
        }
    }
}

#[test]
fn tuples_that_mention_themselves_are_left_to_javascript() {
    let pair = |second: Value| json!({ "kind": "tuple", "elements": [ { "type": { "kind": "number" } }, second ] });
    let itself = json!({ "kind": "ref", "id": "Pair" });
    let either = json!({ "kind": "union", "members": [itself, { "kind": "null" }] });
    for (second, text) in [
        (json!({ "type": itself, "optional": true }), "[1,[2]]"),
        (json!({ "type": either }), "[1,[2,null]]"),
        (json!({ "type": pair(json!({ "type": itself, "optional": true })) }), "[1,[2]]"),
    ] {
        let types = json!({ "Pair": { "type": pair(second) } });
        for root in [itself.clone(), json!({ "kind": "array", "items": itself })] {
            let document = json!({ "gtype": 1, "root": root, "types": types }).to_string();
            let document = Document::from_json(&document).expect("it is a type");
            let program = program_of(&document, UnknownKeys::Strip);
            let text = if root == itself { text.to_owned() } else { format!("[{text}]") };
            assert_eq!(read(&program, text.as_bytes()), Ok(Accepted::Ascii), "{text}");
        }
    }
}
