//! Connections over time: order, streams, limits, timeouts, and ends.

use std::io::Write;

use gati_host::{Settings, Times};

use crate::harness::{Client, Harness, LATER, Record, abort, begin, end, piece, whole};

const LATE: &[u8] = b"GET /later HTTP/1.1\r\nhost: a\r\n\r\n";
const NOW: &[u8] = b"GET /hello HTTP/1.1\r\nhost: a\r\n\r\n";
const GONE: u32 = 5;

fn started() -> (Harness, Client) {
    let mut harness = Harness::new(Settings::default());
    let client = harness.connect();
    (harness, client)
}

fn kinds(harness: &Harness) -> Vec<u32> {
    harness.seen.iter().map(|record| record.kind).collect()
}

/// A request whose answer is up to the test.
fn asked(harness: &mut Harness, client: &mut Client, bytes: &[u8]) -> Record {
    client.send(harness, bytes);
    harness.seen.pop().unwrap()
}

#[test]
fn answers_leave_in_the_order_of_their_requests() {
    let (mut harness, mut client) = started();
    client.send(&mut harness, &[LATE, NOW, LATE, NOW].concat());
    let [first, _, third, _] = <[Record; 4]>::try_from(harness.seen.clone()).unwrap();
    assert_eq!(client.got, b"");
    harness.answer(&whole(third.slot, third.key, 200, &[], b"third"));
    client.receive();
    assert_eq!(client.got, b"");
    harness.answer(&whole(first.slot, first.key, 200, &[], b"first"));
    client.receive();
    let bodies: Vec<Vec<u8>> = client.answers(&[]).into_iter().map(|(_, _, body)| body).collect();
    assert_eq!(bodies, [b"first".as_slice(), b"hello", b"third", b"hello"]);
    assert_eq!(harness.server.in_flight(), 0);
}

#[test]
fn what_changes_something_is_served_alone() {
    let (mut harness, mut client) = started();
    let post = b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nhi";
    client.send(&mut harness, &[LATE, post.as_slice(), NOW].concat());
    assert_eq!(harness.seen.len(), 1, "the POST waits for the answer before it");
    let Record { slot, key, .. } = harness.seen[0];
    harness.answer(&whole(slot, key, 200, &[], b"first"));
    client.receive();
    assert_eq!(client.statuses(&[]), [200, 200, 200]);
    assert_eq!(harness.seen.len(), 3);
}

#[test]
fn an_answer_counts_once_and_a_stranger_has_none() {
    let (mut harness, mut client) = started();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
    harness.answer(&whole(slot, key + 1, 200, &[], b"not asked"));
    harness.answer(&whole(slot + 7, key, 200, &[], b"nobody"));
    harness
        .answer(&[whole(slot, key, 200, &[], b"one"), whole(slot, key, 200, &[], b"two")].concat());
    harness.answer(&[1, 2, 3]);
    harness.answer(&[0xff; 64]);
    client.receive();
    assert_eq!(
        client.answers(&[]).into_iter().map(|answer| answer.2).collect::<Vec<_>>(),
        [b"one"]
    );
}

#[test]
fn heads_have_what_is_owed_and_nothing_else() {
    let (mut harness, mut client) = started();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
    let fields = [
        ("x-own", "1"),
        ("content-length", "99"),
        ("transfer-encoding", "chunked"),
        ("set-cookie", "a"),
        ("set-cookie", "b"),
    ];
    let mut record = whole(slot, key, 201, &fields, b"made");
    record[18] = 1;
    harness.answer(&record);
    client.receive();
    let head = "HTTP/1.1 201 Created\r\ncontent-type: application/json; charset=utf-8\r\nx-own: 1\r\nset-cookie: a\r\nset-cookie: b\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 4\r\n\r\nmade";
    assert_eq!(String::from_utf8_lossy(&client.got), head);
}

#[test]
fn a_field_that_cannot_be_sent_is_a_fault_and_no_injection() {
    for field in
        [("x-own", "a\r\nx-evil: b"), ("x own", "a"), ("", "a"), ("x\r\ny", "a"), ("x", "a\0")]
    {
        let (mut harness, mut client) = started();
        let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
        harness.answer(&whole(slot, key, 200, &[field], b"made"));
        client.receive();
        assert_eq!(client.statuses(&[]), [500]);
        assert_eq!(harness.server.take_faults(), 1);
    }
}

#[test]
fn answers_without_a_body_have_none() {
    for (request, status, expected) in [
        (LATE, 204, "HTTP/1.1 204 No Content\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"),
        (LATE, 304, "HTTP/1.1 304 Not Modified\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"),
        (
            b"HEAD /later HTTP/1.1\r\nhost: a\r\n\r\n",
            200,
            "HTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 4\r\n\r\n",
        ),
    ] {
        let (mut harness, mut client) = started();
        let Record { slot, key, .. } = asked(&mut harness, &mut client, request);
        harness.answer(&whole(slot, key, status, &[], b"body"));
        client.receive();
        assert_eq!(String::from_utf8_lossy(&client.got), expected);
        client.send(&mut harness, NOW);
        assert!(client.got.ends_with(b"\r\n\r\nhello"), "the connection goes on");
    }
}

#[test]
fn streams_are_framed_as_the_client_reads_them() {
    type Fields = &'static [(&'static str, &'static str)];
    let old = b"GET /later HTTP/1.0\r\n\r\n";
    let cases: [(&[u8], Fields, &str, bool); 4] = [
        (LATE, &[], "transfer-encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n", false),
        (LATE, &[("content-length", "6")], "content-length: 6\r\n\r\nonetwo", false),
        (old, &[], "connection: close\r\n\r\nonetwo", true),
        (
            b"HEAD /later HTTP/1.1\r\nhost: a\r\n\r\n",
            &[],
            "transfer-encoding: chunked\r\n\r\n",
            false,
        ),
    ];
    for (request, fields, expected, is_closed) in cases {
        let (mut harness, mut client) = started();
        let Record { slot, key, .. } = asked(&mut harness, &mut client, request);
        harness.answer(&begin(slot, key, fields));
        harness.answer(
            &[piece(slot, key, b"one"), piece(slot, key, b""), piece(slot, key, b"two")].concat(),
        );
        harness.answer(&end(slot, key));
        client.receive();
        let got = String::from_utf8_lossy(&client.got).into_owned();
        assert!(got.ends_with(expected), "{got}");
        assert_eq!(client.is_closed, is_closed);
        assert_eq!(kinds(&harness), [7], "it is said that all of it was sent");
    }
}

#[test]
fn a_stream_that_breaks_off_does_not_look_complete() {
    let ends: [fn(u32, u32) -> Vec<u8>; 2] = [abort, end];
    for (fields, finish) in [(&[][..], ends[0]), (&[("content-length", "9")][..], ends[1])] {
        let (mut harness, mut client) = started();
        let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
        harness.answer(&[begin(slot, key, fields), piece(slot, key, b"one")].concat());
        harness.answer(&finish(slot, key));
        client.receive();
        assert!(client.is_closed);
        assert!(client.got.ends_with(b"one") || client.got.ends_with(b"one\r\n"));
    }
}

#[test]
fn a_stream_waits_for_a_client_that_does_not_read() {
    let (mut harness, mut client) = started();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
    harness.answer(&begin(slot, key, &[]));
    let mut written = 0;
    while harness.server.unsent(slot, key) <= 64 * 1024 {
        harness.answer(&piece(slot, key, &[b'x'; 16 * 1024]));
        written += 16 * 1024;
    }
    assert_eq!(kinds(&harness), [] as [u32; 0]);
    while !kinds(&harness).contains(&6) {
        client.receive();
        harness.turn();
    }
    harness.answer(&end(slot, key));
    client.receive();
    assert_eq!(client.answers(&[])[0].2.len(), written);
}

#[test]
fn who_leaves_is_told_of() {
    let (mut harness, mut client) = started();
    let request = asked(&mut harness, &mut client, LATE);
    drop(client);
    harness.turn();
    assert_eq!(kinds(&harness), [GONE]);
    assert_eq!((harness.seen[0].slot, harness.seen[0].key), (request.slot, request.key));
    assert_eq!((harness.server.connections(), harness.server.in_flight()), (0, 0));
    harness.answer(&whole(request.slot, request.key, 200, &[], b"too late"));
}

#[test]
fn who_says_that_nothing_more_comes_is_answered_if_that_is_possible_at_once() {
    let (mut harness, mut client) = started();
    client.stream.write_all(NOW).unwrap();
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();
    harness.turn();
    client.receive();
    assert_eq!((client.statuses(&[]), client.is_closed), (vec![200], true));
}

#[test]
fn timeouts_end_what_does_not_move() {
    let times = Times { idle: 5_000, head: 2_000, request: 4_000, stall: 3_000 };
    let settings = Settings { times, ..Settings::default() };
    let cases: [(&[u8], u64, &[u16]); 5] = [
        (b"", 2_000, &[]),
        (b"GET /hel", 2_000, &[408]),
        (b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhel", 4_000, &[408]),
        (NOW, 5_000, &[200]),
        (b"GET /later HTTP/1.1\r\nhost: a\r\n\r\n", 1_000_000, &[]),
    ];
    for (bytes, time, expected) in cases {
        let mut harness = Harness::new(settings.clone());
        let mut client = harness.connect();
        client.send(&mut harness, bytes);
        harness.pass(time - 500);
        client.receive();
        let waits = time == 1_000_000;
        assert!(!client.is_closed, "{}", String::from_utf8_lossy(bytes));
        harness.pass(if waits { 0 } else { 1_000 });
        client.receive();
        assert_eq!((client.is_closed, client.statuses(&[])), (!waits, expected.to_vec()));
    }
}

#[test]
fn a_slow_head_has_the_time_of_one_head() {
    let times = Times { idle: 50_000, head: 2_000, request: 4_000, stall: 3_000 };
    let mut harness = Harness::new(Settings { times, ..Settings::default() });
    let mut client = harness.connect();
    client.send(&mut harness, NOW);
    client.got.clear();
    let mut passed = 0;
    for byte in std::iter::repeat_n(b"a", 100) {
        client.send(&mut harness, byte);
        harness.pass(100);
        passed += 100;
        if client.is_closed {
            break;
        }
    }
    assert!((2_000..2_600).contains(&passed), "{passed}");
    assert_eq!(client.statuses(&[]), [408]);
}

#[test]
fn a_client_that_takes_no_answer_is_let_go() {
    let times = Times { stall: 3_000, ..Times::default() };
    let mut harness = Harness::new(Settings { times, ..Settings::default() });
    let mut client = harness.connect();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
    harness.answer(&whole(slot, key, 200, &[], &vec![b'x'; 4_000_000]));
    harness.pass(2_500);
    assert_eq!(harness.server.connections(), 1);
    harness.pass(1_000);
    assert_eq!(harness.server.connections(), 0);
}

#[test]
fn who_sends_and_does_not_read_is_not_read_either() {
    let (mut harness, mut client) = started();
    let many = NOW.repeat(1_000);
    let mut written = 0;
    for _ in 0..2_000 {
        // Which part of a request comes next does not matter, as long as they follow each other.
        written += client.stream.write(&many[written % NOW.len()..]).unwrap_or_default();
        harness.turn();
    }
    assert!(written < 4_000_000, "{written}");
    let mut before = usize::MAX;
    while before != client.got.len() {
        before = client.got.len();
        client.receive();
        harness.turn();
        client.receive();
    }
    let answers = client.got.windows(5).filter(|window| window == b"hello").count();
    assert_eq!(answers, written / NOW.len());
}

#[test]
fn connections_and_requests_have_their_most() {
    let settings = Settings { connections: 2, in_flight: 2, ..Settings::default() };
    let mut harness = Harness::new(settings);
    let mut clients: Vec<Client> = (0..3).map(|_| harness.connect()).collect();
    assert_eq!(harness.server.connections(), 2);
    let mut third = clients.pop().unwrap();
    third.send(&mut harness, NOW);
    assert_eq!(third.got, b"", "it waits to be accepted");
    drop(clients.pop());
    harness.turn();
    harness.turn();
    third.receive();
    assert_eq!(third.statuses(&[]), [200]);
    third.got.clear();
    clients[0].send(&mut harness, &LATE.repeat(2));
    third.send(&mut harness, NOW);
    assert_eq!(third.statuses(&[]), [503]);
}

#[test]
fn stopping_finishes_what_is_under_way() {
    let (mut harness, mut client) = started();
    let mut idle = harness.connect();
    let request = asked(&mut harness, &mut client, LATE);
    harness.server.stop();
    assert_eq!(harness.server.connections(), 2);
    harness.server.close_idle();
    harness.turn();
    idle.receive();
    assert!(idle.is_closed);
    harness.answer(&whole(request.slot, request.key, 200, &[], b"last"));
    client.receive();
    assert!(client.is_closed);
    assert!(client.answers(&[])[0].1.contains("connection: close\r\n"));
    assert_eq!(kinds(&harness), [8]);
    assert_eq!(harness.server.connections(), 0);
}

#[test]
fn the_route_of_a_late_answer_is_not_needed() {
    let (mut harness, mut client) = started();
    let request = asked(&mut harness, &mut client, LATE);
    assert_eq!(request.route, LATER);
    harness.server.close_all();
    harness.turn();
    client.receive();
    assert!(client.is_closed);
    assert_eq!(kinds(&harness), [GONE]);
}

#[test]
fn a_cut_answer_leaves_as_far_as_it_came() {
    let (mut harness, mut client) = started();
    let Record { slot, key, .. } = asked(&mut harness, &mut client, LATE);
    // All of it comes with one call, as it does from another thread.
    harness.answer(&[begin(slot, key, &[]), piece(slot, key, b"one"), abort(slot, key)].concat());
    client.receive();
    assert!(client.got.ends_with(b"\r\n\r\n3\r\none\r\n"), "{:?}", client.got);
    assert!(client.is_closed);
}

#[test]
fn who_is_refused_and_goes_on_sending_is_not_read_before_the_answer() {
    let mut settings = Settings::default();
    settings.read.body = 1_000;
    let mut harness = Harness::new(settings);
    let mut client = harness.connect();
    harness.refuses_later = true;
    let head = b"POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    client.send(&mut harness, &[head.as_slice(), b"800\r\n", &[b'x'; 0x800], b"\r\n"].concat());
    let Record { slot, key, refusal, .. } = harness.seen.pop().unwrap();
    assert_eq!(refusal, 3);
    // A socket that nobody reads takes so much and no more.
    let mut taken = 0;
    let more = vec![b'x'; 65_536];
    while let Ok(count) = client.stream.write(&more) {
        taken += count;
        harness.turn();
        assert!(taken < 16 * 1024 * 1024, "it is read without end");
    }
    harness.answer(&whole(slot, key, 413, &[], b"refused"));
    client.receive();
    assert_eq!(client.statuses(&[]), [413]);
}

#[test]
fn who_finishes_is_let_go_when_the_driver_says_that_the_turn_is_over() {
    let (mut harness, mut client) = started();
    harness.server.turn_apart();
    client.send(&mut harness, LATE);
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();
    harness.turn();
    let Record { slot, key, .. } = harness.seen.pop().unwrap();
    let finished = harness.server.take_finished();
    assert_eq!(finished, [(slot, key)]);
    assert_eq!(harness.server.connections(), 1);
    // Another exchange in the same place is not meant.
    harness.server.let_go(&[(slot, key + 1)]);
    assert_eq!(harness.server.connections(), 1);
    harness.server.let_go(&finished);
    harness.turn();
    assert_eq!(kinds(&harness), [GONE]);
    assert_eq!(harness.server.connections(), 0);
}
