//! Any packed answers to any requests: nothing panics, and a client can read what is written in one way only, whatever
//! came from JavaScript and in whatever order.
//!
//! A byte says how many requests there are, one for each how it was asked; the rest are answers, by script or as they come.
#![no_main]

#[path = "../http_client.rs"]
mod http_client;

use gati_host::batch::{AnswerKind, Answers, Payload};
use gati_host::http::{Asked, Persistence, Verb, Version, WholeBody, Writer};
use http_client::{AskedAs, Script, read_answers, scripted};
use libfuzzer_sys::fuzz_target;

const DATE: &[u8; 29] = b"Sun, 06 Nov 1994 08:49:37 GMT";

fn asked_from(byte: u8) -> AskedAs {
    AskedAs { is_head: byte & 1 != 0, is_old: byte & 2 != 0, closes: byte & 4 != 0 }
}

fn asked_of(asked: AskedAs) -> Asked {
    let method = if asked.is_head { gati_router::Method::Head } else { gati_router::Method::Get };
    Asked {
        verb: Verb::Route(method),
        version: if asked.is_old { Version::Old } else { Version::Current },
        persistence: if asked.closes { Persistence::Close } else { Persistence::Keep },
    }
}

/// True where the connection would be cut.
fn apply(writer: &mut Writer, bytes: &[u8]) -> bool {
    let mut is_cut = false;
    let mut count = 0;
    for record in Answers::new(bytes) {
        count += 1;
        let key = record.key % 8;
        let inline = |payload| match payload {
            Payload::Inline(bytes) => bytes,
            Payload::Attached(_) => b"attached".as_slice(),
            Payload::Absent => b"",
        };
        match record.kind {
            AnswerKind::Whole(head, Payload::Absent) => {
                let _ = writer.answer(key, &head, WholeBody::Absent, DATE);
            }
            AnswerKind::Whole(head, payload) => {
                let _ = writer.answer(key, &head, WholeBody::Bytes(inline(payload)), DATE);
            }
            AnswerKind::Head(head) => {
                let _ = writer.begin(key, &head, DATE);
            }
            AnswerKind::Piece(payload) => {
                writer.piece(key, inline(payload));
            }
            AnswerKind::End => is_cut |= !writer.end(key),
            // Further kinds have nothing to write.
            _ => {}
        }
    }
    assert!(count <= bytes.len() / 16 + 1);
    is_cut
}

fuzz_target!(|bytes: &[u8]| {
    let mut script = Script(bytes);
    let mode = script.byte();
    let asked: Vec<AskedAs> = (0..mode % 8).map(|_| asked_from(script.byte())).collect();
    let mut writer = Writer::default();
    for (key, asked) in asked.iter().enumerate() {
        writer.expect(u32::try_from(key).unwrap(), asked_of(*asked));
    }
    let mut sent = Vec::new();
    let mut is_cut = false;
    if mode & 0x80 != 0 {
        is_cut = apply(&mut writer, script.0);
    }
    while !script.0.is_empty() && !is_cut && mode & 0x80 == 0 {
        let key = u32::from(script.byte() % 8);
        let record = scripted(&mut script, (0, key));
        is_cut = apply(&mut writer, &record);
        // The socket takes what it likes.
        let taken = writer.output().len().min(usize::from(script.byte()) * 4);
        sent.extend_from_slice(&writer.output()[..taken]);
        writer.wrote(taken);
    }
    sent.extend_from_slice(writer.output());
    let answers = read_answers(&sent, &asked);
    assert!(answers.len() <= asked.len(), "more answers than requests");
    assert!(writer.waiting() + answers.len() >= asked.len() || writer.is_finished());
    for (answer, asked) in answers.iter().zip(&asked) {
        assert!((200..=599).contains(&answer.status));
        assert!(!asked.is_old || answer.field("transfer-encoding").is_none(), "chunks for 1.0");
        let connection = answer.field("connection");
        assert!(!asked.closes || connection == Some(b"close"), "{asked:?}");
        assert!(!asked.is_old || connection.is_some(), "{asked:?}");
    }
});
