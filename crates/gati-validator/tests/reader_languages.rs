//! Which patterns the typed reader decides itself, and that it decides them as an engine of
//! ECMAScript does: `regress`, which tries alternatives one after the other where the reader has a
//! table. `__test__/conformance/reader-patterns.test.ts` asks V8 about the same corpus.

#![expect(clippy::disallowed_methods, reason = "a test reads its corpus")]

use std::{fs, path::Path};

use gati_types::{Constraints, Document, GType, Refined};
use gati_validator::{Options, Program, Readers, Verdict, compile_type};
use regress::Regex;

/// Patterns that are languages, patterns that are not, and what texts are made of.
#[derive(serde::Deserialize)]
struct Corpus {
    languages: Vec<String>,
    others: Vec<String>,
    pieces: Vec<String>,
}

fn corpus() -> Corpus {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/patterns.json");
    let text = fs::read_to_string(path).expect("the corpus is there");
    serde_json::from_str(&text).expect("it is a corpus")
}

fn program(pattern: &str) -> Program {
    let constraints = Constraints { patterns: vec![pattern.to_owned()], ..Constraints::default() };
    let base = Box::new(GType::String);
    let root = GType::Refined(Box::new(Refined { base, constraints, brands: Vec::new() }));
    let options = Options { readers: Readers::Bodies, ..Options::default() };
    let source = compile_type(&Document::new(root), &options).expect("the type compiles");
    let start = source.find("program: \"").expect("there is a program") + "program: ".len();
    let end = start + source[start..].find("\", build").expect("it ends") + 1;
    let text: String = serde_json::from_str(&source[start..end]).expect("it is a string");
    Program::parse(&text).expect("it holds together")
}

/// Texts of up to seven pieces, the same in every run.
fn texts(pieces: &[String], count: usize) -> Vec<String> {
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    let mut made = vec![String::new()];
    while made.len() < count {
        let alphabet = 1 + random(pieces.len());
        let length = random(8);
        made.push((0..length).map(|_| pieces[random(alphabet)].as_str()).collect());
    }
    made
}

#[test]
fn a_language_is_decided_as_an_engine_of_ecmascript_decides_it() {
    let Corpus { languages, pieces, .. } = corpus();
    let texts = texts(&pieces, 4000);
    let mut found = 0;
    for pattern in &languages {
        let program = program(pattern);
        let oracle = Regex::with_flags(pattern, "u").expect("it is a pattern");
        for text in &texts {
            // A text with escapes goes to JavaScript.
            let json = format!("\"{text}\"");
            let plain = !text.contains(char::is_control);
            let expected = plain && oracle.find(text).is_some();
            found += usize::from(expected);
            let verdict = program.verify(json.as_bytes());
            assert_eq!(verdict.ok(), expected.then_some(Verdict::Fits), "/{pattern}/u of {text:?}");
        }
    }
    assert!(found > 10_000, "{found}");
}

#[test]
fn what_is_no_language_or_too_large_is_left_to_javascript() {
    for pattern in corpus().others {
        assert_eq!(program(&pattern).verify(b"\"ab\""), Ok(Verdict::Undecided), "/{pattern}/u");
    }
}
