//! `__test__/conformance/http1`: what RFC 9112 says to each of these bytes, wherever they are cut.

use std::path::PathBuf;

use gati_host::Settings;
use gati_host::http::{Head, ReadLimits, Reader, Refusal, Step, usual_use};
use serde_json::Value;

use crate::harness::Harness;

pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) send: Vec<u8>,
    pub(crate) answers: Vec<u16>,
    flaw: Option<String>,
    closed: Option<bool>,
}

/// Bytes as Latin-1 text; `[text, times]` is a stretch that is repeated.
fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        Value::Array(parts) => match parts.as_slice() {
            [Value::String(text), Value::Number(times)] => {
                text.repeat(usize::try_from(times.as_u64().unwrap()).unwrap()).into_bytes()
            }
            parts => parts.iter().flat_map(bytes).collect(),
        },
        _ => panic!("no text: {value}"),
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../__test__/conformance/http1");
    let mut cases = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let table: Vec<Value> =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for case in table {
            cases.push(Case {
                name: format!(
                    "{}: {}",
                    path.file_stem().unwrap().display(),
                    case["name"].as_str().unwrap()
                ),
                send: bytes(&case["send"]),
                answers: serde_json::from_value(case["answers"].clone()).unwrap(),
                flaw: case["flaw"].as_str().map(str::to_owned),
                closed: case["closed"].as_bool(),
            });
        }
    }
    assert!(cases.len() > 100);
    cases
}

impl Case {
    /// Whether the connection ends with the last answer.
    pub(crate) fn closes(&self) -> bool {
        let is_refused =
            self.flaw.is_some() || self.answers.last().is_some_and(|last| *last >= 413);
        self.closed.unwrap_or(is_refused && self.answers.last() != Some(&405))
    }

    fn check(&self, pieces: &[&[u8]], harness: &mut Harness, how: &str) {
        let mut client = harness.connect();
        for piece in pieces {
            client.send(harness, piece);
        }
        let heads: &[usize] = if self.send.starts_with(b"HEAD") { &[0] } else { &[] };
        let context = format!("{} ({how}): {}", self.name, String::from_utf8_lossy(&client.got));
        let mut statuses = client.statuses(heads);
        if !self.answers.contains(&100) {
            // Whether a body is there in time decides whether its client is told to send it.
            statuses.retain(|status| *status != 100);
        }
        assert_eq!(statuses, self.answers, "{context}");
        assert_eq!(client.is_closed, self.closes(), "{context}");
        drop(client);
        harness.turn();
        assert_eq!((harness.server.connections(), harness.server.in_flight()), (0, 0), "{context}");
        harness.seen.clear();
    }
}

#[test]
fn every_case_is_answered_as_the_table_says() {
    let mut harness = Harness::new(Settings::default());
    for case in cases() {
        case.check(&[&case.send], &mut harness, "whole");
    }
}

#[test]
fn every_case_is_answered_the_same_wherever_it_is_cut() {
    let mut harness = Harness::new(Settings::default());
    for case in cases().iter().filter(|case| case.send.len() < 400) {
        for cut in 1..case.send.len() {
            let (first, second) = case.send.split_at(cut);
            case.check(&[first, second], &mut harness, &format!("cut at {cut}"));
        }
        let single: Vec<&[u8]> = case.send.chunks(1).collect();
        case.check(&single, &mut harness, "byte by byte");
    }
}

#[test]
fn every_flaw_is_found_for_its_own_reason() {
    for case in cases() {
        let Some(flaw) = &case.flaw else { continue };
        let (mut reader, mut head) = (Reader::default(), Head::default());
        let mut rest = case.send.as_slice();
        let refusal = loop {
            let (used, step) =
                reader.next(rest, &mut head, &ReadLimits::default(), |head, _| usual_use(head));
            rest = &rest[used..];
            match step {
                Step::Refused(refusal) => break refusal,
                Step::More if rest.is_empty() || used == 0 => {
                    panic!("{}: nothing is wrong", case.name)
                }
                _ => {}
            }
        };
        let Refusal::Malformed(found) = refusal else { panic!("{}: {refusal}", case.name) };
        assert_eq!(format!("{found:?}"), *flaw, "{}", case.name);
    }
}
