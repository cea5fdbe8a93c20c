//! Connections of HTTP/2 over time: requests, bodies, answers, and windows. This file is long because what a stream goes through
//! is read in its order.

use gati_host::http::ReadLimits;
use gati_host::{PriorKnowledge, Settings};

use crate::frames::{
    END_STREAM, body_of, data, frame, frames, get, greeted, head, post, reset, status, window,
    words,
};
use crate::harness::{
    Client, ECHO, Harness, Record, UPLOAD, abort, begin, end, piece, resume, whole,
};

pub(crate) const GONE: u32 = 5;
const TWO: u32 = 32;

pub(crate) fn settings() -> Settings {
    Settings { prior_knowledge: PriorKnowledge::Yes, ..Settings::default() }
}

pub(crate) fn started_with(settings: Settings, values: &[(u16, u32)]) -> (Harness, Client) {
    let mut harness = Harness::new(settings);
    let client = greeted(&mut harness, values);
    (harness, client)
}

pub(crate) fn started() -> (Harness, Client) {
    started_with(settings(), &[])
}

pub(crate) fn told(client: &mut Client) -> Vec<String> {
    client.receive();
    words(&frames(&client.got))
}

/// A request whose answer is up to the test.
pub(crate) fn asked(harness: &mut Harness, client: &mut Client, bytes: &[u8]) -> Record {
    client.send(harness, bytes);
    harness.seen.pop().unwrap()
}

pub(crate) fn kinds(harness: &Harness) -> Vec<u32> {
    harness.seen.iter().map(|record| record.kind).collect()
}

pub(crate) fn body(client: &mut Client, stream: u32) -> Vec<u8> {
    client.receive();
    body_of(&frames(&client.got), stream)
}

#[test]
fn a_request_is_told_as_one_of_http_1_is() {
    let (mut harness, mut client) = started();
    let fields = [
        (":method", "GET"),
        (":scheme", "http"),
        (":authority", "a.test:80"),
        (":path", "/users/7?b=c"),
        ("cookie", "a=1"),
        ("x-own", "1"),
        ("cookie", "b=2"),
        ("te", "trailers"),
    ];
    let block = crate::frames::block(&fields);
    let record = asked(&mut harness, &mut client, &frame("HEADERS", 5, 1, &block));
    assert_eq!(record.flags, TWO);
    assert_eq!((record.method, record.target.as_str()), (0, "/users/7?b=c"));
    assert_eq!((record.path.as_str(), record.params.clone()), ("/users/7", vec!["7".to_owned()]));
    let field = |id, name: &str, value: &str| (id, name.to_owned(), value.as_bytes().to_vec());
    assert_eq!(
        record.fields,
        [
            field(1, "host", "a.test:80"),
            field(9, "cookie", "a=1; b=2"),
            field(0, "x-own", "1"),
            field(29, "te", "trailers"),
        ]
    );
    assert_eq!(record.known, 1 << 1 | 1 << 9 | 1 << 29);
    assert_eq!(body(&mut client, 1), b"7");
    assert_eq!(harness.server.in_flight(), 0);
}

#[test]
fn without_prior_knowledge_the_preface_is_no_request() {
    let mut harness = Harness::new(Settings::default());
    let mut client = harness.connect();
    client.send(&mut harness, crate::frames::PREFACE);
    assert_eq!(client.statuses(&[]), [505]);
}

#[test]
fn what_only_begins_like_the_preface_is_http_1() {
    for cut in 1..8 {
        let mut harness = Harness::new(settings());
        let mut client = harness.connect();
        let request = b"PRINT /hello HTTP/1.1\r\nhost: a\r\n\r\n";
        client.send(&mut harness, &request[..cut]);
        client.send(&mut harness, &request[cut..]);
        assert_eq!(client.statuses(&[]), [501]);
        let mut client = harness.connect();
        client.send(&mut harness, b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n");
        assert_eq!(client.statuses(&[]), [200]);
    }
}

#[test]
fn answers_leave_in_any_order_and_each_on_its_stream() {
    let (mut harness, mut client) = started();
    let many: Vec<u8> = (0..100).flat_map(|number| get(2 * number + 1, "/later")).collect();
    client.send(&mut harness, &many);
    let records = std::mem::take(&mut harness.seen);
    assert_eq!(records.len(), 100);
    assert_eq!(harness.server.in_flight(), 100);
    let answers = records.iter().enumerate().rev().flat_map(|(number, record)| {
        whole(record.slot, record.key, 200, &[], format!("answer {number}").as_bytes())
    });
    harness.answer(&answers.collect::<Vec<u8>>());
    for number in 0..100 {
        assert_eq!(body(&mut client, 2 * number + 1), format!("answer {number}").as_bytes());
    }
    assert_eq!(harness.server.in_flight(), 0);
    assert!(!client.is_closed);
}

#[test]
fn bodies_are_whole_up_to_the_limit() {
    let (mut harness, mut client) = started();
    let sent: Vec<u8> = (0..200_000u32).map(|number| (number % 251) as u8).collect();
    client.send(&mut harness, &post(1, "/echo"));
    for part in sent.chunks(16_384) {
        client.send(&mut harness, &data(1, part, 0));
    }
    client.send(&mut harness, &data(1, b"", END_STREAM));
    assert_eq!(harness.seen.last().unwrap().route, ECHO);
    assert_eq!(harness.seen.last().unwrap().body, sent);
    // The first windows of stream and connection are what a client has without asking for more.
    assert_eq!(body(&mut client, 1).len(), 65_535);
    client.send(&mut harness, &[window(0, 1 << 20), window(1, 1 << 20)].concat());
    assert_eq!(body(&mut client, 1), sent);
    assert!(frames(&client.got).last().unwrap().flags & END_STREAM != 0);
}

#[test]
fn a_body_over_the_limit_is_refused_and_the_rest_of_the_connection_goes_on() {
    for (length, frames) in [(None, 65), (Some("3000000"), 1)] {
        let (mut harness, mut client) = started();
        let mut block = head("POST", "/echo");
        if let Some(length) = length {
            block.extend(crate::frames::block(&[("content-length", length)]));
        }
        client.send(&mut harness, &frame("HEADERS", 4, 1, &block));
        for _ in 0..frames {
            client.send(&mut harness, &data(1, &[0; 16_384], 0));
        }
        assert_eq!(harness.seen.last().unwrap().refusal, 3);
        let words = told(&mut client);
        assert!(words.contains(&"1 413".to_owned()), "{words:?}");
        // Who is reset in the middle of sending may never look at the answer.
        assert!(!words.iter().any(|word| word.starts_with("RST_STREAM")), "{words:?}");
        for _ in 0..65 {
            client.send(&mut harness, &data(1, &[0; 16_384], 0));
        }
        let words = told(&mut client);
        assert!(words.contains(&"RST_STREAM 1 NO_ERROR".to_owned()), "{words:?}");
        client.got.clear();
        client.send(&mut harness, &get(3, "/hello"));
        assert_eq!(body(&mut client, 3), b"hello");
    }
}

#[test]
fn who_goes_on_with_a_body_that_was_refused_may_come_to_its_end() {
    let (mut harness, mut client) = started();
    client.send(&mut harness, &post(1, "/echo"));
    for left in (0..110).rev() {
        let flags = if left == 0 { END_STREAM } else { 0 };
        client.send(&mut harness, &data(1, &[0; 10_000], flags));
    }
    assert!(told(&mut client).contains(&"1 413".to_owned()));
    client.send(&mut harness, &get(3, "/hello"));
    assert_eq!(body(&mut client, 3), b"hello");
    let words = told(&mut client);
    assert!(!words.iter().any(|word| word.starts_with("RST_STREAM")), "{words:?}");
}

#[test]
fn the_rest_of_a_body_that_was_refused_has_its_time() {
    let (mut harness, mut client) = started();
    let length = crate::frames::block(&[("content-length", "3000000")]);
    let block = [head("POST", "/echo"), length].concat();
    client.send(&mut harness, &frame("HEADERS", 4, 1, &block));
    client.send(&mut harness, &get(3, "/later"));
    let request = settings().times.request;
    harness.pass(request - 1_000);
    assert!(!told(&mut client).iter().any(|word| word.starts_with("RST_STREAM")));
    harness.pass(2_000);
    client.receive();
    let words = told(&mut client);
    assert!(words.contains(&"RST_STREAM 1 NO_ERROR".to_owned()), "{words:?}");
}

#[test]
fn bodies_that_are_read_together_have_their_most() {
    let (mut harness, mut client) = started_with(Settings { bodies: 30_000, ..settings() }, &[]);
    client.send(&mut harness, &[post(1, "/echo"), post(3, "/echo")].concat());
    client.send(&mut harness, &[data(1, &[1; 16_000], 0), data(3, &[1; 16_000], 0)].concat());
    assert_eq!(told(&mut client), ["3 503", "DATA", "RST_STREAM 3 NO_ERROR"]);
    client.send(&mut harness, &data(1, b"", END_STREAM));
    assert_eq!(body(&mut client, 1).len(), 16_000);
    // What was given up and what is complete counts no longer.
    client.send(&mut harness, &[post(5, "/echo"), data(5, &[1; 16_000], 0)].concat());
    client.send(&mut harness, &data(5, &[1; 10_000], END_STREAM));
    assert_eq!(body(&mut client, 5).len(), 26_000);
}

#[test]
fn bodies_are_handed_over_as_they_come_and_as_fast_as_they_are_taken() {
    let (mut harness, mut client) = started();
    let Record { slot, key, flags, route, .. } =
        asked(&mut harness, &mut client, &post(1, "/upload"));
    assert_eq!((flags & 4, route), (4, UPLOAD));
    for _ in 0..4 {
        client.send(&mut harness, &data(1, &[7; 16_000], 0));
    }
    let pieces = |harness: &Harness| -> usize {
        harness.seen.iter().filter(|one| one.kind == 2).map(|one| one.body.len()).sum()
    };
    assert_eq!(pieces(&harness), 64_000);
    assert_eq!(told(&mut client), [""; 0], "the window is not opened before anything was taken");
    harness.answer(&resume(slot, key, 64_000));
    let windows = frames(&{
        client.receive();
        client.got.clone()
    });
    assert!(windows.iter().any(|frame| frame.kind == 8 && frame.stream == 1));
    client.send(&mut harness, &data(1, b"end", END_STREAM));
    assert_eq!(pieces(&harness), 64_003);
    assert_eq!(harness.seen.last().unwrap().kind, 3);
    harness.answer(&whole(slot, key, 200, &[], b"done"));
    assert_eq!(body(&mut client, 1), b"done");
}

#[test]
fn streamed_bodies_have_their_own_limit() {
    let read = ReadLimits { stream: 10, ..ReadLimits::default() };
    let (mut harness, mut client) = started_with(Settings { read, ..settings() }, &[]);
    let long = crate::frames::block(&[("content-length", "11")]);
    let block = [head("POST", "/upload"), long].concat();
    let declared = asked(&mut harness, &mut client, &frame("HEADERS", 4, 1, &block));
    assert_eq!((declared.refusal, declared.flags & 4), (3, 0));
    client.send(&mut harness, &[post(3, "/upload"), data(3, &[1; 10], 0)].concat());
    assert_eq!(kinds(&harness), [1, 2]);
    client.send(&mut harness, &data(3, b"1", 0));
    let last = harness.seen.last().unwrap();
    assert_eq!((last.kind, last.refusal), (4, 3));
    let Record { slot, key, .. } = harness.seen[0];
    harness.answer(&whole(slot, key, 413, &[], b"no"));
    assert_eq!(body(&mut client, 3), b"no");
}

#[test]
fn what_comes_behind_the_answer_is_nobodys() {
    let (mut harness, mut client) = started_with(settings(), &[(4, 10)]);
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &post(1, "/upload"));
    harness.answer(&whole(slot, key, 200, &[], &vec![1; 20_000]));
    client.send(&mut harness, &data(1, &[1; 100], 0));
    assert_eq!(kinds(&harness), [0; 0]);
    client.send(&mut harness, &window(1, 20_000));
    assert_eq!(body(&mut client, 1).len(), 20_000);
    client.send(&mut harness, &data(1, &[1; 100], END_STREAM));
    assert_eq!(kinds(&harness), [0; 0]);
    assert_eq!(told(&mut client), ["1 200", "DATA", "DATA", "DATA"]);
}

#[test]
fn who_waits_to_be_told_to_send_a_body_is_told() {
    let (mut harness, mut client) = started();
    let fields = [("expect", "100-continue"), ("content-length", "2")];
    let block = [head("POST", "/echo"), crate::frames::block(&fields)].concat();
    client.send(&mut harness, &frame("HEADERS", 4, 1, &block));
    assert_eq!(told(&mut client), ["1 100"]);
    client.got.clear();
    client.send(&mut harness, &data(1, b"hi", END_STREAM));
    assert_eq!(body(&mut client, 1), b"hi");
}

#[test]
fn who_resets_a_streamed_body_is_told_of_twice() {
    let (mut harness, mut client) = started();
    asked(&mut harness, &mut client, &post(1, "/upload"));
    client.send(&mut harness, &[data(1, b"a", 0), reset(1)].concat());
    let last: Vec<(u32, u32)> =
        harness.seen.iter().map(|record| (record.kind, record.refusal)).collect();
    assert!(last.ends_with(&[(4, 4), (GONE, 0)]), "{last:?}");
    assert_eq!(harness.server.in_flight(), 0);
}

#[test]
fn a_stream_waits_for_a_client_that_opens_no_window() {
    let (mut harness, mut client) = started_with(settings(), &[(4, 1000)]);
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
    harness.answer(&begin(slot, key, &[("x-own", "1")]));
    harness.answer(&piece(slot, key, &vec![1; 100_000]));
    assert_eq!(body(&mut client, 1).len(), 1000);
    assert!(harness.server.unsent(slot, key) > 64 * 1024);
    client.send(&mut harness, &window(1, 90_000));
    assert_eq!(body(&mut client, 1).len(), 65_535, "the window of the connection counts, too");
    assert_eq!(kinds(&harness), [0; 0]);
    client.send(&mut harness, &window(0, 30_000));
    assert_eq!(kinds(&harness), [6]);
    harness.answer(&end(slot, key));
    assert_eq!(kinds(&harness), [6], "nine thousand bytes are still to be sent");
    client.send(&mut harness, &[window(0, 30_000), window(1, 30_000)].concat());
    assert_eq!(kinds(&harness), [6, 7]);
    assert_eq!(body(&mut client, 1).len(), 100_000);
    assert_eq!(harness.server.in_flight(), 0);
}

#[test]
fn one_stream_without_a_window_holds_up_no_other() {
    let (mut harness, mut client) = started_with(settings(), &[(4, 0)]);
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
    harness.answer(&whole(slot, key, 200, &[], &vec![1; 50_000]));
    client.send(&mut harness, &[get(3, "/hello"), window(3, 5)].concat());
    assert_eq!(body(&mut client, 3), b"hello");
    assert_eq!(body(&mut client, 1), b"");
    client.send(&mut harness, &window(1, 50_000));
    assert_eq!(body(&mut client, 1).len(), 50_000);
}

#[test]
fn who_takes_no_answers_gets_no_more_requests_served() {
    let (mut harness, mut client) = started_with(settings(), &[(4, 0)]);
    for number in 0..8 {
        let stream = 2 * number + 1;
        client.send(&mut harness, &get(stream, "/later"));
        let Some(Record { slot, key, .. }) = harness.seen.pop() else {
            assert!(number > 3, "256 KiB are not reached before");
            client.send(&mut harness, &window(1, 200_000));
            client.send(&mut harness, &window(0, 200_000));
            assert_eq!(harness.seen.len(), 1, "now there is room");
            return;
        };
        harness.answer(&whole(slot, key, 200, &[], &vec![1; 80_000]));
    }
    panic!("everything was served");
}

#[test]
fn resets_and_lost_connections_are_told_once() {
    let (mut harness, mut client) = started();
    let record = asked(&mut harness, &mut client, &get(1, "/later"));
    client.send(&mut harness, &reset(1));
    assert_eq!(kinds(&harness), [GONE]);
    assert_eq!(harness.seen[0].key, record.key);
    assert_eq!(harness.server.in_flight(), 0);
    harness.answer(&whole(record.slot, record.key, 200, &[], b"too late"));
    client.send(&mut harness, &get(3, "/later"));
    drop(client);
    harness.turn();
    assert_eq!(kinds(&harness), [GONE, 1, GONE]);
    assert_eq!((harness.server.in_flight(), harness.server.connections()), (0, 0));
}

#[test]
fn what_cannot_be_completed_is_an_error_of_its_stream() {
    for broken in [false, true] {
        let (mut harness, mut client) = started();
        let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
        harness.answer(&begin(slot, key, &[("content-length", "10")]));
        harness.answer(&piece(slot, key, b"short"));
        harness.answer(&if broken { abort(slot, key) } else { end(slot, key) });
        let words = told(&mut client);
        assert!(words.contains(&"RST_STREAM 1 INTERNAL_ERROR".to_owned()), "{words:?}");
        assert_eq!(kinds(&harness), [GONE]);
        client.got.clear();
        client.send(&mut harness, &get(3, "/hello"));
        assert_eq!(body(&mut client, 3), b"hello");
        assert_eq!(harness.server.in_flight(), 0);
    }
}

#[test]
fn answers_without_a_body_end_with_their_head() {
    for (method, code) in [("GET", 204), ("GET", 304), ("HEAD", 200)] {
        let (mut harness, mut client) = started();
        let request = frame("HEADERS", 5, 1, &head(method, "/later"));
        let Record { slot, key, .. } = asked(&mut harness, &mut client, &request);
        harness.answer(&whole(slot, key, code, &[], b"body"));
        client.receive();
        let [answer] = <[_; 1]>::try_from(frames(&client.got)).unwrap();
        assert_eq!(u32::from(status(&answer)), code);
        assert_eq!(answer.flags & END_STREAM, END_STREAM);
    }
}

#[test]
fn fields_that_cannot_be_sent_are_a_fault_and_those_of_connections_are_left_out() {
    let (mut harness, mut client) = started();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(1, "/later"));
    harness.answer(&whole(slot, key, 200, &[("x-own", "a\r\nb")], b"made"));
    assert_eq!(told(&mut client)[0], "1 500");
    assert_eq!(harness.server.take_faults(), 1);
    client.got.clear();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, &get(3, "/later"));
    let fields = [("Connection", "close"), ("Keep-Alive", "1"), ("Transfer-Encoding", "chunked")];
    harness.answer(&whole(slot, key, 200, &fields, b"made"));
    assert_eq!(body(&mut client, 3), b"made");
    assert_eq!(harness.server.take_faults(), 0);
    client.send(&mut harness, &get(5, "/hello"));
    assert_eq!(body(&mut client, 5), b"hello", "the connection goes on");
}
