//! Any requests, cut anywhere: the reader gives the same events, and never panics.

use gati_host::http::{BodyUse, Follows, Head, ReadLimits, Reader, Step};
use proptest::prelude::*;

/// What the reader said, with pieces put together.
#[derive(Debug, PartialEq, Eq, Clone)]
enum Event {
    Request { head: Vec<u8>, fields: usize, body: Vec<u8>, refusal: Option<String>, follows: bool },
    Body(Vec<u8>),
    End,
    Refused(String),
}

fn read(pieces: &[&[u8]], use_of: BodyUse) -> Vec<Event> {
    let limits = ReadLimits { head: 300, fields: 10, body: 200, stream: 0 };
    let (mut reader, mut head) = (Reader::default(), Head::default());
    let mut events: Vec<Event> = Vec::new();
    let mut rest: Vec<u8> = Vec::new();
    for piece in pieces {
        rest.extend_from_slice(piece);
        let mut at = 0;
        loop {
            let (used, step) = reader.next(&rest[at..], &mut head, &limits, |_, _| use_of);
            at += used;
            assert!(at <= rest.len());
            match step {
                Step::More if used == 0 || at == rest.len() => break,
                Step::More | Step::Continue => {}
                Step::Request(arrived) => events.push(Event::Request {
                    head: arrived.head.to_vec(),
                    fields: head.fields.len(),
                    body: arrived.body.to_vec(),
                    refusal: arrived.refusal.map(|refusal| refusal.to_string()),
                    follows: arrived.follows == Follows::Body,
                }),
                Step::Piece(piece) => match events.last_mut() {
                    Some(Event::Body(bytes)) => bytes.extend_from_slice(piece),
                    _ => events.push(Event::Body(piece.to_vec())),
                },
                Step::End => events.push(Event::End),
                Step::Refused(refusal) => events.push(Event::Refused(refusal.to_string())),
            }
        }
        rest.drain(..at);
    }
    events
}

/// Requests that are mostly right.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let line = prop_oneof![
        8 => Just("GET /a HTTP/1.1\r\n"), 8 => Just("POST /b?c HTTP/1.1\r\n"), 2 => Just("PUT http://a/ HTTP/1.0\r\n"),
        1 => Just("\r\nGET / HTTP/1.1\r\n"), 1 => Just("GET / HTTP/1.1\n"), 1 => Just("G\0T / HTTP/1.1\r\n"), 1 => Just("GET  / HTTP/1.1\r\n"),
    ];
    let field = prop_oneof![
        12 => Just("x: y\r\n"), 2 => Just("Expect: 100-continue\r\n"), 2 => Just("Connection: close\r\n"), 1 => Just(" folded\r\n"),
        1 => Just("x : y\r\n"), 1 => Just("host: b\r\n"), 1 => Just("x: \u{1}\r\n"), 1 => Just("content-length: 1\r\n"), 1 => Just("x: y\n"),
    ];
    let body = prop_oneof![
        6 => Just((String::new(), String::from("\r\n"))),
        6 => "[a-z]{0,240}".prop_map(|body| (format!("content-length: {}\r\n", body.len()), format!("\r\n{body}"))),
        6 => proptest::collection::vec("[a-z]{1,60}", 0..6).prop_map(|chunks| {
            let written: Vec<String> = chunks.iter().map(|chunk| format!("{:x};e\r\n{chunk}\r\n", chunk.len())).collect();
            let chunks = written.concat();
            (String::from("transfer-encoding: chunked\r\n"), format!("\r\n{chunks}0\r\nt: u\r\n\r\n"))
        }),
        1 => Just((String::from("transfer-encoding: chunked\r\n"), String::from("\r\n5\r\nhelloX\r\n"))),
    ];
    (line, proptest::collection::vec(field, 0..6), body).prop_map(
        |(line, fields, (length, rest))| {
            format!("{line}host: a\r\n{}{length}{rest}", fields.concat()).into_bytes()
        },
    )
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        9 => proptest::collection::vec(request(), 1..4).prop_map(|requests| requests.concat()),
        1 => proptest::collection::vec(any::<u8>(), 0..400),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn events_do_not_depend_on_cuts(
        bytes in bytes(),
        mut cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..12),
        use_of in prop_oneof![Just(BodyUse::Keep), Just(BodyUse::Discard), Just(BodyUse::Stream)],
    ) {
        let whole = read(&[&bytes], use_of);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(&read(&single, use_of), &whole, "byte by byte");
        let mut places: Vec<usize> = cuts.drain(..).map(|cut| cut.index(bytes.len() + 1)).collect();
        places.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for place in places.into_iter().chain([bytes.len()]) {
            pieces.push(&bytes[from..place]);
            from = place;
        }
        prop_assert_eq!(&read(&pieces, use_of), &whole, "in pieces");
    }
}
