//! `__test__/conformance/http2`: what RFC 9113 says to each of these frames, wherever they are cut.

use std::path::PathBuf;

use gati_host::http::ReadLimits;
use gati_host::{PriorKnowledge, Settings};
use serde_json::Value;

use crate::frames::{ACK, PREFACE, frame, frames, from_table, settings, words as told};
use crate::harness::Harness;

struct Case {
    name: String,
    /// Without the preface and the settings before it, unless the case is about them.
    send: Vec<u8>,
    is_greeted: bool,
    /// What has to be among what comes back: one of each.
    answers: Vec<Vec<String>>,
    /// Nothing where it may be either.
    is_closed: Option<bool>,
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/http2");
    let mut cases = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for case in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
            let send: Vec<u8> =
                case["send"].as_array().unwrap().iter().flat_map(from_table).collect();
            let answers = case["answers"].as_array().unwrap().iter();
            let answers = answers.map(|answer| match answer {
                Value::String(one) => vec![one.clone()],
                several => serde_json::from_value(several.clone()).unwrap(),
            });
            cases.push(Case {
                name: format!("{} {}", case["section"], case["name"]),
                send,
                is_greeted: case["greeted"] != false,
                answers: answers.collect(),
                is_closed: match &case["closed"] {
                    Value::Null if case.get("closed").is_some() => None,
                    closed => Some(closed == true),
                },
            });
        }
    }
    assert!(cases.len() > 80);
    cases
}

/// What came back of a case whose bytes arrive in pieces of a size.
fn run(case: &Case, size: usize) -> (Vec<String>, bool) {
    let known = Settings {
        prior_knowledge: PriorKnowledge::Yes,
        streams: 4,
        read: ReadLimits { head: 8 * 1024, ..ReadLimits::default() },
        ..Settings::default()
    };
    let mut harness = Harness::new(known);
    let mut client = harness.connect();
    client.send(&mut harness, PREFACE);
    if case.is_greeted {
        client.send(&mut harness, &[settings(&[]), frame("SETTINGS", ACK, 0, &[])].concat());
    }
    client.got.clear();
    for piece in case.send.chunks(size) {
        client.send(&mut harness, piece);
    }
    (told(&frames(&client.got)), client.is_closed)
}

fn check(case: &Case, size: usize) -> Result<(), String> {
    let (words, is_closed) = run(case, size);
    for answer in &case.answers {
        if !answer.iter().any(|one| words.contains(one)) {
            return Err(format!(
                "{}: {answer:?} is not in {words:?} (pieces of {size})",
                case.name
            ));
        }
    }
    if case.is_closed.is_some_and(|expected| expected != is_closed) {
        return Err(format!(
            "{}: closed: {is_closed}, after {words:?} (pieces of {size})",
            case.name
        ));
    }
    Ok(())
}

#[test]
fn every_frame_is_answered_as_the_table_says() {
    let failed: Vec<String> =
        cases().iter().filter_map(|case| check(case, usize::MAX).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_frame_is_answered_the_same_wherever_it_is_cut() {
    let short = cases().into_iter().filter(|case| case.send.len() < 2_000);
    let failed: Vec<String> = short.filter_map(|case| check(&case, 7).err()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
