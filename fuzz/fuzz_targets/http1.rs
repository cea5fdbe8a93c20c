//! Any bytes as a connection: nothing panics, what comes out does not depend on where the bytes were cut, and what is
//! answered can be told apart again.
#![no_main]

use gati_host::http::{
    AnswerHead, Asked, BodyUse, Follows, Head, PackedFields, Persistence, ReadLimits, Reader, Step,
    Taken, WholeBody, Writer,
};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, PartialEq, Eq)]
enum Event {
    Request(Vec<u8>, usize, Vec<u8>, Option<String>),
    Body(Vec<u8>),
    End,
    Refused(String),
}

fn read(bytes: &[u8], size: usize, use_of: BodyUse) -> (Vec<Event>, usize) {
    let limits = ReadLimits { head: 512, fields: 12, body: 256, stream: 300 };
    let (mut reader, mut writer, mut head) = (Reader::default(), Writer::default(), Head::default());
    let (mut events, mut held, mut answered) = (Vec::new(), Vec::new(), 0);
    for piece in bytes.chunks(size.max(1)) {
        held.extend_from_slice(piece);
        let mut at = 0;
        loop {
            let (used, step) = reader.next(&held[at..], &mut head, &limits, |_, _| use_of);
            at += used;
            assert!(at <= held.len());
            match step {
                Step::More if used == 0 || at == held.len() => break,
                Step::More | Step::Continue => {}
                Step::Request(arrived) => {
                    assert!(arrived.head.len() <= 512 && arrived.body.len() <= 256);
                    for field in &head.fields {
                        assert!(!field.name.of(&arrived.head).is_empty());
                        let value = field.value.of(&arrived.head);
                        assert!(!value.iter().any(|byte| matches!(byte, 0 | b'\r' | b'\n')));
                    }
                    answered += answer(&mut writer, &head);
                    let refusal = arrived.refusal.map(|refusal| refusal.to_string());
                    assert!(refusal.is_none() || arrived.follows == Follows::Nothing);
                    let (text, body) = (arrived.head.into_owned(), arrived.body.into_owned());
                    events.push(Event::Request(text, head.fields.len(), body, refusal));
                }
                Step::Piece(piece) => match events.last_mut() {
                    Some(Event::Body(bytes)) => bytes.extend_from_slice(piece),
                    _ => events.push(Event::Body(piece.to_vec())),
                },
                Step::End => events.push(Event::End),
                Step::Refused(refusal) => events.push(Event::Refused(refusal.to_string())),
            }
        }
        held.drain(..at);
        assert!(held.len() <= 512 || reader.is_over());
    }
    (events, answered)
}

/// Answers at once, unless an answer has ended the connection.
fn answer(writer: &mut Writer, head: &Head) -> usize {
    if writer.is_finished() {
        return 0;
    }
    let answer = AnswerHead {
        status: 200,
        content_type: None,
        fields: PackedFields::default(),
        persistence: Persistence::Keep,
    };
    writer.expect(1, Asked::from(head));
    let date = b"Sun, 06 Nov 1994 08:49:37 GMT";
    let taken = writer.answer(1, &answer, WholeBody::Bytes(b"x"), date);
    assert_eq!(taken, Ok(Taken::Yes));
    assert!(writer.output().starts_with(b"HTTP/1.1 200 OK\r\n"));
    writer.wrote(writer.output().len());
    1
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    for use_of in [BodyUse::Keep, BodyUse::Discard, BodyUse::Stream] {
        let whole = read(bytes, bytes.len(), use_of);
        assert_eq!(read(bytes, 1, use_of), whole);
        assert_eq!(read(bytes, usize::from(*first), use_of), whole);
    }
});
